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
    "working_time.items.overtime_month_minutes",
    "working_time.items.overtime_year_minutes",
    "working_time.items.overtime_two_days_minutes",
];

/// Whether a day is longer than the ordinary one, or than the longest with overtime where overtime is recorded, of whatever time.
#[must_use]
pub fn long_day(time: view::WorkingTime<'_>, ordinary: u64, with_overtime: u64) -> Truth {
    let overtime = figures(time).iter().filter_map(|figure| figure.recorded()).any(|minutes| minutes > 0);
    over(time.day_max_minutes(), TimeLimit::Most(if overtime { with_overtime } else { ordinary }))
}

/// Whether a week, overtime left out, is longer than the ordinary one. Where overtime is recorded of another time alone, how much of it
/// falls into the week is open, as far as it can decide.
#[must_use]
pub fn long_week(time: view::WorkingTime<'_>, ordinary: u64) -> Truth {
    let week = time.overtime_week_minutes();
    let Some(overtime) = week.recorded() else {
        let long = time.week_minutes().holds(|minutes| minutes > ordinary);
        let at_least =
            most_in_a_week(time).zip(time.week_minutes().recorded()).map(|(most, all)| all.saturating_sub(most));
        let decides = at_least.is_some_and(|minutes| minutes <= ordinary);
        return if long.is_yes() && decides { week.missing().into() } else { long };
    };
    time.week_minutes().holds(|minutes| minutes.saturating_sub(overtime) > ordinary)
}

/// The most overtime of a week, by what is recorded of other times: a week lies in two months or years at most, and its days in four
/// times two days.
fn most_in_a_week(time: view::WorkingTime<'_>) -> Option<u64> {
    let [_, month, year, two_days] = figures(time);
    let most =
        [(month, 2), (year, 2), (two_days, 4)].map(|(figure, times)| Some(figure.recorded()?.saturating_mul(times)));
    most.into_iter().flatten().min()
}

/// Overtime as it is recorded: of a week, a month or a year, or of two days.
fn figures(time: view::WorkingTime<'_>) -> [Known<'_, u64>; 4] {
    [
        time.overtime_week_minutes(),
        time.overtime_month_minutes(),
        time.overtime_year_minutes(),
        time.overtime_two_days_minutes(),
    ]
}

/// Hours beyond which work is overtime, in minutes.
#[derive(Clone, Copy, Debug)]
pub struct Ordinary {
    /// Of a day; `None` where the law has them for the week alone.
    pub day: Option<u64>,
    /// Of a week.
    pub week: u64,
}

/// Whether overtime is worked: as it is recorded of a week, a month or a year, or of two days; as hours beyond the ordinary ones; or
/// as a premium that is paid for it. Where all that is recorded leaves it open, so is the answer.
#[must_use]
pub fn overtime(time: view::WorkingTime<'_>, ordinary: Ordinary) -> Truth {
    let figures = figures(time);
    let recorded = || figures.iter().filter_map(|figure| figure.recorded());
    let long_day = ordinary.day.map_or(Truth::No, |most| over(time.day_max_minutes(), TimeLimit::Most(most)));
    let beyond = long_day | over(time.week_minutes(), TimeLimit::Most(ordinary.week));
    if recorded().any(|minutes| minutes > 0) || beyond.is_yes() {
        return Truth::Yes;
    }
    if recorded().next().is_some() || beyond.is_no() {
        return Truth::No;
    }
    let paid = time.overtime_premium_percent().recorded().is_some_and(|percent| percent > 0);
    if paid { Truth::Yes } else { time.overtime_week_minutes().missing().into() }
}

/// Whether overtime is paid with less than a premium, in percent of the basic wage; by night with less than another, where the law
/// has one. Night work is as it is recorded, or as a premium that is paid for it.
#[must_use]
pub fn low_premium(time: view::WorkingTime<'_>, ordinary: Ordinary, by_day: u64, at_night: Option<u64>) -> Truth {
    let overtime = overtime(time, ordinary);
    if overtime.is_no() {
        return overtime;
    }
    let low = over(time.overtime_premium_percent(), TimeLimit::Least(by_day));
    let night = at_night.map_or(Truth::No, |least| {
        let premium = time.night_premium_percent();
        let paid = premium.recorded().is_some_and(|percent| percent > 0);
        let worked = time.night_minutes();
        let worked = if paid && worked.recorded().is_none() { Truth::Yes } else { worked.holds(|minutes| minutes > 0) };
        if worked.is_no() { worked } else { worked & over(premium, TimeLimit::Least(least)) }
    });
    overtime & (low | night)
}

/// What [`low_premium`] reads.
pub const PREMIUM: &[&str] = &[
    "working_time.items.site",
    "working_time.items.worker_groups",
    "working_time.items.day_max_minutes",
    "working_time.items.week_minutes",
    "working_time.items.overtime_week_minutes",
    "working_time.items.overtime_month_minutes",
    "working_time.items.overtime_year_minutes",
    "working_time.items.overtime_two_days_minutes",
    "working_time.items.overtime_premium_percent",
    "working_time.items.night_minutes",
    "working_time.items.night_premium_percent",
];

/// Whether workers rest for less than so many minutes in a week: as weeks without any rest day, or as the longest rest.
#[must_use]
pub fn short_weekly_rest(time: view::WorkingTime<'_>, minutes: u64) -> Truth {
    let without = time.weeks_without_rest().holds(|weeks| weeks > 0);
    if without.is_yes() { without } else { over(time.weekly_rest_minutes(), TimeLimit::Least(minutes)) }
}

/// Whether work on rest days is paid with less than a premium, in percent of the basic wage. A premium of nothing does not say that
/// there is such work: less rest in a week than so many minutes does.
#[must_use]
pub fn low_rest_day_premium(time: view::WorkingTime<'_>, least: u64, rest_minutes: u64) -> Truth {
    match time.rest_day_premium_percent().recorded() {
        Some(0) => short_weekly_rest(time, rest_minutes),
        Some(percent) => (percent < least).into(),
        None => Truth::No,
    }
}

/// What is paid for work on holidays, where that is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayPay {
    /// Nothing that falls short.
    Enough,
    /// Less than the premium.
    Low,
    /// Nothing: whether there is such work, the record does not say.
    Nothing,
}

/// What is paid for work on holidays, held against a premium in percent of the basic wage.
#[must_use]
pub fn holiday_pay(time: view::WorkingTime<'_>, least: u64) -> HolidayPay {
    match time.holiday_premium_percent().recorded() {
        Some(0) => HolidayPay::Nothing,
        Some(percent) if percent < least => HolidayPay::Low,
        _ => HolidayPay::Enough,
    }
}

/// What [`short_weekly_rest`] reads.
pub const WEEKLY_REST: &[&str] = &[
    "working_time.items.site",
    "working_time.items.worker_groups",
    "working_time.items.weekly_rest_minutes",
    "working_time.items.weeks_without_rest",
];
