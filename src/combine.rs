//! Combines verdicts into the bounds of a decision. Pure: no clock, no files, no threads.
//!
//! A decision is an interval. `at_least` is the join of what was found; `at_most` adds the worst that everything that
//! failed, or lacked data, could have said. Laws, held by property tests: one more plugin lowers neither bound; a plugin
//! that fails never raises `at_least` and never lowers `at_most` against any answer it could have given; taking an
//! exemption away improves nothing.

use std::collections::BTreeMap;

use crate::domain::{Addressee, Answer, Bounds, Date, Grade, Outcome, PartName, PluginAnswer, RuleSummary};

#[cfg(test)]
mod tests;

/// Whom rules can bind, by the contract's numbers: what a plugin that never told its rules may have bound.
const ADDRESSEES: std::ops::RangeInclusive<i32> = 1..=12;

/// What one plugin contributes.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// Its rules; empty if they are not known.
    pub rules: &'a [RuleSummary],
    /// Its answer.
    pub answer: &'a PluginAnswer,
    /// Parties were left unscreened that it wanted screened.
    pub unscreened: bool,
}

/// The bounds of a decision, or of one plugin's part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Combined {
    /// All in all.
    pub bounds: Bounds,
    /// For each addressee.
    pub by_addressee: BTreeMap<Addressee, Bounds>,
    /// Nothing failed, and nobody was left unscreened.
    pub complete: bool,
}

impl Combined {
    /// Nothing asked, nothing found.
    #[must_use]
    pub fn nothing() -> Self {
        Self { complete: true, ..Self::default() }
    }

    /// Both together.
    #[must_use]
    pub fn join(mut self, other: &Self) -> Self {
        self.bounds = self.bounds.join(other.bounds);
        for (addressee, bounds) in &other.by_addressee {
            let so_far = self.by_addressee.entry(*addressee).or_default();
            *so_far = so_far.join(*bounds);
        }
        self.complete &= other.complete;
        self
    }

    fn add(&mut self, bounds: Bounds, addressees: impl IntoIterator<Item = Addressee>) {
        self.bounds = self.bounds.join(bounds);
        for addressee in addressees {
            let so_far = self.by_addressee.entry(addressee).or_default();
            *so_far = so_far.join(bounds);
        }
    }
}

/// What one plugin's answer contributes to a decision on a date. `vouched` are the parts of the record that the caller
/// says it has looked at.
#[must_use]
pub fn part(part: Part<'_>, as_of: Date, vouched: &[PartName]) -> Combined {
    match part.answer {
        PluginAnswer::Answered(answer) if part.unscreened && answer.not_applicable.is_none() => {
            answered(part.rules, answer, vouched).join(&open(part.rules, as_of, |rule| rule.reads_lists))
        }
        PluginAnswer::Answered(answer) => answered(part.rules, answer, vouched),
        PluginAnswer::Indeterminate(_) => failed(part.rules, as_of),
        PluginAnswer::NotRequested => Combined::nothing(),
    }
}

fn answered(rules: &[RuleSummary], answer: &Answer, vouched: &[PartName]) -> Combined {
    let mut combined = Combined::nothing();
    for finding in &answer.findings {
        let grade = finding.outcome.grade();
        let bounds = match finding.outcome {
            Outcome::InsufficientData => {
                let rule = rules.iter().find(|rule| rule.id == finding.rule);
                Bounds::open(grade, rule.map_or(Grade::Prohibited, |rule| rule.worst))
            }
            _ => Bounds::exactly(grade),
        };
        combined.add(bounds, finding.addressees.iter().copied());
    }
    for absent in answer.not_assessed.iter().filter(|absent| vouched.contains(&absent.part)) {
        let bound = absent.rules.iter().filter_map(|id| rules.iter().find(|rule| rule.id == *id));
        combined.add(Bounds::exactly(Grade::NeedsReview), bound.flat_map(|rule| rule.addressees.iter().copied()));
    }
    combined
}

/// A plugin that failed could have said the worst of every rule there has been up to the date: a dated fact is judged by
/// the law of its own day. One whose rules are not known could have said anything to anybody.
fn failed(rules: &[RuleSummary], as_of: Date) -> Combined {
    let mut combined = open(rules, as_of, |_| true);
    if rules.is_empty() {
        combined.add(Bounds::open(Grade::Clear, Grade::Prohibited), ADDRESSEES.map(Addressee));
    }
    combined
}

/// What some of the rules could have said on a date.
fn open(rules: &[RuleSummary], as_of: Date, which: impl Fn(&RuleSummary) -> bool) -> Combined {
    let mut combined = Combined { complete: false, ..Combined::default() };
    let so_far = |rule: &&RuleSummary| rule.in_force.iter().any(|(from, _)| *from <= as_of);
    for rule in rules.iter().filter(so_far).filter(|rule| which(rule)) {
        combined.add(Bounds::open(Grade::Clear, rule.worst), rule.addressees.iter().copied());
    }
    combined
}
