//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, its exemptions, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use comity_plugin_kr::PLUGIN;
use comity_sdk::{
    prelude::{Employer, ForeignPerson, Importer, Recruiter, State},
    testing::{self, Probes, Value, json, patched, with, workers_in},
};

const KR: Probes = Probes(&PLUGIN);
const ON: &str = "2018-06-01";

#[test]
fn every_row_has_its_rule() {
    KR.rows(&["kr.contact", "kr.fx", "kr.national"]);
}

#[test]
fn what_the_law_reaches() {
    KR.check("kr.fx", ON, &workers_in("QAT"), "NA");
    KR.check("kr.fx", ON, &workers_in("KOR"), "not assessed: transactions");
    KR.check(
        "kr.fx",
        ON,
        &with(&workers_in("QAT"), "/parties/items/1/domicile", json!("KOR")),
        "not assessed: transactions",
    );
    KR.check("kr.fx", ON, &json!({"deployment": {"start": "2005-01-01"}}), "not assessed: transactions");
}

/// A broker of the Republic takes on a state crew for work in Vladivostok; payments, goods and ventures are recorded, and none.
fn broker(change: &Value) -> Value {
    let broker = json!({"id": "broker", "roles": ["PARTY_ROLE_RECRUITER"], "country": "KOR"});
    let mut record = json!({"transactions": {"items": []}, "goods": {"items": []}, "ventures": {}});
    let crew = patched(&workers_in("RUS"), &json!({"deployment": {"start": "1985-01-01"}}));
    record = patched(&crew, &record);
    with(&record, "/parties/items/-", patched(&broker, change))
}

#[test]
fn who_takes_on_a_crew_of_north_korea() {
    let rule = "kr.contact";
    KR.dates(
        rule,
        &broker(&json!({})),
        &[
            ("1990-07-31", "not in force"),
            ("1990-08-01", "P"),
            ("1990-08-02", "P"),
            ("2010-05-23", "P"),
            ("2010-05-24", "P"),
            ("2010-05-25", "P"),
            ("2016-02-09", "P"),
            ("2016-02-10", "P"),
            ("2016-02-11", "P"),
        ],
    );
    let version = |day: &str| KR.findings(rule, day, &broker(&json!({})))[0].basis.clone().unwrap().in_force_from;
    for (day, from) in [("2010-05-23", "1990-08-01"), ("2010-05-24", "2010-05-24"), ("2016-02-10", "2016-02-10")] {
        assert_eq!(version(day).unwrap(), from, "{day}");
    }
    for (change, expected) in [
        (json!({"country": "CHN"}), "NA"),
        (json!({"country": "CHN", "domicile": "KOR"}), "P"),
        (json!({"roles": ["PARTY_ROLE_HOST_EMPLOYER"]}), "P"),
        (json!({"roles": ["PARTY_ROLE_USER"]}), "P"),
        (json!({"roles": ["PARTY_ROLE_BUYER"]}), "-"),
        (json!({"country": null}), "D"),
        (json!({"contact_approval_ref": "MOU 2018-4"}), "X"),
    ] {
        KR.check(rule, ON, &broker(&change), expected);
    }
    assert_eq!(KR.exemption(rule, ON, &broker(&json!({"contact_approval_ref": "MOU 2018-4"}))), "MOU 2018-4");
    assert_eq!(KR.missing(rule, ON, &broker(&json!({"country": null}))), "parties.items[2].country");
    let broker_finding = KR.findings(rule, ON, &broker(&json!({}))).remove(0);
    assert_eq!(broker_finding.addressees().collect::<Vec<_>>(), [Recruiter]);
    assert_eq!(
        KR.text(rule, ON, &broker(&json!({}))),
        "broker, of the Republic of Korea, deals with North Koreans (the crew that it takes on), and no report or approval is \
         recorded."
    );
}

