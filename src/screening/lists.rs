//! All lists of a moment: loaded or refused, immutable, with one digest.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    cache::Cache,
    entry::{Entry, NameQuality, normal_number},
    error::ListError,
    fold::Folded,
    format::ListFormat,
    history,
    hit::{Cause, Hit, Screened},
    index::{Index, Vocabulary},
    judge::{self, BestPair, Pairs},
    report::Report,
    sample,
    score::{self, Weighed},
    snapshot::Snapshot,
    source::{self, ListSource},
    subject::Subject,
};
use crate::domain::{Date, Digest, ListId};

/// The matcher and its tables. Changes whenever an answer can: part of every digest.
pub const MATCHER: &str = "comity-matcher/1";
/// Most hits of one party on one list; more is [`Cause::OverLimit`], never a shorter answer.
pub const HITS_MAX: usize = 256;
/// Most names, births or identifiers of a party.
pub const SUBJECT_ITEMS_MAX: usize = 64;

/// A list, as an operator sees it.
#[derive(Clone, Debug)]
pub struct ListStatus {
    /// The list; of a refused source of several lists the beginning of their ids (`UN`, `EU`).
    pub id: ListId,
    /// The format of its source.
    pub format: ListFormat,
    /// SHA-256 over the files of the snapshot; none if refused.
    pub digest: Option<Digest>,
    /// The day of publication; none if refused.
    pub published_on: Option<Date>,
    /// The project's sample: an answer that rests on it is incomplete.
    pub sample: bool,
    /// Older than its limit: it is not screened against.
    pub stale: bool,
    /// Days after publication until it is stale.
    pub max_age_days: Option<u32>,
    /// Entries of this list, without those that were taken off it.
    pub entries: usize,
    /// The oldest day that its snapshots cover; none if refused. Before it, who was taken off since is not known.
    pub covers_from: Option<Date>,
    /// Why a newer snapshot was refused, while this one goes on serving.
    pub kept: Option<ListError>,
    /// What loading its source came to; one report for all lists of a source.
    pub outcome: Result<Arc<Report>, ListError>,
}

/// What is known of a source: its snapshots, and why a newer one was refused.
#[derive(Clone, Debug)]
pub struct Supply {
    /// Its format; of a refused source the one that was expected.
    pub format: ListFormat,
    /// Its snapshots, the oldest first; the last one serves. Nothing: refused.
    pub snapshots: Vec<Arc<Snapshot>>,
    /// Why there is none, or none that is newer.
    pub refused: Option<ListError>,
    /// It is the project's sample.
    pub sample: bool,
    /// Days after publication until it is stale; none: never.
    pub max_age_days: Option<u32>,
}

impl Supply {
    /// Reads a source once.
    fn of(source: &ListSource, today: Date) -> Self {
        let read = source::read(source)
            .and_then(|(files, published_on)| Snapshot::read(source.format, files, published_on, today));
        let (snapshots, refused) = match read {
            Ok(snapshot) => (vec![Arc::new(snapshot)], None),
            Err(error) => (Vec::new(), Some(error)),
        };
        let ListSource { format, sample, max_age_days, .. } = *source;
        Self { format, snapshots, refused, sample, max_age_days }
    }
}

/// A list that can be screened against.
#[derive(Debug)]
struct Loaded {
    entries: Arc<Vec<Entry>>,
    index: Index,
    digest: Digest,
}

/// All lists of a moment. Immutable; a clone is cheap.
#[derive(Clone, Debug)]
pub struct Lists {
    statuses: Vec<ListStatus>,
    loaded: BTreeMap<ListId, Arc<Loaded>>,
    vocabulary: Arc<Vocabulary>,
    cache: Arc<Cache>,
    day: Date,
    digest: Digest,
}

/// How often a party was screened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheCounts {
    /// It had been before, against the same snapshot.
    pub found: u64,
    /// It had not.
    pub made: u64,
}

/// An entry's names, folded; none where a name is too long to be compared.
type FoldedNames = Vec<Option<Folded>>;

impl Lists {
    /// Reads the sources; `remembered` screenings are kept. Never fails whole: each source is loaded or refused, see
    /// [`Lists::status`].
    #[must_use]
    pub fn load(sources: &[ListSource], remembered: usize, today: Date) -> Self {
        Self::of(sources.iter().map(|source| Supply::of(source, today)).collect(), remembered, today)
    }

