//! Section 4: time, rest, heat.

use crate::{but, check, check_exempt, check_missing, crew, findings, json, one, patched};
use comity_sdk::testing::{Value, record, verdict_on};

fn hours(pattern: Value) -> Value {
    one("working_time", &but(&json!({"id": "t1"}), pattern))
}

#[test]
fn ordinary_hours() {
    let rule = "qa.hours.ord";
    let worked = |day: u32, week: u32, premium: Value| {
        hours(json!({"day_max_minutes": day, "week_minutes": week, "overtime_premium_percent": premium}))
    };
    check(rule, "2018-07-01", &worked(480, 2880, json!(null)), "-");
    check(rule, "2018-07-01", &worked(540, 2880, json!(0)), "V");
    check(rule, "2018-07-01", &worked(481, 2880, json!(24)), "V");
    check(rule, "2018-07-01", &worked(480, 2881, json!(24)), "V");
    check(rule, "2018-07-01", &worked(540, 2880, json!(25)), "-");
    check_missing(
        rule,
        "2018-07-01",
        &worked(540, 2880, json!(null)),
        &["working_time.items[0].overtime_premium_percent"],
    );
    check(rule, "2018-07-01", &hours(json!({"day_max_minutes": 480, "overtime_premium_percent": 0})), "D");
    check(rule, "2018-07-01", &json!({}), "not assessed: working_time");
}

#[test]
fn hours_in_ramadan() {
    let rule = "qa.hours.ramadan";
    let worked = |day: u32, week: u32| hours(json!({"ramadan_day_max_minutes": day, "ramadan_week_minutes": week}));
    // Ramadan 1436: 2015-06-18 to 2015-07-16.
    check(rule, "2015-06-18", &worked(420, 2160), "V");
    check(rule, "2015-07-16", &worked(360, 2161), "V");
    check(rule, "2015-07-16", &worked(360, 2160), "-");
    check(rule, "2015-06-17", &worked(420, 2520), "-");
    check(rule, "2015-07-17", &worked(420, 2520), "-");
    check(rule, "2015-07-01", &hours(json!({"day_max_minutes": 420})), "D");
    // The table ends in 2031.
    check_missing(rule, "2032-01-01", &worked(420, 2160), &["reference.ramadan"]);
}

#[test]
fn longest_day_and_week() {
    check("qa.hours.max10", "2018-07-01", &hours(json!({"day_max_minutes": 600})), "-");
    check("qa.hours.max10", "2018-07-01", &hours(json!({"day_max_minutes": 720})), "V");
    check("qa.hours.max10", "2018-07-01", &hours(json!({"week_minutes": 720})), "D");
    let pump = hours(json!({"day_max_minutes": 720, "emergency_log_ref": "pump-failure"}));
    check_exempt("qa.hours.max10", "2018-07-01", &pump, "pump-failure");
    check("qa.hours.week60", "2018-07-01", &hours(json!({"week_minutes": 3660})), "V");
    check("qa.hours.week60", "2018-07-01", &hours(json!({"week_minutes": 4320})), "V");
    check("qa.hours.week60", "2018-07-01", &hours(json!({"week_minutes": 3600, "overtime_premium_percent": 25})), "-");
    check("qa.hours.week60", "2018-07-01", &hours(json!({})), "D");
}

#[test]
fn hours_in_a_row() {
    let rule = "qa.hours.cont5";
    let worked =
        |minutes: u32, listed: Value| hours(json!({"consecutive_minutes": minutes, "continuous_work": listed}));
    check(rule, "2018-07-01", &worked(301, json!(false)), "V");
    check(rule, "2018-07-01", &worked(300, json!(false)), "-");
    check_exempt(rule, "2018-07-01", &worked(301, json!(true)), "continuous_work");
    check(rule, "2018-07-01", &worked(301, json!(null)), "R");
    check(rule, "2018-07-01", &hours(json!({})), "D");
}

