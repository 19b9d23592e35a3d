//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_mt::PLUGIN;
use comity_sdk::testing::{Probes, Value, json, with, with_one, workers_in};

const ROWS: Probes = Probes(&PLUGIN);

fn one(part: &str, entry: &Value) -> Value {
    with_one(&workers_in("MLT"), part, entry)
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
    with(&workers_in("MLT"), "/permits", json!({"items": []}))
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
    ROWS.law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &workers_in("MLT"));
}

#[test]
fn without_sites_nobody_looked_where_work_is_done() {
    ROWS.needs_sites(&workers_in("MLT"));
}

#[test]
fn every_row_has_its_rule() {
    ROWS.rows(&[
        "mt.forced",
        "mt.hours",
        "mt.hours.rest",
        "mt.permit",
        "mt.wage.deduct",
        "mt.wage.direct",
        "mt.wage.interval",
        "mt.wage.min",
    ]);
}

#[test]
fn permits_and_forced_labour() {
    let rule = "mt.permit";
    ROWS.check(rule, "2016-06-01", &permitted(&json!({})), "-");
    let other = with(&permitted(&json!({})), "/worksites/items/0/employer", json!("sender"));
    ROWS.check(rule, "2016-06-01", &other, "V");
    ROWS.check(rule, "2016-06-01", &without_permits(), "V");
    let polish = with(&without_permits(), "/workers/items/0/nationalities", json!({"items": ["POL"]}));
    ROWS.check(rule, "2016-06-01", &polish, "-");
    ROWS.check("mt.forced", "2016-06-01", &coerced(), "R");
    ROWS.check("mt.forced", "2016-06-01", &workers_in("MLT"), "-");
}

#[test]
fn the_minimum_is_weekly_and_unsure() {
    let rule = "mt.wage.min";
    let received =
        |amount: &str| line(&json!({"received_by_worker": money("EUR", amount), "deductions": {"items": []}}));
    // 168.01 a week in 2016 are 728.04 a month and a third of a cent more.
    ROWS.check(rule, "2016-06-01", &received("728.05"), "-");
    ROWS.check(rule, "2016-06-01", &received("728.04"), "R");
    ROWS.check(rule, "2015-12-31", &received("720.46"), "-");
    ROWS.check(rule, "2015-12-31", &received("720.45"), "R");
    // EUR 160 and 170 a week.
    ROWS.check(rule, "2016-06-01", &received("693.33"), "R");
    ROWS.check(rule, "2016-06-01", &received("736.67"), "-");
    ROWS.check(rule, "2014-12-31", &received("1"), "not in force");
}

#[test]
fn pay_and_time() {
    ROWS.check("mt.wage.direct", "2016-06-01", &line(&json!({"payee": "PAYEE_SENDER"})), "V");
    ROWS.check("mt.wage.direct", "2016-06-01", &line(&json!({"payee": "PAYEE_WORKER_ACCOUNT"})), "-");
    ROWS.check("mt.wage.interval", "2016-06-01", &line(&json!({"longest_gap_days": 28})), "-");
    ROWS.check("mt.wage.interval", "2016-06-01", &line(&json!({"longest_gap_days": 29})), "V");
    let taken = |basis: &str| {
        line(&json!({"deductions": {"items": [{"id": "d", "purpose": "DEDUCTION_PURPOSE_OTHER",
            "lawful_basis": format!("LAWFUL_BASIS_{basis}")}]}}))
    };
    ROWS.check("mt.wage.deduct", "2016-06-01", &taken("NONE"), "V");
    ROWS.check("mt.wage.deduct", "2016-06-01", &taken("STATUTE"), "-");
    for (minutes, expected) in [(2700, "-"), (2880, "-"), (2881, "V"), (3600, "V")] {
        ROWS.check("mt.hours", "2016-06-01", &time(&json!({"week_minutes": minutes})), expected);
    }
    let rest = |day: u32, week: u32| time(&json!({"daily_rest_minutes": day, "weekly_rest_minutes": week}));
    ROWS.check("mt.hours.rest", "2016-06-01", &rest(660, 1440), "-");
    ROWS.check("mt.hours.rest", "2016-06-01", &rest(659, 1440), "V");
    ROWS.check("mt.hours.rest", "2016-06-01", &rest(660, 1439), "V");
}

#[test]
fn the_minimum_of_each_year() {
    let rule = "mt.wage.min";
    let received =
        |amount: &str| line(&json!({"received_by_worker": money("EUR", amount), "deductions": {"items": []}}));
    // The week's amount times 52 over 12, and a cent less.
    for (year, least, below) in [
        ("2015", "720.46", "720.45"),
        ("2016", "728.05", "728.04"),
        ("2017", "735.63", "735.62"),
        ("2018", "747.55", "747.54"),
        ("2019", "761.98", "761.97"),
        ("2020", "777.10", "777.09"),
        ("2021", "784.68", "784.67"),
        ("2022", "792.27", "792.26"),
        ("2023", "835.17", "835.16"),
        ("2024", "925.34", "925.33"),
        ("2025", "961.05", "961.04"),
    ] {
        for day in ["01-01", "12-31"] {
            ROWS.check(rule, &format!("{year}-{day}"), &received(least), "-");
            ROWS.check(rule, &format!("{year}-{day}"), &received(below), "R");
        }
    }
    // The table ends with 2025.
    ROWS.check(rule, "2026-01-01", &received("1"), "-");
    ROWS.check(rule, "2016-06-01", &line(&json!({"full_time": false})), "-");
}

#[test]
fn what_is_not_recorded() {
    let rule = "mt.permit";
    let unknown = with(&without_permits(), "/workers/items/0/nationalities", Value::Null);
    ROWS.check(rule, "2016-06-01", &unknown, "R");
    assert_eq!(ROWS.missing(rule, "2016-06-01", &unknown), "workers.items[0].nationalities");
    let second = |country: Value| {
        let site = json!({"id": "second", "country": country, "employer": "sender"});
        with(&permitted(&json!({})), "/worksites/items/-", site)
    };
    ROWS.check(rule, "2016-06-01", &second(json!("MLT")), "V");
    ROWS.check(rule, "2016-06-01", &second(json!("ITA")), "-");
    let scheme = time(&json!({"daily_rest_minutes": 600, "weekly_rest_minutes": 1440, "derogation_ref": "scheme"}));
    ROWS.check("mt.hours.rest", "2016-06-01", &scheme, "X");
    ROWS.check("mt.forced", "2016-06-01", &with(&workers_in("MLT"), "/workers", Value::Null), "not assessed: workers");
}
