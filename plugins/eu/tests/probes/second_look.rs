//! A second look at labour, transfers, permits and assets: several groups, lines and sites; one half of a condition at a time.

use super::*;

fn days_of(rule: &str, as_of: &str, record: &Value) -> (String, String) {
    let finding = first(rule, as_of, record);
    let due = finding.consequence.and_then(|consequence| consequence.due_on);
    (finding.fact_from.unwrap_or_default(), due.unwrap_or_default())
}

fn pair(since: &str, due: &str) -> (String, String) {
    (since.to_owned(), due.to_owned())
}

fn pln(amount: &str) -> Value {
    json!({"currency": "PLN", "amount": amount})
}

/// Harvesters of a Polish farm on permits for seasonal work, with everything recorded and sound.
fn harvest() -> Value {
    let record = json!({
        "parties": {"items": [{"id": "farm", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "POL", "is_eu_person": true}]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE",
            "sector": "SECTOR_AGRICULTURE"}]},
        "deployment": {"start": "2018-01-01"},
        "worksites": {"items": [{"id": "field", "country": "POL"}]},
        "permits": {"items": [{"id": "p", "type": "PERMIT_TYPE_SEASONAL", "valid_from": "2018-01-01"}]},
        "contracts": {"items": [{"id": "k"}]},
        "coercion": {"items": [{"id": "c", "recruitment_fee_paid_by_worker": pln("0")}]},
        "housing": {"items": [{"id": "h", "provided_by_employer": true, "beds_per_room": 2, "locked_at_night": false,
            "guarded": false}]}
    });
    let line = json!([{"id": "w", "gross_by_host": pln("4000"), "received_by_worker": pln("4000"),
        "comparator_pay": pln("4000"), "deductions": {"items": []}}]);
    set(&record, "wages", line)
}

#[test]
fn what_seasonal_workers_are_owed() {
    let rule = "eu.seasonal";
    let check = |record: &Value, expected: &str| check(rule, "2019-01-01", record, expected);
    check(&harvest(), "-");
    let fee = with(&harvest(), "/coercion/items/0/recruitment_fee_paid_by_worker", pln("1"));
    check(&fee, "V");
    use comity_sdk::v1::Addressee::{Employer, Recruiter, State};
    assert_eq!(first(rule, "2019-01-01", &fee).addressees().collect::<Vec<_>>(), [State, Recruiter, Employer]);
    check(&set(&harvest(), "contracts", json!([])), "V");
    check(&with(&harvest(), "/wages/items/0/received_by_worker", pln("3999")), "V");
    for (field, value, expected) in [
        ("beds_per_room", json!(40), "R"),
        ("locked_at_night", json!(true), "R"),
        ("guarded", json!(true), "R"),
        ("locked_at_night", Value::Null, "-"),
        ("provided_by_employer", json!(false), "-"),
    ] {
        check(&with(&harvest(), &format!("/housing/items/0/{field}"), value), expected);
    }
    let crowded = with(&harvest(), "/housing/items/0/beds_per_room", json!(40));
    check(&with(&crowded, "/housing/items/0/provided_by_employer", json!(false)), "-");
    // Nobody says whose it is, or whether the permit is for the season: open, unless nothing is wrong.
    check(&with(&crowded, "/housing/items/0/provided_by_employer", Value::Null), "D");
    let untyped = |record: &Value| with(record, "/permits/items/0/type", Value::Null);
    for wrong in [
        &fee,
        &crowded,
        &set(&harvest(), "contracts", json!([])),
        &with(&harvest(), "/wages/items/0/received_by_worker", pln("3999")),
    ] {
        check(&untyped(wrong), "D");
        check(&with(wrong, "/permits/items/0/type", json!("PERMIT_TYPE_WORK")), "-");
    }
    // Construction and shipyards know no seasons; of two groups the one on the permit counts.
    check(&with(&fee, "/workers/items/0/sector", json!("SECTOR_CONSTRUCTION")), "-");
    check(&with(&fee, "/workers/items/0/sector", json!("SECTOR_SHIPYARD")), "-");
    let builders = json!({"id": "builders", "nationalities": {"items": ["NPL"]}, "sector": "SECTOR_CONSTRUCTION"});
    check(&with(&fee, "/workers/items/-", builders.clone()), "V");
    let theirs = with(
        &with(&fee, "/workers/items/-", builders),
        "/coercion/items/0/worker_groups",
        json!({"items": ["builders"]}),
    );
    check(&theirs, "-");
    check(&with(&fee, "/workers", Value::Null), "V");
}

