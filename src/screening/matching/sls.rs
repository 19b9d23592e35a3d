//! What OFAC's own search (Sanctions List Search) would score: the higher of two comparisons, after OFAC's FAQ 249 and what
//! others measured of the tool. Names alone count, in the order in which they are printed.
//!
//! The whole names by Jaro and Winkler, if they begin with the same letter, the bonus for a common beginning always given; and
//! the mean over the words of the party's name, those of one or two letters left out, of the best word of the listed one,
//! where less than one half counts nothing. Its quirks are its own: one common word in common can score 1000.

use std::collections::HashMap;

/// Below this score an entry is no hit: the tool's slider is rarely lower.
pub(super) const SCORE_MIN: u32 = 800;
/// As alike as this is a matter for a person to look at.
pub(super) const POSSIBLE_MIN: u32 = 850;
/// As alike as this is as good as equal.
pub(super) const STRONG_MIN: u32 = 950;
/// Most names of a party: every name of every list is read for each.
pub(super) const NAMES_MAX: usize = 16;

/// Words that agree less than this count nothing.
const WORD_MIN: u32 = 500;
/// Words of so few letters are left out of the party's name, unless there are no others.
const SHORT_LETTERS_MAX: usize = 2;
/// Most letters of a common beginning that count.
const BEGINNING_MAX: usize = 4;
/// From this likeness on a common beginning of words counts, as Winkler had it.
const BEGINNING_FROM: u32 = 700;

/// A name as the tool reads it: capital letters, words apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spelled {
    words: Vec<Vec<char>>,
    whole: Vec<char>,
}

impl Spelled {
    fn of(name: &str) -> Self {
        let mut plain = String::with_capacity(name.len());
        for letter in name.chars() {
            match letter {
                '\'' | '\u{2018}' | '\u{2019}' | '`' | ',' | '.' => {}
                _ if letter.is_alphanumeric() => plain.extend(letter.to_uppercase()),
                _ => plain.push(' '),
            }
        }
        let words: Vec<Vec<char>> = plain.split_whitespace().map(|word| word.chars().collect()).collect();
        let whole = words.join(&' ');
        Self { words, whole }
    }

    /// The words that are looked for.
    fn asked(&self) -> Vec<&[char]> {
        let long: Vec<&[char]> = self.words.iter().map(Vec::as_slice).filter(|w| w.len() > SHORT_LETTERS_MAX).collect();
        if long.is_empty() { self.words.iter().map(Vec::as_slice).collect() } else { long }
    }
}

/// All names of the lists as the tool reads them; a word that stands in many is compared once.
#[derive(Debug, Default)]
pub(super) struct Sls {
    words: Vec<Vec<char>>,
    names: Vec<(Vec<char>, Vec<u32>)>,
}

impl Sls {
    /// Of names in the order of their places.
    pub(super) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut sls = Self::default();
        let mut ids: HashMap<Vec<char>, u32> = HashMap::new();
        for name in names {
            let spelled = Spelled::of(name);
            let words = spelled.words.into_iter().map(|word| {
                *ids.entry(word).or_insert_with_key(|word| {
                    sls.words.push(word.clone());
                    u32::try_from(sls.words.len() - 1).unwrap_or(u32::MAX)
                })
            });
            let words = words.collect();
            sls.names.push((spelled.whole, words));
        }
        sls
    }

    /// The names that score enough, by their places, with their scores in thousandths.
    pub(super) fn alike(&self, name: &str, mut see: impl FnMut(u32, u32)) {
        let spelled = Spelled::of(name);
        let asked = spelled.asked();
        let best: Vec<Vec<u32>> =
            asked.iter().map(|word| self.words.iter().map(|other| of_words(word, other)).collect()).collect();
        for (at, (whole, words)) in (0..).zip(&self.names) {
            let of_word = |best: &Vec<u32>| words.iter().filter_map(|word| best.get(*word as usize)).max().copied();
            let sum: u32 = best.iter().map(|best| of_word(best).unwrap_or(0)).sum();
            let parts = sum.checked_div(u32::try_from(asked.len()).unwrap_or(u32::MAX)).unwrap_or(0);
            let score = parts.max(of_wholes(&spelled.whole, whole));
            if score >= SCORE_MIN {
                see(at, score);
            }
        }
    }
}

