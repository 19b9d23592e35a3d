//! What reviewers decide about hits: checked against the lists that serve, kept, listed, withdrawn. The file is written on a thread
//! of its own, since a sync of the disk takes its time.

use std::sync::Arc;

use comity_facts::screening::{
    self as message, DisposeResponse, DispositionDecision, DispositionState, ListDispositionsResponse, WithdrawResponse,
};
use prost::{Message as _, bytes::Bytes};

use super::super::{
    edge::Edge,
    error::CallError,
    violation::{Reason, Refusal},
};
use crate::{
    dispositions::{Decision, Disposition, DispositionError, Dispositions, Ended, State},
    domain::{Caller, Date, Digest},
    evaluate::{EvaluateError, Lane},
    screening::Contents,
};

/// What an answer of decisions has beside them.
const PAGE_BYTES: usize = 64;

impl Edge {
    /// `Dispose`: takes an encoded `comity.screening.v1.DisposeRequest`.
    ///
    /// # Errors
    /// Why nothing was kept.
    pub async fn dispose(self: &Arc<Self>, caller: Caller, request: Bytes) -> Result<DisposeResponse, CallError> {
        let all = self.dispositions()?;
        let today = self.today();
        let new = self.intake.screening().disposed(&request, today)?;
        let contents = self.contents_now().await?;
        match contents.get(&new.list, &new.entry) {
            None => {
                let text = "no list that is loaded has such an entry: take list and entry from a hit";
                return Err(Refusal::one("entry", Reason::UnknownEntry, text).into());
            }
            Some(now) if now != new.entry_digest => return Err(CallError::EntryChanged { now: now.to_string() }),
            Some(_) => {}
        }
        let (content, now_ms) = (Some(new.entry_digest), self.now_ms());
        let made = on_a_thread(move || all.dispose(&caller, new, now_ms)).await?;
        Ok(DisposeResponse { disposition: Some(told(&made, content, today)) })
    }

    /// `ListDispositions`: takes an encoded `comity.screening.v1.ListDispositionsRequest`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub async fn list_dispositions(
        self: &Arc<Self>,
        caller: Caller,
        request: Bytes,
    ) -> Result<ListDispositionsResponse, CallError> {
        let all = self.dispositions()?;
        let page = self.intake.screening().dispositions(&request)?;
        let (contents, today) = (self.contents_now().await?, self.today());
        let mut response = ListDispositionsResponse::default();
        let (mut size, mut last) = (PAGE_BYTES, String::new());
        all.list(&caller.tenant, &page.filter, |found| {
            let told = told(found, contents.get(&found.list, &found.entry), today);
            if !page.ended && told.state() != DispositionState::InForce {
                return true;
            }
            size += told.encoded_len() + PAGE_BYTES;
            let full = response.dispositions.len() >= page.size || size > self.answer_bytes();
            if full && !response.dispositions.is_empty() {
                response.next_page_token = Some(last.clone());
                return false;
            }
            last.clone_from(&told.id);
            response.dispositions.push(told);
            true
        });
        self.sendable(response)
    }

    /// `Withdraw`: takes an encoded `comity.screening.v1.WithdrawRequest`.
    ///
    /// # Errors
    /// Why nothing was withdrawn.
    pub async fn withdraw(self: &Arc<Self>, caller: Caller, request: Bytes) -> Result<WithdrawResponse, CallError> {
        let all = self.dispositions()?;
        let request = self.intake.screening().withdrawn(&request)?;
        let now_ms = self.now_ms();
        let gone = on_a_thread(move || all.withdraw(&caller, &request.id, request.why, now_ms)).await?;
        Ok(WithdrawResponse { disposition: Some(told(&gone, None, self.today())) })
    }

    fn dispositions(&self) -> Result<Arc<Dispositions>, CallError> {
        self.dispositions.clone().ok_or(CallError::NotConfigured { setting: "screening.dispositions_dir" })
    }

    /// The content of every entry of the lists that serve.
    async fn contents_now(self: &Arc<Self>) -> Result<Arc<Contents>, CallError> {
        let edge = Arc::clone(self);
        Ok(self.evaluator().run(Lane::Call, move |desk| edge.contents_of(desk.catalog().lists())).await?)
    }
}

async fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DispositionError> + Send + 'static,
) -> Result<T, CallError> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|_| CallError::Evaluate(EvaluateError::Internal))??)
}

/// A disposition in the words of the contract; `content` is that of the entry now.
pub(super) fn told(disposition: &Disposition, content: Option<Digest>, today: Date) -> message::Disposition {
    let decision = match disposition.decision {
        Decision::FalsePositive => DispositionDecision::FalsePositive,
        Decision::TrueMatch => DispositionDecision::TrueMatch,
    };
    let state = match disposition.state(content, today) {
        State::InForce => DispositionState::InForce,
        State::EntryChanged => DispositionState::EntryChanged,
        State::Expired => DispositionState::Expired,
        State::Withdrawn => DispositionState::Withdrawn,
        State::Replaced => DispositionState::Replaced,
    };
    let withdrawal = match &disposition.ended {
        Some(Ended::Withdrawn { principal, why, made_ms }) => {
            Some(message::Withdrawal { principal: principal.to_string(), why: why.clone(), made_ms: *made_ms })
        }
        Some(Ended::Replaced) | None => None,
    };
    message::Disposition {
        id: disposition.id(),
        decision: decision.into(),
        principal: disposition.principal.to_string(),
        why: disposition.why.clone(),
        until: disposition.until.to_string(),
        made_ms: disposition.made_ms,
        party: disposition.party.clone(),
        party_digest: disposition.party_digest.to_string(),
        list: disposition.list.to_string(),
        entry: disposition.entry.clone(),
        entry_digest: disposition.entry_digest.to_string(),
        state: state.into(),
        withdrawal,
    }
}
