use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::domain::{Cause, Digest, Failure, FindingSummary, NotAssessed, RuleId};

const RULES: usize = 6;

fn rule(index: usize, worst: Grade) -> RuleSummary {
    RuleSummary {
        id: format!("xx.r{index}").parse().unwrap(),
        worst,
        addressees: vec![Addressee(i32::try_from(index % 3).unwrap() + 1)],
        in_force: vec![(Date::of(2010, 1, 1), None)],
        reads_lists: index.is_multiple_of(2),
    }
}

fn answer(findings: Vec<FindingSummary>) -> PluginAnswer {
    PluginAnswer::Answered(Answer {
        findings,
        not_assessed: vec![NotAssessed { part: "wages".into(), rules: vec!["xx.r0".parse::<RuleId>().unwrap()] }],
        not_applicable: None,
        encoded: Arc::from([]),
        digest: Digest::of(b""),
        fuel: 0,
    })
}

fn failure() -> PluginAnswer {
    PluginAnswer::Indeterminate(Failure { cause: Cause::Trap, detail: String::new() })
}

fn combine(rules: &[RuleSummary], answer: &PluginAnswer) -> Combined {
    part(Part { rules, answer, unscreened: false }, Date::of(2020, 1, 1), &[])
}

fn grades() -> impl Strategy<Value = Grade> {
    prop::sample::select(vec![Grade::Info, Grade::NeedsReview, Grade::Violation, Grade::Prohibited])
}

prop_compose! {
    /// The rules of a plugin, and findings that they can give: never worse than declared.
    fn plugins()(worsts in prop::collection::vec(grades(), RULES))
        (picks in prop::collection::vec((0..RULES, 0..4usize), 0..12), worsts in Just(worsts))
        -> (Vec<RuleSummary>, Vec<FindingSummary>)
    {
        let rules: Vec<_> = worsts.iter().enumerate().map(|(i, w)| rule(i, *w)).collect();
        let findings = picks.into_iter().filter_map(|(index, pick)| {
            let rule = rules.get(index)?;
            let outcome = [Outcome::Exempt, Outcome::InsufficientData, at_worst(rule.worst), Outcome::Info][pick];
            Some(FindingSummary { rule: rule.id.clone(), outcome, addressees: rule.addressees.clone() })
        }).collect();
        (rules, findings)
    }
}

fn at_worst(grade: Grade) -> Outcome {
    match grade {
        Grade::Clear | Grade::Info => Outcome::Info,
        Grade::NeedsReview => Outcome::NeedsReview,
        Grade::Violation => Outcome::Violation,
        Grade::Prohibited => Outcome::Prohibited,
    }
}

fn at_least_as_concerning(a: &Combined, b: &Combined) -> bool {
    let over = |a: Bounds, b: Bounds| a.at_least() >= b.at_least() && a.at_most() >= b.at_most();
    over(a.bounds, b.bounds)
        && b.by_addressee
            .iter()
            .all(|(who, bounds)| over(a.by_addressee.get(who).copied().unwrap_or_default(), *bounds))
}

