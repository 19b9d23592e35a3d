//! Decisions as messages. The verdicts were kept encoded since they were checked; they are decoded here, and only as far
//! as the caller wants them.

use comity_facts::v1::{self, DetailLevel, IndeterminateCause, VerdictStatus};
use prost::Message as _;

use super::{error::CallError, intake::Options};
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

/// The answer to a request.
pub(super) fn response(decisions: &[Decision], wanted: &Wanted) -> Result<v1::EvaluateResponse, CallError> {
    Ok(v1::EvaluateResponse {
        request_id: wanted.request_id.clone(),
        record_id: wanted.record_id.clone(),
        decisions: decisions.iter().map(|one| decision(one, wanted)).collect::<Result<_, _>>()?,
        ledger: None,
    })
}

pub(super) fn decision(decision: &Decision, wanted: &Wanted) -> Result<v1::Decision, CallError> {
    let by_addressee = decision
        .by_addressee
        .iter()
        .map(|(addressee, bound)| v1::AddresseeBounds { addressee: addressee.0, bounds: Some(bounds(*bound)) });
    Ok(v1::Decision {
        as_of: decision.as_of.to_string(),
        projected: decision.projected,
        bounds: Some(bounds(decision.bounds)),
        complete: decision.complete,
        by_addressee: by_addressee.collect(),
        jurisdictions: decision.results.iter().map(|one| jurisdiction(one, wanted)).collect::<Result<_, _>>()?,
        catalog_digest: decision.catalog.to_string(),
    })
}

fn jurisdiction(result: &PluginResult, wanted: &Wanted) -> Result<v1::JurisdictionVerdict, CallError> {
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
            out.verdict = verdict(&answer.encoded, wanted).map_err(CallError::Damaged)?;
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
    Ok(out)
}

/// The verdict as far as it is wanted.
pub(super) fn verdict(encoded: &[u8], wanted: &Wanted) -> Result<Option<v1::Verdict>, prost::DecodeError> {
    if wanted.detail == DetailLevel::Bounds {
        return Ok(None);
    }
    let mut verdict = v1::Verdict::decode(encoded)?;
    for entry in &mut verdict.not_assessed {
        entry.vouched_for = wanted.assessed_parts.contains(&entry.part);
    }
    if wanted.detail != DetailLevel::Full {
        verdict.silent.clear();
        verdict.not_in_force.clear();
        verdict.not_assessed.clear();
    }
    Ok(Some(verdict))
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
