//! Section 2: residence, passports, work elsewhere.

use crate::{but, check, check_exempt, check_missing, findings, json, one};
use comity_sdk::{testing::Value, v1::Addressee};

fn held(entry: Value) -> Value {
    let entry = but(&json!({"id": "papers", "passport_held_on_written_request": false}), entry);
    one("liberty", &entry)
}

#[test]
fn passport() {
    let (old, new) = ("qa.res.passport@2009", "qa.res.passport@2016");
    let minder = held(json!({"passport_holder": "PASSPORT_HOLDER_MINDER"}));
    let sender = held(json!({"passport_holder": "PASSPORT_HOLDER_SENDER"}));
    check(old, "2015-06-01", &minder, "V");
    check(new, "2018-06-01", &sender, "V");
    check(old, "2015-06-01", &held(json!({"passport_holder": "PASSPORT_HOLDER_WORKER"})), "-");
    check(new, "2018-06-01", &held(json!({"passport_holder": "PASSPORT_HOLDER_AUTHORITY"})), "R");
    check(old, "2015-06-01", &json!({}), "not assessed: liberty");
    check_missing(old, "2015-06-01", &held(json!({})), &["liberty.items[0].passport_holder"]);

    let asked = |returned: Value| {
        held(json!({
            "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
            "passport_held_on_written_request": true,
            "passport_returned_on_demand": returned
        }))
    };
    check(old, "2015-06-01", &asked(json!(true)), "R");
    check_exempt(new, "2018-06-01", &asked(json!(true)), "passport_held_on_worker_written_request");
    check(new, "2018-06-01", &asked(json!(false)), "V");
    // What the exemption turns on is a fact about the worker: absent, it is for review.
    let unsaid = held(json!({"passport_holder": "PASSPORT_HOLDER_MINDER", "passport_held_on_written_request": null}));
    check(old, "2015-06-01", &unsaid, "R");
    check(new, "2018-06-01", &unsaid, "R");
    check(new, "2018-06-01", &asked(json!(null)), "R");
    check_missing(new, "2018-06-01", &asked(json!(null)), &["liberty.items[0].passport_returned_on_demand"]);
}

#[test]
fn passport_during_the_procedures() {
    let rule = "qa.res.passport@2009";
    let minder = held(json!({"passport_holder": "PASSPORT_HOLDER_MINDER"}));
    let and = |title: Value| crate::patched(&minder, &one("residence", &title));
    // 90 days from the start of 2014-05-25 end on 2014-08-23.
    check(rule, "2014-08-23", &and(json!({"id": "r1"})), "-");
    check(rule, "2014-08-24", &and(json!({"id": "r1"})), "V");
    check(rule, "2014-08-23", &and(json!({"id": "r1", "issued": "2014-07-01"})), "V");
    check(rule, "2014-06-30", &and(json!({"id": "r1", "issued": "2014-07-01"})), "-");
    check(rule, "2015-02-01", &and(json!({"id": "r1", "due_on": "2015-01-01"})), "-");
    check(rule, "2014-06-30", &minder, "D");
    check_missing(rule, "2014-06-30", &minder, &["residence"]);
    check(rule, "2014-08-24", &minder, "V");
}

#[test]
fn permit_within_90_days() {
    let rule = "qa.res.permit90";
    let title = |entry: Value| one("residence", &entry);
    let open = title(json!({"id": "r1", "due_on": "2015-01-01"}));
    check(rule, "2015-04-01", &open, "-");
    check(rule, "2015-04-02", &open, "V");
    check(rule, "2018-06-01", &open, "V");
    let finding = &findings(rule, "2015-06-01", &open)[0];
    assert_eq!(finding.fact_from.as_deref(), Some("2015-04-02"));
    assert_eq!(finding.consequence.as_ref().unwrap().due_on.as_deref(), Some("2015-04-01"));
    check(rule, "2015-06-01", &title(json!({"id": "r1", "due_on": "2015-01-01", "issued": "2015-04-01"})), "-");
    check(rule, "2015-06-01", &title(json!({"id": "r1", "due_on": "2015-01-01", "issued": "2015-04-02"})), "V");
    check(rule, "2015-06-01", &title(json!({"id": "r1", "issued": "2015-04-02"})), "D");
    check(rule, "2015-06-01", &json!({}), "not assessed: residence");
}

