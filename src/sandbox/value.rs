//! Typed values that travel as text: settings of a plugin.

use comity_facts::{Date, Decimal, policy::ExtensionType};

/// Longest value.
const TEXT_BYTES: usize = 4096;

/// Whether a text is a value of the type, and if not, what would be.
pub(super) fn check(kind: ExtensionType, text: &str) -> Result<(), &'static str> {
    let (ok, form) = match kind {
        ExtensionType::Unspecified => (false, "the manifest gives it no type"),
        ExtensionType::Text | ExtensionType::TextList => (text.len() <= TEXT_BYTES, "a text of at most 4096 bytes"),
        ExtensionType::Integer => (integer(text), "a whole number, e.g. `-7`"),
        ExtensionType::Decimal => (decimal(text), "a decimal number, e.g. `9.50`"),
        ExtensionType::Date => (Date::read(text).is_some(), "a date, e.g. `2015-11-03`"),
        ExtensionType::Bool => (matches!(text, "true" | "false"), "`true` or `false`"),
    };
    if ok { Ok(()) } else { Err(form) }
}

fn integer(text: &str) -> bool {
    text.parse::<i64>().is_ok_and(|number| number.to_string() == text)
}

/// Digits, perhaps a sign and a point, as in the record.
fn decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let framed = digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit());
    plain && framed && Decimal::from_str_exact(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_one_form() {
        let table = [
            (ExtensionType::Integer, "7", true),
            (ExtensionType::Integer, "007", false),
            (ExtensionType::Integer, "+7", false),
            (ExtensionType::Decimal, "9.50", true),
            (ExtensionType::Decimal, "-0.5", true),
            (ExtensionType::Decimal, ".5", false),
            (ExtensionType::Decimal, "1e3", false),
            (ExtensionType::Date, "2015-11-03", true),
            (ExtensionType::Date, "2015-11-31", false),
            (ExtensionType::Bool, "true", true),
            (ExtensionType::Bool, "yes", false),
            (ExtensionType::Text, "", true),
            (ExtensionType::Unspecified, "", false),
        ];
        for (kind, text, ok) in table {
            assert_eq!(check(kind, text).is_ok(), ok, "{kind:?} {text}");
        }
    }
}
