//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_cn::PLUGIN;
use comity_sdk::testing::{Probes, Value, json, with, with_one, workers_in};

const ROWS: Probes = Probes(&PLUGIN);

fn one(part: &str, entry: &Value) -> Value {
    with_one(&workers_in("CHN"), part, entry)
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
    with(&workers_in("CHN"), "/permits", json!({"items": []}))
}

fn held(holder: &str, asked: &Value) -> Value {
    one(
        "liberty",
        &json!({"passport_holder": format!("PASSPORT_HOLDER_{holder}"), "passport_held_on_written_request": asked,
            "passport_returned_on_demand": asked}),
    )
}

#[test]
fn the_law_of_every_row_has_its_days() {
    ROWS.law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &workers_in("CHN"));
}

#[test]
fn every_row_has_its_rule() {
    ROWS.rows(&[
        "cn.forced",
        "cn.hours",
        "cn.hours.overtime",
        "cn.hours.premium",
        "cn.hours.rest",
        "cn.jv.2017",
        "cn.passport",
        "cn.permit",
        "cn.wage",
        "cn.wage.min",
    ]);
}

#[test]
fn a_work_permit_and_a_title_for_work() {
    let rule = "cn.permit";
    let stays = |record: &Value, kind: &str| {
        with_one(record, "residence", &json!({"kind": format!("RESIDENCE_KIND_{kind}"), "valid_from": "2005-01-01"}))
    };
    ROWS.dates(
        rule,
        &stays(&without_permits(), "TRAINEE"),
        &[("2013-06-30", "not in force"), ("2013-07-01", "V"), ("2013-07-02", "V")],
    );
    ROWS.check(rule, "2015-06-01", &stays(&permitted(&json!({})), "WORK"), "-");
    ROWS.check(rule, "2015-06-01", &stays(&permitted(&json!({})), "TRAINEE"), "V");
    ROWS.check(rule, "2015-06-01", &permitted(&json!({})), "D");
}

#[test]
fn ventures_with_north_korea() {
    let rule = "cn.jv.2017";
    let venture = |closed: Value| {
        let venture = json!({"id": "jv", "partners": {"items": ["firm", "sender"]}, "opened": "2012-01-01", "country": "CHN",
            "closed_on": closed});
        with(&workers_in("CHN"), "/ventures", json!({"joint_ventures": [venture]}))
    };
    ROWS.dates(
        rule,
        &venture(Value::Null),
        &[("2017-09-27", "not in force"), ("2018-01-09", "-"), ("2018-01-10", "V"), ("2018-01-11", "V")],
    );
    ROWS.check(rule, "2018-01-10", &venture(json!("2018-01-09")), "-");
    ROWS.check(rule, "2018-01-10", &venture(json!("2018-01-10")), "V");
}

#[test]
fn papers_deposits_and_coercion() {
    let rule = "cn.passport";
    ROWS.check(rule, "2015-06-01", &with(&held("EMPLOYER", &json!(false)), "/coercion", json!({"items": []})), "V");
    ROWS.check(rule, "2015-06-01", &with(&held("WORKER", &Value::Null), "/coercion", json!({"items": []})), "-");
    let deposit =
        |amount: &str| with_one(&held("WORKER", &Value::Null), "coercion", &json!({"deposit": money("CNY", amount)}));
    ROWS.check(rule, "2015-06-01", &deposit("500"), "V");
    ROWS.check(rule, "2015-06-01", &deposit("0"), "-");
    ROWS.check(rule, "2007-12-31", &held("EMPLOYER", &json!(false)), "not in force");
    let rule = "cn.forced";
    let beaten = one("coercion", &json!({"violence": {"items": [{"by": "ACTOR_EMPLOYER"}]}}));
    let locked = with_one(&beaten, "housing", &json!({"locked_at_night": true}));
    ROWS.check(rule, "2015-06-01", &locked, "R");
    let none =
        one("coercion", &json!({"violence": {"items": []}, "threats": {"items": []}, "family_reprisal_threat": false}));
    let none = with_one(&none, "housing", &json!({"locked_at_night": false, "guarded": false}));
    let none = with_one(
        &none,
        "liberty",
        &json!({"may_leave_site": true, "may_leave_accommodation": true, "escort_required": false}),
    );
    ROWS.check(rule, "2015-06-01", &none, "-");
}

#[test]
fn pay_and_time() {
    let rule = "cn.wage";
    let paid = |payee: &str, days: u32, currency: &str| {
        line(
            &json!({"payee": format!("PAYEE_{payee}"), "longest_gap_days": days, "received_by_worker": money(currency, "100")}),
        )
    };
    ROWS.check(rule, "2015-06-01", &paid("WORKER_ACCOUNT", 31, "CNY"), "-");
    ROWS.check(rule, "2015-06-01", &paid("WORKER_ACCOUNT", 32, "CNY"), "V");
    ROWS.check(rule, "2015-06-01", &paid("WORKER_ACCOUNT", 31, "USD"), "V");
    ROWS.check(rule, "2015-06-01", &paid("AGENT", 31, "CNY"), "V");
    ROWS.check("cn.wage.min", "2015-06-01", &paid("WORKER_ACCOUNT", 31, "CNY"), "D");
    let hours = |day: u32, week: u32, overtime: u32| {
        time(&json!({"day_max_minutes": day, "week_minutes": week, "overtime_week_minutes": overtime}))
    };
    for (day, week, overtime, expected) in
        [(480, 2640, 0, "-"), (481, 2640, 0, "V"), (480, 2641, 0, "V"), (660, 2700, 60, "-"), (661, 2700, 60, "V")]
    {
        ROWS.check("cn.hours", "2015-06-01", &hours(day, week, overtime), expected);
    }
    ROWS.check("cn.hours.overtime", "2015-06-01", &time(&json!({"overtime_month_minutes": 2160})), "-");
    ROWS.check("cn.hours.overtime", "2015-06-01", &time(&json!({"overtime_month_minutes": 2400})), "V");
    ROWS.check("cn.hours.rest", "2015-06-01", &time(&json!({"weekly_rest_minutes": 1440})), "-");
    ROWS.check("cn.hours.rest", "2015-06-01", &time(&json!({"weekly_rest_minutes": 1439})), "V");
    ROWS.check("cn.hours.premium", "2015-06-01", &time(&json!({"rest_day_premium_percent": 99})), "V");
    ROWS.check(
        "cn.hours.premium",
        "2015-06-01",
        &time(&json!({"overtime_week_minutes": 0, "holiday_premium_percent": 200})),
        "-",
    );
    ROWS.check("cn.hours.premium", "2015-06-01", &time(&json!({"holiday_premium_percent": 200})), "D");
    ROWS.check("cn.hours.premium", "2015-06-01", &time(&json!({"holiday_premium_percent": 199})), "V");
}

