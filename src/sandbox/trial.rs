//! Trying a plugin out before it serves: it takes its settings, gives every test vector's answer, and gives the same
//! answers from an instance that has seen other records.

use std::collections::BTreeSet;

use comity_facts::{
    policy::{ExpectedFinding, TestVector},
    v1,
};
use prost::Message;

use super::{
    error::{LoadError, VectorFault},
    plugin::Plugin,
};
use crate::domain::{Answer, Cause, Date, EncodedRecord, Failure};

/// A day for which settings are tried where no test vector names one.
const SOME_DAY: Date = Date::of(2020, 1, 1);
/// Dates as of which orders are tried; more are thinned out evenly.
const DATES: usize = 16;
/// Records of other dates that join the vectors of one.
const NEIGHBOURS: usize = 8;

struct Vector<'m> {
    declared: &'m TestVector,
    as_of: Date,
    record: EncodedRecord,
}

/// Tries the plugin out.
pub(super) fn run(plugin: &Plugin) -> Result<(), LoadError> {
    let vectors: Vec<_> = plugin.declared().message.test_vectors.iter().map(Vector::read).collect();
    let mut dates: BTreeSet<Date> = vectors.iter().map(|vector| vector.as_of).collect();
    dates.insert(SOME_DAY);
    for as_of in &dates {
        plugin.ready(&plugin.context(*as_of, &[])).map_err(|failure| LoadError::Call { call: "begin", failure })?;
    }
    for vector in &vectors {
        vector.try_on(plugin).map_err(|fault| LoadError::Vector { name: vector.declared.name.clone(), fault })?;
    }
    let thinned = dates.iter().step_by(dates.len().div_ceil(DATES));
    thinned.into_iter().try_for_each(|as_of| orders(plugin, *as_of, &vectors))
}

impl<'m> Vector<'m> {
    fn read(declared: &'m TestVector) -> Self {
        let record = declared.record.as_ref().map(Message::encode_to_vec).unwrap_or_default();
        let id = declared.record.as_ref().and_then(|record| record.id.clone());
        // The manifest's check has refused dates that are none.
        let as_of = Date::read(&declared.as_of).unwrap_or(SOME_DAY);
        Self { declared, as_of, record: EncodedRecord::checked(id, record) }
    }

    fn try_on(&self, plugin: &Plugin) -> Result<(), VectorFault> {
        let answer = plugin.evaluate(self.as_of, &self.record).map_err(VectorFault::Failed)?;
        let applicable = answer.not_applicable.is_none();
        if applicable == self.declared.not_applicable {
            return Err(VectorFault::Applicability(applicable));
        }
        if applicable && !plugin.applies_to(&self.record) {
            return Err(VectorFault::Skipped);
        }
        let (expected, got) = (expected(&self.declared.expected), given(&answer));
        if expected == got {
            return Ok(());
        }
        Err(VectorFault::Findings { expected: shown(&expected), got: shown(&got) })
    }
}

/// Rule, subject and outcome of each finding, in one order.
type Findings = Vec<(String, String, v1::Outcome)>;

fn expected(declared: &[ExpectedFinding]) -> Findings {
    let mut findings: Findings =
        declared.iter().map(|f| (f.rule_id.clone(), f.subject_id.clone(), f.outcome())).collect();
    findings.sort();
    findings
}

fn given(answer: &Answer) -> Findings {
    // It was encoded by this host a moment ago.
    let verdict = v1::Verdict::decode(answer.encoded.as_ref()).unwrap_or_default();
    let subject = |finding: &v1::Finding| finding.subject.as_ref().map_or_else(String::new, |s| s.id.clone());
    let mut findings: Findings =
        verdict.findings.iter().map(|f| (f.rule_id.clone(), subject(f), f.outcome())).collect();
    findings.sort();
    findings
}

fn shown(findings: &Findings) -> String {
    let one = |(rule, subject, outcome): &(String, String, v1::Outcome)| {
        let outcome = outcome.as_str_name().trim_start_matches("OUTCOME_");
        if subject.is_empty() { format!("{rule} {outcome}") } else { format!("{rule} ({subject}) {outcome}") }
    };
    if findings.is_empty() { "none".to_owned() } else { findings.iter().map(one).collect::<Vec<_>>().join(", ") }
}

/// One instance, asked about the records of a date in several orders, has to answer each like a fresh one. An order in
/// which it fails says nothing: a session asks a fresh one then.
fn orders(plugin: &Plugin, as_of: Date, vectors: &[Vector<'_>]) -> Result<(), LoadError> {
    let empty = EncodedRecord::checked(None, Vec::new());
    let own = vectors.iter().filter(|vector| vector.as_of == as_of);
    let others = vectors.iter().filter(|vector| vector.as_of != as_of).take(NEIGHBOURS);
    let mut records: Vec<(&str, &EncodedRecord)> =
        own.chain(others).map(|vector| (vector.declared.name.as_str(), &vector.record)).collect();
    records.push(("(a record of nothing)", &empty));
    let alone: Vec<_> = records.iter().map(|(name, record)| (*name, *record, plugin.evaluate(as_of, record))).collect();

    let forward = || 0..alone.len();
    let twice = forward().flat_map(|at| [at, at]);
    let orders: [Vec<usize>; 3] = [forward().collect(), forward().rev().collect(), twice.collect()];
    orders.iter().try_for_each(|order| in_order(plugin, as_of, &alone, order))
}

type Alone<'a> = (&'a str, &'a EncodedRecord, Result<Answer, Failure>);

fn in_order(plugin: &Plugin, as_of: Date, alone: &[Alone<'_>], order: &[usize]) -> Result<(), LoadError> {
    let mut instance = None;
    for (name, record, fresh) in order.iter().filter_map(|at| alone.get(*at)) {
        let started = instance.take().map_or_else(|| plugin.ready(&plugin.context(as_of, &[])), Ok);
        let mut used = started.map_err(|failure| LoadError::Call { call: "begin", failure })?;
        let Ok(answer) = plugin.input(as_of, record, &[]).and_then(|input| plugin.ask(&mut used, &input)) else {
            continue;
        };
        instance = Some(used);
        let same = match fresh {
            Ok(fresh) => fresh.digest == answer.digest,
            // The host's own failures say nothing about the plugin.
            Err(failure) => failure.cause == Cause::HostLimit,
        };
        if !same {
            return Err(LoadError::CarriesState { as_of: as_of.to_string(), record: (*name).to_owned() });
        }
    }
    Ok(())
}
