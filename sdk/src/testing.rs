//! Tests of a plugin, natively: tables of rule, record and expected outcome, and golden cases.
//!
//! A golden case is two files in the plugin's `cases/` folder: `NAME.expected.json` names the record and says, for each
//! date, which rule gives which outcome (the letters of the catalogue); `NAME.golden.json` holds the full verdicts.
//! `COMITY_BLESS=1 cargo test` rewrites the golden files, never the expectations.

#![allow(clippy::panic, clippy::expect_used, reason = "a test harness reports by panicking")]

mod law;
mod probes;

use std::{collections::BTreeMap, fs, path::Path, sync::LazyLock};

use comity_facts::{
    DESCRIPTORS, Date,
    v1::{JurisdictionVerdict, Outcome, Record, Verdict, VerdictStatus},
};
pub use probes::{Probes, with, with_one, workers_in};
use prost_reflect::{DescriptorPool, DynamicMessage, SerializeOptions};
use serde::de::DeserializeSeed as _;
pub use serde_json::{Value, json};

use crate::{Plugin, verdict, verdict_after};

static POOL: LazyLock<DescriptorPool> =
    LazyLock::new(|| DescriptorPool::decode(DESCRIPTORS).expect("the descriptors are ours"));

/// A record from proto3 JSON.
///
/// # Panics
/// If it is not one.
pub fn record(json: &Value) -> Record {
    let message = POOL.get_message_by_name("comity.v1.Record").expect("the record is in the descriptors");
    match message.deserialize(json.clone()) {
        Ok(dynamic) => dynamic.transcode_to().expect("same message"),
        Err(error) => panic!("not a record: {error}\n{json:#}"),
    }
}

/// A record with a change, as a JSON merge patch: objects merge, anything else replaces, null removes.
pub fn patched(base: &Value, patch: &Value) -> Value {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            let mut merged = base.clone();
            for (key, value) in patch {
                if value.is_null() {
                    merged.remove(key);
                } else {
                    let before = base.get(key).unwrap_or(&Value::Null);
                    merged.insert(key.clone(), patched(before, value));
                }
            }
            Value::Object(merged)
        }
        (_, Value::Object(patch)) => patched(&Value::Object(serde_json::Map::new()), &Value::Object(patch.clone())),
        (_, value) => value.clone(),
    }
}

/// The letter of an outcome in the catalogue's tables.
pub fn letter(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Info => "I",
        Outcome::NeedsReview => "R",
        Outcome::Violation => "V",
        Outcome::Prohibited => "P",
        Outcome::Exempt => "X",
        Outcome::InsufficientData => "D",
        Outcome::Unspecified | Outcome::Clear => "?",
    }
}

/// What one rule says about a record on a date: the letters of its findings, in order and each once, or "-" for silence,
/// "not in force", "not assessed: part", "NA".
///
/// # Panics
/// If the plugin has no such rule.
pub fn answer(plugin: &Plugin, rule: &str, as_of: &str, json: &Value) -> String {
    let verdict = verdict_on(plugin, as_of, &record(json));
    let mut letters: Vec<_> =
        verdict.findings.iter().filter(|f| f.rule_id == rule).map(|f| letter(f.outcome())).collect();
    letters.dedup();
    if !letters.is_empty() {
        return letters.concat();
    }
    if verdict.not_applicable.is_some() {
        return "NA".into();
    }
    if verdict.silent.iter().any(|id| id == rule) {
        return "-".into();
    }
    if verdict.not_in_force.iter().any(|id| id == rule) {
        return "not in force".into();
    }
    match verdict.not_assessed.iter().find(|n| n.rule_ids.iter().any(|id| id == rule)) {
        Some(entry) => format!("not assessed: {}", entry.part),
        None => panic!("the plugin has no rule `{rule}`"),
    }
}

