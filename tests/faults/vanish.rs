//! Clients that go away in the middle of a stream: closed, reset, cancelled, or silent.

use std::time::Duration;

use comity_facts::v1::{
    EvaluateStreamResponse, Record, evaluate_stream_response::Message as Out, stream_answer::Result as Outcome,
};
use prost::Message as _;
use tokio::{task::JoinSet, time::sleep};

use super::{
    healthy::Healthy,
    lines::{Lines, mib},
    messages::{self, STREAM},
    peer::{Call, Failed, Peer, Silent, Way},
    server::Server,
    size::Size,
};

/// Clients at once.
const BATCH: usize = 120;
/// Records that each sends.
const RECORDS: usize = 4;
/// Pings are answered or missed within so long; by default it is 30 s and 10 s.
const PING: Duration = Duration::from_millis(500);
/// Everything of a client has to be gone so soon after the server can know.
const GONE: Duration = Duration::from_secs(1);

/// How a client goes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    Closed,
    Reset,
    Cancelled,
    Silent,
}

/// When it does.
const MOMENTS: usize = 3;

pub(crate) async fn run(size: &Size, lines: &mut Lines) {
    let ping = PING.as_millis().to_string();
    let server = Server::start(&[("LIMITS__PING_MS", ping.clone()), ("LIMITS__PING_TIMEOUT_MS", ping)]);
    let healthy = Healthy::start(&server).await;
    let record = messages::case("C14");
    let mut told = Vec::new();
    let share = size.vanishing / 4;
    let warm = share / 10;
    for (exit, most) in
        [(Exit::Closed, GONE), (Exit::Reset, GONE), (Exit::Cancelled, GONE), (Exit::Silent, GONE + 2 * PING)]
    {
        crowd(&server, exit, warm, &record, most, &mut told).await;
    }
    let (before, files) = (server.resident(), server.files());
    for (exit, most) in
        [(Exit::Closed, GONE), (Exit::Reset, GONE), (Exit::Cancelled, GONE), (Exit::Silent, GONE + 2 * PING)]
    {
        let (slowest, failed) = crowd(&server, exit, share, &record, most, &mut told).await;
        let shown = slowest.map_or_else(|| "never".to_owned(), |took| format!("{:.2} s", took.as_secs_f64()));
        lines.check(
            format!("{share} clients, {} at a time, {exit:?} mid-stream", BATCH),
            format!("streams, pieces and queue back to 0 after {shown} at most; {failed} could not begin"),
            format!("{:.1} s, none", most.as_secs_f64()),
            slowest.is_some_and(|took| took <= most) && failed == 0,
        );
    }
    let left = server.files_left(files, GONE).await;
    lines.check(format!("files and sockets that stay open after {} s", GONE.as_secs()), left, 0, left == 0);
    server.returns_to(before, 16 << 20, lines).await;
    lines.note("written to the ledger", mib(server.metrics().await.of("comity_ledger_written_bytes_total", "") as u64));
    told.extend(healthy.finish(lines).await);
    server.finish(&told, lines).await;
}

/// Clients in batches; the longest time until nothing of a batch was left, `None` if something was; and how many could not
/// even begin.
async fn crowd(
    server: &Server,
    exit: Exit,
    count: usize,
    record: &Record,
    most: Duration,
    told: &mut Vec<String>,
) -> (Option<Duration>, usize) {
    let (mut slowest, mut failed) = (Some(Duration::ZERO), 0);
    for first in (0..count).step_by(BATCH) {
        let mut clients = JoinSet::new();
        for number in first..(first + BATCH).min(count) {
            clients.spawn(client(server.address, exit, number, record.clone()));
        }
        let mut held = Vec::new();
        for client in clients.join_all().await {
            match client {
                Ok((ids, silent)) => {
                    told.extend(ids);
                    held.extend(silent);
                }
                Err(_) => failed += 1,
            }
        }
        let idle = server.until_idle(most + Duration::from_secs(10)).await;
        slowest = slowest.zip(idle).map(|(a, b)| a.max(b));
        drop(held);
    }
    (slowest, failed)
}

/// One client: the decisions it was told of before it went, and its socket, if it only fell silent.
async fn client(
    to: std::net::SocketAddr,
    exit: Exit,
    number: usize,
    record: Record,
) -> Result<(Vec<String>, Option<Silent>), Failed> {
    let peer = Peer::connect(to, 2).await.map_err(|error| Failed::Broken(error.to_string()))?;
    let mut call = peer.call(STREAM).await?;
    call.send(&messages::open(), false).await?;
    let mut told = Vec::new();
    match number % MOMENTS {
        // Before the first record; while records are evaluated; after the first answers, with more under way.
        0 => drop(call.next().await?),
        1 => call.send(&messages::chunk(&record, 0, RECORDS), false).await?,
        _ => {
            call.next().await?;
            call.send(&messages::chunk(&record, 0, RECORDS), false).await?;
            told = decisions(&call.next().await?.unwrap_or_default());
            call.send(&messages::chunk(&record, RECORDS as u64, RECORDS), false).await?;
        }
    }
    Ok((told, leave(peer, call, exit).await))
}

async fn leave(peer: Peer, call: Call, exit: Exit) -> Option<Silent> {
    match exit {
        Exit::Closed => peer.vanish(Way::Close).await,
        Exit::Reset => peer.vanish(Way::Reset).await,
        Exit::Cancelled => {
            // HTTP/2 says so while the connection lives on for a moment.
            drop(call);
            sleep(Duration::from_millis(20)).await;
            peer.vanish(Way::Close).await;
        }
        Exit::Silent => return Some(peer.silence().await),
    }
    None
}

/// The ids of the decisions in a message of a stream.
pub(crate) fn decisions(message: &[u8]) -> Vec<String> {
    let message = EvaluateStreamResponse::decode(message).expect("a message of the contract").message;
    let Some(Out::Chunk(chunk)) = message else { return Vec::new() };
    let response = |outcome| match outcome {
        Outcome::Response(response) => response.ledger.map(|entry| entry.decision_id),
        Outcome::Refusal(_) => None,
    };
    chunk.answers.into_iter().filter_map(|answer| answer.result.and_then(response)).collect()
}
