//! The gates, through a rule that turns on each.

use super::*;

#[test]
fn us_person() {
    // The Doha branch of a US builder; its separate Qatari subsidiary; nobody says.
    let rule = "us.13722.3";
    let payer = |stated: Value, country: Value| {
        let record = with(&paid("2018-01-01", &bureau()), "/parties/items/0/is_us_person", stated);
        with(&record, "/parties/items/0/country", country)
    };
    check(rule, "2018-01-01", &payer(json!(true), json!("QAT")), "P");
    check(rule, "2018-01-01", &payer(json!(false), json!("QAT")), "not assessed: goods");
    let record = with(&paid("2018-01-01", &bureau()), "/parties/items/0/country", Value::Null);
    check(rule, "2018-01-01", &record, "D");
    assert_eq!(missing(rule, "2018-01-01", &record), "parties.items[0].is_us_person");
}

#[test]
fn us_nexus() {
    // Two foreign firms in dollars through New York; in riyals in Doha; nobody says.
    let rule = "us.13722.1";
    let foreign = with(&paid("2018-01-01", &bureau()), "/parties/items/0/country", json!("QAT"));
    check(rule, "2018-01-01", &foreign, "P");
    let riyals = with(&foreign, "/transactions/items/0/us_nexus", json!(false));
    check(rule, "2018-01-01", &riyals, "-");
    let unsaid = with(&foreign, "/transactions/items/0/us_nexus", Value::Null);
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "transactions.items[0].us_nexus");
    let correspondent = with(&riyals, "/transactions/items/0/payer_institution", json!({"country": "USA"}));
    check(rule, "2018-01-01", &correspondent, "P");
    // An institution of which nobody says where it is adds nothing to what the payment says.
    check(rule, "2018-01-01", &with(&riyals, "/transactions/items/0/bank", json!({})), "-");
    let us_payer = with(&paid("2018-01-01", &bureau()), "/transactions/items/0/us_nexus", json!(false));
    check(rule, "2018-01-01", &us_payer, "P");
}

#[test]
fn us_person_in_a_territory() {
    let rule = "us.13722.3";
    for (country, letters) in [("PRI", "P"), ("GUM", "P"), ("ASM", "P"), ("CAN", "not assessed: goods")] {
        let record = with(&paid("2018-01-01", &bureau()), "/parties/items/0/country", json!(country));
        check(rule, "2018-01-01", &record, letters);
    }
}

#[test]
fn us_nexus_of_a_case_whose_payments_are_with_others() {
    let rule = "us.13722.1";
    let grocer = json!({"id": "grocer", "roles": ["PARTY_ROLE_OTHER"], "country": "QAT"});
    let food = with(
        &paid("2018-01-02", &with(&grocer, "/id", json!("payee"))),
        "/parties/items/-",
        with(&bureau(), "/id", json!("bureau")),
    );
    let food = with(&food, "/transactions/items/0/us_nexus", json!(false));
    check(rule, "2018-06-01", &with(&food, "/us_nexus", json!(true)), "R");
    check("us.510.201", "2018-06-01", &with(&food, "/us_nexus", json!(true)), "R");
    check(rule, "2018-06-01", &with(&food, "/us_nexus", json!(false)), "-");
    check(rule, "2018-06-01", &food, "-");
}

#[test]
fn a_party_without_a_role_takes_part() {
    let nameless = with(&bureau(), "/roles", json!([]));
    let record = with(&case(&[nameless]), "/us_nexus", json!(true));
    check("us.13722.1", "2018-01-01", &record, "P");
    let abuser = with(&listed("GLOMAG", "2017-12-21"), "/roles", json!([]));
    check("us.13818", "2018-01-01", &case(&[abuser]), "R");
}

