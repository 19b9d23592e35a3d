//! Each condition met, not met, for review and not known; and how many are met.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test reports by panicking")]

use comity_plugin_fautre::PLUGIN;
use comity_sdk::{
    facts::Date,
    six::LAWS,
    testing::{self, Probes, Value, json, patched, with},
    v1::{Finding, JurisdictionVerdict, NotAssessed, Outcome, Subject, SubjectKind, Verdict, VerdictStatus},
    verdict_after,
};

/// Rows of the other plugins that the conditions ask in Qatar, all silent.
const SILENT: [(&str, &[&str]); 3] = [
    (
        "ilo",
        &[
            "ilo.hours.day",
            "ilo.ind.03",
            "ilo.ind.04",
            "ilo.ind.05",
            "ilo.ind.06",
            "ilo.ind.07",
            "ilo.ind.10",
            "ilo.iccpr.12",
            "ilo.insp.frequency",
            "ilo.insp.access",
            "ilo.insp.followup",
            "ilo.c095.direct",
            "ilo.c095.deduct",
            "ilo.c029.penal",
        ],
    ),
    (
        "qa",
        &[
            "qa.contract",
            "qa.hours.ord",
            "qa.res.passport@2016",
            "qa.housing.lock",
            "qa.heat@2007",
            "qa.rest.week",
            "qa.wage.min.none",
            "qa.insp",
            "qa.wage.wps@2015",
        ],
    ),
    ("us", &["us.1592", "us.9241b", "us.9214.a5", "us.1589"]),
];

fn all_silent() -> Vec<JurisdictionVerdict> {
    let said = |(jurisdiction, rules): (&str, &[&str])| JurisdictionVerdict {
        jurisdiction: jurisdiction.into(),
        status: VerdictStatus::Answered.into(),
        verdict: Some(Verdict { silent: rules.iter().map(|&rule| rule.into()).collect(), ..Verdict::default() }),
        ..JurisdictionVerdict::default()
    };
    SILENT.into_iter().map(said).collect()
}

/// The same, one rule having found something.
fn found(rule: &str, outcome: Outcome) -> Vec<JurisdictionVerdict> {
    and_found(all_silent(), rule, outcome)
}

/// These verdicts, one rule more having found something.
fn and_found(mut others: Vec<JurisdictionVerdict>, rule: &str, outcome: Outcome) -> Vec<JurisdictionVerdict> {
    let verdict = others.iter_mut().find(|part| rule.starts_with(&format!("{}.", part.jurisdiction))).unwrap();
    let missing =
        (outcome == Outcome::InsufficientData).then(|| "worksites.items[0].heat".to_owned()).into_iter().collect();
    let subject = Some(Subject { kind: SubjectKind::Liberty.into(), id: "l".into() });
    let finding = Finding { rule_id: rule.into(), outcome: outcome.into(), missing, subject, ..Finding::default() };
    verdict.verdict.as_mut().unwrap().findings.push(finding);
    others
}

/// The same, one plugin having said nothing.
fn without(jurisdiction: &str, status: VerdictStatus) -> Vec<JurisdictionVerdict> {
    let mut others = all_silent();
    let part = others.iter_mut().find(|part| part.jurisdiction == jurisdiction).unwrap();
    (part.status, part.verdict) = (status.into(), None);
    others
}

/// The plugin of a country, all its rows silent, beside the others.
fn silent_in(country: &str) -> Vec<JurisdictionVerdict> {
    let law = LAWS.iter().find(|law| law.country == country).unwrap();
    let rows = [law.contracts, law.papers, law.standards, law.inspections, law.pay];
    let silent = rows.into_iter().flatten().map(|row| row.trim_end_matches('*').to_owned()).collect();
    let mut others = all_silent();
    others.push(verdict_of(law.plugin, Verdict { silent, ..Verdict::default() }));
    others
}

fn verdict_of(jurisdiction: &str, verdict: Verdict) -> JurisdictionVerdict {
    JurisdictionVerdict {
        jurisdiction: jurisdiction.into(),
        status: VerdictStatus::Answered.into(),
        verdict: Some(verdict),
        ..JurisdictionVerdict::default()
    }
}

/// Workers in Qatar with whom everything is in order.
fn record() -> Value {
    json!({
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "role": "WORKER_ROLE_LABOURER"}]},
        "deployment": {"start": "2016-01-01", "end": "2021-01-01"},
        "worksites": {"items": [{"id": "tower", "country": "QAT"}]},
        "contracts": {"items": [{"id": "k", "signed_on": "2015-12-01", "language_ok": true, "worker_has_copy": true,
            "registered": true}]},
        "liberty": {"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_WORKER", "may_leave_site": true,
            "may_leave_accommodation": true, "escort_required": false}]},
        "inspections": {"items": [{"id": "i", "date": "2017-01-31", "access": "INSPECTION_ACCESS_GRANTED",
            "unannounced": true, "findings": {"items": []}}]},
        "wages": {"items": [{"id": "w", "payee": "PAYEE_WORKER_ACCOUNT",
            "gross_by_host": {"currency": "QAR", "amount": "3000"},
            "received_by_worker": {"currency": "QAR", "amount": "3000"}, "deductions": {"items": []}}]},
        "supervision": {"items": [{"id": "s", "minder_present": false}]},
        "coercion": {"items": []}
    })
}

const DAY: &str = "2017-06-01";

fn asked(as_of: &str, record: &Value, others: &[JurisdictionVerdict]) -> Verdict {
    verdict_after(&PLUGIN, Date::read(as_of).expect("a date"), &testing::record(record), others)
}

fn finding(rule: &str, verdict: &Verdict) -> Option<Finding> {
    verdict.findings.iter().find(|finding| finding.rule_id == rule).cloned()
}

/// How a rule stands: its letter and the word for the standing, "D" where a field of the record is asked for.
fn standing(rule: &str, as_of: &str, record: &Value, others: &[JurisdictionVerdict]) -> String {
    let verdict = asked(as_of, record, others);
    let Some(finding) = finding(rule, &verdict) else {
        let absent = verdict.not_assessed.iter().find(|entry| entry.rule_ids.iter().any(|id| id == rule));
        return absent.map_or_else(|| "-".into(), |entry| format!("not assessed: {}", entry.part));
    };
    let word = finding.attributes.iter().find(|attribute| attribute.name == "standing");
    let letter = testing::letter(finding.outcome());
    word.map_or_else(|| letter.into(), |word| format!("{letter} {}", word.value))
}

