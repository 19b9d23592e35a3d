//! Trafficking, and removal of people who fear return.

use comity_sdk::{
    facts::{
        Each, Known,
        indicators::{Assessment, Class},
    },
    prelude::*,
};

use super::{reads, theirs};
use crate::gates::places::{self, About as _, Everybody, at_work, shared};

pub(crate) const RULES: &[Rule] = &[TRAFFICKING, REFOULEMENT];

const TRAFFICKING: Rule = Rule {
    id: "eu.traffick",
    title: "whether act, means and purpose of trafficking for forced labour are there",
    basis: "Directive 2011/36/EU arts 2 and 4; amended by (EU) 2024/1712",
    in_force: &[during((2013, 4, 6), (2026, 7, 15)), since(2026, 7, 15)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[State, Employer, Recruiter, Sender],
    also_binds: &[(USE_PUNISHED, User), (USE_PUNISHED, Principal)],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[places::WORK, reads::INDICATORS, reads::HEAT],
    check: Check::Case(trafficking),
    says: "Signs of trafficking for forced labour, for the prosecutor to judge: workers were recruited, moved, housed or \
        received by means that make their consent irrelevant, and ILO indicators {hits} are met. This does not prove \
        forced labour.",
    consequence: "protection of the victims, who are not to be punished for what they were made to do (art. 8)",
    referrals: &["public prosecutor"],
    ..Rule::ROW
};

/// Since then the knowing use of a victim's services is an offence too.
const USE_PUNISHED: Date = Date::of(2026, 7, 15);

/// One indicator alone does not raise the question; four, or two that are grave and strong, make a case for the prosecutor.
fn trafficking(case: &Case<'_>) -> Checked {
    at_work(case, Everybody, || {
        let assessment = case.assessed(Everybody, case.day());
        let score = assessment.score();
        if !is_suspected(&assessment) || !suspected_here(case) {
            return Ok(Answer::Silent);
        }
        let hits = score.hits.iter().map(|hit| format!("{:02}", hit.number())).collect::<Vec<_>>().join(", ");
        let answer = (assessment.tip_test() & score.candidate.clone()).review();
        Ok(answer.with("hits", &hits).derived("ilo.ind", &hits))
    })
}

fn is_suspected(assessment: &Assessment<'_>) -> bool {
    let score = assessment.score();
    score.class >= Class::Review && !score.candidate.is_no() && assessment.suspected()
}

/// Whether the same can be said of those alone who work in the Union, where the record has others too.
fn suspected_here<'r>(case: &Case<'r>) -> bool {
    let elsewhere = |group: view::WorkerGroup<'r>| case.quietly(|| places::in_union(case, group)).is_no();
    let (away, here): (Vec<_>, Vec<_>) = case.worker_groups().partition(|group| elsewhere(*group));
    let here: Vec<&str> = here.into_iter().filter_map(|group| group.raw().id.as_deref()).collect();
    away.is_empty() || theirs::shown_by(case, &here, is_suspected)
}

