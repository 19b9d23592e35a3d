//! Entries before they are written: the leaf that is committed to, the salt, the hash. All of it is done on the caller's
//! thread, so that the writer has only order and IO left.

use prost::Message as _;
use sha2::{Digest as _, Sha256};

use super::{
    error::LedgerError,
    frame::{EntryHead, SALT, Seed},
    id::EntryId,
    message,
    tree::TreeHash,
};
use crate::domain::Digest;

const VERSION: u32 = 1;

/// An entry to append.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// When it is made, in milliseconds since 1970; by the caller's clock.
    pub time_ms: u64,
    /// The catalog that decided.
    pub catalog: Digest,
    /// What it says, for the ledger just bytes.
    pub payload: Vec<u8>,
}

/// What the tree commits to of an entry. Never erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// When it was made, in milliseconds since 1970.
    pub time_ms: u64,
    /// The catalog that decided.
    pub catalog: Digest,
    /// SHA-256 over salt and payload.
    pub commitment: [u8; 32],
}

impl Leaf {
    fn encode(&self) -> Vec<u8> {
        let (catalog, commitment) = (self.catalog.bytes().to_vec(), self.commitment.to_vec());
        message::Leaf { version: VERSION, time_ms: self.time_ms, catalog, commitment }.encode_to_vec()
    }

    /// Reads a leaf; `None` unless the bytes are the one encoding of it.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        let message = message::Leaf::decode(bytes).ok()?;
        let leaf = Self {
            time_ms: message.time_ms,
            catalog: Digest::stored(message.catalog.try_into().ok()?),
            commitment: message.commitment.try_into().ok()?,
        };
        (leaf.encode() == bytes).then_some(leaf)
    }
}

/// What a leaf says of a payload. The salt's length is fixed, so salt and payload cannot run together.
pub(super) fn commitment(salt: &[u8; SALT], payload: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(salt).chain_update(payload).finalize().into()
}

/// An entry that only lacks its place.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub(super) id: EntryId,
    pub(super) time_ms: u64,
    pub(super) leaf_hash: TreeHash,
    pub(super) salt: [u8; SALT],
    pub(super) leaf: Vec<u8>,
    pub(super) payload: Vec<u8>,
    body_sum: u32,
}

impl Prepared {
    /// Salts, commits and sums.
    pub(super) fn new(entry: NewEntry, seed: Seed) -> Result<Self, LedgerError> {
        let mut salt = [0; SALT];
        getrandom::fill(&mut salt).map_err(|error| LedgerError::Salt(error.to_string()))?;
        let NewEntry { time_ms, catalog, payload } = entry;
        let leaf = Leaf { time_ms, catalog, commitment: commitment(&salt, &payload) }.encode();
        let leaf_hash = TreeHash::of_leaf(&leaf);
        let body_sum = seed.sum(&[&salt, &leaf, &payload]);
        Ok(Self { id: EntryId::of(leaf_hash), time_ms, leaf_hash, salt, leaf, payload, body_sum })
    }

    /// Its fixed part at a place. `None` if it is longer than a frame can be.
    pub(super) fn head(&self, index: u64) -> Option<EntryHead> {
        let leaf_len = u32::try_from(self.leaf.len()).ok()?;
        let payload_len = u32::try_from(self.payload.len()).ok()?;
        Some(EntryHead { leaf_len, payload_len, index, body_sum: self.body_sum })
    }

    /// The bytes it takes in memory and, within a few, on disk.
    pub(super) fn bytes(&self) -> u64 {
        (SALT + self.leaf.len() + self.payload.len()) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::id::Origin;

    #[test]
    fn only_the_one_encoding_is_a_leaf() {
        let leaf = Leaf { time_ms: 5, catalog: Digest::of(b"catalog"), commitment: [1; 32] };
        let bytes = leaf.encode();
        assert_eq!(Leaf::decode(&bytes), Some(leaf));
        let unknown_field = [&bytes[..], &[0x28, 1]].concat();
        let field_twice = [&[0x10, 9], &bytes[..]].concat();
        for other in [&[][..], &bytes[1..], &unknown_field, &field_twice] {
            assert_eq!(Leaf::decode(other), None);
        }
    }

    #[test]
    fn equal_entries_get_different_ids() {
        let entry = NewEntry { time_ms: 1, catalog: Digest::of(b""), payload: b"same".to_vec() };
        let seed = Seed::of(Origin::stored([0; 16]));
        let ids = [(); 2].map(|()| Prepared::new(entry.clone(), seed).unwrap().id);
        assert_ne!(ids[0], ids[1]);
    }
}
