//! How fast screening is, each figure beside its floor in the same run: `make bench-screening`.
//!
//! - The lists are those of `eval-screening` and OFAC's consolidated one: what the folder has, each in its newest whole snapshot. Reading and
//!   indexing is timed in its steps, from files that may be in the system's memory; resident memory is what the process has more
//!   afterwards, with the allocator of the server. The first step, the files' bytes alone, is the floor of both.
//! - A party is one name and nothing else, the cache is off. Asking one list makes the hits of all lists, each with its evidence;
//!   the ten strongest of the list with most entries are given out. Every name is asked once unmeasured and once measured, on one thread.
//!   Ordinary names are those of `eval-screening`; listed ones are all that are printed on any list, weak ones and other scripts too.
//!   `hits there` are names with any hit on the list asked.
//! - Floors are asked about evenly chosen names of each kind: the same matcher comparing with every entry; `rapidfuzz`'s ratio (bytes, no
//!   worse than the best so far) and `strsim`'s Jaro-Winkler over every listed name in small letters, the best one kept. They fold
//!   nothing, know no words, and give no evidence.
//! - Junk is asked a number of times: the slowest party's median, and the longest of all. A name of more than 24 words is over the limit at
//!   once, so what has to be bounded has as many.
//! - Swapping: one thread screens ordinary names, taking the lists anew for each as the server does for each record; meanwhile another thread
//!   does nothing, only counts, or reads and indexes all lists from their files and swaps them in.
//!
//! Names are never printed. Other work on the machine shows in the longest times first: compare runs on an idle one.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::cast_precision_loss,
    clippy::format_push_string,
    clippy::indexing_slicing,
    reason = "a measuring program"
)]

#[allow(dead_code, reason = "halves are of the evaluation")]
#[path = "../tests/eval_screening/dice.rs"]
mod dice;
#[path = "screening/floors.rs"]
mod floors;
#[allow(dead_code, reason = "measured are ordinary names")]
#[path = "../tests/eval_screening/hangul.rs"]
mod hangul;
#[path = "screening/junk.rs"]
mod junk;
#[path = "../tests/eval_screening/names.rs"]
mod names;
#[path = "../tests/eval_screening/ordinary.rs"]
mod ordinary;
#[path = "screening/parties.rs"]
mod parties;
#[allow(dead_code, reason = "measured are names alone")]
#[path = "../tests/eval_screening/question.rs"]
mod question;
#[allow(dead_code, reason = "made are no lists")]
#[path = "../tests/eval_screening/real.rs"]
mod real;
#[path = "screening/swap.rs"]
mod swap;
#[path = "screening/times.rs"]
mod times;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Instant,
};

use comity::{
    domain::ListId,
    screening::{
        Band, Cause, Comparison, Found, Lists, Mode, NameQuality, Origin, Parameters, Subject, SubjectName,
        WeakAliases, at_path,
    },
};
use parties::Group;
use times::{Times, beside, micros};

/// That of the server: what runs in this process is to cost what it costs there.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// The best so many are wanted.
const BEST: Parameters = Parameters {
    limit: 10,
    least: Band::Weak,
    comparison: Comparison { mode: Mode::Comity, weak_aliases: WeakAliases::Confirm },
};

fn main() {
    let folder = folder();
    let lists = loaded(folder.as_deref());
    let desk = Desk::of(lists);
    let groups = parties::groups(&desk.lists);
    one_name(&desk, &groups);
    batch(&desk, &groups);
    floors::figures(&desk, &groups);
    junk::figures(&desk);
    swap::figures(&desk, &groups, || read(folder.as_deref()));
}

/// The lists, and the one that is asked.
struct Desk {
    lists: Arc<Lists>,
    list: ListId,
}

impl Desk {
    /// The list with most entries is asked.
    fn of(lists: Arc<Lists>) -> Self {
        let list = lists.status().max_by_key(|status| status.entries).map(|status| status.id.clone()).unwrap();
        Self { lists, list }
    }

