//! Regulation (EU) 2017/1509 arts 21 and 22: transfers of funds to and from North Korea. Barred but for purposes that art. 21
//! names; those are free up to an amount and need an authorisation above it, alone or together with others that appear
//! linked.
//!
//! A transfer goes to or comes from North Korea where its country or an institution on that side says so. Where neither is
//! recorded, a party with its seat there leaves the question open, and one with its seat elsewhere answers it.

use comity_sdk::{
    facts::{Each, Known},
    prelude::*,
};

use crate::{
    freeze::{IN_FORCE, assets::refused, id},
    gates::{
        north_korea::{PRK, seat},
        scope::payment_in_scope,
    },
};

pub(crate) const RULES: &[Rule] = &[BAN, EXCEPTED, REMITTANCE_2016, REMITTANCE_2017, LINKED];

/// What a transfer reads.
pub(crate) const TRANSFER: &[&str] = &[
    "parties.items.country",
    "parties.items.domicile",
    "transactions.items.executed",
    "transactions.items.rejected_on",
    "transactions.items.to_country",
    "transactions.items.payer",
    "transactions.items.payee",
    "transactions.items.bank.country",
    "transactions.items.bank.party",
    "transactions.items.payer_institution.country",
    "transactions.items.payer_institution.party",
    "transactions.items.payee_institution.country",
    "transactions.items.payee_institution.party",
    "transactions.items.purpose",
    "transactions.items.authorisation_ref",
];

/// With these: what its amount reads.
pub(crate) const AMOUNT: &[&str] = &["transactions.items.amount", "transactions.items.amount_eur"];

/// With these: which transfers appear linked.
pub(crate) const GROUP: &[&str] = &["transactions.items.link_group", "transactions.items.date"];

const FREE_15K: Decimal = Decimal::from_parts(15_000, 0, 0, false, 0);
const FREE_5K: Decimal = Decimal::from_parts(5_000, 0, 0, false, 0);
/// Regulation (EU) 2017/1858 was adopted on this day "with immediate effect".
const ADOPTED: Date = Date::of(2017, 10, 16);
const LOWERED: Date = Date::of(2017, 10, 17);

const AUTHORISED: &str = "authorisation of a competent authority (art. 22)";
const UNSIZED: &str = "Payment {payment} transfers an amount that is not recorded to or from North Korea for an excepted purpose. Above \
    EUR 15 000 it needs a prior authorisation.";
const WITHIN: &str = "a purpose that art. 21 excepts, up to EUR 15 000";

const BAN: Rule = Rule {
    id: "eu.dprk.transfer.ban",
    title: "whether funds are transferred to or from North Korea for a purpose that is not excepted",
    basis: "Regulation (EU) 2017/1509 art. 21(1)-(3)",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[TRANSFER],
    check: Check::Transaction(|case, payment| payment_in_scope(case, payment, || Ok(barred(case, payment)))),
    says: "Payment {payment} transfers funds to or from North Korea, and its purpose is none that art. 21 excepts.",
    consequence: "block the transfer",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const NOT_EXCEPTED: &str = "Payment {payment} transfers funds to or from North Korea under an authorisation, and its purpose \
    is none for which art. 22 has one. Whether the authorisation covers it is for review.";

fn barred<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    let crosses = crosses(case, payment);
    if crosses.is_no() {
        return Answer::Silent;
    }
    let outside = crosses & payment.purpose().holds(|purpose| class(purpose) == Class::Other);
    let answer = match payment.authorisation_ref().recorded() {
        Some(_) => outside.review().says("authorised", NOT_EXCEPTED),
        None => outside.prohibited(),
    };
    answer.with("payment", id(&payment.raw().id))
}

