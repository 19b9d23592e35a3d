//! Working hours: section 4 of the catalogue. Hours exclude breaks and the way to work; overtime is in them.

use crate::scope::labour_law;
use comity_sdk::{facts::calendar, prelude::*};

pub(crate) const RULES: &[Rule] = &[ORDINARY, RAMADAN, MAX_10, WEEK_60, CONTINUOUS_5, OVERTIME_PAY, FINE];

const fn hours(hours: u64) -> u64 {
    hours * 60
}

/// Premiums on the basic wage, in percent.
const OVERTIME_PREMIUM: u64 = 25;
const NIGHT_PREMIUM: u64 = 50;

const LABOUR_LAW: &[Validity] = &[since(2005, 1, 1)];
const HOURS_FIELDS: &[&str] = &["working_time.items.day_max_minutes", "working_time.items.week_minutes"];

const ORDINARY: Rule = Rule {
    id: "qa.hours.ord",
    title: "whether ordinary hours keep within 8 a day and 48 a week, and overtime is paid as such",
    basis: "Law 14/2004 art. 73",
    in_force: LABOUR_LAW,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[HOURS_FIELDS, &["working_time.items.overtime_premium_percent"]],
    check: Check::WorkingTime(|case, time| {
        labour_law(case, time, || {
            let paid_as_overtime = time.overtime_premium_percent().holds(|percent| percent >= OVERTIME_PREMIUM);
            Ok((beyond_ordinary(time) & !paid_as_overtime).violation())
        })
    }),
    says: "The workers work more than 8 hours a day or 48 hours a week, and the hours beyond are not paid as overtime.",
    sources: &["S20", "S35"],
    ..Rule::ROW
};

const RAMADAN: Rule = Rule {
    id: "qa.hours.ramadan",
    title: "whether hours in Ramadan keep within 6 a day and 36 a week",
    basis: "Law 14/2004 art. 73",
    in_force: LABOUR_LAW,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["working_time.items.ramadan_day_max_minutes", "working_time.items.ramadan_week_minutes"]],
    check: Check::WorkingTime(|case, time| labour_law(case, time, || Ok(ramadan(case, time)))),
    says: "In Ramadan the workers work more than 6 hours a day or 36 hours a week.",
    sources: &["S20"],
    ..Rule::ROW
};

const MAX_10: Rule = Rule {
    id: "qa.hours.max10",
    title: "whether working days keep within 10 hours, overtime included",
    basis: "Law 14/2004 art. 74",
    in_force: LABOUR_LAW,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["working_time.items.day_max_minutes", "working_time.items.emergency_log_ref"]],
    check: Check::WorkingTime(|case, time| {
        labour_law(case, time, || {
            let long = time.day_max_minutes().holds(|day| day > hours(10)).violation();
            let log = time.emergency_log_ref().recorded();
            Ok(long.claimed_by(log, "work to prevent or repair a serious loss or accident"))
        })
    }),
    says: "The workers work more than 10 hours on a day, overtime included.",
    sources: &["S20"],
    ..Rule::ROW
};

const WEEK_60: Rule = Rule {
    id: "qa.hours.week60",
    title: "whether working weeks keep within 60 hours, overtime included",
    basis: "Law 14/2004 arts 73-75: six days of ten hours",
    in_force: LABOUR_LAW,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["working_time.items.week_minutes"]],
    check: Check::WorkingTime(|case, time| {
        labour_law(case, time, || Ok(time.week_minutes().holds(|week| week > hours(60)).violation()))
    }),
    says: "The workers work more than 60 hours in a week, overtime included.",
    sources: &["S20"],
    ..Rule::ROW
};

const CONTINUOUS_5: Rule = Rule {
    id: "qa.hours.cont5",
    title: "whether nobody works more than 5 hours without a break",
    basis: "Law 14/2004 art. 73",
    in_force: LABOUR_LAW,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["working_time.items.consecutive_minutes", "working_time.items.continuous_work"]],
    check: Check::WorkingTime(|case, time| {
        labour_law(case, time, || {
            let listed = Exempt::named("continuous_work", "one of the works listed as continuous");
            let long = time.consecutive_minutes().holds(|minutes| minutes > hours(5));
            Ok(long.violation().unless(listed, time.continuous_work().yes()))
        })
    }),
    says: "The workers work more than 5 hours in a row without a break of one to three hours.",
    sources: &["S20"],
    ..Rule::ROW
};

