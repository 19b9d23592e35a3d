//! What one instance may hold, summed over its store: the engine's own limiter counts each memory for itself, so that
//! two memories would give twice the limit.

use wasmtime::ResourceLimiter;

/// Elements of all tables of an instance. A rule set has some hundred functions to call through a table.
pub(super) const TABLE_ELEMENTS: usize = 20_000;

/// A plugin asked for more than it may have, or the host could not give what it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Exceeded {
    #[error("memory")]
    Memory,
    #[error("tables")]
    Table,
    #[error("the host")]
    Host,
}

/// What is left of memory and tables.
///
/// INVARIANT (sum): `memory_left` is the grant less the sizes of all memories of the store; `table_left` likewise.
pub(super) struct Limiter {
    memory_left: usize,
    table_left: usize,
    instances: usize,
}

impl Limiter {
    pub(super) fn new(memory_bytes: u64, instances: u32) -> Self {
        Self {
            memory_left: usize::try_from(memory_bytes).unwrap_or(usize::MAX),
            table_left: TABLE_ELEMENTS,
            instances: usize::try_from(instances).unwrap_or(usize::MAX),
        }
    }
}

/// Takes a growth out of what is left. A growth beyond the grant is an error, which stops the plugin: an answer of -1
/// would let it go on and give a verdict that depends on the host's limits. Beyond its own maximum it gets the -1 that
/// it asked for.
fn take(
    left: &mut usize,
    current: usize,
    desired: usize,
    own_max: Option<usize>,
    exceeded: Exceeded,
) -> wasmtime::Result<bool> {
    let growth = desired.saturating_sub(current);
    if growth > *left {
        return Err(exceeded.into());
    }
    if own_max.is_some_and(|max| desired > max) {
        return Ok(false);
    }
    *left -= growth;
    Ok(true)
}

impl ResourceLimiter for Limiter {
    fn memory_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        take(&mut self.memory_left, current, desired, maximum, Exceeded::Memory)
    }

    fn table_growing(&mut self, current: usize, desired: usize, maximum: Option<usize>) -> wasmtime::Result<bool> {
        take(&mut self.table_left, current, desired, maximum, Exceeded::Table)
    }

    // Both are called after a growth was allowed and the system had no memory for it. The instance ends here, so the
    // sums need no repair.
    fn memory_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        Err(Exceeded::Host.into())
    }

    fn table_grow_failed(&mut self, _: wasmtime::Error) -> wasmtime::Result<()> {
        Err(Exceeded::Host.into())
    }

    fn instances(&self) -> usize {
        self.instances
    }

    fn tables(&self) -> usize {
        self.instances
    }

    fn memories(&self) -> usize {
        self.instances
    }
}
