//! Lists that change while the server serves: one thread reads them again, builds the whole aside, and puts it in place in one step.

use std::{
    sync::{Arc, Weak},
    thread,
    time::Duration,
};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use tokio::sync::oneshot;

use crate::{
    domain::{Date, Digest},
    evaluate::Evaluator,
    feed::{Change, Feeds, Origins},
};

/// Tells the thread to read the lists now. The thread ends with the last of these.
#[derive(Clone, Debug)]
pub struct Refresh(Sender<Order>);

/// What the thread is told.
#[derive(Debug, Default)]
struct Order {
    /// A list of this digest may be much smaller than the one before.
    consent: Option<Digest>,
    /// Whoever waits until it is done.
    done: Option<oneshot::Sender<()>>,
}

impl Refresh {
    /// Read the lists now; where that was asked for already, once is enough.
    pub fn now(&self) {
        // Full: it is about to.
        let _ = self.0.try_send(Order::default());
    }

    /// Read the lists now, and consent to one that shrank if its digest is given. What comes back tells when that is done; none
    /// where the thread is about to do something else.
    #[must_use]
    pub fn read(&self, consent: Option<Digest>) -> Option<oneshot::Receiver<()>> {
        let (done, told) = oneshot::channel();
        self.0.try_send(Order { consent, done: Some(done) }).ok().map(|()| told)
    }
}

/// What updates need beside the lists.
pub(super) struct Means {
    /// Weak: a server that has stopped needs no lists.
    pub(super) evaluator: Weak<Evaluator>,
    /// Screenings of each whole that are remembered.
    pub(super) remembered: usize,
    /// Time between two readings; none: only when told to.
    pub(super) interval: Option<Duration>,
    pub(super) today: fn() -> Date,
    pub(super) now_ms: fn() -> u64,
}

/// Starts the thread.
pub(super) fn start(feeds: Feeds, means: Means) -> std::io::Result<Refresh> {
    let (sender, receiver) = bounded(1);
    thread::Builder::new().name("lists".into()).spawn(move || run(feeds, &means, &receiver))?;
    Ok(Refresh(sender))
}

fn run(mut feeds: Feeds, means: &Means, told: &Receiver<Order>) {
    loop {
        let woken = match means.interval {
            Some(interval) => told.recv_timeout(interval),
            None => told.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let order = match woken {
            Ok(order) => order,
            Err(RecvTimeoutError::Timeout) => Order::default(),
            Err(RecvTimeoutError::Disconnected) => return,
        };
        order.consent.into_iter().for_each(|digest| feeds.accept(digest));
        let before = feeds.state();
        tell(&feeds.update((means.today)(), (means.now_ms)()));
        let Some(evaluator) = means.evaluator.upgrade() else { return };
        if feeds.state() != before {
            swap(&evaluator, &feeds, means);
        }
        // Nobody may wait any more.
        let _ = order.done.map(|done| done.send(()));
    }
}

/// Another status is another whole: what was refused has to be seen.
fn swap(evaluator: &Arc<Evaluator>, feeds: &Feeds, means: &Means) {
    let Some(lists) = feeds.lists(means.remembered, (means.today)()) else { return };
    let catalog = evaluator.catalog().with_lists(lists);
    let digest = catalog.digest();
    evaluator.replace(catalog);
    tracing::info!(catalog = %digest.short(), "the lists were put in place");
}

/// Says what came of reading the lists.
pub(super) fn tell(origins: &Origins) {
    for (origin, change) in origins {
        match change {
            Change::Nothing => {}
            Change::Taken(digest) => tracing::info!(list = origin.key(), digest = %digest.short(), "a list was taken"),
            Change::Refused(error) => {
                tracing::error!(list = origin.key(), %error, "a list is refused; the last good one serves, if there is one");
            }
        }
    }
}
