//! Permits, papers, forced labour: Federal Law 115-FZ and the Criminal Code.

use comity_sdk::{
    Everybody,
    facts::indicators::FIELDS,
    hosts::{
        HEAT, LINE, PAPERS, REGION, RESIDES, SERVES, TRADE, WORK, for_work_in, foreign, id, in_region, in_trade,
        later_than, passport, permitted, resides, serves, trafficking,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PERMIT, STUDENT, OTHER_PLACE, PASSPORT, FORCED];

/// Who needs no permit, and since when: nationals, those of Belarus, and those of the Eurasian Economic Union (from knowledge).
const FREE: [(&str, Date); 5] = [
    ("RUS", Date::of(2002, 11, 1)),
    ("BLR", Date::of(2002, 11, 1)),
    ("KAZ", Date::of(2012, 1, 1)),
    ("ARM", Date::of(2015, 1, 2)),
    ("KGZ", Date::of(2015, 8, 12)),
];
const STUDENTS_MAY: Date = Date::of(2020, 8, 5);
const TWO_MONTHS_DAYS: u64 = 62;
const WITHHELD: &str = "Pay was withheld for more than two months, for the prosecution to judge.";

/// Whether a group is there to study, by its permit or its title of residence.
fn is_student<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let by_permit = permitted(case, group, |permit| permit.r#type().is(PermitType::Student));
    if by_permit.is_yes() {
        return by_permit;
    }
    resides(case, group, |title| title.kind().is(ResidenceKind::Student)).unless_recorded()
}

/// Whether a site is beyond the permits for work of its group: none of them names its region, its employer and the occupation together.
fn elsewhere<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, site: view::Worksite<'r>) -> Truth {
    let to_work = |permit| for_work_in(case, permit, here) & for_work(case, group, permit);
    let some = permitted(case, group, to_work);
    if some.is_no() {
        return some;
    }
    let named = permitted(case, group, |permit| {
        let placed = serves(case, permit, site) & for_work(case, group, permit) & in_trade(permit, group);
        // A permit is for a region: where none is named nobody says for which.
        if permit.region().recorded().is_none() {
            return placed & permit.region().missing().into();
        }
        placed & in_region(permit, site)
    });
    some & !named
}

/// Whether a permit is one for work. One without a type is taken for it, unless there is a title of another kind that it may be of.
fn for_work<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, permit: view::Permit<'r>) -> Truth {
    let other = permit.r#type().is_in(&[PermitType::Student, PermitType::Other]);
    if !matches!(other, Truth::Unknown(_)) {
        return !other;
    }
    let titles = [ResidenceKind::Student, ResidenceKind::Visitor];
    let titled = resides(case, group, |title| title.kind().is_in(&titles));
    if titled.is_yes() { other } else { Truth::Yes }
}

/// Whether a permit is one for work in Russia, within the quota that the employer needs.
fn is_good<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, permit: view::Permit<'r>) -> Truth {
    let placed = for_work_in(case, permit, here) & for_work(case, group, permit);
    if placed.is_no() { placed } else { placed & permit.within_quota().yes() }
}

const PERMIT: Rule = Rule {
    id: "ru.permit",
    title: "whether foreigners work without a permit or patent, outside the quota, or on a student or visitor title",
    basis: "Federal Law 115-FZ of 25 July 2002 arts 13, 13.3, 13.4; Code of Administrative Offences art. 18.15",
    in_force: &[since(2002, 11, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
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
            "permits.items.worksites",
        ],
    ],
    check: Check::Workers(|case, group| {
        case.at_work(group, here, || {
            let free = FREE.iter().filter(|(_, since)| *since <= case.day());
            let foreign = foreign(group, &free.map(|(code, _)| *code).collect::<Vec<_>>());
            // Since 2020-08-05 students may work in set cases: that is the next row's matter.
            if foreign.is_no()
                || !case.works_on_day(group, here)
                || (case.day() >= STUDENTS_MAY && is_student(case, group).is_yes())
            {
                return Ok(Answer::Silent);
            }
            let answer = (foreign & !permitted(case, group, |permit| is_good(case, group, permit))).violation();
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
    needs: &[Part::Worksites],
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
            if is_student(case, group).is_no() {
                return Ok(Answer::Silent);
            }
            let sites = case.sites_worked(group, here);
            let away = Truth::any(sites.map(|site| site.campus().is(false)));
            Ok(away.review().with("group", id(&group.raw().id)))
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
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        RESIDES,
        SERVES,
        TRADE,
        REGION,
        &[
            "permits.items.worker_groups",
            "permits.items.valid_from",
            "permits.items.valid_to",
            "permits.items.withdrawn_on",
            "permits.items.type",
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
    needs: &[Part::Worksites],
    reads: &[WORK, PAPERS],
    check: Check::Liberty(|case, entry| passport(case, entry, here)),
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
    needs: &[Part::Workers, Part::Worksites],
    reads: &[FIELDS, WORK, HEAT, LINE],
    check: Check::Case(|case| {
        case.at_work(Everybody, here, || {
            let answer = trafficking(case);
            let withheld = case.quietly(|| case.wages_of(Everybody).find(|line| is_withheld(case, *line)));
            Ok(answer.or(Truth::from(withheld.is_some_and(|line| is_withheld(case, line)))
                .review()
                .says("withheld", WITHHELD)))
        })
    }),
    says: "Signs of trafficking or forced labour (ILO indicators {hits}), for the prosecution to judge. This does not prove it.",
    consequence: "bring before the prosecution",
    referrals: &["Public prosecutor"],
    ..Rule::ROW
};

/// Whether pay for work in Russia is known to be out for more than two months: between two payments, after it was due, or because
/// nothing was paid since the work began.
fn is_withheld<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> bool {
    if case.is_at_work(line, here).is_no() {
        return false;
    }
    let gap = line.longest_gap_days().holds(|days| days > TWO_MONTHS_DAYS);
    let late = later_than(line, TWO_MONTHS_DAYS, case.as_of);
    gap.is_yes() || late.is_yes() || (is_nothing(line) && two_months_ago(case, line))
}

fn is_nothing(line: view::WageLine<'_>) -> bool {
    line.payee().recorded() == Some(Payee::None)
        || line.received_by_worker().recorded().is_some_and(|money| money.amount.is_zero())
}

/// Whether a line was due, or one that recurs began, more than two months ago.
fn two_months_ago<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> bool {
    let begun = if let Some(period) = line.period().recorded() {
        line.due_on().recorded().or(period.to)
    } else {
        let site = line.raw().site.as_deref().and_then(|id| case.site(id));
        let opened = site.and_then(|site| site.start().recorded());
        let deployed = case.record.deployment().recorded().and_then(|deployment| deployment.start().recorded());
        opened.max(deployed)
    };
    begun.is_some_and(|day| day.plus_months(2) < case.as_of)
}
