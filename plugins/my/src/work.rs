//! Permits, papers, forced labour; where the Employment Act 1955 reaches.

use comity_sdk::{
    About,
    facts::indicators::FIELDS,
    hosts::{
        HEAT, PAPERS, SERVES, WORK, foreign, id, is_beyond_malaysian_law, passport, permitted, serves, trafficking_at,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PERMIT, PASSPORT, FORCED];

const OWN: &[&str] = &["MYS"];

/// my.scope: Sabah and Sarawak have ordinances of their own, so that the Employment Act does not reach work there. A region that is
/// not recorded is in scope: what leads out of the law has to be recorded. Where no work is here at all, nothing is to be reached.
pub(crate) fn under_the_act<'r>(case: &Case<'r>, entry: impl About<'r>, check: impl FnOnce() -> Checked) -> Checked {
    let beyond = case.quietly(|| sites_here(case, entry).all(is_beyond_malaysian_law));
    if beyond { Ok(Answer::Silent) } else { case.at_work(entry, here, check) }
}

/// The site that an entry names, else those of its workers that are in Malaysia, or may be.
pub(crate) fn sites_here<'r>(case: &Case<'r>, entry: impl About<'r>) -> impl Iterator<Item = view::Worksite<'r>> {
    let named = entry.site().and_then(|id| case.site(id));
    let theirs = named.is_none().then(|| case.sites_of(entry)).into_iter().flatten();
    named.into_iter().chain(theirs.filter(|site| site.country().recorded().is_none_or(here)))
}

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
        SERVES,
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
        case.at_work(group, here, || {
            let foreign = foreign(group, OWN);
            if foreign.is_no() {
                return Ok(Answer::Silent);
            }
            let without = Truth::any(case.sites_worked(group, here).map(|site| !allowed(case, group, site)));
            Ok((foreign & without).violation().with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work without a pass, or without the employer's prior approval.",
    sources: &["S31"],
    ..Rule::ROW
};

/// Whether a pass allows work at a site, and the employer's approval stands beside it. The approval is a duty of the Employment Act,
/// the pass one of the Immigration Act, which Sabah and Sarawak know too. No reference is no approval.
fn allowed<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, site: view::Worksite<'r>) -> Truth {
    let bound = !case.quietly(|| is_beyond_malaysian_law(site));
    permitted(case, group, |permit| {
        let approved = !bound || permit.employer_approval_ref().recorded().is_some();
        if approved { serves(case, permit, site) } else { Truth::No }
    })
}

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
    check: Check::Liberty(|case, entry| passport(case, entry, here)),
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
    sources: &["S31"],
    ..Rule::ROW
};
