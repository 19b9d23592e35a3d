//! The eleven indicators of forced labour (ILO booklet of 2012, as the catalogue maps them to fields), their score, and
//! the two tests that rest on them: trafficking, and the definition of forced labour.
//!
//! - A hit is a known hit. What is absent leaves an indicator unknown, which counts neither as a hit nor as its absence.
//! - What makes an indicator strong without being listed for its hit (doors locked at night, telephones taken, the family
//!   as a hostage, no rest day, pay only at the end) makes it a hit where it is recorded, and nothing where it is not.
//! - Continuing facts count on the days of the deployment; a fact with a date of its own counts from that date on.
//! - Limits of local law (heat, space, week) are the caller's to supply: nothing here knows them.

mod forced;
mod pay;
mod signs;
#[cfg(test)]
mod tests;
mod walk;

use std::cell::OnceCell;

use rust_decimal::Decimal;

use crate::{Captured, Date, Missing, Part, Trace, Truth, sites, view};

/// The parts of the record that the indicators read. A plugin that uses them asks for all of these.
pub const PARTS: [Part; 13] = [
    Part::Parties,
    Part::Workers,
    Part::Deployment,
    Part::Worksites,
    Part::Permits,
    Part::Contracts,
    Part::Wages,
    Part::WorkingTime,
    Part::Heat,
    Part::Liberty,
    Part::Coercion,
    Part::Supervision,
    Part::Housing,
];

/// The fields that the indicators read, for the declaration of a rule that rests on them.
pub const FIELDS: &[&str] = &[
    "parties.items.roles",
    "parties.items.government_of_north_korea",
    "workers.items.nationalities",
    "workers.items.korean_unspecified",
    "workers.items.protection",
    "workers.items.speaks_host_language",
    "deployment.start",
    "deployment.end",
    "worksites.items.id",
    "worksites.items.start",
    "worksites.items.end",
    "worksites.items.employer",
    "worksites.items.remote_camp",
    "worksites.items.disclosed_to_worker",
    "permits.items.valid_from",
    "permits.items.valid_to",
    "permits.items.withdrawn_on",
    "permits.items.employer",
    "permits.items.worksites",
    "permits.items.tied_to_employer",
    "contracts.items.signed_on",
    "contracts.items.terms_substituted",
    "wages.items.period",
    "wages.items.due_on",
    "wages.items.due_day",
    "wages.items.paid_on",
    "wages.items.paid_days_after_due",
    "wages.items.longest_gap_days",
    "wages.items.gross_by_host",
    "wages.items.contractual",
    "wages.items.received_by_worker",
    "wages.items.payee",
    "wages.items.worker_written_mandate",
    "wages.items.deductions.items.amount",
    "wages.items.deductions.items.purpose",
    "wages.items.deductions.items.lawful_basis",
    "working_time.items.week_minutes",
    "working_time.items.overtime_refusable",
    "working_time.items.weeks_without_rest",
    "working_time.items.weekly_rest_minutes",
    "heat.items.water",
    "liberty.items.passport_holder",
    "liberty.items.passport_held_on_written_request",
    "liberty.items.passport_returned_on_demand",
    "liberty.items.may_leave_site",
    "liberty.items.may_leave_accommodation",
    "liberty.items.escort_required",
    "liberty.items.communication_restricted",
    "liberty.items.phone_confiscated",
    "coercion.items.threats.items.kind",
    "coercion.items.threats.items.date",
    "coercion.items.violence.items.by",
    "coercion.items.violence.items.date",
    "coercion.items.family_reprisal_threat",
    "coercion.items.debt",
    "coercion.items.debt_deducted_from_pay",
    "coercion.items.recruitment_fee_paid_by_worker",
    "coercion.items.exit_penalty",
    "coercion.items.can_resign",
    "coercion.items.consent_evidence",
    "supervision.items.minder_powers",
    "housing.items.area_m2_per_person",
    "housing.items.guarded",
    "housing.items.locked_at_night",
    "housing.items.co_located_with_site",
    "housing.items.protective_equipment_missing",
    "housing.items.accidents_unreported",
];

/// What the law of the host country says, as far as the indicators read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalLimits {
    /// Longest lawful working week everywhere, in minutes. `None`: no such limit is known, and none is tested.
    pub week_max_minutes: Option<u32>,
    /// Least lawful floor area for each person everywhere, in square metres. `None`: as above.
    pub area_m2_min: Option<Decimal>,
    /// What holds at single sites beside that.
    pub sites: Vec<SiteLimits>,
    /// A heat rule was broken on or before the evaluation date.
    pub heat_broken: Truth,
}

