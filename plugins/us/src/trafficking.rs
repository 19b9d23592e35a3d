//! Forced labour and trafficking: section 4 of the catalogue. None of these findings proves forced labour.

use std::cmp::Ordering;

use comity_sdk::{
    addressees,
    facts::indicators::{Assessment, Indicator},
    prelude::*,
};

use crate::{
    dealings::{both, touching},
    gates::{self, designated, id, us_person},
    reads,
};

pub(crate) const RULES: &[Rule] = &[FORCED_LABOUR, PASSPORTS, FACILITATOR, CONTRACTOR, TIER, MAGNITSKY];

/// Those who obtain the labour, and those who may benefit from it.
const INVOLVED: &[PartyRole] = &[
    PartyRole::HostEmployer,
    PartyRole::User,
    PartyRole::Recruiter,
    PartyRole::Sender,
    PartyRole::Principal,
    PartyRole::Buyer,
    PartyRole::Parent,
];

const FORCED_LABOUR: Rule = Rule {
    id: "us.1589",
    title: "Forced labour obtained, or knowing benefit from it",
    basis: "18 USC 1589(a)-(b); 18 USC 1596",
    in_force: &[during((2000, 10, 28), (2008, 12, 23)), since(2008, 12, 23)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[UsPerson, ForeignPerson],
    needs: &[Part::Workers],
    reads: reads::VENTURE,
    check: Check::Party(INVOLVED, |case, party| {
        let here = in_united_states(case);
        let reached = if here.is_yes() { here } else { here | both(reached_abroad(case), || us_person(party)) };
        let obtains = !party
            .roles()
            .iter()
            .all(|role| matches!(role, PartyRole::Principal | PartyRole::Buyer | PartyRole::Parent));
        let liable = Truth::from((obtains || case.day() >= EXTENDED) && takes_part(case, party));
        let answer = both(both(liable, || reached), || coerced(case)).review();
        Ok(answer.to(&[gates::whom(party)]).with("party", id(&party.raw().id)))
    }),
    says: "{party} obtains, or benefits from, labour under threats, violence or other signs of force. Whether it \
        knew, or disregarded it recklessly, is for the prosecutor.",
    consequence: "up to 20 years, restitution, civil suit under 18 USC 1595",
    referrals: &["DOJ"],
    ..Rule::ROW
};

/// Since then benefit is an offence too, and conduct abroad is reached: us.1596. It names 1589, and not 1592.
const EXTENDED: Date = Date::of(2008, 12, 23);

/// A parent has a part in the venture once it takes part in a payment.
fn takes_part<'r>(case: &Case<'r>, party: view::Party<'r>) -> bool {
    let by_now = |payment: view::Transaction<'r>| payment.date().recorded().is_none_or(|day| day <= case.day());
    !party.roles().iter().all(|role| role == PartyRole::Parent) || gates::payments_with(case, party).any(by_now)
}

fn reached_abroad(case: &Case<'_>) -> Truth {
    (case.day() >= EXTENDED).into()
}

fn in_united_states(case: &Case<'_>) -> Truth {
    Truth::any(case.sites().map(|site| site.country().holds(gates::is_us)))
}

/// Threats, violence, or act, means and purpose of trafficking.
fn coerced(case: &Case<'_>) -> Truth {
    let assessment = case.assessment(case.day(), gates::limits(case));
    let force = assessment.sign(Indicator::Threats).hit.clone() | assessment.sign(Indicator::Violence).hit.clone();
    if force.is_yes() { force } else { force | trafficked(&assessment) }
}

/// `tip_test`, asked where something recorded points to it.
fn trafficked(assessment: &Assessment<'_>) -> Truth {
    if assessment.suspected() { assessment.tip_test() } else { Truth::No }
}

const PASSPORTS: Rule = Rule {
    id: "us.1592",
    title: "Passports held to maintain the labour of a trafficking victim",
    basis: "18 USC 1592",
    in_force: &[since(2000, 10, 28)],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer, UsPerson],
    needs: &[Part::Workers],
    reads: reads::OFFENCE,
    check: Check::Liberty(|case, liberty| {
        let asked = liberty.passport_held_on_written_request().yes() & liberty.passport_returned_on_demand().yes();
        let held = both(holder_reached(case, liberty), || !asked.unless_recorded());
        let assessment = case.assessment(case.day(), gates::limits(case));
        Ok(both(held, || trafficked(&assessment)).review())
    }),
    says: "A person of the United States, or somebody in the United States, holds the passports of workers who may \
        be victims of trafficking. Conduct abroad is reached by the person alone: section 1596 does not name this \
        offence.",
    consequence: "up to 5 years",
    referrals: &["DOJ"],
    sources: &["S4"],
    ..Rule::ROW
};

