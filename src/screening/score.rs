//! How alike two names are: words are taken for one another, one to one, the most alike first; rare words weigh more, and a
//! word without a partner costs.
//!
//! All in whole thousandths. Edit distance is `strsim`'s: it is in the tree already, small and without floats, where
//! `rapidfuzz` would add bit-parallel speed that matters only once words are compared in bulk; here each pair of words is
//! compared once a query.

use super::{
    fold::{Folded, Word},
    hit::{Aligned, Likeness},
    words::Class,
};

/// Names less alike than this are no hit, whatever agrees beside them.
pub(super) const ALIKE_MIN: u32 = 760;
/// Names as alike as this are a matter for a person to look at.
pub(super) const POSSIBLE_MIN: u32 = 820;
/// Names as alike as this are as good as equal.
pub(super) const STRONG_MIN: u32 = 930;

const SAME: u32 = 1000;
const ROMANISED: u32 = 970;
const ROMANISED_LOOSELY: u32 = 900;
/// What an initial is worth; the index relies on it being the most that a word can get without being found by it.
pub(super) const INITIAL: u32 = 600;

/// What a word of the party's name costs that the entry lacks, in thousandths of its weight.
const MISSING_ON_LIST: u32 = 800;
/// What a word of the entry's name costs that the party's lacks: a middle name left out is cheap.
const MISSING_ON_SUBJECT: u32 = 350;
/// The same where every word is Korean: a syllable more or less is another person.
const MISSING_KOREAN: u32 = 800;
/// Cost of words in another order.
const ORDER: u32 = 15;
/// What names are worth at most whose numbers differ.
const NUMBERS_DIFFER_MAX: u32 = 600;
/// Most words that are joined to be compared with one.
pub(super) const JOINED_MAX: usize = 4;

/// A folded name with the weight of each word, 1 to 1000.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub(super) name: Folded,
    pub(super) weights: Vec<u32>,
}

/// How alike two words are, and why; none if they are not.
pub(super) fn likeness(left: &Word, right: &Word) -> Option<(u32, Likeness)> {
    if left.text == right.text {
        return Some((SAME, Likeness::Same));
    }
    if left.class == Class::Initial || right.class == Class::Initial {
        return initial(left, right);
    }
    if !names(left) || !names(right) {
        return None;
    }
    if let (Some(left), Some(right)) = (&left.korean, &right.korean) {
        if left.strict == right.strict {
            return Some((ROMANISED, Likeness::Romanisation));
        }
        if left.loose == right.loose {
            return Some((ROMANISED_LOOSELY, Likeness::LooseRomanisation));
        }
    }
    spelling(left, right)
}

fn names(word: &Word) -> bool {
    matches!(word.class, Class::Word | Class::Generic)
}

fn initial(left: &Word, right: &Word) -> Option<(u32, Likeness)> {
    let (short, long) = if left.class == Class::Initial { (left, right) } else { (right, left) };
    (long.class == Class::Word && long.text.starts_with(&short.text)).then_some((INITIAL, Likeness::Initial))
}

/// Letters of a word that may differ; none for short words, where one letter makes another word, and for short Korean ones,
/// where it makes another syllable.
pub(super) fn edits_max(word: &Word) -> usize {
    let korean = word.korean.is_some() && word.text.len() < 8;
    match word.text.chars().count() {
        _ if korean || !names(word) || word.text.bytes().any(|b| b.is_ascii_digit()) => 0,
        9..=16 => 2,
        5..=24 => 1,
        // Too short to be the same word with another letter; too long for anyone to have typed it.
        _ => 0,
    }
}

fn spelling(left: &Word, right: &Word) -> Option<(u32, Likeness)> {
    let most = edits_max(left).min(edits_max(right));
    let lengths = (left.text.chars().count(), right.text.chars().count());
    if most == 0 || lengths.0.abs_diff(lengths.1) > most {
        return None;
    }
    let edits = strsim::osa_distance(&left.text, &right.text);
    let longest = u32::try_from(lengths.0.max(lengths.1)).unwrap_or(u32::MAX);
    let edits_counted = u32::try_from(edits).unwrap_or(u32::MAX);
    (edits <= most).then(|| (SAME - SAME.min(edits_counted * 800 / longest), Likeness::Spelling))
}

