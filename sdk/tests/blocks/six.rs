//! The six conditions: what facts of the record say of them, whatever the rows of other plugins come to.

use comity_sdk::six::{Condition, INSPECTIONS, PAPERS, STANDARDS, SUPERVISORS, Weighed};

use super::*;

fn weighed(condition: &Condition, record: &Value) -> Weighed {
    on("2020-06-01", record, |case| (condition.weigh)(case))
}

/// Two crews, each at its site.
fn camps() -> Value {
    let site = |id: &str, group: &str| json!({"id": id, "country": "QAT", "worker_groups": items(json!([group]))});
    json!({
        "deployment": {"start": "2015-01-01"},
        "workers": items(json!([{"id": "crew"}, {"id": "cooks"}])),
        "worksites": items(json!([site("tower", "crew"), site("kitchen", "cooks")]))
    })
}

fn patch(change: &Value) -> Value {
    patched(&camps(), change)
}

fn says(list: &[String], what: &str) -> bool {
    list.iter().any(|entry| entry == what)
}

#[test]
fn papers_of_each_group() {
    const OWN: &str = "PASSPORT_HOLDER_WORKER";
    let of = |group: &str| json!({"id": group, "worker_groups": items(json!([group])), "passport_holder": OWN});
    for (entries, nobody, missing) in [
        (json!([]), true, vec![]),
        (json!([of("crew")]), false, vec!["cooks"]),
        (json!([of("cooks")]), false, vec!["crew"]),
        (json!([of("crew"), of("cooks")]), false, vec![]),
        (json!([patched(&of("all"), &json!({"worker_groups": null}))]), false, vec![]),
    ] {
        let open = weighed(&PAPERS, &patch(&json!({"liberty": items(entries.clone())}))).heard.open;
        assert_eq!(says(&open, "nobody's papers are recorded"), nobody, "{entries}");
        for group in ["crew", "cooks"] {
            let absent = says(&open, &format!("no papers of {group} are recorded"));
            assert_eq!(absent, missing.contains(&group), "{group} {entries}");
        }
    }
}

fn visit(site: Value, date: &str) -> Value {
    let visit = json!({"id": "v", "date": date, "access": "INSPECTION_ACCESS_GRANTED", "unannounced": true,
        "findings": items(json!([]))});
    patched(&visit, &json!({"site": site}))
}

/// Visits of the last twelve months.
#[test]
fn a_visit_to_each_workplace() {
    const NONE: &str = "no free and unannounced visit with its follow-up took place in twelve months";
    let nowhere = json!({"worksites": null});
    for (sites, visits, broken) in [
        (json!({}), json!([visit(json!("tower"), "2020-01-01"), visit(json!("kitchen"), "2020-01-01")]), vec![]),
        (json!({}), json!([visit(Value::Null, "2020-01-01")]), vec![]),
        (json!({}), json!([visit(json!("tower"), "2020-01-01")]), vec![format!("{NONE} at kitchen")]),
        (json!({}), json!([]), vec![NONE.to_owned()]),
        // A visit to another place is none.
        (json!({}), json!([visit(json!("elsewhere"), "2020-01-01")]), vec![NONE.to_owned()]),
        // Where no site is recorded, one of the visits is enough.
        (nowhere.clone(), json!([visit(Value::Null, "2020-01-01"), visit(Value::Null, "2018-01-01")]), vec![]),
        (nowhere.clone(), json!([visit(Value::Null, "2018-01-01")]), vec![NONE.to_owned()]),
        (nowhere, json!([]), vec![NONE.to_owned()]),
    ] {
        let record = patched(&patch(&sites), &json!({"inspections": items(visits.clone())}));
        assert_eq!(weighed(&INSPECTIONS, &record).heard.broken, broken, "{sites} {visits}");
    }
}

#[test]
fn supervision_at_each_workplace() {
    let of = |site: Value| patched(&json!({"id": "s", "minder_present": false}), &json!({"site": site}));
    for (entries, missing) in [
        (json!([of(json!("tower"))]), vec!["kitchen"]),
        (json!([of(json!("tower")), of(json!("kitchen"))]), vec![]),
        (json!([of(json!("tower")), of(Value::Null)]), vec![]),
    ] {
        let open = weighed(&SUPERVISORS, &patch(&json!({"supervision": items(entries.clone())}))).heard.open;
        for site in ["tower", "kitchen"] {
            let absent = says(&open, &format!("no supervision at {site} is recorded"));
            assert_eq!(absent, missing.contains(&site), "{site} {entries}");
        }
    }
}

/// Some of the work is enough for what local law says to be not all.
#[test]
fn work_that_local_law_leaves_out() {
    let sectors = |crew: &str, cooks: &str| {
        let group = |id: &str, sector: &str| json!({"id": id, "sector": format!("SECTOR_{sector}")});
        patch(&json!({"workers": items(json!([group("crew", crew), group("cooks", cooks)]))}))
    };
    let together = |record: &Value| {
        let site = json!({"id": "tower", "country": "QAT", "worker_groups": items(json!(["crew", "cooks"]))});
        patched(record, &json!({"worksites": items(json!([site]))}))
    };
    let malaysia = |regions: [&str; 2]| {
        let site = |(id, region): (&str, &str)| json!({"id": id, "country": "MYS", "region": region});
        let sites = ["tower", "kitchen"].into_iter().zip(regions).map(site);
        patch(&json!({"worksites": items(sites.collect())}))
    };
    for (record, country, expected) in [
        (sectors("CONSTRUCTION", "CONSTRUCTION"), "QAT", false),
        (sectors("CONSTRUCTION", "DOMESTIC"), "QAT", true),
        (sectors("DOMESTIC", "CONSTRUCTION"), "QAT", true),
        (together(&sectors("CONSTRUCTION", "DOMESTIC")), "QAT", true),
        (together(&sectors("CONSTRUCTION", "CONSTRUCTION")), "QAT", false),
        (malaysia(["Penang", "Johor"]), "MYS", false),
        (malaysia(["Penang", "Sabah"]), "MYS", true),
        (malaysia(["Sarawak", "Penang"]), "MYS", true),
    ] {
        let open = weighed(&STANDARDS, &record).heard.open;
        let left_out = format!("the law of {country} that was asked leaves out some of the work there");
        assert_eq!(says(&open, &left_out), expected, "{record}");
    }
}
