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
    for (day, week, overtime, expected) in [
        (480, 2400, 0, "-"),
        // 40 by the rule of the State Council, 44 by the Law.
        (480, 2401, 0, "R"),
        (480, 2640, 0, "R"),
        (481, 2640, 0, "V"),
        (480, 2641, 0, "V"),
        (660, 2460, 60, "-"),
        (661, 2460, 60, "V"),
    ] {
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
        // A premium of nothing does not say that there is work on these days; a short rest does.
        (json!({"overtime_week_minutes": 0, "rest_day_premium_percent": 0, "weekly_rest_minutes": 1440}), "-"),
        (json!({"overtime_week_minutes": 0, "rest_day_premium_percent": 0, "weekly_rest_minutes": 1439}), "V"),
        (json!({"overtime_week_minutes": 0, "rest_day_premium_percent": 0, "weeks_without_rest": 1}), "V"),
        (json!({"overtime_week_minutes": 0, "rest_day_premium_percent": 0}), "D"),
        (json!({"overtime_week_minutes": 0, "holiday_premium_percent": 0}), "R"),
        (json!({"overtime_week_minutes": 60, "overtime_premium_percent": 50}), "-"),
        (json!({"overtime_week_minutes": 60, "overtime_premium_percent": 49}), "V"),
        // Without a record of overtime, the hours beyond 8 a day, or 44 a week, are that.
        (json!({"day_max_minutes": 480, "week_minutes": 2640, "overtime_premium_percent": 49}), "-"),
        (json!({"day_max_minutes": 481, "week_minutes": 2640, "overtime_premium_percent": 49}), "V"),
        (json!({"day_max_minutes": 480, "week_minutes": 2641, "overtime_premium_percent": 49}), "V"),
        (json!({"day_max_minutes": 481, "week_minutes": 2640, "overtime_premium_percent": 50}), "-"),
    ] {
        ROWS.check(rule, "2015-06-01", &time(&pattern), expected);
    }
    let rule = "cn.passport";
    let free = with(&held("WORKER", &Value::Null), "/coercion", json!({"items": [{"id": "c"}]}));
    ROWS.check(rule, "2015-06-01", &free, "D");
    assert_eq!(ROWS.missing(rule, "2015-06-01", &free), "coercion.items[0].deposit");
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
        (json!({"opened": "2018-01-09"}), "2018-01-09", "-"),
        (json!({"opened": "2018-01-09"}), "2018-01-10", "V"),
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

#[test]
fn no_rule_without_places_of_work() {
    let parts = ["wages", "residence", "permits", "working_time", "liberty", "coercion", "housing"];
    let full =
        parts.iter().fold(workers_in("CHN"), |record, part| with(&record, &format!("/{part}"), json!({"items": []})));
    let nowhere = with(&full, "/worksites", Value::Null);
    for rule in PLUGIN.all_rules().filter(|rule| rule.id != "cn.jv.2017") {
        ROWS.check(rule.id, "2018-06-01", &nowhere, "not assessed: worksites");
    }
}

/// Another country's permit, another employer's, another site's.
#[test]
fn permits_for_this_employer_and_site() {
    let rule = "cn.permit";
    let permit = |change: Value| {
        let record = with_one(
            &permitted(&change),
            "residence",
            &json!({"kind": "RESIDENCE_KIND_WORK", "valid_from": "2005-01-01"}),
        );
        let site = json!({"id": "site", "country": "CHN", "employer": "firm"});
        let record = with(&record, "/worksites/items/0", site);
        with(&record, "/worksites/items/-", json!({"id": "doha", "country": "QAT", "employer": "firm"}))
    };
    for (change, expected) in [
        (json!({}), "-"),
        (json!({"worksites": {"items": ["doha"]}}), "V"),
        (json!({"worksites": {"items": ["doha", "site"]}}), "-"),
        (json!({"worksites": null}), "-"),
        (json!({"employer": "sender"}), "V"),
        (json!({"worksites": null, "employer": "sender"}), "V"),
        (json!({"employer": null}), "D"),
    ] {
        ROWS.check(rule, "2015-06-01", &permit(change), expected);
    }
    // A permit for one of two sites in China is none for the other.
    let two = |sites: Value| {
        let depot = json!({"id": "depot", "country": "CHN", "employer": "firm"});
        with(&permit(json!({"worksites": sites})), "/worksites/items/1", depot)
    };
    ROWS.check(rule, "2015-06-01", &two(json!({"items": ["depot"]})), "V");
    ROWS.check(rule, "2015-06-01", &two(json!({"items": ["depot", "site"]})), "-");
    // A title that is forged, or of which nobody says when it begins.
    let titled = |change: Value| {
        let base = json!({"id": "t", "kind": "RESIDENCE_KIND_WORK", "valid_from": "2005-01-01"});
        with(&permit(json!({})), "/residence/items/0", comity_sdk::testing::patched(&base, &change))
    };
    ROWS.check(rule, "2016-06-01", &titled(json!({"forged": true})), "V");
    ROWS.check(rule, "2016-06-01", &titled(json!({"valid_from": null, "issued": "2019-01-01"})), "D");
}

