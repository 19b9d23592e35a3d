//! What makes funds and economic resources available to a party: payments, wages, leases.

use comity_sdk::prelude::*;

use super::{
    assets::{authorised, kept_frozen, recipients, refused, unnamed},
    id,
};

/// With these: what is made available to a sender of workers.
pub(crate) const PROCEEDS: &[&str] = &[
    "parties.items.roles",
    "parties.items.country",
    "workers.items.nationalities",
    "workers.items.korean_unspecified",
    "wages.items.payee",
    "wages.items.assigned_to",
    "wages.items.period",
    "ventures.leases.lessee",
    "ventures.leases.from",
    "ventures.leases.to",
];

/// How something reaches a party.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Direct,
    /// Through a State or an agent.
    OtherHands,
}

/// What a rule says of a party that something reaches.
type Test = for<'r> fn(&Case<'r>, view::Party<'r>, Way) -> Answer;

fn about<'r>(case: &Case<'r>, party: view::Party<'r>, way: Way, test: Test) -> Answer {
    test(case, party, way).with("party", id(&party.raw().id))
}

/// A payment that reaches the party, or its institution.
pub(crate) fn by_payment<'r>(case: &Case<'r>, payment: view::Transaction<'r>, test: Test) -> Answer {
    if refused(payment) {
        return Answer::Silent;
    }
    let recipients = recipients(case, payment);
    let all = recipients.clone().map(|party| about(case, party, Way::Direct, test));
    let answer = all.fold(Answer::Silent, Answer::graver);
    let answer = authorised(unnamed(answer, payment.payee()), payment);
    kept_frozen(case, answer, payment, recipients).with("what", format_args!("payment {}", id(&payment.raw().id)))
}

/// Wages that go to the sender of the workers, or may reach it through other hands.
pub(crate) fn by_wages<'r>(case: &Case<'r>, line: view::WageLine<'r>, test: Test) -> Answer {
    let all = |way: Way| {
        let senders = case.parties_as(PartyRole::Sender);
        senders.map(|sender| about(case, sender, way, test)).fold(Answer::Silent, Answer::graver)
    };
    let assigned = line.assigned_to().recorded();
    let answer = match line.payee().get() {
        // Nobody was paid.
        Ok(Payee::None) => Answer::Silent,
        _ if assigned == Some(Assignee::Sender) => all(Way::Direct),
        Ok(Payee::Sender) => all(Way::Direct),
        Ok(Payee::State | Payee::Agent) => all(Way::OtherHands),
        Ok(_) if assigned == Some(Assignee::State) => all(Way::OtherHands),
        Ok(_) => Answer::Silent,
        Err(missing) => match all(Way::Direct) {
            Answer::Silent => Answer::Silent,
            _ => Answer::Open(missing),
        },
    };
    answer.with("what", format_args!("wages {}", id(&line.raw().id)))
}

/// Real property that is let to a party.
pub(crate) fn by_lease<'r>(case: &Case<'r>, party: view::Party<'r>, test: Test) -> Answer {
    let Some(ventures) = case.record.ventures().recorded() else { return Answer::Silent };
    let theirs = |lease: &view::Lease<'r>| {
        let lessee = lease.lessee().recorded();
        let ended = lease.to().recorded().is_some_and(|to| to <= case.day());
        lessee.is_some() && lessee == party.raw().id.as_deref() && !ended
    };
    let leases = ventures.leases().iter().filter(theirs);
    leases.fold(Answer::Silent, |so_far, lease| {
        so_far.graver(match lease.from().get() {
            Ok(from) if case.day() < from => Answer::Silent,
            Ok(_) => about(case, party, Way::Direct, test).with("what", format_args!("lease {}", id(&lease.raw().id))),
            Err(missing) => match about(case, party, Way::Direct, test) {
                Answer::Silent => Answer::Silent,
                _ => Answer::Open(missing),
            },
        })
    })
}
