//! eu.scope: whom the law of the Union binds. What is done in its territory, by its nationals and bodies anywhere, and in
//! business done with it. Craft under the jurisdiction of a Member State have no field in the record.

use comity_sdk::{
    any_of,
    facts::{Each, Known},
    has, is_in,
    policy::Predicate,
    prelude::*,
    recorded,
};

use super::{
    places::{self, About},
    states,
};

/// What the gate of the plugin reads.
pub(crate) const READS: &[&str] = &[
    "parties.items.country",
    "parties.items.domicile",
    "parties.items.is_eu_person",
    "parties.items.business_in_eu",
    "deployment.remote.works_in",
    "ventures.joint_ventures.country",
    "worksites.items.id",
    "worksites.items.country",
    "worksites.items.start",
    "worksites.items.end",
    "worksites.items.worker_groups",
    "goods.items.market",
    "goods.items.online_offer.currency",
    "goods.items.online_offer.ships_to_eu",
    "goods.items.origin",
    "goods.items.exported_on",
    "goods.items.destination_country",
    "parties.items.roles",
    "transactions.items.payer",
    "transactions.items.payee",
    "transactions.items.facilitated_by",
    "transactions.items.bank.party",
    "transactions.items.payer_institution.party",
    "transactions.items.payee_institution.party",
    "transactions.items.to_country",
    "transactions.items.bank.country",
    "transactions.items.payer_institution.country",
    "transactions.items.payee_institution.country",
    "journeys.items.country",
    "state.country",
];

/// Whether a country is a Member State.
type Member<'a> = &'a dyn Fn(&str) -> bool;

/// The gate of the plugin.
pub(crate) const SCOPE: Scope = Scope {
    reaches: |case| reach(case, &|country| states::was_member(country, case.as_of)),
    otherwise: "eu.scope: nothing is done in the Union, by its nationals or bodies, or in business with it",
};

/// The gate as the host can test it, for every State that ever was a member: no only where the gate says no.
pub(crate) fn applicability() -> Predicate {
    let states = states::all();
    let open = ["parties.items.country", "worksites.items.country"].map(|field| is_in(field, &states));
    let places = [
        "parties.items.domicile",
        "deployment.remote.works_in",
        "ventures.joint_ventures.country",
        "transactions.items.to_country",
        "transactions.items.bank.country",
        "transactions.items.payer_institution.country",
        "transactions.items.payee_institution.country",
        "journeys.items.country",
    ];
    let told = ["parties.items.is_eu_person", "parties.items.business_in_eu"].map(|field| recorded(field, &["true"]));
    let state = [has("goods"), has("state")];
    let places = places.map(|field| recorded(field, &states));
    any_of(open.into_iter().chain(told).chain(state).chain(places).collect())
}

/// Runs a check where the law of the Union reaches the record on the day of the fact: a State that has left no longer
/// counts. Where that is open the check runs.
pub(crate) fn in_scope(case: &Case<'_>, check: impl FnOnce() -> Checked) -> Checked {
    if is_out_of_reach(case) { Ok(Answer::Silent) } else { check() }
}

fn is_out_of_reach(case: &Case<'_>) -> bool {
    let day = case.day();
    case.quietly(|| reach(case, &|country| states::is_member(country, day))).is_no()
}

/// The same for a payment, which is an act of its own: of a subsidiary outside the Union, say, whose parent is here and took
/// no part. It is reached where somebody bound takes part in it, where it touches the Union, or pays for what is done there.
pub(crate) fn payment_in_scope<'r>(
    case: &Case<'r>,
    payment: view::Transaction<'r>,
    check: impl FnOnce() -> Checked,
) -> Checked {
    if is_payment_out_of_reach(case, payment) { Ok(Answer::Silent) } else { check() }
}

fn is_payment_out_of_reach<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> bool {
    let day = case.day();
    let member = |country: &str| states::is_member(country, day);
    let reached = case.quietly(|| {
        let sides =
            Truth::any([payment.payer(), payment.payee()].map(|id| match id.recorded().map(|id| case.party(id)) {
                Some(party) => party.map_or(Truth::No, |party| party_bound(party, &member)),
                None => id.missing().into(),
            }));
        if sides.is_yes() {
            return sides;
        }
        let institutions = [payment.bank(), payment.payer_institution(), payment.payee_institution()];
        let institutions = institutions.into_iter().filter_map(Known::recorded).filter_map(|i| i.party().recorded());
        let helpers = payment.facilitated_by().recorded().unwrap_or_default().iter().map(String::as_str);
        let others = institutions.chain(helpers).filter_map(|id| case.party(id));
        sides
            | Truth::any(others.map(|party| party_bound(party, &member)))
            | in_union(payment, &member)
            | in_any(case.record.worksites(), |site| site.country().holds(member))
            | in_any(case.record.goods(), |goods| places::traded_in_union(case, goods))
    });
    reached.is_no()
}

