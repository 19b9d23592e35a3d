//! A loaded plugin: what it declares, and its answer to one record from a fresh instance, which is the answer that
//! counts.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

use comity_facts::policy::{BeginResult, Hit, ListInfo};
use prost::Message;

use super::{
    configure::Configuration,
    contract::Contract,
    derived,
    engine::Machine,
    followup,
    input::{self, Input},
    instance::{Instance, Program},
    manifest::Manifest,
    meters::Meters,
    output,
    session::Session,
    settings::Granted,
    wire::{self, Damaged},
    world::World,
};
use crate::domain::{
    Answer, Cause, Date, Digest, EncodedRecord, Failure, Given, Jurisdiction, PluginResult, RuleSummary, ScreeningWish,
};

/// Field of `RecordInput` that holds hits of screening.
const HITS: u32 = 2;
/// Longest text in the answer to `begin`.
const TEXT_BYTES: usize = 4 << 10;
/// How long a call that met a host limit waits before it is made once more: a few evaluations, so that a slot frees.
const RETRY_AFTER: Duration = Duration::from_millis(2);

/// A loaded plugin. Cloning shares it.
#[derive(Clone)]
pub struct Plugin(Arc<Loaded>);

pub(super) struct Loaded {
    pub(super) manifest: Manifest,
    /// The manifest as `describe` gave it.
    pub(super) described: Vec<u8>,
    pub(super) world: World,
    pub(super) digest: Digest,
    pub(super) size: u64,
    pub(super) program: Program,
    pub(super) configuration: Configuration,
    pub(super) contract: Arc<Contract>,
    /// Keeps the clock running as long as something can run.
    pub(super) _machine: Arc<Machine>,
    pub(super) reuse: Reuse,
    pub(super) meters: Meters,
}

/// Whether instances may be used again, and when that is next looked at.
pub(super) struct Reuse {
    check_every: u64,
    reused: AtomicU64,
    carries_state: AtomicBool,
}

impl Reuse {
    pub(super) fn new(check_every: u64) -> Self {
        Self { check_every, reused: AtomicU64::new(0), carries_state: AtomicBool::new(false) }
    }
}

impl Plugin {
    pub(super) fn new(loaded: Loaded) -> Self {
        Self(Arc::new(loaded))
    }

    /// The jurisdiction whose law it brings.
    pub fn jurisdiction(&self) -> &Jurisdiction {
        &self.0.manifest.jurisdiction
    }

    /// The jurisdiction's name for people.
    pub fn title(&self) -> &str {
        &self.0.manifest.message.title
    }

    /// Its version.
    pub fn version(&self) -> &str {
        &self.0.manifest.message.version
    }

    /// Digest of the component.
    pub fn digest(&self) -> Digest {
        self.0.digest
    }

    /// Size of the component in bytes.
    pub fn size(&self) -> u64 {
        self.0.size
    }

    /// The world that it implements.
    pub fn world(&self) -> World {
        self.0.world
    }

    /// Its rules, ordered by id.
    pub fn rules(&self) -> &[RuleSummary] {
        self.0.manifest.rules.all()
    }

    /// The screening that it wants, by list.
    pub fn wishes(&self) -> &[ScreeningWish] {
        &self.0.manifest.wishes
    }

    /// Its manifest: an encoded `comity.policy.v1.Manifest`, as `describe` gave it.
    pub fn manifest(&self) -> &[u8] {
        &self.0.described
    }

    /// What it may use for one record.
    pub fn granted(&self) -> Granted {
        *self.0.program.granted()
    }

    /// Whether a reused instance was found to answer otherwise than a fresh one. It is not reused since.
    pub fn carries_state(&self) -> bool {
        self.0.reuse.carries_state.load(Ordering::Relaxed)
    }

    /// What was counted since it was loaded.
    pub fn meters(&self) -> &Meters {
        &self.0.meters
    }

    /// Whether its law can reach the record at all, by the manifest's predicate. Where the record does not say, it can.
    pub fn applies_to(&self, record: &EncodedRecord) -> bool {
        let predicate = self.0.manifest.applicability.as_ref();
        predicate.is_none_or(|predicate| predicate.holds(record.bytes()) != Ok(Some(false)))
    }

    /// The answer where [`Self::applies_to`] says no.
    pub fn not_applicable(&self) -> Answer {
        self.0.meters.not_applicable.count();
        output::not_applicable()
    }

    /// Its answer to a record, from a fresh instance. A follow-up plugin is asked without verdicts.
    ///
    /// # Errors
    /// Why it gave none.
    pub fn evaluate(&self, as_of: Date, record: &EncodedRecord) -> Result<Answer, Failure> {
        let input = self.input(as_of, record, &[])?;
        self.alone(&self.context(as_of, &[]), &input)
    }