#[test]
fn rent_that_is_kept_from_seasonal_pay() {
    let rule = "eu.seasonal";
    let taken = |deductions: Value, houses: Value| {
        let record = with(&harvest(), "/wages/items/0/deductions", json!({"items": deductions}));
        set(&record, "housing", houses)
    };
    let house = |id: &str, own: bool| {
        json!({"id": id, "provided_by_employer": own, "beds_per_room": 2,
        "locked_at_night": false, "guarded": false})
    };
    let rent = |amount: &str| json!([{"purpose": "DEDUCTION_PURPOSE_BOARD", "amount": pln(amount)}]);
    for (deductions, houses, expected) in [
        (rent("500"), json!([house("h", true)]), "R"),
        (rent("0"), json!([house("h", true)]), "-"),
        (rent("500"), json!([house("h", false)]), "-"),
        (rent("500"), json!([house("h", false), house("i", true)]), "R"),
        (rent("500"), json!([]), "-"),
        (json!([{"purpose": "DEDUCTION_PURPOSE_LOAN", "amount": pln("500")}]), json!([house("h", true)]), "-"),
        (json!([]), json!([house("h", true)]), "-"),
    ] {
        check(rule, "2019-01-01", &taken(deductions, houses), expected);
    }
    // Nobody says what was taken for, or whether the permit is for the season.
    let taken_for = taken(json!([{"amount": pln("500")}]), json!([house("h", true)]));
    check(rule, "2019-01-01", &taken_for, "D");
    let rented = taken(rent("500"), json!([house("h", true)]));
    check(rule, "2019-01-01", &with(&rented, "/permits/items/0/type", Value::Null), "D");
    let others = taken(
        rent("500"),
        json!([testing::patched(&house("h", true), &json!({"worker_groups": {"items": ["others"]}}))]),
    );
    let others = with(&others, "/workers/items/-", json!({"id": "others", "nationalities": {"items": ["NPL"]}}));
    let others = with(&others, "/wages/items/0/worker_groups", json!({"items": ["crew"]}));
    check(rule, "2019-01-01", &others, "-");
    check(rule, "2019-01-01", &with(&harvest(), "/wages/items/0/deductions", Value::Null), "-");
}

#[test]
fn pay_that_is_compared() {
    let rule = "eu.single_permit";
    let single = |deductions: Value, received: &str| {
        let record = with(&harvest(), "/permits/items/0/type", json!("PERMIT_TYPE_SINGLE"));
        let record = with(&record, "/wages/items/0/received_by_worker", pln(received));
        with(&record, "/wages/items/0/deductions", json!({"items": deductions}))
    };
    let taken = |purpose: Value, amount: &str, basis: Value| {
        testing::patched(&json!({"amount": pln(amount)}), &json!({"purpose": purpose, "lawful_basis": basis}))
    };
    let tax = |kind: &str| json!(format!("DEDUCTION_PURPOSE_{kind}"));
    let statute = || json!("LAWFUL_BASIS_STATUTE");
    for (deductions, received, expected) in [
        (json!([]), "4000", "-"),
        (json!([taken(tax("TAX"), "1000", statute())]), "3000", "-"),
        (json!([taken(tax("SOCIAL_INSURANCE"), "1000", statute())]), "3000", "-"),
        (json!([taken(tax("TAX_AND_SOCIAL_INSURANCE"), "1000", statute())]), "3000", "-"),
        (json!([taken(tax("LOAN"), "1000", statute())]), "3000", "V"),
        (json!([taken(tax("LOAN"), "1000", Value::Null)]), "3000", "V"),
        (json!([taken(tax("TAX"), "999.99", statute())]), "3000", "V"),
        // What is not known decides only where it would be enough.
        (json!([taken(tax("TAX"), "1000", Value::Null)]), "3000", "D"),
        (json!([taken(tax("TAX"), "999.99", Value::Null)]), "3000", "V"),
        (json!([taken(tax("TAX"), "1000", statute()), taken(tax("TAX"), "1", Value::Null)]), "3000", "-"),
        (json!([taken(Value::Null, "1000", statute())]), "3000", "D"),
        (json!([taken(Value::Null, "1000", json!("LAWFUL_BASIS_NONE"))]), "3000", "V"),
    ] {
        check(rule, "2019-01-01", &single(deductions, received), expected);
    }
    // Enough arrives: nobody needs to know the deductions.
    check(rule, "2019-01-01", &with(&single(json!([]), "4000"), "/wages/items/0/deductions", Value::Null), "-");
    let others = with(&single(json!([]), "3000"), "/permits/items/0/worker_groups", json!({"items": ["others"]}));
    let others = with(&others, "/workers/items/-", json!({"id": "others", "nationalities": {"items": ["NPL"]}}));
    check(rule, "2019-01-01", &with(&others, "/wages/items/0/worker_groups", json!({"items": ["crew"]})), "-");
}

