//! The words of all lists: each once, with how much it weighs, and found by any word that it can be taken for.

use std::collections::HashMap;

use super::{
    fold::{Folded, Style, Word},
    score::{self, Alike, INITIAL_WEIGHT_MAX, Weighed},
    sound::Sound,
    table::{self, Filling, Table},
    whole::Wholes,
    words::Class,
};
use crate::screening::hit::Likeness;

/// Sorts of keys.
const TEXT: u64 = 1;
const KOREAN: u64 = 2;
const VARIANT: u64 = 3;
const SOUND: u64 = 4;
const SHORTER: u64 = 5;

/// How often words stand on the lists that are loaded: rare ones weigh more.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    names: u64,
    counts: HashMap<String, u64>,
}

impl Vocabulary {
    /// Counts the words of a name, each once.
    pub(super) fn add(&mut self, name: &Folded) {
        self.names += 1;
        for (at, word) in name.words.iter().enumerate() {
            let stem = word.stem();
            if name.words.iter().take(at).any(|before| before.stem() == stem) {
                continue;
            }
            match self.counts.get_mut(stem) {
                Some(count) => *count += 1,
                None => drop(self.counts.insert(stem.to_owned(), 1)),
            }
        }
    }

    /// A name with its words weighed.
    pub(super) fn weigh(&self, name: Folded) -> Weighed {
        let weights: Vec<u32> = name.words.iter().map(|word| self.weight(word)).collect();
        let wholes = Wholes::of(&name.words, &weights);
        Weighed { name, weights, wholes }
    }

    fn weight(&self, word: &Word) -> u32 {
        match word.class {
            Class::Legal | Class::Small => 60,
            Class::Initial => INITIAL_WEIGHT_MAX,
            Class::Number => 900,
            Class::Generic => 220,
            Class::Word => self.rarity(word),
        }
    }

    /// The square of the share of information in a word: 1000 for one that no list has, 250 for one in most names.
    fn rarity(&self, word: &Word) -> u32 {
        let count = self.counts.get(word.stem()).copied().unwrap_or(0).max(1);
        let (all, common) = (log2(self.names.max(2)), log2(count));
        let share = 1000 - (1000 * common / all).min(1000);
        u32::try_from(share * share / 1000).unwrap_or(1000).max(250)
    }
}

/// The logarithm to base 2 in thousandths, straight between powers of two: whole numbers are the same everywhere.
fn log2(n: u64) -> u64 {
    let whole = n.max(1).ilog2();
    let base = 1_u64 << whole;
    u64::from(whole) * 1000 + (n.max(1) - base) * 1000 / base
}

/// A word of a lexicon by its place.
pub(super) type WordId = u32;

/// A word that another can be taken for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Similar {
    pub(super) word: WordId,
    pub(super) alike: Alike,
}

/// On its way to a [`Lexicon`].
#[derive(Debug, Default)]
pub(super) struct Collecting {
    words: Vec<Word>,
    ids: HashMap<Word, WordId>,
}

impl Collecting {
    /// The word's place, a new one for a new word.
    pub(super) fn id(&mut self, word: &Word) -> WordId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = WordId::try_from(self.words.len()).unwrap_or(WordId::MAX);
        self.words.push(word.clone());
        self.ids.insert(word.clone(), id);
        id
    }

    pub(super) fn close(self, vocabulary: &Vocabulary) -> Lexicon {
        let mut keys = Filling::default();
        for (word, id) in self.words.iter().zip(0..) {
            each_key(word, |key| keys.add(key, id));
        }
        let weights = self.words.iter().map(|word| vocabulary.weight(word)).collect();
        Lexicon { words: self.words, weights, keys: keys.close() }
    }
}

/// See the file's text.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: Vec<Word>,
    weights: Vec<u32>,
    keys: Table,
}

impl Lexicon {
    pub(super) fn word(&self, id: WordId) -> Option<&Word> {
        self.words.get(id as usize)
    }

    pub(super) fn weight(&self, id: WordId) -> u32 {
        self.weights.get(id as usize).copied().unwrap_or(1000)
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The words that a word can be taken for: all that [`score::likeness`] finds alike, but for initials and those that they
    /// stand for.
    pub(super) fn similar(&self, word: &Word, style: Style, seen: &mut Vec<WordId>, found: &mut Vec<Similar>) {
        self.keys.gather(seen, |see| each_key(word, see));
        for id in seen.iter().copied() {
            let Some(other) = self.word(id) else { continue };
            let likeness = |rule| score::likeness(word, other, rule).filter(|(_, why)| *why != Likeness::Initial);
            found.extend(Alike::of(style, likeness).map(|alike| Similar { word: id, alike }));
        }
    }

    /// The words that joined words can be taken for.
    pub(super) fn similar_to_joined(
        &self,
        joined: &Word,
        style: Style,
        seen: &mut Vec<WordId>,
        found: &mut Vec<Similar>,
    ) {
        self.keys.gather(seen, |see| joined_keys(joined, see));
        for id in seen.iter().copied() {
            let Some(other) = self.word(id) else { continue };
            let likeness = |rule| score::joined_likeness(joined, other, rule);
            found.extend(Alike::of(style, likeness).map(|alike| Similar { word: id, alike }));
        }
    }
}

/// The keys of a word: two that are alike have one in common.
///
/// Words that differ by n edits are equal once n letters are left out of each.
fn each_key(word: &Word, mut see: impl FnMut(u64)) {
    word_keys(word, &mut see);
    if let Some(group) = word.variant {
        see(table::hash(&group.to_string(), VARIANT));
    }
    let edits = score::edits_max(word);
    if edits > 0 {
        table::with_letters_left_out(score::letters(word), edits, SHORTER, see);
    }
}

/// The keys by which a word finds words joined.
pub(super) fn word_keys(word: &Word, see: impl FnMut(u64)) {
    own_keys(word, word.sound.as_ref(), see);
}

/// The keys by which joined words are found: by their sound only if there is enough of it.
pub(super) fn joined_keys(joined: &Word, see: impl FnMut(u64)) {
    own_keys(joined, joined.sound.as_ref().filter(|_| score::joined_by_sound(joined)), see);
}

fn own_keys(word: &Word, sound: Option<&Sound>, mut see: impl FnMut(u64)) {
    see(table::hash(&word.text, TEXT));
    if word.written != word.text {
        see(table::hash(&word.written, TEXT));
    }
    if let Some(key) = &word.korean {
        see(table::hash(&key.loosest(), KOREAN));
    }
    if let Some(sound) = sound {
        sound.keys().for_each(|key| see(table::hash(key, SOUND)));
    }
}
