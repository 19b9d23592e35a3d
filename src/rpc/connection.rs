//! A connection that can be cut. hyper waits for as long as a peer is silent, or does not read; the server does not: a
//! connection that says nothing at first, or is still there after the drain, ends here. One that ends well is closed in
//! a way that loses nothing: a socket that is closed with bytes unread is reset, and the reset takes away what the peer
//! has not read yet, the last status among it (RFC 9293 §3.10.4; RFC 9112 §9.6 says the same of HTTP/1.1).

use std::{
    io,
    net::IpAddr,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, watch},
    time::{Sleep, sleep},
};
use tonic::transport::server::{Connected, TcpConnectInfo};

use super::listener::PeerPlace;

/// What every HTTP/2 connection begins with has this many bytes.
const PREFACE_BYTES: usize = 24;
/// A peer that was told of the end has so long to close its side: longer than any way there and back, and soon enough for
/// everything of a peer that fell silent to be gone within a second.
const LINGER: Duration = Duration::from_millis(500);
/// What still comes then is read and forgotten, in parts of this size.
const FORGOTTEN_BYTES: usize = 16 << 10;

/// What the server is about, as far as its connections have to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// It serves.
    Serving,
    /// It is stopping: what has not begun does not begin.
    Stopping,
    /// It is over: whatever is left ends.
    Over,
}

/// One accepted connection.
pub(super) struct Connection {
    stream: TcpStream,
    /// Set until the preface has arrived.
    opening: Option<Opening>,
    /// Comes when the server is over; gone once it has come.
    over: Option<Moment>,
    /// Set once this side is closed.
    lingering: Option<Pin<Box<Sleep>>>,
    _place: OwnedSemaphorePermit,
    _peer: PeerPlace,
}

/// Something that comes once.
type Moment = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The moment at which the server is in a phase, or gone.
fn moment(mut phases: watch::Receiver<Phase>, phase: Phase) -> Moment {
    Box::pin(async move { drop(phases.wait_for(|now| *now >= phase).await) })
}

struct Opening {
    missing: usize,
    deadline: Pin<Box<Sleep>>,
    stopping: Moment,
}

impl Connection {
    pub(super) fn new(
        stream: TcpStream,
        handshake: Duration,
        phases: watch::Receiver<Phase>,
        place: OwnedSemaphorePermit,
        peer: PeerPlace,
    ) -> Self {
        let stopping = moment(phases.clone(), Phase::Stopping);
        let opening = Opening { missing: PREFACE_BYTES, deadline: Box::pin(sleep(handshake)), stopping };
        let over = Some(moment(phases, Phase::Over));
        Self { stream, opening: Some(opening), over, lingering: None, _place: place, _peer: peer }
    }

