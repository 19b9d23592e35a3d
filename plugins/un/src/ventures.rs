//! Joint ventures with North Korea, resolutions 2371 (2017) para. 12 and 2375 (2017) para. 18; crew of vessels, resolutions 2270
//! (2016) paras 19-20 and 2321 (2016) para. 23.

use comity_sdk::{is_north_korean, prelude::*};

use crate::{
    gates::{APPROVED, NATIONALITY, WORK, abroad, id},
    repatriation::{BARRED, protected},
};

pub(crate) const RULES: &[Rule] = &[EXTENDED, OPENED, KEPT, CREW];

const VENTURE: &[&str] = &[
    "parties.items.country",
    "parties.items.government_of_north_korea",
    "ventures.joint_ventures.partners",
    "ventures.joint_ventures.opened",
    "ventures.joint_ventures.expanded_on",
    "ventures.joint_ventures.closed_on",
    "ventures.joint_ventures.purpose",
    "ventures.joint_ventures.committee_approval_ref",
    "ventures.joint_ventures.committee_approval_date",
];

/// The day of resolution 2375 (2017).
const BARRED_SINCE: Date = Date::of(2017, 9, 11);
/// 120 days from it.
const CLOSED_BY: Date = Date::of(2018, 1, 9);
const DAYS_TO_CLOSE: i32 = 120;

const EXTENDED: Rule = Rule {
    id: "un.2371.12",
    title: "whether a joint venture or cooperative entity with North Korea was opened, or expanded by new investment",
    basis: "Security Council resolution 2371 (2017) para. 12",
    in_force: &[during((2017, 8, 5), (2017, 9, 11))],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[State],
    reads: &[VENTURE],
    check: Check::Several(&ACTS),
    says: "Joint venture {venture} with North Korea was opened or expanded on {day}. None may be.",
    consequence: "refuse the opening or the investment",
    sources: &["S15"],
    ..Rule::ROW
};

const OPENED: Rule = Rule {
    id: "un.2375.18.open",
    title: "whether a joint venture or cooperative entity with North Korea is opened, maintained or operated",
    basis: "Security Council resolution 2375 (2017) para. 18",
    in_force: &[since(2017, 9, 11)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[State],
    reads: &[VENTURE],
    check: Check::Several(&[Check::Several(&ACTS), Check::JointVenture(|case, venture| Ok(maintained(case, venture)))]),
    says: "Joint venture {venture} with North Korea was opened or expanded on {day}. None may be.",
    consequence: "close the venture",
    sources: &["S15"],
    ..Rule::ROW
};

const MAINTAINED: &str = "Joint venture {venture} with North Korea is maintained. It had to be closed by 2018-01-09.";
const CLOSING: &str = "Joint venture {venture} with North Korea is maintained. It has to be closed by 2018-01-09; whether it may be \
    operated until then is for review.";

/// Opening and expansion, each on its day.
const ACTS: [Check; 2] = [
    Check::JointVentureOpened(|case, venture| Ok(act(case, venture))),
    Check::JointVentureExpanded(|case, venture| Ok(act(case, venture))),
];

/// A venture that was opened or expanded on the day of the fact.
fn act<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    let answer = case.shared_with_north_korea(venture).prohibited();
    approved(case, answer, venture).with("venture", id(&venture.raw().id)).with("day", case.day())
}

/// An older venture that goes on. The resolution bars it and gives 120 days to close it.
fn maintained<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    let closed = venture.closed_on().recorded().is_some_and(|day| day <= case.day());
    let older = venture.opened().recorded().is_some_and(|day| day < BARRED_SINCE);
    let expanded = venture.expanded_on().recorded().is_some_and(|day| BARRED_SINCE <= day && day <= case.day());
    if closed || !older || expanded {
        return Answer::Silent;
    }
    let fires = case.shared_with_north_korea(venture);
    let answer = if case.day() <= CLOSED_BY {
        fires.review().says("closing", CLOSING).since(BARRED_SINCE)
    } else {
        fires.prohibited().says("maintained", MAINTAINED).since(CLOSED_BY.next())
    };
    approved(case, answer.due(CLOSED_BY), venture).with("venture", id(&venture.raw().id))
}

