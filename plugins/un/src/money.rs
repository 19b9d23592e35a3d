//! Cash that is carried to North Korea, and pay that goes to its State: resolution 2094 (2013) paras 11 and 14.

use comity_sdk::{
    facts::exchange::{self, NoRate},
    prelude::*,
};

use crate::gates::{LISTS, NATIONALITY, NORTH_KOREA, id, listed};

pub(crate) const RULES: &[Rule] = &[CASH, PROGRAMME];

const CASH: Rule = Rule {
    id: "un.2094.cash",
    title: "whether bulk cash is carried to North Korea",
    basis: "Security Council resolution 2094 (2013) paras 11 and 14",
    in_force: &[since(2013, 3, 7)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[State],
    reads: &[&[
        "journeys.items.cash.amount",
        "journeys.items.cash.to_country",
        "journeys.items.cash.declaration_limit",
        "transactions.items.mode",
        "transactions.items.to_country",
        "transactions.items.executed",
        "transactions.items.rejected_on",
    ]],
    check: Check::Several(&[
        Check::Journey(carried),
        Check::Transaction(|_, payment| {
            let refused = payment.executed().recorded() == Some(false) || payment.rejected_on().recorded().is_some();
            let by_courier = payment.mode().is(TransactionMode::Courier).unless_recorded();
            if refused || by_courier.is_no() {
                return Ok(Answer::Silent);
            }
            let answer = (by_courier & payment.to_country().is(NORTH_KOREA)).review().says("courier", COURIER);
            Ok(answer.with("payment", id(&payment.raw().id)))
        }),
    ]),
    says: "{amount} are carried to North Korea, more than the {limit} that have to be declared.",
    consequence: "stop and inspect under national law",
    ..Rule::ROW
};

const COURIER: &str = "Payment {payment} is carried to North Korea in cash.";

fn carried<'r>(case: &Case<'r>, journey: view::Journey<'r>) -> Checked {
    let Some(cash) = journey.cash().recorded() else { return Ok(Answer::Silent) };
    let there = cash.to_country().is(NORTH_KOREA);
    if there.is_no() {
        return Ok(Answer::Silent);
    }
    let (amount, limit) = (cash.amount().get()?, cash.declaration_limit().get()?);
    let converted = exchange::convert(amount, limit.currency, case.day()).map_err(NoRate::missing)?;
    let answer = (there & (converted.amount > limit.amount).into()).review();
    Ok(answer.with("amount", amount).with("limit", limit))
}

const PROGRAMME: Rule = Rule {
    id: "un.wage.programme",
    title: "whether the pay of North Korean workers goes to the State or to a listed party",
    basis: "Security Council resolutions 2094 (2013) para. 11, 2321 (2016)",
    in_force: &[since(2013, 3, 7)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: &[
        LISTS,
        NATIONALITY,
        &[
            "parties.items.roles",
            "wages.items.worker_groups",
            "wages.items.payee",
            "wages.items.period",
            "wages.items.due_on",
            "transactions.items.payee",
            "transactions.items.purpose",
            "transactions.items.executed",
            "transactions.items.rejected_on",
        ],
    ],
    check: Check::Several(&[
        Check::Wage(|case, line| Ok(wages(case, line))),
        Check::Transaction(|case, payment| Ok(wage_pool(case, payment))),
    ]),
    says: "Pay of North Korean workers ({what}) goes to the State or to a listed party. Whether it finances programmes that are \
        barred is for review.",
    consequence: "enhanced due diligence",
    ..Rule::ROW
};

fn wages<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Answer {
    let national = Truth::any(case.groups_of(line).map(|group| case.is_prk(group)));
    if national.is_no() {
        return Answer::Silent;
    }
    let payee = line.payee();
    let to_sender = payee.is(Payee::Sender);
    let to_listed = if to_sender.is_no() { to_sender } else { to_sender & sender_listed(case) };
    let to_state = payee.is(Payee::State);
    (national & (to_state | to_listed)).review().with("what", format_args!("wages {}", id(&line.raw().id)))
}

/// Whether a sender is on the list; open where nobody says who sends.
fn sender_listed(case: &Case<'_>) -> Truth {
    let mut senders = case.parties_as(PartyRole::Sender).peekable();
    if senders.peek().is_none() {
        return case.record.parties().missing().into();
    }
    Truth::any(senders.map(|sender| listed(case, sender)))
}

fn wage_pool<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    let national = case.prk();
    if national.is_no() || payment.executed().recorded() == Some(false) || payment.rejected_on().recorded().is_some() {
        return Answer::Silent;
    }
    let pool = payment.purpose().is_in(&[TransactionPurpose::LabourLease, TransactionPurpose::Wages]);
    if pool.is_no() {
        return Answer::Silent;
    }
    let to_listed = case.named(payment.payee(), |payee| listed(case, payee));
    if to_listed.is_no() {
        return Answer::Silent;
    }
    (national & pool & to_listed).review().with("what", format_args!("payment {}", id(&payment.raw().id)))
}
