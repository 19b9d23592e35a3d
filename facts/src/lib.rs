//! What host and plugins share, and nothing of any law: the record model, a way of reading it that never takes absence
//! for an answer, and the arithmetic that many rules need.
//!
//! - [`v1`], [`policy`]: the messages, generated from `proto/`.
//! - [`view`]: typed views over a record. A field answers with [`Known`]; comparing one gives a [`Truth`], which is
//!   unknown where the field is absent, and says which field that is.
//! - [`ownership`], [`retention`], [`sites`], [`calendar`], [`exchange`], [`nationality`], [`indicators`]: derived
//!   facts.
//!
//! Nothing here reads a clock, a file or randomness, and no map with a random order is walked.

#![forbid(unsafe_code)]

mod messages {
    #![allow(missing_docs, clippy::all, clippy::pedantic, unreachable_pub, reason = "generated")]
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

pub mod calendar;
#[cfg(test)]
mod cases;
mod date;
pub mod exchange;
pub mod indicators;
mod known;
#[path = "../build/mark.rs"]
mod mark;
mod money;
pub mod nationality;
pub mod ownership;
pub mod payload;
pub mod retention;
pub mod sites;
mod trace;
mod truth;

/// Typed views over the messages of a record, generated from `proto/`.
pub mod view {
    #![allow(clippy::all, clippy::pedantic, reason = "generated")]
    use crate::known::{ReadText, Shown};
    use crate::{At, Each, Enums, Known, Value, Viewed};
    include!(concat!(env!("OUT_DIR"), "/views.rs"));
}

/// The messages of the catalog service.
pub use messages::comity::catalog::v1 as catalog;
/// The payloads between host and plugin.
pub use messages::comity::policy::v1 as policy;
/// The messages of the screening service.
pub use messages::comity::screening::v1 as screening;
/// The record, findings and decisions, and the messages of the evaluation service.
pub use messages::comity::v1;

pub use date::{Date, Days, Span, TimeOfDay};
pub use known::{Each, Enums, Known, Viewed};
pub use money::{Currency, Money};
pub use rust_decimal::Decimal;
pub use trace::{At, Captured, FieldAt, Read, Trace, Value};
pub use truth::{Missing, Truth};
pub use view::Part;

/// The parties of an encoded record, without decoding the rest; none if it is not a record.
#[must_use]
pub fn parties(record: &[u8]) -> Vec<v1::Party> {
    #[derive(Clone, PartialEq, prost::Message)]
    struct Parties {
        #[prost(message, optional, tag = "2")]
        parties: Option<v1::Parties>,
    }
    let read: Parties = prost::Message::decode(record).unwrap_or_default();
    read.parties.map(|parties| parties.items).unwrap_or_default()
}

/// The descriptors of every message and service, options included, as an encoded `FileDescriptorSet`.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/comity.binpb"));
