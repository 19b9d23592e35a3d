//! Bytes that are no request, or nearly one: made by mutation of good requests from a fixed seed, for a time that the line
//! says. Half of it goes to the intake in this process, where a mutation costs microseconds, half to a server, where
//! everything behind it is there too. What fails is written to `target/faults/`.

use std::{
    collections::BTreeMap,
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use comity::{
    config,
    rpc::{Declared, Intake},
    server as host,
};
use comity_facts::{
    catalog::ListRulesRequest,
    v1::{EvaluateRequest, Record, StreamRecord},
};
use prost::Message as _;
use tokio::task::JoinSet;

use super::{
    healthy::Healthy,
    lines::Lines,
    messages::{self, EVALUATE, STREAM},
    peer::{Failed, Peer},
    server::Server,
    size::Size,
    vanish,
};

const SEED: u64 = 0x00c0_3177;
/// Callers at once.
const CALLERS: u64 = 4;
const RULES: &str = "/comity.catalog.v1.CatalogService/ListRules";
const PLUGINS: &str = "/comity.catalog.v1.CatalogService/ListPlugins";
/// What may be said about bytes that are no good request.
const EXPECTED: [&str; 7] = [
    "OK",
    "InvalidArgument INVALID_REQUEST",
    "InvalidArgument MESSAGE_TOO_LARGE",
    "InvalidArgument ANSWER_TOO_LARGE",
    "InvalidArgument ENTRY_TOO_LARGE",
    "AlreadyExists REQUEST_ID_TAKEN",
    "Aborted REQUEST_RUNNING",
];

/// Where bytes are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Evaluate,
    /// The first message of a stream.
    Open,
    /// The second.
    Chunk,
    Rules,
    Plugins,
}

pub(crate) async fn run(size: &Size, lines: &mut Lines) {
    let half = Duration::from_secs(size.fuzz_seconds) / 2;
    let decoded = tokio::task::spawn_blocking(move || intake(half)).await.unwrap();
    let figure = format!("{} tried, {} let through and sound, {} bad", decoded.tried, decoded.good, decoded.bad.len());
    let done = format!("mutations of good requests at the intake for {} s, seed {SEED:#x}", half.as_secs());
    lines.check(
        done,
        figure,
        "no panic; what is let through can be decoded",
        decoded.bad.is_empty() && decoded.good > 0,
    );

    let server = Server::start(&[]);
    let healthy = Healthy::start(&server).await;
    crafted(&server, lines).await;
    let mut callers = JoinSet::new();
    for number in 0..CALLERS {
        callers.spawn(caller(server.address, SEED + number, half));
    }
    let (mut all, mut told) = (Said::default(), Vec::new());
    for (said, ids) in callers.join_all().await {
        all.add(said);
        told.extend(ids);
    }
    let done = format!("the same at the server by {CALLERS} callers for {} s, seeds from {SEED:#x}", half.as_secs());
    let counts = all.counts.iter().map(|(reason, count)| format!("{count} {reason}")).collect::<Vec<_>>().join(", ");
    let bad = all.bad.first().map(|bad| format!("; {} bad, the first: {bad}", all.bad.len())).unwrap_or_default();
    let pass = "only reasons of the contract; each INVALID_REQUEST names a field";
    lines.check(done, format!("{counts}{bad}"), pass, all.bad.is_empty());
    told.extend(healthy.finish(lines).await);
    server.finish(&told, lines).await;
}

/// Good requests, from which everything is made.
fn seeds() -> Vec<(Target, Vec<u8>)> {
    let mut all = Vec::new();
    for name in ["C01", "C03", "C14"] {
        let record = messages::case(name);
        all.push((Target::Evaluate, messages::evaluate(record.clone()).encode_to_vec()));
        all.push((Target::Chunk, messages::chunk(&record, 0, 2)));
    }
    all.push((Target::Open, messages::open()));
    let rules = ListRulesRequest {
        jurisdictions: vec!["qa".into()],
        as_of: Some("2018-06-01".into()),
        ..ListRulesRequest::default()
    };
    all.push((Target::Rules, rules.encode_to_vec()));
    all.push((Target::Plugins, Vec::new()));
    all
}

/// Makes requests from good ones; the same ones from the same seed.
struct Mutator {
    random: fastrand::Rng,
    seeds: Vec<(Target, Vec<u8>)>,
}

impl Mutator {
    fn new(seed: u64) -> Self {
        Self { random: fastrand::Rng::with_seed(seed), seeds: seeds() }
    }

