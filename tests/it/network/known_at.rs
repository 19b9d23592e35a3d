//! Evaluations that screen by the lists as they had been published by a day, over a real socket: what they say, what is kept of
//! them, what they refuse.

use std::{fs, process::Command};

use comity::{
    domain::Given,
    ledger::{Folder, Reader, message::Evaluation},
};
use comity_facts::{
    policy::ScreeningRequest,
    v1::{
        Decision, EvaluateOptions, EvaluateRequest, EvaluateStreamRequest, EvaluateStreamResponse, GapReason,
        IndeterminateCause, Record, RecordChunk, StreamOpen, StreamRecord, evaluate_stream_request::Message as In,
        evaluate_stream_response::Message as Out, stream_answer::Result as Outcome,
    },
};
use prost::Message as _;
use tonic::{Code, Status, Streaming};

use super::{
    Running, configured,
    screening::{import, refused, un},
};
use crate::sandbox::template;

const CHARLIE: &str = "Chongchon Charlie Shipping";

/// A server without a place for lists; its history has the list of the United Nations as of two days, and its plugin wants it.
fn start(history: bool) -> Running {
    start_wanting(&["UN-1718"], history)
}

fn start_wanting(lists: &[&str], history: bool) -> Running {
    let variables = [("LISTS__MAX_AGE_DAYS", "30")];
    let (mut config, folder) = configured("healthy", &variables);
    let mut manifest = template::manifest();
    let wish = |list: &&str| ScreeningRequest { list: (*list).into(), ..ScreeningRequest::default() };
    manifest.screening = lists.iter().map(wish).collect();
    fs::write(folder.path().join("plugins/zz.wasm"), template::component("healthy", &manifest)).unwrap();
    if history {
        config.lists.history_dir = Some(folder.path().join("history"));
        let names = ["KORYO ALPHA TRADING", "PAEKTU BRAVO MINING", "CHONGCHON CHARLIE SHIPPING"];
        let file = folder.path().join("un.xml");
        import(&config, &file, &un("2025-01-10", &names[..2]));
        import(&config, &file, &un("2025-02-10", &names));
    }
    Running::start_in((config, folder))
}

fn record() -> Record {
    let mut record = template::message();
    record.parties.as_mut().unwrap().items[0].name = Some(CHARLIE.into());
    record
}

fn options(known_at: Option<&str>) -> EvaluateOptions {
    EvaluateOptions {
        as_of: vec!["2025-06-01".into()],
        known_at: known_at.map(Into::into),
        ..EvaluateOptions::default()
    }
}

fn asking(id: Option<&str>, known_at: Option<&str>) -> EvaluateRequest {
    EvaluateRequest { request_id: id.map(Into::into), options: Some(options(known_at)), record: Some(record()) }
}

/// The stream of one record, and its first message.
async fn stream(
    server: &Running,
    known_at: Option<&str>,
) -> Result<(Streaming<EvaluateStreamResponse>, String), Status> {
    let record = StreamRecord { request_id: None, record: Some(record()) };
    let open = StreamOpen { options: Some(options(known_at)), ..StreamOpen::default() };
    let messages = [In::Open(open), In::Chunk(RecordChunk { first_sequence: 0, records: vec![record] })];
    let messages = messages.map(|message| EvaluateStreamRequest { message: Some(message) });
    let mut answers = server.client().await.evaluate_stream(tokio_stream::iter(messages)).await?.into_inner();
    match answers.message().await?.unwrap().message {
        Some(Out::Opened(opened)) => Ok((answers, opened.catalog_digest)),
        other => panic!("{other:?}"),
    }
}

