//! Published figures, each beside its floor in the same run: what a record costs natively, on a reused and on a fresh
//! instance, what a call costs beside an exchange of as many bytes, what a stream carries, and what the ledger costs.
//! `make bench`.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::indexing_slicing,
    reason = "a measuring program"
)]

#[path = "figures/corpus.rs"]
mod corpus;
#[path = "figures/echo.rs"]
mod echo;
#[allow(dead_code, reason = "measured are the plugins of rules")]
#[path = "../tests/native/plugins.rs"]
mod native;
#[path = "figures/process.rs"]
mod process;
#[path = "figures/screening.rs"]
mod screening;
#[path = "figures/skipped.rs"]
mod skipped;

use std::{
    collections::BTreeMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use comity::{
    config,
    domain::{Digest, EncodedRecord},
    ledger::{self, Folder, Haste, Ledger, NewEntry},
    measure::Counter,
    rpc::client,
    sandbox::{Sandbox, Settings},
    server::Server,
};
use comity_facts::{
    Date, policy,
    v1::{
        DetailLevel, EvaluateOptions, EvaluateRequest, Record, StreamOpen, StreamRecord,
        evaluate_stream_response::Message as Out,
    },
};
use comity_sdk::testing;
use prost::Message as _;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// That of the server: what runs in this process is to cost what it costs there.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const RECORDS: [&str; 2] = ["C01", "C03"];
const AS_OF: Date = Date::of(2018, 6, 1);
const ROUNDS: usize = 7;
const CALLS: usize = 2_000;
/// Records of C01 in a chunk of about 64 KiB.
const CHUNK_RECORDS: u64 = 64;
const STREAM_RECORDS: u64 = 10_000;
/// Records of the corpus, each another one.
const CORPUS_RECORDS: u64 = 100_000;

/// The parts of a run, by the name that asks for one alone: `cargo bench --bench figures -- plugins`.
const PARTS: [(&str, fn()); 6] = [
    ("plugins", plugins),
    ("skipped", skipped::figures),
    ("screening", screening::figures),
    ("calls", calls),
    ("ledger", ledger),
    ("process", process::figures),
];

fn main() {
    // cargo adds `--bench`.
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let Some(unknown) = asked.iter().find(|name| PARTS.iter().all(|(part, _)| part != name)) {
        println!("no part is named `{unknown}`; there are: {}", PARTS.map(|(part, _)| part).join(" "));
        std::process::exit(64);
    }
    println!("as of {AS_OF}; medians of {ROUNDS} rounds; generator and server share the machine\n");
    for (part, run) in PARTS {
        if asked.is_empty() || asked.iter().any(|name| name == part) {
            run();
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The binary that compiles components: the one `make build` leaves.
fn worker() -> PathBuf {
    root().join("target/debug/comity")
}

fn record(name: &str) -> Record {
    let text = fs::read_to_string(root().join(format!("examples/records/{name}.json"))).unwrap();
    testing::record(&text.parse().unwrap())
}

/// The median time of one `run`, over rounds of as many as take about 50 ms.
fn median(mut run: impl FnMut()) -> Duration {
    let started = Instant::now();
    run();
    let once = started.elapsed().max(Duration::from_nanos(200));
    let times = usize::try_from((Duration::from_millis(50).as_nanos() / once.as_nanos()).clamp(10, 50_000)).unwrap();
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            (0..times).for_each(|_| run());
            started.elapsed() / u32::try_from(times).unwrap()
        })
        .collect();
    rounds.sort();
    rounds.get(ROUNDS / 2).copied().unwrap()
}

fn micros(time: Duration) -> f64 {
    time.as_nanos() as f64 / 1000.0
}

fn plugins() {
    println!("cost of one record, µs          native   reused    fresh   reused/native      fuel  component");
    let sandbox = Sandbox::new(&Settings::new(worker())).unwrap();
    for native in native::NATIVE {
        let component = fs::read(root().join(format!("target/plugins/{}.wasm", native.jurisdiction))).unwrap();
        let plugin = sandbox.load(&component, &[]).unwrap();
        for name in RECORDS {
            let record = record(name);
            let encoded = EncodedRecord::checked(None, record.encode_to_vec());
            let context = policy::Context { as_of: AS_OF.to_string(), ..policy::Context::default() };
            let (state, _) = comity_sdk::begin(native, &context.encode_to_vec());
            let input = policy::RecordInput { record: Some(record), ..policy::RecordInput::default() }.encode_to_vec();
            let alone = median(|| drop(comity_sdk::evaluate(native, &state, &input)));
            let mut session = plugin.session(AS_OF, &[]);
            let reused = median(|| drop(session.evaluate(&encoded, &[]).answer.unwrap()));
            drop(session);
            let fresh = median(|| drop(plugin.evaluate(AS_OF, &encoded).unwrap()));
            let fuel = plugin.evaluate(AS_OF, &encoded).unwrap().fuel;
            println!(
                "  {} on {name} ({} bytes){:>14.1}{:>9.1}{:>9.1}{:>12.2} x{:>14}  {} bytes",
                native.jurisdiction,
                encoded.bytes().len(),
                micros(alone),
                micros(reused),
                micros(fresh),
                reused.as_secs_f64() / alone.as_secs_f64(),
                fuel,
                component.len(),
            );
        }
    }
    println!();
}

/// Calls over loopback: `Evaluate` on C01 with `qa` and `us`, beside an exchange of as many bytes on bare TCP.
fn calls() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Serving::start("durable");
        let address = server.address;
        let client = client::connect(&format!("http://{address}")).await.unwrap();
        let request = Arc::new(request());
        let answer = client.evaluate((*request).clone()).await.unwrap();
        let (sent, received) = (request.encoded_len(), answer.encoded_len());
        println!("calls over loopback: request {sent} bytes, answer {received} bytes, qa and us, one date");
        println!("  in flight    Evaluate/s   p50 ms   p99 ms   echo calls/s   ratio   bare TCP exchanges/s");
        let tcp = exchanger(sent, received).await;
        let echo = client::connect(&format!("http://{}", echo::serve(answer).await)).await.unwrap();
        let mut capacity: f64 = 0.0;
        for flying in [1, 16, 64] {
            let (rate, p50, p99) = evaluate(&client, &request, flying).await;
            let floor = evaluate(&echo, &request, flying).await.0;
            let bare = exchange(tcp, sent, received, flying).await;
            println!("  {flying:>9}{rate:>14.0}{p50:>9.2}{p99:>9.2}{floor:>15.0}{:>8.3}{bare:>23.0}", rate / floor);
            capacity = capacity.max(rate);
        }
        let (p50, p99) = paced(&client, &request, capacity / 2.0).await;
        println!(
            "  at half of the highest rate ({:.0}/s, evenly spaced): p50 {p50:.2} ms, p99 {p99:.2} ms",
            capacity / 2.0
        );
        println!(
            "\nstreams: C01 with qa and us, one date, chunks of {CHUNK_RECORDS}; the same connection count as streams"
        );
        println!("    streams     records/s   beside Evaluate at 64 in flight");
        let unary = evaluate(&client, &request, 64).await.0;
        for streams in [1, 2, 4] {
            let rate = stream(address, streams).await;
            println!("  {streams:>9}{rate:>14.0}{:>10.2} x", rate / unary);
        }
        forget(&server);
        let records = records_of_streams(&server);
        stream(address, 1).await;
        spent(&server, records_of_streams(&server) - records, "C01 with qa and us");
        generated(&server).await;
        spent(&server, CORPUS_RECORDS, "the corpus with every jurisdiction");
        server.stop().await;
    });
}

