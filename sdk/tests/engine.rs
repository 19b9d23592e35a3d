//! What follows from a rule's declaration, shown on a small law of its own.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test reports by panicking")]

use comity_sdk::{
    facts::Date,
    prelude::*,
    testing::{self, Value, answer, json},
    v1::{self, SubjectKind},
};

/// Judges each liberty entry, in force [2015-01-10, 2016-01-10).
const HELD: Rule = Rule {
    id: "xx.held@2015",
    title: "the passport is held by somebody else",
    in_force: &[during((2015, 1, 10), (2016, 1, 10))],
    certainty: Verified,
    worst: Violation,
    addressees: &[Employer],
    reads: &[&[
        "liberty.items.passport_holder",
        "liberty.items.passport_held_on_written_request",
        "liberty.items.passport_returned_on_demand",
    ]],
    check: Check::Liberty(held),
    says: "Held.",
    ..Rule::ROW
};

const HELD_LATER: Rule = Rule { id: "xx.held@2016", in_force: &[since(2016, 1, 10)], ..HELD };

/// The same as an unsure row.
const HELD_UNSURE: Rule = Rule { id: "xx.unsure", in_force: &[since(2000, 1, 1)], certainty: Low, ..HELD };

/// Judges each payment on its own day.
const PAID: Rule = Rule {
    id: "xx.paid",
    title: "a payment was made",
    in_force: &[since(2015, 1, 10)],
    certainty: Verified,
    worst: Prohibited,
    addressees: &[UsPerson],
    reads: &[&["transactions.items.us_nexus", "transactions.items.licence_ref"]],
    check: Check::Transaction(|_, tx| {
        let licence = Exempt::named("licence", "a licence");
        Ok(tx.us_nexus().yes().prohibited().unless_claimed(licence, tx.licence_ref().holds(|_| true)))
    }),
    says: "Paid.",
    ..Rule::ROW
};

/// Attached to every payment that is prohibited.
const PENALTY: Rule = Rule {
    id: "xx.penalty",
    title: "what it costs",
    in_force: &[since(2000, 1, 1)],
    certainty: Verified,
    worst: Info,
    check: Check::Attached(|_, finding| Ok(Truth::from(finding.outcome() == Prohibited).info())),
    says: "It costs.",
    ..Rule::ROW
};

const PLUGIN: Plugin = Plugin {
    jurisdiction: "xx",
    title: "Example",
    rules: &[&[HELD, HELD_LATER, HELD_UNSURE, PAID, PENALTY]],
    ..Plugin::NEW
};

#[expect(clippy::unnecessary_wraps, reason = "the signature of a check")]
fn held(_: &Case<'_>, liberty: view::Liberty<'_>) -> Checked {
    let on_request = liberty.passport_held_on_written_request().yes() & liberty.passport_returned_on_demand().yes();
    let answer = (!liberty.passport_holder().is(PassportHolder::Worker)).violation();
    Ok(answer.unless(Exempt::named("request", "the worker's written request"), on_request))
}

fn record(liberty: Value) -> Value {
    json!({"id": "r", "deployment": {"start": "2014-06-01", "end": "2017-06-01"}, "liberty": {"items": liberty}})
}

fn started(record: &Value, start: &str) -> Value {
    testing::patched(record, &json!({"deployment": {"start": start}}))
}

fn held_by(holder: &str) -> Value {
    json!([{"id": "a", "passport_holder": holder, "passport_held_on_written_request": false}])
}

#[track_caller]
fn check(rule: &str, as_of: &str, record: &Value, expected: &str) {
    assert_eq!(answer(&PLUGIN, rule, as_of, record), expected, "{rule} on {as_of}");
}

