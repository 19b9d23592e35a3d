//! Section 3: the global human rights sanctions regime.

use super::*;

fn minister() -> Value {
    listed("minister", "EU-GHR", "2021-03-22")
}

#[test]
fn assets_of_those_listed_for_abuses() {
    let rule = "eu.ghr.freeze";
    let record = yard_with(&[minister()]);
    days(
        rule,
        |day| with(&pays(&record, "yard", "minister", day), "/deployment/end", json!("2020-01-01")),
        &[("2021-03-01", "-"), ("2021-03-21", "-"), ("2021-03-22", "P"), ("2021-03-23", "P"), ("2021-04-01", "P")],
    );
    let early = yard_with(&[listed("minister", "EU-GHR", "2000-01-01")]);
    let early = pays(&early, "yard", "yard", "2000-01-01");
    dates(rule, &early, &[("2020-12-07", "not in force"), ("2020-12-08", "P"), ("2020-12-09", "P")]);
    assert_eq!(subjects(rule, "2021-01-01", &early), [("minister".to_owned(), "P")]);
    assert!(text(rule, "2021-01-01", &early).contains("Regulation (EU) 2020/1998"));
    let ended = with(&record, "/deployment/end", json!("2020-01-01"));
    let paid = pays(&ended, "yard", "minister", "2021-04-01");
    assert_eq!(subjects(rule, "2021-04-01", &paid), [("t".to_owned(), "P")]);
    assert_eq!(subjects(rule, "2021-04-01", &pays(&ended, "minister", "yard", "2021-04-01")), [("t".to_owned(), "P")]);
    let licensed = with(&paid, "/transactions/items/0/authorisation_ref", json!("MF-1"));
    check(rule, "2021-04-01", &licensed, "X");
    assert_eq!(exemption(rule, "2021-04-01", &licensed), "MF-1");
    let unnamed = with(&paid, "/transactions/items/0/payee", Value::Null);
    check(rule, "2021-04-01", &unnamed, "D");
    assert_eq!(missing(rule, "2021-04-01", &unnamed), "transactions.items[0].payee");
    let undated = with(&paid, "/parties/items/1/lists/items/0/listed_on", Value::Null);
    check(rule, "2021-04-01", &undated, "R");
    check("eu.dprk.freeze", "2021-04-01", &paid, "-");
    check(rule, "2021-04-01", &with(&paid, "/parties/items/1", listed("minister", "EU-DPRK", "2010-01-01")), "-");
    // Owned by such a person.
    let record = yard_with(&[owned("firm", &[("minister", "60")]), minister()]);
    let record = pays(&record, "yard", "yard", "2021-04-01");
    assert!(subjects(rule, "2021-04-01", &record).contains(&("firm".to_owned(), "P")));
}

/// A crew with signs of force.
fn crew(extra: &Value) -> Value {
    let base = json!({
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]},
        "coercion": {"items": [{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]},
            "violence": {"items": []}, "can_resign": false}]}
    });
    let sender =
        json!({"id": "bureau", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "government_of_north_korea": true});
    testing::patched(&testing::patched(&yard_with(&[sender]), &base), extra)
}

#[test]
fn facts_that_call_for_a_proposal() {
    let rule = "eu.ghr.criteria";
    dates(rule, &crew(&json!({})), &[("2020-12-07", "not in force"), ("2020-12-08", "R"), ("2020-12-09", "R")]);
    assert!(text(rule, "2021-01-01", &crew(&json!({}))).contains("This does not prove"));
    check(rule, "2021-01-01", &crew(&json!({"deployment": {"end": "2020-12-31"}})), "-");
    // A single late wage.
    let late = json!({"coercion": null, "wages": {"items": [{"id": "w", "payee": "PAYEE_WORKER_ACCOUNT", "paid_days_after_due": 40}]}});
    check(rule, "2021-01-01", &crew(&late), "-");
    // Five indicators with grave threats, and whether the work is voluntary is not recorded.
    let many = json!({
        "coercion": {"items": [{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]},
            "family_reprisal_threat": true, "can_resign": null}]},
        "liberty": {"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_MINDER",
            "passport_held_on_written_request": false, "escort_required": true, "communication_restricted": true}]},
        "working_time": {"items": [{"id": "h", "week_minutes": 5400}]},
        "wages": {"items": [{"id": "w", "payee": "PAYEE_SENDER", "gross_by_host": {"currency": "PLN", "amount": "3500"},
            "received_by_worker": {"currency": "PLN", "amount": "425"}, "deductions": {"items": []}}]}
    });
    check(rule, "2021-01-01", &crew(&many), "R");
    check(rule, "2021-01-01", &crew(&json!({"workers": null})), "not assessed: workers");
    let dossier = crew(&json!({"dossier": {"proposed_list": "EU-GHR"}}));
    check(rule, "2021-01-01", &dossier, "R");
}

