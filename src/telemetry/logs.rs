//! Logs: one line for each event on standard error, as text for people or JSON for programs.

use std::io::IsTerminal as _;

use tracing::{Metadata, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{FilterExt as _, filter_fn},
    fmt,
    registry::LookupSpan,
};

use super::{
    TelemetryError,
    lines::{self, Writing},
};

/// How a line is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people: time, level, message, `key=value`.
    #[default]
    Text,
    /// For programs: one object of JSON.
    Json,
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
    let lines = directives.and(filter_fn(is_line));
    let terminal = std::io::stderr().is_terminal();
    let (lines_out, writing) = lines::begin(std::io::stderr()).map_err(TelemetryError::Thread)?;
    let layer = fmt::layer().with_writer(lines_out);
    let layer: Box<dyn Layer<S> + Send + Sync> = match format {
        Format::Text => Box::new(layer.with_ansi(terminal).with_target(false).with_filter(lines)),
        Format::Json => {
            let json = layer.json().flatten_event(true).with_current_span(false).with_span_list(false);
            Box::new(json.with_filter(lines))
        }
    };
    log_panics();
    Ok((layer, writing))
}

fn is_line(what: &Metadata<'_>) -> bool {
    what.is_event()
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
