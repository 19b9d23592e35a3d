use super::*;

#[test]
fn order_13382() {
    let rule = "us.13382";
    check(rule, "2012-01-01", &paid("2012-01-01", &listed("NPWMD", "2009-01-01")), "P");
    check(rule, "2012-01-01", &paid("2012-01-01", &unlisted("CHN")), "-");
    days(
        rule,
        |day| paid(day, &listed("NPWMD", "2001-01-01")),
        &[("2005-06-28", "not in force"), ("2005-06-29", "P"), ("2005-06-30", "P")],
    );
    // By the law and the lists of the day of the payment, whatever comes later.
    let early = paid("2008-12-31", &listed("NPWMD", "2009-01-01"));
    check(rule, "2012-01-01", &early, "-");
    days(
        rule,
        |day| paid(day, &listed("E.O. 13382", "2009-01-01")),
        &[("2008-12-31", "-"), ("2009-01-01", "P"), ("2009-01-02", "P")],
    );
    let delisted = with(&listed("NPWMD", "2009-01-01"), "/lists/items/0/delisted_on", json!("2011-05-05"));
    days(rule, |day| paid(day, &delisted), &[("2011-05-04", "P"), ("2011-05-05", "-"), ("2011-05-06", "-")]);
    // An institution on its way.
    let front = with(&listed("NPWMD", "2009-01-01"), "/id", json!("front"));
    let through = with(&paid("2012-01-01", &unlisted("CHN")), "/parties/items/-", front);
    for institution in ["bank", "payer_institution", "payee_institution"] {
        let place = format!("/transactions/items/0/{institution}");
        check(rule, "2012-01-01", &with(&through, &place, json!({"country": "QAT", "party": "front"})), "P");
    }
}

#[test]
fn listing_without_day_or_programme() {
    let (rule, record) = ("us.13382", paid("2012-01-01", &listed("NPWMD", "2009-01-01")));
    let undated = with(&record, "/parties/items/1/lists/items/0/listed_on", Value::Null);
    check(rule, "2012-01-01", &undated, "R");
    assert_eq!(missing(rule, "2012-01-01", &undated), "parties.items[1].lists.items[0].listed_on");
    let bare = with(&record, "/parties/items/1/lists/items/0/programmes", Value::Null);
    check(rule, "2012-01-01", &bare, "D");
    assert_eq!(missing(rule, "2012-01-01", &bare), "parties.items[1].lists.items[0].programmes");
    let foreign = with(&record, "/parties/items/1/lists/items/0/list", json!("EU-DPRK"));
    check(rule, "2012-01-01", &foreign, "-");
}

#[test]
fn order_13551() {
    let rule = "us.13551";
    days(
        rule,
        |day| paid(day, &listed("DPRK", "2010-08-30")),
        &[("2010-08-29", "not in force"), ("2010-08-30", "P"), ("2010-08-31", "P"), ("2011-06-01", "P")],
    );
    check(rule, "2012-01-01", &paid("2012-01-01", &listed("DPRK2", "2010-08-30")), "-");
}

#[test]
fn order_13687() {
    let rule = "us.13687";
    // A state body is exposed; a payment to it is barred only if it is designated.
    days(
        rule,
        |day| paid(day, &bureau()),
        &[("2015-01-01", "not in force"), ("2015-01-02", "R"), ("2015-01-03", "R"), ("2015-06-01", "R")],
    );
    days(
        rule,
        |day| paid(day, &listed("DPRK2", "2015-01-02")),
        &[("2015-01-01", "not in force"), ("2015-01-02", "P"), ("2015-01-03", "P")],
    );
    check(rule, "2015-06-01", &paid("2015-06-01", &unlisted("CHN")), "-");
}

#[test]
fn order_13722_status() {
    let rule = "us.13722.1";
    days(
        rule,
        |day| paid(day, &bureau()),
        &[
            ("2016-03-01", "not in force"),
            ("2016-03-14", "not in force"),
            ("2016-03-15", "R"),
            ("2016-03-16", "P"),
            ("2016-03-17", "P"),
            ("2016-04-01", "P"),
        ],
    );
    // A payment keeps the law of its day in every later answer.
    check(rule, "2020-01-01", &paid("2016-03-01", &bureau()), "-");
    check(rule, "2020-01-01", &paid("2016-03-15", &bureau()), "R");
    check(rule, "2020-01-01", &paid("2016-04-01", &unlisted("CHN")), "-");
    assert!(text(rule, "2016-03-15", &paid("2016-03-15", &bureau())).contains("signed"));
}

