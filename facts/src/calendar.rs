//! Business days and Ramadan: calendars that rules name, and no clock.

use crate::{Date, Span};

/// Which days are business days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    holidays: Holidays,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holidays {
    None,
    UnitedStatesFederal,
}

impl Calendar {
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self { holidays: Holidays::None };

    /// Monday to Friday less the legal public holidays of the United States (5 USC 6103) as today's law has them:
    /// Juneteenth from 2021, days off in lieu included. Left out: Inauguration Day, a holiday around Washington alone, and
    /// days that the President gave off by order. Not meant for dates before 1986.
    pub const US_FEDERAL: Self = Self { holidays: Holidays::UnitedStatesFederal };

    /// Whether it is a business day.
    #[must_use]
    pub fn is_business_day(self, day: Date) -> bool {
        !is_weekend(day) && !self.is_day_off(day)
    }

    /// The business day so many business days after `day`, which itself does not count. 0 is `day`.
    #[must_use]
    pub fn add_business_days(self, day: Date, count: u32) -> Date {
        let (mut day, mut left) = (day, count);
        while left > 0 {
            let next = day.next();
            if next == day {
                return day; // the end of the calendar
            }
            day = next;
            left -= u32::from(self.is_business_day(day));
        }
        day
    }

    /// How many business days lie in `(from, to]`; none if `to` is not after `from`.
    #[must_use]
    pub fn business_days_between(self, from: Date, to: Date) -> u32 {
        let (mut day, mut count) = (from, 0);
        while day < to {
            day = day.next();
            count += u32::from(self.is_business_day(day));
        }
        count
    }

    fn is_day_off(self, day: Date) -> bool {
        match self.holidays {
            Holidays::None => false,
            Holidays::UnitedStatesFederal => is_us_day_off(day),
        }
    }
}

fn is_weekend(day: Date) -> bool {
    day.weekday() > 5
}

/// A holiday, or the weekday off for one that falls on a weekend: Friday for a Saturday, Monday for a Sunday.
fn is_us_day_off(day: Date) -> bool {
    let in_lieu = match day.weekday() {
        5 => is_us_fixed_holiday(day.next()),
        1 => is_us_fixed_holiday(day.plus_days(-1)),
        _ => false,
    };
    in_lieu || is_us_fixed_holiday(day) || is_us_weekday_holiday(day)
}

/// Holidays on a day of the month: New Year, Juneteenth, Independence, Veterans, Christmas.
fn is_us_fixed_holiday(day: Date) -> bool {
    match (day.month(), day.day()) {
        (1, 1) | (7, 4) | (11, 11) | (12, 25) => true,
        (6, 19) => day.year() >= 2021, // Public Law 117-17 of 17 June 2021
        _ => false,
    }
}

/// Holidays on a weekday of a month: King, Washington, Memorial, Labor, Columbus, Thanksgiving.
fn is_us_weekday_holiday(day: Date) -> bool {
    let nth = (day.day() + 6) / 7;
    match (day.month(), day.weekday()) {
        (1 | 2, 1) => nth == 3,
        (5, 1) => day.plus_days(7).month() != 5,
        (9, 1) => nth == 1,
        (10, 1) => nth == 2,
        (11, 4) => nth == 4,
        _ => false,
    }
}

/// Ramadan of a Hijri year; `None` if the table lacks the year.
#[must_use]
pub fn ramadan(hijri_year: u16) -> Option<Span> {
    let index = hijri_year.checked_sub(FIRST_HIJRI_YEAR)?;
    RAMADAN.get(usize::from(index)).map(|(from, to)| Span { from: Some(*from), to: Some(*to) })
}

/// Whether a day lies in Ramadan; `None` if the table does not reach it. Where a country goes by sighting of the moon, its
/// first and last day can differ by one.
#[must_use]
pub fn is_in_ramadan(day: Date) -> Option<bool> {
    let last = RAMADAN.last().map(|(_, to)| *to)?;
    let covered = RAMADAN_FROM <= day && day < last;
    covered.then(|| ramadan_on(day).is_some())
}

/// The Ramadan in which a day lies, as far as the table reaches.
#[must_use]
pub fn ramadan_on(day: Date) -> Option<Span> {
    let (from, to) = RAMADAN.iter().find(|(from, to)| *from <= day && day < *to)?;
    Some(Span { from: Some(*from), to: Some(*to) })
}

/// The first day on which the table says whether it is Ramadan: the one before it ended in November 2003.
const RAMADAN_FROM: Date = Date::of(2004, 1, 1);
const FIRST_HIJRI_YEAR: u16 = 1425;

