//! The ownership graph of a record: on no day does a party own itself through others, and on no day do the holdings in
//! one party come to more than all of it. Both would make sums over owners meaningless, or endless.
//!
//! A holding lasts `[from, to)`; absent ends are open, an absent share is unknown and counts as nothing towards the sum.
//! Dates are compared as texts: they were checked, and their width is fixed.

use std::collections::{BTreeMap, BTreeSet};

use comity_facts::v1::Party;

use super::{
    format::{HUNDRED_PERCENT, percent_units},
    violation::{Found, Full, Reason, Violation, shown},
};

/// Holdings times days that are examined for circles; beyond, the record is refused. Only holdings that lie on a circle
/// when their dates are ignored count, so that an ordinary chart never comes near.
const WORK_MAX: usize = 1_000_000;
/// Owners of a circle that its description names.
const NAMED_MAX: usize = 6;

/// Before every date.
const ALWAYS: &str = "";

#[derive(Clone, Copy)]
struct Holding<'r> {
    owner: usize,
    owned: usize,
    /// Place among the owners of the owned party.
    index: usize,
    units: Option<u64>,
    from: &'r str,
    to: Option<&'r str>,
}

impl Holding<'_> {
    fn lasts_on(&self, day: &str) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// Adds what is wrong with the holdings between the parties, whose ids are unique and whose references exist.
pub(super) fn check(parties: &[Party], found: &mut Found) {
    let holdings = holdings(parties);
    let (Ok(()) | Err(Full)) = sums(parties, &holdings, found).and_then(|()| circles(parties, &holdings, found));
}

fn holdings(parties: &[Party]) -> Vec<Holding<'_>> {
    let places: BTreeMap<&str, usize> =
        parties.iter().enumerate().filter_map(|(place, party)| Some((party.id.as_deref()?, place))).collect();
    let mut holdings = Vec::new();
    for (owned, party) in parties.iter().enumerate() {
        for (index, edge) in party.owners.iter().flat_map(|o| &o.items).enumerate() {
            let Some(owner) = edge.owner.as_deref().and_then(|id| places.get(id)) else { continue };
            holdings.push(Holding {
                owner: *owner,
                owned,
                index,
                units: edge.percent.as_deref().and_then(percent_units),
                from: edge.from.as_deref().unwrap_or(ALWAYS),
                to: edge.to.as_deref(),
            });
        }
    }
    holdings
}

/// The holdings are in order of the party owned, so that each party's are a run of them.
fn sums(parties: &[Party], holdings: &[Holding<'_>], found: &mut Found) -> Result<(), Full> {
    for run in holdings.chunk_by(|a, b| a.owned == b.owned) {
        let Some(owned) = run.first().map(|h| h.owned) else { continue };
        if let Some((day, units)) = first_excess(run) {
            let percent = format!("{}.{:08}", units / 100_000_000, units % 100_000_000);
            let percent = percent.trim_end_matches('0').trim_end_matches('.');
            let text = format!("{} is held to {percent} percent {}: the most is 100", name(parties, owned), when(day));
            let path = format!("parties.items[{owned}].owners");
            found.add(Violation { path, reason: Reason::OwnershipOver100Percent, description: text })?;
        }
    }
    Ok(())
}

/// The first day on which one party's holdings come to more than all of it, and to how much.
fn first_excess<'r>(run: &[Holding<'r>]) -> Option<(&'r str, u64)> {
    let starts = run.iter().filter(|h| h.to.is_none_or(|to| h.from < to));
    let ends = starts.clone().filter_map(|h| Some((h.to?, false, h.units?)));
    // On the day on which one holding ends another may start: ends (false) come first.
    let mut events: Vec<_> = starts.clone().filter_map(|h| Some((h.from, true, h.units?))).chain(ends).collect();
    events.sort_unstable();
    let mut sum = 0_u64;
    for (day, starts, units) in events {
        sum = if starts { sum.saturating_add(units) } else { sum.saturating_sub(units) };
        if sum > HUNDRED_PERCENT {
            return Some((day, sum));
        }
    }
    None
}

