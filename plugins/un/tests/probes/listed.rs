//! Who is on the Committee's list.

use comity_sdk::{
    policy::Hit,
    prelude::{Date, HitBand},
};

use super::*;

/// A payment of the builder to somebody on a day.
fn pays(payee: Value, day: &str, change: &Value) -> Value {
    let payment = json!({"id": "t", "date": day, "payer": "builder", "payee": payee["id"],
        "purpose": "TRANSACTION_PURPOSE_LABOUR_LEASE"});
    let record = with(&builders(), "/parties/items/-", payee);
    with(&record, "/transactions", json!({"items": [testing::patched(&payment, change)]}))
}

#[test]
fn no_funds_for_them_from_the_day_of_their_listing() {
    let rule = "un.1718.8d";
    let group = || listed_from("group", "2017-08-05");
    UN.days(
        rule,
        |day| pays(group(), day, &json!({})),
        &[("2017-08-04", "-"), ("2017-08-05", "P"), ("2017-08-06", "P")],
    );
    UN.check(rule, "2020-01-01", &pays(group(), "2017-08-04", &json!({})), "-");
    let delisted = with(&group(), "/lists/items/0/delisted_on", json!("2018-01-01"));
    UN.check(rule, "2018-01-01", &pays(delisted.clone(), "2017-12-31", &json!({})), "P");
    UN.check(rule, "2018-01-01", &pays(delisted, "2018-01-01", &json!({})), "-");
    let undated = with(&group(), "/lists/items/0/listed_on", Value::Null);
    UN.check(rule, "2018-01-01", &pays(undated, "2018-01-01", &json!({})), "R");
    UN.check(rule, "2018-01-01", &pays(group(), "2018-01-01", &json!({"executed": false})), "-");
    UN.check(rule, "2018-01-01", &pays(group(), "2018-01-01", &json!({"authorisation_ref": "para 9(a)"})), "X");
    let other = json!({"id": "group", "lists": {"items": [{"list": "OFAC-SDN", "listed_on": "2016-12-02"}]}});
    UN.check(rule, "2018-01-01", &pays(other, "2018-01-01", &json!({})), "-");
    // Their own funds are moved.
    UN.check(rule, "2018-01-01", &pays(group(), "2018-01-01", &json!({"payer": "group", "payee": "builder"})), "P");
    // A payment to nobody in particular, while somebody listed takes part.
    let unnamed = pays(group(), "2018-01-01", &json!({"payee": null}));
    UN.check(rule, "2018-01-01", &unnamed, "D");
    assert_eq!(UN.missing(rule, "2018-01-01", &unnamed), "transactions.items[0].payee");
}

#[test]
fn funds_of_what_they_own_or_control_are_for_review() {
    let rule = "un.1718.8d";
    let owned = |percent: &str| {
        let firm = json!({"id": "firm", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN",
            "owners": {"items": [{"owner": "group", "percent": percent}]}});
        with(&pays(firm, "2018-01-01", &json!({})), "/parties/items/-", listed_from("group", "2017-08-05"))
    };
    UN.check(rule, "2018-01-01", &owned("10"), "R");
    UN.check(rule, "2018-01-01", &owned("0"), "-");
    let steered = json!({"id": "firm", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN",
        "control_indicators": {"items": [{"by": "group", "documented": true}]}});
    let steered =
        with(&pays(steered, "2018-01-01", &json!({})), "/parties/items/-", listed_from("group", "2017-08-05"));
    UN.check(rule, "2018-01-01", &steered, "R");
}

#[test]
fn wages_that_go_to_a_listed_sender() {
    let rule = "un.1718.8d";
    let entries = json!({"items": [{"list": "UN-1718", "entry": "KPe.050", "listed_on": "2017-08-05"}]});
    let record = with(&builders(), "/parties/items/0/lists", entries);
    UN.dates(rule, &record, &[("2017-08-04", "not assessed: transactions"), ("2017-08-05", "P"), ("2017-08-06", "P")]);
    let own_account = with(&record, "/wages/items/0/payee", json!("PAYEE_WORKER_ACCOUNT"));
    UN.check(rule, "2017-08-06", &own_account, "not assessed: transactions");
    UN.check(rule, "2017-08-06", &with(&record, "/wages/items/0/payee", Value::Null), "D");
}

