//! Errors as gRPC statuses: the code, the caller's sentence, and the details of `google.rpc` that programs read. The log
//! gets its own line, without anything from the record.

use std::{collections::HashMap, time::Duration};

use prost::Message as _;
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt as _, pb};

use super::{
    error::CallError,
    violation::{Refusal, Violation, unknown_jurisdictions},
};
use crate::{dispositions::DispositionError, evaluate::EvaluateError, ledger::LedgerError};

/// The domain of every `ErrorInfo`.
const DOMAIN: &str = "comity";
/// Every reason of an `ErrorInfo`; a test holds the statuses to it.
pub(super) const REASONS: [&str; 28] = [
    "ANSWER_TOO_LARGE",
    "BEFORE_HISTORY",
    "BUSY",
    "COMPRESSED",
    "DEFECT",
    "DISPOSITIONS_FULL",
    "DISPOSITIONS_STOPPED",
    "DISPOSITION_ENDED",
    "DISPOSITION_UNWRITTEN",
    "ENTRY_CHANGED",
    "ENTRY_TOO_LARGE",
    "GIVEN_UP",
    "HISTORY_UNUSABLE",
    "INVALID_REQUEST",
    "LEDGER_FULL",
    "LEDGER_STOPPED",
    "MESSAGE_TOO_LARGE",
    "NOTHING_TO_ACCEPT",
    "NOT_CONFIGURED",
    "NO_DISPOSITION",
    "NO_PRINCIPAL",
    "REQUEST_ID_TAKEN",
    "REQUEST_RUNNING",
    "STOPPING",
    "STREAMS_TAKEN",
    "STREAM_IDLE",
    "TIMED_OUT",
    "WATCHES_TAKEN",
];
/// Details travel in a header, in base64. Java's and C++'s gRPC refuse headers above 8 KiB by default: with more, the
/// caller would get no status at all.
const VIOLATION_BYTES: usize = 4_500;

/// The status of an error. `retry` is when a caller may come again whom the server had no room for.
pub(super) fn status(error: &CallError, retry: Duration) -> Status {
    let status = match error {
        CallError::Refused(refusal) => refused(refusal),
        CallError::Evaluate(EvaluateError::UnknownJurisdictions { unknown, known }) => {
            refused(&unknown_jurisdictions("options.jurisdictions", unknown, known))
        }
        CallError::MessageTooLarge { most } => {
            limit(Code::InvalidArgument, error, "MESSAGE_TOO_LARGE", "limits.message_bytes", *most)
        }
        CallError::AnswerTooLarge { most, .. } => {
            limit(Code::InvalidArgument, error, "ANSWER_TOO_LARGE", "limits.message_bytes", *most)
        }
        CallError::Busy | CallError::Evaluate(EvaluateError::Busy { .. }) => {
            again(Code::ResourceExhausted, error, "BUSY", retry)
        }
        CallError::Evaluate(EvaluateError::Stopped) => again(Code::Unavailable, error, "STOPPING", retry),
        CallError::TimedOut { most_ms } => {
            limit(Code::DeadlineExceeded, error, "TIMED_OUT", "limits.request_ms", *most_ms)
        }
        CallError::NoPrincipal => plain(Code::Unauthenticated, error, "NO_PRINCIPAL"),
        CallError::StreamsTaken => again(Code::ResourceExhausted, error, "STREAMS_TAKEN", retry),
        CallError::StreamIdle { most_ms } => {
            limit(Code::DeadlineExceeded, error, "STREAM_IDLE", "limits.stream_idle_ms", *most_ms)
        }
        CallError::Compressed => plain(Code::Unimplemented, error, "COMPRESSED"),
        CallError::GivenUp => plain(Code::Cancelled, error, "GIVEN_UP"),
        CallError::Running { .. } => again(Code::Aborted, error, "REQUEST_RUNNING", retry),
        CallError::AlreadyExists { .. } => plain(Code::AlreadyExists, error, "REQUEST_ID_TAKEN"),
        CallError::Ledger(cause) => unkept(error, cause, retry),
        CallError::NotConfigured { setting } => {
            let metadata = HashMap::from([("setting".to_owned(), (*setting).to_owned())]);
            with(Code::FailedPrecondition, error, "NOT_CONFIGURED", metadata)
        }
        CallError::BeforeHistory { .. } => plain(Code::FailedPrecondition, error, "BEFORE_HISTORY"),
        CallError::HistoryUnusable { .. } => plain(Code::Unavailable, error, "HISTORY_UNUSABLE"),
        CallError::WatchesTaken => again(Code::ResourceExhausted, error, "WATCHES_TAKEN", retry),
        CallError::NothingToAccept { .. } => plain(Code::FailedPrecondition, error, "NOTHING_TO_ACCEPT"),
        CallError::EntryChanged { .. } => plain(Code::FailedPrecondition, error, "ENTRY_CHANGED"),
        CallError::Disposition(cause) => undisposed(error, cause),
        CallError::Damaged(_) | CallError::Evaluate(EvaluateError::Internal) => plain(Code::Internal, error, "DEFECT"),
    };
    log(error, &status);
    status
}

