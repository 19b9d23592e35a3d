//! The start of a segment, and its name: `"comityLG"  version u32  origin 16  first u64  root 32  sum u32`, where `first`
//! is the index of its first entry and `root` that of the tree before it.

use super::{
    error::Flaw,
    frame::{self, Fields, Seed},
    id::Origin,
    tree::TreeHash,
};

const MAGIC: [u8; 8] = *b"comityLG";
const VERSION: u32 = 1;
/// The length of the start.
pub(super) const HEADER: usize = 72;

const SUFFIX: &str = ".segment";

/// The name of the segment that starts with an entry. Names sort as their segments do.
pub(super) fn name(first: u64) -> String {
    format!("{first:020}{SUFFIX}")
}

/// The first entry of a segment of this name. `None` if the name is none of a segment.
pub(super) fn first(file: &str) -> Option<u64> {
    let first = file.strip_suffix(SUFFIX)?.parse().ok()?;
    (name(first) == file).then_some(first)
}

/// The start of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) origin: Origin,
    pub(super) first: u64,
    pub(super) root: TreeHash,
}

impl Header {
    /// That of the first segment of a ledger.
    pub(super) fn empty(origin: Origin) -> Self {
        Self { origin, first: 0, root: TreeHash::empty() }
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(self.origin.bytes());
        bytes.extend_from_slice(&self.first.to_le_bytes());
        bytes.extend_from_slice(self.root.bytes());
        frame::close(Seed::of(self.origin), 0, &mut bytes);
        bytes
    }

    fn read(bytes: &[u8]) -> Result<Self, Flaw> {
        let mut fields = Fields::unchecked(bytes);
        if fields.take()? != MAGIC {
            return Err(Flaw::Magic);
        }
        let version = fields.u32()?;
        let origin = Origin::stored(fields.take()?);
        Fields::checked::<HEADER>(bytes, Seed::of(origin))?;
        if version != VERSION {
            return Err(Flaw::Version(version));
        }
        Ok(Self { origin, first: fields.u64()?, root: TreeHash::stored(fields.take()?) })
    }

    /// Checks that the bytes start with exactly this.
    pub(super) fn check(&self, bytes: &[u8]) -> Result<(), Flaw> {
        let found = Self::read(bytes)?;
        if found.origin != self.origin {
            return Err(Flaw::Origin { expected: self.origin, found: found.origin });
        }
        if found.first != self.first {
            return Err(Flaw::Index { expected: self.first, found: found.first });
        }
        if found.root != self.root {
            return Err(Flaw::Root { expected: self.root, found: found.root });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_segments() {
        assert_eq!(first(&name(42)), Some(42));
        for other in ["head", "lock", "42.segment", "00000000000000000042.segment.bak", "+0000000000000000042.segment"]
        {
            assert_eq!(first(other), None, "{other}");
        }
    }

    #[test]
    fn a_start_is_checked_field_by_field() {
        let header = Header { origin: Origin::stored([1; 16]), first: 7, root: TreeHash::of_leaf(b"x") };
        let bytes = header.write();
        assert_eq!(bytes.len(), HEADER);
        assert_eq!(header.check(&bytes), Ok(()));
        let other = Header { origin: Origin::stored([2; 16]), ..header };
        assert!(matches!(other.check(&bytes), Err(Flaw::Origin { .. })));
        assert!(matches!(Header { first: 8, ..header }.check(&bytes), Err(Flaw::Index { expected: 8, found: 7 })));
        assert!(matches!(Header { root: TreeHash::empty(), ..header }.check(&bytes), Err(Flaw::Root { .. })));
        for at in 0..HEADER {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1;
            assert!(header.check(&flipped).is_err(), "byte {at}");
        }
    }
}
