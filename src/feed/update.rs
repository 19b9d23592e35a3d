//! Reading the places again: what is new and good is taken, what is not is refused, and what served goes on serving.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    archive::{Archive, ArchiveError, Damaged, Kept},
    fetch::{Answer, FetchSettings, Fetcher, Validator},
    guard::{self, Before},
    import::{self, Imported},
    meters::{Meters, SourceMeters},
    roots::Roots,
};
use crate::{
    domain::{Date, Digest},
    screening::{self, FILE_BYTES_MAX, ListError, ListFormat, Lists, Origin, RawFile, Snapshot, Supply},
};

/// What a snapshot of the history that cannot be read is in the report of the list that serves.
pub(super) const DAMAGED: &str = "a damaged snapshot of the history";

/// Where a list is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A file, or a folder with the legacy CSV of OFAC.
    Path(PathBuf),
    /// An address; one that ends with a slash is a folder with the legacy CSV of OFAC.
    Url(String),
}

impl Place {
    /// A place as it is written: what begins with `http://` or `https://` is an address.
    #[must_use]
    pub fn of(text: PathBuf) -> Self {
        match text.to_str().filter(|text| text.starts_with("http://") || text.starts_with("https://")) {
            Some(url) => Self::Url(url.to_owned()),
            None => Self::Path(text),
        }
    }
}

/// A list that is to be had.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Whose it is.
    pub origin: Origin,
    /// Where it is; none where only the history has it.
    pub place: Option<Place>,
    /// Days after publication until it is stale.
    pub max_age_days: Option<u32>,
}

/// All that updates need to know.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The lists.
    pub feeds: Vec<Feed>,
    /// Folder of snapshots; none: what is good is kept in memory only.
    pub history: Option<PathBuf>,
    /// Whether what the places have is put into it; else it is only read.
    pub keeps: bool,
    /// Snapshots of each list that are read from it, the newest ones.
    pub history_items: usize,
    /// Snapshots that may be much smaller than those before them.
    pub accept_shrink: Vec<Digest>,
    /// Time for one file of a download.
    pub fetch: Duration,
    /// Who vouches for servers.
    pub roots: Roots,
    /// What the snapshots are for.
    pub depth: Depth,
}

/// How much of old snapshots is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Who was on them: enough to serve.
    Serving,
    /// All of them, so that the lists can be built as they were known on a past day.
    Past,
}

/// What came of reading a place again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Nothing is new.
    Nothing,
    /// A snapshot was taken; it serves from the next [`Feeds::lists`] on.
    Taken(Digest),
    /// It was refused.
    Refused(ListError),
}

/// All that a list is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its snapshots, the oldest first.
    snapshots: Vec<(Digest, Date)>,
    /// Of the history what cannot be read.
    damaged: Vec<Damaged>,
    /// Why a newer one is refused.
    refused: Option<ListError>,
}

/// What came of all places, in their order.
pub type Origins = Vec<(Origin, Change)>;

/// The lists with their snapshots.
#[derive(Debug)]
pub struct Feeds {
    states: Vec<State>,
    archive: Option<Archive>,
    keeps: bool,
    history_items: usize,
    accepted: BTreeSet<Digest>,
    fetcher: Fetcher,
    depth: Depth,
    meters: Arc<Meters>,
}

#[derive(Debug)]
struct State {
    feed: Feed,
    format: ListFormat,
    depth: Depth,
    /// The oldest first; the last one serves.
    snapshots: Vec<Arc<Snapshot>>,
    /// Of the history what cannot be read.
    damaged: Vec<Damaged>,
    refused: Option<ListError>,
    validators: Vec<Validator>,
    /// The place was asked since the start.
    asked: bool,
}

