//! Who stands behind a name in a record: the party of a reference, and who controls a party.

use std::collections::BTreeMap;

use comity_facts::{Each, Known, Truth, view};

use crate::Case;

/// What owners read.
pub const OWNERS: &[&str] = &[
    "parties.items.owners.items.owner",
    "parties.items.owners.items.percent",
    "parties.items.owners.items.from",
    "parties.items.owners.items.to",
];

/// What signs of control read.
pub const CONTROL: &[&str] = &[
    "parties.items.control_indicators.items.by",
    "parties.items.control_indicators.items.documented",
    "parties.items.control_indicators.items.refuted",
    "parties.items.control_indicators.items.from",
    "parties.items.control_indicators.items.to",
];

/// Whether a party is an entity, individual or body of North Korea, by its country or as a body of the Government.
#[must_use]
pub fn is_north_korean(party: view::Party<'_>) -> Truth {
    let body = party.government_of_north_korea().yes();
    if body.is_yes() { body } else { party.country().is("PRK") }
}

/// What is so of a party.
type Of<'a, 'r> = &'a dyn Fn(view::Party<'r>) -> Truth;

impl<'r> Case<'r> {
    /// Whether one of the partners of a joint venture is an entity or individual of North Korea.
    #[must_use]
    pub fn shared_with_north_korea(&self, venture: view::JointVenture<'r>) -> Truth {
        let partners = venture.partners();
        let Some(ids) = partners.recorded() else { return partners.missing().into() };
        Truth::any(ids.iter().filter_map(|id| self.party(id)).map(is_north_korean))
    }

    /// Whether the party that a field names passes a test; open where the field is absent.
    #[must_use]
    pub fn named(&self, id: Known<'r, &'r str>, test: impl FnOnce(view::Party<'r>) -> Truth) -> Truth {
        match id.recorded().and_then(|known| self.party(known)) {
            Some(party) => test(party),
            None => Truth::Unknown(id.missing()),
        }
    }

    /// Whether somebody who passes a test controls a party on the day of the fact, by a recorded sign that is not refuted. A
    /// sign that no document shows is for review. Signs that nobody recorded are none.
    #[must_use]
    pub fn controlled_by(&self, party: view::Party<'r>, mut test: impl FnMut(view::Party<'r>) -> Truth) -> Truth {
        let Some(signs) = party.control_indicators().recorded() else { return Truth::No };
        signs.any(|sign| {
            let begun = sign.from().recorded().is_none_or(|from| from <= self.day());
            let ended = sign.to().recorded().is_some_and(|to| to <= self.day());
            if !begun || ended || sign.refuted().recorded() == Some(true) {
                return Truth::No;
            }
            let documented = sign.documented();
            let shown = match documented.recorded() {
                Some(true) => Truth::Yes,
                _ => Truth::Unknown(documented.missing()).or_review(),
            };
            self.named(sign.by(), &mut test) & shown
        })
    }

    /// What a status that some parties have by themselves makes of one: the least fixed point over everyone above it. `from` says
    /// what the status of others makes of a party; every path to somebody counts, whichever is looked at first.
    pub fn spread(
        &self,
        party: view::Party<'r>,
        agents: Agents,
        by_itself: impl Fn(view::Party<'r>) -> Truth,
        from: impl Fn(view::Party<'r>, &dyn Fn(view::Party<'r>) -> Truth) -> Truth,
    ) -> Truth {
        self.fixed_point(party, agents, &by_itself, &from)
    }

    fn fixed_point(
        &self,
        party: view::Party<'r>,
        agents: Agents,
        by_itself: Of<'_, 'r>,
        from: &dyn Fn(view::Party<'r>, Of<'_, 'r>) -> Truth,
    ) -> Truth {
        let own = by_itself(party);
        if own.is_yes() {
            return own;
        }
        let above = self.everyone_above(party, agents);
        let mut status: BTreeMap<&str, Truth> = BTreeMap::new();
        status.extend(above.iter().map(|(id, p)| (*id, by_itself(*p))));
        loop {
            let so_far = |id: &str| status.get(id).cloned().unwrap_or(Truth::No);
            let of = |p: view::Party<'r>| p.raw().id.as_deref().map_or(Truth::No, so_far);
            let mut next = BTreeMap::new();
            next.extend(above.iter().map(|(id, p)| {
                let now = so_far(id);
                (*id, if now.is_yes() { now } else { now | from(*p, &of) })
            }));
            let settled = next.iter().zip(&status).all(|((_, new), (_, old))| same_answer(new, old));
            status = next;
            if settled {
                return status.remove(party.raw().id.as_deref().unwrap_or_default()).unwrap_or(own);
            }
        }
    }

    /// The party and all whom it acts for, who control it or own it, at any distance.
    fn everyone_above(&self, party: view::Party<'r>, agents: Agents) -> BTreeMap<&'r str, view::Party<'r>> {
        let (mut above, mut left) = (BTreeMap::new(), vec![party]);
        while let Some(party) = left.pop() {
            let Some(id) = party.raw().id.as_deref() else { continue };
            if above.insert(id, party).is_some() {
                continue;
            }
            let principal = (agents == Agents::Count).then(|| party.acts_for().recorded()).flatten();
            let signs = party.control_indicators().recorded();
            let controllers = signs.into_iter().flat_map(Each::iter).filter_map(|sign| sign.by().recorded());
            let shares = party.owners().recorded();
            let owners = shares.into_iter().flat_map(Each::iter).filter_map(|share| share.owner().recorded());
            left.extend(principal.into_iter().chain(controllers).chain(owners).filter_map(|id| self.party(id)));
        }
        above
    }
}

/// Whether the status of a principal is that of who acts for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agents {
    /// It is.
    Count,
    /// It is not.
    DoNotCount,
}

fn same_answer(a: &Truth, b: &Truth) -> bool {
    (a.is_yes(), a.is_no()) == (b.is_yes(), b.is_no())
}
