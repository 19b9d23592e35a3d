//! eu.scope: whom and what the law of the Union reaches.

use super::*;

/// Nobody of the Union, nothing in it.
fn doha() -> Value {
    let sponsor = json!({"id": "sponsor", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "QAT"});
    let sender =
        json!({"id": "bureau", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "government_of_north_korea": true});
    json!({
        "parties": {"items": [sponsor, sender]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]},
        "deployment": {"start": "2014-01-01"},
        "worksites": {"items": [{"id": "tower", "country": "QAT"}]},
        "wages": {"items": [{"id": "w", "payee": "PAYEE_SENDER"}]}
    })
}

/// A rule that answers for every record the gate lets through.
const RULE: &str = "eu.dprk.makeavail";

#[test]
fn one_leg_in_the_union_is_enough() {
    check(RULE, "2018-06-01", &doha(), "NA");
    for (path, value) in [
        ("/parties/items/0/country", json!("NLD")),
        ("/parties/items/0/is_eu_person", json!(true)),
        ("/parties/items/0/business_in_eu", json!(true)),
        ("/worksites/items/0/country", json!("POL")),
        ("/goods", json!({"items": [{"id": "hull", "market": "MARKET_EU"}]})),
        ("/transactions", json!({"items": [{"id": "t", "date": "2018-01-01", "bank": {"country": "DEU"}}]})),
        ("/transactions", json!({"items": [{"id": "t", "date": "2018-01-01", "to_country": "DEU"}]})),
        (
            "/transactions",
            json!({"items": [{"id": "t", "date": "2018-01-01", "payer_institution": {"country": "DEU"}}]}),
        ),
        (
            "/transactions",
            json!({"items": [{"id": "t", "date": "2018-01-01", "payee_institution": {"country": "DEU"}}]}),
        ),
        ("/journeys", json!({"items": [{"id": "j", "date": "2018-01-01", "country": "DEU"}]})),
        ("/parties/items/1/domicile", json!("POL")),
        ("/ventures", json!({"joint_ventures": [{"id": "jv", "country": "NLD"}]})),
        ("/deployment/remote", json!({"works_in": "DEU"})),
        ("/state", json!({"country": "POL"})),
    ] {
        let record = with(&doha(), path, value);
        let reached = testing::answer(&PLUGIN, RULE, "2018-06-01", &record);
        assert_ne!(reached, "NA", "{path}");
    }
    for (path, value) in [
        ("/parties/items/0/is_eu_person", json!(false)),
        ("/parties/items/0/business_in_eu", json!(false)),
        ("/goods", json!({"items": [{"id": "hull", "market": "MARKET_US"}]})),
        ("/transactions", json!({"items": [{"id": "t", "date": "2018-01-01", "bank": {"country": "QAT"}}]})),
        ("/state", json!({"country": "QAT"})),
        ("/parties/items/1/domicile", json!("QAT")),
        ("/ventures", json!({"joint_ventures": [{"id": "jv"}]})),
        ("/deployment/remote", json!({"works_in": "QAT"})),
        ("/deployment/remote", json!({})),
    ] {
        check(RULE, "2018-06-01", &with(&doha(), path, value), "NA");
    }
}

#[test]
fn what_is_not_recorded_does_not_close_the_gate() {
    for path in ["/parties/items/0/country", "/worksites/items/0/country"] {
        let record = with(&doha(), path, Value::Null);
        assert_ne!(testing::answer(&PLUGIN, RULE, "2018-06-01", &record), "NA", "{path}");
    }
    let nowhere = with(&with(&doha(), "/parties", Value::Null), "/worksites", Value::Null);
    assert_ne!(testing::answer(&PLUGIN, RULE, "2018-06-01", &nowhere), "NA");
}