/// A second site beside the tower, and a permit that names the tower.
fn second(site: Value, permit: Value) -> Value {
    let site = but(&json!({"id": "second", "country": "QAT", "start": "2015-03-01"}), site);
    let permit = but(
        &json!({"id": "q1", "valid_from": "2014-05-20", "employer": "sponsor", "worksites": {"items": ["tower"]}}),
        permit,
    );
    json!({
        "parties": {"items": [
            {"id": "sponsor", "roles": ["PARTY_ROLE_HOST_EMPLOYER"]},
            {"id": "genco", "roles": ["PARTY_ROLE_SENDER"]},
            {"id": "other", "roles": ["PARTY_ROLE_USER"]}
        ]},
        "worksites": {"items": [{"id": "tower", "country": "QAT"}, site]},
        "permits": {"items": [permit]},
    })
}

#[test]
fn work_for_another_before_2016() {
    let rule = "qa.res.other@2009";
    let away = json!({"employer": "other", "sponsor_knows": false});
    check(rule, "2015-06-01", &second(away.clone(), json!({})), "V");
    check(rule, "2015-02-28", &second(away.clone(), json!({})), "-");
    check(rule, "2015-06-01", &json!({}), "not assessed: permits");
    check(rule, "2015-06-01", &second(json!({"employer": "sponsor"}), json!({})), "-");
    let allowed = second(away.clone(), json!({"employer": "other", "worksites": {"items": ["tower", "second"]}}));
    check(rule, "2015-06-01", &allowed, "-");
    check(rule, "2015-06-01", &second(away.clone(), json!({"employer": null})), "D");
    check_missing(rule, "2015-06-01", &second(away.clone(), json!({"employer": null})), &["permits.items[0].employer"]);

    let addressees = |knows: Value| {
        let record = second(json!({"employer": "other", "sponsor_knows": knows}), json!({}));
        let found = findings(rule, "2015-06-01", &record);
        found.last().unwrap().addressees().collect::<Vec<_>>()
    };
    assert_eq!(addressees(json!(false)), [Addressee::Sender, Addressee::User]);
    assert_eq!(addressees(json!(null)), [Addressee::Sender, Addressee::User]);
    assert_eq!(addressees(json!(true)), [Addressee::Sender, Addressee::User, Addressee::Employer]);
    // Nobody says whether the sponsor knows: that is for review, in a finding about him.
    let open = second(json!({"employer": "other"}), json!({}));
    check(rule, "2015-06-01", &open, "RV");
    let finding = &findings(rule, "2015-06-01", &open)[0];
    assert_eq!(finding.subject.as_ref().unwrap().id, "sponsor");
    assert_eq!(finding.addressees().collect::<Vec<_>>(), [Addressee::Employer]);
    assert_eq!(finding.missing, ["worksites.items[1].sponsor_knows"]);
    // The sponsor is whom a valid permit names.
    let former = but(&open["permits"]["items"][0], json!({"employer": "former", "valid_to": "2015-01-01"}));
    let later = but(&open["permits"]["items"][0], json!({"id": "q2", "valid_from": "2015-01-01"}));
    let changed = crate::patched(&open, &json!({"permits": {"items": [former, later]}}));
    assert_eq!(findings(rule, "2015-06-01", &changed)[0].subject.as_ref().unwrap().id, "sponsor");
}

