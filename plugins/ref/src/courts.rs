//! International courts: the European Court of Human Rights, the International Criminal Court.

use comity_sdk::{
    prelude::*,
    treaties::{
        Bound,
        complaints::{european_convention_span, rome_statute},
    },
    v1::Finding,
};

use crate::{
    dossier::{ADMISSIBILITY, CLOSED, FILER, Standing, closed, if_all},
    triggers::{END, PLACES, acted, ended, falls_into, hosts, hosts_of, places, refer, unknown_place},
};

pub(crate) const RULES: &[Rule] = &[STRASBOURG, THE_HAGUE];

const STRASBOURG: Rule = Rule {
    id: "ref.ecthr",
    title: "Apply to the European Court of Human Rights",
    basis: "European Convention on Human Rights, arts 4, 34 and 35; Protocol 15 for the four months",
    in_force: &[since(1953, 9, 3)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Dossier],
    reads: &[ADMISSIBILITY, PLACES, END, &["deployment.start"]],
    check: Check::Followup(strasbourg),
    says: "To the European Court of Human Rights, against {states}, by {last}: {rules}. To be shown: the State is responsible, failure \
        to inspect and to protect included; a significant disadvantage, unless respect for human rights asks for an examination.",
    referrals: &["European Court of Human Rights"],
    sources: &["S19"],
    ..Rule::ROW
};

/// Decisions from this day on have to be followed within four months, earlier ones within six.
const FOUR_MONTHS_SINCE: Date = Date::of(2022, 2, 1);

fn last_day(decided: Date) -> Date {
    decided.plus_months(if decided < FOUR_MONTHS_SINCE { 6 } else { 4 })
}

fn strasbourg(case: &Case<'_>) -> Checked {
    let findings = acted(case, &["ilo.c029.definition", "ilo.palermo"]);
    if findings.is_empty() {
        return after_the_end(case);
    }
    let reached: Vec<(&Finding, String)> = findings.iter().flat_map(|finding| respondents(case, finding)).collect();
    let mut states: Vec<String> = reached.iter().map(|(_, state)| state.clone()).collect();
    states.sort();
    states.dedup();
    if states.is_empty() {
        if let Some(missing) = unknown_place(case, &findings) {
            return Err(missing);
        }
        return Ok(closed(
            refer(case, &findings),
            "on the days of the facts the State was not bound by the Convention",
        ));
    }
    let findings: Vec<&Finding> = reached.into_iter().map(|(finding, _)| finding).collect();
    let dossier = Standing::of(case)?;
    let last = dossier.decided().map(last_day);
    let in_time = last.map_or(Truth::Unknown(dossier.dossier.remedies_exhausted_on().missing()), |last| {
        Truth::from(case.as_of <= last)
    });
    let shown = last.map(|last| last.to_string()).unwrap_or_default();
    let answer = refer(case, &findings).with("states", states.join(", ")).with("last", shown);
    let conditions = [
        (dossier.filed_by(&VICTIMS), "it is for a victim: a person, a group or an NGO"),
        (dossier.exhausted(), "domestic remedies are not exhausted"),
        (in_time, "the time since the final decision is over"),
        (dossier.named(), "it may not be anonymous"),
        (dossier.not_pending(), "the matter is before another international procedure"),
    ];
    // A way that is not open has no last day.
    let open = Truth::all(conditions.iter().map(|(holds, _)| holds.clone())).is_yes();
    if_all(last.filter(|_| open).into_iter().fold(answer, Answer::due), &conditions)
}

