//! Pay: the minimum by month and hour, and the Labour Code on who gets it and what is taken off.

use comity_sdk::{
    About as _,
    facts::Each,
    hosts::{LINE, Minimum, Step, WORK, below_minimum, id, to_others, unlawful_deduction},
    prelude::*,
    shared,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[MONTH, HOUR, WAIVED, DIRECT, DEDUCTED];

/// Minimum pay for a month of full-time work, in zlotys. 2017 and 2020 were seen (S26), the others are from knowledge.
const MONTHLY: Minimum = Minimum {
    currency: Currency::of(*b"PLN"),
    steps: &[
        Step::cents(2013, 1, 1, 160_000),
        Step::cents(2014, 1, 1, 168_000),
        Step::cents(2015, 1, 1, 175_000),
        Step::cents(2016, 1, 1, 185_000),
        Step::cents(2017, 1, 1, 200_000),
        Step::cents(2018, 1, 1, 210_000),
        Step::cents(2019, 1, 1, 225_000),
        Step::cents(2020, 1, 1, 260_000),
        Step::cents(2021, 1, 1, 280_000),
        Step::cents(2022, 1, 1, 301_000),
        Step::cents(2023, 1, 1, 349_000),
        Step::cents(2023, 7, 1, 360_000),
        Step::cents(2024, 1, 1, 424_200),
        Step::cents(2024, 7, 1, 430_000),
        Step::cents(2025, 1, 1, 466_600),
        Step::cents(2026, 1, 1, 480_600),
    ],
};

/// Minimum pay for an hour under a civil-law contract, in zlotys. 2020 was seen (S26), the others are from knowledge.
const HOURLY: Minimum = Minimum {
    currency: Currency::of(*b"PLN"),
    steps: &[
        Step::cents(2017, 1, 1, 1_300),
        Step::cents(2018, 1, 1, 1_370),
        Step::cents(2019, 1, 1, 1_470),
        Step::cents(2020, 1, 1, 1_700),
        Step::cents(2021, 1, 1, 1_830),
        Step::cents(2022, 1, 1, 1_970),
        Step::cents(2023, 1, 1, 2_280),
        Step::cents(2023, 7, 1, 2_350),
        Step::cents(2024, 1, 1, 2_770),
        Step::cents(2024, 7, 1, 2_810),
        Step::cents(2025, 1, 1, 3_050),
        Step::cents(2026, 1, 1, 3_140),
    ],
};

const PAY: &[&str] = &[
    "wages.items.received_by_worker",
    "wages.items.deductions.items.amount",
    "wages.items.deductions.items.purpose",
    "wages.items.deductions.items.lawful_basis",
    "contracts.items.kind",
    "contracts.items.worker_groups",
];

const MONTH: Rule = Rule {
    id: "pl.wage.min",
    title: "whether full-time pay under an employment contract reaches the minimum of the year",
    basis: "Act of 10 October 2002 on minimum pay art. 6",
    in_force: &[since(2003, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[WORK, LINE, PAY, &["wages.items.gross_by_host", "wages.items.overtime_pay", "wages.items.full_time"]],
    check: Check::WageEarned(|case, line| {
        case.at_work(line, here, || {
            let part_time = line.full_time().recorded() == Some(false);
            if part_time || under_civil_law(case, line) {
                return Ok(Answer::Silent);
            }
            Ok(below_month(case, line).with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) does not reach the minimum of {minimum} a month.",
    consequence: "top up to the minimum (art. 7)",
    sources: &["S26"],
    ..Rule::ROW
};

const NO_AMOUNT: &str =
    "Whether pay ({line}) reaches the minimum cannot be told: the amount of that year is not in the table.";

/// Compared is what is due, and what reaches the worker with tax and social insurance; overtime counts for neither.
fn below_month<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Answer {
    let Some(minimum) = MONTHLY.on(case.day()) else {
        return Truth::Yes.without("minimum_wages").says("no_amount", NO_AMOUNT);
    };
    let overtime = line.overtime_pay().recorded().filter(|money| money.currency == minimum.currency);
    let least = Money { amount: minimum.amount + overtime.map_or(Decimal::ZERO, |money| money.amount), ..minimum };
    let gross = line.gross_by_host().recorded().filter(|money| money.currency == minimum.currency);
    let due = gross.is_some_and(|money| money.amount < least.amount);
    let below = if due { Truth::Yes } else { below_minimum(line, least, case.day()) };
    below.violation().with("minimum", minimum)
}

/// Whether the workers of a line work under civil-law contracts alone.
fn under_civil_law<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> bool {
    let contracts = case.record.contracts().recorded().into_iter().flat_map(Each::iter);
    let mut theirs = contracts.filter(|contract| shared(contract.groups(), line.groups())).peekable();
    let civil = [ContractKind::Civil, ContractKind::SelfEmployed];
    theirs.peek().is_some()
        && theirs.all(|contract| contract.kind().recorded().is_some_and(|kind| civil.contains(&kind)))
}

const HOUR: Rule = Rule {
    id: "pl.wage.min.hour",
    title: "whether pay under a civil-law contract reaches the minimum for an hour",
    basis: "Act of 10 October 2002 on minimum pay arts 8a ff.",
    in_force: &[since(2017, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Contracts],
    reads: &[WORK, LINE, PAY, &["wages.items.minutes_per_month"]],
    check: Check::WageEarned(|case, line| {
        case.at_work(line, here, || {
            let Some(rate) = HOURLY.on(case.day()).filter(|_| under_civil_law(case, line)) else {
                return Ok(Answer::Silent);
            };
            let minutes = line.minutes_per_month().get()?;
            let least = Money { amount: rate.amount * Decimal::from(minutes) / Decimal::from(60), ..rate };
            let below = below_minimum(line, least, case.day());
            Ok(below.violation().with("line", id(&line.raw().id)).with("minimum", rate))
        })
    }),
    says: "Pay ({line}) under a civil-law contract does not reach the minimum of {minimum} an hour.",
    consequence: "top up to the minimum",
    sources: &["S26"],
    ..Rule::ROW
};

const WAIVED: Rule = Rule {
    id: "pl.wage.waive",
    title: "whether a worker waived or assigned the right to pay",
    basis: "Labour Code art. 84",
    in_force: &[since(1974, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[WORK, LINE, &["wages.items.assigned_to"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let away = line.assigned_to().is_in(&[Assignee::Sender, Assignee::State, Assignee::Employer]);
            Ok(away.violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "The right to pay ({line}) was signed away. The clause is void.",
    consequence: "pay the worker",
    ..Rule::ROW
};

/// From here on payment to an account needs no consent.
const ACCOUNT_BY_DEFAULT: Date = Date::of(2019, 1, 1);

const DIRECT: Rule = Rule {
    id: "pl.wage.direct",
    title: "whether pay goes to the worker in person or to the worker's account",
    basis: "Labour Code art. 86",
    in_force: &[since(1974, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[WORK, LINE, &["wages.items.payee", "wages.items.worker_written_mandate"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let account = line.payee().recorded() == Some(Payee::WorkerAccount);
            let unasked =
                account && case.day() < ACCOUNT_BY_DEFAULT && line.worker_written_mandate().recorded() == Some(false);
            let answer =
                if unasked { Truth::Yes.violation().says("account", UNASKED) } else { to_others(line).violation() };
            Ok(answer.with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) goes to another than the worker.",
    consequence: "pay the worker",
    ..Rule::ROW
};

const UNASKED: &str = "Pay ({line}) goes to an account without the worker's consent, which it needs until 2018.";

const DEDUCTED: Rule = Rule {
    id: "pl.wage.deduct",
    title: "whether something is taken off pay beyond the statutory list without the worker's written consent",
    basis: "Labour Code arts 87-91",
    in_force: &[since(1974, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        WORK,
        LINE,
        &[
            "wages.items.deductions.items.purpose",
            "wages.items.deductions.items.lawful_basis",
            "wages.items.deductions.items.consent",
        ],
    ],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            use DeductionPurpose as P;
            let broken = unlawful_deduction(line, |deduction| {
                let listed = deduction.purpose().is_in(&[P::Attachment, P::Loan, P::Fine]);
                if listed.is_yes() { Truth::No } else { !listed & !deduction.consent().yes() }
            });
            Ok(broken.violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Something is taken off pay ({line}) that the Labour Code does not list, without the worker's written consent.",
    consequence: "pay back what was taken",
    ..Rule::ROW
};
