use super::*;

/// A lot that enters the United States on a day.
fn lot(day: &str, extra: &Value) -> Value {
    let goods = json!({"id": "lot", "market": "MARKET_US", "entry_date": day});
    let site = json!({"items": [{"id": "plant", "country": "CHN"}]});
    let record = with(&with(&employed("PRK"), "/worksites", site), "/ventures", json!({}));
    with(&record, "/goods", json!({"items": [testing::patched(&goods, extra)]}))
}

fn made_by(day: &str, nationality: &str) -> Value {
    lot(day, &json!({"origin": "CHN", "produced_by_nationalities": {"items": [nationality]}}))
}

#[test]
fn from_north_korea() {
    let rule = "us.13570";
    // Nampo to Long Beach; made by North Koreans in China.
    let shipped = |day: &str| lot(day, &json!({"origin": "PRK"}));
    days(rule, shipped, &[("2011-04-18", "not in force"), ("2011-04-19", "P"), ("2011-04-20", "P")]);
    check(rule, "2018-03-01", &made_by("2018-03-01", "PRK"), "-");
    check(rule, "2018-03-01", &lot("2018-03-01", &json!({"origin": "PRK", "market": "MARKET_EU"})), "-");
    let licensed = lot("2018-03-01", &json!({"origin": "PRK", "licence_ref": "L3"}));
    check(rule, "2018-03-01", &licensed, "X");
    for field in ["origin", "market", "entry_date"] {
        let unsaid = with(&shipped("2018-03-01"), &format!("/goods/items/0/{field}"), Value::Null);
        check(rule, "2018-03-01", &unsaid, "D");
        assert_eq!(missing(rule, "2018-03-01", &unsaid), format!("goods.items[0].{field}"));
    }
    // Not yet entered.
    check(rule, "2018-02-28", &shipped("2018-03-01"), "-");
}

#[test]
fn services_through_a_third_country() {
    let rule = "us.13570";
    let service = lot("2018-03-01", &json!({"origin": "CHN", "is_service": true}));
    check(rule, "2018-03-01", &service, "R");
    check(rule, "2018-03-01", &with(&service, "/workers", workers("NPL")), "-");
    let remote =
        with(&employed("PRK"), "/deployment/remote", json!({"works_in": "CHN", "clients": {"items": ["builder"]}}));
    check(rule, "2018-03-01", &remote, "R");
    check(
        rule,
        "2018-03-01",
        &with(&remote, "/deployment/remote/clients", json!({"items": ["host"]})),
        "not assessed: goods",
    );
}

#[test]
fn services_count_while_the_crew_is_there() {
    let rule = "us.13570";
    let crew = |day: &str| {
        let record =
            with(&lot(day, &json!({"origin": "CHN", "is_service": true})), "/deployment/start", json!("2018-01-01"));
        with(&record, "/deployment/end", json!("2019-01-01"))
    };
    for (day, letters) in [("2017-12-31", "-"), ("2018-01-01", "R"), ("2018-12-31", "R"), ("2019-01-01", "-")] {
        check(rule, "2020-01-01", &crew(day), letters);
    }
}

