//! The story of one request: pin a catalog, ask each plugin that applies, ask the follow-ups, combine, answer. A request is
//! about one record or a chunk of a stream; each record gets the answer it would get alone.
//!
//! Every answer is a function of the request and the catalog: no clock but to measure, no randomness, no files. The work runs on
//! evaluator threads of its own ([`Evaluator`]), never on the threads of the async runtime.

mod pool;
mod retired;
mod screen;
mod stages;

pub use pool::{Desk, EvaluateError, Evaluator, Lane, LaneLoad, Load};
pub use screen::{Gap, GapReason, PartyHit, Screening, with_subject};
pub use stages::Stages;

use tracing::{Span, field::Empty, info_span};

use screen::Parties;

use crate::{
    catalog::{Catalog, FailedPlugin},
    combine::{self, Combined},
    domain::{
        Addressee, Bounds, Cause, Date, Digest, EncodedRecord, Exchange, Failure, Given, Jurisdiction, PartName,
        PluginAnswer, PluginResult, Principal, TenantId,
    },
    sandbox::{Plugin, Session},
    screening::Lists,
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
    /// The day by which the lists of the catalog had been published, and from which their age counts; none for today's.
    pub known_at: Option<Date>,
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
    /// Nothing failed, and nobody was left unscreened.
    pub complete: bool,
    /// The bounds for each addressee.
    pub by_addressee: Vec<(Addressee, Bounds)>,
    /// Each jurisdiction's part, by its identifier.
    pub results: Vec<PluginResult>,
    /// What screening came to, for each jurisdiction that wanted parties of the record screened, by its identifier.
    pub screenings: Vec<Screening>,
    /// The catalog that decided.
    pub catalog: Digest,
    /// The day by which its lists had been published; none for those that served.
    pub known_at: Option<Date>,
}

/// Who waits for an answer, and where the time for it goes.
pub(crate) struct Watch<'a> {
    /// Asked between plugins: when nobody waits any more, the rest is left undone.
    pub(crate) given_up: &'a dyn Fn() -> bool,
    pub(crate) stages: &'a Stages,
}

/// Decides records, each on every date of the question: for each record its decisions in the order of the dates. Nothing
/// comes back when nobody waits for it any more.
///
/// # Errors
/// If a jurisdiction is wanted that the catalog does not know.
pub(crate) fn decide(
    catalog: &Catalog,
    question: &Question,
    records: &[EncodedRecord],
    watch: &Watch<'_>,
) -> Result<Option<Vec<Vec<Decision>>>, EvaluateError> {
    let unknown: Vec<_> = question.jurisdictions.iter().filter(|j| !catalog.knows(j)).cloned().collect();
    if !unknown.is_empty() {
        let known = catalog.jurisdictions().cloned().collect();
        return Err(EvaluateError::UnknownJurisdictions { unknown, known });
    }
    let lists = catalog.lists().as_of(question.known_at.unwrap_or(question.today));
    let screened = catalog.rules().iter().any(|plugin| !plugin.wishes().is_empty());
    let read = || records.iter().map(|record| Parties::of(&lists, record, screened)).collect();
    let mut parties: Vec<_> = watch.stages.screen.time(read);
    let mut decisions: Vec<_> = records.iter().map(|_| Vec::with_capacity(question.dates.len())).collect();
    for as_of in &question.dates {
        let decided = decide_on((catalog, &lists), question, records, &mut parties, *as_of, watch);
        let Some(decided) = decided else { return Ok(None) };
        decisions.iter_mut().zip(decided).for_each(|(all, decision)| all.push(decision));
    }
    Ok(Some(decisions))
}

