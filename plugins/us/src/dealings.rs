//! Dealings with blocked persons: a payment that reaches one and touches the United States, and, in a record without
//! payments, the party dealt with.

use comity_sdk::prelude::*;

use crate::gates::{self, designated, id};

const PAID_TO: &str = "Payment {payment} reaches a person blocked under {order}, and it touches the United States.";
pub(crate) const DEALT_WITH: &str =
    "{party} is blocked under {order}, and the dealing with it touches the United States.";
pub(crate) const LICENCE: &str = "licence of the Office of Foreign Assets Control";

/// An executive order under which persons are designated, with the tags of its programme on the list.
pub(crate) struct Order {
    pub(crate) name: &'static str,
    pub(crate) tags: &'static [&'static str],
}

/// A payment that reaches a person designated under an order.
pub(crate) fn paid<'r>(case: &Case<'r>, payment: view::Transaction<'r>, order: &Order) -> Answer {
    let reached = touching(case, payment, |party| designated(case, party, order.tags));
    let answer = reached.prohibited().says("payment", PAID_TO).to(&[UsPerson]);
    licensed(answer.with("payment", id(&payment.raw().id)).with("order", order.name), payment)
}

/// A party designated under an order, dealt with without a payment.
pub(crate) fn dealt_with<'r>(case: &Case<'r>, party: view::Party<'r>, order: &Order) -> Answer {
    let reached = unpaid(case, party, |p| designated(case, p, order.tags));
    let answer = reached.prohibited().says("dealing", DEALT_WITH).to(&[UsPerson]);
    answer.with("party", id(&party.raw().id)).with("order", order.name)
}

/// Whether a payment reaches somebody, and touches the United States.
pub(crate) fn touching<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
    test: impl Fn(view::Party<'r>) -> Truth,
) -> Truth {
    both(gates::any_side(case, payment, test), || gates::payment_nexus(case, payment))
}

/// Whether somebody is dealt with without a payment, and the dealing touches the United States.
pub(crate) fn unpaid<'r>(case: &Case<'r>, party: view::Party<'r>, test: impl Fn(view::Party<'r>) -> Truth) -> Truth {
    both(test(party), || gates::other_nexus(case))
}

/// Both; the second is asked, and made evidence, only where it can matter.
pub(crate) fn both(first: Truth, second: impl FnOnce() -> Truth) -> Truth {
    if first.is_no() { first } else { first & second() }
}

/// A licence covers the payment that names it.
pub(crate) fn licensed(answer: Answer, payment: view::Transaction<'_>) -> Answer {
    match payment.licence_ref().recorded() {
        Some(licence) => answer.unless_claimed(Exempt::named(licence, LICENCE), Truth::Yes),
        None => answer,
    }
}
