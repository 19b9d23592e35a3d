//! Decisions into the ledger: what an entry says, and what its caller is told of it.
//!
//! The payload is put together on the evaluator threads; verdicts and inputs go in as the bytes they already are.

use std::sync::Arc;

use comity_facts::v1::{self, DetailLevel, LedgerEntry};
use prost::Message as _;

use super::{
    convert::{self, Wanted},
    error::CallError,
};
use crate::{
    domain::{Digest, EncodedRecord, PluginAnswer, PluginResult},
    evaluate::{Decision, Question},
    ledger::{
        Appended, Durability, Ledger, NewEntry, Receipt,
        message::{Decided, Evaluation, PluginRun},
    },
};

/// Puts decisions into the ledger.
#[derive(Clone)]
pub(super) struct Keeper {
    pub(super) ledger: Arc<Ledger>,
    /// The clock of the entries: milliseconds since 1970.
    pub(super) now_ms: fn() -> u64,
}

impl Keeper {
    /// Appends the decisions about a record. They may be given out once the receipt answers.
    pub(super) fn keep(
        &self,
        question: &Question,
        request_id: &str,
        record: &EncodedRecord,
        decisions: &[Decision],
    ) -> Result<Receipt, CallError> {
        let catalog = decisions.first().map_or_else(|| Digest::of(b""), |decision| decision.catalog);
        let payload = if self.ledger.keeps() {
            payload(question, request_id, record, decisions)?.encode_to_vec()
        } else {
            Vec::new()
        };
        Ok(self.ledger.append(NewEntry { time_ms: (self.now_ms)(), catalog, payload })?)
    }
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

fn payload(
    question: &Question,
    request_id: &str,
    record: &EncodedRecord,
    decisions: &[Decision],
) -> Result<Evaluation, CallError> {
    Ok(Evaluation {
        tenant: question.tenant.to_string(),
        principal: question.principal.to_string(),
        request_id: (!request_id.is_empty()).then(|| request_id.to_owned()),
        request_digest: request_digest(question, record).bytes().to_vec(),
        record_id: record.id().unwrap_or_default().to_owned(),
        record: record.bytes().to_vec(),
        jurisdictions: question.jurisdictions.iter().map(ToString::to_string).collect(),
        assessed_parts: question.assessed_parts.clone(),
        decisions: decisions.iter().map(decided).collect::<Result<_, _>>()?,
    })
}

/// Everything that the decisions depend on beside the catalog, and whose they are.
fn request_digest(question: &Question, record: &EncodedRecord) -> Digest {
    let dates = question.dates.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let jurisdictions = question.jurisdictions.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let parts = question.assessed_parts.join(",");
    let pieces = [question.tenant.as_str(), &dates, &jurisdictions, &parts].map(str::as_bytes);
    Digest::of_pieces(pieces.into_iter().chain([record.bytes()]))
}

fn decided(decision: &Decision) -> Result<Decided, CallError> {
    let bare = Wanted { detail: DetailLevel::Bounds, ..Wanted::default() };
    Ok(Decided {
        decision: Some(convert::decision(decision, &bare)?),
        runs: decision.results.iter().filter_map(run).collect(),
    })
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
