//! The queue to the writer: bounded in entries and bytes, taken in groups.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::oneshot;

use super::{error::LedgerError, leaf::Prepared, receipt::Answer, settings::Settings};

/// An entry on its way to the writer.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) entry: Prepared,
    pub(super) haste: Haste,
    pub(super) reply: oneshot::Sender<Answer>,
}

impl Job {
    /// Answers; who no longer waits is not told.
    pub(super) fn answer(self, answer: Answer) {
        let _ = self.reply.send(answer);
    }
}

/// Whether an entry may wait for others, so that they are synced together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Haste {
    /// Somebody waits for this one.
    Now,
    /// There are more to come; up to [`Settings::linger_us`].
    CanWait,
}

/// What to do when there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WhenFull {
    Wait,
    Refuse,
}

pub(super) struct Queue {
    state: Mutex<State>,
    filled: Condvar,
    emptied: Condvar,
    limits: Settings,
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    bytes: u64,
    /// One of them does not wait for others.
    hurries: bool,
    /// Why nothing more is taken in.
    closed: Option<LedgerError>,
}

impl Queue {
    pub(super) fn new(limits: &Settings) -> Self {
        Self { state: Mutex::default(), filled: Condvar::new(), emptied: Condvar::new(), limits: limits.clone() }
    }

    /// Puts a job in.
    pub(super) fn put(&self, job: Job, when_full: WhenFull) -> Result<(), LedgerError> {
        let mut state = self.state();
        loop {
            if let Some(why) = &state.closed {
                return Err(why.clone());
            }
            if self.has_room(&state, job.entry.bytes()) {
                break;
            }
            if when_full == WhenFull::Refuse {
                return Err(LedgerError::Busy);
            }
            state = self.emptied.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.bytes += job.entry.bytes();
        state.hurries |= job.haste == Haste::Now;
        state.jobs.push_back(job);
        drop(state);
        self.filled.notify_one();
        Ok(())
    }

    /// Takes what is there, up to a group. `None` once it is closed and empty.
    pub(super) fn take(&self) -> Option<Vec<Job>> {
        let mut state = self.state();
        while state.jobs.is_empty() {
            if state.closed.is_some() {
                return None;
            }
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let group = self.first_group(self.linger(state));
        self.emptied.notify_all();
        Some(group)
    }

    /// Takes nothing more in; what is there is still to be taken out.
    pub(super) fn close(&self, why: LedgerError) {
        self.state().closed.get_or_insert(why);
        self.filled.notify_all();
        self.emptied.notify_all();
    }

    /// Closes it and gives back what is there.
    pub(super) fn abandon(&self, why: LedgerError) -> Vec<Job> {
        self.close(why);
        let mut state = self.state();
        state.bytes = 0;
        state.jobs.drain(..).collect()
    }

    /// Why it is closed.
    pub(super) fn closed(&self) -> Option<LedgerError> {
        self.state().closed.clone()
    }

    /// Entries and bytes that wait.
    pub(super) fn waiting(&self) -> (usize, u64) {
        let state = self.state();
        (state.jobs.len(), state.bytes)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An entry that alone is larger than the bytes allow waits for an empty queue.
    fn has_room(&self, state: &State, bytes: u64) -> bool {
        let fits = state.bytes.saturating_add(bytes) <= self.limits.queue_bytes;
        state.jobs.len() < self.limits.queue_entries && (fits || state.jobs.is_empty())
    }

    fn linger<'a>(&self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        if self.limits.linger_us == 0 {
            return state;
        }
        let until = Instant::now() + Duration::from_micros(self.limits.linger_us);
        while state.closed.is_none() && !state.hurries && !self.has_group(&state) {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self.filled.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state
    }

    /// Waiting longer gains nothing: there is a group, or nobody else can come in.
    fn has_group(&self, state: &State) -> bool {
        let entries = self.limits.group_entries.min(self.limits.queue_entries);
        state.jobs.len() >= entries || state.bytes >= self.limits.group_bytes.min(self.limits.queue_bytes)
    }

    fn first_group(&self, mut state: MutexGuard<'_, State>) -> Vec<Job> {
        let mut group = Vec::new();
        let mut bytes = 0;
        while group.len() < self.limits.group_entries {
            let Some(next) = state.jobs.front().map(|job| job.entry.bytes()) else { break };
            if !group.is_empty() && bytes + next > self.limits.group_bytes {
                break;
            }
            bytes += next;
            group.extend(state.jobs.pop_front());
        }
        state.bytes = state.bytes.saturating_sub(bytes);
        state.hurries = state.jobs.iter().any(|job| job.haste == Haste::Now);
        group
    }
}
