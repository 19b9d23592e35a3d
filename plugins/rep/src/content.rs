//! What a status report has to hold: sections 1 to 5 complete, and its figures in agreement.

use comity_sdk::{
    filings::{EXPLANATION, REPORTS},
    prelude::*,
};

pub(crate) const RULES: &[Rule] = &[INCOMPLETE, INCONSISTENT];

const COUNTS: &[&str] = &["state.start_count", "state.new_count", "state.ended_count", "state.end_count"];
const SHARE: &[&str] = &["state.baseline", "state.repatriated"];

const INCOMPLETE: Rule = Rule {
    id: "rep.incomplete",
    title: "whether there is what sections 1 to 5 of a status report need",
    basis: "policy asked of States; Security Council resolution 2397 (2017) para. 8 for section 2",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[
        COUNTS,
        SHARE,
        &[
            "workers.items.protection",
            "workers.items.role",
            "workers.items.count",
            "workers.items.sector",
            "worksites.items.country",
            "worksites.items.region",
            "inspections.items.access",
            "inspections.items.findings",
            "inspections.items.back_pay_recovered",
            "deployment.removal_planned_on",
        ],
    ],
    check: Check::Always(|case| Ok(incomplete(case))),
    says: "The status report is incomplete: {sections}.",
    consequence: "complete the report",
    ..Rule::ROW
};

fn incomplete(case: &Case<'_>) -> Answer {
    let Some(state) = case.record.state().recorded() else { return Answer::Silent };
    let sections: [(&str, Result<(), Missing>); 5] = [
        ("1 (workers)", workers(case, state)),
        ("2 (repatriation)", all([share(state).map(drop), planned(case, state)])),
        ("3 (exceptions)", of_groups(case, |group| group.protection().get().map(drop))),
        ("4 (attaches and minders)", of_groups(case, role)),
        ("5 (inspections)", inspections(case)),
    ];
    let lacking = |(section, complete): &(&str, Result<(), Missing>)| {
        let missing = complete.as_ref().err()?;
        Some(format!("section {section} lacks {}", case.names(missing).join(", ")))
    };
    let lacks: Vec<_> = sections.iter().filter_map(lacking).collect();
    Truth::from(!lacks.is_empty()).review().with("sections", lacks.join("; "))
}

/// The counts, and by sector and region.
fn workers<'r>(case: &Case<'r>, state: view::StateReport<'r>) -> Result<(), Missing> {
    let sites = case.record.worksites().get();
    let regions = sites.and_then(|sites| all(sites.iter().map(|site| site.region().get().map(drop))));
    all([counts(state).map(drop), of_groups(case, |group| group.sector().get().map(drop)), regions])
}

/// A day for those who remain.
fn planned(case: &Case<'_>, state: view::StateReport<'_>) -> Result<(), Missing> {
    if state.end_count().recorded().is_none_or(|remaining| remaining == 0) {
        return Ok(());
    }
    case.record.deployment().get()?.removal_planned_on().get().map(drop)
}

/// Workers at the start of the period, new ones, those who left, and those at its end.
fn counts(state: view::StateReport<'_>) -> Result<[u64; 4], Missing> {
    let [start, new, ended, end] = [state.start_count(), state.new_count(), state.ended_count(), state.end_count()]
        .map(comity_sdk::facts::Known::get);
    let missing = [&start, &new, &ended, &end].into_iter().filter_map(|count| count.as_ref().err().cloned());
    match missing.reduce(Missing::and) {
        Some(missing) => Err(missing),
        None => Ok([start?, new?, ended?, end?]),
    }
}

/// The baseline, and how many were repatriated.
fn share(state: view::StateReport<'_>) -> Result<(u64, u64), Missing> {
    match (state.baseline().get(), state.repatriated().get()) {
        (Ok(baseline), Ok(repatriated)) => Ok((baseline, repatriated)),
        (Err(one), Err(other)) => Err(one.and(other)),
        (Err(missing), _) | (_, Err(missing)) => Err(missing),
    }
}

fn of_groups<'r>(case: &Case<'r>, known: impl Fn(view::WorkerGroup<'r>) -> Result<(), Missing>) -> Result<(), Missing> {
    let groups = case.record.workers().get()?;
    all(groups.iter().map(known))
}

fn role(group: view::WorkerGroup<'_>) -> Result<(), Missing> {
    all([group.role().get().map(drop), group.count().get().map(drop)])
}

/// The sites that are known, and what became of each visit.
fn inspections(case: &Case<'_>) -> Result<(), Missing> {
    let sites = case.record.worksites().get().map(drop);
    let visits = case.record.inspections().get();
    let of_visit = |visit: view::Inspection<'_>| {
        all([visit.access().get().map(drop), visit.findings().get().map(drop), back_pay(visit)])
    };
    all([sites, visits.and_then(|visits| all(visits.iter().map(of_visit)))])
}

/// What was recovered, where wages were found unpaid.
fn back_pay(visit: view::Inspection<'_>) -> Result<(), Missing> {
    let unpaid = visit.findings().recorded().is_some_and(|findings| findings.has(InspectionFinding::UnpaidWages));
    if unpaid { visit.back_pay_recovered().get().map(drop) } else { Ok(()) }
}

/// Nothing, or all that is missing.
fn all(known: impl IntoIterator<Item = Result<(), Missing>>) -> Result<(), Missing> {
    known.into_iter().filter_map(Result::err).reduce(Missing::and).map_or(Ok(()), Err)
}

const INCONSISTENT: Rule = Rule {
    id: "rep.inconsistent",
    title: "whether the figures of a status report agree, and fewer than half repatriated are explained",
    basis: "Security Council resolution 2397 (2017) para. 8; arithmetic of section 1",
    in_force: &[since(1900, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[COUNTS, SHARE, REPORTS, EXPLANATION],
    check: Check::Always(|case| Ok(inconsistent(case))),
    says: "The figures of the status report do not agree: {problems}.",
    consequence: "correct the figures, or give the reason in writing",
    sources: &["S14"],
    ..Rule::ROW
};

/// The last day of the twelve months of resolution 2397 para. 8.
const TWELVE_MONTHS_END: Date = Date::of(2018, 12, 22);

fn inconsistent(case: &Case<'_>) -> Answer {
    let Some(state) = case.record.state().recorded() else { return Answer::Silent };
    let (counts, share) = (counts(state), share(state));
    let sums = counts.clone().map(|counts| !adds_up(counts));
    let few = if case.as_of <= TWELVE_MONTHS_END {
        Truth::No
    } else {
        Truth::from(share.clone().map(is_few)) & !case.explained()
    };
    let mut problems = Vec::new();
    if let (Ok(true), Ok([start, new, ended, end])) = (&sums, counts) {
        problems.push(format!("{start} at the start and {new} new less {ended} ended are not {end} at the end"));
    }
    if let (Truth::Yes, Ok((baseline, repatriated))) = (&few, share) {
        problems.push(format!("{repatriated} of {baseline} repatriated are fewer than half, without a reason"));
    }
    (Truth::from(sums) | few).violation().with("problems", problems.join("; "))
}

fn adds_up([start, new, ended, end]: [u64; 4]) -> bool {
    u128::from(start) + u128::from(new) == u128::from(end) + u128::from(ended)
}

fn is_few((baseline, repatriated): (u64, u64)) -> bool {
    u128::from(repatriated) * 2 < u128::from(baseline)
}