impl LocalLimits {
    /// No local limit at all: only what holds everywhere is tested.
    #[must_use]
    pub const fn none() -> Self {
        Self { week_max_minutes: None, area_m2_min: None, sites: Vec::new(), heat_broken: Truth::No }
    }
}

/// What the law of its country says of work at one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteLimits {
    /// The site's id.
    pub site: Option<String>,
    /// As [`LocalLimits::week_max_minutes`].
    pub week_max_minutes: Option<u32>,
    /// As [`LocalLimits::area_m2_min`].
    pub area_m2_min: Option<Decimal>,
}

/// The indicators, in the order of the booklet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// Abuse of vulnerability.
    Vulnerability = 1,
    /// Deception.
    Deception,
    /// Restriction of movement.
    Movement,
    /// Isolation.
    Isolation,
    /// Physical or sexual violence.
    Violence,
    /// Intimidation and threats.
    Threats,
    /// Retention of identity documents.
    Documents,
    /// Withholding of wages.
    Wages,
    /// Debt bondage.
    Debt,
    /// Abusive working and living conditions.
    Conditions,
    /// Excessive overtime.
    Overtime,
}

impl Indicator {
    /// All of them, in order.
    pub const ALL: [Self; 11] = [
        Self::Vulnerability,
        Self::Deception,
        Self::Movement,
        Self::Isolation,
        Self::Violence,
        Self::Threats,
        Self::Documents,
        Self::Wages,
        Self::Debt,
        Self::Conditions,
        Self::Overtime,
    ];

    /// Those that are means of trafficking.
    pub const MEANS: [Self; 5] = [Self::Vulnerability, Self::Deception, Self::Movement, Self::Violence, Self::Threats];

    /// Those of which two strong ones make a candidate.
    const GRAVE: [Self; 5] = [Self::Movement, Self::Violence, Self::Threats, Self::Documents, Self::Wages];

    /// Its number in the catalogue, from 1.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// What the record shows of one indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Which one.
    pub indicator: Indicator,
    /// It is there.
    pub hit: Truth,
    /// It is there in its strong form; never without a hit.
    pub strong: Truth,
}

/// What the number and strength of hits call for. Never read [`Class::None`] as "no forced labour".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// No known hit.
    None,
    /// One hit, not strong.
    Info,
    /// One strong hit, or two or three hits.
    Review,
    /// Four hits, or two strong ones among restriction of movement, violence, threats, documents and wages.
    Candidate,
}

/// The count of hits and what it calls for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// Known hits, in order.
    pub hits: Vec<Indicator>,
    /// Those of them that are known to be strong, in order.
    pub strong: Vec<Indicator>,
    /// What the known hits call for.
    pub class: Class,
    /// Whether the case is a candidate; unknown if only what is absent keeps it from being one.
    pub candidate: Truth,
}

/// One record on one date, seen through the indicators.
pub struct Assessment<'r> {
    record: view::Record<'r>,
    as_of: Date,
    limits: LocalLimits,
    deployed: Truth,
    /// Each is looked for once, with what was read for it: many rules ask for the same.
    found: [OnceCell<Captured<'r, Sign>>; 11],
    /// What follows from all signs, and reads nothing else.
    score: OnceCell<Score>,
    /// The one worker group that is asked about; all of them without it.
    group: Option<&'r str>,
    /// The same for each group, where entries are about some of them.
    groups: OnceCell<Vec<Self>>,
    /// The two limbs of the definition, with what they read beside the signs.
    limbs: OnceCell<Captured<'r, forced::Limbs>>,
}

impl<'r> Assessment<'r> {
    /// A record on a date, with the limits of the host country.
    #[must_use]
    pub fn new(record: view::Record<'r>, as_of: Date, limits: LocalLimits) -> Self {
        Self {
            record,
            as_of,
            limits,
            deployed: sites::deployed(record, as_of),
            found: Default::default(),
            score: OnceCell::new(),
            group: None,
            groups: OnceCell::new(),
            limbs: OnceCell::new(),
        }
    }

    /// Whether it is an assessment on this date with these limits.
    #[must_use]
    pub fn is_of(&self, as_of: Date, limits: &LocalLimits) -> bool {
        self.as_of == as_of && self.limits == *limits
    }

    /// What the record shows of one indicator. Reads only what that one needs, so that its evidence is its own.
    #[must_use]
    pub fn sign(&self, indicator: Indicator) -> &Sign {
        #[expect(clippy::indexing_slicing, reason = "eleven indicators, numbered from one, and as many places")]
        let found = &self.found[usize::from(indicator.number()) - 1];
        once(found, self.record.at().trace(), || signs::sign(self, indicator))
    }