const KEPT: Rule = Rule {
    id: "un.2375.18.close",
    title: "whether an existing joint venture with North Korea was closed by 2018-01-09, or 120 days after the Committee refused",
    basis: "Security Council resolution 2375 (2017) para. 18",
    in_force: &[since(2018, 1, 10)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[VENTURE, &["ventures.joint_ventures.committee_refused_on", "ventures.joint_ventures.closed_by"]],
    check: Check::JointVenture(|case, venture| Ok(kept(case, venture))),
    says: "Joint venture {venture} with North Korea was not closed by {last}.",
    consequence: "close the venture; report to the 1718 Committee",
    sources: &["S15"],
    ..Rule::ROW
};

const BOUGHT_OUT: &str = "Joint venture {venture} with North Korea was ended by a purchase of the other share. Whether the purchase \
    is genuine is for review.";

fn kept<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    let existing = venture.opened().holds(|day| day < BARRED_SINCE);
    let refused = venture.committee_refused_on().recorded().map(|day| day.plus_days(DAYS_TO_CLOSE));
    let last = refused.map_or(CLOSED_BY, |day| day.max(CLOSED_BY));
    if existing.is_no() || case.day() <= last {
        return Answer::Silent;
    }
    let in_time = venture.closed_on().recorded().is_some_and(|day| day <= last);
    let bought = venture.closed_by().recorded() == Some(VentureClosing::BuyOut);
    if in_time && !bought {
        return Answer::Silent;
    }
    let fires = existing & case.shared_with_north_korea(venture);
    let answer =
        if in_time { fires.review().says("bought_out", BOUGHT_OUT) } else { fires.violation().since(last.next()) };
    let answer = answer.due(last).with("venture", id(&venture.raw().id)).with("last", last);
    approved(case, answer, venture)
}

const HYDROPOWER: &str = "an existing project of hydropower between China and North Korea";
const RAJIN_KHASAN: &str = "the port and rail project Rajin-Khasan, for coal of Russian origin";

/// The Committee approves case by case; two projects the resolution itself leaves alone.
fn approved<'r>(case: &Case<'r>, answer: Answer, venture: view::JointVenture<'r>) -> Answer {
    let purpose = venture.purpose().recorded();
    let spared = |ground, covered: bool| (Exempt::named("purpose", ground), Truth::from(covered));
    let (hydropower, covered) = spared(HYDROPOWER, purpose == Some(VenturePurpose::BorderHydropower));
    let answer = answer.unless_claimed(hydropower, covered);
    let (rajin, covered) = spared(RAJIN_KHASAN, purpose == Some(VenturePurpose::RajinKhasan));
    let answer = answer.unless_claimed(rajin, covered);
    let late = venture.committee_approval_date().recorded().is_some_and(|day| case.day() < day);
    answer.claimed_by(venture.committee_approval_ref().recorded().filter(|_| !late), APPROVED)
}

const CREW: Rule = Rule {
    id: "un.vessel.crew",
    title: "whether crew of a vessel is procured from North Korea",
    basis: "Security Council resolutions 2270 (2016) paras 19-20, 2321 (2016) para. 23",
    in_force: &[since(2016, 11, 30)],
    certainty: Low,
    worst: Prohibited,
    addressees: &[State],
    reads: &[
        NATIONALITY,
        WORK,
        &[
            "workers.items.protection",
            "workers.items.sector",
            "parties.items.country",
            "parties.items.government_of_north_korea",
            "ventures.services.kind",
            "ventures.services.provider",
            "ventures.services.committee_approval_ref",
        ],
    ],
    check: Check::Several(&[
        Check::Service(|case, service| Ok(crew(case, service))),
        Check::Workers(|case, group| Ok(seafarers(case, group))),
    ]),
    says: "Crew ({service}) is procured from {provider}, which is North Korea's.",
    consequence: "repatriate the crew",
    ..Rule::ROW
};

const SEAFARERS: &str = "North Korean nationals ({group}) are crew of a vessel.";

fn crew<'r>(case: &Case<'r>, service: view::Service<'r>) -> Answer {
    let crew = service.kind().is(ServiceKind::Crew);
    if crew.is_no() {
        return Answer::Silent;
    }
    let provider = service.provider();
    let answer = (crew & case.named(provider, is_north_korean)).prohibited().with("service", id(&service.raw().id));
    answer
        .claimed_by(service.committee_approval_ref().recorded(), APPROVED)
        .with("provider", provider.recorded().unwrap_or_default())
}

/// Seafarers need no host State on land: those at sea under a foreign flag count wherever they are.
fn seafarers<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Answer {
    let national = case.is_prk(group);
    if national.is_no() {
        return Answer::Silent;
    }
    let aboard = group.sector().is(Sector::Seafarer).unless_recorded();
    let answer = (aboard & national & abroad(case, group)).prohibited().says("seafarers", SEAFARERS);
    answer.unless(Exempt::named("protection", BARRED), protected(group)).with("group", id(&group.raw().id))
}
