//! The Act of 15 June 2012.

use super::*;

/// Welders whose title ended on a day.
fn ended(day: &str, change: &Value) -> Value {
    one("residence", &testing::patched(&json!({"valid_from": "2010-01-01", "valid_to": day}), change))
}

#[test]
fn the_document_before_the_start_and_a_copy() {
    let rule = "pl.stay.doc";
    let checks = |seen: bool, copy: bool| {
        ended("2030-01-01", &json!({"employer_checks": {"document_seen": seen, "copy_kept": copy}}))
    };
    PL.dates(
        rule,
        &checks(true, false),
        &[("2012-07-20", "not in force"), ("2012-07-21", "V"), ("2012-07-22", "V"), ("2016-01-01", "V")],
    );
    PL.check(rule, "2016-01-01", &checks(false, true), "V");
    PL.check(rule, "2016-01-01", &checks(true, true), "-");
    PL.check(rule, "2016-01-01", &ended("2030-01-01", &json!({})), "D");
    PL.check(rule, "2016-01-01", &nationals(&checks(false, false), "DEU"), "-");
    PL.check(rule, "2016-01-01", &welders(), "not assessed: residence");
}

#[test]
fn dues_of_workers_without_a_right_to_stay() {
    let rule = "pl.stay.backpay";
    let money = |amount: &str| json!({"currency": "PLN", "amount": amount});
    let paid = |valid_to: &str, change: Value| {
        let base =
            json!({"id": "w", "contractual": money("2000"), "deductions": {"items": []}, "payee": "PAYEE_WORKER_CASH"});
        with(&ended(valid_to, &json!({})), "/wages", json!({"items": [testing::patched(&base, &change)]}))
    };
    PL.check(rule, "2016-01-01", &paid("2015-01-01", json!({"payee": "PAYEE_NONE"})), "V");
    PL.dates(
        rule,
        &paid("2015-01-01", json!({"received_by_worker": money("0")})),
        &[("2014-12-31", "-"), ("2015-01-01", "V"), ("2015-01-02", "V")],
    );
    PL.check(rule, "2016-01-01", &paid("2015-01-01", json!({"received_by_worker": money("2000")})), "-");
    PL.check(rule, "2016-01-01", &paid("2015-01-01", json!({"received_by_worker": money("1999.99")})), "V");
    PL.check(rule, "2016-01-01", &paid("2015-01-01", json!({})), "D");
    PL.check(rule, "2016-01-01", &paid("2030-01-01", json!({"payee": "PAYEE_NONE"})), "-");
    let nobody_looked = with(&paid("2015-01-01", json!({"payee": "PAYEE_NONE"})), "/residence", Value::Null);
    PL.check(rule, "2016-01-01", &nobody_looked, "not assessed: residence");
}

#[test]
fn the_chain_of_contractors() {
    let rule = "pl.stay.chain";
    let yard = |change: Value| {
        let record = ended("2015-01-01", &json!({}));
        let yard = testing::patched(&record["parties"]["items"][1], &change);
        with(&record, "/parties/items/1", yard)
    };
    let knew = |day: &str| json!({"knowledge": {"items": [{"id": "k", "known_on": day}]}});
    PL.dates(rule, &yard(knew("2015-06-01")), &[("2015-05-31", "R"), ("2015-06-01", "V"), ("2015-06-02", "V")]);
    PL.check(rule, "2016-01-01", &yard(json!({})), "R");
    PL.check(rule, "2016-01-01", &yard(json!({"due_diligence": true})), "X");
    PL.check(rule, "2014-12-31", &yard(knew("2010-01-01")), "-");
}

#[test]
fn many_minor_persistent() {
    let counted = |count: &str| with(&ended("2015-01-01", &json!({})), "/workers/items/0/count", json!(count));
    for (count, expected) in [("1", "-"), ("2", "R"), ("14", "R"), ("15", "V"), ("40", "V")] {
        PL.check("pl.stay.many", "2015-06-01", &counted(count), expected);
    }
    PL.check("pl.stay.many", "2014-12-31", &counted("40"), "-");
    let two = with(
        &counted("8"),
        "/workers/items/-",
        json!({"id": "more", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE", "count": "7"}),
    );
    PL.check("pl.stay.many", "2015-06-01", &two, "V");
    PL.check("pl.stay.many", "2015-06-01", &with(&counted("1"), "/workers/items/0/count", Value::Null), "D");
    let aged = |age: Value| with(&ended("2015-01-01", &json!({})), "/workers/items/0/age", age);
    PL.check("pl.stay.minor", "2015-06-01", &aged(json!(17)), "V");
    PL.check("pl.stay.minor", "2015-06-01", &aged(json!(18)), "-");
    PL.check("pl.stay.minor", "2015-06-01", &aged(Value::Null), "D");
    PL.dates(
        "pl.stay.persist",
        &ended("2015-01-01", &json!({})),
        &[("2015-06-01", "-"), ("2016-01-01", "-"), ("2016-01-02", "R")],
    );
}

#[test]
fn particular_exploitation() {
    let rule = "pl.stay.exploit";
    let camp = |valid_to: &str, locked: bool, week: u32| {
        let record = ended(valid_to, &json!({}));
        let record =
            with(&record, "/housing", json!({"items": [{"id": "h", "locked_at_night": locked, "guarded": false}]}));
        let record = with(
            &record,
            "/liberty",
            json!({"items": [{"id": "l", "may_leave_site": true, "may_leave_accommodation": !locked, "escort_required": false}]}),
        );
        with(
            &record,
            "/working_time",
            json!({"items": [{"id": "t", "week_minutes": week, "overtime_refusable": true}]}),
        )
    };
    PL.check(rule, "2016-01-01", &camp("2015-01-01", true, 4320), "V");
    PL.check(rule, "2016-01-01", &camp("2015-01-01", true, 2400), "R");
    PL.check(rule, "2016-01-01", &camp("2030-01-01", true, 4320), "-");
    PL.check(rule, "2016-01-01", &camp("2015-01-01", false, 2400), "D");
}
