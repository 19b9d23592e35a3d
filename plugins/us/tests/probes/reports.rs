use super::*;

/// Property of a payment, blocked on a day by a holder in the United States.
fn held(day: &str) -> Value {
    let holding =
        json!({"id": "h", "transaction": "t", "holder": "builder", "blocked_on": day, "regime": "HOLDING_REGIME_US"});
    with(&paid(day, &bureau()), "/holdings", json!({"items": [holding]}))
}

fn reported(on: &str) -> Value {
    with(&held("2018-06-04"), "/holdings/items/0/reported_on", json!(on))
}

#[test]
fn initial_report() {
    let rule = "us.501.603.initial";
    // Blocked on Monday 2018-06-04: the tenth business day is 2018-06-18.
    dates(
        rule,
        &reported("2018-06-18"),
        &[("2018-06-03", "-"), ("2018-06-04", "I"), ("2018-06-17", "I"), ("2018-06-18", "-"), ("2019-01-01", "-")],
    );
    dates(rule, &reported("2018-06-19"), &[("2018-06-18", "I"), ("2018-06-19", "V"), ("2019-01-01", "V")]);
    dates(rule, &held("2018-06-04"), &[("2018-06-18", "I"), ("2018-06-19", "V")]);
    assert!(text(rule, "2018-06-05", &held("2018-06-04")).contains("2018-06-18"));
    // Independence Day does not count.
    dates(rule, &held("2018-06-27"), &[("2018-07-12", "I"), ("2018-07-13", "V")]);
    days(rule, held, &[("1996-12-31", "not in force"), ("1997-01-01", "I"), ("1997-01-02", "I")]);
}

#[test]
fn initial_report_binds_holders_of_the_united_states() {
    let rule = "us.501.603.initial";
    let held = held("2018-06-04");
    let foreign = with(&held, "/parties/items/0/country", json!("QAT"));
    check(rule, "2019-01-01", &foreign, "-");
    check(rule, "2019-01-01", &with(&held, "/parties/items/0/country", Value::Null), "D");
    let nobody = with(&held, "/holdings/items/0/holder", Value::Null);
    check(rule, "2019-01-01", &nobody, "D");
    assert_eq!(missing(rule, "2019-01-01", &nobody), "holdings.items[0].holder");
    let european = with(&held, "/holdings/items/0/regime", json!("HOLDING_REGIME_EU"));
    check(rule, "2019-01-01", &european, "-");
    let undated = with(&held, "/holdings/items/0/blocked_on", Value::Null);
    check(rule, "2019-01-01", &undated, "D");
    check(rule, "2019-01-01", &paid("2018-06-04", &bureau()), "not assessed: holdings");
}

#[test]
fn annual_report() {
    let rule = "us.501.603.annual";
    let filed = |day: &str| {
        let reports = json!({"items": [{"year": 2018, "filed_on": day}]});
        with(&held("2018-06-04"), "/holdings/items/0/annual_reports", reports)
    };
    dates(rule, &filed("2018-09-30"), &[("2018-09-30", "-"), ("2018-10-01", "-"), ("2019-09-30", "-")]);
    dates(rule, &filed("2018-10-01"), &[("2018-09-30", "-"), ("2018-10-01", "V"), ("2018-10-02", "V")]);
    // The next year asks again.
    dates(rule, &filed("2018-09-30"), &[("2019-10-01", "V")]);
    assert!(text(rule, "2019-10-01", &filed("2018-09-30")).contains("2019"));
    // Released by licence before 30 June, on it, after it.
    let released = |day: &str| with(&filed("2018-10-01"), "/holdings/items/0/unblocked_on", json!(day));
    dates(rule, &released("2018-06-29"), &[("2018-10-01", "-")]);
    dates(rule, &released("2018-06-30"), &[("2018-10-01", "V")]);
    dates(rule, &released("2018-07-01"), &[("2018-10-01", "V"), ("2019-10-01", "V")]);
    // Blocked after 30 June.
    check(rule, "2018-10-01", &held("2018-07-01"), "-");
    check(rule, "2018-10-01", &held("2018-06-04"), "D");
    assert_eq!(missing(rule, "2018-10-01", &held("2018-06-04")), "holdings.items[0].annual_reports");
    let none = |day: &str| with(&held(day), "/holdings/items/0/annual_reports", json!({"items": []}));
    check(rule, "1998-01-01", &none("1996-12-31"), "not in force");
    dates(rule, &none("1997-01-01"), &[("1997-09-30", "-"), ("1997-10-01", "V"), ("1997-10-02", "V")]);
    check(rule, "1998-01-01", &none("1997-01-02"), "V");
}

