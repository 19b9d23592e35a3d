//! The file `head`: how far the ledger was acknowledged. It is written after every sync and itself synced only when a
//! segment ends, so it may lag behind after a loss of power, never run ahead. With it, a tail that was acknowledged and is
//! gone is told from one that was never acknowledged.
//!
//! Two slots take turns, so that a torn write leaves the other:
//! `"HEAD"  origin 16  size u64  root 32  sum u32`.

use std::{io, sync::Arc};

use super::{
    frame::{self, Fields, Seed},
    id::Origin,
    storage::{self, Storage, StoredFile},
    tree::TreeHash,
};

pub(super) const NAME: &str = "head";
const MARK: [u8; 4] = *b"HEAD";
const SLOT: usize = 64;

/// Entries that were acknowledged, and the root of the tree at that point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) origin: Origin,
    pub(super) size: u64,
    pub(super) root: TreeHash,
}

impl Head {
    fn write(&self) -> Vec<u8> {
        let mut bytes = MARK.to_vec();
        bytes.extend_from_slice(self.origin.bytes());
        bytes.extend_from_slice(&self.size.to_le_bytes());
        bytes.extend_from_slice(self.root.bytes());
        frame::close(Seed::of(self.origin), 0, &mut bytes);
        bytes
    }

    fn read(slot: &[u8]) -> Option<Self> {
        let mut fields = Fields::unchecked(slot);
        let mark = fields.take().ok()?;
        let origin = Origin::stored(fields.take().ok()?);
        Fields::checked::<SLOT>(slot, Seed::of(origin)).ok()?;
        let (size, root) = (fields.u64().ok()?, TreeHash::stored(fields.take().ok()?));
        (mark == MARK).then_some(Self { origin, size, root })
    }
}

/// The open file.
pub(super) struct HeadFile {
    file: Box<dyn StoredFile>,
    turn: u64,
}

impl HeadFile {
    /// Makes it anew for an empty ledger, in place of one whose making was interrupted.
    pub(super) fn create(storage: &Arc<dyn Storage>, origin: Origin) -> io::Result<Self> {
        if storage.names()?.iter().any(|name| name == NAME) {
            storage.remove(NAME)?;
        }
        let mut head = Self { file: storage.create(NAME)?, turn: 0 };
        head.set(&Head { origin, size: 0, root: TreeHash::empty() })?;
        head.sync()?;
        storage.sync_names()?;
        Ok(head)
    }

    /// Opens it to go on, where `head` was read from it. The slot that `head` is in is not the first to be overwritten.
    pub(super) fn open(storage: &Arc<dyn Storage>, head: &Head) -> io::Result<Self> {
        let file = storage.open(NAME)?;
        let first = storage::read_up_to(&*file, SLOT, 0)?;
        let turn = u64::from(Head::read(&first).as_ref() == Some(head));
        Ok(Self { file, turn })
    }

    /// Writes where the ledger is.
    pub(super) fn set(&mut self, head: &Head) -> io::Result<()> {
        storage::write_all(&*self.file, &head.write(), (self.turn % 2) * SLOT as u64)?;
        self.turn += 1;
        Ok(())
    }

    /// Makes what was written safe.
    pub(super) fn sync(&self) -> io::Result<()> {
        self.file.sync()
    }
}

/// What the file says. `None` if neither slot can be read.
pub(super) fn read(storage: &Arc<dyn Storage>) -> io::Result<Option<Head>> {
    let file = match storage.open_to_read(NAME) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let bytes = storage::read_up_to(&*file, 2 * SLOT, 0)?;
    Ok(bytes.chunks(SLOT).filter_map(Head::read).max_by_key(|head| head.size))
}
