//! Permits, wages, time, papers.

use super::*;

/// A permit for the dock.
fn permit(change: &Value) -> Value {
    let base = json!({"id": "p", "valid_from": "2015-02-01", "valid_to": "2018-02-01", "employer": "agency",
        "worksites": {"items": ["dock"]}});
    one("permits", &testing::patched(&base, change))
}

#[test]
fn permits_of_north_koreans() {
    let rule = "pl.permit.prk";
    let issued = |day: &str| one("permits", &json!({"issued": day}));
    PL.days(
        rule,
        issued,
        &[
            ("2017-08-01", "not in force"),
            ("2017-08-04", "not in force"),
            ("2017-08-05", "I"),
            ("2017-08-06", "I"),
            ("2017-09-01", "I"),
        ],
    );
    PL.check(rule, "2017-09-01", &nationals(&issued("2017-09-01"), "NPL"), "-");
}

#[test]
fn work_without_a_permit_for_it() {
    let rule = "pl.permit@2004";
    PL.dates(
        rule,
        &permit(&json!({})),
        &[
            ("2004-12-31", "-"),
            ("2015-01-31", "V"),
            ("2015-02-01", "-"),
            ("2018-01-31", "-"),
            ("2018-02-01", "V"),
            ("2025-05-31", "V"),
            ("2025-06-01", "not in force"),
        ],
    );
    PL.dates(
        "pl.permit@2025",
        &permit(&json!({})),
        &[("2025-05-31", "not in force"), ("2025-06-01", "V"), ("2025-06-02", "V")],
    );
    let third_yard = with(&permit(&json!({})), "/worksites/items/-", json!({"id": "third", "country": "POL"}));
    PL.check(rule, "2016-01-01", &third_yard, "V");
    assert!(PL.text(rule, "2016-01-01", &third_yard).contains("third"));
    let other = with(&permit(&json!({})), "/worksites/items/0/employer", json!("yard"));
    PL.check(rule, "2016-01-01", &other, "V");
    PL.check(rule, "2016-01-01", &permit(&json!({"withdrawn_on": "2016-01-01"})), "V");
    PL.check(rule, "2016-01-01", &permit(&json!({"worksites": null})), "D");
    PL.check(rule, "2016-01-01", &welders(), "D");
    let none = with(&welders(), "/permits", json!({"items": []}));
    for (protection, expected) in [("REFUGEE", "X"), ("SUBSIDIARY", "X"), ("ASYLUM_PENDING", "V"), ("NONE", "V")] {
        let record = with(&none, "/workers/items/0/protection", json!(format!("PROTECTION_{protection}")));
        PL.check(rule, "2016-01-01", &record, expected);
    }
    PL.check(rule, "2016-01-01", &with(&none, "/workers/items/0/protection", Value::Null), "R");
    let long_term = json!({"items": [{"id": "r", "kind": "RESIDENCE_KIND_LONG_TERM", "valid_from": "2010-01-01"}]});
    PL.check(rule, "2016-01-01", &with(&none, "/residence", long_term), "X");
    for code in ["POL", "DEU", "NOR"] {
        PL.check(rule, "2016-01-01", &nationals(&none, code), "-");
    }
    // Croatia joined on 2013-07-01.
    PL.dates(rule, &nationals(&none, "HRV"), &[("2013-06-30", "V"), ("2013-07-01", "-")]);
}

fn zlotys(amount: &str) -> Value {
    json!({"currency": "PLN", "amount": amount})
}

fn line(change: &Value) -> Value {
    let base = json!({"payee": "PAYEE_WORKER_ACCOUNT", "deductions": {"items": []}});
    one("wages", &testing::patched(&base, change))
}

