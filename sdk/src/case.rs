//! One record on one date, as a check sees it.

use std::{
    cell::{OnceCell, RefCell},
    rc::Rc,
};

use comity_facts::{
    Captured, Date, Missing, Part, Trace, Truth,
    indicators::{Assessment, LocalLimits},
    policy::Hit,
    v1::{Addressee, JurisdictionVerdict, Outcome, PartyRole, SubjectKind},
    view,
};

use crate::{Made, evidence::Evidence};

/// One record on one date.
pub struct Case<'r> {
    /// The date: law and facts as on this day.
    pub as_of: Date,
    /// The record.
    pub record: view::Record<'r>,
    /// Hits of screening.
    pub hits: &'r [Hit],
    /// Verdicts of other plugins, in a follow-up plugin.
    pub others: &'r [JurisdictionVerdict],
    /// Settings, every one that the plugin declares, ordered by key.
    pub settings: &'r [(String, String)],
    pub(crate) trace: &'r Trace<'r>,
    pub(crate) found: RefCell<Vec<Rc<Made>>>,
    pub(crate) evidence: RefCell<Evidence>,
    day: std::cell::Cell<Date>,
    prk: OnceCell<Truth>,
    assessments: RefCell<Vec<Rc<Captured<'r, Assessment<'r>>>>>,
}

/// An assessment that the rules of a plugin share.
pub struct Shared<'r>(Rc<Captured<'r, Assessment<'r>>>);

impl<'r> std::ops::Deref for Shared<'r> {
    type Target = Assessment<'r>;
    fn deref(&self) -> &Assessment<'r> {
        self.0.value()
    }
}

impl<'r> Case<'r> {
    /// A record on a date.
    pub fn new(as_of: Date, record: &'r comity_facts::v1::Record, trace: &'r Trace<'r>) -> Self {
        use comity_facts::Viewed;
        Self {
            as_of,
            record: record.view(trace.root()),
            hits: &[],
            others: &[],
            settings: &[],
            trace,
            found: RefCell::default(),
            evidence: RefCell::default(),
            day: std::cell::Cell::new(as_of),
            prk: OnceCell::new(),
            assessments: RefCell::default(),
        }
    }

    /// Runs `f` without making evidence of what it reads: for a gate that all rules of a plugin share.
    pub fn quietly<T>(&self, f: impl FnOnce() -> T) -> T {
        self.trace.quietly(f)
    }

    /// Whether the record has a part.
    #[must_use]
    pub fn has(&self, part: Part) -> bool {
        part.is_in(self.record.raw())
    }

    /// The day of the fact that is judged: the evaluation date for a continuing fact, its own day for a dated one.
    #[must_use]
    pub fn day(&self) -> Date {
        self.day.get()
    }

    pub(crate) fn set_day(&self, day: Date) {
        self.day.set(day);
    }

    /// The findings of this plugin so far, in the order of its rules.
    #[must_use]
    pub fn findings(&self) -> Vec<Rc<Made>> {
        self.found.borrow().clone()
    }

    /// The first finding of this plugin so far, in the order of its rules, that satisfies `test`.
    #[must_use]
    pub fn found(&self, test: impl Fn(&Made) -> bool) -> Option<Rc<Made>> {
        self.found.borrow().iter().find(|finding| test(finding)).cloned()
    }

    /// The outcome that an earlier rule of this plugin gave for a subject.
    #[must_use]
    pub fn outcome_of(&self, rule: &str, kind: SubjectKind, id: &str) -> Option<Outcome> {
        let about = |f: &Made| f.subject.kind() == kind && f.subject.id == id;
        self.found(|f| f.rule_id == rule && about(f)).map(|f| f.outcome())
    }

