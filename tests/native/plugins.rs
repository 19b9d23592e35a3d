//! The project's plugins, native: one list for the tests and the benchmarks. `tests/it/rules.rs` holds it to the folders.

use comity_sdk::Plugin;

/// The plugins of rules, native.
pub(crate) const NATIVE: [&Plugin; 18] = [
    &comity_plugin_ae::PLUGIN,
    &comity_plugin_cn::PLUGIN,
    &comity_plugin_eu::PLUGIN,
    &comity_plugin_ilo::PLUGIN,
    &comity_plugin_jp::PLUGIN,
    &comity_plugin_kr::PLUGIN,
    &comity_plugin_kw::PLUGIN,
    &comity_plugin_mn::PLUGIN,
    &comity_plugin_mt::PLUGIN,
    &comity_plugin_my::PLUGIN,
    &comity_plugin_nl::PLUGIN,
    &comity_plugin_pl::PLUGIN,
    &comity_plugin_qa::PLUGIN,
    &comity_plugin_rep::PLUGIN,
    &comity_plugin_ru::PLUGIN,
    &comity_plugin_uk::PLUGIN,
    &comity_plugin_un::PLUGIN,
    &comity_plugin_us::PLUGIN,
];

/// The follow-up plugins, native.
pub(crate) const FOLLOWUPS: [&Plugin; 2] = [&comity_plugin_fautre::PLUGIN, &comity_plugin_ref::PLUGIN];
