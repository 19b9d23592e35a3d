//! The requests that are sent.

use std::{fs, path::PathBuf};

use comity_facts::v1::{
    EvaluateOptions, EvaluateRequest, EvaluateStreamRequest, Record, RecordChunk, StreamOpen, StreamRecord,
    evaluate_stream_request::Message,
};
use comity_sdk::testing;
use prost::Message as _;

pub(crate) const EVALUATE: &str = "/comity.v1.EvaluationService/Evaluate";
pub(crate) const STREAM: &str = "/comity.v1.EvaluationService/EvaluateStream";

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A worked case of `examples/records`.
pub(crate) fn case(name: &str) -> Record {
    let text = fs::read_to_string(root().join(format!("examples/records/{name}.json"))).unwrap();
    testing::record(&text.parse().unwrap())
}

fn options() -> EvaluateOptions {
    EvaluateOptions { as_of: vec!["2018-06-01".into()], ..EvaluateOptions::default() }
}

/// A request to evaluate a record.
pub(crate) fn evaluate(record: Record) -> EvaluateRequest {
    EvaluateRequest { request_id: None, options: Some(options()), record: Some(record) }
}

/// The first message of a stream.
pub(crate) fn open() -> Vec<u8> {
    let open = StreamOpen { options: Some(options()), ..StreamOpen::default() };
    EvaluateStreamRequest { message: Some(Message::Open(open)) }.encode_to_vec()
}

/// So many records, from a sequence on.
pub(crate) fn chunk(record: &Record, first_sequence: u64, count: usize) -> Vec<u8> {
    let records = vec![StreamRecord { request_id: None, record: Some(record.clone()) }; count];
    EvaluateStreamRequest { message: Some(Message::Chunk(RecordChunk { first_sequence, records })) }.encode_to_vec()
}
