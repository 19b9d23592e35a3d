//! Work in a host country that its labour law leaves to others: the scopes `qa.scope` and `my.scope` of the catalogue. What leads
//! out of a law has to be recorded; a sector or a region that is absent is inside.

use comity_facts::{v1::Sector, view};

/// Sectors that the Labour Law of Qatar leaves out (art. 3).
const BEYOND_QATARI_LAW: [Sector; 7] = [
    Sector::CivilService,
    Sector::StatePetroleum,
    Sector::ArmedForces,
    Sector::Seafarer,
    Sector::Casual,
    Sector::Domestic,
    Sector::Agriculture,
];

/// Regions of Malaysia with labour ordinances of their own, where the Employment Act does not reach.
const BEYOND_MALAYSIAN_LAW: [&str; 2] = ["Sabah", "Sarawak"];

/// Whether the Labour Law of Qatar leaves a worker group out.
#[must_use]
pub fn is_beyond_qatari_law(group: view::WorkerGroup<'_>) -> bool {
    group.sector().recorded().is_some_and(|sector| BEYOND_QATARI_LAW.contains(&sector))
}

/// Whether a site is in Sabah or Sarawak.
#[must_use]
pub fn is_beyond_malaysian_law(site: view::Worksite<'_>) -> bool {
    let named = |region: &str| BEYOND_MALAYSIAN_LAW.iter().any(|own| own.eq_ignore_ascii_case(region.trim()));
    site.region().recorded().is_some_and(named)
}
