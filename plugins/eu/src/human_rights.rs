//! Regulation (EU) 2020/1998 and Decision (CFSP) 2020/1999: the global human rights sanctions regime.

use comity_sdk::{facts::indicators::Indicator, prelude::*};

use crate::{
    conduct::known_to_payer,
    freeze::{ASSETS, EVERYONE, LISTED, PROCEEDS, Way, assets, available, id},
    gates::{
        listing::{LISTS, List, listed},
        owners::{CONTROL, OWNERS},
        places::{Everybody, WORK},
        scope::{employment_in_scope, in_scope, payment_in_scope},
    },
    labour::reads::{HEAT, INDICATORS},
};

pub(crate) const RULES: &[Rule] = &[FREEZE, CRITERIA, CIRCUMVENTION];

const IN_FORCE: &[Validity] = &[since(2020, 12, 8)];
const LIST: List = List::HumanRights;

const FREEZE: Rule = Rule {
    id: "eu.ghr.freeze",
    title: "whether assets of a person listed for human-rights abuses are frozen, and nothing is made available to that person",
    basis: "Regulation (EU) 2020/1998 art. 3(1)-(2)",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[LISTS, OWNERS, CONTROL, ASSETS, PROCEEDS],
    check: Check::Several(&[
        Check::Party(EVERYONE, |case, party| in_scope(case, || Ok(dealt_with(case, party)))),
        Check::Transaction(|case, payment| payment_in_scope(case, payment, || Ok(paid(case, payment)))),
        Check::Wage(|case, line| employment_in_scope(case, line, || Ok(available::by_wages(case, line, recipient)))),
        Check::HoldingKept(|case, holding| in_scope(case, || Ok(assets::held(case, holding, LIST)))),
    ]),
    says: LISTED,
    consequence: "freeze, and report (art. 9)",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S2"],
    ..Rule::ROW
};

const AVAILABLE: &str = "Funds or economic resources are made available ({what}) to {party}, which is on the list of \
    Regulation (EU) 2020/1998.";
const OTHER_HANDS: &str = "Funds go to a State or an agent ({what}). {party}, which sends the workers, is on the list of \
    Regulation (EU) 2020/1998: whether they reach it is for review.";

fn dealt_with<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    assets::of(case, party, LIST).graver(available::by_lease(case, party, recipient))
}

/// What is paid to an entity that listed persons only own or control is eu.own.makeavail's.
fn paid<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    assets::spent(case, payment, LIST).graver(available::by_payment(case, payment, recipient))
}

fn recipient<'r>(case: &Case<'r>, party: view::Party<'r>, way: Way) -> Answer {
    let by_name = listed(case, party, LIST);
    match way {
        Way::Direct => by_name.prohibited().says("available", AVAILABLE),
        Way::OtherHands => by_name.review().says("other_hands", OTHER_HANDS),
    }
}

const CRITERIA: Rule = Rule {
    id: "eu.ghr.criteria",
    title: "whether the facts call for a proposal to list those responsible for human-rights abuses",
    basis: "Regulation (EU) 2020/1998 arts 2(1) and 3",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: &[WORK, INDICATORS, HEAT, &["dossier.proposed_list"]],
    check: Check::Case(|case| in_scope(case, || Ok(criteria(case)))),
    says: "The facts (ILO indicators {hits}) may show slavery or forced labour, art. 2(1)(c)(ii). Whether those who are \
        responsible, support, plan, direct or assist are to be proposed for listing is for review. This does not prove \
        forced labour.",
    consequence: "proposal of the High Representative or a Member State; the Council decides unanimously",
    referrals: &["ref.stage3"],
    sources: &["S2"],
    ..Rule::ROW
};

/// Our trigger: forced labour by its definition, or this many indicators with threats in their strong form.
const HITS: usize = 5;

fn criteria(case: &Case<'_>) -> Answer {
    let assessment = case.assessed(Everybody, case.day());
    let score = assessment.score();
    let scored = score.hits.len() >= HITS && score.strong.contains(&Indicator::Threats);
    let called_for = Truth::from(scored) | assessment.forced_labour_definition();
    let Truth::Yes = called_for else { return called_for.review() };
    let hits = score.hits.iter().map(|hit| format!("{:02}", hit.number())).collect::<Vec<_>>().join(", ");
    let answer = called_for.review().with("hits", &hits).derived("ilo.ind", &hits);
    let proposed = case.record.dossier().recorded().and_then(|dossier| dossier.proposed_list().recorded());
    proposed.into_iter().fold(answer, |answer, list| answer.attribute("proposed_list", list))
}

const CIRCUMVENTION: Rule = Rule {
    id: "eu.ghr.circumvent",
    title: "whether somebody takes part in getting around the freezing of assets for human-rights abuses",
    basis: "Regulation (EU) 2020/1998 art. 10",
    in_force: IN_FORCE,
    certainty: Verified,
    worst: Prohibited,
    addressees: &[EuPerson],
    reads: &[
        LISTS,
        &[
            "parties.items.acts_for",
            "parties.items.knowledge.items.known_on",
            "transactions.items.payer",
            "transactions.items.payee",
            "transactions.items.concealment",
            "transactions.items.executed",
            "transactions.items.rejected_on",
            "transactions.items.date",
            "transactions.items.knowledge.items.known_on",
        ],
    ],
    check: Check::Transaction(|case, payment| payment_in_scope(case, payment, || Ok(circumvention(case, payment)))),
    says: "Payment {payment} goes, to the knowledge of who makes it, around a person on the list of Regulation (EU) \
        2020/1998, to somebody who stands in for that person.",
    consequence: "report; stop",
    referrals: &["ref.nca.sanctions.eu"],
    sources: &["S2"],
    ..Rule::ROW
};

const UNAWARE: &str = "Payment {payment} goes to somebody who acts for a person on the list of Regulation (EU) 2020/1998, or \
    hides for whom it is meant. Whether who makes it knows, and means to get around the freezing, is for review.";

fn circumvention<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Answer {
    if assets::refused(payment) {
        return Answer::Silent;
    }
    let around = stands_in(case, payment) | hidden(case, payment);
    let answer =
        if known_to_payer(case, payment) { around.prohibited() } else { around.review().says("unaware", UNAWARE) };
    answer.with("payment", id(&payment.raw().id))
}

/// Whether the payee acts for somebody listed.
fn stands_in<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    let payee = payment.payee().recorded().and_then(|id| case.party(id));
    let principal = payee.and_then(|payee| payee.acts_for().recorded()).and_then(|id| case.party(id));
    principal.map_or(Truth::No, |principal| listed(case, principal, LIST))
}

/// Whether the payment hides for whom it is meant, and somebody listed, who is not its payee, stands in the record. What
/// nobody claims to be hidden is not asked for.
fn hidden<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    use Concealment as C;
    let hides = matches!(
        payment.concealment().recorded(),
        Some(C::Intermediary | C::FalseIdentity | C::FalseNationality | C::StrippedText)
    );
    if !hides {
        return Truth::No;
    }
    let payee = payment.payee().recorded();
    let others = case.parties().filter(|party| payee.is_none() || party.raw().id.as_deref() != payee);
    Truth::any(others.map(|party| listed(case, party, LIST)))
}
