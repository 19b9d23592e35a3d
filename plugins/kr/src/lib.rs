//! Republic of Korea: contact with North Koreans, payments to persons on its own list, who is its national. The rows come from the
//! catalogue of other adopters.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod contact;
mod nationals;
mod payments;

use comity_sdk::{TOUCHES, policy, prelude::*, touches};

/// The country.
const KOREA: &str = "KOR";

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "kr",
    title: "Republic of Korea: contact with North Koreans, payments, nationality",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[contact::RULES, payments::RULES, nationals::RULES],
    scope: Some(Scope {
        reaches: |case| case.touches(KOREA),
        otherwise: "nothing is done in the Republic of Korea, by its persons, or in business with it",
    }),
    scope_reads: TOUCHES,
    applicability: Some(|| touches(KOREA)),
    screening,
    ..Plugin::NEW
};

/// Whoever is in the record may be on the Republic's list.
fn screening() -> Vec<policy::ScreeningRequest> {
    vec![policy::ScreeningRequest { list: payments::LIST.to_owned(), ..Default::default() }]
}

/// Whether a country is this one.
fn here(country: &str) -> bool {
    country == KOREA
}

comity_sdk::rules_plugin!(crate::PLUGIN);
