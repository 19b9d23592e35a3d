//! What passes between host and compile worker: a header with the limits and the component on one pipe, compiled code
//! or a reason on the others.

use std::io::{self, Read, Write};

/// Argument with which the binary becomes a worker.
pub(super) const SUBCOMMAND: &str = "compile-worker";
/// Exit code for a component that is refused; the reason stands on standard error.
pub(super) const REFUSED: u8 = 65;
/// Exit code for a worker that could not do its work.
pub(super) const UNABLE: u8 = 71;
/// Longest reason that is read.
pub(super) const REASON_BYTES: u64 = 4096;

/// The limits of one compilation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// Address space of the worker.
    pub(super) memory_bytes: u64,
    /// Its processor time.
    pub(super) cpu_seconds: u64,
    /// Size of the component that follows.
    pub(super) component_bytes: u64,
}

impl Job {
    pub(super) fn write(&self, to: &mut impl Write) -> io::Result<()> {
        [self.memory_bytes, self.cpu_seconds, self.component_bytes]
            .iter()
            .try_for_each(|number| to.write_all(&number.to_be_bytes()))
    }

    pub(super) fn read(from: &mut impl Read) -> io::Result<Self> {
        let mut next = || {
            let mut bytes = [0; 8];
            from.read_exact(&mut bytes).map(|()| u64::from_be_bytes(bytes))
        };
        Ok(Self { memory_bytes: next()?, cpu_seconds: next()?, component_bytes: next()? })
    }
}
