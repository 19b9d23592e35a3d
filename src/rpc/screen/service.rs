//! The gRPC service: each method takes the caller from the request, calls the [`Edge`](super::super::edge::Edge), and turns an
//! error into a status.

use std::sync::Arc;

use comity_facts::screening::{
    DisposeResponse, ListDispositionsResponse, ScreenResponse, ScreenStreamResponse, WatchResponse, WithdrawResponse,
};
use prost::bytes::Bytes;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Request, Response, Status, Streaming, codegen::BoxStream};
use tracing::Instrument as _;

use super::{
    super::{
        error::CallError,
        services::{Services, asking},
        stubs::screening_service_server::ScreeningService,
    },
    stream::ScreenStream,
    watch::Watch,
};

#[tonic::async_trait]
impl ScreeningService for Services {
    async fn screen(&self, request: Request<Bytes>) -> Result<Response<ScreenResponse>, Status> {
        let (caller, call) = asking(&request);
        let Some(caller) = caller else { return self.respond(call.as_ref(), Err(CallError::NoPrincipal)) };
        let answer = self.edge.screen(caller, request.into_inner()).await;
        self.respond(call.as_ref(), answer)
    }

    async fn dispose(&self, request: Request<Bytes>) -> Result<Response<DisposeResponse>, Status> {
        let (caller, call) = asking(&request);
        let Some(caller) = caller else { return self.respond(call.as_ref(), Err(CallError::NoPrincipal)) };
        self.respond(call.as_ref(), self.edge.dispose(caller, request.into_inner()).await)
    }

    async fn list_dispositions(&self, request: Request<Bytes>) -> Result<Response<ListDispositionsResponse>, Status> {
        let (caller, call) = asking(&request);
        let Some(caller) = caller else { return self.respond(call.as_ref(), Err(CallError::NoPrincipal)) };
        self.respond(call.as_ref(), self.edge.list_dispositions(caller, request.into_inner()).await)
    }

    async fn withdraw(&self, request: Request<Bytes>) -> Result<Response<WithdrawResponse>, Status> {
        let (caller, call) = asking(&request);
        let Some(caller) = caller else { return self.respond(call.as_ref(), Err(CallError::NoPrincipal)) };
        self.respond(call.as_ref(), self.edge.withdraw(caller, request.into_inner()).await)
    }

    type WatchStream = BoxStream<WatchResponse>;

    async fn watch(&self, request: Request<Streaming<Bytes>>) -> Result<Response<Self::WatchStream>, Status> {
        let (Some(caller), Some(call)) = asking(&request) else {
            return self.respond(None, Err(CallError::NoPrincipal));
        };
        let Ok(place) = Arc::clone(&self.streams.watches).try_acquire_owned() else {
            return self.respond(Some(&call), Err(CallError::WatchesTaken));
        };
        let (answers, sent) = mpsc::channel(1);
        let watch = Watch {
            edge: Arc::clone(&self.edge),
            settings: self.streams.settings.clone(),
            message_bytes: self.streams.message_bytes,
            inbound: request.into_inner(),
            answers,
            stopping: self.streams.stopping.clone(),
            place,
            call: Arc::clone(&call),
        };
        tokio::spawn(watch.serve(caller).instrument(call.span.clone()));
        Ok(Response::new(Box::pin(ReceiverStream::new(sent))))
    }

    type ScreenStreamStream = BoxStream<ScreenStreamResponse>;

    async fn screen_stream(
        &self,
        request: Request<Streaming<Bytes>>,
    ) -> Result<Response<Self::ScreenStreamStream>, Status> {
        let (Some(caller), Some(call)) = asking(&request) else {
            return self.respond(None, Err(CallError::NoPrincipal));
        };
        let Ok(place) = Arc::clone(&self.streams.places).try_acquire_owned() else {
            return self.respond(Some(&call), Err(CallError::StreamsTaken));
        };
        let (answers, sent) = mpsc::channel(1);
        let stream = ScreenStream {
            edge: Arc::clone(&self.edge),
            settings: self.streams.settings.clone(),
            message_bytes: self.streams.message_bytes,
            inbound: request.into_inner(),
            answers,
            stopping: self.streams.stopping.clone(),
            place,
            call: Arc::clone(&call),
        };
        tokio::spawn(stream.serve(caller).instrument(call.span.clone()));
        Ok(Response::new(Box::pin(ReceiverStream::new(sent))))
    }
}
