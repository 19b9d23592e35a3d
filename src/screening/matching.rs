//! Matching: from the entries of all lists and a party to the entries that it resembles.
//!
//! `script`, `fold` and `words` bring a name into words that can be compared; `korean`, `chinese`, `sound` and `variants` say what words
//! are one another; `lexicon` and `index` find the names that can be alike; `score` says how alike two names
//! are, `judge` makes a band of everything known.

mod chinese;
mod fold;
mod index;
mod judge;
mod kontsevich;
mod korean;
mod letters;
mod lexicon;
mod score;
mod script;
mod slips;
mod sls;
mod sound;
mod table;
mod variants;
mod whole;
mod words;
mod work;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use self::{
    fold::Folded,
    index::{Documents, Index},
    judge::{Judged, NamePair, Pairs},
    lexicon::Vocabulary,
    score::{Pair, Weighed},
    sls::Sls,
    work::{Spent, Work},
};
use super::{
    entry::{Entry, NameQuality, normal_number},
    hit::{Cause, Hit},
    report::Report,
    subject::Subject,
};
use crate::domain::Digest;

pub use fold::NAME_BYTES_MAX;

/// Most names, births or identifiers of a party.
pub const SUBJECT_ITEMS_MAX: usize = 64;

/// By what names are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Ours.
    #[default]
    Comity,
    /// As OFAC's own search does, for who is asked what it would say: by names alone, as printed. It reads every name of every
    /// list, and takes milliseconds where ours takes microseconds.
    Ofac,
}

/// What weak aliases are good for, the entry's and the party's. OFAC's search takes them for any other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WeakAliases {
    /// They raise no hit alone, and confirm one (OFAC FAQ 122-125).
    #[default]
    Confirm,
    /// They count as any other alias.
    Count,
    /// They are not looked at.
    Ignore,
}

impl WeakAliases {
    /// Whether a pair of names counts as a weak one; none if it does not count.
    fn of(self, weak: bool) -> Option<bool> {
        match self {
            Self::Confirm => Some(weak),
            Self::Count => Some(false),
            Self::Ignore => (!weak).then_some(false),
        }
    }
}

/// How parties are compared with entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Comparison {
    /// By what names are compared.
    pub mode: Mode,
    /// What weak aliases are good for.
    pub weak_aliases: WeakAliases,
}

/// How entries to compare are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retrieval {
    /// By the index.
    Index,
    /// All of them: what the index is held to.
    All,
}

/// Entries on their way into a matcher: their names folded.
#[derive(Debug, Default)]
pub(super) struct Folding {
    names: Vec<Vec<Option<Folded>>>,
    weak: Vec<bool>,
    documents: Documents,
}

impl Folding {
    /// Adds entries after those that are there.
    pub(super) fn add(&mut self, entries: &[Entry], report: &mut Report) {
        for entry in entries {
            let at = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            let mut folded = Vec::with_capacity(entry.names.len());
            for name in &entry.names {
                let one = Folded::of(&name.text).filter(|folded| !folded.words.is_empty());
                match &one {
                    Some(_) => self.weak.push(name.quality == NameQuality::Weak),
                    None => report.unknown("a name too long or without letters to compare", &entry.id, &name.text),
                }
                folded.push(one);
            }
            self.names.push(folded);
            for document in entry.documents.iter().filter(|document| !document.known_false) {
                self.documents.add(&document.number, at);
            }
        }
    }

    /// A matcher over them, their words weighed by how common they are among them.
    pub(super) fn close(self) -> Matcher {
        let mut vocabulary = Vocabulary::default();
        self.names.iter().flatten().flatten().for_each(|name| vocabulary.add(name));
        self.weighed_by(Arc::new(vocabulary))
    }

    /// A matcher over them, their words weighed as another does.
    pub(super) fn weighed_as(self, other: &Matcher) -> Matcher {
        self.weighed_by(Arc::clone(&other.vocabulary))
    }

    fn weighed_by(self, vocabulary: Arc<Vocabulary>) -> Matcher {
        let index = Index::of(&self.names, &vocabulary);
        Matcher { vocabulary, index, weak: self.weak, documents: self.documents, sls: OnceLock::new() }
    }
}

/// Everything that a party is compared with: the names of all lists, found by any word, and their documents.
#[derive(Debug)]
pub(super) struct Matcher {
    vocabulary: Arc<Vocabulary>,
    index: Index,
    /// Whether a name, by its place in the index, is a weak one.
    weak: Vec<bool>,
    documents: Documents,
    /// Made when it is asked for first.
    sls: OnceLock<Sls>,
}

