//! Qatar: labour and residence law, versioned by date.

mod residence;

use comity_sdk::prelude::*;

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "qa",
    title: "Qatar: labour and residence law",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[residence::RULES],
    ..Plugin::NEW
};

comity_sdk::rules_plugin!(crate::PLUGIN);
