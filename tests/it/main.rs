//! The integration tests, one binary: the real sandbox, the real server over a real socket, and the shape of the tree.

#![allow(missing_docs, reason = "tests are told by their names")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::default_trait_access,
    reason = "a test reports by panicking"
)]

mod boundaries;
mod command_line;
mod documents;
mod followups;
mod frozen;
mod killed;
#[path = "../native/plugins.rs"]
mod native;
mod network;
mod record_model;
mod rules;
mod sandbox;
mod tidy;
mod worked_cases;
