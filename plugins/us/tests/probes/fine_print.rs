//! What is easily got wrong and shows in few records: the second of two entries, one half of a condition, what a finding tells.

use comity_sdk::v1::Finding;

use super::*;

fn first(rule: &str, as_of: &str, record: &Value) -> Finding {
    let found = PROBES.findings(rule, as_of, record).into_iter().next();
    found.unwrap_or_else(|| panic!("{rule} finds nothing on {as_of}: {record:#}"))
}

fn set(record: &Value, part: &str, items: Value) -> Value {
    with(record, &format!("/{part}"), json!({"items": items}))
}

/// A host in Doha with a crew under threat, and whoever else takes part.
fn threatened(host: &Value) -> Value {
    let base = json!({"id": "manager", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "QAT", "is_us_person": true});
    let record = json!({"parties": {"items": [testing::patched(&base, host)]}, "deployment": {"start": "1990-01-01"}});
    let record = with(&record, "/workers", workers("PRK"));
    let record = set(&record, "worksites", json!([{"id": "site", "country": "QAT"}]));
    set(
        &record,
        "coercion",
        json!([{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]},
        "violence": {"items": []}, "family_reprisal_threat": true}]),
    )
}

#[test]
fn roles_in_forced_labour() {
    let rule = "us.1589";
    let as_role = |roles: Value| threatened(&json!({"roles": roles}));
    for role in ["HOST_EMPLOYER", "USER", "RECRUITER", "SENDER", "PRINCIPAL", "BUYER"] {
        check(rule, "2018-01-01", &as_role(json!([format!("PARTY_ROLE_{role}")])), "R");
    }
    check(rule, "2018-01-01", &as_role(json!(["PARTY_ROLE_IMPORTER"])), "-");
    // Benefit counts since 2008-12-23; who also obtains the labour answers before, where the work is in the United States.
    let home = |roles: Value| with(&as_role(roles), "/worksites/items/0/country", json!("USA"));
    for (roles, before) in [
        (json!(["PARTY_ROLE_PRINCIPAL"]), "-"),
        (json!(["PARTY_ROLE_BUYER"]), "-"),
        (json!(["PARTY_ROLE_PRINCIPAL", "PARTY_ROLE_BUYER"]), "-"),
        (json!(["PARTY_ROLE_PRINCIPAL", "PARTY_ROLE_USER"]), "R"),
        (json!(["PARTY_ROLE_USER", "PARTY_ROLE_PRINCIPAL"]), "R"),
    ] {
        dates(rule, &home(roles), &[("2008-12-22", before), ("2008-12-23", "R")]);
    }
    // A parent by name alone takes no part; one that is also the host does.
    check(rule, "2018-01-01", &as_role(json!(["PARTY_ROLE_PARENT"])), "-");
    check(rule, "2018-01-01", &as_role(json!(["PARTY_ROLE_PARENT", "PARTY_ROLE_HOST_EMPLOYER"])), "R");
    let pays = |change: Value| {
        let payment = testing::patched(&json!({"id": "t", "payer": "manager", "date": "2018-01-01"}), &change);
        set(&as_role(json!(["PARTY_ROLE_PARENT"])), "transactions", json!([payment]))
    };
    check(rule, "2018-01-01", &pays(json!({})), "R");
    check(rule, "2018-01-01", &pays(json!({"date": null})), "R");
    check(rule, "2018-01-01", &pays(json!({"date": "2018-01-02"})), "-");
    for through in ["bank", "payer_institution", "payee_institution"] {
        let others = json!({"payer": "nobody", through: {"party": "manager"}});
        check(rule, "2018-01-01", &pays(others), "R");
    }
    let two = json!({"payer": "nobody", "bank": {"party": "other"}, "payer_institution": {"party": "manager"}});
    check(rule, "2018-01-01", &pays(two), "R");
    // One site of several in the United States is enough; one without a country may be there.
    let foreign = threatened(&json!({"is_us_person": false}));
    let at = |first: Value, second: Value| {
        let site = |id: &str, country: Value| testing::patched(&json!({"id": id}), &json!({"country": country}));
        set(&foreign, "worksites", json!([site("a", first), site("b", second)]))
    };
    check(rule, "2018-01-01", &at(json!("QAT"), json!("USA")), "R");
    check(rule, "2018-01-01", &at(json!("QAT"), Value::Null), "D");
    check(rule, "2018-01-01", &at(json!("QAT"), json!("QAT")), "-");
}

