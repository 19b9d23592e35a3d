//! What is easily got wrong and shows in few records: the second of two entries, one half of a condition, what a finding tells.

use super::*;

fn since_and_due(rule: &str, as_of: &str, record: &Value) -> (String, String) {
    let finding = UN.findings(rule, as_of, record).into_iter().next();
    let finding = finding.unwrap_or_else(|| panic!("{rule} finds nothing on {as_of}"));
    let due = finding.consequence.and_then(|consequence| consequence.due_on);
    (finding.fact_from.unwrap_or_default(), due.unwrap_or_default())
}

fn days(since: &str, due: &str) -> (String, String) {
    (since.to_owned(), due.to_owned())
}

/// The builders with a second place of work.
fn two_places(first: Value, second: Value) -> Value {
    let record = with(&builders(), "/worksites/items/0/country", first);
    with(&record, "/worksites/items/-", json!({"id": "second", "country": second}))
}

#[test]
fn parts_that_nobody_looked_at() {
    let permit = json!({"items": [{"id": "p", "kind": "PERMIT_KIND_NEW", "issued": "2017-08-20"}]});
    let record = with(&builders(), "/permits", permit);
    for (rule, as_of, part) in [
        ("un.2371.11.new", "2017-08-20", "workers"),
        ("un.2371.11.new", "2017-08-20", "worksites"),
        ("un.2375.17", "2018-01-01", "workers"),
        ("un.2375.17", "2018-01-01", "worksites"),
        ("un.2321.34", "2017-01-10", "worksites"),
        ("un.2397.8.pending", "2018-06-01", "worksites"),
        ("un.2397.8.attache", "2018-06-01", "worksites"),
        ("un.2397.8.remote", "2020-06-01", "workers"),
        // Before the law is there too: the part is what nobody looked at.
        ("un.2397.8.remote", "2019-12-22", "workers"),
        ("un.wage.programme", "2017-01-10", "workers"),
    ] {
        let without = with(&record, &format!("/{part}"), Value::Null);
        UN.check(rule, as_of, &without, &format!("not assessed: {part}"));
    }
}

#[test]
fn where_they_work() {
    let rule = "un.2397.8";
    UN.check(rule, "2020-02-01", &two_places(json!("PRK"), json!("RUS")), "V");
    UN.check(rule, "2020-02-01", &two_places(json!("PRK"), json!("PRK")), "-");
    // No place of theirs is recorded.
    let none = with(&builders(), "/worksites", json!({"items": []}));
    UN.check(rule, "2020-02-01", &none, "D");
    assert_eq!(UN.missing(rule, "2020-02-01", &none), "worksites");
    // Nationals of every State in which they work, and not of one of two.
    let dual = |record: &Value| with(record, "/workers/items/0/nationalities", json!({"items": ["PRK", "KOR"]}));
    UN.check(rule, "2020-02-01", &dual(&two_places(json!("KOR"), json!("KOR"))), "X");
    UN.check(rule, "2020-02-01", &dual(&two_places(json!("KOR"), json!("DEU"))), "R");
    UN.check(rule, "2020-02-01", &dual(&none), "D");
    assert_eq!(since_and_due(rule, "2020-02-01", &builders()), days("2019-12-23", "2019-12-22"));
    let unknown = crew(&json!({"nationalities": null, "korean_unspecified": true}));
    UN.check(rule, "2020-02-01", &unknown, "R");
}

