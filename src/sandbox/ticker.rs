//! The clock that stops what fuel does not: an operating-system thread advances the engines' epochs.

use std::{thread, time::Duration};

use crossbeam_channel::{RecvTimeoutError, Sender, bounded};
use wasmtime::Engine;

use super::error::SandboxError;

/// Ticks until it is dropped. It holds its engines weakly, so that it never keeps a pool alive.
pub(super) struct Ticker {
    /// Dropped with the ticker, which ends the thread.
    _stop: Sender<()>,
}

impl Ticker {
    pub(super) fn start(engines: &[&Engine], tick_ms: u64) -> Result<Self, SandboxError> {
        let (stop, stopped) = bounded::<()>(0);
        let engines: Vec<_> = engines.iter().map(|engine| engine.weak()).collect();
        let tick = Duration::from_millis(tick_ms);
        let run = move || {
            while stopped.recv_timeout(tick) == Err(RecvTimeoutError::Timeout) {
                engines.iter().filter_map(wasmtime::EngineWeak::upgrade).for_each(|engine| engine.increment_epoch());
            }
        };
        thread::Builder::new().name("plugin-clock".into()).spawn(run).map_err(SandboxError::Clock)?;
        Ok(Self { _stop: stop })
    }
}