impl Feeds {
    /// Opens the history, and reads nothing yet.
    ///
    /// # Errors
    /// If the folder of snapshots cannot be used.
    pub fn open(settings: Settings) -> Result<Self, ArchiveError> {
        let archive = settings.history.as_deref().map(Archive::open).transpose()?;
        let meters = Meters::of(settings.feeds.iter().map(|feed| feed.origin));
        Ok(Self {
            states: settings.feeds.into_iter().map(|feed| State::of(feed, settings.depth)).collect(),
            archive,
            keeps: settings.keeps,
            history_items: settings.history_items.max(1),
            accepted: settings.accept_shrink.into_iter().collect(),
            fetcher: Fetcher::new(FetchSettings {
                timeout: settings.fetch,
                bytes_max: FILE_BYTES_MAX,
                roots: settings.roots,
            }),
            depth: settings.depth,
            meters: Arc::new(meters),
        })
    }

    /// What each list comes to at the moment. Where it is another, the lists are.
    #[must_use]
    pub fn state(&self) -> Vec<Standing> {
        let standing = |state: &State| Standing {
            snapshots: state.snapshots.iter().map(|one| (one.digest(), one.published_on())).collect(),
            damaged: state.damaged.clone(),
            refused: state.refused.clone(),
        };
        self.states.iter().map(standing).collect()
    }

    /// What is counted.
    #[must_use]
    pub fn meters(&self) -> Arc<Meters> {
        Arc::clone(&self.meters)
    }

    /// Whether there is anything to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// Reads the history and every place again. Never fails whole: a list that is refused leaves the one that serves.
    pub fn update(&mut self, today: Date, now_ms: u64) -> Origins {
        let Self { states, archive, keeps, history_items, accepted, fetcher, depth: _, meters } = self;
        let archive = archive.as_ref();
        let keeping = archive.filter(|_| *keeps);
        let read = |state: &mut State| {
            let before = state.last().map(|last| (last.digest(), last.published_on()));
            let history = archive.map_or(Ok(()), |archive| state.read_history(archive, *history_items, today));
            let place = state.read_place(fetcher, archive).and_then(|read| match read {
                Some(read) => {
                    state.consider(read, accepted, keeping, today, now_ms)?;
                    state.remember(keeping);
                    Ok(())
                }
                None => Ok(()),
            });
            if place.is_err() {
                // What was refused is asked for whole again: consent may have come, or room on the disk.
                state.validators.clear();
            }
            state.forget(*history_items);
            state.thin();
            let damaged = state.newest_damaged(place.is_ok());
            (state.feed.origin, state.note(history.and(place).err().or(damaged), before))
        };
        let counted = |(state, meters): (&mut State, &SourceMeters)| {
            // Where there is neither a place nor a snapshot, there was nothing to read.
            let began = Instant::now();
            let (origin, change) = read(state);
            if state.feed.place.is_some() || state.last().is_some() {
                meters.count(&change, began.elapsed(), now_ms);
            }
            (origin, change)
        };
        states.iter_mut().zip(&meters.sources).map(counted).collect()
    }

    /// Consents to one list that is much smaller than the one before, until this is dropped.
    pub fn accept(&mut self, digest: Digest) {
        self.accepted.insert(digest);
    }

    /// Takes the files at a place into the history, whatever their day; `accept` consents to their shrinking.
    ///
    /// # Errors
    /// Why they are refused.
    pub fn import(
        &mut self,
        origin: Origin,
        place: &Place,
        accept: &[Digest],
        today: Date,
        now_ms: u64,
    ) -> Result<Imported, ListError> {
        self.accepted.extend(accept);
        let mut state = State::of(Feed { origin, place: Some(place.clone()), max_age_days: None }, Depth::Serving);
        let archive =
            self.archive.as_ref().ok_or_else(|| ListError::NotKept { reason: "there is no history".into() })?;
        let read = state.read_place(&self.fetcher, None)?;
        let read = read.ok_or_else(|| ListError::Empty { file: origin.key().into() })?;
        import::import((archive, origin), read, &self.accepted, today, now_ms)
    }

