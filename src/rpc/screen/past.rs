//! The lists as they were known on a past day. Reading them takes the time of a start, so one day is read at a time, few callers
//! wait, and the last days are kept.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use tokio::sync::Semaphore;

use super::{super::error::CallError, answer::Basis};
use crate::{
    domain::Date,
    evaluate::EvaluateError,
    screening::{Contents, Lists},
};

/// Reads the lists as they had been published by a day; says why they cannot be read.
pub type KnownAt = Arc<dyn Fn(Date) -> Result<Lists, String> + Send + Sync>;

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
    kept: Arc<Mutex<VecDeque<Arc<Basis>>>>,
}

impl Past {
    pub(in crate::rpc) fn new(read: KnownAt) -> Self {
        Self { read, places: Semaphore::new(WAITING_MAX), reading: Arc::default(), kept: Arc::default() }
    }

    /// The lists of a day.
    pub(in crate::rpc) async fn on(&self, day: Date) -> Result<Arc<Basis>, CallError> {
        if let Some(kept) = find(&self.kept, day) {
            return Ok(kept);
        }
        let _place = self.places.try_acquire().map_err(|_| CallError::Busy)?;
        let reading = Arc::clone(&self.reading).lock_owned().await;
        if let Some(kept) = find(&self.kept, day) {
            return Ok(kept);
        }
        let (read, kept) = (Arc::clone(&self.read), Arc::clone(&self.kept));
        let work = move || {
            let _reading = reading;
            let lists = read(day).map_err(|reason| CallError::HistoryUnusable { reason })?;
            let basis = Arc::new(Basis { contents: Arc::new(Contents::of(&lists)), lists, today: day });
            keep(&kept, Arc::clone(&basis));
            Ok(basis)
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| CallError::Evaluate(EvaluateError::Internal))?
    }
}

fn find(kept: &Mutex<VecDeque<Arc<Basis>>>, day: Date) -> Option<Arc<Basis>> {
    let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.iter().find(|basis| basis.today == day).cloned()
}

fn keep(kept: &Mutex<VecDeque<Arc<Basis>>>, basis: Arc<Basis>) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.push_back(basis);
    while kept.len() > KEPT_MAX {
        kept.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_day_is_read_once_and_the_last_ones_are_kept() {
        let reads = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&reads);
        let past = Past::new(Arc::new(move |day: Date| {
            counted.fetch_add(1, Ordering::Relaxed);
            if day.year() == 1999 { Err("no disk".to_owned()) } else { Ok(Lists::none()) }
        }));
        let day = |day| Date::of(2020, 1, day);
        for (asked, read) in [(1, 1), (1, 1), (2, 2), (1, 2), (3, 3), (2, 3), (1, 4)] {
            assert_eq!(past.on(day(asked)).await.unwrap().today, day(asked));
            assert_eq!(reads.load(Ordering::Relaxed), read, "{asked}");
        }
        let failed = past.on(Date::of(1999, 1, 1)).await.err().unwrap();
        assert!(matches!(failed, CallError::HistoryUnusable { .. }), "{failed}");
    }
}
