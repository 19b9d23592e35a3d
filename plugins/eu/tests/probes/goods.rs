//! Section 4: goods made with forced labour, and due diligence.

use super::*;

/// A lot on the market of the Union, made at a plant in China in which an authority found forced labour.
fn garments(extra: &Value) -> Value {
    let goods = json!({"id": "lot", "market": "MARKET_EU", "placed_on_market_on": "2027-12-01", "with_end_user": false,
        "site": "plant", "forced_labour_finding": true});
    json!({
        "parties": {"items": [{"id": "shop", "roles": ["PARTY_ROLE_IMPORTER"], "country": "DEU", "is_eu_person": true}]},
        "deployment": {"start": "2025-01-01"},
        "worksites": {"items": [{"id": "plant", "country": "CHN", "region": "Dandong"}]},
        "goods": {"items": [testing::patched(&goods, extra)]}
    })
}

fn placed(day: &str) -> Value {
    garments(&json!({"placed_on_market_on": day}))
}

/// The same without an authority's finding, with signs of force at the plant.
fn signs(extra: &Value) -> Value {
    let workers =
        json!({"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]});
    let pressure = json!({"items": [{"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]},
        "violence": {"items": []}, "can_resign": false}]});
    let record =
        with(&garments(&testing::patched(&json!({"forced_labour_finding": false}), extra)), "/workers", workers);
    with(&record, "/coercion", pressure)
}

#[test]
fn barred_from_the_day_that_the_ban_applies() {
    let rule = "eu.flr.ban";
    let on_sale = garments(&json!({}));
    dates(
        rule,
        &with(&on_sale, "/goods/items/0/placed_on_market_on", json!("2024-01-01")),
        &[("2024-12-12", "not in force"), ("2024-12-13", "I"), ("2024-12-14", "I")],
    );
    dates(
        rule,
        &on_sale,
        &[("2027-11-30", "-"), ("2027-12-01", "I"), ("2027-12-13", "I"), ("2027-12-14", "P"), ("2027-12-15", "P")],
    );
    days(rule, placed, &[("2027-12-13", "I"), ("2027-12-14", "P"), ("2028-05-01", "P")]);
    assert!(text(rule, "2027-12-13", &on_sale).contains("From 2027-12-14 on"));
    check(rule, "2028-01-01", &garments(&json!({"is_service": true})), "-");
    // Not yet offered; another market.
    check(rule, "2028-01-01", &placed("2028-01-02"), "-");
    check(rule, "2028-01-01", &with(&on_sale, "/goods/items/0/market", json!("MARKET_US")), "-");
    check(rule, "2028-01-01", &with(&on_sale, "/goods", json!({"items": []})), "-");
    check(rule, "2028-01-01", &with(&on_sale, "/goods", Value::Null), "not assessed: goods");
}

#[test]
fn what_end_users_have() {
    let rule = "eu.flr.ban";
    // A hull delivered in 2016, before there was a regulation: silent for good.
    let hull = garments(&json!({"placed_on_market_on": "2016-04-15", "with_end_user": true}));
    dates(rule, &hull, &[("2025-01-01", "-"), ("2027-12-14", "-"), ("2028-01-01", "-"), ("2035-01-01", "-")]);
    check("eu.flr.review", "2035-01-01", &hull, "-");
    let delivered = |day: &str| garments(&json!({"placed_on_market_on": day, "with_end_user": true}));
    check(rule, "2028-06-01", &delivered("2027-12-13"), "-");
    check(rule, "2028-06-01", &delivered("2027-12-14"), "X");
    assert_eq!(exemption(rule, "2028-06-01", &delivered("2027-12-14")), "with_end_user");
    // Nobody says that they reached one.
    let unsaid = with(&delivered("2028-01-01"), "/goods/items/0/with_end_user", Value::Null);
    check(rule, "2028-06-01", &unsaid, "P");
    let undated = with(&delivered("2028-01-01"), "/goods/items/0/placed_on_market_on", Value::Null);
    check(rule, "2028-06-01", &undated, "D");
    assert_eq!(missing(rule, "2028-06-01", &undated), "goods.items[0].placed_on_market_on");
}

#[test]
fn a_part_that_can_be_replaced_bars_the_part() {
    let part = garments(&json!({"replaceable_part_only": true}));
    check("eu.flr.ban", "2028-01-01", &part, "P");
    assert!(text("eu.flr.ban", "2028-01-01", &part).contains("limited to the part"));
}

#[test]
fn forced_labour_by_the_definition_at_the_producing_site() {
    let rule = "eu.flr.ban";
    check(rule, "2028-01-01", &signs(&json!({})), "P");
    check(rule, "2028-01-01", &with(&signs(&json!({})), "/coercion/items/0/can_resign", json!(true)), "D");
    // Made before the crew came.
    let earlier = signs(&json!({"produced": {"from": "2024-01-01", "to": "2025-01-01"}}));
    check(rule, "2028-01-01", &earlier, "-");
    check(rule, "2028-01-01", &signs(&json!({"produced": {"from": "2024-01-01", "to": "2025-01-02"}})), "P");
    // Nobody says where it was made.
    let nowhere = with(&signs(&json!({})), "/goods/items/0/site", Value::Null);
    check(rule, "2028-01-01", &nowhere, "D");
    assert_eq!(missing(rule, "2028-01-01", &nowhere), "goods.items[0].site");
    // No sign, and nobody says what the authorities found.
    let clean = garments(&json!({"forced_labour_finding": false}));
    check(rule, "2028-01-01", &clean, "-");
    let unsaid = with(&clean, "/goods/items/0/forced_labour_finding", Value::Null);
    check(rule, "2028-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2028-01-01", &unsaid), "goods.items[0].forced_labour_finding");
    // Before the ban applies there is nothing to lack data for, only something to come.
    check(rule, "2027-12-13", &unsaid, "I");
    assert!(text(rule, "2027-12-13", &unsaid).contains("does not say enough"));
    check(rule, "2027-12-13", &clean, "-");
    let unplaced = with(&garments(&json!({})), "/goods/items/0/market", Value::Null);
    check(rule, "2028-01-01", &unplaced, "D");
    assert_eq!(missing(rule, "2028-01-01", &unplaced), "goods.items[0].market");
}

#[test]
fn an_offer_at_a_distance_counts_where_it_delivers_to_the_union() {
    let rule = "eu.flr.ban";
    let shop = |offer: Value| garments(&json!({"market": "MARKET_OTHER", "online_offer": offer}));
    check(rule, "2028-01-01", &shop(json!({"currency": "EUR", "ships_to_eu": true})), "P");
    check(rule, "2027-12-13", &shop(json!({"currency": "EUR", "ships_to_eu": true})), "I");
    check(rule, "2028-01-01", &shop(json!({"currency": "EUR", "ships_to_eu": false})), "-");
    check(rule, "2028-01-01", &shop(json!({"currency": "CNY", "ships_to_eu": true})), "P");
    let unsaid = shop(json!({"currency": "EUR"}));
    check(rule, "2028-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2028-01-01", &unsaid), "goods.items[0].online_offer.ships_to_eu");
    let nowhere = with(&shop(json!({"ships_to_eu": true})), "/goods/items/0/market", Value::Null);
    check(rule, "2028-01-01", &nowhere, "P");
}

