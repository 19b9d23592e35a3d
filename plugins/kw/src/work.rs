//! Permits, papers, fees: Law 6/2010.

use comity_sdk::{
    hosts::{
        COVERED, FOR_ANOTHER, PAPERS, TO_NORTH_KOREANS, WORK, covered, for_another, foreign, id, passport,
        to_north_koreans,
    },
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
    addressees: &[Employer, User],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        COVERED,
        FOR_ANOTHER,
        &[
            "workers.items.nationalities",
            "worksites.items.secondment_approval_ref",
            "worksites.items.secondment_approved_on",
        ],
    ],
    check: Check::Workers(|case, group| {
        case.at_work(group, here, || {
            let foreign = foreign(group, OWN);
            if foreign.is_no() {
                return Ok(Answer::Silent);
            }
            Ok(uncovered(case, group, &foreign).with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work without a permit for their employer and site.",
    sources: &["S30"],
    ..Rule::ROW
};

const ELSEWHERE: &str = "permission to work elsewhere";

/// Work at sites that no permit covers. A permission to work elsewhere exempts its site, and hides no other.
fn uncovered<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, foreign: &Truth) -> Answer {
    let (allowed, others): (Vec<_>, Vec<_>) =
        case.sites_worked(group, here).partition(|site| allowed(case, *site).is_some());
    let without = |site: &view::Worksite<'r>| foreign.clone() & !covered(case, group, *site);
    let broken = Truth::any(others.iter().map(without));
    if broken.is_no() {
        let exempt = allowed.iter().map(|site| without(site).violation().claimed_by(allowed_by(*site), ELSEWHERE));
        return exempt.fold(Answer::Silent, Answer::or);
    }
    let taken = |site: &view::Worksite<'r>| for_another(case, *site).is_yes() && without(site).is_yes();
    let bound: &[Addressee] = if others.iter().any(taken) { &[Employer, User] } else { &[Employer] };
    broken.violation().to(bound)
}

fn allowed_by(site: view::Worksite<'_>) -> Option<&str> {
    site.secondment_approval_ref().recorded()
}

/// The permission for a site, unless it was given later.
fn allowed<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Option<&'r str> {
    let later = site.secondment_approved_on().recorded().is_some_and(|day| day > case.day());
    allowed_by(site).filter(|_| !later)
}

const PASSPORT: Rule = Rule {
    id: "kw.passport",
    title: "whether another than the worker holds the passport",
    basis: "Ministerial Order 166/2007",
    in_force: &[since(2007, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer, Sender],
    needs: &[Part::Worksites],
    reads: &[WORK, PAPERS],
    check: Check::Liberty(|case, entry| passport(case, entry, here)),
    says: "Another than the worker holds the passport ({entry}).",
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
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[WORK, TO_NORTH_KOREANS],
    check: Check::PermitIssued(|case, permit| to_north_koreans(case, permit, here)),
    says: "Permit {permit} was issued to North Korean nationals on {day}, after the State announced that it issues none.",
    consequence: "see un.2375.17",
    ..Rule::ROW
};
