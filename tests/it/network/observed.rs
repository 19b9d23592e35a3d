//! Logs and traces of a process of its own, with a small collector here: what they tell, what they never tell, and that
//! nobody who reads them slowly or not at all holds up the server.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use comity::rpc::client::evaluation::EvaluationServiceClient;
use comity_facts::v1::{EvaluateRequest, EvaluateResponse};
use opentelemetry_proto::tonic::{
    collector::trace::v1::{
        ExportTraceServiceRequest, ExportTraceServiceResponse,
        trace_service_server::{TraceService, TraceServiceServer},
    },
    common::v1::any_value::Value,
    trace::v1::{Span, span::SpanKind},
};
use rustix::process::{Pid, Signal, kill_process};
use tokio_stream::{StreamExt as _, wrappers::TcpListenerStream};
use tonic::{Request, Response, Status, transport::Channel};

use super::{asking, environment, metrics};
use crate::sandbox::template;

/// A server in a process of its own.
struct Process {
    child: Child,
    address: SocketAddr,
    metrics: SocketAddr,
    folder: tempfile::TempDir,
}

impl Process {
    fn start(plugin: &str, variables: &[(&str, &str)]) -> Self {
        let (all, folder) = environment(plugin, variables);
        let log = fs::File::create(folder.path().join("log")).unwrap().into();
        Self::run(all, folder, log)
    }

    /// A server whose log goes into a pipe that nobody reads.
    fn unread(plugin: &str, variables: &[(&str, &str)]) -> Self {
        let (all, folder) = environment(plugin, variables);
        Self::run(all, folder, Stdio::piped())
    }

    fn run(all: BTreeMap<String, String>, folder: tempfile::TempDir, log: Stdio) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command.arg("serve").envs(all).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = |before: &str| lines.next().unwrap().unwrap().strip_prefix(before).unwrap().to_owned();
        let address = line("listening on ").parse().unwrap();
        let metrics = line("metrics on http://").trim_end_matches("/metrics").parse().unwrap();
        Self { child, address, metrics, folder }
    }

    async fn client(&self) -> EvaluationServiceClient<Channel> {
        let channel = Channel::from_shared(format!("http://{}", self.address)).unwrap();
        EvaluationServiceClient::new(channel.connect().await.unwrap())
    }

    async fn evaluate(&self, request: EvaluateRequest, traceparent: Option<&str>) -> Result<EvaluateResponse, Status> {
        let mut request = Request::new(request);
        if let Some(parent) = traceparent {
            request.metadata_mut().insert("traceparent", parent.parse().unwrap());
        }
        self.client().await.evaluate(request).await.map(Response::into_inner)
    }

    /// Stops it in order, and gives its log.
    fn stop(mut self) -> String {
        self.end();
        fs::read_to_string(self.folder.path().join("log")).unwrap()
    }
}

impl Process {
    fn end(&mut self) {
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a collector was sent.
#[derive(Clone, Default)]
struct Collected(Arc<Mutex<Vec<ExportTraceServiceRequest>>>);

impl Collected {
    /// A collector, and its address.
    async fn start() -> (Self, String) {
        let collected = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let service = TraceServiceServer::new(collected.clone());
        let serving = tonic::transport::Server::builder().add_service(service);
        tokio::spawn(serving.serve_with_incoming(TcpListenerStream::new(listener)));
        (collected, address)
    }

    fn requests(&self) -> Vec<ExportTraceServiceRequest> {
        self.0.lock().unwrap().clone()
    }

    fn spans(&self) -> Vec<Span> {
        let requests = self.requests();
        let resources = requests.into_iter().flat_map(|request| request.resource_spans);
        resources.flat_map(|resource| resource.scope_spans).flat_map(|scope| scope.spans).collect()
    }
}

#[tonic::async_trait]
impl TraceService for Collected {
    async fn export(
        &self,
        request: Request<ExportTraceServiceRequest>,
    ) -> Result<Response<ExportTraceServiceResponse>, Status> {
        self.0.lock().unwrap().push(request.into_inner());
        Ok(Response::new(ExportTraceServiceResponse::default()))
    }
}

fn attribute(span: &Span, key: &str) -> String {
    let found = span.attributes.iter().find(|attribute| attribute.key == key);
    match found.and_then(|attribute| attribute.value.as_ref()?.value.as_ref()) {
        Some(Value::StringValue(text)) => text.clone(),
        Some(Value::IntValue(number)) => number.to_string(),
        Some(Value::BoolValue(is)) => is.to_string(),
        other => panic!("{key}: {other:?} in {span:?}"),
    }
}

fn named<'a>(spans: &'a [Span], name: &str) -> &'a Span {
    let mut found = spans.iter().filter(|span| span.name == name);
    let span = found.next().unwrap_or_else(|| panic!("no `{name}` in {spans:?}"));
    assert!(found.next().is_none(), "one `{name}`: {spans:?}");
    span
}

