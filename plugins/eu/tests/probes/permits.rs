//! Section 1: work authorisations, repatriation, expulsion.

use super::*;

fn counts(counts: &[(&str, u32)]) -> Value {
    let counts: Vec<_> = counts.iter().map(|(day, count)| json!({"date": day, "count": count.to_string()})).collect();
    json!({"state": {"country": "POL", "permits_valid": counts}})
}

#[test]
fn no_more_authorisations_than_on_the_baseline() {
    let rule = "eu.dprk.permit.cap";
    let more = counts(&[("2017-08-05", 462), ("2017-09-20", 463)]);
    check(rule, "2017-09-20", &more, "V");
    check(rule, "2017-09-19", &more, "-");
    assert!(text(rule, "2017-09-20", &more).contains("463 work authorisations"));
    let early = counts(&[("2017-08-05", 462), ("2017-08-20", 463)]);
    dates(rule, &early, &[("2017-09-14", "not in force"), ("2017-09-15", "V"), ("2017-09-16", "V")]);
    check(rule, "2018-01-01", &counts(&[("2017-08-05", 462), ("2018-01-01", 462)]), "-");
    check(rule, "2018-01-01", &counts(&[("2017-08-05", 462), ("2017-09-20", 463), ("2018-01-01", 388)]), "-");
    let approved = with(&more, "/state/permits_valid/1/committee_approval_ref", json!("S/AC.49/1"));
    check(rule, "2017-09-20", &approved, "X");
    assert_eq!(exemption(rule, "2017-09-20", &approved), "S/AC.49/1");
    for (path, field) in [
        ("/state/permits_valid/1/count", "state.permits_valid[1].count"),
        ("/state/permits_valid/0/count", "state.permits_valid[0].count"),
        ("/state/permits_valid/1/date", "state.permits_valid[1].date"),
        ("/state/country", "state.country"),
    ] {
        let unsaid = with(&more, path, Value::Null);
        check(rule, "2017-09-20", &unsaid, "D");
        assert_eq!(missing(rule, "2017-09-20", &unsaid), field);
    }
    let no_baseline = counts(&[("2017-09-20", 463)]);
    check(rule, "2017-09-20", &no_baseline, "D");
    assert_eq!(missing(rule, "2017-09-20", &no_baseline), "state.permits_valid");
    check(rule, "2018-01-01", &yard_with(&[]), "not assessed: state");
}

