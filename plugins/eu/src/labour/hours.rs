//! Directive 2003/88/EC: working time.

use comity_sdk::prelude::*;

use crate::gates::places::{self, at_work};

pub(crate) const RULES: &[Rule] = &[WEEK_48, REST, LEAVE];

const IN_FORCE: &[Validity] = &[since(2004, 8, 2)];

const fn hours(hours: u64) -> u64 {
    hours * 60
}

const WEEK: u64 = hours(48);
const DAILY_REST: u64 = hours(11);
/// A day, and the daily rest before it.
const WEEKLY_REST: u64 = hours(24) + DAILY_REST;
/// Four weeks of five working days.
const LEAVE_DAYS: u64 = 20;

const WEEK_48: Rule = Rule {
    id: "eu.wtd.48",
    title: "whether the working week keeps within 48 hours on average, overtime included",
    basis: "Directive 2003/88/EC art. 6(b)",
    in_force: IN_FORCE,
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[State, Employer],
    needs: &[Part::Worksites],
    reads: &[places::WORK, &["working_time.items.week_minutes", "working_time.items.opt_out_ref"]],
    check: Check::WorkingTime(|case, time| {
        at_work(case, time, || {
            let long = week_too_long(time).violation();
            Ok(long.claimed_by(time.opt_out_ref().recorded(), OPT_OUT))
        })
    }),
    says: "The workers work more than 48 hours a week, overtime included.",
    ..Rule::ROW
};

const OPT_OUT: &str = "the worker's own agreement to work longer, where the State uses art. 22";

const REST: Rule = Rule {
    id: "eu.wtd.rest",
    title: "whether the workers have 11 hours of rest a day and 35 hours in a row each week",
    basis: "Directive 2003/88/EC arts 3 and 5",
    in_force: IN_FORCE,
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[State, Employer],
    needs: &[Part::Worksites],
    reads: &[
        places::WORK,
        &[
            "working_time.items.daily_rest_minutes",
            "working_time.items.weekly_rest_minutes",
            "working_time.items.weeks_without_rest",
            "working_time.items.derogation_ref",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        at_work(case, time, || {
            let short = rest_too_short(time).violation();
            Ok(short.claimed_by(time.derogation_ref().recorded(), DEROGATION))
        })
    }),
    says: "The workers rest less than 11 hours a day, or less than 35 hours in a row each week.",
    ..Rule::ROW
};

const DEROGATION: &str = "a derogation with compensatory rest, arts 17-18";

const LEAVE: Rule = Rule {
    id: "eu.wtd.leave",
    title: "whether the workers have four weeks of paid leave a year",
    basis: "Directive 2003/88/EC art. 7",
    in_force: IN_FORCE,
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[State, Employer],
    needs: &[Part::Worksites],
    reads: &[places::WORK, &["working_time.items.annual_leave_days"]],
    check: Check::WorkingTime(|case, time| {
        at_work(case, time, || {
            let days = time.annual_leave_days().recorded().unwrap_or_default();
            Ok(leave_too_short(time).violation().with("days", days))
        })
    }),
    says: "The workers have {days} days of paid leave a year; four weeks are 20.",
    ..Rule::ROW
};

/// Whether the week is longer than 48 hours.
pub(crate) fn week_too_long(time: view::WorkingTime<'_>) -> Truth {
    time.week_minutes().holds(|week| week > WEEK)
}

/// Whether daily or weekly rest is too short; weeks without any rest day count where they are recorded.
pub(crate) fn rest_too_short(time: view::WorkingTime<'_>) -> Truth {
    let none = time.weeks_without_rest().holds(|weeks| weeks > 0).unless_recorded();
    time.daily_rest_minutes().holds(|rest| rest < DAILY_REST)
        | time.weekly_rest_minutes().holds(|rest| rest < WEEKLY_REST)
        | none
}

/// Whether paid leave is shorter than four weeks.
pub(crate) fn leave_too_short(time: view::WorkingTime<'_>) -> Truth {
    time.annual_leave_days().holds(|days| days < LEAVE_DAYS)
}