#[test]
fn government_at_a_distance() {
    let rule = "us.13722.1";
    let record = |payee: Value, others: &[Value]| {
        let payee = testing::patched(&unlisted("CHN"), &payee);
        others.iter().fold(paid("2018-06-01", &payee), |record, party| with(&record, "/parties/items/-", party.clone()))
    };
    let state = with(&bureau(), "/id", json!("state"));
    let by = |who: &str| json!({"items": [{"kind": "CONTROL_KIND_DOMINANT_INFLUENCE", "by": who, "documented": true}]});
    let shares = |all: &[(&str, &str)]| json!({"items": all.iter().map(|(o, p)| json!({"owner": o, "percent": p})).collect::<Vec<_>>()});
    let firm = |id: &str, extra: Value| {
        testing::patched(&json!({"id": id, "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"}), &extra)
    };
    // What a body controls or owns is a body, and so is what that one controls, owns or acts through.
    let held = firm("held", json!({"owners": shares(&[("state", "60")])}));
    check(rule, "2018-06-01", &record(json!({"control_indicators": by("held")}), &[held.clone(), state.clone()]), "P");
    check(rule, "2018-06-01", &record(json!({"acts_for": "held"}), &[held.clone(), state.clone()]), "P");
    let ruled = firm("ruled", json!({"control_indicators": by("state")}));
    check(
        rule,
        "2018-06-01",
        &record(json!({"owners": shares(&[("ruled", "50")])}), &[ruled.clone(), state.clone()]),
        "P",
    );
    // Several bodies hold half together; a circle alone is nothing.
    let both = shares(&[("held", "25"), ("ruled", "25")]);
    check(rule, "2018-06-01", &record(json!({"owners": both}), &[held.clone(), ruled.clone(), state.clone()]), "P");
    let less = shares(&[("held", "25"), ("ruled", "24.9")]);
    check(rule, "2018-06-01", &record(json!({"owners": less}), &[held, ruled, state]), "-");
    let circle = firm("b", json!({"control_indicators": by("payee")}));
    check(rule, "2018-06-01", &record(json!({"control_indicators": by("b")}), &[circle]), "-");
    // Above stands one of whom nobody says whether it is a body.
    let unsaid = firm("unsaid", json!({"country": "PRK"}));
    for above in [
        json!({"acts_for": "unsaid"}),
        json!({"control_indicators": by("unsaid")}),
        json!({"owners": shares(&[("unsaid", "50")])}),
    ] {
        let record = record(above, std::slice::from_ref(&unsaid));
        check(rule, "2018-06-01", &record, "D");
        assert_eq!(missing(rule, "2018-06-01", &record), "parties.items[2].government_of_north_korea");
    }
    let tenth = record(json!({"owners": shares(&[("unsaid", "10")])}), &[unsaid]);
    check(rule, "2018-06-01", &tenth, "-");
}

#[test]
fn government_by_its_definitions_days() {
    // The status counts from the order on; the wording of 2018 changes nothing of it.
    let status = |day: &str| paid(day, &bureau());
    days(
        "us.13722.1",
        status,
        &[("2016-03-15", "R"), ("2016-03-16", "P"), ("2018-03-04", "P"), ("2018-03-05", "P"), ("2018-03-06", "P")],
    );
}

#[test]
fn government_without_listing() {
    let rule = "us.13722.1";
    let payee = |changes: &[(&str, Value)]| {
        let payee = changes.iter().fold(unlisted("CHN"), |payee, (path, value)| with(&payee, path, value.clone()));
        with(&paid("2018-06-01", &payee), "/parties/items/-", with(&bureau(), "/id", json!("bureau")))
    };
    let owned = |percent: &str| json!({"items": [{"owner": "bureau", "percent": percent}]});
    // A private Chinese agency, a tenth of it North Korean; half of it.
    check(rule, "2018-06-01", &payee(&[("/owners", owned("10"))]), "-");
    check(rule, "2018-06-01", &payee(&[("/owners", owned("49.99"))]), "-");
    check(rule, "2018-06-01", &payee(&[("/owners", owned("50"))]), "P");
    let gap = payee(&[("/owners", json!({"items": [{"owner": "bureau"}]}))]);
    check(rule, "2018-06-01", &gap, "D");
    assert_eq!(missing(rule, "2018-06-01", &gap), "parties.items[1].owners.items[0].percent");
    let nobody = payee(&[("/owners", json!({"items": [{"percent": "60"}]}))]);
    assert_eq!(missing(rule, "2018-06-01", &nobody), "parties.items[1].owners.items[0].owner");
    let later = json!({"items": [{"owner": "bureau", "percent": "80", "from": "2018-06-02"}]});
    check(rule, "2018-06-01", &payee(&[("/owners", later)]), "-");

    let controlled = |extra: Value| {
        let sign = json!({"kind": "CONTROL_KIND_DOMINANT_INFLUENCE", "by": "bureau"});
        json!({"items": [testing::patched(&sign, &extra)]})
    };
    check(rule, "2018-06-01", &payee(&[("/control_indicators", controlled(json!({"documented": true})))]), "P");
    check(rule, "2018-06-01", &payee(&[("/control_indicators", controlled(json!({})))]), "R");
    check(rule, "2018-06-01", &payee(&[("/control_indicators", controlled(json!({"refuted": true})))]), "-");
    check(rule, "2018-06-01", &payee(&[("/acts_for", json!("bureau"))]), "P");
}

