//! What came of it: a table, the survivors, the same as JSON; and the survivors that are known to change nothing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::{
    mutant::{Key, Mutant},
    trial::Fate,
};

/// Survivors that are not known to be equivalent, at most this share.
const PERCENT_AT_MOST: usize = 5;

/// A line of the list of equivalent mutants.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Equivalent {
    plugin: String,
    file: String,
    item: String,
    original: String,
    mutant: String,
    #[serde(rename = "why")]
    _why: String,
}

/// Mutants that answer as the original does, each with its reason in the file.
pub(crate) fn equivalent(file: &Path) -> Result<BTreeSet<Key>> {
    let mut lines = csv::Reader::from_path(file).with_context(|| file.display().to_string())?;
    let keys = lines.deserialize::<Equivalent>().map(|line| {
        let line = line?;
        Ok((line.plugin, line.file, line.item, line.original, line.mutant))
    });
    keys.collect()
}

/// Figures of one part.
#[derive(Default, Serialize)]
struct Row {
    mutants: usize,
    killed: usize,
    timed_out: usize,
    equivalent: usize,
    survived: usize,
}

impl Row {
    fn is_enough(&self) -> bool {
        self.survived * 100 < (self.mutants - self.equivalent).max(1) * PERCENT_AT_MOST
    }

    fn percent(&self) -> String {
        let per_mille = self.survived * 1000 / (self.mutants - self.equivalent).max(1);
        format!("{}.{}", per_mille / 10, per_mille % 10)
    }
}

/// A mutant and what became of it.
#[derive(Serialize, Deserialize)]
struct Tried {
    #[serde(flatten)]
    mutant: Mutant,
    fate: Fate,
    /// Known to change nothing.
    equivalent: bool,
}

impl Tried {
    fn is_survivor(&self) -> bool {
        self.fate.is_alive() && !self.equivalent
    }
}

/// What came of the mutants of one part.
#[derive(Serialize)]
struct PartReport<'r> {
    plugin: &'r str,
    counts: &'r Row,
    survivors: Vec<&'r Tried>,
    mutants: Vec<&'r Tried>,
}

/// What came of all mutants.
pub(crate) struct Report {
    plugins: BTreeMap<String, Row>,
    tried: Vec<Tried>,
    /// Equivalent ones of the list that were killed, or are no mutants any more.
    stale: Vec<Key>,
}

/// The mutants that earlier runs killed.
pub(crate) fn killed(reports: &Path) -> Result<BTreeMap<Key, Fate>> {
    #[derive(Deserialize)]
    struct Read {
        mutants: Vec<Tried>,
    }
    let mut killed = BTreeMap::new();
    for file in fs::read_dir(reports).context("no earlier run")? {
        let read: Read = serde_json::from_slice(&fs::read(file?.path())?)?;
        let dead = read.mutants.into_iter().filter(|tried| !tried.fate.is_alive());
        killed.extend(dead.map(|tried| (tried.mutant.key(), tried.fate)));
    }
    Ok(killed)
}

impl Report {
    /// Counts.
    pub(crate) fn of(mutants: Vec<Mutant>, fates: &BTreeMap<Key, Fate>, equivalent: &BTreeSet<Key>) -> Self {
        let mut report = Self { plugins: BTreeMap::new(), tried: Vec::new(), stale: Vec::new() };
        let mut met = BTreeSet::new();
        for mutant in mutants {
            let key = mutant.key();
            let Some(&fate) = fates.get(&key) else { continue };
            let tried = Tried { fate, equivalent: fate.is_alive() && equivalent.contains(&key), mutant };
            let row = report.plugins.entry(tried.mutant.plugin.clone()).or_default();
            row.mutants += 1;
            match fate {
                Fate::Killed => row.killed += 1,
                Fate::TimedOut => row.timed_out += 1,
                Fate::Survived | Fate::NotReached if tried.equivalent => row.equivalent += 1,
                Fate::Survived | Fate::NotReached => row.survived += 1,
            }
            if tried.equivalent {
                met.insert(key);
            }
            report.tried.push(tried);
        }
        let known = equivalent.iter().filter(|key| report.plugins.contains_key(&key.0) && !met.contains(*key));
        report.stale = known.cloned().collect();
        report
    }

    /// Whether every part has few enough survivors.
    pub(crate) fn is_enough(&self) -> bool {
        self.plugins.values().all(Row::is_enough)
    }

    /// For people.
    pub(crate) fn text(&self) -> String {
        let mut lines = Vec::new();
        for Tried { mutant, fate, .. } in self.tried.iter().filter(|tried| tried.is_survivor()) {
            let reached = if *fate == Fate::NotReached { " (no test comes here)" } else { "" };
            lines.push(format!("{}:{} {}{reached}", mutant.file, mutant.line, mutant.item));
            lines.push(format!("    {}  ->  {}", mutant.original, mutant.instead));
        }
        for (_, file, item, original, mutant) in &self.stale {
            lines.push(format!("listed as equivalent, but no survivor: {file} {item}: {original} -> {mutant}"));
        }
        lines.push(String::new());
        lines.push(format!(
            "{:8} {:>8} {:>8} {:>9} {:>11} {:>9} {:>6}",
            "plugin", "mutants", "killed", "timed out", "equivalent", "survived", "%"
        ));
        for (name, row) in &self.plugins {
            let Row { mutants, killed, timed_out, equivalent, survived } = row;
            let percent = row.percent();
            lines.push(format!(
                "{name:8} {mutants:>8} {killed:>8} {timed_out:>9} {equivalent:>11} {survived:>9} {percent:>6}"
            ));
        }
        lines.join("\n")
    }

    /// For programs: a file for each part.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        for (plugin, counts) in &self.plugins {
            let mutants: Vec<&Tried> = self.tried.iter().filter(|tried| tried.mutant.plugin == *plugin).collect();
            let survivors = mutants.iter().copied().filter(|tried| tried.is_survivor()).collect();
            let report = PartReport { plugin, counts, survivors, mutants };
            let file = folder.join(format!("{plugin}.json"));
            fs::write(&file, serde_json::to_vec_pretty(&report)?).with_context(|| file.display().to_string())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant(original: &str) -> Mutant {
        Mutant {
            plugin: "qa".to_owned(),
            file: "wages.rs".to_owned(),
            line: 7,
            item: "paid".to_owned(),
            original: original.to_owned(),
            instead: "left out".to_owned(),
            switch: String::new(),
            place: None,
        }
    }

    #[test]
    fn survivors_that_are_known_to_be_equivalent_do_not_count() {
        let mutants = ["a", "b", "c", "d"].map(mutant);
        let fates = [Fate::Killed, Fate::TimedOut, Fate::Survived, Fate::NotReached];
        let fates: BTreeMap<Key, Fate> = mutants.iter().map(Mutant::key).zip(fates).collect();
        for (listed, survived, stale) in [(vec![], 2, 0), (vec!["c"], 1, 0), (vec!["c", "d"], 0, 0), (vec!["a"], 2, 1)]
        {
            let listed = listed.into_iter().map(|original| mutant(original).key()).collect();
            let report = Report::of(mutants.to_vec(), &fates, &listed);
            assert_eq!((report.plugins["qa"].survived, report.stale.len()), (survived, stale), "{listed:?}");
            assert_eq!(report.is_enough(), survived == 0);
        }
    }
}
