//! Section 1: assets of listed persons, what is made available to them, the criteria of Annex XV.

use super::*;

fn company() -> Value {
    listed("trader", "EU-DPRK", "2017-10-16")
}

#[test]
fn assets_of_the_listed_are_frozen() {
    let rule = "eu.dprk.freeze";
    let record = yard_with(&[listed("trader", "EU-DPRK", "2010-01-01")]);
    let record = with(&record, "/transactions", json!({"items": []}));
    let record = with(&record, "/holdings", json!({"items": []}));
    dates(rule, &record, &[("2017-08-31", "not in force"), ("2017-09-01", "P"), ("2017-09-02", "P")]);
    assert_eq!(subjects(rule, "2018-01-01", &record), [("trader".to_owned(), "P")]);
    assert!(text(rule, "2018-01-01", &record).starts_with("trader is on the list of Regulation (EU) 2017/1509"));
    let later = with(&record, "/parties/items/1", company());
    dates(rule, &later, &[("2017-10-15", "-"), ("2017-10-16", "P"), ("2017-10-17", "P")]);
    let off = with(&later, "/parties/items/1/lists/items/0/delisted_on", json!("2019-01-01"));
    dates(rule, &off, &[("2018-12-31", "P"), ("2019-01-01", "-"), ("2019-01-02", "-")]);
    let undated = with(&later, "/parties/items/1/lists/items/0/listed_on", Value::Null);
    check(rule, "2018-01-01", &undated, "R");
    assert_eq!(missing(rule, "2018-01-01", &undated), "parties.items[1].lists.items[0].listed_on");
    let unnamed = with(&later, "/parties/items/1/lists/items/0/list", Value::Null);
    check(rule, "2018-01-01", &unnamed, "D");
    assert_eq!(missing(rule, "2018-01-01", &unnamed), "parties.items[1].lists.items[0].list");
    check(rule, "2018-01-01", &with(&later, "/parties/items/1", unlisted("trader")), "-");
}

#[test]
fn annexes_of_persons() {
    let rule = "eu.dprk.freeze";
    let record = with(&yard_with(&[company()]), "/transactions", json!({"items": []}));
    let record = with(&record, "/holdings", json!({"items": []}));
    for (list, annexes, expected) in [
        ("EU-DPRK", json!(["XV"]), "P"),
        ("EU-DPRK", json!(["Annex XIII"]), "P"),
        ("EU-DPRK", json!(["XVI"]), "P"),
        ("EU-DPRK", json!(["XVII"]), "P"),
        ("EU-DPRK", json!([]), "P"),
        ("EU-DPRK", json!(["XIV"]), "-"),
        ("EU-DPRK", json!(["XIV", "XV"]), "P"),
        ("UN-1718", json!([]), "R"),
        ("EU-GHR", json!([]), "-"),
        ("EU-TERR", json!([]), "-"),
        ("OFAC-SDN", json!(["DPRK3"]), "-"),
    ] {
        let entry = json!({"list": list, "programmes": annexes, "listed_on": "2017-01-01"});
        check(rule, "2018-01-01", &with(&record, "/parties/items/1/lists/items/0", entry), expected);
    }
}

