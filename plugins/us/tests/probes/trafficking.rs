use super::*;

/// A host of the United States in Doha with a foreign crew, and what is known of pressure.
fn host(entry: &Value) -> Value {
    let party = json!({"id": "manager", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "QAT", "is_us_person": true});
    let record = with(
        &json!({"parties": {"items": [party]}, "deployment": {"start": "1990-01-01"}}),
        "/workers",
        workers("NPL"),
    );
    let record = with(&record, "/worksites", json!({"items": [{"id": "site", "country": "QAT"}]}));
    with(&record, "/coercion", json!({"items": [entry]}))
}

fn threatened() -> Value {
    json!({"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_VIOLENCE"}]}, "violence": {"items": []}})
}

fn free() -> Value {
    json!({"id": "c", "threats": {"items": []}, "violence": {"items": []}, "can_resign": true,
        "consent_evidence": "CONSENT_EVIDENCE_FREE"})
}

#[test]
fn forced_labour() {
    let rule = "us.1589";
    // Abroad a person of the United States is reached since 2008-12-23; at home everyone since 2000-10-28.
    dates(
        rule,
        &host(&threatened()),
        &[("2008-12-22", "-"), ("2008-12-23", "R"), ("2008-12-24", "R"), ("2018-01-01", "R")],
    );
    let home = with(
        &with(&host(&threatened()), "/worksites/items/0/country", json!("USA")),
        "/parties/items/0/is_us_person",
        json!(false),
    );
    dates(rule, &home, &[("2000-10-27", "not in force"), ("2000-10-28", "R"), ("2000-10-29", "R")]);
    // A foreigner abroad is not; benefit counts since 2008-12-23.
    let foreign = with(&host(&threatened()), "/parties/items/0/is_us_person", json!(false));
    check(rule, "2018-01-01", &foreign, "-");
    // Where nobody says where the work is, it may be at home.
    let somewhere = with(&foreign, "/worksites/items/0/country", Value::Null);
    for day in ["2008-12-22", "2018-01-01"] {
        check(rule, day, &somewhere, "D");
        assert_eq!(missing(rule, day, &somewhere), "worksites.items[0].country");
    }
    check(rule, "2018-01-01", &with(&somewhere, "/parties/items/0/is_us_person", json!(true)), "R");
    let principal = with(&home, "/parties/items/0/roles", json!(["PARTY_ROLE_PRINCIPAL"]));
    dates(rule, &principal, &[("2008-12-22", "-"), ("2008-12-23", "R"), ("2008-12-24", "R")]);
    // Late wages without coercion.
    let wages = json!({"items": [{"id": "w", "paid_days_after_due": 60}]});
    let late = with(&with(&host(&free()), "/wages", wages), "/workers/items/0/protection", json!("PROTECTION_REFUGEE"));
    check(rule, "2018-01-01", &late, "-");
    check(rule, "2018-01-01", &host(&json!({"id": "c", "violence": {"items": []}})), "D");
    check(rule, "2018-01-01", &with(&host(&free()), "/workers", Value::Null), "not assessed: workers");
}

#[test]
fn passports() {
    let rule = "us.1592";
    let held = |liberty: Value| {
        let papers = testing::patched(&json!({"id": "p", "passport_holder": "PASSPORT_HOLDER_EMPLOYER"}), &liberty);
        let record = with(&host(&threatened()), "/liberty", json!({"items": [papers]}));
        // Threats and passports with a state's power behind them: a candidate.
        with(&record, "/workers", workers("PRK"))
    };
    let kept = held(json!({"passport_held_on_written_request": false, "may_leave_site": false}));
    let strong = with(&kept, "/coercion/items/0/family_reprisal_threat", json!(true));
    dates(
        rule,
        &strong,
        &[("2000-10-27", "not in force"), ("2000-10-28", "R"), ("2000-10-29", "R"), ("2018-01-01", "R")],
    );
    // At the worker's written request and returned on demand; with the worker.
    let asked = held(json!({"passport_held_on_written_request": true, "passport_returned_on_demand": true}));
    check(rule, "2018-01-01", &asked, "-");
    let worker = with(&strong, "/liberty/items/0/passport_holder", json!("PASSPORT_HOLDER_WORKER"));
    check(rule, "2018-01-01", &worker, "-");
    // The passport count alone abroad does not reach a foreigner; in the United States it does.
    let foreign = with(&strong, "/parties/items/0/is_us_person", json!(false));
    check(rule, "2018-01-01", &foreign, "-");
    check(rule, "2018-01-01", &with(&foreign, "/worksites/items/0/country", json!("USA")), "R");
    check(rule, "2018-01-01", &with(&foreign, "/worksites/items/0/country", Value::Null), "D");
    // Of others nobody says that they asked: then they did not.
    let others = json!({"id": "q", "passport_holder": "PASSPORT_HOLDER_EMPLOYER"});
    let both = with(&strong, "/liberty/items/-", others);
    assert_eq!(PROBES.subjects(rule, "2018-01-01", &both), [("p".to_owned(), "R"), ("q".to_owned(), "R")]);
    let unsaid = with(&strong, "/liberty/items/0/passport_holder", Value::Null);
    check(rule, "2018-01-01", &unsaid, "D");
    check(rule, "2018-01-01", &host(&threatened()), "not assessed: liberty");
}