#[test]
fn signs_of_force() {
    let rule = "us.1589";
    let with_signs = |entry: Value| set(&threatened(&json!({})), "coercion", json!([entry]));
    let beaten = json!({"id": "c", "threats": {"items": []}, "violence": {"items": [{"by": "ACTOR_MINDER"}]}});
    check(rule, "2018-01-01", &with_signs(beaten), "R");
    // No threat and no violence, and still act, means and purpose: papers taken, pay withheld, nobody may quit.
    let bound =
        with_signs(json!({"id": "c", "threats": {"items": []}, "violence": {"items": []}, "can_resign": false}));
    let bound = set(
        &bound,
        "liberty",
        json!([{"id": "p", "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
        "passport_held_on_written_request": false, "may_leave_site": false, "may_leave_accommodation": false}]),
    );
    assert_ne!(testing::answer(&PLUGIN, rule, "2018-01-01", &bound), "-");
}

#[test]
fn who_holds_the_passports() {
    let rule = "us.1592";
    let held = |role: &str, holder: &str, change: Value| {
        let papers = json!({"id": "p", "passport_holder": format!("PASSPORT_HOLDER_{holder}"),
            "passport_held_on_written_request": false, "may_leave_site": false});
        let record = threatened(&json!({"roles": [format!("PARTY_ROLE_{role}")]}));
        set(&record, "liberty", json!([testing::patched(&papers, &change)]))
    };
    for (role, holder, expected) in [
        ("HOST_EMPLOYER", "EMPLOYER", "R"),
        ("SENDER", "SENDER", "R"),
        ("SENDER", "MINDER", "R"),
        ("SENDER", "WORKER", "-"),
        ("HOST_EMPLOYER", "AUTHORITY", "-"),
    ] {
        check(rule, "2018-01-01", &held(role, holder, json!({})), expected);
    }
    // In the United States whoever holds them is reached, but the worker and an authority.
    let home = |holder: &str| {
        let record = held("HOST_EMPLOYER", holder, json!({}));
        let record = with(&record, "/parties/items/0/is_us_person", json!(false));
        with(&record, "/worksites/items/0/country", json!("USA"))
    };
    for (holder, expected) in [("EMPLOYER", "R"), ("MINDER", "R"), ("WORKER", "-"), ("AUTHORITY", "-")] {
        check(rule, "2018-01-01", &home(holder), expected);
    }
    // Of two senders one of the United States is enough.
    let two = |first: bool, second: bool| {
        let record = held("SENDER", "SENDER", json!({}));
        let record = with(&record, "/parties/items/0/is_us_person", json!(first));
        let second = json!({"id": "second", "roles": ["PARTY_ROLE_SENDER"], "country": "CHN", "is_us_person": second});
        with(&record, "/parties/items/-", second)
    };
    for (first, second, expected) in [(true, false, "R"), (false, true, "R"), (false, false, "-")] {
        check(rule, "2018-01-01", &two(first, second), expected);
    }
    for (request, returned, expected) in [
        (json!(true), json!(true), "-"),
        (json!(true), json!(false), "R"),
        (json!(false), json!(true), "R"),
        (json!(true), Value::Null, "D"),
        (Value::Null, json!(true), "D"),
    ] {
        let change = json!({"passport_held_on_written_request": request, "passport_returned_on_demand": returned});
        check(rule, "2018-01-01", &held("HOST_EMPLOYER", "EMPLOYER", change), expected);
    }
    check(
        rule,
        "2018-01-01",
        &with(&held("HOST_EMPLOYER", "EMPLOYER", json!({})), "/workers", Value::Null),
        "not assessed: workers",
    );
}

