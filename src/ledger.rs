//! The ledger: the append-only record of what was decided. An entry is a leaf, which the tree commits to and which is
//! never erased, and a payload, which for the ledger is just bytes.
//!
//! Here live the files and their format, the queue and the one writer that fills them, recovery and reading. Not here:
//! what a payload means, whose it is and when it is (all handed in by the caller), and for now signatures, tiles,
//! encryption and the look-up index on disk. The message that callers put into a payload is [`message::Evaluation`].
//!
//! Invariants:
//! - **Acknowledged is kept.** A receipt answers only after the group of its entry is synced (or as weakly as
//!   [`Durability`] says). A sync that failed is never asked again: the ledger stops.
//! - **Order is the index.** Times are the caller's and prove nothing.
//! - **Nothing is repaired in silence.** Opening cuts only what was never acknowledged, and says so; anything else that does
//!   not verify is an error that names file, offset and entry, and nothing is changed.
//! - **Everything has a bound**: entry, queue, group, segment; the look-up table grows with the entries (see `lookup`).
//!
//! What no single folder can show is that it is an older copy of itself; that takes a witness elsewhere.

mod disk;
mod error;
mod folder;
mod frame;
mod head;
mod id;
mod leaf;
mod lookup;
pub mod message;
mod queue;
mod reader;
mod receipt;
mod recover;
mod scan;
mod segment;
mod segments;
mod settings;
mod status;
mod storage;
mod tree;
mod writer;

#[cfg(test)]
mod append_tests;
#[cfg(test)]
mod crash_tests;
#[cfg(test)]
mod damage_tests;
#[cfg(test)]
mod disk_for_tests;

use std::{
    sync::{Arc, atomic::Ordering},
    thread::{self, JoinHandle},
};

pub use error::{Flaw, LedgerError};
pub use folder::Folder;
pub use id::{EntryId, EntryIdError, Origin};
pub use leaf::{Leaf, NewEntry};
pub use queue::Haste;
pub use reader::{Entries, Entry, Reader};
pub use receipt::{Appended, Receipt};
pub use settings::{Durability, Settings};
pub use status::{Condition, Status};
pub use storage::{Lock, Storage, StoredFile};
pub use tree::TreeHash;

use disk::Disk;
use frame::Seed;
use head::{Head, HeadFile};
use leaf::Prepared;
use queue::{Job, Queue, WhenFull};
use recover::Recovered;
use scan::Progress;
use segments::Segments;
use status::Counters;
use writer::{Space, Writer};

/// A ledger open for writing. The one of its folder.
pub struct Ledger {
    reader: Reader,
    durability: Durability,
    entry_bytes: u64,
    /// `None` if nothing is kept.
    running: Option<Running>,
}

struct Running {
    queue: Arc<Queue>,
    counters: Arc<Counters>,
    disk: Arc<Disk>,
    writer: Option<JoinHandle<Result<(), LedgerError>>>,
}

/// What was found when a ledger was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which ledger. All zero if nothing is kept.
    pub origin: Origin,
    /// Entries it holds.
    pub entries: u64,
    /// The root of the tree over them.
    pub root: TreeHash,
    /// Segments it has.
    pub segments: u64,
    /// Bytes that were never acknowledged and were cut off.
    pub cut_bytes: u64,
    /// A segment without entries that was removed: the process had ended while it was made.
    pub removed: Option<String>,
}

