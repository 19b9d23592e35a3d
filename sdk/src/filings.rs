//! Reports that States owe to the 1718 Committee, with the last day for each: one table for the rules on the measures and for those
//! on a State's reports. Days from the catalogue (un, section 2): 15 and 27 months from resolution 2397 (2017), 90 days from each
//! resolution.

use comity_facts::{Date, Each, Truth, v1::StateReportKind as Kind};

use crate::Case;

/// What [`Case::filed`] reads.
pub const REPORTS: &[&str] = &["state.reports.items.kind", "state.reports.items.filed_on"];

/// A report and the last day for it.
#[derive(Clone, Copy, Debug)]
pub struct Filing {
    /// Which report.
    pub kind: Kind,
    /// The resolution that asks for it.
    pub resolution: &'static str,
    /// The last day.
    pub due: Date,
}

/// The midterm report on repatriation.
pub const MIDTERM: Filing =
    Filing { kind: Kind::StateReportKind2397Midterm, resolution: "2397", due: Date::of(2019, 3, 22) };
/// The final report on repatriation.
pub const FINAL: Filing =
    Filing { kind: Kind::StateReportKind2397Final, resolution: "2397", due: Date::of(2020, 3, 22) };

/// The reports on the implementation of each resolution, by day.
pub const IMPLEMENTATION: [Filing; 5] = [
    Filing { kind: Kind::StateReportKind2270Implementation, resolution: "2270", due: Date::of(2016, 5, 31) },
    Filing { kind: Kind::StateReportKind2321Implementation, resolution: "2321", due: Date::of(2017, 2, 28) },
    Filing { kind: Kind::StateReportKind2371Implementation, resolution: "2371", due: Date::of(2017, 11, 3) },
    Filing { kind: Kind::StateReportKind2375Implementation, resolution: "2375", due: Date::of(2017, 12, 10) },
    Filing { kind: Kind::StateReportKind2397Implementation, resolution: "2397", due: Date::of(2018, 3, 22) },
];

/// What [`Case::explained`] reads beside [`REPORTS`].
pub const EXPLANATION: &[&str] = &["state.reports.items.explanation"];

/// Reports that give the reason why fewer than half were repatriated: those of resolution 2397 (2017) para. 8, and the status
/// report that goes on from there.
const EXPLAINS: [Kind; 3] = [Kind::StateReportKind2397Midterm, Kind::StateReportKind2397Final, Kind::AnnualStatus];

impl Case<'_> {
    /// Whether a report that is filed by the evaluation date gives a reason for repatriating fewer than half. A reason is claimed by
    /// the report that gives it: without one there is none, and one in a report of no known kind or day may be.
    #[must_use]
    pub fn explained(&self) -> Truth {
        let reports = self.record.state().recorded().and_then(|state| state.reports().recorded());
        Truth::any(reports.into_iter().flat_map(Each::iter).map(|report| {
            if report.explanation().recorded().is_none() {
                return Truth::No;
            }
            report.kind().is_in(&EXPLAINS) & report.filed_on().holds(|day| day <= self.as_of)
        }))
    }

    /// Whether the State of the record filed a report by a day. A list of reports that is absent leaves it open, an empty one does
    /// not.
    #[must_use]
    pub fn filed(&self, kind: Kind, by_day: Date) -> Truth {
        let Some(state) = self.record.state().recorded() else { return Truth::No };
        match state.reports().get() {
            Ok(reports) => reports.any(|report| {
                let same = report.kind().is(kind);
                if same.is_no() { same } else { same & report.filed_on().holds(|filed| filed <= by_day) }
            }),
            Err(missing) => missing.into(),
        }
    }
}
