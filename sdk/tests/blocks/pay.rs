//! Minimum pay, deductions, currencies, premiums.

use comity_sdk::{
    facts::{Currency, Decimal, Money},
    hosts::{
        Ordinary, Paid, below_minimum, below_monthly, deducted_above, foreign_currency, later_than, lawful_tax,
        long_day, long_week, low_premium, overtime, paid_for, papers_taken, rarer_than, short_weekly_rest,
        unlawful_deduction,
    },
    prelude::LawfulBasis,
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
        // Nothing is below every minimum.
        ("0 PLN", &none, "y"),
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
    // What does not count fills no gap, and its amount is not asked.
    for other in [deduction("100", "LOAN", "NONE"), json!({"purpose": "DEDUCTION_PURPOSE_LOAN"})] {
        let both = json!([deduction("50", "TAX", "STATUTE"), unsaid, other]);
        assert_eq!(below("900 QAR", &json!({"deductions": items(both)})), "y", "{other}");
    }
}

#[test]
fn how_long_a_line_pays_for() {
    for (from, to, expected) in [
        ("2019-05-01", "2019-06-01", Paid::Months(1)),
        ("2019-01-31", "2019-02-28", Paid::Months(1)),
        ("2018-12-01", "2019-02-01", Paid::Months(2)),
        ("2018-05-10", "2019-05-10", Paid::Months(12)),
        ("2019-05-10", "2019-06-05", Paid::Days(26)),
        ("2019-05-01", "2019-05-15", Paid::Days(14)),
        ("2019-05-01", "2019-05-01", Paid::Days(0)),
    ] {
        let found = on("2020-01-01", &line("1 QAR", &json!({"period": {"from": from, "to": to}})), |case| {
            paid_for(case.record.wages().recorded().unwrap().iter().next().unwrap())
        });
        assert_eq!(found, Ok(expected), "{from} {to}");
    }
}

/// The outcome of 1000 rials a month for a line with a period.
#[test]
fn a_part_of_a_month_is_held_against_its_part_of_the_minimum() {
    for (from, to, received, expected) in [
        ("2019-05-01", "2019-06-01", "999.99", "V"),
        ("2019-05-01", "2019-06-01", "1000", "-"),
        ("2019-01-31", "2019-02-28", "999.99", "V"),
        ("2019-05-01", "2019-07-01", "1999.99", "V"),
        ("2019-05-01", "2019-07-01", "2000", "-"),
        // 14 days are 451.61 of the longest month and 500 of the shortest.
        ("2019-05-01", "2019-05-15", "451.61", "V"),
        ("2019-05-01", "2019-05-15", "451.62", "R"),
        ("2019-05-01", "2019-05-15", "499.99", "R"),
        ("2019-05-01", "2019-05-15", "500", "-"),
    ] {
        let line = line(
            &format!("{received} QAR"),
            &json!({"deductions": items(json!([])), "period": {"from": from, "to": to}}),
        );
        let least = Money { amount: Decimal::from(1000), currency: Currency::QAR };
        let found = on("2020-01-01", &line, |case| {
            let line = case.record.wages().recorded().unwrap().iter().next().unwrap();
            match below_monthly(line, least, day("2020-01-01")) {
                comity_sdk::Answer::Silent => "-",
                comity_sdk::Answer::Open(_) => "D",
                comity_sdk::Answer::Fires(found) => {
                    if format!("{found:?}").contains("outcome: Violation") {
                        "V"
                    } else {
                        "R"
                    }
                }
            }
        });
        assert_eq!(found, expected, "{from} {to} {received}");
    }
}

/// A tax of which nobody says what it rests on is open only where it can decide.
#[test]
fn what_may_count_is_asked_only_where_it_decides() {
    let tax =
        |amount: &str| json!({"amount": {"amount": amount, "currency": "QAR"}, "purpose": "DEDUCTION_PURPOSE_TAX"});
    for (amount, expected) in [("99.99", "y"), ("100", "?"), ("100.01", "?")] {
        assert_eq!(below("900 QAR", &json!({"deductions": items(json!([tax(amount)]))})), expected, "{amount}");
    }
    let share = |taken: Value| {
        let record =
            line("1 QAR", &json!({"gross_by_host": {"amount": "100", "currency": "QAR"}, "deductions": items(taken)}));
        let fifth = Decimal::new(2, 1);
        asked(&record, |line| deducted_above(line, fifth, day("2020-01-01"), |taken| !lawful_tax(taken)))
    };
    let unknown = json!({"purpose": "DEDUCTION_PURPOSE_TAX"});
    for (taken, expected) in [
        (json!([tax("20")]), "n"),
        (json!([tax("20.01")]), "?"),
        (json!([tax("13"), deduction("7", "LOAN", "NONE")]), "n"),
        (json!([tax("13"), deduction("7.01", "LOAN", "NONE")]), "?"),
        (json!([tax("13"), deduction("20.01", "LOAN", "NONE")]), "y"),
        (json!([unknown]), "?"),
    ] {
        assert_eq!(share(taken.clone()), expected, "{taken}");
    }
}

