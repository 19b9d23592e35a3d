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
    // The row asks for the employer: a site of the same one that the licence does not name is for review.
    let sites = |sites: Value| with(&permitted(&json!({})), "/permits/items/0/worksites", sites);
    let second = with(&permitted(&json!({})), "/worksites/items/-", json!({"id": "second", "country": "MLT"}));
    ROWS.check(rule, "2016-06-01", &second, "R");
    ROWS.check(rule, "2016-06-01", &with(&second, "/worksites/items/1/employer", json!("firm")), "R");
    let anywhere = with(&second, "/permits/items/0/worksites", Value::Null);
    ROWS.check(rule, "2016-06-01", &anywhere, "-");
    let doha = with(&sites(json!({"items": ["doha"]})), "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
    ROWS.check(rule, "2016-06-01", &doha, "V");
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
    let paid = |payee: &str, currency: &str, form: Value| {
        let base = json!({"payee": format!("PAYEE_{payee}"), "received_by_worker": money(currency, "800")});
        line(&comity_sdk::testing::patched(&base, &json!({"form": form})))
    };
    for (payee, currency, form, expected) in [
        ("SENDER", "EUR", Value::Null, "V"),
        ("NONE", "EUR", Value::Null, "V"),
        ("WORKER_ACCOUNT", "EUR", Value::Null, "-"),
        ("WORKER_CASH", "EUR", json!("PAY_FORM_MONEY"), "-"),
        ("WORKER_CASH", "EUR", json!("PAY_FORM_VOUCHER"), "V"),
        ("WORKER_ACCOUNT", "USD", Value::Null, "V"),
    ] {
        ROWS.check("mt.wage.direct", "2016-06-01", &paid(payee, currency, form), expected);
    }
    let text = |payee: &str| ROWS.text("mt.wage.direct", "2016-06-01", &paid(payee, "USD", Value::Null));
    assert!(text("NONE").contains("does not go to the worker") && text("WORKER_CASH").contains("not in legal tender"));
    ROWS.check("mt.wage.direct", "2016-06-01", &line(&json!({"payee": "PAYEE_WORKER_ACCOUNT"})), "D");
    let to_somebody = line(&json!({"received_by_worker": money("EUR", "800")}));
    ROWS.check("mt.wage.direct", "2016-06-01", &to_somebody, "D");
    assert_eq!(ROWS.missing("mt.wage.direct", "2016-06-01", &to_somebody), "wages.items[0].payee");
    // Malta has the euro since 2008.
    ROWS.dates(
        "mt.wage.direct",
        &paid("WORKER_ACCOUNT", "MTL", Value::Null),
        &[("2007-12-31", "-"), ("2008-01-01", "V"), ("2008-01-02", "V")],
    );
    // By the month is longer than by four weeks: whether that breaks the row is for review; a delay hides behind no gap.
    for (change, expected) in [
        (json!({"paid_days_after_due": 0, "pay_interval": "PAY_INTERVAL_MONTHLY"}), "R"),
        (json!({"paid_days_after_due": 0, "pay_interval": "PAY_INTERVAL_FORTNIGHTLY"}), "-"),
        (json!({"longest_gap_days": 28, "paid_days_after_due": 60}), "V"),
        (json!({"longest_gap_days": 31, "pay_interval": "PAY_INTERVAL_MONTHLY"}), "V"),
    ] {
        ROWS.check("mt.wage.interval", "2016-06-01", &line(&change), expected);
    }
    let may = |paid_on: &str| line(&json!({"period": {"from": "2016-05-01", "to": "2016-06-01"}, "paid_on": paid_on}));
    ROWS.check("mt.wage.interval", "2017-01-01", &may("2016-06-29"), "-");
    ROWS.check("mt.wage.interval", "2017-01-01", &may("2016-06-30"), "V");
    ROWS.check("mt.wage.interval", "2016-06-01", &line(&json!({"longest_gap_days": 28})), "-");
    ROWS.check("mt.wage.interval", "2016-06-01", &line(&json!({"longest_gap_days": 29})), "V");
    let taken = |basis: &str| {
        line(&json!({"deductions": {"items": [{"id": "d", "purpose": "DEDUCTION_PURPOSE_OTHER",
            "lawful_basis": format!("LAWFUL_BASIS_{basis}")}]}}))
    };
    ROWS.check("mt.wage.deduct", "2016-06-01", &taken("NONE"), "V");
    ROWS.check("mt.wage.deduct", "2016-06-01", &taken("STATUTE"), "-");
    let tax = json!([{"id": "d", "purpose": "DEDUCTION_PURPOSE_TAX", "lawful_basis": "LAWFUL_BASIS_NONE"}]);
    ROWS.check("mt.wage.deduct", "2016-06-01", &line(&json!({"deductions": {"items": tax}})), "V");
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
    ROWS.check(rule, "2026-01-01", &received("1"), "D");
    assert_eq!(ROWS.missing(rule, "2026-01-01", &received("1")), "reference.minimum_wages");
    // A week's pay is held against the week's minimum, 168.01 in 2016; a month's against the month's.
    let of = |from: &str, to: &str, amount: &str| {
        line(
            &json!({"period": {"from": from, "to": to}, "received_by_worker": money("EUR", amount), "deductions": {"items": []}}),
        )
    };
    for (from, to, amount, expected) in [
        ("2016-05-02", "2016-05-09", "170", "-"),
        ("2016-05-02", "2016-05-09", "168.01", "-"),
        ("2016-05-02", "2016-05-09", "168", "R"),
        ("2016-05-02", "2016-05-09", "160", "R"),
        ("2016-05-02", "2016-05-16", "336.02", "-"),
        ("2016-05-02", "2016-05-16", "336.01", "R"),
        ("2016-05-01", "2016-06-01", "728.05", "-"),
        ("2016-05-01", "2016-06-01", "728.04", "R"),
        ("2016-05-01", "2016-07-01", "1456.09", "-"),
        ("2016-05-01", "2016-07-01", "1456.08", "R"),
    ] {
        ROWS.check(rule, "2016-07-01", &of(from, to, amount), expected);
    }
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
    // Work from 2016-01-01 to 2016-06-01, without a licence.
    let spent = with(&without_permits(), "/worksites/items/0/start", json!("2016-01-01"));
    let spent = with(&spent, "/worksites/items/0/end", json!("2016-06-01"));
    ROWS.dates(rule, &spent, &[("2015-12-31", "-"), ("2016-01-01", "V"), ("2016-05-31", "V"), ("2016-06-01", "-")]);
    // Threats in Doha are no matter of Malta's, where work ended in 2012.
    let moved = with(&coerced(), "/worksites/items/0/end", json!("2012-01-01"));
    let moved = with(&moved, "/worksites/items/-", json!({"id": "doha", "country": "QAT", "start": "2012-01-01"}));
    ROWS.dates("mt.forced", &moved, &[("2011-12-31", "R"), ("2012-01-01", "-"), ("2020-06-01", "-")]);
    ROWS.check("mt.hours.rest", "2016-06-01", &time(&json!({"daily_rest_minutes": 660, "weeks_without_rest": 8})), "V");
    let scheme = time(&json!({"daily_rest_minutes": 600, "weekly_rest_minutes": 1440, "derogation_ref": "scheme"}));
    ROWS.check("mt.hours.rest", "2016-06-01", &scheme, "X");
    ROWS.check("mt.forced", "2016-06-01", &with(&workers_in("MLT"), "/workers", Value::Null), "not assessed: workers");
}
