//! Regulation (EU) 2017/1509 arts 17, 18, 20 and 43: ventures, investment, real property, crews and computer services with
//! North Korea.

use comity_sdk::{facts::Each, prelude::*};

use crate::{
    freeze::{EVERYONE, IN_FORCE, id},
    gates::{
        north_korea::{PERSONS, government, of_union, person},
        owners::{CONTROL, OWNERS, holder},
        scope::{bound, employment_in_scope, in_scope},
        states,
    },
};

pub(crate) const RULES: &[Rule] = &[VENTURE, INVESTMENT, PROPERTY, CREW, COMPUTER];

/// With the status of persons: whom the law of the Union binds.
const BOUND: &[&str] = &["parties.items.is_eu_person", "parties.items.business_in_eu"];
const APPROVED: &str = "approval of the 1718 Committee";
const AUTHORISED: &str = "authorisation of a Member State";

const VENTURE: Rule = Rule {
    id: "eu.dprk.jv",
    title: "whether a joint venture, a cooperative entity or an ownership interest is shared with North Korea",
    basis: "Regulation (EU) 2017/1509 art. 17(2)(a)",
    in_force: &[during((2017, 9, 15), (2017, 10, 10)), during((2017, 10, 10), (2017, 10, 16)), since(2017, 10, 16)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[
        PERSONS,
        OWNERS,
        CONTROL,
        BOUND,
        &[
            "ventures.joint_ventures.partners",
            "ventures.joint_ventures.opened",
            "ventures.joint_ventures.expanded_on",
            "ventures.joint_ventures.closed_on",
            "ventures.joint_ventures.country",
            "ventures.joint_ventures.authorisation_ref",
            "ventures.joint_ventures.committee_approval_ref",
            "ventures.joint_ventures.committee_approval_date",
        ],
    ],
    check: Check::Several(&[
        Check::JointVenture(|case, venture| Ok(venture_with(case, venture))),
        Check::Party(EVERYONE, |case, party| in_scope(case, || Ok(interest(case, party)))),
    ]),
    says: "Joint venture {venture} with North Korea is maintained. It had to be given up by 2017-10-10, unless a Member State \
        authorised it.",
    consequence: "leave the venture",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const NOT_OPENED: Date = Date::of(2017, 9, 15);
const NOT_KEPT: Date = Date::of(2017, 10, 10);
const NO_INTERESTS: Date = Date::of(2017, 10, 16);
const OPENED: &str = "Joint venture {venture} with North Korea was opened or expanded on {day}. None may be since 2017-09-15, \
    unless a Member State authorises it.";
const INTEREST: &str = "{owner} owns a part of {party}, and one of the two is North Korea's. Since 2017-10-16 such an interest \
    is barred.";

/// What was opened or expanded after the ban stays; what is only kept ends with its closing.
fn venture_with<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    let opened = venture.opened();
    let by_now = |day: Option<Date>| day.filter(|day| *day <= case.as_of);
    let closed = by_now(venture.closed_on().recorded()).is_some();
    let acts = [by_now(opened.recorded()), by_now(venture.expanded_on().recorded())];
    let act = acts.into_iter().flatten().filter(|day| *day >= NOT_OPENED).min();
    let begun = match opened.recorded() {
        Some(day) => Truth::from(day <= case.as_of),
        None => opened.missing().into(),
    };
    let kept = if closed || case.as_of < NOT_KEPT { Truth::No } else { begun };
    let barred = if act.is_some() { Truth::Yes } else { kept.clone() };
    if barred.is_no() {
        return Answer::Silent;
    }
    let fires = (barred & partners(case, venture)).prohibited();
    let answer = match act {
        Some(day) if !kept.is_yes() => fires.says("opened", OPENED).with("day", day).since(day),
        Some(day) => fires.since(day),
        None => fires.since(opened.recorded().map_or(NOT_KEPT, |day| day.max(NOT_KEPT))),
    };
    permitted(case, answer, venture).with("venture", id(&venture.raw().id))
}

/// Whether a venture joins somebody whom the Union binds, or is in the Union, and North Korea.
fn partners<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Truth {
    let partners = venture.partners();
    let Some(ids) = partners.recorded() else { return partners.missing().into() };
    let each = ids.iter().filter_map(|id| case.party(id));
    let each: Vec<_> = each.map(|party| (party, person(case, party))).collect();
    let theirs = Truth::any(each.iter().map(|(_, theirs)| theirs.clone()));
    if theirs.is_no() {
        return theirs;
    }
    let country = venture.country();
    let here = country.holds(|code| states::is_member(code, case.day()));
    let ours = Truth::any(each.into_iter().map(|(party, theirs)| !theirs & bound(case, party)));
    theirs & (if ours.is_yes() { ours } else { here | ours })
}

/// An authorisation rests on the Committee's approval: one without it is for review.
fn permitted<'r>(case: &Case<'r>, answer: Answer, venture: view::JointVenture<'r>) -> Answer {
    let Some(reference) = venture.authorisation_ref().recorded() else { return answer };
    let approval = venture.committee_approval_ref();
    let late = venture.committee_approval_date().recorded().is_some_and(|day| case.as_of < day);
    let covered = match approval.recorded() {
        Some(_) => (!late).into(),
        None => approval.missing().into(),
    };
    answer.unless(Exempt::named(reference, AUTHORISED), covered)
}

