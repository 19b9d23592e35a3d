//! Executive orders: section 1 of the catalogue, except the import ban of Order 13570, which is with the goods.
//!
//! Dealing with a blocked person is barred where it touches the United States: for each payment, or, in a record
//! without payments, for the party dealt with. What a party does may also expose it to designation; that is for
//! review and needs no nexus.

use comity_sdk::{
    Everybody,
    facts::{Each, sites},
    prelude::*,
};

use crate::{
    dealings::{self, Order, both, dealt_with, exposed, helped, licensed, paid, touching, unpaid},
    gates::{self, blocked_with_government, designated, designated_for_north_korea, government, id},
    reads, statutes,
};

pub(crate) const RULES: &[Rule] =
    &[EO_13382, EO_13551, EO_13687, EO_13722_1, EO_13722_2A4, EO_13722_3, EO_13810_1, EO_13810_4];

/// A ground on which the property of a person is blocked.
pub(crate) struct Ground {
    /// The rule that states it.
    pub(crate) rule: &'static Rule,
    /// Whether it covers a party.
    pub(crate) covers: Covers,
    /// The programmes of the list that it rests on; none for the one that needs no listing.
    pub(crate) tags: &'static [&'static str],
}

impl Ground {
    /// Since when it has covered a party: its own first day, or that of the listing.
    pub(crate) fn since<'r>(&self, case: &Case<'r>, party: view::Party<'r>) -> Option<Date> {
        let from = self.rule.version_on(case.day()).map(|version| version.from);
        from.max(gates::designated_since(case, party, self.tags))
    }
}

/// Whether something holds of a party.
pub(crate) type Covers = for<'r> fn(&Case<'r>, view::Party<'r>) -> Truth;

/// The grounds of us.510.201.
pub(crate) const GROUNDS: [Ground; 6] = [
    Ground { rule: &EO_13382, covers: |case, party| designated(case, party, NPWMD.tags), tags: NPWMD.tags },
    Ground { rule: &EO_13551, covers: |case, party| designated(case, party, DPRK.tags), tags: DPRK.tags },
    Ground { rule: &EO_13687, covers: |case, party| designated(case, party, DPRK2.tags), tags: DPRK2.tags },
    Ground { rule: &EO_13722_1, covers: by_status_or_ownership, tags: &[] },
    Ground { rule: &EO_13722_2A4, covers: |case, party| designated(case, party, DPRK3.tags), tags: DPRK3.tags },
    Ground { rule: &EO_13810_1, covers: |case, party| designated(case, party, DPRK4.tags), tags: DPRK4.tags },
];

/// The orders, with their tags on the list of specially designated nationals.
const NPWMD: Order = Order { name: "Executive Order 13382", tags: NPWMD_TAGS };
const DPRK: Order = Order { name: "Executive Order 13551", tags: &["DPRK", "EO13551"] };
const DPRK2: Order = Order { name: "Executive Order 13687", tags: &["DPRK2", "EO13687"] };
const DPRK3: Order = Order { name: "Executive Order 13722", tags: &["DPRK3", "EO13722"] };
const DPRK4: Order = Order { name: "Executive Order 13810", tags: &["DPRK4", "EO13810"] };
pub(crate) const NPWMD_TAGS: &[&str] = &["NPWMD", "EO13382"];
/// The statute of 2016, under which some are listed without any of the orders.
pub(crate) const NKSPEA_TAGS: &[&str] = &["DPRKNKSPEA", "NKSPEA"];
/// Every programme about North Korea alone.
pub(crate) const ANY_DPRK: &[&str] =
    &["DPRK", "EO13551", "DPRK2", "EO13687", "DPRK3", "EO13722", "DPRK4", "EO13810", "DPRKNKSPEA", "NKSPEA"];

const BLOCKED: &str = "block into an interest-bearing account, report within 10 business days";

