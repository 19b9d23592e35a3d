//! eu.scope: whom the law of the Union binds. What is done in its territory, by its nationals and bodies anywhere, and in
//! business done with it. Craft under the jurisdiction of a Member State have no field in the record.

use comity_sdk::{
    facts::{Each, Known},
    prelude::*,
};

use super::{places, states};

/// What the gate of the plugin reads.
pub(crate) const READS: &[&str] = &[
    "parties.items.country",
    "parties.items.is_eu_person",
    "parties.items.business_in_eu",
    "worksites.items.country",
    "goods.items.market",
    "goods.items.online_offer.currency",
    "goods.items.online_offer.ships_to_eu",
    "goods.items.origin",
    "goods.items.exported_on",
    "goods.items.destination_country",
    "transactions.items.to_country",
    "transactions.items.bank.country",
    "transactions.items.payer_institution.country",
    "transactions.items.payee_institution.country",
    "journeys.items.country",
    "state.country",
];

/// The gate of the plugin.
pub(crate) const SCOPE: Scope = Scope {
    reaches: |case| reach(case, |country| states::was_member(country, case.as_of)),
    otherwise: "eu.scope: nothing is done in the Union, by its nationals or bodies, or in business with it",
};

/// Runs a check where the law of the Union reaches the record on the day of the fact: a State that has left no longer
/// counts. Where that is open the check runs.
pub(crate) fn in_scope(case: &Case<'_>, check: impl FnOnce() -> Checked) -> Checked {
    let day = case.day();
    let reached = case.quietly(|| reach(case, |country| states::is_member(country, day)));
    if reached.is_no() { Ok(Answer::Silent) } else { check() }
}

/// A party that the law of the Union binds on a day wherever it acts, or that does business in the Union. One whose country
/// is recorded, and no Member State, is bound only by what else is recorded of it.
pub(crate) fn bound<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let day = case.day();
    party_bound(party, &|country| states::is_member(country, day))
}

/// One part of the record is enough; a part that is absent says nothing, unless nobody and no place is recorded at all.
fn reach(case: &Case<'_>, member: impl Fn(&str) -> bool) -> Truth {
    let record = case.record;
    let (parties, sites) = (record.parties(), record.worksites());
    let acts = in_any(parties, |party| party_bound(party, &member));
    if acts.is_yes() {
        return acts;
    }
    let acts = acts
        | in_any(sites, |site| site.country().holds(&member))
        | in_any(record.goods(), |goods| places::traded_in_union(case, goods))
        | in_any(record.transactions(), |payment| in_union(payment, &member))
        | in_any(record.journeys(), |journey| journey.country().holds(&member).unless_recorded())
        | record.state().recorded().map_or(Truth::No, |state| state.country().holds(&member));
    if acts.is_no() && parties.recorded().is_none() && sites.recorded().is_none() {
        return parties.missing().into();
    }
    acts
}

fn in_any<'r, M: comity_sdk::facts::Viewed>(
    part: Known<'r, Each<'r, M>>,
    test: impl FnMut(M::View<'r>) -> Truth,
) -> Truth {
    part.recorded().map_or(Truth::No, |entries| entries.any(test))
}

fn party_bound(party: view::Party<'_>, member: &impl Fn(&str) -> bool) -> Truth {
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
fn in_union(payment: view::Transaction<'_>, member: &impl Fn(&str) -> bool) -> Truth {
    let there = payment.to_country().holds(member).unless_recorded();
    let institutions = [payment.bank(), payment.payer_institution(), payment.payee_institution()];
    let through = institutions.into_iter().filter_map(Known::recorded).map(|i| i.country().holds(member));
    there | Truth::any(through.map(Truth::unless_recorded))
}