#[track_caller]
fn check(rule: &str, record: &Value, others: &[JurisdictionVerdict], expected: &str) {
    assert_eq!(standing(rule, DAY, record, others), expected, "{rule}");
}

fn text(rule: &str, as_of: &str, record: &Value, others: &[JurisdictionVerdict]) -> String {
    finding(rule, &asked(as_of, record, others)).unwrap().message.unwrap().text
}

fn entry(part: &str, change: &Value) -> Value {
    let path = format!("/{part}/items/0");
    let changed = patched(record().pointer(&path).unwrap(), change);
    with(&record(), &path, changed)
}

#[test]
fn the_law_of_each_day() {
    Probes(&PLUGIN).law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &record());
}

#[test]
fn nothing_is_weighed_without_the_parts_it_is_about() {
    for (rule, part) in [
        ("fautre.1", "contracts"),
        ("fautre.2", "liberty"),
        ("fautre.3", "workers"),
        ("fautre.4", "inspections"),
        ("fautre.5", "wages"),
        ("fautre.6", "supervision"),
        ("fautre.score", "workers"),
    ] {
        for part in ["deployment", "workers", part] {
            let without = with(&record(), &format!("/{part}"), Value::Null);
            check(rule, &without, &all_silent(), &format!("not assessed: {part}"));
        }
    }
}

#[test]
fn everything_in_order_is_met() {
    for rule in ["fautre.1", "fautre.2", "fautre.3", "fautre.4", "fautre.5", "fautre.6"] {
        check(rule, &record(), &all_silent(), "I met");
    }
    assert_eq!(text("fautre.score", DAY, &record(), &all_silent()), "All six conditions are met.");
    let met = "Condition 2 is met: passports and visas are not taken by supervisor or employer, and movement is free.";
    assert_eq!(text("fautre.2", DAY, &record(), &all_silent()), met);
}

#[test]
fn a_fact_of_the_record_fails_a_condition() {
    for (rule, part, change) in [
        ("fautre.1", "contracts", json!({"language_ok": false})),
        ("fautre.1", "contracts", json!({"worker_has_copy": false})),
        ("fautre.1", "contracts", json!({"registered": false})),
        ("fautre.1", "contracts", json!({"signed_on": "2017-06-02"})),
        (
            "fautre.2",
            "liberty",
            json!({"passport_holder": "PASSPORT_HOLDER_EMPLOYER",
            "passport_held_on_written_request": false, "passport_returned_on_demand": true}),
        ),
        ("fautre.2", "liberty", json!({"may_leave_site": false})),
        ("fautre.2", "liberty", json!({"may_leave_accommodation": false})),
        ("fautre.2", "liberty", json!({"escort_required": true})),
        ("fautre.4", "inspections", json!({"access": "INSPECTION_ACCESS_REFUSED"})),
        ("fautre.4", "inspections", json!({"access": "INSPECTION_ACCESS_NOTICE_REQUIRED"})),
        ("fautre.4", "inspections", json!({"unannounced": false})),
        ("fautre.5", "wages", json!({"payee": "PAYEE_SENDER"})),
        ("fautre.5", "wages", json!({"payee": "PAYEE_STATE"})),
        ("fautre.5", "wages", json!({"received_by_worker": {"amount": "2999"}})),
        ("fautre.6", "supervision", json!({"minder_powers": {"items": ["MINDER_POWER_CONFINE"]}})),
        ("fautre.6", "supervision", json!({"minder_powers": {"items": ["MINDER_POWER_FINE"]}})),
        ("fautre.6", "supervision", json!({"minder_powers": {"items": ["MINDER_POWER_CONFISCATE"]}})),
        ("fautre.6", "supervision", json!({"minder_powers": {"items": ["MINDER_POWER_INTERROGATE"]}})),
    ] {
        check(rule, &entry(part, &change), &all_silent(), "I failed");
    }
    check("fautre.1", &with(&record(), "/contracts/items", json!([])), &all_silent(), "I failed");
    check("fautre.4", &with(&record(), "/inspections/items", json!([])), &all_silent(), "I failed");
}

#[test]
fn what_does_not_speak_against_a_condition() {
    let minder = json!({"minder_present": true, "minder_powers": {"items": ["MINDER_POWER_DISCIPLINE"]}});
    check("fautre.6", &entry("supervision", &minder), &all_silent(), "I met");
    check("fautre.5", &entry("wages", &json!({"payee": "PAYEE_WORKER_CASH"})), &all_silent(), "I met");
    let taxed = json!({"received_by_worker": {"amount": "2900"}, "deductions": {"items": [{"purpose":
        "DEDUCTION_PURPOSE_TAX", "lawful_basis": "LAWFUL_BASIS_STATUTE", "amount": {"currency": "QAR", "amount": "100"}}]}});
    check("fautre.5", &entry("wages", &taxed), &all_silent(), "I met");
    let found_and_followed =
        json!({"findings": {"items": ["INSPECTION_FINDING_SAFETY"]}, "follow_up_date": "2017-02-10"});
    check("fautre.4", &entry("inspections", &found_and_followed), &all_silent(), "I met");
}

/// Another group beside the crew; each has the contracts of which it is said.
fn two_groups(contracts: &Value) -> Value {
    let both = json!([{"id": "crew", "nationalities": {"items": ["PRK"]}}, {"id": "cooks", "nationalities": {"items": ["PRK"]}}]);
    with(&with(&record(), "/workers/items", both), "/contracts/items", contracts.clone())
}

