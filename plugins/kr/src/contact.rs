//! Contact, trade and contracts with North Koreans, which need a report or an approval. The measures of 24 May 2010 left none for trade
//! and new investment outside Kaesong, and the complex there closed on 10 February 2016.

use comity_sdk::{
    EVERYBODY, addressees, belongs_to, facts::Known, hosts::id, is_carried_out, is_north_korean, prelude::*,
};

use crate::KOREA;

pub(crate) const RULES: &[Rule] = &[CONTACT];

/// Approvals for trade and new investment may no longer stand from this day on.
const NARROWED: Date = Date::of(2010, 5, 24);

const CONTACT: Rule = Rule {
    id: "kr.contact",
    title: "whether a person of the Republic of Korea deals with North Koreans without a report or an approval",
    basis: "Inter-Korean Exchange and Cooperation Act arts 9-2, 13 and 17",
    in_force: &[during((1990, 8, 1), (2010, 5, 24)), during((2010, 5, 24), (2016, 2, 10)), since(2016, 2, 10)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: EVERYBODY,
    reads: &[&[
        "parties.items.kind",
        "parties.items.roles",
        "parties.items.country",
        "parties.items.domicile",
        "parties.items.government_of_north_korea",
        "parties.items.contact_approval_ref",
        "workers.items.nationalities",
        "workers.items.korean_unspecified",
        "transactions.items.payer",
        "transactions.items.payee",
        "transactions.items.purpose",
        "transactions.items.executed",
        "transactions.items.rejected_on",
        "goods.items.market",
        "goods.items.origin",
        "goods.items.destination_country",
        "goods.items.importer",
        "goods.items.exported_on",
        "ventures.joint_ventures.partners",
        "ventures.investments.investor",
        "ventures.investments.target",
        "ventures.leases.lessor",
        "ventures.leases.lessee",
        "ventures.services.provider",
        "ventures.services.recipient",
    ]],
    check: Check::Several(&[
        Check::Party(HIRERS, |case, party| Ok(hires(case, party))),
        Check::Transaction(|case, payment| Ok(pays(case, payment))),
        Check::GoodsEntering(Market::Other, |case, goods| Ok(imports(case, goods))),
        Check::GoodsExported(|case, goods| Ok(exports(case, goods))),
        Check::JointVentureOpened(|case, venture| Ok(opens(case, venture))),
        Check::JointVentureExpanded(|case, venture| Ok(opens(case, venture))),
        Check::Investment(|case, investment| {
            let sides = [investment.investor(), investment.target()];
            Ok(between(case, sides, Dealing::Trade)
                .with("what", format_args!("investment {}", id(&investment.raw().id))))
        }),
        Check::Lease(|case, lease| {
            let sides = [lease.lessor(), lease.lessee()];
            Ok(between(case, sides, Dealing::Trade).with("what", format_args!("lease {}", id(&lease.raw().id))))
        }),
        Check::Service(|case, service| {
            let sides = [service.provider(), service.recipient()];
            Ok(between(case, sides, Dealing::Contact).with("what", format_args!("service {}", id(&service.raw().id))))
        }),
    ]),
    says: "{who}, of the Republic of Korea, deals with North Koreans ({what}), and no report or approval is recorded.",
    consequence: "stop; report the contact, or ask the Minister of Unification for approval",
    ..Rule::ROW
};

const DEALS: &str = "{who}, of the Republic of Korea, deals with North Koreans ({what}).";
const RESETTLED: &str = "{who}, of the Republic of Korea, deals with somebody from North Korea who lives in the Republic ({what}). Whether that \
    is a national of the Republic is for review.";
const STANDS: &str = "{who}, of the Republic of Korea, trades with North Koreans or invests with them ({what}). The measures of 24 May \
    2010 stopped that; whether the recorded approval still covers it is for review.";
const WHOSE: &str = "{who}, of the Republic of Korea, trades with North Koreans ({what}). One of those who may be meant has an approval; \
    whether it covers this is for review.";
const APPROVED: &str = "report or approval under the Inter-Korean Exchange and Cooperation Act";

/// Those who deal with the workers themselves.
const HIRERS: &[PartyRole] = &[PartyRole::Recruiter, PartyRole::HostEmployer, PartyRole::User];

/// What kind of dealing an approval has to cover.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dealing {
    Contact,
    /// Trade in goods, new investment, and leases.
    Trade,
}

fn ours(party: view::Party<'_>) -> Truth {
    belongs_to(party, KOREA)
}

/// Who takes on a crew that North Korea sends.
fn hires<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let ours = ours(party);
    if ours.is_no() {
        return Answer::Silent;
    }
    dealt(case, ours & crew(case), Some(party), Dealing::Contact).with("what", "the crew that it takes on")
}

/// Whether a crew is North Korea's: by its sender, or by its workers. Nationals of the Republic are none.
fn crew(case: &Case<'_>) -> Truth {
    let sent = Truth::any(case.parties_as(PartyRole::Sender).map(is_north_korean));
    let workers = case.record.workers();
    let national =
        workers.recorded().map_or_else(|| workers.missing().into(), |groups| groups.any(|group| northern(case, group)));
    if sent.is_yes() { sent } else { sent | national }
}

fn northern<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let codes = group.nationalities().recorded().unwrap_or_default();
    if codes.iter().any(|code| code == KOREA) { Truth::No } else { case.is_prk(group) }
}

