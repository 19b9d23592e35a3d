//! Minimum pay, deductions, currencies, premiums.

use comity_sdk::{
    facts::{Currency, Decimal, Money},
    hosts::{below_minimum, foreign_currency, long_day, low_premium, papers_taken},
};

use super::*;

fn line(received: &str, change: &Value) -> Value {
    let (amount, currency) = received.split_once(' ').unwrap();
    let line = json!({"id": "w", "received_by_worker": {"amount": amount, "currency": currency}});
    json!({"wages": items(json!([patched(&line, change)]))})
}

fn asked(record: &Value, ask: impl for<'r> Fn(view::WageLine<'r>) -> Truth) -> &'static str {
    on("2020-01-01", record, |case| letter(&ask(case.record.wages().recorded().unwrap().iter().next().unwrap())))
}

/// 1000 rials a month.
fn below(received: &str, change: &Value) -> &'static str {
    let least = Money { amount: Decimal::from(1000), currency: Currency::QAR };
    asked(&line(received, change), |line| below_minimum(line, least, day("2020-01-01")))
}

fn deduction(amount: &str, purpose: &str, basis: &str) -> Value {
    json!({"amount": {"amount": amount, "currency": "QAR"}, "purpose": format!("DEDUCTION_PURPOSE_{purpose}"),
        "lawful_basis": format!("LAWFUL_BASIS_{basis}")})
}

#[test]
fn what_is_received_and_lawfully_taken_is_held_against_a_minimum() {
    let none = json!({"deductions": items(json!([]))});
    for (received, deductions, expected) in [
        ("999.99 QAR", &none, "y"),
        ("1000 QAR", &none, "n"),
        ("1000.01 QAR", &none, "n"),
        // Where enough is received nothing else is asked.
        ("1000 QAR", &json!({}), "n"),
        ("999.99 QAR", &json!({}), "?"),
        ("250 USD", &none, "y"),
        ("275 USD", &none, "n"),
        ("999 PLN", &none, "!"),
    ] {
        assert_eq!(below(received, deductions), expected, "{received} {deductions}");
    }
    let absent = with(&line("1 QAR", &none), "/wages/items/0/received_by_worker", Value::Null);
    let least = Money { amount: Decimal::from(1000), currency: Currency::QAR };
    assert_eq!(asked(&absent, |line| below_minimum(line, least, day("2020-01-01"))), "?");
}

#[test]
fn deductions_for_tax_and_social_insurance_count() {
    for (change, expected) in [
        (deduction("99.99", "TAX", "STATUTE"), "y"),
        (deduction("100", "TAX", "STATUTE"), "n"),
        (deduction("100.01", "SOCIAL_INSURANCE", "STATUTE"), "n"),
        (deduction("100", "TAX_AND_SOCIAL_INSURANCE", "COLLECTIVE_AGREEMENT"), "n"),
        (deduction("100", "LOAN", "STATUTE"), "y"),
        (deduction("100", "TAX", "NONE"), "y"),
        (json!({"amount": {"amount": "100", "currency": "QAR"}, "purpose": "DEDUCTION_PURPOSE_LOAN"}), "y"),
        (json!({"amount": {"amount": "100", "currency": "QAR"}, "purpose": "DEDUCTION_PURPOSE_TAX"}), "?"),
        (json!({"amount": {"amount": "100", "currency": "QAR"}, "lawful_basis": "LAWFUL_BASIS_STATUTE"}), "?"),
        (json!({"amount": {"amount": "100", "currency": "QAR"}, "lawful_basis": "LAWFUL_BASIS_NONE"}), "y"),
        (json!({"purpose": "DEDUCTION_PURPOSE_TAX", "lawful_basis": "LAWFUL_BASIS_STATUTE"}), "?"),
        (patched(&deduction("100", "TAX", "STATUTE"), &json!({"amount": {"currency": "PLN"}})), "!"),
    ] {
        assert_eq!(below("900 QAR", &json!({"deductions": items(json!([change]))})), expected, "{change}");
    }
    // What is sure decides before what is open.
    let unsaid = json!({"amount": {"amount": "1", "currency": "QAR"}, "purpose": "DEDUCTION_PURPOSE_TAX"});
    for (sure, expected) in [("99.99", "?"), ("100", "n"), ("100.01", "n")] {
        let both = json!([deduction(sure, "TAX", "STATUTE"), unsaid]);
        assert_eq!(below("900 QAR", &json!({"deductions": items(both)})), expected, "{sure}");
    }
}