#[test]
fn each_group_has_a_contract() {
    let of = |group: &str, change: &Value| {
        let whose = json!({"id": group, "worker_groups": {"items": [group]}, "signed_on": "2015-12-01"});
        let good = json!({"language_ok": true, "worker_has_copy": true, "registered": true});
        patched(&patched(&whose, &good), change)
    };
    let (crew, cooks) = (of("crew", &json!({})), of("cooks", &json!({})));
    for (contracts, expected) in [
        (json!([crew, cooks]), "I met"),
        (json!([crew]), "I failed"),
        (json!([cooks]), "I failed"),
        (json!([]), "I failed"),
        // A contract is there from the day on which it is signed, and where no day is known.
        (json!([crew, of("cooks", &json!({"signed_on": "2017-05-31"}))]), "I met"),
        (json!([crew, of("cooks", &json!({"signed_on": "2017-06-01"}))]), "I met"),
        (json!([crew, of("cooks", &json!({"signed_on": "2017-06-02"}))]), "I failed"),
        (json!([crew, of("cooks", &json!({"signed_on": null}))]), "I met"),
    ] {
        check("fautre.1", &two_groups(&contracts), &all_silent(), expected);
    }
    let nobody = with(&two_groups(&json!([])), "/workers", json!({}));
    check("fautre.1", &nobody, &all_silent(), "I failed");
}

#[test]
fn the_law_of_the_union_on_contracts_where_it_applies() {
    let polish = with(&record(), "/worksites/items/0/country", json!("POL"));
    let eu = |outcome| {
        let mut others = all_silent();
        let finding = Finding { rule_id: "eu.transparent".into(), outcome: i32::from(outcome), ..Finding::default() };
        let verdict = Some(Verdict { findings: vec![finding], ..Verdict::default() });
        let status = VerdictStatus::Answered.into();
        others.push(JurisdictionVerdict {
            jurisdiction: "eu".into(),
            status,
            verdict,
            ..JurisdictionVerdict::default()
        });
        others
    };
    check("fautre.1", &polish, &eu(Outcome::Violation), "I failed");
    check("fautre.1", &record(), &eu(Outcome::Violation), "I met");
}

#[test]
fn nobody_of_whom_anything_is_recorded() {
    for (rule, part) in [("fautre.2", "liberty"), ("fautre.5", "wages")] {
        check(rule, &with(&record(), &format!("/{part}/items"), json!([])), &all_silent(), "I unknown");
    }
    let said = text("fautre.5", DAY, &with(&record(), "/wages/items", json!([])), &all_silent());
    assert!(said.ends_with("open is: no pay is recorded."), "{said}");
}

#[test]
fn what_fails_twice_is_said_once() {
    let locked = json!({"id": "m", "passport_holder": "PASSPORT_HOLDER_WORKER", "may_leave_site": false,
        "may_leave_accommodation": true, "escort_required": false});
    let both = with(&entry("liberty", &json!({"may_leave_site": false})), "/liberty/items/-", locked);
    let said = text("fautre.2", DAY, &both, &all_silent());
    assert!(said.ends_with("against it: workers may not leave the site."), "{said}");
    let escorted = json!({"id": "n", "passport_holder": "PASSPORT_HOLDER_WORKER", "may_leave_site": true,
        "may_leave_accommodation": true, "escort_required": true});
    let said = text("fautre.2", DAY, &with(&both, "/liberty/items/-", escorted), &all_silent());
    assert!(said.ends_with("the site; workers go out only with an escort."), "{said}");
}

#[test]
fn who_holds_the_passports() {
    let held = |change: &Value| {
        let other = json!({"passport_holder": "PASSPORT_HOLDER_EMPLOYER", "passport_held_on_written_request": true,
            "passport_returned_on_demand": true});
        let held = entry("liberty", &other);
        with(&held, "/liberty/items/0", patched(held.pointer("/liberty/items/0").unwrap(), change))
    };
    let minded = |record: &Value| with(record, "/supervision/items/0/minder_present", json!(true));
    for (change, unminded, under_a_minder) in [
        (json!({}), "I met", "R review"),
        (json!({"passport_returned_on_demand": false}), "I failed", "I failed"),
        (json!({"passport_held_on_written_request": false}), "I failed", "I failed"),
        (json!({"passport_returned_on_demand": null}), "D", "D"),
        // Whoever holds them: a request under a minder is for review.
        (json!({"passport_holder": null}), "I met", "R review"),
        (json!({"passport_holder": null, "passport_held_on_written_request": false}), "D", "D"),
        (json!({"passport_holder": "PASSPORT_HOLDER_WORKER"}), "I met", "I met"),
    ] {
        check("fautre.2", &held(&change), &all_silent(), unminded);
        check("fautre.2", &minded(&held(&change)), &all_silent(), under_a_minder);
    }
    // One minder is enough, in whatever role; who has none recorded is not one.
    let held = held(&json!({}));
    let two = json!([{"id": "crew"}, {"id": "attache", "role": "WORKER_ROLE_SAFETY_ATTACHE"}]);
    check("fautre.2", &with(&held, "/workers/items", two), &all_silent(), "R review");
    check("fautre.2", &with(&held, "/workers/items", json!([{"id": "crew"}])), &all_silent(), "I met");
    let other = with(&minded(&held), "/supervision/items/-", json!({"id": "t", "minder_present": false}));
    check("fautre.2", &other, &all_silent(), "R review");
}

#[test]
fn a_request_under_a_minder_is_for_review() {
    let requested = json!({"passport_holder": "PASSPORT_HOLDER_EMPLOYER", "passport_held_on_written_request": true,
        "passport_returned_on_demand": true});
    let requested = entry("liberty", &requested);
    check("fautre.2", &requested, &all_silent(), "I met");
    let minded = with(&requested, "/supervision/items/0/minder_present", json!(true));
    check("fautre.2", &minded, &all_silent(), "R review");
    let role = with(&requested, "/workers/items/0/role", json!("WORKER_ROLE_MINDER"));
    check("fautre.2", &role, &all_silent(), "R review");
    check("fautre.2", &with(&requested, "/supervision", Value::Null), &all_silent(), "D");
}

