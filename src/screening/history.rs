//! What several snapshots of a source say together: who was listed when, and what differs between two of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    entry::{Between, Entry},
    snapshot::Snapshot,
};
use crate::domain::{Date, ListId};

/// No listing is older: the Trading with the Enemy Act of the United States.
const EARLIEST: Date = Date::of(1917, 10, 6);

/// Everybody who is or was on a list, by what the newest snapshot that has them says; those of the last snapshot first, in its
/// order. `snapshots` are of one source, the oldest first.
///
/// Where the list itself gives no day, an entry was listed between the last snapshot without it and the first with it, and
/// taken off between the last with it and the first without; the latter also where the list had said a later day, on which the listing
/// would have ended by itself. One that came back is taken as listed all the while: a gap
/// between two snapshots must not clear anybody.
pub(super) fn entries(list: &ListId, snapshots: &[Arc<Snapshot>]) -> Arc<Vec<Entry>> {
    let Some((last, former)) = snapshots.split_last() else { return Arc::default() };
    let now = last.shared(list);
    if former.is_empty() {
        return now.map(Arc::clone).unwrap_or_default();
    }
    let seen = sightings(list, snapshots);
    let mut all: Vec<Entry> = now.into_iter().flat_map(|entries| entries.iter().cloned()).collect();
    let current: BTreeSet<String> = all.iter().map(|entry| entry.id.clone()).collect();
    let mut gone: BTreeSet<String> = BTreeSet::new();
    for snapshot in former.iter().rev() {
        for entry in snapshot.entries(list) {
            if !current.contains(&entry.id) && gone.insert(entry.id.clone()) {
                all.push(entry.clone());
            }
        }
    }
    for entry in &mut all {
        let Some((first, latest)) = seen.get(entry.id.as_str()).copied() else { continue };
        entry.listed = entry.listed.or_else(|| Some(listed(first, snapshots)));
        let own = entry.delisted;
        entry.delisted = match delisted(latest, snapshots) {
            Some(gone) if own.is_none_or(|own| own.to > gone.to) => Some(gone),
            _ => own,
        };
    }
    Arc::new(all)
}

/// Every list that any of the snapshots has.
pub(super) fn lists(snapshots: &[Arc<Snapshot>]) -> BTreeSet<ListId> {
    snapshots.iter().flat_map(|snapshot| snapshot.lists().map(|(list, _)| list.clone())).collect()
}

/// Each entry with the first and the last of the snapshots that have it.
fn sightings<'a>(list: &ListId, snapshots: &'a [Arc<Snapshot>]) -> BTreeMap<&'a str, (usize, usize)> {
    let mut seen: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, snapshot) in snapshots.iter().enumerate() {
        for entry in snapshot.entries(list) {
            seen.entry(entry.id.as_str()).and_modify(|(_, latest)| *latest = at).or_insert((at, at));
        }
    }
    seen
}

fn listed(first: usize, snapshots: &[Arc<Snapshot>]) -> Between {
    let day = |at: usize| snapshots.get(at).map(|snapshot| snapshot.published_on());
    let before = first.checked_sub(1).and_then(day);
    let to = day(first).unwrap_or(EARLIEST);
    // What one publication lacks was listed after it, on the same day at the earliest.
    Between { from: before.unwrap_or(EARLIEST), to }
}

fn delisted(latest: usize, snapshots: &[Arc<Snapshot>]) -> Option<Between> {
    let (with, without) = (snapshots.get(latest)?.published_on(), snapshots.get(latest + 1)?.published_on());
    Some(Between { from: with, to: without })
}

/// What differs between two snapshots of a source, entry by entry, by content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Entries of the later one that the earlier lacks.
    pub added: Vec<Changed>,
    /// Entries of the earlier one that the later lacks.
    pub removed: Vec<Changed>,
    /// Entries of both that are not the same.
    pub changed: Vec<Changed>,
}

/// An entry that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The list.
    pub list: ListId,
    /// The entry.
    pub entry: String,
    /// Its name, as printed.
    pub name: String,
    /// Which of its parts differ; empty where it was added or removed.
    pub parts: Vec<&'static str>,
}

impl Difference {
    /// From one snapshot to a later one.
    #[must_use]
    pub fn between(earlier: &Snapshot, later: &Snapshot) -> Self {
        let (old, new) = (by_id(earlier), by_id(later));
        let mut difference = Self::default();
        for (key, entry) in &new {
            match old.get(key) {
                None => difference.added.push(changed(entry, Vec::new())),
                Some(before) => match parts(before, entry) {
                    parts if parts.is_empty() => {}
                    parts => difference.changed.push(changed(entry, parts)),
                },
            }
        }
        let gone = old.iter().filter(|(key, _)| !new.contains_key(*key));
        difference.removed.extend(gone.map(|(_, entry)| changed(entry, Vec::new())));
        difference
    }

    /// Whether nothing differs.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

fn by_id(snapshot: &Snapshot) -> BTreeMap<(&ListId, &str), &Entry> {
    let entries = snapshot.lists().flat_map(|(list, entries)| entries.iter().map(move |entry| (list, entry)));
    entries.map(|(list, entry)| ((list, entry.id.as_str()), entry)).collect()
}

fn changed(entry: &Entry, parts: Vec<&'static str>) -> Changed {
    let name = entry.names.first().map(|name| name.text.clone()).unwrap_or_default();
    Changed { list: entry.list.clone(), entry: entry.id.clone(), name, parts }
}

fn parts(old: &Entry, new: &Entry) -> Vec<&'static str> {
    let all = [
        ("kind", old.kind == new.kind),
        ("names", old.names == new.names),
        ("births", old.births == new.births),
        ("countries", old.countries == new.countries),
        ("documents", old.documents == new.documents),
        ("programmes", old.programmes == new.programmes),
        ("links", old.linked_to == new.linked_to),
        ("gender", old.gender == new.gender),
        ("birth places", old.birth_places == new.birth_places),
        ("dates of listing", old.listed == new.listed && old.delisted == new.delisted),
    ];
    let mut parts: Vec<_> = all.into_iter().filter(|(_, same)| !same).map(|(part, _)| part).collect();
    if parts.is_empty() && old.print != new.print {
        parts.push("details that are not kept");
    }
    parts
}
