//! How alike two names are: words are taken for one another, one to one, the most alike first; rare words weigh more, and a
//! word without a partner costs.
//!
//! All in whole thousandths.

use super::{
    fold::{Folded, Style, Word},
    slips,
    whole::Wholes,
    words::Class,
};
use crate::screening::hit::{Aligned, Likeness};

/// Names less alike than this are no hit, whatever agrees beside them.
pub(super) const ALIKE_MIN: u32 = 760;
/// Names as alike as this are a matter for a person to look at.
pub(super) const POSSIBLE_MIN: u32 = 835;
/// Names as alike as this are as good as equal.
pub(super) const STRONG_MIN: u32 = 930;

const SAME: u32 = 1000;
const ROMANISED: u32 = 970;
const ROMANISED_LOOSELY: u32 = 900;
const ROMANISED_LOOSEST: u32 = 850;
const VARIANT: u32 = 930;
/// What an initial is worth; the index relies on it being the most that a word can get without being found by it.
pub(super) const INITIAL: u32 = 600;
/// What a word weighs at most that an initial stands for: it says little of it.
pub(super) const INITIAL_WEIGHT_MAX: u32 = 300;

/// What a word of the party's name costs that the entry lacks, in thousandths of its weight.
pub(super) const MISSING_ON_LIST: u32 = 500;
/// The same where bodies are named, or every syllable decides.
const MISSING_OF_BODY: u32 = 800;
/// What a word of the entry's name costs that the party's lacks: a middle name left out is cheap.
pub(super) const MISSING_ON_SUBJECT: u32 = 300;
/// The same of a word that weighs much more than all that agree: the family name, more often than not.
const MISSING_HEAVY: u32 = 700;
/// What words weigh together that say little of whom a name names: two of the commonest names of the lists.
const LITTLE_SAID_MAX: u32 = 900;
/// Cost of saying so little where one side names more than that.
const LITTLE_SAID: u32 = 80;
/// What words weigh together that say so little that a word of the party's name more makes another person.
const LESS_SAID_MAX: u32 = 1200;
/// The same where every syllable decides: one more or less is another person.
const MISSING_SYLLABLE: u32 = 800;
/// Cost of words in another order.
const ORDER: u32 = 5;
/// Cost of names of several words none of which is the same, or nearly so.
const NONE_SAME: u32 = 50;
const SOME_SAME: u32 = 935;
/// What names are worth at most whose numbers differ.
const NUMBERS_DIFFER_MAX: u32 = 600;
/// Most words that are joined to be compared with one.
pub(super) const JOINED_MAX: usize = 4;

/// Words of so few letters are other words with another letter, more often than not.
const SHORT_LETTERS_MAX: usize = 4;
/// Words of so few letters are hardly the same with another consonant.
const CONSONANT_LETTERS_MAX: usize = 6;
/// Legal forms and shortened words that bodies share are not told with a slip of the pen if they have fewer letters.
const SHARED_LETTERS_MIN: usize = 5;
/// Joined words of fewer letters, or consonants, are one word only if their letters are.
const JOINED_LETTERS_MIN: usize = 8;
const JOINED_CONSONANTS_MIN: usize = 4;
/// A person's name in Chinese of fewer letters is not written as one word.
const PERSON_LETTERS_MIN: usize = 6;
/// Joined words that sound less alike are not one word.
const JOINED_SOUND_LEAST: u32 = 935;
/// Words of fewer letters are not told by Korean sounds outside Korean names.
const KOREAN_LETTERS_MIN: usize = 5;

/// A folded name with the weight of each word, 1 to 1000.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    pub(super) name: Folded,
    pub(super) weights: Vec<u32>,
    /// Listed names that can stand whole in it.
    pub(super) wholes: Wholes,
}

impl Weighed {
    pub(super) fn side(&self) -> Side<'_> {
        Side { words: self.name.words.iter().collect(), weights: &self.weights, style: self.name.style }
    }
}

