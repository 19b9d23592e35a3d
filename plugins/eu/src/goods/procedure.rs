//! Regulation (EU) 2024/3015: the clocks of an investigation, and the Commission's own evaluation.

use comity_sdk::{
    facts::{Known, calendar::Calendar},
    prelude::*,
};

use super::ban::{REACH, reached};
use crate::gates::places;

pub(crate) const RULES: &[Rule] = &[CLOCK, REVIEW];

/// The authority's working days. Its public holidays differ from State to State and are not known here.
const WORKING_DAYS: Calendar = Calendar::WEEKDAYS;
/// For an operator's reply, and for the authority to close the preliminary phase once it has the reply.
const PRELIMINARY: u32 = 30;
/// The longest time that an authority can set in the investigation itself; the shortest is [`PRELIMINARY`].
const INVESTIGATION: u32 = 60;
const DECISION_MONTHS: i32 = 9;

const CLOCK: Rule = Rule {
    id: "eu.flr.clock",
    title: "which time limit of an investigation runs, and whether one has passed",
    basis: "Regulation (EU) 2024/3015 arts 17(2)-(3), 18(4), 20(1)-(2)",
    in_force: &[since(2027, 12, 14)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State, EuPerson, Importer],
    needs: &[Part::Assurance],
    reads: &[
        places::MARKET,
        &[
            "assurance.eu_forced_labour_procedure.opened_on",
            "assurance.eu_forced_labour_procedure.asked_on",
            "assurance.eu_forced_labour_procedure.replied_on",
            "assurance.eu_forced_labour_procedure.extended_to",
            "assurance.eu_forced_labour_procedure.preliminary_closed_on",
            "assurance.eu_forced_labour_procedure.decided_on",
        ],
    ],
    check: Check::Always(clock),
    says: "The operator has to reply to the authority by {due}.",
    consequence: "the authority may decide on the facts available; refusal and obstruction count against the operator",
    sources: &["S3"],
    ..Rule::ROW
};

/// How far a time limit is; the later the worse.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Running,
    Doubtful,
    Passed,
}

/// One time limit.
struct Limit {
    due: Date,
    reached: Reached,
    addressees: &'static [Addressee],
    says: (&'static str, &'static str),
}

const OPERATOR: &[Addressee] = &[EuPerson, Importer];
const AUTHORITY: &[Addressee] = &[State];

/// Of several limits the one that is worst, then the one that ends first, is the answer: one finding for one procedure.
fn clock(case: &Case<'_>) -> Checked {
    let assurance = case.record.assurance().get()?;
    let Some(steps) = assurance.eu_forced_labour_procedure().recorded() else { return Ok(Answer::Silent) };
    // A procedure that runs is about goods on the market, unless the record says that there are none.
    if places::any_traded_in_union(case).is_no() {
        return Ok(Answer::Silent);
    }
    let limits = [reply(case, steps), preliminary_phase(case, steps), decision(case, steps)];
    let worse = |a: &Limit, b: &Limit| a.reached.cmp(&b.reached).then(b.due.cmp(&a.due));
    let Some(limit) = limits.into_iter().flatten().max_by(worse) else { return Ok(Answer::Silent) };
    let outcome = match limit.reached {
        Reached::Running => Info,
        Reached::Doubtful => NeedsReview,
        Reached::Passed => Violation,
    };
    let (key, text) = limit.says;
    let answer = Truth::Yes.gives(outcome).says(key, text).to(limit.addressees).with("due", limit.due).due(limit.due);
    Ok(if limit.reached == Reached::Running { answer } else { answer.since(limit.due.next()) })
}

fn so_far(case: &Case<'_>, date: Known<'_, Date>) -> Option<Date> {
    date.recorded().filter(|day| *day <= case.as_of)
}

/// How far a limit is that ends with something done; `None` if that was done in time.
fn judged(case: &Case<'_>, due: Date, done: Option<Date>) -> Option<Reached> {
    match done {
        Some(day) => (day > due).then_some(Reached::Passed),
        None if case.as_of > due => Some(Reached::Passed),
        None => Some(Reached::Running),
    }
}

