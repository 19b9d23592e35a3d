//! Vigilance and repatriation.

use super::*;

#[test]
fn vigilance_from_its_day_where_pay_goes_elsewhere_or_is_withheld() {
    let rule = "un.2321.34";
    UN.dates(
        rule,
        &builders(),
        &[("2016-11-29", "not in force"), ("2016-11-30", "I"), ("2016-12-01", "I"), ("2017-01-10", "I")],
    );
    let line = |change: Value| with(&builders(), "/wages/items/0", testing::patched(&json!({"id": "w"}), &change));
    let kept = json!({"payee": "PAYEE_WORKER_ACCOUNT", "gross_by_host": {"currency": "KWD", "amount": "100"},
        "received_by_worker": {"currency": "KWD", "amount": "12"}, "deductions": {"items": []}});
    UN.check(rule, "2017-01-10", &line(kept.clone()), "I");
    let whole = testing::patched(&kept, &json!({"received_by_worker": {"amount": "100"}}));
    UN.check(rule, "2017-01-10", &line(whole), "-");
    UN.check(rule, "2017-01-10", &line(json!({"payee": "PAYEE_STATE"})), "I");
    UN.check(rule, "2017-01-10", &line(json!({"payee": "PAYEE_WORKER_CASH"})), "D");
    UN.check(rule, "2017-01-10", &nationals(&["PRK"], "PRK"), "-");
    UN.check(rule, "2017-01-10", &nationals(&["NPL"], "KWT"), "-");
    UN.check(rule, "2017-01-10", &crew(&json!({"protection": "PROTECTION_REFUGEE"})), "X");
    UN.check(rule, "2017-01-10", &with(&builders(), "/wages", Value::Null), "not assessed: wages");
    // A second line that says nothing leaves nothing open where the first is enough.
    let both = with(&builders(), "/wages/items/-", json!({"id": "w2", "payee": "PAYEE_NONE"}));
    UN.check(rule, "2017-01-10", &both, "I");
}

#[test]
fn the_term_runs_and_ends() {
    let (pending, breached) = ("un.2397.8.pending", "un.2397.8");
    UN.dates(
        pending,
        &builders(),
        &[
            ("2017-12-21", "not in force"),
            ("2017-12-22", "I"),
            ("2017-12-23", "I"),
            ("2018-06-01", "I"),
            ("2019-09-22", "I"),
            ("2019-09-23", "I"),
            ("2019-09-24", "R"),
            ("2019-12-21", "R"),
            ("2019-12-22", "R"),
            ("2019-12-23", "not in force"),
        ],
    );
    UN.dates(
        breached,
        &builders(),
        &[
            ("2019-12-22", "not in force"),
            ("2019-12-23", "V"),
            ("2019-12-24", "V"),
            ("2020-02-01", "V"),
            ("2024-06-01", "V"),
        ],
    );
    assert!(
        UN.text(pending, "2018-06-01", &builders()).contains("569 days"),
        "{}",
        UN.text(pending, "2018-06-01", &builders())
    );
    assert!(UN.text(pending, "2019-12-22", &builders()).contains("0 days"));
    let due = UN.findings(breached, "2020-02-01", &builders()).remove(0).consequence.unwrap().due_on;
    assert_eq!(due.as_deref(), Some("2019-12-22"));
    // A deployment that ended leaves nobody to repatriate.
    let ended = with(&builders(), "/deployment/end", json!("2019-12-01"));
    UN.check(breached, "2020-02-01", &ended, "-");
    // It turns on nationality and income, not on exploitation.
    let paid = with(&builders(), "/wages/items/0", json!({"id": "w", "payee": "PAYEE_WORKER_ACCOUNT"}));
    UN.check(breached, "2020-02-01", &paid, "V");
    UN.check(breached, "2020-02-01", &nationals(&["NPL"], "RUS"), "-");
    UN.check(breached, "2020-02-01", &nationals(&["PRK"], "PRK"), "-");
}

fn refugee() -> Value {
    crew(&json!({"protection": "PROTECTION_REFUGEE"}))
}

/// What would have been found but for the exemption.
fn displaced(rule: &str, as_of: &str, record: &Value) -> &'static str {
    let exemption = UN.findings(rule, as_of, record).remove(0).exemption.unwrap();
    testing::letter(exemption.displaces())
}

#[test]
fn nationals_of_where_they_work_are_watched_like_others() {
    assert_eq!(displaced("un.2321.34", "2017-01-10", &refugee()), "I");
    assert_eq!(displaced("un.2321.34", "2017-01-10", &nationals(&["PRK", "KOR"], "KOR")), "I");
}

