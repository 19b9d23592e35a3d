//! Section 5: recruitment, contract, housing, inspection, crime.

use crate::{but, check, check_exempt, check_missing, findings, json, one, patched};
use comity_sdk::{testing::Value, v1::Addressee};

#[test]
fn recruitment_fee() {
    let rule = "qa.recruit.fee";
    let paid = |amount: &str, country: Value, licensed: Value| {
        let fee = json!({"currency": "QAR", "amount": amount});
        let entry = json!({"fee_payee_country": country, "fee_licensed_recruiter": licensed});
        let coercion = one("coercion", &but(&json!({"id": "c1", "recruitment_fee_paid_by_worker": fee}), entry));
        patched(&coercion, &json!({"parties": {"items": []}}))
    };
    check(rule, "2018-06-01", &paid("1", json!("QAT"), json!(true)), "V");
    check(rule, "2018-06-01", &paid("1", json!(null), json!(true)), "V");
    check(rule, "2018-06-01", &paid("1500", json!("NPL"), json!(null)), "R");
    check(rule, "2018-06-01", &paid("0", json!(null), json!(null)), "-");
    check_missing(rule, "2018-06-01", &paid("1", json!(null), json!(null)), &["coercion.items[0].fee_payee_country"]);
    let bare = one("coercion", &json!({"id": "c1"}));
    check_missing(rule, "2018-06-01", &bare, &["coercion.items[0].recruitment_fee_paid_by_worker"]);
    check(rule, "2018-06-01", &json!({}), "not assessed: coercion");

    let recruiter = |licensed: Value, country: &str| {
        let party = json!({"id": "agency", "roles": ["PARTY_ROLE_RECRUITER"], "country": country});
        patched(&one("parties", &but(&party, json!({"licensed": licensed}))), &paid("0", json!(null), json!(null)))
            .as_object()
            .map(|parts| patched(&json!(parts), &one("parties", &but(&party, json!({"licensed": licensed})))))
            .unwrap()
    };
    check(rule, "2018-06-01", &recruiter(json!(false), "QAT"), "V");
    check(rule, "2018-06-01", &recruiter(json!(false), "NPL"), "R");
    check(rule, "2018-06-01", &recruiter(json!(true), "QAT"), "-");
    check(rule, "2018-06-01", &recruiter(json!(null), "QAT"), "D");
}

#[test]
fn work_permit() {
    let rule = "qa.permit";
    let permit = |entry: Value| one("permits", &but(&json!({"id": "q1", "valid_from": "2014-05-20"}), entry));
    check(rule, "2018-06-01", &permit(json!({})), "-");
    check(rule, "2018-06-01", &permit(json!({"valid_to": "2018-06-01"})), "V");
    check(rule, "2018-05-31", &permit(json!({"valid_to": "2018-06-01"})), "-");
    check(rule, "2018-06-01", &permit(json!({"withdrawn_on": "2018-06-01"})), "V");
    check(rule, "2018-06-01", &json!({"permits": {"items": []}}), "V");
    check(rule, "2018-06-01", &permit(json!({"worker_groups": {"items": ["others"]}})), "V");
    check(rule, "2018-06-01", &permit(json!({"valid_from": null})), "D");
    check(rule, "2018-06-01", &json!({}), "not assessed: permits");
    let from = |nationalities: Value| {
        patched(&json!({"permits": {"items": []}}), &one("workers", &but(&json!({"id": "crew"}), nationalities)))
    };
    check(rule, "2018-06-01", &from(json!({"nationalities": {"items": ["QAT"]}})), "-");
    // Whether somebody is from abroad is a fact about him.
    check(rule, "2018-06-01", &from(json!({})), "R");
    check_missing(rule, "2018-06-01", &from(json!({})), &["workers.items[0].nationalities"]);
}

