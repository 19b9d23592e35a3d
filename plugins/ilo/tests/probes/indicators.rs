//! The eleven indicators and their score.

use super::*;

fn check(indicator: u8, record: &Value, expected: &str) {
    ILO.check(&format!("ilo.ind.{indicator:02}"), "2015-07-01", record, expected);
}

#[test]
fn each_indicator_from_the_booklet() {
    let nepal = |record: Value| with(&record, "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    let tied = |tied: bool| {
        let record = one("QAT", "permits", json!({"tied_to_employer": tied, "valid_from": "2010-01-01"}));
        let record = with(&nepal(record), "/parties", json!({"items": []}));
        with(&record, "/coercion", json!({"items": [{"id": "c", "threats": {"items": []}, "violence": {"items": []}}]}))
    };
    check(1, &crew("QAT"), "I");
    check(1, &tied(true), "I");
    check(1, &tied(false), "-");
    let promised = |amount: &str| {
        let money = |amount: &str| json!({"currency": "QAR", "amount": amount});
        let record = one("QAT", "wages", json!({"contractual": money(amount), "received_by_worker": money("100")}));
        let record = with(&record, "/contracts", json!({"items": [{"id": "k", "terms_substituted": false}]}));
        with(&record, "/permits", json!({"items": []}))
    };
    check(2, &promised("300"), "I");
    check(2, &promised("125"), "-");
    check(2, &promised("125.01"), "I");
    let moves = |change: Value| {
        let base = json!({"may_leave_site": true, "may_leave_accommodation": true, "escort_required": false});
        let record = one("QAT", "liberty", testing::patched(&base, &change));
        with(&record, "/housing", json!({"items": [{"id": "h", "guarded": false}]}))
    };
    check(3, &moves(json!({})), "-");
    check(3, &moves(json!({"escort_required": true})), "I");
    check(3, &moves(json!({"may_leave_site": null})), "D");
    check(4, &one("QAT", "liberty", json!({"phone_confiscated": true})), "I");
    check(4, &with(&crew("QAT"), "/worksites/items/0/remote_camp", json!(true)), "I");
    let pressed = |entry: Value| one("QAT", "coercion", entry);
    check(5, &pressed(json!({"violence": {"items": [{"by": "ACTOR_MINDER", "date": "2015-07-01"}]}})), "I");
    check(5, &pressed(json!({"violence": {"items": [{"by": "ACTOR_MINDER", "date": "2015-07-02"}]}})), "-");
    check(5, &pressed(json!({"violence": {"items": []}})), "-");
    check(5, &crew("QAT"), "not assessed: coercion");
    check(6, &pressed(json!({"threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}})), "I");
    check(6, &pressed(json!({"threats": {"items": []}})), "-");
    let papers = |holder: &str, asked: bool| {
        one(
            "QAT",
            "liberty",
            json!({"passport_holder": format!("PASSPORT_HOLDER_{holder}"), "passport_held_on_written_request": asked,
                "passport_returned_on_demand": asked}),
        )
    };
    check(7, &papers("MINDER", false), "I");
    check(7, &papers("EMPLOYER", true), "-");
    check(7, &papers("WORKER", false), "-");
    let kept = |received: &str, tax: &str| {
        let money = |amount: &str| json!({"currency": "QAR", "amount": amount});
        let deduction = json!({"id": "d", "amount": money(tax), "purpose": "DEDUCTION_PURPOSE_TAX",
            "lawful_basis": "LAWFUL_BASIS_STATUTE"});
        one(
            "QAT",
            "wages",
            json!({"payee": "PAYEE_WORKER_ACCOUNT", "gross_by_host": money("1000"), "received_by_worker": money(received),
                "deductions": {"items": [deduction]}, "due_day": 5, "paid_days_after_due": 0, "longest_gap_days": 31}),
        )
    };
    check(8, &kept("120", "0"), "I");
    check(8, &kept("900", "100"), "-");
    check(9, &pressed(json!({"recruitment_fee_paid_by_worker": {"currency": "USD", "amount": "1500"}})), "I");
    let free = json!({"recruitment_fee_paid_by_worker": {"currency": "USD", "amount": "0"},
        "debt": {"currency": "USD", "amount": "0"}, "exit_penalty": false});
    check(9, &pressed(free), "-");
    check(10, &one("QAT", "housing", json!({"area_m2_per_person": "5.9"})), "I");
    let camp = one(
        "QAT",
        "housing",
        json!({"area_m2_per_person": "6", "protective_equipment_missing": false, "accidents_unreported": false}),
    );
    let camp = with(&camp, "/heat", json!({"items": [{"id": "h", "water": true, "outdoor_intervals": {"items": []}}]}));
    check(10, &camp, "-");
    let week = |minutes: u32| one("QAT", "working_time", json!({"week_minutes": minutes, "overtime_refusable": true}));
    check(11, &week(84 * 60), "I");
    check(11, &week(60 * 60), "-");
    check(11, &week(60 * 60 + 1), "I");
    // Poland's week, overtime included, has 48 hours.
    check(11, &with(&week(49 * 60), "/worksites/items/0/country", json!("POL")), "I");
}

#[test]
fn heat_by_the_law_of_the_host_country() {
    let outdoors = |country: &str, day: &str, from: &str, to: &str| {
        one(
            country,
            "heat",
            json!({"water": true, "shade": false, "ventilated": false,
                "outdoor_intervals": {"items": [{"date": day, "from": from, "to": to}]}}),
        )
    };
    let hot = |country: &str, day: &str, from: &str, to: &str| {
        let found = ILO.findings("ilo.ind.10", day, &outdoors(country, day, from, to));
        found.first().map_or("-", |finding| testing::letter(finding.outcome()))
    };
    for (country, day, from, to, expected) in [
        ("QAT", "2015-07-01", "12:00", "13:00", "I"),
        ("QAT", "2015-07-01", "10:30", "11:30", "D"),
        ("QAT", "2021-06-10", "10:30", "11:30", "I"),
        ("QAT", "2021-05-26", "12:00", "13:00", "D"),
        ("KWT", "2016-08-31", "11:00", "12:00", "I"),
        ("KWT", "2016-09-01", "11:00", "12:00", "D"),
        ("ARE", "2016-06-15", "12:30", "13:00", "I"),
        ("ARE", "2016-06-14", "12:30", "13:00", "D"),
        ("ARE", "2016-06-15", "15:00", "16:00", "D"),
        ("POL", "2016-07-15", "12:30", "13:00", "D"),
    ] {
        assert_eq!(hot(country, day, from, to), expected, "{country} {day} {from}");
    }
}

#[test]
fn the_score_counts_hits() {
    let score = |record: &Value| {
        ILO.findings("ilo.ind.score", "2015-07-01", record).first().map(|f| {
            let attribute =
                |key: &str| f.attributes.iter().find(|a| a.name == key).map(|a| a.value.clone()).unwrap_or_default();
            (testing::letter(f.outcome()), attribute("score"), attribute("candidate"))
        })
    };
    let said =
        |letter: &'static str, score: &str, candidate: &str| Some((letter, score.to_owned(), candidate.to_owned()));
    let nepal = with(
        &with(&crew("QAT"), "/workers/items/0/nationalities", json!({"items": ["NPL"]})),
        "/parties",
        json!({"items": []}),
    );
    assert_eq!(score(&nepal), None);
    // One: abuse of vulnerability, not in its strong form.
    assert_eq!(score(&crew("QAT")), said("I", "1", ""));
    let two = one("QAT", "working_time", json!({"week_minutes": 61 * 60}));
    assert_eq!(score(&two), said("R", "2", ""));
    let papers = json!({"passport_holder": "PASSPORT_HOLDER_MINDER", "passport_held_on_written_request": false});
    let three = with(&two, "/liberty", json!({"items": [testing::patched(&json!({"id": "l"}), &papers)]}));
    assert_eq!(score(&three), said("R", "3", ""));
    let four = with(&three, "/worksites/items/0/remote_camp", json!(true));
    assert_eq!(score(&four), said("R", "4", "true"));
}

/// What happened stays when the workers have gone home; what went on does not.
#[test]
fn dated_facts_stay_after_the_deployment() {
    let record = with(&crew("QAT"), "/deployment", json!({"start": "2014-01-01", "end": "2016-01-01"}));
    let act = |day: &str| json!({"date": day, "by": "ACTOR_EMPLOYER"});
    let pressed = json!([{"id": "x", "violence": {"items": [act("2015-06-01"), act("2015-07-01")]}, "can_resign": false,
        "threats": {"items": [{"date": "2015-06-01", "kind": "THREAT_KIND_FAMILY_REPRISAL"}]}}]);
    let heat = json!([{"id": "h", "shade": false, "ventilated": false, "outdoor_intervals": {"items": [
        {"date": "2015-07-01", "from": "12:00", "to": "13:00"}]}}]);
    let line = json!([{"id": "w", "period": {"from": "2015-01-01", "to": "2015-02-01"}, "payee": "PAYEE_NONE"}]);
    let kept =
        json!([{"id": "l", "passport_holder": "PASSPORT_HOLDER_MINDER", "passport_held_on_written_request": false}]);
    let record = with(&record, "/coercion", json!({"items": pressed}));
    let record = with(&record, "/heat", json!({"items": heat}));
    let record = with(&record, "/wages", json!({"items": line}));
    let record = with(&record, "/liberty", json!({"items": kept}));
    for indicator in ["05", "06", "08", "10"] {
        let rule = format!("ilo.ind.{indicator}");
        ILO.dates(&rule, &record, &[("2015-12-31", "I"), ("2016-01-01", "I"), ("2030-01-01", "I")]);
    }
    ILO.dates("ilo.ind.07", &record, &[("2015-12-31", "I"), ("2016-01-01", "-")]);
    ILO.dates("ilo.ind.05", &record, &[("2013-12-31", "-"), ("2015-05-31", "-"), ("2015-06-01", "I")]);
    ILO.dates("ilo.ind.score", &record, &[("2015-12-31", "R"), ("2016-01-01", "R"), ("2030-01-01", "R")]);
    let since = |rule: &str, record: &Value| ILO.findings(rule, "2015-12-31", record).remove(0).fact_from;
    assert_eq!(since("ilo.ind.05", &record).as_deref(), Some("2015-06-01"));
    assert_eq!(since("ilo.ind.06", &record).as_deref(), Some("2015-06-01"));
    let undated = with(&record, "/coercion/items/0/violence/items/1/date", Value::Null);
    assert_eq!(since("ilo.ind.05", &undated).as_deref(), Some("2014-01-01"));
    let hostage = with(&record, "/coercion/items/0/family_reprisal_threat", json!(true));
    assert_eq!(since("ilo.ind.06", &hostage).as_deref(), Some("2014-01-01"));
    // Whether they could go is no longer asked.
    ILO.dates("ilo.c029.definition", &record, &[("2015-12-31", "V"), ("2016-01-01", "-")]);
    // What is open closes, too: heat that nobody recorded.
    let unsaid = with(&record, "/heat", Value::Null);
    ILO.dates("ilo.ind.10", &unsaid, &[("2015-12-31", "D"), ("2016-01-01", "-")]);
}
