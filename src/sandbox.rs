//! The sandbox: loads plugins and runs them. The only room that names wasmtime.
//!
//! Here live the engines and their limits, compilation in a process of its own, the check of a plugin before it may
//! serve, the cutting of its input out of a record and the check of its answer. Not here: which plugin is live (catalog),
//! what verdicts add up to (combine), whether a record is well-formed (rpc).
//!
//! Invariants: a plugin imports nothing, so its answer is a function of the context and the record. The answer that
//! counts is that of a fresh instance. Whatever a plugin does on a record is an answer or a typed failure; whatever it
//! does while it is loaded is a plugin or a typed refusal. Nothing that runs was compiled by anyone but this program.

mod cache;
mod compiled;
mod compiler;
mod configure;
mod contract;
mod derived;
mod engine;
mod error;
mod followup;
mod input;
mod instance;
mod job;
mod limiter;
mod load;
mod manifest;
mod meters;
mod outcome;
mod output;
mod path;
mod plugin;
mod predicate;
mod rules;
mod session;
pub mod settings;
mod shape;
mod stop;
mod subject;
mod ticker;
mod trace;
mod trial;
mod value;
mod verdict;
mod wire;
mod wishes;
mod worker;
mod world;

use std::sync::Arc;

pub use error::{CacheFault, CompileStop, LoadError, ManifestFault, SandboxError, VectorFault, WorldFault};
pub use meters::Meters;
pub use plugin::Plugin;
pub use session::Session;
pub use settings::{Granted, Settings};
pub use worker::compile_worker;
pub use world::World;

use cache::Cache;
use contract::Contract;
use engine::Machine;
use load::Loader;

/// The engine that runs plugins, for the digest of a catalog and for people.
pub const ENGINE: &str = "wasmtime 48";

/// Loads plugins. Those it has loaded go on without it.
pub struct Sandbox {
    loader: Loader,
}

impl Sandbox {
    /// Reserves the pools, starts the clock and opens the cache.
    ///
    /// # Errors
    /// Settings that cannot work, addresses that cannot be reserved, or a cache folder that is not private.
    pub fn new(settings: &Settings) -> Result<Self, SandboxError> {
        settings.check()?;
        let machine = Arc::new(Machine::new(settings)?);
        let cache = settings.cache_dir.as_deref().map(|folder| Cache::open(folder, &machine.large)).transpose()?;
        let contract = Arc::new(Contract::read()?);
        Ok(Self { loader: Loader { settings: settings.clone(), machine, contract, cache } })
    }

    /// Loads a component with the operator's settings for it, and tries it out.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn load(&self, component: &[u8], settings: &[(String, String)]) -> Result<Plugin, LoadError> {
        self.loader.load(component, settings)
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("settings", &self.loader.settings).finish_non_exhaustive()
    }
}
