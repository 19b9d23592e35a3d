//! Reports that are late, incomplete or inconsistent, by day and by figure.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test reports by panicking")]

use comity_plugin_rep::PLUGIN;
use comity_sdk::testing::{self, Probes, Value, json, patched, with};

const REP: Probes = Probes(&PLUGIN);

fn state(change: &Value) -> Value {
    let base = json!({"country": "POL", "start_count": "400", "new_count": "10", "ended_count": "60", "end_count": "350",
        "baseline": "462", "repatriated": "231", "reports": {"items": []}});
    json!({
        "state": patched(&base, change),
        "workers": {"items": [{"id": "w", "protection": "PROTECTION_NONE", "role": "WORKER_ROLE_LABOURER", "count": "350",
            "sector": "SECTOR_SHIPYARD"}]},
        "worksites": {"items": [{"id": "s", "country": "POL", "region": "Pomorskie"}]},
        "deployment": {"start": "2016-01-01", "removal_planned_on": "2019-12-01"},
        "inspections": {"items": [{"id": "i", "access": "INSPECTION_ACCESS_GRANTED", "findings": {"items": []}}]}
    })
}

fn filed(kind: &str, day: &str) -> Value {
    state(&json!({"reports": {"items": [{"kind": format!("STATE_REPORT_KIND_{kind}"), "filed_on": day}]}}))
}

#[test]
fn every_row() {
    REP.rows(&["rep.late", "rep.late.implementation", "rep.late.policy", "rep.incomplete", "rep.inconsistent"]);
}

#[test]
fn the_law_of_each_day() {
    REP.law_of_the_day(include_str!("../../../docs/law/catalogue.csv"), &state(&json!({})));
}

#[test]
fn nothing_is_judged_without_the_state() {
    let without = with(&state(&json!({})), "/state", Value::Null);
    for rule in ["rep.late", "rep.late.implementation", "rep.late.policy", "rep.incomplete", "rep.inconsistent"] {
        REP.check(rule, "2022-04-01", &without, "not assessed: state");
    }
}

#[test]
fn reports_on_repatriation() {
    let midterm_filed = |day: &str| filed("2397_MIDTERM", day);
    let dates = [("2019-03-22", "not in force"), ("2019-03-23", "V"), ("2019-03-24", "V")];
    REP.dates("rep.late", &state(&json!({})), &dates);
    REP.check("rep.late", "2019-03-23", &midterm_filed("2019-03-22"), "-");
    REP.check("rep.late", "2019-04-01", &midterm_filed("2019-03-23"), "V");
    let late = REP.text("rep.late", "2019-04-01", &midterm_filed("2019-03-23"));
    assert_eq!(late, "Late on repatriation: the midterm report, filed after 2019-03-22.");
    // The final report is a year later.
    for (as_of, expected) in [("2020-03-22", "-"), ("2020-03-23", "V"), ("2020-03-24", "V")] {
        REP.check("rep.late", as_of, &midterm_filed("2019-03-22"), expected);
    }
    let due = REP.findings("rep.late", "2020-03-23", &midterm_filed("2019-03-22"));
    assert_eq!(due.first().unwrap().consequence.clone().unwrap().due_on.unwrap(), "2020-03-22");
    // Of two that are late the first is due first, and late since then.
    let text = REP.text("rep.late", "2020-04-01", &state(&json!({})));
    let both = "the midterm report, not filed by 2019-03-22; the final report, not filed by 2020-03-22";
    assert_eq!(text, format!("Late on repatriation: {both}."));
    let both = REP.findings("rep.late", "2020-04-01", &state(&json!({})));
    let [finding] = both.as_slice() else { panic!("{both:?}") };
    assert_eq!(finding.consequence.clone().unwrap().due_on.unwrap(), "2019-03-22");
    assert_eq!(finding.fact_from.as_deref(), Some("2019-03-23"));
    REP.check("rep.late", "2019-03-23", &state(&json!({"reports": null})), "D");
    REP.check("rep.late", "2019-03-23", &json!({"deployment": {"start": "2015-01-01"}}), "not assessed: state");
}

#[test]
fn the_report_on_implementation_is_an_unsure_row() {
    let rule = "rep.late.implementation";
    REP.dates(rule, &state(&json!({})), &[("2018-03-22", "not in force"), ("2018-03-23", "R"), ("2018-03-24", "R")]);
    REP.check(rule, "2018-03-23", &filed("2397_IMPLEMENTATION", "2018-03-22"), "-");
    REP.check(rule, "2018-03-24", &filed("2397_IMPLEMENTATION", "2018-03-23"), "R");
    REP.check(rule, "2018-03-24", &filed("2375_IMPLEMENTATION", "2018-03-20"), "R");
}