const EO_13382: Rule = Rule {
    id: "us.13382",
    title: "Dealing with a person listed for the proliferation of weapons of mass destruction",
    basis: "Executive Order 13382 of 2005-06-28; 31 CFR part 544",
    in_force: &[since(2005, 6, 29)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson],
    reads: reads::DEALING,
    check: Check::Several(&[
        Check::Transaction(|case, payment| Ok(paid(case, payment, &NPWMD))),
        Check::Party(gates::EVERYONE, |case, party| Ok(dealt_with(case, party, &NPWMD))),
    ]),
    says: dealings::DEALT_WITH,
    consequence: BLOCKED,
    referrals: &["OFAC"],
    sources: &["S4"],
    ..Rule::ROW
};

const EO_13551: Rule = Rule {
    id: "us.13551",
    title: "Dealing with a person blocked for arms, luxury goods, laundering or illicit trade for North Korea",
    basis: "Executive Order 13551 of 2010-08-30; 31 CFR 510.201(a)(3)(i)-(ii)",
    in_force: &[since(2010, 8, 30)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson],
    reads: reads::DEALING,
    check: Check::Several(&[
        Check::Transaction(|case, payment| Ok(paid(case, payment, &DPRK))),
        Check::Party(gates::EVERYONE, |case, party| Ok(dealt_with(case, party, &DPRK))),
    ]),
    says: dealings::DEALT_WITH,
    consequence: BLOCKED,
    referrals: &["OFAC"],
    sources: &["S5", "S6"],
    ..Rule::ROW
};

const EO_13687: Rule = Rule {
    id: "us.13687",
    title: "Body or official of the Government or Workers' Party of North Korea: designated, or exposed to it",
    basis: "Executive Order 13687 of 2015-01-02",
    in_force: &[since(2015, 1, 2)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson, ForeignPerson],
    reads: reads::DEALING,
    check: Check::Several(&[
        Check::Transaction(|case, payment| Ok(paid(case, payment, &DPRK2))),
        Check::Party(gates::EVERYONE, |case, party| {
            let exposed = exposed(case, party, &DPRK2, government(case, party).review());
            Ok(dealt_with(case, party, &DPRK2).or(exposed))
        }),
    ]),
    says: "{party} belongs to the Government of North Korea, and may be designated under Executive Order 13687.",
    consequence: "designation blocks all its property in the United States",
    referrals: &["OFAC"],
    sources: &["S4", "S10", "S38"],
    ..Rule::ROW
};

/// Signed on 2016-03-15, effective the next day at 00:01: on the day itself it is for review.
const EO_13722_1: Rule = Rule {
    id: "us.13722.1",
    title: "Property of the Government or Workers' Party of North Korea, blocked without any listing",
    basis: "Executive Order 13722 s. 1; 31 CFR 510.201(a)(1)",
    in_force: &[during((2016, 3, 15), (2016, 3, 16)), since(2016, 3, 16)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson],
    reads: reads::DEALING,
    check: Check::Several(&[
        Check::Transaction(|case, payment| {
            let reached = touching(case, payment, |party| by_status_or_ownership(case, party));
            let body = || gates::any_side(case, payment, |party| government(case, party)).is_yes();
            let says = || if body() { PAID_BY_STATUS } else { PAID_BY_OWNERSHIP };
            let answer = by_status(case, reached, says);
            let answer = answer.or(helped(case, payment, |party| by_status_or_ownership(case, party)));
            Ok(licensed(answer.with("payment", id(&payment.raw().id)), payment))
        }),
        Check::Party(gates::EVERYONE, |case, party| {
            let blocked = || by_status_or_ownership(case, party);
            let body = || government(case, party).is_yes();
            let says = || if body() { DEALT_WITH_BY_STATUS } else { DEALT_WITH_BY_OWNERSHIP };
            let answer = unpaid(case, party, blocked, |reached| by_status(case, reached, says));
            Ok(answer.with("party", id(&party.raw().id)))
        }),
    ]),
    says: PAID_BY_STATUS,
    consequence: BLOCKED,
    referrals: &["OFAC"],
    sources: &["S5", "S10"],
    ..Rule::ROW
};

/// The ground that needs no listing.
pub(crate) const STATUS_ID: &str = EO_13722_1.id;
/// From this day on the property of the Government is blocked.
pub(crate) const BLOCKED_BY_STATUS_SINCE: Date = Date::of(2016, 3, 16);
/// The day of signature, on which the block by status is for review.
pub(crate) const SIGNED_13722: Date = Date::of(2016, 3, 15);

