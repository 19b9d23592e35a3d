//! The binary: runs what the arguments ask for and turns the result into an exit code.

use std::process::ExitCode;

/// Decoding and verdicts are many small allocations from several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    comity::cli::run()
}
