//! A stream of records, from its first message to its summary.
//!
//! One task drives a stream. It cuts chunks into pieces, lets a few of them be evaluated at once, puts their answers in
//! order if that is wanted, and sends them. It reads the next message only when every piece of the last one is under way,
//! and has only so many pieces that are not sent yet: a caller that does not read its answers is not read either, and
//! what a stream holds in memory is bounded. When the caller goes away the task ends, and with it everything it started.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use comity_facts::v1::{EvaluateStreamResponse, StreamOpened, StreamSummary, evaluate_stream_response::Message as Out};
use prost::{
    Message as _,
    bytes::{Bytes, BytesMut},
    encoding::{WireType, encode_key, encode_varint, encoded_len_varint, key_len},
};
use tokio::{task::JoinSet, time::Instant};
use tonic::Status;
use tracing::{Instrument as _, Span};

use super::{
    chunk::{self, Chunk, Message},
    error::CallError,
    intake::Opening,
    judge::{AnswerKind, Answered, Piece, Pieces},
    meters::OpenStream,
    pace::Pace,
    peer::{Inbound, Peer, received},
    violation::{Reason, Refusal},
};
use crate::{domain::Caller, evaluate::EvaluateError};

/// Bytes of the records of a piece, for large records; their number is up to the [`Pace`].
const PIECE_BYTES: usize = 256 << 10;
/// Records at the start of a stream that have spans, if the stream is traced; the last of their piece have one too. A stream
/// can be endless, a trace not.
const TRACED_RECORDS: usize = 1024;
/// Answers are sent together up to this size.
const MESSAGE_BYTES: usize = 64 << 10;
/// Field of `EvaluateStreamResponse` that holds a chunk, and of `AnswerChunk` that holds answers; a test holds them to the
/// schema.
const CHUNK: u32 = 2;
const ANSWERS: u32 = 1;

/// A stream that is being served.
pub(super) struct Stream<I> {
    pub(super) peer: Peer<I, Bytes>,
}

impl<I: Inbound> Stream<I> {
    /// Serves the stream to its end; whatever ends it early is the last thing the caller hears.
    pub(super) async fn serve(mut self, caller: Caller) {
        let ended = self.run(caller).await;
        self.peer.end(ended).await;
    }

    async fn run(&mut self, caller: Caller) -> Result<(), CallError> {
        let peer = &mut self.peer;
        let first = peer.next().await?.unwrap_or_default();
        let Message::Open(open) = chunk::read(&first, peer.settings.chunk_records)? else {
            return Err(Refusal::one("open", Reason::Required, "the first message opens the stream").into());
        };
        let (opening, pieces) = peer.edge.open(caller, &open).await?;
        let stream_id = if opening.stream_id.is_empty() { new_id() } else { opening.stream_id.clone() };
        let opened = StreamOpened { stream_id, catalog_digest: pieces.catalog() };
        peer.send(message(Out::Opened(opened))).await?;
        let mut flow = Flow::new(&opening, OpenStream::new(peer.edge.meters()))?;
        let ended = self.go_on(&mut flow, &pieces).await;
        self.peer.call.streamed(&flow.summary, flow.entries);
        ended
    }

    async fn go_on(&mut self, flow: &mut Flow, pieces: &Arc<Pieces>) -> Result<(), CallError> {
        let mut last_word = None;
        loop {
            self.start(flow, pieces);
            if flow.is_done() {
                return match last_word {
                    Some(error) => Err(error),
                    None => self.peer.send(message(Out::Summary(flow.summary))).await,
                };
            }
            match self.event(flow).await {
                Event::Answered(piece) => self.answered(flow, piece).await?,
                Event::Received(message) => match received(message, self.peer.message_bytes)? {
                    Some(message) => flow.take(self.chunk(&message)?)?,
                    None => flow.ended = true,
                },
                Event::Stopping => {
                    // What was read is answered; the rest goes to another server.
                    flow.ended = true;
                    last_word = Some(CallError::Evaluate(EvaluateError::Stopped));
                }
                Event::Left => return Err(CallError::GivenUp),
                Event::Idle => return Err(self.peer.idle()),
            }
        }
    }

