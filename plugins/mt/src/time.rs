//! Working time: the Organisation of Working Time Regulations.

use comity_sdk::{
    hosts::{HOURS, TimeLimit, WEEKLY_REST, WORK, over, short_weekly_rest},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[WEEK, REST];

const DEROGATION: &str = "another lawful scheme of rest";

const WEEK: Rule = Rule {
    id: "mt.hours",
    title: "whether the average week has no more than 48 hours",
    basis: "Organisation of Working Time Regulations (S.L. 452.87)",
    in_force: &[since(2004, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, HOURS],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || Ok(over(time.week_minutes(), TimeLimit::Most(48 * 60)).violation()))
    }),
    says: "The average week has more than 48 hours.",
    ..Rule::ROW
};

const REST: Rule = Rule {
    id: "mt.hours.rest",
    title: "whether workers rest for 11 hours a day and 24 a week",
    basis: "Organisation of Working Time Regulations (S.L. 452.87)",
    in_force: &[since(2004, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, WEEKLY_REST, &["working_time.items.daily_rest_minutes", "working_time.items.derogation_ref"]],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let short = over(time.daily_rest_minutes(), TimeLimit::Least(11 * 60)) | short_weekly_rest(time, 24 * 60);
            Ok(short.violation().claimed_by(time.derogation_ref().recorded(), DEROGATION))
        })
    }),
    says: "Workers rest for less than 11 hours a day, or 24 a week.",
    ..Rule::ROW
};
