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

/// A permit for the site and the firm, in the site's region and within the quota.
fn permitted(change: &Value) -> Value {
    let base =
        json!({"valid_from": "2005-01-01", "employer": "firm", "worksites": {"items": ["site"]}, "within_quota": true});
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
    let primorye = |change: Value| {
        let permit = comity_sdk::testing::patched(&json!({"region": "Primorye"}), &change);
        at(&permit, "Primorye")
    };
    ROWS.check(rule, "2015-06-01", &at(&json!({"region": "Primorye"}), "Moscow"), "V");
    ROWS.check(rule, "2015-06-01", &at(&json!({"region": "Primorye"}), "Primorye"), "-");
    ROWS.check(rule, "2015-06-01", &permitted(&json!({"region": "Primorye"})), "D");
    // For which region a permit is has to be said.
    ROWS.check(rule, "2015-06-01", &permitted(&json!({})), "D");
    assert_eq!(ROWS.missing(rule, "2015-06-01", &permitted(&json!({}))), "permits.items[0].region");
    let other = with(&permitted(&json!({})), "/worksites/items/0/employer", json!("sender"));
    ROWS.check(rule, "2015-06-01", &other, "V");
    let trade =
        |done: &str| with(&primorye(json!({"occupation": "welder"})), "/workers/items/0/occupation", json!(done));
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
    let named = |change: Value| {
        let base = json!({"payee": "PAYEE_WORKER_ACCOUNT", "worker_written_mandate": true, "longest_gap_days": 16});
        line(&comity_sdk::testing::patched(&base, &change))
    };
    for (change, expected) in [
        (json!({}), "-"),
        (json!({"longest_gap_days": 17}), "V"),
        // The bank that the worker named in writing: somebody has to say that it is.
        (json!({"worker_written_mandate": false}), "V"),
        (json!({"worker_written_mandate": null}), "D"),
        (json!({"payee": "PAYEE_WORKER_CASH", "worker_written_mandate": null}), "-"),
        (json!({"payee": "PAYEE_NONE"}), "V"),
        // How often, as it is paid or agreed, or by the line itself.
        (json!({"longest_gap_days": null}), "D"),
        (json!({"longest_gap_days": null, "pay_interval": "PAY_INTERVAL_MONTHLY"}), "V"),
        (json!({"pay_interval": "PAY_INTERVAL_MONTHLY"}), "V"),
        (json!({"longest_gap_days": null, "pay_interval": "PAY_INTERVAL_FORTNIGHTLY"}), "-"),
        (json!({"longest_gap_days": null, "period": {"from": "2015-05-01", "to": "2015-05-16"}}), "-"),
        (json!({"longest_gap_days": null, "period": {"from": "2015-05-15", "to": "2015-05-31"}}), "-"),
        (json!({"longest_gap_days": null, "period": {"from": "2015-05-14", "to": "2015-05-31"}}), "D"),
        (json!({"longest_gap_days": null, "period": {"from": "2015-05-01", "to": "2015-06-01"}}), "D"),
    ] {
        ROWS.check("ru.wage.direct", "2015-06-01", &named(change), expected);
    }
    assert!(ROWS.text("ru.wage.direct", "2015-06-01", &named(json!({"payee": "PAYEE_NONE"}))).contains("was not paid"));
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
    // What is beyond 40 hours a week is overtime, without being recorded as such.
    let week = |minutes: u32| time(&json!({"week_minutes": minutes, "overtime_premium_percent": 49}));
    ROWS.check("ru.hours.premium", "2015-06-01", &week(2400), "-");
    ROWS.check("ru.hours.premium", "2015-06-01", &week(2401), "V");
}

