//! Netherlands, the buyer's side: who profits from the exploitation of others, here or abroad.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod profit;

use comity_sdk::{any_of, facts::Each, is_in, prelude::*};

/// The country.
const NETHERLANDS: &str = "NLD";

/// Where the country stands: of work, and of whoever buys.
const WORK: &str = "worksites.items.country";
const BUYERS: &str = "parties.items.country";

/// The plugin.
pub const PLUGIN: Plugin = Plugin {
    jurisdiction: "nl",
    title: "Netherlands: profit from the exploitation of others",
    version: env!("CARGO_PKG_VERSION"),
    rules: &[profit::RULES],
    scope: Some(Scope { reaches, otherwise: "no work in the Netherlands, and neither principal nor buyer is there" }),
    scope_reads: &[WORK, "parties.items.roles", BUYERS, "orders.items.by"],
    applicability: Some(|| any_of([WORK, BUYERS].map(|field| is_in(field, &[NETHERLANDS])).to_vec())),
    ..Plugin::NEW
};

/// Work in the Netherlands, or a principal or buyer there. What is absent leaves it open.
fn reaches(case: &Case<'_>) -> Truth {
    let work = case.works_in(NETHERLANDS);
    if work.is_yes() {
        return work;
    }
    let buys = match case.record.parties().get() {
        Ok(parties) => parties.any(|party| if buys(case, party) { party.country().is(NETHERLANDS) } else { Truth::No }),
        Err(missing) => missing.into(),
    };
    work | buys
}

/// Whether a party is a principal or buyer, or may be: by its role, by an order that it placed, or where nobody says what its role
/// is, or who placed an order.
fn buys<'r>(case: &Case<'r>, party: view::Party<'r>) -> bool {
    let role = party.roles();
    let ordered = || {
        let mut orders = case.record.orders().recorded().into_iter().flat_map(Each::iter);
        orders.any(|order| order.by().recorded().is_none_or(|by| party.raw().id.as_deref() == Some(by)))
    };
    role.has(PartyRole::Principal) || role.has(PartyRole::Buyer) || party.raw().roles.is_empty() || ordered()
}

comity_sdk::rules_plugin!(crate::PLUGIN);
