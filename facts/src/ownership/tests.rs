//! The rows of the catalogue on ownership, the laws of the fixed point, and what absence leaves open.

use proptest::prelude::*;

use super::*;
use crate::{Trace, Viewed, cases::text};

/// Guidance of 2014 (OFAC) and best practices of 2024 (EU).
const AGGREGATE: Test =
    Test { threshold: Threshold::AtLeast(Decimal::from_parts(50, 0, 0, false, 0)), holdings: Holdings::OfAll };
/// One person, half or more (OFAC before 2014-08-13).
const SINGLY: Test = Test { holdings: Holdings::OfOne, ..AGGREGATE };
/// One person, more than half (EU before 2024-07-03).
const MORE_THAN_HALF: Test =
    Test { threshold: Threshold::MoreThan(Decimal::from_parts(50, 0, 0, false, 0)), holdings: Holdings::OfOne };

fn day(text: &str) -> Date {
    Date::read(text).unwrap()
}

/// Reads "X 50 A, A 50 B": X holds 50 % of A, A holds 50 % of B.
fn edges(text: &str) -> Vec<Edge<'_>> {
    let words = |edge| str::split_whitespace(edge).collect::<Vec<_>>();
    let edge = |text| match words(text)[..] {
        [owner, percent, held] => Edge { owner, owned: held, percent: percent.parse().unwrap(), from: None, to: None },
        _ => panic!("{text}"),
    };
    text.split(", ").filter(|text| !text.is_empty()).map(edge).collect()
}

/// X, Y and Z are blocked by name. Shows the parties that count as blocked, with sum, "+" where it takes a layer.
fn check(test: Test, holdings: &str, expected: &str) {
    let owned = owned(&edges(holdings), |id| "XYZ".contains(id), test, day("2020-01-01"));
    let shown: Vec<_> = owned
        .iter()
        .filter(|(_, owned)| owned.blocked)
        .map(|(party, owned)| format!("{party} {}{}", owned.sum, if owned.through_layer { "+" } else { "" }))
        .collect();
    assert_eq!(shown.join(", "), expected, "{holdings}");
}

#[test]
fn rows_of_the_catalogue() {
    check(AGGREGATE, "X 25 A, Y 25 A", "A 50");
    check(SINGLY, "X 25 A, Y 25 A", "");
    check(AGGREGATE, "X 24.9 A, Y 24.9 A", "");
    check(AGGREGATE, "X 50 B, B 50 C", "B 50, C 50+");
    check(AGGREGATE, "X 50 B, B 49 C", "B 50");
    check(MORE_THAN_HALF, "X 50.0 A", "");
    check(MORE_THAN_HALF, "X 50.1 A", "A 50.1");
    check(AGGREGATE, "X 50.0 A", "A 50.0");
    check(AGGREGATE, "X 49.9 A", "");
    check(MORE_THAN_HALF, "X 25 A, Y 26 A", "");
}

#[test]
fn layers_and_circles() {
    // Below the threshold nothing passes through; at it, everything does.
    check(AGGREGATE, "X 49 A, A 100 B", "");
    check(AGGREGATE, "X 50 A, A 25 B, Y 25 B", "A 50, B 50+");
    check(AGGREGATE, "X 50 A, A 10 B, Y 50 B", "A 50, B 60");
    check(AGGREGATE, "X 100 A, X 100 B, A 25 C, B 25 C", "A 100, B 100, C 50+");
    check(SINGLY, "X 100 A, X 100 B, A 25 C, B 25 C", "A 100, B 100, C 50+");
    check(SINGLY, "X 100 A, Y 100 B, A 25 C, B 25 C", "A 100, B 100");
    check(AGGREGATE, "A 60 B, B 60 A", "");
    check(AGGREGATE, "A 60 B, B 60 A, X 50 A", "A 110, B 60+");
    check(AGGREGATE, "A 60 A, X 40 A", "");
    // Two holdings of one owner are one.
    check(SINGLY, "X 25 A, X 25 A", "A 50");
    check(AGGREGATE, "", "");
}

