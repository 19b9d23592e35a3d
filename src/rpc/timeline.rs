//! A timeline: every day of a range is judged, a batch of days at a time on each evaluator thread; what comes out are the days
//! on which the answer is not that of the day before.
//!
//! INVARIANT (no day hides): batches overlap by one day, so that every two days that follow one another are compared in one
//! of them; nothing is concluded about a day that was not judged. A plugin that the record rules out costs nothing.
//!
//! Whoever drops a [`Timeline`] gives it up: its batches are left where they are. Nothing goes into the ledger.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use comity_facts::v1::{
    self, Durability, TimelineJurisdiction, TimelineOpened, TimelineProgress, TimelineStep, TimelineSummary,
    timeline_response::Message as Out,
};
use tokio::task::JoinSet;
use tracing::{Instrument as _, Span};

use super::{
    convert,
    described::Described,
    error::CallError,
    intake::Days,
    meters::OpenStream,
    violation::{Reason, Refusal},
};
use crate::{
    catalog::Catalog,
    domain::{Caller, Date, EncodedRecord, Jurisdiction, PluginAnswer, PluginResult},
    evaluate::{Decision, Desk, EvaluateError, Evaluator, Lane, Question},
    timeline::{self, Asked, Judged, Known, Range},
};

/// Days that are judged together: some hundredths of a second, so that calls need not wait long for a thread.
const BATCH_DAYS: i32 = 32;
/// Batches under way for each thread: one that runs, and the one that it takes up next.
const BATCHES_PER_THREAD: usize = 2;

/// A timeline that is being made: gives its messages one by one.
pub struct Timeline {
    evaluator: Arc<Evaluator>,
    work: Arc<Work>,
    /// What can be given out, in order.
    said: VecDeque<Out>,
    /// First day of the next batch to be started.
    next: Date,
    running: JoinSet<(Date, Result<Vec<TimelineStep>, CallError>)>,
    /// Judged before an earlier batch was, by first day.
    ready: BTreeMap<Date, Vec<TimelineStep>>,
    /// First day of the batch whose steps are to be given out next.
    due: Date,
    /// The last step; where it ends is known when the next begins.
    last: Option<TimelineStep>,
    summary: TimelineSummary,
    ended: bool,
    open: OpenStream,
    answer_bytes: usize,
}

/// What each batch needs.
struct Work {
    /// By which every day is judged, whatever is loaded meanwhile.
    catalog: Arc<Catalog>,
    record: EncodedRecord,
    question: Question,
    range: Range,
    known: Known,
}

/// Who makes timelines, and for whom.
pub(super) struct Maker {
    pub(super) evaluator: Arc<Evaluator>,
    pub(super) catalog: Arc<Catalog>,
    pub(super) described: Arc<Described>,
    pub(super) caller: Caller,
    pub(super) today: Date,
    /// Longest range.
    pub(super) days_max: u32,
    /// Largest message to the caller.
    pub(super) answer_bytes: usize,
    pub(super) open: OpenStream,
}

impl Maker {
    /// Begins a timeline.
    pub(super) fn begin(self, days: Days) -> Result<Timeline, CallError> {
        let known = known(&self.catalog, &self.described, &days);
        let range = timeline::range(days.asked, &known, self.today);
        check(range, days.asked, self.days_max)?;
        let opened = opened(&self, &days, range);
        let question = Question {
            tenant: self.caller.tenant,
            principal: self.caller.principal,
            dates: Vec::new(),
            jurisdictions: days.jurisdictions,
            assessed_parts: days.assessed_parts,
            today: self.today,
            known_at: None,
        };
        let work = Work { catalog: self.catalog, record: days.record, question, range, known };
        Ok(Timeline {
            work: Arc::new(work),
            said: VecDeque::from([Out::Opened(opened)]),
            next: range.from,
            running: JoinSet::new(),
            ready: BTreeMap::new(),
            due: range.from,
            last: None,
            summary: TimelineSummary::default(),
            ended: false,
            open: self.open,
            answer_bytes: self.answer_bytes,
            evaluator: self.evaluator,
        })
    }
}

