//! The writer: one thread that takes groups off the queue, writes and syncs them and only then answers.

use std::{sync::Arc, time::Instant};

use super::{
    disk::Disk,
    error::LedgerError,
    head::{self, Head, HeadFile},
    id::Origin,
    queue::{Job, Queue},
    reader::Reader,
    receipt::Appended,
    segments::{Segments, Unwritten},
    settings::Durability,
    status::Counters,
    storage::{self, Lock},
    tree::Tree,
};

/// How much may be written before free space is looked at again.
const LOOK_EVERY_BYTES: u64 = 4 << 20;

/// Everything the writer's thread owns.
pub(super) struct Writer {
    pub(super) queue: Arc<Queue>,
    pub(super) reader: Reader,
    pub(super) counters: Arc<Counters>,
    pub(super) segments: Segments,
    pub(super) head: HeadFile,
    pub(super) tree: Tree,
    pub(super) origin: Origin,
    pub(super) space: Space,
    pub(super) durability: Durability,
    /// Held as long as the thread lives.
    pub(super) _lock: Box<dyn Lock>,
}

impl Writer {
    /// Works until the queue is closed or writing fails for good.
    pub(super) fn run(mut self) -> Result<(), LedgerError> {
        while let Some(group) = self.queue.take() {
            self.commit(group)?;
        }
        self.finish()
    }

    /// Stores a group and answers each of its entries. Fails if nothing can be written any more.
    fn commit(&mut self, group: Vec<Job>) -> Result<(), LedgerError> {
        let first = self.tree.size();
        match self.store(&group) {
            Ok(()) => {
                for (index, job) in (first..).zip(group) {
                    let appended = Appended { id: job.entry.id, index: Some(index), durability: self.durability };
                    job.answer(Ok(appended));
                }
                Ok(())
            }
            Err(Unwritten::Full) => {
                let bytes = group.iter().map(|job| job.entry.bytes()).sum();
                let reserve_bytes = self.space.disk.refused(group.len(), bytes);
                for job in group {
                    job.answer(Err(LedgerError::DiskFull { reserve_bytes }));
                }
                Ok(())
            }
            Err(Unwritten::Broken(error)) => {
                self.queue.close(error.clone());
                self.counters.refused_stopped.add(group.len() as u64);
                for job in group {
                    job.answer(Err(error.clone()));
                }
                Err(error)
            }
        }
    }

    fn store(&mut self, group: &[Job]) -> Result<(), Unwritten> {
        let bytes = group.iter().map(|job| job.entry.bytes()).sum();
        self.space.check(bytes)?;
        if self.segments.is_full() {
            self.roll()?;
        }
        let offsets = self.segments.append(group.iter().map(|job| &job.entry), &mut self.tree)?;
        if self.durability == Durability::Durable {
            let start = Instant::now();
            self.segments.sync()?;
            self.counters.synced(start.elapsed());
            self.remember()?;
        }
        self.counters.wrote(group.len(), bytes, group.last().map_or(0, |job| job.entry.time_ms));
        self.reader.publish(group.iter().map(|job| job.entry.id).zip(offsets), self.tree.root());
        Ok(())
    }

    fn roll(&mut self) -> Result<(), Unwritten> {
        self.segments.roll(&self.tree)?;
        self.reader.start_segment(self.segments.name());
        self.remember()?;
        self.head.sync().map_err(|error| Unwritten::Broken(LedgerError::poisoned("sync", head::NAME, error)))
    }

    /// Notes how far the ledger is safe. Without space the note stays behind, which it may.
    fn remember(&mut self) -> Result<(), Unwritten> {
        let head = Head { origin: self.origin, size: self.tree.size(), root: self.tree.root() };
        match self.head.set(&head) {
            Err(error) if !storage::is_full(&error) => {
                Err(Unwritten::Broken(LedgerError::poisoned("write", head::NAME, error)))
            }
            _ => Ok(()),
        }
    }

    /// Makes everything safe before the thread ends.
    fn finish(&mut self) -> Result<(), LedgerError> {
        let done = self.segments.sync().and_then(|()| self.remember());
        match done {
            Ok(()) => self.head.sync().map_err(|error| LedgerError::poisoned("sync", head::NAME, error)),
            Err(Unwritten::Broken(error)) => Err(error),
            Err(Unwritten::Full) => Ok(()),
        }
    }
}

impl Drop for Writer {
    /// However the thread ends, nobody waits for it for ever.
    fn drop(&mut self) {
        let why = self.queue.closed().unwrap_or(LedgerError::WriterGone);
        for job in self.queue.abandon(why.clone()) {
            job.answer(Err(why.clone()));
        }
    }
}

/// Keeps some of the disk free.
pub(super) struct Space {
    disk: Arc<Disk>,
    /// Written since it was last looked at.
    unseen_bytes: u64,
}

impl Space {
    pub(super) fn new(disk: &Arc<Disk>) -> Self {
        // So much that it is looked at before anything is written.
        Self { disk: Arc::clone(disk), unseen_bytes: LOOK_EVERY_BYTES }
    }

    /// Whether so much may be written. Looks at the disk at every attempt while it is full, else now and then.
    fn check(&mut self, bytes: u64) -> Result<(), Unwritten> {
        self.unseen_bytes += bytes;
        if !self.disk.is_full() && self.unseen_bytes < LOOK_EVERY_BYTES {
            return Ok(());
        }
        if self.disk.has_room_for(bytes) {
            self.unseen_bytes = 0;
            return Ok(());
        }
        Err(Unwritten::Full)
    }
}
