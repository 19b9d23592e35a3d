//! A listed name that stands whole among the words of the party's, in a row and in any order: a suffix, a branch, a place or an
//! invented word beside it does not make another name of it, only a less certain one.

use super::{
    fold::Word,
    score::{ALIKE_MIN, POSSIBLE_MIN, Side},
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

/// Words of a party's name in a row that do not make all of it.
struct Window {
    key: u64,
    from: usize,
    to: usize,
}

fn windows<'a>(telling: &'a [(&Word, u32)]) -> impl Iterator<Item = Window> + 'a {
    let prints: Vec<u64> = telling.iter().map(|(word, _)| print(word)).collect();
    let count = prints.len();
    (0..count).flat_map(move |from| {
        let prints = prints.clone();
        let mut key = 0_u64;
        (from..count.min(from + WORDS_MAX)).filter_map(move |at| {
            key = key.wrapping_add(prints.get(at).copied().unwrap_or_default());
            (at + 1 - from < count).then_some(Window { key, from, to: at + 1 })
        })
    })
}

fn telling<'a>(side: &Side<'a>) -> Vec<(&'a Word, u32)> {
    side.words.iter().copied().zip(side.weights.iter().copied()).filter(|(word, _)| tells(word)).collect()
}

/// The keys of listed names that can stand whole in a party's name.
pub(super) fn keys(subject: &Side<'_>, mut see: impl FnMut(u64)) {
    let telling = telling(subject);
    for window in windows(&telling) {
        if floor_of(&telling, &window).is_some() {
            see(window.key);
        }
    }
}

/// How alike names are at least, because the listed one stands whole in the party's.
pub(super) fn floor(subject: &Side<'_>, listed: &Side<'_>) -> Option<u32> {
    let key = key(&listed.words)?;
    let telling = telling(subject);
    let window = windows(&telling).find(|window| window.key == key)?;
    floor_of(&telling, &window)
}

fn floor_of(telling: &[(&Word, u32)], window: &Window) -> Option<u32> {
    let inside = || telling.get(window.from..window.to).unwrap_or_default().iter();
    let outside = || telling.iter().take(window.from).chain(telling.iter().skip(window.to)).map(|(word, _)| *word);
    let number = outside().any(|word| word.class == Class::Number);
    let said: u32 = inside().map(|(_, weight)| weight).sum();
    if window.to - window.from == 1 {
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
