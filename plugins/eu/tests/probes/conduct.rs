//! Section 1: reports, circumvention, claims, criminal offences.

use super::*;

#[test]
fn frozen_property_is_reported() {
    let rule = "eu.dprk.report";
    let held = |day: &str, extra: &Value| {
        let base = json!({"id": "h", "party": "trader", "holder": "yard", "blocked_on": day});
        let record = yard_with(&[listed("trader", "EU-DPRK", "2010-01-01")]);
        with(&record, "/holdings", json!({"items": [testing::patched(&base, extra)]}))
    };
    // A Monday; the fifth working day after it is the next Monday.
    let record = held("2018-03-05", &json!({}));
    dates(rule, &record, &[("2018-03-05", "-"), ("2018-03-12", "-"), ("2018-03-13", "V"), ("2018-03-14", "V")]);
    check(rule, "2018-03-15", &held("2018-03-01", &json!({})), "V");
    check(rule, "2018-04-01", &held("2018-03-05", &json!({"reported_on": "2018-03-05"})), "-");
    check(rule, "2018-04-01", &held("2018-03-05", &json!({"reported_on": "2018-03-12"})), "-");
    check(rule, "2018-04-01", &held("2018-03-05", &json!({"reported_on": "2018-03-13"})), "V");
    let secret = held("2018-03-05", &json!({"report_exemption_ref": "BAR-1"}));
    check(rule, "2018-04-01", &secret, "X");
    assert_eq!(exemption(rule, "2018-04-01", &secret), "BAR-1");
    check(rule, "2018-04-01", &held("2018-03-05", &json!({"regime": "HOLDING_REGIME_US"})), "-");
    check(rule, "2018-04-01", &held("2018-03-05", &json!({"holder": "trader"})), "-");
    check(rule, "2018-04-01", &held("2018-03-05", &json!({"holder": null})), "D");
    days(
        rule,
        |day| held("2017-08-31", &json!({"blocked_on": day})),
        &[("2017-08-31", "not in force"), ("2017-09-01", "-")],
    );
    check(rule, "2018-04-01", &held("2017-08-31", &json!({})), "not in force");
    check(rule, "2018-04-01", &held("2017-09-01", &json!({})), "V");
}

