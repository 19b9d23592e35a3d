//! Regulation (EU) 2017/1509 arts 50, 52 and 53, and Directive (EU) 2024/1226: what is to be reported, getting around the
//! measures, claims that are not satisfied, and what a prosecutor may make of a breach.

use comity_sdk::{
    facts::{Each, calendar::Calendar},
    prelude::*,
};

use crate::{
    freeze::{
        IN_FORCE,
        assets::{are_frozen, refused, sides},
        id,
    },
    gates::{
        listing::{LISTS, List, listed},
        north_korea::{PERSONS, person},
        owners::{CONTROL, OWNERS, listed_or_owned, owned},
        places::{About as _, shared},
        scope::{bound, employment_in_scope, in_scope, payment_in_scope},
    },
    transfers::{AMOUNT, GROUP, TRANSFER, euros, linked_sum},
};

pub(crate) const RULES: &[Rule] = &[REPORT, CIRCUMVENTION, CLAIMS];

/// What is attached to other findings; runs last.
pub(crate) const ATTACHED: &[Rule] = &[CRIME];

const REPORT: Rule = Rule {
    id: "eu.dprk.report",
    title: "whether frozen property was reported at once",
    basis: "Regulation (EU) 2017/1509 art. 50",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Violation,
    addressees: &[Holder],
    reads: &[
        LISTS,
        OWNERS,
        CONTROL,
        &[
            "parties.items.country",
            "parties.items.is_eu_person",
            "parties.items.business_in_eu",
            "transactions.items.payer",
            "transactions.items.payee",
            "transactions.items.bank.party",
            "transactions.items.payer_institution.party",
            "transactions.items.payee_institution.party",
            "holdings.items.transaction",
            "holdings.items.party",
            "holdings.items.holder",
            "holdings.items.regime",
            "holdings.items.reported_on",
            "holdings.items.report_exemption_ref",
        ],
    ],
    check: Check::Holding(|case, holding| Ok(reported(case, holding))),
    says: "Property {holding} was frozen on {blocked}, and no report to the competent authority is recorded within {days} \
        working days. The Regulation asks for it immediately.",
    consequence: "inform the national authority and the Commission",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

/// The law says "immediately"; the catalogue takes no report for late before so many working days.
const REPORT_DAYS: u32 = 5;
const SECRECY: &str = "rule of professional secrecy or another ground on which it need not be reported";

fn reported<'r>(case: &Case<'r>, holding: view::Holding<'r>) -> Answer {
    let last = Calendar::WEEKDAYS.add_business_days(case.day(), REPORT_DAYS);
    let in_time = holding.reported_on().recorded().is_some_and(|day| day <= last);
    if in_time || case.as_of <= last || holding.regime().recorded() == Some(HoldingRegime::Us) {
        return Answer::Silent;
    }
    let theirs = frozen(case, holding);
    if theirs.is_no() {
        return Answer::Silent;
    }
    let holder = case.named(holding.holder(), |party| bound(case, party));
    let answer = (holder & theirs).violation().since(last.next());
    let answer = answer.with("holding", id(&holding.raw().id)).with("blocked", case.day()).with("days", REPORT_DAYS);
    answer.claimed_by(holding.report_exemption_ref().recorded(), SECRECY)
}

/// Whether property is frozen under this Regulation: for whose it is, or for somebody in the payment that was blocked.
fn frozen<'r>(case: &Case<'r>, holding: view::Holding<'r>) -> Truth {
    let test = |party: view::Party<'r>| are_frozen(case, party, List::NorthKorea);
    let payment = holding.transaction().recorded().and_then(|id| case.payment(id));
    let in_payment = payment.map_or(Truth::No, |payment| Truth::any(sides(case, payment).map(test)));
    let named =
        |payment: view::Transaction<'r>| payment.payer().recorded().is_some() && payment.payee().recorded().is_some();
    match holding.party().recorded() {
        None if payment.is_some_and(named) => in_payment,
        _ => in_payment | case.named(holding.party(), test),
    }
}

