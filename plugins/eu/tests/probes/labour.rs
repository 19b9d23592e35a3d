//! Section 5: labour and migration directives.

use super::*;

/// A Polish employer of a crew at a yard in Gdynia, without anything else.
fn yard() -> Value {
    json!({
        "parties": {"items": [
            {"id": "agency", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "POL", "is_eu_person": true}]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "count": "3",
            "protection": "PROTECTION_NONE", "sector": "SECTOR_SHIPYARD"}]},
        "deployment": {"start": "1999-01-01"},
        "worksites": {"items": [{"id": "yard", "country": "POL"}]}
    })
}

/// The yard with a part of the record that has one entry.
fn one(part: &str, entry: Value) -> Value {
    with(&yard(), &format!("/{part}"), json!({"items": [entry]}))
}

/// Everywhere else than in a Member State the rule is silent; where the place is not recorded, it says so.
fn only_in_the_union(rule: &str, as_of: &str, record: &Value) {
    check(rule, as_of, &with(record, "/worksites/items/0/country", json!("QAT")), "-");
    let nowhere = with(record, "/worksites/items/0/country", Value::Null);
    check(rule, as_of, &nowhere, "D");
    assert_eq!(missing(rule, as_of, &nowhere), "worksites.items[0].country");
    let left = with(record, "/worksites/items/0", json!({"id": "yard", "country": "POL", "end": "2010-01-01"}));
    let left = with(&left, "/worksites/items/-", json!({"id": "tower", "country": "QAT", "start": "2010-01-01"}));
    check(rule, as_of, &left, "-");
    check(rule, as_of, &with(record, "/worksites", Value::Null), "not assessed: worksites");
}

fn time(entry: &Value) -> Value {
    let lawful = json!({"id": "t", "week_minutes": 2880, "daily_rest_minutes": 660, "weekly_rest_minutes": 2100,
        "annual_leave_days": 20});
    one("working_time", testing::patched(&lawful, entry))
}

#[test]
fn the_week_of_48_hours() {
    let rule = "eu.wtd.48";
    let long = time(&json!({"week_minutes": 72 * 60}));
    dates(
        rule,
        &long,
        &[("2004-08-01", "not in force"), ("2004-08-02", "V"), ("2004-08-03", "V"), ("2014-10-01", "V")],
    );
    check(rule, "2014-10-01", &time(&json!({})), "-");
    check(rule, "2014-10-01", &time(&json!({"week_minutes": 2881})), "V");
    let agreed = time(&json!({"week_minutes": 4320, "opt_out_ref": "A-7"}));
    check(rule, "2014-10-01", &agreed, "X");
    assert_eq!(exemption(rule, "2014-10-01", &agreed), "A-7");
    let unsaid = time(&json!({"week_minutes": null}));
    check(rule, "2014-10-01", &unsaid, "D");
    assert_eq!(missing(rule, "2014-10-01", &unsaid), "working_time.items[0].week_minutes");
    only_in_the_union(rule, "2014-10-01", &long);
    check(rule, "2014-10-01", &yard(), "not assessed: working_time");
    check(rule, "2014-10-01", &with(&long, "/deployment/end", json!("2014-10-01")), "-");
}

#[test]
fn the_place_is_a_member_state_on_the_day() {
    let rule = "eu.wtd.48";
    let long =
        |country: &str| with(&time(&json!({"week_minutes": 4320})), "/worksites/items/0/country", json!(country));
    dates(rule, &long("HRV"), &[("2013-06-30", "-"), ("2013-07-01", "V"), ("2013-07-02", "V")]);
    dates(rule, &long("GBR"), &[("2020-12-31", "V"), ("2021-01-01", "-"), ("2021-01-02", "-")]);
}

#[test]
fn daily_and_weekly_rest() {
    let rule = "eu.wtd.rest";
    let short = time(&json!({"daily_rest_minutes": 600}));
    dates(rule, &short, &[("2004-08-01", "not in force"), ("2004-08-02", "V"), ("2004-08-03", "V")]);
    check(rule, "2014-10-01", &time(&json!({})), "-");
    check(rule, "2014-10-01", &time(&json!({"daily_rest_minutes": 659})), "V");
    check(rule, "2014-10-01", &time(&json!({"weekly_rest_minutes": 2099})), "V");
    // One rest day a month.
    check(rule, "2014-10-01", &time(&json!({"weeks_without_rest": 3})), "V");
    let derogated = time(&json!({"daily_rest_minutes": 600, "derogation_ref": "CA-2"}));
    check(rule, "2014-10-01", &derogated, "X");
    assert_eq!(exemption(rule, "2014-10-01", &derogated), "CA-2");
    for field in ["daily_rest_minutes", "weekly_rest_minutes"] {
        let unsaid = time(&json!({field: null}));
        check(rule, "2014-10-01", &unsaid, "D");
        assert_eq!(missing(rule, "2014-10-01", &unsaid), format!("working_time.items[0].{field}"));
    }
    only_in_the_union(rule, "2014-10-01", &short);
}

#[test]
fn four_weeks_of_leave() {
    let rule = "eu.wtd.leave";
    let none = time(&json!({"annual_leave_days": 0}));
    dates(rule, &none, &[("2004-08-01", "not in force"), ("2004-08-02", "V"), ("2004-08-03", "V")]);
    check(rule, "2014-10-01", &time(&json!({"annual_leave_days": 19})), "V");
    check(rule, "2014-10-01", &time(&json!({})), "-");
    let unsaid = time(&json!({"annual_leave_days": null}));
    check(rule, "2014-10-01", &unsaid, "D");
    assert_eq!(missing(rule, "2014-10-01", &unsaid), "working_time.items[0].annual_leave_days");
    only_in_the_union(rule, "2014-10-01", &none);
}

/// The crew with a residence title.
fn title(extra: &Value) -> Value {
    let title = json!({"id": "r", "kind": "RESIDENCE_KIND_WORK", "valid_from": "2010-01-01"});
    one("residence", testing::patched(&title, extra))
}