#[test]
fn the_yearly_report_is_policy() {
    let rule = "rep.late.policy";
    let none = state(&json!({}));
    let dates = [
        ("2020-12-31", "not in force"),
        ("2021-03-30", "-"),
        ("2021-03-31", "-"),
        ("2021-04-01", "I"),
        ("2022-01-01", "I"),
    ];
    REP.dates(rule, &none, &dates);
    assert_eq!(REP.text(rule, "2021-04-01", &none), "No status report on 2020 came by 2021-03-31.");
    assert_eq!(REP.text(rule, "2022-03-31", &none), "No status report on 2020 came by 2021-03-31.");
    assert_eq!(REP.text(rule, "2022-04-01", &none), "No status report on 2021 came by 2022-03-31.");
    REP.check(rule, "2021-04-01", &filed("ANNUAL_STATUS", "2021-03-31"), "-");
    REP.check(rule, "2021-04-01", &filed("ANNUAL_STATUS", "2021-01-01"), "-");
    REP.check(rule, "2021-04-01", &filed("ANNUAL_STATUS", "2020-12-31"), "I");
    let late = filed("ANNUAL_STATUS", "2021-04-01");
    assert_eq!(REP.text(rule, "2021-05-01", &late), "The status report on 2020 came after 2021-03-31.");
    let finding = REP.findings(rule, "2021-05-01", &late).remove(0);
    assert_eq!(finding.consequence.unwrap().due_on.unwrap(), "2021-03-31");
    assert_eq!(finding.fact_from.as_deref(), Some("2021-04-01"));
    // What comes in a year is on the year before, until its last day and not before it came.
    for (filed_on, as_of, came_late) in [
        ("2021-12-30", "2022-01-15", true),
        ("2021-12-31", "2022-01-15", true),
        ("2022-01-01", "2022-01-15", false),
        ("2022-01-02", "2022-01-15", false),
        ("2021-06-01", "2021-05-31", false),
        ("2021-06-01", "2021-06-01", true),
    ] {
        let text = REP.text(rule, as_of, &filed("ANNUAL_STATUS", filed_on));
        let expected =
            if came_late { "The status report on 2020 came after" } else { "No status report on 2020 came by" };
        assert!(text.starts_with(expected), "filed on {filed_on}, {as_of}: {text}");
    }
    // A report of a kind that nobody recorded may be the one.
    REP.check(rule, "2021-04-01", &state(&json!({"reports": {"items": [{"filed_on": "2021-03-01"}]}})), "D");
    for (country, expected) in [("USA", "I"), ("JPN", "I"), ("KOR", "I"), ("NLD", "I"), ("QAT", "-"), ("GBR", "-")] {
        REP.check(rule, "2022-04-01", &state(&json!({"country": country})), expected);
    }
    REP.check(rule, "2022-04-01", &state(&json!({"country": null})), "D");
    REP.check(rule, "2022-04-01", &state(&json!({"reports": null})), "D");
}

#[test]
fn a_report_lacks_a_section() {
    let rule = "rep.incomplete";
    let day = "2019-06-01";
    REP.check(rule, day, &state(&json!({})), "-");
    for (path, section) in [
        ("/workers/items/0/sector", "section 1 (workers) lacks workers.items[0].sector"),
        ("/worksites/items/0/region", "section 1 (workers) lacks worksites.items[0].region"),
        ("/deployment/removal_planned_on", "section 2 (repatriation) lacks deployment.removal_planned_on"),
        ("/deployment", "section 2 (repatriation) lacks deployment"),
        ("/state/start_count", "section 1 (workers) lacks state.start_count"),
        ("/state/new_count", "section 1 (workers) lacks state.new_count"),
        ("/state/ended_count", "section 1 (workers) lacks state.ended_count"),
        ("/state/end_count", "section 1 (workers) lacks state.end_count"),
        ("/state/baseline", "section 2 (repatriation) lacks state.baseline"),
        ("/state/repatriated", "section 2 (repatriation) lacks state.repatriated"),
        ("/workers/items/0/protection", "section 3 (exceptions) lacks workers.items[0].protection"),
        ("/workers/items/0/role", "section 4 (attaches and minders) lacks workers.items[0].role"),
        ("/workers/items/0/count", "section 4 (attaches and minders) lacks workers.items[0].count"),
        ("/worksites", "section 1 (workers) lacks worksites; section 5 (inspections) lacks worksites"),
        ("/inspections", "section 5 (inspections) lacks inspections"),
        ("/inspections/items/0/access", "section 5 (inspections) lacks inspections.items[0].access"),
        ("/inspections/items/0/findings", "section 5 (inspections) lacks inspections.items[0].findings"),
    ] {
        let lacking = with(&state(&json!({})), path, Value::Null);
        REP.check(rule, day, &lacking, "R");
        assert_eq!(REP.text(rule, day, &lacking), format!("The status report is incomplete: {section}."));
    }
    // A day for those who remain, and back pay where wages were found unpaid.
    let gone = with(&state(&json!({"end_count": "0"})), "/deployment/removal_planned_on", Value::Null);
    REP.check(rule, day, &gone, "-");
    let uncounted = with(&gone, "/state/end_count", Value::Null);
    let text = "The status report is incomplete: section 1 (workers) lacks state.end_count.";
    assert_eq!(REP.text(rule, day, &uncounted), text);
    let found = |finding: &str| {
        let items = json!({"items": [format!("INSPECTION_FINDING_{finding}")]});
        with(&state(&json!({})), "/inspections/items/0/findings", items)
    };
    REP.check(rule, day, &found("SAFETY"), "-");
    let text = REP.text(rule, day, &found("UNPAID_WAGES"));
    assert!(text.ends_with("section 5 (inspections) lacks inspections.items[0].back_pay_recovered."), "{text}");
    let recovered = json!({"currency": "PLN", "amount": "0"});
    REP.check(rule, day, &with(&found("UNPAID_WAGES"), "/inspections/items/0/back_pay_recovered", recovered), "-");
    // No visit took place, which is an answer.
    REP.check(rule, day, &with(&state(&json!({})), "/inspections/items", json!([])), "-");
    let nobody = with(&state(&json!({})), "/workers", Value::Null);
    let text = REP.text(rule, day, &nobody);
    assert!(
        text.contains("section 1 (workers) lacks workers; section 3 (exceptions) lacks workers; section 4"),
        "{text}"
    );
    REP.check(rule, day, &json!({"workers": {"items": []}}), "not assessed: state");
}

