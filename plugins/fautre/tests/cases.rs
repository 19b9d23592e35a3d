//! Golden cases of the catalogue.

use comity_plugin_fautre::PLUGIN;
use comity_sdk::testing;

#[test]
fn golden_cases() {
    testing::golden_cases(&PLUGIN, concat!(env!("CARGO_MANIFEST_DIR"), "/cases").as_ref());
}
