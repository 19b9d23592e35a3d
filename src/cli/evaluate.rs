//! `comity evaluate`.

use std::path::PathBuf;

use anyhow::Context as _;
use comity_facts::v1::{DetailLevel, EvaluateOptions, EvaluateRequest, EvaluateResponse, Record};
use prost::Message as _;

use super::{
    ExitCode, Format, configuration,
    input::{self, Document},
    json, say, table, warn,
};
use crate::{
    domain::Caller,
    rpc::{
        CallError, Edge,
        client::{self, Client},
    },
    server,
};

const RECORD: &str = "comity.v1.Record";
const RESPONSE: &str = "comity.v1.EvaluateResponse";

/// Evaluates records on one or several dates.
///
/// A record is a `comity.v1.Record` in proto3 JSON, with the field names of the proto; a file holds one or many, one
/// after the other or a line each. Without `--server` the plugins run in this process, with the same checks and answers.
#[derive(Debug, clap::Args)]
pub(super) struct Evaluate {
    /// Files with records; `-` is standard input.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Law and facts as on this day, YYYY-MM-DD; several with commas or by repeating.
    #[arg(long, required = true, value_delimiter = ',')]
    as_of: Vec<String>,
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
    /// A table for eyes or JSON for programs.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Also give the rules that were silent, not in force or not assessed (JSON).
    #[arg(long)]
    full: bool,
}

pub(super) fn run(command: &Evaluate) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no async runtime")?;
    let judge = match &command.server {
        Some(address) => match runtime.block_on(client::connect(address)) {
            Ok(client) => Judge::Server(client),
            Err(error) => {
                warn(&format!("error: the server {address} does not answer: {error}; start one with `comity serve`"));
                return Ok(ExitCode::Unavailable);
            }
        },
        None => Judge::Here(Box::new(here(command)?)),
    };
    let mut worst = ExitCode::Done;
    input::documents(&command.files, |document| {
        worst = worst.max(runtime.block_on(one(command, &judge, document))?);
        Ok(())
    })?;
    Ok(worst)
}

/// Who evaluates.
enum Judge {
    Server(Client),
    Here(Box<Edge>),
}

fn here(command: &Evaluate) -> anyhow::Result<Edge> {
    let mut config = configuration(command.config.as_deref())?.config;
    if let Some(plugins) = &command.plugins {
        config.plugins.dir = Some(plugins.clone());
    }
    Ok(server::edge(&config, |_| {})?)
}

async fn one(command: &Evaluate, judge: &Judge, document: Document) -> anyhow::Result<ExitCode> {
    let Document { place, value } = document;
    let refuse = |problems: &[String]| {
        warn(&format!("{place}: refused"));
        for problem in problems {
            warn(&format!("  {problem}"));
        }
        Ok(ExitCode::Refused)
    };
    let value = match value {
        Ok(value) => value,
        Err(error) => return refuse(&[format!("not JSON: {error}")]),
    };
    let record = match json::encode(RECORD, &value)? {
        Ok(record) => record,
        Err(error) => return refuse(&[error.to_string()]),
    };
    match judge.evaluate(command, &record).await? {
        Judged::Decided(response) => print(command, &response),
        Judged::Refused(problems) => refuse(&problems),
        Judged::Unavailable(problem) => {
            warn(&format!("{place}: not evaluated: {problem}"));
            Ok(ExitCode::Unavailable)
        }
    }
}

/// What came of one record.
enum Judged {
    Decided(EvaluateResponse),
    Refused(Vec<String>),
    Unavailable(String),
}

impl Judge {
    async fn evaluate(&self, command: &Evaluate, record: &[u8]) -> anyhow::Result<Judged> {
        let options = EvaluateOptions {
            as_of: command.as_of.clone(),
            jurisdictions: command.jurisdiction.clone(),
            assessed_parts: command.assessed.clone(),
            detail: if command.full { DetailLevel::Full.into() } else { DetailLevel::Unspecified.into() },
        };
        let request =
            EvaluateRequest { request_id: None, options: Some(options), record: Some(Record::decode(record)?) };
        match self {
            Self::Server(client) => Ok(match client.evaluate(request).await {
                Ok(response) => Judged::Decided(response),
                Err(error) if error.violations.is_empty() => Judged::Unavailable(error.to_string()),
                Err(error) => Judged::Refused(error.violations),
            }),
            Self::Here(edge) => match edge.evaluate(Caller::local(), request.encode_to_vec().into()).await {
                Ok(response) => Ok(Judged::Decided(response)),
                Err(CallError::Refused(refusal)) => Ok(Judged::Refused(
                    refusal.violations.iter().map(|v| format!("{}: {}", v.path, v.description)).collect(),
                )),
                Err(error) => Err(error.into()),
            },
        }
    }
}

fn print(command: &Evaluate, response: &EvaluateResponse) -> anyhow::Result<ExitCode> {
    match command.format {
        Format::Table => say(&table::decisions(response)),
        Format::Json => say(&json::pretty(RESPONSE, response)?),
        Format::Jsonl => say(&json::line(RESPONSE, response)?),
    }
    let complete = response.decisions.iter().all(|decision| decision.complete);
    Ok(if complete { ExitCode::Done } else { ExitCode::Incomplete })
}
