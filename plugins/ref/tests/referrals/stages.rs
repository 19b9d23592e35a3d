//! The stages of escalation.

use super::*;

fn broken() -> Vec<JurisdictionVerdict> {
    one("qa.wage.wps@2015", Outcome::Violation)
}

fn stage(rule: &str, record: &Value, others: &[JurisdictionVerdict]) -> String {
    let attributes = answered(rule, DAY, record, others).unwrap().attributes;
    attributes.into_iter().find(|attribute| attribute.name == "stage").unwrap().value
}

#[test]
fn each_stage_has_its_number() {
    let polish = with(&notified(&json!({})), "/parties/items/0/country", json!("POL"));
    for (rule, record, number) in [
        ("ref.stage1", &in_country("QAT"), "1"),
        ("ref.stage2", &polish, "2"),
        ("ref.stage3", &polish, "3"),
        ("ref.stage4", &polish, "4"),
    ] {
        assert_eq!(stage(rule, record, &broken()), number, "{rule}");
    }
}

fn notified(change: &Value) -> Value {
    filing("QAT", &patched(&json!({"notice_sent_on": "2018-03-01"}), change))
}

#[test]
fn notice_comes_first() {
    let rule = "ref.stage1";
    check(rule, DAY, &in_country("QAT"), &broken(), "I");
    check(rule, DAY, &in_country("QAT"), &one("us.13722.1", Outcome::Prohibited), "I");
    check(rule, DAY, &in_country("QAT"), &one("qa.insp", Outcome::NeedsReview), "-");
    check(rule, DAY, &in_country("QAT"), &one("qa.wage.retention", Outcome::Info), "-");
    let sent = filing("QAT", &json!({"notice_sent_on": "2018-06-01"}));
    for (as_of, expected) in [("2018-05-31", "I"), ("2018-06-01", "-"), ("2018-06-02", "-")] {
        check(rule, as_of, &sent, &broken(), expected);
    }
    check(rule, DAY, &with(&in_country("QAT"), "/dossier", Value::Null), &broken(), "not assessed: dossier");
    // One of the six conditions that fails is enough.
    let locked = json!({"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_WORKER", "may_leave_site": false}]});
    let locked = with(&in_country("QAT"), "/liberty", locked);
    check(rule, DAY, &locked, &[], "I");
    let told = text(rule, DAY, &locked, &[nothing("us", VerdictStatus::Indeterminate)]);
    assert!(told.contains("Conditions that fail: fautre.2. Plugins that failed: `us` gave no verdict."), "{told}");
    check(rule, "2026-01-01", &locked, &[], "-");
    assert!(told.contains("Broken: no rule is known to be broken."), "{told}");
    let told = text(rule, DAY, &in_country("QAT"), &one("us.13722.1", Outcome::Prohibited));
    assert!(told.contains("Broken: us.13722.1. Conditions that fail: none is known to fail."), "{told}");
    let undated = with(&locked, "/deployment/start", Value::Null);
    check(rule, DAY, &undated, &[], "D");
    check(rule, DAY, &undated, &broken(), "I");
    // Without workers there are no conditions to weigh.
    check(rule, DAY, &with(&undated, "/workers", Value::Null), &[], "-");
}

