//! Permits, ventures with North Korea, papers, forced labour.

use comity_sdk::{
    Everybody,
    facts::indicators::{FIELDS, Indicator},
    hosts::{HEAT, RESIDES, WORK, foreign, id, papers_taken, permitted, resides},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[PERMIT, VENTURE, PASSPORT, FORCED];

/// Nationals, and residents of Hong Kong, Macao and Taiwan, who are under rules of their own.
const OWN: &[&str] = &["CHN", "HKG", "MAC", "TWN"];
/// The day by which ventures had to be closed.
const CLOSED_BY: Date = Date::of(2018, 1, 9);
const DEPOSIT: &str = "The employer took a deposit from workers ({entry}).";

const PERMIT: Rule = Rule {
    id: "cn.permit",
    title: "whether foreigners work without a work permit and a residence permit for work",
    basis: "Exit and Entry Administration Law arts 41, 43, 80",
    in_force: &[since(2013, 7, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        WORK,
        RESIDES,
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
            if foreign.is_no() {
                return Ok(Answer::Silent);
            }
            let for_work = |permit: view::Permit<'_>| {
                !permit.r#type().is_in(&[PermitType::Student, PermitType::Other]).unless_recorded()
            };
            let stays = resides(case, group, |title| title.kind().is(ResidenceKind::Work));
            let without = !(permitted(case, group, for_work) & stays);
            Ok((foreign & without).violation().with("group", id(&group.raw().id)))
        })
    }),
    says: "Foreigners ({group}) work without a work permit and a residence permit for work.",
    consequence: "fine of RMB 10 000 for each person, up to 100 000; gains are confiscated",
    ..Rule::ROW
};

const VENTURE: Rule = Rule {
    id: "cn.jv.2017",
    title: "whether a joint venture with North Korea stayed open after 2018-01-09",
    basis: "notice of the Ministry of Commerce of 2017-09-28 under Security Council resolution 2375 (2017)",
    in_force: &[since(2017, 9, 28)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&[
        "parties.items.country",
        "parties.items.government_of_north_korea",
        "ventures.joint_ventures.partners",
        "ventures.joint_ventures.opened",
        "ventures.joint_ventures.closed_on",
        "ventures.joint_ventures.country",
    ]],
    check: Check::JointVenture(|case, venture| {
        let closed = venture.closed_on().recorded().is_some_and(|day| day <= CLOSED_BY);
        let begun = venture.opened().recorded().is_none_or(|day| day <= case.day());
        let country = venture.country().holds(here);
        if closed || !begun || case.day() <= CLOSED_BY || country.is_no() {
            return Ok(Answer::Silent);
        }
        let theirs = case.shared_with_north_korea(venture);
        let answer = (country & theirs).violation().due(CLOSED_BY).since(CLOSED_BY.next());
        Ok(answer.with("venture", id(&venture.raw().id)))
    }),
    says: "Joint venture {venture} with North Korea was not closed by 2018-01-09.",
    consequence: "close the venture",
    sources: &["S15"],
    ..Rule::ROW
};

const PASSPORT: Rule = Rule {
    id: "cn.passport",
    title: "whether the employer withholds documents or takes a deposit",
    basis: "Labour Contract Law arts 9, 84",
    in_force: &[since(2008, 1, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
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
            case.at_work(entry, here, || Ok(papers_taken(entry).violation().with("entry", id(&entry.raw().id))))
        }),
        Check::Coercion(|case, entry| {
            case.at_work(entry, here, || {
                let taken = entry.deposit().holds(|money| money.amount > Decimal::ZERO).unless_recorded();
                Ok(taken.violation().says("deposit", DEPOSIT).with("entry", id(&entry.raw().id)))
            })
        }),
    ]),
    says: "Another than the worker holds the passport ({entry}).",
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
    needs: &[Part::Workers],
    reads: &[FIELDS, WORK, HEAT],
    check: Check::Case(|case| {
        let limits = case.quietly(|| case.local_limits(Everybody));
        let assessment = case.assessment(case.as_of, limits);
        let signs = [Indicator::Movement, Indicator::Violence, Indicator::Threats];
        let coerced = Truth::any(signs.map(|sign| assessment.sign(sign).hit.clone()));
        Ok(coerced.review())
    }),
    says: "Workers are confined, threatened or treated with violence, for the authorities to judge.",
    consequence: "bring before the public security organ",
    referrals: &["Public security organ"],
    ..Rule::ROW
};
