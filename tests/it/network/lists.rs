//! Lists that change while the server serves: swapped in one step under load, the last good one kept, a stream by one catalog.

use std::{
    collections::BTreeSet,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use comity::{
    rpc::client::evaluation::EvaluationServiceClient,
    server::{Refresh, Server},
};
use comity_facts::v1::{
    EvaluateStreamRequest, EvaluateStreamResponse, RecordChunk, StreamOpen, StreamRecord,
    evaluate_stream_request::Message as In, evaluate_stream_response::Message as Out,
    stream_answer::Result as Answered,
};
use tokio::sync::mpsc;
use tokio_stream::{StreamExt as _, wrappers::ReceiverStream};

use super::{
    Running, asking, configured,
    metrics::{scrape, until},
};
use crate::sandbox::template;

/// A UN list of as many entries, published on a day.
fn un(day: u32, entries: u32) -> String {
    let entry = |n: u32| {
        format!(
            "<ENTITY><REFERENCE_NUMBER>KPe.{n}</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
             <FIRST_NAME>KORYO {n}</FIRST_NAME></ENTITY>"
        )
    };
    let entries: String = (0..entries).map(entry).collect();
    format!("<CONSOLIDATED_LIST dateGenerated=\"2026-01-{day:02}\"><ENTITIES>{entries}</ENTITIES></CONSOLIDATED_LIST>")
}

/// A server with a list at a path, and what tells it to read that again.
fn start(file: &Path) -> (Running, Refresh) {
    let variables =
        [("LISTS__UN", file.to_str().unwrap()), ("LISTS__REFRESH_MS", "0"), ("LISTS__MAX_AGE_DAYS", "3650")];
    let (config, folder) = configured("healthy", &variables);
    let server = Server::build(&config, |_| {}).unwrap();
    let refresh = server.refresh().unwrap();
    (Running::run(server, folder), refresh)
}

fn digest(server: &Running) -> String {
    server.edge.evaluator().catalog().digest().to_string()
}

const ENTRIES: &str = "comity_list_entries{list=\"UN-1718\"}";

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_swapped_under_load_and_the_last_good_one_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    std::fs::write(&file, un(1, 10)).unwrap();
    let (server, refresh) = start(&file);
    let mut catalogs = BTreeSet::from([digest(&server)]);
    let stop = Arc::new(AtomicBool::new(false));
    let channel = server.channel().await;
    let callers: Vec<_> = (0..4)
        .map(|_| {
            let (stop, channel) = (Arc::clone(&stop), channel.clone());
            tokio::spawn(async move {
                let mut client = EvaluationServiceClient::new(channel);
                let mut seen = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let answer = client.evaluate(asking(template::message())).await.unwrap().into_inner();
                    seen.push(answer.decisions[0].catalog_digest.clone());
                }
                seen
            })
        })
        .collect();
    for day in 2..12 {
        std::fs::write(&file, un(day, 9 + day)).unwrap();
        refresh.now();
        until(server.metrics, ENTRIES, f64::from(9 + day)).await;
        catalogs.insert(digest(&server));
    }
    std::fs::write(&file, "<CONSOLIDATED_LIST").unwrap();
    let good = server.edge.lists().loaded(&"UN-1718".parse().unwrap()).unwrap().digest.unwrap();
    refresh.now();
    let info = |state: &str| {
        format!("comity_list_info{{list=\"UN-1718\",digest=\"{good}\",published_on=\"2026-01-11\",state=\"{state}\"}}")
    };
    let read = until(server.metrics, &info("kept"), 1.0).await;
    assert_eq!((read.get(ENTRIES), read.get(&info("serves"))), (Some(&20.0), None));
    std::fs::write(&file, un(12, 21)).unwrap();
    refresh.now();
    until(server.metrics, ENTRIES, 21.0).await;
    assert!(!scrape(server.metrics).await.keys().any(|series| series.contains("state=\"kept\"")));
    catalogs.insert(digest(&server));
    stop.store(true, Ordering::Relaxed);
    let mut answered = 0;
    for caller in callers {
        let seen = caller.await.unwrap();
        answered += seen.len();
        assert!(
            seen.iter().all(|digest| catalogs.contains(digest)),
            "every decision is by one of the catalogs that served"
        );
        assert!(seen.windows(2).all(|two| two[0] == two[1] || catalogs.contains(&two[1])));
    }
    println!("{answered} answers during {} catalogs, none lost", catalogs.len());
    assert!(answered > 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_are_counted_by_what_came_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    std::fs::write(&file, un(1, 10)).unwrap();
    let (server, refresh) = start(&file);
    let series = |result: &str| format!("comity_list_readings_total{{source=\"un\",result=\"{result}\"}}");
    for (text, result, counts, built) in [
        (un(1, 10), "unchanged", [1.0, 0.0, 1.0], 1.0),
        (un(2, 12), "taken", [2.0, 0.0, 1.0], 2.0),
        ("<CONSOLIDATED_LIST".into(), "refused", [2.0, 1.0, 1.0], 3.0),
        (un(2, 12), "unchanged", [2.0, 1.0, 2.0], 4.0),
    ] {
        std::fs::write(&file, text).unwrap();
        refresh.read(None).unwrap().await.unwrap();
        let read = scrape(server.metrics).await;
        let readings = ["taken", "refused", "unchanged"].map(|result| read.get(&series(result)));
        assert_eq!(readings, counts.each_ref().map(Some), "{result}");
        let all: f64 = counts.iter().sum();
        assert_eq!(read.get("comity_list_reading_seconds_count{source=\"un\"}"), Some(&all));
        let builds = read.get("comity_list_build_seconds_count");
        assert_eq!(builds, Some(&built), "{result}: what was refused has to be seen");
        assert!(read["comity_list_reading_seconds_sum{source=\"un\"}"] < 20.0, "seconds, not microseconds");
        assert!(read["comity_list_checked_age_seconds{source=\"un\"}"] < 60.0);
        let days = read["comity_list_age_days{list=\"UN-1718\"}"];
        let since = read["comity_list_age_seconds{list=\"UN-1718\"}"] - days * 86_400.0;
        assert!((0.0..86_400.0).contains(&since), "{since}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_decided_by_the_catalog_it_began_with() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    std::fs::write(&file, un(1, 10)).unwrap();
    let (server, refresh) = start(&file);
    let before = digest(&server);
    let (send, requests) = mpsc::channel(4);
    let say = |message| EvaluateStreamRequest { message: Some(message) };
    let chunk = |first_sequence| {
        let records = vec![StreamRecord { request_id: None, record: Some(template::message()) }];
        say(In::Chunk(RecordChunk { first_sequence, records }))
    };
    let open = StreamOpen { options: asking(template::message()).options, ..StreamOpen::default() };
    send.send(say(In::Open(open))).await.unwrap();
    send.send(chunk(0)).await.unwrap();
    let mut client = server.client().await;
    let mut answers = client.evaluate_stream(ReceiverStream::new(requests)).await.unwrap().into_inner();
    let mut decided = Vec::new();
    while decided.is_empty() {
        decided.extend(catalogs(answers.next().await.unwrap().unwrap()));
    }
    std::fs::write(&file, un(2, 11)).unwrap();
    refresh.now();
    until(server.metrics, ENTRIES, 11.0).await;
    send.send(chunk(1)).await.unwrap();
    drop(send);
    while let Some(answer) = answers.next().await {
        decided.extend(catalogs(answer.unwrap()));
    }
    assert_eq!(decided, [before.clone(), before.clone()]);
    let now = server.client().await.evaluate(asking(template::message())).await.unwrap().into_inner();
    assert_eq!(now.decisions[0].catalog_digest, digest(&server));
    assert_ne!(now.decisions[0].catalog_digest, before);
}

/// The catalogs of the decisions in a message.
fn catalogs(message: EvaluateStreamResponse) -> Vec<String> {
    let Some(Out::Chunk(chunk)) = message.message else { return Vec::new() };
    let responses = chunk.answers.into_iter().map(|answer| match answer.result {
        Some(Answered::Response(response)) => response,
        other => panic!("{other:?}"),
    });
    responses.flat_map(|response| response.decisions).map(|decision| decision.catalog_digest).collect()
}
