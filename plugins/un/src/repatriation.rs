//! Resolution 2321 (2016) para. 34 and resolution 2397 (2017) para. 8: vigilance over nationals who are sent abroad to earn,
//! and their repatriation by 2019-12-22. They turn on nationality, income and jurisdiction, not on exploitation.

use comity_sdk::{facts::retention, prelude::*};

use crate::gates::{NATIONALITY, NORTH_KOREA, WORK, abroad, id, nationals_there};

pub(crate) const RULES: &[Rule] = &[VIGILANCE, PENDING, BREACHED, ATTACHE, REMOTE];

const PROTECTION: &[&str] = &["workers.items.protection"];
const ROLE: &[&str] = &["workers.items.role"];

/// 24 months from 2017-12-22.
const LAST_DAY: Date = Date::of(2019, 12, 22);
/// The duty is breached from here on.
const FIRST_DAY: Date = Date::of(2019, 12, 23);
/// With fewer days left, plans have to be looked at.
const SHORT_DAYS: i32 = 90;
const RUNNING: Validity = during((2017, 12, 22), (2019, 12, 23));
const OVER: Validity = since(2019, 12, 23);

const OUR_NATIONAL: &str = "the workers are nationals of the host State as well";
const BARRED: &str = "national or international law bars the repatriation: refugee and human-rights law, privileges and \
    immunities";

const VIGILANCE: Rule = Rule {
    id: "un.2321.34",
    title: "whether North Korean nationals work abroad and their pay goes to the sender or the State, or is withheld",
    basis: "Security Council resolution 2321 (2016) para. 34",
    in_force: &[since(2016, 11, 30)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Worksites, Part::Wages],
    reads: &[
        WORK,
        NATIONALITY,
        PROTECTION,
        &[
            "wages.items.site",
            "wages.items.worker_groups",
            "wages.items.period",
            "wages.items.due_on",
            "wages.items.payee",
            "wages.items.gross_by_host",
            "wages.items.received_by_worker",
            "wages.items.deductions.items.amount",
            "wages.items.deductions.items.purpose",
            "wages.items.deductions.items.lawful_basis",
        ],
    ],
    check: Check::Workers(|case, group| {
        let national = case.is_prk(group);
        if national.is_no() {
            return Ok(Answer::Silent);
        }
        let lines = case.wages_of(group).filter(|line| !case.quietly(|| is_of_before(*line)));
        let withheld = Truth::any(lines.map(|line| {
            let elsewhere = line.payee().is_in(&[Payee::Sender, Payee::State]);
            if elsewhere.is_yes() {
                return elsewhere;
            }
            elsewhere | retention::of(line, case.day()).map_or_else(Truth::Unknown, |kept| kept.any())
        }));
        let fires = national & abroad(case, group) & withheld;
        let dual = is_dual(group) && !nationals_there(case, group).is_yes();
        let answer = if dual { fires.review().says("dual", DUAL_PAY) } else { fires.info() };
        Ok(exempted(case, group, answer).with("group", id(&group.raw().id)))
    }),
    says: "North Korean nationals ({group}) work abroad, and their pay goes to the sender or the State, or is withheld. States \
        are called upon to be vigilant; nothing is banned.",
    consequence: "keep under watch; take up in the State's report",
    ..Rule::ROW
};

/// The day of resolution 2321 (2016).
const VIGILANT_SINCE: Date = Date::of(2016, 11, 30);

/// Pay of a time that was due before the call for vigilance is none of its facts.
fn is_of_before(line: view::WageLine<'_>) -> bool {
    let Some(period) = line.period().recorded() else { return false };
    line.due_on().recorded().or(period.to).is_some_and(|due| due < VIGILANT_SINCE)
}

const DUAL_PAY: &str = "Workers ({group}) who are nationals of North Korea and of another State work in a third State, and their \
    pay goes to the sender or the State, or is withheld. Whether that State takes them for North Koreans is for review.";

const PENDING: Rule = Rule {
    id: "un.2397.8.pending",
    title: "whether North Korean nationals earn income in the State, which has to repatriate them by 2019-12-22",
    basis: "Security Council resolution 2397 (2017) para. 8",
    in_force: &[RUNNING],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Worksites],
    reads: &[WORK, NATIONALITY, PROTECTION, ROLE],
    check: Check::Workers(|case, group| Ok(if watches(group).is_yes() { Answer::Silent } else { term(case, group) })),
    says: "North Korean nationals ({group}) earn income in the State. {days_left} days are left for their repatriation.",
    consequence: "plan the repatriation",
    sources: &["S14"],
    ..Rule::ROW
};

