//! How many of the six conditions are met.

use comity_sdk::{
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
const STILL_DUE: &str =
    "All six conditions are met. Nationals of North Korea have to be repatriated all the same (un.2397.8).";
const OPEN: &str =
    "{met} of the six conditions are met, none is known not to be; {review} for review, {unknown} not known.";

fn score(case: &Case<'_>) -> Checked {
    if !case.deployed()? {
        return Ok(Answer::Silent);
    }
    let standings = SIX.map(|condition| (condition.weigh)(case).standing());
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
    let due = case.as_of >= REPATRIATION_DUE && !case.prk().is_no();
    let answer = answer.consequence("conditions met".to_owned());
    if due { answer.says("met_repatriation_due", STILL_DUE) } else { answer.says("met", MET) }
}