const EXCEPTED: Rule = Rule {
    id: "eu.dprk.transfer.15k",
    title: "whether a transfer for an excepted purpose above EUR 15 000 was authorised",
    basis: "Regulation (EU) 2017/1509 arts 21(4) and 22(a)",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[TRANSFER, AMOUNT, GROUP],
    check: Check::Transaction(|case, payment| payment_in_scope(case, payment, || Ok(excepted(case, payment)))),
    says: "Payment {payment} transfers EUR {amount} to or from North Korea for an excepted purpose. Above EUR 15 000 it needs \
        a prior authorisation, and none is recorded.",
    consequence: "apply to the competent authority",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

fn excepted<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    let answer = of_class(case, payment, Class::Excepted).prohibited();
    if matches!(answer, Answer::Silent) {
        return answer;
    }
    let euros = euros(payment);
    let answer = authorised(answer, payment).with("payment", id(&payment.raw().id));
    let within = match euros {
        Ok(euros) => euros <= FREE_15K,
        Err(missing) if payment.authorisation_ref().recorded().is_none() => return Answer::Open(missing),
        Err(_) => false,
    };
    // What appears linked with others is judged by their sum.
    if within && matches!(linked(case, payment), Ok(Answer::Fires(_))) {
        return Answer::Silent;
    }
    let answer = answer.unless(Exempt::named("art.21.4", WITHIN), within.into());
    match euros {
        Ok(euros) => answer.with("amount", euros.normalize()),
        Err(_) => answer.says("unsized", UNSIZED),
    }
}

const REMITTANCE_2016: Rule = Rule {
    id: "eu.dprk.remit.15k@2016",
    title: "whether a personal remittance above EUR 15 000 to or from North Korea was authorised",
    basis: "Regulation (EU) 2017/1509 arts 21 and 22, before Regulation (EU) 2017/1858",
    in_force: &[during((2017, 9, 1), (2017, 10, 17))],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[TRANSFER, AMOUNT],
    check: Check::Transaction(|case, payment| {
        payment_in_scope(case, payment, || Ok(remitted(case, payment, FREE_15K, Outcome::Prohibited)))
    }),
    says: "Payment {payment} is a personal remittance of EUR {amount} to or from North Korea. Above EUR {limit} it needs an \
        authorisation, and none is recorded.",
    consequence: "apply to the competent authority",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S16"],
    ..Rule::ROW
};

const REMITTANCE_2017: Rule = Rule {
    id: "eu.dprk.remit.5k@2017",
    title: "whether a personal remittance above EUR 5 000 to or from North Korea was authorised",
    basis: "Regulation (EU) 2017/1509 arts 21(5) and 22(b), as amended by Regulation (EU) 2017/1858",
    in_force: &[during((2017, 10, 16), (2017, 10, 17)), since(2017, 10, 17)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[TRANSFER, AMOUNT],
    check: Check::Transaction(|case, payment| {
        payment_in_scope(case, payment, || {
            let adopted = case.day() == ADOPTED;
            let outcome = if adopted { Outcome::NeedsReview } else { Outcome::Prohibited };
            let answer = remitted(case, payment, FREE_5K, outcome);
            Ok(if adopted { answer.says("adopted", ON_ADOPTION) } else { answer })
        })
    }),
    says: REMITTANCE_2016.says,
    consequence: REMITTANCE_2016.consequence,
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1", "S16"],
    ..Rule::ROW
};

const ON_ADOPTION: &str = "Payment {payment} is a personal remittance of EUR {amount} to or from North Korea, made on \
    2017-10-16, the day on which the limit was lowered to EUR {limit}. Whether it already applied is for review.";

fn remitted<'r>(case: &Case<'r>, payment: view::Transaction<'r>, limit: Decimal, outcome: Outcome) -> Answer {
    let ours = of_class(case, payment, Class::Remittance);
    if ours.is_no() {
        return Answer::Silent;
    }
    let euros = euros(payment);
    let above = Truth::from(euros.clone().map(|euros| euros > limit));
    let answer = authorised((ours & above).gives(outcome), payment);
    let answer = euros.into_iter().fold(answer, |answer, euros| answer.with("amount", euros.normalize()));
    answer.with("limit", limit).with("payment", id(&payment.raw().id))
}

