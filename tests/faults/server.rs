//! The server as a process: what it uses, what it says about itself, how it ends, and what it kept.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, ExitStatus, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use comity::ledger::{Folder, Reader};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::sleep,
};

use super::{
    lines::{Lines, mib},
    messages,
};

/// A server that runs.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    metrics: SocketAddr,
    folder: tempfile::TempDir,
}

/// What `/metrics` says, by name and labels as they are written.
pub(crate) struct Metrics(BTreeMap<String, f64>);

impl Metrics {
    /// The sum of a metric over its labels, as far as they have a text.
    pub(crate) fn of(&self, name: &str, label: &str) -> f64 {
        let named = self.0.iter().filter(|(key, _)| key.split('{').next() == Some(name));
        named.filter(|(key, _)| key.contains(label)).map(|(_, value)| value).sum()
    }

    /// What streams have under way. Single calls are not among it: the healthy caller makes them.
    pub(crate) fn streams(&self) -> f64 {
        self.of("comity_requests_in_flight", "EvaluateStream")
            + self.of("comity_streams_open", "")
            + self.of("comity_stream_pieces", "")
            + self.of("comity_queue_waiting", "stream")
    }
}

impl Server {
    /// Starts with these settings (`SECTION__KEY`) over the defaults.
    pub(crate) fn start(settings: &[(&str, String)]) -> Self {
        let plugins = messages::root().join("target/plugins");
        assert!(plugins.join("qa.wasm").is_file(), "the plugins are not built: run `make plugins` first");
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command.args(["serve", "--address", "127.0.0.1:0", "--plugins"]).arg(plugins);
        command
            .env("COMITY_LEDGER__DIR", folder.path().join("ledger"))
            .env("COMITY_TELEMETRY__METRICS_ADDRESS", "127.0.0.1:0")
            .env("COMITY_TELEMETRY__FILTER", "info,comity::request=off")
            .env("COMITY_SANDBOX__CACHE_DIR", messages::root().join("target/compiled"));
        command.envs(settings.iter().map(|(key, value)| (format!("COMITY_{key}"), value)));
        let log = File::create(folder.path().join("log")).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = |before: &str, after: &str| {
            let line = lines.next().expect("the server starts").unwrap();
            let address = line.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            address.unwrap_or_else(|| panic!("it said `{line}`")).parse().unwrap()
        };
        let (address, metrics) = (said("listening on ", ""), said("metrics on http://", "/metrics"));
        Self { child, address, metrics, folder }
    }

    /// Memory that is resident, in bytes.
    pub(crate) fn resident(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it runs");
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() << 10
    }

    /// Open files, sockets among them.
    pub(crate) fn files(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.child.id())).unwrap().count()
    }

    /// How many more files are open than before, once there are none or `most` is over.
    pub(crate) async fn files_left(&self, before: usize, most: Duration) -> usize {
        let began = Instant::now();
        while self.files() > before && began.elapsed() < most {
            sleep(Duration::from_millis(10)).await;
        }
        self.files().saturating_sub(before)
    }

    /// What it says of itself now.
    pub(crate) async fn metrics(&self) -> Metrics {
        let mut socket = TcpStream::connect(self.metrics).await.unwrap();
        socket.write_all(b"GET /metrics HTTP/1.1\r\nhost: faults\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut text = String::new();
        socket.read_to_string(&mut text).await.unwrap();
        let values = text.lines().filter(|line| line.starts_with("comity_")).filter_map(|line| line.rsplit_once(' '));
        Metrics(values.map(|(key, value)| (key.to_owned(), value.parse().unwrap())).collect())
    }

    /// How long until streams have nothing under way; `None` if that takes longer than `most`.
    pub(crate) async fn until_idle(&self, most: Duration) -> Option<Duration> {
        let began = Instant::now();
        loop {
            let (asked, metrics) = (began.elapsed(), self.metrics().await);
            if metrics.streams() == 0.0 {
                return Some(asked);
            }
            if asked > most {
                return None;
            }
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// Whether memory is back to what it was before a fault. `slack` bytes may stay with the allocator, or a tenth.
    pub(crate) async fn returns_to(&self, before: u64, slack: u64, lines: &mut Lines) {
        let (began, most) = (Instant::now(), before + (before / 10).max(slack));
        while self.resident() > most && began.elapsed() < Duration::from_secs(10) {
            sleep(Duration::from_millis(100)).await;
        }
        let after = self.resident();
        lines.check(
            "memory of the server, before and after",
            format!("{} and {} ({:+.0} %)", mib(before), mib(after), (after as f64 / before as f64 - 1.0) * 100.0),
            format!("at most {}: a tenth or {} more", mib(most), mib(slack)),
            after <= most,
        );
    }

    /// Tells it to stop.
    pub(crate) fn terminate(&self) {
        let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits for its end, not longer than `most`; then it is killed.
    pub(crate) async fn ended(&mut self, most: Duration) -> (Option<ExitStatus>, Duration) {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (Some(status), began.elapsed());
            }
            if began.elapsed() > most {
                return (None, began.elapsed());
            }
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// The end of every fault: no defect was counted, none is in the log, it stops when told, and keeps what it told.
    pub(crate) async fn finish(mut self, told: &[String], lines: &mut Lines) {
        let defects = self.metrics().await.of("comity_refusals_total", "DEFECT");
        self.terminate();
        let (status, took) = self.ended(Duration::from_secs(40)).await;
        let code = status.and_then(|status| status.code());
        let figure = format!(
            "exit code {code:?} after {:.1} s, {defects} defects, {} panics",
            took.as_secs_f64(),
            self.panics()
        );
        let passes = code == Some(0) && defects == 0.0 && self.panics() == 0;
        lines.check("then it is told to stop", figure, "exit code 0, no defect, no panic", passes);
        self.kept(told, lines);
    }

    /// Panics in its log.
    pub(crate) fn panics(&self) -> usize {
        fs::read_to_string(self.folder.path().join("log")).unwrap().matches("panicked").count()
    }

    /// Whether every decision that callers were told of is in the ledger, once. The server has ended.
    pub(crate) fn kept(&self, told: &[String], lines: &mut Lines) {
        let folder = Folder::open(&self.ledger()).unwrap();
        let (mut kept, mut entries) = (BTreeSet::new(), 0_u64);
        for entry in Reader::open(Arc::new(folder)).unwrap().entries(0..u64::MAX) {
            kept.insert(entry.unwrap().id.to_string());
            entries += 1;
        }
        let unique: BTreeSet<_> = told.iter().collect();
        let missing = unique.iter().filter(|id| !kept.contains(**id)).count();
        let figure = format!("{} told, {missing} of them not kept; {entries} entries, all sound", told.len());
        let passes = missing == 0 && unique.len() == told.len() && kept.len() as u64 == entries;
        lines.check("decisions that callers were told of", figure, "each is kept, once", passes);
    }

    fn ledger(&self) -> PathBuf {
        self.folder.path().join("ledger")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already, if all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