#[test]
fn a_row_of_another_plugin_fails_a_condition() {
    use Outcome::{Info, InsufficientData, NeedsReview, Prohibited, Violation};
    for (rule, row, outcome, expected) in [
        ("fautre.1", "qa.contract", Violation, "I failed"),
        ("fautre.1", "qa.contract.sub", NeedsReview, "R review"),
        ("fautre.1", "qa.hours.max10", Violation, "I failed"),
        ("fautre.1", "qa.hours.fine", Info, "I met"),
        ("fautre.1", "ilo.hours.week", Info, "I failed"),
        ("fautre.1", "qa.wage.wps@2015", Violation, "I met"),
        ("fautre.2", "qa.res.passport@2016", Violation, "I failed"),
        ("fautre.2", "qa.res.passport@2016", Outcome::Exempt, "I met"),
        ("fautre.2", "ilo.ind.03", Info, "I failed"),
        ("fautre.2", "ilo.ind.07", Info, "I failed"),
        ("fautre.2", "ilo.iccpr.12", Violation, "I failed"),
        ("fautre.2", "us.1592", NeedsReview, "R review"),
        ("fautre.3", "qa.housing.lock", Violation, "I failed"),
        ("fautre.3", "qa.housing.space", NeedsReview, "R review"),
        ("fautre.3", "qa.heat@2007", Violation, "I failed"),
        ("fautre.3", "qa.rest.week", Violation, "I failed"),
        ("fautre.3", "qa.wage.min.none", Info, "I met"),
        ("fautre.3", "qa.wage.min.750", NeedsReview, "R review"),
        ("fautre.3", "ilo.ind.10", Info, "I failed"),
        ("fautre.3", "qa.heat@2007", InsufficientData, "D unknown"),
        ("fautre.4", "ilo.insp.frequency", Violation, "I failed"),
        ("fautre.4", "ilo.insp.followup", NeedsReview, "R review"),
        ("fautre.4", "ilo.insp.report", Violation, "I met"),
        ("fautre.4", "qa.insp", NeedsReview, "R review"),
        ("fautre.5", "ilo.c095.direct", Info, "I failed"),
        ("fautre.5", "ilo.c095.deduct", Info, "I failed"),
        ("fautre.5", "qa.wage.wps@2015", Violation, "I failed"),
        ("fautre.5", "us.9241b", NeedsReview, "R review"),
        ("fautre.6", "ilo.ind.04", Info, "I failed"),
        ("fautre.6", "ilo.ind.05", Info, "I failed"),
        ("fautre.6", "ilo.ind.06", Info, "I failed"),
        ("fautre.6", "ilo.c029.penal", NeedsReview, "R review"),
        ("fautre.6", "us.1589", NeedsReview, "R review"),
        ("fautre.6", "us.9214.a5", NeedsReview, "R review"),
        ("fautre.6", "us.9214.a5", Prohibited, "I failed"),
    ] {
        let others = found(row, outcome);
        assert_eq!(standing(rule, DAY, &record(), &others), expected, "{rule} after {row}");
    }
}

/// What is broken and what is for review are both told, and the graver way to answer holds.
#[test]
fn a_row_for_review_beside_a_broken_one() {
    let both = and_found(found("ilo.ind.03", Outcome::Info), "us.1592", Outcome::NeedsReview);
    check("fautre.2", &record(), &both, "R failed");
    let said = text("fautre.2", DAY, &record(), &both);
    assert!(
        said.starts_with("Condition 2 is not met.") && said.ends_with("against it: ilo.ind.03; us.1592."),
        "{said}"
    );
    let review = text("fautre.2", DAY, &record(), &found("us.1592", Outcome::NeedsReview));
    assert!(review.ends_with("against it may be: us.1592."), "{review}");
}

/// An answer that lacks a plugin is never graver than the one that has it.
#[test]
fn a_field_that_a_row_lacks_is_asked_for_only_where_all_were_heard() {
    check("fautre.3", &record(), &found("qa.heat@2007", Outcome::InsufficientData), "D unknown");
    let unheard = and_found(without("ilo", VerdictStatus::Indeterminate), "qa.heat@2007", Outcome::InsufficientData);
    check("fautre.3", &record(), &unheard, "I unknown");
}

#[test]
fn two_levels_of_the_first_condition() {
    let levels = |others: &[JurisdictionVerdict]| -> Vec<String> {
        let finding = finding("fautre.1", &asked(DAY, &record(), others)).unwrap();
        let level = |name: &str| finding.attributes.iter().find(|a| a.name == name).unwrap().value.clone();
        vec![level("local"), level("international")]
    };
    assert_eq!(levels(&all_silent()), ["met", "met"]);
    assert_eq!(levels(&found("ilo.hours.day", Outcome::Info)), ["met", "failed"]);
    assert_eq!(levels(&found("qa.hours.ord", Outcome::Violation)), ["failed", "met"]);
    assert_eq!(levels(&without("ilo", VerdictStatus::Indeterminate)), ["met", "unknown"]);
}

#[test]
fn a_plugin_that_says_nothing_leaves_a_condition_open() {
    for status in [VerdictStatus::Indeterminate, VerdictStatus::NotRequested] {
        for (jurisdiction, rules) in [
            ("qa", &["fautre.1", "fautre.2", "fautre.3", "fautre.4", "fautre.5"][..]),
            ("ilo", &["fautre.1", "fautre.2", "fautre.3", "fautre.4", "fautre.5", "fautre.6"]),
            ("us", &["fautre.2", "fautre.5", "fautre.6"]),
        ] {
            let others = without(jurisdiction, status);
            for rule in rules {
                check(rule, &record(), &others, "I unknown");
            }
        }
    }
    let said = text("fautre.3", DAY, &record(), &without("qa", VerdictStatus::Indeterminate));
    assert!(said.contains("is not known") && said.contains("`qa` gave no verdict"), "{said}");
    // A fact that fails a condition fails it all the same, and a field is asked for only where all were heard.
    let locked = entry("liberty", &json!({"may_leave_site": false}));
    check("fautre.2", &locked, &without("qa", VerdictStatus::Indeterminate), "I failed");
    let unknown = entry("liberty", &json!({"may_leave_site": null}));
    check("fautre.2", &unknown, &all_silent(), "D");
    check("fautre.2", &unknown, &without("qa", VerdictStatus::Indeterminate), "I unknown");
}