#[test]
fn practices_of_contractors() {
    let rule = "us.far";
    let clean = |role: &str| {
        let record = threatened(&json!({"roles": [format!("PARTY_ROLE_{role}")], "us_federal_contract": true}));
        let record = set(
            &record,
            "coercion",
            json!([{"id": "c", "recruitment_fee_paid_by_worker": {"currency": "USD", "amount": "0"}}]),
        );
        let record = set(&record, "liberty", json!([{"id": "p", "passport_holder": "PASSPORT_HOLDER_WORKER"}]));
        let record = set(&record, "contracts", json!([{"id": "k", "terms_substituted": false}]));
        with(&record, "/deployment/return_transport_provided", json!(true))
    };
    for role in ["HOST_EMPLOYER", "USER", "RECRUITER", "SENDER", "PRINCIPAL", "BUYER", "PARENT"] {
        check(rule, "2018-01-01", &clean(role), "-");
        let stranded = with(&clean(role), "/deployment/return_transport_provided", json!(false));
        check(rule, "2018-01-01", &stranded, "V");
    }
    let clean = clean("PRINCIPAL");
    let passport = |holder: &str| {
        json!({"id": "q", "passport_holder": format!("PASSPORT_HOLDER_{holder}"),
        "passport_held_on_written_request": false})
    };
    let fee = json!({"id": "d", "recruitment_fee_paid_by_worker": {"currency": "USD", "amount": "1"}});
    let housing = |day: &str| {
        json!([
        {"id": "i", "date": day, "findings": {"items": ["INSPECTION_FINDING_HOUSING"]}}, {"id": "j", "date": "2017-01-01"}])
    };
    for (path, entry) in [
        ("/liberty/items/-", passport("EMPLOYER")),
        ("/coercion/items/-", fee),
        ("/contracts/items/-", json!({"id": "l", "terms_substituted": true})),
    ] {
        check(rule, "2018-01-01", &with(&clean, path, entry), "V");
    }
    for (day, expected) in [("2017-12-31", "V"), ("2018-01-01", "V"), ("2018-01-02", "-")] {
        check(rule, "2018-01-01", &set(&clean, "inspections", housing(day)), expected);
    }
    let visited = json!([{"id": "j", "date": "2017-01-01"}]);
    check(rule, "2018-01-01", &set(&clean, "inspections", visited), "-");
    for (request, returned, expected) in
        [(json!(true), json!(true), "-"), (json!(true), json!(false), "V"), (json!(false), json!(true), "V")]
    {
        let papers = testing::patched(
            &passport("EMPLOYER"),
            &json!({"passport_held_on_written_request": request,
            "passport_returned_on_demand": returned}),
        );
        check(rule, "2018-01-01", &with(&clean, "/liberty/items/-", papers), expected);
    }
}

#[test]
fn tiers_by_year() {
    let rule = "us.tip";
    let tiers = |reports: Value| json!({"state": {"country": "QAT", "trafficking_tiers": reports}});
    let report = |year: u32, tier: u32, day: Value| {
        testing::patched(&json!({"year": year, "tier": tier}), &json!({"published_on": day}))
    };
    for (reports, expected) in [
        (json!([report(2014, 1, json!("2014-06-20")), report(2015, 3, json!("2015-07-27"))]), "I"),
        (json!([report(2015, 3, json!("2015-07-27")), report(2014, 1, json!("2014-06-20"))]), "I"),
        (json!([report(2014, 3, json!("2014-06-20")), report(2015, 1, json!("2015-07-27"))]), "-"),
        (json!([report(2015, 1, json!("2015-07-27")), report(2014, 3, json!("2014-06-20"))]), "-"),
        (json!([report(2015, 2, json!("2015-07-27"))]), "I"),
        (json!([report(2017, 3, Value::Null)]), "-"),
    ] {
        check(rule, "2016-01-01", &tiers(reports), expected);
    }
    // Of two of one year the first recorded speaks.
    let twice = tiers(json!([report(2015, 3, json!("2015-07-27")), report(2015, 1, json!("2015-07-27"))]));
    check(rule, "2016-01-01", &twice, "I");
    let finding = first(rule, "2016-01-01", &tiers(json!([report(2015, 3, json!("2015-07-27"))])));
    assert_eq!(finding.subject.unwrap().id, "QAT");
    // Nobody expects the report before June, one whose day is recorded counts before.
    let early = tiers(json!([report(2016, 3, json!("2016-05-20"))]));
    dates(rule, &early, &[("2016-05-19", "-"), ("2016-05-20", "I")]);
    // One that came out late was not out before.
    let late = tiers(json!([report(2015, 3, json!("2016-02-01"))]));
    dates(rule, &late, &[("2016-01-31", "-"), ("2016-02-01", "I")]);
    let undated = tiers(json!([report(2016, 3, Value::Null)]));
    dates(rule, &undated, &[("2016-05-31", "-"), ("2016-06-01", "D"), ("2016-12-31", "D"), ("2017-01-01", "I")]);
}

