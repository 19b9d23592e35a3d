//! Working time: the Employment Act 1955.

use comity_sdk::{
    hosts::{HOURS, WEEKLY_REST, WORK, long_day, long_week, short_weekly_rest},
    prelude::*,
};

use crate::work::under_the_act;

pub(crate) const RULES: &[Rule] = &[HOURS_1955, HOURS_2023, REST];

const HOURS_1955: Rule = Rule {
    id: "my.hours@1955",
    title: "whether an ordinary week has no more than 48 hours",
    basis: "Employment Act 1955 s. 60A",
    in_force: &[during((1957, 1, 1), (2023, 1, 1))],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, HOURS, &["worksites.items.region"]],
    check: Check::WorkingTime(|case, time| under_the_act(case, time, || Ok(long_week(time, 48 * 60).violation()))),
    says: "An ordinary week has more than 48 hours.",
    sources: &["S31"],
    ..Rule::ROW
};

/// The row has no limit for a day with overtime.
const WHOLE_DAY_MINUTES: u64 = 24 * 60;

const HOURS_2023: Rule = Rule {
    id: "my.hours@2023",
    title: "whether an ordinary day has no more than 8 hours, and an ordinary week no more than 45",
    basis: "Employment Act 1955 s. 60A as amended",
    in_force: &[since(2023, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, HOURS, &["worksites.items.region"]],
    check: Check::WorkingTime(|case, time| {
        under_the_act(case, time, || {
            let long = long_day(time, 8 * 60, WHOLE_DAY_MINUTES) | long_week(time, 45 * 60);
            Ok(long.violation())
        })
    }),
    says: "An ordinary day has more than 8 hours, or an ordinary week more than 45.",
    sources: &["S31"],
    ..Rule::ROW
};

const REST: Rule = Rule {
    id: "my.rest",
    title: "whether workers have one rest day a week",
    basis: "Employment Act 1955 s. 59",
    in_force: &[since(1957, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, WEEKLY_REST, &["worksites.items.region"]],
    check: Check::WorkingTime(|case, time| {
        under_the_act(case, time, || Ok(short_weekly_rest(time, 24 * 60).violation()))
    }),
    says: "Workers do not have one rest day a week.",
    ..Rule::ROW
};
