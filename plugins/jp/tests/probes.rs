//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, its exemptions, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use comity_plugin_jp::PLUGIN;
use comity_sdk::testing::{self, Probes, Value, json, patched, with, workers_in};

const JP: Probes = Probes(&PLUGIN);

#[test]
fn every_row_has_its_rule() {
    JP.rows(&["jp.entry", "jp.freeze", "jp.remit", "jp.trade", "jp.trade.export"]);
}

#[test]
fn what_the_law_reaches() {
    let nothing_here = "NA";
    JP.check("jp.freeze", "2018-01-01", &workers_in("QAT"), nothing_here);
    for (path, value) in [
        ("/parties/items/1/country", "JPN"),
        ("/parties/items/1/domicile", "JPN"),
        ("/worksites/items/0/country", "JPN"),
    ] {
        let record = with(&workers_in("QAT"), path, json!(value));
        JP.check("jp.freeze", "2018-01-01", &record, "not assessed: transactions");
    }
    let one = |part: &str, entry: Value| testing::with_one(&workers_in("QAT"), part, &entry);
    for record in [
        one("goods", json!({"destination_country": "JPN"})),
        one("goods", json!({"origin": "JPN"})),
        one("journeys", json!({"country": "JPN"})),
        one("transactions", json!({"to_country": "JPN"})),
        one("transactions", json!({"bank": {"country": "JPN"}})),
        // Nobody and no place is recorded: the rules run, and say what they lack.
        json!({"deployment": {"start": "2005-01-01"}}),
    ] {
        assert_ne!(testing::answer(&PLUGIN, "jp.freeze", "2018-01-01", &record), nothing_here, "{record:#}");
    }
    JP.check("jp.freeze", "2018-01-01", &one("goods", json!({"origin": "CHN"})), nothing_here);
}

