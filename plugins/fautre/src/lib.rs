//! Fautre's six conditions for work that a State sends abroad: each met, not met, for review or not known, and how many are met.
//! How they are weighed is the kit's (`sdk/src/six.rs`), since the referrals start from it too.

mod conditions;
mod score;

use comity_sdk::{policy::World, prelude::*};

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "fautre",
    title: "The six conditions for work that a State sends abroad",
    version: env!("CARGO_PKG_VERSION"),
    world: World::Followup,
    rules: &[conditions::RULES, score::RULES],
    ..Plugin::NEW
};

comity_sdk::followup_plugin!(crate::PLUGIN);
