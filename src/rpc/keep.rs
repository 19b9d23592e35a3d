//! Decisions into the ledger: what an entry says, and what its caller is told of it.
//!
//! The payload is put together on the evaluator threads; verdicts and inputs go in as the bytes they already are.

use std::sync::Arc;

use comity_facts::v1::{self, DetailLevel, EvaluateResponse, LedgerEntry, Verdict};
use prost::Message as _;
use tokio::{runtime::Handle, task::JoinHandle};

use super::{
    convert::{self, Wanted},
    error::CallError,
    repeat::{Claim, Claimed, Repeats},
};
use crate::{
    domain::{Digest, EncodedRecord, PluginAnswer, PluginResult},
    evaluate::{Decision, EvaluateError, Question},
    ledger::{
        Appended, Durability, Entry, Haste, Ledger, LedgerError, NewEntry, Receipt,
        message::{Decided, Evaluation, PluginRun},
    },
};

/// Puts decisions into the ledger.
pub(super) struct Keeper {
    pub(super) ledger: Arc<Ledger>,
    pub(super) repeats: Arc<Repeats>,
    /// Where it is waited for what is kept.
    pub(super) runtime: Handle,
    /// The clock of the entries: milliseconds since 1970.
    pub(super) now_ms: fn() -> u64,
}

impl Keeper {
    /// What is known of a request with an id. Without an id, or without a ledger, each is new.
    pub(super) fn claim(
        &self,
        question: &Question,
        request_id: &str,
        record: &EncodedRecord,
    ) -> Result<Option<Claim>, Known> {
        if request_id.is_empty() || !self.ledger.keeps() {
            return Ok(None);
        }
        let request = request_digest(question, record);
        match self.repeats.claim(&question.tenant, request_id, request, (self.now_ms)()) {
            Claimed::New(claim) => Ok(Some(claim)),
            Claimed::Kept(index) => Err(Known::Decided(index)),
            Claimed::Running => Err(Known::Running),
            Claimed::Other => Err(Known::Other),
        }
    }

    /// The answer that an entry holds, in this detail.
    pub(super) fn answer(&self, index: u64, detail: DetailLevel) -> Result<EvaluateResponse, CallError> {
        let entry = self.ledger.reader().read(index)?.ok_or(CallError::Evaluate(EvaluateError::Internal))?;
        let appended = Appended { id: entry.id, index: Some(index), durability: self.ledger.durability() };
        let mut answer = answered(&entry, detail).map_err(CallError::Damaged)?;
        answer.ledger = Some(told(&appended));
        Ok(answer)
    }

    /// Appends the decisions about a record. They may be given out once it says that they are kept.
    pub(super) fn keep(
        &self,
        asked: &Asked<'_>,
        decisions: &[Decision],
        claim: Option<Claim>,
    ) -> Result<Keeping, CallError> {
        let catalog = decisions.first().map_or_else(|| Digest::of(b""), |decision| decision.catalog);
        let payload = if self.ledger.keeps() { payload(asked, decisions).encode_to_vec() } else { Vec::new() };
        let now_ms = (self.now_ms)();
        let receipt = self.ledger.append(NewEntry { time_ms: now_ms, catalog, payload }, asked.haste)?;
        let Some(claim) = claim else { return Ok(Keeping::Unnamed(receipt)) };
        // On its own from here on: the request is remembered even if its caller has gone away by now.
        Ok(Keeping::Named(self.runtime.spawn(async move {
            let appended = receipt.await?;
            claim.kept(appended.index, now_ms);
            Ok(appended)
        })))
    }
}

/// What is decided about.
pub(super) struct Asked<'a> {
    pub(super) question: &'a Question,
    /// Empty if the caller gave none.
    pub(super) request_id: &'a str,
    pub(super) record: &'a EncodedRecord,
    pub(super) haste: Haste,
}

/// A decision on its way into the ledger.
pub(super) enum Keeping {
    Unnamed(Receipt),
    Named(JoinHandle<Result<Appended, LedgerError>>),
}

impl Keeping {
    /// Waits until it is kept.
    pub(super) async fn kept(self) -> Result<LedgerEntry, CallError> {
        let appended = match self {
            Self::Unnamed(receipt) => receipt.await,
            Self::Named(task) => task.await.map_err(|_| CallError::Evaluate(EvaluateError::Internal))?,
        };
        Ok(told(&appended?))
    }
}