/// One of the two names.
#[derive(Clone, Debug)]
pub(super) struct Side<'a> {
    pub(super) words: Vec<&'a Word>,
    pub(super) weights: &'a [u32],
    pub(super) style: Style,
}

/// What words of two names are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Letters and sounds.
    Plain,
    /// The same, and Korean syllables however short.
    Korean,
    /// Syllables alone: each decides.
    Strict,
    /// The same, as they are written: in Chinese `Li` is not `Yi`.
    Written,
}

impl Rule {
    /// That between names of two styles.
    pub(super) fn between(left: Style, right: Style) -> Self {
        let chinese = |style| matches!(style, Style::Chinese | Style::KoreanOrChinese);
        let korean = |style| matches!(style, Style::Korean | Style::KoreanOrChinese | Style::KoreanBody);
        let person = |style| style == Style::Korean || chinese(style);
        match (left, right) {
            (Style::KoreanOrChinese, Style::Chinese | Style::KoreanOrChinese)
            | (Style::Chinese, Style::KoreanOrChinese) => Self::Written,
            _ if person(left) && person(right) => Self::Strict,
            _ if korean(left) && korean(right) => Self::Korean,
            _ => Self::Plain,
        }
    }

    /// Those between a name of a style and any other.
    fn of(style: Style) -> &'static [Self] {
        match style {
            Style::Plain => &[Self::Plain],
            Style::KoreanBody => &[Self::Plain, Self::Korean],
            Style::Korean => &[Self::Plain, Self::Korean, Self::Strict],
            Style::Chinese => &[Self::Plain, Self::Strict, Self::Written],
            Style::KoreanOrChinese => &[Self::Plain, Self::Korean, Self::Strict, Self::Written],
        }
    }

    /// Whether every syllable decides.
    fn is_strict(self) -> bool {
        matches!(self, Self::Strict | Self::Written)
    }
}

/// How alike words are under each rule, and why; none where they are not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Alike([Option<(u32, Likeness)>; 4]);

impl Alike {
    /// Under the rules that a name of a style can be compared by; none if under none.
    pub(super) fn of(style: Style, likeness: impl Fn(Rule) -> Option<(u32, Likeness)>) -> Option<Self> {
        let mut alike = Self::default();
        for rule in Rule::of(style) {
            if let Some(under) = alike.0.get_mut(*rule as usize) {
                *under = likeness(*rule);
            }
        }
        alike.0.iter().any(Option::is_some).then_some(alike)
    }

    pub(super) fn under(&self, rule: Rule) -> Option<(u32, Likeness)> {
        self.0.get(rule as usize).copied().flatten()
    }

    /// How alike they are under whichever rule likes them best.
    pub(super) fn most(&self) -> u32 {
        self.0.iter().flatten().map(|(alike, _)| *alike).max().unwrap_or_default()
    }
}

/// How alike two words are, and why; none if they are not.
pub(super) fn likeness(left: &Word, right: &Word, rule: Rule) -> Option<(u32, Likeness)> {
    if left.text == right.text {
        return Some((SAME, Likeness::Same));
    }
    if let Some(alike) = romanised(left, right, rule) {
        return Some(alike);
    }
    if left.class == Class::Initial || right.class == Class::Initial {
        return initial(left, right);
    }
    if rule.is_strict() {
        return None;
    }
    if left.variant.is_some() && left.variant == right.variant {
        return Some((VARIANT, Likeness::Variant));
    }
    let sound = sounds_alike(left, right).map(|alike| (alike, Likeness::Sound));
    // Of equals the sound: it says more than letters do.
    [spelling(left, right), sound].into_iter().flatten().max_by_key(|(alike, _)| *alike)
}

