//! The right to stay.

use comity_sdk::hosts::{Stay, stay};

use super::*;

fn record(permits: Value, titles: Value) -> Value {
    let group = json!({"id": "crew", "protection": "PROTECTION_NONE"});
    let record = json!({"workers": items(json!([group]))});
    let part = |entries: Value| if entries.is_null() { entries } else { items(entries) };
    patched(&record, &json!({"permits": part(permits), "residence": part(titles)}))
}

/// Whether the stay is illegal, since when, and whether a title seems good.
fn check(as_of: &str, record: &Value, expected: &str) {
    let found = on(as_of, record, |case| {
        let Stay { illegal, ended_on, seeming } = stay(case, crew(case));
        let ended = ended_on.map_or_else(|| "-".to_owned(), |day| day.to_string());
        format!("{} {ended} {}", letter(&illegal), if seeming.is_some() { "seems good" } else { "-" })
    });
    assert_eq!(found, expected, "{as_of} {record:#}");
}

fn titled(change: &Value) -> Value {
    let title = json!({"id": "t", "valid_from": "2015-01-10", "valid_to": "2016-01-10"});
    record(Value::Null, json!([patched(&title, change)]))
}

#[test]
fn a_title_of_residence() {
    for (change, as_of, expected) in [
        (json!({}), "2015-01-09", "y - -"),
        (json!({}), "2015-01-10", "n - -"),
        (json!({}), "2015-01-11", "n - -"),
        (json!({}), "2016-01-09", "n - -"),
        (json!({}), "2016-01-10", "y 2016-01-10 -"),
        (json!({}), "2016-01-11", "y 2016-01-10 -"),
        (json!({"valid_from": null}), "2015-06-01", "? - -"),
        (json!({"valid_to": null}), "2020-01-01", "n - -"),
        (json!({"withdrawn_on": "2015-06-01"}), "2015-05-31", "n - -"),
        (json!({"withdrawn_on": "2015-06-01"}), "2015-06-01", "y 2015-06-01 seems good"),
        // Withdrawn and run out: it ended with the first, and fools nobody any more.
        (json!({"withdrawn_on": "2015-06-01"}), "2016-01-10", "y 2015-06-01 -"),
        (json!({"forged": true}), "2015-06-01", "y - seems good"),
        (json!({"forged": true}), "2016-01-10", "y 2016-01-10 -"),
        (json!({"forged": false}), "2015-06-01", "n - -"),
        (json!({"worker_groups": items(json!(["others"]))}), "2015-06-01", "y - -"),
    ] {
        check(as_of, &titled(&change), expected);
    }
    // The last of several is the one that ended the stay.
    let two = with(
        &titled(&json!({})),
        "/residence/items/-",
        json!({"id": "u", "valid_from": "2014-01-01", "valid_to": "2014-06-01"}),
    );
    check("2016-01-10", &two, "y 2016-01-10 -");
}

fn permitted(change: &Value) -> Value {
    let permit = json!({"id": "p", "type": "PERMIT_TYPE_SINGLE", "valid_from": "2015-01-10", "valid_to": "2016-01-10"});
    record(json!([patched(&permit, change)]), Value::Null)
}

#[test]
fn a_permit_that_is_a_title_too() {
    for (change, as_of, expected) in [
        (json!({}), "2015-06-01", "n - -"),
        (json!({}), "2016-01-10", "y 2016-01-10 -"),
        (json!({"withdrawn_on": "2015-06-01"}), "2015-06-01", "y 2015-06-01 -"),
        (json!({"withdrawn_on": "2015-06-01"}), "2016-01-11", "y 2015-06-01 -"),
        (json!({"withdrawn_on": "2016-06-01"}), "2016-06-02", "y 2016-01-10 -"),
        // A plain work permit says nothing about the stay, nor does a permit of others.
        (json!({"type": "PERMIT_TYPE_WORK"}), "2015-06-01", "n - -"),
        (json!({"type": "PERMIT_TYPE_WORK"}), "2016-01-10", "n - -"),
        (json!({"worker_groups": items(json!(["others"]))}), "2016-01-10", "n - -"),
        // Without a type it may have been a plain work permit.
        (json!({"type": null}), "2015-06-01", "n - -"),
        (json!({"type": null}), "2016-01-10", "? 2016-01-10 -"),
    ] {
        check(as_of, &permitted(&change), expected);
    }
    // One that was a title is enough; one to come says nothing of the one that ended.
    let and = |first: Value, second: Value| with(&permitted(&first), "/permits/items/-", second);
    let work = json!({"id": "q", "type": "PERMIT_TYPE_WORK", "valid_from": "2015-01-10", "valid_to": "2016-01-05"});
    check("2016-01-10", &and(json!({}), work), "y 2016-01-10 -");
    let to_come = json!({"id": "q", "type": "PERMIT_TYPE_SINGLE", "valid_from": "2017-01-01"});
    check("2016-01-10", &and(json!({"type": null}), to_come), "? 2016-01-10 -");
    // Beside a title that ended, a work permit is no right to stay and a single permit is; what it is has to be known.
    let beside = |kind: Value| {
        let permit = patched(&json!({"id": "p", "valid_from": "2015-01-10"}), &json!({"type": kind}));
        record(json!([permit]), json!([{"id": "t", "valid_from": "2014-01-01", "valid_to": "2015-01-01"}]))
    };
    check("2015-06-01", &beside(json!("PERMIT_TYPE_WORK")), "y 2015-01-01 -");
    check("2015-06-01", &beside(json!("PERMIT_TYPE_SINGLE")), "n 2015-01-01 -");
    check("2015-06-01", &beside(Value::Null), "? 2015-01-01 -");
    let of_others =
        with(&beside(json!("PERMIT_TYPE_SINGLE")), "/permits/items/0/worker_groups", items(json!(["others"])));
    check("2015-06-01", &of_others, "y 2015-01-01 -");
}

#[test]
fn nothing_recorded_is_nobody_looked() {
    check("2015-06-01", &record(Value::Null, Value::Null), "n - -");
    check("2015-06-01", &record(json!([]), Value::Null), "n - -");
    check("2015-06-01", &record(Value::Null, json!([])), "y - -");
}

#[test]
fn protection_lets_people_stay() {
    for (protection, expected) in [
        ("NONE", "y - -"),
        ("ASYLUM_PENDING", "n - -"),
        ("REFUGEE", "n - -"),
        ("SUBSIDIARY", "n - -"),
        ("UN_OFFICIAL", "n - -"),
        ("DIPLOMAT", "n - -"),
        ("NON_REMOVABLE", "y - -"),
    ] {
        let protection = json!(format!("PROTECTION_{protection}"));
        let record = with(&record(Value::Null, json!([])), "/workers/items/0/protection", protection);
        check("2015-06-01", &record, expected);
    }
    let unsaid = with(&record(Value::Null, json!([])), "/workers/items/0/protection", Value::Null);
    check("2015-06-01", &unsaid, "! - -");
}
