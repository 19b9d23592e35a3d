//! Who needs a title to stay: third-country nationals, and until when theirs holds.

use comity_facts::{
    Date, Each, Known, Truth, sites,
    v1::{PermitType, Protection},
    view,
};

use super::union;
use crate::{About as _, Case, shared};

/// What the right to stay reads.
pub const STAY: &[&str] = &[
    "workers.items.nationalities",
    "workers.items.protection",
    "residence.items.valid_from",
    "residence.items.valid_to",
    "residence.items.withdrawn_on",
    "residence.items.forged",
    "permits.items.type",
    "permits.items.valid_from",
    "permits.items.valid_to",
    "permits.items.withdrawn_on",
];

/// Free to move under the law of the Union without being members of it: the other States of the European Economic Area,
/// and Switzerland.
const FREE_TO_MOVE: [&str; 4] = ["ISL", "LIE", "NOR", "CHE"];

/// Whether the workers of a group hold no nationality that is free to move within the Union. An unknown one is for review.
#[must_use]
pub fn third_country<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let nationalities = group.nationalities();
    let free = |code: &String| FREE_TO_MOVE.contains(&code.as_str()) || union::is_member(code, case.day());
    match nationalities.get() {
        Ok([]) => Truth::Unknown(nationalities.missing()).or_review(),
        Ok(codes) => (!codes.iter().any(free)).into(),
        Err(missing) => Truth::Unknown(missing).or_review(),
    }
}

/// A group's right to stay on a day.
pub struct Stay<'r> {
    /// Whether it has none. No, where the record has nothing on its titles: then nobody looked. Open, where titles of residence
    /// are absent and only a permit has ended of which nobody says that it was one.
    pub illegal: Truth,
    /// The last day before it had none, where a title ended.
    pub ended_on: Option<Date>,
    /// A title that the employer could take for a good one: forged or withdrawn, but not run out.
    pub seeming: Option<view::ResidenceTitle<'r>>,
}

/// The right to stay of a group on the day of the fact: a residence title, or a permit that is one (every kind but a plain
/// work permit), or protection.
#[must_use]
pub fn stay<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Stay<'r> {
    let nothing = Stay { illegal: Truth::No, ended_on: None, seeming: None };
    let residence = case.record.residence().recorded();
    let titles = || residence.into_iter().flat_map(Each::iter).filter(|t| shared(t.groups(), group.groups()));
    let permits = || {
        let all = case.record.permits().recorded().into_iter().flat_map(Each::iter);
        all.filter(|permit| shared(permit.groups(), group.groups()))
    };
    if residence.is_none() && permits().next().is_none() {
        return nothing;
    }
    let day = case.day();
    let by_title = Truth::any(titles().map(|title| holds(title, day)));
    let by_permit = || Truth::any(permits().map(|permit| is_stay_title(permit) & sites::valid(permit, day)));
    let allowed = if by_title.is_yes() { by_title } else { by_title | by_permit() | protected(group) };
    let ended = titles().filter_map(|title| ended(title, day));
    let withdrawn = permits().filter(|permit| !is_stay_title(*permit).is_no()).filter_map(|permit| over(permit, day));
    let ended_on = ended.chain(withdrawn).max();
    let illegal = match (residence, &ended_on) {
        // Only work permits are recorded, and none of them says anything about the stay.
        (None, None) => Truth::No,
        (None, Some(_)) => !allowed & was_title(case, permits(), day),
        _ => !allowed,
    };
    Stay { illegal, ended_on, seeming: titles().find(|title| seems_good(*title, day)) }
}

/// Whether a right to stay has ended, as far as permits tell where titles of residence are absent. One without a type may have been
/// a plain work permit: then a title of residence would decide.
fn was_title<'r>(case: &Case<'r>, permits: impl Iterator<Item = view::Permit<'r>>, day: Date) -> Truth {
    let over = permits.filter(|permit| over(*permit, day).is_some()).map(|permit| match is_stay_title(permit) {
        Truth::Unknown(missing) => Truth::Unknown(case.record.residence().missing().and(missing)),
        known => known,
    });
    Truth::any(over)
}

fn is_stay_title(permit: view::Permit<'_>) -> Truth {
    permit.r#type().holds(|kind| kind != PermitType::Work)
}

/// Protection lets people stay while it is asked for and once it is given.
fn protected(group: view::WorkerGroup<'_>) -> Truth {
    use Protection as P;
    group.protection().is_in(&[P::AsylumPending, P::Refugee, P::Subsidiary, P::UnOfficial, P::Diplomat]).or_review()
}

fn by(date: Known<'_, Date>, day: Date) -> Option<Date> {
    date.recorded().filter(|end| *end <= day)
}

fn ended(title: view::ResidenceTitle<'_>, day: Date) -> Option<Date> {
    [by(title.valid_to(), day), by(title.withdrawn_on(), day)].into_iter().flatten().min()
}

fn over(permit: view::Permit<'_>, day: Date) -> Option<Date> {
    [by(permit.valid_to(), day), by(permit.withdrawn_on(), day)].into_iter().flatten().min()
}

fn is_forged(title: view::ResidenceTitle<'_>) -> bool {
    title.forged().recorded() == Some(true)
}

/// Whether a title lets its holders stay on a day: not forged, begun, and not over. Open where its first day is absent.
pub(super) fn holds(title: view::ResidenceTitle<'_>, day: Date) -> Truth {
    if is_forged(title) || ended(title, day).is_some() {
        return Truth::No;
    }
    title.valid_from().holds(|from| from <= day)
}

fn seems_good(title: view::ResidenceTitle<'_>, day: Date) -> bool {
    by(title.valid_to(), day).is_none() && (is_forged(title) || by(title.withdrawn_on(), day).is_some())
}
