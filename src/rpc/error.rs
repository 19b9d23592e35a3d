//! Why a call has no answer. A plugin that fails is not here: its failure is part of the answer.

use super::violation::Refusal;
use crate::{dispositions::DispositionError, domain::Date, evaluate::EvaluateError, ledger::LedgerError};

/// A call has no answer. What it says is for the caller; `status` adds what programs need.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// The request is not as it should be.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The evaluation was not made.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// The message is larger than the server takes.
    #[error("the message is larger than {most} bytes, the most that this server takes")]
    MessageTooLarge {
        /// The limit.
        most: usize,
    },
    /// The answer is larger than the server sends.
    #[error(
        "the answer has {size} bytes, more than the {most} that this server sends: ask for fewer dates or less detail"
    )]
    AnswerTooLarge {
        /// Its size.
        size: usize,
        /// The limit.
        most: usize,
    },
    /// As many requests as the server serves at once are being served.
    #[error("the server is at its limit of requests: try again later")]
    Busy,
    /// It took too long.
    #[error("the request took longer than {most_ms} ms, the most that this server gives one")]
    TimedOut {
        /// The limit.
        most_ms: u64,
    },
    /// Nothing says on whose behalf the call is.
    #[error("the call has no principal")]
    NoPrincipal,
    /// As many streams as the server serves at once are open.
    #[error("the server has as many streams open as it serves at once: try again later")]
    StreamsTaken,
    /// Neither side of a stream moved.
    #[error("nothing was sent or read for {most_ms} ms, the most that this server waits: resume the stream")]
    StreamIdle {
        /// The limit.
        most_ms: u64,
    },
    /// A message of a stream is compressed.
    #[error("the message is compressed: this server takes none that is")]
    Compressed,
    /// Nobody waits for the answer any more. Nobody hears of it either.
    #[error("the caller went away")]
    GivenUp,
    /// A request of the same id is being decided.
    #[error("the request `{request_id}` is being decided: ask again, and get that decision")]
    Running {
        /// The id.
        request_id: String,
    },
    /// The same id was given to another request.
    #[error("the id `{request_id}` was given to another request within a day: give each request an id of its own")]
    AlreadyExists {
        /// The id.
        request_id: String,
    },
    /// The decision cannot be kept, so it is not given out.
    #[error("the decision cannot be kept, so it is not given out: {0}")]
    Ledger(#[from] LedgerError),
    /// The operator has not set what the call needs.
    #[error("the server is not set up for this: `{setting}` is not set")]
    NotConfigured {
        /// The key of the configuration.
        setting: &'static str,
    },
    /// None of the lists wanted is kept as of so early a day.
    #[error(
        "none of these lists is kept as it was published by {day}: import one of that time (`comity lists import`)"
    )]
    BeforeHistory {
        /// The day.
        day: Date,
    },
    /// The lists' history cannot be read.
    #[error("the lists' history cannot be read: {reason}")]
    HistoryUnusable {
        /// Why.
        reason: String,
    },
    /// An entry is not any more what its reviewer saw.
    #[error("the entry is not what was seen: its content is {now} now; screen again, and look at it")]
    EntryChanged {
        /// The digest of its content now.
        now: String,
    },
    /// A disposition cannot be kept, or is not there.
    #[error(transparent)]
    Disposition(#[from] DispositionError),
    /// As many callers' parties are kept screened as the server does.
    #[error("the server keeps the parties of as many callers screened as it does: try again later")]
    WatchesTaken,
    /// No list of the digest was refused because it shrank.
    #[error("no list was refused as much smaller under the digest {digest}: `ListLists` says which were")]
    NothingToAccept {
        /// The digest.
        digest: String,
    },
    /// A verdict that was checked when it came cannot be read again.
    #[error("the server failed on its own data; this is a defect, please report it")]
    Damaged(#[source] prost::DecodeError),
}
