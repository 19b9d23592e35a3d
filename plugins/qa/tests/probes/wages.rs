//! Section 3: wages.

use crate::{but, check, check_exempt, check_missing, findings, json, one, patched};
use comity_sdk::testing::Value;

fn qar(amount: &str) -> Value {
    json!({"currency": "QAR", "amount": amount})
}

/// A sound monthly wage, with changes.
fn wage(change: Value) -> Value {
    one("wages", &but(&sound(), change))
}

fn sound() -> Value {
    json!({
        "id": "w1", "site": "tower", "due_day": 5, "paid_days_after_due": 0, "payee": "PAYEE_WORKER_ACCOUNT",
        "gross_by_host": qar("1800"), "received_by_worker": qar("1800"), "deductions": {"items": []}
    })
}

#[test]
fn a_sound_wage_breaks_nothing() {
    for rule in ["period", "currency", "personal@2004", "zero", "deduct"] {
        check(&format!("qa.wage.{rule}"), "2015-06-01", &wage(json!({})), "-");
    }
    for rule in ["period", "currency", "wps@2015", "zero", "deduct", "min.750"] {
        check(&format!("qa.wage.{rule}"), "2018-06-01", &wage(json!({})), "-");
    }
    check("qa.wage.period", "2015-06-01", &json!({}), "not assessed: wages");
    check("qa.wage.wps@2015", "2018-06-01", &json!({}), "not assessed: wages");
}

#[test]
fn period() {
    let rule = "qa.wage.period";
    let gap = |days: u32, interval: Value| wage(json!({"longest_gap_days": days, "pay_interval": interval}));
    check(rule, "2015-06-01", &gap(45, json!("PAY_INTERVAL_MONTHLY")), "V");
    check(rule, "2015-06-01", &gap(30, json!("PAY_INTERVAL_MONTHLY")), "-");
    check(rule, "2015-06-01", &gap(31, json!(null)), "-");
    check(rule, "2015-06-01", &gap(32, json!(null)), "V");
    check(rule, "2015-06-01", &gap(15, json!("PAY_INTERVAL_FORTNIGHTLY")), "V");
    check(rule, "2015-06-01", &gap(14, json!("PAY_INTERVAL_FORTNIGHTLY")), "-");
    let bare = wage(json!({"paid_days_after_due": null}));
    check_missing(rule, "2015-06-01", &bare, &["wages.items[0].longest_gap_days"]);
    check(rule, "2015-06-01", &wage(json!({"payee": "PAYEE_NONE", "longest_gap_days": 400})), "-");
    let dated = |from: &str, to: &str, paid: Value| {
        wage(json!({"period": {"from": from, "to": to}, "pay_interval": "PAY_INTERVAL_MONTHLY", "paid_on": paid}))
    };
    check(rule, "2015-12-01", &dated("2015-06-01", "2015-07-01", json!("2015-07-10")), "-");
    check(rule, "2015-12-01", &dated("2015-06-01", "2015-07-01", json!("2015-08-10")), "V");
    check(rule, "2015-12-01", &dated("2015-01-01", "2015-07-01", json!(null)), "V");
    check(rule, "2015-12-01", &dated("2015-06-01", "2015-07-01", json!(null)), "D");
}

#[test]
fn currency() {
    let rule = "qa.wage.currency";
    let dollars = json!({"currency": "USD", "amount": "100"});
    check(rule, "2015-06-01", &wage(json!({"payee": "PAYEE_WORKER_CASH", "received_by_worker": dollars})), "V");
    check(rule, "2015-06-01", &wage(json!({"gross_by_host": dollars})), "V");
    check(rule, "2015-06-01", &wage(json!({"gross_by_host": null})), "-");
    check(rule, "2015-06-01", &wage(json!({"received_by_worker": null})), "D");
    check(rule, "2015-06-01", &wage(json!({"received_by_worker": null, "gross_by_host": dollars})), "V");
}