#[test]
fn loan_of_workers() {
    let rule = "qa.res.other@2009";
    let lent =
        |loan: Value| second(json!({"employer": "other", "sponsor_knows": false}), json!({"loan_approval": loan}));
    let letter = lent(json!({"ref": "letter-7", "date": "2015-04-10"}));
    check(rule, "2015-04-09", &letter, "V");
    check_exempt(rule, "2015-04-10", &letter, "letter-7");
    check(rule, "2015-10-09", &letter, "X");
    check(rule, "2015-10-10", &letter, "V");
    check(rule, "2015-10-10", &lent(json!({"ref": "letter-7", "date": "2015-04-10", "months": 12})), "V");
    check(rule, "2015-06-10", &lent(json!({"ref": "letter-7", "date": "2015-04-10", "months": 2})), "V");
    check(rule, "2015-06-10", &lent(json!({"ref": "letter-7"})), "R");
    // Where it is approved, nobody needs to know whether the sponsor knows.
    let loan = json!({"loan_approval": {"ref": "letter-7", "date": "2015-04-10"}});
    check_exempt(rule, "2015-04-10", &second(json!({"employer": "other"}), loan), "letter-7");
    let transfer = json!({"completed_on": "2015-05-01", "new_employer": "other"});
    let moved = crate::patched(&lent(json!(null)), &one("residence", &json!({"id": "r1", "transfer": transfer})));
    check(rule, "2015-04-30", &moved, "V");
    check_exempt(rule, "2015-05-01", &moved, "transfer");
}

/// A permit and a loan are the workers' own.
#[test]
fn what_covers_one_crew_covers_no_other() {
    let of = |groups: &[&str]| json!({"items": groups});
    let permit = |id: &str, employer: &str, site: &str, groups: &[&str], loan: Value| {
        but(
            &json!({"id": id, "valid_from": "2014-05-20", "employer": employer, "worksites": {"items": [site]},
            "worker_groups": of(groups)}),
            json!({"loan_approval": loan}),
        )
    };
    let crews = |at: &[&str], permits: Value| {
        let away = second(json!({"employer": "other", "sponsor_knows": false, "worker_groups": of(at)}), json!({}));
        let crews = json!({"workers": {"items": [{"id": "a"}, {"id": "b"}]}, "permits": {"items": permits}});
        crate::patched(&away, &crews)
    };
    let own = permit("pa", "sponsor", "tower", &["a"], json!(null));
    let others = permit("pb", "other", "second", &["b"], json!(null));
    for (rule, day) in [("qa.res.other@2009", "2015-06-01"), ("qa.res.other@2016", "2018-06-01")] {
        for (at, expected) in [(&["a"][..], "V"), (&["a", "b"], "V"), (&["b"], "-")] {
            let expected =
                if expected == "-" && rule == "qa.res.other@2016" { "not assessed: residence" } else { expected };
            check(rule, day, &crews(at, json!([own, others])), expected);
        }
        let letter = |groups: &[&str], day: Value| {
            permit("pl", "sponsor", "tower", groups, json!({"ref": "letter-7", "date": day}))
        };
        let first = if day < "2016" { "2015-05-01" } else { "2018-05-01" };
        check(rule, day, &crews(&["a"], json!([own, letter(&["b"], json!(first))])), "V");
        check_exempt(rule, day, &crews(&["a"], json!([own, letter(&["a"], json!(first))])), "letter-7");
        // Who works there on a permit of its own needs no letter.
        check_exempt(rule, day, &crews(&["a", "b"], json!([letter(&["a"], json!(first)), others])), "letter-7");
        let both = json!([own, letter(&["a"], json!(first)), letter(&["b"], json!(null))]);
        check(rule, day, &crews(&["a", "b"], both.clone()), "R");
        check_exempt(rule, day, &crews(&["a"], both), "letter-7");
        // One letter without a day takes nothing from one that covers.
        let undated = json!([own, letter(&["a"], json!(null)), letter(&["a"], json!(first))]);
        check_exempt(rule, day, &crews(&["a"], undated), "letter-7");
    }
    // A transfer is the workers' own too.
    let moved = |group: &str| {
        let transfer = json!({"completed_on": "2015-05-01", "new_employer": "other"});
        one("residence", &json!({"id": "r1", "worker_groups": of(&[group]), "transfer": transfer}))
    };
    let base = crews(&["a", "b"], json!([permit("p", "sponsor", "tower", &["a", "b"], json!(null))]));
    check("qa.res.other@2009", "2015-06-01", &crate::patched(&base, &moved("b")), "V");
    let base = crews(&["b"], json!([permit("p", "sponsor", "tower", &["a", "b"], json!(null))]));
    check_exempt("qa.res.other@2009", "2015-06-01", &crate::patched(&base, &moved("b")), "transfer");
}

