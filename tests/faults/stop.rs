//! A server that is told to stop while streams are open and sockets are silent.

use std::time::Duration;

use comity_facts::v1::Record;
use tokio::{net::TcpStream, task::JoinSet, time::sleep};

use super::{
    lines::Lines,
    messages::{self, Chunks, STREAM},
    peer::{Call, Failed, Peer},
    server::Server,
    size::Size,
    vanish,
};

const SILENT: usize = 10;
const CHUNK_RECORDS: usize = 16;
/// How a stream ends whose server stops.
const STOPPING: &str = "Unavailable STOPPING";
/// The time by default. Who reads does not need it; the silent sockets do not wait for it.
const DRAIN_MS: u64 = 25_000;
/// What orchestrators commonly give.
const MOST: Duration = Duration::from_secs(30);

pub(crate) async fn run(size: &Size, lines: &mut Lines) {
    // Callers that read get their answers and the reason; callers that do not are cut when the time is over.
    for (reads, done, drain_ms) in [(true, "that are read", DRAIN_MS), (false, "that nobody reads", size.drain_ms)] {
        let mut server = Server::start(&[("LIMITS__DRAIN_MS", drain_ms.to_string())]);
        let mut silent = Vec::new();
        for _ in 0..SILENT {
            silent.push(TcpStream::connect(server.address).await.unwrap());
        }
        let mut streams = JoinSet::new();
        for _ in 0..size.open_at_stop {
            streams.spawn(stream(server.address, messages::case("C14"), reads));
        }
        sleep(Duration::from_secs(1)).await;
        server.terminate();
        let (status, took) = server.ended(MOST + Duration::from_secs(5)).await;
        let code = status.and_then(|status| status.code());
        let ended = format!("exit code {code:?} after {:.1} s, {} panics", took.as_secs_f64(), server.panics());
        let most = if reads { Duration::from_millis(DRAIN_MS) } else { MOST };
        lines.check(
            format!("told to stop with {} open streams {done} and {SILENT} silent sockets", size.open_at_stop),
            ended,
            format!("exit code 0 within {} s, no panic", most.as_secs()),
            code == Some(0) && took <= most && server.panics() == 0,
        );
        drop(silent);
        let (mut told, mut otherwise) = (Vec::new(), Vec::new());
        for (ids, reason) in streams.join_all().await {
            told.extend(ids);
            otherwise.extend(Some(reason).filter(|reason| reason != STOPPING));
        }
        if reads {
            let first = otherwise.first().map(|reason| format!("; one other: {reason}")).unwrap_or_default();
            let figure = format!("{} of {}{first}", size.open_at_stop - otherwise.len(), size.open_at_stop);
            lines.check("streams that were told STOPPING", figure, "all", otherwise.is_empty());
        }
        server.kept(&told, lines);
    }
}

/// Sends records without pause until the server ends the stream; the decisions it was told of, and how the stream ended. Who
/// does not read takes what fits into its window, and never opens it again.
async fn stream(to: std::net::SocketAddr, record: Record, reads: bool) -> (Vec<String>, String) {
    let mut told = Vec::new();
    let ended = exchange(to, record, reads, &mut told).await;
    (told, ended.map_or_else(|failed| failed.reason(), |()| "OK".to_owned()))
}

async fn exchange(to: std::net::SocketAddr, record: Record, reads: bool, told: &mut Vec<String>) -> Result<(), Failed> {
    let connected = Peer::connect_with(to, 7, 65_535).await;
    let peer = connected.map_err(|error| Failed::Broken(error.to_string()))?;
    let mut call = peer.call(STREAM).await?;
    call.send(&messages::open(), false).await?;
    let Call { mut reading, mut writing } = call;
    let chunks = Chunks::of(&record, CHUNK_RECORDS);
    let sender = tokio::spawn(async move {
        let mut sequences = (0_u64..).step_by(CHUNK_RECORDS);
        while writing.send(&chunks.at(sequences.next().unwrap()), false).await.is_ok() {}
    });
    let ended = loop {
        match reading.receive().await {
            Ok(true) => {}
            Ok(false) => break reading.end().await.map(drop),
            Err(failed) => break Err(failed),
        }
        if reads {
            let held = reading.held();
            reading.give_back(held)?;
        }
        while let Some(message) = reading.take() {
            told.extend(vanish::decisions(&message));
        }
    };
    sender.abort();
    ended
}