#[test]
fn another_currency() {
    for (received, expected) in [("1 USD", "y"), ("0 USD", "n"), ("1 QAR", "n"), ("0 QAR", "n")] {
        let found = asked(&line(received, &json!({})), |line| foreign_currency(line, Currency::QAR));
        assert_eq!(found, expected, "{received}");
    }
}

fn timed(change: &Value, ask: impl for<'r> Fn(view::WorkingTime<'r>) -> Truth) -> &'static str {
    let record = json!({"working_time": items(json!([patched(&json!({"id": "t"}), change)]))});
    on("2020-01-01", &record, |case| {
        letter(&ask(case.record.working_time().recorded().unwrap().iter().next().unwrap()))
    })
}

#[test]
fn a_day_with_overtime_may_be_longer() {
    for (overtime, minutes, expected) in [
        (Value::Null, "480", "n"),
        (Value::Null, "481", "y"),
        (json!("0"), "480", "n"),
        (json!("0"), "481", "y"),
        (json!("1"), "481", "n"),
        (json!("2"), "600", "n"),
        (json!("2"), "601", "y"),
    ] {
        let time = json!({"overtime_week_minutes": overtime, "day_max_minutes": minutes});
        assert_eq!(timed(&time, |time| long_day(time, 480, 600)), expected, "{time}");
    }
}

#[test]
fn overtime_is_paid_with_a_premium() {
    for (change, expected) in [
        (json!({"overtime_week_minutes": "0", "overtime_premium_percent": "0"}), "n"),
        (json!({"overtime_premium_percent": "0"}), "n"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "24"}), "y"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25"}), "n"),
        (json!({"overtime_week_minutes": "1"}), "?"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25", "night_minutes": "0"}), "n"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25", "night_minutes": "1"}), "?"),
        (
            json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25", "night_minutes": "1", "night_premium_percent": "49"}),
            "y",
        ),
        (
            json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25", "night_minutes": "2", "night_premium_percent": "50"}),
            "n",
        ),
        (
            json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25", "night_minutes": "0", "night_premium_percent": "49"}),
            "n",
        ),
    ] {
        assert_eq!(timed(&change, |time| low_premium(time, 25, Some(50))), expected, "{change}");
    }
}

#[test]
fn passports_in_other_hands() {
    for (holder, asked, returned, expected) in [
        ("WORKER", None, None, "n"),
        ("AUTHORITY", None, None, "n"),
        ("EMPLOYER", Some(false), None, "y"),
        ("EMPLOYER", Some(false), Some(true), "y"),
        ("MINDER", Some(true), Some(false), "y"),
        ("EMPLOYER", Some(true), Some(true), "n"),
        ("EMPLOYER", Some(true), None, "!"),
        ("EMPLOYER", None, Some(true), "!"),
        ("EMPLOYER", None, None, "!"),
    ] {
        let entry = json!({"id": "l", "passport_holder": format!("PASSPORT_HOLDER_{holder}"),
            "passport_held_on_written_request": asked, "passport_returned_on_demand": returned});
        let record = json!({"liberty": items(json!([patched(&json!({}), &entry)]))});
        let taken = on("2020-01-01", &record, |case| {
            letter(&papers_taken(case.record.liberty().recorded().unwrap().iter().next().unwrap()))
        });
        assert_eq!(taken, expected, "{entry}");
    }
}
