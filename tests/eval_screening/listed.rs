//! Pairs that the lists themselves hold: aliases of one entry, one person on two lists, names in their own script.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use comity::{
    domain::ListId,
    screening::{Document, DocumentKind, Entry, Kind, Lists},
};

use crate::{
    alike::{in_any_order, shared},
    dice::Dice,
    question::{Goal, Question, Set},
    real::{Made, id, is_latin, latin_names, made_up},
};

/// `aliases` and `aliases-loose`: one name of each entry of OFAC's list is taken away from it and asked.
///
/// Plain variants share two naming words or more with a name that stays, or the only one that either has; where they share
/// one of several they are in the loose set, where a miss says less.
pub(crate) fn aliases(lists: &Arc<Lists>) -> Vec<Set> {
    let list = id("OFAC-SDN");
    let (mut made, mut asked) = (Vec::new(), Vec::new());
    for entry in lists.entries(&list) {
        let names: Vec<String> = latin_names(entry).into_iter().map(str::to_owned).collect();
        if names.is_empty() {
            continue;
        }
        let mut dice = Dice::of(&format!("aliases {}", entry.id));
        let held = names[dice.below(names.len())].clone();
        let rest: Vec<_> = names.iter().filter(|name| in_any_order(name) != in_any_order(&held)).cloned().collect();
        let nearest = rest.iter().max_by_key(|name| shared(name, &held)).cloned();
        made.push(Made::of(entry, if rest.is_empty() { names } else { rest }));
        if let Some(nearest) = nearest {
            asked.push((made.len(), entry, held, nearest));
        }
    }
    let against = made_up(&made);
    let (mut plain, mut loose) = (Vec::new(), Vec::new());
    for (at, entry, held, nearest) in asked {
        let question = Question::of(&against, &list, &at.to_string(), &nearest, held.clone());
        let question = Question { key: entry.id.clone(), ..question }.in_group(kind(entry.kind));
        let most = crate::alike::naming(&held).len().max(crate::alike::naming(&nearest).len());
        match shared(&held, &nearest) {
            0 => {}
            1 if most > 1 => loose.push(question),
            _ => plain.push(question),
        }
    }
    vec![
        Set {
            name: "aliases",
            about: "one alias of an entry of OFAC's list, with a plain variant of it left there",
            goal: Goal::found(None),
            questions: plain,
        },
        Set {
            name: "aliases-loose",
            about: "the same where only one word of several is common to both",
            goal: Goal::found(None),
            questions: loose,
        },
    ]
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Person => "persons",
        Kind::Entity => "bodies",
        Kind::Vessel => "vessels",
        Kind::Aircraft => "aircraft",
    }
}

/// A list with the publisher that it is of; copies of one publisher's list are not two.
fn publishers(lists: &Lists) -> Vec<(&'static str, ListId)> {
    let of = |id: &ListId| match id.as_str() {
        "OFAC-SDN" => Some("OFAC"),
        text if text.starts_with("UN-") => Some("UN"),
        text if text.starts_with("EU-") => Some("EU"),
        text if text.starts_with("UK") => Some("UK"),
        _ => None,
    };
    lists.status().filter_map(|status| Some((of(&status.id)?, status.id.clone()))).collect()
}