#[test]
fn paid_to_the_worker() {
    let rule = "qa.wage.personal@2004";
    let to = |payee: &str, mandate: Value| wage(json!({"payee": payee, "worker_written_mandate": mandate}));
    check(rule, "2015-06-01", &to("PAYEE_SENDER", json!(false)), "V");
    check_exempt(rule, "2015-06-01", &to("PAYEE_SENDER", json!(true)), "worker_written_mandate");
    check_missing(rule, "2015-06-01", &to("PAYEE_SENDER", json!(null)), &["wages.items[0].worker_written_mandate"]);
    check(rule, "2015-06-01", &to("PAYEE_AGENT", json!(false)), "V");
    check(rule, "2015-06-01", &to("PAYEE_STATE", json!(true)), "X");
    check(rule, "2015-06-01", &to("PAYEE_WORKER_CASH", json!(null)), "-");
    check(rule, "2015-06-01", &to("PAYEE_NONE", json!(null)), "-");
    check_missing(rule, "2015-06-01", &to_nobody_recorded(json!(true)), &["wages.items[0].payee"]);
    check_missing(rule, "2015-06-01", &to_nobody_recorded(json!(false)), &["wages.items[0].payee"]);
}

fn to_nobody_recorded(mandate: Value) -> Value {
    wage(json!({"payee": null, "worker_written_mandate": mandate}))
}

#[test]
fn transferred_in_time() {
    let rule = "qa.wage.wps@2015";
    check(rule, "2018-06-01", &wage(json!({"paid_days_after_due": 7})), "-");
    check(rule, "2018-06-01", &wage(json!({"paid_days_after_due": 8})), "V");
    check(rule, "2018-06-01", &wage(json!({"payee": "PAYEE_SENDER"})), "V");
    check(rule, "2018-06-01", &wage(json!({"payee": "PAYEE_WORKER_CASH"})), "V");
    check(rule, "2018-06-01", &wage(json!({"payee": "PAYEE_NONE"})), "V");
    check_missing(rule, "2018-06-01", &wage(json!({"payee": null})), &["wages.items[0].payee"]);
    check_missing(
        rule,
        "2018-06-01",
        &wage(json!({"paid_days_after_due": null})),
        &["wages.items[0].paid_days_after_due"],
    );

    let october = |payee: &str, due: &str, paid: Value| {
        wage(json!({
            "period": {"from": "2015-10-01", "to": "2015-11-01"}, "due_on": due, "paid_on": paid, "payee": payee,
            "paid_days_after_due": null
        }))
    };
    check(rule, "2015-11-30", &october("PAYEE_SENDER", "2015-11-08", json!("2015-11-15")), "V");
    check(rule, "2015-11-30", &october("PAYEE_WORKER_ACCOUNT", "2015-11-08", json!("2015-11-15")), "-");
    check(rule, "2015-11-30", &october("PAYEE_WORKER_ACCOUNT", "2015-11-08", json!("2015-11-16")), "V");
    check(rule, "2015-11-15", &october("PAYEE_WORKER_ACCOUNT", "2015-11-08", json!("2015-11-16")), "-");
    check(rule, "2015-11-16", &october("PAYEE_WORKER_ACCOUNT", "2015-11-08", json!(null)), "D");
    check(rule, "2015-11-15", &october("PAYEE_WORKER_ACCOUNT", "2015-11-08", json!(null)), "-");
    // Due before the law: judged by the law of its own day, whenever it is asked.
    check(rule, "2015-11-30", &october("PAYEE_SENDER", "2015-11-01", json!("2015-11-15")), "not in force");
    let finding = &findings(rule, "2015-11-30", &october("PAYEE_WORKER_ACCOUNT", "2015-11-08", json!("2015-11-16")))[0];
    assert_eq!(finding.consequence.as_ref().unwrap().due_on.as_deref(), Some("2015-11-15"));
}

