//! The project's own sample lists, part of the program. `lists/sample/README.md` says what they are and are not.

use super::{
    format::ListFormat,
    source::{ListSource, Place},
};
use crate::domain::Date;

/// When the sample was put together.
const PUBLISHED_ON: Date = Date::of(2026, 11, 26);

const OFAC_SDN: &[(&str, &str)] = &[
    ("sample/ofac-sdn/sdn.csv", include_str!("../../lists/sample/ofac-sdn/sdn.csv")),
    ("sample/ofac-sdn/add.csv", include_str!("../../lists/sample/ofac-sdn/add.csv")),
    ("sample/ofac-sdn/alt.csv", include_str!("../../lists/sample/ofac-sdn/alt.csv")),
    ("sample/ofac-sdn/sdn_comments.csv", include_str!("../../lists/sample/ofac-sdn/sdn_comments.csv")),
];
const UN: &[(&str, &str)] = &[("sample/un/consolidated.xml", include_str!("../../lists/sample/un/consolidated.xml"))];
const EU: &[(&str, &str)] = &[("sample/eu-fsf/fsf.xml", include_str!("../../lists/sample/eu-fsf/fsf.xml"))];

/// The sources of the samples.
pub(super) fn sources() -> Vec<ListSource> {
    [(ListFormat::OfacSdnCsv, OFAC_SDN), (ListFormat::UnXml, UN), (ListFormat::EuFsfXml, EU)]
        .into_iter()
        .map(|(format, files)| ListSource {
            format,
            place: Place::Embedded(files),
            published_on: Some(PUBLISHED_ON),
            sample: true,
            max_age_days: None,
        })
        .collect()
}