proptest! {
    #[test]
    fn bounds_are_in_order((rules, findings) in plugins()) {
        let combined = combine(&rules, &answer(findings));
        prop_assert!(combined.bounds.at_least() <= combined.bounds.at_most());
    }

    #[test]
    fn one_more_plugin_lowers_neither_bound((r1, f1) in plugins(), (r2, f2) in plugins(), fails in any::<bool>()) {
        let first = combine(&r1, &answer(f1));
        let second = combine(&r2, &if fails { failure() } else { answer(f2) });
        prop_assert!(at_least_as_concerning(&first.clone().join(&second), &first));
    }

    #[test]
    fn a_failing_plugin_never_raises_at_least_nor_lowers_at_most((r1, f1) in plugins(), (r2, f2) in plugins()) {
        let first = combine(&r1, &answer(f1));
        let with_answer = first.clone().join(&combine(&r2, &answer(f2)));
        let with_failure = first.join(&combine(&r2, &failure()));
        prop_assert!(with_failure.bounds.at_least() <= with_answer.bounds.at_least());
        // INSUFFICIENT_DATA counts as NEEDS_REVIEW even of a rule that could only have said INFO.
        let floor = with_failure.bounds.at_most().max(Grade::NeedsReview);
        prop_assert!(floor >= with_answer.bounds.at_most());
        prop_assert!(!with_failure.complete);
    }

    /// Screening could have added any finding of a rule that reads lists.
    #[test]
    fn who_was_not_screened_leaves_open_what_screening_could_have_found((rules, findings) in plugins()) {
        let reads_lists = |f: &FindingSummary| rules.iter().any(|r| r.id == f.rule && r.reads_lists);
        let without: Vec<_> = findings.iter().filter(|f| !reads_lists(f)).cloned().collect();
        let screened = combine(&rules, &answer(findings));
        let given = answer(without);
        let unscreened = part(Part { rules: &rules, answer: &given, unscreened: true }, Date::of(2020, 1, 1), &[]);
        prop_assert!(unscreened.bounds.at_least() <= screened.bounds.at_least());
        let floor = unscreened.bounds.at_most().max(Grade::NeedsReview);
        prop_assert!(floor >= screened.bounds.at_most());
        prop_assert!(!unscreened.complete);
    }

    #[test]
    fn taking_an_exemption_away_improves_nothing((rules, findings) in plugins()) {
        let with = combine(&rules, &answer(findings.clone()));
        let without: Vec<_> = findings.into_iter().map(|f| {
            let worst = rules.iter().find(|r| r.id == f.rule).map_or(Grade::Prohibited, |r| r.worst);
            if f.outcome == Outcome::Exempt { FindingSummary { outcome: at_worst(worst), ..f } } else { f }
        }).collect();
        prop_assert!(at_least_as_concerning(&combine(&rules, &answer(without)), &with));
    }

    #[test]
    fn the_order_of_plugins_does_not_matter((r1, f1) in plugins(), (r2, f2) in plugins()) {
        let (a, b) = (combine(&r1, &answer(f1)), combine(&r2, &answer(f2)));
        prop_assert_eq!(a.clone().join(&b), b.join(&a));
    }
}

#[test]
fn table() {
    let rules = [rule(0, Grade::Violation), rule(1, Grade::Prohibited)];
    let finding = |index: usize, outcome| FindingSummary {
        rule: rules[index].id.clone(),
        outcome,
        addressees: rules[index].addressees.clone(),
    };
    let table = [
        (answer(vec![]), Grade::Clear, Grade::Clear, true),
        (answer(vec![finding(0, Outcome::Exempt)]), Grade::Info, Grade::Info, true),
        (answer(vec![finding(0, Outcome::InsufficientData)]), Grade::NeedsReview, Grade::Violation, true),
        (answer(vec![finding(0, Outcome::Violation)]), Grade::Violation, Grade::Violation, true),
        (failure(), Grade::Clear, Grade::Prohibited, false),
        (PluginAnswer::NotRequested, Grade::Clear, Grade::Clear, true),
    ];
    for (given, at_least, at_most, complete) in table {
        let combined = combine(&rules, &given);
        assert_eq!((combined.bounds.at_least(), combined.bounds.at_most()), (at_least, at_most), "{given:?}");
        assert_eq!(combined.complete, complete);
    }
}

#[test]
fn a_part_that_is_vouched_for_and_absent_is_for_review() {
    let rules = [rule(0, Grade::Violation)];
    let given = answer(vec![]);
    let vouched =
        part(Part { rules: &rules, answer: &given, unscreened: false }, Date::of(2020, 1, 1), &["wages".to_owned()]);
    assert_eq!(vouched.bounds, Bounds::exactly(Grade::NeedsReview));
}

#[test]
fn a_plugin_without_known_rules_could_have_said_anything_to_anybody() {
    let combined = combine(&[], &failure());
    assert_eq!(combined.bounds, Bounds::open(Grade::Clear, Grade::Prohibited));
    assert_eq!(combined.by_addressee.len(), 12);
}

#[test]
fn a_rule_of_the_future_is_no_risk_today() {
    let mut later = rule(0, Grade::Prohibited);
    later.in_force = vec![(Date::of(2027, 12, 14), None)];
    assert_eq!(combine(&[later], &failure()).bounds, Bounds::CLEAR);
}
