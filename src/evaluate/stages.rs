//! Where the time of deciding goes.

use crate::measure::Counter;

/// Nanoseconds of each stage since the start, all records together.
#[derive(Debug, Default)]
pub struct Stages {
    /// Parties are held against lists.
    pub screen: Counter,
    /// Plugins run: instances begin, take the record and answer, and their answer is checked.
    pub plugins: Counter,
    /// Answers become a decision.
    pub combine: Counter,
}
