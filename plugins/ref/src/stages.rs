//! The four stages of escalation: notice, publicity and fora, a listing dossier, measures of single States. Each asks that the one
//! before has been tried.

use comity_sdk::{
    facts::Days,
    hosts::union,
    prelude::*,
    six::{READS, SIX, Standing as Condition},
    v1::Finding,
};

use crate::{
    dossier::{NO_WAY, NOTICE, Standing},
    triggers::{ANY, acted, breaches, first_day, refer, rules, said_of},
};

pub(crate) const RULES: &[Rule] = &[NOTICE_STAGE, PUBLICITY_STAGE, LISTING_STAGE, UNILATERAL_STAGE];

const STAGE: Rule = Rule {
    basis: "steps of escalation in the seed; the numbers of days are the catalogue's",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Dossier],
    sources: &["S33"],
    ..Rule::ROW
};

const NOTICE_STAGE: Rule = Rule {
    id: "ref.stage1",
    title: "First stage: give notice to the host State and the firm",
    reads: &{
        let [places, contracts, papers, standards, inspections, pay, supervisors] = READS;
        [NOTICE, DEPLOYED, places, contracts, papers, standards, inspections, pay, supervisors]
    },
    check: Check::Followup(|case| {
        if Standing::of(case)?.notice().is_some() {
            return Ok(Answer::Silent);
        }
        let findings = breaches(case, ANY);
        let failed = match failed_conditions(case) {
            Err(missing) if findings.is_empty() => return Err(missing),
            failed => failed.unwrap_or_default(),
        };
        let answer = Truth::from(!findings.is_empty() || !failed.is_empty()).info();
        let found = rules(&findings);
        let named = if found.is_empty() { "no rule is known to be broken".to_owned() } else { found.join(", ") };
        let failed = if failed.is_empty() { "none is known to fail".to_owned() } else { failed.join(", ") };
        let unheard = case.failed(&[]);
        let unheard = if unheard.is_empty() { "none".to_owned() } else { unheard.join(", ") };
        let answer = answer.with("rules", named).with("conditions", failed).with("unheard", unheard);
        Ok(answer.attribute("stage", 1).attribute("triggers", found.join(",")))
    }),
    says: "Stage 1: no notice was given. Send one to the host State and the firm, with the six conditions. Broken: {rules}. Conditions that \
        fail: {conditions}. Plugins that failed: {unheard}.",
    consequence: "send notice with the six conditions; 60 days for a reply",
    ..STAGE
};

const DEPLOYED: &[&str] = &["deployment.start", "deployment.end"];

/// The numbers of the six conditions that fail while the deployment runs.
fn failed_conditions(case: &Case<'_>) -> Result<Vec<String>, Missing> {
    if !case.has(Part::Workers) || !case.deployed()? {
        return Ok(Vec::new());
    }
    let failed = |condition: &comity_sdk::six::Condition| (condition.weigh)(case).standing() == Condition::Failed;
    let numbers = SIX.iter().zip(1..).filter(|(condition, _)| failed(condition));
    Ok(numbers.map(|(_, number)| format!("fautre.{number}")).collect())
}

const PUBLICITY_STAGE: Rule = Rule {
    id: "ref.stage2",
    title: "Second stage: no remedy 60 days after the notice",
    reads: &[NOTICE],
    check: Check::Followup(|case| {
        let dossier = Standing::of(case)?;
        let Some(sent) = dossier.unremedied_since() else { return Ok(Answer::Silent) };
        let reply = dossier.reply().map_or_else(|| "none came".to_owned(), |day| format!("on {day}"));
        let answer = refer(&breaches(case, ANY)).with("sent", sent).with("reply", reply);
        Ok(answer.with("fora", fora(case)).attribute("stage", 2))
    }),
    says: "Stage 2: 60 days after the notice of {sent} there is no remedy (reply: {reply}): {rules}. Publish as ref.publish allows, and go to \
        what is open: {fora}.",
    consequence: "publish; raise it in the fora that are open",
    ..STAGE
};

/// The bodies of this plugin that are open. The stage before is silent where this one is asked.
fn fora(case: &Case<'_>) -> String {
    let findings = case.findings();
    let open = findings.iter().filter(|made| {
        let body = !matches!(made.rule_id, "ref.publish" | "ref.nonrefoul");
        body && made.outcome() == Info && made.message().is_none_or(|suffix| !NO_WAY.contains(&suffix))
    });
    let fora: Vec<&str> = open.map(|made| made.rule_id).collect();
    if fora.is_empty() { "none yet".to_owned() } else { fora.join(", ") }
}

