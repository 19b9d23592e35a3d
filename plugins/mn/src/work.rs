//! Permits, forced labour. Every row is unsure.

use comity_sdk::{
    facts::indicators::FIELDS,
    hosts::{HEAT, WORK, foreign, id, permitted, trafficking_at},
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
            let good = |permit: view::Permit<'_>| {
                !permit.within_quota().is(false).unless_recorded()
                    & !permit.workplace_fee_paid().is(false).unless_recorded()
            };
            let without = !permitted(case, group, good);
            Ok((foreign & without).violation().with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work without a labour permit, outside the quota, or with the workplace fee unpaid.",
    ..Rule::ROW
};

const FORCED: Rule = Rule {
    id: "mn.forced",
    title: "whether act, means and purpose of trafficking for forced labour are there",
    basis: "Labour Law (2021); Law on Combating Trafficking in Persons (2012); Criminal Code (2015)",
    in_force: &[since(2012, 1, 1)],
    certainty: Low,
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
