//! The gates of the catalogue's section 0: us.person, us.nexus, us.gonk, us.nkperson, us.own50. Each answers a question
//! that many rules ask; none is a finding.
//!
//! What absence means here, besides "unknown":
//! - A party whose country is recorded, and is not the United States, is foreign unless `is_us_person` says otherwise.
//! - Nobody states of every firm in the world that it is no body of the North Korean State. Where the flag is absent,
//!   it is asked for only of those who may be one: a party in North Korea or nowhere known, a sender of its workers.
//! - Owners and signs of control count where they are recorded; a gap in a recorded list stays open.
//! - A party without lists was screened and is on none (cases.md).

mod listing;
mod owners;
mod status;

use comity_sdk::{
    Everybody,
    facts::{Each, Known, indicators::LocalLimits},
    prelude::*,
};

pub(crate) use listing::{blocked_with_government, designated, designated_for_north_korea, designated_since};
pub(crate) use owners::held_by;
pub(crate) use status::{government, nk_person};

/// The United States, as the list of countries has it: with the territories and possessions that have a code of their
/// own (31 CFR 510.326).
const UNITED_STATES: [&str; 7] = ["USA", "PRI", "GUM", "VIR", "ASM", "MNP", "UMI"];

/// Whether a country code stands for a place in the United States.
pub(crate) fn is_us(country: &str) -> bool {
    UNITED_STATES.contains(&country)
}

/// For rules about whoever takes part, with whatever role or none.
pub(crate) const EVERYONE: &[PartyRole] = &[];

/// us.person: a citizen or resident, a body under the law of the United States with its foreign branches, anyone there.
pub(crate) fn us_person(party: view::Party<'_>) -> Truth {
    let stated = party.is_us_person();
    match (stated.recorded(), party.country().recorded()) {
        (Some(answer), _) => answer.into(),
        (None, Some(country)) => is_us(country).into(),
        (None, None) => Truth::Unknown(stated.missing()),
    }
}

/// us.nexus of a payment: it touches the United States, or a person of the United States takes part.
pub(crate) fn payment_nexus<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    let touches = payment.us_nexus().yes();
    if touches.is_yes() {
        return touches;
    }
    let through = Truth::any(institutions(payment).map(|i| i.country().holds(is_us).unless_recorded()));
    touches | through | any_side(case, payment, us_person) | supported_by(case, payment, us_person)
}

/// us.nexus of a dealing without a payment, as the record states it: that a person of the United States stands in the
/// record does not say in which of its dealings it takes part.
pub(crate) fn other_nexus(case: &Case<'_>) -> Truth {
    case.record.us_nexus().yes()
}

/// The payments of the record by the evaluation date, or of no known day. One that is still to come says nothing of a dealing.
pub(crate) fn payments_by_now<'r>(case: &Case<'r>) -> impl Iterator<Item = view::Transaction<'r>> {
    let payments = case.record.transactions().recorded().into_iter().flat_map(Each::iter);
    payments.filter(|payment| case.quietly(|| payment.date().recorded()).is_none_or(|day| day <= case.as_of))
}

/// What the law of the host country adds to the indicators of forced labour.
pub(crate) fn limits(case: &Case<'_>) -> LocalLimits {
    case.quietly(|| case.local_limits(Everybody))
}

/// The recorded payments by now in which a party takes part; where there are any, they are the dealings with it.
pub(crate) fn payments_with<'r>(
    case: &Case<'r>,
    party: view::Party<'r>,
) -> impl Iterator<Item = view::Transaction<'r>> {
    let id = party.raw().id.as_deref();
    let takes_part = move |payment: &view::Transaction<'r>| {
        let helped = payment.facilitated_by().recorded().unwrap_or_default();
        id.is_some()
            && (payment.payer().recorded() == id
                || payment.payee().recorded() == id
                || institutions(*payment).any(|institution| institution.party().recorded() == id)
                || helped.iter().any(|other| Some(other.as_str()) == id))
    };
    payments_by_now(case).filter(takes_part)
}

/// Whether a party on either side of a payment passes a test: payer, payee, and their institutions.
pub(crate) fn any_side<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
    test: impl Fn(view::Party<'r>) -> Truth,
) -> Truth {
    either_side(case, payment, &test)
}

/// What is so of a party.
type Of<'a, 'r> = &'a dyn Fn(view::Party<'r>) -> Truth;

fn either_side<'r>(case: &Case<'r>, payment: view::Transaction<'r>, test: Of<'_, 'r>) -> Truth {
    let parties = Truth::any([payment.payer(), payment.payee()].map(|id| case.named(id, test)));
    parties | through(case, payment, test)
}

/// Whether an institution through which a payment goes, and which is a party, passes a test.
pub(crate) fn through<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
    test: impl Fn(view::Party<'r>) -> Truth,
) -> Truth {
    some_institution(case, payment, &test)
}

fn some_institution<'r>(case: &Case<'r>, payment: view::Transaction<'r>, test: Of<'_, 'r>) -> Truth {
    let ids = institutions(payment).filter_map(|institution| institution.party().recorded());
    Truth::any(ids.filter_map(|id| case.party(id)).map(test))
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