/// A share that one of North Korea's holds in a body of the Union, or the other way round.
fn interest<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    if case.day() < NO_INTERESTS {
        return Answer::Silent;
    }
    let shares = party.owners().recorded().into_iter().flat_map(Each::iter);
    shares.fold(Answer::Silent, |so_far, share| {
        let Some(owner) = holder(case, share) else { return so_far };
        let some = share.percent().holds(|percent| !percent.is_zero());
        let inward = across(case, owner, party);
        let either = if inward.is_yes() { inward } else { inward | across(case, party, owner) };
        let answer = (some & either).prohibited().says("interest", INTEREST);
        so_far.or(answer.with("owner", id(&owner.raw().id)).with("party", id(&party.raw().id)))
    })
}

/// Whether the first is North Korea's and the second is bound by the law of the Union, and is not itself of North Korea. A second that may be bound is not asked.
fn across<'r>(case: &Case<'r>, theirs: view::Party<'r>, ours: view::Party<'r>) -> Truth {
    if of_union(case, ours).is_yes() { person(case, theirs) } else { Truth::No }
}

const INVESTMENT: Rule = Rule {
    id: "eu.dprk.invest.in",
    title: "whether an investment of North Korea in the Union is accepted",
    basis: "Regulation (EU) 2017/1509 art. 17(1)",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[PERSONS, OWNERS, CONTROL, BOUND, &["ventures.investments.investor", "ventures.investments.target"]],
    check: Check::Investment(|case, investment| Ok(invested(case, investment))),
    says: "Investment {investment} of {investor}, which is North Korea's, in the Union was accepted.",
    consequence: "refuse the investment",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

fn invested<'r>(case: &Case<'r>, investment: view::Investment<'r>) -> Answer {
    let theirs = case.named(investment.investor(), |party| person(case, party));
    if theirs.is_no() {
        return Answer::Silent;
    }
    let answer = (theirs & case.named(investment.target(), |party| of_union(case, party))).prohibited();
    let answer = answer.with("investment", id(&investment.raw().id));
    answer.with("investor", id(&investment.raw().investor))
}

