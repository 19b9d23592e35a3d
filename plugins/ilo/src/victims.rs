//! What victims are owed: the Protocol of 2014 to Convention 29.

use comity_sdk::{Everybody, facts::Each, prelude::*, treaties::Instrument};

use crate::{
    indicators::{FIELDS, HEAT},
    standing::{HOST, judged},
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
    needs: &[Part::Workers, Part::Deployment, Part::Wages, Part::Complaints],
    reads: &[
        FIELDS,
        HOST,
        HEAT,
        &[
            "deployment.removed_on",
            "wages.items.final_settlement_on",
            "complaints.items.decided_on",
            "complaints.items.settled_on",
        ],
    ],
    check: Check::Always(remedy),
    says: "Workers who show signs of forced labour were removed on {day}, neither paid in full nor heard before; {standing}.",
    consequence: "give access to compensation from abroad",
    sources: &["S19"],
    ..Rule::ROW
};

fn remedy(case: &Case<'_>) -> Checked {
    let removed = case.record.deployment().recorded().and_then(|deployment| deployment.removed_on().recorded());
    let Some(removed) = removed.filter(|day| *day <= case.as_of) else { return Ok(Answer::Silent) };
    // On the day before, the deployment still ran.
    let limits = case.quietly(|| case.local_limits(Everybody));
    let assessment = case.assessment(removed.plus_days(-1), limits);
    let victims = assessment.score().candidate.clone() | assessment.forced_labour_definition();
    if victims.is_no() {
        return Ok(Answer::Silent);
    }
    let by_then = |day: Option<Date>| day.is_some_and(|day| day <= removed);
    let lines = case.record.wages().recorded().into_iter().flat_map(Each::iter);
    let paid = Truth::all(lines.map(|line| {
        let settled = line.final_settlement_on();
        if settled.recorded().is_some() {
            return by_then(settled.recorded()).into();
        }
        let nothing = line.payee().is(Payee::None) | line.received_by_worker().holds(|money| money.amount.is_zero());
        if nothing.is_yes() { Truth::No } else { settled.missing().into() }
    }));
    let complaints = case.record.complaints().recorded().into_iter().flat_map(Each::iter);
    let mut heard = complaints.map(|c| by_then(c.decided_on().recorded()) || by_then(c.settled_on().recorded()));
    if heard.any(|heard| heard) {
        return Ok(Answer::Silent);
    }
    let answer = judged(case, Everybody, Instrument::P029, victims & !paid, REMEDY.title)?;
    Ok(answer.since(removed).with("day", removed))
}

const PUNISHED: Rule = Rule {
    id: "ilo.p029.nonpunish",
    title: "whether victims were punished for what the exploitation compelled them to do",
    basis: "Protocol of 2014 to Convention 29 art. 4(2)",
    in_force: &[since(2016, 11, 9)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[HOST, &["coercion.items.punishments.items.who", "coercion.items.punishments.items.offence"]],
    check: Check::Punished(|case, entry, punishment| {
        let compelled = [Offence::UnlicensedWork, Offence::IllegalStay, Offence::Absconding];
        let victims = punishment.who().is(Punished::Worker) & punishment.offence().is_in(&compelled);
        let answer = judged(case, entry, Instrument::P029, victims, PUNISHED.title)?;
        Ok(answer.with("day", case.day()))
    }),
    says: "Workers were punished on {day} for an offence that the exploitation compelled them to; {standing}.",
    consequence: "lift the punishment",
    sources: &["S19"],
    ..Rule::ROW
};

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
