//! The integration tests, one binary: the real sandbox, the real server over a real socket, and the shape of the tree.

#![allow(missing_docs, reason = "tests are told by their names")]

mod sandbox;
mod tidy;
mod worked_cases;