const PROPERTY: Rule = Rule {
    id: "eu.dprk.property",
    title: "whether real property is let to, or rented from, a body of the North Korean Government",
    basis: "Regulation (EU) 2017/1509 art. 20",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[
        PERSONS,
        OWNERS,
        CONTROL,
        BOUND,
        &["ventures.leases.lessor", "ventures.leases.lessee", "ventures.leases.use", "worksites.items.country"],
    ],
    check: Check::Lease(|case, lease| in_scope(case, || Ok(let_to(case, lease)))),
    says: "Real property ({lease}) is let to, or rented from, a body of the North Korean Government, for other than diplomatic \
        or consular use.",
    consequence: "end the lease",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const MISSION: &str = "premises of a diplomatic mission or consular post";

fn let_to<'r>(case: &Case<'r>, lease: view::Lease<'r>) -> Answer {
    let (lessor, lessee) = (lease.lessor(), lease.lessee());
    let theirs = |field| case.named(field, |party| government(case, party));
    let sites =
        || Truth::any(case.sites().map(|site| site.country().holds(|code| states::is_member(code, case.day()))));
    let ours = |field| {
        let ours = case.named(field, |party| of_union(case, party));
        if ours.is_yes() { ours } else { ours | sites().unless_recorded() }
    };
    let either = |body, other| {
        let body: Truth = theirs(body);
        if body.is_no() { body } else { body & ours(other) }
    };
    let answer = (either(lessee, lessor) | either(lessor, lessee)).prohibited();
    let answer = answer.unless(Exempt::named("mission", MISSION), lease.r#use().is(LeaseUse::Diplomatic));
    answer.with("lease", id(&lease.raw().id))
}

const CREW: Rule = Rule {
    id: "eu.dprk.crew",
    title: "whether crew of vessels or aircraft is procured from North Korea",
    basis: "Regulation (EU) 2017/1509 art. 43(b)",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[
        PERSONS,
        OWNERS,
        CONTROL,
        BOUND,
        &[
            "workers.items.sector",
            "ventures.services.kind",
            "ventures.services.provider",
            "ventures.services.recipient",
            "ventures.services.to",
            "ventures.services.committee_approval_ref",
        ],
    ],
    check: Check::Several(&[
        Check::Service(|case, service| Ok(crew_service(case, service))),
        Check::Workers(|case, group| employment_in_scope(case, group, || Ok(seafarers(case, group)))),
    ]),
    says: "Crew ({service}) is procured from {provider}, which is North Korea's.",
    consequence: "end the service",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const SEAFARERS: &str = "North Korean nationals ({group}) are crew of a vessel or aircraft.";

fn crew_service<'r>(case: &Case<'r>, service: view::Service<'r>) -> Answer {
    let crew = service.kind().is(ServiceKind::Crew);
    if crew.is_no() {
        return Answer::Silent;
    }
    let from = case.named(service.provider(), |party| person(case, party));
    let by = case.named(service.recipient(), |party| of_union(case, party));
    let answer = (crew & from & by).prohibited().with("service", id(&service.raw().id));
    let answer = answer.with("provider", id(&service.raw().provider));
    answer.claimed_by(service.committee_approval_ref().recorded(), APPROVED)
}

/// Crew at work: seafarers. An approval of some service of crew that has not ended covers them.
fn seafarers<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Answer {
    let national = case.is_prk(group);
    if national.is_no() {
        return Answer::Silent;
    }
    let answer = (national & group.sector().is(Sector::Seafarer)).prohibited().says("seafarers", SEAFARERS);
    let answer = answer.with("group", id(&group.raw().id));
    if matches!(answer, Answer::Silent) {
        return answer;
    }
    let services = case.record.ventures().recorded().into_iter().flat_map(|ventures| ventures.services().iter());
    let ended = |service: &view::Service<'r>| service.to().recorded().is_some_and(|to| to <= case.day());
    let mut crews = services.filter(|service| service.kind().recorded() == Some(ServiceKind::Crew) && !ended(service));
    let approval = crews.find_map(|service| service.committee_approval_ref().recorded());
    answer.claimed_by(approval, APPROVED)
}

const COMPUTER: Rule = Rule {
    id: "eu.dprk.it",
    title: "whether computer services are provided to North Korea",
    basis: "Regulation (EU) 2017/1509 art. 18(b), Annex XII part B",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[
        PERSONS,
        OWNERS,
        CONTROL,
        BOUND,
        &[
            "ventures.services.kind",
            "ventures.services.provider",
            "ventures.services.recipient",
            "ventures.services.authorisation_ref",
        ],
    ],
    check: Check::Service(|case, service| Ok(computer_service(case, service))),
    says: "{provider} provides computer services ({service}) to {recipient}, which is North Korea's.",
    consequence: "end the service",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

fn computer_service<'r>(case: &Case<'r>, service: view::Service<'r>) -> Answer {
    let computer = service.kind().is(ServiceKind::Computer);
    if computer.is_no() {
        return Answer::Silent;
    }
    let to = case.named(service.recipient(), |party| person(case, party));
    let by = case.named(service.provider(), |party| of_union(case, party));
    let answer = (computer & to & by).prohibited().with("service", id(&service.raw().id));
    let answer = answer.with("provider", id(&service.raw().provider)).with("recipient", id(&service.raw().recipient));
    answer.claimed_by(service.authorisation_ref().recorded(), AUTHORISED)
}
