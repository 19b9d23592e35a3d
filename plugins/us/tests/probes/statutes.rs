use super::{orders::certified, *};

fn coerced(entry: &Value) -> Value {
    with(&employed("PRK"), "/coercion", json!({"items": [entry]}))
}

#[test]
fn abuses() {
    let rule = "us.9214.a5";
    // Enforcers who use reprisals on families; violence; neither.
    let reprisals = coerced(&json!({"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}}));
    dates(rule, &reprisals, &[("2016-02-17", "not in force"), ("2016-02-18", "R"), ("2016-02-19", "R")]);
    check(rule, "2018-01-01", &coerced(&json!({"id": "c", "violence": {"items": [{"by": "ACTOR_MINDER"}]}})), "R");
    let none = json!({"id": "c", "threats": {"items": []}, "violence": {"items": []}, "can_resign": true});
    check(rule, "2018-01-01", &coerced(&none), "-");
    let unknown = coerced(&testing::patched(&none, &json!({"violence": null})));
    check(rule, "2018-01-01", &unknown, "D");
    assert_eq!(missing(rule, "2018-01-01", &unknown), "coercion.items[0].violence");
    // The definition of forced labour: a threat, and no way out.
    let threat = json!({"items": [{"kind": "THREAT_KIND_WITHHOLD_WAGES"}]});
    let bound = testing::patched(&none, &json!({"threats": threat, "can_resign": false}));
    check(rule, "2018-01-01", &coerced(&bound), "R");
    let unsaid = testing::patched(&bound, &json!({"can_resign": null}));
    check(rule, "2018-01-01", &coerced(&unsaid), "D");
    // Who documents the reprisals is no enforcer, and a private sender no Government.
    let inspector =
        json!({"id": "inspector", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK", "government_of_north_korea": true});
    check(rule, "2018-01-01", &with(&reprisals, "/parties/items/2", inspector), "-");
    let private = with(&reprisals, "/parties/items/2/government_of_north_korea", json!(false));
    check(rule, "2018-01-01", &private, "-");
    check(rule, "2018-01-01", &employed("PRK"), "not assessed: coercion");
    check(rule, "2018-01-01", &with(&reprisals, "/workers", workers("NPL")), "-");
    let later = coerced(&json!({"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL",
            "date": "2018-06-01"}]}, "violence": {"items": []}}));
    dates(rule, &later, &[("2018-05-31", "-"), ("2018-06-01", "R")]);
}

#[test]
fn export_of_workers() {
    let rule = "us.9214.b1.workers";
    dates(rule, &employed("PRK"), &[("2017-08-01", "not in force"), ("2017-08-02", "R"), ("2017-08-03", "R")]);
    check(rule, "2018-01-01", &employed("NPL"), "-");
    // A broker without a state sender, where a State takes the wages.
    let broker = json!({"id": "broker", "roles": ["PARTY_ROLE_RECRUITER"], "country": "CHN"});
    let record = with(&case(&[broker]), "/workers", workers("PRK"));
    check(rule, "2018-01-01", &record, "-");
    let wages = |payee: &str| with(&record, "/wages", json!({"items": [{"id": "w", "payee": payee}]}));
    check(rule, "2018-01-01", &wages("PAYEE_STATE"), "R");
    check(rule, "2018-01-01", &wages("PAYEE_WORKER_ACCOUNT"), "-");
    let unsaid = with(&employed("PRK"), "/workers/items/0/nationalities", json!({"items": []}));
    check(rule, "2018-01-01", &unsaid, "R");
    let flag = with(&employed("PRK"), "/parties/items/2/government_of_north_korea", Value::Null);
    check(rule, "2018-01-01", &flag, "D");
    let ended = with(&employed("PRK"), "/deployment/end", json!("2018-01-01"));
    dates(rule, &ended, &[("2017-12-31", "R"), ("2018-01-01", "-")]);
    let unstarted = with(&employed("PRK"), "/deployment/start", Value::Null);
    check(rule, "2018-01-01", &unstarted, "D");
    assert!(missing(rule, "2018-01-01", &unstarted).contains("deployment.start"));
}

#[test]
fn employment() {
    // A host that keeps a hundred workers; the day before, its exposure under 9241b alone.
    let record = employed("PRK");
    dates(
        "us.9214.g1c",
        &record,
        &[("2019-12-19", "not in force"), ("2019-12-20", "R"), ("2019-12-21", "R"), ("2020-01-10", "R")],
    );
    check("us.9241b", "2019-12-19", &record, "R");
    check("us.9214.g1c", "2020-01-10", &employed("NPL"), "-");
    let verdict = testing::verdict_on(&PLUGIN, "2020-01-10", &testing::record(&record));
    let subjects: Vec<_> = verdict
        .findings
        .iter()
        .filter(|f| f.rule_id == "us.9214.g1c")
        .map(|f| f.subject.as_ref().unwrap().id.clone())
        .collect();
    assert_eq!(subjects, ["bureau", "host"]);
}

#[test]
fn laborers() {
    let rule = "us.9241b";
    let record = employed("PRK");
    dates(rule, &record, &[("2017-08-01", "not in force"), ("2017-08-02", "R"), ("2017-08-03", "R")]);
    check(rule, "2018-01-01", &employed("NPL"), "-");
    // A host of the United States is outside it; one of whom nothing is known is not.
    check(rule, "2018-01-01", &with(&record, "/parties/items/1/is_us_person", json!(true)), "-");
    check(rule, "2018-01-01", &with(&record, "/parties/items/1/country", Value::Null), "R");
    // A refugee is no laborer; of whom nobody says is.
    check(rule, "2018-01-01", &with(&record, "/workers/items/0/protection", json!("PROTECTION_REFUGEE")), "-");
    check(rule, "2018-01-01", &with(&record, "/workers/items/0/protection", Value::Null), "R");
    let korean = with(
        &with(&record, "/workers/items/0/nationalities", json!({"items": ["KOR"]})),
        "/workers/items/0/korean_unspecified",
        json!(true),
    );
    check(rule, "2018-01-01", &korean, "R");
    check(rule, "2018-01-01", &case(&[]), "not assessed: workers");
    // Identified in the report: a mandatory block.
    let named = with(&record, "/assurance", json!({"named_in_us_report_on": "2019-03-01"}));
    assert!(!text(rule, "2019-02-28", &named).contains("must be blocked"));
    assert!(text(rule, "2019-03-01", &named).contains("must be blocked"));
}

#[test]
fn assurances_exempt_for_180_days() {
    let record = with(&employed("PRK"), "/assurance", certified("2018-01-01"));
    // 180 days after 2018-01-01 is 2018-06-30.
    let (law, again) = ("us.9241b", "us.9241b.recert");
    dates(law, &record, &[("2017-12-31", "R"), ("2018-01-01", "X"), ("2018-06-30", "X"), ("2018-07-01", "R")]);
    dates(again, &record, &[("2017-12-31", "-"), ("2018-06-30", "-"), ("2018-07-01", "V"), ("2018-07-02", "V")]);
    assert_eq!(exemption(law, "2018-03-01", &record), "c1");
    // A renewal in time; proof of direct wages alone.
    let renewed = with(
        &record,
        "/assurance/certifications/-",
        with(certified("2018-06-20").pointer("/certifications/0").unwrap(), "/id", json!("c2")),
    );
    dates(law, &renewed, &[("2018-07-01", "X"), ("2018-12-17", "X"), ("2018-12-18", "R")]);
    dates(again, &renewed, &[("2018-07-01", "-"), ("2018-12-18", "V")]);
    let partial = with(&record, "/assurance/certifications/0/limbs", json!(["ASSURANCE_LIMB_WAGES_DIRECT"]));
    check(law, "2018-03-01", &partial, "R");
    check(again, "2019-03-01", &partial, "-");
    let undated = with(&record, "/assurance/certifications/0/certified_on", Value::Null);
    check(law, "2018-03-01", &undated, "R");
    check(again, "2018-03-01", &undated, "D");
    check(again, "2018-03-01", &employed("PRK"), "not assessed: assurance");
    let early = with(&record, "/assurance/certifications/0/certified_on", json!("2016-01-01"));
    dates(again, &early, &[("2017-08-01", "not in force"), ("2017-08-02", "V"), ("2017-08-03", "V")]);
}

#[test]
fn report() {
    let rule = "us.9241.report";
    let named = |day: &str| with(&employed("PRK"), "/assurance", json!({"named_in_us_report_on": day}));
    dates(rule, &named("2019-03-01"), &[("2019-02-28", "-"), ("2019-03-01", "I"), ("2021-01-01", "I")]);
    check(rule, "2019-03-01", &with(&employed("PRK"), "/assurance", json!({})), "-");
    dates(rule, &named("2017-01-01"), &[("2017-08-01", "not in force"), ("2017-08-02", "I"), ("2017-08-03", "I")]);
    check(rule, "2019-03-01", &employed("PRK"), "not assessed: assurance");
}

#[test]
fn wages_to_come_earn_nothing_yet() {
    let broker = json!({"id": "broker", "roles": ["PARTY_ROLE_RECRUITER"], "country": "CHN"});
    let wages =
        json!({"items": [{"id": "w", "payee": "PAYEE_STATE", "period": {"from": "2020-02-01", "to": "2020-03-01"}}]});
    let record = with(&with(&case(&[broker]), "/workers", workers("PRK")), "/wages", wages);
    for rule in ["us.9214.b1.workers", "us.9214.g1c"] {
        dates(rule, &record, &[("2020-01-31", "-"), ("2020-02-01", "R"), ("2020-02-02", "R")]);
    }
}

#[test]
fn certifications_without_a_day() {
    let (law, again) = ("us.9241b", "us.9241b.recert");
    let undated = with(certified("2018-01-01").pointer("/certifications/0").unwrap(), "/certified_on", Value::Null);
    let both = with(&employed("PRK"), "/assurance", certified("2018-01-01"));
    let both = with(&both, "/assurance/certifications/-", with(&undated, "/id", json!("c2")));
    // The dated one stands; the other hides nothing.
    dates(law, &both, &[("2018-06-30", "X"), ("2018-07-01", "R")]);
    dates(again, &both, &[("2018-06-30", "-"), ("2018-07-01", "V")]);
    let nobody = with(&employed("NPL"), "/assurance", json!({"certifications": [undated]}));
    check(again, "2018-03-01", &nobody, "-");
    // Of whom nobody says the nationality may be laborers.
    let lapsed = with(&employed("PRK"), "/assurance", certified("2018-01-01"));
    let unknown = with(&lapsed, "/workers/items/0/nationalities", Value::Null);
    check(again, "2018-07-01", &unknown, "R");
    assert_eq!(missing(again, "2018-07-01", &unknown), "workers.items[0].nationalities");
}

#[test]
fn pay_of_before_the_law_earns_nothing_under_it() {
    let broker = json!({"id": "broker", "roles": ["PARTY_ROLE_RECRUITER"], "country": "CHN"});
    let record = |from: &str, to: &str| {
        let wages = json!({"items": [{"id": "w", "payee": "PAYEE_STATE", "period": {"from": from, "to": to}}]});
        with(&with(&case(std::slice::from_ref(&broker)), "/workers", workers("PRK")), "/wages", wages)
    };
    for (rule, day) in [("us.9214.b1.workers", "2017-08-02"), ("us.9214.g1c", "2019-12-20")] {
        check(rule, "2020-01-10", &record("2014-01-01", "2014-02-01"), "-");
        check(rule, "2020-01-10", &record("2014-01-01", day), "-");
        check(rule, "2020-01-10", &record("2014-01-01", "2020-01-01"), "R");
    }
}
