//! Parties to the treaties that open a way to complain: the Optional Protocol to the Covenant, the European Convention on Human
//! Rights, the Rome Statute. Days of entry into force for each State, `[from, to)`, from knowledge; to be checked against the
//! treaty collections of the United Nations and the Council of Europe before each release.

use comity_facts::Date;

use super::Bound;

/// A State and the days on which a treaty is in force for it.
type Party = (&'static str, Date, Option<Date>);

/// States of which the catalogue says that they are no party to the Optional Protocol.
const OUTSIDE_PROTOCOL: [&str; 6] = ["ARE", "CHN", "KWT", "MYS", "PRK", "QAT"];

/// Parties to the Optional Protocol that the catalogue names: three months after ratification or accession.
const PROTOCOL: [Party; 6] = [
    ("KOR", Date::of(1990, 7, 10), None),
    ("MLT", Date::of(1990, 12, 13), None),
    ("MNG", Date::of(1991, 7, 16), None),
    ("NLD", Date::of(1979, 3, 11), None),
    ("POL", Date::of(1992, 2, 7), None),
    ("RUS", Date::of(1992, 1, 1), None),
];

/// Parties to the European Convention: the members of the Council of Europe. Whoever is not here is none.
const CONVENTION: [Party; 47] = [
    ("ALB", Date::of(1996, 10, 2), None),
    ("AND", Date::of(1996, 1, 22), None),
    ("ARM", Date::of(2002, 4, 26), None),
    ("AUT", Date::of(1958, 9, 3), None),
    ("AZE", Date::of(2002, 4, 15), None),
    ("BEL", Date::of(1955, 6, 14), None),
    ("BGR", Date::of(1992, 9, 7), None),
    ("BIH", Date::of(2002, 7, 12), None),
    ("CHE", Date::of(1974, 11, 28), None),
    ("CYP", Date::of(1962, 10, 6), None),
    ("CZE", Date::of(1993, 1, 1), None),
    ("DEU", Date::of(1953, 9, 3), None),
    ("DNK", Date::of(1953, 9, 3), None),
    ("ESP", Date::of(1979, 10, 4), None),
    ("EST", Date::of(1996, 4, 16), None),
    ("FIN", Date::of(1990, 5, 10), None),
    ("FRA", Date::of(1974, 5, 3), None),
    ("GBR", Date::of(1953, 9, 3), None),
    ("GEO", Date::of(1999, 5, 20), None),
    ("GRC", Date::of(1974, 11, 28), None),
    ("HRV", Date::of(1997, 11, 5), None),
    ("HUN", Date::of(1992, 11, 5), None),
    ("IRL", Date::of(1953, 9, 3), None),
    ("ISL", Date::of(1953, 9, 3), None),
    ("ITA", Date::of(1955, 10, 26), None),
    ("LIE", Date::of(1982, 9, 8), None),
    ("LTU", Date::of(1995, 6, 20), None),
    ("LUX", Date::of(1953, 9, 3), None),
    ("LVA", Date::of(1997, 6, 27), None),
    ("MCO", Date::of(2005, 11, 30), None),
    ("MDA", Date::of(1997, 9, 12), None),
    ("MKD", Date::of(1997, 4, 10), None),
    ("MLT", Date::of(1967, 1, 23), None),
    ("MNE", Date::of(2006, 6, 6), None),
    ("NLD", Date::of(1954, 8, 31), None),
    ("NOR", Date::of(1953, 9, 3), None),
    ("POL", Date::of(1993, 1, 19), None),
    ("PRT", Date::of(1978, 11, 9), None),
    ("ROU", Date::of(1994, 6, 20), None),
    // For facts until 2022-09-16; that day is still among them.
    ("RUS", Date::of(1998, 5, 5), Some(Date::of(2022, 9, 17))),
    ("SMR", Date::of(1989, 3, 22), None),
    ("SRB", Date::of(2004, 3, 3), None),
    ("SVK", Date::of(1993, 1, 1), None),
    ("SVN", Date::of(1994, 6, 28), None),
    ("SWE", Date::of(1953, 9, 3), None),
    ("TUR", Date::of(1954, 5, 18), None),
    ("UKR", Date::of(1997, 9, 11), None),
];

/// States of which the catalogue says that they are no party to the Rome Statute.
const OUTSIDE_STATUTE: [&str; 8] = ["ARE", "CHN", "KWT", "MYS", "PRK", "QAT", "RUS", "USA"];

/// Parties to the Rome Statute that the catalogue names.
const STATUTE: [Party; 6] = [
    ("JPN", Date::of(2007, 10, 1), None),
    ("KOR", Date::of(2003, 2, 1), None),
    ("MLT", Date::of(2003, 2, 1), None),
    ("MNG", Date::of(2002, 7, 1), None),
    ("NLD", Date::of(2002, 7, 1), None),
    ("POL", Date::of(2002, 7, 1), None),
];

/// States of which the catalogue says that they are no members of the International Labour Organization.
const OUTSIDE_ILO: [&str; 1] = ["PRK"];

/// Whether a State is known to be no member of the International Labour Organization, whose Conventions only members ratify.
#[must_use]
pub fn is_outside_ilo(country: &str) -> bool {
    OUTSIDE_ILO.contains(&country)
}

/// Whether a State lets individuals complain to the Human Rights Committee.
#[must_use]
pub fn optional_protocol(country: &str, on: Date) -> Bound {
    among(&PROTOCOL, &OUTSIDE_PROTOCOL, country, on)
}

/// Whether the European Convention on Human Rights is in force for a State.
#[must_use]
pub fn european_convention(country: &str, on: Date) -> bool {
    european_convention_span(country).is_some_and(|(from, to)| holds(from, to, on))
}

/// The days on which the European Convention on Human Rights is, or was, in force for a State.
#[must_use]
pub fn european_convention_span(country: &str) -> Option<(Date, Option<Date>)> {
    CONVENTION.iter().find(|(code, ..)| *code == country).map(|(_, from, to)| (*from, *to))
}

/// Whether the Rome Statute is in force for a State.
#[must_use]
pub fn rome_statute(country: &str, on: Date) -> Bound {
    among(&STATUTE, &OUTSIDE_STATUTE, country, on)
}

/// A State of which neither table says anything is not known.
fn among(parties: &[Party], outside: &[&str], country: &str, on: Date) -> Bound {
    match parties.iter().find(|(code, ..)| *code == country) {
        Some((_, from, to)) if holds(*from, *to, on) => Bound::Yes,
        Some(_) => Bound::No,
        None if outside.contains(&country) => Bound::No,
        None => Bound::Unknown,
    }
}

fn holds(from: Date, to: Option<Date>, on: Date) -> bool {
    from <= on && to.is_none_or(|to| on < to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(standing: fn(&str, Date) -> Bound, country: &str, on: &str, expected: Bound) {
        assert_eq!(standing(country, Date::read(on).expect("a date")), expected, "{country} {on}");
    }

    #[test]
    fn the_optional_protocol_binds_from_its_day() {
        for (country, before, from) in [
            ("KOR", "1990-07-09", "1990-07-10"),
            ("MLT", "1990-12-12", "1990-12-13"),
            ("MNG", "1991-07-15", "1991-07-16"),
            ("NLD", "1979-03-10", "1979-03-11"),
            ("POL", "1992-02-06", "1992-02-07"),
            ("RUS", "1991-12-31", "1992-01-01"),
        ] {
            check(optional_protocol, country, before, Bound::No);
            check(optional_protocol, country, from, Bound::Yes);
        }
        for country in OUTSIDE_PROTOCOL {
            check(optional_protocol, country, "2026-01-01", Bound::No);
        }
        check(optional_protocol, "DEU", "2026-01-01", Bound::Unknown);
    }

    #[test]
    fn russia_left_the_convention() {
        let on = |country, day: &str| european_convention(country, Date::read(day).expect("a date"));
        assert!(!on("RUS", "1998-05-04") && on("RUS", "1998-05-05"));
        assert!(on("RUS", "2022-09-16") && !on("RUS", "2022-09-17"));
        for country in ["QAT", "CHN", "KWT", "ARE", "MYS", "MNG", "PRK"] {
            assert!(!on(country, "2026-01-01"), "{country}");
        }
        assert!(
            on("POL", "2016-01-01") && on("MLT", "2016-01-01") && on("NLD", "2016-01-01") && on("DEU", "2016-01-01")
        );
    }

    #[test]
    fn the_statute_binds_from_its_day() {
        for (country, before, from) in [
            ("JPN", "2007-09-30", "2007-10-01"),
            ("KOR", "2003-01-31", "2003-02-01"),
            ("MLT", "2003-01-31", "2003-02-01"),
            ("MNG", "2002-06-30", "2002-07-01"),
            ("NLD", "2002-06-30", "2002-07-01"),
            ("POL", "2002-06-30", "2002-07-01"),
        ] {
            check(rome_statute, country, before, Bound::No);
            check(rome_statute, country, from, Bound::Yes);
        }
        for country in OUTSIDE_STATUTE {
            check(rome_statute, country, "2026-01-01", Bound::No);
        }
        check(rome_statute, "DEU", "2026-01-01", Bound::Unknown);
    }

    /// Each State once, in order, its interval not empty, and never both a party and outside.
    #[test]
    fn the_tables_are_in_order() {
        for (parties, outside) in
            [(&PROTOCOL[..], &OUTSIDE_PROTOCOL[..]), (&CONVENTION, &[]), (&STATUTE, &OUTSIDE_STATUTE)]
        {
            assert!(parties.windows(2).all(|pair| pair[0].0 < pair[1].0));
            assert!(outside.windows(2).all(|pair| pair[0] < pair[1]));
            for (country, from, to) in parties {
                assert!(to.is_none_or(|to| *from < to) && !outside.contains(country), "{country}");
            }
        }
    }
}
