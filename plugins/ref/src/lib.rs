//! Referrals: to which body a finding can go, and when.

mod bodies;
mod triggers;

use comity_sdk::{policy::World, prelude::*};

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "ref",
    title: "Referrals: bodies, admissibility, dates",
    version: env!("CARGO_PKG_VERSION"),
    world: World::Followup,
    rules: &[bodies::RULES],
    ..Plugin::NEW
};

comity_sdk::followup_plugin!(crate::PLUGIN);
