//! Finds the listed names that can be alike enough, without comparing all: exactly those that a comparison with every name
//! would find (tests hold it to that), and a document's number at once.
//!
//! A listed name can be alike enough only if the words that it shares with the party's outweigh those that it lacks:
//! each word adds `weight x (likeness - ALIKE_MIN)` to what decides, or takes away what its absence costs. So the lists of
//! names that hold a word are walked for the words that can decide, rare ones first, sums are kept for each name, and only
//! names whose sum can reach the mark are compared word by word.

use std::{cell::RefCell, collections::HashMap};

use super::{
    fold::{Folded, Style, Word},
    lexicon::{self, Collecting, Lexicon, Similar, Vocabulary, WordId},
    score::{
        self, ALIKE_MIN, Alike, INITIAL, INITIAL_WEIGHT_MAX, MISSING_ON_LIST, MISSING_ON_SUBJECT, Pair, Rule, Side,
        Weighed,
    },
    table::{Filling, Table},
    whole,
    words::Class,
    work::{Looked, Spent, Work},
};

/// A name of an entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct IndexedName {
    /// Which entry, over all lists.
    pub(super) entry: u32,
    /// Which of its names.
    pub(super) name: u32,
    style: Style,
    has_initial: bool,
    /// By what it is found where it stands whole in a party's.
    pub(super) whole: Option<u64>,
    from: u32,
    to: u32,
}

/// Words in a row of a name that may be written as one.
#[derive(Clone, Copy, Debug)]
struct Run {
    name: u32,
    from: u8,
    to: u8,
}

/// Names by what they can be found by.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) lexicon: Lexicon,
    names: Vec<IndexedName>,
    /// The words of all names, one name after the other, and what each weighs.
    words: Vec<WordId>,
    weights: Vec<u32>,
    /// Where an entry's names begin; one more than entries.
    of_entry: Vec<u32>,
    /// Where a word's names begin in `holding`; one more than words.
    of_word: Vec<u32>,
    holding: Vec<u32>,
    runs: Vec<Run>,
    by_run: Table,
    /// Names by all their words together.
    by_whole: Table,
}

/// Keys on their way into an index.
#[derive(Default)]
struct Keys {
    by_run: Filling,
    by_whole: Filling,
}

impl Index {
    /// The index over the folded names of all entries, in their order; none where a name cannot be compared.
    pub(super) fn of(entries: &[Vec<Option<Folded>>], vocabulary: &Vocabulary) -> Self {
        let mut index = Self { of_entry: vec![0], ..Self::default() };
        let (mut collecting, mut keys) = (Collecting::default(), Keys::default());
        for (entry, names) in (0..).zip(entries) {
            for (name, folded) in (0..).zip(names).filter_map(|(at, name)| Some((at, name.as_ref()?))) {
                index.add(entry, name, folded, &mut collecting, &mut keys);
            }
            index.of_entry.push(small(index.names.len()));
        }
        index.lexicon = collecting.close(vocabulary);
        index.weights = index.words.iter().map(|word| index.lexicon.weight(*word)).collect();
        index.by_run = keys.by_run.close();
        index.by_whole = keys.by_whole.close();
        index.close_words();
        index
    }

    fn add(&mut self, entry: u32, name: u32, folded: &Folded, collecting: &mut Collecting, keys: &mut Keys) {
        let (at, from) = (small(self.names.len()), small(self.words.len()));
        self.words.extend(folded.words.iter().map(|word| collecting.id(word)));
        let has_initial = folded.words.iter().any(|word| word.class == Class::Initial);
        let to = small(self.words.len());
        let words: Vec<&Word> = folded.words.iter().collect();
        let whole = whole::key(&words);
        self.names.push(IndexedName { entry, name, style: folded.style, has_initial, whole, from, to });
        if let Some(key) = whole {
            keys.by_whole.add(key, at);
        }
        for (from, to, run) in score::runs(&words, folded.style) {
            let place = small(self.runs.len());
            let run_at = |at: usize| u8::try_from(at).unwrap_or(u8::MAX);
            self.runs.push(Run { name: at, from: run_at(from), to: run_at(to) });
            lexicon::joined_keys(&Word::joined(run), |key| keys.by_run.add(key, place));
        }
    }

