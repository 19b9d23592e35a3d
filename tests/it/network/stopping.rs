//! The end of a server: what is being served is answered, health says so, and nothing holds the process beyond its bound.

use std::time::{Duration, Instant};

use comity::rpc::{Drained, client::catalog::CatalogServiceClient};
use comity_facts::catalog::GetLimitsRequest;
use tokio::{io::AsyncReadExt as _, net::TcpStream, task::JoinHandle};
use tonic::{Status, Streaming};
use tonic_health::pb::{
    HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus, health_client::HealthClient,
};

use super::{Running, asking};
use crate::sandbox::template;

/// A call that is being served: the server, which serves one at a time, has no room for another.
///
/// A look at the room takes it for a moment, so the call may be the one that is refused; then it comes again.
async fn under_way(server: &Running) -> JoinHandle<Result<(), Status>> {
    let mut catalog = CatalogServiceClient::new(server.channel().await);
    loop {
        let mut client = server.client().await;
        let call = tokio::spawn(async move { client.evaluate(asking(template::message())).await.map(|_| ()) });
        while !call.is_finished() {
            if catalog.get_limits(GetLimitsRequest {}).await.is_err() {
                return call;
            }
        }
    }
}

/// Health as it changes, on a connection of its own that stays open for as long.
async fn watching(server: &Running) -> Streaming<HealthCheckResponse> {
    let watched = HealthCheckRequest { service: "comity.v1.EvaluationService".to_owned() };
    let mut statuses = HealthClient::new(server.channel().await).watch(watched).await.unwrap().into_inner();
    assert_eq!(statuses.message().await.unwrap().unwrap().status(), ServingStatus::Serving);
    statuses
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_nobody_uses_ends_at_once() {
    let server = Running::start("healthy", &[]);
    let address = server.address;
    let mut client = server.client().await;
    client.evaluate(asking(template::message())).await.unwrap();
    let began = Instant::now();
    assert_eq!(server.stop().await, Drained::Fully);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert!(TcpStream::connect(address).await.is_err(), "the socket is closed");
    assert!(client.evaluate(asking(template::message())).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_served_is_answered() {
    let server = Running::slow(&[("LIMITS__REQUESTS", "1")]);
    let call = under_way(&server).await;
    assert_eq!(server.stop().await, Drained::Fully);
    assert!(call.await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_end_is_cut() {
    let server = Running::slow(&[("LIMITS__REQUESTS", "1"), ("LIMITS__DRAIN_MS", "20")]);
    let call = under_way(&server).await;
    assert_eq!(server.stop().await, Drained::Cut);
    assert!(call.await.unwrap().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_peers_do_not_hold_it() {
    let server = Running::start("healthy", &[("LIMITS__HANDSHAKE_MS", "60000")]);
    let mut silent = Vec::new();
    for _ in 0..10 {
        silent.push(TcpStream::connect(server.address).await.unwrap());
    }
    // Behind them in the queue of the listener: when it is served, they were accepted.
    server.client().await.evaluate(asking(template::message())).await.unwrap();
    let began = Instant::now();
    assert_eq!(server.stop().await, Drained::Fully);
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    for mut socket in silent {
        while socket.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn health_says_so_before_anything_else() {
    let server = Running::slow(&[("LIMITS__REQUESTS", "1")]);
    let mut statuses = watching(&server).await;
    let call = under_way(&server).await;
    let stopping = tokio::spawn(server.stop());
    assert_eq!(statuses.message().await.unwrap().unwrap().status(), ServingStatus::NotServing);
    drop(statuses);
    assert!(call.await.unwrap().is_ok());
    assert_eq!(stopping.await.unwrap(), Drained::Fully);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_socket_closes_although_the_server_is_full() {
    let server = Running::start("healthy", &[("LIMITS__CONNECTIONS", "1")]);
    let address = server.address;
    let statuses = watching(&server).await;
    let stopping = tokio::spawn(server.stop());
    while TcpStream::connect(address).await.is_ok() {
        assert!(!stopping.is_finished(), "it closes before the drain is over, not after");
    }
    drop(statuses);
    assert_eq!(stopping.await.unwrap(), Drained::Fully);
}