/// A journey of a labourer to Osaka.
fn journey(person: &Value, change: &Value) -> Value {
    let person = patched(&json!({"id": "kim", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK"}), person);
    let journey = json!({"id": "j", "person": "kim", "date": "2018-05-01", "country": "JPN"});
    json!({"parties": {"items": [person]}, "journeys": {"items": [patched(&journey, change)]}})
}

#[test]
fn nationals_of_north_korea_do_not_enter() {
    let rule = "jp.entry";
    JP.days(
        rule,
        |day| journey(&json!({}), &json!({"date": day})),
        &[("2006-10-13", "not in force"), ("2006-10-14", "P"), ("2006-10-15", "P"), ("2018-05-01", "P")],
    );
    let on = "2018-06-01";
    JP.check(rule, "2018-04-30", &journey(&json!({}), &json!({})), "not assessed: workers");
    for (person, change, expected) in [
        (json!({"country": "KOR"}), json!({}), "not assessed: workers"),
        (json!({"kind": "PARTY_KIND_ENTITY"}), json!({}), "not assessed: workers"),
        (json!({}), json!({"country": "CHN"}), "not assessed: workers"),
        // A Korean who lives in Japan comes back; one who is registered without a State.
        (json!({"domicile": "JPN"}), json!({}), "R"),
        (json!({"country": null, "domicile": "JPN"}), json!({}), "R"),
        (json!({"country": null}), json!({}), "R"),
        (json!({}), json!({"transit": true}), "R"),
        (json!({"kind": null}), json!({}), "P"),
        (json!({}), json!({"person": null}), "D"),
        (json!({}), json!({"country": null}), "D"),
        (json!({}), json!({"date": null}), "D"),
    ] {
        JP.check(rule, on, &with_site(&journey(&person, &change)), expected);
    }
    let addressed = |record: &Value| JP.findings(rule, on, record)[0].addressees.clone();
    assert_eq!(addressed(&journey(&json!({}), &json!({}))), [i32::from(comity_sdk::prelude::State)]);
    assert_eq!(JP.text(rule, on, &journey(&json!({}), &json!({}))), "kim, of North Korean nationality, entered Japan.");
}

/// The record has a site in Japan, so that the law reaches it whatever the journey says.
fn with_site(record: &Value) -> Value {
    with(record, "/worksites", json!({"items": [{"id": "dock", "country": "JPN"}]}))
}

/// A crew at a dock in Japan since a day.
fn crew(since: &str, change: &Value) -> Value {
    let record = with(&workers_in("JPN"), "/deployment/start", json!(since));
    let group = patched(&record["workers"]["items"][0], change);
    with(&record, "/workers/items/0", group)
}

#[test]
fn workers_of_north_korea_have_entered() {
    let rule = "jp.entry";
    let silent = "not assessed: journeys";
    for (since, expected) in [("2006-10-13", silent), ("2006-10-14", "P"), ("2006-10-15", "P")] {
        JP.check(rule, "2018-06-01", &crew(since, &json!({})), expected);
    }
    JP.check(rule, "2006-10-13", &crew("2006-10-01", &json!({})), "not in force");
    let undated = with(&crew("2018-01-01", &json!({})), "/deployment/start", Value::Null);
    JP.check(rule, "2018-06-01", &undated, "D");
    assert_eq!(JP.missing(rule, "2018-06-01", &undated), "deployment.start");
    JP.check(rule, "2018-06-01", &with(&undated, "/workers/items/0/nationalities/items", json!(["NPL"])), silent);
    let later = with(&crew("2001-01-01", &json!({})), "/worksites/items/0/start", json!("2018-01-01"));
    JP.dates(rule, &later, &[("2007-01-01", silent), ("2017-12-31", silent), ("2018-01-01", "P"), ("2018-01-02", "P")]);
    // Who has entered has entered, when the work is over or goes on elsewhere.
    let ended = with(&crew("2016-01-01", &json!({})), "/deployment/end", json!("2017-01-01"));
    JP.dates(rule, &ended, &[("2015-12-31", silent), ("2016-01-01", "P"), ("2017-01-01", "P"), ("2018-06-01", "P")]);
    let moved = with(&crew("2016-01-01", &json!({})), "/worksites/items/0/end", json!("2017-01-01"));
    let moved = with(&moved, "/worksites/items/-", json!({"id": "far", "country": "CHN", "start": "2017-01-01"}));
    JP.dates(rule, &moved, &[("2016-12-31", "P"), ("2017-01-01", "P"), ("2018-06-01", "P")]);
    let somewhere = with(&crew("2016-01-01", &json!({})), "/worksites/items/0/country", Value::Null);
    JP.check(rule, "2018-06-01", &somewhere, "D");
    assert_eq!(JP.missing(rule, "2018-06-01", &somewhere), "worksites.items[0].country");
    // Nobody looked where they work; who worked before the measures came before them wherever that was.
    let nowhere = with(&crew("2016-01-01", &json!({})), "/worksites", Value::Null);
    JP.check(rule, "2018-06-01", &nowhere, "D");
    assert_eq!(JP.missing(rule, "2018-06-01", &nowhere), "worksites");
    JP.check(rule, "2018-06-01", &with(&crew("2006-10-13", &json!({})), "/worksites", Value::Null), silent);
    JP.check(rule, "2018-06-01", &with(&crew("2016-01-01", &json!({})), "/worksites/items", json!([])), silent);
    let of = |codes: &[&str]| crew("2018-01-01", &json!({"nationalities": {"items": codes}}));
    for (codes, expected) in
        [(&["KOR"][..], silent), (&["PRK", "KOR"], "R"), (&["PRK", "JPN"], "X"), (&["NPL"], silent), (&[], "R")]
    {
        JP.check(rule, "2018-06-01", &of(codes), expected);
    }
    let own = JP.findings(rule, "2018-06-01", &of(&["PRK", "JPN"])).remove(0).exemption.unwrap();
    assert_eq!((own.id.as_str(), own.displaces()), ("own_national", comity_sdk::prelude::Prohibited));
    // Since the first day at a site in Japan.
    let sites = |sites: Value| with(&crew("2001-01-01", &json!({})), "/worksites/items", sites);
    for (sites, since) in [
        (json!([{"id": "a", "country": "JPN", "start": "2018-01-01"}]), "2018-01-01"),
        (
            json!([{"id": "a", "country": "JPN", "start": "2018-01-01"}, {"id": "b", "country": "JPN", "start": "2015-01-01"}]),
            "2015-01-01",
        ),
        (json!([{"id": "a", "start": "2010-01-01"}, {"id": "b", "country": "JPN", "start": "2018-01-01"}]), "2018-01-01"),
    ].map(|(entries, since)| (sites(entries), since)) {
        let finding = JP.findings(rule, "2018-06-01", &sites).remove(0);
        assert_eq!(finding.fact_from.as_deref(), Some(since), "{sites:#}");
    }
    // One of two sites in Japan has no first day: it is used since the deployment began, before the measures.
    let old = json!([{"id": "a", "country": "JPN"}, {"id": "b", "country": "JPN", "start": "2018-01-01"}]);
    JP.check(rule, "2018-06-01", &sites(old), silent);
    let chosen = crew("2018-01-01", &json!({"nationalities": null, "korean_unspecified": true}));
    JP.check(rule, "2018-06-01", &chosen, "R");
    let title = json!({"id": "t", "kind": "RESIDENCE_KIND_LONG_TERM", "valid_from": "1991-11-01"});
    let resident = testing::with_one(&of(&["PRK"]), "residence", &title);
    JP.check(rule, "2018-06-01", &resident, "R");
    JP.check(rule, "2018-06-01", &with(&resident, "/residence/items/0/kind", json!("RESIDENCE_KIND_WORK")), "P");
    for (change, expected) in [
        (json!({"valid_to": "2018-01-01"}), "P"),
        (json!({"valid_to": "2018-01-02"}), "R"),
        (json!({"valid_from": "2018-06-02"}), "P"),
        (json!({"valid_from": "2018-06-01"}), "R"),
        (json!({"valid_from": null}), "R"),
        (json!({"withdrawn_on": "2018-01-01"}), "P"),
        (json!({"withdrawn_on": "2018-01-02"}), "R"),
        (json!({"worker_groups": {"items": ["crew"]}}), "R"),
        (json!({"worker_groups": {"items": ["cooks"]}}), "P"),
    ] {
        let title = patched(&title, &change);
        JP.check(rule, "2018-06-01", &testing::with_one(&of(&["PRK"]), "residence", &title), expected);
    }
    let elsewhere = with(&crew("2018-01-01", &json!({})), "/worksites/items/0/country", json!("CHN"));
    JP.check(rule, "2018-06-01", &with(&elsewhere, "/parties/items/1/country", json!("JPN")), silent);
}

/// A crew enters where it works: its own sites count, and all only where none is said to be its.
#[test]
fn workers_enter_where_they_work() {
    let sites = |of_the_site_in_japan: Value, of_the_other: Value| {
        let dock = patched(&json!({"id": "dock", "country": "JPN"}), &of_the_site_in_japan);
        let far = patched(&json!({"id": "far", "country": "CHN"}), &of_the_other);
        with(&crew("2018-01-01", &json!({})), "/worksites/items", json!([dock, far]))
    };
    let of = |group: &str| json!({"worker_groups": {"items": [group]}});
    for (dock, far, expected) in [
        (of("crew"), of("cooks"), "P"),
        (of("cooks"), of("crew"), "not assessed: journeys"),
        (of("cooks"), of("cooks"), "P"),
        (json!({}), of("crew"), "P"),
    ] {
        JP.check("jp.entry", "2018-06-01", &sites(dock, far), expected);
    }
}

#[test]
fn one_group_does_not_hide_another() {
    let groups = json!({"items": [
        {"id": "crew", "nationalities": {"items": ["PRK"]}},
        {"id": "own", "nationalities": {"items": ["PRK", "JPN"]}},
        {"id": "others", "nationalities": {"items": ["NPL"]}}]});
    let record = with(&crew("2018-01-01", &json!({})), "/workers", groups);
    assert_eq!(JP.subjects("jp.entry", "2018-06-01", &record), [("crew".into(), "P"), ("own".into(), "X")]);
}

/// A payment of a builder of Japan to a sender in North Korea.
fn payment(change: &Value) -> Value {
    let payment = json!({"id": "t", "date": "2018-05-01", "payer": "builder", "payee": "bureau",
        "amount": {"currency": "JPY", "amount": "200000"}, "purpose": "TRANSACTION_PURPOSE_TRADE_CONTRACT"});
    json!({
        "parties": {"items": [
            {"id": "builder", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "JPN", "kind": "PARTY_KIND_ENTITY"},
            {"id": "bureau", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "kind": "PARTY_KIND_ENTITY"},
            {"id": "trader", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN", "kind": "PARTY_KIND_ENTITY"},
            {"id": "bank", "roles": ["PARTY_ROLE_BANK"], "country": "JPN", "kind": "PARTY_KIND_ENTITY"}
        ]},
        "transactions": {"items": [patched(&payment, change)]}
    })
}

fn amount(currency: &str, amount: &str) -> Value {
    json!({"amount": {"currency": currency, "amount": amount}, "purpose": "TRANSACTION_PURPOSE_HUMANITARIAN"})
}

#[test]
fn persons_in_north_korea_are_not_paid() {
    let rule = "jp.remit";
    JP.days(
        rule,
        |day| payment(&json!({"date": day})),
        &[("2016-02-25", "not in force"), ("2016-02-26", "R"), ("2016-02-27", "R")],
    );
    let on = "2018-06-01";
    JP.check(rule, "2018-04-30", &payment(&json!({})), "-");
    for (change, expected) in [
        (json!({}), "R"),
        (json!({"executed": false}), "-"),
        (json!({"rejected_on": "2018-05-02"}), "-"),
        (json!({"payee": "trader"}), "-"),
        (json!({"payee": "trader", "to_country": "CHN"}), "-"),
        (json!({"payee": "trader", "to_country": "PRK"}), "R"),
        (json!({"to_country": "CHN"}), "R"),
        (json!({"payee": null}), "D"),
        (json!({"payee": null, "to_country": "PRK"}), "R"),
        // Not from Japan, and nobody there takes part.
        (json!({"payer": "trader"}), "-"),
        (json!({"payer": "trader", "payer_institution": {"party": "bank"}}), "R"),
        (json!({"payer": "trader", "facilitated_by": {"items": ["builder"]}}), "R"),
        (json!({"payer": null}), "D"),
        (json!({"date": null}), "D"),
    ] {
        JP.check(rule, on, &payment(&change), expected);
    }
    let nobody = payment(&json!({"payee": null}));
    assert_eq!(JP.missing(rule, on, &nobody), "transactions.items[0].payee transactions.items[0].to_country");
    let worker = json!({"id": "kim", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK"});
    let to_worker = with(&payment(&json!({"payee": "kim"})), "/parties/items/-", worker);
    JP.check(rule, on, &to_worker, "D");
    JP.check(rule, on, &with(&to_worker, "/parties/items/4/country", json!("CHN")), "-");
    for (domicile, expected) in [("PRK", "R"), ("CHN", "-")] {
        JP.check(rule, on, &with(&to_worker, "/parties/items/4/domicile", json!(domicile)), expected);
    }
    JP.check(rule, on, &workers_in("JPN"), "not assessed: transactions");
}

#[test]
fn small_payments_for_humanitarian_ends_are_free() {
    let (rule, on) = ("jp.remit", "2018-06-01");
    for (change, expected) in [
        (amount("JPY", "90000"), "X"),
        (amount("JPY", "100000"), "X"),
        (amount("JPY", "100000.01"), "R"),
        (amount("JPY", "200000"), "R"),
        // There is no rate for the yen.
        (amount("USD", "10"), "R"),
        (json!({"amount": {"currency": "JPY", "amount": "90000"}}), "R"),
        (json!({"amount": {"currency": "JPY", "amount": "90000"}, "purpose": "TRANSACTION_PURPOSE_FOOD"}), "X"),
        (json!({"amount": {"currency": "JPY", "amount": "90000"}, "purpose": "TRANSACTION_PURPOSE_HEALTH"}), "X"),
        (
            json!({"amount": {"currency": "JPY", "amount": "9"}, "purpose": "TRANSACTION_PURPOSE_PERSONAL_REMITTANCE"}),
            "R",
        ),
        (json!({"authorisation_ref": "MOF 12"}), "X"),
    ] {
        JP.check(rule, on, &payment(&change), expected);
    }
    let small = JP.findings(rule, on, &payment(&amount("JPY", "90000"))).remove(0);
    let exemption = small.exemption.unwrap();
    // The row is unsure: what the exemption displaces is capped.
    assert_eq!((exemption.id.as_str(), exemption.displaces()), ("humanitarian", comity_sdk::prelude::NeedsReview));
    assert_eq!(JP.exemption(rule, on, &payment(&json!({"authorisation_ref": "MOF 12"}))), "MOF 12");
    for (absent, expected) in [("purpose", "transactions.items[0].purpose"), ("amount", "transactions.items[0].amount")]
    {
        let record = with(&payment(&amount("JPY", "90000")), &format!("/transactions/items/0/{absent}"), Value::Null);
        JP.check(rule, on, &record, "R");
        assert_eq!(JP.missing(rule, on, &record), expected);
    }
    // The amount is recorded; what lacks is a rate.
    let dollars = payment(&amount("USD", "10"));
    assert_eq!(JP.missing(rule, on, &dollars), "reference.exchange_rates");
    assert!(JP.text(rule, on, &dollars).ends_with("since the table of exchange rates has no value for it."));
    assert_eq!(JP.text(rule, on, &payment(&json!({}))), "Payment t goes from Japan to a person in North Korea.");
    let addressees = |change: &Value| JP.findings(rule, on, &payment(change))[0].addressees().collect::<Vec<_>>();
    use comity_sdk::prelude::{Bank, Employer, ForeignPerson};
    assert_eq!(addressees(&json!({})), [Employer]);
    assert_eq!(addressees(&json!({"payer": "trader", "payer_institution": {"party": "bank"}})), [Bank]);
    assert_eq!(addressees(&json!({"payer": "trader", "bank": {"country": "JPN"}})), [ForeignPerson]);
}

/// A lot of clams that is landed in Japan.
fn clams(change: &Value) -> Value {
    let lot = json!({"id": "clams", "origin": "PRK", "entry_date": "2015-03-01", "destination_country": "JPN"});
    json!({
        "parties": {"items": [{"id": "market", "roles": ["PARTY_ROLE_IMPORTER"], "country": "JPN"}]},
        "goods": {"items": [patched(&lot, change)]}
    })
}

#[test]
fn nothing_is_imported_from_north_korea() {
    let rule = "jp.trade";
    JP.days(
        rule,
        |day| clams(&json!({"entry_date": day})),
        &[("2006-10-13", "not in force"), ("2006-10-14", "P"), ("2006-10-15", "P")],
    );
    let on = "2015-06-01";
    for (change, expected) in [
        (json!({}), "P"),
        (json!({"origin": "KOR"}), "-"),
        (json!({"destination_country": "CHN"}), "-"),
        (json!({"is_service": true}), "-"),
        (json!({"market": "MARKET_EU"}), "-"),
        (json!({"market": "MARKET_OTHER"}), "P"),
        (json!({"destination_country": null, "importer": "market"}), "P"),
        (json!({"destination_country": null}), "D"),
        (json!({"origin": null}), "D"),
        (json!({"entry_date": null}), "D"),
        (json!({"entry_date": "2015-06-02"}), "-"),
    ] {
        JP.check(rule, on, &clams(&change), expected);
    }
    assert_eq!(JP.missing(rule, on, &clams(&json!({"origin": null}))), "goods.items[0].origin");
    assert_eq!(JP.text(rule, on, &clams(&json!({}))), "Goods from North Korea (clams) were imported into Japan.");
    JP.check(rule, on, &workers_in("JPN"), "not assessed: goods");
}

#[test]
fn nothing_is_exported_to_north_korea() {
    let rule = "jp.trade.export";
    let cars = |change: &Value| {
        let lot = json!({"id": "cars", "origin": "JPN", "exported_on": "2015-03-01", "destination_country": "PRK"});
        with(&clams(&json!({})), "/goods/items/0", patched(&lot, change))
    };
    JP.days(
        rule,
        |day| cars(&json!({"exported_on": day})),
        &[("2009-06-17", "not in force"), ("2009-06-18", "P"), ("2009-06-19", "P")],
    );
    for (change, expected) in [
        (json!({"destination_country": "CHN"}), "-"),
        (json!({"origin": "CHN"}), "-"),
        (json!({"exported_on": null}), "-"),
        (json!({"is_service": true}), "-"),
        (json!({"origin": null}), "D"),
        (json!({"destination_country": null}), "D"),
    ] {
        JP.check(rule, "2015-06-01", &cars(&change), expected);
    }
    // It binds those of Japan, by what they do.
    use comity_sdk::prelude::{ForeignPerson, Importer};
    let bound = |record: &Value| JP.findings(rule, "2015-06-01", record)[0].addressees().collect::<Vec<_>>();
    let sender = json!({"id": "bureau", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK"});
    let both = with(&cars(&json!({})), "/parties/items/-", sender);
    assert_eq!(bound(&both), [Importer]);
    assert_eq!(bound(&with(&both, "/parties/items/0/country", json!("CHN"))), [ForeignPerson]);
    // Imported before it was barred to export.
    JP.check("jp.trade", "2009-01-01", &clams(&json!({"entry_date": "2009-01-01"})), "P");
}

/// A payment that names no payee may be theirs who are on a list; where nobody is, it is nobody's.
#[test]
fn a_payment_without_a_payee() {
    let (rule, on) = ("jp.freeze", "2018-06-01");
    let silent = "not assessed: wages";
    JP.check(rule, on, &payment(&json!({"payee": null})), silent);
    let trader = |change: &Value| listed("UN-1718", json!("2018-01-01"), change);
    JP.check(rule, on, &trader(&json!({"payee": null})), "D");
    JP.check(rule, on, &trader(&json!({"payee": "bureau"})), silent);
    let from_them = json!({"payee": null, "payer": "trader", "payer_institution": {"party": "bank"}});
    JP.check(rule, on, &trader(&from_them), "P");
}

#[test]
fn wages_to_one_of_several_senders() {
    let (rule, on) = ("jp.freeze", "2018-06-01");
    let sender =
        |change: Value| patched(&json!({"id": "s", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK"}), &change);
    let entries = |since: Value| json!({"lists": {"items": [patched(&json!({"list": "UN-1718"}), &json!({"listed_on": since}))]}});
    let paid = |senders: Value| {
        let line = json!({"site": "site", "payee": "PAYEE_SENDER"});
        let record = testing::with_one(&workers_in("JPN"), "wages", &line);
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
        JP.check(rule, on, &paid(senders), expected);
    }
    let somewhere = with(&paid(json!([listed])), "/worksites/items/0/country", Value::Null);
    JP.check(rule, on, &somewhere, "D");
}

/// The payee of a payment stands on a list from a day on.
fn listed(list: &str, since: Value, change: &Value) -> Value {
    let entries = json!({"items": [{"list": list, "entry": "1", "listed_on": since}]});
    let record = with(&payment(&json!({"payee": "trader"})), "/parties/items/2/lists", entries);
    let changed = patched(&record["transactions"]["items"][0], change);
    with(&record, "/transactions/items/0", changed)
}

#[test]
fn assets_of_listed_persons() {
    let (rule, on) = ("jp.freeze", "2018-06-01");
    let silent = "not assessed: wages";
    for list in ["UN-1718", "JP-DPRK", "jp.dprk"] {
        for (since, expected) in [("2018-04-30", "P"), ("2018-05-01", "P"), ("2018-05-02", silent)] {
            JP.check(rule, on, &listed(list, json!(since), &json!({})), expected);
        }
    }
    JP.check(rule, on, &listed("OFAC-SDN", json!("2016-01-01"), &json!({})), silent);
    JP.check(rule, on, &payment(&json!({"payee": "trader"})), silent);
    let since = || json!("2017-12-28");
    let delisted = with(
        &listed("JP-DPRK", since(), &json!({})),
        "/parties/items/2/lists/items/0/delisted_on",
        json!("2018-05-01"),
    );
    JP.check(rule, on, &delisted, silent);
    for (change, expected) in [
        (json!({"payer": "trader", "payee": "builder"}), "P"),
        (json!({"executed": false}), silent),
        (json!({"payer": "bureau"}), silent),
        (json!({"payer": "bureau", "bank": {"country": "JPN"}}), "P"),
        (json!({"payee": null}), "D"),
        (json!({"payer": null}), "D"),
        (json!({"authorisation_ref": "MOF 7"}), "X"),
    ] {
        JP.check(rule, on, &listed("JP-DPRK", since(), &change), expected);
    }
    JP.check(rule, on, &listed("JP-DPRK", Value::Null, &json!({})), "R");
    assert_eq!(JP.exemption(rule, on, &listed("JP-DPRK", since(), &json!({"authorisation_ref": "MOF 7"}))), "MOF 7");
    assert_eq!(
        JP.missing(rule, on, &listed("JP-DPRK", since(), &json!({"payee": null}))),
        "transactions.items[0].payee"
    );
    assert_eq!(
        JP.text(rule, on, &listed("JP-DPRK", since(), &json!({}))),
        "trader is on a list whose persons' assets Japan freezes, and payment t goes to it or comes from it."
    );
    JP.days(
        rule,
        |day| listed("UN-1718", json!("1990-01-01"), &json!({"date": day})),
        &[("1998-03-31", "not in force"), ("1998-04-01", "P"), ("1998-04-02", "P")],
    );
}

#[test]
fn wages_that_go_to_a_listed_sender() {
    let rule = "jp.freeze";
    let silent = "not assessed: transactions";
    let entries = json!({"items": [{"list": "UN-1718", "listed_on": "2017-08-05"}]});
    let record = with(&workers_in("JPN"), "/parties/items/0/lists", entries);
    let paid = |payee: Value| testing::with_one(&record, "wages", &json!({"site": "site", "payee": payee}));
    JP.dates(rule, &paid(json!("PAYEE_SENDER")), &[("2017-08-04", silent), ("2017-08-05", "P"), ("2017-08-06", "P")]);
    JP.check(rule, "2018-01-01", &paid(json!("PAYEE_WORKER_ACCOUNT")), silent);
    JP.check(rule, "2018-01-01", &paid(Value::Null), "D");
    let by_others = with(&paid(json!("PAYEE_SENDER")), "/parties/items/1/country", json!("CHN"));
    JP.check(rule, "2018-01-01", &by_others, "P");
    let abroad = with(&paid(json!("PAYEE_SENDER")), "/worksites/items/0/country", json!("QAT"));
    JP.check(rule, "2018-01-01", &abroad, "P");
    let of_others = with(&abroad, "/parties/items/1/country", json!("QAT"));
    JP.check(
        rule,
        "2018-01-01",
        &with(&of_others, "/journeys", json!({"items": [{"id": "j", "country": "JPN"}]})),
        silent,
    );
}
