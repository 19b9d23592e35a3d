//! Whom and where an entry is about.

use comity_sdk::{About, Answer, Fires as _};

use super::*;

/// A crew that moves from one site to another, and one of others; groups "crew", "others", "third".
fn moving() -> Value {
    let of = |id: &str, group: &str, start: Value, end: Value| {
        patched(&json!({"id": id, "worker_groups": items(json!([group]))}), &json!({"start": start, "end": end}))
    };
    json!({
        "workers": items(json!([{"id": "crew"}, {"id": "others"}, {"id": "third"}])),
        "deployment": {"start": "2014-01-01"},
        "worksites": items(json!([
            of("first", "crew", json!("2015-01-10"), json!("2015-02-10")),
            of("second", "crew", json!("2016-01-10"), Value::Null),
            of("elsewhere", "others", json!("2015-01-01"), json!("2018-01-01")),
        ])),
        "wages": items(json!([
            {"id": "all"},
            {"id": "ours", "worker_groups": items(json!(["third", "crew"]))},
            {"id": "theirs", "worker_groups": items(json!(["others"]))},
            {"id": "march", "worker_groups": items(json!(["crew"])), "period": {"from": "2015-03-01", "to": "2015-04-01"},
                "due_on": "2015-04-05"},
        ]))
    })
}

fn ids<'r, T>(entries: impl Iterator<Item = T>, id: impl Fn(T) -> &'r Option<String>) -> String {
    entries.map(|entry| id(entry).clone().unwrap_or_default()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_sites_of_a_day_else_those_of_the_workers_else_all() {
    for (group, as_of, expected) in [
        ("crew", "2015-01-09", "first second"),
        ("crew", "2015-01-10", "first"),
        ("crew", "2015-01-11", "first"),
        ("crew", "2015-02-09", "first"),
        ("crew", "2015-02-10", "first second"),
        ("crew", "2016-01-09", "first second"),
        ("crew", "2016-01-10", "second"),
        ("others", "2015-01-15", "elsewhere"),
        ("others", "2018-01-01", "elsewhere"),
        ("third", "2015-01-15", "first second elsewhere"),
        ("third", "2014-06-01", "first second elsewhere"),
    ] {
        let found = on(as_of, &moving(), |case| {
            let group = case.worker_groups().find(|g| g.raw().id.as_deref() == Some(group)).unwrap();
            ids(case.sites_of(group), |site| &site.raw().id)
        });
        assert_eq!(found, expected, "{group} on {as_of}");
    }
}

/// Whether work is done in a country, and where, is open without sites; after the work there has ended none is worked.
#[test]
fn sites_where_work_goes_on() {
    let abroad = |record: &Value| with(record, "/worksites/items/1/country", json!("QAT"));
    for (as_of, expected) in
        [("2015-01-09", ""), ("2015-01-10", "first"), ("2015-02-09", "first"), ("2015-02-10", ""), ("2016-01-10", "")]
    {
        let found = on(as_of, &abroad(&moving()), |case| {
            ids(case.sites_worked(crew(case), |country| country == "POL"), |site| &site.raw().id)
        });
        assert_eq!(found, expected, "{as_of}");
    }
    let nowhere = with(&moving(), "/worksites", Value::Null);
    for (record, expected) in [(&nowhere, "?"), (&moving(), "?"), (&abroad(&moving()), "y")] {
        let there = on("2016-01-10", record, |case| letter(&case.is_at_work(crew(case), |country| country == "QAT")));
        assert_eq!(there, expected, "{record}");
    }
    let none = with(&moving(), "/worksites", items(json!([])));
    assert_eq!(on("2016-01-10", &none, |case| letter(&case.is_at_work(crew(case), |_| true))), "n");
}

#[test]
fn the_wage_lines_of_some_workers_by_a_day() {
    for (as_of, expected) in [
        ("2013-12-31", ""),
        ("2014-01-01", "all ours"),
        ("2015-04-04", "all ours"),
        ("2015-04-05", "all ours march"),
        ("2015-04-06", "all ours march"),
    ] {
        let found = on(as_of, &moving(), |case| ids(case.wages_of(crew(case)), |line| &line.raw().id));
        assert_eq!(found, expected, "{as_of}");
    }
}

#[test]
fn one_worker_in_common_is_enough() {
    let groups = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    for (one, other, expected) in [
        (&["a", "b"][..], &["b", "c"][..], true),
        (&["a"], &["a"], true),
        (&["a", "b"], &["c"], false),
        (&["a"], &[], false),
    ] {
        let shared = comity_sdk::shared(Some(&groups(one)), Some(&groups(other)));
        assert_eq!(shared, expected, "{one:?} {other:?}");
    }
    assert!(comity_sdk::shared(None, Some(&groups(&["a"]))));
    assert!(on("2015-01-01", &moving(), |case| crew(case).groups().is_some()));
}

#[test]
fn host_states_each_once() {
    let at = |countries: Value| {
        let sites =
            countries.as_array().unwrap().iter().map(|country| patched(&json!({}), &json!({"country": country})));
        json!({"worksites": items(sites.collect())})
    };
    for (record, hosts, open) in [
        (at(json!(["QAT"])), "QAT", ""),
        (at(json!(["QAT", "POL", "QAT"])), "QAT POL", ""),
        (at(json!(["PRK", "QAT"])), "QAT", ""),
        (at(json!(["PRK"])), "", "worksites"),
        (at(json!([])), "", "worksites"),
        (json!({}), "", "worksites"),
        (at(json!([null])), "", "worksites.items[0].country"),
        (at(json!([null, "QAT", null])), "QAT", "worksites.items[0].country worksites.items[2].country"),
    ] {
        let found = on("2015-01-01", &record, |case| {
            let (hosts, open) = comity_sdk::six::hosts(case);
            (hosts.join(" "), open.map(|missing| case.names(&missing).join(" ")).unwrap_or_default())
        });
        assert_eq!(found, (hosts.to_owned(), open.to_owned()), "{record}");
    }
}

/// A permit counts for the sites that it names as far as the record has them; one that names none, for where its workers are.
#[test]
fn where_a_permit_is_for() {
    let record = |named: Value| {
        let permit =
            patched(&json!({"id": "p", "worker_groups": items(json!(["crew"]))}), &json!({"worksites": named}));
        json!({"workers": items(json!([{"id": "crew"}])),
            "worksites": items(json!([
                {"id": "yard", "country": "POL", "worker_groups": items(json!(["crew"]))},
                {"id": "camp", "country": "RUS", "worker_groups": items(json!(["others"]))},
            ])),
            "permits": items(json!([permit]))})
    };
    for (named, poland, russia) in [
        (Value::Null, true, false),
        (items(json!(["gone"])), true, false),
        (items(json!(["camp"])), false, true),
        (items(json!(["camp", "gone"])), false, true),
        (items(json!(["gone", "camp"])), false, true),
        (items(json!(["camp", "yard"])), true, true),
    ] {
        let asked = on("2015-01-10", &record(named.clone()), |case| {
            let permit = case.record.permits().recorded().unwrap().iter().next().unwrap();
            ["POL", "RUS"].map(|country| {
                let answer = case.permits_work(permit, |code| code == country, || Ok(Truth::Yes.info()));
                !matches!(answer, Ok(Answer::Silent))
            })
        });
        assert_eq!(asked, [poland, russia], "{named}");
    }
}
