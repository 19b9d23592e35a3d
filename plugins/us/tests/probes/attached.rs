use super::*;

fn of(amount: &str, currency: &str, day: &str) -> Value {
    with(&paid(day, &bureau()), "/transactions/items/0/amount", json!({"currency": currency, "amount": amount}))
}

#[test]
fn penalty() {
    let rule = "us.penalty";
    let maximum =
        |record: &Value, as_of: &str| text(rule, as_of, record).split(" up to USD ").nth(1).unwrap().to_owned();
    let shown = |amount, as_of| maximum(&of(amount, "USD", "2016-04-01"), as_of);
    assert!(shown("200000", "2016-05-01").starts_with("400 000;"));
    assert!(shown("200000", "2026-01-01").starts_with("400 000;"));
    assert!(shown("100000", "2016-05-01").starts_with("250 000;"));
    assert!(shown("10000", "2016-05-01").starts_with("250 000;"));
    assert!(shown("10000", "2016-07-31").starts_with("250 000;"));
    assert!(shown("10000", "2016-08-01").starts_with("284 582;"));
    assert!(shown("10000", "2025-01-14").starts_with("368 136;"));
    assert!(shown("10000", "2025-01-15").starts_with("377 700;"));
    assert!(shown("500000.50", "2016-05-01").starts_with("1 000 001;"));
    // What was done by 2015-11-02 keeps the unadjusted amount.
    let early = with(&of("10000", "USD", "2015-11-02"), "/parties/items/1", listed("DPRK2", "2015-01-02"));
    assert!(maximum(&early, "2025-06-01").starts_with("250 000;"));
    // Riyals are pegged; zlotys have no rate here.
    assert!(maximum(&of("728000", "QAR", "2016-04-01"), "2016-05-01").starts_with("400 000;"));
    assert!(text(rule, "2016-05-01", &of("728000", "PLN", "2016-04-01")).contains("twice the payment"));
    let unsaid = with(&of("1", "USD", "2016-04-01"), "/transactions/items/0/amount", Value::Null);
    check(rule, "2016-05-01", &unsaid, "D");
}

#[test]
fn penalty_once_for_each_prohibited_payment() {
    let rule = "us.penalty";
    let count = |record: &Value, as_of: &str| {
        let verdict = testing::verdict_on(&PLUGIN, as_of, &testing::record(record));
        verdict.findings.iter().filter(|f| f.rule_id == rule).count()
    };
    // us.13722.1, us.13722.3 and us.510.201 all prohibit it.
    assert_eq!(count(&of("1", "USD", "2016-04-01"), "2016-05-01"), 1);
    assert_eq!(count(&of("1", "USD", "2016-03-15"), "2016-05-01"), 0);
    let listed = |day: &str| paid(day, &listed("NPWMD", "2005-07-01"));
    days(rule, listed, &[("2007-10-15", "not in force"), ("2007-10-16", "I"), ("2007-10-17", "I")]);
}

#[test]
fn limitation() {
    let rule = "us.limit10";
    let says = |day: &str, as_of: &str| text(rule, as_of, &of("1", "USD", day));
    dates(
        rule,
        &of("1", "USD", "2020-05-01"),
        &[("2024-04-23", "not in force"), ("2024-04-24", "I"), ("2024-04-25", "I")],
    );
    // 2016-04-01 was barred in 2021; 2020-05-01 is open until 2030.
    assert!(says("2016-04-01", "2024-04-24").contains("closed: its time ran out on 2021-04-01"));
    assert!(says("2020-05-01", "2024-04-24").contains("open until 2030-05-01"));
    assert!(says("2020-05-01", "2030-05-01").contains("open until 2030-05-01"));
    assert!(says("2020-05-01", "2030-05-02").contains("closed: its time ran out on 2030-05-01"));
    // Five years end on the same day number, and on that day the longer time begins.
    assert!(says("2019-04-23", "2024-04-24").contains("closed"));
    assert!(says("2019-04-24", "2024-04-24").contains("open until 2029-04-24"));
    assert!(says("2025-01-01", "2025-06-01").contains("open until 2035-01-01"));
    check(rule, "2025-01-01", &of("1", "USD", "2016-03-01"), "-");
}

