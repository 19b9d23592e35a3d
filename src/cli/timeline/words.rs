//! How a timeline is put into words, alike in the table and on the page.

use comity_facts::v1::{Bounds, ChangeKind, Finding, Outcome, TimelineChange, VerdictStatus};

use super::super::table;

/// The outcome of a finding, or a bound.
pub(super) fn outcome(outcome: Outcome) -> String {
    table::name(outcome).replace('_', " ")
}

/// Bounds as one outcome, or as two.
pub(super) fn bounds(bounds: Option<Bounds>) -> String {
    let bounds = bounds.unwrap_or_default();
    let (least, most) = (outcome(bounds.at_least()), outcome(bounds.at_most()));
    if least == most { least } else { format!("{least} to {most}") }
}

/// The change in a few words.
pub(super) fn change(change: &TimelineChange) -> String {
    let name = |finding: &Option<Finding>| finding.as_ref().map(|f| outcome(f.outcome())).unwrap_or_default();
    let (before, after) = (name(&change.before), name(&change.after));
    match change.kind() {
        ChangeKind::Began => after,
        ChangeKind::Ended => format!("no more {before}"),
        ChangeKind::Outcome => format!("{after}, was {before}"),
        ChangeKind::Detail => format!("still {after}"),
        ChangeKind::Jurisdiction | ChangeKind::Unspecified => "another answer".to_owned(),
    }
}

/// The finding that a change is about: as it is now, or as it was.
pub(super) fn finding(change: &TimelineChange) -> Option<&Finding> {
    change.after.as_ref().or(change.before.as_ref())
}

/// The id of what the finding is about.
pub(super) fn subject(finding: &Finding) -> &str {
    finding.subject.as_ref().map_or("", |subject| subject.id.as_str())
}

/// The law with the version that counts.
pub(super) fn law(finding: &Finding) -> String {
    let Some(basis) = &finding.basis else { return String::new() };
    match (&basis.in_force_from, &basis.in_force_to) {
        (Some(from), Some(to)) => format!("{} (in force {from} to {to})", basis.citation),
        (Some(from), None) => format!("{} (in force since {from})", basis.citation),
        (None, _) => basis.citation.clone(),
    }
}

/// The message, if the finding has one.
pub(super) fn message(finding: &Finding) -> &str {
    finding.message.as_ref().map_or("", |message| message.text.as_str())
}

/// What follows from it.
pub(super) fn consequence(finding: &Finding) -> String {
    let Some(consequence) = &finding.consequence else { return String::new() };
    match &consequence.due_on {
        Some(due) if consequence.text.is_empty() => format!("due on {due}"),
        Some(due) => format!("{}; due on {due}", consequence.text),
        None => consequence.text.clone(),
    }
}

/// Why it changed.
pub(super) fn reasons(change: &TimelineChange) -> String {
    change.reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join("; ")
}

/// What a jurisdiction is, where it has no verdict.
pub(super) fn status(status: VerdictStatus) -> &'static str {
    match status {
        VerdictStatus::Indeterminate => "NO VERDICT",
        VerdictStatus::NotApplicable => "does not apply",
        VerdictStatus::NotRequested => "not asked",
        VerdictStatus::Answered | VerdictStatus::Unspecified => "",
    }
}

/// A rule that lacks data is told, and is not what a reader looks for first.
pub(super) fn lacks_data(change: &TimelineChange) -> bool {
    let lacks = |finding: &Finding| finding.outcome() == Outcome::InsufficientData;
    change.before.iter().chain(change.after.iter()).all(lacks) && change.kind() != ChangeKind::Jurisdiction
}