/// How alike some words joined and one word are.
fn joined_likeness(joined: &[Word], one: &Word) -> Option<(u32, Likeness)> {
    if !can_join(joined) || one.class != Class::Word {
        return None;
    }
    let joined = join(joined);
    if joined.text == one.text {
        return Some((SAME, Likeness::Same));
    }
    let (left, right) = (joined.korean.as_ref()?, one.korean.as_ref()?);
    match () {
        () if left.strict == right.strict => Some((ROMANISED, Likeness::Romanisation)),
        () if left.loose == right.loose => Some((ROMANISED_LOOSELY, Likeness::LooseRomanisation)),
        () => None,
    }
}

/// Whether words in a row may be one: numbers and small words stay apart.
pub(super) fn can_join(words: &[Word]) -> bool {
    words.len() > 1 && words.iter().all(|word| !matches!(word.class, Class::Number | Class::Small))
}

/// Words in a row as one.
pub(super) fn join(words: &[Word]) -> Word {
    let text: String = words.iter().map(|word| word.text.as_str()).collect();
    let korean = super::korean::key(&text);
    Word { text, class: Class::Word, korean }
}

/// A run of words on each side that are taken for one another.
struct Pair {
    left: (usize, usize),
    right: (usize, usize),
    similarity: u32,
    reason: Likeness,
}

/// How alike a party's name and a listed one are, in thousandths.
pub(super) fn similarity(subject: &Weighed, listed: &Weighed) -> u32 {
    similarity_of(subject, listed, &choose(pairs(&subject.name.words, &listed.name.words)))
}

/// Which words were taken for which.
pub(super) fn alignment(subject: &Weighed, listed: &Weighed) -> Vec<Aligned> {
    let (left, right) = (&subject.name.words, &listed.name.words);
    aligned(left, right, &choose(pairs(left, right)))
}

fn pairs(left: &[Word], right: &[Word]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (i, a) in left.iter().enumerate() {
        for (j, b) in right.iter().enumerate() {
            if let Some((similarity, reason)) = likeness(a, b) {
                pairs.push(Pair { left: (i, i + 1), right: (j, j + 1), similarity, reason });
            }
        }
    }
    for (i, j, words) in runs(left) {
        for (at, one) in right.iter().enumerate() {
            if let Some((similarity, reason)) = joined_likeness(words, one) {
                pairs.push(Pair { left: (i, j), right: (at, at + 1), similarity, reason });
            }
        }
    }
    for (i, j, words) in runs(right) {
        for (at, one) in left.iter().enumerate() {
            if let Some((similarity, reason)) = joined_likeness(words, one) {
                pairs.push(Pair { left: (at, at + 1), right: (i, j), similarity, reason });
            }
        }
    }
    pairs
}

/// Runs of two and more words that may be one, with where they begin and end.
pub(super) fn runs(words: &[Word]) -> impl Iterator<Item = (usize, usize, &[Word])> {
    (0..words.len()).flat_map(move |from| {
        (from + 2..=(from + JOINED_MAX).min(words.len()))
            .filter_map(move |to| words.get(from..to).filter(|run| can_join(run)).map(|run| (from, to, run)))
    })
}

/// The pairs that stand, none sharing a word with another: the most alike first, of those the longer runs, then those that
/// stand in the same place.
fn choose(mut pairs: Vec<Pair>) -> Vec<Pair> {
    let order = |pair: &Pair| {
        let words = pair.left.1 - pair.left.0 + pair.right.1 - pair.right.0;
        let apart = pair.left.0.abs_diff(pair.right.0);
        (std::cmp::Reverse(pair.similarity), std::cmp::Reverse(words), apart, pair.left.0, pair.right.0)
    };
    pairs.sort_by_key(order);
    let (mut left, mut right) = (0_u64, 0_u64);
    pairs.retain(|pair| {
        let (a, b) = (bits(pair.left), bits(pair.right));
        let free = left & a == 0 && right & b == 0;
        if free {
            (left, right) = (left | a, right | b);
        }
        free
    });
    pairs.sort_by_key(|pair| pair.left);
    pairs
}

