//! Ids of entries, and the origin that tells one ledger from another.

use std::{fmt, str::FromStr};

use super::tree::TreeHash;

/// The id of an entry, for callers the decision id: the first 16 bytes of the hash of its leaf. So it follows from the
/// entry, and by the salt in the leaf it is unique. Shown as 32 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId([u8; 16]);

impl EntryId {
    /// The id of the entry whose leaf has this hash.
    #[must_use]
    pub fn of(leaf: TreeHash) -> Self {
        Self(leaf.bytes().first_chunk().copied().unwrap_or_default())
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// What the look-up table has of it.
    pub(super) fn prefix(self) -> u64 {
        u64::from_le_bytes(self.0.first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryId({self})")
    }
}

/// A text is not the id of an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id of 32 lower-case hexadecimal digits")]
pub struct EntryIdError(String);

impl FromStr for EntryId {
    type Err = EntryIdError;
    fn from_str(text: &str) -> Result<Self, EntryIdError> {
        let number = u128::from_str_radix(text, 16).ok();
        number
            .map(|n| Self(n.to_be_bytes()))
            .filter(|id| id.to_string() == text)
            .ok_or_else(|| EntryIdError(text.chars().take(80).collect()))
    }
}

/// Which ledger: 16 random bytes chosen when it is made, kept in every segment.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Origin([u8; 16]);

impl Origin {
    /// An origin as it was chosen or stored.
    #[must_use]
    pub fn stored(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Origin({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_shown() {
        let id = EntryId::of(TreeHash::of_leaf(b"leaf"));
        assert_eq!(id.to_string().parse(), Ok(id));
        let good = "00000000000000000000000000000abc";
        for (text, ok) in [(good, true), ("", false), ("abc", false), (&good.to_uppercase(), false), ("+1", false)] {
            assert_eq!(text.parse::<EntryId>().is_ok(), ok, "{text}");
        }
    }
}
