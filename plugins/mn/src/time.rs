//! Working time. The row is unsure.

use comity_sdk::{
    hosts::{HOURS, WEEKLY_REST, WORK, long_day, long_week, short_weekly_rest},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[HOURS_OF_WORK, REST];

const DEROGATION: &str = "another lawful scheme of rest";

const HOURS_OF_WORK: Rule = Rule {
    id: "mn.hours",
    title: "whether work keeps within 8 hours a day and 40 a week",
    basis: "Labour Law (1999); revised Labour Law (2021)",
    in_force: &[during((1999, 7, 1), (2022, 1, 1)), since(2022, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, HOURS],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let long = long_day(time, 8 * 60, 12 * 60) | long_week(time, 40 * 60);
            Ok(long.violation())
        })
    }),
    says: "Work goes on for more than 8 hours a day, 12 with overtime, or 40 a week.",
    ..Rule::ROW
};

const REST: Rule = Rule {
    id: "mn.hours.rest",
    title: "whether workers rest for two days a week",
    basis: "Labour Law (1999); revised Labour Law (2021)",
    in_force: &[during((1999, 7, 1), (2022, 1, 1)), since(2022, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, WEEKLY_REST, &["working_time.items.derogation_ref"]],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let short = short_weekly_rest(time, 48 * 60);
            Ok(short.violation().claimed_by(time.derogation_ref().recorded(), DEROGATION))
        })
    }),
    says: "Workers rest for less than two days a week.",
    ..Rule::ROW
};
