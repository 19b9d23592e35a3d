//! Regulation (EU) 2017/1509 arts 21(2), 23, 24 and 26: what banks may do with institutions of North Korea, and the care they
//! owe where they do.
//!
//! A payment that names no institution is not asked of banks; the rules on transfers judge who pays.

use comity_sdk::{
    facts::{Known, calendar::Calendar},
    prelude::*,
};

use crate::{
    freeze::{IN_FORCE, assets::refused, id},
    gates::{
        north_korea::{self, PERSONS, PRK, person},
        owners::{CONTROL, OWNERS},
        scope::{bound, payment_in_scope},
        states,
    },
    transfers::{AMOUNT, authorised, is_free},
};

pub(crate) const RULES: &[Rule] = &[DEALING, DILIGENCE];

/// What institutions read.
const INSTITUTIONS: &[&str] = &[
    "parties.items.is_eu_person",
    "parties.items.business_in_eu",
    "transactions.items.executed",
    "transactions.items.rejected_on",
    "transactions.items.bank.country",
    "transactions.items.bank.party",
    "transactions.items.bank.controlled_from_north_korea",
    "transactions.items.payer_institution",
    "transactions.items.payer_institution.country",
    "transactions.items.payer_institution.party",
    "transactions.items.payer_institution.controlled_from_north_korea",
    "transactions.items.payee_institution",
    "transactions.items.payee_institution.country",
    "transactions.items.payee_institution.party",
    "transactions.items.payee_institution.controlled_from_north_korea",
];

const DEALING: Rule = Rule {
    id: "eu.dprk.fi",
    title: "whether a bank deals with an institution of North Korea",
    basis: "Regulation (EU) 2017/1509 arts 21(2), 24 and 26",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[Bank],
    reads: &[
        PERSONS,
        OWNERS,
        CONTROL,
        INSTITUTIONS,
        AMOUNT,
        &[
            "transactions.items.purpose",
            "transactions.items.authorisation_ref",
            "ventures.services.kind",
            "ventures.services.provider",
            "ventures.services.recipient",
            "ventures.services.authorisation_ref",
        ],
    ],
    check: Check::Several(&[
        Check::Transaction(|case, payment| payment_in_scope(case, payment, || Ok(paid_through(case, payment)))),
        Check::Service(|case, service| Ok(served(case, service))),
    ]),
    says: "Payment {payment} goes through a bank of the Union and an institution that is in North Korea or controlled from \
        there.",
    consequence: "close the relation",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const SERVED: &str = "{provider} has an account, correspondent or other banking relation ({service}) with {recipient}, an \
    institution that is in North Korea or controlled from there.";
const EXCEPTED: &str = "a transfer for a purpose that art. 21 excepts, up to its limit";

fn paid_through<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    let answer = authorised(dealing(case, payment).prohibited(), payment).with("payment", id(&payment.raw().id));
    if matches!(answer, Answer::Silent) {
        return answer;
    }
    answer.unless_claimed(Exempt::named("art.21", EXCEPTED), is_free(case, payment).into())
}

/// Whether a payment joins a bank that the Union binds and an institution of North Korea.
fn dealing<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    if refused(payment) {
        return Truth::No;
    }
    let sides = [payment.bank(), payment.payer_institution(), payment.payee_institution()];
    let known = sides.into_iter().filter_map(Known::recorded);
    let known: Vec<_> = known.map(|institution| (institution, north_korean(case, institution))).collect();
    let theirs = Truth::any(known.iter().map(|(_, theirs)| theirs.clone()));
    if theirs.is_no() {
        return theirs;
    }
    let mut ours = Truth::any(known.into_iter().map(|(institution, theirs)| !theirs & of_union(case, institution)));
    for side in [payment.payer_institution(), payment.payee_institution()] {
        if side.recorded().is_none() {
            ours = ours | side.missing().into();
        }
    }
    theirs & ours
}

fn north_korean<'r>(case: &Case<'r>, institution: view::Institution<'r>) -> Truth {
    if institution.controlled_from_north_korea().recorded() == Some(true) {
        return Truth::Yes;
    }
    let country = institution.country();
    match (country.recorded(), institution.party().recorded().and_then(|id| case.party(id))) {
        (Some(code), None) => (code == PRK).into(),
        (Some(PRK), _) => Truth::Yes,
        (_, Some(party)) => person(case, party),
        (None, None) => country.missing().into(),
    }
}

fn of_union<'r>(case: &Case<'r>, institution: view::Institution<'r>) -> Truth {
    let country = institution.country();
    let there = country.holds(|code| states::is_member(code, case.day()));
    match institution.party().recorded().and_then(|id| case.party(id)) {
        Some(party) if country.recorded().is_none() => bound(case, party),
        Some(party) => there | bound(case, party),
        None => there,
    }
}

