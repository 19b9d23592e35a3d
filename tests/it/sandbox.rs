//! The sandbox against plugins that are healthy, and against plugins that are not.

mod hostile;
mod loading;
mod serving;
pub(crate) mod template;

use std::path::PathBuf;

use comity::{
    domain::Date,
    sandbox::{LoadError, Plugin, Sandbox, Settings},
};
use comity_facts::policy;

const AS_OF: Date = Date::of(2015, 6, 1);

/// Small pools, so that a lost slot shows at once.
const SLOTS: u32 = 3;

fn settings() -> Settings {
    let mut settings = Settings::new(PathBuf::from(env!("CARGO_BIN_EXE_comity")));
    settings.slots_small = SLOTS;
    settings.slots_large = 1;
    settings.fuel = 20_000_000;
    settings.deadline_ms = 20_000;
    settings
}

fn sandbox() -> Sandbox {
    Sandbox::new(&settings()).unwrap()
}

fn load(sandbox: &Sandbox, name: &str, manifest: &policy::Manifest) -> Result<Plugin, LoadError> {
    sandbox.load(&template::component(name, manifest), &[])
}
