//! The gRPC services: each method takes the caller from the request, calls the [`Edge`], and turns an error into a status.

use std::{sync::Arc, time::Duration};

use comity_facts::{catalog, v1::TimelineResponse};
use prost::{Message as _, bytes::Bytes};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch},
    time::timeout,
};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Request, Response, Status, Streaming, codegen::BoxStream};
use tracing::Instrument as _;

use super::{
    call::Call,
    edge::Edge,
    error::CallError,
    peer::{Peer, StreamSettings},
    status::status,
    stream::Stream,
    stubs::{catalog_service_server::CatalogService, evaluation_service_server::EvaluationService},
    timeline::Timeline,
};
use crate::{domain::Caller, evaluate::EvaluateError};

/// The implementation of all services.
#[derive(Clone)]
pub(super) struct Services {
    pub(super) edge: Arc<Edge>,
    /// When a caller may come again whom the server had no room for.
    pub(super) retry: Duration,
    pub(super) streams: Streams,
}

/// What all streams share.
#[derive(Clone)]
pub(super) struct Streams {
    pub(super) settings: StreamSettings,
    pub(super) places: Arc<Semaphore>,
    /// For callers whose parties are kept screened.
    pub(super) watches: Arc<Semaphore>,
    /// Becomes true when the server stops.
    pub(super) stopping: watch::Receiver<bool>,
    /// Largest message.
    pub(super) message_bytes: usize,
}

impl Services {
    pub(super) fn respond<M>(
        &self,
        call: Option<&Arc<Call>>,
        answer: Result<M, CallError>,
    ) -> Result<Response<M>, Status> {
        answer.map(Response::new).map_err(|error| self.refuse(call, &error))
    }

    /// Who calls a stream, its end of it, and its answers as the transport takes them; `taken` is why there is none where all places
    /// are taken.
    pub(super) fn peer<A: Send + 'static>(
        &self,
        request: Request<Streaming<Bytes>>,
        places: &Arc<Semaphore>,
        taken: CallError,
    ) -> Result<(Caller, Peer<Streaming<Bytes>, A>, Response<BoxStream<A>>), Status> {
        let (Some(caller), Some(call)) = asking(&request) else {
            return Err(self.refuse(None, &CallError::NoPrincipal));
        };
        let Ok(place) = Arc::clone(places).try_acquire_owned() else { return Err(self.refuse(Some(&call), &taken)) };
        // Room for one message: what the transport has not taken yet holds back the next.
        let (answers, sent) = mpsc::channel(1);
        let peer = Peer {
            edge: Arc::clone(&self.edge),
            settings: self.streams.settings.clone(),
            message_bytes: self.streams.message_bytes,
            inbound: request.into_inner(),
            answers,
            stopping: self.streams.stopping.clone(),
            place,
            call,
        };
        Ok((caller, peer, Response::new(Box::pin(ReceiverStream::new(sent)))))
    }

    fn refuse(&self, call: Option<&Arc<Call>>, error: &CallError) -> Status {
        let status = status(error, self.retry);
        call.inspect(|call| call.refused(&status));
        status
    }
}

/// Who asks, and the request as it is counted.
pub(super) fn asking<M>(request: &Request<M>) -> (Option<Caller>, Option<Arc<Call>>) {
    let extensions = request.extensions();
    (extensions.get::<Caller>().cloned(), extensions.get::<Arc<Call>>().cloned())
}

