//! A caller that speaks HTTP/2 by hand: it chooses its address, its windows, what it reads and when, and how it goes away.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use h2::{RecvStream, SendStream, client};
use prost::bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpSocket, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};
use tonic::{Code, Status, codegen::http};
use tonic_types::StatusExt as _;

/// Longer than anything takes that is not stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// One connection.
pub(crate) struct Peer {
    requests: client::SendRequest<Bytes>,
    driver: JoinHandle<TcpStream>,
    freeze: oneshot::Sender<()>,
    authority: String,
}

/// How a peer goes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// The socket is shut down and closed.
    Close,
    /// The socket is reset.
    Reset,
}

/// A connection of which nothing is heard any more, and that is not closed.
pub(crate) struct Silent(TcpStream);

/// Why there is no message.
#[derive(Debug)]
pub(crate) enum Failed {
    /// The server said so.
    Status(Status),
    /// The connection, or the stream, is gone.
    Broken(String),
    /// Nothing came.
    TooLate,
}

impl Failed {
    /// The stable reason and the code, or what happened instead.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Status(status) => {
                let reason = status.get_details_error_info().map(|info| info.reason).unwrap_or_default();
                format!("{:?} {reason}", status.code()).trim_end().to_owned()
            }
            Self::Broken(why) => format!("broken: {why}"),
            Self::TooLate => "no answer".to_owned(),
        }
    }

    /// The bad fields that the server named.
    pub(crate) fn fields(&self) -> Vec<String> {
        let Self::Status(status) = self else { return Vec::new() };
        let named = status.get_details_bad_request().map(|bad| bad.field_violations).unwrap_or_default();
        named.into_iter().map(|field| field.field).collect()
    }
}

impl Peer {
    /// Connects from an address of the loopback network: the server counts connections of each.
    pub(crate) async fn connect(to: SocketAddr, from: u8) -> io::Result<Self> {
        Self::connect_with(to, from, 1 << 20).await
    }

    /// The same with a window: bytes that may come unread, on each stream and in all.
    pub(crate) async fn connect_with(to: SocketAddr, from: u8, window: u32) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((Ipv4Addr::new(127, 0, 0, from.max(1)), 0)))?;
        let stream = socket.connect(to).await?;
        stream.set_nodelay(true)?;
        let (requests, connection, freeze) = handshake(stream, window).await.map_err(io::Error::other)?;
        Ok(Self { requests, driver: tokio::spawn(connection), freeze, authority: to.to_string() })
    }

    /// Begins a call.
    pub(crate) async fn call(&self, path: &str) -> Result<Call, Failed> {
        self.call_with(path, &[]).await
    }

    /// The same with further headers.
    pub(crate) async fn call_with(&self, path: &str, headers: &[(&str, &str)]) -> Result<Call, Failed> {
        let mut request = http::Request::post(format!("http://{}{path}", self.authority))
            .header("content-type", "application/grpc")
            .header("te", "trailers");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut requests = timeout(PATIENCE, self.requests.clone().ready()).await.map_err(|_| Failed::TooLate)??;
        let (response, out) = requests.send_request(request.body(()).unwrap(), false)?;
        let reading = Reading { response: Some(response), body: None, buffer: BytesMut::new(), held: 0 };
        Ok(Call { writing: Writing(out), reading })
    }

    /// One message there, one back.
    pub(crate) async fn unary(&self, path: &str, message: &[u8]) -> Result<Bytes, Failed> {
        let mut call = self.call(path).await?;
        call.send(message, true).await?;
        match call.next().await? {
            Some(answer) => call.next().await.map(|_| answer),
            None => Err(Failed::Broken("neither a message nor a status".to_owned())),
        }
    }

    /// Goes away without a word.
    pub(crate) async fn vanish(self, way: Way) {
        let mut socket = self.silence().await.0;
        match way {
            // Either fails if the server was faster.
            Way::Close => drop(socket.shutdown().await),
            Way::Reset => drop(socket.set_zero_linger()),
        }
    }

    /// Falls silent: not even pings are answered.
    pub(crate) async fn silence(self) -> Silent {
        // The driver may have ended by itself, if the server closed the connection.
        let _ = self.freeze.send(());
        Silent(self.driver.await.unwrap())
    }
}

type Driver = std::pin::Pin<Box<dyn Future<Output = TcpStream> + Send>>;

/// Opens HTTP/2. The driver moves the connection until it ends or is frozen, and gives its socket back.
async fn handshake(
    stream: TcpStream,
    window: u32,
) -> Result<(client::SendRequest<Bytes>, Driver, oneshot::Sender<()>), h2::Error> {
    // A second handle of the same socket: h2 keeps the first.
    let stream = stream.into_std().unwrap();
    let kept = stream.try_clone().unwrap();
    let (stream, kept) = (TcpStream::from_std(stream).unwrap(), TcpStream::from_std(kept).unwrap());
    let mut builder = client::Builder::new();
    builder.initial_window_size(window).initial_connection_window_size(window.max(65_535)).enable_push(false);
    let (requests, connection) = builder.handshake::<_, Bytes>(stream).await?;
    let (freeze, frozen) = oneshot::channel::<()>();
    let driver = Box::pin(async move {
        let mut connection = Some(connection);
        tokio::select! {
            biased;
            Ok(()) = frozen => {}
            _ = connection.as_mut().unwrap() => {}
        }
        // Dropping it moves nothing more onto the wire: `kept` holds the socket open.
        drop(connection.take());
        kept
    });
    Ok((requests, driver, freeze))
}

