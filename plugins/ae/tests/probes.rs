//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_ae::PLUGIN;
use comity_sdk::{
    prelude::Addressee,
    testing::{Probes, Value, json, with, with_one, workers_in},
};

const ROWS: Probes = Probes(&PLUGIN);

fn one(part: &str, entry: &Value) -> Value {
    with_one(&workers_in("ARE"), part, entry)
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
    ROWS.law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &workers_in("ARE"));
}

#[test]
fn without_sites_nobody_looked_where_work_is_done() {
    ROWS.needs_sites(&workers_in("ARE"));
}

#[test]
fn every_row_has_its_rule() {
    ROWS.rows(&[
        "ae.forced",
        "ae.heat",
        "ae.hours",
        "ae.hours.break",
        "ae.hours.premium",
        "ae.hours.rest",
        "ae.law@1980",
        "ae.law.premium@1980",
        "ae.law.rest@1980",
        "ae.law.wage@1980",
        "ae.obl",
        "ae.other",
        "ae.passport@2002",
        "ae.wage.deduct",
        "ae.wage.min",
        "ae.wage.wps",
    ]);
}

#[test]
fn duties_of_the_employer() {
    let taken = with(&held("EMPLOYER", &json!(false)), "/coercion", json!({"items": []}));
    ROWS.dates("ae.obl", &taken, &[("2022-02-01", "not in force"), ("2022-02-02", "V"), ("2022-02-03", "V")]);
    ROWS.dates("ae.passport@2002", &taken, &[("2015-06-01", "R"), ("2022-02-01", "R"), ("2022-02-02", "not in force")]);
    let own = with(&held("WORKER", &Value::Null), "/coercion", json!({"items": []}));
    ROWS.check("ae.obl", "2022-06-01", &own, "-");
    ROWS.check("ae.passport@2002", "2015-06-01", &own, "-");
    let charged = with_one(&own, "coercion", &json!({"recruitment_fee_paid_by_worker": money("USD", "1")}));
    ROWS.check("ae.obl", "2022-06-01", &charged, "V");
    let other = with(&permitted(&json!({})), "/worksites/items/0/employer", json!("sender"));
    let bound = |rule: &str, record: &Value| ROWS.findings(rule, "2022-06-01", record)[0].addressees.clone();
    assert_eq!(bound("ae.other", &other), [Addressee::Employer, Addressee::User].map(i32::from));
    // What others hold the employer need not withhold.
    for (holder, letter) in [("EMPLOYER", "V"), ("MINDER", "R"), ("SENDING_STATE", "R")] {
        let record = with(&held(holder, &json!(false)), "/coercion", json!({"items": []}));
        ROWS.check("ae.obl", "2022-06-01", &record, letter);
        assert_eq!(bound("ae.obl", &record), [i32::from(Addressee::Employer)], "{holder}");
    }
    let other = with(&permitted(&json!({})), "/worksites/items/0/employer", json!("sender"));
    ROWS.check("ae.other", "2015-06-01", &other, "R");
    ROWS.check("ae.other", "2015-06-01", &with(&other, "/worksites/items/0/secondment_approval_ref", json!("p")), "X");
    ROWS.check("ae.other", "2015-06-01", &permitted(&json!({})), "-");
    ROWS.dates("ae.forced", &coerced(), &[("2022-02-01", "not in force"), ("2022-02-02", "R")]);
    ROWS.check("ae.forced", "2022-06-01", &workers_in("ARE"), "-");
}

