//! Qatar: labour and residence law, versioned by date.
//!
//! A rule is a row of the catalogue (`qa.md`) and reads like it; rows stand together by section. [`scope`] says how far
//! the law reaches. The order of the files is the order in which the rules run: `leaving` asks what the rules before it
//! found.

mod crime;
mod deductions;
mod elsewhere;
mod heat;
mod leaving;
mod minimum;
mod oversight;
mod residence;
mod rest;
mod scope;
mod time;
mod wages;
mod work;

use comity_sdk::prelude::*;

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "qa",
    title: "Qatar: labour and residence law",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[
        residence::RULES,
        elsewhere::RULES,
        wages::RULES,
        minimum::RULES,
        deductions::RULES,
        time::RULES,
        rest::RULES,
        heat::RULES,
        work::RULES,
        oversight::RULES,
        leaving::RULES,
        crime::RULES,
    ],
    scope: Some(scope::QATAR),
    scope_reads: scope::READS,
    applicability: Some(scope::applicability),
    ..Plugin::NEW
};

comity_sdk::rules_plugin!(crate::PLUGIN);
