//! Pay as the indicators read it: when a wage line is a fact, what was promised, what stayed out.

use rust_decimal::Decimal;

use super::{Assessment, walk::shared};
use crate::{
    Date, Missing, Truth,
    exchange::{self, NoRate},
    sites,
    v1::Payee,
    view,
};

/// Wages later than this are withheld.
const WITHHELD_DAYS: i32 = 30;
/// A promise above this share of what is received deceives.
const DECEIVED: Decimal = Decimal::from_parts(125, 0, 0, false, 2);
/// A debt above so many months' pay binds strongly.
const DEBT_MONTHS: u32 = 6;

impl<'r> Assessment<'r> {
    /// Whether a wage line is a fact by now: a recurring one while its site is worked, a dated one from its due day on.
    pub(super) fn counts(&self, line: view::WageLine<'r>) -> Truth {
        if line.raw().period.is_some() {
            return match due(line) {
                Ok(day) => Truth::from(day <= self.as_of),
                Err(missing) => Truth::Unknown(missing),
            };
        }
        match (&line.raw().site, self.site_of(line)) {
            (None, _) => self.deployed.clone(),
            (Some(_), Some(site)) => sites::worked(self.record, site, self.as_of),
            (Some(_), None) => self.now(Truth::Unknown(self.record.worksites().missing())),
        }
    }

    /// The day of the fact, whose rates convert its amounts.
    pub(super) fn day_of(&self, line: view::WageLine<'r>) -> Date {
        match (&line.raw().period, due(line)) {
            (Some(_), Ok(day)) => day,
            _ => self.as_of,
        }
    }

    fn site_of(&self, line: view::WageLine<'r>) -> Option<view::Worksite<'r>> {
        self.record.worksites().recorded()?.find(|site| site.id == line.raw().site)
    }

    pub(super) fn promised_more(&self, line: view::WageLine<'r>) -> Truth {
        let compare = || {
            let promised = line.contractual().get()?;
            let received = line.received_by_worker().get()?;
            let received =
                exchange::convert(received, promised.currency, self.day_of(line)).map_err(NoRate::missing)?;
            Ok(promised.amount > received.amount * DECEIVED)
        };
        Truth::from(compare())
    }

    /// Whether pay stayed, or stays, out for longer than [`WITHHELD_DAYS`] after it was due.
    pub(super) fn overdue(&self, line: view::WageLine<'r>) -> Truth {
        let never = unpaid(line);
        if line.raw().period.is_none() {
            let late = line.paid_days_after_due().holds(|days| days > u64::from(WITHHELD_DAYS.unsigned_abs()));
            return late | (never & self.first_due(line).map_or_else(Truth::Unknown, |due| self.long_past(due)));
        }
        let paid = line.paid_on();
        match (due(line), paid.recorded()) {
            (Err(missing), _) => Truth::Unknown(missing),
            (Ok(due), Some(paid)) => Truth::from(paid.min(self.as_of).days_since(due) > WITHHELD_DAYS),
            (Ok(due), None) => self.long_past(due) & (never | Truth::Unknown(paid.missing())),
        }
    }

    fn long_past(&self, due: Date) -> Truth {
        Truth::from(self.as_of.days_since(due) > WITHHELD_DAYS)
    }

    /// The day by which a recurring line's first month is due at the latest: its due day after a month of work.
    fn first_due(&self, line: view::WageLine<'r>) -> Result<Date, Missing> {
        let own = self.site_of(line).and_then(|site| site.start().recorded());
        let start = match own {
            Some(start) => start,
            None => self.record.deployment().get()?.start().get()?,
        };
        let month = start.plus_months(1);
        let day = line.due_day().recorded().map_or(u64::from(month.day().unsigned_abs()), |day| day);
        // In a month without that day, the last one.
        let reached = |date: &Date| {
            let number = u64::from(date.day().unsigned_abs());
            number == day || (number < day && date.next().month() != date.month())
        };
        Ok((0..31).map(|days| month.plus_days(days)).find(reached).unwrap_or(month))
    }

    /// Paid only when the stay ends: months after it was due, or in no month of the stay so far.
    pub(super) fn paid_at_end(&self, line: view::WageLine<'r>) -> Truth {
        let Some(deployment) = self.record.deployment().recorded() else {
            return Truth::Unknown(self.record.deployment().missing());
        };
        let end = deployment.end().recorded();
        if line.raw().period.is_some() {
            let late = |paid: Date| due(line).is_ok_and(|due| paid.days_since(due) > WITHHELD_DAYS);
            return line.paid_on().holds(|paid| end.is_some_and(|end| paid >= end) && paid <= self.as_of && late(paid));
        }
        let gap = line.longest_gap_days();
        let monthly = line.paid_days_after_due().holds(|days| days <= u64::from(WITHHELD_DAYS.unsigned_abs()));
        let (Some(gap), start) = (gap.recorded(), deployment.start().get()) else {
            return Truth::Unknown(gap.missing()) & !monthly.unless_recorded();
        };
        let until = end.map_or(self.as_of, |end| end.min(self.as_of));
        let whole =
            |start: Date| u64::try_from(until.days_since(start).max(WITHHELD_DAYS + 1)).is_ok_and(|stay| gap >= stay);
        start.map(whole).into()
    }

    /// Whether the work at a site is unpaid.
    pub(super) fn unpaid_at(&self, site: view::Worksite<'r>) -> Truth {
        let wages = self.record.wages();
        let Ok(lines) = wages.get() else { return Truth::Unknown(wages.missing()) };
        let here = |line: &view::WageLine<'r>| line.raw().site.is_none() || line.raw().site == site.raw().id;
        let answers: Vec<_> = lines.iter().filter(here).map(unpaid).collect();
        if answers.is_empty() { Truth::Unknown(wages.missing()) } else { Truth::any(answers) }
    }

    /// Whether the worker owes more than so many months of what he receives.
    pub(super) fn owes_months(&self, entry: view::Coercion<'r>) -> Result<bool, Missing> {
        let debt = entry.debt().get()?;
        if debt.amount.is_zero() {
            return Ok(false);
        }
        let wages = self.record.wages();
        let mut pay = None;
        for line in wages
            .get()?
            .iter()
            .filter(|line| shared(line.raw().worker_groups.as_ref(), entry.raw().worker_groups.as_ref()))
        {
            let current = line.period().recorded().is_none_or(|period| period.contains(self.as_of));
            if current && self.counts(line).known()? {
                let received = line.received_by_worker().get()?;
                let converted = exchange::convert(received, debt.currency, self.as_of).map_err(NoRate::missing)?;
                *pay.get_or_insert(Decimal::ZERO) += converted.amount;
            }
        }
        pay.map(|pay| debt.amount > pay * Decimal::from(DEBT_MONTHS)).ok_or_else(|| wages.missing())
    }
}

/// The day a dated line was due: as recorded, else the end of its period.
fn due(line: view::WageLine<'_>) -> Result<Date, Missing> {
    line.due_on().get().or_else(|missing| line.period().recorded().and_then(|period| period.to).ok_or(missing))
}

/// Nobody is paid, or the worker receives nothing.
fn unpaid(line: view::WageLine<'_>) -> Truth {
    line.payee().is(Payee::None) | line.received_by_worker().holds(|money| money.amount.is_zero())
}