/// The rules of the law that can apply, and the dates of the record.
fn known(catalog: &Catalog, described: &Described, days: &Days) -> Known {
    let applies = |name: &str| {
        let plugin = catalog.rules().iter().find(|plugin| plugin.jurisdiction().as_str() == name);
        is_wanted(&days.jurisdictions, name) && plugin.is_none_or(|plugin| plugin.applies_to(&days.record))
    };
    let rules = described.all_rules().iter();
    let rules = rules.filter(|rule| applies(rule.id.split('.').next().unwrap_or_default())).cloned().collect();
    Known { rules, dates: days.dates.clone() }
}

fn is_wanted(wanted: &[Jurisdiction], name: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|jurisdiction| jurisdiction.as_str() == name)
}

/// The range is one, and is not longer than the server judges. What the caller did not say is not at fault.
fn check(range: Range, asked: Asked, most: u32) -> Result<(), CallError> {
    let field = if asked.to.is_some() || asked.from.is_none() { "options.to" } else { "options.from" };
    let Range { from, to } = range;
    if from >= to {
        let text = format!("the range of {from} to {to} has no day: its last day is the one before `to`");
        return Err(Refusal::one(field, Reason::EndsBeforeStart, text).into());
    }
    if range.days() > most {
        let text = format!(
            "{from} to {to} are {} days, more than {most} (`limits.timeline_days`): give `from` and `to`",
            range.days()
        );
        return Err(Refusal::one(field, Reason::TooMany, text).into());
    }
    Ok(())
}

fn opened(maker: &Maker, days: &Days, range: Range) -> TimelineOpened {
    let plugins = maker.described.plugins.iter().filter(|plugin| is_wanted(&days.jurisdictions, &plugin.jurisdiction));
    let named = plugins
        .map(|plugin| TimelineJurisdiction { jurisdiction: plugin.jurisdiction.clone(), title: plugin.title.clone() });
    TimelineOpened {
        record_id: days.record.id().unwrap_or_default().to_owned(),
        from: range.from.to_string(),
        to: range.to.to_string(),
        today: maker.today.to_string(),
        catalog_digest: maker.catalog.digest().to_string(),
        jurisdictions: named.collect(),
        durability: Durability::Off.into(),
    }
}

impl Timeline {
    /// The next message; `None` after the last. A call that is dropped loses nothing.
    ///
    /// # Errors
    /// Why there are no more.
    pub async fn next(&mut self) -> Result<Option<Out>, CallError> {
        loop {
            if let Some(message) = self.said.pop_front() {
                return self.sendable(message);
            }
            if self.ended {
                return Ok(None);
            }
            self.start();
            match self.running.join_next().await {
                Some(Ok((from, steps))) => {
                    self.ready.insert(from, steps?);
                    self.give_out();
                }
                Some(Err(_)) => return Err(CallError::Evaluate(EvaluateError::Internal)),
                None => self.end(),
            }
        }
    }

    /// Lets batches be judged, as many as keep the threads busy.
    fn start(&mut self) {
        let most = self.evaluator.load().threads * BATCHES_PER_THREAD;
        while self.running.len() + self.ready.len() < most && self.next < self.work.range.to {
            let from = self.next;
            self.next = from.plus_days(BATCH_DAYS).min(self.work.range.to);
            let (evaluator, work, to) = (Arc::clone(&self.evaluator), Arc::clone(&self.work), self.next);
            let judged = async move {
                let steps = evaluator.run(Lane::Stream, move |desk| work.steps(desk, Range { from, to })).await;
                (from, steps.map_err(CallError::from).and_then(|steps| steps))
            };
            // A span for each of some thousand days would drown a trace.
            self.running.spawn(judged.instrument(Span::none()));
        }
        self.open.holds(self.running.len() + self.ready.len(), false);
    }

