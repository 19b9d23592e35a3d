//! Traces: OTLP over gRPC to one collector. Whether a request is traced is decided when it begins: as its caller's trace
//! context (W3C `traceparent`) says, else one in so many. What is not traced makes no span at all, here and in the rooms
//! below, so it costs nothing.

use std::{
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use hyper::HeaderMap;
use opentelemetry::{
    Context, KeyValue,
    propagation::{Extractor, TextMapPropagator as _},
    trace::{TraceContextExt as _, TracerProvider as _},
};
use opentelemetry_otlp::{SpanExporter, WithExportConfig as _};
use opentelemetry_sdk::{
    Resource,
    propagation::TraceContextPropagator,
    trace::{BatchConfigBuilder, BatchSpanProcessor, Sampler, SdkTracerProvider},
};
use tracing::{Span, Subscriber, field::Empty, info_span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::{Layer, filter::filter_fn, registry::LookupSpan};

use super::{
    TelemetryError,
    queue::{Bounded, Counted},
};

/// Our name in a trace.
const SERVICE: &str = "comity";
/// Spans wait so long for others.
const LINGER: Duration = Duration::from_secs(1);
/// What waits at the end is sent within so long, or lost.
const LAST: Duration = Duration::from_secs(3);

/// One request in so many is traced; 0 for none, whatever callers say.
static EVERY: AtomicU64 = AtomicU64::new(0);
/// Requests that came without a trace context.
static SEEN: AtomicU64 = AtomicU64::new(0);
static PROPAGATOR: LazyLock<TraceContextPropagator> = LazyLock::new(TraceContextPropagator::new);

/// Where traces go.
#[derive(Clone, Debug)]
pub struct Collector {
    /// Its address, e.g. `http://127.0.0.1:4317`.
    pub endpoint: String,
    /// One request in so many is traced, of those whose callers do not say.
    pub every: u64,
    /// Spans that may wait for it.
    pub queue: usize,
    /// Time in which it has to take some.
    pub timeout: Duration,
}

/// Sends spans until it is dropped.
#[derive(Debug)]
pub(super) struct Exporting {
    provider: SdkTracerProvider,
    every: u64,
}

impl Exporting {
    /// From now on requests are traced.
    pub(super) fn begin(&self) {
        EVERY.store(self.every, Ordering::Relaxed);
    }
}

impl Drop for Exporting {
    fn drop(&mut self) {
        EVERY.store(0, Ordering::Relaxed);
        if let Err(error) = self.provider.shutdown_with_timeout(LAST) {
            tracing::warn!(%error, "the last spans are lost");
        }
    }
}

/// The layer that makes spans of ours into those of a trace.
pub(super) fn layer<S>(collector: &Collector) -> Result<(Box<dyn Layer<S> + Send + Sync>, Exporting), TelemetryError>
where
    S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
{
    let Collector { endpoint, every, queue, timeout } = collector.clone();
    let exporter = SpanExporter::builder().with_tonic().with_endpoint(&endpoint).with_timeout(timeout).build();
    let inner = exporter.map_err(|source| TelemetryError::Endpoint { endpoint, source })?;
    let waiting = Arc::new(AtomicUsize::new(0));
    let exporter = Counted { inner, waiting: Arc::clone(&waiting), failing: AtomicBool::new(false) };
    let batches = BatchConfigBuilder::default().with_max_queue_size(queue).with_scheduled_delay(LINGER).build();
    let inner = BatchSpanProcessor::builder(exporter).with_batch_config(batches).build();
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let provider = SdkTracerProvider::builder()
        .with_span_processor(Bounded { inner, waiting, most: queue })
        // Decided before, in `begin`.
        .with_sampler(Sampler::AlwaysOn)
        .with_resource(Resource::builder_empty().with_service_name(SERVICE).with_attribute(version).build())
        .build();
    let layer = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer(SERVICE))
        .with_location(false)
        .with_threads(false)
        .with_target(false)
        .with_tracked_inactivity(false)
        .with_context_activation(false)
        .with_filter(filter_fn(|event| event.is_span() && event.target().starts_with(SERVICE)));
    Ok((Box::new(layer), Exporting { provider, every }))
}

/// The span of a request; none if it is not traced.
pub fn begin(method: &'static str, headers: &HeaderMap) -> Span {
    let every = EVERY.load(Ordering::Relaxed);
    if every == 0 {
        return Span::none();
    }
    let caller = PROPAGATOR.extract_with_context(&Context::new(), &Headers(headers));
    let context = caller.span().span_context().clone();
    let traced = if context.is_valid() {
        context.is_sampled()
    } else {
        SEEN.fetch_add(1, Ordering::Relaxed).is_multiple_of(every)
    };
    if !traced {
        return Span::none();
    }
    let span = info_span!(
        parent: None,
        "request",
        otel.name = method,
        otel.kind = "server",
        rpc.system = "grpc",
        rpc.method = method,
        code = Empty,
        decision_id = Empty,
    );
    if context.is_valid() {
        // Fails only for a span that has begun, or that nobody listens to.
        drop(span.set_parent(caller));
    }
    span
}

/// Headers of a request, as the propagator reads them.
struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(hyper::header::HeaderName::as_str).collect()
    }
}
