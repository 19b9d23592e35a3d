//! The messages of `comity.ledger.v1`, generated.

#![allow(missing_docs, clippy::pedantic, clippy::allow_attributes_without_reason, reason = "generated")]

include!(concat!(env!("OUT_DIR"), "/comity.ledger.v1.rs"));
