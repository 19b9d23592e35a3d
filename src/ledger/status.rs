//! What a ledger can say about how it is, for metrics and readiness.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};

use super::tree::TreeHash;
use crate::measure::{Buckets, Counter, Histogram};

/// Entries of a group; the largest group has 4096 (`settings`).
const GROUP_ENTRIES: &[u64] = &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

/// Whether entries are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Yes.
    Working,
    /// Not until there is space.
    DiskFull,
    /// Not before a restart.
    Stopped,
    /// Yes, and none is kept.
    Off,
}

/// How a ledger is. Counts are since it was opened.
#[derive(Clone, Debug)]
pub struct Status {
    /// Whether entries are taken.
    pub condition: Condition,
    /// Entries it holds.
    pub entries: u64,
    /// The root of the tree over them.
    pub root: TreeHash,
    /// Entries that wait for the writer.
    pub queued_entries: usize,
    /// Bytes that wait for the writer.
    pub queued_bytes: u64,
    /// Groups written, by their number of entries.
    pub groups: Buckets,
    /// Bytes of entries written.
    pub written_bytes: u64,
    /// Syncs of groups, by their time in microseconds.
    pub sync_us: Buckets,
    /// Entries that were refused because the disk was full.
    pub refused_full: u64,
    /// Entries that were refused because the ledger had stopped.
    pub refused_stopped: u64,
    /// Space on the disk when it was last looked at. `None` if nobody looked, or the disk does not say.
    pub free_bytes: Option<u64>,
    /// The time of the last entry, in milliseconds since 1970, as its caller gave it. `None` if there was none.
    pub last_ms: Option<u64>,
}

/// Counted by the writer, and by whoever looks at the disk.
#[derive(Debug)]
pub(super) struct Counters {
    pub(super) full: AtomicBool,
    /// What was refused last takes so many bytes.
    pub(super) needed_bytes: AtomicU64,
    /// The largest number stands for not known.
    pub(super) free_bytes: AtomicU64,
    /// Zero stands for never.
    pub(super) last_ms: AtomicU64,
    pub(super) groups: Histogram,
    pub(super) written_bytes: Counter,
    pub(super) sync_us: Histogram,
    pub(super) refused_full: Counter,
    pub(super) refused_stopped: Counter,
}

impl Default for Counters {
    fn default() -> Self {
        Self {
            full: AtomicBool::new(false),
            needed_bytes: AtomicU64::new(0),
            free_bytes: AtomicU64::new(u64::MAX),
            last_ms: AtomicU64::new(0),
            groups: Histogram::new(GROUP_ENTRIES),
            written_bytes: Counter::default(),
            sync_us: Histogram::new(Histogram::MICROS),
            refused_full: Counter::default(),
            refused_stopped: Counter::default(),
        }
    }
}

impl Counters {
    pub(super) fn wrote(&self, entries: usize, bytes: u64, last_ms: u64) {
        self.groups.observe(entries as u64);
        self.written_bytes.add(bytes);
        self.last_ms.store(last_ms, Ordering::Relaxed);
    }

    pub(super) fn synced(&self, took: Duration) {
        self.sync_us.observe_time(took);
    }
}
