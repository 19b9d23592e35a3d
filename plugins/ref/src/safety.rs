//! What comes before any referral: the safety of those named, and of those who would be sent back.

use comity_sdk::{prelude::*, v1::Finding};

use crate::{
    dossier::dossier,
    triggers::{acted, rules, said_of, subjects},
};

pub(crate) const RULES: &[Rule] = &[SAFETY, NON_REFOULEMENT];

const SAFETY: Rule = Rule {
    id: "ref.safety",
    title: "Send no names of workers or families without their consent and a note on the risk",
    basis: "safeguard of the catalogue: families in North Korea face reprisals",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[State],
    needs: &[Part::Dossier],
    reads: &[&["dossier.names_persons", "dossier.consent", "dossier.risk_note"]],
    check: Check::Followup(|case| {
        let dossier = dossier(case)?;
        let covered = dossier.consent().yes() & Truth::from(dossier.risk_note().recorded().is_some());
        let exempt = Exempt::named("consent", "those named consent, and a note weighs the risk");
        Ok(dossier.names_persons().yes().prohibited().unless_claimed(exempt, covered))
    }),
    says: "The dossier names workers or families. It may go nowhere without their consent and a note that weighs the risk to them: \
        families in North Korea face reprisals.",
    consequence: "take the names out, or obtain consent and write the note, before anything is sent",
    ..Rule::ROW
};

/// What leads to a repatriation.
const REPATRIATION: &[&str] =
    &["un.2397.8", "un.2397.8.pending", "un.2397.8.attache", "un.2397.8.remote", "eu.dprk.repatriate"];

const NON_REFOULEMENT: Rule = Rule {
    id: "ref.nonrefoul",
    title: "Ask for the exceptions and the ban on refoulement before a repatriation",
    basis: "UNSCR 2397 (2017) para 8; Charter of Fundamental Rights arts 18-19",
    in_force: &[since(1900, 1, 1)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[State],
    check: Check::Followup(|case| Ok(non_refoulement(case))),
    says: "Before anybody is repatriated ({rules}): excepted under resolution 2397 are {excepted}; on refoulement {refoulement}.",
    consequence: "run un.2397.8 with its exceptions and eu.nonrefoul first; hear each worker",
    ..Rule::ROW
};

fn non_refoulement(case: &Case<'_>) -> Answer {
    let leads = |finding: &&Finding| matches!(finding.outcome(), Prohibited | Violation | NeedsReview | Info);
    let leading: Vec<&Finding> = case.found_elsewhere(REPATRIATION).filter(leads).collect();
    if leading.is_empty() {
        return Answer::Silent;
    }
    let excepted: Vec<&Finding> =
        case.found_elsewhere(REPATRIATION).filter(|finding| finding.outcome() == Exempted).collect();
    let barred = acted(case, &["eu.nonrefoul"]);
    let excepted = said_of(case, "un", subjects(&excepted), "none");
    let refoulement = said_of(case, "eu", subjects(&barred), "nothing was found");
    let answer = if barred.is_empty() { Truth::Yes.info() } else { Truth::Yes.review().says("barred", BARRED) };
    let answer = answer.with("rules", rules(&leading).join(", ")).with("excepted", excepted);
    answer.with("refoulement", refoulement).attribute("triggers", rules(&leading).join(","))
}

const BARRED: &str = "Nobody may be repatriated yet ({rules}): eu.nonrefoul speaks for {refoulement}. Excepted under resolution 2397 are \
    {excepted}.";
