//! Timelines over a real socket: their messages, what is refused, their bounds, and that nothing is kept.

use comity_facts::v1::{
    Deployment, Durability, Record, TimelineOptions, TimelineRequest, timeline_response::Message as Told,
};
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

use super::Running;
use crate::sandbox::template;

fn range(from: &str, to: &str) -> TimelineOptions {
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    TimelineOptions { from: given(from), to: given(to), ..TimelineOptions::default() }
}

async fn told(server: &Running, options: TimelineOptions, record: Record) -> Result<Vec<Told>, Status> {
    let request = TimelineRequest { options: Some(options), record: Some(record) };
    let mut answers = server.client().await.timeline(request).await?.into_inner();
    let mut all = Vec::new();
    while let Some(message) = answers.message().await? {
        all.push(message.message.unwrap());
    }
    Ok(all)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_never_changes_is_one_step_and_nothing_is_kept() {
    let server = Running::start("healthy", &[]);
    let messages = told(&server, range("2015-01-01", "2015-04-01"), template::message()).await.unwrap();
    let Told::Opened(opened) = &messages[0] else { panic!("{messages:?}") };
    assert_eq!((opened.from.as_str(), opened.to.as_str()), ("2015-01-01", "2015-04-01"));
    assert_eq!(opened.durability(), Durability::Off);
    let [.., Told::Progress(progress), Told::Step(step), Told::Summary(summary)] = messages.as_slice() else {
        panic!("{messages:?}")
    };
    assert_eq!((progress.days_done, progress.days), (90, 90));
    assert_eq!((step.from.as_str(), step.to.as_str(), step.changes.len()), ("2015-01-01", "2015-04-01", 1));
    assert_eq!((summary.days, summary.steps), (90, 1));
    assert_eq!(server.edge.ledger().status().entries, 0);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_told_by_its_field() {
    let server = Running::start("healthy", &[("LIMITS__TIMELINE_DAYS", "366")]);
    let check = async |options: TimelineOptions, record: Record, field: &str, part: &str| {
        let status = told(&server, options, record).await.unwrap_err();
        assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
        let details = status.get_error_details();
        let bad = &details.bad_request().unwrap().field_violations;
        let said = bad.iter().any(|v| v.field == field && v.description.contains(part));
        assert!(said, "no `{field}` with `{part}` in {bad:?}");
    };
    let record = template::message;
    check(range("2015-02-30", "2015-03-01"), record(), "options.from", "2015-02-30").await;
    check(range("2015-03-01", "2015-02-01"), record(), "options.to", "").await;
    check(range("2015-03-01", "2015-03-01"), record(), "options.to", "no day").await;
    check(range("2016-01-01", "2017-01-02"), record(), "options.to", "367 days, more than 366").await;
    let long_ago = Deployment { start: Some("1950-01-01".into()), ..Deployment::default() };
    let old = Record { deployment: Some(long_ago), ..record() };
    check(range("", ""), old, "options.to", "limits.timeline_days").await;
    let unknown = TimelineOptions { jurisdictions: vec!["yy".into()], ..range("2015-01-01", "2015-02-01") };
    check(unknown, record(), "options.jurisdictions[0]", "yy").await;
    let part = TimelineOptions { assessed_parts: vec!["wagez".into()], ..range("2015-01-01", "2015-02-01") };
    check(part, record(), "options.assessed_parts[0]", "wagez").await;
    assert!(
        told(&server, range("2016-01-01", "2017-01-01"), record()).await.is_ok(),
        "366 days are as many as it takes"
    );
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_timeline_takes_the_place_of_a_stream_and_ends_with_its_caller() {
    let server = Running::slow(&[("LIMITS__OPEN_STREAMS", "1")]);
    let request =
        TimelineRequest { options: Some(range("1960-01-01", "2010-01-01")), record: Some(template::message()) };
    let mut answers = server.client().await.timeline(request.clone()).await.unwrap().into_inner();
    assert!(matches!(answers.message().await.unwrap().unwrap().message, Some(Told::Opened(_))));
    let status = server.client().await.timeline(request).await.unwrap_err();
    assert_eq!(status.code(), Code::ResourceExhausted, "{status:?}");
    drop(answers);
    // Its thousands of days would take the better part of an hour: it is over because nobody waits for it.
    for _ in 0..200 {
        if server.edge.meters().streams.open.get() == 0 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(server.edge.meters().streams.open.get(), 0);
    server.stop().await;
}
