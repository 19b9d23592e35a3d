//! Pay: the wage protection system, deductions, and that there is no general minimum.

use comity_sdk::{
    hosts::{
        INTERVAL, LINE, WORK, deducted_above, foreign_currency, id, later_than, lawful_tax, rarer_than,
        unlawful_deduction,
    },
    prelude::*,
};

use crate::here;

pub(crate) const RULES: &[Rule] = &[MONTHLY, PROTECTED, DEDUCTED, MINIMUM];

const MONTH_DAYS: u64 = 31;
const LATE_DAYS: u64 = 15;
const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

const MONTHLY: Rule = Rule {
    id: "ae.law.wage@1980",
    title: "whether pay is monthly and in dirhams",
    basis: "Federal Law 8/1980 arts 55-58",
    in_force: &[during((1980, 1, 1), (2022, 2, 2))],
    certainty: FromKnowledge,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, INTERVAL, &["wages.items.received_by_worker"]],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let broken = rarer_than(line, MONTH_DAYS, case.as_of) | foreign_currency(line, Currency::AED);
            Ok(broken.violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) is not monthly, or not in dirhams.",
    consequence: "pay what is due",
    ..Rule::ROW
};

const PROTECTED: Rule = Rule {
    id: "ae.wage.wps",
    title: "whether pay goes through the wage protection system within 15 days of its due day",
    basis: "Ministerial Resolutions 739/2016 and 598/2022",
    in_force: &[since(2016, 1, 1)],
    certainty: Low,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE, INTERVAL],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let outside = line.payee().holds(|payee| payee != Payee::WorkerAccount);
            let late = later_than(line, LATE_DAYS, case.as_of);
            let broken = if outside.is_yes() { outside } else { outside | late };
            Ok(broken.violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Pay ({line}) does not go through the wage protection system, or comes later than 15 days after it is due.",
    consequence: "pay through the system",
    ..Rule::ROW
};

const DEDUCTED: Rule = Rule {
    id: "ae.wage.deduct",
    title: "whether deductions are those that the law lists, and half of the pay at most",
    basis: "Decree-Law 33/2021 art. 25",
    in_force: &[since(2022, 2, 2)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[
        WORK,
        LINE,
        &[
            "wages.items.gross_by_host",
            "wages.items.deductions.items.amount",
            "wages.items.deductions.items.purpose",
            "wages.items.deductions.items.lawful_basis",
        ],
    ],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || {
            let unlisted = unlawful_deduction(line, |deduction| deduction.lawful_basis().is(LawfulBasis::None));
            let much = deducted_above(line, HALF, case.day(), |deduction| !lawful_tax(deduction));
            let broken = if unlisted.is_yes() { unlisted } else { unlisted | much };
            Ok(broken.violation().with("line", id(&line.raw().id)))
        })
    }),
    says: "Something is deducted from pay ({line}) that the law does not list, or more than half of it.",
    consequence: "pay back what was deducted",
    sources: &["S29"],
    ..Rule::ROW
};

const MINIMUM: Rule = Rule {
    id: "ae.wage.min",
    title: "whether there is a general minimum wage",
    basis: "Decree-Law 33/2021 art. 27",
    in_force: &[since(2022, 2, 2)],
    certainty: Verified,
    worst: Info,
    addressees: &[Employer],
    needs: &[Part::Worksites],
    reads: &[WORK, LINE],
    check: Check::Wage(|case, line| {
        case.at_work(line, here, || Ok(Truth::Yes.info().with("line", id(&line.raw().id))))
    }),
    says: "There is no general minimum wage in the United Arab Emirates: article 27 lets one be set.",
    sources: &["S29"],
    ..Rule::ROW
};
