//! Payments to persons on the Republic's own list of sanctions, which need a permission of the Bank of Korea.

use comity_sdk::{
    EVERYBODY, Entries, LISTS, PAYMENT,
    hosts::{LINE, WORK, id},
    is_carried_out, is_list,
    prelude::*,
};

use crate::KOREA;

pub(crate) const RULES: &[Rule] = &[PAYMENTS];

/// The Republic's own list of persons tied to North Korea, of 2016-03-08 and later.
pub(crate) const LIST: &str = "KR-DPRK";

const PAYMENTS: Rule = Rule {
    id: "kr.fx",
    title: "whether somebody on the Republic's own list is paid without a permission of the Bank of Korea",
    basis: "Foreign Exchange Transactions Act art. 15; guidelines of the Minister",
    // The row says "per listing": the day of the entry decides. The Act has been in force since 1999.
    in_force: &[since(1999, 4, 1)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: EVERYBODY,
    reads: &[LISTS, PAYMENT, WORK, LINE, &["transactions.items.authorisation_ref", "wages.items.payee"]],
    check: Check::Several(&[
        Check::Transaction(|case, payment| Ok(paid(case, payment))),
        Check::Wage(|case, line| Ok(wages(case, line))),
    ]),
    says: "{party} is on the Republic of Korea's list of persons tied to North Korea, and {what} goes to it without a recorded \
        permission of the Bank of Korea.",
    consequence: "do not pay; ask the Bank of Korea for a permission",
    ..Rule::ROW
};

const GOES: &str = "{party} is on the Republic of Korea's list of persons tied to North Korea, and {what} goes to it.";
const PERMITTED: &str = "permission of the Bank of Korea";

fn listed<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    case.listed(party, Entries { list: &|printed| is_list(printed, LIST), programme: None })
}

fn paid<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    if !is_carried_out(payment) {
        return Answer::Silent;
    }
    let payee = payment.payee();
    let listed = match payee.recorded() {
        Some(_) => case.named(payee, |party| listed(case, party)),
        None if any_listed(case) => payee.missing().into(),
        None => Truth::No,
    };
    if listed.is_no() {
        return Answer::Silent;
    }
    let answer = (listed & case.payment_touches(payment, KOREA)).prohibited();
    let answer = match payment.authorisation_ref().recorded() {
        Some(permission) => answer.says("permitted", GOES).claimed_by(Some(permission), PERMITTED),
        None => answer,
    };
    let answer = answer.to(&case.bound_by_payment(payment, KOREA)).with("party", payee.recorded().unwrap_or_default());
    answer.with("what", format_args!("payment {}", id(&payment.raw().id)))
}

/// Somebody of the record is on the list: then a payment that names nobody may be theirs.
fn any_listed(case: &Case<'_>) -> bool {
    case.quietly(|| case.parties().any(|party| !listed(case, party).is_no()))
}

/// Wages that go to a listed sender, for work in the Republic or from an employer of it.
fn wages<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Answer {
    let ours = case.pay_touches(line, KOREA);
    if ours.is_no() {
        return Answer::Silent;
    }
    let answer = case.parties_as(PartyRole::Sender).fold(Answer::Silent, |so_far, sender| {
        let listed = listed(case, sender);
        let paid = if listed.is_no() { listed } else { listed & line.payee().is(Payee::Sender) & ours.clone() };
        so_far.or(paid.prohibited().with("party", id(&sender.raw().id)))
    });
    answer.to(&[Employer]).with("what", format_args!("pay {}", id(&line.raw().id)))
}
