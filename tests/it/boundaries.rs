//! Case C18 of the catalogue: one record asked on every day on which law changes, and the days around it. What changes
//! between two days changes for a reason that can be read: the rule's law begins or ends, the record has a fact of that
//! day, or the finding itself names it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::LazyLock,
};

use comity_facts::{
    Date,
    v1::{Finding, Record},
};
use comity_sdk::{
    Check, Plugin, Rule,
    testing::{self, Value},
};
use proptest::prelude::*;

use crate::native::NATIVE;

/// Days of the events that every plugin must get right (section 7 of the catalogue's introduction), without the projected
/// ones of a single rule, which the rules' own dates add.
const BOUNDARIES: [(i16, i8, i8); 35] = [
    (2010, 8, 30),
    (2010, 11, 4),
    (2014, 8, 13),
    (2015, 1, 2),
    (2015, 2, 18),
    (2015, 11, 2),
    (2016, 2, 18),
    (2016, 3, 2),
    (2016, 3, 10),
    (2016, 3, 15),
    (2016, 11, 30),
    (2016, 12, 13),
    (2017, 8, 2),
    (2017, 8, 5),
    (2017, 9, 1),
    (2017, 9, 11),
    (2017, 9, 20),
    (2017, 10, 10),
    (2017, 10, 16),
    (2017, 12, 22),
    (2018, 1, 9),
    (2018, 2, 27),
    (2018, 3, 5),
    (2018, 10, 28),
    (2019, 3, 22),
    (2019, 12, 20),
    (2019, 12, 22),
    (2020, 3, 22),
    (2020, 4, 10),
    (2020, 12, 8),
    (2021, 3, 20),
    (2021, 5, 27),
    (2024, 4, 24),
    (2024, 5, 1),
    (2024, 7, 3),
];

/// A finding by what it is about: rule, kind and id of the subject, and the days of its fact.
type Key = (String, i32, String);

struct Story {
    name: String,
    record: Record,
    /// Every date in the record.
    dates: BTreeSet<Date>,
}

static STORIES: LazyLock<Vec<Story>> = LazyLock::new(|| {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/records");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let story = |file: PathBuf| {
        let text = fs::read_to_string(&file).unwrap();
        let json: Value = text.parse().unwrap();
        Story { name: file.display().to_string(), record: testing::record(&json), dates: dates_in(&text) }
    };
    files.into_iter().map(story).collect()
});

/// Everything in a text that reads as a date.
fn dates_in(text: &str) -> BTreeSet<Date> {
    text.as_bytes().windows(10).filter_map(Date::read_bytes).collect()
}

/// The days on which the law of a rule begins or ends.
fn law(rule: &Rule) -> BTreeSet<Date> {
    rule.in_force.iter().flat_map(|version| [Some(version.from), version.to]).flatten().collect()
}

fn findings(plugin: &Plugin, day: Date, record: &Record) -> BTreeMap<Key, Vec<Finding>> {
    let mut found: BTreeMap<Key, Vec<Finding>> = BTreeMap::new();
    for finding in testing::verdict_on(plugin, &day.to_string(), record).findings {
        let subject = finding.subject.clone().unwrap_or_default();
        found.entry((finding.rule_id.clone(), subject.kind, subject.id)).or_default().push(finding);
    }
    found
}

fn outcomes(findings: &[Finding]) -> Vec<i32> {
    findings.iter().map(|finding| finding.outcome).collect()
}

/// Whether something that can be read falls on the day, or on the day before: a term of so many days ends with its last.
fn falls_on(dates: &BTreeSet<Date>, day: Date) -> bool {
    dates.contains(&day) || dates.contains(&day.plus_days(-1))
}

/// A rule and a subject whose answers differ between a day and the day before.
struct Change<'a> {
    rule: &'a Rule,
    subject: String,
    old: Vec<Finding>,
    new: Vec<Finding>,
}

fn changes<'a>(plugin: &'a Plugin, story: &Story, day: Date) -> Vec<Change<'a>> {
    let mut before = findings(plugin, day.plus_days(-1), &story.record);
    let mut after = findings(plugin, day, &story.record);
    let keys: BTreeSet<Key> = before.keys().chain(after.keys()).cloned().collect();
    let change = |key: Key| {
        let (old, new) = (before.remove(&key).unwrap_or_default(), after.remove(&key).unwrap_or_default());
        let rule = plugin.all_rules().find(|rule| rule.id == key.0).unwrap();
        // What is attached to other findings comes and goes with these, which are looked at themselves.
        let attached = matches!(rule.check, Check::Attached(_) | Check::AttachedToday(_));
        (outcomes(&old) != outcomes(&new) && !attached).then_some(Change { rule, subject: key.2, old, new })
    };
    keys.into_iter().filter_map(change).collect()
}

/// What changes with `day` and no reason can be read for it. A rule may answer with another one whose law begins or ends.
fn unexplained(plugin: &Plugin, story: &Story, day: Date) -> Vec<String> {
    let changes = changes(plugin, story, day);
    let begun_or_ended: BTreeSet<Date> = changes.iter().flat_map(|change| law(change.rule)).collect();
    let strange = |change: &&Change| {
        let named = change.old.iter().chain(&change.new).flat_map(|finding| dates_in(&text_of(finding))).collect();
        ![&begun_or_ended, &story.dates, &named].iter().any(|dates| falls_on(dates, day))
    };
    let line = |change: &Change| {
        let Change { rule, subject, old, new } = change;
        format!("{} on {day}: {} of {subject}, {:?} -> {:?}", story.name, rule.id, outcomes(old), outcomes(new))
    };
    changes.iter().filter(strange).map(line).collect()
}

/// Everything that a finding says, as text.
fn text_of(finding: &Finding) -> String {
    format!("{finding:?}")
}

#[test]
fn at_every_boundary_only_what_begins_or_ends_there_changes() {
    let (mut problems, mut seen) = (Vec::new(), 0);
    for story in STORIES.iter() {
        for (year, month, day) in BOUNDARIES {
            let day = Date::of(year, month, day);
            for plugin in NATIVE {
                seen += changes(plugin, story, day).len();
                problems.extend(unexplained(plugin, story, day));
                problems.extend(unexplained(plugin, story, day.next()));
            }
        }
    }
    assert!(seen > 80, "only {seen} answers change at the boundaries: the stories say little");
    assert!(problems.is_empty(), "{} changes without a reason:\n{}", problems.len(), problems.join("\n"));
}

proptest! {
    /// The same on any day from the year before the first sanctions to the end of the dates that are known.
    #[test]
    fn on_any_day_only_what_has_a_reason_changes(story in 0..12usize, plugin in 0..NATIVE.len(), days in 0..7000i32) {
        let day = Date::of(2009, 1, 1).plus_days(days);
        let problems = unexplained(NATIVE[plugin], &STORIES[story % STORIES.len()], day);
        prop_assert!(problems.is_empty(), "{}", problems.join("\n"));
    }
}
