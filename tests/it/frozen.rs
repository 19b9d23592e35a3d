//! What outlives a process goes on working: plugins, messages, ledgers, journals, lists and configurations as they were when a
//! contract was frozen, each in a folder of `tests/frozen`, against the server of today. `docs/compatibility.md` has the promise.
//!
//! A frozen version is never made again. Where one of these tests fails, the program is wrong, or the promise is broken.

mod contract;
mod fixture;
mod freeze;
mod process;

use std::{collections::BTreeSet, path::Path};

use comity::rpc::client::evaluation::EvaluationServiceClient;
use comity_facts::v1::{EvaluateRequest, EvaluateResponse};
use prost::Message as _;
use serde_json::Value;

use contract::{MAY_DIFFER, Still};
use fixture::{Fixture, joined, messages};
use process::Process;

const EVALUATE: &str = "/comity.v1.EvaluationService/Evaluate";

#[tokio::test(flavor = "multi_thread")]
async fn every_frozen_call_has_the_frozen_answer() {
    for fixture in Fixture::all() {
        let folder = fixture.copied();
        // The calls were made over an empty ledger.
        std::fs::remove_dir_all(folder.path().join("ledger")).unwrap();
        let server = Process::start(folder.path());
        let mut wrong = Vec::new();
        for call in fixture.calls() {
            let (replies, refusal) = server.ask(&call.method, call.requests(), call.takes).await;
            let output = fixture.contract().output(&call.method);
            let found = fixture.contract().differences(&output, &call.replies(), &replies);
            wrong.extend(found.into_iter().map(|difference| format!("{}: {difference}", call.name)));
            if refusal != call.refusal() {
                wrong.push(format!("{}: refused as {:?}, is {refusal:?}", call.name, call.refusal()));
            }
        }
        assert!(wrong.is_empty(), "{}:\n{}", fixture.version(), wrong.join("\n"));
    }
}

#[test]
fn the_contract_still_has_all_that_was_frozen() {
    for fixture in Fixture::all() {
        let broken = fixture.contract().broken();
        assert!(broken.is_empty(), "{}:\n{}", fixture.version(), broken.join("\n"));
    }
}

#[test]
fn every_method_has_a_frozen_call() {
    for fixture in Fixture::all() {
        let called: Vec<_> = fixture.calls().into_iter().map(|call| call.method).collect();
        let missing: Vec<_> = fixture.contract().methods().filter(|method| !called.contains(method)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", fixture.version());
    }
}

/// Programs read the JSON as they read the bytes.
#[test]
fn frozen_json_and_bytes_are_the_same_messages_today() {
    for fixture in Fixture::all() {
        let contract = fixture.contract();
        for call in fixture.calls() {
            let sides = [
                (contract.input(&call.method), call.requests(), "request"),
                (contract.output(&call.method), call.replies(), "reply"),
            ];
            for (message, bytes, side) in sides {
                let shown = contract.json(&message, &bytes);
                assert!(shown == call.json(side), "{} {}: the {side}'s names", fixture.version(), call.name);
                let read = contract.today_from_json(&message, &call.json(side));
                assert!(read == contract.today(&message, &bytes), "{} {}: the {side}", fixture.version(), call.name);
            }
        }
    }
}

#[test]
fn a_frozen_ledger_verifies_and_replays() {
    for fixture in Fixture::all() {
        let folder = fixture.copied();
        let command = |arguments: &[&str]| process::command(folder.path(), &[&["ledger"], arguments].concat());
        let entries = fixture.kept();
        let (code, said) = command(&["verify", "--config", "comity.toml"]);
        assert!(code == Some(0) && said.contains(&format!("{entries} entries")), "{code:?} {said}");
        let (code, said) = command(&["replay", "--config", "comity.toml"]);
        assert_eq!(code, Some(0), "{said}");
        let tally: Vec<u64> = said.split(' ').filter_map(|word| word.parse().ok()).collect();
        assert!(matches!(tally[..], [same, 0, 0, _] if same > entries), "{said}");
        for (id, expected) in fixture.told_in_full() {
            let (code, said) = command(&["show", &id, "--config", "comity.toml", "--format", "json"]);
            let shown: Value = said.parse().unwrap_or_else(|_| panic!("{code:?} {said}"));
            assert_eq!(shown["decisions"], expected["decisions"], "{} {id}", fixture.version());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_goes_on_with_a_frozen_ledger() {
    for fixture in Fixture::all() {
        let folder = fixture.copied();
        let server = Process::start(folder.path());
        let call = fixture.calls().into_iter().find(|call| call.method == EVALUATE).unwrap();
        let request = EvaluateRequest::decode(call.requests()[0].as_slice()).unwrap();
        let mut client = EvaluationServiceClient::new(server.channel().await);
        let response = client.evaluate(EvaluateRequest { request_id: None, ..request }).await.unwrap().into_inner();
        assert_eq!(response.ledger.unwrap().index, Some(fixture.kept()), "{}", fixture.version());
        let then = EvaluateResponse::decode(call.replies()[0].as_slice()).unwrap();
        for (now, then) in response.decisions.iter().zip(then.decisions) {
            assert_eq!(now.bounds, then.bounds, "{} {}", fixture.version(), then.as_of);
        }
        server.stop();
        let (code, said) = process::command(folder.path(), &["ledger", "verify", "--config", "comity.toml"]);
        let expected = format!("{} entries", fixture.kept() + 1);
        assert!(code == Some(0) && said.contains(&expected), "{code:?} {said}");
    }
}

/// Otherwise a check that looks at too little would never be noticed.
#[test]
fn a_field_that_is_lost_or_another_one_is_noticed() {
    for fixture in Fixture::all() {
        let (contract, mut seen) = (fixture.contract(), BTreeSet::new());
        for call in fixture.calls() {
            let message = contract.output(&call.method);
            let whole = contract.compared(&message, &call.replies());
            assert_eq!(contract.differences(&message, &whole, &call.replies()), Vec::<String>::new());
            for (at, reply) in whole.iter().enumerate() {
                for (field, spoilt) in contract.spoilt(&message, reply, &mut seen) {
                    let mut replies = whole.clone();
                    replies[at] = spoilt;
                    let found = contract.differences(&message, &whole, &replies);
                    let ignored = MAY_DIFFER.iter().any(|(name, still, _)| *name == field && *still == Still::Anything);
                    assert!(ignored || !found.is_empty(), "{}: nobody notices {field}", call.name);
                }
            }
        }
        assert!(seen.len() > 150, "{}: only {} fields are told anywhere", fixture.version(), seen.len());
    }
}

#[test]
fn what_may_differ_is_in_the_contract() {
    for fixture in Fixture::all() {
        for (name, _, why) in MAY_DIFFER {
            assert!(fixture.contract().has(name) && !why.is_empty(), "{}: {name}", fixture.version());
        }
    }
}

/// A clone costs what is committed.
#[test]
fn a_frozen_version_stays_small() {
    for fixture in Fixture::all() {
        let bytes: u64 = fixture.files().iter().map(|file| file.metadata().unwrap().len()).sum();
        assert!(bytes < 2_500_000, "{}: {bytes} bytes", fixture.version());
    }
}

#[test]
fn messages_stand_one_after_another() {
    for all in [vec![], vec![vec![]], vec![vec![1; 300], vec![], vec![2]]] {
        assert_eq!(messages(&joined(&all)), all);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
