use comity_facts::{
    policy::InForce,
    v1::{
        Bounds, ChangeKind, ChangeReason, ChangeReasonKind as Why, Consequence, Evidence, Finding, LegalBasis, Message,
        MessageParameter, Outcome, Screening, ScreeningHit, Subject, TimelineChange, Verdict,
    },
};

use super::*;

fn day(text: &str) -> Date {
    Date::read(text).unwrap()
}

fn finding(rule: &str, outcome: Outcome) -> Finding {
    Finding {
        rule_id: rule.into(),
        subject: Some(Subject { kind: 5, id: "p1".into() }),
        outcome: outcome.into(),
        ..Finding::default()
    }
}

fn decision(findings: Vec<Finding>) -> Decision {
    let verdict = Some(Verdict { findings, ..Verdict::default() });
    let status = VerdictStatus::Answered.into();
    let part = JurisdictionVerdict { jurisdiction: "qa".into(), status, verdict, ..JurisdictionVerdict::default() };
    Decision { jurisdictions: vec![part], ..Decision::default() }
}

fn rule(id: &str, from: &str, to: Option<&str>, fields: &[&str]) -> RuleInfo {
    let in_force = vec![InForce { from: from.into(), to: to.map(Into::into) }];
    let fields = fields.iter().map(|&field| field.into()).collect();
    RuleInfo { id: id.into(), in_force, fields, ..RuleInfo::default() }
}

fn known() -> Known {
    Known {
        rules: vec![
            rule("qa.a", "2000-01-01", None, &["permits.items.issued", "deployment.start"]),
            rule("qa.b@2009", "2009-01-01", Some("2015-11-02"), &[]),
            rule("qa.b@2015", "2015-11-02", None, &[]),
            rule("qa.c", "2000-01-01", None, &[]),
        ],
        dates: vec![
            RecordDate { path: "permits.items[0].issued".into(), day: day("2014-05-20") },
            RecordDate { path: "heat.items[0].date".into(), day: day("2014-06-01") },
        ],
    }
}

fn between(on: &str, before: Vec<Finding>, after: Vec<Finding>) -> Option<TimelineStep> {
    let (before, after, then) = (decision(before), decision(after), day(on));
    let before = Judged { day: then.plus_days(-1), decision: &before };
    next(before, Judged { day: then, decision: &after }, &known())
}

#[test]
fn changes_are_named_by_what_was_and_what_is() {
    let check = |before: Vec<Finding>, after: Vec<Finding>, expected: &[ChangeKind]| {
        let step = between("2014-03-01", before, after).unwrap_or_default();
        assert_eq!(step.changes.iter().map(TimelineChange::kind).collect::<Vec<_>>(), expected);
    };
    let (review, violation) = (|| finding("qa.a", Outcome::NeedsReview), || finding("qa.a", Outcome::Violation));
    let other = || Finding { subject: Some(Subject { kind: 5, id: "p2".into() }), ..violation() };
    let cited =
        || Finding { basis: Some(LegalBasis { citation: "art. 2".into(), ..LegalBasis::default() }), ..violation() };
    check(vec![], vec![], &[]);
    check(vec![violation()], vec![violation()], &[]);
    check(vec![], vec![violation()], &[ChangeKind::Began]);
    check(vec![violation()], vec![], &[ChangeKind::Ended]);
    check(vec![review()], vec![violation()], &[ChangeKind::Outcome]);
    check(vec![violation()], vec![cited()], &[ChangeKind::Detail]);
    check(vec![violation()], vec![other()], &[ChangeKind::Ended, ChangeKind::Began]);
    check(vec![violation(), review()], vec![review(), violation()], &[]);
    check(vec![violation(), review()], vec![review()], &[ChangeKind::Ended]);
    check(vec![finding("qa.b@2009", Outcome::Info)], vec![finding("qa.b@2015", Outcome::Info)], &[ChangeKind::Detail]);
}

