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

/// Where the table does not say whether the State is bound, no finding says that it is not, whatever else it would tell.
#[test]
fn a_state_of_which_the_table_does_not_say() {
    let on = "2015-06-01";
    let german = |part: &str, entry: Value| one("DEU", part, entry);
    let kept = |change: Value| {
        let free = json!({"may_leave_accommodation": true, "escort_required": false});
        german("liberty", testing::patched(&free, &change))
    };
    let refused =
        |by: &str| kept(json!({"exit_refusals": {"items": [{"date": on, "by": format!("EXIT_REFUSER_{by}")}]}}));
    let unlawful = with(&kept(json!({"escort_required": true})), "/residence", json!({"items": []}));
    let mandated = german("wages", json!({"payee": "PAYEE_AGENT", "worker_written_mandate": true}));
    let watched = with(&mandated, "/supervision", json!({"items": [{"id": "s", "minder_present": true}]}));
    let settled = json!({"payee": "PAYEE_SENDER", "longest_gap_days": 30, "final_settlement_on": "2015-05-01"});
    let settled = with(&german("wages", settled), "/deployment/end", json!("2015-01-01"));
    let visited = german("inspections", json!({"date": "2015-05-02", "access": "INSPECTION_ACCESS_GRANTED"}));
    let complained = with(&visited, "/complaints", json!({"items": [{"id": "c", "date": "2015-05-20"}]}));
    for (rule, record) in [
        ("ilo.iccpr.12", refused("EMPLOYER")),
        ("ilo.iccpr.12", refused("AUTHORITY")),
        ("ilo.iccpr.12", unlawful),
        ("ilo.c095.direct", watched),
        ("ilo.c095.regular", settled),
        ("ilo.insp.frequency", complained),
    ] {
        ILO.check(rule, on, &record, "D");
        let text = ILO.text(rule, on, &record);
        assert!(text.starts_with("Whether DEU is bound by") && !text.contains("is not bound"), "{rule}: {text}");
    }
}

#[test]
fn every_finding_addresses_the_state() {
    for rule in PLUGIN.all_rules() {
        assert_eq!(rule.addressees, [comity_sdk::prelude::State], "{}", rule.id);
    }
}