#[test]
fn a_rule_is_in_force_on_its_first_day_and_not_on_its_last() {
    let record = record(held_by("PASSPORT_HOLDER_MINDER"));
    for (as_of, first, second) in [
        ("2015-01-09", "not in force", "not in force"),
        ("2015-01-10", "V", "not in force"),
        ("2015-01-11", "V", "not in force"),
        ("2016-01-09", "V", "not in force"),
        ("2016-01-10", "not in force", "V"),
        ("2016-01-11", "not in force", "V"),
    ] {
        check("xx.held@2015", as_of, &record, first);
        check("xx.held@2016", as_of, &record, second);
    }
}

#[test]
fn a_rule_attached_to_others_has_days_and_a_certainty_of_its_own() {
    let early = started(&record(held_by("PASSPORT_HOLDER_MINDER")), "1999-01-01");
    for (as_of, expected) in [("1999-12-31", "not in force"), ("2000-01-01", "R"), ("2000-01-02", "R")] {
        check("xx.unsure", as_of, &early, expected);
    }
    // A payment of 2015 brings what it costs; the law on that is older.
    const ALWAYS_PAID: Rule = Rule { in_force: &[since(1900, 1, 1)], ..PAID };
    const OLDER: Plugin = Plugin { jurisdiction: "xx", rules: &[&[ALWAYS_PAID, PENALTY]], ..Plugin::NEW };
    for (date, expected) in [("1999-12-31", "not in force"), ("2000-01-01", "I"), ("2000-01-02", "I")] {
        let paid = json!({"transactions": {"items": [{"id": "t", "date": date, "us_nexus": true}]}});
        assert_eq!(answer(&OLDER, "xx.penalty", "2020-01-01", &paid), expected, "{date}");
    }
    let manifest = comity_sdk::manifest(&PLUGIN);
    let certainty = |id: &str| manifest.rules.iter().find(|rule| rule.id == id).unwrap().certainty();
    assert_eq!([certainty("xx.penalty"), certainty("xx.unsure")], [Verified, Low]);
}

#[test]
fn a_continuing_fact_holds_only_while_the_deployment_runs() {
    let record = record(held_by("PASSPORT_HOLDER_MINDER"));
    for (as_of, expected) in [("2014-05-31", "-"), ("2014-06-01", "R"), ("2017-05-31", "R"), ("2017-06-01", "-")] {
        check("xx.unsure", as_of, &record, expected);
    }
}

#[test]
fn an_unsure_row_never_gives_a_hard_outcome() {
    check("xx.unsure", "2015-06-01", &record(held_by("PASSPORT_HOLDER_MINDER")), "R");
    let manifest = comity_sdk::manifest(&PLUGIN);
    let worst = manifest.rules.iter().find(|rule| rule.id == "xx.unsure").unwrap().worst();
    assert_eq!(worst, NeedsReview);
}

#[test]
fn absence_is_said_and_never_taken_for_an_answer() {
    let day = "2015-06-01";
    check("xx.held@2015", day, &json!({"deployment": {"start": "2014-06-01"}}), "not assessed: liberty");
    check("xx.held@2015", day, &json!({"liberty": {"items": []}}), "not assessed: deployment");
    check("xx.held@2015", day, &record(json!([])), "-");
    check("xx.held@2015", day, &record(json!([{"id": "a"}])), "D");
    check(
        "xx.held@2015",
        day,
        &json!({"deployment": {}, "liberty": {"items": held_by("PASSPORT_HOLDER_MINDER")}}),
        "D",
    );

    let verdict = testing::verdict_on(&PLUGIN, day, &testing::record(&record(json!([{"id": "a"}]))));
    let finding = verdict.findings.iter().find(|f| f.rule_id == "xx.held@2015").unwrap();
    assert_eq!(finding.missing, ["liberty.items[0].passport_holder"]);
}

