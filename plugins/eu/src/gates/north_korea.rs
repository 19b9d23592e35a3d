//! Whom Regulation (EU) 2017/1509 means by North Korea: its Government and the Workers' Party, its nationals and bodies, those
//! domiciled there, who acts for any of them, and what they own or control.
//!
//! Nobody states of every firm in the world that it is no body of that State. Where the flag is absent, it is asked for only
//! of those who may be one.

use comity_sdk::{Agents, prelude::*};

use super::{owners::owned_by_those, scope::bound, states};

/// With `owners::OWNERS` and `owners::CONTROL`: what the status of a person reads.
pub(crate) const PERSONS: &[&str] = &[
    "parties.items.country",
    "parties.items.domicile",
    "parties.items.kind",
    "parties.items.roles",
    "parties.items.government_of_north_korea",
    "parties.items.acts_for",
    "workers.items.nationalities",
    "workers.items.korean_unspecified",
];

/// North Korea, as the record writes it.
pub(crate) const PRK: &str = "PRK";

/// Whether a party is one of the persons of arts 17 and 18: the Government, the Party, a national or body, one domiciled
/// there, somebody who acts for these, something that these own or control.
pub(crate) fn person<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    spread(case, party, &|p| by_itself(case, p))
}

/// Whether a party is a body of the Government of North Korea or the Workers' Party, acts for one, or is owned or controlled
/// by one.
pub(crate) fn government<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    spread(case, party, &|p| body(case, p))
}

/// Whether a party is bound by the law of the Union, and not only for the business that somebody does here who is, by nationality,
/// seat or as a body, of North Korea. What such persons own may be: an interest of theirs is what the rows are about.
pub(crate) fn of_union<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let member = |country: &str| states::is_member(country, case.day());
    let ours = party.is_eu_person().recorded() == Some(true) || party.country().recorded().is_some_and(member);
    if !ours && by_itself(case, party).is_yes() { Truth::No } else { bound(case, party) }
}

/// Where a party has its seat: its domicile, else its country.
pub(crate) fn seat(party: view::Party<'_>) -> Option<&str> {
    party.domicile().recorded().or_else(|| party.country().recorded())
}

fn by_itself<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let national = party.country().is(PRK) | party.domicile().is(PRK).unless_recorded();
    if national.is_yes() { national } else { national | stated(party, sends(case, party)) }
}

fn body<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let natural = party.kind().recorded() == Some(PartyKind::Individual);
    let may_be = !natural && seat(party).is_none_or(|country| country == PRK);
    stated(party, may_be || sends(case, party))
}

/// What the record states, or asks for where a party may be such a body.
fn stated(party: view::Party<'_>, may_be: bool) -> Truth {
    let stated = party.government_of_north_korea();
    match stated.recorded() {
        Some(answer) => answer.into(),
        None if may_be => stated.missing().into(),
        None => Truth::No,
    }
}

fn sends(case: &Case<'_>, party: view::Party<'_>) -> bool {
    party.roles().has(PartyRole::Sender) && !case.prk().is_no()
}

/// A status that some have by themselves, and what it makes of who acts for them and of what they own or control.
fn spread<'r>(case: &Case<'r>, party: view::Party<'r>, own: &dyn Fn(view::Party<'r>) -> Truth) -> Truth {
    case.spread(party, Agents::Count, own, |p, of| {
        let principal = p.acts_for().recorded().and_then(|id| case.party(id)).map_or(Truth::No, of);
        if principal.is_yes() { principal } else { principal | owned(case, p, own) | case.controlled_by(p, of) }
    })
}

/// A threshold that is reached only through an entity owned in part is for review.
fn owned<'r>(case: &Case<'r>, party: view::Party<'r>, own: &dyn Fn(view::Party<'r>) -> Truth) -> Truth {
    owned_by_those(case, party, own).or_review(party)
}