/// The stages of a record, and what counts the nanoseconds that evaluators spend on each.
fn stages(server: &Serving) -> [(&'static str, &Counter); 6] {
    let (around, within) = (&server.edge.meters().stages, server.edge.evaluator().stages());
    [
        ("check", &around.check),
        ("screen", &within.screen),
        ("plugins", &within.plugins),
        ("combine", &within.combine),
        ("encode", &around.encode),
        ("keep", &around.keep),
    ]
}

/// Shows what each stage took for each of so many records, since they were forgotten; forgets it.
fn spent(server: &Serving, records: u64, of: &str) {
    let shown =
        stages(server).map(|(stage, nanos)| format!("{stage} {:.1}", nanos.get() as f64 / 1000.0 / records as f64));
    println!("\n  stages, \u{b5}s a record, of {of}: {}", shown.join(", "));
    forget(server);
}

/// Records that streams have evaluated.
fn records_of_streams(server: &Serving) -> u64 {
    let records = &server.edge.meters().streams.records;
    records.complete.get() + records.incomplete.get()
}

fn forget(server: &Serving) {
    for (_, nanos) in stages(server) {
        nanos.reset();
    }
}

/// The corpus through one stream: three cases with at least three named parties more, all jurisdictions.
async fn generated(server: &Serving) {
    let before = server.edge.evaluator().catalog().lists().cache_counts();
    let started = Instant::now();
    let client = client::connect(&format!("http://{}", server.address)).await.unwrap();
    let options = EvaluateOptions { jurisdictions: Vec::new(), ..request().options.unwrap() };
    let (sender, mut answers) =
        client.stream(StreamOpen { options: Some(options), ..StreamOpen::default() }).await.unwrap();
    tokio::spawn(async move {
        let corpus = corpus::Corpus::new();
        for first in (0..CORPUS_RECORDS).step_by(usize::try_from(CHUNK_RECORDS).unwrap()) {
            let numbers = first..(first + CHUNK_RECORDS).min(CORPUS_RECORDS);
            let one = |number| StreamRecord { request_id: None, record: Some(corpus.record(number)) };
            sender.records(first, numbers.map(one).collect()).await;
        }
    });
    let summary = loop {
        if let Some(Out::Summary(summary)) = answers.next().await.unwrap() {
            break summary;
        }
    };
    assert!(summary.evaluated == CORPUS_RECORDS, "every record is evaluated");
    let rate = CORPUS_RECORDS as f64 / started.elapsed().as_secs_f64();
    let after = server.edge.evaluator().catalog().lists().cache_counts();
    let (found, made) = ((after.found - before.found) as f64, (after.made - before.made) as f64);
    println!(
        "\n  corpus: {CORPUS_RECORDS} distinct records, every jurisdiction, one stream: {rate:.0} records/s; \
         {:.1} screenings a record, {:.1} % of them remembered",
        (found + made) / CORPUS_RECORDS as f64,
        100.0 * found / (found + made),
    );
}

/// Latency in milliseconds, p50 and p99, of calls that begin at even distances, whether or not others have ended.
async fn paced(client: &client::Client, request: &Arc<EvaluateRequest>, rate: f64) -> (f64, f64) {
    let mut ticks = tokio::time::interval(Duration::from_secs_f64(1.0 / rate));
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Burst);
    let mut tasks = JoinSet::new();
    for _ in 0..CALLS {
        let due = ticks.tick().await;
        let (client, request) = (client.clone(), Arc::clone(request));
        tasks.spawn(async move {
            client.evaluate((*request).clone()).await.unwrap();
            due.elapsed()
        });
    }
    let mut times = tasks.join_all().await;
    times.sort();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap().as_secs_f64() * 1000.0;
    (at(50), at(99))
}

