//! Joint ventures with North Korea, resolutions 2371 (2017) para. 12 and 2375 (2017) para. 18; crew of vessels, resolutions 2270
//! (2016) paras 19-20 and 2321 (2016) para. 23.

use comity_sdk::{is_north_korean, prelude::*};

use crate::{
    gates::{APPROVED, NATIONALITY, WORK, abroad, id},
    repatriation::exempted,
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

const REFUSED: &[&str] = &["ventures.joint_ventures.committee_refused_on"];

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
    check: Check::Several(&[
        Check::JointVentureOpened(|case, venture| Ok(approved(case, act(case, venture), venture))),
        Check::JointVentureExpanded(|case, venture| Ok(approved(case, act(case, venture), venture))),
    ]),
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
    reads: &[VENTURE, REFUSED],
    check: Check::Several(&[
        Check::JointVentureOpened(|case, venture| Ok(spared(case, act_since(case, venture), venture))),
        Check::JointVentureExpanded(|case, venture| Ok(spared(case, act_since(case, venture), venture))),
        Check::JointVenture(|case, venture| Ok(maintained(case, venture))),
    ]),
    says: "Joint venture {venture} with North Korea was opened or expanded on {day}. None may be.",
    consequence: "close the venture",
    sources: &["S15"],
    ..Rule::ROW
};

const MAINTAINED: &str = "Joint venture {venture} with North Korea is maintained. It had to be closed by {last}.";
const CLOSING: &str = "Joint venture {venture} with North Korea is maintained. It has to be closed by {last}; whether it may be \
    operated until then is for review.";

const NEW_HYDROPOWER: &str = "Joint venture {venture} with North Korea was opened or expanded on {day}, for hydropower. Whether it is of an \
    existing project between China and North Korea, which is spared, is for review.";

/// A venture that was opened or expanded on the day of the fact.
fn act<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    let answer = case.shared_with_north_korea(venture).prohibited();
    answer.with("venture", id(&venture.raw().id)).with("day", case.day())
}

/// The same since resolution 2375 (2017). Hydropower that is opened since is of an existing project only if somebody looks.
fn act_since<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    if existing(venture).is_yes() || venture.purpose().recorded() != Some(VenturePurpose::BorderHydropower) {
        return act(case, venture);
    }
    let answer = case.shared_with_north_korea(venture).review().says("new_hydropower", NEW_HYDROPOWER);
    answer.with("venture", id(&venture.raw().id)).with("day", case.day())
}

/// Whether a venture was there before resolution 2375 (2017).
fn existing(venture: view::JointVenture<'_>) -> Truth {
    venture.opened().holds(|day| day < BARRED_SINCE)
}

/// An older venture that goes on. The resolution bars it and gives 120 days to close it.
fn maintained<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    let closed = venture.closed_on().recorded().is_some_and(|day| day <= case.day());
    let older = existing(venture).is_yes();
    let expanded = venture.expanded_on().recorded().is_some_and(|day| BARRED_SINCE <= day && day <= case.day());
    if closed || !older || expanded {
        return Answer::Silent;
    }
    let fires = case.shared_with_north_korea(venture);
    let last = last_day(case, venture);
    let answer = if case.day() <= last {
        fires.review().says("closing", CLOSING).since(BARRED_SINCE)
    } else {
        fires.prohibited().says("maintained", MAINTAINED).since(last.next())
    };
    spared(case, answer.due(last), venture).with("venture", id(&venture.raw().id)).with("last", last)
}

/// The last day to close an existing venture: 120 days from the resolution, or from a refusal of the Committee by now.
fn last_day<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Date {
    let refused = venture.committee_refused_on().recorded().filter(|day| *day <= case.day());
    refused.map_or(CLOSED_BY, |day| day.plus_days(DAYS_TO_CLOSE).max(CLOSED_BY))
}

const KEPT: Rule = Rule {
    id: "un.2375.18.close",
    title: "whether an existing joint venture with North Korea was closed by 2018-01-09, or 120 days after the Committee refused",
    basis: "Security Council resolution 2375 (2017) para. 18",
    in_force: &[since(2018, 1, 10)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[VENTURE, REFUSED, &["ventures.joint_ventures.closed_by"]],
    check: Check::JointVenture(|case, venture| Ok(kept(case, venture))),
    says: "Joint venture {venture} with North Korea was not closed by {last}.",
    consequence: "close the venture; report to the 1718 Committee",
    sources: &["S15"],
    ..Rule::ROW
};

const BOUGHT_OUT: &str = "Joint venture {venture} with North Korea was ended by a purchase of the other share. Whether the purchase \
    is genuine is for review.";

fn kept<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    let (existing, last) = (existing(venture), last_day(case, venture));
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
    spared(case, answer, venture)
}

const HYDROPOWER: &str = "an existing project of hydropower between China and North Korea";
const RAJIN_KHASAN: &str = "the port and rail project Rajin-Khasan, for coal of Russian origin";

/// Two projects resolution 2375 (2017) itself leaves alone; resolution 2371 (2017) para. 12 knows neither.
fn spared<'r>(case: &Case<'r>, answer: Answer, venture: view::JointVenture<'r>) -> Answer {
    let ground = match venture.purpose().recorded() {
        Some(VenturePurpose::BorderHydropower) if existing(venture).is_yes() => Some(HYDROPOWER),
        Some(VenturePurpose::RajinKhasan) => Some(RAJIN_KHASAN),
        _ => None,
    };
    let exempt = |answer: Answer, ground| answer.unless_claimed(Exempt::named("purpose", ground), Truth::Yes);
    approved(case, ground.into_iter().fold(answer, exempt), venture)
}

/// The Committee approves case by case.
fn approved<'r>(case: &Case<'r>, answer: Answer, venture: view::JointVenture<'r>) -> Answer {
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
    exempted(case, group, answer).with("group", id(&group.raw().id))
}
