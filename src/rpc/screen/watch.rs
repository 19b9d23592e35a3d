//! Continuous monitoring: parties are screened, and whenever the lists change those come whose answer is another one.
//!
//! INVARIANT (nothing is lost): a watch remembers the whole by which every outcome was made, and steps from there to the one that
//! serves, however many were in place between; it looks for the next step after each, not only when it is told.

use std::{collections::BTreeSet, convert::Infallible, sync::Arc};

use comity_facts::screening::{
    ListChange, ListsChange, PartyRefusal, WatchOpened, WatchResponse, watch_response::Message as Out,
};
use prost::{Message as _, bytes::Bytes};

use super::{
    super::{
        chunk::Message,
        edge::Edge,
        error::CallError,
        peer::{Inbound, Peer},
        violation::{Reason, Refusal},
    },
    answer::Basis,
    intake::Wanted,
    stream::{read, refused},
    sweep::{Kept, Piece, SharedDelta, Step, Swept},
};
use crate::{
    domain::{Caller, ListId},
    evaluate::{EvaluateError, Lane},
    screening::{Counts, Delta, ListStatus},
};

/// Parties that are looked at together: some tens of milliseconds at most.
const PIECE_PARTIES: usize = 256;

/// A caller whose parties are kept screened.
pub(in crate::rpc) struct Watch<I> {
    pub(in crate::rpc) peer: Peer<I, WatchResponse>,
}

/// How they are, and where they stand.
struct Standing {
    wanted: Arc<Wanted>,
    caller: Caller,
    pieces: Vec<Piece>,
    basis: Arc<Basis>,
    /// Lists against which every outcome is that of `basis`.
    served: Arc<BTreeSet<ListId>>,
}

impl<I: Inbound> Watch<I> {
    /// Serves it to its end; whatever ends it early is the last thing the caller hears.
    pub(in crate::rpc) async fn serve(mut self, caller: Caller) {
        let Err(error) = self.run(caller).await;
        self.peer.end(Err(error)).await;
    }

    /// Ends only with an error: that the caller went away is one.
    async fn run(&mut self, caller: Caller) -> Result<Infallible, CallError> {
        let first = self.peer.next().await?.unwrap_or_default();
        let Message::Open(open) = read(&first, self.peer.settings.chunk_records)? else {
            return Err(Refusal::one("open", Reason::Required, "the first message opens the watch").into());
        };
        let (wanted, screen_now) = self.peer.edge.watched(&open)?;
        let pieces = self.parties().await?;
        let mut replaced = self.peer.edge.evaluator().replacements();
        let mut standing = self.screened(wanted, caller, pieces, screen_now).await?;
        let look_every = self.peer.edge.screen_settings().look_every;
        loop {
            self.step(&mut standing).await?;
            tokio::select! {
                changed = replaced.changed() => changed.map_err(|_| EvaluateError::Stopped)?,
                () = tokio::time::sleep(look_every) => {}
                _ = self.peer.stopping.wait_for(|stopping| *stopping) => return Err(EvaluateError::Stopped.into()),
                () = self.peer.answers.closed() => return Err(CallError::GivenUp),
            }
        }
    }

    /// The parties, until the caller has sent the last.
    async fn parties(&mut self) -> Result<Vec<Piece>, CallError> {
        let most = self.peer.edge.screen_settings().watch_parties;
        let (mut pieces, mut sequence): (Vec<Piece>, u64) = (Vec::new(), 0);
        while let Some(message) = self.peer.next().await? {
            let Message::Chunk(parties) = read(&message, self.peer.settings.chunk_records)? else {
                return Err(Refusal::one("open", Reason::DuplicateField, "the watch is open already").into());
            };
            if usize::try_from(sequence).unwrap_or(usize::MAX).saturating_add(parties.len()) > most {
                let text = format!("a watch has {most} parties at most: open several");
                return Err(Refusal::one("chunk.parties", Reason::TooMany, text).into());
            }
            let (edge, from) = (Arc::clone(&self.peer.edge), sequence);
            sequence += parties.len() as u64;
            let (kept, refusals) =
                self.peer.edge.evaluator().run(Lane::Stream, move |_| edge.kept(from, &parties)).await?;
            for refusal in refusals {
                self.say(Out::Refusal(refusal)).await?;
            }
            for party in kept {
                match pieces.last_mut().filter(|piece| piece.len() < PIECE_PARTIES) {
                    Some(piece) => piece.push(party),
                    None => pieces.push(vec![party]),
                }
            }
        }
        Ok(pieces)
    }