/// Whether two words are one in Korean. Where syllables do not decide, a short word's letters can be those of any language.
fn romanised(left: &Word, right: &Word, rule: Rule) -> Option<(u32, Likeness)> {
    let short = || left.text.len().min(right.text.len()) < KOREAN_LETTERS_MIN;
    if rule == Rule::Written || (rule == Rule::Plain && short()) {
        return None;
    }
    let (left, right) = (left.korean.as_ref()?, right.korean.as_ref()?);
    match () {
        () if left.strict == right.strict => Some((ROMANISED, Likeness::Romanisation)),
        () if left.loose == right.loose => Some((ROMANISED_LOOSELY, Likeness::LooseRomanisation)),
        () if !(left.nasal_lost || right.nasal_lost) => None,
        () if left.nasal() == right.nasal() => Some((ROMANISED_LOOSELY, Likeness::LooseRomanisation)),
        () if left.loosest() == right.loosest() => Some((ROMANISED_LOOSEST, Likeness::LooseRomanisation)),
        () => None,
    }
}

/// What an initial and the word that it begins are to one another.
pub(super) fn initial(left: &Word, right: &Word) -> Option<(u32, Likeness)> {
    let (short, long) = if left.class == Class::Initial { (left, right) } else { (right, left) };
    (short.class == Class::Initial && long.class == Class::Word && long.text.starts_with(&short.text))
        .then_some((INITIAL, Likeness::Initial))
}

fn sounds_alike(left: &Word, right: &Word) -> Option<u32> {
    left.sound.as_ref()?.likeness(right.sound.as_ref()?, left.text.len().min(right.text.len()))
}

/// The letters in which a slip of the pen is looked for: of a word that bodies share those that it is written with.
pub(super) fn letters(word: &Word) -> &str {
    if matches!(word.class, Class::Generic | Class::Legal) { &word.written } else { &word.text }
}

/// Letters of a word that may differ; none for short words, where one letter makes another word.
pub(super) fn edits_max(word: &Word) -> usize {
    let letters = letters(word);
    let told = match word.class {
        Class::Word => true,
        Class::Generic => word.written == word.text || letters.len() >= SHARED_LETTERS_MIN,
        Class::Legal => letters.len() >= SHARED_LETTERS_MIN,
        _ => false,
    };
    match letters.len() {
        _ if !told || word.is_bare() || letters.bytes().any(|b| b.is_ascii_digit()) => 0,
        4..=8 | 17..=24 => 1,
        9..=16 => 2,
        // Too short to be the same word with another letter; too long for anyone to have typed it.
        _ => 0,
    }
}

fn spelling(left: &Word, right: &Word) -> Option<(u32, Likeness)> {
    let most = edits_max(left).min(edits_max(right));
    let (ours, theirs) = (letters(left), letters(right));
    let (long, short) = (ours.len().max(theirs.len()), ours.len().min(theirs.len()));
    if most == 0 || long - short > most {
        return None;
    }
    let edits = slips::edits(ours, theirs, most)?;
    let each = if long <= SHORT_LETTERS_MAX { 1500 } else { 800 };
    let cost = u32::try_from(edits * each / long).unwrap_or(SAME);
    // Another first letter is rarely a slip of the pen.
    let first = if ours.as_bytes().first() == theirs.as_bytes().first() { 0 } else { 60 };
    // In a short word another consonant is another word more often than another vowel is.
    let heard =
        left.sound.as_ref().map(|sound| &sound.consonants) == right.sound.as_ref().map(|sound| &sound.consonants);
    let other = if heard || long > CONSONANT_LETTERS_MAX { 0 } else { 80 };
    Some((SAME.saturating_sub(cost + first + other), Likeness::Spelling))
}

/// How alike some words joined and one word are.
pub(super) fn joined_likeness(joined: &Word, one: &Word, rule: Rule) -> Option<(u32, Likeness)> {
    if one.class == Class::Number {
        return None;
    }
    if joined.text == one.written {
        return Some((SAME, Likeness::Same));
    }
    if one.class != Class::Word {
        return None;
    }
    if let Some(alike) =
        romanised(joined, one, rule).filter(|(_, why)| rule != Rule::Plain || *why == Likeness::Romanisation)
    {
        return Some(alike);
    }
    if rule.is_strict() || !joined_by_sound(joined) {
        return None;
    }
    let alike = sounds_alike(joined, one).filter(|alike| *alike >= JOINED_SOUND_LEAST)?;
    Some((alike, Likeness::Sound))
}