/// The operator's reply: 30 working days, in the investigation up to 60, more where an extension was granted.
fn reply(case: &Case<'_>, steps: view::ForcedLabourProcedure<'_>) -> Option<Limit> {
    let asked = so_far(case, steps.asked_on())?;
    let investigation = steps.preliminary_closed_on().recorded().is_some_and(|closed| closed <= asked);
    let shortest = WORKING_DAYS.add_business_days(asked, PRELIMINARY);
    let longest = if investigation { WORKING_DAYS.add_business_days(asked, INVESTIGATION) } else { shortest };
    let extended = steps.extended_to().recorded();
    let due = extended.map_or(longest, |extended| extended.max(shortest));
    let reached = judged(case, due, so_far(case, steps.replied_on()))?;
    let limit = |due, reached, says| Some(Limit { due, reached, addressees: OPERATOR, says });
    match reached {
        Reached::Passed => limit(due, reached, ("late", "The operator did not reply to the authority by {due}.")),
        _ if extended.is_none() && case.as_of > shortest => limit(
            shortest,
            Reached::Doubtful,
            (
                "set",
                "The operator has not replied. The authority sets 30 to 60 working days; 30 passed on {due}, and \
                what it set is not recorded.",
            ),
        ),
        _ => limit(due, reached, ("reply", "The operator has to reply to the authority by {due}.")),
    }
}

/// The authority closes the preliminary phase within 30 working days of the reply.
fn preliminary_phase(case: &Case<'_>, steps: view::ForcedLabourProcedure<'_>) -> Option<Limit> {
    let due = WORKING_DAYS.add_business_days(so_far(case, steps.replied_on())?, PRELIMINARY);
    let reached = judged(case, due, so_far(case, steps.preliminary_closed_on()))?;
    let says = match reached {
        Reached::Passed => ("preliminary_late", "The authority did not close the preliminary phase by {due}."),
        _ => ("preliminary", "The authority has to close the preliminary phase by {due}."),
    };
    Some(Limit { due, reached, addressees: AUTHORITY, says })
}

/// The decision: nine months are what the authority aims at, and no duty. One that comes later is for review.
fn decision(case: &Case<'_>, steps: view::ForcedLabourProcedure<'_>) -> Option<Limit> {
    let opened = so_far(case, steps.opened_on())?;
    let due = opened.plus_months(DECISION_MONTHS);
    let (reached, says) = match judged(case, due, so_far(case, steps.decided_on()))? {
        Reached::Running => (Reached::Running, ("decision", "The authority aims to decide by {due}.")),
        _ => (Reached::Doubtful, ("decision_late", "The authority aimed to decide by {due} and did not.")),
    };
    Some(Limit { due, reached, addressees: AUTHORITY, says })
}

const REVIEW: Rule = Rule {
    id: "eu.flr.review",
    title: "whether the Commission's evaluation of the forced-labour regulation is due",
    basis: "Regulation (EU) 2024/3015 art. 38",
    in_force: &[since(2027, 12, 14)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Goods],
    reads: &[places::MARKET, REACH],
    check: Check::Always(review),
    says: "The Commission had to evaluate the forced-labour regulation by {due}, and has to again by {next}. Whether it \
        did is not in the record.",
    sources: &["S3"],
    ..Rule::ROW
};

const FIRST_EVALUATION: Date = Date::of(2029, 12, 14);
const EVALUATION_MONTHS: i32 = 60;

fn review(case: &Case<'_>) -> Checked {
    if case.as_of <= FIRST_EVALUATION {
        return Ok(Answer::Silent);
    }
    let mut due = FIRST_EVALUATION;
    while due.plus_months(EVALUATION_MONTHS) < case.as_of {
        due = due.plus_months(EVALUATION_MONTHS);
    }
    let next = due.plus_months(EVALUATION_MONTHS);
    let under_it = case.record.goods().get()?.any(|goods| reached(case, goods).truth);
    Ok(under_it.info().with("due", due).with("next", next).due(next))
}
