//! Truth with a third value: unknown, and because of which absent fields.

use std::ops::{BitAnd, BitOr, Not};

use crate::FieldAt;

/// The fields whose absence keeps an answer open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The absent fields, each once, in the order they were met.
    pub fields: Vec<FieldAt>,
    /// The catalogue asks for NEEDS_REVIEW, not INSUFFICIENT_DATA, where this stays open (an unknown nationality).
    pub review: bool,
}

impl Missing {
    /// One absent field.
    #[must_use]
    pub fn one(field: FieldAt) -> Self {
        Self { fields: vec![field], review: false }
    }

    /// Both together; for review only if both are, since a field that is simply absent has to be supplied first.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for field in other.fields {
            if !self.fields.contains(&field) {
                self.fields.push(field);
            }
        }
        self.review &= other.review;
        self
    }
}

/// Kleene's three-valued logic: `&`, `|` and `!` decide as soon as one side does, and stay open only where the absent
/// field could have decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// These fields would decide.
    Unknown(Missing),
}

impl Truth {
    /// Whether it holds for certain.
    #[must_use]
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Yes)
    }

    /// Whether it does not hold for certain.
    #[must_use]
    pub fn is_no(&self) -> bool {
        matches!(self, Self::No)
    }

    /// The value, or what is missing.
    ///
    /// # Errors
    /// If it is unknown.
    pub fn known(self) -> Result<bool, Missing> {
        match self {
            Self::Yes => Ok(true),
            Self::No => Ok(false),
            Self::Unknown(missing) => Err(missing),
        }
    }

    /// Marks an unknown as one for review instead of one for want of data.
    #[must_use]
    pub fn or_review(self) -> Self {
        match self {
            Self::Unknown(missing) => Self::Unknown(Missing { review: true, ..missing }),
            known => known,
        }
    }

    /// Takes an unknown as no. Only for what is claimed by a document: no document, no claim.
    #[must_use]
    pub fn unless_recorded(self) -> Self {
        match self {
            Self::Unknown(_) => Self::No,
            known => known,
        }
    }

    /// Whether one of them holds.
    pub fn any(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Self::No, |so_far, next| so_far | next)
    }

    /// Whether all of them hold.
    pub fn all(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Self::Yes, |so_far, next| so_far & next)
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

impl From<Missing> for Truth {
    fn from(missing: Missing) -> Self {
        Self::Unknown(missing)
    }
}

impl From<Result<bool, Missing>> for Truth {
    fn from(result: Result<bool, Missing>) -> Self {
        result.map_or_else(Self::Unknown, Self::from)
    }
}

impl Not for Truth {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            unknown => unknown,
        }
    }
}

impl BitAnd for Truth {
    type Output = Self;
    fn bitand(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, decided) | (decided, Self::Yes) => decided,
            (Self::Unknown(a), Self::Unknown(b)) => Self::Unknown(a.and(b)),
        }
    }
}

impl BitOr for Truth {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        match (self, other) {
            (Self::Yes, _) | (_, Self::Yes) => Self::Yes,
            (Self::No, decided) | (decided, Self::No) => decided,
            (Self::Unknown(a), Self::Unknown(b)) => Self::Unknown(a.and(b)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kleene_tables() {
        let unknown = || Truth::Unknown(Missing::one(FieldAt::ROOT));
        let table = [
            (Truth::Yes, Truth::Yes, Truth::Yes, Truth::Yes),
            (Truth::Yes, Truth::No, Truth::No, Truth::Yes),
            (Truth::No, Truth::No, Truth::No, Truth::No),
            (Truth::Yes, unknown(), unknown(), Truth::Yes),
            (Truth::No, unknown(), Truth::No, unknown()),
            (unknown(), unknown(), unknown(), unknown()),
        ];
        for (a, b, and, or) in table {
            assert_eq!(a.clone() & b.clone(), and);
            assert_eq!(b.clone() & a.clone(), and);
            assert_eq!(a.clone() | b.clone(), or);
            assert_eq!(b | a, or);
        }
    }

    #[test]
    fn review_needs_both_sides_for_review() {
        let plain = Missing::one(FieldAt::ROOT);
        let review = Missing { review: true, ..plain.clone() };
        assert!(review.clone().and(review.clone()).review);
        assert!(!review.and(plain).review);
    }
}
