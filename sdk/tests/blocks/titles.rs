//! Permits and titles that cover a group.

use comity_sdk::{
    hosts::{covered, foreign, permitted, resides, serves},
    v1::ResidenceKind,
};

use super::*;

fn record(permits: Value, titles: Value) -> Value {
    let site = json!({"id": "site", "employer": "firm"});
    json!({"workers": items(json!([{"id": "crew"}])), "worksites": items(json!([site])), "permits": items(permits),
        "residence": items(titles)})
}

fn permit(change: &Value) -> Value {
    let base = json!({"id": "p", "valid_from": "2015-01-10", "valid_to": "2016-01-10", "employer": "firm",
        "worksites": items(json!(["site"])), "tied_to_employer": true});
    record(json!([patched(&base, change)]), json!([]))
}

#[test]
fn a_permit_covers_while_it_is_valid() {
    let others = json!({"worker_groups": items(json!(["others"]))});
    for (change, as_of, expected) in [
        (json!({}), "2015-01-09", "n"),
        (json!({}), "2015-01-10", "y"),
        (json!({}), "2016-01-09", "y"),
        (json!({}), "2016-01-10", "n"),
        (json!({"withdrawn_on": "2015-06-01"}), "2015-05-31", "y"),
        (json!({"withdrawn_on": "2015-06-01"}), "2015-06-01", "n"),
        (others.clone(), "2015-06-01", "n"),
        (json!({"worker_groups": items(json!(["others", "crew"]))}), "2015-06-01", "y"),
        (json!({"valid_from": null}), "2015-06-01", "?"),
    ] {
        let permit = permit(&change);
        let covers = on(as_of, &permit, |case| letter(&covered(case, crew(case), case.site("site").unwrap())));
        let permits = on(as_of, &permit, |case| letter(&permitted(case, crew(case), |p| p.tied_to_employer().yes())));
        assert_eq!([covers, permits], [expected, expected], "{change} {as_of}");
    }
    let elsewhere = permit(&json!({"worksites": items(json!(["camp"])), "tied_to_employer": false}));
    let covers = on("2015-06-01", &elsewhere, |case| letter(&covered(case, crew(case), case.site("site").unwrap())));
    let permits =
        on("2015-06-01", &elsewhere, |case| letter(&permitted(case, crew(case), |p| p.tied_to_employer().yes())));
    assert_eq!([covers, permits], ["n", "n"]);
    let absent = with(&elsewhere, "/permits", Value::Null);
    let covers = on("2015-06-01", &absent, |case| letter(&covered(case, crew(case), case.site("site").unwrap())));
    assert_eq!(covers, "?");
}

#[test]
fn a_permit_for_another_employer_or_country_serves_nothing_here() {
    for (change, country, expected) in [
        (json!({}), json!("MYS"), "y"),
        (json!({"employer": "other"}), json!("MYS"), "n"),
        (json!({"employer": null}), json!("MYS"), "?"),
        (json!({"worksites": null}), json!("MYS"), "y"),
        (json!({"worksites": items(json!(["doha"]))}), json!("MYS"), "n"),
        (json!({"worksites": items(json!(["doha", "site"]))}), json!("MYS"), "y"),
        (json!({"worksites": items(json!(["second"]))}), json!("MYS"), "y"),
        (json!({"worksites": items(json!(["doha"]))}), Value::Null, "y"),
        // Of a site that the record does not have nobody knows that it is elsewhere.
        (json!({"worksites": items(json!(["camp"]))}), json!("MYS"), "y"),
    ] {
        let mut record = permit(&change);
        for site in [json!({"id": "doha", "country": "QAT"}), json!({"id": "second", "country": "MYS"})] {
            record = with(&record, "/worksites/items/-", site);
        }
        if !country.is_null() {
            record = with(&record, "/worksites/items/0/country", country);
        }
        let found = on("2015-06-01", &record, |case| {
            let site = case.site("site").unwrap();
            letter(&permitted(case, crew(case), |permit| serves(case, permit, site)))
        });
        assert_eq!(found, expected, "{change}");
    }
}

#[test]
fn a_title_counts_while_it_is_valid() {
    let title = |change: &Value| {
        let base = json!({"id": "t", "valid_from": "2015-01-10", "valid_to": "2016-01-10", "withdrawn_on": "2015-07-01",
            "kind": "RESIDENCE_KIND_LONG_TERM"});
        record(json!([]), json!([patched(&base, change)]))
    };
    let found = |as_of: &str, record: &Value| {
        on(as_of, record, |case| letter(&resides(case, crew(case), |title| title.kind().is(ResidenceKind::LongTerm))))
    };
    for (change, as_of, expected) in [
        (json!({}), "2015-01-09", "n"),
        (json!({}), "2015-01-10", "y"),
        (json!({}), "2015-06-30", "y"),
        (json!({}), "2015-07-01", "n"),
        (json!({}), "2015-07-02", "n"),
        (json!({"withdrawn_on": null}), "2015-07-01", "y"),
        (json!({"withdrawn_on": null}), "2016-01-09", "y"),
        (json!({"withdrawn_on": null}), "2016-01-10", "n"),
        // Undated it may not have begun; forged it is none.
        (json!({"valid_from": null}), "2014-01-01", "?"),
        (json!({"valid_from": null, "kind": "RESIDENCE_KIND_REFUGEE"}), "2014-01-01", "n"),
        (json!({"valid_from": null}), "2015-07-01", "n"),
        (json!({"forged": true}), "2015-06-30", "n"),
        (json!({"forged": false}), "2015-06-30", "y"),
        (json!({"kind": "RESIDENCE_KIND_REFUGEE"}), "2015-06-30", "n"),
        (json!({"kind": null}), "2015-06-30", "?"),
        (json!({"worker_groups": items(json!(["others"]))}), "2015-06-30", "n"),
    ] {
        assert_eq!(found(as_of, &title(&change)), expected, "{change} {as_of}");
    }
    assert_eq!(found("2015-06-30", &record(json!([]), json!([]))), "n");
    let two = with(&title(&json!({})), "/residence/items/-", json!({"id": "u", "valid_to": "2010-01-01"}));
    assert_eq!(found("2015-06-30", &two), "y");
    assert_eq!(found("2015-06-30", &with(&two, "/residence", Value::Null)), "?");
}

#[test]
fn nobody_of_these_states() {
    for (codes, expected) in [
        (json!(["PRK"]), "y"),
        (json!(["RUS"]), "n"),
        (json!(["PRK", "RUS"]), "n"),
        (json!(["KAZ", "RUS"]), "n"),
        (json!([]), "!"),
        (Value::Null, "!"),
    ] {
        let nationalities = if codes.is_null() { codes.clone() } else { items(codes.clone()) };
        let group = patched(&json!({"id": "crew"}), &json!({"nationalities": nationalities}));
        let found = on("2015-01-01", &json!({"workers": items(json!([group]))}), |case| {
            letter(&foreign(crew(case), &["RUS", "KAZ"]))
        });
        assert_eq!(found, expected, "{codes}");
    }
}
