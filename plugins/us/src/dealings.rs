//! Dealings with blocked persons: a payment that reaches one and touches the United States, and, in a record without
//! payments, the party dealt with.

use comity_sdk::prelude::*;

use crate::gates::{self, designated, designated_since, id};

const PAID_TO: &str = "Payment {payment} reaches a person blocked under {order}, and it touches the United States.";
pub(crate) const DEALT_WITH: &str =
    "{party} is blocked under {order}, and the dealing with it touches the United States.";
const APART: &str = "{party} is blocked, and the case touches the United States, but no recorded payment is with it. \
    Whether it is dealt with in another way is for review.";
const SUPPORTED: &str = "Somebody blocked approved, financed, facilitated or guaranteed payment {payment}, which touches the United \
    States. Whether the blocked person has an interest in it is for review.";
const DESIGNATED: &str =
    "{party} is blocked under {order}. Whether it is dealt with in a way that touches the United States is for review.";
pub(crate) const LICENCE: &str = "licence of the Office of Foreign Assets Control";

/// An executive order under which persons are designated, with the tags of its programme on the list.
pub(crate) struct Order {
    pub(crate) name: &'static str,
    pub(crate) tags: &'static [&'static str],
}

/// A payment that reaches a person designated under an order.
pub(crate) fn paid<'r>(case: &Case<'r>, payment: view::Transaction<'r>, order: &Order) -> Answer {
    let reached = touching(case, payment, |party| designated(case, party, order.tags));
    let answer = reached.prohibited().says("payment", PAID_TO);
    let answer = answer.or(helped(case, payment, |party| designated(case, party, order.tags))).to(&[UsPerson]);
    licensed(answer.with("payment", id(&payment.raw().id)).with("order", order.name), payment)
}

/// A party designated under an order, dealt with without a payment.
pub(crate) fn dealt_with<'r>(case: &Case<'r>, party: view::Party<'r>, order: &Order) -> Answer {
    let blocked = || designated(case, party, order.tags);
    let answer = unpaid(case, party, blocked, |reached| reached.prohibited().says("dealing", DEALT_WITH));
    let answer = answer.since(designated_since(case, party, order.tags));
    answer.to(&[UsPerson]).with("party", id(&party.raw().id)).with("order", order.name)
}

/// What a party does may expose it to designation; one that is designated is told as such.
pub(crate) fn exposed<'r>(case: &Case<'r>, party: view::Party<'r>, order: &Order, answer: Answer) -> Answer {
    let already = matches!(answer, Answer::Fires(_)) && case.quietly(|| designated(case, party, order.tags).is_yes());
    let answer = if already { answer.says("designated", DESIGNATED).with("order", order.name) } else { answer };
    answer.to(&[gates::whom(party)]).with("party", id(&party.raw().id))
}

/// Somebody blocked that only lends a hand to a payment which touches the United States.
pub(crate) fn helped<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
    test: impl Fn(view::Party<'r>) -> Truth,
) -> Answer {
    let helps = gates::supported_by(case, payment, test);
    both(helps, || gates::payment_nexus(case, payment)).review().says("supported", SUPPORTED)
}

/// Whether a payment reaches somebody, and touches the United States.
pub(crate) fn touching<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
    test: impl Fn(view::Party<'r>) -> Truth,
) -> Truth {
    both(gates::any_side(case, payment, test), || gates::payment_nexus(case, payment))
}

/// What follows where a blocked party is dealt with without a payment. A party of recorded payments is judged by them.
/// Where payments with others alone are recorded, they may be all there is: then it is for review.
pub(crate) fn unpaid<'r>(
    case: &Case<'r>,
    party: view::Party<'r>,
    blocked: impl FnOnce() -> Truth,
    follows: impl FnOnce(Truth) -> Answer,
) -> Answer {
    if gates::payments_with(case, party).next().is_some() {
        return Answer::Silent;
    }
    let touches = gates::other_nexus(case);
    if gates::payments_by_now(case).next().is_none() {
        return follows(both(blocked(), || touches));
    }
    both(touches.unless_recorded(), blocked).review().says("apart", APART)
}

/// Both; the second is asked, and made evidence, only where it can matter.
pub(crate) fn both(first: Truth, second: impl FnOnce() -> Truth) -> Truth {
    if first.is_no() { first } else { first & second() }
}

/// A licence covers the payment that names it.
pub(crate) fn licensed(answer: Answer, payment: view::Transaction<'_>) -> Answer {
    answer.claimed_by(payment.licence_ref().recorded(), LICENCE)
}