    /// Fails once the connection is cut or has not opened in time; otherwise arranges to be woken then.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        if let Some(why) = self.poll_why(cx) {
            self.over = None;
            return Err(why);
        }
        Ok(())
    }

    fn poll_why(&mut self, cx: &mut Context<'_>) -> Option<io::Error> {
        if self.over.as_mut().is_none_or(|over| over.as_mut().poll(cx).is_ready()) {
            return Some(io::Error::new(io::ErrorKind::ConnectionAborted, "the server cut the connection"));
        }
        let opening = self.opening.as_mut()?;
        if opening.stopping.as_mut().poll(cx).is_ready() {
            return Some(io::Error::new(io::ErrorKind::ConnectionAborted, "the server is stopping"));
        }
        let late = opening.deadline.as_mut().poll(cx).is_ready();
        late.then(|| io::Error::new(io::ErrorKind::TimedOut, "the peer did not begin to speak HTTP/2"))
    }

    /// Reads what still comes and forgets it, until the peer closes its side too, or its time is over.
    fn poll_forget(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let lingering = self.lingering.get_or_insert_with(|| Box::pin(sleep(LINGER)));
        let mut forgotten = [0; FORGOTTEN_BYTES];
        while lingering.as_mut().poll(cx).is_pending() {
            let mut buffer = ReadBuf::new(&mut forgotten);
            let read = std::task::ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                break;
            }
        }
        Poll::Ready(())
    }

    fn received(&mut self, bytes: usize) {
        if let Some(opening) = &mut self.opening {
            opening.missing = opening.missing.saturating_sub(bytes);
            if opening.missing == 0 {
                self.opening = None;
            }
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.poll_end(cx)?;
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        self.received(buffer.filled().len().saturating_sub(before));
        read
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_end(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_end(cx)?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_end(cx)?;
        if self.lingering.is_none() {
            std::task::ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
        }
        self.poll_forget(cx).map(Ok)
    }
}

impl Connected for Connection {
    type ConnectInfo = TcpConnectInfo;

    fn connect_info(&self) -> TcpConnectInfo {
        self.stream.connect_info()
    }
}

/// The address by which connections of one peer are counted.
pub(super) fn peer(stream: &TcpStream) -> io::Result<IpAddr> {
    stream.peer_addr().map(|address| address.ip().to_canonical())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::Semaphore,
    };

    use super::{super::listener::Peers, *};

    /// A peer, and the server's end of its connection.
    async fn connected(handshake: Duration, phases: watch::Receiver<Phase>) -> (TcpStream, Connection) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, address) = listener.accept().await.unwrap();
        let place = Arc::new(Semaphore::new(1)).acquire_owned().await.unwrap();
        let counted = Peers::enter(&Arc::default(), address.ip(), 1).unwrap();
        (peer, Connection::new(stream, handshake, phases, place, counted))
    }

    const LONG: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn a_peer_that_sends_without_pause_reads_the_last_word_before_anything_of_it_fails() {
        let (_phase, phases) = watch::channel(Phase::Serving);
        let (peer, mut connection) = connected(LONG, phases).await;
        let server = tokio::spawn(async move {
            let mut some = [0; 1 << 10];
            connection.read_exact(&mut some).await.unwrap();
            connection.write_all(b"the last word").await.unwrap();
            connection.shutdown().await.unwrap();
        });
        let (mut reading, mut writing) = peer.into_split();
        let sender = tokio::spawn(async move {
            loop {
                let sent = writing.write_all(&[1; 1 << 10]).await;
                sent.unwrap();
                tokio::task::yield_now().await;
            }
        });
        let mut heard = Vec::new();
        reading.read_to_end(&mut heard).await.unwrap();
        // A while in which the peer does not know yet.
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!sender.is_finished(), "sending failed");
        assert_eq!(heard, b"the last word");
        sender.abort();
        drop((sender.await, reading));
        tokio::time::timeout(LINGER / 2, server).await.expect("it ends with the peer").unwrap();
    }

    #[tokio::test]
    async fn a_peer_that_never_closes_has_its_time() {
        let (phase, phases) = watch::channel(Phase::Serving);
        let (peer, mut connection) = connected(LONG, phases).await;
        connection.shutdown().await.unwrap();
        let (_peer, mut second) = connected(LONG, phase.subscribe()).await;
        let closing = tokio::spawn(async move { second.shutdown().await });
        phase.send_replace(Phase::Over);
        assert_eq!(closing.await.unwrap().unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
        drop(peer);
    }

    #[tokio::test]
    async fn what_has_not_begun_ends_when_the_server_stops_and_the_rest_when_it_is_over() {
        let (phase, phases) = watch::channel(Phase::Serving);
        let (_silent, mut silent) = connected(LONG, phases.clone()).await;
        let (mut peer, mut begun) = connected(LONG, phases).await;
        peer.write_all(&[b'P'; PREFACE_BYTES]).await.unwrap();
        begun.read_exact(&mut [0; PREFACE_BYTES]).await.unwrap();
        let silent = tokio::spawn(async move { silent.read_u8().await });
        let mut begun = tokio::spawn(async move { begun.read_u8().await });
        phase.send_replace(Phase::Stopping);
        assert_eq!(silent.await.unwrap().unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
        assert!(tokio::time::timeout(Duration::from_millis(50), &mut begun).await.is_err());
        phase.send_replace(Phase::Over);
        assert_eq!(begun.await.unwrap().unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
    }
}
