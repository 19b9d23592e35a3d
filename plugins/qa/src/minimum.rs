//! The floor under wages: none until November 2017, then a commitment to QAR 750, then a statute. A wage is judged by
//! the law of the time of the work, whenever it was due.

use crate::{deductions, wages::paid};
use comity_sdk::{
    facts::{Known, exchange},
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
    "wages.items.overtime_pay",
    "wages.items.full_time",
    "wages.items.period",
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
    reads: &[CASH_FIELDS, deductions::LAWFUL],
    check: Check::WageEarned(|case, line| {
        paid(case, line, || {
            let below = |months| full_time(line) & Pay { case, line, months }.below_commitment();
            Ok(by_months(line, below, Fires::review, [MONTHS_750, PART_MONTHS_750]).with("amount", shown(line)))
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
    reads: &[CASH_FIELDS, deductions::LAWFUL, &["wages.items.housing_in_kind", "wages.items.food_in_kind"]],
    check: Check::WageEarned(|case, line| {
        paid(case, line, || {
            let below = |months| full_time(line) & Pay { case, line, months }.below_statute();
            Ok(by_months(line, below, Fires::violation, [MONTHS_2021, PART_MONTHS_2021]).with("amount", shown(line)))
        })
    }),
    says: "The worker's pay of {amount} a month is below the minimum: QAR 1 000 basic, QAR 500 more where housing is \
           not given and QAR 300 more where food is not given.",
    consequence: "back pay; penalties under Law 17/2020",
    sources: &["S23"],
    ..Rule::ROW
};

const MONTHS_750: &str = "The worker's pay of {amount}, not for one month, is below the basic wage of QAR 750 a month to \
                          which the Government committed itself. No statute sets the amount.";
const MONTHS_2021: &str = "The worker's pay of {amount}, not for one month, is below the minimum of each month: QAR 1 000 \
                           basic, QAR 500 more where housing is not given and QAR 300 more where food is not given.";
const PART_MONTHS_750: &str = "The worker's pay of {amount} is for a time that is not a number of months. Whether it is below the basic \
                               wage of QAR 750 a month, to which the Government committed itself, is for review.";
const PART_MONTHS_2021: &str = "The worker's pay of {amount} is for a time that is not a number of months. Whether it is below \
                           QAR 1 000 basic a month, QAR 500 more where housing is not given and QAR 300 more where food is \
                           not given, is for review.";

/// What a line falls short of in so many months as it pays at least; where it is not paid for a number of months, what it may fall short
/// of is for review. Of no whole month nothing is sure.
fn by_months(
    line: view::WageLine<'_>,
    below: impl Fn(u32) -> Truth,
    surely: impl FnOnce(Truth) -> Answer,
    [whole, part]: [&'static str; 2],
) -> Answer {
    let [least, most] = months(line);
    let sure = match least {
        0 => Answer::Silent,
        1 => surely(below(least)),
        _ => surely(below(least)).says("months", whole),
    };
    if least == most { sure } else { sure.or(below(most).review().says("period", part)) }
}

/// Days of which any number is a month.
const A_MONTH: std::ops::RangeInclusive<i32> = 28..=31;

/// How many months a line pays, at least and at most: the same, unless its period is not a number of months.
fn months(line: view::WageLine<'_>) -> [u32; 2] {
    let Some(Span { from: Some(from), to: Some(to) }) = line.period().recorded() else { return [1, 1] };
    if A_MONTH.contains(&to.days_since(from)) {
        return [1, 1];
    }
    let between = 12 * i32::from(to.year() - from.year()) + i32::from(to.month() - from.month());
    let most = if from.plus_months(between) >= to { between } else { between + 1 }.max(1);
    let least = if from.plus_months(most) == to { most } else { most - 1 };
    [least.unsigned_abs(), most.unsigned_abs()]
}

/// Absent: yes.
fn full_time(line: view::WageLine<'_>) -> Truth {
    !line.full_time().is(false).unless_recorded()
}

/// What the message names: what reaches the worker, and what of it is said to be for what.
fn shown(line: view::WageLine<'_>) -> String {
    let part = |name: &str, money: Option<Money>| money.map(|money| format!("{name} {money}"));
    let parts = [
        part("basic wage", line.basic().recorded()),
        part("for housing", line.housing_allowance().recorded()),
        part("for food", line.food_allowance().recorded()),
        part("for overtime", line.overtime_pay().recorded()),
    ];
    let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    match line.received_by_worker().recorded() {
        Some(money) if parts.is_empty() => money.to_string(),
        Some(money) => format!("{money} ({parts})"),
        None => format!("an amount that is not recorded ({parts})"),
    }
}

/// The pay of one wage line, held against the floor of so many months.
struct Pay<'c, 'r> {
    case: &'c Case<'r>,
    line: view::WageLine<'r>,
    months: u32,
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

impl<'r> Pay<'_, 'r> {
    fn floor(&self, a_month: Decimal) -> Decimal {
        a_month * Decimal::from(self.months)
    }

    fn below_commitment(&self) -> Truth {
        let floor = self.floor(COMMITTED);
        let left = || {
            let allowances = self.amount(self.line.housing_allowance())?.unwrap_or_default()
                + self.amount(self.line.food_allowance())?.unwrap_or_default();
            self.leaves_below(allowances, floor)
        };
        self.basic_below(floor) | left().unwrap_or_else(Truth::Unknown)
    }

    /// The basic wage alone, an allowance alone, or the cash for all of them falls short. Whether food and housing are
    /// given is a fact about the work: absent, and decisive, it is for review.
    fn below_statute(&self) -> Truth {
        let (line, floor) = (self.line, self.floor(BASIC));
        let together = || {
            let needs = [
                Need {
                    given: line.housing_in_kind(),
                    allowance: self.amount(line.housing_allowance())?,
                    least: self.floor(HOUSING),
                },
                Need {
                    given: line.food_in_kind(),
                    allowance: self.amount(line.food_allowance())?,
                    least: self.floor(FOOD),
                },
            ];
            let left = |unknown: fn(&Need<'r>) -> Decimal| {
                self.leaves_below(needs.iter().map(|need| need.part(unknown(need))).sum(), floor)
            };
            let surely = left(|_| Decimal::ZERO)?;
            let basic = if surely.is_yes() {
                surely
            } else {
                // What is known not to be given is counted already: what nobody recorded decides.
                let open = needs.iter().map(|need| need.given.yes()).filter(|given| given.clone().known().is_err());
                surely | (left(|need| need.least)? & Truth::all(open.map(Truth::or_review)))
            };
            Ok(basic | Truth::any(needs.iter().map(Need::short)))
        };
        self.basic_below(floor) | together().unwrap_or_else(Truth::Unknown)
    }

    /// Only where the basic wage is recorded; else it is what the cash leaves for it.
    fn basic_below(&self, floor: Decimal) -> Truth {
        match self.amount(self.line.basic()) {
            Ok(basic) => basic.is_some_and(|basic| basic < floor).into(),
            Err(missing) => missing.into(),
        }
    }

    /// Whether the cash, with what was lawfully taken off before, leaves less than the floor for the basic wage once
    /// overtime and what is for housing and food are taken out.
    fn leaves_below(&self, allowances: Decimal, floor: Decimal) -> Result<Truth, Missing> {
        let field = self.line.received_by_worker();
        let received = self.amount(field)?.ok_or_else(|| field.missing())?;
        let overtime = self.amount(self.line.overtime_pay())?.unwrap_or_default();
        let left = Money { amount: received - overtime - allowances, currency: Currency::QAR };
        Ok(deductions::leaves_below(self.case, self.line, left, floor))
    }

    /// An amount in riyals, if it is recorded. One in a currency without a fixed rate is for review.
    fn amount(&self, field: Known<'r, Money>) -> Result<Option<Decimal>, Missing> {
        let Some(money) = field.recorded() else { return Ok(None) };
        let riyals = exchange::convert(money, Currency::QAR, self.case.day());
        riyals.map(|money| Some(money.amount)).map_err(exchange::NoRate::missing)
    }
}
