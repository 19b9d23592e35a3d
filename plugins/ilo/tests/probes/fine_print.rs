//! What is easily got wrong and shows in few records: the second of two entries, one half of a condition, what a finding tells.

use comity_sdk::v1::Finding;

use super::*;

fn first(rule: &str, as_of: &str, record: &Value) -> Finding {
    let found = ILO.findings(rule, as_of, record).into_iter().next();
    found.unwrap_or_else(|| panic!("{rule} finds nothing on {as_of}: {record:#}"))
}

fn since_and_due(rule: &str, as_of: &str, record: &Value) -> (String, String) {
    let finding = first(rule, as_of, record);
    let due = finding.consequence.and_then(|consequence| consequence.due_on);
    (finding.fact_from.unwrap_or_default(), due.unwrap_or_default())
}

fn days(since: &str, due: &str) -> (String, String) {
    (since.to_owned(), due.to_owned())
}

fn entries(record: &Value, part: &str, items: Value) -> Value {
    with(record, &format!("/{part}"), json!({"items": items}))
}

/// Every part that a row needs.
fn looked_at() -> Value {
    let parts = [
        "wages",
        "working_time",
        "heat",
        "liberty",
        "coercion",
        "supervision",
        "housing",
        "inspections",
        "complaints",
        "proceedings",
        "permits",
        "contracts",
    ];
    parts.iter().fold(crew("POL"), |record, part| entries(&record, part, json!([])))
}

#[test]
fn parts_that_nobody_looked_at() {
    let indicators = (1..=11).map(|number| (format!("ilo.ind.{number:02}"), "workers"));
    let others = [
        "ilo.ind.score",
        "ilo.c029.definition",
        "ilo.c029.exclusion",
        "ilo.c029.private",
        "ilo.iccpr.8",
        "ilo.palermo",
        "ilo.c189.docs",
        "ilo.insp.frequency",
        "ilo.p029.remedy",
        "ilo.p029.nonpunish",
    ];
    let others = others.iter().map(|rule| ((*rule).to_owned(), "workers"));
    let more = [
        ("ilo.insp.frequency", "parties"),
        ("ilo.p029.remedy", "deployment"),
        ("ilo.p029.remedy", "wages"),
        ("ilo.p029.remedy", "complaints"),
    ];
    let more = more.iter().map(|(rule, part)| ((*rule).to_owned(), *part));
    let own = [
        ("ilo.ind.05", "coercion"),
        ("ilo.ind.06", "coercion"),
        ("ilo.ind.07", "liberty"),
        ("ilo.ind.08", "wages"),
        ("ilo.ind.09", "coercion"),
        ("ilo.ind.11", "working_time"),
    ];
    let own = own.iter().map(|(rule, part)| ((*rule).to_owned(), *part));
    for (rule, part) in indicators.chain(others).chain(more).chain(own) {
        let without = with(&looked_at(), &format!("/{part}"), Value::Null);
        let verdict = testing::verdict_on(&PLUGIN, "2019-06-01", &testing::record(&without));
        let entry = verdict.not_assessed.iter().find(|entry| entry.rule_ids.contains(&rule));
        assert!(entry.is_some(), "{rule} is assessed without {part}");
    }
}

