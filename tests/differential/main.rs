//! Each plugin as a component and natively over the same generated records: `make differential`, or a small part of it in
//! `make test`. Every verdict is the same to the byte, what the host skips for its manifest's predicate would have been
//! not applicable, and nothing fails. A line for each plugin says how much was looked at.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a testing program reports by printing, and by panicking where it cannot go on"
)]

#[path = "../native/plugins.rs"]
mod native;
mod records;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::Instant,
};

use comity::{
    config,
    domain::{Bounds, EncodedRecord, Exchange, Grade, PluginAnswer, PluginResult},
    rpc::{Declared, Intake},
    sandbox::{self, Sandbox, Session, Settings},
    server,
};
use comity_facts::{
    policy::{Hit, World},
    v1::Verdict,
};
use comity_sdk::Plugin;
use fastrand::Rng;
use native::{FOLLOWUPS, NATIVE};
use prost::Message as _;
use records::Maker;

/// Plugins whose verdicts the follow-up plugins are given.
const FIRST: [&str; 4] = ["ilo", "qa", "un", "us"];
const SEED: u64 = 0x00c0_3177;
/// Records on one date, as one session has them.
const RUN: usize = 50;
const RECORDS: usize = 100_000;
const RECORDS_SMALL: usize = 400;
const USAGE: &str = "usage: differential [--small | --records N] [PLUGIN...]";

fn main() -> ExitCode {
    let Some((records, names)) = asked(std::env::args().skip(1)) else {
        println!("{USAGE}");
        return ExitCode::from(64);
    };
    let began = Instant::now();
    println!("{records} records a plugin that the edge lets through, seed {SEED:#x}");
    println!("plugin    looked at   skipped  rules that found    findings   differ");
    let lab = Lab::new();
    let plugins: Vec<_> = all().filter(|p| names.is_empty() || names.contains(p.jurisdiction)).collect();
    let next = AtomicUsize::new(0);
    let failed = AtomicUsize::new(0);
    let work = || {
        while let Some(plugin) = plugins.get(next.fetch_add(1, Ordering::Relaxed)) {
            let seen = lab.compare(plugin, records);
            failed.fetch_add(seen.differ(), Ordering::Relaxed);
            println!("{}", seen.lines(plugin));
        }
    };
    thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(work))));
    let failed = failed.into_inner();
    println!("{} plugins, {failed} answers differ, {:.0} s", plugins.len(), began.elapsed().as_secs_f64());
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn all() -> impl Iterator<Item = &'static Plugin> {
    NATIVE.into_iter().chain(FOLLOWUPS)
}

fn asked(arguments: impl Iterator<Item = String>) -> Option<(usize, BTreeSet<String>)> {
    let (mut records, mut names) = (RECORDS, BTreeSet::new());
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--small" => records = RECORDS_SMALL,
            "--records" => records = arguments.next()?.parse().ok()?,
            name if all().any(|plugin| plugin.jurisdiction == name) => drop(names.insert(argument)),
            _ => return None,
        }
    }
    Some((records, names))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What was seen of one plugin.
#[derive(Default)]
struct Seen {
    looked_at: usize,
    skipped: usize,
    findings: usize,
    rules: BTreeSet<String>,
    /// What went wrong: how often, and a record of it.
    bad: BTreeMap<String, (usize, String)>,
}

impl Seen {
    fn differ(&self) -> usize {
        self.bad.values().map(|(count, _)| count).sum()
    }

    fn lines(&self, plugin: &Plugin) -> String {
        let Self { looked_at, skipped, findings, rules, bad } = self;
        let (name, all, differ) = (plugin.jurisdiction, plugin.all_rules().count(), self.differ());
        let rules = format!("{} of {all}", rules.len());
        let row = format!("{name:9} {looked_at:9} {skipped:9}  {rules:>16}  {findings:10}  {differ:7}");
        let bad = bad.iter().map(|(problem, (count, kept))| format!("    {count} times: {problem}\n      {kept}"));
        [row].into_iter().chain(bad).collect::<Vec<_>>().join("\n")
    }
}

struct Lab {
    sandbox: Sandbox,
    intake: Intake,
    maker: Maker,
    first: Vec<sandbox::Plugin>,
}

impl Lab {
    fn new() -> Self {
        let sandbox = Sandbox::new(&Settings::new(PathBuf::from(env!("CARGO_BIN_EXE_comity")))).unwrap();
        let first = FIRST.map(|name| load(&sandbox, name)).into();
        let intake = server::intake(&config::load(None, &BTreeMap::new()).unwrap().config).unwrap();
        Self { sandbox, intake, maker: Maker::of(&root().join("examples/records")), first }
    }

