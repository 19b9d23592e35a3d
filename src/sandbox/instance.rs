//! A plugin's code ready to run, and one running instance of it. Everything that can be looked up once is looked up at
//! load; what is left for each record is a store, an instance, and two calls.

use wasmtime::{
    Engine, Store,
    component::{Component, ComponentExportIndex, Instance as Instantiated, InstancePre, Linker},
};

use super::{
    engine::Class,
    limiter::Limiter,
    settings::Granted,
    stop::{self, Call, START},
    world::World,
};
use crate::domain::Failure;

/// Handles to resources. The contract has none.
const HANDLES: usize = 64;

/// A plugin's code, linked against nothing.
pub(super) struct Program {
    pre: InstancePre<Limiter>,
    describe: ComponentExportIndex,
    begin: ComponentExportIndex,
    judge: ComponentExportIndex,
    judge_name: Call,
    granted: Granted,
    core_instances: u32,
    ticks: u64,
}

/// One instance. After an error it must be dropped: what it holds is undefined then.
pub(super) struct Instance {
    store: Store<Limiter>,
    instance: Instantiated,
}

/// An answer as it came, with the instructions it took.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) bytes: Vec<u8>,
    pub(super) fuel: u64,
}

impl Program {
    /// Links a component whose world was checked.
    pub(super) fn link(
        component: &Component,
        world: World,
        granted: Granted,
        class: &Class,
        ticks: u64,
    ) -> wasmtime::Result<Self> {
        let export = |name: Call| {
            component.get_export_index(None, name).ok_or_else(|| wasmtime::format_err!("`{name}` is not exported"))
        };
        Ok(Self {
            describe: export("describe")?,
            begin: export("begin")?,
            judge: export(world.judge())?,
            judge_name: world.judge(),
            pre: Linker::new(component.engine()).instantiate_pre(component)?,
            granted,
            core_instances: class.core_instances,
            ticks,
        })
    }

    pub(super) fn granted(&self) -> &Granted {
        &self.granted
    }

    fn engine(&self) -> &Engine {
        self.pre.engine()
    }

    /// A fresh instance.
    pub(super) fn start(&self) -> Result<Instance, Failure> {
        let mut store = Store::new(self.engine(), Limiter::new(self.granted.memory_bytes, self.core_instances));
        store.limiter(|limiter| limiter);
        store.set_max_component_handles(HANDLES);
        let instance = self
            .refill(&mut store, self.granted.output_bytes)
            .and_then(|()| self.pre.instantiate(&mut store))
            .map_err(|error| stop::failure(&error, START, &self.granted))?;
        Ok(Instance { store, instance })
    }

    /// Asks an instance for its manifest.
    pub(super) fn describe(&self, instance: &mut Instance) -> Result<Vec<u8>, Failure> {
        let result = self.refill(&mut instance.store, self.granted.output_bytes).and_then(|()| {
            let func = instance.instance.get_typed_func::<(), (Vec<u8>,)>(&mut instance.store, &self.describe)?;
            func.call(&mut instance.store, ())
        });
        result.map(|(bytes,)| bytes).map_err(|error| stop::failure(&error, "describe", &self.granted))
    }

    /// Tells an instance its context.
    pub(super) fn begin(&self, instance: &mut Instance, context: &[u8]) -> Result<Reply, Failure> {
        self.call(instance, &self.begin, "begin", context)
    }

    /// Asks an instance about one record.
    pub(super) fn judge(&self, instance: &mut Instance, input: &[u8]) -> Result<Reply, Failure> {
        self.call(instance, &self.judge, self.judge_name, input)
    }

    fn call(
        &self,
        Instance { store, instance }: &mut Instance,
        export: &ComponentExportIndex,
        call: Call,
        input: &[u8],
    ) -> Result<Reply, Failure> {
        let result = self.refill(store, self.granted.output_bytes).and_then(|()| {
            let func = instance.get_typed_func::<(&[u8],), (Vec<u8>,)>(&mut *store, export)?;
            let (bytes,) = func.call(&mut *store, (input,))?;
            Ok(Reply { bytes, fuel: self.granted.fuel.saturating_sub(store.get_fuel()?) })
        });
        result.map_err(|error| stop::failure(&error, call, &self.granted))
    }

    /// Every call has its own fuel, its own deadline and its own limit of the answer, which holds before it is copied.
    fn refill(&self, store: &mut Store<Limiter>, output_bytes: u64) -> wasmtime::Result<()> {
        store.set_hostcall_fuel(usize::try_from(output_bytes).unwrap_or(usize::MAX));
        store.set_epoch_deadline(self.ticks);
        store.set_fuel(self.granted.fuel)
    }
}
