//! Permits, forced labour.

use comity_sdk::{
    facts::indicators::FIELDS,
    hosts::{COVERED, HEAT, SERVES, STAY, WORK, covered, id, permitted, serves, third_country, trafficking_at},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PERMIT, FORCED];

const OTHER_SITE: &str =
    "Foreigners ({group}) work at a site that their licence does not name. Whether it covers that is for review.";

const PERMIT: Rule = Rule {
    id: "mt.permit",
    title: "whether foreigners work without an employment licence or single permit, or for another employer",
    basis: "Immigration Act (Cap. 217) art. 11",
    in_force: &[since(1970, 9, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, COVERED, SERVES, STAY],
    check: Check::Workers(|case, group| {
        case.at_work(group, here, || {
            let foreign = third_country(case, group);
            if foreign.is_no() {
                return Ok(Answer::Silent);
            }
            let sites: Vec<_> = case.sites_worked(group, here).collect();
            let licensed = |site| permitted(case, group, |permit| serves(case, permit, site));
            let without = Truth::any(sites.iter().map(|site| !licensed(*site)));
            let elsewhere = without.is_no() && sites.iter().any(|site| covered(case, group, *site).is_no());
            let answer =
                if elsewhere { foreign.review().says("site", OTHER_SITE) } else { (foreign & without).violation() };
            Ok(answer.with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work without a licence for their employer.",
    ..Rule::ROW
};

const FORCED: Rule = Rule {
    id: "mt.forced",
    title: "whether act, means and purpose of trafficking for forced labour are there",
    basis: "Criminal Code art. 248A",
    in_force: &[since(2002, 1, 1)],
    certainty: FromKnowledge,
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
