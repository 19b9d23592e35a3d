//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_ru::PLUGIN;
use comity_sdk::testing::{Probes, Value, json, with, with_one, workers_in};

const ROWS: Probes = Probes(&PLUGIN);

fn one(part: &str, entry: &Value) -> Value {
    with_one(&workers_in("RUS"), part, entry)
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
    with(&workers_in("RUS"), "/permits", json!({"items": []}))
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
    ROWS.law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &workers_in("RUS"));
}

#[test]
fn every_row_has_its_rule() {
    ROWS.rows(&[
        "ru.extra_site",
        "ru.forced",
        "ru.hours",
        "ru.hours.overtime",
        "ru.hours.premium",
        "ru.hours.rest",
        "ru.passport",
        "ru.permit",
        "ru.permit.student",
        "ru.wage.deduct",
        "ru.wage.direct",
        "ru.wage.min",
    ]);
}

#[test]
fn permits_and_students() {
    let (permit, student) = ("ru.permit", "ru.permit.student");
    ROWS.check(permit, "2015-06-01", &permitted(&json!({"type": "PERMIT_TYPE_WORK"})), "-");
    ROWS.check(permit, "2015-06-01", &without_permits(), "V");
    ROWS.check(permit, "2015-06-01", &permitted(&json!({"within_quota": false})), "V");
    ROWS.check(permit, "2015-06-01", &permitted(&json!({"valid_to": "2015-06-01"})), "V");
    ROWS.check(permit, "2015-06-01", &workers_in("RUS"), "D");
    let kazakh = with(&without_permits(), "/workers/items/0/nationalities", json!({"items": ["KAZ"]}));
    ROWS.check(permit, "2015-06-01", &kazakh, "-");
    let studies = permitted(&json!({"type": "PERMIT_TYPE_STUDENT"}));
    let away = with(&studies, "/worksites/items/0/campus", json!(false));
    ROWS.dates(permit, &away, &[("2019-12-22", "V"), ("2020-01-15", "V"), ("2020-08-04", "V"), ("2020-08-05", "-")]);
    ROWS.dates(student, &away, &[("2020-08-04", "not in force"), ("2020-08-05", "R"), ("2020-08-06", "R")]);
    ROWS.check(student, "2021-01-01", &with(&studies, "/worksites/items/0/campus", json!(true)), "-");
    ROWS.check(student, "2021-01-01", &studies, "D");
    ROWS.check(student, "2021-01-01", &permitted(&json!({"type": "PERMIT_TYPE_WORK"})), "-");
    let visitor = with_one(
        &without_permits(),
        "residence",
        &json!({"kind": "RESIDENCE_KIND_VISITOR", "valid_from": "2019-01-01"}),
    );
    ROWS.check(permit, "2020-01-15", &visitor, "V");
}

#[test]
fn other_regions_employers_and_occupations() {
    let rule = "ru.extra_site";
    let at = |permit: &Value, region: &str| with(&permitted(permit), "/worksites/items/0/region", json!(region));
    ROWS.check(rule, "2015-06-01", &at(&json!({"region": "Primorye"}), "Moscow"), "V");
    ROWS.check(rule, "2015-06-01", &at(&json!({"region": "Primorye"}), "Primorye"), "-");
    ROWS.check(rule, "2015-06-01", &permitted(&json!({"region": "Primorye"})), "D");
    let other = with(&permitted(&json!({})), "/worksites/items/0/employer", json!("sender"));
    ROWS.check(rule, "2015-06-01", &other, "V");
    let trade =
        |done: &str| with(&permitted(&json!({"occupation": "welder"})), "/workers/items/0/occupation", json!(done));
    ROWS.check(rule, "2015-06-01", &trade("painter"), "V");
    ROWS.check(rule, "2015-06-01", &trade("welder"), "-");
}

