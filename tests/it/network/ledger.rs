//! What a caller sees of the ledger: an id and a place with every answer, and no answer that is not kept.

use std::{collections::BTreeSet, sync::Arc};

use comity::{
    domain::{Digest, Given},
    ledger::{Folder, Reader, message::Evaluation},
    rpc::Drained,
    server::{Server, ServerError},
};
use comity_facts::v1::{
    Durability, EvaluateStreamRequest, LedgerEntry, RecordChunk, StreamOpen, StreamRecord,
    evaluate_stream_request::Message as In, evaluate_stream_response::Message as Out, stream_answer::Result as Outcome,
};
use prost::Message as _;
use tonic::Code;
use tonic_types::StatusExt as _;

use super::{Running, asking, configured};
use crate::sandbox::template;

async fn ask(server: &Running) -> LedgerEntry {
    server.client().await.evaluate(asking(template::message())).await.unwrap().into_inner().ledger.unwrap()
}

fn reader(folder: &tempfile::TempDir) -> Reader {
    Reader::open(Arc::new(Folder::open(&folder.path().join("ledger")).unwrap())).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_has_its_entry_and_the_entry_everything() {
    let server = Running::start("healthy", &[]);
    let (first, second) = (ask(&server).await, ask(&server).await);
    assert_eq!((first.index, second.index), (Some(0), Some(1)));
    assert_eq!(first.durability(), Durability::Durable);
    assert_ne!(first.decision_id, second.decision_id, "the same question twice is two decisions");
    // Readable by others while the server writes.
    let entry = reader(&server.folder).find(first.decision_id.parse().unwrap()).unwrap().unwrap();
    let kept = Evaluation::decode(entry.payload.as_slice()).unwrap();
    assert_eq!((kept.tenant.as_str(), kept.principal.as_str(), kept.request_id), ("default", "local", None));
    assert_eq!(kept.record, template::message().encode_to_vec(), "the record in the caller's bytes");
    let decided = &kept.decisions[0];
    let part = &decided.decision.as_ref().unwrap().jurisdictions[0];
    let run = &decided.runs[0];
    assert_eq!(part.verdict_digest, Digest::of(run.verdict.as_deref().unwrap()).to_string());
    // The same plugin on the same bytes gives the same verdict.
    let catalog = server.edge.evaluator().catalog();
    let plugin = &catalog.rules()[0];
    assert_eq!(run.plugin_digest, plugin.digest().bytes());
    let given = Given { context: run.context.clone().unwrap().into(), input: run.input.clone().unwrap().into() };
    assert_eq!(plugin.replay(&given).unwrap().digest.to_string(), part.verdict_digest);
    assert_eq!(server.edge.ledger().status().entries, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_not_kept_and_what_fails_is() {
    let server = Running::start("healthy", &[]);
    let mut bad = template::message();
    bad.id = Some("not an id".into());
    server.client().await.evaluate(asking(bad)).await.unwrap_err();
    assert_eq!(server.edge.ledger().status().entries, 0);

    let failing = Running::start("trap-evaluate", &[]);
    let response = failing.client().await.evaluate(asking(template::message())).await.unwrap().into_inner();
    assert!(!response.decisions[0].complete);
    assert_eq!(response.ledger.unwrap().index, Some(0));
    let entry = reader(&failing.folder).read(0).unwrap().unwrap();
    let kept = Evaluation::decode(entry.payload.as_slice()).unwrap();
    let run = &kept.decisions[0].runs[0];
    assert!(run.verdict.is_none() && run.input.is_some(), "what it was given when it failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_has_an_entry_for_each_record() {
    let server = Running::start("healthy", &[]);
    let record = |n: u64| StreamRecord { request_id: Some(format!("r-{n}")), record: Some(template::message()) };
    let open = StreamOpen { options: asking(template::message()).options, ..StreamOpen::default() };
    let chunk = RecordChunk { first_sequence: 0, records: (0..200).map(record).collect() };
    let messages = [In::Open(open), In::Chunk(chunk)].map(|message| EvaluateStreamRequest { message: Some(message) });
    let mut answers = server.client().await.evaluate_stream(tokio_stream::iter(messages)).await.unwrap().into_inner();
    let mut entries = Vec::new();
    while let Some(message) = answers.message().await.unwrap() {
        let Some(Out::Chunk(chunk)) = message.message else { continue };
        for answer in chunk.answers {
            let Some(Outcome::Response(response)) = answer.result else { panic!("refused") };
            assert_eq!(response.request_id, format!("r-{}", answer.sequence), "the pieces of an answer fit");
            assert_eq!(response.decisions.len(), 1);
            entries.push((answer.sequence, response.ledger.unwrap()));
        }
    }
    assert_eq!(entries.len(), 200);
    let places: BTreeSet<_> = entries.iter().map(|(_, entry)| entry.index.unwrap()).collect();
    assert_eq!(places, (0..200).collect());
    let kept = reader(&server.folder);
    for (sequence, entry) in entries {
        let found = kept.read(entry.index.unwrap()).unwrap().unwrap();
        assert_eq!(found.id.to_string(), entry.decision_id);
        let kept = Evaluation::decode(found.payload.as_slice()).unwrap();
        assert_eq!(kept.request_id, Some(format!("r-{sequence}")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_given_out_that_cannot_be_kept() {
    // More is to be kept free than any disk has.
    let server = Running::start("healthy", &[("LEDGER__RESERVE_BYTES", "1000000000000000")]);
    let status = server.client().await.evaluate(asking(template::message())).await.unwrap_err();
    assert_eq!(status.code(), Code::Unavailable, "{status}");
    let info = status.get_details_error_info().unwrap();
    assert_eq!(info.reason, "LEDGER_FULL");
    assert!(status.get_details_retry_info().is_some() && status.message().contains("make room"), "{status}");
    let open = StreamOpen { options: asking(template::message()).options, ..StreamOpen::default() };
    let record = StreamRecord { request_id: None, record: Some(template::message()) };
    let chunk = RecordChunk { first_sequence: 0, records: vec![record] };
    let messages = [In::Open(open), In::Chunk(chunk)].map(|message| EvaluateStreamRequest { message: Some(message) });
    let mut answers = server.client().await.evaluate_stream(tokio_stream::iter(messages)).await.unwrap().into_inner();
    assert!(matches!(answers.message().await.unwrap().unwrap().message, Some(Out::Opened(_))));
    let status = answers.message().await.unwrap_err();
    assert_eq!(status.get_details_error_info().unwrap().reason, "LEDGER_FULL", "{status}");
    assert_eq!(server.edge.ledger().status().entries, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn modes_are_visible_in_the_answers() {
    for (mode, durability) in
        [("durable", Durability::Durable), ("buffered", Durability::Buffered), ("off", Durability::Off)]
    {
        let server = Running::start("healthy", &[("LEDGER__MODE", mode)]);
        let entry = ask(&server).await;
        assert_eq!(entry.durability(), durability);
        assert_eq!(entry.index.is_some(), mode != "off");
        assert_eq!(entry.decision_id.len(), 32);
        assert_eq!(server.folder.path().join("ledger").exists(), mode != "off", "{mode}: nothing is even made");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_goes_on_after_a_restart_and_has_one_server() {
    let (config, folder) = configured("healthy", &[]);
    let server = Running::start_in((config.clone(), folder));
    let first = ask(&server).await;
    let error = Server::build(&config, |_| panic!("nothing is loaded")).err().unwrap();
    assert!(matches!(error, ServerError::Ledger { .. }), "{error}");
    let Running { address: _, metrics: _, edge, stop, ended, folder } = server;
    drop((edge, stop));
    assert_eq!(ended.await.unwrap(), Drained::Fully);
    let again = Running::start_in((config, folder));
    let second = ask(&again).await;
    assert_eq!((first.index, second.index), (Some(0), Some(1)));
    assert!(reader(&again.folder).find(first.decision_id.parse().unwrap()).unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_ledger_keeps_the_server_from_starting() {
    let (config, folder) = configured("healthy", &[]);
    let server = Running::start_in((config.clone(), folder));
    ask(&server).await;
    let Running { edge, stop, ended, folder, .. } = server;
    drop((edge, stop));
    ended.await.unwrap();
    let segment = std::fs::read_dir(folder.path().join("ledger"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "segment"))
        .unwrap();
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[200] ^= 1;
    std::fs::write(&segment, &bytes).unwrap();
    let error = Server::build(&config, |_| panic!("nothing is loaded")).err().unwrap();
    let told = std::error::Error::source(&error).unwrap().to_string();
    assert!(told.contains("entry 0") && told.contains("restore"), "{told}");
    assert_eq!(std::fs::read(&segment).unwrap(), bytes, "nothing is repaired in silence");
}

fn named(id: &str, case: &str) -> comity_facts::v1::EvaluateRequest {
    let record = comity_facts::v1::Record { id: Some(case.into()), ..template::message() };
    comity_facts::v1::EvaluateRequest { request_id: Some(id.into()), ..asking(record) }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_request_twice_is_one_decision_also_after_a_restart() {
    let (config, folder) = configured("healthy", &[]);
    let server = Running::start_in((config.clone(), folder));
    let mut client = server.client().await;
    let first = client.evaluate(named("r-1", "case-1")).await.unwrap().into_inner();
    let again = client.evaluate(named("r-1", "case-1")).await.unwrap().into_inner();
    assert_eq!(again, first, "the whole answer, its entry included");
    assert_eq!(server.edge.ledger().status().entries, 1);
    // Another request under the same id; other dates are another request; another detail is not.
    for other in [named("r-1", "case-2"), {
        let mut other = named("r-1", "case-1");
        other.options.as_mut().unwrap().as_of.push("2016-06-01".into());
        other
    }] {
        let status = client.evaluate(other).await.unwrap_err();
        assert_eq!(status.code(), Code::AlreadyExists, "{status}");
        assert_eq!(status.get_details_error_info().unwrap().reason, "REQUEST_ID_TAKEN");
    }
    let mut brief = named("r-1", "case-1");
    brief.options.as_mut().unwrap().set_detail(comity_facts::v1::DetailLevel::Bounds);
    let brief = client.evaluate(brief).await.unwrap().into_inner();
    assert_eq!(brief.ledger, first.ledger);
    assert!(brief.decisions[0].jurisdictions[0].verdict.is_none());
    // Without an id each is its own.
    assert_ne!(ask(&server).await.index, ask(&server).await.index);
    // The next server knows it from the ledger.
    drop(client);
    let Running { edge, stop, ended, folder, .. } = server;
    drop((edge, stop));
    ended.await.unwrap();
    let server = Running::start_in((config, folder));
    let again = server.client().await.evaluate(named("r-1", "case-1")).await.unwrap().into_inner();
    assert_eq!(again, first);
    let status = server.client().await.evaluate(named("r-1", "case-2")).await.unwrap_err();
    assert_eq!(status.code(), Code::AlreadyExists);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_of_one_id_are_one_decision() {
    let server = Running::slow(&[("EVALUATION__THREADS", "2")]);
    let (mut one, mut other) = (server.client().await, server.client().await);
    let (one, other) = tokio::join!(one.evaluate(named("r", "c")), other.evaluate(named("r", "c")));
    // On a machine that stalled between them, the second finds what the first left.
    for answer in [one, other] {
        let Err(status) = answer else { continue };
        assert_eq!(status.code(), Code::Aborted, "{status}");
        assert!(status.get_details_retry_info().is_some());
    }
    let kept = server.client().await.evaluate(named("r", "c")).await.unwrap().into_inner();
    assert_eq!(kept.ledger.unwrap().index, Some(0));
    assert_eq!(server.edge.ledger().status().entries, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_that_goes_away_does_not_make_a_second_decision() {
    let server = Running::slow(&[]);
    let mut client = server.client().await;
    let gone = tokio::time::timeout(std::time::Duration::from_millis(50), client.evaluate(named("r", "c"))).await;
    assert!(gone.is_err(), "it does not wait for the answer");
    // Either the work was given up, and this decides; or it was kept, and this finds it.
    let index = loop {
        match client.evaluate(named("r", "c")).await {
            Ok(response) => break response.into_inner().ledger.unwrap().index,
            Err(status) => assert_eq!(status.code(), Code::Aborted, "{status}"),
        }
    };
    assert_eq!(index, Some(0));
    assert_eq!(server.edge.ledger().status().entries, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_sent_again_is_not_decided_again() {
    let server = Running::start("healthy", &[]);
    let send = |records: Vec<StreamRecord>| {
        let open = StreamOpen { options: asking(template::message()).options, ..StreamOpen::default() };
        let chunk = RecordChunk { first_sequence: 0, records };
        let messages = [In::Open(open), In::Chunk(chunk)].map(|m| EvaluateStreamRequest { message: Some(m) });
        let server = &server;
        async move {
            let mut answers =
                server.client().await.evaluate_stream(tokio_stream::iter(messages)).await.unwrap().into_inner();
            let mut all = Vec::new();
            while let Some(message) = answers.message().await.unwrap() {
                if let Some(Out::Chunk(chunk)) = message.message {
                    all.extend(chunk.answers);
                }
            }
            all
        }
    };
    let record = |id: &str, case: &str| {
        let request = named(id, case);
        StreamRecord { request_id: request.request_id, record: request.record }
    };
    let all: Vec<_> = (0..100).map(|n| record(&format!("r-{n}"), "case")).collect();
    let first = send(all.clone()).await;
    assert_eq!(send(all).await, first, "the same answers, the same entries");
    assert_eq!(server.edge.ledger().status().entries, 100);
    // A unary call knows them too; another record under a known id is refused, and spoils only itself.
    let one = server.client().await.evaluate(named("r-7", "case")).await.unwrap().into_inner();
    assert_eq!(Some(Outcome::Response(one)), first[7].result);
    let mixed = send(vec![record("r-1", "another"), record("r-200", "case"), record("r-200", "other")]).await;
    let reasons: Vec<_> = mixed
        .into_iter()
        .map(|answer| match answer.result.unwrap() {
            Outcome::Response(_) => String::new(),
            Outcome::Refusal(refusal) => refusal.violations[0].reason.clone(),
        })
        .collect();
    assert_eq!(reasons, ["REQUEST_ID_TAKEN", "", "REQUEST_ID_TAKEN"]);
}
