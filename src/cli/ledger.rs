//! `comity ledger`: for operators and auditors. Reads only, also while a server writes.

mod replay;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context as _, bail, ensure};
use comity_facts::v1::{DetailLevel, EvaluateResponse, LedgerEntry};
use prost::Message as _;

use super::{ExitCode, Format, configuration, json, say, table};
use crate::{
    ledger::{Entry, EntryId, Folder, Reader, message::Evaluation},
    rpc,
};

/// Reads the ledger of decisions; changes nothing, and may run while a server writes.
#[derive(Debug, clap::Subcommand)]
pub(super) enum LedgerCommand {
    /// Check every byte: frames, order, the tree of hashes, and that each payload is the one that its leaf commits to.
    ///
    /// Exit codes: 0 everything holds; 1 it does not, and file, byte and entry are named.
    Verify {
        #[command(flatten)]
        place: Place,
    },
    /// List entries: index, decision id, time, record, and the bounds on each date.
    List {
        #[command(flatten)]
        place: Place,
        /// The first entry.
        #[arg(long, default_value_t = 0)]
        from: u64,
        /// How many.
        #[arg(long, default_value_t = 50)]
        count: u64,
    },
    /// Show one entry: what was decided, as it was decided.
    Show {
        #[command(flatten)]
        place: Place,
        /// A decision id, or an index.
        entry: Selector,
        /// A table for eyes or JSON for programs.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Run the plugins again on the bytes that they were given, and compare the digests of their verdicts.
    ///
    /// Exit codes: 0 every verdict is the same; 1 one differs; 3 one could not be had, because its plugin is not at hand.
    Replay(replay::Replay),
}

/// Which ledger.
#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// The ledger's folder. Without it, that of the configuration.
    #[arg(long)]
    dir: Option<PathBuf>,
    /// The configuration, a TOML file.
    #[arg(long)]
    config: Option<PathBuf>,
}

/// An entry by its id or its index.
#[derive(Clone, Copy, Debug)]
pub(super) enum Selector {
    Id(EntryId),
    Index(u64),
}

impl std::str::FromStr for Selector {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let index = || text.parse().map(Self::Index).map_err(|_| "neither a decision id nor an index".to_owned());
        text.parse().map(Self::Id).or_else(|_| index())
    }
}

pub(super) fn run(command: &LedgerCommand) -> anyhow::Result<ExitCode> {
    match command {
        LedgerCommand::Verify { place } => verify(&place.open()?),
        LedgerCommand::List { place, from, count } => list(&place.open()?, *from, *count),
        LedgerCommand::Show { place, entry, format } => show(&place.open()?, *entry, *format),
        LedgerCommand::Replay(command) => replay::run(command),
    }
}

impl Place {
    fn open(&self) -> anyhow::Result<Reader> {
        let dir = match &self.dir {
            Some(dir) => dir.clone(),
            None => configuration(self.config.as_deref())?.config.ledger.dir,
        };
        open(&dir)
    }
}

fn open(dir: &Path) -> anyhow::Result<Reader> {
    ensure!(dir.is_dir(), "there is no ledger in `{}`: name its folder with `--dir`", dir.display());
    let folder = Folder::open(dir).with_context(|| format!("`{}` cannot be opened", dir.display()))?;
    Ok(Reader::open(Arc::new(folder))?)
}

fn verify(reader: &Reader) -> anyhow::Result<ExitCode> {
    // Frames, order and hashes were checked when it was opened; here the payloads are.
    let (entries, root) = reader.tree();
    for entry in reader.entries(0..entries) {
        evaluation(&entry?)?;
    }
    say(&format!("ledger {}: {entries} entries, root {root}: everything holds", reader.origin()));
    Ok(ExitCode::Done)
}

fn list(reader: &Reader, from: u64, count: u64) -> anyhow::Result<ExitCode> {
    let mut rows = Vec::new();
    for entry in reader.entries(from..from.saturating_add(count)) {
        let entry = entry?;
        let evaluation = evaluation(&entry)?;
        let time = jiff_time(entry.leaf.time_ms);
        let decisions = evaluation.decisions.iter().filter_map(|decided| decided.decision.as_ref());
        let bounds = decisions.map(table::bounds_on).collect::<Vec<_>>().join("; ");
        rows.push([entry.index.to_string(), entry.id.to_string(), time, evaluation.record_id, bounds]);
    }
    let (entries, _) = reader.tree();
    say(&table::plain(&["index", "decision id", "time", "record", "at least to at most"], rows));
    say(&format!("{entries} entries in all"));
    Ok(ExitCode::Done)
}

fn show(reader: &Reader, selector: Selector, format: Format) -> anyhow::Result<ExitCode> {
    let entry = find(reader, selector)?;
    let response = response(&entry)?;
    match format {
        Format::Table => {
            say(&format!("entry {} of {}, made {}", entry.index, reader.tree().0, jiff_time(entry.leaf.time_ms)));
            say(&format!("decision id {}, catalog {}", entry.id, entry.leaf.catalog));
            say(&table::decisions(&response));
        }
        Format::Json => say(&json::pretty("comity.v1.EvaluateResponse", &response)?),
        Format::Jsonl => say(&json::line("comity.v1.EvaluateResponse", &response)?),
    }
    Ok(ExitCode::Done)
}

fn find(reader: &Reader, selector: Selector) -> anyhow::Result<Entry> {
    let found = match selector {
        Selector::Id(id) => reader.find(id)?,
        Selector::Index(index) => reader.read(index)?,
    };
    match found {
        Some(entry) => Ok(entry),
        None => bail!("the ledger has no such entry; it has {} of them, from index 0", reader.tree().0),
    }
}

fn evaluation(entry: &Entry) -> anyhow::Result<Evaluation> {
    Evaluation::decode(entry.payload.as_slice()).with_context(|| format!("entry {}: {NO_EVALUATION}", entry.index))
}

/// The answer as its caller got it, in full.
fn response(entry: &Entry) -> anyhow::Result<EvaluateResponse> {
    let mut response = rpc::answered(entry, DetailLevel::Full).context(NO_EVALUATION)?;
    response.ledger =
        Some(LedgerEntry { decision_id: entry.id.to_string(), index: Some(entry.index), ..LedgerEntry::default() });
    Ok(response)
}

const NO_EVALUATION: &str = "the entry is whole, and is no evaluation: it was written by another program";

fn jiff_time(time_ms: u64) -> String {
    let time = i64::try_from(time_ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.map_or_else(|| "at no time".to_owned(), |time| time.to_string())
}
