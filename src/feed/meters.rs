//! What is counted of the places of the lists, and when each was last found good.

use std::time::Duration;

use super::update::Change;
use crate::{
    measure::{Counter, Gauge, Histogram},
    screening::Origin,
};

/// What was counted since the start.
#[derive(Debug)]
pub struct Meters {
    /// Of each list that is to be had.
    pub sources: Vec<SourceMeters>,
    /// Time of bringing all lists together, in microseconds.
    pub build_us: Histogram,
}

/// What was counted of one.
#[derive(Debug)]
pub struct SourceMeters {
    /// Whose it is.
    pub origin: Origin,
    /// Readings that gave a list that serves from then on.
    pub taken: Counter,
    /// Readings whose list was refused, or that gave none.
    pub refused: Counter,
    /// Readings that gave nothing new.
    pub unchanged: Counter,
    /// Time of a reading, a download included, in microseconds.
    pub read_us: Histogram,
    /// When what serves was last found to be what its place has, in milliseconds since 1970; 0 for never.
    pub good_ms: Gauge,
}

impl Meters {
    /// Of these lists.
    pub(super) fn of(origins: impl Iterator<Item = Origin>) -> Self {
        Self { sources: origins.map(SourceMeters::of).collect(), build_us: Histogram::new(Histogram::MICROS) }
    }
}

impl Default for Meters {
    fn default() -> Self {
        Self::of(std::iter::empty())
    }
}

impl SourceMeters {
    fn of(origin: Origin) -> Self {
        Self {
            origin,
            taken: Counter::new(),
            refused: Counter::new(),
            unchanged: Counter::new(),
            read_us: Histogram::new(Histogram::MICROS),
            good_ms: Gauge::default(),
        }
    }

    /// Counts a reading that ended at a moment.
    pub(super) fn count(&self, change: &Change, took: Duration, now_ms: u64) {
        self.read_us.observe_time(took);
        match change {
            Change::Taken(_) => self.taken.count(),
            Change::Nothing => self.unchanged.count(),
            Change::Refused(_) => return self.refused.count(),
        }
        self.good_ms.set(i64::try_from(now_ms).unwrap_or(i64::MAX));
    }

    /// Whether it was ever read: one that only an import could bring is not.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.read_us.read().count() > 0
    }
}
