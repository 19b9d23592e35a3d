//! Whom and where an entry of the record is about: the worker groups it names, else all; the site it names, else those that
//! its workers use.

use comity_facts::{
    Date, Each,
    v1::IdList,
    view::{self},
};

use crate::{Case, subjects};

/// Whom and where an entry of the record is about; nothing said means all.
pub trait About<'r>: Copy {
    /// The worker groups, by id.
    fn groups(self) -> Option<&'r [String]>;
    /// The site.
    fn site(self) -> Option<&'r str> {
        None
    }
}

/// What an entry is about, whatever entry it is: what asks for this is compiled once, and not for every kind of entry.
#[derive(Clone, Copy)]
pub(crate) struct Whose<'r> {
    groups: Option<&'r [String]>,
    site: Option<&'r str>,
}

impl<'r> Whose<'r> {
    pub(crate) fn of(entry: impl About<'r>) -> Self {
        Self { groups: entry.groups(), site: entry.site() }
    }
}

impl<'r> About<'r> for Whose<'r> {
    fn groups(self) -> Option<&'r [String]> {
        self.groups
    }
    fn site(self) -> Option<&'r str> {
        self.site
    }
}

/// Whether two entries can be about the same worker.
#[must_use]
pub fn shared(one: Option<&[String]>, other: Option<&[String]>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.iter().any(|id| other.contains(id)),
        _ => true,
    }
}

/// All workers of the record.
#[derive(Clone, Copy)]
pub struct Everybody;

impl<'r> About<'r> for Everybody {
    fn groups(self) -> Option<&'r [String]> {
        None
    }
}

fn listed(groups: Option<&IdList>) -> Option<&[String]> {
    groups.map(|list| list.items.as_slice())
}

impl<'r> About<'r> for view::WorkerGroup<'r> {
    fn groups(self) -> Option<&'r [String]> {
        self.raw().id.as_ref().map(std::slice::from_ref)
    }
}

impl<'r> About<'r> for view::Worksite<'r> {
    fn groups(self) -> Option<&'r [String]> {
        listed(self.raw().worker_groups.as_ref())
    }
    fn site(self) -> Option<&'r str> {
        self.raw().id.as_deref()
    }
}

impl<'r> About<'r> for view::HeatExposure<'r> {
    fn groups(self) -> Option<&'r [String]> {
        None
    }
    fn site(self) -> Option<&'r str> {
        self.raw().site.as_deref()
    }
}

macro_rules! about {
    ($($entry:ident),+ $(,)?) => {
        $(impl<'r> About<'r> for view::$entry<'r> {
            fn groups(self) -> Option<&'r [String]> {
                listed(self.raw().worker_groups.as_ref())
            }
        })+
    };
}

about!(Permit, ResidenceTitle, Contract, Liberty, Coercion, Housing, ProtectionClaim);

macro_rules! about_at_a_site {
    ($($entry:ident),+ $(,)?) => {
        $(impl<'r> About<'r> for view::$entry<'r> {
            fn groups(self) -> Option<&'r [String]> {
                listed(self.raw().worker_groups.as_ref())
            }
            fn site(self) -> Option<&'r str> {
                self.raw().site.as_deref()
            }
        })+
    };
}

about_at_a_site!(WageLine, WorkingTime);

/// Whether a site is in use on a day: not before its start, nor from its end on, where these are recorded.
#[must_use]
pub fn is_in_use(site: view::Worksite<'_>, day: Date) -> bool {
    site.start().recorded().is_none_or(|start| start <= day) && site.end().recorded().is_none_or(|end| day < end)
}

impl<'r> Case<'r> {
    /// The worker groups that an entry is about.
    pub fn groups_of(&self, entry: impl About<'r>) -> impl Iterator<Item = view::WorkerGroup<'r>> {
        self.theirs(entry.groups())
    }

    fn theirs(&self, groups: Option<&'r [String]>) -> impl Iterator<Item = view::WorkerGroup<'r>> + use<'r> {
        self.worker_groups().filter(move |group| shared(groups, group.groups()))
    }

    /// The sites that the workers of an entry use on the day of the fact; where none is recorded, those they ever used;
    /// where there is none of these either, all.
    pub fn sites_of(&self, entry: impl About<'r>) -> impl Iterator<Item = view::Worksite<'r>> {
        self.sites_used(entry.groups())
    }

    fn sites_used(&self, groups: Option<&'r [String]>) -> impl Iterator<Item = view::Worksite<'r>> + use<'r> {
        let day = self.day();
        let theirs = move |site: &view::Worksite<'r>| shared(groups, site.groups());
        let used = move |site: &view::Worksite<'r>| is_in_use(*site, day);
        let any_used = self.sites().any(|site| theirs(&site) && used(&site));
        let any_theirs = self.sites().any(|site| theirs(&site));
        self.sites().filter(move |site| (!any_theirs || theirs(site)) && (!any_used || used(site)))
    }

    /// The wage lines about some workers that are facts by the evaluation date, or may be.
    pub fn wages_of(&self, entry: impl About<'r>) -> impl Iterator<Item = view::WageLine<'r>> {
        self.wages_paid(entry.groups())
    }

    fn wages_paid(&self, groups: Option<&'r [String]>) -> impl Iterator<Item = view::WageLine<'r>> {
        let lines = self.record.wages().recorded().into_iter().flat_map(Each::iter);
        lines.filter(move |line| shared(groups, line.groups()) && subjects::is_wage_by_now(self, *line))
    }
}