const CIRCUMVENTION: Rule = Rule {
    id: "eu.dprk.circumvent",
    title: "whether somebody takes part in getting around the measures against North Korea",
    basis: "Regulation (EU) 2017/1509 art. 52",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[
        PERSONS,
        LISTS,
        OWNERS,
        CONTROL,
        &[
            "parties.items.is_eu_person",
            "parties.items.business_in_eu",
            "parties.items.knowledge.items.known_on",
            "workers.items.nationality_as_declared",
            "workers.items.protection",
            "contracts.items.kind",
            "contracts.items.signed_on",
            "wages",
            "wages.items.payee",
            "wages.items.assigned_to",
            "transactions.items.payer",
            "transactions.items.payee",
            "transactions.items.executed",
            "transactions.items.rejected_on",
            "transactions.items.concealment",
            "transactions.items.knowledge.items.known_on",
        ],
    ],
    check: Check::Several(&[
        Check::Transaction(|case, payment| payment_in_scope(case, payment, || Ok(disguised(case, payment)))),
        Check::Workers(|case, group| employment_in_scope(case, group, || Ok(false_papers(case, group)))),
        Check::Contract(|case, contract| employment_in_scope(case, contract, || Ok(sole_traders(case, contract)))),
    ]),
    says: "Payment {payment} hides that North Korea is behind it, to the knowledge of who makes it.",
    consequence: "report; stop",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const DISGUISED: &str = "Payment {payment} hides that North Korea is behind it. Whether who makes it knows, and means to get \
    around the measures, is for review.";
const STANDS_IN: &str = "Payment {payment} goes to somebody who acts for {principal}, which is on the list of Regulation (EU) \
    2017/1509 or owned by persons who are. Whether who makes it knows, and means to get around the measures, is for review.";
const STANDS_IN_KNOWN: &str = "Payment {payment} goes, to the knowledge of who makes it, to somebody who acts for {principal}, which \
    is on the list of Regulation (EU) 2017/1509 or owned by persons who are.";
const FALSE_PAPERS: &str = "The papers of North Korean workers ({group}) state another nationality, {declared}. Whether that was \
    meant to get around the measures is for review.";
const FALSE_PAPERS_KNOWN: &str = "The papers of North Korean workers ({group}) state another nationality, {declared}, to the \
    knowledge of those who employ them.";
const SOLE_TRADERS: &str = "North Korean workers work since {signed} as sole traders ({contract}), and their pay goes where it \
    went before. Whether that was meant to get around the end of their permits is for review.";
const SOLE_TRADERS_KNOWN: &str = "North Korean workers work since {signed} as sole traders ({contract}), and their pay goes \
    where it went before, to the knowledge of those who employ them.";

/// The last day of renewals. Papers dated later stand in for the permits that were not renewed.
const NO_RENEWALS: Date = Date::of(2017, 10, 16);

/// Nobody states of every payment that nothing was hidden: it is asked where something is said to be.
fn disguised<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    if refused(payment) {
        return Answer::Silent;
    }
    let hidden = payment.concealment().holds(|what| what != Concealment::None).unless_recorded();
    if hidden.is_no() {
        return stood_in_for(case, payment);
    }
    let theirs = |party: view::Party<'r>| person(case, party) | listed(case, party, List::NorthKorea);
    let sides = [payment.payer(), payment.payee()].map(|side| case.named(side, theirs));
    let behind = case.prk() | Truth::any(sides);
    let answer =
        if known_to_payer(case, payment) { behind.prohibited() } else { behind.review().says("disguised", DISGUISED) };
    answer.with("payment", id(&payment.raw().id))
}

/// A payment to somebody who acts for a listed person, or for what such persons own.
fn stood_in_for<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    let payee = payment.payee().recorded().and_then(|id| case.party(id));
    let Some(payee) = payee.filter(|payee| listed(case, *payee, List::NorthKorea).is_no()) else {
        return Answer::Silent;
    };
    let Some(principal) = payee.acts_for().recorded().and_then(|id| case.party(id)) else { return Answer::Silent };
    let behind = listed_or_owned(case, principal, List::NorthKorea);
    let answer = if known_to_payer(case, payment) {
        behind.prohibited().says("stands_in_known", STANDS_IN_KNOWN)
    } else {
        behind.review().says("stands_in", STANDS_IN)
    };
    answer.with("payment", id(&payment.raw().id)).with("principal", id(&principal.raw().id))
}

fn false_papers<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Answer {
    let declared = group.nationality_as_declared().recorded().filter(|country| *country != "PRK");
    let Some(declared) = declared else { return Answer::Silent };
    let national = case.is_prk(group);
    let (known, key, says) = judged(case, ("papers", FALSE_PAPERS), ("papers_known", FALSE_PAPERS_KNOWN));
    let answer = if known { national.prohibited() } else { national.review() };
    answer.says(key, says).with("group", id(&group.raw().id)).with("declared", declared)
}