/// A payment to a firm with these signs of who stands behind it.
fn paid(firm: &Value, payment: &Value) -> Value {
    let base = json!({"id": "firm", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"});
    let record = with(&builders(), "/parties/items/-", testing::patched(&base, firm));
    let record = with(&record, "/parties/items/-", listed_from("group", "2017-08-05"));
    let base = json!({"id": "t", "date": "2018-01-01", "payer": "builder", "payee": "firm",
        "purpose": "TRANSACTION_PURPOSE_LABOUR_LEASE"});
    with(&record, "/transactions", json!({"items": [testing::patched(&base, payment)]}))
}

#[test]
fn who_stands_behind_a_payee() {
    let rule = "un.1718.8d";
    let owned = |shares: Value| paid(&json!({"owners": {"items": shares}}), &json!({}));
    let share = |change: Value| testing::patched(&json!({"owner": "group", "percent": "10"}), &change);
    for (shares, expected) in [
        (json!([share(json!({}))]), "R"),
        (json!([{"owner": "builder", "percent": "10"}]), "-"),
        (json!([{"owner": "builder", "percent": "10"}, share(json!({}))]), "R"),
        (json!([share(json!({"from": "2018-01-01"}))]), "R"),
        (json!([share(json!({"from": "2018-01-02"}))]), "-"),
        (json!([share(json!({"to": "2018-01-01"}))]), "-"),
        (json!([share(json!({"to": "2018-01-02"}))]), "R"),
        (json!([share(json!({"percent": null}))]), "D"),
    ] {
        UN.check(rule, "2018-01-01", &owned(shares), expected);
    }
    // Nobody says since when the owner is listed.
    let undated = with(&owned(json!([share(json!({}))])), "/parties/items/3/lists/items/0/listed_on", Value::Null);
    UN.check(rule, "2018-01-01", &undated, "R");
    assert_eq!(UN.missing(rule, "2018-01-01", &undated), "parties.items[3].lists.items[0].listed_on");
    // One sign is enough, the other says no.
    let signs = json!({"items": [{"by": "group", "documented": true}]});
    let both = json!({"owners": {"items": [{"owner": "builder", "percent": "10"}]}, "control_indicators": signs});
    UN.check(rule, "2018-01-01", &paid(&both, &json!({})), "R");
    let none = json!({"owners": {"items": [share(json!({}))]}, "control_indicators": {"items": []}});
    UN.check(rule, "2018-01-01", &paid(&none, &json!({})), "R");
}

#[test]
fn payments_that_were_not_made_or_name_nobody() {
    let rule = "un.1718.8d";
    let to_group = |change: Value| {
        let record = paid(&json!({}), &json!({"payee": "group"}));
        let payment = testing::patched(&record["transactions"]["items"][0], &change);
        with(&record, "/transactions/items/0", payment)
    };
    UN.check(rule, "2018-01-01", &to_group(json!({})), "P");
    UN.check(rule, "2018-01-01", &to_group(json!({"rejected_on": "2018-01-01"})), "-");
    UN.check(rule, "2018-01-01", &to_group(json!({"executed": false})), "-");
    UN.check(rule, "2018-01-01", &to_group(json!({"executed": true})), "P");
    let unnamed = to_group(json!({"payee": null}));
    UN.check(rule, "2018-01-01", &unnamed, "D");
    // Of those who are named somebody is found already; and where nobody is listed nothing is open.
    let payer = to_group(json!({"payee": null, "payer": "group"}));
    UN.check(rule, "2018-01-01", &payer, "P");
    let nobody = with(&unnamed, "/parties/items/3/lists", Value::Null);
    UN.check(rule, "2018-01-01", &nobody, "-");
    // Every sender counts.
    let senders = with(&builders(), "/parties/items/-", listed_from("second", "2017-08-05"));
    let senders = with(&senders, "/parties/items/2/roles", json!(["PARTY_ROLE_SENDER"]));
    UN.check(rule, "2018-01-01", &senders, "P");
    UN.check("un.wage.programme", "2018-01-01", &senders, "R");
    let swapped = with(&senders, "/parties/items/2/lists", Value::Null);
    let entries = json!({"items": [{"list": "UN-1718", "listed_on": "2017-08-05"}]});
    let swapped = with(&swapped, "/parties/items/0/lists", entries);
    UN.check(rule, "2018-01-01", &swapped, "P");
    UN.check("un.wage.programme", "2018-01-01", &swapped, "R");
}

#[test]
fn travellers_and_names() {
    let rule = "un.1718.8e";
    let journey = |kind: Value, country: Value| {
        let entries = json!({"items": [{"list": "UN-1718", "listed_on": "2016-03-02"}]});
        let person = json!({"id": "official", "country": country, "lists": entries});
        json!({"parties": {"items": [testing::patched(&person, &json!({"kind": kind}))]},
            "journeys": {"items": [{"id": "j", "person": "official", "date": "2018-01-01", "country": "QAT"}]}})
    };
    for (kind, expected) in
        [(json!("PARTY_KIND_INDIVIDUAL"), "P"), (json!("PARTY_KIND_ENTITY"), "-"), (Value::Null, "P")]
    {
        UN.check(rule, "2018-01-01", &journey(kind, json!("PRK")), expected);
    }
    let kind = || json!("PARTY_KIND_INDIVIDUAL");
    UN.check(rule, "2018-01-01", &journey(kind(), json!("QAT")), "X");

    // Among several hits each is asked whose it is, of which list, and for what.
    let hit = |party: &str, list: &str, entry: &str| comity_sdk::policy::Hit {
        party: party.into(),
        list: list.into(),
        entry: entry.into(),
        band: comity_sdk::prelude::HitBand::Strong.into(),
        listed_on: Some("2017-08-05".into()),
        ..Default::default()
    };
    let found = |hits: &[comity_sdk::policy::Hit]| {
        let day = comity_sdk::prelude::Date::read("2018-01-01").unwrap();
        let verdict = comity_sdk::verdict_with(&PLUGIN, day, &testing::record(&builders()), hits);
        let ours = verdict.findings.iter().filter(|finding| finding.rule_id == "un.list.labour");
        ours.map(|finding| finding.subject.as_ref().unwrap().id.clone()).collect::<Vec<_>>()
    };
    let (ours, other) = (hit("sender", "UN-1718", "KPe.050"), hit("sender", "UN-1718", "KPe.035"));
    assert_eq!(found(std::slice::from_ref(&ours)), ["sender"]);
    assert_eq!(found(&[other.clone(), ours.clone()]), ["sender"]);
    assert_eq!(found(&[ours, hit("builder", "UN-1718", "KPe.035")]), ["sender"]);
    assert_eq!(found(&[other.clone(), hit("builder", "OTHER", "KPe.050")]), [""; 0]);
    assert_eq!(found(&[other, hit("sender", "OTHER", "KPe.050")]), [""; 0]);
}

#[test]
fn who_is_expelled() {
    let rule = "un.2094.expel";
    let manager = |change: Value| {
        let base = json!({"id": "manager", "kind": "PARTY_KIND_INDIVIDUAL", "country": "PRK", "acts_for": "group",
            "protection": "PROTECTION_NONE"});
        let record = with(&builders(), "/parties/items/-", listed_from("group", "2013-03-01"));
        with(&record, "/parties/items/-", testing::patched(&base, &change))
    };
    for (change, expected) in [
        (json!({}), "V"),
        (json!({"kind": "PARTY_KIND_ENTITY"}), "-"),
        (json!({"kind": null}), "V"),
        (json!({"acts_for": "nobody"}), "-"),
        (json!({"expelled_on": "2018-01-02"}), "V"),
    ] {
        UN.check(rule, "2018-01-01", &manager(change), expected);
    }
    let at = |first: Value, second: Value| {
        let sites = json!({"items": [{"id": "tower", "country": first}, {"id": "second", "country": second}]});
        with(&manager(json!({})), "/worksites", sites)
    };
    UN.check(rule, "2018-01-01", &at(json!("PRK"), json!("RUS")), "V");
    UN.check(rule, "2018-01-01", &at(json!("PRK"), json!("PRK")), "-");
    UN.check(rule, "2018-01-01", &at(json!("PRK"), Value::Null), "D");
    let unsure = with(&manager(json!({})), "/parties/items/2/lists/items/0/listed_on", Value::Null);
    UN.check(rule, "2018-01-01", &unsure, "R");
}

#[test]
fn cash_by_courier() {
    let rule = "un.2094.cash";
    let courier = |change: Value| {
        let base = json!({"id": "t", "date": "2017-01-01", "mode": "TRANSACTION_MODE_COURIER", "to_country": "PRK"});
        let record = with(&builders(), "/transactions", json!({"items": [testing::patched(&base, &change)]}));
        with(&record, "/journeys", json!({"items": []}))
    };
    for (change, expected) in [
        (json!({}), "R"),
        (json!({"executed": true}), "R"),
        (json!({"executed": false}), "-"),
        (json!({"rejected_on": "2017-01-01"}), "-"),
        (json!({"mode": null}), "-"),
        (json!({"to_country": null}), "D"),
    ] {
        UN.check(rule, "2017-01-01", &courier(change), expected);
    }
    let carried = |change: Value| {
        let cash = json!({"amount": {"currency": "EUR", "amount": "9000"}, "to_country": "PRK",
            "declaration_limit": {"currency": "USD", "amount": "10000"}});
        let journey = json!({"id": "j", "person": "sender", "date": "2017-01-01", "country": "PRK",
            "cash": testing::patched(&cash, &change)});
        let record = with(&builders(), "/journeys", json!({"items": [journey]}));
        with(&record, "/transactions", json!({"items": []}))
    };
    // A currency without a rate is for review.
    UN.check(rule, "2017-01-01", &carried(json!({})), "R");
    let dollars = |to: Value| carried(json!({"amount": {"currency": "USD", "amount": "20000"}, "to_country": to}));
    UN.check(rule, "2017-01-01", &dollars(json!("PRK")), "R");
    UN.check(rule, "2017-01-01", &dollars(Value::Null), "D");
    // What goes elsewhere needs no amount.
    let elsewhere = with(&dollars(json!("CHN")), "/journeys/items/0/cash/amount", Value::Null);
    UN.check(rule, "2017-01-01", &elsewhere, "-");
}

#[test]
fn money_for_the_programme() {
    let rule = "un.wage.programme";
    let pool = |workers: &str, change: Value| {
        let record = paid(&json!({}), &json!({"payee": "group"}));
        let payment = testing::patched(&record["transactions"]["items"][0], &change);
        let record = with(&record, "/transactions/items/0", payment);
        let record = with(&record, "/wages", json!({"items": []}));
        with(&record, "/workers/items/0/nationalities", json!({"items": [workers]}))
    };
    for (workers, change, expected) in [
        ("PRK", json!({}), "R"),
        ("NPL", json!({}), "-"),
        ("PRK", json!({"purpose": "TRANSACTION_PURPOSE_WAGES"}), "R"),
        ("PRK", json!({"purpose": "TRANSACTION_PURPOSE_FOOD"}), "-"),
        ("PRK", json!({"purpose": null}), "D"),
        ("PRK", json!({"payee": "firm"}), "-"),
        ("PRK", json!({"purpose": null, "payee": "firm"}), "-"),
        ("PRK", json!({"executed": true}), "R"),
        ("PRK", json!({"executed": false}), "-"),
        ("PRK", json!({"rejected_on": "2018-01-01"}), "-"),
        ("NPL", json!({"purpose": null}), "-"),
    ] {
        UN.check(rule, "2018-01-01", &pool(workers, change), expected);
    }
    let unsure = with(&pool("PRK", json!({})), "/parties/items/3/lists/items/0/listed_on", Value::Null);
    UN.check(rule, "2018-01-01", &unsure, "R");
    assert_eq!(UN.missing(rule, "2018-01-01", &unsure), "parties.items[3].lists.items[0].listed_on");
    let unknown = with(&pool("PRK", json!({})), "/workers/items/0/nationalities", Value::Null);
    UN.check(rule, "2018-01-01", &unknown, "R");
    assert_eq!(UN.missing(rule, "2018-01-01", &unknown), "workers.items[0].nationalities");
    let paid_to_state = with(&builders(), "/wages/items/0/payee", json!("PAYEE_STATE"));
    let unknown = with(&paid_to_state, "/workers/items/0/nationalities", Value::Null);
    assert_eq!(UN.missing(rule, "2018-01-01", &unknown), "workers.items[0].nationalities");
}

#[test]
fn permits_of_several_groups() {
    let permit = |day: &str, change: Value| {
        let base = json!({"id": "p", "kind": "PERMIT_KIND_NEW", "issued": day});
        let record = with(&builders(), "/permits", json!({"items": [testing::patched(&base, &change)]}));
        with(&record, "/workers/items/-", json!({"id": "others", "nationalities": {"items": ["NPL"]}}))
    };
    let rule = "un.2371.11.new";
    UN.check(rule, "2017-08-20", &permit("2017-08-20", json!({})), "R");
    UN.check("un.2375.17", "2018-01-01", &permit("2018-01-01", json!({})), "P");
    let unapproved =
        permit("2018-01-01", json!({"committee_approval_ref": "A", "committee_approval_date": "2018-01-02"}));
    UN.check("un.2375.17", "2018-01-01", &unapproved, "P");
    // Nobody of North Korea: nobody asks for the State's counts.
    let undated =
        with(&permit("2017-08-20", json!({})), "/state", json!({"country": "RUS", "permits_valid": [{"count": "1"}]}));
    let undated = with(&undated, "/workers", json!({"items": [{"id": "others", "nationalities": {"items": ["NPL"]}}]}));
    UN.check(rule, "2017-08-20", &undated, "-");
    let for_others = permit("2017-08-20", json!({"worker_groups": {"items": ["others"]}}));
    UN.check(rule, "2017-08-20", &for_others, "-");
    // Of several groups the North Koreans alone say whether they are nationals of another State.
    let dual = |codes: Value| {
        let record = permit("2018-01-01", json!({}));
        with(&record, "/workers/items/0/nationalities", json!({"items": codes}))
    };
    UN.check("un.2375.17", "2018-01-01", &dual(json!(["PRK", "KOR"])), "R");
    UN.check("un.2375.17", "2018-01-01", &dual(json!(["PRK"])), "P");
    let at_home = with(&permit("2017-08-20", json!({})), "/worksites/items/0/country", json!("PRK"));
    UN.check(rule, "2017-08-20", &at_home, "-");
    let others = with(&permit("2017-08-20", json!({})), "/workers/items/0/nationalities", json!({"items": ["NPL"]}));
    UN.check(rule, "2017-08-20", &others, "-");
    let unsaid = |record: &Value| with(record, "/permits/items/0/kind", Value::Null);
    UN.check(rule, "2017-08-20", &unsaid(&permit("2017-08-20", json!({}))), "D");
    UN.check(rule, "2017-08-20", &unsaid(&at_home), "-");
    UN.check(rule, "2017-08-20", &unsaid(&others), "-");
    // The number of the baseline is known where it is counted on its day.
    let counted = |counts: Value| {
        with(&permit("2017-08-20", json!({})), "/state", json!({"country": "RUS", "permits_valid": counts}))
    };
    let count = |day: &str| json!({"date": day, "count": "462"});
    UN.check(rule, "2017-08-20", &counted(json!([count("2017-08-05")])), "-");
    UN.check(rule, "2017-08-20", &counted(json!([count("2017-08-05"), count("2017-08-10")])), "-");
    UN.check(rule, "2017-08-20", &counted(json!([count("2017-08-10")])), "R");
    UN.check(rule, "2017-08-20", &counted(json!([{"date": "2017-08-05"}])), "R");
}

#[test]
fn vigilance_and_attaches() {
    let rule = "un.2321.34";
    let line = |change: Value| {
        let base = json!({"id": "w", "gross_by_host": {"currency": "KWD", "amount": "100"},
            "received_by_worker": {"currency": "KWD", "amount": "12"}, "deductions": {"items": []}});
        with(&builders(), "/wages/items/0", testing::patched(&base, &change))
    };
    let whole = json!({"received_by_worker": {"amount": "100"}});
    // Where it goes is enough, and so is what is kept.
    UN.check(rule, "2017-01-10", &line(testing::patched(&whole, &json!({"payee": "PAYEE_SENDER"}))), "I");
    UN.check(rule, "2017-01-10", &line(testing::patched(&whole, &json!({"payee": "PAYEE_WORKER_CASH"}))), "-");
    UN.check(rule, "2017-01-10", &line(json!({"payee": "PAYEE_WORKER_CASH"})), "I");
    let unsaid = json!({"payee": "PAYEE_SENDER", "gross_by_host": null});
    UN.check(rule, "2017-01-10", &line(unsaid), "I");
    // Nothing is kept, and nobody says to whom it goes.
    UN.check(rule, "2017-01-10", &line(whole.clone()), "D");
    assert_eq!(UN.missing(rule, "2017-01-10", &line(whole)), "wages.items[0].payee");
    let unknown = with(&builders(), "/workers/items/0/nationalities", Value::Null);
    UN.check(rule, "2017-01-10", &unknown, "R");
    assert_eq!(UN.missing(rule, "2017-01-10", &unknown), "workers.items[0].nationalities");

    let rule = "un.2397.8.attache";
    let nepalese = crew(&json!({"nationalities": {"items": ["NPL"]}, "role": null}));
    UN.check(rule, "2020-01-15", &nepalese, "-");
    let minder = crew(&json!({"nationalities": {"items": ["NPL"]}, "role": "WORKER_ROLE_MINDER"}));
    UN.check(rule, "2020-01-15", &minder, "-");
}

/// A team in Dalian with clients in several States.
fn team(groups: Value, clients: Value) -> Value {
    json!({
        "parties": {"items": [{"id": "client", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": "USA"},
            {"id": "second", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": "CHN"},
            {"id": "bureau", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK"}]},
        "workers": {"items": groups},
        "deployment": {"start": "2019-01-01", "remote": {"works_in": "CHN", "clients": {"items": clients}}}
    })
}

#[test]
fn clients_at_a_distance() {
    let rule = "un.2397.8.remote";
    let group = |id: &str, codes: Value, protection: &str| json!({"id": id, "nationalities": {"items": codes}, "protection": format!("PROTECTION_{protection}")});
    let coders = || group("coders", json!(["PRK"]), "NONE");
    let found = |groups: Value, clients: Value| {
        let found = UN.subjects(rule, "2023-05-01", &team(groups, clients));
        found.into_iter().map(|(id, letter)| format!("{id} {letter}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(found(json!([coders()]), json!(["client", "second"])), "client R, coders V");
    assert_eq!(found(json!([coders()]), json!(["client", "second", "bureau"])), "bureau R, client R, coders V");
    assert_eq!(found(json!([group("coders", json!(["NPL"]), "NONE")]), json!(["client"])), "");
    // One group that nothing protects is enough; nationals of elsewhere change nothing.
    let refugees = || group("refugees", json!(["PRK"]), "REFUGEE");
    let nepalese = || group("nepalese", json!(["NPL"]), "NONE");
    let ours = || group("ours", json!(["PRK", "CHN"]), "NONE");
    for (groups, expected) in [
        (json!([refugees()]), "client X, refugees X"),
        (json!([coders(), refugees()]), "client R, coders V, refugees X"),
        (json!([refugees(), coders()]), "client R, coders V, refugees X"),
        (json!([refugees(), nepalese()]), "client X, refugees X"),
        (json!([nepalese(), refugees()]), "client X, refugees X"),
        (json!([coders(), nepalese()]), "client R, coders V"),
        (json!([ours()]), "client X, ours X"),
        (json!([ours(), refugees()]), "client X, ours X, refugees X"),
        (json!([group("ours", json!(["PRK", "KOR"]), "NONE")]), "client R, ours R"),
    ] {
        assert_eq!(found(groups, json!(["client"])), expected);
    }
    let coders = team(json!([coders()]), json!([]));
    assert_eq!(since_and_due(rule, "2023-05-01", &coders), days("2019-12-23", "2019-12-22"));
    // Beside others, nationals of where they all sit are the ground.
    let ground = |groups: Value| {
        let found = UN.findings(rule, "2023-05-01", &team(groups, json!(["client"]))).into_iter();
        found.filter_map(|finding| Some((finding.subject?.id, finding.exemption?.id))).find(|(id, _)| id == "client")
    };
    let exempt = |id: &str| Some(("client".to_owned(), id.to_owned()));
    assert_eq!(ground(json!([ours(), nepalese()])), exempt("host_state_national"));
    assert_eq!(ground(json!([ours(), refugees()])), exempt("protection"));
    let dual = team(json!([group("coders", json!(["PRK", "CHN"]), "NONE")]), json!([]));
    assert_eq!(UN.findings(rule, "2023-05-01", &dual)[0].message.as_ref().unwrap().key, rule);
    let unknown = with(&coders, "/workers/items/0/nationalities", Value::Null);
    assert_eq!(UN.missing(rule, "2023-05-01", &unknown), "workers.items[0].nationalities");
    let nobody = with(&with(&coders, "/workers", Value::Null), "/parties", json!({"items": []}));
    UN.check(rule, "2023-05-01", &nobody, "not assessed: workers");
}

#[test]
fn reports_that_are_due() {
    let none = state(&json!({"reports": {"items": []}}));
    for (rule, as_of, since, due) in [
        ("un.2397.8.midterm", "2020-06-01", "2019-03-23", "2019-03-22"),
        ("un.2397.8.final", "2020-06-01", "2020-03-23", "2020-03-22"),
        ("un.impl.90d", "2016-07-01", "2016-06-01", "2016-05-31"),
    ] {
        // A State is asked on the evaluation date, and late since the day after the last.
        assert_eq!(since_and_due(rule, as_of, &none), days(since, due), "{rule}");
    }
    // The first that is late gives the day.
    assert_eq!(since_and_due("un.impl.90d", "2020-06-01", &none).1, "2016-05-31");
    let half = |reports: Value| state(&json!({"baseline": "400", "repatriated": "180", "reports": {"items": reports}}));
    let midterm = |change: Value| {
        let base = json!({"kind": "STATE_REPORT_KIND_2397_MIDTERM", "filed_on": "2019-03-20"});
        testing::patched(&base, &change)
    };
    let rule = "un.2397.8.half";
    for (reports, expected) in [
        (json!([midterm(json!({}))]), "V"),
        (json!([midterm(json!({"filed_on": "2019-04-02"}))]), "-"),
        (json!([midterm(json!({"kind": "STATE_REPORT_KIND_2397_FINAL"}))]), "-"),
        (json!([midterm(json!({})), midterm(json!({"explanation": "no flights"}))]), "-"),
        (json!([midterm(json!({})), midterm(json!({"explanation": "later", "filed_on": "2019-04-02"}))]), "V"),
        (
            json!([midterm(json!({})), midterm(json!({"explanation": "x", "kind": "STATE_REPORT_KIND_2397_FINAL"}))]),
            "V",
        ),
    ] {
        UN.check(rule, "2019-04-01", &half(reports), expected);
    }
    // A report without its kind or day may be the one.
    let filed = |report: Value| state(&json!({"reports": {"items": [report]}}));
    UN.check("un.2397.8.midterm", "2020-06-01", &filed(midterm(json!({"kind": null}))), "D");
    UN.check("un.2397.8.midterm", "2020-06-01", &filed(midterm(json!({"filed_on": null}))), "D");
    UN.check("un.2397.8.midterm", "2020-06-01", &filed(midterm(json!({"kind": null, "filed_on": "2020-06-02"}))), "V");
    // One that is surely late beside one that may be.
    let open = filed(json!({"kind": "STATE_REPORT_KIND_2270_IMPLEMENTATION"}));
    UN.check("un.impl.90d", "2016-07-01", &open, "D");
    UN.check("un.impl.90d", "2017-03-02", &open, "D");
}

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
fn ventures_that_go_on() {
    let rule = "un.2375.18.open";
    assert_eq!(since_and_due(rule, "2017-12-01", &venture(&json!({}))), days("2017-09-11", "2018-01-09"));
    assert_eq!(since_and_due(rule, "2018-03-01", &venture(&json!({}))), days("2018-01-10", "2018-01-09"));
    let closed = venture(&json!({"closed_on": "2017-12-01"}));
    UN.dates(rule, &closed, &[("2017-11-30", "R"), ("2017-12-01", "-")]);
    UN.check(rule, "2018-03-01", &venture(&json!({"opened": null})), "D");
    // Expanded before the resolution it is an old one; since then the expansion speaks, from its day.
    for (expanded, as_of, expected) in [
        ("2017-09-10", "2017-12-01", "R"),
        ("2017-09-11", "2017-12-01", "P"),
        ("2017-10-01", "2017-09-30", "R"),
        ("2017-10-01", "2017-10-01", "P"),
        ("2017-10-01", "2017-12-01", "P"),
    ] {
        UN.check(rule, as_of, &venture(&json!({"expanded_on": expanded})), expected);
    }
    let approved = |day: &str| json!({"committee_approval_ref": "A", "committee_approval_date": day});
    UN.dates(rule, &venture(&approved("2018-03-01")), &[("2018-02-28", "P"), ("2018-03-01", "X"), ("2018-03-02", "X")]);
    let rule = "un.2375.18.close";
    UN.check(rule, "2018-02-01", &venture(&json!({"opened": "2017-09-10"})), "V");
    UN.check(rule, "2018-02-01", &venture(&json!({"opened": "2017-09-11"})), "-");
    assert_eq!(since_and_due(rule, "2018-03-01", &venture(&json!({}))), days("2018-01-10", "2018-01-09"));
}

#[test]
fn crews_of_vessels() {
    let rule = "un.vessel.crew";
    let service = |change: Value| {
        let base = json!({"id": "s", "kind": "SERVICE_KIND_CREW", "provider": "theirs", "recipient": "firm", "from": "2017-01-01"});
        let record = venture(&json!({"opened": "1990-01-01", "closed_on": "1991-01-01"}));
        let record = with(&record, "/ventures/services", json!([testing::patched(&base, &change)]));
        with(&with(&record, "/workers", json!({"items": []})), "/deployment", json!({"start": "2013-01-01"}))
    };
    UN.check(rule, "2017-06-01", &service(json!({})), "R");
    UN.check(rule, "2017-06-01", &service(json!({"kind": "SERVICE_KIND_OTHER"})), "-");
    UN.check(rule, "2017-06-01", &service(json!({"kind": null})), "D");
    UN.check(rule, "2017-06-01", &service(json!({"kind": null, "provider": "firm"})), "-");
    let crew = |change: Value| {
        let record = crew(&testing::patched(&json!({"sector": "SECTOR_SEAFARER"}), &change));
        with(&record, "/ventures", json!({}))
    };
    UN.check(rule, "2017-06-01", &crew(json!({})), "R");
    UN.check(rule, "2017-06-01", &crew(json!({"sector": null})), "-");
    UN.check(rule, "2017-06-01", &crew(json!({"nationalities": {"items": ["NPL"]}})), "-");
    let unknown = with(&crew(json!({})), "/workers/items/0/nationalities", Value::Null);
    assert_eq!(UN.missing(rule, "2017-06-01", &unknown), "workers.items[0].nationalities");
    UN.check(rule, "2017-06-01", &with(&crew(json!({})), "/worksites/items/0/country", json!("PRK")), "-");
}
