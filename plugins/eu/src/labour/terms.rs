//! Directive (EU) 2019/1152: the essential terms in writing.

use comity_sdk::prelude::*;

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
const EARLIER: &str = "The workers do not have the essential terms of their work in writing. They began before {applies}: \
    the earlier directive gave two months, and this one makes the terms due when the worker asks.";

fn given<'r>(case: &Case<'r>, contract: view::Contract<'r>) -> Checked {
    at_work(case, contract, || {
        // A contract that is not signed yet says nothing: until then there is none.
        if !is_signed(case, contract) {
            return Ok(Answer::Silent);
        }
        let first = first_day(case, Some(contract))?;
        let due = first.plus_days(WEEK);
        if case.as_of <= due {
            return Ok(Answer::Silent);
        }
        let missed = missed(contract, due);
        if contract.kind().recorded() == Some(ContractKind::SelfEmployed) && first >= APPLIES {
            return Ok(missed.review().says("sole_trader", SOLE_TRADER).with("due", due).due(due).since(due.next()));
        }
        Ok(if first < APPLIES {
            missed.review().says("earlier", EARLIER).with("applies", APPLIES)
        } else {
            missed.violation().with("due", due).due(due).since(due.next())
        })
    })
}

/// Given late, or not at all. A copy of the contract is the terms in writing, and there is none before it is signed.
fn missed(contract: view::Contract<'_>, due: Date) -> Truth {
    let given = contract.terms_given_on();
    if let Some(day) = given.recorded() {
        return (day > due).into();
    }
    if contract.signed_on().recorded().is_some_and(|signed| signed > due) {
        return Truth::Yes;
    }
    match contract.worker_has_copy().is(false) {
        Truth::Unknown(_) => Truth::Unknown(given.missing()),
        without => without,
    }
}

fn no_contract(case: &Case<'_>) -> Checked {
    at_work(case, Everybody, || {
        let none = case.record.contracts().holds(|all| !all.iter().any(|contract| is_signed(case, contract)));
        if none.is_no() {
            return Ok(Answer::Silent);
        }
        let first = first_day(case, None)?;
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

/// The first day of work under a contract: of the deployment, or of a contract that was signed later while others covered the
/// first week. Where none did, the work began without one.
fn first_day<'r>(case: &Case<'r>, contract: Option<view::Contract<'r>>) -> Result<Date, Missing> {
    let start = case.record.deployment().get()?.start().get()?;
    let in_time = |contract: view::Contract<'r>| {
        contract.signed_on().recorded().is_none_or(|signed| signed <= start.plus_days(WEEK))
    };
    let covered = case.record.contracts().recorded().is_some_and(|all| all.iter().any(in_time));
    let signed = contract.and_then(|contract| contract.signed_on().recorded()).filter(|_| covered);
    Ok(signed.map_or(start, |signed| signed.max(start)))
}

/// Whether a contract was signed by the day of the fact; one without a day was.
fn is_signed<'r>(case: &Case<'r>, contract: view::Contract<'r>) -> bool {
    contract.signed_on().recorded().is_none_or(|signed| signed <= case.day())
}