#[test]
fn overtime_pay() {
    let rule = "qa.hours.otpay";
    let long = json!({"day_max_minutes": 540, "week_minutes": 3240, "night_minutes": 0});
    let day = |premium: Value| hours(but(&long, json!({"overtime_premium_percent": premium})));
    check(rule, "2018-07-01", &day(json!(20)), "V");
    check(rule, "2018-07-01", &day(json!(24)), "V");
    check(rule, "2018-07-01", &day(json!(25)), "-");
    check_missing(rule, "2018-07-01", &day(json!(null)), &["working_time.items[0].overtime_premium_percent"]);
    check(rule, "2018-07-01", &hours(json!({"overtime_premium_percent": 20})), "V");
    let none = json!({"day_max_minutes": 480, "week_minutes": 2880, "overtime_premium_percent": 0, "night_minutes": 0});
    check(rule, "2018-07-01", &hours(none), "-");
    let night = |premium: Value, shifts: Value| {
        hours(json!({
            "day_max_minutes": 540, "week_minutes": 3240, "overtime_premium_percent": 25, "night_minutes": 120,
            "night_premium_percent": premium, "shift_worker": shifts
        }))
    };
    check(rule, "2018-07-01", &night(json!(50), json!(false)), "-");
    check(rule, "2018-07-01", &night(json!(49), json!(false)), "V");
    check_exempt(rule, "2018-07-01", &night(json!(49), json!(true)), "shift_worker");
    check(rule, "2018-07-01", &night(json!(49), json!(null)), "R");
    check_missing(
        rule,
        "2018-07-01",
        &night(json!(null), json!(false)),
        &["working_time.items[0].night_premium_percent"],
    );
}

#[test]
fn the_fine_goes_with_each_breach_of_hours() {
    let rule = "qa.hours.fine";
    let long = hours(json!({
        "day_max_minutes": 720, "week_minutes": 4320, "overtime_premium_percent": 25, "night_minutes": 0,
        "consecutive_minutes": 300
    }));
    let rules: Vec<_> = findings(rule, "2018-07-01", &long)
        .into_iter()
        .map(|f| (f.subject.unwrap().id, f.message.unwrap().parameters[0].value.clone()))
        .collect();
    assert_eq!(rules, [("t1".into(), "qa.hours.max10".into()), ("t1".into(), "qa.hours.week60".into())]);
    check(rule, "2018-07-01", &long, "I");
    check(rule, "2018-07-01", &hours(json!({"day_max_minutes": 480, "week_minutes": 2880})), "-");
    // A breach of rest alone has no such fine.
    check(rule, "2018-07-01", &hours(json!({"fridays_worked_in_a_row": 5, "shift_worker": false})), "-");
}

#[test]
fn weekly_rest() {
    let rule = "qa.rest.week";
    let rest = |minutes: u32, substituted: Value, premium: Value| {
        hours(json!({
            "weekly_rest_minutes": minutes, "rest_day_substituted": substituted, "rest_day_premium_percent": premium
        }))
    };
    check(rule, "2018-07-01", &rest(600, json!(false), json!(0)), "V");
    check(rule, "2018-07-01", &rest(1439, json!(false), json!(49)), "V");
    check(rule, "2018-07-01", &rest(1440, json!(null), json!(null)), "-");
    check(rule, "2018-07-01", &rest(600, json!(true), json!(0)), "-");
    // One source asks for +50 %, another for +150 %.
    check(rule, "2018-07-01", &rest(600, json!(false), json!(50)), "R");
    check(rule, "2018-07-01", &rest(600, json!(false), json!(149)), "R");
    check(rule, "2018-07-01", &rest(600, json!(false), json!(150)), "-");
    check_missing(
        rule,
        "2018-07-01",
        &rest(600, json!(null), json!(0)),
        &["working_time.items[0].rest_day_substituted"],
    );
    check_missing(
        rule,
        "2018-07-01",
        &rest(600, json!(false), json!(null)),
        &["working_time.items[0].rest_day_premium_percent"],
    );
    let weeks = json!({"weeks_without_rest": 2, "rest_day_substituted": false, "rest_day_premium_percent": 0});
    check(rule, "2018-07-01", &hours(weeks), "V");
    check(rule, "2018-07-01", &hours(json!({})), "D");
}

#[test]
fn fridays() {
    let rule = "qa.rest.2fridays";
    let worked =
        |fridays: u32, shifts: Value| hours(json!({"fridays_worked_in_a_row": fridays, "shift_worker": shifts}));
    check(rule, "2018-07-01", &worked(3, json!(false)), "V");
    check(rule, "2018-07-01", &worked(2, json!(false)), "-");
    check_exempt(rule, "2018-07-01", &worked(3, json!(true)), "shift_worker");
    check(rule, "2018-07-01", &worked(3, json!(null)), "R");
    check(rule, "2018-07-01", &hours(json!({})), "D");
}

#[test]
fn annual_leave() {
    let rule = "qa.leave";
    let days = |days: u32| hours(json!({"annual_leave_days": days}));
    check(rule, "2016-05-25", &days(14), "V");
    check(rule, "2016-05-25", &days(0), "V");
    check(rule, "2016-05-25", &days(21), "-");
    check(rule, "2016-05-25", &days(18), "-");
    // Fifteen working days are three weeks of five days, but not of six.
    check(rule, "2016-05-25", &days(15), "R");
    check(rule, "2015-05-24", &days(0), "-");
    check(rule, "2015-05-25", &days(0), "V");
    check(rule, "2019-05-24", &days(18), "-");
    check(rule, "2019-05-25", &days(18), "V");
    check(rule, "2019-05-25", &days(24), "-");
    check(rule, "2016-05-25", &hours(json!({})), "D");
}

