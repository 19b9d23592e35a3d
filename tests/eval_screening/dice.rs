//! Chance that is the same each time, and the halves into which pairs fall.

/// A small generator (splitmix64): the same seed, the same pairs, on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    /// A generator for what a text names: adding a set changes no other.
    pub(crate) fn of(text: &str) -> Self {
        Self(hash(text))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 16).unwrap_or(0) % end.max(1)
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of some.
    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// FNV-1a, mixed once more so that every bit depends on every letter.
fn hash(text: &str) -> u64 {
    mixed(
        text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)),
    )
}

/// The half that may be looked at while the matcher is tuned, and the one that says how good it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    Tuning,
    Test,
}

impl Half {
    /// The half of a key: all pairs of an entry are in one.
    pub(crate) fn of(key: &str) -> Self {
        if hash(key) >> 63 == 0 { Self::Tuning } else { Self::Test }
    }
}
