//! Referrals: to which body a finding can go, when and by whom; and the stages of escalation.

mod authorities;
mod courts;
mod dossier;
mod ilo;
mod publication;
mod safety;
mod stages;
mod triggers;
mod un;
mod un_monitoring;

use comity_sdk::{policy::World, prelude::*};

/// The plugin. The safety of those whom a dossier names comes first, since it bars everything else; the stages come last: they name
/// the bodies that are open.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "ref",
    title: "Referrals: bodies, admissibility, dates",
    version: env!("CARGO_PKG_VERSION"),
    world: World::Followup,
    rules: &[
        safety::RULES,
        un::RULES,
        un_monitoring::RULES,
        ilo::RULES,
        courts::RULES,
        authorities::RULES,
        publication::RULES,
        stages::RULES,
    ],
    ..Plugin::NEW
};

comity_sdk::followup_plugin!(crate::PLUGIN);