fn bits((from, to): (usize, usize)) -> u64 {
    (from..to).fold(0, |bits, at| bits | 1 << at)
}

fn similarity_of(subject: &Weighed, listed: &Weighed, chosen: &[Pair]) -> u32 {
    let (left, right) = taken(chosen);
    let (mut matched, mut whole) = (0, 0);
    for pair in chosen {
        let weight: u32 = subject.weights.get(pair.left.0..pair.left.1).unwrap_or_default().iter().sum();
        matched += weight * pair.similarity;
        whole += weight;
    }
    let missing = |weights: &[u32], taken: u64| -> u32 { free(weights, taken).sum() };
    let (on_list, on_subject) = (missing(&subject.weights, left), missing(&listed.weights, right));
    let (subject, listed) = (&subject.name, &listed.name);
    let contradicts = naming(&subject.words, left) && naming(&listed.words, right);
    let korean = subject.is_korean() && listed.is_korean();
    let (list_cost, subject_cost) = match () {
        () if contradicts => (1000, 1000),
        () if korean => (MISSING_ON_LIST, MISSING_KOREAN),
        () => (MISSING_ON_LIST, MISSING_ON_SUBJECT),
    };
    let whole = whole + (on_list * list_cost + on_subject * subject_cost) / 1000;
    let plain = matched.checked_div(whole).unwrap_or(0);
    let ordered = if in_order(chosen) { plain } else { plain.saturating_sub(ORDER) };
    if numbers_differ(subject, listed) { ordered.min(NUMBERS_DIFFER_MAX) } else { ordered }
}

fn taken(chosen: &[Pair]) -> (u64, u64) {
    chosen.iter().fold((0, 0), |(left, right), pair| (left | bits(pair.left), right | bits(pair.right)))
}

/// Whether a word that names is without a partner.
fn naming(words: &[Word], taken: u64) -> bool {
    free(words, taken).any(|word| word.class == Class::Word)
}

fn in_order(chosen: &[Pair]) -> bool {
    chosen.is_sorted_by_key(|pair| pair.right)
}

/// Both have numbers, and not the same.
fn numbers_differ(left: &Folded, right: &Folded) -> bool {
    let numbers = |name: &Folded| {
        let numbers = name.words.iter().filter(|word| word.class == Class::Number).map(|word| word.text.clone());
        let mut numbers: Vec<String> = numbers.collect();
        numbers.sort();
        numbers
    };
    let (left, right) = (numbers(left), numbers(right));
    !left.is_empty() && !right.is_empty() && left != right
}

fn aligned(left: &[Word], right: &[Word], chosen: &[Pair]) -> Vec<Aligned> {
    let text = |words: &[Word], (from, to): (usize, usize)| {
        let words: Vec<_> = words.get(from..to).unwrap_or_default().iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    };
    let mut aligned: Vec<Aligned> = chosen
        .iter()
        .map(|pair| Aligned {
            subject: text(left, pair.left),
            listed: text(right, pair.right),
            similarity: u16::try_from(pair.similarity).unwrap_or(u16::MAX),
            reason: pair.reason,
        })
        .collect();
    let (left_taken, right_taken) = taken(chosen);
    let alone =
        |subject: String, listed: String| Aligned { subject, listed, similarity: 0, reason: Likeness::Unmatched };
    aligned.extend(free(left, left_taken).map(|word| alone(word.text.clone(), String::new())));
    aligned.extend(free(right, right_taken).map(|word| alone(String::new(), word.text.clone())));
    aligned
}

/// What of a name's words, or of their weights, is not taken.
fn free<T>(words: &[T], taken: u64) -> impl Iterator<Item = &T> {
    words.iter().enumerate().filter(move |(at, _)| taken & (1 << at) == 0).map(|(_, word)| word)
}