#[test]
fn an_absent_field_is_asked_for_and_an_absent_part_is_not_assessed() {
    for (rule, part, field, path) in [
        ("fautre.1", "contracts", "language_ok", "contracts.items[0].language_ok"),
        ("fautre.1", "contracts", "registered", "contracts.items[0].registered"),
        ("fautre.2", "liberty", "escort_required", "liberty.items[0].escort_required"),
        ("fautre.4", "inspections", "unannounced", "inspections.items[0].unannounced"),
        ("fautre.4", "inspections", "findings", "inspections.items[0].findings"),
        ("fautre.5", "wages", "payee", "wages.items[0].payee"),
        ("fautre.5", "wages", "received_by_worker", "wages.items[0].received_by_worker"),
    ] {
        let lacking = entry(part, &json!({field: null}));
        check(rule, &lacking, &all_silent(), "D");
        let missing = finding(rule, &asked(DAY, &lacking, &all_silent())).unwrap().missing;
        assert_eq!(missing, [path], "{rule}");
        check(
            rule,
            &with(&record(), &format!("/{part}"), Value::Null),
            &all_silent(),
            &format!("not assessed: {part}"),
        );
    }
    let unsaid = entry("supervision", &json!({"minder_present": true}));
    check("fautre.6", &unsaid, &all_silent(), "D");
    // A part that another plugin's row lacked is told.
    let mut others = all_silent();
    let heat = NotAssessed { part: "heat".into(), rule_ids: vec!["qa.heat.plan".into()], ..NotAssessed::default() };
    others.iter_mut().find(|part| part.jurisdiction == "qa").unwrap().verdict.as_mut().unwrap().not_assessed.push(heat);
    check("fautre.3", &record(), &others, "I unknown");
}

#[test]
fn local_law_of_a_country_without_such_rows_is_not_known() {
    let dutch = with(&record(), "/worksites/items/0/country", json!("NLD"));
    check("fautre.3", &dutch, &all_silent(), "I unknown");
    let nowhere = with(&record(), "/worksites/items/0/country", Value::Null);
    check("fautre.3", &nowhere, &all_silent(), "D");
}

#[test]
fn a_visit_counts_for_twelve_months() {
    for (as_of, expected) in [
        ("2017-01-30", "I failed"),
        ("2017-01-31", "I met"),
        ("2018-01-30", "I met"),
        ("2018-01-31", "I met"),
        ("2018-02-01", "I failed"),
    ] {
        assert_eq!(standing("fautre.4", as_of, &record(), &all_silent()), expected, "{as_of}");
    }
}

#[test]
fn a_visit_is_free_unannounced_and_followed_up() {
    let found = |follow_up: Value| {
        let findings = json!({"findings": {"items": ["INSPECTION_FINDING_SAFETY"]}});
        entry("inspections", &patched(&findings, &json!({"follow_up_date": follow_up})))
    };
    for (follow_up, expected) in [
        (json!("2017-05-31"), "I met"),
        (json!("2017-06-01"), "I met"),
        (json!("2017-06-02"), "I failed"),
        (Value::Null, "D"),
    ] {
        check("fautre.4", &found(follow_up), &all_silent(), expected);
    }
    check("fautre.4", &entry("inspections", &json!({"date": null})), &all_silent(), "D");
    // A country whose plugin has no rows on inspections: facts and standards decide alone.
    check("fautre.4", &with(&record(), "/worksites/items/0/country", json!("POL")), &all_silent(), "I met");
    // Of a visit too long ago nothing else is asked.
    let old = json!({"id": "old", "date": "2015-01-31", "access": "INSPECTION_ACCESS_GRANTED", "unannounced": true});
    let two = with(&entry("inspections", &json!({"unannounced": false})), "/inspections/items/-", old);
    let evidence = finding("fautre.4", &asked(DAY, &two, &all_silent())).unwrap().evidence;
    let paths: Vec<_> = evidence.iter().map(|e| e.path.as_str()).filter(|path| path.contains("items[1]")).collect();
    assert_eq!(paths, ["inspections.items[1].date"]);
}

#[test]
fn abuse_is_followed_by_proceedings_within_ninety_days() {
    let abused = |opened: &str| {
        let act = json!([{"id": "c", "violence": {"items": [{"date": "2017-01-01", "by": "ACTOR_MINDER"}]}}]);
        let proceeding = json!([{"id": "p", "subject": "PROCEEDING_SUBJECT_ABUSE", "opened_on": opened}]);
        with(&with(&record(), "/coercion/items", act), "/proceedings", json!({"items": proceeding}))
    };
    for (opened, as_of, expected) in [
        ("2017-04-01", "2017-04-01", "I met"),
        ("2017-04-01", "2017-04-02", "I met"),
        ("2017-04-02", "2017-04-01", "I met"),
        ("2017-04-02", "2017-04-02", "I failed"),
        ("2016-12-31", "2017-04-02", "I failed"),
    ] {
        assert_eq!(standing("fautre.6", as_of, &abused(opened), &all_silent()), expected, "{opened} {as_of}");
    }
    let unknown = with(&abused("2017-02-01"), "/proceedings", Value::Null);
    assert_eq!(standing("fautre.6", "2017-04-02", &unknown, &all_silent()), "D");
    for (actor, expected) in
        [("OTHER", "I met"), ("HOST_AUTHORITY", "I met"), ("EMPLOYER", "D"), ("SENDER", "D"), ("MINDER", "D")]
    {
        let by = with(&unknown, "/coercion/items/0/violence/items/0/by", json!(format!("ACTOR_{actor}")));
        assert_eq!(standing("fautre.6", "2017-04-02", &by, &all_silent()), expected, "{actor}");
    }
    for (subject, expected) in [
        (json!("PROCEEDING_SUBJECT_ABUSE"), "I met"),
        (json!("PROCEEDING_SUBJECT_FORCED_LABOUR"), "I met"),
        (json!("PROCEEDING_SUBJECT_TRAFFICKING"), "I met"),
        (json!("PROCEEDING_SUBJECT_OTHER"), "I failed"),
        (Value::Null, "D"),
    ] {
        let about = with(&abused("2017-01-01"), "/proceedings/items/0", json!({"id": "p", "opened_on": "2017-01-01"}));
        let about =
            if subject.is_null() { about } else { with(&about, "/proceedings/items/0/subject", subject.clone()) };
        assert_eq!(standing("fautre.6", "2017-04-02", &about, &all_silent()), expected, "{subject}");
    }
    // One of several is enough. An act without a day may be overdue.
    let late = json!({"id": "q", "subject": "PROCEEDING_SUBJECT_ABUSE", "opened_on": "2017-05-01"});
    let two = with(&abused("2017-02-01"), "/proceedings/items/-", late);
    assert_eq!(standing("fautre.6", "2017-06-01", &two, &all_silent()), "I met");
    let undated = with(&abused("2017-02-01"), "/coercion/items/0/violence/items/0/date", Value::Null);
    assert_eq!(standing("fautre.6", "2017-06-01", &undated, &all_silent()), "D");
}

