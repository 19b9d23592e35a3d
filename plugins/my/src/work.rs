//! Permits, papers, forced labour; where the Employment Act 1955 reaches.

use comity_sdk::{
    About,
    facts::{Each, indicators::FIELDS},
    hosts::{HEAT, PAPERS, WORK, foreign, id, papers_taken, permitted, trafficking_at},
    prelude::*,
    shared,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PERMIT, PASSPORT, FORCED];

const OWN: &[&str] = &["MYS"];

/// my.scope: Sabah and Sarawak have ordinances of their own, so that the Employment Act does not reach work there. A region that is
/// not recorded is in scope: what leads out of the law has to be recorded.
pub(crate) fn under_the_act<'r>(case: &Case<'r>, entry: impl About<'r>, check: impl FnOnce() -> Checked) -> Checked {
    let beyond = case.quietly(|| {
        let region = |site: view::Worksite<'r>| site.region().recorded().map(str::trim);
        let own = |site| region(site).is_some_and(|name| OWN_LAW.iter().any(|own| own.eq_ignore_ascii_case(name)));
        if let Some(site) = entry.site().and_then(|id| case.site(id)) {
            return own(site);
        }
        let mut sites = case.sites_of(entry).filter(|site| site.country().recorded().is_none_or(here)).peekable();
        sites.peek().is_some() && sites.all(own)
    });
    if beyond { Ok(Answer::Silent) } else { case.at_work(entry, here, check) }
}

/// Regions with labour ordinances of their own.
pub(crate) const OWN_LAW: [&str; 2] = ["Sabah", "Sarawak"];

const PERMIT: Rule = Rule {
    id: "my.permit",
    title: "whether foreigners work without a pass, or without the employer's prior approval",
    basis: "Employment Act 1955 s. 60K; Immigration Act 1959/63 s. 55B",
    in_force: &[since(2023, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        &[
            "workers.items.nationalities",
            "permits.items.worker_groups",
            "permits.items.valid_from",
            "permits.items.valid_to",
            "permits.items.withdrawn_on",
            "permits.items.employer_approval_ref",
            "worksites.items.region",
        ],
    ],
    check: Check::Workers(|case, group| {
        under_the_act(case, group, || {
            let foreign = foreign(group, OWN);
            if foreign.is_no() {
                return Ok(Answer::Silent);
            }
            let pass = permitted(case, group, |_| Truth::Yes);
            let permits = case.record.permits().recorded().into_iter().flat_map(Each::iter);
            let theirs = permits.filter(|permit| shared(permit.groups(), group.groups()));
            // No reference is no approval.
            let approved = theirs.filter(|permit| permit.employer_approval_ref().recorded().is_some()).count() > 0;
            let without = !(pass & approved.into());
            Ok((foreign & without).violation().with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work without a pass, or without the employer's prior approval.",
    sources: &["S31"],
    ..Rule::ROW
};

const PASSPORT: Rule = Rule {
    id: "my.passport",
    title: "whether another has a worker's passport without lawful authority",
    basis: "Passports Act 1966 s. 12(1)(f)",
    in_force: &[since(1966, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer, Sender],
    needs: &[Part::Worksites],
    reads: &[WORK, PAPERS],
    check: Check::Liberty(|case, entry| {
        case.at_work(entry, here, || Ok(papers_taken(entry).violation().with("entry", id(&entry.raw().id))))
    }),
    says: "Another than the worker holds the passport ({entry}).",
    consequence: "fine of up to RM 10 000, up to 5 years of prison, or both",
    ..Rule::ROW
};

const FORCED: Rule = Rule {
    id: "my.forced",
    title: "whether act, means and purpose of trafficking for forced labour are there",
    basis: "Employment Act 1955 s. 90B; Anti-Trafficking in Persons and Anti-Smuggling of Migrants Act 2007",
    in_force: &[since(2023, 1, 1)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[FIELDS, WORK, HEAT],
    check: Check::Case(|case| trafficking_at(case, here)),
    says: "Signs of trafficking or forced labour (ILO indicators {hits}), for the prosecution to judge. This does not prove it.",
    consequence: "bring before the prosecution; identify and protect the victims",
    referrals: &["Public prosecutor"],
    ..Rule::ROW
};
