//! Identifiers. Parsing is the only door.

use std::{fmt, str::FromStr, sync::Arc};

/// A text is not the identifier it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not a jurisdiction.
    #[error("`{0}` is not a jurisdiction: 1 to 16 lower-case letters and digits, starting with a letter, e.g. `qa`")]
    Jurisdiction(String),
    /// Not a rule.
    #[error("`{0}` is not a rule: a jurisdiction, a dot and 1 to 100 of a-z A-Z 0-9 . _ @ -, e.g. `qa.wage.wps@2015`")]
    Rule(String),
    /// Not a list.
    #[error("`{0}` is not a list: 1 to 64 of a-z A-Z 0-9 . _ : -, starting with a letter or digit, e.g. `UN-1718`")]
    List(String),
}

/// The identifier of a jurisdiction, e.g. `qa`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jurisdiction(Arc<str>);

impl Jurisdiction {
    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Jurisdiction {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let ok = plain && (1..=16).contains(&text.len()) && text.starts_with(|c: char| c.is_ascii_lowercase());
        ok.then(|| Self(text.into())).ok_or_else(|| IdError::Jurisdiction(text.chars().take(80).collect()))
    }
}

impl fmt::Display for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Jurisdiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Jurisdiction({self})")
    }
}

/// The identifier of a rule, e.g. `qa.wage.wps@2015`. Starts with its jurisdiction.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it belongs to the jurisdiction.
    #[must_use]
    pub fn is_of(&self, jurisdiction: &Jurisdiction) -> bool {
        self.0.split_once('.').is_some_and(|(first, _)| first == jurisdiction.as_str())
    }
}

impl FromStr for RuleId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let error = || IdError::Rule(text.chars().take(80).collect());
        let (jurisdiction, rest) = text.split_once('.').ok_or_else(error)?;
        jurisdiction.parse::<Jurisdiction>().map_err(|_| error())?;
        let plain = rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"._@-".contains(&b));
        (plain && (1..=100).contains(&rest.len())).then(|| Self(text.into())).ok_or_else(error)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RuleId({self})")
    }
}

/// The identifier of a sanctions list, e.g. `OFAC-SDN`, `UN-1718`, `EU-DPRK`; the form of `FORMAT_ID` in the contract.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(Arc<str>);

impl ListId {
    /// The identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ListId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let first = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:-".contains(&b));
        let ok = first && plain && text.len() <= 64;
        ok.then(|| Self(text.into())).ok_or_else(|| IdError::List(text.chars().take(80).collect()))
    }
}

impl fmt::Display for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ListId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ListId({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parses_only_identifiers() {
        for (text, ok) in
            [("qa", true), ("QA", false), ("", false), ("9a", false), ("a_b", false), ("toolongforanidentifier", false)]
        {
            assert_eq!(text.parse::<Jurisdiction>().is_ok(), ok, "{text}");
        }
        for (text, ok) in
            [("qa.wage.wps@2015", true), ("qa.", false), ("qa", false), ("Qa.x", false), ("qa.x y", false)]
        {
            assert_eq!(text.parse::<RuleId>().is_ok(), ok, "{text}");
        }
        for (text, ok) in [("UN-1718", true), ("a.b_c:d", true), ("", false), ("-a", false), ("UN 1718", false)] {
            assert_eq!(text.parse::<ListId>().is_ok(), ok, "{text}");
        }
        let rule: RuleId = "qat.x".parse().unwrap();
        assert!(!rule.is_of(&"qa".parse().unwrap()));
    }
}
