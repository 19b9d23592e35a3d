//! Mornings of work in the open: Decision 16/2007 of Qatar let them last five hours at most.

use comity_facts::{Date, Missing, Truth, view};

use super::limits::QATAR_2007;
use crate::order;

/// The longest morning, in minutes.
const MOST_MINUTES: u16 = 5 * 60;

/// Start and end of work in minutes of the day.
type Span = (u16, u16);

/// Whether a morning in the season, on a day or before it, was longer than it may be.
pub(super) fn long_morning(heat: view::HeatExposure<'_>, until: Date) -> Truth {
    let intervals = match heat.outdoor_intervals().get() {
        Ok(intervals) => intervals,
        Err(missing) => return missing.into(),
    };
    let (mut spans, mut open) = (Vec::<(Date, Span)>::new(), Truth::No);
    for work in intervals.iter() {
        match morning(work, until) {
            Ok(Some(span)) => order::put(&mut spans, span, Ord::cmp),
            Ok(None) => {}
            Err(missing) => open = open | missing.into(),
        }
    }
    if spans.chunk_by(|(a, _), (b, _)| a == b).any(|morning| minutes(morning) > MOST_MINUTES) {
        Truth::Yes
    } else {
        open
    }
}

/// The day and the span of work before the midday ban, where the day counts.
fn morning(work: view::WorkInterval<'_>, until: Date) -> Result<Option<(Date, Span)>, Missing> {
    let day = work.date().get()?;
    if day > until || !QATAR_2007.is_in_force(day) || !QATAR_2007.in_season(day).is_yes() {
        return Ok(None);
    }
    let from = work.from().get()?;
    if from >= QATAR_2007.from {
        return Ok(None);
    }
    let to = work.to().get()?.min(QATAR_2007.from);
    Ok(Some((day, (from.minutes(), to.minutes()))))
}

/// How long the spans of a morning are together, in their order; what overlaps counts once.
fn minutes(morning: &[(Date, Span)]) -> u16 {
    let (mut minutes, mut reached) = (0, 0);
    for (_, (from, to)) in morning {
        minutes += to.saturating_sub(*from.max(&reached));
        reached = reached.max(*to);
    }
    minutes
}
