//! Screening the parties of a record: each party against each list that a plugin wants, once for all plugins and dates;
//! and what was not screened, so that nobody takes it for "no hit".

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    domain::{Cause, Date, EncodedRecord, Jurisdiction, ListId, ScreeningWish},
    screening::{
        self, Band, Between, DocumentKind, Hit, Kind, ListStatus, Lists, NameQuality, Sex, Subject, SubjectIdentifier,
        SubjectName, alpha2,
    },
};
use comity_facts::{
    policy::{self, ListInfo},
    v1::{self, AliasQuality, HitBand, IdentifierKind, PartyKind},
};

/// Most hits of one record for one plugin.
const HITS_MAX: usize = 1_000;

/// What screening a record's parties for one plugin came to, on one date.
#[derive(Clone, Debug)]
pub struct Screening {
    /// The plugin's.
    pub jurisdiction: Jurisdiction,
    /// The lists that were looked at, by id.
    pub lists: Vec<ListStatus>,
    /// Entries that parties resemble, from [`Band::Possible`] up.
    pub hits: Vec<PartyHit>,
    /// What was not screened.
    pub gaps: Vec<Gap>,
}

/// A listed entry that a party resembles.
#[derive(Clone, Debug)]
pub struct PartyHit {
    /// The party's id.
    pub party: Arc<str>,
    /// Its hits on a list.
    hits: Arc<Vec<Hit>>,
    /// Which of them.
    at: usize,
}

impl PartyHit {
    /// The entry, with the evidence.
    #[must_use]
    pub fn hit(&self) -> Option<&Hit> {
        self.hits.get(self.at)
    }
}

/// Parties that were not screened against a list, or not against the whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The list.
    pub list: ListId,
    /// Why.
    pub reason: GapReason,
    /// The parties; empty for all.
    pub parties: Vec<String>,
    /// The reason in words, with what to do next.
    pub detail: String,
}

/// Why parties were not screened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapReason {
    /// The list is the project's sample.
    ListSample,
    /// It is older than its limit.
    ListStale,
    /// It is not loaded.
    ListMissing,
    /// Its source was refused.
    ListRefused,
    /// It was published after the date.
    BeforeList,
    /// No name can be compared.
    NameUnusable,
    /// More than one screening takes.
    OverLimit,
}

impl Screening {
    /// Why the answer is incomplete, and the same in words; nothing if everybody was screened.
    #[must_use]
    pub fn incomplete(&self) -> Option<(Cause, String)> {
        let cause = self.gaps.iter().map(|gap| gap.reason.cause()).max_by_key(|cause| match cause {
            Cause::ListSample => 0,
            Cause::ListStale => 1,
            _ => 2,
        })?;
        let details: Vec<_> = self.gaps.iter().map(|gap| gap.detail.as_str()).collect();
        Some((cause, details.join("; ")))
    }

    /// What a plugin is told of the lists.
    pub(super) fn infos(lists: &[ListStatus]) -> Vec<ListInfo> {
        let info = |list: &ListStatus| ListInfo {
            list: list.id.to_string(),
            digest: list.digest.map(|digest| digest.to_string()).unwrap_or_default(),
            published_on: list.published_on.map(|day| day.to_string()).unwrap_or_default(),
            sample: list.sample,
        };
        lists.iter().map(info).collect()
    }

    /// What the plugin is handed of the hits, in their order.
    pub(super) fn handed_in(&self) -> Vec<policy::Hit> {
        self.hits.iter().filter_map(|one| Some(handed_in(&one.party, one.hit()?))).collect()
    }
}

fn handed_in(party: &str, hit: &Hit) -> policy::Hit {
    policy::Hit {
        party: party.to_owned(),
        list: hit.list.to_string(),
        entry: hit.entry.clone(),
        band: match hit.band {
            Band::Confirmed => HitBand::Confirmed,
            Band::Strong => HitBand::Strong,
            Band::Possible => HitBand::Possible,
            Band::Weak => HitBand::Weak,
        }
        .into(),
        programmes: hit.programmes.clone(),
        listed_on: listed_on(hit).map(|day| day.to_string()),
        delisted_on: hit.delisted.map(|days| days.to.to_string()),
    }
}

/// The day since when it is listed, if that is known, and so is the day on which it was taken off, if it was: a plugin decides by
/// such days, and must not where one is uncertain.
fn listed_on(hit: &Hit) -> Option<Date> {
    let certain = |days: Between| days.from == days.to;
    let listed = hit.listed.filter(|days| certain(*days) && hit.delisted.is_none_or(certain))?;
    Some(listed.to)
}

impl GapReason {
    fn cause(self) -> Cause {
        match self {
            Self::ListSample => Cause::ListSample,
            Self::ListStale => Cause::ListStale,
            _ => Cause::NotScreened,
        }
    }

    /// That a party was not screened against a list, for a cause of the matcher's.
    #[must_use]
    pub fn of(cause: screening::Cause) -> Self {
        match cause {
            screening::Cause::ListMissing => Self::ListMissing,
            screening::Cause::ListRefused => Self::ListRefused,
            screening::Cause::ListStale => Self::ListStale,
            screening::Cause::NameUnusable => Self::NameUnusable,
            screening::Cause::OverLimit => Self::OverLimit,
        }
    }

