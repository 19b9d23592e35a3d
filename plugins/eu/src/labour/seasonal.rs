//! Directive 2014/36/EU: seasonal workers from third countries.

use comity_sdk::{facts::Each, prelude::*};

use super::{equal, reads};
use crate::gates::places::{self, About, Everybody, at_work, shared};

pub(crate) const RULES: &[Rule] = &[SEASONAL];

/// Beds in a room from which on its adequacy is for review. A trigger of ours: the standard is the State's.
const BEDS: u64 = 4;

const SEASONAL: Rule = Rule {
    id: "eu.seasonal",
    title: "whether seasonal workers have adequate housing, a contract and equal treatment, and paid no fee",
    basis: "Directive 2014/36/EU arts 20 and 23",
    in_force: &[since(2016, 9, 30)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[State, Employer, Recruiter],
    needs: &[Part::Permits, Part::Worksites],
    reads: &[
        places::WORK,
        reads::PERMITS,
        reads::PAY,
        &[
            "workers.items.sector",
            "coercion.items.recruitment_fee_paid_by_worker",
            "contracts.items.id", // whether there is one
            "housing.items.provided_by_employer",
            "housing.items.beds_per_room",
            "housing.items.guarded",
            "housing.items.locked_at_night",
        ],
    ],
    check: Check::Several(&[
        Check::Coercion(fee),
        Check::Workers(contract),
        Check::Contract(|_, _| Ok(Answer::Silent)),
        Check::Wage(pay),
        Check::Housing(housing),
    ]),
    says: "Seasonal workers paid for being recruited.",
    ..Rule::ROW
};

const CONTRACT: &str = "Seasonal workers have no contract.";
const PAY: &str = "Seasonal workers are paid less than others for the same work.";
const RENT: &str = "Rent is taken from the pay of seasonal workers. It may not be, nor be excessive for what they are paid \
    (art. 20): for review.";
const HOUSING: &str = "Seasonal workers are housed by the employer with many in a room, or behind guards or locked doors. \
    Whether the housing is adequate is for review.";

fn fee<'r>(case: &Case<'r>, coercion: view::Coercion<'r>) -> Checked {
    if_seasonal(case, coercion, |seasonal| {
        let paid = coercion.recruitment_fee_paid_by_worker().holds(|fee| !fee.amount.is_zero());
        Ok((seasonal & paid).violation().to(&[State, Recruiter, Employer]))
    })
}

/// Without the part on contracts nobody looked.
fn contract<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Checked {
    let Some(contracts) = case.record.contracts().recorded() else { return Ok(Answer::Silent) };
    if_seasonal(case, group, |seasonal| {
        let none = !contracts.iter().any(|contract| shared(contract.groups(), group.groups()));
        Ok((seasonal & none.into()).violation().says("contract", CONTRACT))
    })
}

fn pay<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Checked {
    if_seasonal(case, line, |seasonal| {
        let less = (seasonal.clone() & equal::paid_below(case, line, Decimal::ONE)).violation().says("pay", PAY);
        let rent = seasonal & rent_deducted(case, line);
        Ok(less.or(rent.review().says("rent", RENT)))
    })
}

/// Deductions that are absent are asked for by the comparison of pay, where they can matter.
fn rent_deducted<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Truth {
    let Some(deductions) = line.deductions().recorded() else { return Truth::No };
    let rent = deductions.any(|deduction| {
        deduction.purpose().is(DeductionPurpose::Board) & deduction.amount().holds(|taken| !taken.amount.is_zero())
    });
    if rent.is_no() {
        return rent;
    }
    let housed = case.record.housing().recorded().into_iter().flat_map(Each::iter);
    let theirs = housed.filter(|housing| shared(housing.groups(), line.groups()));
    rent & Truth::any(theirs.map(|housing| housing.provided_by_employer().yes()))
}

fn housing<'r>(case: &Case<'r>, housing: view::Housing<'r>) -> Checked {
    if_seasonal(case, housing, |seasonal| {
        let provided = housing.provided_by_employer().yes();
        if provided.is_no() {
            return Ok(Answer::Silent);
        }
        let kept_in = (housing.locked_at_night().yes() | housing.guarded().yes()).unless_recorded();
        let crowded = housing.beds_per_room().holds(|beds| beds > BEDS);
        Ok((seasonal & provided & (kept_in | crowded)).review().says("housing", HOUSING))
    })
}

fn if_seasonal<'r>(case: &Case<'r>, entry: impl About<'r>, check: impl FnOnce(Truth) -> Checked) -> Checked {
    at_work(case, entry, || {
        let seasonal = seasonal(case, entry);
        if seasonal.is_no() { Ok(Answer::Silent) } else { check(seasonal) }
    })
}

/// Whether the entry is about people on a permit for seasonal work. Construction and shipyards know no seasons.
fn seasonal<'r>(case: &Case<'r>, entry: impl About<'r>) -> Truth {
    if case.worker_groups().next().is_none() {
        return equal::holds_permit(case, Everybody, PermitType::Seasonal);
    }
    let theirs = case.worker_groups().filter(|group| shared(group.groups(), entry.groups()));
    Truth::any(theirs.map(|group| {
        let permit = equal::holds_permit(case, group, PermitType::Seasonal);
        let elsewhere = matches!(group.sector().recorded(), Some(Sector::Construction | Sector::Shipyard));
        if elsewhere { Truth::No } else { permit }
    }))
}
