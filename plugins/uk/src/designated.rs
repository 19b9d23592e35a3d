//! Who is designated, and whom designated persons own by more than half or control. Asked by the rule.

use comity_sdk::{
    Agents, Entries,
    facts::{
        Each,
        ownership::{self, Holdings, Test, Threshold},
    },
    is_list,
    prelude::*,
};

/// The list of the United Kingdom under its Regulations of 2019.
pub(crate) const LIST: &str = "UK-DPRK";
/// The list of the 1718 Committee.
pub(crate) const COMMITTEE: &str = "UN-1718";

/// What ownership reads beside the lists, owners and signs of control.
pub(crate) const BEHIND: &[&str] = &["parties.items.kind"];

const HALF: Threshold = Threshold::MoreThan(Decimal::from_parts(50, 0, 0, false, 0));
const ALONE: Test = Test { threshold: HALF, holdings: Holdings::OfOne };
const TOGETHER: Test = Test { threshold: HALF, holdings: Holdings::OfAll };

/// Whose lists are asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// The United Kingdom's.
    Ours,
    /// That, or the Committee's.
    Either,
}

/// Whether a party is on a list on the day of the fact.
pub(crate) fn designated<'r>(case: &Case<'r>, party: view::Party<'r>, by: By) -> Truth {
    let asked = |printed: &str| is_list(printed, LIST) || (by == By::Either && is_list(printed, COMMITTEE));
    case.listed(party, Entries { list: &asked, programme: None })
}

/// Whether anybody of the record is designated, or may be. Where nobody is, nobody asks who owns whom.
pub(crate) fn anybody(case: &Case<'_>, by: By) -> bool {
    case.quietly(|| case.parties().any(|party| !designated(case, party, by).is_no()))
}

/// Whether a party's assets are frozen: it is designated, or persons who are own it or control it, at any distance.
pub(crate) fn frozen<'r>(case: &Case<'r>, party: view::Party<'r>, by: By) -> Truth {
    if !anybody(case, by) {
        return Truth::No;
    }
    let by_itself = |p: view::Party<'r>| designated(case, p, by);
    case.spread(party, Agents::DoNotCount, by_itself, |p, of| {
        let owned = owned_by(case, p, ALONE, of);
        if owned.is_yes() { owned } else { owned | controlled_by(case, p, of) }
    })
}

/// Whether one frozen person owns more than half of a party.
pub(crate) fn owned<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    owned_by(case, party, ALONE, &|p| frozen(case, p, By::Ours))
}

/// Whether several frozen persons do together.
pub(crate) fn owned_together<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    owned_by(case, party, TOGETHER, &|p| frozen(case, p, By::Ours))
}

/// Whether a frozen person controls a party.
pub(crate) fn controlled<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    controlled_by(case, party, &|p| frozen(case, p, By::Ours))
}

/// Owners that are absent were not examined, and may be anyone: open. Natural persons have none.
fn owned_by<'r>(case: &Case<'r>, party: view::Party<'r>, test: Test, of: &dyn Fn(view::Party<'r>) -> Truth) -> Truth {
    let (owners, id) = (party.owners(), party.raw().id.as_deref());
    let natural = party.kind().recorded() == Some(PartyKind::Individual);
    let (Some(shares), Some(parties)) = (owners.recorded(), case.record.parties().recorded()) else {
        return if natural { Truth::No } else { owners.missing().into() };
    };
    if shares.is_empty() {
        return Truth::No;
    }
    let by_itself = |p: view::Party<'r>| if p.raw().id.as_deref() == id { Truth::No } else { of(p) };
    let all = case.quietly(|| ownership::in_parties(parties, by_itself, test, case.day()));
    // What decided is evidence: the shares in this party, and who holds them.
    shares.iter().for_each(|share| show(case, share));
    all.into_iter().find(|owned| owned.party.raw().id.as_deref() == id).map_or(Truth::No, |owned| owned.blocked)
}

fn show<'r>(case: &Case<'r>, share: view::Ownership<'r>) {
    share.percent().recorded();
    if let Some(owner) = share.owner().recorded().and_then(|owner| case.party(owner)) {
        drop(designated(case, owner, By::Either));
    }
}

/// Signs that are absent were not examined: open where a frozen person has a share, however small.
fn controlled_by<'r>(case: &Case<'r>, party: view::Party<'r>, of: &dyn Fn(view::Party<'r>) -> Truth) -> Truth {
    let signs = party.control_indicators();
    if signs.recorded().is_some() {
        return case.controlled_by(party, of);
    }
    let shares = party.owners().recorded().into_iter().flat_map(Each::iter);
    let holders = shares.filter_map(|share| share.owner().recorded()).filter_map(|owner| case.party(owner));
    let has_share = case.quietly(|| Truth::any(holders.map(of)));
    if has_share.is_no() { has_share } else { signs.missing().into() }
}
