//! How much work one screening may be. The same input always takes the same number of steps, on any machine: whether a
//! party is screened does not depend on how fast, or how busy, one is.
//!
//! A step is about four nanoseconds of one thread of an ordinary server. What each thing costs was fitted to measured times of
//! parties that nobody should ask (`benches/screening/junk.rs`).

/// What is left of it, in steps.
#[derive(Clone, Debug)]
pub(super) struct Work(u32);

/// There is more to do than one screening may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spent;

/// Steps of one screening: some three milliseconds.
const MOST: u32 = 800_000;

/// Folding a name, for each of its bytes and for each of its words.
const FOLDED_BYTE: usize = 16;
const FOLDED_WORD: usize = 250;
/// Looking for the words that a word, or it and the next, can be taken for; and comparing it with one of them.
const LOOKED_FOR: usize = 700;
const LOOKED_AT: usize = 45;
/// Comparing words of a listed name that are joined with one.
const JOINED: usize = 350;
/// So many names of a word are walked in a step.
const WALKED_IN_A_STEP: usize = 3;
/// Weighing what a name has more.
const GLANCE: usize = 30;
/// Comparing two names.
const COMPARISON: usize = 150;
/// Judging an entry, and the evidence of the hit that it is.
const JUDGEMENT: usize = 500;

impl Work {
    /// Of one screening.
    pub(super) fn of_one() -> Self {
        Self(MOST)
    }

    pub(super) fn fold(&mut self, bytes: usize, words: usize) -> Result<(), Spent> {
        self.spend(FOLDED_BYTE * bytes + FOLDED_WORD * words)
    }

    pub(super) fn look(&mut self, looked: &Looked) -> Result<(), Spent> {
        let Looked { words, at, joined, names } = looked;
        self.spend(LOOKED_FOR * words + LOOKED_AT * at + JOINED * joined + names / WALKED_IN_A_STEP)
    }

    pub(super) fn glance(&mut self) -> Result<(), Spent> {
        self.spend(GLANCE)
    }

    pub(super) fn compare(&mut self) -> Result<(), Spent> {
        self.spend(COMPARISON)
    }

    pub(super) fn judge(&mut self, entries: usize) -> Result<(), Spent> {
        self.spend(JUDGEMENT * entries)
    }

    fn spend(&mut self, steps: usize) -> Result<(), Spent> {
        let left = u32::try_from(steps).ok().and_then(|steps| self.0.checked_sub(steps));
        self.0 = left.unwrap_or(0);
        left.map(drop).ok_or(Spent)
    }
}

/// What was looked at for one name: words of it, words that they may be, joined words that one may be, and the names that
/// hold any of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Looked {
    pub(super) words: usize,
    pub(super) at: usize,
    pub(super) joined: usize,
    pub(super) names: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spent_stays_spent() {
        let mut work = Work::of_one();
        assert_eq!(work.judge(MOST as usize / JUDGEMENT), Ok(()));
        assert_eq!(work.judge(1), Err(Spent));
        assert_eq!(work.glance(), Err(Spent), "whatever is smaller than what was asked for in vain");
        assert_eq!(work.spend(usize::MAX), Err(Spent));
        assert_eq!(work.spend(0), Ok(()));
    }
}