#[test]
fn what_is_not_recorded() {
    ROWS.check("ru.wage.min", "2026-01-01", &line(&json!({"full_time": false})), "-");
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
        // A tax rests on something: what somebody calls one is none.
        (json!({"purpose": "DEDUCTION_PURPOSE_TAX"}), "D"),
        // The row's tax of 13 % passes no limit, whatever it rests on.
        (json!({"purpose": "DEDUCTION_PURPOSE_TAX", "amount": money("RUB", "13")}), "-"),
        (json!({"purpose": "DEDUCTION_PURPOSE_TAX", "lawful_basis": "LAWFUL_BASIS_NONE"}), "V"),
        (json!({"purpose": "DEDUCTION_PURPOSE_TAX", "lawful_basis": "LAWFUL_BASIS_STATUTE"}), "-"),
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
        let record = permitted(&json!({"worksites": null, "region": "Primorye"}));
        let site = |id: &str, employer: Value, country: &str| {
            let base = json!({"id": id, "country": country, "region": "Primorye"});
            comity_sdk::testing::patched(&base, &json!({"employer": employer}))
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
    let undated = with(&region(json!({})), "/permits/items/0/valid_from", Value::Null);
    ROWS.check(rule, "2015-06-01", &undated, "D");
    assert_eq!(ROWS.missing(rule, "2015-06-01", &undated), "permits.items[0].valid_from");
    // A permit for Doha alone is none for work here, which is that other row's matter too.
    let doha = with(
        &region(json!({"worksites": {"items": ["doha"]}})),
        "/worksites/items/-",
        json!({"id": "doha", "country": "QAT"}),
    );
    ROWS.check(rule, "2015-06-01", &doha, "-");
    // A student's permit for the region permits no work in it.
    let studies = json!({"id": "s", "valid_from": "2005-01-01", "type": "PERMIT_TYPE_STUDENT", "region": "Moscow"});
    let both = with(&region(json!({"type": "PERMIT_TYPE_WORK"})), "/permits/items/-", studies);
    ROWS.check(rule, "2015-06-01", &both, "V");
}

#[test]
fn no_rule_without_places_of_work() {
    ROWS.needs_sites(&workers_in("RUS"));
}

/// Another country's permit, one whose quota nobody looked at, and one that may be a visa.
#[test]
fn permits_that_are_for_something_else() {
    let rule = "ru.permit";
    let elsewhere = |country: &str| {
        let record = permitted(&json!({"worksites": {"items": ["doha"]}}));
        with(&record, "/worksites/items/-", json!({"id": "doha", "country": country}))
    };
    ROWS.check(rule, "2015-06-01", &elsewhere("QAT"), "V");
    ROWS.check(rule, "2015-06-01", &elsewhere("RUS"), "-");
    ROWS.check(rule, "2015-06-01", &permitted(&json!({"within_quota": null})), "D");
    let visiting = |permit: Value, kind: &str| {
        let title = json!({"kind": format!("RESIDENCE_KIND_{kind}"), "valid_from": "2010-01-01"});
        with_one(&permitted(&permit), "residence", &title)
    };
    for (permit, kind, expected) in
        [(json!({}), "VISITOR", "D"), (json!({}), "WORK", "-"), (json!({"type": "PERMIT_TYPE_WORK"}), "VISITOR", "-")]
    {
        ROWS.check(rule, "2015-06-01", &visiting(permit, kind), expected);
    }
    // A student title of which nobody says when it begins makes no student.
    let undated = with_one(&without_permits(), "residence", &json!({"kind": "RESIDENCE_KIND_STUDENT"}));
    ROWS.check(rule, "2021-06-01", &undated, "V");
}

/// Nationals of the Union from the day it reached their State.
#[test]
fn who_needs_no_permit() {
    let of = |code: &str| with(&without_permits(), "/workers/items/0/nationalities", json!({"items": [code]}));
    for (code, before, since) in
        [("KAZ", "2011-12-31", "2012-01-01"), ("ARM", "2015-01-01", "2015-01-02"), ("KGZ", "2015-08-11", "2015-08-12")]
    {
        ROWS.dates("ru.permit", &of(code), &[(before, "V"), (since, "-")]);
    }
    ROWS.check("ru.permit", "2005-01-01", &of("BLR"), "-");
    ROWS.check("ru.permit", "2005-01-01", &of("RUS"), "-");
    for code in ["RUS", "BLR"] {
        let first = with(&of(code), "/deployment/start", json!("2002-01-01"));
        ROWS.dates("ru.permit", &first, &[("2002-10-31", "not in force"), ("2002-11-01", "-")]);
    }
}

/// A permit is of its own group, and has to name employer, region and occupation together.
#[test]
fn one_permit_for_all_of_it() {
    let rule = "ru.extra_site";
    let permit = |id: &str, employer: Value, region: &str, group: &str| {
        let base = json!({"id": id, "valid_from": "2005-01-01", "region": region, "worker_groups": {"items": [group]}});
        comity_sdk::testing::patched(&base, &json!({"employer": employer}))
    };
    let record = |permits: Value| {
        let record = with(&workers_in("RUS"), "/permits", json!({"items": permits}));
        let site = json!({"id": "site", "country": "RUS", "region": "Primorye", "employer": "firm"});
        let record = with(&record, "/worksites/items/0", site);
        with(&record, "/workers/items/-", json!({"id": "others", "nationalities": {"items": ["PRK"]}}))
    };
    let (firm, sender) = (json!("firm"), json!("sender"));
    let alone = record(json!([permit("a", sender.clone(), "Primorye", "crew")]));
    assert_eq!(ROWS.subjects(rule, "2015-06-01", &alone), [("crew".to_owned(), "V")]);
    let both = record(json!([
        permit("a", sender.clone(), "Primorye", "crew"),
        permit("b", firm.clone(), "Primorye", "others")
    ]));
    assert_eq!(ROWS.subjects(rule, "2015-06-01", &both), [("crew".to_owned(), "V")]);
    let across = record(json!([permit("a", firm.clone(), "Moscow", "crew"), permit("b", sender, "Primorye", "crew")]));
    ROWS.check(rule, "2015-06-01", &across, "V");
    ROWS.check(rule, "2015-06-01", &record(json!([permit("a", firm, "Primorye", "crew")])), "-");
    let unsaid = record(json!([permit("a", Value::Null, "Primorye", "crew")]));
    ROWS.check(rule, "2015-06-01", &unsaid, "D");
    assert_eq!(ROWS.missing(rule, "2015-06-01", &unsaid), "permits.items[0].employer");
    let neither = with(&unsaid, "/permits/items/0/region", Value::Null);
    ROWS.check(rule, "2015-06-01", &neither, "D");
    assert_eq!(ROWS.missing(rule, "2015-06-01", &neither), "permits.items[0].employer permits.items[0].region");
}

#[test]
fn pay_for_other_periods_than_a_month() {
    let rule = "ru.wage.min";
    let paid = |from: &str, to: &str, amount: &str| {
        line(&json!({"received_by_worker": money("RUB", amount), "deductions": {"items": []},
            "period": {"from": from, "to": to}}))
    };
    for (from, to, amount, expected) in [
        ("2018-02-01", "2018-03-01", "9489", "-"),
        ("2018-02-01", "2018-03-01", "9488.99", "V"),
        ("2018-02-01", "2018-02-16", "6000", "-"),
        ("2018-02-01", "2018-02-16", "5000", "R"),
        ("2018-02-01", "2018-02-16", "4000", "V"),
    ] {
        ROWS.check(rule, "2018-03-01", &paid(from, to, amount), expected);
    }
    let other = json!({"id": "y", "received_by_worker": money("RUB", "5489"), "deductions": {"items": []},
        "period": {"from": "2018-02-16", "to": "2018-03-01"}});
    let halves = with(&paid("2018-02-01", "2018-02-16", "4000"), "/wages/items/-", other);
    ROWS.check(rule, "2018-03-01", &halves, "-");
    ROWS.check(rule, "2018-03-01", &with(&halves, "/wages/items/1/received_by_worker", money("RUB", "5488")), "V");
    let monthly =
        |amount: &str| line(&json!({"received_by_worker": money("RUB", amount), "deductions": {"items": []}}));
    ROWS.check(rule, "2026-12-31", &monthly("27093"), "-");
    ROWS.check(rule, "2027-01-01", &monthly("27093"), "D");
}

/// Pay that is out for more than two months, for work in Russia, by the day of the answer.
#[test]
fn pay_that_was_withheld() {
    let rule = "ru.forced";
    for (change, expected) in [
        (json!({"payee": "PAYEE_NONE"}), "R"),
        (json!({"received_by_worker": money("RUB", "0")}), "R"),
        (json!({"received_by_worker": money("RUB", "1")}), "-"),
        // A sign, that others may join.
        (json!({"paid_days_after_due": 62}), "D"),
        (json!({"paid_days_after_due": 63}), "R"),
        (
            json!({"period": {"from": "2015-10-01", "to": "2015-11-01"}, "due_on": "2015-11-05", "payee": "PAYEE_NONE"}),
            "R",
        ),
        (
            json!({"period": {"from": "2016-03-01", "to": "2016-04-01"}, "due_on": "2016-04-05", "payee": "PAYEE_NONE"}),
            "D",
        ),
        (
            json!({"period": {"from": "2020-01-01", "to": "2020-02-01"}, "due_on": "2020-02-05", "longest_gap_days": 90}),
            "-",
        ),
        (json!({"site": "doha", "longest_gap_days": 90}), "-"),
    ] {
        let record = with(&line(&change), "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
        ROWS.check(rule, "2016-06-01", &record, expected);
    }
    // Nothing was paid since the work began.
    let new = with(&line(&json!({"payee": "PAYEE_NONE"})), "/deployment/start", json!("2016-03-01"));
    ROWS.dates(rule, &new, &[("2016-05-01", "-"), ("2016-05-02", "R")]);
    // Two months after the line was due: on the day that is agreed, else when its period ends.
    let nothing = |change: Value| {
        let base = json!({"period": {"from": "2015-01-01", "to": "2015-02-01"}, "received_by_worker": money("RUB", "0"),
            "deductions": {"items": []}, "paid_days_after_due": 0});
        line(&comity_sdk::testing::patched(&base, &change))
    };
    ROWS.dates(rule, &nothing(json!({"due_on": "2015-02-05"})), &[("2015-04-05", "D"), ("2015-04-06", "R")]);
    ROWS.dates(rule, &nothing(json!({})), &[("2015-04-01", "D"), ("2015-04-02", "R")]);
    // What nobody says the day of is not known to be out; other rows ask for that day.
    ROWS.check(rule, "2016-06-01", &nothing(json!({"period": {"to": null}})), "-");
    assert_eq!(
        ROWS.missing("ru.wage.direct", "2016-06-01", &nothing(json!({"period": {"to": null}}))),
        "wages.items[0].due_on"
    );
}

/// Nobody is coerced in Russia while the work is done elsewhere.
#[test]
fn signs_of_work_elsewhere() {
    let later = with(&coerced(), "/worksites/items/0/start", json!("2018-01-01"));
    let abroad = with(&later, "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
    ROWS.dates("ru.forced", &abroad, &[("2017-12-31", "-"), ("2018-01-01", "R")]);
}

#[test]
fn overtime_that_is_recorded() {
    let rule = "ru.hours.overtime";
    let week = |minutes: u32| time(&json!({"week_minutes": 5400, "overtime_week_minutes": minutes}));
    ROWS.check(rule, "2015-06-01", &week(961), "V");
    ROWS.check(rule, "2015-06-01", &week(960), "D");
    ROWS.check("ru.hours.rest", "2015-06-01", &time(&json!({"weeks_without_rest": 10})), "V");
    let rule = "ru.hours.premium";
    let paid = |percent: u32, change: Value| {
        let base = json!({"overtime_week_minutes": 600, "overtime_premium_percent": percent});
        time(&comity_sdk::testing::patched(&base, &change))
    };
    for (percent, change, expected) in [
        (50, json!({}), "-"),
        (50, json!({"day_max_minutes": 600}), "-"),
        (50, json!({"day_max_minutes": 601}), "R"),
        (99, json!({"day_max_minutes": 601}), "R"),
        (100, json!({"day_max_minutes": 601}), "-"),
        // A long day of a week without overtime is no overtime.
        (50, json!({"day_max_minutes": 601, "overtime_week_minutes": 0}), "-"),
        (50, json!({"overtime_two_days_minutes": 240}), "-"),
        (50, json!({"overtime_two_days_minutes": 241}), "R"),
        (49, json!({"overtime_two_days_minutes": 241}), "V"),
    ] {
        ROWS.check(rule, "2015-06-01", &paid(percent, change), expected);
    }
}

#[test]
fn work_that_has_not_begun_or_has_ended_needs_no_permit() {
    let site = json!({"id": "site", "country": "RUS", "start": "2015-06-01", "end": "2016-06-01"});
    let record = with(&without_permits(), "/worksites/items/0", site);
    let days =
        [("2015-05-31", "-"), ("2015-06-01", "V"), ("2016-05-31", "V"), ("2016-06-01", "-"), ("2018-01-01", "-")];
    ROWS.dates("ru.permit", &record, &days);
}