#[test]
fn what_somebody_calls_a_tax_is_none() {
    for (change, expected) in [
        (deduction("1", "TAX", "STATUTE"), "n"),
        (deduction("1", "TAX", "NONE"), "y"),
        (deduction("1", "SOCIAL_INSURANCE", "NONE"), "y"),
        (deduction("1", "LOAN", "NONE"), "y"),
        (deduction("1", "LOAN", "STATUTE"), "n"),
        (json!({"purpose": "DEDUCTION_PURPOSE_TAX"}), "?"),
        (json!({"lawful_basis": "LAWFUL_BASIS_NONE"}), "y"),
    ] {
        let record = line("1 QAR", &json!({"deductions": items(json!([change]))}));
        let found = asked(&record, |line| unlawful_deduction(line, |taken| taken.lawful_basis().is(LawfulBasis::None)));
        assert_eq!(found, expected, "{change}");
    }
}

/// May 2019, due on 1 June; 7 days of grace.
#[test]
fn how_late_pay_comes() {
    let may = json!({"period": {"from": "2019-05-01", "to": "2019-06-01"}});
    for (change, as_of, expected) in [
        (json!({"paid_on": "2019-06-08"}), "2020-01-01", "n"),
        (json!({"paid_on": "2019-06-09"}), "2020-01-01", "y"),
        (json!({"paid_on": "2019-06-09"}), "2019-06-08", "n"),
        (json!({"paid_on": "2019-08-01"}), "2019-06-09", "y"),
        (json!({}), "2019-06-08", "n"),
        (json!({}), "2019-06-09", "?"),
        // Nobody says when it came, but how late.
        (json!({"paid_days_after_due": 7}), "2019-06-09", "n"),
        (json!({"paid_days_after_due": 8}), "2019-06-09", "y"),
        (json!({"payee": "PAYEE_NONE"}), "2019-06-08", "n"),
        (json!({"payee": "PAYEE_NONE"}), "2019-06-09", "y"),
        (json!({"due_on": "2019-06-05", "paid_on": "2019-06-12"}), "2020-01-01", "n"),
        (json!({"due_on": "2019-06-05", "paid_on": "2019-06-13"}), "2020-01-01", "y"),
    ] {
        let record = line("1 QAR", &patched(&may, &change));
        assert_eq!(asked(&record, |line| later_than(line, 7, day(as_of))), expected, "{change} {as_of}");
    }
    for (days, expected) in [(json!(7), "n"), (json!(8), "y"), (Value::Null, "?")] {
        let record = line("1 QAR", &patched(&json!({}), &json!({"paid_days_after_due": days})));
        assert_eq!(asked(&record, |line| later_than(line, 7, day("2020-01-01"))), expected, "{days}");
    }
}

