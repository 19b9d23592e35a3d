//! Joint ventures and crew.

use super::*;

/// A restaurant in Dandong that a firm there shares with one of North Korea.
fn venture(change: &Value) -> Value {
    let base = json!({"id": "jv", "partners": {"items": ["firm", "theirs"]}, "opened": "2012-05-01", "country": "CHN",
        "purpose": "VENTURE_PURPOSE_COMMERCIAL"});
    json!({
        "parties": {"items": [{"id": "firm", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"},
            {"id": "theirs", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK"}]},
        "ventures": {"joint_ventures": [testing::patched(&base, change)]}
    })
}

#[test]
fn opened_or_expanded_under_the_first_resolution() {
    let rule = "un.2371.12";
    UN.days(
        rule,
        |day| venture(&json!({"opened": day})),
        &[
            ("2017-08-04", "not in force"),
            ("2017-08-05", "P"),
            ("2017-08-10", "P"),
            ("2017-09-10", "P"),
            ("2017-09-11", "not in force"),
        ],
    );
    UN.check(rule, "2017-08-20", &venture(&json!({"opened": "2017-08-01"})), "not in force");
    UN.check(rule, "2017-08-20", &venture(&json!({"expanded_on": "2017-08-10"})), "P");
    // Done is done.
    UN.check(rule, "2020-01-01", &venture(&json!({"expanded_on": "2017-08-10"})), "P");
    UN.check(rule, "2017-08-20", &venture(&json!({"expanded_on": "2017-08-10", "committee_approval_ref": "A"})), "X");
    let others = with(&venture(&json!({"opened": "2017-08-10"})), "/parties/items/1/country", json!("RUS"));
    UN.check(rule, "2017-08-20", &others, "-");
    let body = with(&others, "/parties/items/1/government_of_north_korea", json!(true));
    UN.check(rule, "2017-08-20", &body, "P");
    let nobody = venture(&json!({"opened": "2017-08-10", "partners": null}));
    UN.check(rule, "2017-08-20", &nobody, "D");
    UN.check(rule, "2017-08-20", &builders(), "not assessed: ventures");
}

#[test]
fn opened_or_maintained_under_the_second() {
    let rule = "un.2375.18.open";
    UN.days(
        rule,
        |day| venture(&json!({"opened": day})),
        &[("2017-09-10", "not in force"), ("2017-09-11", "P"), ("2017-09-12", "P"), ("2017-10-01", "P")],
    );
    // An older one has until 2018-01-09.
    UN.dates(
        rule,
        &venture(&json!({})),
        &[
            ("2017-09-10", "not in force"),
            ("2017-09-11", "R"),
            ("2018-01-08", "R"),
            ("2018-01-09", "R"),
            ("2018-01-10", "P"),
            ("2020-01-01", "P"),
        ],
    );
    UN.check(rule, "2020-01-01", &venture(&json!({"closed_on": "2018-01-09"})), "-");
    UN.check(rule, "2020-01-01", &venture(&json!({"opened": "2017-10-01", "closed_on": "2018-01-09"})), "P");
    for purpose in ["BORDER_HYDROPOWER", "RAJIN_KHASAN"] {
        UN.check(rule, "2020-01-01", &venture(&json!({"purpose": format!("VENTURE_PURPOSE_{purpose}")})), "X");
    }
    // A public utility needs the Committee.
    let utility = json!({"purpose": "VENTURE_PURPOSE_PUBLIC_UTILITY"});
    UN.check(rule, "2020-01-01", &venture(&utility), "P");
    let approved = testing::patched(&utility, &json!({"committee_approval_ref": "A-3"}));
    UN.check(rule, "2020-01-01", &venture(&approved), "X");
}

#[test]
fn closed_in_time() {
    let rule = "un.2375.18.close";
    UN.dates(
        rule,
        &venture(&json!({})),
        &[("2018-01-09", "not in force"), ("2018-01-10", "V"), ("2018-01-11", "V"), ("2020-01-01", "V")],
    );
    for (closed, expected) in [("2018-01-08", "-"), ("2018-01-09", "-"), ("2018-01-10", "V")] {
        let closed = venture(&json!({"closed_on": closed, "closed_by": "VENTURE_CLOSING_WOUND_UP"}));
        UN.check(rule, "2018-02-01", &closed, expected);
    }
    let bought =
        |how: &str| venture(&json!({"closed_on": "2018-01-05", "closed_by": format!("VENTURE_CLOSING_{how}")}));
    UN.check(rule, "2018-02-01", &bought("BUY_OUT"), "R");
    UN.check(rule, "2018-02-01", &bought("BUY_OUT_VERIFIED"), "-");
    // 120 days from a refusal: 2018-05-01 and 120 days are 2018-08-29.
    UN.dates(
        rule,
        &venture(&json!({"committee_refused_on": "2018-05-01"})),
        &[("2018-08-28", "-"), ("2018-08-29", "-"), ("2018-08-30", "V")],
    );
    UN.check(rule, "2018-02-01", &venture(&json!({"opened": "2017-10-01"})), "-");
    UN.check(rule, "2018-02-01", &venture(&json!({"opened": null})), "D");
    UN.check(rule, "2018-02-01", &venture(&json!({"committee_approval_ref": "A-3"})), "X");
}

#[test]
fn crew_of_vessels() {
    let rule = "un.vessel.crew";
    let deckhands = crew(&json!({"sector": "SECTOR_SEAFARER"}));
    UN.dates(
        rule,
        &deckhands,
        &[("2016-11-29", "not in force"), ("2016-11-30", "R"), ("2016-12-01", "R"), ("2017-06-01", "R")],
    );
    UN.check(rule, "2017-06-01", &crew(&json!({"sector": "SECTOR_CONSTRUCTION"})), "not assessed: ventures");
    UN.check(rule, "2017-06-01", &crew(&json!({"sector": "SECTOR_SEAFARER", "protection": "PROTECTION_REFUGEE"})), "X");
    let service = |change: Value| {
        let base = json!({"id": "s", "kind": "SERVICE_KIND_CREW", "provider": "theirs", "recipient": "firm", "from": "2017-01-01"});
        with(
            &venture(&json!({"opened": "1990-01-01", "closed_on": "1991-01-01"})),
            "/ventures/services",
            json!([testing::patched(&base, &change)]),
        )
    };
    UN.check(rule, "2017-06-01", &service(json!({})), "R");
    UN.check(rule, "2017-06-01", &service(json!({"provider": "firm"})), "not assessed: workers");
    UN.check(rule, "2017-06-01", &service(json!({"committee_approval_ref": "A-4"})), "X");
    UN.check(rule, "2017-06-01", &service(json!({"to": "2017-06-01"})), "not assessed: workers");
}

#[test]
fn which_projects_are_spared() {
    let purpose = |purpose: &str, change: Value| {
        venture(&testing::patched(&json!({"purpose": format!("VENTURE_PURPOSE_{purpose}")}), &change))
    };
    // The first resolution spares none.
    for kind in ["BORDER_HYDROPOWER", "RAJIN_KHASAN"] {
        UN.check("un.2371.12", "2017-08-20", &purpose(kind, json!({"opened": "2017-08-10"})), "P");
        let approved = purpose(kind, json!({"opened": "2017-08-10", "committee_approval_ref": "A"}));
        UN.check("un.2371.12", "2017-08-20", &approved, "X");
    }
    // The second spares hydropower that was there.
    let rule = "un.2375.18.open";
    for (opened, expected) in [("2017-09-10", "X"), ("2017-09-11", "R"), ("2019-08-10", "R")] {
        UN.check(rule, "2020-01-01", &purpose("BORDER_HYDROPOWER", json!({"opened": opened})), expected);
    }
    let expanded = purpose("BORDER_HYDROPOWER", json!({"expanded_on": "2019-01-01"}));
    UN.check(rule, "2020-01-01", &expanded, "X");
    let exemption = UN.findings(rule, "2020-01-01", &expanded).remove(0).exemption.unwrap();
    assert_eq!(testing::letter(exemption.displaces()), "P");
    UN.check(rule, "2020-01-01", &purpose("RAJIN_KHASAN", json!({"opened": "2019-08-10"})), "X");
    let approved = purpose("BORDER_HYDROPOWER", json!({"opened": "2019-08-10", "committee_approval_ref": "A"}));
    UN.check(rule, "2020-01-01", &approved, "X");
}

#[test]
fn a_refusal_gives_another_120_days() {
    let refused = venture(&json!({"committee_refused_on": "2018-02-01"}));
    let rule = "un.2375.18.open";
    UN.dates(
        rule,
        &refused,
        &[("2018-01-09", "R"), ("2018-01-31", "P"), ("2018-02-01", "R"), ("2018-06-01", "R"), ("2018-06-02", "P")],
    );
    let found = UN.findings(rule, "2018-06-02", &refused).remove(0);
    assert_eq!(found.fact_from.as_deref(), Some("2018-06-02"));
    assert_eq!(found.consequence.unwrap().due_on.as_deref(), Some("2018-06-01"));
    assert!(UN.text(rule, "2018-06-02", &refused).contains("had to be closed by 2018-06-01"));
    // A refusal to come says nothing yet.
    let rule = "un.2375.18.close";
    UN.dates(
        rule,
        &refused,
        &[("2018-01-10", "V"), ("2018-01-31", "V"), ("2018-02-01", "-"), ("2018-06-01", "-"), ("2018-06-02", "V")],
    );
    let later = venture(&json!({"committee_refused_on": "2019-01-01"}));
    assert_eq!(UN.findings(rule, "2018-06-01", &later)[0].fact_from.as_deref(), Some("2018-01-10"));
}

#[test]
fn crew_that_is_the_flag_states_own() {
    let dual = crew(&json!({"sector": "SECTOR_SEAFARER", "nationalities": {"items": ["PRK", "RUS"]}}));
    UN.check("un.vessel.crew", "2018-06-01", &dual, "X");
    assert_eq!(UN.exemption("un.vessel.crew", "2018-06-01", &dual), "host_state_national");
}
