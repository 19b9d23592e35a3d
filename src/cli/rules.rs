//! `comity rules` and `comity explain`.

use std::path::PathBuf;

use anyhow::Context as _;
use comity_facts::{
    catalog::{ListRulesRequest, ListRulesResponse},
    policy::RuleInfo,
    v1::{Addressee, Certainty, Outcome},
};
use prost::Message as _;

use super::{ExitCode, Format, configuration, json, say, table, warn};
use crate::{
    config::LedgerMode,
    rpc::{CallError, client},
    server,
};

/// Lists the rules: what each asks, when its law is in force, the worst it may give, how certain it is.
///
/// Every rule of the plugins, or those of some jurisdictions, or those in force on a day; from a server, or from plugins that this
/// process loads.
#[derive(Debug, clap::Args)]
pub(super) struct Rules {
    /// Only rules in force on this day, YYYY-MM-DD.
    #[arg(long)]
    as_of: Option<String>,
    /// Only these jurisdictions; several with commas or by repeating.
    #[arg(long, value_delimiter = ',')]
    jurisdiction: Vec<String>,
    #[command(flatten)]
    source: Source,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Explains one rule: what it asks, on what law and since when, what it reads, what follows.
///
/// Exits with 1 if there is no such rule.
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The rule, e.g. `qa.wage.min@2021`; `comity rules` lists them.
    rule: String,
    #[command(flatten)]
    source: Source,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Where the rules come from.
#[derive(Debug, clap::Args)]
struct Source {
    /// Ask this server, e.g. http://127.0.0.1:50551. Absent: this process loads the plugins.
    #[arg(long)]
    server: Option<String>,
    /// The configuration for loading plugins in this process.
    #[arg(long, conflicts_with = "server")]
    config: Option<PathBuf>,
    /// The folder of plugins for loading in this process.
    #[arg(long, conflicts_with = "server")]
    plugins: Option<PathBuf>,
}

const RULES: &str = "comity.catalog.v1.ListRulesResponse";
const COLUMNS: [&str; 5] = ["rule", "in force", "worst", "certainty", "asks"];

pub(super) fn list(command: &Rules) -> anyhow::Result<ExitCode> {
    let request =
        ListRulesRequest { as_of: command.as_of.clone(), jurisdictions: command.jurisdiction.clone(), rule_id: None };
    let rules = match command.source.ask(request)? {
        Ok(rules) => rules,
        Err(code) => return Ok(code),
    };
    match command.format {
        Format::Table => say(&table::plain(&COLUMNS, rules.rules.iter().map(row).collect())),
        Format::Json => say(&json::pretty(RULES, &rules)?),
        Format::Jsonl => say(&json::line(RULES, &rules)?),
    }
    Ok(ExitCode::Done)
}

pub(super) fn explain(command: &Explain) -> anyhow::Result<ExitCode> {
    let request = ListRulesRequest { rule_id: Some(command.rule.clone()), ..ListRulesRequest::default() };
    let rules = match command.source.ask(request)? {
        Ok(rules) => rules,
        Err(code) => return Ok(code),
    };
    let Some(rule) = rules.rules.first() else {
        warn(&format!("error: there is no rule `{}`; `comity rules` lists them all", command.rule));
        return Ok(ExitCode::Failed);
    };
    match command.format {
        Format::Table => say(&page(rule)),
        Format::Json => say(&json::pretty(RULES, &rules)?),
        Format::Jsonl => say(&json::line(RULES, &rules)?),
    }
    Ok(ExitCode::Done)
}

impl Source {
    /// The rules, or how to end without them: the problem was told.
    fn ask(&self, request: ListRulesRequest) -> anyhow::Result<Result<ListRulesResponse, ExitCode>> {
        match &self.server {
            Some(address) => by_server(address, request),
            None => self.here(&request),
        }
    }

    fn here(&self, request: &ListRulesRequest) -> anyhow::Result<Result<ListRulesResponse, ExitCode>> {
        let mut config = configuration(self.config.as_deref())?.config;
        if let Some(plugins) = &self.plugins {
            config.plugins.dir = Some(plugins.clone());
        }
        config.ledger.mode = LedgerMode::Off;
        match server::edge(&config, |_| {})?.list_rules(&request.encode_to_vec()) {
            Ok(rules) => Ok(Ok(rules)),
            Err(CallError::Refused(refusal)) => {
                for violation in refusal.violations {
                    warn(&format!("error: {}: {}", violation.path, violation.description));
                }
                Ok(Err(ExitCode::Usage))
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn by_server(address: &str, request: ListRulesRequest) -> anyhow::Result<Result<ListRulesResponse, ExitCode>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("no async runtime")?;
    runtime.block_on(async {
        let client = match client::connect(address).await {
            Ok(client) => client,
            Err(error) => {
                warn(&format!("error: the server {address} does not answer: {error}; start one with `comity serve`"));
                return Ok(Err(ExitCode::Unavailable));
            }
        };
        match client.rules(request).await {
            Ok(rules) => Ok(Ok(rules)),
            Err(failed) => {
                let told = if failed.violations.is_empty() { vec![failed.to_string()] } else { failed.violations };
                for problem in told {
                    warn(&format!("error: {problem}"));
                }
                Ok(Err(ExitCode::Usage))
            }
        }
    })
}

fn row(rule: &RuleInfo) -> [String; 5] {
    let worst = name(rule.worst().as_str_name(), "OUTCOME_");
    [rule.id.clone(), in_force(rule), worst, certainty(rule.certainty()).to_owned(), rule.title.clone()]
}

/// `[from, to)` of each interval.
fn in_force(rule: &RuleInfo) -> String {
    let span = |from: &str, to: Option<&str>| format!("{from} to {}", to.unwrap_or("now"));
    rule.in_force.iter().map(|interval| span(&interval.from, interval.to.as_deref())).collect::<Vec<_>>().join(", ")
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Verified => "verified",
        Certainty::FromKnowledge => "from knowledge",
        Certainty::Low | Certainty::Unspecified => "low",
    }
}

fn name(name: &str, prefix: &str) -> String {
    name.trim_start_matches(prefix).to_owned()
}

/// A page about one rule.
fn page(rule: &RuleInfo) -> String {
    let addressees = rule.addressees().map(|addressee: Addressee| name(addressee.as_str_name(), "ADDRESSEE_"));
    let worst: Outcome = rule.worst();
    let parts = if rule.gate_parts.is_empty() { "-".to_owned() } else { rule.gate_parts.join(", ") };
    let lines = [
        ("asks", rule.title.clone()),
        ("law", rule.basis.clone()),
        ("in force", in_force(rule)),
        ("worst outcome", name(worst.as_str_name(), "OUTCOME_")),
        ("certainty", certainty(rule.certainty()).to_owned()),
        ("binds", addressees.collect::<Vec<_>>().join(", ")),
        ("needs parts", parts),
        ("reads", rule.fields.join("\n")),
        ("consequence", rule.consequence.clone()),
        ("refers to", rule.referrals.join(", ")),
        ("sources", rule.sources.join(", ")),
    ];
    let shown = lines.into_iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| [what.to_owned(), text]);
    table::plain(&["", &rule.id], shown.collect())
}