#[test]
fn the_minimum_of_the_year() {
    let rule = "pl.wage.min";
    let received = |amount: &str| line(&json!({"received_by_worker": zlotys(amount)}));
    for (year, least, below) in [
        ("2013", "1600", "1599.99"),
        ("2014", "1680", "1679.99"),
        ("2015", "1750", "1749.99"),
        ("2016", "1850", "1849.99"),
        ("2017", "2000", "1999"),
        ("2018", "2100", "2099.99"),
        ("2019", "2250", "2249.99"),
        ("2020", "2600", "2599.99"),
        ("2021", "2800", "2799.99"),
        ("2022", "3010", "3009.99"),
        ("2025", "4666", "4665.99"),
        ("2026", "4806", "4805.99"),
    ] {
        for day in ["01-01", "12-31"] {
            let day = format!("{year}-{day}");
            PL.check(rule, &day, &received(least), "-");
            PL.check(rule, &day, &received(below), "V");
        }
    }
    // Two steps a year.
    for (least, dates) in [
        ("3490", [("2022-12-31", "-"), ("2023-01-01", "-"), ("2023-06-30", "-"), ("2023-07-01", "V")]),
        ("4242", [("2023-12-31", "-"), ("2024-01-01", "-"), ("2024-06-30", "-"), ("2024-07-01", "V")]),
    ] {
        PL.dates(rule, &received(least), &dates);
    }
    // 2 000 gross and 1 459 after tax and insurance are enough in 2017, 400 without any deduction are not.
    let deduction = json!({"id": "d", "amount": zlotys("541"), "purpose": "DEDUCTION_PURPOSE_TAX_AND_SOCIAL_INSURANCE",
        "lawful_basis": "LAWFUL_BASIS_STATUTE"});
    let net = line(
        &json!({"gross_by_host": zlotys("2000"), "received_by_worker": zlotys("1459"), "deductions": {"items": [deduction]}}),
    );
    PL.check(rule, "2017-06-01", &net, "-");
    PL.check(rule, "2017-06-01", &received("400"), "V");
    PL.check(
        rule,
        "2017-06-01",
        &line(&json!({"gross_by_host": zlotys("1999.99"), "received_by_worker": zlotys("2000")})),
        "V",
    );
    let overtime = line(&json!({"received_by_worker": zlotys("2100"), "overtime_pay": zlotys("100.01")}));
    PL.check(rule, "2017-06-01", &overtime, "V");
    PL.check(rule, "2017-06-01", &line(&json!({"received_by_worker": zlotys("400"), "full_time": false})), "-");
    PL.check(rule, "2017-06-01", &line(&json!({"received_by_worker": zlotys("400"), "deductions": null})), "D");
    PL.check(rule, "2017-06-01", &line(&json!({})), "D");
    PL.check(rule, "2012-12-31", &received("400"), "D");
    let civil = with(&received("400"), "/contracts", json!({"items": [{"id": "k", "kind": "CONTRACT_KIND_CIVIL"}]}));
    PL.check(rule, "2017-06-01", &civil, "-");
}

#[test]
fn the_minimum_of_an_hour_under_a_civil_law_contract() {
    let rule = "pl.wage.min.hour";
    // 160 hours.
    let paid = |amount: &str, kind: &str| {
        let record = line(&json!({"received_by_worker": zlotys(amount), "minutes_per_month": 9600}));
        with(&record, "/contracts", json!({"items": [{"id": "k", "kind": format!("CONTRACT_KIND_{kind}")}]}))
    };
    PL.dates(
        rule,
        &paid("2080", "SELF_EMPLOYED"),
        &[("2016-12-31", "not in force"), ("2017-01-01", "-"), ("2017-12-31", "-"), ("2018-01-01", "V")],
    );
    PL.check(rule, "2017-06-01", &paid("2079.99", "CIVIL"), "V");
    PL.check(rule, "2018-06-01", &paid("800", "SELF_EMPLOYED"), "V");
    PL.check(rule, "2020-06-01", &paid("2720", "CIVIL"), "-");
    PL.check(rule, "2020-06-01", &paid("2719.99", "CIVIL"), "V");
    PL.check(rule, "2018-06-01", &paid("800", "EMPLOYMENT"), "-");
    let unsaid = with(&paid("800", "CIVIL"), "/wages/items/0/minutes_per_month", Value::Null);
    PL.check(rule, "2018-06-01", &unsaid, "D");
    PL.check(rule, "2018-06-01", &line(&json!({})), "not assessed: contracts");
}

