//! What is taken off a wage, and what is owed at the end of the work.

use crate::{
    scope::labour_law,
    wages::{paid, penalised, unpaid},
};
use comity_sdk::{facts::exchange, prelude::*};

pub(crate) const RULES: &[Rule] = &[FINAL, DEDUCT];

/// Days to settle where the worker left without notice.
const WITHOUT_NOTICE_DAYS: i32 = 7;
const FRIDAY: i8 = 5;

/// Shares of a month's wage: an instalment of a loan, all deductions together.
const LOAN_SHARE: Decimal = Decimal::from_parts(10, 0, 0, false, 2);
const TOTAL_SHARE: Decimal = Decimal::from_parts(50, 0, 0, false, 2);
/// A disciplinary fine of five days' wage, as a share of a month of thirty days.
const FINE_DAYS: Decimal = Decimal::from_parts(5, 0, 0, false, 0);
const MONTH_DAYS: Decimal = Decimal::from_parts(30, 0, 0, false, 0);

/// What [`unlawful`] reads.
pub(crate) const FIELDS: &[&str] = &[
    "wages.items.contractual",
    "wages.items.gross_by_host",
    "wages.items.deductions.items.amount",
    "wages.items.deductions.items.purpose",
    "wages.items.deductions.items.lawful_basis",
    "wages.items.deductions.items.bears_interest",
];

/// What [`leaves_below`] reads.
pub(crate) const LAWFUL: &[&str] = &[
    "wages.items.contractual",
    "wages.items.gross_by_host",
    "wages.items.deductions.items.amount",
    "wages.items.deductions.items.purpose",
    "wages.items.deductions.items.lawful_basis",
];