    /// Puts into words what is judged without a gap.
    fn give_out(&mut self) {
        while let Some(steps) = self.ready.remove(&self.due) {
            self.due = self.due.plus_days(BATCH_DAYS).min(self.work.range.to);
            for step in steps {
                self.close(Some(step));
            }
            let days_done = Range { from: self.work.range.from, to: self.due }.days();
            self.said.push_back(Out::Progress(TimelineProgress { days_done, days: self.work.range.days() }));
        }
    }

    fn end(&mut self) {
        self.close(None);
        self.summary.days = self.work.range.days();
        self.said.push_back(Out::Summary(self.summary));
        self.ended = true;
    }

    /// The last step ends where the next begins, or with the range.
    fn close(&mut self, next: Option<TimelineStep>) {
        let to = next.as_ref().map_or_else(|| self.work.range.to.to_string(), |next| next.from.clone());
        if let Some(last) = std::mem::replace(&mut self.last, next) {
            self.summary.steps += 1;
            self.said.push_back(Out::Step(TimelineStep { to, ..last }));
        }
    }

    fn sendable(&self, message: Out) -> Result<Option<Out>, CallError> {
        let response = v1::TimelineResponse { message: Some(message) };
        let (size, most) = (prost::Message::encoded_len(&response), self.answer_bytes);
        if size <= most { Ok(response.message) } else { Err(CallError::AnswerTooLarge { size, most }) }
    }
}

impl Work {
    /// The steps that begin within some days. Their first is compared with the day before, if the range has one.
    fn steps(&self, desk: &Desk<'_>, days: Range) -> Result<Vec<TimelineStep>, CallError> {
        let opens = days.from == self.range.from;
        let start = if opens { days.from } else { days.from.plus_days(-1) };
        let dates = std::iter::successors(Some(start), |day| Some(day.next())).take_while(|day| *day < days.to);
        let question = Question { dates: dates.collect(), ..self.question.clone() };
        let decided = desk.decide_by(&self.catalog, &question, std::slice::from_ref(&self.record))?;
        let decisions = decided.and_then(|all| all.into_iter().next()).ok_or(CallError::GivenUp)?;
        let mut steps = Vec::new();
        if let Some(first) = decisions.first().filter(|_| opens) {
            let decision = &convert::found(first)?;
            steps.push(timeline::first(Judged { day: first.as_of, decision }));
        }
        for (before, after) in decisions.iter().zip(decisions.iter().skip(1)) {
            if !is_alike(before, after) {
                let (old, new) = (&convert::found(before)?, &convert::found(after)?);
                let (old, new) =
                    (Judged { day: before.as_of, decision: old }, Judged { day: after.as_of, decision: new });
                steps.extend(timeline::next(old, new, &self.known));
            }
        }
        Ok(steps)
    }
}

/// Whether two decisions are the same bit for bit, which most are: then nothing has to be taken apart.
fn is_alike(before: &Decision, after: &Decision) -> bool {
    let results = before.results.len() == after.results.len();
    let screened = before.screenings.iter().map(super::screened::screening);
    results
        && before.results.iter().zip(&after.results).all(|(one, other)| answers_alike(one, other))
        && screened.eq(after.screenings.iter().map(super::screened::screening))
}

fn answers_alike(before: &PluginResult, after: &PluginResult) -> bool {
    let answers = match (&before.answer, &after.answer) {
        (PluginAnswer::Answered(one), PluginAnswer::Answered(other)) => one.digest == other.digest,
        (PluginAnswer::Indeterminate(one), PluginAnswer::Indeterminate(other)) => one == other,
        (PluginAnswer::NotRequested, PluginAnswer::NotRequested) => true,
        (PluginAnswer::Answered(_) | PluginAnswer::Indeterminate(_) | PluginAnswer::NotRequested, _) => false,
    };
    answers && before.bounds == after.bounds
}