#[test]
fn facilitator() {
    let rule = "us.7108";
    let bound = testing::patched(&threatened(), &json!({"can_resign": false}));
    let foreign = |entry: Value| with(&host(&entry), "/parties/items/0/is_us_person", json!(false));
    dates(rule, &foreign(bound.clone()), &[("2000-10-27", "not in force"), ("2000-10-28", "I"), ("2000-10-29", "I")]);
    check(rule, "2018-01-01", &foreign(free()), "-");
    check(rule, "2018-01-01", &host(&bound), "-");
    check(rule, "2018-01-01", &foreign(threatened()), "D");
    check(rule, "2018-01-01", &with(&foreign(bound), "/coercion", Value::Null), "not assessed: coercion");
}

#[test]
fn federal_contractor() {
    let rule = "us.far";
    let record = |contract: Value, fee: &str| {
        let mut record = host(&testing::patched(
            &free(),
            &json!({"recruitment_fee_paid_by_worker": {"currency": "USD", "amount": fee}}),
        ));
        record = with(&record, "/parties/items/0/us_federal_contract", contract);
        record =
            with(&record, "/liberty", json!({"items": [{"id": "p", "passport_holder": "PASSPORT_HOLDER_WORKER"}]}));
        record = with(&record, "/contracts", json!({"items": [{"id": "k", "terms_substituted": false}]}));
        with(&record, "/deployment/return_transport_provided", json!(true))
    };
    // An embassy annex with an agency that takes fees; a private hotel.
    let annex = record(json!(true), "1500");
    dates(rule, &annex, &[("2015-03-01", "-"), ("2015-03-02", "V"), ("2015-03-03", "V")]);
    check(rule, "2018-01-01", &record(json!(false), "1500"), "-");
    check(rule, "2018-01-01", &with(&annex, "/parties/items/0/us_federal_contract", Value::Null), "-");
    let clean = record(json!(true), "0");
    check(rule, "2018-01-01", &clean, "-");
    for (path, value) in [
        (
            "/liberty/items/0",
            json!({"id": "p", "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
                "passport_held_on_written_request": false}),
        ),
        ("/contracts/items/0/terms_substituted", json!(true)),
        ("/deployment/return_transport_provided", json!(false)),
        (
            "/inspections",
            json!({"items": [{"id": "i", "date": "2017-01-01",
                "findings": {"items": ["INSPECTION_FINDING_HOUSING"]}}]}),
        ),
    ] {
        check(rule, "2018-01-01", &with(&clean, path, value), "V");
    }
    for (path, field) in [
        ("/liberty", "liberty"),
        ("/contracts", "contracts"),
        ("/deployment/return_transport_provided", "deployment.return_transport_provided"),
        ("/coercion/items/0/recruitment_fee_paid_by_worker", "coercion.items[0].recruitment_fee_paid_by_worker"),
    ] {
        let unsaid = with(&clean, path, Value::Null);
        check(rule, "2018-01-01", &unsaid, "D");
        assert_eq!(missing(rule, "2018-01-01", &unsaid), field);
    }
    // Whether the worker asked is not said, or said by half: for review. An authority may have its procedure.
    let held = |papers: Value| with(&clean, "/liberty/items/0", testing::patched(&json!({"id": "p"}), &papers));
    let kept = held(json!({"passport_holder": "PASSPORT_HOLDER_EMPLOYER"}));
    check(rule, "2018-01-01", &kept, "R");
    check(rule, "2018-01-01", &with(&kept, "/liberty/items/0/passport_held_on_written_request", json!(true)), "R");
    check(rule, "2018-01-01", &held(json!({"passport_holder": "PASSPORT_HOLDER_AUTHORITY"})), "-");
    // Before the practices were barred, trafficking was.
    let bound = testing::patched(&threatened(), &json!({"can_resign": false}));
    let forced = with(&annex, "/coercion/items/0", bound);
    dates(
        rule,
        &forced,
        &[("2005-12-31", "not in force"), ("2006-01-01", "V"), ("2006-01-02", "V"), ("2015-03-01", "V")],
    );
}

