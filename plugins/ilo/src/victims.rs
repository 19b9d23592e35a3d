//! What victims are owed: the Protocol of 2014 to Convention 29.

use comity_sdk::{
    Everybody,
    facts::{Each, indicators::Class},
    is_in_use,
    prelude::*,
    treaties::Instrument,
};

use crate::{
    forced_labour::{SERVICE, forced},
    indicators::{FIELDS, HEAT},
    standing::{HOST, Most, judged, judged_at, most},
};

pub(crate) const RULES: &[Rule] = &[REMEDY, PUNISHED, DILIGENCE];

const REMEDY: Rule = Rule {
    id: "ilo.p029.remedy",
    title: "whether victims were removed without access to a remedy or compensation",
    basis: "Protocol of 2014 to Convention 29 arts 1, 4(1)",
    in_force: &[since(2016, 11, 9)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Workers, Part::Wages, Part::Complaints],
    reads: &[
        FIELDS,
        HOST,
        HEAT,
        SERVICE,
        &[
            "deployment.removed_on",
            "wages.items.final_settlement_on",
            "complaints.items.decided_on",
            "complaints.items.settled_on",
        ],
    ],
    check: Check::Removal(remedy),
    says: "Workers who show signs of forced labour were removed on {day}, neither paid in full nor heard before; {standing}.",
    consequence: "give access to compensation from abroad",
    sources: &["S19"],
    ..Rule::ROW
};

fn remedy(case: &Case<'_>) -> Checked {
    let Some(deployment) = case.record.deployment().recorded() else { return Ok(Answer::Silent) };
    let removed = deployment.removed_on().get()?;
    // On the last day before, the deployment still ran.
    let last = deployment.end().recorded().map_or(removed, |end| end.min(removed)).plus_days(-1);
    let victims = victims(case, last).truth;
    if victims.is_no() {
        return Ok(Answer::Silent);
    }
    let by_then = |day: Option<Date>| day.is_some_and(|day| day <= removed);
    let wages = case.record.wages();
    let lines = || wages.recorded().into_iter().flat_map(Each::iter);
    let paid = Truth::all(lines().map(|line| {
        let settled = line.final_settlement_on();
        if settled.recorded().is_some() {
            return by_then(settled.recorded()).into();
        }
        let nothing = line.payee().is(Payee::None) | line.received_by_worker().holds(|money| money.amount.is_zero());
        if nothing.is_yes() { Truth::No } else { settled.missing().into() }
    }));
    // Where no line says what was paid, nobody was seen to be paid.
    let paid = if lines().next().is_none() { wages.missing().into() } else { paid };
    let complaints = case.record.complaints().recorded().into_iter().flat_map(Each::iter);
    let mut heard = complaints.map(|c| by_then(c.decided_on().recorded()) || by_then(c.settled_on().recorded()));
    if heard.any(|heard| heard) {
        return Ok(Answer::Silent);
    }
    let answer = judged_at(case, worked_on(case, last), Instrument::P029, victims & !paid, REMEDY.title)?;
    Ok(answer.with("day", removed))
}

/// The sites from which the workers were removed: those of their last day of work, or what is recorded of sites at all.
fn worked_on<'r>(case: &Case<'r>, last: Date) -> Vec<view::Worksite<'r>> {
    let used: Vec<_> = case.sites().filter(|site| is_in_use(*site, last)).collect();
    if used.is_empty() { case.sites().collect() } else { used }
}

/// Whether workers are victims on a day, and whether any sign is recorded that they are.
struct Victims {
    truth: Truth,
    signs: bool,
}

/// A candidate by the indicators, or the definition.
fn victims(case: &Case<'_>, on: Date) -> Victims {
    let assessment = case.assessed(Everybody, on);
    let score = assessment.score();
    let truth = score.candidate.clone() | forced(case, &assessment, Everybody);
    Victims { truth, signs: score.class > Class::None }
}

const PUNISHED: Rule = Rule {
    id: "ilo.p029.nonpunish",
    title: "whether victims were punished for what the exploitation compelled them to do",
    basis: "Protocol of 2014 to Convention 29 art. 4(2)",
    in_force: &[since(2016, 11, 9)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: &[
        FIELDS,
        HOST,
        HEAT,
        SERVICE,
        &["coercion.items.punishments.items.who", "coercion.items.punishments.items.offence"],
    ],
    check: Check::Punished(|case, entry, punishment| {
        let compelled = [Offence::UnlicensedWork, Offence::IllegalStay, Offence::Absconding];
        let punished = punishment.who().is(Punished::Worker) & punishment.offence().is_in(&compelled);
        if punished.is_no() {
            return Ok(Answer::Silent);
        }
        let victims = victims(case, case.day());
        let doubtful = victims.signs && !victims.truth.is_yes();
        let answer = if doubtful {
            most(case, entry, Instrument::P029, punished, PUNISHED.title, Most::Doubt("doubtful", DOUBTFUL))?
        } else {
            judged(case, entry, Instrument::P029, victims.truth & punished, PUNISHED.title)?
        };
        Ok(answer.with("day", case.day()))
    }),
    says: "Workers who show signs of forced labour were punished on {day} for an offence to which exploitation compels; {standing}.",
    consequence: "lift the punishment",
    sources: &["S19"],
    ..Rule::ROW
};

const DOUBTFUL: &str = "Workers were punished on {day} for an offence to which exploitation compels. Single signs of forced labour are \
    recorded; whether the workers are its victims is for review; {standing}.";

const DILIGENCE: Rule = Rule {
    id: "ilo.p029.diligence",
    title: "whether the principal made checks for the risk of forced labour by a crew that a State supplies",
    basis: "Protocol of 2014 to Convention 29 art. 2(e)",
    in_force: &[since(2016, 11, 9)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    reads: &[&["parties.items.roles", "parties.items.government_of_north_korea", "parties.items.due_diligence"]],
    check: Check::Party(&[PartyRole::Principal], |case, party| {
        let supplied = Truth::any(case.parties_as(PartyRole::Sender).map(|s| s.government_of_north_korea().yes()));
        if supplied.is_no() {
            return Ok(Answer::Silent);
        }
        let unchecked = (supplied & party.due_diligence().is(false)).info();
        Ok(unchecked.with("party", party.raw().id.as_deref().unwrap_or_default()))
    }),
    says: "{party} uses a crew that a State supplies, and made no checks for the risk of forced labour.",
    consequence: "make and record the checks",
    sources: &["S19"],
    ..Rule::ROW
};
