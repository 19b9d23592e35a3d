//! Every row of the catalogue: its examples, its boundaries, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use comity_plugin_nl::PLUGIN;
use comity_sdk::testing::{self, Probes, Value, json, with};

const NL: Probes = Probes(&PLUGIN);

/// A Dutch buyer who orders hulls from a Polish yard of state-deployed workers, with knowledge.
fn ordered(day: &str, change: &Value) -> Value {
    let order = json!({"id": "o", "by": "buyer", "date": day,
        "knowledge": {"items": [{"id": "k", "known_on": "2016-05-01", "source": "KNOWLEDGE_SOURCE_PRESS_REPORT"}]}});
    json!({
        "parties": {"items": [
            {"id": "sender", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "government_of_north_korea": true},
            {"id": "buyer", "roles": ["PARTY_ROLE_BUYER"], "country": "NLD"}
        ]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]},
        "deployment": {"start": "2013-01-01"},
        "worksites": {"items": [{"id": "yard", "country": "POL"}]},
        "liberty": {"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_MINDER", "escort_required": true,
            "passport_held_on_written_request": false}]},
        "coercion": {"items": [{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]},
            "can_resign": false}]},
        "orders": {"items": [testing::patched(&order, change)]}
    })
}

#[test]
fn the_law_of_every_row_has_its_days() {
    NL.law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &ordered("2016-05-01", &json!({})));
}

#[test]
fn every_row_has_its_rule() {
    NL.rows(&["nl.273f.profit", "nl.273f.penalty", "nl.art12"]);
}