/// A party, its names folded and weighed, and what that left of the work that may be.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    subject: &'a Subject<'a>,
    names: Vec<Option<Weighed>>,
    work: Work,
}

/// An entry, by its place over all lists, and what it is to the party.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) entry: u32,
    judged: Judged,
}

impl Asking<'_> {
    /// Whether a name, and not only a weak one, can be compared.
    pub(super) fn is_usable(&self) -> bool {
        self.names.iter().zip(self.subject.names).any(|(name, given)| {
            given.quality != NameQuality::Weak && name.as_ref().is_some_and(|name| name.name.is_usable())
        })
    }

    fn names(&self) -> impl Iterator<Item = (usize, &Weighed, bool)> {
        let all = self.names.iter().zip(self.subject.names).enumerate();
        all.filter_map(|(at, (name, given))| Some((at, name.as_ref()?, given.quality == NameQuality::Weak)))
    }
}

impl Matcher {
    /// Folds a party's names.
    ///
    /// # Errors
    /// [`Cause::OverLimit`].
    pub(super) fn asking<'a>(&self, subject: &'a Subject<'a>) -> Result<Asking<'a>, Cause> {
        let most = subject.names.len().max(subject.births.len()).max(subject.identifiers.len());
        if most > SUBJECT_ITEMS_MAX {
            return Err(Cause::OverLimit);
        }
        let (mut work, mut names) = (Work::of_one(), Vec::with_capacity(subject.names.len()));
        for name in subject.names {
            let folded = Folded::of(name.text).ok_or(Cause::OverLimit)?;
            work.fold(name.text.len(), folded.words.len()).map_err(|Spent| Cause::OverLimit)?;
            names.push((!folded.words.is_empty()).then(|| self.vocabulary.weigh(folded)));
        }
        Ok(Asking { subject, names, work })
    }

    /// Whether a name's words weigh otherwise in another one.
    pub(super) fn weighs_otherwise(&self, other: &Self, name: &str) -> bool {
        if Arc::ptr_eq(&self.vocabulary, &other.vocabulary) {
            return false;
        }
        let Some(name) = Folded::of(name).filter(|name| !name.words.is_empty()) else { return false };
        self.vocabulary.weigh(name.clone()).weights != other.vocabulary.weigh(name).weights
    }