#[test]
fn what_is_not_recorded() {
    let rule = "cn.wage";
    let paid = |change: Value| {
        let base =
            json!({"payee": "PAYEE_WORKER_CASH", "longest_gap_days": 31, "received_by_worker": money("CNY", "1")});
        line(&comity_sdk::testing::patched(&base, &change))
    };
    for (change, expected) in [
        (json!({}), "-"),
        (json!({"received_by_worker": null}), "-"),
        (json!({"form": "PAY_FORM_VOUCHER"}), "V"),
        (json!({"form": "PAY_FORM_MONEY"}), "-"),
        (json!({"payee": null}), "D"),
        (json!({"longest_gap_days": null}), "D"),
    ] {
        ROWS.check(rule, "2015-06-01", &paid(change), expected);
    }
    ROWS.check("cn.hours.overtime", "2015-06-01", &time(&json!({"overtime_month_minutes": 2161})), "V");
    let scheme = time(&json!({"weekly_rest_minutes": 600, "derogation_ref": "scheme"}));
    ROWS.check("cn.hours.rest", "2015-06-01", &scheme, "X");
    let rule = "cn.hours.premium";
    for (pattern, expected) in [
        (json!({}), "D"),
        (json!({"overtime_week_minutes": 0, "rest_day_premium_percent": 100}), "-"),
        (json!({"overtime_week_minutes": 60, "overtime_premium_percent": 50}), "-"),
        (json!({"overtime_week_minutes": 60, "overtime_premium_percent": 49}), "V"),
    ] {
        ROWS.check(rule, "2015-06-01", &time(&pattern), expected);
    }
    let rule = "cn.passport";
    let free = with(&held("WORKER", &Value::Null), "/coercion", json!({"items": [{"id": "c"}]}));
    ROWS.check(rule, "2015-06-01", &free, "-");
    ROWS.check("cn.forced", "2015-06-01", &with(&workers_in("CHN"), "/workers", Value::Null), "not assessed: workers");
}

#[test]
fn permits_for_work() {
    let rule = "cn.permit";
    let stays = |permit: Value, title: &str| {
        let title = json!({"kind": format!("RESIDENCE_KIND_{title}"), "valid_from": "2005-01-01"});
        with_one(&permitted(&permit), "residence", &title)
    };
    for (permit, title, expected) in [
        (json!({}), "WORK", "-"),
        (json!({"type": "PERMIT_TYPE_WORK"}), "WORK", "-"),
        (json!({"type": "PERMIT_TYPE_STUDENT"}), "WORK", "V"),
        (json!({"type": "PERMIT_TYPE_OTHER"}), "WORK", "V"),
        (json!({}), "VISITOR", "V"),
    ] {
        ROWS.check(rule, "2015-06-01", &stays(permit, title), expected);
    }
    let unknown = with(&without_permits(), "/workers/items/0/nationalities", Value::Null);
    let unknown = with(&unknown, "/residence", json!({"items": []}));
    ROWS.check(rule, "2015-06-01", &unknown, "R");
    assert_eq!(ROWS.missing(rule, "2015-06-01", &unknown), "workers.items[0].nationalities");
}

#[test]
fn ventures_that_were_to_close() {
    let rule = "cn.jv.2017";
    let venture = |change: Value| {
        let base =
            json!({"id": "jv", "partners": {"items": ["firm", "sender"]}, "opened": "2012-05-01", "country": "CHN"});
        let venture = comity_sdk::testing::patched(&base, &change);
        with(&workers_in("CHN"), "/ventures", json!({"joint_ventures": [venture]}))
    };
    for (change, as_of, expected) in [
        (json!({}), "2018-02-01", "V"),
        (json!({"opened": null}), "2018-02-01", "V"),
        (json!({"opened": "2018-02-01"}), "2018-02-01", "V"),
        (json!({"opened": "2018-02-02"}), "2018-02-01", "-"),
        (json!({"country": "RUS"}), "2018-02-01", "-"),
        (json!({"country": null}), "2018-02-01", "D"),
        (json!({"partners": {"items": ["firm"]}}), "2018-02-01", "-"),
        (json!({"partners": {"items": ["firm"]}, "country": null}), "2018-02-01", "-"),
        (json!({"partners": null}), "2018-02-01", "D"),
        (json!({"partners": null, "country": "RUS"}), "2018-02-01", "-"),
        (json!({"closed_on": "2018-01-09"}), "2018-02-01", "-"),
        (json!({"closed_on": "2018-01-10"}), "2018-02-01", "V"),
    ] {
        ROWS.check(rule, as_of, &venture(change), expected);
    }
}
