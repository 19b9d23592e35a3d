//! The Act of 15 June 2012 on the effects of entrusting work to foreigners who stay in Poland unlawfully.

use comity_sdk::{
    facts::{
        Each,
        indicators::{FIELDS, Indicator, LocalLimits},
    },
    hosts::{STAY, WORK, below_minimum, id, stay, third_country},
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[DOCUMENT, BACK_PAY, CHAIN, MANY, MINOR, PERSISTENT, EXPLOITED];

const ACT: &[Validity] = &[since(2012, 7, 21)];

/// So many at once, and so many months on: triggers of ours, since the Act has no numbers.
const MANY_AT_ONCE: u64 = 15;
const PERSISTENT_MONTHS: i32 = 12;
const ADULT: u64 = 18;

const DOCUMENT: Rule = Rule {
    id: "pl.stay.doc",
    title: "whether the employer asked for the residence document before the start, and keeps a copy",
    basis: "Act of 15 June 2012 arts 2-3 (Dz.U. 2012 item 769)",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Workers],
    reads: &[
        WORK,
        &[
            "workers.items.nationalities",
            "residence.items.worker_groups",
            "residence.items.employer_checks.document_seen",
            "residence.items.employer_checks.copy_kept",
        ],
    ],
    check: Check::Residence(|case, title| {
        case.at_work(title, here, || {
            let foreign = Truth::any(case.groups_of(title).map(|group| third_country(case, group)));
            if foreign.is_no() {
                return Ok(Answer::Silent);
            }
            let checks = title.employer_checks().get()?;
            let missed = checks.document_seen().is(false) | checks.copy_kept().is(false);
            Ok((foreign & missed).violation().with("title", id(&title.raw().id)))
        })
    }),
    says: "The employer did not ask for residence document {title} before the start, or keeps no copy of it.",
    consequence: "loss of the immunity of art. 13",
    sources: &["S26"],
    ..Rule::ROW
};

/// Whether a group stays and works in Poland without a right to.
fn unlawful<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Truth {
    let here = case.quietly(|| case.is_at_work(group, here));
    let foreign = third_country(case, group);
    if here.is_no() || foreign.is_no() {
        return Truth::No;
    }
    here & foreign & stay(case, group).illegal
}

const BACK_PAY: Rule = Rule {
    id: "pl.stay.backpay",
    title: "whether dues of workers without a right to stay are unpaid",
    basis: "Act of 15 June 2012 arts 4-5",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Wages],
    reads: &[
        WORK,
        STAY,
        &[
            "wages.items.site",
            "wages.items.worker_groups",
            "wages.items.period",
            "wages.items.due_on",
            "wages.items.payee",
            "wages.items.contractual",
            "wages.items.gross_by_host",
            "wages.items.received_by_worker",
            "wages.items.deductions.items.amount",
            "wages.items.deductions.items.purpose",
            "wages.items.deductions.items.lawful_basis",
            "contracts.items.kind",
        ],
    ],
    check: LOOKED_AT_WORKERS_BACK_PAY,
    says: "Dues of workers ({group}) without a right to stay are unpaid. Employment is presumed for 3 months; without an employment \
        contract, pay of three times the minimum is.",
    consequence: "pay the dues and the cost of sending the money abroad; the presumptions can be rebutted",
    sources: &["S26"],
    ..Rule::ROW
};

/// The second check finds nothing: it says that without residence titles nobody looked.
const LOOKED_AT_WORKERS_BACK_PAY: Check = Check::Several(&[
    Check::Workers(|case, group| Ok(back_pay(case, group))),
    Check::Residence(|_, _| Ok(Answer::Silent)),
]);

fn back_pay<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Answer {
    let unlawful = unlawful(case, group);
    if unlawful.is_no() {
        return Answer::Silent;
    }
    for contract in case.record.contracts().recorded().into_iter().flat_map(Each::iter) {
        contract.kind().recorded();
    }
    let unpaid = Truth::any(case.wages_of(group).map(|line| {
        let nothing = line.payee().is(Payee::None);
        if nothing.is_yes() {
            return nothing;
        }
        let due = line.contractual().recorded().or_else(|| line.gross_by_host().recorded());
        due.map_or_else(|| line.contractual().missing().into(), |due| below_minimum(line, due, case.day()))
    }));
    (unlawful & unpaid).violation().with("group", id(&group.raw().id))
}

