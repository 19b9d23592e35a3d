//! The day before, the day, and the day after of every boundary; and what the seed case's answers change on them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{but, check, findings, json, one, patched};
use comity_plugin_qa::PLUGIN;
use comity_sdk::{
    facts::Date,
    testing::{self, Value, letter},
    v1::Outcome,
};

/// A record on which a rule fires with this letter on any day that it is in force: the facts stand on the day.
fn firing(rule: &str, day: Date) -> Option<(Value, &'static str)> {
    let date = day.to_string();
    let wage = |line: Value| json!({"wages": {"items": [line]}});
    let time = |pattern: Value| one("working_time", &pattern);
    let qar = |amount: &str| json!({"currency": "QAR", "amount": amount});
    let papers =
        json!({"id": "p", "passport_holder": "PASSPORT_HOLDER_MINDER", "passport_held_on_written_request": false});
    let away = json!({
        "permits": {"items": [{"id": "q", "valid_from": "2000-01-01", "employer": "a", "worksites": {"items": []}}]},
        "worksites": {"items": [{"id": "tower", "country": "QAT", "employer": "b", "sponsor_knows": true}]},
    });
    let sender = json!({"parties": {"items": [{"id": "s", "roles": ["PARTY_ROLE_SENDER"]}]}});
    let kept = wage(json!({
        "id": "w", "payee": "PAYEE_SENDER", "worker_written_mandate": true, "gross_by_host": qar("3094"),
        "received_by_worker": qar("364"), "deductions": {"items": []}, "paid_days_after_due": 0
    }));
    let signs = json!({
        "liberty": {"items": [papers]},
        "coercion": {"items": [{"id": "c", "can_resign": false,
            "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]},
            "recruitment_fee_paid_by_worker": {"currency": "QAR", "amount": "1"}, "fee_payee_country": "QAT"}]},
        "wages": {"items": [{"id": "w", "payee": "PAYEE_NONE"}]},
    });
    let loan = json!({"amount": qar("550"), "purpose": "DEDUCTION_PURPOSE_LOAN"});
    Some(match rule {
        "qa.res.passport@2009" | "qa.res.passport@2016" => (one("liberty", &papers), "V"),
        "qa.res.permit90" => (one("residence", &json!({"id": "r", "due_on": "2003-01-01"})), "V"),
        "qa.res.other@2009" | "qa.res.other@2016" => (away, "V"),
        "qa.res.samesponsor" => {
            (patched(&away, &json!({"worksites": {"items": [{"id": "tower", "country": "QAT"}]}})), "R")
        }
        "qa.res.abscond" => {
            let complaint = one("complaints", &json!({"id": "c", "date": "2003-01-01"}));
            (patched(&one("residence", &json!({"id": "r", "absconding_reported_on": date})), &complaint), "R")
        }
        "qa.wage.period" => (wage(json!({"id": "w", "longest_gap_days": 45})), "V"),
        "qa.wage.currency" => (wage(json!({"id": "w", "received_by_worker": {"currency": "USD", "amount": "9"}})), "V"),
        "qa.wage.personal@2004" => {
            (wage(json!({"id": "w", "payee": "PAYEE_SENDER", "worker_written_mandate": false})), "V")
        }
        "qa.wage.wps@2015" => (wage(json!({"id": "w", "payee": "PAYEE_SENDER"})), "V"),
        "qa.wage.retention" => (patched(&kept, &sender), "I"),
        "qa.wage.zero" => (wage(json!({"id": "w", "payee": "PAYEE_NONE"})), "V"),
        "qa.wage.min.none" => (kept, "I"),
        "qa.wage.min.750" => (kept, "R"),
        "qa.wage.min@2021" => (kept, "V"),
        "qa.wage.final" => {
            let ended = json!({"terminated_on": date, "left_without_notice": false});
            let ended = json!({"deployment": but(&json!({"start": "2003-01-01"}), ended)});
            (patched(&wage(json!({"id": "w", "payee": "PAYEE_NONE"})), &ended), "V")
        }
        "qa.wage.deduct" => {
            (wage(json!({"id": "w", "contractual": qar("1000"), "deductions": {"items": [loan]}})), "R")
        }
        "qa.hours.ord" => (time(json!({"id": "t", "day_max_minutes": 540, "overtime_premium_percent": 0})), "V"),
        "qa.hours.max10" => (time(json!({"id": "t", "day_max_minutes": 720})), "V"),
        "qa.hours.fine" => (time(json!({"id": "t", "day_max_minutes": 720})), "I"),
        "qa.hours.week60" => (time(json!({"id": "t", "week_minutes": 4320})), "V"),
        "qa.hours.cont5" => (time(json!({"id": "t", "consecutive_minutes": 301, "continuous_work": false})), "V"),
        "qa.hours.otpay" => (time(json!({"id": "t", "overtime_premium_percent": 20})), "V"),
        "qa.rest.week" => {
            let unpaid = json!({"rest_day_substituted": false, "rest_day_premium_percent": 0});
            (time(but(&json!({"id": "t", "weekly_rest_minutes": 0}), unpaid)), "V")
        }
        "qa.rest.2fridays" => (time(json!({"id": "t", "fridays_worked_in_a_row": 3, "shift_worker": false})), "V"),
        "qa.leave" => (time(json!({"id": "t", "annual_leave_days": 0})), "V"),
        "qa.heat.wbgt" => {
            let readings = json!({"items": [{"date": date, "celsius": "33", "work_continued": true}]});
            (one("heat", &json!({"id": "h", "wbgt_readings": readings})), "V")
        }
        "qa.heat.plan" => (one("heat", &json!({"id": "h", "water": false})), "V"),
        "qa.recruit.fee" | "qa.resign.breach" => (signs, "V"),
        "qa.traffick" => (signs, "R"),
        "qa.forced" => (one("liberty", &json!({"id": "p", "may_leave_accommodation": false})), "R"),
        "qa.permit" => (json!({"permits": {"items": []}}), "V"),
        "qa.contract" => (json!({"contracts": {"items": []}}), "V"),
        "qa.contract.sub" => (one("contracts", &json!({"id": "k", "terms_substituted": true})), "R"),
        "qa.housing.lock" => (one("housing", &json!({"id": "h", "lockable_storage": false})), "V"),
        "qa.housing.space" => (one("housing", &json!({"id": "h", "beds_per_room": 12})), "R"),
        "qa.insp" => (json!({"inspections": {"items": []}}), "R"),
        "qa.dispute" => (one("complaints", &json!({"id": "c", "date": date})), "I"),
        // Seasonal, or with an outcome of its own by date: asked below and with their rows.
        "qa.hours.ramadan" | "qa.heat@2007" | "qa.heat@2021" | "qa.res.exit@2009" | "qa.res.noc@2020" => return None,
        other => panic!("no record for `{other}`"),
    })
}

