//! Every method of the contract without a socket: bytes of a request in, a message or its bytes out. The gRPC services add the
//! transport; a command that evaluates on this machine calls it directly and gets the same answers and the same errors.
//!
//! Requests are checked, decided and put into words on the evaluator threads ([`super::judge`]), so that the threads of
//! the async runtime only move bytes.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, OnceLock, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use arc_swap::ArcSwapOption;
use comity_facts::catalog::{GetLimitsResponse, Limit, ListListsResponse, ListPluginsResponse, ListRulesResponse};
use prost::bytes::Bytes;
use tokio::runtime::Handle;
use tracing::{Instrument as _, Span, info_span};

use super::{
    convert,
    described::Described,
    error::CallError,
    intake::{Intake, Opening},
    judge::{self, Answer, Answered, Given, Judge, Piece, Pieces, Step, Unsent},
    keep::Keeper,
    meters::{Meters, OpenStream},
    readiness::{NotReady, Readiness},
    repeat::Repeats,
    reread::RereadLists,
    screen::{KnownAt, Past, ScreenSettings},
    screened,
    timeline::{Maker, Timeline},
};
use crate::{
    catalog::Catalog,
    dispositions::Dispositions,
    domain::{Caller, Date},
    evaluate::{Evaluator, Lane},
    ledger::{Condition, Ledger, LedgerError},
    screening::{Contents, Delta, Lists},
};

/// The methods of the contract.
pub struct Edge {
    pub(super) intake: Arc<Intake>,
    evaluator: Arc<Evaluator>,
    ledger: Arc<Ledger>,
    repeats: Arc<Repeats>,
    settings: EdgeSettings,
    described: ArcSwapOption<Described>,
    contents: ArcSwapOption<Contents>,
    pub(super) past: Option<Past>,
    pub(super) dispositions: Option<Arc<Dispositions>>,
    pub(super) reread: OnceLock<RereadLists>,
    /// The last change of the lists, for all whose parties are kept screened.
    pub(super) delta: Arc<tokio::sync::Mutex<Weak<Delta>>>,
    meters: Arc<Meters>,
    stopping: AtomicBool,
}

/// What the edge is told by the server.
#[derive(Clone, Debug)]
pub struct EdgeSettings {
    /// Largest answer, in bytes.
    pub answer_bytes: usize,
    /// Longest range of a timeline, in days.
    pub timeline_days: u32,
    /// Requests with an id that are remembered.
    pub repeats: usize,
    /// The day of evaluation.
    pub today: fn() -> Date,
    /// The clock of the ledger's entries: milliseconds since 1970.
    pub now_ms: fn() -> u64,
    /// The limits of the server, for callers that ask.
    pub limits: Vec<Limit>,
    /// Of the screening service.
    pub screening: ScreenSettings,
}