#[test]
fn an_order_with_knowledge() {
    let rule = "nl.273f.profit";
    for (day, expected) in [("2016-04-30", "-"), ("2016-05-01", "R"), ("2016-05-02", "R"), ("2016-09-01", "R")] {
        NL.check(rule, "2016-10-01", &ordered(day, &json!({})), expected);
        let penalty = if expected == "R" { "I" } else { "-" };
        NL.check("nl.273f.penalty", "2016-10-01", &ordered(day, &json!({})), penalty);
    }
    NL.check(rule, "2016-08-31", &ordered("2016-09-01", &json!({})), "-");
    NL.check(rule, "2016-10-01", &ordered("2016-09-01", &json!({"knowledge": {"items": []}})), "-");
    NL.check(rule, "2016-10-01", &ordered("2016-09-01", &json!({"knowledge": null})), "D");
    let undated = json!({"knowledge": {"items": [{"id": "k", "source": "KNOWLEDGE_SOURCE_PRESS_REPORT"}]}});
    NL.check(rule, "2016-10-01", &ordered("2016-09-01", &undated), "-");
    NL.check(rule, "2016-10-01", &ordered("2016-09-01", &json!({"by": null})), "D");
    let free = with(&ordered("2016-09-01", &json!({})), "/coercion", json!({"items": []}));
    let free = with(&free, "/liberty", json!({"items": []}));
    let free = with(&free, "/parties/items/0/government_of_north_korea", json!(false));
    let free = with(&free, "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    NL.check(rule, "2016-10-01", &free, "-");
    NL.dates("nl.273f.penalty", &ordered("2016-09-01", &json!({})), &[("2016-08-31", "-"), ("2016-09-01", "I")]);
}

#[test]
fn where_it_applies() {
    let record = ordered("2016-09-01", &json!({}));
    let elsewhere = with(&record, "/parties/items/1/country", json!("DEU"));
    NL.check("nl.273f.profit", "2016-10-01", &elsewhere, "NA");
    let principal = with(&record, "/parties/items/1/roles", json!(["PARTY_ROLE_PRINCIPAL"]));
    NL.check("nl.273f.profit", "2016-10-01", &principal, "R");
    let here = with(&elsewhere, "/worksites/items/0/country", json!("NLD"));
    NL.check("nl.273f.profit", "2016-10-01", &here, "R");
    // A buyer of whom nobody says the country may be there.
    NL.check("nl.273f.profit", "2016-10-01", &with(&record, "/parties/items/1/country", Value::Null), "D");
}

#[test]
fn a_decision_not_to_prosecute() {
    let rule = "nl.art12";
    let proceedings = |items: Value| with(&ordered("2016-09-01", &json!({})), "/proceedings", json!({"items": items}));
    let closed = |result: &str, day: &str| {
        json!({"id": result, "subject": "PROCEEDING_SUBJECT_TRAFFICKING", "closed_on": day,
            "result": format!("PROCEEDING_RESULT_{result}")})
    };
    let dropped = proceedings(json!([closed("NOT_PROSECUTED", "2023-02-01")]));
    NL.dates(
        rule,
        &dropped,
        &[
            ("2022-11-30", "not in force"),
            ("2022-12-01", "-"),
            ("2023-01-31", "-"),
            ("2023-02-01", "I"),
            ("2024-03-20", "I"),
        ],
    );
    let convicted = proceedings(json!([closed("NOT_PROSECUTED", "2023-02-01"), closed("CONVICTION", "2024-01-01")]));
    NL.dates(rule, &convicted, &[("2023-12-31", "I"), ("2024-01-01", "-")]);
    NL.check(rule, "2024-03-20", &ordered("2016-09-01", &json!({})), "not assessed: proceedings");
}

#[test]
fn whom_it_reaches() {
    let rule = "nl.273f.profit";
    let record = with(&ordered("2016-09-01", &json!({})), "/parties/items/1/country", json!("DEU"));
    // A site that may be here brings the record before the plugin, but makes nobody a buyer here.
    let somewhere = with(&record, "/worksites/items/0/country", Value::Null);
    NL.check(rule, "2016-10-01", &somewhere, "-");
    NL.check(rule, "2016-10-01", &with(&record, "/worksites", Value::Null), "-");
    for part in ["workers", "parties"] {
        let without = with(&ordered("2016-09-01", &json!({})), &format!("/{part}"), Value::Null);
        NL.check(rule, "2016-10-01", &without, &format!("not assessed: {part}"));
    }
    // A sign of unfreedom and another, and nothing known of the rest: it cannot be judged.
    let unsure = with(&ordered("2016-09-01", &json!({})), "/coercion", Value::Null);
    let unsure = with(&unsure, "/parties/items/0/government_of_north_korea", Value::Null);
    let papers = json!([{"id": "l", "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
        "passport_held_on_written_request": false}]);
    let unsure = with(&unsure, "/liberty/items", papers);
    let tied = json!({"items": [{"id": "q", "valid_from": "2013-01-01", "tied_to_employer": true}]});
    NL.check(rule, "2016-10-01", &with(&unsure, "/permits", tied), "D");
}

#[test]
fn which_proceedings_count() {
    let rule = "nl.art12";
    for (change, expected) in [
        (json!({}), "I"),
        (json!({"subject": "PROCEEDING_SUBJECT_FORCED_LABOUR"}), "I"),
        (json!({"subject": "PROCEEDING_SUBJECT_OTHER"}), "-"),
        (json!({"result": "PROCEEDING_RESULT_ACQUITTAL"}), "-"),
        (json!({"subject": null}), "D"),
        (json!({"closed_on": null}), "D"),
        (json!({"result": null}), "D"),
        // It goes on.
        (json!({"closed_on": null, "result": null}), "-"),
    ] {
        let dropped = json!({"id": "p", "subject": "PROCEEDING_SUBJECT_TRAFFICKING", "closed_on": "2023-02-01",
            "result": "PROCEEDING_RESULT_NOT_PROSECUTED"});
        let proceedings = json!({"items": [testing::patched(&dropped, &change)]});
        NL.check(rule, "2024-03-20", &with(&ordered("2016-09-01", &json!({})), "/proceedings", proceedings), expected);
    }
}

/// Every decision is told; a conviction ends the matter of those before it.
#[test]
fn several_proceedings() {
    let rule = "nl.art12";
    let closed = |id: &str, result: &str, day: &str| {
        json!({"id": id, "subject": "PROCEEDING_SUBJECT_TRAFFICKING", "closed_on": day,
            "result": format!("PROCEEDING_RESULT_{result}")})
    };
    let record = |items: Value| with(&ordered("2016-09-01", &json!({})), "/proceedings", json!({"items": items}));
    let two =
        record(json!([closed("d1", "NOT_PROSECUTED", "2023-02-01"), closed("d2", "NOT_PROSECUTED", "2023-06-01")]));
    assert!(NL.text(rule, "2024-03-20", &two).contains("d1, d2"));
    // Since the first of them; what ended otherwise is none.
    assert_eq!(NL.findings(rule, "2024-03-20", &two).remove(0).fact_from.as_deref(), Some("2023-02-01"));
    let acquitted =
        record(json!([closed("d1", "NOT_PROSECUTED", "2023-02-01"), closed("a", "ACQUITTAL", "2023-01-01")]));
    assert!(NL.text(rule, "2024-03-20", &acquitted).contains("(d1)"));
    let old = record(json!([closed("d1", "NOT_PROSECUTED", "2023-02-01"), closed("c", "CONVICTION", "2015-01-01")]));
    NL.check(rule, "2024-03-20", &old, "I");
    let same = record(json!([closed("d1", "NOT_PROSECUTED", "2023-02-01"), closed("c", "CONVICTION", "2023-02-01")]));
    NL.check(rule, "2024-03-20", &same, "-");
    // Whether a conviction came after a decision without its day nobody can say.
    let undated = testing::patched(&closed("d1", "NOT_PROSECUTED", ""), &json!({"closed_on": null}));
    let undated = record(json!([undated, closed("c", "CONVICTION", "2023-02-01")]));
    NL.check(rule, "2024-03-20", &undated, "D");
}

/// Whoever placed the order bought, whatever role is recorded.
#[test]
fn a_buyer_by_the_order() {
    let record = ordered("2016-09-01", &json!({}));
    for roles in [json!(["PARTY_ROLE_IMPORTER"]), json!([])] {
        NL.check("nl.273f.profit", "2016-10-01", &with(&record, "/parties/items/1/roles", roles), "R");
    }
    let other = with(&record, "/parties/items/1/roles", json!(["PARTY_ROLE_IMPORTER"]));
    NL.check("nl.273f.profit", "2016-10-01", &with(&other, "/orders/items/0/by", json!("sender")), "NA");
    // One of several orders is enough, and one that nobody says who placed may be theirs.
    let second = json!({"id": "p", "by": "sender", "date": "2016-09-01"});
    NL.check("nl.273f.profit", "2016-10-01", &with(&other, "/orders/items/-", second), "R");
    NL.check("nl.273f.profit", "2016-10-01", &with(&other, "/orders/items/0/by", Value::Null), "D");
}

/// The plugin is asked where a principal or buyer is there, or may be; what the order is about decides the rule.
#[test]
fn a_buyer_who_did_not_order() {
    let record = with(&ordered("2016-09-01", &json!({})), "/orders/items/0/by", json!("sender"));
    for (roles, expected) in [
        (json!(["PARTY_ROLE_BUYER"]), "-"),
        (json!(["PARTY_ROLE_PRINCIPAL"]), "-"),
        (json!([]), "-"),
        (json!(["PARTY_ROLE_IMPORTER"]), "NA"),
    ] {
        NL.check("nl.273f.profit", "2016-10-01", &with(&record, "/parties/items/1/roles", roles), expected);
    }
}

/// The penalty goes with a finding, not with what cannot be judged.
#[test]
fn no_penalty_for_what_is_open() {
    let unsaid = ordered("2016-09-01", &json!({"knowledge": null}));
    NL.check("nl.273f.profit", "2016-10-01", &unsaid, "D");
    NL.check("nl.273f.penalty", "2016-10-01", &unsaid, "-");
}

/// Work in the heat of a later year is no sign at an earlier order.
#[test]
fn heat_of_later_years() {
    let record = ordered("2016-09-01", &json!({}));
    let record = with(&record, "/coercion", json!({"items": []}));
    let record = with(&record, "/liberty", json!({"items": []}));
    let record = with(&record, "/parties/items/0/government_of_north_korea", json!(false));
    let record = with(&record, "/worksites/items/0/country", json!("QAT"));
    let midday = |day: &str| {
        let work = json!({"date": day, "from": "12:00", "to": "14:00"});
        let heat = json!({"items": [{"id": "h", "site": "yard", "shade": false, "ventilated": false,
            "outdoor_intervals": {"items": [work]}}]});
        with(&record, "/heat", heat)
    };
    let answer = |day: &str| testing::answer(&PLUGIN, "nl.273f.profit", "2022-01-01", &midday(day));
    assert_eq!(
        answer("2021-07-01"),
        testing::answer(&PLUGIN, "nl.273f.profit", "2022-01-01", &with(&record, "/heat", json!({"items": []})))
    );
}