#[test]
fn export_from_the_union_is_barred() {
    let rule = "eu.flr.ban";
    let left = |day: &str, to: &str| {
        garments(&json!({"market": "MARKET_OTHER", "origin": "POL", "exported_on": day, "destination_country": to}))
    };
    check(rule, "2028-06-01", &left("2027-12-13", "NOR"), "-");
    check(rule, "2028-06-01", &left("2027-12-14", "NOR"), "P");
    check(rule, "2028-06-01", &left("2028-06-02", "NOR"), "-");
    // Within the Union; from elsewhere.
    check(rule, "2028-06-01", &left("2027-12-14", "NLD"), "-");
    let foreign = with(&left("2027-12-14", "NOR"), "/goods/items/0/origin", json!("CHN"));
    check(rule, "2028-06-01", &foreign, "-");
    check(rule, "2028-06-01", &with(&foreign, "/goods/items/0/origin", Value::Null), "D");
    check(
        rule,
        "2028-06-01",
        &with(&left("2027-12-14", "NOR"), "/goods/items/0/destination_country", Value::Null),
        "P",
    );
}

#[test]
fn who_leads_the_investigation() {
    let rule = "eu.flr.lead";
    let lead = |record: &Value| {
        let verdict = testing::verdict_on(&PLUGIN, "2028-01-01", &testing::record(record));
        let finding = verdict.findings.into_iter().find(|f| f.rule_id == rule).expect("a finding");
        finding.attributes.into_iter().find(|a| a.name == "lead_authority").expect("an authority").value
    };
    let dandong = garments(&json!({}));
    dates(rule, &dandong, &[("2027-12-13", "not in force"), ("2027-12-14", "I"), ("2027-12-15", "I")]);
    assert_eq!(lead(&dandong), "European Commission");
    assert!(text(rule, "2028-01-01", &dandong).contains("Dandong, CHN"));
    let gdynia = with(&dandong, "/worksites/items/0", json!({"id": "plant", "country": "POL", "region": "Gdynia"}));
    assert_eq!(lead(&gdynia), "POL");
    assert!(text(rule, "2028-01-01", &gdynia).contains("competent authority leads"));
    // The origin answers where the site does not.
    let bought = garments(&json!({"site": null, "origin": "CHN", "origin_region": "Dandong"}));
    assert_eq!(lead(&bought), "European Commission");
    let unsaid = garments(&json!({"site": null}));
    check(rule, "2028-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2028-01-01", &unsaid), "goods.items[0].origin");
    // Nothing to investigate.
    check(rule, "2028-01-01", &garments(&json!({"forced_labour_finding": false})), "-");
    check(rule, "2028-01-01", &with(&dandong, "/goods", Value::Null), "not assessed: goods");
}

