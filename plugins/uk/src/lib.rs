//! United Kingdom: assets of designated persons, and of what they own or control. The row comes from the catalogue of other adopters.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod designated;
mod freeze;

use comity_sdk::{TOUCHES, policy, prelude::*, touches};

/// The country.
const UNITED_KINGDOM: &str = "GBR";

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "uk",
    title: "United Kingdom: assets of designated persons",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[freeze::RULES],
    scope: Some(Scope {
        reaches: |case| case.touches(UNITED_KINGDOM),
        otherwise: "nothing is done in the United Kingdom, by its persons, or in business with it",
    }),
    scope_reads: TOUCHES,
    applicability: Some(|| touches(UNITED_KINGDOM)),
    screening,
    ..Plugin::NEW
};

/// Whoever is in the record may be on a list, owners included: they are parties too.
fn screening() -> Vec<policy::ScreeningRequest> {
    let request = |list: &str| policy::ScreeningRequest { list: list.to_owned(), ..Default::default() };
    [designated::LIST, designated::COMMITTEE].map(request).to_vec()
}

comity_sdk::rules_plugin!(crate::PLUGIN);
