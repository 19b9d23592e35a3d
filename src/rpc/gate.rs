//! What stands before the services: the bound on requests being served, the bound on their time, and the caller.
//!
//! - As many requests as the server serves at once bound the memory of messages that are still being read; one more is
//!   refused at once, with the time after which to come again.
//! - tonic answers a message above its limit with OUT_OF_RANGE and a timeout with CANCELLED. Both become what the contract
//!   says, with details.
//! - Without an authenticator whoever reaches the loopback address is the one local caller. An authenticator will put
//!   another caller here, or refuse.

use std::{convert::Infallible, sync::Arc, time::Duration};

use tokio::sync::Semaphore;
use tonic::{
    Code, Status,
    body::Body,
    codegen::{BoxFuture, Context, Poll, Service, http},
    server::NamedService,
};

use tracing::Instrument as _;

use super::{call::Call, error::CallError, meters::Meters, status::status, transport::BeginTrace};
use crate::domain::Caller;

/// A service with its gate.
#[derive(Clone)]
pub(super) struct Gate<S> {
    pub(super) inner: S,
    pub(super) bounds: Arc<GateBounds>,
}

/// The bounds that all services share.
pub(super) struct GateBounds {
    pub(super) requests: Arc<Semaphore>,
    pub(super) request: Duration,
    pub(super) retry: Duration,
    pub(super) message_bytes: usize,
    pub(super) meters: Arc<Meters>,
    pub(super) trace: BeginTrace,
}

impl<S: NamedService> NamedService for Gate<S> {
    const NAME: &'static str = S::NAME;
}

impl<S> Service<http::Request<Body>> for Gate<S>
where
    S: Service<http::Request<Body>, Response = http::Response<Body>, Error = Infallible>,
    S::Future: Send + 'static,
{
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = BoxFuture<Self::Response, Infallible>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> Self::Future {
        let bounds = Arc::clone(&self.bounds);
        let begin = |method| (bounds.trace)(method, request.headers());
        let call = Call::begin(&bounds.meters, request.uri().path(), begin);
        let Ok(place) = Arc::clone(&bounds.requests).try_acquire_owned() else {
            return Box::pin(async move { Ok(bounds.refuse(&call, &CallError::Busy)) });
        };
        request.extensions_mut().insert(Caller::local());
        request.extensions_mut().insert(Arc::clone(&call));
        let answer = self.inner.call(request).instrument(call.span.clone());
        Box::pin(async move {
            let response = match tokio::time::timeout(bounds.request, answer).await {
                Ok(Ok(response)) => bounds.translate(&call, response),
                Err(_) => bounds.refuse(&call, &bounds.timed_out()),
            };
            drop(place);
            call.passed(code(&response));
            Ok(response)
        })
    }
}

impl GateBounds {
    /// The statuses that tonic makes by itself, as the contract has them.
    fn translate(&self, call: &Call, response: http::Response<Body>) -> http::Response<Body> {
        match code(&response) {
            Code::OutOfRange => self.refuse(call, &CallError::MessageTooLarge { most: self.message_bytes }),
            _ => response,
        }
    }

    fn timed_out(&self) -> CallError {
        CallError::TimedOut { most_ms: u64::try_from(self.request.as_millis()).unwrap_or(u64::MAX) }
    }

    fn refuse(&self, call: &Call, error: &CallError) -> http::Response<Body> {
        let status = status(error, self.retry);
        call.refused(&status);
        status.into_http()
    }
}

/// The code of a response whose status is in its headers; OK if the status is still to come.
fn code(response: &http::Response<Body>) -> Code {
    let status = response.headers().get(Status::GRPC_STATUS);
    status.map_or(Code::Ok, |value| Code::from_bytes(value.as_bytes()))
}
