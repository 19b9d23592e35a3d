//! The server as a process: how long until it serves, and what memory it holds.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use comity::rpc::client;

use super::{evaluate, request, root};

/// A server that runs in a process of its own.
struct Process {
    child: Child,
    address: String,
    took: Duration,
}

impl Process {
    fn start(cache: &std::path::Path, ledger: &std::path::Path) -> Self {
        let began = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_comity"))
            .args(["serve", "--address", "127.0.0.1:0", "--plugins"])
            .arg(root().join("target/plugins"))
            .env("COMITY_SANDBOX__CACHE_DIR", cache)
            .env("COMITY_LEDGER__DIR", ledger)
            .env("COMITY_TELEMETRY__FILTER", "error")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        Self { child, address, took: began.elapsed() }
    }

    /// Resident memory in MiB.
    fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap() / 1024.0
    }

    fn stop(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Start with and without compiled code at hand; memory idle and after calls.
pub(super) fn figures() {
    let scratch = tempfile::tempdir_in(root().join("target")).unwrap();
    let cache = scratch.path().join("cache");
    let ledger = |number: usize| scratch.path().join(format!("ledger{number}"));
    let cold = Process::start(&cache, &ledger(0));
    let first = cold.took;
    cold.stop();
    let mut warm: Vec<Duration> = (1..=5)
        .map(|number| {
            let process = Process::start(&cache, &ledger(number));
            let took = process.took;
            process.stop();
            took
        })
        .collect();
    warm.sort();
    let process = Process::start(&cache, &ledger(9));
    let idle = process.resident();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let (under, after) = runtime.block_on(async {
        let client = client::connect(&format!("http://{}", process.address)).await.unwrap();
        let request = Arc::new(request());
        let load = tokio::spawn(async move { evaluate(&client, &request, 64).await });
        let mut most: f64 = 0.0;
        while !load.is_finished() {
            most = most.max(process.resident());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        load.await.unwrap();
        (most, process.resident())
    });
    process.stop();
    println!("\nprocess, all plugins of target/plugins");
    println!(
        "    start to serving: cold {:.2} s, with compiled code at hand {:.2} s (median of 5)",
        first.as_secs_f64(),
        warm[2].as_secs_f64()
    );
    println!(
        "    resident: idle {idle:.0} MiB, under 64 calls in flight at most {under:.0} MiB, after it {after:.0} MiB"
    );
}
