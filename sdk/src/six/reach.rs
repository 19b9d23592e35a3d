//! Work that the rows of a host country leave out, so that their silence says nothing of it.

use crate::{
    Case, Everybody,
    hosts::{is_beyond_malaysian_law, is_beyond_qatari_law},
};

/// Whether a host country's rows on contracts and standards leave out some of the work there.
pub(super) fn leaves_out(case: &Case<'_>, country: &str) -> bool {
    let mut sites = case.sites_of(Everybody).filter(|site| site.country().recorded() == Some(country));
    match country {
        "QAT" => sites.any(|site| case.groups_of(site).any(is_beyond_qatari_law)),
        "MYS" => sites.any(is_beyond_malaysian_law),
        _ => false,
    }
}