    /// A setting's value, as the operator gave it or by default.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<&'r str> {
        self.settings.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// The party of an id. The host refuses a record that names one it does not hold.
    #[must_use]
    pub fn party(&self, id: &str) -> Option<view::Party<'r>> {
        self.record.parties().recorded()?.find(|party| party.id.as_deref() == Some(id))
    }

    /// The payment of an id.
    #[must_use]
    pub fn payment(&self, id: &str) -> Option<view::Transaction<'r>> {
        self.record.transactions().recorded()?.find(|payment| payment.id.as_deref() == Some(id))
    }

    /// All parties; none if the part is absent.
    pub fn parties(&self) -> impl Iterator<Item = view::Party<'r>> + use<'r> {
        self.record.parties().recorded().into_iter().flat_map(comity_facts::Each::iter)
    }

    /// The parties with a role.
    pub fn parties_as(&self, role: PartyRole) -> impl Iterator<Item = view::Party<'r>> + use<'r> {
        self.parties().filter(move |p| p.roles().has(role))
    }

    /// The worker groups; none if the part is absent.
    pub fn worker_groups(&self) -> impl Iterator<Item = view::WorkerGroup<'r>> + use<'r> {
        self.record.workers().recorded().into_iter().flat_map(comity_facts::Each::iter)
    }

    /// The places of work; none if the part is absent.
    pub fn sites(&self) -> impl Iterator<Item = view::Worksite<'r>> + use<'r> {
        self.record.worksites().recorded().into_iter().flat_map(comity_facts::Each::iter)
    }

    /// The place of work of an id.
    #[must_use]
    pub fn site(&self, id: &str) -> Option<view::Worksite<'r>> {
        self.record.worksites().recorded()?.find(|site| site.id.as_deref() == Some(id))
    }

    /// Whether the workers of a group are nationals of North Korea. An unknown nationality, and "Korea" without saying
    /// which, is for review, never a yes.
    #[must_use]
    pub fn is_prk(&self, group: view::WorkerGroup<'r>) -> Truth {
        let nationalities = group.nationalities();
        let named = match nationalities.get() {
            Ok([]) => Truth::Unknown(nationalities.missing()),
            Ok(codes) => Truth::from(codes.iter().any(|code| code == "PRK")),
            Err(missing) => Truth::Unknown(missing),
        };
        let korean = group.korean_unspecified();
        if korean.recorded() == Some(true) && !named.is_yes() {
            return Truth::Unknown(nationalities.missing()).or_review();
        }
        named.or_review()
    }

    /// Whether any group is of North Korean nationals; no if the part is absent (a rule that turns on it says
    /// `needs: &[Part::Workers]`).
    #[must_use]
    pub fn prk(&self) -> Truth {
        let answer = self.prk.get_or_init(|| Truth::any(self.worker_groups().map(|g| self.is_prk(g)))).clone();
        // The cached answer has no evidence of its own: read again, so that this rule's finding shows it.
        for group in self.worker_groups() {
            group.nationalities().recorded();
        }
        answer
    }

    /// The indicators of forced labour on a day, with the limits of the host country. Made once for all rules that ask for
    /// the same; each has its own evidence.
    #[must_use]
    pub fn assessment(&self, day: Date, limits: LocalLimits) -> Shared<'r> {
        let known = self.assessments.borrow().iter().find(|known| known.value().is_of(day, &limits)).cloned();
        if let Some(known) = known {
            known.again(self.trace);
            return Shared(known);
        }
        let made = Rc::new(self.trace.capture(|| Assessment::new(self.record, day, limits)));
        self.assessments.borrow_mut().push(Rc::clone(&made));
        Shared(made)
    }

    /// Whether the deployment runs on the evaluation date.
    ///
    /// # Errors
    /// If its start is absent.
    pub fn deployed(&self) -> Result<bool, Missing> {
        let Some(deployment) = self.record.deployment().recorded() else { return Ok(false) };
        let start = deployment.start().get()?;
        Ok(start <= self.as_of && deployment.end().recorded().is_none_or(|end| self.as_of < end))
    }
}

/// What a check found, before the engine completes it with what the declaration says.
#[derive(Clone, Debug)]
pub struct Found {
    pub(crate) outcome: Outcome,
    pub(crate) message: Option<(&'static str, &'static str)>,
    pub(crate) parameters: Vec<(&'static str, String)>,
    pub(crate) addressees: Option<Vec<Addressee>>,
    pub(crate) since: Option<Date>,
    pub(crate) due_on: Option<Date>,
    pub(crate) consequence: Option<String>,
    pub(crate) derived: Vec<(&'static str, String)>,
    pub(crate) attributes: Vec<(&'static str, String)>,
    pub(crate) subject: Option<(SubjectKind, String)>,
    pub(crate) exemption: Option<(String, &'static str)>,
    pub(crate) missing: Option<Missing>,
    /// What is missing that is no field read here: tables of the plugin, and fields that other plugins lack.
    pub(crate) lacks: Vec<String>,
    /// The bodies to which it goes, where they are not all that the row names.
    pub(crate) referrals: Option<&'static [&'static str]>,
    /// Stands for a check that could not answer.
    pub(crate) open: bool,
}

impl Found {
    pub(crate) fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            message: None,
            parameters: Vec::new(),
            addressees: None,
            since: None,
            due_on: None,
            consequence: None,
            derived: Vec::new(),
            attributes: Vec::new(),
            subject: None,
            exemption: None,
            missing: None,
            lacks: Vec::new(),
            referrals: None,
            open: false,
        }
    }

    /// The first exemption that covers the subject stands. What cannot be judged has nothing to be exempt from.
    pub(crate) fn exempt(&mut self, id: String, ground: &'static str) {
        if self.outcome != Outcome::InsufficientData {
            self.exemption.get_or_insert((id, ground));
        }
    }

    /// An exemption's fact is absent: a hard outcome becomes one for review.
    pub(crate) fn doubt(&mut self, missing: Missing) {
        if matches!(self.outcome, Outcome::Violation | Outcome::Prohibited) {
            self.outcome = Outcome::NeedsReview;
        }
        self.missing = Some(match self.missing.take() {
            Some(before) => before.and(missing),
            None => missing,
        });
    }
}
