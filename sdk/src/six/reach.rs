//! Work that the rows of a host country leave out, so that their silence says nothing of it: the scopes `qa.scope` and `my.scope` of
//! the catalogue. What leads out of a law has to be recorded; a sector or region that is absent is inside.

use comity_facts::{v1::Sector, view};

use crate::{Case, Everybody};

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

/// Whether a host country's rows on contracts and standards leave out some of the work there.
pub(super) fn leaves_out(case: &Case<'_>, country: &str) -> bool {
    let mut sites = case.sites_of(Everybody).filter(|site| site.country().recorded() == Some(country));
    match country {
        "QAT" => sites.any(|site| case.groups_of(site).any(beyond_qatari_law)),
        "MYS" => sites.any(beyond_malaysian_law),
        _ => false,
    }
}

fn beyond_qatari_law(group: view::WorkerGroup<'_>) -> bool {
    group.sector().recorded().is_some_and(|sector| BEYOND_QATARI_LAW.contains(&sector))
}

fn beyond_malaysian_law(site: view::Worksite<'_>) -> bool {
    let named = |region: &str| BEYOND_MALAYSIAN_LAW.iter().any(|own| own.eq_ignore_ascii_case(region.trim()));
    site.region().recorded().is_some_and(named)
}
