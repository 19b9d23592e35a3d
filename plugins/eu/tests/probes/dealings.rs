//! Section 1: ventures, investment, real property, crews, computer services.

use super::*;

/// The yard, others, and what they have together.
fn together(others: &[Value], ventures: Value) -> Value {
    with(&yard_with(others), "/ventures", ventures)
}

fn trader(extra: &Value) -> Value {
    let base =
        json!({"id": "trader", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK", "government_of_north_korea": false});
    testing::patched(&base, extra)
}

fn venture(other: &Value, extra: &Value) -> Value {
    let base = json!({"id": "jv", "partners": {"items": ["yard", "trader"]}, "opened": "2012-01-01", "country": "NLD"});
    together(std::slice::from_ref(other), json!({"joint_ventures": [testing::patched(&base, extra)]}))
}

#[test]
fn ventures_kept() {
    let rule = "eu.dprk.jv";
    let kept = venture(&trader(&json!({})), &json!({}));
    dates(
        rule,
        &kept,
        &[
            ("2017-09-14", "not in force"),
            ("2017-09-15", "-"),
            ("2017-10-09", "-"),
            ("2017-10-10", "P"),
            ("2017-10-11", "P"),
            ("2017-10-16", "P"),
            ("2018-02-01", "P"),
        ],
    );
    let closed = venture(&trader(&json!({})), &json!({"closed_on": "2018-01-09"}));
    dates(rule, &closed, &[("2018-01-08", "P"), ("2018-01-09", "-"), ("2018-01-10", "-")]);
    let check =
        |extra: Value, expected: &str| check(rule, "2018-02-01", &venture(&trader(&json!({})), &extra), expected);
    check(json!({"authorisation_ref": "MZ-1", "committee_approval_ref": "SC-1"}), "X");
    check(json!({"authorisation_ref": "MZ-1"}), "R");
    check(json!({"committee_approval_ref": "SC-1"}), "P");
    check(
        json!({"authorisation_ref": "MZ-1", "committee_approval_ref": "SC-1", "committee_approval_date": "2018-02-02"}),
        "P",
    );
    check(json!({"opened": null}), "D");
    check(json!({"partners": null}), "D");
    check(json!({"partners": {"items": ["yard"]}}), "-");
    check(json!({"partners": {"items": ["trader"]}}), "P");
    check(json!({"partners": {"items": ["trader"]}, "country": "CHN"}), "-");
}

#[test]
fn ventures_opened_or_expanded() {
    let rule = "eu.dprk.jv";
    let opened = |day: &str| venture(&trader(&json!({})), &json!({"opened": day, "closed_on": "2017-10-01"}));
    check(rule, "2018-01-01", &opened("2017-09-14"), "-");
    check(rule, "2018-01-01", &opened("2017-09-15"), "P");
    check(rule, "2018-01-01", &opened("2017-09-16"), "P");
    assert!(text(rule, "2018-01-01", &opened("2017-09-15")).contains("opened or expanded on 2017-09-15"));
    let expanded = venture(&trader(&json!({})), &json!({"expanded_on": "2017-09-20", "closed_on": "2017-10-01"}));
    dates(rule, &expanded, &[("2017-09-19", "-"), ("2017-09-20", "P"), ("2018-01-01", "P")]);
}

#[test]
fn who_is_north_koreas() {
    let rule = "eu.dprk.jv";
    let check = |other: Value, expected: &str| check(rule, "2018-02-01", &venture(&other, &json!({})), expected);
    check(trader(&json!({"country": "CHN"})), "-");
    check(trader(&json!({"country": "CHN", "domicile": "PRK"})), "P");
    check(trader(&json!({"country": "CHN", "government_of_north_korea": true})), "P");
    check(trader(&json!({"country": null})), "D");
    let owned = |shares: Value| {
        let owned = trader(&json!({"country": "CHN", "owners": {"items": shares}}));
        let record = venture(&owned, &json!({}));
        let ministry = json!({"id": "ministry", "roles": ["PARTY_ROLE_OWNER"], "country": "PRK"});
        testing::answer(&PLUGIN, rule, "2018-02-01", &with(&record, "/parties/items/-", ministry))
    };
    assert_eq!(owned(json!([{"owner": "ministry", "percent": "50.1"}])), "P");
    assert_eq!(owned(json!([{"owner": "ministry", "percent": "50"}])), "-");
    assert_eq!(owned(json!([{"owner": "ministry", "percent": "60", "to": "2018-02-01"}])), "-");
    let acting = venture(&trader(&json!({"country": "CHN", "acts_for": "ministry"})), &json!({}));
    let ministry = json!({"id": "ministry", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK"});
    self::check(rule, "2018-02-01", &with(&acting, "/parties/items/-", ministry), "P");
}

#[test]
fn interests() {
    let rule = "eu.dprk.jv";
    let agency = owned("agency", &[("trader", "10")]);
    let record = together(&[agency, trader(&json!({}))], json!({}));
    dates(rule, &record, &[("2017-10-15", "-"), ("2017-10-16", "P"), ("2017-10-17", "P")]);
    assert_eq!(subjects(rule, "2018-01-01", &record), [("agency".to_owned(), "P")]);
    check(rule, "2018-01-01", &with(&record, "/parties/items/1/owners/items/0/percent", json!("0")), "-");
    check(rule, "2018-01-01", &with(&record, "/parties/items/1/owners/items/0/to", json!("2018-01-01")), "-");
    check(rule, "2018-01-01", &with(&record, "/parties/items/1/owners/items/0/owner", json!("yard")), "-");
    let outward = with(&record, "/parties/items/2/owners", json!({"items": [{"owner": "yard", "percent": "10"}]}));
    let outward = with(&outward, "/parties/items/1/owners", json!({"items": []}));
    assert_eq!(subjects(rule, "2018-01-01", &outward), [("trader".to_owned(), "P")]);
}

#[test]
fn investments_accepted() {
    let rule = "eu.dprk.invest.in";
    let invested = |investor: Value, target: &str, day: &str| {
        let investment = json!({"id": "i", "investor": "trader", "target": target, "percent": "10", "date": day});
        together(&[investor, unlisted("abroad")], json!({"investments": [investment]}))
    };
    let national = || trader(&json!({"kind": "PARTY_KIND_INDIVIDUAL"}));
    days(
        rule,
        |day| invested(national(), "yard", day),
        &[("2017-08-31", "not in force"), ("2017-09-01", "P"), ("2017-09-02", "P")],
    );
    check(rule, "2018-01-01", &invested(national(), "abroad", "2018-01-01"), "-");
    let naturalised = trader(&json!({"kind": "PARTY_KIND_INDIVIDUAL", "country": "POL"}));
    check(rule, "2018-01-01", &invested(naturalised, "yard", "2018-01-01"), "-");
    let unsaid = with(&invested(national(), "yard", "2018-01-01"), "/ventures/investments/0/investor", Value::Null);
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "ventures.investments[0].investor");
}

#[test]
fn property_of_the_government() {
    let rule = "eu.dprk.property";
    let ministry = || trader(&json!({"government_of_north_korea": true}));
    let lease = |tenant: Value, extra: Value| {
        let base = json!({"id": "l", "lessor": "yard", "lessee": "trader", "use": "LEASE_USE_ACCOMMODATION",
            "from": "2010-01-01", "to": "2018-06-01"});
        together(&[tenant], json!({"leases": [testing::patched(&base, &extra)]}))
    };
    dates(
        rule,
        &lease(ministry(), json!({})),
        &[
            ("2017-08-31", "not in force"),
            ("2017-09-01", "P"),
            ("2017-09-02", "P"),
            ("2018-05-31", "P"),
            ("2018-06-01", "-"),
            ("2018-06-02", "-"),
        ],
    );
    let chancery = lease(ministry(), json!({"use": "LEASE_USE_DIPLOMATIC"}));
    check(rule, "2018-01-01", &chancery, "X");
    assert_eq!(exemption(rule, "2018-01-01", &chancery), "mission");
    check(rule, "2018-01-01", &lease(ministry(), json!({"use": null})), "R");
    check(rule, "2018-01-01", &lease(ministry(), json!({"lessor": "trader", "lessee": "yard"})), "P");
    check(rule, "2018-01-01", &lease(trader(&json!({})), json!({})), "-");
    let unsaid = lease(trader(&json!({"government_of_north_korea": null})), json!({}));
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "parties.items[1].government_of_north_korea");
}

#[test]
fn crews() {
    let rule = "eu.dprk.crew";
    let service = |extra: Value| {
        let base = json!({"id": "s", "kind": "SERVICE_KIND_CREW", "provider": "trader", "recipient": "yard", "from": "2010-01-01"});
        together(&[trader(&json!({}))], json!({"services": [testing::patched(&base, &extra)]}))
    };
    dates(rule, &service(json!({})), &[("2017-08-31", "not in force"), ("2017-09-01", "P"), ("2017-09-02", "P")]);
    check(rule, "2018-01-01", &service(json!({"committee_approval_ref": "SC-2"})), "X");
    check(rule, "2018-01-01", &service(json!({"to": "2018-01-01"})), "not assessed: workers");
    check(rule, "2018-01-01", &service(json!({"provider": null})), "D");
    let crew = |sector: &str, services: Value| {
        let workers = json!({"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "sector": sector}]});
        with(&together(&[], json!({"services": services})), "/workers", workers)
    };
    check(rule, "2018-01-01", &crew("SECTOR_SEAFARER", json!([])), "P");
    check(rule, "2018-01-01", &crew("SECTOR_SHIPYARD", json!([])), "-");
    let approved =
        json!([{"id": "s", "kind": "SERVICE_KIND_CREW", "committee_approval_ref": "SC-3", "from": "2030-01-01"}]);
    check(rule, "2018-01-01", &crew("SECTOR_SEAFARER", approved), "X");
}

#[test]
fn computer_services() {
    let rule = "eu.dprk.it";
    let service = |extra: Value| {
        let base = json!({"id": "s", "kind": "SERVICE_KIND_COMPUTER", "provider": "yard", "recipient": "trader", "from": "2010-01-01"});
        let ngo = json!({"id": "ngo", "roles": ["PARTY_ROLE_OTHER"], "country": "DEU", "kind": "PARTY_KIND_ENTITY"});
        together(&[trader(&json!({})), ngo], json!({"services": [testing::patched(&base, &extra)]}))
    };
    dates(rule, &service(json!({})), &[("2017-08-31", "not in force"), ("2017-09-01", "P"), ("2017-09-02", "P")]);
    check(rule, "2018-01-01", &service(json!({"recipient": "ngo"})), "-");
    check(rule, "2018-01-01", &service(json!({"provider": "trader", "recipient": "yard"})), "-");
    check(rule, "2018-01-01", &service(json!({"authorisation_ref": "MZ-2"})), "X");
    let unsaid = service(json!({"recipient": null}));
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "ventures.services[0].recipient");
}