#[test]
fn payments_around_the_listed() {
    let rule = "eu.ghr.circumvent";
    let relative = |extra: &Value| testing::patched(&unlisted("relative"), extra);
    let paid = |party: &Value, day: &str, extra: &Value| {
        let record = pays(&yard_with(&[minister(), party.clone()]), "yard", "relative", day);
        let payment = testing::patched(record.pointer("/transactions/items/0").unwrap(), extra);
        with(&record, "/transactions/items/0", payment)
    };
    let knows = json!({"items": [{"known_on": "2021-03-30"}]});
    let hidden = json!({"concealment": "CONCEALMENT_INTERMEDIARY", "knowledge": knows});
    days(
        rule,
        |day| paid(&relative(&json!({})), day, &hidden),
        &[("2021-03-21", "-"), ("2021-03-22", "R"), ("2021-03-29", "R"), ("2021-03-30", "P"), ("2021-03-31", "P")],
    );
    let early = |day: &str| {
        let record = paid(&relative(&json!({})), day, &hidden);
        with(&record, "/parties/items/1/lists/items/0/listed_on", json!("2000-01-01"))
    };
    days(rule, early, &[("2020-12-07", "not in force"), ("2020-12-08", "R"), ("2020-12-09", "R")]);
    let agent = relative(&json!({"acts_for": "minister"}));
    check(rule, "2021-04-01", &paid(&agent, "2021-04-01", &json!({})), "R");
    check(rule, "2021-04-01", &paid(&agent, "2021-04-01", &json!({"knowledge": knows})), "P");
    check(rule, "2021-04-01", &paid(&agent, "2021-04-01", &json!({"executed": false})), "-");
    // A namesake: nothing hidden, nobody acted for.
    check(rule, "2021-04-01", &paid(&relative(&json!({})), "2021-04-01", &json!({"knowledge": knows})), "-");
    let none = json!({"concealment": "CONCEALMENT_NONE", "knowledge": knows});
    check(rule, "2021-04-01", &paid(&relative(&json!({})), "2021-04-01", &none), "-");
    check(rule, "2021-04-01", &yard_with(&[minister()]), "not assessed: transactions");
}

#[test]
fn how_many_signs_call_for_a_proposal() {
    let rule = "eu.ghr.criteria";
    // Threats in their strong form; whether the work is voluntary is not recorded.
    let signs = |threats: Value, liberty: Value, minutes: Value, sender: &str| {
        let parts = json!({
            "coercion": {"items": [{"id": "c", "threats": {"items": threats}, "violence": {"items": []}}]},
            "liberty": {"items": [liberty]},
            "working_time": {"items": [{"id": "h", "week_minutes": minutes}]},
            "wages": {"items": [{"id": "w", "payee": sender, "gross_by_host": {"currency": "PLN", "amount": "3500"},
                "received_by_worker": {"currency": "PLN", "amount": "3500"}, "deductions": {"items": []}}]}
        });
        let record = testing::patched(&yard_with(&[]), &parts);
        let workers = json!({"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}}]});
        with(&record, "/workers", workers)
    };
    let reprisal = || json!([{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]);
    let held = || {
        json!({"id": "l", "passport_holder": "PASSPORT_HOLDER_MINDER", "passport_held_on_written_request": false,
        "escort_required": true, "communication_restricted": true})
    };
    let speaking = || testing::patched(&held(), &json!({"communication_restricted": false}));
    let free = || json!({"id": "l", "passport_holder": "PASSPORT_HOLDER_WORKER", "escort_required": false});
    for (threats, liberty, minutes, expected) in [
        (reprisal(), held(), json!(5400), "R"),
        (json!([]), held(), json!(5400), "D"),
        (reprisal(), free(), json!(2400), "D"),
        (reprisal(), held(), json!(2400), "R"),
        (reprisal(), speaking(), json!(2400), "D"),
    ] {
        let record = signs(threats, liberty, minutes, "PAYEE_SENDER");
        check(rule, "2021-01-01", &record, expected);
    }
}

#[test]
fn accounts_of_those_listed_for_abuses() {
    let account = |party: &str, extra: &Value| {
        let base = json!({"id": "h", "party": party, "holder": "yard", "blocked_on": "2021-04-01"});
        let record = with(&yard_with(&[minister(), unlisted("relative")]), "/transactions", json!({"items": []}));
        let record = with(&record, "/wages", json!({"items": []}));
        with(&record, "/holdings", json!({"items": [testing::patched(&base, extra)]}))
    };
    let of = |record: &Value| {
        let found = subjects("eu.ghr.freeze", "2021-05-01", record).into_iter().find(|(id, _)| id == "h");
        found.map_or("-", |(_, letter)| letter)
    };
    assert_eq!(of(&account("minister", &json!({}))), "P");
    assert_eq!(of(&account("relative", &json!({}))), "-");
    let released = json!({"unblocked_on": "2021-04-20", "licence_ref": "MF-8"});
    assert_eq!(of(&account("minister", &released)), "X");
}