/// Those whom international protection lets work need no permit to hide.
fn sole_traders<'r>(case: &Case<'r>, contract: view::Contract<'r>) -> Answer {
    if contract.kind().recorded() != Some(ContractKind::SelfEmployed) || case.prk().is_no() {
        return Answer::Silent;
    }
    let theirs = case.worker_groups().filter(|group| shared(contract.groups(), group.groups()));
    let working = Truth::any(theirs.map(|group| case.is_prk(group) & !permitted(group)));
    if working.is_no() {
        return Answer::Silent;
    }
    let day = match contract.signed_on().get() {
        Ok(day) if NO_RENEWALS < day && day <= case.day() => day,
        Ok(_) => return Answer::Silent,
        Err(missing) => return Answer::Open(missing),
    };
    let fires = working & same_flow(case, contract.groups());
    let (known, key, says) = judged(case, ("sole_traders", SOLE_TRADERS), ("sole_traders_known", SOLE_TRADERS_KNOWN));
    let answer = if known { fires.prohibited() } else { fires.review() };
    answer.says(key, says).with("contract", id(&contract.raw().id)).with("signed", day)
}

fn permitted(group: view::WorkerGroup<'_>) -> Truth {
    group.protection().is_in(&[Protection::Refugee, Protection::Subsidiary]).unless_recorded()
}

/// Whether pay still goes to others than the workers; where no pay is recorded, that is for review.
fn same_flow(case: &Case<'_>, covered: Option<&[String]>) -> Truth {
    let wages = case.record.wages();
    let Some(lines) = wages.recorded() else { return Truth::Unknown(wages.missing()).or_review() };
    lines.any(|line| {
        if !shared(covered, line.groups()) {
            return Truth::No;
        }
        let assigned = matches!(line.assigned_to().recorded(), Some(Assignee::Sender | Assignee::State));
        Truth::from(assigned) | line.payee().is_in(&[Payee::Sender, Payee::State, Payee::Agent]).or_review()
    })
}

/// Whether those who employ or place the workers are recorded to have known by then, and what is said then.
fn judged(
    case: &Case<'_>,
    review: (&'static str, &'static str),
    known: (&'static str, &'static str),
) -> (bool, &'static str, &'static str) {
    use PartyRole as R;
    let employs = |party: &view::Party<'_>| {
        let roles = party.roles();
        [R::HostEmployer, R::Recruiter, R::Sender, R::User].into_iter().any(|role| roles.has(role))
    };
    let mut pieces = case.parties().filter(employs).filter_map(|party| party.knowledge().recorded());
    let knew = pieces.any(|pieces| known_by(case, pieces));
    let (key, says) = if knew { known } else { review };
    (knew, key, says)
}

/// Whether knowledge of a payment, or of who makes it, is recorded to have been there by its day.
pub(crate) fn known_to_payer<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> bool {
    let of_payment = payment.knowledge().recorded();
    let payer = payment.payer().recorded().and_then(|payer| case.party(payer));
    let of_payer = payer.and_then(|payer| payer.knowledge().recorded());
    [of_payment, of_payer].into_iter().flatten().any(|pieces| known_by(case, pieces))
}

/// Knowledge counts from its day; without a day it is not earlier than the fact.
fn known_by(case: &Case<'_>, pieces: Each<'_, Knowledge>) -> bool {
    pieces.iter().filter_map(|piece| piece.known_on().recorded()).any(|day| day <= case.day())
}

