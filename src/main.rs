//! The binary: runs what the arguments ask for and turns the result into an exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    comity::cli::run()
}