#[test]
fn no_remedy_sixty_days_after_the_notice() {
    let rule = "ref.stage2";
    for (as_of, expected) in [("2018-04-29", "-"), ("2018-04-30", "-"), ("2018-05-01", "I"), ("2018-05-02", "I")] {
        check(rule, as_of, &notified(&json!({})), &broken(), expected);
    }
    check(rule, DAY, &notified(&json!({})), &one("qa.insp", Outcome::NeedsReview), "-");
    check(rule, DAY, &in_country("QAT"), &broken(), "-");
    // Sixty days after the notice of what began after it nobody has had sixty days: it is noticed first.
    let began = |day: &str| Finding { fact_from: Some(day.into()), ..finding("qa.insp", Outcome::Violation) };
    for (day, second, first) in [("2018-02-28", "I", "-"), ("2018-03-01", "I", "-"), ("2018-03-02", "-", "I again")] {
        check(rule, DAY, &notified(&json!({})), &said(&[began(day)]), second);
        check("ref.stage1", DAY, &notified(&json!({})), &said(&[began(day)]), first);
    }
    let told = text("ref.stage1", DAY, &notified(&json!({})), &said(&[began("2018-03-02"), began("2016-01-01")]));
    assert!(told.starts_with("Stage 1 again: the notice of 2018-03-01 says nothing of what began after it: qa.insp."));
    assert_eq!(stage("ref.stage1", &notified(&json!({})), &said(&[began("2018-03-02")])), "1");
    let two = said(&[began("2018-03-02"), finding("qa.wage.wps@2015", Outcome::Violation)]);
    assert!(text(rule, DAY, &notified(&json!({})), &two).contains("(reply: none came): qa.wage.wps@2015. Publish"));
    // A notice that is due again is no forum.
    assert!(text(rule, DAY, &notified(&json!({})), &two).ends_with("go to what is open: ref.nca.labour."));
    let told = text(rule, DAY, &notified(&json!({"reply_on": "2018-03-20"})), &broken());
    assert!(told.contains("notice of 2018-03-01") && told.contains("reply: on 2018-03-20"), "{told}");
    for (as_of, reply) in
        [("2018-06-09", "none came"), ("2018-06-10", "on 2018-06-10"), ("2018-06-11", "on 2018-06-10")]
    {
        let told = text(rule, as_of, &notified(&json!({"reply_on": "2018-06-10"})), &broken());
        assert!(told.contains(&format!("(reply: {reply})")), "{as_of}: {told}");
    }
    // What can be published is no forum, nor is what comes before a repatriation.
    let open = json!({"filer": "FILER_NGO", "reply_on": "2018-03-20", "independent_sources": 2, "names_persons": false,
        "rescue_ongoing": false});
    let others = one("un.2397.8", Outcome::Violation);
    check("ref.publish", DAY, &notified(&open), &others, "I");
    check("ref.nonrefoul", DAY, &notified(&open), &others, "I");
    let told = text(rule, DAY, &notified(&open), &others);
    assert!(told.ends_with("go to what is open: ref.un.poe."), "{told}");
    // The fora are those that are open: no court for Qatar, and no panel after its end.
    let others = said(&[
        against("QAT", finding("ilo.c029.definition", Outcome::Violation)),
        against("QAT", finding("un.2397.8", Outcome::Violation)),
    ]);
    let told = text(rule, "2024-05-01", &notified(&json!({"filer": "FILER_NGO"})), &others);
    let fora = "go to what is open: ref.un.sp, ref.un.upr.";
    assert!(told.ends_with(fora), "{told}");
}

#[test]
fn what_was_found_persists() {
    let rule = "ref.stage3";
    let found_on = |day: &str| {
        let finding = finding("qa.wage.wps@2015", Outcome::Violation);
        said(&[Finding { fact_from: Some(day.into()), ..finding }])
    };
    // Ninety days before 2018-05-30 is 2018-03-01, the day of the notice.
    for (as_of, expected) in [("2018-05-29", "-"), ("2018-05-30", "I"), ("2018-05-31", "I")] {
        check(rule, as_of, &notified(&json!({})), &found_on("2018-03-01"), expected);
    }
    // What began after the notice was no part of it.
    for (fact_from, expected) in [("2018-02-28", "I"), ("2018-03-01", "I"), ("2018-03-02", "-")] {
        check(rule, "2018-12-01", &notified(&json!({})), &found_on(fact_from), expected);
    }
    let notified = |change: &Value| filing("QAT", &patched(&json!({"notice_sent_on": "2018-03-10"}), change));
    for (first_found, fact_from, expected) in [
        ("2018-03-03", "2018-03-03", "I"),
        ("2018-03-03", "2016-01-01", "I"),
        ("2018-03-04", "2016-01-01", "-"),
        ("2018-03-02", "2018-03-03", "-"),
    ] {
        check(rule, DAY, &notified(&json!({"first_found_on": first_found})), &found_on(fact_from), expected);
    }
    let undated = said(&[Finding { fact_from: None, ..finding("qa.wage.wps@2015", Outcome::Violation) }]);
    check(rule, DAY, &notified(&json!({})), &undated, "-");
    // What has no first day was there when the first finding was made, and is not known to be as old.
    let first_found = notified(&json!({"first_found_on": "2018-03-01"}));
    check("ref.stage2", DAY, &first_found, &undated, "I");
    check(rule, DAY, &first_found, &undated, "-");
    // Not before the time for a reply to the notice is over.
    check(rule, "2018-05-09", &notified(&json!({})), &found_on("2016-01-01"), "-");
    check(rule, "2018-05-10", &notified(&json!({})), &found_on("2016-01-01"), "I");
    check(rule, DAY, &in_country("QAT"), &found_on("2016-01-01"), "-");
    let mut others = found_on("2016-01-01");
    others
        .extend(said(&[finding("us.9214.b1.workers", Outcome::NeedsReview), finding("us.1589", Outcome::NeedsReview)]));
    let told = text(rule, DAY, &notified(&json!({})), &others);
    let criteria = "Criteria that are met or for review: the United States: us.9214.b1.workers; the European Union: not known (there is \
        no plugin `eu`).";
    assert!(told.ends_with(criteria), "{told}");
    let mut others = found_on("2016-01-01");
    others.push(nothing("us", VerdictStatus::Answered));
    others.push(nothing("eu", VerdictStatus::NotRequested));
    let told = text(rule, DAY, &notified(&json!({})), &others);
    assert!(
        told.ends_with("the United States: none; the European Union: not known (`eu` was not requested)."),
        "{told}"
    );
    let mut others = found_on("2016-01-01");
    let verdict = Some(Verdict { not_applicable: Some("nobody is of the Union".into()), ..Verdict::default() });
    others.push(JurisdictionVerdict { verdict, ..nothing("eu", VerdictStatus::Answered) });
    let told = text(rule, DAY, &notified(&json!({})), &others);
    assert!(told.ends_with("the European Union: nothing (`eu` does not reach the record)."), "{told}");
}