#[test]
fn an_exemption_by_fact_that_is_not_recorded_is_for_review() {
    let with = |extra: Value| {
        record(json!([testing::patched(&json!({"id": "a", "passport_holder": "PASSPORT_HOLDER_EMPLOYER"}), &extra)]))
    };
    let day = "2015-06-01";
    let both = json!({"passport_held_on_written_request": true, "passport_returned_on_demand": true});
    check("xx.held@2015", day, &with(both), "X");
    check("xx.held@2015", day, &with(json!({"passport_held_on_written_request": true})), "R");
    check("xx.held@2015", day, &with(json!({"passport_held_on_written_request": false})), "V");
    check("xx.held@2015", day, &with(json!({})), "R");
}

#[test]
fn an_exempt_subject_never_hides_another() {
    let record = record(json!([
        {"id": "a", "passport_holder": "PASSPORT_HOLDER_EMPLOYER", "passport_held_on_written_request": true, "passport_returned_on_demand": true},
        {"id": "b", "passport_holder": "PASSPORT_HOLDER_MINDER", "passport_held_on_written_request": false},
    ]));
    let verdict = testing::verdict_on(&PLUGIN, "2015-06-01", &testing::record(&record));
    let found: Vec<_> = verdict
        .findings
        .iter()
        .filter(|f| f.rule_id == "xx.held@2015")
        .map(|f| (f.subject.as_ref().unwrap().id.as_str(), testing::letter(f.outcome())))
        .collect();
    assert_eq!(found, [("a", "X"), ("b", "V")]);
    let exemption = verdict.findings.iter().find_map(|f| f.exemption.as_ref()).unwrap();
    assert_eq!((exemption.id.as_str(), exemption.displaces()), ("request", Violation));
}

#[test]
fn a_dated_fact_is_judged_by_the_law_of_its_day_and_stays() {
    let paid = |date: &str| json!({"transactions": {"items": [{"id": "t", "date": date, "us_nexus": true}]}});
    check("xx.paid", "2020-01-01", &paid("2015-01-09"), "not in force");
    check("xx.paid", "2015-01-09", &paid("2015-01-10"), "not in force");
    check("xx.paid", "2015-02-01", &paid("2015-02-02"), "-");
    check("xx.paid", "2015-01-10", &paid("2015-01-10"), "P");
    check("xx.paid", "2020-01-01", &paid("2015-01-10"), "P");
    check("xx.penalty", "2020-01-01", &paid("2015-01-10"), "I");
    let licensed =
        json!({"transactions": {"items": [{"id": "t", "date": "2016-01-01", "us_nexus": true, "licence_ref": "L1"}]}});
    check("xx.paid", "2020-01-01", &licensed, "X");
    check("xx.penalty", "2020-01-01", &licensed, "-");
}

#[test]
fn what_a_check_read_is_the_evidence() {
    let verdict =
        testing::verdict_on(&PLUGIN, "2015-06-01", &testing::record(&record(held_by("PASSPORT_HOLDER_MINDER"))));
    let finding = verdict.findings.iter().find(|f| f.rule_id == "xx.held@2015").unwrap();
    let evidence: Vec<_> = finding.evidence.iter().map(|e| (e.path.as_str(), e.value.as_str())).collect();
    assert!(evidence.contains(&("liberty.items[0].passport_holder", "PASSPORT_HOLDER_MINDER")), "{evidence:?}");
    assert_eq!(finding.subject.as_ref().unwrap().kind(), SubjectKind::Liberty);
    assert_eq!(finding.fact_from.as_deref(), Some("2015-01-10"), "from when the rule was in force");
    assert_eq!(finding.basis.as_ref().unwrap().in_force_to.as_deref(), Some("2016-01-10"));
}

#[test]
#[should_panic(expected = "which its `reads` does not declare")]
fn a_read_that_is_not_declared_is_found_by_any_test() {
    const SLOPPY: Rule = Rule { id: "xx.sloppy", reads: &[], in_force: &[since(2000, 1, 1)], ..HELD };
    const OTHER: Plugin = Plugin { jurisdiction: "xx", rules: &[&[SLOPPY]], ..Plugin::NEW };
    answer(&OTHER, "xx.sloppy", "2015-06-01", &record(held_by("PASSPORT_HOLDER_MINDER")));
}

