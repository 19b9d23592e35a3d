//! How a ledger works: what an acknowledgement means, and the limit of everything that could grow.

use super::error::LedgerError;

/// What an acknowledgement means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// The entry survives the loss of power: it was synced to the disk.
    #[default]
    Durable,
    /// The entry survives the end of the process, not the loss of power: it was handed to the operating system.
    Buffered,
    /// Nothing is kept. Entries get an id and no index; nothing is opened and nothing can be read.
    Off,
}

/// The settings of a ledger.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What an acknowledgement means.
    pub durability: Durability,
    /// A segment that has reached this size is followed by a new one.
    pub segment_bytes: u64,
    /// The largest entry.
    pub entry_bytes: u64,
    /// Entries that may wait for the writer; who comes when it is full waits or is told so.
    pub queue_entries: usize,
    /// Bytes that may wait for the writer.
    pub queue_bytes: u64,
    /// Entries that are written and synced together, at most.
    pub group_entries: usize,
    /// Bytes that are written and synced together, at most; a single entry may be larger.
    pub group_bytes: u64,
    /// How long the writer waits for a group to fill, in microseconds, while no entry of it is in haste. A sync takes
    /// processor time too; where many records follow each other, fewer of them leave more for the work.
    pub linger_us: u64,
    /// Space kept free on the disk: below it appends are refused, so that reading and everything else goes on.
    pub reserve_bytes: u64,
}

/// Scanned as a whole when the ledger is opened, so it bounds the memory of that.
const SEGMENT_BYTES: u64 = 64 << 20;
/// A message of 4 MiB, cut for some plugins on some dates.
const ENTRY_BYTES: u64 = 32 << 20;
/// Two groups at most: one that is written and one that gathers.
const QUEUE_ENTRIES: usize = 8192;
const QUEUE_BYTES: u64 = 64 << 20;
/// Larger groups sync no faster: measured flat from some hundred entries on.
const GROUP_ENTRIES: usize = 4096;
const GROUP_BYTES: u64 = 8 << 20;
/// A few syncs: what comes in streams gathers to some tens of entries.
const LINGER_US: u64 = 5_000;
/// One segment.
const RESERVE_BYTES: u64 = 64 << 20;
/// Offsets within a segment are kept in 32 bits.
const SEGMENT_BYTES_MAX: u64 = 1 << 31;

impl Default for Settings {
    fn default() -> Self {
        Self {
            durability: Durability::Durable,
            segment_bytes: SEGMENT_BYTES,
            entry_bytes: ENTRY_BYTES,
            queue_entries: QUEUE_ENTRIES,
            queue_bytes: QUEUE_BYTES,
            group_entries: GROUP_ENTRIES,
            group_bytes: GROUP_BYTES,
            linger_us: LINGER_US,
            reserve_bytes: RESERVE_BYTES,
        }
    }
}

impl Settings {
    /// Refuses what cannot work together.
    pub(super) fn check(&self) -> Result<(), LedgerError> {
        let largest = self.segment_bytes.saturating_add(self.group_bytes).saturating_add(self.entry_bytes);
        let rules = [
            (self.queue_entries > 0, "queue_entries must be at least 1"),
            (self.group_entries > 0, "group_entries must be at least 1"),
            (self.entry_bytes > 0, "entry_bytes must be at least 1"),
            (self.queue_bytes >= self.entry_bytes, "queue_bytes must be at least entry_bytes"),
            (self.linger_us <= 1_000_000, "linger_us must be at most 1000000"),
            (largest <= SEGMENT_BYTES_MAX, "segment_bytes, group_bytes and entry_bytes must be at most 2 GiB together"),
        ];
        rules.iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, rule)| Err(LedgerError::Settings(rule)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_cannot_work() {
        let with = |change: fn(&mut Settings)| {
            let mut settings = Settings::default();
            change(&mut settings);
            settings.check().is_ok()
        };
        assert!(with(|_| {}));
        assert!(!with(|s| s.queue_entries = 0));
        assert!(!with(|s| s.group_entries = 0));
        assert!(!with(|s| s.queue_bytes = s.entry_bytes - 1));
        assert!(!with(|s| s.segment_bytes = u64::MAX));
        assert!(!with(|s| s.linger_us = 1_000_001));
    }
}