    /// Brings together which names hold which word.
    fn close_words(&mut self) {
        let mut counts = vec![0_u32; self.lexicon.len() + 1];
        for word in &self.words {
            if let Some(count) = counts.get_mut(*word as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut counts {
            sum += *count;
            *count = sum;
        }
        let mut next = counts.clone();
        self.holding = vec![0; self.words.len()];
        for (at, name) in (0..).zip(&self.names) {
            for word in self.words.get(name.from as usize..name.to as usize).unwrap_or_default() {
                let Some(place) = next.get_mut(*word as usize) else { continue };
                if let Some(slot) = self.holding.get_mut(*place as usize) {
                    *slot = at;
                }
                *place += 1;
            }
        }
        self.of_word = counts;
    }

    /// How many names there are.
    pub(super) fn len(&self) -> u32 {
        small(self.names.len())
    }

    /// How many entries there are.
    pub(super) fn entries(&self) -> u32 {
        small(self.of_entry.len().saturating_sub(1))
    }

    /// A name by its place.
    pub(super) fn name(&self, at: u32) -> Option<&IndexedName> {
        self.names.get(at as usize)
    }

    /// Places of all names of an entry.
    pub(super) fn names_of(&self, entry: u32) -> std::ops::Range<u32> {
        let at = |entry: usize| self.of_entry.get(entry).copied().unwrap_or_default();
        at(entry as usize)..at(entry as usize + 1)
    }

    /// A name as one side of a comparison.
    pub(super) fn side(&self, name: &IndexedName) -> Side<'_> {
        let range = name.from as usize..name.to as usize;
        let ids = self.words.get(range.clone()).unwrap_or_default();
        let words = ids.iter().filter_map(|id| self.lexicon.word(*id)).collect();
        Side { words, weights: self.weights.get(range).unwrap_or_default(), style: name.style }
    }

    fn holding(&self, word: WordId) -> &[u32] {
        let at = |word: usize| self.of_word.get(word).copied().unwrap_or_default() as usize;
        self.holding.get(at(word as usize)..at(word as usize + 1)).unwrap_or_default()
    }

    /// The names alike enough to a party's, with how alike they are and the pairs of words that stand.
    ///
    /// # Errors
    /// [`Spent`]: the work that is left is not enough.
    pub(super) fn alike(
        &self,
        name: &Weighed,
        work: &mut Work,
        mut see: impl FnMut(u32, u32, &[Pair]),
    ) -> Result<(), Spent> {
        if name.weights.is_empty() {
            return Ok(());
        }
        let asked = Asked::of(self, name);
        SUMS.with_borrow_mut(|sums| {
            sums.make_room(self.names.len());
            work.look(&asked.looked)?;
            asked.walk(sums);
            let (mut pairs, subject) = (Vec::new(), name.side());
            let mut compare = |at: u32, listed: &IndexedName| {
                let side = self.side(listed);
                asked.pairs(at, listed, &side, &mut pairs);
                score::choose(&mut pairs);
                let similarity = score::similarity(&subject, &side, &pairs, || name.wholes.floor(listed.whole));
                if similarity >= ALIKE_MIN {
                    see(at, similarity, &pairs);
                }
            };
            let mut whole = Vec::new();
            self.by_whole.gather(&mut whole, |see| name.wholes.keys(see));
            let mut enough = whole.iter().filter_map(|at| Some((*at, self.name(*at)?))).try_for_each(|(at, listed)| {
                work.compare()?;
                compare(at, listed);
                Ok(())
            });
            for at in std::mem::take(&mut sums.touched) {
                // To the end even without work left: sums are zero between two questions.
                let sum = sums.take(at);
                let Some(listed) = self.name(at).filter(|_| whole.binary_search(&at).is_err()) else { continue };
                let Some(room) = asked.room(sum, listed.has_initial) else { continue };
                enough = enough.and_then(|()| work.glance());
                if enough.is_err() || asked.leaves_too_much(at, listed, room) {
                    continue;
                }
                enough = enough.and_then(|()| work.compare());
                if enough.is_ok() {
                    compare(at, listed);
                }
            }
            enough
        })
    }
}

thread_local! {
    /// One for each thread: as long as the names of the lists, and zero between two questions.
    static SUMS: RefCell<Sums> = RefCell::default();
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// What names have together, while a question is answered.
#[derive(Debug, Default)]
struct Sums {
    of_name: Vec<u32>,
    touched: Vec<u32>,
}

impl Sums {
    fn make_room(&mut self, names: usize) {
        // A list that shrank by much gives its memory back.
        if self.of_name.len() < names || self.of_name.len() > 4 * names + 1024 {
            self.of_name = vec![0; names];
        }
        self.touched.clear();
    }

    fn add(&mut self, name: u32, more: u32) {
        if let Some(sum) = self.of_name.get_mut(name as usize) {
            if *sum == 0 {
                self.touched.push(name);
            }
            *sum = sum.saturating_add(more);
        }
    }

    fn take(&mut self, name: u32) -> u32 {
        self.of_name.get_mut(name as usize).map(std::mem::take).unwrap_or_default()
    }
}

/// What whole numbers lose at most on the way to a likeness.
const ROUNDED: u32 = 2_000;

/// Words of the party's name that a word of the lexicon can be taken for.
#[derive(Clone, Copy, Debug)]
struct Meant {
    word: WordId,
    from: usize,
    to: usize,
    similar: Similar,
}

/// A word of the party's name that a run of a listed one can be taken for.
#[derive(Clone, Copy, Debug)]
struct MeantByRun {
    run: Run,
    at: usize,
    alike: Alike,
}

/// A party's name as it is looked for.
struct Asked<'a> {
    index: &'a Index,
    name: &'a Weighed,
    /// Ascending by word of the lexicon.
    meant: Vec<Meant>,
    /// Ascending by listed name.
    by_run: Vec<MeantByRun>,
    /// The words, as bits, whose names are walked.
    walked: u64,
    /// What the words that are not walked can add.
    unwalked: u32,
    /// What it costs at least that all words have no partner.
    cost: u32,
    /// How much less that is if each may be one of the listed name's initials.
    spared: u32,
    looked: Looked,
}

impl<'a> Asked<'a> {
    fn of(index: &'a Index, name: &'a Weighed) -> Self {
        let (mut seen, mut found) = (Vec::new(), Vec::new());
        let words: Vec<&Word> = name.name.words.iter().collect();
        let looked = Looked { words: words.len(), ..Looked::default() };
        let (meant, by_run) = (Vec::with_capacity(64 * words.len()), Vec::new());
        let mut asked = Self { index, name, meant, by_run, walked: 0, unwalked: 0, cost: 0, spared: 0, looked };
        for (at, word) in words.iter().enumerate() {
            index.lexicon.similar(word, name.name.style, &mut seen, &mut found);
            asked.looked.at += seen.len();
            asked.mean(at, at + 1, &mut found);
            if word.class != Class::Number {
                asked.find_runs(at, word, &mut seen);
            }
        }
        for (from, to, run) in score::runs(&words, name.name.style) {
            index.lexicon.similar_to_joined(&Word::joined(run), name.name.style, &mut seen, &mut found);
            asked.looked.at += seen.len();
            asked.mean(from, to, &mut found);
        }
        asked.meant.sort_unstable_by_key(|meant| (meant.word, meant.from, meant.to));
        asked.by_run.sort_unstable_by_key(|meant| (meant.run.name, meant.at, meant.run.from, meant.run.to));
        asked.decide();
        asked
    }