#[test]
fn the_day_before_the_day_and_the_day_after() {
    let early = json!({"deployment": {"start": "2003-01-01"}});
    for rule in PLUGIN.all_rules() {
        for edge in rule.in_force.iter().flat_map(|version| [Some(version.from), version.to]).flatten() {
            for day in [edge.plus_days(-1), edge, edge.next()] {
                let Some((parts, fires)) = firing(rule.id, day) else { continue };
                let expected = if rule.version_on(day).is_some() { fires } else { "not in force" };
                // What follows the end of the work is asked later; its law is that of the day.
                let as_of = if rule.id == "qa.wage.final" { day.plus_days(30) } else { day };
                check(rule.id, &as_of.to_string(), &patched(&early, &parts), expected);
            }
        }
    }
}

#[test]
fn seasonal_rules_and_changed_outcomes() {
    let early = json!({"deployment": {"start": "2003-01-01"}});
    let with = |parts: &Value| patched(&early, parts);
    let heat = |date: &str| {
        let spans = json!({"items": [{"date": date, "from": "12:00", "to": "13:00"}]});
        one("heat", &json!({"id": "h", "outdoor_intervals": spans, "shade": false, "ventilated": false}))
    };
    let table = [
        ("qa.heat@2007", "2006-12-31", "not in force"),
        ("qa.heat@2007", "2007-01-01", "-"),
        ("qa.heat@2007", "2007-01-02", "-"),
        ("qa.heat@2007", "2021-05-26", "-"),
        ("qa.heat@2007", "2021-05-27", "not in force"),
        ("qa.heat@2021", "2021-05-26", "not in force"),
        ("qa.heat@2021", "2021-05-27", "-"),
        ("qa.heat@2021", "2021-05-28", "-"),
    ];
    for (rule, date, expected) in table {
        check(rule, date, &with(&heat(date)), expected);
    }
    let long =
        with(&one("working_time", &json!({"id": "t", "ramadan_day_max_minutes": 420, "ramadan_week_minutes": 2520})));
    check("qa.hours.ramadan", "2004-12-31", &long, "not in force");
    check("qa.hours.ramadan", "2005-01-01", &long, "-");
    let exit = with(&one("liberty", &json!({"id": "p", "exit_permit_required": true, "exit_refusals": {"items": []}})));
    for (date, expected) in
        [("2009-04-28", "not in force"), ("2009-04-29", "I"), ("2018-10-27", "I"), ("2018-10-28", "-")]
    {
        check("qa.res.exit@2009", date, &exit, expected);
    }
    for (date, expected) in
        [("2009-04-28", "not in force"), ("2020-08-31", "I"), ("2020-09-01", "V"), ("2020-09-02", "V")]
    {
        let blocked = one("residence", &json!({"id": "r", "transfer": {"blocked_on": date, "notice_served": true}}));
        check("qa.res.noc@2020", date, &with(&blocked), expected);
    }
}

