//! Streams of records over a real socket: order, refusals, resuming, back-pressure, and every way to end.

use std::time::{Duration, Instant};

use comity::rpc::Drained;
use comity_facts::v1::{
    EvaluateOptions, EvaluateStreamRequest, EvaluateStreamResponse, Parties, Party, Record, RecordChunk, StreamAnswer,
    StreamOpen, StreamRecord, StreamSummary, evaluate_stream_request::Message as In,
    evaluate_stream_response::Message as Out, stream_answer::Result as Outcome,
};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt as _;

use super::{Running, asking};
use crate::sandbox::template;

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A caller's end of a stream.
struct Caller {
    requests: mpsc::Sender<EvaluateStreamRequest>,
    answers: Streaming<EvaluateStreamResponse>,
}

impl Caller {
    async fn try_call(server: &Running) -> Result<Self, Status> {
        let (requests, sent) = mpsc::channel(1);
        let answers = server.client().await.evaluate_stream(ReceiverStream::new(sent)).await?.into_inner();
        Ok(Self { requests, answers })
    }

    async fn call(server: &Running) -> Self {
        Self::try_call(server).await.unwrap()
    }

    /// A stream that was opened; its id.
    async fn open(server: &Running, open: StreamOpen) -> (Self, String) {
        let mut caller = Self::call(server).await;
        caller.send(In::Open(open)).await;
        let Out::Opened(opened) = caller.next().await.unwrap().unwrap() else { panic!("not opened") };
        assert_eq!(opened.catalog_digest.len(), 64);
        (caller, opened.stream_id)
    }

    async fn send(&self, message: In) {
        // A server that ended the stream reads no more; what it said is in the answers.
        let _ = self.requests.send(EvaluateStreamRequest { message: Some(message) }).await;
    }

    async fn next(&mut self) -> Result<Option<Out>, Status> {
        let message = tokio::time::timeout(PATIENCE, self.answers.message()).await.expect("an answer in time")?;
        Ok(message.map(|message| message.message.unwrap()))
    }

    /// Everything until the end: the answers, and the summary or the status.
    async fn rest(self) -> (Vec<StreamAnswer>, Result<StreamSummary, Status>) {
        let Self { requests, answers } = self;
        drop(requests);
        rest_of(answers).await
    }
}

async fn rest_of(mut answers: Streaming<EvaluateStreamResponse>) -> (Vec<StreamAnswer>, Result<StreamSummary, Status>) {
    let mut all = Vec::new();
    loop {
        match tokio::time::timeout(PATIENCE, answers.message()).await.expect("an answer in time") {
            Err(status) => return (all, Err(status)),
            Ok(message) => match message.expect("a summary before the end").message.unwrap() {
                Out::Chunk(chunk) => all.extend(chunk.answers),
                Out::Summary(summary) => return (all, Ok(summary)),
                Out::Opened(opened) => panic!("opened again: {opened:?}"),
            },
        }
    }
}

fn opening() -> StreamOpen {
    StreamOpen { options: asking(Record::default()).options, ..StreamOpen::default() }
}

fn good(sequence: u64) -> StreamRecord {
    let record = Record { id: Some(format!("case-{sequence}")), ..template::message() };
    StreamRecord { request_id: Some(format!("r-{sequence}")), record: Some(record) }
}

fn bad(sequence: u64) -> StreamRecord {
    let party = Party { id: Some("bad id".into()), ..Party::default() };
    let record = Record { parties: Some(Parties { items: vec![party] }), ..Record::default() };
    StreamRecord { request_id: Some(format!("r-{sequence}")), record: Some(record) }
}

fn chunk(first_sequence: u64, records: Vec<StreamRecord>) -> In {
    In::Chunk(RecordChunk { first_sequence, records })
}

fn reason(status: &Status) -> String {
    status.get_details_error_info().map(|info| info.reason).unwrap_or_default()
}