    /// Brings what is supplied together; of two sources with the same list the first has it.
    #[must_use]
    pub fn of(supplies: Vec<Supply>, remembered: usize, today: Date) -> Self {
        let mut taken = BTreeSet::new();
        let mut vocabulary = Vocabulary::default();
        let mut folded: Vec<(ListId, Arc<Vec<Entry>>, Vec<FoldedNames>, Digest)> = Vec::new();
        let mut statuses = Vec::new();
        for mut supply in supplies {
            let lists = history::lists(&supply.snapshots);
            if let Some(list) = lists.iter().find(|list| taken.contains(*list)) {
                supply.refused = Some(ListError::Twice { list: list.clone() });
                supply.snapshots.clear();
            }
            let Some(last) = supply.snapshots.last() else {
                statuses.extend(refused(&supply));
                continue;
            };
            let (from, mut report) = (statuses.len(), last.report().clone());
            for list in &lists {
                let entries = history::entries(list, &supply.snapshots);
                let names = fold(&entries, &mut vocabulary, &mut report);
                statuses.push(status(&supply, list.clone(), last));
                folded.push((list.clone(), entries, names, last.digest()));
            }
            let report = Arc::new(report);
            for status in statuses.iter_mut().skip(from) {
                status.outcome = Ok(Arc::clone(&report));
            }
            taken.extend(lists);
        }
        let loaded = folded.into_iter().map(|(list, entries, names, digest)| {
            let index = Index::of(&entries, &names, &vocabulary);
            (list, Arc::new(Loaded { entries, index, digest }))
        });
        let loaded = loaded.collect();
        let (vocabulary, cache) = (Arc::new(vocabulary), Arc::new(Cache::of(remembered)));
        let mut lists = Self { digest: digest(&statuses), statuses, loaded, vocabulary, cache, day: today };
        lists.mark_stale();
        lists
    }

    /// The samples of the project, in the three official formats, embedded. Each is marked as one and never stale.
    #[must_use]
    pub fn sample(remembered: usize, today: Date) -> Self {
        Self::load(&sample::sources(), remembered, today)
    }

    /// No lists at all: every screening is [`Cause::ListMissing`].
    #[must_use]
    pub fn none() -> Self {
        Self::load(&[], 0, Date::of(1970, 1, 1))
    }

