//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_kw::PLUGIN;
use comity_sdk::{
    prelude::{Addressee, Outcome},
    testing::{Probes, Value, json, with, with_one, workers_in},
};

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
        ("kw.hours.break", "consecutive_minutes", 300, 301),
        ("kw.hours.overtime", "overtime_year_minutes", 10800, 10801),
        ("kw.hours.rest", "weekly_rest_minutes", 1440, 1439),
    ] {
        ROWS.check(rule, "2015-06-01", &time(&json!({field: good})), "-");
        ROWS.check(rule, "2015-06-01", &time(&json!({field: bad})), "V");
        ROWS.check(rule, "2015-06-01", &time(&json!({})), "D");
    }
    // Only in Ramadan, 2015-06-18 to 07-17; after the end of the table nobody has said yet when it is.
    let ramadan =
        |minutes: Value| time(&comity_sdk::testing::patched(&json!({}), &json!({"ramadan_week_minutes": minutes})));
    for (day, minutes, expected) in [
        ("2015-06-17", json!(2161), "-"),
        ("2015-06-18", json!(2160), "-"),
        ("2015-06-18", json!(2161), "V"),
        ("2015-06-18", Value::Null, "D"),
        ("2015-07-16", json!(2161), "V"),
        ("2015-07-17", json!(2161), "-"),
        ("2015-12-01", json!(2400), "-"),
        ("2015-12-01", Value::Null, "-"),
        ("2040-01-01", json!(2160), "-"),
        ("2040-01-01", json!(2161), "D"),
        ("2040-01-01", Value::Null, "D"),
    ] {
        ROWS.check("kw.hours.ramadan", day, &ramadan(minutes), expected);
    }
    // The breach begins when Ramadan does.
    let found = ROWS.findings("kw.hours.ramadan", "2015-06-30", &ramadan(json!(2161)));
    assert_eq!(found[0].fact_from.as_deref(), Some("2015-06-18"));
    assert_eq!(ROWS.missing("kw.hours.ramadan", "2040-01-01", &ramadan(json!(2161))), "reference.ramadan");
    // Weeks without a rest day are no rest, and overtime is what is recorded of a year, too.
    ROWS.check("kw.hours.rest", "2015-06-01", &time(&json!({"weeks_without_rest": 1})), "V");
    // Work on the day of rest is made good by another day and half as much again, together.
    for (change, expected) in [
        (json!({"rest_day_substituted": true, "rest_day_premium_percent": 50}), "-"),
        (json!({"rest_day_substituted": true, "rest_day_premium_percent": 49}), "V"),
        (json!({"rest_day_substituted": false, "rest_day_premium_percent": 50}), "V"),
        (json!({"rest_day_substituted": true}), "V"),
    ] {
        let pattern = comity_sdk::testing::patched(&json!({"weekly_rest_minutes": 1439}), &change);
        ROWS.check("kw.hours.rest", "2015-06-01", &time(&pattern), expected);
    }
    let yearly = json!({"overtime_year_minutes": 9000, "overtime_premium_percent": 0});
    ROWS.check("kw.hours.premium", "2015-06-01", &time(&yearly), "V");
    ROWS.check("kw.hours.premium", "2015-06-01", &time(&json!({"day_max_minutes": 540})), "D");
    let premium = |percent: u32| time(&json!({"overtime_week_minutes": 60, "overtime_premium_percent": percent}));
    ROWS.check("kw.hours.premium", "2015-06-01", &premium(25), "-");
    ROWS.check("kw.hours.premium", "2015-06-01", &premium(24), "V");
    // Without a word of overtime it is what goes beyond 8 hours a day or 48 a week.
    for (day, week, expected) in [(480, 2880, "-"), (481, 2880, "V"), (480, 2881, "V")] {
        let pattern = json!({"day_max_minutes": day, "week_minutes": week, "overtime_premium_percent": 24});
        ROWS.check("kw.hours.premium", "2015-06-01", &time(&pattern), expected);
    }
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
    // Whoever holds it is bound; at the worker's written request, and given back on demand, it is in safe keeping.
    let held = |holder: &str, change: Value| {
        let base = json!({"passport_holder": format!("PASSPORT_HOLDER_{holder}")});
        one("liberty", &comity_sdk::testing::patched(&base, &change))
    };
    let asked = json!({"passport_held_on_written_request": true, "passport_returned_on_demand": true});
    for (holder, change, expected) in [
        ("EMPLOYER", json!({}), "R"),
        ("EMPLOYER", asked, "-"),
        ("EMPLOYER", json!({"passport_held_on_written_request": false}), "R"),
        ("MINDER", json!({"passport_held_on_written_request": false}), "R"),
        ("AUTHORITY", json!({}), "-"),
    ] {
        ROWS.check("kw.passport", "2015-06-01", &held(holder, change), expected);
    }
    let refused = json!({"passport_held_on_written_request": false});
    let bound =
        |holder: &str| ROWS.findings("kw.passport", "2015-06-01", &held(holder, refused.clone()))[0].addressees.clone();
    assert_eq!(bound("EMPLOYER"), [i32::from(Addressee::Employer)]);
    for holder in ["SENDER", "MINDER", "SENDING_STATE"] {
        assert_eq!(bound(holder), [i32::from(Addressee::Sender)], "{holder}");
    }
    let issued = one("permits", &json!({"issued": "2017-10-01"}));
    let nepal = with(&issued, "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    ROWS.check("kw.new2017", "2017-10-01", &nepal, "-");
    // Who they are is for review where nobody says, and not assessed where no workers are recorded.
    let unknown = with(&issued, "/workers/items/0/nationalities", Value::Null);
    ROWS.check("kw.new2017", "2017-10-01", &unknown, "R");
    ROWS.check("kw.new2017", "2017-10-01", &with(&unknown, "/workers/items/0/korean_unspecified", json!(true)), "R");
    ROWS.check("kw.new2017", "2017-10-01", &with(&issued, "/workers", Value::Null), "not assessed: workers");
    // A permit is for the sites that it names, whichever are in use on its day.
    let doha = with(&issued, "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
    let later = with(&doha, "/worksites/items/0/start", json!("2018-01-01"));
    for (record, site, expected) in
        [(&doha, "site", "I"), (&doha, "doha", "-"), (&later, "site", "I"), (&later, "doha", "-")]
    {
        let named = with(record, "/permits/items/0/worksites", json!({"items": [site]}));
        ROWS.check("kw.new2017", "2017-10-01", &named, expected);
    }
}

#[test]
fn permits_where_work_goes_on() {
    let rule = "kw.permit";
    // Work from 2015-06-01 to 2016-01-01, and a permit for as long.
    let spent = with(
        &with(
            &permitted(&json!({"valid_from": "2015-06-01", "valid_to": "2016-01-01"})),
            "/worksites/items/0/start",
            json!("2015-06-01"),
        ),
        "/worksites/items/0/end",
        json!("2016-01-01"),
    );
    ROWS.dates(
        rule,
        &spent,
        &[("2015-05-31", "-"), ("2015-06-01", "-"), ("2015-12-31", "-"), ("2016-01-01", "-"), ("2017-06-01", "-")],
    );
    let without = with(&spent, "/permits", json!({"items": []}));
    ROWS.dates(rule, &without, &[("2015-05-31", "-"), ("2015-06-01", "V"), ("2015-12-31", "V"), ("2016-01-01", "-")]);
    // A permission to work elsewhere exempts its own site, from its day on, and hides no other.
    let second = |change: Value| {
        let site =
            comity_sdk::testing::patched(&json!({"id": "second", "country": "KWT", "employer": "sender"}), &change);
        with(&permitted(&json!({})), "/worksites/items/-", site)
    };
    let allowed = second(json!({"secondment_approval_ref": "a"}));
    ROWS.check(rule, "2015-06-01", &allowed, "X");
    let exemption = ROWS.findings(rule, "2015-06-01", &allowed)[0].exemption.clone().unwrap();
    assert_eq!((exemption.id.as_str(), exemption.displaces()), ("a", Outcome::Violation));
    let dated = second(json!({"secondment_approval_ref": "a", "secondment_approved_on": "2015-06-01"}));
    ROWS.dates(rule, &dated, &[("2015-05-31", "V"), ("2015-06-01", "X"), ("2015-06-02", "X")]);
    let third = with(&allowed, "/worksites/items/-", json!({"id": "third", "country": "KWT", "employer": "sender"}));
    ROWS.check(rule, "2015-06-01", &third, "V");
    // The other takes workers that are not his.
    let bound = |record: &Value| ROWS.findings(rule, "2015-06-01", record)[0].addressees.clone();
    assert_eq!(bound(&second(json!({}))), [Addressee::Employer, Addressee::User].map(i32::from));
    assert_eq!(bound(&without_permits()), [i32::from(Addressee::Employer)]);
    // Not where a permit of his own covers them, whatever else is uncovered.
    let his = json!({"id": "y", "valid_from": "2005-01-01", "employer": "sender", "worksites": {"items": ["second"]}});
    let his = with(&second(json!({})), "/permits", json!({"items": [his]}));
    ROWS.check(rule, "2015-06-01", &his, "V");
    assert_eq!(bound(&his), [i32::from(Addressee::Employer)]);
}

#[test]
fn pay_by_its_days() {
    let may = |change: Value| {
        let base = json!({"period": {"from": "2016-05-01", "to": "2016-06-01"}, "due_on": "2016-06-01"});
        line(&comity_sdk::testing::patched(&base, &change))
    };
    let rule = "kw.wage.late";
    for (change, as_of, expected) in [
        (json!({"paid_on": "2016-06-08"}), "2017-01-01", "-"),
        (json!({"paid_on": "2016-06-09"}), "2017-01-01", "V"),
        (json!({"paid_on": "2016-09-01"}), "2016-06-08", "-"),
        (json!({"paid_on": "2016-09-01"}), "2016-06-09", "V"),
        (json!({"payee": "PAYEE_NONE"}), "2016-06-08", "-"),
        (json!({"payee": "PAYEE_NONE"}), "2016-06-09", "V"),
        (json!({}), "2016-06-09", "D"),
    ] {
        ROWS.check(rule, as_of, &may(change), expected);
    }
    assert_eq!(ROWS.missing(rule, "2017-01-01", &may(json!({}))), "wages.items[0].paid_on");
    // Half a month's pay is held against its part of the minimum.
    let half = |amount: &str| {
        line(&json!({"period": {"from": "2016-05-01", "to": "2016-05-16"}, "received_by_worker": money("KWD", amount),
            "deductions": {"items": []}}))
    };
    ROWS.check("kw.wage.min", "2016-06-01", &half("33"), "-");
    ROWS.check("kw.wage.min", "2016-06-01", &half("29"), "R");
    // Nothing is below every minimum; of another currency only its rate lacks.
    let paid = |amount: &str| line(&json!({"received_by_worker": money("EUR", amount), "deductions": {"items": []}}));
    ROWS.check("kw.wage.min", "2016-06-01", &paid("0"), "R");
    assert_eq!(ROWS.missing("kw.wage.min", "2016-06-01", &paid("0")), "");
    assert_eq!(ROWS.missing("kw.wage.min", "2016-06-01", &paid("50")), "reference.exchange_rates");
    let text = ROWS.text("kw.wage.min", "2016-06-01", &paid("50"));
    assert!(
        text.contains("the table of exchange rates has no value for it") && !text.contains("is not recorded"),
        "{text}"
    );
}
