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

    /// Whether the bytes are text of the format; the reason if not. Every format but free text is ASCII, so that its check
    /// is one of UTF-8 too.
    pub(super) fn check(self, text: &[u8]) -> Result<(), Reason> {
        match self {
            Self::Text => free_text(text),
            Self::Id => when(is_id(text), Reason::NotAnId),
            Self::Date => date(text),
            Self::Decimal => unsigned(text),
            Self::Percent => percent(text),
            Self::Country => when(codes::is_country(text), Reason::NotACountry),
            Self::Currency => when(codes::is_currency(text), Reason::NotACurrency),
            Self::SignedDecimal => when(is_decimal(text.strip_prefix(b"-").unwrap_or(text)), Reason::NotADecimal),
            Self::TimeOfDay => rare(text, |text| TimeOfDay::read(text).is_some(), Reason::NotATimeOfDay),
            Self::Jurisdiction => rare(text, |text| text.parse::<Jurisdiction>().is_ok(), Reason::NotAJurisdiction),
            Self::Rule => rare(text, |text| text.parse::<RuleId>().is_ok(), Reason::NotARule),
            Self::Path => rare(text, is_path, Reason::NotAPath),
        }
    }
}

fn when(ok: bool, otherwise: Reason) -> Result<(), Reason> {
    if ok { Ok(()) } else { Err(otherwise) }
}

/// For formats whose definition stands elsewhere and reads text.
fn rare(text: &[u8], is: impl FnOnce(&str) -> bool, otherwise: Reason) -> Result<(), Reason> {
    when(std::str::from_utf8(text).is_ok_and(is), otherwise)
}

/// Text that says nothing is refused: a rule that asks whether an approval is recorded must not take "" for one.
fn free_text(text: &[u8]) -> Result<(), Reason> {
    let text = std::str::from_utf8(text).map_err(|_| Reason::InvalidUtf8)?;
    let plain = |b: u8| (0x20..0x7f).contains(&b) || b == b'\n' || b == b'\t';
    if !text.bytes().all(plain) && text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Reason::ControlCharacter);
    }
    when(!text.trim().is_empty(), Reason::EmptyText)
}

fn is_id(text: &[u8]) -> bool {
    let first = text.first().is_some_and(u8::is_ascii_alphanumeric);
    first && text.len() <= ID_BYTES_MAX && text.iter().all(|b| b.is_ascii_alphanumeric() || b"._:-".contains(b))
}

fn date(text: &[u8]) -> Result<(), Reason> {
    let date = Date::read_bytes(text).ok_or(Reason::DateNotCivil)?;
    when(YEARS.contains(&date.year()), Reason::DateOutOfRange)
}

fn is_decimal(text: &[u8]) -> bool {
    let digits = |part: &[u8], most: usize| (1..=most).contains(&part.len()) && part.iter().all(u8::is_ascii_digit);
    let mut parts = text.splitn(2, |b| *b == b'.');
    let whole = parts.next().is_some_and(|part| digits(part, DIGITS_BEFORE_MAX));
    whole && parts.next().is_none_or(|part| digits(part, DIGITS_AFTER_MAX))
}

fn unsigned(text: &[u8]) -> Result<(), Reason> {
    match text.strip_prefix(b"-") {
        Some(rest) if is_decimal(rest) => Err(Reason::Negative),
        _ => when(is_decimal(text), Reason::NotADecimal),
    }
}

fn percent(text: &[u8]) -> Result<(), Reason> {
    unsigned(text)?;
    let units = std::str::from_utf8(text).ok().and_then(percent_units);
    when(units.is_some_and(|units| units <= HUNDRED_PERCENT), Reason::PercentOutOfRange)
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
            assert_eq!(format.check(text.as_bytes()), *expected, "{format:?} {text:?}");
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
    fn every_format_but_free_text_is_ascii() {
        use Format::{
            Country, Currency, Date, Decimal, Id, Jurisdiction, Path, Percent, Rule, SignedDecimal, Text, TimeOfDay,
        };
        for format in
            [Id, Date, Decimal, Percent, Country, Currency, TimeOfDay, SignedDecimal, Jurisdiction, Rule, Path]
        {
            for text in ["qá", "٢019-01-1", "１", "q\u{301}a.b"] {
                assert!(format.check(text.as_bytes()).is_err(), "{format:?} {text}");
            }
            assert!(format.check(b"\xff").is_err(), "{format:?}");
        }
        assert_eq!(Text.check(b"a\xff"), Err(Reason::InvalidUtf8));
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