    /// Waits for the next thing to happen. A call that is dropped loses nothing.
    async fn event(&mut self, flow: &mut Flow) -> Event {
        let (may_read, ended, resting) = (flow.may_read(), flow.ended, flow.running.is_empty());
        tokio::select! {
            Some(piece) = flow.running.join_next() => Event::Answered(piece),
            message = self.peer.inbound.message(), if may_read => Event::Received(message),
            _ = self.peer.stopping.wait_for(|stopping| *stopping), if !ended => Event::Stopping,
            () = self.peer.answers.closed() => Event::Left,
            () = tokio::time::sleep(self.peer.settings.idle), if resting => Event::Idle,
        }
    }

    fn chunk(&self, message: &Bytes) -> Result<Chunk, CallError> {
        match chunk::read(message, self.peer.settings.chunk_records)? {
            Message::Chunk(chunk) => Ok(chunk),
            Message::Open(_) => Err(Refusal::one("open", Reason::DuplicateField, "the stream is open already").into()),
        }
    }

    /// Lets waiting pieces be evaluated, as many as the window has room for.
    fn start(&self, flow: &mut Flow, pieces: &Arc<Pieces>) {
        while flow.has_room()
            && let Some(piece) = flow.next_piece()
        {
            let (edge, pieces, first) = (Arc::clone(&self.peer.edge), Arc::clone(pieces), piece.first_sequence);
            let span = if flow.traced > 0 { Span::current() } else { Span::none() };
            flow.traced = flow.traced.saturating_sub(piece.records.len());
            flow.running.spawn(async move { (first, edge.piece(pieces, piece).await) }.instrument(span));
        }
        flow.open.holds(flow.running.len() + flow.ready.len(), !flow.has_room());
    }

    /// Sends the answers of a piece, and of those that waited for it.
    async fn answered(
        &self,
        flow: &mut Flow,
        piece: Result<Evaluated, tokio::task::JoinError>,
    ) -> Result<(), CallError> {
        let (first, answers) = piece.map_err(|_| CallError::Evaluate(EvaluateError::Internal))?;
        flow.ready.insert(first, answers?);
        while let Some(answers) = flow.next_ready() {
            let (began, count, messages) = (Instant::now(), answers.len(), packed(&answers));
            // A caller may take a while: what is sent lies in memory once.
            drop(answers);
            let bytes = messages.iter().map(Bytes::len).sum();
            for message in messages {
                self.peer.send(message).await?;
            }
            flow.pace = flow.pace.after(began.elapsed(), count, bytes);
        }
        Ok(())
    }
}

/// A piece that was evaluated, by the sequence of its first record.
type Evaluated = (u64, Result<Vec<Answered>, CallError>);

/// What can happen to a stream.
enum Event {
    Answered(Result<Evaluated, tokio::task::JoinError>),
    Received(Result<Option<Bytes>, Status>),
    Stopping,
    Left,
    Idle,
}

/// Where a stream stands.
struct Flow {
    ordered: bool,
    /// The sequence of the next record to come.
    expected: u64,
    /// Of the next record to be answered, if the answers are ordered.
    next: u64,
    /// Records of the last message that are not under way.
    waiting: VecDeque<Bytes>,
    running: JoinSet<Evaluated>,
    /// Answered, not sent.
    ready: BTreeMap<u64, Vec<Answered>>,
    pace: Pace,
    /// Nothing more is read.
    ended: bool,
    summary: StreamSummary,
    /// The first and the last place in the ledger.
    entries: Option<(u64, u64)>,
    /// How many more records may be traced.
    traced: usize,
    open: OpenStream,
}

