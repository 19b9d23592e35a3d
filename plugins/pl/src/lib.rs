//! Poland: work of foreigners, their stay, wages, time, papers. One file for each group of rows.
//!
//! The law reaches work that is done in Poland; the blocks of a host country's law are the kit's (`comity_sdk::hosts`).

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod crime;
mod permits;
mod stay;
mod time;
mod wages;

use comity_sdk::{hosts::work_in, prelude::*};

/// The country.
const POLAND: &str = "POL";

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "pl",
    title: "Poland: work of foreigners, wages, time, papers",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[permits::RULES, stay::RULES, wages::RULES, time::RULES, crime::RULES, time::ATTACHED],
    scope: Some(Scope { reaches: |case| case.works_in(POLAND), otherwise: "no work in Poland" }),
    scope_reads: &["worksites.items.country"],
    applicability: Some(|| work_in(POLAND)),
    ..Plugin::NEW
};

/// Whether a country is Poland.
fn here(country: &str) -> bool {
    country == POLAND
}

comity_sdk::rules_plugin!(crate::PLUGIN);
