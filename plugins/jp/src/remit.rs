//! Payments to persons in North Korea. The row is unsure.

use comity_sdk::{
    PAYMENT,
    facts::exchange::{self, NoRate},
    hosts::id,
    is_carried_out,
    prelude::*,
};

use crate::{JAPAN, NORTH_KOREA};

pub(crate) const RULES: &[Rule] = &[REMITTANCE];

/// What may be paid for humanitarian ends.
const HUMANITARIAN_MOST: Money = Money { amount: Decimal::from_parts(100_000, 0, 0, false, 0), currency: YEN };
const YEN: Currency = Currency::of(*b"JPY");

const REMITTANCE: Rule = Rule {
    id: "jp.remit",
    title: "whether a person in North Korea is paid, other than up to JPY 100 000 for humanitarian ends",
    basis: "Foreign Exchange and Foreign Trade Act art. 16; decision of the Cabinet of February 2016",
    in_force: &[since(2016, 2, 26)],
    certainty: Low,
    worst: Prohibited,
    addressees: comity_sdk::EVERYBODY,
    reads: &[
        PAYMENT,
        &[
            "parties.items.kind",
            "transactions.items.purpose",
            "transactions.items.amount",
            "transactions.items.authorisation_ref",
        ],
    ],
    check: Check::Transaction(|case, payment| Ok(paid(case, payment))),
    says: "Payment {payment} goes from Japan to a person in North Korea.",
    consequence: "do not pay; a permission of the Minister of Finance is needed",
    ..Rule::ROW
};

const SMALL: &str = "a payment for humanitarian ends of JPY 100 000 at most";
const PERMITTED: &str = "permission under art. 16";

fn paid<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    if !is_carried_out(payment) {
        return Answer::Silent;
    }
    let there = goes_to_north_korea(case, payment);
    if there.is_no() {
        return Answer::Silent;
    }
    let answer = (there & case.payment_touches(payment, JAPAN)).prohibited();
    let answer = match payment.authorisation_ref().recorded() {
        Some(permission) => answer.claimed_by(Some(permission), PERMITTED),
        None => answer.unless(Exempt::named("humanitarian", SMALL), humanitarian(case, payment)),
    };
    answer.to(&case.bound_by_payment(payment, JAPAN)).with("payment", id(&payment.raw().id))
}

/// Whether the payee is in North Korea, or the money goes there. A payee elsewhere answers a country that is not recorded.
fn goes_to_north_korea<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    let sent = payment.to_country().is(NORTH_KOREA);
    if sent.is_yes() {
        return sent;
    }
    let person = case.named(payment.payee(), is_there);
    if person.is_no() { person } else { person | sent }
}

/// Whether a party is in North Korea: by its domicile, else a body by its law. Where its nationals live their nationality does not
/// say.
fn is_there(party: view::Party<'_>) -> Truth {
    if let Some(domicile) = party.domicile().recorded() {
        return (domicile == NORTH_KOREA).into();
    }
    let national = party.country().is(NORTH_KOREA);
    let natural = party.kind().recorded() == Some(PartyKind::Individual);
    if national.is_yes() && natural { party.domicile().missing().into() } else { national }
}

fn humanitarian<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    use TransactionPurpose as P;
    let ends = payment.purpose().is_in(&[P::Humanitarian, P::Food, P::Health]);
    if ends.is_no() {
        return ends;
    }
    let small = payment.amount().get().and_then(|money| {
        let yen = exchange::convert(money, YEN, case.day());
        yen.map(|yen| yen.amount <= HUMANITARIAN_MOST.amount).map_err(NoRate::missing)
    });
    ends & small.into()
}
