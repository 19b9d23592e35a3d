//! `comity watch`: parties that a server keeps screened. When the connection breaks it watches again, and what changed meanwhile is
//! found by comparing each party's answer with the one that was known.

mod known;
mod shown;

use std::{path::PathBuf, sync::Arc, time::Duration};

use anyhow::Context as _;
use comity_facts::{
    screening::{
        ListsChange, MatchParameters, PartyChange, PartyRefusal, ScreenOptions, WatchOpen, WatchOpened, WatchResponse,
        watch_response::Message as Told,
    },
    v1::Party,
};
use tokio::time::{Instant, sleep};

use super::{
    ExitCode,
    input::{self, Document},
    json, say,
    screen::{self, Least, SERVER, Who},
    serve, warn,
};
use crate::rpc::client::{CallFailed, WatchAnswers, connect};
use known::Known;

const MESSAGE: &str = "comity.screening.v1.WatchResponse";
/// The first pause before watching again, and the longest; each is twice the one before.
const PAUSE_FIRST: Duration = Duration::from_millis(250);
const PAUSE_LONGEST: Duration = Duration::from_secs(30);

/// Watches parties: says whose answer is another one whenever the sanctions lists of a server change.
///
/// All parties are screened at first, and `watching` is said when they are, with the lists against which nobody is screened. From then on each change of the lists comes as a table:
/// which party, which list and entry, what became of the entry (ADDED to the list, REMOVED from it, CHANGED in what it says of them, or
/// REWEIGHED: its words are rarer or more common on all lists together than before), and how alike the two are now. A line below says
/// which lists changed, and against which of them nobody is screened any more. Whoever is not named has the answer that he had.
///
/// When the connection breaks, or the server restarts, it watches again after a pause that grows to 30 seconds, screens all parties
/// anew, and tells what differs from before, as if it had never been away. Nothing is kept on disk: begun anew, it knows nothing of
/// earlier days; `--now` shows what everybody comes to at first.
///
/// It ends on Ctrl-C or SIGTERM, or after `--changes N`. Exit codes: 0 it was ended; 1 the server refused it for good; 2 the request or
/// a party was refused (the other parties are watched); 3 at the end a list could not be screened against, or was the project's
/// sample; 69 the server does not answer at first, or for as long as `--patience` says. Who was found never changes the exit code.
///
/// Examples:
///
///   comity watch --parties customers.jsonl --list UN-1718,EU-DPRK --least strong
///
///   comity watch --parties customers.jsonl --json | jq -c 'select(.change) | .change.answer.party'
#[derive(Debug, clap::Args)]
pub(super) struct Watch {
    #[command(flatten)]
    who: Who,
    /// Instead of one name: files of parties, each a `comity.v1.Party` in JSON, one after the other or a line each; `-` is
    /// standard input. The server's `screening.watch_parties` is the most.
    #[arg(long, value_name = "FILE", conflicts_with = "name")]
    parties: Vec<PathBuf>,
    /// Only this list, e.g. `UN-1718`; several with commas or by repeating. Without it, all lists.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    list: Vec<String>,
    /// The weakest band that counts: what only moves below it is not told.
    #[arg(long, value_enum)]
    least: Option<Least>,
    /// Show what each party comes to at first.
    #[arg(long)]
    now: bool,
    /// End after so many changes of the lists.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    changes: Option<u64>,
    /// Give up when no watch could be opened for so many seconds. Without it, never.
    #[arg(long, value_name = "SECONDS")]
    patience: Option<u64>,
    /// Print each message as a line of JSON, a `comity.screening.v1.WatchResponse`, instead of tables.
    #[arg(long)]
    json: bool,
    /// The server.
    #[arg(long, default_value = SERVER)]
    server: String,
}

