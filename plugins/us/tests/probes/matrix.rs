//! The date matrix of section 5: what each boundary adds to the record of the builder in Doha.

use std::collections::BTreeSet;

use super::*;

fn builder_in_doha() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/records/C03.json");
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

/// The findings as "rule letter" (with the subject for payments), less those for want of data.
fn findings(record: &Value, as_of: &str) -> BTreeSet<String> {
    let verdict = testing::verdict_on(&PLUGIN, as_of, &testing::record(record));
    let shown = verdict.findings.iter().filter_map(|f| {
        let (letter, subject) = (testing::letter(f.outcome()), f.subject.as_ref().map_or("", |s| s.id.as_str()));
        (letter != "D").then(|| format!("{} {subject} {letter}", f.rule_id))
    });
    shown.collect()
}

/// What a day adds to, and takes from, the answer of the day before.
fn changes(record: &Value, before: &str, day: &str) -> String {
    let (old, new) = (findings(record, before), findings(record, day));
    let added = new.difference(&old).map(|f| format!("+ {f}"));
    let gone = old.difference(&new).map(|f| format!("- {f}"));
    added.chain(gone).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_boundary_adds_what_it_should() {
    let record = builder_in_doha();
    let table = [
        ("2014-12-31", "2015-01-01", ""),
        ("2015-01-09", "2015-01-10", "+ us.13687 bureau R\n+ us.1589 builder R\n+ us.1592 papers R"),
        ("2015-06-01", "2016-02-17", ""),
        ("2016-02-17", "2016-02-18", "+ us.9214.a5 bureau R"),
        ("2016-02-18", "2016-03-14", ""),
        ("2016-03-14", "2016-03-15", "+ us.13722.1 t2 R\n+ us.510.201 t2 R"),
        (
            "2016-03-15",
            "2016-03-16",
            "+ us.13722.1 t3 P\n+ us.13722.2a4 bureau R\n+ us.13722.3 t3 P\n+ us.501.603.initial t3 I\n+ us.510.201 t3 P\n+ us.penalty t3 I",
        ),
        ("2016-03-16", "2016-03-29", ""),
        ("2016-03-29", "2016-03-30", "- us.501.603.initial t3 I"),
        ("2016-03-30", "2017-08-01", ""),
        ("2017-08-01", "2017-08-02", "+ us.9214.b1.workers bureau R"),
        ("2017-08-02", "2017-09-20", ""),
        ("2017-09-20", "2017-09-21", "+ us.13810.1 bureau R"),
        ("2017-09-21", "2018-05-15", ""),
        (
            "2018-05-15",
            "2018-05-16",
            "+ us.13722.1 t4 P\n+ us.13722.3 t4 P\n+ us.13810.4 t4 R\n+ us.510.201 t4 P\n+ us.penalty t4 I",
        ),
        ("2018-05-16", "2019-12-19", ""),
        ("2019-12-19", "2019-12-20", "+ us.9214.g1c builder R\n+ us.9214.g1c bureau R"),
        ("2019-12-20", "2020-02-15", ""),
        ("2020-03-01", "2024-04-23", ""),
        ("2024-04-23", "2024-04-24", "+ us.limit10 t3 I\n+ us.limit10 t4 I\n+ us.limit10 t5 I"),
        ("2024-04-24", "2026-11-23", ""),
    ];
    for (before, day, expected) in table {
        assert_eq!(changes(&record, before, day), expected, "{before} to {day}");
    }
}

#[test]
fn status_blocks_without_a_listing_and_a_listing_changes_no_payment() {
    // The date of Genco's designation is data: it cannot come from the plugin.
    let record = builder_in_doha();
    let entry = json!({"items": [{"list": "OFAC-SDN", "programmes": ["DPRK3"], "listed_on": "2016-12-02"}]});
    let listed = with(&record, "/parties/items/1/lists", entry);
    assert_eq!(findings(&record, "2016-12-05"), findings(&listed, "2016-12-05"));
    assert_eq!(
        changes(&listed, "2018-05-15", "2018-05-16").lines().filter(|l| l.contains("2a4")).collect::<Vec<_>>(),
        ["+ us.13722.2a4 t4 P"]
    );
}

#[test]
fn after_the_deployment_only_payments_remain() {
    let left = findings(&builder_in_doha(), "2020-03-01");
    assert!(
        left.iter().all(|finding| [" t2 ", " t3 ", " t4 ", " t5 "].iter().any(|t| finding.contains(t))),
        "{left:?}"
    );
}
