//! A stream of parties: one task cuts chunks into pieces, lets a few of them be screened at once, and sends the answers in order.
//! It reads the next message only when the window has room, so that a caller that does not read its answers is not read either.
//! When the caller goes away the task ends, and with it everything it started.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use comity_facts::{
    screening::{PartyRefusal, ScreenStreamResponse, ScreenStreamSummary, screen_stream_response::Message as Out},
    v1::FieldViolation,
};
use prost::{Message as _, bytes::Bytes};
use tokio::task::JoinSet;
use tonic::Status;

use super::{
    super::{
        chunk::{Message, each_field, opening_or_chunk, unknown, wrong_type},
        edge::Edge,
        error::CallError,
        peer::{Inbound, Peer, received},
        violation::{Reason, Refusal},
        wire::Value,
    },
    answer::Basis,
    intake::Wanted,
};
use crate::{
    domain::Caller,
    evaluate::{EvaluateError, Lane},
};

/// Parties that are screened together: some milliseconds, so that calls need not wait long for a thread.
const PIECE_PARTIES: usize = 32;
/// Pieces that are screened, or wait to be sent.
const PIECES: usize = 8;

/// Field number of `PartyChunk`; a test holds it to the schema.
mod number {
    pub(super) const PARTIES: u32 = 1;
}

/// A stream of parties that is being served.
pub(in crate::rpc) struct ScreenStream<I> {
    pub(in crate::rpc) peer: Peer<I, ScreenStreamResponse>,
}

/// By what the parties of a stream are screened.
struct Pinned {
    basis: Arc<Basis>,
    wanted: Wanted,
    caller: Caller,
}

/// A piece that was screened, by the sequence of its first party.
type Screened = (u64, Result<Vec<Out>, CallError>);

/// Where a stream stands.
#[derive(Default)]
struct Flow {
    /// Sequence of the next party to come.
    expected: u64,
    /// Of the next to be answered.
    next: u64,
    waiting: VecDeque<(u64, Vec<Bytes>)>,
    running: JoinSet<Screened>,
    ready: BTreeMap<u64, Vec<Out>>,
    ended: bool,
    summary: ScreenStreamSummary,
}

enum Event {
    Screened(Result<Screened, tokio::task::JoinError>),
    Received(Result<Option<Bytes>, Status>),
    Stopping,
    Left,
    Idle,
}

impl<I: Inbound> ScreenStream<I> {
    /// Serves the stream to its end; whatever ends it early is the last thing the caller hears.
    pub(in crate::rpc) async fn serve(mut self, caller: Caller) {
        let ended = self.run(caller).await;
        self.peer.end(ended).await;
    }

    async fn run(&mut self, caller: Caller) -> Result<(), CallError> {
        let first = self.peer.next().await?.unwrap_or_default();
        let Message::Open(open) = read(&first, self.peer.settings.chunk_records)? else {
            return Err(Refusal::one("open", Reason::Required, "the first message opens the stream").into());
        };
        let wanted = self.peer.edge.wanted(&open)?;
        let basis = self.peer.edge.pinned(&wanted).await?;
        let pinned = Arc::new(Pinned { basis, wanted, caller });
        let said = self.peer.edge.screener(&pinned.basis, &pinned.wanted, &pinned.caller).basis();
        self.send(Out::Basis(said)).await?;
        self.go_on(&pinned).await
    }

    async fn go_on(&mut self, pinned: &Arc<Pinned>) -> Result<(), CallError> {
        let (mut flow, mut last_word) = (Flow::default(), None);
        loop {
            flow.start(&self.peer.edge, pinned);
            if flow.is_done() {
                return match last_word {
                    Some(error) => Err(error),
                    None => self.send(Out::Summary(flow.summary)).await,
                };
            }
            match self.event(&mut flow).await {
                Event::Screened(piece) => self.screened(&mut flow, piece).await?,
                Event::Received(message) => match received(message, self.peer.message_bytes)? {
                    Some(message) => flow.take(self.parties(&message)?),
                    None => flow.ended = true,
                },
                Event::Stopping => {
                    flow.ended = true;
                    last_word = Some(EvaluateError::Stopped.into());
                }
                Event::Left => return Err(CallError::GivenUp),
                Event::Idle => return Err(self.peer.idle()),
            }
        }
    }