#[test]
fn services_from_north_korea_itself() {
    let rule = "us.13570";
    let remote = |remote: Value| {
        let record = with(&employed("PRK"), "/deployment/remote", remote);
        with(&with(&record, "/goods", json!({"items": []})), "/ventures", json!({}))
    };
    let home = remote(json!({"works_in": "PRK", "clients": {"items": ["builder"]}}));
    check(rule, "2018-03-01", &home, "P");
    // Also without a body of the State; nobody says for whom.
    check(rule, "2018-03-01", &with(&home, "/parties/items/2/government_of_north_korea", json!(false)), "P");
    check(rule, "2018-03-01", &remote(json!({"works_in": "PRK", "clients": {"items": ["host", "builder"]}})), "P");
    // Nobody says where they sit: it may be North Korea, whoever sent them.
    let somewhere = remote(json!({"clients": {"items": ["builder"]}}));
    check(rule, "2018-03-01", &somewhere, "R");
    let somewhere = with(&somewhere, "/parties/items/2/government_of_north_korea", json!(false));
    check(rule, "2018-03-01", &somewhere, "D");
    assert_eq!(missing(rule, "2018-03-01", &somewhere), "deployment.remote.works_in");
    let unsaid = remote(json!({"works_in": "CHN"}));
    check(rule, "2018-03-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-03-01", &unsaid), "deployment.remote.clients");

    let served = |provider: &str, recipient: &str| {
        let service =
            json!({"services": [{"id": "s", "provider": provider, "recipient": recipient, "from": "2018-01-01"}]});
        with(&with(&employed("PRK"), "/goods", json!({"items": []})), "/ventures", service)
    };
    check(rule, "2018-03-01", &served("bureau", "builder"), "R");
    check(rule, "2018-03-01", &served("bureau", "host"), "-");
    check(rule, "2018-03-01", &served("host", "builder"), "-");
    let private = with(&served("bureau", "builder"), "/parties/items/2/government_of_north_korea", json!(false));
    check(rule, "2018-03-01", &private, "R");
    let nowhere = with(&private, "/parties/items/2/country", Value::Null);
    check(rule, "2018-03-01", &nowhere, "D");
    assert_eq!(missing(rule, "2018-03-01", &nowhere), "parties.items[2].country");
    // A body of the State with its seat in a third country serves through it.
    let abroad = with(&served("bureau", "builder"), "/parties/items/2/country", json!("CHN"));
    check(rule, "2018-03-01", &abroad, "R");
    check(rule, "2018-03-01", &with(&private, "/parties/items/2/country", json!("CHN")), "-");
}

#[test]
fn made_at_a_site_while_north_koreans_worked_there() {
    let rule = "us.caatsa.321.goods";
    let plant = |produced: Value| {
        let record = lot("2018-03-01", &json!({"origin": "CHN", "site": "plant", "produced": produced}));
        let record = with(&record, "/deployment/start", json!("2017-01-01"));
        with(&record, "/deployment/end", json!("2018-01-01"))
    };
    check(rule, "2018-03-01", &plant(Value::Null), "P");
    for (from, to, letters) in [
        ("2016-01-01", "2017-01-01", "D"),
        ("2016-01-01", "2017-01-02", "P"),
        ("2017-12-31", "2018-02-01", "P"),
        ("2018-01-01", "2018-02-01", "D"),
    ] {
        check(rule, "2018-03-01", &plant(json!({"from": from, "to": to})), letters);
    }
    // The crew was at the site while both stood.
    let used = |from: &str, to: &str, start: &str, end: &str| {
        let record = with(&plant(json!({"from": from, "to": to})), "/worksites/items/0/start", json!(start));
        with(&record, "/worksites/items/0/end", json!(end))
    };
    for (from, to, letters) in [
        ("2017-02-01", "2017-06-01", "D"),
        ("2017-02-01", "2017-06-02", "P"),
        ("2017-08-31", "2017-12-01", "P"),
        ("2017-09-01", "2017-12-01", "D"),
    ] {
        check(rule, "2018-03-01", &used(from, to, "2017-06-01", "2017-09-01"), letters);
    }
    check(rule, "2018-03-01", &with(&plant(Value::Null), "/deployment/start", Value::Null), "P");
    let crew = |group: &str| {
        with(&plant(Value::Null), "/worksites/items/0/worker_groups", json!({"items": ["others", group]}))
    };
    check(rule, "2018-03-01", &crew("crew"), "P");
    check(rule, "2018-03-01", &crew("nobody"), "D");
    // The crew came after the goods had entered.
    let later = with(&plant(Value::Null), "/deployment/start", json!("2018-03-02"));
    check(rule, "2018-03-01", &with(&later, "/deployment/end", Value::Null), "D");
    // Nobody is no answer; a statement that the staff contradicts is for review.
    let by =
        |codes: Value| with(&plant(Value::Null), "/goods/items/0/produced_by_nationalities", json!({"items": codes}));
    let nobody = lot("2018-03-01", &json!({"origin": "CHN", "produced_by_nationalities": {"items": []}}));
    check(rule, "2018-03-01", &nobody, "D");
    check(rule, "2018-03-01", &by(json!(["CHN"])), "R");
    // Staff of unknown nationality contradicts nothing.
    check(rule, "2018-03-01", &with(&by(json!(["CHN"])), "/workers/items/0/nationalities", Value::Null), "-");
    check(rule, "2018-03-01", &by(json!(["CHN", "PRK"])), "P");
}

