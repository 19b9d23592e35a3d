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
    let serves = |record: &Value, basis: &str| {
        with(record, "/workers/items/0/service_basis", json!(format!("SERVICE_BASIS_{basis}")))
    };
    let home = with(&forced("QAT"), "/parties/items/0/country", json!("QAT"));
    let serving = |basis: &str| serves(&home, basis);
    for basis in ["MILITARY", "CIVIC", "COURT_CONVICT", "EMERGENCY", "COMMUNAL"] {
        ILO.check("ilo.c029.exclusion", "2015-06-01", &serving(basis), "X");
        ILO.check("ilo.c029.definition", "2015-06-01", &serving(basis), "-");
    }
    ILO.check("ilo.c029.exclusion", "2015-06-01", &serving("CONVICT_HIRED_OUT"), "-");
    ILO.check("ilo.c029.definition", "2015-06-01", &serving("CONVICT_HIRED_OUT"), "V");
    ILO.check("ilo.c029.exclusion", "2015-06-01", &forced("QAT"), "-");
    let nobody_sends = with(&forced("QAT"), "/parties", json!({"items": []}));
    ILO.check("ilo.c029.exclusion", "2015-06-01", &serves(&nobody_sends, "CIVIC"), "X");
    // What cannot be judged has nothing to be exempt from.
    let unsaid = with(&home, "/coercion/items/0", json!({"id": "x", "can_resign": false}));
    ILO.check("ilo.c029.exclusion", "2015-06-01", &serves(&unsaid, "CIVIC"), "D");
    // A "labour duty" abroad is no service at home: the definition runs.
    for basis in ["MILITARY", "CIVIC", "COURT_CONVICT", "EMERGENCY", "COMMUNAL"] {
        ILO.check("ilo.c029.exclusion", "2015-06-01", &serves(&forced("QAT"), basis), "R");
        ILO.check("ilo.c029.definition", "2015-06-01", &serves(&forced("QAT"), basis), "V");
    }
    // One of two sites abroad is enough.
    let travels = with(&serving("CIVIC"), "/worksites/items/-", json!({"id": "far", "country": "POL"}));
    ILO.check("ilo.c029.exclusion", "2015-06-01", &travels, "R");
    ILO.check("ilo.c029.definition", "2015-06-01", &travels, "V");
    let text = ILO.text("ilo.c029.exclusion", "2015-06-01", &serves(&forced("QAT"), "CIVIC"));
    assert!(text.contains("outside the country that sends the workers"), "{text}");
}

/// Two groups, at a site each, and an entry on the pressure on each.
fn two(first: Value, second: Value) -> Value {
    let group = |id: &str| json!({"id": id, "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"});
    let of = |id: &str| json!({"items": [id]});
    let site = |group: &str, country: &str| json!({"id": country, "country": country, "worker_groups": of(group)});
    let pressed = |group: &str, change: &Value| {
        let free = json!({"id": group, "worker_groups": of(group), "threats": {"items": []}, "violence": {"items": []},
            "can_resign": true, "consent_evidence": "CONSENT_EVIDENCE_FREE"});
        testing::patched(&free, change)
    };
    let permit = |group: &str| json!({"id": group, "valid_from": "2010-01-01", "worker_groups": of(group)});
    let record = crew("POL");
    let record = with(&record, "/parties", json!({"items": []}));
    let record = with(&record, "/workers", json!({"items": [group("a"), group("b")]}));
    let record = with(&record, "/worksites", json!({"items": [site("a", "POL"), site("b", "CHN")]}));
    let record = with(&record, "/permits", json!({"items": [permit("a"), permit("b")]}));
    let record = with(&record, "/liberty", json!({"items": [{"id": "l", "may_leave_accommodation": true}]}));
    with(&record, "/coercion", json!({"items": [pressed("a", &first), pressed("b", &second)]}))
}

