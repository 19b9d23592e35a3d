//! What reaches a listed person through what it owns or controls: the Council's best practices, and the older rule of the
//! regime against terrorism.

use comity_sdk::prelude::*;

use crate::{
    freeze::{ASSETS, EVERYONE, PROCEEDS, Way, available, certain_through, doubtful_through, id},
    gates::{
        listing::{LISTS, List, listed},
        owners::{CONTROL, OWNERS, TERROR, controlled, owned_by},
        scope::{employment_in_scope, in_scope, payment_in_scope},
    },
};

pub(crate) const RULES: &[Rule] = &[CONTROLLED, MAKE_AVAILABLE, AGAINST_TERRORISM];

/// Regimes whose lists freeze with what is owned or controlled.
const REGIMES: [List; 2] = [List::NorthKorea, List::HumanRights];

const CONTROLLED: Rule = Rule {
    id: "eu.control",
    title: "whether a listed person controls a party",
    basis: "Council best practices for the effective implementation of restrictive measures, criteria of control",
    in_force: &[since(2008, 1, 1)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[LISTS, OWNERS, CONTROL],
    check: Check::Party(EVERYONE, |case, party| in_scope(case, || Ok(control(case, party)))),
    says: "A listed person controls {party} by a sign that is documented and not refuted. Its funds and economic resources \
        count as that person's; it may show the contrary.",
    consequence: "freeze, and make nothing available to it, while the sign stands",
    referrals: &["ref.nca.sanctions.eu"],
    ..Rule::ROW
};

/// Whoever is listed by name needs nobody's control.
fn control<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    if by_name(case, party) {
        return Answer::Silent;
    }
    let answer = Truth::any(REGIMES.map(|list| controlled(case, party, list))).prohibited();
    answer.with("party", id(&party.raw().id))
}

fn by_name<'r>(case: &Case<'r>, party: view::Party<'r>) -> bool {
    REGIMES.iter().any(|list| listed(case, party, *list).is_yes())
}

const MAKE_AVAILABLE: Rule = Rule {
    id: "eu.own.makeavail",
    title: "whether funds or economic resources are made available to what listed persons own or control",
    basis: "Council best practices for the effective implementation of restrictive measures, ownership and control",
    in_force: &[during((2008, 1, 1), (2024, 7, 3)), since(2024, 7, 3)],
    certainty: FromKnowledge,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[LISTS, OWNERS, CONTROL, ASSETS, PROCEEDS, &["parties.items.firewall_shown"]],
    check: Check::Several(&[
        Check::Transaction(|case, payment| {
            payment_in_scope(case, payment, || Ok(available::by_payment(case, payment, belongs)))
        }),
        Check::Wage(|case, line| employment_in_scope(case, line, || Ok(available::by_wages(case, line, belongs)))),
        Check::Party(EVERYONE, |case, party| in_scope(case, || Ok(available::by_lease(case, party, belongs)))),
    ]),
    says: REACHED,
    consequence: "stop the payment, unless it is shown that the assets will not be used by or for the listed person",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S13"],
    ..Rule::ROW
};

const REACHED: &str = "Funds or economic resources are made available ({what}) to {party}, which listed persons own or \
    control. That counts as making them available to those persons, unless the contrary is shown.";
const DOUBTFUL: &str = "Funds or economic resources may be made available ({what}) to {party}, which listed persons own \
    only through an entity that they own in part, or which they would reach through other hands. For review.";

/// A party that listed persons own or control, and which is not listed itself. A firewall that was shown closes the matter.
fn belongs<'r>(case: &Case<'r>, party: view::Party<'r>, way: Way) -> Answer {
    if by_name(case, party) {
        return Answer::Silent;
    }
    let all = |test: for<'a> fn(&Case<'a>, view::Party<'a>, List) -> Answer| {
        REGIMES.iter().fold(Answer::Silent, |so_far, list| so_far.or(test(case, party, *list)))
    };
    let certain = matches!(all(certain_through), Answer::Fires(_));
    let doubtful = || all(doubtful_through);
    let answer = match (certain, way) {
        (true, Way::Direct) => Truth::Yes.prohibited().says("owned", REACHED),
        (true, Way::OtherHands) => Truth::Yes.review().says("doubtful", DOUBTFUL),
        (false, _) => match doubtful() {
            Answer::Fires(_) => Truth::Yes.review().says("doubtful", DOUBTFUL),
            other => other,
        },
    };
    match answer {
        Answer::Silent => answer,
        _ if party.firewall_shown().recorded() == Some(true) => Answer::Silent,
        _ => answer,
    }
}

const AGAINST_TERRORISM: Rule = Rule {
    id: "eu.own.terror",
    title: "whether a person listed against terrorism owns half of a party or more",
    basis: "Regulation (EC) No 2580/2001 art. 1",
    in_force: &[since(2001, 12, 28)],
    certainty: Verified,
    worst: Info,
    addressees: &[EuPerson],
    reads: &[LISTS, OWNERS],
    check: Check::Party(EVERYONE, |case, party| in_scope(case, || Ok(terror(case, party)))),
    says: "A person on the list of the Union against terrorism owns {percent} % of {party}. That regime has counted half or \
        more as ownership since 2001.",
    consequence: "treat its funds as that person's",
    sources: &["S13"],
    ..Rule::ROW
};

const THROUGH_LAYER: &str = "A person on the list of the Union against terrorism owns {party} through an entity of which it owns half \
    or more. That regime has counted half or more as ownership since 2001.";

fn terror<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let held = owned_by(case, party, List::Terror, TERROR);
    let answer = held.truth.info().with("percent", held.percent.normalize());
    let answer = if held.through_layer { answer.says("through_layer", THROUGH_LAYER) } else { answer };
    answer.with("party", id(&party.raw().id))
}
