//! What a plugin costs that cannot apply: `Evaluate` on C01 without a socket and without a ledger, by a server that has five plugins
//! that apply, and by servers that have others beside them. One call of each in turns, so that what disturbs one disturbs all.
//!
//! Where a server's instances happen to lie in memory moves a call of a millisecond by more than the plugins in question cost: so the same
//! is measured by servers of which no plugin applies, with one and with all of them.

use std::{fs, path::Path, sync::Arc, time::Instant};

use comity::{domain::Caller, rpc::Edge, server::Server};
use comity_facts::v1::{EvaluateOptions, EvaluateRequest, EvaluateResponse, JurisdictionVerdict, VerdictStatus};
use prost::{Message as _, bytes::Bytes};

use super::{configuration, record, request, root};

/// How many of those that apply are loaded beside none that does not.
const APPLY: usize = 4;
/// Plugins that come after others.
const FOLLOWUPS: [&str; 3] = ["fautre", "ref", "rep"];
/// Blocks of calls; each gives a difference, and all of them its spread.
const BLOCKS: usize = 31;
const CALLS: usize = 400;

/// A server without its socket.
struct Loaded {
    edge: Arc<Edge>,
    _server: Server,
    _folder: tempfile::TempDir,
}

impl Loaded {
    /// With these plugins of the project.
    fn with(plugins: &[String]) -> Self {
        let folder = tempfile::tempdir_in(root().join("target")).unwrap();
        for plugin in plugins {
            let file = format!("{plugin}.wasm");
            fs::copy(root().join("target/plugins").join(&file), folder.path().join(&file)).unwrap();
        }
        let server = Server::build(&configuration(folder.path(), Path::new("unused"), "off"), |_| {}).unwrap();
        Self { edge: Arc::clone(server.edge()), _server: server, _folder: folder }
    }

    async fn evaluate(&self, request: &Bytes) -> EvaluateResponse {
        let answer = self.edge.evaluate(Caller::local(), request.clone()).await.ok().unwrap();
        EvaluateResponse::decode(answer.bytes.as_slice()).unwrap()
    }

    /// Microseconds of one call.
    async fn timed(&self, request: &Bytes) -> f64 {
        let request = request.clone();
        let began = Instant::now();
        let answer = self.edge.evaluate(Caller::local(), request).await;
        let taken = began.elapsed().as_secs_f64() * 1e6;
        assert!(answer.is_ok(), "it is answered");
        taken
    }
}

pub(super) fn figures() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(measured());
}

async fn measured() {
    let asked = EvaluateRequest {
        options: Some(EvaluateOptions { jurisdictions: Vec::new(), ..request().options.unwrap() }),
        record: Some(record("C01")),
        request_id: None,
    };
    let asked = Bytes::from(asked.encode_to_vec());
    let all = Loaded::with(&every_plugin()).evaluate(&asked).await;
    let parts = &all.decisions[0].jurisdictions;
    // No follow-ups: what they do depends on who else was asked.
    let rules = |part: &&JurisdictionVerdict| !FOLLOWUPS.contains(&part.jurisdiction.as_str());
    let apply = parts.iter().filter(|part| part.status() == VerdictStatus::Answered).filter(rules).take(APPLY);
    let apply: Vec<String> = apply.map(|part| part.jurisdiction.clone()).collect();
    assert!(apply.len() == APPLY, "C01 has so many that apply");
    // Nothing runs where no fuel is used.
    let named = |ran: bool| {
        let those = parts.iter().filter(|part| is_skipped(part) && (part.fuel > 0) == ran);
        those.map(|part| part.jurisdiction.clone()).collect::<Vec<_>>()
    };
    let (ruled_out, say_so) = (named(false), named(true));
    println!("plugins that cannot apply: Evaluate of C01 in the process, ledger off");
    compare(&apply, &ruled_out, "ruled out by their manifests", &asked).await;
    if !say_so.is_empty() {
        compare(&apply, &say_so, "run, and say so themselves", &asked).await;
    }
    if let Some((one, others)) = ruled_out.split_first() {
        compare(std::slice::from_ref(one), others, "ruled out as this one is", &asked).await;
    }
    println!();
}

/// What a plugin costs that is loaded beside others.
async fn compare(base: &[String], more: &[String], how: &str, asked: &Bytes) {
    let servers = [Loaded::with(base), Loaded::with(&[base, more].concat())];
    let (mut alone, mut each) = (Vec::new(), Vec::new());
    for _ in 0..BLOCKS {
        let [few, many] = block(&servers, asked).await;
        alone.push(few);
        each.push((many - few) / more.len() as f64);
    }
    let (low, middle, high) = spread(&mut each);
    println!(
        "  by {} alone {:.1} \u{b5}s; {} more loaded, {how} ({}): {middle:.2} \u{b5}s each (quartiles of {BLOCKS} blocks of {CALLS} \
         calls: {low:.2} to {high:.2})",
        base.join(" "),
        spread(&mut alone).1,
        more.len(),
        more.join(" "),
    );
}

fn every_plugin() -> Vec<String> {
    let files = fs::read_dir(root().join("target/plugins")).unwrap().map(|entry| entry.unwrap().path());
    let wasm = files.filter(|path| path.extension().is_some_and(|ending| ending == "wasm"));
    wasm.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

fn is_skipped(part: &JurisdictionVerdict) -> bool {
    part.status() == VerdictStatus::NotApplicable
}

/// The median time of a call of each, in turns.
async fn block(servers: &[Loaded; 2], asked: &Bytes) -> [f64; 2] {
    let mut times = [const { Vec::new() }; 2];
    for turn in 0..CALLS {
        for at in 0..servers.len() {
            let at = (at + turn) % servers.len();
            times[at].push(servers[at].timed(asked).await);
        }
    }
    times.map(|mut times| spread(&mut times).1)
}

/// Lower quartile, median and upper quartile.
fn spread(values: &mut [f64]) -> (f64, f64, f64) {
    values.sort_by(f64::total_cmp);
    let at = |quarter: usize| values[(values.len() - 1) * quarter / 4];
    (at(1), at(2), at(3))
}