#[test]
fn ventures_opened_late_and_firms_that_are_owned() {
    let rule = "cn.jv.2017";
    let venture =
        json!({"id": "jv", "partners": {"items": ["firm", "sender"]}, "opened": "2020-05-01", "country": "CHN"});
    let late = with(&workers_in("CHN"), "/ventures", json!({"joint_ventures": [venture]}));
    let found = ROWS.findings(rule, "2021-01-01", &late).remove(0);
    assert_eq!(found.fact_from.as_deref(), Some("2020-05-01"));
    assert_eq!(found.consequence.unwrap().due_on, None);
    assert!(ROWS.text(rule, "2021-01-01", &late).contains("opened after"));
    // What opened on the last day had that day to close.
    let last = with(&late, "/ventures/joint_ventures/0/opened", json!("2018-01-09"));
    let found = ROWS.findings(rule, "2021-01-01", &last).remove(0);
    assert_eq!(found.fact_from.as_deref(), Some("2018-01-10"));
    assert_eq!(found.consequence.unwrap().due_on.as_deref(), Some("2018-01-09"));
    assert!(ROWS.text(rule, "2021-01-01", &last).contains("was not closed by"));
    let owned = |edges: Value| {
        let record = with(&workers_in("CHN"), "/ventures", json!({"joint_ventures": []}));
        with(&record, "/parties/items/1/owners", json!({"items": edges}))
    };
    let edge = |change: Value| comity_sdk::testing::patched(&json!({"owner": "sender", "percent": "100"}), &change);
    ROWS.dates(
        rule,
        &owned(json!([edge(json!({}))])),
        &[("2017-09-27", "not in force"), ("2018-01-09", "-"), ("2018-01-10", "V"), ("2018-01-11", "V")],
    );
    for (change, expected) in [
        (json!({"percent": "99.99"}), "R"),
        (json!({"percent": null}), "R"),
        (json!({"to": "2018-01-10"}), "-"),
        (json!({"to": "2018-02-01"}), "-"),
        (json!({"to": "2018-02-02"}), "V"),
        (json!({"from": "2018-02-02"}), "-"),
        (json!({"from": "2018-02-01"}), "V"),
        (json!({"owner": "firm"}), "-"),
        (json!({"owner": null}), "D"),
    ] {
        ROWS.check(rule, "2018-02-01", &owned(json!([edge(change)])), expected);
    }
    let halves = json!([edge(json!({"percent": "50"})), edge(json!({"percent": "50"}))]);
    ROWS.check(rule, "2018-02-01", &owned(halves), "V");
    let shared = json!([edge(json!({"percent": "50"})), edge(json!({"owner": "firm", "percent": "50"}))]);
    ROWS.check(rule, "2018-02-01", &owned(shared), "R");
    let later = owned(json!([edge(json!({"from": "2020-05-01"}))]));
    assert_eq!(ROWS.findings(rule, "2021-01-01", &later).remove(0).fact_from.as_deref(), Some("2020-05-01"));
    let since = ROWS.findings(rule, "2021-01-01", &owned(json!([edge(json!({}))]))).remove(0).fact_from;
    assert_eq!(since.as_deref(), Some("2018-01-10"));
    // One firm does not hide another.
    let other = json!({"id": "other", "country": "CHN", "owners": {"items": [{"owner": "sender", "percent": "50"}]}});
    let two = with(&owned(json!([edge(json!({}))])), "/parties/items/-", other);
    let mut found: Vec<_> =
        ROWS.findings(rule, "2018-02-01", &two).iter().map(|f| f.message.clone().unwrap().text).collect();
    found.sort();
    assert!(found.len() == 2 && found[0].contains("(other)") && found[1].contains("(firm)"), "{found:?}");
    let abroad = with(&owned(json!([edge(json!({}))])), "/parties/items/1/country", json!("RUS"));
    ROWS.check(rule, "2018-02-01", &abroad, "-");
    let somewhere = with(&owned(json!([edge(json!({}))])), "/parties/items/1/country", Value::Null);
    ROWS.check(rule, "2018-02-01", &somewhere, "D");
    assert_eq!(ROWS.missing(rule, "2018-02-01", &somewhere), "parties.items[1].country");
    ROWS.check(rule, "2018-02-01", &with(&owned(json!([])), "/ventures", Value::Null), "not assessed: ventures");
}