/// What is found begins when nothing covers it any more.
#[test]
fn since_when_it_is_so() {
    let first = |rule: &str, as_of: &str, parts: &Value| findings(rule, as_of, parts)[0].fact_from.clone().unwrap();
    let loan = json!({"ref": "letter-7", "date": "2015-03-01"});
    let lent = second(json!({"employer": "other", "sponsor_knows": false}), json!({"loan_approval": loan}));
    check("qa.res.other@2009", "2015-08-31", &lent, "X");
    assert_eq!(first("qa.res.other@2009", "2015-09-01", &lent), "2015-09-01");
    assert_eq!(first("qa.res.other@2009", "2016-02-01", &lent), "2015-09-01");
    // Of two crews from when the first is covered by nothing.
    let of = |group: &str| json!({"worker_groups": {"items": [group]}});
    let own = but(&lent["permits"]["items"][0], json!({"loan_approval": null}));
    let permit = |id: &str, change: Value| but(&but(&own, json!({"id": id})), change);
    let lent_on = |id: &str, group: &str, day: &str| {
        permit(id, but(&of(group), json!({"loan_approval": {"ref": id, "date": day}})))
    };
    let crews = |permits: Value| {
        crate::patched(&lent, &json!({"workers": {"items": [{"id": "a"}, {"id": "b"}]}, "permits": {"items": permits}}))
    };
    let two = crews(json!([lent_on("pa", "a", "2015-03-01"), lent_on("pb", "b", "2015-05-01")]));
    assert_eq!(first("qa.res.other@2009", "2015-12-01", &two), "2015-09-01");
    // A permit covers what it names until its end; of several covers the last one counts.
    let there = json!({"employer": "other", "worksites": {"items": ["second"]}, "valid_to": "2015-06-01"});
    let mall = json!({"worksites": {"items": ["mall"]}, "valid_to": "2015-07-15"});
    let ended = json!([own, permit("q2", there), permit("q3", mall)]);
    check("qa.res.other@2009", "2015-05-31", &crate::patched(&lent, &json!({"permits": {"items": ended}})), "-");
    assert_eq!(
        first("qa.res.other@2009", "2015-08-01", &crate::patched(&lent, &json!({"permits": {"items": ended}}))),
        "2015-06-01"
    );
    let loan = permit("q4", json!({"loan_approval": {"ref": "letter-7", "date": "2015-05-01", "months": 2}}));
    let later = json!({"permits": {"items": [loan, ended[1], ended[2]]}});
    assert_eq!(first("qa.res.other@2009", "2015-08-01", &crate::patched(&lent, &later)), "2015-07-01");
    let held = json!({"liberty": {"items": [{"id": "p", "passport_holder": "PASSPORT_HOLDER_MINDER",
        "passport_held_on_written_request": false}]}, "residence": {"items": [{"id": "r1", "issued": "2014-07-01"}]}});
    check("qa.res.passport@2009", "2014-06-30", &held, "-");
    assert_eq!(first("qa.res.passport@2009", "2014-07-01", &held), "2014-07-01");
    assert_eq!(first("qa.res.passport@2009", "2015-07-01", &held), "2014-07-01");
    assert_eq!(first("qa.res.passport@2016", "2018-07-01", &held), "2016-12-13");
    let never = crate::patched(&held, &json!({"residence": {"items": []}}));
    assert_eq!(first("qa.res.passport@2009", "2015-07-01", &never), "2014-08-24");
    let titles = json!([{"id": "r1", "issued": "2014-07-01"}, {"id": "r2", "issued": "2014-09-01"}]);
    let two = crate::patched(&held, &json!({"residence": {"items": titles}}));
    assert_eq!(first("qa.res.passport@2009", "2015-07-01", &two), "2014-07-01");
    let asked = but(&held["liberty"]["items"][0], json!({"passport_held_on_written_request": true}));
    let asked = crate::patched(&held, &one("liberty", &asked));
    check("qa.res.passport@2009", "2015-07-01", &asked, "R");
    assert_eq!(first("qa.res.passport@2009", "2015-07-01", &asked), "2014-07-01");
}

