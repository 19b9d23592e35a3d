//! Who is blocked by the lists of the United States: by its own entry, or because blocked persons own it (us.own50).

use comity_sdk::{Entries, prelude::*};

use super::{government, nk_person, owners::held_with};
use crate::orders::{ANY_DPRK, BLOCKED_BY_STATUS_SINCE, NPWMD_TAGS};

/// Whether a party is blocked under one of some programmes: by its own listing, or through owners, of whom one at least is
/// listed under them. All blocked persons add up, whatever blocks them.
pub(crate) fn designated<'r>(case: &Case<'r>, party: view::Party<'r>, programmes: &[&str]) -> Truth {
    let ours = |p: view::Party<'r>| listed(case, p, Some(programmes));
    ours(party) | held_with(case, party, |p| blocked(case, p), ours)
}

/// Since when a party is listed itself under one of some programmes; nothing for one that is blocked through owners.
pub(crate) fn designated_since<'r>(case: &Case<'r>, party: view::Party<'r>, programmes: &[&str]) -> Option<Date> {
    let tagged = |tag: &str| programmes.iter().any(|programme| same_tag(tag, programme));
    case.listed_since(party, Entries { list: &is_sdn, programme: Some(&tagged) })
}

/// Whether a party is blocked through owners of whom one at least is a body of the Government, and others may be listed. Asked
/// on the day of signature too, when the block on the Government is for review.
pub(crate) fn blocked_with_government<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    held_with(case, party, |p| listed_or_government(case, p), |p| government(case, p))
}

/// Whether a party is blocked for what has to do with North Korea. Order 13382 names proliferators of many countries.
pub(crate) fn designated_for_north_korea<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let under = designated(case, party, ANY_DPRK);
    if under.is_yes() {
        return under;
    }
    let proliferator = designated(case, party, NPWMD_TAGS);
    under | if proliferator.is_no() { proliferator } else { proliferator & nk_person(case, party) }
}

/// Whether the holdings of a party add up with those of others: it is listed, or blocked by status.
fn blocked<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    if case.day() < BLOCKED_BY_STATUS_SINCE { listed(case, party, None) } else { listed_or_government(case, party) }
}

fn listed_or_government<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let listed = listed(case, party, None);
    if listed.is_yes() { listed } else { listed | government(case, party) }
}

/// Whether the list of specially designated nationals names a party on the day, under one of some programmes or any, as the
/// record asserts or screening found. Other lists of the same office restrict, and do not block.
fn listed<'r>(case: &Case<'r>, party: view::Party<'r>, programmes: Option<&[&str]>) -> Truth {
    let tagged = programmes.map(|all| move |tag: &str| all.iter().any(|programme| same_tag(tag, programme)));
    let programme = tagged.as_ref().map(|tagged| tagged as &dyn Fn(&str) -> bool);
    case.listed(party, Entries { list: &is_sdn, programme })
}

/// The list whose entries block: "OFAC-SDN", or the office alone.
fn is_sdn(list: &str) -> bool {
    let name: String = letters(list);
    name == "OFAC" || name == "SDN" || name.starts_with("OFACSDN")
}

/// Tags are printed in many ways: "[DPRK2]", "E.O. 13687", "DPRK-NKSPEA".
fn same_tag(printed: &str, tag: &str) -> bool {
    letters(printed) == letters(tag)
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
