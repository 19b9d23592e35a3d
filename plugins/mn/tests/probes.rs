//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_mn::PLUGIN;
use comity_sdk::testing::{Probes, Value, json, with, with_one, workers_in};

const ROWS: Probes = Probes(&PLUGIN);

fn one(part: &str, entry: &Value) -> Value {
    with_one(&workers_in("MNG"), part, entry)
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
    with(&workers_in("MNG"), "/permits", json!({"items": []}))
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
    ROWS.law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &workers_in("MNG"));
}

#[test]
fn without_sites_nobody_looked_where_work_is_done() {
    ROWS.needs_sites(&workers_in("MNG"));
}

#[test]
fn every_row_has_its_rule_and_is_capped() {
    ROWS.rows(&["mn.forced", "mn.hours", "mn.hours.rest", "mn.permit", "mn.wage", "mn.wage.min"]);
    for rule in PLUGIN.all_rules() {
        assert_eq!(rule.worst_shown(), comity_sdk::prelude::NeedsReview, "{}", rule.id);
    }
}

#[test]
fn permits_and_forced_labour() {
    let rule = "mn.permit";
    ROWS.dates(rule, &without_permits(), &[("2015-06-01", "R"), ("2021-12-31", "R"), ("2022-01-01", "R")]);
    ROWS.check(rule, "2015-06-01", &permitted(&json!({"within_quota": true, "workplace_fee_paid": true})), "-");
    ROWS.check(rule, "2015-06-01", &permitted(&json!({"within_quota": false})), "R");
    ROWS.check(rule, "2015-06-01", &permitted(&json!({"workplace_fee_paid": false})), "R");
    ROWS.check("mn.forced", "2015-06-01", &coerced(), "R");
    let held = |holder: &str, change: Value| {
        let base = json!({"passport_holder": format!("PASSPORT_HOLDER_{holder}")});
        let record = one("liberty", &comity_sdk::testing::patched(&base, &change));
        with(&record, "/workers/items/0/nationalities", json!({"items": ["NPL"]}))
    };
    let asked = json!({"passport_held_on_written_request": true, "passport_returned_on_demand": true});
    for (holder, change, expected) in [
        ("WORKER", json!({}), "-"),
        ("EMPLOYER", json!({}), "R"),
        ("EMPLOYER", json!({"passport_held_on_written_request": false}), "R"),
        ("EMPLOYER", asked, "-"),
    ] {
        ROWS.check("mn.forced", "2023-06-01", &held(holder, change), expected);
    }
    ROWS.check("mn.forced", "2015-06-01", &workers_in("MNG"), "not assessed: liberty");
    // A permit of another employer, or for Doha, is none for work here; work that has ended needs none.
    let good = json!({"within_quota": true, "workplace_fee_paid": true});
    let doha = with(&permitted(&good), "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
    let elsewhere = with(&doha, "/permits/items/0/worksites", json!({"items": ["doha"]}));
    ROWS.check(rule, "2015-06-01", &elsewhere, "R");
    ROWS.check(rule, "2015-06-01", &with(&permitted(&good), "/worksites/items/0/employer", json!("sender")), "R");
    let ended = with(&without_permits(), "/worksites/items/0/end", json!("2015-06-01"));
    ROWS.dates(rule, &ended, &[("2015-05-31", "R"), ("2015-06-01", "-")]);
}

#[test]
fn the_minimum_of_the_year() {
    let rule = "mn.wage.min";
    let received =
        |amount: &str| line(&json!({"received_by_worker": money("MNT", amount), "deductions": {"items": []}}));
    for (day, least, below) in [
        ("2013-01-01", "192000", "191999.99"),
        ("2016-12-31", "192000", "191999.99"),
        ("2017-01-01", "240000", "239999.99"),
        ("2018-12-31", "240000", "239999.99"),
        ("2019-01-01", "320000", "319999.99"),
        ("2019-12-31", "320000", "319999.99"),
        ("2020-01-01", "420000", "419999.99"),
        ("2022-12-31", "420000", "419999.99"),
        ("2023-01-01", "550000", "549999.99"),
        ("2023-12-31", "550000", "549999.99"),
        ("2024-01-01", "660000", "659999.99"),
        ("2024-12-31", "660000", "659999.99"),
        ("2025-01-01", "792000", "791999.99"),
    ] {
        ROWS.check(rule, day, &received(least), "-");
        ROWS.check(rule, day, &received(below), "R");
    }
    ROWS.check(rule, "2025-01-01", &line(&json!({})), "D");
}

#[test]
fn pay_and_time() {
    let rule = "mn.wage";
    let paid = |payee: &str, days: u32, currency: &str| {
        line(
            &json!({"payee": format!("PAYEE_{payee}"), "longest_gap_days": days, "received_by_worker": money(currency, "1")}),
        )
    };
    ROWS.check(rule, "2015-06-01", &paid("WORKER_ACCOUNT", 16, "MNT"), "-");
    ROWS.check(rule, "2015-06-01", &paid("WORKER_ACCOUNT", 17, "MNT"), "R");
    ROWS.check(rule, "2015-06-01", &paid("SENDER", 16, "MNT"), "R");
    ROWS.check(rule, "2015-06-01", &paid("WORKER_ACCOUNT", 16, "USD"), "R");
    let hours = |day: u32, week: u32| time(&json!({"day_max_minutes": day, "week_minutes": week}));
    ROWS.check("mn.hours", "2015-06-01", &hours(480, 2400), "-");
    ROWS.check("mn.hours", "2015-06-01", &hours(481, 2400), "R");
    ROWS.check("mn.hours", "2015-06-01", &hours(480, 3600), "R");
    ROWS.check("mn.hours.rest", "2015-06-01", &time(&json!({"weekly_rest_minutes": 2880})), "-");
    ROWS.check("mn.hours.rest", "2015-06-01", &time(&json!({"weekly_rest_minutes": 2879})), "R");
}

#[test]
fn what_is_not_recorded() {
    let rule = "mn.wage";
    ROWS.check(rule, "2015-06-01", &line(&json!({"payee": "PAYEE_WORKER_CASH", "longest_gap_days": 16})), "D");
    // How often pay comes: as recorded, as agreed, or once a month where a line recurs every month.
    let paid = |change: Value| {
        let base = json!({"payee": "PAYEE_WORKER_CASH", "received_by_worker": money("MNT", "1")});
        line(&comity_sdk::testing::patched(&base, &change))
    };
    for (change, expected) in [
        (json!({}), "D"),
        (json!({"longest_gap_days": 16}), "-"),
        (json!({"longest_gap_days": 16, "pay_interval": "PAY_INTERVAL_MONTHLY"}), "-"),
        (json!({"pay_interval": "PAY_INTERVAL_MONTHLY"}), "R"),
        (json!({"pay_interval": "PAY_INTERVAL_MONTHLY", "paid_days_after_due": 0}), "R"),
        (json!({"pay_interval": "PAY_INTERVAL_FORTNIGHTLY", "paid_days_after_due": 0}), "-"),
        (json!({"pay_interval": "PAY_INTERVAL_FORTNIGHTLY", "paid_days_after_due": 17}), "R"),
        (json!({"paid_days_after_due": 0}), "R"),
        (json!({"payee": "PAYEE_NONE", "longest_gap_days": 16}), "R"),
        (json!({"period": {"from": "2015-05-01", "to": "2015-05-17"}, "paid_on": "2015-05-17"}), "-"),
        (json!({"period": {"from": "2015-05-01", "to": "2015-05-17"}, "paid_on": "2015-06-02"}), "-"),
        (json!({"period": {"from": "2015-05-01", "to": "2015-05-17"}, "paid_on": "2015-06-03"}), "R"),
        (json!({"period": {"from": "2015-05-01", "to": "2015-05-17"}}), "D"),
        (json!({"period": {"from": "2015-05-01", "to": "2015-05-18"}, "paid_on": "2015-05-18"}), "R"),
        (json!({"period": {"from": "2015-05-01", "to": "2015-06-01"}, "paid_on": "2015-06-01"}), "R"),
    ] {
        ROWS.check(rule, "2015-12-01", &paid(change), expected);
    }
    ROWS.check("mn.hours.rest", "2015-06-01", &time(&json!({"weeks_without_rest": 1})), "R");
    ROWS.check("mn.wage.min", "2025-01-01", &line(&json!({"full_time": false})), "-");
    ROWS.check("mn.permit", "2015-06-01", &permitted(&json!({})), "D");
    assert_eq!(
        ROWS.missing("mn.permit", "2015-06-01", &permitted(&json!({}))),
        "permits.items[0].within_quota permits.items[0].workplace_fee_paid"
    );
    ROWS.check("mn.permit", "2015-06-01", &permitted(&json!({"within_quota": true})), "D");
    // Of which employer a good permit is has to be said.
    let good = permitted(&json!({"within_quota": true, "workplace_fee_paid": true, "employer": null}));
    let good = with(&good, "/worksites/items/0/employer", json!("firm"));
    ROWS.check("mn.permit", "2015-06-01", &good, "D");
    assert_eq!(ROWS.missing("mn.permit", "2015-06-01", &good), "permits.items[0].employer");
    let unknown = with(&without_permits(), "/workers/items/0/nationalities", Value::Null);
    ROWS.check("mn.permit", "2015-06-01", &unknown, "R");
    assert_eq!(ROWS.missing("mn.permit", "2015-06-01", &unknown), "workers.items[0].nationalities");
    ROWS.check("mn.forced", "2015-06-01", &with(&workers_in("MNG"), "/workers", Value::Null), "not assessed: workers");
}

#[test]
fn limits_of_time() {
    for (pattern, expected) in [
        (json!({"day_max_minutes": 480, "week_minutes": 2401}), "R"),
        (json!({"day_max_minutes": 720, "week_minutes": 2640, "overtime_week_minutes": 240}), "-"),
        (json!({"day_max_minutes": 721, "week_minutes": 2640, "overtime_week_minutes": 240}), "R"),
    ] {
        ROWS.check("mn.hours", "2015-06-01", &time(&pattern), expected);
    }
    let scheme = time(&json!({"weekly_rest_minutes": 1440, "derogation_ref": "scheme"}));
    ROWS.check("mn.hours.rest", "2015-06-01", &scheme, "X");
}
