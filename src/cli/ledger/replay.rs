//! `comity ledger replay`: the same plugins on the same bytes give the same verdicts.

use std::path::PathBuf;

use anyhow::Context as _;

use super::{ExitCode, Place, Selector, configuration, evaluation, find, say};
use crate::{
    catalog::Catalog,
    cli::warn,
    domain::{Digest, Given},
    ledger::{Entry, message::PluginRun},
    sandbox::Plugin,
    server,
};

/// Runs the plugins again on the bytes that they were given.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Replay {
    #[command(flatten)]
    place: Place,
    /// Take the plugins from this folder instead; they are found by their digest.
    #[arg(long)]
    plugins: Option<PathBuf>,
    /// Decision ids or indexes. Without any: every entry.
    entries: Vec<Selector>,
}

/// What came of replaying.
#[derive(Default)]
struct Tally {
    same: u64,
    differs: u64,
    no_plugin: u64,
    /// Nothing ran then, so there is nothing to run again.
    not_run: u64,
}

pub(super) fn run(command: &Replay) -> anyhow::Result<ExitCode> {
    let mut config = configuration(command.place.config.as_deref())?.config;
    if let Some(plugins) = &command.plugins {
        config.plugins.dir = Some(plugins.clone());
    }
    let reader = command.place.open()?;
    let catalog = server::catalog(&config, |_| {})?;
    let mut tally = Tally::default();
    if command.entries.is_empty() {
        let (entries, _) = reader.tree();
        for entry in reader.entries(0..entries) {
            replay(&catalog, &entry?, &mut tally)?;
        }
    }
    for selector in &command.entries {
        replay(&catalog, &find(&reader, *selector)?, &mut tally)?;
    }
    let Tally { same, differs, no_plugin, not_run } = tally;
    say(&format!(
        "{same} verdicts are the same, {differs} differ, {no_plugin} lack their plugin, {not_run} were not run"
    ));
    Ok(match (differs, no_plugin) {
        (0, 0) => ExitCode::Done,
        (0, _) => ExitCode::Incomplete,
        _ => ExitCode::Failed,
    })
}

fn replay(catalog: &Catalog, entry: &Entry, tally: &mut Tally) -> anyhow::Result<()> {
    for decided in evaluation(entry)?.decisions {
        let date = decided.decision.map(|decision| decision.as_of).unwrap_or_default();
        for run in decided.runs {
            let place = format!("entry {}, {} on {date}", entry.index, run.jurisdiction);
            again(catalog, run, &place, tally)?;
        }
    }
    Ok(())
}

/// Runs one plugin again. One that failed then has to give no verdict now; a limit of the host then says nothing.
fn again(catalog: &Catalog, run: PluginRun, place: &str, tally: &mut Tally) -> anyhow::Result<()> {
    let (Some(context), Some(input)) = (run.context, run.input) else {
        tally.not_run += 1;
        return Ok(());
    };
    let stored: [u8; 32] = run.plugin_digest.try_into().ok().context("an entry names no plugin")?;
    let digest = Digest::stored(stored);
    let Some(plugin) = plugins(catalog).find(|plugin| plugin.digest() == digest) else {
        warn(&format!("{place}: the plugin {} is not at hand", digest.short()));
        tally.no_plugin += 1;
        return Ok(());
    };
    let given = Given { context: context.into(), input: input.into() };
    let then = run.verdict.as_deref().map(Digest::of);
    let now = plugin.replay(&given);
    if then == now.as_ref().ok().map(|answer| answer.digest) {
        tally.same += 1;
    } else {
        let said = |digest: Option<Digest>| digest.map_or_else(|| "no verdict".to_owned(), |digest| digest.short());
        let found = now.as_ref().map_or_else(|failure| format!("no verdict: {}", failure.detail), |a| a.digest.short());
        warn(&format!("{place}: then {}, now {found}", said(then)));
        tally.differs += 1;
    }
    Ok(())
}

fn plugins(catalog: &Catalog) -> impl Iterator<Item = &Plugin> {
    catalog.rules().iter().chain(catalog.followups())
}
