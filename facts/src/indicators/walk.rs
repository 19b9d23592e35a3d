//! Walks over the record that keep open what no entry is about.

use super::{Assessment, SiteLimits};
use crate::{
    Date, Each, Known, Missing, Truth, Viewed,
    sites::{self, SiteUse},
    v1::{self, PartyRole},
    view,
};

/// Whom and where an entry is about.
#[derive(Clone, Copy)]
struct Scope<'r> {
    groups: Option<&'r v1::IdList>,
    site: Option<&'r String>,
}

impl<'r> Scope<'r> {
    fn groups(groups: Option<&'r v1::IdList>) -> Self {
        Self { groups, site: None }
    }
}

/// Whether a site that no permit covers satisfies `test`.
pub(super) fn extra<'r>(
    sites: &Result<Vec<SiteUse<'r>>, Missing>,
    test: impl Fn(view::Worksite<'r>) -> Truth,
) -> Truth {
    match sites {
        Ok(sites) => Truth::any(sites.iter().map(|used| used.extra.clone() & test(used.site))),
        Err(missing) => Truth::Unknown(missing.clone()),
    }
}

/// Whether two entries can be about the same worker.
pub(super) fn shared(one: Option<&v1::IdList>, other: Option<&v1::IdList>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.items.iter().any(|group| other.items.contains(group)),
        _ => true,
    }
}

impl<'r> Assessment<'r> {
    /// Whether an entry that names these groups is about the workers asked for.
    pub(super) fn is_about(&self, groups: Option<&v1::IdList>) -> bool {
        sites::is_about(groups, self.group)
    }

    /// A continuing fact counts on the days of the deployment.
    pub(super) fn now(&self, truth: Truth) -> Truth {
        self.deployed.clone() & truth
    }