/// Asked on Monday 2028-01-03: 30 working days end on Monday 2028-02-14, 60 on Monday 2028-03-27.
fn procedure(steps: &Value) -> Value {
    let asked = json!({"asked_on": "2028-01-03"});
    with(&garments(&json!({})), "/assurance", json!({"eu_forced_labour_procedure": testing::patched(&asked, steps)}))
}

#[test]
fn the_operator_replies_within_30_working_days() {
    let rule = "eu.flr.clock";
    dates(
        rule,
        &procedure(&json!({})),
        &[("2028-01-02", "-"), ("2028-01-03", "I"), ("2028-02-13", "I"), ("2028-02-14", "I"), ("2028-02-15", "V")],
    );
    assert!(text(rule, "2028-02-01", &procedure(&json!({}))).contains("by 2028-02-14"));
    // Reply on day 31, and on day 30.
    check(rule, "2028-03-01", &procedure(&json!({"replied_on": "2028-02-15"})), "V");
    let closed = json!({"replied_on": "2028-02-14", "preliminary_closed_on": "2028-02-20"});
    check(rule, "2028-03-01", &procedure(&closed), "-");
    let extended = procedure(&json!({"extended_to": "2028-03-01"}));
    dates(rule, &extended, &[("2028-02-15", "I"), ("2028-03-01", "I"), ("2028-03-02", "V")]);
    // The law, the goods, the parts.
    let early = procedure(&json!({"asked_on": "2027-10-01"}));
    dates(rule, &early, &[("2027-12-13", "not in force"), ("2027-12-14", "V"), ("2027-12-15", "V")]);
    let elsewhere = with(&procedure(&json!({})), "/goods/items/0/market", json!("MARKET_US"));
    check(rule, "2028-02-15", &elsewhere, "-");
    check(rule, "2028-02-15", &with(&procedure(&json!({})), "/goods", Value::Null), "V");
    check(rule, "2028-02-15", &garments(&json!({})), "not assessed: assurance");
    check(rule, "2028-02-15", &with(&garments(&json!({})), "/assurance", json!({})), "-");
}

#[test]
fn in_the_investigation_the_authority_sets_30_to_60_days() {
    let rule = "eu.flr.clock";
    let asked = procedure(&json!({"preliminary_closed_on": "2028-01-03"}));
    dates(rule, &asked, &[("2028-02-14", "I"), ("2028-02-15", "R"), ("2028-03-27", "R"), ("2028-03-28", "V")]);
    assert!(text(rule, "2028-02-15", &asked).contains("30 passed on 2028-02-14"));
    check(
        rule,
        "2028-03-28",
        &with(&asked, "/assurance/eu_forced_labour_procedure/replied_on", json!("2028-03-27")),
        "-",
    );
}