#[test]
fn government_flag_is_asked_of_those_who_may_be_it() {
    let rule = "us.13722.1";
    let korean = paid("2018-06-01", &unlisted("PRK"));
    check(rule, "2018-06-01", &korean, "D");
    assert_eq!(missing(rule, "2018-06-01", &korean), "parties.items[1].government_of_north_korea");
    check(rule, "2018-06-01", &with(&korean, "/parties/items/1/government_of_north_korea", json!(false)), "-");
    check(rule, "2018-06-01", &with(&korean, "/parties/items/1/country", Value::Null), "D");
    check(rule, "2018-06-01", &with(&korean, "/parties/items/1/country", json!("KOR")), "-");
    let sender = with(
        &with(&korean, "/parties/items/1/country", json!("CHN")),
        "/parties/items/1/roles",
        json!(["PARTY_ROLE_SENDER"]),
    );
    check(rule, "2018-06-01", &with(&sender, "/workers", workers("PRK")), "D");
    check(rule, "2018-06-01", &with(&sender, "/workers", workers("CHN")), "-");
}

#[test]
fn north_korean_person() {
    // A company in Laos that a North Korean citizen owns; a company of the Republic of Korea.
    let rule = "us.13810.1";
    let company = |changes: Value| {
        let party = json!({"id": "company", "roles": ["PARTY_ROLE_RECRUITER"], "country": "LAO"});
        let citizen = json!({"id": "citizen", "roles": ["PARTY_ROLE_OWNER"], "kind": "PARTY_KIND_INDIVIDUAL",
            "country": "PRK", "government_of_north_korea": false});
        with(&case(&[testing::patched(&party, &changes), citizen]), "/transactions", json!({"items": []}))
    };
    let letters = |record: &Value| {
        let verdict = testing::verdict_on(&PLUGIN, "2018-01-01", &testing::record(record));
        verdict.findings.iter().any(|f| f.rule_id == rule && f.subject.as_ref().is_some_and(|s| s.id == "company"))
    };
    assert!(letters(&company(json!({"owned_by_north_korean_national": true}))));
    assert!(letters(&company(json!({"owners": {"items": [{"owner": "citizen", "percent": "51"}]}}))));
    assert!(!letters(&company(json!({"owners": {"items": [{"owner": "citizen", "percent": "49"}]}}))));
    assert!(!letters(&company(json!({"country": "KOR"}))));
    // A citizen and a body of the State together.
    let state =
        json!({"id": "state", "roles": ["PARTY_ROLE_OWNER"], "country": "CHN", "government_of_north_korea": true});
    let mixed =
        json!({"owners": {"items": [{"owner": "citizen", "percent": "30"}, {"owner": "state", "percent": "30"}]}});
    assert!(letters(&with(&company(mixed), "/parties/items/-", state)));
    // Acting for a citizen makes nobody a North Korean person; acting for the State does.
    let acts = json!({"owners": {"items": [{"owner": "citizen", "percent": "49"}]}, "acts_for": "citizen"});
    assert!(!letters(&company(acts.clone())));
    let of_state = with(&company(acts), "/parties/items/2/government_of_north_korea", json!(true));
    assert!(letters(&of_state));
    // Of whom nobody says where it belongs may be one.
    let nowhere = |changes: Value| {
        let party = json!({"id": "nowhere", "roles": ["PARTY_ROLE_OTHER"], "government_of_north_korea": false});
        with(&case(&[testing::patched(&party, &changes)]), "/transactions", json!({"items": []}))
    };
    check(rule, "2018-01-01", &nowhere(json!({})), "D");
    assert_eq!(missing(rule, "2018-01-01", &nowhere(json!({}))), "parties.items[1].country");
    check(rule, "2018-01-01", &nowhere(json!({"owned_by_north_korean_national": true})), "R");
    check(rule, "2018-01-01", &nowhere(json!({"country": "KOR"})), "-");
}

#[test]
fn north_korean_person_since_the_statute() {
    // A US person serves a company in Laos that a citizen owns: for review once the statute defines such persons.
    let rule = "us.13722.3";
    let company = json!({"id": "company", "roles": ["PARTY_ROLE_OTHER"], "country": "LAO",
        "owned_by_north_korean_national": true});
    let service =
        json!({"services": [{"id": "s", "provider": "builder", "recipient": "company", "from": "2017-01-01"}]});
    let record = with(&with(&case(&[company]), "/ventures", service), "/transactions", json!({"items": []}));
    let record = with(&record, "/goods", json!({"items": []}));
    dates(rule, &record, &[("2017-08-01", "-"), ("2017-08-02", "R"), ("2017-08-03", "R")]);
    let home = with(&record, "/parties/items/1/country", json!("PRK"));
    dates(rule, &home, &[("2017-08-01", "P"), ("2017-08-02", "P")]);
}

