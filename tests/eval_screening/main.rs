//! How well screening finds whom it should, and how often it rings for somebody else: `make eval-screening`. Pairs are made of
//! the real lists and of ordinary names; `docs/screening-quality.md` says how, and how to read the table.

#![allow(
    missing_docs,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    clippy::format_push_string,
    reason = "an evaluating program reports by printing, and by panicking where it cannot go on"
)]

mod alike;
mod ask;
mod dice;
mod evidence;
mod firms;
mod hangul;
mod korean;
mod listed;
mod names;
mod ordinary;
mod question;
mod real;
mod report;
mod slips;

use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Instant};

use comity::screening::Lists;
use dice::Half;
use question::Set;
use report::Figures;

const USAGE: &str = "usage: eval-screening [--split tuning|test|all] [--set NAME]... [--show N] [--sample N] \
                     [--json] [--strict]";

/// Sets, with what makes them.
type Maker = (&'static [&'static str], fn(&Arc<Lists>) -> Vec<Set>);

const MAKERS: [Maker; 22] = [
    (&["korean-variants"], |lists| vec![korean::variants(lists)]),
    (&["hangul"], |lists| vec![korean::in_hangul(lists)]),
    (&["korean-cyrillic"], |lists| vec![korean::in_cyrillic(lists)]),
    (&["korean-places"], |lists| vec![korean::places(lists)]),
    (&["korean-different", "korean-different-dob"], |lists| korean::different(lists).into()),
    (&["aliases", "aliases-near", "aliases-loose"], listed::aliases),
    (&["cross-list", "cross-list-loose"], listed::cross),
    (&["scripts", "scripts-bodies"], listed::scripts),
    (&["cyrillic"], listed::cyrillic),
    (&["typos"], slips::typos),
    (&["order"], slips::order),
    (&["initials"], slips::initials),
    (&["omitted-middle"], slips::omitted),
    (&["words-added", "words-added-seen"], slips::added),
    (&["contradicted-patronymic"], slips::patronymics),
    (&["company-forms"], firms::forms),
    (&["joined-words"], firms::joined),
    (&["vessels-number", "vessels-imo"], firms::vessels),
    (&["weak-alias"], evidence::weak),
    (&["dob-contradicted", "dob-contradicted-seen", "dob-equal"], evidence::births),
    (&["negatives-persons", "negatives-persons-dob", "negatives-koreans", "negatives-koreans-dob"], ordinary::persons),
    (&["negatives-companies", "negatives-companies-country"], ordinary::companies),
];

/// What the command line asks for.
struct Wish {
    /// None: both halves.
    half: Option<Half>,
    /// None named: all.
    sets: Vec<String>,
    /// Wrong answers of each set to print.
    show: usize,
    /// Questions of each set to print, whatever the answer.
    sample: usize,
    json: bool,
    strict: bool,
}

fn main() -> ExitCode {
    let Some(wish) = asked(std::env::args().skip(1)) else {
        println!("{USAGE}");
        return ExitCode::from(64);
    };
    let Some(folder) = folder() else {
        println!("SKIPPED eval-screening: there is no shared/data/lists above this checkout");
        return ExitCode::SUCCESS;
    };
    hangul::check();
    alike::check();
    let began = Instant::now();
    let lists = real::load(&folder);
    if !wish.json {
        report::open(&lists, wish.half);
    }
    let mut all = Vec::new();
    for set in sets(&lists, &wish) {
        let figures = Figures::of(set, wish.half);
        if !wish.json {
            report::print(&figures, wish.show, wish.sample);
        }
        all.push(figures);
    }
    if wish.json {
        println!("{}", report::json(&lists, wish.half, &all));
    } else {
        report::close(&all, began.elapsed());
    }
    if wish.strict && all.iter().any(Figures::missed) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The sets that are wanted, one after the other.
fn sets<'a>(lists: &'a Arc<Lists>, wish: &'a Wish) -> impl Iterator<Item = Set> + 'a {
    let wanted = |name: &str| wish.sets.is_empty() || wish.sets.iter().any(|set| set == name);
    MAKERS
        .iter()
        .filter(move |(names, _)| names.iter().any(|name| wanted(name)))
        .flat_map(move |(_, make)| make(lists))
        .filter(move |set| wanted(set.name))
}

fn asked(mut args: impl Iterator<Item = String>) -> Option<Wish> {
    let mut wish = Wish { half: Some(Half::Test), sets: Vec::new(), show: 0, sample: 0, json: false, strict: false };
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--split" => {
                wish.half = match args.next()?.as_str() {
                    "tuning" => Some(Half::Tuning),
                    "test" => Some(Half::Test),
                    "all" => None,
                    _ => return None,
                }
            }
            "--set" => wish.sets.push(args.next()?),
            "--sample" => wish.sample = args.next()?.parse().ok()?,
            "--show" => wish.show = args.next()?.parse().ok()?,
            "--json" => wish.json = true,
            "--strict" => wish.strict = true,
            _ => return None,
        }
    }
    Some(wish)
}

/// The folder of the real lists, above the working directory.
fn folder() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|up| up.join("shared/data/lists")).find(|at| at.is_dir())
}
