//! How many of the six conditions are met.

use comity_sdk::{
    Heard,
    prelude::*,
    six::{self, CONTRACTS, INSPECTIONS, PAPERS, PAY, PLACES, SIX, STANDARDS, SUPERVISORS, Standing},
};

use crate::conditions::{CONDITION, DEPLOYED};

pub(crate) const RULES: &[Rule] = &[SCORE];

/// The day after the last one for repatriation under resolution 2397 (2017) para. 8.
const REPATRIATION_DUE: Date = Date::of(2019, 12, 23);

const SCORE: Rule = Rule {
    id: "fautre.score",
    title: "how many of the six conditions are met",
    worst: Info,
    needs: &[Part::Deployment, Part::Workers],
    reads: &[
        PLACES,
        DEPLOYED,
        CONTRACTS.reads,
        PAPERS.reads,
        STANDARDS.reads,
        INSPECTIONS.reads,
        PAY.reads,
        SUPERVISORS.reads,
        &["workers.items.nationalities", "workers.items.korean_unspecified"],
    ],
    check: Check::Followup(score),
    says: "{met} of the six conditions are met; {failed} are not, {review} for review, {unknown} not known.",
    consequence: "send notice to the host State and the firm, with the six conditions (ref.stage1)",
    ..CONDITION
};

const MET: &str = "All six conditions are met.";
const STILL_DUE: &str = "All six conditions are met. Nationals of North Korea whom un.2397.8 does not except have to be repatriated \
    all the same.";
const DUE_UNKNOWN: &str = "All six conditions are met. Whether nationals of North Korea have to be repatriated all the same is for \
    un.2397.8 and its exceptions, and not known yet.";
const OPEN: &str =
    "{met} of the six conditions are met, none is known not to be; {review} for review, {unknown} not known.";

fn score(case: &Case<'_>) -> Checked {
    if !case.deployed()? {
        return Ok(Answer::Silent);
    }
    let standings = SIX.map(|condition| condition.standing(case));
    let count = |wanted: Standing| standings.iter().filter(|standing| **standing == wanted).count();
    let (met, failed) = (count(Standing::Met), count(Standing::Failed));
    let (review, unknown) = (count(Standing::Review), count(Standing::Unknown));
    let answer = Truth::Yes.info().with("met", met).with("failed", failed).with("review", review);
    let answer = answer.with("unknown", unknown).attribute("met", met).attribute("failed", failed);
    let answer = answer.attribute("review", review).attribute("unknown", unknown);
    Ok(if met == six::SIX.len() {
        all_met(case, answer)
    } else if failed == 0 {
        answer.says("open", OPEN).consequence("find out what is not known before anything is said".to_owned())
    } else {
        answer
    })
}

fn all_met(case: &Case<'_>, answer: Answer) -> Answer {
    let answer = answer.consequence("conditions met".to_owned());
    let due = if case.as_of < REPATRIATION_DUE { Truth::No } else { repatriation_due(case) };
    match due {
        Truth::Yes => answer.says("met_repatriation_due", STILL_DUE),
        Truth::No => answer.says("met", MET),
        Truth::Unknown(_) => answer.says("met_repatriation_unknown", DUE_UNKNOWN),
    }
}

/// The duty of repatriation, with what excepts from it: refugees and nationals of the host State stay.
const REPATRIATION: &[&str] = &["un.2397.8", "un.2397.8.attache", "un.2397.8.remote"];

/// Whether somebody has to be repatriated; not known where the rows are not, and no North Korean is known to be absent.
fn repatriation_due(case: &Case<'_>) -> Truth {
    let prk = case.prk();
    let open = || Truth::Unknown(case.record.workers().missing());
    if prk.is_no() {
        return prk;
    }
    let Heard::Said(verdict) = case.heard("un") else { return open() };
    let outcomes: Vec<Outcome> = case.found_elsewhere(REPATRIATION).map(comity_sdk::v1::Finding::outcome).collect();
    let unassessed = verdict.not_assessed.iter().flat_map(|entry| &entry.rule_ids);
    if outcomes.contains(&Violation) {
        Truth::Yes
    } else if outcomes.iter().any(|outcome| matches!(outcome, NeedsReview | InsufficientData))
        || unassessed.into_iter().any(|rule| rule == "un.2397.8")
    {
        open()
    } else {
        Truth::No
    }
}