/// Firms that belong to North Korea are one finding: about the first of them, since the first day of any, and by those in China alone.
#[test]
fn several_firms_that_are_owned() {
    let rule = "cn.jv.2017";
    let firm = |id: &str, country: &str, since: &str| {
        let owner = json!({"owner": "sender", "percent": "100", "from": since});
        json!({"id": id, "country": country, "owners": {"items": [owner]}})
    };
    let firms = json!([{"id": "sender", "country": "PRK"}, firm("late", "CHN", "2020-05-01"),
        firm("early", "CHN", "2019-05-01"), firm("abroad", "RUS", "2019-01-01")]);
    let record = with(&workers_in("CHN"), "/ventures", json!({"joint_ventures": []}));
    let record = with(&record, "/parties/items", firms);
    assert_eq!(ROWS.subjects(rule, "2021-01-01", &record), [("late".into(), "V")]);
    let found = ROWS.findings(rule, "2021-01-01", &record).remove(0);
    assert_eq!(found.fact_from.as_deref(), Some("2019-05-01"));
    assert!(found.message.unwrap().text.contains("(late, early)"));
    assert!(!found.evidence.iter().any(|piece| piece.path.starts_with("parties.items[3].owners")));
}

/// The Law is about the employer who withholds; what others hold is for review.
#[test]
fn who_keeps_the_papers() {
    for (holder, expected) in [("EMPLOYER", "V"), ("SENDER", "R"), ("MINDER", "R"), ("SENDING_STATE", "R")] {
        let record = with(&held(holder, &json!(false)), "/coercion", json!({"items": []}));
        ROWS.check("cn.passport", "2015-06-01", &record, expected);
    }
}

#[test]
fn signs_here_and_looked_at() {
    let rule = "cn.forced";
    ROWS.check(rule, "2015-06-01", &workers_in("CHN"), "not assessed: liberty");
    let confined = one("liberty", &json!({"may_leave_site": false}));
    ROWS.check(rule, "2015-06-01", &confined, "R");
    ROWS.check(rule, "2015-06-01", &one("liberty", &json!({"may_leave_site": true})), "D");
    let later = with(&confined, "/worksites/items/0/start", json!("2018-01-01"));
    let later = with(&later, "/coercion", json!({"items": []}));
    let later = with(&later, "/housing", json!({"items": []}));
    let abroad = with(&later, "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
    ROWS.dates(rule, &abroad, &[("2017-12-31", "-"), ("2018-01-01", "R")]);
}

#[test]
fn pay_of_nothing_late_pay_and_overtime_of_a_week() {
    let nothing = line(&json!({"received_by_worker": money("CNY", "0")}));
    ROWS.check("cn.wage.min", "2015-06-01", &nothing, "V");
    ROWS.check("cn.wage.min", "2015-06-01", &line(&json!({"payee": "PAYEE_NONE"})), "V");
    ROWS.check("cn.wage.min", "2015-06-01", &line(&json!({"received_by_worker": money("CNY", "1")})), "D");
    ROWS.check("cn.wage.min", "2015-06-01", &line(&json!({"payee": "PAYEE_WORKER_CASH"})), "D");
    let paid = |change: Value| {
        let base = json!({"payee": "PAYEE_WORKER_CASH", "longest_gap_days": 31});
        line(&comity_sdk::testing::patched(&base, &change))
    };
    ROWS.check("cn.wage", "2015-06-01", &paid(json!({"paid_days_after_due": 90})), "V");
    ROWS.check("cn.wage", "2015-06-01", &paid(json!({"paid_days_after_due": 31})), "-");
    ROWS.check("cn.wage", "2015-06-01", &paid(json!({"payee": "PAYEE_NONE"})), "V");
    let week = |minutes: u32| time(&json!({"week_minutes": 5400, "overtime_week_minutes": minutes}));
    ROWS.check("cn.hours.overtime", "2015-06-01", &week(2160), "D");
    ROWS.check("cn.hours.overtime", "2015-06-01", &week(2161), "V");
    ROWS.check("cn.hours.rest", "2015-06-01", &time(&json!({"weeks_without_rest": 10})), "V");
    ROWS.dates(
        "cn.hours",
        &with(&time(&json!({"day_max_minutes": 480, "week_minutes": 2520})), "/deployment/start", json!("1995-01-01")),
        &[("1995-04-30", "-"), ("1995-05-01", "R"), ("1995-05-02", "R")],
    );
}

#[test]
fn work_that_has_not_begun_or_has_ended_needs_no_permit() {
    let site = json!({"id": "site", "country": "CHN", "start": "2015-06-01", "end": "2016-06-01"});
    let record = with(&with(&workers_in("CHN"), "/permits", json!({"items": []})), "/residence", json!({"items": []}));
    let record = with(&record, "/worksites/items/0", site);
    let days =
        [("2015-05-31", "-"), ("2015-06-01", "V"), ("2016-05-31", "V"), ("2016-06-01", "-"), ("2018-01-01", "-")];
    ROWS.dates("cn.permit", &record, &days);
}