const LINKED: Rule = Rule {
    id: "eu.dprk.linked",
    title: "whether transfers that appear linked exceed together what is free for one",
    basis: "Regulation (EU) 2017/1509 art. 22(2)",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[TRANSFER, AMOUNT, GROUP],
    check: Check::Transaction(|case, payment| payment_in_scope(case, payment, || linked(case, payment))),
    says: "Payment {payment} brings the transfers to or from North Korea that belong to {group} to EUR {sum}. Above EUR \
        {limit} together they need an authorisation, and none is recorded.",
    consequence: "add linked transfers up; apply to the competent authority",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const LINKED_ON_ADOPTION: &str = "Payment {payment} brings the remittances to or from North Korea that belong to {group} to \
    EUR {sum} on 2017-10-16, the day on which the limit was lowered to EUR {limit}. Whether it already applied is for \
    review.";

/// The transfer that takes the sum over the limit, and each one after it. One that is above the limit by itself is the matter
/// of the row for its purpose.
fn linked<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Checked {
    let Some(group) = payment.link_group().recorded() else { return Ok(Answer::Silent) };
    let Some(ours) = payment.purpose().recorded().map(class).filter(|class| *class != Class::Other) else {
        return Ok(Answer::Silent);
    };
    let crosses = of_class(case, payment, ours);
    if crosses.is_no() {
        return Ok(Answer::Silent);
    }
    let own = euros(payment)?;
    let (sum, absent) = linked_before(case, payment, group, ours);
    let total = sum + own;
    let said = |truth: Truth, limit: Decimal, outcome: Outcome| {
        let answer = authorised(truth.gives(outcome), payment);
        answer
            .with("payment", id(&payment.raw().id))
            .with("group", group)
            .with("sum", total.normalize())
            .with("limit", limit)
    };
    let over = |limit: Decimal| match &absent {
        _ if own > limit => Truth::No,
        _ if total > limit => Truth::Yes,
        Some(missing) => missing.clone().into(),
        None => Truth::No,
    };
    let limit = free(ours, case.day());
    let answer = said(crosses.clone() & over(limit), limit, Outcome::Prohibited);
    if ours == Class::Remittance && case.day() == ADOPTED {
        let lowered = said(crosses & over(FREE_5K), FREE_5K, Outcome::NeedsReview);
        return Ok(answer.or(lowered.says("adopted", LINKED_ON_ADOPTION)));
    }
    Ok(answer)
}

/// The sum of the transfers of a group before one, by day and then as recorded, and what is absent for it.
fn linked_before<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
    group: &str,
    ours: Class,
) -> (Decimal, Option<Missing>) {
    let all = case.record.transactions().recorded();
    let before = |other: &view::Transaction<'r>, place: usize, own: Option<usize>| {
        let day = other.date().recorded();
        day.is_some_and(|day| day < case.day() || (day == case.day() && Some(place) < own))
    };
    let entries = || all.into_iter().flat_map(Each::iter).enumerate();
    let own = entries().position(|(_, other)| std::ptr::eq(other.raw(), payment.raw()));
    let (mut sum, mut absent) = (Decimal::ZERO, None::<Missing>);
    for (place, other) in entries() {
        let same = other.link_group().recorded() == Some(group) && before(&other, place, own);
        if !same || of_class(case, other, ours).is_no() {
            continue;
        }
        match euros(other) {
            Ok(euros) => sum += euros,
            Err(missing) => absent = [absent.take(), Some(missing)].into_iter().flatten().reduce(Missing::and),
        }
    }
    (sum, absent)
}

/// What a transfer and those linked with it until then come to, in euros.
///
/// # Errors
/// If an amount is absent.
pub(crate) fn linked_sum<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Result<Decimal, Missing> {
    let own = euros(payment)?;
    let purpose = payment.purpose().recorded().map(class);
    let Some((group, ours)) = payment.link_group().recorded().zip(purpose) else { return Ok(own) };
    let (sum, absent) = linked_before(case, payment, group, ours);
    absent.map_or(Ok(sum + own), Err)
}

