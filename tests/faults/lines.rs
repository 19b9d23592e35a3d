//! The lines that are printed, and how many of them say FAIL.

use std::fmt::Display;

/// Prints checks and counts them.
#[derive(Default)]
pub(crate) struct Lines {
    pub(crate) all: usize,
    pub(crate) failed: usize,
    fault: &'static str,
}

impl Lines {
    /// What follows belongs to this fault.
    pub(crate) fn begin(&mut self, fault: &'static str) {
        self.fault = fault;
    }

    /// A check: what was done or looked at, the figure, the figure to pass, and whether it does.
    pub(crate) fn check(&mut self, done: impl Display, figure: impl Display, pass: impl Display, passes: bool) {
        self.all += 1;
        self.failed += usize::from(!passes);
        let word = if passes { "PASS" } else { "FAIL" };
        println!("{word} {:9} | {done} | {figure} | to pass: {pass}", self.fault);
    }

    /// A figure that nothing depends on.
    pub(crate) fn note(&self, done: impl Display, figure: impl Display) {
        println!("     {:9} | {done} | {figure}", self.fault);
    }
}

/// Bytes as a person reads them.
pub(crate) fn mib(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
