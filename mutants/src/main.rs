//! `mutants`: changes the law of the plugins one place at a time, and says which changes no test notices.
//!
//! A test that passes whatever the rule says tests nothing. This tool reads the source of the plugins, of the kit's blocks and of the
//! law-free arithmetic ([`sites`]), writes a copy of the project in which every place is a switch ([`weave`], [`tree`]), has it
//! compiled once ([`compile`]), and runs the tests that come to a place once for each of its changes ([`trial`]).
//!
//! Changed are comparisons and their boundaries, `&&`, `||`, `&`, `|`, `!`, conditions and guards, figures by their last digit, days by
//! one, yes and no, outcomes, arms of a match, early returns; exemptions, addressees, due days left out; entries of short lists; and
//! of a rule's declaration the days, the certainty, the parts it needs, the roles and the checks. Not changed are texts, the
//! declarations of what is read, addressees and worst outcomes of a declaration, tables without figures, and functions that the
//! compiler evaluates.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for people at a terminal")]

mod compile;
mod mutant;
mod report;
mod sites;
mod tree;
mod trial;
mod ways;
mod weave;

use std::{collections::BTreeMap, fs, path::PathBuf, process::ExitCode};

use anyhow::{Result, ensure};
use clap::Parser;

use crate::{
    mutant::Mutant,
    report::Report,
    tree::{Part, Tree},
    trial::Baseline,
};

/// Tries every mutant of the law, and lists those that no test notices.
#[derive(Parser)]
struct Arguments {
    /// Plugins by their folder, `kit`, or `facts`; all without any.
    parts: Vec<String>,
    /// Plugins to leave alone.
    #[arg(long)]
    without: Vec<String>,
    /// Only mutants that the last run of their part did not kill.
    #[arg(long)]
    again: bool,
    /// Runs of tests at a time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let copy = root.join("target/mutants");
    fs::create_dir_all(&copy)?;
    let equivalent = report::equivalent(&root.join("docs/law/equivalent-mutants.csv"))?;
    let tree = Tree::read(&root, tree::parts(&root, &arguments.without)?)?;
    let tried = |part: &Part| arguments.parts.is_empty() || arguments.parts.contains(&part.name);
    for name in &arguments.parts {
        ensure!(tree.parts.iter().any(|part| part.name == *name), "no plugin `{name}`");
    }
    // What is shared, the tests of all plugins hold.
    let shared = tree.parts.iter().any(|part| tried(part) && part.is_shared());
    let built: Vec<&Part> = tree.parts.iter().filter(|part| shared || tried(part)).collect();

    let (tests, refused) = compile::compile(&root, &copy, &tree, &built)?;
    eprintln!("{} programs of tests; {} changes refused by the compiler", tests.len(), refused.len());
    let baseline = Baseline::record(&tests, &copy)?;
    let mut mutants = mutant::all(&tree, &baseline, &refused);
    mutants.retain(|mutant| tree.parts.iter().any(|part| part.name == mutant.plugin && tried(part)));
    let reports = copy.join("reports");
    let killed = if arguments.again { report::killed(&reports)? } else { BTreeMap::new() };
    let asked: Vec<&Mutant> = mutants.iter().filter(|mutant| !killed.contains_key(&mutant.key())).collect();
    eprintln!("{} mutants, {} to try", mutants.len(), asked.len());
    let tried = trial::try_all(&asked, &baseline, &tests, arguments.jobs)?;
    let mut fates = killed;
    fates.extend(asked.iter().map(|mutant| mutant.key()).zip(tried));
    let found = Report::of(mutants, &fates, &equivalent);
    found.write(&reports)?;
    println!("{}", found.text());
    Ok(found.is_enough())
}
