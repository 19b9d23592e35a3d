//! What a State owes the Committee.

use super::*;

fn reported(kind: &str, day: &str) -> Value {
    state(&json!({"reports": {"items": [{"kind": format!("STATE_REPORT_KIND_{kind}"), "filed_on": day}]}}))
}

fn none() -> Value {
    state(&json!({"reports": {"items": []}}))
}

#[test]
fn two_reports_on_repatriation() {
    let table = [
        ("un.2397.8.midterm", "2397_MIDTERM", "2019-03-22", "2019-03-23", "2019-03-24"),
        ("un.2397.8.final", "2397_FINAL", "2020-03-22", "2020-03-23", "2020-03-24"),
    ];
    for (rule, kind, last, breached, after) in table {
        UN.dates(rule, &none(), &[(last, "not in force"), (breached, "V"), (after, "V")]);
        UN.check(rule, after, &reported(kind, last), "-");
        UN.check(rule, breached, &reported(kind, after), "V");
        UN.check(rule, after, &reported(kind, after), "-");
        UN.check(rule, after, &reported("2270_IMPLEMENTATION", last), "V");
        UN.check(rule, after, &state(&json!({})), "D");
        assert_eq!(UN.missing(rule, after, &state(&json!({}))), "state.reports");
        UN.check(rule, after, &builders(), "not assessed: state");
    }
    UN.check("un.2397.8.final", "2020-03-23", &reported("2397_FINAL", "2020-03-20"), "-");
}

#[test]
fn fewer_than_half_has_to_be_explained() {
    let rule = "un.2397.8.half";
    let midterm = |change: Value| {
        let base = json!({"baseline": "400", "repatriated": "180",
            "reports": {"items": [{"kind": "STATE_REPORT_KIND_2397_MIDTERM", "filed_on": "2019-03-20"}]}});
        state(&testing::patched(&base, &change))
    };
    UN.dates(rule, &midterm(json!({})), &[("2019-03-21", "not in force"), ("2019-03-22", "V"), ("2019-03-23", "V")]);
    for (repatriated, expected) in [("0", "V"), ("199", "V"), ("200", "-"), ("210", "-")] {
        UN.check(rule, "2019-04-01", &midterm(json!({"repatriated": repatriated})), expected);
    }
    let explained = with(&midterm(json!({})), "/state/reports/items/0/explanation", json!("no flights"));
    UN.check(rule, "2019-04-01", &explained, "-");
    // It explains from the day on which it is filed; and what was not filed explains nothing and has nothing to.
    let filed = with(&explained, "/state/reports/items/0/filed_on", json!("2019-03-22"));
    UN.check(rule, "2019-03-22", &filed, "-");
    UN.check(rule, "2019-04-01", &midterm(json!({"reports": {"items": []}, "repatriated": null})), "-");
    UN.check(rule, "2019-04-01", &midterm(json!({"repatriated": null})), "D");
    UN.check(rule, "2019-04-01", &midterm(json!({"reports": {"items": []}})), "-");
}

#[test]
fn a_report_on_each_resolution() {
    let rule = "un.impl.90d";
    let table = [
        ("2270", "2016-05-31", "2016-06-01", "I"),
        ("2321", "2017-02-28", "2017-03-01", "I"),
        ("2371", "2017-11-03", "2017-11-04", "I"),
        ("2375", "2017-12-10", "2017-12-11", "I"),
        ("2397", "2018-03-22", "2018-03-23", "R"),
    ];
    let all_until = |last: &str| {
        let filed = table.iter().filter(|(_, due, ..)| *due < last).map(|(resolution, due, ..)| {
            json!({"kind": format!("STATE_REPORT_KIND_{resolution}_IMPLEMENTATION"), "filed_on": due})
        });
        state(&json!({"reports": {"items": filed.collect::<Vec<_>>()}}))
    };
    for (resolution, due, late, expected) in table {
        let others = all_until(due);
        let before = if resolution == "2270" { "not in force" } else { "-" };
        UN.check(rule, due, &others, before);
        UN.check(rule, late, &others, expected);
        assert!(UN.text(rule, late, &others).contains(resolution));
        UN.check(rule, late, &all_until(late), "-");
    }
    // One that came late was not there in time.
    let late = state(
        &json!({"reports": {"items": [{"kind": "STATE_REPORT_KIND_2270_IMPLEMENTATION", "filed_on": "2016-06-01"}]}}),
    );
    UN.check(rule, "2016-07-01", &late, "I");
    UN.check(rule, "2018-03-23", &none(), "R");
    UN.check(rule, "2018-03-23", &state(&json!({})), "D");
}

#[test]
fn a_midterm_report_that_may_have_been_filed() {
    let rule = "un.2397.8.half";
    let counted = |change: Value| {
        let base = json!({"baseline": "400", "repatriated": "100",
            "reports": {"items": [{"kind": "STATE_REPORT_KIND_2397_MIDTERM"}]}});
        state(&testing::patched(&base, &change))
    };
    let undated = counted(json!({}));
    UN.check(rule, "2019-04-01", &undated, "D");
    assert_eq!(UN.missing(rule, "2019-04-01", &undated), "state.reports.items[0].filed_on");
    let absent = counted(json!({"reports": null}));
    UN.check(rule, "2019-04-01", &absent, "D");
    assert_eq!(UN.missing(rule, "2019-04-01", &absent), "state.reports");
    UN.check(rule, "2019-04-01", &counted(json!({"repatriated": "200"})), "-");
    UN.check(rule, "2019-04-01", &counted(json!({"reports": {"items": []}})), "-");
}

#[test]
fn a_report_that_may_be_late_outranks_what_is_told_of() {
    let rule = "un.impl.90d";
    let undated = state(&json!({"reports": {"items": [{"kind": "STATE_REPORT_KIND_2397_IMPLEMENTATION"}]}}));
    UN.check(rule, "2018-03-22", &undated, "I");
    UN.check(rule, "2018-03-23", &undated, "D");
    assert_eq!(UN.missing(rule, "2018-03-23", &undated), "state.reports.items[0].filed_on");
    // What is surely late and grave outranks both.
    let other = state(&json!({"reports": {"items": [{"kind": "STATE_REPORT_KIND_2270_IMPLEMENTATION"}]}}));
    UN.check(rule, "2018-03-23", &other, "R");
}
