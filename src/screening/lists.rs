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
    eu,
    fold::Folded,
    hit::{Cause, Hit, Screened},
    index::{Index, Vocabulary},
    judge::{self, BestPair, Pairs},
    ofac,
    report::Report,
    sample,
    score::{self, Weighed},
    source::{self, ListFormat, ListSource},
    subject::Subject,
    un,
};
use crate::domain::{Date, Digest, ListId};

/// The matcher and its tables. Changes whenever an answer can: part of every digest.
pub const MATCHER: &str = "comity-matcher/1";
/// Most hits of one party on one list; more is [`Cause::OverLimit`], never a shorter answer.
pub const HITS_MAX: usize = 256;
/// Most names, births or identifiers of a party.
pub const SUBJECT_ITEMS_MAX: usize = 64;

/// What a format's file made of a source.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) entries: Vec<Entry>,
    /// The day that the list itself says it was published.
    pub(super) published_on: Option<Date>,
    pub(super) report: Report,
}

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
    /// Entries of this list.
    pub entries: usize,
    /// What loading its source came to; one report for all lists of a source.
    pub outcome: Result<Arc<Report>, ListError>,
}

/// A list that can be screened against.
#[derive(Debug)]
struct Loaded {
    entries: Vec<Entry>,
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

/// A source that was read, before the index.
struct Source {
    by_list: BTreeMap<ListId, Vec<Entry>>,
    digest: Digest,
    published_on: Date,
    report: Report,
}

/// An entry's names, folded; none where a name is too long to be compared.
type FoldedNames = Vec<Option<Folded>>;

impl Lists {
    /// Reads the sources; `remembered` screenings are kept. Never fails whole: each source is loaded or refused, see
    /// [`Lists::status`].
    #[must_use]
    pub fn load(sources: &[ListSource], remembered: usize, today: Date) -> Self {
        let mut taken = BTreeSet::new();
        let read: Vec<_> = sources.iter().map(|source| (source, read(source, today, &mut taken))).collect();
        let mut vocabulary = Vocabulary::default();
        let mut folded: Vec<(ListId, Vec<Entry>, Vec<FoldedNames>, Digest)> = Vec::new();
        let mut statuses = Vec::new();
        for (source, outcome) in read {
            match outcome {
                Ok(mut good) => {
                    for (list, entries) in std::mem::take(&mut good.by_list) {
                        let names = fold(&entries, &mut vocabulary, &mut good.report);
                        statuses.push(status(source, list.clone(), entries.len(), &good));
                        folded.push((list, entries, names, good.digest));
                    }
                    share_report(&mut statuses, good.digest, good.report);
                }
                Err(error) => statuses.extend(refused(source, error)),
            }
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
        pieces.push(format!("{} {digest} {:?} {}", status.id, status.published_on, status.sample));
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

fn read(source: &ListSource, today: Date, taken: &mut BTreeSet<ListId>) -> Result<Source, ListError> {
    let files = source::read(source)?;
    let file = || files.first().map(|file| file.name.clone()).unwrap_or_default();
    let parsed = match source.format {
        ListFormat::OfacSdnCsv | ListFormat::OfacConsCsv => ofac::parse(source.format, &files)?,
        ListFormat::UnXml => un::parse(&files)?,
        ListFormat::EuFsfXml => eu::parse(&files)?,
    };
    if parsed.entries.is_empty() {
        return Err(ListError::Empty { file: file() });
    }
    let published_on = match parsed.published_on {
        Some(day) => Some(day),
        None => source::published_on(source)?,
    };
    let published_on = published_on.ok_or_else(|| ListError::NoDate { file: file() })?;
    // One day of grace: a list can be a day ahead of another time zone.
    if published_on > today.next() {
        return Err(ListError::Future { file: file(), published_on, today });
    }
    let mut by_list: BTreeMap<ListId, Vec<Entry>> = BTreeMap::new();
    for entry in parsed.entries {
        by_list.entry(entry.list.clone()).or_default().push(entry);
    }
    if let Some(list) = by_list.keys().find(|list| taken.contains(*list)) {
        return Err(ListError::Twice { list: list.clone() });
    }
    taken.extend(by_list.keys().cloned());
    Ok(Source { by_list, digest: source::digest(&files), published_on, report: parsed.report })
}

fn fold(entries: &[Entry], vocabulary: &mut Vocabulary, report: &mut Report) -> Vec<FoldedNames> {
    let mut all = Vec::with_capacity(entries.len());
    for entry in entries {
        report.count(entry);
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

fn status(source: &ListSource, id: ListId, entries: usize, good: &Source) -> ListStatus {
    ListStatus {
        id,
        format: source.format,
        digest: Some(good.digest),
        published_on: Some(good.published_on),
        sample: source.sample,
        stale: false,
        max_age_days: source.max_age_days,
        entries,
        outcome: Ok(Arc::default()),
    }
}

fn share_report(statuses: &mut [ListStatus], digest: Digest, report: Report) {
    let report = Arc::new(report);
    for status in statuses.iter_mut().filter(|status| status.digest == Some(digest)) {
        status.outcome = Ok(Arc::clone(&report));
    }
}

fn refused(source: &ListSource, error: ListError) -> Option<ListStatus> {
    Some(ListStatus {
        id: source.format.family().parse().ok()?,
        format: source.format,
        digest: None,
        published_on: None,
        sample: source.sample,
        stale: false,
        max_age_days: source.max_age_days,
        entries: 0,
        outcome: Err(error),
    })
}

/// Whether a source of the format would hold the list.
fn is_of(list: &ListId, format: ListFormat) -> bool {
    let family = format.family();
    let rest = list.as_str().strip_prefix(family);
    match format {
        ListFormat::OfacSdnCsv | ListFormat::OfacConsCsv => rest == Some(""),
        ListFormat::UnXml | ListFormat::EuFsfXml => rest.is_some_and(|rest| rest.starts_with('-')),
    }
}
