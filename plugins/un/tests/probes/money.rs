//! Cash, and pay that goes to the State.

use super::*;

#[test]
fn bulk_cash() {
    let rule = "un.2094.cash";
    let carried = |day: &str, amount: &str, change: Value| {
        let cash = json!({"amount": {"currency": "USD", "amount": amount}, "to_country": "PRK",
            "declaration_limit": {"currency": "USD", "amount": "10000"}});
        let journey = json!({"id": "j", "person": "sender", "date": day, "country": "PRK",
            "cash": testing::patched(&cash, &change)});
        with(&builders(), "/journeys", json!({"items": [journey]}))
    };
    let silent = "not assessed: transactions";
    UN.days(
        rule,
        |day| carried(day, "310000", json!({})),
        &[("2013-03-06", "not in force"), ("2013-03-07", "R"), ("2013-03-08", "R"), ("2017-01-01", "R")],
    );
    for (amount, expected) in [("90", silent), ("10000", silent), ("10000.01", "R")] {
        UN.check(rule, "2017-01-01", &carried("2017-01-01", amount, json!({})), expected);
    }
    UN.check(rule, "2017-01-01", &carried("2017-01-01", "310000", json!({"to_country": "CHN"})), silent);
    let unsaid = carried("2017-01-01", "310000", json!({"declaration_limit": null}));
    UN.check(rule, "2017-01-01", &unsaid, "D");
    assert_eq!(UN.missing(rule, "2017-01-01", &unsaid), "journeys.items[0].cash.declaration_limit");
    // The amount is recorded; what lacks is a rate.
    let roubles = carried("2017-01-01", "310000", json!({"amount": {"currency": "RUB", "amount": "310000"}}));
    UN.check(rule, "2017-01-01", &roubles, "R");
    assert_eq!(UN.missing(rule, "2017-01-01", &roubles), "reference.exchange_rates");
    assert!(UN.text(rule, "2017-01-01", &roubles).contains("the table of exchange rates has no value for it"));
    let courier = |mode: &str, to: &str| {
        let payment = json!({"id": "t", "date": "2017-01-01", "mode": mode, "to_country": to});
        let record = with(&builders(), "/transactions", json!({"items": [payment]}));
        with(&record, "/journeys", json!({"items": []}))
    };
    UN.check(rule, "2017-01-01", &courier("TRANSACTION_MODE_COURIER", "PRK"), "R");
    UN.check(rule, "2017-01-01", &courier("TRANSACTION_MODE_COURIER", "CHN"), "-");
    UN.check(rule, "2017-01-01", &courier("TRANSACTION_MODE_WIRE", "PRK"), "-");
}

#[test]
fn pay_that_goes_to_the_state() {
    let rule = "un.wage.programme";
    let paid = |payee: &str| with(&builders(), "/wages/items/0/payee", json!(payee));
    let silent = "not assessed: transactions";
    UN.dates(
        rule,
        &paid("PAYEE_STATE"),
        &[("2013-03-06", "not in force"), ("2013-03-07", "R"), ("2013-03-08", "R"), ("2017-01-01", "R")],
    );
    UN.check(rule, "2017-01-01", &paid("PAYEE_WORKER_ACCOUNT"), silent);
    UN.check(rule, "2017-01-01", &paid("PAYEE_SENDER"), silent);
    let entries = json!({"items": [{"list": "UN-1718", "listed_on": "2017-08-05"}]});
    let listed = with(&paid("PAYEE_SENDER"), "/parties/items/0/lists", entries);
    UN.dates(rule, &listed, &[("2017-08-04", silent), ("2017-08-05", "R"), ("2017-08-06", "R")]);
    // Nobody says to whom it goes.
    let unsaid = with(&listed, "/wages/items/0/payee", Value::Null);
    UN.check(rule, "2017-08-05", &unsaid, "D");
    assert_eq!(UN.missing(rule, "2017-08-05", &unsaid), "wages.items[0].payee");
    let others = with(&paid("PAYEE_STATE"), "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    UN.check(rule, "2017-01-01", &others, silent);
    let payment = json!({"id": "t", "date": "2017-08-05", "payer": "builder", "payee": "sender",
        "purpose": "TRANSACTION_PURPOSE_LABOUR_LEASE"});
    let pool = with(&with(&listed, "/transactions", json!({"items": [payment]})), "/wages", Value::Null);
    UN.check(rule, "2017-08-05", &pool, "R");
    UN.check(
        rule,
        "2017-08-05",
        &with(&pool, "/transactions/items/0/purpose", json!("TRANSACTION_PURPOSE_FOOD")),
        "not assessed: wages",
    );
}

#[test]
fn pay_of_others_is_no_pay_of_north_koreans() {
    let rule = "un.wage.programme";
    let nepalese = json!({"id": "nepalese", "nationalities": {"items": ["NPL"]}});
    let record = with(&builders(), "/workers/items/-", nepalese);
    let line = |groups: Value| json!({"id": "v", "site": "tower", "payee": "PAYEE_STATE", "worker_groups": groups});
    let record = |groups: Value| with(&record, "/wages", json!({"items": [line(groups)]}));
    let silent = "not assessed: transactions";
    UN.check(rule, "2018-01-01", &record(json!({"items": ["nepalese"]})), silent);
    UN.check(rule, "2018-01-01", &record(json!({"items": ["crew"]})), "R");
    UN.check(rule, "2018-01-01", &record(json!({"items": ["crew", "nepalese"]})), "R");
    UN.check(rule, "2018-01-01", &record(Value::Null), "R");
}
