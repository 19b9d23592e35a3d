//! A connection that can be cut. hyper waits for as long as a peer is silent, or does not read; the server does not: a
//! connection that says nothing at first, or is still there after the drain, ends here.

use std::{
    io,
    net::IpAddr,
    pin::Pin,
    task::{Context, Poll},
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

/// One accepted connection.
pub(super) struct Connection {
    stream: TcpStream,
    /// Set until the preface has arrived.
    opening: Option<Opening>,
    cut: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    _place: OwnedSemaphorePermit,
    _peer: PeerPlace,
}

struct Opening {
    missing: usize,
    deadline: Pin<Box<Sleep>>,
}

impl Connection {
    pub(super) fn new(
        stream: TcpStream,
        handshake: std::time::Duration,
        mut cut: watch::Receiver<bool>,
        place: OwnedSemaphorePermit,
        peer: PeerPlace,
    ) -> Self {
        let opening = Opening { missing: PREFACE_BYTES, deadline: Box::pin(sleep(handshake)) };
        // When the sender is gone, so is the server.
        let cut = async move { drop(cut.wait_for(|cut| *cut).await) };
        Self { stream, opening: Some(opening), cut: Some(Box::pin(cut)), _place: place, _peer: peer }
    }

    /// Fails once the connection is cut or has not opened in time; otherwise arranges to be woken then.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        let is_cut = self.cut.as_mut().is_none_or(|cut| cut.as_mut().poll(cx).is_ready());
        if is_cut {
            self.cut = None;
            return Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the server cut the connection"));
        }
        if self.opening.as_mut().is_some_and(|opening| opening.deadline.as_mut().poll(cx).is_ready()) {
            self.cut = None;
            return Err(io::Error::new(io::ErrorKind::TimedOut, "the peer did not begin to speak HTTP/2"));
        }
        Ok(())
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
        Pin::new(&mut self.stream).poll_shutdown(cx)
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
