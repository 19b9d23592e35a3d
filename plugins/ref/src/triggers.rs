//! What starts a referral: findings of other plugins.

use comity_sdk::{
    Heard, is_of,
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

/// Fires as INFO, with the findings that it starts from, for a body that they can go to. While `ref.safety` bars the dossier they go
/// to none.
pub(crate) fn refer(case: &Case<'_>, findings: &[&Finding]) -> Answer {
    unless_blocked(case, started(findings))
}

/// Nothing goes anywhere while `ref.safety` bars the dossier.
pub(crate) fn unless_blocked(case: &Case<'_>, answer: Answer) -> Answer {
    const BLOCKED: &str = "Nothing may be sent as the dossier stands: it names workers or families, and lacks their consent or a note on \
        the risk to them (ref.safety). Take the names out first; where there is a duty to report, it runs on. Started by: {rules}.";
    if is_blocked(case) { answer.says("blocked", BLOCKED).unreferred() } else { answer }
}

/// Whether `ref.safety`, which is asked before all other rules, bars the dossier.
pub(crate) fn is_blocked(case: &Case<'_>) -> bool {
    case.found(|made| made.rule_id == SAFETY && made.outcome() == Prohibited).is_some()
}

/// The rule on the safety of those whom a dossier names.
pub(crate) const SAFETY: &str = "ref.safety";

/// Fires as INFO, with the findings that it starts from.
pub(crate) fn started(findings: &[&Finding]) -> Answer {
    let rules = rules(findings);
    Truth::from(!rules.is_empty()).info().with("rules", rules.join(", ")).attribute("triggers", rules.join(","))
}

/// What the countries of a case are read from.
pub(crate) const PLACES: &[&str] = &["worksites.items.country"];
/// The same, for findings on a State's own reports and counts too.
pub(crate) const STATES: &[&str] = &["worksites.items.country", "state.country"];

/// Rows on a State's own reports and counts, which read the State of the record and no site.
const OF_A_STATE: &[&str] = &[
    "un.2371.11",
    "un.2397.8.midterm",
    "un.2397.8.half",
    "un.2397.8.final",
    "un.impl.90d",
    "eu.dprk.permit.cap",
    "ilo.insp.report",
    "us.tip",
    "rep.*",
];

/// The host States of some findings, each once: the State that a finding names or reports on, else those of all sites. North Korea is
/// none.
pub(crate) fn hosts(case: &Case<'_>, findings: &[&Finding]) -> Vec<String> {
    let mut hosts: Vec<String> = findings.iter().flat_map(|finding| hosts_of(case, finding)).collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

/// What is missing where one of some findings may be about another State than those that are known.
pub(crate) fn unknown_place(case: &Case<'_>, findings: &[&Finding]) -> Option<Missing> {
    let by_site = |finding: &&Finding| parameter(finding, "host").is_none() && !is_of(OF_A_STATE, &finding.rule_id);
    if !findings.iter().any(by_site) {
        return None;
    }
    let absent = case.sites().filter_map(|site| site.country().get().err()).reduce(Missing::and);
    absent.or_else(|| case.sites().next().is_none().then(|| case.record.worksites().missing()))
}

/// The host States of one finding.
pub(crate) fn hosts_of(case: &Case<'_>, finding: &Finding) -> Vec<String> {
    let all: Vec<&str> = if let Some(named) = parameter(finding, "host") {
        vec![named]
    } else if is_of(OF_A_STATE, &finding.rule_id) {
        case.record.state().recorded().and_then(|state| state.country().recorded()).into_iter().collect()
    } else {
        case.sites().filter_map(|site| site.country().recorded()).collect()
    };
    all.into_iter().filter(|country| *country != "PRK").map(str::to_owned).collect()
}

/// What tells whether North Korea is concerned.
pub(crate) const NORTH_KOREANS: &[&str] = &[
    "workers.items.nationalities",
    "workers.items.korean_unspecified",
    "parties.items.roles",
    "parties.items.country",
];

/// Whether North Koreans work, or North Korea sends the workers. A sender's country that is not recorded is not North Korea: the
/// workers' nationality decides.
pub(crate) fn concerns_north_korea(case: &Case<'_>) -> Truth {
    let sent = Truth::any(case.parties_as(PartyRole::Sender).map(|sender| sender.country().is("PRK")));
    sent.unless_recorded() | case.prk()
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

/// Whether what was found had begun by a day. One that is judged anew on each day, or has no first day, had begun when the dossier's
/// first finding was made, where that is recorded.
pub(crate) fn had_begun(case: &Case<'_>, finding: &Finding, first_found: Option<Date>, by_day: Date) -> bool {
    let first = first_day(finding).filter(|day| *day < case.as_of).or(first_found).unwrap_or(case.as_of);
    first <= by_day
}

/// Whether a finding's fact falls, in part, into the days on which a treaty is in force. A fact that has no end goes on to the
/// evaluation date.
pub(crate) fn falls_into(case: &Case<'_>, finding: &Finding, (from, to): (Date, Option<Date>)) -> bool {
    let first = first_day(finding).unwrap_or(case.as_of);
    let end =
        finding.fact_to.as_deref().and_then(Date::read).map_or(case.as_of.next(), |end| end.min(case.as_of.next()));
    from < end && to.is_none_or(|to| first < to)
}

/// The day on which the deployment ended; what went on until then is found on earlier days only.
pub(crate) fn ended(case: &Case<'_>) -> Option<Date> {
    let end = case.record.deployment().recorded()?.end().recorded()?;
    (end <= case.as_of).then_some(end)
}

/// What tells that it ended.
pub(crate) const END: &[&str] = &["deployment.end"];

/// The countries of all sites, each once.
pub(crate) fn places(case: &Case<'_>) -> Vec<String> {
    let mut places: Vec<String> =
        case.sites().filter_map(|site| site.country().recorded()).map(str::to_owned).collect();
    places.sort();
    places.dedup();
    places
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
