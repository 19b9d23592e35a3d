//! What the endpoint shows of what happened, over HTTP as a scraper sees it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    net::SocketAddr,
    path::Path,
    time::Duration,
};

use comity_facts::v1::{
    EvaluateStreamRequest, EvaluateStreamResponse, RecordChunk, StreamOpen, StreamRecord,
    evaluate_stream_request::Message as In,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_stream::StreamExt as _;

use super::{Running, asking, call};
use crate::sandbox::template;

/// Asks for a page: its status and its text.
pub(super) async fn get(address: SocketAddr, path: &str) -> (u16, String) {
    ask(address, "GET", path).await
}

async fn ask(address: SocketAddr, method: &str, path: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, text) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), text.to_owned())
}

/// Every series and its value.
pub(super) async fn scrape(address: SocketAddr) -> BTreeMap<String, f64> {
    let (status, text) = get(address, "/metrics").await;
    assert_eq!(status, 200, "{text}");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(series, value)| (series.to_owned(), value.parse().unwrap()))
        .collect()
}

/// Waits until a series has a value: what a caller was answered is counted right after.
pub(super) async fn until(address: SocketAddr, series: &str, expected: f64) -> BTreeMap<String, f64> {
    for _ in 0..100 {
        let read = scrape(address).await;
        if read.get(series) == Some(&expected) {
            return read;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{series} is {:?}, not {expected}", scrape(address).await.get(series));
}

/// Waits until a series is more than nothing.
async fn until_more(address: SocketAddr, series: &str) {
    for _ in 0..100 {
        if scrape(address).await.get(series).is_some_and(|value| *value > 0.0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{series} stays at nothing");
}

/// A stream of records; the last of them is none.
pub(super) fn stream(records: u64) -> Vec<EvaluateStreamRequest> {
    let open = StreamOpen { options: asking(template::message()).options, ..StreamOpen::default() };
    let record = |n: u64| StreamRecord { request_id: None, record: (n + 1 < records).then(template::message) };
    let chunk = RecordChunk { first_sequence: 0, records: (0..records).map(record).collect() };
    [In::Open(open), In::Chunk(chunk)].map(|message| EvaluateStreamRequest { message: Some(message) }).into()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_is_counted() {
    let server = Running::start("healthy", &[("EVALUATION__THREADS", "2"), ("EVALUATION__QUEUE", "7")]);
    let mut client = server.client().await;
    for _ in 0..3 {
        client.evaluate(asking(template::message())).await.unwrap();
    }
    let mut bad = template::message();
    bad.id = Some("not an id".into());
    client.evaluate(asking(bad)).await.unwrap_err();
    let answers = client.evaluate_stream(tokio_stream::iter(stream(6))).await.unwrap().into_inner();
    let answers: Vec<EvaluateStreamResponse> = answers.map(Result::unwrap).collect().await;
    assert!(answers.len() >= 3);
    call(server.channel().await, "/comity.v1.EvaluationService/Nothing", vec![]).await.unwrap_err();

    let evaluate = "method=\"comity.v1.EvaluationService/Evaluate\"";
    let streamed = "method=\"comity.v1.EvaluationService/EvaluateStream\"";
    let read = until(server.metrics, &format!("comity_requests_total{{{streamed},code=\"OK\"}}"), 1.0).await;
    let version = env!("CARGO_PKG_VERSION");
    let digest = server.edge.evaluator().catalog().rules()[0].digest();
    for (series, expected) in [
        (format!("comity_build_info{{version=\"{version}\",engine=\"wasmtime 48\"}}"), 1.0),
        ("comity_ready".into(), 1.0),
        (format!("comity_requests_total{{{evaluate},code=\"OK\"}}"), 3.0),
        (format!("comity_requests_total{{{evaluate},code=\"INVALID_ARGUMENT\"}}"), 1.0),
        ("comity_requests_total{method=\"other\",code=\"UNIMPLEMENTED\"}".into(), 1.0),
        (format!("comity_request_seconds_count{{{evaluate}}}"), 4.0),
        (format!("comity_request_seconds_bucket{{{evaluate},le=\"+Inf\"}}"), 4.0),
        (format!("comity_requests_in_flight{{{evaluate}}}"), 0.0),
        ("comity_refusals_total{reason=\"INVALID_REQUEST\"}".into(), 1.0),
        ("comity_refusals_total{reason=\"BUSY\"}".into(), 0.0),
        ("comity_records_total{via=\"call\",result=\"complete\"}".into(), 3.0),
        ("comity_records_total{via=\"stream\",result=\"complete\"}".into(), 5.0),
        ("comity_records_total{via=\"stream\",result=\"refused\"}".into(), 1.0),
        ("comity_streams_open".into(), 0.0),
        ("comity_stream_pieces".into(), 0.0),
        ("comity_streams_window_full".into(), 0.0),
        ("comity_evaluator_threads".into(), 2.0),
        ("comity_evaluator_threads_busy".into(), 0.0),
        ("comity_queue_places{lane=\"call\"}".into(), 7.0),
        ("comity_queue_waiting{lane=\"call\"}".into(), 0.0),
        ("comity_queue_turned_away_total{lane=\"call\"}".into(), 0.0),
        (
            format!("comity_plugin_info{{jurisdiction=\"zz\",digest=\"{digest}\",version=\"1.0.0\",state=\"loaded\"}}"),
            1.0,
        ),
        ("comity_plugin_records_total{jurisdiction=\"zz\",result=\"answered\",cause=\"\"}".into(), 8.0),
        ("comity_plugin_records_total{jurisdiction=\"zz\",result=\"indeterminate\",cause=\"trap\"}".into(), 0.0),
        ("comity_plugin_fuel_count{jurisdiction=\"zz\"}".into(), 8.0),
        ("comity_plugin_seconds_count{jurisdiction=\"zz\"}".into(), 8.0),
        // One for each call, one for the piece of the stream.
        ("comity_plugin_instances_total{jurisdiction=\"zz\"}".into(), 4.0),
        ("comity_plugin_retries_total{jurisdiction=\"zz\"}".into(), 0.0),
        ("comity_ledger_condition{condition=\"working\"}".into(), 1.0),
        ("comity_ledger_condition{condition=\"stopped\"}".into(), 0.0),
        ("comity_ledger_entries".into(), 8.0),
        ("comity_ledger_appended_total".into(), 8.0),
        ("comity_ledger_group_entries_sum".into(), 8.0),
        ("comity_ledger_queued_entries".into(), 0.0),
        ("comity_spans_total{result=\"dropped\"}".into(), 0.0),
    ] {
        assert_eq!(read.get(&series), Some(&expected), "{series}\n{read:#?}");
    }
    for series in
        ["process_start_time_seconds", "comity_ledger_free_bytes", "comity_ledger_last_entry_timestamp_seconds"]
    {
        assert!(read.get(series).is_some_and(|value| *value > 1e6), "{series}");
    }
    assert!(read["comity_ledger_written_bytes_total"] > 1_000.0);
    assert!(read["comity_ledger_sync_seconds_count"] >= 4.0 && read["comity_ledger_sync_seconds_sum"] < 10.0);
    assert!(read["comity_plugin_seconds_sum{jurisdiction=\"zz\"}"] < 10.0, "seconds, not microseconds");
    for stage in ["check", "screen", "plugins", "combine", "encode", "keep"] {
        let series = format!("comity_stage_seconds_total{{stage=\"{stage}\"}}");
        assert!(read.get(&series).is_some_and(|spent| *spent > 0.0), "{series}: {:?}", read.get(&series));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failure_is_counted_by_its_cause() {
    for (plugin, cause) in [("trap-evaluate", "trap"), ("endless-loop", "fuel_exhausted")] {
        let server = Running::start(plugin, &[("SANDBOX__FUEL", "1000000")]);
        server.client().await.evaluate(asking(template::message())).await.unwrap();
        let series = |result, cause| {
            format!("comity_plugin_records_total{{jurisdiction=\"zz\",result=\"{result}\",cause=\"{cause}\"}}")
        };
        let read = until(server.metrics, "comity_records_total{via=\"call\",result=\"incomplete\"}", 1.0).await;
        assert_eq!((read[&series("indeterminate", cause)], read[&series("answered", "")]), (1.0, 0.0), "{plugin}");
        assert_eq!(read.get("comity_plugin_fuel_count{jurisdiction=\"zz\"}"), Some(&0.0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_waits_and_work_that_finds_no_place_is_seen() {
    let server = Running::slow(&[("EVALUATION__QUEUE", "2"), ("EVALUATION__THREADS", "1")]);
    let client = server.client().await;
    let (enough, told) = tokio::sync::watch::channel(false);
    // More callers than there are places, who come again until it was seen; each counts its refusals.
    let callers: Vec<_> = (0..5)
        .map(|_| {
            let (mut client, told) = (client.clone(), told.clone());
            tokio::spawn(async move {
                let mut refused = 0.0;
                while !*told.borrow() {
                    if client.evaluate(asking(template::message())).await.is_err() {
                        refused += 1.0;
                        tokio::time::sleep(Duration::from_millis(10)).await;
                    }
                }
                refused
            })
        })
        .collect();
    let read = until(server.metrics, "comity_queue_waiting{lane=\"call\"}", 2.0).await;
    let flying = read["comity_requests_in_flight{method=\"comity.v1.EvaluationService/Evaluate\"}"];
    assert!(flying >= 2.0, "{flying}");
    until(server.metrics, "comity_evaluator_threads_busy", 1.0).await;
    until_more(server.metrics, "comity_queue_turned_away_total{lane=\"call\"}").await;
    enough.send_replace(true);
    let mut refused = 0.0;
    for caller in callers {
        refused += caller.await.unwrap();
    }
    let read = until(server.metrics, "comity_queue_turned_away_total{lane=\"call\"}", refused).await;
    assert!(refused >= 1.0);
    assert_eq!(read.get("comity_refusals_total{reason=\"BUSY\"}"), Some(&refused));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_not_read_is_seen() {
    let server = Running::start("healthy", &[]);
    let mut client = server.client().await;
    let mut answers = client.evaluate_stream(tokio_stream::iter(stream(4_000))).await.unwrap().into_inner();
    let read = until(server.metrics, "comity_streams_window_full", 1.0).await;
    assert_eq!(read.get("comity_streams_open"), Some(&1.0));
    assert!((1.0..=8.0).contains(&read["comity_stream_pieces"]), "{read:#?}");
    while let Some(answer) = answers.next().await {
        answer.unwrap();
    }
    let read = until(server.metrics, "comity_streams_open", 0.0).await;
    let held = ["comity_streams_window_full", "comity_stream_pieces"].map(|series| read.get(series));
    assert_eq!(held, [Some(&0.0); 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_callers_send_makes_no_new_series() {
    let server = Running::start("healthy", &[]);
    let names = |read: BTreeMap<String, f64>| -> Vec<String> { read.into_keys().collect() };
    let mut client = server.client().await;
    let mut all = async |n: usize| {
        let mut request = asking(template::message());
        request.request_id = Some(format!("request-{n}"));
        request.record.as_mut().unwrap().id = Some(format!("record-{n}"));
        client.evaluate(request).await.unwrap();
        let mut bad = asking(template::message());
        bad.options.as_mut().unwrap().jurisdictions = vec![format!("j{n}")];
        client.evaluate(bad).await.unwrap_err();
        let path = ["/a.B/C", "/comity.v1.EvaluationService/X", "/comity.v1.Other/Evaluate"][n % 3];
        call(server.channel().await, path, vec![]).await.unwrap_err();
    };
    all(0).await;
    all(1).await;
    let before =
        names(until(server.metrics, "comity_requests_total{method=\"other\",code=\"UNIMPLEMENTED\"}", 1.0).await);
    for n in 2..20 {
        all(n).await;
    }
    assert_eq!(names(scrape(server.metrics).await), before);
}

/// Every metric and every reason has its row, and the alerts ask for nothing that is not there.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_for_operators_names_what_there_is() {
    let server = Running::start("healthy", &[]);
    server.client().await.evaluate(asking(template::message())).await.unwrap();
    let (_, text) = get(server.metrics, "/metrics").await;
    let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    let there: BTreeSet<_> =
        types.filter_map(|line| line.split(' ').next()).filter(|name| name.contains("comity_")).collect();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating.md")).unwrap();
    let words = page.split(|c: char| !(c.is_ascii_lowercase() || c == '_')).filter(|word| word.starts_with("comity_"));
    let named: BTreeSet<_> = words.map(|word| word.trim_end_matches("_bucket")).collect();
    assert_eq!(named, there);
    for (reason, _) in server.edge.meters().reasons() {
        assert!(page.contains(&format!("`{reason}`")), "{reason}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_pages_are_served() {
    let server = Running::start("healthy", &[]);
    for (method, path, expected) in [
        ("GET", "/metrics", 200),
        ("GET", "/metrics?x=1", 200),
        ("HEAD", "/metrics", 200),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("GET", "/", 404),
        ("GET", "/metrics/x", 404),
        ("POST", "/metrics", 405),
        ("DELETE", "/healthz", 405),
    ] {
        assert_eq!(ask(server.metrics, method, path).await.0, expected, "{method} {path}");
    }
    server.stop().await;
}

/// More than it serves at once, and none of them says a word.
#[tokio::test(flavor = "multi_thread")]
async fn silent_scrapers_do_not_hold_it_for_long() {
    let server = Running::start("healthy", &[]);
    let mut silent = Vec::new();
    for _ in 0..20 {
        silent.push(TcpStream::connect(server.metrics).await.unwrap());
    }
    let (status, _) = tokio::time::timeout(Duration::from_secs(30), get(server.metrics, "/healthz")).await.unwrap();
    assert_eq!(status, 200);
}
