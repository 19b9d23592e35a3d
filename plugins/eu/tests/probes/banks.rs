//! Section 1: banks and institutions of North Korea.

use super::*;

fn bank(extra: &Value) -> Value {
    testing::patched(&json!({"id": "bank", "roles": ["PARTY_ROLE_BANK"], "country": "POL"}), extra)
}

/// A payment of the yard through its bank to an institution.
fn through(payee_institution: Value, day: &str, extra: &Value) -> Value {
    let record = pays(&yard_with(&[bank(&json!({})), unlisted("payee")]), "yard", "payee", day);
    let base = json!({"to_country": "CHN", "payer_institution": {"party": "bank"}, "payee_institution": payee_institution,
        "payer_data_complete": true, "payee_data_complete": true});
    let payment = testing::patched(&record["transactions"]["items"][0], &testing::patched(&base, extra));
    let record = with(&record, "/transactions/items/0", payment);
    with(&record, "/ventures", json!({}))
}

#[test]
fn banks_that_deal_with_institutions_there() {
    let rule = "eu.dprk.fi";
    let there = || json!({"country": "PRK"});
    days(
        rule,
        |day| through(there(), day, &json!({})),
        &[("2017-08-31", "not in force"), ("2017-09-01", "P"), ("2017-09-02", "P")],
    );
    let check = |institution: Value, extra: Value, expected: &str| {
        check(rule, "2018-01-01", &through(institution, "2018-01-01", &extra), expected);
    };
    check(json!({"country": "CHN"}), json!({}), "-");
    check(json!({"country": "CHN", "controlled_from_north_korea": true}), json!({}), "P");
    check(there(), json!({"executed": false}), "-");
    check(there(), json!({"authorisation_ref": "MF-5"}), "X");
    check(
        there(),
        json!({"purpose": "TRANSACTION_PURPOSE_FOOD", "amount": {"currency": "EUR", "amount": "15000"}}),
        "X",
    );
    check(
        there(),
        json!({"purpose": "TRANSACTION_PURPOSE_FOOD", "amount": {"currency": "EUR", "amount": "15000.01"}}),
        "P",
    );
    check(there(), json!({"payer_institution": {"party": null, "country": "CHN"}}), "-");
    check(there(), json!({"payer_institution": null}), "D");
    check(json!({}), json!({}), "D");
    let unsaid = through(json!({}), "2018-01-01", &json!({}));
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "transactions.items[0].payee_institution.country");
}

#[test]
fn relations_that_last() {
    let rule = "eu.dprk.fi";
    let related = |other: Value, service: Value| {
        let record = yard_with(&[bank(&json!({})), other]);
        let base = json!({"id": "s", "kind": "SERVICE_KIND_FINANCIAL", "provider": "bank", "recipient": "other",
            "from": "2010-01-01", "to": "2018-06-01"});
        let record = with(&record, "/ventures", json!({"services": [testing::patched(&base, &service)]}));
        with(&record, "/transactions", json!({"items": []}))
    };
    let correspondent = || json!({"id": "other", "roles": ["PARTY_ROLE_BANK"], "country": "PRK"});
    dates(
        rule,
        &related(correspondent(), json!({})),
        &[
            ("2017-08-31", "not in force"),
            ("2017-09-01", "P"),
            ("2017-09-02", "P"),
            ("2018-05-31", "P"),
            ("2018-06-01", "-"),
            ("2018-06-02", "-"),
        ],
    );
    let refugee = json!({"id": "other", "roles": ["PARTY_ROLE_OTHER"], "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK",
        "protection": "PROTECTION_REFUGEE"});
    check(rule, "2018-01-01", &related(refugee, json!({})), "-");
    check(rule, "2018-01-01", &related(correspondent(), json!({"kind": "SERVICE_KIND_OTHER"})), "-");
    let swapped = json!({"provider": "other", "recipient": "bank"});
    check(rule, "2018-01-01", &related(correspondent(), swapped), "P");
    check(rule, "2018-01-01", &related(correspondent(), json!({"authorisation_ref": "MF-6"})), "X");
    let branch = json!({"id": "other", "roles": ["PARTY_ROLE_BANK"], "country": "CHN",
        "control_indicators": {"items": [{"by": "head", "documented": true}]}});
    let record = related(branch, json!({}));
    let head = json!({"id": "head", "roles": ["PARTY_ROLE_BANK"], "country": "PRK"});
    check(rule, "2018-01-01", &with(&record, "/parties/items/-", head), "P");
}

#[test]
fn care_in_what_is_carried_out() {
    let rule = "eu.dprk.cdd";
    let there = |extra: Value, day: &str| through(json!({"country": "PRK"}), day, &extra);
    days(
        rule,
        |day| there(json!({"payee_data_complete": false}), day),
        &[("2017-08-31", "not in force"), ("2017-09-01", "V"), ("2017-09-02", "V")],
    );
    let check = |extra: Value, expected: &str| check(rule, "2018-03-01", &there(extra, "2018-01-10"), expected);
    check(json!({}), "-");
    check(json!({"payer_data_complete": false}), "V");
    check(json!({"payee_data_complete": false, "executed": false}), "-");
    check(json!({"payee_data_complete": null}), "D");
    check(json!({"proliferation_suspected_on": "2018-01-12"}), "V");
    check(json!({"proliferation_suspected_on": "2018-01-12", "fiu_reported_on": "2018-01-12"}), "-");
    check(json!({"proliferation_suspected_on": "2018-01-12", "fiu_reported_on": "2018-01-19"}), "-");
    check(json!({"proliferation_suspected_on": "2018-01-12", "fiu_reported_on": "2018-01-20"}), "R");
    check(json!({"proliferation_suspected_on": "2018-01-09", "fiu_reported_on": "2018-01-11"}), "V");
    check(json!({"proliferation_suspected_on": "2018-01-09", "fiu_reported_on": "2018-01-10"}), "-");
    check(json!({"proliferation_suspected_on": "2018-01-09", "executed": false}), "V");
    check(json!({"proliferation_suspected_on": "2018-03-02"}), "-");
    let record = there(json!({"proliferation_suspected_on": "2018-01-12"}), "2018-01-10");
    // A Friday; the fifth working day after it is the next Friday.
    dates(
        rule,
        &record,
        &[("2018-01-11", "-"), ("2018-01-12", "-"), ("2018-01-13", "R"), ("2018-01-19", "R"), ("2018-01-20", "V")],
    );
}
