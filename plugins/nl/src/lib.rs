//! Netherlands, the buyer's side: who profits from the exploitation of others, here or abroad.

#![allow(clippy::needless_update, reason = "a row starts from `Rule::ROW`, even where it fills in everything")]

mod profit;

use comity_sdk::{any_of, is_in, prelude::*};

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
    scope_reads: &[WORK, "parties.items.roles", BUYERS],
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
        Ok(parties) => parties.any(|party| {
            let role = party.roles();
            let buys = role.has(PartyRole::Principal) || role.has(PartyRole::Buyer);
            if buys { party.country().is(NETHERLANDS) } else { Truth::No }
        }),
        Err(missing) => missing.into(),
    };
    work | buys
}

comity_sdk::rules_plugin!(crate::PLUGIN);
