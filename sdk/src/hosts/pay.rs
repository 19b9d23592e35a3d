//! Minimum wages, and wages that go to others or are cut.

use comity_facts::{
    Currency, Date, Decimal, Missing, Money, Span, Truth,
    exchange::{self, NoRate},
    v1::{DeductionPurpose, LawfulBasis, Payee},
    view,
};

use crate::{Answer, Fires as _};

/// From a day on, an amount.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// First day.
    pub since: Date,
    /// Amount in the currency of the table.
    pub amount: Decimal,
}

impl Step {
    /// A step of so many hundredths: `cents(2017, 1, 1, 200_000)` is 2 000.00.
    #[must_use]
    pub const fn cents(year: i16, month: i8, day: i8, hundredths: u32) -> Self {
        Self { since: Date::of(year, month, day), amount: Decimal::from_parts(hundredths, 0, 0, false, 2) }
    }
}

/// A minimum wage by date.
#[derive(Clone, Copy, Debug)]
pub struct Minimum {
    /// Its currency.
    pub currency: Currency,
    /// Its steps, in the order of their days.
    pub steps: &'static [Step],
}

impl Minimum {
    /// The amount on a day; `None` before the first step.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Money> {
        let step = self.steps.iter().rev().find(|step| step.since <= day)?;
        Some(Money { amount: step.amount, currency: self.currency })
    }
}

/// How long the work goes on that a line pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// So many whole months.
    Months(i32),
    /// So many days, which are no whole months.
    Days(i32),
}

/// For how long a line pays: a month, where it recurs; else its period.
///
/// # Errors
/// If its period lacks an end.
pub fn paid_for(line: view::WageLine<'_>) -> Result<Paid, Missing> {
    let Some(Span { from, to }) = line.period().recorded() else { return Ok(Paid::Months(1)) };
    let (Some(from), Some(to)) = (from, to) else { return Err(line.period().missing()) };
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month());
    let whole = months > 0 && from.plus_months(months) == to;
    Ok(if whole { Paid::Months(months) } else { Paid::Days(to.days_since(from)) })
}

/// VIOLATION where a line pays less than a minimum for a month asks for its period. What it asks for a part of a month is for review,
/// between the share by the days of the longest month and that by those of the shortest.
#[must_use]
pub fn below_monthly(line: view::WageLine<'_>, monthly: Money, on: Date) -> Answer {
    let least = |times: i32, parts: i32| {
        let amount = monthly.amount * Decimal::from(times) / Decimal::from(parts);
        below_minimum(line, Money { amount, ..monthly }, on)
    };
    below_for_period(line, PART, least)
}

/// VIOLATION where pay is below so many times a month's amount, divided by so many parts, as a line's period asks. A part of a
/// month is surely below by the share of its days in the longest month, and for review by that in the shortest, with a text of its own.
#[must_use]
pub fn below_for_period(line: view::WageLine<'_>, part: &'static str, below: impl Fn(i32, i32) -> Truth) -> Answer {
    match paid_for(line) {
        Ok(Paid::Months(months)) => below(months, 1).violation(),
        Ok(Paid::Days(days)) => {
            let surely = below(days, LONGEST_MONTH_DAYS);
            if surely.is_no() {
                return below(days, SHORTEST_MONTH_DAYS).review().says("part", part);
            }
            surely.violation()
        }
        Err(missing) => Answer::Open(missing),
    }
}

/// An answer about pay; where nobody at all is paid, that.
pub fn or_unpaid(line: view::WageLine<'_>, paid: impl FnOnce() -> Answer) -> Answer {
    if line.payee().recorded() == Some(Payee::None) { Truth::Yes.violation().says("nobody", UNPAID) } else { paid() }
}

const UNPAID: &str = "Work ({line}) was not paid.";

const LONGEST_MONTH_DAYS: i32 = 31;
const SHORTEST_MONTH_DAYS: i32 = 28;
const PART: &str = "Pay ({line}) is for no whole months. Whether it reaches its part of the minimum of {minimum} a month is for review.";

