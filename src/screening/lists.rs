//! All lists of a moment: loaded or refused, immutable, with one digest.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    cache::{Cache, Outcome},
    entry::Entry,
    error::ListError,
    format::ListFormat,
    history,
    hit::{Cause, Hit, Screened},
    matching::{Comparison, Folding, Found, Matcher, Retrieval},
    report::Report,
    sample,
    snapshot::Snapshot,
    source::{self, ListSource},
    subject::Subject,
};
use crate::domain::{Date, Digest, ListId};

/// The matcher and its tables. Changes whenever an answer can: part of every digest.
pub const MATCHER: &str = "comity-matcher/5";
/// Most hits of one party on one list; more is [`Cause::OverLimit`], never a shorter answer.
pub const HITS_MAX: usize = 256;

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
    digest: Digest,
    /// Place of its first entry over all lists.
    first: u32,
}

/// All lists of a moment. Immutable; a clone is cheap.
#[derive(Clone, Debug)]
pub struct Lists {
    statuses: Vec<ListStatus>,
    loaded: Arc<Loadeds>,
    matcher: Arc<Matcher>,
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
        let (mut folding, mut loaded) = (Folding::default(), Loadeds::default());
        let (mut statuses, mut former) = (Vec::new(), Vec::new());
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
                folding.add(&entries, &mut report);
                statuses.push(status(&supply, list.clone(), last));
                loaded.add(list.clone(), entries, last.digest());
            }
            let report = Arc::new(report);
            for status in statuses.iter_mut().skip(from) {
                status.outcome = Ok(Arc::clone(&report));
            }
            taken.extend(lists);
            former.extend(former_ones(&supply.snapshots));
        }
        let (matcher, cache) = (Arc::new(folding.close()), Arc::new(Cache::of(remembered)));
        let loaded = Arc::new(loaded);
        let mut lists = Self { digest: digest(&statuses, former), statuses, loaded, matcher, cache, day: today };
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

    /// The day as of which they are seen.
    #[must_use]
    pub fn day(&self) -> Date {
        self.day
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
        self.loaded.of(list).map_or(&[], |loaded| &loaded.entries)
    }

    /// The same lists with some of their entries alone, weighed as among all: whom these resemble is found as before.
    pub(super) fn only(&self, wanted: impl Fn(&Entry) -> bool) -> Self {
        let (mut folding, mut some) = (Folding::default(), Loadeds::default());
        for (list, loaded) in &self.loaded.lists {
            let entries: Vec<Entry> = loaded.entries.iter().filter(|entry| wanted(entry)).cloned().collect();
            folding.add(&entries, &mut Report::default());
            some.add(list.clone(), Arc::new(entries), loaded.digest);
        }
        let matcher = Arc::new(folding.weighed_as(&self.matcher));
        Self { loaded: Arc::new(some), matcher, cache: Arc::new(Cache::of(0)), ..self.clone() }
    }

    /// Whether a name's words weigh otherwise among other lists.
    pub(super) fn weighs_otherwise(&self, other: &Self, name: &str) -> bool {
        self.matcher.weighs_otherwise(&other.matcher, name)
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
        self.look_up_by(list, subject, Comparison::default())
    }

    /// The same by another comparison.
    pub(super) fn look_up_by(
        &self,
        list: &ListId,
        subject: &Subject<'_>,
        comparison: Comparison,
    ) -> Result<Arc<Vec<Hit>>, Cause> {
        self.serving(list)?;
        self.cache.get((subject, comparison), || self.hits(subject, (Retrieval::Index, comparison))).of_list(list)
    }

    /// Screens a party against a list.
    #[must_use]
    pub fn screen(&self, list: &ListId, subject: &Subject<'_>) -> Screened {
        self.screen_by(list, subject, Retrieval::Index)
    }

    /// As [`Self::screen`], but compares the party with every entry: what the index is held to, for tests and figures.
    #[must_use]
    pub fn screen_exhaustively(&self, list: &ListId, subject: &Subject<'_>) -> Screened {
        self.screen_by(list, subject, Retrieval::All)
    }

    pub(super) fn screen_by(&self, list: &ListId, subject: &Subject<'_>, retrieval: Retrieval) -> Screened {
        match self.serving(list).and_then(|()| self.hits(subject, (retrieval, Comparison::default())).of_list(list)) {
            Ok(hits) => Screened::Hits(Arc::unwrap_or_clone(hits)),
            Err(cause) => Screened::NotScreened(cause),
        }
    }

    /// What a party comes to on all lists, stale ones included.
    fn hits(&self, subject: &Subject<'_>, by: (Retrieval, Comparison)) -> Outcome {
        let asking = match self.matcher.asking(subject) {
            Ok(asking) => asking,
            Err(cause) => return Outcome::not_screened(cause),
        };
        let found = self.matcher.find(&asking, by, |at| self.loaded.entry(at).map(|(_, entry)| entry));
        let found = match found {
            Ok(found) => found,
            Err(cause) => return Outcome::not_screened(cause),
        };
        let mut of_list: BTreeMap<&ListId, Vec<Found>> = BTreeMap::new();
        for one in found {
            if let Some((_, entry)) = self.loaded.entry(one.entry) {
                of_list.entry(&entry.list).or_default().push(one);
            }
        }
        let mut outcome = Outcome::of(asking.is_usable());
        for (list, found) in of_list {
            if found.len() > HITS_MAX {
                outcome.add(list.clone(), Err(Cause::OverLimit));
                continue;
            }
            let hit = |one: Found| {
                let (loaded, entry) = self.loaded.entry(one.entry)?;
                Some(self.matcher.hit(&asking, entry, one, loaded.digest))
            };
            let mut hits: Vec<Hit> = found.into_iter().filter_map(hit).collect();
            hits.sort_by(|a, b| (a.band, b.score, &a.entry).cmp(&(b.band, a.score, &b.entry)));
            outcome.add(list.clone(), Ok(Arc::new(hits)));
        }
        outcome
    }

    /// Whether a list can be screened against; else why not.
    fn serving(&self, list: &ListId) -> Result<(), Cause> {
        if self.loaded.of(list).is_none() {
            let refused = |status: &ListStatus| status.outcome.is_err() && is_of(list, status.format);
            return Err(if self.statuses.iter().any(refused) { Cause::ListRefused } else { Cause::ListMissing });
        }
        let stale = self.statuses.iter().any(|status| status.id == *list && status.stale && status.outcome.is_ok());
        if stale { Err(Cause::ListStale) } else { Ok(()) }
    }

    fn mark_stale(&mut self) {
        for status in &mut self.statuses {
            let age = status.published_on.map_or(0, |published| self.day.days_since(published));
            let limit = status.max_age_days.map_or(i32::MAX, |days| i32::try_from(days).unwrap_or(i32::MAX));
            status.stale = age > limit;
        }
    }
}