    async fn event(&mut self, flow: &mut Flow) -> Event {
        let (may_read, ended, resting) = (flow.may_read(), flow.ended, flow.running.is_empty());
        tokio::select! {
            Some(piece) = flow.running.join_next() => Event::Screened(piece),
            message = self.peer.inbound.message(), if may_read => Event::Received(message),
            _ = self.peer.stopping.wait_for(|stopping| *stopping), if !ended => Event::Stopping,
            () = self.peer.answers.closed() => Event::Left,
            () = tokio::time::sleep(self.peer.settings.idle), if resting => Event::Idle,
        }
    }

    fn parties(&self, message: &Bytes) -> Result<Vec<Bytes>, CallError> {
        match read(message, self.peer.settings.chunk_records)? {
            Message::Chunk(parties) => Ok(parties),
            Message::Open(_) => Err(Refusal::one("open", Reason::DuplicateField, "the stream is open already").into()),
        }
    }

    async fn screened(
        &self,
        flow: &mut Flow,
        piece: Result<Screened, tokio::task::JoinError>,
    ) -> Result<(), CallError> {
        let (first, answers) = piece.map_err(|_| CallError::Evaluate(EvaluateError::Internal))?;
        flow.ready.insert(first, answers?);
        while let Some(answers) = flow.next_ready() {
            for answer in answers {
                self.send(answer).await?;
            }
        }
        Ok(())
    }

    async fn send(&self, message: Out) -> Result<(), CallError> {
        self.peer.send(ScreenStreamResponse { message: Some(message) }).await
    }
}

impl Flow {
    fn has_room(&self) -> bool {
        self.running.len() + self.ready.len() < PIECES
    }

    fn may_read(&self) -> bool {
        !self.ended && self.waiting.is_empty() && self.has_room()
    }

    fn is_done(&self) -> bool {
        self.ended && self.waiting.is_empty() && self.running.is_empty() && self.ready.is_empty()
    }

    fn take(&mut self, parties: Vec<Bytes>) {
        self.summary.received += parties.len() as u64;
        for piece in parties.chunks(PIECE_PARTIES) {
            self.waiting.push_back((self.expected, piece.to_vec()));
            self.expected += piece.len() as u64;
        }
    }

    fn start(&mut self, edge: &Arc<Edge>, pinned: &Arc<Pinned>) {
        while self.has_room()
            && let Some((first, parties)) = self.waiting.pop_front()
        {
            let (edge, pinned) = (Arc::clone(edge), Arc::clone(pinned));
            self.running.spawn(async move {
                let work = Arc::clone(&edge);
                let answers = edge.evaluator().run(Lane::Stream, move |_| work.piece_of(&pinned, first, &parties));
                (first, answers.await.map_err(CallError::from))
            });
        }
    }

    fn next_ready(&mut self) -> Option<Vec<Out>> {
        let answers = self.ready.remove(&self.next)?;
        self.next += answers.len() as u64;
        for answer in &answers {
            match answer {
                Out::Answer(answer) => {
                    self.summary.answered += 1;
                    let gap = answer.lists.iter().any(|list| list.not_screened.is_some());
                    self.summary.not_screened += u64::from(gap);
                }
                _ => self.summary.refused += 1,
            }
        }
        Some(answers)
    }
}

impl Edge {
    /// The lists of a stream: those that serve now, or those of a past day.
    pub(super) async fn pinned(self: &Arc<Self>, wanted: &Wanted) -> Result<Arc<Basis>, CallError> {
        if let Some(day) = wanted.known_at {
            return self.past(day, wanted).await;
        }
        let edge = Arc::clone(self);
        Ok(Arc::new(self.evaluator().run(Lane::Stream, move |desk| edge.basis_of(desk.catalog())).await?))
    }