#[test]
fn order_13722_status_without_payment() {
    let rule = "us.13722.1";
    let record = with(&case(&[bureau()]), "/us_nexus", json!(true));
    check(rule, "2018-01-01", &record, "P");
    check(rule, "2018-01-01", &with(&record, "/us_nexus", json!(false)), "not assessed: transactions");
    check(rule, "2018-01-01", &with(&record, "/us_nexus", Value::Null), "D");
    // Where payments are recorded, they are the dealings.
    let both = with(&paid("2015-01-01", &bureau()), "/us_nexus", json!(true));
    check(rule, "2018-01-01", &both, "-");
    let ended = with(&record, "/deployment/end", json!("2018-01-01"));
    dates(rule, &ended, &[("2017-12-31", "P"), ("2018-01-01", "not assessed: transactions")]);
}

#[test]
fn licence_exempts() {
    let licensed = with(&paid("2018-01-01", &bureau()), "/transactions/items/0/licence_ref", json!("NK-2018-1"));
    for rule in ["us.13722.1", "us.13722.3", "us.510.201"] {
        check(rule, "2018-01-01", &licensed, "X");
        assert_eq!(exemption(rule, "2018-01-01", &licensed), "NK-2018-1");
    }
    check("us.penalty", "2018-01-01", &licensed, "-");
}

#[test]
fn order_13722_export_of_workers() {
    let rule = "us.13722.2a4";
    let record = employed("PRK");
    dates(rule, &record, &[("2016-03-15", "not in force"), ("2016-03-16", "R"), ("2016-03-17", "R")]);
    // The broker too; the employer alone is no exporter, and a worker never is.
    let broker = json!({"id": "broker", "roles": ["PARTY_ROLE_RECRUITER"], "country": "CHN"});
    let brokered = with(&case(&[broker]), "/workers", workers("PRK"));
    check(rule, "2018-01-01", &brokered, "R");
    check(rule, "2018-01-01", &with(&brokered, "/workers", workers("NPL")), "not assessed: transactions");
    let host = json!({"id": "host", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "QAT"});
    check(rule, "2018-01-01", &with(&case(&[host]), "/workers", workers("PRK")), "not assessed: transactions");
    let unknown = with(&brokered, "/workers/items/0/nationalities", Value::Null);
    check(rule, "2018-01-01", &unknown, "R");
    assert_eq!(missing(rule, "2018-01-01", &unknown), "workers.items[0].nationalities");
}

