//! Civil dates, spans of them and times of day. No time zone, no clock: a date is the day at the place of the duty.

use std::fmt;

use chrono::{Datelike as _, Months, NaiveDate, TimeDelta};

/// A civil date in the years 0 to 9999. Written and read as `YYYY-MM-DD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// A number of days, from one date to another; negative if the second is earlier.
pub type Days = i32;

impl Date {
    const FIRST: Self = Self::of(0, 1, 1);
    const LAST: Self = Self::of(9999, 12, 31);

    /// The date of these numbers, for constants in rules.
    ///
    /// # Panics
    /// At compile time when used in a constant, if there is no such day.
    #[must_use]
    #[expect(clippy::panic, clippy::cast_sign_loss, reason = "of constants; a negative number is no day, sign or not")]
    pub const fn of(year: i16, month: i8, day: i8) -> Self {
        assert!(year >= 0 && year <= 9999, "a year has four digits");
        match NaiveDate::from_ymd_opt(year as i32, month as u32, day as u32) {
            Some(date) => Self(date),
            None => panic!("no such day"),
        }
    }

    /// Reads `YYYY-MM-DD`; anything else, and days that do not exist, give `None`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::read_bytes(text.as_bytes())
    }

    /// As [`Self::read`], of a text that nobody has looked at yet.
    #[must_use]
    pub fn read_bytes(text: &[u8]) -> Option<Self> {
        let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = *text else { return None };
        let digit = |b: u8| b.is_ascii_digit().then(|| u32::from(b - b'0'));
        let year = digit(y0)? * 1000 + digit(y1)? * 100 + digit(y2)? * 10 + digit(y3)?;
        let (month, day) = (digit(m0)? * 10 + digit(m1)?, digit(d0)? * 10 + digit(d1)?);
        NaiveDate::from_ymd_opt(year.cast_signed(), month, day).map(Self)
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        small(self.0.year())
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> i8 {
        small(self.0.month())
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> i8 {
        small(self.0.day())
    }

    /// Day of the week, Monday = 1 to Sunday = 7.
    #[must_use]
    pub fn weekday(self) -> i8 {
        small(self.0.weekday().number_from_monday())
    }

    /// The day so many days later (earlier, if negative). Stops at the ends of the calendar.
    #[must_use]
    pub fn plus_days(self, days: Days) -> Self {
        let moved = self.0.checked_add_signed(TimeDelta::days(days.into()));
        Self::within(moved, days)
    }

    /// The same day number so many months later: a period "within N months of D" ends there. In a shorter month, its
    /// last day.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let count = Months::new(months.unsigned_abs());
        let moved = if months < 0 { self.0.checked_sub_months(count) } else { self.0.checked_add_months(count) };
        Self::within(moved, months)
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus_days(1)
    }

    /// Days from `earlier` to `self`.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> Days {
        self.0.num_days_from_ce() - earlier.0.num_days_from_ce()
    }

    /// A moved date, stopped at the end of the calendar that it moved towards.
    fn within(moved: Option<NaiveDate>, by: i32) -> Self {
        let end = if by < 0 { Self::FIRST } else { Self::LAST };
        moved.map_or(end, |date| Self(date).clamp(Self::FIRST, Self::LAST))
    }
}

impl Date {
    /// The letters of `YYYY-MM-DD`, without the machinery of formatting: evidence is full of dates.
    #[must_use]
    pub fn letters(self) -> [u8; 10] {
        let digit = |number: u32, unit: u32| b'0' + (number / unit % 10).to_le_bytes()[0];
        let y = |unit| digit(self.0.year().unsigned_abs(), unit);
        let (m, d) = (|unit| digit(self.0.month(), unit), |unit| digit(self.0.day(), unit));
        [y(1000), y(100), y(10), y(1), b'-', m(10), m(1), b'-', d(10), d(1)]
    }
}

/// A part of a date, in the type that holds all of its values.
fn small<Part: TryFrom<Number> + Default, Number>(number: Number) -> Part {
    Part::try_from(number).unwrap_or_default()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.letters()).unwrap_or_default())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Civil days `[from, to)`. A missing `from` is unknown, a missing `to` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: Option<Date>,
    /// First day after.
    pub to: Option<Date>,
}