#[test]
fn contract() {
    let rule = "qa.contract";
    let signed = |entry: Value| one("contracts", &but(&json!({"id": "k1"}), entry));
    check(rule, "2018-06-01", &signed(json!({"registered": true, "worker_has_copy": true})), "-");
    check(rule, "2018-06-01", &signed(json!({"registered": true, "worker_has_copy": false})), "V");
    check(rule, "2018-06-01", &signed(json!({"worker_has_copy": false})), "V");
    check(rule, "2018-06-01", &signed(json!({"registered": false, "worker_has_copy": true})), "V");
    check_missing(rule, "2018-06-01", &signed(json!({"registered": true})), &["contracts.items[0].worker_has_copy"]);
    check_missing(rule, "2018-06-01", &signed(json!({"worker_has_copy": true})), &["contracts.items[0].registered"]);
    check(rule, "2018-06-01", &json!({"contracts": {"items": []}}), "V");
    check(rule, "2018-06-01", &json!({}), "not assessed: contracts");
}

#[test]
fn worse_than_registered() {
    let rule = "qa.contract.sub";
    let terms =
        |substituted: Value| one("contracts", &but(&json!({"id": "k1"}), json!({"terms_substituted": substituted})));
    let pay = |promised: Value, paid: Value| {
        one("wages", &but(&json!({"id": "w1"}), json!({"contractual": promised, "received_by_worker": paid})))
    };
    let qar = |amount: &str| json!({"currency": "QAR", "amount": amount});
    let both = |substituted: Value, paid: &str| patched(&terms(substituted), &pay(qar("1200"), qar(paid)));
    // Unsure of the articles: never more than a review.
    check(rule, "2018-06-01", &both(json!(false), "800"), "R");
    check(rule, "2018-06-01", &both(json!(true), "1200"), "R");
    check(rule, "2018-06-01", &both(json!(false), "1200"), "-");
    check(rule, "2018-06-01", &terms(json!(true)), "R");
    check(rule, "2018-06-01", &terms(json!(null)), "D");
    check(rule, "2018-06-01", &terms(json!(false)), "not assessed: wages");
    check(rule, "2018-06-01", &patched(&terms(json!(false)), &pay(qar("1200"), json!(null))), "D");
    check(rule, "2018-06-01", &patched(&terms(json!(false)), &pay(json!(null), qar("800"))), "D");
    let dollars = json!({"currency": "USD", "amount": "329.67"});
    check(rule, "2018-06-01", &patched(&terms(json!(false)), &pay(qar("1200"), dollars)), "R");
    check(rule, "2018-06-01", &json!({}), "not assessed: contracts");
}

/// A contract is its workers' own, from the day of its signature.
#[test]
fn whose_contract_and_since_when() {
    let rule = "qa.contract";
    let kept = |change: Value| but(&json!({"id": "k1", "registered": true, "worker_has_copy": true}), change);
    let two = |contracts: Value| {
        let groups = json!({"workers": {"items": [{"id": "a"}, {"id": "b"}]}});
        patched(&groups, &json!({"contracts": {"items": contracts}}))
    };
    let subjects = |parts: &Value| -> Vec<String> {
        findings(rule, "2018-06-01", parts).into_iter().map(|f| f.subject.unwrap().id).collect()
    };
    let of = |group: &str| json!({"worker_groups": {"items": [group]}});
    check(rule, "2018-06-01", &two(json!([kept(json!({}))])), "-");
    assert_eq!(subjects(&two(json!([kept(of("a"))]))), ["b"]);
    assert_eq!(subjects(&two(json!([]))), ["a", "b"]);
    let signed = two(json!([kept(json!({"signed_on": "2016-01-01"}))]));
    for (as_of, expected) in [("2015-12-31", "V"), ("2016-01-01", "-"), ("2016-01-02", "-")] {
        check(rule, as_of, &signed, expected);
    }
    let without_copy = two(json!([kept(json!({"signed_on": "2016-01-01", "worker_has_copy": false}))]));
    check(rule, "2018-06-01", &without_copy, "V");
    assert_eq!(subjects(&without_copy), ["k1"]);
    // Before it is signed there is none to be attested, and nobody has one.
    for (signed, expected) in [("2018-06-01", &["k1"][..]), ("2018-06-02", &["a", "b"])] {
        assert_eq!(subjects(&two(json!([kept(json!({"signed_on": signed, "worker_has_copy": false}))]))), expected);
    }
    assert_eq!(findings(rule, "2018-06-01", &without_copy)[0].fact_from.as_deref(), Some("2016-01-01"));
    let nobody = json!({"workers": null, "contracts": {"items": []}});
    check(rule, "2018-06-01", &nobody, "V");
}