const PAID_BY_STATUS: &str =
    "Payment {payment} reaches the Government of North Korea, whose property is blocked without any listing.";
const DEALT_WITH_BY_STATUS: &str = "{party} belongs to the Government of North Korea, whose property is blocked \
    without any listing, and the dealing with it touches the United States.";
const PAID_BY_OWNERSHIP: &str = "Payment {payment} reaches somebody whom the Government of North Korea and other blocked persons own \
    by half or more together, and who is blocked without any listing.";
const DEALT_WITH_BY_OWNERSHIP: &str = "The Government of North Korea and other blocked persons own {party} by half or more together: \
    it is blocked without any listing, and the dealing with it touches the United States.";
const SIGNED: &str = "The Government of North Korea is dealt with on the day on which the block on its property was \
    signed. Whether the block held at that hour is for review.";

/// Whether a party is of the Government, or blocked because the Government and listed persons own it together.
fn by_status_or_ownership<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let body = government(case, party);
    if body.is_yes() { body } else { body | blocked_with_government(case, party) }
}

fn by_status(case: &Case<'_>, reached: Truth, says: impl Fn() -> &'static str) -> Answer {
    if case.day() == SIGNED_13722 {
        return reached.review().says("signed", SIGNED);
    }
    let answer = reached.prohibited();
    if matches!(answer, Answer::Fires(_)) { answer.says("status", case.quietly(says)) } else { answer }
}

const EO_13722_2A4: Rule = Rule {
    id: "us.13722.2a4",
    title: "Exporting workers from North Korea: designated for it, or exposed to it",
    basis: "Executive Order 13722 s. 2(a)(iv)",
    in_force: &[since(2016, 3, 16)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson, ForeignPerson],
    reads: reads::EXPORT_OF_WORKERS,
    check: Check::Several(&[
        Check::Transaction(|case, payment| Ok(paid(case, payment, &DPRK3))),
        Check::Party(gates::EVERYONE, |case, party| {
            let exposed = exposed(case, party, &DPRK3, exports_workers(case, party).review());
            let exposed = statutes::assured(case, exposed);
            Ok(dealt_with(case, party, &DPRK3).or(exposed))
        }),
    ]),
    says: "{party} takes part in sending workers from North Korea, and may be designated for it.",
    consequence: "designation blocks all its property in the United States",
    referrals: &["OFAC"],
    sources: &["S9"],
    ..Rule::ROW
};

/// Sender, broker, and who lodges the workers; never a worker.
fn exports_workers<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let sends = [PartyRole::Sender, PartyRole::Recruiter].iter().any(|role| party.roles().has(*role));
    both(Truth::from(sends) | lodges(case, party), || statutes::sent_abroad(case))
}

fn lodges<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let Some(ventures) = case.record.ventures().recorded() else { return Truth::No };
    ventures.leases().any(|lease| {
        let lessor = lease.lessor().recorded();
        if lessor.is_none() || lessor != party.raw().id.as_deref() {
            return Truth::No;
        }
        let ended = lease.to().recorded().is_some_and(|to| to <= case.day());
        lease.r#use().is(LeaseUse::Accommodation) & lease.from().holds(|from| from <= case.day()) & (!ended).into()
    })
}