#[test]
fn retention() {
    let rule = "qa.wage.retention";
    let sender = json!({"parties": {"items": [{"id": "genco", "roles": ["PARTY_ROLE_SENDER"]}]}});
    let kept = |change: Value| {
        let seed = json!({
            "gross_by_host": qar("3094"), "received_by_worker": qar("364"), "payee": "PAYEE_SENDER",
            "worker_written_mandate": true
        });
        patched(&one("wages", &but(&but(&sound(), seed), change)), &sender)
    };
    check(rule, "2015-06-01", &kept(json!({})), "I");
    let finding = &findings(rule, "2015-06-01", &kept(json!({})))[0];
    assert!(finding.evidence.iter().any(|e| e.path == "retention_ratio" && e.value == "0.882"));
    check(rule, "2015-11-15", &kept(json!({})), "not in force");
    check(rule, "2015-06-01", &kept(json!({"received_by_worker": qar("3094")})), "-");
    // Another wage rule is broken, or undecided.
    check(rule, "2015-06-01", &kept(json!({"worker_written_mandate": false})), "-");
    check(rule, "2015-06-01", &kept(json!({"worker_written_mandate": null})), "D");
    check(rule, "2015-06-01", &kept(json!({"received_by_worker": qar("0")})), "-");
    check(rule, "2015-06-01", &kept(json!({"longest_gap_days": 60})), "-");
    check(rule, "2015-06-01", &kept(json!({"gross_by_host": null})), "D");
    check(rule, "2015-06-01", &kept(json!({"deductions": null})), "D");
    check(rule, "2015-06-01", &patched(&kept(json!({})), &json!({"parties": {"items": []}})), "-");
    check(rule, "2015-06-01", &patched(&kept(json!({})), &json!({"parties": null})), "not assessed: parties");
}

#[test]
fn unpaid() {
    let rule = "qa.wage.zero";
    let nothing = wage(json!({"received_by_worker": qar("0"), "payee": "PAYEE_NONE"}));
    for date in ["2015-06-01", "2015-11-15", "2018-06-01", "2021-06-15"] {
        check(rule, date, &nothing, "V");
    }
    check(rule, "2015-06-01", &wage(json!({"received_by_worker": qar("0"), "payee": "PAYEE_SENDER"})), "V");
    check(rule, "2015-06-01", &wage(json!({"received_by_worker": null, "payee": "PAYEE_NONE"})), "V");
    check_missing(
        rule,
        "2015-06-01",
        &wage(json!({"received_by_worker": null})),
        &["wages.items[0].received_by_worker"],
    );
    let leave = json!({"worksites": {"items": [{"id": "tower", "country": "QAT", "unpaid_leave_agreed": true}]}});
    check(rule, "2015-06-01", &patched(&nothing, &leave), "-");
    // Where nobody is paid, only this row and the transfer speak.
    for other in ["period", "currency", "personal@2004", "min.none", "deduct"] {
        check(&format!("qa.wage.{other}"), "2015-06-01", &nothing, "-");
    }
    check("qa.wage.min@2021", "2021-06-15", &nothing, "-");
}

#[test]
fn no_floor_then_750() {
    check("qa.wage.min.none", "2015-06-01", &wage(json!({"received_by_worker": qar("364")})), "I");
    check("qa.wage.min.none", "2021-03-20", &wage(json!({})), "not in force");
    let rule = "qa.wage.min.750";
    let paid = |amount: &str| wage(json!({"received_by_worker": qar(amount)}));
    check(rule, "2018-06-01", &paid("749"), "R");
    check(rule, "2018-06-01", &paid("749.99"), "R");
    check(rule, "2018-06-01", &paid("750"), "-");
    check(rule, "2017-10-31", &paid("749"), "not in force");
    check(rule, "2018-06-01", &wage(json!({"received_by_worker": null})), "D");
    check(rule, "2018-06-01", &wage(json!({"received_by_worker": {"currency": "USD", "amount": "200"}})), "R");
    check(rule, "2018-06-01", &wage(json!({"received_by_worker": {"currency": "USD", "amount": "206.05"}})), "-");
}

