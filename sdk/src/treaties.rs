//! Which States are bound by which treaties, by date. The Conventions of the International Labour Organization and the Covenant
//! stand here, from the catalogue's table (from knowledge; to be checked against NORMLEX and the treaty collection of the
//! United Nations before each release; a year alone counts as its 31 December); [`complaints`] has the treaties that open a
//! way to complain.

use comity_facts::Date;

pub mod complaints;

/// An instrument of the table, or one that rules ask for and the table lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instrument {
    /// Forced labour, 1930.
    C029,
    /// Its Protocol of 2014.
    P029,
    /// Abolition of forced labour, 1957.
    C105,
    /// Protection of wages, 1949.
    C095,
    /// Labour inspection, 1947.
    C081,
    /// Weekly rest (industry), 1921.
    C014,
    /// Hours of work (industry), 1919.
    C001,
    /// Private employment agencies, 1997.
    C181,
    /// Covenant on Civil and Political Rights, 1966.
    Iccpr,
    /// Hours (commerce and offices): the table has no column for it.
    C030,
    /// Weekly rest (commerce and offices): the table has no column for it.
    C106,
    /// Domestic workers: the table has no column for it.
    C189,
}

impl Instrument {
    /// As it is cited.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::C029 => "Convention 29",
            Self::P029 => "the Protocol of 2014 to Convention 29",
            Self::C105 => "Convention 105",
            Self::C095 => "Convention 95",
            Self::C081 => "Convention 81",
            Self::C014 => "Convention 14",
            Self::C001 => "Convention 1",
            Self::C181 => "Convention 181",
            Self::Iccpr => "the Covenant on Civil and Political Rights",
            Self::C030 => "Convention 30",
            Self::C106 => "Convention 106",
            Self::C189 => "Convention 189",
        }
    }

    /// Months from a ratification to its effect.
    fn months(self) -> i32 {
        if self == Self::Iccpr { 3 } else { 12 }
    }

    fn column(self) -> Option<usize> {
        COLUMNS.iter().position(|column| *column == self)
    }
}

const COLUMNS: [Instrument; 9] = [
    Instrument::C029,
    Instrument::P029,
    Instrument::C105,
    Instrument::C095,
    Instrument::C081,
    Instrument::C014,
    Instrument::C001,
    Instrument::C181,
    Instrument::Iccpr,
];

/// What the table says of one State and one instrument.
#[derive(Clone, Copy, Debug)]
enum Cell {
    /// Ratified on this day.
    On(i16, i8, i8),
    /// Ratified in this year, of which the day is not known.
    In(i16),
    /// Ratified in the first year, and denounced with effect from the day.
    Until(i16, (i16, i8, i8)),
    /// Bound at every date that is used here.
    Yes,
    /// Not ratified.
    No,
    /// Not known.
    Open,
}

/// One row for each host State, in the order of the columns.
const TABLE: [(&str, [Cell; 9]); 11] = {
    use Cell::{In, No, On, Open, Until, Yes};
    [
        ("QAT", [On(1998, 3, 12), No, On(2007, 2, 2), No, On(1976, 8, 18), No, No, No, On(2018, 5, 21)]),
        (
            "POL",
            [
                On(1958, 7, 30),
                On(2017, 3, 10),
                On(1958, 7, 30),
                On(1954, 10, 25),
                On(1995, 6, 2),
                In(1924),
                No,
                On(2008, 9, 15),
                In(1977),
            ],
        ),
        (
            "RUS",
            [
                On(1956, 6, 23),
                On(2019, 1, 17),
                On(1998, 7, 2),
                On(1961, 5, 4),
                On(1998, 7, 2),
                In(1967),
                No,
                No,
                In(1973),
            ],
        ),
        ("CHN", [On(2022, 8, 12), No, On(2022, 8, 12), No, No, In(1934), No, No, No]),
        ("KWT", [On(1968, 9, 23), No, On(1961, 9, 21), No, On(1964, 11, 23), No, On(1961, 9, 21), No, In(1996)]),
        ("ARE", [On(1982, 5, 27), No, On(1997, 2, 24), No, On(1982, 5, 27), No, On(1982, 5, 27), No, No]),
        ("MLT", [On(1965, 1, 4), On(2019, 2, 14), On(1965, 1, 4), Yes, On(1965, 1, 4), Yes, Yes, No, In(1990)]),
        (
            "MYS",
            [On(1957, 11, 11), On(2022, 3, 21), Until(1958, (1990, 1, 10)), In(1961), On(1963, 7, 1), No, No, No, No],
        ),
        ("MNG", [On(2005, 3, 15), Open, On(2005, 3, 15), No, No, No, No, In(2015), In(1974)]),
        ("NLD", [In(1933), On(2017, 8, 8), In(1959), In(1952), In(1951), Yes, No, In(1999), In(1978)]),
        // No member of the Organization; its withdrawal from the Covenant in 1997 was not accepted.
        ("PRK", [No, No, No, No, No, No, No, No, In(1981)]),
    ]
};

