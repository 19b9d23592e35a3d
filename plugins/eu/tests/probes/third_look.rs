//! What an audit found: one of several parties, property over time, what is done elsewhere, whose signs they are.

use super::*;

fn since(rule: &str, as_of: &str, record: &Value, subject: &str) -> String {
    let of_subject = |finding: &comity_sdk::v1::Finding| finding.subject.as_ref().is_some_and(|s| s.id == subject);
    let found = PROBES.findings(rule, as_of, record).into_iter().find(of_subject);
    found.unwrap_or_else(|| panic!("{rule} says nothing of {subject}")).fact_from.unwrap_or_default()
}

fn bureau(id: &str) -> Value {
    json!({"id": id, "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "government_of_north_korea": true})
}

fn trader() -> Value {
    listed("trader", "EU-DPRK", "2010-01-01")
}

#[test]
fn the_party_who_is_barred_counts_whoever_stands_first() {
    let rule = "eu.dprk.makeavail";
    // The payee is for review, its bank is listed.
    let paid = pays(&yard_with(&[bureau("bureau"), trader()]), "yard", "bureau", "2018-01-10");
    assert_eq!(of(rule, "2018-02-01", &paid, "t"), "R");
    let through = with(&paid, "/transactions/items/0/payee_institution", json!({"party": "trader"}));
    assert_eq!(of(rule, "2018-02-01", &through, "t"), "P");
    assert!(text(rule, "2018-02-01", &through).contains("to trader"));
    // Two senders in either order.
    let as_sender = |party: Value| testing::patched(&party, &json!({"roles": ["PARTY_ROLE_SENDER"]}));
    for senders in [[bureau("bureau"), as_sender(trader())], [as_sender(trader()), bureau("bureau")]] {
        let record = set(&yard_with(&senders), "workers", json!([{"id": "crew", "nationalities": {"items": ["PRK"]}}]));
        let record = set(&record, "wages", json!([{"id": "w", "payee": "PAYEE_SENDER"}]));
        assert_eq!(of(rule, "2018-02-01", &record, "w"), "P");
    }
    // One owned through a layer, the other outright.
    let rule = "eu.own.makeavail";
    let parties = [
        owned("payee", &[("middle", "60")]),
        owned("middle", &[("trader", "60")]),
        owned("bank", &[("trader", "60")]),
        trader(),
    ];
    let paid = pays(&yard_with(&parties), "yard", "payee", "2018-01-10");
    assert_eq!(of(rule, "2018-02-01", &paid, "t"), "R");
    let through = with(&paid, "/transactions/items/0/payee_institution", json!({"party": "bank"}));
    assert_eq!(of(rule, "2018-02-01", &through, "t"), "P");
    // A payer that is for review, a payee on the list.
    let parties = [
        owned("payer", &[("middle", "60")]),
        owned("middle", &[("minister", "60")]),
        listed("minister", "EU-GHR", "2021-03-22"),
    ];
    let paid = pays(&yard_with(&parties), "payer", "minister", "2021-07-01");
    assert_eq!(of("eu.ghr.freeze", "2021-07-01", &paid, "t"), "P");
    assert!(PROBES.findings("eu.ghr.freeze", "2021-07-01", &paid).iter().any(|finding| {
        finding.message.as_ref().is_some_and(|message| message.text.contains("(payment t) to minister"))
    }));
}

/// Property of a firm that is listed from one day to another.
fn property(list: &str, listed_on: &str, delisted_on: Value, holding: Value) -> Value {
    let trader = listed("trader", list, listed_on);
    let record = with(&yard_with(&[trader]), "/deployment/end", json!("2010-01-02"));
    let record = with(&record, "/deployment/start", json!("2010-01-01"));
    let record = patch(&record, "/parties/items/1/lists/items/0", json!({"delisted_on": delisted_on}));
    let base = json!({"id": "h", "party": "trader", "holder": "yard"});
    set(&record, "holdings", json!([testing::patched(&base, &holding)]))
}

#[test]
fn property_is_judged_while_it_is_held_and_when_it_is_released() {
    let rule = "eu.dprk.freeze";
    let at = |as_of: &str, record: &Value| of(rule, as_of, record, "h");
    let blocked = || json!({"blocked_on": "2018-03-01"});
    // Delisted since: neither held under the freezing nor released against it.
    let held = property("EU-DPRK", "2017-10-16", json!("2019-01-01"), blocked());
    for (as_of, expected) in
        [("2018-02-28", "-"), ("2018-03-01", "P"), ("2018-12-31", "P"), ("2019-01-01", "-"), ("2020-01-01", "-")]
    {
        assert_eq!(at(as_of, &held), expected, "{as_of}");
    }
    let released = |day: &str| with(&held, "/holdings/items/0/unblocked_on", json!(day));
    assert_eq!(at("2020-01-01", &released("2019-01-01")), "-");
    assert_eq!(at("2020-01-01", &released("2018-12-31")), "P");
    assert!(text(rule, "2020-01-01", &released("2018-12-31")).contains("without a recorded authorisation"));
    assert_eq!(since(rule, "2020-01-01", &released("2018-12-31"), "h"), "2018-12-31");
    assert_eq!(since(rule, "2018-06-01", &held, "h"), "2018-03-01");
    // Blocked before the Regulation, and before the listing.
    let old = property("EU-DPRK", "2009-01-01", Value::Null, json!({"blocked_on": "2013-05-01"}));
    for (as_of, expected) in [("2017-08-31", "-"), ("2017-09-01", "P"), ("2018-01-01", "P")] {
        assert_eq!(at(as_of, &old), expected, "{as_of}");
    }
    let of_old = |day: &str| with(&old, "/holdings/items/0/unblocked_on", json!(day));
    assert_eq!(at("2020-01-01", &of_old("2018-01-01")), "P");
    assert_eq!(at("2020-01-01", &of_old("2017-08-31")), "-");
    let early = property("EU-DPRK", "2018-06-01", Value::Null, blocked());
    let early = with(&early, "/holdings/items/0/unblocked_on", json!("2018-09-01"));
    for (as_of, expected) in [("2018-05-31", "-"), ("2018-06-01", "P"), ("2018-09-01", "P"), ("2020-01-01", "P")] {
        assert_eq!(at(as_of, &early), expected, "{as_of}");
    }
    assert_eq!(since(rule, "2018-07-01", &early, "h"), "2018-06-01");
    // Nobody says since when it is blocked.
    let undated = property("EU-DPRK", "2017-10-16", Value::Null, json!({}));
    assert_eq!(at("2018-06-01", &undated), "D");
    let abuser = property("EU-GHR", "2021-03-22", json!("2022-01-01"), json!({"blocked_on": "2021-04-01"}));
    assert_eq!(of("eu.ghr.freeze", "2021-12-31", &abuser, "h"), "P");
    assert_eq!(of("eu.ghr.freeze", "2022-01-01", &abuser, "h"), "-");
}

#[test]
fn what_is_said_of_those_owned_through_a_layer() {
    let parties = [owned("firm", &[("middle", "60")]), owned("middle", &[("trader", "60")]), trader()];
    let record = pays(&yard_with(&parties), "firm", "yard", "2018-01-10");
    let record = with(&record, "/deployment/end", json!("2010-01-01"));
    assert_eq!(of("eu.dprk.freeze", "2018-02-01", &record, "t"), "R");
    assert!(text("eu.dprk.freeze", "2018-02-01", &record).contains("only through an entity"));
    let held =
        set(&record, "holdings", json!([{"id": "h", "party": "firm", "holder": "yard", "blocked_on": "2018-01-10"}]));
    let held = set(&held, "transactions", json!([]));
    assert_eq!(of("eu.dprk.freeze", "2018-02-01", &held, "h"), "R");
    assert!(text("eu.dprk.freeze", "2018-02-01", &held).contains("only through an entity"));
    // Where a layer decides, nothing harder than a review comes of it.
    let kim = json!({"id": "kim", "roles": ["PARTY_ROLE_OTHER"], "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK",
        "domicile": "POL", "acts_for": "firm", "protection": "PROTECTION_NONE"});
    let acting = with(&yard_with(&parties), "/parties/items/-", kim);
    check("eu.dprk.expel", "2018-02-01", &acting, "R");
    assert!(text("eu.dprk.expel", "2018-02-01", &acting).contains("only through"));
    let outright = with(&acting, "/parties/items/1/owners/items/0/owner", json!("trader"));
    check("eu.dprk.expel", "2018-02-01", &outright, "V");
    assert!(text("eu.dprk.expel", "2018-02-01", &outright).contains("persons on a list of the Union own"));
    let sign = json!({"items": [{"kind": "CONTROL_KIND_APPOINTS_MAJORITY", "by": "firm", "documented": true}]});
    let agency = json!({"id": "agency", "roles": ["PARTY_ROLE_OTHER"], "country": "POL", "control_indicators": sign});
    let controlled = with(&yard_with(&parties), "/parties/items/-", agency);
    assert_eq!(of("eu.control", "2018-02-01", &controlled, "agency"), "R");
    assert_eq!(of("eu.dprk.freeze", "2018-02-01", &controlled, "agency"), "R");
    let outright = with(&controlled, "/parties/items/1/owners/items/0/owner", json!("trader"));
    assert_eq!(of("eu.control", "2018-02-01", &outright, "agency"), "P");
    let claim = json!({"id": "c", "claimant": "firm", "kind": "CLAIM_KIND_LABOUR_LEASE", "date": "2018-01-10"});
    let claimed = with(&yard_with(&parties), "/ventures", json!({"claims_made": [claim]}));
    check("eu.dprk.noclaims", "2018-02-01", &claimed, "R");
    assert!(text("eu.dprk.noclaims", "2018-02-01", &claimed).contains("only through"));
    let terror =
        [owned("firm", &[("middle", "70")]), owned("middle", &[("one", "60")]), listed("one", "EU-TERR", "2010-01-01")];
    let record = yard_with(&terror);
    let told = |subject: &str| {
        let found = PROBES.findings("eu.own.terror", "2018-02-01", &record);
        let found = found.into_iter().find(|finding| finding.subject.as_ref().is_some_and(|s| s.id == subject));
        found.unwrap().message.unwrap().text
    };
    assert!(told("middle").contains("owns 60 % of middle"));
    assert!(told("firm").contains("owns firm through an entity"));
}

#[test]
fn since_when_somebody_is_listed() {
    let record = yard_with(&[listed("trader", "EU-DPRK", "2019-05-05")]);
    assert_eq!(since("eu.dprk.freeze", "2020-01-01", &record, "trader"), "2019-05-05");
    let early = yard_with(&[listed("trader", "EU-DPRK", "2010-01-01")]);
    assert_eq!(since("eu.dprk.freeze", "2020-01-01", &early, "trader"), "2017-09-01");
    let twice = json!({"items": [{"list": "EU-DPRK", "listed_on": "2018-01-01", "delisted_on": "2018-06-01"},
        {"list": "EU-DPRK", "listed_on": "2019-02-01"}, {"list": "EU-GHR", "listed_on": "2018-01-01"}]});
    let twice = with(&record, "/parties/items/1/lists", twice);
    assert_eq!(since("eu.dprk.freeze", "2020-01-01", &twice, "trader"), "2019-02-01");
}

#[test]
fn what_was_rejected_moved_nothing() {
    let record = pays(&yard_with(&[trader()]), "yard", "trader", "2018-01-10");
    let transfer = json!({"to_country": "PRK", "purpose": "TRANSACTION_PURPOSE_OTHER", "payer_data_complete": false,
        "payee_data_complete": true, "payer_institution": {"country": "POL"}, "payee_institution": {"country": "PRK"}});
    let made = patch(&record, "/transactions/items/0", transfer);
    let rejected = with(&made, "/transactions/items/0/rejected_on", json!("2018-01-10"));
    for (rule, expected) in
        [("eu.dprk.makeavail", "P"), ("eu.dprk.transfer.ban", "P"), ("eu.dprk.fi", "P"), ("eu.dprk.cdd", "V")]
    {
        assert_eq!(of(rule, "2018-02-01", &made, "t"), expected, "{rule}");
        assert_eq!(of(rule, "2018-02-01", &rejected, "t"), "-", "{rule}");
    }
}

#[test]
fn accounts_that_were_frozen_when_they_were_credited() {
    let credited = |holdings: Value| {
        let record = pays(&yard_with(&[trader()]), "yard", "trader", "2018-01-10");
        set(&record, "holdings", holdings)
    };
    let holding = |extra: Value| {
        let base =
            json!({"id": "h", "transaction": "t", "party": "trader", "holder": "yard", "blocked_on": "2018-01-10"});
        testing::patched(&base, &extra)
    };
    let released = || holding(json!({"id": "i", "unblocked_on": "2018-02-01"}));
    for (holdings, expected) in [
        (json!([holding(json!({}))]), "X"),
        (json!([holding(json!({"blocked_on": "2018-01-09"}))]), "X"),
        (json!([holding(json!({"blocked_on": "2018-01-11"}))]), "P"),
        (json!([holding(json!({"blocked_on": "2018-06-10"}))]), "P"),
        (json!([holding(json!({"party": null}))]), "X"),
        (json!([holding(json!({"party": "yard"}))]), "R"),
        (json!([holding(json!({"party": "yard", "blocked_on": "2018-01-11"}))]), "P"),
        (json!([holding(json!({"party": "yard", "unblocked_on": "2018-02-01"}))]), "P"),
        (json!([holding(json!({"blocked_on": null}))]), "P"),
        (json!([holding(json!({})), released()]), "P"),
        (json!([released(), holding(json!({}))]), "P"),
    ] {
        assert_eq!(of("eu.dprk.makeavail", "2018-07-01", &credited(holdings.clone()), "t"), expected, "{holdings}");
    }
    let others = credited(json!([holding(json!({"party": "yard"}))]));
    assert_eq!(missing("eu.dprk.makeavail", "2018-07-01", &others), "transactions.items[0].executed");
    let made = with(&others, "/transactions/items/0/executed", json!(true));
    assert_eq!(of("eu.dprk.makeavail", "2018-07-01", &made, "t"), "P");
    // A payment of the listed that its bank blocked.
    let spent = pays(&yard_with(&[trader()]), "trader", "yard", "2018-01-10");
    assert_eq!(of("eu.dprk.freeze", "2018-07-01", &spent, "t"), "P");
    let blocked = set(&spent, "holdings", json!([holding(json!({}))]));
    assert_eq!(of("eu.dprk.freeze", "2018-07-01", &blocked, "t"), "X");
    assert_eq!(exemption("eu.dprk.freeze", "2018-07-01", &with(&blocked, "/deployment/end", json!("2010-01-01"))), "h");
    let gone = with(&blocked, "/holdings/items/0/unblocked_on", json!("2018-02-01"));
    assert_eq!(of("eu.dprk.freeze", "2018-07-01", &gone, "t"), "P");
    // A payment that was stopped: its funds are property.
    let stopped = with(&blocked, "/transactions/items/0/executed", json!(false));
    let stopped = with(&stopped, "/deployment/end", json!("2010-01-01"));
    check("eu.dprk.freeze", "2018-07-01", &stopped, "P");
    assert!(text("eu.dprk.freeze", "2018-07-01", &stopped).contains("may not be moved or used"));
    let gone = with(&stopped, "/holdings/items/0/unblocked_on", json!("2018-02-10"));
    assert!(text("eu.dprk.freeze", "2018-07-01", &gone).contains("without a recorded authorisation"));
    check("eu.dprk.freeze", "2018-07-01", &with(&gone, "/holdings/items/0/licence_ref", json!("MF-1")), "X");
}

#[test]
fn what_goes_to_somebody_who_acts_for_the_listed() {
    let kim = |principal: &str| {
        testing::patched(
            &unlisted("kim"),
            &json!({"country": "PRK", "acts_for": principal, "government_of_north_korea": false}),
        )
    };
    let paid = |principal: &str| {
        let record = yard_with(&[kim(principal), trader(), owned("firm", &[("trader", "60")]), unlisted("other")]);
        pays(&record, "yard", "kim", "2018-01-10")
    };
    let rule = "eu.dprk.makeavail";
    for (principal, expected) in [("trader", "R"), ("firm", "R"), ("other", "-")] {
        assert_eq!(of(rule, "2018-02-01", &paid(principal), "t"), expected, "{principal}");
        assert_eq!(of("eu.dprk.circumvent", "2018-02-01", &paid(principal), "t"), expected, "{principal}");
    }
    assert!(text(rule, "2018-02-01", &paid("trader")).contains("acts for trader"));
    for (day, expected) in [("2018-01-10", "P"), ("2018-01-11", "R")] {
        let knew = with(&paid("trader"), "/transactions/items/0/knowledge", json!({"items": [{"known_on": day}]}));
        assert_eq!(of("eu.dprk.circumvent", "2018-02-01", &knew, "t"), expected);
    }
    let stopped = with(&paid("trader"), "/transactions/items/0/executed", json!(false));
    assert_eq!(of("eu.dprk.circumvent", "2018-02-01", &stopped, "t"), "-");
    // Wages to a sender that acts for a listed firm, and through other hands; and to nobody.
    let sent = |payee: &str| {
        let record = patch(&paid("trader"), "/parties/items/1", json!({"roles": ["PARTY_ROLE_SENDER"]}));
        let record = set(&record, "workers", json!([{"id": "crew", "nationalities": {"items": ["PRK"]}}]));
        let record = set(&record, "transactions", json!([]));
        set(&record, "wages", json!([{"id": "w", "payee": payee, "assigned_to": "ASSIGNEE_SENDER"}]))
    };
    assert_eq!(of(rule, "2018-02-01", &sent("PAYEE_SENDER"), "w"), "R");
    assert_eq!(of(rule, "2018-02-01", &sent("PAYEE_NONE"), "w"), "-");
    let own = json!({"id": "c", "claimant": "kim", "kind": "CLAIM_KIND_OWN_WAGE", "date": "2018-01-10"});
    for (principal, expected) in [("trader", "I"), ("firm", "I"), ("other", "R")] {
        let claimed = with(&paid(principal), "/ventures", json!({"claims_made": [own]}));
        check("eu.dprk.noclaims", "2018-02-01", &claimed, expected);
    }
    // What an agent takes is told as such of a body that nobody examined.
    let unexamined =
        set(&yard_with(&[bureau("bureau")]), "workers", json!([{"id": "crew", "nationalities": {"items": ["PRK"]}}]));
    let unexamined = set(&unexamined, "wages", json!([{"id": "w", "payee": "PAYEE_AGENT"}]));
    assert!(text(rule, "2018-02-01", &unexamined).contains("to a State or an agent"));
    // The payer's own knowledge counts for the other regime too.
    let minister = listed("minister", "EU-GHR", "2021-03-22");
    let agent = testing::patched(&unlisted("agent"), &json!({"acts_for": "minister"}));
    let record = pays(&yard_with(&[minister, agent]), "yard", "agent", "2021-04-01");
    check("eu.ghr.circumvent", "2021-05-01", &record, "R");
    let knew = with(&record, "/parties/items/0/knowledge", json!({"items": [{"known_on": "2021-03-30"}]}));
    check("eu.ghr.circumvent", "2021-05-01", &knew, "P");
}

#[test]
fn reports_of_property_that_this_regulation_freezes() {
    let rule = "eu.dprk.report";
    let held = |party: Value, extra: Value| {
        let base = json!({"id": "h", "party": "trader", "holder": "yard", "blocked_on": "2021-05-03"});
        set(&yard_with(&[party]), "holdings", json!([testing::patched(&base, &extra)]))
    };
    check(rule, "2021-07-01", &held(trader(), json!({})), "V");
    check(
        rule,
        "2021-07-01",
        &held(listed("trader", "EU-GHR", "2010-01-01"), json!({"regime": "HOLDING_REGIME_EU"})),
        "-",
    );
    check(rule, "2021-07-01", &held(unlisted("trader"), json!({"regime": "HOLDING_REGIME_EU"})), "-");
    check(rule, "2021-07-01", &held(listed("trader", "UN-1718", "2010-01-01"), json!({})), "R");
    check(rule, "2021-07-01", &held(trader(), json!({"party": null})), "D");
    let of_payment = |payee: &str| {
        let record = pays(&held(trader(), json!({"party": null, "transaction": "t"})), "yard", payee, "2021-05-03");
        set(
            &record,
            "holdings",
            held(trader(), json!({"party": null, "transaction": "t"}))["holdings"]["items"].clone(),
        )
    };
    check(rule, "2021-07-01", &of_payment("trader"), "V");
    check(rule, "2021-07-01", &of_payment("yard"), "-");
    let payers = with(&of_payment("trader"), "/holdings/items/0/party", json!("yard"));
    check(rule, "2021-07-01", &payers, "V");
    check(rule, "2021-07-01", &with(&of_payment("yard"), "/transactions/items/0/payee", Value::Null), "D");
}

/// A crew with one permit, and sites that it names or not.
fn permitted(sites: Value, permit: Value) -> Value {
    let record = set(&yard_with(&[]), "worksites", sites);
    let record = set(
        &record,
        "workers",
        json!([{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]),
    );
    let base = json!({"id": "p", "kind": "PERMIT_KIND_NEW", "issued": "2018-01-10"});
    set(&record, "permits", json!([testing::patched(&base, &permit)]))
}

#[test]
fn a_permit_is_for_the_sites_that_it_names() {
    let rule = "eu.dprk.permit.new";
    let both = || json!([{"id": "yard", "country": "POL"}, {"id": "tower", "country": "QAT"}]);
    let names = |ids: Value| json!({"worksites": {"items": ids}});
    for (ids, expected) in
        [(json!(["tower"]), "-"), (json!(["yard"]), "P"), (json!(["tower", "yard"]), "P"), (json!([]), "P")]
    {
        check(rule, "2018-03-01", &permitted(both(), names(ids.clone())), expected);
    }
    check(rule, "2018-03-01", &permitted(both(), json!({})), "P");
    // Work there begins later.
    let later = json!([{"id": "yard", "country": "POL", "start": "2018-02-01"}, {"id": "tower", "country": "QAT"}]);
    check(rule, "2018-03-01", &permitted(later.clone(), names(json!(["yard"]))), "P");
    check(rule, "2018-03-01", &permitted(later, json!({})), "-");
    let nowhere = json!([{"id": "yard"}, {"id": "tower", "country": "QAT"}]);
    let unsaid = permitted(nowhere, names(json!(["yard"])));
    check(rule, "2018-03-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-03-01", &unsaid), "worksites.items[0].country");
    let study = permitted(both(), json!({"type": "PERMIT_TYPE_STUDENT"}));
    check(rule, "2018-03-01", &study, "R");
    // A single permit of another State gives no right here.
    let rule = "eu.single_permit";
    let pln = |amount: &str| json!({"currency": "PLN", "amount": amount});
    let single = |ids: Value| {
        let permit = json!({"type": "PERMIT_TYPE_SINGLE", "valid_from": "2014-01-01", "worksites": {"items": ids}});
        let line = json!({"id": "w", "site": "yard", "gross_by_host": pln("800"), "received_by_worker": pln("800"),
            "comparator_pay": pln("4000"), "deductions": {"items": []}});
        set(&permitted(both(), permit), "wages", json!([line]))
    };
    check(rule, "2018-03-01", &single(json!(["yard"])), "V");
    check(rule, "2018-03-01", &single(json!(["tower"])), "-");
}

#[test]
fn what_is_done_in_the_union_by_those_whom_it_does_not_bind() {
    let kim = json!({"id": "kim", "roles": ["PARTY_ROLE_OTHER"], "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK",
        "domicile": "POL", "acts_for": "trader", "protection": "PROTECTION_NONE"});
    let nobody = |parties: Value| json!({"parties": {"items": parties}, "deployment": {"start": "2010-01-01"}});
    check("eu.dprk.expel", "2018-02-01", &nobody(json!([kim, trader()])), "V");
    let firm = json!({"id": "firm", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN", "is_eu_person": false});
    let jv = |country: &str| {
        let venture =
            json!({"id": "jv", "partners": {"items": ["firm", "trader"]}, "opened": "2012-01-01", "country": country});
        with(&nobody(json!([firm, trader()])), "/ventures", json!({"joint_ventures": [venture]}))
    };
    check("eu.dprk.jv", "2018-02-01", &jv("NLD"), "P");
    check("eu.dprk.jv", "2018-02-01", &jv("CHN"), "NA");
    // Work at a distance.
    let rule = "eu.dprk.repatriate";
    let remote = |extra: Value| {
        let record =
            nobody(json!([bureau("bureau"), {"id": "client", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": "USA"}]));
        let record = with(&record, "/deployment/remote", extra);
        set(
            &record,
            "workers",
            json!([{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]),
        )
    };
    let team = remote(json!({"works_in": "DEU"}));
    dates(rule, &team, &[("2019-12-22", "R"), ("2019-12-23", "V"), ("2020-02-01", "V")]);
    check(rule, "2020-02-01", &set(&team, "worksites", json!([])), "V");
    check(rule, "2020-02-01", &remote(json!({"works_in": "CHN"})), "NA");
    let elsewhere = set(&team, "worksites", json!([{"id": "office", "country": "CHN"}]));
    check(rule, "2020-02-01", &elsewhere, "-");
    // Removed, and the deployment goes on.
    let removed = with(&team, "/deployment/removed_on", json!("2019-12-01"));
    check(rule, "2020-02-01", &removed, "R");
    check(rule, "2020-02-01", &with(&removed, "/deployment/end", json!("2019-12-01")), "not assessed: worksites");
}

#[test]
fn workers_are_posted_to_a_member_state() {
    let rule = "eu.posted";
    let pln = |amount: &str| json!({"currency": "PLN", "amount": amount});
    let line = json!({"id": "w", "gross_by_host": pln("800"), "received_by_worker": pln("800"), "comparator_pay": pln("4000"),
        "deductions": {"items": []}});
    let at = |other: &str| {
        let sites = json!([{"id": "dock", "country": "POL"}, {"id": "other", "country": other}]);
        set(&set(&yard_with(&[]), "worksites", sites), "wages", json!([line]))
    };
    for (other, expected) in [("QAT", "-"), ("POL", "-"), ("NLD", "V")] {
        assert_eq!(of(rule, "2021-02-01", &at(other), "w"), expected, "{other}");
    }
}

#[test]
fn what_north_koreas_own_bodies_do_among_themselves() {
    let ministry = || {
        json!({"id": "ministry", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK", "government_of_north_korea": true,
        "business_in_eu": true})
    };
    let genco = |shares: Value| {
        json!({"id": "genco", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "business_in_eu": true,
        "government_of_north_korea": false, "owners": {"items": shares}})
    };
    let record = yard_with(&[ministry(), genco(json!([{"owner": "ministry", "percent": "100"}]))]);
    check("eu.dprk.jv", "2018-02-01", &record, "not assessed: ventures");
    // Somebody of the Union stays on the other side, also where the interest is large.
    let agency = json!({"id": "agency", "roles": ["PARTY_ROLE_SENDER"], "country": "POL", "control_indicators": {"items": []},
        "owners": {"items": [{"owner": "ministry", "percent": "60"}]}});
    let owned = with(&record, "/parties/items/-", agency);
    assert_eq!(of("eu.dprk.jv", "2018-02-01", &owned, "agency"), "P");
    let investment = |target: &str| {
        let entry = json!({"id": "i", "investor": "ministry", "target": target, "percent": "10", "date": "2018-01-10"});
        with(&owned, "/ventures", json!({"investments": [entry]}))
    };
    check("eu.dprk.invest.in", "2018-02-01", &investment("genco"), "-");
    check("eu.dprk.invest.in", "2018-02-01", &investment("agency"), "P");
    let lease = |lessor: &str, country: &str| {
        let entry = json!({"id": "l", "lessor": lessor, "lessee": "ministry", "use": "LEASE_USE_ACCOMMODATION", "from": "2010-01-01"});
        let record = with(&owned, "/ventures", json!({"leases": [entry]}));
        with(&record, "/worksites/items/0/country", json!(country))
    };
    check("eu.dprk.property", "2018-02-01", &lease("genco", "QAT"), "-");
    check("eu.dprk.property", "2018-02-01", &lease("yard", "QAT"), "P");
    // A firm of the Union with its seat there stays one.
    let entry = json!({"id": "s", "kind": "SERVICE_KIND_COMPUTER", "provider": "yard", "recipient": "ministry", "from": "2010-01-01"});
    let away =
        with(&with(&owned, "/ventures", json!({"services": [entry]})), "/parties/items/0/domicile", json!("PRK"));
    check("eu.dprk.it", "2018-02-01", &away, "P");
    // In the Union the place decides.
    check("eu.dprk.property", "2018-02-01", &lease("genco", "POL"), "P");
    for (rule, kind, provider, recipient) in
        [("eu.dprk.crew", "CREW", "ministry", "genco"), ("eu.dprk.it", "COMPUTER", "genco", "ministry")]
    {
        let entry = json!({"id": "s", "kind": format!("SERVICE_KIND_{kind}"), "provider": provider, "recipient": recipient,
            "from": "2010-01-01"});
        let record = set(&with(&owned, "/ventures", json!({"services": [entry]})), "workers", json!([]));
        check(rule, "2018-02-01", &record, "-");
    }
}

#[test]
fn a_subsidiary_outside_the_union_employs_for_itself() {
    let parent = |role: &str| {
        let employer = json!({"id": "employer", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "QAT"});
        let parent =
            json!({"id": "parent", "roles": [format!("PARTY_ROLE_{role}")], "country": "NLD", "is_eu_person": true});
        let crew = json!({"id": "crew", "nationalities": {"items": ["PRK"]}, "nationality_as_declared": "KOR",
            "sector": "SECTOR_SEAFARER", "protection": "PROTECTION_NONE"});
        let contract = json!({"id": "k", "kind": "CONTRACT_KIND_SELF_EMPLOYED", "signed_on": "2017-11-01"});
        json!({
            "parties": {"items": [employer, parent]},
            "workers": {"items": [crew]},
            "deployment": {"start": "2010-01-01"},
            "worksites": {"items": [{"id": "ship", "country": "QAT"}]},
            "contracts": {"items": [contract]},
            "wages": {"items": [{"id": "w", "payee": "PAYEE_SENDER"}]},
            "transactions": {"items": []},
            "ventures": {}
        })
    };
    check("eu.dprk.crew", "2018-02-01", &parent("PARENT"), "-");
    check("eu.dprk.crew", "2018-02-01", &parent("PRINCIPAL"), "P");
    check("eu.dprk.circumvent", "2018-02-01", &parent("PARENT"), "-");
    check("eu.dprk.circumvent", "2018-02-01", &parent("PRINCIPAL"), "R");
    assert_eq!(subjects("eu.dprk.circumvent", "2018-02-01", &parent("PRINCIPAL")).len(), 2);
    check("eu.dprk.crew", "2018-02-01", &with(&parent("PARENT"), "/worksites/items/0/country", json!("POL")), "P");
    // An approval of crew that has ended covers nobody.
    let approved = |to: &str| {
        let service = json!({"id": "s", "kind": "SERVICE_KIND_CREW", "committee_approval_ref": "SC-1", "from": "2015-01-01", "to": to});
        with(&parent("PRINCIPAL"), "/ventures", json!({"services": [service]}))
    };
    assert_eq!(of("eu.dprk.crew", "2018-02-01", &approved("2018-02-01"), "crew"), "P");
    assert_eq!(of("eu.dprk.crew", "2018-02-01", &approved("2018-02-02"), "crew"), "X");
    // A sole trader of another nationality needs no day.
    let others =
        with(&parent("PRINCIPAL"), "/workers/items/-", json!({"id": "others", "nationalities": {"items": ["UKR"]}}));
    let contract = json!({"id": "k", "kind": "CONTRACT_KIND_SELF_EMPLOYED", "worker_groups": {"items": ["others"]}});
    let others = set(&others, "contracts", json!([contract]));
    assert_eq!(of("eu.dprk.circumvent", "2018-02-01", &others, "k"), "-");
}

#[test]
fn who_is_a_person_that_can_be_expelled() {
    let rule = "eu.dprk.expel";
    let acting = |extra: Value| {
        let base = json!({"id": "kim", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "domicile": "POL",
            "acts_for": "trader", "protection": "PROTECTION_NONE"});
        yard_with(&[trader(), testing::patched(&base, &extra)])
    };
    check(rule, "2018-02-01", &acting(json!({})), "D");
    assert_eq!(missing(rule, "2018-02-01", &acting(json!({}))), "parties.items[2].kind");
    check(rule, "2018-02-01", &acting(json!({"kind": "PARTY_KIND_INDIVIDUAL"})), "V");
    check(rule, "2018-02-01", &acting(json!({"roles": ["PARTY_ROLE_OTHER"]})), "V");
    let body = json!({"roles": ["PARTY_ROLE_OTHER"], "government_of_north_korea": true});
    check(rule, "2018-02-01", &acting(body), "D");
}

#[test]
fn lists_of_others_by_the_same_name() {
    let rule = "eu.dprk.annex15.labour";
    for (list, expected) in [
        ("EU-DPRK", "I"),
        ("DPRK", "I"),
        ("Regulation (EU) 2017/1509, Annex XV", "I"),
        ("UK-DPRK", "-"),
        ("US-DPRK", "-"),
        ("OFAC DPRK", "-"),
        ("UN-1718", "-"),
    ] {
        let record = with(
            &yard_with(&[]),
            "/dossier",
            json!({"proposed_list": list, "evidence": ["DOSSIER_EVIDENCE_FORCED_LABOUR"]}),
        );
        check(rule, "2018-02-01", &record, expected);
    }
}

/// A crew in Poland of whom all is recorded that makes an indicator, and nothing is wrong but papers and pay.
fn crew(minutes: u64) -> Value {
    let pln = |amount: &str| json!({"currency": "PLN", "amount": amount});
    let parts = json!({
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_REFUGEE",
            "speaks_host_language": true}]},
        "permits": {"items": [{"id": "p", "worksites": {"items": ["dock"]}, "employer": "yard", "tied_to_employer": true,
            "valid_from": "1999-01-01"}]},
        "contracts": {"items": [{"id": "k", "signed_on": "1999-01-01", "terms_substituted": false}]},
        "wages": {"items": [{"id": "w", "payee": "PAYEE_SENDER", "worker_written_mandate": false, "paid_days_after_due": 0,
            "longest_gap_days": 0, "gross_by_host": pln("4000"), "contractual": pln("4000"), "received_by_worker": pln("4000"),
            "deductions": {"items": []}}]},
        "working_time": {"items": [{"id": "h", "week_minutes": minutes, "overtime_refusable": true,
            "weekly_rest_minutes": 3000, "weeks_without_rest": 0}]},
        "heat": {"items": [{"id": "s", "water": true, "outdoor_intervals": {"items": []}, "wbgt_readings": {"items": []}}]},
        "liberty": {"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_MINDER",
            "passport_held_on_written_request": false, "passport_returned_on_demand": false, "may_leave_site": true,
            "may_leave_accommodation": true, "escort_required": false, "communication_restricted": false,
            "phone_confiscated": false}]},
        "coercion": {"items": [{"id": "c", "threats": {"items": []}, "violence": {"items": []},
            "family_reprisal_threat": false, "debt": pln("0"), "debt_deducted_from_pay": false,
            "recruitment_fee_paid_by_worker": pln("0"), "exit_penalty": false, "can_resign": true,
            "consent_evidence": "CONSENT_EVIDENCE_NONE"}]},
        "supervision": {"items": [{"id": "m", "minder_powers": {"items": []}}]},
        "housing": {"items": [{"id": "a", "guarded": false, "locked_at_night": false, "area_m2_per_person": "8",
            "co_located_with_site": false, "protective_equipment_missing": false, "accidents_unreported": false}]}
    });
    let record = testing::patched(&yard_with(&[]), &parts);
    let site = json!({"disclosed_to_worker": true, "remote_camp": false, "employer": "yard"});
    patch(&record, "/worksites/items/0", site)
}

#[test]
fn indicators_know_the_longest_week_of_the_host() {
    let rule = "eu.traffick";
    for (minutes, expected) in [(2880, "-"), (2881, "R"), (3300, "R"), (3700, "R")] {
        check(rule, "2018-06-01", &crew(minutes), expected);
    }
    // Another country has no such limit: the week is long from 60 hours on.
    let german = |minutes: u64| with(&crew(minutes), "/worksites/items/0/country", json!("DEU"));
    for (minutes, expected) in [(3300, "-"), (3700, "R")] {
        check(rule, "2018-06-01", &german(minutes), expected);
    }
}

#[test]
fn signs_of_others_are_not_theirs() {
    let rule = "eu.2009_52.exploit";
    let locked = |groups: Value| {
        let entry =
            json!({"id": "l2", "may_leave_accommodation": false, "may_leave_site": false, "escort_required": true});
        testing::patched(&entry, &json!({"worker_groups": groups}))
    };
    let free = |groups: Value| {
        let entry = json!({"id": "l1", "may_leave_accommodation": true, "may_leave_site": true, "escort_required": false,
            "communication_restricted": false});
        testing::patched(&entry, &json!({"worker_groups": groups}))
    };
    let time = |id: &str, minutes: u64, group: &str| {
        json!({"id": id, "week_minutes": minutes, "overtime_refusable": true, "weekly_rest_minutes": 3000, "weeks_without_rest": 0,
            "worker_groups": {"items": [group]}})
    };
    let groups = |id: &str| json!({"items": [id]});
    let both = json!([{"id": "a", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"},
        {"id": "b", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"}]);
    let title = json!([{"id": "t", "kind": "RESIDENCE_KIND_WORK", "valid_from": "2010-01-01", "worker_groups": {"items": ["b"]}}]);
    let record = set(&set(&crew(2400), "workers", both), "residence", title);
    let record = set(&record, "permits", json!([]));
    let record = set(&record, "working_time", json!([time("h1", 2400, "a"), time("h2", 4400, "b")]));
    let at = |liberty: Value| of(rule, "2018-02-01", &set(&record, "liberty", liberty), "a");
    assert_eq!(at(json!([free(groups("a")), locked(groups("b"))])), "-");
    // Of all: theirs too. Two signs with their own week; nobody looked at theirs.
    let own = set(&record, "working_time", json!([time("h1", 4400, "a"), time("h2", 2400, "b")]));
    assert_eq!(of(rule, "2018-02-01", &set(&own, "liberty", json!([locked(Value::Null)])), "a"), "V");
    assert_eq!(at(json!([locked(Value::Null)])), "R");
    assert_eq!(at(json!([locked(groups("b"))])), "R");
    assert!(text(rule, "2018-02-01", &set(&record, "liberty", json!([locked(groups("b"))]))).contains("beside others"));
    // Trafficking: the signs of a crew elsewhere are not about work in the Union.
    let rule = "eu.traffick";
    let sites = json!([{"id": "dock", "country": "POL", "worker_groups": {"items": ["a"]}, "disclosed_to_worker": true, "remote_camp": false},
        {"id": "tower", "country": "QAT", "worker_groups": {"items": ["b"]}, "disclosed_to_worker": true, "remote_camp": false}]);
    let apart = set(&record, "worksites", sites);
    let threats = |id: &str| {
        json!({"id": "c2", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}, "can_resign": false,
        "worker_groups": {"items": [id]}})
    };
    let calm = testing::patched(&crew(2400)["coercion"]["items"][0], &json!({"worker_groups": {"items": ["a"]}}));
    let lines = |id: &str| {
        let mut paid = json!([{"id": "w1", "payee": "PAYEE_WORKER_ACCOUNT", "worker_groups": {"items": ["a", "b"]}}]);
        let line = testing::patched(&crew(2400)["wages"]["items"][0], &json!({"worker_groups": {"items": [id]}}));
        paid.as_array_mut().unwrap().push(line);
        paid
    };
    let b_suffers = set(&set(&apart, "coercion", json!([calm, threats("b")])), "wages", lines("b"));
    let b_suffers = set(&b_suffers, "liberty", json!([free(groups("a")), locked(groups("b"))]));
    check(rule, "2018-02-01", &b_suffers, "-");
    let a_suffers = set(&set(&apart, "coercion", json!([threats("a"), threats("b")])), "wages", lines("a"));
    let a_suffers = set(&a_suffers, "liberty", json!([locked(groups("a")), locked(groups("b"))]));
    check(rule, "2018-02-01", &a_suffers, "R");
}

#[test]
fn goods_of_which_nobody_says_when_they_were_made() {
    let rule = "eu.flr.ban";
    let goods = |produced: Value| {
        let record =
            testing::patched(&yard_with(&[]), &json!({"deployment": {"start": "2025-01-01", "end": "2027-06-01"}}));
        let record = set(&record, "workers", json!([{"id": "crew", "nationalities": {"items": ["PRK"]}}]));
        let record = set(
            &record,
            "coercion",
            json!([{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]},
            "violence": {"items": []}, "can_resign": false, "consent_evidence": "CONSENT_EVIDENCE_NONE"}]),
        );
        let lot = json!({"id": "g", "market": "MARKET_EU", "placed_on_market_on": "2027-12-20", "site": "dock",
            "forced_labour_finding": false});
        set(&record, "goods", json!([testing::patched(&lot, &json!({"produced": produced}))]))
    };
    check(rule, "2028-01-01", &goods(json!({"to": "2027-05-01"})), "P");
    check(rule, "2028-01-01", &goods(Value::Null), "D");
    assert_eq!(missing(rule, "2028-01-01", &goods(Value::Null)), "goods.items[0].produced");
    let calm = with(&goods(Value::Null), "/coercion/items/0/threats/items", json!([]));
    check(rule, "2028-01-01", &with(&calm, "/coercion/items/0/can_resign", json!(true)), "-");
    // Gone before the ban applied.
    let gone = |day: &str| {
        let extra = json!({"forced_labour_finding": true, "placed_on_market_on": "2027-01-01", "exported_on": day,
            "destination_country": "NOR"});
        patch(&goods(Value::Null), "/goods/items/0", extra)
    };
    check(rule, "2028-01-01", &gone("2027-12-13"), "-");
    check(rule, "2028-01-01", &gone("2027-12-14"), "P");
    // Back on the market, under the ban.
    let back = |day: &str| patch(&gone("2027-06-01"), "/goods/items/0", json!({"placed_on_market_on": day}));
    dates(rule, &back("2028-01-10"), &[("2028-01-09", "-"), ("2028-01-10", "P"), ("2028-02-01", "P")]);
    check(rule, "2028-02-01", &back("2027-06-01"), "-");
}

#[test]
fn linked_transfers_are_a_crime_by_their_sum() {
    let rule = "eu.crime.2024";
    let transfers = |amount: &str| {
        let payment = |id: &str| {
            json!({"id": id, "date": "2026-01-10", "payer": "yard", "payee": "payee", "to_country": "PRK", "link_group": "debt",
                "amount": {"currency": "EUR", "amount": amount}, "purpose": "TRANSACTION_PURPOSE_PERSONAL_REMITTANCE"})
        };
        let payee = json!({"id": "payee", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK"});
        set(&yard_with(&[payee]), "transactions", json!([payment("t1"), payment("t2"), payment("t3")]))
    };
    let found = |amount: &str| subjects(rule, "2026-02-01", &transfers(amount));
    assert_eq!(found("4900"), [("t3".to_owned(), "I")]);
    assert!(text(rule, "2026-02-01", &transfers("4900")).contains("is of EUR 14700"));
    assert_eq!(found("5000"), [("t2".to_owned(), "I"), ("t3".to_owned(), "I")]);
    assert!(found("3333.33").is_empty());
    assert_eq!(found("3333.34"), [("t3".to_owned(), "I")]);
}

/// Two crews at a dock, the second of which has a title; where they work, and how long the week is.
fn two_crews(sites: Value, times: Value) -> Value {
    let groups = json!([{"id": "a", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"},
        {"id": "b", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"}]);
    let title = json!([{"id": "t", "kind": "RESIDENCE_KIND_WORK", "valid_from": "2010-01-01", "worker_groups": {"items": ["b"]}}]);
    let record = set(&set(&crew(2400), "workers", groups), "residence", title);
    let record = set(&set(&record, "permits", json!([])), "worksites", sites);
    set(&record, "working_time", times)
}

fn week(id: &str, minutes: u64, whose: Value) -> Value {
    let time = json!({"id": id, "week_minutes": minutes, "overtime_refusable": true, "weekly_rest_minutes": 3000,
        "weeks_without_rest": 0});
    testing::patched(&time, &whose)
}

fn of_groups(ids: &[&str]) -> Value {
    json!({"worker_groups": {"items": ids}})
}

#[test]
fn signs_are_those_of_who_is_named_and_of_who_works_there() {
    let rule = "eu.2009_52.exploit";
    let site = |id: Value, group: &str| {
        let base = json!({"country": "POL", "disclosed_to_worker": true, "remote_camp": false,
            "worker_groups": {"items": [group]}});
        testing::patched(&base, &json!({"id": id}))
    };
    let sites = || json!([site(json!("dock"), "a"), site(json!("tower"), "b")]);
    let nameless = || json!([site(json!("dock"), "a"), site(Value::Null, "b")]);
    let at = |site: &str| json!({"site": site});
    let (theirs, others) = ("work under a condition", "beside others");
    for (sites, times, expected) in [
        (sites(), json!([week("h", 4400, of_groups(&["a", "b"]))]), theirs),
        (sites(), json!([week("h", 4400, of_groups(&["b"]))]), others),
        (sites(), json!([week("h", 2400, at("dock")), week("i", 4400, at("tower"))]), ""),
        (sites(), json!([week("h", 4400, at("dock")), week("i", 2400, at("tower"))]), theirs),
        (sites(), json!([week("h", 4400, at("tower"))]), others),
        (nameless(), json!([week("h", 4400, json!({}))]), theirs),
    ] {
        let record = two_crews(sites, times.clone());
        let letter = of(rule, "2018-02-01", &record, "a");
        assert_eq!(letter, if expected.is_empty() { "-" } else { "R" }, "{times}");
        if !expected.is_empty() {
            let said = text(rule, "2018-02-01", &record);
            assert!(said.contains(expected) && !said.contains("pay below half"), "{said}");
        }
    }
    // Where one crew is recorded, what is said of another is taken for theirs.
    let alone = two_crews(sites(), json!([week("h", 4400, of_groups(&["b"]))]));
    let alone = set(&alone, "workers", json!([alone.pointer("/workers/items/0").unwrap()]));
    assert!(text(rule, "2018-02-01", &alone).contains(theirs));
}

#[test]
fn victims_of_trafficking_without_a_right_to_stay() {
    let rule = "eu.2009_52.exploit";
    let title =
        json!([{"id": "t", "kind": "RESIDENCE_KIND_WORK", "valid_from": "2010-01-01", "withdrawn_on": "2018-01-01"}]);
    let group = |code: &str| json!([{"id": "crew", "nationalities": {"items": [code]}, "protection": "PROTECTION_NONE", "speaks_host_language": true}]);
    let record = |code: &str, deceived: bool| {
        let record = set(&set(&crew(2400), "residence", title.clone()), "workers", group(code));
        let record = set(&record, "permits", json!([]));
        with(&record, "/contracts/items/0/terms_substituted", json!(deceived))
    };
    check(rule, "2018-02-01", &record("PRK", true), "R");
    assert!(text(rule, "2018-02-01", &record("PRK", true)).contains("act, means and purpose of trafficking"));
    check(rule, "2018-02-01", &record("PRK", false), "-");
    check(rule, "2018-02-01", &record("NPL", true), "-");
}

#[test]
fn what_raises_the_question_of_trafficking() {
    let rule = "eu.traffick";
    // Four signs, none of which is a means: language, papers, pay and hours.
    let strange = with(&crew(3700), "/workers/items/0/speaks_host_language", json!(false));
    check(rule, "2018-06-01", &strange, "R");
    check(rule, "2018-06-01", &with(&strange, "/permits/items/0/tied_to_employer", json!(false)), "-");
    // Five signs call for no proposal without threats in their strong form.
    check("eu.ghr.criteria", "2021-06-01", &strange, "-");
    let threatened =
        with(&strange, "/coercion/items/0/threats/items", json!([{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]));
    check("eu.ghr.criteria", "2021-06-01", &threatened, "R");
    let bare = |parts: &Value| {
        let group = json!([{"id": "crew", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_REFUGEE"}]);
        testing::patched(&set(&yard_with(&[]), "workers", group), parts)
    };
    // Forced labour by its definition, and of four signs two; papers and pay, without a means; a means, weak and alone.
    let forced = json!({"coercion": {"items": [{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]},
        "violence": {"items": []}, "can_resign": false}]}});
    check(rule, "2018-06-01", &bare(&forced), "D");
    let kept = json!({"liberty": {"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_MINDER",
        "passport_held_on_written_request": false}]},
        "wages": {"items": [{"id": "w", "payee": "PAYEE_SENDER", "worker_written_mandate": false}]}});
    check(rule, "2018-06-01", &bare(&kept), "-");
    let tied = json!({"permits": {"items": [{"id": "p", "tied_to_employer": true, "valid_from": "1999-01-01"}]}});
    check(rule, "2018-06-01", &bare(&tied), "-");
}

#[test]
fn trafficking_by_the_signs_of_those_here() {
    let rule = "eu.traffick";
    let group = |id: &str| testing::patched(&crew(2400)["workers"]["items"][0], &json!({"id": id}));
    let site = |id: &str, country: &str, group: &str| {
        let own = json!({"id": id, "country": country, "worker_groups": {"items": [group]}});
        testing::patched(&crew(2400)["worksites"]["items"][0], &own)
    };
    let apart = |times: Value| {
        let record = set(&crew(2400), "workers", json!([group("a"), group("b")]));
        let record = set(&record, "worksites", json!([site("dock", "POL", "a"), site("tower", "QAT", "b")]));
        set(&record, "working_time", times)
    };
    let weeks = |a: u64, b: u64| json!([week("h", a, of_groups(&["a"])), week("i", b, of_groups(&["b"]))]);
    check(rule, "2018-06-01", &apart(weeks(2400, 4400)), "-");
    check(rule, "2018-06-01", &apart(weeks(4400, 2400)), "R");
    // Nobody works elsewhere: what is said of a crew that is not recorded counts.
    let here = set(
        &crew(2400),
        "working_time",
        json!([week("h", 2400, of_groups(&["crew"])), week("i", 4400, of_groups(&["c"]))]),
    );
    check(rule, "2018-06-01", &here, "R");
}