    /// It is about a party, not about the list.
    fn is_of_party(self) -> bool {
        matches!(self, Self::NameUnusable | Self::OverLimit)
    }
}

/// The lists that some wishes name and that are loaded, by id.
pub(super) fn looked_at(lists: &Lists, wishes: &[ScreeningWish]) -> Vec<ListStatus> {
    wishes.iter().filter_map(|wish| lists.loaded(&wish.list)).filter(|status| !status.stale).cloned().collect()
}

type Outcome = Result<Arc<Vec<Hit>>, screening::Cause>;

/// The parties of one record. What was screened is kept for the other plugins and dates.
pub(super) struct Parties<'a> {
    lists: &'a Lists,
    all: Vec<v1::Party>,
    outcomes: BTreeMap<ListId, Vec<Option<Outcome>>>,
}

impl<'a> Parties<'a> {
    /// Reads the parties of a record, if anybody wants them screened.
    pub(super) fn of(lists: &'a Lists, record: &EncodedRecord, wanted: bool) -> Self {
        let all = if wanted { comity_facts::parties(record.bytes()) } else { Vec::new() };
        Self { lists, all, outcomes: BTreeMap::new() }
    }

    /// Screens for a plugin; nothing if it wants nobody of the record screened.
    pub(super) fn screen(
        &mut self,
        jurisdiction: &Jurisdiction,
        wishes: &[ScreeningWish],
        as_of: Date,
    ) -> Option<Screening> {
        let mut screening =
            Screening { jurisdiction: jurisdiction.clone(), lists: Vec::new(), hits: Vec::new(), gaps: Vec::new() };
        let mut any = false;
        for wish in wishes {
            let wanted = wanted(&self.all, wish);
            any |= !wanted.is_empty();
            if !wanted.is_empty() {
                self.grant(wish, &wanted, as_of, &mut screening);
            }
        }
        any.then_some(screening)
    }

    fn grant(&mut self, wish: &ScreeningWish, wanted: &[usize], as_of: Date, screening: &mut Screening) {
        let before = screening.gaps.len();
        for at in wanted {
            let id: Arc<str> = self.all.get(*at).and_then(|party| party.id.as_deref()).unwrap_or_default().into();
            match self.outcome(&wish.list, *at) {
                Ok(hits) => {
                    let shown = hits.iter().enumerate().filter(|(_, hit)| hit.band <= Band::Possible);
                    let room = HITS_MAX.saturating_sub(screening.hits.len());
                    let (party, over) = (&id, shown.clone().count() > room);
                    let hit = |(at, _)| PartyHit { party: Arc::clone(party), hits: Arc::clone(&hits), at };
                    screening.hits.extend(shown.take(room).map(hit));
                    if over {
                        note(&mut screening.gaps, before, &wish.list, GapReason::OverLimit, &id);
                    }
                }
                Err(cause) => note(&mut screening.gaps, before, &wish.list, GapReason::of(cause), &id),
            }
        }
        let Some(status) = self.lists.loaded(&wish.list).filter(|status| !status.stale) else { return };
        screening.lists.push(status.clone());
        if status.sample {
            note(&mut screening.gaps, before, &wish.list, GapReason::ListSample, "");
        } else if let Some(from) = status.covers_from.filter(|day| as_of < *day) {
            let mut gap = Gap::new(&wish.list, GapReason::BeforeList);
            gap.detail = format!("{} is known from {from} on; {}", wish.list, GapReason::BeforeList.advice());
            screening.gaps.push(gap);
        }
    }

    fn outcome(&mut self, list: &ListId, at: usize) -> Outcome {
        if !self.outcomes.contains_key(list) {
            self.outcomes.insert(list.clone(), vec![None; self.all.len()]);
        }
        let (Some(party), Some(slot)) = (self.all.get(at), self.outcomes.get_mut(list).and_then(|all| all.get_mut(at)))
        else {
            return Err(screening::Cause::NameUnusable);
        };
        slot.get_or_insert_with(|| look_up(self.lists, list, party)).clone()
    }
}

impl Gap {
    fn new(list: &ListId, reason: GapReason) -> Self {
        Self { list: list.clone(), reason, parties: Vec::new(), detail: format!("{list}: {}", reason.advice()) }
    }
}

impl GapReason {
    /// What it means and what to do.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Self::ListSample => {
                "the project's sample, not the list; give the server the official list (`lists.*`, docs/operating.md)"
            }
            Self::ListStale => "older than its limit, so not looked at; update it, or raise `max_age_days`",
            Self::ListMissing => "not loaded; give the server the official list (`lists.*`, docs/operating.md)",
            Self::ListRefused => "refused when it was loaded; `comity lists status` says why",
            Self::BeforeList => {
                "who was taken off it before is not on it; import a snapshot of that time, or assert `lists`"
            }
            Self::NameUnusable => "a party without a name that can be compared was not screened; give its name",
            Self::OverLimit => "a party has more names, or longer ones, or more hits than one screening takes",
        }
    }
}