#[test]
fn owners_are_named() {
    let owned = owned(&edges("Y 30 C, X 50 A, A 30 C, N 40 C"), |id| "XYZ".contains(id), AGGREGATE, day("2020-01-01"));
    let stake = |owner, layer| Stake { owner, percent: Decimal::from(30), layer };
    assert_eq!(owned["C"].owners, [stake("A", true), stake("Y", false)]);
    assert!(owned["C"].through_layer);
}

/// A holding in oneself is no stake, and nothing goes through a layer where nothing is blocked.
#[test]
fn what_is_no_stake() {
    let owned = owned(&edges("A 60 A, X 50 A, X 10 B"), |id| id == "X", AGGREGATE, day("2020-01-01"));
    assert_eq!(owned["A"].owners, [Stake { owner: "X", percent: Decimal::from(50), layer: false }]);
    assert!(!owned["B"].blocked && !owned["B"].through_layer);
}

/// Of several persons who make a party count, one who needs no layer is told, then the first.
#[test]
fn the_person_that_is_told() {
    check(SINGLY, "X 100 B, B 50 A, Y 50 A", "A 50, B 100");
    check(SINGLY, "Y 100 B, B 50 A, X 50 A", "A 50, B 100");
    check(SINGLY, "X 100 B, B 60 A, Y 50 A", "A 50, B 100");
    check(SINGLY, "X 50 A, Y 60 A", "A 60");
    let both = owned(&edges("X 50 A, Y 50 A"), |id| "XY".contains(id), SINGLY, day("2020-01-01"));
    assert_eq!(both["A"].owners, [Stake { owner: "X", percent: Decimal::from(50), layer: false }]);
}

#[test]
fn on_a_list_on_its_days() {
    let entry = |list: &str, from: &str, to: &str| v1::ListEntry {
        list: text(list).filter(|list| !list.is_empty()),
        listed_on: text(from).filter(|day| !day.is_empty()),
        delisted_on: text(to).filter(|day| !day.is_empty()),
        ..Default::default()
    };
    let (yes, no) = (Some(true), Some(false));
    for (entries, expected) in [
        (vec![entry("L", "2019-12-31", "")], yes),
        (vec![entry("L", "2020-01-01", "")], yes),
        (vec![entry("L", "2020-01-02", "")], no),
        (vec![entry("L", "", "")], None),
        (vec![entry("L", "2010-01-01", "2019-12-31")], no),
        (vec![entry("L", "2010-01-01", "2020-01-01")], no),
        (vec![entry("L", "2010-01-01", "2020-01-02")], yes),
        (vec![entry("M", "2010-01-01", "")], no),
        (vec![entry("", "2010-01-01", "")], None),
        (vec![entry("M", "2010-01-01", ""), entry("L", "2010-01-01", "")], yes),
        (vec![], no),
    ] {
        let party = v1::Party { lists: Some(v1::ListEntries { items: entries.clone() }), ..Default::default() };
        let trace = Trace::new();
        let found = on_list(party.view(trace.root()), &["L"], day("2020-01-01"));
        assert_eq!(found.known().ok(), expected, "{entries:?}");
    }
}

