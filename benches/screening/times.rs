//! How long things took, and whether that is little enough.

use std::{
    fmt,
    time::{Duration, Instant},
};

/// What [`Times`] is shown under.
pub(crate) const HEAD: &str = "       p50       p90       p99       max";

/// Times in order, the shortest first.
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// What `run` takes for each.
    pub(crate) fn of<T>(all: &[T], mut run: impl FnMut(&T)) -> Self {
        let one = |item| {
            let began = Instant::now();
            run(item);
            began.elapsed()
        };
        Self::among(all.iter().map(one).collect())
    }

    /// Times in any order.
    pub(crate) fn among(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time within which so many of a hundred are.
    pub(crate) fn percent(&self, percent: f64) -> Duration {
        let share = (self.0.len() - 1) as f64 * percent / 100.0;
        let at = self.0.iter().enumerate().find(|(at, _)| *at as f64 >= share);
        at.map(|(_, time)| *time).unwrap_or_default()
    }

    /// The longest.
    pub(crate) fn longest(&self) -> Duration {
        self.0.last().copied().unwrap_or_default()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// How many a second that is.
    pub(crate) fn a_second(&self) -> f64 {
        self.0.len() as f64 / self.0.iter().sum::<Duration>().as_secs_f64()
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for percent in [50.0, 90.0, 99.0, 100.0] {
            write!(f, "{:>10.1}", micros(self.percent(percent)))?;
        }
        Ok(())
    }
}

/// In microseconds.
pub(crate) fn micros(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1000.0
}

/// Whether a figure is at most what it may be.
pub(crate) fn beside(figure: f64, most: f64, unit: &str) -> String {
    format!("target \u{2264} {most} {unit} {}", if figure <= most { "met" } else { "MISSED" })
}

/// Whether a figure is at least what it should be.
pub(crate) fn at_least(figure: f64, least: f64, unit: &str) -> String {
    format!("target \u{2265} {least} {unit} {}", if figure >= least { "met" } else { "MISSED" })
}
