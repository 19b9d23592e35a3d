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
        let assessment = case.assessed(Everybody, case.day());
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
    check: Check::Attached(|_, finding| {
        let raised = finding.rule_id == PROFIT.id && finding.outcome() == NeedsReview;
        Ok(Truth::from(raised).info())
    }),
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
        let all = || case.record.proceedings().recorded().into_iter().flat_map(Each::iter);
        let convictions = || all().filter(|one| is_closed_with(case, *one, ProceedingResult::Conviction).is_yes());
        let convicted =
            |since: Option<Date>| since.is_some() && convictions().any(|one| since <= one.closed_on().recorded());
        let dropped = all().map(|one| (one, is_closed_with(case, one, ProceedingResult::NotProsecuted)));
        let standing: Vec<_> = dropped.filter(|(one, _)| !convicted(one.closed_on().recorded())).collect();
        let sure = || standing.iter().filter(|(_, dropped)| dropped.is_yes()).map(|(one, _)| *one);
        let names: Vec<_> = sure().map(|one| one.raw().id.as_deref().unwrap_or_default()).collect();
        let first = sure().filter_map(|one| one.closed_on().recorded()).min();
        let answer = Truth::any(standing.iter().map(|(_, dropped)| dropped.clone())).info();
        Ok(answer.with("proceeding", names.join(", ")).since(first))
    }),
    says: "The decision not to prosecute ({proceeding}) may be challenged before the court of appeal.",
    consequence: "complaint to the court of appeal",
    sources: &["S27"],
    ..Rule::ROW
};

/// Whether a proceeding on forced labour or trafficking was closed by now with a result. One that has neither a result nor an end goes
/// on.
fn is_closed_with<'r>(case: &Case<'r>, proceeding: view::Proceeding<'r>, result: ProceedingResult) -> Truth {
    let (closed_on, closed_with) = (proceeding.closed_on(), proceeding.result());
    if closed_on.recorded().is_none() && closed_with.recorded().is_none() {
        return Truth::No;
    }
    let grave = [ProceedingSubject::ForcedLabour, ProceedingSubject::Trafficking];
    proceeding.subject().is_in(&grave) & closed_with.is(result) & closed_on.holds(|day| day <= case.as_of)
}