const CHAIN: Rule = Rule {
    id: "pl.stay.chain",
    title: "whether a contractor answers for a subcontractor that employs foreigners without a right to stay",
    basis: "Act of 15 June 2012 arts 6-8",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Principal],
    needs: &[Part::Workers],
    reads: &[
        WORK,
        STAY,
        &["parties.items.roles", "parties.items.due_diligence", "parties.items.knowledge.items.known_on"],
    ],
    check: Check::Several(&[
        Check::Party(&[PartyRole::Principal], |case, party| Ok(chain(case, party))),
        Check::Residence(|_, _| Ok(Answer::Silent)),
    ]),
    says: "{party} knew that its subcontractor employs foreigners without a right to stay, and answers for their dues and the cost of \
        their return.",
    consequence: "pay the dues jointly with the employer",
    sources: &["S26"],
    ..Rule::ROW
};

const UNAWARE: &str = "The subcontractor of {party} employs foreigners without a right to stay. A direct contractor answers for their \
    dues also without knowledge, after the employer; others up the chain do not: for review which it is.";
const DILIGENT: &str = "the contractor informed the subcontractor and checked its registration with social insurance";

fn chain<'r>(case: &Case<'r>, party: view::Party<'r>) -> Answer {
    let employed = Truth::any(case.worker_groups().map(|group| unlawful(case, group)));
    if employed.is_no() {
        return Answer::Silent;
    }
    let pieces = party.knowledge().recorded().into_iter().flat_map(Each::iter);
    let knew = pieces.filter_map(|piece| piece.known_on().recorded()).any(|day| day <= case.day());
    let answer = if knew { employed.violation() } else { employed.review().says("unaware", UNAWARE) };
    let answer = answer.unless_claimed(Exempt::named("due_diligence", DILIGENT), party.due_diligence().yes());
    answer.with("party", id(&party.raw().id))
}

const MANY: Rule = Rule {
    id: "pl.stay.many",
    title: "whether many foreigners without a right to stay work at once",
    basis: "Act of 15 June 2012 art. 9",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Workers],
    reads: &[WORK, STAY, &["workers.items.count"]],
    check: Check::Several(&[Check::Case(many), Check::Residence(|_, _| Ok(Answer::Silent))]),
    says: "{count} foreigners without a right to stay work at once.",
    consequence: "criminal: fine or restriction of liberty",
    sources: &["S26"],
    ..Rule::ROW
};

const SEVERAL: &str = "{count} foreigners without a right to stay work at once. Whether they are many is for review: the Act has no number.";

fn many(case: &Case<'_>) -> Checked {
    let (mut count, mut open) = (0_u64, None::<Missing>);
    for group in case.worker_groups() {
        match unlawful(case, group) {
            Truth::No => {}
            Truth::Yes => count = count.saturating_add(group.count().get()?),
            Truth::Unknown(missing) => open = open.into_iter().chain([missing]).reduce(Missing::and),
        }
    }
    let answer = match (count, open) {
        (MANY_AT_ONCE.., _) => Truth::Yes.violation(),
        (_, Some(missing)) => Answer::Open(missing),
        (2.., None) => Truth::Yes.review().says("several", SEVERAL),
        _ => Answer::Silent,
    };
    Ok(answer.with("count", count))
}

const MINOR: Rule = Rule {
    id: "pl.stay.minor",
    title: "whether a minor without a right to stay works",
    basis: "Act of 15 June 2012 art. 9",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[WORK, STAY, &["workers.items.age"]],
    check: Check::Several(&[
        Check::Workers(|case, group| {
            let unlawful = unlawful(case, group);
            if unlawful.is_no() {
                return Ok(Answer::Silent);
            }
            let minor = group.age().holds(|age| age < ADULT);
            Ok((unlawful & minor).violation().with("group", id(&group.raw().id)))
        }),
        Check::Residence(|_, _| Ok(Answer::Silent)),
    ]),
    says: "A minor ({group}) without a right to stay works.",
    consequence: "criminal: fine or restriction of liberty",
    sources: &["S26"],
    ..Rule::ROW
};

