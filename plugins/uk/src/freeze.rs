//! The Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019: assets of designated persons are frozen, and
//! those of what they own or control.

use comity_sdk::{
    CONTROL, EVERYBODY, LISTS, OWNERS, PAYMENT, addressees, belongs_to, hosts::id, is_carried_out, prelude::*,
};

use crate::{
    UNITED_KINGDOM,
    designated::{BEHIND, By, anybody, controlled, designated, frozen, owned, owned_together},
};

pub(crate) const RULES: &[Rule] = &[FREEZE];

const FREEZE: Rule = Rule {
    id: "uk.freeze",
    title: "whether assets are those of a designated person, or of what such a person owns by more than half or controls",
    basis: "Democratic People's Republic of Korea (Sanctions) (EU Exit) Regulations 2019",
    in_force: &[since(2020, 12, 31)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: EVERYBODY,
    reads: &[LISTS, BEHIND, OWNERS, CONTROL, PAYMENT, &["transactions.items.authorisation_ref"]],
    check: Check::Several(&[
        Check::Party(&[], |case, party| Ok(of_party(case, party))),
        Check::Transaction(|case, payment| Ok(by_payment(case, payment))),
    ]),
    says: "{party} is a designated person. Its funds and economic resources are frozen, and none may be made available to it.",
    consequence: "freeze; report to the Treasury",
    ..Rule::ROW
};

const OWNED: &str = "A designated person owns more than half of {party}. Its funds and economic resources are frozen as that \
    person's.";
const CONTROLLED: &str = "A designated person controls {party} by a documented sign. Its funds and economic resources are frozen \
    as that person's.";
const TOGETHER: &str = "Designated persons own more than half of {party} together, and none of them does alone. Whether they act \
    jointly is for review.";
const COMMITTEE: &str = "{party} is on the list of the 1718 Committee, or somebody who is owns more than half of it or controls it. \
    Whether the United Kingdom's list names that person is for review.";
const PAID: &str = "Payment {payment} goes to, comes from or passes through somebody whose assets are frozen under the Regulations of 2019.";
const PAID_IN_DOUBT: &str = "Payment {payment} goes to, comes from or passes through somebody whose assets may be frozen under the \
    Regulations of 2019. Whether they are is for review.";
const LICENSED: &str = "licence of the Treasury";

/// What is said of a party: the certain before what is for review or open.
fn of_party<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    if !anybody(case, By::Either) {
        return Answer::Silent;
    }
    let certain = if anybody(case, By::Ours) { certain(case, party) } else { Answer::Silent };
    let answer = match certain {
        Answer::Fires(_) => certain,
        open => open.or(frozen(case, party, By::Either).review().says("committee", COMMITTEE)),
    };
    let ours = case.parties().filter(|other| belongs_to(*other, UNITED_KINGDOM).is_yes());
    answer.to(&addressees(ours)).with("party", id(&party.raw().id))
}

fn certain<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let named = designated(case, party, By::Ours);
    if named.is_yes() {
        return named.prohibited();
    }
    let owned = owned(case, party).prohibited().says("owned", OWNED);
    let controlled = controlled(case, party).prohibited().says("controlled", CONTROLLED);
    let together = owned_together(case, party).review().says("together", TOGETHER);
    named.prohibited().or(owned).or(controlled).or(together)
}

/// A payment to or from somebody whose assets are frozen, which touches the United Kingdom.
fn by_payment<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    if !is_carried_out(payment) || !anybody(case, By::Either) {
        return Answer::Silent;
    }
    let touches = case.payment_touches(payment, UNITED_KINGDOM);
    if touches.is_no() {
        return Answer::Silent;
    }
    let sides = || case.in_payment(payment).into_iter();
    let sure = touches.clone() & Truth::any(sides().map(|party| frozen(case, party, By::Ours)));
    let in_doubt = || {
        let may_be = |party| frozen(case, party, By::Either) | owned_together(case, party);
        touches & Truth::any(sides().map(may_be))
    };
    let answer = match sure.prohibited().says("paid", PAID) {
        certain @ Answer::Fires(_) => certain,
        open => open.or(in_doubt().review().says("paid_in_doubt", PAID_IN_DOUBT)),
    };
    let unnamed = matches!(answer, Answer::Silent) && payment.payee().recorded().is_none();
    let answer = if unnamed { Answer::Open(payment.payee().missing()) } else { answer };
    let answer = answer.claimed_by(payment.authorisation_ref().recorded(), LICENSED);
    answer.to(&case.bound_by_payment(payment, UNITED_KINGDOM)).with("payment", id(&payment.raw().id))
}
