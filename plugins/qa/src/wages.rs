//! How wages are paid: section 3 of the catalogue, without the floors ([`crate::minimum`]) and what is taken off or
//! owed at the end ([`crate::deductions`]).
//!
//! What breaks a rule is a function of its own here, since the row on retention asks whether any other rule is broken.

use crate::{deductions, scope::labour_law};
use comity_sdk::{
    facts::retention::{self, Retention},
    prelude::*,
};

pub(crate) const RULES: &[Rule] = &[PERIOD, CURRENCY, PERSONAL_2004, WPS_2015, ZERO, RETENTION];

/// Longest time between two payments of a monthly wage, and of any other.
const MONTH_DAYS: i32 = 31;
const FORTNIGHT_DAYS: i32 = 14;
/// Days from the due day in which the transfer has to be made.
const TRANSFER_DAYS: i32 = 7;

/// The day on which Law 1/2015 came into effect.
const LAW_1_2015: Date = Date::of(2015, 11, 2);
/// Article 145, in its wording from that law.
const PENALTY: &str = "up to 1 month in prison or a fine of QAR 2 000 to 6 000, or both (art. 145)";

const PERIOD_FIELDS: &[&str] = &[
    "wages.items.payee",
    "wages.items.longest_gap_days",
    "wages.items.pay_interval",
    "wages.items.paid_days_after_due",
    "wages.items.period",
    "wages.items.paid_on",
];
const CURRENCY_FIELDS: &[&str] = &["wages.items.payee", "wages.items.received_by_worker", "wages.items.gross_by_host"];
const ZERO_FIELDS: &[&str] =
    &["wages.items.payee", "wages.items.received_by_worker", "wages.items.site", "worksites.items.unpaid_leave_agreed"];