/// Sends records in chunks of all sizes, every tenth of them bad, and gives what came back.
async fn exchange(server: &Running, unordered: bool) -> (Vec<StreamAnswer>, StreamSummary) {
    let (caller, _) = Caller::open(server, StreamOpen { unordered, ..opening() }).await;
    let Caller { requests, answers } = caller;
    let sender = tokio::spawn(async move {
        let mut next = 0;
        for size in [1, 2, 63, 64, 65, 200, 5, 600] {
            let records = (next..next + size).map(|n| if n % 10 == 9 { bad(n) } else { good(n) }).collect();
            requests.send(EvaluateStreamRequest { message: Some(chunk(next, records)) }).await.unwrap();
            next += size;
        }
        next
    });
    let (answers, summary) = rest_of(answers).await;
    assert_eq!(sender.await.unwrap(), answers.len() as u64);
    (answers, summary.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_record_has_its_answer_and_a_bad_one_spoils_only_itself() {
    let server = Running::start("healthy", &[]);
    let alone = server.client().await.evaluate(asking(good(0).record.unwrap())).await.unwrap().into_inner();
    let (answers, summary) = exchange(&server, false).await;
    assert_eq!(summary, StreamSummary { received: 1000, evaluated: 900, refused: 100, incomplete: 0 });
    for (sequence, answer) in (0..).zip(answers) {
        assert_eq!(answer.sequence, sequence, "in order");
        match answer.result.unwrap() {
            Outcome::Response(response) => {
                assert!(sequence % 10 != 9);
                assert_eq!(response.request_id, format!("r-{sequence}"));
                assert_eq!(response.record_id, format!("case-{sequence}"));
                let digest = |decision: &comity_facts::v1::Decision| decision.jurisdictions[0].verdict_digest.clone();
                assert_eq!(digest(&response.decisions[0]), digest(&alone.decisions[0]), "as alone");
            }
            Outcome::Refusal(refusal) => {
                assert!(sequence % 10 == 9);
                assert_eq!(refusal.request_id, format!("r-{sequence}"));
                let field = &refusal.violations[0];
                assert_eq!((field.field.as_str(), field.reason.as_str()), ("parties.items[0].id", "NOT_AN_ID"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_without_order_are_the_same_answers() {
    let server = Running::start("healthy", &[]);
    let (answers, summary) = exchange(&server, true).await;
    assert_eq!((summary.received, summary.evaluated, summary.refused), (1000, 900, 100));
    let mut sequences: Vec<_> = answers.iter().map(|answer| answer.sequence).collect();
    sequences.sort_unstable();
    assert_eq!(sequences, (0..1000).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_goes_on_where_the_caller_left_it() {
    let server = Running::start("healthy", &[]);
    let (caller, id) = Caller::open(&server, opening()).await;
    caller.send(chunk(0, vec![good(0), good(1)])).await;
    drop(caller);
    let resumed = StreamOpen { resume_after: Some(1), stream_id: Some(id.clone()), ..opening() };
    let (caller, same) = Caller::open(&server, resumed).await;
    assert_eq!(same, id);
    caller.send(chunk(2, vec![good(2)])).await;
    let (answers, summary) = caller.rest().await;
    assert_eq!((answers[0].sequence, answers.len(), summary.unwrap().received), (2, 1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_stream_is_refused_by_path() {
    let server = Running::start("healthy", &[("LIMITS__CHUNK_RECORDS", "2")]);
    let options = |as_of: &str| EvaluateOptions { as_of: vec![as_of.into()], ..EvaluateOptions::default() };
    let unknown = EvaluateOptions { jurisdictions: vec!["aa".into()], ..options("2015-06-01") };
    let with = |options| In::Open(StreamOpen { options: Some(options), ..StreamOpen::default() });
    let resuming = |last, id: Option<&str>| {
        In::Open(StreamOpen { resume_after: Some(last), stream_id: id.map(Into::into), ..opening() })
    };
    let open = || In::Open(opening());
    for (messages, path, expected) in [
        (vec![], "", "REQUIRED"),
        (vec![chunk(0, vec![good(0)])], "open", "REQUIRED"),
        (vec![In::Open(StreamOpen::default())], "options", "REQUIRED"),
        (vec![with(options("2019-02-30"))], "options.as_of[0]", "DATE_NOT_CIVIL"),
        (vec![with(unknown)], "options.jurisdictions[0]", "UNKNOWN_JURISDICTION"),
        (vec![resuming(1, None)], "stream_id", "REQUIRED"),
        (vec![resuming(1, Some("a b"))], "stream_id", "NOT_AN_ID"),
        (vec![resuming(u64::MAX, Some("s"))], "resume_after", "OUT_OF_SEQUENCE"),
        (vec![open(), open()], "open", "DUPLICATE_FIELD"),
        (vec![open(), chunk(1, vec![good(1)])], "chunk.first_sequence", "OUT_OF_SEQUENCE"),
        (vec![open(), chunk(0, vec![])], "chunk.records", "REQUIRED"),
        (vec![open(), chunk(0, vec![good(0); 3])], "chunk.records", "TOO_MANY"),
    ] {
        let mut caller = Caller::call(&server).await;
        for message in messages {
            caller.send(message).await;
        }
        drop(std::mem::replace(&mut caller.requests, mpsc::channel(1).0));
        let status = loop {
            match caller.next().await {
                Ok(Some(Out::Opened(_))) => {}
                Ok(other) => panic!("{path}: {other:?}"),
                Err(status) => break status,
            }
        };
        assert_eq!((status.code(), reason(&status).as_str()), (Code::InvalidArgument, "INVALID_REQUEST"), "{path}");
        let field = &status.get_details_bad_request().unwrap().field_violations[0];
        assert_eq!((field.field.as_str(), field.reason.as_str()), (path, expected));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_does_not_read_is_not_read() {
    let windows = [("LIMITS__STREAM_WINDOW_BYTES", "65535"), ("LIMITS__CONNECTION_WINDOW_BYTES", "65535")];
    let server = Running::start("healthy", &windows);
    let (caller, _) = Caller::open(&server, opening()).await;
    let Caller { requests, answers } = caller;
    let mut sent = 0;
    while tokio::time::timeout(Duration::from_secs(1), requests.reserve()).await.is_ok() {
        let records = (sent * 64..(sent + 1) * 64).map(good).collect();
        requests.send(EvaluateStreamRequest { message: Some(chunk(sent * 64, records)) }).await.unwrap();
        sent += 1;
        assert!(sent < 2_000, "the server goes on reading although nobody reads its answers");
    }
    let other = server.client().await.evaluate(asking(template::message())).await;
    assert!(other.is_ok(), "others are served meanwhile");
    drop(requests);
    let (answers, summary) = rest_of(answers).await;
    assert_eq!((answers.len() as u64, summary.unwrap().evaluated), (sent * 64, sent * 64), "nothing was lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_leaves_nothing_behind() {
    let server = Running::slow(&[("LIMITS__OPEN_STREAMS", "1"), ("EVALUATION__THREADS", "1")]);
    let (caller, _) = Caller::open(&server, opening()).await;
    caller.send(chunk(0, (0..64).map(good).collect())).await;
    let status = Caller::try_call(&server).await.err().unwrap();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::ResourceExhausted, "STREAMS_TAKEN"));
    assert!(status.get_details_retry_info().is_some());

    drop(caller);
    let began = Instant::now();
    while Caller::try_call(&server).await.is_err() {
        assert!(began.elapsed() < Duration::from_secs(1), "its place is free within a second");
    }
    // The piece that was being evaluated is given up after the record at work: 64 of them would take half a minute.
    assert!(server.client().await.evaluate(asking(template::message())).await.is_ok());
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_nothing_moves_is_ended() {
    let server = Running::start("healthy", &[("LIMITS__STREAM_IDLE_MS", "50")]);
    let silent = Caller::call(&server).await;
    let (open, _) = Caller::open(&server, opening()).await;
    for mut caller in [silent, open] {
        let status = caller.next().await.unwrap_err();
        assert_eq!((status.code(), reason(&status).as_str()), (Code::DeadlineExceeded, "STREAM_IDLE"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_answers_what_it_read_and_says_so() {
    let server = Running::slow(&[("EVALUATION__THREADS", "1")]);
    let (mut caller, _) = Caller::open(&server, opening()).await;
    caller.send(chunk(0, vec![good(0)])).await;
    let Ok(Some(Out::Chunk(first))) = caller.next().await else { panic!("no answer") };
    assert_eq!(first.answers[0].sequence, 0);
    caller.send(chunk(1, vec![good(1)])).await;
    tokio::time::sleep(Duration::from_millis(50)).await; // the message is on its way; read or not, nothing is lost
    let stopping = tokio::spawn(server.stop());
    let Caller { requests: _held_open, answers } = caller;
    let (answers, end) = rest_of(answers).await;
    let status = end.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::Unavailable, "STOPPING"));
    assert!(answers.iter().map(|answer| answer.sequence).eq(1..2) || answers.is_empty(), "{answers:?}");
    assert_eq!(stopping.await.unwrap(), Drained::Fully);
}
