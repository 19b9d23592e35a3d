//! Many streams at once: on every connection as many as fit, each with an answer, all open together.

use std::time::Duration;

use comity_facts::v1::{EvaluateStreamResponse, Record, evaluate_stream_response::Message as Out};
use prost::Message as _;
use tokio::{task::JoinSet, time::timeout};

use super::{
    healthy::Healthy,
    lines::{Lines, mib},
    messages::{self, STREAM},
    peer::{Call, Failed, Peer},
    server::Server,
    size::Size,
    vanish,
};

/// Memory of one stream that was answered and waits.
const MOST_EACH: u64 = 64 << 10;
/// The server's `limits.streams`.
const STREAMS_OF_A_CONNECTION: usize = 128;

pub(crate) async fn run(size: &Size, lines: &mut Lines) {
    let server = Server::start(&[]);
    let healthy = Healthy::start(&server).await;
    let record = messages::case("C14");
    // The allocator's first growth belongs to the work, not to the streams.
    let mut told = Vec::new();
    let (warm, ids) = connection(&server, 4, size.streams, &record).await;
    told.extend(ids);
    close(warm, &mut told).await;
    let (before, files) = (server.resident(), server.files());
    let mut opening = JoinSet::new();
    for number in 0..size.connections {
        let (from, record) = (4 + u8::try_from(number % 2).unwrap(), record.clone());
        let address = server.address;
        let streams = size.streams;
        opening.spawn(async move { open_on(address, from, streams, &record).await });
    }
    let (mut open, mut failed) = (Vec::new(), Vec::new());
    for (peer, calls, ids, errors) in opening.join_all().await {
        told.extend(ids);
        failed.extend(errors);
        open.push((peer, calls));
    }
    let wanted = size.connections * size.streams;
    let counted = server.metrics().await.of("comity_streams_open", "") as usize;
    lines.check(
        format!("{} connections x {} streams, all open, each with an answer", size.connections, size.streams),
        format!("{counted} open; {} not{}", failed.len(), failed.first().map(|f| format!(": {f}")).unwrap_or_default()),
        format!("{wanted}, none"),
        counted == wanted && failed.is_empty(),
    );
    let each = server.resident().saturating_sub(before) / wanted as u64;
    lines.check("memory of each", format!("{each} bytes"), format!("{MOST_EACH}"), each <= MOST_EACH);
    one_too_many(&mut open[0], &record, lines, &mut told).await;
    let (mut summaries, mut broken) = (0, 0);
    for (_peer, calls) in &mut open {
        for call in calls {
            match end(call).await {
                Ok(ids) => {
                    told.extend(ids);
                    summaries += 1;
                }
                Err(_) => broken += 1,
            }
        }
    }
    lines.check(
        "each is ended by its caller",
        format!("{summaries} summaries, {broken} broken"),
        "none broken",
        broken == 0,
    );
    drop(open);
    let idle = server.until_idle(Duration::from_secs(10)).await.map_or(f64::INFINITY, |took| took.as_secs_f64());
    lines.check(
        "then they are gone",
        format!("streams, pieces and queue back to 0 after {idle:.2} s"),
        "1 s",
        idle <= 1.0,
    );
    server.returns_to(before, 32 << 20, lines).await;
    let left = server.files().saturating_sub(files);
    lines.check("files and sockets that stay open", left, 0, left == 0);
    lines.note("memory with all of them", mib(before + each * wanted as u64));
    told.extend(healthy.finish(lines).await);
    server.finish(&told, lines).await;
}

async fn connection(server: &Server, from: u8, streams: usize, record: &Record) -> ((Peer, Vec<Call>), Vec<String>) {
    let (peer, calls, told, _) = open_on(server.address, from, streams, record).await;
    ((peer, calls), told)
}

/// Opens streams on a connection of its own, and gets an answer on each.
async fn open_on(
    to: std::net::SocketAddr,
    from: u8,
    streams: usize,
    record: &Record,
) -> (Peer, Vec<Call>, Vec<String>, Vec<String>) {
    let peer = Peer::connect(to, from).await.expect("a connection");
    let (mut calls, mut told, mut failed) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..streams {
        match begin(&peer, record).await {
            Ok(call) => calls.push(call),
            Err(error) => failed.push(error.reason()),
        }
    }
    for call in &mut calls {
        match answer(call).await {
            Ok(ids) => told.extend(ids),
            Err(error) => failed.push(error.reason()),
        }
    }
    (peer, calls, told, failed)
}

async fn begin(peer: &Peer, record: &Record) -> Result<Call, Failed> {
    let mut call = peer.call(STREAM).await?;
    call.send(&messages::open(), false).await?;
    call.send(&messages::chunk(record, 0, 1), false).await?;
    Ok(call)
}

/// The opening's answer and the first record's.
async fn answer(call: &mut Call) -> Result<Vec<String>, Failed> {
    call.next().await?;
    let message = call.next().await?.ok_or_else(|| Failed::Broken("it ended".to_owned()))?;
    Ok(vanish::decisions(&message))
}

/// Ends a stream; the decisions that still came before its summary.
async fn end(call: &mut Call) -> Result<Vec<String>, Failed> {
    call.writing.end()?;
    let mut told = Vec::new();
    while let Some(message) = call.next().await? {
        if let Some(Out::Summary(_)) = EvaluateStreamResponse::decode(message.clone()).unwrap().message {
            return Ok(told);
        }
        told.extend(vanish::decisions(&message));
    }
    Err(Failed::Broken("it ended without a summary".to_owned()))
}

async fn close((peer, mut calls): (Peer, Vec<Call>), told: &mut Vec<String>) {
    for call in &mut calls {
        told.extend(end(call).await.expect("a summary"));
    }
    drop(peer);
}

/// Fills a connection, and begins one stream more: it waits until another ends.
async fn one_too_many(
    (peer, calls): &mut (Peer, Vec<Call>),
    record: &Record,
    lines: &mut Lines,
    told: &mut Vec<String>,
) {
    while calls.len() < STREAMS_OF_A_CONNECTION {
        let mut call = begin(peer, record).await.expect("there is room");
        told.extend(answer(&mut call).await.expect("an answer"));
        calls.push(call);
    }
    // HTTP/2 tells the caller the limit; its side of the connection holds the stream back.
    let mut waiting = Box::pin(async {
        let mut call = begin(peer, record).await?;
        let ids = answer(&mut call).await?;
        Ok::<_, Failed>((call, ids))
    });
    let early = timeout(Duration::from_millis(500), &mut waiting).await.is_ok();
    let mut first = calls.remove(0);
    let ended = end(&mut first).await.is_ok();
    let late = waiting.await;
    let through = late.is_ok();
    if let Ok((call, ids)) = late {
        told.extend(ids);
        calls.push(call);
    }
    lines.check(
        format!("stream {} of a connection", STREAMS_OF_A_CONNECTION + 1),
        format!("served beside the others: {early}; once another had ended: {through}"),
        "false; true",
        !early && ended && through,
    );
}