#[test]
fn order_13722_lodging_house() {
    let lease = json!({"leases": [{"id": "l", "lessor": "house", "use": "LEASE_USE_ACCOMMODATION",
        "from": "2019-01-01", "to": "2020-02-01"}]});
    let house = json!({"id": "house", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"});
    let record = with(&with(&case(&[house]), "/workers", workers("PRK")), "/ventures", lease);
    let record = with(&record, "/transactions", json!({"items": []}));
    dates("us.13722.2a4", &record, &[("2018-12-31", "-"), ("2020-01-14", "R"), ("2020-02-01", "-")]);
    let office = with(&record, "/ventures/leases/0/use", json!("LEASE_USE_BUSINESS"));
    check("us.13722.2a4", "2020-01-14", &office, "-");
}

#[test]
fn order_13722_designated_exporter() {
    days(
        "us.13722.2a4",
        |day| paid(day, &listed("DPRK3", "2020-11-19")),
        &[("2020-11-18", "-"), ("2020-11-19", "P"), ("2020-11-20", "P")],
    );
    check("us.13722.2a4", "2016-03-15", &paid("2016-03-15", &listed("DPRK3", "2016-03-15")), "not in force");
}

#[test]
fn order_13722_assurances() {
    let record = with(&employed("PRK"), "/assurance", certified("2018-01-01"));
    check("us.13722.2a4", "2018-03-01", &record, "X");
    assert_eq!(exemption("us.13722.2a4", "2018-03-01", &record), "c1");
    check("us.13722.2a4", "2019-03-01", &record, "R");
}

/// A certification of all three assurances.
pub(crate) fn certified(day: &str) -> Value {
    let limbs = [
        "ASSURANCE_LIMB_NO_VALUE_TO_GOVERNMENT",
        "ASSURANCE_LIMB_WAGES_DIRECT",
        "ASSURANCE_LIMB_INTERNATIONAL_STANDARDS",
    ];
    json!({"certifications": [{"id": "c1", "limbs": limbs, "certified_on": day}]})
}

#[test]
fn order_13722_support() {
    let rule = "us.13722.3";
    days(rule, |day| paid(day, &bureau()), &[("2016-03-15", "not in force"), ("2016-03-16", "P"), ("2016-03-17", "P")]);
    // A US parent approves what its Qatari subsidiary pays to a state sender; the subsidiary alone.
    let subsidiary =
        json!({"id": "subsidiary", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "QAT", "is_us_person": false});
    let leased = with(&paid("2016-05-01", &bureau()), "/parties/items/-", subsidiary);
    let leased = with(
        &with(&leased, "/transactions/items/0/payer", json!("subsidiary")),
        "/transactions/items/0/us_nexus",
        json!(false),
    );
    check(
        rule,
        "2016-05-01",
        &with(&leased, "/transactions/items/0/facilitated_by", json!({"items": ["builder"]})),
        "P",
    );
    check(rule, "2016-05-01", &leased, "not assessed: goods");
}

#[test]
fn order_13722_support_through_other_hands() {
    let rule = "us.13722.3";
    let agency = unlisted("CHN");
    let record = with(&paid("2018-01-01", &agency), "/parties/items/-", with(&bureau(), "/id", json!("bureau")));
    let record = with(&record, "/workers", workers("PRK"));
    check(rule, "2018-01-01", &record, "R");
    let food = with(&record, "/transactions/items/0/purpose", json!("TRANSACTION_PURPOSE_FOOD"));
    check(rule, "2018-01-01", &food, "not assessed: goods");
    let unsaid = with(&record, "/transactions/items/0/purpose", Value::Null);
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "transactions.items[0].purpose");
    let ended = with(&record, "/deployment/end", json!("2017-01-01"));
    check(rule, "2018-01-01", &ended, "not assessed: goods");
}

#[test]
fn order_13722_exports_investment_services() {
    let rule = "us.13722.3";
    let goods = |day: &str, origin: &str| {
        json!({"goods": {"items": [{"id": "g", "origin": origin,
        "destination_country": "PRK", "exported_on": day, "market": "MARKET_OTHER"}]}})
    };
    days(rule, |day| goods(day, "USA"), &[("2016-03-15", "not in force"), ("2016-03-16", "P"), ("2016-03-17", "P")]);
    check(rule, "2018-01-01", &goods("2018-01-01", "CHN"), "not assessed: transactions");
    let licensed = with(&goods("2018-01-01", "USA"), "/goods/items/0/licence_ref", json!("L9"));
    check(rule, "2018-01-01", &licensed, "X");

    let venture = |investor: &str| {
        let ventures = json!({"investments": [{"id": "i", "investor": investor, "target": "payee",
            "percent": "50", "date": "2017-05-05"}]});
        with(&case(&[bureau()]), "/ventures", ventures)
    };
    dates(
        rule,
        &venture("builder"),
        &[("2017-05-04", "not assessed: transactions"), ("2017-05-05", "P"), ("2021-01-01", "P")],
    );
    check(rule, "2018-01-01", &venture("payee"), "not assessed: transactions");

    let services = json!({"services": [{"id": "s", "provider": "builder", "recipient": "payee",
        "from": "2017-01-01", "to": "2017-06-01"}]});
    let served = with(&case(&[bureau()]), "/ventures", services);
    dates(rule, &served, &[("2017-05-31", "P"), ("2017-06-01", "not assessed: transactions")]);
}

#[test]
fn order_13810_persons() {
    let rule = "us.13810.1";
    // A construction corporation of North Korea abroad; a builder in Seoul.
    let corporation = |country: &str| {
        let party = json!({"id": "corporation", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": country,
            "government_of_north_korea": false});
        with(&case(&[party]), "/transactions", json!({"items": []}))
    };
    dates(rule, &corporation("PRK"), &[("2017-09-20", "not in force"), ("2017-09-21", "R"), ("2017-09-22", "R")]);
    check(rule, "2018-01-01", &corporation("KOR"), "-");
    days(
        rule,
        |day| paid(day, &listed("DPRK4", "2018-01-24")),
        &[("2018-01-23", "-"), ("2018-01-24", "P"), ("2018-01-25", "P")],
    );
}

#[test]
fn order_13810_banks() {
    let rule = "us.13810.4";
    // A Doha bank clears the wage pool of a designated sender.
    let pool = |day: &str| paid(day, &listed("DPRK3", "2016-12-02"));
    days(
        rule,
        pool,
        &[
            ("2017-08-01", "not in force"),
            ("2017-09-20", "not in force"),
            ("2017-09-21", "R"),
            ("2017-09-22", "R"),
            ("2018-06-01", "R"),
        ],
    );
    let home = with(&pool("2018-06-01"), "/transactions/items/0/bank/country", json!("USA"));
    check(rule, "2018-06-01", &home, "-");
    check(rule, "2018-06-01", &paid("2018-06-01", &unlisted("CHN")), "-");
    let unsaid = with(&pool("2018-06-01"), "/transactions/items/0/bank", Value::Null);
    check(rule, "2018-06-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-06-01", &unsaid), "transactions.items[0].bank");
    let cash = with(&unsaid, "/transactions/items/0/mode", json!("TRANSACTION_MODE_CASH"));
    check(rule, "2018-06-01", &cash, "-");
    let trade = with(&paid("2018-06-01", &unlisted("CHN")), "/transactions/items/0/to_country", json!("PRK"));
    check(rule, "2018-06-01", &trade, "R");
}

