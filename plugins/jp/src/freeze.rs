//! Assets of persons on the list of the 1718 Committee, or on Japan's own.

use comity_sdk::{
    EVERYBODY, Entries, LISTS, PAYMENT,
    facts::Known,
    hosts::{LINE, WORK, id},
    is_carried_out, is_list,
    prelude::*,
};

use crate::JAPAN;

pub(crate) const RULES: &[Rule] = &[FREEZE];

/// The lists whose persons are frozen: Japan's own of persons tied to North Korea, and the Committee's.
pub(crate) const FREEZING: [&str; 2] = ["JP-DPRK", "UN-1718"];

const FREEZE: Rule = Rule {
    id: "jp.freeze",
    title: "whether somebody on the list of the 1718 Committee, or on Japan's own, is paid or pays",
    basis: "Foreign Exchange and Foreign Trade Act arts 16 and 21",
    // The row says "per listing": the day of the entry decides. The Act has had these powers since its revision of 1998.
    in_force: &[since(1998, 4, 1)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: EVERYBODY,
    reads: &[LISTS, PAYMENT, WORK, LINE, &["transactions.items.authorisation_ref", "wages.items.payee"]],
    check: Check::Several(&[
        Check::Transaction(|case, payment| Ok(payment_of_listed(case, payment))),
        Check::Wage(|case, line| Ok(wages_to_listed(case, line))),
    ]),
    says: "{party} is on a list whose persons' assets Japan freezes, and {what} goes to it or comes from it.",
    consequence: "do not pay; a permission of the Minister of Finance is needed",
    ..Rule::ROW
};

const PERMITTED: &str = "permission under arts 16 and 21";

fn listed<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let freezes = |printed: &str| FREEZING.iter().any(|list| is_list(printed, list));
    case.listed(party, Entries { list: &freezes, programme: None })
}

fn payment_of_listed<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    if !is_carried_out(payment) {
        return Answer::Silent;
    }
    let touches = case.payment_touches(payment, JAPAN);
    if touches.is_no() {
        return Answer::Silent;
    }
    let sides = [payment.payee(), payment.payer()].into_iter().filter_map(Known::recorded);
    let answer = sides.filter_map(|id| case.party(id)).fold(Answer::Silent, |so_far, party| {
        let listed = listed(case, party);
        let frozen = if listed.is_no() { listed } else { listed & touches.clone() };
        so_far.or(frozen.prohibited().with("party", id(&party.raw().id)))
    });
    let unnamed = matches!(answer, Answer::Silent) && payment.payee().recorded().is_none() && any_listed(case);
    let answer = if unnamed { Answer::Open(payment.payee().missing()) } else { answer };
    let answer = answer.claimed_by(payment.authorisation_ref().recorded(), PERMITTED);
    answer.to(&case.bound_by_payment(payment, JAPAN)).with("what", format_args!("payment {}", id(&payment.raw().id)))
}

/// Somebody of the record is on a list: then a payment that names nobody may be theirs.
fn any_listed(case: &Case<'_>) -> bool {
    case.quietly(|| case.parties().any(|party| !listed(case, party).is_no()))
}

/// Wages that go to a listed sender, for work in Japan or from an employer of Japan.
fn wages_to_listed<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Answer {
    let ours = case.pay_touches(line, JAPAN);
    if ours.is_no() {
        return Answer::Silent;
    }
    let answer = case.parties_as(PartyRole::Sender).fold(Answer::Silent, |so_far, sender| {
        let listed = listed(case, sender);
        let frozen = if listed.is_no() { listed } else { listed & line.payee().is(Payee::Sender) & ours.clone() };
        so_far.or(frozen.prohibited().with("party", id(&sender.raw().id)))
    });
    answer.to(&[Employer]).with("what", format_args!("pay {}", id(&line.raw().id)))
}
