//! Which findings start which referral, on which date, against which State and from whom.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test reports by panicking")]

mod authorities;
mod courts;
mod ilo;
mod safety;
mod stages;
mod un;

use comity_plugin_ref::PLUGIN;
use comity_sdk::{
    facts::Date,
    testing::{self, Probes, Value, json, patched, with},
    v1::{
        Addressee, Consequence, Finding, JurisdictionVerdict, Message, MessageParameter, NotAssessed, Outcome, Subject,
        SubjectKind, Verdict, VerdictStatus,
    },
    verdict_after,
};

/// A finding of another plugin.
fn finding(rule: &str, outcome: Outcome) -> Finding {
    Finding {
        rule_id: rule.into(),
        outcome: outcome.into(),
        fact_from: Some("2016-01-01".into()),
        ..Finding::default()
    }
}

/// The same about a host State.
fn against(host: &str, finding: Finding) -> Finding {
    let parameters = vec![MessageParameter { name: "host".into(), value: host.into() }];
    let addressees = vec![Addressee::State.into()];
    Finding { addressees, message: Some(Message { parameters, ..Message::default() }), ..finding }
}

/// What the other plugins said: these findings, by the jurisdiction that their rules begin with.
fn said(findings: &[Finding]) -> Vec<JurisdictionVerdict> {
    let mut others: Vec<JurisdictionVerdict> = Vec::new();
    for finding in findings {
        let jurisdiction = finding.rule_id.split('.').next().unwrap();
        let known = others.iter().position(|part| part.jurisdiction == jurisdiction);
        if known.is_none() {
            others.push(nothing(jurisdiction, VerdictStatus::Answered));
        }
        let last = others.len() - 1;
        let part = others.get_mut(known.unwrap_or(last)).unwrap();
        part.verdict.get_or_insert_with(Verdict::default).findings.push(finding.clone());
    }
    others
}

/// A plugin that found nothing, or said nothing.
fn nothing(jurisdiction: &str, status: VerdictStatus) -> JurisdictionVerdict {
    let verdict = (status == VerdictStatus::Answered).then(Verdict::default);
    JurisdictionVerdict { jurisdiction: jurisdiction.into(), status: status.into(), verdict, ..Default::default() }
}

fn one(rule: &str, outcome: Outcome) -> Vec<JurisdictionVerdict> {
    said(&[finding(rule, outcome)])
}

/// Workers of one employer at a site in a country, and an empty dossier.
fn in_country(country: &str) -> Value {
    json!({
        "parties": {"items": [{"id": "e", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "name": "Employer", "country": country}]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "count": "100"}]},
        "deployment": {"start": "2016-01-01", "end": "2026-01-01"},
        "worksites": {"items": [{"id": "s", "country": country}]},
        "dossier": {}
    })
}

fn filing(country: &str, dossier: &Value) -> Value {
    with(&in_country(country), "/dossier", dossier.clone())
}

fn verdict(as_of: &str, record: &Value, others: &[JurisdictionVerdict]) -> Verdict {
    verdict_after(&PLUGIN, Date::read(as_of).expect("a date"), &testing::record(record), others)
}

fn answered(rule: &str, as_of: &str, record: &Value, others: &[JurisdictionVerdict]) -> Option<Finding> {
    verdict(as_of, record, others).findings.into_iter().find(|finding| finding.rule_id == rule)
}

/// A rule's letter, and the suffix of its message's key.
fn answer(rule: &str, as_of: &str, record: &Value, others: &[JurisdictionVerdict]) -> String {
    let verdict = verdict(as_of, record, others);
    if let Some(finding) = verdict.findings.iter().find(|finding| finding.rule_id == rule) {
        let letter = testing::letter(finding.outcome());
        let key = finding.message.clone().unwrap().key;
        let suffix = key.strip_prefix(rule).unwrap().trim_start_matches('.');
        return if suffix.is_empty() || letter == "D" { letter.to_owned() } else { format!("{letter} {suffix}") };
    }
    if verdict.not_in_force.iter().any(|id| id == rule) {
        return "not in force".into();
    }
    let absent = verdict.not_assessed.iter().find(|entry| entry.rule_ids.iter().any(|id| id == rule));
    absent.map_or_else(|| "-".into(), |entry| format!("not assessed: {}", entry.part))
}

#[track_caller]
fn check(rule: &str, as_of: &str, record: &Value, others: &[JurisdictionVerdict], expected: &str) {
    assert_eq!(answer(rule, as_of, record, others), expected, "{rule} on {as_of}\n{record:#}");
}

fn text(rule: &str, as_of: &str, record: &Value, others: &[JurisdictionVerdict]) -> String {
    answered(rule, as_of, record, others).unwrap().message.unwrap().text
}

fn missing(rule: &str, as_of: &str, record: &Value, others: &[JurisdictionVerdict]) -> Vec<String> {
    answered(rule, as_of, record, others).unwrap().missing
}

fn due(rule: &str, as_of: &str, record: &Value, others: &[JurisdictionVerdict]) -> Option<String> {
    answered(rule, as_of, record, others).unwrap().consequence.and_then(|consequence| consequence.due_on)
}

const DAY: &str = "2018-06-01";

#[test]
fn every_row() {
    Probes(&PLUGIN).rows(&[
        "ref.ecthr",
        "ref.icc",
        "ref.ilo.22",
        "ref.ilo.24",
        "ref.ilo.26",
        "ref.msmt",
        "ref.nca.flr",
        "ref.nca.labour",
        "ref.nca.nl_pl",
        "ref.nca.sanctions.eu",
        "ref.nca.us",
        "ref.nonrefoul",
        "ref.publish",
        "ref.safety",
        "ref.stage1",
        "ref.stage2",
        "ref.stage3",
        "ref.stage4",
        "ref.un.1718",
        "ref.un.ga",
        "ref.un.hrc1503",
        "ref.un.hrcttee",
        "ref.un.hrcttee.report",
        "ref.un.poe",
        "ref.un.sp",
        "ref.un.upr",
    ]);
}