    /// The lists as they stand, built anew; none where nothing is to be had.
    #[must_use]
    pub fn lists(&self, remembered: usize, today: Date) -> Option<Lists> {
        self.meters.build_us.time(|| self.build(None, remembered, today))
    }

    /// The lists as they were known on a day: what had been published by then. Their age counts from that day. None without
    /// [`Depth::Past`].
    #[must_use]
    pub fn lists_known_at(&self, day: Date, remembered: usize) -> Option<Lists> {
        if self.depth == Depth::Past { self.build(Some(day), remembered, day) } else { None }
    }

    fn build(&self, known_at: Option<Date>, remembered: usize, today: Date) -> Option<Lists> {
        let supplies: Vec<_> = self.states.iter().filter_map(|state| state.supply(known_at)).collect();
        (!supplies.is_empty()).then(|| Lists::of(supplies, remembered, today))
    }
}

/// Files with what is known of them.
pub(super) struct Read {
    pub(super) format: ListFormat,
    pub(super) files: Vec<RawFile>,
    pub(super) published_on: Option<Date>,
}

impl State {
    fn of(feed: Feed, depth: Depth) -> Self {
        let format = feed.origin.expected();
        Self {
            feed,
            format,
            depth,
            snapshots: Vec::new(),
            damaged: Vec::new(),
            refused: None,
            validators: Vec::new(),
            asked: false,
        }
    }

    fn last(&self) -> Option<&Arc<Snapshot>> {
        self.snapshots.last()
    }

    /// Takes snapshots that are not known yet, the newest of the folder. Each is read on its own: what is damaged takes nothing from
    /// the others.
    fn read_history(&mut self, archive: &Archive, items: usize, today: Date) -> Result<(), ListError> {
        let mut shelf = archive.shelf(self.feed.origin)?;
        let new = shelf.newest(items, |kept| self.unknown(kept, today));
        self.damaged = shelf.damaged;
        self.snapshots.extend(new);
        self.snapshots.sort_by_key(|snapshot| snapshot.published_on());
        self.tidy();
        Ok(())
    }

    /// What of a snapshot on disk is not known yet: it, and that it was published again.
    fn unknown(&self, kept: &Kept, today: Date) -> Result<Vec<Snapshot>, Damaged> {
        let held = |day| self.snapshots.iter().find(|one| one.digest() == kept.digest && one.published_on() == day);
        let first = held(kept.published_on);
        if first.is_some_and(|first| first.is_dated() || held(kept.confirmed_on).is_some()) {
            return Ok(Vec::new());
        }
        let snapshot = kept.read_whole(today)?;
        let days = match self.depth {
            Depth::Serving => std::slice::from_ref(&kept.confirmed_on),
            Depth::Past => &kept.confirmed,
        };
        let again: Vec<_> = days.iter().filter_map(|day| snapshot.again(*day)).collect();
        Ok(first.is_none().then_some(snapshot).into_iter().chain(again).collect())
    }

    /// Of a list that was published again and again the first and the last are kept; on past days each was the last.
    fn tidy(&mut self) {
        if self.depth == Depth::Past {
            return;
        }
        let digests: Vec<Digest> = self.snapshots.iter().map(|one| one.digest()).collect();
        let between = |at: usize| {
            let beside = at.checked_sub(1).and_then(|before| Some((digests.get(before)?, digests.get(at + 1)?)));
            beside.is_some_and(|(before, after)| before == after && digests.get(at) == Some(before))
        };
        let mut at = 0..;
        self.snapshots.retain(|_| !at.next().is_some_and(between));
    }

    /// A damaged snapshot that is newer than what serves; where the place could not be read, one of the same day can be.
    fn newest_damaged(&self, place_is_read: bool) -> Option<ListError> {
        let last = self.last().map(AsRef::as_ref);
        let same_day = |damaged: &Damaged| damaged.published_on == last.map(Snapshot::published_on);
        let newer =
            |damaged: &&Damaged| damaged.is_no_older(last) && !(place_is_read && self.has_place() && same_day(damaged));
        self.damaged.iter().find(newer).map(|damaged| ListError::clone(&damaged.error))
    }

