//! Decision (CFSP) 2016/849: no work authorisations for North Korean nationals, their repatriation, expulsion of those who
//! act for listed persons. All of it binds the Member State.

use comity_sdk::{hosts::placed, prelude::*};

use crate::{
    freeze::{EVERYONE, id},
    gates::{
        listing::{LISTS, List, listed},
        owners::{OWNERS, owned},
        places::{self, About as _, at_work, permitted_in_union, shared},
        scope::in_scope,
        states,
    },
};

pub(crate) const RULES: &[Rule] = &[CAP, ISSUED, REPATRIATION, EXPULSION];

const PRK: &[&str] = &["workers.items.nationalities", "workers.items.korean_unspecified"];
const PROTECTION: &[&str] = &["workers.items.protection"];

const CAP: Rule = Rule {
    id: "eu.dprk.permit.cap",
    title: "whether a Member State has more valid work authorisations for North Korean nationals than on 2017-08-05",
    basis: "Decision (CFSP) 2016/849 as amended by Decision (CFSP) 2017/1562",
    in_force: &[since(2017, 9, 15)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[&[
        "state.country",
        "state.permits_valid.date",
        "state.permits_valid.count",
        "state.permits_valid.committee_approval_ref",
    ]],
    check: Check::Always(cap),
    says: "{count} work authorisations for North Korean nationals were valid on {day}, {baseline} on 2017-08-05: there may \
        not be more.",
    consequence: "refuse and withdraw authorisations down to that number",
    sources: &["S17"],
    ..Rule::ROW
};

const BASELINE: Date = Date::of(2017, 8, 5);
const APPROVED: &str = "approval of the 1718 Committee";

/// The last count by the evaluation date stands for what there is on it.
fn cap(case: &Case<'_>) -> Checked {
    let Some(state) = case.record.state().recorded() else { return Ok(Answer::Silent) };
    let member = state.country().holds(|country| states::is_member(country, case.day()));
    if member.is_no() {
        return Ok(Answer::Silent);
    }
    let dated = |count: &view::PermitCount<'_>| count.date().recorded().filter(|day| *day <= case.day());
    let counts = || state.permits_valid().iter();
    if let Some(undated) = counts().find(|count| count.date().recorded().is_none()) {
        return Err(undated.date().missing());
    }
    let baseline = counts().find(|count| dated(count) == Some(BASELINE));
    let Some((baseline, last)) = baseline.zip(counts().max_by_key(dated)) else {
        return Err(Missing::one(state.at().of("permits_valid")));
    };
    let (now, then) = (last.count().get()?, baseline.count().get()?);
    let answer = (member & (now > then).into()).violation();
    let answer = answer.with("count", now).with("baseline", then);
    let answer = dated(&last).into_iter().fold(answer, |answer, day| answer.with("day", day).since(day));
    Ok(answer.claimed_by(last.committee_approval_ref().recorded(), APPROVED))
}

const ISSUED: Rule = Rule {
    id: "eu.dprk.permit.new",
    title: "whether a Member State issues or renews a work authorisation for a North Korean national",
    basis: "Decision (CFSP) 2016/849 art. 26a (number unsure): new authorisations by Decision (CFSP) 2017/1838, renewals \
        by Decision (CFSP) 2017/1860",
    in_force: &[during((2017, 10, 10), (2017, 10, 16)), since(2017, 10, 16)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[State],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[
        places::WORK,
        PRK,
        PROTECTION,
        &[
            "permits.items.issued",
            "permits.items.worksites",
            "permits.items.type",
            "permits.items.kind",
            "permits.items.committee_approval_ref",
            "permits.items.committee_approval_date",
            "permits.items.court_stay",
        ],
    ],
    check: Check::PermitIssued(issued),
    says: "Work authorisation {permit} was issued for North Korean nationals on {day}. None may be issued or renewed.",
    consequence: "refuse; withdraw the authorisation",
    sources: &["S16", "S37"],
    ..Rule::ROW
};

/// From this day renewals are barred as well.
const NO_RENEWALS: Date = Date::of(2017, 10, 16);
const STAYED: &str = "Work authorisation {permit} for North Korean nationals was renewed on {day}, and a court stays its \
    refusal or withdrawal. Whether national procedure allows it is for review.";
const STUDENT: &str = "A student's permit ({permit}) was issued for North Korean nationals on {day}. Whether it is a work \
    authorisation is for review.";
const INTERNATIONAL: &str = "the workers are refugees or other beneficiaries of international protection";

fn issued<'r>(case: &Case<'r>, permit: view::Permit<'r>) -> Checked {
    if case.prk().is_no() {
        return Ok(Answer::Silent);
    }
    let place = case.quietly(|| permitted_in_union(case, permit).unwrap_or_else(|| places::in_union(case, permit)));
    placed(place, || {
        let theirs = || case.worker_groups().filter(|group| shared(permit.groups(), group.groups()));
        let national = Truth::any(theirs().map(|group| case.is_prk(group)));
        let barred = if case.day() < NO_RENEWALS { permit.kind().is(PermitKind::New) } else { Truth::Yes };
        let fires = national & barred;
        if fires.is_no() {
            return Ok(Answer::Silent);
        }
        let stayed = permit.court_stay().recorded() == Some(true) && permit.kind().recorded() != Some(PermitKind::New);
        let study = || permit.r#type().recorded() == Some(PermitType::Student);
        let answer = match stayed {
            true => fires.review().says("stayed", STAYED),
            false if study() => fires.review().says("student", STUDENT),
            false => fires.prohibited(),
        };
        let protected = Truth::all(theirs().map(|group| !case.is_prk(group) | beneficiary(group)));
        let answer = answer.unless(Exempt::named("protection", INTERNATIONAL), protected);
        Ok(approved(case, answer, permit).with("permit", id(&permit.raw().id)).with("day", case.day()))
    })
}

/// An approval counts from its day; one without a day was there.
fn approved(case: &Case<'_>, answer: Answer, permit: view::Permit<'_>) -> Answer {
    let Some(reference) = permit.committee_approval_ref().recorded() else { return answer };
    let late = permit.committee_approval_date().recorded().is_some_and(|day| case.day() < day);
    answer.unless_claimed(Exempt::named(reference, APPROVED), (!late).into())
}

/// Whether a group has international protection. Somebody who asks for it has none yet: that is for review.
fn beneficiary(group: view::WorkerGroup<'_>) -> Truth {
    let protection = group.protection();
    match protection.recorded() {
        Some(Protection::AsylumPending) => Truth::Unknown(protection.missing()),
        _ => protection.is_in(&[Protection::Refugee, Protection::Subsidiary]),
    }
}

const REPATRIATION: Rule = Rule {
    id: "eu.dprk.repatriate",
    title: "whether North Korean nationals who earn income in a Member State were repatriated in time",
    basis: "Decision (CFSP) 2016/849 as amended by Decision (CFSP) 2018/293; Security Council resolution 2397 (2017) para. 8",
    in_force: &[since(2018, 2, 27)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[places::WORK, PRK, PROTECTION, &["deployment.remote.works_in", "deployment.removed_on"]],
    // The second check finds nothing: it says that without places of work nobody looked.
    check: Check::Several(&[Check::Workers(repatriation), Check::Site(|_, _| Ok(Answer::Silent))]),
    says: "North Korean nationals ({group}) earn income in a Member State after 2019-12-22, the last day for their \
        repatriation.",
    consequence: "repatriate, unless the law forbids it; a claim to protection is assessed first (eu.nonrefoul)",
    sources: &["S14", "S17"],
    ..Rule::ROW
};

/// 24 months from 2017-12-22. Whether the Union's own last day is this or the day before is not certain.
const LAST_DAY: Date = Date::of(2019, 12, 22);
const BREACHED: Date = Date::of(2019, 12, 23);
const PENDING: &str = "North Korean nationals ({group}) earn income in a Member State, which has to repatriate them by \
    2019-12-22.";
const BOUNDARY: &str = "North Korean nationals ({group}) earn income in a Member State on 2019-12-22. Whether the term \
    ended with this day or the day before is for review.";
const DUAL: &str = "Workers ({group}) who are nationals of North Korea and of another State outside the Union earn income \
    in a Member State after 2019-12-22. Whether the Member State has to take them for North Koreans is for review.";
const REMOVED: &str = "North Korean nationals ({group}) were removed on {removed}, and no end of the deployment is recorded. \
    Whether they still earn income in a Member State after 2019-12-22 is for review.";
const OUR_NATIONAL: &str = "the workers are nationals of a Member State as well";
const BARRED: &str = "law bars the repatriation: refugee and human-rights law, or immunity";

fn repatriation<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Checked {
    let national = case.is_prk(group);
    if national.is_no() {
        return Ok(Answer::Silent);
    }
    earning(case, group, || {
        let codes = group.nationalities().recorded().unwrap_or_default();
        let deployment = case.record.deployment().recorded();
        let removed = deployment.and_then(|deployment| deployment.removed_on().recorded());
        let removed = removed.filter(|day| *day <= case.day());
        let ours = codes.iter().any(|code| states::is_member(code, case.day()));
        let answer = match case.day() {
            day if day < LAST_DAY => national.info().says("pending", PENDING).due(LAST_DAY),
            LAST_DAY => national.review().says("boundary", BOUNDARY).due(LAST_DAY).since(LAST_DAY),
            _ if removed.is_some() => national.review().says("removed", REMOVED).due(LAST_DAY).since(BREACHED),
            _ if codes.len() > 1 && !ours => national.review().says("dual", DUAL).due(LAST_DAY).since(BREACHED),
            _ => national.violation().due(LAST_DAY).since(BREACHED),
        };
        let answer = answer.unless(Exempt::named("member_state_national", OUR_NATIONAL), ours.into());
        let answer = answer.unless(Exempt::named("protection", BARRED), barred(group));
        let answer = removed.into_iter().fold(answer, |answer, day| answer.with("removed", day));
        Ok(answer.with("group", id(&group.raw().id)))
    })
}

/// Runs a check on a group that earns income in a Member State: at its places of work, or from where it works at a distance if
/// none is recorded.
fn earning<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>, check: impl FnOnce() -> Checked) -> Checked {
    let remote = case.record.deployment().recorded().and_then(|deployment| deployment.remote().recorded());
    match remote.filter(|_| case.sites().next().is_none()) {
        Some(remote) => {
            let there = || remote.works_in().holds(|country| states::is_member(country, case.day()));
            placed(case.quietly(there), check)
        }
        None if !case.has(Part::Worksites) => Ok(Answer::Silent),
        None => at_work(case, group, check),
    }
}

/// Whether protection or immunity keeps a group from being removed; while a claim is open nobody is.
fn barred(group: view::WorkerGroup<'_>) -> Truth {
    group.protection().holds(|protection| protection != Protection::None)
}

const EXPULSION: Rule = Rule {
    id: "eu.dprk.expel",
    title: "whether a North Korean national who acts for a listed person, or helps evasion, was expelled",
    basis: "Decision (CFSP) 2016/849 chapter VI",
    in_force: &[since(2016, 5, 29)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[
        LISTS,
        OWNERS,
        &[
            "parties.items.kind",
            "parties.items.roles",
            "parties.items.government_of_north_korea",
            "parties.items.country",
            "parties.items.domicile",
            "parties.items.acts_for",
            "parties.items.expelled_on",
            "parties.items.protection",
            "parties.items.expulsion_barred_ref",
            "worksites.items.country",
        ],
    ],
    check: Check::Party(EVERYONE, |case, party| in_scope(case, || Ok(expulsion(case, party)))),
    says: "{party}, a North Korean national, acts for {principal}, which is on a list of the Union. The Member State has to \
        expel that person for repatriation.",
    consequence: "expel, within the limits of national and international law",
    sources: &["S17"],
    ..Rule::ROW
};

const FOR_THE_OWNED: &str = "{party}, a North Korean national, acts for {principal}, which persons on a list of the Union own. The \
    Member State has to expel that person for repatriation.";
const LAYER: &str = "{party}, a North Korean national, acts for {principal}, which persons on a list of the Union own only through \
    an entity that they own in part. Whether the Member State has to expel that person is for review.";
const PROTECTED: &str = "protection or immunity bars the expulsion";
const LEGAL_BAR: &str = "a limit of national or international law bars or postpones the expulsion";

fn expulsion<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    use Protection as P;
    let Some(principal) = party.acts_for().recorded() else { return Answer::Silent };
    let expelled = party.expelled_on().recorded().is_some_and(|day| day <= case.day());
    let protection = party.protection();
    let refugee = matches!(protection.recorded(), Some(P::Refugee | P::Subsidiary));
    if expelled || refugee {
        return Answer::Silent;
    }
    let Some(behind) = case.party(principal) else { return Answer::Silent };
    let by_name = listed(case, behind, List::NorthKorea);
    let held = owned(case, behind, List::NorthKorea);
    let (named, layer) = (by_name.is_yes(), held.through_layer);
    let for_listed = if named { by_name } else { by_name | held.truth };
    if for_listed.is_no() {
        return Answer::Silent;
    }
    let national = party.country().is("PRK").or_review();
    let fires = natural(party) & national & for_listed & in_member_state(case, party);
    let answer = match named {
        true => fires.violation(),
        false if layer => fires.review().says("layer", LAYER),
        false => fires.violation().says("for_the_owned", FOR_THE_OWNED),
    };
    let answer = answer.unless(Exempt::named("protection", PROTECTED), protection.holds(|held| held != P::None));
    let answer = answer.claimed_by(party.expulsion_barred_ref().recorded(), LEGAL_BAR);
    answer.with("party", id(&party.raw().id)).with("principal", principal)
}

/// Whether a party is a natural person. Where nobody says, it is asked of those who may as well be a firm or a body.
fn natural(party: view::Party<'_>) -> Truth {
    let kind = party.kind();
    let roles = party.roles();
    let sends = roles.has(PartyRole::Sender) || roles.has(PartyRole::Bank);
    let body = sends || party.government_of_north_korea().recorded() == Some(true);
    match kind.recorded() {
        Some(kind) => (kind == PartyKind::Individual).into(),
        None if body => kind.missing().into(),
        None => Truth::Yes,
    }
}

/// Whether a person is in a Member State: domiciled there, else where the work of the record is.
fn in_member_state<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let member = |country: &str| states::is_member(country, case.day());
    let domicile = party.domicile();
    if let Some(country) = domicile.recorded() {
        return member(country).into();
    }
    let work = Truth::any(case.sites().map(|site| site.country().holds(member)));
    if work.is_yes() { work } else { Truth::Unknown(domicile.missing()) }
}
