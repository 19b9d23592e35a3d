//! Runs the tests: once to see where each of them comes, then for every mutant those that come to its place.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use serde::{Deserialize, Serialize};

use crate::{compile::Tests, mutant::Mutant};

/// Memory that a run of tests may take, in KiB: a change can make a loop that gathers for ever.
const MEMORY_KIB: u32 = 4 << 20;
/// A run takes at most so many times what it takes unchanged.
const SLOWER: u32 = 20;
const AT_LEAST: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(2);

/// A rule's declaration, as the tests met it.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    /// The plugin.
    pub(crate) part: String,
    /// Its id.
    pub(crate) id: String,
    /// For each interval, "f" where it has a first day only, "ft" where it has an end.
    pub(crate) in_force: Vec<String>,
    /// The certainty it does not have.
    pub(crate) other_certainty: String,
    /// How many parts it needs.
    pub(crate) needs: usize,
    /// How many roles it asks.
    pub(crate) roles: usize,
    /// Of how many checks it is made.
    pub(crate) checks: usize,
}

/// Where the tests come, unchanged.
#[derive(Default)]
pub(crate) struct Baseline {
    /// For each place, the tests that come to it: the program's index, and the test's name.
    pub(crate) reached: BTreeMap<u32, BTreeSet<(usize, String)>>,
    /// For each constant, how many figures it has.
    pub(crate) figures: BTreeMap<u32, usize>,
    /// The rules.
    pub(crate) rules: Vec<Declared>,
    limits: Vec<Duration>,
}

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fate {
    /// A test failed.
    Killed,
    /// A test did not end.
    TimedOut,
    /// Every test that comes to it passed.
    Survived,
    /// No test comes to it.
    NotReached,
}

impl Baseline {
    /// Runs all tests unchanged.
    pub(crate) fn record(tests: &[Tests], copy: &Path) -> Result<Self> {
        let mut baseline = Self::default();
        for (index, program) in tests.iter().enumerate() {
            let file = copy.join(format!("record-{}.txt", std::process::id()));
            let _ = fs::remove_file(&file);
            let recorded = run(program, &format!("record {}", file.display()), &["--test-threads=2"], Duration::MAX)?;
            ensure!(recorded == Fate::Survived, "{} fails unchanged:\n{}", program.part, said(program)?);
            baseline.read(index, &program.part, &fs::read_to_string(&file).unwrap_or_default());
            let _ = fs::remove_file(&file);
            let start = Instant::now();
            let unchanged = run(program, "none", &["--test-threads=1"], Duration::MAX)?;
            ensure!(unchanged == Fate::Survived, "{} fails with the switch at rest", program.program.display());
            baseline.limits.push(AT_LEAST.max(start.elapsed() * SLOWER));
        }
        Ok(baseline)
    }

    fn read(&mut self, program: usize, part: &str, record: &str) {
        for line in record.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields[..] {
                ["test", test, places] => {
                    let places = places.split(' ').filter_map(|place| place.split_once(':'));
                    for (id, count) in places.filter_map(|(id, count)| Some((id.parse().ok()?, count.parse().ok()?))) {
                        self.reached.entry(id).or_default().insert((program, test.to_owned()));
                        // Tests record side by side: the most that one of them saw counts.
                        let most: &mut usize = self.figures.entry(id).or_default();
                        *most = (*most).max(count);
                    }
                }
                ["rule", id, in_force, other_certainty, needs, roles, checks] => {
                    self.meet(part, id, in_force, other_certainty, [needs, roles, checks]);
                }
                _ => {}
            }
        }
    }

    fn meet(&mut self, part: &str, id: &str, in_force: &str, other_certainty: &str, counts: [&str; 3]) {
        if self.rules.iter().any(|rule| rule.id == id) {
            return;
        }
        let [needs, roles, checks] = counts.map(|count| count.parse().unwrap_or_default());
        self.rules.push(Declared {
            part: part.to_owned(),
            id: id.to_owned(),
            in_force: in_force.split(' ').filter(|ends| !ends.is_empty()).map(str::to_owned).collect(),
            other_certainty: other_certainty.to_owned(),
            needs,
            roles,
            checks,
        });
    }

    /// The tests for a mutant, those of its own part first: a program's index and names, no names for all.
    fn tests(&self, mutant: &Mutant, tests: &[Tests]) -> Vec<(usize, Vec<String>)> {
        let mut programs: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        if let Some(place) = mutant.place {
            for (program, test) in self.reached.get(&place).into_iter().flatten() {
                programs.entry(*program).or_default().push(test.clone());
            }
        } else {
            let own = tests.iter().enumerate().filter(|(_, program)| program.part == mutant.plugin);
            programs.extend(own.map(|(index, _)| (index, Vec::new())));
        }
        let mut programs: Vec<_> = programs.into_iter().collect();
        programs.sort_by_key(|(index, _)| tests.get(*index).is_none_or(|program| program.part != mutant.plugin));
        programs
    }

    /// What becomes of a mutant.
    fn fate(&self, mutant: &Mutant, tests: &[Tests]) -> Result<Fate> {
        let programs = self.tests(mutant, tests);
        if programs.is_empty() {
            return Ok(Fate::NotReached);
        }
        for (index, names) in programs {
            let Some((program, limit)) = tests.get(index).zip(self.limits.get(index)) else { continue };
            let mut arguments = vec!["--test-threads=1"];
            if !names.is_empty() {
                arguments.push("--exact");
                arguments.extend(names.iter().map(String::as_str));
            }
            let fate = run(program, &mutant.switch, &arguments, *limit)?;
            if fate != Fate::Survived {
                return Ok(fate);
            }
        }
        Ok(Fate::Survived)
    }
}

impl Fate {
    /// Whether no test noticed.
    pub(crate) fn is_alive(self) -> bool {
        matches!(self, Self::Survived | Self::NotReached)
    }
}

/// Tries every mutant, on several threads.
pub(crate) fn try_all(mutants: &[&Mutant], baseline: &Baseline, tests: &[Tests], jobs: usize) -> Result<Vec<Fate>> {
    let next = AtomicUsize::new(0);
    let fates = Mutex::new(BTreeMap::new());
    let work = || -> Result<()> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = mutants.get(index) else { return Ok(()) };
            let fate = baseline.fate(mutant, tests)?;
            fates.lock().map_err(|_| anyhow::anyhow!("a thread failed"))?.insert(index, fate);
            if (index + 1).is_multiple_of(500) {
                eprintln!("{} of {} mutants tried", index + 1, mutants.len());
            }
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..jobs).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().map_err(|_| anyhow::anyhow!("a thread failed"))?)
    })?;
    let fates = fates.into_inner().map_err(|_| anyhow::anyhow!("a thread failed"))?;
    Ok(fates.into_values().collect())
}

/// What a program of tests says, unchanged.
fn said(tests: &Tests) -> Result<String> {
    let output = Command::new(&tests.program).current_dir(&tests.folder).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// One run of a program of tests.
fn run(tests: &Tests, switch: &str, arguments: &[&str], limit: Duration) -> Result<Fate> {
    let mut child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY_KIB}; exec \"$0\" \"$@\"")])
        .arg(&tests.program)
        .args(arguments)
        .current_dir(&tests.folder)
        .env("COMITY_MUTANT", switch)
        .env("CARGO_MANIFEST_DIR", &tests.folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| tests.program.display().to_string())?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(if status.success() { Fate::Survived } else { Fate::Killed });
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(Fate::TimedOut);
        }
        thread::sleep(PAUSE);
    }
}