/// Whether a party with one of some roles is of the United States; unknown while nobody is recorded in any.
fn of_the_united_states(case: &Case<'_>, roles: &[PartyRole]) -> Truth {
    let theirs = |party: &view::Party<'_>| roles.iter().any(|role| party.roles().has(*role));
    match case.parties().filter(theirs).map(us_person).reduce(|a, b| a | b) {
        Some(answer) => answer,
        None => Truth::Unknown(case.record.parties().missing()),
    }
}

/// Whether a person of the United States holds the passports, or somebody in the United States does.
fn holder_reached<'r>(case: &Case<'r>, liberty: view::Liberty<'r>) -> Truth {
    let holder = liberty.passport_holder();
    let anyone_else = holder.holds(|holder| holder != PassportHolder::Worker && holder != PassportHolder::Authority);
    let by = |kind, roles| both(holder.is(kind), || of_the_united_states(case, roles));
    let person = by(PassportHolder::Employer, &[PartyRole::HostEmployer, PartyRole::User])
        | by(PassportHolder::Sender, &[PartyRole::Sender])
        | by(PassportHolder::Minder, &[PartyRole::Sender]);
    person | both(in_united_states(case), || anyone_else)
}

const FACILITATOR: Rule = Rule {
    id: "us.7108",
    title: "A foreign facilitator of severe trafficking, open to sanctions",
    basis: "22 USC 7108",
    in_force: &[since(2000, 10, 28)],
    certainty: Verified,
    worst: Info,
    addressees: &[ForeignPerson],
    needs: &[Part::Workers, Part::Coercion],
    reads: reads::FACILITATOR,
    check: Check::Party(
        &[PartyRole::Sender, PartyRole::Recruiter, PartyRole::HostEmployer, PartyRole::User],
        |case, party| {
            let assessment = case.assessment(case.day(), gates::limits(case));
            let answer = both(!us_person(party), || assessment.forced_labour_definition()).info();
            Ok(answer.with("party", id(&party.raw().id)))
        },
    ),
    says: "{party} recruits, supplies or holds workers in conditions that meet the definition of forced labour: a \
        foreign facilitator of trafficking may be sanctioned.",
    consequence: "the President may sanction",
    referrals: &["State TIP Office"],
    sources: &["S4"],
    ..Rule::ROW
};