#[test]
fn menace_and_want_of_choice_of_the_same_workers() {
    let on = "2015-06-01";
    let threat = || json!({"items": [{"kind": "THREAT_KIND_OTHER"}]});
    let menaced = || json!({"threats": threat()});
    let bound = || json!({"can_resign": false});
    let both = || json!({"threats": threat(), "can_resign": false});
    let all = ["ilo.c029.definition", "ilo.iccpr.8", "ilo.c029.private"];
    for rule in all {
        ILO.check(rule, on, &two(menaced(), bound()), "-");
        ILO.check(rule, on, &two(bound(), menaced()), "-");
    }
    // Poland is bound, China is not: the State is that of the workers who are forced.
    ILO.check("ilo.c029.definition", on, &two(both(), json!({})), "V");
    ILO.check("ilo.c029.definition", on, &two(json!({}), both()), "R");
    ILO.check("ilo.c029.definition", on, &two(both(), both()), "V");
    assert!(ILO.text("ilo.c029.definition", on, &two(json!({}), both())).contains("CHN is not bound"));
    ILO.check("ilo.iccpr.8", on, &two(both(), json!({})), "V");
    ILO.check("ilo.iccpr.8", on, &two(json!({}), both()), "I");
    // A permit is asked of the workers whom it names.
    assert_eq!(ILO.subjects("ilo.c029.private", on, &two(both(), json!({}))), [("a".to_owned(), "V")]);
    assert_eq!(ILO.subjects("ilo.c029.private", on, &two(json!({}), both())), [("b".to_owned(), "R")]);
    let unsaid = two(json!({"threats": threat(), "can_resign": null}), json!({}));
    ILO.check("ilo.c029.definition", on, &unsaid, "D");
    assert_eq!(ILO.subjects("ilo.c029.private", on, &unsaid), [("a".to_owned(), "D")]);
    // What is done to workers in service is not done to the others.
    let military = |record: &Value| with(record, "/workers/items/0/service_basis", json!("SERVICE_BASIS_MILITARY"));
    for rule in all {
        ILO.check(rule, on, &military(&two(both(), json!({}))), "-");
    }
    assert_eq!(ILO.subjects("ilo.c029.exclusion", on, &military(&two(both(), json!({})))), [("a".to_owned(), "X")]);
    ILO.check("ilo.c029.exclusion", on, &military(&two(json!({}), both())), "-");
    ILO.check("ilo.c029.definition", on, &military(&two(both(), both())), "R");
    // So it is where one entry is about all of them: the State is that of those who are not in service.
    let all_pressed = json!([{"id": "x", "threats": threat(), "can_resign": false}]);
    let all_pressed = with(&two(json!({}), json!({})), "/coercion/items", all_pressed);
    ILO.check("ilo.c029.definition", on, &all_pressed, "V");
    ILO.check("ilo.c029.definition", on, &military(&all_pressed), "R");
    ILO.check("ilo.iccpr.8", on, &military(&all_pressed), "I");
}

/// The State is that of the workers whose work is forced; only where that is so of none, of those whose work may be.
#[test]
fn where_work_is_or_may_be_forced() {
    let (rule, on) = ("ilo.c029.definition", "2015-06-01");
    let menaced =
        |resigns: Value| json!({"threats": {"items": [{"kind": "THREAT_KIND_OTHER"}]}, "can_resign": resigns});
    ILO.check(rule, on, &two(menaced(Value::Null), menaced(json!(false))), "R");
    let maybe = two(menaced(Value::Null), json!({}));
    assert_eq!(ILO.missing(rule, on, &maybe), "coercion.items[0].can_resign");
    // North Korea is no member.
    ILO.check(rule, on, &with(&maybe, "/worksites/items/1/country", json!("PRK")), "D");
    ILO.check(rule, on, &with(&maybe, "/worksites/items/0/country", json!("PRK")), "-");
}

