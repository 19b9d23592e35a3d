//! Section 2: ownership by its two versions, control, what is made available to the owned.

use super::*;

/// What the freezing says of a firm with these shares of listed persons.
fn frozen(shares: &[(&str, &str)]) -> Value {
    let record = yard_with(&[
        owned("firm", shares),
        listed("one", "EU-DPRK", "2010-01-01"),
        listed("two", "EU-DPRK", "2010-01-01"),
        owned("middle", &[("one", "60")]),
        listed("abuser", "EU-GHR", "2021-03-22"),
        unlisted("other"),
    ]);
    with(&with(&record, "/transactions", json!({"items": []})), "/holdings", json!({"items": []}))
}

fn firm(rule: &str, as_of: &str, record: &Value) -> String {
    let found = subjects(rule, as_of, record).into_iter().find(|(subject, _)| subject == "firm");
    found.map_or("-", |(_, letter)| letter).to_owned()
}

#[test]
fn half_by_the_version_of_the_day() {
    let rule = "eu.dprk.freeze";
    for (shares, expected) in [
        (vec![("one", "50")], ["-", "P", "P"]),
        (vec![("one", "50.1")], ["P", "P", "P"]),
        (vec![("one", "49.9")], ["-", "-", "-"]),
        (vec![("one", "25"), ("two", "25")], ["-", "P", "P"]),
        (vec![("one", "30"), ("two", "30")], ["-", "P", "P"]),
        (vec![("one", "25"), ("two", "24.9")], ["-", "-", "-"]),
        // Listed for something else: the holdings add up, if one of them is ours.
        (vec![("one", "25"), ("abuser", "25")], ["-", "P", "P"]),
        (vec![("abuser", "60")], ["-", "-", "-"]),
        (vec![("other", "100")], ["-", "-", "-"]),
        // Through a firm that is itself owned.
        (vec![("middle", "60")], ["R", "R", "R"]),
        (vec![("middle", "40")], ["-", "-", "-"]),
        (vec![("middle", "30"), ("one", "30")], ["R", "R", "R"]),
    ] {
        for (as_of, letter) in ["2024-07-02", "2024-07-03", "2024-07-04"].iter().zip(expected) {
            assert_eq!(firm(rule, as_of, &frozen(&shares)), letter, "{shares:?} on {as_of}");
        }
    }
}

