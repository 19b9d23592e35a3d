//! The lists as they were known on a past day. Reading them takes the time of a start, so one day is read at a time, few callers
//! wait, and the last days are kept, for as long as the history has nothing else of them.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::Semaphore;

use super::{super::error::CallError, answer::Basis};
use crate::{
    domain::{Date, Digest},
    evaluate::EvaluateError,
    screening::{Contents, Lists},
};

/// The lists as they had been published by a day. Both say why they cannot be read.
pub trait PastLists: Send + Sync {
    /// What is kept of them, without reading it: another stamp, other lists.
    ///
    /// # Errors
    /// If the history cannot be used.
    fn stamp(&self, day: Date) -> Result<Digest, String>;

    /// Reads them.
    ///
    /// # Errors
    /// If the history cannot be used.
    fn read(&self, day: Date) -> Result<Lists, String>;
}

/// What reads them.
pub type KnownAt = Arc<dyn PastLists>;

/// Callers that wait for a day; one more is told to come again.
const WAITING_MAX: usize = 16;
/// Days that are kept: each holds about as much memory as the lists that serve.
const KEPT_MAX: usize = 2;

/// The lists of past days.
pub(in crate::rpc) struct Past {
    read: KnownAt,
    places: Semaphore,
    /// Held by whoever reads a day, to its end, even if its caller has gone.
    reading: Arc<tokio::sync::Mutex<()>>,
    kept: Arc<Mutex<VecDeque<Kept>>>,
}

/// A day that was read.
#[derive(Clone)]
struct Kept {
    stamp: Digest,
    basis: Arc<Basis>,
}

impl Past {
    pub(in crate::rpc) fn new(read: KnownAt) -> Self {
        Self { read, places: Semaphore::new(WAITING_MAX), reading: Arc::default(), kept: Arc::default() }
    }

    /// The lists of a day.
    pub(in crate::rpc) async fn on(&self, day: Date) -> Result<Arc<Basis>, CallError> {
        let (read, kept) = (Arc::clone(&self.read), Arc::clone(&self.kept));
        if let Some(basis) = on_a_thread(move || Ok(find(&kept, day, stamp(&read, day)?))).await? {
            return Ok(basis);
        }
        let _place = self.places.try_acquire().map_err(|_| CallError::Busy)?;
        let reading = Arc::clone(&self.reading).lock_owned().await;
        let (read, kept) = (Arc::clone(&self.read), Arc::clone(&self.kept));
        let work = move || {
            let _reading = reading;
            // Before the reading: what comes to the history in between is read again by the next caller.
            let stamp = stamp(&read, day)?;
            if let Some(basis) = find(&kept, day, stamp) {
                return Ok(basis);
            }
            let lists = read.read(day).map_err(|reason| CallError::HistoryUnusable { reason })?;
            let basis = Arc::new(Basis { contents: Arc::new(Contents::of(&lists)), lists, today: day });
            keep(&kept, Kept { stamp, basis: Arc::clone(&basis) });
            Ok(basis)
        };
        on_a_thread(work).await
    }
}

/// The disk is not for the threads of the async runtime.
async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CallError> + Send + 'static,
) -> Result<T, CallError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| CallError::Evaluate(EvaluateError::Internal))?
}

fn stamp(read: &KnownAt, day: Date) -> Result<Digest, CallError> {
    read.stamp(day).map_err(|reason| CallError::HistoryUnusable { reason })
}

fn find(kept: &Mutex<VecDeque<Kept>>, day: Date, stamp: Digest) -> Option<Arc<Basis>> {
    let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.iter().find(|kept| kept.basis.today == day && kept.stamp == stamp).map(|kept| Arc::clone(&kept.basis))
}

fn keep(kept: &Mutex<VecDeque<Kept>>, one: Kept) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.retain(|kept| kept.basis.today != one.basis.today);
    kept.push_back(one);
    while kept.len() > KEPT_MAX {
        kept.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A history of nothing, with counters of what was asked of it.
    #[derive(Default)]
    struct Counted {
        reads: AtomicUsize,
        imports: AtomicUsize,
    }

    impl PastLists for Counted {
        fn stamp(&self, _day: Date) -> Result<Digest, String> {
            Ok(Digest::of(&self.imports.load(Ordering::Relaxed).to_be_bytes()))
        }

        fn read(&self, day: Date) -> Result<Lists, String> {
            self.reads.fetch_add(1, Ordering::Relaxed);
            if day.year() == 1999 { Err("no disk".to_owned()) } else { Ok(Lists::none()) }
        }
    }

    #[tokio::test]
    async fn a_day_is_read_once_and_again_when_the_history_has_grown() {
        let counted = Arc::new(Counted::default());
        let past = Past::new(Arc::clone(&counted) as KnownAt);
        let day = |day| Date::of(2020, 1, day);
        // The day that is asked for, how much was imported before, and how often something was read by then.
        for (asked, imports, read) in [
            (1, 0, 1),
            (1, 0, 1),
            (2, 0, 2),
            (1, 0, 2),
            (3, 0, 3),
            (2, 0, 3),
            (1, 0, 4),
            (1, 1, 5),
            (1, 1, 5),
            (3, 1, 6),
            (1, 1, 6),
        ] {
            counted.imports.store(imports, Ordering::Relaxed);
            assert_eq!(past.on(day(asked)).await.unwrap().today, day(asked));
            assert_eq!(counted.reads.load(Ordering::Relaxed), read, "{asked} after {imports}");
        }
        let failed = past.on(Date::of(1999, 1, 1)).await.err().unwrap();
        assert!(matches!(failed, CallError::HistoryUnusable { .. }), "{failed}");
    }
}
