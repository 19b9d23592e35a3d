//! From the decisions of two days that follow one another to what changed between them, and why. Pure: no plugin runs here,
//! and nothing knows how many days there are.
//!
//! - Nothing is hidden: a finding is the same on two days only if all of it is, but for what moves with the day itself
//!   ([`same`]).
//! - A reason is read off the law and the record, never guessed: where they have nothing on that day, it is OTHER.

mod changes;
mod range;
mod reasons;
mod same;

pub use range::{Asked, Range, range};

use comity_facts::{
    Date,
    policy::RuleInfo,
    v1::{Decision, JurisdictionVerdict, TimelinePart, TimelineStep, VerdictStatus},
};

/// What reasons are read off.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The rules of the law, by id.
    pub rules: Vec<RuleInfo>,
    /// The dates of the record.
    pub dates: Vec<RecordDate>,
}

/// A date of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordDate {
    /// Its path, with indexes.
    pub path: String,
    /// The day.
    pub day: Date,
}

/// A decision that is compared, with its findings.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    /// The day.
    pub day: Date,
    /// The decision.
    pub decision: &'a Decision,
}

/// The step that a range begins with: everything that stands on its first day.
#[must_use]
pub fn first(judged: Judged<'_>) -> TimelineStep {
    TimelineStep { changes: changes::standing(judged), ..step(judged) }
}

/// The step that begins with a day; none if the answer is that of the day before.
#[must_use]
pub fn next(before: Judged<'_>, after: Judged<'_>, known: &Known) -> Option<TimelineStep> {
    let changes = changes::between(before, after, known);
    (!changes.is_empty()).then(|| TimelineStep { changes, ..step(after) })
}

/// A step without its changes, and without its end: that is the day of the next one.
fn step(Judged { day, decision }: Judged<'_>) -> TimelineStep {
    TimelineStep {
        from: day.to_string(),
        to: String::new(),
        bounds: decision.bounds,
        complete: decision.complete,
        parts: decision.jurisdictions.iter().filter(|part| is_shown(part)).map(part).collect(),
        changes: Vec::new(),
    }
}

fn is_shown(part: &JurisdictionVerdict) -> bool {
    match part.status() {
        VerdictStatus::Answered | VerdictStatus::Indeterminate | VerdictStatus::Unspecified => true,
        VerdictStatus::NotApplicable | VerdictStatus::NotRequested => false,
    }
}

fn part(verdict: &JurisdictionVerdict) -> TimelinePart {
    TimelinePart {
        jurisdiction: verdict.jurisdiction.clone(),
        status: verdict.status,
        bounds: verdict.bounds,
        cause: verdict.cause,
        detail: verdict.detail.clone(),
        hits: verdict.screening.as_ref().map(|screening| screening.hits.clone()).unwrap_or_default(),
    }
}

#[cfg(test)]
#[path = "timeline/timeline_tests.rs"]
mod tests;