#[test]
fn since_when_the_permit_is_over() {
    let rule = "qa.permit";
    let permit = |end: Value| one("permits", &but(&json!({"id": "q1", "valid_from": "2014-05-20"}), end));
    let first = |parts: &Value| findings(rule, "2018-06-10", parts)[0].fact_from.clone().unwrap();
    assert_eq!(first(&permit(json!({"valid_to": "2018-06-01"}))), "2018-06-01");
    assert_eq!(first(&permit(json!({"valid_to": "2018-06-01", "withdrawn_on": "2018-03-01"}))), "2018-03-01");
    assert_eq!(first(&permit(json!({"valid_to": "2018-06-10"}))), "2018-06-10");
    assert_eq!(first(&permit(json!({"valid_to": "2014-05-01"}))), "2014-05-25");
    // The end of one that has not begun says nothing yet.
    let ended = json!({"id": "q1", "valid_from": "2014-05-20", "valid_to": "2018-06-01"});
    let coming = json!({"id": "q2", "valid_from": "2019-01-01", "valid_to": "2020-01-01"});
    assert_eq!(first(&json!({"permits": {"items": [ended, coming]}})), "2018-06-01");
    assert_eq!(first(&json!({"permits": {"items": []}})), "2014-05-25");
}

/// A wage that breaks nothing.
fn paid() -> Value {
    let all = json!({"currency": "QAR", "amount": "1800"});
    one(
        "wages",
        &json!({"id": "w1", "site": "tower", "due_day": 5, "paid_days_after_due": 0,
        "payee": "PAYEE_WORKER_ACCOUNT", "gross_by_host": all, "received_by_worker": all, "deductions": {"items": []}}),
    )
}

/// Two groups, of which the first may not leave.
fn bound_and_free(parts: &Value) -> Value {
    let bound = json!({"workers": {"items": [{"id": "a", "nationalities": {"items": ["NPL"]}},
            {"id": "b", "nationalities": {"items": ["NPL"]}}]},
        "coercion": {"items": [{"id": "c1", "can_resign": false, "violence": {"items": []},
            "worker_groups": {"items": ["a"]}}]},
        "contracts": {"items": [{"id": "k1", "registered": true, "worker_has_copy": true, "terms_substituted": false}]}});
    patched(&patched(&bound, &paid()), parts)
}

#[test]
fn whose_breach_frees_whom() {
    let rule = "qa.resign.breach";
    let both = |group: &str| {
        let groups = json!({"items": [group]});
        let unpaid = json!({"wages": {"items": [
            {"id": "w0", "worker_groups": groups, "payee": "PAYEE_NONE"},
            paid()["wages"]["items"][0].clone(),
        ]}});
        let deceived = json!({"contracts": {"items": [
            {"id": "k0", "worker_groups": groups, "registered": true, "worker_has_copy": true, "terms_substituted": true},
            {"id": "k1", "registered": true, "worker_has_copy": true, "terms_substituted": false},
        ]}});
        [unpaid, deceived]
    };
    check(rule, "2018-06-01", &bound_and_free(&json!({})), "-");
    for parts in both("a") {
        check(rule, "2018-06-01", &bound_and_free(&parts), "V");
    }
    for parts in both("b") {
        check(rule, "2018-06-01", &bound_and_free(&parts), "-");
    }
    // A site says whose its hours and its heat are.
    let hours = |group: &str| {
        json!({
        "worksites": {"items": [{"id": "tower", "country": "QAT"},
            {"id": "mall", "country": "QAT", "worker_groups": {"items": [group]}}]},
        "working_time": {"items": [{"id": "t1", "site": "mall", "day_max_minutes": 720, "week_minutes": 3000,
            "overtime_premium_percent": 50, "night_minutes": 0, "consecutive_minutes": 240, "weekly_rest_minutes": 1440,
            "fridays_worked_in_a_row": 0, "annual_leave_days": 30, "overtime_week_minutes": 60}]}})
    };
    check("qa.hours.max10", "2018-02-01", &bound_and_free(&hours("a")), "V");
    check(rule, "2018-02-01", &bound_and_free(&hours("a")), "V");
    check(rule, "2018-02-01", &bound_and_free(&hours("b")), "-");
    // So does each entry that names them: permits, contracts, housing, heat.
    let of = |group: &str, entry: Value| but(&entry, json!({"worker_groups": {"items": [group]}}));
    let names = |group: &str| {
        let other = if group == "a" { "b" } else { "a" };
        let permit = of(other, json!({"id": "q1", "valid_from": "2014-05-20"}));
        let contract = json!({"id": "k0", "registered": false, "worker_has_copy": true, "terms_substituted": false});
        let sound = json!({"id": "k1", "registered": true, "worker_has_copy": true, "terms_substituted": false});
        let noon = json!({"id": "h1", "site": "mall", "shade": false, "ventilated": false, "plan_posted": true,
            "medical_check": true, "protective_equipment": true, "water": true, "wbgt_readings": {"items": []},
            "outdoor_intervals": {"items": [{"date": "2017-07-01", "from": "12:00", "to": "13:00"}]}});
        let mall = of(group, json!({"id": "mall", "country": "QAT"}));
        [
            ("qa.permit", one("permits", &permit)),
            ("qa.contract", json!({"contracts": {"items": [of(group, contract), sound]}})),
            ("qa.housing.lock", one("housing", &of(group, json!({"id": "camp", "lockable_storage": false})))),
            (
                "qa.heat@2007",
                patched(
                    &one("heat", &noon),
                    &json!({"worksites": {"items": [{"id": "tower", "country": "QAT"}, mall]}}),
                ),
            ),
        ]
    };
    for (group, expected) in [("a", "V"), ("b", "-")] {
        for (broken, parts) in names(group) {
            check(broken, "2018-02-01", &bound_and_free(&parts), "V");
            check(rule, "2018-02-01", &bound_and_free(&parts), expected);
        }
    }
    // Housing is looked at too; what is broken begins with the finding.
    let locker = one("housing", &json!({"id": "camp", "lockable_storage": false}));
    check(rule, "2018-06-01", &bound_and_free(&locker), "V");
}

