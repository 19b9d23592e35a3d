//! The span of one plugin's answer to one record, where the record is traced: which plugin, how much fuel, what came of
//! it. Nothing of what was asked or answered.

use tracing::{Span, field::Empty, info_span};

use super::plugin::Plugin;
use crate::domain::{Answer, Failure};

/// A plugin is asked.
pub(super) fn begin(plugin: &Plugin) -> Span {
    if Span::current().is_none() {
        return Span::none();
    }
    info_span!(
        "plugin",
        otel.name = plugin.jurisdiction().as_str(),
        jurisdiction = plugin.jurisdiction().as_str(),
        version = plugin.version(),
        digest = %plugin.digest(),
        fuel = Empty,
        result = Empty,
        otel.status_code = Empty,
    )
}

/// It answered, or failed.
pub(super) fn end(span: &Span, answer: &Result<Answer, Failure>) {
    if span.is_none() {
        return;
    }
    match answer {
        Ok(answer) => {
            span.record("fuel", answer.fuel);
            span.record("result", if answer.not_applicable.is_some() { "not_applicable" } else { "answered" });
        }
        Err(failure) => {
            span.record("result", failure.cause.as_str());
            span.record("otel.status_code", "ERROR");
        }
    }
}
