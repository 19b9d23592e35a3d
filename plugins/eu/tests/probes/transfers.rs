//! Section 1: transfers to and from North Korea, their limits, what appears linked.

use super::*;

/// The yard transfers something for a purpose on a day.
fn transfer(purpose: &str, euros: &str, day: &str, extra: &Value) -> Value {
    let bank = json!({"id": "payee", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK"});
    let record = pays(&yard_with(&[bank]), "yard", "payee", day);
    let base = json!({"to_country": "PRK", "purpose": format!("TRANSACTION_PURPOSE_{purpose}"),
        "amount": {"currency": "EUR", "amount": euros}});
    let payment = testing::patched(&record["transactions"]["items"][0], &testing::patched(&base, extra));
    with(&record, "/transactions/items/0", payment)
}

#[test]
fn what_is_not_excepted_is_barred() {
    let rule = "eu.dprk.transfer.ban";
    days(
        rule,
        |day| transfer("WAGES", "20000", day, &json!({})),
        &[("2017-08-31", "not in force"), ("2017-09-01", "P"), ("2017-09-02", "P")],
    );
    let check = |extra: Value, expected: &str| {
        check(rule, "2018-01-01", &transfer("WAGES", "20000", "2018-01-01", &extra), expected);
    };
    check(json!({"to_country": "POL", "payee": "yard"}), "-");
    check(json!({"to_country": "CHN", "payee_institution": {"country": "PRK"}}), "P");
    check(json!({"to_country": "POL", "payer_institution": {"country": "PRK"}}), "P");
    check(json!({"to_country": "CHN", "bank": {"country": "PRK"}}), "P");
    check(json!({"executed": false}), "-");
    check(json!({"authorisation_ref": "MF-1"}), "R");
    check(json!({"purpose": "TRANSACTION_PURPOSE_LABOUR_LEASE"}), "P");
    for excepted in
        ["FOOD", "HEALTH", "HUMANITARIAN", "TRADE_CONTRACT", "EU_FUNDED_PROJECT", "DIPLOMATIC", "PERSONAL_REMITTANCE"]
    {
        check(json!({"purpose": format!("TRANSACTION_PURPOSE_{excepted}")}), "-");
    }
    let unsaid = |field: &str| {
        let mut record = transfer("WAGES", "20000", "2018-01-01", &json!({}));
        record["transactions"]["items"][0].as_object_mut().unwrap().remove(field);
        (testing::answer(&PLUGIN, rule, "2018-01-01", &record), missing(rule, "2018-01-01", &record))
    };
    assert_eq!(unsaid("purpose"), ("D".to_owned(), "transactions.items[0].purpose".to_owned()));
    assert_eq!(unsaid("to_country"), ("D".to_owned(), "transactions.items[0].to_country".to_owned()));
}

#[test]
fn a_payment_between_others_is_not_of_the_union() {
    let strangers = [
        json!({"id": "a", "roles": ["PARTY_ROLE_OTHER"], "country": "CHN"}),
        json!({"id": "b", "roles": ["PARTY_ROLE_OTHER"], "country": "PRK"}),
    ];
    let record = pays(&json!({"parties": {"items": strangers}}), "a", "b", "2018-01-01");
    let record = with(&record, "/transactions/items/0/to_country", json!("PRK"));
    check("eu.dprk.transfer.ban", "2018-01-01", &record, "NA");
}

#[test]
fn excepted_purposes_up_to_their_limit() {
    let rule = "eu.dprk.transfer.15k";
    let on = |euros: &str, extra: Value| transfer("FOOD", euros, "2018-01-01", &extra);
    let free = on("15000.00", json!({}));
    check(rule, "2018-01-01", &free, "X");
    assert_eq!(exemption(rule, "2018-01-01", &free), "art.21.4");
    check(rule, "2018-01-01", &on("15000.01", json!({})), "P");
    let authorised = on("15000.01", json!({"authorisation_ref": "MF-2"}));
    check(rule, "2018-01-01", &authorised, "X");
    assert_eq!(exemption(rule, "2018-01-01", &authorised), "MF-2");
    days(
        rule,
        |day| transfer("HEALTH", "15000.01", day, &json!({})),
        &[("2017-08-31", "not in force"), ("2017-09-01", "P"), ("2017-09-02", "P")],
    );
    check(rule, "2018-01-01", &transfer("WAGES", "20000", "2018-01-01", &json!({})), "-");
    let dollars = on("15000", json!({"amount": {"currency": "USD", "amount": "17000"}}));
    check(rule, "2018-01-01", &dollars, "D");
    assert_eq!(missing(rule, "2018-01-01", &dollars), "transactions.items[0].amount_eur");
    check(rule, "2018-01-01", &with(&dollars, "/transactions/items/0/amount_eur", json!("14166.67")), "X");
}

#[test]
fn remittances_and_the_day_their_limit_fell() {
    let on = |euros: &str, day: &str| transfer("PERSONAL_REMITTANCE", euros, day, &json!({}));
    let (old, new) = ("eu.dprk.remit.15k@2016", "eu.dprk.remit.5k@2017");
    days(
        old,
        |day| on("15000.01", day),
        &[
            ("2017-08-31", "not in force"),
            ("2017-09-01", "P"),
            ("2017-09-20", "P"),
            ("2017-10-16", "P"),
            ("2017-10-17", "not in force"),
            ("2017-10-18", "not in force"),
        ],
    );
    check(old, "2017-09-20", &on("15000", "2017-09-20"), "-");
    check(old, "2017-10-15", &on("9000", "2017-10-15"), "-");
    days(
        new,
        |day| on("9000", day),
        &[
            ("2017-10-15", "not in force"),
            ("2017-10-16", "R"),
            ("2017-10-17", "P"),
            ("2017-10-18", "P"),
            ("2017-10-20", "P"),
        ],
    );
    check(new, "2017-10-20", &on("5000.00", "2017-10-20"), "-");
    check(new, "2017-10-20", &on("5000.01", "2017-10-20"), "P");
    assert!(text(new, "2017-10-16", &on("9000", "2017-10-16")).contains("already applied"));
    let authorised = with(&on("9000", "2018-01-01"), "/transactions/items/0/authorisation_ref", json!("MF-3"));
    check(new, "2018-01-01", &authorised, "X");
    assert_eq!(exemption(new, "2018-01-01", &authorised), "MF-3");
    let unsaid = with(&on("9000", "2018-01-01"), "/transactions/items/0/amount", Value::Null);
    check(new, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(new, "2018-01-01", &unsaid), "transactions.items[0].amount_eur");
}

/// Transfers by day, amount and the obligation they belong to.
fn transfers(purpose: &str, all: &[(&str, &str, &str)]) -> Value {
    let record = transfer(purpose, "1", "2018-01-01", &json!({}));
    let model = record["transactions"]["items"][0].clone();
    let items = all.iter().enumerate().map(|(place, (day, euros, group))| {
        let own = json!({"id": format!("t{}", place + 1), "date": day, "link_group": group,
            "amount": {"currency": "EUR", "amount": euros}});
        testing::patched(&model, &own)
    });
    let items: Vec<_> = items.collect();
    with(&record, "/transactions", json!({"items": items}))
}

#[test]
fn transfers_that_appear_linked() {
    let rule = "eu.dprk.linked";
    let found = |purpose: &str, all: &[(&str, &str, &str)]| {
        let found = subjects(rule, "2018-12-31", &transfers(purpose, all));
        found.into_iter().map(|(id, letter)| format!("{id} {letter}")).collect::<Vec<_>>().join(", ")
    };
    let remitted = |all: &[(&str, &str, &str)]| found("PERSONAL_REMITTANCE", all);
    let three = [("2018-01-01", "4900", "a"), ("2018-01-02", "4900", "a"), ("2018-01-03", "4900", "a")];
    assert_eq!(remitted(&three), "t2 P, t3 P");
    let apart = [("2018-01-01", "4900", "a"), ("2018-01-02", "4900", "b"), ("2018-01-03", "4900", "c")];
    assert_eq!(remitted(&apart), "");
    assert_eq!(remitted(&[("2018-01-01", "2500", "a"), ("2018-01-01", "2500", "a")]), "");
    assert_eq!(remitted(&[("2018-01-01", "2500", "a"), ("2018-01-01", "2500.01", "a")]), "t2 P");
    // One above the limit by itself is the matter of its own row.
    assert_eq!(remitted(&[("2018-01-01", "2500", "a"), ("2018-01-02", "5000.01", "a")]), "");
    assert_eq!(remitted(&[("2017-10-15", "4900", "a"), ("2017-10-15", "4900", "a")]), "");
    assert_eq!(remitted(&[("2017-10-16", "4900", "a"), ("2017-10-16", "4900", "a")]), "t2 R");
    assert_eq!(remitted(&[("2017-10-17", "4900", "a"), ("2017-10-17", "4900", "a")]), "t2 P");
    assert_eq!(found("FOOD", &[("2018-01-01", "7500", "a"), ("2018-01-02", "7500", "a")]), "");
    assert_eq!(found("FOOD", &[("2018-01-01", "7500", "a"), ("2018-01-02", "7500.01", "a")]), "t2 P");
    assert_eq!(found("WAGES", &three), "");
    // The transfer that its sum bars is not also told to be free.
    let food = transfers("FOOD", &[("2018-01-01", "7500", "a"), ("2018-01-02", "7500.01", "a")]);
    assert_eq!(subjects("eu.dprk.transfer.15k", "2018-12-31", &food), [("t1".to_owned(), "X")]);
    let authorised = with(&food, "/transactions/items/1/authorisation_ref", json!("MF-4"));
    check(rule, "2018-12-31", &authorised, "X");
    // A part of the sum that is not known may decide.
    let unsaid = with(&transfers("PERSONAL_REMITTANCE", &three[..2]), "/transactions/items/0/amount", Value::Null);
    assert_eq!(
        missing(rule, "2018-12-31", &unsaid),
        "transactions.items[0].amount_eur transactions.items[0].amount_eur"
    );
}