#[test]
fn who_gets_the_pay_and_what_is_taken_off() {
    let rule = "pl.wage.waive";
    for (to, expected) in [("STATE", "V"), ("SENDER", "V"), ("COURT_ATTACHMENT", "-"), ("NONE", "-")] {
        PL.check(rule, "2015-06-01", &line(&json!({"assigned_to": format!("ASSIGNEE_{to}")})), expected);
    }
    PL.check(rule, "2015-06-01", &line(&json!({})), "D");
    let rule = "pl.wage.direct";
    for (payee, expected) in
        [("SENDER", "V"), ("STATE", "V"), ("AGENT", "V"), ("WORKER_CASH", "-"), ("WORKER_ACCOUNT", "D")]
    {
        PL.check(rule, "2015-06-01", &line(&json!({"payee": format!("PAYEE_{payee}")})), expected);
    }
    PL.dates(rule, &line(&json!({"worker_written_mandate": false})), &[("2018-12-31", "V"), ("2019-01-01", "-")]);
    PL.check(rule, "2015-06-01", &line(&json!({"payee": null})), "D");
    let rule = "pl.wage.deduct";
    let taken =
        |change: Value| line(&json!({"deductions": {"items": [testing::patched(&json!({"id": "d"}), &change)]}}));
    PL.check(
        rule,
        "2015-06-01",
        &taken(json!({"purpose": "DEDUCTION_PURPOSE_STATE_CONTRIBUTION", "consent": false})),
        "V",
    );
    PL.check(
        rule,
        "2015-06-01",
        &taken(json!({"purpose": "DEDUCTION_PURPOSE_STATE_CONTRIBUTION", "consent": true})),
        "-",
    );
    PL.check(rule, "2015-06-01", &taken(json!({"purpose": "DEDUCTION_PURPOSE_STATE_CONTRIBUTION"})), "D");
    // How much of pay creditors and advances take is held against the whole of it.
    for (listed, expected) in [("ATTACHMENT", "D"), ("LOAN", "D"), ("FINE", "-")] {
        PL.check(rule, "2015-06-01", &taken(json!({"purpose": format!("DEDUCTION_PURPOSE_{listed}")})), expected);
    }
    // What somebody calls a tax is one where it rests on something.
    for tax in ["TAX", "SOCIAL_INSURANCE"] {
        for (basis, expected) in
            [(json!("LAWFUL_BASIS_STATUTE"), "-"), (json!("LAWFUL_BASIS_NONE"), "V"), (Value::Null, "D")]
        {
            let tax = json!({"purpose": format!("DEDUCTION_PURPOSE_{tax}"), "consent": false});
            PL.check(rule, "2015-06-01", &taken(testing::patched(&tax, &json!({"lawful_basis": basis}))), expected);
        }
    }
    PL.check(rule, "2015-06-01", &line(&json!({})), "-");
}

#[test]
fn time_and_rest() {
    let time = |change: Value| one("working_time", &change);
    let hours = |day: u32, week: u32| time(json!({"day_max_minutes": day, "week_minutes": week}));
    let rule = "pl.hours";
    PL.check(rule, "2015-06-01", &hours(480, 2400), "-");
    PL.check(rule, "2015-06-01", &hours(481, 2400), "V");
    PL.check(rule, "2015-06-01", &hours(480, 2401), "V");
    PL.check(rule, "2015-06-01", &hours(720, 4320), "V");
    let overtime = |week: u32, of_it: u32| {
        time(json!({"day_max_minutes": 480, "week_minutes": week, "overtime_week_minutes": of_it}))
    };
    PL.check(rule, "2015-06-01", &overtime(2880, 480), "-");
    PL.check(rule, "2015-06-01", &overtime(2881, 481), "V");
    PL.check(rule, "2015-06-01", &time(json!({"day_max_minutes": 720, "averaging_scheme_ref": "s"})), "X");
    PL.check(rule, "2015-06-01", &time(json!({"day_max_minutes": 720, "emergency_log_ref": "e"})), "X");
    PL.check(rule, "2015-06-01", &time(json!({})), "D");
    PL.check("pl.hours.overtime", "2015-06-01", &time(json!({"overtime_year_minutes": 9000})), "-");
    PL.check("pl.hours.overtime", "2015-06-01", &time(json!({"overtime_year_minutes": 9001})), "V");
    let rest = |day: u32, week: u32| time(json!({"daily_rest_minutes": day, "weekly_rest_minutes": week}));
    PL.check("pl.hours.rest", "2015-06-01", &rest(660, 2100), "-");
    PL.check("pl.hours.rest", "2015-06-01", &rest(659, 2100), "V");
    PL.check("pl.hours.rest", "2015-06-01", &rest(660, 2099), "V");
    PL.check("pl.hours.rest", "2015-06-01", &time(json!({"daily_rest_minutes": 1, "derogation_ref": "d"})), "X");
    let premium = |percent: u32| {
        time(json!({"overtime_week_minutes": 60, "overtime_premium_percent": percent,
        "night_minutes": 0}))
    };
    PL.check("pl.hours.premium", "2015-06-01", &premium(50), "-");
    PL.check("pl.hours.premium", "2015-06-01", &premium(49), "V");
    PL.check("pl.hours.premium", "2015-06-01", &time(json!({"overtime_week_minutes": 0})), "-");
    let night = time(
        json!({"overtime_week_minutes": 60, "overtime_premium_percent": 50, "night_minutes": 60, "night_premium_percent": 99}),
    );
    PL.check("pl.hours.premium", "2015-06-01", &night, "V");
}

