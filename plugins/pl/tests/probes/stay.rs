//! The Act of 15 June 2012.

use super::*;

/// Welders whose title ended on a day.
fn ended(day: &str, change: &Value) -> Value {
    one("residence", &testing::patched(&json!({"valid_from": "2010-01-01", "valid_to": day}), change))
}

#[test]
fn the_document_before_the_start_and_a_copy() {
    let rule = "pl.stay.doc";
    let checks = |seen: bool, copy: bool| {
        ended("2030-01-01", &json!({"employer_checks": {"document_seen": seen, "copy_kept": copy}}))
    };
    PL.dates(
        rule,
        &checks(true, false),
        &[("2012-07-20", "not in force"), ("2012-07-21", "V"), ("2012-07-22", "V"), ("2016-01-01", "V")],
    );
    PL.check(rule, "2016-01-01", &checks(false, true), "V");
    PL.check(rule, "2016-01-01", &checks(true, true), "-");
    PL.check(rule, "2016-01-01", &ended("2030-01-01", &json!({})), "D");
    PL.check(rule, "2016-01-01", &nationals(&checks(false, false), "DEU"), "-");
    PL.check(rule, "2016-01-01", &welders(), "not assessed: residence");
}

#[test]
fn dues_of_workers_without_a_right_to_stay() {
    let rule = "pl.stay.backpay";
    let money = |amount: &str| json!({"currency": "PLN", "amount": amount});
    let paid = |valid_to: &str, change: Value| {
        let base =
            json!({"id": "w", "contractual": money("2000"), "deductions": {"items": []}, "payee": "PAYEE_WORKER_CASH"});
        with(&ended(valid_to, &json!({})), "/wages", json!({"items": [testing::patched(&base, &change)]}))
    };
    PL.check(rule, "2016-01-01", &paid("2015-01-01", json!({"payee": "PAYEE_NONE"})), "V");
    PL.dates(
        rule,
        &paid("2015-01-01", json!({"received_by_worker": money("0")})),
        &[("2014-12-31", "-"), ("2015-01-01", "V"), ("2015-01-02", "V")],
    );
    PL.check(rule, "2016-01-01", &paid("2015-01-01", json!({"received_by_worker": money("2000")})), "-");
    PL.check(rule, "2016-01-01", &paid("2015-01-01", json!({"received_by_worker": money("1999.99")})), "V");
    PL.check(rule, "2016-01-01", &paid("2015-01-01", json!({})), "D");
    PL.check(rule, "2016-01-01", &paid("2030-01-01", json!({"payee": "PAYEE_NONE"})), "-");
    let nobody_looked = with(&paid("2015-01-01", json!({"payee": "PAYEE_NONE"})), "/residence", Value::Null);
    PL.check(rule, "2016-01-01", &nobody_looked, "not assessed: residence");
}

#[test]
fn the_chain_of_contractors() {
    let rule = "pl.stay.chain";
    let yard = |change: Value| {
        let record = ended("2015-01-01", &json!({}));
        let yard = testing::patched(&record["parties"]["items"][1], &change);
        with(&record, "/parties/items/1", yard)
    };
    let knew = |day: &str| json!({"knowledge": {"items": [{"id": "k", "known_on": day}]}});
    PL.dates(rule, &yard(knew("2015-06-01")), &[("2015-05-31", "R"), ("2015-06-01", "V"), ("2015-06-02", "V")]);
    PL.check(rule, "2016-01-01", &yard(json!({})), "R");
    PL.check(rule, "2016-01-01", &yard(json!({"due_diligence": true})), "X");
    PL.check(rule, "2014-12-31", &yard(knew("2010-01-01")), "-");
}

