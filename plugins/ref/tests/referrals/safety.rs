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
    let named = filing("QAT", &json!({"names_persons": true}));
    let told = text(rule, DAY, &named, &[]);
    assert!(told.ends_with("the risk to them: families in North Korea face reprisals."), "{told}");
    let nepalese = with(&named, "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    let told = text(rule, DAY, &nepalese, &[]);
    assert!(told.ends_with("the risk to them: whoever is named may face reprisals."), "{told}");
}

/// Names bar the whole dossier: no finding goes to a body, and the stages send it nowhere.
#[test]
fn nothing_is_sent_while_names_are_not_safe() {
    let others = said(&[
        against("POL", finding("ilo.c029.definition", Outcome::Violation)),
        against("POL", finding("ilo.iccpr.8", Outcome::Violation)),
        finding("un.2397.8", Outcome::Violation),
        finding("us.13722.1", Outcome::Prohibited),
        finding("eu.dprk.freeze", Outcome::Prohibited),
        finding("pl.forced", Outcome::NeedsReview),
    ]);
    let dossier = json!({"filer": "FILER_VICTIM", "notice_sent_on": "2018-01-01", "anonymous": false,
        "remedies_exhausted_on": "2018-05-01", "pending_elsewhere": false, "names_persons": true});
    let unsafe_names = filing("POL", &dossier);
    let settled = filing("POL", &patched(&dossier, &json!({"consent": true, "risk_note": "weighed"})));
    let unnamed = filing("POL", &patched(&dossier, &json!({"names_persons": false})));
    for rule in [
        "ref.un.sp",
        "ref.un.hrc1503",
        "ref.un.hrcttee",
        "ref.un.ga",
        "ref.un.upr",
        "ref.un.1718",
        "ref.un.poe",
        "ref.icc",
        "ref.ilo.22",
        "ref.ecthr",
        "ref.nca.labour",
        "ref.nca.sanctions.eu",
        "ref.nca.us",
        "ref.nca.nl_pl",
    ] {
        let blocked = answered(rule, DAY, &unsafe_names, &others).unwrap();
        assert!(blocked.referrals.is_empty(), "{rule}");
        for record in [&settled, &unnamed] {
            let open = answered(rule, DAY, record, &others).unwrap();
            assert!(open.message.unwrap().key != format!("{rule}.blocked"), "{rule}");
        }
    }
    check("ref.un.sp", DAY, &unsafe_names, &others, "I blocked");
    check("ref.nca.us", DAY, &unsafe_names, &others, "I blocked");
    check("ref.un.sp", DAY, &settled, &others, "I");
    // A report that is late as well is barred all the same.
    let late = with(&unsafe_names, "/dossier/remedies_exhausted_on", json!("2010-01-01"));
    check("ref.un.hrcttee", DAY, &late, &others, "I blocked");
    let listed = with(&unsafe_names, "/dossier/proposed_list", json!("UN 1718 List"));
    check("ref.un.1718", DAY, &listed, &[], "I blocked");
    let told = text("ref.stage2", DAY, &unsafe_names, &others);
    assert!(told.ends_with("go to what is open: nothing, until ref.safety is settled."), "{told}");
    let told = text("ref.stage2", DAY, &settled, &others);
    assert!(told.contains("go to what is open: ref.un.sp"), "{told}");
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
        ("un.2094.expel", Outcome::Violation, "I"),
        ("eu.dprk.expel", Outcome::Violation, "I"),
        ("un.vessel.crew", Outcome::NeedsReview, "I"),
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
    let unasked =
        "excepted under resolution 2397 are refugee; on refoulement nothing was asked, since no day of removal";
    assert!(told.contains(unasked), "{told}");
    let planned = with(&in_country("POL"), "/deployment/removal_planned_on", json!("2018-07-01"));
    let told = text(rule, DAY, &planned, &others);
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
    let excepted = "are cooks, refugee; on refoulement nothing was asked (`eu` does not reach the record).";
    assert!(told.ends_with(excepted), "{told}");
    let mut others = said(&[due]);
    others.push(nothing("eu", VerdictStatus::Indeterminate));
    let told = text(rule, DAY, &in_country("POL"), &others);
    assert!(told.contains("are none; on refoulement not known (`eu` gave no verdict)"), "{told}");
}

