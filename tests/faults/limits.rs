//! Requests just beyond a limit: each gets its own status, and the connection goes on.

use comity_facts::v1::{EvaluateOptions, EvaluateRequest};
use prost::{Message as _, bytes::Bytes};

use super::{
    lines::Lines,
    messages::{self, EVALUATE, STREAM},
    peer::{Failed, Peer, framed},
    server::Server,
};

/// The server's `limits.message_bytes` and `limits.header_bytes`.
const MESSAGE_BYTES: usize = 4 << 20;
const HEADER_BYTES: usize = 16 << 10;

pub(crate) async fn run(lines: &mut Lines) {
    let server = Server::start(&[]);
    let peer = Peer::connect(server.address, 6).await.unwrap();
    let exact = sized(MESSAGE_BYTES);
    let over = sized(MESSAGE_BYTES + 1);

    let found = reason(peer.unary(EVALUATE, &exact).await);
    // It has too long a text; that it is looked at is what counts.
    check(lines, &peer, "a message of 4 MiB", &found, "InvalidArgument INVALID_REQUEST").await;
    let found = reason(peer.unary(EVALUATE, &over).await);
    check(lines, &peer, "a message of 4 MiB + 1", &found, "InvalidArgument MESSAGE_TOO_LARGE").await;
    let found = reason(on_a_stream(&peer, framed(&over, 0), &[]).await);
    check(lines, &peer, "the same on a stream", &found, "InvalidArgument MESSAGE_TOO_LARGE").await;
    let lie = [&[0][..], &u32::MAX.to_be_bytes(), b"x"].concat();
    let found = reason(on_a_stream(&peer, lie.into(), &[]).await);
    check(lines, &peer, "a frame that says 4 GiB", &found, "InvalidArgument MESSAGE_TOO_LARGE").await;
    let zipped = framed(&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], 1);
    let found = reason(on_a_stream(&peer, zipped, &[("grpc-encoding", "gzip")]).await);
    // Refused by its header, before a byte is unpacked.
    check(lines, &peer, "a message marked as gzip", &found, "Unimplemented").await;
    let found = reason(with_header(&peer, HEADER_BYTES + (1 << 10)).await);
    check(lines, &peer, "headers of 17 KiB", &found, "broken: HTTP 431").await;
    let other = Peer::connect(server.address, 6).await.unwrap();
    let found = reason(with_header(&other, HEADER_BYTES * 4 + (6 << 10)).await);
    // Beyond four times the limit the connection may be closed: the next caller comes on another.
    let lives = reason(peer.unary(EVALUATE, &small()).await) == "OK";
    lines.check(
        "headers of 70 KiB",
        format!("{found}; others served: {lives}"),
        "refused; true",
        found != "OK" && lives,
    );
    server.finish(&[], lines).await;
}

/// A request that is right.
fn small() -> Vec<u8> {
    messages::evaluate(messages::case("C14")).encode_to_vec()
}

/// A request of so many bytes, right but for one text.
fn sized(bytes: usize) -> Vec<u8> {
    let of = |text: usize| {
        let options = EvaluateOptions { as_of: vec!["x".repeat(text)], ..EvaluateOptions::default() };
        EvaluateRequest { options: Some(options), ..EvaluateRequest::default() }.encode_to_vec()
    };
    let around = of(bytes - 32).len() - (bytes - 32);
    let message = of(bytes - around);
    assert_eq!(message.len(), bytes);
    message
}

fn reason<T>(answer: Result<T, Failed>) -> String {
    answer.map_or_else(|failed| failed.reason(), |_| "OK".to_owned())
}

async fn on_a_stream(peer: &Peer, bytes: Bytes, headers: &[(&str, &str)]) -> Result<(), Failed> {
    let mut call = peer.call_with(STREAM, headers).await?;
    // A server that has read enough takes no more; its status says why.
    let sent = call.writing.send_raw(bytes, true).await;
    loop {
        match call.next().await {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(()),
            Err(Failed::Broken(why)) => return Err(sent.err().unwrap_or(Failed::Broken(why))),
            Err(failed) => return Err(failed),
        }
    }
}

async fn with_header(peer: &Peer, bytes: usize) -> Result<(), Failed> {
    let mut call = peer.call_with(EVALUATE, &[("x-long", &"x".repeat(bytes))]).await?;
    call.send(&small(), true).await?;
    call.next().await.map(drop)
}

/// Whether the reason is the right one, and the same connection serves the next call.
async fn check(lines: &mut Lines, peer: &Peer, done: &str, found: &str, expected: &str) {
    let next = reason(peer.unary(EVALUATE, &small()).await);
    let passes = found.starts_with(expected) && next == "OK";
    lines.check(done, format!("{found}; the next call on it: {next}"), format!("{expected}; OK"), passes);
}