/// Whether the record has a field of this path, written without indexes: what a rule declares in its `reads`.
pub fn field_exists(path: &str) -> bool {
    let mut message = POOL.get_message_by_name("comity.v1.Record");
    path.split('.').all(|name| {
        let field = message.as_ref().and_then(|message| message.get_field_by_name(name));
        message = field.as_ref().and_then(|field| field.kind().as_message().cloned());
        field.is_some()
    })
}

/// A record with every part that it lacks, empty: nothing happened, and everybody looked.
fn with_every_part(record: &Value) -> Value {
    let message = POOL.get_message_by_name("comity.v1.Record").expect("the record is in the descriptors");
    let parts = message.fields().filter(|field| field.kind().as_message().is_some() && !field.is_list());
    let mut full = record.clone();
    for part in parts {
        full.as_object_mut().expect("a record").entry(part.name()).or_insert_with(|| json!({}));
    }
    full
}

/// The verdict on a record.
///
/// # Panics
/// If the date is none.
pub fn verdict_on(plugin: &Plugin, as_of: &str, record: &Record) -> Verdict {
    verdict(plugin, Date::read(as_of).expect("a date"), record)
}

/// The settings of a plugin at their defaults.
pub fn settings(plugin: &Plugin) -> Vec<(String, String)> {
    crate::export::defaults(plugin)
}

/// The verdict on a record with other settings.
///
/// # Panics
/// If the date is none.
pub fn verdict_set_to(plugin: &Plugin, as_of: &str, json: &Value, settings: &[(String, String)]) -> Verdict {
    crate::export::verdict_set(plugin, Date::read(as_of).expect("a date"), &record(json), settings)
}

/// Checks every golden case of a folder.
///
/// # Panics
/// If a case differs from its expectation or its golden file: with every difference.
pub fn golden_cases(plugin: &Plugin, folder: &Path) {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder of cases")
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.strip_suffix(".expected.json").map(str::to_owned))
        .collect();
    names.sort();
    assert!(!names.is_empty(), "no cases in {}", folder.display());
    let problems: Vec<String> = names.iter().flat_map(|name| golden_case(plugin, folder, name)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// One golden case. Unknown keys are refused, so that a slip of the pen cannot weaken a test.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Where the case comes from.
    #[expect(dead_code, reason = "for the reader of the file")]
    source: String,
    /// The record, as a path from the folder.
    record: String,
    /// A change of the record, as a merge patch.
    #[serde(default)]
    patch: Value,
    /// What other plugins said, for a plugin that hears them: a jurisdiction's golden file, as a path from the folder. Its verdict
    /// of the same date is heard.
    #[serde(default)]
    hears: BTreeMap<String, String>,
    /// Date to rule to letter, or to letters by subject; "NA" for a plugin that does not apply.
    expected: BTreeMap<String, Value>,
    /// Rules beyond the table that may give findings, each with the row that says so.
    #[serde(default)]
    beyond: BTreeMap<String, String>,
}

fn golden_case(plugin: &Plugin, folder: &Path, name: &str) -> Vec<String> {
    let text = fs::read_to_string(folder.join(format!("{name}.expected.json"))).expect("the case");
    let case: Case = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
    let base = read(&folder.join(&case.record));
    let record = record(&if case.patch.is_null() { base } else { patched(&base, &case.patch) });
    let mut problems = Vec::new();
    let mut golden = serde_json::Map::new();
    let heard: BTreeMap<&str, Value> =
        case.hears.iter().map(|(jurisdiction, file)| (jurisdiction.as_str(), read(&folder.join(file)))).collect();
    for (as_of, expected) in &case.expected {
        let others: Vec<_> = heard.iter().map(|(jurisdiction, golden)| answered(jurisdiction, as_of, golden)).collect();
        let verdict = verdict_after(plugin, Date::read(as_of).expect("a date"), &record, &others);
        problems
            .extend(differences(&verdict, expected, &case.beyond).into_iter().map(|p| format!("{name} {as_of}: {p}")));
        golden.insert(as_of.clone(), to_json(&verdict));
    }
    problems.extend(compare(&folder.join(format!("{name}.golden.json")), &Value::Object(golden)));
    problems
}

