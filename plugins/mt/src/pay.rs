//! Pay: the national minimum wage and the Employment and Industrial Relations Act.

use comity_sdk::{
    hosts::{
        INTERVAL, LINE, Minimum, Paid, Step, WORK, below_minimum, foreign_currency, id, not_to_worker, paid_for,
        rarer_than, unlawful_deduction,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[MINIMUM, DIRECT, OFTEN, DEDUCTED];

/// Minimum pay for a week of full-time work, in euros (from knowledge, unsure).
const WEEKLY: Minimum = Minimum {
    currency: Currency::of(*b"EUR"),
    steps: &[
        Step::cents(2015, 1, 1, 16_626),
        Step::cents(2016, 1, 1, 16_801),
        Step::cents(2017, 1, 1, 16_976),
        Step::cents(2018, 1, 1, 17_251),
        Step::cents(2019, 1, 1, 17_584),
        Step::cents(2020, 1, 1, 17_933),
        Step::cents(2021, 1, 1, 18_108),
        Step::cents(2022, 1, 1, 18_283),
        Step::cents(2023, 1, 1, 19_273),
        Step::cents(2024, 1, 1, 21_354),
        Step::cents(2025, 1, 1, 22_178),
    ],
};

/// The table has nothing after 2025.
const TABLE_ENDS: Date = Date::of(2026, 1, 1);
/// From a week to a month.
const WEEKS: Decimal = Decimal::from_parts(52, 0, 0, false, 0);
const MONTHS: Decimal = Decimal::from_parts(12, 0, 0, false, 0);
const WEEK_DAYS: Decimal = Decimal::from_parts(7, 0, 0, false, 0);
const FOUR_WEEKS_DAYS: u64 = 28;
/// Malta's currency; before, Maltese lira.
const EURO_SINCE: Date = Date::of(2008, 1, 1);

const NO_AMOUNT: &str =
    "Whether pay ({line}) reaches the minimum cannot be told: the amount of that year is not in the table.";

const MINIMUM: Rule = Rule {
    id: "mt.wage.min",
    title: "whether full-time pay reaches the minimum of the year",
    basis: "national minimum wage order under Cap. 452",
    in_force: &[since(2015, 1, 1)],
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
            if line.full_time().recorded() == Some(false) {
                return Ok(Answer::Silent);
            }
            let Some(weekly) = WEEKLY.on(case.day()).filter(|_| case.day() < TABLE_ENDS) else {
                let answer = Truth::Yes.without("minimum_wages").says("no_amount", NO_AMOUNT);
                return Ok(answer.with("line", id(&line.raw().id)));
            };
            let least = match paid_for(line)? {
                Paid::Months(months) => weekly.amount * Decimal::from(months) * WEEKS / MONTHS,
                Paid::Days(days) => weekly.amount * Decimal::from(days) / WEEK_DAYS,
            };
            let below = below_minimum(line, Money { amount: least, ..weekly }, case.day());
            Ok(below.violation().with("line", id(&line.raw().id)).with("minimum", weekly))
        })
    }),
    says: "Pay ({line}) does not reach the minimum of {minimum} a week.",
    consequence: "top up to the minimum",
    ..Rule::ROW
};

const TENDER: &str = "Pay ({line}) is not in legal tender.";

const DIRECT: Rule = Rule {
    id: "mt.wage.direct",
    title: "whether pay goes to the worker, in legal tender",
    basis: "Employment and Industrial Relations Act (Cap. 452)",
    in_force: &[since(2002, 12, 2)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, &["wages.items.payee", "wages.items.form", "wages.items.received_by_worker"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let away = not_to_worker(line);
            if away.is_yes() {
                return Ok(away.violation().with("line", id(&line.raw().id)));
            }
            let tender = Currency::of(if case.day() < EURO_SINCE { *b"MTL" } else { *b"EUR" });
            let voucher = line.form().is(PayForm::Voucher);
            let other = if voucher.is_yes() { voucher } else { foreign_currency(line, tender) };
            Ok((away | other).violation().says("tender", TENDER).with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) does not go to the worker.",
    consequence: "pay the worker",
    ..Rule::ROW
};

const MONTHLY: &str =
    "Pay ({line}) is agreed by the month, which is longer than four weeks. Whether that is too long is for review.";

const OFTEN: Rule = Rule {
    id: "mt.wage.interval",
    title: "whether pay comes at least every four weeks",
    basis: "Employment and Industrial Relations Act (Cap. 452)",
    in_force: &[since(2002, 12, 2)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, INTERVAL, &["wages.items.pay_interval"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let rare = rarer_than(line, FOUR_WEEKS_DAYS, case.as_of).violation();
            let monthly = Truth::from(line.pay_interval().recorded() == Some(PayInterval::Monthly));
            let answer = rare.or(monthly.review().says("monthly", MONTHLY));
            Ok(answer.with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) comes less often than every four weeks.",
    consequence: "pay at least every four weeks",
    ..Rule::ROW
};

const DEDUCTED: Rule = Rule {
    id: "mt.wage.deduct",
    title: "whether something is taken off pay without a lawful basis",
    basis: "Employment and Industrial Relations Act (Cap. 452)",
    in_force: &[since(2002, 12, 2)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, &["wages.items.deductions.items.purpose", "wages.items.deductions.items.lawful_basis"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let broken = unlawful_deduction(line, |deduction| deduction.lawful_basis().is(LawfulBasis::None));
            Ok(broken.violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Something is taken off pay ({line}) without a lawful basis.",
    consequence: "pay back what was taken",
    ..Rule::ROW
};
