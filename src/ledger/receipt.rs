//! What an append gives back: a promise that the entry will be kept.

use std::{
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use tokio::sync::oneshot;

use super::{error::LedgerError, id::EntryId, settings::Durability};

/// An entry that is kept, as far as `durability` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Its id.
    pub id: EntryId,
    /// Its place. `None` if nothing was kept.
    pub index: Option<u64>,
    /// What it survives.
    pub durability: Durability,
}

pub(super) type Answer = Result<Appended, LedgerError>;

/// A promise of [`Appended`]: a future, or to be waited for by a thread. Dropping it changes nothing for the entry.
#[derive(Debug)]
#[must_use = "an entry is kept only once its receipt says so"]
pub struct Receipt(State);

#[derive(Debug)]
enum State {
    Ready(Appended),
    Waiting(oneshot::Receiver<Answer>),
}

impl Receipt {
    pub(super) fn ready(appended: Appended) -> Self {
        Self(State::Ready(appended))
    }

    /// A receipt, and the place for its answer.
    pub(super) fn pair() -> (oneshot::Sender<Answer>, Self) {
        let (sender, receiver) = oneshot::channel();
        (sender, Self(State::Waiting(receiver)))
    }

    /// Waits on this thread. Not for threads of an async runtime: await it there.
    ///
    /// # Errors
    /// Why the entry is not kept, or, with `Poisoned` and `WriterGone`, not known to be.
    pub fn wait(self) -> Result<Appended, LedgerError> {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut receipt = pin!(self);
        loop {
            match receipt.as_mut().poll(&mut context) {
                Poll::Ready(answer) => return answer,
                Poll::Pending => thread::park(),
            }
        }
    }
}

impl Future for Receipt {
    type Output = Result<Appended, LedgerError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Ready(appended) => Poll::Ready(Ok(*appended)),
            State::Waiting(receiver) => {
                Pin::new(receiver).poll(context).map(|answer| answer.unwrap_or(Err(LedgerError::WriterGone)))
            }
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
