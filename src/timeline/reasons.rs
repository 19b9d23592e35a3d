//! Why something changed on a day: what the law, the record and the finding itself have on that day. Several may be true at
//! once, and then all are said. Nothing is concluded from how days lie to each other otherwise.

use std::collections::{BTreeMap, BTreeSet};

use comity_facts::{
    Date,
    policy::RuleInfo,
    v1::{
        ChangeKind, ChangeReason, ChangeReasonKind as Kind, Finding, JurisdictionVerdict, ScreeningHit, TimelineChange,
        VerdictStatus,
    },
};

use super::{Known, RecordDate, changes::unversioned};

type Parts<'a> = BTreeMap<&'a str, &'a JurisdictionVerdict>;

/// Rules that a reason names before it counts the rest.
const NAMED: usize = 3;

/// Gives each change of a day its reasons.
pub(super) fn explain(changes: &mut [TimelineChange], parts: (&Parts<'_>, &Parts<'_>), day: Date, known: &Known) {
    let changed: BTreeSet<String> = changes.iter().flat_map(rules).map(ToOwned::to_owned).collect();
    for change in changes {
        let mut reasons = of_law(change, day, known);
        reasons.extend(of_facts(change, day, known));
        reasons.extend(of_deadlines(change, day));
        reasons.extend(of_lists(change, parts));
        reasons.extend(of_verdict(&change.jurisdiction, parts));
        if reasons.is_empty() {
            reasons.extend(of_findings(change, &changed));
        }
        if reasons.is_empty() || change.kind() == ChangeKind::Jurisdiction {
            reasons.extend(of_law_nearby(&change.jurisdiction, day, known));
            reasons.extend(of_record_nearby(day, known));
        }
        if reasons.is_empty() {
            let text = "the rule computes it, by a term or an amount of its own: no date of its validity or of the record is on this day";
            reasons.push(reason(Kind::Other, text.to_owned()));
        }
        change.reasons = reasons;
    }
}

fn reason(kind: Kind, text: String) -> ChangeReason {
    ChangeReason { kind: kind.into(), text, path: None }
}

/// The ids of the rules of a change, that of the day before first.
fn rules(change: &TimelineChange) -> impl Iterator<Item = &str> {
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    let same = before.map(|f| &f.rule_id) == after.map(|f| &f.rule_id);
    before.into_iter().chain(after.filter(|_| !same)).map(|finding| finding.rule_id.as_str())
}

fn starts(rule: &RuleInfo, day: Date) -> bool {
    rule.in_force.iter().any(|span| Date::read(&span.from) == Some(day))
}

fn ends(rule: &RuleInfo, day: Date) -> bool {
    rule.in_force.iter().any(|span| span.to.as_deref().and_then(Date::read) == Some(day))
}

fn of_law(change: &TimelineChange, day: Date, known: &Known) -> Vec<ChangeReason> {
    let infos = |ids: Vec<&str>| known.rules.iter().filter(|rule| ids.contains(&rule.id.as_str())).collect::<Vec<_>>();
    let of = |finding: &Option<Finding>| infos(finding.iter().map(|f| f.rule_id.as_str()).collect());
    // A rule that gives way to its own next version ends, and the new one begins: the second says it all.
    let began = of(&change.after)
        .into_iter()
        .filter(|rule| starts(rule, day))
        .map(|rule| reason(Kind::LawBegan, format!("{} came into force: {}", rule.id, rule.basis)));
    let began: Vec<_> = began.collect();
    let ended = of(&change.before)
        .into_iter()
        .filter(|rule| ends(rule, day) && began.is_empty())
        .map(|rule| reason(Kind::LawEnded, format!("{} ceased to be in force: {}", rule.id, rule.basis)));
    let ended: Vec<_> = ended.collect();
    began.into_iter().chain(ended).chain(of_versions(change, day)).take(NAMED).collect()
}

/// A finding names the version of its law; so does a rule that is in force all along and reads an amount by the day.
fn of_versions(change: &TimelineChange, day: Date) -> Option<ChangeReason> {
    let (before, after) = (change.before.as_ref()?, change.after.as_ref()?);
    let basis = after.basis.as_ref().filter(|basis| before.basis.as_ref() != Some(basis))?;
    let from = basis.in_force_from.as_deref().and_then(Date::read)?;
    let text = || format!("this version of the law came into force: {}", basis.citation);
    (from == day && before.rule_id == after.rule_id).then(|| reason(Kind::LawBegan, text()))
}

/// A date of the record on that day, or on the day before for what is said to last until a day, in a field that the rule
/// reads.
fn of_facts(change: &TimelineChange, day: Date, known: &Known) -> Vec<ChangeReason> {
    let ids: Vec<&str> = rules(change).collect();
    let reads: BTreeSet<&str> = known
        .rules
        .iter()
        .filter(|rule| ids.contains(&rule.id.as_str()))
        .flat_map(|rule| rule.fields.iter().map(String::as_str))
        .collect();
    let turns = |date: &&RecordDate| date.day == day || date.day.next() == day;
    let findings: Vec<&Finding> = change.before.iter().chain(change.after.iter()).collect();
    let at: Vec<&RecordDate> = known.dates.iter().filter(turns).collect();
    let read = at.iter().filter(|date| reads.contains(without_indexes(&date.path).as_str())).copied();
    let mut found: Vec<&RecordDate> = read.collect();
    if found.is_empty() && findings.iter().any(|finding| is_fact_of(finding, day)) {
        found = at;
    }
    found.into_iter().take(NAMED).map(of_fact).collect()
}

fn of_fact(date: &RecordDate) -> ChangeReason {
    let text = format!("the record has {} in {}", date.day, date.path);
    ChangeReason { kind: Kind::Fact.into(), text, path: Some(date.path.clone()) }
}