    fn next(&mut self) -> (Target, Vec<u8>) {
        let (target, mut bytes) = self.seeds[self.random.usize(..self.seeds.len())].clone();
        for _ in 0..self.random.usize(1..6) {
            self.change(&mut bytes);
        }
        (target, bytes)
    }

    fn change(&mut self, bytes: &mut Vec<u8>) {
        let at = self.random.usize(..=bytes.len());
        let some = at..(at + self.random.usize(0..40)).min(bytes.len());
        match self.random.u8(0..9) {
            0 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << self.random.u8(0..8)),
            1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = self.random.u8(..)),
            // The ends of varints, of ASCII, of signs.
            2 => bytes.insert(at, *self.random.choice(&[0, 1, 0x7f, 0x80, 0xff]).unwrap()),
            3 => bytes.truncate(at),
            4 => drop(bytes.drain(some)),
            5 => {
                let twice = bytes[some].to_vec();
                bytes.splice(at..at, twice).for_each(drop);
            }
            6 => {
                let number = self.random.u64(..) >> self.random.u32(0..64);
                let mut varint = Vec::new();
                prost::encoding::encode_varint(number, &mut varint);
                bytes.splice(at..at, varint).for_each(drop);
            }
            7 => {
                let other = &self.seeds[self.random.usize(..self.seeds.len())].1;
                let from = self.random.usize(..=other.len());
                let part = other[from..(from + 200).min(other.len())].to_vec();
                bytes.splice(some, part).for_each(drop);
            }
            // All of it once more, within a field of itself.
            _ => {
                let mut nested = Vec::new();
                prost::encoding::encode_key(
                    self.random.u32(1..40),
                    prost::encoding::WireType::LengthDelimited,
                    &mut nested,
                );
                prost::encoding::encode_varint(bytes.len() as u64, &mut nested);
                nested.append(bytes);
                *bytes = nested;
            }
        }
    }
}

struct Decoded {
    tried: u64,
    good: u64,
    bad: Vec<String>,
}

/// Mutations at the intake, without a server around it.
fn intake(time: Duration) -> Decoded {
    let config = config::load(None, &BTreeMap::new()).unwrap().config;
    let (intake, declared, mut mutator) = (host::intake(&config).unwrap(), Declared::default(), Mutator::new(SEED));
    let (began, mut all) = (Instant::now(), Decoded { tried: 0, good: 0, bad: Vec::new() });
    while began.elapsed() < time {
        let (target, bytes) = mutator.next();
        all.tried += 1;
        let sound = catch_unwind(AssertUnwindSafe(|| sound(&intake, &declared, target, &bytes)));
        match sound {
            Ok(Ok(good)) => all.good += u64::from(good),
            Ok(Err(why)) => all.bad.push(saved(target, &bytes, &why)),
            Err(_) => all.bad.push(saved(target, &bytes, "it panics")),
        }
    }
    all
}

/// Whether bytes are let through; what is let through has to be what it is taken for.
fn sound(intake: &Intake, declared: &Declared, target: Target, bytes: &[u8]) -> Result<bool, String> {
    let decodes = |whole: Result<(), prost::DecodeError>| whole.map(|()| true).map_err(|e| format!("let through: {e}"));
    match target {
        Target::Evaluate => match intake.evaluation(bytes, declared) {
            Ok(evaluation) => {
                Record::decode(evaluation.record.bytes()).map_err(|error| format!("its record: {error}"))?;
                decodes(EvaluateRequest::decode(bytes).map(drop))
            }
            Err(refusal) if refusal.violations.is_empty() => Err("refused for nothing".to_owned()),
            Err(_) => Ok(false),
        },
        Target::Chunk => match intake.stream_record(bytes, declared) {
            Ok(_) => decodes(StreamRecord::decode(bytes).map(drop)),
            Err(_) => Ok(false),
        },
        Target::Open => Ok(intake.opening(bytes).is_ok()),
        Target::Rules => Ok(intake.rules_query(bytes).is_ok()),
        Target::Plugins => Ok(intake.plugins_query(bytes).is_ok()),
    }
}

/// Keeps what failed; says where and why.
fn saved(target: Target, bytes: &[u8], why: &str) -> String {
    let folder = messages::root().join("target/faults");
    fs::create_dir_all(&folder).unwrap();
    let name = format!("{target:?}-{:08x}.bin", crc32c::crc32c(bytes)).to_lowercase();
    fs::write(folder.join(&name), bytes).unwrap();
    format!("{why} (target/faults/{name})")
}

