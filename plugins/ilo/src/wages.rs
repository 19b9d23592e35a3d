//! Convention 95 on the protection of wages.

use comity_sdk::{hosts::is_tax, prelude::*, treaties::Instrument};

use crate::standing::{HOST, Most, judged, most};

pub(crate) const RULES: &[Rule] = &[DIRECT, TENDER, DISPOSE, DEDUCT, PLACEMENT, REGULAR];

const SINCE: Validity = since(1952, 9, 24);
const LINE: &[&str] = &["wages.items.site", "wages.items.worker_groups", "wages.items.period", "wages.items.due_on"];

const DIRECT: Rule = Rule {
    id: "ilo.c095.direct",
    title: "whether wages are paid to the worker, or to another as law, agreement, award or the worker allows",
    basis: "Convention 95 (1949) art. 5",
    in_force: &[SINCE],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[
        HOST,
        LINE,
        &[
            "wages.items.payee",
            "wages.items.payee_basis",
            "wages.items.worker_written_mandate",
            "supervision.items.site",
            "supervision.items.minder_present",
        ],
    ],
    check: Check::Wage(direct),
    says: "Wages ({line}) are paid to another than the worker, which nothing allows; {standing}.",
    consequence: "pay the worker; recover what went to others",
    sources: &["S19"],
    ..Rule::ROW
};

const DOUBTFUL: &str = "Wages ({line}) are paid to another with the worker's written mandate, and minders are present: whether it was \
    given freely is for review; {standing}.";

fn direct<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Checked {
    let payee = line.payee();
    let to_others = payee.is_in(&[Payee::Sender, Payee::State, Payee::Agent]);
    let allowed = line.payee_basis().recorded().is_some_and(|basis| basis != LawfulBasis::None);
    if to_others.is_no() || allowed {
        return Ok(Answer::Silent);
    }
    // No mandate covers payment to a State.
    let to_state = payee.recorded() == Some(Payee::State);
    let mandate = if to_state { Truth::No } else { line.worker_written_mandate().yes() };
    let site = line.raw().site.as_ref();
    let here = |entry: &view::Supervision<'r>| {
        let watched = entry.raw().site.as_ref();
        watched.is_none() || site.is_none() || watched == site
    };
    let answer = if mandate.is_yes() {
        let minders = match case.record.supervision().get() {
            Ok(entries) => Truth::any(entries.iter().filter(here).map(|entry| entry.minder_present().yes())),
            Err(missing) => missing.into(),
        };
        let doubt = Most::Doubt("doubtful", DOUBTFUL);
        most(case, line, Instrument::C095, to_others & minders, DIRECT.title, doubt)?
    } else {
        judged(case, line, Instrument::C095, to_others & !mandate, DIRECT.title)?
    };
    Ok(named(answer, line))
}

fn named(answer: Answer, line: view::WageLine<'_>) -> Answer {
    answer.with("line", line.raw().id.as_deref().unwrap_or_default())
}

const TENDER: Rule = Rule {
    id: "ilo.c095.tender",
    title: "whether wages are paid in legal tender",
    basis: "Convention 95 (1949) art. 3",
    in_force: &[SINCE],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[HOST, LINE, &["wages.items.form"]],
    check: Check::Wage(|case, line| {
        let vouchers = line.form().is(PayForm::Voucher);
        Ok(named(judged(case, line, Instrument::C095, vouchers, TENDER.title)?, line))
    }),
    says: "Wages ({line}) are paid in vouchers, coupons or notes; {standing}.",
    consequence: "pay in legal tender",
    sources: &["S19"],
    ..Rule::ROW
};

const DISPOSE: Rule = Rule {
    id: "ilo.c095.dispose",
    title: "whether workers are free to dispose of their wages",
    basis: "Convention 95 (1949) art. 6",
    in_force: &[SINCE],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[HOST, LINE, &["wages.items.compulsory_fund"]],
    check: Check::Wage(|case, line| {
        let fund = line.compulsory_fund().yes();
        Ok(named(judged(case, line, Instrument::C095, fund, DISPOSE.title)?, line))
    }),
    says: "Workers have to pay from their wages ({line}) into a fund of which they cannot dispose; {standing}.",
    consequence: "give the savings back",
    sources: &["S19"],
    ..Rule::ROW
};

const DEDUCTIONS: &[&str] = &[
    "wages.items.deductions.items.purpose",
    "wages.items.deductions.items.lawful_basis",
    "wages.items.deductions.items.worker_informed",
];

const DEDUCT: Rule = Rule {
    id: "ilo.c095.deduct",
    title: "whether each deduction rests on law, agreement or award, and the worker was told",
    basis: "Convention 95 (1949) art. 8",
    in_force: &[SINCE],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[HOST, LINE, DEDUCTIONS],
    check: Check::Wage(|case, line| {
        let broken = deductions(line, |deduction| {
            let basis = deduction.lawful_basis().is(LawfulBasis::None);
            if basis.is_yes() { basis } else { basis | uninformed(deduction) }
        });
        Ok(named(judged(case, line, Instrument::C095, broken, DEDUCT.title)?, line))
    }),
    says: "Something is deducted from wages ({line}) without a basis in law, agreement or award, or without telling the worker; \
        {standing}.",
    consequence: "pay back what was deducted",
    sources: &["S19"],
    ..Rule::ROW
};