fn circles(parties: &[Party], holdings: &[Holding<'_>], found: &mut Found) -> Result<(), Full> {
    let real: Vec<_> = holdings.iter().copied().filter(|h| h.units != Some(0)).collect();
    let tangled = on_circles(parties.len(), real);
    let days: BTreeSet<&str> = tangled.iter().map(|h| h.from).collect();
    if tangled.len().saturating_mul(days.len()) > WORK_MAX {
        let text = "the holdings run in circles on too many days to examine: leave out holdings that ended";
        let (path, description) = ("parties".to_owned(), text.to_owned());
        return found.add(Violation { path, reason: Reason::OwnershipTooTangled, description });
    }
    // A circle that exists on some day exists on the day on which the last of its holdings starts.
    for day in days {
        let held: Vec<_> = tangled.iter().copied().filter(|h| h.lasts_on(day)).collect();
        if let Some((holding, circle)) = circle(&on_circles(parties.len(), held)) {
            let names: Vec<_> = circle.iter().take(NAMED_MAX).map(|place| name(parties, *place)).collect();
            let more = if circle.len() > NAMED_MAX { " and so on" } else { "" };
            let text = format!("holdings lead back to their start {}: {}{more}", when(day), names.join(" is held by "));
            let path = format!("parties.items[{}].owners.items[{}].owner", holding.owned, holding.index);
            return found.add(Violation { path, reason: Reason::OwnershipCycle, description: text });
        }
    }
    Ok(())
}

/// The holdings that are left when those whose owner nobody holds are taken away, again and again: the circles, and what
/// hangs below them.
fn on_circles(parties: usize, mut holdings: Vec<Holding<'_>>) -> Vec<Holding<'_>> {
    let mut held = vec![0_usize; parties];
    let mut owned_by = vec![Vec::new(); parties];
    for holding in &holdings {
        if let Some(count) = held.get_mut(holding.owned) {
            *count += 1;
        }
        if let Some(list) = owned_by.get_mut(holding.owner) {
            list.push(holding.owned);
        }
    }
    let mut free: Vec<_> = held.iter().enumerate().filter(|(_, count)| **count == 0).map(|(place, _)| place).collect();
    while let Some(owner) = free.pop() {
        for owned in owned_by.get(owner).into_iter().flatten() {
            if let Some(count) = held.get_mut(*owned) {
                *count -= 1;
                if *count == 0 {
                    free.push(*owned);
                }
            }
        }
    }
    holdings.retain(|h| held.get(h.owner).is_some_and(|count| *count > 0));
    holdings
}

/// One circle among holdings each of whose owners is held too: the holding that closes it, and its parties.
fn circle<'r>(holdings: &[Holding<'r>]) -> Option<(Holding<'r>, Vec<usize>)> {
    let by_owned: BTreeMap<usize, Holding<'r>> = holdings.iter().rev().map(|h| (h.owned, *h)).collect();
    let mut holding = *by_owned.values().next()?;
    let (mut trail, mut seen) = (vec![holding.owned], BTreeSet::from([holding.owned]));
    while seen.insert(holding.owner) {
        trail.push(holding.owner);
        holding = *by_owned.get(&holding.owner)?;
    }
    trail.push(holding.owner);
    let start = trail.iter().position(|place| *place == holding.owner)?;
    Some((holding, trail.split_off(start)))
}

fn name(parties: &[Party], place: usize) -> String {
    shown(parties.get(place).and_then(|party| party.id.as_deref()).unwrap_or_default())
}

fn when(day: &str) -> String {
    if day == ALWAYS { "from the start".to_owned() } else { format!("on {day}") }
}

#[cfg(test)]
mod tests {
    use comity_facts::v1::{Owners, Ownership};

    use super::*;

