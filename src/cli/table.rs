//! Tables for eyes.

use comfy_table::{ContentArrangement, LineStyle, Table, TableStyle};
use comity_facts::{
    policy::Manifest,
    v1::{Decision, EvaluateResponse, Finding, JurisdictionVerdict, Outcome, Screening, ScreeningHit, VerdictStatus},
};

/// Width of a table where the terminal does not say.
const WIDTH: u16 = 160;
/// No lines but one below the header.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::new('-', '-', '-', '-'));

/// A record's decisions: a section for each date with its bounds, in it every jurisdiction with its own bounds and its
/// findings, and the law that they rest on.
pub(super) fn decisions(response: &EvaluateResponse) -> String {
    let record = if response.record_id.is_empty() { "record" } else { &response.record_id };
    let sections: Vec<String> = response.decisions.iter().map(|decision| section(record, decision)).collect();
    sections.join("\n")
}

/// The bounds of a decision and its date, in short.
pub(super) fn bounds_on(decision: &Decision) -> String {
    let bounds = decision.bounds.unwrap_or_default();
    let (least, most) = (name(bounds.at_least()), name(bounds.at_most()));
    let range = if least == most { least } else { format!("{least} to {most}") };
    let incomplete = if decision.complete { "" } else { ", incomplete" };
    format!("{} {range}{incomplete}", decision.as_of)
}

/// A table without more ado.
pub(super) fn plain<const N: usize>(header: &[&str; N], rows: Vec<[String; N]>) -> String {
    let mut table = new(header);
    table.add_rows(rows);
    table.to_string()
}

fn section(record: &str, decision: &Decision) -> String {
    let bounds = decision.bounds.unwrap_or_default();
    let projected = if decision.projected { " (projected)" } else { "" };
    let complete = if decision.complete { "" } else { " - INCOMPLETE: see \"at most\"" };
    let (least, most) = (name(bounds.at_least()), name(bounds.at_most()));
    let mut table = new(&["jurisdiction", "at least", "at most", "rule", "about", "outcome", "law"]);
    let (outside, inside): (Vec<_>, Vec<_>) =
        decision.jurisdictions.iter().partition(|part| part.status() == VerdictStatus::NotApplicable);
    for part in inside {
        add_part(&mut table, part);
    }
    let known_at = decision.known_at.as_ref().map(|day| format!(", by the lists of {day}")).unwrap_or_default();
    let head =
        format!("{record} as of {}{projected}{known_at}: at least {least}, at most {most}{complete}", decision.as_of);
    format!("{head}\n{table}\n{}", not_applicable(&outside))
}

/// One line for all whose law does not reach the record: of many jurisdictions most do not.
fn not_applicable(parts: &[&JurisdictionVerdict]) -> String {
    if parts.is_empty() {
        return String::new();
    }
    let names: Vec<_> = parts.iter().map(|part| part.jurisdiction.as_str()).collect();
    format!("  does not apply: {}\n", names.join(" "))
}

fn add_part(table: &mut Table, part: &JurisdictionVerdict) {
    let bounds = part.bounds.unwrap_or_default();
    let rows = rows(part);
    for (number, [rule, about, outcome, law]) in rows.into_iter().enumerate() {
        // What is the same as in the row above is not said again.
        let first = |text: String| if number == 0 { text } else { String::new() };
        table.add_row([
            first(part.jurisdiction.clone()),
            first(name(bounds.at_least())),
            first(name(bounds.at_most())),
            rule,
            about,
            outcome,
            law,
        ]);
    }
}

fn rows(part: &JurisdictionVerdict) -> Vec<[String; 4]> {
    let remark = |text: &str| vec![[text.to_owned(), String::new(), String::new(), String::new()]];
    let findings: &[Finding] = part.verdict.as_ref().map_or(&[], |v| v.findings.as_slice());
    match part.status() {
        VerdictStatus::NotRequested | VerdictStatus::NotApplicable => Vec::new(),
        VerdictStatus::Indeterminate => {
            vec![["(no verdict)".to_owned(), String::new(), cause(part), part.detail().to_owned()]]
        }
        VerdictStatus::Answered | VerdictStatus::Unspecified => {
            let mut rows = if findings.is_empty() { remark("(nothing found)") } else { shown(findings) };
            rows.extend(part.screening.as_ref().map(screened).unwrap_or_default());
            rows.extend(
                part.cause.map(|_| ["(not screened)".to_owned(), String::new(), cause(part), part.detail().to_owned()]),
            );
            rows
        }
    }
}

