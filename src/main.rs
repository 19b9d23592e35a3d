//! The binary: runs what the arguments ask for and turns the result into an exit code.

use std::process::ExitCode;

use tikv_jemallocator::Jemalloc;

/// Gives memory back to the system after a crowd has left. The system's own allocator keeps it: what was taken on many
/// threads lies among what stays.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
    comity::cli::run()
}