/// A journey of an official to Doha.
fn journey(change: &Value) -> Value {
    let entries = json!({"items": [{"list": "UN-1718", "listed_on": "2016-03-02"}]});
    let record = json!({
        "parties": {"items": [{"id": "official", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK", "lists": entries},
            {"id": "minder", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK"}]},
        "journeys": {"items": [{"id": "j", "person": "official", "date": "2018-01-01", "country": "QAT"}]}
    });
    with(&record, "/journeys/items/0", testing::patched(&record["journeys"]["items"][0], change))
}

#[test]
fn listed_individuals_do_not_enter() {
    let rule = "un.1718.8e";
    UN.days(
        rule,
        |day| journey(&json!({"date": day})),
        &[
            ("2006-10-13", "not in force"),
            ("2016-03-01", "-"),
            ("2016-03-02", "P"),
            ("2016-03-03", "P"),
            ("2018-01-01", "P"),
        ],
    );
    UN.check(rule, "2018-01-01", &journey(&json!({"person": "minder"})), "-");
    UN.check(rule, "2018-01-01", &journey(&json!({"country": "PRK"})), "X");
    assert_eq!(UN.exemption(rule, "2018-01-01", &journey(&json!({"country": "PRK"}))), "own_national");
    UN.check(rule, "2018-01-01", &journey(&json!({"committee_approval_ref": "A-5"})), "X");
    UN.check(rule, "2018-01-01", &journey(&json!({"transit": true})), "P");
    UN.check(rule, "2017-12-31", &journey(&json!({})), "-");
    UN.check(rule, "2018-01-01", &journey(&json!({"person": null})), "D");
    UN.check(rule, "2018-01-01", &builders(), "not assessed: journeys");
}

/// What the rule on names says with a hit of screening.
fn with_hit(as_of: &str, entry: &str, band: HitBand) -> Vec<&'static str> {
    let hit = Hit {
        party: "sender".into(),
        list: "UN-1718".into(),
        entry: entry.into(),
        band: band.into(),
        listed_on: Some("2017-08-05".into()),
        ..Hit::default()
    };
    let verdict = comity_sdk::verdict_with(&PLUGIN, Date::read(as_of).unwrap(), &testing::record(&builders()), &[hit]);
    let found = verdict.findings.iter().filter(|finding| finding.rule_id == "un.list.labour");
    found.map(|finding| testing::letter(finding.outcome())).collect()
}

#[test]
fn names_that_resemble_an_exporter_of_labour() {
    for band in [HitBand::Strong, HitBand::Possible] {
        assert_eq!(with_hit("2017-08-04", "KPe.050", band), [""; 0]);
        assert_eq!(with_hit("2017-08-05", "KPe.050", band), ["R"]);
        assert_eq!(with_hit("2017-08-06", "KPe.050", band), ["R"]);
        assert_eq!(with_hit("2017-08-06", "KPe.035", band), [""; 0], "listed for something else");
    }
    assert_eq!(with_hit("2017-08-06", "KPe.050", HitBand::Weak), [""; 0]);
    // An exact id is no resemblance: payments to it are un.1718.8d.
    assert_eq!(with_hit("2017-08-06", "KPe.050", HitBand::Confirmed), [""; 0]);
    UN.check("un.list.labour", "2017-08-06", &builders(), "-");
}

#[test]
fn who_acts_for_them_is_expelled() {
    let rule = "un.2094.expel";
    let manager = |change: Value| {
        let base = json!({"id": "manager", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK", "acts_for": "group",
            "protection": "PROTECTION_NONE"});
        let record = with(&builders(), "/parties/items/-", listed_from("group", "2013-03-01"));
        with(&record, "/parties/items/-", testing::patched(&base, &change))
    };
    UN.dates(
        rule,
        &manager(json!({})),
        &[("2013-03-06", "not in force"), ("2013-03-07", "V"), ("2013-03-08", "V"), ("2018-01-01", "V")],
    );
    let later = with(&manager(json!({})), "/parties/items/2/lists/items/0/listed_on", json!("2016-03-02"));
    UN.dates(rule, &later, &[("2016-03-01", "-"), ("2016-03-02", "V"), ("2016-03-03", "V")]);
    UN.check(rule, "2018-01-01", &manager(json!({"acts_for": null})), "-");
    UN.check(rule, "2018-01-01", &manager(json!({"expelled_on": "2018-01-01"})), "-");
    UN.check(rule, "2018-01-01", &manager(json!({"expelled_on": "2018-01-02"})), "V");
    UN.check(rule, "2018-01-01", &manager(json!({"expulsion_barred_ref": "court 7"})), "X");
    UN.check(rule, "2018-01-01", &manager(json!({"protection": "PROTECTION_REFUGEE"})), "X");
    UN.check(rule, "2018-01-01", &manager(json!({"protection": null})), "R");
    UN.check(rule, "2018-01-01", &manager(json!({"country": "CHN"})), "-");
    UN.check(rule, "2018-01-01", &manager(json!({"country": null})), "R");
    UN.check(rule, "2018-01-01", &manager(json!({"acts_for": "builder"})), "-");
}

/// A manager of a listed group, without a place of work in the record.
fn manager(change: &Value, sites: Value) -> Value {
    let base = json!({"id": "manager", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK", "acts_for": "group",
        "protection": "PROTECTION_NONE"});
    let record = with(&builders(), "/parties/items/-", listed_from("group", "2016-03-02"));
    let record = with(&record, "/parties/items/-", testing::patched(&base, change));
    with(&record, "/worksites", sites)
}

#[test]
fn expulsion_where_no_place_is_recorded() {
    let rule = "un.2094.expel";
    let somewhere = |country: Value| json!({"items": [{"id": "tower", "country": country}]});
    for (sites, expected, missing) in [
        (somewhere(json!("RUS")), "V", ""),
        (somewhere(json!("PRK")), "-", ""),
        (somewhere(Value::Null), "D", "worksites.items[0].country"),
        (json!({"items": []}), "D", "worksites"),
        (Value::Null, "D", "worksites"),
    ] {
        let record = manager(&json!({}), sites);
        UN.check(rule, "2018-01-01", &record, expected);
        if expected == "D" {
            assert_eq!(UN.missing(rule, "2018-01-01", &record), missing);
        }
    }
    // A place that is used no longer is enough.
    let both =
        json!({"items": [{"id": "tower", "country": "RUS", "end": "2017-01-01"}, {"id": "home", "country": "PRK"}]});
    UN.check(rule, "2018-01-01", &manager(&json!({}), both), "V");
    // Where nobody acts for somebody listed no place is asked for.
    UN.check(rule, "2018-01-01", &manager(&json!({"acts_for": "builder"}), Value::Null), "-");
}

#[test]
fn what_bars_an_expulsion() {
    let rule = "un.2094.expel";
    let held = |protection: &str| {
        let sites = json!({"items": [{"id": "tower", "country": "RUS"}]});
        manager(&json!({"protection": format!("PROTECTION_{protection}")}), sites)
    };
    for (protection, expected) in [
        ("NONE", "V"),
        ("DIPLOMAT", "V"),
        ("ASYLUM_PENDING", "X"),
        ("REFUGEE", "X"),
        ("SUBSIDIARY", "X"),
        ("NON_REMOVABLE", "X"),
        ("UN_OFFICIAL", "X"),
    ] {
        UN.check(rule, "2018-01-01", &held(protection), expected);
    }
    // Since the listing of the principal, not since the rule.
    let found = UN.findings(rule, "2018-01-01", &held("NONE")).remove(0);
    assert_eq!(found.fact_from.as_deref(), Some("2016-03-02"));
}

#[test]
fn a_sender_that_nobody_recorded_may_be_listed() {
    let absent = with(&builders(), "/parties", Value::Null);
    UN.check("un.1718.8d", "2018-01-01", &absent, "not assessed: parties");
    UN.check("un.wage.programme", "2018-01-01", &absent, "D");
    let nobody = with(&builders(), "/parties/items/0/roles", json!(["PARTY_ROLE_OTHER"]));
    for rule in ["un.1718.8d", "un.wage.programme"] {
        UN.check(rule, "2018-01-01", &nobody, "D");
        assert_eq!(UN.missing(rule, "2018-01-01", &nobody), "parties");
        let own_account = with(&nobody, "/wages/items/0/payee", json!("PAYEE_WORKER_ACCOUNT"));
        UN.check(rule, "2018-01-01", &own_account, "not assessed: transactions");
        let others = json!({"id": "others", "nationalities": {"items": ["NPL"]}});
        UN.check(rule, "2018-01-01", &with(&nobody, "/workers/items/-", others), "D");
        let nepalese = with(&nobody, "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
        UN.check(rule, "2018-01-01", &nepalese, "not assessed: transactions");
    }
}

#[test]
fn what_is_said_of_those_behind_a_party() {
    let rule = "un.1718.8d";
    let firm = json!({"id": "firm", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN",
        "owners": {"items": [{"owner": "group", "percent": "10"}]}});
    let record = |change: Value| {
        with(&pays(firm.clone(), "2018-01-01", &change), "/parties/items/-", listed_from("group", "2017-08-05"))
    };
    let plain = record(json!({}));
    assert_eq!(UN.missing(rule, "2018-01-01", &plain), "");
    let text = UN.text(rule, "2018-01-01", &plain);
    assert!(text.starts_with("Somebody on the list of the 1718 Committee owns a part of firm"), "{text}");
    let authorised = record(json!({"authorisation_ref": "para 9(a)"}));
    UN.check(rule, "2018-01-01", &authorised, "X");
    // One that is on the list itself stands before one that is not, on whichever side.
    UN.check(rule, "2018-01-01", &record(json!({"payer": "group"})), "P");
    UN.check(rule, "2018-01-01", &record(json!({"payer": "firm", "payee": "group"})), "P");
}

#[test]
fn everybody_in_a_payment() {
    let rule = "un.1718.8d";
    let other = json!({"id": "other", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"});
    let record = |change: Value| {
        let record = pays(other.clone(), "2018-01-01", &change);
        with(&record, "/parties/items/-", listed_from("bank", "2018-01-01"))
    };
    UN.check(rule, "2018-01-01", &record(json!({})), "-");
    for place in ["bank", "payer_institution", "payee_institution"] {
        let listed = record(json!({place: {"party": "bank"}}));
        UN.check(rule, "2018-01-01", &listed, "P");
        UN.check(rule, "2018-01-01", &with(&listed, "/transactions/items/0/date", json!("2017-12-31")), "-");
    }
    UN.check(rule, "2018-01-01", &record(json!({"facilitated_by": {"items": ["bank"]}})), "R");
    UN.check(rule, "2018-01-01", &record(json!({"facilitated_by": {"items": ["builder"]}})), "-");
    // One of several who lend a hand, and one who belongs to somebody listed.
    UN.check(rule, "2018-01-01", &record(json!({"facilitated_by": {"items": ["bank", "builder"]}})), "R");
    let firm = json!({"id": "firm", "country": "CHN", "owners": {"items": [{"owner": "bank", "percent": "10"}]}});
    let helped = with(&record(json!({"facilitated_by": {"items": ["firm"]}})), "/parties/items/-", firm);
    UN.check(rule, "2018-01-01", &helped, "R");
    assert!(UN.text(rule, "2018-01-01", &helped).contains("or belongs to somebody on it"));
    for (change, missing) in [
        (json!({"payee": null}), "transactions.items[0].payee"),
        (json!({"payer": null}), "transactions.items[0].payer"),
    ] {
        UN.check(rule, "2018-01-01", &record(change.clone()), "D");
        assert_eq!(UN.missing(rule, "2018-01-01", &record(change)), missing);
    }
}

#[test]
fn wages_to_a_listed_sender_count_from_its_listing() {
    let entries = json!({"items": [{"list": "UN-1718", "listed_on": "2017-08-05"}]});
    let record = with(&builders(), "/parties/items/0/lists", entries);
    let found = UN.findings("un.1718.8d", "2018-01-01", &record).remove(0);
    assert_eq!(found.fact_from.as_deref(), Some("2017-08-05"));
}

#[test]
fn own_nationals_whose_country_nobody_says() {
    let rule = "un.1718.8e";
    let stateless = with(&journey(&json!({})), "/parties/items/0/country", Value::Null);
    UN.check(rule, "2018-01-01", &stateless, "R");
    assert_eq!(UN.missing(rule, "2018-01-01", &stateless), "parties.items[0].country");
    let nowhere = journey(&json!({"country": null}));
    UN.check(rule, "2018-01-01", &nowhere, "R");
    assert_eq!(UN.missing(rule, "2018-01-01", &nowhere), "journeys.items[0].country");
    UN.check(rule, "2018-01-01", &with(&nowhere, "/journeys/items/0/committee_approval_ref", json!("A")), "X");
}

#[test]
fn a_weak_or_ended_likeness_to_an_exporter_is_none() {
    let hit = |entry: &str, band: HitBand, delisted_on: Option<&str>| Hit {
        party: "sender".into(),
        list: "UN-1718".into(),
        entry: entry.into(),
        band: band.into(),
        listed_on: Some("2017-08-05".into()),
        delisted_on: delisted_on.map(str::to_owned),
        ..Hit::default()
    };
    let found = |exporter: Hit| {
        let hits = [hit("KPe.035", HitBand::Possible, None), exporter];
        let day = Date::read("2018-01-01").unwrap();
        let verdict = comity_sdk::verdict_with(&PLUGIN, day, &testing::record(&builders()), &hits);
        verdict.findings.iter().filter(|finding| finding.rule_id == "un.list.labour").count()
    };
    assert_eq!(found(hit("KPe.050", HitBand::Possible, None)), 1);
    assert_eq!(found(hit("KPe.050", HitBand::Weak, None)), 0);
    assert_eq!(found(hit("KPe.050", HitBand::Possible, Some("2018-01-01"))), 0);
    assert_eq!(found(hit("KPe.050", HitBand::Possible, Some("2018-01-02"))), 1);
}
