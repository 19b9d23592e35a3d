//! What is easily got wrong and shows in few records: the second of two entries, one half of a condition, the tables year by year.

use super::*;

fn zlotys(amount: &str) -> Value {
    json!({"currency": "PLN", "amount": amount})
}

fn line(change: &Value) -> Value {
    let base = json!({"payee": "PAYEE_WORKER_ACCOUNT", "deductions": {"items": []}});
    one("wages", &testing::patched(&base, change))
}

/// The welders and a second group.
fn beside(record: &Value, group: Value) -> Value {
    with(record, "/workers/items/-", group)
}

fn germans() -> Value {
    json!({"id": "germans", "nationalities": {"items": ["DEU"]}, "protection": "PROTECTION_NONE", "count": "15", "age": 30})
}

#[test]
fn the_minimum_of_every_step() {
    let received = |amount: &str| line(&json!({"received_by_worker": zlotys(amount)}));
    for (from, to, least, below) in [
        ("2023-01-01", "2023-06-30", "3490", "3489.99"),
        ("2023-07-01", "2023-12-31", "3600", "3599.99"),
        ("2024-01-01", "2024-06-30", "4242", "4241.99"),
        ("2024-07-01", "2024-12-31", "4300", "4299.99"),
    ] {
        for day in [from, to] {
            PL.check("pl.wage.min", day, &received(least), "-");
            PL.check("pl.wage.min", day, &received(below), "V");
        }
    }
    // An hour under a civil-law contract, a hundred of them in a month.
    let hours = |amount: &str| {
        let record = line(&json!({"received_by_worker": zlotys(amount), "minutes_per_month": 6000}));
        with(&record, "/contracts", json!({"items": [{"id": "k", "kind": "CONTRACT_KIND_CIVIL"}]}))
    };
    for (from, to, least, below) in [
        ("2017-01-01", "2017-12-31", "1300", "1299.99"),
        ("2018-01-01", "2018-12-31", "1370", "1369.99"),
        ("2019-01-01", "2019-12-31", "1470", "1469.99"),
        ("2020-01-01", "2020-12-31", "1700", "1699.99"),
        ("2021-01-01", "2021-12-31", "1830", "1829.99"),
        ("2022-01-01", "2022-12-31", "1970", "1969.99"),
        ("2023-01-01", "2023-06-30", "2280", "2279.99"),
        ("2023-07-01", "2023-12-31", "2350", "2349.99"),
        ("2024-01-01", "2024-06-30", "2770", "2769.99"),
        ("2024-07-01", "2024-12-31", "2810", "2809.99"),
        ("2025-01-01", "2025-12-31", "3050", "3049.99"),
        ("2026-01-01", "2026-11-23", "3140", "3139.99"),
    ] {
        for day in [from, to] {
            PL.check("pl.wage.min.hour", day, &hours(least), "-");
            PL.check("pl.wage.min.hour", day, &hours(below), "V");
        }
    }
}