#[test]
fn a_breach_that_is_over() {
    let rule = "qa.resign.breach";
    let noon = one(
        "heat",
        &json!({"id": "h1", "shade": false, "ventilated": false, "plan_posted": true,
        "medical_check": true, "protective_equipment": true, "water": true, "wbgt_readings": {"items": []},
        "outdoor_intervals": {"items": [{"date": "2015-07-01", "from": "12:00", "to": "13:00"}]}}),
    );
    for (as_of, expected) in [("2015-06-30", "-"), ("2015-07-01", "V"), ("2016-07-01", "V"), ("2016-07-02", "R")] {
        check(rule, as_of, &bound_and_free(&noon), expected);
    }
    // Whether the worker may leave is asked first.
    let unsaid = patched(&noon, &one("coercion", &json!({"id": "c1", "violence": {"items": []}})));
    check_missing(rule, "2018-06-01", &bound_and_free(&unsaid), &["coercion.items[0].can_resign"]);
    let finding = &findings(rule, "2015-08-01", &bound_and_free(&noon))[0];
    assert_eq!(finding.fact_from.as_deref(), Some("2015-07-01"));
    let finding = &findings(rule, "2018-06-01", &bound_and_free(&noon))[0];
    assert_eq!(finding.fact_from.as_deref(), Some("2015-07-01"));
    assert!(finding.evidence.iter().any(|e| e.path == "broken_by_employer" && e.value == "qa.heat@2007"));
}

#[test]
fn a_breach_that_nobody_looked_for() {
    let rule = "qa.resign.breach";
    check_missing(rule, "2018-06-01", &bound_and_free(&json!({"wages": null})), &["wages"]);
    let others = one("wages", &but(&paid()["wages"]["items"][0], json!({"worker_groups": {"items": ["b"]}})));
    check_missing(rule, "2018-06-01", &bound_and_free(&others), &["wages"]);
    let payee = json!({"wages": {"items": [but(&paid()["wages"]["items"][0], json!({"payee": null}))]}});
    check_missing(rule, "2018-06-01", &bound_and_free(&payee), &["wages.items[0].payee"]);
    // What is broken anyway needs no more.
    let locker = one("housing", &json!({"id": "camp", "lockable_storage": false}));
    check(rule, "2018-06-01", &bound_and_free(&patched(&payee, &locker)), "V");
    let struck = |by: &str| {
        json!({"coercion": {"items": [{"id": "c1", "can_resign": false,
        "violence": {"items": [{"by": by, "date": "2018-05-01"}]}}]}})
    };
    for (by, expected) in
        [("EMPLOYER", "V"), ("SENDER", "R"), ("MINDER", "R"), ("SENDING_AUTHORITY", "-"), ("OTHER", "-")]
    {
        check(rule, "2018-06-01", &bound_and_free(&struck(&format!("ACTOR_{by}"))), expected);
    }
    let unsaid = one("coercion", &json!({"id": "c1", "violence": {"items": [{"by": "ACTOR_MINDER"}]}}));
    check_missing(rule, "2018-06-01", &bound_and_free(&unsaid), &["coercion.items[0].can_resign"]);
}