const EO_13722_3: Rule = Rule {
    id: "us.13722.3",
    title: "Exports to North Korea, investment there, or support of such a dealing by a US person",
    basis: "Executive Order 13722 s. 3; 31 CFR 510.206 (facilitation: 510.211, number unsure)",
    in_force: &[since(2016, 3, 16)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson],
    reads: reads::SUPPORT,
    check: Check::Several(&[
        Check::Transaction(|case, payment| {
            let ours =
                case.named(payment.payer(), gates::us_person) | gates::supported_by(case, payment, gates::us_person);
            let reached = gates::any_side(case, payment, |party| government(case, party));
            let direct = both(ours.clone(), || reached).prohibited();
            let answer = match direct {
                Answer::Fires(_) => direct,
                _ => direct.or(both(ours, || through_other_hands(case, payment)).review().says("indirect", INDIRECT)),
            };
            Ok(licensed(answer.with("payment", id(&payment.raw().id)), payment))
        }),
        Check::GoodsExported(|_, goods| {
            let from_us = goods.origin().holds(gates::is_us) | goods.market().is(Market::Us);
            let answer = both(goods.destination_country().is("PRK"), || from_us).prohibited();
            let answer = answer.says("goods", "Goods went from the United States to North Korea.");
            Ok(answer.claimed_by(goods.licence_ref().recorded(), dealings::LICENCE))
        }),
        Check::Investment(|case, investment| {
            let ours = || case.named(investment.investor(), gates::us_person);
            let there = case.named(investment.target(), in_north_korea);
            let theirs = case.named(investment.target(), |party| north_korean(case, party));
            let direct = both(there, ours).prohibited().says("investment", INVESTMENT);
            Ok(direct.or(both(theirs, ours).review().says("investment_abroad", INVESTMENT_ABROAD)))
        }),
        Check::Service(|case, service| {
            let ours = || case.named(service.provider(), gates::us_person);
            let there = case.named(service.recipient(), in_north_korea);
            let theirs = case.named(service.recipient(), |party| north_korean(case, party));
            let direct = both(there, ours).prohibited().says("service", SERVICE);
            Ok(direct.or(both(theirs, ours).review().says("service_abroad", SERVICE_ABROAD)))
        }),
    ]),
    says: "A person of the United States pays, approves, finances or guarantees payment {payment}, which reaches a \
        body of the North Korean State.",
    consequence: "stop; a licence is needed",
    referrals: &["OFAC"],
    sources: &["S10", "S5"],
    ..Rule::ROW
};

const INVESTMENT: &str = "A person of the United States invests in North Korea.";
const INVESTMENT_ABROAD: &str = "A person of the United States invests in a North Korean undertaking outside North \
    Korea. Whether that is an investment in North Korea is for review.";
const SERVICE: &str = "A person of the United States serves a recipient in North Korea.";
const SERVICE_ABROAD: &str = "A person of the United States serves a North Korean recipient outside North Korea. \
    Whether that is an export to North Korea is for review.";

/// The order is about the place.
fn in_north_korea(party: view::Party<'_>) -> Truth {
    party.country().is("PRK")
}

/// A body of the Government, and, since the statute defines one, a North Korean person.
fn north_korean<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    if case.day() < PERSONS_DEFINED { government(case, party) } else { gates::nk_person(case, party) }
}

/// 22 USC 9202(13), us.nkperson.
const PERSONS_DEFINED: Date = Date::of(2017, 8, 2);

const INDIRECT: &str =
    "Payment {payment} by or with a person of the United States may reach the state sender through other hands.";

/// Whether a payment is for labour that a state sender supplies on the day.
fn through_other_hands<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    use TransactionPurpose as P;
    let supplied = || both(gates::state_sender(case), || sites::deployed(case.record, case.day()));
    both(payment.purpose().is_in(&[P::LabourLease, P::Wages, P::Services]), supplied)
}

const EO_13810_1: Rule = Rule {
    id: "us.13810.1",
    title: "North Korean person, or work in the named industries of North Korea: designated, or exposed to it",
    basis: "Executive Order 13810 s. 1 of 2017-09-20",
    in_force: &[since(2017, 9, 21)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson, ForeignPerson],
    reads: reads::PERSON,
    check: Check::Several(&[
        Check::Transaction(|case, payment| Ok(paid(case, payment, &DPRK4))),
        Check::Party(gates::EVERYONE, |case, party| {
            let person = gates::nk_person(case, party).review();
            let trade = || trades_with_north_korea(case, party).review().says("trade", TRADE);
            let work = || works_in_north_korea(case, party).review().says("work", WORK);
            let answer = if matches!(person, Answer::Fires(_)) { person } else { person.or(trade()).or(work()) };
            Ok(dealt_with(case, party, &DPRK4).or(exposed(case, party, &DPRK4, answer)))
        }),
    ]),
    says: "{party} is a North Korean person, and may be designated under Executive Order 13810.",
    consequence: "designation blocks all its property in the United States",
    referrals: &["OFAC"],
    sources: &["S11"],
    ..Rule::ROW
};