/// Whether what a line pays is below a minimum: what the worker receives and what was lawfully taken for tax and social insurance.
/// Open where what is absent would decide; for review where the currencies have no rate.
#[must_use]
pub fn below_minimum(line: view::WageLine<'_>, least: Money, on: Date) -> Truth {
    let net = line.received_by_worker().get().and_then(|money| in_currency(money, least.currency, on));
    let net = match net {
        Ok(money) => money.amount,
        Err(missing) => return missing.into(),
    };
    if net >= least.amount {
        return Truth::No;
    }
    match lawful_deductions(line, least.currency, on) {
        Err(missing) => missing.into(),
        Ok(taken) if net + taken.sure >= least.amount => Truth::No,
        Ok(taken) => taken.open_if(|most| net + most >= least.amount).map_or(Truth::Yes, Truth::from),
    }
}

pub(super) fn in_currency(money: Money, currency: Currency, on: Date) -> Result<Money, Missing> {
    exchange::convert(money, currency, on).map_err(NoRate::missing)
}

/// What was taken off pay, as far as a test counts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deducted {
    /// The sum of what surely counts.
    pub sure: Decimal,
    /// The sum with what may count; `None` where an amount is not known.
    pub most: Option<Decimal>,
    /// What keeps more than the sure sum open.
    pub open: Option<Missing>,
}

impl Deducted {
    /// What keeps a question open which the sure sum leaves so: nothing, if the most that may count makes no difference.
    fn open_if(self, differs: impl FnOnce(Decimal) -> bool) -> Option<Missing> {
        self.open.filter(|_| self.most.is_none_or(differs))
    }
}

/// What was taken for tax and social insurance on a statutory basis.
///
/// # Errors
/// If the deductions are absent.
pub fn lawful_deductions(line: view::WageLine<'_>, currency: Currency, on: Date) -> Result<Deducted, Missing> {
    deducted(line, currency, on, lawful_tax)
}

/// Whether a deduction is for tax or social insurance and rests on something. What somebody calls a tax is none.
#[must_use]
pub fn lawful_tax(deduction: view::Deduction<'_>) -> Truth {
    let tax = is_tax(deduction);
    if tax.is_no() { tax } else { tax & deduction.lawful_basis().holds(is_basis) }
}

/// Whether a deduction is for tax or social insurance.
pub fn is_tax(deduction: view::Deduction<'_>) -> Truth {
    use DeductionPurpose as P;
    deduction.purpose().is_in(&[P::Tax, P::SocialInsurance, P::TaxAndSocialInsurance])
}

/// The deductions that pass a test, in a currency.
///
/// # Errors
/// If the deductions are absent.
pub fn deducted<'r>(
    line: view::WageLine<'r>,
    currency: Currency,
    on: Date,
    mut test: impl FnMut(view::Deduction<'r>) -> Truth,
) -> Result<Deducted, Missing> {
    let mut sum = Deducted { sure: Decimal::ZERO, most: Some(Decimal::ZERO), open: None };
    for deduction in line.deductions().get()?.iter() {
        let counts = test(deduction);
        if counts.is_no() {
            continue;
        }
        let amount = deduction.amount().get();
        let converted = amount.and_then(|money| in_currency(money, currency, on)).map(|money| money.amount);
        sum.most = sum.most.zip(converted.as_ref().ok()).map(|(most, amount)| most + amount);
        match (counts, converted) {
            (Truth::Yes, Ok(amount)) => sum.sure += amount,
            (Truth::Unknown(missing), _) | (_, Err(missing)) => {
                sum.open = sum.open.into_iter().chain([missing]).reduce(Missing::and);
            }
            (Truth::No, _) => {}
        }
    }
    Ok(sum)
}