fn read(file: &Path) -> Value {
    let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    serde_json::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", file.display()))
}

/// The verdict of a golden file on a date, as a plugin that comes after hears it.
fn answered(jurisdiction: &str, as_of: &str, golden: &Value) -> JurisdictionVerdict {
    let verdict = golden.get(as_of).unwrap_or_else(|| panic!("`{jurisdiction}` has no verdict of {as_of}"));
    let message = POOL.get_message_by_name("comity.v1.Verdict").expect("the verdict is in the descriptors");
    let dynamic = message.deserialize(verdict.clone()).unwrap_or_else(|e| panic!("`{jurisdiction}` on {as_of}: {e}"));
    JurisdictionVerdict {
        jurisdiction: jurisdiction.to_owned(),
        status: VerdictStatus::Answered.into(),
        verdict: Some(dynamic.transcode_to().expect("same message")),
        ..JurisdictionVerdict::default()
    }
}

/// What differs between a verdict and a row of the table. The row is complete: anything more is a difference, but an
/// INSUFFICIENT_DATA for a field that is really absent, which the engine guarantees by naming what it did not find.
fn differences(verdict: &Verdict, expected: &Value, beyond: &BTreeMap<String, String>) -> Vec<String> {
    let Value::Object(expected) = expected else {
        let applies = verdict.not_applicable.is_none();
        return if applies { vec![format!("applies, expected {expected}")] } else { Vec::new() };
    };
    let mut actual: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for finding in &verdict.findings {
        let subject = finding.subject.as_ref().map_or("", |s| s.id.as_str());
        actual.entry(&finding.rule_id).or_default().insert(subject, letter(finding.outcome()));
    }
    let mut problems = Vec::new();
    for (rule, wanted) in expected {
        let found = actual.remove(rule.as_str()).unwrap_or_default();
        let ok = match wanted {
            Value::String(letter) => !found.is_empty() && found.values().all(|l| l == letter),
            Value::Object(subjects) => {
                subjects.len() == found.len()
                    && subjects.iter().all(|(s, l)| found.get(s.as_str()).copied() == l.as_str())
            }
            _ => false,
        };
        if !ok {
            problems.push(format!("{rule}: expected {wanted}, found {found:?}"));
        }
    }
    for (rule, found) in actual {
        let accepted = found.values().all(|&l| l == "D") || beyond.contains_key(rule);
        if !accepted {
            problems.push(format!("{rule}: unexpected {found:?}"));
        }
    }
    problems
}

fn to_json(verdict: &Verdict) -> Value {
    let mut dynamic =
        DynamicMessage::new(POOL.get_message_by_name("comity.v1.Verdict").expect("the verdict is in the descriptors"));
    dynamic.transcode_from(verdict).expect("same message");
    let options = SerializeOptions::new().skip_default_fields(true).use_proto_field_name(true);
    dynamic.serialize_with_options(serde_json::value::Serializer, &options).expect("a verdict has a JSON form")
}

fn compare(file: &Path, actual: &Value) -> Option<String> {
    let text = format!("{actual:#}\n");
    if std::env::var_os("COMITY_BLESS").is_some() {
        fs::write(file, text).expect("the golden file can be written");
        return None;
    }
    let golden = fs::read_to_string(file).unwrap_or_default();
    if golden == text {
        return None;
    }
    let line = golden.lines().zip(text.lines()).position(|(a, b)| a != b).unwrap_or(0);
    let at = |text: &str| text.lines().nth(line).unwrap_or_default().trim().to_owned();
    Some(format!(
        "{} differs from line {}: golden `{}`, now `{}`; if that is right, run with COMITY_BLESS=1 and read the diff",
        file.display(),
        line + 1,
        at(&golden),
        at(&text)
    ))
}
