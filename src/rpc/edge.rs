//! Every method of the contract without a socket: bytes of a request in, a message out. The gRPC services add the
//! transport; a command that evaluates on this machine calls it directly and gets the same answers and the same errors.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use comity_facts::{
    catalog::{GetLimitsResponse, Limit, ListPluginsResponse, ListRulesResponse},
    v1::EvaluateResponse,
};
use prost::bytes::Bytes;

use super::{
    convert::{self, Wanted},
    described::Described,
    error::CallError,
    extension::Declared,
    intake::{Evaluation, Intake},
    violation::unknown_jurisdictions,
};
use crate::{
    domain::{Caller, Date, Jurisdiction},
    evaluate::{Evaluator, Request},
};

/// Larger messages are checked on a thread that may block: a message of this size takes about a tenth of a millisecond.
const INLINE_BYTES: usize = 64 << 10;

/// The methods of the contract.
pub struct Edge {
    intake: Arc<Intake>,
    evaluator: Arc<Evaluator>,
    settings: EdgeSettings,
    described: ArcSwapOption<Described>,
}

/// What the edge is told by the server.
#[derive(Clone, Debug)]
pub struct EdgeSettings {
    /// Largest answer, in bytes.
    pub answer_bytes: usize,
    /// The day of evaluation.
    pub today: fn() -> Date,
    /// The limits of the server, for callers that ask.
    pub limits: Vec<Limit>,
}

impl Edge {
    /// The methods over an evaluator.
    pub fn new(intake: Intake, evaluator: Arc<Evaluator>, settings: EdgeSettings) -> Self {
        Self { intake: Arc::new(intake), evaluator, settings, described: ArcSwapOption::empty() }
    }

    /// The evaluator.
    pub fn evaluator(&self) -> &Arc<Evaluator> {
        &self.evaluator
    }

    /// `Evaluate`: takes an encoded `comity.v1.EvaluateRequest`.
    ///
    /// # Errors
    /// Why there is no answer. A plugin that fails is part of the answer.
    pub async fn evaluate(&self, caller: Caller, request: Bytes) -> Result<EvaluateResponse, CallError> {
        let described = self.described()?;
        let evaluation = self.check(request, described).await?;
        self.known("options.jurisdictions", &evaluation.jurisdictions)?;
        let wanted = Wanted::by(&evaluation);
        let decisions = self.evaluator.evaluate(self.asked(caller, evaluation)).await?;
        self.sendable(convert::response(&decisions, &wanted)?)
    }

    /// `ListPlugins`: takes an encoded `comity.catalog.v1.ListPluginsRequest`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn list_plugins(&self, request: &[u8]) -> Result<ListPluginsResponse, CallError> {
        self.intake.plugins_query(request)?;
        let described = self.described()?;
        let catalog_digest = described.catalog.to_string();
        self.sendable(ListPluginsResponse { plugins: described.plugins.clone(), catalog_digest })
    }

    /// `ListRules`: takes an encoded `comity.catalog.v1.ListRulesRequest`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn list_rules(&self, request: &[u8]) -> Result<ListRulesResponse, CallError> {
        let query = self.intake.rules_query(request)?;
        self.known("jurisdictions", &query.jurisdictions)?;
        self.sendable(ListRulesResponse { rules: self.described()?.rules(&query) })
    }

    /// `GetLimits`: takes an encoded `comity.catalog.v1.GetLimitsRequest`.
    ///
    /// # Errors
    /// Why there is no answer.
    pub fn get_limits(&self, request: &[u8]) -> Result<GetLimitsResponse, CallError> {
        self.intake.limits_query(request)?;
        Ok(GetLimitsResponse { limits: self.settings.limits.clone() })
    }

    async fn check(&self, request: Bytes, described: Arc<Described>) -> Result<Evaluation, CallError> {
        if request.len() <= INLINE_BYTES {
            return Ok(self.intake.evaluation(&request, &described.declared)?);
        }
        let intake = Arc::clone(&self.intake);
        let checked = tokio::task::spawn_blocking(move || {
            let declared: &Declared = &described.declared;
            intake.evaluation(&request, declared)
        });
        Ok(checked.await.map_err(|_| CallError::TaskLost)??)
    }

    fn asked(&self, caller: Caller, evaluation: Evaluation) -> Request {
        Request {
            tenant: caller.tenant,
            principal: caller.principal,
            record: evaluation.record,
            dates: evaluation.dates,
            jurisdictions: evaluation.jurisdictions,
            assessed_parts: evaluation.assessed_parts,
            today: (self.settings.today)(),
        }
    }

    fn known(&self, list: &str, asked: &[Jurisdiction]) -> Result<(), CallError> {
        let catalog = self.evaluator.catalog();
        if asked.iter().all(|jurisdiction| catalog.knows(jurisdiction)) {
            return Ok(());
        }
        let mut known: Vec<_> = catalog.jurisdictions().cloned().collect();
        known.sort();
        Err(unknown_jurisdictions(list, asked, &known).into())
    }

    /// What the plugins say about themselves; read anew when the catalog is another.
    fn described(&self) -> Result<Arc<Described>, CallError> {
        let catalog = self.evaluator.catalog();
        if let Some(described) = self.described.load_full().filter(|d| d.catalog == catalog.digest()) {
            return Ok(described);
        }
        let described = Arc::new(Described::of(catalog)?);
        self.described.store(Some(Arc::clone(&described)));
        Ok(described)
    }

    fn sendable<M: prost::Message>(&self, answer: M) -> Result<M, CallError> {
        let (size, most) = (answer.encoded_len(), self.settings.answer_bytes);
        if size <= most { Ok(answer) } else { Err(CallError::AnswerTooLarge { size, most }) }
    }
}