/// One call: what is sent, and what comes back.
pub(crate) struct Call {
    pub(crate) writing: Writing,
    pub(crate) reading: Reading,
}

impl Call {
    /// Sends a message, as the server takes it.
    pub(crate) async fn send(&mut self, message: &[u8], last: bool) -> Result<(), Failed> {
        match timeout(PATIENCE, self.writing.send(message, last)).await {
            Err(_) => Err(Failed::TooLate),
            // A server that takes no more has said why.
            Ok(Err(Failed::Broken(why))) => loop {
                match self.next().await {
                    Ok(Some(_)) => {}
                    Ok(None) => break Err(Failed::Broken(why)),
                    Err(failed) => break Err(failed),
                }
            },
            Ok(sent) => sent,
        }
    }

    /// The next message; `None` at a good end.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Failed> {
        timeout(PATIENCE, self.reading.next()).await.map_err(|_| Failed::TooLate)?
    }
}

/// What is sent of a call.
pub(crate) struct Writing(SendStream<Bytes>);

impl Writing {
    /// Sends a message, however long the server takes.
    pub(crate) async fn send(&mut self, message: &[u8], last: bool) -> Result<(), Failed> {
        self.send_raw(framed(message, 0), last).await
    }

    /// The same with bytes that are framed already, or wrongly.
    pub(crate) async fn send_raw(&mut self, mut bytes: Bytes, last: bool) -> Result<(), Failed> {
        while !bytes.is_empty() {
            self.0.reserve_capacity(bytes.len());
            let capacity = std::future::poll_fn(|cx| self.0.poll_capacity(cx)).await;
            let Some(capacity) = capacity else { return Err(Failed::Broken("it takes no more".to_owned())) };
            let part = bytes.split_to(capacity?.min(bytes.len()));
            self.0.send_data(part, last && bytes.is_empty())?;
        }
        Ok(())
    }

    /// Says that nothing more comes.
    pub(crate) fn end(&mut self) -> Result<(), Failed> {
        Ok(self.0.send_data(Bytes::new(), true)?)
    }
}

/// A message as it travels; `flag` 1 says that it is compressed.
pub(crate) fn framed(message: &[u8], flag: u8) -> Bytes {
    let mut framed = BytesMut::with_capacity(message.len() + 5);
    framed.put_u8(flag);
    framed.put_u32(u32::try_from(message.len()).unwrap());
    framed.put_slice(message);
    framed.freeze()
}

/// What comes back of a call.
pub(crate) struct Reading {
    response: Option<client::ResponseFuture>,
    body: Option<RecvStream>,
    buffer: BytesMut,
    /// Received, and not given back to the window.
    held: usize,
}

impl Reading {
    async fn next(&mut self) -> Result<Option<Bytes>, Failed> {
        loop {
            if let Some(message) = self.take() {
                return Ok(Some(message));
            }
            if !self.receive().await? {
                return self.end().await;
            }
            let held = self.held;
            self.give_back(held)?;
        }
    }

    /// The status at the end; `None` if it is a good one.
    pub(crate) async fn end(&mut self) -> Result<Option<Bytes>, Failed> {
        let trailers = self.body.as_mut().unwrap().trailers().await?;
        match trailers.as_ref().and_then(Status::from_header_map) {
            Some(status) if status.code() == Code::Ok => Ok(None),
            Some(status) => Err(Failed::Status(status)),
            None => Err(Failed::Broken("it ended without a status".to_owned())),
        }
    }

    /// Takes what has come, and gives nothing back to the window. False at the end.
    pub(crate) async fn receive(&mut self) -> Result<bool, Failed> {
        if let Some(response) = &mut self.response {
            let response = response.await?;
            self.response = None;
            if let Some(status) = Status::from_header_map(response.headers()) {
                return Err(Failed::Status(status));
            }
            if response.status() != http::StatusCode::OK {
                return Err(Failed::Broken(format!("HTTP {}", response.status())));
            }
            self.body = Some(response.into_body());
        }
        let Some(data) = self.body.as_mut().unwrap().data().await else { return Ok(false) };
        let data = data?;
        self.held += data.len();
        self.buffer.put(data);
        Ok(true)
    }

    /// Opens the window again by so much of what was received.
    pub(crate) fn give_back(&mut self, bytes: usize) -> Result<(), Failed> {
        self.held = self.held.saturating_sub(bytes);
        let Some(body) = &mut self.body else { return Ok(()) };
        Ok(body.flow_control().release_capacity(bytes)?)
    }

    /// Bytes that were received and not given back.
    pub(crate) fn held(&self) -> usize {
        self.held
    }

    /// A whole message of what has come.
    pub(crate) fn take(&mut self) -> Option<Bytes> {
        let size = u32::from_be_bytes(self.buffer.get(1..5)?.try_into().unwrap()) as usize;
        if self.buffer.len() < 5 + size {
            return None;
        }
        self.buffer.advance(5);
        Some(self.buffer.split_to(size).freeze())
    }
}

impl From<h2::Error> for Failed {
    fn from(error: h2::Error) -> Self {
        Self::Broken(error.to_string())
    }
}
