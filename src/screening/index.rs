//! Finds the listed names that can be alike enough, without comparing all: exactly those that a comparison with every name
//! would find (a test holds it to that), and a document's number at once.
//!
//! A name is found by any of its words, by their Korean keys, by words joined, and by words with letters left out (two words
//! that differ by n edits are equal once n letters are left out of each). Words of the query so light that names with nothing
//! else in common cannot be alike enough are not looked up: [`Weighed`] and [`heavy`] have the argument.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{DefaultHasher, Hash as _, Hasher as _},
};

use super::{
    entry::Entry,
    fold::{Folded, Word},
    score::{self, ALIKE_MIN, INITIAL, Weighed},
    words::Class,
};

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
        let mut stems: Vec<&str> = name.words.iter().map(Word::stem).collect();
        stems.sort_unstable();
        stems.dedup();
        for stem in stems {
            match self.counts.get_mut(stem) {
                Some(count) => *count += 1,
                None => drop(self.counts.insert(stem.to_owned(), 1)),
            }
        }
    }

    /// A name with its words weighed.
    pub(super) fn weigh(&self, name: Folded) -> Weighed {
        let weights = name.words.iter().map(|word| self.weight(word)).collect();
        Weighed { name, weights }
    }

    fn weight(&self, word: &Word) -> u32 {
        match word.class {
            Class::Legal | Class::Small => 60,
            Class::Initial => 200,
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

/// Values under hashed keys, as one sorted table: small, and without an order of its own.
#[derive(Clone, Debug, Default)]
struct Table(Vec<(u64, u32)>);

impl Table {
    fn add(&mut self, key: &str, value: u32) {
        self.0.push((hash(key), value));
    }

    fn close(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
        self.0.shrink_to_fit();
    }

    fn get(&self, key: &str) -> impl Iterator<Item = u32> {
        let key = hash(key);
        let from = self.0.partition_point(|(at, _)| *at < key);
        self.0.get(from..).unwrap_or_default().iter().take_while(move |(at, _)| *at == key).map(|(_, value)| *value)
    }
}

/// Two keys with one hash only mean one comparison more.
fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// A name of an entry.
#[derive(Clone, Debug)]
pub(super) struct IndexedName {
    /// Which entry.
    pub(super) entry: usize,
    /// Which of its names.
    pub(super) name: usize,
    pub(super) weighed: Weighed,
}

/// The entries of one list, to be found.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    pub(super) names: Vec<IndexedName>,
    /// Names of each entry: first and one past the last.
    of_entry: Vec<(usize, usize)>,
    /// Names by word.
    by_word: Table,
    /// Names by Korean key of a word.
    by_sound: Table,
    /// Names by words joined, and by their Korean key.
    by_joined: Table,
    by_joined_sound: Table,
    /// Words by themselves with letters left out; their names are in `by_word`.
    by_deletion: Table,
    words: Vec<String>,
    /// Entries by a document's number.
    documents: BTreeMap<String, Vec<usize>>,
}

impl Index {
    /// The index over a list's entries.
    pub(super) fn of(entries: &[Entry], folded: &[Vec<Option<Folded>>], vocabulary: &Vocabulary) -> Self {
        let mut index = Self::default();
        let mut seen = BTreeSet::new();
        for (entry, names) in folded.iter().enumerate() {
            let from = index.names.len();
            for (name, folded) in names.iter().enumerate().filter_map(|(at, name)| Some((at, name.clone()?))) {
                index.add_words(&folded, &mut seen);
                index.names.push(IndexedName { entry, name, weighed: vocabulary.weigh(folded) });
            }
            index.of_entry.push((from, index.names.len()));
        }
        for (at, entry) in entries.iter().enumerate() {
            for document in entry.documents.iter().filter(|document| !document.known_false) {
                index.documents.entry(document.number.clone()).or_default().push(at);
            }
        }
        let tables = [&mut index.by_word, &mut index.by_sound, &mut index.by_joined, &mut index.by_joined_sound];
        tables.into_iter().chain([&mut index.by_deletion]).for_each(Table::close);
        index
    }

    fn add_words(&mut self, name: &Folded, seen: &mut BTreeSet<String>) {
        let at = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        for word in &name.words {
            self.by_word.add(&word.text, at);
            if let Some(key) = &word.korean {
                self.by_sound.add(&key.loose, at);
            }
            if seen.insert(word.text.clone()) {
                self.add_deletions(word);
            }
        }
        for (_, _, run) in score::runs(&name.words) {
            let joined = score::join(run);
            self.by_joined.add(&joined.text, at);
            if let Some(key) = &joined.korean {
                self.by_joined_sound.add(&key.loose, at);
            }
        }
    }

    fn add_deletions(&mut self, word: &Word) {
        let at = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let shorter = with_letters_left_out(&word.text, score::edits_max(word));
        if shorter.len() > 1 {
            for shorter in &shorter {
                self.by_deletion.add(shorter, at);
            }
            self.words.push(word.text.clone());
        }
    }

    /// The names that can be alike enough, ascending.
    pub(super) fn candidates(&self, name: &Weighed) -> Vec<u32> {
        let heavy = heavy(name);
        let words = &name.name.words;
        let mut found = Vec::new();
        for word in words.iter().enumerate().filter(|(at, _)| heavy & (1 << at) != 0).map(|(_, word)| word) {
            self.find_word(word, &mut found);
        }
        for (from, to, run) in score::runs(words) {
            if (from..to).any(|at| heavy & (1 << at) != 0) {
                let joined = score::join(run);
                found.extend(self.by_word.get(&joined.text));
                found.extend(joined.korean.iter().flat_map(|key| self.by_sound.get(&key.loose)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn find_word(&self, word: &Word, found: &mut Vec<u32>) {
        found.extend(self.by_word.get(&word.text));
        found.extend(self.by_joined.get(&word.text));
        if let Some(key) = &word.korean {
            found.extend(self.by_sound.get(&key.loose));
            found.extend(self.by_joined_sound.get(&key.loose));
        }
        let edits = score::edits_max(word);
        if edits == 0 {
            return;
        }
        let shorter = with_letters_left_out(&word.text, edits);
        let mut near: Vec<u32> = shorter.iter().flat_map(|shorter| self.by_deletion.get(shorter)).collect();
        near.sort_unstable();
        near.dedup();
        let near = near.iter().filter_map(|at| self.words.get(*at as usize));
        for text in near.filter(|text| strsim::osa_distance(text, &word.text) <= edits) {
            found.extend(self.by_word.get(text));
        }
    }

    /// A name by its place.
    pub(super) fn name(&self, at: u32) -> Option<&IndexedName> {
        self.names.get(at as usize)
    }

    /// All names of an entry.
    pub(super) fn names_of(&self, entry: usize) -> &[IndexedName] {
        self.of_entry.get(entry).and_then(|(from, to)| self.names.get(*from..*to)).unwrap_or_default()
    }

    /// The entries that have a document of the number.
    pub(super) fn with_document(&self, number: &str) -> &[usize] {
        self.documents.get(number).map_or(&[], Vec::as_slice)
    }
}

/// The words, as bits, of which a listed name must have at least one to be alike enough.
///
/// Each word adds `weight x (likeness - ALIKE_MIN)` to what decides. Words left out (light) add at most
/// `weight x (1000 - ALIKE_MIN)`; a heavy word that no table finds adds at most `weight x (INITIAL - ALIKE_MIN)`, which is
/// negative. So as long as the first sum is below the second one's amount, light words alone are never enough.
fn heavy(name: &Weighed) -> u64 {
    let mut order: Vec<(u32, usize)> = name.weights.iter().copied().enumerate().map(|(at, w)| (w, at)).collect();
    order.sort_unstable();
    let (mut light, mut rest) = (0, name.weights.iter().sum::<u32>());
    let mut heavy = (1_u64 << name.weights.len()) - 1;
    for (weight, at) in order {
        light += weight;
        rest -= weight;
        if light * (1000 - ALIKE_MIN) >= rest * (ALIKE_MIN - INITIAL) {
            break;
        }
        heavy &= !(1 << at);
    }
    heavy
}

/// The word itself, and with up to so many of its letters left out.
fn with_letters_left_out(word: &str, most: usize) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    let mut last = all.clone();
    for _ in 0..most {
        last = last.iter().flat_map(|word| one_left_out(word)).collect();
        last.sort_unstable();
        last.dedup();
        all.extend(last.iter().cloned());
    }
    all
}

fn one_left_out(word: &str) -> impl Iterator<Item = String> {
    word.char_indices().map(|(at, letter)| {
        let (before, after) = word.split_at(at);
        format!("{before}{}", after.get(letter.len_utf8()..).unwrap_or_default())
    })
}