    /// The same lists as seen on another day: what is stale is found anew, nothing is read.
    #[must_use]
    pub fn as_of(&self, today: Date) -> Cow<'_, Self> {
        if today == self.day {
            return Cow::Borrowed(self);
        }
        let mut lists = Self { day: today, ..self.clone() };
        lists.mark_stale();
        Cow::Owned(lists)
    }

    /// Every list, and every source that was refused.
    pub fn status(&self) -> impl Iterator<Item = &ListStatus> {
        self.statuses.iter()
    }

    /// The digest over everything that an answer depends on beside the day: matcher, snapshots, what is refused.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The entries of a list, in its order.
    pub fn entries(&self, list: &ListId) -> &[Entry] {
        self.loaded.get(list).map_or(&[], |loaded| &loaded.entries)
    }

    /// The same lists with some of their entries alone, weighed as among all: whom these resemble is found as before.
    pub(super) fn only(&self, wanted: impl Fn(&Entry) -> bool) -> Self {
        let of_list = |(list, loaded): (&ListId, &Arc<Loaded>)| {
            let entries: Vec<Entry> = loaded.entries.iter().filter(|entry| wanted(entry)).cloned().collect();
            // The words are counted already.
            let names = fold(&entries, &mut Vocabulary::default(), &mut Report::default());
            let index = Index::of(&entries, &names, &self.vocabulary);
            (list.clone(), Arc::new(Loaded { entries: Arc::new(entries), index, digest: loaded.digest }))
        };
        Self { loaded: self.loaded.iter().map(of_list).collect(), cache: Arc::new(Cache::of(0)), ..self.clone() }
    }

    /// Whether a name's words weigh otherwise among other lists.
    pub(super) fn weighs_otherwise(&self, other: &Self, name: &str) -> bool {
        if Arc::ptr_eq(&self.vocabulary, &other.vocabulary) {
            return false;
        }
        let Some(name) = Folded::of(name).filter(|name| !name.words.is_empty()) else { return false };
        self.vocabulary.weigh(name.clone()).weights != other.vocabulary.weigh(name).weights
    }

    /// The status of a list that is loaded.
    #[must_use]
    pub fn loaded(&self, list: &ListId) -> Option<&ListStatus> {
        self.statuses.iter().find(|status| status.id == *list && status.outcome.is_ok())
    }

    /// How often [`Self::look_up`] found what it was asked for, over all clones.
    #[must_use]
    pub fn cache_counts(&self) -> CacheCounts {
        let (found, made) = self.cache.counts();
        CacheCounts { found, made }
    }

    /// Screens a party against a list, unless it has been before. As [`Self::screen`], but the hits are shared.
    ///
    /// # Errors
    /// Why it was not screened.
    pub fn look_up(&self, list: &ListId, subject: &Subject<'_>) -> Result<Arc<Vec<Hit>>, Cause> {
        let loaded = self.serving(list)?;
        self.cache.get(list, subject, || self.hits(loaded, subject, Retrieval::Index).map(Arc::new))
    }

    /// Screens a party against a list.
    #[must_use]
    pub fn screen(&self, list: &ListId, subject: &Subject<'_>) -> Screened {
        self.screen_by(list, subject, Retrieval::Index)
    }

    pub(super) fn screen_by(&self, list: &ListId, subject: &Subject<'_>, retrieval: Retrieval) -> Screened {
        match self.serving(list).and_then(|loaded| self.hits(loaded, subject, retrieval)) {
            Ok(hits) => Screened::Hits(hits),
            Err(cause) => Screened::NotScreened(cause),
        }
    }

    fn hits(&self, loaded: &Loaded, subject: &Subject<'_>, retrieval: Retrieval) -> Result<Vec<Hit>, Cause> {
        let names = self.folded(subject)?;
        let mut hits: Vec<Hit> = Vec::new();
        for (entry, pairs) in loaded.candidates(subject, &names, retrieval) {
            let Some(listed) = loaded.entries.get(entry) else { continue };
            let folded = |pair: &BestPair| {
                let right = loaded.index.names_of(entry).iter().find(|name| name.name == pair.listed)?;
                Some((names.get(pair.subject)?.as_ref()?, &right.weighed))
            };
            hits.extend(judge::hit(subject, listed, &pairs, loaded.digest, folded));
        }
        let usable = names.iter().zip(subject.names).any(|(name, given)| {
            given.quality != NameQuality::Weak && name.as_ref().is_some_and(|name| name.name.is_usable())
        });
        match () {
            () if hits.is_empty() && !usable => return Err(Cause::NameUnusable),
            () if hits.len() > HITS_MAX => return Err(Cause::OverLimit),
            () => {}
        }
        hits.sort_by(|a, b| (a.band, b.score, &a.entry).cmp(&(b.band, a.score, &b.entry)));
        Ok(hits)
    }

    fn serving(&self, list: &ListId) -> Result<&Loaded, Cause> {
        let Some(loaded) = self.loaded.get(list) else {
            let refused = |status: &ListStatus| status.outcome.is_err() && is_of(list, status.format);
            return Err(if self.statuses.iter().any(refused) { Cause::ListRefused } else { Cause::ListMissing });
        };
        let stale = self.statuses.iter().any(|status| status.id == *list && status.stale && status.outcome.is_ok());
        if stale { Err(Cause::ListStale) } else { Ok(loaded) }
    }

    fn folded(&self, subject: &Subject<'_>) -> Result<Vec<Option<Weighed>>, Cause> {
        let most = subject.names.len().max(subject.births.len()).max(subject.identifiers.len());
        if most > SUBJECT_ITEMS_MAX {
            return Err(Cause::OverLimit);
        }
        let fold = |text: &str| Folded::of(text).ok_or(Cause::OverLimit);
        let weighed = |name: Folded| (!name.words.is_empty()).then(|| self.vocabulary.weigh(name));
        subject.names.iter().map(|name| fold(name.text).map(weighed)).collect()
    }

    fn mark_stale(&mut self) {
        for status in &mut self.statuses {
            let age = status.published_on.map_or(0, |published| self.day.days_since(published));
            let limit = status.max_age_days.map_or(i32::MAX, |days| i32::try_from(days).unwrap_or(i32::MAX));
            status.stale = age > limit;
        }
    }
}

fn digest(statuses: &[ListStatus]) -> Digest {
    let mut pieces = vec![MATCHER.to_owned()];
    for status in statuses {
        let digest = status.digest.map_or_else(|| "refused".to_owned(), |digest| digest.to_string());
        let days = (status.published_on, status.covers_from);
        pieces.push(format!("{} {digest} {days:?} {}", status.id, status.sample));
    }
    Digest::of_pieces(pieces.iter().map(String::as_bytes))
}

/// How entries to compare are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retrieval {
    /// By the index.
    Index,
    /// All of them: what the index is held to.
    All,
}

