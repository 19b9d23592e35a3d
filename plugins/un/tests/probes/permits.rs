//! Work authorisations.

use super::*;

fn count(day: &str, count: u64) -> Value {
    json!({"date": day, "count": count})
}

#[test]
fn no_more_than_on_the_day_of_the_resolution() {
    let rule = "un.2371.11";
    let counted = |counts: &[Value]| state(&json!({"permits_valid": counts}));
    let more = counted(&[count("2017-08-05", 462), count("2017-09-01", 470)]);
    UN.dates(
        rule,
        &more,
        &[
            ("2017-08-04", "not in force"),
            ("2017-08-05", "-"),
            ("2017-08-31", "-"),
            ("2017-09-01", "V"),
            ("2017-09-10", "V"),
            ("2017-09-11", "not in force"),
        ],
    );
    // Since the day of the last count.
    assert_eq!(UN.findings(rule, "2017-09-10", &more).remove(0).fact_from.as_deref(), Some("2017-09-01"));
    UN.check(rule, "2017-09-01", &counted(&[count("2017-08-05", 462), count("2017-09-01", 455)]), "-");
    UN.check(rule, "2017-09-01", &counted(&[count("2017-08-05", 462), count("2017-09-01", 462)]), "-");
    UN.check(rule, "2017-09-01", &counted(&[count("2017-09-01", 470)]), "D");
    UN.check(rule, "2017-09-01", &counted(&[]), "D");
    let approved = testing::patched(&count("2017-09-01", 470), &json!({"committee_approval_ref": "S/AC.49/2017"}));
    UN.check(rule, "2017-09-01", &counted(&[count("2017-08-05", 462), approved]), "X");
    UN.check(rule, "2017-09-01", &builders(), "not assessed: state");
}

/// A permit for the builders, issued on a day.
fn permit(day: &str, change: &Value) -> Value {
    let base = json!({"id": "p", "kind": "PERMIT_KIND_NEW", "type": "PERMIT_TYPE_WORK", "issued": day});
    with(&builders(), "/permits", json!({"items": [testing::patched(&base, change)]}))
}

#[test]
fn a_new_one_while_the_number_is_unknown() {
    let rule = "un.2371.11.new";
    let new = |day: &str| permit(day, &json!({}));
    UN.days(
        rule,
        new,
        &[
            ("2017-08-04", "not in force"),
            ("2017-08-05", "R"),
            ("2017-08-20", "R"),
            ("2017-09-10", "R"),
            ("2017-09-11", "not in force"),
        ],
    );
    UN.check(rule, "2017-08-20", &permit("2017-08-20", &json!({"kind": "PERMIT_KIND_RENEWAL"})), "-");
    UN.check(rule, "2017-08-20", &permit("2017-08-20", &json!({"kind": null})), "D");
    let known =
        with(&new("2017-08-20"), "/state", json!({"country": "RUS", "permits_valid": [count("2017-08-05", 462)]}));
    UN.check(rule, "2017-08-20", &known, "-");
    let approved = json!({"committee_approval_ref": "A-1", "committee_approval_date": "2017-08-10"});
    UN.check(rule, "2017-08-20", &permit("2017-08-20", &approved), "X");
    // What was done then stays what it was.
    UN.check(rule, "2020-01-01", &new("2017-08-20"), "R");
}

