//! Reviewers' decisions over a real socket: they mark hits and hide none, hold for exactly what was seen, outlive the server.

use std::path::Path;

use comity::config::Config;
use comity_facts::{
    screening::{
        DisposeRequest, Disposition, DispositionDecision, DispositionState as State, ListDispositionsRequest,
        ScreenOptions, ScreenRequest, ScreenedHit, WithdrawRequest,
    },
    v1::Party,
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::{
    Running, configured,
    screening::{Client, client, party, refused, un},
};

/// A server with a UN list in a file of its folder, and a folder for dispositions.
fn set_up(more: &[(&str, &str)]) -> (Config, tempfile::TempDir) {
    let (mut config, folder) = configured("healthy", more);
    config.screening.dispositions_dir = Some(folder.path().join("dispositions"));
    config.lists.un = Some(folder.path().join("un.xml"));
    config.lists.max_age_days = 3_650;
    write(folder.path(), "2026-01-01", &["KORYO ALPHA TRADING", "PAEKTU BRAVO MINING"]);
    (config, folder)
}

fn write(folder: &Path, day: &str, names: &[&str]) {
    std::fs::write(folder.join("un.xml"), un(day, names)).unwrap();
}

fn koryo() -> Party {
    party("p1", "Koryo Alpha Trading")
}

async fn hit(client: &Client, party: Party) -> ScreenedHit {
    let options = ScreenOptions { lists: vec!["UN-1718".into()], ..ScreenOptions::default() };
    let request = ScreenRequest { options: Some(options), parties: vec![party] };
    let response = client.clone().screen(request).await.unwrap().into_inner();
    response.parties[0].lists[0].hits[0].clone()
}

fn decided(hit: &ScreenedHit) -> DisposeRequest {
    DisposeRequest {
        party: Some(koryo()),
        list: "UN-1718".into(),
        entry: hit.hit.as_ref().unwrap().entry.clone(),
        entry_digest: hit.entry_digest.clone(),
        decision: DispositionDecision::FalsePositive.into(),
        why: "registered in another country".into(),
        until: "2150-01-01".into(),
    }
}

async fn dispose(client: &Client, request: DisposeRequest) -> Result<Disposition, Status> {
    Ok(client.clone().dispose(request).await?.into_inner().disposition.unwrap())
}

async fn listed(client: &Client, ended: bool) -> Vec<(String, State)> {
    let request = ListDispositionsRequest { ended, ..ListDispositionsRequest::default() };
    let response = client.clone().list_dispositions(request).await.unwrap().into_inner();
    assert_eq!(response.next_page_token, None);
    response.dispositions.into_iter().map(|one| (one.id.clone(), one.state())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_marks_the_hit_and_outlives_the_server() {
    let (config, folder) = set_up(&[]);
    let server = Running::start_in((config.clone(), tempfile::tempdir().unwrap()));
    let client = client(&server).await;
    let before = hit(&client, koryo()).await;
    assert_eq!(before.disposition, None);
    let made = dispose(&client, decided(&before)).await.unwrap();
    assert_eq!((made.id.as_str(), made.principal.as_str(), made.state()), ("d-0", "local", State::InForce));
    let after = hit(&client, koryo()).await;
    assert_eq!(after.disposition, Some(made.clone()), "still returned, and marked");
    assert_eq!(ScreenedHit { disposition: None, ..after }, before);
    for other in [
        Party { country: Some("PRK".into()), ..koryo() },
        party("p1", "Koryo Alpha Trading Ltd"),
        Party { kind: Some(2), ..koryo() },
    ] {
        assert_eq!(hit(&client, other).await.disposition, None, "another content is another party");
    }
    assert_eq!(
        hit(&client, party("p2", "Koryo Alpha Trading")).await.disposition,
        Some(made.clone()),
        "the id is none"
    );
    server.stop().await;

    let server = Running::start_in((config, folder));
    let client = super::screening::client(&server).await;
    assert_eq!(hit(&client, koryo()).await.disposition, Some(made));
    let gone = WithdrawRequest { id: "d-0".into(), why: "it was the same firm".into() };
    let gone = client.clone().withdraw(gone).await.unwrap().into_inner().disposition.unwrap();
    assert_eq!((gone.state(), gone.withdrawal.unwrap().why.as_str()), (State::Withdrawn, "it was the same firm"));
    assert_eq!(hit(&client, koryo()).await.disposition, None);
    assert_eq!(listed(&client, false).await, []);
    assert_eq!(listed(&client, true).await, [("d-0".to_owned(), State::Withdrawn)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_void_when_the_entry_changes() {
    let (config, folder) = set_up(&[("LISTS__REFRESH_MS", "0")]);
    let server = comity::server::Server::build(&config, |_| {}).unwrap();
    let refresh = server.refresh().unwrap();
    let server = Running::run(server, tempfile::tempdir().unwrap());
    let client = client(&server).await;
    let seen = hit(&client, koryo()).await;
    dispose(&client, decided(&seen)).await.unwrap();
    for (day, names, state) in [
        ("2026-01-02", ["KORYO ALPHA TRADING", "PAEKTU BRAVO MINING COMPANY"], State::InForce),
        ("2026-01-03", ["KORYO ALPHA TRADING COMPANY", "PAEKTU BRAVO MINING"], State::EntryChanged),
        ("2026-01-04", ["KORYO ALPHA TRADING", "PAEKTU BRAVO MINING"], State::InForce),
    ] {
        let before = server.edge.lists().digest();
        write(folder.path(), day, &names);
        refresh.now();
        while server.edge.lists().digest() == before {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(hit(&client, koryo()).await.disposition.unwrap().state(), state, "{day}");
    }
    write(folder.path(), "2026-01-05", &["KORYO ALPHA TRADING COMPANY", "PAEKTU BRAVO MINING"]);
    let before = server.edge.lists().digest();
    refresh.now();
    while server.edge.lists().digest() == before {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let status = dispose(&client, decided(&seen)).await.unwrap_err();
    assert_eq!(refused(&status), (Code::FailedPrecondition, "ENTRY_CHANGED".into()), "what was seen is not there");
    assert_eq!(listed(&client, false).await, []);
    assert_eq!(listed(&client, true).await, [("d-0".to_owned(), State::EntryChanged)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_decision_is_told_what_is_wrong() {
    let (config, folder) = set_up(&[("SCREENING__DISPOSITIONS_ITEMS", "1")]);
    let server = Running::start_in((config, folder));
    let client = client(&server).await;
    let good = decided(&hit(&client, koryo()).await);
    let with = |change: fn(&mut DisposeRequest)| {
        let mut request = good.clone();
        change(&mut request);
        request
    };
    for (request, expected) in [
        (with(|r| r.party = None), "party REQUIRED"),
        (with(|r| r.why.clear()), "why REQUIRED"),
        (with(|r| r.why = "x".repeat(2_001)), "why TOO_LONG"),
        (with(|r| r.until.clear()), "until REQUIRED"),
        (with(|r| r.until = "2027-02-29".into()), "until DATE_NOT_CIVIL"),
        (with(|r| r.until = "2020-01-01".into()), "until DATE_OUT_OF_RANGE"),
        (with(|r| r.decision = 0), "decision REQUIRED"),
        (with(|r| r.decision = 9), "decision UNKNOWN_ENUM_VALUE"),
        (with(|r| r.entry = "KPe.77".into()), "entry UNKNOWN_ENTRY"),
        (with(|r| r.list = "OFAC-SDN".into()), "entry UNKNOWN_ENTRY"),
        (with(|r| r.list = "a b".into()), "list NOT_AN_ID"),
        (with(|r| r.entry_digest = "12".into()), "entry_digest NOT_A_DIGEST"),
    ] {
        let shown = format!("{request:?}");
        let status = dispose(&client, request).await.unwrap_err();
        assert_eq!(refused(&status), (Code::InvalidArgument, format!("INVALID_REQUEST {expected}")), "{shown}");
    }
    let withdraw = async |id: &str| {
        let request = WithdrawRequest { id: id.into(), why: "w".into() };
        refused(&client.clone().withdraw(request).await.unwrap_err())
    };
    assert_eq!(withdraw("d-0").await, (Code::NotFound, "NO_DISPOSITION".into()));
    dispose(&client, good.clone()).await.unwrap();
    let full = dispose(&client, good.clone()).await.unwrap_err();
    assert_eq!(refused(&full), (Code::ResourceExhausted, "DISPOSITIONS_FULL".into()));
    assert_eq!(full.get_details_error_info().unwrap().metadata["value"], "1");

    let server = Running::start("healthy", &[]);
    let client = super::screening::client(&server).await;
    let status = dispose(&client, good).await.unwrap_err();
    assert_eq!(refused(&status), (Code::FailedPrecondition, "NOT_CONFIGURED".into()));
    assert_eq!(status.get_details_error_info().unwrap().metadata["setting"], "screening.dispositions_dir");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_to_all_of_them() {
    let (config, folder) = set_up(&[]);
    let server = Running::start_in((config, folder));
    let client = client(&server).await;
    let good = decided(&hit(&client, koryo()).await);
    for n in 0..7 {
        let party = Some(Party { country: Some(["QAT", "KWT"][n % 2].into()), ..party("p", &format!("Koryo {n}")) });
        dispose(&client, DisposeRequest { party, ..good.clone() }).await.unwrap();
    }
    let (mut page_token, mut ids) = (None, Vec::new());
    for expected in [3, 3, 1] {
        let request = ListDispositionsRequest { page_size: Some(3), page_token, ..ListDispositionsRequest::default() };
        let page = client.clone().list_dispositions(request).await.unwrap().into_inner();
        assert_eq!(page.dispositions.len(), expected);
        ids.extend(page.dispositions.into_iter().map(|one| one.id));
        page_token = page.next_page_token;
    }
    assert_eq!((page_token, ids), (None, (0..7).map(|n| format!("d-{n}")).collect::<Vec<_>>()));
}

#[test]
fn a_damaged_file_refuses_to_serve_and_says_where() {
    let (config, folder) = set_up(&[]);
    let dir = folder.path().join("dispositions");
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(dir.join("dispositions.jsonl"), "00000000 {}\n").unwrap();
    let error = comity::server::Server::build(&config, |_| {}).err().unwrap().to_string();
    assert!(error.contains("dispositions.jsonl`, line 1: its checksum"), "{error}");
}
