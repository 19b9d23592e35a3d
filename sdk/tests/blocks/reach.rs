//! What of a record touches a country, whom a duty of everybody binds, and reports that were filed.

use comity_sdk::{
    TOUCHES, addressees, belongs_to, filings::MIDTERM, is_north_korean, policy::predicate::Form,
    touches as touches_by_gate, v1::Addressee,
};

use super::*;

#[test]
fn a_party_belongs_where_it_is_domiciled_or_from() {
    for (country, domicile, expected) in [
        (Some("JPN"), None, "y"),
        (Some("KOR"), None, "n"),
        (Some("KOR"), Some("JPN"), "y"),
        (Some("JPN"), Some("KOR"), "y"),
        (Some("KOR"), Some("KOR"), "n"),
        (None, Some("JPN"), "y"),
        (None, Some("KOR"), "?"),
        (None, None, "?"),
    ] {
        let party = patched(&json!({"id": "p"}), &json!({"country": country, "domicile": domicile}));
        let record = json!({"parties": items(json!([party]))});
        let found = on("2018-01-01", &record, |case| letter(&belongs_to(case.parties().next().unwrap(), "JPN")));
        assert_eq!(found, expected, "{party}");
    }
}

#[test]
fn north_korean_by_country_or_as_a_body_of_the_government() {
    for (country, government, expected) in [
        (Some("PRK"), None, "y"),
        (Some("PRK"), Some(false), "y"),
        (Some("CHN"), Some(true), "y"),
        (Some("CHN"), Some(false), "n"),
        (Some("CHN"), None, "n"),
        (None, Some(true), "y"),
        (None, Some(false), "?"),
        (None, None, "?"),
    ] {
        let change = json!({"country": country, "government_of_north_korea": government});
        let record = json!({"parties": items(json!([patched(&json!({"id": "p"}), &change)]))});
        let found = on("2018-01-01", &record, |case| letter(&is_north_korean(case.parties().next().unwrap())));
        assert_eq!(found, expected, "{change}");
    }
}

#[test]
fn whom_a_duty_of_everybody_binds() {
    use Addressee as A;
    for (roles, expected) in [
        (json!(["SENDER"]), vec![A::Sender]),
        (json!(["RECRUITER"]), vec![A::Recruiter]),
        (json!(["HOST_EMPLOYER"]), vec![A::Employer]),
        (json!(["PRINCIPAL"]), vec![A::Principal]),
        (json!(["USER"]), vec![A::User]),
        (json!(["BANK"]), vec![A::Bank]),
        (json!(["HOLDER"]), vec![A::Holder]),
        (json!(["IMPORTER"]), vec![A::Importer]),
        (json!(["BUYER"]), vec![A::ForeignPerson]),
        (json!([]), vec![A::ForeignPerson]),
        (json!(["BUYER", "BANK"]), vec![A::Bank]),
        (json!(["BANK", "HOST_EMPLOYER"]), vec![A::Employer, A::Bank]),
    ] {
        let named =
            roles.as_array().unwrap().iter().map(|role| json!(format!("PARTY_ROLE_{}", role.as_str().unwrap())));
        // Twice the same party: each addressee once.
        let party = json!({"id": "p", "roles": named.collect::<Value>()});
        let record = json!({"parties": items(json!([party, party]))});
        assert_eq!(on("2018-01-01", &record, |case| addressees(case.parties())), expected, "{roles}");
    }
}

fn touches(record: &Value) -> &'static str {
    on("2018-01-01", record, |case| letter(&case.touches("JPN")))
}

#[test]
fn anything_of_a_record_touches_a_country() {
    let abroad = json!({"parties": items(json!([{"id": "p", "country": "CHN"}])),
        "worksites": items(json!([{"id": "s", "country": "CHN"}]))});
    assert_eq!(touches(&abroad), "n");
    for (part, entry, expected) in [
        ("journeys", json!({"country": "JPN"}), "y"),
        ("journeys", json!({"country": "CHN"}), "n"),
        ("journeys", json!({}), "n"),
        ("goods", json!({"origin": "JPN"}), "y"),
        ("goods", json!({"destination_country": "JPN"}), "y"),
        ("goods", json!({}), "n"),
        ("transactions", json!({"to_country": "JPN"}), "y"),
        ("transactions", json!({"bank": {"country": "JPN"}}), "y"),
        ("transactions", json!({"payer_institution": {"country": "JPN"}}), "y"),
        ("transactions", json!({"payee_institution": {"country": "JPN"}}), "y"),
        ("transactions", json!({}), "n"),
    ] {
        let record = patched(&abroad, &json!({part: items(json!([patched(&json!({"id": "x"}), &entry)]))}));
        assert_eq!(touches(&record), expected, "{part} {entry}");
    }
    // Open only where neither parties nor sites are recorded, or where one of them does not say.
    for (change, expected) in [
        (json!({"parties": null}), "n"),
        (json!({"worksites": null}), "n"),
        (json!({"parties": null, "worksites": null}), "?"),
        (json!({"parties": null, "worksites": null, "goods": items(json!([{"id": "g", "origin": "JPN"}]))}), "y"),
        (json!({"parties": items(json!([{"id": "p"}]))}), "?"),
        (json!({"worksites": items(json!([{"id": "s"}]))}), "?"),
    ] {
        assert_eq!(touches(&patched(&abroad, &change)), expected, "{change}");
    }
}