pub(super) fn run(command: &Watch) -> anyhow::Result<ExitCode> {
    let (parties, whole) = parties(command)?;
    if parties.is_empty() {
        warn("error: nobody to watch: give a name, or `--parties FILE`");
        return Ok(if whole { ExitCode::Usage } else { ExitCode::Refused });
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no async runtime")?;
    let mut watcher = Watcher::new(command, parties.into());
    let ended = runtime.block_on(async {
        tokio::select! {
            ended = watcher.watch() => ended,
            () = serve::stop() => Ok(ExitCode::Done),
        }
    })?;
    let worst = ended.max(watcher.worst());
    Ok(if whole { worst } else { worst.max(ExitCode::Refused) })
}

/// Whom to watch; false beside them if one is no party.
fn parties(command: &Watch) -> anyhow::Result<(Vec<Party>, bool)> {
    let (mut parties, mut whole) = (Vec::from_iter(command.who.party()), true);
    input::documents(&command.parties, |Document { place, value }| {
        match screen::parsed(value)? {
            Ok(party) => parties.push(party),
            Err(problem) => {
                warn(&format!("{place}: refused: {problem}"));
                whole = false;
            }
        }
        Ok(true)
    })?;
    Ok((parties, whole))
}

/// Where watching stands, over all connections.
struct Watcher<'a> {
    command: &'a Watch,
    parties: Arc<[Party]>,
    known: Known,
    /// Of a change that is not through yet.
    changes: Vec<PartyChange>,
    /// Changes of the lists that were told.
    told: u64,
    /// A party was refused.
    refused: bool,
    /// The first watch was opened.
    opened: bool,
    /// Parties whose answer is another one than before the break.
    meanwhile: u64,
    /// A watch is open.
    watching: bool,
    /// Since when none is.
    since: Instant,
    pause: Duration,
}

/// Why a watch is over.
enum Over {
    /// There is no more to tell.
    Ended(ExitCode),
    /// Another may do better.
    Broken(String),
}

impl<'a> Watcher<'a> {
    fn new(command: &'a Watch, parties: Arc<[Party]>) -> Self {
        Self {
            command,
            known: Known::of(parties.len()),
            parties,
            changes: Vec::new(),
            told: 0,
            refused: false,
            opened: false,
            meanwhile: 0,
            watching: false,
            since: Instant::now(),
            pause: PAUSE_FIRST,
        }
    }

    /// What the lists and the parties come to in the exit code.
    fn worst(&self) -> ExitCode {
        match () {
            () if self.known.is_incomplete() => ExitCode::Incomplete,
            () if self.refused => ExitCode::Refused,
            () => ExitCode::Done,
        }
    }

    async fn watch(&mut self) -> anyhow::Result<ExitCode> {
        loop {
            let reason = match self.once().await? {
                Over::Ended(code) => return Ok(code),
                Over::Broken(reason) => reason,
            };
            if std::mem::take(&mut self.watching) {
                self.since = Instant::now();
            }
            let silent = self.since.elapsed();
            if self.command.patience.is_some_and(|most| silent >= Duration::from_secs(most)) {
                warn(&format!(
                    "error: nobody was watched by {} for {} s: {reason}",
                    self.command.server,
                    silent.as_secs()
                ));
                return Ok(ExitCode::Unavailable);
            }
            warn(&format!("the watch broke off: {reason}; again in {} ms", self.pause.as_millis()));
            sleep(self.pause).await;
            self.pause = (self.pause * 2).min(PAUSE_LONGEST);
        }
    }

    /// One watch, from its opening to its end.
    async fn once(&mut self) -> anyhow::Result<Over> {
        let client = match connect(&self.command.server).await {
            Ok(client) => client,
            Err(error) if self.opened => return Ok(Over::Broken(error.to_string())),
            Err(error) => {
                let server = &self.command.server;
                warn(&format!("error: the server {server} does not answer: {error}; start one with `comity serve`"));
                return Ok(Over::Ended(ExitCode::Unavailable));
            }
        };
        self.known.asked_anew();
        match client.watch(self.command.opening(), Arc::clone(&self.parties)).await {
            Ok(answers) => self.listen(answers).await,
            Err(error) => Ok(over(&error)),
        }
    }

