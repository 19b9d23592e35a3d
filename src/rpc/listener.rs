//! Accepting connections within bounds: so many in all, the next waits in the system's queue; so many of one peer, the
//! next is closed at once. A failure to accept is followed by a pause, since its cause (no file descriptors left) lasts.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch},
};
use tokio_stream::{StreamExt as _, wrappers::ReceiverStream};
use tonic::transport::server::TcpIncoming;

use super::connection::{Connection, Phase, peer};

/// Pause after a failure to accept.
const PAUSE: Duration = Duration::from_millis(100);

/// Bounds of the listener.
#[derive(Clone, Debug)]
pub(super) struct ListenerSettings {
    pub(super) connections: usize,
    pub(super) connections_per_peer: usize,
    pub(super) handshake: Duration,
    pub(super) tcp_keepalive: Duration,
}

/// The connections as they come, until the stream is dropped; the socket closes with it.
pub(super) fn accept(
    listener: TcpListener,
    settings: ListenerSettings,
    phases: watch::Receiver<Phase>,
) -> ReceiverStream<Result<Connection, std::io::Error>> {
    let (accepted, connections) = mpsc::channel(1);
    let incoming = TcpIncoming::from(listener).with_nodelay(Some(true)).with_keepalive(Some(settings.tcp_keepalive));
    let acceptor = Acceptor {
        places: Arc::new(Semaphore::new(settings.connections)),
        peers: Arc::default(),
        settings,
        phases,
        accepted,
    };
    tokio::spawn(acceptor.run(incoming));
    ReceiverStream::new(connections)
}

struct Acceptor {
    places: Arc<Semaphore>,
    peers: Arc<Peers>,
    settings: ListenerSettings,
    phases: watch::Receiver<Phase>,
    accepted: mpsc::Sender<Result<Connection, std::io::Error>>,
}

impl Acceptor {
    async fn run(self, mut incoming: TcpIncoming) {
        loop {
            // Ends even while it waits for a place: the socket must not stay open while the server drains.
            let next = tokio::select! {
                () = self.accepted.closed() => return,
                next = self.next(&mut incoming) => next,
            };
            let Some((place, next)) = next else { return };
            match next {
                Ok(stream) => self.take(stream, place).await,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// The next connection, once there is a place for it.
    async fn next(&self, incoming: &mut TcpIncoming) -> Option<(OwnedSemaphorePermit, std::io::Result<TcpStream>)> {
        let place = Arc::clone(&self.places).acquire_owned().await.ok()?;
        Some((place, incoming.next().await?))
    }

    async fn take(&self, stream: TcpStream, place: OwnedSemaphorePermit) {
        let Ok(address) = peer(&stream) else { return }; // gone already
        let Some(peer) = Peers::enter(&self.peers, address, self.settings.connections_per_peer) else {
            tracing::debug!("a peer has as many connections as it may");
            return;
        };
        let connection = Connection::new(stream, self.settings.handshake, self.phases.clone(), place, peer);
        // If nobody takes it any more, the server is stopping and the connection is dropped.
        drop(self.accepted.send(Ok(connection)).await);
    }
}

/// How many connections each peer has.
#[derive(Default)]
pub(super) struct Peers(Mutex<HashMap<IpAddr, usize>>);

impl Peers {
    pub(super) fn enter(peers: &Arc<Self>, address: IpAddr, most: usize) -> Option<PeerPlace> {
        let mut counts = peers.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_insert(0);
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(PeerPlace { peers: Arc::clone(peers), address })
    }

    fn leave(&self, address: IpAddr) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&address) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&address);
            }
        }
    }
}

/// A connection's place among those of its peer; given back when it is dropped.
pub(super) struct PeerPlace {
    peers: Arc<Peers>,
    address: IpAddr,
}

impl Drop for PeerPlace {
    fn drop(&mut self) {
        self.peers.leave(self.address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_peer_are_counted_and_given_back() {
        let peers = Arc::<Peers>::default();
        let address = |last| IpAddr::from([127, 0, 0, last]);
        let first = Peers::enter(&peers, address(1), 2).unwrap();
        let _second = Peers::enter(&peers, address(1), 2).unwrap();
        assert!(Peers::enter(&peers, address(1), 2).is_none());
        let other = Peers::enter(&peers, address(2), 2).unwrap();
        drop(first);
        assert!(Peers::enter(&peers, address(1), 2).is_some());
        drop(other);
        assert_eq!(peers.0.lock().unwrap().len(), 1);
    }
}
