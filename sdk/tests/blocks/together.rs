//! Lines that are held against a minimum together.

use comity_sdk::{
    Fires as _,
    facts::{Currency, Decimal, Money},
    hosts::{Minimum, Step, is_after, unless_together},
};

use super::*;

fn line(id: &str, amount: &str, change: &Value) -> Value {
    let base =
        json!({"id": id, "received_by_worker": {"currency": "PLN", "amount": amount}, "deductions": items(json!([]))});
    patched(&base, change)
}

/// What becomes of a first line that is below 1000 by itself.
fn check(lines: Value, expected: &str) {
    held_against(Truth::Yes, lines, expected);
}

/// What becomes of a first line that may be below 1000.
fn held_against(below: Truth, lines: Value, expected: &str) {
    let record = json!({"deployment": {"start": "2010-01-01"}, "wages": items(lines)});
    let found = on("2018-01-01", &record, |case| {
        let first = case.record.wages().recorded().unwrap().iter().next().unwrap();
        let least = Money { amount: Decimal::from(1000), currency: Currency::of(*b"PLN") };
        let answer = format!("{:?}", unless_together(case, first, least, below.violation()));
        [("Silent", "-"), ("NeedsReview", "R"), ("Violation", "V")].into_iter().find(|(word, _)| answer.contains(word))
    });
    assert_eq!(found.map(|(_, letter)| letter), Some(expected), "{record:#}");
}

#[test]
fn parts_of_a_month() {
    let part =
        |id: &str, amount: &str, from: &str, to: &str| line(id, amount, &json!({"period": {"from": from, "to": to}}));
    let first = || part("a", "400", "2017-05-01", "2017-05-16");
    check(json!([first()]), "V");
    check(json!([first(), part("b", "600", "2017-05-16", "2017-06-01")]), "-");
    check(json!([first(), part("b", "599.99", "2017-05-16", "2017-06-01")]), "V");
    // Of another month, or beyond this one.
    check(json!([first(), part("b", "600", "2017-06-01", "2017-06-16")]), "V");
    check(json!([first(), part("b", "600", "2017-05-16", "2017-06-02")]), "V");
    check(json!([first(), part("b", "600", "2016-05-16", "2016-06-01")]), "V");
    // The later part comes first.
    check(json!([part("a", "600", "2017-05-16", "2017-06-01"), part("b", "400", "2017-05-01", "2017-05-16")]), "-");
    // Periods that are in no one month.
    let long = |id: &str, amount: &str| part(id, amount, "2017-04-16", "2017-05-16");
    check(json!([long("a", "400"), long("b", "600")]), "V");
    // The same days twice.
    check(json!([first(), part("b", "600", "2017-05-15", "2017-06-01")]), "R");
    check(json!([first(), line("b", "600", &json!({}))]), "V");
    // Nobody says what the other pays, or not in a currency that can be held against it.
    let unsaid = json!({"period": {"from": "2017-05-16", "to": "2017-06-01"}, "received_by_worker": null});
    check(json!([first(), line("b", "600", &unsaid)]), "V");
    let foreign =
        json!({"period": {"from": "2017-05-16", "to": "2017-06-01"}, "received_by_worker": {"currency": "EUR"}});
    check(json!([first(), line("b", "600", &foreign)]), "V");
}

#[test]
fn lines_that_recur() {
    let first = || line("a", "400", &json!({}));
    check(json!([first(), line("b", "600", &json!({}))]), "R");
    check(json!([first(), line("b", "599.99", &json!({}))]), "V");
    let tax = json!({"deductions": items(json!([{"id": "d", "amount": {"currency": "PLN", "amount": "100"},
        "purpose": "DEDUCTION_PURPOSE_TAX", "lawful_basis": "LAWFUL_BASIS_STATUTE"}]))});
    check(json!([first(), line("b", "500", &tax)]), "R");
    let overtime = json!({"overtime_pay": {"currency": "PLN", "amount": "0.01"}});
    check(json!([first(), line("b", "600", &overtime)]), "V");
    // What is not below the minimum by itself is asked no further.
    held_against(Truth::No, json!([first(), line("b", "600", &json!({}))]), "-");
    // Of others, or of another place.
    for change in [json!({"worker_groups": items(json!(["others"]))}), json!({"site": "dock"})] {
        check(json!([first(), line("b", "600", &change)]), "V");
    }
}

const TWO: &[Step] = &[Step::cents(2025, 1, 1, 1), Step::cents(2026, 7, 1, 2)];

#[test]
fn a_table_ends_with_the_year_of_its_last_step() {
    let table = |steps: &'static [Step]| Minimum { currency: Currency::of(*b"PLN"), steps };
    for (as_of, expected) in [("2025-12-31", false), ("2026-12-31", false), ("2027-01-01", true)] {
        assert_eq!(is_after(&table(TWO), day(as_of)), expected, "{as_of}");
    }
    assert!(is_after(&table(&[]), day("2000-01-01")));
}
