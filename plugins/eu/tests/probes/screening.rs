//! Hits of screening: what the record does not assert, and the host found.

use comity_sdk::{facts::Date, policy::Hit, testing, v1::HitBand, verdict_with};

use super::*;

fn hit(list: &str, band: HitBand, listed_on: Option<&str>) -> Hit {
    Hit {
        party: "trader".into(),
        list: list.into(),
        entry: "9000001".into(),
        band: band.into(),
        programmes: vec!["PRK".into()],
        listed_on: listed_on.map(Into::into),
        delisted_on: None,
    }
}

#[track_caller]
fn check_hit(hit: Hit, expected: &str) {
    let record = with(&yard_with(&[unlisted("trader")]), "/transactions", json!({"items": []}));
    let record = testing::record(&with(&record, "/holdings", json!({"items": []})));
    let verdict = verdict_with(&PLUGIN, Date::of(2018, 1, 1), &record, std::slice::from_ref(&hit));
    let found = verdict.findings.iter().filter(|finding| finding.rule_id == "eu.dprk.freeze");
    let letters: String = found.map(|finding| testing::letter(finding.outcome())).collect();
    assert_eq!(letters, expected, "{hit:?}");
}

#[test]
fn a_name_is_for_review_and_a_document_decides() {
    for (found, expected) in [
        (hit("EU-DPRK", HitBand::Confirmed, Some("2018-01-01")), "P"),
        (hit("EU-DPRK", HitBand::Confirmed, Some("2018-01-02")), ""),
        (hit("EU-DPRK", HitBand::Confirmed, None), "R"),
        (hit("EU-DPRK", HitBand::Strong, Some("2017-10-16")), "R"),
        (hit("EU-DPRK", HitBand::Possible, Some("2017-10-16")), "R"),
        (hit("EU-DPRK", HitBand::Weak, Some("2017-10-16")), ""),
        (hit("EU-GHR", HitBand::Confirmed, Some("2017-10-16")), ""),
        (Hit { party: "yard".into(), ..hit("EU-TERR", HitBand::Confirmed, Some("2017-10-16")) }, ""),
    ] {
        check_hit(found, expected);
    }
}
