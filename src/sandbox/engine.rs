//! The engines' configuration. What shapes compiled code stands in [`code`] and is the same in the compile worker and
//! for both pools, so that one compilation serves all; what reserves memory stands in [`pooled`].

use wasmtime::{
    Config, Enabled, Engine, InstanceAllocationStrategy, OptLevel, PoolingAllocationConfig, Strategy, WasmFeatures,
};

use super::{error::SandboxError, limiter::TABLE_ELEMENTS, settings::Settings, ticker::Ticker};

/// Stack of a plugin. Evaluator threads have at least twice that, since an overflow of the host's stack would abort.
const WASM_STACK_BYTES: usize = 512 << 10;
/// Memory that a slot keeps between instances: zeroing this much costs less than faulting it in again.
const MEMORY_KEPT_BYTES: usize = 256 << 10;
/// The same for a table, which for a rule set fits in a page or two.
const TABLE_KEPT_BYTES: usize = 32 << 10;

/// How many of each a component of a pool may have.
pub(super) struct Class {
    pub(super) core_instances: u32,
    memories: u32,
    tables: u32,
    /// Host memory for the instances' own data.
    instance_bytes: usize,
}

/// Components from Rust and similar toolchains: a module, its shims and adapters.
pub(super) const SMALL: Class = Class { core_instances: 8, memories: 2, tables: 4, instance_bytes: 1 << 20 };
/// Components that bring an interpreter; 38 core instances were seen.
pub(super) const LARGE: Class = Class { core_instances: 48, memories: 4, tables: 16, instance_bytes: 4 << 20 };

/// Both pools and the clock that stops their plugins.
pub(super) struct Machine {
    pub(super) small: Engine,
    pub(super) large: Engine,
    _ticker: Ticker,
}

impl Machine {
    pub(super) fn new(settings: &Settings) -> Result<Self, SandboxError> {
        let small = engine(&pooled(&SMALL, settings.slots_small, settings.memory_bytes_small))?;
        // One slot more: a plugin is described and tried out there even while all others are busy.
        let large = engine(&pooled(&LARGE, settings.slots_large + 1, settings.memory_bytes_large))?;
        let ticker = Ticker::start(&[&small, &large], settings.tick_ms)?;
        Ok(Self { small, large, _ticker: ticker })
    }
}

fn engine(config: &Config) -> Result<Engine, SandboxError> {
    Engine::new(config).map_err(|error| SandboxError::Pool(error.to_string()))
}

/// Everything that compiled code depends on.
pub(super) fn code() -> Config {
    let mut config = Config::new();
    config
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(OptLevel::Speed)
        // The same floats on every machine.
        .cranelift_nan_canonicalization(true)
        // Fuel is the budget that replays; the epoch only catches what fuel does not, e.g. a slow host.
        .consume_fuel(true)
        .epoch_interruption(true)
        .max_wasm_stack(WASM_STACK_BYTES)
        .memory_init_cow(true)
        .table_lazy_init(true)
        // A stop is told by its cause, not by where in the plugin it happened.
        .wasm_backtrace_max_frames(None)
        .generate_address_map(false);
    proposals(&mut config);
    config
}

/// The proposals that toolchains use for a plain target, and no other: what is not named here is off, in this version of
/// the engine and the next.
const PROPOSALS: WasmFeatures = WasmFeatures::COMPONENT_MODEL
    .union(WasmFeatures::FLOATS)
    .union(WasmFeatures::MUTABLE_GLOBAL)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::MULTI_VALUE)
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::BULK_MEMORY_OPT)
    .union(WasmFeatures::REFERENCE_TYPES)
    .union(WasmFeatures::CALL_INDIRECT_OVERLONG)
    // Address arithmetic of modules linked at run time, as Python's toolchain makes them.
    .union(WasmFeatures::EXTENDED_CONST);

fn proposals(config: &mut Config) {
    config
        .wasm_features(WasmFeatures::all().difference(PROPOSALS), false)
        .wasm_features(PROPOSALS, true)
        .concurrency_support(false)
        .shared_memory(false);
}

fn pooled(class: &Class, slots: u32, memory_bytes: u64) -> Config {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(slots)
        .max_component_instance_size(class.instance_bytes)
        .total_core_instances(slots * class.core_instances)
        .max_core_instances_per_component(class.core_instances)
        .max_core_instance_size(class.instance_bytes)
        .total_memories(slots * class.memories)
        .max_memories_per_component(class.memories)
        .max_memories_per_module(1)
        .max_memory_size(usize::try_from(memory_bytes).unwrap_or(usize::MAX))
        .total_tables(slots * class.tables)
        .max_tables_per_component(class.tables)
        .max_tables_per_module(class.tables)
        .table_elements(TABLE_ELEMENTS)
        .linear_memory_keep_resident(MEMORY_KEPT_BYTES)
        .table_keep_resident(TABLE_KEPT_BYTES)
        .max_unused_warm_slots(slots)
        .pagemap_scan(Enabled::No);
    let mut config = code();
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    config
}
