//! The gRPC service: each method takes the caller from the request, calls the [`Edge`](super::super::edge::Edge), and turns an
//! error into a status.

use comity_facts::screening::{
    DisposeResponse, ListDispositionsResponse, ScreenResponse, ScreenStreamResponse, WatchResponse, WithdrawResponse,
};
use prost::bytes::Bytes;
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
        let (caller, peer, sent) = self.peer(request, &self.streams.watches, CallError::WatchesTaken)?;
        let span = peer.call.span.clone();
        tokio::spawn(Watch { peer }.serve(caller).instrument(span));
        Ok(sent)
    }

    type ScreenStreamStream = BoxStream<ScreenStreamResponse>;

    async fn screen_stream(
        &self,
        request: Request<Streaming<Bytes>>,
    ) -> Result<Response<Self::ScreenStreamStream>, Status> {
        let (caller, peer, sent) = self.peer(request, &self.streams.places, CallError::StreamsTaken)?;
        let span = peer.call.span.clone();
        tokio::spawn(ScreenStream { peer }.serve(caller).instrument(span));
        Ok(sent)
    }
}
