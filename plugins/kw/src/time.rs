//! Working time and heat: Law 6/2010, Administrative Decision 535/2015.

use comity_sdk::{
    facts::calendar,
    hosts::{
        HOURS, Ordinary, PREMIUM, TimeLimit, WEEKLY_REST, WORK, long_day, long_week, low_premium, midday_ban, over,
        short_weekly_rest,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[HOURS_OF_WORK, RAMADAN, BREAK, OVERTIME, REST, PAID, MIDDAY];

/// Hours beyond which work is overtime.
const ORDINARY: Ordinary = Ordinary { day: Some(8 * 60), week: 48 * 60 };

const DEROGATION: &str = "another lawful scheme of rest";

const HOURS_OF_WORK: Rule = Rule {
    id: "kw.hours",
    title: "whether work keeps within 8 hours a day, 10 with overtime, and 48 a week",
    basis: "Law 6/2010 arts 64, 66",
    in_force: &[since(2010, 2, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, HOURS],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let long = long_day(time, 8 * 60, 10 * 60) | long_week(time, 48 * 60);
            Ok(long.violation())
        })
    }),
    says: "Work goes on for more than 8 hours a day, 10 with overtime, or 48 a week.",
    ..Rule::ROW
};

const NO_TABLE: &str =
    "Whether work keeps within 36 hours a week in Ramadan cannot be told: its days are not in the table.";

const RAMADAN: Rule = Rule {
    id: "kw.hours.ramadan",
    title: "whether work in Ramadan keeps within 36 hours a week",
    basis: "Law 6/2010 art. 64",
    in_force: &[since(2010, 2, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        &["working_time.items.site", "working_time.items.worker_groups", "working_time.items.ramadan_week_minutes"],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let long = over(time.ramadan_week_minutes(), TimeLimit::Most(36 * 60));
            Ok(match calendar::is_in_ramadan(case.day()) {
                Some(true) => long.violation().since(calendar::ramadan_on(case.day()).and_then(|span| span.from)),
                // Beyond the table nobody has said yet when Ramadan is.
                None if !long.is_no() => Truth::Yes.without("ramadan").says("no_table", NO_TABLE),
                _ => Answer::Silent,
            })
        })
    }),
    says: "Work in Ramadan goes on for more than 36 hours a week.",
    ..Rule::ROW
};

const BREAK: Rule = Rule {
    id: "kw.hours.break",
    title: "whether there is a break after 5 hours",
    basis: "Law 6/2010 art. 65",
    in_force: &[since(2010, 2, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        &["working_time.items.site", "working_time.items.worker_groups", "working_time.items.consecutive_minutes"],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || Ok(over(time.consecutive_minutes(), TimeLimit::Most(5 * 60)).violation()))
    }),
    says: "Work goes on for more than 5 hours without a break.",
    ..Rule::ROW
};

const OVERTIME: Rule = Rule {
    id: "kw.hours.overtime",
    title: "whether overtime keeps within 180 hours a year",
    basis: "Law 6/2010 art. 66",
    in_force: &[since(2010, 2, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        &["working_time.items.site", "working_time.items.worker_groups", "working_time.items.overtime_year_minutes"],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let much = over(time.overtime_year_minutes(), TimeLimit::Most(180 * 60));
            Ok(much.violation())
        })
    }),
    says: "Overtime passes 180 hours a year.",
    ..Rule::ROW
};

/// Percent of the basic wage for work on the day of rest, beside another day off.
const REST_DAY_PREMIUM: u64 = 50;

const REST: Rule = Rule {
    id: "kw.hours.rest",
    title: "whether workers rest for 24 hours a week",
    basis: "Law 6/2010 art. 67",
    in_force: &[since(2010, 2, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        WEEKLY_REST,
        &[
            "working_time.items.rest_day_substituted",
            "working_time.items.rest_day_premium_percent",
            "working_time.items.derogation_ref",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let short = short_weekly_rest(time, 24 * 60);
            let premium = over(time.rest_day_premium_percent(), TimeLimit::Least(REST_DAY_PREMIUM));
            let made_good = (time.rest_day_substituted().yes() & !premium).unless_recorded();
            Ok((short & !made_good).violation().claimed_by(time.derogation_ref().recorded(), DEROGATION))
        })
    }),
    says: "Workers rest for less than 24 hours a week.",
    ..Rule::ROW
};

const PAID: Rule = Rule {
    id: "kw.hours.premium",
    title: "whether overtime is paid with 25 % more",
    basis: "Law 6/2010 art. 66",
    in_force: &[since(2010, 2, 21)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, PREMIUM],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || Ok(low_premium(time, ORDINARY, 25, None).violation()))
    }),
    says: "Overtime is paid with less than 25 % more.",
    ..Rule::ROW
};

const MIDDAY: Rule = Rule {
    id: "kw.heat",
    title: "whether work in the open rests in the heat of the day",
    basis: "Administrative Decision 535/2015",
    in_force: &[since(2015, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        &[
            "heat.items.site",
            "heat.items.outdoor_intervals.items.date",
            "heat.items.outdoor_intervals.items.from",
            "heat.items.outdoor_intervals.items.to",
        ],
    ],
    check: Check::HeatInterval(|case, heat, work| {
        case.at_work(heat, here, || {
            Ok(midday_ban(crate::KUWAIT, case.day(), work).violation().with("date", case.day()))
        })
    }),
    says: "On {date} work in the open went on between 11:00 and 16:00, where it has to rest from 1 June to 31 August.",
    consequence: "stop the work in these hours",
    ..Rule::ROW
};