async fn decided_in_a_stream(server: &Running, known_at: Option<&str>) -> Decision {
    let (mut answers, catalog) = stream(server, known_at).await.unwrap();
    let Some(Out::Chunk(mut chunk)) = answers.message().await.unwrap().unwrap().message else { panic!("no answer") };
    let Some(Outcome::Response(mut response)) = chunk.answers.remove(0).result else { panic!("refused") };
    let decision = response.decisions.remove(0);
    assert_eq!(decision.catalog_digest, catalog);
    decision
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_by_the_lists_of_the_day_and_says_so() {
    let server = start(true);
    let stale = Some(IndeterminateCause::ListStale);
    let mut catalogs = Vec::new();
    for (known_at, published_on, hits, cause) in [
        (None, None, 0, stale),
        (Some("2025-01-10"), Some("2025-01-10"), 0, None),
        (Some("2025-02-09"), Some("2025-01-10"), 0, None),
        (Some("2025-02-10"), Some("2025-02-10"), 1, None),
        (Some("2025-03-12"), Some("2025-02-10"), 1, None),
        (Some("2025-03-13"), None, 0, stale),
    ] {
        let response = server.client().await.evaluate(asking(None, known_at)).await.unwrap().into_inner();
        let decision = &response.decisions[0];
        assert_eq!(decision.known_at.as_deref(), known_at);
        let part = &decision.jurisdictions[0];
        let screening = part.screening.as_ref().unwrap();
        let lists: Vec<_> = screening.lists.iter().map(|list| list.published_on.as_str()).collect();
        assert_eq!(lists, published_on.into_iter().collect::<Vec<_>>(), "{known_at:?}");
        assert_eq!((screening.hits.len(), part.cause.map(|_| part.cause())), (hits, cause), "{known_at:?}");
        assert_eq!((decision.complete, decision.as_of.as_str()), (cause.is_none(), "2025-06-01"), "{known_at:?}");
        let mut streamed = decided_in_a_stream(&server, known_at).await;
        streamed.jurisdictions[0].fuel = part.fuel;
        assert_eq!(&streamed, decision, "a stream says the same");
        catalogs.push(decision.catalog_digest.clone());
    }
    assert_eq!(catalogs[0], server.edge.evaluator().catalog().digest().to_string());
    assert_ne!(catalogs[1], catalogs[3], "other lists are another catalog");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_which_nothing_is_kept_is_a_gap() {
    let server = start_wanting(&["OFAC-SDN", "UN-1718"], true);
    let response = server.client().await.evaluate(asking(None, Some("2025-02-10"))).await.unwrap().into_inner();
    let (decision, part) = (&response.decisions[0], &response.decisions[0].jurisdictions[0]);
    assert_eq!((decision.complete, part.cause()), (false, IndeterminateCause::NotScreened));
    let screening = part.screening.as_ref().unwrap();
    let gaps: Vec<_> = screening.gaps.iter().map(|gap| (gap.list.as_str(), gap.reason())).collect();
    assert_eq!((gaps, screening.hits.len()), (vec![("OFAC-SDN", GapReason::ListMissing)], 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_names_the_day_and_replays() {
    let server = start(true);
    for known_at in ["2025-01-10", "2025-02-10"] {
        server.client().await.evaluate(asking(None, Some(known_at))).await.unwrap();
    }
    let ledger = server.folder.path().join("ledger");
    let reader = Reader::open(std::sync::Arc::new(Folder::open(&ledger).unwrap())).unwrap();
    let catalog = server.edge.evaluator().catalog();
    let mut inputs = Vec::new();
    for (index, known_at) in [(0, "2025-01-10"), (1, "2025-02-10")] {
        let entry = reader.read(index).unwrap().unwrap();
        let kept = Evaluation::decode(entry.payload.as_slice()).unwrap();
        let decision = kept.decisions[0].decision.as_ref().unwrap();
        assert_eq!(decision.known_at.as_deref(), Some(known_at));
        assert_eq!(decision.catalog_digest, entry.leaf.catalog.to_string());
        let run = &kept.decisions[0].runs[0];
        let given = Given { context: run.context.clone().unwrap().into(), input: run.input.clone().unwrap().into() };
        let again = catalog.rules()[0].replay(&given).unwrap();
        assert_eq!(again.digest.to_string(), decision.jurisdictions[0].verdict_digest);
        inputs.push(given.input);
    }
    assert_ne!(inputs[0], inputs[1], "the hit of the second day was handed in");
    let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
    command.args(["ledger", "replay", "--dir"]).arg(&ledger).arg("--plugins").arg(server.folder.path().join("plugins"));
    let output = command.env("COMITY_SANDBOX__SLOTS_SMALL", "4").env("COMITY_SANDBOX__SLOTS_LARGE", "1").output();
    let said = String::from_utf8(output.unwrap().stdout).unwrap();
    assert_eq!(said.trim(), "2 verdicts are the same, 0 differ, 0 lack their plugin, 0 were not run");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_day_is_another_request() {
    let server = start(true);
    let ask = async |known_at| server.client().await.evaluate(asking(Some("r-1"), known_at)).await;
    let first = ask(Some("2025-01-10")).await.unwrap().into_inner();
    // What was decided is given again without the lists of the day.
    fs::rename(server.folder.path().join("history"), server.folder.path().join("elsewhere")).unwrap();
    let again = ask(Some("2025-01-10")).await.unwrap().into_inner();
    assert_eq!((again.ledger, again.decisions), (first.ledger, first.decisions));
    for known_at in [Some("2025-02-10"), None] {
        let status = ask(known_at).await.unwrap_err();
        assert_eq!(refused(&status), (Code::AlreadyExists, "REQUEST_ID_TAKEN".into()), "{known_at:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_of_which_no_list_is_kept_is_refused() {
    let (with, without) = (start(true), start(false));
    let invalid = |reason: &str| (Code::InvalidArgument, format!("INVALID_REQUEST options.known_at {reason}"));
    for (server, known_at, expected) in [
        (&with, "2025-01-09", (Code::FailedPrecondition, "BEFORE_HISTORY".to_owned())),
        (&with, "2199-01-01", invalid("DATE_OUT_OF_RANGE")),
        (&with, "2025-02-30", invalid("DATE_NOT_CIVIL")),
        (&without, "2025-02-10", (Code::FailedPrecondition, "NOT_CONFIGURED".to_owned())),
    ] {
        let status = server.client().await.evaluate(asking(Some("r-1"), Some(known_at))).await.unwrap_err();
        assert_eq!(refused(&status), expected, "{known_at}");
        let status = stream(server, Some(known_at)).await.err().unwrap();
        assert_eq!(refused(&status), expected, "a stream, {known_at}");
        assert_eq!(server.edge.ledger().status().entries, 0);
    }
    // The id of what was refused is free.
    with.client().await.evaluate(asking(Some("r-1"), Some("2025-01-10"))).await.unwrap();
}
