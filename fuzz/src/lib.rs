//! The room of screening and what it stands on, for the fuzzing targets. Its files are links into the server's `src/`: the room
//! says `crate::screening`, so it has to stand at the root of a crate, and the whole server would bring the engine along.

#![allow(dead_code, unused_imports, reason = "the rest of the server uses the rest")]

pub mod domain;
pub mod fuzzed;
pub mod measure;
pub mod screening;
