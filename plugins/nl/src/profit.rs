//! Article 273f of the Penal Code: intentional profit from exploitation, its penalty, and the way against a decision not to
//! prosecute.

use comity_sdk::{
    Everybody,
    facts::{Each, indicators::FIELDS},
    hosts::{HEAT, WORK},
    prelude::*,
};

use crate::NETHERLANDS;

pub(crate) const RULES: &[Rule] = &[PROFIT, NOT_PROSECUTED, PENALTY];

const PROFIT: Rule = Rule {
    id: "nl.273f.profit",
    title: "whether a principal or buyer intentionally profits from the exploitation of others",
    basis: "Penal Code art. 273f(1)(6), (2), text of May 2017",
    in_force: &[since(2006, 9, 1)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Principal],
    needs: &[Part::Workers, Part::Parties],
    reads: &[
        FIELDS,
        WORK,
        HEAT,
        &["parties.items.country", "orders.items.by", "orders.items.date", "orders.items.knowledge.items.known_on"],
    ],
    check: Check::Order(|case, order| {
        let buyer = case.named(order.by(), |party| party.country().is(NETHERLANDS) | works_here(case));
        if buyer.is_no() {
            return Ok(Answer::Silent);
        }
        let pieces = order.knowledge().get()?;
        // A piece of knowledge without a day is not earlier than anything.
        let knew = pieces.iter().any(|piece| piece.known_on().recorded().is_some_and(|day| day <= case.day()));
        if !knew {
            return Ok(Answer::Silent);
        }
        let limits = case.quietly(|| case.local_limits(Everybody));
        let assessment = case.assessment(case.day(), limits);
        if !assessment.suspected() {
            return Ok(Answer::Silent);
        }
        let answer = (buyer & assessment.tip_test()).review();
        Ok(answer.with("order", order.raw().id.as_deref().unwrap_or_default()).with("day", case.day()))
    }),
    says: "Order {order} was placed on {day} with knowledge of signs of exploitation where it is carried out. Whether the buyer profits \
        intentionally, which accepting a considerable chance is enough for, is for the prosecution.",
    consequence: "bring before the prosecution; stop or condition the orders",
    referrals: &["Public prosecutor"],
    sources: &["S19"],
    ..Rule::ROW
};

fn works_here(case: &Case<'_>) -> Truth {
    case.works_in(NETHERLANDS).unless_recorded()
}

const PENALTY: Rule = Rule {
    id: "nl.273f.penalty",
    title: "what the penalty for profit from exploitation is",
    basis: "Penal Code art. 273f(1), (3), text of 2017",
    in_force: &[since(2006, 9, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[Principal],
    check: Check::Attached(|_, finding| Ok(Truth::from(finding.rule_id == PROFIT.id).info())),
    says: "The penalty is up to 12 years of prison or a fine of the fifth category, and up to 15 years if two or more act together or \
        abuse a vulnerable position.",
    sources: &["S19"],
    ..Rule::ROW
};

const NOT_PROSECUTED: Rule = Rule {
    id: "nl.art12",
    title: "whether a decision not to prosecute may be challenged",
    basis: "Code of Criminal Procedure art. 12",
    in_force: &[since(2022, 12, 1)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    needs: &[Part::Proceedings],
    reads: &[&["proceedings.items.subject", "proceedings.items.result", "proceedings.items.closed_on"]],
    check: Check::Always(|case| {
        let grave = [ProceedingSubject::ForcedLabour, ProceedingSubject::Trafficking];
        let closed = |proceeding: &view::Proceeding<'_>, result: ProceedingResult| {
            let by_now = proceeding.closed_on().recorded().is_some_and(|day| day <= case.as_of);
            by_now
                && proceeding.result().recorded() == Some(result)
                && proceeding.subject().recorded().is_some_and(|subject| grave.contains(&subject))
        };
        let all = || case.record.proceedings().recorded().into_iter().flat_map(Each::iter);
        let convicted = all().any(|proceeding| closed(&proceeding, ProceedingResult::Conviction));
        let dropped = all().find(|proceeding| closed(proceeding, ProceedingResult::NotProsecuted));
        let Some(dropped) = dropped.filter(|_| !convicted) else { return Ok(Answer::Silent) };
        let answer = Truth::Yes.info().with("proceeding", dropped.raw().id.as_deref().unwrap_or_default());
        Ok(dropped.closed_on().recorded().into_iter().fold(answer, Answer::since))
    }),
    says: "The decision not to prosecute ({proceeding}) may be challenged before the court of appeal.",
    consequence: "complaint to the court of appeal",
    sources: &["S27"],
    ..Rule::ROW
};
