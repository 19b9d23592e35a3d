//! The command line: one file for each command; the only room that prints.
//!
//! Answers go to standard output, progress and problems to standard error. Exit codes mean something: see [`ExitCode`].
//! A record that is PROHIBITED is a result, not a failure.

mod dispositions;
mod evaluate;
mod input;
mod json;
mod ledger;
mod lists;
mod many;
mod plugin;
mod reference;
mod report;
mod rules;
mod screen;
mod serve;
mod table;
mod timeline;
mod watch;

use std::{io::Write as _, path::Path};

use clap::Parser;

use crate::config::{self, Loaded};

/// Evaluates records against the law of many jurisdictions, each a sandboxed WebAssembly plugin.
///
/// Exit codes: 0 every record was evaluated, every party screened; 1 a failure; 2 a record or a party was refused; 3 a decision
/// is incomplete, because a plugin gave no verdict or parties could not be screened; 64 wrong usage or configuration; 69 the server does not answer. What was found never changes
/// the exit code: a prohibited record is a result.
#[derive(Debug, Parser)]
#[command(name = "comity", version, max_term_width = 110)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Serve gRPC until told to stop (SIGTERM or Ctrl-C).
    Serve(serve::Serve),
    // `about` and no comment: the comment of a variant would stand in the place of the command's own, longer help.
    #[command(about = "Evaluate records: from files or standard input, by a server or on this machine")]
    Evaluate(evaluate::Evaluate),
    /// Verify, list, show and replay what was decided.
    #[command(subcommand)]
    Ledger(ledger::LedgerCommand),
    /// List the rules of the law that is loaded.
    Rules(rules::Rules),
    /// Explain one rule.
    Explain(rules::Explain),
    #[command(about = "Screen parties against the sanctions lists of a server")]
    Screen(screen::Screen),
    #[command(about = "Keep parties screened: say whose answer is another one whenever the lists of a server change")]
    Watch(watch::Watch),
    /// Keep, show and withdraw what reviewers decided about hits, on a server.
    #[command(subcommand)]
    Dispositions(dispositions::DispositionsCommand),
    /// Show the sanctions lists.
    #[command(subcommand)]
    Lists(lists::ListsCommand),
    /// Show what can be configured.
    #[command(subcommand)]
    Config(reference::ConfigCommand),
    /// Build and inspect plugins.
    #[command(subcommand)]
    Plugin(plugin::PluginCommand),
    /// Compile a component from standard input; the server starts this for itself.
    #[command(hide = true)]
    CompileWorker,
}

/// What the process tells its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ExitCode {
    /// Done; every record was evaluated.
    Done = 0,
    /// Something failed.
    Failed = 1,
    /// A record was refused: it is not a record, or breaks a rule of the record model.
    Refused = 2,
    /// A decision is incomplete: a plugin gave no verdict, or parties could not be screened.
    Incomplete = 3,
    /// Wrong usage or configuration.
    Usage = 64,
    /// The server does not answer.
    Unavailable = 69,
}

/// How to print.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Format {
    /// A table for eyes.
    #[default]
    Table,
    /// Indented JSON.
    Json,
    /// One line of JSON for each record.
    Jsonl,
}

/// Runs the command of the process's arguments.
pub fn run() -> std::process::ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // `--help` and `--version` come as errors too, and are none.
            let code = if error.use_stderr() { ExitCode::Usage } else { ExitCode::Done };
            let _ = error.print();
            return exit(code);
        }
    };
    let result = match arguments.command {
        Command::Serve(command) => serve::run(&command),
        Command::Evaluate(command) => evaluate::run(&command),
        Command::Ledger(command) => ledger::run(&command),
        Command::Rules(command) => rules::list(&command),
        Command::Explain(command) => rules::explain(&command),
        Command::Screen(command) => screen::run(&command),
        Command::Watch(command) => watch::run(&command),
        Command::Dispositions(command) => dispositions::run(&command),
        Command::Lists(command) => lists::run(&command),
        Command::Config(command) => Ok(reference::run(&command)),
        Command::Plugin(command) => plugin::run(command),
        Command::CompileWorker => return crate::sandbox::compile_worker(),
    };
    exit(result.unwrap_or_else(|error| {
        warn(&format!("error: {error:#}"));
        if error.is::<config::ConfigErrors>() { ExitCode::Usage } else { ExitCode::Failed }
    }))
}

fn exit(code: ExitCode) -> std::process::ExitCode {
    std::process::ExitCode::from(code as u8)
}

fn configuration(file: Option<&Path>) -> anyhow::Result<Loaded> {
    Ok(config::load(file, &config::Process)?)
}

/// Prints a line of the answer. A reader that has gone away is no failure of ours.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Prints a line about what happens.
fn warn(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
