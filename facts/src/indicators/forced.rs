//! Forced labour by the definition of Convention 29, article 2(1): the menace of a penalty, and work not offered voluntarily. Both
//! have to meet in one worker: where entries name the groups that they are about, each group is asked on its own.

use std::cell::OnceCell;

use super::{Assessment, Class, Indicator, LocalLimits, Sign, once};
use crate::{Each, Truth, v1::ConsentEvidence, view};

/// What the definition is made of.
pub(super) struct Limbs {
    menace: Truth,
    involuntary: Truth,
}

impl Limbs {
    fn met(&self) -> Truth {
        self.menace.clone() & self.involuntary.clone()
    }
}

impl<'r> Assessment<'r> {
    /// Forced labour by the definition of Convention 29, article 2(1): menace of a penalty, and work not offered
    /// voluntarily, of the same workers as far as the entries tell them apart. No, if neither limb is recorded and the score
    /// makes no candidate; unknown, if a limb that would decide is absent.
    #[must_use]
    pub fn forced_labour_definition(&self) -> Truth {
        self.defined(&self.signs())
    }

    /// The same of one worker group, by its id. Where no entry tells the groups apart, what holds of all holds of each.
    #[must_use]
    pub fn forced_labour_of(&self, group: &str) -> Truth {
        let signs = self.signs();
        match self.scopes().find(|scope| scope.group == Some(group)) {
            Some(scope) if self.is_asked(&signs) => scope.limbs().met(),
            _ => self.defined(&signs),
        }
    }

    /// Whether entries on pressure or movement tell worker groups apart.
    #[must_use]
    pub fn tells_groups_apart(&self) -> bool {
        let record = self.record.raw();
        let coercion = record.coercion.iter().flat_map(|list| &list.items).any(|entry| entry.worker_groups.is_some());
        let liberty = record.liberty.iter().flat_map(|list| &list.items).any(|entry| entry.worker_groups.is_some());
        coercion || liberty
    }

    pub(super) fn defined(&self, signs: &[&Sign; 11]) -> Truth {
        if self.is_asked(signs) { Truth::any(self.scopes().map(|scope| scope.limbs().met())) } else { Truth::No }
    }

    /// A candidate, or a limb that is recorded of anybody.
    fn is_asked(&self, signs: &[&Sign; 11]) -> bool {
        let recorded = |scope: &Self| {
            let limbs = scope.limbs();
            limbs.menace.is_yes() || limbs.involuntary.is_yes()
        };
        // All are looked at, so that whoever is asked about has the same evidence.
        let recorded = self.scopes().filter(|scope| recorded(scope)).count() > 0;
        recorded || self.scored(signs).class == Class::Candidate
    }

    /// Each worker group, where entries tell them apart; else the record as a whole.
    fn scopes(&self) -> impl Iterator<Item = &Self> {
        let groups = self.groups.get_or_init(|| {
            let ids = self.record.workers().recorded().filter(|_| self.tells_groups_apart());
            ids.into_iter().flat_map(Each::iter).map(|group| self.of_group(group)).collect()
        });
        let whole = groups.is_empty().then_some(self);
        whole.into_iter().chain(groups)
    }

    /// The same record, as far as it is about one group. No entry names a group without an id.
    fn of_group(&self, group: view::WorkerGroup<'r>) -> Self {
        Self {
            record: self.record,
            as_of: self.as_of,
            limits: LocalLimits::none(),
            deployed: self.deployed.clone(),
            found: Default::default(),
            score: OnceCell::new(),
            group: Some(group.raw().id.as_deref().unwrap_or_default()),
            groups: OnceCell::new(),
            limbs: OnceCell::new(),
        }
    }

    fn limbs(&self) -> &Limbs {
        let menaces = [Indicator::Threats, Indicator::Violence].map(|sign| self.sign(sign).hit.clone());
        let look = || Limbs { menace: Truth::any(menaces) | self.confined(), involuntary: self.involuntary() };
        once(&self.limbs, self.record.at().trace(), look)
    }

    fn confined(&self) -> Truth {
        self.now(self.liberties(|liberty| liberty.may_leave_accommodation().is(false)))
    }

    fn involuntary(&self) -> Truth {
        let bound = self.coercions(|entry| entry.can_resign().is(false));
        let unwilling = self.coercions(no_consent);
        // Who deceives them is looked for last: it takes the most.
        let deceived =
            if unwilling.is_no() { unwilling } else { self.sign(Indicator::Deception).hit.clone() & unwilling };
        self.now(bound | deceived)
    }
}

/// Whether there was looked for consent and none found; doubtful consent is for review.
fn no_consent(entry: view::Coercion<'_>) -> Truth {
    let evidence = entry.consent_evidence();
    match evidence.get() {
        Ok(ConsentEvidence::Doubtful) => Truth::Unknown(evidence.missing()).or_review(),
        Ok(found) => Truth::from(found == ConsentEvidence::None),
        Err(missing) => Truth::Unknown(missing),
    }
}