#[test]
fn leaving_without_notice() {
    let rule = "qa.resign.breach";
    let contract = json!({"id": "k1", "registered": true, "worker_has_copy": true, "terms_substituted": false});
    let sound = one("contracts", &contract);
    let bound = |entry: Value| {
        let coercion = but(&json!({"id": "c1", "can_resign": false, "violence": {"items": []}}), entry);
        patched(&patched(&one("coercion", &coercion), &sound), &paid())
    };
    let unpaid = json!({"wages": {"items": [{"id": "w1", "payee": "PAYEE_NONE"}]}});
    check(rule, "2018-06-01", &patched(&bound(json!({})), &unpaid), "V");
    let finding = &findings(rule, "2018-06-01", &patched(&bound(json!({})), &unpaid))[0];
    check("qa.wage.zero", "2018-06-01", &patched(&bound(json!({})), &unpaid), "V");
    let broken: Vec<_> =
        finding.evidence.iter().filter(|e| e.path == "broken_by_employer").map(|e| e.value.as_str()).collect();
    assert_eq!(broken, ["qa.wage.wps@2015, qa.wage.zero"]);
    // Notice asked where there is no breach.
    check(rule, "2018-06-01", &bound(json!({})), "-");
    check(rule, "2018-06-01", &patched(&bound(json!({"can_resign": true})), &unpaid), "-");
    check_missing(
        rule,
        "2018-06-01",
        &patched(&bound(json!({"can_resign": null})), &unpaid),
        &["coercion.items[0].can_resign"],
    );
    check_missing(rule, "2018-06-01", &bound(json!({"violence": null})), &["coercion.items[0].violence"]);
    let blow = |by: &str, date: &str| bound(json!({"violence": {"items": [{"by": by, "date": date}]}}));
    check(rule, "2018-06-01", &blow("ACTOR_EMPLOYER", "2018-05-01"), "V");
    check(rule, "2018-06-01", &blow("ACTOR_EMPLOYER", "2018-06-02"), "-");
    check(rule, "2018-06-01", &blow("ACTOR_OTHER", "2018-05-01"), "-");
    check_missing(rule, "2018-06-01", &patched(&bound(json!({})), &json!({"contracts": null})), &["contracts"]);
    let deceived = one("contracts", &but(&contract, json!({"terms_substituted": true})));
    check(rule, "2018-06-01", &patched(&bound(json!({})), &deceived), "V");
    // A breach of the residence law is none of the Labour Law.
    let papers = json!({"liberty": {"items": [{"id": "p", "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
        "passport_held_on_written_request": false}]}});
    check("qa.res.passport@2016", "2018-06-01", &patched(&bound(json!({})), &papers), "V");
    check(rule, "2018-06-01", &patched(&bound(json!({})), &papers), "-");
    check(rule, "2018-06-01", &json!({}), "not assessed: coercion");
}

