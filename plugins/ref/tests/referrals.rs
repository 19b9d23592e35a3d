//! Which findings start which referral, on which date.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test reports by panicking")]

use comity_plugin_ref::PLUGIN;
use comity_sdk::{
    facts::Date,
    testing::{self, json},
    v1::{Finding, JurisdictionVerdict, Outcome, Record, Verdict},
    verdict_after,
};

fn others(jurisdiction: &str, rule: &str, outcome: Outcome) -> Vec<JurisdictionVerdict> {
    let finding = Finding { rule_id: rule.into(), outcome: outcome.into(), ..Finding::default() };
    let verdict = Verdict { findings: vec![finding], ..Verdict::default() };
    vec![JurisdictionVerdict {
        jurisdiction: jurisdiction.into(),
        verdict: Some(verdict),
        ..JurisdictionVerdict::default()
    }]
}

fn record() -> Record {
    testing::record(&json!({
        "parties": {"items": [{"id": "e", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "name": "Employer"}]},
        "worksites": {"items": [{"id": "s", "country": "QAT"}]},
    }))
}

#[track_caller]
fn check(as_of: &str, record: &Record, others: &[JurisdictionVerdict], expected: &[&str]) {
    let verdict = verdict_after(&PLUGIN, Date::read(as_of).expect("a date"), record, others);
    let found: Vec<_> =
        verdict.findings.iter().map(|f| format!("{} {}", f.rule_id, testing::letter(f.outcome()))).collect();
    assert_eq!(found, expected, "{as_of}");
}

#[test]
fn labour_inspectorate() {
    let violation = others("qa", "qa.wage.wps@2015", Outcome::Violation);
    check("2016-01-01", &record(), &violation, &["ref.nca.labour I"]);
    check("2016-01-01", &record(), &others("qa", "qa.wage.retention", Outcome::Info), &[]);
    check("2016-01-01", &record(), &others("qa", "qa.wage.personal@2004", Outcome::Exempt), &[]);
    check("2016-01-01", &record(), &others("us", "us.13687", Outcome::NeedsReview), &["ref.nca.us I"]);
    let nobody = testing::record(&json!({
        "parties": {"items": []}, "worksites": {"items": [{"id": "s", "country": "QAT"}]}
    }));
    check("2016-01-01", &nobody, &violation, &["ref.nca.labour D"]);
    check("2016-01-01", &Record::default(), &violation, &[]);
    // The site in the country whose law was broken, not the first one; none of them there.
    let abroad = testing::record(&json!({
        "parties": {"items": [{"id": "e", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "name": "Employer"}]},
        "worksites": {"items": [{"id": "camp", "country": "CHN"}, {"id": "tower", "country": "QAT"}]},
    }));
    let verdict = verdict_after(&PLUGIN, Date::read("2016-01-01").unwrap(), &abroad, &violation);
    let text = verdict.findings.first().and_then(|f| f.message.clone()).unwrap().text;
    assert!(text.contains("inspectorate of QAT, about Employer at tower:"), "{text}");
    let elsewhere = others("pl", "pl.hours", Outcome::Violation);
    check("2016-01-01", &abroad, &elsewhere, &["ref.nca.labour D"]);
}

#[test]
fn monitoring_bodies_by_date() {
    let un = others("un", "un.2397.8", Outcome::Violation);
    for (as_of, expected) in [
        ("2009-06-11", &[][..]),
        ("2009-06-12", &["ref.un.poe I"][..]),
        ("2024-04-30", &["ref.un.poe I"]),
        ("2024-05-01", &["ref.un.poe I"]),
        ("2024-10-15", &["ref.un.poe I"]),
        ("2024-10-16", &["ref.msmt I", "ref.un.poe I"]),
    ] {
        check(as_of, &record(), &un, expected);
    }
    let text = |as_of: &str| {
        let verdict = verdict_after(&PLUGIN, Date::read(as_of).unwrap(), &record(), &un);
        verdict.findings.iter().find(|f| f.rule_id == "ref.un.poe").unwrap().message.clone().unwrap().key
    };
    assert_eq!(text("2024-04-30"), "ref.un.poe");
    assert_eq!(text("2024-05-01"), "ref.un.poe.ended");
}
