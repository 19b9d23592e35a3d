//! Pay: the Employment Act 1955 and the Minimum Wages Orders.

use comity_sdk::{
    hosts::{LINE, Minimum, Step, WORK, below_monthly, id, is_beyond_malaysian_law},
    prelude::*,
};

use crate::{
    here,
    work::{sites_here, under_the_act},
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

const MIXED: &str = "Pay ({line}) for work on the peninsula and in Sabah or Sarawak does not reach {minimum} a month, the minimum of the \
    peninsula. For which work it is, is for review.";

/// Whether some of the work that a line pays is in Sabah or Sarawak, and whether all is.
fn in_borneo<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> (bool, bool) {
    case.quietly(|| {
        let own: Vec<_> = sites_here(case, line).map(is_beyond_malaysian_law).collect();
        (own.contains(&true), !own.contains(&false))
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
            let (some, all) = in_borneo(case, line);
            let table = if some { &BORNEO } else { &EVERYWHERE };
            let Some(sure) = table.on(case.day()) else { return Ok(Answer::Silent) };
            let mut answer = below_monthly(line, sure, case.day()).with("minimum", sure);
            // What is not higher than the sure amount is reached with it.
            let mixed = Some(EVERYWHERE).filter(|_| !all);
            for (table, key, text) in [(mixed, "mixed", MIXED), (Some(SOME_EMPLOYERS), "some", SOME)] {
                let doubtful = table.and_then(|table| table.on(case.day()));
                if let (Some(least), Answer::Silent) = (doubtful, &answer) {
                    answer = match below_monthly(line, least, case.day()) {
                        Answer::Fires(_) => Truth::Yes.review().says(key, text).with("minimum", least),
                        unanswered => unanswered,
                    };
                }
            }
            Ok(answer.with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) does not reach the minimum of {minimum} a month.",
    consequence: "top up to the minimum",
    ..Rule::ROW
};
