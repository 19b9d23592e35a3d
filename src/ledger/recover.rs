//! What a ledger's files hold: every segment checked, in order. Reads only; what may be cut is said, not done.
//!
//! What may be cut is what follows the last commit mark of the last segment, if no mark that holds follows it and the file
//! `head` does not say that it was acknowledged. Beside that, one thing an interrupted roll leaves: a last segment without
//! entries whose predecessor has no end mark. Everything else that is not as it should be is damage.

use std::sync::Arc;

use super::{
    error::{Flaw, LedgerError},
    frame,
    head::{self, Head},
    scan::{Damage, Progress, Scanned},
    segment::{self, HEADER, Header},
    storage::{self, Storage},
};

/// A ledger's files, checked.
pub(super) struct Recovered {
    pub(super) progress: Progress,
    /// The segment to go on with; `None` if the first was never made.
    pub(super) last: Option<Last>,
    /// A segment that was made and never used.
    pub(super) unused: Option<String>,
    pub(super) segments: u64,
}

/// The last segment.
pub(super) struct Last {
    pub(super) name: String,
    /// Where its last commit mark ends.
    pub(super) end: u64,
    /// How long the file is.
    pub(super) size: u64,
}

/// Checks everything. `None` if there is no ledger yet.
pub(super) fn recover(storage: &Arc<dyn Storage>) -> Result<Option<Recovered>, LedgerError> {
    let head = head::read(storage).map_err(|error| LedgerError::io("read", head::NAME, error))?;
    let mut names = segments(storage)?;
    let Some(head) = head else {
        return if names.is_empty() { Ok(None) } else { Err(LedgerError::damage(head::NAME, 0, 0, Flaw::Head)) };
    };
    let unused = drop_unused(storage, &mut names, &head)?;
    let mut progress = Progress::new(head);
    let mut last: Option<(String, u64, Scanned)> = None;
    for name in &names {
        if let Some((before, size, scanned)) = &last {
            finished(before, *size, scanned, progress.tree.size())?;
        }
        let bytes = read(storage, name)?;
        in_place(name, &progress)?;
        let scanned = progress.scan(name, &bytes).map_err(|damage| located(name, damage))?;
        last = Some((name.clone(), bytes.len() as u64, scanned));
    }
    let segments = names.len() as u64;
    let last = last.map(|found| whole(found, &progress)).transpose()?;
    if last.is_none() && head.size > 0 {
        return Err(missing(0));
    }
    Ok(Some(Recovered { progress, last, unused, segments }))
}

/// The segments by name, in order.
fn segments(storage: &Arc<dyn Storage>) -> Result<Vec<String>, LedgerError> {
    let mut names = storage.names().map_err(|error| LedgerError::io("list", "", error))?;
    names.retain(|name| segment::first(name).is_some());
    names.sort();
    Ok(names)
}

fn read(storage: &Arc<dyn Storage>, name: &str) -> Result<Vec<u8>, LedgerError> {
    let bytes = storage.open_to_read(name).and_then(|file| storage::read_file(&*file));
    bytes.map_err(|error| LedgerError::io("read", name, error))
}

/// Takes away a last segment that holds no entry and that its predecessor does not yet know.
fn drop_unused(
    storage: &Arc<dyn Storage>,
    names: &mut Vec<String>,
    head: &Head,
) -> Result<Option<String>, LedgerError> {
    let Some(last) = names.last() else { return Ok(None) };
    let start = storage.open_to_read(last).and_then(|file| storage::read_up_to(&*file, HEADER + 1, 0));
    let start = start.map_err(|error| LedgerError::io("read", last, error))?;
    if start.len() > HEADER {
        return Ok(None);
    }
    let known = match names.len().checked_sub(2).and_then(|before| names.get(before)) {
        Some(before) => ends_with_seal(storage, before, head)?,
        None => head.size > 0 || Header::empty(head.origin).check(&start).is_ok(),
    };
    Ok(if known { None } else { names.pop() })
}

/// Whether a segment has its end mark. Only looks at its end: all else is checked later.
fn ends_with_seal(storage: &Arc<dyn Storage>, name: &str, head: &Head) -> Result<bool, LedgerError> {
    let tail = storage.open_to_read(name).and_then(|file| {
        let from = file.size()?.saturating_sub(frame::SEAL as u64);
        storage::read_up_to(&*file, frame::SEAL, from)
    });
    let tail = tail.map_err(|error| LedgerError::io("read", name, error))?;
    Ok(frame::is_seal(&tail, frame::Seed::of(head.origin)))
}

/// Checks that a segment that has a successor is whole.
fn finished(name: &str, size: u64, scanned: &Scanned, index: u64) -> Result<(), LedgerError> {
    match &scanned.tail {
        Some((offset, index, flaw)) => Err(LedgerError::damage(name, *offset as u64, *index, flaw.clone())),
        None if scanned.sealed => Ok(()),
        None => Err(LedgerError::damage(name, size, index, Flaw::Unsealed)),
    }
}

/// Checks that no segment is missing before this one.
fn in_place(name: &str, progress: &Progress) -> Result<(), LedgerError> {
    let expected = progress.tree.size();
    if segment::first(name) == Some(expected) { Ok(()) } else { Err(missing(expected)) }
}

/// Checks that nothing that was acknowledged is gone after the last segment.
fn whole((name, size, scanned): (String, u64, Scanned), progress: &Progress) -> Result<Last, LedgerError> {
    let index = progress.tree.size();
    if scanned.sealed {
        return Err(missing(index));
    }
    if progress.head_reached {
        return Ok(Last { name, end: scanned.end as u64, size });
    }
    let (offset, index, flaw) = match &scanned.tail {
        Some((offset, index, flaw)) => (*offset, *index, flaw.clone()),
        None => (scanned.end, index, Flaw::Behind { acknowledged: progress.head.size }),
    };
    Err(LedgerError::damage(&name, offset as u64, index, flaw))
}

fn missing(first: u64) -> LedgerError {
    LedgerError::damage(&segment::name(first), 0, first, Flaw::Missing)
}

fn located(name: &str, damage: Damage) -> LedgerError {
    LedgerError::damage(name, damage.offset as u64, damage.index, damage.flaw)
}

impl Recovered {
    /// A ledger of which only the head was made.
    pub(super) fn new(head: Head) -> Self {
        Self { progress: Progress::new(head), last: None, unused: None, segments: 0 }
    }

    /// Cuts what was never acknowledged, and says how much.
    pub(super) fn cut(&self, storage: &Arc<dyn Storage>) -> Result<u64, LedgerError> {
        if let Some(unused) = &self.unused {
            let removed = storage.remove(unused).and_then(|()| storage.sync_names());
            removed.map_err(|error| LedgerError::io("remove", unused, error))?;
        }
        let Some(last) = &self.last else { return Ok(0) };
        if last.size > last.end {
            let cut = storage.open(&last.name).and_then(|file| file.cut(last.end).and_then(|()| file.sync()));
            cut.map_err(|error| LedgerError::io("cut", &last.name, error))?;
        }
        Ok(last.size - last.end)
    }
}