#[test]
fn the_statutory_floor() {
    let rule = "qa.wage.min@2021";
    let day = "2021-06-15";
    let paid = |amount: &str, kind: Value| wage(but(&json!({"received_by_worker": qar(amount)}), kind));
    let in_kind = json!({"food_in_kind": true, "housing_in_kind": true});
    let nothing = json!({"food_in_kind": false, "housing_in_kind": false});
    check(rule, day, &paid("1000", in_kind.clone()), "-");
    check(rule, day, &paid("999", in_kind.clone()), "V");
    check(rule, day, &paid("999.99", in_kind.clone()), "V");
    check(rule, day, &paid("1800", nothing.clone()), "-");
    check(rule, day, &paid("1500", nothing.clone()), "V");
    check(rule, day, &paid("1799", nothing.clone()), "V");
    check(rule, day, &paid("1300", json!({"food_in_kind": false, "housing_in_kind": true})), "-");
    check(rule, day, &paid("1299", json!({"food_in_kind": false, "housing_in_kind": true})), "V");
    let allowances = |housing: &str, food: &str| {
        but(&nothing, json!({"housing_allowance": qar(housing), "food_allowance": qar(food), "basic": qar("1000")}))
    };
    check(rule, day, &paid("1800", allowances("500", "300")), "-");
    check(rule, day, &paid("1800", allowances("499", "300")), "V");
    check(rule, day, &paid("1800", but(&allowances("500", "300"), json!({"basic": qar("999")}))), "V");
    check(rule, day, &paid("364", json!({})), "V");
    // Food and housing in kind are facts: absent, and decisive, they are for review.
    check(rule, day, &paid("1500", json!({})), "R");
    check_missing(rule, day, &paid("1500", json!({"food_in_kind": true})), &[]);
    check_missing(rule, day, &paid("1400", json!({"food_in_kind": true})), &["wages.items[0].housing_in_kind"]);
    check(rule, day, &paid("1800", json!({})), "-");
    check(rule, day, &wage(json!({"received_by_worker": null})), "D");
    check(rule, day, &wage(json!({"received_by_worker": {"currency": "EUR", "amount": "900"}})), "R");
    check(rule, day, &paid("600", json!({"full_time": false})), "-");
    // A lawful instalment does not make the wage too low; a contribution to a State does.
    let taken = |deduction: Value| but(&in_kind, json!({"deductions": {"items": [deduction]}}));
    let loan = json!({"amount": qar("80"), "purpose": "DEDUCTION_PURPOSE_LOAN"});
    check(rule, day, &paid("920", taken(loan)), "-");
    let fund = json!({"amount": qar("636"), "purpose": "DEDUCTION_PURPOSE_STATE_CONTRIBUTION"});
    check(rule, day, &paid("364", taken(fund)), "V");
}

#[test]
fn the_floor_of_the_time_of_the_work() {
    let work = |from: &str, to: &str| {
        wage(json!({
            "period": {"from": from, "to": to}, "due_on": "2021-04-05", "received_by_worker": qar("800"),
            "food_in_kind": true, "housing_in_kind": true
        }))
    };
    // Work until 2021-03-19, paid in April, is under the commitment; work from the next day on under the statute.
    check("qa.wage.min@2021", "2021-06-15", &work("2021-02-20", "2021-03-20"), "not in force");
    check("qa.wage.min.750", "2021-06-15", &work("2021-02-20", "2021-03-20"), "-");
    check("qa.wage.min@2021", "2021-06-15", &work("2021-02-21", "2021-03-21"), "V");
}