    fn has_place(&self) -> bool {
        self.feed.place.is_some()
    }

    /// The legacy CSV that is at the place, if that is a folder of it.
    fn csv(&self) -> Option<ListFormat> {
        let folder = matches!(&self.feed.place, Some(Place::Url(url)) if url.ends_with('/'));
        self.feed.origin.legacy_csv().filter(|_| folder)
    }

    /// The addresses of the place, if it has any.
    fn urls(&self) -> Vec<String> {
        let Some(Place::Url(url)) = &self.feed.place else { return Vec::new() };
        let names = self.csv().and_then(ListFormat::files);
        names.map_or_else(|| vec![url.clone()], |names| names.map(|name| format!("{url}{name}")).to_vec())
    }

    /// Keeps over a restart what was said of the snapshot that serves.
    fn remember(&self, archive: Option<&Archive>) {
        if let (Some(archive), Some(last), false) = (archive, self.last(), self.validators.is_empty()) {
            archive.keep_validators(self.feed.origin, &self.urls(), last.digest(), &self.validators);
        }
    }

    /// The files of the place; none where nothing has changed, or there is no place. What was said of it before the start is in the
    /// archive.
    fn read_place(&mut self, fetcher: &Fetcher, archive: Option<&Archive>) -> Result<Option<Read>, ListError> {
        if let (false, Some(archive), Some(last)) = (self.asked, archive, self.last()) {
            self.validators = archive.validators(self.feed.origin, &self.urls(), last.digest());
        }
        self.asked = true;
        let (urls, csv) = (self.urls(), self.csv());
        match &self.feed.place {
            None => Ok(None),
            Some(Place::Path(path)) => {
                let (format, files) = screening::at_path(self.feed.origin, path)?;
                Ok(Some(Read { format, files, published_on: screening::published_beside(path)? }))
            }
            Some(Place::Url(_)) => {
                let download = match fetcher.get(&urls, &self.validators)? {
                    Answer::Same => return Ok(None),
                    Answer::New(download) => download,
                };
                self.validators = download.validators;
                let first = download.files.first();
                let format = match (csv, first) {
                    (Some(csv), _) => csv,
                    (None, Some(file)) => self.feed.origin.format_of(file)?,
                    (None, None) => self.format,
                };
                Ok(Some(Read { format, files: download.files, published_on: download.changed_on }))
            }
        }
    }

    /// Takes files if they are new and good.
    fn consider(
        &mut self,
        read: Read,
        accepted: &BTreeSet<Digest>,
        archive: Option<&Archive>,
        today: Date,
        now_ms: u64,
    ) -> Result<(), ListError> {
        let Read { format, files, published_on } = read;
        let digest = screening::digest(&files);
        if let Some(last) = self.last().filter(|last| last.digest() == digest) {
            let again = published_on.filter(|day| *day <= today.next()).and_then(|day| last.again(day));
            self.refused = None;
            return again.map_or(Ok(()), |again| self.confirm(again, archive));
        }
        let file = files.first().map(|file| file.name.clone()).unwrap_or_default();
        let without_rows = guard::without_rows(format, &files)?;
        let aside = archive.map(|archive| archive.put_aside(self.feed.origin, &files, now_ms)).transpose()?;
        let snapshot = Snapshot::read(format, files, published_on, today)?;
        guard::complete(&without_rows, &snapshot)?;
        let last = self.last().map(AsRef::as_ref);
        last.map_or(Ok(()), |last| guard::not_older(&file, last, &snapshot))?;
        Before::of(last, &self.damaged).admits(&file, &snapshot, accepted)?;
        aside.map_or(Ok(()), |aside| aside.keep(&snapshot, now_ms))?;
        self.format = format;
        self.refused = None;
        self.damaged
            .retain(|damaged| damaged.digest != Some(digest) || damaged.published_on != Some(snapshot.published_on()));
        self.snapshots.push(Arc::new(snapshot));
        Ok(())
    }