fn cause(part: &JurisdictionVerdict) -> String {
    part.cause().as_str_name().trim_start_matches("INDETERMINATE_CAUSE_").to_owned()
}

/// Whom parties resemble.
fn screened(screening: &Screening) -> Vec<[String; 4]> {
    let row = |hit: &ScreeningHit| {
        let band = hit.band().as_str_name().trim_start_matches("HIT_BAND_").to_owned();
        ["(may be listed)".to_owned(), hit.party.clone(), band, format!("{} {}: {}", hit.list, hit.entry, hit.sentence)]
    };
    screening.hits.iter().map(row).collect()
}

/// The findings, most concerning first; those that only lack data come together in one row, since their text is in the
/// JSON form.
fn shown(findings: &[Finding]) -> Vec<[String; 4]> {
    let mut decided: Vec<&Finding> = findings.iter().filter(|f| f.outcome() != Outcome::InsufficientData).collect();
    decided.sort_by_key(|f| (rank(f.outcome()), f.rule_id.clone()));
    let mut rows: Vec<_> = decided.into_iter().map(row).collect();
    let open: Vec<&str> =
        findings.iter().filter(|f| f.outcome() == Outcome::InsufficientData).map(|f| f.rule_id.as_str()).collect();
    if !open.is_empty() {
        let mut rules: Vec<&str> = open.clone();
        rules.dedup();
        let text = format!("a field is absent for {}", rules.join(", "));
        let count = if rules.len() == 1 { "(1 rule)".to_owned() } else { format!("({} rules)", rules.len()) };
        rows.push([count, String::new(), name(Outcome::InsufficientData), text]);
    }
    rows
}

fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Prohibited => 0,
        Outcome::Violation => 1,
        Outcome::NeedsReview => 2,
        Outcome::Exempt => 3,
        Outcome::Info => 4,
        Outcome::InsufficientData => 5,
        Outcome::Clear | Outcome::Unspecified => 6,
    }
}

fn row(finding: &Finding) -> [String; 4] {
    [
        finding.rule_id.clone(),
        finding.subject.as_ref().map_or_else(String::new, |s| s.id.clone()),
        name(finding.outcome()),
        finding.basis.as_ref().map_or_else(String::new, |b| b.citation.clone()),
    ]
}

/// An outcome as people write it.
pub(super) fn name(outcome: Outcome) -> String {
    outcome.as_str_name().trim_start_matches("OUTCOME_").to_owned()
}

/// A plugin's manifest: what it is, and its rules.
pub(super) fn manifest(manifest: &Manifest, digest: &str, size: u64) -> String {
    let mut table = new(&["rule", "in force", "worst", "certainty", "law"]);
    for rule in &manifest.rules {
        let intervals: Vec<String> =
            rule.in_force.iter().map(|i| format!("[{}, {})", i.from, i.to.as_deref().unwrap_or_default())).collect();
        table.add_row([
            rule.id.clone(),
            intervals.join(" "),
            name(rule.worst()),
            rule.certainty().as_str_name().trim_start_matches("CERTAINTY_").to_owned(),
            rule.basis.clone(),
        ]);
    }
    format!(
        "{} {}, version {}\nsha256 {digest}, {size} bytes, {} rules\nreads {}\n{table}",
        manifest.jurisdiction,
        manifest.title,
        manifest.version,
        manifest.rules.len(),
        manifest.parts.join(", "),
    )
}

/// An empty table in the style of all tables.
pub(super) fn new(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE).set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(WIDTH);
    }
    table.set_header(header);
    table
}
