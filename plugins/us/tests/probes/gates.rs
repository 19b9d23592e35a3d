//! The gates, through a rule that turns on each.

use super::*;

#[test]
fn us_person() {
    // The Doha branch of a US builder; its separate Qatari subsidiary; nobody says.
    let rule = "us.13722.3";
    let payer = |stated: Value, country: Value| {
        let record = with(&paid("2018-01-01", &bureau()), "/parties/items/0/is_us_person", stated);
        with(&record, "/parties/items/0/country", country)
    };
    check(rule, "2018-01-01", &payer(json!(true), json!("QAT")), "P");
    check(rule, "2018-01-01", &payer(json!(false), json!("QAT")), "not assessed: goods");
    let record = with(&paid("2018-01-01", &bureau()), "/parties/items/0/country", Value::Null);
    check(rule, "2018-01-01", &record, "D");
    assert_eq!(missing(rule, "2018-01-01", &record), "parties.items[0].is_us_person");
}

#[test]
fn us_nexus() {
    // Two foreign firms in dollars through New York; in riyals in Doha; nobody says.
    let rule = "us.13722.1";
    let foreign = with(&paid("2018-01-01", &bureau()), "/parties/items/0/country", json!("QAT"));
    check(rule, "2018-01-01", &foreign, "P");
    let riyals = with(&foreign, "/transactions/items/0/us_nexus", json!(false));
    check(rule, "2018-01-01", &riyals, "-");
    let unsaid = with(&foreign, "/transactions/items/0/us_nexus", Value::Null);
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "transactions.items[0].us_nexus");
    let correspondent = with(&riyals, "/transactions/items/0/payer_institution", json!({"country": "USA"}));
    check(rule, "2018-01-01", &correspondent, "P");
    let us_payer = with(&paid("2018-01-01", &bureau()), "/transactions/items/0/us_nexus", json!(false));
    check(rule, "2018-01-01", &us_payer, "P");
}

#[test]
fn government_without_listing() {
    let rule = "us.13722.1";
    let payee = |changes: &[(&str, Value)]| {
        let payee = changes.iter().fold(unlisted("CHN"), |payee, (path, value)| with(&payee, path, value.clone()));
        with(&paid("2018-06-01", &payee), "/parties/items/-", with(&bureau(), "/id", json!("bureau")))
    };
    let owned = |percent: &str| json!({"items": [{"owner": "bureau", "percent": percent}]});
    // A private Chinese agency, a tenth of it North Korean; half of it.
    check(rule, "2018-06-01", &payee(&[("/owners", owned("10"))]), "-");
    check(rule, "2018-06-01", &payee(&[("/owners", owned("49.99"))]), "-");
    check(rule, "2018-06-01", &payee(&[("/owners", owned("50"))]), "P");
    let gap = payee(&[("/owners", json!({"items": [{"owner": "bureau"}]}))]);
    check(rule, "2018-06-01", &gap, "D");
    assert_eq!(missing(rule, "2018-06-01", &gap), "parties.items[1].owners.items[0].percent");
    let nobody = payee(&[("/owners", json!({"items": [{"percent": "60"}]}))]);
    assert_eq!(missing(rule, "2018-06-01", &nobody), "parties.items[1].owners.items[0].owner");
    let later = json!({"items": [{"owner": "bureau", "percent": "80", "from": "2018-06-02"}]});
    check(rule, "2018-06-01", &payee(&[("/owners", later)]), "-");

    let controlled = |extra: Value| {
        let sign = json!({"kind": "CONTROL_KIND_DOMINANT_INFLUENCE", "by": "bureau"});
        json!({"items": [testing::patched(&sign, &extra)]})
    };
    check(rule, "2018-06-01", &payee(&[("/control_indicators", controlled(json!({"documented": true})))]), "P");
    check(rule, "2018-06-01", &payee(&[("/control_indicators", controlled(json!({})))]), "R");
    check(rule, "2018-06-01", &payee(&[("/control_indicators", controlled(json!({"refuted": true})))]), "-");
    check(rule, "2018-06-01", &payee(&[("/acts_for", json!("bureau"))]), "P");
}

