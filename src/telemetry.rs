//! What operators see of the server: logs, traces, metrics, and pages for probes.
//!
//! - [`start`] begins logs, and traces if there is a collector, for the whole process.
//! - [`begin`] gives a request its span; the rooms below make theirs under it, with `tracing` alone.
//! - [`Page`] reads what the rooms have counted, and [`serve`] shows it over HTTP.
//!
//! Invariants: nothing of a record is logged, traced or counted, neither values nor ids, nor an id that a caller chose. What
//! is told of a request is its method, its code, its time, and the decision's id and place in the ledger. Labels are words
//! of the contract and jurisdictions, so their number is bounded. Whoever reads logs or traces slowly, or not at all, loses
//! some of them and holds nobody up; what is lost is counted.

mod http;
mod lines;
mod logs;
mod metrics;
mod pages;
mod queue;
mod traces;

use tracing_subscriber::{layer::SubscriberExt as _, registry, util::SubscriberInitExt as _};

pub use http::serve;
pub use logs::Format;
pub use pages::Page;
pub use traces::{Collector, begin};

/// How logs are written, and where traces go.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Directives of `tracing`, e.g. `info,comity=debug`.
    pub filter: String,
    /// How a line is written.
    pub format: Format,
    /// Where traces go; `None` for nowhere.
    pub collector: Option<Collector>,
}

/// Logs or traces cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The filter is not one.
    #[error("`telemetry.filter` is `{filter}`: {source}; write e.g. `info,comity=debug`")]
    Filter {
        /// What was given.
        filter: String,
        /// Why not.
        source: tracing_subscriber::filter::ParseError,
    },
    /// The collector's address is none.
    #[error("`telemetry.otlp_endpoint` is `{endpoint}`: {source}; write e.g. `http://127.0.0.1:4317`")]
    Endpoint {
        /// What was given.
        endpoint: String,
        /// Why not.
        source: opentelemetry_otlp::ExporterBuildError,
    },
    /// The thread that writes logs cannot be started.
    #[error("the thread that writes logs cannot be started")]
    Thread(#[source] std::io::Error),
    /// Logging was started already.
    #[error("logging was started already")]
    Started,
}

/// Logs and traces that run. Dropping it writes and sends what waits, within a few seconds.
#[derive(Debug)]
#[must_use = "logs and traces end when this is dropped"]
pub struct Running {
    // Traces first: their end may be worth a line.
    _traces: Option<traces::Exporting>,
    _logs: lines::Writing,
}

/// Starts logs and traces for the whole process. Called within the async runtime, which sends the traces.
///
/// # Errors
/// If the filter is not one, the collector's address is none, or logging was started already.
pub fn start(settings: &Settings) -> Result<Running, TelemetryError> {
    let (logs, writing) = logs::layer(&settings.filter, settings.format)?;
    let (traces, exporting) = settings.collector.as_ref().map(traces::layer).transpose()?.unzip();
    registry().with(traces).with(logs).try_init().map_err(|_| TelemetryError::Started)?;
    // Only now: a span that nothing listens to yet would not come out.
    exporting.iter().for_each(traces::Exporting::begin);
    Ok(Running { _traces: exporting, _logs: writing })
}