#[test]
fn order_13722_refugees_are_no_export() {
    let broker = json!({"id": "broker", "roles": ["PARTY_ROLE_RECRUITER"], "country": "CHN"});
    let record = with(&with(&case(&[broker]), "/workers", workers("PRK")), "/transactions", json!({"items": []}));
    check("us.13722.2a4", "2018-01-01", &record, "R");
    let refugees = with(&record, "/workers/items/0/protection", json!("PROTECTION_REFUGEE"));
    check("us.13722.2a4", "2018-01-01", &refugees, "-");
}

#[test]
fn order_13722_limbs_by_the_day() {
    let rule = "us.13722.3";
    let venture = |day: &str| {
        let investment = json!({"investments": [{"id": "i", "investor": "builder", "target": "payee", "date": day}]});
        with(&with(&case(&[bureau()]), "/ventures", investment), "/deployment", json!({"start": "2000-01-01"}))
    };
    days(rule, venture, &[("2016-03-15", "not in force"), ("2016-03-16", "P"), ("2016-03-17", "P")]);
    let service = json!({"services": [{"id": "s", "provider": "builder", "recipient": "payee", "from": "2016-01-01"}]});
    let served = with(&case(&[bureau()]), "/ventures", service);
    dates(rule, &served, &[("2016-03-15", "not in force"), ("2016-03-16", "P"), ("2016-03-17", "P")]);
    let abroad = with(&served, "/parties/items/1/country", json!("CHN"));
    check(rule, "2018-01-01", &abroad, "R");
    let unsaid = with(&served, "/parties/items/1/country", Value::Null);
    check(rule, "2018-01-01", &unsaid, "R");
    // Goods from a territory of the United States.
    let goods = json!({"goods": {"items": [{"id": "g", "origin": "PRI", "destination_country": "PRK",
        "exported_on": "2018-01-01", "market": "MARKET_OTHER"}]}});
    check(rule, "2018-01-01", &goods, "P");
}