fn payment(change: &Value) -> Value {
    let party = |id: &str, country: &str| json!({"id": id, "country": country});
    let payment = json!({"id": "t", "payer": "chinese", "payee": "korean"});
    json!({
        "parties": items(json!([party("chinese", "CHN"), party("korean", "KOR"), party("japanese", "JPN"), {"id": "unsaid"}])),
        "transactions": items(json!([patched(&payment, change)]))
    })
}

#[test]
fn a_payment_touches_a_country() {
    for (change, expected) in [
        (json!({}), "n"),
        (json!({"payer": "japanese"}), "y"),
        (json!({"payee": "japanese"}), "y"),
        (json!({"payee": null}), "?"),
        (json!({"payee": "unsaid"}), "?"),
        (json!({"payee": null, "payer": "japanese"}), "y"),
        (json!({"to_country": "JPN"}), "y"),
        (json!({"to_country": "JPN", "payee": null}), "y"),
        (json!({"bank": {"party": "japanese"}}), "y"),
        (json!({"bank": {"country": "JPN"}}), "y"),
        (json!({"facilitated_by": items(json!(["japanese"]))}), "y"),
        (json!({"facilitated_by": items(json!(["chinese"]))}), "n"),
    ] {
        let found = on("2018-01-01", &payment(&change), |case| {
            letter(&case.payment_touches(case.payment("t").unwrap(), "JPN"))
        });
        assert_eq!(found, expected, "{change}");
    }
}

#[test]
fn pay_touches_a_country() {
    let employer = |country: Value| {
        patched(&json!({"id": "e", "roles": ["PARTY_ROLE_HOST_EMPLOYER"]}), &json!({"country": country}))
    };
    for (site, employers, expected) in [
        (json!("CHN"), json!([employer(json!("CHN"))]), "n"),
        (json!("JPN"), json!([employer(json!("CHN"))]), "y"),
        (json!("JPN"), json!([]), "y"),
        (json!("CHN"), json!([employer(json!("JPN"))]), "y"),
        (json!("CHN"), json!([employer(json!("CHN")), employer(json!("JPN"))]), "y"),
        (json!("CHN"), json!([]), "n"),
        (json!("CHN"), json!([employer(Value::Null)]), "?"),
        (Value::Null, json!([employer(json!("CHN"))]), "?"),
        (Value::Null, json!([employer(json!("JPN"))]), "y"),
    ] {
        let record = json!({
            "parties": items(employers.clone()),
            "worksites": items(json!([patched(&json!({"id": "s"}), &json!({"country": site}))])),
            "wages": items(json!([{"id": "w", "site": "s"}]))
        });
        let found = on("2018-01-01", &record, |case| {
            letter(&case.pay_touches(case.record.wages().recorded().unwrap().iter().next().unwrap(), "JPN"))
        });
        assert_eq!(found, expected, "{site} {employers}");
    }
}

#[test]
fn a_report_is_filed_by_its_day() {
    let filed = |report: Value| json!({"state": {"reports": items(json!([report]))}});
    let midterm = "STATE_REPORT_KIND_2397_MIDTERM";
    for (record, expected) in [
        (filed(json!({"kind": midterm, "filed_on": "2019-03-21"})), "y"),
        (filed(json!({"kind": midterm, "filed_on": "2019-03-22"})), "y"),
        (filed(json!({"kind": midterm, "filed_on": "2019-03-23"})), "n"),
        (filed(json!({"kind": midterm})), "?"),
        (filed(json!({"kind": "STATE_REPORT_KIND_2397_FINAL", "filed_on": "2019-03-22"})), "n"),
        (filed(json!({"filed_on": "2019-03-22"})), "?"),
        (json!({"state": {"reports": {}}}), "n"),
        (json!({"state": {}}), "?"),
        (json!({}), "n"),
    ] {
        let found = on("2020-01-01", &record, |case| letter(&case.filed(MIDTERM.kind, MIDTERM.due)));
        assert_eq!(found, expected, "{record}");
    }
}

/// The gate names every field of [`TOUCHES`]; what leaves it open are parties and sites that do not say.
#[test]
fn the_gate_of_what_touches_a_country() {
    let Some(Form::Any(all)) = touches_by_gate("JPN").form else { panic!("not one of several") };
    let fields = all.items.into_iter().map(|item| match item.form {
        Some(Form::FieldIn(field)) => (field.field, field.values, "open"),
        Some(Form::RecordedIn(field)) => (field.field, field.values, "-"),
        other => panic!("{other:?}"),
    });
    let open = ["parties.items.country", "worksites.items.country"];
    let expected = TOUCHES
        .iter()
        .map(|field| ((*field).to_owned(), vec!["JPN".to_owned()], if open.contains(field) { "open" } else { "-" }));
    assert_eq!(fields.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
}
