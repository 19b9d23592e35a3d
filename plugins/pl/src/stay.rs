//! The Act of 15 June 2012 on the effects of entrusting work to foreigners who stay in Poland unlawfully.

mod dues;
mod exploited;

use comity_sdk::{
    About as _,
    facts::Each,
    hosts::{STAY, WORK, id, stay, third_country},
    prelude::*,
    shared,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[DOCUMENT, dues::BACK_PAY, CHAIN, MANY, MINOR, PERSISTENT, exploited::EXPLOITED];

const ACT: &[Validity] = &[since(2012, 7, 21)];

/// So many at once, and so many months on: triggers of ours, since the Act has no numbers.
const MANY_AT_ONCE: u64 = 15;
const PERSISTENT_MONTHS: i32 = 12;
const ADULT: u64 = 18;

const DOCUMENT: Rule = Rule {
    id: "pl.stay.doc",
    title: "whether the employer asked for the residence document before the start, and keeps a copy",
    basis: "Act of 15 June 2012 arts 2-3 (Dz.U. 2012 item 769)",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        STAY,
        &[
            "residence.items.worker_groups",
            "residence.items.employer_checks.document_seen",
            "residence.items.employer_checks.copy_kept",
        ],
    ],
    check: Check::Several(&[Check::Residence(document), Check::Workers(without_document)]),
    says: "The employer did not ask for residence document {title} before the start, or keeps no copy of it.",
    consequence: "loss of the immunity of art. 13",
    sources: &["S26"],
    ..Rule::ROW
};

fn document<'r>(case: &Case<'r>, title: view::ResidenceTitle<'r>) -> Checked {
    case.at_work(title, here, || {
        let foreign = Truth::any(case.groups_of(title).map(|group| third_country(case, group)));
        if foreign.is_no() {
            return Ok(Answer::Silent);
        }
        let checks = title.employer_checks().get()?;
        let missed = checks.document_seen().is(false) | checks.copy_kept().is(false);
        Ok((foreign & missed).violation().with("title", id(&title.raw().id)))
    })
}

const NO_DOCUMENT: &str =
    "Foreigners ({group}) work who have no residence document that the employer could have asked for.";

/// A group that none of the recorded titles is of: without a right to stay there was nothing to ask for; with one by another document
/// nobody says what was asked for.
fn without_document<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Checked {
    let titles = case.record.residence();
    let theirs = |title: view::ResidenceTitle<'r>| shared(title.groups(), group.groups());
    if titles.recorded().is_none_or(|all| all.iter().any(theirs)) {
        return Ok(Answer::Silent);
    }
    case.at_work(group, here, || {
        let foreign = third_country(case, group);
        if foreign.is_no() || !case.works_on_day(group, here) {
            return Ok(Answer::Silent);
        }
        let without = match stay(case, group).illegal {
            Truth::No => titles.missing().into(),
            illegal => illegal,
        };
        Ok((foreign & without).violation().says("none", NO_DOCUMENT).with("group", id(&group.raw().id)))
    })
}

/// Whether a group stays and works in Poland without a right to. Whose removal is barred may be let stay: that is for review.
fn unlawful<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let here = case.quietly(|| case.is_at_work(group, here));
    let foreign = third_country(case, group);
    if here.is_no() || foreign.is_no() {
        return Truth::No;
    }
    let illegal = stay(case, group).illegal;
    let tolerated = illegal.is_yes() && group.protection().recorded() == Some(Protection::NonRemovable);
    let illegal = if tolerated { Truth::Unknown(group.protection().missing()).or_review() } else { illegal };
    here & foreign & illegal
}

/// The same, where the group works on the day of the fact: not before the work begins, and not once it has ended. What is owed, and who
/// answers for it, goes on.
fn works_unlawfully<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    if case.works_on_day(group, here) { unlawful(case, group) } else { Truth::No }
}

/// Since when a group works in Poland without a right to stay: its last title ended, or, where it never had one, the work began.
fn unlawful_since<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Option<Date> {
    let deployed = case.record.deployment().recorded()?.start().recorded()?;
    let theirs = case.sites().filter(|site| shared(site.groups(), group.groups()));
    let here = theirs.filter(|site| site.country().recorded().is_none_or(here));
    let opened = here.map(|site| site.start().recorded().map_or(deployed, |start| start.max(deployed))).min();
    [Some(deployed), opened, stay(case, group).ended_on].into_iter().flatten().max()
}

/// An answer about a group that works without a right to stay, since it does.
fn began<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, answer: Answer) -> Answer {
    answer.since(unlawful_since(case, group))
}

/// What [`unlawful_since`] reads beside [`STAY`] and [`WORK`].
const SINCE: &[&str] = &["deployment.start"];

const CHAIN: Rule = Rule {
    id: "pl.stay.chain",
    title: "whether a contractor answers for a subcontractor that employs foreigners without a right to stay",
    basis: "Act of 15 June 2012 arts 6-8",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Principal],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[
        WORK,
        STAY,
        SINCE,
        &["parties.items.roles", "parties.items.due_diligence", "parties.items.knowledge.items.known_on"],
    ],
    check: Check::Several(&[
        Check::Party(&[PartyRole::Principal], |case, party| Ok(chain(case, party))),
        Check::Residence(|_, _| Ok(Answer::Silent)),
    ]),
    says: "{party} knew that its subcontractor employs foreigners without a right to stay, and answers for their dues and the cost of \
        their return.",
    consequence: "pay the dues jointly with the employer",
    sources: &["S26"],
    ..Rule::ROW
};

