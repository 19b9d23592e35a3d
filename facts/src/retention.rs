//! What is kept from the worker out of what the host pays: `retained = gross - received - lawful tax and social
//! insurance`, and its ratio to the gross.
//!
//! What is absent makes a range, not an answer. Deductions that are absent can be anything, so that they bound what is
//! retained only from above: by `gross - received`. A comparison is decided where the whole range decides it, and
//! otherwise says which field would.

use rust_decimal::Decimal;

use crate::{
    Date, Missing, Money, Truth,
    exchange::{self, NoRate},
    v1::{DeductionPurpose, LawfulBasis},
    view,
};

/// What is kept of one wage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retention {
    /// What the host pays. All amounts are in its currency.
    pub gross: Money,
    /// The most that can be retained, if no deduction was lawful.
    most: Decimal,
    /// The least that can be retained; `None` if nothing bounds it.
    least: Option<Decimal>,
    /// What keeps the two apart; nothing if they are the same.
    open: Option<Missing>,
}

/// The retention of a wage line; `on` is the day whose rates convert an amount in another currency.
///
/// # Errors
/// If what the host pays or what the worker receives is absent. For review, if they are in currencies that have no rate.
pub fn of(line: view::WageLine<'_>, on: Date) -> Result<Retention, Missing> {
    let (gross, received) = both(line.gross_by_host().get(), line.received_by_worker().get())?;
    let received = exchange::convert(received, gross.currency, on).map_err(NoRate::missing)?;
    let most = less(gross.amount, received.amount);
    let lawful = lawful(line, gross, on);
    let least = lawful.most.map(|sum| less(most, sum));
    Ok(Retention { gross, most: less(most, lawful.least), least, open: lawful.open })
}

impl Retention {
    /// What is retained, in the currency of the gross; negative if the worker receives more than the host pays.
    ///
    /// # Errors
    /// If a deduction that may be lawful is not known well enough.
    pub fn retained(&self) -> Result<Money, Missing> {
        self.settled().map(|amount| Money { amount, ..self.gross })
    }

    /// What is retained as a share of the gross; `None` if the gross is 0, of which there is no share.
    ///
    /// # Errors
    /// As [`Self::retained`].
    pub fn ratio(&self) -> Result<Option<Decimal>, Missing> {
        self.settled().map(|amount| amount.checked_div(self.gross.amount))
    }

    /// Whether anything is retained.
    #[must_use]
    pub fn any(&self) -> Truth {
        self.above(Decimal::ZERO)
    }

    /// Whether the share is above `ratio`. Not, if the gross is 0 and there is no share.
    #[must_use]
    pub fn ratio_above(&self, ratio: Decimal) -> Truth {
        self.above(self.gross.amount * ratio)
    }

    fn above(&self, amount: Decimal) -> Truth {
        match &self.open {
            _ if self.most <= amount => Truth::No,
            Some(missing) if self.least.is_none_or(|least| least <= amount) => Truth::Unknown(missing.clone()),
            _ => Truth::Yes,
        }
    }

    fn settled(&self) -> Result<Decimal, Missing> {
        self.open.clone().map_or(Ok(self.most), Err)
    }
}

// The operators of decimals become a kilobyte wherever they are written.
#[inline(never)]
fn sum(one: Decimal, other: Decimal) -> Decimal {
    one + other
}

#[inline(never)]
fn less(one: Decimal, other: Decimal) -> Decimal {
    one - other
}

/// Both, or what is missing of both.
fn both<T>(a: Result<T, Missing>, b: Result<T, Missing>) -> Result<(T, T), Missing> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Err(b)) => Err(a.and(b)),
        (Err(missing), _) | (_, Err(missing)) => Err(missing),
    }
}

/// Lawful deductions as a range.
struct Lawful {
    least: Decimal,
    /// `None`: nothing bounds it.
    most: Option<Decimal>,
    open: Option<Missing>,
}

impl Lawful {
    const NOTHING: Self = Self { least: Decimal::ZERO, most: Some(Decimal::ZERO), open: None };

    fn certain(amount: Decimal) -> Self {
        Self { least: amount, most: Some(amount), open: None }
    }

    fn up_to(most: Option<Decimal>, missing: Missing) -> Self {
        Self { least: Decimal::ZERO, most, open: Some(missing) }
    }

    fn plus(self, other: Self) -> Self {
        let open = match (self.open, other.open) {
            (Some(a), Some(b)) => Some(a.and(b)),
            (a, b) => a.or(b),
        };
        let most = self.most.zip(other.most).map(|(a, b)| sum(a, b));
        Self { least: sum(self.least, other.least), most, open }
    }
}