#[test]
fn work_without_a_right_to_stay() {
    let rule = "eu.2009_52.illegal";
    let withdrawn = title(&json!({"withdrawn_on": "2018-03-01"}));
    dates(rule, &withdrawn, &[("2018-02-28", "-"), ("2018-03-01", "P"), ("2018-03-02", "P"), ("2018-03-15", "P")]);
    let old = title(&json!({"valid_from": "2000-01-01", "valid_to": "2011-01-01"}));
    dates(rule, &old, &[("2011-07-19", "not in force"), ("2011-07-20", "P"), ("2011-07-21", "P")]);
    let copy = json!({"document_seen": true, "copy_kept": true, "authority_notified": true});
    check(rule, "2018-03-15", &title(&json!({"employer_checks": copy})), "-");
    // The duties are met, and the title did not say that it was no longer good.
    let met = title(&json!({"withdrawn_on": "2018-03-01", "employer_checks": copy}));
    check(rule, "2018-03-15", &met, "X");
    assert_eq!(exemption(rule, "2018-03-15", &met), "employer_checks");
    check(rule, "2018-03-15", &title(&json!({"forged": true, "employer_checks": copy})), "X");
    check(rule, "2018-03-15", &title(&json!({"forged": true})), "P");
    check(rule, "2018-03-15", &title(&json!({"valid_to": "2018-03-01", "employer_checks": copy})), "P");
    for field in ["document_seen", "copy_kept", "authority_notified"] {
        let unmet = with(&met, &format!("/residence/items/0/employer_checks/{field}"), json!(false));
        check(rule, "2018-03-15", &unmet, "P");
        check(
            rule,
            "2018-03-15",
            &with(&met, &format!("/residence/items/0/employer_checks/{field}"), Value::Null),
            "P",
        );
    }
    // Nobody has a title; nobody looked; nobody says when it begins.
    check(rule, "2018-03-15", &with(&yard(), "/residence", json!({"items": []})), "P");
    check(rule, "2018-03-15", &yard(), "not assessed: residence");
    let undated = title(&json!({"valid_from": null}));
    check(rule, "2018-03-15", &undated, "D");
    assert_eq!(missing(rule, "2018-03-15", &undated), "residence.items[0].valid_from");
    only_in_the_union(rule, "2018-03-15", &withdrawn);
}

#[test]
fn who_needs_a_title() {
    let rule = "eu.2009_52.illegal";
    let ended = title(&json!({"withdrawn_on": "2018-03-01"}));
    let group = |field: &str, value: Value| with(&ended, &format!("/workers/items/0/{field}"), value);
    for (codes, letters) in [
        (json!(["POL"]), "-"),
        (json!(["PRK", "POL"]), "-"),
        (json!(["NOR"]), "-"),
        (json!(["CHE"]), "-"),
        (json!(["GBR"]), "-"),
        (json!(["NPL"]), "P"),
        (json!([]), "R"),
    ] {
        check(rule, "2018-03-15", &group("nationalities", json!({"items": codes})), letters);
    }
    check(rule, "2018-03-15", &group("nationalities", Value::Null), "R");
    for (protection, letters) in [
        ("PROTECTION_REFUGEE", "-"),
        ("PROTECTION_SUBSIDIARY", "-"),
        ("PROTECTION_ASYLUM_PENDING", "-"),
        ("PROTECTION_NON_REMOVABLE", "R"),
    ] {
        check(rule, "2018-03-15", &group("protection", json!(protection)), letters);
    }
    check(rule, "2018-03-15", &group("protection", Value::Null), "R");
    // Another group's title does not help.
    let others =
        with(&title(&json!({"worker_groups": {"items": ["others"]}})), "/workers/items/-", json!({"id": "others"}));
    check(rule, "2018-03-15", &others, "P");
}

#[test]
fn a_permit_that_is_a_title() {
    let rule = "eu.2009_52.illegal";
    let permit = |kind: &str| {
        one("permits", json!({"id": "p", "type": kind, "valid_from": "2010-01-01", "withdrawn_on": "2018-03-01"}))
    };
    let single = permit("PERMIT_TYPE_SINGLE");
    dates(rule, &single, &[("2018-02-28", "not assessed: residence"), ("2018-03-01", "P"), ("2018-03-15", "P")]);
    check(rule, "2018-03-15", &permit("PERMIT_TYPE_WORK"), "not assessed: residence");
    let untyped = with(&single, "/permits/items/0/type", Value::Null);
    check(rule, "2018-03-15", &untyped, "D");
    // A residence title beside a work permit that ended.
    let resident =
        with(&permit("PERMIT_TYPE_WORK"), "/residence", json!({"items": [{"id": "r", "valid_from": "2010-01-01"}]}));
    check(rule, "2018-03-15", &resident, "-");
}

/// A yard above the agency.
fn contractor(extra: &Value) -> Value {
    let party = json!({"id": "shipyard", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": "POL"});
    let record = title(&json!({"withdrawn_on": "2018-03-01"}));
    with(&record, "/parties/items/-", testing::patched(&party, extra))
}

#[test]
fn who_answers_up_the_chain() {
    let rule = "eu.2009_52.chain";
    let knew = |day: Value| contractor(&json!({"knowledge": {"items": [{"id": "n", "known_on": day}]}}));
    let record = knew(json!("2018-03-10"));
    dates(
        rule,
        &record,
        &[("2018-02-28", "-"), ("2018-03-01", "R"), ("2018-03-09", "R"), ("2018-03-10", "V"), ("2018-03-11", "V")],
    );
    let old = with(&knew(json!("2010-01-01")), "/residence/items/0/withdrawn_on", json!("2011-01-01"));
    dates(rule, &old, &[("2011-07-19", "not in force"), ("2011-07-20", "V"), ("2011-07-21", "V")]);
    check(rule, "2018-03-15", &knew(Value::Null), "R");
    check(rule, "2018-03-15", &contractor(&json!({"knowledge": {"items": []}})), "R");
    check(rule, "2018-03-15", &contractor(&json!({})), "R");
    let diligent = with(&record, "/parties/items/1/due_diligence", json!(true));
    check(rule, "2018-03-15", &diligent, "X");
    assert_eq!(exemption(rule, "2018-03-15", &diligent), "due_diligence");
    check(rule, "2018-03-15", &with(&record, "/parties/items/1/due_diligence", json!(false)), "V");
    // The employer's own defence ends it; so does a right to stay, and no contractor at all.
    let defended = json!({"document_seen": true, "copy_kept": true, "authority_notified": true});
    check(rule, "2018-03-15", &with(&record, "/residence/items/0/employer_checks", defended), "-");
    check(rule, "2018-03-15", &with(&record, "/residence/items/0/withdrawn_on", Value::Null), "-");
    check(rule, "2018-03-15", &title(&json!({"withdrawn_on": "2018-03-01"})), "-");
    check(rule, "2018-03-15", &with(&record, "/residence", Value::Null), "not assessed: residence");
    only_in_the_union(rule, "2018-03-15", &record);
}

/// People without a title, with nothing bad known of their conditions, and all of it recorded.
fn undocumented() -> Value {
    let record = title(&json!({"withdrawn_on": "2018-03-01"}));
    let parts = json!({
        "working_time": {"items": [{"id": "t", "week_minutes": 2400, "weekly_rest_minutes": 2880,
            "overtime_refusable": true}]},
        "liberty": {"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_WORKER", "may_leave_site": true,
            "may_leave_accommodation": true, "escort_required": false}]},
        "housing": {"items": [{"id": "h", "guarded": false, "protective_equipment_missing": false,
            "accidents_unreported": false}]},
        "heat": {"items": [{"id": "h", "water": true}]},
        "coercion": {"items": [{"id": "c", "threats": {"items": []}, "violence": {"items": []}, "exit_penalty": false,
            "debt": {"currency": "PLN", "amount": "0"},
            "recruitment_fee_paid_by_worker": {"currency": "PLN", "amount": "0"}}]}
    });
    testing::patched(&record, &parts)
}

