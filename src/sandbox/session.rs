//! Several records from one instance: faster, and never another answer than a fresh instance gives for each record
//! alone. Whatever goes wrong in a used instance is asked again of a fresh one.

use std::{sync::Arc, time::Instant};

use comity_facts::policy::{Hit, ListInfo};

use super::{input::Input, instance::Instance, plugin::Plugin, trace};
use crate::domain::{Answer, Cause, Date, EncodedRecord, Exchange, Failure, Given, PluginResult};

/// A plugin ready to be asked about records as of one date.
pub struct Session {
    plugin: Plugin,
    as_of: Date,
    /// What every instance is handed to begin with.
    context: Arc<[u8]>,
    /// Answered so far without failing.
    instance: Option<Instance>,
}

impl Session {
    pub(super) fn new(plugin: Plugin, as_of: Date, lists: &[ListInfo]) -> Self {
        let context = plugin.context(as_of, lists).into();
        Self { plugin, as_of, context, instance: None }
    }

    /// Asks about a record and what screening found about its parties.
    pub fn evaluate(&mut self, record: &EncodedRecord, hits: &[Hit]) -> Exchange {
        self.measured(|session| session.plugin.input(session.as_of, record, hits))
    }

    /// Asks a follow-up plugin about a record and what the rules plugins said about it.
    pub fn derive(&mut self, record: &EncodedRecord, results: &[PluginResult]) -> Exchange {
        self.measured(|session| session.plugin.followup_input(session.as_of, record, results))
    }

    /// The time is counted and traced; no answer depends on it.
    fn measured(&mut self, input: impl FnOnce(&Self) -> Result<Input, Failure>) -> Exchange {
        let span = trace::begin(&self.plugin);
        let began = Instant::now();
        let input = input(self);
        let exchange = self.exchange(input);
        self.plugin.meters().ran(&exchange.answer, began.elapsed());
        trace::end(&span, &exchange.answer);
        exchange
    }

    fn exchange(&mut self, input: Result<Input, Failure>) -> Exchange {
        match input {
            Err(failure) => Exchange { given: None, answer: Err(failure) },
            Ok(input) => {
                let answer = self.answer(&input);
                let given = Given { context: Arc::clone(&self.context), input: input.bytes.into() };
                Exchange { given: Some(given), answer }
            }
        }
    }

    fn answer(&mut self, input: &Input) -> Result<Answer, Failure> {
        if self.plugin.carries_state() {
            return self.plugin.alone(&self.context, input);
        }
        match self.instance.take() {
            Some(instance) => self.reuse(instance, input),
            None => self.begin(input),
        }
    }

    /// The first record is asked of a fresh instance, so its failure counts, unless the host was in the way.
    fn begin(&mut self, input: &Input) -> Result<Answer, Failure> {
        let first = self.plugin.ready(&self.context).and_then(|instance| self.ask(instance, input));
        match first {
            Err(failure) if failure.cause == Cause::HostLimit => self.plugin.again(&self.context, input),
            answered => answered,
        }
    }

    fn reuse(&mut self, instance: Instance, input: &Input) -> Result<Answer, Failure> {
        match self.ask(instance, input) {
            Ok(answer) if self.plugin.is_due() => self.compare(answer, input),
            Ok(answer) => Ok(answer),
            Err(failure) if failure.cause == Cause::HostLimit => self.plugin.again(&self.context, input),
            Err(_) => {
                self.plugin.meters().reruns.count();
                self.plugin.alone(&self.context, input)
            }
        }
    }

    /// The fresh instance is right, whichever way the two differ.
    fn compare(&mut self, answer: Answer, input: &Input) -> Result<Answer, Failure> {
        self.plugin.meters().checks.count();
        match self.plugin.alone(&self.context, input) {
            Ok(alone) if alone.digest == answer.digest => Ok(alone),
            // No slot to compare in says nothing about the answer.
            Err(failure) if failure.cause == Cause::HostLimit => Ok(answer),
            alone => {
                self.plugin.stop_reuse();
                self.instance = None;
                alone
            }
        }
    }

    /// Asks an instance and keeps it if it answers.
    fn ask(&mut self, mut instance: Instance, input: &Input) -> Result<Answer, Failure> {
        let answer = self.plugin.ask(&mut instance, input)?;
        self.instance = Some(instance);
        Ok(answer)
    }
}
