//! Each detail level of a decision with every kind of answer.

use comity_facts::v1::{Finding, NotAssessed, Verdict};

use super::*;
use crate::domain::{Addressee, Answer, Digest, Failure};

fn decision() -> Decision {
    let verdict = Verdict {
        findings: vec![Finding { rule_id: "qa.a".into(), ..Finding::default() }],
        silent: vec!["qa.b".into()],
        not_in_force: vec!["qa.c".into()],
        not_assessed: vec![NotAssessed { part: "wages".into(), rule_ids: vec!["qa.d".into()], vouched_for: false }],
        not_applicable: None,
    };
    let encoded = verdict.encode_to_vec();
    let answer = Answer {
        findings: Vec::new(),
        not_assessed: Vec::new(),
        not_applicable: None,
        digest: Digest::of(&encoded),
        encoded: encoded.into(),
        fuel: 7,
    };
    let beyond = Answer { not_applicable: Some("elsewhere".into()), ..answer.clone() };
    let failure = Failure { cause: Cause::FuelExhausted, detail: "too long".into() };
    let result = |jurisdiction: &str, answer| PluginResult {
        jurisdiction: jurisdiction.parse().unwrap(),
        plugin: Some(Digest::of(b"p")),
        version: "1.0.0".into(),
        given: None,
        answer,
        bounds: Bounds::open(Grade::Info, Grade::Violation),
    };
    Decision {
        as_of: comity_facts::Date::of(2015, 6, 1),
        projected: false,
        bounds: Bounds::open(Grade::Info, Grade::Violation),
        complete: false,
        by_addressee: vec![(Addressee(5), Bounds::exactly(Grade::Info))],
        screenings: Vec::new(),
        results: vec![
            result("qa", PluginAnswer::Answered(answer)),
            result("ru", PluginAnswer::Answered(beyond)),
            result("un", PluginAnswer::Indeterminate(failure)),
            result("us", PluginAnswer::NotRequested),
        ],
        catalog: Digest::of(b"c"),
        known_at: None,
    }
}

fn converted(detail: DetailLevel) -> v1::Decision {
    let assessed_parts = vec!["wages".to_owned()];
    let wanted = Wanted { request_id: "r".into(), record_id: "c".into(), detail, assessed_parts };
    let encoded = response(&[decision()], &wanted).unwrap();
    let mut response = v1::EvaluateResponse::decode(encoded.as_slice()).unwrap();
    assert_eq!((response.request_id.as_str(), response.record_id.as_str()), ("r", "c"));
    response.decisions.remove(0)
}

#[test]
fn every_kind_of_answer_has_its_status() {
    let decision = converted(DetailLevel::Full);
    let statuses: Vec<_> = decision.jurisdictions.iter().map(v1::JurisdictionVerdict::status).collect();
    use VerdictStatus::{Answered, Indeterminate, NotApplicable, NotRequested};
    assert_eq!(statuses, [Answered, NotApplicable, Indeterminate, NotRequested]);
    let [qa, _, un, us] = &decision.jurisdictions[..] else { panic!() };
    assert_eq!((qa.fuel, qa.verdict_digest.len(), qa.plugin_version.as_str()), (7, 64, "1.0.0"));
    assert_eq!((un.cause(), un.detail()), (IndeterminateCause::FuelExhausted, "too long"));
    assert_eq!((&un.verdict, &us.verdict, us.cause), (&None, &None, None));
    assert_eq!(decision.as_of, "2015-06-01");
    let bounds = decision.bounds.unwrap();
    assert_eq!((bounds.at_least(), bounds.at_most()), (v1::Outcome::Info, v1::Outcome::Violation));
    assert_eq!(decision.by_addressee[0].addressee(), v1::Addressee::Employer);
}

#[test]
fn detail_says_how_much_of_a_verdict_comes() {
    let verdict = |detail| converted(detail).jurisdictions.remove(0).verdict;
    assert_eq!(verdict(DetailLevel::Bounds), None);
    let findings = verdict(DetailLevel::Unspecified).unwrap();
    assert_eq!((findings.findings.len(), findings.silent.len(), findings.not_assessed.len()), (1, 0, 0));
    let full = verdict(DetailLevel::Full).unwrap();
    assert_eq!((full.findings.len(), full.silent.len(), full.not_in_force.len()), (1, 1, 1));
    assert!(full.not_assessed[0].vouched_for);
}

#[test]
fn a_whole_verdict_goes_out_as_the_bytes_it_is() {
    let wanted = Wanted { detail: DetailLevel::Full, ..Wanted::default() };
    let encoded = response(&[decision(), decision()], &wanted).unwrap();
    let response = v1::EvaluateResponse::decode(encoded.as_slice()).unwrap();
    let [first, second] = &response.decisions[..] else { panic!() };
    assert_eq!(first, second);
    for part in &first.jurisdictions[..2] {
        let verdict = part.verdict.as_ref().unwrap().encode_to_vec();
        assert_eq!(part.verdict_digest, Digest::of(&verdict).to_string());
    }
}

#[test]
fn fields_that_are_put_together_are_those_of_the_schema() {
    let pool = prost_reflect::DescriptorPool::decode(comity_facts::DESCRIPTORS).unwrap();
    for (message, field, number) in [
        ("comity.v1.EvaluateResponse", "decisions", DECISIONS),
        ("comity.v1.Decision", "jurisdictions", JURISDICTIONS),
        ("comity.v1.JurisdictionVerdict", "verdict", VERDICT),
        ("comity.v1.Verdict", "findings", FINDINGS),
        ("comity.v1.Verdict", "not_applicable", NOT_APPLICABLE),
    ] {
        let message = pool.get_message_by_name(message).unwrap();
        assert_eq!(message.get_field_by_name(field).unwrap().number(), number, "{field}");
    }
}
