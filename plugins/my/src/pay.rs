//! Pay: the Employment Act 1955 and the Minimum Wages Orders.

use comity_sdk::{
    hosts::{LINE, Minimum, Step, WORK, below_minimum, id},
    prelude::*,
};

use crate::{
    here,
    work::{OWN_LAW, under_the_act},
};

pub(crate) const RULES: &[Rule] = &[BANK, MINIMUM];

/// Minimum pay for a month that binds every employer on the peninsula, in ringgit (from knowledge).
const EVERYWHERE: Minimum = Minimum {
    currency: Currency::of(*b"MYR"),
    steps: &[
        Step::cents(2016, 7, 1, 100_000),
        Step::cents(2019, 1, 1, 110_000),
        Step::cents(2023, 7, 1, 150_000),
        Step::cents(2025, 8, 1, 170_000),
    ],
};

/// The same in Sabah and Sarawak.
const BORNEO: Minimum = Minimum {
    currency: Currency::of(*b"MYR"),
    steps: &[
        Step::cents(2016, 7, 1, 92_000),
        Step::cents(2019, 1, 1, 110_000),
        Step::cents(2023, 7, 1, 150_000),
        Step::cents(2025, 8, 1, 170_000),
    ],
};

/// What binds some employers earlier: in listed towns, then of five workers or more.
const SOME_EMPLOYERS: Minimum = Minimum {
    currency: Currency::of(*b"MYR"),
    steps: &[Step::cents(2020, 2, 1, 120_000), Step::cents(2022, 5, 1, 150_000), Step::cents(2025, 2, 1, 170_000)],
};

const SOME: &str = "Pay ({line}) does not reach {minimum} a month, which binds employers in listed towns (2020) or of five workers and more \
    (2022, 2025). Whether this is one is for review.";

fn in_borneo<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> bool {
    let named = |region: &str| OWN_LAW.iter().any(|own| own.eq_ignore_ascii_case(region.trim()));
    case.quietly(|| {
        let own = line.raw().site.as_deref().and_then(|id| case.site(id));
        match own {
            Some(site) => site.region().recorded().is_some_and(named),
            None => case.sites_of(line).any(|site| site.region().recorded().is_some_and(named)),
        }
    })
}

const BANK: Rule = Rule {
    id: "my.wage.bank",
    title: "whether pay goes to an account at a financial institution",
    basis: "Employment Act 1955 s. 25 as amended",
    in_force: &[since(2023, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, &["wages.items.payee", "worksites.items.region"]],
    check: Check::Wage(|case, line| {
        under_the_act(case, line, || {
            Ok(line.payee().holds(|payee| payee != Payee::WorkerAccount).violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) does not go to the worker's account.",
    consequence: "pay to the worker's account",
    sources: &["S31"],
    ..Rule::ROW
};

const MINIMUM: Rule = Rule {
    id: "my.wage.min",
    title: "whether full-time pay reaches the minimum",
    basis: "Minimum Wages Orders under Act 732",
    in_force: &[since(2016, 7, 1)],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        LINE,
        &[
            "wages.items.full_time",
            "wages.items.received_by_worker",
            "wages.items.deductions.items.amount",
            "wages.items.deductions.items.purpose",
            "wages.items.deductions.items.lawful_basis",
        ],
        &["worksites.items.region"],
    ],
    check: Check::WageEarned(|case, line| {
        case.at_work(line, here, || {
            if line.full_time().recorded() == Some(false) {
                return Ok(Answer::Silent);
            }
            let table = if in_borneo(case, line) { &BORNEO } else { &EVERYWHERE };
            let (Some(sure), higher) = (table.on(case.day()), SOME_EMPLOYERS.on(case.day())) else {
                return Ok(Answer::Silent);
            };
            let below = below_minimum(line, sure, case.day());
            let answer = if below.is_no() {
                let least = higher.filter(|higher| higher.amount > sure.amount);
                let below = least.map_or(Truth::No, |least| below_minimum(line, least, case.day()));
                below.review().says("some", SOME).with("minimum", least.unwrap_or(sure))
            } else {
                below.violation().with("minimum", sure)
            };
            Ok(answer.with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) does not reach the minimum of {minimum} a month.",
    consequence: "top up to the minimum",
    ..Rule::ROW
};
