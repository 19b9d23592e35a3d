//! Whom a change of the lists can affect: from one whole to the next, the entries that are to be compared again, and of known
//! parties those whose answer can be another one. Whoever it does not name has the answer that he had.
//!
//! An entry is compared again where the list says something else of it, and where its words weigh otherwise: a word is rare or
//! common by all lists together, so that new entries move old ones. Of all parties those are named that have a hit among the
//! entries that are gone or to be compared again, those that one of the latter resembles (an index over these alone finds them,
//! as the index over all would), and those whose own words weigh otherwise.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    content::Contents,
    entry::Entry,
    hit::{Band, Cause, Hit},
    lists::Lists,
    parameters::Parameters,
    subject::Subject,
};
use crate::domain::{Date, Digest, ListId};

/// A party of more names, or longer ones, is screened again whenever anything changes.
const LARGE_NAMES: usize = 8;
const LARGE_BYTES: usize = 100;

/// What differs between two wholes of lists.
#[derive(Debug)]
pub struct Delta {
    old: Lists,
    new: Lists,
    /// The days as of which they are seen.
    days: (Date, Date),
    /// Of each list the entries that are gone, new, or to be compared again.
    entries: BTreeMap<ListId, HashSet<String>>,
    /// Those to be compared again alone, weighed as among all.
    again: Lists,
    counts: BTreeMap<ListId, Counts>,
}

/// How many entries of a list are others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// It has now, and had not; or had taken off.
    pub added: usize,
    /// It had, and has not; or has taken off.
    pub removed: usize,
    /// Of which it says something else.
    pub changed: usize,
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is listed, and was not.
    Added,
    /// It was listed, and is not.
    Removed,
    /// The list says something else of it.
    Changed,
    /// Nothing; what differs is how much its words, or the party's, weigh among all.
    Reweighed,
}

/// The fate of an entry from one whole to another.
#[must_use]
pub fn fate(old: &Contents, new: &Contents, list: &ListId, entry: &str) -> Fate {
    let (before, now) = (old.standing(list, entry), new.standing(list, entry));
    match (before.filter(|one| one.listed), now.filter(|one| one.listed)) {
        (None, Some(_)) => Fate::Added,
        (Some(_), None) => Fate::Removed,
        _ if before.map(|one| one.content) == now.map(|one| one.content) => Fate::Reweighed,
        _ => Fate::Changed,
    }
}

impl Delta {
    /// From one whole to another.
    #[must_use]
    pub fn between(old: (&Lists, &Contents), new: (&Lists, &Contents)) -> Self {
        let ((old, before), (new, now)) = (old, new);
        let mut entries: BTreeMap<ListId, HashSet<String>> = BTreeMap::new();
        let mut counts: BTreeMap<ListId, Counts> = BTreeMap::new();
        let ids = |lists: &Lists| lists.status().map(|status| status.id.clone()).collect::<BTreeSet<_>>();
        for list in ids(old).union(&ids(new)) {
            let (dirty, counted) = (entries.entry(list.clone()).or_default(), counts.entry(list.clone()).or_default());
            let mut see = |id: &str| match fate(before, now, list, id) {
                Fate::Added => counted.added += 1,
                Fate::Removed => counted.removed += 1,
                Fate::Changed => counted.changed += 1,
                Fate::Reweighed => {}
            };
            for entry in new.entries(list) {
                let same = before.standing(list, &entry.id) == now.standing(list, &entry.id);
                if !same || reweighed(old, new, entry) {
                    see(&entry.id);
                    dirty.insert(entry.id.clone());
                }
            }
            for entry in old.entries(list).iter().filter(|entry| now.get(list, &entry.id).is_none()) {
                see(&entry.id);
                dirty.insert(entry.id.clone());
            }
        }
        let is_dirty = |entry: &Entry| entries.get(&entry.list).is_some_and(|dirty| dirty.contains(&entry.id));
        let again = new.only(is_dirty);
        let days = (before.day(), now.day());
        Self { old: old.clone(), new: new.clone(), days, entries, again, counts }
    }

