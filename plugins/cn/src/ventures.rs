//! Joint ventures and firms of North Korea, which had to close by January 2018.

use comity_sdk::{hosts::id, is_north_korean, prelude::*};

use crate::here;

pub(crate) const RULES: &[Rule] = &[VENTURE];

/// The day by which ventures had to be closed.
const CLOSED_BY: Date = Date::of(2018, 1, 9);
const WHOLE: Decimal = Decimal::from_parts(100, 0, 0, false, 0);

const VENTURE: Rule = Rule {
    id: "cn.jv.2017",
    title: "whether a joint venture with North Korea, or a firm that it owns, stayed open after 2018-01-09",
    basis: "notice of the Ministry of Commerce of 2017-09-28 under Security Council resolution 2375 (2017)",
    in_force: &[since(2017, 9, 28)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&[
        "parties.items.country",
        "parties.items.government_of_north_korea",
        "parties.items.owners.items.owner",
        "parties.items.owners.items.percent",
        "parties.items.owners.items.from",
        "parties.items.owners.items.to",
        "ventures.joint_ventures.partners",
        "ventures.joint_ventures.opened",
        "ventures.joint_ventures.closed_on",
        "ventures.joint_ventures.country",
    ]],
    check: Check::Several(&[
        Check::JointVenture(|case, venture| Ok(open(case, venture))),
        Check::Always(|case| Ok(owned(case, true))),
        Check::Always(|case| Ok(owned(case, false))),
    ]),
    says: "Joint venture {venture} with North Korea was not closed by 2018-01-09.",
    consequence: "close the venture",
    sources: &["S15"],
    ..Rule::ROW
};

const OPENED: &str =
    "Joint venture {venture} with North Korea was opened after 2018-01-09, by which such ventures had to be closed.";

fn open<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    let closed = venture.closed_on().recorded().is_some_and(|day| day <= CLOSED_BY);
    let opened = venture.opened().recorded();
    let country = venture.country().holds(here);
    if closed || opened > Some(case.day()) || case.day() <= CLOSED_BY || country.is_no() {
        return Answer::Silent;
    }
    let answer = (country & case.shared_with_north_korea(venture)).violation();
    let answer = match opened.filter(|day| CLOSED_BY < *day) {
        Some(day) => answer.says("opened", OPENED).since(day),
        None => answer.due(CLOSED_BY).since(CLOSED_BY.next()),
    };
    answer.with("venture", id(&venture.raw().id))
}

const OWNED: &str =
    "Firms that belong to North Korea ({parties}) are open after 2018-01-09, by which they had to be closed.";
const SHARED: &str = "Firms ({parties}) have owners of North Korea after 2018-01-09. Whether they are joint ventures, or wholly owned, is for \
    review.";

/// The firms of China with owners of North Korea: those that belong to them as a whole, or those of which nobody says how much does, or
/// that others share.
fn owned(case: &Case<'_>, whole: bool) -> Answer {
    if case.day() <= CLOSED_BY {
        return Answer::Silent;
    }
    let firms = case.parties().map(|party| (party, held(case, party)));
    let such: Vec<_> = firms.filter(|(_, held)| !held.any.is_no() && (held.share >= WHOLE) == whole).collect();
    let any = Truth::any(such.iter().map(|(_, held)| held.any.clone()));
    let since = such.iter().filter_map(|(_, held)| held.since).min();
    let parties: Vec<_> = such.iter().map(|(party, _)| id(&party.raw().id)).collect();
    let answer = if whole { any.violation().says("owned", OWNED) } else { any.review().says("shared", SHARED) };
    let answer = answer.since(since).with("parties", parties.join(", "));
    // About the first of them, so that the two answers have subjects of their own.
    such.first().into_iter().fold(answer, |answer, (party, _)| answer.about(SubjectKind::Party, id(&party.raw().id)))
}

/// What is held of a firm of China.
struct Held {
    /// Whether any of it is held by somebody of North Korea.
    any: Truth,
    /// How much of it surely is, in percent.
    share: Decimal,
    /// Since when, after the day by which such firms had to be closed.
    since: Option<Date>,
}

fn held<'r>(case: &Case<'r>, party: view::Party<'r>) -> Held {
    let mut held = Held { any: Truth::No, share: Decimal::ZERO, since: None };
    let Some(owners) = party.owners().recorded() else { return held };
    let country = party.country().holds(here);
    if country.is_no() {
        return held;
    }
    for edge in owners.iter() {
        let now = edge.from().recorded().is_none_or(|from| from <= case.day())
            && edge.to().recorded().is_none_or(|to| case.day() < to);
        let theirs = if now { case.named(edge.owner(), is_north_korean) } else { Truth::No };
        if theirs.is_yes() {
            held.share += edge.percent().recorded().unwrap_or_default();
            held.since = held.since.max(edge.from().recorded()).max(Some(CLOSED_BY.next()));
        }
        held.any = held.any | theirs;
    }
    held.any = held.any & country;
    held
}