/// Plugin by plugin, so that one instance at a time is alive and answers all records. One that no record needs costs nothing but
/// its part of the answer.
fn decide_on(
    (catalog, lists): (&Catalog, &Lists),
    question: &Question,
    records: &[EncodedRecord],
    parties: &mut [Parties<'_>],
    as_of: Date,
    watch: &Watch<'_>,
) -> Option<Vec<Decision>> {
    let mut asked: Vec<_> = records.iter().map(|record| Asked::about(record, question, as_of)).collect();
    for plugin in catalog.rules() {
        let mut session = None;
        for (case, parties) in asked.iter_mut().zip(parties.iter_mut()) {
            if (watch.given_up)() {
                return None;
            }
            let span = case.span.clone();
            span.in_scope(|| case.judge(plugin, (lists, &mut session), parties, watch.stages));
        }
    }
    for case in &mut asked {
        catalog.failed().iter().for_each(|failed| case.keep_failed(failed));
        case.results.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
        case.first_pass = case.results.len();
    }
    for plugin in catalog.followups() {
        let mut session = None;
        for case in &mut asked {
            if (watch.given_up)() {
                return None;
            }
            let span = case.span.clone();
            span.in_scope(|| case.follow(plugin, &mut session, watch.stages));
        }
    }
    let decide = || asked.into_iter().map(|case| case.into_decision(catalog.digest())).collect();
    Some(watch.stages.combine.time(decide))
}

/// The answers about one record so far, on one date.
struct Asked<'a> {
    record: &'a EncodedRecord,
    question: &'a Question,
    as_of: Date,
    combined: Combined,
    results: Vec<PluginResult>,
    /// How many of them came before the follow-ups, which read these and none of each other.
    first_pass: usize,
    screenings: Vec<Screening>,
    /// None if the request is not traced.
    span: Span,
}

impl<'a> Asked<'a> {
    fn about(record: &'a EncodedRecord, question: &'a Question, as_of: Date) -> Self {
        let traced = !Span::current().is_none();
        let span = if traced { info_span!("record", %as_of, complete = Empty) } else { Span::none() };
        Self {
            record,
            question,
            as_of,
            combined: Combined::nothing(),
            results: Vec::new(),
            first_pass: 0,
            screenings: Vec::new(),
            span,
        }
    }

    fn wants(&self, jurisdiction: &Jurisdiction) -> bool {
        self.question.jurisdictions.is_empty() || self.question.jurisdictions.contains(jurisdiction)
    }

    /// Asks a rules plugin, unless the record shows that its law cannot reach it.
    fn judge(
        &mut self,
        plugin: &Plugin,
        (lists, session): (&Lists, &mut Option<Session>),
        parties: &mut Parties<'_>,
        stages: &Stages,
    ) {
        if !self.wants(plugin.jurisdiction()) {
            return self.keep(plugin, None, false);
        }
        if !plugin.applies_to(self.record) {
            return self.keep(plugin, Some(Exchange::without_running(plugin.not_applicable())), false);
        }
        let screen = || {
            let screening = parties.screen(plugin.jurisdiction(), plugin.wishes(), self.as_of);
            let hits = screening.as_ref().map(Screening::handed_in).unwrap_or_default();
            (screening, hits)
        };
        let (screening, hits) = stages.screen.time(screen);
        let begin = || plugin.session(self.as_of, &Screening::infos(&screen::looked_at(lists, plugin.wishes())));
        let exchange = stages.plugins.time(|| session.get_or_insert_with(begin).evaluate(self.record, &hits));
        let unscreened = screening.as_ref().is_some_and(|screening| !screening.gaps.is_empty());
        stages.combine.time(|| self.keep(plugin, Some(exchange), unscreened));
        self.screenings.extend(screening);
    }

    /// Asks a follow-up plugin.
    fn follow(&mut self, plugin: &Plugin, session: &mut Option<Session>, stages: &Stages) {
        let wanted = self.wants(plugin.jurisdiction());
        let followed = self.results.get(..self.first_pass).unwrap_or_default();
        let derive = || session.get_or_insert_with(|| plugin.session(self.as_of, &[])).derive(self.record, followed);
        let exchange = wanted.then(|| stages.plugins.time(derive));
        stages.combine.time(|| self.keep(plugin, exchange, false));
    }

    /// Keeps what passed between host and plugin; nothing did if the plugin was not wanted.
    fn keep(&mut self, plugin: &Plugin, exchange: Option<Exchange>, unscreened: bool) {
        let (given, answer) = match exchange {
            Some(Exchange { given, answer }) => {
                (given, answer.map_or_else(PluginAnswer::Indeterminate, PluginAnswer::Answered))
            }
            None => (None, PluginAnswer::NotRequested),
        };
        let part = combine::Part { rules: plugin.rules(), answer: &answer, unscreened };
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
        let part = combine::Part { rules: &[], answer: &answer, unscreened: false };
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
        self.screenings.sort_by(|a, b| a.jurisdiction.cmp(&b.jurisdiction));
        self.span.record("complete", self.combined.complete);
        Decision {
            as_of: self.as_of,
            projected: self.as_of > self.question.today,
            bounds: self.combined.bounds,
            complete: self.combined.complete,
            by_addressee: self.combined.by_addressee.into_iter().collect(),
            results: self.results,
            screenings: self.screenings,
            catalog,
            known_at: self.question.known_at,
        }
    }
}
