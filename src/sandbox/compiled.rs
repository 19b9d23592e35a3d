//! Compiled code and where it may come from. Turning it into something that runs means to trust it like this program's
//! own code; it is done here and nowhere else.

use wasmtime::{Engine, component::Component};

/// Machine code of a component.
///
/// INVARIANT (own code): made only of what this program's own worker wrote to a pipe, or of what the same process user
/// stored of that in a private folder, unaltered since.
pub(super) struct Compiled(Vec<u8>);

impl Compiled {
    /// Takes what the worker gave. Upholds INVARIANT (own code): the pipe has no other writer.
    pub(super) fn by_worker(code: Vec<u8>) -> Self {
        Self(code)
    }

    /// Takes what the cache gave. Upholds INVARIANT (own code): the cache checks owner, mode and digest before.
    pub(super) fn by_cache(code: Vec<u8>) -> Self {
        Self(code)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Makes it runnable in an engine.
    #[expect(unsafe_code, reason = "the only way to load what another process compiled; see INVARIANT (own code)")]
    pub(super) fn load(&self, engine: &Engine) -> wasmtime::Result<Component> {
        // SAFETY: by INVARIANT (own code) the bytes are the unaltered output of `Engine::precompile_component`; the
        // engine checks version and settings itself.
        unsafe { Component::deserialize(engine, &self.0) }
    }
}
