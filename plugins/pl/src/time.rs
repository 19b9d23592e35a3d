//! Working time, and the offence that breaches of pay and time are.

use comity_sdk::{
    hosts::{
        HOURS as PATTERN, HolidayPay, Ordinary, PREMIUM as PAID, TimeLimit, WEEKLY_REST, WORK, holiday_pay, long_week,
        low_premium, low_rest_day_premium, over, short_weekly_rest,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[HOURS, OVERTIME, REST, PREMIUM];
/// Attached to other findings.
pub(crate) const ATTACHED: &[Rule] = &[OFFENCE];

const CODE: Validity = since(2004, 1, 1);
const ENTRY: &[&str] = &["working_time.items.site", "working_time.items.worker_groups"];

const DAY: TimeLimit = TimeLimit::Most(8 * 60);
const ORDINARY_WEEK_MINUTES: u64 = 40 * 60;
/// A longer day may be made good under a scheme; what is beyond the week is overtime in any.
const ORDINARY: Ordinary = Ordinary { day: None, week: ORDINARY_WEEK_MINUTES };
const WEEK: TimeLimit = TimeLimit::Most(48 * 60);
const OVERTIME_YEAR: TimeLimit = TimeLimit::Most(150 * 60);
const DAILY_REST: TimeLimit = TimeLimit::Least(11 * 60);
const WEEKLY_REST_MINUTES: u64 = 35 * 60;
/// Percent of the basic wage.
const DAY_PREMIUM: u64 = 50;
const FULL_PREMIUM: u64 = 100;

const RESCUE: &str = "rescue work";
const SCHEME: &str = "another scheme of working time";

const HOURS: Rule = Rule {
    id: "pl.hours",
    title: "whether work keeps within 8 hours a day, 40 a week, and 48 with overtime",
    basis: "Labour Code arts 129, 131",
    in_force: &[CODE],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, PATTERN, &["working_time.items.averaging_scheme_ref", "working_time.items.emergency_log_ref"]],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let week = long_week(time, ORDINARY_WEEK_MINUTES) | over(time.week_minutes(), WEEK);
            let long = over(time.day_max_minutes(), DAY) | week;
            let answer = long.violation().claimed_by(time.averaging_scheme_ref().recorded(), SCHEME);
            Ok(answer.claimed_by(time.emergency_log_ref().recorded(), RESCUE))
        })
    }),
    says: "Work goes on for more than 8 hours a day, 40 a week, or 48 with overtime.",
    ..Rule::ROW
};

const OVERTIME: Rule = Rule {
    id: "pl.hours.overtime",
    title: "whether overtime keeps within 150 hours a year",
    basis: "Labour Code art. 151",
    in_force: &[CODE],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, ENTRY, &["working_time.items.overtime_year_minutes", "working_time.items.averaging_scheme_ref"]],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let answer = over(time.overtime_year_minutes(), OVERTIME_YEAR).violation();
            Ok(answer.claimed_by(time.averaging_scheme_ref().recorded(), SCHEME))
        })
    }),
    says: "Overtime passes 150 hours a year.",
    ..Rule::ROW
};

const REST: Rule = Rule {
    id: "pl.hours.rest",
    title: "whether workers rest for 11 hours a day and 35 a week",
    basis: "Labour Code arts 132, 133",
    in_force: &[CODE],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, ENTRY, WEEKLY_REST, &["working_time.items.daily_rest_minutes", "working_time.items.derogation_ref"]],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let short = over(time.daily_rest_minutes(), DAILY_REST) | short_weekly_rest(time, WEEKLY_REST_MINUTES);
            Ok(short.violation().claimed_by(time.derogation_ref().recorded(), SCHEME))
        })
    }),
    says: "Workers rest for less than 11 hours a day, or 35 a week.",
    ..Rule::ROW
};

const PREMIUM: Rule = Rule {
    id: "pl.hours.premium",
    title: "whether overtime is paid with 50 %, and with 100 % at night, on rest days and on holidays",
    basis: "Labour Code art. 151-1",
    in_force: &[CODE],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        PAID,
        WEEKLY_REST,
        &[
            "working_time.items.rest_day_substituted",
            "working_time.items.rest_day_premium_percent",
            "working_time.items.holiday_premium_percent",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        case.at_work(time, here, || {
            let low = low_premium(time, ORDINARY, DAY_PREMIUM, Some(FULL_PREMIUM));
            let pay = holiday_pay(time, FULL_PREMIUM);
            let low = low | low_on_rest_days(time) | (pay == HolidayPay::Low).into();
            Ok(low.violation().or(Truth::from(pay == HolidayPay::Nothing).review().says("holidays", NO_HOLIDAY_PAY)))
        })
    }),
    says: "Overtime is paid with less than 50 % more, or less than 100 % at night, on rest days or on holidays.",
    ..Rule::ROW
};

const NO_HOLIDAY_PAY: &str =
    "Nothing more is paid for work on holidays, which takes 100 % more. Whether there is such work is for review.";

/// What is paid for work on rest days, where a premium for it is recorded. Another day off takes its place.
fn low_on_rest_days(time: view::WorkingTime<'_>) -> Truth {
    let low = low_rest_day_premium(time, FULL_PREMIUM, WEEKLY_REST_MINUTES);
    let made_good = !low.is_no() && time.rest_day_substituted().recorded() == Some(true);
    if made_good { Truth::No } else { low }
}

const OFFENCE: Rule = Rule {
    id: "pl.offence",
    title: "what follows for the employer from a breach of duties on pay and time",
    basis: "Labour Code arts 281-283",
    in_force: &[since(2007, 7, 1)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[Employer],
    check: Check::AttachedToday(|_, finding| {
        let duty = finding.rule_id.starts_with("pl.wage.") || finding.rule_id.starts_with("pl.hours");
        let breach = duty && finding.outcome() == Violation;
        let answer = Truth::from(breach).info().with("rule", finding.rule_id);
        Ok(answer.since(finding.fact_from()))
    }),
    says: "The breach ({rule}) is an offence of the employer: a fine of PLN 1 000 to 30 000.",
    consequence: "the labour inspectorate (PIP) may fine, or bring it before a court",
    ..Rule::ROW
};