#[test]
fn pay() {
    let rule = "ae.wage.wps";
    let paid = |payee: &str, days: u32| line(&json!({"payee": format!("PAYEE_{payee}"), "paid_days_after_due": days}));
    ROWS.check(rule, "2017-06-01", &paid("WORKER_ACCOUNT", 15), "-");
    ROWS.check(rule, "2017-06-01", &paid("WORKER_ACCOUNT", 16), "R");
    ROWS.check(rule, "2017-06-01", &paid("WORKER_CASH", 0), "R");
    ROWS.check(rule, "2015-12-31", &paid("WORKER_CASH", 0), "not in force");
    let monthly = |days: u32, currency: &str| {
        line(&json!({"longest_gap_days": days, "received_by_worker": money(currency, "1")}))
    };
    ROWS.check("ae.law.wage@1980", "2015-06-01", &monthly(31, "AED"), "-");
    ROWS.check("ae.law.wage@1980", "2015-06-01", &monthly(32, "AED"), "V");
    ROWS.check("ae.law.wage@1980", "2015-06-01", &monthly(31, "USD"), "V");
    ROWS.dates("ae.wage.min", &line(&json!({})), &[("2022-02-01", "not in force"), ("2022-02-02", "I")]);
    let taken = |amount: &str, basis: &str| {
        let deduction = json!({"id": "d", "amount": money("AED", amount), "purpose": "DEDUCTION_PURPOSE_LOAN",
            "lawful_basis": format!("LAWFUL_BASIS_{basis}")});
        line(&json!({"gross_by_host": money("AED", "100"), "deductions": {"items": [deduction]}}))
    };
    ROWS.check("ae.wage.deduct", "2022-06-01", &taken("10", "STATUTE"), "-");
    ROWS.check("ae.wage.deduct", "2022-06-01", &taken("50", "STATUTE"), "-");
    ROWS.check("ae.wage.deduct", "2022-06-01", &taken("60", "STATUTE"), "V");
    ROWS.check("ae.wage.deduct", "2022-06-01", &taken("10", "NONE"), "V");
}

#[test]
fn working_time_by_the_law_of_its_day() {
    let long = time(&json!({"day_max_minutes": 720, "week_minutes": 2880}));
    ROWS.dates("ae.law@1980", &long, &[("2019-06-01", "V"), ("2022-02-01", "V"), ("2022-02-02", "not in force")]);
    ROWS.dates("ae.hours", &long, &[("2022-02-01", "not in force"), ("2022-02-02", "V")]);
    for (week, expected) in [(2880, "-"), (3240, "V")] {
        ROWS.check("ae.hours", "2023-06-01", &time(&json!({"day_max_minutes": 480, "week_minutes": week})), expected);
        ROWS.check(
            "ae.law@1980",
            "2015-06-01",
            &time(&json!({"day_max_minutes": 480, "week_minutes": week})),
            expected,
        );
    }
    for (rule, day) in [("ae.law.rest@1980", "2015-06-01"), ("ae.hours.rest", "2023-06-01")] {
        ROWS.check(rule, day, &time(&json!({"weekly_rest_minutes": 1440})), "-");
        ROWS.check(rule, day, &time(&json!({"weekly_rest_minutes": 1439})), "V");
    }
    for (rule, day) in [("ae.law.premium@1980", "2015-06-01"), ("ae.hours.premium", "2023-06-01")] {
        let paid = |by_day: u32, at_night: u32| {
            time(&json!({"overtime_week_minutes": 60, "overtime_premium_percent": by_day, "night_minutes": 60,
                "night_premium_percent": at_night}))
        };
        ROWS.check(rule, day, &paid(25, 50), "-");
        ROWS.check(rule, day, &paid(24, 50), "V");
        ROWS.check(rule, day, &paid(25, 49), "V");
    }
    // Without a word of overtime it is what goes beyond 8 hours a day or 48 a week.
    for (day, week, expected) in [(480, 2880, "-"), (481, 2880, "V"), (480, 2881, "V")] {
        let pattern = json!({"day_max_minutes": day, "week_minutes": week, "overtime_premium_percent": 24});
        let pattern = time(&comity_sdk::testing::patched(&pattern, &json!({"night_minutes": 0})));
        ROWS.check("ae.law.premium@1980", "2015-06-01", &pattern, expected);
        ROWS.check("ae.hours.premium", "2023-06-01", &pattern, expected);
    }
    ROWS.check("ae.hours.break", "2023-06-01", &time(&json!({"consecutive_minutes": 301})), "V");
    ROWS.check("ae.hours.break", "2023-06-01", &time(&json!({"consecutive_minutes": 300})), "-");
}

