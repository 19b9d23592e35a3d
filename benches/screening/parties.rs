//! Who is asked about: ordinary persons and companies, and everybody who is listed.

use std::{collections::BTreeSet, sync::Arc};

use comity::screening::{Lists, Name};

use crate::{ordinary, question::Set};

/// Names of one kind.
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) names: Vec<String>,
    /// They are on no list but by chance.
    ordinary: bool,
}

/// All kinds.
pub(crate) fn groups(lists: &Arc<Lists>) -> Vec<Group> {
    let sets: Vec<Set> = ordinary::persons(lists).into_iter().chain(ordinary::companies(lists)).collect();
    let of = |name, set: &str| {
        let set = sets.iter().find(|one| one.name == set).unwrap();
        Group { name, names: set.questions.iter().map(|one| one.name.clone()).collect(), ordinary: true }
    };
    let all: BTreeSet<&str> = listed(lists).map(|name| name.text.as_str()).collect();
    vec![
        of("ordinary persons", "negatives-persons"),
        Group { ordinary: false, ..of("persons of the South", "negatives-koreans") },
        of("ordinary companies", "negatives-companies"),
        Group { name: "listed names", names: all.into_iter().map(str::to_owned).collect(), ordinary: false },
    ]
}

/// Ordinary names of all kinds in turns.
pub(crate) fn ordinary(groups: &[Group]) -> Vec<&str> {
    let all: Vec<&Group> = groups.iter().filter(|group| group.ordinary).collect();
    let most = all.iter().map(|group| group.names.len()).max().unwrap_or_default();
    (0..most).flat_map(|at| all.iter().filter_map(move |group| group.names.get(at))).map(String::as_str).collect()
}

/// Every name that is printed on any list.
pub(crate) fn listed(lists: &Lists) -> impl Iterator<Item = &Name> {
    let entries = lists.status().flat_map(|status| lists.entries(&status.id));
    entries.flat_map(|entry| &entry.names)
}
