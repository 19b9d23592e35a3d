//! 31 CFR part 510, and evasion: section 1 of the catalogue.

use comity_sdk::{facts::sites, prelude::*};

use crate::{
    dealings::{both, helped, licensed, unpaid},
    gates::{self, designated, designated_for_north_korea, government, held_by, id},
    orders::{self, Covers, GROUNDS, Ground},
    reads,
};

pub(crate) const RULES: &[Rule] = &[BLOCKED, FINANCIAL_SUBSIDIARY, EVASION];

const BLOCKED: Rule = Rule {
    id: "us.510.201",
    title: "Property in which a blocked North Korean person has an interest",
    basis: "31 CFR 510.201",
    in_force: &[during((2010, 11, 4), (2018, 3, 5)), since(2018, 3, 5)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson],
    reads: reads::DEALING,
    check: Check::Several(&[
        Check::Transaction(|case, payment| {
            let union = Union::on(case, |covers| gates::any_side(case, payment, |party| covers(case, party)));
            let grounds = union.grounds();
            let answer = union.answer(|| gates::payment_nexus(case, payment), PAID).with("grounds", grounds);
            let answer = answer.or(helped(case, payment, |party| {
                let ours = Union::on(case, |covers| covers(case, party));
                ours.any()
            }));
            Ok(licensed(answer.with("payment", id(&payment.raw().id)), payment))
        }),
        Check::Party(gates::EVERYONE, |case, party| {
            let union = Union::on(case, |covers| covers(case, party));
            let (grounds, any) = (union.grounds(), union.any());
            let since = union.since(case, party);
            let answer = unpaid(case, party, || any, |reached| union.answer(|| reached.clone(), DEALT_WITH));
            let answer = answer.since(since);
            Ok(answer.with("party", id(&party.raw().id)).with("grounds", grounds))
        }),
    ]),
    says: PAID,
    consequence: "block into an interest-bearing account (510.203), no set-off; report within 10 business days",
    referrals: &["OFAC"],
    sources: &["S5", "S6"],
    ..Rule::ROW
};

const PAID: &str = "Payment {payment} must be blocked: it reaches a person blocked under {grounds}.";
const DEALT_WITH: &str =
    "Property of {party} must be blocked: it is blocked under {grounds}, and the dealing touches the United States.";
const SIGNED: &str =
    "The dealing falls on the day on which {grounds} was signed. Whether the property had to be blocked is for review.";

const STATUTE: &str = "The dealing is with a person listed under the North Korea Sanctions and Policy Enhancement Act, and \
    under none of the orders known here. Whether its property must be blocked is for review.";

/// The grounds in force on a day, and which of them cover the subject.
struct Union {
    covered: Truth,
    /// Covered by status on the day on which that is for review.
    signed: Truth,
    /// Listed under the statute, which no row names as a ground.
    statute: Truth,
    grounds: Vec<&'static Ground>,
}

impl Union {
    fn on(case: &Case<'_>, reached: impl Fn(Covers) -> Truth) -> Self {
        let statute = reached(|case, party| designated(case, party, orders::NKSPEA_TAGS));
        let mut union = Self { covered: Truth::No, signed: Truth::No, statute, grounds: Vec::new() };
        for ground in GROUNDS.iter().filter(|ground| ground.rule.version_on(case.day()).is_some()) {
            let truth = reached(ground.covers);
            if truth.is_yes() {
                union.grounds.push(ground);
            }
            if ground.rule.id == orders::STATUS_ID && case.day() == orders::SIGNED_13722 {
                union.signed = truth;
            } else {
                union.covered = union.covered | truth;
            }
        }
        union
    }

    fn grounds(&self) -> String {
        self.grounds.iter().map(|ground| ground.rule.id).collect::<Vec<_>>().join(", ")
    }

    /// Since when the first of them has covered a party.
    fn since<'r>(&self, case: &Case<'r>, party: view::Party<'r>) -> Option<Date> {
        self.grounds.iter().filter_map(|ground| ground.since(case, party)).min()
    }

    fn any(&self) -> Truth {
        self.covered.clone() | self.signed.clone() | self.statute.clone()
    }

    fn answer(self, nexus: impl Fn() -> Truth, says: &'static str) -> Answer {
        let hard = both(self.covered, &nexus).prohibited().says("blocked", says);
        let signed = both(self.signed, &nexus).review().says("signed", SIGNED);
        let statute = both(self.statute, &nexus).review().says("statute", STATUTE);
        hard.or(signed).or(statute)
    }
}

