//! The messages of a stream, cut on the wire without decoding: an opening, or a chunk whose items stay bytes until an evaluator
//! thread checks them; and the chunks of records. Each item is refused by itself; what is refused here ends the stream.

use prost::bytes::Bytes;

use super::{
    violation::{Reason, Refusal},
    wire::{Fields, Value},
};

/// Field numbers of `comity.v1.EvaluateStreamRequest` and `comity.v1.RecordChunk`; a test holds them to the schema.
mod number {
    pub(super) const OPEN: u32 = 1;
    pub(super) const CHUNK: u32 = 2;
    pub(super) const FIRST_SEQUENCE: u32 = 1;
    pub(super) const RECORDS: u32 = 2;
}

/// One message of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Message<C> {
    /// The opening, encoded.
    Open(Bytes),
    /// What came together.
    Chunk(C),
}

/// Records that came together: each an encoded `comity.v1.StreamRecord`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) first_sequence: u64,
    pub(super) records: Vec<Bytes>,
}

/// Reads a message of a stream of records. `most` is the limit of records in a chunk.
pub(super) fn read(message: &Bytes, most: usize) -> Result<Message<Chunk>, Refusal> {
    opening_or_chunk(message, |inner| chunk(inner, most))
}

/// Reads a message of any stream: all have the opening and the chunk under the same numbers.
pub(super) fn opening_or_chunk<C>(
    message: &Bytes,
    chunk: impl Fn(&Bytes) -> Result<C, Refusal>,
) -> Result<Message<C>, Refusal> {
    let mut read = None;
    each_field(message, "", |number, value| {
        let named = match number {
            number::OPEN => "open",
            number::CHUNK => "chunk",
            _ => return Err(unknown("", number)),
        };
        let Value::Bytes(inner) = value else { return Err(wrong_type(named)) };
        if read.is_some() {
            return Err(Refusal::one(named, Reason::DuplicateField, "a message opens a stream or brings one chunk"));
        }
        let inner = message.slice_ref(inner);
        read = Some(if number == number::OPEN { Message::Open(inner) } else { Message::Chunk(chunk(&inner)?) });
        Ok(())
    })?;
    read.ok_or_else(|| Refusal::one("", Reason::Required, "a message opens a stream or brings a chunk"))
}

fn chunk(message: &Bytes, most: usize) -> Result<Chunk, Refusal> {
    let mut first_sequence = None;
    let mut records = Vec::new();
    each_field(message, "chunk", |number, value| match (number, value) {
        (number::FIRST_SEQUENCE, Value::Varint(_)) if first_sequence.is_some() => {
            Err(Refusal::one("chunk.first_sequence", Reason::DuplicateField, "give it once"))
        }
        (number::FIRST_SEQUENCE, Value::Varint(sequence)) => {
            first_sequence = Some(sequence);
            Ok(())
        }
        (number::RECORDS, Value::Bytes(_)) if records.len() == most => {
            Err(Refusal::one("chunk.records", Reason::TooMany, format!("a chunk has {most} records at most")))
        }
        (number::RECORDS, Value::Bytes(record)) => {
            records.push(message.slice_ref(record));
            Ok(())
        }
        (number::FIRST_SEQUENCE, _) => Err(wrong_type("chunk.first_sequence")),
        (number::RECORDS, _) => Err(wrong_type("chunk.records")),
        _ => Err(unknown("chunk.", number)),
    })?;
    if records.is_empty() {
        return Err(Refusal::one("chunk.records", Reason::Required, "a chunk has at least one record"));
    }
    // Zero is what proto3 leaves off the wire.
    Ok(Chunk { first_sequence: first_sequence.unwrap_or_default(), records })
}

/// Calls back with each field of a message.
pub(super) fn each_field<'b>(
    message: &'b Bytes,
    path: &str,
    mut each: impl FnMut(u32, Value<'b>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut fields = Fields::of(message);
    loop {
        match fields.next() {
            Ok(Some((number, value))) => each(number, value)?,
            Ok(None) => return Ok(()),
            Err(_) => return Err(Refusal::one(path, Reason::Malformed, "the bytes are not in protobuf's encoding")),
        }
    }
}

pub(super) fn unknown(at: &str, number: u32) -> Refusal {
    let text = format!("there is no field {number}: the server may be older than the caller");
    Refusal::one(format!("{at}{number}"), Reason::UnknownField, text)
}

pub(super) fn wrong_type(path: &str) -> Refusal {
    Refusal::one(path, Reason::WrongWireType, "the value is encoded as another type than the schema's")
}

#[cfg(test)]
mod tests {
    use comity_facts::v1::{
        EvaluateStreamRequest, RecordChunk, StreamOpen, StreamRecord, evaluate_stream_request::Message as M,
    };
    use prost::Message as _;

    use super::*;

    fn encoded(message: M) -> Bytes {
        EvaluateStreamRequest { message: Some(message) }.encode_to_vec().into()
    }

    #[test]
    fn the_numbers_are_those_of_the_schema() {
        let open = StreamOpen { unordered: true, ..StreamOpen::default() };
        assert_eq!(read(&encoded(M::Open(open.clone())), 1), Ok(Message::Open(open.encode_to_vec().into())));
        let record = |id: &str| StreamRecord { request_id: Some(id.into()), record: None };
        let chunk = RecordChunk { first_sequence: 7, records: vec![record("a"), record("b")] };
        let records = chunk.records.iter().map(|r| r.encode_to_vec().into()).collect();
        let expected = Message::Chunk(Chunk { first_sequence: 7, records });
        assert_eq!(read(&encoded(M::Chunk(chunk)), 2), Ok(expected));
    }

    #[test]
    fn what_is_no_message_of_a_stream_is_refused_by_path() {
        let two = RecordChunk { first_sequence: 0, records: vec![StreamRecord::default(); 2] };
        let table: [(Bytes, &str, Reason); 10] = [
            (Bytes::new(), "", Reason::Required),
            (vec![0x0b].into(), "", Reason::Malformed),
            (vec![0x08, 1].into(), "open", Reason::WrongWireType),
            (vec![0x1a, 0].into(), "3", Reason::UnknownField),
            (vec![0x0a, 0, 0x12, 0].into(), "chunk", Reason::DuplicateField),
            (vec![0x12, 0].into(), "chunk.records", Reason::Required),
            (vec![0x12, 2, 0x10, 1].into(), "chunk.records", Reason::WrongWireType),
            (vec![0x12, 2, 0x1a, 0].into(), "chunk.3", Reason::UnknownField),
            (vec![0x12, 4, 0x08, 1, 0x08, 1].into(), "chunk.first_sequence", Reason::DuplicateField),
            (encoded(M::Chunk(two)), "chunk.records", Reason::TooMany),
        ];
        for (bytes, path, reason) in table {
            let refusal = read(&bytes, 1).unwrap_err();
            assert_eq!(
                (refusal.violations[0].path.as_str(), refusal.violations[0].reason),
                (path, reason),
                "{bytes:x?}"
            );
        }
    }
}