#[test]
fn who_is_not_repatriated() {
    for rule in ["un.2397.8.pending", "un.2397.8"] {
        let day = if rule == "un.2397.8" { "2020-02-01" } else { "2018-06-01" };
        for held in ["ASYLUM_PENDING", "REFUGEE", "SUBSIDIARY", "NON_REMOVABLE", "UN_OFFICIAL"] {
            let record = crew(&json!({"protection": format!("PROTECTION_{held}")}));
            UN.check(rule, day, &record, "X");
            assert_eq!(UN.exemption(rule, day, &record), "protection");
        }
        UN.check(rule, day, &crew(&json!({"protection": "PROTECTION_DIPLOMAT"})), "R");
        // A national of both Koreas: exempt in one of them, open in a third State.
        UN.check(rule, day, &nationals(&["PRK", "KOR"], "KOR"), "X");
        assert_eq!(UN.exemption(rule, day, &nationals(&["PRK", "KOR"], "KOR")), "host_state_national");
        assert_eq!(displaced(rule, day, &nationals(&["PRK", "KOR"], "KOR")), displaced(rule, day, &refugee()));
        UN.check(rule, day, &nationals(&["PRK", "KOR"], "DEU"), "R");
        UN.check(rule, day, &nationals(&["PRK", "KOR"], "CHN"), "R");
        UN.check(rule, day, &crew(&json!({"korean_unspecified": true, "nationalities": null})), "R");
    }
    let unsaid = crew(&json!({"protection": null}));
    UN.check("un.2397.8", "2020-02-01", &unsaid, "R");
    assert_eq!(UN.missing("un.2397.8", "2020-02-01", &unsaid), "workers.items[0].protection");
    UN.check("un.2397.8.pending", "2018-06-01", &unsaid, "I");
    let nowhere = with(&builders(), "/worksites/items/0/country", Value::Null);
    UN.check("un.2397.8", "2020-02-01", &nowhere, "D");
    assert_eq!(UN.missing("un.2397.8", "2020-02-01", &nowhere), "worksites.items[0].country");
    UN.check("un.2397.8", "2020-02-01", &with(&builders(), "/worksites", Value::Null), "not assessed: worksites");
}

#[test]
fn groups_are_kept_apart() {
    let refugee = json!({"id": "refugee", "nationalities": {"items": ["PRK"]}, "role": "WORKER_ROLE_LABOURER",
        "protection": "PROTECTION_REFUGEE"});
    let record = with(&builders(), "/workers/items/-", refugee);
    let expected = [("crew".to_owned(), "V"), ("refugee".to_owned(), "X")];
    assert_eq!(UN.subjects("un.2397.8", "2020-02-01", &record), expected);
}

#[test]
fn attaches_and_minders_go_too() {
    let rule = "un.2397.8.attache";
    for role in ["WORKER_ROLE_MINDER", "WORKER_ROLE_SAFETY_ATTACHE"] {
        let record = crew(&json!({"role": role}));
        UN.dates(
            rule,
            &record,
            &[
                ("2017-12-21", "not in force"),
                ("2017-12-22", "I"),
                ("2018-06-01", "I"),
                ("2019-10-01", "R"),
                ("2019-12-22", "R"),
                ("2019-12-23", "V"),
                ("2020-01-15", "V"),
            ],
        );
        // They are the other limb of the paragraph.
        UN.check("un.2397.8", "2020-01-15", &record, "-");
        UN.check("un.2397.8.pending", "2018-06-01", &record, "-");
    }
    UN.check(rule, "2020-01-15", &builders(), "-");
    UN.check(
        rule,
        "2020-01-15",
        &crew(&json!({"role": "WORKER_ROLE_OTHER", "protection": "PROTECTION_DIPLOMAT"})),
        "-",
    );
    UN.check(
        rule,
        "2020-01-15",
        &crew(&json!({"role": "WORKER_ROLE_MINDER", "protection": "PROTECTION_DIPLOMAT"})),
        "R",
    );
    let unsaid = crew(&json!({"role": null}));
    UN.check(rule, "2020-01-15", &unsaid, "D");
    assert_eq!(UN.missing(rule, "2020-01-15", &unsaid), "workers.items[0].role");
    UN.check("un.2397.8", "2020-01-15", &unsaid, "V");
}

