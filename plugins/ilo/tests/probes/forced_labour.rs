//! Conventions 29 and 105, the Protocol of 2014, the Covenant and the Palermo Protocol.

use super::*;

/// Workers who cannot quit and whose families are threatened.
fn forced(country: &str) -> Value {
    one(
        country,
        "coercion",
        json!({"threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}, "can_resign": false,
            "violence": {"items": []}}),
    )
}

#[test]
fn the_definition_has_two_limbs() {
    let rule = "ilo.c029.definition";
    ILO.check(rule, "2015-06-01", &forced("QAT"), "V");
    // China is bound from 2023-08-12; before, the core conventions are for review.
    ILO.dates(rule, &forced("CHN"), &[("2023-08-11", "R"), ("2023-08-12", "V"), ("2023-08-13", "V")]);
    let free = with(&forced("QAT"), "/coercion/items/0/can_resign", json!(true));
    let free = with(&free, "/coercion/items/0/consent_evidence", json!("CONSENT_EVIDENCE_FREE"));
    ILO.check(rule, "2015-06-01", &free, "-");
    let unsaid = with(&forced("QAT"), "/coercion/items/0/can_resign", Value::Null);
    ILO.check(rule, "2015-06-01", &unsaid, "D");
    // Bad pay alone raises nothing.
    let poor = one(
        "QAT",
        "wages",
        json!({"payee": "PAYEE_WORKER_CASH", "received_by_worker": {"currency": "QAR", "amount": "1"}}),
    );
    ILO.check(rule, "2015-06-01", &poor, "-");
}

#[test]
fn the_covenant_follows_from_its_own_day() {
    let rule = "ilo.iccpr.8";
    ILO.dates(
        rule,
        &forced("QAT"),
        &[("2015-06-01", "I"), ("2018-08-20", "I"), ("2018-08-21", "V"), ("2018-08-22", "V"), ("2019-06-01", "V")],
    );
    ILO.check(rule, "2019-06-01", &with(&forced("QAT"), "/coercion/items/0/can_resign", Value::Null), "D");
}

#[test]
fn service_that_the_definition_leaves_out() {
    let serving =
        |basis: &str| with(&forced("QAT"), "/workers/items/0/service_basis", json!(format!("SERVICE_BASIS_{basis}")));
    for basis in ["MILITARY", "CIVIC", "COURT_CONVICT", "EMERGENCY", "COMMUNAL"] {
        ILO.check("ilo.c029.exclusion", "2015-06-01", &serving(basis), "X");
        ILO.check("ilo.c029.definition", "2015-06-01", &serving(basis), "-");
    }
    ILO.check("ilo.c029.exclusion", "2015-06-01", &serving("CONVICT_HIRED_OUT"), "-");
    ILO.check("ilo.c029.definition", "2015-06-01", &serving("CONVICT_HIRED_OUT"), "V");
    ILO.check("ilo.c029.exclusion", "2015-06-01", &forced("QAT"), "-");
}

#[test]
fn a_permit_that_is_left_in_force() {
    let rule = "ilo.c029.private";
    let permit = |change: Value| {
        let base = json!({"id": "p", "valid_from": "2014-01-01", "authority": "ministry"});
        with(&forced("QAT"), "/permits", json!({"items": [testing::patched(&base, &change)]}))
    };
    ILO.check(rule, "2015-06-01", &permit(json!({})), "V");
    ILO.dates(rule, &permit(json!({"withdrawn_on": "2015-06-01"})), &[("2015-05-31", "V"), ("2015-06-01", "-")]);
    ILO.check(rule, "2015-06-01", &forced("QAT"), "not assessed: permits");
}

#[test]
fn proceedings_within_twelve_months() {
    let rule = "ilo.c029.penal";
    let visited = |proceedings: Value| {
        let visit = json!({"date": "2016-01-15", "findings": {"items": ["INSPECTION_FINDING_FORCED_LABOUR"]}});
        with(&one("QAT", "inspections", visit), "/proceedings", json!({"items": proceedings}))
    };
    ILO.dates(rule, &visited(json!([])), &[("2017-01-15", "-"), ("2017-01-16", "R"), ("2017-02-15", "R")]);
    let charged = |day: &str, subject: &str| {
        visited(json!([{"id": "c", "charged_on": day, "subject": format!("PROCEEDING_SUBJECT_{subject}")}]))
    };
    ILO.check(rule, "2017-02-15", &charged("2016-04-01", "FORCED_LABOUR"), "-");
    ILO.check(rule, "2017-02-15", &charged("2017-01-16", "TRAFFICKING"), "R");
    ILO.check(rule, "2017-02-15", &charged("2016-04-01", "WAGES"), "R");
    let unlooked = with(&visited(json!([])), "/proceedings", Value::Null);
    ILO.check(rule, "2017-02-15", &unlooked, "not assessed: proceedings");
}

