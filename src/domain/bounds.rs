//! How concerning a decision is, and between which bounds.

/// The lattice of a decision's outcomes, in rising order of concern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Nothing found.
    #[default]
    Clear,
    /// Lawful but relevant.
    Info,
    /// A person has to look.
    NeedsReview,
    /// A duty was or is being broken.
    Violation,
    /// The act is barred.
    Prohibited,
}

/// What was found at least, and what it could be at most once everything that failed or was missing is known.
///
/// INVARIANT (bounds order): `at_least <= at_most`. Both ends only ever rise, together or the upper one alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    at_least: Grade,
    at_most: Grade,
}

impl Bounds {
    /// Nothing found, and nothing open.
    pub const CLEAR: Self = Self { at_least: Grade::Clear, at_most: Grade::Clear };

    /// Exactly this.
    #[must_use]
    pub fn exactly(grade: Grade) -> Self {
        Self { at_least: grade, at_most: grade }
    }

    /// This at least; what is open could make it `worst`. Keeps INVARIANT (bounds order).
    #[must_use]
    pub fn open(at_least: Grade, worst: Grade) -> Self {
        Self { at_least, at_most: at_least.max(worst) }
    }

    /// The lower end.
    #[must_use]
    pub fn at_least(self) -> Grade {
        self.at_least
    }

    /// The upper end: what callers gate on.
    #[must_use]
    pub fn at_most(self) -> Grade {
        self.at_most
    }

    /// Both together. Keeps INVARIANT (bounds order), since `max` is monotone in each end.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { at_least: self.at_least.max(other.at_least), at_most: self.at_most.max(other.at_most) }
    }
}
