//! Who counts as blocked through ownership: a least fixed point over dated edges.
//!
//! An entity at the threshold counts as blocked in full for the next layer; a holding below it does not pass through. The
//! threshold, whether it is itself enough, and whether the holdings of several persons add up are the caller's: law.
//!
//! [`owned`] is the plain computation over edges that are known. [`in_parties`] reads the parties of a record and keeps
//! open what an absent owner, share or listing date could still change.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::{Date, Each, Missing, Truth, v1, view};

/// When holdings make an entity count as blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Test {
    /// How much it takes.
    pub threshold: Threshold,
    /// Whose holdings add up.
    pub holdings: Holdings,
}

/// How much it takes, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threshold {
    /// This much or more.
    AtLeast(Decimal),
    /// More than this.
    MoreThan(Decimal),
}

impl Threshold {
    fn reached(self, sum: Decimal) -> bool {
        match self {
            Self::AtLeast(percent) => sum >= percent,
            Self::MoreThan(percent) => sum > percent,
        }
    }
}

/// Whose holdings add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holdings {
    /// Those of all blocked persons together.
    OfAll,
    /// Those of one blocked person, direct and through entities that this person alone makes count as blocked.
    OfOne,
}

/// A share that one party holds in another during `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge<'r> {
    /// The holder.
    pub owner: &'r str,
    /// What is held.
    pub owned: &'r str,
    /// Share held directly, in percent.
    pub percent: Decimal,
    /// First day; `None`: before everything else.
    pub from: Option<Date>,
    /// First day after; `None`: still held.
    pub to: Option<Date>,
}

impl Edge<'_> {
    fn is_held(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from <= on) && self.to.is_none_or(|to| on < to)
    }
}

/// A holding that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stake<'r> {
    /// The holder.
    pub owner: &'r str,
    /// Its shares together, in percent.
    pub percent: Decimal,
    /// The holder counts only because it is itself owned so, not because it is blocked by name.
    pub layer: bool,
}

/// What holdings make of one party.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Owned<'r> {
    /// The sum of the holdings that count, in percent; with [`Holdings::OfOne`] that of the largest holder.
    pub sum: Decimal,
    /// The sum reaches the threshold: the party counts as blocked, whether or not it is by name.
    pub blocked: bool,
    /// The threshold is reached only with the help of an owner that is a [`Stake::layer`].
    pub through_layer: bool,
    /// The holdings in the sum, by owner.
    pub owners: Vec<Stake<'r>>,
}

/// What the edges held on a day make of every party that is owned, by party. `by_name` says who is blocked without any
/// owner's help.
pub fn owned<'r>(
    edges: &[Edge<'r>],
    by_name: impl Fn(&str) -> bool,
    test: Test,
    on: Date,
) -> BTreeMap<&'r str, Owned<'r>> {
    let shares = shares(edges, on);
    // Sets and maps are filled one by one: `collect` sorts, with code of its own for every kind of them.
    let mut blocked = BTreeSet::new();
    blocked.extend(shares.keys().map(|(_, owner)| *owner).filter(|owner| by_name(owner)));
    let alone = |person: &str| {
        // Whoever holds what nobody named may be the same person.
        let mut alone = BTreeSet::new();
        alone.extend(blocked.iter().copied().filter(|other| *other == person || *other == ANYONE));
        alone
    };
    match test.holdings {
        Holdings::OfAll => spread(&shares, &blocked, test.threshold),
        Holdings::OfOne => blocked
            .iter()
            .map(|person| spread(&shares, &alone(person), test.threshold))
            .fold(spread(&shares, &BTreeSet::new(), test.threshold), larger),
    }
}

/// The owner that an open share goes to while it is asked what is possible. No party has this id.
const ANYONE: &str = "?";

/// Percent held, by party and owner; several holdings of one owner in one party are one.
type Shares<'r> = BTreeMap<(&'r str, &'r str), Decimal>;

fn shares<'r>(edges: &[Edge<'r>], on: Date) -> Shares<'r> {
    let mut shares = Shares::new();
    for edge in edges.iter().filter(|edge| edge.is_held(on)) {
        *shares.entry((edge.owned, edge.owner)).or_default() += edge.percent;
    }
    shares
}

