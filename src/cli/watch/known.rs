//! What each party came to when it was last told, so that after a break only what differs is told.

use std::collections::{BTreeMap, BTreeSet};

use comity_facts::{
    screening::{
        EntryChange, EntryFate, ListAnswer, ListChange, ListsChange, NotScreened, PartyAnswer, PartyChange,
        ScreeningBasis, WatchOpened,
    },
    v1::GapReason,
};

use crate::{domain::Date, server};

/// What is known of all parties, and of the lists.
pub(super) struct Known {
    /// By sequence; none of a party that has no answer yet.
    parties: Vec<Option<BTreeMap<String, Outcome>>>,
    basis: Option<ScreeningBasis>,
    /// Lists against which nobody is screened, and why.
    unscreened: BTreeMap<String, NotScreened>,
    /// As far as the answers of a watch that is being opened show them.
    found: BTreeMap<String, NotScreened>,
}

/// What a party comes to against a list, as far as a change of it is told.
#[derive(Clone, PartialEq, Eq)]
enum Outcome {
    Hits(BTreeMap<String, Hit>),
    /// The party itself cannot be screened.
    NotScreened(i32),
}

impl Outcome {
    fn hits(&self) -> Option<&BTreeMap<String, Hit>> {
        match self {
            Self::Hits(hits) => Some(hits),
            Self::NotScreened(_) => None,
        }
    }
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

    /// A watch is being opened: what one before it showed, that broke before it was open, counts no more.
    pub(super) fn asked_anew(&mut self) {
        self.found.clear();
    }

    /// Lists against which nobody is screened, and why.
    pub(super) fn unscreened(&self) -> impl Iterator<Item = (&str, &NotScreened)> {
        self.unscreened.iter().map(|(list, why)| (list.as_str(), why))
    }

    /// Takes a party's whole answer; gives what differs from the one that was known, if one was.
    pub(super) fn compared(&mut self, answer: &PartyAnswer) -> Option<PartyChange> {
        let of_lists = answer.lists.iter().filter(|list| of_the_list(list));
        self.found.extend(of_lists.filter_map(|list| Some((list.list.clone(), list.not_screened.clone()?))));
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

    /// Takes what the server tells of a party; gives what of it is new. To a watch that was opened while a list was not screened
    /// against, everything on it is, once it is again.
    pub(super) fn news(&mut self, mut change: PartyChange) -> Option<PartyChange> {
        let answer = change.answer.as_mut()?;
        let known =
            usize::try_from(answer.sequence).ok().and_then(|at| self.parties.get_mut(at))?.get_or_insert_default();
        answer.lists.retain(|list| {
            let Some(now) = outcome(list) else { return true };
            known.insert(list.list.clone(), now.clone()) != Some(now)
        });
        let told: BTreeSet<&str> = answer.lists.iter().map(|list| list.list.as_str()).collect();
        change.entries.retain(|entry| told.contains(entry.list.as_str()));
        (!answer.lists.is_empty()).then_some(change)
    }

    /// Takes what the server tells of the lists.
    pub(super) fn lists(&mut self, lists: &ListsChange) {
        self.basis.clone_from(&lists.basis);
        for list in &lists.lists {
            match &list.not_screened {
                Some(why) => drop(self.unscreened.insert(list.list.clone(), why.clone())),
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
            not_screened: self.unscreened.get(list).cloned(),
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
        // A day to come, on which it will be taken off, is none yet.
        let listed = hit.delisted_to.as_deref().and_then(Date::read).is_none_or(|day| server::today() < day);
        let known = Hit { band: hit.band, content: one.entry_digest.clone(), listed };
        Some((hit.entry.clone(), known))
    });
    Some(Outcome::Hits(hits.collect()))
}

fn nothing() -> Outcome {
    Outcome::Hits(BTreeMap::new())
}

/// What became of the entries by which two outcomes differ.
fn entries(list: &str, before: &Outcome, now: &Outcome) -> Vec<EntryChange> {
    let (old, new) = (before.hits(), now.hits());
    let all: BTreeSet<&String> = old.into_iter().chain(new).flat_map(BTreeMap::keys).collect();
    let changed = |entry: &String| {
        let fate = match (old.and_then(|hits| hits.get(entry)), new.and_then(|hits| hits.get(entry))) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(old), Some(new)) if old.listed && !new.listed => EntryFate::Removed,
            (Some(old), Some(new)) if !old.listed && new.listed => EntryFate::Added,
            (Some(old), Some(new)) if old.content == new.content => EntryFate::Reweighed,
            (Some(_), Some(_)) => EntryFate::Changed,
            (None, _) => EntryFate::Added,
            (_, None) => EntryFate::Removed,
        };
        Some(EntryChange { list: list.to_owned(), entry: entry.clone(), fate: fate.into() })
    };
    all.into_iter().filter_map(changed).collect()
}