#[test]
fn tier() {
    let rule = "us.tip";
    let state = |tier: u64, published: Value| {
        let report = testing::patched(&json!({"year": 2015, "tier": tier}), &json!({"published_on": published}));
        json!({"state": {"country": "QAT", "trafficking_tiers": [{"year": 2014, "tier": 1,
            "published_on": "2014-06-20"}, report]}})
    };
    let published = json!("2015-07-27");
    dates(rule, &state(3, published.clone()), &[("2015-07-26", "-"), ("2015-07-27", "I"), ("2016-01-01", "I")]);
    check(rule, "2016-01-01", &state(1, published), "-");
    // The day is not recorded: open in the year itself, out by the next.
    dates(rule, &state(3, Value::Null), &[("2014-12-31", "-"), ("2015-08-01", "D"), ("2016-01-01", "I")]);
    assert!(text(rule, "2016-01-01", &state(3, Value::Null)).contains("tier 3"));
    let early = |day: &str| {
        json!({"state": {"country": "QAT", "trafficking_tiers": [{"year": 2000, "tier": 3,
        "published_on": day}]}})
    };
    days(rule, early, &[("2000-10-27", "not in force"), ("2000-10-28", "I"), ("2000-10-29", "I")]);
    let unsaid = json!({"state": {"country": "QAT", "trafficking_tiers": [{"year": 2014}]}});
    check(rule, "2016-01-01", &unsaid, "D");
    check(rule, "2016-01-01", &employed("PRK"), "not assessed: state");
}

#[test]
fn magnitsky() {
    let rule = "us.13818";
    // The listed abuser himself, and payments to him.
    days(
        rule,
        |day| paid(day, &listed("GLOMAG", "2017-12-20")),
        &[("2017-12-20", "not in force"), ("2017-12-21", "R"), ("2017-12-22", "R")],
    );
    check(rule, "2018-01-01", &paid("2018-01-01", &unlisted("CHN")), "-");
    check(rule, "2018-01-01", &case(&[listed("GLOMAG", "2017-12-21")]), "R");
}

#[test]
fn parent_that_takes_part() {
    let rule = "us.1589";
    let parent = json!({"id": "parent", "roles": ["PARTY_ROLE_PARENT"], "country": "USA"});
    let record = with(&host(&threatened()), "/parties/items/0/is_us_person", json!(false));
    let record = with(&record, "/parties/items/-", parent);
    check(rule, "2018-01-01", &record, "-");
    let payment = json!({"id": "t", "date": "2018-01-01", "facilitated_by": {"items": ["parent"]}});
    let pays = with(&record, "/transactions", json!({"items": [payment]}));
    dates(rule, &pays, &[("2017-12-31", "-"), ("2018-01-01", "R"), ("2018-01-02", "R")]);
    // It benefits, which is an offence since 2008-12-23, in the United States too.
    let early = with(&pays, "/transactions/items/0/date", json!("2005-01-01"));
    let home = with(&early, "/worksites/items/0/country", json!("USA"));
    let home = with(&home, "/parties/items/0/roles", json!(["PARTY_ROLE_OTHER"]));
    dates(rule, &home, &[("2008-12-22", "-"), ("2008-12-23", "R")]);
}

#[test]
fn passports_of_nobody_recorded() {
    let rule = "us.1592";
    let papers = json!({"items": [{"id": "p", "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
        "passport_held_on_written_request": false, "may_leave_site": false}]});
    let entry = testing::patched(&threatened(), &json!({"family_reprisal_threat": true}));
    let record = with(&with(&host(&entry), "/liberty", papers), "/workers", workers("PRK"));
    check(rule, "2018-01-01", &record, "R");
    let other = with(&record, "/parties/items/0/roles", json!(["PARTY_ROLE_PRINCIPAL"]));
    check(rule, "2018-01-01", &other, "D");
    assert_eq!(missing(rule, "2018-01-01", &other), "parties");
    check(rule, "2018-01-01", &with(&record, "/parties", Value::Null), "D");
    // In a territory of the United States everybody is reached.
    let guam = with(&record, "/parties/items/0/is_us_person", json!(false));
    check(rule, "2018-01-01", &with(&guam, "/worksites/items/0/country", json!("GUM")), "R");
}

