//! `comity evaluate`.

use std::path::PathBuf;

use anyhow::Context as _;
use comity_facts::v1::{
    DetailLevel, EvaluateOptions, EvaluateRequest, EvaluateResponse, Record, StreamOpen, TimelineOptions,
};
use prost::Message as _;

use super::{
    ExitCode, configuration,
    input::{self, Document},
    json, many,
    report::{Format, Progress, Report},
    timeline::{self, Target},
    warn,
};
use crate::{
    config::LedgerMode,
    domain::Caller,
    rpc::{
        CallError, Edge,
        client::{self, Client},
    },
    server,
};

pub(super) const RECORD: &str = "comity.v1.Record";

/// Evaluates records on one or several dates.
///
/// A record is a `comity.v1.Record` in proto3 JSON, with the field names of the proto; a file holds one or many, one
/// after the other or a line each. By a server they go over one stream, whatever the size of the files; without `--server`
/// the plugins run in this process, with the same checks and answers. Answers come in the order of the records.
///
/// With `--timeline` one record is judged on every day of a range, and the answer is each day on which it changes: what
/// changes, and why (a rule came into force, a date of the record, a deadline). `--html FILE` also writes it as a page that
/// needs nothing else. By a server nothing of a timeline is kept in the ledger.
#[derive(Debug, clap::Args)]
pub(super) struct Evaluate {
    /// Files with records; `-` is standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Law and facts as on this day, YYYY-MM-DD; several with commas or by repeating.
    #[arg(long, required_unless_present = "timeline", value_delimiter = ',')]
    as_of: Vec<String>,
    /// Every day on which the answer about one record changes, instead of its answer on some days.
    #[arg(long, conflicts_with_all = ["as_of", "resume", "full"])]
    timeline: bool,
    /// The first day of the timeline. Absent: a new year's day, a year or more before the record's first date.
    #[arg(long, requires = "timeline", conflicts_with = "as_of")]
    from: Option<String>,
    /// The first day after the timeline. Absent: a new year's day after the last date of the law that is known, and a year or
    /// more after today and the last date of the record.
    #[arg(long, requires = "timeline", conflicts_with = "as_of")]
    to: Option<String>,
    /// Also write the timeline as a page for browsers and printers to this file.
    #[arg(long, requires = "timeline", conflicts_with = "as_of", value_name = "FILE")]
    html: Option<PathBuf>,
    /// Screen by the lists as they had been published by this day, YYYY-MM-DD, from the history (`lists.history_dir`); the law stays that
    /// of `--as-of`.
    #[arg(long, conflicts_with = "timeline", value_name = "DAY")]
    known_at: Option<String>,
    /// Only these jurisdictions; several with commas or by repeating.
    #[arg(long, value_delimiter = ',')]
    jurisdiction: Vec<String>,
    /// Parts of the record that were looked at, so that one that is absent counts as NEEDS_REVIEW, e.g. `wages`.
    #[arg(long, value_delimiter = ',')]
    assessed: Vec<String>,
    /// Let this server evaluate, e.g. http://127.0.0.1:50551. Absent: this process does.
    #[arg(long)]
    server: Option<String>,
    /// The configuration for evaluating in this process.
    #[arg(long, conflicts_with = "server")]
    config: Option<PathBuf>,
    /// The folder of plugins for evaluating in this process.
    #[arg(long, conflicts_with = "server")]
    plugins: Option<PathBuf>,
    /// A table for eyes; JSON, JSON Lines or CSV for programs.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write the answers to this file. Absent: to standard output.
    #[arg(long)]
    output: Option<PathBuf>,
    /// Go on with a run that broke off: as many documents as `--output` has lines are skipped (JSON Lines).
    #[arg(long, requires = "output")]
    resume: bool,
    /// Also give the rules that were silent, not in force or not assessed (JSON).
    #[arg(long)]
    full: bool,
}

pub(super) fn run(command: &Evaluate) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no async runtime")?;
    if command.timeline {
        return timeline(command, &runtime);
    }
    let mut report = match &command.output {
        Some(file) if command.resume => Report::resume(file)?,
        file => Report::new(command.format, file.as_deref())?,
    };
    match &command.server {
        Some(address) => runtime.block_on(by_server(command, address, &mut report)),
        None => here(command, &runtime, &mut report),
    }
}

