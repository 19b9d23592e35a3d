//! Pay: Law 6/2010.

use comity_sdk::{
    hosts::{INTERVAL, LINE, Minimum, Step, WORK, below_monthly, id, later_than},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[DIRECT, LATE, MINIMUM];

/// Minimum pay for a month, in dinars; both days are unsure.
const MINIMUM_WAGE: Minimum = Minimum {
    currency: Currency::of(*b"KWD"),
    steps: &[Step::cents(2010, 4, 1, 6_000), Step::cents(2017, 7, 1, 7_500)],
};

const MONTH_DAYS: u64 = 31;
const LATE_DAYS: u64 = 7;

const DIRECT: Rule = Rule {
    id: "kw.wage.direct",
    title: "whether pay goes to the worker's account at a local bank",
    basis: "Law 6/2010 art. 57",
    in_force: &[since(2010, 2, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, &["wages.items.payee"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            Ok(line.payee().holds(|payee| payee != Payee::WorkerAccount).violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) does not go to the worker's account.",
    consequence: "pay to the worker's account",
    ..Rule::ROW
};

const LATE: Rule = Rule {
    id: "kw.wage.late",
    title: "whether monthly pay comes within 7 days of its due day",
    basis: "Law 6/2010 art. 56",
    in_force: &[since(2010, 2, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, INTERVAL],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let late = later_than(line, LATE_DAYS, case.as_of);
            let gap = line.longest_gap_days().holds(|days| days > MONTH_DAYS + LATE_DAYS);
            let broken = match (&late, &gap) {
                (Truth::Unknown(_), Truth::Yes | Truth::No) => gap,
                (_, Truth::Yes) => Truth::Yes,
                _ => late,
            };
            Ok(broken.violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) comes later than 7 days after it is due each month.",
    consequence: "pay on time",
    ..Rule::ROW
};

const MINIMUM: Rule = Rule {
    id: "kw.wage.min",
    title: "whether full-time pay reaches the minimum",
    basis: "ministerial decisions under Law 6/2010 art. 63",
    in_force: &[since(2010, 4, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        LINE,
        &[
            "wages.items.full_time",
            "wages.items.received_by_worker",
            "wages.items.deductions.items.amount",
            "wages.items.deductions.items.purpose",
            "wages.items.deductions.items.lawful_basis",
        ],
    ],
    check: Check::WageEarned(|case, line| {
        case.at_work(line, here, || {
            let Some(minimum) = MINIMUM_WAGE.on(case.day()) else { return Ok(Answer::Silent) };
            if line.full_time().recorded() == Some(false) {
                return Ok(Answer::Silent);
            }
            let below = below_monthly(line, minimum, case.day());
            Ok(below.with("line", id(&line.raw().id)).with("minimum", minimum))
        })
    }),
    says: "Pay ({line}) does not reach the minimum of {minimum} a month.",
    consequence: "top up to the minimum",
    ..Rule::ROW
};