const BREACHED: Rule = Rule {
    id: "un.2397.8",
    title: "whether North Korean nationals who earn income in the State were repatriated by 2019-12-22",
    basis: "Security Council resolution 2397 (2017) para. 8",
    in_force: &[OVER],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Worksites],
    reads: &[WORK, NATIONALITY, PROTECTION, ROLE],
    check: Check::Workers(|case, group| Ok(if watches(group).is_yes() { Answer::Silent } else { term(case, group) })),
    says: "North Korean nationals ({group}) earn income in the State after 2019-12-22, the last day for their repatriation.",
    consequence: "repatriate, unless the law forbids it; issue no further titles of stay or work; report to the 1718 Committee",
    sources: &["S14"],
    ..Rule::ROW
};

const ATTACHE: Rule = Rule {
    id: "un.2397.8.attache",
    title: "whether North Korean safety-oversight attaches or minders of workers abroad were repatriated by 2019-12-22",
    basis: "Security Council resolution 2397 (2017) para. 8",
    in_force: &[RUNNING, OVER],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Worksites],
    reads: &[WORK, NATIONALITY, PROTECTION, ROLE],
    check: Check::Workers(|case, group| {
        let watches = watches(group);
        if watches.is_no() || case.is_prk(group).is_no() {
            return Ok(Answer::Silent);
        }
        Ok(match (watches, term(case, group)) {
            (Truth::Unknown(missing), Answer::Fires(_)) => Answer::Open(missing),
            (Truth::Unknown(missing), Answer::Open(others)) => Answer::Open(missing.and(others)),
            (_, answer) => answer,
        })
    }),
    says: "North Koreans ({group}) who watch over workers for the sending State are in the State after 2019-12-22, the last day \
        for their repatriation.",
    consequence: "repatriate the attaches and minders as well",
    sources: &["S14"],
    ..Rule::ROW
};

const PENDING_TEXT: &str = "North Korean nationals ({group}) are in the State, which has to repatriate them by 2019-12-22; \
    {days_left} days are left.";
const DIPLOMAT: &str = "North Korean nationals ({group}) have the status of diplomats or consular officers. Whether their function \
    falls under the duty of repatriation all the same is for review.";
const DUAL: &str = "Workers ({group}) who are nationals of North Korea and of another State earn income in a third State. Whether \
    that State takes them for North Koreans is for review.";

/// Whether the workers of a group are nationals of another State as well.
pub(crate) fn is_dual(group: view::WorkerGroup<'_>) -> bool {
    group.nationalities().recorded().is_some_and(|codes| codes.len() > 1)
}

fn is_diplomat(group: view::WorkerGroup<'_>) -> bool {
    group.protection().recorded() == Some(Protection::Diplomat)
}

/// The duty of repatriation of one group: running, breached, or barred.
fn term<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Answer {
    let fires = case.is_prk(group) & abroad(case, group);
    if fires.is_no() {
        return Answer::Silent;
    }
    let left = i32::from(case.day() <= LAST_DAY) * LAST_DAY.days_since(case.day());
    let ours = nationals_there(case, group);
    let dual = is_dual(group) && !ours.is_yes();
    let diplomat = is_diplomat(group);
    let running = case.day() <= LAST_DAY;
    let answer = match (dual, diplomat, running) {
        (true, ..) => fires.review().says("dual", DUAL),
        (_, true, _) => fires.review().says("diplomat", DIPLOMAT),
        (_, _, true) if left < SHORT_DAYS => fires.review().says("pending", PENDING_TEXT),
        (_, _, true) => fires.info().says("pending", PENDING_TEXT),
        _ => fires.violation(),
    };
    let answer = if running { answer.with("days_left", left) } else { answer.since(FIRST_DAY) };
    exempted(case, group, answer).due(LAST_DAY).with("group", id(&group.raw().id))
}

/// The exemptions of paragraph 8, which the call for vigilance and the ban on crews share.
pub(crate) fn exempted<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, answer: Answer) -> Answer {
    let answer = answer.unless(Exempt::named("host_state_national", OUR_NATIONAL), nationals_there(case, group));
    answer.unless(Exempt::named("protection", BARRED), protected(group))
}