#[test]
fn how_rarely_pay_comes() {
    let may = json!({"from": "2019-05-01", "to": "2019-06-01"});
    for (change, expected) in [
        (json!({"longest_gap_days": 28}), "n"),
        (json!({"longest_gap_days": 29}), "y"),
        (json!({"paid_days_after_due": 28}), "n"),
        (json!({"paid_days_after_due": 29}), "y"),
        (json!({}), "?"),
        (json!({"period": {"from": "2019-05-01"}}), "?"),
        (json!({"period": may, "paid_on": "2019-06-29"}), "n"),
        (json!({"period": may, "paid_on": "2019-06-30"}), "y"),
        (json!({"period": {"from": "2019-05-01", "to": "2019-06-02"}, "paid_on": "2019-06-02"}), "y"),
    ] {
        let record = line("1 QAR", &change);
        assert_eq!(asked(&record, |line| rarer_than(line, 28, day("2020-01-01"))), expected, "{change}");
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
    // Overtime of a month, a year or two days is overtime too.
    for field in ["overtime_month_minutes", "overtime_year_minutes", "overtime_two_days_minutes"] {
        for (overtime, minutes, expected) in [(0, 481, "y"), (1, 481, "n"), (1, 600, "n"), (1, 601, "y")] {
            let time = json!({field: overtime, "day_max_minutes": minutes});
            assert_eq!(timed(&time, |time| long_day(time, 480, 600)), expected, "{time}");
        }
    }
}

#[test]
fn a_week_without_its_overtime() {
    for (change, expected) in [
        (json!({}), "?"),
        (json!({"week_minutes": 2400}), "n"),
        (json!({"week_minutes": 2401}), "y"),
        (json!({"week_minutes": 2460, "overtime_week_minutes": 60}), "n"),
        (json!({"week_minutes": 2461, "overtime_week_minutes": 60}), "y"),
        (json!({"week_minutes": 2461, "overtime_week_minutes": 0, "overtime_month_minutes": 60}), "y"),
        // How much of it falls into the week nobody says.
        (json!({"week_minutes": 2460, "overtime_month_minutes": 60}), "?"),
        (json!({"week_minutes": 2460, "overtime_year_minutes": 60}), "?"),
        (json!({"week_minutes": 2460, "overtime_month_minutes": 0}), "y"),
        (json!({"week_minutes": 2400, "overtime_month_minutes": 60}), "n"),
        // All of it may: a week lies in two months or years at most, and has days for four times two days.
        (json!({"week_minutes": 2520, "overtime_month_minutes": 60}), "?"),
        (json!({"week_minutes": 2521, "overtime_month_minutes": 60}), "y"),
        (json!({"week_minutes": 2520, "overtime_year_minutes": 60}), "?"),
        (json!({"week_minutes": 2521, "overtime_year_minutes": 60}), "y"),
        (json!({"week_minutes": 2640, "overtime_two_days_minutes": 60}), "?"),
        (json!({"week_minutes": 2641, "overtime_two_days_minutes": 60}), "y"),
        (json!({"week_minutes": 2521, "overtime_month_minutes": 600, "overtime_year_minutes": 60}), "y"),
    ] {
        assert_eq!(timed(&change, |time| long_week(time, 2400)), expected, "{change}");
    }
}

#[test]
fn a_week_without_a_rest_day_is_no_rest() {
    for (change, expected) in [
        (json!({"weekly_rest_minutes": 1440}), "n"),
        (json!({"weekly_rest_minutes": 1439}), "y"),
        (json!({"weeks_without_rest": 1}), "y"),
        (json!({"weeks_without_rest": 1, "weekly_rest_minutes": 1440}), "y"),
        (json!({"weeks_without_rest": 0}), "?"),
        (json!({}), "?"),
    ] {
        assert_eq!(timed(&change, |time| short_weekly_rest(time, 1440)), expected, "{change}");
    }
}

const ORDINARY: Ordinary = Ordinary { day: Some(480), week: 2880 };

/// A premium that is paid says that there is overtime, where nothing else does.
#[test]
fn whether_there_is_overtime() {
    for (change, expected) in [
        (json!({}), "?"),
        (json!({"overtime_premium_percent": "0"}), "?"),
        (json!({"overtime_premium_percent": "1"}), "y"),
        (json!({"overtime_premium_percent": "1", "overtime_month_minutes": "0"}), "n"),
    ] {
        assert_eq!(timed(&change, |time| overtime(time, ORDINARY)), expected, "{change}");
    }
}

#[test]
fn overtime_is_paid_with_a_premium() {
    for (change, expected) in [
        (json!({"overtime_week_minutes": "0", "overtime_premium_percent": "0"}), "n"),
        // Nobody says whether there is overtime: a premium that is paid means that there is, and so do long hours.
        (json!({}), "?"),
        (json!({"overtime_premium_percent": "0"}), "?"),
        (json!({"overtime_premium_percent": "24"}), "y"),
        (json!({"overtime_premium_percent": "24", "night_minutes": "0"}), "y"),
        (json!({"overtime_premium_percent": "25", "night_minutes": "0"}), "n"),
        (json!({"overtime_year_minutes": "1", "overtime_premium_percent": "0"}), "y"),
        (json!({"overtime_month_minutes": "1", "overtime_premium_percent": "0"}), "y"),
        (json!({"overtime_two_days_minutes": "0", "overtime_premium_percent": "0"}), "n"),
        (json!({"day_max_minutes": "480", "week_minutes": "2880", "overtime_premium_percent": "0"}), "n"),
        (json!({"day_max_minutes": "481", "overtime_premium_percent": "0"}), "y"),
        (json!({"week_minutes": "2881", "overtime_premium_percent": "0"}), "y"),
        (json!({"week_minutes": "2881"}), "?"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25", "night_premium_percent": "49"}), "y"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25", "night_premium_percent": "50"}), "n"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25", "night_premium_percent": "0"}), "?"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25", "night_premium_percent": "1"}), "y"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "24"}), "y"),
        (json!({"overtime_week_minutes": "1", "overtime_premium_percent": "25"}), "?"),
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
        assert_eq!(timed(&change, |time| low_premium(time, ORDINARY, 25, Some(50))), expected, "{change}");
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
