//! Pay: the Labour Code on the minimum, who gets it, and what is taken off.

use comity_sdk::{
    hosts::{
        LINE, Minimum, Paid, Step, TOGETHER, WORK, below_monthly, deducted_above, id, is_after, lawful_tax,
        not_to_worker, or_unpaid, paid_for, unless_together,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[MINIMUM, DIRECT, DEDUCTED];

/// Minimum pay for a month, in roubles (from knowledge). The table begins in 2015.
const MROT: Minimum = Minimum {
    currency: Currency::of(*b"RUB"),
    steps: &[
        Step::cents(2015, 1, 1, 596_500),
        Step::cents(2016, 1, 1, 620_400),
        Step::cents(2016, 7, 1, 750_000),
        Step::cents(2017, 7, 1, 780_000),
        Step::cents(2018, 1, 1, 948_900),
        Step::cents(2018, 5, 1, 1_116_300),
        Step::cents(2019, 1, 1, 1_128_000),
        Step::cents(2020, 1, 1, 1_213_000),
        Step::cents(2021, 1, 1, 1_279_200),
        Step::cents(2022, 1, 1, 1_389_000),
        Step::cents(2022, 6, 1, 1_527_900),
        Step::cents(2023, 1, 1, 1_624_200),
        Step::cents(2024, 1, 1, 1_924_200),
        Step::cents(2025, 1, 1, 2_244_000),
        Step::cents(2026, 1, 1, 2_709_300),
    ],
};

const HALF_MONTH_DAYS: u64 = 16;
const FIFTH: Decimal = Decimal::from_parts(2, 0, 0, false, 1);
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

const MINIMUM: Rule = Rule {
    id: "ru.wage.min",
    title: "whether full-time pay reaches the minimum",
    basis: "Labour Code art. 133",
    in_force: &[since(2015, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        LINE,
        TOGETHER,
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
            let Some(minimum) = MROT.on(case.day()) else { return Ok(Answer::Silent) };
            if line.full_time().recorded() == Some(false) {
                return Ok(Answer::Silent);
            }
            let below = below_monthly(line, minimum, case.day());
            let below = unless_together(case, line, minimum, below);
            let unknown =
                Truth::from(is_after(&MROT, case.day())).without("minimum_wages").says("no_amount", NO_AMOUNT);
            Ok(below.or(unknown).with("line", id(&line.raw().id)).with("minimum", minimum))
        })
    }),
    says: "Pay ({line}) does not reach the minimum of {minimum} a month.",
    consequence: "top up to the minimum",
    ..Rule::ROW
};

const NO_AMOUNT: &str =
    "Whether pay ({line}) reaches the minimum cannot be told: the amount of that year is not in the table.";

const DIRECT: Rule = Rule {
    id: "ru.wage.direct",
    title: "whether pay goes to the worker or the bank named by the worker, each half-month",
    basis: "Labour Code art. 136",
    in_force: &[since(2002, 2, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        LINE,
        &[
            "wages.items.payee",
            "wages.items.worker_written_mandate",
            "wages.items.pay_interval",
            "wages.items.longest_gap_days",
        ],
    ],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let answer = or_unpaid(line, || {
                let to_account = line.payee().recorded() == Some(Payee::WorkerAccount);
                let unnamed = if to_account { line.worker_written_mandate().is(false) } else { Truth::No };
                (not_to_worker(line) | unnamed | is_rare(line)).violation()
            });
            Ok(answer.with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) goes to another than the worker or the bank that the worker named in writing, or is paid less often than each \
        half-month.",
    consequence: "pay the worker",
    ..Rule::ROW
};

/// Whether pay is rarer than each half-month, as it is paid or agreed. A line for half a month at most is not.
fn is_rare(line: view::WageLine<'_>) -> Truth {
    let gap = line.longest_gap_days();
    let monthly = line.pay_interval().is(PayInterval::Monthly);
    if monthly.is_yes() {
        return monthly;
    }
    if gap.recorded().is_some() || monthly.is_no() {
        return gap.holds(|days| days > HALF_MONTH_DAYS).unless_recorded();
    }
    let half = |days| u64::try_from(days).is_ok_and(|days| days <= HALF_MONTH_DAYS);
    if matches!(paid_for(line), Ok(Paid::Days(days)) if half(days)) { Truth::No } else { gap.missing().into() }
}

const DEDUCTED: Rule = Rule {
    id: "ru.wage.deduct",
    title: "whether more than 20 % is taken off pay, or 50 % by statute",
    basis: "Labour Code art. 138",
    in_force: &[since(2002, 2, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        LINE,
        &[
            "wages.items.gross_by_host",
            "wages.items.deductions.items.amount",
            "wages.items.deductions.items.purpose",
            "wages.items.deductions.items.lawful_basis",
        ],
    ],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let other = |deduction: view::Deduction<'_>| !lawful_tax(deduction);
            let free = |deduction: view::Deduction<'_>| {
                let statute = deduction.lawful_basis().is_in(&[LawfulBasis::Statute, LawfulBasis::CourtOrder]);
                !lawful_tax(deduction) & !statute.unless_recorded()
            };
            let much = deducted_above(line, FIFTH, case.day(), free) | deducted_above(line, HALF, case.day(), other);
            Ok(much.violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "More than 20 % is taken off pay ({line}), or more than 50 % by statute.",
    consequence: "pay back what was taken",
    ..Rule::ROW
};