#[cfg(test)]
mod tests {
    use comity_facts::{screening::ScreenedHit, v1::ScreeningHit};

    use super::*;

    const BAND: i32 = 2;

    /// An answer against a list: entries with what the list says of them, or why there is none.
    fn against(hits: &[(&str, &str, i32, bool)], reason: Option<GapReason>) -> ListAnswer {
        let hit = |(entry, content, band, listed): &(&str, &str, i32, bool)| ScreenedHit {
            hit: Some(ScreeningHit {
                entry: (*entry).into(),
                band: *band,
                delisted_to: (!listed).then(|| "2026-01-01".into()),
                ..ScreeningHit::default()
            }),
            entry_digest: (*content).into(),
            ..ScreenedHit::default()
        };
        let not_screened = reason.map(|reason| NotScreened { reason: reason.into(), detail: String::new() });
        ListAnswer { list: "L".into(), hits: hits.iter().map(hit).collect(), not_screened, ..ListAnswer::default() }
    }

    fn answer(list: ListAnswer) -> PartyAnswer {
        PartyAnswer { lists: vec![list], ..PartyAnswer::default() }
    }

    fn fates(change: Option<PartyChange>) -> Option<Vec<(String, EntryFate)>> {
        Some(change?.entries.into_iter().map(|entry| (entry.entry.clone(), entry.fate())).collect())
    }

    #[test]
    fn a_watch_that_broke_before_it_was_open_says_nothing_of_the_lists() {
        let mut known = Known::of(1);
        known.asked_anew();
        known.compared(&answer(against(&[], Some(GapReason::ListStale))));
        // It breaks; the list is screened against again when the next one is opened.
        known.asked_anew();
        known.compared(&answer(against(&[], None)));
        known.opened(&WatchOpened::default(), 0);
        assert_eq!(known.unscreened().count(), 0);
    }

    #[test]
    fn what_differs_from_before_the_break_is_told() {
        let a: (&str, &str, i32, bool) = ("a", "x", BAND, true);
        let (stale, over) = (Some(GapReason::ListStale), Some(GapReason::OverLimit));
        let told = |fate| Some(vec![("a".to_owned(), fate)]);
        for (before, now, expected) in [
            (against(&[a], None), against(&[a], None), None),
            (against(&[], None), against(&[a], None), told(EntryFate::Added)),
            (against(&[a], None), against(&[], None), told(EntryFate::Removed)),
            (against(&[a], None), against(&[("a", "x", BAND, false)], None), told(EntryFate::Removed)),
            (against(&[a], None), against(&[("a", "y", BAND, true)], None), told(EntryFate::Changed)),
            (against(&[a], None), against(&[("a", "x", BAND + 1, true)], None), told(EntryFate::Reweighed)),
            // Nobody's hits are told to be gone while the list says nothing.
            (against(&[a], None), against(&[], stale), None),
            (against(&[a], None), against(&[], over), told(EntryFate::Removed)),
            (against(&[], None), against(&[], over), Some(vec![])),
        ] {
            let mut known = Known::of(1);
            let case = format!("{before:?} {now:?}");
            assert!(known.compared(&answer(before)).is_none(), "the first answer is no change: {case}");
            assert_eq!(fates(known.compared(&answer(now))), expected, "{case}");
        }
    }

    #[test]
    fn what_was_known_before_a_list_grew_stale_is_not_told_again() {
        let a: (&str, &str, i32, bool) = ("a", "x", BAND, true);
        let mut known = Known::of(1);
        known.compared(&answer(against(&[a], None)));
        known.compared(&answer(against(&[], Some(GapReason::ListStale))));
        let served = |hits: &[_]| PartyChange {
            answer: Some(answer(against(hits, None))),
            entries: vec![EntryChange { list: "L".into(), entry: "a".into(), fate: EntryFate::Added.into() }],
        };
        assert_eq!(fates(known.news(served(&[a]))), None);
        let changed = known.news(served(&[("a", "y", BAND, true)]));
        assert_eq!(fates(changed), Some(vec![("a".to_owned(), EntryFate::Added)]), "the server's own word");
        assert_eq!(fates(known.news(served(&[("a", "y", BAND, true)]))), None);
    }
}