const PERIOD: Rule = Rule {
    id: "qa.wage.period",
    title: "whether a monthly wage is paid at least once a month, and any other at least every two weeks",
    basis: "Law 14/2004 art. 66",
    in_force: &[since(2005, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[PERIOD_FIELDS],
    check: Check::Wage(|case, line| paid(case, line, || Ok(penalised(case, too_rarely(line).violation())))),
    says: "The wage is paid less often than once a month, or than every two weeks where it is not a monthly one.",
    consequence: PENALTY,
    sources: &["S20"],
    ..Rule::ROW
};

const CURRENCY: Rule = Rule {
    id: "qa.wage.currency",
    title: "whether the wage is paid in Qatari riyals",
    basis: "Law 14/2004 art. 66",
    in_force: &[since(2005, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[CURRENCY_FIELDS],
    check: Check::Wage(|case, line| paid(case, line, || Ok(penalised(case, in_foreign_currency(line).violation())))),
    says: "The wage is not paid in Qatari riyals.",
    consequence: PENALTY,
    sources: &["S20"],
    ..Rule::ROW
};

const PERSONAL_2004: Rule = Rule {
    id: "qa.wage.personal@2004",
    title: "whether the wage reaches the worker, his account, or somebody he authorised in writing",
    basis: "Law 14/2004 art. 66, original text",
    in_force: &[during((2005, 1, 1), (2015, 11, 2))],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["wages.items.payee", "wages.items.worker_written_mandate"]],
    check: Check::Wage(|case, line| {
        paid(case, line, || {
            let others = to_others(line);
            if others.is_no() {
                return Ok(Answer::Silent);
            }
            // A mandate that is not recorded is no absent exemption: the row asks for the field.
            let mandate = match (line.worker_written_mandate().yes(), &others) {
                (Truth::Unknown(missing), Truth::Unknown(payee)) => return Err(payee.clone().and(missing)),
                (mandate, _) => mandate.known()?,
            };
            let document = Exempt::named("worker_written_mandate", "the worker's written mandate");
            Ok(others.violation().with("payee", payee(line)).unless(document, mandate.into()))
        })
    }),
    says: "The wage is paid to {payee} and not to the worker.",
    consequence: "the employer still owes the wage unless it was transferred to the bank or the worker signed for it",
    sources: &["S20"],
    ..Rule::ROW
};

const WPS_2015: Rule = Rule {
    id: "qa.wage.wps@2015",
    title: "whether the wage is transferred to the worker's own account in Qatar within 7 days of the due day",
    basis: "Law 14/2004 art. 66 as replaced by Law 1/2015; Ministerial Decision 4/2015",
    in_force: &[since(2015, 11, 2)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&[
        "wages.items.payee",
        "wages.items.paid_days_after_due",
        "wages.items.period",
        "wages.items.due_on",
        "wages.items.paid_on",
    ]],
    check: Check::Wage(|case, line| labour_law(case, line, || transfer(case, line))),
    says: "The wage is paid to {payee} and not transferred to the worker's own account at a bank in Qatar.",
    consequence: "up to 1 month in prison or a fine of QAR 2 000 to 6 000, or both (art. 145); the employer's file is \
                  frozen and no new permits are issued",
    sources: &["S20"],
    ..Rule::ROW
};

const ZERO: Rule = Rule {
    id: "qa.wage.zero",
    title: "whether the work is paid at all",
    basis: "Law 14/2004 arts 65-66",
    in_force: &[since(2005, 1, 1)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer, User],
    reads: &[ZERO_FIELDS, &["worksites.items.employer", "parties.items.roles"]],
    check: Check::WageEarned(|case, line| {
        labour_law(case, line, || {
            let owing = if worked_for_user(case, line) { &[User, Employer][..] } else { &[Employer] };
            let site = line.site().recorded().unwrap_or("the site");
            Ok(unpaid(case, line).violation().to(owing).with("site", site))
        })
    }),
    says: "The work at {site} is not paid at all. Workers are entitled to the agreed wage, or else to the customary \
           one.",
    consequence: "back pay",
    sources: &["S20"],
    ..Rule::ROW
};

const RETENTION: Rule = Rule {
    id: "qa.wage.retention",
    title: "whether a labour supplier keeps part of what the host pays, with no wage rule broken",
    basis: "no wage floor and no cap on the margin of labour supply",
    in_force: &[during((2005, 1, 1), (2015, 11, 2))],
    certainty: Verified,
    worst: Info,
    addressees: &[Employer],
    needs: &[Part::Parties],
    reads: &[
        PERIOD_FIELDS,
        CURRENCY_FIELDS,
        ZERO_FIELDS,
        deductions::FIELDS,
        &["wages.items.worker_written_mandate", "wages.items.deductions.items.lawful_basis"],
        &["parties.items.roles"],
    ],
    check: Check::Wage(|case, line| labour_law(case, line, || kept_lawfully(case, line))),
    says: "The host pays {gross} for the work and the worker receives {received}: {percent} % is kept. It is lawful \
           and exploitative: the law of the time sets no minimum wage and no limit to what a labour supplier keeps.",
    referrals: &["ilo", "us", "eu"],
    sources: &["S20", "S33"],
    ..Rule::ROW
};

/// Runs a check on how a wage is paid. Where nobody is paid, `qa.wage.zero` and `qa.wage.wps@2015` speak alone.
pub(crate) fn paid<'r>(case: &Case<'r>, line: view::WageLine<'r>, check: impl FnOnce() -> Checked) -> Checked {
    labour_law(case, line, || if nobody_paid(line).is_yes() { Ok(Answer::Silent) } else { check() })
}

/// Before Law 1/2015, article 145 had another wording, which the catalogue does not have.
pub(crate) fn penalised(case: &Case<'_>, answer: Answer) -> Answer {
    if case.day() < LAW_1_2015 {
        answer.consequence("penalty of art. 145 in its wording of the time".to_owned())
    } else {
        answer
    }
}

fn nobody_paid(line: view::WageLine<'_>) -> Truth {
    line.payee().is(Payee::None).unless_recorded()
}

/// Less often than once a month, or than every two weeks where pay is not monthly.
fn too_rarely(line: view::WageLine<'_>) -> Truth {
    let gap = longest_gap(line);
    let longer_than = |days: i32| Truth::from(gap.clone().map(|gap| gap > days));
    let interval = line.pay_interval().is(PayInterval::Fortnightly);
    // A line without a period recurs every month: it is monthly pay, unless it says otherwise.
    let fortnightly = if line.raw().period.is_none() { interval.unless_recorded() } else { interval };
    longer_than(MONTH_DAYS) | (longer_than(FORTNIGHT_DAYS) & fortnightly)
}

/// The longest time between two payments: as recorded, or as it follows from the line.
fn longest_gap(line: view::WageLine<'_>) -> Result<i32, Missing> {
    let gap = line.longest_gap_days();
    if let Some(days) = gap.recorded() {
        return Ok(i32::try_from(days).unwrap_or(i32::MAX));
    }
    match line.period().recorded() {
        // Paid every month, at the same distance from the due day; the first time after that distance.
        None => {
            let late = line.paid_days_after_due().get().map_err(|_| gap.missing())?;
            let late = i32::try_from(late).unwrap_or(i32::MAX);
            match line.pay_interval().recorded() {
                // How far apart two payments of a fortnight's wage are nobody says; only that it is not this.
                Some(PayInterval::Fortnightly) if late <= FORTNIGHT_DAYS => Err(gap.missing()),
                Some(PayInterval::Fortnightly) => Ok(late),
                _ => Ok(late.max(MONTH_DAYS)),
            }
        }
        Some(Span { from: Some(from), to: Some(to) }) => {
            let length = to.days_since(from);
            let wait = if length > MONTH_DAYS { 0 } else { line.paid_on().get()?.days_since(to) };
            Ok(length.max(wait))
        }
        Some(_) => Err(gap.missing()),
    }
}

fn in_foreign_currency(line: view::WageLine<'_>) -> Truth {
    let foreign = |money: Money| !Currency::QAR.is_of(money) && !money.amount.is_zero();
    let (received, gross) = (line.received_by_worker(), line.gross_by_host());
    match received.get() {
        Ok(amount) => Truth::from(foreign(amount)) | gross.holds(foreign).unless_recorded(),
        Err(missing) => gross.holds(foreign).unless_recorded() | Truth::Unknown(missing),
    }
}

/// Paid to somebody other than the worker.
fn to_others(line: view::WageLine<'_>) -> Truth {
    line.payee().is_in(&[Payee::Sender, Payee::State, Payee::Agent])
}

fn payee(line: view::WageLine<'_>) -> &'static str {
    match line.payee().recorded() {
        Some(Payee::WorkerCash) => "the worker in cash",
        Some(Payee::Sender) => "the sending entity",
        Some(Payee::State) => "a State",
        Some(Payee::Agent) => "an agent",
        _ => "somebody else",
    }
}

/// The transfer that the wage protection system asks for. Of a line with a period there is time for it until 7 days after
/// the due day; what is paid in another way before is in breach at once.
fn transfer<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Checked {
    let last = last_day(line);
    let over = last.as_ref().ok().is_none_or(|last| case.as_of > *last);
    let due = |answer: Answer| match last {
        Ok(last) => answer.due(last),
        Err(_) => answer,
    };
    if nobody_paid(line).is_yes() {
        let text =
            "The work is not paid, so that nothing is transferred to the worker's own account at a bank in Qatar.";
        return Ok(due(Truth::from(over).violation().says("unpaid", text)));
    }
    let own_account = line.payee().is(Payee::WorkerAccount);
    let paid_on = line.paid_on();
    if !own_account.is_yes() {
        let paid = paid_on.recorded().is_none_or(|day| day <= case.as_of);
        return Ok((!own_account & (paid || over).into()).violation().with("payee", payee(line)));
    }
    let text = "The wage is transferred to the worker's account later than 7 days after the due day.";
    if let Some(days) = line.paid_days_after_due().recorded() {
        let late = over && days > u64::from(TRANSFER_DAYS.unsigned_abs());
        return Ok(due(Truth::from(late).violation().says("late", text)));
    }
    let last = last?;
    let late = Truth::from(over) & paid_on.holds(|paid| paid > last);
    Ok(late.violation().says("late", text).due(last))
}

/// The last day for the transfer of a line with a period; one that recurs says how late it is paid.
fn last_day(line: view::WageLine<'_>) -> Result<Date, Missing> {
    let Some(period) = line.period().recorded() else { return Err(line.paid_days_after_due().missing()) };
    let due = line.due_on();
    let due = due.recorded().or(period.to).ok_or_else(|| due.missing())?;
    Ok(due.plus_days(TRANSFER_DAYS))
}

/// Work without any pay. Leave without pay that was agreed is no work.
pub(crate) fn unpaid<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Truth {
    let nothing = nobody_paid(line) | line.received_by_worker().holds(|money| money.amount.is_zero());
    if nothing.is_no() { nothing } else { nothing & !on_agreed_leave(case, line) }
}

fn on_agreed_leave<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Truth {
    let site = line.site().recorded().and_then(|id| case.site(id));
    site.map_or(Truth::No, |site| site.unpaid_leave_agreed().yes().unless_recorded())
}

/// Whether the work is done for an employer other than the host.
fn worked_for_user<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> bool {
    let site = line.site().recorded().and_then(|id| case.site(id));
    let employer = site.and_then(|site| site.employer().recorded()).and_then(|id| case.party(id));
    employer.is_some_and(|party| !party.roles().has(PartyRole::HostEmployer))
}

/// Kept by a labour supplier without breaking any wage rule of before the wage protection system. One of them that is
/// undecided leaves this open too.
fn kept_lawfully<'r>(case: &Case<'r>, line: view::WageLine<'r>) -> Checked {
    if case.parties_as(PartyRole::Sender).next().is_none() {
        return Ok(Answer::Silent);
    }
    let without_mandate = to_others(line) & !line.worker_written_mandate().yes();
    let broken = unpaid(case, line)
        | too_rarely(line)
        | in_foreign_currency(line)
        | without_mandate
        | deductions::unlawful(case, line);
    if broken.is_yes() {
        return Ok(Answer::Silent);
    }
    let retention = retention::of(line, case.day())?;
    Ok(shown((retention.any() & !broken).info(), line, &retention))
}

/// The amounts, for the message and as evidence.
fn shown(answer: Answer, line: view::WageLine<'_>, retention: &Retention) -> Answer {
    let (Ok(kept), Ok(Some(ratio)), Some(received)) =
        (retention.retained(), retention.ratio(), line.received_by_worker().recorded())
    else {
        return answer;
    };
    let percent = (ratio * Decimal::from(100)).round_dp(1).normalize();
    answer
        .with("gross", retention.gross)
        .with("received", received)
        .with("percent", percent)
        .derived("retained", kept)
        .derived("retention_ratio", ratio.round_dp(3).normalize())
        .attribute("lawful_but_exploitative", true)
}