/// The least fixed point. Every round adds at least one party to those that count, so that circles end it too.
fn spread<'r>(shares: &Shares<'r>, by_name: &BTreeSet<&str>, threshold: Threshold) -> BTreeMap<&'r str, Owned<'r>> {
    let mut counted: BTreeSet<&str> = by_name.clone();
    loop {
        let sums = sums(shares, &counted);
        let reached = sums.iter().filter(|(_, sum)| threshold.reached(**sum)).map(|(party, _)| *party);
        let before = counted.len();
        counted.extend(reached);
        if counted.len() == before {
            let mut owned = BTreeMap::new();
            owned.extend(
                sums.into_iter().map(|(party, sum)| (party, answer(shares, by_name, &counted, threshold, party, sum))),
            );
            return owned;
        }
    }
}

/// What the counted owners hold of each party.
fn sums<'r>(shares: &Shares<'r>, counted: &BTreeSet<&str>) -> BTreeMap<&'r str, Decimal> {
    let mut sums = BTreeMap::new();
    for ((party, owner), percent) in shares {
        let sum: &mut Decimal = sums.entry(*party).or_default();
        // A holding in oneself brings nobody else nearer.
        if counted.contains(owner) && party != owner {
            *sum += *percent;
        }
    }
    sums
}

fn answer<'r>(
    shares: &Shares<'r>,
    by_name: &BTreeSet<&str>,
    counted: &BTreeSet<&str>,
    threshold: Threshold,
    party: &'r str,
    sum: Decimal,
) -> Owned<'r> {
    let held =
        shares.iter().filter(|((owned, owner), _)| *owned == party && *owner != party && counted.contains(owner));
    let owners: Vec<_> =
        held.map(|((_, owner), percent)| Stake { owner, percent: *percent, layer: !by_name.contains(owner) }).collect();
    let direct: Decimal = owners.iter().filter(|stake| !stake.layer).map(|stake| stake.percent).sum();
    let blocked = threshold.reached(sum);
    Owned { sum, blocked, through_layer: blocked && !threshold.reached(direct), owners }
}

/// For each party the answer that says more: blocked before not, without a layer before with one, then the larger sum.
fn larger<'r>(
    mut best: BTreeMap<&'r str, Owned<'r>>,
    other: BTreeMap<&'r str, Owned<'r>>,
) -> BTreeMap<&'r str, Owned<'r>> {
    let rank = |owned: &Owned<'_>| (owned.blocked, owned.blocked && !owned.through_layer, owned.sum);
    for (party, owned) in other {
        let so_far = best.entry(party).or_default();
        if rank(&owned) > rank(so_far) {
            *so_far = owned;
        }
    }
    best
}

/// What holdings make of one party of a record.
#[derive(Clone)]
pub struct PartyOwned<'r> {
    /// The party.
    pub party: view::Party<'r>,
    /// What is known for certain; the sum is a lower bound where `blocked` is unknown.
    pub known: Owned<'r>,
    /// The party counts as blocked through its owners; unknown if an absent owner, share or listing could decide it.
    pub blocked: Truth,
}

/// What ownership makes of the parties of a record on a day, in the record's order. `by_name` says who is blocked without
/// any owner's help. Parties that are natural persons have no owners.
///
/// Owners that are absent were not examined and could be anyone; a list that is present names everyone who matters.
pub fn in_parties<'r>(
    parties: Each<'r, v1::Party>,
    by_name: impl Fn(view::Party<'r>) -> Truth,
    test: Test,
    on: Date,
) -> Vec<PartyOwned<'r>> {
    let gathered: Vec<Gathered<'r>> = parties.iter().map(|party| Gathered::of(party, by_name(party), on)).collect();
    let known: Vec<Edge<'r>> = gathered.iter().flat_map(|party| party.edges.iter().copied()).collect();
    let possible: Vec<Edge<'r>> = known.iter().copied().chain(gathered.iter().flat_map(Gathered::possible)).collect();
    let named =
        |id: &str, test: fn(&Truth) -> bool| gathered.iter().any(|party| party.id == id && test(&party.by_name));
    let least = owned(&known, |id| named(id, Truth::is_yes), test, on);
    let most = owned(&possible, |id| id == ANYONE || named(id, |truth| !truth.is_no()), test, on);
    gathered
        .iter()
        .map(|party| {
            let known = least.get(party.id).cloned().unwrap_or_default();
            let possible = most.get(party.id).is_some_and(|owned| owned.blocked);
            let blocked = match (known.blocked, possible, gaps(&gathered, party.id)) {
                (true, ..) => Truth::Yes,
                (false, true, Some(missing)) => Truth::Unknown(missing),
                _ => Truth::No,
            };
            PartyOwned { party: party.party, known, blocked }
        })
        .collect()
}

