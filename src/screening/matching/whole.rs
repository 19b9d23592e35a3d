//! A listed name that stands whole among the words of the party's, in a row and in any order: a suffix, a branch, a place or an
//! invented word beside it does not make another name of it, only a less certain one.

use super::{
    fold::Word,
    score::{ALIKE_MIN, POSSIBLE_MIN},
    table,
    words::{self, Class},
};

/// Names of more words are alike enough with one more.
const WORDS_MAX: usize = 8;
/// What a name's words weigh together at least, that something beside it is worth being told.
const SAID_MIN: u32 = 500;
/// The same that a person has to look at it.
const SAID_MUCH: u32 = 1_300;
/// So many words that other bodies have too are a name together.
const GENERIC_MIN: usize = 3;
/// What the only word of a name weighs at least.
const ALONE_MIN: u32 = 500;

/// What a body may be called that goes by one word, and hardly a company.
const CAUSES: [&str; 10] =
    ["organization", "network", "movement", "front", "army", "party", "militia", "brigade", "brigades", "faction"];

/// Keeps keys of whole names apart from others.
const WHOLE: u64 = 0x57;

/// Whether a word tells of whom a name is, whatever stands beside it: the last of a name may be one that tells nothing in a
/// longer name (`Khalid Shaikh`), and so may a syllable (`Se`).
fn tells(word: &Word) -> bool {
    let little = |class| matches!(class, Class::Small | Class::Legal);
    !little(word.class) && !words::meaning(&word.text).is_some_and(|meaning| little(meaning.class))
}

fn print(word: &Word) -> u64 {
    table::hash(word.stem(), WHOLE)
}

/// By what a listed name is found that stands whole in another; none if it cannot be.
pub(super) fn key(listed: &[&Word]) -> Option<u64> {
    let telling = || listed.iter().filter(|word| tells(word));
    let count = telling().count();
    let names = count >= GENERIC_MIN || telling().any(|word| word.class == Class::Word);
    (names && count <= WORDS_MAX).then(|| telling().fold(0_u64, |sum, word| sum.wrapping_add(print(word))))
}

/// What can stand whole in a party's name: for its words in a row, unless they are all of them, the key of a listed name made
/// of these, and how alike that one is at least.
#[derive(Clone, Debug)]
pub(super) struct Wholes(Vec<(u64, Option<u32>)>);

impl Wholes {
    pub(super) fn of(words: &[Word], weights: &[u32]) -> Self {
        let telling: Vec<_> = words.iter().zip(weights.iter().copied()).filter(|(word, _)| tells(word)).collect();
        let prints: Vec<u64> = telling.iter().map(|(word, _)| print(word)).collect();
        let mut all = Vec::new();
        for from in 0..prints.len() {
            let mut key = 0_u64;
            for (to, print) in (from + 1..).zip(prints.iter().skip(from).take(WORDS_MAX)) {
                key = key.wrapping_add(*print);
                if to - from < prints.len() {
                    all.push((key, floor(&telling, from, to)));
                }
            }
        }
        Self(all)
    }

    /// The keys of listed names that can stand whole in it.
    pub(super) fn keys(&self, mut see: impl FnMut(u64)) {
        self.0.iter().filter(|(_, floor)| floor.is_some()).for_each(|(key, _)| see(*key));
    }

    /// How alike it is at least to a listed name of a key.
    pub(super) fn floor(&self, listed: Option<u64>) -> Option<u32> {
        let listed = listed?;
        self.0.iter().find(|(key, _)| *key == listed)?.1
    }
}

/// How alike names are at least where some words in a row are all of the listed one's.
fn floor(telling: &[(&Word, u32)], from: usize, to: usize) -> Option<u32> {
    let inside = || telling.get(from..to).unwrap_or_default().iter();
    let outside = || telling.iter().take(from).chain(telling.iter().skip(to)).map(|(word, _)| *word);
    let number = outside().any(|word| word.class == Class::Number);
    let said: u32 = inside().map(|(_, weight)| weight).sum();
    if to - from == 1 {
        // One word is a name only where what stands beside it names nobody.
        let cause = |word: &Word| CAUSES.contains(&word.text.as_str());
        let (generic, causes) =
            (outside().all(|word| cause(word) || word.class == Class::Generic), outside().all(cause));
        let names = inside().any(|(word, _)| word.class == Class::Word);
        return match () {
            () if names && causes => Some(POSSIBLE_MIN),
            () if names && generic && said >= ALONE_MIN => Some(ALIKE_MIN),
            () => None,
        };
    }
    let much = said >= SAID_MUCH && !number;
    (said >= SAID_MIN).then_some(if much { POSSIBLE_MIN } else { ALIKE_MIN })
}