fn timeline(command: &Evaluate, runtime: &tokio::runtime::Runtime) -> anyhow::Result<ExitCode> {
    let [file] = command.files.as_slice() else {
        warn("error: `--timeline` takes one file with one record");
        return Ok(ExitCode::Usage);
    };
    let (options, target) = (command.timeline_options(), command.target());
    match &command.server {
        Some(address) => runtime.block_on(async {
            match connected(address).await {
                Some(client) => timeline::by_server(&client, file, options, &target).await,
                None => Ok(ExitCode::Unavailable),
            }
        }),
        None => runtime.block_on(timeline::here(&edge(command)?, file, options, &target)),
    }
}

/// Absent, if the server does not answer; that was told.
pub(super) async fn connected(address: &str) -> Option<Client> {
    match client::connect(address).await {
        Ok(client) => Some(client),
        Err(error) => {
            warn(&format!("error: the server {address} does not answer: {error}; start one with `comity serve`"));
            None
        }
    }
}

async fn by_server(command: &Evaluate, address: &str, report: &mut Report) -> anyhow::Result<ExitCode> {
    let Some(client) = connected(address).await else { return Ok(ExitCode::Unavailable) };
    let open = StreamOpen { options: Some(command.options()), ..StreamOpen::default() };
    let skip = report.written();
    many::run(&client, open, command.files.clone(), skip, report).await
}

/// What answers in this process.
fn edge(command: &Evaluate) -> anyhow::Result<Edge> {
    let mut config = configuration(command.config.as_deref())?.config;
    if let Some(plugins) = &command.plugins {
        config.plugins.dir = Some(plugins.clone());
    }
    // The ledger is the server's. Answers say that nothing was kept.
    config.ledger.mode = LedgerMode::Off;
    Ok(server::edge(&config, |_| {})?)
}

/// In this process, record by record.
fn here(command: &Evaluate, runtime: &tokio::runtime::Runtime, report: &mut Report) -> anyhow::Result<ExitCode> {
    let edge = edge(command)?;
    let (mut worst, mut progress, mut to_skip) = (ExitCode::Done, Progress::start(), report.written());
    input::documents(&command.files, |document| {
        if to_skip > 0 {
            to_skip -= 1;
            return Ok(true);
        }
        worst = worst.max(runtime.block_on(one(command, &edge, document, report))?);
        progress.one_more();
        Ok(true)
    })?;
    progress.end();
    report.flush()?;
    Ok(worst)
}

async fn one(command: &Evaluate, edge: &Edge, document: Document, report: &mut Report) -> anyhow::Result<ExitCode> {
    let Document { place, value } = document;
    let value = match value {
        Ok(value) => value,
        Err(error) => return report.refused(&place, &[format!("not JSON: {error}")]),
    };
    let record = match json::encode(RECORD, &value)? {
        Ok(record) => Record::decode(record.as_slice())?,
        Err(error) => return report.refused(&place, &[error.to_string()]),
    };
    let request = EvaluateRequest { request_id: None, options: Some(command.options()), record: Some(record) };
    match edge.evaluate(Caller::local(), request.encode_to_vec().into()).await {
        Ok(response) => report.decided(&EvaluateResponse::decode(response.bytes.as_slice())?),
        Err(CallError::Refused(refusal)) => {
            let problems = refusal.violations.iter().map(|v| format!("{}: {}", v.path, v.description));
            report.refused(&place, &problems.collect::<Vec<_>>())
        }
        Err(error) => Err(error.into()),
    }
}

impl Evaluate {
    fn timeline_options(&self) -> TimelineOptions {
        TimelineOptions {
            from: self.from.clone(),
            to: self.to.clone(),
            jurisdictions: self.jurisdiction.clone(),
            assessed_parts: self.assessed.clone(),
        }
    }

    fn target(&self) -> Target<'_> {
        Target { format: self.format, output: self.output.as_deref(), html: self.html.as_deref() }
    }

    fn options(&self) -> EvaluateOptions {
        EvaluateOptions {
            as_of: self.as_of.clone(),
            jurisdictions: self.jurisdiction.clone(),
            assessed_parts: self.assessed.clone(),
            detail: if self.full { DetailLevel::Full.into() } else { DetailLevel::Unspecified.into() },
            known_at: self.known_at.clone(),
        }
    }
}
