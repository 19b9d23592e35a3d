//! The server is killed without warning, over and over, at any moment: every decision that a caller was told of is in the
//! ledger exactly once, at its place.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use comity::{
    ledger::{Folder, Reader},
    rpc::client,
};
use comity_facts::v1::{EvaluateOptions, EvaluateRequest};

use crate::sandbox::template;

const ROUNDS: u64 = 100;
/// Callers at once.
const CALLERS: usize = 8;

struct Folders(tempfile::TempDir);

impl Folders {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let plugins = folder.path().join("plugins");
        fs::create_dir(&plugins).unwrap();
        fs::write(plugins.join("zz.wasm"), template::component("healthy", &template::manifest())).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        command
            .env("COMITY_PLUGINS__DIR", self.path("plugins"))
            .env("COMITY_LEDGER__DIR", self.path("ledger"))
            // Small segments, so that the end of one is among the moments.
            .env("COMITY_LEDGER__SEGMENT_BYTES", "20000")
            .env("COMITY_LEDGER__RESERVE_BYTES", "0")
            .env("COMITY_SANDBOX__CACHE_DIR", self.path("cache"))
            .env("COMITY_SANDBOX__SLOTS_SMALL", "8")
            .env("COMITY_SANDBOX__SLOTS_LARGE", "1");
        command
    }

    fn server(&self) -> (Child, String) {
        let mut command = self.command();
        command.args(["serve", "--address", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on ").expect("it starts after every kill").to_owned();
        (server, format!("http://{address}"))
    }

    fn ledger(&self, arguments: &[&str]) -> Output {
        self.command().arg("ledger").args(arguments).output().unwrap()
    }
}

/// Calls until the server is gone; what was answered.
async fn callers(address: String, answers: Arc<AtomicU64>) -> Vec<(String, u64)> {
    let options = EvaluateOptions { as_of: vec!["2015-06-01".into()], ..EvaluateOptions::default() };
    let request = EvaluateRequest { request_id: None, options: Some(options), record: Some(template::message()) };
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..CALLERS {
        let (address, request, answers) = (address.clone(), request.clone(), Arc::clone(&answers));
        tasks.spawn(async move {
            let mut told = Vec::new();
            let Ok(client) = client::connect(&address).await else { return told };
            while let Ok(response) = client.evaluate(request.clone()).await {
                let entry = response.ledger.unwrap();
                told.push((entry.decision_id, entry.index.unwrap()));
                answers.fetch_add(1, Ordering::Relaxed);
            }
            told
        });
    }
    tasks.join_all().await.into_iter().flatten().collect()
}

fn round(runtime: &tokio::runtime::Runtime, folders: &Folders, number: u64) -> Vec<(String, u64)> {
    let (mut server, address) = folders.server();
    let answers = Arc::new(AtomicU64::new(0));
    let calling = runtime.spawn(callers(address, Arc::clone(&answers)));
    // Another moment in every round, from the first answers to the end of several segments.
    while answers.load(Ordering::Relaxed) < number * 37 % 61 {
        assert!(!calling.is_finished(), "the server serves until it is killed");
        std::thread::sleep(Duration::from_micros(50));
    }
    server.kill().unwrap();
    server.wait().unwrap();
    runtime.block_on(calling).unwrap()
}

#[test]
fn acknowledged_decisions_survive_a_hundred_kills() {
    let folders = Folders::new();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let told: Vec<_> = (0..ROUNDS).flat_map(|number| round(&runtime, &folders, number)).collect();
    assert!(told.len() > 2_500, "only {} answers in {ROUNDS} rounds", told.len());

    let storage = Folder::open(Path::new(&folders.path("ledger"))).unwrap();
    let mut kept: BTreeMap<String, u64> = BTreeMap::new();
    for entry in Reader::open(Arc::new(storage)).unwrap().entries(0..u64::MAX) {
        let entry = entry.unwrap();
        assert_eq!(kept.insert(entry.id.to_string(), entry.index), None, "an entry twice");
    }
    for (id, index) in &told {
        assert_eq!(kept.get(id), Some(index), "a decision that was told and is not kept");
    }
    eprintln!("{ROUNDS} kills: {} decisions told, {} kept", told.len(), kept.len());
    read_by_the_commands(&folders, &told[0], kept.len());
}

/// The ledger that a hundred kills left, as an auditor sees it.
fn read_by_the_commands(folders: &Folders, (id, index): &(String, u64), entries: usize) {
    let check = |arguments: &[&str], code: i32, said: &str| {
        let output = folders.ledger(arguments);
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "{arguments:?}\n{text}");
        assert!(text.contains(said), "{arguments:?}: no `{said}` in\n{text}");
    };
    check(&["verify"], 0, &format!("{entries} entries"));
    check(&["list", "--from", &index.to_string(), "--count", "1"], 0, id);
    check(&["show", id, "--format", "json"], 0, "\"verdict_digest\"");
    check(&["show", &index.to_string()], 0, id);
    check(&["show", "999999999"], 1, "no such entry");
    check(&["show", "neither"], 64, "neither a decision id nor an index");
    check(&["replay", id, "0"], 0, "2 verdicts are the same, 0 differ");
    check(&["verify", "--dir", "/nowhere/at/all"], 1, "there is no ledger");

    // Another plugin for the same jurisdiction cannot stand in for the one that decided.
    let other = folders.path("other");
    fs::create_dir(&other).unwrap();
    let manifest = comity_facts::policy::Manifest { version: "9.9.9".into(), ..template::manifest() };
    fs::write(Path::new(&other).join("zz.wasm"), template::component("healthy", &manifest)).unwrap();
    check(&["replay", id, "--plugins", &other], 3, "1 lack their plugin");

    let segment = Path::new(&folders.path("ledger")).join("00000000000000000000.segment");
    let mut bytes = fs::read(&segment).unwrap();
    bytes[300] ^= 1;
    fs::write(&segment, bytes).unwrap();
    check(&["verify"], 1, "the ledger is damaged in `00000000000000000000.segment`");
}
