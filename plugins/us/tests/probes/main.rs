//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, its exemptions, what
//! is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod attached;
mod fine_print;
mod gates;
mod goods;
mod matrix;
mod orders;
mod part510;
mod reports;
mod screening;
mod statutes;
mod trafficking;

use comity_plugin_us::PLUGIN;
use comity_sdk::testing::{self, Probes, Value, json, with};

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

/// A builder of the United States with a foreign crew, and whoever else takes part.
fn case(others: &[Value]) -> Value {
    let builder = json!({"id": "builder", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": "USA"});
    let parties: Vec<_> = std::iter::once(&builder).chain(others).collect();
    json!({"parties": {"items": parties}, "deployment": {"start": "2000-01-01"}})
}

/// The builder pays a party with the id "payee" on a day.
fn paid(day: &str, payee: &Value) -> Value {
    let payment = json!({
        "id": "t", "date": day, "amount": {"currency": "USD", "amount": "51000"}, "payer": "builder", "payee": "payee",
        "purpose": "TRANSACTION_PURPOSE_SERVICES", "bank": {"country": "QAT"}, "us_nexus": true
    });
    with(&case(std::slice::from_ref(payee)), "/transactions", json!({"items": [payment]}))
}

/// Somebody whom the list of the United States names under a programme.
fn listed(programme: &str, day: &str) -> Value {
    let entries = json!({"items": [{"list": "OFAC-SDN", "programmes": [programme], "listed_on": day}]});
    json!({"id": "payee", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN", "lists": entries})
}

fn unlisted(country: &str) -> Value {
    json!({"id": "payee", "roles": ["PARTY_ROLE_OTHER"], "country": country})
}

/// A body of the North Korean State that sends workers; unlisted.
fn bureau() -> Value {
    json!({"id": "payee", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "government_of_north_korea": true})
}

fn workers(nationality: &str) -> Value {
    json!({"items": [{"id": "crew", "nationalities": {"items": [nationality]}, "protection": "PROTECTION_NONE"}]})
}

/// A foreign employer of a crew that a state body sends.
fn employed(nationality: &str) -> Value {
    let host = json!({"id": "host", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "QAT"});
    let record = case(&[host, with(&bureau(), "/id", json!("bureau"))]);
    with(&record, "/workers", workers(nationality))
}

/// The rows of the catalogue, less the gates and us.caatsa.321.services, which is never returned.
const ROWS: [&str; 35] = [
    "us.13382",
    "us.13551",
    "us.13570",
    "us.13687",
    "us.13722.1",
    "us.13722.2a4",
    "us.13722.3",
    "us.13810.1",
    "us.13810.4",
    "us.13818",
    "us.1307",
    "us.1589",
    "us.1592",
    "us.501.601@1997",
    "us.501.601@2025",
    "us.501.603.annual",
    "us.501.603.initial",
    "us.501.604",
    "us.510.201",
    "us.510.214",
    "us.510.evade",
    "us.7108",
    "us.9214.a5",
    "us.9214.b1.workers",
    "us.9214.g1c",
    "us.9228",
    "us.9241.report",
    "us.9241b",
    "us.9241b.recert",
    "us.caatsa.321.goods",
    "us.far",
    "us.limit10",
    "us.penalty",
    "us.tip",
    "us.uflpa",
];

#[test]
fn the_law_of_every_row_has_its_days() {
    // Before the deployment nothing is found, to which other rules would be attached on its own day.
    let later = with(&case(&[]), "/deployment/start", json!("2030-01-01"));
    PROBES.law_of_the_day(include_str!("../../../../docs/law/catalogue.csv"), &later);
}

#[test]
fn every_row_has_its_rule() {
    PROBES.rows(&ROWS);
}