#[test]
fn particularly_exploitative_conditions() {
    let rule = "eu.2009_52.exploit";
    check(rule, "2018-03-15", &undocumented(), "-");
    // Twelve hours on six days, in a locked dormitory.
    let long = with(&undocumented(), "/working_time/items/0/week_minutes", json!(4320));
    let locked = with(&long, "/housing/items/0/locked_at_night", json!(true));
    dates(rule, &locked, &[("2018-02-28", "-"), ("2018-03-01", "V"), ("2018-03-02", "V")]);
    assert!(text(rule, "2018-03-15", &locked).contains("ILO indicator 03, ILO indicator 11"));
    check(rule, "2018-03-15", &long, "R");
    let old = with(&locked, "/residence/items/0/withdrawn_on", json!("2011-01-01"));
    dates(rule, &old, &[("2011-07-19", "not in force"), ("2011-07-20", "V"), ("2011-07-21", "V")]);
    // The same with a title.
    check(rule, "2018-03-15", &with(&locked, "/residence/items/0/withdrawn_on", Value::Null), "-");
    // Pay below half of what others get counts.
    let paid = |received: &str| {
        let line = json!({"id": "w", "received_by_worker": {"currency": "PLN", "amount": received},
            "comparator_pay": {"currency": "PLN", "amount": "4000"}, "deductions": {"items": []}});
        with(&long, "/wages", json!({"items": [line]}))
    };
    check(rule, "2018-03-15", &paid("1999"), "V");
    check(rule, "2018-03-15", &paid("2000"), "R");
    // Many at once, and for long: triggers of ours.
    let many = |count: &str| with(&undocumented(), "/workers/items/0/count", json!(count));
    check(rule, "2018-03-15", &many("15"), "R");
    check(rule, "2018-03-15", &many("14"), "-");
    dates(rule, &undocumented(), &[("2019-03-01", "-"), ("2019-03-02", "R")]);
    // Nobody says how they live.
    let unsaid = with(&undocumented(), "/housing", Value::Null);
    check(rule, "2018-03-15", &unsaid, "D");
    assert_eq!(missing(rule, "2018-03-15", &unsaid), "housing");
    check(rule, "2018-03-15", &yard(), "not assessed: residence");
    only_in_the_union(rule, "2018-03-15", &locked);
}

/// Three Polish zloty of what others get, for a holder of a permit.
fn paid(kind: &str, line: &Value) -> Value {
    let pln = |amount: &str| json!({"currency": "PLN", "amount": amount});
    let base = json!({"id": "w", "gross_by_host": pln("4000"), "received_by_worker": pln("800"),
        "comparator_pay": pln("4000"), "deductions": {"items": []}});
    let record = one("permits", json!({"id": "p", "type": kind, "valid_from": "2010-01-01"}));
    with(&record, "/wages", json!({"items": [testing::patched(&base, line)]}))
}

#[test]
fn equal_pay_for_holders_of_a_single_permit() {
    let rule = "eu.single_permit";
    let single = |line: Value| paid("PERMIT_TYPE_SINGLE", &line);
    let pln = |amount: &str| json!({"currency": "PLN", "amount": amount});
    dates(
        rule,
        &single(json!({})),
        &[
            ("2013-12-24", "not in force"),
            ("2013-12-25", "V"),
            ("2013-12-26", "V"),
            ("2026-05-20", "V"),
            ("2026-05-21", "V"),
        ],
    );
    check(rule, "2016-06-01", &paid("PERMIT_TYPE_WORK", &json!({})), "-");
    check(rule, "2016-06-01", &single(json!({"received_by_worker": pln("4000")})), "-");
    check(rule, "2016-06-01", &single(json!({"received_by_worker": pln("3999.99")})), "V");
    // Lawful tax counts as paid; what the sender keeps does not.
    let taken = |basis: Value| {
        let tax = json!({"amount": pln("1000"), "purpose": "DEDUCTION_PURPOSE_TAX", "lawful_basis": basis});
        single(json!({"received_by_worker": pln("3000"), "deductions": {"items": [tax]}}))
    };
    check(rule, "2016-06-01", &taken(json!("LAWFUL_BASIS_STATUTE")), "-");
    check(rule, "2016-06-01", &taken(json!("LAWFUL_BASIS_NONE")), "V");
    check(rule, "2016-06-01", &taken(Value::Null), "D");
    assert_eq!(missing(rule, "2016-06-01", &taken(Value::Null)), "wages.items[0].deductions.items[0].lawful_basis");
    for field in ["comparator_pay", "received_by_worker", "deductions"] {
        let unsaid = single(json!({field: null}));
        check(rule, "2016-06-01", &unsaid, "D");
        assert_eq!(missing(rule, "2016-06-01", &unsaid), format!("wages.items[0].{field}"));
    }
    // Below even before tax.
    check(rule, "2016-06-01", &single(json!({"gross_by_host": pln("3000"), "deductions": null})), "V");
    check(rule, "2016-06-01", &single(json!({"received_by_worker": {"currency": "EUR", "amount": "100"}})), "R");
    let over = with(&single(json!({})), "/permits/items/0/valid_to", json!("2016-06-01"));
    dates(rule, &over, &[("2016-05-31", "V"), ("2016-06-01", "-")]);
    check(rule, "2016-06-01", &with(&single(json!({})), "/permits/items/0/type", Value::Null), "D");
    check(rule, "2016-06-01", &with(&single(json!({})), "/permits", Value::Null), "not assessed: permits");
    only_in_the_union(rule, "2016-06-01", &single(json!({})));
}

/// Posted by the Polish agency to a yard in the Netherlands, all parts recorded and lawful but for the pay.
fn posted() -> Value {
    let record = paid("PERMIT_TYPE_WORK", &json!({}));
    let lawful = time(&json!({})).pointer("/working_time").cloned();
    let parts = json!({
        "worksites": {"items": [{"id": "yard", "country": "NLD"}]},
        "working_time": lawful,
        "housing": {"items": [{"id": "h", "protective_equipment_missing": false, "accidents_unreported": false,
            "provided_by_employer": false}]}
    });
    testing::patched(&record, &parts)
}

