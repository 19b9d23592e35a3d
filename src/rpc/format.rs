//! The formats that string fields declare in the schema, each with its check.

use comity_facts::{Date, TimeOfDay};

use super::{codes, violation::Reason};
use crate::domain::{Jurisdiction, RuleId};

/// Longest identifier, in bytes; said in the schema at `FORMAT_ID`.
const ID_BYTES_MAX: usize = 64;
/// Years that a record can speak of; said in the schema at `FORMAT_DATE`.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;
/// Digits before and after the point, so that a number fits an exact decimal of 96 bits.
const DIGITS_BEFORE_MAX: usize = 18;
const DIGITS_AFTER_MAX: usize = 8;

/// The format of a string field, as in `comity.schema.v1.Format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Id,
    Date,
    Decimal,
    Percent,
    Country,
    Currency,
    TimeOfDay,
    SignedDecimal,
    Jurisdiction,
    Rule,
    Path,
}

impl Format {
    /// The format of a value's name in the schema.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "FORMAT_UNSPECIFIED" => Self::Text,
            "FORMAT_ID" => Self::Id,
            "FORMAT_DATE" => Self::Date,
            "FORMAT_DECIMAL" => Self::Decimal,
            "FORMAT_PERCENT" => Self::Percent,
            "FORMAT_COUNTRY" => Self::Country,
            "FORMAT_CURRENCY" => Self::Currency,
            "FORMAT_TIME_OF_DAY" => Self::TimeOfDay,
            "FORMAT_SIGNED_DECIMAL" => Self::SignedDecimal,
            "FORMAT_JURISDICTION" => Self::Jurisdiction,
            "FORMAT_RULE" => Self::Rule,
            "FORMAT_PATH" => Self::Path,
            _ => return None,
        })
    }

    /// Whether the text has the format; the reason if not.
    pub(super) fn check(self, text: &str) -> Result<(), Reason> {
        match self {
            Self::Text => free_text(text),
            Self::Id => when(is_id(text), Reason::NotAnId),
            Self::Date => date(text),
            Self::Decimal => unsigned(text),
            Self::Percent => percent(text),
            Self::Country => when(codes::is_country(text), Reason::NotACountry),
            Self::Currency => when(codes::is_currency(text), Reason::NotACurrency),
            Self::TimeOfDay => when(TimeOfDay::read(text).is_some(), Reason::NotATimeOfDay),
            Self::SignedDecimal => when(is_decimal(text.strip_prefix('-').unwrap_or(text)), Reason::NotADecimal),
            Self::Jurisdiction => when(text.parse::<Jurisdiction>().is_ok(), Reason::NotAJurisdiction),
            Self::Rule => when(text.parse::<RuleId>().is_ok(), Reason::NotARule),
            Self::Path => when(is_path(text), Reason::NotAPath),
        }
    }
}

fn when(ok: bool, otherwise: Reason) -> Result<(), Reason> {
    if ok { Ok(()) } else { Err(otherwise) }
}

/// Text that says nothing is refused: a rule that asks whether an approval is recorded must not take "" for one.
fn free_text(text: &str) -> Result<(), Reason> {
    let plain = |b: u8| (0x20..0x7f).contains(&b) || b == b'\n' || b == b'\t';
    if !text.bytes().all(plain) && text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Reason::ControlCharacter);
    }
    when(!text.trim().is_empty(), Reason::EmptyText)
}

fn is_id(text: &str) -> bool {
    let first = text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    first && text.len() <= ID_BYTES_MAX && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:-".contains(&b))
}

fn date(text: &str) -> Result<(), Reason> {
    let date = Date::read(text).ok_or(Reason::DateNotCivil)?;
    when(YEARS.contains(&date.year()), Reason::DateOutOfRange)
}

fn is_decimal(text: &str) -> bool {
    let digits = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        None => digits(text, DIGITS_BEFORE_MAX),
        Some((whole, fraction)) => digits(whole, DIGITS_BEFORE_MAX) && digits(fraction, DIGITS_AFTER_MAX),
    }
}

fn unsigned(text: &str) -> Result<(), Reason> {
    match text.strip_prefix('-') {
        Some(rest) if is_decimal(rest) => Err(Reason::Negative),
        _ => when(is_decimal(text), Reason::NotADecimal),
    }
}

fn percent(text: &str) -> Result<(), Reason> {
    unsigned(text)?;
    when(percent_units(text).is_some_and(|units| units <= HUNDRED_PERCENT), Reason::PercentOutOfRange)
}

/// One hundred percent, in units of a hundred-millionth of a percent.
pub(super) const HUNDRED_PERCENT: u64 = 100 * 100_000_000;

