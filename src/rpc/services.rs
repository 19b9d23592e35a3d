//! The gRPC services: each method takes the caller from the request, calls the [`Edge`], and turns an error into a status.

use std::{sync::Arc, time::Duration};

use comity_facts::catalog;
use prost::bytes::Bytes;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming, codegen::BoxStream};
use tracing::Instrument as _;

use super::{
    call::Call,
    edge::Edge,
    error::CallError,
    status::status,
    stream::{Stream, StreamSettings},
    stubs::{catalog_service_server::CatalogService, evaluation_service_server::EvaluationService},
};
use crate::domain::Caller;

/// The implementation of both services.
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
    /// Becomes true when the server stops.
    pub(super) stopping: watch::Receiver<bool>,
    /// Largest message.
    pub(super) message_bytes: usize,
}

impl Services {
    fn respond<M>(&self, call: Option<&Arc<Call>>, answer: Result<M, CallError>) -> Result<Response<M>, Status> {
        answer.map(Response::new).map_err(|error| {
            let status = status(&error, self.retry);
            call.inspect(|call| call.refused(&status));
            status
        })
    }
}

/// Who asks, and the request as it is counted.
fn asking<M>(request: &Request<M>) -> (Option<Caller>, Option<Arc<Call>>) {
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
        let (Some(caller), Some(call)) = asking(&request) else {
            return self.respond(None, Err(CallError::NoPrincipal));
        };
        let Ok(place) = Arc::clone(&self.streams.places).try_acquire_owned() else {
            return self.respond(Some(&call), Err(CallError::StreamsTaken));
        };
        // Room for one message: what the transport has not taken yet holds back the next.
        let (answers, sent) = mpsc::channel(1);
        let stream = Stream {
            edge: Arc::clone(&self.edge),
            settings: self.streams.settings.clone(),
            inbound: request.into_inner(),
            answers,
            stopping: self.streams.stopping.clone(),
            place,
            call: Arc::clone(&call),
        };
        tokio::spawn(stream.serve(caller, self.streams.message_bytes).instrument(call.span.clone()));
        Ok(Response::new(Box::pin(ReceiverStream::new(sent))))
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

    async fn get_limits(&self, request: Request<Bytes>) -> Result<Response<catalog::GetLimitsResponse>, Status> {
        self.respond(asking(&request).1.as_ref(), self.edge.get_limits(request.get_ref()))
    }
}
