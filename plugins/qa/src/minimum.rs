//! The floor under wages: none until November 2017, then a commitment to QAR 750, then a statute. A wage is judged by
//! the law of the time of the work, whenever it was due.

use crate::wages::paid;
use comity_sdk::{
    facts::{Each, Known, exchange},
    prelude::*,
};

pub(crate) const RULES: &[Rule] = &[NONE, COMMITMENT, STATUTE_2021];

/// The interim commitment of November 2017, in riyals a month.
const COMMITTED: Decimal = riyals(750);
/// Law 17/2020: basic wage, and the allowances where housing or food is not given; riyals a month.
const BASIC: Decimal = riyals(1000);
const HOUSING: Decimal = riyals(500);
const FOOD: Decimal = riyals(300);

const fn riyals(units: u32) -> Decimal {
    Decimal::from_parts(units, 0, 0, false, 0)
}

const CASH_FIELDS: &[&str] = &[
    "wages.items.payee",
    "wages.items.basic",
    "wages.items.received_by_worker",
    "wages.items.housing_allowance",
    "wages.items.food_allowance",
    "wages.items.full_time",
    "wages.items.deductions.items.amount",
    "wages.items.deductions.items.purpose",
    "wages.items.deductions.items.lawful_basis",
];

const NONE: Rule = Rule {
    id: "qa.wage.min.none",
    title: "whether there is a minimum wage",
    basis: "no statutory minimum wage",
    in_force: &[during((2005, 1, 1), (2017, 11, 1))],
    certainty: FromKnowledge,
    worst: Info,
    addressees: &[Employer],
    reads: &[&["wages.items.payee", "wages.items.received_by_worker"]],
    check: Check::WageEarned(|case, line| {
        paid(case, line, || {
            line.received_by_worker().recorded();
            Ok(Truth::Yes.info())
        })
    }),
    says: "There is no statutory minimum wage in Qatar at this time: no amount is too low by law.",
    ..Rule::ROW
};

const COMMITMENT: Rule = Rule {
    id: "qa.wage.min.750",
    title: "whether the wage reaches QAR 750 a month",
    basis: "commitment of the Government of November 2017, put into effect through the approval of contracts",
    in_force: &[during((2017, 11, 1), (2021, 3, 20))],
    certainty: Verified,
    worst: NeedsReview,
    addressees: &[Employer],
    reads: &[CASH_FIELDS],
    check: Check::WageEarned(|case, line| {
        paid(case, line, || {
            let wage = Pay { line, day: case.day() };
            Ok((wage.full_time() & wage.below_commitment()).review().with("amount", wage.shown()))
        })
    }),
    says: "The worker's pay of {amount} a month is below the basic wage of QAR 750 to which the Government committed \
           itself. No statute sets the amount.",
    sources: &["S23"],
    ..Rule::ROW
};

const STATUTE_2021: Rule = Rule {
    id: "qa.wage.min@2021",
    title: "whether the wage reaches QAR 1 000 a month, and QAR 500 and 300 more where housing and food are not given",
    basis: "Law 17/2020",
    in_force: &[since(2021, 3, 20)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[CASH_FIELDS, &["wages.items.housing_in_kind", "wages.items.food_in_kind"]],
    check: Check::WageEarned(|case, line| {
        paid(case, line, || {
            let wage = Pay { line, day: case.day() };
            Ok((wage.full_time() & wage.below_statute()).violation().with("amount", wage.shown()))
        })
    }),
    says: "The worker's pay of {amount} a month is below the minimum: QAR 1 000 basic, QAR 500 more where housing is \
           not given and QAR 300 more where food is not given.",
    consequence: "back pay; penalties under Law 17/2020",
    sources: &["S23"],
    ..Rule::ROW
};

/// A month's pay of one wage line, with the day whose rates convert it.
struct Pay<'r> {
    line: view::WageLine<'r>,
    day: Date,
}

/// What an employer may give in kind, or else has to pay an allowance for.
struct Need<'r> {
    given: Known<'r, bool>,
    allowance: Option<Decimal>,
    least: Decimal,
}