#[test]
fn the_heat_of_the_day() {
    let worked = |day: &str, from: &str, to: &str| {
        one("heat", &json!({"outdoor_intervals": {"items": [{"date": day, "from": from, "to": to}]}}))
    };
    for (day, from, to, expected) in [
        ("2016-06-14", "12:30", "13:00", "-"),
        ("2016-06-15", "12:30", "13:00", "V"),
        ("2016-09-15", "12:30", "13:00", "V"),
        ("2016-09-16", "12:30", "13:00", "-"),
        ("2016-06-15", "15:00", "16:00", "-"),
        ("2016-06-15", "12:00", "12:30", "-"),
    ] {
        ROWS.check("ae.heat", day, &worked(day, from, to), expected);
    }
}

#[test]
fn what_is_not_recorded() {
    ROWS.check("ae.law.wage@1980", "2015-06-01", &line(&json!({"longest_gap_days": 31})), "D");
    let overdue = json!({"longest_gap_days": 31, "paid_days_after_due": 60, "received_by_worker": money("AED", "1")});
    ROWS.check("ae.law.wage@1980", "2015-06-01", &line(&overdue), "V");
    let rule = "ae.wage.wps";
    ROWS.check(rule, "2017-06-01", &line(&json!({"paid_days_after_due": 15})), "D");
    assert_eq!(ROWS.missing(rule, "2017-06-01", &line(&json!({"paid_days_after_due": 15}))), "wages.items[0].payee");
    let rule = "ae.wage.deduct";
    let taken = |change: Value| {
        let base = json!({"id": "d", "amount": money("AED", "10"), "purpose": "DEDUCTION_PURPOSE_LOAN",
            "lawful_basis": "LAWFUL_BASIS_STATUTE"});
        let deduction = comity_sdk::testing::patched(&base, &change);
        line(&json!({"gross_by_host": money("AED", "100"), "deductions": {"items": [deduction]}}))
    };
    ROWS.check(rule, "2022-06-01", &taken(json!({"lawful_basis": null})), "D");
    // What somebody calls a tax is one where it rests on something.
    let tax = |amount: &str, basis: &str| {
        taken(
            json!({"amount": money("AED", amount), "purpose": "DEDUCTION_PURPOSE_TAX", "lawful_basis": format!("LAWFUL_BASIS_{basis}")}),
        )
    };
    ROWS.check(rule, "2022-06-01", &tax("80", "NONE"), "V");
    ROWS.check(rule, "2022-06-01", &tax("80", "STATUTE"), "-");
    ROWS.check(rule, "2022-06-01", &line(&json!({"deductions": {"items": []}})), "-");
    // What it is for is asked only where it would decide: half of the pay is a limit, a tenth passes none.
    ROWS.check(rule, "2022-06-01", &taken(json!({"purpose": null})), "-");
    ROWS.check(rule, "2022-06-01", &taken(json!({"purpose": null, "amount": money("AED", "50")})), "-");
    ROWS.check(rule, "2022-06-01", &taken(json!({"purpose": null, "amount": money("AED", "50.01")})), "D");
    let unlisted = taken(json!({"purpose": null, "lawful_basis": "LAWFUL_BASIS_NONE"}));
    ROWS.check(rule, "2022-06-01", &unlisted, "V");
    let own = with(&held("WORKER", &Value::Null), "/coercion", json!({"items": []}));
    let free = with_one(&own, "coercion", &json!({"recruitment_fee_paid_by_worker": money("USD", "0")}));
    ROWS.check("ae.obl", "2022-06-01", &free, "-");
    ROWS.check("ae.forced", "2022-06-01", &with(&workers_in("ARE"), "/workers", Value::Null), "not assessed: workers");
}

