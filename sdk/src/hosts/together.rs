//! Lines that pay the same workers for the same month together: what each of them pays is not held against a minimum alone.

use comity_facts::{Decimal, Missing, Money, Span, Truth, view};

use super::{Minimum, lawful_deductions, pay::in_currency};
use crate::{About, Answer, Case, Fires as _};

const TOGETHER_ENOUGH: &str = "Pay ({line}) does not reach the minimum of {minimum} a month, but reaches it together with other lines \
    about the same workers. Whether all of it is theirs is for review.";

/// An answer on whether a line pays less than a minimum for a month, unless it and the lines beside it reach that together. Parts of a
/// month that follow each other are one month's pay; whether lines for the same time are pay of the same workers is for review.
#[must_use]
pub fn unless_together<'r>(case: &Case<'r>, line: view::WageLine<'r>, minimum: Money, answer: Answer) -> Answer {
    if !matches!(answer, Answer::Fires(_)) {
        return answer;
    }
    let beside: Vec<_> = case.wages_of(line).filter(|other| is_beside(line, *other)).collect();
    if beside.len() < 2 {
        return answer;
    }
    let paid = beside.iter().map(|line| paid(case, *line, minimum)).sum::<Result<Decimal, Missing>>();
    if paid.is_ok_and(|paid| minimum.amount <= paid) {
        let one_by_one =
            beside.iter().enumerate().all(|(at, line)| beside.iter().skip(at + 1).all(|other| !meet(*line, *other)));
        return Truth::from(!one_by_one).review().says("together", TOGETHER_ENOUGH);
    }
    answer
}

/// Whether two lines pay some of the same days.
fn meet(line: view::WageLine<'_>, other: view::WageLine<'_>) -> bool {
    let (Some(one), Some(other)) = (line.period().recorded(), other.period().recorded()) else { return true };
    let before = |one: Span, other: Span| one.to.zip(other.from).is_some_and(|(to, from)| to <= from);
    !before(one, other) && !before(other, one)
}

/// Whether another line is for the same workers, place and month; a line is beside itself.
fn is_beside<'r>(line: view::WageLine<'r>, other: view::WageLine<'r>) -> bool {
    let about = |line: view::WageLine<'r>| (About::groups(line), About::site(line), time(line));
    about(line) == about(other) && time(line).is_some()
}

/// When the work was done that a line pays.
#[derive(PartialEq, Eq)]
enum Time {
    /// Every month.
    Always,
    /// In a month of a year.
    Month(i16, i8),
}

/// When the work of a line was done, where that is every month or within one.
fn time(line: view::WageLine<'_>) -> Option<Time> {
    let Some(period) = line.period().recorded() else { return Some(Time::Always) };
    let (from, last) = (period.from?, period.to?.plus_days(-1));
    let month = (from.year(), from.month());
    (month == (last.year(), last.month())).then_some(Time::Month(month.0, month.1))
}

/// What reaches the worker and what was lawfully taken, in the currency of the minimum. Overtime is not looked for.
fn paid<'r>(case: &Case<'r>, line: view::WageLine<'r>, minimum: Money) -> Result<Decimal, Missing> {
    let in_currency = |money| in_currency(money, minimum.currency, case.day());
    let overtime =
        line.overtime_pay().recorded().map_or(Ok(Decimal::ZERO), |money| in_currency(money).map(|m| m.amount))?;
    let received = in_currency(line.received_by_worker().get()?)?.amount;
    let lawful = lawful_deductions(line, minimum.currency, case.day())?.sure;
    Ok(received + lawful - overtime)
}

/// Whether a day is in a year of which a table knows nothing any more.
#[must_use]
pub fn is_after(minimum: &Minimum, day: comity_facts::Date) -> bool {
    minimum.steps.last().is_none_or(|step| step.since.year() < day.year())
}

/// What [`unless_together`] reads beside what its answer does.
pub const TOGETHER: &[&str] = &[
    "wages.items.period",
    "wages.items.received_by_worker",
    "wages.items.overtime_pay",
    "wages.items.deductions.items.amount",
    "wages.items.deductions.items.purpose",
    "wages.items.deductions.items.lawful_basis",
];