#[test]
fn the_authority_closes_the_preliminary_phase_and_decides() {
    let rule = "eu.flr.clock";
    // Replied on Monday 2028-01-31: 30 working days end on Monday 2028-03-13.
    let replied = procedure(&json!({"replied_on": "2028-01-31"}));
    dates(rule, &replied, &[("2028-01-31", "I"), ("2028-03-13", "I"), ("2028-03-14", "V")]);
    check(
        rule,
        "2028-03-14",
        &with(&replied, "/assurance/eu_forced_labour_procedure/preliminary_closed_on", json!("2028-03-13")),
        "-",
    );
    // Nine months from the opening are a target.
    let opened = procedure(
        &json!({"replied_on": "2028-01-31", "preliminary_closed_on": "2028-02-10", "opened_on": "2028-02-10"}),
    );
    dates(rule, &opened, &[("2028-02-09", "I"), ("2028-02-10", "I"), ("2028-11-10", "I"), ("2028-11-11", "R")]);
    check(
        rule,
        "2028-12-01",
        &with(&opened, "/assurance/eu_forced_labour_procedure/decided_on", json!("2028-11-10")),
        "-",
    );
    check(
        rule,
        "2028-12-01",
        &with(&opened, "/assurance/eu_forced_labour_procedure/decided_on", json!("2028-11-11")),
        "R",
    );
}

#[test]
fn the_commission_evaluates() {
    let rule = "eu.flr.review";
    dates(
        rule,
        &garments(&json!({})),
        &[
            ("2027-12-13", "not in force"),
            ("2027-12-14", "-"),
            ("2027-12-15", "-"),
            ("2029-12-14", "-"),
            ("2029-12-15", "I"),
            ("2029-12-16", "I"),
            ("2034-12-15", "I"),
        ],
    );
    assert!(text(rule, "2034-12-14", &garments(&json!({}))).contains("by 2029-12-14, and has to again by 2034-12-14"));
    assert!(text(rule, "2034-12-15", &garments(&json!({}))).contains("by 2034-12-14, and has to again by 2039-12-14"));
    check(rule, "2030-01-01", &with(&garments(&json!({})), "/goods/items/0/market", json!("MARKET_US")), "-");
    check(rule, "2030-01-01", &with(&garments(&json!({})), "/goods", Value::Null), "not assessed: goods");
}

#[test]
fn due_diligence_of_large_companies() {
    let rule = "eu.csddd";
    let company = |extra: Value| {
        let party = json!({"id": "shop", "roles": ["PARTY_ROLE_BUYER"], "country": "DEU", "is_eu_person": true,
            "employees": "6000", "turnover_eur": "2000000000", "due_diligence": false});
        json!({"parties": {"items": [testing::patched(&party, &extra)]}, "deployment": {"start": "2020-01-01"},
            "goods": {"items": []}})
    };
    dates(
        rule,
        &company(json!({})),
        &[("2029-06-30", "not in force"), ("2029-07-01", "R"), ("2029-07-02", "R"), ("2029-08-01", "R")],
    );
    for (extra, letters) in [
        (json!({"employees": "1200"}), "-"),
        (json!({"employees": "4999"}), "-"),
        (json!({"employees": "5000"}), "R"),
        (json!({"turnover_eur": "1499999999.99"}), "-"),
        (json!({"turnover_eur": "1500000000"}), "R"),
        (json!({"due_diligence": true}), "-"),
        (json!({"is_eu_person": false, "country": "USA", "business_in_eu": false}), "NA"),
        (json!({"is_eu_person": false, "country": "USA", "business_in_eu": true}), "R"),
        (json!({"is_eu_person": null}), "R"),
        (json!({"roles": ["PARTY_ROLE_BANK"]}), "-"),
    ] {
        check(rule, "2029-08-01", &company(extra), letters);
    }
    for field in ["employees", "turnover_eur", "due_diligence"] {
        let unsaid = company(json!({field: null}));
        check(rule, "2029-08-01", &unsaid, "D");
        assert_eq!(missing(rule, "2029-08-01", &unsaid), format!("parties.items[0].{field}"));
    }
}

fn days_of(rule: &str, as_of: &str, record: &Value) -> (String, String) {
    let finding = PROBES.findings(rule, as_of, record).into_iter().next().expect("a finding");
    let due = finding.consequence.and_then(|consequence| consequence.due_on);
    (finding.fact_from.unwrap_or_default(), due.unwrap_or_default())
}

fn pair(since: &str, due: &str) -> (String, String) {
    (since.to_owned(), due.to_owned())
}