    /// The score.
    #[must_use]
    pub fn score(&self) -> &Score {
        self.scored(&self.signs())
    }

    fn scored(&self, signs: &[&Sign; 11]) -> &Score {
        self.score.get_or_init(|| score(signs))
    }

    /// The act of trafficking: workers are recruited, moved, housed or received.
    #[must_use]
    pub fn act(&self) -> Truth {
        let workers = self.record.workers();
        let some = match workers.get() {
            Ok(groups) if groups.is_empty() => Truth::Unknown(workers.missing()),
            Ok(_) => Truth::Yes,
            Err(missing) => Truth::Unknown(missing),
        };
        self.deployed.clone() & some
    }

    /// The means of trafficking: a hit in [`Indicator::MEANS`].
    #[must_use]
    pub fn means(&self) -> Truth {
        Truth::any(Indicator::MEANS.map(|indicator| self.sign(indicator).hit.clone()))
    }

    /// The purpose of trafficking: a candidate by score, or forced labour by its definition.
    #[must_use]
    pub fn purpose(&self) -> Truth {
        let signs = self.signs();
        self.scored(&signs).candidate.clone() | self.defined(&signs)
    }

    /// Act, means and purpose together (`tip_test`). Yes never proves forced labour. Where nothing is recorded it is
    /// unknown: a rule that wants no answer then gates on [`Self::suspected`].
    #[must_use]
    pub fn tip_test(&self) -> Truth {
        let signs = self.signs();
        let means = Truth::any(Indicator::MEANS.iter().map(|m| hit(&signs, *m)));
        self.act() & means & (self.scored(&signs).candidate.clone() | self.defined(&signs))
    }

    /// Whether anything recorded points to trafficking: a means that is known, or a candidate. What makes `tip_test`
    /// worth asking.
    #[must_use]
    pub fn suspected(&self) -> bool {
        let signs = self.signs();
        let means = |sign: &&Sign| Indicator::MEANS.contains(&sign.indicator);
        signs.iter().filter(|sign| means(sign)).any(|sign| sign.hit.is_yes())
            || self.scored(&signs).class == Class::Candidate
    }

    fn signs(&self) -> [&Sign; 11] {
        Indicator::ALL.map(|indicator| self.sign(indicator))
    }
}

/// What was looked for once, again with what was read for it.
fn once<'c, 'r, T>(cell: &'c OnceCell<Captured<'r, T>>, trace: &'r Trace<'r>, look: impl FnOnce() -> T) -> &'c T {
    match cell.get() {
        Some(found) => found.again(trace),
        None => cell.get_or_init(|| trace.capture(look)).value(),
    }
}

fn hit(signs: &[&Sign], indicator: Indicator) -> Truth {
    Truth::any(signs.iter().filter(|sign| sign.indicator == indicator).map(|sign| sign.hit.clone()))
}

fn score(signs: &[&Sign]) -> Score {
    let pick = |test: fn(&Sign) -> bool| signs.iter().filter(|s| test(s)).map(|s| s.indicator).collect::<Vec<_>>();
    let hits = pick(|sign| sign.hit.is_yes());
    let strong = pick(|sign| sign.strong.is_yes());
    let class = class(&hits, &strong);
    let at_most = self::class(&pick(|sign| !sign.hit.is_no()), &pick(|sign| !sign.strong.is_no()));
    let candidate = match (class, at_most, absent(signs)) {
        (Class::Candidate, ..) => Truth::Yes,
        (_, Class::Candidate, Some(missing)) => Truth::Unknown(missing),
        _ => Truth::No,
    };
    Score { hits, strong, class, candidate }
}

fn class(hits: &[Indicator], strong: &[Indicator]) -> Class {
    let grave = strong.iter().filter(|indicator| Indicator::GRAVE.contains(indicator)).count();
    match hits.len() {
        4.. => Class::Candidate,
        _ if grave >= 2 => Class::Candidate,
        0 => Class::None,
        1 if strong.is_empty() => Class::Info,
        _ => Class::Review,
    }
}

/// Everything whose absence leaves a sign open.
fn absent(signs: &[&Sign]) -> Option<Missing> {
    let open = |truth: &Truth| match truth {
        Truth::Unknown(missing) => Some(missing.clone()),
        _ => None,
    };
    signs.iter().flat_map(|sign| [open(&sign.hit), open(&sign.strong)]).flatten().reduce(Missing::and)
}