#[test]
fn it_runs_at_every_date_and_knows_who_left() {
    let british = with(&doha(), "/parties/items/0/country", json!("GBR"));
    let british = with(&british, "/transactions", json!({"items": []}));
    dates(
        RULE,
        &british,
        &[("2017-08-31", "not in force"), ("2020-12-31", "R"), ("2021-01-01", "-"), ("2021-01-02", "-")],
    );
    // What was done while it was a member stays under the law of that day.
    let record = yard_with(&[listed("bureau", "EU-DPRK", "2017-01-01")]);
    let record =
        with(&record, "/parties/items/0", json!({"id": "yard", "roles": ["PARTY_ROLE_BUYER"], "country": "GBR"}));
    let record = with(&record, "/worksites/items/0/country", json!("GBR"));
    days(RULE, |day| pays(&record, "yard", "bureau", day), &[("2020-12-31", "P"), ("2021-01-01", "-")]);
    check(RULE, "2022-01-01", &pays(&record, "yard", "bureau", "2020-12-31"), "P");
    check(RULE, "2015-06-01", &doha(), "NA");
}

#[test]
fn a_subsidiary_outside_the_union_acts_for_itself() {
    let parent = json!({"id": "parent", "roles": ["PARTY_ROLE_PARENT"], "country": "NLD", "is_eu_person": true});
    let record = with(&doha(), "/parties/items/-", parent);
    let record = with(&record, "/parties/items/-", listed("trader", "EU-DPRK", "2010-01-01"));
    let record = with(&record, "/wages", Value::Null);
    let paid = pays(&record, "sponsor", "trader", "2018-01-01");
    check(RULE, "2018-06-01", &paid, "-");
    check(RULE, "2018-06-01", &with(&paid, "/transactions/items/0/facilitated_by", json!({"items": ["parent"]})), "P");
    check(RULE, "2018-06-01", &with(&paid, "/transactions/items/0/bank", json!({"country": "DEU"})), "P");
    check(RULE, "2018-06-01", &with(&paid, "/parties/items/0/business_in_eu", json!(true)), "P");
    check(RULE, "2018-06-01", &pays(&record, "parent", "trader", "2018-01-01"), "P");
    let wages = with(&paid, "/wages", json!({"items": [{"id": "w", "payee": "PAYEE_SENDER"}]}));
    check(RULE, "2018-06-01", &wages, "-");
    check(RULE, "2018-06-01", &with(&wages, "/worksites/items/0/country", json!("POL")), "RP");
}

#[test]
fn who_pays_wages() {
    let with_party = |roles: Value| {
        let party = json!({"id": "parent", "roles": roles, "country": "NLD", "is_eu_person": true});
        let record = with(&doha(), "/parties/items/-", party);
        with(&record, "/transactions", json!({"items": []}))
    };
    for (roles, expected) in [
        (json!(["PARTY_ROLE_PARENT"]), "-"),
        (json!(["PARTY_ROLE_OWNER"]), "-"),
        (json!(["PARTY_ROLE_PARENT", "PARTY_ROLE_OWNER"]), "-"),
        (json!(["PARTY_ROLE_PARENT", "PARTY_ROLE_BUYER"]), "R"),
        (json!(["PARTY_ROLE_BUYER"]), "R"),
        (json!([]), "R"),
    ] {
        check(RULE, "2018-06-01", &with_party(roles), expected);
    }
}

#[test]
fn what_says_nothing_of_the_union() {
    let journey = json!({"items": [{"id": "j", "date": "2018-01-01"}]});
    check(RULE, "2018-06-01", &with(&doha(), "/journeys", journey), "NA");
    check(RULE, "2018-06-01", &with(&doha(), "/parties", Value::Null), "NA");
    let nowhere = with(&doha(), "/worksites", Value::Null);
    check(RULE, "2018-06-01", &nowhere, "NA");
    // An act of somebody who is not in the record, while a parent in the Union took no part.
    let parent = json!({"id": "parent", "roles": ["PARTY_ROLE_PARENT"], "country": "NLD", "is_eu_person": true});
    let record = with(&doha(), "/parties/items/-", parent);
    let record = with(&record, "/parties/items/-", listed("trader", "EU-DPRK", "2010-01-01"));
    let record = with(&record, "/wages", json!({"items": []}));
    check(RULE, "2018-06-01", &pays(&record, "ghost", "trader", "2018-01-01"), "-");
}