#[test]
fn made_by_north_koreans() {
    let rule = "us.caatsa.321.goods";
    // Seafood from Hunchun, also where the workers are paid well.
    days(
        rule,
        |day| made_by(day, "PRK"),
        &[
            ("2017-07-31", "not in force"),
            ("2017-08-01", "not in force"),
            ("2017-08-02", "P"),
            ("2017-08-03", "P"),
            ("2018-03-01", "P"),
        ],
    );
    check(rule, "2018-03-01", &made_by("2018-03-01", "CHN"), "-");
    check(rule, "2018-03-01", &with(&made_by("2018-03-01", "PRK"), "/goods/items/0/market", json!("MARKET_EU")), "-");
    // A hotel tower is a service; modules for it that are shipped are goods.
    let service = with(&made_by("2018-03-01", "PRK"), "/goods/items/0/is_service", json!(true));
    check(rule, "2018-03-01", &service, "-");
    check(rule, "2018-03-01", &with(&service, "/goods/items/0/is_service", json!(false)), "P");
    // Who works at the site answers where the makers are not recorded.
    let site = lot("2018-03-01", &json!({"site": "plant"}));
    check(rule, "2018-03-01", &site, "P");
    check(rule, "2018-03-01", &with(&site, "/goods/items/0/site", Value::Null), "D");
    let others = with(&site, "/worksites/items/0/worker_groups", json!({"items": ["others"]}));
    check(rule, "2018-03-01", &others, "D");
    check(rule, "2018-03-01", &employed("PRK"), "not assessed: goods");
}

#[test]
fn customs_finding_and_waiver() {
    let finding = json!({"customs_finding": {"id": "CBP-5", "date": "2018-06-01"}, "withhold_release_order": true});
    let record =
        lot("2018-03-01", &testing::patched(&json!({"produced_by_nationalities": {"items": ["PRK"]}}), &finding));
    for rule in ["us.caatsa.321.goods", "us.1307"] {
        dates(rule, &record, &[("2018-05-31", "P"), ("2018-06-01", "X")]);
        assert_eq!(exemption(rule, "2018-06-01", &record), "CBP-5");
    }
    let unnumbered = with(&record, "/goods/items/0/customs_finding/id", Value::Null);
    check("us.caatsa.321.goods", "2018-06-01", &unnumbered, "P");
    let waivers = json!({"waivers": [{"id": "W-2", "from": "2018-01-01", "to": "2018-03-02"}]});
    let waived = with(&made_by("2018-03-01", "PRK"), "/assurance", waivers);
    check("us.caatsa.321.goods", "2020-01-01", &waived, "X");
    check("us.9228", "2020-01-01", &waived, "X");
    let later = with(&waived, "/goods/items/0/entry_date", json!("2018-03-02"));
    check("us.caatsa.321.goods", "2020-01-01", &later, "P");
}

#[test]
fn forced_labour() {
    let rule = "us.1307";
    let ordered = |day: &str, unmet: bool| lot(day, &json!({"withhold_release_order": true, "unmet_us_demand": unmet}));
    days(rule, |day| ordered(day, true), &[("2016-03-09", "-"), ("2016-03-10", "P"), ("2016-03-11", "P")]);
    days(rule, |day| ordered(day, false), &[("2016-03-09", "P"), ("2016-03-10", "P")]);
    check(rule, "2016-03-09", &with(&ordered("2016-03-09", true), "/goods/items/0/unmet_us_demand", Value::Null), "P");
    // Indicators at the producing site: a state sender's unprotected crew with its passports taken.
    let papers = json!({"items": [{"id": "p", "passport_holder": "PASSPORT_HOLDER_MINDER",
        "passport_held_on_written_request": false}]});
    let signs =
        with(&lot("2017-07-31", &json!({"site": "plant", "withhold_release_order": false})), "/liberty", papers);
    check(rule, "2017-07-31", &signs, "R");
    let nowhere = with(&signs, "/goods/items/0/site", Value::Null);
    check(rule, "2017-07-31", &nowhere, "D");
    assert_eq!(missing(rule, "2017-07-31", &nowhere), "goods.items[0].site");
    // Made while the workers were there, entered when they were gone.
    let gone = with(&signs, "/deployment/end", json!("2017-06-01"));
    check(rule, "2017-07-31", &gone, "-");
    let made = with(&gone, "/goods/items/0/produced", json!({"from": "2017-04-01", "to": "2017-05-01"}));
    check(rule, "2017-07-31", &made, "R");
    let free = lot("2017-07-31", &json!({"withhold_release_order": false}));
    check(rule, "2017-07-31", &free, "-");
    let unsaid = lot("2017-07-31", &json!({}));
    check(rule, "2017-07-31", &unsaid, "D");
    assert_eq!(missing(rule, "2017-07-31", &unsaid), "goods.items[0].withhold_release_order");
    let old = |day: &str| ordered(day, false);
    days(rule, old, &[("1930-06-16", "not in force"), ("1930-06-17", "P"), ("1930-06-18", "P")]);
}