impl Flow {
    fn new(opening: &Opening, open: OpenStream) -> Result<Self, CallError> {
        let after =
            |last: u64| last.checked_add(1).ok_or_else(|| out_of_sequence("resume_after", "no record follows it"));
        let expected = opening.resume_after.map_or(Ok(0), after)?;
        Ok(Self {
            ordered: !opening.unordered,
            expected,
            next: expected,
            waiting: VecDeque::new(),
            running: JoinSet::new(),
            ready: BTreeMap::new(),
            pace: Pace::first(),
            ended: false,
            summary: StreamSummary::default(),
            entries: None,
            traced: TRACED_RECORDS,
            open,
        })
    }

    fn has_room(&self) -> bool {
        self.running.len() + self.ready.len() < self.pace.pieces()
    }

    fn may_read(&self) -> bool {
        !self.ended && self.waiting.is_empty() && self.has_room()
    }

    fn is_done(&self) -> bool {
        self.ended && self.waiting.is_empty() && self.running.is_empty() && self.ready.is_empty()
    }

    /// Takes a chunk, whose records follow those before.
    fn take(&mut self, chunk: Chunk) -> Result<(), CallError> {
        if chunk.first_sequence != self.expected {
            let text = format!("it is {}, and the next record is {}", chunk.first_sequence, self.expected);
            return Err(out_of_sequence("chunk.first_sequence", &text));
        }
        let end = chunk.first_sequence.checked_add(chunk.records.len() as u64);
        self.expected = end.ok_or_else(|| out_of_sequence("chunk.first_sequence", "sequences end at 2^64 - 1"))?;
        self.summary.received += chunk.records.len() as u64;
        self.waiting.extend(chunk.records);
        Ok(())
    }

    /// Cuts the next piece from the records that wait; a record that is larger than a piece goes alone.
    fn next_piece(&mut self) -> Option<Piece> {
        let first_sequence = self.expected - self.waiting.len() as u64;
        let mut bytes = 0;
        let fits = |record: &&Bytes| {
            bytes += record.len();
            bytes <= PIECE_BYTES
        };
        let fitting = self.waiting.iter().take(self.pace.records()).take_while(fits).count();
        let count = fitting.max(1).min(self.waiting.len());
        let records: Vec<_> = self.waiting.drain(..count).collect();
        (!records.is_empty()).then_some(Piece { first_sequence, records })
    }

    /// The answers to be sent next, if they are there.
    fn next_ready(&mut self) -> Option<Vec<Answered>> {
        let (first, answers) = self.ready.pop_first()?;
        if self.ordered && first != self.next {
            self.ready.insert(first, answers);
            return None;
        }
        self.next = first + answers.len() as u64;
        for answer in &answers {
            self.count(answer);
        }
        Some(answers)
    }

    fn count(&mut self, answer: &Answered) {
        let (summary, records) = (&mut self.summary, self.open.records());
        match answer.kind {
            AnswerKind::Complete => {
                summary.evaluated += 1;
                records.complete.count();
            }
            AnswerKind::Incomplete => {
                summary.evaluated += 1;
                summary.incomplete += 1;
                records.incomplete.count();
            }
            AnswerKind::Refused => {
                summary.refused += 1;
                records.refused.count();
            }
        }
        if let Some(entry) = answer.entry {
            let (first, last) = self.entries.unwrap_or((entry, entry));
            self.entries = Some((first.min(entry), last.max(entry)));
        }
    }
}

fn out_of_sequence(path: &str, text: &str) -> CallError {
    Refusal::one(path, Reason::OutOfSequence, text).into()
}

fn message(out: Out) -> Bytes {
    EvaluateStreamResponse { message: Some(out) }.encode_to_vec().into()
}

/// Answers as messages of about [`MESSAGE_BYTES`], in their order; an answer that is larger comes alone.
fn packed(answers: &[Answered]) -> Vec<Bytes> {
    let mut messages = Vec::new();
    let mut rest = answers;
    while !rest.is_empty() {
        let mut size = 0;
        let fits = |answer: &&Answered| {
            size += answer_size(answer);
            size <= MESSAGE_BYTES
        };
        let count = rest.iter().take_while(fits).count().max(1);
        let (now, later) = rest.split_at(count);
        messages.push(pack(now));
        rest = later;
    }
    messages
}

