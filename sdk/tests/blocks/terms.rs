//! What a permit is for.

use comity_sdk::hosts::{for_work_in, in_region, in_trade};

use super::*;

fn record(permit: &Value, group: &Value, site: &Value) -> Value {
    let site = patched(&json!({"id": "site", "country": "RUS"}), site);
    json!({"workers": items(json!([patched(&json!({"id": "crew"}), group)])),
        "worksites": items(json!([site, {"id": "doha", "country": "QAT"}, {"id": "somewhere"}])),
        "permits": items(json!([patched(&json!({"id": "p"}), permit)]))})
}

fn permit<'r>(case: &Case<'r>) -> view::Permit<'r> {
    case.record.permits().recorded().unwrap().iter().next().unwrap()
}

#[test]
fn an_occupation_and_a_region() {
    for (allowed, there, expected) in [
        (json!("a"), json!("a"), "y"),
        (json!("a"), json!("b"), "n"),
        (json!("a"), Value::Null, "?"),
        (Value::Null, json!("b"), "y"),
        (Value::Null, Value::Null, "y"),
    ] {
        let trade = record(&json!({"occupation": allowed}), &json!({"occupation": there}), &json!({}));
        assert_eq!(on("2015-01-01", &trade, |case| letter(&in_trade(permit(case), crew(case)))), expected);
        let region = record(&json!({"region": allowed}), &json!({}), &json!({"region": there}));
        let found = on("2015-01-01", &region, |case| letter(&in_region(permit(case), case.site("site").unwrap())));
        assert_eq!(found, expected);
    }
}

#[test]
fn a_country() {
    for (sites, expected) in [
        (Value::Null, "y"),
        (items(json!([])), "y"),
        (items(json!(["site"])), "y"),
        (items(json!(["doha"])), "n"),
        (items(json!(["doha", "site"])), "y"),
        (items(json!(["somewhere"])), "?"),
        (items(json!(["somewhere", "site"])), "y"),
    ] {
        let record = record(&json!({"worksites": sites}), &json!({}), &json!({}));
        let found = on("2015-01-01", &record, |case| letter(&for_work_in(case, permit(case), |code| code == "RUS")));
        assert_eq!(found, expected, "{sites}");
    }
}