    /// Prepares to ask about several records as of one date, from one instance as long as that goes well. `lists` are those
    /// against which the records' parties were screened.
    pub fn session(&self, as_of: Date, lists: &[ListInfo]) -> Session {
        Session::new(self.clone(), as_of, lists)
    }

    /// Asks a fresh instance again what was asked before, with the same bytes.
    ///
    /// # Errors
    /// Why it gave no answer.
    pub fn replay(&self, given: &Given) -> Result<Answer, Failure> {
        let input = Input::stored(given.input.to_vec()).map_err(|Damaged| input::damaged())?;
        self.ready(&given.context).and_then(|mut instance| self.ask(&mut instance, &input))
    }

    /// What an instance is handed to begin with.
    pub(super) fn context(&self, as_of: Date, lists: &[ListInfo]) -> Vec<u8> {
        self.0.configuration.context(as_of, lists)
    }

    /// What a follow-up plugin is handed for a record and what the rules plugins said about it.
    pub(super) fn followup_input(
        &self,
        as_of: Date,
        record: &EncodedRecord,
        results: &[PluginResult],
    ) -> Result<Input, Failure> {
        if self.0.world != World::Followup {
            return Err(Failure {
                cause: Cause::NotLoaded,
                detail: "it reads records, not verdicts; ask it with `evaluate`".to_owned(),
            });
        }
        let mut input = self.input(as_of, record, &[])?;
        followup::append(&mut input.bytes, results, &self.0.manifest.message.follows);
        Ok(input)
    }

    /// What the plugin is handed for a record.
    pub(super) fn input(&self, as_of: Date, record: &EncodedRecord, hits: &[Hit]) -> Result<Input, Failure> {
        let manifest = &self.0.manifest;
        let mut input = manifest.parts.cut(record.bytes())?;
        for hit in hits {
            wire::put_bytes(&mut input.bytes, HITS, &hit.encode_to_vec());
        }
        derived::append(&mut input.bytes, &manifest.message.derived, record.bytes(), as_of)
            .map_err(|Damaged| input::damaged())?;
        Ok(input)
    }

    /// Asks a fresh instance, once more if the host was in the way.
    pub(super) fn alone(&self, context: &[u8], input: &Input) -> Result<Answer, Failure> {
        self.ready(context).and_then(|mut instance| self.ask(&mut instance, input)).or_else(|failure| {
            if failure.cause == Cause::HostLimit { self.again(context, input) } else { Err(failure) }
        })
    }

    /// Asks a fresh instance after the host was in the way of another.
    pub(super) fn again(&self, context: &[u8], input: &Input) -> Result<Answer, Failure> {
        self.0.meters.retries.count();
        thread::sleep(RETRY_AFTER);
        self.ask(&mut self.ready(context)?, input)
    }

    /// A fresh instance that knows its context.
    pub(super) fn ready(&self, context: &[u8]) -> Result<Instance, Failure> {
        let program = &self.0.program;
        let mut instance = program.start()?;
        self.0.meters.fresh.count();
        let reply = program.begin(&mut instance, context)?;
        if !reply.bytes.is_empty() {
            accepted(&reply.bytes, &self.0.contract)?;
        }
        Ok(instance)
    }

    /// Asks an instance. If this fails, the instance must be dropped.
    pub(super) fn ask(&self, instance: &mut Instance, input: &Input) -> Result<Answer, Failure> {
        let reply = self.0.program.judge(instance, &input.bytes)?;
        output::answer(&reply, input.record(), &self.0.manifest.rules, &self.0.contract)
    }

    /// Whether the answer that a reused instance just gave is one of those that are checked.
    pub(super) fn is_due(&self) -> bool {
        let reuse = &self.0.reuse;
        (reuse.reused.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(reuse.check_every)
    }

    /// Takes note that a reused instance answered otherwise than a fresh one.
    pub(super) fn stop_reuse(&self) {
        self.0.reuse.carries_state.store(true, Ordering::Relaxed);
    }

    pub(super) fn declared(&self) -> &Manifest {
        &self.0.manifest
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Plugin({} {} {})", self.jurisdiction(), self.version(), self.digest().short())
    }
}

/// Reads the answer to `begin`.
fn accepted(reply: &[u8], contract: &Contract) -> Result<(), Failure> {
    let bad = || Failure {
        cause: Cause::BadOutput,
        detail: "its answer to `begin` is not a `BeginResult`; report it to the plugin's authors".to_owned(),
    };
    let result = BeginResult::decode(reply).map_err(|_| bad())?;
    contract.begin.check(reply, TEXT_BYTES).map_err(|_| bad())?;
    let refused: Vec<_> = result.errors.iter().map(|error| format!("`{}`: {}", error.key, error.reason)).collect();
    if refused.is_empty() {
        return Ok(());
    }
    let detail = format!("it refuses its settings: {}; change them in the server's configuration", refused.join("; "));
    Err(Failure { cause: Cause::BadSettings, detail })
}
