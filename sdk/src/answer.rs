//! What a check answers.

use comity_facts::{
    Date, Missing, Truth,
    v1::{Addressee, Outcome, SubjectKind},
};

use crate::{Found, bounded::bounded};

/// A check's answer, or the fields that are missing for one: `?` on a field gives the error.
pub type Checked = Result<Answer, Missing>;

/// A check's answer about one subject.
#[derive(Debug, Clone)]
pub enum Answer {
    /// It does not fire.
    Silent,
    /// It fires, perhaps under an exemption.
    Fires(Box<Found>),
    /// These fields would decide.
    Open(Missing),
}

/// From a truth to an answer: fires if it holds, silent if not, open if it is unknown.
pub trait Fires {
    /// Fires with this outcome.
    fn gives(self, outcome: Outcome) -> Answer;
    /// PROHIBITED.
    fn prohibited(self) -> Answer
    where
        Self: Sized,
    {
        self.gives(Outcome::Prohibited)
    }
    /// VIOLATION.
    fn violation(self) -> Answer
    where
        Self: Sized,
    {
        self.gives(Outcome::Violation)
    }
    /// NEEDS_REVIEW.
    fn review(self) -> Answer
    where
        Self: Sized,
    {
        self.gives(Outcome::NeedsReview)
    }
    /// INFO.
    fn info(self) -> Answer
    where
        Self: Sized,
    {
        self.gives(Outcome::Info)
    }
    /// INSUFFICIENT_DATA where it holds, for want of what other plugins' findings name as missing.
    fn lacking(self, missing: &[String]) -> Answer
    where
        Self: Sized,
    {
        self.gives(Outcome::InsufficientData).edit(|found| found.lacks.extend_from_slice(missing))
    }
    /// INSUFFICIENT_DATA where it holds, for a table of the plugin's own has no value to judge by: among what is missing
    /// stands `reference.` and the table's name, e.g. `reference.minimum_wages`.
    fn without(self, table: &'static str) -> Answer
    where
        Self: Sized,
    {
        self.lacking(&[format!("reference.{table}")])
    }
}

impl Fires for Truth {
    fn gives(self, outcome: Outcome) -> Answer {
        match self {
            Truth::Yes => Answer::Fires(Box::new(Found::new(outcome))),
            Truth::No => Answer::Silent,
            Truth::Unknown(missing) => Answer::Open(missing),
        }
    }
}

/// An exemption that a row names.
#[derive(Clone, Debug)]
pub struct Exempt {
    /// Its id: of the document where there is one, else a name.
    pub id: String,
    /// What it rests on.
    pub ground: &'static str,
}

impl Exempt {
    /// An exemption with a name of its own.
    #[must_use]
    pub fn named(id: &str, ground: &'static str) -> Self {
        Self { id: id.to_owned(), ground }
    }
}

impl Answer {
    /// An exemption claimed by a document: without the document the rule runs.
    #[must_use]
    pub fn unless_claimed(self, exempt: Exempt, covered: Truth) -> Self {
        self.unless(exempt, covered.unless_recorded())
    }

    /// An exemption claimed by the reference of its document, where the record has one.
    #[must_use]
    pub fn claimed_by(self, reference: Option<&str>, ground: &'static str) -> Self {
        match reference {
            Some(reference) => self.unless_claimed(Exempt::named(reference, ground), Truth::Yes),
            None => self,
        }
    }

    /// An exemption that turns on a fact about the worker or the act: where the fact is absent, NEEDS_REVIEW takes the
    /// place of PROHIBITED or VIOLATION.
    #[must_use]
    pub fn unless(mut self, exempt: Exempt, covered: Truth) -> Self {
        if let Self::Fires(found) = &mut self {
            match covered {
                Truth::No => {}
                Truth::Yes => found.exempt(exempt.id, exempt.ground),
                Truth::Unknown(missing) => found.doubt(missing),
            }
        }
        self
    }

    /// A parameter of the message. Of a long list it says as many as there is room for, and how many more there are.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        self.edit(|found| found.parameters.push((name, bounded(value.to_string()))))
    }

    /// Other addressees than the row's.
    #[must_use]
    pub fn to(self, addressees: &[Addressee]) -> Self {
        self.edit(|found| found.addressees = Some(addressees.to_vec()))
    }

    /// A day by which something is due.
    #[must_use]
    pub fn due(self, day: Date) -> Self {
        self.edit(|found| found.due_on = Some(day))
    }

    /// The day since when it has been so, where that is known and later than the subject's own first day.
    #[must_use]
    pub fn since(self, day: impl Into<Option<Date>>) -> Self {
        match day.into() {
            Some(day) => self.edit(|found| found.since = Some(day)),
            None => self,
        }
    }

