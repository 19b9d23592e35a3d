//! What makes each indicator a hit, and a strong one.

use rust_decimal::Decimal;

use super::{Assessment, Indicator, Sign, walk::extra};
use crate::{
    Date, Each, Known, Money, Truth, nationality, retention, sites,
    v1::{Actor, PassportHolder, Payee, Protection, ThreatKind},
    view,
};

/// A share of the gross above this is withheld.
const RETAINED: Decimal = Decimal::from_parts(5, 0, 0, false, 1);
const LONG_WEEK_MINUTES: u64 = 60 * 60;
const VERY_LONG_WEEK_MINUTES: u64 = 72 * 60;
const REST_DAY_MINUTES: u64 = 24 * 60;
/// Thirty days without a rest day are in the fifth week without one.
const RESTLESS_WEEKS: u64 = 5;

pub(super) fn sign(case: &Assessment<'_>, indicator: Indicator) -> Sign {
    let (hit, strong) = match indicator {
        Indicator::Vulnerability => case.vulnerability(),
        Indicator::Deception => case.deception(),
        Indicator::Movement => case.movement(),
        Indicator::Isolation => case.isolation(),
        Indicator::Violence => case.violence(),
        Indicator::Threats => case.threats(),
        Indicator::Documents => case.documents(),
        Indicator::Wages => case.withholding(),
        Indicator::Debt => case.debt(),
        Indicator::Conditions => case.conditions(),
        Indicator::Overtime => case.overtime(),
    };
    Sign { indicator, strong: hit.clone() & strong, hit }
}

/// A hit, and what makes it strong.
type Answer = (Truth, Truth);

impl<'r> Assessment<'r> {
    fn vulnerability(&self) -> Answer {
        let bound = self.state_sender();
        let exposed = self
            .workers(|group| (nationality::is_prk(group) | bound.clone()) & group.protection().is(Protection::None));
        let tied = match self.record.permits().get() {
            Ok(permits) => permits.any(|p| sites::valid(p, self.as_of) & p.tied_to_employer().yes()),
            Err(missing) => Truth::Unknown(missing),
        };
        let hostage = self.threatened(|threat| threat.kind().is(ThreatKind::FamilyReprisal));
        (self.now(exposed | tied | hostage), self.sites(|site| site.remote_camp().yes()))
    }

    fn deception(&self) -> Answer {
        let substituted = match self.record.contracts().get() {
            Ok(contracts) => contracts.any(|contract| {
                if !self.is_about(contract.raw().worker_groups.as_ref()) {
                    return Truth::No;
                }
                let later = contract.signed_on().holds(|day| day > self.as_of).unless_recorded();
                !later & contract.terms_substituted().yes()
            }),
            Err(missing) => Truth::Unknown(missing),
        };
        let short = self.lines(|line| self.promised_more(line));
        let sites = self.used_sites();
        let hidden = extra(&sites, |site| site.disclosed_to_worker().is(false) & self.unpaid_at(site));
        let theirs = |site: view::Worksite<'r>| self.is_about(site.raw().worker_groups.as_ref()).into();
        (self.now(substituted | extra(&sites, theirs)) | short, hidden)
    }

    fn movement(&self) -> Answer {
        let kept_in = self.liberties(|liberty| {
            liberty.may_leave_site().is(false)
                | liberty.may_leave_accommodation().is(false)
                | liberty.escort_required().yes()
        });
        let guarded = self.housings(|housing| housing.guarded().yes());
        let locked = self.housings(|housing| housing.locked_at_night().yes());
        (self.now(kept_in | guarded | locked.clone().unless_recorded()), locked)
    }

    fn isolation(&self) -> Answer {
        let silenced = self.liberties(|liberty| liberty.communication_restricted().yes());
        let phones = self.liberties(|liberty| liberty.phone_confiscated().yes());
        let strange = self.workers(|group| group.speaks_host_language().is(false));
        let remote = self.sites(|site| site.remote_camp().yes() | site.disclosed_to_worker().is(false));
        (self.now(silenced | phones.clone().unless_recorded() | strange | remote), phones)
    }

    fn violence(&self) -> Answer {
        let used = |by: fn(view::ViolentAct<'r>) -> Truth| {
            self.coercions(|entry| self.acts(entry.violence(), |act| self.happened(act.date()) & by(act)))
        };
        let powers = self.supervisions(|entry| entry.minder_powers().holds(|powers| !powers.is_empty()));
        let by_minder = used(|act| act.by().is(Actor::Minder)) & powers;
        // A list that is absent could hold the second act.
        let repeated = Truth::from(self.violent_acts() > 1) | used(|_| Truth::No);
        (used(|_| Truth::Yes), repeated | by_minder)
    }

    fn threats(&self) -> Answer {
        let grave = [ThreatKind::FamilyReprisal, ThreatKind::Repatriation];
        (self.threatened(|_| Truth::Yes), self.threatened(|threat| threat.kind().is_in(&grave)))
    }