const REFOULEMENT: Rule = Rule {
    id: "eu.nonrefoul",
    title: "whether the removal of a North Korean worker who fears return is planned before the claim is assessed",
    basis: "Charter arts 18-19; Directives 2011/95/EU and 2013/32/EU, from 2026-06-12 Regulations (EU) 2024/1347 and \
        2024/1348",
    in_force: &[during((2013, 12, 21), (2026, 6, 12)), since(2026, 6, 12)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[State],
    needs: &[Part::Deployment, Part::Worksites],
    reads: &[
        places::WORK,
        &[
            "deployment.removal_planned_on",
            "deployment.removed_on",
            "workers.items.count",
            "workers.items.nationalities",
            "workers.items.korean_unspecified",
            "workers.items.protection",
            "protection_claims.items.fear_stated_on",
            "protection_claims.items.decided_on",
            "protection_claims.items.result",
            "coercion.items.family_reprisal_threat",
            "coercion.items.threats.items.kind",
            "coercion.items.threats.items.date",
        ],
    ],
    check: Check::WorkersToday(refoulement),
    says: "A removal to North Korea is planned for {day} of a worker who fears return or faces reprisals. He may not be \
        removed before that is assessed.",
    consequence: "asylum procedure first; it goes before eu.dprk.repatriate, by that rule's own exception",
    referrals: &["asylum authority"],
    ..Rule::ROW
};

const REFUSED: &str = "A removal to North Korea is planned for {day} of a worker whose claim was refused. Whether that \
    decision is final, and whether anything new was stated, is for review before he is removed.";
const REMOVED: &str = "A worker who feared return or faced reprisals was removed to North Korea on {day}, before that was \
    assessed.";
const PROTECTED_REMOVED: &str =
    "A worker whom protection keeps from being removed was removed to North Korea on {day}.";
const REFUSED_REMOVED: &str = "A worker whose claim was refused was removed to North Korea on {day}. Whether that decision was \
    final, and whether anything new had been stated, is for review.";
const PROTECTED: &str = "A removal to North Korea is planned for {day} of a worker whom protection keeps from being \
    removed.";

fn refoulement<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Checked {
    let Some(deployment) = case.record.deployment().recorded() else { return Ok(Answer::Silent) };
    let Some(planned) = deployment.removal_planned_on().recorded() else { return Ok(Answer::Silent) };
    let removed = by_now(case, deployment.removed_on());
    at_work(case, group, || {
        let national = case.is_prk(group);
        if national.is_no() {
            return Ok(Answer::Silent);
        }
        let fear = fear(case, group);
        let done = removed.is_some();
        let answer = match fear.refused {
            _ if fear.protected && done => national.prohibited().says("protected_removed", PROTECTED_REMOVED),
            _ if fear.protected => national.prohibited().says("protected", PROTECTED),
            true if done => national.review().says("refused_removed", REFUSED_REMOVED),
            true => national.review().says("refused", REFUSED),
            false if done => (national & fear.stated).prohibited().says("removed", REMOVED),
            false => (national & fear.stated).prohibited(),
        };
        Ok(answer.with("day", removed.unwrap_or(planned)).since(fear.since))
    })
}

/// What is known by the evaluation date of a group's fear of return.
struct Fear {
    /// It was stated, or reprisals are threatened.
    stated: Truth,
    since: Option<Date>,
    /// A claim was refused; what is stated after that is for review.
    refused: bool,
    /// A claim was granted, or the group holds protection.
    protected: bool,
}

fn fear<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Fear {
    use Protection as P;
    let status = group.protection().recorded();
    let holds = matches!(status, Some(P::Refugee | P::Subsidiary | P::NonRemovable));
    let pending = status == Some(P::AsylumPending);
    let claims = case.record.protection_claims();
    let list = claims.recorded().into_iter().flat_map(Each::iter);
    let mut fear = Fear { stated: pending.into(), since: None, refused: false, protected: holds };
    let several = group.count().recorded().is_some_and(|count| count > 1);
    let mut undecided = false;
    for claim in list.filter(|claim| shared(claim.groups(), group.groups())) {
        let decided = by_now(case, claim.decided_on()).is_some();
        match claim.result().recorded().filter(|_| decided) {
            Some(ClaimResult::Granted) => fear.protected = true,
            Some(ClaimResult::Refused) => fear.refused = true,
            _ => {}
        }
        let stated = claim.fear_stated_on();
        let now = stated.holds(|day| day <= case.as_of);
        undecided |= now.is_yes() && !decided;
        if now.is_yes() {
            fear.since = fear.since.max(stated.recorded());
        }
        fear.stated = fear.stated | now;
    }
    // Among several workers the open claim may be another's than the one that was refused.
    fear.refused &= !(several && undecided);
    if claims.recorded().is_none() {
        fear.stated = fear.stated | Truth::Unknown(claims.missing());
    }
    fear.stated = fear.stated | reprisals(case, group);
    fear
}

fn by_now(case: &Case<'_>, date: Known<'_, Date>) -> Option<Date> {
    date.recorded().filter(|day| *day <= case.as_of)
}

/// Whether reprisals against the worker or the family are known to be threatened; open where nobody looked.
fn reprisals<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let coercion = case.record.coercion();
    let entries = coercion.recorded().into_iter().flat_map(Each::iter);
    let theirs = entries.filter(|entry| shared(entry.groups(), group.groups()));
    let threatened = theirs.map(|entry| {
        let family = entry.family_reprisal_threat().yes().unless_recorded();
        match entry.threats().get() {
            Ok(threats) => family | threats.any(|threat| is_reprisal(case, threat)),
            Err(missing) => family | missing.into(),
        }
    });
    threatened.reduce(|a, b| a | b).unwrap_or_else(|| coercion.missing().into())
}

/// A threat without a date counts.
fn is_reprisal<'r>(case: &Case<'r>, threat: view::Threat<'r>) -> Truth {
    let grave = threat.kind().is_in(&[ThreatKind::FamilyReprisal, ThreatKind::Repatriation]);
    let made = threat.date().recorded().is_none_or(|day| day <= case.as_of);
    grave & made.into()
}
