//! The blocks that plugins share, asked directly: each at its boundaries, and without each field.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test reports by panicking")]

mod limits;
mod lists;
mod pay;
mod places;
mod reach;
mod six;
mod stay;
mod terms;
mod titles;
mod together;

use comity_sdk::{
    Case, Truth,
    facts::{Date, Trace},
    testing::{self, Value, json, patched, with},
    view,
};

fn day(text: &str) -> Date {
    Date::read(text).expect("a date")
}

/// What a block says of a record on a day.
fn on<T>(as_of: &str, record: &Value, ask: impl for<'r> FnOnce(&Case<'r>) -> T) -> T {
    let record = testing::record(record);
    let trace = Trace::new();
    ask(&Case::new(day(as_of), &record, &trace))
}

/// Yes, no, for want of data, for review.
fn letter(truth: &Truth) -> &'static str {
    match truth {
        Truth::Yes => "y",
        Truth::No => "n",
        Truth::Unknown(missing) if missing.review => "!",
        Truth::Unknown(_) => "?",
    }
}

/// The first of the worker groups.
fn crew<'r>(case: &Case<'r>) -> view::WorkerGroup<'r> {
    case.worker_groups().next().expect("a group")
}

/// Entries of a part.
fn items(entries: Value) -> Value {
    json!({"items": entries})
}