/// What the log gets: never a field's value, which can be personal.
fn log(error: &CallError, status: &Status) {
    let code = status.code();
    match error {
        CallError::Refused(refusal) => {
            let first = refusal.violations.first().map_or("", |violation| violation.reason.code());
            tracing::debug!(?code, violations = refusal.violations.len(), first, "request refused");
        }
        CallError::Damaged(_) | CallError::Evaluate(EvaluateError::Internal) => {
            tracing::error!(?code, ?error, "defect");
        }
        CallError::Ledger(cause) => tracing::error!(?code, error = %cause, "a decision cannot be kept"),
        CallError::Disposition(
            cause @ (DispositionError::Stopped | DispositionError::Unwritten(_) | DispositionError::Unsure { .. }),
        ) => {
            tracing::error!(?code, ?cause, "a disposition cannot be kept");
        }
        CallError::HistoryUnusable { reason } => tracing::error!(?code, reason, "the lists' history cannot be read"),
        // Some errors repeat what a caller sent, e.g. the id of a request.
        _ => tracing::debug!(?code, "call without an answer"),
    }
}

fn undisposed(error: &CallError, cause: &DispositionError) -> Status {
    match cause {
        DispositionError::Unknown { .. } => plain(Code::NotFound, error, "NO_DISPOSITION"),
        DispositionError::EndedAlready { .. } => plain(Code::FailedPrecondition, error, "DISPOSITION_ENDED"),
        DispositionError::Full { most } => {
            limit(Code::ResourceExhausted, error, "DISPOSITIONS_FULL", "screening.dispositions_items", *most)
        }
        DispositionError::Unwritten(_) => plain(Code::Unavailable, error, "DISPOSITION_UNWRITTEN"),
        DispositionError::Stopped
        | DispositionError::Unsure { .. }
        | DispositionError::Unusable { .. }
        | DispositionError::Taken { .. }
        | DispositionError::Damaged { .. } => plain(Code::Unavailable, error, "DISPOSITIONS_STOPPED"),
    }
}

fn unkept(error: &CallError, cause: &LedgerError, retry: Duration) -> Status {
    match cause {
        LedgerError::DiskFull { .. } => again(Code::Unavailable, error, "LEDGER_FULL", retry),
        LedgerError::Busy => again(Code::ResourceExhausted, error, "BUSY", retry),
        LedgerError::Closed => again(Code::Unavailable, error, "STOPPING", retry),
        LedgerError::TooLarge { bytes_max, .. } => {
            limit(Code::InvalidArgument, error, "ENTRY_TOO_LARGE", "ledger.entry_bytes", *bytes_max)
        }
        _ => again(Code::Unavailable, error, "LEDGER_STOPPED", retry),
    }
}