#[test]
fn pay_through_others_in_qatar_before_wage_protection() {
    let others = found("ilo.c095.direct", Outcome::Info);
    let early = with(&record(), "/deployment/start", json!("2014-01-01"));
    let remark = |as_of: &str| text("fautre.5", as_of, &early, &others).contains("did not bar");
    assert_eq!([remark("2015-11-01"), remark("2015-11-02"), remark("2015-11-03")], [true, false, false]);
    let said = text("fautre.5", "2015-11-01", &early, &others);
    assert!(
        said.ends_with(
            "against it: ilo.c095.direct. The law of Qatar did not bar payment to another before 2015-11-02."
        )
    );
    // Only where its own row was asked, and a mandate covers what it found.
    let personal = "qa.wage.personal@2004";
    let mut unassessed = others.clone();
    let qa = unassessed.iter_mut().find(|part| part.jurisdiction == "qa").unwrap().verdict.as_mut().unwrap();
    qa.not_assessed.push(NotAssessed {
        part: "wages".into(),
        rule_ids: vec![personal.into()],
        ..NotAssessed::default()
    });
    for (heard, expected) in [
        (and_found(others.clone(), personal, Outcome::Exempt), true),
        (and_found(others.clone(), personal, Outcome::Violation), false),
        (and_found(others.clone(), personal, Outcome::InsufficientData), false),
        (and_found(others.clone(), personal, Outcome::NeedsReview), false),
        (unassessed, false),
        (and_found(without("qa", VerdictStatus::Indeterminate), "ilo.c095.direct", Outcome::Info), false),
        // Of what is kept back, and not of who is paid, nothing is said.
        (found("ilo.c095.deduct", Outcome::Info), false),
    ] {
        let said = text("fautre.5", "2015-11-01", &early, &heard);
        assert_eq!(said.contains("did not bar"), expected, "{said}");
    }
    let to_the_sender = with(&early, "/wages/items/0/payee", json!("PAYEE_SENDER"));
    assert!(text("fautre.5", "2015-11-01", &to_the_sender, &all_silent()).contains("did not bar"));
    // Of pay that goes through others, and in Qatar alone.
    let unsure = found("us.9241b", Outcome::NeedsReview);
    let polish = with(&early, "/worksites/items/0/country", json!("POL"));
    for (rule, record, others) in [
        ("fautre.5", &early, &unsure),
        ("fautre.5", &polish, &others),
        ("fautre.2", &early, &found("ilo.ind.03", Outcome::Info)),
    ] {
        let said = text(rule, "2015-11-01", record, others);
        assert!(!said.contains("did not bar"), "{said}");
    }
}

#[test]
fn while_the_deployment_runs() {
    for (as_of, expected) in
        [("2015-12-31", "-"), ("2016-01-01", "I met"), ("2020-12-31", "I met"), ("2021-01-01", "-")]
    {
        assert_eq!(standing("fautre.3", as_of, &record(), &all_silent()), expected, "{as_of}");
        let score = standing("fautre.score", as_of, &record(), &all_silent());
        assert_eq!(score, expected.trim_end_matches(" met"), "{as_of}");
    }
    let undated = with(&record(), "/deployment/start", Value::Null);
    assert_eq!(standing("fautre.3", DAY, &undated, &all_silent()), "D");
}

#[test]
fn how_many_are_met() {
    let score = |as_of: &str, record: &Value, others: &[JurisdictionVerdict]| -> (String, String) {
        let finding = finding("fautre.score", &asked(as_of, record, others)).unwrap();
        assert_eq!(finding.outcome(), Outcome::Info);
        let value = |name: &str| finding.attributes.iter().find(|a| a.name == name).unwrap().value.clone();
        let counts = ["met", "failed", "review", "unknown"].map(value).join(" ");
        (counts, finding.message.unwrap().key)
    };
    let expect = |counts: &str, key: &str| (counts.to_owned(), key.to_owned());
    assert_eq!(score(DAY, &record(), &all_silent()), expect("6 0 0 0", "fautre.score.met"));
    let locked = entry("liberty", &json!({"may_leave_site": false}));
    assert_eq!(score(DAY, &locked, &all_silent()), expect("5 1 0 0", "fautre.score"));
    assert_eq!(score(DAY, &record(), &found("us.1592", Outcome::NeedsReview)), expect("5 0 1 0", "fautre.score.open"));
    let unheard = without("us", VerdictStatus::NotRequested);
    assert_eq!(score(DAY, &record(), &unheard), expect("3 0 0 3", "fautre.score.open"));
    assert_eq!(score(DAY, &with(&locked, "/wages", Value::Null), &all_silent()), expect("4 1 0 1", "fautre.score"));

    // A part that is absent leaves its condition not assessed, and not known here, whatever else was found.
    let unsupervised = with(&record(), "/supervision", Value::Null);
    let escorted = found("ilo.ind.04", Outcome::Info);
    check("fautre.6", &unsupervised, &escorted, "not assessed: supervision");
    assert_eq!(score(DAY, &unsupervised, &escorted), expect("5 0 0 1", "fautre.score.open"));
    for (part, row) in [
        ("contracts", "qa.contract"),
        ("liberty", "qa.res.passport@2016"),
        ("inspections", "qa.insp"),
        ("wages", "qa.wage.wps@2015"),
    ] {
        let without = with(&record(), &format!("/{part}"), Value::Null);
        let counted = score(DAY, &without, &found(row, Outcome::Violation));
        assert_eq!(counted, expect("5 0 0 1", "fautre.score.open"), "{part}");
    }
}

