//! HTTP/2 and its limits, and how serving ends: health says NOT_SERVING, the socket closes, requests have their time to
//! end, and then every connection that is left is cut. tonic waits for the last connection; a peer that is silent, or does
//! not read, would hold the process (hyperium/hyper#4170).

use std::{sync::Arc, time::Duration};

use tokio::{
    net::TcpListener,
    sync::{Semaphore, oneshot, watch},
};
use tonic::{
    codegen::http,
    service::{Routes, RoutesBuilder},
    transport::Server,
};
use tonic_health::server::HealthReporter;

use super::{
    connection::Phase,
    edge::Edge,
    gate::{Gate, GateBounds},
    listener::{self, ListenerSettings},
    peer::StreamSettings,
    readiness::Health,
    services::{Services, Streams},
    stubs::{
        catalog_service_server::CatalogServiceServer, evaluation_service_server::EvaluationServiceServer,
        screening_service_server::ScreeningServiceServer,
    },
};

/// A request of reflection names one symbol or file.
const REFLECTION_BYTES: usize = 64 << 10;
/// What is left after the cut takes no longer: tasks see their connection fail and end.
const AFTER_CUT: Duration = Duration::from_secs(1);

/// What begins the trace of a request, from its method and its headers; gives no span if the request is not traced.
pub type BeginTrace = fn(&'static str, &http::HeaderMap) -> tracing::Span;

/// The limits of the transport; plain data, filled in by the server from the configuration.
#[derive(Clone, Debug)]
pub struct TransportSettings {
    /// Size of a message, in and out.
    pub message_bytes: usize,
    /// Requests being served.
    pub requests: usize,
    /// Time for one request.
    pub request: Duration,
    /// When a refused caller may come again.
    pub retry: Duration,
    /// Connections.
    pub connections: usize,
    /// Connections of one peer.
    pub connections_per_peer: usize,
    /// Requests at once on one connection.
    pub streams: u32,
    /// Headers of one request, in bytes.
    pub header_bytes: u32,
    /// Time for the first bytes of a connection.
    pub handshake: Duration,
    /// Interval of HTTP/2 pings.
    pub ping: Duration,
    /// Time for the answer to one.
    pub ping_timeout: Duration,
    /// Idle time before TCP probes.
    pub tcp_keepalive: Duration,
    /// Age at which a connection is asked to close.
    pub connection_age: Duration,
    /// Streams of records that are open.
    pub open_streams: usize,
    /// Records of one chunk of a stream.
    pub chunk_records: usize,
    /// Time in which something has to move on a stream of records.
    pub stream_idle: Duration,
    /// HTTP/2 window of a stream, in bytes.
    pub stream_window: u32,
    /// HTTP/2 window of a connection, in bytes.
    pub connection_window: u32,
    /// Time for requests to end when the server stops.
    pub drain: Duration,
    /// What begins the trace of a request.
    pub trace: BeginTrace,
}

/// Serving failed.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The descriptors for reflection cannot be read.
    #[error("the embedded descriptors cannot be served")]
    Reflection(#[from] tonic_reflection::server::Error),
    /// The transport failed.
    #[error("the transport failed")]
    Transport(#[from] tonic::transport::Error),
}

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Every connection closed by itself.
    Fully,
    /// Connections were left when the time was over, and were cut.
    Cut,
}

/// Serves on a socket until `stop`, then drains.
///
/// # Errors
/// If the transport fails.
pub async fn serve(
    listener: TcpListener,
    edge: Arc<Edge>,
    settings: TransportSettings,
    stop: impl Future<Output = ()>,
) -> Result<Drained, ServeError> {
    let (stop_streams, stopping) = watch::channel(false);
    let (reporter, routes) = routes(Arc::clone(&edge), &settings, stopping)?;
    let mut health = Health::new(reporter, Arc::clone(&edge));
    health.tell().await;
    let (phase, phases) = watch::channel(Phase::Serving);
    let incoming = listener::accept(listener, bounds_of_listener(&settings), phases);
    let (finish, finished) = oneshot::channel::<()>();
    let serving = http2(&settings).add_routes(routes).serve_with_incoming_shutdown(incoming, async {
        drop(finished.await);
    });
    let mut serving = std::pin::pin!(serving);
    tokio::select! {
        ended = &mut serving => return ended.map(|()| Drained::Fully).map_err(ServeError::from),
        () = stop => {}
        () = health.watch() => {}
    }
    tracing::info!("stopping: no new connections, requests have their time to end");
    edge.stop();
    health.tell().await;
    stop_streams.send_replace(true);
    phase.send_replace(Phase::Stopping);
    drop(finish);
    if let Ok(ended) = tokio::time::timeout(settings.drain, &mut serving).await {
        ended?;
        return Ok(Drained::Fully);
    }
    phase.send_replace(Phase::Over);
    if tokio::time::timeout(AFTER_CUT, &mut serving).await.is_err() {
        tracing::warn!("connections are left after the cut");
    }
    Ok(Drained::Cut)
}

fn http2(settings: &TransportSettings) -> Server {
    Server::builder()
        .max_concurrent_streams(settings.streams)
        .initial_stream_window_size(settings.stream_window)
        .initial_connection_window_size(settings.connection_window)
        .http2_max_header_list_size(settings.header_bytes)
        .http2_keepalive_interval(Some(settings.ping))
        .http2_keepalive_timeout(Some(settings.ping_timeout))
        // Without a grace period: with one, tonic 0.14.9 cuts the connection without asking it to close first.
        .max_connection_age(settings.connection_age)
}

fn bounds_of_listener(settings: &TransportSettings) -> ListenerSettings {
    ListenerSettings {
        connections: settings.connections,
        connections_per_peer: settings.connections_per_peer,
        handshake: settings.handshake,
        tcp_keepalive: settings.tcp_keepalive,
    }
}

/// The services behind the gate; health and reflection, which answer even when the server is full.
fn routes(
    edge: Arc<Edge>,
    settings: &TransportSettings,
    stopping: watch::Receiver<bool>,
) -> Result<(HealthReporter, Routes), ServeError> {
    let bounds = Arc::new(GateBounds {
        requests: Arc::new(Semaphore::new(settings.requests)),
        request: settings.request,
        retry: settings.retry,
        message_bytes: settings.message_bytes,
        meters: Arc::clone(edge.meters()),
        trace: settings.trace,
    });
    let streams = Streams {
        settings: StreamSettings {
            chunk_records: settings.chunk_records,
            idle: settings.stream_idle,
            retry: settings.retry,
        },
        places: Arc::new(Semaphore::new(settings.open_streams)),
        watches: Arc::new(Semaphore::new(edge.screen_settings().watches)),
        stopping,
        message_bytes: settings.message_bytes,
    };
    let services = Services { edge, retry: settings.retry, streams };
    let most = settings.message_bytes;
    let evaluation = EvaluationServiceServer::new(services.clone());
    let evaluation = evaluation.max_decoding_message_size(most).max_encoding_message_size(most);
    let screening = ScreeningServiceServer::new(services.clone());
    let screening = screening.max_decoding_message_size(most).max_encoding_message_size(most);
    let catalog = CatalogServiceServer::new(services);
    let catalog = catalog.max_decoding_message_size(most).max_encoding_message_size(most);

    let (reporter, health) = tonic_health::server::health_reporter();
    let describe = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(comity_facts::DESCRIPTORS)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let mut routes = RoutesBuilder::default();
    routes
        .add_service(Gate { inner: evaluation, bounds: Arc::clone(&bounds) })
        .add_service(Gate { inner: screening, bounds: Arc::clone(&bounds) })
        .add_service(Gate { inner: catalog, bounds })
        .add_service(health)
        .add_service(describe().build_v1()?.max_decoding_message_size(REFLECTION_BYTES))
        .add_service(describe().build_v1alpha()?.max_decoding_message_size(REFLECTION_BYTES));
    Ok((reporter, routes.routes()))
}
