//! Hours and weekly rest: Conventions 1, 30, 14 and 106.

use comity_sdk::{prelude::*, treaties::Instrument};

use crate::standing::{HOST, Most, most};

pub(crate) const RULES: &[Rule] = &[DAY, WEEK, REST];

const DAY_MINUTES: u64 = 8 * 60;
/// The longest day under a scheme of averaging or overtime: the catalogue's figure.
const LONG_DAY_MINUTES: u64 = 10 * 60;
const WEEK_MINUTES: u64 = 48 * 60;
const REST_MINUTES: u64 = 24 * 60;

const ENTRY: &[&str] = &["working_time.items.site", "working_time.items.worker_groups", "workers.items.sector"];

/// Whether all workers of an entry are of some sectors; where none is recorded, industry is the default.
fn all_in<'r>(case: &Case<'r>, time: view::WorkingTime<'r>, sectors: &[Sector]) -> bool {
    let mut groups = case.groups_of(time).peekable();
    let known = groups.peek().is_some();
    known && groups.all(|group| group.sector().recorded().is_some_and(|sector| sectors.contains(&sector)))
}

/// Work that is no industry in the sense of Conventions 1 and 14.
const NO_INDUSTRY: &[Sector] = &[
    Sector::Domestic,
    Sector::Agriculture,
    Sector::Seafarer,
    Sector::CivilService,
    Sector::ArmedForces,
    Sector::Hospitality,
];

/// What is said of working time. Offices have conventions of their own, of which the table of ratifications says nothing; what is
/// no industry is for review.
fn timed<'r>(
    case: &Case<'r>,
    time: view::WorkingTime<'r>,
    [industry, offices]: [Instrument; 2],
    broken: Truth,
    (asked, doubt): (&'static str, &'static str),
    up_to: Most,
) -> Checked {
    let instrument = if all_in(case, time, &[Sector::It]) { offices } else { industry };
    let up_to = if all_in(case, time, NO_INDUSTRY) { Most::Doubt("no_industry", doubt) } else { up_to };
    most(case, time, instrument, broken, asked, up_to)
}

const HOURS: [Instrument; 2] = [Instrument::C001, Instrument::C030];
const WEEKLY_REST: [Instrument; 2] = [Instrument::C014, Instrument::C106];

const DAY: Rule = Rule {
    id: "ilo.hours.day",
    title: "whether a working day has no more than 8 hours, or 10 under a lawful scheme",
    basis: "Convention 1 (1919) art. 2; Convention 30 (1930) art. 3",
    in_force: &[since(1921, 6, 13)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[HOST, ENTRY, &["working_time.items.day_max_minutes", "working_time.items.averaging_scheme_ref"]],
    check: Check::WorkingTime(|case, time| {
        let scheme = time.averaging_scheme_ref().recorded().is_some();
        let most = if scheme { LONG_DAY_MINUTES } else { DAY_MINUTES };
        let long = time.day_max_minutes().holds(|minutes| minutes > most);
        timed(case, time, HOURS, long, (DAY.title, DAY_DOUBT), Most::Violation)
    }),
    says: "A working day is longer than 8 hours, or than 10 under a lawful scheme; {standing}.",
    sources: &["S19"],
    ..Rule::ROW
};

const DAY_DOUBT: &str = "A working day is longer than 8 hours, or than 10 under a lawful scheme. Whether {instrument}, which is about \
    industry, covers this work is for review; {standing}.";

const AVERAGED: &str = "a lawful scheme that averages working time or allows overtime";

const WEEK: Rule = Rule {
    id: "ilo.hours.week",
    title: "whether an ordinary working week has no more than 48 hours",
    basis: "Convention 1 (1919) art. 2; Convention 30 (1930) art. 3",
    in_force: &[since(1921, 6, 13)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[
        HOST,
        ENTRY,
        &[
            "working_time.items.week_minutes",
            "working_time.items.overtime_week_minutes",
            "working_time.items.averaging_scheme_ref",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        let overtime = time.overtime_week_minutes().recorded().unwrap_or_default();
        let long = time.week_minutes().holds(|minutes| minutes.saturating_sub(overtime) > WEEK_MINUTES);
        let answer = timed(case, time, HOURS, long, (WEEK.title, WEEK_DOUBT), Most::Violation)?;
        Ok(answer.claimed_by(time.averaging_scheme_ref().recorded(), AVERAGED))
    }),
    says: "An ordinary working week is longer than 48 hours; {standing}.",
    sources: &["S19"],
    ..Rule::ROW
};

const WEEK_DOUBT: &str = "An ordinary working week is longer than 48 hours. Whether {instrument}, which is about industry, covers this \
    work is for review; {standing}.";

const REST: Rule = Rule {
    id: "ilo.rest.week",
    title: "whether workers rest for 24 hours in each seven days",
    basis: "Convention 14 (1921) art. 2(1)",
    in_force: &[since(1923, 6, 19)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[
        HOST,
        ENTRY,
        &[
            "working_time.items.weekly_rest_minutes",
            "working_time.items.weeks_without_rest",
            "working_time.items.derogation_ref",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        let rest = time.weekly_rest_minutes();
        let without = time.weeks_without_rest().holds(|weeks| weeks > 0);
        let short = rest.holds(|minutes| minutes < REST_MINUTES);
        let broken = if without.is_yes() { without } else { short };
        let excepted = time.derogation_ref().recorded().is_some();
        let most_of = if excepted { Most::Review } else { Most::Violation };
        timed(case, time, WEEKLY_REST, broken, (REST.title, REST_DOUBT), most_of)
    }),
    says: "Workers do not rest for 24 hours in each seven days; {standing}.",
    sources: &["S19"],
    ..Rule::ROW
};

const REST_DOUBT: &str = "Workers do not rest for 24 hours in each seven days. Whether {instrument}, which is about industry, covers this \
    work is for review; {standing}.";