#[test]
fn figures_that_do_not_agree() {
    let rule = "rep.inconsistent";
    let day = "2019-06-01";
    let report = |baseline: &str, repatriated: &str| state(&json!({"baseline": baseline, "repatriated": repatriated}));
    for (baseline, repatriated, expected) in [
        ("400", "150", "V"),
        ("400", "199", "V"),
        ("400", "200", "-"),
        ("400", "201", "-"),
        // Poland: 462 at the most in 2017, so that 231 are half.
        ("462", "230", "V"),
        ("462", "231", "-"),
    ] {
        REP.check(rule, day, &report(baseline, repatriated), expected);
    }
    let reported = |reports: &Value| with(&report("400", "150"), "/state/reports/items", reports.clone());
    let explained = |kind: &str, day: &str| json!({"kind": format!("STATE_REPORT_KIND_{kind}"), "filed_on": day, "explanation": "no flights"});
    for (reports, expected) in [
        (json!([explained("2397_MIDTERM", "2019-03-20")]), "-"),
        (json!([explained("2397_FINAL", "2019-03-20")]), "-"),
        (json!([explained("ANNUAL_STATUS", "2019-03-20")]), "-"),
        // A report on something else gives no reason for this, nor does one without a reason.
        (json!([explained("2375_IMPLEMENTATION", "2017-12-01")]), "V"),
        (json!([patched(&explained("2397_MIDTERM", "2019-03-20"), &json!({"explanation": null}))]), "V"),
        // Of what kind, or when filed, nobody knows.
        (json!([patched(&explained("2397_MIDTERM", "2019-03-20"), &json!({"kind": null}))]), "D"),
        (json!([patched(&explained("2397_MIDTERM", "2019-03-20"), &json!({"filed_on": null}))]), "D"),
        (json!([explained("2397_MIDTERM", "2019-03-20"), {"explanation": "no flights"}]), "-"),
    ] {
        REP.check(rule, day, &reported(&reports), expected);
    }
    // It counts from the day on which its report is filed.
    let later = reported(&json!([explained("ANNUAL_STATUS", "2025-03-20")]));
    REP.dates(rule, &later, &[("2019-04-01", "V"), ("2025-03-19", "V"), ("2025-03-20", "-"), ("2025-03-21", "-")]);
    REP.check(rule, day, &with(&report("400", "150"), "/state/reports", Value::Null), "V");
    // Twelve months have to be over.
    REP.dates(rule, &report("400", "150"), &[("2018-12-21", "-"), ("2018-12-22", "-"), ("2018-12-23", "V")]);

    for (change, expected) in [
        (json!({"end_count": "350"}), "-"),
        (json!({"end_count": "349"}), "V"),
        (json!({"end_count": "351"}), "V"),
        (json!({"end_count": null}), "D"),
        (json!({"end_count": null, "repatriated": "1"}), "V"),
        (json!({"end_count": "349", "repatriated": null}), "V"),
        (json!({"repatriated": null}), "D"),
        // The Union in 2016: the members that are named are 616 of 624.
        (json!({"start_count": "616", "new_count": "8", "ended_count": "0", "end_count": "624"}), "-"),
        (json!({"start_count": "616", "new_count": "0", "ended_count": "0", "end_count": "624"}), "V"),
    ] {
        REP.check(rule, day, &state(&change), expected);
    }
    let text = REP.text(rule, day, &state(&json!({"end_count": "349", "repatriated": "1"})));
    assert_eq!(
        text,
        "The figures of the status report do not agree: 400 at the start and 10 new less 60 ended are not 349 at the end; \
         1 of 462 repatriated are fewer than half, without a reason."
    );
}

#[test]
fn another_day_for_the_yearly_report() {
    let mut settings = testing::settings(&PLUGIN);
    for (_, value) in &mut settings {
        "06-30".clone_into(value);
    }
    for (as_of, expected) in [("2021-06-30", 0), ("2021-07-01", 1)] {
        let verdict = testing::verdict_set_to(&PLUGIN, as_of, &state(&json!({})), &settings);
        let found = verdict.findings.iter().filter(|finding| finding.rule_id == "rep.late.policy").count();
        assert_eq!(found, expected, "{as_of}");
    }
}