/// The Covenant is no standard of the Organization, and binds North Korea.
#[test]
fn north_korea_as_host() {
    let kept = with(
        &forced("PRK"),
        "/liberty",
        json!({"items": [{"id": "l", "escort_required": true, "may_leave_accommodation": false}]}),
    );
    for (rule, expected) in [("ilo.iccpr.8", "V"), ("ilo.iccpr.12", "V"), ("ilo.c029.definition", "-")] {
        ILO.check(rule, "2015-06-01", &kept, expected);
    }
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
    // Proceedings that were over before the finding answer nothing; those that were open then do.
    let earlier = |closed: Value| {
        let base = json!({"id": "c", "opened_on": "2005-01-01", "subject": "PROCEEDING_SUBJECT_FORCED_LABOUR"});
        visited(json!([testing::patched(&base, &json!({"closed_on": closed}))]))
    };
    for (closed, expected) in [
        (json!("2006-01-01"), "R"),
        (json!("2016-01-14"), "R"),
        (json!("2016-01-15"), "R"),
        (json!("2016-01-16"), "-"),
        (Value::Null, "-"),
    ] {
        ILO.check(rule, "2017-02-15", &earlier(closed), expected);
    }
    ILO.check(rule, "2017-02-15", &charged("2016-01-14", "FORCED_LABOUR"), "-");
    // The State of the site that was visited, whatever the other sites.
    let german = with(&visited(json!([])), "/worksites/items/-", json!({"id": "other", "country": "DEU"}));
    let german = with(&german, "/inspections/items/0/site", json!("other"));
    ILO.check(rule, "2017-02-15", &german, "D");
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
    // Service at home is no purpose; the candidate that the signs make is one.
    let serves = |record: Value| with(&record, "/workers/items/0/service_basis", json!("SERVICE_BASIS_CIVIC"));
    let home = with(&child(30), "/parties/items/0/country", json!("QAT"));
    ILO.check(rule, "2015-06-01", &home, "R");
    ILO.check(rule, "2015-06-01", &serves(home), "D");
    let named = |record: &Value| ILO.findings(rule, "2015-06-01", record).len();
    assert_eq!(named(&child(18)), 1);
    // Of workers of whom nobody is recorded it is not known what was done to them.
    let nobody = with(&forced("QAT"), "/workers/items", json!([]));
    ILO.check(rule, "2015-06-01", &nobody, "D");
    assert_eq!(ILO.missing(rule, "2015-06-01", &nobody), "workers");
}

/// Isolation, papers, wages and debt make a candidate, and none of them is a means: of a child none has to be shown.
#[test]
fn exploitation_without_means() {
    let usd = || json!({"currency": "USD", "amount": "100"});
    let free = json!({"threats": {"items": []}, "violence": {"items": []}, "can_resign": true,
        "consent_evidence": "CONSENT_EVIDENCE_FREE", "recruitment_fee_paid_by_worker": usd()});
    let record = testing::patched(
        &one("QAT", "coercion", free),
        &json!({"parties": {"items": []}, "permits": {"items": []}, "contracts": {"items": []}}),
    );
    let parts = [
        (
            "liberty",
            json!({"may_leave_site": true, "may_leave_accommodation": true, "escort_required": false,
            "communication_restricted": true, "passport_holder": "PASSPORT_HOLDER_EMPLOYER",
            "passport_held_on_written_request": false}),
        ),
        ("housing", json!({"guarded": false, "locked_at_night": false})),
        (
            "wages",
            json!({"payee": "PAYEE_SENDER", "worker_written_mandate": false, "contractual": usd(),
            "received_by_worker": usd()}),
        ),
    ];
    let record = parts.iter().fold(record, |record, (part, entry)| testing::with_one(&record, part, entry));
    let of_age = |age: u32| {
        let group = json!({"id": "crew", "nationalities": {"items": ["NPL"]}, "age": age});
        with(&record, "/workers/items/0", group)
    };
    ILO.check("ilo.palermo", "2015-06-01", &of_age(18), "-");
    ILO.check("ilo.palermo", "2015-06-01", &of_age(17), "R");
}

/// Forced workers whom nobody pays or hears.
fn removed_unpaid() -> Value {
    let record = with(&forced("POL"), "/wages", json!({"items": [{"id": "w", "payee": "PAYEE_NONE"}]}));
    with(&record, "/complaints", json!({"items": []}))
}

