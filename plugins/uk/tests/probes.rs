//! The row of the catalogue: its examples, its boundaries with the day before and the day after, its exemption, what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use comity_plugin_uk::PLUGIN;
use comity_sdk::{
    policy::Hit,
    prelude::{Bank, Date, HitBand, Principal},
    testing::{self, Probes, Value, json, patched, with},
};

const UK: Probes = Probes(&PLUGIN);
const RULE: &str = "uk.freeze";
const ON: &str = "2021-06-01";

/// A firm in Macau that a designated person may own, and a client in London.
fn firm(change: &Value) -> Value {
    let firm = json!({"id": "firm", "kind": "PARTY_KIND_ENTITY", "country": "MAC", "owners": {"items": []},
        "control_indicators": {"items": []}});
    let entries = json!({"items": [{"list": "UK-DPRK", "listed_on": "2020-12-31"}]});
    json!({
        "parties": {"items": [
            patched(&firm, change),
            {"id": "chief", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK", "lists": entries},
            {"id": "aide", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK"},
            {"id": "client", "kind": "PARTY_KIND_ENTITY", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": "GBR",
                "owners": {"items": []}, "control_indicators": {"items": []}}
        ]},
        "deployment": {"start": "2015-01-01"}
    })
}

fn owned(shares: &[(&str, &str)]) -> Value {
    let share = |(owner, percent): &(&str, &str)| json!({"owner": owner, "percent": percent});
    firm(&json!({"owners": {"items": shares.iter().map(share).collect::<Vec<_>>()}}))
}

/// What the rule says of the firm; nothing if it is silent about it.
fn of_firm(as_of: &str, record: &Value) -> &'static str {
    let all = UK.subjects(RULE, as_of, record);
    all.iter().find(|(subject, _)| subject == "firm").map_or("-", |(_, letter)| letter)
}

#[track_caller]
fn check(record: &Value, expected: &str) {
    assert_eq!(of_firm(ON, record), expected, "{record:#}");
}

#[test]
fn every_row_has_its_rule() {
    UK.rows(&[RULE]);
}

#[test]
fn what_the_law_reaches() {
    let elsewhere = with(&owned(&[("chief", "51")]), "/parties/items/3/country", json!("FRA"));
    UK.check(RULE, ON, &elsewhere, "NA");
    let at_work = with(&elsewhere, "/worksites", json!({"items": [{"id": "dock", "country": "GBR"}]}));
    check(&at_work, "P");
    check(&with(&elsewhere, "/parties/items/3/domicile", json!("GBR")), "P");
}

#[test]
fn designated_persons_and_the_days_of_their_listing() {
    let chief = |as_of: &str, record: &Value| {
        UK.subjects(RULE, as_of, record).into_iter().find(|(subject, _)| subject == "chief").map(|(_, letter)| letter)
    };
    UK.check(RULE, "2020-12-30", &firm(&json!({})), "not in force");
    assert_eq!(chief("2020-12-31", &firm(&json!({}))), Some("P"));
    assert_eq!(chief("2021-01-01", &firm(&json!({}))), Some("P"));
    let later = with(&firm(&json!({})), "/parties/items/1/lists/items/0/listed_on", json!("2022-03-01"));
    for (day, expected) in [("2022-02-28", None), ("2022-03-01", Some("P")), ("2022-03-02", Some("P"))] {
        assert_eq!(chief(day, &later), expected, "{day}");
    }
    let off = with(&later, "/parties/items/1/lists/items/0/delisted_on", json!("2023-01-01"));
    for (day, expected) in [("2022-12-31", Some("P")), ("2023-01-01", None), ("2023-01-02", None)] {
        assert_eq!(chief(day, &off), expected, "{day}");
    }
    let undated = with(&firm(&json!({})), "/parties/items/1/lists/items/0/listed_on", Value::Null);
    assert_eq!(chief(ON, &undated), Some("R"));
    let committee = with(&firm(&json!({})), "/parties/items/1/lists/items/0/list", json!("UN-1718"));
    assert_eq!(chief(ON, &committee), Some("R"));
    let other = with(&firm(&json!({})), "/parties/items/1/lists/items/0/list", json!("OFAC-SDN"));
    UK.check(RULE, ON, &other, "not assessed: transactions");
    let said = UK.findings(RULE, ON, &firm(&json!({})));
    assert_eq!(said.len(), 1, "nobody else's assets are frozen");
    assert_eq!(said[0].addressees().collect::<Vec<_>>(), [Principal]);
}

#[test]
fn more_than_half_is_owned() {
    for (shares, expected) in [
        (&[("chief", "51")][..], "P"),
        (&[("chief", "50.01")], "P"),
        (&[("chief", "50")], "-"),
        (&[("aide", "100")], "-"),
        (&[("chief", "30"), ("chief", "21")], "P"),
        (&[("client", "51")], "-"),
    ] {
        check(&owned(shares), expected);
    }
    let says = |record: &Value| {
        let findings = UK.findings(RULE, ON, record);
        let theirs = findings.into_iter().find(|finding| finding.subject.as_ref().unwrap().id == "firm");
        theirs.unwrap().message.unwrap().text
    };
    assert_eq!(
        says(&owned(&[("chief", "51")])),
        "A designated person owns more than half of firm. Its funds and economic resources are frozen as that person's."
    );
}

#[test]
fn shares_have_days() {
    let held = |from: &str, to: &str| {
        firm(&json!({"owners": {"items": [{"owner": "chief", "percent": "51", "from": from, "to": to}]}}))
    };
    let share = held("2021-03-01", "2022-03-01");
    for (day, expected) in [
        ("2021-02-28", "-"),
        ("2021-03-01", "P"),
        ("2021-03-02", "P"),
        ("2022-02-28", "P"),
        ("2022-03-01", "-"),
        ("2022-03-02", "-"),
    ] {
        assert_eq!(of_firm(day, &share), expected, "{day}");
    }
}

#[test]
fn through_others_and_together() {
    let aide_too = |record: &Value| {
        let entries = json!({"items": [{"list": "UK-DPRK", "listed_on": "2020-12-31"}]});
        with(record, "/parties/items/2/lists", entries)
    };
    // Nobody says that they act jointly.
    check(&aide_too(&owned(&[("chief", "30"), ("aide", "30")])), "R");
    check(&aide_too(&owned(&[("chief", "25.01"), ("aide", "25")])), "R");
    check(&aide_too(&owned(&[("chief", "25"), ("aide", "25")])), "-");
    let holding = |percent: &str| {
        json!({"id": "holding", "kind": "PARTY_KIND_ENTITY", "country": "HKG", "control_indicators": {"items": []},
            "owners": {"items": [{"owner": "chief", "percent": percent}]}})
    };
    let through = |layer: &str, share: &str| with(&owned(&[("holding", share)]), "/parties/items/-", holding(layer));
    check(&through("51", "51"), "P");
    check(&through("50", "100"), "-");
    check(&through("100", "50"), "-");
    let both = with(&owned(&[("holding", "30"), ("chief", "21")]), "/parties/items/-", holding("100"));
    check(&both, "P");
}

/// Who controls a holding, or may, stands behind what the holding owns; a party that only owns itself is nobody's.
#[test]
fn through_a_holding() {
    let holding = |change: &Value| {
        let none = json!({"items": []});
        let base = json!({"id": "holding", "kind": "PARTY_KIND_ENTITY", "country": "HKG", "owners": none,
            "control_indicators": none});
        with(&owned(&[("holding", "51")]), "/parties/items/-", patched(&base, change))
    };
    let sign = json!({"items": [{"by": "chief", "documented": true}]});
    check(&holding(&json!({})), "-");
    check(&holding(&json!({"control_indicators": sign})), "P");
    check(&holding(&json!({"owners": null, "control_indicators": sign})), "P");
    check(&holding(&json!({"owners": null})), "D");
    check(&holding(&json!({"owners": {"items": [{"owner": "firm", "percent": "100"}]}})), "-");
    for shares in [&[("firm", "51")][..], &[("firm", "30"), ("aide", "30")], &[("firm", "100")]] {
        check(&owned(shares), "-");
    }
}

/// The evidence shows the shares, and that their holders are listed.
#[test]
fn what_shows_that_somebody_owns() {
    let findings = UK.findings(RULE, ON, &owned(&[("chief", "51"), ("aide", "9")]));
    let firm = findings.into_iter().find(|finding| finding.subject.as_ref().unwrap().id == "firm").unwrap();
    let evidence: Vec<_> = firm.evidence.iter().map(|e| format!("{}={}", e.path, e.value)).collect();
    for shown in [
        "parties.items[0].owners.items[0].percent=51",
        "parties.items[0].owners.items[1].percent=9",
        "parties.items[1].lists.items[0].list=UK-DPRK",
    ] {
        assert!(evidence.iter().any(|entry| entry == shown), "{shown}: {evidence:?}");
    }
}

/// What may be stays for review, or open, by whichever list.
#[test]
fn what_may_be_frozen_is_not_passed_over() {
    let listed =
        |list: &str, since: Value| json!({"items": [patched(&json!({"list": list}), &json!({"listed_on": since}))]});
    let committee = |record: &Value| with(record, "/parties/items/1/lists", listed("UN-1718", json!("2020-12-31")));
    check(&committee(&owned(&[("chief", "51")])), "R");
    check(&committee(&owned(&[("chief", "50")])), "-");
    check(&committee(&firm(&json!({"owners": null}))), "D");
    // Whether the second of two is listed by now is not known, so that they may own it together.
    let both = owned(&[("chief", "30"), ("aide", "30")]);
    check(&with(&both, "/parties/items/2/lists", listed("UK-DPRK", Value::Null)), "R");
    let paid = |record: &Value| {
        let payment = json!({"id": "t", "date": "2021-05-01", "payer": "client", "payee": "firm"});
        of_payment(ON, &with(record, "/transactions", json!({"items": [payment]})))
    };
    assert_eq!(paid(&committee(&owned(&[("chief", "51")]))), "R");
    assert_eq!(paid(&committee(&firm(&json!({"owners": null})))), "D");
    assert_eq!(paid(&committee(&owned(&[("chief", "50")]))), "-");
    // Where nobody is designated, nobody asks.
    let nobody = with(&firm(&json!({"owners": null})), "/parties/items/1/lists", Value::Null);
    assert_eq!(paid(&nobody), "-");
}

#[test]
fn control_by_signs() {
    let controlled = |by: &str, change: Value| {
        let sign = json!({"by": by, "documented": true});
        firm(&json!({"control_indicators": {"items": [patched(&sign, &change)]}}))
    };
    check(&controlled("chief", json!({})), "P");
    check(&controlled("aide", json!({})), "-");
    check(&controlled("chief", json!({"refuted": true})), "-");
    check(&controlled("chief", json!({"documented": false})), "R");
    check(&controlled("chief", json!({"documented": null})), "R");
    let dated = controlled("chief", json!({"from": "2021-03-01", "to": "2022-03-01"}));
    for (day, expected) in [
        ("2021-02-28", "-"),
        ("2021-03-01", "P"),
        ("2021-03-02", "P"),
        ("2022-02-28", "P"),
        ("2022-03-01", "-"),
        ("2022-03-02", "-"),
    ] {
        assert_eq!(of_firm(day, &dated), expected, "{day}");
    }
}

#[test]
fn what_is_absent_is_open() {
    let firm_misses = |record: &Value| {
        let findings = UK.findings(RULE, ON, record);
        let theirs = findings.into_iter().find(|finding| finding.subject.as_ref().unwrap().id == "firm");
        theirs.unwrap().missing.join(" ")
    };
    for (record, missing) in [
        (firm(&json!({"owners": null})), "parties.items[0].owners"),
        (firm(&json!({"owners": {"items": [{"percent": "60"}]}})), "parties.items[0].owners.items[0].owner"),
        (owned_by_chief_without("percent"), "parties.items[0].owners.items[0].percent"),
        (
            with(&owned(&[("chief", "50")]), "/parties/items/0/control_indicators", Value::Null),
            "parties.items[0].control_indicators",
        ),
    ] {
        check(&record, "D");
        assert_eq!(firm_misses(&record), missing);
    }
    // Where nobody is designated, nobody asks who owns whom.
    let nobody = with(&firm(&json!({"owners": null})), "/parties/items/1/lists", Value::Null);
    UK.check(RULE, ON, &nobody, "not assessed: transactions");
    UK.check(RULE, ON, &with(&firm(&json!({})), "/deployment", Value::Null), "not assessed: deployment");
}

fn owned_by_chief_without(field: &str) -> Value {
    with(&owned(&[("chief", "60")]), &format!("/parties/items/0/owners/items/0/{field}"), Value::Null)
}

fn payment(change: &Value) -> Value {
    let payment = json!({"id": "t", "date": "2021-05-01", "payer": "client", "payee": "firm"});
    let record = with(&owned(&[("chief", "51")]), "/transactions", json!({"items": [patched(&payment, change)]}));
    with(&record, "/parties/items/-", json!({"id": "bank", "roles": ["PARTY_ROLE_BANK"], "country": "GBR"}))
}

/// What the rule says of the payment.
fn of_payment(as_of: &str, record: &Value) -> &'static str {
    let all = UK.subjects(RULE, as_of, record);
    all.iter().find(|(subject, _)| subject == "t").map_or("-", |(_, letter)| letter)
}

