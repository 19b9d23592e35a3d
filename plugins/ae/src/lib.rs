//! United Arab Emirates: work of foreigners, papers, pay, time. The rows come from the catalogue of host countries; the blocks are the kit's.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod pay;
mod time;
mod work;

use comity_sdk::{hosts::work_in, prelude::*};

/// The country.
const EMIRATES: &str = "ARE";

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "ae",
    title: "United Arab Emirates: work of foreigners, papers, pay, time",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[work::RULES, pay::RULES, time::RULES],
    scope: Some(Scope { reaches: |case| case.works_in(EMIRATES), otherwise: "no work in the United Arab Emirates" }),
    scope_reads: &["worksites.items.country"],
    applicability: Some(|| work_in(EMIRATES)),
    ..Plugin::NEW
};

/// Whether a country is this one.
fn here(country: &str) -> bool {
    country == EMIRATES
}

comity_sdk::rules_plugin!(crate::PLUGIN);
