//! China: work of foreigners, papers, pay, time. The rows come from the catalogue of host countries; the blocks are the kit's.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod pay;
mod time;
mod ventures;
mod work;

use comity_sdk::{hosts::work_in, prelude::*};

/// The country.
const CHINA: &str = "CHN";

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "cn",
    title: "China: work of foreigners, papers, pay, time",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[work::RULES, ventures::RULES, pay::RULES, time::RULES],
    scope: Some(Scope { reaches: |case| case.works_in(CHINA), otherwise: "no work in China" }),
    scope_reads: &["worksites.items.country"],
    applicability: Some(|| work_in(CHINA)),
    ..Plugin::NEW
};

/// Whether a country is this one.
fn here(country: &str) -> bool {
    country == CHINA
}

comity_sdk::rules_plugin!(crate::PLUGIN);
