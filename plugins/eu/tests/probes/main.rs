//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, its exemptions, what
//! is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod banks;
mod conduct;
mod dealings;
mod fine_print;
mod fourth_look;
mod freeze;
mod gates;
mod goods;
mod human_rights;
mod labour;
mod ownership;
mod permits;
mod screening;
mod second_look;
mod third_look;
mod transfers;

use comity_plugin_eu::PLUGIN;
use comity_sdk::{
    testing::{self, Probes, Value, json, with},
    v1::Finding,
};

const PROBES: Probes = Probes(&PLUGIN);

fn check(rule: &str, as_of: &str, record: &Value, expected: &str) {
    PROBES.check(rule, as_of, record, expected);
}

fn dates(rule: &str, record: &Value, expected: &[(&str, &str)]) {
    PROBES.dates(rule, record, expected);
}

fn days(rule: &str, record: impl Fn(&str) -> Value, expected: &[(&str, &str)]) {
    PROBES.days(rule, record, expected);
}

fn exemption(rule: &str, as_of: &str, record: &Value) -> String {
    PROBES.exemption(rule, as_of, record)
}

fn missing(rule: &str, as_of: &str, record: &Value) -> String {
    PROBES.missing(rule, as_of, record)
}

fn text(rule: &str, as_of: &str, record: &Value) -> String {
    PROBES.text(rule, as_of, record)
}

/// The letter for one subject among others; "-" where nothing is found about it.
fn of(rule: &str, as_of: &str, record: &Value, subject: &str) -> String {
    let found = subjects(rule, as_of, record).into_iter().find(|(id, _)| id == subject);
    found.map_or("-", |(_, letter)| letter).to_owned()
}

/// The first of what a rule finds.
fn first(rule: &str, as_of: &str, record: &Value) -> Finding {
    let found = PROBES.findings(rule, as_of, record);
    found.into_iter().next().unwrap_or_else(|| panic!("{rule} finds nothing on {as_of}: {record:#}"))
}

/// Since when that is a fact.
fn since(rule: &str, as_of: &str, record: &Value) -> String {
    first(rule, as_of, record).fact_from.unwrap_or_default()
}

/// A record with other entries in a part.
fn set(record: &Value, part: &str, items: Value) -> Value {
    with(record, &format!("/{part}"), json!({"items": items}))
}

/// A record with other fields at a place.
fn patch(record: &Value, path: &str, extra: Value) -> Value {
    with(record, path, testing::patched(record.pointer(path).unwrap(), &extra))
}

/// A yard in Gdynia with whoever else takes part.
fn yard_with(others: &[Value]) -> Value {
    let yard = json!({"id": "yard", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "POL", "is_eu_person": true});
    let parties: Vec<_> = std::iter::once(&yard).chain(others).collect();
    json!({
        "parties": {"items": parties},
        "deployment": {"start": "1999-01-01"},
        "worksites": {"items": [{"id": "dock", "country": "POL"}]}
    })
}

/// A firm outside the Union that a list of the Union names from a day on.
fn listed(id: &str, list: &str, day: &str) -> Value {
    let entries = json!({"items": [{"list": list, "listed_on": day}]});
    json!({"id": id, "roles": ["PARTY_ROLE_OTHER"], "country": "PRK", "lists": entries})
}

fn unlisted(id: &str) -> Value {
    json!({"id": id, "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"})
}

/// A firm that others own, each by a share in percent.
fn owned(id: &str, shares: &[(&str, &str)]) -> Value {
    let owners: Vec<_> = shares.iter().map(|(owner, percent)| json!({"owner": owner, "percent": percent})).collect();
    json!({"id": id, "roles": ["PARTY_ROLE_OTHER"], "country": "POL", "owners": {"items": owners},
        "control_indicators": {"items": []}})
}

/// One party pays another on a day.
fn pays(record: &Value, payer: &str, payee: &str, day: &str) -> Value {
    let payment = json!({"id": "t", "date": day, "payer": payer, "payee": payee,
        "amount": {"currency": "EUR", "amount": "50000"}});
    let whole = testing::patched(&json!({"holdings": {"items": []}, "wages": {"items": []}}), record);
    with(&whole, "/transactions", json!({"items": [payment]}))
}

fn subjects(rule: &str, as_of: &str, record: &Value) -> Vec<(String, &'static str)> {
    PROBES.subjects(rule, as_of, record)
}

/// The rows of the catalogue, less the gates: eu.scope, eu.own@2018, eu.own@2024, eu.flr.online.
const ROWS: [&str; 46] = [
    "eu.2009_52.chain",
    "eu.2009_52.exploit",
    "eu.2009_52.illegal",
    "eu.control",
    "eu.crime.2024",
    "eu.csddd",
    "eu.dprk.annex15.labour",
    "eu.dprk.cdd",
    "eu.dprk.circumvent",
    "eu.dprk.crew",
    "eu.dprk.expel",
    "eu.dprk.fi",
    "eu.dprk.freeze",
    "eu.dprk.invest.in",
    "eu.dprk.it",
    "eu.dprk.jv",
    "eu.dprk.linked",
    "eu.dprk.makeavail",
    "eu.dprk.noclaims",
    "eu.dprk.permit.cap",
    "eu.dprk.permit.new",
    "eu.dprk.property",
    "eu.dprk.remit.15k@2016",
    "eu.dprk.remit.5k@2017",
    "eu.dprk.repatriate",
    "eu.dprk.report",
    "eu.dprk.transfer.15k",
    "eu.dprk.transfer.ban",
    "eu.flr.ban",
    "eu.flr.clock",
    "eu.flr.lead",
    "eu.flr.review",
    "eu.ghr.circumvent",
    "eu.ghr.criteria",
    "eu.ghr.freeze",
    "eu.nonrefoul",
    "eu.own.makeavail",
    "eu.own.terror",
    "eu.posted",
    "eu.seasonal",
    "eu.single_permit",
    "eu.traffick",
    "eu.transparent",
    "eu.wtd.48",
    "eu.wtd.leave",
    "eu.wtd.rest",
];

#[test]
fn the_law_of_every_row_has_its_days() {
    PROBES.law_of_the_day(include_str!("../../../../docs/law/catalogue.csv"), &yard_with(&[]));
}

#[test]
fn every_row_has_its_rule() {
    PROBES.rows(&ROWS);
}