#[test]
fn order_13810_trade() {
    let rule = "us.13810.1";
    let trade = |entry: &str, origin: &str| {
        let importer = json!({"id": "importer", "roles": ["PARTY_ROLE_IMPORTER"], "country": "CHN"});
        let lot =
            json!({"id": "g", "origin": origin, "market": "MARKET_OTHER", "entry_date": entry, "importer": "importer"});
        let record = with(&case(&[importer]), "/transactions", json!({"items": []}));
        with(&record, "/goods", json!({"items": [lot]}))
    };
    dates(rule, &trade("2018-03-01", "PRK"), &[("2018-02-28", "-"), ("2018-03-01", "R"), ("2018-03-02", "R")]);
    check(rule, "2018-03-01", &trade("2018-03-01", "CHN"), "-");
    check(rule, "2018-03-01", &trade("2017-09-20", "PRK"), "-");
    check(rule, "2018-03-01", &trade("2017-09-21", "PRK"), "R");
}

#[test]
fn order_13810_banks_that_refuse() {
    let record = paid("2018-06-01", &listed("DPRK3", "2016-12-02"));
    let refused = with(&record, "/transactions/items/0/executed", json!(false));
    check("us.13810.4", "2018-06-01", &refused, "R");
    let refused = with(&refused, "/transactions/items/0/rejected_on", json!("2018-06-01"));
    check("us.13810.4", "2018-06-01", &refused, "-");
}

#[test]
fn exposure_addresses_whom_it_concerns() {
    let rule = "us.13687";
    let agency =
        json!({"id": "agency", "roles": ["PARTY_ROLE_RECRUITER"], "country": "USA", "government_of_north_korea": true});
    let record = with(&case(&[agency]), "/transactions", json!({"items": []}));
    let verdict = testing::verdict_on(&PLUGIN, "2018-06-01", &testing::record(&record));
    let finding = verdict.findings.iter().find(|f| f.rule_id == rule).expect("a finding");
    assert_eq!(finding.addressees, [comity_sdk::v1::Addressee::UsPerson as i32]);
    // Who deals with a designated party is addressed, not the party.
    let designated = listed("DPRK2", "2015-01-02");
    let dealt = with(&case(std::slice::from_ref(&designated)), "/us_nexus", json!(true));
    for record in [paid("2018-06-01", &designated), with(&dealt, "/transactions", json!({"items": []}))] {
        check(rule, "2018-06-01", &record, "P");
        let finding = PROBES.findings(rule, "2018-06-01", &record).remove(0);
        assert_eq!(finding.addressees, [comity_sdk::v1::Addressee::UsPerson as i32]);
    }
}

#[test]
fn a_payment_to_come_hides_no_dealing() {
    let dealing = with(&case(&[bureau()]), "/us_nexus", json!(true));
    let pays = |day: Value, payee: &str| {
        let payment = testing::patched(&json!({"id": "t", "payer": "builder", "payee": payee}), &json!({"date": day}));
        with(&dealing, "/transactions", json!({"items": [payment]}))
    };
    for rule in ["us.13722.1", "us.510.201"] {
        check(rule, "2018-01-01", &dealing, "P");
        for payee in ["payee", "builder"] {
            check(rule, "2017-12-31", &pays(json!("2018-01-01"), payee), "P");
        }
        // With somebody else: there is no telling any more whether that is all.
        check(rule, "2018-01-01", &pays(json!("2018-01-01"), "builder"), "R");
    }
    let undated = pays(Value::Null, "payee");
    check("us.13722.1", "2018-01-01", &undated, "D");
}

#[test]
fn somebody_blocked_who_lends_a_hand() {
    let helped = |helper: &Value| {
        let record = paid("2020-12-01", &unlisted("QAT"));
        let record = with(&record, "/parties/items/-", with(helper, "/id", json!("helper")));
        with(&record, "/transactions/items/0/facilitated_by", json!({"items": ["helper"]}))
    };
    for rule in ["us.13722.1", "us.510.201"] {
        check(rule, "2020-12-01", &helped(&bureau()), "R");
        check(rule, "2020-12-01", &helped(&unlisted("QAT")), "-");
    }
    for rule in ["us.13722.2a4", "us.510.201"] {
        check(rule, "2020-12-01", &helped(&listed("DPRK3", "2020-12-01")), "R");
        check(rule, "2020-12-01", &helped(&listed("DPRK3", "2020-12-02")), "-");
    }
    check("us.510.201", "2020-12-01", &helped(&listed("DPRK-NKSPEA", "2017-09-26")), "R");
    assert!(text("us.510.201", "2020-12-01", &helped(&bureau())).contains("guaranteed payment t"));
    let licensed = with(&helped(&bureau()), "/transactions/items/0/licence_ref", json!("L4"));
    check("us.13722.1", "2020-12-01", &licensed, "X");
    // A side of the payment itself stands before who helps.
    let both = with(&helped(&bureau()), "/transactions/items/0/payee", json!("helper"));
    check("us.13722.1", "2020-12-01", &both, "P");
    // No penalty for what is for review.
    check("us.penalty", "2020-12-01", &helped(&bureau()), "-");
}

