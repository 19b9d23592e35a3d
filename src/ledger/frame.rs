//! Frames: how entries, commit marks and end marks stand in a segment. Bytes in, bytes out; no IO.
//!
//! All numbers are little-endian. Every checksum is CRC32C, started with the ledger's origin, so that no frame of another
//! ledger, and none that a record brings along, passes for one of this ledger's.
//!
//! ```text
//! entry   "ENTR"  form u32  leaf_len u32  payload_len u32  index u64  body_sum u32  head_sum u32  | salt 32  leaf  payload
//! commit  "CMIT"  count u32  size u64  root 32  group_sum u32  sum u32
//! end     "SEAL"  size u64  sum u32
//! ```
//! `group_sum` is taken over the head sums of the group's entries, which in turn hold their body sums. `form` says how the
//! payload is stored: 0, as it was handed in; other numbers are for compression and encryption to come.

use super::{error::Flaw, id::Origin, tree::TreeHash};

pub(super) const ENTRY_HEAD: usize = 32;
pub(super) const SALT: usize = 32;
const COMMIT: usize = 56;
pub(super) const SEAL: usize = 16;

const ENTRY_MARK: [u8; 4] = *b"ENTR";
const COMMIT_MARK: [u8; 4] = *b"CMIT";
const SEAL_MARK: [u8; 4] = *b"SEAL";

/// How payloads are stored so far: as they were handed in.
const FORM_PLAIN: u32 = 0;

/// Computes the checksums of one ledger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed(u32);

impl Seed {
    pub(super) fn of(origin: Origin) -> Self {
        Self(crc32c::crc32c(origin.bytes()))
    }

    pub(super) fn sum(self, pieces: &[&[u8]]) -> u32 {
        pieces.iter().fold(self.0, |sum, piece| crc32c::crc32c_append(sum, piece))
    }
}

/// The checksum of a group, entry by entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct GroupSum(u32);

impl GroupSum {
    pub(super) fn add(&mut self, head_sum: u32) {
        self.0 = crc32c::crc32c_append(self.0, &head_sum.to_le_bytes());
    }
}

/// The fixed part of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EntryHead {
    pub(super) leaf_len: u32,
    pub(super) payload_len: u32,
    pub(super) index: u64,
    pub(super) body_sum: u32,
}

/// An entry as it stands in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RawEntry<'a> {
    pub(super) index: u64,
    pub(super) salt: [u8; SALT],
    pub(super) leaf: &'a [u8],
    pub(super) payload: &'a [u8],
    pub(super) head_sum: u32,
}

/// Says that everything up to here holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Commit {
    pub(super) count: u32,
    pub(super) size: u64,
    pub(super) root: TreeHash,
    pub(super) group_sum: GroupSum,
}

/// What can stand in a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Frame<'a> {
    Entry(RawEntry<'a>),
    Commit(Commit),
    /// The segment ends here, with so many entries up to here.
    Seal(u64),
}

impl EntryHead {
    /// Writes it and gives its checksum.
    pub(super) fn write(&self, seed: Seed, to: &mut Vec<u8>) -> u32 {
        let start = to.len();
        to.extend_from_slice(&ENTRY_MARK);
        to.extend_from_slice(&FORM_PLAIN.to_le_bytes());
        to.extend_from_slice(&self.leaf_len.to_le_bytes());
        to.extend_from_slice(&self.payload_len.to_le_bytes());
        to.extend_from_slice(&self.index.to_le_bytes());
        to.extend_from_slice(&self.body_sum.to_le_bytes());
        close(seed, start, to)
    }

    /// Reads it, with its checksum.
    pub(super) fn read(bytes: &[u8], seed: Seed) -> Result<(Self, u32), Flaw> {
        let (mut fields, sum) = Fields::checked::<ENTRY_HEAD>(bytes, seed)?;
        if fields.take()? != ENTRY_MARK {
            return Err(Flaw::Marker);
        }
        match fields.u32()? {
            FORM_PLAIN => {}
            form => return Err(Flaw::Version(form)),
        }
        let (leaf_len, payload_len) = (fields.u32()?, fields.u32()?);
        Ok((Self { leaf_len, payload_len, index: fields.u64()?, body_sum: fields.u32()? }, sum))
    }

