//! Directive (EU) 2019/1152: the essential terms in writing.

use comity_sdk::{facts::Each, prelude::*};

use crate::gates::places::{self, Everybody, at_work};

pub(crate) const RULES: &[Rule] = &[TRANSPARENT];

/// From this day on the terms are due within a week.
const APPLIES: Date = Date::of(2022, 8, 1);
/// The week begins with the first day of work and ends with the seventh.
const WEEK: i32 = 6;

/// Before it, Directive 91/533/EEC gave two months: no row of the catalogue.
const TRANSPARENT: Rule = Rule {
    id: "eu.transparent",
    title: "whether the workers had the essential terms of their work in writing within seven days",
    basis: "Directive (EU) 2019/1152 arts 4-5",
    in_force: &[since(2022, 8, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[State, Employer],
    needs: &[Part::Contracts, Part::Worksites],
    reads: &[
        places::WORK,
        &[
            "deployment.start",
            "contracts.items.kind",
            "contracts.items.signed_on",
            "contracts.items.terms_given_on",
            "contracts.items.worker_has_copy",
        ],
    ],
    check: Check::Several(&[Check::Contract(given), Check::Case(no_contract)]),
    says: "The workers did not have the essential terms of their work in writing by {due}, within seven days of the first.",
    ..Rule::ROW
};

const NONE: &str = "There is no contract: the essential terms of the work had to be given in writing by {due}.";
const SOLE_TRADER: &str = "The workers did not have the essential terms of their work in writing by {due}, within seven days of the \
    first, under a contract that calls them self-employed. Whether they are workers is for review.";
const LATER: &str = "The first contract was signed on {signed}, and the deployment began on {start}. Whether the workers worked without \
    the essential terms in writing before is for review.";
const EARLIER: &str = "The workers do not have the essential terms of their work in writing. They began before {applies}: \
    the earlier directive gave two months, and this one makes the terms due when the worker asks.";

/// A contract of which neither stands yet, its signature or its terms in writing, says nothing: until then there is none.
fn given<'r>(case: &Case<'r>, contract: view::Contract<'r>) -> Checked {
    at_work(case, contract, || {
        if !stands(case, contract) {
            return Ok(Answer::Silent);
        }
        let start = start(case)?;
        // Terms that are given before the contract is signed are those of the work from its start.
        let signed = contract.signed_on().recorded().filter(|signed| *signed <= case.day());
        let first = signed.map_or(start, |signed| signed.max(start));
        Ok(in_time(case, contract, first).graver(later(case, contract, start)))
    })
}

/// Whether the terms were given within the first week of work under a contract.
fn in_time<'r>(case: &Case<'r>, contract: view::Contract<'r>, first: Date) -> Answer {
    let due = first.plus_days(WEEK);
    if case.as_of <= due {
        return Answer::Silent;
    }
    let missed = missed(contract, due);
    let self_employed = contract.kind().recorded() == Some(ContractKind::SelfEmployed);
    let dated = |answer: Answer| answer.with("due", due).due(due).since(due.next());
    match first < APPLIES {
        true => missed.review().says("earlier", EARLIER).with("applies", APPLIES),
        false if self_employed => dated(missed.review().says("sole_trader", SOLE_TRADER)),
        false => dated(missed.violation()),
    }
}

/// Whether the work may have begun without any contract. It did not where one, or its terms in writing, covered its first week;
/// workers who came later have one that was signed later.
fn later<'r>(case: &Case<'r>, contract: view::Contract<'r>, start: Date) -> Answer {
    let due = start.plus_days(WEEK);
    let by_then = |day: Date| day <= due;
    let in_time = |contract: view::Contract<'r>| {
        contract.signed_on().recorded().is_none_or(by_then) || contract.terms_given_on().recorded().is_some_and(by_then)
    };
    let covered = case.record.contracts().recorded().into_iter().flat_map(Each::iter).any(in_time);
    let Some(signed) = contract.signed_on().recorded().filter(|_| !covered && start >= APPLIES) else {
        return Answer::Silent;
    };
    Truth::Yes.review().says("later", LATER).with("signed", signed).with("start", start).since(due.next())
}

/// Given late, or not at all. A copy of the contract is the terms in writing.
fn missed(contract: view::Contract<'_>, due: Date) -> Truth {
    let given = contract.terms_given_on();
    if let Some(day) = given.recorded() {
        return (day > due).into();
    }
    match contract.worker_has_copy().is(false) {
        Truth::Unknown(_) => Truth::Unknown(given.missing()),
        without => without,
    }
}

fn no_contract(case: &Case<'_>) -> Checked {
    at_work(case, Everybody, || {
        let none = case.record.contracts().holds(|all| !all.iter().any(|contract| stands(case, contract)));
        if none.is_no() {
            return Ok(Answer::Silent);
        }
        let first = start(case)?;
        let due = first.plus_days(WEEK);
        if case.as_of <= due {
            return Ok(Answer::Silent);
        }
        Ok(if first < APPLIES {
            none.review().says("earlier", EARLIER).with("applies", APPLIES)
        } else {
            none.violation().says("none", NONE).with("due", due).due(due).since(due.next())
        })
    })
}

/// The first day of the deployment.
fn start(case: &Case<'_>) -> Result<Date, Missing> {
    case.record.deployment().get()?.start().get()
}

/// Whether a contract was signed, or its terms given in writing, by the day of the fact; one without a day was signed.
fn stands<'r>(case: &Case<'r>, contract: view::Contract<'r>) -> bool {
    let by_now = |day: Date| day <= case.day();
    contract.signed_on().recorded().is_none_or(by_now) || contract.terms_given_on().recorded().is_some_and(by_now)
}
