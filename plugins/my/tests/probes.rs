//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_my::PLUGIN;
use comity_sdk::{
    prelude::Addressee,
    testing::{Probes, Value, json, with, with_one, workers_in},
};

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
fn without_sites_nobody_looked_where_work_is_done() {
    ROWS.needs_sites(&workers_in("MYS"));
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
    for (holder, bound) in [
        ("EMPLOYER", Addressee::Employer),
        ("SENDER", Addressee::Sender),
        ("MINDER", Addressee::Sender),
        ("SENDING_STATE", Addressee::Sender),
    ] {
        let findings = ROWS.findings("my.passport", "2014-12-01", &held(holder, &json!(false)));
        assert_eq!(findings[0].addressees, [i32::from(bound)], "{holder}");
    }
    // Nobody looked at permits.
    let unseen = with(&approved, "/permits", Value::Null);
    ROWS.check(rule, "2023-02-01", &unseen, "D");
    assert_eq!(ROWS.missing(rule, "2023-02-01", &unseen), "permits");
    // The pass is a duty in Sarawak, too.
    ROWS.check(rule, "2023-02-01", &in_sarawak(&without_permits()), "V");
    // An approval counts beside the pass that it was given for; a pass of another employer or for Doha counts for nothing here.
    let doha = |record: &Value| with(record, "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
    let spent = with(
        &permitted(&json!({"employer_approval_ref": "a", "valid_to": "2015-01-01"})),
        "/permits/items/-",
        json!({"id": "y", "valid_from": "2015-01-01", "employer": "firm"}),
    );
    for (record, expected) in [
        (spent, "V"),
        (with(&approved, "/worksites/items/0/employer", json!("sender")), "V"),
        (with(&doha(&approved), "/permits/items/0/worksites", json!({"items": ["doha"]})), "V"),
        (with(&doha(&approved), "/permits/items/0/worksites", json!({"items": ["doha", "site"]})), "-"),
    ] {
        ROWS.check(rule, "2023-02-01", &record, expected);
    }
    let ended = with(&without_permits(), "/worksites/items/0/end", json!("2023-06-01"));
    ROWS.dates(rule, &ended, &[("2023-05-31", "V"), ("2023-06-01", "-"), ("2024-06-01", "-")]);
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
        let pattern = time(&json!({"week_minutes": minutes, "day_max_minutes": 480}));
        ROWS.check(rule, day, &pattern, expected);
    }
    // 8 hours a day since 2023, overtime left out.
    let day = |minutes: u32, overtime: u32| {
        time(&json!({"day_max_minutes": minutes, "week_minutes": 2640, "overtime_week_minutes": overtime}))
    };
    for (pattern, expected) in [(day(480, 0), "-"), (day(481, 0), "V"), (day(660, 0), "V"), (day(660, 60), "-")] {
        ROWS.check("my.hours@2023", "2023-06-01", &pattern, expected);
        ROWS.check("my.hours@1955", "2022-06-01", &pattern, "-");
    }
    // The row has no limit for a day with overtime.
    ROWS.check("my.hours@2023", "2023-06-01", &day(1440, 60), "-");
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

#[test]
fn the_minimum_of_each_order() {
    let rule = "my.wage.min";
    let received =
        |amount: &str| line(&json!({"received_by_worker": money("MYR", amount), "deductions": {"items": []}}));
    // What binds every employer, what binds some, and a sen less of each; on the peninsula and in Borneo.
    for (from, to, peninsula, borneo, some) in [
        ("2016-07-01", "2018-12-31", "1000", "920", None),
        ("2019-01-01", "2020-01-31", "1100", "1100", None),
        ("2020-02-01", "2022-04-30", "1100", "1100", Some("1200")),
        ("2022-05-01", "2023-06-30", "1100", "1100", Some("1500")),
        ("2023-07-01", "2025-01-31", "1500", "1500", None),
        ("2025-02-01", "2025-07-31", "1500", "1500", Some("1700")),
        ("2025-08-01", "2026-11-23", "1700", "1700", None),
    ] {
        for day in [from, to] {
            let less = |amount: &str| format!("{}.99", amount.parse::<u32>().unwrap() - 1);
            ROWS.check(rule, day, &received(&less(peninsula)), "V");
            ROWS.check(rule, day, &in_sarawak(&received(&less(borneo))), "V");
            let bound = if some.is_some() { "R" } else { "-" };
            ROWS.check(rule, day, &received(peninsula), bound);
            ROWS.check(rule, day, &in_sarawak(&received(borneo)), bound);
            if let Some(some) = some {
                ROWS.check(rule, day, &received(&less(some)), "R");
                ROWS.check(rule, day, &received(some), "-");
            }
        }
    }
    assert!(ROWS.text(rule, "2023-07-01", &received("1499")).contains("1500 a month"));
    // Half a month's pay is held against its part: 15 days are 483.87 to 535.71 of 1 000.
    let half = |amount: &str| {
        line(&json!({"period": {"from": "2017-05-01", "to": "2017-05-16"}, "received_by_worker": money("MYR", amount),
            "deductions": {"items": []}}))
    };
    for (amount, expected) in [("483.87", "V"), ("483.88", "R"), ("535.71", "R"), ("535.72", "-"), ("600", "-")] {
        ROWS.check(rule, "2017-06-01", &half(amount), expected);
    }
    ROWS.check(rule, "2017-06-01", &line(&json!({"full_time": false})), "-");
}

#[test]
fn places_with_a_law_of_their_own() {
    let at = |record: &Value, first: Value, second: Value| {
        let site = |id: &str, region: Value| {
            comity_sdk::testing::patched(
                &json!({"id": id, "country": "MYS", "employer": "firm"}),
                &json!({"region": region}),
            )
        };
        with(record, "/worksites", json!({"items": [site("site", first), site("second", second)]}))
    };
    let (sabah, penang) = (|| json!("sabah "), || json!("Penang"));
    let week = |entry: Value| time(&comity_sdk::testing::patched(&json!({"week_minutes": 4800}), &entry));
    let rule = "my.hours@1955";
    for (first, second, expected) in
        [(sabah(), sabah(), "-"), (sabah(), penang(), "V"), (penang(), sabah(), "V"), (sabah(), Value::Null, "V")]
    {
        ROWS.check(rule, "2014-12-01", &at(&week(json!({})), first, second), expected);
    }
    // An entry that names its site is asked there.
    for (site, expected) in [("site", "-"), ("second", "V")] {
        ROWS.check(rule, "2014-12-01", &at(&week(json!({"site": site})), sabah(), penang()), expected);
    }
    // A site in another country says nothing of this one.
    let abroad = with(&at(&week(json!({})), sabah(), penang()), "/worksites/items/1/country", json!("SGP"));
    ROWS.check(rule, "2014-12-01", &abroad, "-");
    let nowhere = with(&at(&week(json!({})), sabah(), penang()), "/worksites/items/1/country", Value::Null);
    ROWS.check(rule, "2014-12-01", &nowhere, "V");
    // Pay below the peninsula's minimum, by the site of the line or by one of several.
    let paid = |entry: Value| {
        let base = json!({"received_by_worker": money("MYR", "950"), "deductions": {"items": []}});
        line(&comity_sdk::testing::patched(&base, &entry))
    };
    let rule = "my.wage.min";
    for (entry, first, second, expected) in [
        (json!({}), penang(), penang(), "V"),
        (json!({}), penang(), sabah(), "R"),
        (json!({}), Value::Null, Value::Null, "V"),
        (json!({"site": "site"}), sabah(), penang(), "-"),
        (json!({"site": "second"}), sabah(), penang(), "V"),
        (json!({"site": "second"}), sabah(), Value::Null, "V"),
    ] {
        ROWS.check(rule, "2017-06-01", &at(&paid(entry), first, second), expected);
    }
    let mixed = |amount: &str| at(&paid(json!({"received_by_worker": money("MYR", amount)})), penang(), sabah());
    for (amount, expected) in [("919.99", "V"), ("920", "R"), ("999.99", "R"), ("1000", "-")] {
        ROWS.check(rule, "2017-06-01", &mixed(amount), expected);
    }
    assert!(ROWS.text(rule, "2017-06-01", &mixed("950")).contains("the minimum of the peninsula"));
}

#[test]
fn what_is_not_recorded() {
    let rule = "my.permit";
    let unknown = with(&without_permits(), "/workers/items/0/nationalities", Value::Null);
    ROWS.check(rule, "2023-02-01", &unknown, "R");
    assert_eq!(ROWS.missing(rule, "2023-02-01", &unknown), "workers.items[0].nationalities");
    // Somebody else's approval, and one on a permit that ran out.
    let others = with(
        &permitted(&json!({"employer_approval_ref": "a", "worker_groups": {"items": ["others"]}})),
        "/permits/items/-",
        json!({"id": "y", "valid_from": "2005-01-01"}),
    );
    ROWS.check(rule, "2023-02-01", &others, "V");
    ROWS.check(rule, "2023-02-01", &permitted(&json!({"employer_approval_ref": "a", "valid_to": "2023-01-01"})), "V");
    let rest = |pattern: Value| time(&pattern);
    for (pattern, expected) in [
        (json!({"weeks_without_rest": 0}), "D"),
        (json!({"weeks_without_rest": 0, "weekly_rest_minutes": 1440}), "-"),
        (json!({"weeks_without_rest": 1, "weekly_rest_minutes": 1440}), "V"),
    ] {
        ROWS.check("my.rest", "2015-06-01", &rest(pattern), expected);
    }
    assert_eq!(ROWS.missing("my.rest", "2015-06-01", &rest(json!({}))), "working_time.items[0].weekly_rest_minutes");
    ROWS.check("my.hours@1955", "2014-12-01", &time(&json!({"week_minutes": 2881})), "V");
    ROWS.check("my.hours@2023", "2023-02-01", &time(&json!({"week_minutes": 2701})), "V");
    ROWS.check("my.forced", "2023-02-01", &with(&workers_in("MYS"), "/workers", Value::Null), "not assessed: workers");
}