#[test]
fn papers_and_forced_labour() {
    ROWS.check("ru.passport", "2015-06-01", &held("SENDER", &json!(false)), "V");
    ROWS.check("ru.passport", "2015-06-01", &held("AUTHORITY", &Value::Null), "-");
    ROWS.check("ru.passport", "2015-06-01", &held("EMPLOYER", &Value::Null), "R");
    ROWS.check("ru.forced", "2015-06-01", &coerced(), "R");
    ROWS.check("ru.forced", "2015-06-01", &workers_in("RUS"), "-");
    ROWS.check("ru.forced", "2015-06-01", &line(&json!({"longest_gap_days": 63})), "R");
    ROWS.check("ru.forced", "2015-06-01", &line(&json!({"longest_gap_days": 62})), "-");
}

#[test]
fn the_minimum_of_the_year() {
    let rule = "ru.wage.min";
    let received =
        |amount: &str| line(&json!({"received_by_worker": money("RUB", amount), "deductions": {"items": []}}));
    for (day, least, below) in [
        ("2015-01-01", "5965", "5964.99"),
        ("2015-12-31", "5965", "5964.99"),
        ("2016-01-01", "6204", "6203.99"),
        ("2016-06-30", "6204", "6203.99"),
        ("2016-07-01", "7500", "7499.99"),
        ("2017-06-30", "7500", "7499.99"),
        ("2017-07-01", "7800", "7799.99"),
        ("2017-12-31", "7800", "7799.99"),
        ("2018-01-01", "9489", "9488.99"),
        ("2018-04-30", "9489", "9488.99"),
        ("2018-05-01", "11163", "11162.99"),
        ("2018-12-31", "11163", "11162.99"),
        ("2019-01-01", "11280", "11279.99"),
        ("2019-12-31", "11280", "11279.99"),
        ("2020-01-01", "12130", "12129.99"),
        ("2020-12-31", "12130", "12129.99"),
        ("2021-01-01", "12792", "12791.99"),
        ("2021-12-31", "12792", "12791.99"),
        ("2022-01-01", "13890", "13889.99"),
        ("2022-05-31", "13890", "13889.99"),
        ("2022-06-01", "15279", "15278.99"),
        ("2022-12-31", "15279", "15278.99"),
        ("2023-01-01", "16242", "16241.99"),
        ("2023-12-31", "16242", "16241.99"),
        ("2024-01-01", "19242", "19241.99"),
        ("2024-12-31", "19242", "19241.99"),
        ("2025-01-01", "22440", "22439.99"),
        ("2025-12-31", "22440", "22439.99"),
        ("2026-01-01", "27093", "27092.99"),
    ] {
        ROWS.check(rule, day, &received(least), "-");
        ROWS.check(rule, day, &received(below), "V");
    }
    ROWS.check(rule, "2026-01-01", &line(&json!({})), "D");
    ROWS.check(rule, "2018-02-01", &received("9000"), "V");
    ROWS.check(rule, "2018-02-01", &received("9489"), "-");
    ROWS.check(rule, "2014-12-31", &received("1"), "not in force");
}

