//! Reads entries back and checks each: its checksums, its place, its leaf, and that the payload is the one committed to.

use std::{
    io,
    ops::Range,
    sync::{Arc, PoisonError, RwLock},
};

use super::{
    error::{Flaw, LedgerError},
    frame::{ENTRY_HEAD, EntryHead, RawEntry, SALT, Seed},
    id::{EntryId, Origin},
    leaf::{self, Leaf},
    lookup::Lookup,
    recover,
    storage::{self, Storage, StoredFile},
    tree::TreeHash,
};

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place.
    pub index: u64,
    /// Its id.
    pub id: EntryId,
    /// What the tree commits to.
    pub leaf: Leaf,
    /// The leaf's encoding, over which its hash is taken.
    pub leaf_bytes: Vec<u8>,
    /// The salt of its commitment.
    pub salt: [u8; SALT],
    /// What it says.
    pub payload: Vec<u8>,
}

/// Reads a ledger. Cheap to clone. That of an open [`super::Ledger`] sees every entry from its acknowledgement on.
#[derive(Clone)]
pub struct Reader(Arc<Shared>);

struct Shared {
    storage: Option<Arc<dyn Storage>>,
    origin: Origin,
    state: RwLock<State>,
}

struct State {
    lookup: Lookup,
    root: TreeHash,
}

impl Reader {
    /// Checks a ledger and reads it as it is now, whoever may be writing to it. Changes nothing. A folder without a
    /// ledger reads as one without entries.
    ///
    /// # Errors
    /// As [`super::Ledger::open`].
    pub fn open(storage: Arc<dyn Storage>) -> Result<Self, LedgerError> {
        let found = match recover::recover(&storage) {
            // A segment that the writer made after the names were read is there now.
            Err(LedgerError::DataLoss { flaw: Flaw::Missing, .. }) => recover::recover(&storage)?,
            found => found?,
        };
        Ok(found.map_or_else(Self::of_nothing, |found| {
            let root = found.progress.tree.root();
            Self::new(storage, found.progress.head.origin, found.progress.lookup, root)
        }))
    }

    pub(super) fn new(storage: Arc<dyn Storage>, origin: Origin, lookup: Lookup, root: TreeHash) -> Self {
        let state = RwLock::new(State { lookup, root });
        Self(Arc::new(Shared { storage: Some(storage), origin, state }))
    }

    /// Reads nothing.
    pub(super) fn of_nothing() -> Self {
        let state = RwLock::new(State { lookup: Lookup::default(), root: TreeHash::empty() });
        Self(Arc::new(Shared { storage: None, origin: Origin::stored([0; 16]), state }))
    }

    /// Which ledger it is.
    pub fn origin(&self) -> Origin {
        self.0.origin
    }

    /// Number of entries, and the root of the tree over them.
    pub fn tree(&self) -> (u64, TreeHash) {
        self.with(|state| (state.lookup.size(), state.root))
    }

    /// Reads an entry. `None` if there is none of this index.
    ///
    /// # Errors
    /// If it cannot be read, or is not what was acknowledged.
    pub fn read(&self, index: u64) -> Result<Option<Entry>, LedgerError> {
        self.entries(index..index.saturating_add(1)).next().transpose()
    }

    /// Finds an entry by its id.
    ///
    /// # Errors
    /// If an entry cannot be read, or is not what was acknowledged.
    pub fn find(&self, id: EntryId) -> Result<Option<Entry>, LedgerError> {
        for index in self.with(|state| state.lookup.candidates(id)) {
            if let Some(entry) = self.read(index)?.filter(|entry| entry.id == id) {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// Reads entries one after the other, as far as there are any.
    pub fn entries(&self, range: Range<u64>) -> Entries {
        Entries { reader: self.clone(), range, open: None }
    }

    pub(super) fn start_segment(&self, name: &str) {
        self.change(|state| state.lookup.start_segment(name));
    }

    /// Shows entries that were committed.
    pub(super) fn publish(&self, entries: impl Iterator<Item = (EntryId, u32)>, root: TreeHash) {
        self.change(|state| {
            entries.for_each(|(id, offset)| state.lookup.add(id, offset));
            state.root = root;
        });
    }

    fn with<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.0.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.0.state.write().unwrap_or_else(PoisonError::into_inner));
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("tree", &self.tree()).finish_non_exhaustive()
    }
}

/// Entries, one after the other. Ends after the first error.
pub struct Entries {
    reader: Reader,
    range: Range<u64>,
    open: Option<(String, Box<dyn StoredFile>)>,
}

impl Iterator for Entries {
    type Item = Result<Entry, LedgerError>;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.range.next()?;
        let (name, offset) = self.reader.with(|state| {
            let (name, offset) = state.lookup.place(index)?;
            Some((name.to_owned(), u64::from(offset)))
        })?;
        let entry = self.read(&name, offset, index);
        if entry.is_err() {
            self.range.start = self.range.end;
        }
        Some(entry)
    }
}

impl Entries {
    fn read(&mut self, name: &str, offset: u64, index: u64) -> Result<Entry, LedgerError> {
        let failed = |error| LedgerError::io("read", name, error);
        let file = self.file(name).map_err(failed)?;
        let head = storage::read_up_to(file, ENTRY_HEAD, offset).map_err(failed)?;
        let damage = |flaw| LedgerError::damage(name, offset, index, flaw);
        let seed = Seed::of(self.reader.0.origin);
        let (head, sum) = EntryHead::read(&head, seed).map_err(damage)?;
        let length = usize::try_from(head.body_len()).map_err(|_| damage(Flaw::Short))?;
        let file = self.file(name).map_err(failed)?;
        let body = storage::read_up_to(file, length, offset + ENTRY_HEAD as u64).map_err(failed)?;
        head.body(&body, sum, seed).and_then(|raw| checked(&raw, index)).map_err(damage)
    }

    /// The segment's file, open from one entry to the next.
    fn file(&mut self, name: &str) -> io::Result<&dyn StoredFile> {
        let (_, file) = match self.open.take() {
            Some(open) if open.0 == name => self.open.insert(open),
            _ => {
                let storage = self.reader.0.storage.as_ref().ok_or(io::ErrorKind::NotFound)?;
                self.open.insert((name.to_owned(), storage.open_to_read(name)?))
            }
        };
        Ok(&**file)
    }
}

/// The entry of a frame, if it is what its leaf says.
fn checked(raw: &RawEntry<'_>, index: u64) -> Result<Entry, Flaw> {
    if raw.index != index {
        return Err(Flaw::Index { expected: index, found: raw.index });
    }
    let leaf = Leaf::decode(raw.leaf).ok_or(Flaw::Leaf)?;
    if leaf::commitment(&raw.salt, raw.payload) != leaf.commitment {
        return Err(Flaw::Commitment);
    }
    let id = EntryId::of(TreeHash::of_leaf(raw.leaf));
    Ok(Entry { index, id, leaf, leaf_bytes: raw.leaf.to_vec(), salt: raw.salt, payload: raw.payload.to_vec() })
}