#[test]
fn the_offence_goes_with_breaches_of_pay_and_time() {
    let rule = "pl.offence";
    PL.dates(
        rule,
        &one("working_time", &json!({"day_max_minutes": 720})),
        &[("2007-06-30", "not in force"), ("2007-07-01", "I"), ("2007-07-02", "I")],
    );
    PL.check(rule, "2015-06-01", &one("working_time", &json!({"day_max_minutes": 480, "week_minutes": 2400})), "-");
    let held = json!({"passport_holder": "PASSPORT_HOLDER_MINDER", "passport_held_on_written_request": false});
    PL.check(rule, "2015-06-01", &one("liberty", &held), "-");
    let both = with(
        &one("working_time", &json!({"day_max_minutes": 720})),
        "/wages",
        json!({"items": [{"id": "w", "payee": "PAYEE_SENDER"}]}),
    );
    let expected = [("w".to_owned(), "I"), ("x".to_owned(), "I")];
    let mut found = PL.subjects(rule, "2015-06-01", &both);
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn papers_and_trafficking() {
    let rule = "pl.passport";
    let held = |holder: &str, asked: Value, returned: Value| {
        one(
            "liberty",
            &json!({"passport_holder": format!("PASSPORT_HOLDER_{holder}"), "passport_held_on_written_request": asked,
                "passport_returned_on_demand": returned}),
        )
    };
    PL.check(rule, "2015-06-01", &held("MINDER", json!(false), Value::Null), "V");
    PL.check(rule, "2015-06-01", &held("WORKER", Value::Null, Value::Null), "-");
    PL.check(rule, "2015-06-01", &held("AUTHORITY", Value::Null, Value::Null), "-");
    PL.check(rule, "2015-06-01", &held("EMPLOYER", json!(true), json!(true)), "-");
    PL.check(rule, "2015-06-01", &held("EMPLOYER", json!(true), json!(false)), "V");
    PL.check(rule, "2015-06-01", &held("EMPLOYER", Value::Null, Value::Null), "R");
    PL.check(rule, "2015-06-01", &one("liberty", &json!({})), "D");
    let rule = "pl.forced";
    let threatened = with(
        &held("MINDER", json!(false), Value::Null),
        "/coercion",
        json!({"items": [{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}, "can_resign": false}]}),
    );
    PL.dates(rule, &threatened, &[("2010-09-07", "not in force"), ("2010-09-08", "R"), ("2015-06-01", "R")]);
    // One indicator: nationality without protection.
    PL.check(rule, "2015-06-01", &welders(), "-");
}