/// Whether joined words have enough of a sound to be told by it.
pub(super) fn joined_by_sound(joined: &Word) -> bool {
    let consonants = joined.sound.as_ref().map_or(0, |sound| sound.consonants.len());
    joined.text.len() >= JOINED_LETTERS_MIN && consonants >= JOINED_CONSONANTS_MIN
}

/// Whether words in a row may be one: numbers stay apart, and only small words name nobody.
fn can_join(words: &[&Word]) -> bool {
    let whole = words.len() > 1 && !words.iter().any(|word| word.class == Class::Number);
    whole && !words.iter().all(|word| matches!(word.class, Class::Small | Class::Legal))
}

/// Whether a name is a person's in Chinese, so short that a word of the same letters is another one, or an acronym.
fn is_short_person(words: &[&Word], style: Style) -> bool {
    let person = matches!(style, Style::Chinese | Style::KoreanOrChinese);
    person && words.iter().map(|word| word.written.len()).sum::<usize>() < PERSON_LETTERS_MIN
}

/// Runs of two and more words of a name that may be one, with where they begin and end.
pub(super) fn runs<'a, 'w>(
    words: &'a [&'w Word],
    style: Style,
) -> impl Iterator<Item = (usize, usize, &'a [&'w Word])> {
    let words = if is_short_person(words, style) { &[] } else { words };
    (0..words.len()).flat_map(move |from| {
        (from + 2..=(from + JOINED_MAX).min(words.len()))
            .filter_map(move |to| words.get(from..to).filter(|run| can_join(run)).map(|run| (from, to, run)))
    })
}

/// A run of words on each side that are taken for one another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) left: (usize, usize),
    pub(super) right: (usize, usize),
    pub(super) similarity: u32,
    pub(super) reason: Likeness,
}

/// All that words of one name can be of the other's, compared one by one.
pub(super) fn pairs(left: &Side<'_>, right: &Side<'_>) -> Vec<Pair> {
    let rule = Rule::between(left.style, right.style);
    let mut pairs = Vec::new();
    for (i, a) in left.words.iter().enumerate() {
        for (j, b) in right.words.iter().enumerate() {
            if let Some((similarity, reason)) = likeness(a, b, rule) {
                pairs.push(Pair { left: (i, i + 1), right: (j, j + 1), similarity, reason });
            }
        }
    }
    for (i, j, run) in runs(&left.words, left.style) {
        let joined = Word::joined(run);
        for (at, one) in right.words.iter().enumerate() {
            if let Some((similarity, reason)) = joined_likeness(&joined, one, rule) {
                pairs.push(Pair { left: (i, j), right: (at, at + 1), similarity, reason });
            }
        }
    }
    for (i, j, run) in runs(&right.words, right.style) {
        let joined = Word::joined(run);
        for (at, one) in left.words.iter().enumerate() {
            if let Some((similarity, reason)) = joined_likeness(&joined, one, rule) {
                pairs.push(Pair { left: (at, at + 1), right: (i, j), similarity, reason });
            }
        }
    }
    pairs
}

/// The pairs that stand, none sharing a word with another: the most alike first, of those the longer runs, then those that
/// stand in the same place.
pub(super) fn choose(pairs: &mut Vec<Pair>) {
    let order = |pair: &Pair| {
        let words = pair.left.1 - pair.left.0 + pair.right.1 - pair.right.0;
        let apart = pair.left.0.abs_diff(pair.right.0);
        (std::cmp::Reverse(pair.similarity), std::cmp::Reverse(words), apart, pair.left, pair.right)
    };
    pairs.sort_unstable_by_key(order);
    let (mut left, mut right) = (0_u64, 0_u64);
    pairs.retain(|pair| {
        let (a, b) = (bits(pair.left), bits(pair.right));
        let free = left & a == 0 && right & b == 0;
        if free {
            (left, right) = (left | a, right | b);
        }
        free
    });
    pairs.sort_unstable_by_key(|pair| pair.left);
}