#[test]
fn gaps_among_the_owners_stay_open() {
    let rule = "eu.dprk.freeze";
    let record = frozen(&[("one", "60")]);
    let unsaid = with(&record, "/parties/items/1/owners/items/0/percent", Value::Null);
    assert_eq!(firm(rule, "2018-01-01", &unsaid), "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "parties.items[1].owners.items[0].percent");
    let nobody = with(&record, "/parties/items/1/owners/items/0/owner", Value::Null);
    assert_eq!(firm(rule, "2018-01-01", &nobody), "D");
    let small = with(&frozen(&[("other", "60")]), "/parties/items/1/owners/items/0/owner", json!("other"));
    assert_eq!(firm(rule, "2018-01-01", &small), "-");
    let sold = with(&record, "/parties/items/1/owners/items/0/to", json!("2018-01-01"));
    assert_eq!(firm(rule, "2017-12-31", &sold), "P");
    assert_eq!(firm(rule, "2018-01-01", &sold), "-");
    let bought = with(&record, "/parties/items/1/owners/items/0/from", json!("2018-01-01"));
    assert_eq!(firm(rule, "2017-12-31", &bought), "-");
    assert_eq!(firm(rule, "2018-01-01", &bought), "P");
}

/// A firm of which a listed person holds a share, with a sign of control.
fn sign(percent: &str, extra: &Value) -> Value {
    let base = json!({"kind": "CONTROL_KIND_APPOINTS_MAJORITY", "by": "one", "documented": true});
    let record = frozen(&[("one", percent)]);
    with(&record, "/parties/items/1/control_indicators/items/-", testing::patched(&base, extra))
}

/// The first sign leads to a listed person through somebody whose own control nobody documented, the second directly. The order
/// of the paths decided once: what was seen on the first was not looked at on the second.
#[test]
fn a_documented_path_counts_although_a_doubtful_one_to_the_same_person_comes_first() {
    let rule = "eu.control";
    let controller = |id: &str, by: &str, documented: bool| {
        let sign = json!({"kind": "CONTROL_KIND_APPOINTS_MAJORITY", "by": by, "documented": documented});
        json!({"id": id, "roles": ["PARTY_ROLE_OTHER"], "country": "CHN", "control_indicators": {"items": [sign]}})
    };
    let record = sign("0", &json!({"by": "first"}));
    let second = json!({"kind": "CONTROL_KIND_APPOINTS_MAJORITY", "by": "second", "documented": true});
    let record = with(&record, "/parties/items/1/control_indicators/items/-", second);
    let record = with(&record, "/parties/items/-", controller("first", "second", false));
    let record = with(&record, "/parties/items/-", controller("second", "one", true));
    assert_eq!(firm(rule, "2018-01-01", &record), "P");
}

#[test]
fn control_by_signs() {
    let rule = "eu.control";
    let of = |as_of: &str, record: &Value| firm(rule, as_of, record);
    let named = sign("30", &json!({}));
    // Listed since 2010; the criteria since 2008.
    assert_eq!(of("2009-12-31", &named), "-");
    assert_eq!(of("2010-01-01", &named), "P");
    let early = with(&named, "/parties/items/2/lists/items/0/listed_on", json!("2000-01-01"));
    assert_eq!(testing::answer(&PLUGIN, rule, "2007-12-31", &early), "not in force");
    assert_eq!(of("2008-01-01", &early), "P");
    assert_eq!(of("2008-01-02", &early), "P");
    for (extra, expected) in [
        (json!({"documented": false}), "R"),
        (json!({"documented": null}), "R"),
        (json!({"refuted": true}), "-"),
        (json!({"by": "other"}), "-"),
        (json!({"by": "middle"}), "P"),
        (json!({"by": null}), "D"),
        (json!({"from": "2018-01-02"}), "-"),
        (json!({"from": "2018-01-01"}), "P"),
        (json!({"to": "2018-01-01"}), "-"),
        (json!({"to": "2018-01-02"}), "P"),
    ] {
        assert_eq!(of("2018-01-01", &sign("30", &extra)), expected, "{extra}");
    }
    // Examined, none; not examined, with a listed owner below the threshold, at any distance; with none.
    assert_eq!(of("2018-01-01", &frozen(&[("one", "30")])), "-");
    let unexamined = |shares| with(&frozen(shares), "/parties/items/1/control_indicators", Value::Null);
    assert_eq!(of("2018-01-01", &unexamined(&[("one", "30")])), "R");
    assert_eq!(missing(rule, "2018-01-01", &unexamined(&[("one", "49.9")])), "parties.items[1].control_indicators");
    assert_eq!(of("2018-01-01", &unexamined(&[("middle", "10")])), "R");
    assert_eq!(of("2018-01-01", &unexamined(&[("other", "30")])), "-");
    assert_eq!(of("2018-01-01", &unexamined(&[("one", "60")])), "-");
    // What is controlled is frozen.
    assert_eq!(firm("eu.dprk.freeze", "2018-01-01", &sign("30", &json!({}))), "P");
    assert_eq!(firm("eu.dprk.freeze", "2018-01-01", &unexamined(&[("one", "30")])), "R");
}

#[test]
fn what_the_owned_get_counts_as_the_owners() {
    let rule = "eu.own.makeavail";
    let record = frozen(&[("one", "60")]);
    let paid = pays(&record, "yard", "firm", "2018-01-01");
    check(rule, "2018-01-01", &paid, "P");
    assert_eq!(subjects(rule, "2018-01-01", &paid), [("t".to_owned(), "P")]);
    // The payment is not one to the listed person itself.
    check("eu.dprk.makeavail", "2018-01-01", &paid, "-");
    check(rule, "2018-01-01", &pays(&record, "yard", "one", "2018-01-01"), "-");
    check(rule, "2018-01-01", &with(&paid, "/parties/items/1/firewall_shown", json!(true)), "-");
    check(rule, "2018-01-01", &with(&paid, "/parties/items/1/firewall_shown", json!(false)), "P");
    let licensed = with(&paid, "/transactions/items/0/authorisation_ref", json!("MF-9"));
    check(rule, "2018-01-01", &licensed, "X");
    assert_eq!(exemption(rule, "2018-01-01", &licensed), "MF-9");
    let half = frozen(&[("one", "50")]);
    days(
        rule,
        |day| pays(&half, "yard", "firm", day),
        &[("2024-07-02", "-"), ("2024-07-03", "P"), ("2024-07-04", "P")],
    );
    // By the law of its day, whatever the answer is later.
    check(rule, "2025-01-01", &pays(&half, "yard", "firm", "2024-07-02"), "-");
    let old = with(&record, "/parties/items/2/lists/items/0/listed_on", json!("2000-01-01"));
    days(
        rule,
        |day| pays(&old, "yard", "firm", day),
        &[("2007-12-31", "not in force"), ("2008-01-01", "P"), ("2008-01-02", "P")],
    );
    check(rule, "2018-01-01", &pays(&frozen(&[("middle", "60")]), "yard", "firm", "2018-01-01"), "R");
    check(rule, "2018-01-01", &pays(&sign("30", &json!({})), "yard", "firm", "2018-01-01"), "P");
    check(rule, "2018-01-01", &pays(&frozen(&[("other", "60")]), "yard", "firm", "2018-01-01"), "-");
    check(rule, "2022-01-01", &pays(&frozen(&[("abuser", "60")]), "yard", "firm", "2022-01-01"), "P");
    let unsaid = with(&paid, "/parties/items/1/owners/items/0/percent", Value::Null);
    check(rule, "2018-01-01", &unsaid, "D");
    assert_eq!(missing(rule, "2018-01-01", &unsaid), "parties.items[1].owners.items[0].percent");
    // Wages to a sender that a listed person owns.
    let sender = with(&record, "/parties/items/1/roles", json!(["PARTY_ROLE_SENDER"]));
    let wages = |payee: &str| with(&sender, "/wages", json!({"items": [{"id": "w", "payee": payee}]}));
    check(rule, "2018-01-01", &wages("PAYEE_SENDER"), "P");
    check(rule, "2018-01-01", &wages("PAYEE_AGENT"), "R");
    check(rule, "2018-01-01", &wages("PAYEE_WORKER_ACCOUNT"), "-");
}

#[test]
fn half_since_2001_against_terrorism() {
    let rule = "eu.own.terror";
    let of =
        |list: &str, percent: &str| yard_with(&[owned("firm", &[("one", percent)]), listed("one", list, "2000-01-01")]);
    dates(
        rule,
        &of("EU-TERR", "50"),
        &[("2001-12-27", "not in force"), ("2001-12-28", "I"), ("2001-12-29", "I"), ("2015-01-01", "I")],
    );
    check(rule, "2015-01-01", &of("EU-TERR", "49.9"), "-");
    check(rule, "2015-01-01", &of("EU-DPRK", "50"), "-");
    assert_eq!(subjects(rule, "2015-01-01", &of("EU-TERR", "50")), [("firm".to_owned(), "I")]);
}

#[test]
fn owners_of_whom_not_all_is_known() {
    let rule = "eu.dprk.freeze";
    let unsaid = |shares: &[(&str, &str)], owner: usize| {
        with(&frozen(shares), &format!("/parties/items/1/owners/items/{owner}/percent"), Value::Null)
    };
    // Whoever is not listed counts for nothing, whatever the share.
    assert_eq!(firm(rule, "2018-01-01", &unsaid(&[("other", "60")], 0)), "-");
    assert_eq!(firm(rule, "2018-01-01", &unsaid(&[("other", "60"), ("one", "10")], 0)), "-");
    assert_eq!(firm(rule, "2018-01-01", &unsaid(&[("other", "60"), ("one", "10")], 1)), "D");
    // Somebody of whom nobody says since when it is listed.
    let undated = with(&frozen(&[("one", "60")]), "/parties/items/2/lists/items/0/listed_on", Value::Null);
    assert_eq!(firm(rule, "2018-01-01", &undated), "R");
    let small = with(&frozen(&[("one", "40")]), "/parties/items/2/lists/items/0/listed_on", Value::Null);
    assert_eq!(firm(rule, "2018-01-01", &small), "-");
    // One of ours has to hold a share that is one.
    assert_eq!(firm(rule, "2024-08-01", &frozen(&[("abuser", "60"), ("one", "0")])), "-");
    assert_eq!(firm(rule, "2024-08-01", &frozen(&[("abuser", "60"), ("one", "1")])), "P");
    assert_eq!(firm(rule, "2024-08-01", &frozen(&[("abuser", "60"), ("middle", "0")])), "-");
    assert_eq!(firm(rule, "2024-08-01", &frozen(&[("abuser", "60"), ("middle", "1")])), "P");
}

#[test]
fn whoever_is_listed_by_name_needs_no_owner() {
    let record = frozen(&[("one", "60")]);
    let shares = json!({"items": [{"owner": "two", "percent": "60"}]});
    let record = with(&record, "/parties/items/2/owners", shares);
    let paid = pays(&record, "yard", "one", "2018-01-01");
    check("eu.own.makeavail", "2018-01-01", &paid, "-");
    check("eu.dprk.makeavail", "2018-01-01", &paid, "P");
    let signs = json!({"items": [{"kind": "CONTROL_KIND_APPOINTS_MAJORITY", "by": "two", "documented": true}]});
    let controlled = with(&record, "/parties/items/2/control_indicators", signs);
    assert!(subjects("eu.control", "2018-01-01", &controlled).is_empty());
}

#[test]
fn a_house_let_to_the_owned() {
    let rule = "eu.own.makeavail";
    let lease = |lessee: &str| {
        let leases = json!({"leases": [{"id": "l", "lessor": "yard", "lessee": lessee, "from": "2018-01-01"}]});
        let record = with(&frozen(&[("one", "60")]), "/ventures", leases);
        with(&record, "/wages", json!({"items": []}))
    };
    assert_eq!(subjects(rule, "2018-02-01", &lease("firm")), [("firm".to_owned(), "P")]);
    check(rule, "2018-02-01", &lease("one"), "-");
    check(rule, "2018-02-01", &lease("other"), "-");
    check(rule, "2018-02-01", &with(&lease("firm"), "/parties/items/1/firewall_shown", json!(true)), "-");
}
