//! Pay: the minimum by month and hour, and the Labour Code on who gets it and what is taken off.

use comity_sdk::{
    About as _,
    facts::{Each, exchange},
    hosts::{
        LINE, Minimum, Step, TOGETHER, WORK, below_for_period, below_minimum, deducted_above, id, is_after,
        not_to_worker, or_unpaid, placed, unlawful_deduction, unless_together,
    },
    prelude::*,
    shared,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[MONTH, HOUR, WAIVED, DIRECT, DEDUCTED];

/// Minimum pay for a month of full-time work, in zlotys. 2017 and 2020 were seen (S26), the others are from knowledge.
pub(crate) const MONTHLY: Minimum = Minimum {
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
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        LINE,
        PAY,
        TOGETHER,
        &["wages.items.gross_by_host", "wages.items.overtime_pay", "wages.items.full_time"],
    ],
    check: Check::WageEarned(|case, line| {
        case.at_work(line, here, || {
            let civil = under_civil_law(case, line);
            if line.full_time().recorded() == Some(false) {
                return Ok(Answer::Silent);
            }
            Ok(placed(!civil, || Ok(below_month(case, line)))?.with("line", id(&line.raw().id)))
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
    let overtime =
        match line.overtime_pay().recorded().map(|money| exchange::convert(money, minimum.currency, case.day())) {
            Some(Err(no_rate)) => return Answer::Open(no_rate.missing()),
            Some(Ok(money)) => money.amount,
            None => Decimal::ZERO,
        };
    let below = |times: i32, parts: i32| {
        let amount = minimum.amount * Decimal::from(times) / Decimal::from(parts) + overtime;
        is_below(case, line, Money { amount, ..minimum })
    };
    let answer = below_for_period(line, PART, below);
    or_no_amount(&MONTHLY, case.day(), unless_together(case, line, minimum, answer)).with("minimum", minimum)
}

/// In a year of which the table knows nothing, pay that reaches the last amount may still be below that year's.
fn or_no_amount(table: &Minimum, day: Date, answer: Answer) -> Answer {
    answer.or(Truth::from(is_after(table, day)).without("minimum_wages").says("no_amount", NO_AMOUNT))
}

const PART: &str = "Pay ({line}) is for a part of a month. Whether it reaches that part of the minimum of {minimum} a month is for review.";

/// Whether what is due is below, or what reaches the worker with tax and social insurance.
fn is_below<'r>(case: &Case<'r>, line: view::WageLine<'r>, least: Money) -> Truth {
    let due = line.gross_by_host().recorded().map_or(Truth::No, |gross| {
        let gross = exchange::convert(gross, least.currency, case.day());
        gross.map_or_else(|no_rate| no_rate.missing().into(), |money| (money.amount < least.amount).into())
    });
    if due.is_yes() { due } else { due | below_minimum(line, least, case.day()) }
}

/// Whether the workers of a line work under civil-law contracts alone; no, where no contract of theirs is recorded.
fn under_civil_law<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Truth {
    let contracts = case.record.contracts().recorded().into_iter().flat_map(Each::iter);
    let mut theirs = contracts.filter(|contract| shared(contract.groups(), line.groups())).peekable();
    if theirs.peek().is_none() {
        return Truth::No;
    }
    let civil = [ContractKind::Civil, ContractKind::SelfEmployed];
    Truth::all(theirs.map(|contract| contract.kind().is_in(&civil)))
}

const HOUR: Rule = Rule {
    id: "pl.wage.min.hour",
    title: "whether pay under a civil-law contract reaches the minimum for an hour",
    basis: "Act of 10 October 2002 on minimum pay arts 8a ff.",
    in_force: &[since(2017, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Contracts, Part::Worksites],
    reads: &[WORK, LINE, PAY, &["wages.items.minutes_per_month"]],
    check: Check::WageEarned(|case, line| {
        case.at_work(line, here, || {
            let civil = under_civil_law(case, line);
            let Some(rate) = HOURLY.on(case.day()).filter(|_| !civil.is_no()) else {
                return Ok(Answer::Silent);
            };
            let minutes = line.minutes_per_month().get()?;
            let least = Money { amount: rate.amount * Decimal::from(minutes) / Decimal::from(60), ..rate };
            let below = below_minimum(line, least, case.day()).violation();
            let below = or_no_amount(&HOURLY, case.day(), below);
            Ok(placed(civil, || Ok(below))?.with("line", id(&line.raw().id)).with("minimum", rate))
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
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, &["wages.items.assigned_to"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let away = line.assigned_to().holds(|to| !matches!(to, Assignee::None | Assignee::CourtAttachment));
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
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, &["wages.items.payee", "wages.items.worker_written_mandate"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let answer = or_unpaid(line, || {
                if line.payee().recorded() == Some(Payee::WorkerAccount) && case.day() < ACCOUNT_BY_DEFAULT {
                    line.worker_written_mandate().is(false).violation().says("account", UNASKED)
                } else {
                    not_to_worker(line).violation()
                }
            });
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
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        LINE,
        &[
            "wages.items.gross_by_host",
            "wages.items.deductions.items.amount",
            "wages.items.deductions.items.purpose",
            "wages.items.deductions.items.lawful_basis",
            "wages.items.deductions.items.consent",
        ],
    ],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let broken = unlawful_deduction(line, |deduction| {
                let listed = is_listed(deduction);
                if listed.is_yes() { Truth::No } else { !listed & !deduction.consent().yes() }
            });
            let answer =
                broken.violation().or(deducted_above(line, HALF, case.day(), is_capped).review().says("cap", CAP));
            Ok(answer.with("line", id(&line.raw().id)))
        })
    }),
    says: "Something is taken off pay ({line}) that the Labour Code does not list, without the worker's written consent.",
    consequence: "pay back what was taken",
    ..Rule::ROW
};

/// Attachments and advances may take half of pay, three fifths for maintenance (from knowledge): more than half is for review.
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
const CAP: &str = "More than half of pay ({line}) goes to creditors and for advances. Whether that keeps within the caps is for review.";

/// Whether a deduction is one that the Code lists, or rests on another statute or the order of a court.
fn is_listed(deduction: view::Deduction<'_>) -> Truth {
    use DeductionPurpose as P;
    let purpose = deduction.purpose().is_in(&[P::Attachment, P::Loan, P::Fine]);
    let basis = [LawfulBasis::Statute, LawfulBasis::CourtOrder];
    if purpose.is_yes() { purpose } else { purpose | deduction.lawful_basis().is_in(&basis).unless_recorded() }
}

fn is_capped(deduction: view::Deduction<'_>) -> Truth {
    deduction.purpose().is_in(&[DeductionPurpose::Attachment, DeductionPurpose::Loan]).unless_recorded()
}
