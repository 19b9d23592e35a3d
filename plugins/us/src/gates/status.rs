//! Who belongs to the Government of North Korea, and who is a North Korean person: least fixed points over who acts for,
//! controls or owns whom. A body of a body is a body, and so is what several bodies own together.

use std::collections::BTreeMap;

use comity_sdk::{facts::Each, prelude::*};

use super::held_by;

/// us.gonk: the State, its agencies, what it owns by half or more or controls, who acts for it. No listing is needed.
pub(crate) fn government<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    spread(case, party, |p| body_or_asked(case, p), Agents::Count)
}

/// us.nkperson: a citizen or national of North Korea, or what its Government or such a person owns or controls.
pub(crate) fn nk_person<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let person = |p: view::Party<'r>| {
        let national =
            p.country().is("PRK").unless_recorded() | p.owned_by_north_korean_national().yes().unless_recorded();
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

/// Whether the status of a principal is that of who acts for it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Agents {
    Count,
    DoNotCount,
}

/// What a status that holds of some parties by itself makes of one: the least fixed point over everyone above it.
fn spread<'r>(
    case: &Case<'r>,
    party: view::Party<'r>,
    by_itself: impl Fn(view::Party<'r>) -> Truth,
    agents: Agents,
) -> Truth {
    let own = by_itself(party);
    if own.is_yes() {
        return own;
    }
    let above = everyone_above(case, party, agents);
    let mut status: BTreeMap<&str, Truth> = above.iter().map(|(id, p)| (*id, by_itself(*p))).collect();
    loop {
        let of = |id: &str| status.get(id).cloned().unwrap_or(Truth::No);
        let next: BTreeMap<&str, Truth> =
            above.iter().map(|(id, p)| (*id, of(id) | from_above(case, *p, agents, &of))).collect();
        let settled = next.iter().zip(&status).all(|((_, new), (_, old))| same_answer(new, old));
        status = next;
        if settled {
            let id = party.raw().id.as_deref().unwrap_or_default();
            return status.remove(id).unwrap_or(own);
        }
    }
}

fn same_answer(a: &Truth, b: &Truth) -> bool {
    (a.is_yes(), a.is_no()) == (b.is_yes(), b.is_no())
}

fn from_above<'r>(case: &Case<'r>, party: view::Party<'r>, agents: Agents, of: &impl Fn(&str) -> Truth) -> Truth {
    let status = |p: view::Party<'r>| p.raw().id.as_deref().map_or(Truth::No, of);
    let acts = match agents {
        Agents::Count => party.acts_for().recorded().map_or(Truth::No, of),
        Agents::DoNotCount => Truth::No,
    };
    acts | case.controlled_by(party, status) | held_by(case, party, status)
}

/// The party and all whom it acts for, who control it or own it, at any distance.
fn everyone_above<'r>(case: &Case<'r>, party: view::Party<'r>, agents: Agents) -> BTreeMap<&'r str, view::Party<'r>> {
    let (mut above, mut left) = (BTreeMap::new(), vec![party]);
    while let Some(party) = left.pop() {
        let Some(id) = party.raw().id.as_deref() else { continue };
        if above.insert(id, party).is_some() {
            continue;
        }
        let principal = party.acts_for().recorded().filter(|_| agents == Agents::Count);
        let signs = party.control_indicators().recorded();
        let controllers = signs.into_iter().flat_map(Each::iter).filter_map(|sign| sign.by().recorded());
        let shares = party.owners().recorded();
        let owners = shares.into_iter().flat_map(Each::iter).filter_map(|share| share.owner().recorded());
        left.extend(principal.into_iter().chain(controllers).chain(owners).filter_map(|id| case.party(id)));
    }
    above
}