/// Procedures for a new title are a reason to hold a passport, those of an old one or of a later one are not.
#[test]
fn passports_and_renewal() {
    let rule = "qa.res.passport@2009";
    let titles = |titles: Value| {
        let held =
            json!({"id": "p", "passport_holder": "PASSPORT_HOLDER_MINDER", "passport_held_on_written_request": false});
        json!({"liberty": {"items": [held]}, "residence": {"items": titles}})
    };
    let old = json!({"id": "r1", "issued": "2014-06-01", "valid_to": "2015-01-01"});
    let new = json!({"id": "r2", "due_on": "2015-01-01"});
    for (as_of, expected) in [("2014-12-31", "V"), ("2015-01-01", "-"), ("2015-04-01", "-"), ("2015-04-02", "V")] {
        check(rule, as_of, &titles(json!([old, new])), expected);
    }
    check(rule, "2015-02-01", &titles(json!([old])), "V");
    let withdrawn = json!({"id": "r1", "issued": "2014-06-01", "withdrawn_on": "2015-01-01"});
    check(rule, "2015-02-01", &titles(json!([withdrawn, new])), "-");
    let of = |title: &Value, group: &str| but(title, json!({"worker_groups": {"items": [group]}}));
    check(rule, "2015-02-01", &titles(json!([of(&old, "a"), of(&new, "b")])), "V");
    // A title that is due in years is none of today's procedures.
    let later = titles(json!([{"id": "r1", "due_on": "2019-01-01"}]));
    for (as_of, expected) in [("2014-08-23", "-"), ("2014-08-24", "V"), ("2016-06-01", "V")] {
        check(rule, as_of, &later, expected);
    }
    check("qa.res.passport@2016", "2019-02-01", &later, "-");
}

/// A permit that came late is judged by the law of the day on which it came.
#[test]
fn a_late_permit_and_a_later_law() {
    let rule = "qa.res.permit90";
    let title = |due: &str, issued: Value| {
        let start = json!({"deployment": {"start": "2008-12-01"}});
        crate::patched(&start, &one("residence", &but(&json!({"id": "r1", "due_on": due}), json!({"issued": issued}))))
    };
    let late = title("2015-01-01", json!("2015-04-10"));
    for (as_of, expected) in
        [("2015-04-01", "-"), ("2015-04-02", "V"), ("2015-04-10", "V"), ("2018-06-01", "V"), ("2024-06-01", "V")]
    {
        check(rule, as_of, &late, expected);
    }
    // On the day on which it comes it is owed no more.
    assert_eq!(findings(rule, "2015-04-10", &late).len(), 1);
    let finding = &findings(rule, "2018-06-01", &late)[0];
    assert_eq!(finding.consequence.as_ref().unwrap().due_on.as_deref(), Some("2015-04-01"));
    assert_eq!(finding.fact_from.as_deref(), Some("2015-04-10"));
    assert_eq!(finding.basis.as_ref().unwrap().in_force_to.as_deref(), Some("2016-12-13"));
    check(rule, "2010-01-01", &title("2009-01-01", json!("2009-04-10")), "-");
    check(rule, "2010-01-01", &title("2009-01-01", json!("2009-05-10")), "V");
    check(rule, "2010-01-01", &title("2009-01-01", json!(null)), "V");
    check(rule, "2018-06-01", &title("2015-01-01", json!("2015-04-01")), "-");
}

