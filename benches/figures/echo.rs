//! The floor of a call: a gRPC service of the same stack that reads the request, and gives an answer that was made before.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    net::SocketAddr,
    sync::Arc,
    task::{Context, Poll},
};

use comity_facts::v1::{EvaluateRequest, EvaluateResponse};
use tonic::{
    Request, Response, Status,
    body::Body,
    server::{Grpc, NamedService, UnaryService},
};

/// Answers `comity.v1.EvaluationService/Evaluate`, whatever the request.
#[derive(Clone)]
struct Echo(Arc<EvaluateResponse>);

impl UnaryService<EvaluateRequest> for Echo {
    type Response = EvaluateResponse;
    type Future = Ready<Result<Response<EvaluateResponse>, Status>>;

    fn call(&mut self, _: Request<EvaluateRequest>) -> Self::Future {
        ready(Ok(Response::new((*self.0).clone())))
    }
}

impl NamedService for Echo {
    const NAME: &'static str = "comity.v1.EvaluationService";
}

impl tower_service::Service<http::Request<Body>> for Echo {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let echo = self.clone();
        Box::pin(async move {
            let mut grpc = Grpc::new(tonic_prost::ProstCodec::<EvaluateResponse, EvaluateRequest>::default());
            Ok(grpc.unary(echo, request).await)
        })
    }
}

/// Serves until the runtime ends.
pub(super) async fn serve(answer: EvaluateResponse) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let incoming = tonic::transport::server::TcpIncoming::from(listener).with_nodelay(Some(true));
    let server = tonic::transport::Server::builder().add_service(Echo(Arc::new(answer)));
    tokio::spawn(server.serve_with_incoming(incoming));
    address
}