/// Whether a group watches over workers for the sending State.
fn watches(group: view::WorkerGroup<'_>) -> Truth {
    group.role().is_in(&[WorkerRole::Minder, WorkerRole::SafetyAttache])
}

const REMOTE: Rule = Rule {
    id: "un.2397.8.remote",
    title: "whether North Korean nationals work in one State for clients in others at a distance",
    basis: "Security Council resolution 2397 (2017) para. 8; that it reaches the State of the clients is analysis",
    in_force: &[OVER],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: &[
        NATIONALITY,
        PROTECTION,
        &["deployment.remote.works_in", "deployment.remote.clients", "parties.items.country"],
    ],
    check: Check::Several(&[
        Check::Workers(|case, group| Ok(remote_workers(case, group))),
        Check::Party(&[], |case, party| Ok(remote_client(case, party))),
    ]),
    says: "North Korean nationals ({group}) sit in {country} and earn at a distance there after 2019-12-22, the last day for \
        their repatriation.",
    consequence: "the State in which they sit repatriates them; the State of the client looks at payments and sanctions",
    sources: &["S14"],
    ..Rule::ROW
};

const CLIENT: &str = "{party} in {country} is a client of North Korean nationals who work at a distance. Whether its State has to \
    act is for review.";

fn remote_workers<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Answer {
    let Some(remote) = remote(case) else { return Answer::Silent };
    let national = case.is_prk(group);
    if national.is_no() {
        return Answer::Silent;
    }
    let works_in = remote.works_in();
    let codes = group.nationalities().recorded().unwrap_or_default();
    let dual = is_dual(group);
    let ours = works_in.holds(|country| codes.iter().any(|code| code == country));
    let fires = national & !works_in.is(NORTH_KOREA);
    let answer = match (dual && !ours.is_yes(), is_diplomat(group)) {
        (true, _) => fires.review().says("dual", DUAL),
        (_, true) => fires.review().says("diplomat", DIPLOMAT),
        _ => fires.violation(),
    };
    let answer = answer.unless(Exempt::named("host_state_national", OUR_NATIONAL), ours);
    let answer = answer.unless(Exempt::named("protection", BARRED), protected(group)).since(FIRST_DAY).due(LAST_DAY);
    answer.with("group", id(&group.raw().id)).with("country", works_in.recorded().unwrap_or_default())
}

/// A client in another State than the workers; silent where all of them are protected or nationals of where they sit.
fn remote_client<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let Some(remote) = remote(case) else { return Answer::Silent };
    let clients = remote.clients().recorded().unwrap_or_default();
    if !clients.iter().any(|client| Some(client) == party.raw().id.as_ref()) {
        return Answer::Silent;
    }
    let works_in = remote.works_in().recorded();
    let (mut national, mut settled, mut free) = (Truth::No, Truth::Yes, Truth::Yes);
    for group in case.worker_groups() {
        let theirs = case.is_prk(group);
        let codes = group.nationalities().recorded().unwrap_or_default();
        let ours = codes.len() > 1 && codes.iter().any(|code| Some(code.as_str()) == works_in);
        settled = settled & (!theirs.clone() | ours.into());
        free = free & (!theirs.clone() | ours.into() | protected(group));
        national = national | theirs;
    }
    let country = party.country();
    let fires = national & country.holds(|country| Some(country) != works_in);
    let answer = fires.review().says("client", CLIENT);
    let answer = answer.unless_claimed(Exempt::named("host_state_national", OUR_NATIONAL), settled);
    let answer = answer.unless(Exempt::named("protection", BARRED), free);
    answer.with("party", id(&party.raw().id)).with("country", country.recorded().unwrap_or_default())
}

fn remote<'r>(case: &Case<'r>) -> Option<view::RemoteWork<'r>> {
    case.record.deployment().recorded()?.remote().recorded()
}

/// Whether law bars the removal of a group.
fn protected(group: view::WorkerGroup<'_>) -> Truth {
    group.protection().holds(is_protected)
}

/// What bars a removal. The status of a diplomat is not among it.
pub(crate) fn is_protected(status: Protection) -> bool {
    use Protection as P;
    matches!(status, P::AsylumPending | P::Refugee | P::Subsidiary | P::NonRemovable | P::UnOfficial)
}