fn pays<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    use TransactionPurpose as P;
    if !is_carried_out(payment) {
        return Answer::Silent;
    }
    let trade = payment.purpose().is_in(&[P::TradeContract, P::Investment]);
    let dealing = if trade.is_yes() { Dealing::Trade } else { Dealing::Contact };
    let answer = between(case, [payment.payer(), payment.payee()], dealing);
    answer.with("what", format_args!("payment {}", id(&payment.raw().id)))
}

fn imports<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Answer {
    let from = goods.origin().is("PRK");
    if from.is_no() {
        return Answer::Silent;
    }
    let importer = goods.importer();
    let into = goods.destination_country().is(KOREA);
    let theirs = if into.is_yes() { into } else { case.named(importer, ours) };
    let answer = match importer.recorded().and_then(|id| case.party(id)) {
        Some(party) => imported(case, from & theirs, party),
        None => traded(case, from & theirs),
    };
    answer.with("what", format_args!("goods {}", id(&goods.raw().id)))
}

/// Goods of an importer who is named. The approval of one of the Republic counts and that of a foreign one does not; of one of whom
/// nobody says whose it is, it is for review.
fn imported<'r>(case: &Case<'r>, traded: Truth, importer: view::Party<'r>) -> Answer {
    let ours = ours(importer);
    let known = ours.is_yes() || ours.is_no();
    if !known && importer.contact_approval_ref().recorded().is_some() {
        return traded.review().says("whose", WHOSE).to(&addressees([importer])).with("who", "Somebody");
    }
    dealt(case, traded, Some(importer).filter(|_| ours.is_yes()), Dealing::Trade)
}

fn exports<'r>(case: &Case<'r>, goods: view::Goods<'r>) -> Answer {
    let to = goods.destination_country().is("PRK");
    if to.is_no() {
        return Answer::Silent;
    }
    // Nobody is named as the exporter: whom it binds the record does not say.
    let answer = traded(case, to & goods.origin().is(KOREA)).to(&addressees(None));
    answer.with("what", format_args!("goods {}", id(&goods.raw().id)))
}

/// Trade in goods of which the record does not say whose it is: of the one party of the Republic that it holds. Of several it may be
/// any, and whether the approval of one of them covers it is for review.
fn traded(case: &Case<'_>, traded: Truth) -> Answer {
    let all: Vec<_> = case.parties().filter(|party| ours(*party).is_yes()).collect();
    let approved = all.iter().filter(|party| party.contact_approval_ref().recorded().is_some()).count();
    match all.as_slice() {
        [only] => dealt(case, traded, Some(*only), Dealing::Trade),
        [first, ..] if approved == all.len() => dealt(case, traded, Some(*first), Dealing::Trade),
        several if approved > 0 => {
            traded.review().says("whose", WHOSE).to(&addressees(several.iter().copied())).with("who", "Somebody")
        }
        _ => dealt(case, traded, None, Dealing::Trade),
    }
}

/// A venture that a partner of the Republic opens, or expands, with a North Korean one.
fn opens<'r>(case: &Case<'r>, venture: view::JointVenture<'r>) -> Answer {
    let partners = venture.partners();
    let Some(ids) = partners.recorded() else { return Answer::Open(partners.missing()) };
    let parties: Vec<_> = ids.iter().filter_map(|id| case.party(id)).collect();
    let partner = parties.iter().copied().find(|party| ours(*party).is_yes());
    let both = Truth::any(parties.iter().copied().map(ours)) & Truth::any(parties.iter().copied().map(is_north_korean));
    dealt(case, both, partner, Dealing::Trade).with("what", format_args!("venture {}", id(&venture.raw().id)))
}

/// A dealing of two parties, one of whom is of the Republic and the other North Korean.
fn between<'r>(case: &Case<'r>, [one, other]: [Known<'r, &'r str>; 2], dealing: Dealing) -> Answer {
    let way = |ours_is: Known<'r, &'r str>, theirs_is: Known<'r, &'r str>| {
        let mine = case.named(ours_is, ours);
        let both = if mine.is_no() { mine } else { mine & case.named(theirs_is, is_north_korean) };
        let party = ours_is.recorded().and_then(|id| case.party(id));
        if both.is_yes() && case.named(theirs_is, lives_here).is_yes() {
            let who = party.map_or("Somebody", |party| id(&party.raw().id));
            return both.review().says("resettled", RESETTLED).to(&addressees(party)).with("who", who);
        }
        dealt(case, both, party, dealing)
    };
    way(one, other).or(way(other, one))
}

/// Whether a person lives in the Republic, as those do whom it has resettled.
fn lives_here(party: view::Party<'_>) -> Truth {
    let here = party.domicile().recorded() == Some(KOREA);
    (here && party.kind().recorded() == Some(PartyKind::Individual)).into()
}

/// What is said of a dealing, and of the approval of the party that is of the Republic.
fn dealt<'r>(case: &Case<'r>, dealt: Truth, party: Option<view::Party<'r>>, dealing: Dealing) -> Answer {
    let approval = party.and_then(|party| party.contact_approval_ref().recorded());
    let doubtful = dealing == Dealing::Trade && case.day() >= NARROWED;
    let answer = match approval {
        Some(_) if doubtful => dealt.review().says("stands", STANDS),
        Some(approval) => dealt.prohibited().says("approved", DEALS).claimed_by(Some(approval), APPROVED),
        None => dealt.prohibited(),
    };
    let who = party.map_or("Somebody", |party| id(&party.raw().id));
    answer.to(&addressees(party)).with("who", who)
}