#[test]
fn payments_of_frozen_funds() {
    let rule = "eu.dprk.freeze";
    let record = with(&yard_with(&[company()]), "/deployment/end", json!("2017-01-01"));
    days(
        rule,
        |day| pays(&record, "trader", "yard", day),
        &[("2017-10-15", "-"), ("2017-10-16", "P"), ("2017-10-17", "P")],
    );
    let payment = pays(&record, "trader", "yard", "2018-01-01");
    assert_eq!(subjects(rule, "2018-01-01", &payment), [("t".to_owned(), "P")]);
    let licensed = with(&payment, "/transactions/items/0/authorisation_ref", json!("MF-7"));
    check(rule, "2018-01-01", &licensed, "X");
    assert_eq!(exemption(rule, "2018-01-01", &licensed), "MF-7");
    check(rule, "2018-01-01", &with(&payment, "/transactions/items/0/executed", json!(false)), "-");
    let unnamed = with(&payment, "/transactions/items/0/payer", Value::Null);
    check(rule, "2018-01-01", &unnamed, "D");
    assert_eq!(missing(rule, "2018-01-01", &unnamed), "transactions.items[0].payer");
    let bank = with(
        &pays(&record, "yard", "yard", "2018-01-01"),
        "/transactions/items/0/payer_institution",
        json!({"party": "trader"}),
    );
    check(rule, "2018-01-01", &bank, "P");
    // An unlisted labourer's payment is not of frozen funds.
    let record =
        with(&record, "/parties/items/-", json!({"id": "kim", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK"}));
    check(rule, "2018-01-01", &pays(&record, "kim", "yard", "2018-01-01"), "-");
}

#[test]
fn accounts_of_the_listed() {
    let rule = "eu.dprk.freeze";
    let record = with(&yard_with(&[company()]), "/deployment/end", json!("2017-01-01"));
    let account = |holding: &Value| {
        let base = json!({"id": "h", "party": "trader", "holder": "yard", "blocked_on": "2018-03-01"});
        with(&record, "/holdings", json!({"items": [testing::patched(&base, holding)]}))
    };
    check(rule, "2018-03-01", &account(&json!({})), "P");
    check(rule, "2018-02-28", &account(&json!({})), "not assessed: transactions");
    assert!(text(rule, "2018-03-01", &account(&json!({}))).contains("may not be moved or used"));
    let released = account(&json!({"unblocked_on": "2018-05-01"}));
    assert!(text(rule, "2018-05-01", &released).contains("without a recorded authorisation"));
    let licensed = account(&json!({"unblocked_on": "2018-05-01", "licence_ref": "MF-8"}));
    check(rule, "2018-05-01", &licensed, "X");
    assert_eq!(exemption(rule, "2018-05-01", &licensed), "MF-8");
    check(rule, "2018-04-30", &licensed, "P");
    check(rule, "2018-03-01", &account(&json!({"party": "yard"})), "not assessed: transactions");
    let unnamed = account(&json!({"party": null}));
    check(rule, "2018-03-01", &unnamed, "D");
    assert_eq!(missing(rule, "2018-03-01", &unnamed), "holdings.items[0].party");
}

#[test]
fn payments_to_the_listed() {
    let rule = "eu.dprk.makeavail";
    let record = yard_with(&[company()]);
    days(
        rule,
        |day| pays(&record, "yard", "trader", day),
        &[("2017-10-15", "-"), ("2017-10-16", "P"), ("2017-10-17", "P")],
    );
    let old = yard_with(&[listed("trader", "EU-DPRK", "2010-01-01")]);
    days(
        rule,
        |day| pays(&old, "yard", "trader", day),
        &[("2017-08-31", "not in force"), ("2017-09-01", "P"), ("2017-09-02", "P")],
    );
    let payment = pays(&record, "yard", "trader", "2018-01-01");
    assert_eq!(subjects(rule, "2018-01-01", &payment), [("t".to_owned(), "P")]);
    assert!(text(rule, "2018-01-01", &payment).contains("(payment t) to trader"));
    let licensed = with(&payment, "/transactions/items/0/authorisation_ref", json!("MF-7"));
    check(rule, "2018-01-01", &licensed, "X");
    assert_eq!(exemption(rule, "2018-01-01", &licensed), "MF-7");
    check(rule, "2018-01-01", &with(&payment, "/transactions/items/0/executed", json!(false)), "-");
    let unnamed = with(&payment, "/transactions/items/0/payee", Value::Null);
    check(rule, "2018-01-01", &unnamed, "D");
    assert_eq!(missing(rule, "2018-01-01", &unnamed), "transactions.items[0].payee");
    // What is credited to a frozen account, and stays there, is not made available.
    let holding = json!({"items": [{"id": "h", "transaction": "t", "party": "trader", "blocked_on": "2018-01-01"}]});
    let kept = with(&payment, "/holdings", holding);
    check(rule, "2018-01-01", &kept, "X");
    assert_eq!(exemption(rule, "2018-01-01", &kept), "h");
    let released = with(&kept, "/holdings/items/0/unblocked_on", json!("2018-02-01"));
    dates(rule, &released, &[("2018-01-31", "X"), ("2018-02-01", "P"), ("2018-02-02", "P")]);
}

/// The yard with a crew and its sender.
fn crew(sender: &Value, payee: &str) -> Value {
    let record = yard_with(std::slice::from_ref(sender));
    let workers =
        json!({"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]});
    let record = with(&record, "/workers", workers);
    with(&record, "/wages", json!({"items": [{"id": "w", "payee": payee}]}))
}

fn bureau(extra: &Value) -> Value {
    let bureau =
        json!({"id": "bureau", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "government_of_north_korea": true});
    testing::patched(&bureau, extra)
}

#[test]
fn wages_that_go_to_the_sender() {
    let rule = "eu.dprk.makeavail";
    let lists = json!({"lists": {"items": [{"list": "EU-DPRK", "programmes": ["XV"], "listed_on": "2010-01-01"}]}});
    let sender = bureau(&lists);
    dates(
        rule,
        &crew(&sender, "PAYEE_SENDER"),
        &[("2017-08-31", "not in force"), ("2017-09-01", "P"), ("2017-09-02", "P")],
    );
    assert_eq!(subjects(rule, "2018-01-01", &crew(&sender, "PAYEE_SENDER")), [("w".to_owned(), "P")]);
    for payee in ["PAYEE_WORKER_ACCOUNT", "PAYEE_WORKER_CASH", "PAYEE_NONE"] {
        check(rule, "2018-01-01", &crew(&sender, payee), "not assessed: transactions");
    }
    for payee in ["PAYEE_STATE", "PAYEE_AGENT"] {
        check(rule, "2018-01-01", &crew(&sender, payee), "R");
    }
    let direct = crew(&sender, "PAYEE_WORKER_ACCOUNT");
    check(rule, "2018-01-01", &with(&direct, "/wages/items/0/assigned_to", json!("ASSIGNEE_SENDER")), "P");
    check(rule, "2018-01-01", &with(&direct, "/wages/items/0/assigned_to", json!("ASSIGNEE_STATE")), "R");
    let unsaid = with(&direct, "/wages/items/0/payee", Value::Null);
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "wages.items[0].payee");
}

#[test]
fn a_body_of_the_state_that_nobody_examined() {
    let rule = "eu.dprk.makeavail";
    let paid = |extra: Value| crew(&bureau(&extra), "PAYEE_SENDER");
    dates(rule, &paid(json!({})), &[("2017-08-31", "not in force"), ("2017-09-01", "R"), ("2017-09-02", "R")]);
    assert!(text(rule, "2018-01-01", &paid(json!({}))).contains("Nobody recorded who owns it"));
    // Examined: nobody listed.
    check(rule, "2018-01-01", &paid(json!({"owners": {"items": []}})), "not assessed: transactions");
    check(rule, "2018-01-01", &paid(json!({"government_of_north_korea": false})), "not assessed: transactions");
    let unsaid = paid(json!({"government_of_north_korea": null}));
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "parties.items[1].government_of_north_korea");
    let foreign = paid(json!({"government_of_north_korea": null, "country": "CHN"}));
    check(rule, "2018-01-01", &foreign, "not assessed: transactions");
    let payment = pays(&yard_with(&[bureau(&json!({}))]), "yard", "bureau", "2018-01-01");
    assert_eq!(subjects(rule, "2018-01-01", &payment), [("t".to_owned(), "R")]);
}

#[test]
fn a_dormitory_let_to_the_listed() {
    let rule = "eu.dprk.makeavail";
    let lease = json!({"leases": [{"id": "l", "lessor": "yard", "lessee": "trader", "from": "2018-01-01", "to": "2018-07-01"}]});
    let record = with(&yard_with(&[company()]), "/ventures", lease);
    let record = with(&with(&record, "/transactions", json!({"items": []})), "/wages", json!({"items": []}));
    dates(
        rule,
        &record,
        &[("2017-12-31", "-"), ("2018-01-01", "P"), ("2018-01-02", "P"), ("2018-06-30", "P"), ("2018-07-01", "-")],
    );
    assert_eq!(subjects(rule, "2018-02-01", &record), [("trader".to_owned(), "P")]);
    let undated = with(&record, "/ventures/leases/0/from", Value::Null);
    check(rule, "2018-02-01", &undated, "D");
    assert_eq!(missing(rule, "2018-02-01", &undated), "ventures.leases[0].from");
    check(rule, "2018-02-01", &with(&record, "/ventures/leases/0/lessee", json!("yard")), "-");
}

#[test]
fn labour_export_alone_is_no_criterion() {
    let rule = "eu.dprk.annex15.labour";
    let dossier = |list: Value, evidence: Value| {
        let record = yard_with(&[]);
        with(&record, "/dossier", json!({"proposed_list": list, "evidence": evidence}))
    };
    let passports = dossier(json!("EU-DPRK"), json!(["DOSSIER_EVIDENCE_PASSPORT_CONFISCATION"]));
    dates(rule, &passports, &[("2017-08-31", "not in force"), ("2017-09-01", "I"), ("2017-09-02", "I")]);
    assert!(text(rule, "2018-01-01", &passports).contains("eu.ghr"));
    let financing = dossier(json!("Annex XV"), json!(["DOSSIER_EVIDENCE_WAGES_FINANCE_PROGRAMMES"]));
    check(rule, "2018-01-01", &financing, "R");
    assert!(text(rule, "2018-01-01", &financing).contains("limb (b)"));
    check(rule, "2021-01-01", &dossier(json!("EU-GHR"), json!(["DOSSIER_EVIDENCE_FORCED_LABOUR"])), "-");
    let unsaid = dossier(Value::Null, json!(["DOSSIER_EVIDENCE_WAGES_FINANCE_PROGRAMMES"]));
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "dossier.proposed_list");
    check(rule, "2018-01-01", &yard_with(&[]), "not assessed: dossier");
}

/// The trader on one side of a payment, alone or with an institution that is a party.
#[test]
fn who_stands_on_a_side() {
    let record = yard_with(&[company(), unlisted("bank")]);
    let paid = |payer: &str, payee: &str, extra: Value| {
        let record = pays(&record, payer, payee, "2018-01-01");
        let payment = testing::patched(record.pointer("/transactions/items/0").unwrap(), &extra);
        with(&record, "/transactions/items/0", payment)
    };
    let by = |id: &str| json!({"payer_institution": {"party": id}});
    let to = |id: &str| json!({"payee_institution": {"party": id}});
    for (rule, payment, expected) in [
        ("eu.dprk.freeze", paid("trader", "yard", by("bank")), "P"),
        ("eu.dprk.freeze", paid("bank", "yard", by("trader")), "P"),
        ("eu.dprk.freeze", paid("bank", "yard", by("bank")), "-"),
        ("eu.dprk.makeavail", paid("yard", "trader", to("bank")), "P"),
        ("eu.dprk.makeavail", paid("yard", "bank", to("trader")), "P"),
        ("eu.dprk.makeavail", paid("yard", "bank", to("bank")), "-"),
    ] {
        let found = subjects(rule, "2018-01-01", &payment).into_iter().find(|(id, _)| id == "t");
        assert_eq!(found.map_or("-", |(_, letter)| letter), expected, "{rule}: {payment:#}");
    }
    // Of the payee only the institution is recorded.
    let unnamed = |extra: Value| with(&paid("yard", "bank", extra), "/transactions/items/0/payee", Value::Null);
    assert_eq!(subjects("eu.dprk.makeavail", "2018-01-01", &unnamed(to("trader"))), [("t".to_owned(), "P")]);
    assert_eq!(subjects("eu.dprk.makeavail", "2018-01-01", &unnamed(to("bank"))), [("t".to_owned(), "D")]);
    // Of the payer nobody says since when it is listed; its bank is not.
    let undated = with(&paid("trader", "yard", by("bank")), "/parties/items/1/lists/items/0/listed_on", Value::Null);
    let found = subjects("eu.dprk.freeze", "2018-01-01", &undated);
    assert!(found.contains(&("t".to_owned(), "R")), "{found:?}");
}

#[test]
fn a_body_of_the_state_that_sends_nobody() {
    let rule = "eu.dprk.makeavail";
    let other = bureau(&json!({"roles": ["PARTY_ROLE_OTHER"]}));
    let other = testing::patched(&other, &json!({"government_of_north_korea": true}));
    let payment = pays(&yard_with(&[other]), "yard", "bureau", "2018-01-01");
    check(rule, "2018-01-01", &payment, "-");
}