#[test]
fn a_verdict_is_the_same_at_every_call() {
    let record = testing::record(&record(held_by("PASSPORT_HOLDER_MINDER")));
    let verdict = || comity_sdk::verdict(&PLUGIN, Date::of(2015, 6, 1), &record);
    assert_eq!(verdict(), verdict());
    assert_eq!(comity_sdk::describe(&PLUGIN), comity_sdk::describe(&PLUGIN));
}

fn verdict_of(rules: &'static [Rule], record: &Value) -> Vec<v1::Finding> {
    let plugin = Plugin { jurisdiction: "xx", rules: Box::leak(Box::new([rules])), ..Plugin::NEW };
    testing::verdict_on(&plugin, "2015-06-01", &testing::record(record)).findings
}

#[test]
#[should_panic(expected = "worse than NeedsReview, its declared `worst`")]
fn an_answer_worse_than_declared_is_found_by_any_test() {
    const SLOPPY: Rule = Rule { worst: NeedsReview, ..HELD };
    verdict_of(&[SLOPPY], &record(held_by("PASSPORT_HOLDER_MINDER")));
}

#[test]
#[should_panic(expected = "binds Some(State), which it does not declare")]
fn an_addressee_that_is_not_declared_is_found_by_any_test() {
    const SLOPPY: Rule = Rule { check: Check::Liberty(|case, liberty| Ok(held(case, liberty)?.to(&[State]))), ..HELD };
    verdict_of(&[SLOPPY], &record(held_by("PASSPORT_HOLDER_MINDER")));
}

#[test]
fn a_table_without_a_value_is_named_and_nothing_is_exempt_from_it() {
    const NO_TABLE: Rule = Rule {
        check: Check::Liberty(|_, _| {
            let answer = Truth::Yes.without("minimum_wages");
            Ok(answer.unless_claimed(Exempt::named("a", "a ground"), Truth::Yes))
        }),
        ..HELD
    };
    let findings = verdict_of(&[NO_TABLE], &record(held_by("PASSPORT_HOLDER_MINDER")));
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((finding.outcome(), &finding.exemption), (InsufficientData, &None));
    assert_eq!(finding.missing, ["reference.minimum_wages"]);
}

/// What is judged on the evaluation date alone began before it where the check says so, but not before its law.
#[test]
fn a_check_of_every_day_may_say_since_when() {
    const TODAY: Rule =
        Rule { id: "xx.today", reads: &[], check: Check::Always(|_| Ok(Truth::Yes.violation())), ..HELD };
    const OVERDUE: Rule = Rule {
        id: "xx.overdue",
        check: Check::Always(|_| Ok(Truth::Yes.violation().since(Date::of(2015, 3, 1)))),
        ..TODAY
    };
    const OLDER: Rule = Rule {
        id: "xx.older",
        check: Check::Always(|_| Ok(Truth::Yes.violation().since(Date::of(2015, 1, 9)))),
        ..TODAY
    };
    for (as_of, letters) in [("2015-01-09", ""), ("2015-01-10", "VVV"), ("2016-01-09", "VVV"), ("2016-01-10", "")] {
        let plugin = Plugin { jurisdiction: "xx", rules: &[&[TODAY, OVERDUE, OLDER]], ..Plugin::NEW };
        let found = testing::verdict_on(&plugin, as_of, &testing::record(&json!({"id": "r"}))).findings;
        assert_eq!(
            found.iter().map(|finding| testing::letter(finding.outcome())).collect::<String>(),
            letters,
            "{as_of}"
        );
    }
    let findings = verdict_of(&[TODAY, OVERDUE, OLDER], &json!({"id": "r"}));
    let since = findings.iter().map(|found| format!("{} {}", found.rule_id, found.fact_from()));
    assert_eq!(since.collect::<Vec<_>>(), ["xx.older 2015-01-10", "xx.overdue 2015-03-01", "xx.today 2015-06-01"]);
}

