//! What a permit is for beside its dates: the occupation, the region, the country.

use comity_facts::{Truth, view};

use crate::Case;

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

/// Whether a permit can be for work in a country that passes a test: it names no site, or one there.
pub fn for_work_in<'r>(case: &Case<'r>, permit: view::Permit<'r>, here: impl Fn(&str) -> bool) -> Truth {
    let named = permit.worksites().recorded().unwrap_or_default();
    if named.is_empty() {
        return Truth::Yes;
    }
    Truth::any(named.iter().filter_map(|id| case.site(id)).map(|site| site.country().holds(&here)))
}