/// The months run when the deployment is over as a rule, and nothing goes on that could be found: what was found on earlier days can
/// still be brought.
fn after_the_end(case: &Case<'_>) -> Checked {
    const EARLIER: &str = "The deployment ended on {end}, so that nothing is found on this day. What is found on earlier days can go to the \
        European Court of Human Rights, against {states}, until {last}.";
    let last = Standing::of(case)?.decided().map(last_day).filter(|last| case.as_of <= *last);
    let (Some(end), Some(last)) = (ended(case), last) else { return Ok(Answer::Silent) };
    let start = case.record.deployment().recorded().and_then(|deployment| deployment.start().recorded());
    let bound = |state: &String| {
        european_convention_span(state).is_some_and(|(from, to)| {
            let left_before = to.zip(start).is_some_and(|(to, start)| to <= start);
            from < end && !left_before
        })
    };
    let states: Vec<String> = places(case).into_iter().filter(bound).collect();
    let answer = Truth::from(!states.is_empty()).info().with("states", states.join(", ")).with("end", end);
    Ok(answer.with("last", last).due(last).says("earlier", EARLIER).unreferred())
}

/// Whoever can claim to be a victim: persons, groups and organisations that are no authority, trade unions among them.
const VICTIMS: [Filer; 5] =
    [Filer::Victim, Filer::Representative, Filer::Ngo, Filer::WorkersOrganisation, Filer::EmployersOrganisation];

/// The States for which the Convention was in force on some day of a finding's fact.
fn respondents<'f>(case: &Case<'_>, finding: &'f Finding) -> Vec<(&'f Finding, String)> {
    let reached = |state: &String| european_convention_span(state).is_some_and(|span| falls_into(case, finding, span));
    hosts_of(case, finding).into_iter().filter(reached).map(|state| (finding, state)).collect()
}

const THE_HAGUE: Rule = Rule {
    id: "ref.icc",
    title: "Send information to the Prosecutor of the International Criminal Court",
    basis: "Rome Statute arts 7(1)(c), 12-15 and 17",
    in_force: &[since(2002, 7, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    reads: &[FILER, PLACES, &["parties.items.country"]],
    check: Check::Followup(|case| Ok(the_hague(case))),
    says: "To the Prosecutor of the International Criminal Court, by {ground}: {rules}. Anyone may send information, a State Party or the \
        Security Council refer. To be shown: a widespread or systematic attack; powers of ownership over persons, as by trafficking; \
        gravity; no genuine proceedings in a State.",
    referrals: &["Prosecutor of the International Criminal Court"],
    sources: &["S19"],
    ..Rule::ROW
};

fn the_hague(case: &Case<'_>) -> Answer {
    const UNKNOWN: &str = "Whether the International Criminal Court has jurisdiction is not known: the table of treaties does not say of \
        {states}. Started by: {rules}.";
    const NONE: &str = "No jurisdiction of the International Criminal Court without a referral by the Security Council: neither {places} \
        nor the States of the parties are States Parties. Started by: {rules}.";
    let findings = acted(case, &["ilo.c029.definition", "ilo.palermo"]);
    if findings.is_empty() {
        return Answer::Silent;
    }
    let places = hosts(case, &findings);
    let mut nationals: Vec<String> =
        case.parties().filter_map(|party| party.country().recorded()).map(str::to_owned).collect();
    nationals.sort();
    nationals.dedup();
    let of = |states: &[String], wanted: Bound| -> Vec<String> {
        states.iter().filter(|state| rome_statute(state, case.as_of) == wanted).cloned().collect()
    };
    let (territory, nationality) = (of(&places, Bound::Yes), of(&nationals, Bound::Yes));
    let answer = refer(case, &findings);
    if !territory.is_empty() {
        return answer.with("ground", format!("the territory of {}", territory.join(", ")));
    }
    if !nationality.is_empty() {
        let ground = format!("nationality, if those responsible are of {}", nationality.join(", "));
        return answer.with("ground", ground);
    }
    let mut unknown = of(&places, Bound::Unknown);
    unknown.extend(of(&nationals, Bound::Unknown));
    unknown.sort();
    unknown.dedup();
    let known = unknown.is_empty() && unknown_place(case, &findings).is_none();
    if known {
        let places = if places.is_empty() { "PRK".to_owned() } else { places.join(", ") };
        answer.with("places", places).says(CLOSED, NONE).unreferred()
    } else {
        let states = if unknown.is_empty() { "a site without a country".to_owned() } else { unknown.join(", ") };
        answer.with("states", states).says("ratification", UNKNOWN).unreferred()
    }
}
