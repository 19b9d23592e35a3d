//! What rules ask and none returns: the host State of workers, who is on the list of the 1718 Committee, who is North Korea's.

use comity_sdk::{About, Entries, facts::Each, prelude::*};
pub(crate) use comity_sdk::{
    CONTROL, LISTS, OWNERS,
    hosts::{WORK, id},
};

/// The list of the Committee under resolution 1718 (2006).
pub(crate) const LIST: &str = "UN-1718";
/// Whose nationals and bodies the measures are about.
pub(crate) const NORTH_KOREA: &str = "PRK";
/// The ground of an exemption.
pub(crate) const APPROVED: &str = "approval of the 1718 Committee";

/// What North Korean nationality reads.
pub(crate) const NATIONALITY: &[&str] = &["workers.items.nationalities", "workers.items.korean_unspecified"];

/// Whether some of the work that an entry is about is done in a State other than North Korea.
pub(crate) fn abroad<'r>(case: &Case<'r>, entry: impl About<'r>) -> Truth {
    let mut sites = case.sites_of(entry).peekable();
    if sites.peek().is_none() {
        return case.record.worksites().missing().into();
    }
    Truth::any(sites.map(|site| !site.country().is(NORTH_KOREA)))
}

/// Whether every State in which a group works counts its workers among its own nationals.
pub(crate) fn nationals_there<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let codes = group.nationalities().recorded().unwrap_or_default();
    let mut sites = case.sites_of(group).peekable();
    if codes.len() < 2 || sites.peek().is_none() {
        return Truth::No;
    }
    Truth::all(sites.map(|site| site.country().holds(|country| codes.iter().any(|code| code == country))))
}

/// Whether a party is on the Committee's list on the day of the fact: as the record asserts, or as screening found.
pub(crate) fn listed<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    case.listed(party, ENTRIES)
}

/// A finding on a listed party goes back to its listing, not before.
pub(crate) fn since_listed<'r>(case: &Case<'r>, party: view::Party<'r>, answer: Answer) -> Answer {
    answer.since(case.listed_since(party, ENTRIES))
}

const ENTRIES: Entries<'static> = Entries { list: &is_list, programme: None };

/// The list by its name as it is printed: "UN-1718", "UN 1718".
pub(crate) fn is_list(name: &str) -> bool {
    let letters = |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()).collect();
    let (printed, list): (Vec<u8>, Vec<u8>) = (letters(name), letters(LIST));
    printed == list
}

/// Whether somebody on the list owns a part of a party, or controls it. How much is enough no resolution says: for review.
pub(crate) fn behind<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let owned = party.owners().recorded().map_or(Truth::No, |shares| owned_by_listed(case, shares));
    if owned.is_yes() { owned } else { owned | case.controlled_by(party, |other| listed(case, other)) }
}

fn owned_by_listed<'r>(case: &Case<'r>, shares: Each<'r, Ownership>) -> Truth {
    shares.any(|share| {
        let begun = share.from().recorded().is_none_or(|from| from <= case.day());
        let ended = share.to().recorded().is_some_and(|to| to <= case.day());
        if !begun || ended {
            return Truth::No;
        }
        let theirs = case.named(share.owner(), |owner| listed(case, owner));
        if theirs.is_no() { theirs } else { theirs & share.percent().holds(|percent| !percent.is_zero()) }
    })
}