impl Loaded {
    /// The entries to judge, ascending, with the best pairs of names.
    fn candidates(
        &self,
        subject: &Subject<'_>,
        names: &[Option<Weighed>],
        retrieval: Retrieval,
    ) -> BTreeMap<usize, Pairs> {
        let mut found: BTreeMap<usize, Pairs> = BTreeMap::new();
        let by_document = self.by_document(subject, retrieval);
        for (at, ours) in names.iter().enumerate().filter_map(|(at, name)| Some((at, name.as_ref()?))) {
            let weak = subject.names.get(at).is_some_and(|name| name.quality == NameQuality::Weak);
            let see = |listed: u32, found: &mut BTreeMap<usize, Pairs>, least: u32| {
                let Some(name) = self.index.name(listed) else { return };
                let similarity = score::similarity(ours, &name.weighed);
                if similarity >= least {
                    let pair = BestPair { similarity, subject: at, listed: name.name };
                    let weak_listed = self.quality(name.entry, name.name) == NameQuality::Weak;
                    found.entry(name.entry).or_default().see(pair, weak || weak_listed);
                }
            };
            let all = || (0..u32::try_from(self.index.names.len()).unwrap_or(u32::MAX)).collect();
            let candidates: Vec<u32> = if retrieval == Retrieval::All { all() } else { self.index.candidates(ours) };
            for listed in candidates {
                see(listed, &mut found, score::ALIKE_MIN);
            }
        }
        for entry in by_document {
            let pairs = self.all_pairs(entry, subject, names);
            found.insert(entry, pairs);
        }
        found
    }

    fn quality(&self, entry: usize, name: usize) -> NameQuality {
        self.entries.get(entry).and_then(|entry| entry.names.get(name)).map_or(NameQuality::Weak, |name| name.quality)
    }

    fn by_document(&self, subject: &Subject<'_>, retrieval: Retrieval) -> BTreeSet<usize> {
        let near: BTreeSet<usize> = match retrieval {
            Retrieval::All => (0..self.entries.len()).collect(),
            Retrieval::Index => {
                let numbers = subject.identifiers.iter().map(|document| normal_number(document.kind, document.value));
                numbers.flat_map(|number| self.index.with_document(&number).to_vec()).collect()
            }
        };
        let leads = |at: &usize| self.entries.get(*at).is_some_and(|entry| judge::document_leads(subject, entry));
        near.into_iter().filter(leads).collect()
    }

    /// An entry that a document leads to shows its best name, however unlike.
    fn all_pairs(&self, entry: usize, subject: &Subject<'_>, names: &[Option<Weighed>]) -> Pairs {
        let mut pairs = Pairs::default();
        for (at, ours) in names.iter().enumerate().filter_map(|(at, name)| Some((at, name.as_ref()?))) {
            let weak = subject.names.get(at).is_some_and(|name| name.quality == NameQuality::Weak);
            for name in self.index.names_of(entry) {
                let similarity = score::similarity(ours, &name.weighed);
                let weak = weak || self.quality(entry, name.name) == NameQuality::Weak;
                pairs.see(BestPair { similarity, subject: at, listed: name.name }, weak);
            }
        }
        pairs
    }
}

fn fold(entries: &[Entry], vocabulary: &mut Vocabulary, report: &mut Report) -> Vec<FoldedNames> {
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        let mut folded: FoldedNames = Vec::with_capacity(entry.names.len());
        for name in &entry.names {
            let one = Folded::of(&name.text).filter(|folded| !folded.words.is_empty());
            match &one {
                Some(one) => vocabulary.add(one),
                None => report.unknown("a name too long or without letters to compare", &entry.id, &name.text),
            }
            folded.push(one);
        }
        all.push(folded);
    }
    all
}

fn status(supply: &Supply, id: ListId, last: &Snapshot) -> ListStatus {
    ListStatus {
        entries: last.entries(&id).len(),
        id,
        format: supply.format,
        digest: Some(last.digest()),
        published_on: Some(last.published_on()),
        sample: supply.sample,
        stale: false,
        max_age_days: supply.max_age_days,
        covers_from: supply.snapshots.first().map(|first| first.published_on()),
        kept: supply.refused.clone(),
        outcome: Ok(Arc::default()),
    }
}

fn refused(supply: &Supply) -> Option<ListStatus> {
    Some(ListStatus {
        id: supply.format.family().parse().ok()?,
        format: supply.format,
        digest: None,
        published_on: None,
        sample: supply.sample,
        stale: false,
        max_age_days: supply.max_age_days,
        entries: 0,
        covers_from: None,
        kept: None,
        outcome: Err(supply.refused.clone()?),
    })
}

/// Whether a source of the format would hold the list.
fn is_of(list: &ListId, format: ListFormat) -> bool {
    let rest = list.as_str().strip_prefix(format.family());
    if format.origin().is_one() { rest == Some("") } else { rest.is_some_and(|rest| rest.starts_with('-')) }
}
