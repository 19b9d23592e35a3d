//! Working time and heat: Federal Law 8/1980, Decree-Law 33/2021, Ministerial Resolution 44/2022.

use comity_sdk::{
    hosts::{
        HOURS, Ordinary, PREMIUM, TimeLimit, WEEKLY_REST, WORK, long_day, long_week, low_premium, midday_ban, over,
        short_weekly_rest,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[OLD_HOURS, OLD_PAID, OLD_REST, NEW_HOURS, NEW_BREAK, NEW_REST, NEW_PAID, MIDDAY];

/// Hours beyond which work is overtime.
const ORDINARY: Ordinary = Ordinary { day: Some(8 * 60), week: 48 * 60 };

const DEROGATION: &str = "another lawful scheme of rest";

const OLD_HOURS: Rule = Rule {
    id: "ae.law@1980",
    title: "whether work keeps within 8 hours a day, 10 with overtime, and 48 a week",
    basis: "Federal Law 8/1980 arts 65-69",
    in_force: &[during((1980, 1, 1), (2022, 2, 2))],
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

const OLD_PAID: Rule = Rule {
    id: "ae.law.premium@1980",
    title: "whether overtime is paid with 25 % more, 50 % at night",
    basis: "Federal Law 8/1980 arts 67-68",
    in_force: &[during((1980, 1, 1), (2022, 2, 2))],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, PREMIUM],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || Ok(low_premium(time, ORDINARY, 25, Some(50)).violation()))
    }),
    says: "Overtime is paid with less than 25 % more, 50 % at night.",
    ..Rule::ROW
};

const FRIDAYS: &str =
    "Work goes on on Fridays, the day of rest. Whether another day or pay makes it good is for review.";

const OLD_REST: Rule = Rule {
    id: "ae.law.rest@1980",
    title: "whether workers rest for one day a week",
    basis: "Federal Law 8/1980 art. 70",
    in_force: &[during((1980, 1, 1), (2022, 2, 2))],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        WEEKLY_REST,
        &[
            "working_time.items.derogation_ref",
            "working_time.items.fridays_worked_in_a_row",
            "working_time.items.rest_day_substituted",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let short = short_weekly_rest(time, 24 * 60);
            let made_good = time.rest_day_substituted().yes().unless_recorded();
            let fridays = time.fridays_worked_in_a_row().holds(|fridays| fridays > 0).unless_recorded() & !made_good;
            let answer = short.violation().or(fridays.review().says("fridays", FRIDAYS));
            Ok(answer.claimed_by(time.derogation_ref().recorded(), DEROGATION))
        })
    }),
    says: "Workers rest for less than one day a week.",
    ..Rule::ROW
};

/// One pattern of work does not tell a week at its peak from the average of three.
const TOTAL: &str = "With overtime work goes on for more than 48 hours a week. Whether it passes 144 hours in three weeks is for review.";

const NEW_HOURS: Rule = Rule {
    id: "ae.hours",
    title: "whether work keeps within 8 hours a day, 10 with overtime, and 48 a week",
    basis: "Decree-Law 33/2021 arts 17, 19",
    in_force: &[since(2022, 2, 2)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, HOURS],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let long = long_day(time, 8 * 60, 10 * 60) | long_week(time, 48 * 60);
            let total = over(time.week_minutes(), TimeLimit::Most(48 * 60));
            Ok(long.violation().or(total.review().says("total", TOTAL)))
        })
    }),
    says: "Work goes on for more than 8 hours a day, 10 with overtime, or 48 a week.",
    sources: &["S29"],
    ..Rule::ROW
};

const NEW_BREAK: Rule = Rule {
    id: "ae.hours.break",
    title: "whether there is a break after 5 hours",
    basis: "Decree-Law 33/2021 art. 18",
    in_force: &[since(2022, 2, 2)],
    certainty: Verified,
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
    sources: &["S29"],
    ..Rule::ROW
};

const NEW_REST: Rule = Rule {
    id: "ae.hours.rest",
    title: "whether workers rest for one day a week",
    basis: "Decree-Law 33/2021 art. 21",
    in_force: &[since(2022, 2, 2)],
    certainty: Verified,
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
    sources: &["S29"],
    ..Rule::ROW
};

const NEW_PAID: Rule = Rule {
    id: "ae.hours.premium",
    title: "whether overtime is paid with 25 % more, 50 % at night",
    basis: "Decree-Law 33/2021 art. 19",
    in_force: &[since(2022, 2, 2)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, PREMIUM],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || Ok(low_premium(time, ORDINARY, 25, Some(50)).violation()))
    }),
    says: "Overtime is paid with less than 25 % more, 50 % at night.",
    sources: &["S29"],
    ..Rule::ROW
};

const MIDDAY: Rule = Rule {
    id: "ae.heat",
    title: "whether work in the open rests in the heat of the day",
    basis: "Ministerial Resolution 44/2022 and its predecessors",
    in_force: &[since(2005, 1, 1)],
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
            Ok(midday_ban(crate::EMIRATES, case.day(), work).violation().with("date", case.day()))
        })
    }),
    says: "On {date} work in the open went on between 12:30 and 15:00, where it has to rest from 15 June to 15 September.",
    consequence: "stop the work in these hours; fine of AED 5 000 for each worker, 50 000 at most",
    ..Rule::ROW
};