#[test]
fn rejected_payment() {
    let rule = "us.501.604";
    // Rejected on a Monday; the tenth business day is that of two weeks later.
    let rejected = |day: &str, roles: &str| {
        let record = with(&paid(day, &unlisted("CHN")), "/parties/items/0/roles", json!([roles]));
        with(
            &with(&record, "/transactions/items/0/rejected_on", json!(day)),
            "/transactions/items/0/rejected_by",
            json!("builder"),
        )
    };
    check(rule, "2019-01-01", &rejected("2018-06-04", "PARTY_ROLE_PRINCIPAL"), "-");
    check(rule, "2019-01-01", &rejected("2018-06-04", "PARTY_ROLE_BANK"), "V");
    check(rule, "2021-01-01", &rejected("2020-06-01", "PARTY_ROLE_PRINCIPAL"), "V");
    for (day, letters) in [("2019-06-20", "-"), ("2019-06-21", "V"), ("2019-06-22", "V")] {
        check(rule, "2020-01-01", &rejected(day, "PARTY_ROLE_PRINCIPAL"), letters);
    }
    let bank = rejected("2018-06-04", "PARTY_ROLE_BANK");
    dates(rule, &bank, &[("2018-06-18", "-"), ("2018-06-19", "V")]);
    let told = |day: &str| with(&bank, "/transactions/items/0/rejection_reported_on", json!(day));
    check(rule, "2019-01-01", &told("2018-06-18"), "-");
    check(rule, "2019-01-01", &told("2018-06-19"), "V");
    let nobody = with(&bank, "/transactions/items/0/rejected_by", Value::Null);
    check(rule, "2019-01-01", &nobody, "D");
    assert_eq!(missing(rule, "2019-01-01", &nobody), "transactions.items[0].rejected_by");
    check(rule, "1996-12-31", &rejected("1996-12-02", "PARTY_ROLE_BANK"), "not in force");
    check(rule, "1997-02-01", &rejected("1997-01-01", "PARTY_ROLE_BANK"), "V");
    check(rule, "1997-02-01", &rejected("1997-01-02", "PARTY_ROLE_BANK"), "V");
    check(rule, "2019-01-01", &case(&[]), "not assessed: transactions");
}

#[test]
fn records_kept() {
    let (old, new) = ("us.501.601@1997", "us.501.601@2025");
    let destroyed = |dealing: &str, day: &str| {
        let records = json!({"items": [{"transaction_date": dealing, "destroyed_on": day}]});
        with(&held("2014-01-01"), "/holdings/items/0/records", records)
    };
    // Four years, five, six.
    check(old, "2024-01-01", &destroyed("2015-01-01", "2019-01-01"), "V");
    check(old, "2024-01-01", &destroyed("2015-01-01", "2018-06-01"), "V");
    check(old, "2024-01-01", &destroyed("2015-01-01", "2019-12-31"), "V");
    check(old, "2024-01-01", &destroyed("2015-01-01", "2020-01-01"), "-");
    check(old, "2024-01-01", &destroyed("2015-01-01", "2021-01-01"), "-");
    // The law of the day of the destruction.
    check(new, "2026-01-01", &destroyed("2018-01-01", "2025-06-01"), "V");
    check(new, "2026-01-01", &destroyed("2018-01-01", "2024-01-01"), "not in force");
    check(old, "2026-01-01", &destroyed("2018-01-01", "2024-01-01"), "-");
    for (day, under_old, under_new) in
        [("2025-03-11", "-", "not in force"), ("2025-03-12", "not in force", "V"), ("2025-03-13", "not in force", "V")]
    {
        check(old, day, &destroyed("2018-01-01", day), under_old);
        check(new, day, &destroyed("2018-01-01", day), under_new);
    }
    for (day, letters) in [("1997-08-24", "not in force"), ("1997-08-25", "V"), ("1997-08-26", "V")] {
        let record = with(&destroyed("1996-01-01", day), "/holdings/items/0/blocked_on", json!("1996-01-01"));
        check(old, day, &record, letters);
    }
    // Kept; the day of the dealing unknown; not destroyed yet.
    let kept =
        with(&destroyed("2018-01-01", "2025-06-01"), "/holdings/items/0/records/items/0/destroyed_on", Value::Null);
    check(new, "2026-01-01", &kept, "-");
    let undated =
        with(&destroyed("2018-01-01", "2025-06-01"), "/holdings/items/0/records/items/0/transaction_date", Value::Null);
    check(new, "2026-01-01", &undated, "D");
    check(new, "2025-05-31", &destroyed("2018-01-01", "2025-06-01"), "-");
    let european = with(&destroyed("2018-01-01", "2025-06-01"), "/holdings/items/0/regime", json!("HOLDING_REGIME_EU"));
    check(new, "2026-01-01", &european, "-");
}

#[test]
fn records_bind_persons_of_the_united_states() {
    let rule = "us.501.601@1997";
    let records = json!({"items": [{"transaction_date": "2015-01-01", "destroyed_on": "2018-01-01"}]});
    let record = with(&held("2014-01-01"), "/holdings/items/0/records", records);
    check(rule, "2019-01-01", &record, "V");
    check(rule, "2019-01-01", &with(&record, "/parties/items/0/country", json!("QAT")), "-");
    check(rule, "2019-01-01", &with(&record, "/parties/items/0/country", Value::Null), "D");
    let nobody = with(&record, "/holdings/items/0/holder", Value::Null);
    assert_eq!(missing(rule, "2019-01-01", &nobody), "holdings.items[0].holder");
}

#[test]
fn records_of_holders_elsewhere_are_not_asked_for() {
    let rule = "us.501.601@1997";
    let record = |country: &str, regime: &str| {
        let holding = json!({"id": "h", "holder": "payee", "regime": regime, "blocked_on": "2018-01-01",
            "records": {"items": [{"destroyed_on": "2019-01-01"}]}});
        with(&case(&[unlisted(country)]), "/holdings", json!({"items": [holding]}))
    };
    check(rule, "2020-01-01", &record("QAT", "HOLDING_REGIME_EU"), "-");
    check(rule, "2020-01-01", &record("QAT", "HOLDING_REGIME_US"), "-");
    check(rule, "2020-01-01", &record("USA", "HOLDING_REGIME_US"), "D");
}
