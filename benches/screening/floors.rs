//! What finding the best listed name costs without an index: by the same matcher, and by what others measure likeness with.

use std::hint::black_box;

use rapidfuzz::fuzz::{Args, RatioBatchComparator};

use crate::{
    Desk, named,
    parties::{Group, listed},
    subject,
    times::{Times, micros},
};

/// Names of each kind that are asked at most.
const ASKED: usize = 200;
/// Of those every so many-th is asked where one takes tens of milliseconds.
const SLOWLY: usize = 8;

pub(crate) fn figures(desk: &Desk, groups: &[Group]) {
    let all: Vec<String> = listed(&desk.lists).map(|name| name.text.to_lowercase()).collect();
    println!("floors: the best of {} listed names without an index, one thread, \u{b5}s", all.len());
    println!("    {:<52}{:>7}{:>12}{:>12}{:>13}", "", "asked", "p50", "max", "x the index");
    for group in groups {
        let names: Vec<&String> = group.names.iter().step_by(group.names.len().div_ceil(ASKED)).collect();
        let some: Vec<&String> = names.iter().copied().step_by(SLOWLY).collect();
        let small = |names: &[&String]| names.iter().map(|name| name.to_lowercase()).collect::<Vec<_>>();
        let index = || Times::of(&names, |name| drop(desk.ask(&named(name))));
        drop(index());
        let index = index();
        let exhaustive = Times::of(&some, |name| {
            black_box(desk.lists.screen_exhaustively(&desk.list, &subject(&named(name))));
        });
        let ratio = Times::of(&small(&names), |name| _ = black_box(by_ratio(name, &all)));
        let winkler = Times::of(&small(&some), |name| _ = black_box(by_jaro_winkler(name, &all)));
        for (what, times) in [
            ("the index", &index),
            ("this matcher, every entry", &exhaustive),
            ("rapidfuzz ratio, no evidence", &ratio),
            ("strsim Jaro-Winkler, no evidence", &winkler),
        ] {
            let (p50, longest) = (micros(times.percent(50.0)), micros(times.longest()));
            let more = p50 / micros(index.percent(50.0));
            let what = format!("{}: {what}", group.name);
            println!("    {what:<52}{:>7}{p50:>12.1}{longest:>12.1}{more:>13.1}", times.len());
        }
    }
    println!();
}

fn by_ratio<'a>(name: &str, all: &'a [String]) -> Option<(f64, &'a str)> {
    let scorer = RatioBatchComparator::new(name.bytes());
    let mut best: Option<(f64, &str)> = None;
    for listed in all {
        let least = Args::default().score_cutoff(best.map_or(0.0, |(most, _)| most));
        let better = scorer.similarity_with_args(listed.bytes(), &least);
        best = better
            .filter(|more| best.is_none_or(|(most, _)| *more > most))
            .map(|more| (more, listed.as_str()))
            .or(best);
    }
    best
}

fn by_jaro_winkler<'a>(name: &str, all: &'a [String]) -> Option<(f64, &'a str)> {
    let scored = all.iter().map(|listed| (strsim::jaro_winkler(name, listed), listed.as_str()));
    scored.max_by(|(left, _), (right, _)| left.total_cmp(right))
}