#[test]
fn whose_crew_it_is() {
    let rule = "kr.contact";
    let crew = |sender: Value, nationalities: Value| {
        let record = with(&broker(&json!({})), "/parties/items/0/country", sender);
        with(&record, "/workers/items/0/nationalities", nationalities)
    };
    let of = |codes: &[&str]| json!({"items": codes});
    for (sender, nationalities, expected) in [
        (json!("CHN"), of(&["PRK"]), "P"),
        (json!("PRK"), of(&["NPL"]), "P"),
        (json!("CHN"), of(&["NPL"]), "-"),
        // Who was resettled is a national of the Republic.
        (json!("CHN"), of(&["PRK", "KOR"]), "-"),
        (json!("CHN"), Value::Null, "R"),
        (Value::Null, of(&["NPL"]), "D"),
    ] {
        KR.check(rule, ON, &crew(sender, nationalities), expected);
    }
    let two = json!([{"id": "crew", "nationalities": of(&["PRK"])}, {"id": "cooks", "nationalities": of(&["NPL"])}]);
    KR.check(rule, ON, &with(&crew(json!("CHN"), of(&["NPL"])), "/workers/items", two), "P");
    let nobody_recorded = with(&crew(json!("CHN"), of(&["NPL"])), "/workers", Value::Null);
    KR.check(rule, ON, &nobody_recorded, "D");
    assert_eq!(KR.missing(rule, ON, &nobody_recorded), "workers");
    KR.check(rule, ON, &workers_in("KOR"), "P");
    let only_transactions =
        with(&with(&crew(json!("CHN"), of(&["NPL"])), "/goods", Value::Null), "/ventures", Value::Null);
    KR.check(rule, ON, &only_transactions, "not assessed: goods");
}