const CLAIMS: Rule = Rule {
    id: "eu.dprk.noclaims",
    title: "whether somebody of North Korea, or listed for it, claims money from a contract that the measures affect",
    basis: "Regulation (EU) 2017/1509 art. 53",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[EuPerson],
    reads: &[PERSONS, LISTS, OWNERS, CONTROL, &["ventures.claims_made.claimant", "ventures.claims_made.kind"]],
    check: Check::Claim(|case, claim| in_scope(case, || Ok(claimed(case, claim)))),
    says: "Claim {claim} of {claimant} is for money from a contract that the measures affect. It may not be satisfied.",
    consequence: "refuse the claim",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const OWN_WAGE: &str = "Claim {claim} is for a worker's own wage. The article names any other North Korean person beside those \
    listed: whether it covers a worker who is on no list and acts for nobody is for review.";
const AFFECTED: &str = "Claim {claim} is of {claimant}, North Korea's or listed for it. Whether the measures affect what it is \
    for, is for review.";

const LAYER: &str = "Claim {claim} is of {claimant}, which listed persons own only through an entity that they own in part. Whether \
    it may be satisfied is for review.";

fn claimed<'r>(case: &Case<'r>, claim: view::ClaimMade<'r>) -> Answer {
    let (claimant, kind) = (claim.claimant(), claim.kind());
    let own_wage = kind.is(ClaimKind::OwnWage);
    let answer = match claimant.recorded().map(|id| case.party(id)) {
        None if own_wage.is_yes() => case.prk().review().says("own_wage", OWN_WAGE),
        None if own_wage.is_no() => Answer::Open(claimant.missing()),
        None => own_wage.review(),
        Some(None) => Answer::Open(claimant.missing()),
        Some(Some(party)) => by_party(case, party, kind.recorded()),
    };
    answer.with("claim", id(&claim.raw().id)).with("claimant", claimant.recorded().unwrap_or("a worker"))
}

fn by_party<'r>(case: &Case<'r>, party: view::Party<'r>, kind: Option<ClaimKind>) -> Answer {
    let principal = party.acts_for().recorded().and_then(|id| case.party(id));
    let for_them = principal
        .map_or(Truth::No, |principal| listed_or_owned(case, principal, List::NorthKorea) | person(case, principal));
    let by_name = listed(case, party, List::NorthKorea);
    let held = owned(case, party, List::NorthKorea);
    let layer = held.through_layer;
    let named = by_name | held.or_review(party) | for_them;
    let theirs = || person(case, party);
    if layer && !named.is_yes() && !theirs().is_yes() {
        return Truth::Yes.review().says("layer", LAYER);
    }
    match kind {
        Some(ClaimKind::OwnWage) if !named.is_yes() => (named | theirs()).review().says("own_wage", OWN_WAGE),
        Some(ClaimKind::LabourLease | ClaimKind::OwnWage) => (named | theirs()).info(),
        _ => (named | theirs()).review().says("affected", AFFECTED),
    }
}

const CRIME: Rule = Rule {
    id: "eu.crime.2024",
    title: "whether a breach may be a criminal offence",
    basis: "Directive (EU) 2024/1226 arts 3-5, to be transposed by 2025-05-20",
    in_force: &[since(2025, 5, 20)],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[State],
    reads: &[AMOUNT, TRANSFER, GROUP],
    check: Check::Attached(criminal),
    says: "The breach by payment {payment} is of EUR {amount}, EUR 10 000 or more. If it was wilful, it is a criminal offence in \
        every Member State.",
    consequence: "refer to the prosecutor",
    referrals: &["ref.nca.sanctions.eu"],
    ..Rule::ROW
};

const LINKED_CRIME: &str = "The breach by payment {payment} and those linked with it is of EUR {amount}, EUR 10 000 or more. If it was \
    wilful, it is a criminal offence in every Member State.";

/// Below this amount Member States may leave a breach to other penalties.
const OFFENCE: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// Beside the first finding that prohibits a payment. Help for people in need is no offence.
fn criminal(case: &Case<'_>, finding: &Made) -> Checked {
    let first = |f: &Made| is_breach(f.rule_id) && f.outcome() == Prohibited && f.subject == finding.subject;
    if finding.subject.kind() != SubjectKind::Transaction || case.found(first).as_deref() != Some(finding) {
        return Ok(Answer::Silent);
    }
    let Some(payment) = case.payment(&finding.subject.id) else { return Ok(Answer::Silent) };
    if payment.purpose().recorded() == Some(TransactionPurpose::Humanitarian) {
        return Ok(Answer::Silent);
    }
    let linked = case.outcome_of("eu.dprk.linked", SubjectKind::Transaction, &finding.subject.id) == Some(Prohibited);
    let amount = if linked { linked_sum(case, payment)? } else { euros(payment)? };
    let answer = Truth::from(amount >= OFFENCE).info();
    let answer = if linked { answer.says("linked", LINKED_CRIME) } else { answer };
    Ok(answer.with("amount", amount.normalize()).with("payment", id(&payment.raw().id)))
}

/// Whether a rule is about a restrictive measure, or about whom one reaches through ownership.
fn is_breach(rule: &str) -> bool {
    rule.starts_with("eu.dprk.") || rule.starts_with("eu.ghr.") || rule == "eu.own.makeavail"
}
