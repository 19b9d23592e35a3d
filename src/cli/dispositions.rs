//! `comity dispositions`.

use std::path::PathBuf;

use comity_facts::{
    screening::{
        DisposeRequest, Disposition, DispositionDecision, ListDispositionsRequest, ScreenOptions, ScreenRequest,
        WithdrawRequest,
    },
    v1::Party,
};

use super::{
    ExitCode, Format, input, json, say,
    screen::{self, Who},
    table, warn,
};
use crate::rpc::client::{CallFailed, Client};

const DISPOSITION: &str = "comity.screening.v1.Disposition";
const COLUMNS: [&str; 9] = ["id", "party", "list", "entry", "decision", "state", "who", "until", "why"];

/// Keeps, shows and withdraws what reviewers decided.
#[derive(Debug, clap::Subcommand)]
pub(super) enum DispositionsCommand {
    /// Keep that a party is, or is not, an entry of a list. It is looked at once more, and must be what was seen.
    Add(Box<Add>),
    /// Show what was decided.
    List(Listing),
    /// Withdraw a decision.
    Withdraw(Withdraw),
}

/// `comity dispositions add`.
#[derive(Debug, clap::Args)]
pub(super) struct Add {
    #[command(flatten)]
    who: Who,
    /// Instead of a name: a file with the party, a `comity.v1.Party` in JSON; `-` is standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "name")]
    party: Option<PathBuf>,
    /// The list.
    #[arg(long, value_name = "ID")]
    list: String,
    /// The entry's own number on it.
    #[arg(long, value_name = "NUMBER")]
    entry: String,
    /// The entry as it was seen: `content` of the hit in `comity screen`, or the beginning of its `entry_digest`.
    #[arg(long, value_name = "DIGEST")]
    seen: String,
    /// What was decided.
    #[arg(long, value_enum)]
    decision: Decision,
    /// Why.
    #[arg(long)]
    why: String,
    /// First day on which it no longer holds, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    until: String,
    /// The server.
    #[arg(long, default_value = screen::SERVER)]
    server: String,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What was decided.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Decision {
    /// The party is not the entry.
    FalsePositive,
    /// The party is the entry.
    TrueMatch,
}

/// `comity dispositions list`.
#[derive(Debug, clap::Args)]
pub(super) struct Listing {
    /// Only of this list.
    #[arg(long, value_name = "ID")]
    list: Option<String>,
    /// Only of this entry.
    #[arg(long, value_name = "NUMBER")]
    entry: Option<String>,
    /// Those too that no longer hold.
    #[arg(long)]
    ended: bool,
    /// The server.
    #[arg(long, default_value = screen::SERVER)]
    server: String,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// `comity dispositions withdraw`.
#[derive(Debug, clap::Args)]
pub(super) struct Withdraw {
    /// Its id.
    id: String,
    /// Why.
    #[arg(long)]
    why: String,
    /// The server.
    #[arg(long, default_value = screen::SERVER)]
    server: String,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(command: &DispositionsCommand) -> anyhow::Result<ExitCode> {
    match command {
        DispositionsCommand::Add(command) => add(command),
        DispositionsCommand::List(command) => list(command),
        DispositionsCommand::Withdraw(command) => {
            let request = WithdrawRequest { id: command.id.clone(), why: command.why.clone() };
            screen::asked(
                &command.server,
                async |client| client.withdraw(request).await,
                |one| print(&[one], command.format),
            )
        }
    }
}

fn add(command: &Add) -> anyhow::Result<ExitCode> {
    let party = match party(command)? {
        Ok(party) => party,
        Err(code) => return Ok(code),
    };
    let made = async |client: &Client| -> Result<Option<Disposition>, CallFailed> {
        let Some(entry_digest) = seen(client, &party, command).await? else { return Ok(None) };
        client.dispose(command.request(party, entry_digest)).await.map(Some)
    };
    screen::asked(&command.server, made, |made| {
        if let Some(made) = made {
            return print(&[made], command.format);
        }
        let (entry, list, seen) = (&command.entry, &command.list, &command.seen);
        warn(&format!(
            "error: {entry} of {list} is no hit of the party whose content begins with {seen}; screen it again"
        ));
        Ok(ExitCode::Refused)
    })
}

/// The party that is meant, or the exit code of what was told instead.
fn party(command: &Add) -> anyhow::Result<Result<Party, ExitCode>> {
    let Some(file) = &command.party else {
        let named = command.who.party();
        if named.is_none() {
            warn("error: give a name, or `--party FILE`");
        }
        return Ok(named.ok_or(ExitCode::Usage));
    };
    Ok(of_file(file)?.map_err(|problem| {
        warn(&format!("{}: refused: {problem}", file.display()));
        ExitCode::Refused
    }))
}

/// The content of the entry, if the party has it as a hit, and it is what was seen.
async fn seen(client: &Client, party: &Party, command: &Add) -> Result<Option<String>, CallFailed> {
    let options = ScreenOptions { lists: vec![command.list.clone()], ..ScreenOptions::default() };
    let response = client.screen(ScreenRequest { options: Some(options), parties: vec![party.clone()] }).await?;
    let lists = response.parties.into_iter().flat_map(|party| party.lists);
    let mut hits = lists.flat_map(|list| list.hits);
    let is_it = |hit: &comity_facts::screening::ScreenedHit| {
        let entry = hit.hit.as_ref().is_some_and(|hit| hit.entry == command.entry);
        entry && !command.seen.is_empty() && hit.entry_digest.starts_with(&command.seen)
    };
    Ok(hits.find(is_it).map(|hit| hit.entry_digest))
}

fn of_file(file: &PathBuf) -> anyhow::Result<Result<Party, String>> {
    let mut found = Err("it has no party".to_owned());
    input::documents(std::slice::from_ref(file), |document| {
        found = screen::parsed(document.value)?;
        Ok(false)
    })?;
    Ok(found)
}

fn list(command: &Listing) -> anyhow::Result<ExitCode> {
    let all = async |client: &Client| {
        let (mut all, mut page_token) = (Vec::new(), None);
        loop {
            let request = ListDispositionsRequest {
                list: command.list.clone(),
                entry: command.entry.clone(),
                ended: command.ended,
                page_token,
                ..ListDispositionsRequest::default()
            };
            let page = client.dispositions(request).await?;
            all.extend(page.dispositions);
            page_token = page.next_page_token;
            if page_token.is_none() {
                return Ok(all);
            }
        }
    };
    screen::asked(&command.server, all, |all| print(&all, command.format))
}

fn print(all: &[Disposition], format: Format) -> anyhow::Result<ExitCode> {
    match format {
        Format::Table => say(&table::plain(&COLUMNS, all.iter().map(row).collect())),
        Format::Json => {
            let values = all.iter().map(|one| json::value(DISPOSITION, one)).collect::<anyhow::Result<Vec<_>>>()?;
            say(&serde_json::to_string_pretty(&values)?);
        }
        Format::Jsonl => {
            for one in all {
                say(&json::line(DISPOSITION, one)?);
            }
        }
    }
    Ok(ExitCode::Done)
}

fn row(one: &Disposition) -> [String; 9] {
    let why = match &one.withdrawal {
        Some(gone) => format!("{}; withdrawn by {}: {}", one.why, gone.principal, gone.why),
        None => one.why.clone(),
    };
    [
        one.id.clone(),
        one.party.clone(),
        one.list.clone(),
        one.entry.clone(),
        one.decision().as_str_name().trim_start_matches("DISPOSITION_DECISION_").to_owned(),
        one.state().as_str_name().trim_start_matches("DISPOSITION_STATE_").to_owned(),
        one.principal.clone(),
        one.until.clone(),
        why,
    ]
}

impl Add {
    fn request(&self, party: Party, entry_digest: String) -> DisposeRequest {
        DisposeRequest {
            party: Some(party),
            list: self.list.clone(),
            entry: self.entry.clone(),
            entry_digest,
            decision: match self.decision {
                Decision::FalsePositive => DispositionDecision::FalsePositive,
                Decision::TrueMatch => DispositionDecision::TrueMatch,
            }
            .into(),
            why: self.why.clone(),
            until: self.until.clone(),
        }
    }
}