/// What art. 21 makes of a purpose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    /// Food, health, agriculture or humanitarian, a trade contract, a funded project, a mission's official use.
    Excepted,
    /// A personal remittance.
    Remittance,
    /// Anything else.
    Other,
}

fn class(purpose: TransactionPurpose) -> Class {
    use TransactionPurpose as P;
    match purpose {
        P::Food | P::Health | P::Humanitarian | P::TradeContract | P::EuFundedProject | P::Diplomatic => {
            Class::Excepted
        }
        P::PersonalRemittance => Class::Remittance,
        P::Unspecified | P::LabourLease | P::Wages | P::Services | P::Investment | P::Other => Class::Other,
    }
}

fn free(class: Class, day: Date) -> Decimal {
    if class == Class::Remittance && day >= LOWERED { FREE_5K } else { FREE_15K }
}

/// Whether a transfer is free by its purpose and amount; what is not recorded frees nothing.
pub(crate) fn is_free(case: &Case<'_>, payment: view::Transaction<'_>) -> bool {
    let ours = payment.purpose().recorded().map_or(Class::Other, class);
    ours != Class::Other && euros(payment).is_ok_and(|euros| euros <= free(ours, case.day()))
}

/// Whether a payment is a transfer to or from North Korea for such a purpose. One without a purpose is the ban's matter.
fn of_class<'r>(case: &Case<'r>, payment: view::Transaction<'r>, ours: Class) -> Truth {
    let purpose = payment.purpose().holds(|purpose| class(purpose) == ours).unless_recorded();
    if purpose.is_no() { purpose } else { crosses(case, payment) }
}

/// Whether funds go to or come from North Korea.
pub(crate) fn crosses<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    if refused(payment) {
        return Truth::No;
    }
    let bank = payment.bank().recorded().map_or(Truth::No, |bank| bank.country().is(PRK));
    let to = payment.to_country();
    let arrives = match to.recorded() {
        Some(country) if country == PRK => Truth::Yes,
        Some(_) => institution_there(case, payment.payee_institution()).unwrap_or(Truth::No),
        None => end(case, payment.payee_institution(), payment.payee(), to.missing()),
    };
    if arrives.is_yes() || bank.is_yes() {
        return Truth::Yes;
    }
    let from = payment.payer_institution();
    arrives | end(case, from, payment.payer(), from.missing())
}

/// Whether one end of a transfer is in North Korea.
fn end<'r>(
    case: &Case<'r>,
    institution: Known<'r, view::Institution<'r>>,
    party: Known<'r, &'r str>,
    absent: Missing,
) -> Truth {
    if let Some(there) = institution_there(case, institution) {
        return there;
    }
    match party.recorded().and_then(|id| case.party(id)).and_then(seat) {
        Some(country) if country != PRK => Truth::No,
        _ => absent.into(),
    }
}

/// Whether an institution is in North Korea, where the record says where it is.
fn institution_there<'r>(case: &Case<'r>, institution: Known<'r, view::Institution<'r>>) -> Option<Truth> {
    let institution = institution.recorded()?;
    let own = institution.country().recorded();
    let country = own.or_else(|| institution.party().recorded().and_then(|id| case.party(id)).and_then(seat))?;
    Some((country == PRK).into())
}

/// The amount in euros: as paid, else as the caller converted it.
///
/// # Errors
/// If neither is recorded.
pub(crate) fn euros(payment: view::Transaction<'_>) -> Result<Decimal, Missing> {
    match payment.amount().recorded() {
        Some(money) if money.currency == Currency::EUR => Ok(money.amount),
        _ => payment.amount_eur().get(),
    }
}

/// An authorisation covers the transfer that names it.
pub(crate) fn authorised(answer: Answer, payment: view::Transaction<'_>) -> Answer {
    answer.claimed_by(payment.authorisation_ref().recorded(), AUTHORISED)
}
