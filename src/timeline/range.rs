//! Which days a timeline is about, where the caller does not say.

use comity_facts::{Date, policy::RuleInfo};

use super::Known;

/// What the caller says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The first day.
    pub from: Option<Date>,
    /// The first day after the range.
    pub to: Option<Date>,
}

/// Days from one up to another, which is not one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first day.
    pub from: Date,
    /// The first day after.
    pub to: Date,
}

impl Range {
    /// How many days.
    #[must_use]
    pub fn days(self) -> u32 {
        u32::try_from(self.to.days_since(self.from)).unwrap_or_default()
    }
}

/// The range that is asked for, with defaults that hold everything the record and the law have a date for: from a first of
/// January a year or more before the record begins, to one after the last date of the law, and a year or more after the last
/// date of the record and today.
#[must_use]
pub fn range(asked: Asked, known: &Known, today: Date) -> Range {
    let record = || known.dates.iter().map(|date| date.day);
    let law = || known.rules.iter().flat_map(turns);
    let from = || match record().min() {
        Some(first) => new_year(first.plus_months(-12)),
        None => new_year(law().min().unwrap_or(today)),
    };
    let to = || {
        let facts = record().chain([today]).map(|day| day.plus_months(24));
        new_year(facts.chain(law().map(|day| day.plus_months(12))).max().unwrap_or(today))
    };
    Range { from: asked.from.unwrap_or_else(from), to: asked.to.unwrap_or_else(to) }
}

/// The days on which a rule comes into force or ends.
fn turns(rule: &RuleInfo) -> impl Iterator<Item = Date> {
    rule.in_force
        .iter()
        .flat_map(|span| Date::read(&span.from).into_iter().chain(span.to.as_deref().and_then(Date::read)))
}

/// The first of January of the day's year.
fn new_year(day: Date) -> Date {
    day.plus_months(1 - i32::from(day.month())).plus_days(1 - i32::from(day.day()))
}