/// What is not known of a worker is not "none" and not "nothing".
#[test]
fn exceptions_that_are_not_known() {
    let rule = "ref.nonrefoul";
    let about = |id: &str, rule: &str, outcome: Outcome, missing: &[&str]| {
        let subject = Some(Subject { kind: SubjectKind::WorkerGroup.into(), id: id.into() });
        let missing = missing.iter().map(|&field| field.into()).collect();
        Finding { subject, missing, ..finding(rule, outcome) }
    };
    let planned = with(&in_country("POL"), "/deployment/removal_planned_on", json!("2018-07-01"));
    let due = || about("crew", "un.2397.8", Outcome::Violation, &[]);
    let claims = ["protection_claims", "coercion"];
    let open = said(&[due(), about("crew", "eu.nonrefoul", Outcome::InsufficientData, &claims)]);
    check(rule, DAY, &planned, &open, "D");
    assert_eq!(missing(rule, DAY, &planned, &open), ["coercion", "protection_claims"]);
    let told = text(rule, DAY, &planned, &open);
    assert!(told.contains("are none; on refoulement not known of crew (coercion, protection_claims)."), "{told}");
    // Who is known to be barred goes before who is not known.
    let both = said(&[
        due(),
        about("cooks", "eu.nonrefoul", Outcome::Prohibited, &[]),
        about("crew", "eu.nonrefoul", Outcome::InsufficientData, &claims),
    ]);
    check(rule, DAY, &planned, &both, "R barred");
    let told = text(rule, DAY, &planned, &both);
    assert!(told.contains("speaks for cooks, not known of crew (coercion, protection_claims)."), "{told}");
    // Protection or nationality that is not recorded: whether they are excepted is not known.
    for field in ["workers.items[0].protection", "workers.items[0].nationalities"] {
        let mut unsure = said(&[about("crew", "un.2397.8", Outcome::NeedsReview, &[field])]);
        check(rule, DAY, &planned, &unsure, "D");
        assert_eq!(missing(rule, DAY, &planned, &unsure), [field]);
        unsure.push(nothing("eu", VerdictStatus::Answered));
        let told = text(rule, DAY, &planned, &unsure);
        let expected = format!("are none, and not known of crew ({field}); on refoulement nothing was found.");
        assert!(told.ends_with(&expected), "{told}");
    }
    // Each field once, in order.
    let fields = ["workers.items[0].protection", "workers.items[0].nationalities"];
    let unsure = |id: &str| about(id, "un.2397.8", Outcome::NeedsReview, &fields);
    let told = text(rule, DAY, &planned, &said(&[unsure("crew"), unsure("cooks")]));
    let once = "not known of cooks, crew (workers.items[0].nationalities, workers.items[0].protection);";
    assert!(told.contains(once), "{told}");
    let open = |id: &str| about(id, "eu.nonrefoul", Outcome::InsufficientData, &claims);
    let told = text(rule, DAY, &planned, &said(&[due(), open("crew"), open("cooks")]));
    assert!(told.contains("on refoulement not known of cooks, crew (coercion, protection_claims)."), "{told}");
    let other = said(&[about("crew", "un.2397.8", Outcome::NeedsReview, &["workers.items[0].role"])]);
    check(rule, DAY, &planned, &other, "I");
    // Not assessed, not in force.
    let rule_ids = ["eu.dprk.repatriate", "eu.nonrefoul"].map(str::to_owned).to_vec();
    let part = NotAssessed { part: "worksites".into(), rule_ids, ..NotAssessed::default() };
    for (verdict, expected) in [
        (
            Verdict { not_assessed: vec![part], ..Verdict::default() },
            "on refoulement nothing is known (eu.nonrefoul was not assessed without `worksites`).",
        ),
        (
            Verdict { not_in_force: vec!["eu.nonrefoul".into()], ..Verdict::default() },
            "on refoulement nothing was asked (eu.nonrefoul was not in force).",
        ),
    ] {
        let mut others = said(&[due()]);
        others.push(JurisdictionVerdict { verdict: Some(verdict), ..nothing("eu", VerdictStatus::Answered) });
        check(rule, DAY, &planned, &others, "I");
        let told = text(rule, DAY, &planned, &others);
        assert!(told.ends_with(expected), "{told}");
    }
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
    // What came before the notice is no reply to it; on its day it may be one.
    for (replied, expected) in [("2018-05-29", "I closed"), ("2018-05-30", "I"), ("2018-05-31", "I")] {
        let early = json!({"notice_sent_on": "2018-05-30", "reply_on": replied});
        check(rule, DAY, &filing("QAT", &patched(&ready, &early)), &broken, expected);
    }
    // What began after the notice was no part of it.
    let began = |day: &str| Finding { fact_from: Some(day.into()), ..finding("qa.insp", Outcome::Violation) };
    for (day, expected) in [("2018-02-28", "I"), ("2018-03-01", "I"), ("2018-03-02", "I closed")] {
        check(rule, DAY, &filing("QAT", &ready), &said(&[began(day)]), expected);
    }
    let told = text(rule, DAY, &filing("QAT", &ready), &said(&[began("2018-03-02")]));
    assert!(told.ends_with("qa.insp: it began after the notice, which said nothing of it."), "{told}");
    let two = said(&[began("2018-03-02"), finding("qa.wage.wps@2015", Outcome::Violation)]);
    let told = text(rule, DAY, &filing("QAT", &ready), &two);
    assert!(told.contains("by an NGO: qa.wage.wps@2015. Their reply"), "{told}");
    // What is judged anew on each day is as old as the dossier's first finding.
    for (first_found, expected) in
        [(Value::Null, "I closed"), (json!("2018-03-01"), "I"), (json!("2018-03-02"), "I closed")]
    {
        let record = filing("QAT", &patched(&ready, &json!({"first_found_on": first_found})));
        for anew in [began(DAY), Finding { fact_from: None, ..began(DAY) }] {
            check(rule, DAY, &record, &said(&[anew]), expected);
        }
        check(rule, DAY, &record, &said(&[began("2018-05-31")]), "I closed");
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