const FINANCIAL_SUBSIDIARY: Rule = Rule {
    id: "us.510.214",
    title: "Foreign subsidiary of a US financial institution that deals with the Government or a designated person",
    basis: "31 CFR 510.214; 85 FR 20161",
    in_force: &[since(2020, 4, 10)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[ForeignPerson, UsPerson],
    reads: reads::FINANCIAL_SUBSIDIARY,
    check: Check::Transaction(|case, payment| {
        let subsidiary = |party| both(financial_subsidiary(case, party), || !gates::us_person(party));
        let acts = case.named(payment.payer(), subsidiary)
            | case.named(payment.payee(), subsidiary)
            | gates::through(case, payment, subsidiary)
            | gates::supported_by(case, payment, subsidiary);
        let person = |party| government(case, party) | designated_for_north_korea(case, party);
        let answer = both(acts, || gates::any_side(case, payment, person)).prohibited();
        Ok(licensed(answer.with("payment", id(&payment.raw().id)), payment))
    }),
    says: "A foreign subsidiary of a United States financial institution makes, receives or supports payment {payment}, \
        of which the Government of North Korea or a designated person is a side.",
    consequence: "stop; the parent pays the civil penalty",
    referrals: &["OFAC"],
    sources: &["S5"],
    ..Rule::ROW
};

fn financial_subsidiary<'r>(case: &Case<'r>, party: view::Party<'r>) -> Truth {
    held_by(case, party, financial_institution) | case.controlled_by(party, financial_institution)
}

/// Asked, where it is not stated, of banks of the United States alone.
fn financial_institution(party: view::Party<'_>) -> Truth {
    let stated = party.is_us_financial_institution();
    match stated.recorded() {
        Some(answer) => answer.into(),
        None if party.roles().has(PartyRole::Bank) => gates::us_person(party) & Truth::Unknown(stated.missing()),
        None => Truth::No,
    }
}

/// Nobody states of every payment that nothing was hidden: it is asked where something is said to be.
const EVASION: Rule = Rule {
    id: "us.510.evade",
    title: "Conspiracy, evasion, or causing a violation",
    basis: "50 USC 1705(a); 31 CFR 510.212 (number unsure)",
    in_force: &[since(2010, 11, 4)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson, ForeignPerson],
    reads: reads::EVASION,
    check: Check::Several(&[
        Check::Transaction(|case, payment| {
            let hidden = payment.concealment().holds(|what| what != Concealment::None).unless_recorded();
            let evades =
                both(hidden | both(sites::deployed(case.record, case.day()), || false_nationality(case)), || {
                    both(north_korean(case, payment), || gates::payment_nexus(case, payment))
                });
            let answer = if knew(case, payment) { evades.prohibited() } else { evades.review() };
            Ok(answer.with("payment", id(&payment.raw().id)))
        }),
        Check::Workers(|case, group| {
            let evades = both(declared_falsely(case, group), || false_papers_nexus(case));
            Ok(evades.review().says("workers", FALSE_PAPERS))
        }),
    ]),
    says: "Payment {payment} hides its link with North Korea from those who clear it.",
    consequence: "civil and criminal penalties as for the violation itself",
    referrals: &["OFAC", "DOJ"],
    sources: &["S4"],
    ..Rule::ROW
};

/// Recorded payments are judged one by one; what the record says of the rest may be left out then.
fn false_papers_nexus(case: &Case<'_>) -> Truth {
    let paid = gates::payments_by_now(case).next().is_some();
    let stated = gates::other_nexus(case);
    if paid { stated.unless_recorded() } else { stated }
}

const FALSE_PAPERS: &str = "The workers' papers state another nationality, and the dealing touches the United States. \
    Whether that was meant to evade is for review.";

/// Whether North Korea is behind a payment: by a party to it, or by whose labour it pays for.
fn north_korean<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> Truth {
    let person = |party| gates::nk_person(case, party) | designated_for_north_korea(case, party);
    gates::any_side(case, payment, person) | case.prk()
}

fn false_nationality(case: &Case<'_>) -> Truth {
    Truth::any(case.worker_groups().map(|group| declared_falsely(case, group)))
}

fn declared_falsely<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let declared = group.nationality_as_declared().holds(|country| country != "PRK").unless_recorded();
    both(declared, || case.is_prk(group))
}

/// Whether payer or bank is recorded to have known by then. Otherwise it is inferred, and for review.
fn knew<'r>(case: &Case<'r>, payment: view::Transaction<'r>) -> bool {
    let by_then = |known: view::Knowledge<'r>| known.known_on().holds(|day| day <= case.day());
    let of_payment = payment.knowledge().recorded();
    let of_payer =
        payment.payer().recorded().and_then(|payer| case.party(payer)).and_then(|p| p.knowledge().recorded());
    [of_payment, of_payer].into_iter().flatten().any(|list| list.any(by_then).is_yes())
}
