//! From a broken standard to an outcome: VIOLATION where the host State was bound, INFO as a benchmark where it was not, but
//! NEEDS_REVIEW for Conventions 29 and 105, which bind all members in substance (Declaration of 1998); INSUFFICIENT_DATA where
//! the table of ratifications does not say.

use comity_sdk::{
    About,
    prelude::*,
    treaties::{Bound, Instrument, bound},
};

/// North Korea is no member of the Organization, so that no standard of it addresses it. The Covenant, which is not the
/// Organization's, does.
const NO_MEMBER: &str = "PRK";

/// What the host State reads.
pub(crate) const HOST: &[&str] = &[
    "worksites.items.id",
    "worksites.items.country",
    "worksites.items.region",
    "worksites.items.start",
    "worksites.items.end",
    "worksites.items.worker_groups",
];

const OPEN: &str =
    "Whether {host} is bound by {instrument} is not known: the table of ratifications does not say. Asked: {asked}.";

/// The most that a row gives where the State is bound.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Most {
    Violation,
    /// VIOLATION, with a key and text of its own.
    Told(&'static str, &'static str),
    Review,
    /// NEEDS_REVIEW, with the key and text of what is in doubt.
    Doubt(&'static str, &'static str),
}

/// What is said of an entry whose facts break, or may break, an instrument.
pub(crate) fn judged<'r>(
    case: &Case<'r>,
    entry: impl About<'r>,
    instrument: Instrument,
    broken: Truth,
    asked: &'static str,
) -> Checked {
    most(case, entry, instrument, broken, asked, Most::Violation)
}

/// The same for a row with a lower outcome of its own.
pub(crate) fn most<'r>(
    case: &Case<'r>,
    entry: impl About<'r>,
    instrument: Instrument,
    broken: Truth,
    asked: &'static str,
    most: Most,
) -> Checked {
    if broken.is_no() {
        return Ok(Answer::Silent);
    }
    let sites = match entry.site().and_then(|id| case.site(id)) {
        Some(site) => vec![site],
        None => case.sites_of(entry).collect(),
    };
    said_at(case, sites, instrument, broken, asked, most)
}

/// What is said of facts that break, or may break, an instrument at some sites.
pub(crate) fn judged_at<'r>(
    case: &Case<'r>,
    sites: Vec<view::Worksite<'r>>,
    instrument: Instrument,
    broken: Truth,
    asked: &'static str,
) -> Checked {
    if broken.is_no() {
        return Ok(Answer::Silent);
    }
    said_at(case, sites, instrument, broken, asked, Most::Violation)
}

fn said_at<'r>(
    case: &Case<'r>,
    sites: Vec<view::Worksite<'r>>,
    instrument: Instrument,
    broken: Truth,
    asked: &'static str,
    most: Most,
) -> Checked {
    match host(case, sites, instrument)? {
        Some((country, standing)) => Ok(given(broken, country, standing, instrument, asked, most)),
        None => Ok(Answer::Silent),
    }
}

/// The same for what a State says of itself, by what bound it on a day.
pub(crate) fn of_state(country: &str, instrument: Instrument, on: Date, broken: Truth, asked: &'static str) -> Answer {
    if country == NO_MEMBER || broken.is_no() {
        return Answer::Silent;
    }
    given(broken, country, bound(country, None, instrument, on), instrument, asked, Most::Violation)
}

fn given(
    broken: Truth,
    country: &str,
    standing: Bound,
    instrument: Instrument,
    asked: &'static str,
    most: Most,
) -> Answer {
    let core = matches!(instrument, Instrument::C029 | Instrument::C105);
    let answer = match (standing, most) {
        (Bound::Yes, Most::Violation | Most::Told(..)) => broken.violation(),
        (Bound::Yes, Most::Review | Most::Doubt(..)) => broken.review(),
        (Bound::No, _) if core => broken.review(),
        (Bound::No, _) => broken.info(),
        (Bound::Unknown, _) => broken.without("ratifications").says("ratification", OPEN),
    };
    let answer = match most {
        Most::Told(key, text) | Most::Doubt(key, text) if standing != Bound::Unknown => answer.says(key, text),
        _ => answer,
    };
    let (is, name) = (if standing == Bound::Yes { "is" } else { "is not" }, instrument.name());
    let answer = answer.with("host", country).with("instrument", name).with("asked", asked);
    answer.with("standing", format_args!("{country} {is} bound by {name}"))
}

/// The host State of some sites, and whether it is bound: of several the one that is, then one of which it is not known. `None`
/// where there is none that the instrument can address.
///
/// # Errors
/// If the country of a site is absent and no other decides.
fn host<'r>(
    case: &Case<'r>,
    sites: Vec<view::Worksite<'r>>,
    instrument: Instrument,
) -> Result<Option<(&'r str, Bound)>, Missing> {
    let (mut best, mut open): (Option<(&'r str, Bound)>, _) = (None, None);
    if sites.is_empty() {
        return Err(case.record.worksites().missing());
    }
    let rank = |standing: Bound| match standing {
        Bound::Yes => 2,
        Bound::Unknown => 1,
        Bound::No => 0,
    };
    for site in sites {
        match site.country().get() {
            Ok(NO_MEMBER) if instrument != Instrument::Iccpr => {}
            Ok(country) => {
                let standing = bound(country, site.region().recorded(), instrument, case.day());
                if best.is_none_or(|(_, other)| rank(other) < rank(standing)) {
                    best = Some((country, standing));
                }
            }
            Err(missing) => open = Some(missing),
        }
    }
    match (best, open) {
        (None | Some((_, Bound::No | Bound::Unknown)), Some(missing)) => Err(missing),
        (best, _) => Ok(best),
    }
}