    async fn listen(&mut self, mut answers: WatchAnswers) -> anyhow::Result<Over> {
        let again = self.opened;
        loop {
            let message = match answers.next().await {
                Ok(Some(message)) => message,
                ended => {
                    self.flush();
                    return Ok(ended.map_or_else(|error| over(&error), |_| Over::Broken("it was ended".to_owned())));
                }
            };
            match message {
                Told::Answer(answer) => match self.known.compared(&answer) {
                    Some(change) => {
                        self.meanwhile += 1;
                        self.change(change)?;
                    }
                    None if self.command.now && !again => self.print(&Told::Answer(answer))?,
                    None => {}
                },
                Told::Opened(opened) => {
                    self.pause = PAUSE_FIRST;
                    if let Some(over) = self.opened(opened)? {
                        return Ok(over);
                    }
                }
                Told::Change(change) => {
                    if let Some(news) = self.known.news(change) {
                        self.change(news)?;
                    }
                }
                Told::Lists(lists) => {
                    self.known.lists(&lists);
                    if self.through(lists)? {
                        return Ok(Over::Ended(ExitCode::Done));
                    }
                }
                Told::Refusal(refusal) => self.refusal(&refusal, again)?,
            }
        }
    }

    /// All parties are screened; of a watch that follows another, what changed meanwhile is through.
    fn opened(&mut self, opened: WatchOpened) -> anyhow::Result<Option<Over>> {
        if opened.parties == 0 {
            return Ok(Some(Over::Ended(ExitCode::Refused)));
        }
        let meanwhile = self.known.opened(&opened, std::mem::take(&mut self.meanwhile));
        (self.opened, self.watching) = (true, true);
        self.print(&Told::Opened(opened))?;
        let ended = meanwhile.map(|lists| self.through(lists)).transpose()?.unwrap_or_default();
        Ok(ended.then_some(Over::Ended(ExitCode::Done)))
    }

    fn change(&mut self, change: PartyChange) -> anyhow::Result<()> {
        if self.command.json {
            return self.print(&Told::Change(change));
        }
        self.changes.push(change);
        Ok(())
    }

    /// A change of the lists is through; true if that was the last that is wanted.
    fn through(&mut self, lists: ListsChange) -> anyhow::Result<bool> {
        self.flush();
        self.print(&Told::Lists(lists))?;
        self.told += 1;
        Ok(self.command.changes.is_some_and(|most| self.told >= most))
    }

    /// Of a watch that breaks off, what came of a change that is not through must not be lost.
    fn flush(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        if !changes.is_empty() {
            say(&shown::changes(&changes, &self.parties));
        }
    }

    fn refusal(&mut self, refusal: &PartyRefusal, again: bool) -> anyhow::Result<()> {
        self.refused = true;
        if again {
            return Ok(());
        }
        let problems: Vec<_> = refusal.violations.iter().map(|v| format!("{}: {}", v.field, v.description)).collect();
        warn(&format!("party {}: refused: {}", refusal.sequence, problems.join("; ")));
        if self.command.json { self.print(&Told::Refusal(refusal.clone())) } else { Ok(()) }
    }

    fn print(&self, message: &Told) -> anyhow::Result<()> {
        if self.command.json {
            say(&json::line(MESSAGE, &WatchResponse { message: Some(message.clone()) })?);
            return Ok(());
        }
        match message {
            Told::Answer(answer) => say(&screen::shown(std::slice::from_ref(answer))),
            Told::Opened(opened) => say(&shown::opened(opened, self.known.unscreened())),
            Told::Lists(lists) => say(&shown::lists(lists)),
            Told::Change(_) | Told::Refusal(_) => {}
        }
        Ok(())
    }
}

/// What to do after a call without an answer.
fn over(error: &CallFailed) -> Over {
    if error.may_pass() { Over::Broken(error.to_string()) } else { Over::Ended(screen::failed(error)) }
}

impl Watch {
    fn opening(&self) -> WatchOpen {
        let least = self.least.map(|least| screen::band(least).into());
        let parameters = Some(MatchParameters { least, ..MatchParameters::default() });
        let options = ScreenOptions { lists: self.list.clone(), parameters, ..ScreenOptions::default() };
        // What is known of them is compared with what they come to after a break.
        WatchOpen { options: Some(options), screen_now: true }
    }
}
