//! What is easily got wrong and shows in few records: the second of two entries, one half of a condition, what a finding tells.

use super::*;

fn trader() -> Value {
    json!({"id": "trader", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK", "government_of_north_korea": false})
}

fn worker(id: &str, code: &str, protection: &str) -> Value {
    json!({"id": id, "nationalities": {"items": [code]}, "protection": format!("PROTECTION_{protection}")})
}

#[test]
fn sole_traders_of_a_crew() {
    let rule = "eu.dprk.circumvent";
    let contract = |groups: Value| {
        let contract = json!({"id": "k", "kind": "CONTRACT_KIND_SELF_EMPLOYED", "signed_on": "2017-11-01"});
        testing::patched(&contract, &json!({"worker_groups": groups}))
    };
    let case = |workers: Value, groups: Value, lines: Value| {
        let record = set(&yard_with(&[]), "workers", workers);
        let record = set(&set(&record, "wages", lines), "transactions", json!([]));
        set(&record, "contracts", json!([contract(groups)]))
    };
    let sent = || json!([{"id": "w", "payee": "PAYEE_SENDER"}]);
    let crew = || worker("crew", "PRK", "NONE");
    let ours = |id: &str| json!({"items": [id]});
    let check = |record: &Value, expected: &str| check(rule, "2018-01-01", record, expected);
    check(&case(json!([crew(), worker("others", "UKR", "NONE")]), Value::Null, sent()), "R");
    check(&case(json!([crew(), worker("others", "UKR", "NONE")]), ours("others"), sent()), "-");
    for (protection, expected) in [("SUBSIDIARY", "-"), ("REFUGEE", "-"), ("ASYLUM_PENDING", "R")] {
        check(&case(json!([worker("crew", "PRK", protection)]), Value::Null, sent()), expected);
    }
    // Nobody says that they are protected: none is claimed.
    check(&case(json!([{"id": "crew", "nationalities": {"items": ["PRK"]}}]), Value::Null, sent()), "R");
    for (line, expected) in [
        (json!({"payee": "PAYEE_AGENT"}), "R"),
        (json!({"payee": "PAYEE_STATE"}), "R"),
        (json!({"payee": "PAYEE_WORKER_ACCOUNT"}), "-"),
        (json!({"payee": "PAYEE_WORKER_ACCOUNT", "assigned_to": "ASSIGNEE_STATE"}), "R"),
        (json!({"payee": "PAYEE_WORKER_ACCOUNT", "assigned_to": "ASSIGNEE_SENDER"}), "R"),
        (json!({}), "R"),
    ] {
        let line = testing::patched(&json!({"id": "w"}), &line);
        check(&case(json!([crew()]), Value::Null, json!([line])), expected);
    }
    let two = json!([{"id": "w", "payee": "PAYEE_WORKER_ACCOUNT"}, {"id": "v", "payee": "PAYEE_SENDER"}]);
    check(&case(json!([crew()]), Value::Null, two), "R");
    // The pay of others says nothing of theirs.
    let others = json!([{"id": "w", "payee": "PAYEE_SENDER", "worker_groups": {"items": ["others"]}},
        {"id": "v", "payee": "PAYEE_WORKER_ACCOUNT", "worker_groups": {"items": ["crew"]}}]);
    check(&case(json!([crew(), worker("others", "UKR", "NONE")]), ours("crew"), others), "-");
    // Who employs them, and knows of it.
    let knowing = |role: &str| {
        let record = case(json!([crew()]), Value::Null, sent());
        let party = json!({"id": "other", "roles": [format!("PARTY_ROLE_{role}")], "country": "POL",
            "knowledge": {"items": [{"known_on": "2017-12-01"}]}});
        with(&record, "/parties/items/-", party)
    };
    for (role, expected) in [("RECRUITER", "P"), ("SENDER", "P"), ("USER", "P"), ("OTHER", "R")] {
        check(&knowing(role), expected);
    }
    assert!(text(rule, "2018-01-01", &knowing("USER")).contains("to the knowledge"));
    assert!(!text(rule, "2018-01-01", &knowing("OTHER")).contains("to the knowledge"));
}

#[test]
fn papers_and_payments_in_disguise() {
    let rule = "eu.dprk.circumvent";
    let declared = |group: Value| {
        let record = set(&yard_with(&[]), "workers", json!([group]));
        set(&set(&record, "transactions", json!([])), "contracts", json!([]))
    };
    let crew = testing::patched(&worker("crew", "PRK", "NONE"), &json!({"nationality_as_declared": "KOR"}));
    let known = with(&declared(crew), "/parties/items/0/knowledge", json!({"items": [{"known_on": "2017-12-01"}]}));
    dates(rule, &known, &[("2017-11-30", "R"), ("2017-12-01", "P")]);
    // A payment behind which somebody listed stands, or whose record is of North Korean workers.
    let paid = |party: Value, workers: Value| {
        let record = set(&set(&yard_with(&[party]), "workers", workers), "contracts", json!([]));
        let record = pays(&record, "yard", "payee", "2018-01-01");
        with(&record, "/transactions/items/0/concealment", json!("CONCEALMENT_STRIPPED_TEXT"))
    };
    let foreign = |listed: Value| testing::patched(&unlisted("payee"), &listed);
    let lists = json!({"lists": {"items": [{"list": "EU-DPRK", "listed_on": "2010-01-01"}]}});
    check(rule, "2018-01-01", &paid(foreign(lists), json!([])), "R");
    let unbound = || foreign(json!({"government_of_north_korea": false}));
    check(rule, "2018-01-01", &paid(unbound(), json!([])), "-");
    check(rule, "2018-01-01", &paid(unbound(), json!([worker("crew", "PRK", "NONE")])), "R");
}

#[test]
fn reports_and_claims() {
    let record = yard_with(&[listed("trader", "EU-DPRK", "2010-01-01")]);
    let held =
        set(&record, "holdings", json!([{"id": "h", "party": "trader", "holder": "yard", "blocked_on": "2018-03-05"}]));
    assert_eq!(since("eu.dprk.report", "2018-04-01", &held), "2018-03-13");

    let rule = "eu.dprk.noclaims";
    let claimed = |other: Value, extra: Value| {
        let claim = json!({"id": "c", "claimant": "other", "kind": "CLAIM_KIND_OTHER", "date": "2018-01-01"});
        with(&yard_with(&[other]), "/ventures", json!({"claims_made": [testing::patched(&claim, &extra)]}))
    };
    let own = || json!({"kind": "CLAIM_KIND_OWN_WAGE"});
    let lease = || json!({"kind": "CLAIM_KIND_LABOUR_LEASE"});
    // Listed and of elsewhere; of North Korea and on no list; neither.
    let elsewhere = || {
        let lists = json!({"lists": {"items": [{"list": "EU-DPRK", "listed_on": "2010-01-01"}]}});
        testing::patched(&unlisted("other"), &lists)
    };
    let national = || json!({"id": "other", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK"});
    for (party, extra, expected) in [
        (elsewhere(), json!({}), "R"),
        (elsewhere(), own(), "I"),
        (elsewhere(), lease(), "I"),
        (national(), json!({}), "R"),
        (national(), own(), "R"),
        (national(), lease(), "I"),
        (unlisted("other"), json!({}), "-"),
        (unlisted("other"), own(), "-"),
    ] {
        check(rule, "2018-01-01", &claimed(party, extra), expected);
    }
    let firm = testing::patched(&owned("other", &[("owner", "60")]), &json!({"country": "CHN"}));
    let behind = with(&claimed(firm, lease()), "/parties/items/-", listed("owner", "EU-DPRK", "2010-01-01"));
    check(rule, "2018-01-01", &behind, "I");
    // Neither the claimant nor what is claimed.
    let nothing = claimed(national(), json!({"claimant": null, "kind": null}));
    check(rule, "2018-01-01", &nothing, "D");
    assert_eq!(missing(rule, "2018-01-01", &nothing), "ventures.claims_made[0].kind");
}

#[test]
fn the_breach_that_is_a_crime_is_told_once() {
    let rule = "eu.crime.2024";
    let bank = json!({"id": "bank", "roles": ["PARTY_ROLE_BANK"], "country": "POL"});
    let record = pays(&yard_with(&[listed("trader", "EU-DPRK", "2010-01-01"), bank]), "yard", "trader", "2026-01-10");
    let payment = json!({"to_country": "PRK", "purpose": "TRANSACTION_PURPOSE_WAGES", "payer_institution": {"party": "bank"},
        "payee_institution": {"country": "PRK"}, "payer_data_complete": false, "payee_data_complete": true});
    let payment = testing::patched(&record["transactions"]["items"][0], &payment);
    let record = with(&record, "/transactions/items/0", payment);
    // Several rules find the payment, one of them no more than a violation.
    check("eu.dprk.cdd", "2026-01-10", &record, "V");
    check("eu.dprk.fi", "2026-01-10", &record, "P");
    check("eu.dprk.makeavail", "2026-01-10", &record, "P");
    assert_eq!(subjects(rule, "2026-01-10", &record), [("t".to_owned(), "I")]);
    let reviewed = with(&record, "/parties/items/1/lists/items/0/listed_on", Value::Null);
    assert_eq!(subjects(rule, "2026-01-10", &reviewed), [("t".to_owned(), "I")]);
    // By the regime on human rights, and through an owner.
    let minister = pays(&yard_with(&[listed("minister", "EU-GHR", "2021-03-22")]), "yard", "minister", "2026-01-10");
    check(rule, "2026-01-10", &minister, "I");
    let firm = yard_with(&[owned("firm", &[("trader", "60")]), listed("trader", "EU-DPRK", "2010-01-01")]);
    let firm = pays(&firm, "yard", "firm", "2026-01-10");
    check("eu.own.makeavail", "2026-01-10", &firm, "P");
    check(rule, "2026-01-10", &firm, "I");
}

fn together(ventures: Value) -> Value {
    let firm = json!({"id": "firm", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN", "is_eu_person": false});
    with(&yard_with(&[trader(), firm]), "/ventures", ventures)
}

#[test]
fn since_when_a_venture_is_barred() {
    let rule = "eu.dprk.jv";
    let venture = |extra: Value| {
        let base =
            json!({"id": "jv", "partners": {"items": ["yard", "trader"]}, "opened": "2012-01-01", "country": "CHN"});
        together(json!({"joint_ventures": [testing::patched(&base, &extra)]}))
    };
    for (extra, as_of, day) in [
        (json!({}), "2018-02-01", "2017-10-10"),
        (json!({"opened": "2017-09-20"}), "2018-02-01", "2017-09-20"),
        (json!({"opened": "2017-11-20"}), "2018-02-01", "2017-11-20"),
        (json!({"expanded_on": "2017-09-20"}), "2018-02-01", "2017-09-20"),
        (json!({"opened": "2017-09-20", "expanded_on": "2017-09-25"}), "2018-02-01", "2017-09-20"),
        (json!({"opened": "2017-09-20", "closed_on": "2017-10-01"}), "2018-02-01", "2017-09-20"),
        (json!({"opened": "2017-10-12"}), "2017-10-12", "2017-10-12"),
    ] {
        check(rule, as_of, &venture(extra.clone()), "P");
        assert_eq!(since(rule, as_of, &venture(extra)), day);
    }
    let told = |extra: Value, as_of: &str| text(rule, as_of, &venture(extra)).contains("opened or expanded on");
    assert!(told(json!({"opened": "2017-09-20", "closed_on": "2017-10-01"}), "2018-02-01"));
    assert!(told(json!({"opened": "2017-09-20"}), "2017-10-09"));
    assert!(!told(json!({"opened": "2017-09-20"}), "2018-02-01"));
    assert!(!told(json!({}), "2018-02-01"));
    check(rule, "2017-10-11", &venture(json!({"opened": "2017-10-12"})), "-");
    // Who the Union binds, and where: each alone is enough, among several.
    let partners = |ids: Value, country: &str| venture(json!({"partners": {"items": ids}, "country": country}));
    check(rule, "2018-02-01", &partners(json!(["firm", "trader", "yard"]), "CHN"), "P");
    check(rule, "2018-02-01", &partners(json!(["firm", "trader"]), "CHN"), "-");
    check(rule, "2018-02-01", &partners(json!(["firm", "trader"]), "NLD"), "P");
    check(rule, "2018-02-01", &partners(json!(["firm", "yard"]), "NLD"), "-");
    let bound = with(&partners(json!(["trader"]), "CHN"), "/parties/items/1/business_in_eu", json!(true));
    check(rule, "2018-02-01", &bound, "-");
    let approved = |day: &str| {
        venture(json!({"authorisation_ref": "MZ", "committee_approval_ref": "SC", "committee_approval_date": day}))
    };
    check(rule, "2018-02-01", &approved("2018-02-01"), "X");
    check(rule, "2018-02-01", &approved("2018-02-02"), "P");
}

#[test]
fn each_owner_and_each_site_counts() {
    let shares = json!([{"owner": "trader", "percent": "10"}, {"owner": "firm", "percent": "10"}]);
    let record = with(&together(json!({})), "/parties/items/0/owners", json!({"items": shares}));
    check("eu.dprk.jv", "2018-01-01", &record, "P");
    let swapped = json!([{"owner": "firm", "percent": "10"}, {"owner": "trader", "percent": "10"}]);
    let record = with(&together(json!({})), "/parties/items/0/owners", json!({"items": swapped}));
    check("eu.dprk.jv", "2018-01-01", &record, "P");
    let later = |from: &str| {
        let shares = json!([{"owner": "trader", "percent": "10", "from": from}]);
        with(&together(json!({})), "/parties/items/0/owners", json!({"items": shares}))
    };
    check("eu.dprk.jv", "2018-01-01", &later("2018-01-01"), "P");
    check("eu.dprk.jv", "2018-01-01", &later("2018-01-02"), "-");

    let rule = "eu.dprk.property";
    let lease = |lessor: &str, lessee: &str| {
        let base = json!({"id": "l", "lessor": lessor, "lessee": lessee, "use": "LEASE_USE_ACCOMMODATION",
            "from": "2010-01-01"});
        let record = together(json!({"leases": [base]}));
        with(&record, "/parties/items/1/government_of_north_korea", json!(true))
    };
    check(rule, "2018-01-01", &lease("yard", "trader"), "P");
    // Somebody whom the Union does not bind, where the record has work in it or has none.
    check(rule, "2018-01-01", &lease("firm", "trader"), "P");
    check(rule, "2018-01-01", &lease("trader", "firm"), "P");
    check(rule, "2018-01-01", &lease("firm", "yard"), "-");
    let abroad = with(&lease("firm", "trader"), "/worksites/items/0/country", json!("QAT"));
    check(rule, "2018-01-01", &abroad, "-");
    check(rule, "2018-01-01", &with(&abroad, "/worksites/items/-", json!({"id": "dock2", "country": "POL"})), "P");
    check(rule, "2018-01-01", &with(&abroad, "/worksites/items/0/country", Value::Null), "-");
    let ours = with(&lease("yard", "trader"), "/worksites/items/0/country", json!("QAT"));
    check(rule, "2018-01-01", &ours, "P");
}

#[test]
fn services_between_them() {
    let service = |rule: &str, kind: Value, provider: &str, recipient: &str, expected: &str| {
        let base = json!({"id": "s", "provider": provider, "recipient": recipient, "from": "2010-01-01"});
        let record = together(json!({"services": [testing::patched(&base, &json!({"kind": kind}))]}));
        let record = set(&set(&record, "workers", json!([])), "transactions", json!([]));
        check(rule, "2018-01-01", &record, expected);
    };
    for (provider, recipient, crew, computer) in [
        ("trader", "yard", "P", "-"),
        ("yard", "trader", "-", "P"),
        ("trader", "firm", "-", "-"),
        ("firm", "yard", "-", "-"),
    ] {
        service("eu.dprk.crew", json!("SERVICE_KIND_CREW"), provider, recipient, crew);
        service("eu.dprk.crew", json!("SERVICE_KIND_OTHER"), provider, recipient, "-");
        service("eu.dprk.it", json!("SERVICE_KIND_COMPUTER"), provider, recipient, computer);
        service("eu.dprk.it", json!("SERVICE_KIND_OTHER"), provider, recipient, "-");
        // Of which kind it is, nobody says.
        service("eu.dprk.crew", Value::Null, provider, recipient, if crew == "P" { "D" } else { "-" });
        service("eu.dprk.it", Value::Null, provider, recipient, if computer == "P" { "D" } else { "-" });
    }
    let crew = |code: &str, sector: Value, services: Value| {
        let group = testing::patched(&worker("crew", code, "NONE"), &json!({"sector": sector}));
        set(&together(json!({"services": services})), "workers", json!([group]))
    };
    let seafarer = || json!("SECTOR_SEAFARER");
    check("eu.dprk.crew", "2018-01-01", &crew("NPL", seafarer(), json!([])), "-");
    let other =
        json!([{"id": "s", "kind": "SERVICE_KIND_OTHER", "committee_approval_ref": "SC", "from": "2030-01-01"}]);
    check("eu.dprk.crew", "2018-01-01", &crew("PRK", seafarer(), other), "P");
    let unsure = with(&crew("PRK", seafarer(), json!([])), "/workers/items/0/nationalities", Value::Null);
    check("eu.dprk.crew", "2018-01-01", &unsure, "R");

    // A bank for a bank, in both directions; who is no bank of North Korea is none.
    let rule = "eu.dprk.fi";
    let served = |kind: Value, provider: &str, recipient: &str| {
        let bank = json!({"id": "bank", "roles": ["PARTY_ROLE_BANK"], "country": "POL"});
        let theirs = json!({"id": "theirs", "roles": ["PARTY_ROLE_BANK"], "country": "PRK"});
        let base = json!({"id": "s", "provider": provider, "recipient": recipient, "from": "2010-01-01"});
        let services = json!({"services": [testing::patched(&base, &json!({"kind": kind}))]});
        let record = with(&yard_with(&[bank, theirs, unlisted("firm")]), "/ventures", services);
        set(&record, "transactions", json!([]))
    };
    for (provider, recipient, expected) in [
        ("bank", "theirs", "P"),
        ("theirs", "bank", "P"),
        ("firm", "theirs", "-"),
        ("theirs", "firm", "-"),
        ("bank", "firm", "-"),
        ("firm", "bank", "-"),
    ] {
        check(rule, "2018-01-01", &served(json!("SERVICE_KIND_FINANCIAL"), provider, recipient), expected);
        let unsaid = if expected == "P" { "D" } else { "-" };
        check(rule, "2018-01-01", &served(Value::Null, provider, recipient), unsaid);
    }
}

/// A payment of the yard with institutions at both ends.
fn through(extra: &Value) -> Value {
    let bank = json!({"id": "bank", "roles": ["PARTY_ROLE_BANK"], "country": "POL"});
    let branch = json!({"id": "branch", "roles": ["PARTY_ROLE_BANK"], "country": "PRK"});
    let record = pays(&yard_with(&[bank, branch, unlisted("payee")]), "yard", "payee", "2018-01-01");
    let base = json!({"to_country": "CHN", "payer_institution": {"party": "bank"}, "payee_institution": {"country": "PRK"},
        "payer_data_complete": true, "payee_data_complete": true});
    let payment = testing::patched(&record["transactions"]["items"][0], &testing::patched(&base, extra));
    with(&with(&record, "/transactions/items/0", payment), "/ventures", json!({}))
}

#[test]
fn which_institutions_meet() {
    let rule = "eu.dprk.fi";
    for (payer, payee, expected) in [
        (json!({"party": "bank", "country": "POL"}), json!({"party": "branch", "country": "PRK"}), "P"),
        (json!({"party": "bank", "country": "CHN"}), json!({"country": "PRK"}), "P"),
        (json!({"party": "payee", "country": "POL"}), json!({"country": "PRK"}), "P"),
        (json!({"party": "payee", "country": "CHN"}), json!({"country": "PRK"}), "-"),
        (json!({"party": "bank"}), json!({"party": "payee", "country": "PRK"}), "P"),
        (json!({"party": "bank"}), json!({"party": "branch", "country": "CHN"}), "P"),
        (json!({"party": "branch"}), json!({"country": "PRK"}), "-"),
        (json!({"party": "payee"}), json!({"country": "PRK"}), "-"),
        // An institution of theirs in the Union is none of ours.
        (json!({"country": "CHN"}), json!({"country": "POL", "controlled_from_north_korea": true}), "-"),
        (json!({"country": "DEU"}), json!({"country": "POL", "controlled_from_north_korea": true}), "P"),
    ] {
        // What is not repeated here is taken out, not merged.
        let record = through(&json!({}));
        let record = with(&record, "/transactions/items/0/payer_institution", payer);
        check(rule, "2018-01-01", &with(&record, "/transactions/items/0/payee_institution", payee), expected);
    }
    let unsaid = with(&through(&json!({})), "/transactions/items/0/payer_institution", Value::Null);
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "transactions.items[0].payer_institution");
    let third = with(&unsaid, "/transactions/items/0/bank", json!({"party": "bank"}));
    check(rule, "2018-01-01", &third, "P");
}

#[test]
fn suspicions_and_reports_of_them() {
    let rule = "eu.dprk.cdd";
    let paid = |extra: Value| through(&testing::patched(&json!({"payee_institution": {"country": "CHN"}}), &extra));
    for (extra, as_of, expected) in [
        (json!({"proliferation_suspected_on": "2018-01-02"}), "2018-01-03", "R"),
        (json!({"proliferation_suspected_on": "2018-01-02"}), "2018-01-09", "R"),
        (json!({"proliferation_suspected_on": "2018-01-02"}), "2018-01-10", "V"),
        (json!({"proliferation_suspected_on": "2018-01-02"}), "2018-01-02", "-"),
        (json!({"proliferation_suspected_on": "2017-12-31"}), "2018-01-01", "V"),
        (json!({"proliferation_suspected_on": "2018-01-01"}), "2018-01-01", "R"),
        (json!({"proliferation_suspected_on": "2018-01-01", "fiu_reported_on": "2018-01-02"}), "2018-01-04", "R"),
        (json!({"proliferation_suspected_on": "2018-01-01", "executed": false}), "2018-01-01", "-"),
        (json!({"proliferation_suspected_on": "2018-01-02", "fiu_reported_on": "2018-01-03"}), "2018-01-02", "-"),
        (json!({"proliferation_suspected_on": "2018-01-02", "fiu_reported_on": "2018-01-04"}), "2018-01-03", "R"),
        (json!({"proliferation_suspected_on": "2018-01-02", "fiu_reported_on": "2018-01-04"}), "2018-01-04", "-"),
        (json!({"proliferation_suspected_on": "2018-01-01", "fiu_reported_on": "2018-01-01"}), "2018-01-04", "-"),
    ] {
        check(rule, as_of, &paid(extra), expected);
    }
    // A suspicion of Friday: a report is due promptly, and late from the sixth working day on.
    for (extra, as_of, day) in [
        (json!({}), "2018-01-10", "2018-01-06"),
        (json!({}), "2018-02-01", "2018-01-13"),
        (json!({"fiu_reported_on": "2018-01-16"}), "2018-02-01", "2018-01-13"),
    ] {
        let suspected = testing::patched(&json!({"proliferation_suspected_on": "2018-01-05"}), &extra);
        assert_eq!(since(rule, as_of, &paid(suspected)), day, "{extra}");
    }
    // Carried out in spite of the suspicion is told apart from what was never reported.
    let meanwhile = text(rule, "2018-01-10", &paid(json!({"proliferation_suspected_on": "2017-12-31"})));
    let unreported = text(rule, "2018-01-10", &paid(json!({"proliferation_suspected_on": "2018-01-02"})));
    let refused = paid(json!({"proliferation_suspected_on": "2018-01-01", "executed": false}));
    assert_ne!(meanwhile, unreported);
    assert_eq!(text(rule, "2018-01-10", &refused).replace("2018-01-01", "2018-01-02"), unreported);
}
