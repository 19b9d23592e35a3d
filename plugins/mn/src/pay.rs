//! Pay. The row is unsure.

use comity_sdk::{
    hosts::{INTERVAL, LINE, Minimum, Step, WORK, below_minimum, foreign_currency, id, rarer_than, to_others},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PAID, MINIMUM];

/// Minimum pay for a month, in tugrik (from knowledge, unsure).
const MINIMUM_WAGE: Minimum = Minimum {
    currency: Currency::of(*b"MNT"),
    steps: &[
        Step::cents(2013, 1, 1, 19_200_000),
        Step::cents(2017, 1, 1, 24_000_000),
        Step::cents(2019, 1, 1, 32_000_000),
        Step::cents(2020, 1, 1, 42_000_000),
        Step::cents(2023, 1, 1, 55_000_000),
        Step::cents(2024, 1, 1, 66_000_000),
        Step::cents(2025, 1, 1, 79_200_000),
    ],
};

const TUGRIK: Currency = Currency::of(*b"MNT");
const HALF_MONTH_DAYS: u64 = 16;

const PAID: Rule = Rule {
    id: "mn.wage",
    title: "whether pay comes twice a month, in tugrik, to the worker",
    basis: "Labour Law (1999); revised Labour Law (2021)",
    in_force: &[during((1999, 7, 1), (2022, 1, 1)), since(2022, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, INTERVAL, &["wages.items.received_by_worker"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let other = foreign_currency(line, TUGRIK).unless_recorded();
            let elsewhere = to_others(line);
            let rare = rarer_than(line, HALF_MONTH_DAYS, case.as_of).unless_recorded();
            Ok((elsewhere | rare | other).violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) comes less often than twice a month, not in tugrik, or not to the worker.",
    consequence: "pay the worker",
    ..Rule::ROW
};

const MINIMUM: Rule = Rule {
    id: "mn.wage.min",
    title: "whether full-time pay reaches the minimum",
    basis: "law on the minimum wage (2010)",
    in_force: &[since(2013, 1, 1)],
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
            let below = below_minimum(line, minimum, case.day());
            Ok(below.violation().with("line", id(&line.raw().id)).with("minimum", minimum))
        })
    }),
    says: "Pay ({line}) does not reach the minimum of {minimum} a month.",
    consequence: "top up to the minimum",
    ..Rule::ROW
};
