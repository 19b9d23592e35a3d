//! What a loader understood, counted, and what it did not, counted and shown.

use std::collections::BTreeMap;

use super::entry::{Entry, NameQuality, is_number};

/// Examples kept of each thing that was not understood.
const EXAMPLES_MAX: usize = 3;
/// Longest example, in characters.
const EXAMPLE_CHARS_MAX: usize = 120;
/// Most kinds of things kept apart; the others are counted together.
const KINDS_MAX: usize = 100;

/// What loading a source came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries.
    pub entries: usize,
    /// Names by quality.
    pub names: BTreeMap<NameQuality, usize>,
    /// Dates of birth.
    pub births: usize,
    /// Documents, with those known to be false.
    pub documents: usize,
    /// Texts that are kept nowhere on purpose (titles, addresses, web sites), by what they are.
    pub left_out: BTreeMap<&'static str, usize>,
    /// What was not understood, by what it is.
    pub not_understood: BTreeMap<&'static str, Unknown>,
}

/// Things of one kind that were not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown {
    /// How many.
    pub count: usize,
    /// The first few, each with its entry.
    pub examples: Vec<String>,
}

impl Report {
    /// Counts something that was not understood.
    pub(super) fn unknown(&mut self, what: &'static str, entry: &str, text: &str) {
        let full = self.not_understood.len() >= KINDS_MAX && !self.not_understood.contains_key(what);
        let unknown = self.not_understood.entry(if full { "anything else" } else { what }).or_default();
        unknown.count += 1;
        if unknown.examples.len() < EXAMPLES_MAX {
            let text: String = text.chars().take(EXAMPLE_CHARS_MAX).collect();
            unknown.examples.push(format!("{entry}: {text}"));
        }
    }

    /// Counts something that is known and not kept.
    pub(super) fn leave_out(&mut self, what: &'static str) {
        *self.left_out.entry(what).or_default() += 1;
    }

    /// Counts what an entry holds.
    pub(super) fn count(&mut self, entry: &Entry) {
        self.entries += 1;
        for name in &entry.names {
            *self.names.entry(name.quality).or_default() += 1;
        }
        self.births += entry.births.len();
        self.documents += entry.documents.len();
        for document in entry.documents.iter().filter(|one| !one.known_false && !is_number(one.kind, &one.number)) {
            self.unknown("a number that is none, or too short to be compared", &entry.id, &document.printed);
        }
    }

    /// How many things were not understood.
    #[must_use]
    pub fn unknowns(&self) -> usize {
        self.not_understood.values().map(|unknown| unknown.count).sum()
    }
}