fn of_wholes(left: &[char], right: &[char]) -> u32 {
    if left.is_empty() || left.first() != right.first() {
        return 0;
    }
    with_beginning(jaro(left, right), left, right)
}

fn of_words(left: &[char], right: &[char]) -> u32 {
    let jaro = jaro(left, right);
    let score = if jaro > BEGINNING_FROM { with_beginning(jaro, left, right) } else { jaro };
    if score < WORD_MIN { 0 } else { score }
}

/// A likeness with the bonus for a common beginning: a tenth of what it lacks for each letter.
fn with_beginning(jaro: u32, left: &[char], right: &[char]) -> u32 {
    let same = left.iter().zip(right).take(BEGINNING_MAX).take_while(|(a, b)| a == b).count();
    jaro + u32::try_from(same).unwrap_or(0) * (1000 - jaro) / 10
}

/// Jaro's likeness in thousandths: the mean of the shares of letters that both have near the same place, and of those in the
/// same order.
fn jaro(left: &[char], right: &[char]) -> u32 {
    if left == right {
        return if left.is_empty() { 0 } else { 1000 };
    }
    let window = (left.len().max(right.len()) / 2).saturating_sub(1);
    let mut taken = vec![false; right.len()];
    let mut ours = Vec::with_capacity(left.len());
    for (at, letter) in left.iter().enumerate() {
        let near = right.iter().enumerate().take(at + window + 1).skip(at.saturating_sub(window));
        let found = near.into_iter().find(|(there, other)| *other == letter && taken.get(*there) == Some(&false));
        if let Some((there, _)) = found {
            taken.get_mut(there).into_iter().for_each(|taken| *taken = true);
            ours.push(*letter);
        }
    }
    if ours.is_empty() {
        return 0;
    }
    let theirs = right.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(letter, _)| letter);
    let half_moved = ours.iter().zip(theirs).filter(|(a, b)| a != b).count();
    let share = |part: usize, whole: usize| 1_000_000 * part / (2 * whole);
    let matched = 2 * ours.len();
    let sum = share(matched, left.len()) + share(matched, right.len()) + share(matched - half_moved, ours.len());
    u32::try_from((sum / 3 + 500) / 1000).unwrap_or(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(name: &str, listed: &str) -> u32 {
        let mut found = 0;
        Sls::of([listed].into_iter()).alike(name, |_, score| found = score);
        found
    }

    #[test]
    fn jaro_and_winkler_agree_with_the_library() {
        for (left, right) in [
            ("MARTHA", "MARHTA"),
            ("DWAYNE", "DUANE"),
            ("DIXON", "DICKSONX"),
            ("CRATE", "TRACE"),
            ("KIM", "JIN"),
            ("A", "B"),
            ("KIM JONG UN", "KIM JONG IL"),
        ] {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            let expected = strsim::jaro(left, right) * 1000.0;
            let got = f64::from(jaro(&letters(left), &letters(right)));
            assert!((got - expected).abs() <= 1.0, "{left} {right}: {got} {expected}");
        }
    }

    #[test]
    fn the_quirks_of_the_tool_are_reproduced() {
        for (name, listed, least, most) in [
            // The short word is left out, so that five persons score alike.
            ("KIM JONG UN", "KIM Jong Il", 1000, 1000),
            ("KIM JONG UN", "KIM, Jong Un", 1000, 1000),
            // The whole names begin with other letters, but the words are the same.
            ("GEORGE BUSH", "BUSH George", 1000, 1000),
            // One common word.
            ("KHAMIS AL", "KHAMIS Ali Hassan", 1000, 1000),
            // Half of the words, and names that do not begin alike: nothing.
            ("GEORGE BUSH", "HASWANI George", 0, 0),
            ("JOHN SMITH", "JOHNS SMYTHE", 900, 999),
            ("", "KIM", 0, 0),
            ("KIM", "", 0, 0),
        ] {
            let got = score(name, listed);
            assert!((least..=most).contains(&got), "{name} / {listed}: {got}");
        }
    }
}