#[test]
fn housing() {
    let home = |entry: Value| one("housing", &but(&json!({"id": "camp"}), entry));
    check("qa.housing.lock", "2018-06-01", &home(json!({"lockable_storage": false})), "V");
    check("qa.housing.lock", "2018-06-01", &home(json!({"lockable_storage": true})), "-");
    check("qa.housing.lock", "2018-06-01", &home(json!({})), "D");
    check("qa.housing.lock", "2018-06-01", &json!({}), "not assessed: housing");
    let rule = "qa.housing.space";
    let room = |beds: Value, area: Value| home(json!({"beds_per_room": beds, "area_m2_per_person": area}));
    check(rule, "2018-06-01", &room(json!(12), json!("6")), "R");
    check(rule, "2018-06-01", &room(json!(5), json!(null)), "R");
    check(rule, "2018-06-01", &room(json!(4), json!("6")), "-");
    check(rule, "2018-06-01", &room(json!(4), json!("5.99")), "R");
    check_missing(rule, "2018-06-01", &room(json!(4), json!(null)), &["housing.items[0].area_m2_per_person"]);
    check_missing(rule, "2018-06-01", &room(json!(null), json!("6")), &["housing.items[0].beds_per_room"]);
}

#[test]
fn trafficking() {
    let rule = "qa.traffick";
    let signs = json!({
        "liberty": {"items": [{"id": "papers", "passport_holder": "PASSPORT_HOLDER_MINDER",
            "passport_held_on_written_request": false, "escort_required": true}]},
        "coercion": {"items": [{"id": "c1", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}}]},
    });
    check(rule, "2018-06-01", &signs, "R");
    // One weak hit.
    let tied = json!({"permits": {"items": [{"id": "q1", "valid_from": "2014-05-20", "tied_to_employer": true}]}});
    let free = json!({"liberty": {"items": [{"id": "papers", "passport_holder": "PASSPORT_HOLDER_WORKER"}]}});
    check(rule, "2018-06-01", &patched(&tied, &free), "-");
    check(rule, "2018-06-01", &tied, "not assessed: liberty");
    // A means and a second hit, and nothing known of the rest: it cannot be judged.
    let papers = json!({"liberty": {"items": [{"id": "papers", "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
        "passport_held_on_written_request": false}]}});
    check(rule, "2018-06-01", &patched(&tied, &papers), "D");
    check(rule, "2018-06-01", &json!({}), "not assessed: liberty");
    check(rule, "2018-06-01", &json!({"workers": null}), "not assessed: workers");
}

#[test]
fn forced_labour() {
    let rule = "qa.forced";
    let locked = json!({"liberty": {"items": [{"id": "camp", "may_leave_accommodation": false}]}});
    check(rule, "2018-06-01", &locked, "R");
    let coerced = one(
        "coercion",
        &json!({"id": "c1", "can_resign": false, "family_reprisal_threat": true, "threats": {"items": []}}),
    );
    check(rule, "2018-06-01", &coerced, "R");
    // A lawful contract penalty.
    let free = json!({
        "liberty": {"items": [{"id": "camp", "may_leave_accommodation": true}]},
        "coercion": {"items": [{"id": "c1", "can_resign": true, "exit_penalty": true, "threats": {"items": []},
            "violence": {"items": []}}]},
    });
    check(rule, "2018-06-01", &free, "-");
    // One limb alone, and the other unknown.
    check(rule, "2018-06-01", &one("coercion", &json!({"id": "c1", "can_resign": false})), "D");
    check_missing(
        rule,
        "2018-06-01",
        &one("liberty", &json!({"id": "camp"})),
        &["liberty.items[0].may_leave_accommodation"],
    );
    check(rule, "2018-06-01", &json!({}), "not assessed: liberty");
}

