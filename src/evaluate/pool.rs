//! The evaluator threads and their bounded queue.

use std::{
    num::NonZeroUsize,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use tokio::sync::oneshot;

use super::{Decision, Request, decide};
use crate::{catalog::Catalog, domain::Jurisdiction};

/// Stack of an evaluator thread: a guest may use 512 KiB of it, and overflowing the rest would end the process.
const STACK_BYTES: usize = 4 * 1024 * 1024;

/// Why a request was not decided.
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

type Reply = Result<Vec<Decision>, EvaluateError>;

struct Job {
    request: Request,
    reply: oneshot::Sender<Reply>,
}

/// Threads that decide requests, one at a time each.
pub struct Evaluator {
    catalog: Arc<Catalog>,
    jobs: Mutex<Option<Sender<Job>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    queue: usize,
}

impl Evaluator {
    /// Starts the threads. A request that finds `queue` others waiting is refused.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(catalog: Catalog, threads: NonZeroUsize, queue: usize) -> std::io::Result<Self> {
        let catalog = Arc::new(catalog);
        let (jobs, waiting) = bounded(queue);
        let threads = (0..threads.get())
            .map(|number| {
                let (catalog, waiting) = (Arc::clone(&catalog), waiting.clone());
                thread::Builder::new()
                    .name(format!("evaluator-{number}"))
                    .stack_size(STACK_BYTES)
                    .spawn(move || work(&catalog, &waiting))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { catalog, jobs: Mutex::new(Some(jobs)), threads: Mutex::new(threads), queue })
    }

    /// The catalog.
    #[must_use]
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// Decides a request on one of the threads. Dropping the future gives the request up.
    ///
    /// # Errors
    /// See [`EvaluateError`].
    pub async fn evaluate(&self, request: Request) -> Result<Vec<Decision>, EvaluateError> {
        let (reply, answer) = oneshot::channel();
        self.submit(Job { request, reply })?;
        answer.await.unwrap_or(Err(EvaluateError::Internal))
    }

    fn submit(&self, job: Job) -> Result<(), EvaluateError> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        match jobs.as_ref().ok_or(EvaluateError::Stopped)?.try_send(job) {
            Ok(()) => Ok(()),
            Err(TrySendError::Full(_)) => Err(EvaluateError::Busy { queue: self.queue }),
            Err(TrySendError::Disconnected(_)) => Err(EvaluateError::Stopped),
        }
    }

    /// Takes no more requests, decides those that wait, and ends the threads.
    pub fn stop(&self) {
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

fn work(catalog: &Catalog, waiting: &Receiver<Job>) {
    for Job { request, reply } in waiting {
        let given_up = || reply.is_closed();
        // Several advisories of the engine were host panics: one request is lost then, not the server.
        let decided = catch_unwind(AssertUnwindSafe(|| decide(catalog, &request, &given_up)));
        let answer = match decided {
            Ok(Ok(Some(decisions))) => Ok(decisions),
            Ok(Ok(None)) => continue,
            Ok(Err(error)) => Err(error),
            Err(_) => Err(EvaluateError::Internal),
        };
        // Nobody waits any more: the answer has no use.
        let _ = reply.send(answer);
    }
}
