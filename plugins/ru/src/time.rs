//! Working time: the Labour Code.

use comity_sdk::{
    hosts::{
        HOURS, Ordinary, PREMIUM, TimeLimit, WEEKLY_REST, WORK, long_week, low_premium, over, overtime,
        short_weekly_rest,
    },
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
    needs: &[Part::Worksites],
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

/// More than 4 hours in two days somewhere, however they are spread over the seven days.
const WEEK_OF_OVERTIME_MINUTES: u64 = 16 * 60;

const OVERTIME: Rule = Rule {
    id: "ru.hours.overtime",
    title: "whether overtime keeps within 4 hours in two days and 120 a year",
    basis: "Labour Code art. 99",
    in_force: &[since(2002, 2, 1)],
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
            "working_time.items.overtime_year_minutes",
            "working_time.items.overtime_two_days_minutes",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let much = over(time.overtime_year_minutes(), TimeLimit::Most(120 * 60))
                | over(time.overtime_two_days_minutes(), TimeLimit::Most(4 * 60))
                | over(time.overtime_week_minutes(), TimeLimit::Most(WEEK_OF_OVERTIME_MINUTES)).unless_recorded();
            Ok(much.violation())
        })
    }),
    says: "Overtime passes 4 hours in two days, or 120 a year.",
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
    needs: &[Part::Worksites],
    reads: &[WORK, WEEKLY_REST, &["working_time.items.derogation_ref"]],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let short = short_weekly_rest(time, 42 * 60);
            Ok(short.violation().claimed_by(time.derogation_ref().recorded(), DEROGATION))
        })
    }),
    says: "Workers rest for less than 42 hours a week.",
    ..Rule::ROW
};

const PAID: Rule = Rule {
    id: "ru.hours.premium",
    title: "whether overtime is paid with half as much again, and twice after two hours",
    basis: "Labour Code art. 152",
    in_force: &[since(2002, 2, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, PREMIUM],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let low = low_premium(time, ORDINARY, 50, None).violation();
            Ok(low.or((is_beyond_two_hours(time) & not_double(time)).review().says("double", NOT_DOUBLE)))
        })
    }),
    says: "Overtime is paid with less than half as much again.",
    ..Rule::ROW
};

const ORDINARY: Ordinary = Ordinary { day: None, week: 40 * 60 };
const NOT_DOUBLE: &str = "Overtime goes on for more than two hours a day, and is paid with less than twice the wage. Whether that is what \
    is paid after the second hour is for review.";

/// Whether overtime surely passes two hours of a day: as it is recorded of two days, or by a day of more than ten hours.
fn is_beyond_two_hours(time: view::WorkingTime<'_>) -> Truth {
    let two_days = over(time.overtime_two_days_minutes(), TimeLimit::Most(4 * 60)).unless_recorded();
    let long_day = over(time.day_max_minutes(), TimeLimit::Most(10 * 60)).unless_recorded();
    two_days | (long_day & overtime(time, ORDINARY))
}

fn not_double(time: view::WorkingTime<'_>) -> Truth {
    over(time.overtime_premium_percent(), TimeLimit::Least(100))
}
