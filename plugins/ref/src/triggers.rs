//! What starts a referral.

use comity_sdk::{prelude::*, v1::Finding};

/// The rules of these jurisdictions that found something to act on; each once, in order.
pub(crate) fn acted_on(case: &Case<'_>, jurisdictions: &[&str]) -> Vec<String> {
    let wanted = case.others.iter().filter(|part| jurisdictions.contains(&part.jurisdiction.as_str()));
    let findings = wanted.filter_map(|part| part.verdict.as_ref()).flat_map(|verdict| &verdict.findings);
    let mut rules: Vec<String> = findings.filter(|f| calls_for_action(f)).map(|f| f.rule_id.clone()).collect();
    rules.sort();
    rules.dedup();
    rules
}

/// An exemption, a deadline that runs and missing data are no reason to refer anybody.
fn calls_for_action(finding: &Finding) -> bool {
    matches!(finding.outcome(), Prohibited | Violation | NeedsReview)
}

/// Fires as INFO, with the findings that it starts from.
pub(crate) fn refer(rules: &[String]) -> Answer {
    Truth::from(!rules.is_empty()).info().with("rules", rules.join(", ")).attribute("triggers", rules.join(","))
}