    /// Whether it leads from one whole to the other, each as of its day.
    #[must_use]
    pub fn is_between(&self, old: &Contents, new: &Contents) -> bool {
        let digests = (self.old.digest(), self.new.digest());
        digests == (old.lists(), new.lists()) && self.days == (old.day(), new.day())
    }

    /// How many entries of a list are others.
    #[must_use]
    pub fn counts(&self, list: &ListId) -> Counts {
        self.counts.get(list).copied().unwrap_or_default()
    }

    /// Whether a party's own words weigh otherwise: then its answers can be others against every list.
    #[must_use]
    pub fn reweighs(&self, subject: &Subject<'_>) -> bool {
        subject.names.iter().any(|name| self.old.weighs_otherwise(&self.new, name.text))
    }

    /// Whether a party's answer against a list can be another one, beside what [`Self::reweighs`] says; `before` is what it was.
    /// Both wholes have the list.
    #[must_use]
    pub fn touches(&self, list: &ListId, subject: &Subject<'_>, before: &Outcome, parameters: &Parameters) -> bool {
        let Some(dirty) = self.entries.get(list).filter(|dirty| !dirty.is_empty()) else { return false };
        // So much to compare may be too much among other lists: whether it is, only screening tells.
        let large = subject.names.len() > LARGE_NAMES || subject.names.iter().any(|name| name.text.len() > LARGE_BYTES);
        match before {
            _ if large => return true,
            // Who was among so many is not known any more.
            Outcome::NotScreened(Cause::OverLimit) => return true,
            Outcome::Hits(keys) if keys.iter().any(|key| dirty.contains(&key.entry)) => return true,
            Outcome::Hits(_) | Outcome::NotScreened(_) => {}
        }
        match self.again.screen_with(list, subject, parameters) {
            Ok(found) => !found.all().is_empty(),
            Err(cause) => cause != Cause::NameUnusable,
        }
    }
}

/// The names of an entry that is the same weigh otherwise.
fn reweighed(old: &Lists, new: &Lists, entry: &Entry) -> bool {
    entry.names.iter().any(|name| old.weighs_otherwise(new, &name.text))
}

/// An answer as far as a later one is compared with it: scores within a band are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The hits, by entry.
    Hits(Vec<Key>),
    /// It was not screened.
    NotScreened(Cause),
}

/// A hit as far as a later one is compared with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The entry.
    pub entry: String,
    /// How alike.
    pub band: Band,
    /// What the list says of it.
    pub content: Option<Digest>,
    /// It was not taken off by the day.
    pub listed: bool,
}

impl Outcome {
    /// Of an answer.
    #[must_use]
    pub fn of(answer: Result<&[Hit], Cause>, contents: &Contents) -> Self {
        let key = |hit: &Hit| Key {
            entry: hit.entry.clone(),
            band: hit.band,
            content: contents.get(&hit.list, &hit.entry),
            listed: contents.is_listed(hit.delisted),
        };
        match answer {
            Ok(hits) => {
                let mut keys: Vec<Key> = hits.iter().map(key).collect();
                keys.sort_unstable();
                Self::Hits(keys)
            }
            Err(cause) => Self::NotScreened(cause),
        }
    }

    /// Nothing resembles the party.
    #[must_use]
    pub fn none() -> Self {
        Self::Hits(Vec::new())
    }

    /// The hits of a band and the stronger ones.
    pub fn hits(&self, least: Band) -> impl Iterator<Item = &Key> {
        let keys: &[Key] = match self {
            Self::Hits(keys) => keys,
            Self::NotScreened(_) => &[],
        };
        keys.iter().filter(move |key| key.band <= least)
    }

    /// Why it was not screened.
    #[must_use]
    pub fn cause(&self) -> Option<Cause> {
        match self {
            Self::Hits(_) => None,
            Self::NotScreened(cause) => Some(*cause),
        }
    }
}
