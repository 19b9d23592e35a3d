//! Limits on working time.

use comity_facts::{Known, Truth, view};

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

/// What [`long_day`] and [`long_week`] read.
pub const HOURS: &[&str] = &[
    "working_time.items.site",
    "working_time.items.worker_groups",
    "working_time.items.day_max_minutes",
    "working_time.items.week_minutes",
    "working_time.items.overtime_week_minutes",
];

/// Whether a day is longer than the ordinary one, or than the longest with overtime where overtime is recorded.
#[must_use]
pub fn long_day(time: view::WorkingTime<'_>, ordinary: u64, with_overtime: u64) -> Truth {
    let overtime = time.overtime_week_minutes().recorded().is_some_and(|minutes| minutes > 0);
    over(time.day_max_minutes(), TimeLimit::Most(if overtime { with_overtime } else { ordinary }))
}

/// Whether a week, overtime left out, is longer than the ordinary one.
#[must_use]
pub fn long_week(time: view::WorkingTime<'_>, ordinary: u64) -> Truth {
    let overtime = time.overtime_week_minutes().recorded().unwrap_or_default();
    time.week_minutes().holds(|minutes| minutes.saturating_sub(overtime) > ordinary)
}

/// Whether recorded overtime is paid with less than a premium, in percent of the basic wage. Where no overtime is recorded none is
/// asked for.
#[must_use]
pub fn low_premium(time: view::WorkingTime<'_>, by_day: u64, at_night: Option<u64>) -> Truth {
    if time.overtime_week_minutes().recorded().is_none_or(|minutes| minutes == 0) {
        return Truth::No;
    }
    let low = over(time.overtime_premium_percent(), TimeLimit::Least(by_day));
    let night = time.night_minutes().recorded().is_some_and(|minutes| minutes > 0);
    match at_night.filter(|_| night) {
        Some(least) => low | over(time.night_premium_percent(), TimeLimit::Least(least)),
        None => low,
    }
}

/// What [`low_premium`] reads.
pub const PREMIUM: &[&str] = &[
    "working_time.items.site",
    "working_time.items.worker_groups",
    "working_time.items.overtime_week_minutes",
    "working_time.items.overtime_premium_percent",
    "working_time.items.night_minutes",
    "working_time.items.night_premium_percent",
];
