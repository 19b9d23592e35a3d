//! Weekly rest and annual leave: section 4 of the catalogue.

use crate::scope::labour_law;
use comity_sdk::prelude::*;

pub(crate) const RULES: &[Rule] = &[WEEK, TWO_FRIDAYS, LEAVE];

const REST_MINUTES: u64 = 24 * 60;
/// Premium for a rest day worked, in percent. The sources differ: one says +150, another +50.
const PREMIUM_AT_LEAST: u64 = 50;
const PREMIUM_AT_MOST: u64 = 150;
const FRIDAYS_IN_A_ROW: u64 = 2;

const LABOUR_LAW: &[Validity] = &[since(2005, 1, 1)];

const WEEK: Rule = Rule {
    id: "qa.rest.week",
    title: "whether the workers rest 24 hours in a row every week, or are made good for it",
    basis: "Law 14/2004 art. 75",
    in_force: LABOUR_LAW,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&[
        "working_time.items.weekly_rest_minutes",
        "working_time.items.weeks_without_rest",
        "working_time.items.rest_day_substituted",
        "working_time.items.rest_day_premium_percent",
    ]],
    check: Check::WorkingTime(|case, time| labour_law(case, time, || Ok(weekly_rest(time)))),
    says: "The workers have no 24 hours of rest in a week, no other day for it, and no premium of 50 % for the work.",
    sources: &["S35"],
    ..Rule::ROW
};

const TWO_FRIDAYS: Rule = Rule {
    id: "qa.rest.2fridays",
    title: "whether nobody works more than two Fridays in a row",
    basis: "Law 14/2004 art. 75",
    in_force: LABOUR_LAW,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["working_time.items.fridays_worked_in_a_row", "working_time.items.shift_worker"]],
    check: Check::WorkingTime(|case, time| {
        labour_law(case, time, || {
            let shifts = Exempt::named("shift_worker", "shift workers");
            let fridays = time.fridays_worked_in_a_row().holds(|fridays| fridays > FRIDAYS_IN_A_ROW);
            Ok(fridays.violation().unless(shifts, time.shift_worker().yes()))
        })
    }),
    says: "The workers work more than two Fridays in a row.",
    sources: &["S35"],
    ..Rule::ROW
};

const LEAVE: Rule = Rule {
    id: "qa.leave",
    title: "whether annual leave reaches three weeks after a year, and four after five years",
    basis: "Law 14/2004 arts 78-79",
    in_force: LABOUR_LAW,
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["working_time.items.annual_leave_days", "deployment.start"]],
    check: Check::WorkingTime(|case, time| labour_law(case, time, || annual_leave(case, time))),
    says: "The workers have {days} days of paid leave a year. The law gives {weeks} weeks.",
    ..Rule::ROW
};

/// Any 24 hours count; a shift worker's may be another day than Friday.
fn weekly_rest(time: view::WorkingTime<'_>) -> Answer {
    let rest = time.weekly_rest_minutes();
    let without = time.weeks_without_rest();
    let none = match rest.recorded() {
        Some(minutes) if minutes >= REST_MINUTES && without.recorded().is_some_and(|weeks| weeks > 0) => {
            let text =
                "24 hours of rest in a week are recorded, and weeks without any: which of them holds is for review.";
            return Truth::Yes.review().says("contradiction", text);
        }
        Some(minutes) => Truth::from(minutes < REST_MINUTES),
        None => without.holds(|weeks| weeks > 0).unless_recorded() | rest.missing().into(),
    };
    if none.is_no() {
        return Answer::Silent;
    }
    let owed = none & !time.rest_day_substituted().yes();
    let premium = time.rest_day_premium_percent();
    let unpaid = (owed.clone() & premium.holds(|percent| percent < PREMIUM_AT_LEAST)).violation();
    let disputed = premium.holds(|percent| (PREMIUM_AT_LEAST..PREMIUM_AT_MOST).contains(&percent));
    let text = "Work on the rest day is paid with a premium that one source calls enough and another does not.";
    unpaid.or((owed & disputed).review().says("premium", text))
}

/// Three weeks, four after five years. The record counts working days, five or six to a week: below both it is a
/// breach, between them it is for review.
fn annual_leave<'r>(case: &Case<'r>, time: view::WorkingTime<'r>) -> Checked {
    let Some(deployment) = case.record.deployment().recorded() else { return Ok(Answer::Silent) };
    let start = deployment.start().get()?;
    let entitled = |months: i32| Some(start.plus_months(months)).filter(|day| *day <= case.day());
    let Some(first) = entitled(12) else { return Ok(Answer::Silent) };
    let later = entitled(60);
    let weeks: u64 = if later.is_some() { 4 } else { 3 };
    let days = time.annual_leave_days().get()?;
    // What three weeks would do for is too little only since the fourth is owed.
    let latest = later.unwrap_or(first);
    let short = Truth::from(days < weeks * 5).violation().since(if days < 3 * 5 { first } else { latest });
    let perhaps = Truth::from(days < weeks * 6).review().since(latest);
    Ok(short.or(perhaps).with("days", days).with("weeks", weeks))
}