#[test]
fn limits_of_time() {
    for (rule, day) in [("ae.law@1980", "2015-06-01"), ("ae.hours", "2023-06-01")] {
        for (pattern, expected) in [
            (json!({"day_max_minutes": 480, "week_minutes": 2880}), "-"),
            (json!({"day_max_minutes": 481, "week_minutes": 2880}), "V"),
            (json!({"day_max_minutes": 480, "week_minutes": 2881}), "V"),
            (json!({"day_max_minutes": 600, "week_minutes": 2880, "overtime_week_minutes": 120}), "-"),
            (json!({"day_max_minutes": 601, "week_minutes": 3000, "overtime_week_minutes": 120}), "V"),
        ] {
            ROWS.check(rule, day, &time(&pattern), expected);
        }
    }
    for (rule, day) in [("ae.law.rest@1980", "2015-06-01"), ("ae.hours.rest", "2023-06-01")] {
        ROWS.check(rule, day, &time(&json!({"weekly_rest_minutes": 600, "derogation_ref": "scheme"})), "X");
        ROWS.check(rule, day, &time(&json!({"weeks_without_rest": 8})), "V");
    }
    // 144 hours in three weeks, overtime included, since 2022; one pattern may be a week at its peak.
    let pattern =
        |week: u32| time(&json!({"day_max_minutes": 600, "week_minutes": week, "overtime_week_minutes": 720}));
    for (week, old, new) in [(2880, "-", "-"), (2881, "-", "R"), (3600, "-", "R"), (3601, "V", "V")] {
        ROWS.check("ae.law@1980", "2022-02-01", &pattern(week), old);
        ROWS.check("ae.hours", "2022-02-02", &pattern(week), new);
    }
    // Fridays are the day of rest of the old law, unless another day makes them good.
    let fridays = |change: Value| {
        let base = json!({"weekly_rest_minutes": 1440, "fridays_worked_in_a_row": 1});
        time(&comity_sdk::testing::patched(&base, &change))
    };
    for (change, expected) in [
        (json!({}), "R"),
        (json!({"fridays_worked_in_a_row": 0}), "-"),
        (json!({"rest_day_substituted": true}), "-"),
        (json!({"weekly_rest_minutes": 1439}), "V"),
    ] {
        ROWS.check("ae.law.rest@1980", "2015-06-01", &fridays(change), expected);
    }
    ROWS.check(
        "ae.hours.premium",
        "2023-06-01",
        &time(&json!({"overtime_year_minutes": 60, "overtime_premium_percent": 24})),
        "V",
    );
}

/// Departures are facts of their day, under the law of that day, from where the work was done.
#[test]
fn forced_departures() {
    let rule = "ae.obl";
    let looked = with_one(&workers_in("ARE"), "liberty", &json!({"passport_holder": "PASSPORT_HOLDER_WORKER"}));
    let looked = with(&looked, "/coercion", json!({"items": []}));
    let left = |change: Value| {
        let base = json!({"departure_forced_by_employer": true});
        let deployment =
            comity_sdk::testing::patched(&looked["deployment"], &comity_sdk::testing::patched(&base, &change));
        with(&looked, "/deployment", deployment)
    };
    let removed = left(json!({"end": "2023-01-01", "removed_on": "2022-12-31"}));
    ROWS.dates(
        rule,
        &removed,
        &[("2022-03-01", "-"), ("2022-12-30", "-"), ("2022-12-31", "V"), ("2023-01-01", "V"), ("2030-01-01", "V")],
    );
    assert_eq!(ROWS.findings(rule, "2030-01-01", &removed)[0].fact_from.as_deref(), Some("2022-12-31"));
    ROWS.dates(rule, &left(json!({"end": "2023-01-01"})), &[("2022-12-31", "-"), ("2023-01-01", "V")]);
    // Before the law nothing; a day that nobody recorded, or whether it was forced, is asked for.
    ROWS.check(rule, "2023-01-01", &left(json!({"removed_on": "2022-02-01"})), "-");
    ROWS.check(rule, "2023-01-01", &left(json!({"removed_on": "2022-02-02"})), "V");
    ROWS.check(rule, "2023-01-01", &left(json!({})), "D");
    assert_eq!(ROWS.missing(rule, "2023-01-01", &left(json!({}))), "deployment.removed_on");
    let gone = |end: &str| with(&left(json!({})), "/worksites/items/0/end", json!(end));
    ROWS.check(rule, "2023-01-01", &gone("2022-02-01"), "-");
    ROWS.check(rule, "2023-01-01", &gone("2022-02-02"), "D");
    let unsaid = left(json!({"removed_on": "2022-12-31", "departure_forced_by_employer": null}));
    ROWS.check(rule, "2023-01-01", &unsaid, "D");
    let willing = left(json!({"removed_on": "2022-12-31", "departure_forced_by_employer": false}));
    ROWS.check(rule, "2023-01-01", &willing, "-");
    // Work moved to Doha in 2020: departures since are from there.
    let moved = with(&removed, "/worksites/items/0/end", json!("2020-01-01"));
    let moved = with(&moved, "/worksites/items/-", json!({"id": "doha", "country": "QAT", "start": "2020-01-01"}));
    ROWS.check(rule, "2023-01-01", &moved, "-");
    // Which law an undated departure falls under matters where work may have gone on here under this one.
    let beside = |record: &Value, country: Value| {
        let other = comity_sdk::testing::patched(&json!({"id": "other"}), &json!({"country": country}));
        with(record, "/worksites/items/-", other)
    };
    for (record, expected) in [
        (beside(&left(json!({})), json!("QAT")), "D"),
        (beside(&gone("2022-02-01"), json!("QAT")), "-"),
        (beside(&gone("2022-02-01"), Value::Null), "D"),
    ] {
        ROWS.check(rule, "2023-01-01", &record, expected);
    }
    // They left on 2022-12-31, from where they worked on the day before.
    let span = |country: &str, from: &str, to: Value| {
        let site = json!({"id": country, "country": country, "start": from});
        comity_sdk::testing::patched(&site, &json!({"end": to}))
    };
    let last = || json!("2022-12-31");
    for (here, doha, expected) in [
        (span("ARE", "2005-01-01", last()), span("QAT", "2022-12-31", Value::Null), "V"),
        (span("ARE", "2022-12-31", Value::Null), span("QAT", "2005-01-01", last()), "-"),
        (span("ARE", "2023-06-01", Value::Null), span("QAT", "2005-01-01", Value::Null), "-"),
        (span("ARE", "2005-01-01", last()), span("QAT", "2020-01-01", Value::Null), "V"),
    ] {
        ROWS.check(rule, "2023-01-01", &with(&removed, "/worksites", json!({"items": [here, doha]})), expected);
    }
}