/// A share that nobody gave in percent, and that ended, leaves nothing open.
#[test]
fn an_open_share_counts_on_its_days() {
    for (to, open) in [("2019-12-31", false), ("2020-01-01", false), ("2020-01-02", true)] {
        let share = v1::Ownership { owner: text("X"), to: text(to), ..Default::default() };
        let owners = Some(v1::Owners { items: vec![share] });
        let firm = v1::Party { id: text("A"), owners, ..Default::default() };
        let record = v1::Record { parties: Some(v1::Parties { items: vec![firm] }), ..Default::default() };
        let trace = Trace::new();
        let (parties, on) = (record.view(trace.root()).parties().get().unwrap(), day("2020-01-01"));
        let named = |party: view::Party<'_>| (party.raw().id.as_deref() == Some("X")).into();
        let found = in_parties(parties, named, AGGREGATE, on);
        assert!(found.iter().all(|answer| matches!(answer.blocked, Truth::No)), "nobody is listed: {to}");
        let listed = v1::Party { id: text("X"), kind: Some(v1::PartyKind::Individual.into()), ..Default::default() };
        let mut both = record.clone();
        both.parties.as_mut().unwrap().items.push(listed);
        let trace = Trace::new();
        let found = in_parties(both.view(trace.root()).parties().get().unwrap(), named, AGGREGATE, on);
        assert_eq!(matches!(found[0].blocked, Truth::Unknown(_)), open, "{to}");
    }
}

#[test]
fn holdings_count_on_their_days() {
    let held = Edge { from: Some(day("2020-01-01")), to: Some(day("2021-01-01")), ..edges("X 50 A")[0] };
    for (on, expected) in [("2019-12-31", false), ("2020-01-01", true), ("2020-12-31", true), ("2021-01-01", false)] {
        let owned = owned(&[held], |id| id == "X", AGGREGATE, day(on));
        assert_eq!(owned.get("A").is_some_and(|a| a.blocked), expected, "{on}");
    }
}

/// A record of parties, each with its holdings ("X 50, Y ?" for an unknown share, "-" for owners that are absent), and "!"
/// after a party whose listing is undated. Shows each party's answer.
fn check_record(test: Test, parties: &[(&str, &str)], expected: &str) {
    let share = |text: &str| {
        let (owner, percent) = text.split_once(' ').unwrap();
        let known = |part: &str| (part != "?").then(|| part.to_owned());
        v1::Ownership { owner: known(owner), percent: known(percent), ..Default::default() }
    };
    let party = |(id, owners): &(&str, &str)| {
        let listed_on = (!id.ends_with('!')).then(|| "2010-01-01".to_owned());
        let entry = v1::ListEntry { list: text("L"), listed_on, ..Default::default() };
        let name = id.trim_end_matches('!');
        let kind = if *owners == "person" { v1::PartyKind::Individual } else { v1::PartyKind::Entity };
        let items = owners.split(", ").filter(|text| text.contains(' ')).map(share).collect();
        v1::Party {
            id: text(name),
            kind: Some(kind.into()),
            lists: "XYZ".contains(name).then(|| v1::ListEntries { items: vec![entry] }),
            owners: (!matches!(*owners, "-" | "person")).then_some(v1::Owners { items }),
            ..Default::default()
        }
    };
    let record =
        v1::Record { parties: Some(v1::Parties { items: parties.iter().map(party).collect() }), ..Default::default() };
    let trace = Trace::new();
    let on = day("2020-01-01");
    let parties = record.view(trace.root()).parties().get().unwrap();
    let answers = in_parties(parties, |party| on_list(party, &["L"], on), test, on);
    let shown: Vec<_> = answers
        .iter()
        .map(|answer| match &answer.blocked {
            Truth::Yes => "y".to_owned(),
            Truth::No => "n".to_owned(),
            Truth::Unknown(missing) => {
                let review = if missing.review { "!" } else { "" };
                let paths: Vec<_> =
                    missing.fields.iter().map(|f| trace.path(*f).replace("parties.items", "")).collect();
                format!("?{review}{}", paths.join("+"))
            }
        })
        .collect();
    assert_eq!(shown.join(" "), expected);
}

