//! The probes of the catalogue, row by row: what fires, what does not, what each absent field leaves open, and the day
//! before, the day and the day after every boundary.
//!
//! The letters are the catalogue's: V violation, R needs review, I info, X exempt, D insufficient data, "-" silent.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test reports by panicking, and reads as a table"
)]

mod boundaries;
mod fine_print;
mod residence;
mod scope;
mod time;
mod wages;
mod work;

use comity_plugin_qa::PLUGIN;
use comity_sdk::{
    testing::{self, Probes, Value, json, patched},
    v1::Finding,
};

/// A crew of 80 in Doha since May 2014, and nothing else.
fn crew() -> Value {
    json!({
        "id": "probe",
        "workers": {"items": [
            {"id": "crew", "nationalities": {"items": ["NPL"]}, "count": 80, "sector": "SECTOR_CONSTRUCTION"}
        ]},
        "deployment": {"start": "2014-05-25"},
        "worksites": {"items": [{"id": "tower", "country": "QAT"}]},
    })
}

/// The crew with more parts, or other ones.
fn with(parts: &Value) -> Value {
    patched(&crew(), parts)
}

/// A part with one entry.
fn one(part: &str, entry: &Value) -> Value {
    json!({ part: {"items": [entry]} })
}

/// An entry with changes; null takes a field out.
fn but(entry: &Value, change: Value) -> Value {
    patched(entry, &change)
}

#[track_caller]
fn check(rule: &str, as_of: &str, parts: &Value, expected: &str) {
    assert_eq!(testing::answer(&PLUGIN, rule, as_of, &with(parts)), expected, "{rule} on {as_of}: {parts:#}");
}

/// The findings of a rule.
fn findings(rule: &str, as_of: &str, parts: &Value) -> Vec<Finding> {
    let verdict = testing::verdict_on(&PLUGIN, as_of, &testing::record(&with(parts)));
    verdict.findings.into_iter().filter(|finding| finding.rule_id == rule).collect()
}

/// The fields that a rule says are missing.
#[track_caller]
fn check_missing(rule: &str, as_of: &str, parts: &Value, expected: &[&str]) {
    let missing: Vec<String> = findings(rule, as_of, parts).into_iter().flat_map(|finding| finding.missing).collect();
    assert_eq!(missing, expected, "{rule} on {as_of}: {parts:#}");
}

/// The exemption that covers a finding.
#[track_caller]
fn check_exempt(rule: &str, as_of: &str, parts: &Value, id: &str) {
    check(rule, as_of, parts, "X");
    let exemptions: Vec<_> =
        findings(rule, as_of, parts).into_iter().filter_map(|f| f.exemption).map(|e| e.id).collect();
    assert_eq!(exemptions, [id], "{rule} on {as_of}");
}

#[test]
fn the_law_of_every_row_has_its_days() {
    Probes(&PLUGIN).law_of_the_day(include_str!("../../../../docs/law/catalogue.csv"), &crew());
}

#[test]
fn every_row_is_there() {
    let rows = "res.passport@2009 res.passport@2016 res.permit90 res.other@2009 res.other@2016 res.samesponsor \
                res.exit@2009 res.noc@2020 res.abscond wage.period wage.currency wage.personal@2004 \
                wage.wps@2015 wage.retention wage.zero wage.min.none wage.min.750 wage.min@2021 wage.final \
                wage.deduct hours.ord hours.ramadan hours.max10 hours.week60 hours.cont5 hours.otpay rest.week \
                rest.2fridays hours.fine leave heat@2007 heat@2021 heat.wbgt heat.plan recruit.fee permit \
                contract contract.sub resign.breach housing.lock housing.space traffick forced insp dispute";
    let mut rows: Vec<String> = rows.split_whitespace().map(|row| format!("qa.{row}")).collect();
    let mut rules: Vec<String> = PLUGIN.all_rules().map(|rule| rule.id.to_owned()).collect();
    rows.sort();
    rules.sort();
    assert_eq!(rules, rows);
}

/// Kept in step with the proto by the harness: a read that a rule does not declare panics, a declared field that the
/// record does not have is found here.
#[test]
fn declared_fields_exist() {
    let schema: Vec<&str> = comity_sdk::view::SCHEMA.iter().map(|(message, _)| *message).collect();
    assert!(schema.contains(&"comity.v1.WageLine"));
    for rule in PLUGIN.all_rules() {
        for field in rule.fields() {
            assert!(testing::field_exists(field), "{}: {field}", rule.id);
        }
    }
}