    /// Screens all of them for the first time.
    async fn screened(
        &mut self,
        wanted: Wanted,
        caller: Caller,
        pieces: Vec<Piece>,
        screen_now: bool,
    ) -> Result<Standing, CallError> {
        let (basis, wanted) = (self.peer.edge.pinned(&wanted).await?, Arc::new(wanted));
        let served = Arc::new(serving(&basis, &wanted));
        let mut standing = Standing { wanted, caller, pieces: Vec::with_capacity(pieces.len()), basis, served };
        for mut piece in pieces {
            let (edge, serving) = (Arc::clone(&self.peer.edge), Arc::clone(&standing.served));
            let (basis, wanted) = (Arc::clone(&standing.basis), Arc::clone(&standing.wanted));
            let caller = standing.caller.clone();
            let work = move || {
                let screener = edge.screener(&basis, &wanted, &caller);
                for party in &mut piece {
                    party.screen(&screener, &serving);
                }
                let answers = screen_now.then(|| piece.iter().map(|party| party.answer(&screener)).collect::<Vec<_>>());
                (piece, answers.unwrap_or_default())
            };
            let (piece, answers) = self.on_a_thread(work).await?;
            standing.pieces.push(piece);
            for answer in answers {
                self.send_party(answer.sequence, Out::Answer(answer)).await?;
            }
        }
        let parties = standing.pieces.iter().map(Vec::len).sum::<usize>() as u64;
        let basis = self.peer.edge.screener(&standing.basis, &standing.wanted, &standing.caller).basis();
        self.say(Out::Opened(WatchOpened { parties, basis: Some(basis) })).await?;
        Ok(standing)
    }

    /// Goes on to the lists that serve, if they are others.
    async fn step(&mut self, standing: &mut Standing) -> Result<(), CallError> {
        let basis = self.peer.edge.pinned(&standing.wanted).await?;
        let now = Arc::new(serving(&basis, &standing.wanted));
        let same = basis.contents.say_the_same_as(&standing.basis.contents);
        if same && now == standing.served {
            // All who watch stand on the same day, and have what differs from it made once.
            standing.basis = basis;
            return Ok(());
        }
        let delta = if same { None } else { Some(self.peer.edge.delta(&standing.basis, &basis).await?) };
        let mut told = ListsChange::default();
        for piece in std::mem::take(&mut standing.pieces) {
            let piece = self.sweep(standing, &basis, &now, delta.clone(), piece, &mut told).await?;
            standing.pieces.push(piece);
        }
        told.lists = changes(standing, &basis, &now, delta.as_deref(), &self.peer.edge);
        told.basis = Some(self.peer.edge.screener(&basis, &standing.wanted, &standing.caller).basis());
        // What was screened against before and is not now keeps its outcomes, and is compared anew when it is again.
        (standing.basis, standing.served) = (basis, now);
        if told.lists.is_empty() && told.parties_changed == 0 {
            return Ok(());
        }
        self.say(Out::Lists(told)).await
    }

    async fn sweep(
        &mut self,
        standing: &Standing,
        basis: &Arc<Basis>,
        now: &Arc<BTreeSet<ListId>>,
        delta: Option<SharedDelta>,
        mut piece: Piece,
        told: &mut ListsChange,
    ) -> Result<Piece, CallError> {
        let (edge, before) = (Arc::clone(&self.peer.edge), Arc::clone(&standing.basis));
        let (wanted, caller) = (Arc::clone(&standing.wanted), standing.caller.clone());
        let (basis, now, served) = (Arc::clone(basis), Arc::clone(now), Arc::clone(&standing.served));
        let work = move || {
            let screener = edge.screener(&basis, &wanted, &caller);
            let (delta, before, contents) = (delta.as_deref(), before.contents.as_ref(), basis.contents.as_ref());
            let step = Step { delta, before, now: contents, served: &served, serving: &now };
            let swept: Vec<_> = piece.iter_mut().map(|party| (party.sequence, party.sweep(&screener, &step))).collect();
            (piece, swept)
        };
        let (piece, swept) = self.on_a_thread(work).await?;
        for (sequence, swept) in swept {
            told.parties_screened += u64::from(!matches!(swept, Swept::Passed));
            if let Swept::Changed(change) = swept {
                told.parties_changed += 1;
                self.send_party(sequence, Out::Change(change)).await?;
            }
        }
        Ok(piece)
    }

