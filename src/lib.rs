//! Comity: evaluates records against the law of many jurisdictions, each brought as a sandboxed WebAssembly plugin.
//!
//! The rooms and their arrows: `main → cli → server → rpc → evaluate → {catalog → sandbox, combine} → domain`, beside
//! them `config`, `dispositions`, `feed`, `telemetry` and `timeline`, below them `measure`. `docs/architecture.md` has the map; `tests/it/tidy.rs` holds
//! the code to it.

pub mod catalog;
pub mod cli;
pub mod combine;
pub mod config;
pub mod dispositions;
pub mod domain;
pub mod evaluate;
pub mod feed;
pub mod ledger;
pub mod measure;
pub mod rpc;
pub mod sandbox;
pub mod screening;
pub mod server;
pub mod telemetry;
pub mod timeline;