fn bits((from, to): (usize, usize)) -> u64 {
    (from..to).fold(0, |bits, at| bits | 1 << at)
}

/// How alike a party's name and a listed one are, in thousandths, given the pairs that stand; at least as alike as the floor,
/// where there is one, unless words of the listed name lack a partner or every syllable decides.
pub(super) fn similarity(
    subject: &Side<'_>,
    listed: &Side<'_>,
    chosen: &[Pair],
    floor: impl FnOnce() -> Option<u32>,
) -> u32 {
    if are_same(subject, listed) {
        return SAME;
    }
    let (left, right) = taken(chosen);
    let (mut matched, mut whole) = (0, 0);
    for pair in chosen {
        let weight = weight_of(subject, listed, pair);
        let weight = if pair.reason == Likeness::Initial { weight.min(INITIAL_WEIGHT_MAX) } else { weight };
        matched += weight * pair.similarity;
        whole += weight;
    }
    let contradicts = naming(&subject.words, left) && naming(&listed.words, right);
    let named = chosen.iter().filter(|pair| names_of(&listed.words, pair.right)).count();
    let strict = Rule::between(subject.style, listed.style).is_strict();
    let said = said(listed, chosen);
    let list_cost = match () {
        () if contradicts => 1000,
        () if strict || named < 2 || is_body(&subject.words) || is_body(&listed.words) => MISSING_OF_BODY,
        () if said < LESS_SAID_MAX => MISSING_OF_BODY,
        () => MISSING_ON_LIST,
    };
    let on_list: u32 = free(subject.weights, left).sum();
    let heaviest =
        chosen.iter().flat_map(|pair| listed.weights.get(pair.right.0..pair.right.1).unwrap_or_default()).max();
    let subject_cost = |weight: u32| match () {
        () if contradicts => 1000,
        () if strict => MISSING_SYLLABLE,
        // What tells most of whom it names is not left out.
        () if named < 2 || heaviest.is_some_and(|most| weight > most * 3 / 2) => MISSING_HEAVY,
        () => MISSING_ON_SUBJECT,
    };
    let on_subject: u32 = free(listed.weights, right).map(|weight| weight * subject_cost(*weight)).sum();
    let whole = whole + (on_list * list_cost + on_subject) / 1000;
    let plain = matched.checked_div(whole).unwrap_or(0);
    let more = naming(&subject.words, left) || naming(&listed.words, right) || by_listed_initial(listed, chosen);
    let plain = if more && !strict && said < LITTLE_SAID_MAX { plain.saturating_sub(LITTLE_SAID) } else { plain };
    let ordered = if in_order(chosen) { plain } else { plain.saturating_sub(ORDER) };
    let best = chosen.iter().map(|pair| pair.similarity).max().unwrap_or_default();
    let ordered = if chosen.len() > 1 && best < SOME_SAME { ordered.saturating_sub(NONE_SAME) } else { ordered };
    let ordered = if numbers_differ(&subject.words, &listed.words) { ordered.min(NUMBERS_DIFFER_MAX) } else { ordered };
    if strict || ordered >= POSSIBLE_MIN || naming(&listed.words, right) {
        return ordered;
    }
    ordered.max(floor().unwrap_or(0))
}

/// Whether all words are the same. In a name that says itself twice, words that are joined could take one another's place.
fn are_same(subject: &Side<'_>, listed: &Side<'_>) -> bool {
    subject.words.len() == listed.words.len()
        && subject.words.iter().zip(&listed.words).all(|(ours, theirs)| ours.text == theirs.text)
}

/// The pairs of names whose words are all the same.
fn each_itself(words: usize) -> Vec<Pair> {
    let itself = |at| Pair { left: (at, at + 1), right: (at, at + 1), similarity: SAME, reason: Likeness::Same };
    (0..words).map(itself).collect()
}

