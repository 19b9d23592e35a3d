//! The Member States of the European Union, by date.

use comity_facts::Date;

/// The Member States with the days between which the law of the Union applies in them, `[from, to)`. From the treaties of
/// accession; in the United Kingdom it applied until the end of the transition (Withdrawal Agreement art. 126).
const STATES: [(&str, Date, Option<Date>); 28] = [
    ("AUT", Date::of(1995, 1, 1), None),
    ("BEL", Date::of(1958, 1, 1), None),
    ("BGR", Date::of(2007, 1, 1), None),
    ("CYP", Date::of(2004, 5, 1), None),
    ("CZE", Date::of(2004, 5, 1), None),
    ("DEU", Date::of(1958, 1, 1), None),
    ("DNK", Date::of(1973, 1, 1), None),
    ("ESP", Date::of(1986, 1, 1), None),
    ("EST", Date::of(2004, 5, 1), None),
    ("FIN", Date::of(1995, 1, 1), None),
    ("FRA", Date::of(1958, 1, 1), None),
    ("GBR", Date::of(1973, 1, 1), Some(Date::of(2021, 1, 1))),
    ("GRC", Date::of(1981, 1, 1), None),
    ("HRV", Date::of(2013, 7, 1), None),
    ("HUN", Date::of(2004, 5, 1), None),
    ("IRL", Date::of(1973, 1, 1), None),
    ("ITA", Date::of(1958, 1, 1), None),
    ("LTU", Date::of(2004, 5, 1), None),
    ("LUX", Date::of(1958, 1, 1), None),
    ("LVA", Date::of(2004, 5, 1), None),
    ("MLT", Date::of(2004, 5, 1), None),
    ("NLD", Date::of(1958, 1, 1), None),
    ("POL", Date::of(2004, 5, 1), None),
    ("PRT", Date::of(1986, 1, 1), None),
    ("ROU", Date::of(2007, 1, 1), None),
    ("SVK", Date::of(2004, 5, 1), None),
    ("SVN", Date::of(2004, 5, 1), None),
    ("SWE", Date::of(1995, 1, 1), None),
];

/// Every State that ever was a member.
#[must_use]
pub fn all() -> [&'static str; 28] {
    STATES.map(|(code, ..)| code)
}

/// Whether the law of the Union applies in a State on a day.
#[must_use]
pub fn is_member(country: &str, day: Date) -> bool {
    let holds = |(code, from, to): &(&str, Date, Option<Date>)| {
        *code == country && *from <= day && to.is_none_or(|to| day < to)
    };
    STATES.iter().any(holds)
}

/// Whether the law of the Union applies, or did, in a State by a day.
#[must_use]
pub fn was_member(country: &str, day: Date) -> bool {
    STATES.iter().any(|(code, from, _)| *code == country && *from <= day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rounds_of_accession() {
        let rounds = [
            (Date::of(1958, 1, 1), "BEL DEU FRA ITA LUX NLD"),
            (Date::of(1973, 1, 1), "DNK GBR IRL"),
            (Date::of(1981, 1, 1), "GRC"),
            (Date::of(1986, 1, 1), "ESP PRT"),
            (Date::of(1995, 1, 1), "AUT FIN SWE"),
            (Date::of(2004, 5, 1), "CYP CZE EST HUN LTU LVA MLT POL SVK SVN"),
            (Date::of(2007, 1, 1), "BGR ROU"),
            (Date::of(2013, 7, 1), "HRV"),
        ];
        for (day, states) in rounds {
            for state in states.split(' ') {
                assert!(!is_member(state, day.plus_days(-1)) && !was_member(state, day.plus_days(-1)), "{state}");
                assert!(is_member(state, day) && was_member(state, day), "{state}");
                assert_eq!(is_member(state, Date::of(2025, 1, 1)), state != "GBR", "{state}");
            }
        }
        assert_eq!(rounds.iter().map(|(_, states)| states.split(' ').count()).sum::<usize>(), STATES.len());
        assert!(is_member("GBR", Date::of(2020, 12, 31)) && !is_member("GBR", Date::of(2021, 1, 1)));
        assert!(was_member("GBR", Date::of(2021, 1, 1)));
        assert!(!is_member("NOR", Date::of(2020, 1, 1)) && !was_member("NOR", Date::of(2020, 1, 1)));
    }
}
