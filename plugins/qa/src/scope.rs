//! How far the law reaches: `qa.scope`.
//!
//! Work in Qatar brings a record before this plugin. Within it, the residence rules bind whoever works there; all
//! others are Labour Law, which leaves some sectors out (art. 3). A sector that is absent is in scope. Work is judged
//! where it is done on the day of the fact: what went on elsewhere before or after is no matter of Qatar's, and where the
//! country is absent, what a rule would find is INSUFFICIENT_DATA.

pub(crate) use comity_sdk::{About, Everybody, shared};
use comity_sdk::{
    hosts::{is_beyond_qatari_law, work_in},
    policy::Predicate,
    prelude::*,
};

/// The country.
pub(crate) const COUNTRY: &str = "QAT";

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
    "worksites.items.start",
    "worksites.items.end",
    "worksites.items.worker_groups",
    "workers.items.id",
    "workers.items.sector",
];

/// The gate as the host can test it.
pub(crate) fn applicability() -> Predicate {
    work_in(COUNTRY)
}

/// Runs a check of the Labour Law, if that law reaches the entry: work in Qatar, of a group that the law does not leave
/// out.
pub(crate) fn labour_law<'r>(case: &Case<'r>, entry: impl About<'r>, check: impl FnOnce() -> Checked) -> Checked {
    if is_under_labour_law(case, entry) { in_qatar(case, entry, check) } else { Ok(Answer::Silent) }
}

/// Runs a check of the residence law, if the entry is about work in Qatar. Where nobody recorded any site, that is open.
pub(crate) fn in_qatar<'r>(case: &Case<'r>, entry: impl About<'r>, check: impl FnOnce() -> Checked) -> Checked {
    case.at_work(entry, |country| country == COUNTRY, check)
}

/// Whether the Labour Law leaves in some of the groups that the entry is about; where it names none, of those of its site,
/// else of all.
pub(crate) fn is_under_labour_law<'r>(case: &Case<'r>, entry: impl About<'r>) -> bool {
    case.quietly(|| {
        let groups = groups_of(case, entry);
        let mut theirs = case.worker_groups().filter(|group| shared(groups, group.groups())).peekable();
        theirs.peek().is_none() || theirs.any(|group| !is_beyond_qatari_law(group))
    })
}

/// The groups that an entry names, else those that its site names.
pub(crate) fn groups_of<'r>(case: &Case<'r>, entry: impl About<'r>) -> Option<&'r [String]> {
    let of_site = || entry.site().and_then(|id| case.site(id)).and_then(About::groups);
    entry.groups().or_else(of_site)
}