/// North Korean workers at the yard under a contract, and where their pay goes.
fn working(contract: Value, payee: &str) -> Value {
    let record = yard_with(&[]);
    let workers =
        json!({"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]});
    let record = with(&record, "/workers", workers);
    let record = with(&record, "/wages", json!({"items": [{"id": "w", "payee": payee}]}));
    let record = with(&record, "/transactions", json!({"items": []}));
    with(&record, "/contracts", json!({"items": [contract]}))
}

fn sole_trader(day: &str) -> Value {
    json!({"id": "k", "kind": "CONTRACT_KIND_SELF_EMPLOYED", "signed_on": day})
}

#[test]
fn workers_made_sole_traders() {
    let rule = "eu.dprk.circumvent";
    let at = |day: &str| working(sole_trader(day), "PAYEE_SENDER");
    for (day, expected) in [("2017-10-15", "-"), ("2017-10-16", "-"), ("2017-10-17", "R"), ("2017-10-18", "R")] {
        check(rule, "2018-01-01", &at(day), expected);
    }
    let record = at("2017-11-01");
    dates(
        rule,
        &record,
        &[("2017-08-31", "not in force"), ("2017-10-31", "-"), ("2017-11-01", "R"), ("2017-11-02", "R")],
    );
    check(rule, "2018-01-01", &working(sole_trader("2017-11-01"), "PAYEE_WORKER_ACCOUNT"), "-");
    check(
        rule,
        "2018-01-01",
        &working(json!({"id": "k", "kind": "CONTRACT_KIND_EMPLOYMENT", "signed_on": "2017-11-01"}), "PAYEE_SENDER"),
        "-",
    );
    check(rule, "2018-01-01", &with(&record, "/workers/items/0/nationalities/items/0", json!("UKR")), "-");
    check(rule, "2018-01-01", &with(&record, "/workers/items/0/protection", json!("PROTECTION_REFUGEE")), "-");
    check(rule, "2018-01-01", &with(&record, "/wages", Value::Null), "R");
    check(rule, "2018-01-01", &with(&record, "/contracts/items/0/signed_on", Value::Null), "D");
    let known = with(&record, "/parties/items/0/knowledge", json!({"items": [{"known_on": "2017-12-01"}]}));
    dates(rule, &known, &[("2017-11-30", "R"), ("2017-12-01", "P"), ("2017-12-02", "P")]);
    check(rule, "2018-01-01", &with(&known, "/parties/items/0/knowledge/items/0/known_on", Value::Null), "R");
}

#[test]
fn workers_under_a_false_nationality() {
    let rule = "eu.dprk.circumvent";
    let record =
        working(json!({"id": "k", "kind": "CONTRACT_KIND_EMPLOYMENT", "signed_on": "2017-01-01"}), "PAYEE_SENDER");
    let declared = |country: &str| with(&record, "/workers/items/0/nationality_as_declared", json!(country));
    dates(rule, &declared("KOR"), &[("2017-08-31", "not in force"), ("2017-09-01", "R"), ("2017-09-02", "R")]);
    assert_eq!(subjects(rule, "2018-01-01", &declared("KOR")), [("crew".to_owned(), "R")]);
    check(rule, "2018-01-01", &declared("PRK"), "-");
    check(rule, "2018-01-01", &record, "-");
}

#[test]
fn payments_in_disguise() {
    let rule = "eu.dprk.circumvent";
    let other = |country: &str| {
        json!({"id": "other", "roles": ["PARTY_ROLE_OTHER"], "country": country,
        "government_of_north_korea": false})
    };
    let paid = |country: &str, extra: Value| {
        let record = with(&yard_with(&[other(country)]), "/workers", json!({"items": []}));
        let record = pays(&with(&record, "/contracts", json!({"items": []})), "yard", "other", "2018-01-01");
        let payment = testing::patched(&record["transactions"]["items"][0], &extra);
        with(&record, "/transactions/items/0", payment)
    };
    let stripped = || json!({"concealment": "CONCEALMENT_STRIPPED_TEXT"});
    check(rule, "2018-01-01", &paid("PRK", stripped()), "R");
    check(rule, "2018-01-01", &paid("CHN", stripped()), "-");
    check(rule, "2018-01-01", &paid("PRK", json!({"concealment": "CONCEALMENT_NONE"})), "-");
    check(rule, "2018-01-01", &paid("PRK", json!({})), "-");
    check(rule, "2018-01-01", &paid("PRK", testing::patched(&stripped(), &json!({"executed": false}))), "-");
    for (day, expected) in [("2017-12-31", "P"), ("2018-01-01", "P"), ("2018-01-02", "R")] {
        let knew = testing::patched(&stripped(), &json!({"knowledge": {"items": [{"known_on": day}]}}));
        check(rule, "2018-02-01", &paid("PRK", knew), expected);
    }
}

#[test]
fn claims_that_are_not_satisfied() {
    let rule = "eu.dprk.noclaims";
    let claimed = |other: Value, kind: &str, day: &str| {
        let claim = json!({"id": "c", "claimant": "other", "kind": kind, "date": day});
        with(&yard_with(&[other]), "/ventures", json!({"claims_made": [claim]}))
    };
    let sender = || listed("other", "EU-DPRK", "2017-10-16");
    let foreign = || with(&json!({"p": sender()}), "/p/country", json!("CHN"))["p"].clone();
    for (day, expected) in [("2017-10-15", "-"), ("2017-10-16", "I"), ("2017-10-17", "I")] {
        check(rule, "2018-01-01", &claimed(foreign(), "CLAIM_KIND_LABOUR_LEASE", day), expected);
    }
    days(
        rule,
        |day| claimed(sender(), "CLAIM_KIND_LABOUR_LEASE", day),
        &[("2017-08-31", "not in force"), ("2017-09-01", "I"), ("2017-09-02", "I")],
    );
    check(rule, "2018-01-01", &claimed(sender(), "CLAIM_KIND_OTHER", "2018-01-01"), "R");
    let worker =
        || json!({"id": "other", "roles": ["PARTY_ROLE_OTHER"], "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK"});
    check(rule, "2018-01-01", &claimed(worker(), "CLAIM_KIND_OWN_WAGE", "2018-01-01"), "R");
    check(rule, "2018-01-01", &claimed(unlisted("other"), "CLAIM_KIND_LABOUR_LEASE", "2018-01-01"), "-");
    // Of a worker nobody says the party.
    let own =
        with(&claimed(worker(), "CLAIM_KIND_OWN_WAGE", "2018-01-01"), "/ventures/claims_made/0/claimant", Value::Null);
    let crew = |nationality: &str| {
        with(&own, "/workers", json!({"items": [{"id": "crew", "nationalities": {"items": [nationality]}}]}))
    };
    check(rule, "2018-01-01", &crew("PRK"), "R");
    check(rule, "2018-01-01", &crew("UKR"), "-");
    let nobody = with(&crew("PRK"), "/ventures/claims_made/0/kind", json!("CLAIM_KIND_LABOUR_LEASE"));
    check(rule, "2018-01-01", &nobody, "D");
    assert_eq!(missing(rule, "2018-01-01", &nobody), "ventures.claims_made[0].claimant");
}

#[test]
fn breaches_that_a_prosecutor_gets() {
    let rule = "eu.crime.2024";
    let paid = |euros: &str, day: &str| {
        let record = pays(&yard_with(&[listed("trader", "EU-DPRK", "2010-01-01")]), "yard", "trader", day);
        with(&record, "/transactions/items/0/amount/amount", json!(euros))
    };
    check(rule, "2026-01-10", &paid("50000", "2026-01-10"), "I");
    check(rule, "2026-01-10", &paid("9000", "2026-01-10"), "-");
    check(rule, "2026-01-10", &paid("9999.99", "2026-01-10"), "-");
    check(rule, "2026-01-10", &paid("10000", "2026-01-10"), "I");
    for (day, expected) in
        [("2019-06-01", "not in force"), ("2025-05-19", "not in force"), ("2025-05-20", "I"), ("2025-05-21", "I")]
    {
        check(rule, "2026-01-10", &paid("50000", day), expected);
    }
    assert_eq!(subjects(rule, "2026-01-10", &paid("50000", "2026-01-10")), [("t".to_owned(), "I")]);
    let help =
        with(&paid("50000", "2026-01-10"), "/transactions/items/0/purpose", json!("TRANSACTION_PURPOSE_HUMANITARIAN"));
    check(rule, "2026-01-10", &help, "-");
    let unsaid = with(&paid("50000", "2026-01-10"), "/transactions/items/0/amount", Value::Null);
    check(rule, "2026-01-10", &unsaid, "D");
    assert_eq!(missing(rule, "2026-01-10", &unsaid), "transactions.items[0].amount_eur");
}
