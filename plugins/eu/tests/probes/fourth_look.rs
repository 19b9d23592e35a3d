//! What changed rules showed that no other probe did: what stands beside a finding, one field less, the day itself.

use super::*;
use comity_sdk::{facts::Date, policy::Hit, v1, v1::HitBand, verdict_with};

fn evidence(rule: &str, as_of: &str, record: &Value) -> Vec<String> {
    first(rule, as_of, record).evidence.into_iter().map(|read| read.path).collect()
}

/// Of a Chinese firm that a list of the Union names.
fn trader() -> Value {
    testing::patched(&listed("trader", "EU-DPRK", "2010-01-01"), &json!({"country": "CHN"}))
}

fn ministry() -> Value {
    json!({"id": "ministry", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK", "government_of_north_korea": true})
}

fn party(id: &str, extra: &Value) -> Value {
    testing::patched(&json!({"id": id, "roles": ["PARTY_ROLE_OTHER"]}), extra)
}

fn owned_by(id: &str, owner: &str) -> Value {
    testing::patched(&owned(id, &[(owner, "60")]), &json!({"country": "CHN"}))
}

#[test]
fn claims_of_those_who_stand_behind_a_claimant() {
    let rule = "eu.dprk.noclaims";
    let claimed = |claimant: Value, kind: &str, others: &[Value]| {
        let claim = json!({"id": "c", "claimant": "other", "kind": format!("CLAIM_KIND_{kind}"), "date": "2018-01-01"});
        let parties: Vec<_> = std::iter::once(claimant).chain(others.iter().cloned()).collect();
        with(&yard_with(&parties), "/ventures", json!({"claims_made": [claim]}))
    };
    let agent = |principal: &str| party("other", &json!({"country": "CHN", "acts_for": principal}));
    let layered = |extra: &Value| testing::patched(&owned_by("other", "middle"), extra);
    let listing = &trader()["lists"];
    let undated = json!({"country": "CHN", "lists": {"items": [{"list": "EU-DPRK"}]}});
    for (claimant, kind, expected) in [
        // Who acts for a listed person of elsewhere, or for a body of North Korea on no list, is none who claims an own wage only.
        (agent("trader"), "LABOUR_LEASE", "I"),
        (agent("trader"), "OWN_WAGE", "I"),
        (agent("ministry"), "OWN_WAGE", "I"),
        (agent("yard"), "OWN_WAGE", "-"),
        // What listed persons of elsewhere own.
        (owned_by("other", "trader"), "LABOUR_LEASE", "I"),
        (owned_by("other", "trader"), "OTHER", "R"),
        // Only through a layer, unless it is North Korea's or listed itself.
        (layered(&json!({})), "LABOUR_LEASE", "R"),
        (layered(&json!({"country": "PRK"})), "LABOUR_LEASE", "I"),
        (layered(&json!({"lists": listing})), "LABOUR_LEASE", "I"),
        // Nobody says since when it is listed.
        (party("other", &undated), "OWN_WAGE", "R"),
    ] {
        let record = claimed(claimant, kind, &[trader(), ministry(), owned_by("middle", "trader")]);
        check(rule, "2018-02-01", &record, expected);
    }
}

#[test]
fn a_crime_stands_beside_a_breach_and_nothing_else() {
    let rule = "eu.crime.2024";
    let paid = |others: &[Value], payee: &str| pays(&yard_with(others), "yard", payee, "2026-01-10");
    // For review only; a party that bears the id of a harmless payment.
    let undated = with(&paid(&[trader()], "trader"), "/parties/items/1/lists/items/0/listed_on", Value::Null);
    check("eu.dprk.makeavail", "2026-02-01", &undated, "R");
    check(rule, "2026-02-01", &undated, "-");
    let namesake = paid(
        &[testing::patched(&listed("t", "EU-DPRK", "2025-06-01"), &json!({"country": "CHN"})), unlisted("payee")],
        "payee",
    );
    assert_eq!(of("eu.dprk.freeze", "2026-02-01", &namesake, "t"), "P");
    check(rule, "2026-02-01", &namesake, "-");
    let alone = paid(&[trader()], "trader");
    assert!(text(rule, "2026-02-01", &alone).contains("by payment t is of EUR 50000"));
    let remitted = |id: &str| {
        json!({"id": id, "date": "2026-01-10", "payer": "yard", "payee": "payee", "to_country": "PRK", "link_group": "debt",
            "amount": {"currency": "EUR", "amount": "5000"}, "purpose": "TRANSACTION_PURPOSE_PERSONAL_REMITTANCE"})
    };
    let linked = set(&yard_with(&[unlisted("payee")]), "transactions", json!([remitted("t1"), remitted("t2")]));
    assert!(text(rule, "2026-02-01", &linked).contains("by payment t2 and those linked with it is of EUR 10000"));
}

#[test]
fn payments_to_the_listed_and_to_those_who_act_for_them() {
    let kim = |extra: &Value| testing::patched(&party("kim", &json!({"country": "CHN", "acts_for": "trader"})), extra);
    let paid = |extra: &Value| pays(&yard_with(&[trader(), kim(extra)]), "yard", "kim", "2018-01-10");
    let listing = &trader()["lists"];
    // Who is listed is no front for another.
    assert_eq!(of("eu.dprk.circumvent", "2018-02-01", &paid(&json!({})), "t"), "R");
    assert_eq!(of("eu.dprk.circumvent", "2018-02-01", &paid(&json!({"lists": listing})), "t"), "-");
    assert_eq!(of("eu.dprk.makeavail", "2018-02-01", &paid(&json!({"lists": listing})), "t"), "P");
    // Nobody is said to be paid, and somebody without an id is listed.
    let minister = testing::patched(&listed("minister", "EU-GHR", "2021-03-22"), &json!({"id": null}));
    let hidden = pays(&yard_with(&[minister]), "yard", "yard", "2021-04-01");
    let hidden =
        patch(&hidden, "/transactions/items/0", json!({"payee": null, "concealment": "CONCEALMENT_INTERMEDIARY"}));
    check("eu.ghr.circumvent", "2021-05-01", &hidden, "R");
}

#[test]
fn sole_traders_of_whom_nobody_says_whose_nationals_they_are() {
    let contract = json!({"id": "k", "kind": "CONTRACT_KIND_SELF_EMPLOYED", "signed_on": "2017-11-01"});
    let record = set(&yard_with(&[]), "workers", json!([{"id": "crew", "protection": "PROTECTION_NONE"}]));
    let record = set(&set(&record, "contracts", json!([contract])), "transactions", json!([]));
    let record = set(&record, "wages", json!([{"id": "w", "payee": "PAYEE_SENDER"}]));
    let known = with(&record, "/parties/items/0/knowledge", json!({"items": [{"known_on": "2017-12-01"}]}));
    check("eu.dprk.circumvent", "2018-01-01", &known, "R");
    assert_eq!(missing("eu.dprk.circumvent", "2018-01-01", &known), "workers.items[0].nationalities");
}

#[test]
fn reports_of_what_the_listed_own_or_control() {
    let rule = "eu.dprk.report";
    let held = |firm: Value, extra: &Value| {
        let base = json!({"id": "h", "party": "firm", "holder": "yard", "blocked_on": "2018-03-05"});
        set(&yard_with(&[trader(), firm]), "holdings", json!([testing::patched(&base, extra)]))
    };
    let sign = json!({"kind": "CONTROL_KIND_APPOINTS_MAJORITY", "by": "trader", "documented": true});
    let controlled = party("firm", &json!({"country": "CHN", "control_indicators": {"items": [sign]}}));
    check(rule, "2018-04-01", &held(owned_by("firm", "trader"), &json!({})), "V");
    check(rule, "2018-04-01", &held(controlled, &json!({})), "V");
    check(rule, "2018-04-01", &held(unlisted("firm"), &json!({})), "-");
    // Of a payment whose payer nobody names, and nobody says whose it is.
    let unnamed = json!({"party": null, "transaction": "t"});
    let stopped = pays(&yard_with(&[unlisted("firm")]), "yard", "firm", "2018-03-05");
    let stopped = set(&stopped, "holdings", held(unlisted("firm"), &unnamed)["holdings"]["items"].clone());
    check(rule, "2018-04-01", &stopped, "-");
    let stopped = with(&stopped, "/transactions/items/0/payer", Value::Null);
    check(rule, "2018-04-01", &stopped, "D");
    assert_eq!(missing(rule, "2018-04-01", &stopped), "holdings.items[0].party");
}

#[test]
fn what_is_said_of_frozen_funds_and_accounts() {
    let record = with(&yard_with(&[trader()]), "/deployment/end", json!("2010-01-01"));
    let spent = pays(&record, "trader", "yard", "2018-01-10");
    assert!(text("eu.dprk.freeze", "2018-02-01", &spent).contains("moves funds of trader, whose assets are frozen"));
    let holding = |id: &str, transaction: Value| {
        testing::patched(
            &json!({"id": id, "party": "trader", "holder": "yard", "blocked_on": "2018-01-10"}),
            &json!({"transaction": transaction}),
        )
    };
    // Of two accounts the first is named; one that names no payment is of none.
    let paid = pays(&record, "yard", "trader", "2018-01-10");
    let two = set(&paid, "holdings", json!([holding("h", json!("t")), holding("i", json!("t"))]));
    assert_eq!(exemption("eu.dprk.makeavail", "2018-02-01", &two), "h");
    let unnamed = set(&paid, "holdings", json!([holding("h", Value::Null)]));
    let unnamed = with(&unnamed, "/transactions/items/0/id", Value::Null);
    check("eu.dprk.makeavail", "2018-02-01", &unnamed, "P");
    // A lease that names nobody is not one of a party that has no id.
    let lease = json!({"leases": [{"id": "l", "lessor": "yard", "from": "2018-01-01"}]});
    let nobody = with(&yard_with(&[testing::patched(&trader(), &json!({"id": null}))]), "/ventures", lease);
    let nobody = set(&set(&nobody, "transactions", json!([])), "wages", json!([]));
    check("eu.dprk.makeavail", "2018-02-01", &nobody, "-");
}

#[test]
fn entries_of_a_list() {
    let rule = "eu.dprk.freeze";
    let entries = |entries: Value| with(&yard_with(&[trader()]), "/parties/items/1/lists/items", entries);
    // The first listing that stands counts, from its day on.
    let early = json!({"list": "EU-DPRK", "listed_on": "2018-01-01"});
    let late = json!({"list": "EU-DPRK", "listed_on": "2019-02-01"});
    assert_eq!(since(rule, "2020-01-01", &entries(json!([late, early]))), "2018-01-01");
    assert_eq!(since(rule, "2018-01-01", &entries(json!([late, early]))), "2018-01-01");
    // The annex is evidence.
    let annexed = entries(json!([testing::patched(&early, &json!({"programmes": ["XV"]}))]));
    let read = evidence(rule, "2020-01-01", &annexed);
    assert!(read.iter().any(|path| path == "parties.items[1].lists.items[0].programmes"), "{read:?}");
    // Screening adds to what the record asserts, and takes nothing of it.
    let undated = entries(json!([{"list": "EU-DPRK"}]));
    let screened = |record: &Value, hit: Hit| {
        let verdict = verdict_with(&PLUGIN, Date::of(2018, 6, 1), &testing::record(record), &[hit]);
        let found = verdict.findings.into_iter().find(|finding| finding.rule_id == rule);
        found.map(|finding| (testing::letter(finding.outcome()), finding.fact_from.unwrap_or_default()))
    };
    let hit = |party: &str, band: HitBand| Hit {
        party: party.into(),
        list: "EU-DPRK".into(),
        entry: "1".into(),
        band: band.into(),
        programmes: vec![],
        listed_on: Some("2017-10-16".into()),
        delisted_on: None,
    };
    assert_eq!(screened(&undated, hit("yard", HitBand::Weak)).unwrap().0, "R");
    // A listing that the record has for later says nothing of since when.
    let announced = entries(json!([{"list": "EU-DPRK", "listed_on": "2019-02-01"}]));
    let confirmed = screened(&announced, hit("trader", HitBand::Confirmed)).unwrap();
    assert_eq!(confirmed, ("P", "2017-09-01".to_owned()));
}

#[test]
fn owners_who_are_owned_and_owners_whom_nobody_knows() {
    let rule = "eu.dprk.freeze";
    let abuser = |shares: Value| {
        testing::patched(
            &listed("abuser", "EU-GHR", "2021-03-22"),
            &json!({"country": "CHN", "owners": {"items": shares}}),
        )
    };
    let firm = |record: &Value| of(rule, "2024-08-01", record, "firm");
    let through = |shares: Value| yard_with(&[owned("firm", &[("abuser", "60")]), abuser(shares), trader()]);
    // Listed for something else, and owned by one who is ours: as through any other entity, for review.
    assert_eq!(firm(&through(json!([]))), "-");
    assert_eq!(firm(&through(json!([{"owner": "trader", "percent": "40"}]))), "-");
    assert_eq!(firm(&through(json!([{"owner": "trader", "percent": "60"}]))), "R");
    let own = patch(
        &through(json!([{"owner": "trader", "percent": "60"}])),
        "/parties/items/1/owners",
        json!({"items": [{"owner": "abuser", "percent": "60"}, {"owner": "trader", "percent": "1"}]}),
    );
    assert_eq!(firm(&own), "P");
    // Two firms that own each other, and a person of another regime owns one: nobody of ours is behind them.
    let circle = yard_with(&[
        owned("firm", &[("other", "60")]),
        owned("other", &[("firm", "30"), ("abuser", "60")]),
        abuser(json!([])),
        trader(),
    ]);
    assert_eq!(firm(&circle), "-");
    let circle = with(&circle, "/parties/items/2/owners/items/-", json!({"owner": "trader", "percent": "5"}));
    assert_eq!(firm(&circle), "R");
    // An owner who is no party of the record is nobody's share, also where another share is open.
    let shares = json!([{"owner": "ghost", "percent": "60"}, {"owner": "yard"}]);
    let ghost = with(&yard_with(&[owned("firm", &[]), trader()]), "/parties/items/1/owners/items", shares);
    assert_eq!(of(rule, "2018-02-01", &ghost, "firm"), "-");
}

#[test]
fn partners_and_owners_of_whom_nobody_says_whose_they_are() {
    let unsaid = || party("unsaid", &json!({"government_of_north_korea": false}));
    let record = |ventures: Value| with(&yard_with(&[ministry(), unsaid()]), "/ventures", ventures);
    let venture = |country: &str, opened: &str| {
        let ids = json!({"items": ["unsaid", "ministry"]});
        record(json!({"joint_ventures": [{"id": "jv", "partners": ids, "opened": opened, "country": country}]}))
    };
    check("eu.dprk.jv", "2018-02-01", &venture("CHN", "2012-01-01"), "D");
    check("eu.dprk.jv", "2018-02-01", &venture("NLD", "2012-01-01"), "P");
    // On the day on which it is opened it is maintained.
    assert!(text("eu.dprk.jv", "2017-10-12", &venture("NLD", "2017-10-12")).contains("is maintained"));
    let shared =
        with(&record(json!({})), "/parties/items/0/owners", json!({"items": [{"owner": "unsaid", "percent": "10"}]}));
    check("eu.dprk.jv", "2018-02-01", &shared, "D");
    let lease = json!({"id": "l", "lessor": "unsaid", "lessee": "ministry", "use": "LEASE_USE_ACCOMMODATION", "from": "2010-01-01"});
    let lease = with(&record(json!({"leases": [lease]})), "/worksites/items/0/country", json!("QAT"));
    check("eu.dprk.property", "2018-02-01", &lease, "D");
    // Who acts for somebody of whom nobody says it.
    let agent = party("agent", &json!({"country": "CHN", "acts_for": "unsaid"}));
    let entry = json!({"id": "i", "investor": "agent", "target": "yard", "percent": "10", "date": "2018-01-10"});
    let invested = with(&record(json!({"investments": [entry]})), "/parties/items/-", agent);
    check("eu.dprk.invest.in", "2018-02-01", &invested, "D");
}

#[test]
fn who_is_bound_and_of_north_korea_at_once() {
    let rule = "eu.dprk.it";
    for (provider, expected) in [
        (json!({"country": "POL", "domicile": "PRK"}), "P"),
        (json!({"country": "CHN", "domicile": "PRK", "is_eu_person": true}), "P"),
        (json!({"country": "CHN", "domicile": "PRK", "business_in_eu": true}), "-"),
        (json!({"domicile": "PRK", "business_in_eu": true}), "-"),
        (json!({"country": "CHN", "business_in_eu": true}), "P"),
        // A Member State's country is enough, whatever else is said; that it is no person of the Union, where no country is.
        (json!({"country": "POL", "is_eu_person": false}), "P"),
        (json!({"is_eu_person": false}), "-"),
        (json!({}), "D"),
    ] {
        let provider = party("provider", &testing::patched(&json!({"government_of_north_korea": false}), &provider));
        let service = json!({"id": "s", "kind": "SERVICE_KIND_COMPUTER", "provider": "provider", "recipient": "ministry", "from": "2010-01-01"});
        let record = with(&yard_with(&[ministry(), provider]), "/ventures", json!({"services": [service]}));
        check(rule, "2018-02-01", &record, expected);
    }
}

#[test]
fn payments_that_the_union_reaches_by_something_else() {
    let rule = "eu.dprk.makeavail";
    let abroad = with(&yard_with(&[unlisted("payer"), trader()]), "/worksites/items/0/country", json!("QAT"));
    let paid = pays(&abroad, "payer", "trader", "2018-01-10");
    check(rule, "2018-02-01", &paid, "-");
    check(rule, "2018-02-01", &with(&paid, "/transactions/items/0/payer", Value::Null), "P");
    let goods = |market: &str| set(&paid, "goods", json!([{"id": "hull", "market": market}]));
    check(rule, "2018-02-01", &goods("MARKET_EU"), "P");
    check(rule, "2018-02-01", &goods("MARKET_US"), "-");
    // Nobody says where goods are offered: the gate stays open for what they lack.
    let goods = json!({"goods": {"items": [{"id": "g", "placed_on_market_on": "2027-12-20", "forced_labour_finding": true}]},
        "parties": {"items": [unlisted("shop")]}, "worksites": {"items": [{"id": "plant", "country": "CHN"}]}});
    check("eu.flr.ban", "2028-02-01", &goods, "D");
    check("eu.flr.ban", "2028-02-01", &with(&goods, "/goods/items/0/market", json!("MARKET_US")), "NA");
}

#[test]
fn permits_of_others_and_from_elsewhere() {
    let rule = "eu.dprk.permit.new";
    let crew = |permit: Value| {
        let base = json!({"id": "p", "kind": "PERMIT_KIND_NEW", "issued": "2018-01-10"});
        let workers = json!([
            {"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"},
            {"id": "others", "nationalities": {"items": ["NPL"]}, "protection": "PROTECTION_NONE"}]);
        let record = set(&yard_with(&[]), "workers", workers);
        set(&record, "permits", json!([testing::patched(&base, &permit)]))
    };
    check(rule, "2018-02-01", &crew(json!({"worker_groups": {"items": ["others"]}})), "-");
    check(rule, "2018-02-01", &crew(json!({"worker_groups": {"items": ["crew"]}})), "P");
    // A permit that names no site is for those of its workers.
    let nowhere = crew(json!({"worksites": {"items": []}}));
    check(rule, "2018-02-01", &nowhere, "P");
    check(rule, "2018-02-01", &with(&nowhere, "/worksites/items/0/country", json!("QAT")), "-");
}

#[test]
fn workers_who_were_removed_or_will_be() {
    let rule = "eu.dprk.repatriate";
    let crew = |codes: Value| {
        set(
            &yard_with(&[]),
            "workers",
            json!([{"id": "crew", "nationalities": {"items": codes}, "protection": "PROTECTION_NONE"}]),
        )
    };
    let removed = with(&crew(json!(["PRK"])), "/deployment/removed_on", json!("2020-01-10"));
    dates(rule, &removed, &[("2020-01-09", "V"), ("2020-01-10", "R"), ("2020-01-11", "R")]);
    let finding = first(rule, "2020-02-01", &removed);
    assert_eq!(finding.fact_from.as_deref(), Some("2019-12-23"));
    assert_eq!(finding.consequence.unwrap().due_on.as_deref(), Some("2019-12-22"));
    // The exemption of a Member State's national displaces the violation.
    let dual = first(rule, "2020-02-01", &crew(json!(["PRK", "POL"])));
    assert_eq!(dual.exemption.unwrap().displaces(), v1::Outcome::Violation);
    let acting = |role: &str| {
        party(
            "kim",
            &json!({"roles": [role], "country": "PRK", "domicile": "POL", "acts_for": "trader", "protection": "PROTECTION_NONE"}),
        )
    };
    check("eu.dprk.expel", "2018-02-01", &yard_with(&[trader(), acting("PARTY_ROLE_BANK")]), "D");
    check("eu.dprk.expel", "2018-02-01", &yard_with(&[trader(), acting("PARTY_ROLE_OTHER")]), "V");
}

#[test]
fn linked_transfers_that_nothing_excepts() {
    let wages = |id: &str| {
        json!({"id": id, "date": "2018-01-10", "payer": "yard", "payee": "payee", "to_country": "PRK", "link_group": "a",
            "amount": {"currency": "EUR", "amount": "9000"}, "purpose": "TRANSACTION_PURPOSE_WAGES"})
    };
    let record = set(&yard_with(&[unlisted("payee")]), "transactions", json!([wages("t1"), wages("t2")]));
    check("eu.dprk.linked", "2018-02-01", &record, "-");
    check("eu.dprk.transfer.ban", "2018-02-01", &record, "P");
}

/// A lot of which an authority found that it was made with forced labour.
fn lot(extra: &Value) -> Value {
    let base = json!({"id": "lot", "forced_labour_finding": true, "origin": "CHN"});
    set(&yard_with(&[]), "goods", json!([testing::patched(&base, extra)]))
}

#[test]
fn goods_that_left_the_union() {
    let rule = "eu.flr.ban";
    for (extra, expected) in [
        // Gone before the ban applied, and nobody says when they were offered; moved within the Union.
        (json!({"market": "MARKET_EU", "exported_on": "2027-12-13", "destination_country": "NOR"}), "-"),
        (
            json!({"market": "MARKET_EU", "exported_on": "2027-06-01", "destination_country": "NLD",
                "placed_on_market_on": "2027-01-01"}),
            "P",
        ),
        // An export is a fact of its day, whatever became of the goods.
        (
            json!({"market": "MARKET_EU", "exported_on": "2027-12-20", "destination_country": "NOR",
                "placed_on_market_on": "2027-12-15", "with_end_user": true}),
            "P",
        ),
        (json!({"market": "MARKET_EU", "placed_on_market_on": "2027-12-15", "with_end_user": true}), "X"),
        // Offered elsewhere, and nobody says where they came from.
        (
            json!({"market": "MARKET_OTHER", "exported_on": "2027-12-20", "destination_country": "NOR", "origin": null}),
            "D",
        ),
        (json!({"market": "MARKET_OTHER", "exported_on": "2027-12-20", "destination_country": "NOR"}), "-"),
    ] {
        check(rule, "2028-02-01", &lot(&extra), expected);
    }
    // An offer to the Union says its currency.
    let shop =
        lot(&json!({"online_offer": {"currency": "EUR", "ships_to_eu": true}, "placed_on_market_on": "2027-12-15"}));
    let read = evidence(rule, "2028-02-01", &shop);
    assert!(read.iter().any(|path| path == "goods.items[0].online_offer.currency"), "{read:?}");
    let local = with(&shop, "/goods/items/0/online_offer/ships_to_eu", json!(false));
    check(rule, "2028-02-01", &local, "-");
}

/// Goods of a crew that is threatened, by the deployment's days; nobody says when they were made.
fn made_by(start: &str, end: Value, coercion: Value) -> Value {
    let record = lot(&json!({"market": "MARKET_EU", "placed_on_market_on": "2027-12-20", "site": "dock",
        "forced_labour_finding": false}));
    let record = testing::patched(&record, &json!({"deployment": {"start": start, "end": end}}));
    let record = set(&record, "workers", json!([{"id": "crew", "nationalities": {"items": ["PRK"]}}]));
    let base = json!({"id": "c", "threats": {"items": [{"kind": "THREAT_KIND_FAMILY_REPRISAL"}]}, "violence": {"items": []},
        "can_resign": false, "consent_evidence": "CONSENT_EVIDENCE_NONE"});
    set(&record, "coercion", json!([testing::patched(&base, &coercion)]))
}

#[test]
fn goods_made_on_the_last_day_of_the_work() {
    let rule = "eu.flr.ban";
    let record = made_by("2027-12-31", json!("2028-01-01"), json!({}));
    dates(rule, &record, &[("2027-12-30", "-"), ("2027-12-31", "P"), ("2028-01-01", "D"), ("2028-02-01", "D")]);
    assert_eq!(missing(rule, "2028-02-01", &record), "goods.items[0].produced");
    // While the work goes on, nobody needs to know the days of production; what else is not known has to be supplied.
    let open = json!({"can_resign": null, "consent_evidence": null});
    let going_on = made_by("2025-01-01", json!("2028-06-01"), open.clone());
    check(rule, "2028-02-01", &going_on, "D");
    assert!(!missing(rule, "2028-02-01", &going_on).contains("produced"));
    let over = made_by("2025-01-01", json!("2028-01-01"), open);
    let lacks = missing(rule, "2028-02-01", &over);
    assert!(lacks.contains("goods.items[0].produced") && lacks.contains("coercion.items[0].can_resign"), "{lacks}");
}

#[test]
fn who_leads_where_forced_labour_is_for_review() {
    let doubtful = json!({"can_resign": true, "consent_evidence": "CONSENT_EVIDENCE_DOUBTFUL"});
    let record = made_by("2025-01-01", Value::Null, doubtful);
    let record = set(&record, "contracts", json!([{"id": "k", "signed_on": "2025-01-01", "terms_substituted": true}]));
    check("eu.flr.ban", "2028-02-01", &record, "R");
    check("eu.flr.lead", "2028-02-01", &record, "I");
    // What is found of a party that bears the same id is no finding on goods.
    let clean =
        lot(&json!({"market": "MARKET_EU", "placed_on_market_on": "2027-12-20", "forced_labour_finding": false}));
    let clean = with(&clean, "/parties/items/-", testing::patched(&trader(), &json!({"id": "lot"})));
    assert_eq!(of("eu.dprk.freeze", "2028-02-01", &clean, "lot"), "P");
    check("eu.flr.lead", "2028-02-01", &clean, "-");
}

#[test]
fn an_investigation_that_asks_again() {
    // The reply on record is older than the request: the authority still had to close the preliminary phase in time after it.
    let steps = json!({"asked_on": "2028-06-01", "replied_on": "2028-01-31", "preliminary_closed_on": "2028-03-14"});
    let record = lot(&json!({"market": "MARKET_EU", "placed_on_market_on": "2027-12-20"}));
    let record = with(&record, "/assurance", json!({"eu_forced_labour_procedure": steps}));
    check("eu.flr.clock", "2028-06-02", &record, "V");
    let in_time = with(&record, "/assurance/eu_forced_labour_procedure/preliminary_closed_on", json!("2028-03-13"));
    check("eu.flr.clock", "2028-06-02", &in_time, "-");
}

#[test]
fn a_large_company_that_does_business_here() {
    let company = json!({"id": "shop", "roles": ["PARTY_ROLE_BUYER"], "business_in_eu": true, "employees": "6000",
        "turnover_eur": "2000000000", "due_diligence": false});
    let record = json!({"parties": {"items": [company]}, "deployment": {"start": "2020-01-01"}});
    check("eu.csddd", "2029-08-01", &record, "R");
}
