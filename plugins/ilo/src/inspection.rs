//! Convention 81 on labour inspection.

use comity_sdk::{
    Everybody,
    facts::Each,
    prelude::*,
    treaties::{Bound, Instrument, bound},
};

use crate::forced_labour::follows;
use crate::standing::{HOST, Most, judged, most, of_state};

pub(crate) const RULES: &[Rule] = &[FREQUENCY, ACCESS, FOLLOW_UP, REPORT];

const SINCE: Validity = since(1950, 4, 7);
/// The catalogue's own triggers: a visit within so many months, a follow-up within so many days.
const VISIT_MONTHS: i32 = 12;
const FOLLOW_UP_DAYS: i32 = 90;
/// Months from the end of a year to the publication of its report, and from there to the Office.
const PUBLISH_MONTHS: i32 = 12;
const SEND_MONTHS: i32 = 3;

const FREQUENCY: Rule = Rule {
    id: "ilo.insp.frequency",
    title: "whether a site staffed by workers whom North Korea sent was inspected within 12 months, and after a complaint",
    basis: "Convention 81 (1947) art. 16; the 12 months are the catalogue's",
    in_force: &[SINCE],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Inspections, Part::Workers, Part::Parties],
    reads: &[
        HOST,
        &[
            "workers.items.nationalities",
            "workers.items.korean_unspecified",
            "parties.items.roles",
            "deployment.start",
            "deployment.end",
            "inspections.items.date",
            "inspections.items.site",
            "inspections.items.access",
            "complaints.items.date",
        ],
    ],
    check: Check::Site(frequency),
    says: "Site {site}, staffed by workers whom North Korea sent, was not inspected since {since}, which is more than 12 months; \
        {standing}.",
    consequence: "inspect the site, unannounced",
    sources: &["S19"],
    ..Rule::ROW
};

const COMPLAINED: &str = "Site {site}, staffed by workers whom North Korea sent, was not inspected since the complaint of {since}. Within \
    which time it had to be is for review; {standing}.";

fn frequency<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Checked {
    if case.parties_as(PartyRole::Sender).next().is_none() {
        return Ok(Answer::Silent);
    }
    let staffed = Truth::any(case.groups_of(site).map(|group| case.is_prk(group)));
    if staffed.is_no() {
        return Ok(Answer::Silent);
    }
    let Some(deployment) = case.record.deployment().recorded() else { return Ok(Answer::Silent) };
    let start = deployment.start().get()?;
    let begun = site.start().recorded().map_or(start, |own| own.max(start));
    let visits = case.record.inspections().recorded().into_iter().flat_map(Each::iter);
    // A visit that was turned away is one, but looks into no complaint.
    let (mut last, mut looked) = (begun, begun);
    for visit in visits {
        let elsewhere = visit.raw().site.is_some() && visit.raw().site != site.raw().id;
        if elsewhere {
            continue;
        }
        visit.site().recorded();
        let day = visit.date().get()?;
        if day <= case.as_of {
            last = last.max(day);
            let refused = visit.access().recorded() == Some(InspectionAccess::Refused);
            looked = if refused { looked } else { looked.max(day) };
        }
    }
    let due = last.plus_months(VISIT_MONTHS);
    let complaints = || case.record.complaints().recorded().into_iter().flat_map(Each::iter);
    let complained = complaints().filter_map(|complaint| complaint.date().recorded());
    let unanswered = |day: &Date| *day > looked || (*day == looked && looked == begun);
    let complained = complained.filter(|day| *day < case.as_of).filter(unanswered).min();
    let id = site.raw().id.as_deref().unwrap_or_default();
    if case.as_of > due {
        let answer = judged(case, site, Instrument::C081, staffed, FREQUENCY.title)?;
        return Ok(answer.due(due).since(due.next()).with("site", id).with("since", last));
    }
    let Some(complained) = complained else {
        // One without its day may have come after the last visit.
        let undated = complaints().find_map(|complaint| complaint.date().get().err());
        return undated.map_or(Ok(Answer::Silent), Err);
    };
    let doubt = Most::Doubt("complained", COMPLAINED);
    let answer = most(case, site, Instrument::C081, staffed, FREQUENCY.title, doubt)?;
    Ok(answer.since(complained).with("site", id).with("since", complained))
}

const ACCESS: Rule = Rule {
    id: "ilo.insp.access",
    title: "whether inspectors may enter freely and without notice",
    basis: "Convention 81 (1947) art. 12",
    in_force: &[SINCE],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[HOST, &["inspections.items.date", "inspections.items.site", "inspections.items.access"]],
    check: Check::Inspection(|case, visit| {
        let barred = visit.access().is_in(&[InspectionAccess::Refused, InspectionAccess::NoticeRequired]);
        Ok(at(case, visit, Instrument::C081, barred, ACCESS.title, Most::Violation)?.with("day", case.day()))
    }),
    says: "On {day} inspectors were not let in, or only with notice; {standing}.",
    consequence: "enforce free entry",
    sources: &["S19"],
    ..Rule::ROW
};