#[test]
fn owned_by_half() {
    let rule = "us.13551";
    let owner = |id: &str| with(&listed("DPRK", "2010-08-30"), "/id", json!(id));
    let company = |id: &str, owners: &[(&str, &str)]| {
        let owners: Vec<_> =
            owners.iter().map(|(owner, percent)| json!({"owner": owner, "percent": percent})).collect();
        json!({"id": id, "roles": ["PARTY_ROLE_OTHER"], "country": "CHN", "owners": {"items": owners}})
    };
    let record = |day: &str, parties: &[Value]| {
        let (payee, others) = parties.split_first().unwrap();
        let paid = paid(day, payee);
        others.iter().fold(paid, |record, party| with(&record, "/parties/items/-", party.clone()))
    };
    let two = |share: &'static str| {
        move |day: &str| record(day, &[company("payee", &[("a", share), ("b", share)]), owner("a"), owner("b")])
    };
    // 25 and 25: together since 2014-08-13, alone before. Two of 24.9 never.
    days(rule, two("25"), &[("2014-08-12", "-"), ("2014-08-13", "P"), ("2014-08-14", "P")]);
    days(rule, two("24.9"), &[("2014-08-13", "-"), ("2018-01-01", "-")]);
    days(rule, two("50"), &[("2014-08-12", "P"), ("2014-08-13", "P")]);
    // A holds half of B, and B half of C, or 49 %.
    let chain = |share: &str| {
        let (c, b) = (company("payee", &[("b", share)]), company("b", &[("a", "50")]));
        record("2018-01-01", &[c, b, owner("a")])
    };
    check(rule, "2018-01-01", &chain("50"), "P");
    check(rule, "2018-01-01", &chain("49"), "-");
    // Whatever a stranger holds, it is no share of somebody blocked.
    let stranger = json!({"id": "payee", "country": "CHN", "owners": {"items": [{"owner": "b"}]}});
    check(rule, "2018-01-01", &record("2018-01-01", &[stranger, company("b", &[])]), "-");
}

/// Somebody whom one owner's listing blocks with another's.
fn held_together(day: &str, first: Value, second: Value) -> Value {
    let owners = json!({"items": [{"owner": "a", "percent": "25"}, {"owner": "b", "percent": "25"}]});
    let payee = with(&unlisted("CHN"), "/owners", owners);
    let record = with(&paid(day, &payee), "/parties/items/-", with(&first, "/id", json!("a")));
    with(&record, "/parties/items/-", with(&second, "/id", json!("b")))
}

#[test]
fn owned_by_half_across_programmes() {
    let (arms, state_body) = (listed("DPRK2", "2015-01-02"), bureau());
    let other = listed("DPRK3", "2016-12-02");
    let both = held_together("2018-01-01", arms.clone(), other.clone());
    for rule in ["us.13687", "us.13722.2a4", "us.510.201"] {
        check(rule, "2018-01-01", &both, "P");
    }
    check("us.13551", "2018-01-01", &both, "-");
    // A listed person and a body of the Government, whose property is blocked since 2016-03-16.
    let mixed = |day: &str| held_together(day, arms.clone(), state_body.clone());
    days("us.510.201", mixed, &[("2016-03-14", "-"), ("2016-03-15", "R"), ("2016-03-16", "P"), ("2016-03-17", "P")]);
    // On the day of signature the block on the Government is for review, and makes no share of another order certain.
    days("us.13722.1", mixed, &[("2016-03-14", "not in force"), ("2016-03-15", "R"), ("2016-03-16", "P")]);
    check("us.13687", "2016-03-15", &mixed("2016-03-15"), "R");
    check("us.13687", "2016-03-16", &mixed("2016-03-16"), "RP");
    check("us.13722.1", "2018-01-01", &mixed("2018-01-01"), "P");
    // The body itself is exposed to designation besides.
    check("us.13687", "2018-01-01", &mixed("2018-01-01"), "RP");
    // Somebody blocked for other reasons adds up too, and gives no ground of his own.
    let elsewhere = held_together("2018-01-01", arms, listed("SDGT", "2010-01-01"));
    check("us.13687", "2018-01-01", &elsewhere, "P");
    check("us.13722.2a4", "2018-01-01", &elsewhere, "-");
    let strangers = held_together("2018-01-01", listed("SDGT", "2010-01-01"), listed("IRAN", "2010-01-01"));
    check("us.510.201", "2018-01-01", &strangers, "-");
    // One of the two may be listed by then.
    let undated = with(&listed("DPRK2", "2015-01-02"), "/lists/items/0/listed_on", Value::Null);
    let perhaps = held_together("2018-01-01", undated, listed("DPRK3", "2016-12-02"));
    check("us.13722.2a4", "2018-01-01", &perhaps, "R");
    assert_eq!(missing("us.13722.2a4", "2018-01-01", &perhaps), "parties.items[2].lists.items[0].listed_on");
}