/// Firms of the Republic, of North Korea and of China, and what they do with each other.
fn firms(part: &str, entry: &Value, approved: bool) -> Value {
    let approval = if approved { json!("MOU 7") } else { Value::Null };
    let ours = patched(
        &json!({"id": "ours", "roles": ["PARTY_ROLE_IMPORTER"], "country": "KOR"}),
        &json!({"contact_approval_ref": approval}),
    );
    let record = json!({"parties": {"items": [ours,
        {"id": "north", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK"},
        {"id": "other", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"}]}});
    with(&record, &format!("/{part}"), entry.clone())
}

fn payment(change: &Value, approved: bool) -> Value {
    let payment = json!({"id": "t", "date": "2018-05-01", "payer": "ours", "payee": "north",
        "purpose": "TRANSACTION_PURPOSE_SERVICES"});
    firms("transactions", &json!({"items": [patched(&payment, change)]}), approved)
}

#[test]
fn payments_between_the_two() {
    let rule = "kr.contact";
    let silent = "not assessed: deployment";
    KR.days(
        rule,
        |day| payment(&json!({"date": day}), false),
        &[("1990-07-31", "not in force"), ("1990-08-01", "P"), ("1990-08-02", "P")],
    );
    for (change, expected) in [
        (json!({}), "P"),
        (json!({"payer": "north", "payee": "ours"}), "P"),
        (json!({"payee": "other"}), silent),
        (json!({"payer": "other"}), silent),
        (json!({"executed": false}), silent),
        (json!({"payee": null}), "D"),
        (json!({"payer": null}), "D"),
    ] {
        KR.check(rule, ON, &payment(&change, false), expected);
    }
    KR.check(rule, ON, &payment(&json!({}), true), "X");
    assert_eq!(KR.exemption(rule, ON, &payment(&json!({}), true)), "MOU 7");
}

#[test]
fn approvals_of_trade_after_the_measures_of_2010_are_for_review() {
    let rule = "kr.contact";
    let trade = |day: &str| payment(&json!({"date": day, "purpose": "TRANSACTION_PURPOSE_TRADE_CONTRACT"}), true);
    let lot = |day: &str| {
        firms(
            "goods",
            &json!({"items": [{"id": "g", "origin": "PRK", "importer": "ours",
        "destination_country": "KOR", "entry_date": day}]}),
            true,
        )
    };
    let boundary = [("2010-05-23", "X"), ("2010-05-24", "R"), ("2010-05-25", "R"), ("2016-02-10", "R")];
    let invested = |day: &str| payment(&json!({"date": day, "purpose": "TRANSACTION_PURPOSE_INVESTMENT"}), true);
    let investment = |day: &str| {
        let investment = json!({"id": "i", "investor": "ours", "target": "north", "date": day});
        firms("ventures", &json!({"investments": [investment]}), true)
    };
    let venture = |day: &str| {
        let venture = json!({"id": "v", "partners": {"items": ["ours", "north"]}, "opened": day});
        firms("ventures", &json!({"joint_ventures": [venture]}), true)
    };
    KR.days(rule, trade, &boundary);
    KR.days(rule, lot, &boundary);
    KR.days(rule, invested, &boundary);
    KR.days(rule, investment, &boundary);
    KR.days(rule, venture, &boundary);
    let services = |day: &str| payment(&json!({"date": day}), true);
    KR.days(rule, services, &[("2010-05-23", "X"), ("2010-05-24", "X"), ("2010-05-25", "X"), ("2016-02-10", "X")]);
    assert_eq!(
        KR.text(rule, "2012-01-01", &trade("2012-01-01")),
        "ours, of the Republic of Korea, trades with North Koreans or invests with them (payment t). The measures of 24 May 2010 \
         stopped that; whether the recorded approval still covers it is for review."
    );
}

fn lot(change: Value) -> Value {
    let lot = json!({"id": "g", "origin": "PRK", "importer": "ours", "entry_date": "2005-01-01"});
    firms("goods", &json!({"items": [patched(&lot, &change)]}), false)
}

fn exported(change: Value) -> Value {
    let lot = json!({"id": "g", "market": "MARKET_EU", "origin": "KOR", "destination_country": "PRK",
        "exported_on": "2005-01-01"});
    firms("goods", &json!({"items": [patched(&lot, &change)]}), false)
}

fn approve(record: &Value, at: usize) -> Value {
    with(record, &format!("/parties/items/{at}/contact_approval_ref"), json!("MOU-1"))
}

#[test]
fn trade_in_goods_between_the_two() {
    let rule = "kr.contact";
    let silent = "not assessed: deployment";
    for (change, expected) in [
        (json!({}), "P"),
        (json!({"origin": "CHN"}), silent),
        (json!({"importer": "other"}), silent),
        (json!({"importer": "other", "destination_country": "KOR"}), "P"),
        (json!({"importer": null}), "D"),
        (json!({"origin": null}), "D"),
        (json!({"entry_date": null}), "D"),
        (json!({"market": "MARKET_EU"}), silent),
    ] {
        KR.check(rule, ON, &lot(change), expected);
    }
    assert_eq!(KR.findings(rule, ON, &lot(json!({})))[0].addressees().collect::<Vec<_>>(), [Importer]);
    for (change, expected) in [
        (json!({}), "P"),
        (json!({"destination_country": "CHN"}), silent),
        (json!({"origin": "CHN"}), silent),
        (json!({"destination_country": null}), "D"),
        (json!({"origin": null}), "D"),
    ] {
        KR.check(rule, ON, &exported(change), expected);
    }
    assert_eq!(KR.findings(rule, ON, &exported(json!({})))[0].addressees().collect::<Vec<_>>(), [ForeignPerson]);
}

#[test]
fn trade_in_goods_of_nobody_named() {
    let rule = "kr.contact";
    // The approval is that of the party of the Republic: of the only one there is, of all, or for review of one of several.
    let on = |day: &str, record: &Value| with(record, "/goods/items/0/exported_on", json!(day));
    let approved = approve(&exported(json!({})), 0);
    assert_eq!(KR.exemption(rule, ON, &approved), "MOU-1");
    for (day, expected) in [("2010-05-23", "X"), ("2010-05-24", "R"), ("2010-05-25", "R")] {
        KR.check(rule, "2013-01-01", &on(day, &approved), expected);
    }
    let second = json!({"id": "second", "country": "KOR"});
    let two = |record: &Value| with(record, "/parties/items/-", second.clone());
    let last = exported(json!({}))["parties"]["items"].as_array().map_or(0, Vec::len);
    KR.check(rule, ON, &two(&exported(json!({}))), "P");
    KR.check(rule, ON, &two(&approved), "R");
    KR.check(rule, ON, &approve(&two(&exported(json!({}))), last), "R");
    KR.check(rule, ON, &approve(&two(&approved), last), "X");
    assert!(KR.text(rule, ON, &two(&approved)).contains("whether it covers this is for review"));
    let bound = |record: &Value| KR.findings(rule, ON, record)[0].addressees().collect::<Vec<_>>();
    let unnamed = |origin: Value| lot(json!({"importer": null, "destination_country": "KOR", "origin": origin}));
    // Without an approval too they are those of the only party of the Republic, and of several they may be anybody's.
    let imported = unnamed(json!("PRK"));
    assert!(KR.text(rule, ON, &imported).starts_with("ours, of the Republic of Korea, deals with"));
    assert!(KR.text(rule, ON, &two(&imported)).starts_with("Somebody, of the Republic of Korea, deals with"));
    assert_eq!([bound(&imported), bound(&two(&approve(&imported, 0)))], [[Importer], [Importer]]);
    KR.check(rule, ON, &unnamed(Value::Null), "D");
    assert_eq!(KR.missing(rule, ON, &unnamed(Value::Null)), "goods.items[0].origin");
    assert_eq!(
        KR.exemption(rule, ON, &approve(&lot(json!({"importer": null, "destination_country": "KOR"})), 0)),
        "MOU-1"
    );
    // A foreign importer is not of the Republic, and its papers approve nothing.
    let foreign = lot(json!({"importer": "other", "destination_country": "KOR"}));
    let at = foreign["parties"]["items"].as_array().and_then(|all| all.iter().position(|party| party["id"] == "other"));
    let foreign = approve(&foreign, at.unwrap());
    KR.check(rule, ON, &foreign, "P");
    assert!(KR.text(rule, ON, &foreign).starts_with("Somebody, of the Republic of Korea, deals with"));
    // Of which country an importer is nobody says: whether its papers count is for review, and without any it is barred.
    let somebody = lot(json!({"importer": "other", "destination_country": "KOR"}));
    let somebody = with(&somebody, &format!("/parties/items/{}/country", at.unwrap()), Value::Null);
    KR.check(rule, ON, &somebody, "P");
    KR.check(rule, ON, &approve(&somebody, at.unwrap()), "R");
    assert_eq!(bound(&approve(&somebody, at.unwrap())), [ForeignPerson]);
    assert!(KR.text(rule, ON, &approve(&somebody, at.unwrap())).contains("whether it covers this is for review"));
    // An approved dealing is not said to lack its approval.
    assert!(
        KR.text(rule, ON, &approved).starts_with("ours, of the Republic of Korea, deals with North Koreans (goods g).")
    );
}

#[test]
fn dealings_with_who_was_resettled() {
    let rule = "kr.contact";
    // Whom the Republic has resettled is no North Korean without more; a body of North Korea is, wherever it sits.
    let paid_to = |kind: &str, domicile: Value| {
        let payee = json!({"id": "person", "kind": kind, "country": "PRK"});
        let payee = patched(&payee, &json!({"domicile": domicile}));
        with(&payment(&json!({"payee": "person"}), false), "/parties/items/-", payee)
    };
    let person = "PARTY_KIND_INDIVIDUAL";
    KR.check(rule, "2018-06-01", &paid_to(person, json!("KOR")), "R");
    KR.check(rule, "2018-06-01", &paid_to(person, json!("PRK")), "P");
    KR.check(rule, "2018-06-01", &paid_to(person, Value::Null), "P");
    KR.check(rule, "2018-06-01", &paid_to("PARTY_KIND_ENTITY", json!("KOR")), "P");
    assert!(
        KR.text(rule, "2018-06-01", &paid_to(person, json!("KOR"))).contains("who lives in the Republic (payment t)")
    );
    let resettled = KR.findings(rule, "2018-06-01", &paid_to(person, json!("KOR"))).remove(0);
    assert_eq!(resettled.addressees().collect::<Vec<_>>(), [Importer]);
    // Of a payer of whom nobody says whose it is, that is open first, and its approval is evidence.
    let unsaid = with(&approve(&paid_to(person, json!("KOR")), 0), "/parties/items/0/country", Value::Null);
    KR.check(rule, "2018-06-01", &unsaid, "D");
    let evidence = KR.findings(rule, "2018-06-01", &unsaid).remove(0).evidence;
    assert!(evidence.iter().any(|piece| piece.path == "parties.items[0].contact_approval_ref"), "{evidence:?}");
}

#[test]
fn leases_and_ventures_between_the_two() {
    let rule = "kr.contact";
    let silent = "not assessed: deployment";
    let leased = |change: Value| {
        let lease = json!({"id": "l", "lessor": "ours", "lessee": "north", "from": "2004-01-01"});
        firms("ventures", &json!({"leases": [patched(&lease, &change)]}), false)
    };
    for (change, expected) in [
        (json!({}), "P"),
        (json!({"lessor": "north", "lessee": "ours"}), "P"),
        (json!({"lessee": "other"}), silent),
        (json!({"lessor": "other"}), silent),
        (json!({"to": ON}), silent),
        (json!({"lessee": null}), "D"),
    ] {
        KR.check(rule, ON, &leased(change), expected);
    }
    KR.dates(rule, &approve(&leased(json!({})), 0), &[("2010-05-23", "X"), ("2010-05-24", "R"), ("2010-05-25", "R")]);
    let expanded = |day: &str| {
        let venture =
            json!({"id": "v", "partners": {"items": ["ours", "north"]}, "opened": "1988-01-01", "expanded_on": day});
        firms("ventures", &json!({"joint_ventures": [venture]}), false)
    };
    KR.days(rule, expanded, &[("1990-07-31", "not in force"), ("1990-08-01", "P"), ("1990-08-02", "P")]);
    let venture = |partners: &[&str]| {
        let venture = json!({"id": "v", "partners": {"items": partners}, "opened": "2004-12-15"});
        firms("ventures", &json!({"joint_ventures": [venture]}), false)
    };
    for (partners, expected) in
        [(&["ours", "north"][..], "P"), (&["ours", "other"], silent), (&["other", "north"], silent)]
    {
        KR.check(rule, ON, &venture(partners), expected);
    }
    let unnamed = firms("ventures", &json!({"joint_ventures": [{"id": "v", "opened": "2004-12-15"}]}), false);
    KR.check(rule, ON, &unnamed, "D");
    let investment = |target: &str| {
        let investment = json!({"id": "i", "investor": "ours", "target": target, "date": "2004-12-15"});
        firms("ventures", &json!({"investments": [investment]}), false)
    };
    KR.check(rule, ON, &investment("north"), "P");
    KR.check(rule, ON, &investment("other"), silent);
    let service = |provider: &str| {
        let service = json!({"id": "s", "provider": provider, "recipient": "ours", "from": "2017-01-01"});
        firms("ventures", &json!({"services": [service]}), false)
    };
    KR.check(rule, ON, &service("north"), "P");
    KR.check(rule, ON, &service("other"), silent);
    KR.check(rule, "2016-12-31", &service("north"), silent);
}

#[test]
fn one_dealing_does_not_hide_another() {
    let items = json!({"items": [
        {"id": "a", "date": "2018-05-01", "payer": "ours", "payee": "north"},
        {"id": "b", "date": "2018-05-01", "payer": "ours", "payee": "other"},
        {"id": "c", "date": "2018-05-02", "payer": "ours", "payee": "north"}]});
    let record = firms("transactions", &items, false);
    assert_eq!(KR.subjects("kr.contact", ON, &record), [("a".into(), "P"), ("c".into(), "P")]);
}

/// The payee of a payment stands on a list from a day on.
fn listed(list: &str, since: Value, change: &Value) -> Value {
    let record = payment(&json!({"payee": "other"}), false);
    let entries = json!({"items": [{"list": list, "entry": "1", "listed_on": since}]});
    let record = with(&record, "/parties/items/2/lists", entries);
    let changed = patched(&record["transactions"]["items"][0], change);
    with(&record, "/transactions/items/0", changed)
}

#[test]
fn persons_on_the_republics_list_are_not_paid() {
    let rule = "kr.fx";
    let silent = "not assessed: wages";
    for (since, expected) in [("2018-04-30", "P"), ("2018-05-01", "P"), ("2018-05-02", silent)] {
        KR.check(rule, ON, &listed("KR-DPRK", json!(since), &json!({})), expected);
    }
    for day in ["2016-03-08", "2016-12-02", "2017-11-06", "2017-12-11"] {
        KR.check(rule, ON, &listed("KR-DPRK", json!(day), &json!({"date": day})), "P");
    }
    KR.check(rule, ON, &listed("UN-1718", json!("2016-03-02"), &json!({})), silent);
    KR.check(rule, ON, &payment(&json!({"payee": "other"}), false), silent);
    let since = || json!("2016-03-08");
    for (change, expected) in [
        (json!({"payer": "other", "payee": "ours"}), silent),
        (json!({"rejected_on": "2018-05-02"}), silent),
        (json!({"payer": "north"}), silent),
        (json!({"payer": "north", "payer_institution": {"country": "KOR"}}), "P"),
        (json!({"payer": null}), "D"),
        (json!({"payee": null}), "D"),
        (json!({"date": null}), "D"),
        (json!({"authorisation_ref": "BOK 3"}), "X"),
    ] {
        KR.check(rule, ON, &listed("KR-DPRK", since(), &change), expected);
    }
    assert_eq!(KR.exemption(rule, ON, &listed("KR-DPRK", since(), &json!({"authorisation_ref": "BOK 3"}))), "BOK 3");
    assert_eq!(
        KR.missing(rule, ON, &listed("KR-DPRK", since(), &json!({"payee": null}))),
        "transactions.items[0].payee"
    );
    KR.check(rule, ON, &listed("KR-DPRK", Value::Null, &json!({})), "R");
    KR.days(
        rule,
        |day| listed("KR-DPRK", json!("1990-01-01"), &json!({"date": day})),
        &[("1999-03-31", "not in force"), ("1999-04-01", "P"), ("1999-04-02", "P")],
    );
    assert_eq!(
        KR.text(rule, ON, &listed("KR-DPRK", since(), &json!({}))),
        "other is on the Republic of Korea's list of persons tied to North Korea, and payment t goes to it without a recorded \
         permission of the Bank of Korea."
    );
}

/// A payment that names no payee may be theirs who are on the list; where nobody is, it is nobody's.
#[test]
fn a_payment_without_a_payee() {
    let silent = "not assessed: wages";
    KR.check("kr.fx", ON, &payment(&json!({"payee": null}), false), silent);
    let listed = |change: &Value| listed("KR-DPRK", json!("2016-03-08"), change);
    KR.check("kr.fx", ON, &listed(&json!({"payee": null})), "D");
    KR.check("kr.fx", ON, &listed(&json!({"payee": "north"})), silent);
}

#[test]
fn wages_to_one_of_several_senders() {
    let sender =
        |change: Value| patched(&json!({"id": "s", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK"}), &change);
    let entries = |since: Value| json!({"lists": {"items": [patched(&json!({"list": "KR-DPRK"}), &json!({"listed_on": since}))]}});
    let paid = |senders: Value| {
        let line = json!({"site": "site", "payee": "PAYEE_SENDER"});
        let record = testing::with_one(&workers_in("KOR"), "wages", &line);
        with(&with(&record, "/parties/items", senders), "/transactions", json!({"items": []}))
    };
    let listed = sender(entries(json!("2018-01-01")));
    for (senders, expected) in [
        (json!([listed]), "P"),
        (json!([listed, sender(json!({"id": "t"}))]), "P"),
        (json!([sender(json!({"id": "t"})), listed]), "P"),
        (json!([sender(entries(Value::Null))]), "R"),
        (json!([sender(json!({}))]), "-"),
    ] {
        KR.check("kr.fx", ON, &paid(senders), expected);
    }
    let somewhere = with(&paid(json!([listed])), "/worksites/items/0/country", Value::Null);
    KR.check("kr.fx", ON, &somewhere, "D");
}

#[test]
fn wages_that_go_to_a_listed_sender() {
    let rule = "kr.fx";
    let silent = "not assessed: transactions";
    let entries = json!({"items": [{"list": "KR-DPRK", "listed_on": "2016-03-08"}]});
    let record = with(&workers_in("KOR"), "/parties/items/0/lists", entries);
    let paid = |payee: Value| testing::with_one(&record, "wages", &json!({"site": "site", "payee": payee}));
    KR.dates(rule, &paid(json!("PAYEE_SENDER")), &[("2016-03-07", silent), ("2016-03-08", "P"), ("2016-03-09", "P")]);
    KR.check(rule, ON, &paid(json!("PAYEE_WORKER_ACCOUNT")), silent);
    KR.check(rule, ON, &paid(Value::Null), "D");
    let by_others = with(&paid(json!("PAYEE_SENDER")), "/parties/items/1/country", json!("CHN"));
    KR.check(rule, ON, &by_others, "P");
    let abroad = with(&paid(json!("PAYEE_SENDER")), "/worksites/items/0/country", json!("RUS"));
    KR.check(rule, ON, &abroad, "P");
    assert_eq!(KR.findings(rule, ON, &abroad)[0].addressees().collect::<Vec<_>>(), [Employer]);
}

#[test]
fn who_was_resettled_is_a_national() {
    let rule = "kr.national";
    let of = |codes: &[&str], country: &str| {
        let record = with(&workers_in("KOR"), "/workers/items/0/nationalities", json!({"items": codes}));
        with(&with(&record, "/worksites/items/0/country", json!(country)), "/deployment/start", json!("1990-01-01"))
    };
    KR.dates(
        rule,
        &of(&["PRK", "KOR"], "KOR"),
        &[("1997-07-13", "not in force"), ("1997-07-14", "X"), ("1997-07-15", "X"), ("2020-01-10", "X")],
    );
    use comity_sdk::v1::Outcome;
    for (day, displaced) in
        [("2015-06-01", Outcome::Info), ("2019-12-22", Outcome::Info), ("2019-12-23", Outcome::Violation)]
    {
        let exemption = KR.findings(rule, day, &of(&["PRK", "KOR"], "KOR")).remove(0).exemption.unwrap();
        assert_eq!(exemption.displaces(), displaced, "{day}");
    }
    for (codes, country, expected) in [
        (&["PRK"][..], "KOR", "-"),
        (&["KOR"], "KOR", "-"),
        (&["NPL"], "KOR", "-"),
        (&["PRK", "KOR"], "CHN", "-"),
        (&[], "KOR", "R"),
    ] {
        KR.check(rule, "2020-01-10", &of(codes, country), expected);
    }
    let record = of(&["PRK", "KOR"], "KOR");
    assert_eq!(KR.exemption(rule, "2020-01-10", &record), "national_of_the_republic");
    let finding = KR.findings(rule, "2020-01-10", &record).remove(0);
    assert_eq!(finding.exemption.as_ref().unwrap().displaces(), comity_sdk::prelude::Violation);
    assert_eq!(finding.addressees().collect::<Vec<_>>(), [State]);
    let chosen = with(&of(&["KOR"], "KOR"), "/workers/items/0/korean_unspecified", json!(true));
    KR.check(rule, "2020-01-10", &chosen, "R");
    KR.check(rule, "2020-01-10", &with(&record, "/workers", Value::Null), "not assessed: workers");
    let groups = json!({"items": [{"id": "a", "nationalities": {"items": ["PRK", "KOR"]}},
        {"id": "b", "nationalities": {"items": ["PRK"]}}]});
    assert_eq!(KR.subjects(rule, "2020-01-10", &with(&record, "/workers", groups)), [("a".into(), "X")]);
}
