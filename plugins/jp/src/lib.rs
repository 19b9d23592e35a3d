//! Japan: who may not enter, what may not be paid, what may not be traded. The rows come from the catalogue of other adopters.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod entry;
mod freeze;
mod remit;
mod trade;

use comity_sdk::{TOUCHES, policy, prelude::*, touches};

/// The country.
const JAPAN: &str = "JPN";
/// Whose nationals, trade and payments the measures are about.
const NORTH_KOREA: &str = "PRK";

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "jp",
    title: "Japan: entry, payments, trade",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[entry::RULES, remit::RULES, trade::RULES, freeze::RULES],
    scope: Some(Scope {
        reaches: |case| case.touches(JAPAN),
        otherwise: "nothing is done in Japan, by its persons, or in business with it",
    }),
    scope_reads: TOUCHES,
    applicability: Some(|| touches(JAPAN)),
    screening,
    ..Plugin::NEW
};

/// Whoever is in the record may be on a list that freezes.
fn screening() -> Vec<policy::ScreeningRequest> {
    let request = |list: &str| policy::ScreeningRequest { list: list.to_owned(), ..Default::default() };
    freeze::FREEZING.map(request).to_vec()
}

/// Whether a country is this one.
fn here(country: &str) -> bool {
    country == JAPAN
}

comity_sdk::rules_plugin!(crate::PLUGIN);
