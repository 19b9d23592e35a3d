//! Convention 181 on private employment agencies, Convention 189 on domestic workers.

use comity_sdk::{prelude::*, treaties::Instrument};

use crate::standing::{HOST, Most, judged, most};

pub(crate) const RULES: &[Rule] = &[FEES, PUBLIC, DOMESTIC];

const FEES: Rule = Rule {
    id: "ilo.c181.fees",
    title: "whether workers are charged a fee or cost for their recruitment",
    basis: "Convention 181 (1997) art. 7(1)",
    in_force: &[since(2000, 5, 10)],
    certainty: Verified,
    worst: Violation,
    addressees: &[State],
    reads: &[
        HOST,
        BODIES,
        &[
            "coercion.items.recruitment_fee_paid_by_worker",
            "coercion.items.deposit",
            "coercion.items.fee_authorisation_ref",
        ],
    ],
    check: Check::Coercion(|case, entry| {
        let fee = entry.recruitment_fee_paid_by_worker().holds(|fee| fee.amount > Decimal::ZERO);
        let deposit = entry.deposit().holds(|deposit| deposit.amount > Decimal::ZERO);
        let only_deposit = deposit.is_yes() && !fee.is_yes();
        let charged = if only_deposit { deposit } else { fee };
        let up_to = match (only_deposit, by_private(case)) {
            (true, _) => Most::Doubt("deposit", DEPOSIT),
            (_, true) => Most::Violation,
            _ => Most::Doubt("by_whom", BY_WHOM),
        };
        let answer = most(case, entry, Instrument::C181, charged, FEES.title, up_to)?;
        Ok(answer.claimed_by(entry.fee_authorisation_ref().recorded(), AUTHORISED))
    }),
    says: "Workers paid for their recruitment; {standing}.",
    consequence: "pay the fee back",
    sources: &["S19"],
    ..Rule::ROW
};

const AUTHORISED: &str = "an exception that the State authorised and reported (art. 7(2)-(3))";

const DEPOSIT: &str = "A deposit was taken from workers. Whether it is a cost of their recruitment that a private agency charged is for \
    review; {standing}.";

const BY_WHOM: &str = "Workers paid for their recruitment, and whoever sends or recruits them is, or may be, a body of its State. Whether \
    a private agency took the fee is for review; {standing}.";

/// What tells whether an intermediary is a body of its State.
const BODIES: &[&str] = &["parties.items.roles", "parties.items.government_of_north_korea"];

const INTERMEDIARIES: &[PartyRole] = &[PartyRole::Sender, PartyRole::Recruiter];

/// Whether an intermediary is a body of its State. Of a recruiter elsewhere nobody says that it is no body of that State.
fn is_body<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    let sends = party.roles().has(PartyRole::Sender) && !case.quietly(|| case.prk()).is_no();
    let body = party.government_of_north_korea().yes();
    if sends { body } else { body.unless_recorded() }
}

/// Whether a private agency takes part, or no intermediary is recorded who could be anything else.
fn by_private(case: &Case<'_>) -> bool {
    let intermediary = |party: &view::Party<'_>| INTERMEDIARIES.iter().any(|role| party.roles().has(*role));
    let mut all = case.parties().filter(intermediary).peekable();
    all.peek().is_none() || all.any(|party| is_body(case, party).is_no())
}

const PUBLIC: Rule = Rule {
    id: "ilo.c181.public",
    title: "whether the workers are sent or recruited by a body of their State",
    basis: "Convention 181 (1997) art. 1(1)",
    in_force: &[since(2000, 5, 10)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    reads: &[BODIES],
    check: Check::Party(INTERMEDIARIES, |case, party| {
        Ok(is_body(case, party).info().with("party", party.raw().id.as_deref().unwrap_or_default()))
    }),
    says: "{party} is a body of its State. Convention 181 is about agencies that are independent of public authorities: what holds \
        of this one are Conventions 29 and 95.",
    sources: &["S19"],
    ..Rule::ROW
};

const DOMESTIC: Rule = Rule {
    id: "ilo.c189.docs",
    title: "whether domestic workers keep their own documents",
    basis: "Convention 189 (2011) art. 9(c)",
    in_force: &[since(2013, 9, 5)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[State],
    needs: &[Part::Workers],
    reads: &[HOST, &["liberty.items.worker_groups", "liberty.items.passport_holder", "workers.items.sector"]],
    check: Check::Liberty(|case, entry| {
        let domestic = case.groups_of(entry).any(|group| group.sector().recorded() == Some(Sector::Domestic));
        if !domestic {
            return Ok(Answer::Silent);
        }
        let held = entry.passport_holder().holds(|holder| holder != PassportHolder::Worker);
        judged(case, entry, Instrument::C189, held, DOMESTIC.title)
    }),
    says: "Another than the domestic worker holds the passport; {standing}.",
    consequence: "give the passport back",
    ..Rule::ROW
};
