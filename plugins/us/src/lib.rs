//! United States: sanctions on North Korea, the import ban on its forced labour, trafficking.
//!
//! One file for each section of the catalogue. [`gates`] holds what rules ask and none returns; what is attached to
//! other findings runs last.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod attached;
mod dealings;
mod gates;
mod goods;
mod orders;
mod part510;
mod reads;
mod reports;
mod statutes;
mod trafficking;

use comity_sdk::{policy, prelude::*};

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "us",
    title: "United States: sanctions, import ban, trafficking",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[
        orders::RULES,
        part510::RULES,
        reports::RULES,
        statutes::RULES,
        goods::RULES,
        trafficking::RULES,
        attached::RULES,
    ],
    screening,
    ..Plugin::NEW
};

/// Whoever is in the record may be on the list of specially designated nationals, owners included: they are parties too.
fn screening() -> Vec<policy::ScreeningRequest> {
    vec![policy::ScreeningRequest { list: "OFAC-SDN".to_owned(), ..Default::default() }]
}

comity_sdk::rules_plugin!(crate::PLUGIN);
