//! What the rooms count, to be read by whoever shows it: counters, gauges and histograms that any thread adds to without a
//! lock and without looking anything up. Numbers only: there is no place for a name or a value of a record.
//!
//! A room owns its own; `telemetry` reads them at each scrape. Every read is of one number at a time: those of one scrape
//! may differ by what happened meanwhile.

use std::{
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
    time::Instant,
};

/// Counts up.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// One more.
    pub fn count(&self) {
        self.add(1);
    }

    /// So many more.
    pub fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// Does some work and adds the nanoseconds that it takes, its own threads' and waits included.
    pub fn time<T>(&self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        self.add(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX));
        done
    }

    /// How many there were.
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Forgets all.
    pub fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// Goes up and down.
#[derive(Debug, Default)]
pub struct Gauge(AtomicI64);

impl Gauge {
    /// So many more, or fewer.
    pub fn add(&self, more: i64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// So many, whatever there were.
    pub fn set(&self, now: i64) {
        self.0.store(now, Ordering::Relaxed);
    }

    /// How many there are.
    pub fn get(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Counts values by size.
#[derive(Debug)]
pub struct Histogram {
    /// The upper end of each bucket, included; above the last there is one more.
    bounds: &'static [u64],
    counts: Box<[AtomicU64]>,
    sum: AtomicU64,
}

impl Histogram {
    /// Times in microseconds, from 10 µs to 30 s.
    pub const MICROS: &'static [u64] = &[
        10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
        2_500_000, 10_000_000, 30_000_000,
    ];

    /// A histogram with these upper ends, which ascend.
    pub fn new(bounds: &'static [u64]) -> Self {
        let counts = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, counts, sum: AtomicU64::new(0) }
    }

    /// Counts a value.
    pub fn observe(&self, value: u64) {
        let bucket = self.bounds.partition_point(|bound| *bound < value);
        if let Some(count) = self.counts.get(bucket) {
            count.fetch_add(1, Ordering::Relaxed);
            self.sum.fetch_add(value, Ordering::Relaxed);
        }
    }

    /// Counts a time, in microseconds.
    pub fn observe_time(&self, took: std::time::Duration) {
        self.observe(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// Does some work and counts the time that it takes, in microseconds.
    pub fn time<T>(&self, work: impl FnOnce() -> T) -> T {
        let began = Instant::now();
        let done = work();
        self.observe_time(began.elapsed());
        done
    }

    /// What was counted.
    pub fn read(&self) -> Buckets {
        let counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed)).collect();
        Buckets { bounds: self.bounds, counts, sum: self.sum.load(Ordering::Relaxed) }
    }

    /// Forgets all.
    pub fn reset(&self) {
        self.counts.iter().chain([&self.sum]).for_each(|count| count.store(0, Ordering::Relaxed));
    }
}

/// What a histogram counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buckets {
    /// The upper end of each bucket but the last, which has none.
    pub bounds: &'static [u64],
    /// How many values fell into each.
    pub counts: Vec<u64>,
    /// The sum of all values.
    pub sum: u64,
}

impl Buckets {
    /// How many values there were.
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_falls_into_the_first_bucket_whose_end_it_does_not_pass() {
        let check = |values: &[u64], counts: [u64; 4]| {
            let histogram = Histogram::new(&[1, 10, 100]);
            for value in values {
                histogram.observe(*value);
            }
            let read = histogram.read();
            assert_eq!(read.counts, counts, "{values:?}");
            assert_eq!((read.count(), read.sum), (values.len() as u64, values.iter().sum()));
            histogram.reset();
            assert_eq!((histogram.read().count(), histogram.read().sum), (0, 0));
        };
        check(&[], [0, 0, 0, 0]);
        check(&[0, 1], [2, 0, 0, 0]);
        check(&[2, 10], [0, 2, 0, 0]);
        check(&[11, 100, 101, 5_000], [0, 0, 2, 2]);
    }

    #[test]
    fn the_ends_ascend() {
        assert!(Histogram::MICROS.is_sorted_by(|a, b| a < b));
    }
}