fn outdoors(date: &str, from: Value, to: Value) -> Value {
    let spans = json!({"items": [{"date": date, "from": from, "to": to}]});
    one("heat", &json!({"id": "h1", "outdoor_intervals": spans, "shade": false, "ventilated": false}))
}

#[test]
fn midday_in_summer_before_2021() {
    let rule = "qa.heat@2007";
    let on = |date: &str, from: &str, to: &str| outdoors(date, json!(from), json!(to));
    let table = [
        ("2015-07-01", "12:00", "13:00", "V"),
        ("2015-06-10", "12:00", "13:00", "-"),
        ("2015-06-14", "12:00", "13:00", "-"),
        ("2015-06-15", "12:00", "13:00", "V"),
        ("2015-08-31", "12:00", "13:00", "V"),
        ("2015-09-01", "12:00", "13:00", "-"),
        ("2015-07-01", "11:00", "11:29", "-"),
        ("2015-07-01", "11:00", "11:30", "-"),
        ("2015-07-01", "11:00", "11:31", "V"),
        ("2015-07-01", "14:59", "16:00", "V"),
        ("2015-07-01", "15:00", "16:00", "-"),
        ("2015-07-01", "06:00", "11:00", "-"),
        ("2015-07-01", "05:59", "11:00", "V"),
    ];
    for (date, from, to, expected) in table {
        check(rule, "2016-01-01", &on(date, from, to), expected);
    }
    // Judged by the law of its own day, whenever it is asked; and no fact before that day.
    check(rule, "2022-01-01", &on("2015-07-01", "12:00", "13:00"), "V");
    check(rule, "2015-06-30", &on("2015-07-01", "12:00", "13:00"), "-");
    let finding = &findings(rule, "2022-01-01", &on("2015-07-01", "12:00", "13:00"))[0];
    assert_eq!((finding.fact_from.as_deref(), finding.fact_to.as_deref()), (Some("2015-07-01"), Some("2015-07-02")));
}

#[test]
fn long_mornings() {
    let spans = |spans: Value| {
        one("heat", &json!({"id": "h1", "outdoor_intervals": {"items": spans}, "shade": false, "ventilated": false}))
    };
    let day = |from: &str, to: &str| json!({"date": "2015-07-01", "from": from, "to": to});
    let other = json!({"date": "2015-07-02", "from": "05:00", "to": "07:00"});
    let rule = "qa.heat@2007";
    check(rule, "2016-01-01", &spans(json!([day("05:00", "08:00"), day("08:30", "10:30")])), "-");
    check(rule, "2016-01-01", &spans(json!([day("05:00", "08:00"), day("08:30", "10:31")])), "V");
    check(rule, "2016-01-01", &spans(json!([day("05:00", "08:00"), day("08:30", "10:30"), other])), "-");
    let long = spans(json!([day("08:30", "09:30"), day("04:00", "08:00"), day("10:00", "11:00")]));
    assert_eq!(findings(rule, "2016-01-01", &long).len(), 1);
}

#[test]
fn midday_in_summer_from_2021() {
    let rule = "qa.heat@2021";
    let on = |date: &str, from: &str, to: &str| outdoors(date, json!(from), json!(to));
    let table = [
        ("2021-06-10", "10:30", "11:30", "V"),
        ("2021-06-10", "15:30", "16:30", "-"),
        ("2021-06-10", "15:29", "16:30", "V"),
        ("2021-06-10", "08:00", "10:00", "-"),
        ("2021-06-10", "08:00", "10:01", "V"),
        ("2021-05-31", "12:00", "13:00", "-"),
        ("2021-06-01", "12:00", "13:00", "V"),
        ("2021-09-15", "12:00", "13:00", "V"),
        ("2021-09-16", "12:00", "13:00", "-"),
        ("2020-07-01", "12:00", "13:00", "-"),
    ];
    for (date, from, to, expected) in table {
        check(rule, "2022-01-01", &on(date, from, to), expected);
    }
}

