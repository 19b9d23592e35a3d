//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, its exemptions, what is
//! absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod fine_print;
mod stay;
mod work;

use comity_plugin_pl::PLUGIN;
use comity_sdk::{
    prelude::{Employer, Sender},
    testing::{self, Probes, Value, json, with},
};

const PL: Probes = Probes(&PLUGIN);

/// Welders of an agency at a yard.
fn welders() -> Value {
    json!({
        "parties": {"items": [
            {"id": "agency", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "POL"},
            {"id": "yard", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": "POL"}
        ]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE", "count": "15",
            "age": 30}]},
        "deployment": {"start": "2005-01-01"},
        "worksites": {"items": [{"id": "dock", "country": "POL"}]}
    })
}

/// The same with one entry of a part.
fn one(part: &str, entry: &Value) -> Value {
    with(&welders(), &format!("/{part}"), json!({"items": [testing::patched(&json!({"id": "x"}), entry)]}))
}

fn nationals(record: &Value, code: &str) -> Value {
    with(record, "/workers/items/0/nationalities", json!({"items": [code]}))
}

#[test]
fn the_law_of_every_row_has_its_days() {
    PL.law_of_the_day(include_str!("../../../../docs/law/catalogue.csv"), &welders());
}

#[test]
fn every_row_has_its_rule() {
    PL.rows(&[
        "pl.forced",
        "pl.hours",
        "pl.hours.overtime",
        "pl.hours.premium",
        "pl.hours.rest",
        "pl.offence",
        "pl.passport",
        "pl.permit.prk",
        "pl.permit@2004",
        "pl.permit@2025",
        "pl.stay.backpay",
        "pl.stay.chain",
        "pl.stay.doc",
        "pl.stay.exploit",
        "pl.stay.many",
        "pl.stay.minor",
        "pl.stay.persist",
        "pl.wage.deduct",
        "pl.wage.direct",
        "pl.wage.min",
        "pl.wage.min.hour",
        "pl.wage.waive",
    ]);
}

/// Without places of work nobody looked where it is done; only what is attached to findings has none to go with.
#[test]
fn no_rule_without_places_of_work() {
    let parts = ["wages", "residence", "permits", "working_time", "liberty", "contracts"];
    let full = parts.iter().fold(welders(), |record, part| with(&record, &format!("/{part}"), json!({"items": []})));
    let nowhere = with(&full, "/worksites", Value::Null);
    for rule in PLUGIN.all_rules().filter(|rule| rule.id != "pl.offence") {
        PL.check(rule.id, "2018-06-01", &nowhere, "not assessed: worksites");
    }
}

#[test]
fn it_applies_to_work_in_poland() {
    let abroad = with(&welders(), "/worksites/items/0/country", json!("DEU"));
    PL.check("pl.hours", "2015-01-01", &abroad, "NA");
    // A second site here is enough for the plugin, and each entry is asked where it is.
    let both = with(&abroad, "/worksites/items/-", json!({"id": "here", "country": "POL"}));
    let time = |site: &str| json!({"items": [{"id": "t", "site": site, "day_max_minutes": 720, "week_minutes": 4320}]});
    PL.check("pl.hours", "2015-01-01", &with(&both, "/working_time", time("dock")), "-");
    PL.check("pl.hours", "2015-01-01", &with(&both, "/working_time", time("here")), "V");
    let nowhere =
        with(&one("working_time", &json!({"day_max_minutes": 720})), "/worksites/items/0/country", Value::Null);
    PL.check("pl.hours", "2015-01-01", &nowhere, "D");
}
