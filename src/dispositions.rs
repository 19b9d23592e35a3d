//! What reviewers decided about a party and an entry of a list: kept in one file that is only appended to, each line synced to the
//! disk before anybody hears of it.
//!
//! A disposition is found by the content of the party and by the entry; it holds while the entry's content is what the reviewer
//! saw, until its day, and until it is withdrawn or another stands in its place. Nothing is ever removed from the file.
//!
//! INVARIANT (one writer): whoever has the folder has its lock. INVARIANT (no gap): lines are numbered without one and each has
//! its checksum; what follows the last line end was never acknowledged and is cut, anything else that is not whole refuses. INVARIANT
//! (refused is gone): of a line that could not be written or synced nothing is left in the file, or the error does not say so; what was
//! kept before goes on being read.
//!
//! Not here: clocks, and whether an entry's content is another one by now; both are passed in.

mod disposition;
mod error;
mod journal;
mod line;
mod tape;

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::{Mutex, PoisonError, RwLock, RwLockReadGuard},
};

pub use disposition::{Decision, Disposition, Ended, New, State};
pub use error::DispositionError;

use crate::domain::{Caller, Digest, ListId, TenantId};
use journal::Journal;
use line::{Line, What};

/// Longest reason, in bytes: a paragraph, not a file.
pub const WHY_BYTES_MAX: usize = 2_000;

/// The dispositions of a folder.
#[derive(Debug)]
pub struct Dispositions {
    journal: Mutex<Journal>,
    known: RwLock<Known>,
    /// Most lines.
    most: u64,
}

/// What opening came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Lines.
    pub lines: u64,
    /// Bytes of a line that was not finished when the server ended; they were cut.
    pub cut_bytes: u64,
}

/// Which dispositions are wanted.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only of this list.
    pub list: Option<ListId>,
    /// Only of this entry.
    pub entry: Option<String>,
    /// Only of this party, by its content.
    pub party: Option<Digest>,
    /// Only those after this number.
    pub after: Option<u64>,
}

#[derive(Debug, Default)]
struct Known {
    all: BTreeMap<u64, Disposition>,
    /// The last about a party and an entry, unless it was withdrawn.
    live: HashMap<Key, u64>,
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    tenant: TenantId,
    party: Digest,
    list: ListId,
    entry: String,
}

impl Dispositions {
    /// Opens a folder, and makes it where there is none, for this user alone.
    ///
    /// # Errors
    /// If it cannot be used, another server has it, or a line in it is damaged.
    pub fn open(folder: &Path, most: u64) -> Result<(Self, Opened), DispositionError> {
        let (journal, lines, cut_bytes) = Journal::open(folder)?;
        let opened = Opened { lines: lines.len() as u64, cut_bytes };
        let mut known = Known::default();
        for line in lines {
            let number = line.number;
            known.take(line).map_err(|flaw| DispositionError::Damaged {
                path: journal.path(),
                line: number + 1,
                flaw,
            })?;
        }
        Ok((Self { journal: Mutex::new(journal), known: RwLock::new(known), most }, opened))
    }

    /// Keeps what a reviewer decided; it stands in the place of what was decided before about the same party and entry.
    /// Blocks until it is on the disk.
    ///
    /// # Errors
    /// If there is no room, or it cannot be written.
    pub fn dispose(&self, caller: &Caller, new: New, now_ms: u64) -> Result<Disposition, DispositionError> {
        let number = self.append(now_ms, caller, What::Disposed(new))?;
        self.get(&caller.tenant, number).ok_or(DispositionError::Stopped)
    }

    /// Withdraws a disposition. Blocks until that is on the disk.
    ///
    /// # Errors
    /// If the tenant has none of this id, it has ended already, or it cannot be written.
    pub fn withdraw(
        &self,
        caller: &Caller,
        id: &str,
        why: String,
        now_ms: u64,
    ) -> Result<Disposition, DispositionError> {
        let unknown = || DispositionError::Unknown { id: id.to_owned() };
        let number = Disposition::number_of(id).ok_or_else(unknown)?;
        self.append(now_ms, caller, What::Withdrawn { of: number, why })?;
        self.get(&caller.tenant, number).ok_or(DispositionError::Stopped)
    }

