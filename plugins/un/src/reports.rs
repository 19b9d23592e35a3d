//! What a State owes the 1718 Committee: the two reports of resolution 2397 (2017) para. 8, and one on the implementation of
//! each resolution. These rows read the State's own part of a record; a record of one deployment lacks it.

use comity_sdk::{
    facts::Each,
    filings::{self, REPORTS},
    prelude::*,
};

pub(crate) const RULES: &[Rule] = &[MIDTERM, HALF, FINAL, IMPLEMENTATION];

const MIDTERM: Rule = Rule {
    id: "un.2397.8.midterm",
    title: "whether the State filed its midterm report on repatriation, due on 2019-03-22",
    basis: "Security Council resolution 2397 (2017) para. 8",
    in_force: &[since(2019, 3, 23)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[REPORTS],
    check: Check::Always(|case| {
        let answer = (!case.filed(filings::MIDTERM.kind, case.as_of)).violation();
        Ok(answer.due(filings::MIDTERM.due).since(filings::MIDTERM.due.next()))
    }),
    says: "The State has not filed its midterm report on repatriation, which was due on 2019-03-22.",
    consequence: "file the report late: persons repatriated in the twelve months from 2017-12-22, and why, if they are fewer than \
        half",
    sources: &["S14"],
    ..Rule::ROW
};

const HALF: Rule = Rule {
    id: "un.2397.8.half",
    title: "whether a midterm report of fewer than half repatriated explains why",
    basis: "Security Council resolution 2397 (2017) para. 8",
    in_force: &[since(2019, 3, 22)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[REPORTS, &["state.reports.items.explanation", "state.baseline", "state.repatriated"]],
    check: Check::Always(|case| {
        let Some(state) = case.record.state().recorded() else { return Ok(Answer::Silent) };
        let filed = case.filed(filings::MIDTERM.kind, case.as_of);
        if filed.is_no() || explained(case, state) {
            return Ok(Answer::Silent);
        }
        let (baseline, repatriated) = (state.baseline().get()?, state.repatriated().get()?);
        let fewer = u128::from(repatriated) * 2 < u128::from(baseline);
        let answer = (filed & fewer.into()).violation();
        Ok(answer.with("repatriated", repatriated).with("baseline", baseline))
    }),
    says: "The midterm report says that {repatriated} of {baseline} North Korean nationals were repatriated, fewer than half, and \
        not why.",
    consequence: "amend the report by an explanation",
    sources: &["S14"],
    ..Rule::ROW
};

/// Whether a midterm report of that day explains why.
fn explained<'r>(case: &Case<'r>, state: view::StateReport<'r>) -> bool {
    let reports = state.reports().recorded().into_iter().flat_map(Each::iter);
    reports.filter(|report| report.explanation().recorded().is_some()).any(|report| {
        let midterm = report.kind().is(filings::MIDTERM.kind);
        (midterm & report.filed_on().holds(|filed| filed <= case.as_of)).is_yes()
    })
}

const FINAL: Rule = Rule {
    id: "un.2397.8.final",
    title: "whether the State filed its final report on repatriation, due on 2020-03-22",
    basis: "Security Council resolution 2397 (2017) para. 8",
    in_force: &[since(2020, 3, 23)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[REPORTS],
    check: Check::Always(|case| {
        let answer = (!case.filed(filings::FINAL.kind, case.as_of)).violation();
        Ok(answer.due(filings::FINAL.due).since(filings::FINAL.due.next()))
    }),
    says: "The State has not filed its final report on repatriation, which was due on 2020-03-22.",
    consequence: "file the report",
    sources: &["S14"],
    ..Rule::ROW
};

const IMPLEMENTATION: Rule = Rule {
    id: "un.impl.90d",
    title: "whether the State reported on the implementation of each resolution within 90 days",
    basis: "Security Council resolutions 2270 (2016) para. 40, 2321 (2016) para. 36, 2371 (2017) para. 18, 2375 (2017) para. 19, \
        2397 (2017) para. 17 (paragraph numbers unsure)",
    in_force: &[
        during((2016, 6, 1), (2017, 3, 1)),
        during((2017, 3, 1), (2017, 11, 4)),
        during((2017, 11, 4), (2017, 12, 11)),
        during((2017, 12, 11), (2018, 3, 23)),
        since(2018, 3, 23),
    ],
    certainty: Low,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[REPORTS],
    check: Check::Always(|case| Ok(implemented(case))),
    says: "No report on the implementation of resolution {resolutions} was filed within 90 days of it.",
    consequence: "file the report",
    ..Rule::ROW
};

/// The one whose report is a duty that the catalogue calls a violation to miss.
const LAST: &str = "2397";

fn implemented(case: &Case<'_>) -> Answer {
    let (mut late, mut open) = (Vec::new(), None::<Missing>);
    for filing in filings::IMPLEMENTATION {
        if case.as_of <= filing.due {
            continue;
        }
        match case.filed(filing.kind, filing.due) {
            Truth::Yes => {}
            Truth::No => late.push((filing.resolution, filing.due)),
            Truth::Unknown(missing) => open = open.into_iter().chain([missing]).reduce(Missing::and),
        }
    }
    let grave = late.iter().any(|(resolution, _)| *resolution == LAST);
    // What may be missing outranks what is merely told of.
    let fires = match open {
        Some(missing) if !grave => Truth::Unknown(missing),
        _ => Truth::from(!late.is_empty()),
    };
    let names = late.iter().map(|(resolution, _)| *resolution).collect::<Vec<_>>().join(", ");
    let answer = if grave { fires.violation() } else { fires.info() };
    let answer = late.first().into_iter().fold(answer, |answer, (_, due)| answer.due(*due).since(due.next()));
    answer.with("resolutions", names)
}