/// Snapshots before the one that serves: they say who was listed when, and who is no more.
fn former_ones(snapshots: &[Arc<Snapshot>]) -> impl Iterator<Item = String> {
    let former = snapshots.split_last().map_or(&[][..], |(_, former)| former);
    former.iter().map(|one| format!("{} {} {}", one.format().family(), one.digest(), one.published_on()))
}

fn digest(statuses: &[ListStatus], former: Vec<String>) -> Digest {
    let mut pieces = vec![MATCHER.to_owned()];
    for status in statuses {
        let digest = status.digest.map_or_else(|| "refused".to_owned(), |digest| digest.to_string());
        let days = (status.published_on, status.covers_from);
        pieces.push(format!("{} {digest} {days:?} {}", status.id, status.sample));
    }
    pieces.extend(former);
    Digest::of_pieces(pieces.iter().map(String::as_bytes))
}

/// The lists that are loaded, by id, and their entries in a row.
#[derive(Debug, Default)]
struct Loadeds {
    lists: BTreeMap<ListId, Loaded>,
    /// Lists by the place of their first entry, ascending.
    in_row: Vec<(u32, ListId)>,
    entries: u32,
}

impl Loadeds {
    fn add(&mut self, list: ListId, entries: Arc<Vec<Entry>>, digest: Digest) {
        let first = self.entries;
        self.entries += u32::try_from(entries.len()).unwrap_or(u32::MAX);
        self.in_row.push((first, list.clone()));
        self.lists.insert(list, Loaded { entries, digest, first });
    }

    fn of(&self, list: &ListId) -> Option<&Loaded> {
        self.lists.get(list)
    }

    /// The entry of a place over all lists, and its list.
    fn entry(&self, at: u32) -> Option<(&Loaded, &Entry)> {
        // Empty lists begin where the next one does.
        let after = self.in_row.partition_point(|(first, _)| *first <= at);
        let (_, list) = self.in_row.get(after.checked_sub(1)?)?;
        let loaded = self.of(list)?;
        Some((loaded, loaded.entries.get((at - loaded.first) as usize)?))
    }
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