    /// A caller who goes away, or a server that stops, leaves the rest undone.
    async fn on_a_thread<T: Send + 'static>(
        &mut self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CallError> {
        tokio::select! {
            done = self.peer.edge.evaluator().run(Lane::Stream, move |_| work()) => Ok(done?),
            _ = self.peer.stopping.wait_for(|stopping| *stopping) => Err(EvaluateError::Stopped.into()),
            () = self.peer.answers.closed() => Err(CallError::GivenUp),
        }
    }

    /// What is too large to be sent is told as such.
    async fn send_party(&self, sequence: u64, message: Out) -> Result<(), CallError> {
        let message = WatchResponse { message: Some(message) };
        let (size, most) = (message.encoded_len(), self.peer.message_bytes);
        if size <= most {
            return self.peer.send(message).await;
        }
        let error = CallError::AnswerTooLarge { size, most }.to_string();
        self.say(Out::Refusal(refused(sequence, &Refusal::one("", Reason::AnswerTooLarge, error)))).await
    }

    async fn say(&self, message: Out) -> Result<(), CallError> {
        self.peer.send(WatchResponse { message: Some(message) }).await
    }
}

impl Edge {
    /// The opening of a watch: takes an encoded `comity.screening.v1.WatchOpen`.
    fn watched(&self, open: &[u8]) -> Result<(Wanted, bool), CallError> {
        Ok(self.intake.screening().watched(open, self.today())?)
    }

    /// Parties as they are kept, and those that are refused.
    fn kept(&self, from: u64, parties: &[Bytes]) -> (Vec<Kept>, Vec<PartyRefusal>) {
        let (mut kept, mut refusals) = (Vec::new(), Vec::new());
        for (sequence, bytes) in (from..).zip(parties) {
            match self.intake.screening().party(bytes) {
                Ok(party) => kept.push(Kept::new(sequence, party)),
                Err(refusal) => refusals.push(refused(sequence, &refusal)),
            }
        }
        (kept, refusals)
    }

    /// What differs between two wholes, made once for all who ask at the same time. It takes a second or two for all lists.
    async fn delta(&self, old: &Arc<Basis>, new: &Arc<Basis>) -> Result<SharedDelta, CallError> {
        let mut last = Arc::clone(&self.delta).lock_owned().await;
        if let Some(delta) = last.upgrade().filter(|delta| delta.is_between(&old.contents, &new.contents)) {
            return Ok(delta);
        }
        let (old, new) = (Arc::clone(old), Arc::clone(new));
        let work = move || {
            let delta = Arc::new(Delta::between((&old.lists, &old.contents), (&new.lists, &new.contents)));
            *last = Arc::downgrade(&delta);
            delta
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| CallError::Evaluate(EvaluateError::Internal))
    }
}

/// The wanted lists that are screened against.
fn serving(basis: &Basis, wanted: &Wanted) -> BTreeSet<ListId> {
    let serves = |status: &&ListStatus| status.outcome.is_ok() && !status.stale;
    let serving = basis.lists.status().filter(serves).map(|status| status.id.clone());
    serving.filter(|list| wanted.wants(list)).collect()
}

/// Each wanted list that is another one, or is screened against and was not, or the other way round.
fn changes(
    standing: &Standing,
    basis: &Basis,
    now: &BTreeSet<ListId>,
    delta: Option<&Delta>,
    edge: &Edge,
) -> Vec<ListChange> {
    let screener = edge.screener(basis, &standing.wanted, &standing.caller);
    let change = |list: &ListId| {
        let counts = delta.map(|delta| delta.counts(list)).unwrap_or_default();
        let (served, serves) = (standing.served.contains(list), now.contains(list));
        let told = ListChange {
            list: list.to_string(),
            added: counts.added as u64,
            removed: counts.removed as u64,
            changed: counts.changed as u64,
            not_screened: (!serves).then(|| screener.why_not(list)),
        };
        (served != serves || counts != Counts::default()).then_some(told)
    };
    standing
        .served
        .union(now)
        .chain(&standing.wanted.lists)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .filter_map(change)
        .collect()
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
