//! The requests that are sent.

use std::{fs, path::PathBuf};

use comity_facts::v1::{
    EvaluateOptions, EvaluateRequest, EvaluateStreamRequest, Record, RecordChunk, StreamOpen, StreamRecord,
    evaluate_stream_request::Message,
};
use comity_sdk::testing;
use prost::{Message as _, encoding};

pub(crate) const EVALUATE: &str = "/comity.v1.EvaluationService/Evaluate";
pub(crate) const STREAM: &str = "/comity.v1.EvaluationService/EvaluateStream";

/// Field of `EvaluateStreamRequest` that holds a chunk.
const CHUNK: u32 = 2;

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
    Chunks::of(record, count).at(first_sequence)
}

/// Chunks of the same records, encoded once: a caller that works hard itself would be what is measured.
pub(crate) struct Chunks {
    records: Vec<u8>,
}

impl Chunks {
    pub(crate) fn of(record: &Record, count: usize) -> Self {
        let record = StreamRecord { request_id: None, record: Some(record.clone()) };
        let one = RecordChunk { first_sequence: 0, records: vec![record] }.encode_to_vec();
        Self { records: one.repeat(count) }
    }

    /// The chunk with its first sequence.
    pub(crate) fn at(&self, first_sequence: u64) -> Vec<u8> {
        let mut chunk = RecordChunk { first_sequence, records: Vec::new() }.encode_to_vec();
        chunk.extend_from_slice(&self.records);
        // As `EvaluateStreamRequest` holds it.
        let mut message = Vec::with_capacity(chunk.len() + 8);
        encoding::encode_key(CHUNK, encoding::WireType::LengthDelimited, &mut message);
        encoding::encode_varint(chunk.len() as u64, &mut message);
        message.append(&mut chunk);
        message
    }
}
