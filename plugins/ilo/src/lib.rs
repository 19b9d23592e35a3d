//! International labour and human-rights standards: conventions of the International Labour Organization, the Covenant on
//! Civil and Political Rights, the Palermo Protocol, and the eleven indicators of forced labour.
//!
//! They bind States: a finding is a violation where the host State was bound on the day, else a benchmark. [`standing`] says
//! which it is; there is one file for each group of conventions.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod agencies;
mod forced_labour;
mod indicators;
mod inspection;
mod liberty;
mod standing;
mod time;
mod victims;
mod wages;

use comity_sdk::prelude::*;

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "ilo",
    title: "International labour and human-rights standards",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[
        indicators::RULES,
        forced_labour::RULES,
        victims::RULES,
        wages::RULES,
        time::RULES,
        inspection::RULES,
        agencies::RULES,
        liberty::RULES,
    ],
    ..Plugin::NEW
};

comity_sdk::rules_plugin!(crate::PLUGIN);
