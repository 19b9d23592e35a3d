//! What is counted of one plugin: made when it is loaded, so that nothing is looked up for a record.

use std::time::Duration;

use crate::{
    domain::{Answer, Cause, Failure},
    measure::{Counter, Histogram},
};

/// Instructions for one record: a worked case takes about a million, the limit is 50 million by default.
const FUEL: &[u64] = &[
    10_000,
    50_000,
    100_000,
    250_000,
    500_000,
    750_000,
    1_000_000,
    1_500_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    50_000_000,
    100_000_000,
    1_000_000_000,
];

/// What was counted of one plugin since it was loaded.
#[derive(Debug)]
pub struct Meters {
    /// Records to which it gave a verdict.
    pub answered: Counter,
    /// Records that its law does not reach, by its manifest's predicate or by its own word.
    pub not_applicable: Counter,
    indeterminate: [Counter; Cause::ALL.len()],
    /// Instructions for one record, where it answered.
    pub fuel: Histogram,
    /// Time for one record in microseconds, with cutting its input, starting an instance if there is none, and retries.
    pub micros: Histogram,
    /// Instances that were started.
    pub fresh: Counter,
    /// Records that were asked again because the host was in the way.
    pub retries: Counter,
    /// Records that failed in a used instance and were asked of a fresh one.
    pub reruns: Counter,
    /// Records that were asked twice to compare a used instance with a fresh one.
    pub checks: Counter,
}

impl Default for Meters {
    fn default() -> Self {
        Self {
            answered: Counter::default(),
            not_applicable: Counter::default(),
            indeterminate: Default::default(),
            fuel: Histogram::new(FUEL),
            micros: Histogram::new(Histogram::MICROS),
            fresh: Counter::default(),
            retries: Counter::default(),
            reruns: Counter::default(),
            checks: Counter::default(),
        }
    }
}

impl Meters {
    /// Records without a verdict, by cause.
    pub fn indeterminate(&self) -> impl Iterator<Item = (Cause, u64)> {
        Cause::ALL.into_iter().zip(self.indeterminate.iter().map(Counter::get))
    }

    /// What came of one record, and how long it took.
    pub(super) fn ran(&self, answer: &Result<Answer, Failure>, took: Duration) {
        self.micros.observe_time(took);
        match answer {
            Ok(answer) => {
                let count = if answer.not_applicable.is_some() { &self.not_applicable } else { &self.answered };
                count.count();
                self.fuel.observe(answer.fuel);
            }
            Err(failure) => {
                let causes = Cause::ALL.into_iter().zip(&self.indeterminate);
                causes.filter(|(cause, _)| *cause == failure.cause).for_each(|(_, count)| count.count());
            }
        }
    }

    /// Forgets what was counted while the plugin was tried out.
    pub(super) fn reset(&self) {
        let counters = [&self.answered, &self.not_applicable, &self.fresh, &self.retries, &self.reruns, &self.checks];
        counters.into_iter().chain(&self.indeterminate).for_each(Counter::reset);
        self.fuel.reset();
        self.micros.reset();
    }
}