/// A team in Dalian with a client in the United States.
fn team(change: &Value) -> Value {
    let record = json!({
        "parties": {"items": [{"id": "client", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": "USA"},
            {"id": "bureau", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK"}]},
        "workers": {"items": [{"id": "team", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]},
        "deployment": {"start": "2019-01-01", "remote": {"works_in": "CHN", "clients": {"items": ["client"]}}}
    });
    testing::patched(&record, change)
}

#[test]
fn work_at_a_distance() {
    let rule = "un.2397.8.remote";
    UN.dates(rule, &team(&json!({})), &[("2019-12-22", "not in force"), ("2019-12-23", "RV"), ("2023-05-01", "RV")]);
    let expected = [("client".to_owned(), "R"), ("team".to_owned(), "V")];
    assert_eq!(UN.subjects(rule, "2023-05-01", &team(&json!({}))), expected);
    let resettled = team(&json!({"workers": {"items": [{"id": "coder", "nationalities": {"items": ["PRK", "KOR"]},
        "protection": "PROTECTION_NONE"}]}, "deployment": {"remote": {"works_in": "KOR"}}}));
    assert_eq!(UN.subjects(rule, "2023-05-01", &resettled), [("client".to_owned(), "X"), ("coder".to_owned(), "X")]);
    let dual = team(&json!({"workers": {"items": [{"id": "coder", "nationalities": {"items": ["PRK", "KOR"]},
        "protection": "PROTECTION_NONE"}]}}));
    assert_eq!(UN.subjects(rule, "2023-05-01", &dual), [("client".to_owned(), "R"), ("coder".to_owned(), "R")]);
    UN.check(rule, "2023-05-01", &team(&json!({"deployment": {"remote": null}})), "-");
    let at_home = team(&json!({"deployment": {"remote": {"works_in": "PRK"}}}));
    assert_eq!(UN.subjects(rule, "2023-05-01", &at_home), [("client".to_owned(), "R")]);
    let unsaid = team(&json!({"deployment": {"remote": {"works_in": null}}}));
    assert!(UN.missing(rule, "2023-05-01", &unsaid).contains("deployment.remote.works_in"));
}

#[test]
fn diplomats_and_nationals_at_a_distance() {
    let rule = "un.2397.8.remote";
    let team = |group: Value| {
        let base = json!({"id": "team", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"});
        json!({
            "parties": {"items": [{"id": "client", "roles": ["PARTY_ROLE_PRINCIPAL"], "country": "USA"}]},
            "workers": {"items": [testing::patched(&base, &group)]},
            "deployment": {"start": "2019-01-01", "remote": {"works_in": "CHN", "clients": {"items": ["client"]}}}
        })
    };
    let of_workers = |record: &Value| UN.subjects(rule, "2023-05-01", record).into_iter().find(|(id, _)| id == "team");
    let ground = |record: &Value| {
        let found = UN.findings(rule, "2023-05-01", record).into_iter();
        let client = found.filter(|finding| finding.subject.as_ref().is_some_and(|subject| subject.id == "client"));
        client.filter_map(|finding| finding.exemption).map(|exemption| exemption.id).collect::<Vec<_>>()
    };
    assert_eq!(of_workers(&team(json!({}))).unwrap().1, "V");
    let diplomats = team(json!({"protection": "PROTECTION_DIPLOMAT"}));
    assert_eq!(of_workers(&diplomats).unwrap().1, "R");
    assert_eq!(ground(&diplomats), [""; 0]);
    assert_eq!(ground(&team(json!({"nationalities": {"items": ["PRK", "CHN"]}}))), ["host_state_national"]);
    assert_eq!(ground(&team(json!({"protection": "PROTECTION_REFUGEE"}))), ["protection"]);
}

#[test]
fn what_information_says_of_an_open_exemption() {
    let unsaid = crew(&json!({"protection": null}));
    for rule in ["un.2321.34", "un.2397.8.pending"] {
        UN.check(rule, "2018-06-01", &unsaid, "I");
        let text = UN.text(rule, "2018-06-01", &unsaid);
        assert!(text.ends_with("An exemption may cover it: workers.items[0].protection is not recorded."), "{text}");
    }
}

#[test]
fn pay_of_before_the_call_for_vigilance() {
    let rule = "un.2321.34";
    let record = |period: Value, due: Value| {
        let now = json!({"id": "now", "site": "tower", "payee": "PAYEE_WORKER_ACCOUNT",
            "gross_by_host": {"currency": "RUB", "amount": "100"}, "received_by_worker": {"currency": "RUB", "amount": "100"},
            "deductions": {"items": []}});
        let then = testing::patched(
            &json!({"id": "then", "site": "tower", "payee": "PAYEE_SENDER", "period": period}),
            &json!({"due_on": due}),
        );
        with(&builders(), "/wages", json!({"items": [then, now]}))
    };
    let period = |to: &str| json!({"from": "2015-01-01", "to": to});
    UN.check(rule, "2017-01-10", &record(period("2015-02-01"), Value::Null), "-");
    // Pay of a time that goes on was not due before.
    UN.check(rule, "2017-01-10", &record(json!({"from": "2015-01-01"}), Value::Null), "I");
    for (day, expected) in [("2016-11-29", "-"), ("2016-11-30", "I"), ("2016-12-01", "I")] {
        UN.check(rule, "2017-01-10", &record(period(day), Value::Null), expected);
        UN.check(rule, "2017-01-10", &record(period("2015-02-01"), json!(day)), expected);
    }
}