#[test]
fn heat_with_gaps() {
    let rule = "qa.heat@2021";
    let on = |from: Value, to: Value| outdoors("2021-07-01", from, to);
    check(rule, "2022-01-01", &on(json!("12:00"), json!(null)), "V");
    check(rule, "2022-01-01", &on(json!(null), json!("12:00")), "V");
    check(rule, "2022-01-01", &on(json!("15:30"), json!(null)), "-");
    check(rule, "2022-01-01", &on(json!(null), json!("10:00")), "-");
    let to = "heat.items[0].outdoor_intervals.items[0].to";
    let from = "heat.items[0].outdoor_intervals.items[0].from";
    check_missing(rule, "2022-01-01", &on(json!("08:00"), json!(null)), &[to]);
    check_missing(rule, "2022-01-01", &on(json!(null), json!("18:00")), &[from]);
    check_missing(rule, "2022-01-01", &on(json!(null), json!(null)), &[to, from]);
    // A place in the shade that is ventilated.
    let place = |shade: Value, air: Value| {
        let spans = json!({"items": [{"date": "2021-07-01", "from": "12:00", "to": "13:00"}]});
        one("heat", &but(&json!({"id": "h1", "outdoor_intervals": spans}), json!({"shade": shade, "ventilated": air})))
    };
    check_exempt(rule, "2022-01-01", &place(json!(true), json!(true)), "shaded_and_ventilated");
    check(rule, "2022-01-01", &place(json!(true), json!(false)), "V");
    check(rule, "2022-01-01", &place(json!(true), json!(null)), "R");
    check(rule, "2022-01-01", &place(json!(null), json!(null)), "R");
    check(rule, "2022-01-01", &json!({}), "not assessed: heat");
    check_missing(rule, "2022-01-01", &one("heat", &json!({"id": "h1"})), &["heat.items[0].outdoor_intervals"]);
    check_missing("qa.heat.wbgt", "2022-01-01", &one("heat", &json!({"id": "h1"})), &["heat.items[0].wbgt_readings"]);
}

#[test]
fn heat_readings() {
    let rule = "qa.heat.wbgt";
    let read = |date: &str, celsius: Value, worked: Value| {
        let reading =
            but(&json!({"date": date, "time": "08:00"}), json!({"celsius": celsius, "work_continued": worked}));
        one("heat", &json!({"id": "h1", "wbgt_readings": {"items": [reading]}}))
    };
    check(rule, "2022-01-01", &read("2021-07-01", json!("32.1"), json!(true)), "-");
    check(rule, "2022-01-01", &read("2021-07-01", json!("32.2"), json!(true)), "V");
    check(rule, "2022-01-01", &read("2021-12-20", json!("32.2"), json!(true)), "V");
    check(rule, "2022-01-01", &read("2021-07-01", json!("33"), json!(false)), "-");
    check(rule, "2022-01-01", &read("2020-07-01", json!("33"), json!(true)), "-");
    check(rule, "2022-01-01", &read("2021-07-01", json!(null), json!(true)), "D");
    check(rule, "2022-01-01", &read("2021-07-01", json!("33"), json!(null)), "D");
}

#[test]
fn heat_plan() {
    let rule = "qa.heat.plan";
    let all =
        json!({"id": "h1", "plan_posted": true, "medical_check": true, "protective_equipment": true, "water": true});
    check(rule, "2022-07-01", &one("heat", &all), "-");
    for field in ["plan_posted", "medical_check", "protective_equipment", "water"] {
        check(rule, "2022-07-01", &one("heat", &but(&all, json!({field: false}))), "V");
        check_missing(
            rule,
            "2022-07-01",
            &one("heat", &but(&all, json!({field: null}))),
            &[&format!("heat.items[0].{field}")],
        );
        check(rule, "2020-07-01", &one("heat", &but(&all, json!({field: false}))), "not in force");
    }
}

/// A heat rule that is broken counts among the indicators of trafficking.
#[test]
fn heat_is_an_indicator() {
    let hits = |parts: &Value| {
        let verdict = verdict_on(&comity_plugin_qa::PLUGIN, "2022-01-01", &record(&patched(&crew(), parts)));
        let found = verdict.findings.into_iter().find(|f| f.rule_id == "qa.traffick").unwrap();
        found.message.unwrap().parameters[0].value.clone()
    };
    let grave = json!({
        "liberty": {"items": [{"id": "papers", "passport_holder": "PASSPORT_HOLDER_MINDER",
            "passport_held_on_written_request": false, "may_leave_site": false}]},
        "coercion": {"items": [{"id": "c1", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}}]},
    });
    assert_eq!(hits(&grave), "01, 03, 06, 07");
    let hot = outdoors("2021-07-01", json!("12:00"), json!("13:00"));
    assert_eq!(hits(&patched(&grave, &hot)), "01, 03, 06, 07, 10");
}