    /// The entries that are hits. `entry` gives the entry of a place.
    ///
    /// # Errors
    /// [`Cause::OverLimit`]: it is more work than one screening may be.
    pub(super) fn find<'e>(
        &self,
        asking: &Asking<'_>,
        (retrieval, comparison): (Retrieval, Comparison),
        entry: impl Fn(u32) -> Option<&'e Entry>,
    ) -> Result<Vec<Found>, Cause> {
        if comparison.mode == Mode::Ofac {
            return self.find_as_ofac(asking, entry);
        }
        let weak_aliases = comparison.weak_aliases;
        let mut found = self.by_names(asking, retrieval, weak_aliases).map_err(|Spent| Cause::OverLimit)?;
        for at in self.by_document(asking.subject, retrieval, &entry) {
            found.insert(at, self.all_pairs(at, asking, weak_aliases));
        }
        let judged = |(at, pairs): (u32, Pairs)| {
            Some(Found { entry: at, judged: judge::judge(asking.subject, entry(at)?, pairs)? })
        };
        Ok(found.into_iter().filter_map(judged).collect())
    }

    /// The same as OFAC's search has it.
    fn find_as_ofac<'e>(
        &self,
        asking: &Asking<'_>,
        entry: impl Fn(u32) -> Option<&'e Entry>,
    ) -> Result<Vec<Found>, Cause> {
        let names = asking.subject.names;
        if names.len() > sls::NAMES_MAX {
            return Err(Cause::OverLimit);
        }
        let printed = |at: u32| {
            let name = self.index.name(at)?;
            Some(entry(name.entry)?.names.get(name.name as usize)?.text.as_str())
        };
        let sls = self.sls.get_or_init(|| Sls::of((0..self.index.len()).map(|at| printed(at).unwrap_or_default())));
        let mut found: BTreeMap<u32, Pairs> = BTreeMap::new();
        for (subject, name) in names.iter().enumerate() {
            sls.alike(name.text, |listed, similarity| {
                let Some(name) = self.index.name(listed) else { return };
                let pair = NamePair { similarity, subject, listed };
                found.entry(name.entry).or_default().see(pair, false, || self.words_taken(asking, subject, listed));
            });
        }
        let judged = |(at, pairs): (u32, Pairs)| {
            Some(Found { entry: at, judged: judge::judge_as_ofac(asking.subject, entry(at)?, pairs)? })
        };
        Ok(found.into_iter().filter_map(judged).collect())
    }

    /// A hit with its evidence.
    pub(super) fn hit(&self, asking: &Asking<'_>, entry: &Entry, found: Found, digest: Digest) -> Hit {
        judge::hit(asking.subject, entry, found.judged, digest, |pair| {
            let listed = self.index.name(pair.listed)?;
            let ours = asking.names.get(pair.subject)?.as_ref()?;
            Some((listed.name as usize, ours.side(), self.index.side(listed)))
        })
    }

    fn by_names(
        &self,
        asking: &Asking<'_>,
        retrieval: Retrieval,
        weak_aliases: WeakAliases,
    ) -> Result<BTreeMap<u32, Pairs>, Spent> {
        let (mut found, mut work): (BTreeMap<u32, Pairs>, _) = (BTreeMap::new(), asking.work.clone());
        for (subject, ours, weak) in asking.names() {
            let mut see = |listed: u32, similarity: u32, words: &[Pair]| {
                let Some(name) = self.index.name(listed) else { return };
                let Some(weak) = weak_aliases.of(weak || self.is_weak(listed)) else { return };
                let pair = NamePair { similarity, subject, listed };
                found.entry(name.entry).or_default().see(pair, weak, || words.into());
            };
            match retrieval {
                Retrieval::Index => self.index.alike(ours, &mut work, see)?,
                Retrieval::All => {
                    for listed in 0..self.index.len() {
                        let (similarity, words) = self.compared(ours, listed);
                        if similarity >= score::ALIKE_MIN {
                            see(listed, similarity, &words);
                        }
                    }
                }
            }
        }
        work.judge(found.len())?;
        Ok(found)
    }

    fn is_weak(&self, listed: u32) -> bool {
        self.weak.get(listed as usize).copied().unwrap_or(true)
    }

    /// How alike two names are, compared word by word, and the pairs of words that stand.
    fn compared(&self, ours: &Weighed, listed: u32) -> (u32, Vec<Pair>) {
        let Some(name) = self.index.name(listed) else { return Default::default() };
        let (left, right) = (ours.side(), self.index.side(name));
        let mut pairs = score::pairs(&left, &right);
        score::choose(&mut pairs);
        (score::similarity(&left, &right, &pairs, || ours.wholes.floor(name.whole)), pairs)
    }

    /// Which words of two names stand for one another by our own comparison, whatever found them.
    fn words_taken(&self, asking: &Asking<'_>, subject: usize, listed: u32) -> Box<[Pair]> {
        let ours = asking.names.get(subject).and_then(Option::as_ref);
        ours.map(|ours| self.compared(ours, listed).1.into()).unwrap_or_default()
    }

    fn by_document<'e>(
        &self,
        subject: &Subject<'_>,
        retrieval: Retrieval,
        entry: &impl Fn(u32) -> Option<&'e Entry>,
    ) -> BTreeSet<u32> {
        let near: BTreeSet<u32> = match retrieval {
            Retrieval::All => (0..self.index.entries()).collect(),
            Retrieval::Index => {
                let numbers = subject.identifiers.iter().map(|document| normal_number(document.kind, document.value));
                numbers.flat_map(|number| self.documents.with(&number).to_vec()).collect()
            }
        };
        let leads = |at: &u32| entry(*at).is_some_and(|entry| judge::document_leads(subject, entry));
        near.into_iter().filter(leads).collect()
    }

    /// An entry that a document leads to shows its best name, or its principal one where none is like the party's.
    fn all_pairs(&self, entry: u32, asking: &Asking<'_>, weak_aliases: WeakAliases) -> Pairs {
        let mut pairs = Pairs::default();
        for (subject, ours, weak) in asking.names() {
            for listed in self.index.names_of(entry) {
                let (similarity, words) = self.compared(ours, listed);
                let (names, words) = (NamePair { similarity, subject, listed }, Box::<[Pair]>::from(words));
                let weak = weak || self.is_weak(listed);
                if !weak {
                    pairs.see_principal(names, || words.clone());
                }
                if let Some(weak) = weak_aliases.of(weak) {
                    pairs.see(names, weak, || words);
                }
            }
        }
        pairs
    }
}
