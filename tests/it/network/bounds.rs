//! The bounds of the server, each driven to its end: requests, time, connections, headers, silence.

use std::time::Duration;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tonic::{Code, Request};
use tonic_types::StatusExt as _;

use super::{Running, asking};
use crate::sandbox::template;

#[tokio::test(flavor = "multi_thread")]
async fn one_request_too_many_is_told_when_to_come_again() {
    let server = Running::slow(&[("LIMITS__REQUESTS", "1"), ("LIMITS__RETRY_MS", "1234")]);
    let (mut one, mut other) = (server.client().await, server.client().await);
    let record = template::message;
    let (one, other) = tokio::join!(one.evaluate(asking(record())), other.evaluate(asking(record())));
    let status = one.and(other).expect_err("one of the two came too late");
    assert_eq!(status.code(), Code::ResourceExhausted, "{status}");
    assert_eq!(status.get_details_error_info().unwrap().reason, "BUSY");
    let retry = status.get_details_retry_info().unwrap().retry_delay;
    assert_eq!(retry, Some(Duration::from_millis(1234)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_refuses_too() {
    let server = Running::slow(&[("EVALUATION__QUEUE", "1"), ("EVALUATION__THREADS", "1")]);
    let client = server.client().await;
    let calls = (0..16).map(|_| {
        let mut client = client.clone();
        tokio::spawn(async move { client.evaluate(asking(template::message())).await })
    });
    let mut codes = Vec::new();
    for call in calls.collect::<Vec<_>>() {
        codes.push(call.await.unwrap().map_or_else(|status| status.code(), |_| Code::Ok));
    }
    // One at work and one waiting; a call that comes late may find a place again.
    assert!(codes.contains(&Code::Ok) && codes.contains(&Code::ResourceExhausted), "{codes:?}");
    assert!(codes.iter().all(|code| matches!(code, Code::Ok | Code::ResourceExhausted)), "{codes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_has_its_time_and_no_more() {
    let server = Running::slow(&[("LIMITS__REQUEST_MS", "20")]);
    let status = server.client().await.evaluate(asking(template::message())).await.unwrap_err();
    assert_eq!(status.code(), Code::DeadlineExceeded, "{status}");
    assert_eq!(status.get_details_error_info().unwrap().metadata["limit"], "limits.request_ms");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_peer_does_not_take_all_connections() {
    let server = Running::start("healthy", &[("LIMITS__CONNECTIONS_PER_PEER", "2"), ("LIMITS__HANDSHAKE_MS", "60000")]);
    let first = TcpStream::connect(server.address).await.unwrap();
    let _second = TcpStream::connect(server.address).await.unwrap();
    let mut third = TcpStream::connect(server.address).await.unwrap();
    assert_eq!(third.read(&mut [0; 1]).await.unwrap_or(0), 0, "closed at once");
    drop(first);
    // The place comes back when the server notices.
    let client = loop {
        let channel = tonic::transport::Channel::from_shared(format!("http://{}", server.address)).unwrap();
        if let Ok(channel) = channel.connect().await {
            let mut client = comity::rpc::client::evaluation::EvaluationServiceClient::new(channel);
            if client.evaluate(asking(template::message())).await.is_ok() {
                break client;
            }
        }
        tokio::task::yield_now().await;
    };
    drop(client);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_connection_after_the_last_waits_for_its_turn() {
    let server = Running::start("healthy", &[("LIMITS__CONNECTIONS", "1"), ("LIMITS__HANDSHAKE_MS", "60000")]);
    let first = TcpStream::connect(server.address).await.unwrap();
    let mut waiting = tokio::spawn({
        let mut client = {
            let channel = tonic::transport::Channel::from_shared(format!("http://{}", server.address)).unwrap();
            comity::rpc::client::evaluation::EvaluationServiceClient::new(channel.connect_lazy())
        };
        async move { client.evaluate(asking(template::message())).await }
    });
    let early = tokio::time::timeout(Duration::from_millis(200), &mut waiting).await;
    assert!(early.is_err(), "nobody is served beyond the limit");
    drop(first);
    assert!(waiting.await.unwrap().is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_that_says_nothing_is_let_go() {
    let server = Running::start("healthy", &[("LIMITS__HANDSHAKE_MS", "200")]);
    for opening in [&b""[..], b"PRI * HTTP/2.0\r\n"] {
        let mut silent = TcpStream::connect(server.address).await.unwrap();
        silent.write_all(opening).await.unwrap();
        let end = tokio::time::timeout(Duration::from_secs(10), async {
            while silent.read(&mut [0; 64]).await.is_ok_and(|read| read > 0) {}
        });
        assert!(end.await.is_ok(), "{opening:?}");
    }
    assert!(server.client().await.evaluate(asking(template::message())).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_have_a_limit() {
    let server = Running::start("healthy", &[]);
    let mut client = server.client().await;
    let mut request = Request::new(asking(template::message()));
    request.metadata_mut().insert("x-long", "x".repeat(20_000).parse().unwrap());
    let status = client.evaluate(request).await.unwrap_err();
    assert_ne!(status.code(), Code::Ok, "{status}");
    assert!(client.evaluate(asking(template::message())).await.is_ok(), "the connection lives");
}