#[test]
fn owned_through_somebody_blocked_for_other_reasons() {
    // The payee is half of "b", who is listed for something else; "a", who is listed for North Korea, owns a share of "b".
    let record = |share: &str| {
        let owners = |who: &str, percent: &str| json!({"items": [{"owner": who, "percent": percent}]});
        let payee = with(&unlisted("CHN"), "/owners", owners("b", "50"));
        let other = with(&with(&listed("SDGT", "2010-01-01"), "/id", json!("b")), "/owners", owners("a", share));
        let record = with(&paid("2018-01-01", &payee), "/parties/items/-", other);
        with(&record, "/parties/items/-", with(&listed("DPRK2", "2015-01-02"), "/id", json!("a")))
    };
    for rule in ["us.13687", "us.510.201"] {
        check(rule, "2018-01-01", &record("50"), "P");
        check(rule, "2018-01-01", &record("49"), "-");
    }
    // Who owns each other in a circle owns nothing for it.
    let circle = with(&record("50"), "/parties/items/2/owners/items/0/owner", json!("payee"));
    check("us.13687", "2018-01-01", &circle, "-");
    // A holding of nothing gives no ground.
    let nothing = held_together("2018-01-01", listed("DPRK2", "2015-01-02"), listed("SDGT", "2010-01-01"));
    let nothing = with(&nothing, "/parties/items/1/owners/items/0/percent", json!("0"));
    let nothing = with(&nothing, "/parties/items/1/owners/items/1/percent", json!("50"));
    check("us.13687", "2018-01-01", &nothing, "-");
}

#[test]
fn owned_by_half_of_one_since_2008() {
    let rule = "us.13382";
    let owner = with(&listed("NPWMD", "2005-07-01"), "/id", json!("a"));
    let record = |day: &str| {
        let payee = with(&unlisted("CHN"), "/owners", json!({"items": [{"owner": "a", "percent": "50"}]}));
        with(&paid(day, &payee), "/parties/items/-", owner.clone())
    };
    days(rule, record, &[("2008-02-13", "-"), ("2008-02-14", "P"), ("2008-02-15", "P")]);
}

#[test]
fn lists_that_block_and_lists_that_do_not() {
    let rule = "us.13551";
    let on = |list: Value| {
        with(&paid("2018-01-01", &listed("DPRK", "2010-08-30")), "/parties/items/1/lists/items/0/list", list)
    };
    check(rule, "2018-01-01", &on(json!("OFAC-SDN")), "P");
    check(rule, "2018-01-01", &on(json!("OFAC-CAPTA")), "-");
    check(rule, "2018-01-01", &on(json!("OFAC-NS-MBS")), "-");
    check(rule, "2018-01-01", &on(json!("UN-1718")), "-");
    check(rule, "2018-01-01", &on(Value::Null), "D");
    assert_eq!(missing(rule, "2018-01-01", &on(Value::Null)), "parties.items[1].lists.items[0].list");
    // Blocked under the statute alone: no row says under which order.
    let statute = paid("2018-01-01", &listed("DPRK-NKSPEA", "2017-09-26"));
    check("us.510.201", "2018-01-01", &statute, "R");
    check("us.510.201", "2017-01-01", &statute, "-");
    let dealt = with(&case(&[listed("DPRK-NKSPEA", "2017-09-26")]), "/us_nexus", json!(true));
    check("us.510.201", "2018-01-01", &with(&dealt, "/transactions", json!({"items": []})), "R");
    let foreign = with(&statute, "/transactions/items/0/us_nexus", json!(false));
    check("us.510.201", "2018-01-01", &with(&foreign, "/parties/items/0/country", json!("QAT")), "-");
}
