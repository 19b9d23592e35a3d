//! How full the disk is. The writer looks at it when it writes; whoever tells callers whether to come looks at it too,
//! because a ledger that nobody appends to would never find out that there is space again.

use std::sync::{Arc, atomic::Ordering};

use super::{settings::Settings, status::Counters, storage::Storage};

/// The disk of a ledger, as far as its space goes.
pub(super) struct Disk {
    storage: Arc<dyn Storage>,
    counters: Arc<Counters>,
    reserve_bytes: u64,
}

impl Disk {
    pub(super) fn new(storage: &Arc<dyn Storage>, counters: &Arc<Counters>, settings: &Settings) -> Self {
        let (storage, counters) = (Arc::clone(storage), Arc::clone(counters));
        Self { storage, counters, reserve_bytes: settings.reserve_bytes }
    }

    /// Whether it was full when it was last looked at, or written to.
    pub(super) fn is_full(&self) -> bool {
        self.counters.full.load(Ordering::Relaxed)
    }

    /// Looks whether so much can be written without touching the reserve.
    pub(super) fn has_room_for(&self, bytes: u64) -> bool {
        // A disk that cannot say how full it is will say so when it is written to.
        let free = self.storage.free_bytes().unwrap_or(u64::MAX);
        let full = free < self.reserve_bytes.saturating_add(bytes);
        self.counters.free_bytes.store(free, Ordering::Relaxed);
        self.counters.full.store(full, Ordering::Relaxed);
        !full
    }

    /// Looks whether it is full: with what was refused last in mind, as long as that has not been written.
    pub(super) fn look(&self) {
        let needed = if self.is_full() { self.counters.needed_bytes.load(Ordering::Relaxed) } else { 0 };
        self.has_room_for(needed);
    }

    /// Takes note that entries were refused. Gives the reserve.
    pub(super) fn refused(&self, entries: usize, bytes: u64) -> u64 {
        self.counters.refused_full.add(entries as u64);
        self.counters.needed_bytes.store(bytes, Ordering::Relaxed);
        self.counters.full.store(true, Ordering::Relaxed);
        self.reserve_bytes
    }
}