/// Another employer, group by group, with the permits of the group.
#[test]
fn work_for_another_employer() {
    let rule = "ae.other";
    let site = json!({"id": "second", "country": "ARE", "employer": "sender"});
    let record = with(&permitted(&json!({})), "/worksites/items/-", site.clone());
    assert_eq!(ROWS.subjects(rule, "2015-06-01", &record), [("second".to_owned(), "R")]);
    // The permit of others covers nothing, one of theirs does.
    let of = |group: &str| {
        let permit =
            json!({"id": "y", "valid_from": "2005-01-01", "employer": "sender", "worker_groups": {"items": [group]}});
        let groups = with(&record, "/workers/items/-", json!({"id": "others", "nationalities": {"items": ["NPL"]}}));
        let theirs = with(&groups, "/worksites/items/1/worker_groups", json!({"items": ["crew"]}));
        with(&theirs, "/permits/items/-", permit)
    };
    ROWS.check(rule, "2015-06-01", &of("others"), "R");
    ROWS.check(rule, "2015-06-01", &of("crew"), "-");
    // At a site that names no workers each group needs one.
    ROWS.check(rule, "2015-06-01", &with(&of("crew"), "/worksites/items/1/worker_groups", Value::Null), "R");
    // Without any permit whoever is no host employer is another; without the part nobody looked.
    let none = with(&record, "/permits", json!({"items": []}));
    ROWS.check(rule, "2015-06-01", &none, "R");
    ROWS.check(rule, "2015-06-01", &with(&none, "/worksites/items/1/employer", json!("firm")), "-");
    ROWS.check(rule, "2015-06-01", &with(&record, "/permits", Value::Null), "D");
    for nobody in [Value::Null, json!({"items": []})] {
        ROWS.check(rule, "2015-06-01", &with(&record, "/workers", nobody), "R");
    }
    // The fine follows the day, and an approval its own.
    let consequence = |day: &str| ROWS.findings(rule, day, &record)[0].consequence.clone().unwrap().text;
    assert!(consequence("2024-08-30").contains("AED 50 000"));
    assert!(consequence("2024-08-31").contains("AED 100 000 to 1 000 000"));
    let approved = with(&record, "/worksites/items/1/secondment_approval_ref", json!("p"));
    let approved = with(&approved, "/worksites/items/1/secondment_approved_on", json!("2020-01-01"));
    ROWS.dates(rule, &approved, &[("2019-12-31", "R"), ("2020-01-01", "X"), ("2020-01-02", "X")]);
}
