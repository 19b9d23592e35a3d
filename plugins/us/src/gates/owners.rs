//! us.own50 as arithmetic: persons who pass a test own a party by half or more, directly or through entities of which
//! the same holds.

use comity_sdk::{
    facts::{
        Each,
        ownership::{self, Edge, Holdings, Test, Threshold},
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
    if party.owners().recorded().is_none_or(Each::is_empty) {
        return Truth::No;
    }
    let (Some(rule), Some(id)) = (rule_on(case.day()), party.raw().id.as_deref()) else { return Truth::No };
    let edges = Edges::of(case);
    let passes: Vec<(&str, Truth)> = case.parties().filter_map(|p| Some((p.raw().id.as_deref()?, test(p)))).collect();
    let reached = |edges: &[Edge<'r>], open: bool| {
        let counts = |truth: &Truth| truth.is_yes() || (open && !truth.is_no());
        let by_name = |id: &str| (open && id == ANYONE) || passes.iter().any(|(p, truth)| *p == id && counts(truth));
        ownership::owned(edges, by_name, rule, case.day()).get(id).is_some_and(|owned| owned.blocked)
    };
    if reached(&edges.known, false) {
        return Truth::Yes;
    }
    let possible: Vec<_> = edges.known.iter().chain(&edges.open).copied().collect();
    let doubts = passes.iter().filter_map(|(_, truth)| match truth {
        Truth::Unknown(missing) => Some(missing.clone()),
        _ => None,
    });
    match edges.missing.into_iter().chain(doubts).reduce(Missing::and) {
        Some(missing) if reached(&possible, true) => Truth::Unknown(missing),
        _ => Truth::No,
    }
}

fn rule_on(day: Date) -> Option<Test> {
    let holdings = if day >= TOGETHER_SINCE { Holdings::OfAll } else { Holdings::OfOne };
    (day >= ALONE_SINCE).then_some(Test { threshold: HALF, holdings })
}

/// The shares that the record names.
struct Edges<'r> {
    known: Vec<Edge<'r>>,
    /// Those that lack their owner or percentage, at their widest.
    open: Vec<Edge<'r>>,
    missing: Option<Missing>,
}

impl<'r> Edges<'r> {
    fn of(case: &Case<'r>) -> Self {
        let mut edges = Self { known: Vec::new(), open: Vec::new(), missing: None };
        for party in case.parties() {
            let owned = party.raw().id.as_deref().unwrap_or_default();
            for share in party.owners().recorded().into_iter().flat_map(Each::iter) {
                edges.add(owned, share);
            }
        }
        edges
    }

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