    /// The bytes that follow it.
    pub(super) fn body_len(&self) -> u64 {
        SALT as u64 + u64::from(self.leaf_len) + u64::from(self.payload_len)
    }

    /// Takes the bytes that follow apart.
    pub(super) fn body<'a>(&self, bytes: &'a [u8], head_sum: u32, seed: Seed) -> Result<RawEntry<'a>, Flaw> {
        let length = usize::try_from(self.body_len()).map_err(|_| Flaw::Short)?;
        let body = bytes.get(..length).ok_or(Flaw::Short)?;
        if seed.sum(&[body]) != self.body_sum {
            return Err(Flaw::BodySum);
        }
        let (salt, rest) = body.split_first_chunk().ok_or(Flaw::Short)?;
        let (leaf, payload) = rest.split_at_checked(self.leaf_len as usize).ok_or(Flaw::Short)?;
        Ok(RawEntry { index: self.index, salt: *salt, leaf, payload, head_sum })
    }
}

impl Commit {
    pub(super) fn write(&self, seed: Seed, to: &mut Vec<u8>) {
        let start = to.len();
        to.extend_from_slice(&COMMIT_MARK);
        to.extend_from_slice(&self.count.to_le_bytes());
        to.extend_from_slice(&self.size.to_le_bytes());
        to.extend_from_slice(self.root.bytes());
        to.extend_from_slice(&self.group_sum.0.to_le_bytes());
        close(seed, start, to);
    }

    fn read(bytes: &[u8], seed: Seed) -> Result<Self, Flaw> {
        let (mut fields, _) = Fields::checked::<COMMIT>(bytes, seed)?;
        fields.take::<4>()?;
        let (count, size) = (fields.u32()?, fields.u64()?);
        Ok(Self { count, size, root: TreeHash::stored(fields.take()?), group_sum: GroupSum(fields.u32()?) })
    }
}

/// Writes an end mark.
pub(super) fn write_seal(size: u64, seed: Seed, to: &mut Vec<u8>) {
    let start = to.len();
    to.extend_from_slice(&SEAL_MARK);
    to.extend_from_slice(&size.to_le_bytes());
    close(seed, start, to);
}

/// Reads the frame at the start of the bytes, and says how long it is.
pub(super) fn read(bytes: &[u8], seed: Seed) -> Result<(Frame<'_>, usize), Flaw> {
    match *bytes.first_chunk().ok_or(Flaw::Short)? {
        ENTRY_MARK => {
            let (head, sum) = EntryHead::read(bytes, seed)?;
            let entry = head.body(bytes.get(ENTRY_HEAD..).unwrap_or_default(), sum, seed)?;
            Ok((Frame::Entry(entry), ENTRY_HEAD + SALT + entry.leaf.len() + entry.payload.len()))
        }
        COMMIT_MARK => Ok((Frame::Commit(Commit::read(bytes, seed)?), COMMIT)),
        SEAL_MARK => {
            let (mut fields, _) = Fields::checked::<SEAL>(bytes, seed)?;
            fields.take::<4>()?;
            Ok((Frame::Seal(fields.u64()?), SEAL))
        }
        _ => Err(Flaw::Marker),
    }
}

/// Whether the bytes are an end mark.
pub(super) fn is_seal(bytes: &[u8], seed: Seed) -> bool {
    matches!(read(bytes, seed), Ok((Frame::Seal(_), SEAL)))
}

/// Whether a commit or end mark that holds stands anywhere in the bytes: then what comes before it was once complete.
pub(super) fn holds_mark(bytes: &[u8], seed: Seed) -> bool {
    bytes.windows(4).enumerate().any(|(at, four)| {
        (four == COMMIT_MARK || four == SEAL_MARK) && bytes.get(at..).is_some_and(|rest| read(rest, seed).is_ok())
    })
}

/// Ends a fixed part with its checksum.
pub(super) fn close(seed: Seed, start: usize, to: &mut Vec<u8>) -> u32 {
    let sum = seed.sum(&[to.get(start..).unwrap_or_default()]);
    to.extend_from_slice(&sum.to_le_bytes());
    sum
}

