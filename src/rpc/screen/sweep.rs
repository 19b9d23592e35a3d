//! Parties that are kept screened: what each came to, and, when the lists change, whose answer is another one. Only those that the
//! change can affect are screened again ([`Delta`] says who).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use comity_facts::{
    screening::{EntryChange, EntryFate, PartyAnswer, PartyChange},
    v1::Party,
};
use prost::{Message as _, bytes::Bytes};

use super::answer::Screener;
use crate::{
    domain::ListId,
    evaluate,
    screening::{Contents, Delta, Fate, Outcome, Subject, fate},
};

/// A party that is kept screened.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) sequence: u64,
    /// Encoded, what screening reads of it; a tenth of what it takes decoded.
    party: Bytes,
    /// What it came to against each list, where that is not "no hits".
    outcomes: BTreeMap<ListId, Outcome>,
}

/// From what to what the lists changed.
pub(super) struct Step<'a> {
    /// Nothing if only lists began or ceased to be screened against. Also where nothing but the day is another one, and a listing has
    /// ended by it.
    pub(super) delta: Option<&'a Delta>,
    pub(super) before: &'a Contents,
    pub(super) now: &'a Contents,
    /// Lists against which every outcome is the one before.
    pub(super) served: &'a BTreeSet<ListId>,
    /// Lists that are screened against now.
    pub(super) serving: &'a BTreeSet<ListId>,
}

/// What a step came to for a party.
#[derive(Debug)]
pub(super) enum Swept {
    /// It can have changed nothing.
    Passed,
    /// It was screened again, and has the same answer.
    Same,
    /// Its answer is another one.
    Changed(PartyChange),
}

impl Kept {
    pub(super) fn new(sequence: u64, party: Party) -> Self {
        let Party { id, kind, name, aliases, identifiers, birth_dates, country, .. } = party;
        let read = Party { id, kind, name, aliases, identifiers, birth_dates, country, ..Party::default() };
        Self { sequence, party: read.encode_to_vec().into(), outcomes: BTreeMap::new() }
    }

    fn party(&self) -> Party {
        // It was encoded here.
        Party::decode(self.party.clone()).unwrap_or_default()
    }

    /// Screens it for the first time.
    pub(super) fn screen(&mut self, screener: &Screener<'_>, serving: &BTreeSet<ListId>) {
        let party = self.party();
        evaluate::with_subject(&party, |subject| {
            for list in serving {
                self.note(list, screener.outcome(list, subject));
            }
        });
    }

    /// Its whole answer.
    pub(super) fn answer(&self, screener: &Screener<'_>) -> PartyAnswer {
        screener.answer(self.sequence, &self.party())
    }

    /// Goes one step with the lists.
    pub(super) fn sweep(&mut self, screener: &Screener<'_>, step: &Step<'_>) -> Swept {
        let party = self.party();
        evaluate::with_subject(&party, |subject| self.swept(screener, step, subject))
    }

    fn swept(&mut self, screener: &Screener<'_>, step: &Step<'_>, subject: &Subject<'_>) -> Swept {
        let reweighed = step.delta.is_some_and(|delta| delta.reweighs(subject));
        let (mut again, mut change) = (false, PartyChange::default());
        for list in step.serving {
            let none = Outcome::none();
            let before = self.outcomes.get(list).unwrap_or(&none);
            let touched = || {
                reweighed || step.delta.is_some_and(|delta| delta.touches(list, subject, before, screener.parameters()))
            };
            if step.served.contains(list) && !touched() {
                continue;
            }
            again = true;
            let now = screener.outcome(list, subject);
            let (entries, differs) = compared(list, before, &now, screener, step);
            if differs {
                let answer = change.answer.get_or_insert_with(|| Screener::no_lists(self.sequence, subject));
                answer.lists.push(screener.against(list, subject));
                change.entries.extend(entries);
            }
            self.note(list, now);
        }
        match (again, change.answer.is_some()) {
            (_, true) => Swept::Changed(change),
            (true, false) => Swept::Same,
            (false, false) => Swept::Passed,
        }
    }

    fn note(&mut self, list: &ListId, outcome: Outcome) {
        if outcome == Outcome::none() {
            self.outcomes.remove(list);
        } else {
            self.outcomes.insert(list.clone(), outcome);
        }
    }
}

/// Whether two answers differ in what the caller wants of them, and the entries that make it so.
fn compared(
    list: &ListId,
    before: &Outcome,
    now: &Outcome,
    screener: &Screener<'_>,
    step: &Step<'_>,
) -> (Vec<EntryChange>, bool) {
    let least = screener.parameters().least;
    let keys = |outcome: &Outcome| outcome.hits(least).cloned().collect::<BTreeSet<_>>();
    let (old, new) = (keys(before), keys(now));
    let entries: BTreeSet<&str> = old.symmetric_difference(&new).map(|key| key.entry.as_str()).collect();
    let told = |entry: &str| EntryChange {
        list: list.to_string(),
        entry: entry.to_owned(),
        fate: match fate(step.before, step.now, list, entry) {
            Fate::Added => EntryFate::Added,
            Fate::Removed => EntryFate::Removed,
            Fate::Changed => EntryFate::Changed,
            Fate::Reweighed => EntryFate::Reweighed,
        }
        .into(),
    };
    let differs = !entries.is_empty() || before.cause() != now.cause();
    (entries.into_iter().map(told).collect(), differs)
}

/// Parties in pieces, as they are given to the evaluator threads.
pub(super) type Piece = Vec<Kept>;

/// A change of the lists, made once for all who keep parties screened.
pub(super) type SharedDelta = Arc<Delta>;
