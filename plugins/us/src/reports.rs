//! Reports and records, 31 CFR part 501: section 2 of the catalogue.

use comity_sdk::{facts::calendar::Calendar, prelude::*};

use crate::{
    dealings::both,
    gates::{self, id},
    reads,
};

pub(crate) const RULES: &[Rule] = &[INITIAL, ANNUAL, REJECTED, RECORDS_1997, RECORDS_2025];

/// Days for a report on property blocked or a payment rejected.
const BUSINESS_DAYS: u32 = 10;

const INITIAL: Rule = Rule {
    id: "us.501.603.initial",
    title: "Blocked property is reported within 10 business days",
    basis: "31 CFR 501.603(b)(1)",
    in_force: &[since(1997, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Holder],
    reads: reads::HOLDING,
    check: Check::Holding(|case, holding| {
        let due = due_after(case.day());
        let reported = holding.reported_on().recorded().filter(|day| *day <= case.as_of);
        let answer = match reported {
            Some(day) if day <= due => return Ok(Answer::Silent),
            None if case.as_of <= due => held_here(case, holding)
                .info()
                .says("clock", "The property blocked on {blocked} must be reported by {due}."),
            _ => held_here(case, holding).violation(),
        };
        Ok(answer.due(due).with("blocked", case.day()).with("due", due))
    }),
    says: "The property blocked on {blocked} was not reported by {due}, the tenth business day.",
    consequence: "report to the Office of Foreign Assets Control",
    referrals: &["OFAC"],
    sources: &["S7"],
    ..Rule::ROW
};

fn due_after(day: Date) -> Date {
    Calendar::US_FEDERAL.add_business_days(day, BUSINESS_DAYS)
}

/// Whether a US person holds the property, and no other law than that of the United States blocks it.
fn held_here<'r>(case: &Case<'r>, holding: view::Holding<'r>) -> Truth {
    both(blocked_here(holding), || case.named(holding.holder(), gates::us_person))
}

fn blocked_here(holding: view::Holding<'_>) -> Truth {
    holding.regime().recorded().is_none_or(|regime| regime == HoldingRegime::Us).into()
}

const ANNUAL: Rule = Rule {
    id: "us.501.603.annual",
    title: "Property held on 30 June is reported by 30 September",
    basis: "31 CFR 501.603(b)(2)",
    in_force: &[since(1997, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Holder],
    reads: reads::HOLDING,
    check: Check::Holding(|case, holding| {
        let years: Vec<i16> =
            (case.day().year()..=case.as_of.year()).filter(|year| owed(case, holding, *year)).collect();
        let missed = |year: &i16| filed_in_time(holding, *year).map(|filed| !filed);
        let unfiled = Truth::any(years.iter().map(|year| Truth::from(missed(year))));
        let named: Vec<_> = years.iter().filter(|year| missed(year) == Ok(true)).map(ToString::to_string).collect();
        Ok(both(unfiled, || held_here(case, holding)).violation().with("years", named.join(", ")))
    }),
    says: "The property held on 30 June was not reported by 30 September: {years}.",
    consequence: "report to the Office of Foreign Assets Control",
    referrals: &["OFAC"],
    sources: &["S7"],
    ..Rule::ROW
};

/// Whether the property was held on 30 June of a year, and the day for its report has passed.
fn owed<'r>(case: &Case<'r>, holding: view::Holding<'r>, year: i16) -> bool {
    let counted = Date::of(year, 6, 30);
    let released = holding.unblocked_on().recorded().is_some_and(|day| day < counted);
    case.day() <= counted && !released && Date::of(year, 9, 30) < case.as_of
}

fn filed_in_time(holding: view::Holding<'_>, year: i16) -> Result<bool, Missing> {
    let due = Date::of(year, 9, 30);
    let for_year = |report: view::AnnualReport<'_>| {
        report.year().is(u64::from(year.unsigned_abs())) & report.filed_on().holds(|day| day <= due)
    };
    holding.annual_reports().get()?.any(for_year).known()
}

const REJECTED: Rule = Rule {
    id: "us.501.604",
    title: "A rejected payment is reported within 10 business days",
    basis: "31 CFR 501.604",
    in_force: &[since(1997, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Bank, UsPerson],
    reads: reads::REJECTION,
    check: Check::Transaction(|case, payment| {
        let Some(rejected) = payment.rejected_on().recorded() else { return Ok(Answer::Silent) };
        let due = due_after(rejected);
        let in_time = payment.rejection_reported_on().recorded().is_some_and(|day| day <= due);
        if in_time || case.as_of <= due {
            return Ok(Answer::Silent);
        }
        let bound = case.named(payment.rejected_by(), |party| {
            gates::us_person(party) & (Truth::from(rejected >= ALL_PERSONS_SINCE) | financial_institution(party))
        });
        Ok(bound.violation().due(due).with("payment", id(&payment.raw().id)).with("due", due))
    }),
    says: "The rejection of payment {payment} was not reported by {due}, the tenth business day.",
    consequence: "report to the Office of Foreign Assets Control",
    referrals: &["OFAC"],
    sources: &["S7"],
    ..Rule::ROW
};

/// Before, financial institutions alone reported what they rejected.
const ALL_PERSONS_SINCE: Date = Date::of(2019, 6, 21);

fn financial_institution(party: view::Party<'_>) -> Truth {
    let bank = party.roles().has(PartyRole::Bank);
    Truth::from(bank) | party.is_us_financial_institution().yes().unless_recorded()
}

const RECORDS_1997: Rule = Rule {
    id: "us.501.601@1997",
    title: "Records are kept for 5 years",
    basis: "31 CFR 501.601",
    in_force: &[during((1997, 8, 25), (2025, 3, 12))],
    certainty: Verified,
    worst: Violation,
    addressees: &[Holder],
    reads: reads::RECORDS,
    check: Check::RecordDestroyed(|case, holding, kept| destroyed_before(case, holding, kept, 5)),
    says: "The record of the dealing of {dealing} was destroyed before {until}, when its 5 years ended.",
    consequence: "civil penalty",
    referrals: &["OFAC"],
    sources: &["S7"],
    ..Rule::ROW
};

const RECORDS_2025: Rule = Rule {
    id: "us.501.601@2025",
    title: "Records are kept for 10 years",
    basis: "31 CFR 501.601 as amended",
    in_force: &[since(2025, 3, 12)],
    certainty: FromKnowledge,
    check: Check::RecordDestroyed(|case, holding, kept| destroyed_before(case, holding, kept, 10)),
    says: "The record of the dealing of {dealing} was destroyed before {until}, when its 10 years ended.",
    ..RECORDS_1997
};

fn destroyed_before<'r>(
    case: &Case<'r>,
    holding: view::Holding<'r>,
    kept: view::RecordKeeping<'r>,
    years: i32,
) -> Checked {
    let held = held_here(case, holding);
    if held.is_no() {
        return Ok(Answer::Silent);
    }
    let dealing = kept.transaction_date().get()?;
    let until = dealing.plus_months(12 * years);
    let early = held & (case.day() < until).into();
    Ok(early.violation().with("dealing", dealing).with("until", until))
}
