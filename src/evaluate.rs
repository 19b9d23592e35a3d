//! The story of one request: pin a catalog, ask each plugin that applies, ask the follow-ups, combine, answer.
//!
//! Everything here is a function of the request and the catalog: no clock, no randomness, no files. The work runs on
//! evaluator threads of its own ([`Evaluator`]), never on the threads of the async runtime.

mod pool;

pub use pool::{EvaluateError, Evaluator};

use crate::{
    catalog::{Catalog, FailedPlugin},
    combine::{self, Combined},
    domain::{
        Addressee, Bounds, Cause, Date, Digest, EncodedRecord, Failure, Jurisdiction, PartName, PluginAnswer,
        PluginResult, Principal, TenantId,
    },
    sandbox::Plugin,
};

/// A request to evaluate one record, checked at the edge.
#[derive(Clone, Debug)]
pub struct Request {
    /// To whom the decision belongs.
    pub tenant: TenantId,
    /// Who asks.
    pub principal: Principal,
    /// The record.
    pub record: EncodedRecord,
    /// The dates: law and facts as on each.
    pub dates: Vec<Date>,
    /// The jurisdictions wanted; empty for all.
    pub jurisdictions: Vec<Jurisdiction>,
    /// Parts of the record that the caller vouches for having looked at.
    pub assessed_parts: Vec<PartName>,
    /// The day of evaluation: later dates give projected decisions.
    pub today: Date,
}

/// The decision about a record on a date.
#[derive(Clone, Debug)]
pub struct Decision {
    /// The date.
    pub as_of: Date,
    /// It lies after the day of evaluation.
    pub projected: bool,
    /// The bounds.
    pub bounds: Bounds,
    /// Nothing failed.
    pub complete: bool,
    /// The bounds for each addressee.
    pub by_addressee: Vec<(Addressee, Bounds)>,
    /// Each jurisdiction's part, by its identifier.
    pub results: Vec<PluginResult>,
    /// The catalog that decided.
    pub catalog: Digest,
}

/// Decides a record on each of its dates, in order. `given_up` is asked between plugins: when nobody waits for the
/// answer any more, the rest is left undone and nothing comes back.
///
/// # Errors
/// If a jurisdiction is wanted that the catalog does not know.
pub fn decide(
    catalog: &Catalog,
    request: &Request,
    given_up: &dyn Fn() -> bool,
) -> Result<Option<Vec<Decision>>, EvaluateError> {
    let unknown: Vec<_> = request.jurisdictions.iter().filter(|j| !catalog.knows(j)).cloned().collect();
    if !unknown.is_empty() {
        let known = catalog.jurisdictions().cloned().collect();
        return Err(EvaluateError::UnknownJurisdictions { unknown, known });
    }
    Ok(request.dates.iter().map(|as_of| decide_on(catalog, request, *as_of, given_up)).collect())
}

fn decide_on(catalog: &Catalog, request: &Request, as_of: Date, given_up: &dyn Fn() -> bool) -> Option<Decision> {
    let mut asked = Asked { request, as_of, combined: Combined::nothing(), results: Vec::new() };
    for plugin in catalog.rules() {
        if given_up() {
            return None;
        }
        asked.keep(plugin, |_| ask(plugin, request, as_of));
    }
    for failed in catalog.failed() {
        asked.keep_failed(failed);
    }
    asked.results.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
    for plugin in catalog.followups() {
        if given_up() {
            return None;
        }
        asked.keep(plugin, |results| plugin.derive(as_of, &request.record, results));
    }
    Some(asked.into_decision(catalog.digest()))
}

/// Asks a rules plugin, unless the record shows that its law cannot reach it.
fn ask(plugin: &Plugin, request: &Request, as_of: Date) -> Result<crate::domain::Answer, Failure> {
    if plugin.applies_to(&request.record) {
        plugin.evaluate(as_of, &request.record)
    } else {
        Ok(plugin.not_applicable())
    }
}

/// The answers so far, on one date.
struct Asked<'a> {
    request: &'a Request,
    as_of: Date,
    combined: Combined,
    results: Vec<PluginResult>,
}

impl Asked<'_> {
    fn wants(&self, jurisdiction: &Jurisdiction) -> bool {
        self.request.jurisdictions.is_empty() || self.request.jurisdictions.contains(jurisdiction)
    }

    fn keep(
        &mut self,
        plugin: &Plugin,
        answer: impl FnOnce(&[PluginResult]) -> Result<crate::domain::Answer, Failure>,
    ) {
        let answer = if self.wants(plugin.jurisdiction()) {
            answer(&self.results).map_or_else(PluginAnswer::Indeterminate, PluginAnswer::Answered)
        } else {
            PluginAnswer::NotRequested
        };
        let part = combine::Part { rules: plugin.rules(), answer: &answer };
        let combined = combine::part(part, self.as_of, &self.request.assessed_parts);
        self.add(combined, plugin.jurisdiction(), Some(plugin.digest()), plugin.version(), answer);
    }

    fn keep_failed(&mut self, failed: &FailedPlugin) {
        let answer = if self.wants(&failed.jurisdiction) {
            let detail = format!("the plugin could not be loaded: {}", failed.reason());
            PluginAnswer::Indeterminate(Failure { cause: Cause::NotLoaded, detail })
        } else {
            PluginAnswer::NotRequested
        };
        let part = combine::Part { rules: &[], answer: &answer };
        let combined = combine::part(part, self.as_of, &self.request.assessed_parts);
        self.add(combined, &failed.jurisdiction, failed.digest, "", answer);
    }

    fn add(
        &mut self,
        combined: Combined,
        jurisdiction: &Jurisdiction,
        plugin: Option<Digest>,
        version: &str,
        answer: PluginAnswer,
    ) {
        self.results.push(PluginResult {
            jurisdiction: jurisdiction.clone(),
            plugin,
            version: version.to_owned(),
            answer,
            bounds: combined.bounds,
        });
        self.combined = std::mem::take(&mut self.combined).join(&combined);
    }

    fn into_decision(mut self, catalog: Digest) -> Decision {
        self.results.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
        Decision {
            as_of: self.as_of,
            projected: self.as_of > self.request.today,
            bounds: self.combined.bounds,
            complete: self.combined.complete,
            by_addressee: self.combined.by_addressee.into_iter().collect(),
            results: self.results,
            catalog,
        }
    }
}
