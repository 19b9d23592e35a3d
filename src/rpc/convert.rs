//! Decisions as messages. The verdicts were kept encoded since they were checked; they go out as they are, and are decoded
//! only where the caller wants less of them.

use std::borrow::Cow;

use comity_facts::v1::{self, DetailLevel, IndeterminateCause, VerdictStatus};
use prost::{
    Message as _,
    encoding::{WireType, encode_key, encode_varint, encoded_len_varint, key_len},
};

use super::{
    error::CallError,
    intake::Options,
    screened,
    wire::{Fields, Value},
};
use crate::{
    domain::{Bounds, Cause, EncodedRecord, Grade, PartName, PluginAnswer, PluginResult},
    evaluate::Decision,
};

/// What of the request shapes the answer.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) request_id: String,
    pub(super) record_id: String,
    pub(super) detail: DetailLevel,
    pub(super) assessed_parts: Vec<PartName>,
}

impl Wanted {
    pub(super) fn by(request_id: String, record: &EncodedRecord, options: &Options) -> Self {
        Self {
            request_id,
            record_id: record.id().unwrap_or_default().to_owned(),
            detail: options.detail,
            assessed_parts: options.assessed_parts.clone(),
        }
    }
}

/// Fields that are put together from encodings; a test holds them to the schema.
const DECISIONS: u32 = 3;
const JURISDICTIONS: u32 = 6;
const VERDICT: u32 = 3;
const FINDINGS: u32 = 1;
const NOT_APPLICABLE: u32 = 5;

/// The answer to a request: an encoded `comity.v1.EvaluateResponse` that lacks what the ledger tells. The verdicts go in as
/// the bytes they are, since the fields of a message in pieces are the message.
pub(super) fn response(decisions: &[Decision], wanted: &Wanted) -> Result<Vec<u8>, CallError> {
    let head = v1::EvaluateResponse {
        request_id: wanted.request_id.clone(),
        record_id: wanted.record_id.clone(),
        ..v1::EvaluateResponse::default()
    };
    let verdicts = decisions.iter().flat_map(|decision| &decision.results).map(|result| match &result.answer {
        PluginAnswer::Answered(answer) => answer.encoded.len() + PART_BYTES,
        _ => PART_BYTES,
    });
    let mut out = Vec::with_capacity(head.encoded_len() + verdicts.sum::<usize>());
    out.extend(head.encode_to_vec());
    let mut message = Vec::new();
    for one in decisions {
        message.clear();
        put_decision(&mut message, one, wanted)?;
        put(&mut out, DECISIONS, &message);
    }
    Ok(out)
}

/// What an answer lacks still, encoded.
pub(super) fn ledger(entry: v1::LedgerEntry) -> Vec<u8> {
    v1::EvaluateResponse { ledger: Some(entry), ..v1::EvaluateResponse::default() }.encode_to_vec()
}

/// About what a jurisdiction takes beside its verdict, and its share of the decision.
const PART_BYTES: usize = 512;

fn put_decision(out: &mut Vec<u8>, decided: &Decision, wanted: &Wanted) -> Result<(), CallError> {
    out.extend(head(decided).encode_to_vec());
    for result in &decided.results {
        let part = part(decided, result).encode_to_vec();
        let verdict = match &result.answer {
            PluginAnswer::Answered(answer) => verdict(&answer.encoded, wanted).map_err(CallError::Damaged)?,
            PluginAnswer::Indeterminate(_) | PluginAnswer::NotRequested => None,
        };
        let Some(verdict) = verdict else {
            put(out, JURISDICTIONS, &part);
            continue;
        };
        let verdict_len = key_len(VERDICT) + encoded_len_varint(verdict.len() as u64) + verdict.len();
        put_head(out, JURISDICTIONS, part.len() + verdict_len);
        out.extend(part);
        put(out, VERDICT, &verdict);
    }
    Ok(())
}

fn put(out: &mut Vec<u8>, field: u32, message: &[u8]) {
    put_head(out, field, message.len());
    out.extend_from_slice(message);
}

fn put_head(out: &mut Vec<u8>, field: u32, len: usize) {
    encode_key(field, WireType::LengthDelimited, out);
    encode_varint(len as u64, out);
}

/// A decision without its verdicts, as the ledger keeps it beside what passed between host and plugins.
pub(super) fn bare(decided: &Decision) -> v1::Decision {
    v1::Decision {
        jurisdictions: decided.results.iter().map(|result| part(decided, result)).collect(),
        ..head(decided)
    }
}

/// A decision with its findings.
pub(super) fn found(decided: &Decision) -> Result<v1::Decision, CallError> {
    let mut decision = bare(decided);
    for (part, result) in decision.jurisdictions.iter_mut().zip(&decided.results) {
        if let PluginAnswer::Answered(answer) = &result.answer {
            let verdict = v1::Verdict::decode(findings(&answer.encoded).as_slice()).map_err(CallError::Damaged)?;
            part.verdict = Some(verdict);
        }
    }
    Ok(decision)
}

