//! The caller's end of a stream: where its messages come from, where answers go, and the place that it takes. Each kind of stream says
//! what is done with them.

use std::{sync::Arc, time::Duration};

use prost::bytes::Bytes;
use tokio::{
    sync::{OwnedSemaphorePermit, mpsc, watch},
    time::timeout,
};
use tonic::{Code, Status};

use super::{call::Call, edge::Edge, error::CallError, status::status};
use crate::evaluate::EvaluateError;

/// Bounds of a stream.
#[derive(Clone, Debug)]
pub(super) struct StreamSettings {
    /// Records of one chunk.
    pub(super) chunk_records: usize,
    /// Time in which something has to move.
    pub(super) idle: Duration,
    /// When a caller may come again whom the server had no room for.
    pub(super) retry: Duration,
}

/// Where the messages of a stream come from.
pub(super) trait Inbound: Send {
    /// The next message, `None` at the end. A call that is dropped loses nothing.
    fn message(&mut self) -> impl Future<Output = Result<Option<Bytes>, Status>> + Send;
}

impl Inbound for tonic::Streaming<Bytes> {
    async fn message(&mut self) -> Result<Option<Bytes>, Status> {
        Self::message(self).await
    }
}

/// A caller of a stream whose answers are `A`.
pub(super) struct Peer<I, A> {
    pub(super) edge: Arc<Edge>,
    pub(super) settings: StreamSettings,
    /// Largest message.
    pub(super) message_bytes: usize,
    pub(super) inbound: I,
    pub(super) answers: mpsc::Sender<Result<A, Status>>,
    /// Becomes true when the server stops.
    pub(super) stopping: watch::Receiver<bool>,
    pub(super) place: OwnedSemaphorePermit,
    pub(super) call: Arc<Call>,
}

impl<I: Inbound, A> Peer<I, A> {
    /// The next message, `None` at the end; the caller has the time of a stream for it.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, CallError> {
        let message = tokio::select! {
            // What is there is taken, even if the server stops.
            biased;
            message = timeout(self.settings.idle, self.inbound.message()) => message,
            _ = self.stopping.wait_for(|stopping| *stopping) => return Err(EvaluateError::Stopped.into()),
            () = self.answers.closed() => return Err(CallError::GivenUp),
        };
        received(message.map_err(|_| self.idle())?, self.message_bytes)
    }

    /// Sends an answer; the caller has the time of a stream to take what was sent before.
    pub(super) async fn send(&self, answer: A) -> Result<(), CallError> {
        match timeout(self.settings.idle, self.answers.send(Ok(answer))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(CallError::GivenUp),
            Err(_) => Err(self.idle()),
        }
    }

    /// Ends the stream; whatever ended it early is the last thing the caller hears.
    pub(super) async fn end(self, ended: Result<(), CallError>) {
        match ended {
            Ok(()) => self.call.ended(Code::Ok),
            Err(error) => {
                let last = status(&error, self.settings.retry);
                self.call.refused(&last);
                drop(timeout(self.settings.idle, self.answers.send(Err(last))).await);
            }
        }
        drop(self.place);
    }

    /// Neither side moved.
    pub(super) fn idle(&self) -> CallError {
        CallError::StreamIdle { most_ms: u64::try_from(self.settings.idle.as_millis()).unwrap_or(u64::MAX) }
    }
}

/// What came from the caller. A stream that breaks off has nobody who waits for an answer.
pub(super) fn received(message: Result<Option<Bytes>, Status>, most: usize) -> Result<Option<Bytes>, CallError> {
    message.map_err(|status| match status.code() {
        Code::OutOfRange => CallError::MessageTooLarge { most },
        Code::Unimplemented => CallError::Compressed,
        _ => CallError::GivenUp,
    })
}
