//! What starts a referral: findings of other plugins.

use comity_sdk::{
    Heard,
    prelude::*,
    v1::{Finding, SubjectKind},
};

/// Findings of the gravest kind: forced labour, and what stands beside it.
pub(crate) const GRAVE: &[&str] = &["ilo.c029.definition", "ilo.c105.*", "ilo.iccpr.8", "ilo.palermo"];
/// All that the rules plugins say.
pub(crate) const ANY: &[&str] = &["*"];

/// The findings under some rows that are there to act on. An exemption, a deadline that runs and missing data are no reason to refer
/// anybody.
pub(crate) fn acted<'r>(case: &Case<'r>, rows: &[&str]) -> Vec<&'r Finding> {
    case.found_elsewhere(rows).filter(|f| matches!(f.outcome(), Prohibited | Violation | NeedsReview)).collect()
}

/// The findings under some rows of an act that is barred or a duty that is broken.
pub(crate) fn breaches<'r>(case: &Case<'r>, rows: &[&str]) -> Vec<&'r Finding> {
    case.found_elsewhere(rows).filter(|f| matches!(f.outcome(), Prohibited | Violation)).collect()
}

/// The rules of some findings, each once, in order.
pub(crate) fn rules(findings: &[&Finding]) -> Vec<String> {
    let mut rules: Vec<String> = findings.iter().map(|finding| finding.rule_id.clone()).collect();
    rules.sort();
    rules.dedup();
    rules
}

/// Fires as INFO, with the findings that it starts from.
pub(crate) fn refer(findings: &[&Finding]) -> Answer {
    let rules = rules(findings);
    Truth::from(!rules.is_empty()).info().with("rules", rules.join(", ")).attribute("triggers", rules.join(","))
}

/// What the countries of a case are read from.
pub(crate) const PLACES: &[&str] = &["worksites.items.country"];

/// The host States of some findings, each once: the State that a finding names, else those of all sites. North Korea is none.
pub(crate) fn hosts(case: &Case<'_>, findings: &[&Finding]) -> Vec<String> {
    let mut hosts: Vec<String> = findings.iter().flat_map(|finding| hosts_of(case, finding)).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

/// The same where they decide.
///
/// # Errors
/// If no host State is known, and a country that is not recorded may be one.
pub(crate) fn host_states(case: &Case<'_>, findings: &[&Finding]) -> Result<Vec<String>, Missing> {
    let hosts = hosts(case, findings);
    let absent = case.sites().filter_map(|site| site.country().get().err()).reduce(Missing::and);
    let nowhere = case.sites().next().is_none().then(|| case.record.worksites().missing());
    match absent.or(nowhere) {
        Some(missing) if hosts.is_empty() => Err(missing),
        _ => Ok(hosts),
    }
}

/// The host States of one finding.
pub(crate) fn hosts_of(case: &Case<'_>, finding: &Finding) -> Vec<String> {
    let named = parameter(finding, "host").map(str::to_owned);
    let sites = case.sites().filter_map(|site| site.country().recorded()).map(str::to_owned);
    let all: Vec<String> = if named.is_some() { named.into_iter().collect() } else { sites.collect() };
    all.into_iter().filter(|country| country != "PRK").collect()
}

/// A parameter of a finding's message.
pub(crate) fn parameter<'f>(finding: &'f Finding, name: &str) -> Option<&'f str> {
    let parameters = finding.message.as_ref().map(|message| message.parameters.as_slice()).unwrap_or_default();
    parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value.as_str())
}

/// The first day of a finding's fact.
pub(crate) fn first_day(finding: &Finding) -> Option<Date> {
    finding.fact_from.as_deref().and_then(Date::read)
}

/// Whether a finding's fact falls, in part, into the days on which a treaty is in force. A fact that has no end goes on to the
/// evaluation date.
pub(crate) fn falls_into(case: &Case<'_>, finding: &Finding, (from, to): (Date, Option<Date>)) -> bool {
    let first = first_day(finding).unwrap_or(case.as_of);
    let end =
        finding.fact_to.as_deref().and_then(Date::read).map_or(case.as_of.next(), |end| end.min(case.as_of.next()));
    from < end && to.is_none_or(|to| first < to)
}

/// What a pattern is told by.
pub(crate) const PATTERN: &[&str] = &["workers.items.count"];

/// Whether more than one worker is concerned: several groups, or one of several. A single case is no pattern; the figure is ours.
pub(crate) fn is_pattern(case: &Case<'_>) -> Truth {
    let groups: Vec<_> = case.worker_groups().collect();
    match groups.as_slice() {
        [] => case.record.workers().missing().into(),
        [group] => group.count().holds(|count| count > 1),
        _ => Truth::Yes,
    }
}

/// Whether a finding addresses a State.
pub(crate) fn binds_a_state(finding: &Finding) -> bool {
    finding.addressees().any(|addressee| addressee == State)
}

/// What was found in a plugin's verdict, in words; or that it says nothing, and why.
pub(crate) fn said_of(case: &Case<'_>, plugin: &str, found: String, nothing: &str) -> String {
    match case.heard(plugin) {
        Heard::Failed(reason) | Heard::Unasked(reason) => format!("not known ({reason})"),
        Heard::OutOfReach => format!("nothing (`{plugin}` does not reach the record)"),
        Heard::Said(_) if found.is_empty() => nothing.to_owned(),
        Heard::Said(_) => found,
    }
}

/// The subjects of some findings by id, each once.
pub(crate) fn subjects(findings: &[&Finding]) -> String {
    let named = |finding: &&Finding| {
        let subject = finding.subject.as_ref()?;
        (subject.kind() != SubjectKind::Record && !subject.id.is_empty()).then(|| subject.id.clone())
    };
    let mut ids: Vec<String> = findings.iter().filter_map(named).collect();
    ids.sort();
    ids.dedup();
    ids.join(", ")
}
