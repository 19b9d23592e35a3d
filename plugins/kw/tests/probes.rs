//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_kw::PLUGIN;
use comity_sdk::testing::{Probes, Value, json, with, with_one, workers_in};

const ROWS: Probes = Probes(&PLUGIN);

fn one(part: &str, entry: &Value) -> Value {
    with_one(&workers_in("KWT"), part, entry)
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
    with(&workers_in("KWT"), "/permits", json!({"items": []}))
}

#[test]
fn the_law_of_every_row_has_its_days() {
    ROWS.law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &workers_in("KWT"));
}

#[test]
fn without_sites_nobody_looked_where_work_is_done() {
    ROWS.needs_sites(&workers_in("KWT"));
}

#[test]
fn every_row_has_its_rule() {
    ROWS.rows(&[
        "kw.fee",
        "kw.heat",
        "kw.hours",
        "kw.hours.break",
        "kw.hours.overtime",
        "kw.hours.premium",
        "kw.hours.ramadan",
        "kw.hours.rest",
        "kw.new2017",
        "kw.passport",
        "kw.permit",
        "kw.wage.direct",
        "kw.wage.late",
        "kw.wage.min",
    ]);
}

#[test]
fn permits_papers_and_fees() {
    let rule = "kw.permit";
    ROWS.dates(rule, &without_permits(), &[("2010-02-20", "not in force"), ("2010-02-21", "V"), ("2010-02-22", "V")]);
    ROWS.check(rule, "2015-06-01", &permitted(&json!({})), "-");
    let second = with(
        &permitted(&json!({})),
        "/worksites/items/-",
        json!({"id": "second", "country": "KWT", "employer": "sender"}),
    );
    ROWS.check(rule, "2015-06-01", &second, "V");
    let saudi = with(&without_permits(), "/workers/items/0/nationalities", json!({"items": ["SAU"]}));
    ROWS.check(rule, "2015-06-01", &saudi, "-");
    ROWS.check(
        "kw.passport",
        "2015-06-01",
        &one("liberty", &json!({"passport_holder": "PASSPORT_HOLDER_EMPLOYER"})),
        "R",
    );
    ROWS.check(
        "kw.passport",
        "2015-06-01",
        &one("liberty", &json!({"passport_holder": "PASSPORT_HOLDER_WORKER"})),
        "-",
    );
    let fee = |amount: &str| one("coercion", &json!({"recruitment_fee_paid_by_worker": money("KWD", amount)}));
    ROWS.check("kw.fee", "2015-06-01", &fee("100"), "V");
    ROWS.check("kw.fee", "2015-06-01", &fee("0"), "-");
    let issued = |day: &str| one("permits", &json!({"issued": day}));
    ROWS.days(
        "kw.new2017",
        issued,
        &[("2017-08-01", "not in force"), ("2017-08-31", "not in force"), ("2017-09-01", "I"), ("2017-10-01", "I")],
    );
}

#[test]
fn pay() {
    for (payee, expected) in [("WORKER_ACCOUNT", "-"), ("WORKER_CASH", "V"), ("SENDER", "V")] {
        ROWS.check("kw.wage.direct", "2015-06-01", &line(&json!({"payee": format!("PAYEE_{payee}")})), expected);
    }
    for (days, expected) in [(30, "-"), (38, "-"), (39, "V"), (45, "V")] {
        ROWS.check("kw.wage.late", "2015-06-01", &line(&json!({"longest_gap_days": days})), expected);
    }
    for (days, expected) in [(0, "-"), (7, "-"), (8, "V")] {
        ROWS.check("kw.wage.late", "2015-06-01", &line(&json!({"paid_days_after_due": days})), expected);
    }
}

#[test]
fn the_minimum_of_the_year() {
    let rule = "kw.wage.min";
    let received =
        |amount: &str| line(&json!({"received_by_worker": money("KWD", amount), "deductions": {"items": []}}));
    for (day, least, below) in [
        ("2010-04-01", "60", "59.99"),
        ("2015-06-01", "60", "59.99"),
        ("2017-06-30", "60", "59.99"),
        ("2017-07-01", "75", "74.99"),
        ("2020-01-01", "75", "74.99"),
    ] {
        ROWS.check(rule, day, &received(least), "-");
        ROWS.check(rule, day, &received(below), "R");
    }
    ROWS.check(rule, "2020-01-01", &line(&json!({})), "D");
    ROWS.check(rule, "2010-03-31", &received("1"), "not in force");
}