/// Adds a party to the gap of its kind; gaps of other lists lie before `from`.
fn note(gaps: &mut Vec<Gap>, from: usize, list: &ListId, reason: GapReason, party: &str) {
    let at = gaps.iter().skip(from).position(|gap| gap.reason == reason).map(|at| at + from);
    let at = at.unwrap_or_else(|| {
        gaps.push(Gap::new(list, reason));
        gaps.len() - 1
    });
    if let Some(gap) = gaps.get_mut(at).filter(|_| reason.is_of_party()) {
        gap.parties.push(party.to_owned());
    }
}

/// The parties that a wish is about: those with its roles, and their owners as deep as it says.
fn wanted(parties: &[v1::Party], wish: &ScreeningWish) -> Vec<usize> {
    if wish.roles.is_empty() {
        return (0..parties.len()).collect();
    }
    let has = |party: &v1::Party| party.roles.iter().any(|role| wish.roles.contains(role));
    let mut found: Vec<bool> = parties.iter().map(has).collect();
    let mut layer: Vec<usize> = (0..parties.len()).filter(|at| found.get(*at) == Some(&true)).collect();
    for _ in 0..wish.owner_depth {
        let owners = layer.iter().filter_map(|at| parties.get(*at)).flat_map(|party| &party.owners);
        let named: Vec<&str> = owners.flat_map(|all| &all.items).filter_map(|share| share.owner.as_deref()).collect();
        let is_new = |(at, party): &(usize, &v1::Party)| {
            found.get(*at) == Some(&false) && party.id.as_deref().is_some_and(|id| named.contains(&id))
        };
        layer = parties.iter().enumerate().filter(is_new).map(|(at, _)| at).collect();
        for at in &layer {
            if let Some(one) = found.get_mut(*at) {
                *one = true;
            }
        }
    }
    (0..parties.len()).filter(|at| found.get(*at) == Some(&true)).collect()
}

fn look_up(lists: &Lists, list: &ListId, party: &v1::Party) -> Outcome {
    with_subject(party, |subject| lists.look_up(list, subject))
}

/// Reads of a party what screening compares.
pub fn with_subject<T>(party: &v1::Party, then: impl FnOnce(&Subject<'_>) -> T) -> T {
    let principal = party.name.iter().map(|text| SubjectName { text, quality: NameQuality::Primary });
    let aliases = party.aliases.iter().flat_map(|aliases| &aliases.items);
    let others = aliases.filter_map(|alias| {
        let quality = match alias.quality() {
            AliasQuality::Weak => NameQuality::Weak,
            AliasQuality::Former => NameQuality::Former,
            AliasQuality::Strong | AliasQuality::Unspecified => NameQuality::Strong,
        };
        Some(SubjectName { text: alias.name.as_deref()?, quality })
    });
    let names: Vec<_> = principal.chain(others).collect();
    let births = party.birth_dates.iter().flat_map(|dates| &dates.items);
    // Open at one end it says too little to speak for or against anybody.
    let births = births.filter_map(|date| {
        let day = |text: &Option<String>| Date::read(text.as_deref()?);
        Some((day(&date.earliest)?, day(&date.latest)?))
    });
    let documents = party.identifiers.iter().flat_map(|identifiers| &identifiers.items);
    let identifiers = documents.filter_map(|document| {
        let country = document.country.as_deref().and_then(alpha2);
        Some(SubjectIdentifier { kind: document_kind(document.kind()), value: document.value.as_deref()?, country })
    });
    let subject = Subject {
        id: party.id.as_deref().unwrap_or_default(),
        kind: kind(party.kind()),
        sex: sex(party.sex()),
        names: &names,
        births: &births.collect::<Vec<_>>(),
        identifiers: &identifiers.collect::<Vec<_>>(),
        country: party.country.as_deref().and_then(alpha2),
    };
    then(&subject)
}

fn sex(sex: v1::Sex) -> Option<Sex> {
    match sex {
        v1::Sex::Unspecified => None,
        v1::Sex::Female => Some(Sex::Female),
        v1::Sex::Male => Some(Sex::Male),
    }
}

fn kind(kind: PartyKind) -> Option<Kind> {
    match kind {
        PartyKind::Unspecified => None,
        PartyKind::Individual => Some(Kind::Person),
        PartyKind::Entity => Some(Kind::Entity),
        PartyKind::Vessel => Some(Kind::Vessel),
        PartyKind::Aircraft => Some(Kind::Aircraft),
    }
}

fn document_kind(kind: IdentifierKind) -> DocumentKind {
    match kind {
        IdentifierKind::Passport => DocumentKind::Passport,
        IdentifierKind::NationalId => DocumentKind::NationalId,
        IdentifierKind::Registration => DocumentKind::Registration,
        IdentifierKind::Tax => DocumentKind::Tax,
        IdentifierKind::Imo => DocumentKind::Imo,
        IdentifierKind::Bic => DocumentKind::Bic,
        IdentifierKind::Other | IdentifierKind::Unspecified => DocumentKind::Other,
    }
}

#[cfg(test)]
#[path = "screen_tests.rs"]
mod tests;