#[test]
fn quotas_and_ideology() {
    let pressed = |change: Value| {
        let base = json!({"quota_mobilisation": true, "refusal_punished": true, "ideology_sessions_compulsory": true});
        one("QAT", "coercion", testing::patched(&base, &change))
    };
    let development = "ilo.c105.development";
    ILO.dates(development, &pressed(json!({})), &[("2008-02-01", "-"), ("2010-01-01", "V"), ("2015-06-01", "V")]);
    ILO.check(development, "2015-06-01", &pressed(json!({"refusal_punished": false})), "-");
    ILO.check(development, "2015-06-01", &pressed(json!({"refusal_punished": null})), "D");
    let sent_by_nobody = with(&pressed(json!({})), "/parties/items/0/roles", json!(["PARTY_ROLE_OTHER"]));
    ILO.check(development, "2015-06-01", &sent_by_nobody, "-");
    ILO.check("ilo.c105.political", "2015-06-01", &pressed(json!({})), "R");
    ILO.check("ilo.c105.political", "2015-06-01", &pressed(json!({"ideology_sessions_compulsory": false})), "-");
    // Malaysia denounced the convention: a core one stays for review.
    let malaysia = with(&pressed(json!({})), "/worksites/items/0/country", json!("MYS"));
    ILO.check(development, "2015-06-01", &malaysia, "R");
}

#[test]
fn trafficking_needs_act_means_and_purpose() {
    let rule = "ilo.palermo";
    ILO.check(rule, "2015-06-01", &forced("QAT"), "R");
    ILO.check(rule, "2015-06-01", &one("QAT", "coercion", json!({"can_resign": true})), "D");
    let nepal = with(
        &with(&crew("QAT"), "/workers/items/0/nationalities", json!({"items": ["NPL"]})),
        "/parties",
        json!({"items": []}),
    );
    ILO.check(rule, "2015-06-01", &nepal, "-");
    // Of a child no means has to be shown.
    let child = |age: u32| {
        let record = with(&forced("QAT"), "/workers/items/0/age", json!(age));
        with(&record, "/workers/items/0/nationalities", json!({"items": ["NPL"]}))
    };
    ILO.check(rule, "2015-06-01", &child(17), "R");
    let named = |record: &Value| ILO.findings(rule, "2015-06-01", record).len();
    assert_eq!(named(&child(18)), 1);
}

#[test]
fn what_victims_are_owed() {
    let removed = |change: Value| {
        let record = with(
            &forced("POL"),
            "/deployment",
            json!({"start": "2018-01-01", "end": "2019-06-01", "removed_on": "2019-06-01"}),
        );
        let record = with(
            &record,
            "/wages",
            json!({"items": [testing::patched(&json!({"id": "w", "payee": "PAYEE_NONE"}), &change)]}),
        );
        with(&record, "/complaints", json!({"items": []}))
    };
    let rule = "ilo.p029.remedy";
    ILO.dates(
        rule,
        &removed(json!({})),
        &[("2019-05-31", "-"), ("2019-06-01", "V"), ("2019-06-02", "V"), ("2021-01-01", "V")],
    );
    ILO.check(rule, "2019-06-01", &removed(json!({"final_settlement_on": "2019-06-01"})), "-");
    ILO.check(rule, "2019-07-01", &removed(json!({"final_settlement_on": "2019-06-02"})), "V");
    let heard = with(
        &removed(json!({})),
        "/complaints/items/-",
        json!({"id": "c", "date": "2019-05-01", "decided_on": "2019-05-20"}),
    );
    ILO.check(rule, "2019-06-01", &heard, "-");
    let unsaid = removed(json!({"payee": "PAYEE_SENDER"}));
    ILO.check(rule, "2019-06-01", &unsaid, "D");
    let in_qatar = with(&removed(json!({})), "/worksites/items/0/country", json!("QAT"));
    ILO.check(rule, "2019-06-01", &in_qatar, "I");

    let rule = "ilo.p029.nonpunish";
    let punished = |who: &str, offence: &str, day: &str| {
        let punishment =
            json!({"date": day, "who": format!("PUNISHED_{who}"), "offence": format!("OFFENCE_{offence}")});
        one("POL", "coercion", json!({"punishments": {"items": [punishment]}}))
    };
    ILO.days(
        rule,
        |day| punished("WORKER", "UNLICENSED_WORK", day),
        &[
            ("2016-11-08", "not in force"),
            ("2016-11-09", "I"),
            ("2018-03-09", "I"),
            ("2018-03-10", "V"),
            ("2018-03-11", "V"),
        ],
    );
    ILO.check(rule, "2019-01-01", &punished("SENDER", "UNLICENSED_WORK", "2019-01-01"), "-");
    ILO.check(rule, "2019-01-01", &punished("WORKER", "OTHER", "2019-01-01"), "-");

    let rule = "ilo.p029.diligence";
    let checks = |value: Value| with(&crew("POL"), "/parties/items/1/due_diligence", value);
    ILO.check(rule, "2019-01-01", &checks(json!(false)), "I");
    ILO.check(rule, "2019-01-01", &checks(json!(true)), "-");
    ILO.check(rule, "2019-01-01", &crew("POL"), "D");
    ILO.check(rule, "2016-11-08", &checks(json!(false)), "not in force");
    let private = with(&checks(json!(false)), "/parties/items/0/government_of_north_korea", json!(false));
    ILO.check(rule, "2019-01-01", &private, "-");
}