#[test]
fn lodging_and_trade() {
    let rule = "us.13722.2a4";
    let leased = |leases: Value| {
        let house = json!({"id": "house", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"});
        let record = with(&with(&case(&[house]), "/workers", workers("PRK")), "/ventures", json!({"leases": leases}));
        set(&record, "transactions", json!([]))
    };
    let lease = |change: Value| {
        let base = json!({"id": "l", "lessor": "house", "use": "LEASE_USE_ACCOMMODATION", "from": "2019-01-01"});
        testing::patched(&base, &change)
    };
    for (leases, expected) in [
        (json!([lease(json!({}))]), "R"),
        (json!([lease(json!({"lessor": "nobody"}))]), "-"),
        (json!([lease(json!({"lessor": null}))]), "-"),
        (json!([lease(json!({"lessor": "nobody"})), lease(json!({}))]), "R"),
        (json!([lease(json!({"from": "2020-01-14"}))]), "R"),
        (json!([lease(json!({"from": "2020-01-15"}))]), "-"),
        (json!([lease(json!({"to": "2020-01-14"}))]), "-"),
        (json!([lease(json!({"to": "2020-01-15"}))]), "R"),
    ] {
        check(rule, "2020-01-14", &leased(leases), expected);
    }

    let rule = "us.13810.1";
    let trade = |change: Value| {
        let importer = json!({"id": "importer", "roles": ["PARTY_ROLE_IMPORTER"], "country": "CHN"});
        let base = json!({"id": "g", "origin": "PRK", "market": "MARKET_OTHER", "entry_date": "2018-03-01",
            "importer": "importer"});
        let record = set(&case(&[importer]), "transactions", json!([]));
        set(&record, "goods", json!([testing::patched(&base, &change)]))
    };
    for (change, expected) in [
        (json!({}), "R"),
        (json!({"importer": "nobody"}), "-"),
        (json!({"importer": null}), "-"),
        (json!({"entry_date": null}), "R"),
        (json!({"entry_date": "2018-03-02"}), "-"),
        (json!({"entry_date": "2017-09-20"}), "-"),
        (json!({"entry_date": "2017-09-20", "exported_on": "2018-01-01"}), "-"),
        (json!({"entry_date": "2018-03-02", "exported_on": "2018-03-01"}), "R"),
        (json!({"origin": null}), "-"),
        (json!({"origin": null, "destination_country": "PRK"}), "R"),
        (json!({"origin": "CHN", "destination_country": "CHN"}), "-"),
        (json!({"origin": "CHN", "destination_country": "PRK"}), "R"),
    ] {
        check(rule, "2018-03-01", &trade(change), expected);
    }
    // A North Korean who trades is told as such.
    let national = with(&trade(json!({})), "/parties/items/1/country", json!("PRK"));
    assert!(text(rule, "2018-03-01", &national).contains("is a North Korean person"));
}

#[test]
fn support_by_the_purpose_and_the_market() {
    let rule = "us.13722.3";
    let record =
        with(&paid("2018-01-01", &unlisted("CHN")), "/parties/items/-", with(&bureau(), "/id", json!("bureau")));
    let record = with(&record, "/workers", workers("PRK"));
    for purpose in ["LABOUR_LEASE", "WAGES", "SERVICES"] {
        let purpose = json!(format!("TRANSACTION_PURPOSE_{purpose}"));
        check(rule, "2018-01-01", &with(&record, "/transactions/items/0/purpose", purpose), "R");
    }
    let goods = |change: Value| {
        let base = json!({"id": "g", "origin": "USA", "destination_country": "PRK", "exported_on": "2018-01-01",
            "market": "MARKET_OTHER"});
        json!({"goods": {"items": [testing::patched(&base, &change)]}})
    };
    check(rule, "2018-01-01", &goods(json!({})), "P");
    check(rule, "2018-01-01", &goods(json!({"origin": "CHN", "market": "MARKET_US"})), "P");
    // An undertaking of North Korea outside its country is for review.
    let abroad = with(&bureau(), "/country", json!("CHN"));
    let ventures = json!({"investments": [{"id": "i", "investor": "builder", "target": "payee", "percent": "50",
        "date": "2018-01-01"}]});
    check(rule, "2018-01-01", &with(&case(&[abroad]), "/ventures", ventures), "R");
}

#[test]
fn banks_and_cash() {
    let rule = "us.13810.4";
    let record = paid("2018-06-01", &listed("DPRK3", "2016-12-02"));
    let with_payment = |change: Value| {
        let payment = testing::patched(&record["transactions"]["items"][0], &change);
        with(&record, "/transactions/items/0", payment)
    };
    check(rule, "2018-06-01", &with_payment(json!({})), "R");
    check(rule, "2018-06-01", &with_payment(json!({"rejected_on": "2018-06-01"})), "R");
    check(rule, "2018-06-01", &with_payment(json!({"executed": false, "rejected_on": "2018-06-01"})), "-");
    // Carried by hand no bank handles it; by an institution it is handled, whatever the mode.
    check(rule, "2018-06-01", &with_payment(json!({"bank": null, "mode": "TRANSACTION_MODE_CASH"})), "-");
    check(rule, "2018-06-01", &with_payment(json!({"mode": "TRANSACTION_MODE_CASH"})), "R");
    check(rule, "2018-06-01", &with_payment(json!({"bank": null, "mode": "TRANSACTION_MODE_WIRE"})), "D");
    // The evidence shows the reviewer what the bank knew, and since when.
    let known =
        json!({"items": [{"id": "memo", "known_on": "2018-05-01"}, {"id": "letter", "known_on": "2018-05-02"}]});
    let evidence = first(rule, "2018-06-01", &with_payment(json!({"knowledge": known}))).evidence;
    let shown: Vec<_> = evidence.iter().filter(|e| e.path.contains("knowledge")).map(|e| e.value.as_str()).collect();
    assert_eq!(shown, ["2018-05-01", "2018-05-02"]);

    let rule = "us.510.evade";
    let hidden = |pieces: Value| {
        let record = with(
            &paid("2018-01-01", &bureau()),
            "/transactions/items/0/concealment",
            json!("CONCEALMENT_STRIPPED_TEXT"),
        );
        with(&record, "/transactions/items/0/knowledge", json!({"items": pieces}))
    };
    let piece = |id: &str, day: &str| json!({"id": id, "known_on": day});
    for (pieces, expected) in [
        (json!([piece("a", "2018-01-01")]), "P"),
        (json!([piece("a", "2018-01-02")]), "R"),
        (json!([piece("a", "2018-01-02"), piece("b", "2017-01-01")]), "P"),
        (json!([piece("a", "2017-01-01"), piece("b", "2018-01-02")]), "P"),
        (json!([]), "R"),
    ] {
        check(rule, "2018-01-01", &hidden(pieces), expected);
    }
    // A designated proliferator of another country is North Korea's by its designation.
    let designated = with(
        &paid("2018-01-01", &listed("DPRK2", "2016-01-01")),
        "/transactions/items/0/concealment",
        json!("CONCEALMENT_STRIPPED_TEXT"),
    );
    check(rule, "2018-01-01", &designated, "R");
    let rule = "us.510.214";
    let owners = json!({"items": [{"owner": "parent", "percent": "100"}]});
    let parent = |financial: Value, role: &str, country: &str| {
        testing::patched(
            &json!({"id": "parent", "roles": [format!("PARTY_ROLE_{role}")], "country": country}),
            &json!({"is_us_financial_institution": financial}),
        )
    };
    let pays = |payee: &Value, parent: Value| {
        let record = with(&paid("2020-05-01", payee), "/parties/items/0/owners", owners.clone());
        with(&with(&record, "/parties/items/0/country", json!("QAT")), "/parties/items/-", parent)
    };
    check(rule, "2020-05-01", &pays(&listed("DPRK2", "2016-01-01"), parent(json!(true), "PARENT", "USA")), "P");
    check(rule, "2020-05-01", &pays(&bureau(), parent(Value::Null, "PARENT", "USA")), "-");
    check(rule, "2020-05-01", &pays(&bureau(), parent(Value::Null, "BANK", "CHN")), "-");
    let controlled =
        with(&pays(&bureau(), parent(json!(true), "PARENT", "USA")), "/parties/items/0/owners", json!({"items": []}));
    let controlled = with(
        &controlled,
        "/parties/items/0/control_indicators",
        json!({"items": [{"by": "parent", "documented": true}]}),
    );
    check(rule, "2020-05-01", &controlled, "P");
}

#[test]
fn what_is_reported_and_kept() {
    let holding = |change: Value| {
        let base = json!({"id": "h", "transaction": "t", "holder": "builder", "blocked_on": "2018-06-04"});
        set(&paid("2018-06-04", &bureau()), "holdings", json!([testing::patched(&base, &change)]))
    };
    // Nobody says by which law: that of the United States is assumed.
    check("us.501.603.initial", "2019-01-01", &holding(json!({})), "V");
    let rule = "us.501.603.annual";
    let filed =
        |blocked: &str, reports: Value| holding(json!({"blocked_on": blocked, "annual_reports": {"items": reports}}));
    let report = |year: u32, day: &str| json!({"year": year, "filed_on": day});
    check(rule, "2018-10-01", &filed("2018-06-30", json!([])), "V");
    check(rule, "2018-10-01", &filed("2018-07-01", json!([])), "-");
    check(rule, "2018-10-01", &filed("2018-06-04", json!([report(2018, "2018-09-30")])), "-");
    let later = text(rule, "2019-10-01", &filed("2018-06-04", json!([report(2018, "2018-09-30")])));
    assert!(later.ends_with(": 2019."), "{later}");
    let rule = "us.501.604";
    let rejected = |day: &str, party: Value| {
        let record = paid(day, &unlisted("CHN"));
        let builder = testing::patched(&record["parties"]["items"][0], &party);
        let record = with(&record, "/parties/items/0", builder);
        let record = with(&record, "/transactions/items/0/rejected_on", json!(day));
        with(&record, "/transactions/items/0/rejected_by", json!("builder"))
    };
    for (day, party, expected) in [
        ("2018-06-04", json!({}), "-"),
        ("2018-06-04", json!({"is_us_financial_institution": true}), "V"),
        ("2018-06-04", json!({"is_us_financial_institution": false}), "-"),
        ("2020-06-01", json!({}), "V"),
        ("2020-06-01", json!({"country": "QAT"}), "-"),
        ("2020-06-01", json!({"country": "QAT", "roles": ["PARTY_ROLE_BANK"]}), "-"),
    ] {
        check(rule, "2021-01-01", &rejected(day, party), expected);
    }
    let finding = first(rule, "2021-01-01", &rejected("2020-06-01", json!({})));
    assert_eq!(finding.consequence.unwrap().due_on.as_deref(), Some("2020-06-15"));
    let rule = "us.501.601@2025";
    let destroyed = |day: &str| {
        let records = json!({"items": [{"transaction_date": "2017-01-01", "destroyed_on": day}]});
        holding(json!({"blocked_on": "2017-01-01", "records": records}))
    };
    dates(rule, &destroyed("2026-12-31"), &[("2027-06-01", "V")]);
    dates(rule, &destroyed("2027-01-01"), &[("2027-06-01", "-")]);
}

#[test]
fn wages_reprisals_and_certificates() {
    let rule = "us.9214.b1.workers";
    let broker = json!({"id": "broker", "roles": ["PARTY_ROLE_RECRUITER"], "country": "CHN"});
    let record = with(&case(&[broker]), "/workers", workers("PRK"));
    for (lines, expected) in [
        (json!([{"id": "w", "payee": "PAYEE_STATE"}]), "R"),
        (json!([{"id": "w", "payee": "PAYEE_WORKER_CASH"}]), "-"),
        (json!([{"id": "w"}]), "-"),
        (json!([{"id": "w", "payee": "PAYEE_WORKER_CASH", "assigned_to": "ASSIGNEE_STATE"}]), "R"),
        (json!([{"id": "w", "payee": "PAYEE_WORKER_CASH", "assigned_to": "ASSIGNEE_NONE"}]), "-"),
        (json!([{"id": "w", "payee": "PAYEE_WORKER_CASH"}, {"id": "v", "payee": "PAYEE_STATE"}]), "R"),
    ] {
        check(rule, "2018-01-01", &set(&record, "wages", lines), expected);
    }
    let others = json!({"id": "others", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"});
    check(rule, "2018-01-01", &with(&employed("PRK"), "/workers/items/-", others), "R");
    let rule = "us.9214.a5";
    let coerced = |entries: Value| set(&employed("PRK"), "coercion", entries);
    let none = || json!({"id": "n", "threats": {"items": []}, "violence": {"items": []}, "can_resign": true});
    let reprisal = || {
        json!({"id": "r", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]},
        "violence": {"items": []}, "can_resign": true})
    };
    for (entries, expected) in
        [(json!([none()]), "-"), (json!([none(), reprisal()]), "R"), (json!([reprisal(), none()]), "R")]
    {
        check(rule, "2018-01-01", &coerced(entries), expected);
    }
    let again = "us.9241b.recert";
    let certified = with(&employed("PRK"), "/assurance", super::orders::certified("2018-01-01"));
    let finding = first(again, "2018-08-01", &certified);
    assert_eq!(finding.consequence.unwrap().due_on.as_deref(), Some("2018-06-30"));
    let nepal = with(&certified, "/workers", workers("NPL"));
    check(again, "2018-08-01", &nepal, "-");
    for (rule, as_of) in [
        (rule, "2018-01-01"),
        ("us.9214.b1.workers", "2018-01-01"),
        ("us.9214.g1c", "2020-01-01"),
        (again, "2018-08-01"),
    ] {
        let record = with(&certified, "/coercion", json!({"items": []}));
        check(rule, as_of, &with(&record, "/workers", Value::Null), "not assessed: workers");
    }
    let facilitator = |role: &str| {
        let record = threatened(&json!({"is_us_person": false, "roles": [format!("PARTY_ROLE_{role}")]}));
        with(&record, "/coercion/items/0/can_resign", json!(false))
    };
    for role in ["SENDER", "RECRUITER", "HOST_EMPLOYER", "USER"] {
        check("us.7108", "2018-01-01", &facilitator(role), "I");
    }
    check("us.7108", "2018-01-01", &facilitator("BUYER"), "-");
    check("us.7108", "2018-01-01", &with(&facilitator("USER"), "/workers", Value::Null), "not assessed: workers");
}

#[test]
fn names_of_the_list_and_owners() {
    let rule = "us.13382";
    let named = |list: &str| with(&listed("NPWMD", "2009-01-01"), "/lists/items/0/list", json!(list));
    for (list, expected) in [
        ("OFAC-SDN", "P"),
        ("OFAC", "P"),
        ("SDN", "P"),
        ("ofac sdn list", "P"),
        ("OFAC-SSI", "-"),
        ("EU", "-"),
        ("SDNX", "-"),
    ] {
        check(rule, "2012-01-01", &paid("2012-01-01", &named(list)), expected);
    }
    let finding = first(rule, "2012-01-01", &paid("2012-01-01", &named("OFAC-SDN")));
    assert_eq!(finding.addressees, [comity_sdk::v1::Addressee::UsPerson as i32]);
    // A dealing without a payment, of each order.
    for (rule, programme) in [("us.13382", "NPWMD"), ("us.13551", "DPRK")] {
        let dealt = with(&case(&[listed(programme, "2009-01-01")]), "/us_nexus", json!(true));
        let dealt = set(&dealt, "transactions", json!([]));
        check(rule, "2012-01-01", &dealt, "P");
        let finding = first(rule, "2012-01-01", &dealt);
        assert_eq!(finding.addressees, [comity_sdk::v1::Addressee::UsPerson as i32]);
    }
    // A proliferator of another country is no designation for North Korea.
    let rule = "us.13810.4";
    let proliferator = |country: &str| testing::patched(&listed("NPWMD", "2009-01-01"), &json!({"country": country}));
    for (country, expected) in [("CHN", "-"), ("IRN", "-"), ("PRK", "R")] {
        check(rule, "2018-06-01", &paid("2018-06-01", &proliferator(country)), expected);
    }
}

#[test]
fn goods_and_their_makers() {
    let lot = |extra: Value| {
        let goods = json!({"id": "lot", "market": "MARKET_US", "entry_date": "2023-03-01", "origin": "CHN"});
        let record = set(&employed("PRK"), "worksites", json!([{"id": "plant", "country": "CHN"}]));
        let record = with(&record, "/ventures", json!({}));
        set(&record, "goods", json!([testing::patched(&goods, &extra)]))
    };
    let rule = "us.uflpa";
    for (extra, expected) in [
        (json!({"origin_region": "Xinjiang"}), "P"),
        (json!({"origin_region": "Uyghur Autonomous Region"}), "P"),
        (json!({"origin_region": "CN-XJ"}), "P"),
        (json!({"origin_region": "Guangdong"}), "-"),
        (json!({"origin_region": null}), "D"),
        (json!({"origin": "VNM"}), "-"),
    ] {
        check(rule, "2023-03-01", &lot(extra), expected);
    }
    let nowhere = with(&lot(json!({})), "/goods/items/0/origin", Value::Null);
    check(rule, "2023-03-01", &nowhere, "D");
    let rule = "us.1307";
    let order = |finding: Value| lot(json!({"withhold_release_order": true, "customs_finding": finding}));
    check(rule, "2023-04-01", &order(json!({"id": "F", "date": "2023-04-01"})), "X");
    check(rule, "2023-04-01", &order(json!({"id": "F", "date": "2023-04-02"})), "P");
    check(rule, "2023-04-01", &order(json!({"id": "F"})), "X");
    // The signs at the site count on the last day of production.
    let produced = |to: &str, start: &str| {
        let record = lot(
            json!({"site": "plant", "withhold_release_order": false, "produced": {"from": "2022-01-01", "to": to}}),
        );
        let record = with(&record, "/deployment", json!({"start": start, "end": "2022-06-01"}));
        let signs = json!([{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}, "violence": {"items": []},
            "family_reprisal_threat": true, "can_resign": false}]);
        let record = set(&record, "coercion", signs);
        set(
            &record,
            "liberty",
            json!([{"id": "p", "passport_holder": "PASSPORT_HOLDER_MINDER",
            "passport_held_on_written_request": false, "may_leave_site": false, "may_leave_accommodation": false}]),
        )
    };
    for (to, start, expected) in [
        ("2022-03-02", "2022-03-01", "R"),
        ("2022-03-01", "2022-03-01", "-"),
        ("2022-06-01", "2022-03-01", "R"),
        ("2022-06-02", "2022-03-01", "-"),
    ] {
        let found = testing::answer(&PLUGIN, rule, "2023-04-01", &produced(to, start));
        assert_eq!(found, expected, "{to} {start}");
    }
}