/// What a pair weighs: the party's word; where one side has several for one of the other, the lighter side.
fn weight_of(subject: &Side<'_>, listed: &Side<'_>, pair: &Pair) -> u32 {
    let sum = |side: &Side<'_>, (from, to): (usize, usize)| -> u32 {
        side.weights.get(from..to).unwrap_or_default().iter().sum()
    };
    let left = sum(subject, pair.left);
    let single = pair.left.1 - pair.left.0 == 1 && pair.right.1 - pair.right.0 == 1;
    if single { left } else { left.min(sum(listed, pair.right)) }
}

/// What the words of a listed name weigh that have a partner. An initial says nothing.
fn said(listed: &Side<'_>, chosen: &[Pair]) -> u32 {
    let whole = chosen.iter().filter(|pair| pair.reason != Likeness::Initial);
    whole.flat_map(|pair| listed.weights.get(pair.right.0..pair.right.1).unwrap_or_default()).sum()
}

/// Whether a word of the party's was taken for a listed initial.
fn by_listed_initial(listed: &Side<'_>, chosen: &[Pair]) -> bool {
    let initial = |pair: &Pair| listed.words.get(pair.right.0).is_some_and(|word| word.class == Class::Initial);
    chosen.iter().any(|pair| pair.reason == Likeness::Initial && initial(pair))
}

fn taken(chosen: &[Pair]) -> (u64, u64) {
    chosen.iter().fold((0, 0), |(left, right), pair| (left | bits(pair.left), right | bits(pair.right)))
}

/// Whether a word that names is without a partner.
fn naming(words: &[&Word], taken: u64) -> bool {
    free(words, taken).any(|word| word.class == Class::Word)
}

/// Whether it has words that only bodies have.
fn is_body(words: &[&Word]) -> bool {
    words.iter().any(|word| matches!(word.class, Class::Generic | Class::Legal))
}

/// Whether one of the words names.
fn names_of(words: &[&Word], (from, to): (usize, usize)) -> bool {
    words.get(from..to).unwrap_or_default().iter().any(|word| word.class == Class::Word)
}

fn in_order(chosen: &[Pair]) -> bool {
    chosen.is_sorted_by_key(|pair| pair.right)
}

/// Both have numbers, and not the same.
fn numbers_differ(left: &[&Word], right: &[&Word]) -> bool {
    let numbers = |words: &[&'_ Word]| words.iter().filter(|word| word.class == Class::Number).count();
    if numbers(left) == 0 || numbers(right) == 0 {
        return false;
    }
    let sorted = |words: &[&Word]| {
        let mut numbers: Vec<String> =
            words.iter().filter(|word| word.class == Class::Number).map(|word| word.text.clone()).collect();
        numbers.sort_unstable();
        numbers
    };
    sorted(left) != sorted(right)
}

/// Which words were taken for which, given the pairs that stand.
pub(super) fn alignment(subject: &Side<'_>, listed: &Side<'_>, chosen: &[Pair]) -> Vec<Aligned> {
    let same = are_same(subject, listed).then(|| each_itself(subject.words.len()));
    let chosen = same.as_deref().unwrap_or(chosen);
    let (left, right) = (&subject.words, &listed.words);
    let text = |words: &[&Word], (from, to): (usize, usize)| {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_rules_of_a_style_are_those_between_it_and_any_other() {
        let styles = [Style::Plain, Style::KoreanBody, Style::Korean, Style::Chinese, Style::KoreanOrChinese];
        for style in styles {
            let between: BTreeSet<usize> = styles.iter().map(|other| Rule::between(style, *other) as usize).collect();
            let back: BTreeSet<usize> = styles.iter().map(|other| Rule::between(*other, style) as usize).collect();
            let of: BTreeSet<usize> = Rule::of(style).iter().map(|rule| *rule as usize).collect();
            assert_eq!((&between, &back), (&of, &of), "{style:?}");
        }
    }
}
