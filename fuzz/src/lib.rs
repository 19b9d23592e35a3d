//! The room of screening and what it stands on, for the fuzzing targets.

pub mod fuzzed;

#[path = "../../src"]
mod room {
    #![allow(dead_code, unused_imports, reason = "the rest of the server uses the rest")]
    pub mod domain;
    pub mod measure;
    pub mod screening;
}

pub use room::{domain, measure, screening};