/// North Korean welders in Gdynia with one permit.
fn welders(permit: &Value) -> Value {
    let base = json!({"id": "p", "kind": "PERMIT_KIND_RENEWAL", "issued": "2017-11-02"});
    let workers =
        json!({"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]});
    let record = with(&yard_with(&[]), "/workers", workers);
    with(&record, "/permits", json!({"items": [testing::patched(&base, permit)]}))
}

#[test]
fn no_new_authorisations_and_no_renewals() {
    let rule = "eu.dprk.permit.new";
    let new = |day: &str| welders(&json!({"kind": "PERMIT_KIND_NEW", "issued": day}));
    let renewed = |day: &str| welders(&json!({"issued": day}));
    days(rule, new, &[("2017-10-09", "not in force"), ("2017-10-10", "P"), ("2017-10-11", "P"), ("2017-10-16", "P")]);
    days(
        rule,
        renewed,
        &[
            ("2017-10-09", "not in force"),
            ("2017-10-15", "-"),
            ("2017-10-16", "P"),
            ("2017-10-17", "P"),
            ("2017-11-02", "P"),
        ],
    );
    check(rule, "2017-11-01", &renewed("2017-11-02"), "-");
    // Issued before: lawful for good, by the law of its day.
    check(rule, "2020-01-01", &new("2017-10-09"), "not in force");
    check(rule, "2020-01-01", &new("2017-10-10"), "P");
    let unsaid = |day: &str| welders(&json!({"kind": null, "issued": day}));
    days(rule, unsaid, &[("2017-10-10", "D"), ("2017-10-16", "P")]);
    assert_eq!(missing(rule, "2017-10-10", &unsaid("2017-10-10")), "permits.items[0].kind");
    let undated = welders(&json!({"issued": null}));
    check(rule, "2018-01-01", &undated, "D");
    assert_eq!(missing(rule, "2018-01-01", &undated), "permits.items[0].issued");
    let elsewhere = with(&renewed("2017-11-02"), "/worksites/items/0/country", json!("QAT"));
    check(rule, "2018-01-01", &elsewhere, "-");
    let nowhere = with(&renewed("2017-11-02"), "/worksites/items/0/country", Value::Null);
    check(rule, "2018-01-01", &nowhere, "D");
    assert_eq!(missing(rule, "2018-01-01", &nowhere), "worksites.items[0].country");
    check(
        rule,
        "2018-01-01",
        &with(&renewed("2017-11-02"), "/workers/items/0/nationalities/items", json!(["NPL"])),
        "-",
    );
    check(rule, "2018-01-01", &with(&renewed("2017-11-02"), "/workers/items/0/nationalities", Value::Null), "R");
}

#[test]
fn what_lets_a_permit_be_issued() {
    let rule = "eu.dprk.permit.new";
    let protected = |protection: Value| with(&welders(&json!({})), "/workers/items/0/protection", protection);
    for (protection, expected) in [
        ("PROTECTION_REFUGEE", "X"),
        ("PROTECTION_SUBSIDIARY", "X"),
        ("PROTECTION_ASYLUM_PENDING", "R"),
        ("PROTECTION_NON_REMOVABLE", "P"),
        ("PROTECTION_NONE", "P"),
    ] {
        check(rule, "2018-01-01", &protected(json!(protection)), expected);
    }
    assert_eq!(exemption(rule, "2018-01-01", &protected(json!("PROTECTION_REFUGEE"))), "protection");
    check(rule, "2018-01-01", &protected(Value::Null), "R");
    assert_eq!(missing(rule, "2018-01-01", &protected(Value::Null)), "workers.items[0].protection");
    // One refugee does not cover the others of the permit.
    let refugee = json!({"id": "one", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_REFUGEE"});
    let mixed = with(&welders(&json!({})), "/workers/items/-", refugee);
    check(rule, "2018-01-01", &mixed, "P");
    check(rule, "2018-01-01", &with(&mixed, "/permits/items/0/worker_groups", json!({"items": ["one"]})), "X");
    let approved = welders(&json!({"committee_approval_ref": "S/AC.49/2", "committee_approval_date": "2017-11-02"}));
    check(rule, "2018-01-01", &approved, "X");
    assert_eq!(exemption(rule, "2018-01-01", &approved), "S/AC.49/2");
    let late = with(&approved, "/permits/items/0/committee_approval_date", json!("2017-11-03"));
    check(rule, "2018-01-01", &late, "P");
    let stayed = welders(&json!({"court_stay": true}));
    check(rule, "2018-01-01", &stayed, "R");
    assert!(text(rule, "2018-01-01", &stayed).contains("a court stays"));
    check(rule, "2018-01-01", &with(&stayed, "/permits/items/0/kind", json!("PERMIT_KIND_NEW")), "P");
    // The contract's day matters to the Security Council's layer alone.
    let old = json!({"items": [{"id": "k", "signed_on": "2013-01-01"}]});
    check(rule, "2018-01-01", &with(&welders(&json!({})), "/contracts", old), "P");
}

#[test]
fn repatriation_by_the_end_of_2019() {
    let rule = "eu.dprk.repatriate";
    let crew = welders(&json!({}));
    dates(
        rule,
        &crew,
        &[
            ("2018-02-26", "not in force"),
            ("2018-02-27", "I"),
            ("2018-02-28", "I"),
            ("2018-09-01", "I"),
            ("2019-12-21", "I"),
            ("2019-12-22", "R"),
            ("2019-12-23", "V"),
            ("2019-12-24", "V"),
            ("2020-01-10", "V"),
        ],
    );
    check(rule, "2020-01-10", &with(&crew, "/deployment/end", json!("2019-12-22")), "-");
    let verdict = testing::verdict_on(&PLUGIN, "2020-01-10", &testing::record(&crew));
    let finding = verdict.findings.iter().find(|f| f.rule_id == rule).unwrap();
    assert_eq!(finding.fact_from.as_deref(), Some("2019-12-23"));
    assert_eq!(finding.consequence.as_ref().unwrap().due_on.as_deref(), Some("2019-12-22"));
    let of = |codes: Value| with(&crew, "/workers/items/0/nationalities/items", codes);
    check(rule, "2020-01-10", &of(json!(["NPL"])), "-");
    check(rule, "2020-01-10", &of(json!(["PRK", "POL"])), "X");
    assert_eq!(exemption(rule, "2020-01-10", &of(json!(["PRK", "POL"]))), "member_state_national");
    check(rule, "2020-01-10", &of(json!(["PRK", "KOR"])), "R");
    check(rule, "2020-01-10", &of(json!([])), "R");
    for protection in [
        "PROTECTION_REFUGEE",
        "PROTECTION_SUBSIDIARY",
        "PROTECTION_ASYLUM_PENDING",
        "PROTECTION_NON_REMOVABLE",
        "PROTECTION_DIPLOMAT",
    ] {
        let protected = with(&crew, "/workers/items/0/protection", json!(protection));
        dates(rule, &protected, &[("2018-09-01", "X"), ("2019-12-22", "X"), ("2020-01-10", "X")]);
        assert_eq!(exemption(rule, "2020-01-10", &protected), "protection");
    }
    let unsaid = with(&crew, "/workers/items/0/protection", Value::Null);
    check(rule, "2020-01-10", &unsaid, "R");
    assert_eq!(missing(rule, "2020-01-10", &unsaid), "workers.items[0].protection");
    check(rule, "2020-01-10", &with(&crew, "/worksites/items/0/country", json!("CHN")), "-");
    let nowhere = with(&crew, "/worksites/items/0/country", Value::Null);
    check(rule, "2020-01-10", &nowhere, "D");
    assert_eq!(missing(rule, "2020-01-10", &nowhere), "worksites.items[0].country");
}

/// A North Korean manager in Warsaw who acts for a firm.
fn manager(extra: &Value) -> Value {
    let base = json!({"id": "kim", "roles": ["PARTY_ROLE_OTHER"], "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK",
        "domicile": "POL", "acts_for": "trader", "protection": "PROTECTION_NONE"});
    yard_with(&[listed("trader", "EU-DPRK", "2016-05-01"), testing::patched(&base, extra)])
}

#[test]
fn expulsion_of_those_who_act_for_the_listed() {
    let rule = "eu.dprk.expel";
    dates(
        rule,
        &manager(&json!({})),
        &[("2016-05-28", "not in force"), ("2016-05-29", "V"), ("2016-05-30", "V"), ("2020-01-10", "V")],
    );
    assert_eq!(subjects(rule, "2018-01-01", &manager(&json!({}))), [("kim".to_owned(), "V")]);
    for (extra, expected) in [
        (json!({"acts_for": null}), "-"),
        (json!({"acts_for": "yard"}), "-"),
        (json!({"country": "CHN"}), "-"),
        (json!({"kind": "PARTY_KIND_ENTITY"}), "-"),
        (json!({"kind": null}), "V"),
        (json!({"protection": "PROTECTION_REFUGEE"}), "-"),
        (json!({"protection": "PROTECTION_DIPLOMAT"}), "X"),
        (json!({"protection": null}), "R"),
        (json!({"expelled_on": "2018-01-01"}), "-"),
        (json!({"expelled_on": "2018-01-02"}), "V"),
        (json!({"domicile": "CHN"}), "-"),
        (json!({"domicile": null}), "V"),
        (json!({"country": null}), "R"),
        (json!({"expulsion_barred_ref": "VI Sa 12/18"}), "X"),
    ] {
        check(rule, "2018-01-01", &manager(&extra), expected);
    }
    assert_eq!(exemption(rule, "2018-01-01", &manager(&json!({"expulsion_barred_ref": "VI Sa 12/18"}))), "VI Sa 12/18");
    assert_eq!(missing(rule, "2018-01-01", &manager(&json!({"protection": null}))), "parties.items[2].protection");
    let later = with(&manager(&json!({})), "/parties/items/1/lists/items/0/listed_on", json!("2018-01-02"));
    dates(rule, &later, &[("2018-01-01", "-"), ("2018-01-02", "V"), ("2018-01-03", "V")]);
    let away = with(&manager(&json!({"domicile": null})), "/worksites/items/0/country", json!("QAT"));
    check(rule, "2018-01-01", &away, "D");
    assert_eq!(missing(rule, "2018-01-01", &away), "parties.items[2].domicile");
}