/// Whether the worker was not told. Of tax and social insurance the law itself tells.
fn uninformed(deduction: view::Deduction<'_>) -> Truth {
    let untold = deduction.worker_informed().is(false);
    if is_tax(deduction).is_yes() { untold.unless_recorded() } else { untold }
}

const PLACEMENT: Rule = Rule {
    id: "ilo.c095.placement",
    title: "whether workers pay from their wages for getting or keeping the job",
    basis: "Convention 95 (1949) art. 9",
    in_force: &[SINCE],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[HOST, LINE, DEDUCTIONS],
    check: Check::Wage(|case, line| {
        let broken = deductions(line, |deduction| deduction.purpose().is(DeductionPurpose::Placement));
        Ok(named(judged(case, line, Instrument::C095, broken, PLACEMENT.title)?, line))
    }),
    says: "Something is deducted from wages ({line}) for getting or keeping the job; {standing}.",
    consequence: "pay back what was deducted",
    sources: &["S19"],
    ..Rule::ROW
};

/// Whether a deduction satisfies `test`; open where the deductions are absent.
fn deductions<'r>(line: view::WageLine<'r>, test: impl FnMut(view::Deduction<'r>) -> Truth) -> Truth {
    match line.deductions().get() {
        Ok(deductions) => deductions.any(test),
        Err(missing) => missing.into(),
    }
}

/// One month between two payments: the catalogue's own trigger.
const GAP_DAYS: u64 = 31;

/// Days from the end to the settlement: as long, since the row has none of its own.
const SETTLED_DAYS: i32 = 31;

const REGULAR: Rule = Rule {
    id: "ilo.c095.regular",
    title: "whether wages are paid at regular intervals, and settled at the end",
    basis: "Convention 95 (1949) art. 12; the month is the catalogue's",
    in_force: &[SINCE],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[
        HOST,
        LINE,
        &[
            "wages.items.payee",
            "wages.items.longest_gap_days",
            "wages.items.paid_days_after_due",
            "wages.items.paid_on",
            "wages.items.final_settlement_on",
            "deployment.end",
            "deployment.terminated_on",
        ],
    ],
    check: Check::Several(&[Check::Wage(regular), Check::WageAtEnd(settled)]),
    says: "Wages ({line}) are not paid at regular intervals: more than a month lies between payments, or there are none; {standing}.",
    consequence: "pay what is due",
    sources: &["S19"],
    ..Rule::ROW
};

const UNSETTLED: &str = "Wages ({line}) were not settled within a month of the end of the employment; {standing}.";

fn regular<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Checked {
    let never = line.payee().is(Payee::None);
    let gap = line.longest_gap_days();
    let late = line.paid_days_after_due();
    // A line that recurs every month and is paid within one is regular.
    let irregular = match gap.recorded().max(late.recorded()) {
        Some(days) => (days > GAP_DAYS).into(),
        None if line.raw().period.is_some() => late_for_its_month(case, line).into(),
        None => gap.missing().into(),
    };
    let broken = if never.is_yes() { never } else { irregular };
    Ok(named(judged(case, line, Instrument::C095, broken, REGULAR.title)?, line))
}

/// Whether the pay of one period was out for more than a month after it was due.
fn late_for_its_month<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Result<bool, Missing> {
    let due = line.due_on();
    let end = || line.period().recorded().and_then(|period| period.to);
    let due = due.recorded().or_else(end).ok_or_else(|| due.missing())?;
    let is_late = |day: Date| i64::from(day.days_since(due)) > GAP_DAYS.cast_signed();
    // Before a month is over, the day of the pay makes no difference.
    if !is_late(case.as_of) {
        return Ok(false);
    }
    Ok(is_late(line.paid_on().get()?))
}

fn settled<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Checked {
    let due = case.day().plus_days(SETTLED_DAYS);
    // Until the month is over, nobody needs to know whether it was settled.
    if case.as_of <= due || !is_last(case, line) {
        return Ok(Answer::Silent);
    }
    let settled = line.final_settlement_on();
    let broken = case.outcome_of(REGULAR.id, SubjectKind::Wage, line.raw().id.as_deref().unwrap_or_default());
    if settled.recorded().is_none() && broken == Some(Violation) {
        return Ok(Answer::Silent);
    }
    let late = settled.holds(|day| due < day);
    let unsettled = Most::Told("unsettled", UNSETTLED);
    let answer = most(case, line, Instrument::C095, late, REGULAR.title, unsettled)?;
    Ok(named(answer.due(due).since(due.next()), line))
}

/// Whether a line is settled at the end: one that recurs, and of those with a period the last.
fn is_last<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> bool {
    let to = |line: view::WageLine<'r>| line.period().recorded().and_then(|period| period.to);
    case.quietly(|| {
        let Some(own) = to(line) else { return true };
        !case.wages_of(line).any(|other| to(other).is_some_and(|other| other > own))
    })
}
