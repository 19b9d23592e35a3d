//! What a permit is for beside its dates: the occupation, the region, the employer.

use comity_facts::{Truth, view};

/// Whether a permit is for the occupation in which a group works. One that names none is for any.
#[must_use]
pub fn in_trade(permit: view::Permit<'_>, group: view::WorkerGroup<'_>) -> Truth {
    permit.occupation().recorded().map_or(Truth::Yes, |allowed| group.occupation().holds(|done| done == allowed))
}

/// Whether a permit is for the region of a site. One that names none is for any.
#[must_use]
pub fn in_region(permit: view::Permit<'_>, site: view::Worksite<'_>) -> Truth {
    permit.region().recorded().map_or(Truth::Yes, |allowed| site.region().holds(|there| there == allowed))
}

/// What [`in_trade`] reads.
pub const TRADE: &[&str] = &["permits.items.occupation", "workers.items.occupation"];

/// What [`in_region`] reads.
pub const REGION: &[&str] = &["permits.items.region", "worksites.items.region"];
