//! What can go wrong, and what to do then.

use std::{io, sync::Arc};

use super::{id::Origin, tree::TreeHash};

/// Why a ledger cannot be opened, appended to or read.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LedgerError {
    /// Settings that cannot work together.
    #[error("{0}")]
    Settings(&'static str),
    /// Another process, or another ledger of this one, writes to it.
    #[error("the ledger is open for writing elsewhere: stop that process, or give this one a folder of its own")]
    Locked,
    /// What is stored is not what was acknowledged. Nothing was changed.
    #[error("the ledger is damaged in `{file}` at byte {offset}, entry {index}: {flaw}; restore the file from a copy")]
    DataLoss {
        /// The file.
        file: String,
        /// Where in it.
        offset: u64,
        /// The entry that is there, or would be.
        index: u64,
        /// What is wrong.
        flaw: Flaw,
    },
    /// Reading, or anything else that changes nothing, failed.
    #[error("the ledger could not {doing} `{file}`")]
    Io {
        /// What it tried.
        doing: &'static str,
        /// The file.
        file: String,
        /// Why not.
        #[source]
        source: Arc<io::Error>,
    },
    /// There is no space. Nothing of the entry was kept; appends go on by themselves once there is space.
    #[error("the disk of the ledger is full: make room, it then goes on by itself (kept free: {reserve_bytes} bytes)")]
    DiskFull {
        /// What is kept free.
        reserve_bytes: u64,
    },
    /// Writing failed in a way that leaves open what is on the disk. No append succeeds any more.
    #[error("the ledger stopped when it could not {doing} `{file}`: repair the disk, then restart")]
    Poisoned {
        /// What it tried.
        doing: &'static str,
        /// The file.
        file: String,
        /// Why not.
        #[source]
        source: Arc<io::Error>,
    },
    /// The queue to the writer is full.
    #[error("the ledger's queue is full: try again shortly")]
    Busy,
    /// The entry is larger than the ledger takes.
    #[error("an entry of {bytes} bytes is too large for the ledger, which takes {bytes_max}")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The limit.
        bytes_max: u64,
    },
    /// The operating system gave no randomness for a salt.
    #[error("no randomness for the salt of an entry: {0}")]
    Salt(String),
    /// The ledger was closed.
    #[error("the ledger is closed")]
    Closed,
    /// The writer ended without an answer: whether the entry is kept shows only after a restart.
    #[error("the ledger's writer ended unexpectedly: restart")]
    WriterGone,
}

impl LedgerError {
    /// The folder of a ledger cannot be opened or made.
    #[must_use]
    pub fn unopened(source: io::Error) -> Self {
        Self::io("open", "", source)
    }

    pub(super) fn io(doing: &'static str, file: &str, source: io::Error) -> Self {
        Self::Io { doing, file: file.to_owned(), source: Arc::new(source) }
    }

    pub(super) fn poisoned(doing: &'static str, file: &str, source: io::Error) -> Self {
        Self::Poisoned { doing, file: file.to_owned(), source: Arc::new(source) }
    }

    pub(super) fn damage(file: &str, offset: u64, index: u64, flaw: Flaw) -> Self {
        Self::DataLoss { file: file.to_owned(), offset, index, flaw }
    }
}

/// What is wrong with stored bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// The file ends too early.
    #[error("the file ends within a frame")]
    Short,
    /// Neither an entry nor a mark.
    #[error("no frame starts here")]
    Marker,
    /// A frame's fixed part was altered.
    #[error("the head of the frame does not match its checksum")]
    HeadSum,
    /// An entry's content was altered.
    #[error("the content of the entry does not match its checksum")]
    BodySum,
    /// Written by a newer version.
    #[error("version {0} of the format is newer than this program")]
    Version(u32),
    /// Not a segment.
    #[error("the file does not start as a segment does")]
    Magic,
    /// A segment of another ledger.
    #[error("the segment belongs to the ledger `{found}`, this is `{expected}`")]
    Origin {
        /// This ledger.
        expected: Origin,
        /// The segment's.
        found: Origin,
    },
    /// An entry or a segment out of its place.
    #[error("entry {expected} should be here, found {found}")]
    Index {
        /// The one that should be here.
        expected: u64,
        /// The one that is.
        found: u64,
    },
    /// A commit mark of another number of entries.
    #[error("the commit mark counts {found} entries, there are {expected}")]
    Count {
        /// What there is.
        expected: u64,
        /// What the mark says.
        found: u64,
    },
    /// The entries of a group are not those that were committed.
    #[error("the entries do not match the checksum of their commit mark")]
    GroupSum,
    /// The root of the tree is another.
    #[error("the root of the tree is {expected}, stored is {found}")]
    Root {
        /// What the entries give.
        expected: TreeHash,
        /// What is stored.
        found: TreeHash,
    },
    /// The segment's successor is not there.
    #[error("the segment that starts with this entry is missing")]
    Missing,
    /// A segment has a successor and no end mark.
    #[error("the segment has no end mark, and there are entries after it")]
    Unsealed,
    /// Something follows an end mark.
    #[error("there are bytes after the end mark")]
    Trailing,
    /// Entries that were acknowledged are gone.
    #[error("{acknowledged} entries were acknowledged, the rest is gone")]
    Behind {
        /// The number that was acknowledged.
        acknowledged: u64,
    },
    /// The file that remembers how far the ledger was acknowledged is gone or unreadable.
    #[error("the file that says how many entries were acknowledged is missing or damaged")]
    Head,
    /// An entry's payload is not the one its leaf commits to.
    #[error("the payload is not the one that the leaf commits to")]
    Commitment,
    /// An entry's leaf is no leaf, or not in its canonical encoding.
    #[error("the leaf cannot be read")]
    Leaf,
}
