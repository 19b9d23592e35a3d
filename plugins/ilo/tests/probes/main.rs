//! Every row of the catalogue: its examples, its boundaries with the day before and the day after, whether the State was bound,
//! what is absent.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod fine_print;
mod forced_labour;
mod indicators;
mod standards;

use comity_plugin_ilo::PLUGIN;
use comity_sdk::testing::{self, Probes, Value, json, with};

const ILO: Probes = Probes(&PLUGIN);

/// A crew of North Korea at a site in a country, sent by a body of their State.
fn crew(country: &str) -> Value {
    json!({
        "parties": {"items": [
            {"id": "sender", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "government_of_north_korea": true},
            {"id": "firm", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": country}
        ]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]},
        "deployment": {"start": "2010-01-01"},
        "worksites": {"items": [{"id": "site", "country": country}]}
    })
}

/// The same with a part of one entry.
fn one(country: &str, part: &str, entry: Value) -> Value {
    with(&crew(country), &format!("/{part}"), json!({"items": [testing::patched(&json!({"id": "x"}), &entry)]}))
}

#[test]
fn the_law_of_every_row_has_its_days() {
    ILO.law_of_the_day(include_str!("../../../../docs/law/catalogue.csv"), &crew("POL"));
}

#[test]
fn every_row_has_its_rule() {
    ILO.rows(&[
        "ilo.c029.definition",
        "ilo.c029.exclusion",
        "ilo.c029.penal",
        "ilo.c029.private",
        "ilo.c095.deduct",
        "ilo.c095.direct",
        "ilo.c095.dispose",
        "ilo.c095.placement",
        "ilo.c095.regular",
        "ilo.c095.tender",
        "ilo.c105.development",
        "ilo.c105.political",
        "ilo.c181.fees",
        "ilo.c181.public",
        "ilo.c189.docs",
        "ilo.hours.day",
        "ilo.hours.week",
        "ilo.iccpr.12",
        "ilo.iccpr.8",
        "ilo.ind.01",
        "ilo.ind.02",
        "ilo.ind.03",
        "ilo.ind.04",
        "ilo.ind.05",
        "ilo.ind.06",
        "ilo.ind.07",
        "ilo.ind.08",
        "ilo.ind.09",
        "ilo.ind.10",
        "ilo.ind.11",
        "ilo.ind.score",
        "ilo.insp.access",
        "ilo.insp.followup",
        "ilo.insp.frequency",
        "ilo.insp.report",
        "ilo.p029.diligence",
        "ilo.p029.nonpunish",
        "ilo.p029.remedy",
        "ilo.palermo",
        "ilo.rest.week",
    ]);
}

#[test]
fn a_broken_standard_is_a_violation_where_the_state_is_bound_and_a_benchmark_elsewhere() {
    let rule = "ilo.c095.tender";
    let vouchers = |country: &str| one(country, "wages", json!({"form": "PAY_FORM_VOUCHER"}));
    ILO.check(rule, "2015-06-01", &vouchers("POL"), "V");
    ILO.check(rule, "2015-06-01", &vouchers("QAT"), "I");
    // No row of the table, no cell: nobody knows.
    ILO.check(rule, "2015-06-01", &vouchers("DEU"), "D");
    assert!(ILO.text(rule, "2015-06-01", &vouchers("DEU")).contains("DEU is bound by Convention 95"));
    // North Korea is no member.
    ILO.check(rule, "2015-06-01", &vouchers("PRK"), "-");
    let nowhere = with(&vouchers("POL"), "/worksites/items/0/country", Value::Null);
    ILO.check(rule, "2015-06-01", &nowhere, "D");
    assert_eq!(ILO.missing(rule, "2015-06-01", &nowhere), "worksites.items[0].country");
    // Of several host States the one that is bound decides.
    let both = with(&vouchers("QAT"), "/worksites/items/-", json!({"id": "other", "country": "POL"}));
    ILO.check(rule, "2015-06-01", &both, "V");
    let sarawak = with(&vouchers("MYS"), "/worksites/items/0/region", json!("Sarawak"));
    ILO.check(rule, "2015-06-01", &sarawak, "D");
    ILO.check(rule, "2015-06-01", &vouchers("MYS"), "V");
}

#[test]
fn every_finding_addresses_the_state() {
    for rule in PLUGIN.all_rules() {
        assert_eq!(rule.addressees, [comity_sdk::prelude::State], "{}", rule.id);
    }
}