#[test]
fn what_is_compared() {
    let rule = "pl.wage.min";
    let euros = |amount: &str| json!({"currency": "EUR", "amount": amount});
    let paid = |change: Value| line(&testing::patched(&json!({"received_by_worker": zlotys("2000")}), &change));
    for (change, expected) in [
        (json!({}), "-"),
        (json!({"overtime_pay": zlotys("0.01")}), "V"),
        // Held against each other after conversion; without a rate it is for review.
        (json!({"overtime_pay": euros("100")}), "R"),
        (json!({"overtime_pay": euros("0")}), "-"),
        (json!({"gross_by_host": euros("100")}), "R"),
        (json!({"gross_by_host": zlotys("1999")}), "V"),
    ] {
        PL.check(rule, "2017-06-01", &paid(change), expected);
    }
    let under = |contracts: Value| {
        let poor = line(&json!({"received_by_worker": zlotys("400")}));
        with(&poor, "/contracts", json!({"items": contracts}))
    };
    let kind = |kind: &str| json!({"id": kind, "kind": format!("CONTRACT_KIND_{kind}")});
    for (contracts, expected) in [
        (json!([]), "V"),
        (json!([kind("CIVIL")]), "-"),
        (json!([kind("SELF_EMPLOYED")]), "-"),
        (json!([kind("CIVIL"), kind("EMPLOYMENT")]), "V"),
        // Of which kind a contract is decides which minimum binds.
        (json!([{"id": "k"}]), "D"),
        (json!([kind("CIVIL"), {"id": "k"}]), "D"),
        (json!([kind("EMPLOYMENT"), {"id": "k"}]), "V"),
    ] {
        PL.check(rule, "2017-06-01", &under(contracts), expected);
    }
    let others = json!([{"id": "k", "kind": "CONTRACT_KIND_CIVIL", "worker_groups": {"items": ["germans"]}}]);
    let of_crew = with(&beside(&under(others), germans()), "/wages/items/0/worker_groups", json!({"items": ["crew"]}));
    PL.check(rule, "2017-06-01", &of_crew, "V");
    PL.check("pl.wage.waive", "2015-06-01", &line(&json!({"assigned_to": "ASSIGNEE_EMPLOYER"})), "V");
    let unsaid = json!({"deductions": {"items": [{"id": "d", "consent": false}]}});
    PL.check("pl.wage.deduct", "2015-06-01", &line(&unsaid), "D");
    // Whatever it rests on, what it is for may be listed.
    let groundless =
        json!({"deductions": {"items": [{"id": "d", "consent": false, "lawful_basis": "LAWFUL_BASIS_NONE"}]}});
    PL.check("pl.wage.deduct", "2015-06-01", &line(&groundless), "D");
    let agreed = json!({"deductions": {"items": [{"id": "d", "consent": true}]}});
    PL.check("pl.wage.deduct", "2015-06-01", &line(&agreed), "-");
    let scheme = one("working_time", &json!({"overtime_year_minutes": 9001, "averaging_scheme_ref": "s"}));
    PL.check("pl.hours.overtime", "2015-06-01", &scheme, "X");
    let night = |percent: u32| {
        one(
            "working_time",
            &json!({"overtime_week_minutes": 60, "overtime_premium_percent": 50, "night_minutes": 60,
            "night_premium_percent": percent}),
        )
    };
    PL.check("pl.hours.premium", "2015-06-01", &night(100), "-");
    PL.check("pl.hours.premium", "2015-06-01", &night(99), "V");
    // What is beyond 40 hours a week is overtime, without being recorded as such.
    let week = |minutes: u32| {
        one("working_time", &json!({"week_minutes": minutes, "overtime_premium_percent": 49, "night_minutes": 0}))
    };
    PL.check("pl.hours.premium", "2015-06-01", &week(2400), "-");
    PL.check("pl.hours.premium", "2015-06-01", &week(2401), "V");
}

#[test]
fn permits_and_places() {
    let issued = one("permits", &json!({"issued": "2017-09-01"}));
    PL.check("pl.permit.prk", "2017-09-01", &beside(&issued, germans()), "I");
    PL.check("pl.permit.prk", "2017-09-01", &with(&issued, "/workers", Value::Null), "not assessed: workers");
    let rule = "pl.permit@2004";
    let permit = json!({"valid_from": "2015-02-01", "employer": "agency", "worksites": {"items": ["dock"]}});
    let second = |country: &str| {
        with(&one("permits", &permit), "/worksites/items/-", json!({"id": "third", "country": country}))
    };
    PL.check(rule, "2016-01-01", &second("POL"), "V");
    PL.check(rule, "2016-01-01", &second("DEU"), "-");
    // The first site without a permit is the one that is told, and the last does not undo it.
    let none = with(&welders(), "/permits", json!({"items": []}));
    let first = with(&none, "/worksites/items/-", json!({"id": "third", "country": "POL"}));
    assert!(PL.text(rule, "2016-01-01", &first).contains("dock"));
    let covered =
        one("permits", &json!({"valid_from": "2015-02-01", "employer": "agency", "worksites": {"items": ["third"]}}));
    let covered = with(&covered, "/worksites/items/-", json!({"id": "third", "country": "POL"}));
    PL.check(rule, "2016-01-01", &covered, "V");
    let unknown = with(&none, "/workers/items/0/nationalities", Value::Null);
    PL.check(rule, "2016-01-01", &unknown, "R");
    assert_eq!(PL.missing(rule, "2016-01-01", &unknown), "workers.items[0].nationalities");
    let title = |change: Value| {
        let title = testing::patched(&json!({"id": "r", "valid_from": "2010-01-01"}), &change);
        with(&none, "/residence", json!({"items": [title]}))
    };
    for (change, expected) in [
        (json!({"kind": "RESIDENCE_KIND_REFUGEE"}), "X"),
        (json!({"kind": "RESIDENCE_KIND_LONG_TERM"}), "X"),
        (json!({"kind": "RESIDENCE_KIND_WORK"}), "V"),
        (json!({}), "V"),
    ] {
        PL.check(rule, "2016-01-01", &title(change), expected);
    }
    let unprotected = title(json!({"kind": "RESIDENCE_KIND_WORK"}));
    PL.check(rule, "2016-01-01", &with(&unprotected, "/workers/items/0/protection", Value::Null), "R");
}

