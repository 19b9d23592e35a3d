//! Dates as the lists write them, to intervals of days.

use super::entry::{Birth, CIRCA_YEARS, Certainty};
use crate::domain::Date;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// One day.
pub(super) fn day(day: Date) -> Birth {
    Birth { from: day, to: day, certainty: Certainty::Day }
}

/// A whole year; none if it cannot be one of a birth.
pub(super) fn year(year: i16) -> Option<Birth> {
    let from = Date::read(&format!("{year:04}-01-01")).filter(|_| (1850..=2100).contains(&year))?;
    Some(Birth { from, to: from.plus_months(12).plus_days(-1), certainty: Certainty::Period })
}

/// From the first of one to the last of the other.
pub(super) fn range(from: Birth, to: Birth) -> Option<Birth> {
    (from.from <= to.to).then_some(Birth { from: from.from, to: to.to, certainty: Certainty::Range })
}

/// Some years either side.
pub(super) fn circa(birth: Birth) -> Birth {
    let months = i32::from(CIRCA_YEARS) * 12;
    Birth { from: birth.from.plus_months(-months), to: birth.to.plus_months(months), certainty: Certainty::Circa }
}

/// `10 Dec 1948`, `Dec. 1948`, `1948`, `circa` or `c.` before them, and ranges with `to`, a hyphen, or `Between`.
pub(super) fn english(text: &str) -> Option<Birth> {
    let text = text.trim();
    for mark in ["circa ", "c. ", "approximately "] {
        if let Some(rest) = text.strip_prefix(mark) {
            return english(rest).map(circa);
        }
    }
    if let Some((from, to)) = text.strip_prefix("Between ").and_then(|rest| rest.split_once(" and ")) {
        // The year can stand behind the last month only.
        let of = to.rsplit(' ').next().unwrap_or_default();
        return range(plain(from).or_else(|| plain(&format!("{from} {of}")))?, plain(to)?);
    }
    if let Some((from, to)) = text.split_once(" to ").or_else(|| text.split_once('-')) {
        return range(plain(from)?, plain(to)?);
    }
    plain(text)
}

/// The day `28/10/2022`.
pub(super) fn european(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::read(&format!("{year}-{month:0>2}-{day:0>2}"))
}

fn plain(text: &str) -> Option<Birth> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match *words.as_slice() {
        [one] => year(one.parse().ok()?),
        [month, of] => {
            let from = Date::read(&format!("{of}-{:02}-01", number(month)?))?;
            Some(Birth { from, to: from.plus_months(1).plus_days(-1), certainty: Certainty::Period })
        }
        [on, month, of] => {
            let on: u8 = on.parse().ok()?;
            Some(day(Date::read(&format!("{of}-{:02}-{on:02}", number(month)?))?))
        }
        _ => None,
    }
}

fn number(month: &str) -> Option<usize> {
    let month = month.trim_end_matches('.');
    let named = |name: &str| month.len() >= 3 && name.starts_with(month);
    MONTHS.iter().position(|name| named(name) || month == "Sept" && *name == "September").map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_dates_become_intervals() {
        for (text, from, to, certainty) in [
            ("10 Dec 1948", "1948-12-10", "1948-12-10", Certainty::Day),
            ("Feb 1952", "1952-02-01", "1952-02-29", Certainty::Period),
            ("1936", "1936-01-01", "1936-12-31", Certainty::Period),
            ("circa 1965", "1963-01-01", "1967-12-31", Certainty::Circa),
            ("circa 1968-1970", "1966-01-01", "1972-12-31", Certainty::Circa),
            ("1957 to 1960", "1957-01-01", "1960-12-31", Certainty::Range),
            ("01 Jan 1960 to 31 Dec 1964", "1960-01-01", "1964-12-31", Certainty::Range),
            ("Nov. 1973", "1973-11-01", "1973-11-30", Certainty::Period),
            ("3 August 1961", "1961-08-03", "1961-08-03", Certainty::Day),
            ("Between Aug. and Sep. 1977", "1977-08-01", "1977-09-30", Certainty::Range),
            ("Between 1957 and 1960", "1957-01-01", "1960-12-31", Certainty::Range),
            ("Mar 1970 to Apr 1970", "1970-03-01", "1970-04-30", Certainty::Range),
        ] {
            let birth = english(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((birth.from.to_string(), birth.to.to_string()), (from.into(), to.into()), "{text}");
            assert_eq!(birth.certainty, certainty, "{text}");
        }
        for text in [
            "",
            "unknown",
            "31 Feb 1960",
            "1960 to 1950",
            "19",
            "10 Foo 1948",
            "24/06/1402 (Hijri Calendar)",
            "Between 1960 and 1957",
        ] {
            assert_eq!(english(text), None, "{text}");
        }
    }
}