/// The same for employment, and the wages of it: for work in the Union, or by somebody bound. A parent or owner does not employ
/// by being one.
pub(crate) fn employment_in_scope<'r>(
    case: &Case<'r>,
    entry: impl About<'r>,
    check: impl FnOnce() -> Checked,
) -> Checked {
    let reached = case.quietly(|| employers(case) | places::in_union(case, entry));
    if reached.is_no() { Ok(Answer::Silent) } else { check() }
}

/// Whether somebody bound takes part otherwise than by owning.
fn employers(case: &Case<'_>) -> Truth {
    let day = case.day();
    let member = |country: &str| states::is_member(country, day);
    let only_owns = |party: &view::Party<'_>| {
        let roles = party.roles();
        !roles.is_empty() && roles.iter().all(|role| matches!(role, PartyRole::Parent | PartyRole::Owner))
    };
    let payers = case.parties().filter(|party| !only_owns(party));
    Truth::any(payers.map(|party| party_bound(party, &member)))
}

/// One part of the record is enough; a part that is absent says nothing, unless nobody and no place is recorded at all.
fn reach(case: &Case<'_>, member: Member<'_>) -> Truth {
    let record = case.record;
    let (parties, sites) = (record.parties(), record.worksites());
    let acts = in_any(parties, |party| party_bound(party, member));
    if acts.is_yes() {
        return acts;
    }
    let acts = acts
        | in_any(sites, |site| site.country().holds(member))
        | in_any(record.goods(), |goods| places::traded_in_union(case, goods))
        | in_any(parties, |party| party.domicile().holds(member).unless_recorded())
        | elsewhere_at_work(case, member)
        | in_any(record.transactions(), |payment| in_union(payment, member))
        | in_any(record.journeys(), |journey| journey.country().holds(member).unless_recorded())
        | record.state().recorded().map_or(Truth::No, |state| state.country().holds(member));
    if acts.is_no() && parties.recorded().is_none() && sites.recorded().is_none() {
        return parties.missing().into();
    }
    acts
}

/// What else goes on in the Union: a joint venture there, work at a distance from there.
fn elsewhere_at_work(case: &Case<'_>, member: Member<'_>) -> Truth {
    let remote = case.record.deployment().recorded().and_then(|deployment| deployment.remote().recorded());
    let remote = remote.map_or(Truth::No, |remote| remote.works_in().holds(member).unless_recorded());
    let ventures = case.record.ventures().recorded().into_iter().flat_map(|v| v.joint_ventures().iter());
    remote | Truth::any(ventures.map(|venture| venture.country().holds(member).unless_recorded()))
}

fn in_any<'r, M: comity_sdk::facts::Viewed>(
    part: Known<'r, Each<'r, M>>,
    test: impl FnMut(M::View<'r>) -> Truth,
) -> Truth {
    part.recorded().map_or(Truth::No, |entries| entries.any(test))
}

/// Whether a party is bound by the law of the Union on the day of the fact, wherever it acts.
pub(crate) fn bound<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let day = case.day();
    case.quietly(|| party_bound(party, &|country: &str| states::is_member(country, day)))
}

fn party_bound(party: view::Party<'_>, member: Member<'_>) -> Truth {
    let (country, national) = (party.country(), party.is_eu_person());
    let there = country.holds(member);
    let bound = there.is_yes() || national.recorded() == Some(true) || party.business_in_eu().recorded() == Some(true);
    match (bound, national.recorded()) {
        (true, _) => Truth::Yes,
        (false, Some(false)) => Truth::No,
        (false, _) => there,
    }
}

/// Whether a payment goes to the Union or through an institution there.
fn in_union(payment: view::Transaction<'_>, member: Member<'_>) -> Truth {
    let there = payment.to_country().holds(member).unless_recorded();
    let institutions = [payment.bank(), payment.payer_institution(), payment.payee_institution()];
    let through = institutions.into_iter().filter_map(Known::recorded).map(|i| i.country().holds(member));
    there | Truth::any(through.map(Truth::unless_recorded))
}
