//! Fautre's six conditions for work that a State sends abroad, as checks: what each comes to, for the plugin that returns them
//! and for the referrals that start where one fails. Facts of the record and rows of other plugins weigh together; what is not
//! known is never a pass.

mod conditions;
mod laws;
mod reach;

use comity_facts::{Missing, Part, Truth};

use crate::{Case, Hearing, Rows};

pub use conditions::{ANOTHER_IS_PAID, CONTRACTS, INSPECTIONS, PAPERS, PAY, STANDARDS, SUPERVISORS};
pub use laws::{LAWS, Law, PLACES, hosts};

/// One of the six.
#[derive(Clone, Copy)]
pub struct Condition {
    /// What it asks for, as the end of a sentence.
    pub asks: &'static str,
    /// Parts of the record without which it is not assessed, and not known.
    pub needs: &'static [Part],
    /// Fields it reads beside those by which the host countries are known ([`PLACES`]).
    pub reads: &'static [&'static str],
    /// Weighs it.
    pub weigh: for<'r> fn(&Case<'r>) -> Weighed,
}

impl Condition {
    /// What it comes to for those who count the conditions: one that is not assessed is not known.
    #[must_use]
    pub fn standing(&self, case: &Case<'_>) -> Standing {
        let assessed = self.needs.iter().all(|part| case.has(*part));
        if assessed { (self.weigh)(case).standing() } else { Standing::Unknown }
    }
}

/// The six, in their order.
pub const SIX: [&Condition; 6] = [&CONTRACTS, &PAPERS, &STANDARDS, &INSPECTIONS, &PAY, &SUPERVISORS];

/// All that the six read.
pub const READS: [&[&str]; 7] =
    [PLACES, CONTRACTS.reads, PAPERS.reads, STANDARDS.reads, INSPECTIONS.reads, PAY.reads, SUPERVISORS.reads];

/// What a condition came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is met.
    Met,
    /// It is not met.
    Failed,
    /// Nothing shows that it is not met, and something is for review.
    Review,
    /// It is not known.
    Unknown,
}

impl Standing {
    /// As a finding's attribute has it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Failed => "failed",
            Self::Review => "review",
            Self::Unknown => "unknown",
        }
    }
}

/// What weighs for and against a condition.
#[derive(Clone, Debug, Default)]
pub struct Weighed {
    /// What the rows of other plugins came to; facts of the record that speak against the condition stand with what is broken.
    pub heard: Hearing,
    /// Fields of the record that would decide.
    pub missing: Option<Missing>,
    /// A condition of two levels: how each stands.
    pub levels: Vec<(&'static str, Standing)>,
}

impl Weighed {
    /// What it came to.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if !self.heard.broken.is_empty() {
            Standing::Failed
        } else if !self.heard.review.is_empty() {
            Standing::Review
        } else if !self.heard.open.is_empty() || self.missing.is_some() {
            Standing::Unknown
        } else {
            Standing::Met
        }
    }

    /// A fact has to hold, else this is said.
    fn fact(&mut self, holds: Truth, otherwise: &str) {
        match holds {
            Truth::Yes => {}
            Truth::No => note(&mut self.heard.broken, otherwise),
            Truth::Unknown(missing) => self.lack(missing),
        }
    }

    fn lack(&mut self, missing: Missing) {
        self.missing = self.missing.take().into_iter().chain([missing]).reduce(Missing::and);
    }

    /// Rows have to break nothing.
    fn rows(&mut self, case: &Case<'_>, rows: Rows) {
        case.hear(rows, &mut self.heard);
    }

    /// The two levels together.
    fn both((name, level): (&'static str, Self), (other_name, other): (&'static str, Self)) -> Self {
        let levels = vec![(name, level.standing()), (other_name, other.standing())];
        let mut both = Self { levels, ..level };
        both.heard.add_all(other.heard);
        if let Some(missing) = other.missing {
            both.lack(missing);
        }
        both
    }
}

fn note(list: &mut Vec<String>, entry: &str) {
    if !list.iter().any(|known| known == entry) {
        list.push(entry.to_owned());
    }
}