impl Edge {
    /// The methods over an evaluator, whose decisions go into a ledger. Reads the requests of the last day from it.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn new(
        intake: Intake,
        evaluator: Arc<Evaluator>,
        ledger: Arc<Ledger>,
        settings: EdgeSettings,
    ) -> Result<Self, LedgerError> {
        let repeats = Arc::new(Repeats::new(settings.repeats));
        repeats.read(ledger.reader(), (settings.now_ms)())?;
        Ok(Self {
            intake: Arc::new(intake),
            evaluator,
            ledger,
            repeats,
            settings,
            described: ArcSwapOption::empty(),
            contents: ArcSwapOption::empty(),
            past: None,
            dispositions: None,
            reread: OnceLock::new(),
            delta: Arc::default(),
            meters: Arc::default(),
            stopping: AtomicBool::new(false),
        })
    }

    /// The same, with what reads the lists of past days.
    #[must_use]
    pub fn with_history(self, read: KnownAt) -> Self {
        Self { past: Some(Past::new(read)), ..self }
    }

    /// The same, with what reviewers decided.
    #[must_use]
    pub fn with_dispositions(self, dispositions: Dispositions) -> Self {
        Self { dispositions: Some(Arc::new(dispositions)), ..self }
    }

    /// The ledger.
    pub fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }

    /// The evaluator.
    pub fn evaluator(&self) -> &Arc<Evaluator> {
        &self.evaluator
    }

    /// What was counted.
    pub fn meters(&self) -> &Arc<Meters> {
        &self.meters
    }

    /// Whether callers should come. Looks at the disk.
    pub fn readiness(&self) -> Readiness {
        let refuses = match self.ledger.look() {
            _ if self.stopping.load(Ordering::Relaxed) => Some(NotReady::Stopping),
            Condition::Stopped => Some(NotReady::LedgerStopped),
            Condition::DiskFull => Some(NotReady::LedgerFull),
            Condition::Working | Condition::Off => None,
        };
        let catalog = self.evaluator.catalog();
        let loaded = catalog.plugins().map(|plugin| (plugin.jurisdiction().clone(), true));
        let failed = catalog.failed().iter().map(|failed| (failed.jurisdiction.clone(), false));
        Readiness { refuses, jurisdictions: loaded.chain(failed).collect::<BTreeMap<_, _>>() }
    }

    /// From now on callers should not come.
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// `Evaluate`: takes an encoded `comity.v1.EvaluateRequest`.
    ///
    /// # Errors
    /// Why there is no answer. A plugin that fails is part of the answer.
    pub async fn evaluate(&self, caller: Caller, request: Bytes) -> Result<Answer, CallError> {
        let judge = Arc::new(self.judge(caller, &self.evaluator.catalog())?);
        let at_first = Arc::clone(&judge);
        let given = match self.evaluator.run(Lane::Call, move |desk| at_first.answer(desk, &request)).await?? {
            Step::Given(given) => given,
            Step::Past(day, claimed) => {
                let catalog = self.catalog_on(day, &self.evaluator.catalog()).await?;
                self.evaluator.run(Lane::Call, move |desk| judge.decide(desk, &catalog, *claimed)).await??
            }
        };
        match given {
            Given::Again(answer) => Ok(answer),
            Given::New { unsent: Unsent { mut answer, keeping }, complete } => {
                let traced = !Span::current().is_none();
                let span = if traced { info_span!("ledger") } else { Span::none() };
                let ledger = keeping.kept().instrument(span).await?;
                answer.extend(convert::ledger(ledger.clone()));
                Ok(Answer { bytes: answer, complete, ledger })
            }
        }
    }

    /// The first message of `EvaluateStream`: takes an encoded `comity.v1.StreamOpen`; gives what was asked for and what
    /// answers the records.
    ///
    /// # Errors
    /// Why the stream cannot be opened.
    pub(super) async fn open(&self, caller: Caller, open: &[u8]) -> Result<(Opening, Arc<Pieces>), CallError> {
        let opening = self.intake.opening(open)?;
        let catalog = self.evaluator.catalog();
        judge::known(&catalog, "options.jurisdictions", &opening.options.jurisdictions)?;
        let judge = self.judge(caller, &catalog)?;
        let mut pieces = Pieces::new(judge, opening.options.clone(), Arc::clone(&catalog))?;
        if let Some(day) = opening.options.known_at {
            pieces = pieces.by(self.catalog_on(day, &catalog).await?);
        }
        Ok((opening, Arc::new(pieces)))
    }

    /// Records of a stream: the answer to each, encoded.
    ///
    /// # Errors
    /// Why there are none.
    pub(super) async fn piece(&self, pieces: Arc<Pieces>, piece: Piece) -> Result<Vec<Answered>, CallError> {
        let pending = self.evaluator.run(Lane::Stream, move |desk| pieces.answer(desk, &piece)).await??;
        let mut answered = Vec::with_capacity(pending.len());
        for answer in pending {
            answered.push(answer.kept().await?);
        }
        Ok(answered)
    }

    /// `Timeline`: takes an encoded `comity.v1.TimelineRequest`; what comes out is made as it is asked for. Called within the
    /// async runtime.
    ///
    /// # Errors
    /// Why there is none.
    pub fn timeline(&self, caller: Caller, request: &[u8]) -> Result<Timeline, CallError> {
        let catalog = self.evaluator.catalog();
        let described = self.described(&catalog)?;
        let days = self.intake.timeline(request, &described.declared)?;
        judge::known(&catalog, "options.jurisdictions", &days.jurisdictions)?;
        let maker = Maker {
            evaluator: Arc::clone(&self.evaluator),
            catalog,
            described,
            caller,
            today: self.today(),
            days_max: self.settings.timeline_days,
            answer_bytes: self.settings.answer_bytes,
            open: OpenStream::new(&self.meters),
        };
        maker.begin(days)
    }

    /// `ListPlugins`: takes an encoded `comity.catalog.v1.ListPluginsRequest`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn list_plugins(&self, request: &[u8]) -> Result<ListPluginsResponse, CallError> {
        self.intake.plugins_query(request)?;
        let described = self.described(&self.evaluator.catalog())?;
        let catalog_digest = described.catalog.to_string();
        self.sendable(ListPluginsResponse { plugins: described.plugins.clone(), catalog_digest })
    }

    /// `ListRules`: takes an encoded `comity.catalog.v1.ListRulesRequest`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn list_rules(&self, request: &[u8]) -> Result<ListRulesResponse, CallError> {
        let query = self.intake.rules_query(request)?;
        let catalog = self.evaluator.catalog();
        judge::known(&catalog, "jurisdictions", &query.jurisdictions)?;
        self.sendable(ListRulesResponse { rules: self.described(&catalog)?.rules(&query) })
    }

    /// The lists, as of today.
    #[must_use]
    pub fn lists(&self) -> Lists {
        self.evaluator.catalog().lists().as_of((self.settings.today)()).into_owned()
    }

    /// The day of today, by which lists grow stale.
    #[must_use]
    pub fn today(&self) -> Date {
        (self.settings.today)()
    }

    /// `ListLists`: takes an encoded `comity.catalog.v1.ListListsRequest`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn list_lists(&self, request: &[u8]) -> Result<ListListsResponse, CallError> {
        self.intake.lists_query(request)?;
        self.sendable(screened::lists(&self.lists()))
    }

    /// `GetLimits`: takes an encoded `comity.catalog.v1.GetLimitsRequest`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn get_limits(&self, request: &[u8]) -> Result<GetLimitsResponse, CallError> {
        self.intake.limits_query(request)?;
        Ok(GetLimitsResponse { limits: self.settings.limits.clone() })
    }

    /// Called within the async runtime, which waits for what the judge keeps.
    fn judge(&self, caller: Caller, catalog: &Catalog) -> Result<Judge, CallError> {
        let keeper = Keeper {
            ledger: Arc::clone(&self.ledger),
            repeats: Arc::clone(&self.repeats),
            runtime: Handle::current(),
            now_ms: self.settings.now_ms,
        };
        Ok(Judge {
            intake: Arc::clone(&self.intake),
            described: self.described(catalog)?,
            keeper,
            caller,
            meters: Arc::clone(&self.meters),
            today: (self.settings.today)(),
            answer_bytes: self.settings.answer_bytes,
        })
    }

    /// What the plugins say about themselves; read anew when the catalog is another.
    fn described(&self, catalog: &Catalog) -> Result<Arc<Described>, CallError> {
        if let Some(described) = self.described.load_full().filter(|d| d.catalog == catalog.digest()) {
            return Ok(described);
        }
        let described = Arc::new(Described::of(catalog)?);
        self.described.store(Some(Arc::clone(&described)));
        Ok(described)
    }

    /// The content of every entry of the lists; taken anew when these are others.
    pub(super) fn contents_of(&self, lists: &Lists) -> Arc<Contents> {
        if let Some(contents) = self.contents.load_full().filter(|contents| contents.lists() == lists.digest()) {
            return if contents.day() == lists.day() { contents } else { Arc::new(contents.as_of(lists.day())) };
        }
        let contents = Arc::new(Contents::of(lists));
        self.contents.store(Some(Arc::clone(&contents)));
        contents
    }

    /// The clock of what is kept: milliseconds since 1970.
    #[must_use]
    pub fn now_ms(&self) -> u64 {
        (self.settings.now_ms)()
    }

    /// What the server is told of screening.
    pub(super) fn screen_settings(&self) -> &ScreenSettings {
        &self.settings.screening
    }

    /// Largest answer.
    pub(super) fn answer_bytes(&self) -> usize {
        self.settings.answer_bytes
    }

    pub(super) fn sendable<M: prost::Message>(&self, answer: M) -> Result<M, CallError> {
        let (size, most) = (answer.encoded_len(), self.settings.answer_bytes);
        if size <= most { Ok(answer) } else { Err(CallError::AnswerTooLarge { size, most }) }
    }
}