#[tonic::async_trait]
impl EvaluationService for Services {
    async fn evaluate(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Status> {
        let (caller, call) = asking(&request);
        let Some(caller) = caller else { return self.respond(call.as_ref(), Err(CallError::NoPrincipal)) };
        let answer = self.edge.evaluate(caller, request.into_inner()).await;
        call.iter().zip(&answer).for_each(|(call, answer)| call.answered(answer));
        self.respond(call.as_ref(), answer.map(|answer| answer.bytes.into()))
    }

    type EvaluateStreamStream = BoxStream<Bytes>;

    async fn evaluate_stream(
        &self,
        request: Request<Streaming<Bytes>>,
    ) -> Result<Response<Self::EvaluateStreamStream>, Status> {
        let (caller, peer, sent) = self.peer(request, &self.streams.places, CallError::StreamsTaken)?;
        let span = peer.call.span.clone();
        tokio::spawn(Stream { peer }.serve(caller).instrument(span));
        Ok(sent)
    }

    type TimelineStream = BoxStream<Bytes>;

    async fn timeline(&self, request: Request<Bytes>) -> Result<Response<Self::TimelineStream>, Status> {
        let (Some(caller), Some(call)) = asking(&request) else {
            return self.respond(None, Err(CallError::NoPrincipal));
        };
        let Ok(place) = Arc::clone(&self.streams.places).try_acquire_owned() else {
            return self.respond(Some(&call), Err(CallError::StreamsTaken));
        };
        let timeline = match self.edge.timeline(caller, request.get_ref()) {
            Ok(timeline) => timeline,
            Err(error) => return self.respond(Some(&call), Err(error)),
        };
        let (answers, sent) = mpsc::channel(1);
        let giving = Giving { timeline, streams: self.streams.clone(), answers, place, call: Arc::clone(&call) };
        tokio::spawn(giving.serve().instrument(call.span.clone()));
        Ok(Response::new(Box::pin(ReceiverStream::new(sent))))
    }
}

/// A timeline that is given out.
struct Giving {
    timeline: Timeline,
    streams: Streams,
    answers: mpsc::Sender<Result<Bytes, Status>>,
    place: OwnedSemaphorePermit,
    call: Arc<Call>,
}

impl Giving {
    /// To its end; whatever ends it early is the last thing the caller hears.
    async fn serve(mut self) {
        let idle = self.streams.settings.idle;
        match self.run().await {
            Ok(()) => self.call.ended(Code::Ok),
            Err(error) => {
                let last = status(&error, self.streams.settings.retry);
                self.call.refused(&last);
                drop(timeout(idle, self.answers.send(Err(last))).await);
            }
        }
        drop(self.place);
    }

    async fn run(&mut self) -> Result<(), CallError> {
        let idle = self.streams.settings.idle;
        loop {
            let message = tokio::select! {
                message = self.timeline.next() => message?,
                _ = self.streams.stopping.wait_for(|stopping| *stopping) => return Err(EvaluateError::Stopped.into()),
                () = self.answers.closed() => return Err(CallError::GivenUp),
            };
            let Some(message) = message else { return Ok(()) };
            let bytes = TimelineResponse { message: Some(message) }.encode_to_vec().into();
            match timeout(idle, self.answers.send(Ok(bytes))).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) => return Err(CallError::GivenUp),
                Err(_) => {
                    let most_ms = u64::try_from(idle.as_millis()).unwrap_or(u64::MAX);
                    return Err(CallError::StreamIdle { most_ms });
                }
            }
        }
    }
}

#[tonic::async_trait]
impl CatalogService for Services {
    async fn list_plugins(&self, request: Request<Bytes>) -> Result<Response<catalog::ListPluginsResponse>, Status> {
        self.respond(asking(&request).1.as_ref(), self.edge.list_plugins(request.get_ref()))
    }

    async fn list_rules(&self, request: Request<Bytes>) -> Result<Response<catalog::ListRulesResponse>, Status> {
        self.respond(asking(&request).1.as_ref(), self.edge.list_rules(request.get_ref()))
    }

    async fn list_lists(&self, request: Request<Bytes>) -> Result<Response<catalog::ListListsResponse>, Status> {
        self.respond(asking(&request).1.as_ref(), self.edge.list_lists(request.get_ref()))
    }

    async fn refresh_lists(&self, request: Request<Bytes>) -> Result<Response<catalog::RefreshListsResponse>, Status> {
        let (caller, call) = asking(&request);
        let Some(caller) = caller else { return self.respond(call.as_ref(), Err(CallError::NoPrincipal)) };
        self.respond(call.as_ref(), self.edge.refresh_lists(&caller, request.get_ref()).await)
    }

    async fn accept_shrink(&self, request: Request<Bytes>) -> Result<Response<catalog::AcceptShrinkResponse>, Status> {
        let (caller, call) = asking(&request);
        let Some(caller) = caller else { return self.respond(call.as_ref(), Err(CallError::NoPrincipal)) };
        self.respond(call.as_ref(), self.edge.accept_shrink(&caller, request.get_ref()).await)
    }

    async fn get_limits(&self, request: Request<Bytes>) -> Result<Response<catalog::GetLimitsResponse>, Status> {
        self.respond(asking(&request).1.as_ref(), self.edge.get_limits(request.get_ref()))
    }
}
