//! Pay. The row is unsure.

use comity_sdk::{
    hosts::{INTERVAL, LINE, Minimum, Step, WORK, below_monthly, foreign_currency, id, not_to_worker, rarer_than},
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
    reads: &[WORK, LINE, INTERVAL, &["wages.items.received_by_worker", "wages.items.pay_interval"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let other = foreign_currency(line, TUGRIK);
            let rare = less_than_twice(line, case.as_of);
            Ok((not_to_worker(line) | rare | other).violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) comes less often than twice a month, not in tugrik, or not to the worker.",
    consequence: "pay the worker",
    ..Rule::ROW
};

/// Whether pay comes less often than twice a month: by the longest gap, where it is recorded; else by what is agreed, and by the line
/// itself, which pays a month where it recurs.
fn less_than_twice(line: view::WageLine<'_>, as_of: Date) -> Truth {
    let rare = rarer_than(line, HALF_MONTH_DAYS, as_of);
    if line.longest_gap_days().recorded().is_some() {
        return rare;
    }
    match (line.pay_interval().recorded(), line.period().recorded()) {
        (Some(PayInterval::Monthly), _) => Truth::Yes,
        (None, None) if line.paid_days_after_due().recorded().is_some() => Truth::Yes,
        (None, Some(Span { from: Some(from), to: Some(to) })) => {
            let length = u64::try_from(to.days_since(from)).unwrap_or_default();
            Truth::from(length > HALF_MONTH_DAYS) | rare
        }
        _ => rare,
    }
}

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
            let below = below_monthly(line, minimum, case.day());
            Ok(below.with("line", id(&line.raw().id)).with("minimum", minimum))
        })
    }),
    says: "Pay ({line}) does not reach the minimum of {minimum} a month.",
    consequence: "top up to the minimum",
    ..Rule::ROW
};
