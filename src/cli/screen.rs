//! `comity screen`.

mod shown;
mod who;

use std::path::PathBuf;

use anyhow::Context as _;
use comity_facts::{
    screening::{
        MatchMode, MatchParameters, PartyAnswer, ScreenOptions, ScreenRequest, WeakAliases,
        screen_stream_response::Message as Screened,
    },
    v1::{FieldViolation, GapReason, HitBand, Party},
};
use prost::Message as _;
use tokio::sync::mpsc;

use super::{
    ExitCode, Format, evaluate,
    input::{self, Document},
    json, say, warn,
};
use crate::rpc::client::{CallFailed, Client};
pub(super) use shown::answers as shown;
pub(super) use who::Who;

/// Where a server is that was started without an address.
pub(super) const SERVER: &str = "http://127.0.0.1:50551";
pub(super) const PARTY: &str = "comity.v1.Party";
const ANSWER: &str = "comity.screening.v1.PartyAnswer";
const RESPONSE: &str = "comity.screening.v1.ScreenResponse";
/// Parties of a chunk of the stream, and chunks that were read and wait.
const CHUNK_PARTIES: usize = 256;
const READ_AHEAD: usize = 4;

/// Screens one party, or files of them, against the lists of a server.
///
/// A hit says that a party resembles an entry, and why; what a reviewer decided about it stands beside. Exits with 3 if a list
/// could not be screened against, or is the project's sample; with 2 if a party is refused.
#[derive(Debug, clap::Args)]
pub(super) struct Screen {
    #[command(flatten)]
    who: Who,
    /// Instead of one name: files of parties, each a `comity.v1.Party` in JSON, one after the other or a line each; `-` is
    /// standard input. They go over one stream, whatever their size.
    #[arg(long, value_name = "FILE", conflicts_with = "name")]
    parties: Vec<PathBuf>,
    /// Only this list, e.g. `UN-1718`; several with commas or by repeating. Without it, all lists.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    list: Vec<String>,
    /// The weakest band.
    #[arg(long, value_enum)]
    least: Option<Least>,
    /// Most hits of a party on a list.
    #[arg(long)]
    limit: Option<u32>,
    /// Scores as OFAC's own search would have them, by names alone.
    #[arg(long)]
    ofac: bool,
    /// What weak aliases are good for.
    #[arg(long, value_enum)]
    weak_aliases: Option<Weak>,
    /// Only entries that can have been listed on this day, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// By the lists as they had been published by this day, from the server's history.
    #[arg(long, value_name = "DAY")]
    known_at: Option<String>,
    /// The server.
    #[arg(long, default_value = SERVER)]
    server: String,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What weak aliases are good for.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Weak {
    /// They raise no hit alone, and confirm one. The default.
    Confirm,
    /// They count as any other alias.
    Count,
    /// They are not looked at.
    Ignore,
}

/// The weakest band that is wanted.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(super) enum Least {
    /// A document's number is the same.
    Confirmed,
    /// A name as good as equal.
    Strong,
    /// For a person to look at.
    Possible,
    /// Only for information.
    Weak,
}

pub(super) fn run(command: &Screen) -> anyhow::Result<ExitCode> {
    if !command.parties.is_empty() {
        return runtime()?.block_on(many(command));
    }
    let Some(party) = command.who.party() else {
        warn("error: give a name, or `--parties FILE`");
        return Ok(ExitCode::Usage);
    };
    let request = ScreenRequest { options: Some(command.options()), parties: vec![party] };
    asked(
        &command.server,
        async |client| client.screen(request).await,
        |response| {
            match command.format {
                Format::Table => say(&shown::answers(&response.parties)),
                Format::Json => say(&json::pretty(RESPONSE, &response)?),
                Format::Jsonl => say(&json::line(RESPONSE, &response)?),
            }
            Ok(response.parties.iter().map(code).max().unwrap_or(ExitCode::Done))
        },
    )
}

/// Calls a server and prints what it says; of a call without an answer why there is none.
pub(super) fn asked<M>(
    server: &str,
    call: impl AsyncFnOnce(&Client) -> Result<M, CallFailed>,
    print: impl FnOnce(M) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    runtime()?.block_on(async {
        let Some(client) = evaluate::connected(server).await else { return Ok(ExitCode::Unavailable) };
        match call(&client).await {
            Ok(answer) => print(answer),
            Err(error) => Ok(failed(&error)),
        }
    })
}

fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no async runtime")
}

pub(super) fn failed(error: &CallFailed) -> ExitCode {
    warn(&format!("error: {error}"));
    error.violations.iter().for_each(|violation| warn(&format!("  {violation}")));
    if error.violations.is_empty() { ExitCode::Failed } else { ExitCode::Refused }
}

