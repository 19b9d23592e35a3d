//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_my::PLUGIN;
use comity_sdk::testing::{Probes, Value, json, with, with_one, workers_in};

const ROWS: Probes = Probes(&PLUGIN);

fn one(part: &str, entry: &Value) -> Value {
    with_one(&workers_in("MYS"), part, entry)
}

fn line(entry: &Value) -> Value {
    one("wages", entry)
}

fn time(entry: &Value) -> Value {
    one("working_time", entry)
}

fn money(currency: &str, amount: &str) -> Value {
    json!({"currency": currency, "amount": amount})
}

/// A permit for the site and the firm.
fn permitted(change: &Value) -> Value {
    let base = json!({"valid_from": "2005-01-01", "employer": "firm", "worksites": {"items": ["site"]}});
    one("permits", &comity_sdk::testing::patched(&base, change))
}

fn without_permits() -> Value {
    with(&workers_in("MYS"), "/permits", json!({"items": []}))
}

fn held(holder: &str, asked: &Value) -> Value {
    one(
        "liberty",
        &json!({"passport_holder": format!("PASSPORT_HOLDER_{holder}"), "passport_held_on_written_request": asked,
            "passport_returned_on_demand": asked}),
    )
}

/// Families are threatened, papers are taken, and nobody may quit.
fn coerced() -> Value {
    let record = one(
        "liberty",
        &json!({"passport_holder": "PASSPORT_HOLDER_MINDER", "passport_held_on_written_request": false}),
    );
    let coercion = json!({"threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}, "can_resign": false});
    with_one(&record, "coercion", &coercion)
}

#[test]
fn the_law_of_every_row_has_its_days() {
    ROWS.law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &workers_in("MYS"));
}

#[test]
fn every_row_has_its_rule() {
    ROWS.rows(&[
        "my.forced",
        "my.hours@1955",
        "my.hours@2023",
        "my.passport",
        "my.permit",
        "my.rest",
        "my.wage.bank",
        "my.wage.min",
    ]);
}

fn in_sarawak(record: &Value) -> Value {
    with(record, "/worksites/items/0/region", json!("Sarawak"))
}

#[test]
fn approval_and_papers() {
    let rule = "my.permit";
    let approved = permitted(&json!({"employer_approval_ref": "a"}));
    ROWS.dates(
        rule,
        &permitted(&json!({})),
        &[("2022-12-31", "not in force"), ("2023-01-01", "V"), ("2023-02-01", "V")],
    );
    ROWS.check(rule, "2023-02-01", &approved, "-");
    ROWS.check(rule, "2023-02-01", &without_permits(), "V");
    ROWS.check(rule, "2023-02-01", &in_sarawak(&permitted(&json!({}))), "-");
    ROWS.check("my.passport", "2014-12-01", &held("EMPLOYER", &json!(false)), "V");
    ROWS.check("my.passport", "2014-12-01", &in_sarawak(&held("EMPLOYER", &json!(false))), "V");
    ROWS.check("my.passport", "2014-12-01", &held("WORKER", &Value::Null), "-");
    ROWS.dates("my.forced", &coerced(), &[("2022-12-31", "not in force"), ("2023-01-01", "R")]);
}

#[test]
fn hours_by_the_law_of_their_day_and_not_in_sarawak() {
    let week = |minutes: u32| time(&json!({"week_minutes": minutes}));
    for (rule, day, minutes, expected) in [
        ("my.hours@1955", "2022-12-31", 48 * 60, "-"),
        ("my.hours@1955", "2022-12-31", 49 * 60, "V"),
        ("my.hours@1955", "2023-01-01", 49 * 60, "not in force"),
        ("my.hours@2023", "2022-12-31", 49 * 60, "not in force"),
        ("my.hours@2023", "2023-01-01", 45 * 60, "-"),
        ("my.hours@2023", "2023-01-01", 46 * 60, "V"),
    ] {
        ROWS.check(rule, day, &week(minutes), expected);
    }
    ROWS.check("my.hours@1955", "2014-12-01", &in_sarawak(&week(80 * 60)), "-");
    let penang = with(&week(80 * 60), "/worksites/items/0/region", json!("Penang"));
    ROWS.check("my.hours@1955", "2014-12-01", &penang, "V");
    ROWS.check("my.rest", "2015-06-01", &time(&json!({"weeks_without_rest": 1})), "V");
    ROWS.check("my.rest", "2015-06-01", &time(&json!({"weekly_rest_minutes": 1440})), "-");
    ROWS.check("my.rest", "2015-06-01", &time(&json!({"weekly_rest_minutes": 1439})), "V");
    ROWS.check("my.rest", "2015-06-01", &time(&json!({})), "D");
}

#[test]
fn pay() {
    let cash = line(&json!({"payee": "PAYEE_WORKER_CASH"}));
    ROWS.dates("my.wage.bank", &cash, &[("2022-12-31", "not in force"), ("2023-01-01", "V"), ("2023-02-01", "V")]);
    ROWS.check("my.wage.bank", "2023-02-01", &line(&json!({"payee": "PAYEE_WORKER_ACCOUNT"})), "-");
    let rule = "my.wage.min";
    let received =
        |amount: &str| line(&json!({"received_by_worker": money("MYR", amount), "deductions": {"items": []}}));
    for (day, amount, expected) in [
        ("2016-06-30", "1", "not in force"),
        ("2016-07-01", "999.99", "V"),
        ("2017-06-01", "1000", "-"),
        ("2019-01-01", "1000", "V"),
        ("2019-01-01", "1100", "-"),
        ("2020-01-31", "1100", "-"),
        ("2020-02-01", "1100", "R"),
        ("2020-02-01", "1200", "-"),
        ("2022-05-01", "1200", "R"),
        ("2022-05-01", "1099", "V"),
        ("2023-07-01", "1499", "V"),
        ("2023-07-01", "1500", "-"),
        ("2025-02-01", "1600", "R"),
        ("2025-08-01", "1600", "V"),
        ("2025-08-01", "1700", "-"),
    ] {
        ROWS.check(rule, day, &received(amount), expected);
    }
    ROWS.check(rule, "2017-06-01", &in_sarawak(&received("920")), "-");
    ROWS.check(rule, "2017-06-01", &in_sarawak(&received("919.99")), "V");
}
