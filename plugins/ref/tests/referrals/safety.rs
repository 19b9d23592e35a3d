//! Names, refoulement, publicity.

use super::*;

#[test]
fn names_are_not_sent_without_consent_and_a_note() {
    let rule = "ref.safety";
    for (dossier, expected) in [
        (json!({"names_persons": true}), "P"),
        (json!({"names_persons": true, "consent": true}), "P"),
        (json!({"names_persons": true, "risk_note": "weighed"}), "P"),
        (json!({"names_persons": true, "consent": false, "risk_note": "weighed"}), "P"),
        (json!({"names_persons": true, "consent": true, "risk_note": "weighed"}), "X"),
        (json!({"names_persons": false}), "-"),
        (json!({}), "D"),
    ] {
        check(rule, DAY, &filing("QAT", &dossier), &[], expected);
    }
    check(rule, DAY, &with(&in_country("QAT"), "/dossier", Value::Null), &[], "not assessed: dossier");
}

#[test]
fn exceptions_come_before_a_repatriation() {
    let rule = "ref.nonrefoul";
    let due = finding("un.2397.8", Outcome::Violation);
    for (row, outcome, expected) in [
        ("un.2397.8", Outcome::Violation, "I"),
        ("un.2397.8.pending", Outcome::Info, "I"),
        ("un.2397.8.attache", Outcome::Violation, "I"),
        ("un.2397.8.remote", Outcome::NeedsReview, "I"),
        ("eu.dprk.repatriate", Outcome::Prohibited, "I"),
        ("eu.dprk.repatriate", Outcome::Violation, "I"),
        ("un.2397.8", Outcome::Exempt, "-"),
        ("un.2397.8", Outcome::InsufficientData, "-"),
        ("un.2397.8.midterm", Outcome::Violation, "-"),
        ("eu.nonrefoul", Outcome::Prohibited, "-"),
    ] {
        check(rule, DAY, &in_country("POL"), &one(row, outcome), expected);
    }
    let barred = said(&[due.clone(), finding("eu.nonrefoul", Outcome::NeedsReview)]);
    check(rule, DAY, &in_country("POL"), &barred, "R barred");

    let subject = Some(Subject { kind: SubjectKind::WorkerGroup.into(), id: "refugee".into() });
    let excepted = Finding { subject, ..finding("un.2397.8", Outcome::Exempt) };
    let mut others = said(&[due.clone(), excepted]);
    others.push(nothing("eu", VerdictStatus::Answered));
    let told = text(rule, DAY, &in_country("POL"), &others);
    assert!(told.contains("excepted under resolution 2397 are refugee; on refoulement nothing was found"), "{told}");
    // Each subject once, in order; the record itself is none, nor is what has no id, nor whom nothing excepts.
    let about = |kind: SubjectKind, id: &str, outcome: Outcome| {
        let subject = Some(Subject { kind: kind.into(), id: id.into() });
        Finding { subject, ..finding("un.2397.8", outcome) }
    };
    let several = [
        about(SubjectKind::WorkerGroup, "crew", Outcome::Violation),
        about(SubjectKind::WorkerGroup, "refugee", Outcome::Exempt),
        about(SubjectKind::WorkerGroup, "cooks", Outcome::Exempt),
        about(SubjectKind::WorkerGroup, "refugee", Outcome::Exempt),
        about(SubjectKind::Record, "record", Outcome::Exempt),
        about(SubjectKind::WorkerGroup, "", Outcome::Exempt),
    ];
    let mut others = said(&several);
    let not_applicable = Some("the record does not touch the Union".to_owned());
    let verdict = Some(Verdict { not_applicable, ..Verdict::default() });
    others.push(JurisdictionVerdict { verdict, ..nothing("eu", VerdictStatus::Answered) });
    let told = text(rule, DAY, &in_country("POL"), &others);
    let excepted = "are cooks, refugee; on refoulement nothing (`eu` does not reach the record).";
    assert!(told.ends_with(excepted), "{told}");
    let mut others = said(&[due]);
    others.push(nothing("eu", VerdictStatus::Indeterminate));
    let told = text(rule, DAY, &in_country("POL"), &others);
    assert!(told.contains("are none; on refoulement not known (`eu` gave no verdict)"), "{told}");
}

#[test]
fn publication_after_notice_and_with_safeguards() {
    let rule = "ref.publish";
    let broken = one("qa.wage.wps@2015", Outcome::Violation);
    let ready = json!({"filer": "FILER_NGO", "notice_sent_on": "2018-03-01", "reply_on": "2018-03-10", "independent_sources": 2,
        "names_persons": false, "rescue_ongoing": false});
    for (change, expected) in [
        (json!({}), "I"),
        (json!({"filer": null}), "I"),
        (json!({"filer": "FILER_STATE"}), "I filer"),
        (json!({"notice_sent_on": null}), "I closed"),
        (json!({"notice_sent_on": "2018-06-02"}), "I closed"),
        (json!({"independent_sources": 1}), "I closed"),
        (json!({"independent_sources": null}), "D"),
        (json!({"names_persons": true}), "I closed"),
        (json!({"names_persons": null}), "D"),
        (json!({"rescue_ongoing": true}), "I closed"),
        (json!({"rescue_ongoing": null}), "D"),
    ] {
        check(rule, DAY, &filing("QAT", &patched(&ready, &change)), &broken, expected);
    }
    // Without a reply, sixty days for one.
    let unanswered = filing("QAT", &patched(&ready, &json!({"reply_on": null})));
    for (as_of, expected) in [("2018-04-29", "I closed"), ("2018-04-30", "I closed"), ("2018-05-01", "I")] {
        check(rule, as_of, &unanswered, &broken, expected);
    }
    // A reply before that is enough, from the day on which it came.
    let answered = filing("QAT", &patched(&ready, &json!({"notice_sent_on": "2018-05-01", "reply_on": "2018-05-10"})));
    for (as_of, expected) in [("2018-05-09", "I closed"), ("2018-05-10", "I"), ("2018-05-11", "I")] {
        check(rule, as_of, &answered, &broken, expected);
    }
    let unheard = filing("QAT", &patched(&ready, &json!({"notice_sent_on": null, "reply_on": null})));
    let told = text(rule, DAY, &unheard, &broken);
    let why = "no notice was given; neither did a reply come nor are the 60 days for one over.";
    assert!(told.ends_with(why), "{told}");
    check(rule, DAY, &filing("QAT", &ready), &one("qa.insp", Outcome::NeedsReview), "-");
    let unsure = filing("QAT", &patched(&ready, &json!({"independent_sources": null})));
    check(rule, DAY, &unsure, &one("qa.insp", Outcome::NeedsReview), "-");
    check(rule, DAY, &with(&in_country("QAT"), "/dossier", Value::Null), &broken, "not assessed: dossier");
}
