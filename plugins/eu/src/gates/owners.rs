//! eu.own@2018, eu.own@2024 and the criteria of control: what the assets of listed persons reach beyond those persons.
//!
//! Owners and signs of control count where they are recorded; a gap in a recorded list stays open.

use std::collections::{BTreeMap, BTreeSet};

use comity_sdk::{
    Agents,
    facts::{
        Each,
        ownership::{self, Edge, Holdings, Owned, Test, Threshold},
    },
    prelude::*,
};
pub(crate) use comity_sdk::{CONTROL, OWNERS};

use super::listing::{List, listed, listed_anywhere};

const FIFTY: Decimal = Decimal::from_parts(50, 0, 0, false, 0);
/// The best practices until 2024: one listed person, more than half. Their first day is from knowledge.
const ALONE: Test = Test { threshold: Threshold::MoreThan(FIFTY), holdings: Holdings::OfOne };
const ALONE_SINCE: Date = Date::of(2008, 1, 1);
/// The best practices of 2024-07-03: half or more, all listed persons together.
const TOGETHER: Test = Test { threshold: Threshold::AtLeast(FIFTY), holdings: Holdings::OfAll };
const TOGETHER_SINCE: Date = Date::of(2024, 7, 3);
/// Regulation (EC) No 2580/2001 art. 1: half or more by one.
pub(crate) const TERROR: Test = Test { threshold: Threshold::AtLeast(FIFTY), holdings: Holdings::OfOne };
/// An owner that a recorded list leaves out. No party has this id.
const ANYONE: &str = "?";

/// What the holdings of listed persons make of a party.
pub(crate) struct Held {
    /// They reach the threshold.
    pub(crate) truth: Truth,
    /// Only through an entity that counts because it is owned so itself: then the finding is for review.
    pub(crate) through_layer: bool,
    /// Their sum, in percent.
    pub(crate) percent: Decimal,
}

impl Held {
    const NOT: Self = Self { truth: Truth::No, through_layer: false, percent: Decimal::ZERO };

    /// Whether they reach it, for review where only through such an entity.
    pub(crate) fn or_review(self, party: view::Party<'_>) -> Truth {
        if self.through_layer { Truth::Unknown(party.owners().missing()).or_review() } else { self.truth }
    }
}

/// eu.own@2018 and eu.own@2024 by the day of the fact: whether listed persons own a party, one of them on this list.
pub(crate) fn owned<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Held {
    test_on(case.day()).map_or(Held::NOT, |test| owned_by(case, party, list, test))
}

/// The same as a truth: a threshold that is reached only through an entity owned in part is for review.
pub(crate) fn belongs<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Truth {
    owned(case, party, list).or_review(party)
}

/// The same by a threshold of one's own.
pub(crate) fn owned_by<'r>(case: &Case<'r>, party: view::Party<'r>, list: List, test: Test) -> Held {
    let ours = |p: view::Party<'r>| listed(case, p, list);
    match test.holdings {
        Holdings::OfAll => held(case, party, test, &ours, Some(&|p| listed_anywhere(case, p))),
        Holdings::OfOne => held(case, party, test, &ours, None),
    }
}

/// The same for persons who pass a test of another kind than standing on a list.
pub(crate) fn owned_by_those<'r>(
    case: &Case<'r>,
    party: view::Party<'r>,
    those: &dyn Fn(view::Party<'r>) -> Truth,
) -> Held {
    test_on(case.day()).map_or(Held::NOT, |test| held(case, party, test, those, None))
}

fn test_on(day: Date) -> Option<Test> {
    match day {
        day if day >= TOGETHER_SINCE => Some(TOGETHER),
        day if day >= ALONE_SINCE => Some(ALONE),
        _ => None,
    }
}

