//! Logs: one line for each event on standard error, as text for people or JSON for programs. A thread of its own writes
//! them, so that a reader who is slow holds nobody up: beyond some thousands of lines that wait, lines are dropped and
//! counted.

use std::{io::IsTerminal as _, sync::OnceLock};

use tracing::Subscriber;
use tracing_appender::non_blocking::{ErrorCounter, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{FilterExt as _, filter_fn},
    fmt,
    registry::LookupSpan,
};

use super::TelemetryError;

/// Lines that may wait: a second of a busy server, and about 2 MB.
const WAITING_LINES: usize = 8_192;

static DROPPED: OnceLock<ErrorCounter> = OnceLock::new();

/// How a line is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: time, level, message, `key=value`.
    #[default]
    Text,
    /// For programs: one object of JSON.
    Json,
}

/// Writes the lines until it is dropped.
#[derive(Debug)]
pub(super) struct Writing {
    _thread: WorkerGuard,
}

pub(super) fn layer<S>(
    filter: &str,
    format: Format,
) -> Result<(Box<dyn Layer<S> + Send + Sync>, Writing), TelemetryError>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let directives = EnvFilter::builder()
        .parse(filter)
        .map_err(|source| TelemetryError::Filter { filter: filter.to_owned(), source })?;
    // Spans are for traces; without a collector none is made.
    let lines = directives.and(filter_fn(|line| line.is_event()));
    let terminal = std::io::stderr().is_terminal();
    let writer = NonBlockingBuilder::default().buffered_lines_limit(WAITING_LINES).lossy(true).thread_name("log");
    let (writer, thread) = writer.finish(std::io::stderr());
    DROPPED.get_or_init(|| writer.error_counter());
    let layer = fmt::layer().with_writer(writer);
    let layer: Box<dyn Layer<S> + Send + Sync> = match format {
        Format::Text => Box::new(layer.with_ansi(terminal).with_target(false).with_filter(lines)),
        Format::Json => {
            let json = layer.json().flatten_event(true).with_current_span(false).with_span_list(false);
            Box::new(json.with_filter(lines))
        }
    };
    log_panics();
    Ok((layer, Writing { _thread: thread }))
}

/// Lines that were dropped because too many waited.
pub(super) fn dropped() -> u64 {
    DROPPED.get().map_or(0, |counter| counter.dropped_lines() as u64)
}

/// Where a panic was, and not its message, which can have values of a record in it.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current().name().unwrap_or_default().to_owned();
        tracing::error!(place, thread, "panic: a defect, please report it");
    }));
}

#[cfg(test)]
mod tests {
    use tracing_subscriber::Registry;

    use super::*;

    #[test]
    fn a_wrong_filter_is_named() {
        let error = layer::<Registry>("info,comity=loud", Format::Text).err().unwrap().to_string();
        assert!(error.starts_with("`telemetry.filter` is `info,comity=loud`"), "{error}");
    }
}
