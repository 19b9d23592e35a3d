//! Permits, forced labour. Every row is unsure.

use comity_sdk::{
    facts::indicators::FIELDS,
    hosts::{HEAT, PAPERS, SERVES, WORK, foreign, id, papers_taken, permitted, serves, trafficking_at},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PERMIT, FORCED];

const OWN: &[&str] = &["MNG"];

const PERMIT: Rule = Rule {
    id: "mn.permit",
    title: "whether foreigners work without a labour permit, outside the quota, or with the workplace fee unpaid",
    basis: "law on sending labour abroad and receiving foreign labour (2001); Labour Migration Law",
    in_force: &[during((2001, 1, 1), (2022, 1, 1)), since(2022, 1, 1)],
    certainty: Low,
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
            "permits.items.within_quota",
            "permits.items.workplace_fee_paid",
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
    says: "Foreigners ({group}) work without a labour permit, outside the quota, or with the workplace fee unpaid.",
    ..Rule::ROW
};

/// Whether a permit within the quota, with the fee paid, is for the work at a site.
fn allowed<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, site: view::Worksite<'r>) -> Truth {
    permitted(case, group, |permit| {
        let there = serves(case, permit, site);
        if there.is_no() { there } else { there & permit.within_quota().yes() & permit.workplace_fee_paid().yes() }
    })
}

const WITHHELD: &str = "Another than the worker holds the passport ({entry}). Whether documents are withheld for forced labour is for the \
    prosecution to judge.";

const FORCED: Rule = Rule {
    id: "mn.forced",
    title: "whether documents are withheld, or act, means and purpose of trafficking for forced labour are there",
    basis: "Labour Law (2021); Law on Combating Trafficking in Persons (2012); Criminal Code (2015)",
    in_force: &[since(2012, 1, 1)],
    certainty: Low,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[FIELDS, WORK, HEAT, PAPERS],
    check: Check::Several(&[
        Check::Liberty(|case, entry| {
            case.at_work(entry, here, || {
                let answer = papers_taken(entry).review().says("papers", WITHHELD);
                Ok(answer.with("entry", id(&entry.raw().id)))
            })
        }),
        Check::Case(|case| trafficking_at(case, here)),
    ]),
    says: "Signs of trafficking or forced labour (ILO indicators {hits}), for the prosecution to judge. This does not prove it.",
    consequence: "bring before the prosecution; identify and protect the victims",
    referrals: &["Public prosecutor"],
    ..Rule::ROW
};
