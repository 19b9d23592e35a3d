//! Permits for the work that is done.

use comity_facts::{Truth, sites, v1::PartyRole, view};

use super::{place::id, stay::holds};
use crate::{About, Case, Checked, Fires as _, shared};

/// What [`covered`] reads.
pub const COVERED: &[&str] = &[
    "permits.items.worker_groups",
    "permits.items.valid_from",
    "permits.items.valid_to",
    "permits.items.withdrawn_on",
    "permits.items.worksites",
    "permits.items.employer",
    "worksites.items.id",
    "worksites.items.employer",
];

/// Whether a permit that is valid on the day of the fact covers the work of a group at a site: it names the site and the employer
/// there. Open where permits are absent.
#[must_use]
pub fn covered<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, site: view::Worksite<'r>) -> Truth {
    let permits = match case.record.permits().get() {
        Ok(permits) => permits,
        Err(missing) => return missing.into(),
    };
    let theirs = permits.iter().filter(|permit| shared(permit.groups(), group.groups()));
    Truth::any(theirs.map(|permit| {
        let valid = sites::valid(permit, case.day());
        if valid.is_no() { valid } else { valid & sites::covers(permit, site) }
    }))
}

/// Whether a permit can be for the work at a site: it names the employer there, and not only sites in other countries. A site that
/// names no employer is worked for the permit's.
pub fn serves<'r>(case: &Case<'r>, permit: view::Permit<'r>, site: view::Worksite<'r>) -> Truth {
    let named = permit.worksites().recorded().unwrap_or_default();
    let there = site.country().recorded();
    let at_home = |id: &String| {
        let country = case.site(id).and_then(|named| named.country().recorded());
        country.is_none() || there.is_none() || country == there
    };
    if !named.is_empty() && !named.iter().any(at_home) {
        return Truth::No;
    }
    site.employer().recorded().map_or(Truth::Yes, |employer| permit.employer().is(employer))
}

/// Whether the work at a site is done for another than a host employer of the record. A site that names no employer is worked for the
/// permit's.
#[must_use]
pub fn for_another<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Truth {
    let Some(employer) = site.employer().recorded() else { return Truth::No };
    match case.party(employer) {
        Some(party) => (!party.roles().has(PartyRole::HostEmployer)).into(),
        None => case.record.parties().missing().into(),
    }
}

/// What [`for_another`] reads.
pub const FOR_ANOTHER: &[&str] = &["parties.items.roles", "worksites.items.employer"];

/// What [`serves`] reads beside [`super::WORK`].
pub const SERVES: &[&str] = &["permits.items.worksites", "permits.items.employer", "worksites.items.employer"];

/// Whether those whom an entry is about have a valid permit that passes a test, wherever they work. Open where permits are absent.
pub fn permitted<'r>(case: &Case<'r>, entry: impl About<'r>, test: impl Fn(view::Permit<'r>) -> Truth) -> Truth {
    some_permit(case, entry.groups(), &test)
}

fn some_permit<'r>(case: &Case<'r>, groups: Option<&[String]>, test: &dyn Fn(view::Permit<'r>) -> Truth) -> Truth {
    match case.record.permits().get() {
        Ok(permits) => {
            let theirs = permits.iter().filter(|permit| shared(permit.groups(), groups));
            Truth::any(theirs.map(|permit| {
                let valid = sites::valid(permit, case.day());
                if valid.is_no() { valid } else { valid & test(permit) }
            }))
        }
        Err(missing) => missing.into(),
    }
}

/// Whether a group has a title of residence that holds and passes a test. Open where titles, or the first day of one that would
/// decide, are absent.
pub fn resides<'r>(
    case: &Case<'r>,
    group: view::WorkerGroup<'r>,
    test: impl Fn(view::ResidenceTitle<'r>) -> Truth,
) -> Truth {
    some_title(case, group, &test)
}

fn some_title<'r>(
    case: &Case<'r>,
    group: view::WorkerGroup<'r>,
    test: &dyn Fn(view::ResidenceTitle<'r>) -> Truth,
) -> Truth {
    let titles = match case.record.residence().get() {
        Ok(titles) => titles,
        Err(missing) => return missing.into(),
    };
    let theirs = titles.iter().filter(|title| shared(title.groups(), group.groups()));
    Truth::any(theirs.map(|title| {
        let valid = holds(title, case.day());
        if valid.is_no() { valid } else { valid & test(title) }
    }))
}

/// What [`resides`] reads, beside what its test does.
pub const RESIDES: &[&str] = &[
    "residence.items.worker_groups",
    "residence.items.valid_from",
    "residence.items.valid_to",
    "residence.items.withdrawn_on",
    "residence.items.forged",
    "residence.items.kind",
];

/// Whether none of a group's nationalities is one of these; an unknown one is for review.
#[must_use]
pub fn foreign(group: view::WorkerGroup<'_>, own: &[&str]) -> Truth {
    let nationalities = group.nationalities();
    match nationalities.get() {
        Ok([]) => Truth::Unknown(nationalities.missing()).or_review(),
        Ok(codes) => (!codes.iter().any(|code| own.contains(&code.as_str()))).into(),
        Err(missing) => Truth::Unknown(missing).or_review(),
    }
}

/// What [`to_north_koreans`] reads beside [`super::WORK`].
pub const TO_NORTH_KOREANS: &[&str] = &[
    "workers.items.nationalities",
    "workers.items.korean_unspecified",
    "permits.items.worker_groups",
    "permits.items.worksites",
];

/// INFO of a permit for work in a country that passes a test, issued to North Koreans on the day of the fact; parameters
/// `permit` and `day`.
///
/// # Errors
/// If the country is absent.
pub fn to_north_koreans<'r>(case: &Case<'r>, permit: view::Permit<'r>, here: impl Fn(&str) -> bool) -> Checked {
    case.permits_work(permit, here, || {
        let national = Truth::any(case.groups_of(permit).map(|group| case.is_prk(group)));
        Ok(national.info().with("permit", id(&permit.raw().id)).with("day", case.day()))
    })
}
