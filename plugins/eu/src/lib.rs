//! European Union: restrictive measures, goods made with forced labour, labour and migration directives.
//!
//! One file for each section of the catalogue. [`gates`] holds what rules ask and none returns; what is attached to
//! other findings runs last.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod banks;
mod conduct;
mod dealings;
mod freeze;
mod gates;
mod goods;
mod human_rights;
mod labour;
mod ownership;
mod permits;
mod transfers;

use comity_sdk::{policy, prelude::*};

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "eu",
    title: "European Union: restrictive measures, goods made with forced labour, labour and migration directives",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[
        permits::RULES,
        freeze::RULES,
        transfers::RULES,
        banks::RULES,
        dealings::RULES,
        conduct::RULES,
        ownership::RULES,
        human_rights::RULES,
        goods::ban::RULES,
        goods::procedure::RULES,
        goods::diligence::RULES,
        labour::stay::RULES,
        labour::exploit::RULES,
        labour::hours::RULES,
        labour::posted::RULES,
        labour::equal::RULES,
        labour::seasonal::RULES,
        labour::terms::RULES,
        labour::protection::RULES,
        conduct::ATTACHED,
    ],
    scope: Some(gates::scope::SCOPE),
    scope_reads: gates::scope::READS,
    applicability: Some(gates::scope::applicability),
    screening,
    ..Plugin::NEW
};

/// Whoever is in the record may be on a list that freezes, owners included: they are parties too.
fn screening() -> Vec<policy::ScreeningRequest> {
    let lists = [gates::listing::List::NorthKorea, gates::listing::List::HumanRights, gates::listing::List::Terror];
    let request =
        |list: gates::listing::List| policy::ScreeningRequest { list: list.id().to_owned(), ..Default::default() };
    lists.into_iter().map(request).collect()
}

comity_sdk::rules_plugin!(crate::PLUGIN);
