//! Working time: the Labour Law.

use comity_sdk::{
    hosts::{HOURS, Ordinary, PREMIUM, TimeLimit, WORK, long_day, long_week, low_premium, over},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[HOURS_OF_WORK, OVERTIME, REST, PAID];

const DEROGATION: &str = "another lawful scheme of rest";

const HOURS_OF_WORK: Rule = Rule {
    id: "cn.hours",
    title: "whether work keeps within 8 hours a day, 11 with overtime, and 44 a week",
    basis: "Labour Law art. 36",
    in_force: &[since(1995, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[WORK, HOURS],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let long = long_day(time, 8 * 60, 11 * 60) | long_week(time, 44 * 60);
            Ok(long.violation())
        })
    }),
    says: "Work goes on for more than 8 hours a day, 11 with overtime, and 44 a week.",
    ..Rule::ROW
};

const OVERTIME: Rule = Rule {
    id: "cn.hours.overtime",
    title: "whether overtime keeps within 36 hours a month",
    basis: "Labour Law art. 41",
    in_force: &[since(1995, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        WORK,
        &["working_time.items.site", "working_time.items.worker_groups", "working_time.items.overtime_month_minutes"],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || Ok(over(time.overtime_month_minutes(), TimeLimit::Most(36 * 60)).violation()))
    }),
    says: "Overtime passes 36 hours a month.",
    ..Rule::ROW
};

const REST: Rule = Rule {
    id: "cn.hours.rest",
    title: "whether workers rest for one day a week",
    basis: "Labour Law art. 38",
    in_force: &[since(1995, 1, 1)],
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
            let short = over(time.weekly_rest_minutes(), TimeLimit::Least(24 * 60));
            Ok(short.violation().claimed_by(time.derogation_ref().recorded(), DEROGATION))
        })
    }),
    says: "Workers rest for less than one day a week.",
    ..Rule::ROW
};

const ORDINARY: Ordinary = Ordinary { day: Some(8 * 60), week: 44 * 60 };

const PAID: Rule = Rule {
    id: "cn.hours.premium",
    title: "whether overtime is paid with 50 %, rest days with 100 % and holidays with 200 % more",
    basis: "Labour Law art. 44",
    in_force: &[since(1995, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        WORK,
        PREMIUM,
        &["working_time.items.rest_day_premium_percent", "working_time.items.holiday_premium_percent"],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let rest = over(time.rest_day_premium_percent(), TimeLimit::Least(100)).unless_recorded();
            let holiday = over(time.holiday_premium_percent(), TimeLimit::Least(200)).unless_recorded();
            Ok((low_premium(time, ORDINARY, 50, None) | rest | holiday).violation())
        })
    }),
    says: "Overtime is paid with less than 50 % more, rest days with less than 100 %, or holidays with less than 200 %.",
    ..Rule::ROW
};
