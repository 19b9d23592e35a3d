//! Regulation (EU) 2017/1509 art. 34: assets of listed persons are frozen, and nothing is made available to them.

pub(crate) mod assets;
pub(crate) mod available;

use comity_sdk::prelude::*;

pub(crate) use assets::{ASSETS, LISTED, certain_through, doubtful_through};
pub(crate) use available::{PROCEEDS, Way};

use crate::gates::{
    listing::{LISTS, List, listed},
    owners::{CONTROL, OWNERS, listed_or_owned},
    scope::{employment_in_scope, in_scope, payment_in_scope},
};

pub(crate) const RULES: &[Rule] = &[FREEZE, MAKE_AVAILABLE, CRITERIA];

/// The day from which the Regulation applies.
pub(crate) const IN_FORCE: &[Validity] = &[since(2017, 9, 1)];

/// For rules about whoever takes part, with whatever role or none.
pub(crate) const EVERYONE: &[PartyRole] = &[];

pub(crate) use comity_sdk::hosts::id;

const FREEZE: Rule = Rule {
    id: "eu.dprk.freeze",
    title: "whether assets of a person listed for North Korea, or of whom such a person owns or controls, are frozen",
    basis: "Regulation (EU) 2017/1509 art. 34(1)",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[LISTS, OWNERS, CONTROL, ASSETS],
    check: Check::Several(&[
        Check::Party(EVERYONE, |case, party| in_scope(case, || Ok(assets::of(case, party, List::NorthKorea)))),
        Check::Transaction(|case, payment| {
            payment_in_scope(case, payment, || Ok(assets::spent(case, payment, List::NorthKorea)))
        }),
        Check::HoldingKept(|case, holding| in_scope(case, || Ok(assets::held(case, holding, List::NorthKorea)))),
    ]),
    says: LISTED,
    consequence: "freeze at once; report to the competent authority and the Commission (art. 50)",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const MAKE_AVAILABLE: Rule = Rule {
    id: "eu.dprk.makeavail",
    title: "whether funds or economic resources are made available to a person listed for North Korea",
    basis: "Regulation (EU) 2017/1509 art. 34(3)",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[LISTS, OWNERS, ASSETS, PROCEEDS, &["parties.items.government_of_north_korea", "parties.items.acts_for"]],
    check: Check::Several(&[
        Check::Transaction(|case, payment| {
            payment_in_scope(case, payment, || Ok(available::by_payment(case, payment, recipient)))
        }),
        Check::Wage(|case, line| employment_in_scope(case, line, || Ok(available::by_wages(case, line, recipient)))),
        Check::Party(EVERYONE, |case, party| in_scope(case, || Ok(available::by_lease(case, party, recipient)))),
    ]),
    says: "Funds or economic resources are made available ({what}) to {party}, which is on the list of Regulation (EU) \
        2017/1509.",
    consequence: "stop the payment; report to the competent authority and the Commission (art. 50)",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S1"],
    ..Rule::ROW
};

const OTHER_HANDS: &str = "Funds go to a State or an agent ({what}). {party}, which sends the workers, is on the list of \
    Regulation (EU) 2017/1509: whether they reach it is for review.";
const UNEXAMINED: &str = "Funds or economic resources go ({what}) to {party}, a body of the North Korean State that sends \
    workers and is on no list. Nobody recorded who owns it: whether a listed body owns or controls it is for review.";

const UNEXAMINED_HANDS: &str = "Funds go to a State or an agent ({what}). {party}, a body of the North Korean State that sends \
    the workers, is on no list, and nobody recorded who owns it: whether they reach a listed body that owns or controls it is \
    for review.";
const AGENT: &str = "Funds or economic resources go ({what}) to {party}, or may reach it. It acts for {principal}, which is on the \
    list of Regulation (EU) 2017/1509 or owned by persons who are: whether they reach {principal} is for review.";

/// Whether what reaches a party reaches a listed person. A sender that is a body of the State may belong to one.
fn recipient<'r>(case: &Case<'r>, party: view::Party<'r>, way: Way) -> Answer {
    let by_name = listed(case, party, List::NorthKorea);
    match way {
        _ if by_name.is_no() => agent(case, party).or(unexamined(case, party, way)),
        Way::Direct => by_name.prohibited(),
        Way::OtherHands => by_name.review().says("other_hands", OTHER_HANDS),
    }
}

/// What goes to somebody who acts for a listed person, or for what such persons own, may go to that person.
fn agent<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let Some(principal) = party.acts_for().recorded().and_then(|id| case.party(id)) else { return Answer::Silent };
    let behind = listed_or_owned(case, principal, List::NorthKorea);
    behind.review().says("agent", AGENT).with("principal", id(&principal.raw().id))
}

fn unexamined<'r>(case: &Case<'r>, party: view::Party<'r>, way: Way) -> Answer {
    if !party.roles().has(PartyRole::Sender) || party.owners().recorded().is_some() {
        return Answer::Silent;
    }
    let body = party.government_of_north_korea();
    let may_be = || party.country().recorded().is_none_or(|country| country == "PRK") && !case.prk().is_no();
    match body.recorded() {
        Some(body) => {
            let may_reach = Truth::from(body).review();
            match way {
                Way::Direct => may_reach.says("unexamined", UNEXAMINED),
                Way::OtherHands => may_reach.says("unexamined_hands", UNEXAMINED_HANDS),
            }
        }
        None if may_be() => Answer::Open(body.missing()),
        None => Answer::Silent,
    }
}

const CRITERIA: Rule = Rule {
    id: "eu.dprk.annex15.labour",
    title: "whether the export of labour alone is enough for a listing in Annex XV",
    basis: "Regulation (EU) 2017/1509 art. 34 (Annex XV, limbs a to c)",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Dossier],
    reads: &[&["dossier.proposed_list", "dossier.evidence"]],
    check: Check::Always(|case| Ok(criteria(case))),
    says: "The dossier proposes a listing in Annex XV, and shows nothing that ties the export of labour to weapons \
        programmes, support of them or supply of arms. That alone is not enough: use the human-rights regime \
        (eu.ghr.criteria).",
    consequence: "propose the listing under the limb that matches",
    referrals: &["ref.stage3"],
    sources: &["S1"],
    ..Rule::ROW
};

const FINANCES: &str = "The dossier proposes a listing in Annex XV, and shows that wages finance weapons programmes. \
    Whether that is financial support of them, limb (b), is for review.";

fn criteria(case: &Case<'_>) -> Answer {
    let Some(dossier) = case.record.dossier().recorded() else { return Answer::Silent };
    let proposed = dossier.proposed_list().holds(for_north_korea);
    let finances = dossier.evidence().has(DossierEvidence::WagesFinanceProgrammes);
    if finances { proposed.review().says("limb_b", FINANCES) } else { proposed.info() }
}

/// How dossiers name the list: by the Union's name of it, by the annex, by the Regulation. Others have a list of that name too.
fn for_north_korea(list: &str) -> bool {
    let upper = list.to_ascii_uppercase();
    let mut words = upper.split(|letter: char| !letter.is_ascii_alphanumeric());
    let anothers = words.any(|word| ["UN", "US", "OFAC", "UK", "OFSI", "JP", "KR"].contains(&word));
    ["DPRK", "XV", "2017/1509"].iter().any(|part| upper.contains(part)) && !anothers
}
