//! Work in the heat: section 4 of the catalogue. Seasons include both their ends, times of day are half-open.

use crate::scope::labour_law;
use comity_sdk::{
    hosts::{QATAR_2007, QATAR_2021, QATAR_WBGT, is_sheltered},
    prelude::*,
};

pub(crate) const RULES: &[Rule] = &[HEAT_2007, HEAT_2021, WBGT, PLAN];

/// The longest morning of Decision 16/2007, in minutes.
const MORNING_MINUTES: u16 = 5 * 60;

const INTERVAL_FIELDS: &[&str] = &[
    "heat.items.outdoor_intervals.items.date",
    "heat.items.outdoor_intervals.items.from",
    "heat.items.outdoor_intervals.items.to",
    "heat.items.shade",
    "heat.items.ventilated",
];

const HEAT_2007: Rule = Rule {
    id: "qa.heat@2007",
    title: "whether work in the open rests from 11:30 to 15:00 in summer, after a morning of 5 hours at most",
    basis: "Ministerial Decision 16/2007",
    in_force: &[during((2007, 1, 1), (2021, 5, 27))],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[INTERVAL_FIELDS],
    check: Check::Several(&[Check::HeatInterval(heat_2007), Check::Heat(intervals_recorded)]),
    says: "On {date} work in the open went on between 11:30 and 15:00, where it has to rest from 15 June to 31 August.",
    sources: &["S24"],
    ..Rule::ROW
};

const HEAT_2021: Rule = Rule {
    id: "qa.heat@2021",
    title: "whether work in the open or without ventilation rests from 10:00 to 15:30 in summer",
    basis: "Ministerial Decision 17/2021",
    in_force: &[since(2021, 5, 27)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[INTERVAL_FIELDS],
    check: Check::Several(&[Check::HeatInterval(heat_2021), Check::Heat(intervals_recorded)]),
    says: "On {date} work in the open or without ventilation went on between 10:00 and 15:30, where it has to rest \
           from 1 June to 15 September.",
    sources: &["S24"],
    ..Rule::ROW
};

const WBGT: Rule = Rule {
    id: "qa.heat.wbgt",
    title: "whether work stops above a wet-bulb globe temperature of 32.1 degrees",
    basis: "Ministerial Decision 17/2021",
    in_force: &[since(2021, 5, 27)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&["heat.items.wbgt_readings.items.celsius", "heat.items.wbgt_readings.items.work_continued"]],
    check: Check::Several(&[Check::HeatReading(wbgt), Check::Heat(readings_recorded)]),
    says: "On {date} work went on at a wet-bulb globe temperature above 32.1 degrees. Above it work has to stop at \
           any hour.",
    sources: &["S24"],
    ..Rule::ROW
};

const PLAN: Rule = Rule {
    id: "qa.heat.plan",
    title: "whether a heat plan is posted, workers are examined every year, and equipment and water are there",
    basis: "Ministerial Decision 17/2021",
    in_force: &[since(2021, 5, 27)],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&[
        "heat.items.plan_posted",
        "heat.items.medical_check",
        "heat.items.protective_equipment",
        "heat.items.water",
    ]],
    check: Check::Heat(|case, heat| {
        labour_law(case, heat, || {
            let duties = [heat.plan_posted(), heat.medical_check(), heat.protective_equipment(), heat.water()];
            Ok(Truth::any(duties.map(|duty| duty.is(false))).violation())
        })
    }),
    says: "Against the heat, one of these is missing: a posted risk plan with the hours, the yearly medical check, \
           protective equipment, or water.",
    sources: &["S24"],
    ..Rule::ROW
};

fn heat_2007<'r>(case: &Case<'r>, heat: view::HeatExposure<'r>, work: view::WorkInterval<'r>) -> Checked {
    labour_law(case, heat, || {
        let midday = QATAR_2007.broken(case.day(), work).violation();
        let long = (QATAR_2007.in_season(case.day()) & long_morning(heat, work)).violation();
        let text = "On {date} work in the open went on for more than 5 hours of the morning.";
        let broken = midday.or(long.says("morning", text));
        Ok(broken.with("date", case.day()).unless(sheltered(), is_sheltered(heat)))
    })
}

fn heat_2021<'r>(case: &Case<'r>, heat: view::HeatExposure<'r>, work: view::WorkInterval<'r>) -> Checked {
    labour_law(case, heat, || {
        let midday = QATAR_2021.broken(case.day(), work).violation();
        Ok(midday.with("date", case.day()).unless(sheltered(), is_sheltered(heat)))
    })
}

fn wbgt<'r>(case: &Case<'r>, heat: view::HeatExposure<'r>, reading: view::WbgtReading<'r>) -> Checked {
    labour_law(case, heat, || {
        let hot = reading.celsius().holds(|degrees| degrees > QATAR_WBGT);
        Ok((hot & reading.work_continued().yes()).violation().with("date", case.day()))
    })
}

/// An exposure without its hours, or its readings, is not one without heat.
fn intervals_recorded<'r>(case: &Case<'r>, heat: view::HeatExposure<'r>) -> Checked {
    labour_law(case, heat, || heat.outdoor_intervals().get().map(|_| Answer::Silent))
}

fn readings_recorded<'r>(case: &Case<'r>, heat: view::HeatExposure<'r>) -> Checked {
    labour_law(case, heat, || heat.wbgt_readings().get().map(|_| Answer::Silent))
}

fn sheltered() -> Exempt {
    Exempt::named("shaded_and_ventilated", "a shaded and ventilated place")
}

/// Whether with this span of work the morning of its day passes five hours; so that a day has one finding at most. Spans
/// that overlap count once: they may be those of two gangs.
fn long_morning<'r>(heat: view::HeatExposure<'r>, work: view::WorkInterval<'r>) -> Truth {
    let all = match heat.outdoor_intervals().get() {
        Ok(all) => all.iter().filter(|other| other.raw().date == work.raw().date),
        Err(missing) => return missing.into(),
    };
    let mut known: Vec<_> = all.filter_map(|other| morning(other).ok().map(|span| (span, other.raw()))).collect();
    known.sort_by_key(|(span, _)| *span);
    let (mut sum, mut until) = (0, 0);
    for ((from, to), raw) in known {
        sum += to.saturating_sub(until.max(from));
        until = until.max(to);
        if sum > MORNING_MINUTES {
            return std::ptr::eq(raw, work.raw()).into();
        }
    }
    // Not too long as far as it is known: what is absent of this span may make it so.
    morning(work).map(|_| false).into()
}

/// The minutes of the day from which and until which the work goes on before the midday ban.
fn morning(work: view::WorkInterval<'_>) -> Result<(u16, u16), Missing> {
    let from = work.from().get()?;
    let end = if from < QATAR_2007.from { work.to().get()?.min(QATAR_2007.from) } else { from };
    Ok((from.minutes(), end.minutes()))
}