/// What the holdings of those who count make of a party, if one of ours is among them. Without `counted` ours count.
fn held<'r>(
    case: &Case<'r>,
    party: view::Party<'r>,
    test: Test,
    ours: &dyn Fn(view::Party<'r>) -> Truth,
    counted: Option<&dyn Fn(view::Party<'r>) -> Truth>,
) -> Held {
    if party.owners().recorded().is_none_or(Each::is_empty) {
        return Held::NOT;
    }
    let Some(id) = party.raw().id.as_deref() else { return Held::NOT };
    let mut edges = Edges::default();
    let above = owners_above(case, party, &mut edges);
    let ours = each(&above, ours);
    let counted = match counted {
        Some(counted) => each(&above, counted),
        None => ours.clone(),
    };
    let reach = |edges: &[Edge<'r>], open: bool| {
        let passes = |truths: &BTreeMap<&str, Truth>, id: &str| match truths.get(id) {
            Some(truth) => truth.is_yes() || (open && !truth.is_no()),
            None => open && id == ANYONE,
        };
        let owned = ownership::owned(edges, |id| passes(&counted, id), test, case.day());
        let reached = owned.get(id).filter(|owned| owned.blocked).cloned();
        let behind = |far: bool| somebody_behind(&owned, id, far, &|id| passes(&ours, id));
        match reached {
            Some(owned) if behind(false) => Some(owned),
            Some(owned) if behind(true) => Some(Owned { through_layer: true, ..owned }),
            _ => None,
        }
    };
    if let Some(owned) = reach(&edges.known, false) {
        return Held { truth: Truth::Yes, through_layer: owned.through_layer, percent: owned.sum };
    }
    let possible: Vec<_> = edges.known.iter().chain(&edges.open).copied().collect();
    let doubts = counted.values().chain(ours.values()).filter_map(|truth| truth.clone().known().err());
    match edges.missing.into_iter().chain(doubts).reduce(Missing::and) {
        Some(missing) if reach(&possible, true).is_some() => Held { truth: missing.into(), ..Held::NOT },
        _ => Held::NOT,
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

/// Whether one of those whose holdings were counted passes a test: the owners, or who stands behind those that count for being
/// owned; with `far` also who stands behind those that count by themselves, by another list.
fn somebody_behind<'r>(
    owned: &BTreeMap<&'r str, Owned<'r>>,
    id: &'r str,
    far: bool,
    test: &impl Fn(&str) -> bool,
) -> bool {
    let (mut seen, mut left) = (BTreeSet::new(), vec![id]);
    while let Some(id) = left.pop() {
        let held = owned.get(id).filter(|held| held.blocked).into_iter().flat_map(|held| &held.owners);
        for stake in held.filter(|stake| !stake.percent.is_zero()) {
            if test(stake.owner) {
                return true;
            }
            if (far || stake.layer) && seen.insert(stake.owner) {
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

/// Whether a listed person, or what one owns or controls, controls a party by a sign that is documented and not refuted.
/// A sign that is only alleged is for review; so is a listed person among the owners where nobody examined control.
pub(crate) fn controlled<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Truth {
    let signs = party.control_indicators();
    match signs.recorded() {
        Some(_) => by_signs(case, party, list),
        None if has_stake(case, party, list) && !owned(case, party, list).truth.is_yes() => {
            Truth::Unknown(signs.missing()).or_review()
        }
        None => Truth::No,
    }
}

/// Whether somebody is listed, or owned by persons who are.
pub(crate) fn listed_or_owned<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Truth {
    listed(case, party, list) | belongs(case, party, list)
}

/// Whether somebody listed, or something that these own, controls the party by signs, at any distance.
fn by_signs<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> Truth {
    let own = |by| listed_or_owned(case, by, list);
    case.controlled_by(party, |by| case.spread(by, Agents::DoNotCount, own, |p, of| case.controlled_by(p, of)))
}

/// Whether somebody listed stands in the chain of owners, however small the share.
fn has_stake<'r>(case: &Case<'r>, party: view::Party<'r>, list: List) -> bool {
    if party.owners().recorded().is_none_or(Each::is_empty) {
        return false;
    }
    let (mut seen, mut left) = (BTreeSet::new(), vec![party]);
    while let Some(party) = left.pop() {
        for share in party.owners().recorded().into_iter().flat_map(Each::iter) {
            let Some(owner) = holder(case, share) else { continue };
            if !listed(case, owner, list).is_no() {
                return true;
            }
            if owner.raw().id.as_deref().is_some_and(|id| seen.insert(id)) {
                left.push(owner);
            }
        }
    }
    false
}

/// Who holds a share on the day of the fact.
pub(crate) fn holder<'r>(case: &Case<'r>, share: view::Ownership<'r>) -> Option<view::Party<'r>> {
    let held = share.from().recorded().is_none_or(|from| from <= case.day())
        && share.to().recorded().is_none_or(|to| case.day() < to);
    share.owner().recorded().filter(|_| held).and_then(|id| case.party(id))
}
