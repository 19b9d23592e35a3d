//! The indicators of forced labour as far as they are about some of the workers: what another crew suffers says nothing of
//! these. Only asks; the evidence is that of the record as a whole.

use comity_sdk::{
    facts::{Trace, indicators::Assessment},
    prelude::*,
    v1,
};

use crate::gates::places::Everybody;

/// Asks the indicators of these worker groups alone.
pub(crate) fn shown_by<T>(case: &Case<'_>, groups: &[&str], ask: impl FnOnce(&Assessment<'_>) -> T) -> T {
    let record = Of { record: case.record.raw(), groups }.record();
    let trace = Trace::new();
    let theirs = Case::new(case.day(), &record, &trace);
    let limits = theirs.local_limits(Everybody);
    ask(&theirs.assessment(case.day(), limits))
}

/// A record and some of its worker groups.
struct Of<'a> {
    record: &'a v1::Record,
    groups: &'a [&'a str],
}

impl Of<'_> {
    /// What the indicators read, as far as it is about these groups. What names no group is about all.
    fn record(&self) -> v1::Record {
        let Self { record, .. } = self;
        macro_rules! part {
            ($part:ident, $test:expr) => {
                record.$part.clone().map(|mut part| {
                    part.items.retain($test);
                    part
                })
            };
        }
        v1::Record {
            parties: record.parties.clone(),
            deployment: record.deployment.clone(),
            workers: part!(workers, |group| group.id.as_deref().is_none_or(|id| self.groups.contains(&id))),
            worksites: part!(worksites, |site| self.is_theirs(site.worker_groups.as_ref())),
            permits: part!(permits, |permit| self.is_theirs(permit.worker_groups.as_ref())),
            contracts: part!(contracts, |contract| self.is_theirs(contract.worker_groups.as_ref())),
            wages: part!(wages, |line| self.is_theirs(line.worker_groups.as_ref()) && self.at(line.site.as_ref())),
            working_time: part!(working_time, |time| {
                self.is_theirs(time.worker_groups.as_ref()) && self.at(time.site.as_ref())
            }),
            liberty: part!(liberty, |liberty| self.is_theirs(liberty.worker_groups.as_ref())),
            coercion: part!(coercion, |coercion| self.is_theirs(coercion.worker_groups.as_ref())),
            housing: part!(housing, |housing| self.is_theirs(housing.worker_groups.as_ref())),
            supervision: part!(supervision, |minder| self.at(minder.site.as_ref())),
            heat: part!(heat, |heat| self.at(heat.site.as_ref())),
            ..v1::Record::default()
        }
    }

    fn is_theirs(&self, named: Option<&v1::IdList>) -> bool {
        named.is_none_or(|list| list.items.iter().any(|id| self.groups.contains(&id.as_str())))
    }

    /// Whether a site is one of theirs.
    fn at(&self, site: Option<&String>) -> bool {
        let sites = self.record.worksites.iter().flat_map(|list| &list.items);
        let mut named = sites.filter(|other| site.is_some() && other.id.as_ref() == site);
        named.all(|site| self.is_theirs(site.worker_groups.as_ref()))
    }
}