    fn mean(&mut self, from: usize, to: usize, found: &mut Vec<Similar>) {
        self.meant.extend(found.drain(..).map(|similar| Meant { word: similar.word, from, to, similar }));
    }

    fn find_runs(&mut self, at: usize, word: &Word, seen: &mut Vec<u32>) {
        self.index.by_run.gather(seen, |see| lexicon::word_keys(word, see));
        self.looked.joined += seen.len();
        for run in seen.iter().filter_map(|run| self.index.runs.get(*run as usize)) {
            let Some(name) = self.index.name(run.name) else { continue };
            let side = self.index.side(name);
            let Some(words) = side.words.get(usize::from(run.from)..usize::from(run.to)) else { continue };
            let joined = Word::joined(words);
            let likeness = |rule| score::joined_likeness(&joined, word, rule);
            let alike = Alike::of(self.name.name.style, likeness);
            self.by_run.extend(alike.map(|alike| MeantByRun { run: *run, at, alike }));
        }
    }

    fn weight(&self, at: usize) -> u32 {
        self.name.weights.get(at).copied().unwrap_or_default()
    }

    /// What it costs at least that a word has no partner but an initial.
    fn cost_by_initial(&self, at: usize) -> u32 {
        self.weight(at).min(INITIAL_WEIGHT_MAX) * (ALIKE_MIN - INITIAL)
    }

