//! The evaluator threads and their bounded queue.

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use arc_swap::ArcSwap;
use crossbeam_channel::{Receiver, Sender, bounded};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError, oneshot, watch};

use tracing::Span;

use super::{Decision, Question, Stages, Watch, decide, retired};
use crate::{
    catalog::Catalog,
    domain::{EncodedRecord, Jurisdiction},
    measure::{Counter, Gauge},
};

/// Stack of an evaluator thread: a guest may use 512 KiB of it, and overflowing the rest would end the process.
const STACK_BYTES: usize = 4 * 1024 * 1024;
/// Pieces of streams that wait for each thread: one is taken up while the next one is read. More would only make single
/// calls wait behind them.
const STREAM_PIECES_PER_THREAD: usize = 2;

/// Why something was not evaluated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EvaluateError {
    /// The queue is full. Nothing was done; try again.
    #[error("all {queue} places of the queue are taken")]
    Busy {
        /// Places of the queue.
        queue: usize,
    },
    /// The server is shutting down. Nothing was done.
    #[error("the server is shutting down")]
    Stopped,
    /// Jurisdictions are wanted that nobody brought.
    #[error("no such jurisdiction: {unknown:?}; known are {known:?}")]
    UnknownJurisdictions {
        /// Those wanted in vain.
        unknown: Vec<Jurisdiction>,
        /// Those there are.
        known: Vec<Jurisdiction>,
    },
    /// The host itself failed on this request. A defect; the log has the place.
    #[error("the evaluation of this request failed inside the server")]
    Internal,
}

/// How work waits for a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// A single call: refused when the queue is full, since its caller can come again.
    Call,
    /// A piece of a stream: waits, and lets its sender wait.
    Stream,
}

/// What a piece of work finds on an evaluator thread.
pub struct Desk<'a> {
    catalog: &'a Catalog,
    watch: Watch<'a>,
}

impl Desk<'_> {
    /// The catalog.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        self.catalog
    }

    /// Decides records, each on every date of the question; `None` if nobody waits for the answer any more.
    ///
    /// # Errors
    /// If a jurisdiction is wanted that the catalog does not know.
    pub fn decide(
        &self,
        question: &Question,
        records: &[EncodedRecord],
    ) -> Result<Option<Vec<Vec<Decision>>>, EvaluateError> {
        self.decide_by(self.catalog, question, records)
    }

    /// As [`Self::decide`], by a catalog that was pinned before.
    ///
    /// # Errors
    /// As [`Self::decide`].
    pub fn decide_by(
        &self,
        catalog: &Catalog,
        question: &Question,
        records: &[EncodedRecord],
    ) -> Result<Option<Vec<Vec<Decision>>>, EvaluateError> {
        decide(catalog, question, records, &self.watch)
    }
}

struct Job {
    work: Box<dyn FnOnce(&Catalog) + Send>,
    /// Given back when the work begins.
    place: OwnedSemaphorePermit,
}

/// How busy the threads are.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Threads.
    pub threads: usize,
    /// Those at work.
    pub busy: i64,
    /// Single calls that wait; turned away are those refused.
    pub calls: LaneLoad,
    /// Pieces of streams that wait; turned away are those that found no place and had to wait for one.
    pub streams: LaneLoad,
}

/// How full a lane is.
#[derive(Clone, Copy, Debug)]
pub struct LaneLoad {
    /// Places of its queue.
    pub places: usize,
    /// Those taken.
    pub waiting: usize,
    /// How often there was none.
    pub turned_away: u64,
}

/// Threads that evaluate, one piece of work at a time each.
pub struct Evaluator {
    /// What every piece of work is given whole, when it begins.
    catalog: Arc<ArcSwap<Catalog>>,
    /// How often it was put in place.
    replaced: watch::Sender<u64>,
    jobs: Mutex<Option<Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    queue: usize,
    calls: Arc<Semaphore>,
    streams: Arc<Semaphore>,
    pieces: usize,
    size: usize,
    busy: Arc<Gauge>,
    stages: Arc<Stages>,
    refused: Counter,
    waited: Counter,
}