const UNAWARE: &str = "The subcontractor of {party} employs foreigners without a right to stay. A direct contractor answers for their \
    dues also without knowledge, after the employer; others up the chain do not: for review which it is.";
const DESPITE: &str = "{party} made the checks that the Act asks for, and knew of signs that its subcontractor employs foreigners without \
    a right to stay. Whether the checks free it is for review.";
const DILIGENT: &str = "the contractor informed the subcontractor and checked its registration with social insurance";

fn chain<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let employed = Truth::any(case.worker_groups().map(|group| unlawful(case, group)));
    if employed.is_no() {
        return Answer::Silent;
    }
    let diligent = party.due_diligence().yes();
    let answer = match (knew(case, party), diligent.is_yes()) {
        (true, true) => return employed.review().says("despite", DESPITE).with("party", id(&party.raw().id)),
        (true, false) => employed.violation(),
        (false, _) => employed.review().says("unaware", UNAWARE),
    };
    let answer = answer.unless_claimed(Exempt::named("due_diligence", DILIGENT), diligent);
    answer.with("party", id(&party.raw().id))
}

/// What was known before the right to stay ended is no knowledge of work without one. A piece without a day is not earlier than
/// anything.
fn knew<'r>(case: &Case<'r>, party: view::Party<'r>) -> bool {
    let groups = case.worker_groups().filter(|group| !unlawful(case, *group).is_no());
    let Some(since) = groups.filter_map(|group| unlawful_since(case, group)).min() else { return false };
    let pieces = party.knowledge().recorded().into_iter().flat_map(Each::iter);
    pieces.filter_map(|piece| piece.known_on().recorded()).any(|day| since <= day && day <= case.day())
}

const MANY: Rule = Rule {
    id: "pl.stay.many",
    title: "whether many foreigners without a right to stay work at once",
    basis: "Act of 15 June 2012 art. 9",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[WORK, STAY, &["workers.items.count"]],
    check: Check::Several(&[Check::Case(|case| Ok(many(case))), Check::Residence(|_, _| Ok(Answer::Silent))]),
    says: "{count} foreigners without a right to stay work at once.",
    consequence: "criminal: fine or restriction of liberty",
    sources: &["S26"],
    ..Rule::ROW
};

const SEVERAL: &str = "{count} foreigners without a right to stay work at once. Whether they are many is for review: the Act has no number.";

fn many(case: &Case<'_>) -> Answer {
    let (mut count, mut open) = (0_u64, None::<Missing>);
    for group in case.worker_groups() {
        match works_unlawfully(case, group).known().and_then(|is| if is { group.count().get() } else { Ok(0) }) {
            Ok(more) => count = count.saturating_add(more),
            Err(missing) => open = open.into_iter().chain([missing]).reduce(Missing::and),
        }
    }
    let answer = match (count, open) {
        (MANY_AT_ONCE.., _) => Truth::Yes.violation(),
        (_, Some(missing)) => Answer::Open(missing),
        (2.., None) => Truth::Yes.review().says("several", SEVERAL),
        _ => Answer::Silent,
    };
    answer.with("count", count)
}

const MINOR: Rule = Rule {
    id: "pl.stay.minor",
    title: "whether a minor without a right to stay works",
    basis: "Act of 15 June 2012 art. 9",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, STAY, SINCE, &["workers.items.age"]],
    check: Check::Several(&[
        Check::Workers(|case, group| {
            let unlawful = works_unlawfully(case, group);
            if unlawful.is_no() {
                return Ok(Answer::Silent);
            }
            let minor = group.age().holds(|age| age < ADULT);
            let answer = (unlawful & minor).violation().with("group", id(&group.raw().id));
            Ok(began(case, group, answer))
        }),
        Check::Residence(|_, _| Ok(Answer::Silent)),
    ]),
    says: "A minor ({group}) without a right to stay works.",
    consequence: "criminal: fine or restriction of liberty",
    sources: &["S26"],
    ..Rule::ROW
};

const PERSISTENT: Rule = Rule {
    id: "pl.stay.persist",
    title: "whether foreigners without a right to stay are employed persistently",
    basis: "Act of 15 June 2012 art. 9",
    in_force: ACT,
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, STAY, SINCE],
    check: Check::Several(&[
        Check::Workers(|case, group| {
            let unlawful = works_unlawfully(case, group);
            if unlawful.is_no() {
                return Ok(Answer::Silent);
            }
            let since = unlawful_since(case, group);
            let lasting = since.is_some_and(|day| day.plus_months(PERSISTENT_MONTHS) < case.day());
            if !lasting {
                return Ok(Answer::Silent);
            }
            Ok(began(case, group, unlawful.review().with("group", id(&group.raw().id))))
        }),
        Check::Residence(|_, _| Ok(Answer::Silent)),
    ]),
    says: "Foreigners ({group}) have worked for more than 12 months without a right to stay. Whether that is persistent is for review.",
    consequence: "criminal: fine or restriction of liberty",
    sources: &["S26"],
    ..Rule::ROW
};
