//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, its exemptions, what
//! is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod fine_print;
mod listed;
mod money;
mod permits;
mod repatriation;
mod reports;
mod ventures;

use comity_plugin_un::PLUGIN;
use comity_sdk::testing::{self, Probes, Value, json, with};

const UN: Probes = Probes(&PLUGIN);

/// Builders in Vladivostok, sent by a firm of North Korea: the sender takes their pay.
fn builders() -> Value {
    json!({
        "parties": {"items": [
            {"id": "sender", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "kind": "PARTY_KIND_ENTITY"},
            {"id": "builder", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "RUS", "kind": "PARTY_KIND_ENTITY"}
        ]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "role": "WORKER_ROLE_LABOURER",
            "protection": "PROTECTION_NONE"}]},
        "deployment": {"start": "2013-01-01"},
        "worksites": {"items": [{"id": "tower", "country": "RUS"}]},
        "wages": {"items": [{"id": "w", "site": "tower", "payee": "PAYEE_SENDER"}]}
    })
}

/// The same with a change in the worker group.
fn crew(change: &Value) -> Value {
    let group = testing::patched(&builders()["workers"]["items"][0], change);
    with(&builders(), "/workers/items/0", group)
}

fn nationals(codes: &[&str], country: &str) -> Value {
    let record = crew(&json!({"nationalities": {"items": codes}}));
    with(&record, "/worksites/items/0/country", json!(country))
}

/// A firm that the Committee lists from a day on.
fn listed_from(id: &str, day: &str) -> Value {
    let entries = json!({"items": [{"list": "UN-1718", "entry": "KPe.050", "listed_on": day}]});
    json!({"id": id, "roles": ["PARTY_ROLE_OTHER"], "country": "PRK", "lists": entries})
}

/// A record of a State, with what it says of itself.
fn state(own: &Value) -> Value {
    json!({"state": testing::patched(&json!({"country": "KWT"}), own)})
}

#[test]
fn the_law_of_every_row_has_its_days() {
    UN.law_of_the_day(include_str!("../../../../docs/law/catalogue.csv"), &builders());
}

#[test]
fn every_row_has_its_rule() {
    UN.rows(&[
        "un.1718.8d",
        "un.1718.8e",
        "un.2094.cash",
        "un.2094.expel",
        "un.2321.34",
        "un.2371.11",
        "un.2371.11.new",
        "un.2371.12",
        "un.2375.17",
        "un.2375.18.close",
        "un.2375.18.open",
        "un.2397.8",
        "un.2397.8.attache",
        "un.2397.8.final",
        "un.2397.8.half",
        "un.2397.8.midterm",
        "un.2397.8.pending",
        "un.2397.8.remote",
        "un.impl.90d",
        "un.list.labour",
        "un.vessel.crew",
        "un.wage.programme",
    ]);
}

#[test]
fn every_finding_addresses_the_state() {
    for rule in PLUGIN.all_rules() {
        assert_eq!(rule.addressees, [comity_sdk::prelude::State], "{}", rule.id);
    }
}

#[test]
fn before_vigilance_there_is_nothing_to_say_about_labour() {
    let record = testing::record(&builders());
    for as_of in ["2013-03-07", "2015-06-01", "2016-11-29"] {
        let verdict = testing::verdict_on(&PLUGIN, as_of, &record);
        assert!(verdict.findings.is_empty(), "{as_of}: {:?}", verdict.findings);
    }
}