#[test]
fn since_when_goods_are_barred() {
    let rule = "eu.flr.ban";
    for (day, as_of, since, due) in [
        ("2024-01-01", "2025-01-01", "2024-12-13", "2027-12-14"),
        ("2025-02-01", "2026-01-01", "2025-02-01", "2027-12-14"),
        ("2025-02-01", "2027-12-13", "2025-02-01", "2027-12-14"),
        ("2025-02-01", "2027-12-14", "2027-12-14", ""),
        ("2025-02-01", "2028-01-01", "2027-12-14", ""),
        ("2028-02-01", "2028-06-01", "2028-02-01", ""),
    ] {
        assert_eq!(days_of(rule, as_of, &placed(day)), pair(since, due), "{day} on {as_of}");
    }
    let left = json!({"market": "MARKET_OTHER", "origin": "POL", "exported_on": "2028-02-01", "destination_country": "NOR",
        "placed_on_market_on": "2028-03-01", "with_end_user": true});
    assert_eq!(days_of(rule, "2028-06-01", &garments(&left)), pair("2028-02-01", ""));
    check(rule, "2028-06-01", &garments(&left), "P");
    // Exported, and perhaps from elsewhere, while it is offered there too, or will be.
    let doubtful = |market: &str, placed: &str| {
        let parts = json!({"market": market, "exported_on": "2028-02-01", "destination_country": "NOR",
            "placed_on_market_on": placed});
        garments(&parts)
    };
    check(rule, "2028-06-01", &doubtful("MARKET_OTHER", "2028-01-01"), "D");
    check(rule, "2028-06-01", &doubtful("MARKET_EU", "2028-01-01"), "P");
    check(rule, "2028-06-01", &doubtful("MARKET_EU", "2028-07-01"), "P");
    let delivered = testing::patched(
        &json!({"market": "MARKET_OTHER", "exported_on": "2028-02-01"}),
        &json!({"destination_country": "NOR", "with_end_user": true}),
    );
    check(rule, "2028-06-01", &garments(&delivered), "D");
    // Where nobody says where they were made, and the signs are not met.
    let nowhere = with(&signs(&json!({})), "/goods/items/0/site", Value::Null);
    let free = with(&nowhere, "/coercion", json!({"items": []}));
    check(rule, "2028-01-01", &with(&free, "/workers", json!({"items": []})), "-");
    let abroad = garments(&json!({"market": "MARKET_OTHER", "exported_on": "2028-06-01", "origin": "POL",
        "destination_country": "NOR"}));
    check(rule, "2028-06-01", &abroad, "P");
}

#[test]
fn what_somebody_has_to_lead() {
    let rule = "eu.flr.lead";
    let leads = |record: &Value| PROBES.findings(rule, "2028-06-01", record).len();
    let delivered = garments(&json!({"placed_on_market_on": "2028-01-01", "with_end_user": true}));
    assert_eq!(leads(&delivered), 0);
    assert_eq!(leads(&garments(&json!({}))), 1);
    // Two lots, and only one of them barred.
    let other = json!({"id": "other", "market": "MARKET_US", "with_end_user": false, "site": "plant",
        "forced_labour_finding": true});
    assert_eq!(leads(&with(&garments(&json!({})), "/goods/items/-", other)), 1);
}