#[test]
fn work_for_another_from_2016() {
    let rule = "qa.res.other@2016";
    let away = json!({"employer": "other", "sponsor_knows": true});
    check(rule, "2017-06-01", &second(away.clone(), json!({})), "V");
    check(rule, "2017-06-01", &second(json!({"employer": "other"}), json!({})), "RV");
    let approved = but(&away, json!({"secondment_approval_ref": "sec-3", "secondment_approved_on": "2017-05-01"}));
    check(rule, "2017-04-30", &second(approved.clone(), json!({})), "V");
    check_exempt(rule, "2017-05-01", &second(approved.clone(), json!({})), "sec-3");
    check(rule, "2017-06-01", &second(but(&approved, json!({"secondment_approved_on": null})), json!({})), "R");

    let moved = |transfer: Value| {
        let title = one("residence", &json!({"id": "r1", "kind": "RESIDENCE_KIND_WORK", "transfer": transfer}));
        crate::patched(&second(away.clone(), json!({})), &title)
    };
    let transfer = json!({"completed_on": "2021-01-10", "new_employer": "other"});
    check(rule, "2021-01-09", &moved(transfer.clone()), "V");
    check(rule, "2021-01-10", &moved(transfer.clone()), "-");
    check(rule, "2021-01-10", &moved(but(&transfer, json!({"notice_served": true}))), "-");
    check(rule, "2021-01-10", &moved(but(&transfer, json!({"notice_served": false}))), "V");
    check(rule, "2021-01-10", &moved(but(&transfer, json!({"new_employer": "sponsor"}))), "V");
    // While it took a certificate of no objection, nobody says whether there was one.
    for (completed, expected) in [("2020-08-31", "R"), ("2020-09-01", "-"), ("2020-09-02", "-")] {
        check(rule, "2021-01-10", &moved(but(&transfer, json!({"completed_on": completed}))), expected);
    }
    // A second transfer to the same employer counts for itself.
    let again = json!({"residence": {"items": [
        {"id": "r1", "kind": "RESIDENCE_KIND_WORK", "transfer": but(&transfer, json!({"completed_on": "2019-05-01"}))},
        {"id": "r2", "kind": "RESIDENCE_KIND_WORK", "transfer": transfer},
    ]}});
    let again = crate::patched(&second(away.clone(), json!({})), &again);
    check(rule, "2021-01-09", &again, "R");
    check(rule, "2021-01-10", &again, "-");

    let residence =
        |title: Value| crate::patched(&second(json!({"employer": "sponsor"}), json!({})), &one("residence", &title));
    check(rule, "2017-06-01", &residence(json!({"id": "r1", "kind": "RESIDENCE_KIND_VISITOR"})), "V");
    check(rule, "2017-06-01", &residence(json!({"id": "r1", "kind": "RESIDENCE_KIND_WORK"})), "-");
    check(
        rule,
        "2017-06-01",
        &residence(json!({"id": "r1", "kind": "RESIDENCE_KIND_VISITOR", "valid_to": "2017-01-01"})),
        "-",
    );
    check(rule, "2017-06-01", &residence(json!({"id": "r1"})), "D");
    // Without the residence part nobody looked at its purpose.
    check(rule, "2017-06-01", &second(json!({"employer": "sponsor"}), json!({})), "not assessed: residence");
}

#[test]
fn same_sponsor() {
    let rule = "qa.res.samesponsor";
    check(rule, "2015-06-01", &second(json!({"employer": "sponsor"}), json!({})), "R");
    check(rule, "2015-06-01", &second(json!({}), json!({})), "R");
    check(rule, "2015-06-01", &second(json!({"employer": "other"}), json!({})), "-");
    check(rule, "2015-06-01", &second(json!({}), json!({"worksites": {"items": ["tower", "second"]}})), "-");
    check(rule, "2015-06-01", &second(json!({}), json!({"worksites": null})), "D");
}

