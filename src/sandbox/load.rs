//! The story of loading a plugin: compile, look at its imports and exports, let it describe itself, check what it says,
//! configure it, try it out. Nothing is served by a plugin that fails on the way.

use std::sync::Arc;

use comity_facts::policy::Limits;
use wasmtime::{Engine, component::Component};

use super::{
    cache::Cache,
    compiled::Compiled,
    compiler,
    configure::Configuration,
    contract::Contract,
    engine::{LARGE, Machine, SMALL},
    error::LoadError,
    instance::Program,
    manifest,
    meters::Meters,
    plugin::{Loaded, Plugin, Reuse},
    settings::{Granted, Settings},
    trial,
    world::World,
};
use crate::domain::Digest;

/// What loading takes.
pub(super) struct Loader {
    pub(super) settings: Settings,
    pub(super) machine: Arc<Machine>,
    pub(super) contract: Arc<Contract>,
    pub(super) cache: Option<Cache>,
}

impl Loader {
    pub(super) fn load(&self, component: &[u8], values: &[(String, String)]) -> Result<Plugin, LoadError> {
        let size = component.len() as u64;
        if size > self.settings.component_bytes {
            return Err(LoadError::TooLarge { size, max: self.settings.component_bytes });
        }
        let digest = Digest::of(component);
        let (compiled, candidate) = self.compile(component, &digest)?;
        let world = World::of(&candidate)?;
        let described = self.describe(&candidate, world)?;
        let message = manifest::decode(&described, &self.contract).map_err(LoadError::Manifest)?;
        manifest::world(&message, world).map_err(LoadError::World)?;
        let manifest = manifest::check(message, &self.contract).map_err(LoadError::Manifest)?;
        let granted = self.grant(manifest.message.limits.unwrap_or_default());
        let plugin = Plugin::new(Loaded {
            program: self.program(&compiled, candidate, world, granted)?,
            configuration: Configuration::new(&manifest.message, values)?,
            manifest,
            described,
            world,
            digest,
            size,
            contract: Arc::clone(&self.contract),
            _machine: Arc::clone(&self.machine),
            reuse: Reuse::new(self.settings.check_every),
            meters: Meters::default(),
        });
        trial::run(&plugin)?;
        plugin.meters().reset();
        Ok(plugin)
    }

    /// Compiled code, from the cache where it is there, and the component in the large pool, where every plugin is first
    /// looked at: only its manifest says which pool it is for.
    fn compile(&self, component: &[u8], digest: &Digest) -> Result<(Compiled, Component), LoadError> {
        let engine = &self.machine.large;
        if let Some(stored) = self.cache.as_ref().and_then(|cache| cache.get(digest)) {
            match stored.load(engine) {
                Ok(candidate) => return Ok((stored, candidate)),
                Err(_) => self.cache.iter().for_each(|cache| cache.forget(digest)),
            }
        }
        let compiled = compiler::compile(component, &self.settings)?;
        let candidate = fit(&compiled, engine)?;
        if let Some(cache) = &self.cache
            && let Err(error) = cache.put(digest, &compiled)
        {
            tracing::warn!(%digest, %error, "compiled code is not kept; the plugin is compiled again next time");
        }
        Ok((compiled, candidate))
    }

    /// Two fresh instances have to describe themselves alike.
    fn describe(&self, candidate: &Component, world: World) -> Result<Vec<u8>, LoadError> {
        let granted = Granted {
            fuel: self.settings.fuel,
            memory_bytes: self.settings.memory_bytes_large,
            output_bytes: self.settings.manifest_bytes,
            large: true,
        };
        let program = Program::link(candidate, world, granted, &LARGE, self.settings.ticks())
            .map_err(|error| LoadError::Host(error.to_string()))?;
        let describe = || {
            let mut instance = program.start().map_err(|failure| LoadError::Call { call: "start", failure })?;
            program.describe(&mut instance).map_err(|failure| LoadError::Call { call: "describe", failure })
        };
        let described = describe()?;
        if describe()? == described { Ok(described) } else { Err(LoadError::DescribeDiffers) }
    }

    /// What the manifest asks for or what the host gives, whichever is lower; what it does not ask for, it gets in full.
    fn grant(&self, asked: Limits) -> Granted {
        let lower = |asked: u64, given: u64| if asked == 0 { given } else { asked.min(given) };
        let memory = if asked.large { self.settings.memory_bytes_large } else { self.settings.memory_bytes_small };
        Granted {
            fuel: lower(asked.fuel, self.settings.fuel),
            memory_bytes: lower(asked.memory_bytes, memory),
            output_bytes: lower(asked.output_bytes, self.settings.output_bytes),
            large: asked.large,
        }
    }

    fn program(
        &self,
        compiled: &Compiled,
        candidate: Component,
        world: World,
        granted: Granted,
    ) -> Result<Program, LoadError> {
        let (component, class) =
            if granted.large { (candidate, &LARGE) } else { (fit(compiled, &self.machine.small)?, &SMALL) };
        component
            .initialize_copy_on_write_image()
            .and_then(|()| Program::link(&component, world, granted, class, self.settings.ticks()))
            .map_err(|error| LoadError::Host(error.to_string()))
    }
}

/// The engine refuses a component that does not fit its pool.
fn fit(compiled: &Compiled, engine: &Engine) -> Result<Component, LoadError> {
    compiled.load(engine).map_err(|error| LoadError::Unfit(format!("{error:#}")))
}
