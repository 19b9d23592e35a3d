//! Directive 96/71/EC: workers whom an employer in one Member State posts to another.

use comity_sdk::{facts::Each, prelude::*};

use super::{equal, hours, reads};
use crate::gates::{
    places::{self, About, at_work, shared},
    states,
};

pub(crate) const RULES: &[Rule] = &[POSTED];

/// All mandatory pay and the terms of accommodation, since Directive (EU) 2018/957 applies; before, minimum rates.
const ALL_PAY: Date = Date::of(2020, 7, 30);

const POSTED: Rule = Rule {
    id: "eu.posted",
    title: "whether posted workers have the terms of the State in which they work: pay, hours, rest, leave, safety",
    basis: "Directive 96/71/EC art. 3; (EU) 2018/957; 2014/67/EU",
    in_force: &[during((1999, 12, 16), (2020, 7, 30)), since(2020, 7, 30)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[State, Sender, Employer],
    needs: &[Part::Worksites, Part::Parties],
    reads: &[
        places::WORK,
        reads::PAY,
        &[
            "parties.items.roles",
            "parties.items.country",
            "contracts.items.employer",
            "working_time.items.week_minutes",
            "working_time.items.weekly_rest_minutes",
            "working_time.items.daily_rest_minutes",
            "working_time.items.weeks_without_rest",
            "working_time.items.annual_leave_days",
            "working_time.items.opt_out_ref",
            "working_time.items.derogation_ref",
            "housing.items.protective_equipment_missing",
            "housing.items.accidents_unreported",
            "housing.items.provided_by_employer",
            "housing.items.guarded",
            "housing.items.locked_at_night",
        ],
    ],
    check: Check::Several(&[Check::Wage(pay), Check::WorkingTime(time), Check::Housing(safety)]),
    says: "Workers posted from another Member State are paid less than others for the same work.",
    ..Rule::ROW
};

const MINIMUM: &str = "Workers posted from another Member State are paid less than others for the same work. Whether it \
    is less than the minimum rates of the State in which they work is for review.";
const TIME: &str = "Workers posted from another Member State work longer, rest less or have less leave than the law of \
    the Union lets the State in which they work allow.";
const SAFETY: &str = "Workers posted from another Member State work without protective equipment, or accidents are not \
    reported.";
const HOUSING: &str = "Workers posted from another Member State are housed by the employer behind guards or locked doors. \
    Whether that meets the terms of the State in which they work is for review.";

fn pay<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Checked {
    if_posted(case, line, |posted| {
        let less = posted & equal::paid_below(case, line, Decimal::ONE);
        Ok(if case.day() < ALL_PAY { less.review().says("minimum", MINIMUM) } else { less.violation() })
    })
}

fn time<'r>(case: &Case<'r>, time: view::WorkingTime<'r>) -> Checked {
    if_posted(case, time, |posted| {
        let long = if time.opt_out_ref().recorded().is_some() { Truth::No } else { hours::week_too_long(time) };
        let restless = if time.derogation_ref().recorded().is_some() { Truth::No } else { hours::rest_too_short(time) };
        Ok((posted & (long | restless | hours::leave_too_short(time))).violation().says("time", TIME))
    })
}

fn safety<'r>(case: &Case<'r>, housing: view::Housing<'r>) -> Checked {
    if_posted(case, housing, |posted| {
        let dangerous = housing.protective_equipment_missing().yes() | housing.accidents_unreported().yes();
        let work = (posted.clone() & dangerous).violation().says("safety", SAFETY);
        if case.day() < ALL_PAY {
            return Ok(work);
        }
        let provided = housing.provided_by_employer().yes();
        let kept_in = housing.locked_at_night().yes() | housing.guarded().yes();
        Ok(work.or((posted & provided & kept_in).review().says("housing", HOUSING)))
    })
}

fn if_posted<'r>(case: &Case<'r>, entry: impl About<'r>, check: impl FnOnce(Truth) -> Checked) -> Checked {
    at_work(case, entry, || {
        let posted = posted(case, entry);
        if posted.is_no() { Ok(Answer::Silent) } else { check(posted) }
    })
}

/// Whether the workers of an entry are posted: an employer of theirs is established in another Member State than that of a site
/// they use. A sender outside the Union posts nobody under the Directive.
fn posted<'r>(case: &Case<'r>, entry: impl About<'r>) -> Truth {
    let employs = |party: &view::Party<'r>| {
        party.roles().has(PartyRole::HostEmployer) || party.roles().has(PartyRole::Sender) || named(case, entry, *party)
    };
    let mut employers = case.parties().filter(employs);
    let site = entry.site().and_then(|id| case.site(id));
    let abroad = |party: view::Party<'r>, site: view::Worksite<'r>| {
        let (home, place) = (party.country(), site.country());
        let member = home.holds(|home| states::is_member(home, case.day()));
        let posted_to = |place: &str| states::is_member(place, case.day()) && Some(place) != home.recorded();
        if member.is_no() { member } else { member & place.holds(posted_to) }
    };
    Truth::any(employers.by_ref().map(|party| match site {
        Some(site) => abroad(party, site),
        None => Truth::any(case.sites_of(entry).map(|site| abroad(party, site))),
    }))
}

/// Whether a contract of these workers names a party as their employer.
fn named<'r>(case: &Case<'r>, entry: impl About<'r>, party: view::Party<'r>) -> bool {
    let contracts = case.record.contracts().recorded().into_iter().flat_map(Each::iter);
    let id = party.raw().id.as_deref();
    let theirs = |contract: &view::Contract<'r>| shared(contract.groups(), entry.groups());
    id.is_some() && contracts.filter(theirs).any(|contract| contract.employer().recorded() == id)
}