    /// Whether one of some acts satisfies `test`; after the deployment, only acts that are recorded count.
    pub(super) fn acts<M: Viewed>(&self, list: Known<'r, Each<'r, M>>, test: impl Fn(M::View<'r>) -> Truth) -> Truth {
        match list.get() {
            Ok(acts) => acts.any(test),
            Err(missing) => self.now(Truth::Unknown(missing)),
        }
    }

    /// A fact with a date counts from that date on; one without, on the days of the deployment.
    pub(super) fn happened(&self, date: Known<'r, Date>) -> Truth {
        date.recorded().map_or_else(|| self.deployed.clone(), |day| Truth::from(day <= self.as_of))
    }

    pub(super) fn liberties(&self, test: impl Fn(view::Liberty<'r>) -> Truth) -> Truth {
        self.entries(self.record.liberty(), |l| Scope::groups(l.raw().worker_groups.as_ref()), &test)
    }

    pub(super) fn coercions(&self, test: impl Fn(view::Coercion<'r>) -> Truth) -> Truth {
        self.entries(self.record.coercion(), |c| Scope::groups(c.raw().worker_groups.as_ref()), &test)
    }

    pub(super) fn housings(&self, test: impl Fn(view::Housing<'r>) -> Truth) -> Truth {
        self.entries(self.record.housing(), |h| Scope::groups(h.raw().worker_groups.as_ref()), &test)
    }

    pub(super) fn supervisions(&self, test: impl Fn(view::Supervision<'r>) -> Truth) -> Truth {
        self.entries(self.record.supervision(), |s| Scope { groups: None, site: s.raw().site.as_ref() }, &test)
    }

    pub(super) fn heat(&self, test: impl Fn(view::HeatExposure<'r>) -> Truth) -> Truth {
        self.entries(self.record.heat(), |h| Scope { groups: None, site: h.raw().site.as_ref() }, &test)
    }

    pub(super) fn times(&self, test: impl Fn(view::WorkingTime<'r>) -> Truth) -> Truth {
        let scope =
            |t: view::WorkingTime<'r>| Scope { groups: t.raw().worker_groups.as_ref(), site: t.raw().site.as_ref() };
        self.entries(self.record.working_time(), scope, &test)
    }

    pub(super) fn lines(&self, test: impl Fn(view::WageLine<'r>) -> Truth) -> Truth {
        let scope =
            |w: view::WageLine<'r>| Scope { groups: w.raw().worker_groups.as_ref(), site: w.raw().site.as_ref() };
        self.entries(self.record.wages(), scope, &|line| self.counts(line) & test(line))
    }

    pub(super) fn workers(&self, test: impl Fn(view::WorkerGroup<'r>) -> Truth) -> Truth {
        self.entries(self.record.workers(), |_| Scope::groups(None), &test)
    }

    pub(super) fn sites(&self, test: impl Fn(view::Worksite<'r>) -> Truth) -> Truth {
        let worked = |site| sites::worked(self.record, site, self.as_of);
        self.entries(self.record.worksites(), |_| Scope::groups(None), &|site| worked(site) & test(site))
    }

    /// The limits at the site of an entry; where it names none, at those of its workers.
    pub(super) fn limits_of(
        &self,
        groups: Option<&'r v1::IdList>,
        site: Option<&'r String>,
    ) -> impl Iterator<Item = &SiteLimits> {
        let sites = self.record.raw().worksites.as_ref().map_or(&[][..], |list| &list.items);
        let theirs = move |limits: &&SiteLimits| match site {
            Some(site) => limits.site.as_ref() == Some(site),
            None => sites.iter().filter(|s| s.id == limits.site).any(|s| shared(groups, s.worker_groups.as_ref())),
        };
        self.limits.sites.iter().filter(theirs)
    }

    /// The sites in use, for [`extra`].
    pub(super) fn used_sites(&self) -> Result<Vec<SiteUse<'r>>, Missing> {
        self.record.worksites().get().map(|_| sites::in_use(self.record, self.as_of))
    }

    pub(super) fn state_sender(&self) -> Truth {
        match self.record.parties().get() {
            Ok(parties) => Truth::any(
                parties
                    .iter()
                    .filter(|party| party.roles().has(PartyRole::Sender))
                    .map(|party| party.government_of_north_korea().yes()),
            ),
            Err(missing) => Truth::Unknown(missing),
        }
    }

    /// Whether one of the entries satisfies `test`; open for the groups and sites that no entry is about. What is open
    /// stays so only while the deployment runs: afterwards, what is not recorded yields nothing.
    fn entries<M: Viewed>(
        &self,
        list: Known<'r, Each<'r, M>>,
        scope: fn(M::View<'r>) -> Scope<'r>,
        test: &dyn Fn(M::View<'r>) -> Truth,
    ) -> Truth {
        let found = match list.get() {
            Ok(entries) => {
                let scopes: Vec<_> = entries.iter().map(scope).collect();
                let is_about = |scope: &Scope<'r>| self.is_about(scope.groups);
                let all_covered = self.all_covered(&scopes.iter().copied().filter(is_about).collect::<Vec<_>>());
                let about = entries.iter().zip(&scopes).filter(|(_, scope)| is_about(scope));
                let found = Truth::any(about.map(|(entry, _)| test(entry)));
                if all_covered { found } else { found | Truth::Unknown(list.missing()) }
            }
            Err(missing) => Truth::Unknown(missing),
        };
        self.open_now(found)
    }

    /// What is open stays so only while the deployment runs.
    pub(super) fn open_now(&self, found: Truth) -> Truth {
        match found {
            Truth::Unknown(missing) => self.now(Truth::Unknown(missing)),
            known => known,
        }
    }

    /// Whether some entry is about every group, and some about every site that may be worked.
    fn all_covered(&self, scopes: &[Scope<'r>]) -> bool {
        let group = |id: &String| scopes.iter().any(|s| s.groups.is_some_and(|groups| groups.items.contains(id)));
        let site = |id: &String| scopes.iter().any(|s| s.site == Some(id));
        let one_group = self.group.is_some() && !scopes.is_empty();
        let all_groups = one_group || scopes.iter().any(|s| s.groups.is_none()) || {
            let mut ids =
                self.record.raw().workers.iter().flat_map(|list| &list.items).map(|g| g.id.as_ref()).peekable();
            ids.peek().is_some() && ids.all(|id| id.is_some_and(group))
        };
        let all_sites = scopes.iter().any(|s| s.site.is_none()) || {
            let sites = self.record.worksites().recorded().into_iter().flat_map(Each::iter);
            let worked = sites.filter(|site| !sites::worked(self.record, *site, self.as_of).is_no());
            let mut ids = worked.map(|site| site.raw().id.as_ref()).peekable();
            ids.peek().is_some() && ids.all(|id| id.is_some_and(site))
        };
        all_groups && all_sites
    }
}
