//! One request from the gate to its end: counted, timed, and told by one line of log and one span. Neither has anything of
//! a record, nor an id that a caller chose: the decision's id and its place in the ledger lead to the rest.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use comity_facts::v1::StreamSummary;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;
use tracing::Span;

use super::{
    judge::Answer,
    meters::{CODES, METHODS, Meters, MethodMeter, STREAMS},
    status::REASONS,
};

/// The target of the line, so that a filter can leave it out: `info,comity::request=off`.
const LOG: &str = "comity::request";

/// One request, from the gate to its end; what nobody ended was given up by its caller.
pub(super) struct Call {
    meters: Arc<Meters>,
    method: usize,
    began: Instant,
    /// The span of the request; none if it is not traced.
    pub(super) span: Span,
    /// A number of [`CODES`], or beyond them.
    code: AtomicUsize,
    /// A reason of `ErrorInfo`, if it was refused.
    reason: OnceLock<&'static str>,
    outcome: OnceLock<Said>,
}

/// What a line of log says of what was decided.
enum Said {
    Decision { id: String, entry: Option<u64>, complete: bool },
    Stream { summary: StreamSummary, entries: Option<(u64, u64)> },
}

impl Call {
    /// A request begins. `path` is that of its URI.
    pub(super) fn begin(meters: &Arc<Meters>, path: &str, span: impl FnOnce(&'static str) -> Span) -> Arc<Self> {
        let path = path.trim_start_matches('/');
        let method = METHODS.iter().position(|name| *name == path).unwrap_or(METHODS.len() - 1);
        let name = METHODS.get(method).copied().unwrap_or_default();
        let (span, code) = (span(name), AtomicUsize::new(usize::MAX));
        let call = Self {
            meters: Arc::clone(meters),
            method,
            began: Instant::now(),
            span,
            code,
            reason: OnceLock::new(),
            outcome: OnceLock::new(),
        };
        if let Some(meter) = call.meter() {
            meter.in_flight.add(1);
        }
        Arc::new(call)
    }

    /// The status that the gate sees; of a stream that was let through it is not the last word.
    pub(super) fn passed(&self, code: Code) {
        if !STREAMS.contains(&self.method) || code != Code::Ok {
            self.ended(code);
        }
    }

    /// The last word.
    pub(super) fn ended(&self, code: Code) {
        self.code.store(code as usize, Ordering::Relaxed);
    }

    /// It has no answer, or no more of them.
    pub(super) fn refused(&self, status: &Status) {
        self.ended(status.code());
        let info = status.get_details_error_info();
        let number = info.and_then(|info| REASONS.iter().position(|reason| *reason == info.reason));
        if let Some((reason, counter)) = number.and_then(|n| REASONS.get(n).zip(self.meters.reasons.get(n))) {
            counter.count();
            let _ = self.reason.set(reason);
        }
    }

    /// A single call was answered.
    pub(super) fn answered(&self, answer: &Answer) {
        let complete = answer.complete;
        let records = &self.meters.calls;
        let count = if complete { &records.complete } else { &records.incomplete };
        count.count();
        let said = Said::Decision { id: answer.ledger.decision_id.clone(), entry: answer.ledger.index, complete };
        drop(self.outcome.set(said));
    }

    /// A stream came so far; its entries of the ledger lie between these.
    pub(super) fn streamed(&self, summary: &StreamSummary, entries: Option<(u64, u64)>) {
        drop(self.outcome.set(Said::Stream { summary: *summary, entries }));
    }

    fn meter(&self) -> Option<&MethodMeter> {
        self.meters.methods.get(self.method)
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let code = *self.code.get_mut();
        let code = if code < CODES.len() { code } else { Code::Cancelled as usize };
        let took = self.began.elapsed();
        let Some(meter) = self.meter() else { return };
        meter.in_flight.add(-1);
        meter.micros.observe_time(took);
        if let Some(counter) = meter.codes.get(code) {
            counter.count();
        }
        let (method, code, micros) = (
            meter.method,
            CODES.get(code).copied().unwrap_or_default(),
            u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        );
        self.span.record("code", code);
        let reason = self.reason.get().copied();
        match self.outcome.get() {
            None => tracing::info!(target: LOG, method, code, reason, micros, "request"),
            Some(Said::Decision { id, entry, complete }) => {
                let decision_id = id.as_str();
                self.span.record("decision_id", decision_id);
                tracing::info!(target: LOG, method, code, reason, micros, decision_id, entry, complete, "request");
            }
            Some(Said::Stream { summary, entries }) => {
                let StreamSummary { received, evaluated, incomplete, refused } = *summary;
                let (first_entry, last_entry) = entries.unzip();
                tracing::info!(
                    target: LOG, method, code, reason, micros,
                    received, evaluated, incomplete, refused, first_entry, last_entry, "request"
                );
            }
        }
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    fn begin(meters: &Arc<Meters>, path: &str) -> Arc<Call> {
        Call::begin(meters, path, |_| Span::none())
    }

    fn counted(meters: &Meters) -> Vec<(&'static str, &'static str, u64)> {
        let of = |meter: &MethodMeter| {
            let method = meter.method;
            meter.codes().map(move |(code, count)| (method, code, count)).collect::<Vec<_>>()
        };
        meters.methods().iter().flat_map(of).filter(|(.., count)| *count > 0).collect()
    }

    #[test]
    fn a_request_counts_once_when_it_ends() {
        let meters = Arc::<Meters>::default();
        let call = begin(&meters, "/comity.v1.EvaluationService/Evaluate");
        assert_eq!((meters.methods()[0].in_flight.get(), counted(&meters)), (1, vec![]));
        call.passed(Code::Ok);
        drop(call);
        drop(begin(&meters, "/comity.v1.EvaluationService/Evaluate"));
        let other = begin(&meters, "/whatever/a-caller%20writes");
        other.passed(Code::Unimplemented);
        drop(other);
        let expected = [(METHODS[0], "OK", 1), (METHODS[0], "CANCELLED", 1), ("other", "UNIMPLEMENTED", 1)];
        assert_eq!(counted(&meters), expected);
        assert_eq!((meters.methods()[0].in_flight.get(), meters.methods()[0].micros.read().count()), (0, 2));
    }

    #[test]
    fn a_stream_ends_with_its_last_word() {
        let check = |gate: Code, last: Option<Code>, expected: &'static str| {
            for method in STREAMS.map(|stream| METHODS[stream]) {
                let meters = Arc::<Meters>::default();
                let call = begin(&meters, &format!("/{method}"));
                call.passed(gate);
                if let Some(code) = last {
                    call.ended(code);
                }
                drop(call);
                assert_eq!(counted(&meters), [(method, expected, 1)]);
            }
        };
        check(Code::Ok, Some(Code::Ok), "OK");
        check(Code::Ok, Some(Code::Unavailable), "UNAVAILABLE");
        check(Code::Ok, None, "CANCELLED");
        check(Code::ResourceExhausted, None, "RESOURCE_EXHAUSTED");
    }
}