#[test]
fn inspection() {
    let rule = "qa.insp";
    let visits = |visits: Value| json!({"inspections": {"items": visits}});
    // Twelve months from 2014-05-25 end on 2015-05-25.
    check(rule, "2015-05-25", &visits(json!([])), "-");
    check(rule, "2015-05-26", &visits(json!([])), "R");
    let finding = &findings(rule, "2015-06-01", &visits(json!([])))[0];
    assert_eq!(finding.addressees().collect::<Vec<_>>(), [Addressee::State]);
    assert_eq!(finding.fact_from.as_deref(), Some("2015-05-26"));
    let visit = json!([{"id": "i1", "date": "2017-03-01"}]);
    check(rule, "2018-03-01", &visits(visit.clone()), "-");
    check(rule, "2018-03-02", &visits(visit.clone()), "R");
    check(rule, "2017-02-28", &visits(visit.clone()), "R");
    check(rule, "2017-06-09", &visits(visit), "-");
    check(rule, "2017-06-09", &visits(json!([{"id": "i1", "date": "2017-03-01", "site": "tower"}])), "-");
    let elsewhere = json!([{"id": "i1", "date": "2017-03-01", "site": "mall"}]);
    check(rule, "2017-06-09", &visits(elsewhere), "R");
    check(rule, "2018-06-01", &visits(json!([{"id": "i1"}])), "D");
    check(rule, "2018-06-01", &json!({}), "not assessed: inspections");
    let crew = |workers: Value| patched(&visits(json!([])), &json!({"workers": {"items": workers}}));
    let group = |count: Value, from: Value| but(&json!({"id": "g"}), json!({"count": count, "nationalities": from}));
    let nepal = json!({"items": ["NPL"]});
    check(rule, "2018-06-01", &crew(json!([group(json!(50), nepal.clone())])), "R");
    check(rule, "2018-06-01", &crew(json!([group(json!(49), nepal.clone())])), "-");
    check(rule, "2018-06-01", &crew(json!([group(json!(80), json!({"items": ["QAT"]}))])), "-");
    check(rule, "2018-06-01", &crew(json!([group(json!(null), nepal.clone())])), "D");
    check(rule, "2018-06-01", &crew(json!([group(json!(80), json!(null))])), "D");
    check(rule, "2018-06-01", &crew(json!([group(json!(20), json!(null))])), "-");
    check(rule, "2018-06-01", &crew(json!([group(json!(50), nepal), group(json!(20), json!(null))])), "R");
}

#[test]
fn disputes() {
    let rule = "qa.dispute";
    let complaint = |entry: Value| one("complaints", &but(&json!({"id": "c1", "date": "2019-03-01"}), entry));
    let says = |as_of: &str, entry: Value| {
        let finding = findings(rule, as_of, &complaint(entry)).remove(0);
        let due = finding.consequence.and_then(|consequence| consequence.due_on).unwrap_or_default();
        (finding.message.unwrap().key, due)
    };
    check(rule, "2019-03-09", &complaint(json!({})), "I");
    assert_eq!(says("2019-03-08", json!({})), ("qa.dispute".into(), "2019-03-08".into()));
    assert_eq!(says("2019-03-09", json!({})), ("qa.dispute.overdue".into(), "2019-03-08".into()));
    check(rule, "2019-03-09", &complaint(json!({"settled_on": "2019-03-06"})), "-");
    check(rule, "2019-03-05", &complaint(json!({"settled_on": "2019-03-06"})), "I");
    assert_eq!(
        says("2019-03-09", json!({"conciliation_on": "2019-03-07"})),
        ("qa.dispute.committee".into(), String::new())
    );
    let heard = json!({"first_hearing_on": "2019-03-20"});
    assert_eq!(says("2019-04-10", heard.clone()), ("qa.dispute.hearing".into(), "2019-04-10".into()));
    assert_eq!(says("2019-04-11", heard), ("qa.dispute.undecided".into(), "2019-04-10".into()));
    check(rule, "2019-05-01", &complaint(json!({"decided_on": "2019-04-09"})), "-");
    check(rule, "2019-05-01", &complaint(json!({"date": "2018-02-28"})), "not in force");
    check(rule, "2019-05-01", &complaint(json!({"date": null})), "D");
    check(rule, "2019-05-01", &json!({}), "not assessed: complaints");
    check_exempt(
        "qa.wage.personal@2004",
        "2015-06-01",
        &json!({"wages": {"items": [
        {"id": "w1", "payee": "PAYEE_AGENT", "worker_written_mandate": true}]}}),
        "worker_written_mandate",
    );
}

#[test]
fn work_that_has_not_begun_or_has_ended_needs_no_permit() {
    let rule = "qa.permit";
    let site = |country: &str| {
        let tower = json!({"id": "tower", "country": country, "start": "2015-06-01", "end": "2016-06-01"});
        json!({"permits": {"items": []}, "worksites": {"items": [tower]}})
    };
    let days =
        [("2015-05-31", "-"), ("2015-06-01", "V"), ("2016-05-31", "V"), ("2016-06-01", "-"), ("2018-01-01", "-")];
    for (as_of, expected) in days {
        check(rule, as_of, &site("QAT"), expected);
    }
    let nowhere = json!({"permits": {"items": []}, "worksites": null});
    check(rule, "2018-06-01", &nowhere, "D");
}
