//! Fixed pegs to the United States dollar, dated. Not a rate table: a currency that floats has no entry, and an amount in
//! it converts to nothing but itself, so that a comparison stays open instead of resting on a guess.

use rust_decimal::Decimal;

use crate::{Currency, Date, FieldAt, Missing, Money};

/// A currency's fixed rate to the dollar in `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peg {
    /// The currency.
    pub currency: Currency,
    /// Units of it for one dollar.
    pub per_usd: Decimal,
    /// First day.
    pub from: Date,
    /// First day after. `None`: still fixed, as far as known.
    pub to: Option<Date>,
}

/// The pegs, in order of currency and date.
pub const PEGS: [Peg; 2] = [
    // Fixed at 3.6725 since 1997 (statements of the UAE's Central Bank, November 2014). The month is not verified: from the
    // first day of the first full year.
    Peg {
        currency: Currency::AED,
        per_usd: Decimal::from_parts(36_725, 0, 0, false, 4),
        from: Date::of(1998, 1, 1),
        to: None,
    },
    // Amiri Decree 34 of 2001, signed on 9 July 2001 (Qatar Central Bank, chronology of the riyal).
    Peg {
        currency: Currency::QAR,
        per_usd: Decimal::from_parts(364, 0, 0, false, 2),
        from: Date::of(2001, 7, 9),
        to: None,
    },
];

/// No rate is known for a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no fixed rate from `{from}` to `{to}` on {on}")]
pub struct NoRate {
    /// The currency of the amount.
    pub from: Currency,
    /// The currency wanted.
    pub to: Currency,
    /// The day.
    pub on: Date,
}

impl NoRate {
    /// What lacks is the rate: named as the table it would stand in, since the amount itself is recorded. For review.
    #[must_use]
    pub fn missing(self) -> Missing {
        Missing { review: true, ..Missing::one(FieldAt::top("reference.exchange_rates")) }
    }
}

/// The amount in another currency, at the pegs of a day; exact unless the quotient has no end, and then to 28 digits. Nothing is
/// nothing in every currency.
///
/// # Errors
/// If either currency is neither the dollar nor pegged to it on that day.
pub fn convert(money: Money, to: Currency, on: Date) -> Result<Money, NoRate> {
    if money.currency == to {
        return Ok(money);
    }
    if money.amount.is_zero() {
        return Ok(Money { amount: Decimal::ZERO, currency: to });
    }
    let no_rate = NoRate { from: money.currency, to, on };
    let (source, target) = (per_usd(money.currency, on), per_usd(to, on));
    let (Some(source), Some(target)) = (source, target) else { return Err(no_rate) };
    // Multiplied first: 850 dollars that were 3094 riyals are 3094 again.
    let amount = money.amount.checked_mul(target).and_then(|product| product.checked_div(source));
    amount.map(|amount| Money { amount, currency: to }).ok_or(no_rate)
}

/// Units of a currency for one dollar on a day.
#[must_use]
pub fn per_usd(currency: Currency, on: Date) -> Option<Decimal> {
    if currency == Currency::USD {
        return Some(Decimal::ONE);
    }
    let fixed = |peg: &&Peg| peg.currency == currency && peg.from <= on && peg.to.is_none_or(|to| on < to);
    PEGS.iter().find(fixed).map(|peg| peg.per_usd)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn money(text: &str) -> Money {
        let (amount, currency) = text.split_once(' ').unwrap();
        Money { amount: amount.parse().unwrap(), currency: Currency::read(currency).unwrap() }
    }

    fn check(amount: &str, to: &str, on: &str, expected: Option<&str>) {
        let converted = convert(money(amount), Currency::read(to).unwrap(), Date::read(on).unwrap());
        assert_eq!(converted.ok(), expected.map(money), "{amount} in {to} on {on}");
    }

    #[test]
    fn converts_at_the_peg_of_the_day() {
        check("3094 QAR", "USD", "2015-06-01", Some("850 USD"));
        check("850 USD", "QAR", "2015-06-01", Some("3094 QAR"));
        check("364 QAR", "AED", "2015-06-01", Some("367.25 AED"));
        check("1 QAR", "QAR", "1990-01-01", Some("1 QAR"));
        check("1 USD", "QAR", "2001-07-08", None);
        check("1 USD", "QAR", "2001-07-09", Some("3.64 QAR"));
        check("1 USD", "AED", "1997-12-31", None);
        check("1 USD", "AED", "1998-01-01", Some("3.6725 AED"));
        check("1 EUR", "USD", "2015-06-01", None);
        check("1 USD", "PLN", "2015-06-01", None);
        check("0 EUR", "PLN", "2015-06-01", Some("0 PLN"));
    }

    #[test]
    fn pegs_of_one_currency_do_not_overlap() {
        for pair in PEGS.windows(2) {
            let [a, b] = pair else { continue };
            assert!(a.currency < b.currency || a.to.is_some_and(|to| to <= b.from), "{a:?} {b:?}");
        }
    }

    proptest! {
        #[test]
        fn whole_dollars_come_back(units in 0_u32..) {
            let on = Date::of(2020, 1, 1);
            let dollars = Money::of(units, Currency::USD);
            for peg in PEGS {
                let there = convert(dollars, peg.currency, on).unwrap();
                prop_assert_eq!(convert(there, Currency::USD, on).unwrap(), dollars);
            }
        }

        #[test]
        fn order_is_kept(a in 0_u32.., b in 0_u32..) {
            let on = Date::of(2020, 1, 1);
            let dollars = |units| convert(Money::of(units, Currency::QAR), Currency::USD, on).unwrap().amount;
            prop_assert_eq!(a.cmp(&b), dollars(a).cmp(&dollars(b)));
        }
    }
}
