//! The days of every rule's law, held to the list of rules: the day before, the first day, the last and the day after.

use std::collections::BTreeMap;

use comity_facts::{
    Date,
    v1::{Certainty, Verdict},
};

use super::{Value, record, verdict_on, with_every_part};
use crate::Plugin;

/// A line of the list.
struct Line {
    certainty: String,
    from: Date,
    to: Option<Date>,
}

/// Asks every rule on the days around the boundaries of its law. The parts that the record lacks are taken as empty.
pub(super) fn law_of_the_day(plugin: &Plugin, list: &str, json: &Value) {
    let mut lines = lines(plugin, list);
    let record = record(&with_every_part(json));
    let in_force = |rule: &str, day: Date| is_in_force(&verdict_on(plugin, &day.to_string(), &record), rule, day);
    let mut problems = Vec::new();
    for rule in plugin.all_rules() {
        let lines = lines.remove(rule.id).unwrap_or_else(|| panic!("{} is not in the list", rule.id));
        let listed = |day: Date| lines.iter().any(|line| line.from <= day && line.to.is_none_or(|to| day < to));
        let first = lines.iter().map(|line| line.from);
        let boundaries = first.chain(lines.iter().filter_map(|line| line.to));
        let days = boundaries.flat_map(|day| [day.plus_days(-1), day, day.plus_days(1)]);
        let wrong = days.filter(|day| in_force(rule.id, *day) != listed(*day));
        problems.extend(wrong.map(|day| format!("{} on {day}: in force is {}", rule.id, !listed(day))));
        let declared = rule.in_force.iter().map(|version| (certainty(rule.certainty), version.from, version.to));
        if !declared.eq(lines.iter().map(|line| (line.certainty.as_str(), line.from, line.to))) {
            problems.push(format!(
                "{} is declared as {}, in force {:?}",
                rule.id,
                certainty(rule.certainty),
                rule.in_force
            ));
        }
    }
    problems.extend(lines.keys().map(|rule| format!("no rule {rule}")));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn lines(plugin: &Plugin, list: &str) -> BTreeMap<String, Vec<Line>> {
    let mut lines: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for line in list.lines().skip(1) {
        let fields: Vec<&str> = line.splitn(6, ',').collect();
        let [rule, jurisdiction, certainty, from, to, _] = fields[..] else { panic!("not a line of the list: {line}") };
        if jurisdiction == plugin.jurisdiction {
            let from = Date::read(from).expect("a first day");
            let line = Line { certainty: certainty.to_owned(), from, to: Date::read(to) };
            lines.entry(rule.to_owned()).or_default().push(line);
        }
    }
    lines
}

/// A finding may be there because the law of the day has it, or because a fact without its day falls under every version.
fn is_in_force(verdict: &Verdict, rule: &str, day: Date) -> bool {
    let out = verdict.not_in_force.iter().any(|id| id == rule);
    let there = out
        || verdict.silent.iter().any(|id| id == rule)
        || verdict.findings.iter().any(|finding| finding.rule_id == rule);
    assert!(there, "{rule} is not asked on {day}: {:?} {:?}", verdict.not_applicable, verdict.not_assessed);
    !out
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Verified => "verified",
        Certainty::FromKnowledge => "from knowledge",
        Certainty::Low | Certainty::Unspecified => "low",
    }
}