/// The fact that was judged began or ended on that day.
fn is_fact_of(finding: &Finding, day: Date) -> bool {
    [&finding.fact_from, &finding.fact_to].into_iter().flatten().any(|text| Date::read(text) == Some(day))
}

fn of_deadlines(change: &TimelineChange, day: Date) -> Option<ChangeReason> {
    let due = change.before.iter().chain(change.after.iter()).filter_map(|finding| {
        let due = finding.consequence.as_ref()?.due_on.as_deref().and_then(Date::read)?;
        (due.next() == day).then_some(due)
    });
    due.into_iter().next().map(|due| reason(Kind::Deadline, format!("the deadline was {due}")))
}

fn of_lists(change: &TimelineChange, (before, after): (&Parts<'_>, &Parts<'_>)) -> Vec<ChangeReason> {
    let hits = |parts: &Parts<'_>| -> Vec<ScreeningHit> {
        let part = parts.get(change.jurisdiction.as_str());
        part.and_then(|part| part.screening.as_ref()).map(|screening| screening.hits.clone()).unwrap_or_default()
    };
    let (old, new) = (hits(before), hits(after));
    let has = |hits: &[ScreeningHit], hit: &ScreeningHit| {
        hits.iter().any(|other| (&other.party, &other.list, &other.entry) == (&hit.party, &hit.list, &hit.entry))
    };
    let said = |hit: &ScreeningHit, what: &str| {
        reason(Kind::List, format!("{}: entry {} of {} {what}", hit.party, hit.entry, hit.list))
    };
    let listed = new.iter().filter(|hit| !has(&old, hit)).map(|hit| said(hit, "is listed from this day"));
    let delisted = old.iter().filter(|hit| !has(&new, hit)).map(|hit| said(hit, "is listed no more"));
    listed.chain(delisted).take(NAMED).collect()
}

/// The jurisdiction answers from this day on, or does so no more: then its findings go or come whatever the law says.
fn of_verdict(jurisdiction: &str, (before, after): (&Parts<'_>, &Parts<'_>)) -> Option<ChangeReason> {
    let status = |parts: &Parts<'_>| parts.get(jurisdiction).map(|part| part.status());
    let (old, new) = (status(before)?, status(after)?);
    let text = match new {
        _ if old == new => return None,
        VerdictStatus::Indeterminate => "the plugin gives no verdict from this day",
        VerdictStatus::NotApplicable => "its law does not reach the record from this day",
        VerdictStatus::Answered if old == VerdictStatus::Indeterminate => "the plugin gives a verdict again",
        VerdictStatus::Answered => "its law reaches the record from this day",
        VerdictStatus::NotRequested | VerdictStatus::Unspecified => return None,
    };
    Some(reason(Kind::Verdict, format!("{jurisdiction}: {text}")))
}

/// Other findings that it names and that changed with it.
fn of_findings(change: &TimelineChange, changed: &BTreeSet<String>) -> Option<ChangeReason> {
    let own: Vec<&str> = rules(change).collect();
    let findings = || change.before.iter().chain(change.after.iter());
    let named: BTreeSet<&str> = findings().flat_map(words).filter(|word| changed.contains(*word)).collect();
    let others: Vec<&str> = named.into_iter().filter(|rule| !own.contains(rule)).collect();
    (!others.is_empty()).then(|| reason(Kind::Finding, format!("follows {}", list(&others))))
}

/// Whatever could be the id of a rule in the finding's parameters, attributes and evidence.
fn words(finding: &Finding) -> impl Iterator<Item = &str> {
    let parameters = finding.message.iter().flat_map(|message| &message.parameters).chain(&finding.attributes);
    let values = parameters.map(|parameter| parameter.value.as_str());
    let evidence = finding.evidence.iter().flat_map(|read| [read.path.as_str(), read.value.as_str()]);
    values.chain(evidence).flat_map(|text| text.split([' ', ',', ';', ':', '(', ')']))
}

fn of_law_nearby(jurisdiction: &str, day: Date, known: &Known) -> Option<ChangeReason> {
    let of = |rule: &&RuleInfo| rule.id.split('.').next() == Some(jurisdiction);
    let pick = |which: fn(&RuleInfo, Date) -> bool| -> Vec<&str> {
        known.rules.iter().filter(of).filter(|rule| which(rule, day)).map(|rule| rule.id.as_str()).collect()
    };
    let began = pick(starts);
    let versions: Vec<&str> = began.iter().copied().map(unversioned).collect();
    let ended: Vec<&str> = pick(ends).into_iter().filter(|rule| !versions.contains(&unversioned(rule))).collect();
    let said = |rules: &[&str], what: &str| (!rules.is_empty()).then(|| format!("{} {what}", list(rules)));
    let texts: Vec<_> =
        said(&began, "came into force").into_iter().chain(said(&ended, "ceased to be in force")).collect();
    (!texts.is_empty()).then(|| reason(Kind::Nearby, format!("on this day {}", texts.join("; "))))
}

/// Dates of the record that the rule does not say it reads.
fn of_record_nearby(day: Date, known: &Known) -> Option<ChangeReason> {
    let date = known.dates.iter().find(|date| date.day == day)?;
    Some(ChangeReason {
        path: Some(date.path.clone()),
        ..reason(Kind::Nearby, format!("on this day the record has {}", date.path))
    })
}

/// Some of the rules, and how many more there are.
fn list(rules: &[&str]) -> String {
    let named = rules.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    match rules.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// `wages.items[3].payee` as `wages.items.payee`.
fn without_indexes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for letter in path.chars() {
        inside = (inside || letter == '[') && letter != ']';
        if !inside && letter != ']' {
            out.push(letter);
        }
    }
    out
}