impl Ledger {
    /// Checks everything there is, cuts what was never acknowledged, and starts the writer.
    ///
    /// # Errors
    /// `Settings`; `Locked` if it is open elsewhere; `DataLoss` if anything that was acknowledged does not verify; `Io`.
    pub fn open(settings: &Settings, storage: Arc<dyn Storage>) -> Result<(Self, Opened), LedgerError> {
        settings.check()?;
        let entry_bytes = settings.entry_bytes;
        if settings.durability == Durability::Off {
            let reader = Reader::of_nothing();
            let opened = Opened::nothing(reader.origin());
            return Ok((Self { reader, durability: Durability::Off, entry_bytes, running: None }, opened));
        }
        let lock = storage.lock().map_err(|error| match error.kind() {
            std::io::ErrorKind::WouldBlock => LedgerError::Locked,
            _ => LedgerError::io("lock", "lock", error),
        })?;
        let (files, opened) = Files::open(settings, &storage)?;
        let origin = files.progress.head.origin;
        let reader = Reader::new(Arc::clone(&storage), origin, files.progress.lookup, opened.root);
        let (queue, counters) = (Arc::new(Queue::new(settings)), Arc::new(Counters::default()));
        let disk = Arc::new(Disk::new(&storage, &counters, settings));
        let writer = Writer {
            queue: Arc::clone(&queue),
            reader: reader.clone(),
            counters: Arc::clone(&counters),
            segments: files.segments,
            head: files.head,
            tree: files.progress.tree,
            origin,
            space: Space::new(&disk),
            durability: settings.durability,
            _lock: lock,
        };
        let thread = thread::Builder::new().name("ledger".to_owned()).spawn(move || writer.run());
        let writer = Some(thread.map_err(|error| LedgerError::io("start the writer of", "", error))?);
        let running = Some(Running { queue, counters, disk, writer });
        Ok((Self { reader, durability: settings.durability, entry_bytes, running }, opened))
    }

    /// A ledger that keeps nothing.
    pub fn nothing() -> Self {
        Self { reader: Reader::of_nothing(), durability: Durability::Off, entry_bytes: u64::MAX, running: None }
    }

    /// Whether entries are kept at all.
    pub fn keeps(&self) -> bool {
        self.running.is_some()
    }

    /// What an acknowledgement means.
    pub fn durability(&self) -> Durability {
        self.durability
    }

    /// Appends an entry; waits while the queue is full. Salt, commitment and checksums are made on this thread.
    ///
    /// # Errors
    /// `TooLarge`; `Poisoned` once the ledger stopped; `Salt`. What the disk says comes with the receipt.
    pub fn append(&self, entry: NewEntry, haste: Haste) -> Result<Receipt, LedgerError> {
        self.put(entry, haste, WhenFull::Wait)
    }

    /// Appends an entry, unless the queue is full.
    ///
    /// # Errors
    /// As [`Self::append`], and `Busy`; the entry is then dropped.
    pub fn try_append(&self, entry: NewEntry, haste: Haste) -> Result<Receipt, LedgerError> {
        self.put(entry, haste, WhenFull::Refuse)
    }

    /// Reads it. The reader may be cloned and outlive the ledger.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// How it is.
    pub fn status(&self) -> Status {
        let (entries, root) = self.reader.tree();
        let nothing = Counters::default();
        let (condition, (queued_entries, queued_bytes), counters) = match &self.running {
            None => (Condition::Off, (0, 0), &nothing),
            Some(running) => (running.condition(), running.queue.waiting(), &*running.counters),
        };
        Status {
            condition,
            entries,
            root,
            queued_entries,
            queued_bytes,
            groups: counters.groups.read(),
            written_bytes: counters.written_bytes.get(),
            sync_us: counters.sync_us.read(),
            refused_full: counters.refused_full.get(),
            refused_stopped: counters.refused_stopped.get(),
            free_bytes: Some(counters.free_bytes.load(Ordering::Relaxed)).filter(|free| *free < u64::MAX),
            last_ms: Some(counters.last_ms.load(Ordering::Relaxed)).filter(|last| *last > 0),
        }
    }

    /// Looks at the disk, at the cost of one call of the system, and says whether entries are taken. For whoever tells
    /// callers whether to come: without appends a ledger looks at nothing by itself.
    pub fn look(&self) -> Condition {
        let Some(running) = &self.running else { return Condition::Off };
        running.disk.look();
        running.condition()
    }

