//! Working time: the Labour Law.

use comity_sdk::{
    hosts::{
        HOURS, Ordinary, PREMIUM, TimeLimit, WEEKLY_REST, WORK, long_day, long_week, low_premium, over,
        short_weekly_rest,
    },
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
    needs: &[Part::Worksites],
    reads: &[WORK, HOURS],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let long = long_day(time, 8 * 60, 11 * 60) | long_week(time, 44 * 60);
            let by_rule = case.day() >= FORTY_HOURS && long_week(time, 40 * 60).is_yes();
            Ok(long.violation().or(Truth::from(by_rule).review().says("forty", BY_RULE)))
        })
    }),
    says: "Work goes on for more than 8 hours a day, 11 with overtime, or 44 a week.",
    ..Rule::ROW
};

/// The rule of the State Council has 40 hours a week where the Law has 44 (its day is from knowledge).
const FORTY_HOURS: Date = Date::of(1995, 5, 1);
const BY_RULE: &str = "Work goes on for more than the 40 hours a week that the State Council's rule has. The Labour Law has 44: which binds \
    is for review.";

/// More overtime in a week than there may be in a month.
const MONTH_OF_OVERTIME: TimeLimit = TimeLimit::Most(36 * 60);

const OVERTIME: Rule = Rule {
    id: "cn.hours.overtime",
    title: "whether overtime keeps within 36 hours a month",
    basis: "Labour Law art. 41",
    in_force: &[since(1995, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        &[
            "working_time.items.site",
            "working_time.items.worker_groups",
            "working_time.items.overtime_week_minutes",
            "working_time.items.overtime_month_minutes",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let week = over(time.overtime_week_minutes(), MONTH_OF_OVERTIME).unless_recorded();
            Ok((week | over(time.overtime_month_minutes(), MONTH_OF_OVERTIME)).violation())
        })
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
    needs: &[Part::Worksites],
    reads: &[WORK, WEEKLY_REST, &["working_time.items.derogation_ref"]],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let short = short_weekly_rest(time, 24 * 60);
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
    needs: &[Part::Worksites],
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
