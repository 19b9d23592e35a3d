//! The composition root: builds every room from the configuration, binds, serves until told to stop, drains.
//!
//! Commands that need no socket build the same rooms with [`edge`]. Nothing else maps the configuration to the settings
//! of a room ([`settings`]).

mod settings;
mod updates;

pub use updates::Refresh;

use std::{
    net::{SocketAddr, TcpListener},
    num::NonZeroUsize,
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use comity_facts::Date;

use crate::{
    catalog::{Catalog, CatalogError},
    config::{self, Config, ConfigErrors, LedgerMode},
    dispositions::{DispositionError, Dispositions},
    domain::{Digest, Jurisdiction},
    evaluate::Evaluator,
    feed::{self, ArchiveError, Depth, Feeds, Imported, Meters, Place, Roots, RootsError},
    ledger::{Folder, Ledger, LedgerError},
    rpc::{self, Drained, Edge, Intake, KnownAt, PastLists, SchemaError, ServeError},
    sandbox::{Sandbox, SandboxError},
    screening::{ListError, Lists, Origin},
    telemetry::{self, Page, TelemetryError},
};

/// The server cannot be built, or failed.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The configuration is not one to serve with, e.g. because others could reach the address.
    #[error(transparent)]
    Config(#[from] ConfigErrors),
    /// The program cannot find itself.
    #[error("the program's own path, or its folder, cannot be found")]
    NoOwnPath(#[source] std::io::Error),
    /// The sandbox cannot start.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// The plugins cannot be loaded at all.
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    /// The ledger cannot be opened.
    #[error("the ledger in `{}` cannot be opened", .dir.display())]
    Ledger {
        /// Its folder.
        dir: PathBuf,
        /// Why.
        #[source]
        source: Box<LedgerError>,
    },
    /// The schema cannot be compiled.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The evaluator threads cannot be started.
    #[error("the evaluator threads cannot be started")]
    Threads(#[source] std::io::Error),
    /// An address cannot be bound.
    #[error("`{key}` `{address}` cannot be bound")]
    Bind {
        /// Its key.
        key: &'static str,
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The folder of the lists' history cannot be used.
    #[error(transparent)]
    History(#[from] ArchiveError),
    /// The authorities that vouch for the servers of lists cannot be read.
    #[error(transparent)]
    Roots(#[from] RootsError),
    /// There is no folder to import a list into.
    #[error("`lists.history_dir` is not set: a list is imported into that folder")]
    NoHistory,
    /// The dispositions cannot be opened.
    #[error(transparent)]
    Dispositions(#[from] DispositionError),
    /// Serving failed.
    #[error(transparent)]
    Serve(#[from] ServeError),
}

/// A server that is bound and not yet serving.
pub struct Server {
    bound: Bound,
    metrics: Option<Bound>,
    started_ms: u64,
    edge: Arc<Edge>,
    /// The thread that reads the lists again, where lists are configured.
    refresh: Option<Refresh>,
    lists: Arc<Meters>,
    config: Config,
}

impl Server {
    /// Loads the plugins and binds. `progress` hears of each plugin before it is loaded.
    ///
    /// # Errors
    /// Whatever keeps the server from serving. A plugin that is refused does not: decisions say that it failed.
    pub fn build(config: &Config, progress: impl FnMut(&Jurisdiction)) -> Result<Self, ServerError> {
        // Opened first: what cannot keep decisions must not make any, and is told before plugins are compiled.
        Self::build_with(config, |config| edge_over(config, ledger(&config.ledger)?, progress))
    }

    /// As [`Self::build`], over a ledger that is open already.
    ///
    /// # Errors
    /// As [`Self::build`].
    pub fn build_over(
        config: &Config,
        ledger: Ledger,
        progress: impl FnMut(&Jurisdiction),
    ) -> Result<Self, ServerError> {
        Self::build_with(config, |config| edge_over(config, ledger, progress))
    }

    fn build_with(
        config: &Config,
        edge: impl FnOnce(&Config) -> Result<(Edge, Option<Feeds>), ServerError>,
    ) -> Result<Self, ServerError> {
        config.check()?;
        let started_ms = now_ms();
        // Bound first: a port that is taken is told at once, not after the plugins were compiled.
        let bound = Bound::to("server.address", config.server.address)?;
        let metrics = config.telemetry.metrics_address;
        let metrics = metrics.map(|address| Bound::to("telemetry.metrics_address", address)).transpose()?;
        let (edge, feeds) = edge(config)?;
        let edge = Arc::new(match dispositions(&config.screening)? {
            Some(dispositions) => edge.with_dispositions(dispositions),
            None => edge,
        });
        let means = updates::Means {
            evaluator: Arc::downgrade(edge.evaluator()),
            remembered: remembered(&config.lists),
            interval: Some(Duration::from_millis(config.lists.refresh_ms)).filter(|interval| !interval.is_zero()),
            today,
            now_ms,
        };
        let lists = feeds.as_ref().map(Feeds::meters).unwrap_or_default();
        let refresh = feeds.map(|feeds| updates::start(feeds, means)).transpose().map_err(ServerError::Threads)?;
        if let Some(refresh) = refresh.clone() {
            edge.reread_lists(Arc::new(move |consent| refresh.read(consent)));
        }
        Ok(Self { bound, metrics, started_ms, edge, refresh, lists, config: config.clone() })
    }

    /// The address it listens on, with the port that was taken if any was asked for.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.bound.address
    }

    /// The address of the endpoint for metrics and probes, if there is one.
    #[must_use]
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(|bound| bound.address)
    }

    /// The methods it serves.
    #[must_use]
    pub fn edge(&self) -> &Arc<Edge> {
        &self.edge
    }

    /// What tells the server to read its lists again; none where none is configured.
    #[must_use]
    pub fn refresh(&self) -> Option<Refresh> {
        self.refresh.clone()
    }

    /// Serves until `stop`, then drains within the bound and ends the evaluator threads.
    ///
    /// # Errors
    /// If the transport fails.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<Drained, ServerError> {
        let address = self.bound.address;
        let listener = self.bound.listener()?;
        let page = Arc::new(Page::new(Arc::clone(&self.edge), self.lists, self.started_ms));
        // Until the end: how a server drains is worth seeing.
        let pages = self.metrics.map(Bound::listener).transpose()?.map(|at| tokio::spawn(telemetry::serve(at, page)));
        tracing::info!(%address, catalog = %self.edge.evaluator().catalog().digest().short(), "serving");
        let transport = settings::transport(&self.config.limits);
        let drained = rpc::serve(listener, Arc::clone(&self.edge), transport, stop).await;
        pages.inspect(tokio::task::JoinHandle::abort);
        let drained = drained?;
        let evaluator = Arc::clone(self.edge.evaluator());
        // Joins threads, each of which ends after its request.
        let stopped = tokio::task::spawn_blocking(move || evaluator.stop()).await;
        let ledger = self.edge.ledger().status();
        tracing::info!(?drained, threads_ended = stopped.is_ok(), entries = ledger.entries, root = %ledger.root, "stopped");
        Ok(drained)
    }
}

/// A socket that listens and is not served yet.
struct Bound {
    key: &'static str,
    address: SocketAddr,
    listener: TcpListener,
}

impl Bound {
    fn to(key: &'static str, address: SocketAddr) -> Result<Self, ServerError> {
        let unbound = |source| ServerError::Bind { key, address, source };
        let listener = TcpListener::bind(address).map_err(unbound)?;
        listener.set_nonblocking(true).map_err(unbound)?;
        let address = listener.local_addr().map_err(unbound)?;
        Ok(Self { key, address, listener })
    }

    /// Called within the async runtime.
    fn listener(self) -> Result<tokio::net::TcpListener, ServerError> {
        let Self { key, address, listener } = self;
        tokio::net::TcpListener::from_std(listener).map_err(|source| ServerError::Bind { key, address, source })
    }
}

/// Starts logs and traces as the configuration says. Called within the async runtime.
///
/// # Errors
/// If they cannot start.
pub fn observe(config: &Config) -> Result<telemetry::Running, TelemetryError> {
    telemetry::start(&settings::telemetry(&config.telemetry))
}

/// The methods of the contract over the plugins of the configuration, without a socket.
///
/// # Errors
/// Whatever keeps them from answering.
pub fn edge(config: &Config, progress: impl FnMut(&Jurisdiction)) -> Result<Edge, ServerError> {
    Ok(edge_over(config, ledger(&config.ledger)?, progress)?.0)
}

fn edge_over(
    config: &Config,
    ledger: Ledger,
    progress: impl FnMut(&Jurisdiction),
) -> Result<(Edge, Option<Feeds>), ServerError> {
    let (lists, feeds) = supplied(&config.lists, KEEPS)?;
    let catalog = catalog_over(config, lists, progress)?;
    let threads = match NonZeroUsize::new(config.evaluation.threads) {
        Some(threads) => threads,
        None => std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
    };
    let evaluator = Evaluator::start(catalog, threads, config.evaluation.queue).map_err(ServerError::Threads)?;
    let intake = intake(config)?;
    let edge = Edge::new(intake, Arc::new(evaluator), Arc::new(ledger), settings::edge(config, today, now_ms));
    let failed = |source| ServerError::Ledger { dir: config.ledger.dir.clone(), source: Box::new(source) };
    let edge = edge.map_err(failed)?;
    let edge = match history(&config.lists) {
        Some(read) => edge.with_history(read),
        None => edge,
    };
    Ok((edge, feeds))
}

/// What checks everything that comes in, by the limits of the configuration.
///
/// # Errors
/// If the schema cannot be compiled.
pub fn intake(config: &Config) -> Result<Intake, ServerError> {
    Ok(Intake::new(settings::intake(&config.limits))?)
}

/// The ledger of the configuration.
fn ledger(config: &config::Ledger) -> Result<Ledger, ServerError> {
    let failed = |source| ServerError::Ledger { dir: config.dir.clone(), source: Box::new(source) };
    if config.mode == LedgerMode::Off {
        tracing::warn!("no ledger is kept: `ledger.mode` is `off`");
        return Ok(Ledger::nothing());
    }
    let folder = Folder::open(&config.dir).map_err(|error| failed(LedgerError::unopened(error)))?;
    let (ledger, opened) = Ledger::open(&settings::ledger(config), Arc::new(folder)).map_err(failed)?;
    let (dir, entries, cut) = (config.dir.display(), opened.entries, opened.cut_bytes);
    tracing::info!(%dir, entries, root = %opened.root, cut_bytes = cut, "the ledger is open");
    Ok(ledger)
}

/// What reviewers decided; none where no folder is set.
fn dispositions(config: &config::Screening) -> Result<Option<Dispositions>, ServerError> {
    let Some(folder) = &config.dispositions_dir else { return Ok(None) };
    let (dispositions, opened) = Dispositions::open(folder, config.dispositions_items)?;
    let (dir, lines) = (folder.display(), opened.lines);
    if opened.cut_bytes > 0 {
        tracing::warn!(%dir, cut_bytes = opened.cut_bytes, "a disposition that was never acknowledged was cut");
    }
    tracing::info!(%dir, lines, "the dispositions are open");
    Ok(Some(dispositions))
}

/// The plugins of the configuration.
///
/// # Errors
/// If the sandbox cannot start or there is nothing to load.
pub fn catalog(config: &Config, progress: impl FnMut(&Jurisdiction)) -> Result<Catalog, ServerError> {
    catalog_over(config, supplied(&config.lists, KEEPS)?.0, progress)
}

fn catalog_over(config: &Config, lists: Lists, progress: impl FnMut(&Jurisdiction)) -> Result<Catalog, ServerError> {
    let program = std::env::current_exe().map_err(ServerError::NoOwnPath)?;
    let sandbox = Sandbox::new(&settings::sandbox(&config.sandbox, program.clone()))?;
    let catalog = Catalog::load(&sandbox, &settings::plugins(&config.plugins, &program), lists, progress)?;
    for failed in catalog.failed() {
        tracing::error!(jurisdiction = %failed.jurisdiction, reason = failed.reason(), "a plugin does not serve");
    }
    Ok(catalog)
}

/// The lists of the configuration, to be looked at: the history stays as it is. A source that is refused is told.
///
/// # Errors
/// If the folder of their history cannot be used.
pub fn lists(config: &config::Lists) -> Result<Lists, ServerError> {
    Ok(supplied(config, !KEEPS)?.0)
}

/// The lists as they were known on a past day; the history stays as it is.
///
/// # Errors
/// If the folder of their history cannot be used.
pub fn lists_known_at(config: &config::Lists, day: Date) -> Result<Lists, ServerError> {
    let mut feeds = feeds(config, Depth::Past, !KEEPS)?;
    feeds.update(today(), now_ms());
    Ok(feeds.lists_known_at(day, remembered(config)).unwrap_or_else(Lists::none))
}

/// What reads the lists of past days while the server serves; none without a history.
fn history(config: &config::Lists) -> Option<KnownAt> {
    Some(Arc::new(History { folder: config.history_dir.clone()?, settings: settings::past(config) }))
}

/// The folder of snapshots, for past days.
struct History {
    folder: PathBuf,
    settings: feed::PastSettings,
}

impl PastLists for History {
    fn stamp(&self, day: Date) -> Result<Digest, String> {
        feed::Archive::open(&self.folder).and_then(|archive| archive.stamp(day)).map_err(|error| error.to_string())
    }

    fn read(&self, day: Date) -> Result<Lists, String> {
        feed::lists_known_at(&self.folder, &self.settings, day, today()).map_err(|error| error.to_string())
    }
}

/// What decides by a list keeps it, so that the decision can be looked into later.
const KEEPS: bool = true;

/// The places of the lists, and their history; nothing of them is read yet.
fn feeds(config: &config::Lists, depth: Depth, keeps: bool) -> Result<Feeds, ServerError> {
    let roots = config.ca_file.as_deref().map(Roots::read).transpose()?.unwrap_or_default();
    Ok(Feeds::open(settings::feeds(config, roots, depth, keeps))?)
}

/// Takes the files at a place into the history.
///
/// # Errors
/// If there is no history, or it cannot be used; within, why the list is refused.
pub fn import(
    config: &config::Lists,
    origin: Origin,
    place: &Place,
    accept: &[Digest],
) -> Result<Result<Imported, ListError>, ServerError> {
    if config.history_dir.is_none() {
        return Err(ServerError::NoHistory);
    }
    Ok(feeds(config, Depth::Past, KEEPS)?.import(origin, place, accept, today(), now_ms()))
}

fn supplied(config: &config::Lists, keeps: bool) -> Result<(Lists, Option<Feeds>), ServerError> {
    let mut feeds = feeds(config, Depth::Serving, keeps)?;
    feeds.update(today(), now_ms());
    let Some(lists) = feeds.lists(remembered(config), today()) else {
        tracing::warn!(
            "no sanctions lists are configured: the samples stand in, and decisions that need one are incomplete"
        );
        // One can be imported any time, where there is a folder for it.
        let feeds = Some(feeds).filter(|feeds| !feeds.is_empty());
        return Ok((Lists::sample(remembered(config), today()), feeds));
    };
    for status in lists.status() {
        match &status.outcome {
            Ok(report) => tracing::info!(
                list = %status.id, entries = status.entries, published_on = %shown(status.published_on),
                stale = status.stale, not_understood = report.unknowns(), "a list is loaded"
            ),
            Err(error) => tracing::error!(list = %status.id, %error, "a list is refused"),
        }
        if let Some(error) = &status.kept {
            tracing::error!(list = %status.id, %error, "a newer list is refused; the last good one serves");
        }
    }
    Ok((lists, Some(feeds)))
}

fn remembered(config: &config::Lists) -> usize {
    usize::try_from(config.cache_items).unwrap_or(usize::MAX)
}

fn shown(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// The clock of the ledger's entries. Evaluation reads it no more than it reads the date of today.
fn now_ms() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_millisecond()).unwrap_or_default()
}

/// The civil day in UTC: the only look at the wall clock on the way of a request, and only to mark decisions about later
/// days as projected.
#[must_use]
pub fn today() -> Date {
    let day = jiff::tz::TimeZone::UTC.to_datetime(jiff::Timestamp::now()).date();
    Date::of(day.year(), day.month(), day.day())
}