#[test]
fn government_flag_is_asked_of_those_who_may_be_it() {
    let rule = "us.13722.1";
    let korean = paid("2018-06-01", &unlisted("PRK"));
    check(rule, "2018-06-01", &korean, "D");
    assert_eq!(missing(rule, "2018-06-01", &korean), "parties.items[1].government_of_north_korea");
    check(rule, "2018-06-01", &with(&korean, "/parties/items/1/government_of_north_korea", json!(false)), "-");
    check(rule, "2018-06-01", &with(&korean, "/parties/items/1/country", Value::Null), "D");
    check(rule, "2018-06-01", &with(&korean, "/parties/items/1/country", json!("KOR")), "-");
    let sender = with(
        &with(&korean, "/parties/items/1/country", json!("CHN")),
        "/parties/items/1/roles",
        json!(["PARTY_ROLE_SENDER"]),
    );
    check(rule, "2018-06-01", &with(&sender, "/workers", workers("PRK")), "D");
    check(rule, "2018-06-01", &with(&sender, "/workers", workers("CHN")), "-");
}

#[test]
fn north_korean_person() {
    // A company in Laos that a North Korean citizen owns; a company of the Republic of Korea.
    let rule = "us.13810.1";
    let company = |changes: Value| {
        let party = json!({"id": "company", "roles": ["PARTY_ROLE_RECRUITER"], "country": "LAO"});
        let citizen = json!({"id": "citizen", "roles": ["PARTY_ROLE_OWNER"], "kind": "PARTY_KIND_INDIVIDUAL",
            "country": "PRK", "government_of_north_korea": false});
        with(&case(&[testing::patched(&party, &changes), citizen]), "/transactions", json!({"items": []}))
    };
    let letters = |record: &Value| {
        let verdict = testing::verdict_on(&PLUGIN, "2018-01-01", &testing::record(record));
        verdict.findings.iter().any(|f| f.rule_id == rule && f.subject.as_ref().is_some_and(|s| s.id == "company"))
    };
    assert!(letters(&company(json!({"owned_by_north_korean_national": true}))));
    assert!(letters(&company(json!({"owners": {"items": [{"owner": "citizen", "percent": "51"}]}}))));
    assert!(!letters(&company(json!({"owners": {"items": [{"owner": "citizen", "percent": "49"}]}}))));
    assert!(!letters(&company(json!({"country": "KOR"}))));
}

#[test]
fn owned_by_half() {
    let rule = "us.13551";
    let owner = |id: &str| with(&listed("DPRK", "2010-08-30"), "/id", json!(id));
    let company = |id: &str, owners: &[(&str, &str)]| {
        let owners: Vec<_> =
            owners.iter().map(|(owner, percent)| json!({"owner": owner, "percent": percent})).collect();
        json!({"id": id, "roles": ["PARTY_ROLE_OTHER"], "country": "CHN", "owners": {"items": owners}})
    };
    let record = |day: &str, parties: &[Value]| {
        let (payee, others) = parties.split_first().unwrap();
        let paid = paid(day, payee);
        others.iter().fold(paid, |record, party| with(&record, "/parties/items/-", party.clone()))
    };
    let two = |share: &'static str| {
        move |day: &str| record(day, &[company("payee", &[("a", share), ("b", share)]), owner("a"), owner("b")])
    };
    // 25 and 25: together since 2014-08-13, alone before. Two of 24.9 never.
    days(rule, two("25"), &[("2014-08-12", "-"), ("2014-08-13", "P"), ("2014-08-14", "P")]);
    days(rule, two("24.9"), &[("2014-08-13", "-"), ("2018-01-01", "-")]);
    days(rule, two("50"), &[("2014-08-12", "P"), ("2014-08-13", "P")]);
    // A holds half of B, and B half of C, or 49 %.
    let chain = |share: &str| {
        let (c, b) = (company("payee", &[("b", share)]), company("b", &[("a", "50")]));
        record("2018-01-01", &[c, b, owner("a")])
    };
    check(rule, "2018-01-01", &chain("50"), "P");
    check(rule, "2018-01-01", &chain("49"), "-");
}
