//! The timeline for a terminal, and as comma-separated values.

use std::fmt::Write as _;

use comity_facts::v1::{TimelineChange, TimelineStep};

use super::{Picture, words};
use crate::cli::table;

const HEADER: [&str; 6] = ["jurisdiction", "rule", "about", "answer", "why", "law and message"];
const COLUMNS: [&str; 14] = [
    "record",
    "from",
    "to",
    "jurisdiction",
    "rule",
    "subject",
    "change",
    "outcome_before",
    "outcome",
    "law",
    "message",
    "due_on",
    "why",
    "at_least_to_at_most",
];

/// A section for each step; what lacks data is one line of it.
pub(super) fn text(picture: &Picture) -> String {
    let opened = &picture.opened;
    let record = if opened.record_id.is_empty() { "record" } else { &opened.record_id };
    let mut text = format!(
        "{record} from {} to {}, judged on each of {} days: {} answers\n",
        opened.from, opened.to, picture.summary.days, picture.summary.steps
    );
    for step in &picture.steps {
        // Writing into a text does not fail.
        let _ = write!(text, "\n{}", section(step, &opened.today));
    }
    text
}

fn section(step: &TimelineStep, today: &str) -> String {
    let projected = if step.from.as_str() > today { " (projected)" } else { "" };
    let incomplete = if step.complete { "" } else { ", incomplete" };
    let bounds = words::bounds(step.bounds);
    let mut text = format!("{} to {}{projected}: {bounds}{incomplete}\n", step.from, step.to);
    let (lacking, told): (Vec<_>, Vec<_>) = step.changes.iter().partition(|change| words::lacks_data(change));
    if !told.is_empty() {
        let rows = told.iter().map(|change| row(step, change)).collect();
        let _ = writeln!(text, "{}", table::plain(&HEADER, rows));
    }
    if !lacking.is_empty() {
        let _ = writeln!(text, "  {}", lacks(&lacking));
    }
    text
}

/// One line for the rules of which a field is absent.
pub(super) fn lacks(changes: &[&TimelineChange]) -> String {
    let rules = |which: fn(&TimelineChange) -> bool| -> Vec<&str> {
        let chosen = changes.iter().filter(|change| which(change));
        let mut rules: Vec<&str> = chosen.filter_map(|c| words::finding(c)).map(|f| f.rule_id.as_str()).collect();
        rules.dedup();
        rules
    };
    let (lacking, no_more) = (rules(|change| change.after.is_some()), rules(|change| change.after.is_none()));
    let said = |rules: &[&str], what: &str| (!rules.is_empty()).then(|| format!("{what}: {}", rules.join(", ")));
    let texts = said(&lacking, "a field is absent for").into_iter().chain(said(&no_more, "no more asked"));
    texts.collect::<Vec<_>>().join("; ")
}

fn row(step: &TimelineStep, change: &TimelineChange) -> [String; 6] {
    let finding = words::finding(change);
    let (rule, about) = finding.map_or_else(Default::default, |f| (f.rule_id.clone(), words::subject(f).to_owned()));
    [
        change.jurisdiction.clone(),
        rule,
        about,
        answer(step, change),
        words::reasons(change),
        finding.map(|f| format!("{}: {}", words::law(f), words::message(f))).unwrap_or_default(),
    ]
}

/// What the change is; of a jurisdiction, its answer.
pub(super) fn answer(step: &TimelineStep, change: &TimelineChange) -> String {
    if words::finding(change).is_some() {
        return words::change(change);
    }
    let part = step.parts.iter().find(|part| part.jurisdiction == change.jurisdiction);
    part.map_or_else(
        || "does not apply".to_owned(),
        |part| {
            let bounds = words::bounds(part.bounds);
            let said = match words::status(part.status()) {
                "" => bounds,
                status => format!("{status}, {bounds}"),
            };
            part.detail.as_deref().map_or(said.clone(), |detail| format!("{said}: {detail}"))
        },
    )
}

/// A row for each change.
pub(super) fn csv(picture: &Picture) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for step in &picture.steps {
        for change in &step.changes {
            writer.write_record(values(picture, step, change))?;
        }
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn values(picture: &Picture, step: &TimelineStep, change: &TimelineChange) -> [String; COLUMNS.len()] {
    let (before, after, finding) = (change.before.as_ref(), change.after.as_ref(), words::finding(change));
    let due = finding.and_then(|f| f.consequence.as_ref()).and_then(|c| c.due_on.clone());
    [
        picture.opened.record_id.clone(),
        step.from.clone(),
        step.to.clone(),
        change.jurisdiction.clone(),
        finding.map(|f| f.rule_id.clone()).unwrap_or_default(),
        finding.map(|f| words::subject(f).to_owned()).unwrap_or_default(),
        change.kind().as_str_name().trim_start_matches("CHANGE_KIND_").to_owned(),
        before.map(|f| table::name(f.outcome())).unwrap_or_default(),
        after.map(|f| table::name(f.outcome())).unwrap_or_default(),
        finding.map(words::law).unwrap_or_default(),
        finding.map(|f| words::message(f).to_owned()).unwrap_or_default(),
        due.unwrap_or_default(),
        words::reasons(change),
        words::bounds(step.bounds),
    ]
}
