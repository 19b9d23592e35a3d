//! Golden cases of the catalogue.

#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use comity_plugin_qa::PLUGIN;
use comity_sdk::testing;

#[test]
fn golden_cases() {
    testing::golden_cases(&PLUGIN, concat!(env!("CARGO_MANIFEST_DIR"), "/cases").as_ref());
}

#[test]
fn records_are_records() {
    for name in ["C01", "C03", "C14"] {
        let path = format!("{}/../../examples/records/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let json = serde_json_of(&path);
        testing::record(&json);
    }
}

fn serde_json_of(path: &str) -> testing::Value {
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}
