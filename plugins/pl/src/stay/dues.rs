//! What workers without a right to stay are owed: what was agreed, and what the Act presumes where nobody says what was.

use comity_sdk::{
    About as _,
    facts::Each,
    hosts::{LINE, Paid, STAY, WORK, below_minimum, id, paid_for, stay},
    prelude::*,
    shared,
};

use super::{ACT, unlawful};
use crate::{here, wages::MONTHLY};

pub(super) const BACK_PAY: Rule = Rule {
    id: "pl.stay.backpay",
    title: "whether dues of workers without a right to stay are unpaid",
    basis: "Act of 15 June 2012 arts 4-5",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Wages, Part::Worksites],
    reads: &[
        WORK,
        LINE,
        STAY,
        &[
            "wages.items.payee",
            "wages.items.contractual",
            "wages.items.gross_by_host",
            "wages.items.received_by_worker",
            "wages.items.full_time",
            "wages.items.deductions.items.amount",
            "wages.items.deductions.items.purpose",
            "wages.items.deductions.items.lawful_basis",
            "contracts.items.kind",
            "contracts.items.worker_groups",
        ],
    ],
    // The last check finds nothing: it says that without residence titles nobody looked.
    check: Check::Several(&[
        Check::Workers(|case, group| Ok(without_a_line(case, group))),
        Check::WageEarned(|case, line| Ok(back_pay(case, line))),
        Check::Residence(|_, _| Ok(Answer::Silent)),
    ]),
    says: "Dues ({line}) of workers without a right to stay are unpaid. Employment is presumed for 3 months; without an employment \
        contract, pay of three times the minimum is.",
    consequence: "pay the dues and the cost of sending the money abroad; the presumptions can be rebutted",
    sources: &["S26"],
    ..Rule::ROW
};

/// Nobody says what a group without a right to stay was paid since it has none.
fn without_a_line<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Answer {
    let unlawful = unlawful(case, group);
    if unlawful.is_no() {
        return Answer::Silent;
    }
    let ended = stay(case, group).ended_on;
    let since = |line: view::WageLine<'r>| {
        let last = line.period().recorded().and_then(|period| period.to);
        last.is_none_or(|last| ended.is_none_or(|ended| ended < last))
    };
    if case.wages_of(group).any(since) {
        return Answer::Silent;
    }
    (unlawful & case.record.wages().missing().into()).violation()
}

fn back_pay<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Answer {
    let place = case.quietly(|| case.is_at_work(line, here));
    if place.is_no() {
        return Answer::Silent;
    }
    let unlawful = place & Truth::any(case.groups_of(line).map(|group| unlawful(case, group)));
    if unlawful.is_no() {
        return Answer::Silent;
    }
    // Part of the answer whatever it is: what is presumed depends on it.
    let employed = employed(case, line);
    let nothing = line.payee().is(Payee::None) | line.received_by_worker().holds(|money| money.amount.is_zero());
    let agreed = line.contractual().recorded().or_else(|| line.gross_by_host().recorded());
    let answer = match agreed {
        _ if nothing.is_yes() => unlawful.violation(),
        Some(due) => (unlawful & below_minimum(line, due, case.day())).violation(),
        None => below_presumed(case, line, &unlawful, employed),
    };
    answer.with("line", id(&line.raw().id))
}

const PRESUMED: &str = "Pay ({line}) of workers without a right to stay is below the {presumed} a month that is presumed where nothing \
    else is shown, for 3 months of employment at least.";

/// The minimum is due in any case; three times as much, unless there is an employment contract.
fn below_presumed<'r>(case: &Case<'r>, line: view::WageLine<'r>, unlawful: &Truth, employed: Truth) -> Answer {
    let minimum = MONTHLY
        .on(case.day())
        .filter(|_| paid_for(line) == Ok(Paid::Months(1)) && line.full_time().recorded() != Some(false));
    let Some(minimum) = minimum else {
        return (unlawful.clone() & line.contractual().missing().into()).violation();
    };
    let presumed = |amount: Money, when: Truth| {
        let below = unlawful.clone() & below_minimum(line, amount, case.day()) & when;
        below.violation().says("presumed", PRESUMED).with("presumed", amount)
    };
    let thrice = Money { amount: minimum.amount * Decimal::from(3), ..minimum };
    presumed(minimum, Truth::Yes).or(presumed(thrice, !employed))
}

/// Whether the workers of a line have an employment contract; open where nobody says which contract they have.
fn employed<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Truth {
    let contracts = case.record.contracts();
    let all = contracts.recorded().into_iter().flat_map(Each::iter);
    let mut theirs = all.filter(|contract| shared(contract.groups(), line.groups())).peekable();
    if theirs.peek().is_none() {
        return contracts.missing().into();
    }
    Truth::any(theirs.map(|contract| contract.kind().is(ContractKind::Employment)))
}