#[test]
fn the_law_of_each_day() {
    Probes(&PLUGIN).law_of_the_day(include_str!("../../../../docs/law/catalogue.csv"), &in_country("QAT"));
}

#[test]
fn nothing_is_referred_without_the_parts_it_is_about() {
    for (rule, parts) in [
        ("ref.un.hrc1503", &["dossier", "workers"][..]),
        ("ref.un.hrcttee", &["dossier"]),
        ("ref.ilo.24", &["dossier"]),
        ("ref.ilo.26", &["dossier"]),
        ("ref.ecthr", &["dossier"]),
        ("ref.nca.labour", &["worksites", "parties"]),
        ("ref.publish", &["dossier"]),
        ("ref.safety", &["dossier"]),
        ("ref.stage1", &["dossier"]),
        ("ref.stage2", &["dossier"]),
        ("ref.stage3", &["dossier"]),
        ("ref.stage4", &["dossier", "parties"]),
    ] {
        for part in parts {
            let without = with(&in_country("QAT"), &format!("/{part}"), Value::Null);
            check(rule, DAY, &without, &[], &format!("not assessed: {part}"));
        }
    }
}

/// Where nothing was found nothing is asked for, whatever the dossier lacks.
#[test]
fn nothing_found_asks_for_nothing() {
    let bare = with(&with(&in_country("QAT"), "/worksites/items/0/country", Value::Null), "/parties/items", json!([]));
    for rule in ["ref.publish", "ref.ecthr", "ref.un.hrc1503", "ref.un.hrcttee", "ref.nca.labour", "ref.stage4"] {
        check(rule, DAY, &bare, &one("qa.none", Outcome::Info), "-");
    }
}

/// Rules, States and subjects: each once, in order, whatever the order of the findings.
#[test]
fn what_is_named_is_named_once_in_order() {
    let forced = |rule: &str, host: &str| against(host, finding(rule, Outcome::Violation));
    let others = said(&[
        forced("ilo.palermo", "POL"),
        forced("ilo.c029.definition", "MLT"),
        forced("ilo.palermo", "POL"),
        forced("ilo.c029.definition", "DEU"),
    ]);
    let filed = json!({"filer": "FILER_VICTIM", "remedies_exhausted_on": "2018-05-01", "anonymous": false,
        "pending_elsewhere": false});
    let told = text("ref.ecthr", DAY, &filing("QAT", &filed), &others);
    assert!(told.contains("against DEU, MLT, POL, by 2018-11-01: ilo.c029.definition, ilo.palermo."), "{told}");
    let told = text("ref.icc", DAY, &in_country("QAT"), &others);
    assert!(told.contains("by the territory of MLT, POL:"), "{told}");
    let triggers = answered("ref.icc", DAY, &in_country("QAT"), &others).unwrap().attributes;
    let triggers: Vec<_> = triggers.iter().map(|a| (a.name.as_str(), a.value.as_str())).collect();
    assert_eq!(triggers, [("triggers", "ilo.c029.definition,ilo.palermo")]);
}

/// A way that is not open names no body to go to.
#[test]
fn what_is_not_open_is_referred_nowhere() {
    let un = one("un.2397.8", Outcome::Violation);
    for (rule, as_of, dossier, others, bodies) in [
        ("ref.un.poe", "2024-04-30", json!({}), &un, 1),
        ("ref.un.poe", "2024-05-01", json!({}), &un, 0),
        ("ref.un.1718", DAY, json!({"filer": "FILER_STATE"}), &un, 1),
        ("ref.un.1718", DAY, json!({"filer": "FILER_NGO"}), &un, 0),
        ("ref.icc", DAY, json!({}), &one("ilo.palermo", Outcome::NeedsReview), 0),
        ("ref.nca.flr", "2027-12-13", json!({}), &one("eu.flr.ban", Outcome::Info), 0),
        ("ref.nca.flr", "2027-12-14", json!({}), &one("eu.flr.ban", Outcome::Info), 1),
        ("ref.un.hrcttee", DAY, json!({}), &one("ilo.iccpr.8", Outcome::Violation), 0),
        ("ref.ilo.24", DAY, json!({}), &one("ilo.p029.remedy", Outcome::Violation), 0),
    ] {
        let finding = answered(rule, as_of, &filing("QAT", &dossier), others).unwrap();
        assert_eq!(finding.referrals.len(), bodies, "{rule} on {as_of}");
    }
}

/// No exemption, deadline, benchmark or want of data starts a referral, and no plugin that said nothing.
#[test]
fn what_starts_nothing() {
    for rule in ["ref.un.sp", "ref.un.poe", "ref.un.1718", "ref.nca.us", "ref.nca.labour", "ref.icc", "ref.ilo.22"] {
        for row in ["ilo.c029.definition", "un.2397.8", "us.13722.1", "qa.wage.wps@2015"] {
            for outcome in [Outcome::Info, Outcome::Exempt, Outcome::InsufficientData] {
                check(rule, DAY, &in_country("QAT"), &one(row, outcome), "-");
            }
        }
        let failed = ["ilo", "un", "us", "qa"].map(|plugin| nothing(plugin, VerdictStatus::Indeterminate));
        check(rule, DAY, &in_country("QAT"), &failed, "-");
    }
}