#[test]
fn absence_stays_open_where_it_could_decide() {
    check_record(AGGREGATE, &[("X", "person"), ("A", "X 50"), ("B", "A 50")], "n y y");
    check_record(AGGREGATE, &[("X", "person"), ("A", "-")], "n ?[1].owners");
    check_record(AGGREGATE, &[("X", "person"), ("A", ""), ("B", "A 100")], "n n n");
    check_record(AGGREGATE, &[("X", "person"), ("A", "-"), ("B", "A 50")], "n ?[1].owners ?[1].owners");
    check_record(AGGREGATE, &[("X", "person"), ("A", "-"), ("B", "A 49")], "n ?[1].owners n");
    check_record(AGGREGATE, &[("X", "person"), ("A", "-"), ("B", "A 49, X 50")], "n ?[1].owners y");
    check_record(AGGREGATE, &[("X", "person"), ("A", "X ?")], "n ?[1].owners.items[0].percent");
    check_record(AGGREGATE, &[("N", "person"), ("A", "N ?")], "n n");
    check_record(AGGREGATE, &[("N", "person"), ("A", "N 50.1, ? ?")], "n n");
    check_record(AGGREGATE, &[("N", "person"), ("A", "N 50, ? 50")], "n ?[1].owners.items[1].owner");
    check_record(AGGREGATE, &[("X!", "person"), ("A", "X 50")], "n ?![0].lists.items[0].listed_on");
    // Only what stands above a party can decide about it, and its own listing is another matter.
    check_record(AGGREGATE, &[("X", "person"), ("A", "-"), ("B", "-")], "n ?[1].owners ?[2].owners");
    check_record(AGGREGATE, &[("X!", "-"), ("Y", "person")], "?[0].owners n");
    // What nobody named may be the person who holds the rest.
    let split = [("X", "person"), ("N", "person"), ("A", "X 45, N 40, ? ?")];
    check_record(SINGLY, &split, "n n ?[2].owners.items[2].owner+[2].owners.items[2].percent");
}

const NAMES: [&str; 6] = ["A", "B", "C", "D", "X", "Y"];

fn any_edges() -> impl Strategy<Value = Vec<Edge<'static>>> {
    let edge = (0_usize..6, 0_usize..6, 1_u32..=100).prop_map(|(owner, owned, percent)| Edge {
        owner: NAMES[owner],
        owned: NAMES[owned],
        percent: Decimal::from(percent),
        from: None,
        to: None,
    });
    proptest::collection::vec(edge, 0..12)
}

fn any_test() -> impl Strategy<Value = Test> {
    let threshold =
        prop_oneof![Just(Threshold::AtLeast(Decimal::from(50))), Just(Threshold::MoreThan(Decimal::from(50)))];
    (threshold, prop_oneof![Just(Holdings::OfAll), Just(Holdings::OfOne)])
        .prop_map(|(threshold, holdings)| Test { threshold, holdings })
}