#[test]
fn work_in_north_korea_itself() {
    let rule = "us.13810.1";
    let host = json!({"id": "host", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": "CHN"});
    let record = |party: &Value, sector: &str, country: &str| {
        let record = with(&case(std::slice::from_ref(party)), "/workers", workers("PRK"));
        let record = with(&record, "/workers/items/0/sector", json!(sector));
        let record = with(&record, "/transactions", json!({"items": []}));
        with(&record, "/worksites", json!({"items": [{"id": "plant", "country": country, "employer": "owner"}]}))
    };
    let foreign = |record: Value| with(&record, "/parties/items/0/roles", json!(["PARTY_ROLE_OTHER"]));
    for sector in ["CONSTRUCTION", "SHIPYARD", "MANUFACTURING", "MINING", "SEAFARER", "IT"] {
        check(rule, "2018-01-02", &record(&host, &format!("SECTOR_{sector}"), "PRK"), "R");
    }
    let textile = foreign(record(&host, "SECTOR_MANUFACTURING", "PRK"));
    dates(rule, &textile, &[("2017-09-20", "not in force"), ("2017-09-21", "R"), ("2017-09-22", "R")]);
    check(rule, "2018-01-02", &foreign(record(&host, "SECTOR_DOMESTIC", "PRK")), "-");
    check(rule, "2018-01-02", &foreign(record(&host, "SECTOR_MANUFACTURING", "CHN")), "-");
    let nobody = json!({"id": "host", "roles": ["PARTY_ROLE_BUYER"], "country": "CHN"});
    check(rule, "2018-01-02", &foreign(record(&nobody, "SECTOR_MANUFACTURING", "PRK")), "-");
    let owner = json!({"id": "owner", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"});
    let owned = foreign(record(&owner, "SECTOR_MANUFACTURING", "PRK"));
    check(rule, "2018-01-02", &owned, "R");
    check(rule, "2018-01-02", &with(&owned, "/worksites/items/0/employer", Value::Null), "-");
    // One crew of several is enough.
    let cooks = json!({"id": "cooks", "nationalities": {"items": ["PRK"]}, "sector": "SECTOR_DOMESTIC"});
    check(rule, "2018-01-02", &with(&textile, "/workers/items/-", cooks), "R");
    let unsaid = with(&textile, "/workers/items/0/sector", Value::Null);
    check(rule, "2018-01-02", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-02", &unsaid), "workers.items[0].sector");
    // A place whose country nobody recorded is not taken for North Korea.
    check(rule, "2018-01-02", &with(&textile, "/worksites/items/0/country", Value::Null), "-");
}

#[test]
fn work_at_home_is_no_export() {
    let at = |country: Value| with(&employed("PRK"), "/worksites", json!({"items": [{"id": "s", "country": country}]}));
    let letters = |rule: &str, record: &Value| PROBES.subjects(rule, "2020-01-10", record);
    for rule in ["us.13722.2a4", "us.9214.b1.workers"] {
        for (country, expected) in [(json!("QAT"), 1), (json!("PRK"), 0), (Value::Null, 1)] {
            assert_eq!(letters(rule, &at(country)).len(), expected, "{rule}");
        }
    }
    // Who employs them is asked wherever they are.
    let employers: Vec<_> = letters("us.9214.g1c", &at(json!("PRK"))).into_iter().map(|(id, _)| id).collect();
    assert_eq!(employers, ["host"]);
    let two = with(&at(json!("PRK")), "/worksites/items/-", json!({"id": "t", "country": "QAT"}));
    assert_eq!(letters("us.13722.2a4", &two).len(), 1);
}

#[test]
fn a_branch_of_a_bank_of_the_united_states() {
    let rule = "us.13810.4";
    let bank = |own: bool| {
        let branch = json!({"id": "branch", "roles": ["PARTY_ROLE_BANK"], "country": "QAT", "is_us_person": own});
        let record = with(
            &paid("2018-06-01", &listed("DPRK3", "2016-12-02")),
            "/transactions/items/0/bank/party",
            json!("branch"),
        );
        with(&record, "/parties/items/-", branch)
    };
    check(rule, "2018-06-01", &bank(true), "-");
    check(rule, "2018-06-01", &bank(false), "R");
}

#[test]
fn what_is_said_of_who_is_designated_or_blocked_by_others() {
    let designated = |tag: &str| {
        let sender = testing::patched(&bureau(), &listed(tag, "2017-10-01"));
        let sender = testing::patched(&sender, &json!({"roles": ["PARTY_ROLE_SENDER"], "country": "PRK"}));
        let record = with(&case(&[sender]), "/workers", workers("PRK"));
        with(&record, "/us_nexus", json!(false))
    };
    for (rule, tag) in [("us.13687", "DPRK2"), ("us.13722.2a4", "DPRK3"), ("us.13810.1", "DPRK4")] {
        check(rule, "2018-01-01", &designated(tag), "R");
        assert!(text(rule, "2017-09-30", &designated(tag)).contains("may be designated") || rule == "us.13810.1");
        assert!(text(rule, "2018-01-01", &designated(tag)).contains("is blocked under Executive Order"));
        assert!(!text(rule, "2018-01-01", &designated(tag)).contains("may be designated"));
    }
    let owners = json!({"items": [{"owner": "a", "percent": "30"}, {"owner": "b", "percent": "30"}]});
    let mixed = with(
        &paid("2018-01-01", &with(&unlisted("CHN"), "/owners", owners)),
        "/parties/items/-",
        with(&bureau(), "/id", json!("a")),
    );
    let mixed = with(&mixed, "/parties/items/-", with(&listed("DPRK2", "2015-01-02"), "/id", json!("b")));
    check("us.13722.1", "2018-01-01", &mixed, "P");
    assert!(text("us.13722.1", "2018-01-01", &mixed).contains("own by half or more together"));
    let body = text("us.13722.1", "2018-01-01", &paid("2018-01-01", &bureau()));
    assert!(body.contains("reaches the Government of North Korea"));
    // The same without a payment.
    let dealt = with(&with(&mixed, "/transactions", json!({"items": []})), "/us_nexus", json!(true));
    let found = PROBES.findings("us.13722.1", "2018-01-01", &dealt).into_iter();
    let told: Vec<_> = found.map(|f| (f.subject.unwrap().id, f.message.unwrap().text)).collect();
    let says = |who: &str| told.iter().find(|(id, _)| id == who).map(|(_, text)| text.as_str()).unwrap_or_default();
    assert!(says("a").starts_with("a belongs to the Government of North Korea"), "{told:?}");
    assert!(says("payee").contains("own payee by half or more together"), "{told:?}");
}

#[test]
fn dealings_begin_with_the_listing() {
    let since = |rule: &str, as_of: &str, party: &Value| {
        let record = with(&case(std::slice::from_ref(party)), "/us_nexus", json!(true));
        PROBES.findings(rule, as_of, &record).remove(0).fact_from
    };
    let exporter = listed("DPRK3", "2020-11-19");
    for rule in ["us.13722.2a4", "us.510.201"] {
        assert_eq!(since(rule, "2021-01-01", &exporter).as_deref(), Some("2020-11-19"));
    }
    // The Government is blocked since the order; two grounds, the earlier.
    assert_eq!(since("us.510.201", "2017-01-01", &bureau()).as_deref(), Some("2016-03-16"));
    let both = testing::patched(&bureau(), &json!({"lists": listed("DPRK3", "2016-12-02")["lists"]}));
    assert_eq!(since("us.510.201", "2017-01-01", &both).as_deref(), Some("2016-03-16"));
}