#[test]
fn posted_workers_have_the_terms_of_the_host() {
    let rule = "eu.posted";
    let record = with(&posted(), "/permits", Value::Null);
    // Poland is a Member State since 2004-05-01; all pay counts since 2020-07-30.
    dates(
        rule,
        &posted(),
        &[("2004-04-30", "-"), ("2004-05-01", "R"), ("2020-07-29", "R"), ("2020-07-30", "V"), ("2020-07-31", "V")],
    );
    let german = with(&record, "/parties/items/0/country", json!("DEU"));
    dates(rule, &german, &[("1999-12-15", "not in force"), ("1999-12-16", "R"), ("1999-12-17", "R")]);
    // A direct hire; a sender from North Korea is no posting employer.
    check(rule, "2021-05-01", &with(&record, "/parties/items/0/country", json!("NLD")), "-");
    let sender = json!({"id": "sender", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK"});
    let direct = with(&record, "/parties/items/0/country", json!("NLD"));
    check(rule, "2021-05-01", &with(&direct, "/parties/items/-", sender), "-");
    // A recruiter places people, unless a contract names it as the employer.
    let recruiter = json!({"id": "broker", "roles": ["PARTY_ROLE_RECRUITER"], "country": "POL"});
    let placed = with(&direct, "/parties/items/-", recruiter);
    check(rule, "2021-05-01", &placed, "-");
    let employed = with(&placed, "/contracts", json!({"items": [{"id": "k", "employer": "broker"}]}));
    check(rule, "2021-05-01", &employed, "V");
    let unsaid = with(&record, "/parties/items/0/country", Value::Null);
    check(rule, "2021-05-01", &unsaid, "D");
    assert_eq!(missing(rule, "2021-05-01", &unsaid).split(' ').next(), Some("parties.items[0].country"));
}

#[test]
fn posted_workers_hours_safety_and_housing() {
    let rule = "eu.posted";
    let fair = with(&posted(), "/wages/items/0/received_by_worker/amount", json!("4000"));
    check(rule, "2021-05-01", &fair, "-");
    for (path, value) in [
        ("/working_time/items/0/week_minutes", json!(2881)),
        ("/working_time/items/0/daily_rest_minutes", json!(600)),
        ("/working_time/items/0/annual_leave_days", json!(10)),
        ("/housing/items/0/protective_equipment_missing", json!(true)),
        ("/housing/items/0/accidents_unreported", json!(true)),
    ] {
        check(rule, "2015-05-01", &with(&fair, path, value), "V");
    }
    let agreed = with(
        &with(&fair, "/working_time/items/0/week_minutes", json!(3000)),
        "/working_time/items/0/opt_out_ref",
        json!("A"),
    );
    check(rule, "2015-05-01", &agreed, "-");
    let locked = with(
        &fair,
        "/housing/items/0",
        json!({"id": "h", "protective_equipment_missing": false,
        "accidents_unreported": false, "provided_by_employer": true, "locked_at_night": true}),
    );
    dates(rule, &locked, &[("2020-07-29", "-"), ("2020-07-30", "R"), ("2020-07-31", "R")]);
    check(rule, "2021-05-01", &with(&fair, "/housing", Value::Null), "not assessed: housing");
}

/// A worker in a greenhouse on a seasonal permit.
fn greenhouse() -> Value {
    let record = paid("PERMIT_TYPE_SEASONAL", &json!({"received_by_worker": {"currency": "PLN", "amount": "4000"}}));
    let parts = json!({
        "contracts": {"items": [{"id": "k"}]},
        "coercion": {"items": [{"id": "c", "recruitment_fee_paid_by_worker": {"currency": "PLN", "amount": "0"}}]},
        "housing": {"items": [{"id": "h", "provided_by_employer": true, "beds_per_room": 2}]}
    });
    with(&testing::patched(&record, &parts), "/workers/items/0/sector", json!("SECTOR_AGRICULTURE"))
}

#[test]
fn seasonal_workers() {
    let rule = "eu.seasonal";
    let charged = with(&greenhouse(), "/coercion/items/0/recruitment_fee_paid_by_worker/amount", json!("500"));
    dates(rule, &charged, &[("2016-09-29", "not in force"), ("2016-09-30", "V"), ("2016-10-01", "V")]);
    check(rule, "2018-06-01", &greenhouse(), "-");
    // Shipyards and building sites know no seasons; nor does another permit.
    for sector in ["SECTOR_SHIPYARD", "SECTOR_CONSTRUCTION"] {
        check(rule, "2018-06-01", &with(&charged, "/workers/items/0/sector", json!(sector)), "-");
    }
    check(rule, "2018-06-01", &with(&charged, "/permits/items/0/type", json!("PERMIT_TYPE_WORK")), "-");
    check(rule, "2018-06-01", &with(&greenhouse(), "/contracts", json!({"items": []})), "V");
    check(rule, "2018-06-01", &with(&greenhouse(), "/contracts", Value::Null), "not assessed: contracts");
    check(rule, "2018-06-01", &with(&greenhouse(), "/wages/items/0/received_by_worker/amount", json!("3000")), "V");
    check(rule, "2018-06-01", &with(&greenhouse(), "/housing/items/0/beds_per_room", json!(4)), "-");
    check(rule, "2018-06-01", &with(&greenhouse(), "/housing/items/0/beds_per_room", json!(5)), "R");
    let rent =
        json!({"items": [{"amount": {"currency": "PLN", "amount": "900"}, "purpose": "DEDUCTION_PURPOSE_BOARD"}]});
    check(rule, "2018-06-01", &with(&greenhouse(), "/wages/items/0/deductions", rent), "R");
    let unsaid = with(&greenhouse(), "/coercion/items/0/recruitment_fee_paid_by_worker", Value::Null);
    check(rule, "2018-06-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-06-01", &unsaid), "coercion.items[0].recruitment_fee_paid_by_worker");
    check(rule, "2018-06-01", &with(&greenhouse(), "/housing/items/0/beds_per_room", Value::Null), "D");
    check(rule, "2018-06-01", &with(&greenhouse(), "/permits", Value::Null), "not assessed: permits");
    only_in_the_union(rule, "2018-06-01", &with(&charged, "/permits/items/0/valid_to", json!("2030-01-01")));
}

#[test]
fn terms_in_writing_within_seven_days() {
    let rule = "eu.transparent";
    let hired = |start: &str, contract: Value| {
        let contract = testing::patched(&json!({"id": "k", "worker_has_copy": false}), &contract);
        with(&one("contracts", contract), "/deployment/start", json!(start))
    };
    // Day 1 is 2022-09-01; day 8 is 2022-09-08.
    let record = hired("2022-09-01", json!({}));
    dates(rule, &record, &[("2022-09-01", "-"), ("2022-09-07", "-"), ("2022-09-08", "V"), ("2022-09-09", "V")]);
    assert!(text(rule, "2022-09-08", &record).contains("by 2022-09-07"));
    let first = hired("2022-07-31", json!({}));
    dates(
        rule,
        &first,
        &[("2022-07-31", "not in force"), ("2022-08-01", "-"), ("2022-08-06", "-"), ("2022-08-07", "R")],
    );
    let second = hired("2022-08-01", json!({}));
    dates(rule, &second, &[("2022-08-07", "-"), ("2022-08-08", "V")]);
    // Two months under the earlier directive: no row.
    check(rule, "2018-06-01", &hired("2018-01-01", json!({})), "not in force");
    check(rule, "2022-10-01", &hired("2022-09-01", json!({"terms_given_on": "2022-09-07"})), "-");
    check(rule, "2022-10-01", &hired("2022-09-01", json!({"terms_given_on": "2022-09-08"})), "V");
    check(rule, "2022-10-01", &hired("2022-09-01", json!({"worker_has_copy": true})), "-");
    // A contract signed later begins later. Until it is signed there is none, unless another covers the first week.
    let late = hired("2022-09-01", json!({"signed_on": "2022-10-01"}));
    dates(
        rule,
        &late,
        &[("2022-09-07", "-"), ("2022-09-08", "V"), ("2022-09-30", "V"), ("2022-10-01", "R"), ("2022-10-08", "V")],
    );
    assert!(text(rule, "2022-09-30", &late).contains("There is no contract"));
    let copied = with(&late, "/contracts/items/0/worker_has_copy", json!(true));
    check(rule, "2022-11-01", &copied, "R");
    assert!(text(rule, "2022-11-01", &copied).contains("The first contract was signed on 2022-10-01"));
    // Work of long ago had another contract, which the record need not have.
    check(rule, "2022-11-01", &with(&copied, "/deployment/start", json!("2022-07-31")), "-");
    check(rule, "2022-11-01", &with(&copied, "/deployment/start", json!("2022-08-01")), "R");
    // Terms that were given in writing before the contract was signed are there from that day on.
    let first = |given: &str| with(&copied, "/contracts/items/0/terms_given_on", json!(given));
    let days = ["2022-09-08", "2022-09-30", "2022-10-01", "2022-11-01"];
    dates(rule, &first("2022-09-07"), &days.map(|day| (day, "-")));
    dates(rule, &first("2022-09-20"), &[("2022-09-08", "V"), ("2022-09-20", "V"), ("2022-10-01", "R")]);
    assert!(text(rule, "2022-09-19", &first("2022-09-20")).contains("There is no contract"));
    assert!(text(rule, "2022-09-20", &first("2022-09-20")).contains("by 2022-09-07, within seven days"));
    let earlier = |signed: &str| {
        let contract = json!({"id": "first", "worker_has_copy": true, "signed_on": signed});
        with(&late, "/contracts/items/-", contract)
    };
    dates(rule, &earlier("2022-09-07"), &[("2022-09-30", "-"), ("2022-10-07", "-"), ("2022-10-08", "V")]);
    check(rule, "2022-09-30", &earlier("2022-09-08"), "R");
    check(rule, "2022-10-01", &hired("2022-09-01", json!({"kind": "CONTRACT_KIND_SELF_EMPLOYED"})), "R");
    let unsaid = hired("2022-09-01", json!({"worker_has_copy": null}));
    check(rule, "2022-10-01", &unsaid, "D");
    assert_eq!(missing(rule, "2022-10-01", &unsaid), "contracts.items[0].terms_given_on");
    let none = with(&record, "/contracts", json!({"items": []}));
    dates(rule, &none, &[("2022-09-07", "-"), ("2022-09-08", "V")]);
    check(rule, "2022-10-01", &with(&record, "/contracts", Value::Null), "not assessed: contracts");
    only_in_the_union(rule, "2022-10-01", &record);
}

/// A crew of a State that sends it, with passports taken, escorts and unpaid wages.
fn sent() -> Value {
    let sender =
        json!({"id": "sender", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "government_of_north_korea": true});
    let parts = json!({
        "liberty": {"items": [{"id": "l", "passport_holder": "PASSPORT_HOLDER_MINDER",
            "passport_held_on_written_request": false, "escort_required": true}]},
        "wages": {"items": [{"id": "w", "payee": "PAYEE_SENDER", "worker_written_mandate": false}]}
    });
    with(&testing::patched(&yard(), &parts), "/parties/items/-", sender)
}

#[test]
fn trafficking() {
    let rule = "eu.traffick";
    dates(
        rule,
        &sent(),
        &[
            ("2013-04-05", "not in force"),
            ("2013-04-06", "R"),
            ("2013-04-07", "R"),
            ("2026-07-14", "R"),
            ("2026-07-15", "R"),
        ],
    );
    assert!(text(rule, "2018-01-01", &sent()).contains("indicators 01, 03, 07, 08 are met"));
    let addressees = |as_of: &str| {
        let verdict = testing::verdict_on(&PLUGIN, as_of, &testing::record(&sent()));
        verdict.findings.iter().find(|f| f.rule_id == rule).expect("a finding").addressees.len()
    };
    assert_eq!((addressees("2026-07-14"), addressees("2026-07-15")), (4, 6), "users of the service answer too");
    // Low pay only.
    let low = json!({"items": [{"id": "w", "gross_by_host": {"currency": "PLN", "amount": "900"},
        "received_by_worker": {"currency": "PLN", "amount": "900"}, "payee": "PAYEE_WORKER_ACCOUNT"}]});
    let poor = with(&with(&yard(), "/workers/items/0/nationalities/items", json!(["UKR"])), "/wages", low);
    check(rule, "2018-01-01", &poor, "-");
    // Three hits: what is not recorded may be the fourth.
    let three = with(&sent(), "/liberty/items/0/escort_required", Value::Null);
    check(rule, "2018-01-01", &three, "D");
    check(rule, "2018-01-01", &with(&sent(), "/workers", Value::Null), "not assessed: workers");
    only_in_the_union(rule, "2018-01-01", &sent());
}

/// A worker with a removal booked and a claim.
fn fearful(claim: &Value) -> Value {
    let claim = testing::patched(&json!({"id": "claim", "fear_stated_on": "2019-12-20"}), claim);
    let record = with(&one("protection_claims", claim), "/deployment/removal_planned_on", json!("2020-01-10"));
    with(&record, "/coercion", json!({"items": [{"id": "c", "threats": {"items": []}}]}))
}

#[test]
fn nobody_who_fears_return_is_removed_unheard() {
    let rule = "eu.nonrefoul";
    let record = fearful(&json!({}));
    dates(rule, &record, &[("2019-12-19", "-"), ("2019-12-20", "P"), ("2019-12-21", "P"), ("2020-02-01", "P")]);
    let old = fearful(&json!({"fear_stated_on": "2013-01-01"}));
    dates(
        rule,
        &old,
        &[
            ("2013-12-20", "not in force"),
            ("2013-12-21", "P"),
            ("2013-12-22", "P"),
            ("2026-06-11", "P"),
            ("2026-06-12", "P"),
        ],
    );
    // Also when the deployment has ended.
    check(rule, "2020-01-05", &with(&record, "/deployment/end", json!("2019-12-22")), "P");
    // Refused, also where fear is stated again; granted; not decided yet.
    let decided = |result: &str| fearful(&json!({"decided_on": "2020-01-02", "result": result}));
    dates(rule, &decided("CLAIM_RESULT_REFUSED"), &[("2020-01-01", "P"), ("2020-01-02", "R"), ("2020-01-03", "R")]);
    check(rule, "2020-01-03", &decided("CLAIM_RESULT_GRANTED"), "P");
    check(rule, "2020-01-03", &fearful(&json!({"decided_on": "2020-01-02"})), "P");
    let again = with(
        &decided("CLAIM_RESULT_REFUSED"),
        "/protection_claims/items/-",
        json!({"id": "new", "fear_stated_on": "2020-01-05"}),
    );
    check(rule, "2020-01-06", &with(&again, "/workers/items/0/count", json!("1")), "R");
    check(rule, "2020-01-06", &with(&again, "/workers/items/0/count", Value::Null), "R");
    // Of several the open claim may be another's than the one that was refused.
    dates(rule, &again, &[("2020-01-04", "R"), ("2020-01-05", "P"), ("2020-01-06", "P")]);
    // Removed all the same.
    let removed = with(&record, "/deployment/removed_on", json!("2020-01-10"));
    for (as_of, told) in [("2020-01-09", "is planned for 2020-01-10"), ("2020-01-10", "was removed to North Korea on")]
    {
        assert!(text(rule, as_of, &removed).contains(told), "{as_of}");
    }
    // No removal, another nationality, another place.
    check(rule, "2020-01-03", &with(&record, "/deployment/removal_planned_on", Value::Null), "-");
    let nepalese = with(&record, "/workers/items/0/nationalities/items", json!(["NPL"]));
    check(rule, "2020-01-03", &nepalese, "-");
    check(rule, "2020-01-03", &with(&record, "/workers/items/0/nationalities", Value::Null), "R");
    only_in_the_union(rule, "2020-01-03", &record);
}

#[test]
fn reprisals_and_protection_bar_removal_too() {
    let rule = "eu.nonrefoul";
    let silent = with(&fearful(&json!({})), "/protection_claims", json!({"items": []}));
    check(rule, "2020-01-03", &silent, "-");
    let threat =
        |kind: &str| with(&silent, "/coercion/items/0/threats/items", json!([{"kind": kind, "date": "2019-06-01"}]));
    dates(rule, &threat("THREAT_KIND_FAMILY_REPRISAL"), &[("2019-05-31", "-"), ("2019-06-01", "P")]);
    check(rule, "2020-01-03", &threat("THREAT_KIND_WITHHOLD_WAGES"), "-");
    check(rule, "2020-01-03", &with(&silent, "/coercion/items/0/family_reprisal_threat", json!(true)), "P");
    let holds = |status: &str| with(&silent, "/workers/items/0/protection", json!(status));
    for status in
        ["PROTECTION_REFUGEE", "PROTECTION_SUBSIDIARY", "PROTECTION_NON_REMOVABLE", "PROTECTION_ASYLUM_PENDING"]
    {
        check(rule, "2020-01-03", &holds(status), "P");
    }
    // Nobody asked.
    let unasked = with(&silent, "/protection_claims", Value::Null);
    check(rule, "2020-01-03", &unasked, "D");
    assert_eq!(missing(rule, "2020-01-03", &unasked), "protection_claims");
    check(rule, "2020-01-03", &with(&silent, "/coercion", Value::Null), "D");
}

/// What the rules of goods and labour say of a case of the catalogue, less what is silent.
fn said(case: &str, as_of: &str) -> String {
    let file = format!("{}/../../examples/records/{case}.json", env!("CARGO_MANIFEST_DIR"));
    let record: Value = std::fs::read_to_string(file).expect("the case").parse().expect("JSON");
    let verdict = testing::verdict_on(&PLUGIN, as_of, &testing::record(&record));
    let ours =
        |id: &str| !["eu.dprk.", "eu.ghr.", "eu.own.", "eu.control", "eu.crime."].iter().any(|p| id.starts_with(p));
    let found = verdict.findings.iter().filter(|finding| ours(&finding.rule_id));
    found.map(|f| format!("{} {}", f.rule_id, testing::letter(f.outcome()))).collect::<Vec<_>>().join(", ")
}

#[test]
fn cases_of_the_catalogue() {
    // The leave that C02 does not record is INSUFFICIENT_DATA; the hull stays silent.
    let yard = "eu.traffick R, eu.wtd.48 V, eu.wtd.leave D, eu.wtd.rest V";
    for as_of in ["2014-10-01", "2016-10-01", "2017-09-20", "2017-11-05", "2018-06-01", "2020-01-10"] {
        assert_eq!(said("C02", as_of), yard, "{as_of}");
    }
    assert!(!said("C02", "2028-06-01").contains("eu.flr"));
    assert_eq!(said("C08", "2020-02-01"), "");
    for as_of in ["2015-06-01", "2021-06-15"] {
        assert_eq!(said("C01", as_of), "", "{as_of}");
    }
    assert_eq!(said("C14", "2021-07-01"), "");
}

/// The first day of the version that the only finding of a rule rests on.
fn version(rule: &str, as_of: &str, record: &Value) -> String {
    let verdict = testing::verdict_on(&PLUGIN, as_of, &testing::record(record));
    let finding = verdict.findings.into_iter().find(|f| f.rule_id == rule).expect("a finding");
    finding.basis.and_then(|basis| basis.in_force_from).expect("a version")
}

#[test]
fn recasts_are_versions_of_their_own() {
    let single = paid("PERMIT_TYPE_SINGLE", &json!({}));
    for (rule, record, first, days) in [
        ("eu.single_permit", single, "2013-12-25", ["2026-05-20", "2026-05-21", "2026-05-22"]),
        ("eu.traffick", sent(), "2013-04-06", ["2026-07-14", "2026-07-15", "2026-07-16"]),
        ("eu.nonrefoul", fearful(&json!({})), "2013-12-21", ["2026-06-11", "2026-06-12", "2026-06-13"]),
        ("eu.posted", posted(), "1999-12-16", ["2020-07-29", "2020-07-30", "2020-07-31"]),
    ] {
        let [before, on, after] = days;
        assert_eq!(version(rule, before, &record), first, "{rule}");
        assert_eq!(version(rule, on, &record), on, "{rule}");
        assert_eq!(version(rule, after, &record), on, "{rule}");
    }
}

#[test]
fn findings_say_since_when_it_is_so() {
    let since = |rule: &str, as_of: &str, record: &Value| {
        let verdict = testing::verdict_on(&PLUGIN, as_of, &testing::record(record));
        let finding = verdict.findings.into_iter().find(|f| f.rule_id == rule).expect("a finding");
        finding.fact_from.expect("a first day")
    };
    let withdrawn = title(&json!({"withdrawn_on": "2018-03-01"}));
    assert_eq!(since("eu.2009_52.illegal", "2018-03-15", &withdrawn), "2018-03-01");
    assert_eq!(since("eu.2009_52.chain", "2018-03-15", &contractor(&json!({}))), "2018-03-01");
    let locked = with(&undocumented(), "/liberty/items/0/may_leave_accommodation", json!(false));
    assert_eq!(since("eu.2009_52.exploit", "2018-03-15", &locked), "2018-03-01");
    assert_eq!(since("eu.nonrefoul", "2020-01-05", &fearful(&json!({}))), "2019-12-20");
    let hired =
        with(&one("contracts", json!({"id": "k", "worker_has_copy": false})), "/deployment/start", json!("2022-09-01"));
    assert_eq!(since("eu.transparent", "2022-10-01", &hired), "2022-09-08");
    assert_eq!(since("eu.wtd.48", "2022-10-01", &time(&json!({"week_minutes": 4320}))), "2004-08-02");
}

#[test]
fn every_row_of_goods_and_labour_has_its_rule() {
    // eu.flr.online is no row of its own: it says when an offer counts.
    let rows = [
        "eu.2009_52.chain",
        "eu.2009_52.exploit",
        "eu.2009_52.illegal",
        "eu.csddd",
        "eu.flr.ban",
        "eu.flr.clock",
        "eu.flr.lead",
        "eu.flr.review",
        "eu.nonrefoul",
        "eu.posted",
        "eu.seasonal",
        "eu.single_permit",
        "eu.traffick",
        "eu.transparent",
        "eu.wtd.48",
        "eu.wtd.leave",
        "eu.wtd.rest",
    ];
    for row in rows {
        assert_eq!(PLUGIN.all_rules().filter(|rule| rule.id == row).count(), 1, "{row}");
    }
}

#[test]
fn every_field_that_a_rule_reads_exists() {
    for rule in PLUGIN.all_rules() {
        for field in rule.fields() {
            assert!(testing::field_exists(field), "{}: {field}", rule.id);
        }
    }
}

fn pln(amount: &str) -> Value {
    json!({"currency": "PLN", "amount": amount})
}

/// The record of `posted`, with pay as others have.
fn fair() -> Value {
    with(&posted(), "/wages/items/0/received_by_worker/amount", json!("4000"))
}

#[test]
fn posted_or_perhaps_posted() {
    let rule = "eu.posted";
    let housed = |change: Value| {
        let house = json!({"id": "h", "protective_equipment_missing": false, "accidents_unreported": false,
            "provided_by_employer": true, "locked_at_night": false, "guarded": false});
        with(&fair(), "/housing/items/0", testing::patched(&house, &change))
    };
    let perhaps = |record: &Value| with(record, "/parties/items/0/country", Value::Null);
    for (change, earlier, later, open) in [
        (json!({}), "-", "-", "-"),
        (json!({"locked_at_night": true}), "-", "R", "D"),
        (json!({"guarded": true}), "-", "R", "D"),
        (json!({"guarded": true, "provided_by_employer": false}), "-", "-", "-"),
        (json!({"locked_at_night": true, "provided_by_employer": false}), "-", "-", "-"),
        (json!({"protective_equipment_missing": true}), "V", "V", "D"),
        (json!({"accidents_unreported": true, "guarded": true}), "V", "V", "D"),
    ] {
        check(rule, "2015-05-01", &housed(change.clone()), earlier);
        check(rule, "2021-05-01", &housed(change.clone()), later);
        check(rule, "2021-05-01", &perhaps(&housed(change)), open);
    }
    let long = with(&fair(), "/working_time/items/0/week_minutes", json!(4000));
    check(rule, "2021-05-01", &long, "V");
    check(rule, "2021-05-01", &perhaps(&long), "D");
    let restless = with(&fair(), "/working_time/items/0/daily_rest_minutes", json!(60));
    check(rule, "2021-05-01", &restless, "V");
    let derogated = with(&restless, "/working_time/items/0/derogation_ref", json!("A"));
    check(rule, "2021-05-01", &derogated, "-");
    let time = |field: &str, value: Value| with(&fair(), &format!("/working_time/items/0/{field}"), value);
    check(rule, "2021-05-01", &time("weeks_without_rest", json!(0)), "-");
    check(rule, "2021-05-01", &time("weeks_without_rest", json!(1)), "V");
    for part in ["working_time", "housing", "wages"] {
        check(rule, "2021-05-01", &with(&fair(), &format!("/{part}"), Value::Null), &format!("not assessed: {part}"));
    }
}

#[test]
fn who_posts_workers() {
    let rule = "eu.posted";
    let low = with(&posted(), "/permits", Value::Null);
    let day = "2021-05-01";
    check(rule, day, &low, "V");
    let dutch = with(&low, "/parties/items/0/country", json!("NLD"));
    let others = |role: &str, country: &str| {
        with(&dutch, "/parties/items/-", json!({"id": "other", "roles": [role], "country": country}))
    };
    check(rule, day, &others("PARTY_ROLE_SENDER", "DEU"), "V");
    check(rule, day, &others("PARTY_ROLE_USER", "DEU"), "-");
    check(rule, day, &others("PARTY_ROLE_SENDER", "NLD"), "-");
    // Of two sites one abroad is enough, where the line names none.
    let sites = json!({"items": [{"id": "home", "country": "POL"}, {"id": "yard", "country": "NLD"}]});
    check(rule, day, &with(&low, "/worksites", sites), "V");
    // A contract names nobody; a party has no id.
    let contracts = |employer: Value| with(&dutch, "/contracts", json!({"items": [{"id": "k", "employer": employer}]}));
    let anonymous = json!({"roles": ["PARTY_ROLE_OTHER"], "country": "DEU"});
    check(rule, day, &with(&contracts(Value::Null), "/parties/items/-", anonymous), "-");
}

#[test]
fn one_sign_among_several_groups() {
    let rule = "eu.2009_52.exploit";
    let long = with(&undocumented(), "/working_time/items/0/week_minutes", json!(4320));
    let line = |id: &str, received: &str, groups: Value| {
        json!({"id": id, "received_by_worker": pln(received), "comparator_pay": pln("4000"),
            "deductions": {"items": []}, "worker_groups": groups})
    };
    let crew = undocumented().pointer("/workers/items/0/id").cloned().unwrap();
    let paid = |lines: Value| with(&long, "/wages", json!({"items": lines}));
    let of = |group: &Value| json!({"items": [group]});
    for (lines, expected) in [
        (json!([line("a", "1999", Value::Null), line("b", "4000", Value::Null)]), "V"),
        (json!([line("a", "4000", Value::Null), line("b", "1999", Value::Null)]), "V"),
        (json!([line("a", "1999", of(&crew)), line("b", "4000", of(&crew))]), "V"),
        (json!([line("a", "1999", of(&json!("others")))]), "R"),
        (json!([]), "R"),
    ] {
        check(rule, "2018-03-15", &paid(lines), expected);
    }
    let open = json!([testing::patched(&json!({"id": "w"}), &json!({"comparator_pay": pln("4000")}))]);
    check(rule, "2018-03-15", &paid(open), "R");
    let low = paid(json!([line("a", "1999", Value::Null)]));
    assert!(text(rule, "2018-03-15", &low).contains("ILO indicator 11, pay below half of what others get"));
    assert!(!text(rule, "2018-03-15", &long).contains("pay below half"));
    // Nobody says how they live, and nobody says how long they stay.
    let unsaid = with(&with(&undocumented(), "/housing", Value::Null), "/residence/items/0/withdrawn_on", Value::Null);
    check(rule, "2018-03-15", &unsaid, "-");
}

#[test]
fn terms_that_are_due() {
    let rule = "eu.transparent";
    let hired = |start: &str, contracts: Value| {
        with(&with(&yard(), "/deployment/start", json!(start)), "/contracts", json!({"items": contracts}))
    };
    let days = |record: &Value| {
        let finding = PROBES.findings(rule, "2022-10-01", record).into_iter().next().expect("a finding");
        let due = finding.consequence.and_then(|consequence| consequence.due_on);
        (finding.fact_from.unwrap_or_default(), due.unwrap_or_default())
    };
    let expected = |since: &str, due: &str| (since.to_owned(), due.to_owned());
    let copyless = || json!([{"id": "k", "worker_has_copy": false}]);
    assert_eq!(days(&hired("2022-09-01", copyless())), expected("2022-09-08", "2022-09-07"));
    let none = hired("2022-09-01", json!([]));
    assert_eq!(days(&none), expected("2022-09-08", "2022-09-07"));
    assert!(text(rule, "2022-10-01", &none).contains("There is no contract"));
    check(rule, "2022-10-01", &hired("2022-07-31", json!([])), "R");
    assert!(text(rule, "2022-10-01", &hired("2022-07-31", json!([]))).contains("began before 2022-08-01"));
    check(rule, "2022-10-01", &hired("2022-08-01", json!([])), "V");
}

#[test]
fn parts_that_are_needed() {
    let contractor = contractor(&json!({"knowledge": {"items": [{"id": "n", "known_on": "2018-03-10"}]}}));
    let fearful = fearful(&json!({}));
    for (rule, as_of, record, parts) in [
        ("eu.posted", "2021-05-01", &posted(), ["worksites", "parties"]),
        ("eu.2009_52.chain", "2018-03-15", &contractor, ["worksites", "workers"]),
        ("eu.nonrefoul", "2020-01-10", &fearful, ["deployment", "worksites"]),
        ("eu.traffick", "2018-01-01", &sent(), ["workers", "worksites"]),
    ] {
        for part in parts {
            let without = with(record, &format!("/{part}"), Value::Null);
            check(rule, as_of, &without, &format!("not assessed: {part}"));
        }
    }
}

/// What the first finding of a rule says, and since when.
fn told(rule: &str, as_of: &str, record: &Value) -> (String, String) {
    let finding = PROBES.findings(rule, as_of, record).into_iter().next().expect("a finding");
    (finding.message.expect("a message").text, finding.fact_from.unwrap_or_default())
}

#[test]
fn a_contractor_above_several_crews() {
    let rule = "eu.2009_52.chain";
    let crews = |second: Value| {
        let record = contractor(&json!({"knowledge": {"items": [{"id": "n", "known_on": "2018-03-10"}]}}));
        let others = json!({"id": "others", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"});
        let titles = [("r", "crew", json!({"withdrawn_on": "2018-03-01"})), ("s", "others", second)];
        let titles = titles.map(|(id, group, extra)| {
            let base = json!({"id": id, "kind": "RESIDENCE_KIND_WORK", "valid_from": "2010-01-01",
                "worker_groups": {"items": [group]}});
            testing::patched(&base, &extra)
        });
        let record = with(&record, "/workers/items/-", others);
        with(&record, "/residence", json!({"items": titles}))
    };
    for (second, since) in [
        (json!({}), "2018-03-01"),
        (json!({"withdrawn_on": "2018-02-01"}), "2018-02-01"),
        (json!({"withdrawn_on": "2018-03-05"}), "2018-03-01"),
    ] {
        check(rule, "2018-03-15", &crews(second.clone()), "V");
        assert_eq!(told(rule, "2018-03-15", &crews(second)).1, since);
    }
    let record = contractor(&json!({"knowledge": {"items": [{"id": "n", "known_on": "2018-03-10"}]}}));
    check(rule, "2018-03-15", &with(&record, "/workers/items/0/nationalities", Value::Null), "R");
    // Checks of which not all are recorded are no defence.
    let seen = with(&record, "/residence/items/0/employer_checks", json!({"document_seen": true}));
    check(rule, "2018-03-15", &seen, "V");
}

#[test]
fn what_is_said_of_a_removal_that_is_planned_and_of_one_that_was_done() {
    let rule = "eu.nonrefoul";
    let unclaimed = with(&fearful(&json!({})), "/protection_claims", json!({"items": []}));
    let refused = fearful(&json!({"decided_on": "2020-01-02", "result": "CLAIM_RESULT_REFUSED"}));
    let protected = with(&unclaimed, "/workers/items/0/protection", json!("PROTECTION_REFUGEE"));
    for (record, letter, planned, done) in [
        (&fearful(&json!({})), "P", "of a worker who fears return", "A worker who feared return"),
        (&protected, "P", "of a worker whom protection keeps", "A worker whom protection keeps"),
        (&refused, "R", "of a worker whose claim was refused", "A worker whose claim was refused"),
    ] {
        let removed = with(record, "/deployment/removed_on", json!("2020-01-10"));
        for (as_of, whom, what) in [
            ("2020-01-09", planned, "is planned for 2020-01-10"),
            ("2020-01-10", done, "was removed to North Korea on 2020-01-10"),
        ] {
            check(rule, as_of, &removed, letter);
            let said = text(rule, as_of, &removed);
            assert!(said.contains(whom) && said.contains(what), "{said}");
        }
    }
    let removed = |record: &Value| with(record, "/deployment/removed_on", json!("2020-01-10"));
    check(rule, "2020-01-20", &removed(&unclaimed), "-");
    let unknown = with(&fearful(&json!({})), "/workers/items/0/nationalities", Value::Null);
    check(rule, "2020-01-20", &removed(&unknown), "R");
    // Of two workers one may have stated fear, whose claim is open.
    let again = with(&refused, "/protection_claims/items/-", json!({"id": "new", "fear_stated_on": "2020-01-05"}));
    for (count, expected) in [("1", "R"), ("2", "P")] {
        check(rule, "2020-01-06", &with(&again, "/workers/items/0/count", json!(count)), expected);
    }
    // Who asks for protection has stated fear, whether or not the claims are recorded.
    let pending = with(&unclaimed, "/workers/items/0/protection", json!("PROTECTION_ASYLUM_PENDING"));
    check(rule, "2020-01-05", &with(&pending, "/protection_claims", Value::Null), "P");
}

#[test]
fn terms_of_contracts_that_came_later() {
    let rule = "eu.transparent";
    let hired = |start: Value, contracts: Value| {
        with(&with(&yard(), "/deployment/start", start), "/contracts", json!({"items": contracts}))
    };
    let copyless = json!([{"id": "k", "worker_has_copy": false}]);
    let (said, _) = told(rule, "2022-10-01", &hired(json!("2022-07-31"), copyless.clone()));
    assert!(said.contains("They began before 2022-08-01"), "{said}");
    let late = json!({"id": "k", "signed_on": "2022-10-01", "worker_has_copy": true});
    let (said, since) = told(rule, "2022-11-01", &hired(json!("2022-09-01"), json!([late])));
    assert!(said.contains("The first contract was signed on 2022-10-01"), "{said}");
    assert_eq!(since, "2022-09-08");
    // One without a day was there from the first day.
    let both = json!([late, {"id": "first", "worker_has_copy": true}]);
    check(rule, "2022-11-01", &hired(json!("2022-09-01"), both), "-");
}

#[test]
fn what_is_asked_of_those_of_whom_little_is_recorded() {
    let rule = "eu.2009_52.exploit";
    let unsaid = with(&with(&undocumented(), "/housing", Value::Null), "/workers/items/0/nationalities", Value::Null);
    check(rule, "2018-03-15", &unsaid, "D");
    assert_eq!(missing(rule, "2018-03-15", &unsaid), "workers.items[0].nationalities housing");
}