/// A server with the project's plugins and a ledger of its own.
struct Serving {
    address: std::net::SocketAddr,
    edge: Arc<comity::rpc::Edge>,
    stop: tokio::sync::oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<()>,
    _ledger: tempfile::TempDir,
}

impl Serving {
    fn start(mode: &str) -> Self {
        let ledger = tempfile::tempdir_in(root().join("target")).unwrap();
        let config = configuration(&root().join("target/plugins"), ledger.path(), mode);
        let server = Server::build(&config, |_| {}).unwrap();
        let (address, edge) = (server.address(), Arc::clone(server.edge()));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let ended = tokio::spawn(async move {
            server.run(async { drop(stopped.await) }).await.unwrap();
        });
        Self { address, edge, stop, ended, _ledger: ledger }
    }

    async fn stop(self) {
        drop((self.edge, self.stop));
        self.ended.await.unwrap();
    }
}

/// What the ledger costs a stream, in each of its modes, in turns; and what it carries alone, beside plain writes of as
/// many bytes.
fn ledger() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    println!("\nledger: one stream of C01 with qa and us, one date; two rounds in turns");
    println!("    mode          records/s        of off   bytes an entry   entries a group   sync ms a group");
    let mut off = 0.0;
    for mode in ["off", "buffered", "durable", "off", "buffered", "durable"] {
        let (rate, status) = runtime.block_on(async {
            let server = Serving::start(mode);
            let rate = stream(server.address, 1).await;
            let status = server.edge.ledger().status();
            server.stop().await;
            (rate, status)
        });
        off = if mode == "off" { rate } else { off };
        let (entries, groups) = (status.entries.max(1) as f64, status.groups.count().max(1) as f64);
        println!(
            "    {mode:<9}{rate:>14.0}{:>14.3}{:>17.0}{:>18.1}{:>18.2}",
            rate / off,
            status.written_bytes as f64 / entries,
            entries / groups,
            status.sync_us.sum as f64 / 1000.0 / groups,
        );
    }
    alone();
}