#[test]
fn the_state_that_is_bound_speaks() {
    let rule = "ilo.c095.regular";
    let paid = |sites: Value| {
        let line = json!([{"id": "x", "payee": "PAYEE_SENDER", "longest_gap_days": 60}]);
        entries(&entries(&crew("POL"), "wages", line), "worksites", sites)
    };
    let site = |id: &str, country: Value| testing::patched(&json!({"id": id}), &json!({"country": country}));
    let two = |first: &str, second: &str| json!([site("a", json!(first)), site("b", json!(second))]);
    // Bound, not bound, and one of which the table says nothing; North Korea is no member.
    for (sites, expected, host) in [
        (two("POL", "QAT"), "V", "POL is bound"),
        (two("QAT", "POL"), "V", "POL is bound"),
        (two("POL", "RUS"), "V", "POL is bound"),
        (two("QAT", "CHN"), "I", "QAT is not bound"),
        (two("DEU", "QAT"), "D", ""),
        (two("QAT", "DEU"), "D", ""),
        (two("DEU", "POL"), "V", "POL is bound"),
        (two("POL", "DEU"), "V", "POL is bound"),
        (two("PRK", "POL"), "V", "POL is bound"),
        (two("PRK", "PRK"), "-", ""),
        (json!([site("a", json!("POL")), site("b", Value::Null)]), "V", "POL is bound"),
        (json!([site("a", json!("QAT")), site("b", Value::Null)]), "D", ""),
        (json!([]), "D", ""),
    ] {
        ILO.check(rule, "2015-06-01", &paid(sites.clone()), expected);
        if !host.is_empty() {
            assert!(ILO.text(rule, "2015-06-01", &paid(sites)).contains(host));
        }
    }
    assert_eq!(ILO.missing(rule, "2015-06-01", &paid(json!([]))), "worksites");
    // Where nothing is broken nobody asks for the State.
    let sound = with(&paid(json!([])), "/wages/items/0/longest_gap_days", json!(30));
    ILO.check(rule, "2015-06-01", &sound, "-");
    // Each instrument is cited by its name.
    let moved =
        |country: &str| one(country, "liberty", json!({"escort_required": true, "may_leave_accommodation": true}));
    let time = |change: Value| one("KWT", "working_time", change);
    let forced = json!({"threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}, "can_resign": false,
        "quota_mobilisation": true, "refusal_punished": true, "punishments": {"items": [
            {"date": "2015-06-01", "who": "PUNISHED_WORKER", "offence": "OFFENCE_UNLICENSED_WORK"}]},
        "recruitment_fee_paid_by_worker": {"currency": "USD", "amount": "1"}});
    let forced = || one("POL", "coercion", forced.clone());
    let refused = one("POL", "inspections", json!({"date": "2015-06-01", "access": "INSPECTION_ACCESS_REFUSED"}));
    for (rule, record, name) in [
        ("ilo.c029.definition", forced(), "by Convention 29"),
        ("ilo.c105.development", forced(), "by Convention 105"),
        ("ilo.c181.fees", forced(), "by Convention 181"),
        ("ilo.c095.regular", paid(two("POL", "POL")), "by Convention 95"),
        ("ilo.insp.access", refused, "by Convention 81"),
        ("ilo.hours.day", time(json!({"day_max_minutes": 960})), "by Convention 1"),
        ("ilo.rest.week", one("POL", "working_time", json!({"weekly_rest_minutes": 0})), "by Convention 14"),
        ("ilo.iccpr.12", moved("POL"), "by the Covenant on Civil and Political Rights"),
    ] {
        let text = ILO.text(rule, "2015-06-01", &record);
        assert!(text.contains(name), "{text}");
    }
    let punished = ILO.text(
        "ilo.p029.nonpunish",
        "2019-06-01",
        &with(&forced(), "/coercion/items/0/punishments/items/0/date", json!("2019-06-01")),
    );
    assert!(punished.contains("by the Protocol of 2014 to Convention 29"), "{punished}");
    let office = with(&time(json!({"day_max_minutes": 960})), "/workers/items/0/sector", json!("SECTOR_IT"));
    ILO.check("ilo.hours.day", "2015-06-01", &office, "D");
    let cites = |record: &Value, rule: &str, name: &str| {
        let finding = first(rule, "2015-06-01", record);
        let said = finding.message.unwrap();
        assert!(said.parameters.iter().any(|parameter| parameter.value == name), "{said:?}");
    };
    cites(&office, "ilo.hours.day", "Convention 30");
    let maid = with(
        &one("QAT", "liberty", json!({"passport_holder": "PASSPORT_HOLDER_EMPLOYER"})),
        "/workers/items/0/sector",
        json!("SECTOR_DOMESTIC"),
    );
    cites(&maid, "ilo.c189.docs", "Convention 189");
}

#[test]
fn a_state_that_is_no_member() {
    let none = |country: &str| json!({"state": {"country": country, "inspection_reports": {"items": []}}});
    ILO.check("ilo.insp.report", "2020-06-01", &none("PRK"), "-");
    ILO.check("ilo.insp.report", "2020-06-01", &none("QAT"), "V");
}