/// First day of Ramadan and of Shawwal, Hijri years 1425 to 1452, by the Umm al-Qura calendar of Saudi Arabia (King
/// Abdulaziz City for Science and Technology), as the package `hijridate` 2.6.0 carries it.
const RAMADAN: [(Date, Date); 28] = [
    (Date::of(2004, 10, 15), Date::of(2004, 11, 14)),
    (Date::of(2005, 10, 4), Date::of(2005, 11, 3)),
    (Date::of(2006, 9, 24), Date::of(2006, 10, 23)),
    (Date::of(2007, 9, 13), Date::of(2007, 10, 13)),
    (Date::of(2008, 9, 1), Date::of(2008, 10, 1)),
    (Date::of(2009, 8, 22), Date::of(2009, 9, 20)),
    (Date::of(2010, 8, 11), Date::of(2010, 9, 10)),
    (Date::of(2011, 8, 1), Date::of(2011, 8, 30)),
    (Date::of(2012, 7, 20), Date::of(2012, 8, 19)),
    (Date::of(2013, 7, 9), Date::of(2013, 8, 8)),
    (Date::of(2014, 6, 28), Date::of(2014, 7, 28)),
    (Date::of(2015, 6, 18), Date::of(2015, 7, 17)),
    (Date::of(2016, 6, 6), Date::of(2016, 7, 6)),
    (Date::of(2017, 5, 27), Date::of(2017, 6, 25)),
    (Date::of(2018, 5, 16), Date::of(2018, 6, 15)),
    (Date::of(2019, 5, 6), Date::of(2019, 6, 4)),
    (Date::of(2020, 4, 24), Date::of(2020, 5, 24)),
    (Date::of(2021, 4, 13), Date::of(2021, 5, 13)),
    (Date::of(2022, 4, 2), Date::of(2022, 5, 2)),
    (Date::of(2023, 3, 23), Date::of(2023, 4, 21)),
    (Date::of(2024, 3, 11), Date::of(2024, 4, 10)),
    (Date::of(2025, 3, 1), Date::of(2025, 3, 30)),
    (Date::of(2026, 2, 18), Date::of(2026, 3, 20)),
    (Date::of(2027, 2, 8), Date::of(2027, 3, 9)),
    (Date::of(2028, 1, 28), Date::of(2028, 2, 26)),
    (Date::of(2029, 1, 16), Date::of(2029, 2, 14)),
    (Date::of(2030, 1, 5), Date::of(2030, 2, 4)),
    (Date::of(2030, 12, 26), Date::of(2031, 1, 24)),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        Date::read(text).unwrap()
    }

    fn check(calendar: Calendar, from: &str, count: u32, expected: &str) {
        assert_eq!(calendar.add_business_days(day(from), count), day(expected), "{from} + {count}");
    }

    #[test]
    fn adds_business_days() {
        use Calendar as C;
        // 31 CFR 501.603: within 10 business days of blocking.
        check(C::US_FEDERAL, "2018-06-04", 10, "2018-06-18");
        check(C::US_FEDERAL, "2016-03-16", 10, "2016-03-30");
        check(C::US_FEDERAL, "2018-03-05", 5, "2018-03-12");
        check(C::US_FEDERAL, "2018-03-05", 0, "2018-03-05");
        check(C::US_FEDERAL, "2018-03-09", 1, "2018-03-12");
        check(C::US_FEDERAL, "2018-03-10", 1, "2018-03-12");
        // Memorial Day and Juneteenth in between; the second is a holiday from 2021.
        check(C::US_FEDERAL, "2018-05-25", 1, "2018-05-29");
        check(C::US_FEDERAL, "2020-06-18", 1, "2020-06-19");
        check(C::US_FEDERAL, "2023-06-16", 1, "2023-06-20");
        // Memorial Day at its earliest and its latest.
        check(C::US_FEDERAL, "2015-05-22", 1, "2015-05-26");
        check(C::US_FEDERAL, "2021-05-28", 1, "2021-06-01");
        check(C::WEEKDAYS, "2018-05-25", 1, "2018-05-28");
        check(C::WEEKDAYS, "2018-06-04", 10, "2018-06-18");
    }

    #[test]
    fn federal_holidays_of_2021_and_2022() {
        // As the Office of Personnel Management lists them, days off in lieu included.
        let off = [
            "2021-01-01",
            "2021-01-18",
            "2021-02-15",
            "2021-05-31",
            "2021-06-18",
            "2021-07-05",
            "2021-09-06",
            "2021-10-11",
            "2021-11-11",
            "2021-11-25",
            "2021-12-24",
            "2021-12-31",
            "2022-01-17",
            "2022-02-21",
            "2022-05-30",
            "2022-06-20",
            "2022-07-04",
            "2022-09-05",
            "2022-10-10",
            "2022-11-11",
            "2022-11-24",
            "2022-12-26",
        ];
        let all = (0..730).map(|days| day("2021-01-01").plus_days(days));
        let found: Vec<_> = all.filter(|d| !is_weekend(*d) && !Calendar::US_FEDERAL.is_business_day(*d)).collect();
        assert_eq!(found, off.map(day));
        assert!(Calendar::US_FEDERAL.is_business_day(day("2021-01-20")), "Inauguration Day");
    }

    #[test]
    fn ramadan_by_table() {
        let span = |from, to| Some(Span { from: Some(day(from)), to: Some(day(to)) });
        assert_eq!(ramadan(1436), span("2015-06-18", "2015-07-17"));
        assert_eq!(ramadan(1425), span("2004-10-15", "2004-11-14"));
        assert_eq!(ramadan(1452), span("2030-12-26", "2031-01-24"));
        assert_eq!((ramadan(1424), ramadan(1453)), (None, None));
        let table = [
            ("2003-12-31", None),
            ("2004-01-01", Some(false)),
            ("2015-06-17", Some(false)),
            ("2015-06-18", Some(true)),
            ("2015-07-16", Some(true)),
            ("2015-07-17", Some(false)),
            ("2031-01-23", Some(true)),
            ("2031-01-24", None),
        ];
        for (text, expected) in table {
            assert_eq!(is_in_ramadan(day(text)), expected, "{text}");
        }
        for (text, expected) in [
            ("2015-06-17", None),
            ("2015-06-18", ramadan(1436)),
            ("2015-07-16", ramadan(1436)),
            ("2015-07-17", None),
            ("2016-06-06", ramadan(1437)),
        ] {
            assert_eq!(ramadan_on(day(text)), expected, "{text}");
        }
    }

    #[test]
    fn ramadans_are_a_lunar_year_apart() {
        for pair in RAMADAN.windows(2) {
            let [(from, to), (next, _)] = pair else { continue };
            assert!((29..=30).contains(&to.days_since(*from)), "{from}");
            assert!((353..=356).contains(&next.days_since(*from)), "{from}");
        }
    }

    /// As `hijridate` 2.6.0 gives them, read from the package a second time.
    #[test]
    fn ramadans_of_the_package() {
        const PUBLISHED: &str = "2004-10-15 2004-11-14, 2005-10-04 2005-11-03, 2006-09-24 2006-10-23, 2007-09-13 2007-10-13, \
            2008-09-01 2008-10-01, 2009-08-22 2009-09-20, 2010-08-11 2010-09-10, 2011-08-01 2011-08-30, \
            2012-07-20 2012-08-19, 2013-07-09 2013-08-08, 2014-06-28 2014-07-28, 2015-06-18 2015-07-17, \
            2016-06-06 2016-07-06, 2017-05-27 2017-06-25, 2018-05-16 2018-06-15, 2019-05-06 2019-06-04, \
            2020-04-24 2020-05-24, 2021-04-13 2021-05-13, 2022-04-02 2022-05-02, 2023-03-23 2023-04-21, \
            2024-03-11 2024-04-10, 2025-03-01 2025-03-30, 2026-02-18 2026-03-20, 2027-02-08 2027-03-09, \
            2028-01-28 2028-02-26, 2029-01-16 2029-02-14, 2030-01-05 2030-02-04, 2030-12-26 2031-01-24";
        let years = (FIRST_HIJRI_YEAR..).map_while(ramadan);
        let pairs = years.map(|span| format!("{} {}", span.from.unwrap(), span.to.unwrap()));
        assert_eq!(pairs.collect::<Vec<_>>().join(", "), PUBLISHED);
    }

    proptest! {
        #[test]
        fn adding_lands_on_a_business_day_and_counts_back(start in 0_i32..20_000, count in 1_u32..60) {
            for calendar in [Calendar::WEEKDAYS, Calendar::US_FEDERAL] {
                let from = day("1986-01-01").plus_days(start);
                let to = calendar.add_business_days(from, count);
                prop_assert!(calendar.is_business_day(to));
                prop_assert_eq!(calendar.business_days_between(from, to), count);
            }
        }

        #[test]
        fn parts_add_up(start in 0_i32..20_000, a in 0_u32..30, b in 0_u32..30) {
            let from = day("1986-01-01").plus_days(start);
            let add = |from, count| Calendar::US_FEDERAL.add_business_days(from, count);
            prop_assert_eq!(add(add(from, a), b), add(from, a + b));
        }

        #[test]
        fn the_end_of_the_calendar_is_no_trap(count in 0_u32..40) {
            let last = day("9999-12-31");
            prop_assert_eq!(Calendar::US_FEDERAL.add_business_days(last, count), last);
        }
    }
}