/// North Korean workers whose removal is planned.
fn planned(parts: &Value) -> Value {
    let record = json!({
        "parties": {"items": [{"id": "agency", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "POL", "is_eu_person": true}]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]},
        "deployment": {"start": "2010-01-01", "removal_planned_on": "2019-06-01"},
        "worksites": {"items": [{"id": "yard", "country": "POL"}]},
        "protection_claims": {"items": []},
        "coercion": {"items": [{"id": "c", "threats": {"items": []}, "family_reprisal_threat": false}]}
    });
    testing::patched(&record, parts)
}

#[test]
fn fear_of_return() {
    let rule = "eu.nonrefoul";
    let check = |record: &Value, expected: &str| check(rule, "2019-05-01", record, expected);
    check(&planned(&json!({})), "-");
    let claim = |claims: Value| planned(&json!({"protection_claims": {"items": claims}}));
    let stated = |change: Value| testing::patched(&json!({"id": "s", "fear_stated_on": "2019-04-01"}), &change);
    for (claims, expected) in [
        (json!([stated(json!({}))]), "P"),
        (json!([stated(json!({"fear_stated_on": "2019-05-02"}))]), "-"),
        (json!([stated(json!({"result": "CLAIM_RESULT_REFUSED", "decided_on": "2019-05-01"}))]), "R"),
        (json!([stated(json!({"result": "CLAIM_RESULT_REFUSED", "decided_on": "2019-05-02"}))]), "P"),
        (json!([{"id": "g", "result": "CLAIM_RESULT_GRANTED", "decided_on": "2019-05-01"}]), "P"),
        (json!([stated(json!({})), stated(json!({"id": "t", "fear_stated_on": "2019-05-02"}))]), "P"),
        (json!([stated(json!({"worker_groups": {"items": ["others"]}}))]), "-"),
    ] {
        check(&claim(claims), expected);
    }
    assert!(
        text(
            rule,
            "2019-05-01",
            &claim(json!([{"id": "g", "result": "CLAIM_RESULT_GRANTED", "decided_on": "2019-05-01"}]))
        ) != text(rule, "2019-05-01", &claim(json!([stated(json!({}))])))
    );
    // Another group's fear is not theirs.
    let two = with(
        &claim(json!([stated(json!({"worker_groups": {"items": ["others"]}}))])),
        "/workers/items/-",
        json!({"id": "others", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"}),
    );
    check(&two, "-");
    let coerced = |entries: Value| planned(&json!({"coercion": {"items": entries}}));
    let threat = |change: Value| {
        let threat = testing::patched(&json!({"kind": "THREAT_KIND_FAMILY_REPRISAL"}), &change);
        json!({"id": "t", "threats": {"items": [threat]}})
    };
    let none = || json!({"id": "n", "threats": {"items": []}, "family_reprisal_threat": false});
    for (entries, expected) in [
        (json!([threat(json!({}))]), "P"),
        (json!([threat(json!({"kind": "THREAT_KIND_REPATRIATION"}))]), "P"),
        (json!([threat(json!({"kind": "THREAT_KIND_VIOLENCE"}))]), "-"),
        (json!([threat(json!({"date": "2019-05-01"}))]), "P"),
        (json!([threat(json!({"date": "2019-05-02"}))]), "-"),
        (json!([none(), threat(json!({}))]), "P"),
        (json!([threat(json!({})), none()]), "P"),
        (json!([none(), none()]), "-"),
        (json!([{"id": "f", "family_reprisal_threat": true}]), "P"),
        (json!([{"id": "f", "family_reprisal_threat": false}]), "D"),
    ] {
        check(&coerced(entries), expected);
    }
    let theirs = with(
        &coerced(json!([
            testing::patched(&threat(json!({})), &json!({"worker_groups": {"items": ["others"]}})),
            none()
        ])),
        "/workers/items/-",
        json!({"id": "others", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"}),
    );
    check(&theirs, "-");
    // Nobody recorded claims, and reprisals are known all the same.
    let unlooked = with(&coerced(json!([threat(json!({}))])), "/protection_claims", Value::Null);
    check(&unlooked, "P");
    check(&with(&planned(&json!({})), "/protection_claims", Value::Null), "D");
    let unknown = with(&claim(json!([stated(json!({}))])), "/workers/items/0/nationalities", Value::Null);
    check(&unknown, "R");
    check(&with(&planned(&json!({})), "/workers", Value::Null), "not assessed: workers");
}

/// A payment of the yard to somebody in North Korea.
fn transfer(purpose: Value, euros: &str, extra: &Value) -> Value {
    let payee = json!({"id": "payee", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK"});
    let record = pays(&yard_with(&[payee]), "yard", "payee", "2018-01-01");
    let base = json!({"to_country": "PRK", "amount": {"currency": "EUR", "amount": euros}});
    let payment = testing::patched(&record["transactions"]["items"][0], &base);
    let payment = testing::patched(&payment, &json!({"purpose": purpose}));
    with(&record, "/transactions/items/0", testing::patched(&payment, extra))
}

#[test]
fn where_funds_come_from_and_go() {
    let rule = "eu.dprk.transfer.ban";
    let wages = || json!("TRANSACTION_PURPOSE_WAGES");
    let elsewhere = transfer(wages(), "100", &json!({"to_country": "CHN", "payer_institution": {"country": "POL"}}));
    let check = |extra: Value, expected: &str| {
        let payment = testing::patched(&elsewhere["transactions"]["items"][0], &extra);
        check(rule, "2018-01-01", &with(&elsewhere, "/transactions/items/0", payment), expected);
    };
    check(json!({}), "-");
    check(json!({"payee_institution": {"country": "PRK"}}), "P");
    check(json!({"payee_institution": {"country": "CHN"}}), "-");
    check(json!({"bank": {"country": "PRK"}}), "P");
    check(json!({"bank": {"country": "CHN"}}), "-");
    check(json!({"bank": {}}), "-");
    check(json!({"payer_institution": {"country": "PRK"}}), "P");
    check(json!({"to_country": null, "payee_institution": {"country": "PRK"}}), "P");
    check(json!({"to_country": null, "payee_institution": {"country": "CHN"}}), "-");
    check(json!({"to_country": null}), "D");
    check(json!({"to_country": null, "bank": {"country": "PRK"}}), "P");
    check(json!({"to_country": null, "executed": false}), "-");
    let from = json!({"to_country": "POL", "payer_institution": null, "payer": "payee", "payee": "yard"});
    check(from, "D");
}

#[test]
fn free_and_linked_transfers() {
    let purpose = |purpose: &str| json!(format!("TRANSACTION_PURPOSE_{purpose}"));
    let rule = "eu.dprk.transfer.15k";
    let food = |euros: &str, extra: Value| {
        let record = transfer(purpose("FOOD"), euros, &json!({}));
        let payment = testing::patched(&record["transactions"]["items"][0], &extra);
        with(&record, "/transactions/items/0", payment)
    };
    for (record, expected) in [
        (food("15000", json!({})), "X"),
        (food("15000.01", json!({})), "P"),
        (food("1", json!({"amount": null})), "D"),
        (food("1", json!({"amount": null, "authorisation_ref": "MF"})), "X"),
        (food("20000", json!({"authorisation_ref": "MF"})), "X"),
        (transfer(Value::Null, "1", &json!({})), "-"),
        (transfer(purpose("WAGES"), "1", &json!({})), "-"),
    ] {
        check(rule, "2018-01-01", &record, expected);
    }
    let unsized_ = food("1", json!({"amount": null, "authorisation_ref": "MF"}));
    assert_eq!(exemption(rule, "2018-01-01", &unsized_), "MF");
    assert!(text(rule, "2018-01-01", &unsized_).contains("an amount that is not recorded"));
    let rule = "eu.dprk.remit.5k@2017";
    let remitted = transfer(purpose("PERSONAL_REMITTANCE"), "9000", &json!({}));
    check(rule, "2018-01-01", &remitted, "P");
    let unsized_ = with(&remitted, "/transactions/items/0/amount", Value::Null);
    let authorised = with(&unsized_, "/transactions/items/0/authorisation_ref", json!("MF"));
    assert_ne!(testing::answer(&PLUGIN, rule, "2018-01-01", &authorised), "-");
    // Where it goes is not recorded, and where it comes from.
    check(rule, "2018-01-01", &with(&remitted, "/transactions/items/0/to_country", Value::Null), "D");
    let linked = "eu.dprk.linked";
    let group = |all: &[(&str, &str, Value)]| {
        let model = transfer(purpose("PERSONAL_REMITTANCE"), "1", &json!({"link_group": "a"}));
        let items: Vec<_> = all.iter().enumerate().map(|(place, (day, euros, extra))| {
            let own = json!({"id": format!("t{}", place + 1), "date": day, "amount": {"currency": "EUR", "amount": euros}});
            testing::patched(&testing::patched(&model["transactions"]["items"][0], &own), extra)
        }).collect();
        set(&model, "transactions", json!(items))
    };
    let found = |all: &[(&str, &str, Value)]| {
        let found = subjects(linked, "2018-12-31", &group(all));
        found.into_iter().map(|(id, letter)| format!("{id} {letter}")).collect::<Vec<_>>().join(", ")
    };
    let none = || json!({});
    assert_eq!(found(&[("2018-01-01", "3000", none()), ("2018-01-02", "3000", none())]), "t2 P");
    // One at the limit by itself counts into the sum; recorded later, made earlier; of another purpose; not made.
    assert_eq!(found(&[("2018-01-01", "1", none()), ("2018-01-02", "5000", none())]), "t2 P");
    assert_eq!(found(&[("2018-01-02", "3000", none()), ("2018-01-01", "3000", none())]), "t1 P");
    assert_eq!(
        found(&[
            ("2018-01-01", "3000", json!({"purpose": "TRANSACTION_PURPOSE_FOOD"})),
            ("2018-01-02", "3000", none())
        ]),
        ""
    );
    assert_eq!(found(&[("2018-01-01", "3000", json!({"executed": false})), ("2018-01-02", "3000", none())]), "");
    assert_eq!(found(&[("2018-01-01", "3000", json!({"date": null})), ("2018-01-02", "3000", none())]), "t1 D");
    // On the day of the lowered limit the old one bars, the new one is for review.
    assert_eq!(found(&[("2017-10-16", "8000", none()), ("2017-10-16", "8000", none())]), "t2 P");
    assert_eq!(found(&[("2017-10-16", "3000", none()), ("2017-10-16", "3000", none())]), "t2 R");
    let food = json!({"purpose": "TRANSACTION_PURPOSE_FOOD"});
    assert_eq!(found(&[("2017-10-16", "3000", food.clone()), ("2017-10-16", "3000", food)]), "");
    let unsaid = group(&[("2018-01-01", "3000", none()), ("2018-01-02", "3000", json!({"to_country": null}))]);
    check(linked, "2018-12-31", &unsaid, "D");
    let elsewhere = json!({"to_country": "CHN", "payer_institution": {"country": "POL"}, "amount": null});
    check(linked, "2018-12-31", &group(&[("2018-01-01", "1", elsewhere)]), "-");
    let adopted = group(&[("2017-10-16", "3000", none()), ("2017-10-16", "3000", json!({"to_country": null}))]);
    check(linked, "2018-12-31", &adopted, "D");
    // An undertaking whose purpose frees nothing is no exception for its bank.
    let bank = json!({"id": "bank", "roles": ["PARTY_ROLE_BANK"], "country": "POL"});
    let small = transfer(
        purpose("WAGES"),
        "1",
        &json!({"payer_institution": {"party": "bank"}, "payee_institution": {"country": "PRK"}}),
    );
    check("eu.dprk.fi", "2018-01-01", &with(&with(&small, "/parties/items/-", bank), "/ventures", json!({})), "P");
}

/// North Korean welders in Gdynia.
fn welders(parts: &Value) -> Value {
    let record = json!({
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]},
        "permits": {"items": [{"id": "p", "kind": "PERMIT_KIND_RENEWAL", "issued": "2017-11-02"}]}
    });
    testing::patched(&testing::patched(&yard_with(&[]), &record), parts)
}

#[test]
fn permits_of_several_groups_and_days() {
    let rule = "eu.dprk.permit.new";
    let others = json!({"id": "others", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"});
    check(rule, "2018-01-01", &with(&welders(&json!({})), "/workers/items/-", others.clone()), "P");
    let refugees = with(&welders(&json!({})), "/workers/items/0/protection", json!("PROTECTION_REFUGEE"));
    check(rule, "2018-01-01", &with(&refugees, "/workers/items/-", others), "X");
    let pending = with(&welders(&json!({})), "/workers/items/0/protection", json!("PROTECTION_ASYLUM_PENDING"));
    check(rule, "2018-01-01", &pending, "R");
    for (change, expected) in [
        (json!({"committee_approval_ref": "A"}), "X"),
        (json!({"committee_approval_ref": "A", "committee_approval_date": "2017-11-02"}), "X"),
        (json!({"committee_approval_ref": "A", "committee_approval_date": "2017-11-03"}), "P"),
    ] {
        let record = welders(&json!({}));
        let permit = testing::patched(&record["permits"]["items"][0], &change);
        check(rule, "2018-01-01", &with(&record, "/permits/items/0", permit), expected);
    }
    for part in ["workers", "worksites"] {
        check(
            rule,
            "2018-01-01",
            &with(&welders(&json!({})), &format!("/{part}"), Value::Null),
            &format!("not assessed: {part}"),
        );
    }
    let unknown = with(&welders(&json!({})), "/workers/items/0/nationalities", Value::Null);
    assert!(missing(rule, "2018-01-01", &unknown).contains("nationalities"));
    let rule = "eu.dprk.repatriate";
    check(rule, "2020-01-10", &with(&welders(&json!({})), "/worksites", Value::Null), "not assessed: worksites");
    assert_eq!(days_of(rule, "2019-12-22", &welders(&json!({}))), pair("2019-12-22", "2019-12-22"));
    assert_eq!(days_of(rule, "2020-01-10", &welders(&json!({}))), pair("2019-12-23", "2019-12-22"));
    let dual = |codes: Value| with(&welders(&json!({})), "/workers/items/0/nationalities/items", codes);
    assert_eq!(days_of(rule, "2020-01-10", &dual(json!(["PRK", "KOR"]))), pair("2019-12-23", "2019-12-22"));
    let rule = "eu.dprk.permit.cap";
    let counts = |counts: Value| json!({"state": {"country": "POL", "permits_valid": counts}});
    let more = counts(json!([{"date": "2017-08-05", "count": "462"}, {"date": "2017-09-20", "count": "463"},
        {"date": "2017-10-20", "count": "400"}]));
    assert_eq!(days_of(rule, "2017-10-01", &more).0, "2017-09-20", "the day of the count");
    check(rule, "2017-10-19", &more, "V");
    check(rule, "2017-10-20", &more, "-");
    let unsaid = with(&more, "/state/country", Value::Null);
    check(rule, "2017-10-01", &unsaid, "D");
    check(rule, "2017-10-01", &with(&more, "/state/country", json!("QAT")), "-");
    let undated = with(&with(&more, "/state/country", json!("QAT")), "/state/permits_valid/0/date", Value::Null);
    check(rule, "2017-10-01", &undated, "-");
}

#[test]
fn who_is_expelled() {
    let rule = "eu.dprk.expel";
    let kim = |principal: &Value, extra: &Value| {
        let base = json!({"id": "kim", "roles": ["PARTY_ROLE_OTHER"], "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK",
            "domicile": "POL", "acts_for": "trader", "protection": "PROTECTION_NONE"});
        yard_with(&[principal.clone(), testing::patched(&base, extra), listed("owner", "EU-DPRK", "2010-01-01")])
    };
    let listed = listed("trader", "EU-DPRK", "2010-01-01");
    check(rule, "2018-01-01", &kim(&listed, &json!({})), "V");
    check(rule, "2018-01-01", &kim(&listed, &json!({"acts_for": "nobody"})), "-");
    let firm = testing::patched(&owned("trader", &[("owner", "60")]), &json!({"country": "CHN"}));
    check(rule, "2018-01-01", &kim(&firm, &json!({})), "V");
    let small = testing::patched(&owned("trader", &[("owner", "10")]), &json!({"country": "CHN"}));
    check(rule, "2018-01-01", &kim(&small, &json!({})), "-");
    // Open whether the principal is listed, and certain that the person is of North Korea.
    let undated = with(&json!({"p": listed}), "/p/lists/items/0/listed_on", Value::Null)["p"].clone();
    check(rule, "2018-01-01", &kim(&undated, &json!({})), "R");
    let two =
        with(&kim(&listed, &json!({"domicile": null})), "/worksites/items/-", json!({"id": "far", "country": "QAT"}));
    check(rule, "2018-01-01", &two, "V");
}

#[test]
fn who_may_be_a_body_of_the_state() {
    let rule = "eu.dprk.property";
    let lease = |tenant: Value, workers: &str| {
        let base = json!({"id": "l", "lessor": "yard", "lessee": "tenant", "use": "LEASE_USE_ACCOMMODATION", "from": "2010-01-01"});
        let tenant =
            testing::patched(&json!({"id": "tenant", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"}), &tenant);
        let record = with(&yard_with(&[tenant]), "/ventures", json!({"leases": [base]}));
        set(&record, "workers", json!([{"id": "crew", "nationalities": {"items": [workers]}}]))
    };
    for (tenant, workers, expected) in [
        (json!({}), "PRK", "-"),
        (json!({"country": "PRK"}), "NPL", "D"),
        (json!({"country": null}), "NPL", "D"),
        (json!({"country": "PRK", "kind": "PARTY_KIND_INDIVIDUAL"}), "NPL", "-"),
        (json!({"roles": ["PARTY_ROLE_SENDER"]}), "PRK", "D"),
        (json!({"roles": ["PARTY_ROLE_SENDER"]}), "NPL", "-"),
        (json!({"roles": ["PARTY_ROLE_SENDER"], "government_of_north_korea": false}), "PRK", "-"),
        (json!({"government_of_north_korea": true}), "NPL", "P"),
    ] {
        check(rule, "2018-01-01", &lease(tenant, workers), expected);
    }
    let held = |shares: Value| {
        let record = lease(json!({"owners": {"items": shares}}), "NPL");
        let ministry = json!({"id": "ministry", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK", "government_of_north_korea": true});
        let middle = testing::patched(
            &owned("middle", &[("ministry", "60")]),
            &json!({"country": "CHN", "government_of_north_korea": false}),
        );
        with(&with(&record, "/parties/items/-", ministry), "/parties/items/-", middle)
    };
    check(rule, "2018-01-01", &held(json!([{"owner": "ministry", "percent": "60"}])), "P");
    check(rule, "2018-01-01", &held(json!([{"owner": "ministry", "percent": "10"}])), "-");
    check(rule, "2018-01-01", &held(json!([{"owner": "middle", "percent": "60"}])), "R");
}

#[test]
fn assets_and_who_gets_them() {
    let rule = "eu.dprk.makeavail";
    let trader = || listed("trader", "EU-DPRK", "2010-01-01");
    let paid =
        |holdings: Value| set(&pays(&yard_with(&[trader()]), "yard", "trader", "2018-01-01"), "holdings", holdings);
    let holding = |change: Value| {
        let base = json!({"id": "h", "transaction": "t", "party": "trader", "blocked_on": "2018-01-01"});
        testing::patched(&base, &change)
    };
    for (holdings, expected) in [
        (json!([holding(json!({}))]), "X"),
        (json!([holding(json!({"transaction": "other"}))]), "P"),
        (json!([holding(json!({"transaction": null}))]), "P"),
        (json!([holding(json!({"transaction": "other"})), holding(json!({"id": "i"}))]), "X"),
        (json!([holding(json!({"blocked_on": "2018-02-01"}))]), "P"),
    ] {
        check(rule, "2018-01-10", &paid(holdings), expected);
    }
    let lease = |change: Value| {
        let base = json!({"id": "l", "lessor": "yard", "lessee": "trader", "from": "2018-01-01"});
        let record = with(&yard_with(&[trader()]), "/ventures", json!({"leases": [testing::patched(&base, &change)]}));
        set(&set(&record, "transactions", json!([])), "wages", json!([]))
    };
    for (change, expected) in [
        (json!({}), "P"),
        (json!({"lessee": null}), "-"),
        (json!({"to": "2018-02-01"}), "-"),
        (json!({"to": "2018-02-02"}), "P"),
        (json!({"from": null, "lessee": "yard"}), "-"),
    ] {
        check(rule, "2018-02-01", &lease(change), expected);
    }
    let two = lease(json!({"from": "2018-03-01"}));
    let two = with(
        &two,
        "/ventures/leases/-",
        json!({"id": "m", "lessor": "yard", "lessee": "trader", "from": "2018-01-01"}),
    );
    check(rule, "2018-02-01", &two, "P");
    let swapped = lease(json!({}));
    let swapped = with(
        &swapped,
        "/ventures/leases/-",
        json!({"id": "m", "lessor": "yard", "lessee": "trader", "from": "2018-03-01"}),
    );
    check(rule, "2018-02-01", &swapped, "P");
    // Two senders, of whom one is listed; the payee of wages that nobody named.
    let crew = |first: Value, second: Value, payee: Value| {
        let as_sender =
            |party: Value| with(&json!({"p": party}), "/p/roles", json!(["PARTY_ROLE_SENDER"]))["p"].clone();
        let record = yard_with(&[as_sender(first), as_sender(second)]);
        let record = set(&record, "workers", json!([{"id": "crew", "nationalities": {"items": ["PRK"]}}]));
        let line = testing::patched(&json!({"id": "w"}), &json!({"payee": payee}));
        set(&set(&record, "wages", json!([line])), "transactions", json!([]))
    };
    let other = || testing::patched(&unlisted("other"), &json!({"owners": {"items": []}}));
    let sender = || json!("PAYEE_SENDER");
    check(rule, "2018-02-01", &crew(trader(), other(), sender()), "P");
    check(rule, "2018-02-01", &crew(other(), trader(), sender()), "P");
    check(rule, "2018-02-01", &crew(other(), other(), sender()), "-");
    check(rule, "2018-02-01", &crew(other(), other(), Value::Null), "-");
    check(rule, "2018-02-01", &crew(other(), trader(), Value::Null), "D");
    // A payment to a listed bank as well as to somebody who is not.
    let bank = with(
        &pays(&yard_with(&[trader(), unlisted("payee")]), "yard", "payee", "2018-01-01"),
        "/transactions/items/0/payee_institution",
        json!({"party": "trader"}),
    );
    check(rule, "2018-01-01", &bank, "P");
    // A sender that is a body of the State, and nobody looked at its owners.
    let body = |change: Value| {
        let base = json!({"id": "bureau", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK"});
        crew(testing::patched(&base, &change), other(), sender())
    };
    for (change, code, expected) in [
        (json!({}), "PRK", "D"),
        (json!({}), "NPL", "-"),
        (json!({"country": null}), "PRK", "D"),
        (json!({"country": "CHN"}), "PRK", "-"),
        (json!({"owners": {"items": []}, "government_of_north_korea": true}), "PRK", "-"),
        (json!({"government_of_north_korea": true}), "PRK", "R"),
    ] {
        let record = with(&body(change), "/workers/items/0/nationalities/items", json!([code]));
        check(rule, "2018-02-01", &record, expected);
    }
    // Property that a payment brought or took is the payment's matter, unless that was stopped.
    let held = |transaction: Value| {
        let record = with(&yard_with(&[trader()]), "/deployment/end", json!("2017-01-01"));
        let record = pays(&record, "yard", "yard", "2018-01-01");
        let holding = testing::patched(
            &json!({"id": "h", "party": "trader", "holder": "yard", "blocked_on": "2018-01-01"}),
            &json!({"transaction": transaction}),
        );
        set(&record, "holdings", json!([holding]))
    };
    check("eu.dprk.freeze", "2018-02-01", &held(Value::Null), "P");
    check("eu.dprk.freeze", "2018-02-01", &held(json!("t")), "-");
    let stopped = with(&held(json!("t")), "/transactions/items/0/executed", json!(false));
    check("eu.dprk.freeze", "2018-02-01", &stopped, "P");
    // Two entries, one of which ended.
    let entries = json!({"items": [{"list": "EU-DPRK", "listed_on": "2010-01-01", "delisted_on": "2012-01-01"},
        {"list": "EU-DPRK", "listed_on": "2017-01-01"}]});
    let twice = with(&held(Value::Null), "/parties/items/1/lists", entries);
    check("eu.dprk.freeze", "2018-02-01", &twice, "P");
}

#[test]
fn human_rights_and_their_payments() {
    let rule = "eu.ghr.freeze";
    let minister = || listed("minister", "EU-GHR", "2021-03-22");
    let lease = json!({"leases": [{"id": "l", "lessor": "yard", "lessee": "minister", "from": "2021-04-01"}]});
    let let_to = with(&yard_with(&[minister()]), "/ventures", lease);
    check(rule, "2021-05-01", &let_to, "P");
    let wages = |payee: &str| {
        let sender = with(&json!({"p": minister()}), "/p/roles", json!(["PARTY_ROLE_SENDER"]))["p"].clone();
        let record = with(&yard_with(&[sender]), "/deployment/start", json!("2021-01-01"));
        set(&record, "wages", json!([{"id": "w", "payee": payee}]))
    };
    let found = |record: &Value| subjects(rule, "2021-05-01", record);
    assert!(found(&wages("PAYEE_SENDER")).contains(&("w".to_owned(), "P")));
    assert!(found(&wages("PAYEE_STATE")).contains(&("w".to_owned(), "R")));
    let rule = "eu.ghr.circumvent";
    let hidden = |payee: Value, knows: bool| {
        let record = pays(&yard_with(&[minister(), unlisted("front")]), "yard", "front", "2021-04-01");
        let record = with(&record, "/transactions/items/0/concealment", json!("CONCEALMENT_INTERMEDIARY"));
        let payment = testing::patched(&record["transactions"]["items"][0], &json!({"payee": payee}));
        let record = with(&record, "/transactions/items/0", payment);
        let pieces = if knows { json!([{"known_on": "2021-01-01"}]) } else { json!([]) };
        with(&record, "/transactions/items/0/knowledge", json!({"items": pieces}))
    };
    check(rule, "2021-04-01", &hidden(json!("front"), false), "R");
    check(rule, "2021-04-01", &hidden(json!("front"), true), "P");
    check(rule, "2021-04-01", &hidden(Value::Null, false), "R");
    // Who is paid openly is not who hides behind it.
    check(rule, "2021-04-01", &hidden(json!("minister"), false), "-");
    let open = with(&hidden(json!("front"), true), "/transactions/items/0/concealment", json!("CONCEALMENT_NONE"));
    check(rule, "2021-04-01", &open, "-");
    let undated = with(&hidden(json!("front"), true), "/parties/items/1/lists/items/0/listed_on", Value::Null);
    check(rule, "2021-04-01", &undated, "R");
}