/// Victims are those of whom the definition stood on the last day of work; where it is not known, nor is it who was a victim.
#[test]
fn victims_on_the_last_day_of_work() {
    let rule = "ilo.p029.remedy";
    let span = json!({"start": "2018-01-01", "end": "2019-06-01", "removed_on": "2019-06-01"});
    let removed = with(&removed_unpaid(), "/deployment", span);
    let threatened = |day: &str| with(&removed, "/coercion/items/0/threats/items/0/date", json!(day));
    for (day, expected) in [("2019-05-30", "V"), ("2019-05-31", "V"), ("2019-06-01", "D")] {
        ILO.check(rule, "2019-06-01", &threatened(day), expected);
    }
    ILO.check(rule, "2019-06-01", &with(&removed, "/coercion/items/0/can_resign", Value::Null), "D");
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

    // Work that ended before the flight, and a list of wages in which nobody is paid.
    let span = |end: &str, removed: &str| json!({"start": "2014-01-01", "end": end, "removed_on": removed});
    let earlier = |end: &str, removed: &str| with(&removed_unpaid(), "/deployment", span(end, removed));
    ILO.check(rule, "2019-06-04", &earlier("2019-05-31", "2019-06-05"), "-");
    ILO.check(rule, "2019-06-05", &earlier("2019-05-31", "2019-06-05"), "V");
    ILO.check(rule, "2019-07-01", &with(&removed(json!({})), "/wages/items", json!([])), "D");
    // By what bound the State on the day of the removal, for good. Poland is bound from 2018-03-10.
    for (day, after, later) in [
        ("2015-06-01", "not in force", "not in force"),
        ("2016-11-08", "not in force", "not in force"),
        ("2016-11-09", "I", "I"),
        ("2018-03-09", "I", "I"),
        ("2018-03-10", "V", "V"),
        ("2018-03-11", "V", "V"),
    ] {
        ILO.check(rule, day, &earlier(day, day), after);
        ILO.check(rule, "2020-01-01", &earlier(day, day), later);
    }

    // From the site of the last day of work: China's, not Poland's that begins on the day of the removal.
    let sites = json!([{"id": "a", "country": "CHN", "end": "2019-06-01"}, {"id": "b", "country": "POL", "start": "2019-06-01"}]);
    ILO.check(rule, "2019-06-02", &with(&earlier("2019-06-01", "2019-06-01"), "/worksites/items", sites), "I");

    let rule = "ilo.p029.nonpunish";
    let punished_of = |record: &Value, who: &str, offence: &str, day: &str| {
        let punishment =
            json!({"date": day, "who": format!("PUNISHED_{who}"), "offence": format!("OFFENCE_{offence}")});
        with(record, "/coercion/items/0/punishments", json!({"items": [punishment]}))
    };
    let punished = |who: &str, offence: &str, day: &str| punished_of(&forced("POL"), who, offence, day);
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
    let somebody = punished("WORKER", "UNLICENSED_WORK", "2019-01-01");
    let somebody = with(&somebody, "/coercion/items/0/punishments/items/0/who", Value::Null);
    ILO.check(rule, "2019-01-01", &somebody, "D");
    assert_eq!(ILO.missing(rule, "2019-01-01", &somebody), "coercion.items[0].punishments.items[0].who");
    // Victims are who was one on the day of the punishment.
    let fined = |record: &Value| punished_of(record, "WORKER", "ILLEGAL_STAY", "2019-01-01");
    let since = |day: &str| with(&fined(&forced("POL")), "/coercion/items/0/threats/items/0/date", json!(day));
    ILO.check(rule, "2019-06-01", &since("2019-01-01"), "V");
    ILO.check(rule, "2019-06-01", &since("2019-01-02"), "R");
    // Single signs leave it for review; where none is recorded nobody knows.
    let free = json!({"threats": {"items": []}, "violence": {"items": []}, "can_resign": true,
        "consent_evidence": "CONSENT_EVIDENCE_FREE"});
    let free = one("POL", "coercion", free);
    ILO.check(rule, "2019-06-01", &fined(&free), "R");
    assert!(ILO.text(rule, "2019-06-01", &fined(&free)).contains("is for review"));
    let nepalese = with(&free, "/workers/items/0/nationalities/items", json!(["NPL"]));
    let nepalese = with(&nepalese, "/parties/items", json!([]));
    ILO.check(rule, "2019-06-01", &fined(&nepalese), "D");
    ILO.check(rule, "2019-06-01", &with(&fined(&nepalese), "/deployment/end", json!("2018-12-31")), "-");
    ILO.check(rule, "2019-06-01", &with(&fined(&free), "/worksites/items/0/country", json!("QAT")), "I");
    ILO.check(rule, "2019-06-01", &with(&fined(&free), "/worksites/items/0/country", json!("DEU")), "D");

    let rule = "ilo.p029.diligence";
    let checks = |value: Value| with(&crew("POL"), "/parties/items/1/due_diligence", value);
    ILO.check(rule, "2019-01-01", &checks(json!(false)), "I");
    ILO.check(rule, "2019-01-01", &checks(json!(true)), "-");
    ILO.check(rule, "2019-01-01", &crew("POL"), "D");
    ILO.check(rule, "2016-11-08", &checks(json!(false)), "not in force");
    let private = with(&checks(json!(false)), "/parties/items/0/government_of_north_korea", json!(false));
    ILO.check(rule, "2019-01-01", &private, "-");
}