/// A decimal number in units of its last possible digit; `None` if it is larger than any percentage.
pub(super) fn percent_units(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: u64 = whole.parse().ok()?;
    let places = u32::try_from(DIGITS_AFTER_MAX.checked_sub(fraction.len())?).ok()?;
    let fraction: u64 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
    let fraction = fraction.checked_mul(10_u64.checked_pow(places)?)?;
    whole.checked_mul(100_000_000)?.checked_add(fraction)
}

fn is_path(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.[]".contains(&b);
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(format: Format, table: &[(&str, Result<(), Reason>)]) {
        for (text, expected) in table {
            assert_eq!(format.check(text), *expected, "{format:?} {text:?}");
        }
    }

    #[test]
    fn dates_are_civil() {
        check(
            Format::Date,
            &[
                ("2019-02-28", Ok(())),
                ("2019-02-30", Err(Reason::DateNotCivil)),
                ("2019-2-3", Err(Reason::DateNotCivil)),
                ("20190203", Err(Reason::DateNotCivil)),
                ("2019-02-03T00:00:00Z", Err(Reason::DateNotCivil)),
                ("", Err(Reason::DateNotCivil)),
                ("1900-01-01", Ok(())),
                ("1899-12-31", Err(Reason::DateOutOfRange)),
                ("2200-01-01", Err(Reason::DateOutOfRange)),
            ],
        );
    }

    #[test]
    fn decimals_are_exact() {
        let long = "123456789012345678";
        check(
            Format::Decimal,
            &[
                ("0", Ok(())),
                ("9.50", Ok(())),
                (long, Ok(())),
                (&format!("{long}.12345678"), Ok(())),
                (&format!("{long}9"), Err(Reason::NotADecimal)),
                ("0.123456789", Err(Reason::NotADecimal)),
                ("-5", Err(Reason::Negative)),
                ("-", Err(Reason::NotADecimal)),
                ("1e3", Err(Reason::NotADecimal)),
                ("1,000", Err(Reason::NotADecimal)),
                ("5.", Err(Reason::NotADecimal)),
                (".5", Err(Reason::NotADecimal)),
                ("+5", Err(Reason::NotADecimal)),
                ("NaN", Err(Reason::NotADecimal)),
                ("", Err(Reason::NotADecimal)),
            ],
        );
        check(Format::SignedDecimal, &[("-3.5", Ok(())), ("3.5", Ok(())), ("--3", Err(Reason::NotADecimal))]);
        check(
            Format::Percent,
            &[
                ("0", Ok(())),
                ("100", Ok(())),
                ("100.00000000", Ok(())),
                ("100.00000001", Err(Reason::PercentOutOfRange)),
                ("101", Err(Reason::PercentOutOfRange)),
                ("123456789012345678", Err(Reason::PercentOutOfRange)),
                ("-1", Err(Reason::Negative)),
                ("50%", Err(Reason::NotADecimal)),
            ],
        );
    }

    #[test]
    fn names_are_plain() {
        check(
            Format::Id,
            &[
                ("p1", Ok(())),
                ("A.b_c:d-9", Ok(())),
                ("_p", Err(Reason::NotAnId)),
                ("p 1", Err(Reason::NotAnId)),
                ("", Err(Reason::NotAnId)),
                (&"a".repeat(64), Ok(())),
                (&"a".repeat(65), Err(Reason::NotAnId)),
            ],
        );
        check(Format::Jurisdiction, &[("qa", Ok(())), ("QA", Err(Reason::NotAJurisdiction))]);
        check(Format::Rule, &[("qa.wage.wps@2015", Ok(())), ("qa", Err(Reason::NotARule))]);
        check(Format::Path, &[("wages.items[0].payee", Ok(())), ("Wages", Err(Reason::NotAPath))]);
        check(Format::TimeOfDay, &[("24:00", Ok(())), ("24:01", Err(Reason::NotATimeOfDay))]);
        check(Format::Country, &[("QAT", Ok(())), ("ZZZ", Err(Reason::NotACountry))]);
        check(Format::Currency, &[("QAR", Ok(())), ("QAX", Err(Reason::NotACurrency))]);
    }

    #[test]
    fn text_says_something_without_control_characters() {
        check(
            Format::Text,
            &[
                ("마식령\nline\ttab", Ok(())),
                ("a\0b", Err(Reason::ControlCharacter)),
                ("a\rb", Err(Reason::ControlCharacter)),
                ("a\u{85}b", Err(Reason::ControlCharacter)),
                ("\u{7f}", Err(Reason::ControlCharacter)),
                ("", Err(Reason::EmptyText)),
                (" \n", Err(Reason::EmptyText)),
            ],
        );
    }
}