/// The practices that the rule names are barred since 2015-03-02; before, trafficking itself was. A contract with the
/// Federal Government is claimed by its document: absent, there is none.
const CONTRACTOR: Rule = Rule {
    id: "us.far",
    title: "A federal contractor denies passports, charges fees, deceives, houses badly or leaves workers stranded",
    basis: "22 USC 7104(g); FAR 52.222-50",
    in_force: &[during((2006, 1, 1), (2015, 3, 2)), since(2015, 3, 2)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: CONTRACTORS,
    reads: reads::CONTRACTOR,
    check: Check::Party(INVOLVED, |case, party| {
        let contract = party.us_federal_contract().yes().unless_recorded();
        let barred = || if case.day() < PRACTICES_BARRED { forced(case) } else { practices(case) };
        let answer = both(contract, barred).violation().to(&contractors(party));
        Ok(answer.with("party", id(&party.raw().id)))
    }),
    says: "{party} works under a federal contract and breaks its terms on trafficking.",
    consequence: "termination, debarment; a compliance plan above USD 500 000 abroad",
    referrals: &["DOJ", "contracting officer"],
    ..Rule::ROW
};

/// Whom it binds: a party by what it does in the case, else by where it belongs.
const CONTRACTORS: &[Addressee] =
    &[UsPerson, ForeignPerson, Employer, Recruiter, Sender, User, Principal, Importer, Holder, Bank];

fn contractors(party: view::Party<'_>) -> Vec<Addressee> {
    let by_role = addressees([party]);
    if by_role == [ForeignPerson] { vec![gates::whom(party)] } else { by_role }
}

const PRACTICES_BARRED: Date = Date::of(2015, 3, 2);

fn forced(case: &Case<'_>) -> Truth {
    case.assessment(case.day(), gates::limits(case)).forced_labour_definition()
}

fn practices(case: &Case<'_>) -> Truth {
    passports_denied(case) | fee_charged(case) | deceived(case) | housing_faulted(case) | stranded(case)
}

fn passports_denied(case: &Case<'_>) -> Truth {
    match case.record.liberty().get() {
        Ok(entries) => entries.any(|liberty| {
            let asked = liberty.passport_held_on_written_request().yes() & liberty.passport_returned_on_demand().yes();
            let kept = liberty
                .passport_holder()
                .holds(|holder| holder != PassportHolder::Worker && holder != PassportHolder::Authority);
            both(kept, || !asked.or_review())
        }),
        Err(missing) => Truth::Unknown(missing),
    }
}

fn fee_charged(case: &Case<'_>) -> Truth {
    match case.record.coercion().get() {
        Ok(entries) => entries.any(|entry| entry.recruitment_fee_paid_by_worker().holds(|fee| !fee.amount.is_zero())),
        Err(missing) => Truth::Unknown(missing),
    }
}

fn deceived(case: &Case<'_>) -> Truth {
    match case.record.contracts().get() {
        Ok(contracts) => contracts.any(|contract| contract.terms_substituted().yes()),
        Err(missing) => Truth::Unknown(missing),
    }
}

/// What the host country asks of housing is its own law; here an inspection has to have found it wanting.
fn housing_faulted(case: &Case<'_>) -> Truth {
    let Some(inspections) = case.record.inspections().recorded() else { return Truth::No };
    inspections.any(|visit| {
        let found = visit.findings().recorded().is_some_and(|found| found.has(InspectionFinding::Housing));
        both(found.into(), || visit.date().holds(|day| day <= case.day()))
    })
}

fn stranded(case: &Case<'_>) -> Truth {
    match case.record.deployment().get() {
        Ok(deployment) => deployment.return_transport_provided().is(false),
        Err(missing) => Truth::Unknown(missing),
    }
}

const TIER: Rule = Rule {
    id: "us.tip",
    title: "Tier of the host country in the trafficking report",
    basis: "22 USC 7107",
    in_force: &[since(2000, 10, 28)],
    certainty: Verified,
    worst: Info,
    addressees: &[State],
    needs: &[Part::State],
    reads: &[&[
        "state.country",
        "state.trafficking_tiers.year",
        "state.trafficking_tiers.tier",
        "state.trafficking_tiers.published_on",
    ]],
    check: Check::Always(|case| {
        let state = case.record.state().get()?;
        let mut latest = None;
        for report in state.trafficking_tiers().iter() {
            let year = report.year().get()?;
            if published(case, report, year).known()? && latest.is_none_or(|(other, _)| other < year) {
                latest = Some((year, report));
            }
        }
        let Some((year, report)) = latest else { return Ok(Answer::Silent) };
        let tier = report.tier().get()?;
        let country = state.country().get()?;
        let answer = Truth::from(tier > 1).info().with("tier", tier).with("year", year).with("country", country);
        Ok(answer.about(SubjectKind::State, country))
    }),
    says: "The trafficking report of {year} puts {country} in tier {tier}.",
    consequence: "tier 3: restrictions on aid",
    referrals: &["State TIP Office"],
    sources: &["S33"],
    ..Rule::ROW
};

const JUNE: i8 = 6;

/// The report of a year comes out in its June or July; by the next year it surely has.
fn published<'r>(case: &Case<'r>, report: view::TrafficTier<'r>, year: u64) -> Truth {
    let day = report.published_on();
    if day.recorded().is_some() {
        return day.holds(|day| day <= case.as_of);
    }
    match year.cmp(&u64::from(case.as_of.year().unsigned_abs())) {
        Ordering::Less => Truth::Yes,
        Ordering::Equal if case.as_of.month() >= JUNE => Truth::Unknown(day.missing()),
        _ => Truth::No,
    }
}

const TAGS: &[&str] = &["GLOMAG", "EO13818"];

const MAGNITSKY: Rule = Rule {
    id: "us.13818",
    title: "Listed for serious human rights abuse or corruption",
    basis: "Executive Order 13818 of 2017-12-20; Pub. L. 114-328 subtitle F",
    in_force: &[since(2017, 12, 21)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[UsPerson],
    reads: reads::ABUSER,
    check: Check::Several(&[
        Check::Transaction(|case, payment| {
            let reached = touching(case, payment, |party| designated(case, party, TAGS));
            let answer = reached.review().says(
                "payment",
                "Payment {payment} reaches a person listed for serious human rights abuse or corruption.",
            );
            Ok(crate::dealings::licensed(answer.with("payment", id(&payment.raw().id)), payment))
        }),
        Check::Party(gates::EVERYONE, |case, party| {
            Ok(designated(case, party, TAGS).review().with("party", id(&party.raw().id)))
        }),
    ]),
    says: "{party} is listed for serious human rights abuse or corruption.",
    consequence: "block, visa ban",
    referrals: &["OFAC"],
    ..Rule::ROW
};