#[test]
fn who_is_paid_and_what_is_taken() {
    ROWS.check("ru.wage.direct", "2015-06-01", &line(&json!({"payee": "PAYEE_SENDER"})), "V");
    ROWS.check("ru.wage.direct", "2015-06-01", &line(&json!({"payee": "PAYEE_WORKER_ACCOUNT"})), "-");
    ROWS.check(
        "ru.wage.direct",
        "2015-06-01",
        &line(&json!({"payee": "PAYEE_WORKER_ACCOUNT", "longest_gap_days": 17})),
        "V",
    );
    ROWS.check("ru.wage.direct", "2015-06-01", &line(&json!({})), "D");
    let taken = |amount: &str, purpose: &str, basis: &str| {
        let deduction = json!({"id": "d", "amount": money("RUB", amount), "purpose": format!("DEDUCTION_PURPOSE_{purpose}"),
            "lawful_basis": format!("LAWFUL_BASIS_{basis}")});
        line(&json!({"gross_by_host": money("RUB", "100"), "deductions": {"items": [deduction]}}))
    };
    let rule = "ru.wage.deduct";
    ROWS.check(rule, "2015-06-01", &taken("70", "STATE_CONTRIBUTION", "NONE"), "V");
    ROWS.check(rule, "2015-06-01", &taken("13", "TAX", "STATUTE"), "-");
    ROWS.check(rule, "2015-06-01", &taken("20", "LOAN", "NONE"), "-");
    ROWS.check(rule, "2015-06-01", &taken("20.01", "LOAN", "NONE"), "V");
    ROWS.check(rule, "2015-06-01", &taken("50", "ATTACHMENT", "COURT_ORDER"), "-");
    ROWS.check(rule, "2015-06-01", &taken("50.01", "ATTACHMENT", "COURT_ORDER"), "V");
}

#[test]
fn working_time() {
    for (minutes, expected) in [(2400, "-"), (2401, "V"), (5400, "V")] {
        ROWS.check("ru.hours", "2015-06-01", &time(&json!({"week_minutes": minutes})), expected);
    }
    let overtime =
        |year: u32, two: u32| time(&json!({"overtime_year_minutes": year, "overtime_two_days_minutes": two}));
    ROWS.check("ru.hours.overtime", "2015-06-01", &overtime(7200, 240), "-");
    ROWS.check("ru.hours.overtime", "2015-06-01", &overtime(7201, 240), "V");
    ROWS.check("ru.hours.overtime", "2015-06-01", &overtime(7200, 241), "V");
    ROWS.check("ru.hours.rest", "2015-06-01", &time(&json!({"weekly_rest_minutes": 2520})), "-");
    ROWS.check("ru.hours.rest", "2015-06-01", &time(&json!({"weekly_rest_minutes": 2519})), "V");
    let premium = |percent: u32| time(&json!({"overtime_week_minutes": 60, "overtime_premium_percent": percent}));
    ROWS.check("ru.hours.premium", "2015-06-01", &premium(50), "-");
    ROWS.check("ru.hours.premium", "2015-06-01", &premium(49), "V");
}

#[test]
fn what_is_not_recorded() {
    ROWS.check("ru.wage.min", "2026-01-01", &line(&json!({"full_time": false})), "-");
    let gap = |days: u32| line(&json!({"payee": "PAYEE_WORKER_ACCOUNT", "longest_gap_days": days}));
    ROWS.check("ru.wage.direct", "2015-06-01", &gap(16), "-");
    ROWS.check("ru.wage.direct", "2015-06-01", &gap(17), "V");
    let taken = |change: Value| {
        let base = json!({"id": "d", "amount": money("RUB", "30"), "purpose": "DEDUCTION_PURPOSE_LOAN"});
        let deduction = comity_sdk::testing::patched(&base, &change);
        line(&json!({"gross_by_host": money("RUB", "100"), "deductions": {"items": [deduction]}}))
    };
    for (change, expected) in [
        (json!({}), "V"),
        (json!({"lawful_basis": "LAWFUL_BASIS_STATUTE"}), "-"),
        (json!({"lawful_basis": "LAWFUL_BASIS_COURT_ORDER"}), "-"),
        (json!({"lawful_basis": "LAWFUL_BASIS_NONE"}), "V"),
        (json!({"purpose": "DEDUCTION_PURPOSE_TAX"}), "-"),
    ] {
        ROWS.check("ru.wage.deduct", "2015-06-01", &taken(change), expected);
    }
    let scheme = time(&json!({"weekly_rest_minutes": 600, "derogation_ref": "scheme"}));
    ROWS.check("ru.hours.rest", "2015-06-01", &scheme, "X");
    let unknown = with(&without_permits(), "/workers/items/0/nationalities", Value::Null);
    ROWS.check("ru.permit", "2015-06-01", &unknown, "R");
    assert_eq!(ROWS.missing("ru.permit", "2015-06-01", &unknown), "workers.items[0].nationalities");
    ROWS.check("ru.forced", "2015-06-01", &with(&workers_in("RUS"), "/workers", Value::Null), "not assessed: workers");
    // Withheld pay beside other signs: the signs speak.
    let both = with_one(&coerced(), "wages", &json!({"longest_gap_days": 63}));
    assert!(ROWS.text("ru.forced", "2015-06-01", &both).contains("ILO indicators"));
}

