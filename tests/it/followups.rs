//! The follow-up plugins after all others, native, over the worked cases: they ask for rows that there are, and the failure of a plugin
//! makes no answer of theirs graver.

use std::collections::BTreeSet;

use comity_facts::{
    Date,
    v1::{JurisdictionVerdict, Outcome, Record, Verdict, VerdictStatus},
};
use comity_sdk::{Plugin, is_of, six::LAWS};

use crate::{
    native::{FOLLOWUPS, NATIVE},
    worked_cases,
};

/// What the plugins of rules say, as the host hands it on.
fn said(record: &Record, as_of: Date) -> Vec<JurisdictionVerdict> {
    let part = |plugin: &&Plugin| {
        let verdict = comity_sdk::verdict(plugin, as_of, record);
        let answered = verdict.not_applicable.is_none();
        let status = if answered { VerdictStatus::Answered } else { VerdictStatus::NotApplicable };
        let jurisdiction = plugin.jurisdiction.to_owned();
        JurisdictionVerdict { jurisdiction, status: status.into(), verdict: Some(verdict), ..Default::default() }
    };
    NATIVE.iter().map(part).collect()
}

fn without(others: &[JurisdictionVerdict], failed: &str) -> Vec<JurisdictionVerdict> {
    let part = |part: &JurisdictionVerdict| {
        if part.jurisdiction != failed {
            return part.clone();
        }
        JurisdictionVerdict { status: VerdictStatus::Indeterminate.into(), verdict: None, ..part.clone() }
    };
    others.iter().map(part).collect()
}

/// What a finding counts for in a decision.
fn grade(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Unspecified | Outcome::Clear => 0,
        Outcome::Info | Outcome::Exempt => 1,
        Outcome::NeedsReview | Outcome::InsufficientData => 2,
        Outcome::Violation => 3,
        Outcome::Prohibited => 4,
    }
}

fn worst<'v>(verdicts: impl IntoIterator<Item = &'v Verdict>) -> u8 {
    verdicts.into_iter().flat_map(|verdict| &verdict.findings).map(|f| grade(f.outcome())).max().unwrap_or(0)
}

fn followed(record: &Record, as_of: Date, others: &[JurisdictionVerdict]) -> Vec<Verdict> {
    FOLLOWUPS.iter().map(|plugin| comity_sdk::verdict_after(plugin, as_of, record, others)).collect()
}

#[test]
fn the_failure_of_a_plugin_makes_no_answer_graver() {
    let mut compared = 0;
    for (name, record, dates) in worked_cases::records() {
        for as_of in dates.iter().map(|date| Date::read(date).unwrap()) {
            let others = said(&record, as_of);
            let all = followed(&record, as_of, &others);
            let gravest = worst(all.iter().chain(others.iter().filter_map(|part| part.verdict.as_ref())));
            for failed in NATIVE.map(|plugin| plugin.jurisdiction) {
                let remaining = without(&others, failed);
                let less = followed(&record, as_of, &remaining);
                assert!(worst(&less) <= gravest, "{name} {as_of} without {failed}");
                compared += 1;
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}

#[test]
fn the_conditions_ask_for_rows_that_there_are() {
    let rules: BTreeSet<&str> = NATIVE.iter().flat_map(|plugin| plugin.all_rules().map(|rule| rule.id)).collect();
    for law in LAWS {
        let rows = [law.contracts, law.papers, law.standards, law.inspections, law.pay].into_iter().flatten();
        for row in rows {
            assert!(rules.iter().any(|rule| is_of(&[row], rule)), "{row}");
        }
    }
    for (name, record, dates) in worked_cases::records() {
        for as_of in dates.iter().map(|date| Date::read(date).unwrap()) {
            for verdict in followed(&record, as_of, &said(&record, as_of)) {
                let mut texts = verdict.findings.iter().filter_map(|finding| Some(&finding.message.as_ref()?.text));
                let unknown = texts.find(|text| text.contains("has no row"));
                assert_eq!(unknown, None, "{name} {as_of}");
            }
        }
    }
}

/// The builder with students, after the Panel of Experts had gone.
#[test]
fn nothing_goes_to_the_panel_of_experts_after_its_end() {
    let (_, record, _) =
        worked_cases::records().into_iter().find(|(name, ..)| name.ends_with("un/cases/C04.expected.json")).unwrap();
    let as_of = Date::of(2024, 6, 1);
    let verdict = comity_sdk::verdict_after(&comity_plugin_ref::PLUGIN, as_of, &record, &said(&record, as_of));
    let panel = verdict.findings.iter().find(|finding| finding.rule_id == "ref.un.poe").unwrap();
    assert_eq!((panel.outcome(), panel.message.as_ref().unwrap().key.as_str()), (Outcome::Info, "ref.un.poe.ended"));
}
