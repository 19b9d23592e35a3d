//! Where entries are: by index and by id, in memory. Built when the ledger is opened.
//!
//! An entry costs 4 bytes for its offset and 17 to 39 for its id (a hash table between 7/16 and 7/8 full), so ten million
//! entries take 0.2 to 0.45 GB, for a moment twice the table when it grows. This is for some millions of entries; the
//! look-up index on disk is to take its place.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::id::EntryId;

/// Entries that are committed, in order.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    /// By first entry.
    segments: Vec<Placed>,
    by_id: HashMap<u64, u64, BuildHasherDefault<AsIs>>,
    /// Entries whose ids start like that of an earlier one: one pair is to be expected among six billion.
    clashes: Vec<(u64, u64)>,
    size: u64,
}

/// The entries of one segment.
#[derive(Debug)]
struct Placed {
    first: u64,
    name: String,
    offsets: Vec<u32>,
}

impl Lookup {
    /// Number of entries.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The next entries are in this segment.
    pub(super) fn start_segment(&mut self, name: &str) {
        self.segments.push(Placed { first: self.size, name: name.to_owned(), offsets: Vec::new() });
    }

    /// Adds the next entry, in the last segment.
    pub(super) fn add(&mut self, id: EntryId, offset: u32) {
        if let Some(last) = self.segments.last_mut() {
            last.offsets.push(offset);
        }
        let index = self.size;
        if *self.by_id.entry(id.prefix()).or_insert(index) != index {
            self.clashes.push((id.prefix(), index));
        }
        self.size += 1;
    }

    /// The segment and offset of an entry.
    pub(super) fn place(&self, index: u64) -> Option<(&str, u32)> {
        let after = self.segments.partition_point(|segment| segment.first <= index);
        let segment = self.segments.get(after.checked_sub(1)?)?;
        let offset = segment.offsets.get(usize::try_from(index - segment.first).ok()?)?;
        Some((&segment.name, *offset))
    }

    /// The entries that may have this id; their leaves tell.
    pub(super) fn candidates(&self, id: EntryId) -> Vec<u64> {
        let clashes = self.clashes.iter().filter(|(prefix, _)| *prefix == id.prefix()).map(|(_, index)| *index);
        self.by_id.get(&id.prefix()).copied().into_iter().chain(clashes).collect()
    }
}

/// Ids are hashes already, salted ones, so that nobody can aim at a bucket.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tree::TreeHash;

    #[test]
    fn finds_by_index_and_by_id_clashes_included() {
        let hash = |last: u8| {
            let mut bytes = [3; 32];
            bytes[15] = last;
            EntryId::of(TreeHash::stored(bytes))
        };
        let mut lookup = Lookup::default();
        lookup.start_segment("a");
        lookup.add(hash(1), 72);
        lookup.start_segment("b");
        lookup.add(hash(2), 72);
        lookup.add(EntryId::of(TreeHash::of_leaf(b"")), 99);
        let places: Vec<_> = (0..4).map(|index| lookup.place(index)).collect();
        assert_eq!(places, [Some(("a", 72)), Some(("b", 72)), Some(("b", 99)), None]);
        assert_eq!(lookup.candidates(hash(2)), [0, 1]);
        assert_eq!(lookup.candidates(EntryId::of(TreeHash::of_leaf(b""))), [2]);
        assert!(lookup.candidates(EntryId::of(TreeHash::of_leaf(b"x"))).is_empty());
    }
}