const OVERTIME_PAY: Rule = Rule {
    id: "qa.hours.otpay",
    title: "whether overtime is paid with a quarter more, and at night with half more",
    basis: "Law 14/2004 art. 74",
    in_force: LABOUR_LAW,
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[
        HOURS_FIELDS,
        &[
            "working_time.items.overtime_week_minutes",
            "working_time.items.overtime_premium_percent",
            "working_time.items.night_minutes",
            "working_time.items.night_premium_percent",
            "working_time.items.shift_worker",
        ],
    ],
    check: Check::WorkingTime(|case, time| {
        labour_law(case, time, || Ok(overtime_by_day(time).or(work_at_night(time))))
    }),
    says: "Overtime is paid with less than a quarter on top of the basic wage.",
    sources: &["S35"],
    ..Rule::ROW
};

const FINE: Rule = Rule {
    id: "qa.hours.fine",
    title: "what fine a breach of the rules on hours exposes to",
    basis: "Law 14/2004 art. 144",
    in_force: LABOUR_LAW,
    certainty: Verified,
    worst: Info,
    addressees: &[Employer],
    check: Check::Attached(|_, finding| {
        let broken = finding.rule_id.starts_with("qa.hours.") && finding.outcome() == Violation;
        Ok(Truth::from(broken).info().with("rule", finding.rule_id).derived("rule", finding.rule_id))
    }),
    says: "The breach found under {rule} exposes the employer to a fine of QAR 2 000 to 5 000.",
    consequence: "fine of QAR 2 000 to 5 000",
    sources: &["S20"],
    ..Rule::ROW
};

fn beyond_ordinary(time: view::WorkingTime<'_>) -> Truth {
    time.day_max_minutes().holds(|day| day > hours(8)) | time.week_minutes().holds(|week| week > hours(48))
}

/// The hours of Ramadan are judged in Ramadan.
fn ramadan<'r>(case: &Case<'r>, time: view::WorkingTime<'r>) -> Answer {
    let day = time.ramadan_day_max_minutes().holds(|day| day > hours(6));
    let long = day | time.ramadan_week_minutes().holds(|week| week > hours(36));
    match calendar::is_in_ramadan(case.day()) {
        Some(false) => Answer::Silent,
        Some(true) => long.violation().since(calendar::ramadan_on(case.day()).and_then(|span| span.from)),
        // Beyond the table nobody has said yet when Ramadan is.
        None if long.is_no() => Answer::Silent,
        None => Truth::Yes.without("ramadan"),
    }
}

/// A premium that is recorded and more than nothing means that there is overtime, unless the record says that there is
/// none.
fn overtime_by_day(time: view::WorkingTime<'_>) -> Answer {
    let recorded = time.overtime_week_minutes();
    let premium = time.overtime_premium_percent();
    let mut overtime = beyond_ordinary(time) | recorded.holds(|minutes| minutes > 0).unless_recorded();
    let paid_for = premium.recorded().is_some_and(|percent| percent > 0) && recorded.recorded() != Some(0);
    if paid_for && !overtime.is_no() {
        overtime = Truth::Yes;
    }
    (overtime & premium.holds(|percent| percent < OVERTIME_PREMIUM)).violation()
}

fn work_at_night(time: view::WorkingTime<'_>) -> Answer {
    let low = time.night_premium_percent().holds(|percent| percent < NIGHT_PREMIUM);
    let at_night = time.night_minutes().holds(|minutes| minutes > 0);
    let shifts = Exempt::named("shift_worker", "shift workers");
    let text = "Work between 21:00 and 06:00 is paid with less than half on top of the basic wage.";
    (at_night & low).violation().says("night", text).unless(shifts, time.shift_worker().yes())
}