    /// The answers to a piece of a stream, one to each party.
    fn piece_of(&self, pinned: &Pinned, first: u64, parties: &[Bytes]) -> Vec<Out> {
        let screener = self.screener(&pinned.basis, &pinned.wanted, &pinned.caller);
        let numbered = (first..).zip(parties);
        let answer = |(sequence, bytes): (u64, &Bytes)| {
            let party = self.intake.screening().party(bytes);
            let answer = party.map(|party| screener.answer(sequence, &party)).and_then(|answer| {
                // With the fields around it.
                let (size, most) = (answer.encoded_len() + 16, self.answer_bytes());
                let error = || CallError::AnswerTooLarge { size, most }.to_string();
                if size <= most { Ok(answer) } else { Err(Refusal::one("", Reason::AnswerTooLarge, error())) }
            });
            answer.map_or_else(|refusal| Out::Refusal(refused(sequence, &refusal)), Out::Answer)
        };
        numbered.map(answer).collect()
    }
}

pub(super) fn refused(sequence: u64, refusal: &Refusal) -> PartyRefusal {
    let violations = refusal.violations.iter().map(|violation| FieldViolation {
        field: violation.path.clone(),
        description: violation.description.clone(),
        reason: violation.reason.code().to_owned(),
    });
    PartyRefusal { sequence, violations: violations.collect() }
}

/// Reads a message. `most` is the limit of parties in a chunk.
pub(super) fn read(message: &Bytes, most: usize) -> Result<Message<Vec<Bytes>>, Refusal> {
    opening_or_chunk(message, |inner| parties(inner, most))
}

/// The parties of a chunk, each as it was encoded.
fn parties(chunk: &Bytes, most: usize) -> Result<Vec<Bytes>, Refusal> {
    let mut parties = Vec::new();
    each_field(chunk, "chunk", |number, value| match (number, value) {
        (number::PARTIES, Value::Bytes(_)) if parties.len() == most => {
            Err(Refusal::one("chunk.parties", Reason::TooMany, format!("a chunk has {most} parties at most")))
        }
        (number::PARTIES, Value::Bytes(party)) => {
            parties.push(chunk.slice_ref(party));
            Ok(())
        }
        (number::PARTIES, _) => Err(wrong_type("chunk.parties")),
        _ => Err(unknown("chunk.", number)),
    })?;
    if parties.is_empty() {
        return Err(Refusal::one("chunk.parties", Reason::Required, "a chunk has at least one party"));
    }
    Ok(parties)
}

#[cfg(test)]
mod tests {
    use comity_facts::{
        screening::{PartyChunk, ScreenOptions, ScreenStreamRequest, screen_stream_request::Message as In},
        v1::Party,
    };

    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_schema() {
        let encoded = |message| Bytes::from(ScreenStreamRequest { message: Some(message) }.encode_to_vec());
        let open = ScreenOptions { as_of: Some("2020-01-01".into()), ..ScreenOptions::default() };
        assert_eq!(read(&encoded(In::Open(open.clone())), 1), Ok(Message::Open(open.encode_to_vec().into())));
        let named = |id: &str| Party { id: Some(id.into()), ..Party::default() };
        let parties = vec![named("a"), named("b")];
        let expected = parties.iter().map(|party| party.encode_to_vec().into()).collect();
        assert_eq!(read(&encoded(In::Chunk(PartyChunk { parties })), 2), Ok(Message::Chunk(expected)));
    }

    #[test]
    fn what_is_no_message_of_a_stream_is_refused_by_path() {
        let table: [(&[u8], &str, Reason); 9] = [
            (&[], "", Reason::Required),
            (&[0x0b], "", Reason::Malformed),
            (&[0x08, 1], "open", Reason::WrongWireType),
            (&[0x1a, 0], "3", Reason::UnknownField),
            (&[0x0a, 0, 0x12, 0], "chunk", Reason::DuplicateField),
            (&[0x12, 0], "chunk.parties", Reason::Required),
            (&[0x12, 2, 0x0a, 0, 0x0a, 0], "open", Reason::DuplicateField),
            (&[0x12, 2, 0x12, 0], "chunk.2", Reason::UnknownField),
            (&[0x12, 4, 0x0a, 0, 0x0a, 0], "chunk.parties", Reason::TooMany),
        ];
        for (bytes, path, reason) in table {
            let refusal = read(&Bytes::from(bytes.to_vec()), 1).unwrap_err();
            let first = &refusal.violations[0];
            assert_eq!((first.path.as_str(), first.reason), (path, reason), "{bytes:x?}");
        }
    }
}