fn lawful(line: view::WageLine<'_>, gross: Money, on: Date) -> Lawful {
    match line.deductions().get() {
        Err(missing) => Lawful::up_to(None, missing),
        Ok(deductions) => {
            deductions.iter().map(|deduction| lawful_part(deduction, gross, on)).fold(Lawful::NOTHING, Lawful::plus)
        }
    }
}

/// How much of one deduction is lawful tax or social insurance: all, nothing, or up to all.
fn lawful_part(deduction: view::Deduction<'_>, gross: Money, on: Date) -> Lawful {
    use DeductionPurpose as P;
    let purpose = deduction.purpose().is_in(&[P::Tax, P::SocialInsurance, P::TaxAndSocialInsurance]);
    let basis = deduction.lawful_basis().holds(|basis| basis != LawfulBasis::None);
    let counts = purpose & basis;
    if counts.is_no() {
        return Lawful::NOTHING;
    }
    let amount = deduction.amount().get();
    let converted = amount.and_then(|money| exchange::convert(money, gross.currency, on).map_err(NoRate::missing));
    match (counts, converted) {
        (Truth::Unknown(missing), Ok(money)) => Lawful::up_to(Some(money.amount), missing),
        (Truth::Unknown(missing), Err(other)) => Lawful::up_to(None, missing.and(other)),
        (_, Ok(money)) => Lawful::certain(money.amount),
        (_, Err(missing)) => Lawful::up_to(None, missing),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        Trace, Viewed,
        cases::{deduction, deductions, money},
        v1,
    };

    fn line(gross: &str, received: &str, taken: Option<Vec<v1::Deduction>>) -> v1::WageLine {
        v1::WageLine {
            gross_by_host: (!gross.is_empty()).then(|| money(gross)),
            received_by_worker: (!received.is_empty()).then(|| money(received)),
            deductions: taken.map(deductions),
            ..Default::default()
        }
    }

    /// Checks the retained amount, the ratio to three places, and whether anything and whether more than half is
    /// retained; "?" is unknown, and names the fields.
    fn check(line: &v1::WageLine, expected: &str) {
        let trace = Trace::new();
        let record = v1::Record { wages: Some(v1::Wages { items: vec![line.clone()] }), ..Default::default() };
        let record = record.view(trace.root());
        let paths = |missing: &Missing| {
            let fields: Vec<_> = missing.fields.iter().map(|f| trace.path(*f).replace("wages.items[0].", "")).collect();
            format!("?{}{}", if missing.review { "!" } else { "" }, fields.join("+"))
        };
        let letter = |truth: Truth| match truth {
            Truth::Yes => 'y',
            Truth::No => 'n',
            Truth::Unknown(_) => '?',
        };
        let line = record.wages().get().unwrap().iter().next().unwrap();
        let shown = match of(line, Date::of(2016, 1, 1)) {
            Err(missing) => paths(&missing),
            Ok(kept) => {
                let amount = kept.retained().map_or_else(|m| paths(&m), |money| money.to_string());
                let ratio = match kept.ratio() {
                    Err(_) => "?".to_owned(),
                    Ok(None) => "undefined".to_owned(),
                    Ok(Some(ratio)) => ratio.round_dp(3).normalize().to_string(),
                };
                format!("{amount} {ratio} {}{}", letter(kept.any()), letter(kept.ratio_above(Decimal::new(5, 1))))
            }
        };
        assert_eq!(shown, expected);
    }

    #[test]
    fn keeps_missing_apart_from_nothing() {
        use v1::{DeductionPurpose as P, LawfulBasis as B};
        let tax = |amount: &str, basis| vec![deduction(amount, Some(P::Tax), basis)];
        let fund = vec![deduction("2730 QAR", Some(P::StateContribution), Some(B::None))];
        let table = [
            (line("3094 QAR", "364 QAR", Some(vec![])), "QAR 2730 0.882 yy"),
            (line("850 USD", "364 QAR", Some(vec![])), "USD 750 0.882 yy"),
            (line("3094 QAR", "364 QAR", Some(fund)), "QAR 2730 0.882 yy"),
            (line("3200 PLN", "2310 PLN", Some(tax("890 PLN", Some(B::Statute)))), "PLN 0 0 nn"),
            (line("3200 PLN", "2310 PLN", Some(tax("890 PLN", Some(B::None)))), "PLN 890 0.278 yn"),
            // Nobody says whether the tax is lawful, or how much was taken, or what for.
            (line("3200 PLN", "2310 PLN", Some(tax("890 PLN", None))), "?deductions.items[0].lawful_basis ? ?n"),
            (line("3200 PLN", "1000 PLN", Some(tax("890 PLN", None))), "?deductions.items[0].lawful_basis ? y?"),
            (line("3200 PLN", "310 PLN", Some(tax("90 PLN", None))), "?deductions.items[0].lawful_basis ? yy"),
            (line("3200 PLN", "10 PLN", Some(tax("", Some(B::Statute)))), "?deductions.items[0].amount ? ??"),
            (line("3200 PLN", "10 PLN", Some(vec![deduction("9 PLN", None, Some(B::None))])), "PLN 3190 0.997 yy"),
            // Deductions absent: only what they cannot change is decided.
            (line("3094 QAR", "364 QAR", None), "?deductions ? ??"),
            (line("900 QAR", "800 QAR", None), "?deductions ? ?n"),
            (line("900 QAR", "900 QAR", None), "?deductions ? nn"),
            // No share of nothing; and an amount that is absent is not nothing.
            (line("0 QAR", "0 QAR", Some(vec![])), "QAR 0 undefined nn"),
            (line("0 QAR", "0 QAR", None), "?deductions ? nn"),
            (line("", "0 QAR", Some(vec![])), "?gross_by_host"),
            (line("900 QAR", "", Some(vec![])), "?received_by_worker"),
            (line("", "", None), "?gross_by_host+received_by_worker"),
            (line("900 QAR", "900 PLN", Some(vec![])), "?!reference.exchange_rates"),
            (line("900 QAR", "0 PLN", Some(vec![])), "QAR 900 1 yy"),
            (line("900 QAR", "1000 QAR", Some(vec![])), "QAR -100 -0.111 nn"),
        ];
        for (line, expected) in table {
            check(&line, expected);
        }
    }

    #[test]
    fn what_a_deduction_is_for_and_rests_on() {
        use v1::{DeductionPurpose as P, LawfulBasis as B};
        let tax = |amount: &str, basis| vec![deduction(amount, Some(P::Tax), basis)];
        for (line, expected) in [
            // Social insurance counts as tax does, with a basis; a loan never does.
            (
                line(
                    "3200 PLN",
                    "2310 PLN",
                    Some(vec![deduction("890 PLN", Some(P::SocialInsurance), Some(B::Statute))]),
                ),
                "PLN 0 0 nn",
            ),
            (
                line("3200 PLN", "2310 PLN", Some(vec![deduction("890 PLN", Some(P::Loan), Some(B::Statute))])),
                "PLN 890 0.278 yn",
            ),
            (
                line("3200 PLN", "2310 PLN", Some(vec![deduction("890 PLN", None, Some(B::Statute))])),
                "?deductions.items[0].purpose ? ?n",
            ),
            // What is open of one deduction stays open beside another that is sure, in whatever order.
            (
                line("3200 PLN", "2210 PLN", Some([tax("890 PLN", None), tax("100 PLN", Some(B::Statute))].concat())),
                "?deductions.items[0].lawful_basis ? ?n",
            ),
            (
                line("3200 PLN", "2210 PLN", Some([tax("100 PLN", Some(B::Statute)), tax("890 PLN", None)].concat())),
                "?deductions.items[1].lawful_basis ? ?n",
            ),
            (line("3200 QAR", "10 QAR", Some(tax("890 PLN", Some(B::Statute)))), "?!reference.exchange_rates ? ??"),
        ] {
            check(&line, expected);
        }
    }

    proptest! {
        #[test]
        fn an_open_range_never_contradicts_what_turns_out(gross in 0_u32..5000, received in 0_u32..5000, tax in 0_u32..5000) {
            let kept = |taken: Option<u32>| {
                let taken = taken.map(|amount| {
                    let (purpose, basis) = (v1::DeductionPurpose::Tax, v1::LawfulBasis::Statute);
                    vec![deduction(&format!("{amount} QAR"), Some(purpose), Some(basis))]
                });
                let line = line(&format!("{gross} QAR"), &format!("{received} QAR"), taken);
                let trace = Trace::new();
                let kept = of(line.view(trace.root()), Date::of(2016, 1, 1)).unwrap();
                (kept.any(), kept.ratio_above(Decimal::new(5, 1)))
            };
            let ((any, half), (any_known, half_known)) = (kept(None), kept(Some(tax)));
            prop_assert!(any == any_known || matches!(any, Truth::Unknown(_)));
            prop_assert!(half == half_known || matches!(half, Truth::Unknown(_)));
        }
    }
}