    fn compare(&self, native: &Plugin, records: usize) -> Seen {
        let plugin = load(&self.sandbox, native.jurisdiction);
        let mut dice = Rng::with_seed(SEED);
        let mut seen = Seen::default();
        while seen.looked_at < records {
            let day = Maker::day(&mut dice);
            let mut session = plugin.session(day, &[]);
            let mut first: Vec<_> = self.first.iter().map(|plugin| plugin.session(day, &[])).collect();
            for _ in 0..RUN {
                let record = self.maker.record(&mut dice);
                let encoded = record.encode_to_vec();
                if self.intake.record(&encoded, &Declared::default()).is_err() {
                    continue;
                }
                let encoded = EncodedRecord::checked(None, encoded);
                let hits = self.maker.hits(&record, &mut dice);
                let exchange = match plugin.world() {
                    sandbox::World::Rules => session.evaluate(&encoded, &hits),
                    sandbox::World::Followup => session.derive(&encoded, &results(&self.first, &mut first, &encoded)),
                };
                seen.looked_at += 1;
                let applies = plugin.applies_to(&encoded);
                seen.skipped += usize::from(!applies);
                if let Err(problem) = seen.same(native, &exchange, applies) {
                    let kept = || (0, format!("on {day}: {}", keep(native, &encoded, &hits, seen.looked_at)));
                    seen.bad.entry(problem).or_insert_with(kept).0 += 1;
                }
            }
        }
        seen
    }
}

impl Seen {
    /// Asks the native build for what the component was handed.
    fn same(&mut self, native: &Plugin, exchange: &Exchange, applies: bool) -> Result<(), String> {
        let given = exchange.given.as_ref().ok_or_else(|| format!("nothing ran: {:?}", exchange.answer))?;
        let answer = exchange.answer.as_ref().map_err(|failure| failure.detail.clone())?;
        let alone = || {
            let (state, _) = comity_sdk::begin(native, &given.context);
            match native.world {
                World::Followup => comity_sdk::derive(native, &state, &given.input),
                _ => comity_sdk::evaluate(native, &state, &given.input),
            }
        };
        let alone = catch_unwind(AssertUnwindSafe(alone)).map_err(|_| "the native build panicked".to_owned())?;
        let verdict = Verdict::decode(alone.as_slice()).map_err(|error| error.to_string())?;
        if *alone != *answer.encoded {
            let component = Verdict::decode(answer.encoded.as_ref()).unwrap_or_default();
            let mut both = verdict.findings.iter().zip(&component.findings);
            return Err(format!("the two differ: {:#?}", both.find(|(native, component)| native != component)));
        }
        if !applies && verdict.not_applicable.is_none() {
            return Err("skipped by its predicate, and not `not applicable` when run".into());
        }
        self.findings += verdict.findings.len();
        self.rules.extend(verdict.findings.into_iter().map(|finding| finding.rule_id));
        Ok(())
    }
}

fn load(sandbox: &Sandbox, name: &str) -> sandbox::Plugin {
    let path = root().join(format!("target/plugins/{name}.wasm"));
    let component = fs::read(&path).unwrap_or_else(|_| panic!("{name} is not built: run `make plugins` first"));
    sandbox.load(&component, &[]).unwrap()
}

/// What the first plugins say, as the host hands it to a follow-up plugin.
fn results(plugins: &[sandbox::Plugin], sessions: &mut [Session], record: &EncodedRecord) -> Vec<PluginResult> {
    let result = |(plugin, session): (&sandbox::Plugin, &mut Session)| PluginResult {
        jurisdiction: plugin.jurisdiction().clone(),
        plugin: Some(plugin.digest()),
        version: plugin.version().to_owned(),
        given: None,
        answer: match session.evaluate(record, &[]).answer {
            Ok(answer) => PluginAnswer::Answered(answer),
            Err(failure) => PluginAnswer::Indeterminate(failure),
        },
        bounds: Bounds::exactly(Grade::Violation),
    };
    plugins.iter().zip(sessions).map(result).collect()
}

/// Writes the record and the hits where they can be looked at, in the form of the examples.
fn keep(plugin: &Plugin, record: &EncodedRecord, hits: &[Hit], number: usize) -> String {
    let folder = root().join("target/differential");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{}-{number}.json", plugin.jurisdiction));
    fs::write(&path, records::json(record.bytes())).unwrap();
    let hits = hits.iter().map(|hit| format!("{hit:?}"));
    [path.display().to_string()].into_iter().chain(hits).collect::<Vec<_>>().join("\n      ")
}
