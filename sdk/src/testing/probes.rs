//! Probes of single rules: what a rule says of a record, its exemption, what it misses, what it tells people.

use comity_facts::v1::Finding;

use super::{Value, answer, json, law, letter, patched, record, verdict_on, with_every_part};
use crate::Plugin;

/// What the tests of a plugin ask of its rules.
#[derive(Clone, Copy)]
pub struct Probes(pub &'static Plugin);

impl Probes {
    /// What one rule says of a record on a date.
    ///
    /// # Panics
    /// If that is not what is expected.
    pub fn check(self, rule: &str, as_of: &str, record: &Value, expected: &str) {
        assert_eq!(answer(self.0, rule, as_of, record), expected, "{rule} on {as_of}\n{record:#}");
    }

    /// The same record on several dates.
    pub fn dates(self, rule: &str, record: &Value, expected: &[(&str, &str)]) {
        for (as_of, letters) in expected {
            self.check(rule, as_of, record, letters);
        }
    }

    /// A record whose fact has a day of its own, asked on that day.
    pub fn days(self, rule: &str, record: impl Fn(&str) -> Value, expected: &[(&str, &str)]) {
        for (day, letters) in expected {
            self.check(rule, day, &record(day), letters);
        }
    }

    /// The findings of a rule.
    pub fn findings(self, rule: &str, as_of: &str, json: &Value) -> Vec<Finding> {
        let verdict = verdict_on(self.0, as_of, &record(json));
        verdict.findings.into_iter().filter(|finding| finding.rule_id == rule).collect()
    }

    /// The id of the exemption of a rule's first finding.
    ///
    /// # Panics
    /// If there is none.
    pub fn exemption(self, rule: &str, as_of: &str, json: &Value) -> String {
        let exemption = self.first(rule, as_of, json).exemption;
        exemption.expect("an exemption").id
    }

    /// The absent fields that the findings of a rule name.
    pub fn missing(self, rule: &str, as_of: &str, json: &Value) -> String {
        let named: Vec<_> = self.findings(rule, as_of, json).into_iter().flat_map(|finding| finding.missing).collect();
        named.join(" ")
    }

    /// The message of a rule's first finding.
    ///
    /// # Panics
    /// If it has none.
    pub fn text(self, rule: &str, as_of: &str, json: &Value) -> String {
        self.first(rule, as_of, json).message.expect("a message").text
    }

    /// The outcomes of a rule by subject.
    pub fn subjects(self, rule: &str, as_of: &str, json: &Value) -> Vec<(String, &'static str)> {
        let subject =
            |finding: &Finding| finding.subject.as_ref().map_or_else(String::new, |subject| subject.id.clone());
        self.findings(rule, as_of, json).iter().map(|f| (subject(f), letter(f.outcome()))).collect()
    }

    /// Whether the plugin has a rule for each of these rows, and no other.
    ///
    /// # Panics
    /// If not.
    pub fn rows(self, rows: &[&str]) {
        let mut rules: Vec<_> = self.0.all_rules().map(|rule| rule.id).collect();
        rules.sort_unstable();
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        assert_eq!(rules, rows);
    }

    /// Asks every rule on the day before, on and after each boundary of its law, and compares with the list of rules,
    /// `docs/law/catalogue.csv`. The record is one that the plugin applies to.
    ///
    /// # Panics
    /// If a rule is in force when the list says that it is not, or the other way round, or if its certainty is another.
    pub fn law_of_the_day(self, list: &str, record: &Value) {
        law::law_of_the_day(self.0, list, record);
    }

    /// Whether no rule is asked of a record without places of work, whatever else it has: then nobody looked where work is done.
    ///
    /// # Panics
    /// If one is.
    pub fn needs_sites(self, record: &Value) {
        let nowhere = with(&with_every_part(record), "/worksites", Value::Null);
        for rule in self.0.all_rules() {
            self.check(rule.id, "2020-01-01", &nowhere, "not assessed: worksites");
        }
    }

    fn first(self, rule: &str, as_of: &str, json: &Value) -> Finding {
        let finding = self.findings(rule, as_of, json).into_iter().next();
        finding.unwrap_or_else(|| panic!("{rule} finds nothing on {as_of}"))
    }
}

/// North Korean workers at a site in a country, without protection, since 2005.
pub fn workers_in(country: &str) -> Value {
    json!({
        "parties": {"items": [
            {"id": "sender", "roles": ["PARTY_ROLE_SENDER"], "country": "PRK"},
            {"id": "firm", "roles": ["PARTY_ROLE_HOST_EMPLOYER"], "country": country}
        ]},
        "workers": {"items": [{"id": "crew", "nationalities": {"items": ["PRK"]}, "protection": "PROTECTION_NONE"}]},
        "deployment": {"start": "2005-01-01"},
        "worksites": {"items": [{"id": "site", "country": country}]}
    })
}

/// A record with one entry of a part, whose id is "x".
pub fn with_one(record: &Value, part: &str, entry: &Value) -> Value {
    with(record, &format!("/{part}"), json!({"items": [patched(&json!({"id": "x"}), entry)]}))
}

/// A record with a value at a path such as "/parties/items/0/country"; null removes, "-" appends.
///
/// # Panics
/// If there is no such path.
pub fn with(record: &Value, path: &str, value: Value) -> Value {
    let mut changed = record.clone();
    let (parent, key) = path.rsplit_once('/').expect("a path from the root");
    match changed.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent} in {record:#}")) {
        Value::Array(items) if key == "-" => items.push(value),
        Value::Array(items) => {
            let at = key.parse::<usize>().ok().and_then(|index| items.get_mut(index));
            *at.unwrap_or_else(|| panic!("no {path} in {record:#}")) = value;
        }
        Value::Object(fields) if value.is_null() => {
            fields.remove(key).expect("something to remove");
        }
        Value::Object(fields) => {
            fields.insert(key.to_owned(), value);
        }
        other => panic!("{parent} is {other}"),
    }
    changed
}