#[test]
fn working_time() {
    let hours = |day: u32, week: u32, overtime: u32| {
        time(&json!({"day_max_minutes": day, "week_minutes": week, "overtime_week_minutes": overtime}))
    };
    for (day, week, overtime, expected) in [
        (480, 2880, 0, "-"),
        (481, 2880, 0, "V"),
        (480, 2881, 0, "V"),
        (480, 3600, 0, "V"),
        (600, 3000, 120, "-"),
        (601, 3000, 120, "V"),
    ] {
        ROWS.check("kw.hours", "2015-06-01", &hours(day, week, overtime), expected);
    }
    for (rule, field, good, bad) in [
        ("kw.hours.ramadan", "ramadan_week_minutes", 2160, 2161),
        ("kw.hours.break", "consecutive_minutes", 300, 301),
        ("kw.hours.overtime", "overtime_year_minutes", 10800, 10801),
        ("kw.hours.rest", "weekly_rest_minutes", 1440, 1439),
    ] {
        ROWS.check(rule, "2015-06-01", &time(&json!({field: good})), "-");
        ROWS.check(rule, "2015-06-01", &time(&json!({field: bad})), "V");
        ROWS.check(rule, "2015-06-01", &time(&json!({})), "D");
    }
    let premium = |percent: u32| time(&json!({"overtime_week_minutes": 60, "overtime_premium_percent": percent}));
    ROWS.check("kw.hours.premium", "2015-06-01", &premium(25), "-");
    ROWS.check("kw.hours.premium", "2015-06-01", &premium(24), "V");
}

#[test]
fn the_heat_of_the_day() {
    let worked = |day: &str, from: &str, to: &str| {
        one("heat", &json!({"outdoor_intervals": {"items": [{"date": day, "from": from, "to": to}]}}))
    };
    for (day, from, to, expected) in [
        ("2016-05-31", "11:00", "12:00", "-"),
        ("2016-06-01", "11:00", "12:00", "V"),
        ("2016-08-31", "11:00", "12:00", "V"),
        ("2016-09-01", "11:00", "12:00", "-"),
        ("2016-07-01", "10:00", "11:00", "-"),
        ("2016-07-01", "16:00", "17:00", "-"),
        ("2014-07-01", "11:00", "12:00", "not in force"),
    ] {
        ROWS.check("kw.heat", day, &worked(day, from, to), expected);
    }
}

#[test]
fn what_is_not_recorded() {
    let unknown = with(&without_permits(), "/workers/items/0/nationalities", Value::Null);
    ROWS.check("kw.permit", "2015-06-01", &unknown, "R");
    assert_eq!(ROWS.missing("kw.permit", "2015-06-01", &unknown), "workers.items[0].nationalities");
    // A second site abroad needs no permit here.
    let abroad = json!({"id": "second", "country": "SAU", "employer": "sender"});
    ROWS.check("kw.permit", "2015-06-01", &with(&permitted(&json!({})), "/worksites/items/-", abroad), "-");
    let late = |gap: Value, days: Value| {
        line(&comity_sdk::testing::patched(&json!({"longest_gap_days": gap}), &json!({"paid_days_after_due": days})))
    };
    for (gap, days, expected) in [
        (json!(39), json!(0), "V"),
        (json!(38), json!(8), "V"),
        (json!(38), json!(7), "-"),
        (Value::Null, Value::Null, "D"),
    ] {
        ROWS.check("kw.wage.late", "2015-06-01", &late(gap, days), expected);
    }
    ROWS.check("kw.wage.min", "2020-01-01", &line(&json!({"full_time": false})), "-");
    let scheme = time(&json!({"weekly_rest_minutes": 600, "derogation_ref": "scheme"}));
    ROWS.check("kw.hours.rest", "2015-06-01", &scheme, "X");
    for (holder, expected) in [("SENDER", "-"), ("EMPLOYER", "R")] {
        let held = one("liberty", &json!({"passport_holder": format!("PASSPORT_HOLDER_{holder}")}));
        ROWS.check("kw.passport", "2015-06-01", &held, expected);
    }
    let issued = one("permits", &json!({"issued": "2017-10-01"}));
    let nepal = with(&issued, "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    ROWS.check("kw.new2017", "2017-10-01", &nepal, "-");
}
