use super::*;

#[test]
fn union_of_the_grounds() {
    let rule = "us.510.201";
    for (programme, day) in [
        ("NPWMD", "2012-01-01"),
        ("DPRK", "2012-01-01"),
        ("DPRK2", "2015-06-01"),
        ("DPRK3", "2018-01-01"),
        ("DPRK4", "2018-06-01"),
    ] {
        check(rule, day, &paid(day, &listed(programme, "2009-01-01")), "P");
    }
    days(
        rule,
        |day| paid(day, &bureau()),
        &[
            ("2016-03-14", "-"),
            ("2016-03-15", "R"),
            ("2016-03-16", "P"),
            ("2016-03-17", "P"),
            ("2018-03-04", "P"),
            ("2018-03-05", "P"),
            ("2018-03-06", "P"),
        ],
    );
    days(
        rule,
        |day| paid(day, &listed("NPWMD", "2005-07-01")),
        &[("2010-11-03", "not in force"), ("2010-11-04", "P"), ("2010-11-05", "P")],
    );
    // An exposure is no block, and a ground counts only while it is in force.
    check(rule, "2015-06-01", &paid("2015-06-01", &bureau()), "-");
    check(rule, "2015-01-01", &paid("2015-01-01", &listed("DPRK2", "2014-01-01")), "-");
    // No nexus.
    let foreign = with(&paid("2018-01-01", &bureau()), "/parties/items/0/country", json!("QAT"));
    let foreign = with(&foreign, "/transactions/items/0/us_nexus", json!(false));
    check(rule, "2018-01-01", &foreign, "-");
    check(rule, "2018-01-01", &with(&foreign, "/transactions/items/0/us_nexus", Value::Null), "D");
    // Both grounds are named on the boundary day, the certain one counts.
    let both = with(&listed("DPRK", "2011-01-01"), "/government_of_north_korea", json!(true));
    check(rule, "2016-03-15", &paid("2016-03-15", &both), "P");
    assert!(text(rule, "2016-03-16", &paid("2016-03-16", &both)).contains("us.13551, us.13722.1"));
    check(rule, "2018-01-01", &with(&case(&[bureau()]), "/us_nexus", json!(true)), "P");
}

#[test]
fn subsidiary_of_a_bank() {
    let rule = "us.510.214";
    let pays = |day: &str, financial: Value| {
        let owners = json!({"items": [{"owner": "parent", "percent": "100"}]});
        let parent = json!({"id": "parent", "roles": ["PARTY_ROLE_PARENT"], "country": "USA",
            "is_us_financial_institution": financial});
        let record = with(&paid(day, &bureau()), "/parties/items/0/owners", owners);
        with(&with(&record, "/parties/items/0/country", json!("QAT")), "/parties/items/-", parent)
    };
    days(
        rule,
        |day| pays(day, json!(true)),
        &[("2020-04-09", "not in force"), ("2020-04-10", "P"), ("2020-04-11", "P")],
    );
    // A construction subsidiary; the bank itself; somebody unknown as payee.
    check(rule, "2020-05-01", &pays("2020-05-01", json!(false)), "-");
    check(rule, "2020-05-01", &with(&pays("2020-05-01", json!(true)), "/parties/items/0/country", json!("USA")), "-");
    let unsaid = with(&pays("2020-05-01", json!(true)), "/transactions/items/0/payee", Value::Null);
    check(rule, "2020-05-01", &unsaid, "D");
    let bank = with(
        &with(&pays("2020-05-01", json!(true)), "/parties/items/2/is_us_financial_institution", Value::Null),
        "/parties/items/2/roles",
        json!(["PARTY_ROLE_BANK"]),
    );
    check(rule, "2020-05-01", &bank, "D");
    let licensed = with(&pays("2020-05-01", json!(true)), "/transactions/items/0/licence_ref", json!("L2"));
    check(rule, "2020-05-01", &licensed, "X");
}

#[test]
fn evasion() {
    let rule = "us.510.evade";
    let hidden = |day: &str, what: &str| with(&paid(day, &bureau()), "/transactions/items/0/concealment", json!(what));
    let knowing = |day: &str| {
        let known = json!({"items": [{"id": "memo", "known_on": "2009-01-01"}]});
        with(&hidden(day, "CONCEALMENT_STRIPPED_TEXT"), "/transactions/items/0/knowledge", known)
    };
    days(rule, knowing, &[("2010-11-03", "not in force"), ("2010-11-04", "P"), ("2010-11-05", "P")]);
    // Knowledge only inferred; known later; nothing hidden; honestly rejected; no link with North Korea.
    check(rule, "2018-01-01", &hidden("2018-01-01", "CONCEALMENT_STRIPPED_TEXT"), "R");
    let later = with(&knowing("2018-01-01"), "/transactions/items/0/knowledge/items/0/known_on", json!("2018-01-02"));
    check(rule, "2018-01-01", &later, "R");
    check(rule, "2018-01-01", &hidden("2018-01-01", "CONCEALMENT_NONE"), "not assessed: workers");
    let rejected = with(&paid("2018-01-01", &bureau()), "/transactions/items/0/rejected_on", json!("2018-01-01"));
    check(rule, "2018-01-01", &rejected, "not assessed: workers");
    let elsewhere = with(
        &paid("2018-01-01", &unlisted("CHN")),
        "/transactions/items/0/concealment",
        json!("CONCEALMENT_INTERMEDIARY"),
    );
    check(rule, "2018-01-01", &elsewhere, "not assessed: workers");
}