/// Welders whose title ended on a day, with all that the Act asks recorded.
fn ended(day: &str) -> Value {
    let record = one("residence", &json!({"valid_from": "2010-01-01", "valid_to": day}));
    let unpaid = json!({"items": [{"id": "w", "payee": "PAYEE_NONE"}]});
    let record = with(&record, "/wages", unpaid);
    let record = with(&record, "/housing", json!({"items": [{"id": "h", "locked_at_night": true, "guarded": true}]}));
    let liberty = json!({"items": [{"id": "l", "may_leave_site": false, "may_leave_accommodation": false,
        "escort_required": true}]});
    with(&record, "/liberty", liberty)
}

const ACT: [&str; 6] =
    ["pl.stay.backpay", "pl.stay.chain", "pl.stay.many", "pl.stay.minor", "pl.stay.persist", "pl.stay.exploit"];

#[test]
fn who_has_no_right_to_stay() {
    let young = |record: &Value| with(record, "/workers/items/0/age", json!(17));
    let record = young(&ended("2014-01-01"));
    for rule in ACT {
        let found = testing::answer(&PLUGIN, rule, "2016-01-01", &record);
        assert!(["V", "R"].contains(&found.as_str()), "{rule}: {found}");
        // Nationals of the Union, and a title that holds.
        PL.check(rule, "2016-01-01", &nationals(&record, "DEU"), "-");
        PL.check(rule, "2016-01-01", &young(&ended("2030-01-01")), "-");
        // One group without a right among others that have one.
        assert_eq!(testing::answer(&PLUGIN, rule, "2016-01-01", &beside(&record, germans())), found, "{rule}");
        // Work that another country's law is about.
        let abroad = with(
            &record,
            "/worksites/items/-",
            json!({"id": "here", "country": "POL", "worker_groups": {"items": ["germans"]}}),
        );
        let abroad = with(
            &beside(&abroad, germans()),
            "/worksites/items/0",
            json!({"id": "dock", "country": "DEU",
            "worker_groups": {"items": ["crew"]}}),
        );
        PL.check(rule, "2016-01-01", &abroad, "-");
        // Of unknown nationality it is for review, and never certain.
        let unknown = with(&record, "/workers/items/0/nationalities", Value::Null);
        let open = testing::answer(&PLUGIN, rule, "2016-01-01", &unknown);
        assert_eq!(open, "R", "{rule}");
        assert!(PL.missing(rule, "2016-01-01", &unknown).contains("nationalities"), "{rule}");
        let without = with(&record, "/residence", Value::Null);
        PL.check(rule, "2016-01-01", &without, "not assessed: residence");
    }
    for rule in ["pl.stay.doc", "pl.stay.chain", "pl.stay.many", "pl.forced"] {
        PL.check(rule, "2016-01-01", &with(&record, "/workers", Value::Null), "not assessed: workers");
    }
    PL.check("pl.stay.backpay", "2016-01-01", &with(&record, "/wages", Value::Null), "not assessed: wages");
}