const FINAL: Rule = Rule {
    id: "qa.wage.final",
    title: "whether all dues were settled by the end of the working day after the work ended",
    basis: "Law 14/2004 art. 67",
    in_force: &[since(2005, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&[
        "deployment.terminated_on",
        "deployment.end",
        "deployment.left_without_notice",
        "wages.items.final_settlement_on",
        "wages.items.period",
        "wages.items.paid_on",
        "wages.items.payee",
        "wages.items.received_by_worker",
        "wages.items.site",
        "worksites.items.unpaid_leave_agreed",
    ]],
    check: Check::WageAtEnd(|case, line| labour_law(case, line, || Ok(penalised(case, settlement(case, line))))),
    says: "The worker's dues were to be settled by {due} and were not.",
    consequence: "back pay; up to 1 month in prison or a fine of QAR 2 000 to 6 000, or both (art. 145)",
    sources: &["S20"],
    ..Rule::ROW
};

const DEDUCT: Rule = Rule {
    id: "qa.wage.deduct",
    title: "whether more is taken off the wage than the law allows",
    basis: "Law 14/2004 arts 59-70",
    in_force: &[since(2005, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    reads: &[FIELDS, &["wages.items.payee"]],
    check: Check::Wage(|case, line| {
        paid(case, line, || {
            let order = Exempt::named("court_order", "attachment by order of a court");
            Ok(unlawful(case, line).violation().unless_claimed(order, !beyond(case, line, Counted::WithoutCourtOrders)))
        })
    }),
    says: "More is taken off the wage than attachments, instalments of a loan (10 % of the wage without interest, 50 \
           % in all) and fines (five days' wage in a month) allow.",
    consequence: "refund",
    ..Rule::ROW
};

fn settlement<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Answer {
    let Some(deployment) = case.record.deployment().recorded() else { return Answer::Silent };
    let last_of_span = || deployment.end().recorded().map(|end| end.plus_days(-1));
    let Some(ended) = deployment.terminated_on().recorded().or_else(last_of_span) else { return Answer::Silent };
    let settled = line.final_settlement_on();
    let day = settled.recorded().or_else(|| paid_on(case, line));
    // A wage that was never paid is not settled either; of any other, the day has to be recorded.
    let open = || if unpaid(case, line).is_yes() { Truth::Yes } else { settled.missing().into() };
    let unsettled_by = |due: Date| match day {
        _ if case.as_of <= due => Truth::No,
        Some(day) => Truth::from(day > due),
        None => open(),
    };
    let (usual, longer) = (next_working_day(ended), ended.plus_days(WITHOUT_NOTICE_DAYS));
    let late = unsettled_by(usual);
    if late.is_no() {
        return Answer::Silent;
    }
    let left = deployment.left_without_notice().yes();
    let due = if left.is_yes() { longer.max(usual) } else { usual };
    let late = late & (!left | unsettled_by(longer));
    late.violation().with("due", due).due(due).since(due.next())
}

/// The day on which the pay of a period was paid: of such a line nothing is left for the end.
fn paid_on<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Option<Date> {
    line.period().recorded()?;
    if unpaid(case, line).is_yes() { None } else { line.paid_on().recorded() }
}

/// The weekly rest day is Friday (art. 75).
fn next_working_day(day: Date) -> Date {
    let next = day.next();
    if next.weekday() == FRIDAY { next.next() } else { next }
}

/// Whether more is taken off than the law allows, all deductions counted.
pub(crate) fn unlawful<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Truth {
    beyond(case, line, Counted::All)
}

/// Whether what a worker receives stays below an amount in the same currency, even with what was lawfully taken off
/// before. Open where what is absent would decide; deductions that nobody recorded can come to all that the host pays.
pub(crate) fn leaves_below<'r>(case: &Case<'r>, line: view::WageLine<'r>, received: Money, least: Decimal) -> Truth {
    if received.amount >= least {
        return Truth::No;
    }
    let deductions = match line.deductions().get() {
        Ok(deductions) => deductions.iter().collect::<Vec<_>>(),
        Err(missing) => {
            let gross = line.gross_by_host().recorded();
            let most = gross.and_then(|gross| exchange::convert(gross, received.currency, case.day()).ok());
            return if most.is_some_and(|most| most.amount < least) { Truth::Yes } else { missing.into() };
        }
    };
    let (mut surely, mut perhaps, mut open) = (received.amount, Some(received.amount), None::<Missing>);
    for deduction in &deductions {
        let counts = lawful(case, line, *deduction, &deductions);
        if counts.is_no() {
            continue;
        }
        let amount = amount(*deduction, received.currency, case.day());
        perhaps = perhaps.zip(amount.as_ref().ok()).map(|(sum, amount)| sum + amount);
        match (counts, amount) {
            (Truth::Yes, Ok(amount)) => surely += amount,
            (Truth::Unknown(missing), _) | (_, Err(missing)) => {
                open = open.into_iter().chain([missing]).reduce(Missing::and);
            }
            _ => {}
        }
    }
    match open {
        _ if surely >= least => Truth::No,
        Some(missing) if perhaps.is_none_or(|sum| sum >= least) => missing.into(),
        _ => Truth::Yes,
    }
}

/// Whether a deduction is lawful by what it is for or rests on. A loan is, whatever its instalment: how much of it may be
/// taken is another rule's matter.
fn lawful<'r>(
    case: &Case<'r>,
    line: view::WageLine<'r>,
    deduction: view::Deduction<'r>,
    all: &[view::Deduction<'r>],
) -> Truth {
    use DeductionPurpose as P;
    let based = deduction.lawful_basis().holds(|basis| basis != LawfulBasis::None);
    if based.is_yes() {
        return based;
    }
    let owed = deduction.purpose().is_in(&[P::Loan, P::Attachment]);
    let fine = deduction.purpose().is(P::Fine);
    let fine = if fine.is_no() {
        fine
    } else {
        fine & measured(case, line).map_or_else(Truth::from, |taken| !taken.fines(all))
    };
    owed | fine
}

fn measured<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Result<Taken, Missing> {
    let contractual = line.contractual();
    let wage = contractual.recorded().or(line.gross_by_host().recorded()).ok_or_else(|| contractual.missing())?;
    Ok(Taken { wage, day: case.day() })
}

#[derive(Clone, Copy, PartialEq)]
enum Counted {
    All,
    WithoutCourtOrders,
}

fn beyond<'r>(case: &Case<'r>, line: view::WageLine<'r>, counted: Counted) -> Truth {
    let deductions = match line.deductions().get() {
        Ok(list) => list.iter().filter(|d| counted == Counted::All || !by_court(*d)).collect::<Vec<_>>(),
        Err(missing) => return missing.into(),
    };
    if deductions.is_empty() {
        return Truth::No;
    }
    measured(case, line).map_or_else(Truth::from, |taken| taken.beyond(&deductions))
}

fn by_court(deduction: view::Deduction<'_>) -> bool {
    let attached = deduction.purpose().is(DeductionPurpose::Attachment);
    (attached | deduction.lawful_basis().is(LawfulBasis::CourtOrder)).is_yes()
}

/// What deductions are measured against.
struct Taken {
    wage: Money,
    day: Date,
}

impl Taken {
    fn beyond(&self, deductions: &[view::Deduction<'_>]) -> Truth {
        self.above(deductions, |_| Truth::Yes, self.wage.amount * TOTAL_SHARE)
            | self.loans(deductions)
            | self.fines(deductions)
            | Truth::any(deductions.iter().map(|deduction| without_basis(*deduction)))
    }

    /// Loans of a month, taken together.
    fn loans(&self, deductions: &[view::Deduction<'_>]) -> Truth {
        let of_loan = |deduction: view::Deduction<'_>| deduction.purpose().is(DeductionPurpose::Loan);
        let interest = deductions.iter().map(|deduction| {
            let loan = of_loan(*deduction);
            if loan.is_no() { loan } else { loan & deduction.bears_interest().yes() }
        });
        self.above(deductions, of_loan, self.wage.amount * LOAN_SHARE) | Truth::any(interest)
    }

    /// Fines of a month, taken together.
    fn fines(&self, deductions: &[view::Deduction<'_>]) -> Truth {
        let fine = |deduction: view::Deduction<'_>| deduction.purpose().is(DeductionPurpose::Fine);
        self.above(deductions, fine, self.wage.amount * FINE_DAYS / MONTH_DAYS)
    }

    /// Whether the deductions that count come to more than a limit.
    fn above<'r>(
        &self,
        deductions: &[view::Deduction<'r>],
        counts: impl Fn(view::Deduction<'r>) -> Truth,
        limit: Decimal,
    ) -> Truth {
        let (mut sum, mut open) = (Decimal::ZERO, None::<Missing>);
        for deduction in deductions {
            match (counts(*deduction), amount(*deduction, self.wage.currency, self.day)) {
                (Truth::No, _) => {}
                (Truth::Yes, Ok(amount)) => sum += amount,
                (Truth::Unknown(missing), _) | (Truth::Yes, Err(missing)) => {
                    open = open.into_iter().chain([missing]).reduce(Missing::and);
                }
            }
        }
        match open {
            _ if sum > limit => Truth::Yes,
            Some(missing) => missing.into(),
            None => Truth::No,
        }
    }
}

/// Neither attachment, loan nor fine, and without a basis: one is claimed by its record.
fn without_basis(deduction: view::Deduction<'_>) -> Truth {
    use DeductionPurpose as P;
    let limited = deduction.purpose().is_in(&[P::Attachment, P::Loan, P::Fine]);
    !limited & !deduction.lawful_basis().holds(|basis| basis != LawfulBasis::None).unless_recorded()
}

/// The amount in a currency; in one without a rate it is for review.
fn amount(deduction: view::Deduction<'_>, currency: Currency, day: Date) -> Result<Decimal, Missing> {
    let converted = exchange::convert(deduction.amount().get()?, currency, day);
    converted.map(|money| money.amount).map_err(exchange::NoRate::missing)
}
