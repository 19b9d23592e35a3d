//! A rule: one declaration for one row of the catalogue.

use comity_facts::{
    Date, Part,
    v1::{Addressee, Certainty, Market, Outcome, PartyRole},
    view,
};

use crate::{Case, Checked, Made};

/// One rule. Start from [`Rule::ROW`] and fill in what the row says.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Stable id, the jurisdiction first; "@YYYY" tells versions of one rule apart.
    pub id: &'static str,
    /// What it asks, in a line.
    pub title: &'static str,
    /// Instrument and provision.
    pub basis: &'static str,
    /// When it is in force. Versions of one rule must not overlap; the manifest check sees to it.
    pub in_force: &'static [Validity],
    /// The catalogue's certainty. [`Certainty::Low`] caps every outcome at NEEDS_REVIEW.
    pub certainty: Certainty,
    /// The worst outcome a check may give; what a failure of the plugin has to be taken for.
    pub worst: Outcome,
    /// Whom it binds, unless the check says otherwise.
    pub addressees: &'static [Addressee],
    /// Whom it binds too in the versions that begin on a day or later.
    pub also_binds: &'static [(Date, Addressee)],
    /// Parts of the record without which it is not assessed.
    pub needs: &'static [Part],
    /// Fields it reads, as paths without indexes. In debug builds a read that is not declared panics.
    pub reads: &'static [&'static [&'static str]],
    /// The check, and what it runs over.
    pub check: Check,
    /// What a finding says, with `{parameters}`.
    pub says: &'static str,
    /// What follows.
    pub consequence: &'static str,
    /// Bodies to which a finding should go.
    pub referrals: &'static [&'static str],
    /// Sources seen, by their code in the catalogue.
    pub sources: &'static [&'static str],
}

impl Rule {
    /// An empty row to start from; it checks nothing.
    pub const ROW: Self = Self {
        id: "",
        title: "",
        basis: "",
        in_force: &[],
        certainty: Certainty::Low,
        worst: Outcome::Info,
        addressees: &[],
        also_binds: &[],
        needs: &[],
        reads: &[],
        check: Check::Case(|_| Ok(crate::Answer::Silent)),
        says: "",
        consequence: "",
        referrals: &[],
        sources: &[],
    };

    /// The worst outcome after the cap by certainty.
    #[must_use]
    pub fn worst_shown(&self) -> Outcome {
        capped(self.certainty, self.worst)
    }

    /// Everybody it may bind.
    pub fn bound(&self) -> impl Iterator<Item = Addressee> {
        self.addressees.iter().copied().chain(self.also_binds.iter().map(|(_, addressee)| *addressee))
    }

    /// Whom it binds in a version.
    pub(crate) fn bound_in(&self, version: Option<Validity>) -> Vec<Addressee> {
        let from = version.map(|version| version.from);
        let also = self.also_binds.iter().filter(|(since, _)| from >= Some(*since)).map(|(_, addressee)| *addressee);
        self.addressees.iter().copied().chain(also).collect()
    }

    /// The interval in force on a day.
    #[must_use]
    pub fn version_on(&self, day: Date) -> Option<Validity> {
        self.in_force.iter().copied().find(|v| v.holds_on(day))
    }

    /// All declared fields.
    pub fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.reads.iter().flat_map(|group| group.iter().copied())
    }
}

/// An unsure row never gives a hard outcome.
pub(crate) fn capped(certainty: Certainty, outcome: Outcome) -> Outcome {
    let hard = matches!(outcome, Outcome::Violation | Outcome::Prohibited);
    if hard && certainty == Certainty::Low { Outcome::NeedsReview } else { outcome }
}

/// Days on which a rule is in force, `[from, to)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// First day.
    pub from: Date,
    /// First day after; open without one.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// In force from this day on.
#[must_use]
pub const fn since(year: i16, month: i8, day: i8) -> Validity {
    Validity { from: Date::of(year, month, day), to: None }
}

/// In force from one day until the day before another.
#[must_use]
pub const fn during(from: (i16, i8, i8), to: (i16, i8, i8)) -> Validity {
    Validity { from: Date::of(from.0, from.1, from.2), to: Some(Date::of(to.0, to.1, to.2)) }
}