fn refused(refusal: &Refusal) -> Status {
    let all = refusal.violations.len();
    let mut size = 0;
    let fits = |violation: &FieldViolation| {
        size += pb::bad_request::FieldViolation::from(violation.clone()).encoded_len() + 4;
        size <= VIOLATION_BYTES
    };
    let shown: Vec<_> = refusal.violations.iter().map(field_violation).take_while(fits).collect();
    let counts = HashMap::from([
        ("violations".to_owned(), if refusal.stopped_early { format!("{all} or more") } else { all.to_string() }),
        ("shown".to_owned(), shown.len().to_string()),
    ]);
    let mut details = ErrorDetails::with_bad_request(shown);
    details.set_error_info("INVALID_REQUEST", DOMAIN, counts);
    Status::with_error_details(Code::InvalidArgument, refusal.to_string(), details)
}

fn field_violation(violation: &Violation) -> FieldViolation {
    let mut field = FieldViolation::new(&violation.path, &violation.description);
    violation.reason.code().clone_into(&mut field.reason);
    field
}

fn plain(code: Code, error: &CallError, reason: &str) -> Status {
    with(code, error, reason, HashMap::new())
}

fn with(code: Code, error: &CallError, reason: &str, metadata: HashMap<String, String>) -> Status {
    Status::with_error_details(code, error.to_string(), ErrorDetails::with_error_info(reason, DOMAIN, metadata))
}

fn limit(code: Code, error: &CallError, reason: &str, name: &str, value: impl ToString) -> Status {
    let metadata = HashMap::from([("limit".to_owned(), name.to_owned()), ("value".to_owned(), value.to_string())]);
    with(code, error, reason, metadata)
}

fn again(code: Code, error: &CallError, reason: &str, retry: Duration) -> Status {
    let mut details = ErrorDetails::with_error_info(reason, DOMAIN, HashMap::new());
    details.set_retry_info(Some(retry));
    Status::with_error_details(code, error.to_string(), details)
}

#[cfg(test)]
mod tests {
    use super::{super::violation::Reason, *};

    const DAY: crate::domain::Date = crate::domain::Date::of(2020, 1, 1);
    const RETRY: Duration = Duration::from_millis(250);

