//! Directive (EU) 2024/1760: due diligence of large companies.

use comity_sdk::prelude::*;

use crate::gates::states;

pub(crate) const RULES: &[Rule] = &[DILIGENCE];

/// Whoever can have the deployment in its chain of activities.
const COMPANIES: &[PartyRole] = &[
    PartyRole::HostEmployer,
    PartyRole::User,
    PartyRole::Recruiter,
    PartyRole::Principal,
    PartyRole::Buyer,
    PartyRole::Importer,
    PartyRole::Parent,
];

const EMPLOYEES: u64 = 5_000;
const TURNOVER_EUR: Decimal = Decimal::from_parts(1_500_000_000, 0, 0, false, 0);

/// The thresholds are those of the amendment agreed in December 2025: those before it were never applied.
const DILIGENCE: Rule = Rule {
    id: "eu.csddd",
    title: "whether a large company checks its chain of activities for forced labour",
    basis: "Directive (EU) 2024/1760 as amended by Directive (EU) 2025/794 and Omnibus I",
    in_force: &[since(2029, 7, 1)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[EuPerson, ForeignPerson],
    reads: &[&[
        "parties.items.is_eu_person",
        "parties.items.business_in_eu",
        "parties.items.country",
        "parties.items.employees",
        "parties.items.turnover_eur",
        "parties.items.due_diligence",
    ]],
    check: Check::Party(COMPANIES, |case, party| {
        let large = party.employees().holds(|count| count >= EMPLOYEES)
            & party.turnover_eur().holds(|turnover| turnover >= TURNOVER_EUR);
        if large.is_no() {
            return Ok(Answer::Silent);
        }
        let unchecked = large & in_reach(case, party) & party.due_diligence().is(false);
        Ok(unchecked.review().with("party", party.raw().id.as_deref().unwrap_or("a company")))
    }),
    says: "{party} is large enough for the duty of due diligence, and no checks of its chain for forced labour are \
        documented. Whether it fails the duty is for the national authority.",
    consequence: "order of the national authority; fines, with a cap of 3 % of turnover as reported",
    referrals: &["national supervisory authority"],
    sources: &["S32"],
    ..Rule::ROW
};

/// A company of the Union, or one that does business there.
fn in_reach<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let stated = party.is_eu_person().yes();
    let business = party.business_in_eu().yes();
    if stated.is_yes() || business.is_yes() {
        return Truth::Yes;
    }
    let country = party.country().holds(|country| states::is_member(country, case.day()));
    match (stated, &country) {
        (Truth::No, _) | (_, Truth::No) => business,
        _ => country,
    }
}
