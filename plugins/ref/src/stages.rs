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
    triggers::{ANY, acted, breaches, first_day, is_blocked, rules, said_of, started},
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
        let dossier = Standing::of(case)?;
        let findings = breaches(case, ANY);
        if let Some(sent) = dossier.notice() {
            let (_, later) = dossier.by_notice(case, findings);
            let answer = started(&later).with("sent", sent).says("again", AGAIN);
            return Ok(answer.attribute("stage", 1));
        }
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

const AGAIN: &str =
    "Stage 1 again: the notice of {sent} says nothing of what began after it: {rules}. Give notice of this too.";

const DEPLOYED: &[&str] = &["deployment.start", "deployment.end"];

/// The numbers of the six conditions that fail while the deployment runs.
fn failed_conditions(case: &Case<'_>) -> Result<Vec<String>, Missing> {
    if !case.has(Part::Workers) || !case.deployed()? {
        return Ok(Vec::new());
    }
    let failed = |condition: &comity_sdk::six::Condition| condition.standing(case) == Condition::Failed;
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
        let answer = started(&noticed(case)?).with("sent", sent).with("reply", reply);
        Ok(answer.with("fora", fora(case)).attribute("stage", 2))
    }),
    says: "Stage 2: 60 days after the notice of {sent} there is no remedy (reply: {reply}): {rules}. Publish as ref.publish allows, and go to \
        what is open: {fora}.",
    consequence: "publish; raise it in the fora that are open",
    ..STAGE
};

/// What is broken, and was when notice was given.
fn noticed<'r>(case: &Case<'r>) -> Result<Vec<&'r Finding>, Missing> {
    Ok(Standing::of(case)?.by_notice(case, breaches(case, ANY)).0)
}

/// The bodies of this plugin that are open; none while the safety of those whom the dossier names is not settled.
fn fora(case: &Case<'_>) -> String {
    if is_blocked(case) {
        return "nothing, until ref.safety is settled".to_owned();
    }
    let findings = case.findings();
    let open = findings.iter().filter(|made| {
        let body = !matches!(made.rule_id, "ref.publish" | "ref.nonrefoul" | "ref.stage1");
        body && made.outcome() == Info && made.message().is_none_or(|suffix| !NO_WAY.contains(&suffix))
    });
    let fora: Vec<&str> = open.map(|made| made.rule_id).collect();
    if fora.is_empty() { "none yet".to_owned() } else { fora.join(", ") }
}

const LISTING_STAGE: Rule = Rule {
    id: "ref.stage3",
    title: "Third stage: what was found persists",
    reads: &[NOTICE],
    check: Check::Followup(|case| {
        let dossier = Standing::of(case)?;
        if dossier.unremedied_since().is_none() {
            return Ok(Answer::Silent);
        }
        let found_first = dossier.dossier.first_found_on().recorded();
        let persistent: Vec<&Finding> =
            noticed(case)?.into_iter().filter(|finding| persists(case, finding, found_first)).collect();
        let criteria = CRITERIA.map(|(plugin, name, rows)| {
            format!("{name}: {}", said_of(case, plugin, rules(&acted(case, rows)).join(", "), "none"))
        });
        Ok(started(&persistent).with("criteria", criteria.join("; ")).attribute("stage", 3))
    }),
    says: "Stage 3: what was found persists: {rules}. Prepare a listing dossier on organisers and beneficiaries. Criteria that are met \
        or for review: {criteria}.",
    consequence: "listing dossier for the United Nations, the United States and the European Union: heads of the institutions first",
    ..STAGE
};

/// Criteria for listings, by plugin, with whose they are.
const CRITERIA: [(&str, &str, &[&str]); 2] = [
    ("us", "the United States", &["us.13722.2a4", "us.9214.*"]),
    ("eu", "the European Union", &["eu.ghr.criteria", "eu.dprk.annex15.labour"]),
];
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

/// A jurisdiction with measures of its own.
struct Own {
    plugin: &'static str,
    name: &'static str,
    /// Whether a party is of it.
    is_of: fn(&Case<'_>, view::Party<'_>) -> Truth,
    /// The rows that are such measures: sanctions and bans on goods, not its labour and criminal law.
    measures: &'static [&'static str],
}

const OWN_MEASURES: [Own; 4] = [
    Own {
        plugin: "eu",
        name: "the European Union",
        is_of: |case, party| {
            let named = party.is_eu_person().recorded().is_some_and(|is| is);
            Truth::from(named) | party.country().holds(|country| union::is_member(country, case.as_of))
        },
        measures: &["eu.dprk.*", "eu.ghr.*", "eu.own.*", "eu.flr.*"],
    },
    Own {
        plugin: "us",
        name: "the United States",
        is_of: |_, party| Truth::from(party.is_us_person().recorded().is_some_and(|is| is)) | party.country().is("USA"),
        measures: &["us.13*", "us.510.*", "us.501.*", "us.9214.*", "us.9241*", "us.9228", "us.caatsa.*", "us.uflpa"],
    },
    Own { plugin: "jp", name: "Japan", is_of: |_, party| party.country().is("JPN"), measures: &["jp.*"] },
    Own {
        plugin: "kr",
        name: "the Republic of Korea",
        is_of: |_, party| party.country().is("KOR"),
        measures: &["kr.*"],
    },
];

fn unilateral(case: &Case<'_>) -> Checked {
    let findings = noticed(case)?;
    if Standing::of(case)?.unremedied_since().is_none() || findings.is_empty() {
        return Ok(Answer::Silent);
    }
    let (mut involved, mut measures, mut open) = (Vec::new(), Vec::new(), None::<Missing>);
    for own in OWN_MEASURES {
        match Truth::any(companies(case).map(|party| (own.is_of)(case, party))) {
            Truth::Yes => {
                involved.push(own.name);
                measures.push(measures_of(case, &own));
            }
            Truth::No => {}
            Truth::Unknown(missing) => open = open.into_iter().chain([missing]).reduce(Missing::and),
        }
    }
    match open {
        Some(missing) if involved.is_empty() => Err(missing),
        _ if involved.is_empty() => Ok(Answer::Silent),
        _ => {
            let answer = started(&findings).with("involved", involved.join(", "));
            Ok(answer.with("measures", measures.join("; ")).attribute("stage", 4))
        }
    }
}

/// The parties that are no persons and do not send the workers.
fn companies<'r>(case: &Case<'r>) -> impl Iterator<Item = view::Party<'r>> + use<'r> {
    case.parties()
        .filter(|party| party.kind().recorded() != Some(PartyKind::Individual) && !party.roles().has(PartyRole::Sender))
}

/// What a jurisdiction's plugin has found under its measures.
fn measures_of(case: &Case<'_>, own: &Own) -> String {
    let found = rules(&acted(case, own.measures));
    said_of(case, own.plugin, found.join(", "), &format!("`{}` found nothing", own.plugin))
}