    #[test]
    fn each_error_has_its_code_and_reason() {
        let failed = || std::io::Error::other("the disk");
        let mut unseen: std::collections::BTreeSet<_> = REASONS.into_iter().collect();
        for (error, code, reason, retried) in [
            (CallError::Busy, Code::ResourceExhausted, "BUSY", true),
            (CallError::Evaluate(EvaluateError::Busy { queue: 1 }), Code::ResourceExhausted, "BUSY", true),
            (CallError::Evaluate(EvaluateError::Stopped), Code::Unavailable, "STOPPING", true),
            (CallError::MessageTooLarge { most: 1 }, Code::InvalidArgument, "MESSAGE_TOO_LARGE", false),
            (CallError::AnswerTooLarge { size: 2, most: 1 }, Code::InvalidArgument, "ANSWER_TOO_LARGE", false),
            (CallError::TimedOut { most_ms: 1 }, Code::DeadlineExceeded, "TIMED_OUT", false),
            (CallError::NoPrincipal, Code::Unauthenticated, "NO_PRINCIPAL", false),
            (CallError::StreamsTaken, Code::ResourceExhausted, "STREAMS_TAKEN", true),
            (CallError::StreamIdle { most_ms: 1 }, Code::DeadlineExceeded, "STREAM_IDLE", false),
            (CallError::Compressed, Code::Unimplemented, "COMPRESSED", false),
            (CallError::GivenUp, Code::Cancelled, "GIVEN_UP", false),
            (LedgerError::DiskFull { reserve_bytes: 1 }.into(), Code::Unavailable, "LEDGER_FULL", true),
            (CallError::Running { request_id: "r".into() }, Code::Aborted, "REQUEST_RUNNING", true),
            (CallError::AlreadyExists { request_id: "r".into() }, Code::AlreadyExists, "REQUEST_ID_TAKEN", false),
            (CallError::NotConfigured { setting: "a.b" }, Code::FailedPrecondition, "NOT_CONFIGURED", false),
            (CallError::BeforeHistory { day: DAY }, Code::FailedPrecondition, "BEFORE_HISTORY", false),
            (CallError::HistoryUnusable { reason: "r".into() }, Code::Unavailable, "HISTORY_UNUSABLE", false),
            (CallError::WatchesTaken, Code::ResourceExhausted, "WATCHES_TAKEN", true),
            (CallError::NothingToAccept { digest: "d".into() }, Code::FailedPrecondition, "NOTHING_TO_ACCEPT", false),
            (CallError::EntryChanged { now: "d".into() }, Code::FailedPrecondition, "ENTRY_CHANGED", false),
            (DispositionError::Unknown { id: "i".into() }.into(), Code::NotFound, "NO_DISPOSITION", false),
            (
                DispositionError::EndedAlready { id: "i".into() }.into(),
                Code::FailedPrecondition,
                "DISPOSITION_ENDED",
                false,
            ),
            (DispositionError::Full { most: 1 }.into(), Code::ResourceExhausted, "DISPOSITIONS_FULL", false),
            (DispositionError::Stopped.into(), Code::Unavailable, "DISPOSITIONS_STOPPED", false),
            (
                DispositionError::Unsure { error: failed(), uncut: failed() }.into(),
                Code::Unavailable,
                "DISPOSITIONS_STOPPED",
                false,
            ),
            (
                DispositionError::Unwritten(std::io::ErrorKind::StorageFull.into()).into(),
                Code::Unavailable,
                "DISPOSITION_UNWRITTEN",
                false,
            ),
            (LedgerError::Busy.into(), Code::ResourceExhausted, "BUSY", true),
            (LedgerError::WriterGone.into(), Code::Unavailable, "LEDGER_STOPPED", true),
            (LedgerError::TooLarge { bytes: 2, bytes_max: 1 }.into(), Code::InvalidArgument, "ENTRY_TOO_LARGE", false),
            (CallError::Evaluate(EvaluateError::Internal), Code::Internal, "DEFECT", false),
            (
                CallError::Refused(Refusal::one("a", Reason::Required, "b")),
                Code::InvalidArgument,
                "INVALID_REQUEST",
                false,
            ),
            (
                CallError::Evaluate(EvaluateError::UnknownJurisdictions {
                    unknown: vec!["zz".parse().unwrap()],
                    known: Vec::new(),
                }),
                Code::InvalidArgument,
                "INVALID_REQUEST",
                false,
            ),
        ] {
            let status = status(&error, RETRY);
            let info = status.get_details_error_info().unwrap();
            assert_eq!(
                (status.code(), info.reason.as_str(), info.domain.as_str()),
                (code, reason, "comity"),
                "{error}"
            );
            assert_eq!(
                status.get_details_retry_info().and_then(|r| r.retry_delay),
                retried.then_some(RETRY),
                "{error}"
            );
            assert!(REASONS.contains(&reason), "{reason}");
            unseen.remove(reason);
        }
        assert!(unseen.is_empty(), "{unseen:?}");
    }

    #[test]
    fn many_violations_fit_into_a_header() {
        let violation = |n: usize| Violation {
            path: format!("parties.items[{n}].owners.items[0].percent"),
            reason: Reason::PercentOutOfRange,
            description: format!("`{}` is more than all of it: a percentage is 0 to 100", "9".repeat(40)),
        };
        let refusal = Refusal { violations: (0..100).map(violation).collect(), stopped_early: true };
        let status = status(&CallError::Refused(refusal), RETRY);
        let shown = status.get_details_bad_request().unwrap().field_violations;
        assert!((15..100).contains(&shown.len()), "{}", shown.len());
        assert_eq!(shown[0].reason, "PERCENT_OUT_OF_RANGE");
        let header = (status.details().len() + status.message().len()) * 4 / 3;
        assert!(header < 7_500, "{header}");
        let counts = status.get_details_error_info().unwrap().metadata;
        assert_eq!(counts["violations"], "100 or more");
        assert_eq!(counts["shown"], shown.len().to_string());
    }
}
