//! The list of rules in `docs/law/catalogue.csv` is what the plugins declare; `COMITY_BLESS=1` writes it anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use comity_facts::v1::{Certainty, Outcome};
use comity_sdk::Rule;

use crate::native::{FOLLOWUPS, NATIVE};

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/law/catalogue.csv")
}

fn certainty(rule: &Rule) -> &'static str {
    match rule.certainty {
        Certainty::Verified => "verified",
        Certainty::FromKnowledge => "from knowledge",
        Certainty::Low | Certainty::Unspecified => "low",
    }
}

/// What may come of a rule at worst, its certainty considered.
fn worst(rule: &Rule) -> &'static str {
    match rule.worst_shown() {
        Outcome::Prohibited => "PROHIBITED",
        Outcome::Violation => "VIOLATION",
        Outcome::NeedsReview => "NEEDS_REVIEW",
        _ => "INFO",
    }
}

/// Every rule, a line for each interval of its law.
fn lines() -> String {
    let plugins = NATIVE.iter().chain(&FOLLOWUPS);
    let rules = plugins.flat_map(|plugin| plugin.all_rules().map(|rule| (plugin.jurisdiction, rule)));
    let mut lines = BTreeMap::new();
    for (plugin, rule) in rules {
        for version in rule.in_force {
            let to = version.to.map(|day| day.to_string()).unwrap_or_default();
            let title = rule.title.replace('"', "'");
            let line =
                format!("{},{plugin},{},{},{to},{},\"{title}\"\n", rule.id, certainty(rule), version.from, worst(rule));
            lines.insert((rule.id, version.from), line);
        }
    }
    let header = "rule,plugin,certainty,from,to,worst outcome,what it asks\n".to_owned();
    lines.into_values().fold(header, |text, line| text + &line)
}

#[test]
fn the_list_of_plugins_is_what_the_folders_hold() {
    let folders = fs::read_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("plugins")).unwrap();
    let folders = folders.map(|entry| entry.unwrap()).filter(|entry| entry.path().is_dir());
    let folders = folders.map(|folder| folder.file_name().into_string().unwrap());
    let listed = NATIVE.iter().chain(&FOLLOWUPS).map(|plugin| plugin.jurisdiction.to_owned());
    assert_eq!(listed.collect::<BTreeSet<_>>(), folders.collect::<BTreeSet<_>>());
}

#[test]
fn the_list_of_rules_is_what_the_plugins_declare() {
    let declared = lines();
    if std::env::var_os("COMITY_BLESS").is_some() {
        fs::create_dir_all(file().parent().unwrap()).unwrap();
        fs::write(file(), &declared).unwrap();
    }
    let written = fs::read_to_string(file()).unwrap_or_default();
    let differing = written.lines().zip(declared.lines()).find(|(written, declared)| written != declared);
    assert!(
        written == declared,
        "differs at {differing:?}: if that is right, run with COMITY_BLESS=1 and read the diff"
    );
}

/// Rows of the catalogue that no rule is, each with the reason.
#[test]
fn every_row_has_a_rule_or_a_reason() {
    let table = |path: &str| -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_path(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
    };
    let rules: BTreeSet<String> = table("docs/law/catalogue.csv").into_iter().map(|line| line[0].clone()).collect();
    let without: BTreeMap<String, String> =
        table("docs/law/without-rule.csv").into_iter().map(|line| (line[0].clone(), line[1].clone())).collect();
    let rows = table("docs/record-model.csv").into_iter().filter(|line| !line[3].starts_with("sub-check of "));
    let mut problems = Vec::new();
    for row in rows.map(|line| line[0].clone()) {
        match (rules.contains(&row), without.get(&row)) {
            (true, Some(_)) => problems.push(format!("{row}: a rule, and a reason why there is none")),
            (false, None) => problems.push(format!("{row}: neither a rule nor a reason")),
            (false, Some(reason)) if reason.is_empty() => problems.push(format!("{row}: no reason")),
            _ => {}
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn versions_of_a_rule_follow_each_other() {
    for rule in NATIVE.iter().chain(&FOLLOWUPS).flat_map(|plugin| plugin.all_rules()) {
        for pair in rule.in_force.windows(2) {
            assert!(pair[0].to.is_some_and(|to| to <= pair[1].from), "{}: {pair:?}", rule.id);
        }
    }
}
