//! Exact money.

use std::fmt;

use rust_decimal::Decimal;

/// An ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Qatari riyal.
    pub const QAR: Self = Self(*b"QAR");
    /// United States dollar.
    pub const USD: Self = Self(*b"USD");
    /// UAE dirham.
    pub const AED: Self = Self(*b"AED");
    /// Euro.
    pub const EUR: Self = Self(*b"EUR");

    /// A currency by its code, for tables in rules.
    #[must_use]
    pub const fn of(code: [u8; 3]) -> Self {
        Self(code)
    }

    /// Reads three capital letters; whether such a currency exists is the host's check.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount in a currency. Amounts in different currencies have no order and no sum: convert first
/// ([`crate::exchange`]).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Money {
    /// The amount, in units of the currency.
    pub amount: Decimal,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// A whole number of units, for constants in rules.
    #[must_use]
    pub fn of(units: u32, currency: Currency) -> Self {
        Self { amount: Decimal::from(units), currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    pub(crate) fn read(raw: &crate::v1::Money) -> Option<Self> {
        Some(Self {
            amount: crate::known::decimal(raw.amount.as_deref()?)?,
            currency: Currency::read(raw.currency.as_deref()?)?,
        })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.amount.normalize())
    }
}