#[test]
fn many_minor_persistent() {
    let counted = |count: &str| with(&ended("2015-01-01", &json!({})), "/workers/items/0/count", json!(count));
    for (count, expected) in [("1", "-"), ("2", "R"), ("14", "R"), ("15", "V"), ("40", "V")] {
        PL.check("pl.stay.many", "2015-06-01", &counted(count), expected);
    }
    PL.check("pl.stay.many", "2014-12-31", &counted("40"), "-");
    let two = with(
        &counted("8"),
        "/workers/items/-",
        json!({"id": "more", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE", "count": "7"}),
    );
    PL.check("pl.stay.many", "2015-06-01", &two, "V");
    PL.check("pl.stay.many", "2015-06-01", &with(&counted("1"), "/workers/items/0/count", Value::Null), "D");
    let aged = |age: Value| with(&ended("2015-01-01", &json!({})), "/workers/items/0/age", age);
    PL.check("pl.stay.minor", "2015-06-01", &aged(json!(17)), "V");
    PL.check("pl.stay.minor", "2015-06-01", &aged(json!(18)), "-");
    PL.check("pl.stay.minor", "2015-06-01", &aged(Value::Null), "D");
    PL.dates(
        "pl.stay.persist",
        &ended("2015-01-01", &json!({})),
        &[("2015-06-01", "-"), ("2016-01-01", "-"), ("2016-01-02", "R")],
    );
}

#[test]
fn particular_exploitation() {
    let rule = "pl.stay.exploit";
    let camp = |valid_to: &str, locked: bool, week: u32| {
        let record = ended(valid_to, &json!({}));
        let record =
            with(&record, "/housing", json!({"items": [{"id": "h", "locked_at_night": locked, "guarded": false}]}));
        let record = with(
            &record,
            "/liberty",
            json!({"items": [{"id": "l", "may_leave_site": true, "may_leave_accommodation": !locked, "escort_required": false}]}),
        );
        with(
            &record,
            "/working_time",
            json!({"items": [{"id": "t", "week_minutes": week, "overtime_refusable": true}]}),
        )
    };
    PL.check(rule, "2016-01-01", &camp("2015-01-01", true, 4320), "V");
    PL.check(rule, "2016-01-01", &camp("2015-01-01", true, 2400), "R");
    PL.check(rule, "2016-01-01", &camp("2030-01-01", true, 4320), "-");
    PL.check(rule, "2016-01-01", &camp("2015-01-01", false, 2400), "D");
}

/// Whoever has no title at all showed none to the employer; whoever stays by another document may have.
#[test]
fn a_document_that_there_is_none_of() {
    let rule = "pl.stay.doc";
    let none = with(&welders(), "/residence", json!({"items": []}));
    PL.dates(rule, &none, &[("2012-07-20", "not in force"), ("2012-07-21", "V"), ("2016-01-01", "V")]);
    assert!(PL.text(rule, "2016-01-01", &none).contains("no residence document"));
    PL.check(rule, "2016-01-01", &nationals(&none, "DEU"), "-");
    PL.check(rule, "2016-01-01", &with(&none, "/workers/items/0/nationalities", Value::Null), "R");
    PL.check(rule, "2016-01-01", &with(&none, "/workers/items/0/protection", json!("PROTECTION_REFUGEE")), "D");
    let single = json!({"items": [{"id": "p", "type": "PERMIT_TYPE_SINGLE", "valid_from": "2005-01-01"}]});
    PL.check(rule, "2016-01-01", &with(&none, "/permits", single), "D");
    let others = ended(
        "2030-01-01",
        &json!({"worker_groups": {"items": ["others"]}, "employer_checks": {"document_seen": true, "copy_kept": true}}),
    );
    let others = with(&others, "/workers/items/-", json!({"id": "others", "nationalities": {"items": ["PRK"]}}));
    PL.check(rule, "2016-01-01", &others, "V");
}

/// A line about some workers is none about others, and one of the lawful time is no due of the unlawful.
#[test]
fn dues_line_by_line() {
    let rule = "pl.stay.backpay";
    let money = |amount: &str| json!({"currency": "PLN", "amount": amount});
    let lines = |lines: Value| with(&ended("2015-01-01", &json!({})), "/wages", json!({"items": lines}));
    let base = |change: Value| {
        testing::patched(&json!({"id": "w", "payee": "PAYEE_WORKER_CASH", "deductions": {"items": []}}), &change)
    };
    // Nothing received is unpaid whatever was promised.
    PL.check(rule, "2016-01-01", &lines(json!([base(json!({"received_by_worker": money("0")}))])), "V");
    let part_time = json!({"received_by_worker": money("0"), "full_time": false});
    PL.check(rule, "2016-01-01", &lines(json!([base(part_time)])), "V");
    // Nobody says what was agreed: the minimum of 1 850 is presumed, and three times as much without an employment contract.
    let presumed = |amount: &str, kind: &str| {
        let record = lines(json!([base(json!({"received_by_worker": money(amount)}))]));
        let contracts = if kind.is_empty() {
            Value::Null
        } else {
            json!({"items": [{"id": "k", "kind": format!("CONTRACT_KIND_{kind}")}]})
        };
        testing::patched(&record, &json!({"contracts": contracts}))
    };
    for (amount, kind, expected) in [
        ("1849.99", "EMPLOYMENT", "V"),
        ("1850", "EMPLOYMENT", "-"),
        ("400", "CIVIL", "V"),
        ("5549.99", "CIVIL", "V"),
        ("5550", "CIVIL", "-"),
        ("5549.99", "SELF_EMPLOYED", "V"),
        ("1849.99", "", "V"),
        ("1850", "", "D"),
        ("5550", "", "-"),
    ] {
        PL.check(rule, "2016-01-01", &presumed(amount, kind), expected);
    }
    assert!(PL.text(rule, "2016-01-01", &presumed("2000", "CIVIL")).contains("PLN 5550"));
    assert_eq!(PL.missing(rule, "2016-01-01", &presumed("2000", "")), "contracts");
    // Whoever has an employment contract has one, beside another contract too; that of other workers is none of theirs.
    let both = json!({"id": "c", "kind": "CONTRACT_KIND_CIVIL"});
    PL.check(rule, "2016-01-01", &with(&presumed("2000", "EMPLOYMENT"), "/contracts/items/-", both), "-");
    let others =
        with(&presumed("2000", "EMPLOYMENT"), "/contracts/items/0/worker_groups", json!({"items": ["others"]}));
    let others = with(&others, "/wages/items/0/worker_groups", json!({"items": ["crew"]}));
    PL.check(rule, "2016-01-01", &others, "D");
    assert_eq!(PL.missing(rule, "2016-01-01", &others), "contracts");
    // Part-time work, and less than a month of it, is not held against the minimum of one.
    for change in [json!({"full_time": false}), json!({"period": {"from": "2015-06-01", "to": "2015-06-16"}})] {
        let line = testing::patched(&base(json!({"received_by_worker": money("100")})), &change);
        PL.check(rule, "2016-01-01", &lines(json!([line])), "D");
    }
    // A month before the right to stay ended, and one after.
    let month = |from: &str, to: &str| base(json!({"payee": "PAYEE_NONE", "period": {"from": from, "to": to}}));
    let full = base(json!({"id": "v", "contractual": money("2000"), "received_by_worker": money("2000")}));
    let march = lines(json!([month("2013-03-01", "2013-04-01"), full]));
    PL.check(rule, "2016-01-01", &march, "-");
    let june = lines(json!([month("2015-06-01", "2015-07-01"), full]));
    PL.dates(rule, &june, &[("2015-06-30", "-"), ("2015-07-01", "V"), ("2016-01-01", "V")]);
    // It stays unpaid when the deployment is over.
    PL.check(rule, "2017-01-01", &with(&june, "/deployment/end", json!("2016-06-01")), "V");
    // Not due yet.
    let later = with(&june, "/wages/items/0/due_on", json!("2015-07-10"));
    PL.dates(rule, &later, &[("2015-07-09", "-"), ("2015-07-10", "V")]);
    // No line of the group since it has no right to stay.
    for change in [
        json!({"worker_groups": {"items": ["others"]}}),
        json!({"period": {"from": "2013-03-01", "to": "2013-04-01"}}),
        json!({"period": {"from": "2014-12-01", "to": "2015-01-01"}}),
    ] {
        let record = lines(json!([testing::patched(&full, &change)]));
        let record = with(&record, "/workers/items/-", json!({"id": "others", "nationalities": {"items": ["DEU"]}}));
        PL.check(rule, "2016-01-01", &record, "D");
        assert_eq!(PL.missing(rule, "2016-01-01", &record), "wages");
    }
    let abroad = with(&june, "/worksites/items/-", json!({"id": "doha", "country": "QAT"}));
    PL.check(rule, "2016-01-01", &with(&abroad, "/wages/items/0/site", json!("doha")), "-");
    let somewhere = with(&abroad, "/worksites/items/1/country", Value::Null);
    let somewhere = with(&somewhere, "/wages/items/0/site", json!("doha"));
    PL.check(rule, "2016-01-01", &somewhere, "D");
    assert_eq!(PL.missing(rule, "2016-01-01", &somewhere), "worksites.items[1].country");
    // Whoever never had a title has all lines since the work began.
    let paid = testing::patched(&full, &json!({"period": {"from": "2013-03-01", "to": "2013-04-01"}}));
    let never = with(&lines(json!([paid])), "/residence", json!({"items": []}));
    PL.check(rule, "2016-01-01", &never, "-");
}

/// Dues of workers of whom nobody says where they are from are for review; what else is missing is told with it.
#[test]
fn dues_of_workers_of_unknown_nationality() {
    let rule = "pl.stay.backpay";
    let money = |amount: &str| json!({"currency": "PLN", "amount": amount});
    let paid = |change: Value| {
        let base = json!({"id": "w", "payee": "PAYEE_WORKER_CASH", "deductions": {"items": []},
            "received_by_worker": money("100")});
        let record = with(&ended("2015-01-01", &json!({})), "/workers/items/0/nationalities", Value::Null);
        let record = with(&record, "/contracts", json!({"items": [{"id": "k", "kind": "CONTRACT_KIND_EMPLOYMENT"}]}));
        with(&record, "/wages", json!({"items": [testing::patched(&base, &change)]}))
    };
    let nationality = "workers.items[0].nationalities";
    for (change, expected, missing) in [
        (json!({"contractual": money("2000")}), "R", nationality.to_owned()),
        (json!({}), "R", nationality.to_owned()),
        (json!({"full_time": false}), "D", format!("{nationality} wages.items[0].contractual")),
        (json!({"period": {"from": "2013-03-01", "to": "2013-04-01"}}), "D", format!("{nationality} wages")),
    ] {
        PL.check(rule, "2016-01-01", &paid(change.clone()), expected);
        assert_eq!(PL.missing(rule, "2016-01-01", &paid(change)), missing);
    }
}

/// A title of residence that nobody recorded may be there, unless a permit that is one ended.
#[test]
fn titles_that_nobody_recorded() {
    let rule = "pl.stay.many";
    let permit = |change: Value| {
        let base = json!({"valid_from": "2010-01-01", "valid_to": "2015-01-01"});
        one("permits", &testing::patched(&base, &change))
    };
    PL.check(rule, "2016-01-01", &permit(json!({})), "D");
    assert_eq!(PL.missing(rule, "2016-01-01", &permit(json!({}))), "residence permits.items[0].type");
    PL.check(rule, "2016-01-01", &permit(json!({"type": "PERMIT_TYPE_WORK"})), "not assessed: residence");
    PL.check(rule, "2016-01-01", &permit(json!({"type": "PERMIT_TYPE_SINGLE"})), "V");
}

#[test]
fn those_who_are_counted_are_enough() {
    let rule = "pl.stay.many";
    let unknown = json!({"id": "more", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"});
    let record = with(&ended("2015-01-01", &json!({})), "/workers/items/-", unknown);
    PL.check(rule, "2016-01-01", &record, "V");
    PL.check(rule, "2016-01-01", &with(&record, "/workers/items/0/count", json!("14")), "D");
    // Whose removal is barred may be let stay.
    let barred =
        with(&ended("2015-01-01", &json!({})), "/workers/items/0/protection", json!("PROTECTION_NON_REMOVABLE"));
    PL.check(rule, "2016-01-01", &barred, "R");
    PL.check(rule, "2014-12-31", &barred, "-");
    let nowhere = with(&ended("2015-01-01", &json!({})), "/worksites/items/0/country", Value::Null);
    PL.check(rule, "2016-01-01", &nowhere, "D");
    assert_eq!(PL.missing(rule, "2016-01-01", &nowhere), "worksites.items[0].country");
}

#[test]
fn persistent_since_the_work_began() {
    let rule = "pl.stay.persist";
    let late = with(&ended("2010-01-01", &json!({})), "/deployment/start", json!("2015-06-01"));
    PL.dates(rule, &late, &[("2016-06-01", "-"), ("2016-06-02", "R")]);
    let moved = with(&ended("2010-01-01", &json!({})), "/worksites/items/0/start", json!("2015-06-01"));
    PL.dates(rule, &moved, &[("2016-06-01", "-"), ("2016-06-02", "R")]);
    // Whoever never had a title works without one since the first day.
    let never = with(&late, "/residence", json!({"items": []}));
    PL.dates(rule, &never, &[("2016-06-01", "-"), ("2016-06-02", "R")]);
    let found = PL.findings(rule, "2017-01-01", &ended("2015-01-01", &json!({}))).remove(0);
    assert_eq!(found.fact_from.as_deref(), Some("2015-01-01"));
    // Neither other workers' site, nor one abroad, nor a later one, tells when their work here began.
    let moved = with(&moved, "/worksites/items/0/worker_groups", json!({"items": ["crew"]}));
    let moved = with(&moved, "/workers/items/-", json!({"id": "others", "nationalities": {"items": ["DEU"]}}));
    for site in [
        json!({"id": "third", "country": "POL", "worker_groups": {"items": ["others"]}}),
        json!({"id": "doha", "country": "QAT"}),
        json!({"id": "third", "country": "POL", "start": "2016-01-01"}),
    ] {
        let two = with(&moved, "/worksites/items/-", site);
        PL.dates(rule, &two, &[("2016-06-01", "-"), ("2016-06-02", "R")]);
    }
    let nowhere = with(&moved, "/worksites/items/0/country", Value::Null);
    PL.dates(rule, &nowhere, &[("2016-06-01", "-"), ("2016-06-02", "D")]);
    let forged = with(&late, "/residence/items/0", json!({"id": "x", "valid_from": "2010-01-01", "forged": true}));
    PL.dates(rule, &forged, &[("2016-06-01", "-"), ("2016-06-02", "R")]);
}

#[test]
fn knowledge_of_the_time_without_a_right_to_stay() {
    let rule = "pl.stay.chain";
    let yard = |known: &str, change: Value| {
        let record = ended("2015-01-01", &json!({}));
        let knowledge = json!({"knowledge": {"items": [{"id": "k", "known_on": known}]}});
        let yard = testing::patched(&testing::patched(&record["parties"]["items"][1], &knowledge), &change);
        with(&record, "/parties/items/1", yard)
    };
    PL.check(rule, "2016-01-01", &yard("2014-12-31", json!({})), "R");
    PL.check(rule, "2016-01-01", &yard("2015-01-01", json!({})), "V");
    // Checks do not let off who knew all the same: that is for review.
    let both = yard("2015-01-01", json!({"due_diligence": true}));
    PL.check(rule, "2016-01-01", &both, "R");
    assert!(PL.text(rule, "2016-01-01", &both).contains("made the checks"));
    PL.check(rule, "2016-01-01", &yard("2014-12-31", json!({"due_diligence": true})), "X");
    // Of several groups the first to lose its right counts, and none that needs no right.
    let beside = |known: &str, nationality: &str, titles: Value| {
        let group = json!({"id": "others", "nationalities": {"items": [nationality]}, "protection": "PROTECTION_NONE"});
        let record = with(&yard(known, json!({})), "/workers/items/-", group);
        with(&record, "/residence", json!({"items": titles}))
    };
    let title = |group: &str, to: &str| {
        let groups = json!({"items": [group]});
        json!({"id": group, "worker_groups": groups, "valid_from": "2010-01-01", "valid_to": to})
    };
    let one = json!([title("crew", "2015-01-01")]);
    PL.check(rule, "2016-01-01", &beside("2014-12-31", "DEU", one), "R");
    let two = || json!([title("crew", "2015-01-01"), title("others", "2014-06-01")]);
    PL.check(rule, "2016-01-01", &beside("2014-05-31", "PRK", two()), "R");
    PL.check(rule, "2016-01-01", &beside("2014-06-01", "PRK", two()), "V");
}

/// Signs of other workers, or of work elsewhere, are not those of a group.
#[test]
fn whose_conditions_they_are() {
    let rule = "pl.stay.exploit";
    let german = json!({"id": "germans", "nationalities": {"items": ["DEU"]}, "protection": "PROTECTION_NONE"});
    let two = with(&ended("2015-01-01", &json!({})), "/workers/items/-", german);
    let of = |group: &str, locked: bool, week: u32| {
        let groups = json!({"items": [group]});
        [
            json!({"id": format!("h{group}"), "worker_groups": groups, "locked_at_night": locked, "guarded": false}),
            json!({"id": format!("t{group}"), "worker_groups": groups, "week_minutes": week, "overtime_refusable": true}),
        ]
    };
    let both = |crew: [Value; 2], others: [Value; 2]| {
        let record = with(&two, "/housing", json!({"items": [crew[0], others[0]]}));
        with(&record, "/working_time", json!({"items": [crew[1], others[1]]}))
    };
    PL.check(rule, "2016-01-01", &both(of("crew", false, 2400), of("germans", true, 5040)), "R");
    assert!(
        PL.text(rule, "2016-01-01", &both(of("crew", false, 2400), of("germans", true, 5040)))
            .contains("other workers")
    );
    // Of others alone: nobody says what those of the group are.
    let others = |entries: [Value; 2]| {
        let record = with(&two, "/housing", json!({"items": [entries[0]]}));
        with(&record, "/working_time", json!({"items": [entries[1]]}))
    };
    PL.check(rule, "2016-01-01", &others(of("germans", true, 5040)), "D");
    PL.check(rule, "2016-01-01", &others(of("crew", true, 5040)), "V");
    // A long day of the group is one sign of theirs, whatever the weeks of others are.
    let day = json!({"id": "t", "worker_groups": {"items": ["crew"]}, "day_max_minutes": 720, "week_minutes": 2400,
        "overtime_refusable": true});
    let [_, week] = of("germans", false, 5040);
    let long = with(&two, "/working_time", json!({"items": [day, week]}));
    PL.check(rule, "2016-01-01", &long, "R");
    assert!(PL.text(rule, "2016-01-01", &long).contains("under a condition (days of 12 hours or more)"));
}

/// Hours and pay at a site abroad, or at one of other workers, are no conditions of a group; at a site that may be here they are.
#[test]
fn where_the_conditions_are() {
    let rule = "pl.stay.exploit";
    let german = json!({"id": "germans", "nationalities": {"items": ["DEU"]}, "protection": "PROTECTION_NONE"});
    let record = with(&ended("2015-01-01", &json!({})), "/workers/items/-", german);
    let sites = json!({"items": [
        {"id": "dock", "country": "POL"},
        {"id": "bay"},
        {"id": "doha", "country": "QAT"},
        {"id": "yard", "country": "POL", "worker_groups": {"items": ["germans"]}}
    ]});
    let record = with(&record, "/worksites", sites);
    let money = |amount: &str| json!({"currency": "PLN", "amount": amount});
    for (site, expected) in [("dock", "R"), ("bay", "R"), ("doha", "D"), ("yard", "D")] {
        let time = json!({"items": [{"id": "t", "site": site, "day_max_minutes": 720}]});
        PL.check(rule, "2016-01-01", &with(&record, "/working_time", time), expected);
        let line = json!({"items": [{"id": "w", "site": site, "received_by_worker": money("400"),
            "comparator_pay": money("4000"), "deductions": {"items": []}}]});
        PL.check(rule, "2016-01-01", &with(&record, "/wages", line), expected);
    }
}

/// Without protective equipment work endangers health, whoever is coerced or not.
#[test]
fn conditions_that_endanger_health() {
    let housing = json!({"items": [{"id": "h", "protective_equipment_missing": true}]});
    let unsafe_work = with(&ended("2015-01-01", &json!({})), "/housing", housing);
    PL.check("pl.stay.exploit", "2016-01-01", &unsafe_work, "R");
    assert!(PL.text("pl.stay.exploit", "2016-01-01", &unsafe_work).contains("ILO indicator 10"));
}

/// Where conditions are recorded of others alone, those of the group are missing; with them whatever else is.
#[test]
fn conditions_that_nobody_recorded() {
    let rule = "pl.stay.exploit";
    let german = json!({"id": "germans", "nationalities": {"items": ["DEU"]}, "protection": "PROTECTION_NONE"});
    let nothing = json!({"currency": "PLN", "amount": "0"});
    let parts = json!({
        "liberty": {"items": [{"id": "l", "may_leave_site": true, "may_leave_accommodation": true, "escort_required": false}]},
        "housing": {"items": [{"id": "h", "guarded": false, "locked_at_night": false, "protective_equipment_missing": false,
            "accidents_unreported": false}]},
        "heat": {"items": [{"id": "a", "site": "dock", "water": true}]},
        "coercion": {"items": [{"id": "c", "threats": {"items": []}, "violence": {"items": []}, "exit_penalty": false,
            "debt": nothing, "recruitment_fee_paid_by_worker": nothing}]},
        "working_time": {"items": [{"id": "t", "worker_groups": {"items": ["germans"]}, "week_minutes": 5040}]}
    });
    let free = testing::patched(&with(&ended("2015-01-01", &json!({})), "/workers/items/-", german), &parts);
    PL.check(rule, "2016-01-01", &free, "D");
    assert_eq!(PL.missing(rule, "2016-01-01", &free), "working_time");
    let unsaid = with(&free, "/coercion/items/0/exit_penalty", Value::Null);
    assert_eq!(PL.missing(rule, "2016-01-01", &unsaid), "coercion.items[0].exit_penalty working_time");
    let unknown = with(&free, "/workers/items/0/nationalities", Value::Null);
    PL.check(rule, "2016-01-01", &unknown, "D");
    assert_eq!(PL.missing(rule, "2016-01-01", &unknown), "workers.items[0].nationalities working_time");
}

#[test]
fn a_locked_dormitory_and_twelve_hours_a_day() {
    let rule = "pl.stay.exploit";
    let locked = with(
        &ended("2015-01-01", &json!({})),
        "/housing",
        json!({"items": [{"id": "h", "locked_at_night": true, "guarded": false}]}),
    );
    let day =
        |minutes: u32| with(&locked, "/working_time", json!({"items": [{"id": "t", "day_max_minutes": minutes}]}));
    PL.check(rule, "2016-01-01", &day(720), "V");
    PL.check(rule, "2016-01-01", &day(719), "R");
    // One sign, not two, where the week is long too.
    let week = json!({"items": [{"id": "t", "day_max_minutes": 720, "week_minutes": 4320}]});
    PL.check(rule, "2016-01-01", &with(&ended("2015-01-01", &json!({})), "/working_time", week), "R");
}

/// Grossly different from what lawful workers get: below half.
#[test]
fn pay_below_half_of_what_others_get() {
    let rule = "pl.stay.exploit";
    let money = |amount: &str| json!({"currency": "PLN", "amount": amount});
    let paid = |amount: &str, change: Value| {
        let base = json!({"id": "w", "received_by_worker": money(amount), "comparator_pay": money("4000"),
            "deductions": {"items": []}});
        with(&ended("2015-01-01", &json!({})), "/wages", json!({"items": [testing::patched(&base, &change)]}))
    };
    PL.check(rule, "2016-01-01", &paid("1999.99", json!({})), "R");
    assert!(PL.text(rule, "2016-01-01", &paid("400", json!({}))).contains("below half"));
    let locked = json!({"items": [{"id": "h", "locked_at_night": true}]});
    PL.check(rule, "2016-01-01", &with(&paid("400", json!({})), "/housing", locked.clone()), "V");
    PL.check(rule, "2016-01-01", &with(&paid("2000", json!({})), "/housing", locked.clone()), "R");
    let lawful_time = json!({"period": {"from": "2014-11-01", "to": "2014-12-01"}});
    PL.check(rule, "2016-01-01", &with(&paid("400", lawful_time), "/housing", locked.clone()), "R");
    for (from, to, expected) in [("2014-12-01", "2015-01-01", "R"), ("2014-12-15", "2015-01-15", "V")] {
        let month = json!({"period": {"from": from, "to": to}});
        PL.check(rule, "2016-01-01", &with(&paid("400", month), "/housing", locked.clone()), expected);
    }
}

/// Nobody works unlawfully before the work begins or after it has ended; what is owed for it stays owed.
#[test]
fn work_that_has_not_begun_or_has_ended() {
    let site = json!({"id": "site", "country": "POL", "start": "2015-06-01", "end": "2017-06-01"});
    let record = with(&ended("2015-01-01", &json!({})), "/worksites/items/0", site);
    let counted = with(&record, "/workers/items/0/count", json!("15"));
    PL.dates(
        "pl.stay.many",
        &counted,
        &[("2015-05-31", "-"), ("2015-06-01", "V"), ("2017-05-31", "V"), ("2017-06-01", "-")],
    );
    let minor = with(&record, "/workers/items/0/age", json!(17));
    PL.dates(
        "pl.stay.minor",
        &minor,
        &[("2015-05-31", "-"), ("2015-06-01", "V"), ("2017-05-31", "V"), ("2017-06-01", "-")],
    );
    PL.dates(
        "pl.stay.persist",
        &record,
        &[("2016-06-01", "-"), ("2016-06-02", "R"), ("2017-05-31", "R"), ("2017-06-01", "-")],
    );
    PL.dates("pl.stay.exploit", &record, &[("2015-05-31", "-"), ("2015-06-01", "D"), ("2017-06-01", "-")]);
    let none = with(&record, "/residence", json!({"items": []}));
    PL.dates("pl.stay.doc", &none, &[("2015-05-31", "-"), ("2015-06-01", "V"), ("2017-06-01", "-")]);
    let unpaid = with(&record, "/wages", json!({"items": [{"id": "w", "payee": "PAYEE_NONE"}]}));
    PL.dates("pl.stay.backpay", &unpaid, &[("2017-05-31", "V"), ("2018-06-01", "V")]);
}