#[test]
fn final_settlement() {
    let rule = "qa.wage.final";
    let ended = |ended: Value, settled: Value| {
        patched(&wage(json!({"final_settlement_on": settled})), &json!({"deployment": ended}))
    };
    // Wednesday 2019-05-01; the next working day is Thursday.
    let wednesday = json!({"terminated_on": "2019-05-01", "left_without_notice": false});
    check(rule, "2019-05-03", &ended(wednesday.clone(), json!("2019-05-03")), "V");
    check(rule, "2019-05-03", &ended(wednesday.clone(), json!("2019-05-02")), "-");
    check(rule, "2019-05-02", &ended(wednesday.clone(), json!("2019-05-03")), "-");
    check(rule, "2020-05-01", &ended(wednesday.clone(), json!("2019-05-03")), "V");
    check_missing(rule, "2019-05-03", &ended(wednesday.clone(), json!(null)), &["wages.items[0].final_settlement_on"]);
    // Flown out unpaid.
    let unpaid = patched(&wage(json!({"payee": "PAYEE_NONE"})), &json!({"deployment": wednesday}));
    check(rule, "2019-05-03", &unpaid, "V");
    // The day after a Thursday is the weekly rest day.
    let thursday = json!({"terminated_on": "2019-05-02", "left_without_notice": false});
    check(rule, "2019-06-01", &ended(thursday.clone(), json!("2019-05-04")), "-");
    check(rule, "2019-06-01", &ended(thursday, json!("2019-05-05")), "V");
    let left = |without: Value| json!({"terminated_on": "2019-05-01", "left_without_notice": without});
    check(rule, "2019-06-01", &ended(left(json!(true)), json!("2019-05-08")), "-");
    check(rule, "2019-06-01", &ended(left(json!(true)), json!("2019-05-09")), "V");
    check(rule, "2019-06-01", &ended(left(json!(null)), json!("2019-05-08")), "D");
    check(rule, "2019-06-01", &ended(left(json!(null)), json!("2019-05-09")), "V");
    // An end without a day of termination: the last day before it.
    check(
        rule,
        "2019-06-01",
        &ended(json!({"end": "2019-05-02", "left_without_notice": false}), json!("2019-05-02")),
        "-",
    );
    check(rule, "2019-06-01", &ended(json!({}), json!(null)), "-");
}

#[test]
fn deductions() {
    let rule = "qa.wage.deduct";
    let taken = |deduction: Value| wage(json!({"contractual": qar("1000"), "deductions": {"items": [deduction]}}));
    let loan = |amount: &str, interest: Value| {
        taken(json!({"amount": qar(amount), "purpose": "DEDUCTION_PURPOSE_LOAN", "bears_interest": interest}))
    };
    check(rule, "2018-06-01", &loan("550", json!(false)), "R");
    check(rule, "2018-06-01", &loan("80", json!(false)), "-");
    check(rule, "2018-06-01", &loan("100", json!(false)), "-");
    check(rule, "2018-06-01", &loan("100.01", json!(false)), "R");
    check(rule, "2018-06-01", &loan("80", json!(true)), "R");
    check(rule, "2018-06-01", &loan("80", json!(null)), "D");
    let other = |purpose: &str, amount: &str, basis: Value| {
        taken(json!({"amount": qar(amount), "purpose": format!("DEDUCTION_PURPOSE_{purpose}"), "lawful_basis": basis}))
    };
    check(rule, "2018-06-01", &other("STATE_CONTRIBUTION", "880", json!("LAWFUL_BASIS_NONE")), "R");
    check(rule, "2018-06-01", &other("STATE_CONTRIBUTION", "80", json!(null)), "R");
    check(rule, "2018-06-01", &other("BOARD", "80", json!("LAWFUL_BASIS_STATUTE")), "-");
    check(rule, "2018-06-01", &other("FINE", "166", json!(null)), "-");
    check(rule, "2018-06-01", &other("FINE", "167", json!(null)), "R");
    check_exempt(rule, "2018-06-01", &other("ATTACHMENT", "600", json!("LAWFUL_BASIS_COURT_ORDER")), "court_order");
    check(rule, "2018-06-01", &other("ATTACHMENT", "300", json!("LAWFUL_BASIS_COURT_ORDER")), "-");
    check(rule, "2018-06-01", &taken(json!({"amount": qar("80")})), "D");
    check(rule, "2018-06-01", &taken(json!({"purpose": "DEDUCTION_PURPOSE_LOAN", "bears_interest": false})), "D");
    check_missing(rule, "2018-06-01", &wage(json!({"deductions": null})), &["wages.items[0].deductions"]);
}