#[test]
fn whom_the_clock_runs_for() {
    use comity_sdk::v1::Addressee::{EuPerson, Importer, State};
    let rule = "eu.flr.clock";
    let to = |as_of: &str, record: &Value| {
        let finding = PROBES.findings(rule, as_of, record).into_iter().next().expect("a finding");
        finding.addressees().collect::<Vec<_>>()
    };
    let asked = procedure(&json!({}));
    assert_eq!(to("2028-02-01", &asked), [EuPerson, Importer]);
    assert_eq!(days_of(rule, "2028-02-01", &asked), pair("2028-02-01", "2028-02-14"));
    assert_eq!(days_of(rule, "2028-02-14", &asked).1, "2028-02-14");
    assert_eq!(to("2028-03-01", &asked), [EuPerson, Importer]);
    assert_eq!(days_of(rule, "2028-03-01", &asked), pair("2028-02-15", "2028-02-14"), "since the day after");
    let replied = procedure(&json!({"replied_on": "2028-01-31"}));
    assert_eq!(to("2028-03-01", &replied), [State]);
    assert_eq!(days_of(rule, "2028-03-01", &replied).1, "2028-03-13");
    assert!(text(rule, "2028-03-01", &replied).contains("has to close the preliminary phase by 2028-03-13"));
    assert!(text(rule, "2028-03-14", &replied).contains("did not close the preliminary phase by 2028-03-13"));
    // Closed before the question, or on its day: the question belongs to the investigation.
    for closed in ["2028-01-02", "2028-01-03"] {
        let record = procedure(&json!({"replied_on": "2028-01-31", "preliminary_closed_on": closed}));
        check(rule, "2028-05-01", &record, "-");
    }
    let after = |closed: &str| procedure(&json!({"replied_on": "2028-01-31", "preliminary_closed_on": closed}));
    check(rule, "2028-05-01", &after("2028-03-14"), "V");
    assert!(text(rule, "2028-05-01", &after("2028-03-14")).contains("did not close"));
    check(rule, "2028-05-01", &after("2028-01-04"), "-");
    assert_eq!(days_of("eu.flr.review", "2030-01-01", &garments(&json!({}))).1, "2034-12-14");
    let other = json!({"id": "other", "market": "MARKET_US", "site": "plant", "forced_labour_finding": true});
    let two = with(&garments(&json!({})), "/goods/items/-", other);
    check("eu.flr.review", "2030-01-01", &two, "I");
    check(rule, "2028-02-15", &with(&two, "/assurance", asked.pointer("/assurance").unwrap().clone()), "V");
    // Offered nowhere, and exported from the Union or perhaps so.
    let steps = asked.pointer("/assurance").unwrap().clone();
    let left = |extra: Value| with(&garments(&extra), "/assurance", steps.clone());
    let day = "2028-01-10";
    for (extra, expected) in [
        (json!({"market": "MARKET_OTHER", "origin": "POL", "exported_on": day, "destination_country": "NOR"}), "V"),
        (
            json!({"market": "MARKET_OTHER", "origin": "POL", "exported_on": "2028-02-16", "destination_country": "NOR"}),
            "-",
        ),
        (
            json!({"market": "MARKET_OTHER", "origin": "POL", "exported_on": "2028-02-15", "destination_country": "NOR"}),
            "V",
        ),
        (json!({"market": "MARKET_OTHER", "origin": "CHN", "exported_on": day, "destination_country": "NOR"}), "-"),
    ] {
        check(rule, "2028-02-15", &left(extra), expected);
    }
}

#[test]
fn every_company_of_the_chain() {
    let rule = "eu.csddd";
    let company = |role: &str, eu: Value, business: Value, country: Value| {
        let party = json!({"id": "shop", "roles": [role], "employees": "6000", "turnover_eur": "2000000000",
            "due_diligence": false, "is_eu_person": eu, "business_in_eu": business, "country": country});
        json!({"parties": {"items": [party]}, "deployment": {"start": "2020-01-01"}, "goods": {"items": []},
            "worksites": {"items": [{"id": "dock", "country": "POL"}]}})
    };
    for role in ["HOST_EMPLOYER", "USER", "RECRUITER", "PRINCIPAL", "BUYER", "IMPORTER", "PARENT"] {
        let role = format!("PARTY_ROLE_{role}");
        check(rule, "2029-08-01", &company(&role, json!(true), Value::Null, Value::Null), "R");
    }
    check(rule, "2029-08-01", &company("PARTY_ROLE_SENDER", json!(true), Value::Null, Value::Null), "-");
    let (yes, no, unsaid) = (|| json!(true), || json!(false), || Value::Null);
    for (eu, business, country, expected) in [
        (yes(), no(), json!("USA"), "R"),
        (yes(), unsaid(), unsaid(), "R"),
        (no(), yes(), json!("USA"), "R"),
        (no(), yes(), unsaid(), "R"),
        (no(), yes(), json!("DEU"), "R"),
        (no(), no(), json!("USA"), "-"),
        (no(), no(), json!("DEU"), "-"),
        (no(), unsaid(), json!("DEU"), "D"),
        (unsaid(), no(), json!("DEU"), "R"),
        (unsaid(), unsaid(), json!("DEU"), "R"),
        (unsaid(), no(), json!("USA"), "-"),
        (unsaid(), unsaid(), json!("USA"), "D"),
        (unsaid(), no(), unsaid(), "D"),
    ] {
        let record = company("PARTY_ROLE_BUYER", eu.clone(), business.clone(), country.clone());
        check(rule, "2029-08-01", &record, expected);
    }
    // What is not known of the size stays open, and no reach is none.
    let unsized_ = |eu: Value| {
        let record = company("PARTY_ROLE_BUYER", eu, json!(false), json!("USA"));
        with(&record, "/parties/items/0/employees", Value::Null)
    };
    check(rule, "2029-08-01", &unsized_(json!(true)), "D");
    check(rule, "2029-08-01", &unsized_(json!(false)), "-");
    let checked = with(&unsized_(json!(true)), "/parties/items/0/due_diligence", json!(true));
    check(rule, "2029-08-01", &checked, "-");
}