impl Need<'_> {
    fn short(&self) -> Truth {
        let too_little = self.allowance.is_some_and(|paid| paid < self.least);
        !self.given.yes().or_review() & too_little.into()
    }

    /// What part of the cash is for it: its allowance, or else the least one, if it is not given.
    fn part(&self, if_unknown: Decimal) -> Decimal {
        let open = match self.given.yes() {
            Truth::Yes => Decimal::ZERO,
            Truth::No => self.least,
            Truth::Unknown(_) => if_unknown,
        };
        self.allowance.unwrap_or(open)
    }
}

impl<'r> Pay<'r> {
    /// Absent: yes.
    fn full_time(&self) -> Truth {
        !self.line.full_time().is(false).unless_recorded()
    }

    /// What the message names: what reaches the worker, or else the basic wage.
    fn shown(&self) -> String {
        let amount = self.line.received_by_worker().recorded().or(self.line.basic().recorded());
        amount.map_or_else(|| "an amount that is not recorded".to_owned(), |money| money.to_string())
    }

    fn below_commitment(&self) -> Truth {
        let left = || {
            let allowances = self.amount(self.line.housing_allowance())?.unwrap_or_default()
                + self.amount(self.line.food_allowance())?.unwrap_or_default();
            Ok(self.cash()? - allowances < COMMITTED)
        };
        self.basic_below(COMMITTED) | left().into()
    }

    /// The basic wage alone, an allowance alone, or the cash for all of them falls short. Whether food and housing are
    /// given is a fact about the work: absent, and decisive, it is for review.
    fn below_statute(&self) -> Truth {
        let line = self.line;
        let together = || {
            let needs = [
                Need {
                    given: line.housing_in_kind(),
                    allowance: self.amount(line.housing_allowance())?,
                    least: HOUSING,
                },
                Need { given: line.food_in_kind(), allowance: self.amount(line.food_allowance())?, least: FOOD },
            ];
            let cash = self.cash()?;
            let left = |unknown: fn(&Need<'r>) -> Decimal| -> Decimal {
                cash - needs.iter().map(|need| need.part(unknown(need))).sum::<Decimal>()
            };
            let basic = if left(|_| Decimal::ZERO) < BASIC {
                Truth::Yes
            } else if left(|need| need.least) < BASIC {
                // What is known not to be given is counted already: what nobody recorded decides.
                let open = needs.iter().map(|need| need.given.yes()).filter(|given| given.clone().known().is_err());
                Truth::all(open.map(Truth::or_review))
            } else {
                Truth::No
            };
            Ok(basic | Truth::any(needs.iter().map(Need::short)))
        };
        self.basic_below(BASIC) | together().unwrap_or_else(Truth::Unknown)
    }

    /// Only where the basic wage is recorded; else it is what the cash leaves for it.
    fn basic_below(&self, floor: Decimal) -> Truth {
        match self.amount(self.line.basic()) {
            Ok(basic) => basic.is_some_and(|basic| basic < floor).into(),
            Err(missing) => missing.into(),
        }
    }

    /// What the worker receives, and what was lawfully taken off before.
    fn cash(&self) -> Result<Decimal, Missing> {
        let field = self.line.received_by_worker();
        let received = self.amount(field)?.ok_or_else(|| field.missing())?;
        let deductions = self.line.deductions().recorded().into_iter().flat_map(Each::iter);
        let lawful = deductions.filter(|deduction| {
            let loan = deduction.purpose().is(DeductionPurpose::Loan);
            let based = deduction.lawful_basis().holds(|basis| basis != LawfulBasis::None);
            (loan | based).unless_recorded().is_yes()
        });
        lawful
            .map(|deduction| Ok(self.amount(deduction.amount())?.unwrap_or_default()))
            .sum::<Result<Decimal, _>>()
            .map(|taken| received + taken)
    }

    /// An amount in riyals, if it is recorded. One in a currency without a fixed rate is for review.
    fn amount(&self, field: Known<'r, Money>) -> Result<Option<Decimal>, Missing> {
        let Some(money) = field.recorded() else { return Ok(None) };
        let riyals = exchange::convert(money, Currency::QAR, self.day);
        riyals.map(|money| Some(money.amount)).map_err(|_| Missing { review: true, ..field.missing() })
    }
}