#[test]
fn waiver() {
    let waived = |from: &str, to: Value| {
        let waiver = testing::patched(&json!({"id": "W-7", "from": from}), &json!({"to": to}));
        with(&employed("PRK"), "/assurance", json!({"waivers": [waiver]}))
    };
    let record = waived("2020-02-01", json!("2020-06-01"));
    for rule in ["us.9214.b1.workers", "us.9214.g1c", "us.9228"] {
        let before = if rule == "us.9228" { "-" } else { "R" };
        dates(
            rule,
            &record,
            &[("2020-01-31", before), ("2020-02-01", "X"), ("2020-05-31", "X"), ("2020-06-01", before)],
        );
        assert_eq!(exemption(rule, "2020-03-01", &record), "W-7");
    }
    // The orders are not waived by it.
    check("us.13722.2a4", "2020-03-01", &record, "R");
    assert!(text("us.9228", "2020-03-01", &record).contains("2020-02-01 until 2020-06-01"));
    // Without an end it ends after a year; without a start it covers nothing.
    let open = waived("2020-02-01", Value::Null);
    dates("us.9214.g1c", &open, &[("2021-01-31", "X"), ("2021-02-01", "R")]);
    let unstarted = with(&record, "/assurance/waivers/0/from", Value::Null);
    check("us.9214.g1c", "2020-03-01", &unstarted, "R");
    check("us.9228", "2020-03-01", &employed("PRK"), "not assessed: assurance");
}

#[test]
fn waiver_from_the_first_day() {
    let coerced = json!({"items": [{"id": "c", "family_reprisal_threat": true}]});
    let waivers = json!({"waivers": [{"id": "W-1", "from": "2016-01-01", "to": "2016-12-01"}]});
    let record = with(&with(&employed("PRK"), "/assurance", waivers), "/coercion", coerced);
    dates("us.9228", &record, &[("2016-02-17", "not in force"), ("2016-02-18", "X"), ("2016-02-19", "X")]);
    dates("us.9214.a5", &record, &[("2016-02-17", "not in force"), ("2016-02-18", "X"), ("2016-12-01", "R")]);
}

#[test]
fn a_waiver_runs_for_a_year_at_most() {
    let waiver = json!({"waivers": [{"id": "W-5", "from": "2020-02-01", "to": "2025-02-01"}]});
    let record = with(&employed("PRK"), "/assurance", waiver);
    dates("us.9214.g1c", &record, &[("2021-01-31", "X"), ("2021-02-01", "R"), ("2024-01-01", "R")]);
}

#[test]
fn days_of_the_penalty_and_its_limitation() {
    let first = |record: &Value, as_of: &str| text("us.penalty", as_of, record);
    let designated = |day: &str| with(&of("10000", "USD", day), "/parties/items/1", listed("DPRK2", "2015-01-02"));
    for (day, maximum) in [("2015-11-02", "250 000"), ("2015-11-03", "377 700"), ("2015-11-04", "377 700")] {
        assert!(first(&designated(day), "2025-06-01").contains(&format!("USD {maximum};")), "{day}");
    }
    for (imposed, maximum) in [
        ("2017-01-14", "284 582"),
        ("2017-01-15", "289 238"),
        ("2018-03-18", "289 238"),
        ("2018-03-19", "295 141"),
        ("2019-06-13", "295 141"),
        ("2019-06-14", "302 584"),
        ("2020-04-08", "302 584"),
        ("2020-04-09", "307 922"),
        ("2021-03-16", "307 922"),
        ("2021-03-17", "311 562"),
        ("2022-02-08", "311 562"),
        ("2022-02-09", "330 947"),
        ("2023-01-12", "330 947"),
        ("2023-01-13", "356 579"),
        ("2024-01-11", "356 579"),
        ("2024-01-12", "368 136"),
    ] {
        assert!(first(&of("10000", "USD", "2016-04-01"), imposed).contains(&format!("USD {maximum};")), "{imposed}");
    }
    for (day, says) in [("2019-04-23", "closed"), ("2019-04-24", "open until 2029"), ("2019-04-25", "open until 2029")]
    {
        assert!(text("us.limit10", "2024-04-24", &of("1", "USD", day)).contains(says), "{day}");
    }
}

#[test]
fn what_is_attached_to_payments_and_waivers_alone() {
    // A lot is refused entry, and bears the id of a payment that nobody bars.
    let goods = json!({"id": "t", "market": "MARKET_US", "entry_date": "2018-01-01", "origin": "PRK"});
    let lot = with(&paid("2018-01-01", &unlisted("CHN")), "/goods", json!({"items": [goods]}));
    check("us.13570", "2018-01-01", &lot, "P");
    check("us.penalty", "2018-01-01", &lot, "-");
    check("us.limit10", "2024-05-01", &lot, "-");
    // A licence exempts, and a waiver of something else is recorded.
    let licensed = with(&paid("2018-01-01", &bureau()), "/transactions/items/0/licence_ref", json!("NK-2018-1"));
    let waivers = json!({"waivers": [{"id": "W-8", "from": "2017-06-01", "to": "2018-06-01"}]});
    let licensed = with(&licensed, "/assurance", waivers);
    check("us.13722.1", "2018-01-01", &licensed, "X");
    check("us.9228", "2018-01-01", &licensed, "-");
}
