//! Working time: the Labour Code.

use comity_sdk::{
    hosts::{HOURS, Ordinary, PREMIUM, TimeLimit, WORK, long_week, low_premium, over},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[WEEK, OVERTIME, REST, PAID];

const DEROGATION: &str = "another lawful scheme of rest";

const WEEK: Rule = Rule {
    id: "ru.hours",
    title: "whether work keeps within 40 hours a week",
    basis: "Labour Code art. 91",
    in_force: &[since(2002, 2, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[WORK, HOURS],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let long = long_week(time, 40 * 60);
            Ok(long.violation())
        })
    }),
    says: "Work goes on for more than 40 hours a week.",
    ..Rule::ROW
};

const OVERTIME: Rule = Rule {
    id: "ru.hours.overtime",
    title: "whether overtime keeps within 4 hours in two days and 120 a year",
    basis: "Labour Code art. 99",
    in_force: &[since(2002, 2, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        WORK,
        &[
            "working_time.items.site",
            "working_time.items.worker_groups",
            "working_time.items.overtime_year_minutes",
            "working_time.items.overtime_two_days_minutes",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let much = over(time.overtime_year_minutes(), TimeLimit::Most(120 * 60))
                | over(time.overtime_two_days_minutes(), TimeLimit::Most(4 * 60));
            Ok(much.violation())
        })
    }),
    says: "Overtime passes 4 hours in two days and 120 a year.",
    ..Rule::ROW
};

const REST: Rule = Rule {
    id: "ru.hours.rest",
    title: "whether workers rest for 42 hours a week",
    basis: "Labour Code art. 110",
    in_force: &[since(2002, 2, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        WORK,
        &[
            "working_time.items.site",
            "working_time.items.worker_groups",
            "working_time.items.weekly_rest_minutes",
            "working_time.items.derogation_ref",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let short = over(time.weekly_rest_minutes(), TimeLimit::Least(42 * 60));
            Ok(short.violation().claimed_by(time.derogation_ref().recorded(), DEROGATION))
        })
    }),
    says: "Workers rest for less than 42 hours a week.",
    ..Rule::ROW
};

const PAID: Rule = Rule {
    id: "ru.hours.premium",
    title: "whether overtime is paid with half as much again",
    basis: "Labour Code art. 152",
    in_force: &[since(2002, 2, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[WORK, PREMIUM],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let ordinary = Ordinary { day: None, week: 40 * 60 };
            Ok(low_premium(time, ordinary, 50, None).violation())
        })
    }),
    says: "Overtime is paid with less than half as much again.",
    ..Rule::ROW
};