    fn ask(&self, names: &[SubjectName<'_>]) -> Result<Found, Cause> {
        ask(&self.lists, &self.list, names)
    }
}

fn ask(lists: &Lists, list: &ListId, names: &[SubjectName<'_>]) -> Result<Found, Cause> {
    lists.screen_with(list, &subject(names), &BEST)
}

/// A party of which only names are known.
fn subject<'a>(names: &'a [SubjectName<'a>]) -> Subject<'a> {
    Subject { id: "p", kind: None, sex: None, names, births: &[], identifiers: &[], country: None }
}

/// One name of a party.
fn named(text: &str) -> [SubjectName<'_>; 1] {
    [SubjectName { text, quality: NameQuality::Primary }]
}

fn folder() -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1).map(|up| up.join("shared/data/lists"));
    let folder = above.into_iter().find(|at| at.is_dir());
    if folder.is_none() {
        println!("SKIPPED the real lists: there is no shared/data/lists above this checkout");
        println!("figures are of the samples: that they meet targets says nothing\n");
    }
    folder
}

/// Reads and indexes all lists, showing what each step took.
fn loaded(folder: Option<&Path>) -> Arc<Lists> {
    let (before, began) = (resident(), Instant::now());
    let Some(folder) = folder else { return read(None) };
    let files = files(folder);
    let unpacked = began.elapsed().as_secs_f64();
    let bytes: usize = files.iter().flat_map(|(_, files)| files).map(|file| file.bytes.len()).sum();
    let supplies = files.into_iter().map(|(format, files)| real::supply(format, files, real::PUBLISHED)).collect();
    let parsed = began.elapsed().as_secs_f64();
    let lists = Lists::of(supplies, 0, real::TODAY);
    let whole = began.elapsed().as_secs_f64();
    let more = resident() - before;
    assert!(lists.status().all(|status| status.outcome.is_ok()), "every list is loaded");
    let entries: usize = lists.status().map(|status| status.entries).sum();
    println!("load: {} lists, {entries} entries, {} names", lists.status().count(), parties::listed(&lists).count());
    println!(
        "    {:.2} s, of which the files' bytes alone {:.2}, reading them {:.2}, the index {:.2}: {}",
        whole,
        unpacked,
        parsed - unpacked,
        whole - parsed,
        beside(whole, 3.0, "s"),
    );
    println!(
        "    {more:.0} MB more resident, for {:.0} MB of files: {}\n",
        bytes as f64 / 1e6,
        beside(more, 200.0, "MB")
    );
    Arc::new(lists)
}

fn read(folder: Option<&Path>) -> Arc<Lists> {
    let Some(folder) = folder else { return Arc::new(Lists::sample(0, real::TODAY)) };
    let supply = |(format, files)| real::supply(format, files, real::PUBLISHED);
    Arc::new(Lists::of(files(folder).into_iter().map(supply).collect(), 0, real::TODAY))
}

/// Those of the evaluation, and one more.
fn files(folder: &Path) -> Vec<(comity::screening::ListFormat, Vec<comity::screening::RawFile>)> {
    let mut files = real::files(folder);
    files.push(at_path(Origin::OfacCons, &folder.join("ofac-cons")).unwrap());
    files
}

/// Resident memory in MB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap() * 1024.0 / 1e6
}

/// One name after the other, apart by what they are.
fn one_name(desk: &Desk, groups: &[Group]) {
    println!("one name, evidence, best {} of {}, one thread, \u{b5}s", BEST.limit, desk.list);
    println!("    {:<26}{:>7}{}{:>10}{:>12}", "names", "asked", times::HEAD, "names/s", "hits there");
    for group in groups {
        group.names.iter().for_each(|name| drop(desk.ask(&named(name))));
        let mut hit = 0;
        let times = Times::of(&group.names, |name| {
            hit += usize::from(desk.ask(&named(name)).is_ok_and(|found| !found.all().is_empty()));
        });
        let share = 100.0 * f64::from(u32::try_from(hit).unwrap()) / group.names.len() as f64;
        println!("    {:<26}{:>7}{times}{:>10.0}{share:>10.1} %", group.name, group.names.len(), times.a_second());
        let (p50, p99) = (micros(times.percent(50.0)), micros(times.percent(99.0)));
        println!("        p50 {}, p99 {}", beside(p50, 50.0, "\u{b5}s"), beside(p99, 500.0, "\u{b5}s"));
    }
    println!();
}

/// Ordinary persons and companies without a clock between them.
fn batch(desk: &Desk, groups: &[Group]) {
    let names = parties::ordinary(groups);
    let rate = |threads: usize| {
        let began = Instant::now();
        thread::scope(|scope| {
            for first in 0..threads {
                let names = &names;
                scope.spawn(move || {
                    names.iter().skip(first).step_by(threads).for_each(|name| drop(desk.ask(&named(name))));
                });
            }
        });
        names.len() as f64 / began.elapsed().as_secs_f64()
    };
    let (one, two) = (rate(1), rate(2));
    println!("batch: {} ordinary persons and companies in turns, names/s", names.len());
    println!("    one thread  {one:>8.0}: {}", times::at_least(one, 15_000.0, "/s"));
    println!("    two threads {two:>8.0}, {:.2} times one: {}\n", two / one, times::at_least(two, 25_000.0, "/s"));
}
