//! The same request twice: the decision that was kept, not a second one.
//!
//! A request is known by its tenant and the caller's `request_id`, for [`WINDOW_MS`], and for as many requests as the
//! operator gives memory for. While the first is being decided, another of the same id is told to come again. The ledger is
//! where a decision is; what is here is only where to look, and is read from the ledger when the server starts.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use prost::Message as _;

use crate::{
    domain::{Digest, TenantId},
    ledger::{LedgerError, Reader, message::Evaluation},
};

/// How long a request is known.
pub(super) const WINDOW_MS: u64 = 24 * 60 * 60 * 1000;
/// Entries that are read together, from the newest back, when the server starts.
const READ_TOGETHER: u64 = 1024;

/// Requests that were decided or are being decided.
pub(super) struct Repeats {
    most: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    known: HashMap<Digest, Known>,
    /// By the time when each was kept; the oldest first.
    order: VecDeque<(u64, Digest)>,
}

#[derive(Clone, Copy)]
struct Known {
    request: Digest,
    /// The entry; `None` while it is being decided.
    kept: Option<(u64, u64)>,
}

/// What is known of a request.
pub(super) enum Claimed {
    /// Nothing: it is the caller's to decide.
    New(Claim),
    /// The entry of this index has the decision.
    Kept(u64),
    /// It is being decided.
    Running,
    /// The same id was given to another request.
    Other,
}

impl Repeats {
    pub(super) fn new(most: usize) -> Self {
        Self { most: most.max(1), state: Mutex::default() }
    }

    /// Reads what the ledger has of the last day.
    pub(super) fn read(&self, reader: &Reader, now_ms: u64) -> Result<(), LedgerError> {
        let oldest = now_ms.saturating_sub(WINDOW_MS);
        let (mut end, _) = reader.tree();
        let mut found = Vec::new();
        while end > 0 && found.len() < self.most {
            let start = end.saturating_sub(READ_TOGETHER);
            let mut recent = Vec::new();
            for entry in reader.entries(start..end) {
                let entry = entry?;
                // Whatever else an entry may be, it is nobody's request.
                let evaluation = Evaluation::decode(entry.payload.as_slice()).unwrap_or_default();
                if entry.leaf.time_ms >= oldest {
                    recent.push((entry.leaf.time_ms, entry.index, evaluation));
                }
            }
            let any = !recent.is_empty();
            found.extend(recent.into_iter().rev().filter_map(|(time, index, evaluation)| {
                let request = Digest::stored(evaluation.request_digest.try_into().ok()?);
                let id = evaluation.request_id?;
                Some((key(&evaluation.tenant, &id), Known { request, kept: Some((index, time)) }))
            }));
            if !any {
                break;
            }
            end = start;
        }
        let mut state = self.state();
        for (key, known) in found.into_iter().rev() {
            state.order.push_back((known.kept.map_or(0, |(_, time)| time), key));
            state.known.insert(key, known);
        }
        state.forget(self.most, now_ms);
        Ok(())
    }

    /// Asks for a request by its id; `request` is the digest of everything asked.
    pub(super) fn claim(self: &Arc<Self>, tenant: &TenantId, id: &str, request: Digest, now_ms: u64) -> Claimed {
        let key = key(tenant.as_str(), id);
        let mut state = self.state();
        state.forget(self.most, now_ms);
        match state.known.get(&key) {
            None => {
                state.known.insert(key, Known { request, kept: None });
                Claimed::New(Claim { repeats: Arc::clone(self), key, kept: false })
            }
            Some(known) if known.request != request => Claimed::Other,
            Some(Known { kept: Some((index, _)), .. }) => Claimed::Kept(*index),
            Some(_) => Claimed::Running,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Forgets what is too old, and the oldest of too many.
    fn forget(&mut self, most: usize, now_ms: u64) {
        let oldest = now_ms.saturating_sub(WINDOW_MS);
        while self.order.front().is_some_and(|(time, _)| *time < oldest) || self.order.len() > most {
            let Some((time, key)) = self.order.pop_front() else { return };
            // A later entry may have taken its place.
            if self.known.get(&key).is_some_and(|known| known.kept.is_some_and(|(_, kept)| kept == time)) {
                self.known.remove(&key);
            }
        }
    }
}

/// A request that is being decided. Dropped without [`Claim::kept`], it may be asked again.
pub(super) struct Claim {
    repeats: Arc<Repeats>,
    key: Digest,
    kept: bool,
}

impl Claim {
    /// The decision is in the ledger, at this index; `None` if none is kept.
    pub(super) fn kept(mut self, index: Option<u64>, now_ms: u64) {
        let Some(index) = index else { return };
        self.kept = true;
        let mut state = self.repeats.state();
        if let Some(known) = state.known.get_mut(&self.key) {
            known.kept = Some((index, now_ms));
        }
        state.order.push_back((now_ms, self.key));
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if !self.kept {
            self.repeats.state().known.remove(&self.key);
        }
    }
}

fn key(tenant: &str, id: &str) -> Digest {
    Digest::of_pieces([tenant.as_bytes(), id.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(repeats: &Arc<Repeats>, id: &str, request: &str, now: u64) -> Claimed {
        repeats.claim(&TenantId::single(), id, Digest::of(request.as_bytes()), now)
    }

    fn new(claimed: Claimed) -> Claim {
        match claimed {
            Claimed::New(claim) => claim,
            _ => panic!("it is known"),
        }
    }

    #[test]
    fn a_request_is_decided_once_within_the_window() {
        let repeats = Arc::new(Repeats::new(10));
        let first = new(claim(&repeats, "a", "x", 5));
        assert!(matches!(claim(&repeats, "a", "x", 6), Claimed::Running));
        assert!(matches!(claim(&repeats, "a", "y", 6), Claimed::Other));
        first.kept(Some(7), 6);
        assert!(matches!(claim(&repeats, "a", "x", 6 + WINDOW_MS), Claimed::Kept(7)));
        assert!(matches!(claim(&repeats, "a", "y", 6 + WINDOW_MS), Claimed::Other));
        new(claim(&repeats, "a", "y", 7 + WINDOW_MS));
        let other = repeats.claim(&"another".parse().unwrap(), "a", Digest::of(b"x"), 7);
        assert!(matches!(other, Claimed::New(_)), "ids belong to tenants");
    }

    #[test]
    fn what_was_not_kept_may_be_asked_again() {
        let repeats = Arc::new(Repeats::new(10));
        drop(new(claim(&repeats, "a", "x", 1)));
        new(claim(&repeats, "a", "y", 1)).kept(None, 1);
        new(claim(&repeats, "a", "z", 1));
    }

    #[test]
    fn the_oldest_of_too_many_are_forgotten() {
        let repeats = Arc::new(Repeats::new(3));
        for number in 0..5 {
            new(claim(&repeats, &format!("r{number}"), "x", number)).kept(Some(number), number);
        }
        let kept = |id| matches!(claim(&repeats, id, "x", 9), Claimed::Kept(_));
        assert_eq!(["r0", "r1", "r2", "r3", "r4"].map(kept), [false, false, true, true, true]);
        assert!(repeats.state().known.len() <= 3);
    }
}
