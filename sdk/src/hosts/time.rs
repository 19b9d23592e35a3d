//! Limits on working time.

use comity_facts::{Known, Truth};

/// A figure of working time that may not be passed.
#[derive(Clone, Copy, Debug)]
pub enum TimeLimit {
    /// Not more than so much.
    Most(u64),
    /// Not less than so much.
    Least(u64),
}

/// Whether a field passes a limit; open where it is absent.
#[must_use]
pub fn over(field: Known<'_, u64>, limit: TimeLimit) -> Truth {
    field.holds(|value| match limit {
        TimeLimit::Most(most) => value > most,
        TimeLimit::Least(least) => value < least,
    })
}