fn head(decision: &Decision) -> v1::Decision {
    let by_addressee = decision
        .by_addressee
        .iter()
        .map(|(addressee, bound)| v1::AddresseeBounds { addressee: addressee.0, bounds: Some(bounds(*bound)) });
    v1::Decision {
        as_of: decision.as_of.to_string(),
        projected: decision.projected,
        bounds: Some(bounds(decision.bounds)),
        complete: decision.complete,
        by_addressee: by_addressee.collect(),
        jurisdictions: Vec::new(),
        catalog_digest: decision.catalog.to_string(),
        known_at: decision.known_at.map(|day| day.to_string()),
    }
}

/// A jurisdiction's part of a decision, without its verdict.
fn part(decided: &Decision, result: &PluginResult) -> v1::JurisdictionVerdict {
    let mut out = v1::JurisdictionVerdict {
        jurisdiction: result.jurisdiction.to_string(),
        bounds: Some(bounds(result.bounds)),
        plugin_digest: result.plugin.map(|digest| digest.to_string()).unwrap_or_default(),
        plugin_version: result.version.clone(),
        ..v1::JurisdictionVerdict::default()
    };
    match &result.answer {
        PluginAnswer::Answered(answer) => {
            let reaches = answer.not_applicable.is_none();
            out.set_status(if reaches { VerdictStatus::Answered } else { VerdictStatus::NotApplicable });
            out.verdict_digest = answer.digest.to_string();
            out.fuel = answer.fuel;
        }
        PluginAnswer::Indeterminate(failure) => {
            out.set_status(VerdictStatus::Indeterminate);
            out.set_cause(cause(failure.cause));
            out.detail = Some(failure.detail.clone());
        }
        PluginAnswer::NotRequested => out.set_status(VerdictStatus::NotRequested),
    }
    let screening = decided.screenings.iter().find(|screening| screening.jurisdiction == result.jurisdiction);
    if let Some(screening) = screening {
        out.screening = Some(screened::screening(screening));
        if let (VerdictStatus::Answered, Some((gravest, detail))) = (out.status(), screening.incomplete()) {
            out.set_cause(cause(gravest));
            out.detail = Some(detail);
        }
    }
    out
}

/// An encoded verdict as far as it is wanted.
pub(super) fn verdict<'v>(encoded: &'v [u8], wanted: &Wanted) -> Result<Option<Cow<'v, [u8]>>, prost::DecodeError> {
    match wanted.detail {
        DetailLevel::Bounds => Ok(None),
        DetailLevel::Unspecified => Ok(Some(Cow::Owned(findings(encoded)))),
        DetailLevel::Full if wanted.assessed_parts.is_empty() => Ok(Some(Cow::Borrowed(encoded))),
        DetailLevel::Full => {
            let mut verdict = v1::Verdict::decode(encoded)?;
            for entry in &mut verdict.not_assessed {
                entry.vouched_for = wanted.assessed_parts.contains(&entry.part);
            }
            Ok(Some(Cow::Owned(verdict.encode_to_vec())))
        }
    }
}

/// Of an encoded verdict the findings, and why the law does not reach the record.
fn findings(encoded: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(encoded.len());
    let mut fields = Fields::of(encoded);
    // It was checked when it came.
    while let Ok(Some((field, value))) = fields.next() {
        if let (FINDINGS | NOT_APPLICABLE, Value::Bytes(bytes)) = (field, value) {
            put(&mut out, field, bytes);
        }
    }
    out
}

fn bounds(bounds: Bounds) -> v1::Bounds {
    v1::Bounds { at_least: outcome(bounds.at_least()).into(), at_most: outcome(bounds.at_most()).into() }
}

fn outcome(grade: Grade) -> v1::Outcome {
    match grade {
        Grade::Clear => v1::Outcome::Clear,
        Grade::Info => v1::Outcome::Info,
        Grade::NeedsReview => v1::Outcome::NeedsReview,
        Grade::Violation => v1::Outcome::Violation,
        Grade::Prohibited => v1::Outcome::Prohibited,
    }
}

fn cause(cause: Cause) -> IndeterminateCause {
    match cause {
        Cause::Trap => IndeterminateCause::Trap,
        Cause::FuelExhausted => IndeterminateCause::FuelExhausted,
        Cause::MemoryLimit => IndeterminateCause::MemoryLimit,
        Cause::OutputLimit => IndeterminateCause::OutputLimit,
        Cause::BadOutput => IndeterminateCause::BadOutput,
        Cause::HostLimit => IndeterminateCause::HostLimit,
        Cause::NotLoaded => IndeterminateCause::NotLoaded,
        Cause::RecordNewerThanPlugin => IndeterminateCause::RecordNewerThanPlugin,
        Cause::BadSettings => IndeterminateCause::BadSettings,
        Cause::ListSample => IndeterminateCause::ListSample,
        Cause::ListStale => IndeterminateCause::ListStale,
        Cause::NotScreened => IndeterminateCause::NotScreened,
        Cause::DependsOnFailed => IndeterminateCause::DependsOnFailed,
    }
}

#[cfg(test)]
#[path = "convert_tests.rs"]
mod tests;