#[test]
fn what_moves_with_the_day_is_no_change_and_all_else_is() {
    let on = |text: &str, from: &str, due: &str, left: &str, words: &str| Finding {
        fact_from: Some(from.into()),
        consequence: Some(Consequence { text: String::new(), due_on: Some(due.into()) }),
        message: Some(Message {
            key: "k".into(),
            parameters: vec![MessageParameter { name: "days_left".into(), value: left.into() }],
            text: words.into(),
        }),
        evidence: vec![Evidence { path: "x".into(), value: text.into(), source: 1 }],
        ..finding("qa.c", Outcome::Info)
    };
    let base = || on("v", "2014-01-01", "2014-04-30", "61", "61 days are left until 30 April, of 61.");
    for (after, same) in [
        (base(), true),
        (on("v", "2014-01-01", "2014-04-30", "60", "60 days are left until 30 April, of 60."), true),
        (on("v", "2014-01-01", "2014-04-30", "60", "60 days are left until 30 April, of 61."), true),
        (on("v", "2014-01-01", "2014-05-01", "60", "60 days are left until 30 April, of 60."), false),
        (on("v", "2014-01-01", "2014-04-30", "59", "59 days are left until 30 April, of 59."), false),
        (on("v", "2014-01-01", "2014-04-30", "62", "62 days are left until 30 April, of 62."), false),
        (on("v", "2014-01-01", "2014-04-30", "60", "60 days are left until 31 April, of 60."), false),
        (on("v", "2014-01-05", "2014-04-30", "60", "60 days are left until 30 April, of 60."), false),
        (on("w", "2014-01-01", "2014-04-30", "60", "60 days are left until 30 April, of 60."), false),
    ] {
        // On 2014-02-28 the base is said: 61 days before 2014-04-30.
        let step = between("2014-03-01", vec![base()], vec![after.clone()]);
        assert_eq!(step.is_none(), same, "{after:?}");
    }
    let today = |text: &str| Finding { fact_from: Some(text.into()), ..finding("qa.c", Outcome::Info) };
    assert!(between("2014-03-01", vec![today("2014-02-28")], vec![today("2014-03-01")]).is_none(), "a fact of the day");
    assert!(
        between("2014-03-01", vec![today("2014-02-28")], vec![today("2014-02-28")]).is_none(),
        "a fact since a day"
    );
    assert!(between("2014-03-01", vec![today("2014-02-28")], vec![today("2014-03-02")]).is_some());
    let points = |text: &str| Finding {
        message: Some(Message {
            parameters: vec![MessageParameter { name: "score".into(), value: text.into() }],
            ..Message::default()
        }),
        ..finding("qa.c", Outcome::Info)
    };
    assert!(between("2014-03-01", vec![points("5")], vec![points("6")]).is_some(), "a number that counts nothing");
}

#[test]
fn reasons_are_those_of_the_day() {
    let due = |due: &str| Finding {
        consequence: Some(Consequence { text: String::new(), due_on: Some(due.into()) }),
        ..finding("qa.c", Outcome::Violation)
    };
    let names = |rule: &str| Finding {
        message: Some(Message {
            parameters: vec![MessageParameter { name: "rule".into(), value: rule.into() }],
            ..Message::default()
        }),
        ..finding("qa.c", Outcome::Info)
    };
    let (a, b) = (|| finding("qa.a", Outcome::Violation), |version| finding(version, Outcome::Violation));
    for (on, before, after, expected) in [
        ("2015-11-01", vec![], vec![b("qa.b@2015")], vec![Why::Other]),
        ("2015-11-02", vec![], vec![b("qa.b@2015")], vec![Why::LawBegan]),
        ("2015-11-03", vec![], vec![b("qa.b@2015")], vec![Why::Other]),
        ("2015-11-02", vec![b("qa.b@2009")], vec![b("qa.b@2015")], vec![Why::LawBegan]),
        ("2015-11-02", vec![b("qa.b@2009")], vec![], vec![Why::LawEnded]),
        ("2015-11-02", vec![], vec![a()], vec![Why::Nearby]),
        ("2014-05-19", vec![], vec![a()], vec![Why::Other]),
        ("2014-05-20", vec![], vec![a()], vec![Why::Fact]),
        ("2014-05-21", vec![a()], vec![], vec![Why::Fact]),
        ("2014-05-22", vec![a()], vec![], vec![Why::Other]),
        ("2014-06-01", vec![], vec![a()], vec![Why::Nearby]),
        ("2014-04-30", vec![due("2014-04-30")], vec![], vec![Why::Other]),
        ("2014-05-01", vec![due("2014-04-30")], vec![], vec![Why::Deadline]),
        ("2014-05-02", vec![due("2014-04-30")], vec![], vec![Why::Other]),
        ("2015-11-02", vec![], vec![b("qa.b@2015"), names("qa.b@2015")], vec![Why::LawBegan, Why::Finding]),
        ("2014-03-01", vec![], vec![names("qa.b@2015")], vec![Why::Other]),
    ] {
        let step = between(on, before, after).unwrap();
        let kinds: Vec<_> = step.changes.iter().flat_map(|change| &change.reasons).map(ChangeReason::kind).collect();
        assert_eq!(kinds, expected, "{on} {:?}", step.changes);
    }
}