/// What the names of regions contain to which Malaysia's ratification of Convention 95, made for the peninsula, does not extend.
const BEYOND_THE_PENINSULA: [&str; 3] = ["sabah", "sarawak", "labuan"];

/// Whether a State is bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// The table does not say.
    Unknown,
}

/// Whether a State is bound by an instrument on a day, at a place in one of its regions.
#[must_use]
pub fn bound(country: &str, region: Option<&str>, instrument: Instrument, on: Date) -> Bound {
    let row = TABLE.iter().find(|(code, _)| *code == country).map(|(_, row)| row);
    let cell = instrument.column().and_then(|column| row.and_then(|row| row.get(column)));
    let beyond = |region: &str| {
        let region = region.to_ascii_lowercase();
        BEYOND_THE_PENINSULA.iter().any(|name| region.contains(name))
    };
    if country == "MYS" && instrument == Instrument::C095 && region.is_some_and(beyond) {
        return Bound::Unknown;
    }
    let since = |ratified: Date| ratified.plus_months(instrument.months()) <= on;
    let is = match cell {
        None | Some(Cell::Open) => return Bound::Unknown,
        Some(Cell::Yes) => true,
        Some(Cell::No) => false,
        Some(Cell::On(year, month, day)) => since(Date::of(*year, *month, *day)),
        Some(Cell::In(year)) => since(Date::of(*year, 12, 31)),
        Some(Cell::Until(year, (to, month, day))) => since(Date::of(*year, 12, 31)) && on < Date::of(*to, *month, *day),
    };
    if is { Bound::Yes } else { Bound::No }
}

#[cfg(test)]
mod tests {
    use super::{Bound, Instrument as I, bound};
    use comity_facts::Date;

    fn check(country: &str, instrument: I, on: &str, expected: Bound) {
        let day = Date::read(on).expect("a date");
        assert_eq!(bound(country, None, instrument, day), expected, "{country} {instrument:?} {on}");
    }

    #[test]
    fn a_ratification_binds_after_its_months() {
        for (country, instrument, before, from) in [
            ("QAT", I::Iccpr, "2018-08-20", "2018-08-21"),
            ("QAT", I::C029, "1999-03-11", "1999-03-12"),
            ("POL", I::P029, "2018-03-09", "2018-03-10"),
            ("CHN", I::C029, "2023-08-11", "2023-08-12"),
            ("POL", I::C014, "1925-12-30", "1925-12-31"),
        ] {
            check(country, instrument, before, Bound::No);
            check(country, instrument, from, Bound::Yes);
        }
    }

    /// The catalogue's table, row by row: a day of ratification, a year, "yes", "no", or "?".
    const CATALOGUE: [&str; 11] = [
        "QAT 1998-03-12 no 2007-02-02 no 1976-08-18 no no no 2018-05-21",
        "POL 1958-07-30 2017-03-10 1958-07-30 1954-10-25 1995-06-02 1924 no 2008-09-15 1977",
        "RUS 1956-06-23 2019-01-17 1998-07-02 1961-05-04 1998-07-02 1967 no no 1973",
        "CHN 2022-08-12 no 2022-08-12 no no 1934 no no no",
        "KWT 1968-09-23 no 1961-09-21 no 1964-11-23 no 1961-09-21 no 1996",
        "ARE 1982-05-27 no 1997-02-24 no 1982-05-27 no 1982-05-27 no no",
        "MLT 1965-01-04 2019-02-14 1965-01-04 yes 1965-01-04 yes yes no 1990",
        "MYS 1957-11-11 2022-03-21 1958 1961 1963-07-01 no no no no",
        "MNG 2005-03-15 ? 2005-03-15 no no no no 2015 1974",
        "NLD 1933 2017-08-08 1959 1952 1951 yes no 1999 1978",
        "PRK no no no no no no no no 1981",
    ];