const PERSISTENT: Rule = Rule {
    id: "pl.stay.persist",
    title: "whether foreigners without a right to stay are employed persistently",
    basis: "Act of 15 June 2012 art. 9",
    in_force: ACT,
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer],
    reads: &[WORK, STAY],
    check: Check::Several(&[
        Check::Workers(|case, group| {
            let unlawful = unlawful(case, group);
            let ended = stay(case, group).ended_on.map(|day| day.plus_months(PERSISTENT_MONTHS));
            let lasting = ended.is_some_and(|day| day < case.day());
            if unlawful.is_no() || !lasting {
                return Ok(Answer::Silent);
            }
            Ok(unlawful.review().with("group", id(&group.raw().id)))
        }),
        Check::Residence(|_, _| Ok(Answer::Silent)),
    ]),
    says: "Foreigners ({group}) have worked for more than 12 months without a right to stay. Whether that is persistent is for review.",
    consequence: "criminal: fine or restriction of liberty",
    sources: &["S26"],
    ..Rule::ROW
};

/// Conditions that offend dignity, endanger health, or keep people in the work.
const CONDITIONS: [Indicator; 6] = [
    Indicator::Movement,
    Indicator::Violence,
    Indicator::Threats,
    Indicator::Debt,
    Indicator::Conditions,
    Indicator::Overtime,
];

const EXPLOITED: Rule = Rule {
    id: "pl.stay.exploit",
    title: "whether foreigners without a right to stay work in conditions of particular exploitation",
    basis: "Act of 15 June 2012 arts 10, 12",
    in_force: ACT,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[FIELDS, WORK, STAY],
    check: Check::Several(&[
        Check::Workers(|case, group| Ok(exploited(case, group))),
        Check::Residence(|_, _| Ok(Answer::Silent)),
    ]),
    says: "Foreigners ({group}) without a right to stay work in conditions of particular exploitation (ILO indicators {signs}).",
    consequence: "criminal: up to 3 years of prison; loss or repayment of public funds of 12 months, ban of 1 to 5 years",
    referrals: &["Public prosecutor"],
    sources: &["S26"],
    ..Rule::ROW
};

const ONE_SIGN: &str = "Foreigners ({group}) without a right to stay work under a condition (ILO indicator {signs}) that may be particular \
    exploitation.";
const VICTIMS: &str = "Foreigners ({group}) work without a right to stay, and act, means and purpose of trafficking are there{signs}. \
    Whether the employer knows that they are victims is for the prosecutor.";

fn exploited<'r>(case: &Case<'r>, group: view::WorkerGroup<'r>) -> Answer {
    let unlawful = unlawful(case, group);
    if unlawful.is_no() {
        return Answer::Silent;
    }
    let assessment = case.assessment(case.as_of, LocalLimits::none());
    let signs: Vec<_> = CONDITIONS.into_iter().filter(|sign| assessment.sign(*sign).hit.is_yes()).collect();
    let shown = signs.iter().map(|sign| format!("{:02}", sign.number())).collect::<Vec<_>>().join(", ");
    let trafficked = || assessment.suspected() && assessment.tip_test().is_yes();
    let answer = match signs.len() {
        0 if trafficked() => unlawful.review().says("victims", VICTIMS).with("signs", ""),
        0 => {
            let any = Truth::any(CONDITIONS.map(|sign| assessment.sign(sign).hit.clone()));
            (unlawful & any).violation().with("signs", shown)
        }
        1 => unlawful.review().says("one_sign", ONE_SIGN).with("signs", shown),
        _ => unlawful.violation().with("signs", shown),
    };
    answer.with("group", id(&group.raw().id))
}