#[test]
fn checks_that_lack_the_same_field_of_one_subject_say_it_once() {
    const TWICE: Rule = Rule {
        check: Check::Several(&[Check::Liberty(held), Check::Liberty(|_, _| Ok(Truth::Yes.violation()))]),
        ..HELD
    };
    let rules: &[Rule] = Box::leak(Box::new([TWICE]));
    // Nobody recorded when the deployment began: without the day neither check can be asked.
    let undated = json!({"id": "r", "deployment": {}, "liberty": {"items": held_by("PASSPORT_HOLDER_MINDER")}});
    let found = verdict_of(rules, &undated);
    assert_eq!(found.len(), 1, "{found:#?}");
    let dated = record(held_by("PASSPORT_HOLDER_MINDER"));
    let found = verdict_of(rules, &dated);
    assert_eq!(found.len(), 2, "the evidence differs: {found:#?}");
}

#[test]
fn who_is_bound_may_depend_on_the_version() {
    const WIDENED: Rule = Rule {
        in_force: &[during((2015, 1, 10), (2015, 6, 1)), since(2015, 6, 1)],
        also_binds: &[(Date::of(2015, 6, 1), User)],
        ..HELD
    };
    const PLUGIN: Plugin = Plugin { jurisdiction: "xx", rules: &[&[WIDENED]], ..Plugin::NEW };
    let held = testing::record(&record(held_by("PASSPORT_HOLDER_MINDER")));
    for (as_of, bound) in [("2015-05-31", vec![Employer]), ("2015-06-01", vec![Employer, User])] {
        let verdict = testing::verdict_on(&PLUGIN, as_of, &held);
        assert_eq!(verdict.findings[0].addressees().collect::<Vec<_>>(), bound, "{as_of}");
    }
    assert_eq!(comity_sdk::manifest(&PLUGIN).rules[0].addressees().collect::<Vec<_>>(), [Employer, User]);
}

#[test]
fn a_manifest_names_lists_in_order_however_they_are_declared() {
    const UNSORTED: Plugin = Plugin { screening: || ["US-SDN", "EU-DPRK"].map(screening_of).into(), ..PLUGIN };
    let lists: Vec<_> = comity_sdk::manifest(&UNSORTED).screening.into_iter().map(|wish| wish.list).collect();
    assert_eq!(lists, ["EU-DPRK", "US-SDN"]);
}

fn screening_of(list: &str) -> comity_sdk::facts::policy::ScreeningRequest {
    comity_sdk::facts::policy::ScreeningRequest { list: list.to_owned(), ..Default::default() }
}

#[test]
fn what_cannot_be_judged_is_never_worse_than_the_rule_may_say() {
    // A doubt that asks for review, of a rule that can only inform: one that may stay open for review declares it.
    const INFORMS: Rule = Rule {
        id: "xx.informs",
        in_force: &[since(2000, 1, 1)],
        certainty: Verified,
        worst: Info,
        addressees: &[Employer],
        reads: &[&["liberty.items.passport_holder"]],
        check: Check::Liberty(|_, liberty| Ok(liberty.passport_holder().is(PassportHolder::Minder).or_review().info())),
        says: "Held.",
        ..Rule::ROW
    };
    const ASKS: Rule = Rule { id: "xx.review", worst: NeedsReview, ..INFORMS };
    const EITHER: Plugin = Plugin { jurisdiction: "xx", rules: &[&[INFORMS, ASKS]], ..Plugin::NEW };
    let nobody_says = record(json!([{"id": "a"}]));
    assert_eq!(answer(&EITHER, "xx.review", "2015-06-01", &nobody_says), "R");
    assert_eq!(answer(&EITHER, "xx.informs", "2015-06-01", &nobody_says), "D");
}
