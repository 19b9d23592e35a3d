//! How far the law reaches: `qa.scope`.
//!
//! Work in Qatar brings a record before this plugin. Within it, the residence rules bind whoever works there; all
//! others are Labour Law, which leaves some sectors out (art. 3). A sector that is absent is in scope, and so is a site
//! of which the country is absent: what leads out of the law has to be recorded.

pub(crate) use comity_sdk::{About, Everybody, shared};
use comity_sdk::{hosts::work_in, policy::Predicate, prelude::*};

const COUNTRY: &str = "QAT";

/// The gate of the plugin.
pub(crate) const QATAR: Scope = Scope {
    reaches: |case| match case.record.worksites().get() {
        Ok(sites) => sites.any(|site| site.country().is(COUNTRY)),
        Err(missing) => missing.into(),
    },
    otherwise: "no work in Qatar",
};

/// What the gates read.
pub(crate) const READS: &[&str] = &[
    "worksites.items.country",
    "worksites.items.id",
    "worksites.items.worker_groups",
    "workers.items.id",
    "workers.items.sector",
];

/// The gate as the host can test it.
pub(crate) fn applicability() -> Predicate {
    work_in(COUNTRY)
}

/// Sectors that the Labour Law leaves out.
const EXCLUDED: [Sector; 7] = [
    Sector::CivilService,
    Sector::StatePetroleum,
    Sector::ArmedForces,
    Sector::Seafarer,
    Sector::Casual,
    Sector::Domestic,
    Sector::Agriculture,
];

/// Runs a check of the Labour Law, if that law reaches the entry.
pub(crate) fn labour_law<'r>(case: &Case<'r>, entry: impl About<'r>, check: impl FnOnce() -> Checked) -> Checked {
    if is_under_labour_law(case, entry) { check() } else { Ok(Answer::Silent) }
}

/// Runs a check of the residence law, if the entry is about work in Qatar.
pub(crate) fn in_qatar<'r>(case: &Case<'r>, entry: impl About<'r>, check: impl FnOnce() -> Checked) -> Checked {
    if is_in_qatar(case, entry) { check() } else { Ok(Answer::Silent) }
}

/// Whether the Labour Law reaches the entry: work in Qatar, of a group that the law does not leave out.
pub(crate) fn is_under_labour_law<'r>(case: &Case<'r>, entry: impl About<'r>) -> bool {
    is_in_qatar(case, entry) && has_workers_within(case, entry.groups(), entry.site())
}

/// Whether the law leaves in some of those groups; where none is named, of those of the site, else of all.
fn has_workers_within<'r>(case: &Case<'r>, groups: Option<&'r [String]>, site: Option<&str>) -> bool {
    let included = |group: view::WorkerGroup<'r>| group.sector().recorded().is_none_or(|s| !EXCLUDED.contains(&s));
    case.quietly(|| {
        let of_site = || site.and_then(|id| case.site(id)).and_then(About::groups);
        let groups = groups.or_else(of_site);
        let mut theirs = case.worker_groups().filter(|group| shared(groups, group.groups())).peekable();
        theirs.peek().is_none() || theirs.any(included)
    })
}

/// Whether some of the work that the entry is about is done in Qatar.
fn is_in_qatar<'r>(case: &Case<'r>, entry: impl About<'r>) -> bool {
    is_done_in_qatar(case, entry.groups(), entry.site())
}

fn is_done_in_qatar<'r>(case: &Case<'r>, groups: Option<&'r [String]>, site: Option<&str>) -> bool {
    let here = |site: &view::Worksite<'r>| site.country().recorded().is_none_or(|country| country == COUNTRY);
    case.quietly(|| {
        if let Some(site) = site.and_then(|id| case.site(id)) {
            return here(&site);
        }
        let mut sites = case.sites().filter(|site| shared(groups, site.groups())).peekable();
        sites.peek().is_none() || sites.any(|site| here(&site))
    })
}