const TRADE: &str = "{party} imports from, or exports to, North Korea. Whether the trade is significant is for review; if \
    so, it may be designated under Executive Order 13810.";

const WORK: &str = "{party} has work done in North Korea in an industry that Executive Order 13810 names. Whether it operates there is \
    for review; if so, it may be designated.";

/// Whether a party employs, uses or orders work in North Korea in one of the named industries.
fn works_in_north_korea<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    use PartyRole as P;
    let by_role = [P::HostEmployer, P::User, P::Principal].iter().any(|role| party.roles().has(*role));
    let id = party.raw().id.as_deref();
    Truth::any(case.sites_of(Everybody).map(|site| {
        let there = site.country().is("PRK").unless_recorded();
        let theirs = || by_role || site.employer().recorded().is_some_and(|employer| Some(employer) == id);
        both(there, || both(theirs().into(), || Truth::any(case.groups_of(site).map(in_named_industry))))
    }))
}

fn in_named_industry(group: view::WorkerGroup<'_>) -> Truth {
    use Sector as S;
    group.sector().is_in(&[S::Construction, S::Shipyard, S::Manufacturing, S::Mining, S::Seafarer, S::It])
}

/// Whether a party is the importer of goods that came from North Korea or went there.
fn trades_with_north_korea<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let goods = case.record.goods().recorded();
    Truth::any(goods.into_iter().flat_map(Each::iter).map(|lot| {
        let theirs = lot.importer().recorded().is_some() && lot.importer().recorded() == party.raw().id.as_deref();
        let moved = [lot.entry_date().recorded(), lot.exported_on().recorded()].into_iter().flatten().min();
        let counts =
            theirs && moved.is_none_or(|day| EO_13810_1.in_force.iter().any(|v| v.holds_on(day)) && day <= case.day());
        let korean =
            || lot.origin().is("PRK").unless_recorded() | lot.destination_country().is("PRK").unless_recorded();
        both(counts.into(), korean)
    }))
}

const EO_13810_4: Rule = Rule {
    id: "us.13810.4",
    title: "Foreign bank that handles a significant payment for a blocked North Korean person or trade",
    basis: "Executive Order 13810 s. 4",
    in_force: &[since(2017, 9, 21)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Bank],
    reads: reads::FOREIGN_BANK,
    check: Check::Transaction(|case, payment| {
        let refused = payment.executed().recorded() == Some(false) && payment.rejected_on().recorded().is_some();
        if refused {
            return Ok(Answer::Silent);
        }
        // What the bank knew is for the reviewer: the evidence has the days.
        for known in payment.knowledge().recorded().into_iter().flat_map(Each::iter) {
            known.known_on().recorded();
        }
        let trade = payment.to_country().is("PRK").unless_recorded();
        let person = |party| government(case, party) | designated_for_north_korea(case, party);
        let reached = trade | gates::any_side(case, payment, person);
        Ok(both(reached, || foreign_bank(case, payment)).review().with("payment", id(&payment.raw().id)))
    }),
    says: "A bank outside the United States handles payment {payment} for a blocked North Korean person or its \
        trade. Whether it knew, and whether the payment is significant, is for review.",
    consequence: "limits on correspondent accounts, or blocking of the bank",
    referrals: &["OFAC"],
    sources: &["S11"],
    ..Rule::ROW
};

/// A branch abroad of a bank of the United States is no foreign one.
fn foreign_bank<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    let ours = |institution: view::Institution<'r>| {
        let party = institution.party().recorded().and_then(|id| case.party(id));
        party.is_some_and(|party| gates::us_person(party).is_yes())
    };
    let abroad = |institution: view::Institution<'r>| {
        let foreign = institution.country().holds(|country| !gates::is_us(country));
        if ours(institution) { Truth::No } else { foreign }
    };
    let none = gates::institutions(payment).next().is_none();
    let cash = none && payment.mode().recorded().is_some_and(|mode| mode != TransactionMode::Wire);
    if none && !cash {
        return Truth::Unknown(payment.bank().missing());
    }
    Truth::any(gates::institutions(payment).map(abroad))
}
