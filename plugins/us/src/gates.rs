//! The gates of the catalogue's section 0: us.person, us.nexus, us.gonk, us.nkperson, us.own50. Each answers a question
//! that many rules ask; none is a finding.
//!
//! What absence means here, besides "unknown":
//! - A party whose country is recorded, and is not the United States, is foreign unless `is_us_person` says otherwise.
//! - Nobody states of every firm in the world that it is no body of the North Korean State. Where the flag is absent,
//!   it is asked for only of those who may be one: a party in North Korea or nowhere known, a sender of its workers.
//! - Owners and signs of control count where they are recorded; a gap in a recorded list stays open.
//! - A party without lists was screened and is on none (cases.md).

mod owners;

use comity_sdk::{
    facts::{Known, Value},
    prelude::*,
};

pub(crate) use owners::held_by;

/// Every role, for rules about whoever takes part.
pub(crate) const ANY_ROLE: &[PartyRole] = &[
    PartyRole::Sender,
    PartyRole::Recruiter,
    PartyRole::HostEmployer,
    PartyRole::Principal,
    PartyRole::Buyer,
    PartyRole::User,
    PartyRole::Bank,
    PartyRole::Owner,
    PartyRole::Holder,
    PartyRole::Importer,
    PartyRole::Other,
    PartyRole::Parent,
];

/// us.person: a citizen or resident, a body under the law of the United States with its foreign branches, anyone there.
pub(crate) fn us_person(party: view::Party<'_>) -> Truth {
    let stated = party.is_us_person();
    match (stated.recorded(), party.country().recorded()) {
        (Some(answer), _) => answer.into(),
        (None, Some(country)) => (country == "USA").into(),
        (None, None) => Truth::Unknown(stated.missing()),
    }
}

/// us.nexus of a payment: it touches the United States, or a person of the United States takes part.
pub(crate) fn payment_nexus<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    let touches = payment.us_nexus().yes();
    if touches.is_yes() {
        return touches;
    }
    let through = Truth::any(institutions(payment).map(|i| i.country().is("USA").unless_recorded()));
    touches | through | any_side(case, payment, us_person) | supported_by(case, payment, us_person)
}

/// us.nexus of a dealing without a payment. Where payments are recorded they are the dealings.
pub(crate) fn other_nexus(case: &Case<'_>) -> Truth {
    let paid = case.record.transactions().recorded().is_some_and(|payments| !payments.is_empty());
    if paid { Truth::No } else { case.record.us_nexus().yes() }
}

/// Whether a party on either side of a payment passes a test: payer, payee, and their institutions.
pub(crate) fn any_side<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
    test: impl Fn(view::Party<'r>) -> Truth,
) -> Truth {
    let parties = Truth::any([payment.payer(), payment.payee()].map(|id| named(case, id, &test)));
    parties
        | Truth::any(
            institutions(payment).filter_map(|i| i.party().recorded()).filter_map(|id| case.party(id)).map(test),
        )
}

/// Whether a party that approved, financed, facilitated or guaranteed a payment passes a test.
pub(crate) fn supported_by<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
    test: impl Fn(view::Party<'r>) -> Truth,
) -> Truth {
    let ids = payment.facilitated_by().recorded().unwrap_or_default();
    Truth::any(ids.iter().filter_map(|id| case.party(id)).map(test))
}

/// The institutions through which a payment goes, as far as they are recorded.
pub(crate) fn institutions(payment: view::Transaction<'_>) -> impl Iterator<Item = view::Institution<'_>> {
    [payment.bank(), payment.payer_institution(), payment.payee_institution()].into_iter().filter_map(Known::recorded)
}

/// Whether the party that a field names passes a test.
pub(crate) fn named<'r>(case: &Case<'r>, id: Known<'r, &'r str>, test: impl Fn(view::Party<'r>) -> Truth) -> Truth {
    match id.get() {
        Ok(known) => case.party(known).map_or_else(|| Truth::Unknown(id.missing()), test),
        Err(missing) => Truth::Unknown(missing),
    }
}

/// us.gonk: the State, its agencies, what it owns by half or more or controls, who acts for it. No listing is needed.
pub(crate) fn government<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let acts = party.acts_for().recorded().and_then(|id| case.party(id)).map_or(Truth::No, stated_government);
    let bodies = |owner| stated_government(owner) | controlled_by(case, owner, stated_government);
    match stated_government(party) | acts | controlled_by(case, party, stated_government) | held_by(case, party, bodies)
    {
        Truth::No if may_be_government(case, party) => Truth::Unknown(party.government_of_north_korea().missing()),
        answer => answer,
    }
}