impl Evaluator {
    /// Starts the threads. A call that finds `queue` others waiting is refused.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(catalog: Catalog, threads: NonZeroUsize, queue: usize) -> std::io::Result<Self> {
        let catalog = Arc::new(ArcSwap::from_pointee(catalog));
        let pieces = threads.get() * STREAM_PIECES_PER_THREAD;
        let (jobs, waiting) = bounded(queue + pieces);
        let size = threads.get();
        let threads = (0..size)
            .map(|number| {
                let (catalog, waiting) = (Arc::clone(&catalog), waiting.clone());
                thread::Builder::new()
                    .name(format!("evaluator-{number}"))
                    .stack_size(STACK_BYTES)
                    .spawn(move || work(&catalog, &waiting))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            catalog,
            replaced: watch::Sender::new(0),
            jobs: Mutex::new(Some(jobs)),
            threads: Mutex::new(threads),
            queue,
            calls: Arc::new(Semaphore::new(queue)),
            streams: Arc::new(Semaphore::new(pieces)),
            pieces,
            size,
            busy: Arc::default(),
            stages: Arc::default(),
            refused: Counter::default(),
            waited: Counter::default(),
        })
    }

    /// The catalog that serves.
    #[must_use]
    pub fn catalog(&self) -> Arc<Catalog> {
        self.catalog.load_full()
    }

    /// Puts another catalog in its place, in one step: work that has begun ends with the one it began with.
    pub fn replace(&self, catalog: Catalog) {
        retired::free(self.catalog.swap(Arc::new(catalog)));
        self.replaced.send_modify(|times| *times += 1);
    }

    /// Tells whenever another catalog is in place.
    #[must_use]
    pub fn replacements(&self) -> watch::Receiver<u64> {
        self.replaced.subscribe()
    }

    /// Where the time of deciding goes.
    pub fn stages(&self) -> &Stages {
        &self.stages
    }

    /// How busy it is.
    pub fn load(&self) -> Load {
        let lane = |places: usize, free: &Semaphore, turned_away: &Counter| LaneLoad {
            places,
            waiting: places.saturating_sub(free.available_permits()),
            turned_away: turned_away.get(),
        };
        Load {
            threads: self.size,
            busy: self.busy.get(),
            calls: lane(self.queue, &self.calls, &self.refused),
            streams: lane(self.pieces, &self.streams, &self.waited),
        }
    }

    /// Does some work on one of the threads. Dropping the future gives the work up.
    ///
    /// # Errors
    /// If it was not done: see [`EvaluateError`].
    pub async fn run<T: Send + 'static>(
        &self,
        lane: Lane,
        work: impl FnOnce(&Desk<'_>) -> T + Send + 'static,
    ) -> Result<T, EvaluateError> {
        let place = self.place(lane).await?;
        let (reply, answer) = oneshot::channel();
        let (span, busy, stages) = (Span::current(), Arc::clone(&self.busy), Arc::clone(&self.stages));
        let work = Box::new(move |catalog: &Catalog| {
            let given_up = || reply.is_closed();
            if given_up() {
                return;
            }
            let desk = Desk { catalog, watch: Watch { given_up: &given_up, stages: &stages } };
            busy.add(1);
            // Several advisories of the engine were host panics: one request is lost then, not the server. Its caller
            // hears of it, because the reply is dropped.
            let done = catch_unwind(AssertUnwindSafe(|| span.in_scope(|| work(&desk))));
            busy.add(-1);
            if let Ok(done) = done {
                // Nobody waits any more: the answer has no use.
                let _ = reply.send(done);
            }
        });
        self.submit(Job { work, place })?;
        answer.await.map_err(|_| EvaluateError::Internal)
    }

    async fn place(&self, lane: Lane) -> Result<OwnedSemaphorePermit, EvaluateError> {
        match lane {
            Lane::Call => Arc::clone(&self.calls).try_acquire_owned().map_err(|error| match error {
                TryAcquireError::NoPermits => {
                    self.refused.count();
                    EvaluateError::Busy { queue: self.queue }
                }
                TryAcquireError::Closed => EvaluateError::Stopped,
            }),
            Lane::Stream => {
                if let Ok(place) = Arc::clone(&self.streams).try_acquire_owned() {
                    return Ok(place);
                }
                self.waited.count();
                Arc::clone(&self.streams).acquire_owned().await.map_err(|_| EvaluateError::Stopped)
            }
        }
    }

    /// The channel has room for everything that has a place.
    fn submit(&self, job: Job) -> Result<(), EvaluateError> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.as_ref().ok_or(EvaluateError::Stopped)?.try_send(job).map_err(|_| EvaluateError::Stopped)
    }

    /// Takes no more work, does what waits, and ends the threads.
    pub fn stop(&self) {
        self.calls.close();
        self.streams.close();
        drop(self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A thread that panicked outside a job has nothing left to give back.
            let _ = thread.join();
        }
    }
}

impl Drop for Evaluator {
    fn drop(&mut self) {
        self.stop();
    }
}

fn work(catalog: &ArcSwap<Catalog>, waiting: &Receiver<Job>) {
    for Job { work, place } in waiting {
        drop(place);
        work(&catalog.load_full());
    }
}
