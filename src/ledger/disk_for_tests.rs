//! A disk for tests: it keeps what was synced, and on a crash some beginning of what was not; it fails and fills up when
//! told to.

#![allow(clippy::cast_possible_truncation, reason = "a test's disk is small")]

use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, MutexGuard},
};

use super::storage::{Lock, Storage, StoredFile};

/// Shared by everybody who has it; a crash leaves a new one.
#[derive(Clone, Default)]
pub(super) struct Disk(Arc<Mutex<State>>);

#[derive(Clone, Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<String, usize>,
    synced_names: BTreeMap<String, usize>,
    locked: bool,
    /// Bytes that still fit; none for as many as wanted.
    free: Option<u64>,
    /// Operations that still work; none for as many as wanted.
    operations: Option<u64>,
    fail_sync: bool,
    writes: u64,
    syncs: u64,
}

#[derive(Clone, Default)]
struct Inode {
    synced: Vec<u8>,
    /// Since then, in order.
    pending: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Write(u64, Vec<u8>),
    Cut(u64),
}

impl Inode {
    fn content(&self) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        self.pending.iter().for_each(|change| change.apply(&mut bytes));
        bytes
    }
}

impl Change {
    fn apply(&self, to: &mut Vec<u8>) {
        match self {
            Self::Write(offset, bytes) => {
                let (start, end) = (*offset as usize, *offset as usize + bytes.len());
                to.resize(to.len().max(end), 0);
                to[start..end].copy_from_slice(bytes);
            }
            Self::Cut(size) => to.resize(*size as usize, 0),
        }
    }

    /// Its beginning.
    fn torn(&self, bytes: usize) -> Self {
        match self {
            Self::Write(offset, all) => Self::Write(*offset, all[..bytes.min(all.len())].to_vec()),
            cut => cut.clone(),
        }
    }
}

impl Disk {
    pub(super) fn storage(&self) -> Arc<dyn Storage> {
        Arc::new(self.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    pub(super) fn set_free(&self, bytes: Option<u64>) {
        self.state().free = bytes;
    }

    /// After so many more operations nothing works any more.
    pub(super) fn die_after(&self, operations: u64) {
        self.state().operations = Some(operations);
    }

    pub(super) fn fail_sync(&self) {
        self.state().fail_sync = true;
    }

    /// Syncs so far.
    pub(super) fn syncs(&self) -> u64 {
        self.state().syncs
    }

    /// The disk after a loss of power: `random` says how much of what was not synced is there.
    pub(super) fn crash(&self, random: &mut impl FnMut() -> usize) -> Self {
        let state = self.state().clone();
        let mut left = State::default();
        let unsynced: Vec<_> = state
            .names
            .iter()
            .filter(|(name, _)| !state.synced_names.contains_key(*name) && random().is_multiple_of(2))
            .collect();
        for (name, number) in state.synced_names.iter().chain(unsynced) {
            let inode = &state.inodes[*number];
            let mut bytes = inode.synced.clone();
            let whole = random() % (inode.pending.len() + 1);
            inode.pending[..whole].iter().for_each(|change| change.apply(&mut bytes));
            if let Some(torn) = inode.pending.get(whole) {
                torn.torn(random() % 200).apply(&mut bytes);
            }
            left.names.insert(name.clone(), left.inodes.len());
            left.inodes.push(Inode { synced: bytes, pending: Vec::new() });
        }
        left.synced_names.clone_from(&left.names);
        Self(Arc::new(Mutex::new(left)))
    }

    /// A copy as it is, to be damaged.
    pub(super) fn copy(&self) -> Self {
        let mut state = self.state().clone();
        for inode in &mut state.inodes {
            *inode = Inode { synced: inode.content(), pending: Vec::new() };
        }
        (state.locked, state.operations, state.free, state.fail_sync) = (false, None, None, false);
        Self(Arc::new(Mutex::new(state)))
    }

    pub(super) fn files(&self) -> Vec<String> {
        self.state().names.keys().cloned().collect()
    }

    pub(super) fn content(&self, name: &str) -> Vec<u8> {
        let state = self.state();
        state.inodes[state.names[name]].content()
    }

    pub(super) fn put(&self, name: &str, bytes: Vec<u8>) {
        let mut state = self.state();
        let number = state.inodes.len();
        state.inodes.push(Inode { synced: bytes, pending: Vec::new() });
        state.names.insert(name.to_owned(), number);
        state.synced_names.insert(name.to_owned(), number);
    }

    pub(super) fn delete(&self, name: &str) {
        let mut state = self.state();
        state.names.remove(name);
        state.synced_names.remove(name);
    }

    /// Everything on it, to compare.
    pub(super) fn everything(&self) -> BTreeMap<String, Vec<u8>> {
        self.files().into_iter().map(|name| (name.clone(), self.content(&name))).collect()
    }
}

impl State {
    fn works(&mut self) -> io::Result<()> {
        match &mut self.operations {
            Some(0) => Err(io::Error::other("the power is gone")),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

struct Held(Disk);

impl Lock for Held {}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.state().locked = false;
    }
}

impl Storage for Disk {
    fn lock(&self) -> io::Result<Box<dyn Lock>> {
        let mut state = self.state();
        if std::mem::replace(&mut state.locked, true) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        Ok(Box::new(Held(self.clone())))
    }

    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.files())
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        let mut state = self.state();
        state.works()?;
        if state.names.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let number = state.inodes.len();
        state.inodes.push(Inode::default());
        state.names.insert(name.to_owned(), number);
        Ok(Box::new(OpenFile { disk: self.clone(), number }))
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        let number = *self.state().names.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(OpenFile { disk: self.clone(), number }))
    }

