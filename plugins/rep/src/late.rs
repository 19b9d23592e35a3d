//! Reports that did not come by their day: the two of resolution 2397 (2017) para. 8, those on the implementation of each resolution,
//! and the yearly status report, which is policy and no law.

use comity_sdk::{
    filings::{self, Filing, REPORTS},
    hosts::union,
    prelude::*,
};

pub(crate) const RULES: &[Rule] = &[LATE, IMPLEMENTATION, POLICY];

/// The setting of the last day for the yearly report.
pub(crate) const ANNUAL_DUE: &str = "annual_due";

const LATE: Rule = Rule {
    id: "rep.late",
    title: "whether the reports on repatriation came by their day",
    basis: "Security Council resolution 2397 (2017) para. 8",
    in_force: &[since(2019, 3, 23)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[REPORTS],
    check: Check::Always(|case| Ok(late(case, &[filings::MIDTERM, filings::FINAL], Violation))),
    says: "Late on repatriation: {reports}.",
    consequence: "file the report; say in it why it is late",
    sources: &["S14"],
    ..Rule::ROW
};

const IMPLEMENTATION: Rule = Rule {
    id: "rep.late.implementation",
    title: "whether the report on the implementation of resolution 2397 came within 90 days",
    basis: "Security Council resolution 2397 (2017) para. 17 (paragraph number unsure)",
    in_force: &[since(2018, 3, 23)],
    certainty: Low,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[REPORTS],
    check: Check::Always(|case| Ok(late(case, &[LAST], Violation))),
    says: "Late on the implementation of resolutions: {reports}.",
    consequence: "file the report",
    ..Rule::ROW
};

/// The one resolution whose report the catalogue calls a violation to miss; the earlier ones are `un.impl.90d`'s.
const LAST: Filing = {
    let [.., last] = filings::IMPLEMENTATION;
    last
};

fn name(kind: StateReportKind) -> &'static str {
    match kind {
        StateReportKind::StateReportKind2397Midterm => "midterm report",
        StateReportKind::StateReportKind2397Final => "final report",
        _ => "implementation report",
    }
}

/// A report that is filed after its day was late all the same; one whose day is not over is not.
fn late(case: &Case<'_>, filings: &[Filing], outcome: Outcome) -> Answer {
    let (mut late, mut open) = (Vec::new(), None::<Missing>);
    for filing in filings.iter().filter(|filing| filing.due < case.as_of) {
        match case.filed(filing.kind, filing.due) {
            Truth::Yes => {}
            Truth::No => late.push(filing),
            Truth::Unknown(missing) => open = open.into_iter().chain([missing]).reduce(Missing::and),
        }
    }
    let Some(first) = late.first() else { return open.map_or(Answer::Silent, Answer::Open) };
    let told = |filing: &&Filing| {
        let since = if case.filed(filing.kind, case.as_of).is_yes() { "filed after" } else { "not filed by" };
        format!("the {}, {since} {}", name(filing.kind), filing.due)
    };
    let reports = late.iter().map(told).collect::<Vec<_>>().join("; ");
    Truth::Yes.gives(outcome).with("reports", reports).due(first.due).since(first.due.next())
}

const POLICY: Rule = Rule {
    id: "rep.late.policy",
    title: "whether the yearly status report on the year before came by its day",
    basis: "policy asked of the European Union, its members, the United States, Japan and the Republic of Korea; no law",
    in_force: &[since(2021, 1, 1)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[REPORTS, &["state.country"]],
    check: Check::Always(policy),
    says: "No status report on {year} came by {due}.",
    consequence: "publish the status report",
    sources: &["S33"],
    ..Rule::ROW
};

const CAME_LATE: &str = "The status report on {year} came after {due}.";

/// The first year in which a yearly report is due, on the year before.
const FIRST_DUE: i16 = 2021;

/// States beside the members of the Union of which it is asked.
const ASKED: [&str; 3] = ["JPN", "KOR", "USA"];

fn policy(case: &Case<'_>) -> Checked {
    let Some(state) = case.record.state().recorded() else { return Ok(Answer::Silent) };
    let country = state.country().get()?;
    let asked = union::is_member(country, case.as_of) || ASKED.contains(&country);
    let Some(due) = last_due(case).filter(|_| asked) else { return Ok(Answer::Silent) };
    let came = |until: Date| came(state, Date::of(due.year(), 1, 1), until);
    let in_time = came(due);
    if !in_time.is_no() {
        return Ok((!in_time).info());
    }
    let answer = Truth::Yes.info().with("year", due.year() - 1).with("due", due).due(due).since(due.next());
    let next_year = Date::of(due.year() + 1, 1, 1).plus_days(-1);
    Ok(if came(case.as_of.min(next_year)).is_yes() { answer.says("came_late", CAME_LATE) } else { answer })
}

/// Whether a status report came between two days, both of them included. One that comes in a year is on the year before.
fn came(state: view::StateReport<'_>, from: Date, until: Date) -> Truth {
    let reports = state.reports();
    let Some(reports) = reports.recorded() else { return reports.missing().into() };
    reports.any(|report| {
        let same = report.kind().is(StateReportKind::AnnualStatus);
        if same.is_no() { same } else { same & report.filed_on().holds(|day| from <= day && day <= until) }
    })
}

/// The last day for a yearly report that is over; none before the first.
fn last_due(case: &Case<'_>) -> Option<Date> {
    let in_year = |year: i16| case.setting(ANNUAL_DUE).and_then(|setting| due_in(year, setting));
    let year = case.as_of.year();
    let due = in_year(year).filter(|due| *due < case.as_of).or_else(|| in_year(year - 1))?;
    (due.year() >= FIRST_DUE).then_some(due)
}

fn due_in(year: i16, setting: &str) -> Option<Date> {
    Date::read(&format!("{year:04}-{setting}"))
}

/// The day has to be one of every year.
pub(crate) fn check_settings(settings: &[(String, String)]) -> Vec<(String, String)> {
    let refused = |(key, value): &&(String, String)| key == ANNUAL_DUE && due_in(2001, value).is_none();
    let reason = "a day of every year is MM-DD, e.g. `03-31`".to_owned();
    settings.iter().filter(refused).map(|(key, _)| (key.clone(), reason.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_every_year() {
        for (value, refused) in
            [("03-31", false), ("12-31", false), ("02-29", true), ("3-31", true), ("31-03", true), ("", true)]
        {
            let settings = [(ANNUAL_DUE.to_owned(), value.to_owned())];
            assert_eq!(!check_settings(&settings).is_empty(), refused, "{value}");
        }
        assert!(check_settings(&[("another".to_owned(), "02-29".to_owned())]).is_empty(), "no day");
    }
}