    #[test]
    fn every_cell_of_the_table() {
        let columns = [I::C029, I::P029, I::C105, I::C095, I::C081, I::C014, I::C001, I::C181, I::Iccpr];
        for row in CATALOGUE {
            let (country, cells) = row.split_once(' ').expect("a country");
            for (cell, instrument) in cells.split(' ').zip(columns) {
                // Malaysia denounced Convention 105: asked while it was bound.
                let always = if country == "MYS" && instrument == I::C105 { "1989-12-31" } else { "2026-11-23" };
                match cell {
                    "yes" => check(country, instrument, "1990-01-01", Bound::Yes),
                    "no" => check(country, instrument, always, Bound::No),
                    "?" => check(country, instrument, always, Bound::Unknown),
                    ratified => {
                        let whole = if ratified.len() == 4 { format!("{ratified}-12-31") } else { ratified.to_owned() };
                        let ratified = Date::read(&whole).expect("a date");
                        let bound_from = ratified.plus_months(if instrument == I::Iccpr { 3 } else { 12 });
                        check(country, instrument, &bound_from.plus_days(-1).to_string(), Bound::No);
                        check(country, instrument, &bound_from.to_string(), Bound::Yes);
                        check(country, instrument, always, Bound::Yes);
                    }
                }
            }
        }
    }

    #[test]
    fn each_instrument_is_cited_by_its_own_name() {
        for (instrument, number) in [
            (I::C029, "29"),
            (I::C105, "105"),
            (I::C095, "95"),
            (I::C081, "81"),
            (I::C014, "14"),
            (I::C001, "1"),
            (I::C181, "181"),
            (I::C030, "30"),
            (I::C106, "106"),
            (I::C189, "189"),
        ] {
            assert_eq!(instrument.name(), format!("Convention {number}"));
        }
        assert_eq!(I::P029.name(), "the Protocol of 2014 to Convention 29");
        assert_eq!(I::Iccpr.name(), "the Covenant on Civil and Political Rights");
    }

    #[test]
    fn what_the_table_does_not_say_is_unknown() {
        check("MNG", I::P029, "2020-01-01", Bound::Unknown);
        check("DEU", I::C029, "2020-01-01", Bound::Unknown);
        check("POL", I::C189, "2020-01-01", Bound::Unknown);
        check("POL", I::C030, "2020-01-01", Bound::Unknown);
        check("POL", I::C106, "2020-01-01", Bound::Unknown);
        check("QAT", I::C095, "2020-01-01", Bound::No);
        check("MLT", I::C095, "1990-01-01", Bound::Yes);
    }

    #[test]
    fn each_state_has_one_row_and_ends_after_it_began() {
        assert!(
            super::TABLE.iter().enumerate().all(|(at, (code, _))| super::TABLE[..at].iter().all(|(c, _)| c != code))
        );
        for (country, row) in super::TABLE {
            for cell in row {
                let super::Cell::Until(year, (to, month, day)) = cell else { continue };
                assert!(Date::of(year, 12, 31) < Date::of(to, month, day), "{country}");
            }
        }
    }

    #[test]
    fn malaysia_denounced_one_and_bound_only_the_peninsula_by_another() {
        check("MYS", I::C105, "1990-01-09", Bound::Yes);
        check("MYS", I::C105, "1990-01-10", Bound::No);
        let day = Date::of(2014, 12, 1);
        assert_eq!(bound("MYS", Some("Penang"), I::C095, day), Bound::Yes);
        for region in ["sarawak", "W.P. Labuan", "State of Sabah"] {
            assert_eq!(bound("MYS", Some(region), I::C095, day), Bound::Unknown, "{region}");
        }
        assert_eq!(bound("MYS", Some("sarawak"), I::C081, day), Bound::Yes);
        assert_eq!(bound("POL", Some("Sabah"), I::C095, day), Bound::Yes);
        assert_eq!(bound("POL", Some("Sabah"), I::C081, day), Bound::Yes);
    }
}
