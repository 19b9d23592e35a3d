//! The story of one request: pin a catalog, ask each plugin that applies, ask the follow-ups, combine, answer. A request is
//! about one record or a chunk of a stream; each record gets the answer it would get alone.
//!
//! Every answer is a function of the request and the catalog: no clock but to measure, no randomness, no files. The work runs on
//! evaluator threads of its own ([`Evaluator`]), never on the threads of the async runtime.

mod pool;

pub use pool::{Desk, EvaluateError, Evaluator, Lane, LaneLoad, Load};

use tracing::{Span, field::Empty, info_span};

use crate::{
    catalog::{Catalog, FailedPlugin},
    combine::{self, Combined},
    domain::{
        Addressee, Bounds, Cause, Date, Digest, EncodedRecord, Exchange, Failure, Given, Jurisdiction, PartName,
        PluginAnswer, PluginResult, Principal, TenantId,
    },
    sandbox::{Plugin, Session},
};

/// What is asked about one or several records, checked at the edge.
#[derive(Clone, Debug)]
pub struct Question {
    /// To whom the decisions belong.
    pub tenant: TenantId,
    /// Who asks.
    pub principal: Principal,
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

/// Decides records, each on every date of the question: for each record its decisions in the order of the dates.
/// `given_up` is asked between plugins: when nobody waits for the answer any more, the rest is left undone and nothing
/// comes back.
///
/// # Errors
/// If a jurisdiction is wanted that the catalog does not know.
pub fn decide(
    catalog: &Catalog,
    question: &Question,
    records: &[EncodedRecord],
    given_up: &dyn Fn() -> bool,
) -> Result<Option<Vec<Vec<Decision>>>, EvaluateError> {
    let unknown: Vec<_> = question.jurisdictions.iter().filter(|j| !catalog.knows(j)).cloned().collect();
    if !unknown.is_empty() {
        let known = catalog.jurisdictions().cloned().collect();
        return Err(EvaluateError::UnknownJurisdictions { unknown, known });
    }
    let mut decisions: Vec<_> = records.iter().map(|_| Vec::with_capacity(question.dates.len())).collect();
    for as_of in &question.dates {
        let Some(decided) = decide_on(catalog, question, records, *as_of, given_up) else { return Ok(None) };
        decisions.iter_mut().zip(decided).for_each(|(all, decision)| all.push(decision));
    }
    Ok(Some(decisions))
}

/// Plugin by plugin, so that one instance at a time is alive and answers all records.
fn decide_on(
    catalog: &Catalog,
    question: &Question,
    records: &[EncodedRecord],
    as_of: Date,
    given_up: &dyn Fn() -> bool,
) -> Option<Vec<Decision>> {
    let mut asked: Vec<_> = records.iter().map(|record| Asked::about(record, question, as_of)).collect();
    for plugin in catalog.rules() {
        let mut session = plugin.session(as_of);
        for case in &mut asked {
            if given_up() {
                return None;
            }
            let span = case.span.clone();
            span.in_scope(|| case.keep(plugin, |record, _| ask(plugin, &mut session, record)));
        }
    }
    for case in &mut asked {
        catalog.failed().iter().for_each(|failed| case.keep_failed(failed));
        case.results.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
    }
    for plugin in catalog.followups() {
        let mut session = plugin.session(as_of);
        for case in &mut asked {
            if given_up() {
                return None;
            }
            let span = case.span.clone();
            span.in_scope(|| case.keep(plugin, |record, results| session.derive(record, results)));
        }
    }
    Some(asked.into_iter().map(|case| case.into_decision(catalog.digest())).collect())
}

/// Asks a rules plugin, unless the record shows that its law cannot reach it.
fn ask(plugin: &Plugin, session: &mut Session, record: &EncodedRecord) -> Exchange {
    if plugin.applies_to(record) {
        session.evaluate(record)
    } else {
        Exchange::without_running(plugin.not_applicable())
    }
}

/// The answers about one record so far, on one date.
struct Asked<'a> {
    record: &'a EncodedRecord,
    question: &'a Question,
    as_of: Date,
    combined: Combined,
    results: Vec<PluginResult>,
    /// None if the request is not traced.
    span: Span,
}

impl<'a> Asked<'a> {
    fn about(record: &'a EncodedRecord, question: &'a Question, as_of: Date) -> Self {
        let traced = !Span::current().is_none();
        let span = if traced { info_span!("record", %as_of, complete = Empty) } else { Span::none() };
        Self { record, question, as_of, combined: Combined::nothing(), results: Vec::new(), span }
    }

    fn wants(&self, jurisdiction: &Jurisdiction) -> bool {
        self.question.jurisdictions.is_empty() || self.question.jurisdictions.contains(jurisdiction)
    }

    fn keep(&mut self, plugin: &Plugin, ask: impl FnOnce(&EncodedRecord, &[PluginResult]) -> Exchange) {
        let (given, answer) = if self.wants(plugin.jurisdiction()) {
            let Exchange { given, answer } = ask(self.record, &self.results);
            (given, answer.map_or_else(PluginAnswer::Indeterminate, PluginAnswer::Answered))
        } else {
            (None, PluginAnswer::NotRequested)
        };
        let part = combine::Part { rules: plugin.rules(), answer: &answer };
        let combined = combine::part(part, self.as_of, &self.question.assessed_parts);
        self.add(combined, plugin.jurisdiction(), (Some(plugin.digest()), plugin.version()), given, answer);
    }

    fn keep_failed(&mut self, failed: &FailedPlugin) {
        let answer = if self.wants(&failed.jurisdiction) {
            let detail = format!("the plugin could not be loaded: {}", failed.reason());
            PluginAnswer::Indeterminate(Failure { cause: Cause::NotLoaded, detail })
        } else {
            PluginAnswer::NotRequested
        };
        let part = combine::Part { rules: &[], answer: &answer };
        let combined = combine::part(part, self.as_of, &self.question.assessed_parts);
        self.add(combined, &failed.jurisdiction, (failed.digest, ""), None, answer);
    }

    fn add(
        &mut self,
        combined: Combined,
        jurisdiction: &Jurisdiction,
        (plugin, version): (Option<Digest>, &str),
        given: Option<Given>,
        answer: PluginAnswer,
    ) {
        self.results.push(PluginResult {
            jurisdiction: jurisdiction.clone(),
            plugin,
            version: version.to_owned(),
            given,
            answer,
            bounds: combined.bounds,
        });
        self.combined = std::mem::take(&mut self.combined).join(&combined);
    }

    fn into_decision(mut self, catalog: Digest) -> Decision {
        self.results.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
        self.span.record("complete", self.combined.complete);
        Decision {
            as_of: self.as_of,
            projected: self.as_of > self.question.today,
            bounds: self.combined.bounds,
            complete: self.combined.complete,
            by_addressee: self.combined.by_addressee.into_iter().collect(),
            results: self.results,
            catalog,
        }
    }
}
