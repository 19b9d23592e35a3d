//! The words of the host: ids, digests, dates, outcomes and the bounds of a decision.
//!
//! What lives here keeps its own invariants and knows nothing of gRPC, wasm, protobuf or files. An id is made only by
//! parsing; a [`Bounds`] never has its upper end below its lower.

mod bounds;
mod context;
mod digest;
mod ids;
mod record;
mod verdict;
mod wish;

pub use bounds::{Bounds, Grade};
pub use context::{Caller, ContextError, Principal, TenantId};
pub use digest::Digest;
pub use ids::{IdError, Jurisdiction, ListId, RuleId};
pub use record::{EncodedRecord, PartName};
pub use verdict::{
    Addressee, Answer, Cause, Exchange, Failure, FindingSummary, Given, NotAssessed, Outcome, PluginAnswer,
    PluginResult, RuleSummary,
};
pub use wish::ScreeningWish;

/// A civil date, as the law and the facts see it.
pub use comity_facts::Date;