    /// What it costs at least that a word has no partner, in a listed name without initials.
    fn cost(&self, at: usize) -> u32 {
        let initial = self.name.name.words.get(at).is_some_and(|word| word.class == Class::Initial);
        if initial { self.cost_by_initial(at) } else { self.weight(at) * (ALIKE_MIN * MISSING_ON_LIST / 1000) }
    }

    /// Chooses the words whose names are walked: the others are such that a name with nothing else is never alike enough,
    /// those in most names first.
    fn decide(&mut self) {
        let words = self.name.weights.len();
        let mut order: Vec<(usize, usize)> = (0..words).map(|at| (0, at)).collect();
        for meant in &self.meant {
            let names = self.index.holding(meant.word).len();
            self.looked.names += names;
            order.iter_mut().take(meant.to).skip(meant.from).for_each(|(sum, _)| *sum += names);
        }
        order.sort_unstable_by_key(|(names, at)| (std::cmp::Reverse(*names), *at));
        self.walked = (1_u64 << words) - 1;
        self.cost = (0..words).map(|at| self.cost(at)).sum();
        self.spared = (0..words).map(|at| self.cost(at).saturating_sub(self.cost_by_initial(at))).sum();
        let mut rest: u32 = (0..words).map(|at| self.cost_by_initial(at)).sum();
        let mut gain = 0;
        for (_, at) in order {
            let more = self.weight(at) * (1000 - ALIKE_MIN);
            let less = self.cost_by_initial(at);
            if gain + more + ROUNDED < rest - less {
                (gain, rest) = (gain + more, rest - less);
                self.walked &= !(1 << at);
                self.unwalked += more + self.cost(at);
            }
        }
    }

    fn is_walked(&self, from: usize, to: usize) -> bool {
        (from..to).any(|at| self.walked & (1 << at) != 0)
    }

    /// What words add that are taken for something so alike, above what their absence would cost.
    fn gain(&self, from: usize, to: usize, similarity: u32) -> u32 {
        let one = |at| self.weight(at) * similarity.saturating_sub(ALIKE_MIN) + self.cost(at);
        (from..to).filter(|at| self.walked & (1 << at) != 0).map(one).sum()
    }

    /// Sums up for each name what its words add.
    fn walk(&self, sums: &mut Sums) {
        for meant in self.meant.iter().filter(|meant| self.is_walked(meant.from, meant.to)) {
            let gain = self.gain(meant.from, meant.to, meant.similar.alike.most());
            for name in self.index.holding(meant.word) {
                sums.add(*name, gain);
            }
        }
        for meant in self.by_run.iter().filter(|meant| self.is_walked(meant.at, meant.at + 1)) {
            sums.add(meant.run.name, self.gain(meant.at, meant.at + 1, meant.alike.most()));
        }
    }

