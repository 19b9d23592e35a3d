//! Logs: one line for each event on standard error, fields as `key=value`. Nothing from a record is ever logged, neither
//! values nor ids; what a log line says about a request is its method, its code and how many fields were refused.

use tracing_subscriber::{EnvFilter, fmt};

/// Logging cannot start.
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
    /// Logging was started already.
    #[error("logging was started already")]
    Started,
}

/// Starts logging for the whole process, with directives such as `info,comity=debug`.
///
/// # Errors
/// If the filter is not one, or logging was started already.
pub fn start(filter: &str) -> Result<(), TelemetryError> {
    let directives = EnvFilter::builder()
        .parse(filter)
        .map_err(|source| TelemetryError::Filter { filter: filter.to_owned(), source })?;
    let terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    let logs = fmt().with_env_filter(directives).with_writer(std::io::stderr).with_ansi(terminal).with_target(false);
    logs.try_init().map_err(|_| TelemetryError::Started)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_filter_is_named() {
        let error = start("info,comity=loud").unwrap_err().to_string();
        assert!(error.starts_with("`telemetry.filter` is `info,comity=loud`"), "{error}");
    }
}
