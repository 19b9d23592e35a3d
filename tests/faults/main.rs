//! What callers and networks do to a server, done to a real one on purpose: `make faults`, or a small part of it in
//! `make test` (`--small`). Each check prints a line: PASS or FAIL, what was done, the figure, and the figure to pass.
//!
//! The server is a process of its own with the project's plugins and a durable ledger; its memory and files are read from
//! the system, its gauges from `/metrics`. The caller is HTTP/2 by hand ([`peer`]), so that it can misbehave. Beside every
//! fault a healthy caller asks for the same decision over and over.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    reason = "a testing program reports by printing, and by panicking where it cannot go on"
)]

mod crowd;
mod healthy;
mod limits;
mod lines;
mod malformed;
mod messages;
mod peer;
mod server;
mod size;
mod slow;
mod stop;
mod vanish;

use std::{process::ExitCode, time::Instant};

use lines::Lines;
use size::Size;

const USAGE: &str =
    "usage: faults [--small] [--fuzz-seconds N] [NAME...]; names: vanish slow crowd limits malformed stop";
const NAMES: [&str; 6] = ["vanish", "slow", "crowd", "limits", "malformed", "stop"];

fn main() -> ExitCode {
    let Some((size, names)) = asked(std::env::args().skip(1)) else {
        println!("{USAGE}");
        return ExitCode::from(64);
    };
    println!("faults, {}", size.name);
    let began = Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let mut lines = Lines::default();
    for name in names {
        lines.begin(name);
        runtime.block_on(run(name, &size, &mut lines));
    }
    println!("{} checks, {} failed, {:.0} s", lines.all, lines.failed, began.elapsed().as_secs_f64());
    if lines.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn run(name: &str, size: &Size, lines: &mut Lines) {
    match name {
        "vanish" => vanish::run(size, lines).await,
        "slow" => slow::run(size, lines).await,
        "crowd" => crowd::run(size, lines).await,
        "limits" => limits::run(lines).await,
        "malformed" => malformed::run(size, lines).await,
        _ => stop::run(size, lines).await,
    }
}

/// The size and the names of the faults; `None` if the arguments make no sense.
fn asked(mut arguments: impl Iterator<Item = String>) -> Option<(Size, Vec<&'static str>)> {
    let (mut size, mut names, mut fuzz_seconds) = (size::FULL, Vec::new(), None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--small" => size = size::SMALL,
            "--fuzz-seconds" => fuzz_seconds = Some(arguments.next()?.parse().ok()?),
            name => names.push(NAMES.into_iter().find(|known| *known == name)?),
        }
    }
    size.fuzz_seconds = fuzz_seconds.unwrap_or(size.fuzz_seconds);
    if names.is_empty() {
        names.extend(NAMES);
    }
    Some((size, names))
}