    /// By how much a name with such a sum is alike enough at most, if what it has more costs nothing; none if it cannot be.
    fn room(&self, sum: u32, has_initial: bool) -> Option<u32> {
        // Where the listed name has an initial, it can stand for any word.
        let spared = if has_initial { self.spared } else { 0 };
        sum.saturating_add(self.unwalked + spared + ROUNDED).checked_sub(self.cost)
    }

    /// Whether a name has more beside what the party's words can be taken for than there is room for.
    fn leaves_too_much(&self, at: u32, listed: &IndexedName, room: u32) -> bool {
        // Where words are joined any of them may be taken.
        if self.by_run.binary_search_by_key(&at, |meant| meant.run.name).is_ok() {
            return false;
        }
        let range = listed.from as usize..listed.to as usize;
        let ids = self.index.words.get(range.clone()).unwrap_or_default();
        let weights = self.index.weights.get(range).unwrap_or_default();
        let more = ids.iter().zip(weights).filter(|(id, _)| !self.can_be(**id)).map(|(_, weight)| *weight);
        more.sum::<u32>().saturating_mul(ALIKE_MIN * MISSING_ON_SUBJECT / 1000) > room
    }

    /// Whether a listed word can be what some of the party's are taken for.
    fn can_be(&self, word: WordId) -> bool {
        let by_initial = || {
            let Some(word) = self.index.lexicon.word(word) else { return true };
            word.class == Class::Initial || self.name.name.words.iter().any(|ours| score::initial(ours, word).is_some())
        };
        self.meant.binary_search_by_key(&word, |meant| meant.word).is_ok() || by_initial()
    }

    /// All that words of the party's name can be of a listed one's: what [`score::pairs`] finds.
    fn pairs(&self, at: u32, listed: &IndexedName, side: &Side<'_>, pairs: &mut Vec<Pair>) {
        pairs.clear();
        let rule = Rule::between(self.name.name.style, listed.style);
        let ids = self.index.words.get(listed.from as usize..listed.to as usize).unwrap_or_default();
        for (j, (id, word)) in ids.iter().zip(&side.words).enumerate() {
            let from = self.meant.partition_point(|meant| meant.word < *id);
            for meant in self.meant.iter().skip(from).take_while(|meant| meant.word == *id) {
                if let Some((similarity, reason)) = meant.similar.alike.under(rule) {
                    pairs.push(Pair { left: (meant.from, meant.to), right: (j, j + 1), similarity, reason });
                }
            }
            self.initials(j, word, pairs);
        }
        let from = self.by_run.partition_point(|meant| meant.run.name < at);
        for meant in self.by_run.iter().skip(from).take_while(|meant| meant.run.name == at) {
            if let Some((similarity, reason)) = meant.alike.under(rule) {
                let right = (usize::from(meant.run.from), usize::from(meant.run.to));
                pairs.push(Pair { left: (meant.at, meant.at + 1), right, similarity, reason });
            }
        }
    }

    fn initials(&self, j: usize, word: &Word, pairs: &mut Vec<Pair>) {
        for (i, ours) in self.name.name.words.iter().enumerate() {
            let either = ours.class == Class::Initial || word.class == Class::Initial;
            if !either || pairs.iter().any(|pair| pair.left == (i, i + 1) && pair.right == (j, j + 1)) {
                continue;
            }
            if let Some((similarity, reason)) = score::initial(ours, word) {
                pairs.push(Pair { left: (i, i + 1), right: (j, j + 1), similarity, reason });
            }
        }
    }
}

/// The entries that have a document of a number.
#[derive(Debug, Default)]
pub(super) struct Documents(HashMap<String, Vec<u32>>);

impl Documents {
    pub(super) fn add(&mut self, number: &str, entry: u32) {
        match self.0.get_mut(number) {
            Some(entries) => entries.push(entry),
            None => drop(self.0.insert(number.to_owned(), vec![entry])),
        }
    }

    pub(super) fn with(&self, number: &str) -> &[u32] {
        self.0.get(number).map_or(&[], Vec::as_slice)
    }
}
