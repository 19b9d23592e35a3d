//! What the sandbox may use. Plain data: config fills it in, [`Settings::check`] refuses what cannot work.

use std::path::PathBuf;

use super::error::SandboxError;

/// Plugins of the small pool that may be instantiated at once: a multiple of any sensible number of evaluator threads,
/// at about 8.2 GiB of *reserved addresses* each (two memories), of which nothing is resident until used.
pub const SLOTS_SMALL: u32 = 64;
/// Python and JavaScript plugins that may be instantiated at once. Few, since each can hold 64 MiB.
pub const SLOTS_LARGE: u32 = 8;
/// Instructions for one record. A rule set of 40 dated checks takes some tens of thousands; an interpreter a few million.
pub const FUEL: u64 = 50_000_000;
/// Linear memory of a small plugin, summed over its memories.
pub const MEMORY_BYTES_SMALL: u64 = 32 << 20;
/// Linear memory of a large one: an interpreter with its standard library.
pub const MEMORY_BYTES_LARGE: u64 = 64 << 20;
/// Size of one verdict. A finding takes about 600 bytes, so this is room for 1,700 of them.
pub const OUTPUT_BYTES: u64 = 1 << 20;
/// Size of a manifest, which carries test vectors with whole records.
pub const MANIFEST_BYTES: u64 = 8 << 20;
/// Wall clock for one call. Fuel ends a loop long before: 50 million instructions take about 50 ms.
pub const DEADLINE_MS: u64 = 500;
/// How often the clock is looked at.
pub const TICK_MS: u64 = 10;
/// Fewest ticks in a deadline: with fewer, the granularity of the clock would show in who is stopped.
pub const TICKS_PER_DEADLINE: u64 = 10;
/// Size of a component. A Python plugin brings an interpreter of 20 to 40 MiB.
pub const COMPONENT_BYTES: u64 = 64 << 20;
/// Address space of a compilation; what is resident is about half.
pub const COMPILE_MEMORY_BYTES: u64 = 4 << 30;
/// Processor time of a compilation. 90 kB take 0.1 s, an interpreter of 30 MiB about 30 s.
pub const COMPILE_CPU_SECONDS: u64 = 120;
/// Wall clock of a compilation.
pub const COMPILE_WALL_MS: u64 = 120_000;
/// One record in so many that a reused instance answers is asked of a fresh one too.
pub const CHECK_EVERY: u64 = 1024;

/// What the sandbox may use.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The binary that compiles, called as `<worker> compile-worker`: this program itself.
    pub worker: PathBuf,
    /// Where compiled code is kept between runs; made with mode 0700 if absent. `None`: nowhere.
    pub cache_dir: Option<PathBuf>,
    /// Small plugins at once; a full pool is back-pressure.
    pub slots_small: u32,
    /// Large plugins at once.
    pub slots_large: u32,
    /// Most instructions a plugin is granted for one record.
    pub fuel: u64,
    /// Most linear memory of a small plugin.
    pub memory_bytes_small: u64,
    /// Most linear memory of a large plugin.
    pub memory_bytes_large: u64,
    /// Largest verdict.
    pub output_bytes: u64,
    /// Largest manifest.
    pub manifest_bytes: u64,
    /// Wall clock for one call into a plugin; at least ten ticks.
    pub deadline_ms: u64,
    /// Interval of the clock that enforces it.
    pub tick_ms: u64,
    /// Largest component.
    pub component_bytes: u64,
    /// Address space of one compilation.
    pub compile_memory_bytes: u64,
    /// Processor time of one compilation.
    pub compile_cpu_seconds: u64,
    /// Wall clock of one compilation.
    pub compile_wall_ms: u64,
    /// One record in so many answered by a reused instance is compared with a fresh one's answer.
    pub check_every: u64,
}

impl Settings {
    /// The defaults, with the binary that compiles.
    #[must_use]
    pub fn new(worker: PathBuf) -> Self {
        Self {
            worker,
            cache_dir: None,
            slots_small: SLOTS_SMALL,
            slots_large: SLOTS_LARGE,
            fuel: FUEL,
            memory_bytes_small: MEMORY_BYTES_SMALL,
            memory_bytes_large: MEMORY_BYTES_LARGE,
            output_bytes: OUTPUT_BYTES,
            manifest_bytes: MANIFEST_BYTES,
            deadline_ms: DEADLINE_MS,
            tick_ms: TICK_MS,
            component_bytes: COMPONENT_BYTES,
            compile_memory_bytes: COMPILE_MEMORY_BYTES,
            compile_cpu_seconds: COMPILE_CPU_SECONDS,
            compile_wall_ms: COMPILE_WALL_MS,
            check_every: CHECK_EVERY,
        }
    }

    /// Refuses what cannot work.
    ///
    /// # Errors
    /// Names the first setting that is wrong, and what would be right.
    pub fn check(&self) -> Result<(), SandboxError> {
        let fine = [
            (self.slots_small > 0 && self.slots_small <= 4096, "slots_small: 1 to 4096"),
            (self.slots_large > 0 && self.slots_large <= 1024, "slots_large: 1 to 1024"),
            (self.fuel > 0, "fuel: at least 1"),
            (self.memory_bytes_small >= 1 << 16, "memory_bytes_small: at least one page of 65536"),
            (self.memory_bytes_large >= self.memory_bytes_small, "memory_bytes_large: at least memory_bytes_small"),
            (self.memory_bytes_large <= 1 << 32, "memory_bytes_large: at most 4 GiB"),
            (self.output_bytes > 0 && self.manifest_bytes > 0, "output_bytes, manifest_bytes: at least 1"),
            (self.tick_ms > 0, "tick_ms: at least 1"),
            (self.deadline_ms / TICKS_PER_DEADLINE >= self.tick_ms, "deadline_ms: at least ten times tick_ms"),
            (self.check_every > 0, "check_every: at least 1"),
        ];
        fine.iter().find(|(ok, _)| !ok).map_or(Ok(()), |(_, rule)| Err(SandboxError::Settings(rule)))
    }

    /// Ticks after which a call is stopped. One more than the deadline holds: the tick in progress counts in full.
    pub(super) fn ticks(&self) -> u64 {
        self.deadline_ms.div_ceil(self.tick_ms.max(1)) + 1
    }
}

/// What one plugin may use: what its manifest asks for or what the host gives, whichever is lower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Granted {
    /// Instructions for one record.
    pub fuel: u64,
    /// Linear memory, summed over all memories.
    pub memory_bytes: u64,
    /// Size of an answer.
    pub output_bytes: u64,
    /// The pool for large components.
    pub large: bool,
}
