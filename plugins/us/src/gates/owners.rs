//! us.own50 as arithmetic: persons who pass a test own a party by half or more, directly or through entities of which
//! the same holds.

use std::collections::{BTreeMap, BTreeSet};

use comity_sdk::{
    facts::{
        Each,
        ownership::{self, Edge, Holdings, Owned, Test, Threshold},
    },
    prelude::*,
};

const HALF: Threshold = Threshold::AtLeast(Decimal::from_parts(50, 0, 0, false, 0));
/// The guidance that adds the holdings of several blocked persons up.
const TOGETHER_SINCE: Date = Date::of(2014, 8, 13);
/// The older guidance, which looks at each of them alone.
const ALONE_SINCE: Date = Date::of(2008, 2, 14);
/// An owner that a recorded list leaves out. No party has this id.
const ANYONE: &str = "?";

/// Whether those who pass a test own a party by half or more on the day.
pub(crate) fn held_by<'r>(case: &Case<'r>, party: view::Party<'r>, test: impl Fn(view::Party<'r>) -> Truth) -> Truth {
    held_with(case, party, &test, &test)
}

/// Whether those whose holdings add up own a party by half or more on the day, and one of them at least passes a test.
/// While holdings did not add up, whether one person who passes the test does.
pub(crate) fn held_with<'r>(
    case: &Case<'r>,
    party: view::Party<'r>,
    adds_up: impl Fn(view::Party<'r>) -> Truth,
    test: impl Fn(view::Party<'r>) -> Truth,
) -> Truth {
    if party.owners().recorded().is_none_or(Each::is_empty) {
        return Truth::No;
    }
    let (Some(rule), Some(id)) = (rule_on(case.day()), party.raw().id.as_deref()) else { return Truth::No };
    let mut edges = Edges::default();
    let above = owners_above(case, party, &mut edges);
    let tested = each(&above, &test);
    let counted = match rule.holdings {
        Holdings::OfAll => each(&above, &adds_up),
        Holdings::OfOne => tested.clone(),
    };
    let reached = |edges: &[Edge<'r>], open: bool| {
        let passes = |truths: &BTreeMap<&str, Truth>, id: &str| match truths.get(id) {
            Some(truth) => truth.is_yes() || (open && !truth.is_no()),
            None => id == ANYONE,
        };
        let owned = ownership::owned(edges, |id| passes(&counted, id), rule, case.day());
        held_by_somebody(&owned, id, &|id| passes(&tested, id))
    };
    if reached(&edges.known, false) {
        return Truth::Yes;
    }
    let possible: Vec<_> = edges.known.iter().chain(&edges.open).copied().collect();
    let doubts = counted.values().chain(tested.values()).filter_map(|truth| match truth {
        Truth::Unknown(missing) => Some(missing.clone()),
        _ => None,
    });
    match edges.missing.into_iter().chain(doubts).reduce(Missing::and) {
        Some(missing) if reached(&possible, true) => Truth::Unknown(missing),
        _ => Truth::No,
    }
}

/// The answer of a test for each party.
fn each<'r>(
    parties: &BTreeMap<&'r str, view::Party<'r>>,
    test: &dyn Fn(view::Party<'r>) -> Truth,
) -> BTreeMap<&'r str, Truth> {
    let mut answers = BTreeMap::new();
    answers.extend(parties.iter().map(|(id, party)| (*id, test(*party))));
    answers
}

/// Whether a party is owned by half or more, and one of those whose holdings were counted passes a test: an owner, or who owns
/// an owner so, be that owner blocked by name or not.
fn held_by_somebody<'r>(owned: &BTreeMap<&'r str, Owned<'r>>, id: &'r str, test: &impl Fn(&str) -> bool) -> bool {
    let (mut seen, mut left) = (BTreeSet::new(), vec![id]);
    while let Some(id) = left.pop() {
        let held = owned.get(id).filter(|o| o.blocked);
        for stake in held.into_iter().flat_map(|o| &o.owners).filter(|stake| !stake.percent.is_zero()) {
            if test(stake.owner) {
                return true;
            }
            if seen.insert(stake.owner) {
                left.push(stake.owner);
            }
        }
    }
    false
}

/// Everyone who owns the party, directly or through others, and the shares between them.
fn owners_above<'r>(
    case: &Case<'r>,
    party: view::Party<'r>,
    edges: &mut Edges<'r>,
) -> BTreeMap<&'r str, view::Party<'r>> {
    let (mut above, mut left) = (BTreeMap::new(), vec![party]);
    while let Some(party) = left.pop() {
        let Some(id) = party.raw().id.as_deref() else { continue };
        if above.insert(id, party).is_some() {
            continue;
        }
        for share in party.owners().recorded().into_iter().flat_map(Each::iter) {
            edges.add(id, share);
            left.extend(share.owner().recorded().and_then(|owner| case.party(owner)));
        }
    }
    above
}

fn rule_on(day: Date) -> Option<Test> {
    let holdings = if day >= TOGETHER_SINCE { Holdings::OfAll } else { Holdings::OfOne };
    (day >= ALONE_SINCE).then_some(Test { threshold: HALF, holdings })
}

/// The shares that the record names.
#[derive(Default)]
struct Edges<'r> {
    known: Vec<Edge<'r>>,
    /// Those that lack their owner or percentage, at their widest.
    open: Vec<Edge<'r>>,
    missing: Option<Missing>,
}

impl<'r> Edges<'r> {
    fn add(&mut self, party: &'r str, share: view::Ownership<'r>) {
        let (owner, percent) = (share.owner().get(), share.percent().get());
        let absent = [owner.clone().err(), percent.clone().err()].into_iter().flatten().reduce(Missing::and);
        let edge = Edge {
            owner: owner.unwrap_or(ANYONE),
            owned: party,
            percent: percent.unwrap_or(Decimal::ONE_HUNDRED),
            from: share.from().recorded(),
            to: share.to().recorded(),
        };
        match absent {
            None => self.known.push(edge),
            Some(missing) => {
                self.open.push(edge);
                self.missing = [self.missing.take(), Some(missing)].into_iter().flatten().reduce(Missing::and);
            }
        }
    }
}