    /// Writes what waits, syncs everything and ends. Dropping does the same and tells nobody how it went.
    ///
    /// # Errors
    /// If the ledger had stopped, or the last sync failed.
    pub fn close(mut self) -> Result<(), LedgerError> {
        self.stop()
    }

    fn put(&self, entry: NewEntry, haste: Haste, when_full: WhenFull) -> Result<Receipt, LedgerError> {
        let bytes = entry.payload.len() as u64;
        if bytes > self.entry_bytes {
            return Err(LedgerError::TooLarge { bytes, bytes_max: self.entry_bytes });
        }
        let entry = Prepared::new(entry, Seed::of(self.reader.origin()))?;
        let Some(running) = &self.running else {
            return Ok(Receipt::ready(Appended { id: entry.id, index: None, durability: Durability::Off }));
        };
        let (reply, receipt) = Receipt::pair();
        running.put(Job { entry, haste, reply }, when_full)?;
        Ok(receipt)
    }

    fn stop(&mut self) -> Result<(), LedgerError> {
        let Some(running) = &mut self.running else { return Ok(()) };
        running.queue.close(LedgerError::Closed);
        running.writer.take().map_or(Ok(()), |writer| writer.join().unwrap_or(Err(LedgerError::WriterGone)))
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        // Every answer was given before; what fails here was acknowledged as weakly as the settings say.
        let _ = self.stop();
    }
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").field("status", &self.status()).finish_non_exhaustive()
    }
}

impl Running {
    fn put(&self, job: Job, when_full: WhenFull) -> Result<(), LedgerError> {
        let put = self.queue.put(job, when_full);
        if put.as_ref().is_err_and(|error| !matches!(error, LedgerError::Busy)) {
            self.counters.refused_stopped.count();
        }
        put
    }

    fn condition(&self) -> Condition {
        if self.queue.closed().is_some() {
            Condition::Stopped
        } else if self.disk.is_full() {
            Condition::DiskFull
        } else {
            Condition::Working
        }
    }
}

impl Opened {
    fn nothing(origin: Origin) -> Self {
        Self { origin, entries: 0, root: TreeHash::empty(), segments: 0, cut_bytes: 0, removed: None }
    }
}

/// The files of a ledger, ready to go on with.
struct Files {
    progress: Progress,
    segments: Segments,
    head: HeadFile,
}

impl Files {
    fn open(settings: &Settings, storage: &Arc<dyn Storage>) -> Result<(Self, Opened), LedgerError> {
        let found = match recover::recover(storage)? {
            Some(found) => found,
            None => Recovered::new(Self::make_head(storage)?),
        };
        let head = found.progress.head;
        let mut opened = Opened::nothing(head.origin);
        opened.entries = found.progress.tree.size();
        opened.root = found.progress.tree.root();
        opened.segments = found.segments.max(1);
        opened.cut_bytes = found.cut(storage)?;
        opened.removed.clone_from(&found.unused);
        let segments = match &found.last {
            Some(last) => Segments::resume(storage, head.origin, last, settings),
            None => Segments::create(storage, head.origin, settings),
        };
        let segments = segments.map_err(|error| LedgerError::io("open the last segment of", "", error))?;
        let head = HeadFile::open(storage, &head).map_err(|error| LedgerError::io("open", head::NAME, error))?;
        let mut progress = found.progress;
        if found.last.is_none() {
            progress.lookup.start_segment(segments.name());
        }
        Ok((Self { progress, segments, head }, opened))
    }

    fn make_head(storage: &Arc<dyn Storage>) -> Result<Head, LedgerError> {
        let mut origin = [0; 16];
        getrandom::fill(&mut origin).map_err(|error| LedgerError::Salt(error.to_string()))?;
        let origin = Origin::stored(origin);
        HeadFile::create(storage, origin).map_err(|error| LedgerError::io("create", head::NAME, error))?;
        Ok(Head { origin, size: 0, root: TreeHash::empty() })
    }
}
