//! `comity evaluate` by a server: the records of all files go over one stream, and their answers come out in the order of
//! the files, however large these are.
//!
//! Three hands: one reads and parses (a thread, since files block), one sends chunks, one takes answers and prints. What is
//! on its way between them is bounded, so that memory is too.

use std::{collections::VecDeque, path::PathBuf};

use comity_facts::v1::{
    FieldViolation, Record, StreamAnswer, StreamOpen, StreamRecord, evaluate_stream_response::Message as Out,
    stream_answer::Result as Outcome,
};
use prost::Message as _;
use tokio::sync::mpsc;

use super::{
    ExitCode,
    input::{self, Document},
    json,
    report::{Progress, Report},
};
use crate::rpc::client::{CallFailed, Client, StreamAnswers, StreamSender};

/// Records that were read and wait to be sent.
const READ_AHEAD: usize = 256;
/// Documents that wait for their answers.
const ON_THE_WAY: usize = 4096;
/// A chunk is sent when it has so many bytes, or so many records, or nothing more is there yet.
const CHUNK_BYTES: usize = 64 << 10;
const CHUNK_RECORDS: usize = 512;

/// A document on its way.
enum Parsed {
    Record { place: String, record: Box<Record>, bytes: usize },
    Refused { place: String, problems: Vec<String> },
}

/// What comes out for a document, in the order of the documents.
enum Awaited {
    Answer { place: String },
    Refusal { place: String, problems: Vec<String> },
}

/// Evaluates the documents of the files, the first `skip` aside, and reports each.
pub(super) async fn run(
    client: &Client,
    open: StreamOpen,
    files: Vec<PathBuf>,
    skip: u64,
    report: &mut Report,
) -> anyhow::Result<ExitCode> {
    let (sender, mut answers) = match client.stream(open).await {
        Ok(stream) => stream,
        Err(error) => return Ok(report.failed(&error)),
    };
    let (documents, parsed) = mpsc::channel(READ_AHEAD);
    let (promises, awaited) = mpsc::channel(ON_THE_WAY);
    let reading = tokio::task::spawn_blocking(move || read(&files, skip, &documents));
    let sending = tokio::spawn(send(parsed, sender, promises));
    let worst = take(awaited, &mut answers, report).await?;
    // If the stream broke, nobody takes documents any more, and both end.
    sending.abort();
    reading.await??;
    Ok(worst)
}

fn read(files: &[PathBuf], skip: u64, documents: &mpsc::Sender<Parsed>) -> anyhow::Result<()> {
    let mut number = 0;
    input::documents(files, |document| {
        number += 1;
        // A closed channel: whoever took the documents has said why.
        let goes_on = number <= skip || documents.blocking_send(parse(document)?).is_ok();
        Ok(goes_on)
    })
}

fn parse(Document { place, value }: Document) -> anyhow::Result<Parsed> {
    let refused = |place, problem| Ok(Parsed::Refused { place, problems: vec![problem] });
    let value = match value {
        Ok(value) => value,
        Err(error) => return refused(place, format!("not JSON: {error}")),
    };
    match json::encode(super::evaluate::RECORD, &value)? {
        Ok(bytes) => {
            Ok(Parsed::Record { place, record: Box::new(Record::decode(bytes.as_slice())?), bytes: bytes.len() })
        }
        Err(error) => refused(place, error.to_string()),
    }
}

/// Sends chunks; each document is promised before it is sent.
async fn send(mut parsed: mpsc::Receiver<Parsed>, sender: StreamSender, promises: mpsc::Sender<Awaited>) {
    let (mut sequence, mut chunk, mut size) = (0, Vec::new(), 0);
    loop {
        let next = match parsed.try_recv() {
            Err(mpsc::error::TryRecvError::Empty) if chunk.is_empty() => parsed.recv().await,
            next => next.ok(),
        };
        let full = size >= CHUNK_BYTES || chunk.len() >= CHUNK_RECORDS;
        if !chunk.is_empty() && (full || next.is_none()) {
            let records = std::mem::take(&mut chunk);
            let first = sequence - records.len() as u64;
            sender.records(first, records).await;
            size = 0;
        }
        let promise = match next {
            None if parsed.is_closed() && parsed.is_empty() => return,
            None => continue,
            Some(Parsed::Refused { place, problems }) => Awaited::Refusal { place, problems },
            Some(Parsed::Record { place, record, bytes }) => {
                chunk.push(StreamRecord { request_id: None, record: Some(*record) });
                sequence += 1;
                size += bytes;
                Awaited::Answer { place }
            }
        };
        if promises.send(promise).await.is_err() {
            return;
        }
    }
}

/// Reports what comes out, document by document.
async fn take(
    mut awaited: mpsc::Receiver<Awaited>,
    answers: &mut StreamAnswers,
    report: &mut Report,
) -> anyhow::Result<ExitCode> {
    let (mut worst, mut ready, mut progress) = (ExitCode::Done, VecDeque::new(), Progress::start());
    while let Some(document) = awaited.recv().await {
        let code = match document {
            Awaited::Refusal { place, problems } => report.refused(&place, &problems)?,
            Awaited::Answer { place } => match next(answers, &mut ready).await {
                Err(error) => return Ok(report.failed(&error)),
                Ok(None) => return Ok(report.broken()),
                Ok(Some(Outcome::Response(response))) => report.decided(&response)?,
                Ok(Some(Outcome::Refusal(refusal))) => {
                    let problem = |v: &FieldViolation| format!("{}: {}", v.field, v.description);
                    report.refused(&place, &refusal.violations.iter().map(problem).collect::<Vec<_>>())?
                }
            },
        };
        worst = worst.max(code);
        progress.one_more();
    }
    progress.end();
    report.flush()?;
    Ok(worst)
}

/// The next answer; `None` if the stream ends without one.
async fn next(answers: &mut StreamAnswers, ready: &mut VecDeque<StreamAnswer>) -> Result<Option<Outcome>, CallFailed> {
    loop {
        if let Some(answer) = ready.pop_front() {
            return Ok(answer.result);
        }
        match answers.next().await? {
            Some(Out::Chunk(chunk)) => ready.extend(chunk.answers),
            Some(Out::Opened(_)) => {}
            Some(Out::Summary(_)) | None => return Ok(None),
        }
    }
}