/// Why a request is not to be decided.
pub(super) enum Known {
    /// It was: the entry of this index has the decision.
    Decided(u64),
    /// It is being decided.
    Running,
    /// Its id was given to another.
    Other,
}

/// The answer that an entry of the ledger holds, in a detail, without what is told of the entry.
///
/// # Errors
/// If the payload is not that of an evaluation.
pub fn answered(entry: &Entry, detail: DetailLevel) -> Result<EvaluateResponse, prost::DecodeError> {
    let evaluation = Evaluation::decode(entry.payload.as_slice())?;
    let wanted = Wanted { detail, assessed_parts: evaluation.assessed_parts, ..Wanted::default() };
    let mut decisions = Vec::with_capacity(evaluation.decisions.len());
    for decided in evaluation.decisions {
        let mut decision = decided.decision.unwrap_or_default();
        for part in &mut decision.jurisdictions {
            let run = decided.runs.iter().find(|run| run.jurisdiction == part.jurisdiction);
            if let Some(verdict) = run.and_then(|run| run.verdict.as_deref()) {
                let verdict = convert::verdict(verdict, &wanted)?;
                part.verdict = verdict.map(|verdict| Verdict::decode(verdict.as_ref())).transpose()?;
            }
        }
        decisions.push(decision);
    }
    Ok(EvaluateResponse {
        request_id: evaluation.request_id.unwrap_or_default(),
        record_id: evaluation.record_id,
        decisions,
        ledger: None,
    })
}

/// What the caller is told.
pub(super) fn told(appended: &Appended) -> LedgerEntry {
    let durability = match appended.durability {
        Durability::Durable => v1::Durability::Durable,
        Durability::Buffered => v1::Durability::Buffered,
        Durability::Off => v1::Durability::Off,
    };
    LedgerEntry { decision_id: appended.id.to_string(), index: appended.index, durability: durability.into() }
}

fn payload(asked: &Asked<'_>, decisions: &[Decision]) -> Evaluation {
    let Asked { question, request_id, record, .. } = asked;
    Evaluation {
        tenant: question.tenant.to_string(),
        principal: question.principal.to_string(),
        request_id: (!request_id.is_empty()).then(|| (*request_id).to_owned()),
        request_digest: request_digest(question, record).bytes().to_vec(),
        record_id: record.id().unwrap_or_default().to_owned(),
        record: record.bytes().to_vec(),
        jurisdictions: question.jurisdictions.iter().map(ToString::to_string).collect(),
        assessed_parts: question.assessed_parts.clone(),
        decisions: decisions.iter().map(decided).collect(),
    }
}

/// Everything that the decisions depend on beside the catalog, and whose they are.
fn request_digest(question: &Question, record: &EncodedRecord) -> Digest {
    let dates = question.dates.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let jurisdictions = question.jurisdictions.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let parts = question.assessed_parts.join(",");
    let known_at = question.known_at.map(|day| day.to_string());
    let pieces = [question.tenant.as_str(), &dates, &jurisdictions, &parts].map(str::as_bytes);
    // One piece more only where it is asked for: what was kept before there was a choice has the digest that it had.
    let known_at = known_at.as_deref().map(str::as_bytes);
    Digest::of_pieces(pieces.into_iter().chain(known_at).chain([record.bytes()]))
}

fn decided(decision: &Decision) -> Decided {
    Decided { decision: Some(convert::bare(decision)), runs: decision.results.iter().filter_map(run).collect() }
}

/// What passed between the host and a plugin that was asked.
fn run(result: &PluginResult) -> Option<PluginRun> {
    let verdict = match &result.answer {
        PluginAnswer::Answered(answer) => Some(answer.encoded.to_vec()),
        PluginAnswer::Indeterminate(_) => None,
        PluginAnswer::NotRequested => return None,
    };
    Some(PluginRun {
        jurisdiction: result.jurisdiction.to_string(),
        plugin_digest: result.plugin.map(|digest| digest.bytes().to_vec()).unwrap_or_default(),
        context: result.given.as_ref().map(|given| given.context.to_vec()),
        input: result.given.as_ref().map(|given| given.input.to_vec()),
        verdict,
    })
}
