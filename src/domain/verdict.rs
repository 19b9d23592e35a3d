//! What a plugin answered, as far as the host needs to understand it; the full verdict stays encoded.

use std::sync::Arc;

use super::{Bounds, Digest, Grade, Jurisdiction, PartName, RuleId};

/// A rule's answer about one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Lawful but relevant.
    Info,
    /// A person has to look.
    NeedsReview,
    /// A duty was or is being broken.
    Violation,
    /// The act is barred.
    Prohibited,
    /// It would fire; an exemption covers the subject.
    Exempt,
    /// A field of the test is absent.
    InsufficientData,
}

impl Outcome {
    /// What it counts as in a decision: EXEMPT as INFO, INSUFFICIENT_DATA as NEEDS_REVIEW.
    #[must_use]
    pub fn grade(self) -> Grade {
        match self {
            Self::Info | Self::Exempt => Grade::Info,
            Self::NeedsReview | Self::InsufficientData => Grade::NeedsReview,
            Self::Violation => Grade::Violation,
            Self::Prohibited => Grade::Prohibited,
        }
    }
}

/// Whom a rule binds. The numbers are those of the contract, so that a newer plugin's addressee is not lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Addressee(pub i32);

/// What the host needs to know of one rule of a plugin.
#[derive(Clone, Debug)]
pub struct RuleSummary {
    /// The rule.
    pub id: RuleId,
    /// The worst it can give.
    pub worst: Grade,
    /// Whom it binds.
    pub addressees: Vec<Addressee>,
    /// When it is in force: `[from, to)`, open without a `to`.
    pub in_force: Vec<(comity_facts::Date, Option<comity_facts::Date>)>,
    /// It turns on who is listed: what was not screened leaves it open.
    pub reads_lists: bool,
}

/// What the host needs to know of one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingSummary {
    /// The rule.
    pub rule: RuleId,
    /// The answer.
    pub outcome: Outcome,
    /// Whom it binds.
    pub addressees: Vec<Addressee>,
}

/// Rules left out because their part of the record is absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAssessed {
    /// The part.
    pub part: PartName,
    /// The rules.
    pub rules: Vec<RuleId>,
}

/// A verdict that came back and was checked.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The findings, in canonical order.
    pub findings: Vec<FindingSummary>,
    /// What was not assessed.
    pub not_assessed: Vec<NotAssessed>,
    /// Set if the plugin's law does not reach the record.
    pub not_applicable: Option<String>,
    /// The verdict in the host's canonical encoding.
    pub encoded: Arc<[u8]>,
    /// Digest of that encoding.
    pub digest: Digest,
    /// Instructions used; zero where nothing ran.
    pub fuel: u64,
}

/// Why a plugin gave no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// It stopped itself.
    Trap,
    /// It used up its instructions.
    FuelExhausted,
    /// It asked for more memory, tables or stack than it may have.
    MemoryLimit,
    /// Its answer was too large.
    OutputLimit,
    /// Its answer was not the message, or named a rule it never declared.
    BadOutput,
    /// The host stopped it by the clock, or had no slot. Never reproducible; worth a retry.
    HostLimit,
    /// It is configured and could not be loaded.
    NotLoaded,
    /// The record uses a field that the plugin was built without.
    RecordNewerThanPlugin,
    /// It refused its settings.
    BadSettings,
    /// A list it needs is a sample.
    ListSample,
    /// A list it needs is too old.
    ListStale,
    /// Parties could not be screened.
    NotScreened,
    /// A plugin whose verdict it reads failed.
    DependsOnFailed,
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Trap,
        Self::FuelExhausted,
        Self::MemoryLimit,
        Self::OutputLimit,
        Self::BadOutput,
        Self::HostLimit,
        Self::NotLoaded,
        Self::RecordNewerThanPlugin,
        Self::BadSettings,
        Self::ListSample,
        Self::ListStale,
        Self::NotScreened,
        Self::DependsOnFailed,
    ];

    /// Its name for metrics and traces.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Trap => "trap",
            Self::FuelExhausted => "fuel_exhausted",
            Self::MemoryLimit => "memory_limit",
            Self::OutputLimit => "output_limit",
            Self::BadOutput => "bad_output",
            Self::HostLimit => "host_limit",
            Self::NotLoaded => "not_loaded",
            Self::RecordNewerThanPlugin => "record_newer_than_plugin",
            Self::BadSettings => "bad_settings",
            Self::ListSample => "list_sample",
            Self::ListStale => "list_stale",
            Self::NotScreened => "not_screened",
            Self::DependsOnFailed => "depends_on_failed",
        }
    }
}

/// A plugin's failure on one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The kind.
    pub cause: Cause,
    /// What happened and what to do next, for people.
    pub detail: String,
}

/// What came of asking one plugin about one record.
#[derive(Clone, Debug)]
pub enum PluginAnswer {
    /// It answered; its law may not reach the record.
    Answered(Answer),
    /// It failed.
    Indeterminate(Failure),
    /// The request did not ask for it.
    NotRequested,
}

/// The exact bytes that a plugin was handed: whoever hands them to the same component again gets the same verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// To begin with: the date and the settings.
    pub context: Arc<[u8]>,
    /// The record as it sees it, with what was derived for it.
    pub input: Arc<[u8]>,
}

/// What passed between host and plugin about one record.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// What it was handed; `None` if nothing ran.
    pub given: Option<Given>,
    /// What came back.
    pub answer: Result<Answer, Failure>,
}

impl Exchange {
    /// An answer for which nothing had to run.
    #[must_use]
    pub fn without_running(answer: Answer) -> Self {
        Self { given: None, answer: Ok(answer) }
    }
}

/// One plugin's part of a decision.
#[derive(Clone, Debug)]
pub struct PluginResult {
    /// The jurisdiction.
    pub jurisdiction: Jurisdiction,
    /// Digest of the component; `None` if there is none that could be read.
    pub plugin: Option<Digest>,
    /// The plugin's version.
    pub version: String,
    /// What it was handed; `None` if it was not run.
    pub given: Option<Given>,
    /// The answer.
    pub answer: PluginAnswer,
    /// Its bounds alone.
    pub bounds: Bounds,
}