/// What callers heard.
#[derive(Default)]
struct Said {
    counts: BTreeMap<String, u64>,
    bad: Vec<String>,
}

impl Said {
    fn add(&mut self, other: Self) {
        for (reason, count) in other.counts {
            *self.counts.entry(reason).or_default() += count;
        }
        self.bad.extend(other.bad);
    }

    fn hear(&mut self, target: Target, bytes: &[u8], answer: Result<(), Failed>) {
        let silent = matches!(&answer, Err(failed) if failed.reason() == EXPECTED[1] && failed.fields().is_empty());
        let reason = answer.map_or_else(|failed| failed.reason(), |()| "OK".to_owned());
        if silent {
            self.bad.push(saved(target, bytes, "INVALID_REQUEST without a field"));
        } else if !EXPECTED.contains(&reason.as_str()) {
            self.bad.push(saved(target, bytes, &reason));
        }
        *self.counts.entry(reason).or_default() += 1;
    }
}

async fn caller(to: std::net::SocketAddr, seed: u64, time: Duration) -> (Said, Vec<String>) {
    let peer = Peer::connect(to, 8).await.unwrap();
    let (began, mut said, mut told, mut mutator) = (Instant::now(), Said::default(), Vec::new(), Mutator::new(seed));
    while began.elapsed() < time {
        let (target, bytes) = mutator.next();
        let answer = send(&peer, target, &bytes, &mut told).await;
        said.hear(target, &bytes, answer);
    }
    (said, told)
}

async fn send(peer: &Peer, target: Target, bytes: &[u8], told: &mut Vec<String>) -> Result<(), Failed> {
    match target {
        Target::Evaluate => peer.unary(EVALUATE, bytes).await.map(drop),
        Target::Rules => peer.unary(RULES, bytes).await.map(drop),
        Target::Plugins => peer.unary(PLUGINS, bytes).await.map(drop),
        Target::Open | Target::Chunk => {
            let mut call = peer.call(STREAM).await?;
            let opening = messages::open();
            let first = if target == Target::Open { None } else { Some(opening.as_slice()) };
            for message in first.into_iter().chain([bytes]) {
                call.send(message, false).await?;
            }
            // Fails if the stream was refused already; the status says why.
            drop(call.writing.end());
            while let Some(message) = call.next().await? {
                told.extend(vanish::decisions(&message));
            }
            Ok(())
        }
    }
}

/// Requests that are wrong in one known way each.
async fn crafted(server: &Server, lines: &mut Lines) {
    let nested = |levels: usize| {
        (0..levels).fold(Vec::new(), |inner, _| {
            let mut outer = vec![0x1a];
            prost::encoding::encode_varint(inner.len() as u64, &mut outer);
            outer.extend(inner);
            outer
        })
    };
    let cases: [(&str, Vec<u8>); 10] = [
        ("nothing", Vec::new()),
        ("101 messages within each other", nested(101)),
        ("100,000 messages within each other", nested(100_000)),
        ("101 groups within each other", [[0x1b; 101], [0x1c; 101]].concat()),
        ("a length beyond the end", vec![0x0a, 0x05, b'x']),
        ("a length of 2^63", [&[0x0a][..], &[0xff; 8], &[0x7f]].concat()),
        ("a varint of eleven bytes", [&[0x08][..], &[0x80; 10], &[1]].concat()),
        ("a field of number 0", vec![0x02, 0x00]),
        ("a wire type that there is not", vec![0x0e]),
        ("a text that is no UTF-8", vec![0x0a, 0x02, 0xc3, 0x28]),
    ];
    let peer = Peer::connect(server.address, 9).await.unwrap();
    let mut wrong = Vec::new();
    let count = cases.len();
    for (name, bytes) in cases {
        let answer = peer.unary(EVALUATE, &bytes).await;
        let reason = answer.map_or_else(|failed| failed.reason(), |_| "OK".to_owned());
        if reason != EXPECTED[1] {
            wrong.push(format!("{name}: {reason}"));
        }
    }
    let figure = format!("{} refused as INVALID_REQUEST{}", count - wrong.len(), wrong.concat());
    lines.check(
        format!("{count} requests, each wrong in a way of its own (depth 101 among them)"),
        figure,
        "all",
        wrong.is_empty(),
    );
}
