//! Minimum wages, and wages that go to others or are cut.

use comity_facts::{
    Currency, Date, Decimal, Missing, Money, Truth, exchange,
    v1::{DeductionPurpose, LawfulBasis, Payee},
    view,
};

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

/// Whether what a line pays is below a minimum: what the worker receives and what was lawfully taken for tax and social insurance.
/// Open where what is absent would decide; for review where the currencies have no rate.
#[must_use]
pub fn below_minimum(line: view::WageLine<'_>, least: Money, on: Date) -> Truth {
    let received = line.received_by_worker();
    let money = match received.get() {
        Ok(money) => money,
        Err(missing) => return missing.into(),
    };
    let in_currency = |money: Money| {
        exchange::convert(money, least.currency, on)
            .map(|converted| converted.amount)
            .map_err(|_| Missing { review: true, ..received.missing() })
    };
    let net = match in_currency(money) {
        Ok(net) => net,
        Err(missing) => return missing.into(),
    };
    if net >= least.amount {
        return Truth::No;
    }
    match lawful_deductions(line, least.currency, on) {
        Err(missing) => missing.into(),
        Ok((sure, _)) if net + sure >= least.amount => Truth::No,
        Ok((_, None)) => Truth::Yes,
        Ok((_, Some(open))) => open.into(),
    }
}

/// What was surely taken for tax and social insurance on a statutory basis, and what keeps more of it open.
///
/// # Errors
/// If the deductions are absent.
pub fn lawful_deductions(
    line: view::WageLine<'_>,
    currency: Currency,
    on: Date,
) -> Result<(Decimal, Option<Missing>), Missing> {
    deducted(line, currency, on, |deduction| {
        let tax = is_tax(deduction);
        if tax.is_no() { tax } else { tax & deduction.lawful_basis().holds(is_basis) }
    })
}

/// Whether a deduction is for tax or social insurance.
pub fn is_tax(deduction: view::Deduction<'_>) -> Truth {
    use DeductionPurpose as P;
    deduction.purpose().is_in(&[P::Tax, P::SocialInsurance, P::TaxAndSocialInsurance])
}

/// The sum of the deductions that surely pass a test, and what keeps more of it open.
///
/// # Errors
/// If the deductions are absent.
pub fn deducted<'r>(
    line: view::WageLine<'r>,
    currency: Currency,
    on: Date,
    mut test: impl FnMut(view::Deduction<'r>) -> Truth,
) -> Result<(Decimal, Option<Missing>), Missing> {
    let (mut sure, mut open) = (Decimal::ZERO, None::<Missing>);
    for deduction in line.deductions().get()?.iter() {
        let counts = test(deduction);
        let amount = deduction.amount();
        let converted = amount.get().and_then(|money| {
            exchange::convert(money, currency, on).map_err(|_| Missing { review: true, ..amount.missing() })
        });
        match (counts, converted) {
            (Truth::No, _) => {}
            (Truth::Yes, Ok(money)) => sure += money.amount,
            (Truth::Unknown(missing), _) | (Truth::Yes, Err(missing)) => {
                open = open.into_iter().chain([missing]).reduce(Missing::and);
            }
        }
    }
    Ok((sure, open))
}

/// Whether the deductions that pass a test are more than a share of the gross.
pub fn deducted_above<'r>(
    line: view::WageLine<'r>,
    share: Decimal,
    on: Date,
    test: impl FnMut(view::Deduction<'r>) -> Truth,
) -> Truth {
    let above = || {
        let gross = line.gross_by_host().get()?;
        let (sure, open) = deducted(line, gross.currency, on, test)?;
        if sure > gross.amount * share {
            return Ok(true);
        }
        open.map_or(Ok(false), Err)
    };
    above().into()
}

fn is_basis(basis: LawfulBasis) -> bool {
    !matches!(basis, LawfulBasis::None | LawfulBasis::Unspecified)
}

/// Whether wages are paid to another than the worker.
#[must_use]
pub fn to_others(line: view::WageLine<'_>) -> Truth {
    line.payee().is_in(&[Payee::Sender, Payee::State, Payee::Agent])
}

/// Whether something is deducted that is neither tax nor social insurance, and that passes a test. Open where the deductions are
/// absent.
pub fn unlawful_deduction<'r>(line: view::WageLine<'r>, mut test: impl FnMut(view::Deduction<'r>) -> Truth) -> Truth {
    match line.deductions().get() {
        Ok(deductions) => Truth::any(deductions.iter().map(|deduction| {
            let other = !is_tax(deduction);
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

/// Whether more than so many days lie between two payments, or pass from the due day to payment of a line that recurs every month.
#[must_use]
pub fn rarer_than(line: view::WageLine<'_>, days: u64) -> Truth {
    let gap = line.longest_gap_days();
    let late = line.paid_days_after_due();
    match gap.recorded().or_else(|| late.recorded()) {
        Some(longest) => (longest > days).into(),
        None => gap.missing().into(),
    }
}