/// `cross-list`: the same person or body on the lists of two publishers, joined by a document's number, or by the day of
/// birth with two naming words in common. The principal name of one is asked of the other's list.
pub(crate) fn cross(lists: &Arc<Lists>) -> Vec<Set> {
    let publishers = publishers(lists);
    let mut by_number: BTreeMap<(DocumentKind, &str), Vec<(&str, &ListId, &Entry)>> = BTreeMap::new();
    let mut by_birth: BTreeMap<_, Vec<(&str, &ListId, &Entry)>> = BTreeMap::new();
    for (publisher, list) in &publishers {
        for entry in lists.entries(list) {
            for document in entry.documents.iter().filter(|document| tells(document)) {
                by_number.entry((document.kind, &document.number)).or_default().push((publisher, list, entry));
            }
            for birth in entry.births.iter().filter(|birth| birth.from == birth.to) {
                by_birth.entry(birth.from).or_default().push((publisher, list, entry));
            }
        }
    }
    let mut seen = BTreeSet::new();
    let mut questions = Vec::new();
    let mut join = |together: &[(&str, &ListId, &Entry)], group: &str, least: usize| {
        for (ours, _, one) in together {
            for (theirs, list, other) in together.iter().filter(|(theirs, ..)| theirs != ours) {
                let (Some(asked), Some(listed)) =
                    (latin_names(one).first().copied(), latin_names(other).first().copied())
                else {
                    continue;
                };
                let common =
                    latin_names(one).iter().flat_map(|a| latin_names(other).into_iter().map(|b| shared(a, b))).max();
                if common.unwrap_or(0) >= least && seen.insert((one.id.clone(), (*list).clone(), other.id.clone())) {
                    let question = Question::of(lists, list, &other.id, listed, asked.to_owned());
                    questions.push(question.in_group(format!("{group}, {ours} against {theirs}")));
                }
            }
        }
    };
    by_number.values().for_each(|together| join(together, "number", 0));
    by_birth.values().for_each(|together| join(together, "birth", 2));
    vec![Set {
        name: "cross-list",
        about: "one person or body on two publishers' lists, the name of one against the other",
        goal: Goal::found(None),
        questions,
    }]
}

/// A number that two documents hardly share by chance.
fn tells(document: &Document) -> bool {
    let kind = matches!(document.kind, DocumentKind::Passport | DocumentKind::NationalId | DocumentKind::Imo);
    kind && !document.known_false && document.number.len() >= 7 && document.number.bytes().any(|b| b.is_ascii_digit())
}

/// `scripts` and `scripts-bodies`: names in their own script, taken away from a copy of the list that has only the Latin
/// ones. Bodies are apart: their names are translated as often as they are written in other letters.
pub(crate) fn scripts(lists: &Arc<Lists>) -> Vec<Set> {
    let (mut made, mut asked) = (Vec::new(), Vec::new());
    for (_, list) in publishers(lists).iter().filter(|(publisher, _)| matches!(*publisher, "UN" | "EU")) {
        for entry in lists.entries(list) {
            let names: Vec<String> = latin_names(entry).into_iter().map(str::to_owned).collect();
            let Some(listed) = names.first().cloned() else { continue };
            made.push(Made::of(entry, names));
            for name in entry.names.iter().filter(|name| !is_latin(&name.text)) {
                if let Some(script) = script(&name.text) {
                    asked.push((made.len(), entry, listed.clone(), name.text.clone(), script));
                }
            }
        }
    }
    let against = made_up(&made);
    let list = id("OFAC-SDN");
    let (mut persons, mut bodies) = (Vec::new(), Vec::new());
    for (at, entry, listed, name, script) in asked {
        let question = Question::of(&against, &list, &at.to_string(), &listed, name);
        let question = Question { key: entry.id.clone(), ..question }.in_group(script);
        if entry.kind == Kind::Person { persons.push(question) } else { bodies.push(question) }
    }
    vec![
        Set {
            name: "scripts",
            about: "persons in their own script against their Latin names",
            goal: Goal::found(None),
            questions: persons,
        },
        Set {
            name: "scripts-bodies",
            about: "bodies in their own script, many of them translated",
            goal: Goal::found(None),
            questions: bodies,
        },
    ]
}

/// The script of a name that has one only; none for a mixture.
fn script(text: &str) -> Option<&'static str> {
    let of = |c: char| match c {
        '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => "Greek",
        '\u{400}'..='\u{52F}' => "Cyrillic",
        '\u{590}'..='\u{5FF}' => "Hebrew",
        '\u{600}'..='\u{77F}' | '\u{FB50}'..='\u{FEFC}' => "Arabic",
        '\u{980}'..='\u{9FF}' => "Bengali",
        '\u{3040}'..='\u{30FF}' => "Kana",
        '\u{3400}'..='\u{9FFF}' => "Chinese",
        '\u{AC00}'..='\u{D7A3}' => "Hangul",
        _ if c < '\u{250}' => "Latin",
        _ => "other",
    };
    let scripts: BTreeSet<_> = text.chars().filter(|c| c.is_alphabetic()).map(of).collect();
    if scripts.len() == 1 { scripts.first().copied() } else { None }
}