/// A banking relation that lasts: what one institution does for another.
fn served<'r>(case: &Case<'r>, service: view::Service<'r>) -> Answer {
    let financial = service.kind().is(ServiceKind::Financial);
    if financial.is_no() {
        return Answer::Silent;
    }
    let (provider, recipient) = (service.provider(), service.recipient());
    let theirs = |party: view::Party<'r>| {
        if party.roles().has(PartyRole::Bank) { person(case, party) } else { Truth::No }
    };
    let ours = |party: view::Party<'r>| north_korea::of_union(case, party);
    let one_way = case.named(recipient, theirs) & case.named(provider, ours);
    let other_way = case.named(provider, theirs) & case.named(recipient, ours);
    let answer = (financial & (one_way | other_way)).prohibited().says("service", SERVED);
    let answer = answer.claimed_by(service.authorisation_ref().recorded(), AUTHORISED);
    answer
        .with("service", id(&service.raw().id))
        .with("provider", id(&service.raw().provider))
        .with("recipient", id(&service.raw().recipient))
}

const AUTHORISED: &str = "authorisation of a competent authority";

const DILIGENCE: Rule = Rule {
    id: "eu.dprk.cdd",
    title: "whether a bank took the care that dealings with institutions of North Korea ask for",
    basis: "Regulation (EU) 2017/1509 art. 23",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Violation,
    addressees: &[Bank],
    reads: &[
        PERSONS,
        OWNERS,
        CONTROL,
        INSTITUTIONS,
        &[
            "transactions.items.payer_data_complete",
            "transactions.items.payee_data_complete",
            "transactions.items.proliferation_suspected_on",
            "transactions.items.fiu_reported_on",
        ],
    ],
    check: Check::Transaction(|case, payment| payment_in_scope(case, payment, || Ok(diligence(case, payment)))),
    says: "Payment {payment} with an institution of North Korea was carried out although data of the payer or payee are \
        missing.",
    consequence: "ask for the data; refuse what lacks them; report a suspicion promptly",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const UNREPORTED: &str = "A suspicion that payment {payment} finances proliferation arose on {suspected}, and no report to the \
    financial intelligence unit is recorded.";
const MEANWHILE: &str = "Payment {payment} was carried out after a suspicion that it finances proliferation ({suspected}), \
    before it was reported.";
const LATE: &str = "A suspicion that payment {payment} finances proliferation arose on {suspected} and was reported on \
    {reported}. Whether that was prompt is for review.";

const PENDING: &str = "A suspicion that payment {payment} finances proliferation arose on {suspected}, and no report to the \
    financial intelligence unit is recorded yet. It is due promptly.";
const SAME_DAY: &str = "Payment {payment} was carried out on the day on which a suspicion arose that it finances proliferation \
    ({suspected}), before that was reported. Which of the two came first is for review.";

/// After so many working days a report is not taken for prompt without a look, and none is taken for missing. Ours: the article
/// gives no number.
const PROMPT_DAYS: u32 = 5;

/// What was not carried out for want of data is what the article asks for; so is a report of a payment that was held back.
fn diligence<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    let suspicion = suspicion(case, payment);
    if refused(payment) {
        return suspicion;
    }
    let joins = dealing(case, payment);
    if joins.is_no() {
        return suspicion;
    }
    let incomplete = !payment.payer_data_complete().yes() | !payment.payee_data_complete().yes();
    let answer = (joins & incomplete).violation().with("payment", id(&payment.raw().id));
    match (answer, suspicion) {
        (hard @ Answer::Fires(_), _) => hard,
        (answer, suspicion) => suspicion.or(answer),
    }
}

fn suspicion<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    let Some(suspected) = payment.proliferation_suspected_on().recorded().filter(|day| *day <= case.as_of) else {
        return Answer::Silent;
    };
    let reported = payment.fiu_reported_on().recorded().filter(|day| *day <= case.as_of);
    let prompt = Calendar::WEEKDAYS.add_business_days(suspected, PROMPT_DAYS);
    let meanwhile = !refused(payment) && reported.is_none_or(|day| case.day() < day);
    let answer = match reported {
        _ if meanwhile && suspected < case.day() => Truth::Yes.violation().says("meanwhile", MEANWHILE),
        None if prompt < case.as_of => Truth::Yes.violation().says("unreported", UNREPORTED).since(prompt.next()),
        _ if meanwhile && suspected == case.day() => Truth::Yes.review().says("same_day", SAME_DAY),
        None if suspected < case.as_of => Truth::Yes.review().says("pending", PENDING).since(suspected.next()),
        Some(day) if prompt < day => Truth::Yes.review().says("late", LATE).with("reported", day).since(prompt.next()),
        _ => Answer::Silent,
    };
    answer.with("payment", id(&payment.raw().id)).with("suspected", suspected)
}