    /// The same list, published again.
    fn confirm(&mut self, again: Snapshot, archive: Option<&Archive>) -> Result<(), ListError> {
        let (digest, day) = (again.digest(), again.published_on());
        self.snapshots.push(Arc::new(again));
        self.tidy();
        archive.map_or(Ok(()), |archive| Ok(archive.confirm(digest, self.feed.origin, day)?))
    }

    /// Lets go of the oldest ones beyond what is held.
    fn forget(&mut self, items: usize) {
        let held = |all: &[Arc<Snapshot>]| all.iter().map(|one| one.digest()).collect::<BTreeSet<_>>().len();
        while held(&self.snapshots) > items {
            self.snapshots.remove(0);
        }
    }

    /// Holds of every snapshot only what the next one does not have, where it is enough to serve.
    fn thin(&mut self) {
        if self.depth == Depth::Past {
            return;
        }
        for at in 1..self.snapshots.len() {
            let Some([old, new]) = self.snapshots.get_mut(at - 1..=at) else { continue };
            if !old.is_beneath() {
                *old = Arc::new(old.beneath(new));
            }
        }
    }

    fn note(&mut self, refused: Option<ListError>, before: Option<(Digest, Date)>) -> Change {
        self.refused = refused;
        if let Some(error) = &self.refused {
            return Change::Refused(error.clone());
        }
        let now = self.last().map(|last| (last.digest(), last.published_on()));
        match now {
            Some((digest, _)) if now != before => Change::Taken(digest),
            _ => Change::Nothing,
        }
    }

    /// What is known of the list, or was known on a day; none of a list without a place that nobody has imported.
    fn supply(&self, known_at: Option<Date>) -> Option<Supply> {
        let known = |snapshot: &&Arc<Snapshot>| known_at.is_none_or(|day| snapshot.published_on() <= day);
        let mut snapshots: Vec<_> = self.snapshots.iter().filter(known).cloned().collect();
        let damaged_then = known_at.and_then(|day| damaged_by(&self.damaged, day, snapshots.last().map(AsRef::as_ref)));
        if damaged_then.is_some() {
            snapshots.clear();
        }
        note_damaged(&mut snapshots, &self.damaged);
        let refused = match known_at {
            Some(_) if damaged_then.is_some() => damaged_then,
            Some(_) if !snapshots.is_empty() => None,
            Some(day) if self.feed.place.is_some() || self.last().is_some() => {
                Some(ListError::NotKnown { list: self.feed.origin.family().into(), day })
            }
            _ => self.refused.clone(),
        };
        (refused.is_some() || !snapshots.is_empty()).then(|| Supply {
            format: snapshots.last().map_or(self.format, |last| last.format()),
            refused,
            snapshots,
            sample: false,
            max_age_days: self.feed.max_age_days,
        })
    }
}

/// Why nothing can be said of a day: what had been the newest by then cannot be read.
pub(super) fn damaged_by(damaged: &[Damaged], day: Date, last: Option<&Snapshot>) -> Option<ListError> {
    let then = |damaged: &&Damaged| damaged.published_on.is_some_and(|published_on| published_on <= day);
    damaged
        .iter()
        .filter(then)
        .find(|damaged| damaged.is_no_older(last))
        .map(|damaged| ListError::clone(&damaged.error))
}

/// Tells in the report of what serves what of the history cannot be read: who was listed when is less exact without it.
pub(super) fn note_damaged(snapshots: &mut [Arc<Snapshot>], damaged: &[Damaged]) {
    let Some(last) = snapshots.last_mut() else { return };
    for damaged in damaged {
        let day = damaged.published_on.map_or("without a day".to_owned(), |day| day.to_string());
        *last = Arc::new(last.noting(DAMAGED, &day, &damaged.error.to_string()));
    }
}