fn answer_size(answer: &Answered) -> usize {
    key_len(ANSWERS) + encoded_len_varint(answer.bytes.len() as u64) + answer.bytes.len()
}

fn pack(answers: &[Answered]) -> Bytes {
    let size: usize = answers.iter().map(answer_size).sum();
    let mut out = BytesMut::with_capacity(size + 16);
    encode_key(CHUNK, WireType::LengthDelimited, &mut out);
    encode_varint(size as u64, &mut out);
    for answer in answers {
        encode_key(ANSWERS, WireType::LengthDelimited, &mut out);
        encode_varint(answer.bytes.len() as u64, &mut out);
        out.extend_from_slice(&answer.bytes);
    }
    out.freeze()
}

/// An id for a new stream. It names; it does not protect.
fn new_id() -> String {
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => format!("{:032x}", u128::from_be_bytes(bytes)),
        // A system without randomness still serves; two streams of one name hurt nobody but their callers' own books.
        Err(_) => "unnamed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use comity_facts::v1::{StreamAnswer, stream_answer::Result as Outcome};

    use super::*;
    use crate::rpc::intake::Options;

    fn answered(sequence: u64, padding: usize) -> Answered {
        let refusal = comity_facts::v1::RecordRefusal { request_id: "x".repeat(padding), violations: Vec::new() };
        let answer = StreamAnswer { sequence, result: Some(Outcome::Refusal(refusal)) };
        Answered { bytes: answer.encode_to_vec().into(), kind: AnswerKind::Refused, entry: None }
    }

    #[test]
    fn answers_are_packed_in_order_up_to_a_size() {
        let large = MESSAGE_BYTES;
        let all: Vec<_> =
            [10, 10, large, 30_000, 30_000, 30_000].into_iter().zip(0..).map(|(p, s)| answered(s, p)).collect();
        let sequences: Vec<Vec<u64>> = packed(&all)
            .iter()
            .map(|message| match EvaluateStreamResponse::decode(message.clone()).unwrap().message.unwrap() {
                Out::Chunk(chunk) => chunk.answers.iter().map(|answer| answer.sequence).collect(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(sequences, [vec![0, 1], vec![2], vec![3, 4], vec![5]]);
    }

    /// One that asks for nothing but a resumption.
    fn resumed_after(sequence: u64) -> Opening {
        let detail = comity_facts::v1::DetailLevel::default();
        let (dates, jurisdictions, assessed_parts) = (Vec::new(), Vec::new(), Vec::new());
        let options = Options { dates, jurisdictions, assessed_parts, detail, known_at: None };
        Opening { options, unordered: false, resume_after: Some(sequence), stream_id: String::new() }
    }

    #[test]
    fn pieces_are_cut_by_count_and_by_size() {
        let check = |sizes: &[usize], expected: &[(u64, usize)]| {
            let mut flow = Flow::new(&resumed_after(4), OpenStream::new(&Arc::default())).unwrap();
            let records = sizes.iter().map(|size| Bytes::from(vec![0; *size])).collect();
            flow.take(Chunk { first_sequence: 5, records }).unwrap();
            let pieces = std::iter::from_fn(|| {
                let piece = flow.next_piece()?;
                flow.pace = flow.pace.after(Duration::ZERO, 1_000, 1 << 20);
                Some((piece.first_sequence, piece.records.len()))
            });
            assert_eq!(pieces.collect::<Vec<_>>(), expected);
        };
        check(&[], &[]);
        check(&[1; 8], &[(5, 8)]);
        check(&[1; 150], &[(5, 8), (13, 16), (29, 32), (61, 64), (125, 30)]);
        check(&[PIECE_BYTES, 1, PIECE_BYTES - 1, 1], &[(5, 1), (6, 2), (8, 1)]);
        check(&[4 * PIECE_BYTES; 2], &[(5, 1), (6, 1)]);
    }

    #[test]
    fn ids_differ() {
        assert_ne!(new_id(), new_id());
    }
}
