//! `comity lists`.

mod diff;
mod import;
mod operate;
mod search;

use std::{collections::BTreeSet, path::PathBuf};

use comity_facts::catalog::{ListListsResponse, ListStatus};

use super::{ExitCode, Format, configuration, json, say, table};
use crate::{rpc, screening::Lists, server};

/// Shows the sanctions lists.
#[derive(Debug, clap::Subcommand)]
pub(super) enum ListsCommand {
    /// Load the configured lists as the server would, and show how each is: when it was published, whether it serves, what
    /// was not understood. Exits with 1 if one is refused or too old, or
    /// if a newer one is refused and an older one goes on serving.
    Status(Status),
    /// Take a list into the history (`lists.history_dir`), from a file, a folder or an address. A server with the same history
    /// serves it at its next reading (`lists.refresh_ms`, or SIGHUP). Exits with 1 if it is refused.
    Import(import::Import),
    /// Screen a name against the lists, today's or those known on a past day. Exits with 3 if a list could not be screened
    /// against.
    Search(search::Search),
    /// Have a server read its lists again now, and show how they are then. Exits with 1 as `status` does.
    Refresh(operate::Refresh),
    /// Consent to a list that a server refused because it is much smaller, by its digest. Exits with 1 as `status` does.
    Accept(operate::Accept),
    /// Show what differs between two snapshots of a list: who was added, removed or changed, by content.
    Diff(diff::Diff),
}

/// `comity lists status`.
#[derive(Debug, clap::Args)]
pub(super) struct Status {
    /// Configuration file, in TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Show too what reading each source came to: names by quality, dates, documents, what was left out and what was not
    /// understood. Only in tables.
    #[arg(long)]
    report: bool,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

const LISTS: &str = "comity.catalog.v1.ListListsResponse";
const COLUMNS: [&str; 6] = ["list", "format", "published", "entries", "state", "note"];

pub(super) fn run(command: &ListsCommand) -> anyhow::Result<ExitCode> {
    match command {
        ListsCommand::Status(command) => status(command),
        ListsCommand::Import(command) => import::run(command),
        ListsCommand::Search(command) => search::run(command),
        ListsCommand::Refresh(command) => operate::refresh(command),
        ListsCommand::Accept(command) => operate::accept(command),
        ListsCommand::Diff(command) => diff::run(command),
    }
}

fn status(status: &Status) -> anyhow::Result<ExitCode> {
    let config = configuration(status.config.as_deref())?.config;
    let loaded = server::lists(&config.lists)?;
    let lists = rpc::lists(&loaded);
    match status.format {
        Format::Table => {
            say(&shown(&lists));
            if status.report {
                reports(&loaded);
            }
        }
        Format::Json => say(&json::pretty(LISTS, &lists)?),
        Format::Jsonl => say(&json::line(LISTS, &lists)?),
    }
    Ok(code(&lists))
}

/// Whether every list serves, and no newer one is refused.
fn code(lists: &ListListsResponse) -> ExitCode {
    let serve = lists.lists.iter().all(|list| list.error.is_none() && list.kept.is_none() && !list.stale);
    if serve { ExitCode::Done } else { ExitCode::Failed }
}

/// The report of each source, once for all its lists.
fn reports(lists: &Lists) {
    let mut seen = BTreeSet::new();
    for status in lists.status().filter(|status| seen.insert(status.digest)) {
        if let Ok(report) = &status.outcome {
            say(&format!("\n{}, {}", status.format.name(), status.digest.map(|d| d.to_string()).unwrap_or_default()));
            say(&table::plain(&import::COLUMNS, import::rows_of(report)));
        }
    }
}

fn shown(lists: &ListListsResponse) -> String {
    table::plain(&COLUMNS, lists.lists.iter().map(row).collect())
}

fn row(list: &ListStatus) -> [String; 6] {
    let (state, note) = match (&list.error, list.max_age_days) {
        (Some(error), _) => ("REFUSED", error.clone()),
        (None, Some(days)) if list.stale => ("STALE", format!("older than {days} days: not screened against")),
        (None, _) if list.kept.is_some() => {
            ("KEPT", format!("a newer one is refused: {}", list.kept.clone().unwrap_or_default()))
        }
        (None, _) if list.sample => ("SAMPLE", "not the list: decisions that need it are incomplete".to_owned()),
        (None, _) if list.not_understood > 0 => ("serves", format!("{} things not understood", list.not_understood)),
        (None, _) => ("serves", String::new()),
    };
    let published = list.published_on.clone().unwrap_or_default();
    [list.list.clone(), list.format.clone(), published, list.entries.to_string(), state.to_owned(), note]
}