#[test]
fn evasion_by_false_papers() {
    let rule = "us.510.evade";
    let declared = |country: &str| {
        let record = with(&paid("2018-01-01", &unlisted("CHN")), "/workers", workers("PRK"));
        with(&record, "/workers/items/0/nationality_as_declared", json!(country))
    };
    check(rule, "2018-01-01", &declared("CHN"), "R");
    check(rule, "2018-01-01", &declared("PRK"), "-");
    let unpaid = with(&with(&declared("CHN"), "/transactions", json!({"items": []})), "/us_nexus", json!(true));
    check(rule, "2018-01-01", &unpaid, "R");
}

#[test]
fn a_bank_that_is_a_subsidiary() {
    let rule = "us.510.214";
    // The institution through which the payment goes is the foreign subsidiary of a US bank.
    let sub = json!({"id": "sub", "roles": ["PARTY_ROLE_BANK"], "country": "QAT", "is_us_person": false,
        "owners": {"items": [{"owner": "parent", "percent": "100"}]}});
    let parent =
        json!({"id": "parent", "roles": ["PARTY_ROLE_PARENT"], "country": "USA", "is_us_financial_institution": true});
    let record = with(&paid("2020-05-01", &bureau()), "/parties/items/0/country", json!("QAT"));
    let record = with(&with(&record, "/parties/items/-", sub), "/parties/items/-", parent);
    check(rule, "2020-05-01", &record, "-");
    for institution in ["bank", "payer_institution", "payee_institution"] {
        let through = json!({"party": "sub", "country": "QAT"});
        check(rule, "2020-05-01", &with(&record, &format!("/transactions/items/0/{institution}"), through), "P");
    }
}

#[test]
fn proliferators_of_north_korea_and_of_others() {
    let pays = |country: &str| {
        let payee = with(&listed("NPWMD", "2009-01-01"), "/country", json!(country));
        paid("2018-06-01", &with(&payee, "/government_of_north_korea", json!(false)))
    };
    check("us.13810.4", "2018-06-01", &pays("PRK"), "R");
    check("us.13810.4", "2018-06-01", &pays("IRN"), "-");
    // Nobody says since when they are listed: for review, whoever is listed for North Korea and whoever for proliferation.
    let undated = |record: &Value| with(record, "/parties/items/1/lists/items/0/listed_on", Value::Null);
    for perhaps in [undated(&pays("PRK")), undated(&paid("2018-06-01", &listed("DPRK2", "2009-01-01")))] {
        check("us.13810.4", "2018-06-01", &perhaps, "R");
        let absent = missing("us.13810.4", "2018-06-01", &perhaps);
        assert_eq!(absent, "parties.items[1].lists.items[0].listed_on");
    }
    // The order blocks both.
    check("us.13382", "2018-06-01", &pays("IRN"), "P");
}

#[test]
fn evasion_needs_its_time_and_its_payee() {
    let rule = "us.510.evade";
    let record = with(&paid("2012-01-01", &unlisted("CHN")), "/workers", workers("PRK"));
    let record = with(&record, "/workers/items/0/nationality_as_declared", json!("CHN"));
    let later = with(&record, "/deployment/start", json!("2018-01-01"));
    check(rule, "2018-06-01", &record, "R");
    check(rule, "2018-06-01", &with(&later, "/us_nexus", json!(false)), "-");
    // The text was stripped, and nobody says who was paid.
    let hidden = with(
        &paid("2018-01-01", &unlisted("CHN")),
        "/transactions/items/0/concealment",
        json!("CONCEALMENT_STRIPPED_TEXT"),
    );
    let hidden = with(&hidden, "/workers", workers("NPL"));
    check(rule, "2018-01-01", &hidden, "-");
    let nobody = with(&hidden, "/transactions/items/0/payee", Value::Null);
    check(rule, "2018-01-01", &nobody, "D");
    assert_eq!(missing(rule, "2018-01-01", &nobody), "transactions.items[0].payee");
}

#[test]
fn reissued_in_2018() {
    let pays = |day: &str| paid(day, &listed("DPRK3", "2016-12-02"));
    days("us.510.201", pays, &[("2018-03-04", "P"), ("2018-03-05", "P"), ("2018-03-06", "P")]);
}

#[test]
fn a_subsidiary_that_receives() {
    let rule = "us.510.214";
    let received = |day: &str| {
        let sub = json!({"id": "sub", "roles": ["PARTY_ROLE_BANK"], "country": "QAT", "is_us_person": false,
            "owners": {"items": [{"owner": "parent", "percent": "100"}]}});
        let parent = json!({"id": "parent", "roles": ["PARTY_ROLE_PARENT"], "country": "USA",
            "is_us_financial_institution": true});
        let record = with(&with(&paid(day, &bureau()), "/parties/items/-", sub), "/parties/items/-", parent);
        let record = with(&record, "/transactions/items/0/payer", json!("payee"));
        with(&record, "/transactions/items/0/payee", json!("sub"))
    };
    days(rule, received, &[("2020-04-09", "not in force"), ("2020-04-10", "P"), ("2020-04-11", "P")]);
    let other = with(&received("2020-05-01"), "/parties/items/3/is_us_financial_institution", json!(false));
    check(rule, "2020-05-01", &other, "-");
}
