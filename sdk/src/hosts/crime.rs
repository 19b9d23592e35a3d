//! The criminal test of trafficking and forced labour, for the prosecution of a host country.

use comity_facts::indicators::{Assessment, Class};

use crate::{Answer, Case, Checked, Everybody, Fires as _};

/// What [`trafficking`] reads beside [`comity_facts::indicators::FIELDS`] and [`super::WORK`].
pub const HEAT: &[&str] = &[
    "heat.items.site",
    "heat.items.shade",
    "heat.items.ventilated",
    "heat.items.outdoor_intervals.items.date",
    "heat.items.outdoor_intervals.items.from",
    "heat.items.outdoor_intervals.items.to",
    "heat.items.wbgt_readings.items.date",
    "heat.items.wbgt_readings.items.celsius",
    "heat.items.wbgt_readings.items.work_continued",
];

/// As [`trafficking`], where work is done on the day in a country that passes a test.
///
/// # Errors
/// If the country is absent.
pub fn trafficking_at(case: &Case<'_>, here: impl Fn(&str) -> bool) -> Checked {
    case.at_work(Everybody, here, || Ok(trafficking(case)))
}

/// Whether act, means and purpose of trafficking for forced labour are there, wherever the work is done: never more than a question
/// for review, with the indicators as `{hits}`. One indicator alone does not raise it.
#[must_use]
pub fn trafficking(case: &Case<'_>) -> Answer {
    trafficking_by(&case.assessed(Everybody, case.as_of))
}

/// The same by an assessment of the indicators.
#[must_use]
pub fn trafficking_by(assessment: &Assessment<'_>) -> Answer {
    let score = assessment.score();
    if score.class < Class::Review || !assessment.suspected() {
        return Answer::Silent;
    }
    let hits = score.hits.iter().map(|hit| format!("{:02}", hit.number())).collect::<Vec<_>>().join(", ");
    assessment.tip_test().review().with("hits", &hits).derived("ilo.ind", &hits)
}
