//! Permits, papers, fees: Law 6/2010.

use comity_sdk::{
    hosts::{COVERED, WORK, covered, foreign, id},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PERMIT, PASSPORT, FEE, NORTH_KOREANS];

/// Nationals of the Gulf Cooperation Council need no permit (from knowledge).
const OWN: &[&str] = &["KWT", "BHR", "OMN", "QAT", "SAU", "ARE"];

const PERMIT: Rule = Rule {
    id: "kw.permit",
    title: "whether foreigners work without a permit, or for another than its employer",
    basis: "Law 6/2010 art. 10; penalty art. 138",
    in_force: &[since(2010, 2, 21)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, COVERED, &["workers.items.nationalities"]],
    check: Check::Workers(|case, group| {
        case.at_work(group, here, || {
            let foreign = foreign(group, OWN);
            if foreign.is_no() {
                return Ok(Answer::Silent);
            }
            let without = Truth::any(case.sites_worked(group, here).map(|site| !covered(case, group, site)));
            Ok((foreign & without).violation().with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work without a permit for their employer and site.",
    ..Rule::ROW
};

const PASSPORT: Rule = Rule {
    id: "kw.passport",
    title: "whether the employer holds the passport",
    basis: "Ministerial Order 166/2007",
    in_force: &[since(2007, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, &["liberty.items.worker_groups", "liberty.items.passport_holder"]],
    check: Check::Liberty(|case, entry| {
        case.at_work(entry, here, || {
            Ok(entry.passport_holder().is(PassportHolder::Employer).violation().with("entry", id(&entry.raw().id)))
        })
    }),
    says: "The employer holds the passport ({entry}).",
    consequence: "give the passport back",
    ..Rule::ROW
};

const FEE: Rule = Rule {
    id: "kw.fee",
    title: "whether workers bear a cost of their recruitment",
    basis: "Law 6/2010 art. 10",
    in_force: &[since(2010, 2, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, &["coercion.items.worker_groups", "coercion.items.recruitment_fee_paid_by_worker"]],
    check: Check::Coercion(|case, entry| {
        case.at_work(entry, here, || {
            let paid = entry.recruitment_fee_paid_by_worker().holds(|fee| fee.amount > Decimal::ZERO);
            Ok(paid.violation().with("entry", id(&entry.raw().id)))
        })
    }),
    says: "Workers bore a cost of their recruitment ({entry}).",
    consequence: "pay the cost back",
    ..Rule::ROW
};

const NORTH_KOREANS: Rule = Rule {
    id: "kw.new2017",
    title: "whether a permit was issued to North Korean nationals after the State announced a stop",
    basis: "announcement of September 2017; Security Council resolution 2375 (2017) para. 17",
    in_force: &[since(2017, 9, 1)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        &[
            "workers.items.nationalities",
            "workers.items.korean_unspecified",
            "permits.items.worker_groups",
            "permits.items.worksites",
        ],
    ],
    check: Check::PermitIssued(|case, permit| {
        case.permits_work(permit, here, || {
            let national = Truth::any(case.groups_of(permit).map(|group| case.is_prk(group)));
            Ok(national.info().with("permit", id(&permit.raw().id)).with("day", case.day()))
        })
    }),
    says: "Permit {permit} was issued to North Korean nationals on {day}, after the State announced that it issues none.",
    consequence: "see un.2375.17",
    ..Rule::ROW
};