/// Whether the deductions that pass a test are more than a share of the gross. Where none passes it, the gross is not asked.
pub fn deducted_above<'r>(
    line: view::WageLine<'r>,
    share: Decimal,
    on: Date,
    mut test: impl FnMut(view::Deduction<'r>) -> Truth,
) -> Truth {
    let above = || {
        if line.deductions().get()?.any(&mut test).is_no() {
            return Ok(false);
        }
        let gross = line.gross_by_host().get()?;
        let taken = deducted(line, gross.currency, on, test)?;
        let limit = gross.amount * share;
        if taken.sure > limit {
            return Ok(true);
        }
        taken.open_if(|most| most > limit).map_or(Ok(false), Err)
    };
    above().into()
}

fn is_basis(basis: LawfulBasis) -> bool {
    !matches!(basis, LawfulBasis::None | LawfulBasis::Unspecified)
}

/// Whether wages are paid to another than the worker, or to nobody.
#[must_use]
pub fn not_to_worker(line: view::WageLine<'_>) -> Truth {
    !line.payee().is_in(&[Payee::WorkerAccount, Payee::WorkerCash])
}

/// Whether something is deducted that is no lawful tax or social insurance, and that passes a test. Open where the deductions are
/// absent.
pub fn unlawful_deduction<'r>(line: view::WageLine<'r>, mut test: impl FnMut(view::Deduction<'r>) -> Truth) -> Truth {
    match line.deductions().get() {
        Ok(deductions) => Truth::any(deductions.iter().map(|deduction| {
            let other = !lawful_tax(deduction);
            if other.is_no() { other } else { other & test(deduction) }
        })),
        Err(missing) => missing.into(),
    }
}

/// Whether wages are in another currency than this.
#[must_use]
pub fn foreign_currency(line: view::WageLine<'_>, currency: Currency) -> Truth {
    line.received_by_worker().holds(|money| money.currency != currency && !money.amount.is_zero())
}

/// What [`later_than`] and [`rarer_than`] read.
pub const INTERVAL: &[&str] = &[
    "wages.items.period",
    "wages.items.due_on",
    "wages.items.paid_on",
    "wages.items.paid_days_after_due",
    "wages.items.longest_gap_days",
    "wages.items.payee",
];

/// Whether pay came, or is out, for more than so many days after it was due. A line with a period has the days of both; one that
/// recurs every month has their distance.
#[must_use]
pub fn later_than(line: view::WageLine<'_>, days: u64, as_of: Date) -> Truth {
    let late = line.paid_days_after_due();
    let Some(period) = line.period().recorded() else { return late.holds(|late| late > days) };
    let Some(due) = line.due_on().recorded().or(period.to) else { return line.due_on().missing().into() };
    let longer = |day: Date| u64::try_from(day.days_since(due)).is_ok_and(|passed| passed > days);
    match line.paid_on().recorded().filter(|paid| *paid <= as_of) {
        Some(paid) => longer(paid).into(),
        None if !longer(as_of) => Truth::No,
        None if line.paid_on().recorded().is_some() || line.payee().recorded() == Some(Payee::None) => Truth::Yes,
        None if late.recorded().is_some() => late.holds(|late| late > days),
        None => line.paid_on().missing().into(),
    }
}

/// Whether more than so many days lie between two payments, or pass from the due day to payment. A line that recurs is paid every
/// month, and a period of a month is no longer than that.
#[must_use]
pub fn rarer_than(line: view::WageLine<'_>, days: u64, as_of: Date) -> Truth {
    let gap = line.longest_gap_days();
    let late = later_than(line, days, as_of);
    if let Some(longest) = gap.recorded() {
        return Truth::from(longest > days) | late.unless_recorded();
    }
    let Some(period) = line.period().recorded() else {
        return if matches!(late, Truth::Unknown(_)) { gap.missing().into() } else { late };
    };
    let length = period.from.zip(period.to).map(|(from, to)| u64::try_from(to.days_since(from)).unwrap_or_default());
    let long = length.is_some_and(|length| length > days.max(MONTH_DAYS));
    Truth::from(long) | late
}

const MONTH_DAYS: u64 = 31;
