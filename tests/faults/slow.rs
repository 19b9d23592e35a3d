//! Readers that take a kibibyte a second and send as fast as they may.

use std::time::{Duration, Instant};

use comity_facts::v1::Record;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{interval, sleep},
};

use super::{
    healthy::Healthy,
    lines::{Lines, mib},
    messages::{self, Chunks, STREAM},
    peer::{Call, Failed, Peer, Way},
    server::Server,
    size::Size,
    vanish,
};

/// Bytes a second that each reads.
const READ: usize = 1 << 10;
/// What HTTP/2 begins with: the reader's system takes so much unread.
const WINDOW: u32 = 65_535;
const CHUNK_RECORDS: usize = 32;
/// Memory beyond what the server has without them.
const MOST: u64 = 100 << 20;
/// Seconds until the buffers of sockets and windows are full; before that the server is right to go on.
const FILLED: u64 = 30;

pub(crate) async fn run(size: &Size, lines: &mut Lines) {
    let server = Server::start(&[]);
    let healthy = Healthy::start(&server).await;
    let before = server.resident();
    let (stop, stopped) = watch::channel(false);
    let mut readers = JoinSet::new();
    for _ in 0..size.slow_readers {
        readers.spawn(reader(server.address, messages::case("C01"), stopped.clone()));
    }
    let seconds = Duration::from_secs(size.slow_seconds);
    let seen = watch_over(&server, seconds).await;
    let grown = seen.peak.saturating_sub(before);
    lines.check(
        format!("{} readers at {READ} bytes/s for {} s", size.slow_readers, size.slow_seconds),
        format!("{} more memory at most", mib(grown)),
        mib(MOST),
        grown <= MOST,
    );
    lines.check(
        "their streams meanwhile",
        format!("{} held back", seen.full),
        "all",
        seen.full as usize == size.slow_readers,
    );
    check_pace(size, &seen, lines);
    stop.send_replace(true);
    let (mut told, mut broken) = (Vec::new(), Vec::new());
    for reader in readers.join_all().await {
        match reader {
            Ok(ids) => told.extend(ids),
            Err(failed) => broken.push(failed.reason()),
        }
    }
    let first = broken.first().map(|why| format!(": {why}")).unwrap_or_default();
    lines.check("readers whose stream broke", format!("{}{first}", broken.len()), 0, broken.is_empty());
    let idle = server.until_idle(Duration::from_secs(10)).await.map_or(f64::INFINITY, |took| took.as_secs_f64());
    lines.check(
        "then they are gone",
        format!("streams, pieces and queue back to 0 after {idle:.2} s"),
        "1 s",
        idle <= 1.0,
    );
    let after = server.resident();
    lines.note("memory before, at most, and after", format!("{}, {}, {}", mib(before), mib(seen.peak), mib(after)));
    told.extend(healthy.finish(lines).await);
    server.finish(&told, lines).await;
}

/// In the last third nothing is evaluated but what the little that is read makes room for, once what lies between is full.
fn check_pace(size: &Size, seen: &Seen, lines: &mut Lines) {
    let rate = format!("{:.1} records/s evaluated in the last third", seen.late_rate);
    if size.slow_seconds < FILLED {
        lines.note("their pace, which says something after", format!("{FILLED} s; {rate}"));
    } else {
        let most = pace(size.slow_readers);
        lines.check("their pace", rate, format!("{most:.0} records/s"), seen.late_rate <= most);
    }
}

/// Records a second that may be evaluated: every reader reads an answer a second, of at least `READ` bytes, and the server
/// works in pieces.
fn pace(readers: usize) -> f64 {
    readers as f64
}

struct Seen {
    peak: u64,
    /// Streams that are not read.
    full: f64,
    /// Records a second in the last third.
    late_rate: f64,
}

async fn watch_over(server: &Server, time: Duration) -> Seen {
    let (began, mut peak, mut late) = (Instant::now(), 0, None);
    while began.elapsed() < time {
        peak = peak.max(server.resident());
        if late.is_none() && began.elapsed() > time * 2 / 3 {
            late = Some((Instant::now(), evaluated(server).await));
        }
        sleep(Duration::from_millis(100)).await;
    }
    let (since, records) = late.unwrap();
    let late_rate = (evaluated(server).await - records) / since.elapsed().as_secs_f64();
    Seen { peak, full: server.metrics().await.of("comity_streams_window_full", ""), late_rate }
}

/// Records of streams that were evaluated so far: what was kept, without what the healthy caller asked for.
async fn evaluated(server: &Server) -> f64 {
    let metrics = server.metrics().await;
    metrics.of("comity_ledger_appended_total", "") - metrics.of("comity_records_total", "via=\"call\"")
}

/// Reads slowly and sends without pause until it is stopped, then vanishes; gives the decisions it read.
async fn reader(
    to: std::net::SocketAddr,
    record: Record,
    mut stopped: watch::Receiver<bool>,
) -> Result<Vec<String>, Failed> {
    let connected = Peer::connect_with(to, 3, WINDOW).await;
    let peer = connected.map_err(|error| Failed::Broken(error.to_string()))?;
    let mut call = peer.call(STREAM).await?;
    call.send(&messages::open(), false).await?;
    let Call { mut reading, mut writing } = call;
    let chunks = Chunks::of(&record, CHUNK_RECORDS);
    let sender = tokio::spawn(async move {
        let mut sequences = (0_u64..).step_by(CHUNK_RECORDS);
        while writing.send(&chunks.at(sequences.next().unwrap()), false).await.is_ok() {}
    });
    let (mut seconds, mut told) = (interval(Duration::from_secs(1)), Vec::new());
    let ended = loop {
        tokio::select! {
            _ = stopped.changed() => break Ok(()),
            _ = seconds.tick() => reading.give_back(reading.held().min(READ))?,
            more = reading.receive() => match more {
                Ok(true) => {}
                Ok(false) => break Err(Failed::Broken("it ended".to_owned())),
                Err(error) => break Err(error),
            },
        }
        while let Some(message) = reading.take() {
            told.extend(vanish::decisions(&message));
        }
    };
    sender.abort();
    peer.vanish(Way::Close).await;
    ended.map(|()| told)
}
