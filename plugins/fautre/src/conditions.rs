//! The six conditions, each with what speaks against it. A condition that is not met is INFO: the findings that it rests on carry
//! their own outcome.

use comity_sdk::{
    Heard, Hearing,
    prelude::*,
    six::{self, Condition, PLACES, Standing, Weighed},
};

pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "fautre.1",
        title: "whether contracts meet local law, and international standards",
        needs: six::CONTRACTS.needs,
        reads: &[PLACES, DEPLOYED, six::CONTRACTS.reads],
        check: Check::Followup(|case| condition(case, "1", &six::CONTRACTS)),
        ..CONDITION
    },
    Rule {
        id: "fautre.2",
        title: "whether passports are with the workers and movement is free",
        needs: six::PAPERS.needs,
        reads: &[PLACES, DEPLOYED, six::PAPERS.reads],
        check: Check::Followup(|case| condition(case, "2", &six::PAPERS)),
        ..CONDITION
    },
    Rule {
        id: "fautre.3",
        title: "whether living and working standards are at least those of local law",
        needs: six::STANDARDS.needs,
        reads: &[PLACES, DEPLOYED, six::STANDARDS.reads],
        check: Check::Followup(|case| condition(case, "3", &six::STANDARDS)),
        ..CONDITION
    },
    Rule {
        id: "fautre.4",
        title: "whether workplaces are inspected regularly",
        needs: six::INSPECTIONS.needs,
        reads: &[PLACES, DEPLOYED, six::INSPECTIONS.reads],
        check: Check::Followup(|case| condition(case, "4", &six::INSPECTIONS)),
        ..CONDITION
    },
    Rule {
        id: "fautre.5",
        title: "whether workers are paid directly",
        needs: six::PAY.needs,
        reads: &[PLACES, DEPLOYED, six::PAY.reads],
        check: Check::Followup(|case| condition(case, "5", &six::PAY)),
        ..CONDITION
    },
    Rule {
        id: "fautre.6",
        title: "whether supervisors are no judicial police, and are prosecuted for abuse",
        needs: six::SUPERVISORS.needs,
        reads: &[PLACES, DEPLOYED, six::SUPERVISORS.reads],
        check: Check::Followup(|case| condition(case, "6", &six::SUPERVISORS)),
        ..CONDITION
    },
];

/// What the span of the deployment is read from.
pub(crate) const DEPLOYED: &[&str] = &["deployment.start", "deployment.end"];

/// What the rows have in common.
pub(crate) const CONDITION: Rule = Rule {
    basis: "the six conditions of W. Fautre's compendium on North Korean labour abroad (2015)",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[State, Employer],
    says: "Condition {number} is met: {asks}.",
    sources: &["S33"],
    ..Rule::ROW
};

const FAILED: &str = "Condition {number} is not met. It asks that {asks}; against it: {reasons}.";
const FAILED_LAWFULLY: &str = "Condition {number} is not met. It asks that {asks}; against it: {reasons}. The law of Qatar did not bar \
    payment to another before 2015-11-02.";
const REVIEW: &str = "Condition {number} is for review. It asks that {asks}; against it may be: {reasons}.";
const UNKNOWN: &str = "Whether condition {number} is met is not known. It asks that {asks}; open is: {reasons}.";

/// The day from which Qatar's wage protection system had to be used.
const WAGE_PROTECTION: Date = Date::of(2015, 11, 2);

fn condition(case: &Case<'_>, number: &'static str, condition: &Condition) -> Checked {
    if !case.deployed()? {
        return Ok(Answer::Silent);
    }
    let weighed = (condition.weigh)(case);
    let standing = weighed.standing();
    let answer = match standing {
        Standing::Met => Truth::Yes.info(),
        Standing::Failed if lawful_in_qatar(case, &weighed.heard) => {
            failed(&weighed).says("failed_lawfully", FAILED_LAWFULLY)
        }
        Standing::Failed => failed(&weighed).says("failed", FAILED),
        Standing::Review => Truth::Yes.review().says("review", REVIEW),
        Standing::Unknown => match unknown(&weighed) {
            Some(missing) => return Ok(Answer::Open(missing)),
            None => said_elsewhere(&weighed).says("unknown", UNKNOWN),
        },
    };
    let reasons = reasons(case, &weighed, standing);
    let answer = answer.with("number", number).with("asks", condition.asks).with("reasons", reasons.join("; "));
    let answer = answer.attribute("standing", standing.word());
    Ok(weighed.levels.iter().fold(answer, |answer, (level, standing)| answer.attribute(level, standing.word())))
}

/// What is for review stays for review, whatever else is broken.
fn failed(weighed: &Weighed) -> Answer {
    if weighed.heard.review.is_empty() { Truth::Yes.info() } else { Truth::Yes.review() }
}

/// The fields that would decide. Where a plugin was not heard it may decide too, and no field is asked for: an answer that lacks a
/// plugin is never graver than the one that has it.
fn unknown(weighed: &Weighed) -> Option<Missing> {
    weighed.missing.clone().filter(|_| !weighed.heard.unheard)
}

/// A rule that lacks a field says so itself, and so does the condition; a part or a plugin that nobody gave is only told.
fn said_elsewhere(weighed: &Weighed) -> Answer {
    let Hearing { unheard, lacks, .. } = &weighed.heard;
    if *unheard || lacks.is_empty() { Truth::Yes.info() } else { Truth::Yes.lacking(lacks) }
}

fn reasons(case: &Case<'_>, weighed: &Weighed, standing: Standing) -> Vec<String> {
    let heard = &weighed.heard;
    let absent = weighed.missing.iter().flat_map(|missing| case.names(missing));
    match standing {
        Standing::Met => Vec::new(),
        Standing::Failed | Standing::Review => heard.broken.iter().chain(&heard.review).cloned().collect(),
        Standing::Unknown => {
            heard.open.iter().cloned().chain(absent.map(|field| format!("{field} is not recorded"))).collect()
        }
    }
}

/// Qatar's own row on payment to another, before the wage protection system.
const PAID_PERSONALLY: &str = "qa.wage.personal@2004";

/// Before the wage protection system payment to another was lawful in Qatar on a written mandate: only where its row was asked, and
/// found nothing that the mandate does not cover.
fn lawful_in_qatar(case: &Case<'_>, heard: &Hearing) -> bool {
    let paid_to_another =
        heard.broken.iter().any(|reason| reason == six::ANOTHER_IS_PAID || reason == "ilo.c095.direct");
    let asked = match case.heard("qa") {
        Heard::Said(verdict) => {
            let unassessed = verdict.not_assessed.iter().flat_map(|entry| &entry.rule_ids);
            !unassessed.into_iter().any(|rule| rule == PAID_PERSONALLY)
        }
        Heard::Failed(_) | Heard::Unasked(_) | Heard::OutOfReach => false,
    };
    let covered = case.found_elsewhere(&[PAID_PERSONALLY]).all(|finding| finding.outcome() == Exempted);
    case.as_of < WAGE_PROTECTION
        && paid_to_another
        && asked
        && covered
        && case.quietly(|| six::hosts(case).0.contains(&"QAT"))
}
