//! Reports of a State: whether they are late, incomplete or inconsistent. These rules read the State's own part of a record; a
//! record of one deployment lacks it. The sections of a status report are not here: they are its content, and no rules.

mod content;
mod late;

use comity_sdk::{Setting, policy::ExtensionType, prelude::*};

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "rep",
    title: "Reports of a State: late, incomplete, inconsistent",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[late::RULES, content::RULES],
    settings: &[Setting {
        key: late::ANNUAL_DUE,
        kind: ExtensionType::Text,
        default: "03-31",
        description: "Last day for the status report on the year before: month and day, MM-DD.",
    }],
    check_settings: late::check_settings,
    ..Plugin::NEW
};

comity_sdk::rules_plugin!(crate::PLUGIN);