const LISTING_STAGE: Rule = Rule {
    id: "ref.stage3",
    title: "Third stage: what was found persists",
    reads: &[NOTICE, &["dossier.first_found_on"]],
    check: Check::Followup(|case| {
        let dossier = Standing::of(case)?;
        if dossier.unremedied_since().is_none() {
            return Ok(Answer::Silent);
        }
        let found_first = dossier.dossier.first_found_on().recorded();
        let persistent: Vec<&Finding> =
            breaches(case, ANY).into_iter().filter(|finding| persists(case, finding, found_first)).collect();
        let met = rules(&acted(case, CRITERIA));
        let met = if met.is_empty() { "none yet".to_owned() } else { met.join(", ") };
        Ok(refer(&persistent).with("criteria", met).attribute("stage", 3))
    }),
    says: "Stage 3: what was found persists: {rules}. Prepare a listing dossier on organisers and beneficiaries. Criteria that are met: \
        {criteria}.",
    consequence: "listing dossier for the United Nations, the United States and the European Union: heads of the institutions first",
    ..STAGE
};

/// Criteria for listings.
const CRITERIA: &[&str] = &["us.13722.2a4", "us.9214.*", "eu.ghr.criteria", "eu.dprk.annex15.labour"];
/// The same finding at two evaluations so far apart persists: a figure of the catalogue.
const APART_DAYS: Days = 90;

/// Whether an evaluation at least ninety days ago gave the finding. Where the day of the first one is recorded, the fact has to be as
/// old as it; else the fact itself has to be old enough, since an evaluation of its first day would have given the finding.
fn persists(case: &Case<'_>, finding: &Finding, found_first: Option<Date>) -> bool {
    let old = |day: Date| day.plus_days(APART_DAYS) <= case.as_of;
    let Some(first) = first_day(finding) else { return false };
    found_first.map_or(old(first), |found| first <= found && old(found))
}

const UNILATERAL_STAGE: Rule = Rule {
    id: "ref.stage4",
    title: "Fourth stage: a company of the European Union, the United States, Japan or the Republic of Korea is involved",
    needs: &[Part::Dossier, Part::Parties],
    reads: &[
        NOTICE,
        &[
            "parties.items.country",
            "parties.items.is_eu_person",
            "parties.items.is_us_person",
            "parties.items.kind",
            "parties.items.roles",
        ],
    ],
    check: Check::Followup(unilateral),
    says: "Stage 4: companies of {involved} are involved: {rules}. Measures of their own: {measures}.",
    consequence: "ask for measures of the jurisdiction of the company",
    ..STAGE
};

/// A jurisdiction with measures of its own, and whether a party is of it.
const OWN_MEASURES: [(&str, fn(&Case<'_>, view::Party<'_>) -> Truth); 4] = [
    ("eu", |case, party| {
        let named = party.is_eu_person().recorded().is_some_and(|is| is);
        Truth::from(named) | party.country().holds(|country| union::is_member(country, case.as_of))
    }),
    ("us", |_, party| Truth::from(party.is_us_person().recorded().is_some_and(|is| is)) | party.country().is("USA")),
    ("jp", |_, party| party.country().is("JPN")),
    ("kr", |_, party| party.country().is("KOR")),
];

fn unilateral(case: &Case<'_>) -> Checked {
    let findings = breaches(case, ANY);
    if Standing::of(case)?.unremedied_since().is_none() || findings.is_empty() {
        return Ok(Answer::Silent);
    }
    let (mut involved, mut measures, mut open) = (Vec::new(), Vec::new(), None::<Missing>);
    for (jurisdiction, is_of) in OWN_MEASURES {
        match Truth::any(companies(case).map(|party| is_of(case, party))) {
            Truth::Yes => {
                involved.push(jurisdiction);
                measures.push(measures_of(case, jurisdiction));
            }
            Truth::No => {}
            Truth::Unknown(missing) => open = open.into_iter().chain([missing]).reduce(Missing::and),
        }
    }
    match open {
        Some(missing) if involved.is_empty() => Err(missing),
        _ if involved.is_empty() => Ok(Answer::Silent),
        _ => {
            let answer = refer(&findings).with("involved", involved.join(", "));
            Ok(answer.with("measures", measures.join("; ")).attribute("stage", 4))
        }
    }
}

/// The parties that are no persons and do not send the workers.
fn companies<'r>(case: &Case<'r>) -> impl Iterator<Item = view::Party<'r>> + use<'r> {
    case.parties()
        .filter(|party| party.kind().recorded() != Some(PartyKind::Individual) && !party.roles().has(PartyRole::Sender))
}

/// What a jurisdiction's plugin has found.
fn measures_of(case: &Case<'_>, jurisdiction: &str) -> String {
    let found = rules(&acted(case, &[&format!("{jurisdiction}.*")]));
    said_of(case, jurisdiction, found.join(", "), &format!("`{jurisdiction}` found nothing"))
}