fn seed() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/records/C01.json");
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Rule and subject to letter, on one record and date.
fn answers(json: &Value, as_of: Date) -> BTreeMap<(String, String), &'static str> {
    let verdict = testing::verdict_on(&PLUGIN, &as_of.to_string(), &testing::record(json));
    verdict
        .findings
        .into_iter()
        .map(|f| {
            let outcome = letter(f.outcome());
            ((f.rule_id, f.subject.unwrap().id), outcome)
        })
        .collect()
}

/// C18: on the seed case, what changes on a boundary is what that boundary is one of.
#[test]
fn a_boundary_changes_only_its_own_rules() {
    // Dates that outcomes name: the exit permit's end, and 12 months without inspection of each site.
    let named: BTreeMap<&str, &str> =
        BTreeMap::from([("qa.res.exit@2009", "2018-10-28"), ("qa.insp", "2015-05-26"), ("qa.insp ", "2016-03-02")]);
    let mut days: BTreeSet<Date> =
        PLUGIN.all_rules().flat_map(|r| r.in_force).flat_map(|v| [Some(v.from), v.to]).flatten().collect();
    days.extend(named.values().map(|day| Date::read(day).unwrap()));
    for day in days.into_iter().filter(|day| *day > Date::of(2015, 3, 2)) {
        let (before, after) = (answers(&seed(), day.plus_days(-1)), answers(&seed(), day));
        let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        for key in keys.into_iter().filter(|key| before.get(*key) != after.get(*key)) {
            let rule = PLUGIN.all_rules().find(|rule| rule.id == key.0).unwrap();
            let own = rule.in_force.iter().any(|v| v.from == day || v.to == Some(day));
            let by_name = named.iter().any(|(id, on)| id.trim() == rule.id && *on == day.to_string());
            assert!(own || by_name, "{key:?} changed on {day}");
        }
    }
}

/// qa.md section 6: before the wage protection system, what is kept from the worker is no violation of its own.
#[test]
fn retention_alone_breaks_nothing_before_november_2015() {
    let mut paid_in_full = seed();
    paid_in_full["wages"]["items"][0]["received_by_worker"]["amount"] = json!("3094");
    let violations = |json: &Value, as_of: Date| {
        let violation = letter(Outcome::Violation);
        answers(json, as_of).into_iter().filter(|(_, outcome)| *outcome == violation).collect::<Vec<_>>()
    };
    let last = Date::of(2015, 11, 1);
    for days in 0..=last.days_since(Date::of(2014, 5, 25)) {
        let day = last.plus_days(-days);
        assert_eq!(violations(&seed(), day), violations(&paid_in_full, day), "{day}");
    }
    let kept = findings("qa.wage.retention", "2015-06-01", &seed());
    assert_eq!(kept.len(), 1);
}