#[test]
fn documents_dues_and_signs() {
    let rule = "pl.stay.doc";
    let checks = |seen: bool| {
        let checks = json!({"document_seen": seen, "copy_kept": true});
        one("residence", &json!({"valid_from": "2010-01-01", "employer_checks": checks}))
    };
    PL.check(rule, "2016-01-01", &beside(&checks(false), germans()), "V");
    // Nobody needs the papers of nationals of the Union.
    let unchecked = with(&checks(false), "/residence/items/0/employer_checks", Value::Null);
    PL.check(rule, "2016-01-01", &nationals(&unchecked, "DEU"), "-");
    PL.check(rule, "2016-01-01", &unchecked, "D");
    let unknown = with(&checks(false), "/workers/items/0/nationalities", Value::Null);
    PL.check(rule, "2016-01-01", &unknown, "R");
    assert_eq!(PL.missing(rule, "2016-01-01", &unknown), "workers.items[0].nationalities");
    let rule = "pl.stay.backpay";
    let two = json!({"items": [
        {"id": "w", "payee": "PAYEE_WORKER_CASH", "contractual": zlotys("2000"), "received_by_worker": zlotys("2000"),
            "deductions": {"items": []}},
        {"id": "v", "payee": "PAYEE_NONE"}]});
    let record = with(&ended("2014-01-01"), "/wages", two);
    PL.check(rule, "2016-01-01", &record, "V");
    let contracts = with(&record, "/contracts", json!({"items": [{"id": "k", "kind": "CONTRACT_KIND_CIVIL"}]}));
    let evidence = PL.findings(rule, "2016-01-01", &contracts).remove(0).evidence;
    assert!(evidence.iter().any(|piece| piece.path == "contracts.items[0].kind"));
    // Whoever never had a title has worked without one since the start.
    let never = with(&ended("2014-01-01"), "/residence", json!({"items": []}));
    PL.check("pl.stay.persist", "2016-01-01", &never, "R");
    // The count of some is open where the right of some is.
    let open = with(&ended("2014-01-01"), "/workers/items/0/count", json!("2"));
    let unsure = json!({"id": "others", "count": "20", "protection": "PROTECTION_NONE"});
    PL.check("pl.stay.many", "2016-01-01", &beside(&open, unsure), "R");
    assert!(
        !PL.missing("pl.stay.many", "2016-01-01", &beside(&open, json!({"id": "others", "count": "20"}))).is_empty()
    );
}

#[test]
fn victims_of_trafficking_without_a_condition() {
    let rule = "pl.stay.exploit";
    let parts = json!({
        "housing": {"items": [{"id": "h", "locked_at_night": false, "guarded": false}]},
        "working_time": {"items": [{"id": "t", "week_minutes": 2400, "overtime_refusable": true}]},
        "liberty": {"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_MINDER",
            "passport_held_on_written_request": false, "may_leave_site": true, "may_leave_accommodation": true,
            "escort_required": false}]}
    });
    let record = testing::patched(&ended("2014-01-01"), &parts);
    // Papers and pay are taken: signs of another kind than the six conditions, which are open here.
    PL.check(rule, "2016-01-01", &record, "D");
    let threatened = json!({"items": [{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}}]});
    let threatened = with(&record, "/coercion", threatened);
    PL.check(rule, "2016-01-01", &threatened, "R");
    assert!(PL.text(rule, "2016-01-01", &threatened).contains("under a condition"));
    // Nobody may telephone, and the State gets the pay: that is trafficking by four signs, and none of the six conditions.
    let state = json!({"items": [{"id": "w", "payee": "PAYEE_STATE", "worker_written_mandate": false}]});
    let silenced = with(&with(&record, "/wages", state), "/liberty/items/0/communication_restricted", json!(true));
    PL.check(rule, "2016-01-01", &silenced, "R");
    assert!(PL.text(rule, "2016-01-01", &silenced).contains("act, means and purpose"));
}