    fn open_to_read(&self, name: &str) -> io::Result<Box<dyn StoredFile>> {
        Storage::open(self, name)
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.state();
        state.works()?;
        state.names.remove(name).map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn sync_names(&self) -> io::Result<()> {
        let mut state = self.state();
        state.works()?;
        state.synced_names = state.names.clone();
        Ok(())
    }

    fn free_bytes(&self) -> io::Result<u64> {
        Ok(self.state().free.unwrap_or(u64::MAX))
    }
}

struct OpenFile {
    disk: Disk,
    number: usize,
}

impl StoredFile for OpenFile {
    fn size(&self) -> io::Result<u64> {
        Ok(self.disk.state().inodes[self.number].content().len() as u64)
    }

    fn read_at(&self, bytes: &mut [u8], offset: u64) -> io::Result<usize> {
        let content = self.disk.state().inodes[self.number].content();
        let rest = content.get(offset as usize..).unwrap_or_default();
        let count = rest.len().min(bytes.len());
        bytes[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }

    /// Writes in pieces, as files may, so that a crash or a full disk comes between them.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let mut state = self.disk.state();
        state.works()?;
        state.writes += 1;
        let count = match &mut state.free {
            Some(0) => return Err(io::ErrorKind::StorageFull.into()),
            Some(free) => {
                let count = bytes.len().min(usize::try_from(*free).unwrap_or(usize::MAX)).min(1000);
                *free -= count as u64;
                count
            }
            None => bytes.len().min(1000),
        };
        state.inodes[self.number].pending.push(Change::Write(offset, bytes[..count].to_vec()));
        Ok(count)
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.disk.state();
        state.works()?;
        state.syncs += 1;
        if state.fail_sync {
            return Err(io::Error::other("the disk lost it"));
        }
        let inode = &mut state.inodes[self.number];
        *inode = Inode { synced: inode.content(), pending: Vec::new() };
        Ok(())
    }

    fn cut(&self, size: u64) -> io::Result<()> {
        let mut state = self.disk.state();
        state.works()?;
        state.inodes[self.number].pending.push(Change::Cut(size));
        Ok(())
    }
}