/// A full score does not end the duty to repatriate, and does not speak of it where law excepts from it.
#[test]
fn repatriation_beside_a_full_score() {
    use Outcome::{Exempt, InsufficientData, NeedsReview, Violation};
    let key = |as_of: &str, record: &Value, others: &[JurisdictionVerdict]| -> String {
        let finding = finding("fautre.score", &asked(as_of, record, others)).unwrap();
        let key = finding.message.unwrap().key;
        key.strip_prefix("fautre.score.").unwrap().to_owned()
    };
    let un = |outcomes: &[(&str, Outcome)]| {
        let finding = |(rule, outcome): &(&str, Outcome)| Finding {
            rule_id: (*rule).into(),
            outcome: (*outcome).into(),
            ..Finding::default()
        };
        let findings = outcomes.iter().map(finding).collect();
        let mut others = all_silent();
        others.push(verdict_of("un", Verdict { findings, ..Verdict::default() }));
        others
    };
    let visited = with(&record(), "/inspections/items/0/date", json!("2019-12-01"));
    for (as_of, expected) in
        [("2019-12-22", "met"), ("2019-12-23", "met_repatriation_due"), ("2019-12-24", "met_repatriation_due")]
    {
        assert_eq!(key(as_of, &visited, &un(&[("un.2397.8", Violation)])), expected, "{as_of}");
    }
    let day = "2019-12-24";
    for (outcomes, expected) in [
        (&[][..], "met"),
        (&[("un.2397.8", Exempt)], "met"),
        (&[("un.2397.8", NeedsReview)], "met_repatriation_unknown"),
        (&[("un.2397.8", InsufficientData)], "met_repatriation_unknown"),
        (&[("un.2397.8", Exempt), ("un.2397.8.attache", Violation)], "met_repatriation_due"),
        (&[("un.2397.8", NeedsReview), ("un.2397.8.remote", Violation)], "met_repatriation_due"),
        (&[("un.2397.8.final", Violation)], "met"),
    ] {
        assert_eq!(key(day, &visited, &un(outcomes)), expected, "{outcomes:?}");
    }
    // What was not asked, failed or was not assessed is not known.
    assert_eq!(key(day, &visited, &all_silent()), "met_repatriation_unknown");
    let mut failed = all_silent();
    failed.push(JurisdictionVerdict { verdict: None, ..verdict_of("un", Verdict::default()) });
    assert_eq!(key(day, &visited, &failed), "met_repatriation_unknown");
    let unassessed =
        NotAssessed { part: "worksites".into(), rule_ids: vec!["un.2397.8".into()], ..NotAssessed::default() };
    let mut others = all_silent();
    others.push(verdict_of("un", Verdict { not_assessed: vec![unassessed], ..Verdict::default() }));
    assert_eq!(key(day, &visited, &others), "met_repatriation_unknown");
    let nepalese = with(&visited, "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    assert_eq!(key(day, &nepalese, &all_silent()), "met");
}

/// Of each group and each place something has to be recorded: what is not said of some is not known of them.
#[test]
fn each_group_and_each_place() {
    let groups = |record: &Value| {
        let both = json!([{"id": "crew", "nationalities": {"items": ["PRK"]}}, {"id": "cooks", "nationalities": {"items": ["PRK"]}}]);
        with(record, "/workers/items", both)
    };
    for (rule, part, what) in [("fautre.2", "liberty", "papers"), ("fautre.5", "wages", "wages")] {
        let of_crew = entry(part, &json!({"worker_groups": {"items": ["crew"]}}));
        check(rule, &of_crew, &all_silent(), "I met");
        check(rule, &groups(&record()), &all_silent(), "I met");
        check(rule, &groups(&of_crew), &all_silent(), "I unknown");
        let said = text(rule, DAY, &groups(&of_crew), &all_silent());
        assert!(said.ends_with(&format!("open is: no {what} of cooks are recorded.")), "{said}");
    }
    let two = json!([{"id": "tower", "country": "QAT"}, {"id": "camp", "country": "QAT"}]);
    let two = |record: &Value| with(record, "/worksites/items", two.clone());
    for (rule, part, one_sited, said) in [
        ("fautre.4", "inspections", "I failed", "took place in twelve months at camp."),
        ("fautre.6", "supervision", "I unknown", "open is: no supervision at camp is recorded."),
    ] {
        let at_tower = entry(part, &json!({"site": "tower"}));
        check(rule, &at_tower, &all_silent(), "I met");
        check(rule, &two(&record()), &all_silent(), "I met");
        check(rule, &two(&at_tower), &all_silent(), one_sited);
        let told = text(rule, DAY, &two(&at_tower), &all_silent());
        assert!(told.ends_with(said), "{told}");
        // A place that is not used yet, and one in North Korea, is not asked.
        for other in [json!({"start": "2017-06-02"}), json!({"end": "2017-06-01"}), json!({"country": "PRK"})] {
            let unused =
                with(&two(&at_tower), "/worksites/items/1", patched(&json!({"id": "camp", "country": "QAT"}), &other));
            check(rule, &unused, &all_silent(), "I met");
        }
    }
    // A place that is new has twelve months for its first visit; one that was refused is none.
    let at_tower = entry("inspections", &json!({"site": "tower"}));
    let opened = |start: &str| with(&two(&at_tower), "/worksites/items/1/start", json!(start));
    for (start, expected) in [("2017-06-01", "I unknown"), ("2016-06-01", "I unknown"), ("2016-05-31", "I failed")] {
        check("fautre.4", &opened(start), &all_silent(), expected);
    }
    let told = text("fautre.4", DAY, &opened("2017-05-01"), &all_silent());
    assert!(told.ends_with("open is: no visit to camp is recorded yet, in use for less than twelve months."), "{told}");
    let refused = json!({"id": "r", "site": "camp", "date": "2017-05-10", "access": "INSPECTION_ACCESS_REFUSED"});
    check("fautre.4", &with(&opened("2017-05-01"), "/inspections/items/-", refused), &all_silent(), "I failed");
    // None at any place is said once; what is not known of one place is asked for.
    let none = with(&two(&record()), "/inspections/items", json!([]));
    assert!(text("fautre.4", DAY, &none, &all_silent()).ends_with("took place in twelve months."));
    let visits = json!([
        {"id": "i", "site": "tower", "date": "2017-01-31", "access": "INSPECTION_ACCESS_GRANTED", "unannounced": true,
            "findings": {"items": []}},
        {"id": "j", "site": "camp", "date": "2017-01-31", "access": "INSPECTION_ACCESS_GRANTED", "findings": {"items": []}}
    ]);
    check("fautre.4", &with(&two(&record()), "/inspections/items", visits), &all_silent(), "D");
    let nobody = with(&record(), "/supervision/items", json!([]));
    check("fautre.6", &nobody, &all_silent(), "I unknown");
    assert!(text("fautre.6", DAY, &nobody, &all_silent()).ends_with("open is: nobody's supervision is recorded."));
}

/// Silence of a law says nothing of work that it leaves out.
#[test]
fn work_that_local_law_leaves_out() {
    for (sector, expected) in [
        (json!("SECTOR_CONSTRUCTION"), "I met"),
        (Value::Null, "I met"),
        (json!("SECTOR_DOMESTIC"), "I unknown"),
        (json!("SECTOR_AGRICULTURE"), "I unknown"),
        (json!("SECTOR_SEAFARER"), "I unknown"),
        (json!("SECTOR_CASUAL"), "I unknown"),
        (json!("SECTOR_CIVIL_SERVICE"), "I unknown"),
        (json!("SECTOR_ARMED_FORCES"), "I unknown"),
        (json!("SECTOR_STATE_PETROLEUM"), "I unknown"),
    ] {
        let record = entry("workers", &json!({"sector": sector}));
        for rule in ["fautre.1", "fautre.3"] {
            check(rule, &record, &all_silent(), expected);
        }
        // Papers are another law, pay and visits are judged by facts and standards where local law is silent.
        for rule in ["fautre.2", "fautre.4", "fautre.5"] {
            check(rule, &record, &all_silent(), "I met");
        }
    }
    let domestic = entry("workers", &json!({"sector": "SECTOR_DOMESTIC"}));
    let said = text("fautre.3", DAY, &domestic, &all_silent());
    assert!(said.ends_with("open is: the law of QAT that was asked leaves out some of the work there."), "{said}");
    // What is broken is broken all the same, and a group elsewhere is not meant.
    check("fautre.3", &domestic, &found("qa.housing.lock", Outcome::Violation), "I failed");
    let elsewhere = json!([
        {"id": "tower", "country": "QAT", "worker_groups": {"items": ["masons"]}},
        {"id": "home", "country": "POL", "worker_groups": {"items": ["crew"]}}
    ]);
    let elsewhere = with(&with(&domestic, "/worksites/items", elsewhere), "/workers/items/-", json!({"id": "masons"}));
    let mut others = silent_in("POL");
    others.push(verdict_of("eu", Verdict { silent: vec!["eu.transparent".into()], ..Verdict::default() }));
    check("fautre.3", &elsewhere, &others, "I met");

    let in_malaysia = |region: Value| {
        with(&record(), "/worksites/items/0", json!({"id": "tower", "country": "MYS", "region": region}))
    };
    for (region, expected) in [
        (json!("Sarawak"), "I unknown"),
        (json!(" sabah"), "I unknown"),
        (json!("Penang"), "I met"),
        (Value::Null, "I met"),
    ] {
        for rule in ["fautre.1", "fautre.3"] {
            check(rule, &in_malaysia(region.clone()), &silent_in("MYS"), expected);
        }
    }
}

/// A row that asks about papers and about money: a fee or a deposit takes no passport.
#[test]
fn what_a_row_on_papers_says_of_other_matters() {
    for (country, row) in [("ARE", "ae.obl"), ("CHN", "cn.passport")] {
        let record = with(&record(), "/worksites/items/0/country", json!(country));
        let about = |kind: SubjectKind, outcome: Outcome, missing: &[&str]| {
            let finding = Finding {
                rule_id: row.into(),
                outcome: outcome.into(),
                subject: Some(Subject { kind: kind.into(), id: "x".into() }),
                missing: missing.iter().map(|&field| field.into()).collect(),
                ..Finding::default()
            };
            let mut others = silent_in(country);
            others.last_mut().unwrap().verdict.as_mut().unwrap().findings.push(finding);
            others
        };
        check("fautre.2", &record, &silent_in(country), "I met");
        check("fautre.2", &record, &about(SubjectKind::Liberty, Outcome::Violation, &[]), "I failed");
        check("fautre.2", &record, &about(SubjectKind::Liberty, Outcome::NeedsReview, &[]), "R review");
        let field = "coercion.items[0].recruitment_fee_paid_by_worker";
        for kind in [SubjectKind::Coercion, SubjectKind::Record] {
            check("fautre.2", &record, &about(kind, Outcome::Violation, &[]), "I met");
            check("fautre.2", &record, &about(kind, Outcome::InsufficientData, &[field]), "I met");
        }
        for (part, expected) in [("coercion", "I met"), ("liberty", "I unknown")] {
            let entry = NotAssessed { part: part.into(), rule_ids: vec![row.into()], ..NotAssessed::default() };
            let mut others = silent_in(country);
            others.last_mut().unwrap().verdict.as_mut().unwrap().not_assessed.push(entry);
            check("fautre.2", &record, &others, expected);
        }
    }
}

#[test]
fn a_part_of_workers_without_groups_breaks_nothing() {
    let empty = testing::patched(&record(), &json!({"workers": null}));
    let empty = testing::patched(&empty, &json!({"workers": {}}));
    for rule in ["fautre.1", "fautre.2", "fautre.3", "fautre.4", "fautre.5", "fautre.6"] {
        assert!(!standing(rule, DAY, &empty, &all_silent()).is_empty(), "{rule}");
    }
}
