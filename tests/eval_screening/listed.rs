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
    alike::{Nearness, in_any_order, nearness},
    dice::Dice,
    question::{Goal, Question, Set},
    real::{Made, id, is_latin, latin_names, made_up},
};

/// `aliases`, `aliases-near`, `aliases-loose`: one name of each entry of OFAC's list is taken away from it and asked. How near
/// it is to the nearest of those that stay decides in which set it is.
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
        let nearest = rest.iter().max_by_key(|name| nearness(name, &held)).cloned();
        made.push(Made::of(entry, if rest.is_empty() { names } else { rest }));
        if let Some(nearest) = nearest {
            asked.push((made.len(), entry, held, nearest));
        }
    }
    let against = made_up(&made);
    let (mut plain, mut near, mut loose) = (Vec::new(), Vec::new(), Vec::new());
    for (at, entry, held, nearest) in asked {
        let question = Question::of(&against, &list, &at.to_string(), &nearest, held.clone());
        let question = Question { key: entry.id.clone(), ..question };
        let kind = kind(entry.kind);
        match nearness(&held, &nearest) {
            Nearness::Whole => plain.push(question.in_group(format!("{kind}, word for word"))),
            Nearness::Part => plain.push(question.in_group(format!("{kind}, one has more words"))),
            Nearness::Near => near.push(question.in_group(kind)),
            Nearness::Loose => loose.push(question.in_group(kind)),
            Nearness::None => {}
        }
    }
    let set = |name, about, questions| Set { name, about, goal: Goal::found(None), questions };
    vec![
        set("aliases", "an alias on OFAC's list, with a plain variant of it left there", plain),
        set("aliases-near", "the same where one word has no partner", near),
        set("aliases-loose", "the same where only some words have", loose),
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

/// `cross-list`, `cross-list-loose`: the same person or body on the lists of two publishers, joined by a document's number,
/// or by the day of birth with names that are plain variants. The principal name of one is asked of the other's list.
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
    let (mut plain, mut loose) = (Vec::new(), Vec::new());
    let mut join = |together: &[(&str, &ListId, &Entry)], group: &str| {
        for (ours, _, one) in together {
            for (theirs, list, other) in together.iter().filter(|(theirs, ..)| theirs != ours) {
                let Some((asked, listed, nearness)) = nearest(one, other) else { continue };
                if !seen.insert((one.id.clone(), (*list).clone(), other.id.clone())) {
                    continue;
                }
                let question = Question::of(lists, list, &other.id, listed, asked.to_owned());
                let question = question.in_group(format!("{ours} against {theirs}"));
                match nearness {
                    Nearness::Whole | Nearness::Part | Nearness::Near => plain.push(question),
                    // A birthday alone joins nobody.
                    _ if group == "number" => loose.push(question),
                    _ => {}
                }
            }
        }
    };
    for together in by_number.values() {
        join(together, "number");
    }
    for together in by_birth.values() {
        join(together, "birth");
    }
    let set = |name, about, questions| Set { name, about, goal: Goal::found(None), questions };
    vec![
        set("cross-list", "one person or body on two publishers' lists, a name of one against the other", plain),
        set("cross-list-loose", "the same by a document's number, where the names have less in common", loose),
    ]
}

/// The principal name of one entry, and the nearest name of the other.
fn nearest<'a>(one: &'a Entry, other: &'a Entry) -> Option<(&'a str, &'a str, Nearness)> {
    let asked = latin_names(one).first().copied()?;
    let near = latin_names(other).into_iter().map(|listed| (nearness(asked, listed), listed));
    let (nearness, listed) = near.max_by_key(|(nearness, _)| *nearness)?;
    Some((asked, listed, nearness))
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

/// `cyrillic`: Russian names of OFAC's list as they are written at home, letter by letter.
pub(crate) fn cyrillic(lists: &Arc<Lists>) -> Vec<Set> {
    let list = id("OFAC-SDN");
    let mut questions = Vec::new();
    for entry in lists.entries(&list).iter().filter(|entry| entry.kind == Kind::Person) {
        let Some(name) = latin_names(entry).first().copied() else { continue };
        let patronymic = |word: &str| ["ovich", "evich", "ovna", "evna"].iter().any(|end| word.ends_with(end));
        let parts: Vec<&str> = name.split(' ').collect();
        if let [family, given, father] = parts.as_slice()
            && patronymic(father)
        {
            let home = format!("{} {} {}", home(family), home(given), home(father));
            questions.push(Question::of(lists, &list, &entry.id, name, home));
        }
    }
    vec![Set {
        name: "cyrillic",
        about: "Russian names put back into Cyrillic letters",
        goal: Goal::found(None),
        questions,
    }]
}

/// A Latin word in Cyrillic letters, as it most likely was before.
fn home(word: &str) -> String {
    const LETTERS: [(&str, &str); 55] = [
        ("eyev", "еев"),
        ("ayev", "аев"),
        ("ievich", "ьевич"),
        ("yevich", "ьевич"),
        ("ievna", "ьевна"),
        ("yevna", "ьевна"),
        ("iyev", "иев"),
        ("iy", "ий"),
        ("shch", "щ"),
        ("iya", "ия"),
        ("aya", "ая"),
        ("zh", "ж"),
        ("kh", "х"),
        ("ts", "ц"),
        ("ch", "ч"),
        ("sh", "ш"),
        ("yu", "ю"),
        ("iu", "ю"),
        ("ya", "я"),
        ("ia", "ия"),
        ("yo", "ё"),
        ("ye", "е"),
        ("yi", "ьи"),
        ("ey", "ей"),
        ("ay", "ай"),
        ("oy", "ой"),
        ("uy", "уй"),
        ("ei", "ей"),
        ("ai", "ай"),
        ("ks", "кс"),
        ("x", "кс"),
        ("a", "а"),
        ("b", "б"),
        ("c", "к"),
        ("d", "д"),
        ("e", "е"),
        ("f", "ф"),
        ("g", "г"),
        ("h", "х"),
        ("i", "и"),
        ("j", "й"),
        ("k", "к"),
        ("l", "л"),
        ("m", "м"),
        ("n", "н"),
        ("o", "о"),
        ("p", "п"),
        ("r", "р"),
        ("s", "с"),
        ("t", "т"),
        ("u", "у"),
        ("v", "в"),
        ("w", "в"),
        ("y", "ы"),
        ("z", "з"),
    ];
    let small = word.to_lowercase();
    let (mut rest, mut made) = (small.as_str(), String::new());
    while !rest.is_empty() {
        // At the end y stands for two letters, in family names as in `Dmitry`.
        if rest == "y" {
            made.push_str("ий");
            break;
        }
        let found = LETTERS.iter().find(|(latin, _)| rest.starts_with(latin));
        let (latin, cyrillic) =
            found.copied().unwrap_or_else(|| (&rest[..rest.chars().next().map_or(1, char::len_utf8)], ""));
        made.push_str(cyrillic);
        rest = &rest[latin.len()..];
    }
    crate::hangul::capital(&made)
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