    /// The last disposition about a party and an entry, unless it was withdrawn. Whether it holds: [`Disposition::state`].
    #[must_use]
    pub fn find(&self, tenant: &TenantId, party: Digest, list: &ListId, entry: &str) -> Option<Disposition> {
        let known = self.known();
        let key = Key { tenant: tenant.clone(), party, list: list.clone(), entry: entry.to_owned() };
        known.all.get(known.live.get(&key)?).cloned()
    }

    /// Whether none is live, of no tenant.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known().live.is_empty()
    }

    /// The dispositions of a tenant, in the order in which they were made, until `take` says no.
    pub fn list(&self, tenant: &TenantId, filter: &Filter, mut take: impl FnMut(&Disposition) -> bool) {
        let known = self.known();
        let from = filter.after.map_or(0, |after| after.saturating_add(1));
        let wanted = |disposition: &&Disposition| {
            disposition.tenant == *tenant
                && filter.list.as_ref().is_none_or(|list| *list == disposition.list)
                && filter.entry.as_ref().is_none_or(|entry| *entry == disposition.entry)
                && filter.party.is_none_or(|party| party == disposition.party_digest)
        };
        for disposition in known.all.range(from..).map(|(_, disposition)| disposition).filter(wanted) {
            if !take(disposition) {
                return;
            }
        }
    }

    fn get(&self, tenant: &TenantId, number: u64) -> Option<Disposition> {
        self.known().all.get(&number).filter(|disposition| disposition.tenant == *tenant).cloned()
    }

    /// The journal's lock is held to the end: what is checked stays so until it is written.
    fn append(&self, made_ms: u64, caller: &Caller, what: What) -> Result<u64, DispositionError> {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        let number = journal.next();
        if number >= self.most {
            return Err(DispositionError::Full { most: self.most });
        }
        if let What::Withdrawn { of, .. } = &what {
            let id = || Disposition::id_of(*of);
            let disposition = self.get(&caller.tenant, *of).ok_or_else(|| DispositionError::Unknown { id: id() })?;
            if disposition.ended.is_some() {
                return Err(DispositionError::EndedAlready { id: id() });
            }
        }
        let line = Line { number, made_ms, caller: caller.clone(), what };
        journal.append(&line)?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // It was checked above.
        known.take(line).map_err(|_| DispositionError::Stopped)?;
        Ok(number)
    }

    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.known.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Takes a line as it stands in the file; says what is wrong with one that cannot follow those before it.
    fn take(&mut self, line: Line) -> Result<(), &'static str> {
        let Line { number, made_ms, caller, what } = line;
        match what {
            What::Disposed(new) => {
                let key = Key {
                    tenant: caller.tenant.clone(),
                    party: new.party_digest,
                    list: new.list.clone(),
                    entry: new.entry.clone(),
                };
                self.all.insert(number, Disposition::made(number, made_ms, caller, new));
                if let Some(old) = self.live.insert(key, number).and_then(|old| self.all.get_mut(&old)) {
                    old.ended = Some(Ended::Replaced);
                }
            }
            What::Withdrawn { of, why } => {
                let old = self.all.get_mut(&of).filter(|old| old.tenant == caller.tenant && old.ended.is_none());
                let old = old.ok_or("it withdraws what is not there")?;
                old.ended = Some(Ended::Withdrawn { principal: caller.principal, why, made_ms });
                let key = Key {
                    tenant: caller.tenant,
                    party: old.party_digest,
                    list: old.list.clone(),
                    entry: old.entry.clone(),
                };
                self.live.remove(&key);
            }
        }
        Ok(())
    }
}
