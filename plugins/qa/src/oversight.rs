//! Housing, inspection and the settling of disputes: section 5 of the catalogue.

use crate::scope::{About as _, Everybody, is_under_labour_law, labour_law, shared};
use comity_sdk::{facts::Known, hosts, prelude::*};

pub(crate) const RULES: &[Rule] = &[LOCK, SPACE, INSPECTION, DISPUTE];

const BEDS: u64 = 4;

/// A site of so many foreign workers without a visit for so many months: triggers of ours, which no law sets.
const INSPECTED_WORKERS: u64 = 50;
const INSPECTION_MONTHS: i32 = 12;

const CONCILIATION_DAYS: i32 = 7;
const DECISION_DAYS: i32 = 21;

const LOCK: Rule = Rule {
    id: "qa.housing.lock",
    title: "whether the workers have lockable storage for their documents, which they can open at any time",
    basis: "Ministerial Order 18/2014 art. 3",
    in_force: &[since(2014, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["housing.items.lockable_storage"]],
    check: Check::Housing(|case, housing| {
        labour_law(case, housing, || Ok(housing.lockable_storage().is(false).violation()))
    }),
    says: "The workers have no lockable storage for their documents that they can open at any time.",
    sources: &["S21"],
    ..Rule::ROW
};

const SPACE: Rule = Rule {
    id: "qa.housing.space",
    title: "whether a room has four beds at most and a worker six square metres at least",
    basis: "Ministerial Order 18/2014",
    in_force: &[since(2014, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["housing.items.beds_per_room", "housing.items.area_m2_per_person"]],
    check: Check::Housing(|case, housing| {
        labour_law(case, housing, || {
            let beds = housing.beds_per_room().holds(|beds| beds > BEDS);
            let narrow = housing.area_m2_per_person().holds(|area| area < hosts::QATAR_AREA_M2);
            Ok((beds | narrow).violation())
        })
    }),
    says: "A room has more than four beds, or a worker less than six square metres.",
    ..Rule::ROW
};

const INSPECTION: Rule = Rule {
    id: "qa.insp",
    title: "whether a site of 50 or more foreign workers was inspected within 12 months",
    basis: "Law 14/2004 arts 135-142",
    in_force: &[since(2005, 1, 1)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Inspections, Part::Workers],
    reads: &[&[
        "workers.items.count",
        "workers.items.nationalities",
        "worksites.items.id",
        "worksites.items.start",
        "deployment.start",
        "inspections.items.access",
        "inspections.items.date",
        "inspections.items.site",
    ]],
    check: Check::Site(|case, site| labour_law(case, site, || inspected(case, site))),
    says: "No labour inspection of {site} is recorded since {last}.",
    referrals: &["Ministry of Labour"],
    sources: &["S20"],
    ..Rule::ROW
};

const DISPUTE: Rule = Rule {
    id: "qa.dispute",
    title: "where a complaint stands: conciliation within 7 days, a decision within 3 weeks of the first hearing",
    basis: "Law 13/2017, art. 115 bis ff. of the Labour Law",
    in_force: &[since(2018, 3, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[Employer],
    reads: &[&[
        "complaints.items.date",
        "complaints.items.conciliation_on",
        "complaints.items.first_hearing_on",
        "complaints.items.decided_on",
        "complaints.items.settled_on",
    ]],
    check: Check::Complaint(|case, complaint| labour_law(case, Everybody, || Ok(dispute(case, complaint)))),
    says: "A complaint is open. The Ministry has to try conciliation by {due}.",
    consequence: "a claim lapses after one year",
    referrals: &["Labour Disputes Settlement Committee"],
    sources: &["S20"],
    ..Rule::ROW
};

fn inspected<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Checked {
    let deployed = case.record.deployment().recorded().and_then(|deployment| deployment.start().recorded());
    let Some(start) = deployed.max(site.start().recorded()) else { return Ok(Answer::Silent) };
    let (mut last, mut undated) = (start, Truth::Yes);
    for visit in case.record.inspections().get()?.iter() {
        let here = visit.site().recorded().is_none_or(|id| Some(id) == site.site());
        // Where they could not enter nothing was inspected.
        let refused = visit.access().is(InspectionAccess::Refused);
        if !here || refused.is_yes() {
            continue;
        }
        match visit.date().get() {
            Ok(day) if day <= case.as_of => last = last.max(day),
            Ok(_) => {}
            Err(missing) => undated = undated & missing.into(),
        }
    }
    let due = last.plus_months(INSPECTION_MONTHS);
    if case.as_of <= due {
        return Ok(Answer::Silent);
    }
    // A visit of which nobody says when may have been in time.
    let overdue = undated;
    let name = site.id().recorded().unwrap_or("the site");
    Ok((overdue & many_foreigners(case, site)).review().with("site", name).with("last", last).since(due.next()))
}

/// Whether enough workers from abroad work at a site; open only where a count or nationality that is absent decides.
fn many_foreigners<'r>(case: &Case<'r>, site: view::Worksite<'r>) -> Truth {
    let (mut known, mut perhaps, mut open) = (0_u64, 0_u64, None::<Missing>);
    let at_site = case.worker_groups().filter(|group| shared(group.groups(), site.groups()));
    for group in at_site.filter(|group| is_under_labour_law(case, *group)) {
        let nationalities = group.nationalities();
        let foreign = match nationalities.get() {
            Ok([]) => nationalities.missing().into(),
            Ok(codes) => Truth::from(codes.iter().all(|code| code != "QAT")),
            Err(missing) => missing.into(),
        };
        let missing = match (foreign, group.count().get()) {
            (Truth::No, _) => continue,
            (Truth::Yes, Ok(count)) => {
                known += count;
                continue;
            }
            (Truth::Unknown(missing), Ok(count)) => {
                perhaps += count;
                missing
            }
            (_, Err(missing)) => {
                perhaps += INSPECTED_WORKERS;
                missing
            }
        };
        open = Some(match open {
            Some(before) => before.and(missing),
            None => missing,
        });
    }
    match open {
        Some(missing) if known < INSPECTED_WORKERS && known + perhaps >= INSPECTED_WORKERS => missing.into(),
        _ => Truth::from(known >= INSPECTED_WORKERS),
    }
}

/// What comes next, with its day.
fn dispute<'r>(case: &Case<'r>, complaint: view::Complaint<'r>) -> Answer {
    let happened = |date: Known<'r, Date>| date.recorded().filter(|day| *day <= case.as_of);
    if happened(complaint.settled_on()).is_some() || happened(complaint.decided_on()).is_some() {
        return Answer::Silent;
    }
    let passed = |due: Date| case.as_of > due;
    let open = Truth::Yes.info();
    if let Some(hearing) = happened(complaint.first_hearing_on()) {
        let due = hearing.plus_days(DECISION_DAYS);
        let answer = if passed(due) {
            open.says("undecided", "A complaint is open. The committee had to decide by {due} and has not.")
        } else {
            open.says("hearing", "A complaint is open. The committee has to decide by {due}.")
        };
        return answer.with("due", due).due(due);
    }
    if happened(complaint.conciliation_on()).is_some() {
        return open.says("committee", "A complaint is open after conciliation. It goes to the disputes committee.");
    }
    let due = complaint.date().recorded().unwrap_or(case.day()).plus_days(CONCILIATION_DAYS);
    let answer = if passed(due) {
        open.says("overdue", "A complaint is open. The Ministry had to try conciliation by {due} and has not.")
    } else {
        open
    };
    answer.with("due", due).due(due)
}