#[test]
fn companies_with_measures_of_their_own() {
    let rule = "ref.stage4";
    let party = |change: Value| with(&notified(&json!({})), "/parties/items/0", patched(&json!({"id": "e"}), &change));
    for (change, expected) in [
        (json!({"country": "POL"}), "I"),
        (json!({"country": "USA"}), "I"),
        (json!({"country": "JPN"}), "I"),
        (json!({"country": "KOR"}), "I"),
        (json!({"country": "QAT"}), "-"),
        (json!({"country": "GBR"}), "I"),
        (json!({"country": "QAT", "is_us_person": true}), "I"),
        (json!({"country": "QAT", "is_eu_person": true}), "I"),
        (json!({"country": "POL", "kind": "PARTY_KIND_INDIVIDUAL"}), "-"),
        (json!({"country": "POL", "roles": ["PARTY_ROLE_SENDER"]}), "-"),
        (json!({}), "D"),
    ] {
        check(rule, DAY, &party(change), &broken(), expected);
    }
    // The law of the Union applied in the United Kingdom until 2020.
    let british = party(json!({"country": "GBR"}));
    for (as_of, expected) in [("2020-12-31", "I"), ("2021-01-01", "-"), ("2021-01-02", "-")] {
        check(rule, as_of, &british, &broken(), expected);
    }
    let polish = party(json!({"country": "POL"}));
    check(rule, "2018-04-30", &polish, &broken(), "-");
    check(rule, DAY, &polish, &one("qa.insp", Outcome::NeedsReview), "-");
    check(rule, DAY, &with(&polish, "/parties", Value::Null), &broken(), "not assessed: parties");
    // One company that is known is enough, and none is asked for where nothing is broken.
    let two = with(&polish, "/parties/items/-", json!({"id": "unsaid"}));
    check(rule, DAY, &two, &broken(), "I");
    check(rule, DAY, &party(json!({})), &one("qa.insp", Outcome::NeedsReview), "-");
    // Measures are sanctions and bans on goods, not labour and criminal law.
    let found = |rows: &[&str]| {
        let findings: Vec<_> = rows.iter().map(|row| finding(row, Outcome::NeedsReview)).collect();
        let mut others = broken();
        others.extend(said(&findings));
        others
    };
    let measures = found(&["eu.dprk.freeze", "eu.ghr.criteria", "eu.wtd.48", "eu.traffick", "eu.transparent"]);
    let told = text(rule, DAY, &polish, &measures);
    assert!(told.starts_with("Stage 4: companies of the European Union are involved"), "{told}");
    assert!(told.ends_with("Measures of their own: eu.dprk.freeze, eu.ghr.criteria."), "{told}");
    let american = party(json!({"country": "USA"}));
    let told = text(rule, DAY, &american, &found(&["us.13722.1", "us.1307", "us.1589", "us.tip", "us.far", "us.7108"]));
    assert!(told.ends_with("Measures of their own: us.1307, us.13722.1."), "{told}");
    let told = text(rule, DAY, &party(json!({"country": "JPN"})), &broken());
    assert!(told.contains("companies of Japan are involved"), "{told}");
    assert!(told.ends_with("Measures of their own: not known (there is no plugin `jp`)."), "{told}");
    let korean = text(rule, DAY, &party(json!({"country": "KOR"})), &found(&["kr.remit"]));
    assert!(
        korean.contains("companies of the Republic of Korea are") && korean.ends_with("own: kr.remit."),
        "{korean}"
    );
    // What began after the notice was no part of it.
    let later = said(&[Finding { fact_from: Some("2018-03-02".into()), ..finding("qa.insp", Outcome::Violation) }]);
    check(rule, DAY, &polish, &later, "-");
}