#[test]
fn none_is_issued_or_renewed() {
    let rule = "un.2375.17";
    let signed =
        |record: Value, day: &str| with(&record, "/contracts", json!({"items": [{"id": "k", "signed_on": day}]}));
    UN.days(
        rule,
        |day| signed(permit(day, &json!({})), "2017-09-12"),
        &[("2017-09-10", "not in force"), ("2017-09-11", "P"), ("2017-09-12", "P"), ("2021-01-01", "P")],
    );
    UN.check(rule, "2017-09-12", &permit("2017-09-12", &json!({"kind": "PERMIT_KIND_RENEWAL"})), "P");
    // The carve-out for contracts made before, and its end.
    UN.days(
        rule,
        |day| signed(permit(day, &json!({})), "2017-09-10"),
        &[("2017-10-01", "X"), ("2019-12-21", "X"), ("2019-12-22", "X"), ("2019-12-23", "P")],
    );
    for (day, expected) in [("2017-09-10", "X"), ("2017-09-11", "P"), ("2017-09-12", "P")] {
        UN.check(rule, "2017-10-01", &signed(permit("2017-10-01", &json!({})), day), expected);
    }
    let two = json!({"items": [{"id": "k", "signed_on": "2013-01-01"}, {"id": "l", "signed_on": "2017-09-20"}]});
    UN.check(rule, "2017-10-01", &with(&permit("2017-10-01", &json!({})), "/contracts", two), "P");
    let own = json!({"items": [{"id": "k", "permit": "p", "signed_on": "2013-01-01"}]});
    UN.check(rule, "2017-10-01", &with(&permit("2017-10-01", &json!({})), "/contracts", own), "X");
    // Approval in advance.
    for (approved_on, expected) in [("2017-09-11", "X"), ("2017-09-12", "X"), ("2017-09-13", "P")] {
        let approval = json!({"committee_approval_ref": "A-2", "committee_approval_date": approved_on});
        UN.check(rule, "2017-09-12", &permit("2017-09-12", &approval), expected);
    }
    UN.check(rule, "2017-09-12", &permit("2017-09-12", &json!({"committee_approval_ref": "A-2"})), "R");
    UN.check(rule, "2019-12-20", &permit("2019-12-20", &json!({"type": "PERMIT_TYPE_STUDENT"})), "R");
    UN.check(rule, "2018-01-01", &permit("2018-01-01", &json!({"issued": null})), "D");
    let others = with(&permit("2018-01-01", &json!({})), "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    UN.check(rule, "2018-01-01", &others, "-");
}

#[test]
fn a_permit_is_about_the_groups_that_it_names() {
    let nepalese = json!({"id": "others", "nationalities": {"items": ["NPL"]}});
    let record =
        with(&permit("2018-01-01", &json!({"worker_groups": {"items": ["others"]}})), "/workers/items/-", nepalese);
    UN.check("un.2375.17", "2018-01-01", &record, "-");
}

#[test]
fn each_group_has_its_own_contract() {
    let rule = "un.2375.17";
    let record = |contracts: Value| {
        let nepalese = json!({"id": "others", "nationalities": {"items": ["NPL"]}});
        let record = with(&permit("2018-01-01", &json!({})), "/workers/items/-", nepalese);
        with(&record, "/contracts", json!({"items": contracts}))
    };
    let contract = |id: &str, signed: &str, group: &str| json!({"id": id, "signed_on": signed, "worker_groups": {"items": [group]}});
    let named = |id: &str, signed: &str| json!({"id": id, "signed_on": signed, "permit": "p"});
    for (contracts, expected) in [
        (json!([contract("k", "2013-01-01", "crew")]), "X"),
        // The contract of others excuses nobody, and spoils nothing.
        (json!([contract("k", "2013-01-01", "others")]), "P"),
        (json!([contract("k", "2013-01-01", "crew"), contract("l", "2018-01-01", "others")]), "X"),
        (json!([contract("k", "2013-01-01", "crew"), contract("l", "2018-01-01", "crew")]), "P"),
        // Those that name the permit, else those that name none.
        (json!([named("k", "2013-01-01"), {"id": "l", "signed_on": "2018-01-01"}]), "X"),
        (json!([named("k", "2018-01-01"), {"id": "l", "signed_on": "2013-01-01"}]), "P"),
        (json!([{"id": "k", "signed_on": "2013-01-01", "permit": "another"}]), "P"),
        (json!([{"id": "k"}]), "P"),
    ] {
        UN.check(rule, "2018-06-01", &record(contracts), expected);
    }
    let second = json!({"id": "second", "nationalities": {"items": ["PRK"]}});
    let both = |contracts: Value| with(&record(contracts), "/workers/items/-", second.clone());
    UN.check(rule, "2018-06-01", &both(json!([contract("k", "2013-01-01", "crew")])), "P");
    let two = json!([contract("k", "2013-01-01", "crew"), contract("l", "2017-09-10", "second")]);
    UN.check(rule, "2018-06-01", &both(two), "X");
}

#[test]
fn nationals_of_two_states_are_for_review() {
    let dual = |record: &Value| with(record, "/workers/items/0/nationalities", json!({"items": ["PRK", "KOR"]}));
    let issued = dual(&permit("2018-01-01", &json!({})));
    UN.check("un.2375.17", "2018-06-01", &issued, "R");
    let others = json!({"id": "second", "nationalities": {"items": ["PRK"]}});
    UN.check("un.2375.17", "2018-06-01", &with(&issued, "/workers/items/-", others), "P");
    UN.check("un.2321.34", "2018-06-01", &dual(&builders()), "R");
    UN.check("un.2321.34", "2018-06-01", &builders(), "I");
}

#[test]
fn the_number_of_another_state_says_nothing() {
    let counted = |country: Value, counts: Value| {
        with(&permit("2017-08-25", &json!({})), "/state", json!({"country": country, "permits_valid": counts}))
    };
    let rule = "un.2371.11.new";
    let baseline = || json!([count("2017-08-05", 462)]);
    UN.check(rule, "2017-08-25", &counted(json!("RUS"), baseline()), "-");
    UN.check(rule, "2017-08-25", &counted(json!("KWT"), baseline()), "R");
    UN.check(rule, "2017-08-25", &counted(Value::Null, baseline()), "-");
    UN.check(rule, "2017-08-25", &counted(json!("RUS"), json!([{"count": 462}])), "R");
    // One of two host States is enough; where no place is recorded, nobody knows the host State.
    let two = with(&counted(json!("RUS"), baseline()), "/worksites/items/-", json!({"id": "dock", "country": "CHN"}));
    UN.check(rule, "2017-08-25", &two, "-");
    let nowhere = with(&counted(json!("RUS"), baseline()), "/worksites", json!({"items": []}));
    UN.check(rule, "2017-08-25", &nowhere, "D");
}