impl Span {
    pub(crate) fn read(raw: &crate::v1::DateInterval) -> Option<Self> {
        let read = |text: &Option<String>| match text {
            None => Some(None),
            Some(text) => Date::read(text).map(Some),
        };
        Some(Self { from: read(&raw.from)?, to: read(&raw.to)? })
    }

    /// Whether the day lies in it; an unknown start counts as before everything.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

/// Minutes since midnight, 0 to 1440. Written and read as `HH:MM`; "24:00" is the end of the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TimeOfDay(u16);

impl TimeOfDay {
    /// The time of these numbers, for constants in rules.
    #[must_use]
    pub const fn of(hour: u16, minute: u16) -> Self {
        Self(hour * 60 + minute)
    }

    /// Reads `HH:MM`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let [h0, h1, b':', m0, m1] = *text.as_bytes() else { return None };
        let digit = |b: u8| b.is_ascii_digit().then(|| u16::from(b - b'0'));
        let (hour, minute) = (digit(h0)? * 10 + digit(h1)?, digit(m0)? * 10 + digit(m1)?);
        (minute < 60 && hour * 60 + minute <= 1440).then_some(Self(hour * 60 + minute))
    }

    /// Minutes since midnight.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_only_civil_dates() {
        let table = [
            ("2019-02-28", true),
            ("2019-02-29", false),
            ("2020-02-29", true),
            ("2019-02-30", false),
            ("2019-13-01", false),
            ("2019-1-01", false),
            ("2019-01-01 ", false),
            ("٢019-01-1", false),
            ("", false),
        ];
        for (text, ok) in table {
            assert_eq!(Date::read(text).map(|d| d.to_string()), ok.then(|| text.to_owned()), "{text}");
        }
    }

    #[test]
    fn months_end_on_the_same_day_number() {
        let table =
            [("2017-12-22", 24, "2019-12-22"), ("2014-05-25", 12, "2015-05-25"), ("2016-01-31", 1, "2016-02-29")];
        for (from, months, to) in table {
            assert_eq!(Date::read(from).unwrap().plus_months(months).to_string(), to);
        }
    }

    #[test]
    fn a_span_holds_its_first_day_and_not_its_last() {
        let day = |text: &str| Date::read(text);
        for (from, to, on, expected) in [
            ("2015-01-10", "2016-01-10", "2015-01-09", false),
            ("2015-01-10", "2016-01-10", "2015-01-10", true),
            ("2015-01-10", "2016-01-10", "2016-01-09", true),
            ("2015-01-10", "2016-01-10", "2016-01-10", false),
            ("", "2016-01-10", "0001-01-01", true),
            ("", "2016-01-10", "2016-01-10", false),
            ("2015-01-10", "", "2015-01-09", false),
            ("2015-01-10", "", "9999-12-31", true),
        ] {
            let span = Span { from: day(from), to: day(to) };
            assert_eq!(span.contains(day(on).unwrap()), expected, "[{from}, {to}) on {on}");
        }
    }

    #[test]
    fn stops_at_the_ends_of_the_calendar() {
        let day = |t| Date::read(t).unwrap();
        assert_eq!(day("9999-12-30").plus_days(5).to_string(), "9999-12-31");
        assert_eq!(day("2020-01-01").plus_days(i32::MAX).to_string(), "9999-12-31");
        assert_eq!(day("2020-01-01").plus_days(i32::MIN).to_string(), "0000-01-01");
        assert_eq!(day("2020-01-31").plus_months(-11).to_string(), "2019-02-28");
        assert_eq!(day("2020-01-01").plus_months(i32::MAX).to_string(), "9999-12-31");
        assert_eq!(day("0000-01-01").plus_months(-1).to_string(), "0000-01-01");
    }

    #[test]
    fn counts_days() {
        let day = |t| Date::read(t).unwrap();
        assert_eq!(day("2019-12-22").days_since(day("2018-06-01")), 569);
        assert_eq!(day("2018-06-01").plus_days(569), day("2019-12-22"));
        assert_eq!(day("2018-06-04").weekday(), 1);
    }

    #[test]
    fn reads_times() {
        for (text, ok) in [("00:00", true), ("24:00", true), ("24:01", false), ("10:60", false), ("9:00", false)] {
            assert_eq!(TimeOfDay::read(text).map(|t| t.to_string()), ok.then(|| text.to_owned()), "{text}");
        }
    }
}