#[test]
fn groups_of_several_kinds() {
    let mixed = |first: &str, second: &str, part: &str, entry: Value| {
        let group = |id: &str, sector: &str| {
            json!({"id": id, "nationalities": {"items": ["PRK"]},
            "protection": "PROTECTION_NONE", "sector": format!("SECTOR_{sector}")})
        };
        entries(&one("KWT", part, entry), "workers", json!([group("a", first), group("b", second)]))
    };
    let long = || json!({"day_max_minutes": 960});
    let restless = || json!({"weekly_rest_minutes": 0});
    for (rule, entry) in
        [("ilo.hours.day", long()), ("ilo.hours.week", json!({"week_minutes": 3600})), ("ilo.rest.week", restless())]
    {
        for (sector, expected) in [
            ("CONSTRUCTION", "V"),
            ("IT", "D"),
            ("DOMESTIC", "R"),
            ("AGRICULTURE", "R"),
            ("SEAFARER", "R"),
            ("CIVIL_SERVICE", "R"),
            ("ARMED_FORCES", "R"),
            ("HOSPITALITY", "R"),
        ] {
            let record =
                with(&mixed(sector, sector, "working_time", entry.clone()), "/worksites/items/0/country", json!("MLT"));
            ILO.check(rule, "2015-06-01", &record, expected);
            if expected == "R" {
                assert!(ILO.text(rule, "2015-06-01", &record).contains("which is about industry"), "{rule}");
            }
        }
        let half =
            with(&mixed("DOMESTIC", "CONSTRUCTION", "working_time", entry), "/worksites/items/0/country", json!("MLT"));
        ILO.check(rule, "2015-06-01", &half, "V");
    }
    for (first, second, expected) in [("IT", "IT", "D"), ("IT", "CONSTRUCTION", "V"), ("CONSTRUCTION", "IT", "V")] {
        ILO.check("ilo.hours.day", "2015-06-01", &mixed(first, second, "working_time", long()), expected);
    }
    let nobody = entries(&one("KWT", "working_time", long()), "workers", json!([]));
    ILO.check("ilo.hours.day", "2015-06-01", &nobody, "V");
    let held = || json!({"passport_holder": "PASSPORT_HOLDER_EMPLOYER"});
    for (first, second, expected) in
        [("DOMESTIC", "CONSTRUCTION", "D"), ("CONSTRUCTION", "DOMESTIC", "D"), ("IT", "CONSTRUCTION", "-")]
    {
        ILO.check("ilo.c189.docs", "2015-06-01", &mixed(first, second, "liberty", held()), expected);
    }
    let rest = |change: Value| one("POL", "working_time", change);
    for (change, expected) in [
        (json!({"weekly_rest_minutes": 1440}), "-"),
        (json!({"weekly_rest_minutes": 1440, "weeks_without_rest": 1}), "V"),
        (json!({"weeks_without_rest": 0}), "D"),
        (json!({"weekly_rest_minutes": 1440, "weeks_without_rest": 0}), "-"),
    ] {
        ILO.check("ilo.rest.week", "2015-06-01", &rest(change), expected);
    }
}

fn forced(country: &str) -> Value {
    one(
        country,
        "coercion",
        json!({"threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}, "can_resign": false,
        "violence": {"items": []}}),
    )
}