#[test]
fn payments_that_touch_the_united_kingdom() {
    for (day, expected) in [("2020-12-30", "-"), ("2020-12-31", "P"), ("2021-01-01", "P")] {
        assert_eq!(of_payment(ON, &payment(&json!({"date": day}))), expected, "{day}");
    }
    assert_eq!(of_payment("2021-04-30", &payment(&json!({}))), "-");
    for (change, expected) in [
        (json!({}), "P"),
        (json!({"payee": "chief"}), "P"),
        (json!({"payer": "firm", "payee": "client"}), "P"),
        (json!({"payee": "aide"}), "-"),
        (json!({"executed": false}), "-"),
        (json!({"payer": "aide"}), "-"),
        (json!({"payer": "aide", "bank": {"party": "bank"}}), "P"),
        (json!({"payer": "aide", "bank": {"country": "GBR"}}), "P"),
        (json!({"payer": null}), "D"),
        (json!({"authorisation_ref": "INT/2021/1"}), "X"),
    ] {
        let record = payment(&json!({}));
        let changed = patched(&record["transactions"]["items"][0], &change);
        assert_eq!(of_payment(ON, &with(&record, "/transactions/items/0", changed)), expected, "{change}");
    }
    let nobody = with(&payment(&json!({})), "/transactions/items/0/payee", Value::Null);
    assert_eq!(of_payment(ON, &nobody), "D");
    let from_them = with(&nobody, "/transactions/items/0/payer", json!("chief"));
    assert_eq!(of_payment(ON, &with(&from_them, "/transactions/items/0/bank", json!({"country": "GBR"}))), "P");
    let committee = with(&payment(&json!({})), "/parties/items/1/lists/items/0/list", json!("UN-1718"));
    assert_eq!(of_payment(ON, &committee), "R");
    let shares = json!({"items": [{"owner": "chief", "percent": "30"}, {"owner": "aide", "percent": "30"}]});
    let entries = json!({"items": [{"list": "UK-DPRK", "listed_on": "2020-12-31"}]});
    let apart = with(&payment(&json!({})), "/parties/items/0/owners", shares);
    assert_eq!(of_payment(ON, &apart), "-");
    assert_eq!(of_payment(ON, &with(&apart, "/parties/items/2/lists", entries)), "R");
    let finding = |change: &Value| {
        let findings = UK.findings(RULE, ON, &payment(change));
        findings.into_iter().find(|finding| finding.subject.as_ref().unwrap().id == "t").unwrap()
    };
    assert_eq!(finding(&json!({"authorisation_ref": "INT/2021/1"})).exemption.unwrap().id, "INT/2021/1");
    assert_eq!(finding(&json!({"payer": "aide", "bank": {"party": "bank"}})).addressees().collect::<Vec<_>>(), [Bank]);
    assert_eq!(
        finding(&json!({})).message.unwrap().text,
        "Payment t goes to, comes from or passes through somebody whose assets are frozen under the Regulations of 2019."
    );
}

#[test]
fn a_name_alone_never_decides() {
    let hit = |band: HitBand| Hit {
        party: "aide".into(),
        list: "UK-DPRK".into(),
        entry: "DPR0001".into(),
        band: band.into(),
        listed_on: Some("2020-12-31".into()),
        ..Hit::default()
    };
    let record = testing::record(&with(&firm(&json!({})), "/parties/items/1/lists", Value::Null));
    for (band, expected) in
        [(HitBand::Confirmed, "P"), (HitBand::Strong, "R"), (HitBand::Possible, "R"), (HitBand::Weak, "-")]
    {
        let verdict = comity_sdk::verdict_with(&PLUGIN, Date::read(ON).unwrap(), &record, &[hit(band)]);
        let theirs = verdict.findings.iter().find(|finding| finding.subject.as_ref().unwrap().id == "aide");
        assert_eq!(theirs.map_or("-", |finding| testing::letter(finding.outcome())), expected, "{band:?}");
    }
}