    /// Another message than the row's: the suffix of its key, and its text.
    #[must_use]
    pub fn says(self, key: &'static str, text: &'static str) -> Self {
        self.edit(|found| found.message = Some((key, text)))
    }

    /// Another consequence than the row's.
    #[must_use]
    pub fn consequence(self, text: String) -> Self {
        self.edit(|found| found.consequence = Some(text))
    }

    /// To none of the bodies that the row names: they do not take it.
    #[must_use]
    pub fn unreferred(self) -> Self {
        self.edit(|found| found.referrals = Some(&[]))
    }

    /// To these of the bodies that the row names, unless none of them takes it.
    #[must_use]
    pub fn referred_to(self, bodies: &'static [&'static str]) -> Self {
        self.edit(|found| {
            found.referrals.get_or_insert(bodies);
        })
    }

    /// A derived value as evidence.
    #[must_use]
    pub fn derived(self, name: &'static str, value: impl ToString) -> Self {
        self.edit(|found| found.derived.push((name, value.to_string())))
    }

    /// A value for other plugins.
    #[must_use]
    pub fn attribute(self, name: &'static str, value: impl ToString) -> Self {
        self.edit(|found| found.attributes.push((name, bounded(value.to_string()))))
    }

    /// Another subject than the one the check ran over.
    #[must_use]
    pub fn about(self, kind: SubjectKind, id: &str) -> Self {
        self.edit(|found| found.subject = Some((kind, id.to_owned())))
    }

    /// The first of two answers that says anything; an open one only if the other is silent or exempt, for what is exempt
    /// says nothing of what is open.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let exempt = |found: &Found| found.exemption.is_some();
        match (self, other) {
            (Self::Open(open), Self::Fires(found)) | (Self::Fires(found), Self::Open(open)) if exempt(&found) => {
                Self::Open(open)
            }
            (said @ Self::Fires(_), _)
            | (Self::Silent, said)
            | (said @ Self::Open(_), Self::Silent)
            | (Self::Open(_), said @ Self::Fires(_)) => said,
            (Self::Open(a), Self::Open(b)) => Self::Open(a.and(b)),
        }
    }

    /// The graver of two answers, the first of two that are as grave: of several parties the one who is barred counts, whoever
    /// stands first. One that an exemption covers is less grave than any other that fires.
    #[must_use]
    pub fn graver(self, other: Self) -> Self {
        match (self, other) {
            (Self::Fires(a), Self::Fires(b)) => Self::Fires(if gravity(&b) > gravity(&a) { b } else { a }),
            (a, b) => a.or(b),
        }
    }

    fn edit(mut self, edit: impl FnOnce(&mut Found)) -> Self {
        if let Self::Fires(found) = &mut self {
            edit(found);
        }
        self
    }
}

/// How grave a finding is: by the catalogue's order of outcomes, and below all of them where an exemption covers it.
fn gravity(found: &Found) -> u8 {
    match found.outcome {
        _ if found.exemption.is_some() => 0,
        Outcome::Prohibited => 5,
        Outcome::Violation => 4,
        Outcome::NeedsReview => 3,
        Outcome::InsufficientData => 2,
        Outcome::Info => 1,
        Outcome::Exempt | Outcome::Clear | Outcome::Unspecified => 0,
    }
}

#[cfg(test)]
mod tests {
    use comity_facts::Truth;

    use super::*;

    fn said(answer: Answer) -> &'static str {
        match answer {
            Answer::Silent => "-",
            Answer::Open(_) => "open",
            Answer::Fires(found) if found.exemption.is_some() => "X",
            Answer::Fires(found) => match found.outcome {
                Outcome::Prohibited => "P",
                Outcome::NeedsReview => "R",
                _ => "?",
            },
        }
    }

    #[test]
    fn the_graver_of_two_counts_whichever_stands_first() {
        let prohibited = || Truth::Yes.prohibited();
        let review = || Truth::Yes.review();
        let exempt = || prohibited().unless(Exempt::named("paper", ""), Truth::Yes);
        let open = || Answer::Open(Missing::one(comity_facts::FieldAt::ROOT));
        for (one, other, expected) in [
            (prohibited(), review(), "P"),
            (exempt(), review(), "R"),
            (exempt(), open(), "open"),
            (open(), review(), "R"),
            (open(), Answer::Silent, "open"),
            (Answer::Silent, review(), "R"),
            (Answer::Silent, Answer::Silent, "-"),
        ] {
            assert_eq!(said(one.clone().graver(other.clone())), expected);
            assert_eq!(said(other.graver(one)), expected);
        }
        let told = |key| prohibited().says(key, "");
        let Answer::Fires(first) = told("first").graver(told("second")) else { panic!("it fires") };
        assert_eq!(first.message, Some(("first", "")));
    }
}
