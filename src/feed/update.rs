//! Reading the places again: what is new and good is taken, what is not is refused, and what served goes on serving.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    archive::{Archive, ArchiveError},
    fetch::{Answer, FetchSettings, Fetcher, Validator},
    meters::{Meters, SourceMeters},
    roots::Roots,
};
use crate::{
    domain::{Date, Digest, ListId},
    screening::{self, Entry, FILE_BYTES_MAX, ListError, ListFormat, Lists, Origin, RawFile, Snapshot, Supply},
};

/// How much of a list may go at once without consent. The largest change of a real list that was seen is 12 %, once.
pub const SHRINK_PERCENT_MAX: usize = 10;

/// Entries that one of several lists of a source may lose without consent, whatever part of it they are: short lists lose one
/// or two now and then.
const LOST_MIN: usize = 5;

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

/// What came of all places, in their order.
pub type Origins = Vec<(Origin, Change)>;

/// The lists with their snapshots.
#[derive(Debug)]
pub struct Feeds {
    states: Vec<State>,
    archive: Option<Archive>,
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
    /// The oldest first; the last one serves.
    snapshots: Vec<Arc<Snapshot>>,
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
            states: settings.feeds.into_iter().map(State::of).collect(),
            archive,
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

    /// What each list comes to at the moment: its snapshot, and why a newer one is refused.
    #[must_use]
    pub fn state(&self) -> Vec<(Option<(Digest, Date)>, Option<ListError>)> {
        let state = |state: &State| {
            let last = state.last().map(|last| (last.digest(), last.published_on()));
            (last, state.refused.clone())
        };
        self.states.iter().map(state).collect()
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
        let Self { states, archive, history_items, accepted, fetcher, depth, meters } = self;
        let archive = archive.as_ref();
        let read = |state: &mut State| {
            let before = state.last().map(|last| (last.digest(), last.published_on()));
            let history = archive.map_or(Ok(()), |archive| state.read_history(archive, *history_items, today));
            let place = state.read_place(fetcher, archive).and_then(|read| match read {
                Some(read) => {
                    state.consider(read, accepted, archive, today, now_ms)?;
                    state.remember(archive);
                    Ok(())
                }
                None => Ok(()),
            });
            if place.is_err() {
                // What was refused is asked for whole again: consent may have come, or room on the disk.
                state.validators.clear();
            }
            state.forget(*history_items);
            if *depth == Depth::Serving {
                state.thin();
            }
            (state.feed.origin, state.note(history.and(place).err(), before))
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

    /// Takes the files at a place into the history, as if they were new; `accept` consents to their shrinking.
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
    ) -> Result<Arc<Snapshot>, ListError> {
        self.accepted.extend(accept);
        let mut state = State::of(Feed { origin, place: Some(place.clone()), max_age_days: None });
        if let Some(archive) = &self.archive {
            state.read_history(archive, self.history_items, today)?;
        }
        if let Some(read) = state.read_place(&self.fetcher, None)? {
            state.consider(read, &self.accepted, self.archive.as_ref(), today, now_ms)?;
        }
        state.last().cloned().ok_or_else(|| ListError::Empty { file: origin.key().into() })
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
struct Read {
    format: ListFormat,
    files: Vec<RawFile>,
    published_on: Option<Date>,
}

impl State {
    fn of(feed: Feed) -> Self {
        let format = feed.origin.expected();
        Self { feed, format, snapshots: Vec::new(), refused: None, validators: Vec::new(), asked: false }
    }

    fn last(&self) -> Option<&Arc<Snapshot>> {
        self.snapshots.last()
    }

    /// Takes snapshots that are not known yet, the newest of the folder.
    fn read_history(&mut self, archive: &Archive, items: usize, today: Date) -> Result<(), ListError> {
        let kept = archive.kept(self.feed.origin)?;
        let newest = kept.len().saturating_sub(items);
        for kept in kept.into_iter().skip(newest) {
            if self.snapshots.iter().any(|known| known.digest() == kept.digest) {
                continue;
            }
            let snapshot = kept.read(today)?;
            let again = snapshot.again(kept.confirmed_on);
            self.snapshots.push(Arc::new(snapshot));
            self.snapshots.extend(again.map(Arc::new));
        }
        self.snapshots.sort_by_key(|snapshot| snapshot.published_on());
        Ok(())
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
        let aside = archive.map(|archive| archive.put_aside(self.feed.origin, &files, now_ms)).transpose()?;
        let snapshot = Snapshot::read(format, files, published_on, today)?;
        if let Some(last) = self.last() {
            better(&file, last, &snapshot, accepted)?;
        }
        aside.map_or(Ok(()), |aside| aside.keep(&snapshot, now_ms))?;
        self.format = format;
        self.refused = None;
        self.snapshots.push(Arc::new(snapshot));
        Ok(())
    }

    /// The same list, published again: of such ones the first and the last are kept.
    fn confirm(&mut self, again: Snapshot, archive: Option<&Archive>) -> Result<(), ListError> {
        let (digest, day) = (again.digest(), again.published_on());
        if self.snapshots.iter().filter(|snapshot| snapshot.digest() == digest).count() > 1 {
            self.snapshots.pop();
        }
        self.snapshots.push(Arc::new(again));
        archive.map_or(Ok(()), |archive| Ok(archive.confirm(digest, self.feed.origin, day)?))
    }

    /// Lets go of the oldest ones beyond what is held.
    fn forget(&mut self, items: usize) {
        let held = |all: &[Arc<Snapshot>]| all.iter().map(|one| one.digest()).collect::<BTreeSet<_>>().len();
        while held(&self.snapshots) > items {
            self.snapshots.remove(0);
        }
    }

    /// Holds of every snapshot only what the next one does not have.
    fn thin(&mut self) {
        for at in 1..self.snapshots.len() {
            let Some([old, new]) = self.snapshots.get_mut(at - 1..=at) else { continue };
            if !old.is_beneath() {
                *old = Arc::new(old.beneath(new));
            }
        }
    }

    fn note(&mut self, refused: Option<ListError>, before: Option<(Digest, Date)>) -> Change {
        if let Some(error) = refused {
            self.refused = Some(error.clone());
            return Change::Refused(error);
        }
        let now = self.last().map(|last| (last.digest(), last.published_on()));
        match now {
            Some((digest, _)) if now != before => {
                self.refused = None;
                Change::Taken(digest)
            }
            _ => Change::Nothing,
        }
    }

    /// What is known of the list, or was known on a day; none of a list without a place that nobody has imported.
    fn supply(&self, known_at: Option<Date>) -> Option<Supply> {
        let known = |snapshot: &&Arc<Snapshot>| known_at.is_none_or(|day| snapshot.published_on() <= day);
        let snapshots: Vec<_> = self.snapshots.iter().filter(known).cloned().collect();
        let refused = match known_at {
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

/// Whether a snapshot may follow the one that serves.
fn better(file: &str, last: &Snapshot, new: &Snapshot, accepted: &BTreeSet<Digest>) -> Result<(), ListError> {
    let (published_on, serves) = (new.published_on(), last.published_on());
    if published_on < serves {
        return Err(ListError::Older { file: file.to_owned(), published_on, serves });
    }
    let (digest, percent) = (new.digest(), SHRINK_PERCENT_MAX);
    if accepted.contains(&digest) {
        return Ok(());
    }
    let shrunk = |entries: usize, before: usize| entries * 100 < before * (100 - percent);
    let whole = (file.to_owned(), new.size(), last.size());
    // A source of several lists can lose one of them and hardly be smaller.
    let of_list = |(list, entries): (&ListId, &[Entry])| {
        let (now, before) = (new.entries(list).len(), entries.len());
        (before > now + LOST_MIN).then(|| (format!("{file} ({list})"), now, before))
    };
    let all = std::iter::once(whole).chain(last.lists().filter_map(of_list));
    let refused = |(file, entries, before)| ListError::Shrunk { file, entries, before, percent, digest };
    all.into_iter().find(|(_, entries, before)| shrunk(*entries, *before)).map_or(Ok(()), |list| Err(refused(list)))
}
