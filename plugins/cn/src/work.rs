//! Permits, ventures with North Korea, papers, forced labour.

use comity_sdk::{
    Everybody,
    facts::{
        indicators::{FIELDS, Indicator},
        sites,
    },
    hosts::{HEAT, RESIDES, SERVES, WORK, foreign, id, papers_taken, permitted, resides, serves},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PERMIT, PASSPORT, FORCED];

/// Nationals, and residents of Hong Kong, Macao and Taiwan, who are under rules of their own.
const OWN: &[&str] = &["CHN", "HKG", "MAC", "TWN"];
const DEPOSIT: &str = "The employer took a deposit from workers ({entry}).";

const OTHERS: &str = "Another than the worker and the employer holds the passport ({entry}). Whether it is withheld for the employer is for \
    review.";

const PERMIT: Rule = Rule {
    id: "cn.permit",
    title: "whether foreigners work without a work permit and a residence permit for work",
    basis: "Exit and Entry Administration Law arts 41, 43, 80",
    in_force: &[since(2013, 7, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        RESIDES,
        SERVES,
        &[
            "workers.items.nationalities",
            "permits.items.worker_groups",
            "permits.items.valid_from",
            "permits.items.valid_to",
            "permits.items.withdrawn_on",
            "permits.items.type",
        ],
    ],
    check: Check::Workers(|case, group| {
        case.at_work(group, here, || {
            let foreign = foreign(group, OWN);
            if foreign.is_no() || !case.works_on_day(group, here) {
                return Ok(Answer::Silent);
            }
            let stays = resides(case, group, |title| title.kind().is(ResidenceKind::Work));
            let sites = case.sites_worked(group, here);
            let without = Truth::any(sites.map(|site| !(permitted(case, group, |permit| allows(case, permit, site)))));
            Ok((foreign & (without | !stays)).violation().with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work without a work permit and a residence permit for work.",
    consequence: "fine of RMB 10 000 for each person, up to 100 000; gains are confiscated",
    ..Rule::ROW
};

/// Whether a permit is one for work, for the employer at a site, and for the site, where it names any.
fn allows<'r>(case: &Case<'r>, permit: view::Permit<'r>, site: view::Worksite<'r>) -> Truth {
    let to_work = !permit.r#type().is_in(&[PermitType::Student, PermitType::Other]).unless_recorded();
    let names_sites = permit.worksites().recorded().is_some_and(|named| !named.is_empty());
    to_work & if names_sites { sites::covers(permit, site) } else { serves(case, permit, site) }
}

const PASSPORT: Rule = Rule {
    id: "cn.passport",
    title: "whether the employer withholds documents or takes a deposit",
    basis: "Labour Contract Law arts 9, 84",
    in_force: &[since(2008, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        &[
            "liberty.items.worker_groups",
            "liberty.items.passport_holder",
            "liberty.items.passport_held_on_written_request",
            "liberty.items.passport_returned_on_demand",
            "coercion.items.worker_groups",
            "coercion.items.deposit",
        ],
    ],
    check: Check::Several(&[
        Check::Liberty(|case, entry| {
            case.at_work(entry, here, || {
                let taken = papers_taken(entry);
                let answer = match entry.passport_holder().recorded() {
                    Some(PassportHolder::Employer) | None => taken.violation(),
                    Some(_) => taken.review().says("others", OTHERS),
                };
                Ok(answer.with("entry", id(&entry.raw().id)))
            })
        }),
        Check::Coercion(|case, entry| {
            case.at_work(entry, here, || {
                let taken = entry.deposit().holds(|money| money.amount > Decimal::ZERO);
                Ok(taken.violation().says("deposit", DEPOSIT).with("entry", id(&entry.raw().id)))
            })
        }),
    ]),
    says: "The employer holds the passport ({entry}).",
    consequence: "return; RMB 500 to 2 000 for each person",
    ..Rule::ROW
};

const FORCED: Rule = Rule {
    id: "cn.forced",
    title: "whether work is coerced by violence, threat or confinement",
    basis: "Labour Law art. 96; Labour Contract Law arts 38, 88; Criminal Law art. 244",
    in_force: &[since(1995, 1, 1)],
    certainty: FromKnowledge,
    worst: NeedsReview,
    addressees: &[Employer],
    needs: &[Part::Workers, Part::Worksites],
    reads: &[FIELDS, WORK, HEAT],
    // The others find nothing: they say that without any of their parts nobody looked.
    check: Check::Several(&[
        Check::Case(forced),
        Check::Several(&[
            Check::Liberty(|_, _| Ok(Answer::Silent)),
            Check::Coercion(|_, _| Ok(Answer::Silent)),
            Check::Housing(|_, _| Ok(Answer::Silent)),
        ]),
    ]),
    says: "Workers are confined, threatened or treated with violence, for the authorities to judge.",
    consequence: "bring before the public security organ",
    referrals: &["Public security organ"],
    ..Rule::ROW
};

fn forced(case: &Case<'_>) -> Checked {
    if ![Part::Liberty, Part::Coercion, Part::Housing].iter().any(|part| case.has(*part)) {
        return Ok(Answer::Silent);
    }
    case.at_work(Everybody, here, || {
        let assessment = case.assessed(Everybody, case.as_of);
        let signs = [Indicator::Movement, Indicator::Violence, Indicator::Threats];
        let coerced = Truth::any(signs.map(|sign| assessment.sign(sign).hit.clone()));
        Ok(coerced.review())
    })
}