/// A permit counts for the sites that it names, wherever the crew is when it is issued.
#[test]
fn permits_for_other_places() {
    let rule = "pl.permit.prk";
    let doha = with(&welders(), "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
    let issued = |record: &Value, site: &str| {
        let permit = json!({"id": "x", "issued": "2017-09-01", "worksites": {"items": [site]}});
        with(record, "/permits", json!({"items": [permit]}))
    };
    PL.check(rule, "2017-09-01", &issued(&doha, "doha"), "-");
    PL.check(rule, "2017-09-01", &issued(&doha, "dock"), "I");
    let later = with(&doha, "/worksites/items/0/start", json!("2017-10-01"));
    PL.check(rule, "2017-09-01", &issued(&later, "dock"), "I");
    PL.check(rule, "2017-09-01", &issued(&with(&doha, "/worksites/items/0/country", Value::Null), "dock"), "D");
}

#[test]
fn sites_that_are_closed_and_other_terms() {
    let rule = "pl.permit@2004";
    let none = with(&welders(), "/permits", json!({"items": []}));
    let span = json!({"id": "dock", "country": "POL", "start": "2014-01-01", "end": "2017-01-01"});
    let closed = with(&none, "/worksites/items/0", span);
    PL.dates(rule, &closed, &[("2013-12-31", "-"), ("2014-01-01", "V"), ("2016-12-31", "V"), ("2017-01-01", "-")]);
    // Who needs no permit is exempt though nobody looked at permits.
    let refugee = with(&welders(), "/workers/items/0/protection", json!("PROTECTION_REFUGEE"));
    PL.check(rule, "2016-01-01", &refugee, "X");
    // A title whose first day nobody says, or that is forged, frees nobody.
    let titled = |change: Value| {
        let base = json!({"id": "r", "kind": "RESIDENCE_KIND_REFUGEE", "valid_from": "2010-01-01"});
        with(&none, "/residence", json!({"items": [testing::patched(&base, &change)]}))
    };
    PL.check(rule, "2016-01-01", &titled(json!({})), "X");
    PL.check(rule, "2016-01-01", &titled(json!({"forged": true})), "V");
    PL.check(rule, "2016-01-01", &titled(json!({"valid_from": null})), "R");
    let trade = |allowed: Value, done: Value| {
        let record = permit(&json!({"occupation": allowed}));
        let group = testing::patched(&record["workers"]["items"][0], &json!({"occupation": done}));
        with(&record, "/workers/items/0", group)
    };
    PL.check(rule, "2016-01-01", &trade(json!("gardener"), json!("welder")), "V");
    assert!(PL.text(rule, "2016-01-01", &trade(json!("gardener"), json!("welder"))).contains("occupation"));
    PL.check(rule, "2016-01-01", &trade(json!("welder"), json!("welder")), "-");
    PL.check(rule, "2016-01-01", &trade(json!("welder"), Value::Null), "D");
    PL.check(rule, "2016-01-01", &trade(Value::Null, json!("welder")), "-");
    let gardener = trade(json!("gardener"), json!("welder"));
    PL.check(rule, "2016-01-01", &with(&gardener, "/workers/items/0/nationalities", Value::Null), "R");
    // A permit for the trade at one site is none for it at another.
    let third = json!({"id": "q", "valid_from": "2015-02-01", "employer": "agency", "worksites": {"items": ["third"]},
        "occupation": "welder"});
    let both = with(&gardener, "/permits/items/-", third);
    let both = with(&both, "/worksites/items/-", json!({"id": "third", "country": "POL"}));
    PL.check(rule, "2016-01-01", &both, "V");
    assert!(PL.text(rule, "2016-01-01", &both).contains("at site dock in another occupation"));
}

#[test]
fn pay_of_other_periods_than_a_month() {
    let rule = "pl.wage.min";
    let paid = |from: &str, to: &str, amount: &str| {
        line(&json!({"received_by_worker": zlotys(amount), "period": {"from": from, "to": to}}))
    };
    for (from, to, amount, expected) in [
        ("2017-05-01", "2017-06-01", "2000", "-"),
        ("2017-05-01", "2017-06-01", "1999.99", "V"),
        ("2017-05-01", "2017-08-01", "6000", "-"),
        ("2017-05-01", "2017-08-01", "5999.99", "V"),
        // Fifteen days: 967.74 of the longest month, 1 071.43 of the shortest.
        ("2017-05-01", "2017-05-16", "1500", "-"),
        ("2017-05-01", "2017-05-16", "1000", "R"),
        ("2017-05-01", "2017-05-16", "967", "V"),
    ] {
        PL.check(rule, "2017-09-01", &paid(from, to, amount), expected);
    }
    // Two lines for the same time of the same workers: whether both are theirs is for review. Halves of a month are one month's pay.
    let two = |first: &str, second: &str, change: Value| {
        let other = json!({"id": "y", "payee": "PAYEE_WORKER_ACCOUNT", "deductions": {"items": []},
            "received_by_worker": zlotys(second)});
        with(&line(&json!({"received_by_worker": zlotys(first)})), "/wages/items/-", testing::patched(&other, &change))
    };
    PL.check(rule, "2017-06-01", &two("1500", "1500", json!({})), "R");
    PL.check(rule, "2017-06-01", &two("1500", "500", json!({})), "R");
    PL.check(rule, "2017-06-01", &two("1500", "499.99", json!({})), "V");
    PL.check(rule, "2017-06-01", &two("1500", "1500", json!({"overtime_pay": zlotys("1500")})), "V");
    PL.check(rule, "2017-06-01", &two("1500", "1500", json!({"site": "dock"})), "V");
    let halves = with(
        &paid("2017-05-01", "2017-05-16", "500"),
        "/wages/items/-",
        json!({"id": "y", "received_by_worker": zlotys("1500"), "deductions": {"items": []},
            "period": {"from": "2017-05-16", "to": "2017-06-01"}}),
    );
    PL.check(rule, "2017-09-01", &halves, "-");
    PL.check(rule, "2017-09-01", &with(&halves, "/wages/items/1/received_by_worker", zlotys("1499.99")), "V");
    // The amount of years to come is not known; what is below the last one is below it.
    PL.check(rule, "2026-12-31", &line(&json!({"received_by_worker": zlotys("4806")})), "-");
    PL.check(rule, "2027-01-01", &line(&json!({"received_by_worker": zlotys("4806")})), "D");
    PL.check(rule, "2027-01-01", &line(&json!({"received_by_worker": zlotys("4805")})), "V");
}

/// An offence goes on since the breach.
#[test]
fn the_offence_since_the_breach() {
    let dated = json!({"payee": "PAYEE_SENDER", "period": {"from": "2017-05-01", "to": "2017-06-01"}});
    let found = PL.findings("pl.offence", "2017-08-01", &line(&dated)).remove(0);
    assert_eq!(found.fact_from.as_deref(), Some("2017-05-01"));
}

#[test]
fn who_else_gets_the_pay() {
    let rule = "pl.wage.waive";
    PL.check(rule, "2015-06-01", &line(&json!({"assigned_to": "ASSIGNEE_OTHER"})), "V");
    let rule = "pl.wage.direct";
    PL.check(rule, "2015-06-01", &line(&json!({"payee": "PAYEE_NONE"})), "V");
    assert!(PL.text(rule, "2015-06-01", &line(&json!({"payee": "PAYEE_NONE"}))).contains("was not paid"));
    // Before 2019 an account needs consent, and somebody has to say that there was.
    PL.check(rule, "2018-12-31", &line(&json!({})), "D");
    assert_eq!(PL.missing(rule, "2018-12-31", &line(&json!({}))), "wages.items[0].worker_written_mandate");
    PL.check(rule, "2018-12-31", &line(&json!({"worker_written_mandate": true})), "-");
    PL.check(rule, "2019-01-01", &line(&json!({})), "-");
    let rule = "pl.wage.deduct";
    let taken = |purpose: &str, amount: &str, change: Value| {
        let base = json!({"id": "d", "purpose": format!("DEDUCTION_PURPOSE_{purpose}"), "amount": zlotys(amount)});
        let deductions = json!({"items": [testing::patched(&base, &change)]});
        line(&json!({"gross_by_host": zlotys("1000"), "deductions": deductions}))
    };
    for (basis, expected) in [("STATUTE", "-"), ("COURT_ORDER", "-"), ("NONE", "V"), ("COLLECTIVE_AGREEMENT", "V")] {
        let change = json!({"consent": false, "lawful_basis": format!("LAWFUL_BASIS_{basis}")});
        PL.check(rule, "2015-06-01", &taken("OTHER", "10", change), expected);
    }
    // What somebody calls a tax.
    let tax =
        json!({"consent": false, "lawful_basis": "LAWFUL_BASIS_NONE", "beneficiary": "BENEFICIARY_SENDING_STATE"});
    PL.check(rule, "2015-06-01", &taken("TAX", "800", tax), "V");
    for purpose in ["ATTACHMENT", "LOAN"] {
        PL.check(rule, "2015-06-01", &taken(purpose, "500", json!({})), "-");
        PL.check(rule, "2015-06-01", &taken(purpose, "500.01", json!({})), "R");
    }
}

#[test]
fn rest_and_free_days() {
    let time = |change: Value| one("working_time", &change);
    let rule = "pl.hours.rest";
    PL.check(rule, "2015-06-01", &time(json!({"weeks_without_rest": 1})), "V");
    PL.check(rule, "2015-06-01", &time(json!({"weeks_without_rest": 0})), "D");
    let rule = "pl.hours.premium";
    let free = |change: Value| time(testing::patched(&json!({"overtime_week_minutes": 0}), &change));
    for (change, expected) in [
        (json!({"rest_day_premium_percent": 100}), "-"),
        (json!({"rest_day_premium_percent": 99}), "V"),
        (json!({"rest_day_premium_percent": 99, "rest_day_substituted": true}), "-"),
        (json!({"rest_day_premium_percent": 99, "rest_day_substituted": false}), "V"),
        (json!({"holiday_premium_percent": 100}), "-"),
        (json!({"holiday_premium_percent": 99}), "V"),
        // A premium of nothing does not say that there is work on these days; a short rest does.
        (json!({"rest_day_premium_percent": 0, "weekly_rest_minutes": 2100}), "-"),
        (json!({"rest_day_premium_percent": 0, "weekly_rest_minutes": 2099}), "V"),
        (json!({"rest_day_premium_percent": 0, "weekly_rest_minutes": 2099, "rest_day_substituted": true}), "-"),
        (json!({"rest_day_premium_percent": 0}), "D"),
        (json!({"holiday_premium_percent": 0}), "R"),
    ] {
        PL.check(rule, "2015-06-01", &free(change), expected);
    }
    // Another day off tells nothing of pay that is short elsewhere.
    let short = json!({"overtime_week_minutes": 60, "overtime_premium_percent": 49, "rest_day_premium_percent": 100,
        "rest_day_substituted": true});
    let evidence = PL.findings(rule, "2015-06-01", &time(short)).remove(0).evidence;
    assert!(evidence.iter().all(|piece| !piece.path.ends_with("rest_day_substituted")));
}

/// Whoever holds the papers is bound, and nobody else.
#[test]
fn who_keeps_the_papers() {
    let held = |holder: &str| {
        one(
            "liberty",
            &json!({"passport_holder": format!("PASSPORT_HOLDER_{holder}"), "passport_held_on_written_request": false}),
        )
    };
    for (holder, expected) in [("EMPLOYER", vec![Employer]), ("SENDER", vec![Sender]), ("MINDER", vec![Sender])] {
        let found = PL.findings("pl.passport", "2015-06-01", &held(holder)).remove(0);
        assert_eq!(found.addressees().collect::<Vec<_>>(), expected, "{holder}");
    }
}

/// Nobody is trafficked in Poland while the work is done elsewhere.
#[test]
fn trafficking_elsewhere() {
    let held = json!({"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_MINDER",
        "passport_held_on_written_request": false}]});
    let coercion = json!({"items": [{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}, "can_resign": false}]});
    let record = with(&with(&welders(), "/liberty", held), "/coercion", coercion);
    let later = with(&record, "/worksites/items/0/start", json!("2018-01-01"));
    let abroad = with(&later, "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
    PL.dates("pl.forced", &abroad, &[("2016-06-01", "-"), ("2017-12-31", "-"), ("2018-01-01", "R")]);
}
