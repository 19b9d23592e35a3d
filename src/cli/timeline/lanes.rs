//! Where things lie in the picture: a lane for each jurisdiction that ever has anything, cut where its answer changes.

use comity_facts::{
    Date,
    v1::{Bounds, Outcome, TimelineOpened, TimelinePart, TimelineStep, VerdictStatus},
};

use super::Picture;

/// The lane of all jurisdictions together.
pub(super) const ALL: &str = "all";

/// A lane.
pub(super) struct Lane<'a> {
    pub(super) jurisdiction: &'a str,
    pub(super) title: &'a str,
    pub(super) segments: Vec<Segment<'a>>,
}

/// Days of a lane without a change in between.
#[derive(Clone, Copy)]
pub(super) struct Segment<'a> {
    pub(super) from: &'a str,
    pub(super) to: &'a str,
    pub(super) shade: Shade,
    /// Something changed on its first day, so that there is something to read there.
    pub(super) changes: bool,
}

/// What is seen of a jurisdiction's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shade {
    /// The law does not reach the record.
    Outside,
    /// There is no verdict; the bound that it leaves open.
    NoVerdict(Outcome),
    /// Found at least, and at most.
    Bounds(Outcome, Outcome),
}

impl Shade {
    fn of(part: Option<&TimelinePart>) -> Self {
        let Some(part) = part else { return Self::Outside };
        let bounds = part.bounds.unwrap_or_default();
        match part.status() {
            VerdictStatus::Indeterminate => Self::NoVerdict(bounds.at_most()),
            _ => Self::bounds(bounds),
        }
    }

    fn bounds(bounds: Bounds) -> Self {
        Self::Bounds(bounds.at_least(), bounds.at_most())
    }

    /// Nothing to look at.
    fn is_blank(self) -> bool {
        matches!(self, Self::Outside | Self::Bounds(Outcome::Clear, Outcome::Clear))
    }
}

/// The lane of all jurisdictions together.
pub(super) fn all(picture: &Picture) -> Lane<'_> {
    let shade = |step: &TimelineStep| Shade::bounds(step.bounds.unwrap_or_default());
    let mut segments: Vec<Segment<'_>> = Vec::new();
    for step in &picture.steps {
        let changes = segments.last().is_none_or(|last| last.shade != shade(step));
        add(&mut segments, Segment { from: &step.from, to: &step.to, shade: shade(step), changes });
    }
    Lane { jurisdiction: ALL, title: "All together", segments }
}

/// The lanes of the jurisdictions that ever have anything, and the names of the others.
pub(super) fn of_jurisdictions(picture: &Picture) -> (Vec<Lane<'_>>, Vec<&str>) {
    let (mut lanes, mut blank) = (Vec::new(), Vec::new());
    for named in &picture.opened.jurisdictions {
        let lane = lane(picture, &named.jurisdiction, &named.title);
        if lane.segments.iter().all(|segment| segment.shade.is_blank() && !segment.changes) {
            blank.push(lane.jurisdiction);
        } else {
            lanes.push(lane);
        }
    }
    (lanes, blank)
}

fn lane<'a>(picture: &'a Picture, jurisdiction: &'a str, title: &'a str) -> Lane<'a> {
    let mut segments = Vec::new();
    for step in &picture.steps {
        let shade = Shade::of(step.parts.iter().find(|part| part.jurisdiction == jurisdiction));
        let changes = step.changes.iter().any(|change| change.jurisdiction == jurisdiction);
        add(&mut segments, Segment { from: &step.from, to: &step.to, shade, changes });
    }
    Lane { jurisdiction, title, segments }
}

/// What goes on without a change is one segment.
fn add<'a>(segments: &mut Vec<Segment<'a>>, next: Segment<'a>) {
    match segments.last_mut() {
        Some(last) if !next.changes && last.shade == next.shade => last.to = next.to,
        _ => segments.push(next),
    }
}

/// Neighbouring segments that look alike: one label for all of them.
pub(super) fn runs<'a>(segments: &[Segment<'a>]) -> Vec<Segment<'a>> {
    let mut runs: Vec<Segment<'a>> = Vec::new();
    for segment in segments {
        add(&mut runs, Segment { changes: false, ..*segment });
    }
    runs
}

/// From days to places, in hundredths of a percent of the width, so that no rounding is left to chance.
pub(super) struct Scale {
    from: Date,
    days: i64,
}

impl Scale {
    pub(super) fn of(opened: &TimelineOpened) -> Self {
        let (from, to) = (Date::read(&opened.from), Date::read(&opened.to));
        let from = from.unwrap_or(Date::of(1, 1, 1));
        Self { from, days: to.map_or(1, |to| i64::from(to.days_since(from))).max(1) }
    }

    /// Where a day begins.
    pub(super) fn place(&self, day: Date) -> i64 {
        (i64::from(day.days_since(self.from)) * 10_000 / self.days).clamp(0, 10_000)
    }

    /// Where a segment begins, and how wide it is.
    pub(super) fn span(&self, segment: &Segment<'_>) -> (i64, i64) {
        let place = |text: &str| Date::read(text).map_or(0, |day| self.place(day));
        let from = place(segment.from);
        (from, place(segment.to) - from)
    }

    /// The new year's days to be marked: a dozen or two, whatever the range.
    pub(super) fn years(&self) -> Vec<Date> {
        let last = self.from.plus_days(i32::try_from(self.days).unwrap_or(i32::MAX));
        let count = last.year() - self.from.year() + 1;
        let every = [1, 2, 5, 10, 20, 50].into_iter().find(|every| count / every <= 20).unwrap_or(100);
        let years = (self.from.year()..=last.year()).filter(|year| year % every == 0).map(|year| Date::of(year, 1, 1));
        years.filter(|day| *day >= self.from && *day < last).collect()
    }
}