/// Whether a party stands, as the record asserts it, on one of some lists on a day. An entry whose first day is absent is
/// for review. A party without entries is asserted to be on none; what screening finds comes on top.
#[must_use]
pub fn on_list(party: view::Party<'_>, lists: &[&str], on: Date) -> Truth {
    let Some(entries) = party.lists().recorded() else { return Truth::No };
    entries.any(|entry| {
        let stands = entry.listed_on().holds(|day| day <= on).or_review()
            & !entry.delisted_on().holds(|day| day <= on).unless_recorded();
        entry.list().holds(|list| lists.contains(&list)) & stands
    })
}

/// What the record says of one party's owners.
struct Gathered<'r> {
    id: &'r str,
    party: view::Party<'r>,
    by_name: Truth,
    /// Holdings known in full.
    edges: Vec<Edge<'r>>,
    /// Owners whose share is not known, [`ANYONE`] where the owner is not either.
    open: Vec<&'r str>,
    missing: Option<Missing>,
}

impl<'r> Gathered<'r> {
    fn of(party: view::Party<'r>, by_name: Truth, on: Date) -> Self {
        let id = party.raw().id.as_deref().unwrap_or_default();
        let mut found = Self { id, party, by_name, edges: Vec::new(), open: Vec::new(), missing: None };
        match party.owners().get() {
            Ok(owners) => owners.iter().for_each(|share| found.add(share, on)),
            Err(_) if party.kind().is(v1::PartyKind::Individual).is_yes() => {}
            Err(missing) => found.leave_open(ANYONE, missing),
        }
        found
    }

    fn add(&mut self, share: view::Ownership<'r>, on: Date) {
        let (from, to) = (share.from().recorded(), share.to().recorded());
        let held = Edge { owner: ANYONE, owned: self.id, percent: Decimal::ZERO, from, to };
        if !held.is_held(on) {
            return;
        }
        match (share.owner().get(), share.percent().get()) {
            (Ok(owner), Ok(percent)) => self.edges.push(Edge { owner, percent, ..held }),
            (Ok(owner), Err(missing)) => self.leave_open(owner, missing),
            (Err(missing), Ok(_)) => self.leave_open(ANYONE, missing),
            (Err(owner), Err(percent)) => self.leave_open(ANYONE, owner.and(percent)),
        }
    }

    fn leave_open(&mut self, owner: &'r str, missing: Missing) {
        self.open.push(owner);
        self.missing = self.missing.take().into_iter().chain([missing]).reduce(Missing::and);
    }

    /// The most that the open holdings can be: what the known ones leave.
    fn possible(&self) -> impl Iterator<Item = Edge<'r>> {
        let known: Decimal = self.edges.iter().map(|edge| edge.percent).sum();
        let percent = (Decimal::ONE_HUNDRED - known).max(Decimal::ZERO);
        let owned = self.id;
        self.open.iter().map(move |owner| Edge { owner, owned, percent, from: None, to: None })
    }

    fn owners(&self) -> impl Iterator<Item = &'r str> {
        self.edges.iter().map(|edge| edge.owner).chain(self.open.iter().copied())
    }
}

/// Everything absent that could still decide about a party: its own owners, and owners and listings above it.
fn gaps<'r>(gathered: &[Gathered<'r>], id: &'r str) -> Option<Missing> {
    let (mut above, mut left, mut missing) = (BTreeSet::new(), vec![id], None::<Missing>);
    while let Some(id) = left.pop() {
        for party in gathered.iter().filter(|party| party.id == id) {
            let listing = match &party.by_name {
                Truth::Unknown(listing) if above.contains(id) => Some(listing.clone()),
                _ => None,
            };
            missing = [missing, party.missing.clone(), listing].into_iter().flatten().reduce(Missing::and);
            left.extend(party.owners().filter(|owner| above.insert(*owner)));
        }
    }
    missing
}

#[cfg(test)]
mod tests;
