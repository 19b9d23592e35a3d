//! Permits, papers, forced labour: Federal Law 115-FZ and the Criminal Code.

use comity_sdk::{
    Everybody,
    facts::{Each, indicators::FIELDS, sites},
    hosts::{HEAT, LINE, PAPERS, RESIDES, WORK, foreign, id, papers_taken, permitted, resides, trafficking},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PERMIT, STUDENT, OTHER_PLACE, PASSPORT, FORCED];

/// Who needs no permit: nationals, and those of the Eurasian Economic Union (from knowledge).
const OWN: &[&str] = &["RUS", "BLR", "KAZ", "ARM", "KGZ"];
const STUDENTS_MAY: Date = Date::of(2020, 8, 5);
const TWO_MONTHS_DAYS: u64 = 62;
const WITHHELD: &str = "Pay was withheld for more than two months, for the prosecution to judge.";

/// Whether a group is there to study, by its permit or its title of residence.
fn is_student<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let by_permit = permitted(case, group, |permit| permit.r#type().is(PermitType::Student)).unless_recorded();
    if by_permit.is_yes() {
        return by_permit;
    }
    resides(case, group, |title| title.kind().is(ResidenceKind::Student)).unless_recorded()
}

/// Whether a site is beyond the permits of its group: a region, an occupation or an employer that none of them names.
fn elsewhere<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, site: view::Worksite<'r>) -> Truth {
    let extra = sites::of(case.record, site, case.day()).other_employer;
    if extra.is_yes() {
        return extra;
    }
    let some = permitted(case, group, |_| Truth::Yes);
    if !some.is_yes() {
        return if some.is_no() { Truth::No } else { some };
    }
    let named = permitted(case, group, |permit| {
        let region = match permit.region().recorded() {
            Some(region) => site.region().holds(|there| there == region),
            None => Truth::Yes,
        };
        let occupation = match permit.occupation().recorded() {
            Some(occupation) => group.occupation().holds(|done| done == occupation),
            None => Truth::Yes,
        };
        region & occupation
    });
    !named
}

const PERMIT: Rule = Rule {
    id: "ru.permit",
    title: "whether foreigners work without a permit or patent, outside the quota, or on a student or visitor title",
    basis: "Federal Law 115-FZ of 25 July 2002 arts 13, 13.3, 13.4; Code of Administrative Offences art. 18.15",
    in_force: &[since(2002, 11, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        WORK,
        RESIDES,
        &[
            "workers.items.nationalities",
            "permits.items.worker_groups",
            "permits.items.valid_from",
            "permits.items.valid_to",
            "permits.items.withdrawn_on",
            "permits.items.type",
            "permits.items.within_quota",
        ],
    ],
    check: Check::Workers(|case, group| {
        case.at_work(group, here, || {
            let foreign = foreign(group, OWN);
            // Since 2020-08-05 students may work in set cases: that is the next row's matter.
            if foreign.is_no() || (case.day() >= STUDENTS_MAY && is_student(case, group).is_yes()) {
                return Ok(Answer::Silent);
            }
            let for_work = |permit: view::Permit<'_>| {
                let student = permit.r#type().is_in(&[PermitType::Student, PermitType::Other]).unless_recorded();
                !student & !permit.within_quota().is(false).unless_recorded()
            };
            let answer = (foreign & !permitted(case, group, for_work)).violation();
            Ok(answer.with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work without a permit or patent, outside the quota, or on a title that is not for work.",
    consequence: "fine of RUB 250 000 to 800 000, up to 1 000 000 in Moscow and St Petersburg, or suspension for 14 to 90 days",
    ..Rule::ROW
};

const STUDENT: Rule = Rule {
    id: "ru.permit.student",
    title: "whether students work away from their campus, beyond what is permitted",
    basis: "Federal Law 115-FZ art. 13(4)",
    in_force: &[since(2020, 8, 5)],
    certainty: Low,
    worst: NeedsReview,
    addressees: &[Employer],
    reads: &[
        WORK,
        RESIDES,
        &[
            "permits.items.worker_groups",
            "permits.items.valid_from",
            "permits.items.valid_to",
            "permits.items.withdrawn_on",
            "permits.items.type",
            "worksites.items.campus",
        ],
    ],
    check: Check::Workers(|case, group| {
        case.at_work(group, here, || {
            let student = is_student(case, group);
            if student.is_no() {
                return Ok(Answer::Silent);
            }
            let sites = case.sites_worked(group, here);
            let away = Truth::any(sites.map(|site| site.campus().is(false)));
            Ok((student & away).review().with("group", id(&group.raw().id)))
        })
    }),
    says: "Students ({group}) work away from their campus. Whether their work is among the permitted cases is for review.",
    ..Rule::ROW
};

const OTHER_PLACE: Rule = Rule {
    id: "ru.extra_site",
    title: "whether work is done in another region, for another employer or in another occupation than permitted",
    basis: "Federal Law 115-FZ art. 13(4.2)",
    in_force: &[since(2002, 11, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        WORK,
        &[
            "workers.items.occupation",
            "worksites.items.region",
            "worksites.items.employer",
            "deployment.start",
            "deployment.end",
            "permits.items.worker_groups",
            "permits.items.valid_from",
            "permits.items.valid_to",
            "permits.items.withdrawn_on",
            "permits.items.employer",
            "permits.items.worksites",
            "permits.items.region",
            "permits.items.occupation",
        ],
    ],
    check: Check::Workers(|case, group| {
        case.at_work(group, here, || {
            let sites = case.sites_worked(group, here);
            let beyond = Truth::any(sites.map(|site| elsewhere(case, group, site)));
            Ok(beyond.violation().with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work in another region, for another employer or in another occupation than their permit names.",
    ..Rule::ROW
};

const PASSPORT: Rule = Rule {
    id: "ru.passport",
    title: "whether another took a worker's passport",
    basis: "Criminal Code art. 325(2)",
    in_force: &[since(1997, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer, Sender],
    reads: &[WORK, PAPERS],
    check: Check::Liberty(|case, entry| {
        case.at_work(entry, here, || Ok(papers_taken(entry).violation().with("entry", id(&entry.raw().id))))
    }),
    says: "Another than the worker holds the passport ({entry}).",
    consequence: "criminal; give the passport back",
    ..Rule::ROW
};

const FORCED: Rule = Rule {
    id: "ru.forced",
    title: "whether there are signs of slave labour or trafficking, or pay was withheld for more than two months",
    basis: "Criminal Code arts 127.1, 127.2, 145.1",
    in_force: &[since(2003, 12, 16)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Workers],
    reads: &[FIELDS, WORK, HEAT, LINE],
    check: Check::Case(|case| {
        let lines = case.record.wages().recorded().into_iter().flat_map(Each::iter);
        let mut gaps = lines.filter_map(|line| line.longest_gap_days().recorded());
        let withheld = gaps.any(|days| days > TWO_MONTHS_DAYS);
        case.at_work(Everybody, here, || {
            let answer = trafficking(case);
            Ok(if withheld { answer.or(Truth::Yes.review().says("withheld", WITHHELD)) } else { answer })
        })
    }),
    says: "Signs of trafficking or forced labour (ILO indicators {hits}), for the prosecution to judge. This does not prove it.",
    consequence: "bring before the prosecution",
    referrals: &["Public prosecutor"],
    ..Rule::ROW
};
