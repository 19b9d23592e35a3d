//! A mutant: one change of the law, and what it is known by.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    sites::Change,
    tree::{Figures, Tree},
    trial::{Baseline, Declared},
};

/// One change.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Mutant {
    /// The part of the project: a plugin, `kit` or `facts`.
    pub(crate) plugin: String,
    /// The file, or `rule` for a declaration.
    pub(crate) file: String,
    /// Its line, 0 for a declaration.
    pub(crate) line: usize,
    /// The function, constant or rule.
    pub(crate) item: String,
    /// What stands there, the place between marks.
    pub(crate) original: String,
    /// What stands there instead.
    #[serde(rename = "mutant")]
    pub(crate) instead: String,
    /// What the switch is told.
    #[serde(skip)]
    pub(crate) switch: String,
    /// The number that tests reach it by; none for a declaration, which every test of the part may meet.
    #[serde(skip)]
    pub(crate) place: Option<u32>,
}

/// What a mutant is known by from run to run: no line numbers.
pub(crate) type Key = (String, String, String, String, String);

impl Mutant {
    /// Its key.
    pub(crate) fn key(&self) -> Key {
        let [plugin, file, item] = [&self.plugin, &self.file, &self.item].map(Clone::clone);
        (plugin, file, item, self.original.clone(), self.instead.clone())
    }
}

/// Every mutant of the parts, in the order of their files. Those that look alike are told apart by a count.
pub(crate) fn all(tree: &Tree, baseline: &Baseline, refused: &BTreeSet<String>) -> Vec<Mutant> {
    let mut mutants = in_code(tree, refused);
    let used = used(tree, refused);
    let figures = tree.figures.iter().filter(|figures| used.contains(&figures.id));
    mutants.extend(figures.flat_map(|figures| near(figures, baseline)));
    mutants.extend(declared(tree, baseline));
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    for mutant in &mut mutants {
        let times = seen.entry(mutant.key()).or_default();
        *times += 1;
        if *times > 1 {
            mutant.original = format!("{} #{times}", mutant.original);
        }
    }
    mutants
}

fn in_code(tree: &Tree, refused: &BTreeSet<String>) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    for file in &tree.files {
        for place in file.places.iter().filter(|place| !refused.contains(&place.key)) {
            let site = &place.site;
            let ways = match &site.change {
                Change::Instead(ways) => ways.iter().map(|way| written(way)).collect(),
                Change::Nothing | Change::Arm => vec!["left out".to_owned()],
                Change::Near(_) => continue,
            };
            mutants.extend((1..).zip(ways).map(|(way, instead)| Mutant {
                plugin: file.part.clone(),
                file: file.path.clone(),
                line: site.line,
                item: site.item.clone(),
                original: site.shown.clone(),
                instead,
                switch: format!("site {} {way}", place.id),
                place: Some(place.id),
            }));
        }
    }
    mutants
}

/// Tokens as people write them, near enough.
pub(crate) fn written(tokens: &str) -> String {
    const CLOSER: [(&str, &str); 16] = [
        (" . ", "."),
        (" :: ", "::"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" [", "["),
        ("[ ", "["),
        (" ]", "]"),
        (" ,", ","),
        (" ?", "?"),
        ("! ", "!"),
        (" !(", "!("),
        ("(& ", "(&"),
        (", & ", ", &"),
        ("| & ", "| &"),
        ("(- ", "(-"),
    ];
    let text = tokens.split_whitespace().collect::<Vec<_>>().join(" ");
    CLOSER.iter().fold(text, |text, (wide, close)| text.replace(wide, close))
}

/// The constants that rules use when they run; what a declaration alone uses is changed with the declaration.
fn used(tree: &Tree, refused: &BTreeSet<String>) -> BTreeSet<u32> {
    let places = tree.files.iter().flat_map(|file| &file.places);
    let near = places.filter(|place| matches!(place.site.change, Change::Near(_)) && !refused.contains(&place.key));
    near.map(|place| place.id).collect()
}

/// The figures of a constant, each a little less and a little more. How many there are, the record of the tests says.
fn near(figures: &Figures, baseline: &Baseline) -> Vec<Mutant> {
    let count = baseline.figures.get(&figures.id).copied().unwrap_or(1);
    let ways = (0..count).flat_map(|nth| [(nth, -1, "less"), (nth, 1, "more")]);
    ways.map(|(nth, by, how)| Mutant {
        plugin: figures.part.clone(),
        file: figures.path.clone(),
        line: figures.line,
        item: figures.name.clone(),
        original: if count == 1 { written(&figures.value) } else { format!("figure {}", nth + 1) },
        instead: how.to_owned(),
        switch: format!("near {} {nth} {by}", figures.id),
        place: Some(figures.id),
    })
    .collect()
}

/// What a rule declares: its days, its certainty, the parts it needs, the roles it asks, the checks it is made of. A rule that
/// tests of a shared part make up is no law.
fn declared(tree: &Tree, baseline: &Baseline) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    let shared = |rule: &&Declared| tree.parts.iter().any(|part| part.name == rule.part && part.is_shared());
    for rule in baseline.rules.iter().filter(|rule| !shared(rule)) {
        let mut add = |original: String, instead: &str, what: &str, nth: usize, by: i8| {
            mutants.push(Mutant {
                plugin: rule.part.clone(),
                file: "rule".to_owned(),
                line: 0,
                item: rule.id.clone(),
                original,
                instead: instead.to_owned(),
                switch: format!("rule {} {what} {nth} {by}", rule.id),
                place: None,
            });
        };
        for (nth, ends) in rule.in_force.iter().enumerate() {
            for what in ["from", "to"].iter().take(ends.len()) {
                add(format!("in force {what}, interval {}", nth + 1), "a day earlier", what, nth, -1);
                add(format!("in force {what}, interval {}", nth + 1), "a day later", what, nth, 1);
            }
        }
        let certainty = if rule.other_certainty == "low" { "not low" } else { "low" };
        add(format!("certainty {certainty}"), &rule.other_certainty, &rule.other_certainty, 0, 0);
        for (what, count) in [("needs", rule.needs), ("role", rule.roles), ("check", rule.checks)] {
            for nth in 0..count {
                add(format!("{what} {}", nth + 1), "left out", what, nth, 0);
            }
        }
    }
    mutants
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_the_tests_of_the_kit_are_no_law() {
        let rule = |part: &str, id: &str| Declared {
            part: part.to_owned(),
            id: id.to_owned(),
            in_force: Vec::new(),
            other_certainty: "low".to_owned(),
            needs: 0,
            roles: 0,
            checks: 0,
        };
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let tree = Tree { parts: crate::tree::parts(&root, &[]).unwrap(), files: Vec::new(), figures: Vec::new() };
        let mut baseline = Baseline::default();
        baseline.rules.extend([rule("kit", "xx.paid"), rule("qa", "qa.paid")]);
        let items: Vec<_> = all(&tree, &baseline, &BTreeSet::new()).into_iter().map(|mutant| mutant.item).collect();
        assert_eq!(items, ["qa.paid"]);
    }
}
