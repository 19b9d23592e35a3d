//! The eleven indicators of forced labour (booklet of 2012) and their score. A hit is INFO; what is absent leaves an indicator
//! open. A low score never means that there is no forced labour.

use comity_sdk::{
    Everybody, Shared,
    facts::indicators::{Class, Indicator},
    prelude::*,
};

use crate::standing::HOST;
pub(crate) use comity_sdk::{facts::indicators::FIELDS, hosts::HEAT};

pub(crate) const RULES: &[Rule] = &[
    rule(Indicator::Vulnerability, "ilo.ind.01", "abuse of vulnerability"),
    rule(Indicator::Deception, "ilo.ind.02", "deception"),
    rule(Indicator::Movement, "ilo.ind.03", "restriction of movement"),
    rule(Indicator::Isolation, "ilo.ind.04", "isolation"),
    rule(Indicator::Violence, "ilo.ind.05", "physical or sexual violence"),
    rule(Indicator::Threats, "ilo.ind.06", "intimidation and threats"),
    rule(Indicator::Documents, "ilo.ind.07", "retention of identity documents"),
    rule(Indicator::Wages, "ilo.ind.08", "withholding of wages"),
    rule(Indicator::Debt, "ilo.ind.09", "debt bondage"),
    rule(Indicator::Conditions, "ilo.ind.10", "abusive working and living conditions"),
    rule(Indicator::Overtime, "ilo.ind.11", "excessive overtime"),
    SCORE,
];

/// What rules that rest on indicators read: the record, the host country, and what its limits on heat are held against.
const READS: &[&[&str]] = &[FIELDS, HOST, HEAT];
/// Since there is a definition of forced labour that they point to.
const IN_FORCE: &[Validity] = &[since(1930, 6, 28)];

/// The declaration of one indicator's row.
const fn rule(indicator: Indicator, id: &'static str, title: &'static str) -> Rule {
    Rule {
        id,
        title,
        basis: "ILO indicators of forced labour (2012)",
        in_force: IN_FORCE,
        certainty: Verified,
        worst: NeedsReview,
        addressees: &[State],
        needs: match indicator {
            Indicator::Violence | Indicator::Threats | Indicator::Debt => &[Part::Workers, Part::Coercion],
            Indicator::Documents => &[Part::Workers, Part::Liberty],
            Indicator::Wages => &[Part::Workers, Part::Wages],
            Indicator::Overtime => &[Part::Workers, Part::WorkingTime],
            _ => &[Part::Workers],
        },
        reads: READS,
        check: Check::Lasting(match indicator {
            Indicator::Vulnerability => |case| Ok(sign(case, Indicator::Vulnerability)),
            Indicator::Deception => |case| Ok(sign(case, Indicator::Deception)),
            Indicator::Movement => |case| Ok(sign(case, Indicator::Movement)),
            Indicator::Isolation => |case| Ok(sign(case, Indicator::Isolation)),
            Indicator::Violence => |case| Ok(sign(case, Indicator::Violence)),
            Indicator::Threats => |case| Ok(sign(case, Indicator::Threats)),
            Indicator::Documents => |case| Ok(sign(case, Indicator::Documents)),
            Indicator::Wages => |case| Ok(sign(case, Indicator::Wages)),
            Indicator::Debt => |case| Ok(sign(case, Indicator::Debt)),
            Indicator::Conditions => |case| Ok(sign(case, Indicator::Conditions)),
            Indicator::Overtime => |case| Ok(sign(case, Indicator::Overtime)),
        }),
        says: "A sign of forced labour is recorded: {what}{form}. One sign alone proves nothing.",
        sources: &["S28"],
        ..Rule::ROW
    }
}

/// What is recorded of one indicator.
fn sign(case: &Case<'_>, indicator: Indicator) -> Answer {
    if indicator == Indicator::Conditions {
        // Its evidence is what the limits of the host country are held against.
        let _ = case.local_limits(Everybody);
    }
    let assessment = assessment(case);
    let sign = assessment.sign(indicator);
    let (what, strong) = (name(indicator), sign.strong.is_yes());
    let form = if strong { ", in its strong form" } else { "" };
    let answer = sign.hit.clone().info().with("what", what).with("form", form);
    let answer = if strong { answer.attribute("strong", true) } else { answer };
    answer.since(assessment.first_act(indicator))
}

fn name(indicator: Indicator) -> &'static str {
    let at = usize::from(indicator.number()).saturating_sub(1);
    RULES.get(at).map_or("", |rule| rule.title)
}

const SCORE: Rule = Rule {
    id: "ilo.ind.score",
    title: "how many indicators of forced labour are recorded, and how strong",
    basis: "ILO indicators of forced labour (2012); the weights are the catalogue's",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: READS,
    check: Check::Lasting(|case| {
        let assessment = assessment(case);
        let score = assessment.score();
        let answer = match score.class {
            Class::None => return Ok(Answer::Silent),
            Class::Info => Truth::Yes.info(),
            Class::Review => Truth::Yes.review(),
            Class::Candidate => Truth::Yes.review().says("candidate", CANDIDATE).attribute("candidate", true),
        };
        let numbers =
            |all: &[Indicator]| all.iter().map(|i| format!("{:02}", i.number())).collect::<Vec<_>>().join(", ");
        let answer = answer.with("hits", numbers(&score.hits)).attribute("score", score.hits.len());
        Ok(answer.attribute("hits", numbers(&score.hits)).attribute("strong", numbers(&score.strong)))
    }),
    says: "Indicators {hits} of forced labour are recorded. How many it takes depends on the case.",
    sources: &["S28"],
    ..Rule::ROW
};

const CANDIDATE: &str = "Indicators {hits} of forced labour are recorded, so many or so strong that the definition of Convention 29 has \
    to be looked at.";

/// The indicators on the evaluation date, with the limits of the host country.
pub(crate) fn assessment<'r>(case: &Case<'r>) -> Shared<'r> {
    case.assessed(Everybody, case.as_of)
}