fn stated_government(party: view::Party<'_>) -> Truth {
    party.government_of_north_korea().yes().unless_recorded()
}

/// Whether the flag is absent and would be asked for.
fn may_be_government(case: &Case<'_>, party: view::Party<'_>) -> bool {
    let sends = party.roles().has(PartyRole::Sender) && !case.prk().is_no();
    let unstated = party.government_of_north_korea().recorded().is_none();
    unstated && (sends || party.country().recorded().is_none_or(|country| country == "PRK"))
}

/// us.nkperson: a citizen or national of North Korea, or what its Government or such a person owns or controls.
pub(crate) fn nk_person<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let national = |p: view::Party<'r>| p.country().is("PRK").unless_recorded();
    let known = national(party)
        | party.owned_by_north_korean_national().yes().unless_recorded()
        | controlled_by(case, party, national)
        | held_by(case, party, national);
    known | government(case, party)
}

/// Whether somebody who passes a test controls a party. An allegation without a document is for review.
pub(crate) fn controlled_by<'r>(
    case: &Case<'r>,
    party: view::Party<'r>,
    test: impl Fn(view::Party<'r>) -> Truth,
) -> Truth {
    let Some(signs) = party.control_indicators().recorded() else { return Truth::No };
    signs.any(|sign| {
        let begun = sign.from().recorded().is_none_or(|from| from <= case.day());
        let ended = sign.to().recorded().is_some_and(|to| to <= case.day());
        if !begun || ended || sign.refuted().recorded() == Some(true) {
            return Truth::No;
        }
        let documented = sign.documented();
        let shown = match documented.recorded() {
            Some(true) => Truth::Yes,
            _ => Truth::Unknown(documented.missing()).or_review(),
        };
        named(case, sign.by(), &test) & shown
    })
}

/// Whether a party is blocked under one of some programmes: by its own listing, or through listed owners (us.own50).
pub(crate) fn designated<'r>(case: &Case<'r>, party: view::Party<'r>, programmes: &[&str]) -> Truth {
    let listed = |p: view::Party<'r>| listed(case, p, programmes);
    listed(party) | held_by(case, party, listed)
}

/// Whether a list of the United States names a party under one of some programmes on the day. A day of listing that is
/// absent is for review.
fn listed<'r>(case: &Case<'r>, party: view::Party<'r>, programmes: &[&str]) -> Truth {
    let Some(entries) = party.lists().recorded() else { return Truth::No };
    entries.any(|entry| {
        let ours = entry.list().recorded().is_none_or(|list| list.starts_with("OFAC"));
        let ended = entry.delisted_on().recorded().is_some_and(|day| day <= case.day());
        if !ours || ended {
            return Truth::No;
        }
        let named = entry.programmes();
        if named.is_empty() {
            return Truth::Unknown(Missing::one(entry.at().of("programmes")));
        }
        entry.at().note("programmes", Value::Texts(named));
        let matches = named.iter().any(|tag| programmes.iter().any(|programme| same_tag(tag, programme)));
        Truth::from(matches) & entry.listed_on().holds(|day| day <= case.day()).or_review()
    })
}

/// Tags are printed in many ways: "[DPRK2]", "E.O. 13687", "DPRK-NKSPEA".
fn same_tag(printed: &str, tag: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect::<String>()
    };
    letters(printed) == letters(tag)
}

/// Whether a body of the North Korean State sends workers of its nationality here.
pub(crate) fn state_sender(case: &Case<'_>) -> Truth {
    case.prk() & Truth::any(case.parties_as(PartyRole::Sender).map(|sender| government(case, sender)))
}

/// As whom a finding about a party addresses it.
pub(crate) fn whom(party: view::Party<'_>) -> Addressee {
    if us_person(party).is_yes() { UsPerson } else { ForeignPerson }
}

/// The id of an entry, for messages.
#[expect(clippy::ref_option, reason = "the generated messages hold it so")]
pub(crate) fn id(id: &Option<String>) -> &str {
    id.as_deref().unwrap_or("without an id")
}
