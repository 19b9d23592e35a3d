//! Recruitment, permit and contract: section 5 of the catalogue.

use crate::{
    deductions,
    scope::{About as _, COUNTRY, Everybody, labour_law, shared},
    wages::paid,
};
use comity_sdk::{
    facts::{Each, exchange, sites},
    prelude::*,
};

pub(crate) const RULES: &[Rule] = &[RECRUITMENT_FEE, PERMIT, CONTRACT, SUBSTITUTION];

const RECRUITMENT_FEE: Rule = Rule {
    id: "qa.recruit.fee",
    title: "whether the worker paid to be recruited, and the recruiter is licensed",
    basis: "Law 14/2004 art. 33",
    in_force: &[since(2005, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Recruiter],
    reads: &[&[
        "coercion.items.recruitment_fee_paid_by_worker",
        "coercion.items.fee_payee_country",
        "coercion.items.fee_licensed_recruiter",
        "parties.items.licensed",
        "parties.items.country",
    ]],
    check: Check::Several(&[Check::Coercion(fee), Check::Party(&[PartyRole::Recruiter], unlicensed)]),
    says: "The worker paid for being recruited. A licensed recruiter may not take any sum from a worker.",
    sources: &["S20"],
    ..Rule::ROW
};

const PERMIT: Rule = Rule {
    id: "qa.permit",
    title: "whether every worker from abroad has a valid work permit",
    basis: "Law 14/2004 art. 23",
    in_force: &[since(2005, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Permits],
    reads: &[&[
        "workers.items.nationalities",
        "permits.items.valid_from",
        "permits.items.valid_to",
        "permits.items.withdrawn_on",
    ]],
    check: Check::Workers(permit),
    says: "Workers from abroad work without a valid work permit of their own.",
    ..Rule::ROW
};

const CONTRACT: Rule = Rule {
    id: "qa.contract",
    title: "whether there is a written contract, attested by the Department, of which the worker holds a copy",
    basis: "Law 14/2004 art. 38",
    in_force: &[since(2005, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Contracts],
    reads: &[&["contracts.items.registered", "contracts.items.worker_has_copy", "contracts.items.signed_on"]],
    check: Check::Several(&[Check::Contract(attested), Check::Workers(without_contract), Check::Case(no_contract)]),
    says: "The contract is not attested by the Labour Department, or the worker has no copy of it.",
    ..Rule::ROW
};

const SUBSTITUTION: Rule = Rule {
    id: "qa.contract.sub",
    title: "whether the work and the pay are as registered",
    basis: "Law 14/2004 arts 38, 45-46",
    in_force: &[since(2005, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        &["contracts.items.terms_substituted", "wages.items.payee", "wages.items.received_by_worker"],
        deductions::LAWFUL,
    ],
    check: Check::Several(&[Check::Contract(substituted), Check::Wage(paid_less)]),
    says: "What is done or paid is worse than what the contract says.",
    ..Rule::ROW
};

const NO_CONTRACT: &str = "There is no written contract.";

/// A fee taken in Qatar. One paid to an agent abroad is for review: how far the law reaches there is not settled.
fn fee<'r>(case: &Case<'r>, coercion: view::Coercion<'r>) -> Checked {
    labour_law(case, coercion, || {
        let taken = coercion.recruitment_fee_paid_by_worker().holds(|fee| !fee.amount.is_zero());
        if !taken.clone().known()? {
            return Ok(Answer::Silent);
        }
        let country = coercion.fee_payee_country();
        let abroad =
            "The worker paid an agent abroad for being recruited. Whether the law reaches that agent is for review.";
        match country.recorded() {
            Some("QAT") => Ok(taken.violation()),
            Some(_) => Ok(taken.review().says("abroad", abroad)),
            None => {
                let licensed_here = coercion.fee_licensed_recruiter().yes().unless_recorded();
                Ok((taken & (licensed_here | country.missing().into())).violation())
            }
        }
    })
}

fn unlicensed<'r>(case: &Case<'r>, recruiter: view::Party<'r>) -> Checked {
    labour_law(case, Everybody, || {
        let unlicensed = recruiter.licensed().is(false);
        let text = "The workers were recruited through an agency without a licence.";
        match recruiter.country().recorded() {
            Some("QAT") => Ok(unlicensed.violation().says("unlicensed", text)),
            _ => Ok(unlicensed.review().says("unlicensed", text)),
        }
    })
}

/// Whether somebody is from abroad is a fact about him: absent, it is for review.
fn permit<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Checked {
    labour_law(case, group, || {
        let nationalities = group.nationalities();
        let abroad = match nationalities.get() {
            Ok([]) => Truth::Unknown(nationalities.missing()),
            Ok(codes) => Truth::from(codes.iter().all(|code| code != "QAT")),
            Err(missing) => missing.into(),
        };
        // Work that has not begun, or has ended, needs none.
        let at_rest = case.has(Part::Worksites) && !case.works_on_day(group, |country| country == COUNTRY);
        if at_rest {
            return Ok(Answer::Silent);
        }
        let permits = case.record.permits().get()?;
        let theirs = permits.iter().filter(|permit| {
            let groups = permit.raw().worker_groups.as_ref().map(|list| list.items.as_slice());
            shared(groups, group.groups())
        });
        let mut ended = None;
        let permitted = Truth::any(theirs.map(|permit| {
            ended = ended.max(end(permit).filter(|day| *day <= case.day()));
            sites::valid(permit, case.day())
        }));
        let answer = (abroad.or_review() & !permitted).violation();
        Ok(answer.since(ended))
    })
}

/// The first day on which a permit does not hold any more.
pub(crate) fn end(permit: view::Permit<'_>) -> Option<Date> {
    [permit.valid_to().recorded(), permit.withdrawn_on().recorded()].into_iter().flatten().min()
}

fn attested<'r>(case: &Case<'r>, contract: view::Contract<'r>) -> Checked {
    labour_law(case, contract, || {
        let lacking = contract.registered().is(false) | contract.worker_has_copy().is(false);
        match contract.signed_on().recorded() {
            Some(day) if day > case.day() => Ok(Answer::Silent),
            Some(day) => Ok(lacking.violation().since(day)),
            None => Ok(lacking.violation()),
        }
    })
}

/// A contract is its workers' own; one that is signed later is none yet.
fn without_contract<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Checked {
    labour_law(case, group, || {
        let contracts = case.record.contracts().get()?;
        let mut theirs = contracts.iter().filter(|contract| shared(contract.groups(), group.groups()));
        let any = theirs.any(|contract| contract.signed_on().recorded().is_none_or(|day| day <= case.day()));
        Ok(Truth::from(!any).violation().says("none", NO_CONTRACT))
    })
}

/// The same where nobody recorded who works.
fn no_contract(case: &Case<'_>) -> Checked {
    if case.has(Part::Workers) {
        return Ok(Answer::Silent);
    }
    labour_law(case, Everybody, || {
        let none = case.record.contracts().holds(Each::is_empty);
        Ok(none.violation().says("none", NO_CONTRACT))
    })
}

fn substituted<'r>(case: &Case<'r>, contract: view::Contract<'r>) -> Checked {
    labour_law(case, contract, || Ok(contract.terms_substituted().yes().violation()))
}

/// Less than promised reaches the worker, lawful deductions left aside.
fn paid_less<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Checked {
    paid(case, line, || {
        let promised = line.contractual().get()?;
        let paid = exchange::convert(line.received_by_worker().get()?, promised.currency, case.day());
        let paid = paid.map_err(exchange::NoRate::missing)?;
        // Deductions that nobody recorded are for review, as the whole row is.
        let less = deductions::leaves_below(case, line, paid, promised.amount).or_review();
        Ok(less.violation().with("promised", promised))
    })
}