const FOLLOW_UP: Rule = Rule {
    id: "ilo.insp.followup",
    title: "whether what inspectors found was followed by proceedings or a notice within 90 days",
    basis: "Convention 81 (1947) art. 17; the 90 days are the catalogue's",
    in_force: &[SINCE],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    reads: &[
        HOST,
        &[
            "inspections.items.date",
            "inspections.items.site",
            "inspections.items.findings",
            "inspections.items.follow_up_date",
            "proceedings.items.opened_on",
            "proceedings.items.charged_on",
            "proceedings.items.closed_on",
        ],
    ],
    check: Check::Inspection(|case, visit| {
        let last = case.day().plus_days(FOLLOW_UP_DAYS);
        let notice = || visit.follow_up_date().recorded().is_some_and(|day| case.day() <= day && day <= last);
        let mut proceedings = case.record.proceedings().recorded().into_iter().flat_map(Each::iter);
        if case.as_of <= last || notice() || proceedings.any(|one| follows(one, case.day(), last)) {
            return Ok(Answer::Silent);
        }
        let found = visit.findings().holds(|found| !found.is_empty());
        let answer = at(case, visit, Instrument::C081, found, FOLLOW_UP.title, Most::Review)?;
        Ok(answer.due(last).since(last.next()).with("day", case.day()))
    }),
    says: "What inspectors found on {day} was not followed by proceedings or a notice within 90 days; {standing}.",
    consequence: "open proceedings, or give notice",
    sources: &["S19"],
    ..Rule::ROW
};

/// What is said of a visit: by the State of its site, else of all sites.
pub(crate) fn at<'r>(
    case: &Case<'r>,
    visit: view::Inspection<'r>,
    instrument: Instrument,
    broken: Truth,
    asked: &'static str,
    up_to: Most,
) -> Checked {
    match visit.site().recorded().and_then(|id| case.site(id)) {
        Some(site) => most(case, site, instrument, broken, asked, up_to),
        None => most(case, Everybody, instrument, broken, asked, up_to),
    }
}

const REPORT: Rule = Rule {
    id: "ilo.insp.report",
    title: "whether the yearly report on inspection was published and sent to the Office in time",
    basis: "Convention 81 (1947) arts 20-21",
    in_force: &[SINCE],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[&[
        "state.country",
        "state.inspection_reports.items.year",
        "state.inspection_reports.items.published_on",
        "state.inspection_reports.items.sent_to_ilo_on",
    ]],
    check: Check::Always(report),
    says: "The report on inspection in {year} was not published by {last}, or not sent to the Office within three months; {standing}.",
    consequence: "publish the report and send it",
    sources: &["S19"],
    ..Rule::ROW
};

fn report(case: &Case<'_>) -> Checked {
    let Some(state) = case.record.state().recorded() else { return Ok(Answer::Silent) };
    let country = state.country().get()?;
    let reports = state.inspection_reports().get()?;
    // The last year of which the report is due, and whichever others are recorded.
    let mut years: Vec<i16> = vec![case.as_of.year() - 2];
    for report in reports.iter() {
        years.extend(i16::try_from(report.year().get()?));
    }
    years.sort_unstable();
    years.dedup();
    let mut late = Vec::new();
    for year in years {
        let last = Date::of(year, 12, 31).plus_months(PUBLISH_MONTHS);
        let of_year = |report: &view::InspectionReport<'_>| report.year().recorded() == u64::try_from(year).ok();
        let entry = reports.iter().find(of_year);
        let published = entry.and_then(|report| report.published_on().recorded());
        let sent = entry.and_then(|report| report.sent_to_ilo_on().recorded());
        let unpublished = case.as_of > last && published.is_none_or(|day| day > last);
        let sent_by = published.map(|day| day.plus_months(SEND_MONTHS));
        let unsent = sent_by.is_some_and(|by| case.as_of > by && sent.is_none_or(|day| day > by));
        let due = if unpublished { last } else { sent_by.unwrap_or(last) };
        if unpublished || unsent {
            late.push((year, last, due));
        }
    }
    // By what bound the State when it was due; the worst comes first, then the earliest.
    late.sort_by_key(|(_, _, due)| bound(country, None, Instrument::C081, due.next()) != Bound::Yes);
    let Some((year, last, due)) = late.into_iter().next() else { return Ok(Answer::Silent) };
    let said = of_state(country, Instrument::C081, due.next(), Truth::Yes, REPORT.title);
    Ok(said.due(due).since(due.next()).with("year", year).with("last", last))
}