/// Reads fields one after the other.
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    /// The fields of a fixed part of `N` bytes whose checksum, its last four, holds.
    pub(super) fn checked<const N: usize>(bytes: &'a [u8], seed: Seed) -> Result<(Self, u32), Flaw> {
        let part: &[u8; N] = bytes.first_chunk().ok_or(Flaw::Short)?;
        let (content, sum) = part.split_last_chunk().ok_or(Flaw::Short)?;
        let sum = u32::from_le_bytes(*sum);
        if seed.sum(&[content]) == sum { Ok((Self(content), sum)) } else { Err(Flaw::HeadSum) }
    }

    /// Fields whose checksum can only be told once some of them are known.
    pub(super) fn unchecked(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], Flaw> {
        let (field, rest) = self.0.split_first_chunk().ok_or(Flaw::Short)?;
        self.0 = rest;
        Ok(*field)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Flaw> {
        self.take().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, Flaw> {
        self.take().map(u64::from_le_bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seed() -> Seed {
        Seed::of(Origin::stored([7; 16]))
    }

    fn entry(index: u64, leaf: &[u8], payload: &[u8]) -> Vec<u8> {
        let body = [&[9; SALT], leaf, payload].concat();
        let head = EntryHead {
            leaf_len: u32::try_from(leaf.len()).unwrap(),
            payload_len: u32::try_from(payload.len()).unwrap(),
            index,
            body_sum: seed().sum(&[&body]),
        };
        let mut bytes = Vec::new();
        head.write(seed(), &mut bytes);
        bytes.extend(body);
        bytes
    }

    /// The format as ledgers on disk have it: a change here is a new version.
    #[test]
    fn frozen_bytes() {
        let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |text, b| text + &format!("{b:02x}"));
        let mut commit = Vec::new();
        let root = TreeHash::of_leaf(b"");
        Commit { count: 1, size: 2, root, group_sum: GroupSum(3) }.write(seed(), &mut commit);
        let mut seal = Vec::new();
        write_seal(2, seed(), &mut seal);
        let head = &entry(5, b"ab", b"c")[..ENTRY_HEAD];
        let expected = [
            "454e54520000000002000000010000000500000000000000ba5d4373c3f58ad4",
            "434d49540100000002000000000000006e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d03000000",
            "5345414c0200000000000000",
        ];
        assert_eq!([hex(head), hex(&commit[..52]), hex(&seal[..12])], expected);
    }

    proptest! {
        #[test]
        fn reads_what_it_wrote(index: u64, leaf: Vec<u8>, payload: Vec<u8>, rest: Vec<u8>) {
            let mut bytes = entry(index, &leaf, &payload);
            let length = bytes.len();
            bytes.extend(rest);
            let (frame, read_len) = read(&bytes, seed()).unwrap();
            prop_assert_eq!(read_len, length);
            let Frame::Entry(entry) = frame else { panic!("{frame:?}") };
            prop_assert_eq!((entry.index, entry.leaf, entry.payload), (index, &leaf[..], &payload[..]));
        }

        #[test]
        fn marks_round_trip(count: u32, size: u64, root: [u8; 32], sum: u32) {
            let commit = Commit { count, size, root: TreeHash::stored(root), group_sum: GroupSum(sum) };
            let mut bytes = Vec::new();
            commit.write(seed(), &mut bytes);
            prop_assert_eq!(read(&bytes, seed()), Ok((Frame::Commit(commit), bytes.len())));
            prop_assert!(holds_mark(&[b"CMIT junk", &bytes[..]].concat(), seed()));
            prop_assert!(!holds_mark(&bytes, Seed::of(Origin::stored([8; 16]))));
        }

        #[test]
        fn any_flipped_bit_shows(payload: Vec<u8>, at: prop::sample::Index, bit in 0..8u32) {
            let mut bytes = entry(1, b"leaf", &payload);
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            prop_assert!(read(&bytes, seed()).is_err());
        }

        #[test]
        fn garbage_is_a_flaw(bytes: Vec<u8>) {
            prop_assert!(read(&bytes, seed()).is_err());
        }
    }
}