#[test]
fn xinjiang() {
    let rule = "us.uflpa";
    let cotton = |day: &str| lot(day, &json!({"origin": "CHN", "origin_region": "Xinjiang"}));
    days(rule, cotton, &[("2022-06-20", "not in force"), ("2022-06-21", "P"), ("2022-06-22", "P")]);
    let region = |name: Value| with(&cotton("2023-01-01"), "/goods/items/0/origin_region", name);
    check(rule, "2023-01-01", &region(json!("Liaoning")), "-");
    check(rule, "2023-01-01", &region(json!("CN-XJ")), "P");
    check(rule, "2023-01-01", &region(json!("XUAR")), "P");
    check(rule, "2023-01-01", &region(Value::Null), "D");
    check(rule, "2023-01-01", &with(&region(Value::Null), "/goods/items/0/origin", json!("VNM")), "-");
    let listed = with(&region(json!("Liaoning")), "/goods/items/0/made_by_uflpa_entity", json!(true));
    check(rule, "2023-01-01", &listed, "P");
    let plant = lot("2023-01-01", &json!({"origin": "CHN", "site": "plant"}));
    check(
        rule,
        "2023-01-01",
        &with(&plant, "/worksites/items/0/region", json!("Xinjiang Uyghur Autonomous Region")),
        "P",
    );
}

#[test]
fn xinjiang_by_its_region_or_its_site() {
    let rule = "us.uflpa";
    let record = |region: &str, site: &str| {
        let goods = lot("2023-01-01", &json!({"origin": "CHN", "origin_region": region, "site": "plant"}));
        with(&goods, "/worksites/items/0/region", json!(site))
    };
    for (region, site, expected) in
        [("Guangdong", "Xinjiang", "P"), ("Xinjiang", "Guangdong", "P"), ("Guangdong", "Liaoning", "-")]
    {
        check(rule, "2023-01-01", &record(region, site), expected);
    }
}

#[test]
fn the_limits_of_the_host_country_count() {
    // Work at half past ten in June in Doha, and a fee.
    let rule = "us.1307";
    let record = |from: &str, country: &str| {
        let heat = json!({"items": [{"id": "h", "site": "plant", "shade": false, "ventilated": false,
            "outdoor_intervals": {"items": [{"date": "2021-06-10", "from": from, "to": "11:00"}]}}]});
        let goods = lot("2021-07-01", &json!({"site": "plant", "withhold_release_order": false}));
        let record = with(&with(&goods, "/worksites/items/0/country", json!(country)), "/heat", heat);
        let record = with(&record, "/workers", workers("NPL"));
        let record = with(&record, "/parties/items/2/government_of_north_korea", json!(false));
        let fee = json!({"id": "c", "recruitment_fee_paid_by_worker": {"currency": "USD", "amount": "1500"}});
        with(&record, "/coercion", json!({"items": [fee]}))
    };
    check(rule, "2021-07-01", &record("10:30", "QAT"), "R");
    check(rule, "2021-07-01", &record("10:30", "CHN"), "-");
    let early = with(&record("09:00", "QAT"), "/heat/items/0/outdoor_intervals/items/0/to", json!("10:00"));
    check(rule, "2021-07-01", &early, "-");
}