const METHOD: &str = "comity.v1.EvaluationService/Evaluate";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER: &str = "00f067aa0ba902b7";

#[tokio::test(flavor = "multi_thread")]
async fn a_trace_leads_from_the_caller_to_each_plugin() {
    let (collected, endpoint) = Collected::start().await;
    // Only callers who say so are traced, beside the first that does not say.
    let server =
        Process::start("healthy", &[("TELEMETRY__OTLP_ENDPOINT", &endpoint), ("TELEMETRY__TRACE_EVERY", "1000")]);
    let answer = server.evaluate(asking(template::message()), Some(&format!("00-{TRACE}-{CALLER}-01"))).await.unwrap();
    server.evaluate(asking(template::message()), Some(&format!("00-{TRACE}-{CALLER}-00"))).await.unwrap();
    server.stop();

    let spans = collected.spans();
    assert_eq!(spans.len(), 4, "{spans:?}");
    let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    assert!(spans.iter().all(|span| hex(&span.trace_id) == TRACE), "{spans:?}");
    let [request, record, plugin, ledger] = [METHOD, "record", "zz", "ledger"].map(|name| named(&spans, name));
    assert_eq!((hex(&request.parent_span_id).as_str(), request.kind()), (CALLER, SpanKind::Server));
    assert_eq!(attribute(request, "code"), "OK");
    assert_eq!(attribute(request, "decision_id"), answer.ledger.unwrap().decision_id);
    assert_eq!((&record.parent_span_id, &ledger.parent_span_id), (&request.span_id, &request.span_id));
    assert_eq!((attribute(record, "as_of"), attribute(record, "complete")), ("2015-06-01".into(), "true".into()));
    assert_eq!(plugin.parent_span_id, record.span_id);
    let verdict = &answer.decisions[0].jurisdictions[0];
    assert_eq!(
        (attribute(plugin, "result"), attribute(plugin, "digest")),
        ("answered".into(), verdict.plugin_digest.clone())
    );
    assert!(attribute(plugin, "fuel").parse::<u64>().unwrap() > 0);
    for (outer, inner) in [(request, record), (record, plugin), (request, ledger)] {
        assert!(outer.start_time_unix_nano <= inner.start_time_unix_nano, "{outer:?} {inner:?}");
        assert!(inner.end_time_unix_nano <= outer.end_time_unix_nano, "{outer:?} {inner:?}");
    }
    let resource = &collected.requests()[0].resource_spans[0];
    let name = resource.resource.as_ref().unwrap().attributes.iter().find(|attribute| attribute.key == "service.name");
    assert_eq!(name.unwrap().value.as_ref().unwrap().value, Some(Value::StringValue("comity".into())));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_in_so_many_is_traced() {
    let (collected, endpoint) = Collected::start().await;
    let server =
        Process::start("trap-evaluate", &[("TELEMETRY__OTLP_ENDPOINT", &endpoint), ("TELEMETRY__TRACE_EVERY", "3")]);
    for _ in 0..7 {
        server.evaluate(asking(template::message()), None).await.unwrap();
    }
    // A stream is one request; its records have their spans.
    let answers = server.client().await.evaluate_stream(tokio_stream::iter(metrics::stream(3))).await.unwrap();
    assert!(answers.into_inner().collect::<Vec<_>>().await.iter().all(Result::is_ok));
    server.stop();
    let spans = collected.spans();
    let count = |name: &str| spans.iter().filter(|span| span.name == name).count();
    assert_eq!((count(METHOD), count("record"), count("zz")), (3, 3, 3));
    let failed = spans.iter().find(|span| span.name == "zz").unwrap();
    assert_eq!(attribute(failed, "result"), "trap");
    assert_eq!(failed.status.as_ref().unwrap().code, 2, "an error");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_traced_has_spans_of_its_records() {
    let (collected, endpoint) = Collected::start().await;
    let server = Process::start("healthy", &[("TELEMETRY__OTLP_ENDPOINT", &endpoint), ("TELEMETRY__TRACE_EVERY", "1")]);
    // More records than are traced.
    let answers = server.client().await.evaluate_stream(tokio_stream::iter(metrics::stream(64 * 20))).await.unwrap();
    assert!(answers.into_inner().collect::<Vec<_>>().await.iter().all(Result::is_ok));
    server.stop();
    let spans = collected.spans();
    let stream = named(&spans, "comity.v1.EvaluationService/EvaluateStream");
    let records: Vec<_> = spans.iter().filter(|span| span.name == "record").collect();
    // Whole pieces, of 64 records at most.
    assert!((1024..1024 + 64).contains(&records.len()), "{}", records.len());
    assert!(records.iter().all(|record| record.parent_span_id == stream.span_id));
}

/// A collector that is not there, and one that never answers.
#[tokio::test(flavor = "multi_thread")]
async fn a_dead_collector_holds_nobody_up() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    for address in [closed, silent.local_addr().unwrap()] {
        let endpoint = format!("http://{address}");
        let variables = [
            ("TELEMETRY__OTLP_ENDPOINT", endpoint.as_str()),
            ("TELEMETRY__TRACE_EVERY", "1"),
            ("TELEMETRY__TRACE_QUEUE_ITEMS", "8"),
            ("TELEMETRY__OTLP_TIMEOUT_MS", "500"),
        ];
        let server = Process::start("healthy", &variables);
        let mut client = server.client().await;
        let began = Instant::now();
        for _ in 0..100 {
            client.evaluate(asking(template::message())).await.unwrap();
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        let failed = "comity_spans_total{result=\"failed\"}";
        while metrics::scrape(server.metrics).await[failed] <= 0.0 && began.elapsed() < Duration::from_secs(30) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let read = metrics::scrape(server.metrics).await;
        assert!(read[failed] > 0.0, "{address}: {read:#?}");
        assert!(read["comity_spans_total{result=\"dropped\"}"] > 0.0, "{address}: {read:#?}");
        assert_eq!(read.get("comity_spans_total{result=\"sent\"}"), Some(&0.0));
        let began = Instant::now();
        let log = server.stop();
        assert_eq!(log.matches("the collector takes no spans").count(), 1, "told once: {log}");
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_nobody_reads_holds_nobody_up() {
    // At this level a request has some tens of lines.
    let mut server = Process::unread("healthy", &[("TELEMETRY__FILTER", "trace")]);
    let mut client = server.client().await;
    let began = Instant::now();
    let mut dropped = 0.0;
    while dropped <= 0.0 && began.elapsed() < Duration::from_mins(1) {
        for _ in 0..100 {
            client.evaluate(asking(template::message())).await.unwrap();
        }
        dropped = metrics::scrape(server.metrics).await["comity_log_lines_dropped_total"];
    }
    assert!(dropped > 0.0, "lines are dropped, and that is counted");
    let began = Instant::now();
    server.end();
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_is_a_line_for_programs() {
    let server = Process::start("healthy", &[("TELEMETRY__FORMAT", "json")]);
    let answer = server.evaluate(asking(template::message()), None).await.unwrap();
    let mut bad = template::message();
    bad.id = Some("not an id".into());
    server.evaluate(asking(bad), None).await.unwrap_err();
    let answers = server.client().await.evaluate_stream(tokio_stream::iter(metrics::stream(5))).await.unwrap();
    assert!(answers.into_inner().collect::<Vec<_>>().await.iter().all(Result::is_ok));
    let log = server.stop();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let requests: Vec<_> = lines.iter().filter(|line| line["target"] == "comity::request").collect();
    let [good, refused, stream] = requests[..] else { panic!("{requests:?}") };
    let kept = answer.ledger.unwrap();
    assert_eq!((&good["method"], &good["code"]), (&METHOD.into(), &"OK".into()));
    assert_eq!((&good["decision_id"], &good["entry"]), (&kept.decision_id.into(), &kept.index.into()));
    assert!(good["micros"].as_u64().is_some_and(|micros| micros > 0) && good["timestamp"].is_string(), "{good}");
    assert_eq!((&refused["code"], &refused["reason"]), (&"INVALID_ARGUMENT".into(), &"INVALID_REQUEST".into()));
    let numbers = ["received", "evaluated", "refused", "first_entry", "last_entry"].map(|key| stream[key].as_u64());
    assert_eq!(numbers, [5, 4, 1, 1, 4].map(Some), "{stream}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_request_is_a_line_for_people() {
    let server = Process::start("healthy", &[]);
    let answer = server.evaluate(asking(template::message()), None).await.unwrap();
    let log = server.stop();
    let line = log.lines().find(|line| line.contains(METHOD)).unwrap();
    let id = format!("decision_id=\"{}\"", answer.ledger.unwrap().decision_id);
    assert!(line.contains("INFO request") && line.contains("code=\"OK\"") && line.contains(&id), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_leaves_the_lines_out() {
    let server = Process::start("healthy", &[("TELEMETRY__FILTER", "info,comity::request=off")]);
    server.evaluate(asking(template::message()), None).await.unwrap();
    let log = server.stop();
    assert!(!log.contains(METHOD) && log.contains("serving") && log.contains("stopped"), "{log}");
}

/// Marks in every place that a caller fills; the log tells all it can.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_caller_sends_is_told() {
    let (collected, endpoint) = Collected::start().await;
    let variables = [
        ("TELEMETRY__OTLP_ENDPOINT", endpoint.as_str()),
        ("TELEMETRY__TRACE_EVERY", "1"),
        ("TELEMETRY__FILTER", "trace"),
    ];
    let server = Process::start("healthy", &variables);
    let marked = || {
        let mut request = asking(template::message());
        request.request_id = Some("mark-request".into());
        let record = request.record.as_mut().unwrap();
        *record = marks::record();
        request
    };
    // Taken, taken again, another of the same id, refused with values in its errors, an unknown jurisdiction.
    server.evaluate(marked(), None).await.unwrap();
    server.evaluate(marked(), None).await.unwrap();
    let mut other = marked();
    other.options.as_mut().unwrap().as_of = vec!["2016-06-01".into()];
    let error = server.evaluate(other, None).await.unwrap_err();
    assert!(error.message().contains("mark-request"), "the caller is told: {error}");
    for bad in marks::bad() {
        let mut request = marked();
        request.record = Some(bad);
        let error = server.evaluate(request, None).await.unwrap_err();
        assert_eq!(error.code(), tonic::Code::InvalidArgument);
    }
    let mut unknown = marked();
    unknown.options.as_mut().unwrap().jurisdictions = vec!["markland".into()];
    server.evaluate(unknown, None).await.unwrap_err();
    let stream = marks::stream(marked().options);
    let answers = server.client().await.evaluate_stream(tokio_stream::iter(stream)).await.unwrap();
    assert_eq!(answers.into_inner().collect::<Vec<_>>().await.len(), 3);

    let (_, metrics) = metrics::get(server.metrics, "/metrics").await;
    let log = server.stop();
    let spans = collected.requests();
    let sent: Vec<u8> = spans.iter().flat_map(prost::Message::encode_to_vec).collect();
    assert!(spans.len() > 1 || sent.len() > 1_000, "there are spans to look at");
    assert!(log.contains("request refused"), "the log tells all it can");
    for (place, text) in [("log", log), ("metrics", metrics), ("spans", String::from_utf8_lossy(&sent).into_owned())] {
        let found = text.lines().find(|line| line.to_lowercase().contains("mark"));
        assert!(found.is_none(), "{place}: {found:?}");
    }
}

/// Records with a mark in every text.
mod marks {
    use comity_facts::v1::{
        EvaluateOptions, EvaluateStreamRequest, Extension, Record, RecordChunk, StreamOpen, StreamRecord,
        evaluate_stream_request::Message as In, extension::Value,
    };

    use super::template;

    pub(super) fn record() -> Record {
        let mut record = template::message();
        record.id = Some("mark-record".into());
        let party = &mut record.parties.as_mut().unwrap().items[0];
        (party.id, party.name) = (Some("mark-party".into()), Some("Mark of Markland".into()));
        record.extensions.push(extension("zz.ref", "mark-value"));
        record
    }

    /// Records that are refused for a value with a mark.
    pub(super) fn bad() -> Vec<Record> {
        let mut id = record();
        id.id = Some("mark not an id".into());
        let mut undeclared = record();
        undeclared.extensions.push(extension("zz.mark", "mark"));
        vec![id, undeclared]
    }

    pub(super) fn stream(options: Option<EvaluateOptions>) -> Vec<EvaluateStreamRequest> {
        let open = StreamOpen { options, stream_id: Some("mark-stream".into()), ..StreamOpen::default() };
        let records = [record()].into_iter().chain(bad()).zip(0..);
        let records =
            records.map(|(record, n)| StreamRecord { request_id: Some(format!("mark-{n}")), record: Some(record) });
        let chunk = RecordChunk { first_sequence: 0, records: records.collect() };
        [In::Open(open), In::Chunk(chunk)].map(|message| EvaluateStreamRequest { message: Some(message) }).into()
    }

    fn extension(key: &str, value: &str) -> Extension {
        Extension { key: Some(key.into()), value: Some(Value::TextValue(value.into())) }
    }
}