    fn documents(&self) -> Answer {
        let state = self.state_sender();
        let by_state = |liberty: view::Liberty<'r>| {
            let holder = liberty.passport_holder();
            holder.is_in(&[PassportHolder::Minder, PassportHolder::SendingState, PassportHolder::Authority])
                | (holder.is(PassportHolder::Sender) & state.clone())
        };
        let strong = self.liberties(|liberty| papers_taken(liberty) & by_state(liberty));
        (self.now(self.liberties(papers_taken)), self.now(strong))
    }

    fn withholding(&self) -> Answer {
        let at_end = self.lines(|line| self.paid_at_end(line));
        let withheld = self.lines(|line| {
            let retained =
                retention::of(line, self.day_of(line)).map_or_else(Truth::Unknown, |r| r.ratio_above(RETAINED));
            let diverted = line.payee().is_in(&[Payee::Sender, Payee::State]) & !line.worker_written_mandate().yes();
            self.overdue(line) | retained | diverted
        });
        (withheld | at_end.clone().unless_recorded(), at_end)
    }

    fn debt(&self) -> Answer {
        let positive = |money: Known<'r, Money>| money.holds(|money| money.amount > Decimal::ZERO);
        let bound = self.coercions(|entry| {
            (positive(entry.debt()) & entry.debt_deducted_from_pay().yes())
                | positive(entry.recruitment_fee_paid_by_worker())
                | entry.exit_penalty().yes()
        });
        let heavy = self.coercions(|entry| self.owes_months(entry).into());
        (self.now(bound), self.now(heavy))
    }

    fn conditions(&self) -> Answer {
        let areas = self.limits.sites.iter().any(|site| site.area_m2_min.is_some());
        let limited = areas || self.limits.area_m2_min.is_some();
        let cramped = if limited { self.housings(|housing| self.cramped(housing)) } else { Truth::No };
        let unsafe_work = self
            .housings(|housing| housing.protective_equipment_missing().yes() | housing.accidents_unreported().yes());
        let dry = self.heat(|heat| heat.water().is(false));
        let on_site = self.housings(|housing| housing.co_located_with_site().yes());
        (self.open_now(self.limits.heat_broken.clone()) | self.now(cramped | unsafe_work | dry), self.now(on_site))
    }

    fn overtime(&self) -> Answer {
        let long = self.times(|time| {
            let most = self.longest_week(time);
            time.week_minutes().holds(|week| week > most) | time.overtime_refusable().is(false)
        });
        let restless = self.times(restless);
        let very_long = self.times(|time| time.week_minutes().holds(|week| week > VERY_LONG_WEEK_MINUTES));
        (self.now(long | restless.clone().unless_recorded()), restless | very_long)
    }

    /// Whether the floor area is below what the law requires where the workers of an accommodation work.
    fn cramped(&self, housing: view::Housing<'r>) -> Truth {
        let theirs = self.limits_of(housing.raw().worker_groups.as_ref(), None);
        let least = theirs.filter_map(|site| site.area_m2_min).chain(self.limits.area_m2_min).max();
        least.map_or(Truth::No, |least| housing.area_m2_per_person().holds(|area| area < least))
    }

    /// The longest week that is no sign: what the law allows where the work is done, and never more than sixty hours.
    fn longest_week(&self, time: view::WorkingTime<'r>) -> u64 {
        let theirs = self.limits_of(time.raw().worker_groups.as_ref(), time.raw().site.as_ref());
        let local = theirs.filter_map(|site| site.week_max_minutes).chain(self.limits.week_max_minutes);
        local.map(u64::from).chain([LONG_WEEK_MINUTES]).min().unwrap_or(LONG_WEEK_MINUTES)
    }

    /// Whether a threat that satisfies `test` was made. The family as a hostage counts as one of every kind.
    fn threatened(&self, test: impl Fn(view::Threat<'r>) -> Truth) -> Truth {
        self.coercions(|entry| {
            let family = self.now(entry.family_reprisal_threat().yes().unless_recorded());
            family | self.acts(entry.threats(), |threat| self.happened(threat.date()) & test(threat))
        })
    }

    /// The first day of the acts that a hit of violence or threats rests on, where each of them has its day.
    #[must_use]
    pub fn first_act(&self, indicator: Indicator) -> Option<Date> {
        let entries = || self.record.coercion().recorded().into_iter().flat_map(Each::iter);
        let days: Option<Vec<Date>> = match indicator {
            Indicator::Threats if entries().any(|entry| entry.family_reprisal_threat().recorded() == Some(true)) => {
                None
            }
            Indicator::Threats => {
                let acts = entries().filter_map(|entry| entry.threats().recorded()).flat_map(Each::iter);
                acts.map(|threat| threat.date().recorded()).collect()
            }
            Indicator::Violence => {
                let acts = entries().filter_map(|entry| entry.violence().recorded()).flat_map(Each::iter);
                acts.map(|act| act.date().recorded()).collect()
            }
            _ => None,
        };
        days?.into_iter().filter(|day| *day <= self.as_of).min()
    }

    fn violent_acts(&self) -> usize {
        let entries = self.record.coercion().recorded().into_iter().flat_map(Each::iter);
        let acts = entries.filter_map(|entry| entry.violence().recorded()).flat_map(Each::iter);
        acts.filter(|act| self.happened(act.date()).is_yes()).count()
    }
}

/// Somebody else holds the passport, and not because the worker asked in writing and gets it back on demand. Whether he
/// did is a fact about him: absent, it is for review.
fn papers_taken(liberty: view::Liberty<'_>) -> Truth {
    let asked = liberty.passport_held_on_written_request().yes() & liberty.passport_returned_on_demand().yes();
    liberty.passport_holder().holds(|holder| holder != PassportHolder::Worker) & !asked.or_review()
}

/// No rest day in 30 days.
fn restless(time: view::WorkingTime<'_>) -> Truth {
    let weeks = time.weeks_without_rest();
    match weeks.recorded() {
        Some(weeks) => Truth::from(weeks >= RESTLESS_WEEKS),
        // A day's rest in any seven days leaves no such stretch.
        None => {
            Truth::Unknown(weeks.missing())
                & !time.weekly_rest_minutes().holds(|rest| rest >= REST_DAY_MINUTES).unless_recorded()
        }
    }
}