#[test]
fn a_jurisdiction_can_change_without_a_finding() {
    let with = |status: VerdictStatus, most: Outcome, entry: Option<&str>| {
        let mut decision = decision(Vec::new());
        let part = &mut decision.jurisdictions[0];
        part.status = status.into();
        part.bounds = Some(Bounds { at_least: Outcome::Clear.into(), at_most: most.into() });
        let hit = |entry: &str| ScreeningHit {
            party: "p1".into(),
            list: "L".into(),
            entry: entry.into(),
            ..ScreeningHit::default()
        };
        part.screening = Some(Screening { hits: entry.map(hit).into_iter().collect(), ..Screening::default() });
        decision
    };
    let base = with(VerdictStatus::Answered, Outcome::Info, None);
    for (after, expected) in [
        (with(VerdictStatus::Answered, Outcome::Info, None), None),
        (with(VerdictStatus::Answered, Outcome::Prohibited, None), Some(Why::Other)),
        (with(VerdictStatus::Indeterminate, Outcome::Info, None), Some(Why::Verdict)),
        (with(VerdictStatus::NotApplicable, Outcome::Info, None), Some(Why::Verdict)),
        (with(VerdictStatus::Answered, Outcome::Info, Some("7")), Some(Why::List)),
    ] {
        let judged = |text, decision| Judged { day: day(text), decision };
        let step = next(judged("2014-03-01", &base), judged("2014-03-02", &after), &known());
        let reason = step.map(|step| (step.changes[0].kind(), step.changes[0].reasons[0].kind()));
        assert_eq!(reason, expected.map(|why| (ChangeKind::Jurisdiction, why)));
    }
}

#[test]
fn the_first_step_holds_everything_that_stands() {
    let standing = decision(vec![finding("qa.a", Outcome::Violation), finding("qa.c", Outcome::Info)]);
    let step = first(Judged { day: day("2014-03-01"), decision: &standing });
    let told: Vec<_> = step.changes.iter().map(|change| (change.kind(), change.reasons[0].kind())).collect();
    assert_eq!(told, [(ChangeKind::Began, Why::RangeBegan); 2]);
    assert_eq!((step.from.as_str(), step.parts.len()), ("2014-03-01", 1));
}

#[test]
fn a_range_that_is_not_given_holds_the_record_the_law_and_today() {
    let asked = |from: &str, to: &str| Asked { from: Date::read(from), to: Date::read(to) };
    let none = || Known { dates: Vec::new(), ..known() };
    let bare = Known::default;
    for (asked, known, today, expected) in [
        (asked("", ""), known(), "2014-08-01", ("2013-01-01", "2016-01-01")),
        (asked("", ""), known(), "2026-11-28", ("2013-01-01", "2028-01-01")),
        (asked("", ""), none(), "2014-08-01", ("2000-01-01", "2016-01-01")),
        (asked("", ""), bare(), "2014-08-01", ("2014-01-01", "2016-01-01")),
        (asked("2014-02-03", ""), known(), "2014-08-01", ("2014-02-03", "2016-01-01")),
        (asked("", "2014-02-03"), known(), "2014-08-01", ("2013-01-01", "2014-02-03")),
    ] {
        let found = range(asked, &known, day(today));
        assert_eq!((found.from.to_string().as_str(), found.to.to_string().as_str()), expected, "{asked:?} {today}");
    }
}
