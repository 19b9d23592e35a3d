//! Writes: groups of entries to the last segment, a new segment when it is full. What failed is undone or said to be
//! beyond that.

use std::{io, sync::Arc};

use super::{
    error::{Flaw, LedgerError},
    frame::{self, Commit, GroupSum, Seed},
    id::Origin,
    leaf::Prepared,
    recover::Last,
    segment::{self, Header},
    settings::Settings,
    storage::{self, Storage, StoredFile},
    tree::Tree,
};

/// What is kept of the buffer from one group to the next.
const BUFFER_KEPT_BYTES: usize = 1 << 20;

/// Why something was not written.
#[derive(Debug)]
pub(super) enum Unwritten {
    /// There is no space; the files are as they were.
    Full,
    /// What is on the disk is not known.
    Broken(LedgerError),
}

impl Unwritten {
    fn broken(doing: &'static str, file: &str) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Broken(LedgerError::poisoned(doing, file, error))
    }
}

/// The segments, as far as they are written to.
pub(super) struct Segments {
    storage: Arc<dyn Storage>,
    origin: Origin,
    segment_bytes: u64,
    file: Box<dyn StoredFile>,
    name: String,
    /// Where the last commit mark ends. What is behind it counts for nothing.
    end: u64,
    buffer: Vec<u8>,
}

impl Segments {
    /// Goes on with a segment. What is behind its last commit mark must have been cut.
    pub(super) fn resume(
        storage: &Arc<dyn Storage>,
        origin: Origin,
        last: &Last,
        settings: &Settings,
    ) -> io::Result<Self> {
        let file = storage.open(&last.name)?;
        Ok(Self::with(storage, origin, (last.name.clone(), file, last.end), settings))
    }

    /// Makes the first segment.
    pub(super) fn create(storage: &Arc<dyn Storage>, origin: Origin, settings: &Settings) -> io::Result<Self> {
        let header = Header::empty(origin);
        let name = segment::name(header.first);
        let file = storage.create(&name)?;
        let bytes = header.write();
        storage::write_all(&*file, &bytes, 0)?;
        file.sync()?;
        storage.sync_names()?;
        Ok(Self::with(storage, origin, (name, file, bytes.len() as u64), settings))
    }

    fn with(
        storage: &Arc<dyn Storage>,
        origin: Origin,
        (name, file, end): (String, Box<dyn StoredFile>, u64),
        settings: &Settings,
    ) -> Self {
        let segment_bytes = settings.segment_bytes;
        Self { storage: Arc::clone(storage), origin, segment_bytes, file, name, end, buffer: Vec::new() }
    }

    /// The name of the last segment.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Writes a group behind `tree`, which then is the tree with it. Gives the offsets. Nothing is safe before
    /// [`Self::sync`].
    pub(super) fn append<'a>(
        &mut self,
        group: impl Iterator<Item = &'a Prepared>,
        tree: &mut Tree,
    ) -> Result<Vec<u32>, Unwritten> {
        let mut grown = tree.clone();
        let offsets = self.encode(group, &mut grown).ok_or_else(|| self.too_long(tree.size()))?;
        self.write()?;
        *tree = grown;
        Ok(offsets)
    }

    /// Makes everything that was written safe.
    pub(super) fn sync(&self) -> Result<(), Unwritten> {
        self.file.sync().map_err(Unwritten::broken("sync", &self.name))
    }

    /// Whether the next group belongs in a new segment.
    pub(super) fn is_full(&self) -> bool {
        self.end >= self.segment_bytes
    }

    /// Ends the segment and starts the next. In this order: the new one is safe, then the old one gets its end mark, so
    /// that an end mark always has a successor.
    pub(super) fn roll(&mut self, tree: &Tree) -> Result<(), Unwritten> {
        self.sync()?;
        let name = segment::name(tree.size());
        let header = Header { origin: self.origin, first: tree.size(), root: tree.root() };
        let (file, end) = self.next(&name, &header)?;
        self.buffer.clear();
        frame::write_seal(tree.size(), Seed::of(self.origin), &mut self.buffer);
        if let Err(unwritten) = self.write() {
            self.remove(&name)?;
            return Err(unwritten);
        }
        self.sync()?;
        (self.file, self.name, self.end) = (file, name, end);
        Ok(())
    }

    fn encode<'a>(&mut self, group: impl Iterator<Item = &'a Prepared>, tree: &mut Tree) -> Option<Vec<u32>> {
        let seed = Seed::of(self.origin);
        let (mut sum, mut offsets) = (GroupSum::default(), Vec::new());
        self.buffer.clear();
        self.buffer.shrink_to(BUFFER_KEPT_BYTES);
        for entry in group {
            offsets.push(u32::try_from(self.end + self.buffer.len() as u64).ok()?);
            sum.add(entry.head(tree.size())?.write(seed, &mut self.buffer));
            self.buffer.extend_from_slice(&entry.salt);
            self.buffer.extend_from_slice(&entry.leaf);
            self.buffer.extend_from_slice(&entry.payload);
            tree.append(entry.leaf_hash);
        }
        let count = u32::try_from(offsets.len()).ok()?;
        Commit { count, size: tree.size(), root: tree.root(), group_sum: sum }.write(seed, &mut self.buffer);
        Some(offsets)
    }

    /// Writes the buffer behind the last mark. Without space, what was written of it is cut off again.
    fn write(&mut self) -> Result<(), Unwritten> {
        match storage::write_all(&*self.file, &self.buffer, self.end) {
            Ok(()) => {
                self.end += self.buffer.len() as u64;
                Ok(())
            }
            Err(error) if storage::is_full(&error) => {
                self.file.cut(self.end).map_err(Unwritten::broken("cut", &self.name))?;
                Err(Unwritten::Full)
            }
            Err(error) => Err(Unwritten::broken("write", &self.name)(error)),
        }
    }

    fn next(&self, name: &str, header: &Header) -> Result<(Box<dyn StoredFile>, u64), Unwritten> {
        let file = match self.storage.create(name) {
            Ok(file) => file,
            Err(error) if storage::is_full(&error) => return Err(Unwritten::Full),
            Err(error) => return Err(Unwritten::broken("create", name)(error)),
        };
        let bytes = header.write();
        match storage::write_all(&*file, &bytes, 0) {
            Ok(()) => {}
            Err(error) if storage::is_full(&error) => {
                self.remove(name)?;
                return Err(Unwritten::Full);
            }
            Err(error) => return Err(Unwritten::broken("write", name)(error)),
        }
        file.sync().map_err(Unwritten::broken("sync", name))?;
        self.storage.sync_names().map_err(Unwritten::broken("sync the folder of", name))?;
        Ok((file, bytes.len() as u64))
    }

    fn remove(&self, name: &str) -> Result<(), Unwritten> {
        let removed = self.storage.remove(name).and_then(|()| self.storage.sync_names());
        removed.map_err(Unwritten::broken("remove", name))
    }

    /// Cannot be: the settings bound segments and entries far below what a frame can hold.
    fn too_long(&self, index: u64) -> Unwritten {
        Unwritten::Broken(LedgerError::damage(&self.name, self.end, index, Flaw::Short))
    }
}
