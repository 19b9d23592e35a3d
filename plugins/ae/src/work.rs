//! Duties of the employer, other employers, papers, forced labour.

use comity_sdk::{
    facts::{indicators::FIELDS, sites},
    hosts::{HEAT, PAPERS, WORK, id, papers_taken, trafficking_at},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[OBLIGATIONS, PASSPORT, OTHER, FORCED];

const CHARGED: &str = "Workers were charged for their recruitment ({entry}).";
const DEPARTURE: &str = "The employer forced workers to leave the country.";
const PART_TIME: &str = "a permit for part-time work or secondment";

const OBLIGATIONS: Rule = Rule {
    id: "ae.obl",
    title: "whether the employer withholds documents, forces departure, or charges for recruitment",
    basis: "Decree-Law 33/2021 arts 13, 6",
    in_force: &[since(2022, 2, 2)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        PAPERS,
        &[
            "coercion.items.worker_groups",
            "coercion.items.recruitment_fee_paid_by_worker",
            "deployment.departure_forced_by_employer",
        ],
    ],
    check: Check::Several(&[
        Check::Liberty(|case, entry| {
            case.at_work(entry, here, || Ok(papers_taken(entry).violation().with("entry", id(&entry.raw().id))))
        }),
        Check::Coercion(|case, entry| {
            case.at_work(entry, here, || {
                let charged = entry.recruitment_fee_paid_by_worker().holds(|fee| fee.amount > Decimal::ZERO);
                Ok(charged.violation().says("charged", CHARGED).with("entry", id(&entry.raw().id)))
            })
        }),
        Check::Case(|case| {
            let deployment = case.record.deployment().recorded();
            let forced = deployment.and_then(|deployment| deployment.departure_forced_by_employer().recorded());
            Ok(Truth::from(forced == Some(true)).violation().says("departure", DEPARTURE))
        }),
    ]),
    says: "Another than the worker holds the passport ({entry}).",
    consequence: "end the breach",
    sources: &["S29"],
    ..Rule::ROW
};

const PASSPORT: Rule = Rule {
    id: "ae.passport@2002",
    title: "whether the employer holds the passport",
    basis: "circular 267/2002 of the Ministry of the Interior",
    in_force: &[during((2002, 1, 1), (2022, 2, 2))],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, PAPERS],
    check: Check::Liberty(|case, entry| {
        case.at_work(entry, here, || Ok(papers_taken(entry).violation().with("entry", id(&entry.raw().id))))
    }),
    says: "Another than the worker holds the passport ({entry}).",
    consequence: "give the passport back",
    ..Rule::ROW
};

const OTHER: Rule = Rule {
    id: "ae.other",
    title: "whether work is done for another employer without a permit",
    basis: "law on entry and residence; Decree-Law 9/2024 art. 60",
    in_force: &[since(1980, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        &[
            "worksites.items.employer",
            "worksites.items.secondment_approval_ref",
            "deployment.start",
            "deployment.end",
            "permits.items.valid_from",
            "permits.items.valid_to",
            "permits.items.withdrawn_on",
            "permits.items.employer",
            "permits.items.worksites",
        ],
    ],
    check: Check::Site(|case, site| {
        case.at_work(site, here, || {
            let other = sites::of(case.record, site, case.day()).other_employer;
            let answer = other.violation().claimed_by(site.secondment_approval_ref().recorded(), PART_TIME);
            Ok(answer.with("site", id(&site.raw().id)))
        })
    }),
    says: "Work at site {site} is done for another employer than that of the permit.",
    consequence: "fine of AED 50 000 and more, of AED 100 000 to 1 000 000 since 2024-08-31",
    ..Rule::ROW
};

const FORCED: Rule = Rule {
    id: "ae.forced",
    title: "whether act, means and purpose of trafficking for forced labour are there",
    basis: "Decree-Law 33/2021 art. 14; Federal Law 51/2006 on trafficking, replaced in 2023",
    in_force: &[since(2022, 2, 2)],
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
