//! What comes before any referral: the safety of those named, and of those who would be sent back.

use comity_sdk::{
    Heard, is_of,
    prelude::*,
    v1::{Finding, Verdict},
};

use crate::{
    dossier::dossier,
    triggers::{self, NORTH_KOREANS, acted, concerns_north_korea, rules, said_of, subjects},
};

pub(crate) const RULES: &[Rule] = &[SAFETY, NON_REFOULEMENT];

const SAFETY: Rule = Rule {
    id: triggers::SAFETY,
    title: "Send no names of workers or families without their consent and a note on the risk",
    basis: "safeguard of the catalogue: families in North Korea face reprisals",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[State],
    needs: &[Part::Dossier],
    reads: &[NORTH_KOREANS, &["dossier.names_persons", "dossier.consent", "dossier.risk_note"]],
    check: Check::Followup(|case| {
        let dossier = dossier(case)?;
        let covered = dossier.consent().yes() & Truth::from(dossier.risk_note().recorded().is_some());
        let exempt = Exempt::named("consent", "those named consent, and a note weighs the risk");
        let there = case.quietly(|| !concerns_north_korea(case).is_no());
        let harm = if there { "families in North Korea face reprisals" } else { "whoever is named may face reprisals" };
        Ok(dossier.names_persons().yes().prohibited().unless_claimed(exempt, covered).with("harm", harm))
    }),
    says: "The dossier names workers or families. It may go nowhere without their consent and a note that weighs the risk to them: \
        {harm}.",
    consequence: "take the names out, or obtain consent and write the note, before anything is sent",
    ..Rule::ROW
};

/// What leads to a repatriation, expulsion and the sending home of a crew among it.
const REPATRIATION: &[&str] = &[
    "un.2397.8",
    "un.2397.8.pending",
    "un.2397.8.attache",
    "un.2397.8.remote",
    "un.2094.expel",
    "un.vessel.crew",
    "eu.dprk.repatriate",
    "eu.dprk.expel",
];
/// The ban on refoulement.
const BAN: &[&str] = &["eu.nonrefoul"];

const NON_REFOULEMENT: Rule = Rule {
    id: "ref.nonrefoul",
    title: "Ask for the exceptions and the ban on refoulement before a repatriation",
    basis: "UNSCR 2397 (2017) para 8; Charter of Fundamental Rights arts 18-19",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[State],
    reads: &[&["deployment.removal_planned_on"]],
    check: Check::Followup(|case| Ok(non_refoulement(case))),
    says: "Before anybody is repatriated ({rules}): excepted under resolution 2397 are {excepted}; on refoulement {refoulement}.",
    consequence: "run un.2397.8 with its exceptions and eu.nonrefoul first; hear each worker",
    ..Rule::ROW
};

const BARRED: &str = "Nobody may be repatriated yet ({rules}): eu.nonrefoul speaks for {refoulement}. Excepted under resolution 2397 are \
    {excepted}.";
const OPEN: &str = "Nobody may be repatriated before it is known who may not be ({rules}): excepted under resolution 2397 are {excepted}; \
    on refoulement {refoulement}.";

fn non_refoulement(case: &Case<'_>) -> Answer {
    let leads = |finding: &&Finding| matches!(finding.outcome(), Prohibited | Violation | NeedsReview | Info);
    let leading: Vec<&Finding> = case.found_elsewhere(REPATRIATION).filter(leads).collect();
    if leading.is_empty() {
        return Answer::Silent;
    }
    let (excepted, mut lacks) = excepted(case);
    let (refoulement, fields) = refoulement(case);
    lacks.extend(fields);
    let answer = if !acted(case, BAN).is_empty() {
        Truth::Yes.review().says("barred", BARRED)
    } else if lacks.is_empty() {
        Truth::Yes.info()
    } else {
        Truth::Yes.lacking(&lacks).says("open", OPEN)
    };
    let answer = answer.with("rules", rules(&leading).join(", ")).with("excepted", excepted);
    answer.with("refoulement", refoulement).attribute("triggers", rules(&leading).join(","))
}

/// Who is excepted from repatriation, in words; and the fields without which that is not known of somebody.
fn excepted(case: &Case<'_>) -> (String, Vec<String>) {
    let of_exception = |field: &&String| field.ends_with(".protection") || field.ends_with(".nationalities");
    let (mut excepted, mut unsure, mut lacks) = (Vec::new(), Vec::new(), Vec::new());
    for finding in case.found_elsewhere(REPATRIATION) {
        let fields: Vec<_> = finding.missing.iter().filter(of_exception).cloned().collect();
        if finding.outcome() == Exempted {
            excepted.push(finding);
        } else if !fields.is_empty() {
            unsure.push(finding);
            lacks.extend(fields);
        }
    }
    lacks.sort();
    lacks.dedup();
    let excepted = said_of(case, "un", subjects(&excepted), "none");
    if unsure.is_empty() {
        return (excepted, lacks);
    }
    (format!("{excepted}, and not known of {} ({})", subjects(&unsure), lacks.join(", ")), lacks)
}

/// Whom the ban on refoulement speaks for, in words; and the fields without which that is not known of somebody.
fn refoulement(case: &Case<'_>) -> (String, Vec<String>) {
    let barred = acted(case, BAN);
    let open: Vec<&Finding> =
        case.found_elsewhere(BAN).filter(|finding| finding.outcome() == InsufficientData).collect();
    let mut lacks: Vec<String> = open.iter().flat_map(|finding| finding.missing.clone()).collect();
    lacks.sort();
    lacks.dedup();
    let unknown = (!open.is_empty()).then(|| format!("not known of {} ({})", subjects(&open), lacks.join(", ")));
    let found: Vec<String> = [subjects(&barred)].into_iter().filter(|ids| !ids.is_empty()).chain(unknown).collect();
    let nothing = match case.heard("eu") {
        Heard::Said(verdict) => unasked(case, verdict),
        // What does not reach a record asks nothing of it.
        Heard::OutOfReach => return ("nothing was asked (`eu` does not reach the record)".to_owned(), lacks),
        Heard::Failed(_) | Heard::Unasked(_) => String::new(),
    };
    (said_of(case, "eu", found.join(", "), &nothing), lacks)
}

/// Why the ban on refoulement found nothing. It asks only about a removal whose day is recorded.
fn unasked(case: &Case<'_>, verdict: &Verdict) -> String {
    let unassessed = verdict.not_assessed.iter().find(|entry| entry.rule_ids.iter().any(|rule| is_of(BAN, rule)));
    if let Some(entry) = unassessed {
        return format!("nothing is known (eu.nonrefoul was not assessed without `{}`)", entry.part);
    }
    if verdict.not_in_force.iter().any(|rule| is_of(BAN, rule)) {
        return "nothing was asked (eu.nonrefoul was not in force)".to_owned();
    }
    let deployment = case.record.deployment().recorded();
    match deployment.and_then(|deployment| deployment.removal_planned_on().recorded()) {
        Some(_) => "nothing was found".to_owned(),
        None => "nothing was asked, since no day of removal is recorded".to_owned(),
    }
}