#[test]
fn students_and_their_places() {
    let (permit, student) = ("ru.permit", "ru.permit.student");
    for (kind, expected) in [("WORK", "-"), ("STUDENT", "V"), ("OTHER", "V")] {
        ROWS.check(permit, "2015-06-01", &permitted(&json!({"type": format!("PERMIT_TYPE_{kind}")})), expected);
    }
    ROWS.check(permit, "2015-06-01", &permitted(&json!({})), "-");
    // Since August 2020 only students are the other row's.
    ROWS.check(permit, "2021-01-01", &without_permits(), "V");
    ROWS.check(permit, "2021-01-01", &permitted(&json!({})), "-");
    let away = |record: &Value| with(record, "/worksites/items/0/campus", json!(false));
    let enrolled = |kind: &str| {
        let title = json!({"kind": format!("RESIDENCE_KIND_{kind}"), "valid_from": "2019-01-01"});
        away(&with_one(&without_permits(), "residence", &title))
    };
    ROWS.check(student, "2021-01-01", &enrolled("STUDENT"), "R");
    ROWS.check(student, "2021-01-01", &enrolled("VISITOR"), "-");
    ROWS.check(permit, "2021-01-01", &enrolled("STUDENT"), "-");
    ROWS.check(permit, "2021-01-01", &enrolled("VISITOR"), "V");
    // Nobody looked at their titles: no student is claimed.
    ROWS.check(student, "2021-01-01", &away(&workers_in("RUS")), "-");
    let studies = permitted(&json!({"type": "PERMIT_TYPE_STUDENT"}));
    let second = |country: &str, campus: bool| {
        let site = json!({"id": "second", "country": country, "campus": campus, "employer": "firm"});
        let record = with(&studies, "/worksites/items/0/campus", json!(true));
        with(&record, "/worksites/items/-", site)
    };
    ROWS.check(student, "2021-01-01", &second("RUS", false), "R");
    ROWS.check(student, "2021-01-01", &second("RUS", true), "-");
    ROWS.check(student, "2021-01-01", &second("CHN", false), "-");

    let rule = "ru.extra_site";
    let two = |first: Value, second: Value| {
        let record = permitted(&json!({"worksites": null}));
        let site = |id: &str, employer: Value, country: &str| {
            comity_sdk::testing::patched(&json!({"id": id, "country": country}), &json!({"employer": employer}))
        };
        let sites =
            json!({"items": [site("site", json!("firm"), "RUS"), site("second", first, second.as_str().unwrap())]});
        with(&record, "/worksites", sites)
    };
    ROWS.check(rule, "2015-06-01", &two(json!("firm"), json!("RUS")), "-");
    ROWS.check(rule, "2015-06-01", &two(json!("sender"), json!("RUS")), "V");
    ROWS.check(rule, "2015-06-01", &two(json!("sender"), json!("CHN")), "-");
    // Without any permit that is another row's matter; without its first day it is open.
    ROWS.check(rule, "2015-06-01", &without_permits(), "-");
    let region = |change: Value| {
        let record = permitted(&comity_sdk::testing::patched(&json!({"region": "Primorye"}), &change));
        with(&record, "/worksites/items/0/region", json!("Moscow"))
    };
    ROWS.check(rule, "2015-06-01", &region(json!({"valid_to": "2015-01-01"})), "-");
}