#[test]
fn leaving_the_country() {
    let rule = "qa.res.exit@2009";
    let refused = |date: &str, by: &str| {
        let refusals = json!({"items": [{"date": date, "by": by}]});
        one("liberty", &json!({"id": "papers", "exit_permit_required": false, "exit_refusals": refusals}))
    };
    check(rule, "2016-06-01", &refused("2016-05-01", "EXIT_REFUSER_EMPLOYER"), "I");
    check(rule, "2019-06-01", &refused("2019-05-01", "EXIT_REFUSER_EMPLOYER"), "V");
    // A refusal keeps the law of its day.
    check(rule, "2019-06-01", &refused("2018-10-27", "EXIT_REFUSER_EMPLOYER"), "I");
    check(rule, "2019-06-01", &refused("2018-10-28", "EXIT_REFUSER_EMPLOYER"), "V");
    check(rule, "2019-06-01", &refused("2018-10-29", "EXIT_REFUSER_EMPLOYER"), "V");
    check(rule, "2019-06-01", &refused("2019-05-01", "EXIT_REFUSER_COURT"), "-");
    let liberty = |entry: Value| one("liberty", &entry);
    check(rule, "2016-06-01", &liberty(json!({"id": "papers", "exit_permit_required": true})), "I");
    check(rule, "2018-10-27", &liberty(json!({"id": "papers", "exit_permit_required": true})), "I");
    check(rule, "2018-10-28", &liberty(json!({"id": "papers", "exit_refusals": {"items": []}})), "-");
    check_missing(rule, "2016-06-01", &liberty(json!({"id": "papers"})), &["liberty.items[0].exit_permit_required"]);
    check_missing(rule, "2019-06-01", &liberty(json!({"id": "papers"})), &["liberty.items[0].exit_refusals"]);
    let refusal = json!({"items": [{"date": "2019-05-01", "by": "EXIT_REFUSER_EMPLOYER"}]});
    let listed = json!({"id": "papers", "exit_refusals": refusal, "on_exit_exception_list": true});
    check_exempt(rule, "2019-06-01", &liberty(listed), "on_exit_exception_list");
    let unnamed = liberty(json!({"id": "papers", "exit_refusals": {"items": [{"date": "2019-05-01"}]}}));
    check_missing(rule, "2019-06-01", &unnamed, &["liberty.items[0].exit_refusals.items[0].by"]);
    // Law 13/2018 freed workers under the Labour Law.
    let domestic = json!({"workers": {"items": [{"id": "crew", "sector": "SECTOR_DOMESTIC"}]}});
    check(rule, "2019-06-01", &crate::patched(&refused("2019-05-01", "EXIT_REFUSER_EMPLOYER"), &domestic), "I");
}

#[test]
fn change_of_employer() {
    let rule = "qa.res.noc@2020";
    let blocked = |transfer: Value| one("residence", &json!({"id": "r1", "transfer": transfer}));
    check(rule, "2021-06-01", &blocked(json!({"blocked_on": "2021-05-01", "notice_served": true})), "V");
    check(rule, "2019-06-01", &blocked(json!({"blocked_on": "2019-05-01"})), "I");
    check(rule, "2021-06-01", &blocked(json!({"blocked_on": "2020-08-31"})), "I");
    check(rule, "2021-06-01", &blocked(json!({"blocked_on": "2020-09-01", "notice_served": true})), "V");
    check(rule, "2021-06-01", &blocked(json!({"blocked_on": "2020-09-02", "notice_served": true})), "V");
    check_exempt(
        rule,
        "2021-06-01",
        &blocked(json!({"blocked_on": "2021-05-01", "notice_served": false})),
        "notice_not_served",
    );
    check(rule, "2021-06-01", &blocked(json!({"blocked_on": "2021-05-01"})), "R");
    check(rule, "2021-04-30", &blocked(json!({"blocked_on": "2021-05-01", "notice_served": true})), "-");
    check(rule, "2021-06-01", &blocked(json!({"requested_on": "2021-05-01"})), "-");
    check(rule, "2021-06-01", &json!({}), "not assessed: residence");
}

#[test]
fn reported_as_absconding() {
    let rule = "qa.res.abscond";
    let reported = |complaints: Value| {
        json!({
            "residence": {"items": [{"id": "r1", "absconding_reported_on": "2018-03-10"}]},
            "complaints": {"items": complaints}
        })
    };
    check(rule, "2018-06-01", &reported(json!([{"id": "c1", "date": "2018-03-08"}])), "R");
    check(rule, "2018-06-01", &reported(json!([{"id": "c1", "date": "2018-03-11"}])), "-");
    check(rule, "2018-06-01", &reported(json!([])), "-");
    check(rule, "2018-06-01", &reported(json!([{"id": "c1"}])), "D");
    check(
        rule,
        "2018-06-01",
        &one("residence", &json!({"id": "r1", "absconding_reported_on": "2018-03-10"})),
        "not assessed: complaints",
    );
}