#[test]
fn service_and_what_it_leaves_out() {
    let rule = "ilo.c029.exclusion";
    let serving = |record: &Value, basis: &str| {
        with(record, "/workers/items/0/service_basis", json!(format!("SERVICE_BASIS_{basis}")))
    };
    let home = with(&forced("QAT"), "/parties/items/0/country", json!("QAT"));
    for (basis, name) in [
        ("MILITARY", "military"),
        ("CIVIC", "civic"),
        ("COURT_CONVICT", "convict"),
        ("EMERGENCY", "emergency"),
        ("COMMUNAL", "communal"),
    ] {
        assert_eq!(ILO.exemption(rule, "2015-06-01", &serving(&home, basis)), name);
    }
    // Nothing is exacted that could be left out.
    let free = with(&forced("QAT"), "/coercion/items/0/can_resign", json!(true));
    let free = with(&free, "/coercion/items/0/consent_evidence", json!("CONSENT_EVIDENCE_FREE"));
    ILO.check(rule, "2015-06-01", &serving(&free, "CIVIC"), "-");
    // One group in service does not take the others with it.
    let others = json!({"id": "others", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"});
    let mixed = with(&serving(&home, "CIVIC"), "/workers/items/-", others);
    let permit = json!([{"id": "p", "valid_from": "2014-01-01", "authority": "ministry"}]);
    for (rule, alone, beside) in
        [("ilo.c029.definition", "-", "V"), ("ilo.c029.private", "-", "V"), ("ilo.iccpr.8", "-", "I")]
    {
        ILO.check(rule, "2015-06-01", &entries(&serving(&home, "CIVIC"), "permits", permit.clone()), alone);
        ILO.check(rule, "2015-06-01", &entries(&mixed, "permits", permit.clone()), beside);
    }
    let empty = entries(&forced("QAT"), "workers", json!([]));
    ILO.check("ilo.iccpr.8", "2015-06-01", &empty, "I");
    ILO.check("ilo.c029.definition", "2015-06-01", &empty, "V");
    let kept = entries(&forced("QAT"), "permits", permit);
    let evidence = first("ilo.c029.private", "2015-06-01", &kept).evidence;
    assert!(evidence.iter().any(|piece| piece.path == "permits.items[0].authority"));
}

#[test]
fn proceedings_that_follow_in_time() {
    let rule = "ilo.c029.penal";
    let visited = |findings: Value, proceedings: Value| {
        let visit = testing::patched(&json!({"date": "2016-01-15"}), &json!({"findings": findings}));
        entries(&one("QAT", "inspections", visit), "proceedings", proceedings)
    };
    let found = || json!({"items": ["INSPECTION_FINDING_FORCED_LABOUR"]});
    let begun = |change: Value| {
        json!([testing::patched(&json!({"id": "c", "subject": "PROCEEDING_SUBJECT_TRAFFICKING"}), &change)])
    };
    for (findings, proceedings, expected) in [
        (found(), json!([]), "R"),
        (Value::Null, json!([]), "-"),
        (json!({"items": ["INSPECTION_FINDING_UNPAID_WAGES"]}), json!([]), "-"),
        (found(), begun(json!({"opened_on": "2017-01-15"})), "-"),
        (found(), begun(json!({"opened_on": "2016-01-15", "closed_on": "2016-01-15"})), "-"),
        (found(), begun(json!({"opened_on": "2017-01-16"})), "R"),
        (found(), begun(json!({"opened_on": "2017-01-10", "charged_on": "2018-01-01"})), "-"),
        (found(), begun(json!({"opened_on": "2018-01-01", "charged_on": "2017-01-10"})), "-"),
        (found(), begun(json!({})), "R"),
    ] {
        ILO.check(rule, "2018-06-01", &visited(findings, proceedings), expected);
    }
    assert_eq!(since_and_due(rule, "2018-06-01", &visited(found(), json!([]))), days("2017-01-16", "2017-01-15"));
}

#[test]
fn senders_and_mobilisation() {
    let rule = "ilo.c105.development";
    let pressed = |change: Value| {
        let base = json!({"quota_mobilisation": true, "refusal_punished": true, "ideology_sessions_compulsory": true});
        one("QAT", "coercion", testing::patched(&base, &change))
    };
    ILO.check(rule, "2015-06-01", &pressed(json!({"quota_mobilisation": false})), "-");
    ILO.check(rule, "2015-06-01", &pressed(json!({"quota_mobilisation": null})), "D");
    // Where nobody says who takes part, somebody may send them.
    let unsaid = with(&pressed(json!({})), "/parties", Value::Null);
    ILO.check(rule, "2015-06-01", &unsaid, "V");
    ILO.check("ilo.c105.political", "2015-06-01", &unsaid, "R");

    let rule = "ilo.c181.public";
    let agency = |role: &str, body: Value, nationality: &str| {
        let party = json!([testing::patched(
            &json!({"id": "agency", "roles": [format!("PARTY_ROLE_{role}")], "country": "PRK"}),
            &json!({"government_of_north_korea": body})
        )]);
        let record = entries(&crew("QAT"), "parties", party);
        with(&record, "/workers/items/0/nationalities", json!({"items": [nationality]}))
    };
    for (role, body, nationality, expected) in [
        ("SENDER", json!(true), "PRK", "I"),
        ("RECRUITER", json!(true), "PRK", "I"),
        ("SENDER", Value::Null, "PRK", "D"),
        ("SENDER", Value::Null, "NPL", "-"),
        ("RECRUITER", Value::Null, "PRK", "-"),
        ("PRINCIPAL", json!(true), "PRK", "-"),
    ] {
        ILO.check(rule, "2015-06-01", &agency(role, body, nationality), expected);
    }
}

#[test]
fn children_and_means() {
    let rule = "ilo.palermo";
    let of_age = |record: &Value, age: u32| with(record, "/workers/items/0/age", json!(age));
    let free = one("QAT", "coercion", json!({"can_resign": true, "consent_evidence": "CONSENT_EVIDENCE_FREE"}));
    let nepal = with(&free, "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    let nepal = entries(&nepal, "parties", json!([]));
    ILO.check(rule, "2015-06-01", &nepal, "-");
    ILO.check(rule, "2015-06-01", &of_age(&nepal, 18), "-");
    let child = testing::answer(&PLUGIN, rule, "2015-06-01", &of_age(&nepal, 17));
    assert_ne!(child, "-");
    // One child among adults is enough.
    let adult = json!({"id": "adult", "nationalities": {"items": ["NPL"]}, "age": 30});
    let mixed = with(&of_age(&nepal, 17), "/workers/items/-", adult);
    assert_eq!(testing::answer(&PLUGIN, rule, "2015-06-01", &mixed), child);
    ILO.check(rule, "2015-06-01", &of_age(&forced("QAT"), 17), "R");
    // Both halves are asked of a child: what is done to it, and what for.
    let resigns = one(
        "QAT",
        "coercion",
        json!({"can_resign": true, "threats": {"items": []}, "violence": {"items": []},
        "consent_evidence": "CONSENT_EVIDENCE_FREE", "exit_penalty": false}),
    );
    ILO.check(rule, "2015-06-01", &of_age(&resigns, 30), "D");
}

#[test]
fn visits_and_complaints() {
    let rule = "ilo.insp.frequency";
    let visits = |inspections: Value, complaints: Value| {
        entries(&entries(&crew("QAT"), "inspections", inspections), "complaints", complaints)
    };
    let visit = |day: &str| json!({"id": day, "date": day, "site": "site", "access": "INSPECTION_ACCESS_GRANTED"});
    let complaint = |day: &str| json!({"id": day, "date": day});
    for (inspections, complaints, as_of, expected) in [
        (json!([visit("2015-05-02")]), json!([]), "2015-06-01", "-"),
        (json!([visit("2015-05-02")]), json!([complaint("2015-05-01")]), "2015-06-01", "-"),
        (json!([visit("2015-05-02")]), json!([complaint("2015-05-02")]), "2015-06-01", "-"),
        (json!([visit("2015-05-02")]), json!([complaint("2015-05-03")]), "2015-06-01", "R"),
        (json!([visit("2015-05-02")]), json!([complaint("2015-06-02")]), "2015-06-01", "-"),
        (json!([visit("2015-05-02")]), json!([complaint("2015-06-01")]), "2015-06-01", "-"),
        (json!([]), json!([complaint("2010-01-01")]), "2010-06-01", "R"),
        (json!([]), json!([complaint("2009-12-31")]), "2010-06-01", "-"),
        (json!([visit("2014-06-01")]), json!([]), "2015-06-01", "-"),
        (json!([visit("2014-05-31"), visit("2015-06-01")]), json!([]), "2015-06-01", "-"),
        (json!([visit("2014-05-31"), visit("2015-06-02")]), json!([]), "2015-06-01", "V"),
    ] {
        ILO.check(rule, as_of, &visits(inspections, complaints), expected);
    }
    let two = visits(json!([visit("2015-05-02")]), json!([complaint("2015-05-20"), complaint("2015-05-10")]));
    let text = ILO.text(rule, "2015-06-01", &two);
    assert!(text.contains("since the complaint of 2015-05-10"), "{text}");
    assert_eq!(since_and_due(rule, "2015-06-01", &two), days("2015-05-10", ""));
    let late = ILO.text(rule, "2015-06-01", &visits(json!([visit("2014-01-10")]), json!([])));
    assert!(late.contains("more than 12 months"), "{late}");
    let others = json!({"id": "others", "nationalities": {"items": ["NPL"]}});
    let mixed = with(&visits(json!([]), json!([])), "/workers/items/-", others);
    ILO.check(rule, "2015-06-01", &mixed, "V");
    // A visit that was turned away looks into no complaint.
    let refused = |complaint_day: &str| {
        let mut refused = visit("2015-05-30");
        refused["access"] = json!("INSPECTION_ACCESS_REFUSED");
        visits(json!([visit("2015-04-01"), refused]), json!([complaint(complaint_day)]))
    };
    ILO.check(rule, "2015-06-01", &refused("2015-05-01"), "R");
    ILO.check(rule, "2015-06-01", &refused("2015-03-31"), "-");
    // A complaint without its day may have come after the visit.
    let undated = visits(json!([visit("2015-05-02")]), json!([{"id": "c"}]));
    ILO.check(rule, "2015-06-01", &undated, "D");
    assert_eq!(ILO.missing(rule, "2015-06-01", &undated), "complaints.items[0].date");
    let nepalese =
        with(&visits(json!([{"id": "undated"}]), json!([])), "/workers/items/0/nationalities/items", json!(["NPL"]));
    ILO.check(rule, "2015-06-01", &nepalese, "-");
    let evidence = first(rule, "2015-06-01", &visits(json!([visit("2014-01-10")]), json!([]))).evidence;
    assert!(evidence.iter().any(|piece| piece.path == "inspections.items[0].site"));

    let rule = "ilo.insp.followup";
    let found = |day: Value| {
        let base = json!({"date": "2019-06-01", "findings": {"items": ["INSPECTION_FINDING_UNPAID_WAGES"]}});
        one("QAT", "inspections", testing::patched(&base, &json!({"follow_up_date": day})))
    };
    ILO.check(rule, "2019-10-01", &found(json!("2019-08-30")), "-");
    ILO.check(rule, "2019-10-01", &found(json!("2019-08-31")), "R");
    ILO.check(rule, "2019-10-01", &found(json!("2014-01-01")), "R");
    ILO.check(rule, "2019-10-01", &found(json!("2019-06-01")), "-");
    for (opened, expected) in
        [("2019-05-31", "-"), ("2019-06-01", "-"), ("2019-08-30", "-"), ("2019-08-31", "R"), ("2020-01-01", "R")]
    {
        let opened = entries(&found(Value::Null), "proceedings", json!([{"id": "p", "opened_on": opened}]));
        ILO.check(rule, "2019-10-01", &opened, expected);
    }
    assert_eq!(since_and_due(rule, "2019-10-01", &found(Value::Null)), days("2019-08-31", "2019-08-30"));
}

#[test]
fn yearly_reports() {
    let rule = "ilo.insp.report";
    let reports = |items: Value| json!({"state": {"country": "QAT", "inspection_reports": {"items": items}}});
    let report = |year: u32, published: Value, sent: Value| {
        testing::patched(&json!({"year": year}), &json!({"published_on": published, "sent_to_ilo_on": sent}))
    };
    let good = || report(2018, json!("2019-12-31"), json!("2020-03-31"));
    for (items, as_of, expected) in [
        (json!([good()]), "2020-06-01", "-"),
        (json!([report(2018, json!("2020-01-01"), json!("2020-01-02"))]), "2020-06-01", "V"),
        (json!([report(2018, json!("2019-12-01"), json!("2020-03-01"))]), "2020-06-01", "-"),
        (json!([report(2018, json!("2019-12-01"), json!("2020-03-02"))]), "2020-06-01", "V"),
        (json!([report(2018, json!("2019-12-01"), Value::Null)]), "2020-03-01", "-"),
        (json!([report(2018, json!("2019-12-01"), Value::Null)]), "2020-03-02", "V"),
        (json!([report(2018, json!("2019-12-01"), json!("2020-03-01"))]), "2020-03-01", "-"),
        // Published on the evaluation date, and after it.
        (json!([good(), report(2019, json!("2020-06-01"), Value::Null)]), "2020-06-01", "-"),
        (json!([good(), report(2017, json!("2018-06-01"), Value::Null)]), "2020-06-01", "V"),
        (json!([report(2017, json!("2018-06-01"), Value::Null), good()]), "2020-06-01", "V"),
        (json!([good(), report(2017, Value::Null, Value::Null)]), "2020-06-01", "V"),
    ] {
        ILO.check(rule, as_of, &reports(items), expected);
    }
    // Several years are one matter, the earliest first, however they are recorded.
    let bad = |year: u32| report(year, Value::Null, Value::Null);
    for items in
        [json!([bad(2016), bad(2017)]), json!([bad(2017), bad(2016)]), json!([bad(2017), bad(2016), bad(2016)])]
    {
        let finding = first(rule, "2019-06-01", &reports(items));
        assert_eq!(finding.consequence.unwrap().due_on.as_deref(), Some("2017-12-31"));
        assert!(finding.message.unwrap().text.contains("in 2016"));
    }
    // By what bound the State when the report was due: Poland is bound from 1996-06-02.
    let polish = |items: Value| with(&reports(items), "/state/country", json!("POL"));
    let of_1993 = || report(1993, json!("1995-06-01"), json!("1995-07-01"));
    ILO.check(
        rule,
        "2015-06-01",
        &polish(json!([of_1993(), report(2013, json!("2014-06-01"), json!("2014-07-01"))])),
        "I",
    );
    ILO.check(
        rule,
        "2016-06-01",
        &polish(json!([of_1993(), report(2013, json!("2014-06-01"), json!("2014-07-01"))])),
        "V",
    );
    let both = first(rule, "2016-06-01", &polish(json!([of_1993()])));
    assert!(both.message.unwrap().text.contains("in 2014"));
    let unsent = reports(json!([report(2018, json!("2019-11-30"), Value::Null)]));
    let days = |since: &str, due: &str| (since.to_owned(), due.to_owned());
    assert_eq!(since_and_due(rule, "2020-06-01", &unsent), days("2020-03-01", "2020-02-29"));
    let late = reports(json!([report(2018, json!("2020-01-02"), Value::Null)]));
    assert_eq!(since_and_due(rule, "2020-06-01", &late), days("2020-01-01", "2019-12-31"));
}

#[test]
fn remedies_and_diligence() {
    let rule = "ilo.p029.remedy";
    let removed = |lines: Value, complaints: Value| {
        let span = json!({"start": "2018-01-01", "end": "2019-06-01", "removed_on": "2019-06-01"});
        let record = entries(&with(&forced("POL"), "/deployment", span), "wages", lines);
        entries(&record, "complaints", complaints)
    };
    let unpaid = || json!([{"id": "w", "payee": "PAYEE_NONE"}]);
    let heard = |change: Value| json!([testing::patched(&json!({"id": "c", "date": "2019-05-01"}), &change)]);
    for (lines, complaints, expected) in [
        (unpaid(), json!([]), "V"),
        (unpaid(), heard(json!({})), "V"),
        (unpaid(), heard(json!({"settled_on": "2019-06-01"})), "-"),
        (unpaid(), heard(json!({"decided_on": "2019-06-01"})), "-"),
        (unpaid(), heard(json!({"decided_on": "2019-06-02"})), "V"),
        (json!([{"id": "w", "received_by_worker": {"currency": "PLN", "amount": "0"}}]), json!([]), "V"),
        (json!([{"id": "w", "received_by_worker": {"currency": "PLN", "amount": "1"}}]), json!([]), "D"),
        (json!([{"id": "w", "payee": "PAYEE_NONE"}, {"id": "v", "final_settlement_on": "2019-06-01"}]), json!([]), "V"),
        (json!([{"id": "v", "final_settlement_on": "2019-06-01"}]), json!([]), "-"),
    ] {
        ILO.check(rule, "2019-07-01", &removed(lines, complaints), expected);
    }
    // Since the day of removal.
    assert_eq!(since_and_due(rule, "2019-07-01", &removed(unpaid(), json!([]))).0, "2019-06-01");
    let rule = "ilo.p029.diligence";
    let checks = |second: Value, done: Value| {
        let sender = json!({"id": "second", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK", "government_of_north_korea": second});
        let record = with(&crew("POL"), "/parties/items/1/due_diligence", done);
        let record = with(&record, "/parties/items/0/government_of_north_korea", json!(false));
        with(&record, "/parties/items/-", sender)
    };
    ILO.check(rule, "2019-01-01", &checks(json!(true), json!(false)), "I");
    ILO.check(rule, "2019-01-01", &checks(json!(true), json!(true)), "-");
    ILO.check(rule, "2019-01-01", &checks(json!(false), json!(false)), "-");
    let unsaid = with(&checks(json!(false), json!(false)), "/parties/items/0/government_of_north_korea", Value::Null);
    ILO.check(rule, "2019-01-01", &unsaid, "D");
}

#[test]
fn wages_and_their_ways() {
    let rule = "ilo.c095.direct";
    let paid = |payee: Value, mandate: Value, minders: Value| {
        let line = testing::patched(&json!({"payee": payee}), &json!({"worker_written_mandate": mandate}));
        entries(&one("POL", "wages", line), "supervision", minders)
    };
    let watched = |first: bool, second: bool| json!([{"id": "a", "minder_present": first}, {"id": "b", "minder_present": second}]);
    let agent = || json!("PAYEE_AGENT");
    for (payee, mandate, minders, expected) in [
        (agent(), json!(true), watched(true, true), "R"),
        (agent(), json!(true), watched(false, true), "R"),
        (agent(), json!(true), watched(false, false), "-"),
        (json!("PAYEE_WORKER_CASH"), json!(true), watched(true, true), "-"),
        (json!("PAYEE_WORKER_CASH"), Value::Null, watched(true, true), "-"),
    ] {
        ILO.check(rule, "2015-06-01", &paid(payee, mandate, minders), expected);
    }
    // Minders at another site watch nobody here.
    let at = |site: &str, present: bool| json!({"id": site, "site": site, "minder_present": present});
    for (here, there, expected) in [(true, false, "R"), (false, true, "-"), (false, false, "-")] {
        let record = paid(agent(), json!(true), json!([at("site", here), at("far", there)]));
        let record = with(&record, "/worksites/items/-", json!({"id": "far", "country": "POL"}));
        ILO.check(rule, "2015-06-01", &with(&record, "/wages/items/0/site", json!("site")), expected);
        let anywhere = if here || there { "R" } else { "-" };
        ILO.check(rule, "2015-06-01", &record, anywhere);
    }
    let unsaid = one("POL", "wages", json!({"worker_written_mandate": true}));
    ILO.check(rule, "2015-06-01", &entries(&unsaid, "supervision", watched(true, true)), "D");
    ILO.check(rule, "2015-06-01", &one("POL", "wages", json!({"worker_written_mandate": false})), "D");
    assert_eq!(
        ILO.missing(rule, "2015-06-01", &one("POL", "wages", json!({"worker_written_mandate": false}))),
        "wages.items[0].payee"
    );
    let rule = "ilo.c095.regular";
    ILO.check(rule, "2015-06-01", &one("POL", "wages", json!({"longest_gap_days": 31})), "-");
    ILO.check(rule, "2015-06-01", &one("POL", "wages", json!({"payee": "PAYEE_NONE", "longest_gap_days": 30})), "V");
    // A month's pay, due on 2012-02-05: a month later is 31 days later.
    let month = |change: Value| {
        let base = json!({"period": {"from": "2012-01-01", "to": "2012-02-01"}, "due_on": "2012-02-05",
            "payee": "PAYEE_WORKER_CASH"});
        one("POL", "wages", testing::patched(&base, &change))
    };
    for (paid, as_of, expected) in [
        (json!("2012-03-07"), "2015-06-01", "-"),
        (json!("2012-03-08"), "2015-06-01", "V"),
        (json!("2015-02-05"), "2015-06-01", "V"),
        (json!("2015-02-05"), "2012-03-07", "-"),
        (json!("2015-02-05"), "2012-03-08", "V"),
        (Value::Null, "2015-06-01", "D"),
        // Before a month is over, it may still be paid in time.
        (Value::Null, "2012-02-05", "-"),
        (Value::Null, "2012-03-07", "-"),
        (Value::Null, "2012-03-08", "D"),
    ] {
        ILO.check(rule, as_of, &month(json!({"paid_on": paid})), expected);
    }
    ILO.check(rule, "2015-06-01", &month(json!({"due_on": null, "paid_on": "2012-03-03"})), "-");
    ILO.check(rule, "2015-06-01", &month(json!({"due_on": null, "paid_on": "2012-03-04"})), "V");
    assert_eq!(ILO.missing(rule, "2015-06-01", &month(json!({}))), "wages.items[0].paid_on");
    let recurring = one("POL", "wages", json!({"payee": "PAYEE_SENDER", "due_on": "2012-02-05"}));
    assert_eq!(ILO.missing(rule, "2015-06-01", &recurring), "wages.items[0].longest_gap_days");
    // The last month is settled at the end; what is broken is not open as well.
    let closed = |record: &Value| with(record, "/deployment/end", json!("2013-01-01"));
    let unpaid = month(json!({"payee": "PAYEE_NONE"}));
    assert_eq!(ILO.subjects(rule, "2013-06-01", &closed(&unpaid)), [("x".to_owned(), "V")]);
    let second = json!({"id": "y", "period": {"from": "2012-02-01", "to": "2012-03-01"}, "due_on": "2012-03-05",
        "paid_on": "2012-03-05", "payee": "PAYEE_WORKER_CASH"});
    let two = with(&month(json!({"paid_on": "2012-02-05"})), "/wages/items/-", second);
    assert_eq!(ILO.subjects(rule, "2013-06-01", &closed(&two)), [("y".to_owned(), "D")]);
    // So is one that recurs, and it does not hide the last month.
    let recurring = json!({"id": "y", "payee": "PAYEE_WORKER_CASH", "longest_gap_days": 30});
    let two = with(&month(json!({"paid_on": "2012-02-05"})), "/wages/items/-", recurring);
    let terminated = with(&two, "/deployment/terminated_on", json!("2013-01-01"));
    let open = [("x".to_owned(), "D"), ("y".to_owned(), "D")];
    assert_eq!(ILO.subjects(rule, "2013-06-01", &terminated), open);
    // Paid too late and settled too late are two breaches.
    let late = closed(&month(json!({"paid_on": "2012-03-08", "final_settlement_on": "2013-05-01"})));
    assert_eq!(ILO.subjects(rule, "2013-06-01", &late), [("x".to_owned(), "V"), ("x".to_owned(), "V")]);
    let ended = |settled: &str, as_of: &str, expected: &str| {
        let line = json!({"payee": "PAYEE_SENDER", "longest_gap_days": 30, "final_settlement_on": settled});
        let record = with(&one("POL", "wages", line), "/deployment/end", json!("2015-06-01"));
        ILO.check(rule, as_of, &record, expected);
        record
    };
    // A month after the end; what is settled later stays a violation when it is settled.
    for (settled, as_of, expected) in [
        ("2015-06-10", "2015-06-01", "-"),
        ("2015-07-02", "2015-07-03", "-"),
        ("2015-07-03", "2015-07-02", "-"),
        ("2015-07-03", "2015-07-03", "V"),
        ("2015-07-03", "2015-07-04", "V"),
        ("2018-06-01", "2018-06-02", "V"),
    ] {
        ended(settled, as_of, expected);
    }
    let unsettled = ended("2018-06-01", "2018-06-02", "V");
    assert!(ILO.text(rule, "2018-06-02", &unsettled).contains("not settled within a month of the end"));
    assert_eq!(since_and_due(rule, "2018-06-02", &unsettled), days("2015-07-03", "2015-07-02"));
    // Of two figures the longer one tells.
    let late = json!({"payee": "PAYEE_WORKER_CASH", "longest_gap_days": 30, "paid_days_after_due": 1000});
    ILO.check(rule, "2015-06-01", &one("POL", "wages", late), "V");
    let refused = json!({"may_leave_accommodation": true, "escort_required": false,
        "exit_refusals": {"items": [{"date": "2015-06-01", "by": "EXIT_REFUSER_EMPLOYER"}]}});
    assert!(
        ILO.text("ilo.iccpr.12", "2015-06-01", &one("POL", "liberty", refused))
            .contains("kept from leaving the country")
    );
}
