//! United Nations: the measures of the Security Council on North Korea that reach labour, from resolution 1718 (2006) on.
//!
//! They bind States: a finding on a firm's record says what its host State must do or has failed to do. One file for each
//! kind of measure; [`gates`] holds what rules ask and none returns.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod gates;
mod listed;
mod money;
mod permits;
mod repatriation;
mod reports;
mod ventures;

use comity_sdk::{policy, prelude::*};

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "un",
    title: "United Nations: Security Council measures on North Korea that reach labour",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[permits::RULES, repatriation::RULES, reports::RULES, ventures::RULES, listed::RULES, money::RULES],
    screening,
    ..Plugin::NEW
};

/// Whoever is in the record may be on the list of the 1718 Committee, owners included: they are parties too.
fn screening() -> Vec<policy::ScreeningRequest> {
    vec![policy::ScreeningRequest { list: gates::LIST.to_owned(), ..Default::default() }]
}

comity_sdk::rules_plugin!(crate::PLUGIN);