fn blocked(edges: &[Edge<'static>], by_name: [bool; 6], test: Test) -> BTreeSet<&'static str> {
    let named = |id: &str| NAMES.iter().zip(by_name).any(|(name, blocked)| blocked && *name == id);
    let owned = owned(edges, named, test, day("2020-01-01"));
    owned.into_iter().filter(|(_, owned)| owned.blocked).map(|(party, _)| party).collect()
}

/// By definition: a set is closed if whoever its members hold enough of is in it; what every closed set with the blocked
/// persons has in common counts. Every subset of the six parties is tried.
fn brute_force(edges: &[Edge<'static>], by_name: [bool; 6], test: Test) -> BTreeSet<&'static str> {
    let held = |set: u32, party: usize| -> Decimal {
        let counts = |edge: &&Edge| {
            edge.owned == NAMES[party]
                && edge.owner != edge.owned
                && NAMES.iter().enumerate().any(|(i, name)| set & (1 << i) != 0 && *name == edge.owner)
        };
        edges.iter().filter(counts).map(|edge| edge.percent).sum()
    };
    let reached = |set: u32| (0..6).filter(move |party| test.threshold.reached(held(set, *party)));
    let least = |seed: u32| {
        let closed = (0_u32..64).filter(|set| set & seed == seed && reached(*set).all(|party| set & (1 << party) != 0));
        closed.fold(63, |common, set| common & set)
    };
    let named: Vec<u32> = (0..6).filter(|i| by_name[*i as usize]).collect();
    let sets: Vec<u32> = match test.holdings {
        Holdings::OfAll => vec![least(named.iter().map(|i| 1 << i).sum())],
        Holdings::OfOne => named.iter().map(|i| least(1 << i)).collect(),
    };
    sets.into_iter().flat_map(reached).map(|party| NAMES[party]).collect()
}

proptest! {
    #[test]
    fn is_the_least_fixed_point(edges in any_edges(), by_name: [bool; 6], test in any_test()) {
        prop_assert_eq!(blocked(&edges, by_name, test), brute_force(&edges, by_name, test));
    }

    #[test]
    fn more_holdings_block_no_fewer(edges in any_edges(), more in any_edges(), by_name: [bool; 6], test in any_test()) {
        let all: Vec<_> = edges.iter().chain(&more).copied().collect();
        prop_assert!(blocked(&edges, by_name, test).is_subset(&blocked(&all, by_name, test)));
    }

    #[test]
    fn more_names_block_no_fewer(edges in any_edges(), by_name: [bool; 6], more: [bool; 6], test in any_test()) {
        let mut all = by_name;
        for (one, other) in all.iter_mut().zip(more) {
            *one |= other;
        }
        prop_assert!(blocked(&edges, by_name, test).is_subset(&blocked(&edges, all, test)));
    }

    #[test]
    fn order_does_not_matter(edges in any_edges().prop_flat_map(|e| (Just(e.clone()), Just(e).prop_shuffle())), test in any_test()) {
        let (edges, shuffled) = edges;
        let named = |id: &str| "XY".contains(id);
        let on = day("2020-01-01");
        prop_assert_eq!(owned(&edges, named, test, on), owned(&shuffled, named, test, on));
    }
}

/// The edges as a record of the six parties, X and Y listed; the owners of a hidden party are absent.
fn as_record(edges: &[Edge<'static>], hidden: [bool; 6]) -> v1::Record {
    let party = |(name, hidden): (&&str, bool)| {
        let share = |edge: &Edge| v1::Ownership {
            owner: text(edge.owner),
            percent: Some(edge.percent.to_string()),
            ..Default::default()
        };
        let items = edges.iter().filter(|edge| edge.owned == *name).map(share).collect();
        let entry = v1::ListEntry { list: text("L"), listed_on: text("2010-01-01"), ..Default::default() };
        v1::Party {
            id: text(name),
            owners: (!hidden).then_some(v1::Owners { items }),
            lists: "XY".contains(name).then(|| v1::ListEntries { items: vec![entry] }),
            ..Default::default()
        }
    };
    let items = NAMES.iter().zip(hidden).map(party).collect();
    v1::Record { parties: Some(v1::Parties { items }), ..Default::default() }
}

proptest! {
    /// Hiding owners leaves an answer as it was, or opens it. Shares are small, so that nobody is owned by more than all.
    #[test]
    fn absence_never_decides(edges in any_edges(), threshold in 1_u32..50, hidden: [bool; 6], test in any_test()) {
        let small = |edge: &Edge<'static>| Edge { percent: edge.percent / Decimal::from(12), ..*edge };
        let edges: Vec<_> = edges.iter().map(small).collect();
        let test = Test { threshold: Threshold::AtLeast(Decimal::from(threshold)), ..test };
        let answers = |hidden: [bool; 6]| -> Vec<Truth> {
            let record = as_record(&edges, hidden);
            let trace = Trace::new();
            let on = day("2020-01-01");
            let parties = record.view(trace.root()).parties().get().unwrap();
            in_parties(parties, |party| on_list(party, &["L"], on), test, on).into_iter().map(|a| a.blocked).collect()
        };
        for (full, less) in answers([false; 6]).into_iter().zip(answers(hidden)) {
            prop_assert!(full == less || matches!(less, Truth::Unknown(_)), "{full:?} {less:?}");
        }
    }
}
