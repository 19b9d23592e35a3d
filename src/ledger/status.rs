//! What a ledger can say about how it is, for metrics and readiness.

use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
    time::Duration,
};

use super::tree::TreeHash;

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
#[derive(Clone, Copy, Debug)]
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
    /// Groups written.
    pub groups: u64,
    /// Bytes of entries written.
    pub written_bytes: u64,
    /// Time spent in syncs of groups.
    pub sync_us: u64,
}

/// Counted by the writer.
#[derive(Debug, Default)]
pub(super) struct Counters {
    pub(super) full: AtomicBool,
    pub(super) groups: AtomicU64,
    pub(super) written_bytes: AtomicU64,
    pub(super) sync_us: AtomicU64,
}

impl Counters {
    pub(super) fn wrote(&self, bytes: u64) {
        self.groups.fetch_add(1, Ordering::Relaxed);
        self.written_bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn synced(&self, took: Duration) {
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.sync_us.fetch_add(took, Ordering::Relaxed);
    }
}