/// Entries of the size that C01 has, from four threads; beside one thread that writes the same bytes to a file and syncs
/// it as often.
fn alone() {
    const ENTRIES: u64 = 4_000;
    const BYTES: usize = 40_000;
    let folder = tempfile::tempdir_in(root().join("target")).unwrap();
    let storage = Arc::new(Folder::open(&folder.path().join("ledger")).unwrap());
    let (ledger, _) = Ledger::open(&ledger::Settings::default(), storage).unwrap();
    let entry = || NewEntry { time_ms: 1, catalog: Digest::of(b"bench"), payload: vec![7; BYTES] };
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let receipts: Vec<_> =
                    (0..ENTRIES / 4).map(|_| ledger.append(entry(), Haste::CanWait).unwrap()).collect();
                for receipt in receipts {
                    receipt.wait().unwrap();
                }
            });
        }
    });
    let rate = ENTRIES as f64 / started.elapsed().as_secs_f64();
    let groups = ledger.status().groups.count().max(1);
    ledger.close().unwrap();

    let mut file = fs::File::create(folder.path().join("plain")).unwrap();
    let group = vec![7; BYTES * usize::try_from(ENTRIES / groups).unwrap()];
    let started = Instant::now();
    for _ in 0..groups {
        file.write_all(&group).unwrap();
        file.sync_data().unwrap();
    }
    let floor = (ENTRIES / groups * groups) as f64 / started.elapsed().as_secs_f64();
    println!(
        "\n  alone, {BYTES} bytes an entry: {rate:.0} entries/s in {groups} groups; plain writes with as many syncs: \
         {floor:.0}/s; ratio {:.2}",
        rate / floor
    );
}

/// Records per second over so many streams, each on a connection of its own, together `STREAM_RECORDS`.
async fn stream(address: std::net::SocketAddr, streams: u64) -> f64 {
    let each = STREAM_RECORDS / streams;
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..streams {
        tasks.spawn(one_stream(address, each));
    }
    let evaluated: u64 = tasks.join_all().await.into_iter().sum();
    assert!(evaluated == each * streams, "every record is evaluated");
    evaluated as f64 / started.elapsed().as_secs_f64()
}

async fn one_stream(address: std::net::SocketAddr, records: u64) -> u64 {
    let client = client::connect(&format!("http://{address}")).await.unwrap();
    let open = StreamOpen { options: request().options, ..StreamOpen::default() };
    let (sender, mut answers) = client.stream(open).await.unwrap();
    tokio::spawn(async move {
        let record = StreamRecord { request_id: None, record: Some(record("C01")) };
        let mut first = 0;
        while first < records {
            let size = CHUNK_RECORDS.min(records - first);
            sender.records(first, vec![record.clone(); usize::try_from(size).unwrap()]).await;
            first += size;
        }
    });
    loop {
        if let Some(Out::Summary(summary)) = answers.next().await.unwrap() {
            return summary.evaluated;
        }
    }
}

fn configuration(plugins: &Path, ledger: &Path, mode: &str) -> config::Config {
    let variables: BTreeMap<String, String> = [
        ("COMITY_SERVER__ADDRESS", "127.0.0.1:0".to_owned()),
        ("COMITY_SANDBOX__COMPILER", worker().display().to_string()),
        ("COMITY_PLUGINS__DIR", plugins.display().to_string()),
        ("COMITY_LEDGER__DIR", ledger.display().to_string()),
        ("COMITY_LEDGER__MODE", mode.to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    config::load(None, &variables).unwrap().config
}

fn request() -> EvaluateRequest {
    let options = EvaluateOptions {
        as_of: vec![AS_OF.to_string()],
        jurisdictions: vec!["qa".to_owned(), "us".to_owned()],
        assessed_parts: Vec::new(),
        detail: DetailLevel::Unspecified.into(),
        known_at: None,
    };
    EvaluateRequest { request_id: None, options: Some(options), record: Some(record("C01")) }
}

async fn evaluate(client: &client::Client, request: &Arc<EvaluateRequest>, flying: usize) -> (f64, f64, f64) {
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..flying {
        let (client, request) = (client.clone(), Arc::clone(request));
        tasks.spawn(async move {
            let mut times = Vec::new();
            for _ in 0..CALLS / flying {
                let called = Instant::now();
                client.evaluate((*request).clone()).await.unwrap();
                times.push(called.elapsed());
            }
            times
        });
    }
    let mut times: Vec<Duration> = tasks.join_all().await.into_iter().flatten().collect();
    let elapsed = started.elapsed();
    times.sort();
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap().as_secs_f64() * 1000.0;
    (times.len() as f64 / elapsed.as_secs_f64(), at(50), at(99))
}

/// A server that reads `sent` bytes and writes `received`, over and over on each connection.
async fn exchanger(sent: usize, received: usize) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut question, answer) = (vec![0; sent], vec![0; received]);
                while peer.read_exact(&mut question).await.is_ok() && peer.write_all(&answer).await.is_ok() {}
            });
        }
    });
    address
}

async fn exchange(address: std::net::SocketAddr, sent: usize, received: usize, flying: usize) -> f64 {
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for _ in 0..flying {
        tasks.spawn(async move {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.set_nodelay(true).unwrap();
            let (question, mut answer) = (vec![0; sent], vec![0; received]);
            for _ in 0..CALLS / flying {
                stream.write_all(&question).await.unwrap();
                stream.read_exact(&mut answer).await.unwrap();
            }
        });
    }
    tasks.join_all().await;
    CALLS as f64 / started.elapsed().as_secs_f64()
}
