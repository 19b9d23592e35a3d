//! The record model against the catalogue: which rule reads what, as `docs/record-model.csv` tells, and nothing that no
//! rule reads without a reason in `docs/record-model-unread.csv`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use prost_reflect::{DescriptorPool, Kind, MessageDescriptor};

use crate::native::{FOLLOWUPS, NATIVE};

/// The files of the catalogue that hold rules.
const CATALOGUE: [&str; 7] = ["un", "eu", "us", "ilo", "qa", "hosts", "referrals"];

/// Messages that one rule reads as a whole.
const VALUES: [&str; 2] = ["Money", "DateInterval"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The lines of a table in `docs/`: the first column, and the others.
fn table(name: &str, header: &[&str]) -> Vec<(String, Vec<String>)> {
    let mut reader = csv::Reader::from_path(root().join("docs").join(name)).unwrap();
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), header, "{name}");
    let lines: Vec<_> = reader
        .records()
        .map(|line| {
            let line = line.unwrap();
            (line[0].to_owned(), line.iter().skip(1).map(str::to_owned).collect())
        })
        .collect();
    let sorted: Vec<_> = lines.iter().map(|(first, _)| first).collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(lines.iter().map(|(first, _)| first).collect::<Vec<_>>(), sorted, "{name} is sorted, each once");
    lines
}

/// A check that the catalogue has in one row with others: its note names that row.
const SUB_CHECK: &str = "sub-check of ";

/// What each rule of the catalogue reads.
fn rules() -> BTreeMap<String, BTreeSet<String>> {
    let lines = table("record-model.csv", &["rule", "fields", "paths", "note"]);
    let paths = |text: &str| text.split("; ").filter(|path| !path.is_empty()).map(str::to_owned).collect();
    lines.into_iter().map(|(rule, rest)| (rule, paths(&rest[1]))).collect()
}

/// Every path below a record: `true` for a value, `false` for what only holds values.
fn paths_of_a_record() -> BTreeMap<String, bool> {
    let pool = DescriptorPool::decode(comity_facts::DESCRIPTORS).unwrap();
    let mut paths = BTreeMap::new();
    walk(&pool.get_message_by_name("comity.v1.Record").unwrap(), "", &mut Vec::new(), &mut paths);
    paths
}

fn walk(message: &MessageDescriptor, prefix: &str, above: &mut Vec<String>, paths: &mut BTreeMap<String, bool>) {
    above.push(message.name().to_owned());
    for field in message.fields() {
        let path = format!("{prefix}{}", field.name());
        let inner = match field.kind() {
            Kind::Message(inner) if !VALUES.contains(&inner.name()) && !above.contains(&inner.name().to_owned()) => {
                inner
            }
            _ => {
                paths.insert(path, true);
                continue;
            }
        };
        walk(&inner, &format!("{path}."), above, paths);
        paths.insert(path, false);
    }
    above.pop();
}

/// Whether a rule that reads `read` reads `path`: itself, or as part of what it reads as a whole.
fn covers(read: &str, path: &str) -> bool {
    path == read || path.strip_prefix(read).is_some_and(|rest| rest.starts_with('.'))
}

#[test]
fn every_path_that_a_rule_reads_is_a_path_of_a_record() {
    let known = paths_of_a_record();
    let mut problems: Vec<String> = Vec::new();
    for (rule, paths) in rules() {
        problems.extend(paths.iter().filter(|path| !known.contains_key(*path)).map(|path| format!("{rule}: {path}")));
    }
    for (path, _) in table("record-model-unread.csv", &["path", "reason"]) {
        problems.extend((!known.contains_key(&path)).then(|| format!("unread: {path}")));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_value_of_a_record_is_read_by_a_rule_or_has_another_reason() {
    let read: BTreeSet<String> = rules().into_values().flatten().collect();
    let unread = table("record-model-unread.csv", &["path", "reason"]);
    let mut problems: Vec<String> = Vec::new();
    for (path, _) in paths_of_a_record().into_iter().filter(|(_, is_value)| *is_value) {
        let by_rule = read.iter().any(|read| covers(read, &path));
        let by_reason = unread.iter().any(|(unread, _)| covers(unread, &path));
        let is_name = path.rsplit('.').next() == Some("id"); // what findings call it by
        match (by_rule, by_reason) {
            (true, true) => problems.push(format!("{path}: a rule reads it, and a reason says that none does")),
            (false, false) if !is_name => problems.push(format!("{path}: no rule reads it and no reason is given")),
            _ => {}
        }
    }
    problems.extend(unread.iter().filter(|(_, rest)| rest[0].is_empty()).map(|(path, _)| format!("{path}: no reason")));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_table_knows_what_the_plugins_declare() {
    let rules = rules();
    let mut problems = Vec::new();
    for rule in NATIVE.iter().chain(&FOLLOWUPS).flat_map(|plugin| comity_sdk::manifest(plugin).rules) {
        let Some(paths) = rules.get(&rule.id) else {
            problems.push(format!("{} is not in the table", rule.id));
            continue;
        };
        let missing = rule.fields.iter().filter(|field| !paths.iter().any(|path| covers(path, field)));
        problems.extend(missing.map(|field| format!("{}: {field}", rule.id)));
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_table_has_every_rule_of_the_catalogue() {
    let folder = root().join("../shared/law");
    if !folder.is_dir() {
        eprintln!("SKIPPED: the catalogue of law is not at hand; the table of rules is not compared with it");
        return;
    }
    let text = |file| fs::read_to_string(folder.join(file).with_extension("md")).unwrap();
    let catalogue: BTreeSet<String> = CATALOGUE.iter().flat_map(|file| ids(&text(file))).collect();
    let lines = table("record-model.csv", &["rule", "fields", "paths", "note"]);
    let of_row = |note: &str| note.strip_prefix(SUB_CHECK).is_none_or(|row| !catalogue.contains(row));
    let rows = lines.into_iter().filter(|(_, rest)| of_row(&rest[2])).map(|(rule, _)| rule);
    let table: BTreeSet<String> = rows.collect();
    let missing: Vec<_> = catalogue.difference(&table).collect();
    let unknown: Vec<_> = table.difference(&catalogue).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "missing {missing:?}, unknown {unknown:?}");
    assert!(catalogue.len() > 300, "{} rules were found", catalogue.len());
}

/// The first column of each table whose header begins with `id`.
fn ids(text: &str) -> Vec<String> {
    let first = |line: &str| line.trim_matches('|').split('|').next().unwrap_or_default().trim().to_owned();
    let mut ids = Vec::new();
    let mut header = None;
    for line in text.lines() {
        if !line.starts_with('|') {
            header = None;
            continue;
        }
        match &header {
            None => header = Some(first(line)),
            Some(name) if name == "id" && !first(line).trim_matches([':', '-']).is_empty() => ids.push(first(line)),
            Some(_) => {}
        }
    }
    ids
}
