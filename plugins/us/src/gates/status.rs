//! Who belongs to the Government of North Korea, and who is a North Korean person: least fixed points over who acts for,
//! controls or owns whom. A body of a body is a body, and so is what several bodies own together.

use comity_sdk::{Agents, prelude::*};

use super::held_by;

/// us.gonk: the State, its agencies, what it owns by half or more or controls, who acts for it. No listing is needed.
pub(crate) fn government<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    spread(case, party, |p| body_or_asked(case, p), Agents::Count)
}

/// us.nkperson: a citizen or national of North Korea, or what its Government or such a person owns or controls.
pub(crate) fn nk_person<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let person = |p: view::Party<'r>| {
        let national = p.country().is("PRK") | p.owned_by_north_korean_national().yes().unless_recorded();
        if national.is_yes() { national } else { national | government(case, p) }
    };
    spread(case, party, person, Agents::DoNotCount)
}

/// What the record states, or asks for: nobody states of every firm in the world that it is no such body.
fn body_or_asked<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let stated = party.government_of_north_korea();
    match stated.recorded() {
        Some(answer) => answer.into(),
        None if may_be_body(case, party) => Truth::Unknown(stated.missing()),
        None => Truth::No,
    }
}

/// A party in North Korea or nowhere known, or a sender of its workers.
fn may_be_body(case: &Case<'_>, party: view::Party<'_>) -> bool {
    let sends = party.roles().has(PartyRole::Sender) && !case.prk().is_no();
    sends || party.country().recorded().is_none_or(|country| country == "PRK")
}

/// What a status that holds of some parties by itself makes of one.
fn spread<'r>(
    case: &Case<'r>,
    party: view::Party<'r>,
    by_itself: impl Fn(view::Party<'r>) -> Truth,
    agents: Agents,
) -> Truth {
    case.spread(party, agents, by_itself, |p, of| {
        let principal = p.acts_for().recorded().filter(|_| agents == Agents::Count).and_then(|id| case.party(id));
        principal.map_or(Truth::No, of) | case.controlled_by(p, of) | held_by(case, p, of)
    })
}