/// Files of parties over one stream: a thread reads and parses, a task sends, and what comes back is printed as it comes.
async fn many(command: &Screen) -> anyhow::Result<ExitCode> {
    let Some(client) = evaluate::connected(&command.server).await else { return Ok(ExitCode::Unavailable) };
    let (sender, mut answers) = match client.screen_stream(command.options()).await {
        Ok(stream) => stream,
        Err(error) => return Ok(failed(&error)),
    };
    let (chunks, mut read) = mpsc::channel(READ_AHEAD);
    let files = command.parties.clone();
    let reading = tokio::task::spawn_blocking(move || chunked(&files, &chunks));
    let sending = tokio::spawn(async move {
        while let Some(parties) = read.recv().await {
            sender.parties(parties).await;
        }
    });
    let mut worst = ExitCode::Done;
    let ended = loop {
        match answers.next().await {
            Ok(Some(Screened::Answer(answer))) => {
                print(&answer, command.format)?;
                worst = worst.max(code(&answer));
            }
            Ok(Some(Screened::Refusal(refusal))) => {
                let problem = |v: &FieldViolation| format!("{}: {}", v.field, v.description);
                let problems: Vec<_> = refusal.violations.iter().map(problem).collect();
                warn(&format!("party {}: refused: {}", refusal.sequence, problems.join("; ")));
                worst = worst.max(ExitCode::Refused);
            }
            Ok(Some(Screened::Basis(_))) => {}
            Ok(Some(Screened::Summary(_))) => break worst,
            Ok(None) => break ExitCode::Failed,
            Err(error) => break failed(&error),
        }
    };
    sending.abort();
    let all = reading.await??;
    Ok(if all { ended } else { ended.max(ExitCode::Refused) })
}

fn print(answer: &PartyAnswer, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Table => say(&shown::answers(std::slice::from_ref(answer))),
        Format::Json => say(&json::pretty(ANSWER, answer)?),
        Format::Jsonl => say(&json::line(ANSWER, answer)?),
    }
    Ok(())
}

/// Reads parties in chunks; false if one of them is none.
fn chunked(files: &[PathBuf], chunks: &mpsc::Sender<Vec<Party>>) -> anyhow::Result<bool> {
    let (mut chunk, mut all) = (Vec::new(), true);
    input::documents(files, |Document { place, value }| {
        match parsed(value)? {
            Ok(party) => chunk.push(party),
            Err(problem) => {
                warn(&format!("{place}: refused: {problem}"));
                all = false;
            }
        }
        let full = chunk.len() >= CHUNK_PARTIES;
        Ok(!full || chunks.blocking_send(std::mem::take(&mut chunk)).is_ok())
    })?;
    if !chunk.is_empty() {
        // A closed channel: whoever took the chunks has said why.
        let _ = chunks.blocking_send(chunk);
    }
    Ok(all)
}

/// A party of a JSON value, or why it is none.
pub(super) fn parsed(value: Result<serde_json::Value, serde_json::Error>) -> anyhow::Result<Result<Party, String>> {
    let value = match value {
        Ok(value) => value,
        Err(error) => return Ok(Err(format!("not JSON: {error}"))),
    };
    Ok(match json::encode(PARTY, &value)? {
        Ok(bytes) => Ok(Party::decode(bytes.as_slice())?),
        Err(error) => Err(error.to_string()),
    })
}

/// A band in the words of the contract.
pub(super) fn band(least: Least) -> HitBand {
    match least {
        Least::Confirmed => HitBand::Confirmed,
        Least::Strong => HitBand::Strong,
        Least::Possible => HitBand::Possible,
        Least::Weak => HitBand::Weak,
    }
}

/// Whether everybody was screened, and against the lists themselves.
fn code(answer: &PartyAnswer) -> ExitCode {
    let whole = |list: &comity_facts::screening::ListAnswer| {
        list.not_screened.is_none() && list.caveats().all(|caveat| caveat != GapReason::ListSample)
    };
    if answer.lists.iter().all(whole) { ExitCode::Done } else { ExitCode::Incomplete }
}

impl Screen {
    fn options(&self) -> ScreenOptions {
        let least = self.least.map(band);
        let mode = self.ofac.then_some(MatchMode::Ofac);
        let weak_aliases = self.weak_aliases.map(|weak| match weak {
            Weak::Confirm => WeakAliases::Confirm,
            Weak::Count => WeakAliases::Count,
            Weak::Ignore => WeakAliases::Ignore,
        });
        let parameters = MatchParameters {
            least: least.map(Into::into),
            limit: self.limit,
            mode: mode.map(Into::into),
            weak_aliases: weak_aliases.map(Into::into),
        };
        ScreenOptions {
            lists: self.list.clone(),
            parameters: Some(parameters),
            as_of: self.as_of.clone(),
            known_at: self.known_at.clone(),
        }
    }
}