#[test]
fn a_user_of_the_labour_may_facilitate() {
    let bound = testing::patched(&threatened(), &json!({"can_resign": false}));
    let record = with(&host(&bound), "/parties/items/0/is_us_person", json!(false));
    check("us.7108", "2018-01-01", &with(&record, "/parties/items/0/roles", json!(["PARTY_ROLE_USER"])), "I");
}

#[test]
fn a_report_that_cannot_be_out_hides_nothing() {
    let reports = json!([{"year": 2014, "tier": 3, "published_on": "2014-06-20"}, {"year": 2015, "tier": 1}]);
    let record = json!({"state": {"country": "QAT", "trafficking_tiers": reports}});
    dates("us.tip", &record, &[("2015-05-31", "I"), ("2015-06-01", "D"), ("2016-01-01", "-")]);
}

#[test]
fn abusers_by_the_day() {
    let abuser = |day: &str| paid(day, &listed("GLOMAG", "2018-01-01"));
    days("us.13818", abuser, &[("2017-12-31", "-"), ("2018-01-01", "R"), ("2018-01-02", "R")]);
    let held = case(&[listed("GLOMAG", "2017-12-01")]);
    dates("us.13818", &held, &[("2017-12-20", "not in force"), ("2017-12-21", "R"), ("2017-12-22", "R")]);
}

#[test]
fn contractors_are_addressed_by_what_they_do() {
    use comity_sdk::v1::Addressee;
    let addressed = |role: &str, country: &str| {
        let entry = testing::patched(
            &free(),
            &json!({"recruitment_fee_paid_by_worker": {"currency": "USD", "amount": "1500"}}),
        );
        let record = with(&host(&entry), "/parties/items/0/us_federal_contract", json!(true));
        let record = with(&record, "/parties/items/0/is_us_person", Value::Null);
        let record = with(&record, "/parties/items/0/country", json!(country));
        let record = with(&record, "/parties/items/0/roles", json!([format!("PARTY_ROLE_{role}")]));
        PROBES.findings("us.far", "2018-01-01", &record).remove(0).addressees
    };
    for (role, country, expected) in [
        ("PRINCIPAL", "USA", Addressee::Principal),
        ("SENDER", "CHN", Addressee::Sender),
        ("HOST_EMPLOYER", "QAT", Addressee::Employer),
        ("PARENT", "USA", Addressee::UsPerson),
        ("PARENT", "QAT", Addressee::ForeignPerson),
    ] {
        assert_eq!(addressed(role, country), [expected as i32], "{role} {country}");
    }
}

#[test]
fn rooms_too_small_for_the_host_country() {
    // Papers held, a tied permit, a fee: what makes a victim of trafficking is the floor area of Doha.
    let record = |area: &str, country: &str| {
        let fee = testing::patched(
            &json!({"id": "c", "threats": {"items": []}, "violence": {"items": []}}),
            &json!({"recruitment_fee_paid_by_worker": {"currency": "USD", "amount": "1500"}}),
        );
        let record = with(&host(&fee), "/worksites/items/0/country", json!(country));
        let record = with(&record, "/housing", json!({"items": [{"id": "camp", "area_m2_per_person": area}]}));
        let record = with(
            &record,
            "/permits",
            json!({"items": [{"id": "v", "valid_from": "2010-01-01", "employer": "manager", "tied_to_employer": true}]}),
        );
        with(
            &record,
            "/liberty",
            json!({"items": [{"id": "p", "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
                "passport_held_on_written_request": false}]}),
        )
    };
    let answer = |record: &Value| testing::answer(&PLUGIN, "us.1592", "2019-01-01", record);
    assert_ne!(answer(&record("3", "QAT")), answer(&record("10", "QAT")));
    assert_eq!(answer(&record("3", "CHN")), answer(&record("10", "CHN")));
}

#[test]
fn a_user_who_holds_the_passports() {
    let rule = "us.1592";
    let papers = json!({"items": [{"id": "p", "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
        "passport_held_on_written_request": false, "may_leave_site": false}]});
    let entry = testing::patched(&threatened(), &json!({"family_reprisal_threat": true}));
    let record = with(&with(&host(&entry), "/liberty", papers), "/workers", workers("PRK"));
    let record = with(&record, "/parties/items/0/is_us_person", json!(false));
    check(rule, "2018-01-01", &record, "-");
    let user = json!({"id": "user", "roles": ["PARTY_ROLE_USER"], "country": "USA"});
    check(rule, "2018-01-01", &with(&record, "/parties/items/-", user), "R");
}