    /// `owned owner percent from to`, with `-` for what is absent.
    fn found(edges: &[&str]) -> Vec<(String, Reason, String)> {
        let mut parties: Vec<Party> = Vec::new();
        let place = |parties: &mut Vec<Party>, id: &str| {
            parties.iter().position(|p| p.id.as_deref() == Some(id)).unwrap_or_else(|| {
                parties.push(Party { id: Some(id.to_owned()), ..Party::default() });
                parties.len() - 1
            })
        };
        for edge in edges {
            let words: Vec<_> = edge.split(' ').collect();
            let [target, owner, percent, from, to] = words[..] else { panic!("{edge}") };
            let given = |word: &str| (word != "-").then(|| word.to_owned());
            let owned = place(&mut parties, target);
            place(&mut parties, owner);
            let edge = Ownership { owner: given(owner), percent: given(percent), from: given(from), to: given(to) };
            parties[owned].owners.get_or_insert_with(Owners::default).items.push(edge);
        }
        let mut found = Found::new(100);
        check(&parties, &mut found);
        let violations = found.refusal().err().map(|r| r.violations).unwrap_or_default();
        violations.into_iter().map(|v| (v.path, v.reason, v.description)).collect()
    }

    fn check_table(table: &[(&[&str], Option<(&str, Reason)>)]) {
        for (edges, expected) in table {
            let found = found(edges);
            let first = found.first().map(|(path, reason, _)| (path.as_str(), *reason));
            assert_eq!(first, *expected, "{edges:?}");
        }
    }

    #[test]
    fn holdings_sum_to_all_at_most_on_every_day() {
        let over = Some(("parties.items[0].owners", Reason::OwnershipOver100Percent));
        check_table(&[
            (&["a b 60 - -", "a c 40 - -"], None),
            (&["a b 60 - -", "a c 41 - -"], over),
            (&["a b 60 - -", "a c 40.00000001 - -"], over),
            (&["a b 100 - 2016-01-01", "a c 100 2016-01-01 -"], None),
            (&["a b 100 - 2016-01-02", "a c 100 2016-01-01 -"], over),
            (&["a b 100 - -", "a c - - -"], None),
            (&["a b 100 - -", "a c 50 2016-01-01 2016-01-01"], None),
        ]);
        let (_, _, text) = &found(&["a b 60 - -", "a c 40.5 2017-01-01 -"])[0];
        assert_eq!(text, "`a` is held to 100.5 percent on 2017-01-01: the most is 100");
    }

    #[test]
    fn no_party_owns_itself_on_any_day() {
        let at = |path| Some((path, Reason::OwnershipCycle));
        check_table(&[
            (&["a b 10 - -", "b c 10 - -", "c d 10 - -"], None),
            (&["a a 10 - -"], at("parties.items[0].owners.items[0].owner")),
            (&["a b 10 - -", "b a 10 - -"], at("parties.items[1].owners.items[0].owner")),
            (&["a b - - -", "b a - - -"], at("parties.items[1].owners.items[0].owner")),
            (&["a b 10 - -", "b a 0 - -"], None),
            (&["a b 10 - 2016-01-01", "b a 10 2016-01-01 -"], None),
            (&["a b 10 - 2016-01-02", "b a 10 2016-01-01 -"], at("parties.items[1].owners.items[0].owner")),
            (&["a b 5 - -", "a c 5 - -", "c d 5 - -", "d a 5 - -"], at("parties.items[3].owners.items[0].owner")),
            (&["x a 5 - -", "a b 5 - -", "b a 5 - -"], at("parties.items[2].owners.items[0].owner")),
        ]);
        let (_, _, text) = &found(&["a b 10 - -", "b a 10 2016-01-01 -"])[0];
        assert_eq!(text, "holdings lead back to their start on 2016-01-01: `a` is held by `b` is held by `a`");
    }

    #[test]
    fn many_holdings_stay_cheap() {
        let names: Vec<_> = (0..5000).map(|n| format!("p{n} p{} 1 {}-01-01 -", n + 1, 1900 + n % 290)).collect();
        let chain: Vec<_> = names.iter().map(String::as_str).collect();
        assert_eq!(found(&chain), []);
        let mut ring = chain;
        ring.push("p5000 p0 1 - -");
        assert_eq!(found(&ring)[0].1, Reason::OwnershipTooTangled);
    }
}
