//! What each party came to when it was last told, so that after a break only what differs is told.

use std::collections::{BTreeMap, BTreeSet};

use comity_facts::{
    screening::{
        EntryChange, EntryFate, ListAnswer, ListChange, ListsChange, NotScreened, PartyAnswer, PartyChange,
        ScreeningBasis, WatchOpened,
    },
    v1::GapReason,
};

/// What is known of all parties, and of the lists.
pub(super) struct Known {
    /// By sequence; none of a party that has no answer yet.
    parties: Vec<Option<BTreeMap<String, Outcome>>>,
    basis: Option<ScreeningBasis>,
    /// Lists against which nobody is screened, and why.
    unscreened: BTreeMap<String, ListAnswer>,
    /// As far as the answers of a watch that is being opened show them.
    found: BTreeMap<String, ListAnswer>,
}

/// What a party comes to against a list, as far as a change of it is told.
#[derive(Clone, PartialEq, Eq)]
enum Outcome {
    Hits(BTreeMap<String, Hit>),
    /// The party itself cannot be screened.
    NotScreened(i32),
}

/// A hit, as far as a change of it is told.
#[derive(Clone, PartialEq, Eq)]
struct Hit {
    band: i32,
    content: String,
    listed: bool,
}

impl Known {
    /// Of so many parties nothing is known.
    pub(super) fn of(parties: usize) -> Self {
        Self { parties: vec![None; parties], basis: None, unscreened: BTreeMap::new(), found: BTreeMap::new() }
    }

    /// A list is the project's sample, or nobody is screened against it.
    pub(super) fn is_incomplete(&self) -> bool {
        let sample = self.basis.iter().flat_map(|basis| &basis.lists).any(|list| list.sample);
        sample || !self.unscreened.is_empty()
    }

    /// Lists against which nobody is screened, and why.
    pub(super) fn unscreened(&self) -> impl Iterator<Item = (&str, &NotScreened)> {
        self.unscreened.iter().filter_map(|(list, answer)| Some((list.as_str(), answer.not_screened.as_ref()?)))
    }

    /// Takes a party's whole answer; gives what differs from the one that was known, if one was.
    pub(super) fn compared(&mut self, answer: &PartyAnswer) -> Option<PartyChange> {
        let of_lists = answer.lists.iter().filter(|list| of_the_list(list));
        self.found.extend(of_lists.map(|list| (list.list.clone(), list.clone())));
        let slot = usize::try_from(answer.sequence).ok().and_then(|at| self.parties.get_mut(at))?;
        let first = slot.is_none();
        let known = slot.get_or_insert_default();
        let mut change =
            PartyChange { answer: Some(PartyAnswer { lists: Vec::new(), ..answer.clone() }), entries: Vec::new() };
        for list in &answer.lists {
            let Some(now) = outcome(list) else { continue };
            let before = known.insert(list.list.clone(), now.clone()).unwrap_or_else(nothing);
            if before != now {
                change.entries.extend(entries(&list.list, &before, &now));
                change.answer.get_or_insert_default().lists.push(list.clone());
            }
        }
        let differs = change.answer.as_ref().is_some_and(|answer| !answer.lists.is_empty());
        (differs && !first).then_some(change)
    }

    /// Takes what the server tells of a party.
    pub(super) fn note(&mut self, change: &PartyChange) {
        let Some(answer) = &change.answer else { return };
        let slot = usize::try_from(answer.sequence).ok().and_then(|at| self.parties.get_mut(at));
        let Some(known) = slot else { return };
        let now = answer.lists.iter().filter_map(|list| Some((list.list.clone(), outcome(list)?)));
        known.get_or_insert_default().extend(now);
    }

    /// Takes what the server tells of the lists.
    pub(super) fn lists(&mut self, lists: &ListsChange) {
        self.basis.clone_from(&lists.basis);
        for list in &lists.lists {
            match &list.not_screened {
                Some(why) => {
                    let not_screened = Some(why.clone());
                    let answer = ListAnswer { list: list.list.clone(), not_screened, ..ListAnswer::default() };
                    self.unscreened.insert(list.list.clone(), answer);
                }
                None => drop(self.unscreened.remove(&list.list)),
            }
        }
    }

    /// All parties are screened; gives what is to be told of the lists if there was a watch before, and they are others, or `changed`
    /// parties are.
    pub(super) fn opened(&mut self, opened: &WatchOpened, changed: u64) -> Option<ListsChange> {
        let before = std::mem::replace(&mut self.basis, opened.basis.clone());
        let unscreened = std::mem::replace(&mut self.unscreened, std::mem::take(&mut self.found));
        let before = before?;
        let digests = |basis: &ScreeningBasis| -> BTreeSet<(String, String)> {
            basis.lists.iter().map(|list| (list.list.clone(), list.digest.clone())).collect()
        };
        let now = self.basis.as_ref().map(digests).unwrap_or_default();
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let old = digests(&before);
        names.extend(old.symmetric_difference(&now).map(|(list, _)| list.as_str()));
        let differ = |list: &&String| unscreened.contains_key(*list) != self.unscreened.contains_key(*list);
        names.extend(unscreened.keys().chain(self.unscreened.keys()).filter(differ).map(String::as_str));
        let told = |list: &str| ListChange {
            list: list.to_owned(),
            not_screened: self.unscreened.get(list).and_then(|answer| answer.not_screened.clone()),
            ..ListChange::default()
        };
        let lists: Vec<_> = names.into_iter().map(told).collect();
        (changed > 0 || !lists.is_empty()).then(|| ListsChange {
            basis: self.basis.clone(),
            lists,
            parties_screened: opened.parties,
            parties_changed: changed,
        })
    }
}

/// Nobody is screened against the list, whoever he is.
fn of_the_list(answer: &ListAnswer) -> bool {
    answer.not_screened.as_ref().is_some_and(|why| {
        matches!(why.reason(), GapReason::ListMissing | GapReason::ListRefused | GapReason::ListStale)
    })
}

/// None where the list says nothing of today: what was known stays.
fn outcome(answer: &ListAnswer) -> Option<Outcome> {
    if of_the_list(answer) {
        return None;
    }
    if let Some(why) = &answer.not_screened {
        return Some(Outcome::NotScreened(why.reason));
    }
    let hits = answer.hits.iter().filter_map(|one| {
        let hit = one.hit.as_ref()?;
        let known = Hit { band: hit.band, content: one.entry_digest.clone(), listed: hit.delisted_to.is_none() };
        Some((hit.entry.clone(), known))
    });
    Some(Outcome::Hits(hits.collect()))
}

fn nothing() -> Outcome {
    Outcome::Hits(BTreeMap::new())
}

/// What became of the entries by which two outcomes differ.
fn entries(list: &str, before: &Outcome, now: &Outcome) -> Vec<EntryChange> {
    let none = BTreeMap::new();
    let hits = |outcome| match outcome {
        Outcome::Hits(hits) => hits,
        Outcome::NotScreened(_) => none.clone(),
    };
    let (old, new) = (hits(before.clone()), hits(now.clone()));
    let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let changed = |entry: &String| {
        let fate = match (old.get(entry), new.get(entry)) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(old), Some(new)) if old.listed && !new.listed => EntryFate::Removed,
            (Some(old), Some(new)) if old.content == new.content => EntryFate::Reweighed,
            (Some(_), Some(_)) => EntryFate::Changed,
            (None, _) => EntryFate::Added,
            (_, None) => EntryFate::Removed,
        };
        Some(EntryChange { list: list.to_owned(), entry: entry.clone(), fate: fate.into() })
    };
    all.into_iter().filter_map(changed).collect()
}