/// What a check runs over, and with that the day of its fact.
///
/// *Continuing* facts hold on every day of the deployment (and of their own span, where they have one) and are judged on
/// the evaluation date. *Dated* facts keep their day, count from it on, and are judged by the law of that day.
#[derive(Clone, Copy)]
pub enum Check {
    /// The record as a whole; continuing.
    Case(fn(&Case<'_>) -> Checked),
    /// The record as a whole on any date, whether or not the deployment runs: what is asked of a State or a dossier. A fact of the
    /// evaluation date, unless the answer says since when it is so.
    Always(fn(&Case<'_>) -> Checked),
    /// The record as a whole from the start of the deployment on: after its end for what stays of it, dated facts, by the law of its
    /// last day.
    Lasting(fn(&Case<'_>) -> Checked),
    /// The removal of the workers, on its day; dated.
    Removal(fn(&Case<'_>) -> Checked),
    /// Each party with one of these roles, each party at all where none is named; continuing.
    Party(&'static [PartyRole], for<'r> fn(&Case<'r>, view::Party<'r>) -> Checked),
    /// Each worker group; continuing.
    Workers(for<'r> fn(&Case<'r>, view::WorkerGroup<'r>) -> Checked),
    /// Each worker group on any date, whether or not the deployment runs; by the law of the evaluation date.
    WorkersToday(for<'r> fn(&Case<'r>, view::WorkerGroup<'r>) -> Checked),
    /// Each place of work while it is used; continuing.
    Site(for<'r> fn(&Case<'r>, view::Worksite<'r>) -> Checked),
    /// Each permit, on the day of its issue; dated.
    PermitIssued(for<'r> fn(&Case<'r>, view::Permit<'r>) -> Checked),
    /// Each permit while the deployment runs; continuing.
    PermitUsed(for<'r> fn(&Case<'r>, view::Permit<'r>) -> Checked),
    /// Each residence title; continuing.
    Residence(for<'r> fn(&Case<'r>, view::ResidenceTitle<'r>) -> Checked),
    /// Each residence title that was issued, on that day; dated.
    ResidenceIssued(for<'r> fn(&Case<'r>, view::ResidenceTitle<'r>) -> Checked),
    /// Each change of employer that was blocked, on that day; dated.
    TransferBlocked(for<'r> fn(&Case<'r>, view::ResidenceTitle<'r>) -> Checked),
    /// Each worker who was reported as absconding, on that day; dated.
    Absconding(for<'r> fn(&Case<'r>, view::ResidenceTitle<'r>) -> Checked),
    /// Each contract; continuing.
    Contract(for<'r> fn(&Case<'r>, view::Contract<'r>) -> Checked),
    /// Each wage line: one that recurs is continuing (from its site's start), one with a period is dated by its due day.
    Wage(for<'r> fn(&Case<'r>, view::WageLine<'r>) -> Checked),
    /// Each wage line by the work that it pays: as `Wage`, but one with a period is dated by the last day of the
    /// period, and a fact only once it is due.
    WageEarned(for<'r> fn(&Case<'r>, view::WageLine<'r>) -> Checked),
    /// Each wage line that is settled at the end: dated by the end of employment.
    WageAtEnd(for<'r> fn(&Case<'r>, view::WageLine<'r>) -> Checked),
    /// Each pattern of working time; continuing.
    WorkingTime(for<'r> fn(&Case<'r>, view::WorkingTime<'r>) -> Checked),
    /// Each exposure to heat; continuing.
    Heat(for<'r> fn(&Case<'r>, view::HeatExposure<'r>) -> Checked),
    /// Each span of work in the heat; dated.
    HeatInterval(for<'r> fn(&Case<'r>, view::HeatExposure<'r>, view::WorkInterval<'r>) -> Checked),
    /// Each heat reading; dated.
    HeatReading(for<'r> fn(&Case<'r>, view::HeatExposure<'r>, view::WbgtReading<'r>) -> Checked),
    /// Each entry on papers and movement; continuing.
    Liberty(for<'r> fn(&Case<'r>, view::Liberty<'r>) -> Checked),
    /// Each refused departure; dated.
    ExitRefusal(for<'r> fn(&Case<'r>, view::Liberty<'r>, view::ExitRefusal<'r>) -> Checked),
    /// Each entry on pressure; continuing.
    Coercion(for<'r> fn(&Case<'r>, view::Coercion<'r>) -> Checked),
    /// Each accommodation; continuing.
    Housing(for<'r> fn(&Case<'r>, view::Housing<'r>) -> Checked),
    /// Each punishment of workers; dated.
    Punished(for<'r> fn(&Case<'r>, view::Coercion<'r>, view::Punishment<'r>) -> Checked),
    /// Each visit of inspectors; dated.
    Inspection(for<'r> fn(&Case<'r>, view::Inspection<'r>) -> Checked),
    /// Each complaint; dated.
    Complaint(for<'r> fn(&Case<'r>, view::Complaint<'r>) -> Checked),
    /// Each payment; dated.
    Transaction(for<'r> fn(&Case<'r>, view::Transaction<'r>) -> Checked),
    /// Each holding, on the day it was blocked; dated.
    Holding(for<'r> fn(&Case<'r>, view::Holding<'r>) -> Checked),
    /// Each holding while it is held, whether or not the deployment runs; once it was released, on the day of its release, dated.
    HoldingKept(for<'r> fn(&Case<'r>, view::Holding<'r>) -> Checked),
    /// Each lot of goods, on the day of its entry; dated.
    Goods(for<'r> fn(&Case<'r>, view::Goods<'r>) -> Checked),
    /// Each lot of goods that is not known to be for another market, on the day of its entry; dated.
    GoodsEntering(Market, for<'r> fn(&Case<'r>, view::Goods<'r>) -> Checked),
    /// Each lot of goods on any date, by the law of the evaluation date: what is asked of goods that stay on a market.
    GoodsToday(for<'r> fn(&Case<'r>, view::Goods<'r>) -> Checked),
    /// Each lot of goods that was exported, on the day of its export; dated.
    GoodsExported(for<'r> fn(&Case<'r>, view::Goods<'r>) -> Checked),
    /// Each record of a dealing in blocked property that was destroyed, on the day of its destruction; dated.
    RecordDestroyed(for<'r> fn(&Case<'r>, view::Holding<'r>, view::RecordKeeping<'r>) -> Checked),
    /// Each investment; dated.
    Investment(for<'r> fn(&Case<'r>, view::Investment<'r>) -> Checked),
    /// Each joint venture on any date, by the law of the evaluation date: one that goes on is judged by what the law says now.
    JointVenture(for<'r> fn(&Case<'r>, view::JointVenture<'r>) -> Checked),
    /// Each joint venture on the day it was opened; dated.
    JointVentureOpened(for<'r> fn(&Case<'r>, view::JointVenture<'r>) -> Checked),
    /// Each joint venture that was expanded by new investment, on that day; dated.
    JointVentureExpanded(for<'r> fn(&Case<'r>, view::JointVenture<'r>) -> Checked),
    /// Each journey; dated.
    Journey(for<'r> fn(&Case<'r>, view::Journey<'r>) -> Checked),
    /// Each lease while it runs; continuing, whether or not the deployment runs.
    Lease(for<'r> fn(&Case<'r>, view::Lease<'r>) -> Checked),
    /// Each claim for money, on the day it was made; dated.
    Claim(for<'r> fn(&Case<'r>, view::ClaimMade<'r>) -> Checked),
    /// Each service while it is rendered; continuing, whether or not the deployment runs.
    Service(for<'r> fn(&Case<'r>, view::Service<'r>) -> Checked),
    /// Each order; dated.
    Order(for<'r> fn(&Case<'r>, view::Order<'r>) -> Checked),
    /// Each earlier finding of this plugin; same subject, same day. What is attached to other findings.
    Attached(fn(&Case<'_>, &Made) -> Checked),
    /// The same, by the law of the evaluation date: what is asked of a past act today, such as its limitation.
    AttachedToday(fn(&Case<'_>, &Made) -> Checked),
    /// Subjects of several kinds. Each is walked if its parts are there; where one of them was not walked and the others
    /// found nothing, the rule is not assessed. Nothing attached.
    Several(&'static [Check]),
    /// The record and the verdicts of other plugins, in a follow-up plugin ([`Case::others`]).
    Followup(fn(&Case<'_>) -> Checked),
}
