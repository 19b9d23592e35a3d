//! A finding as the engine keeps it: encoded once, beside what other rules ask of it.

use comity_facts::{
    Date, Missing,
    v1::{Addressee, Exemption, Outcome, Subject},
};

/// A finding of this plugin.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The rule.
    pub rule_id: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// The exemption, where one covers the subject.
    pub exemption: Option<Exemption>,
    pub(crate) outcome: Outcome,
    pub(crate) message: Option<&'static str>,
    pub(crate) addressees: Vec<Addressee>,
    pub(crate) fact_from: Option<Date>,
    pub(crate) fact_to: Option<Date>,
    pub(crate) missing: Option<Missing>,
    /// As a `comity.v1.Finding`.
    pub(crate) encoded: Vec<u8>,
}

impl Made {
    /// The outcome.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The suffix of its message's key, where it says something else than its row does.
    #[must_use]
    pub fn message(&self) -> Option<&'static str> {
        self.message
    }

    /// Whom it binds.
    pub fn addressees(&self) -> impl Iterator<Item = Addressee> + '_ {
        self.addressees.iter().copied()
    }

    /// The first day of its fact.
    #[must_use]
    pub fn fact_from(&self) -> Option<Date> {
        self.fact_from
    }

    /// The first day on which its fact is over.
    #[must_use]
    pub fn fact_to(&self) -> Option<Date> {
        self.fact_to
    }

    /// The absent fields that keep it open, or in doubt.
    #[must_use]
    pub fn missing(&self) -> Option<&Missing> {
        self.missing.as_ref()
    }

    /// The canonical order: rule, subject, first day of the fact; what is alike in all of these by its encoding.
    pub(crate) fn place(&self) -> (&str, i32, &str, Option<Date>, &[u8]) {
        (self.rule_id, self.subject.kind, &self.subject.id, self.fact_from, &self.encoded)
    }
}
