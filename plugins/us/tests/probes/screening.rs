//! Hits of screening: what the record does not assert, and the host found.

use comity_sdk::{
    facts::Date,
    policy::Hit,
    testing,
    v1::{EvidenceSource, Finding, HitBand},
    verdict_with,
};

use super::*;

const DAY: &str = "2018-06-01";

fn hit(band: HitBand, programme: &str, listed_on: Option<&str>) -> Hit {
    Hit {
        party: "payee".into(),
        list: "OFAC-SDN".into(),
        entry: "16077".into(),
        band: band.into(),
        programmes: vec![programme.into()],
        listed_on: listed_on.map(Into::into),
        delisted_on: None,
    }
}

fn findings(hits: &[Hit]) -> Vec<Finding> {
    let record = testing::record(&paid(DAY, &unlisted("CHN")));
    let verdict = verdict_with(&PLUGIN, Date::read(DAY).unwrap(), &record, hits);
    verdict.findings.into_iter().filter(|finding| finding.rule_id == "us.510.201").collect()
}

#[track_caller]
fn check_hit(hit: Hit, expected: &str) {
    let letters: String = findings(std::slice::from_ref(&hit)).iter().map(|f| testing::letter(f.outcome())).collect();
    assert_eq!(letters, expected, "{hit:?}");
}

#[test]
fn a_name_is_for_review_and_a_document_decides() {
    let since = Some("2016-12-02");
    for (found, expected) in [
        (hit(HitBand::Confirmed, "DPRK2", since), "P"),
        (hit(HitBand::Strong, "DPRK2", since), "R"),
        (hit(HitBand::Possible, "DPRK2", since), "R"),
        (hit(HitBand::Weak, "DPRK2", since), ""),
        (hit(HitBand::Confirmed, "DPRK2", None), "R"),
        (hit(HitBand::Confirmed, "DPRK2", Some("2018-05-31")), "P"),
        (hit(HitBand::Confirmed, "DPRK2", Some("2018-06-01")), "P"),
        (hit(HitBand::Confirmed, "DPRK2", Some("2018-06-02")), ""),
        (hit(HitBand::Confirmed, "SDGT", since), ""),
        (Hit { party: "builder2".into(), ..hit(HitBand::Confirmed, "DPRK2", since) }, ""),
        (Hit { list: "OFAC-CONS".into(), ..hit(HitBand::Confirmed, "DPRK2", since) }, ""),
        (Hit { delisted_on: Some("2018-06-01".into()), ..hit(HitBand::Confirmed, "DPRK2", since) }, ""),
        (Hit { delisted_on: Some("2018-06-02".into()), ..hit(HitBand::Confirmed, "DPRK2", since) }, "P"),
        (Hit { programmes: vec![], ..hit(HitBand::Confirmed, "", since) }, "R"),
    ] {
        check_hit(found, expected);
    }
}

#[test]
fn the_hit_is_evidence_and_said_in_words() {
    let found = findings(&[hit(HitBand::Strong, "DPRK2", None)]);
    let finding = found.first().unwrap();
    let shown: Vec<_> = finding
        .evidence
        .iter()
        .filter(|evidence| evidence.source() == EvidenceSource::Verified)
        .map(|evidence| format!("{} {}", evidence.path, evidence.value))
        .collect();
    assert_eq!(
        shown,
        ["hits[0].list OFAC-SDN", "hits[0].entry 16077", "hits[0].programmes DPRK2", "hits[0].band STRONG"]
    );
    let text = &finding.message.as_ref().unwrap().text;
    assert!(text.contains("`payee` may be 16077 of OFAC-SDN"), "{text}");
    assert!(finding.missing.is_empty(), "nothing is absent: {:?}", finding.missing);
}
