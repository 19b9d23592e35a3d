//! Permits for the work that is done.

use comity_facts::{Truth, sites, view};

use crate::{About as _, Case, shared};

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
