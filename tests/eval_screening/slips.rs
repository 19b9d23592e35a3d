//! Listed persons and bodies as people write them: a slip of the pen, another order, initials, a name left out.

use std::sync::Arc;

use comity::{
    domain::ListId,
    screening::{Band, Country, Entry, Kind, Lists},
};

use crate::{
    dice::Dice,
    hangul::capital,
    question::{Goal, Question, Set},
    real::{id, latin_names, words},
};

/// The lists whose names are written anew.
const LISTS: [&str; 4] = ["OFAC-SDN", "UN-1267", "UN-1988", "UN-1718"];
/// One of so many entries.
const EACH: usize = 2;

/// Principal names of entries, without those of the DPRK, which have sets of their own.
fn principal<'a>(lists: &'a Lists, kinds: &[Kind]) -> Vec<(ListId, &'a Entry, &'a str)> {
    let northern = |entry: &Entry| {
        let country = entry.countries.iter().any(|country| Country::as_str(country) == "KP");
        country || entry.programmes.iter().any(|programme| programme.contains("DPRK"))
    };
    let mut all = Vec::new();
    for list in LISTS.map(id) {
        for entry in lists.entries(&list).iter().filter(|entry| kinds.contains(&entry.kind) && !northern(entry)) {
            if let Some(name) = latin_names(entry).first() {
                all.push((list.clone(), entry, *name));
            }
        }
    }
    all
}

/// Asks what `write` makes of some principal names, unless it is one of the entry's names.
fn written(
    lists: &Arc<Lists>,
    set: &str,
    kinds: &[Kind],
    write: impl Fn(&str, &mut Dice) -> Vec<(&'static str, String)>,
) -> Vec<Question> {
    let mut questions = Vec::new();
    for (list, entry, name) in principal(lists, kinds) {
        let mut dice = Dice::of(&format!("{set} {list} {}", entry.id));
        if dice.below(EACH) > 0 {
            continue;
        }
        for (group, text) in write(name, &mut dice) {
            if !entry.names.iter().any(|listed| words(&listed.text) == words(&text)) {
                questions.push(Question::of(lists, &list, &entry.id, name, text).in_group(group));
            }
        }
    }
    questions
}

/// `typos`: one slip in a word of five letters or more; two in two words.
pub(crate) fn typos(lists: &Arc<Lists>) -> Vec<Set> {
    let questions = written(lists, "typos", &[Kind::Person, Kind::Entity, Kind::Vessel], |name, dice| {
        let (group, once) = slip(name, dice);
        let twice = slip(&once, dice).1;
        let mut all = vec![(group, once)];
        if words(name).iter().filter(|word| word.len() >= 5).count() >= 2 && dice.percent(30) {
            all.push(("two slips", twice));
        }
        all
    });
    vec![Set { name: "typos", about: "a slip of the pen in a longer word", goal: Goal::found(None), questions }]
}

/// A letter left out, doubled, exchanged with the next, put in, or another one; the first stays.
pub(crate) fn slip(name: &str, dice: &mut Dice) -> (&'static str, String) {
    let mut words: Vec<Vec<char>> = name.split(' ').map(|word| word.chars().collect()).collect();
    let plain = |word: &[char]| word.len() >= 5 && word.iter().all(char::is_ascii_alphabetic);
    let long: Vec<usize> = (0..words.len()).filter(|at| plain(&words[*at])).collect();
    if long.is_empty() {
        return ("none", name.to_owned());
    }
    let word = &mut words[*dice.pick(&long)];
    let at = 1 + dice.below(word.len() - 2);
    let near = near(word[at], dice);
    let group = match dice.below(5) {
        0 => {
            word.remove(at);
            "left out"
        }
        1 => {
            word.insert(at, word[at]);
            "doubled"
        }
        2 => {
            word.swap(at, at + 1);
            "exchanged"
        }
        3 => {
            word[at] = near;
            "another letter"
        }
        _ => {
            word.insert(at, near);
            "put in"
        }
    };
    let words: Vec<String> = words.into_iter().map(|word| word.into_iter().collect()).collect();
    (group, words.join(" "))
}

/// A letter beside another on the keyboard.
fn near(letter: char, dice: &mut Dice) -> char {
    let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    let small = letter.to_ascii_lowercase();
    let row: Vec<char> = rows.iter().find(|row| row.contains(small)).unwrap_or(&rows[0]).chars().collect();
    let at = row.iter().position(|c| *c == small).unwrap_or_default();
    let beside = if at == 0 || (at + 1 < row.len() && dice.percent(50)) { at + 1 } else { at - 1 };
    if letter.is_uppercase() { row[beside].to_ascii_uppercase() } else { row[beside] }
}

/// `order`: the family name last, in the middle, with a comma, all in capitals.
pub(crate) fn order(lists: &Arc<Lists>) -> Vec<Set> {
    let questions = written(lists, "order", &[Kind::Person], |name, _| {
        let parts: Vec<&str> = name.split(' ').collect();
        let turned = |by: usize| {
            let (head, tail) = parts.split_at(by % parts.len());
            [tail, head].concat().join(" ")
        };
        let mut all = vec![("first word last", turned(1)), ("last word first", turned(parts.len() - 1))];
        if parts.len() > 1 {
            all.push(("with a comma", format!("{}, {}", parts[parts.len() - 1], parts[..parts.len() - 1].join(" "))));
            all.push(("backwards", parts.iter().rev().copied().collect::<Vec<_>>().join(" ")));
        }
        all
    });
    vec![Set {
        name: "order",
        about: "the words of a person's name in another order",
        goal: Goal::found(None),
        questions,
    }]
}

/// Family names, which OFAC prints first and in capitals, and given names; none where the list does not tell them apart.
fn parted(name: &str) -> Option<(Vec<&str>, Vec<&str>)> {
    let parts: Vec<&str> = name.split(' ').collect();
    let small = |part: &&str| part.chars().any(char::is_lowercase);
    let at = parts.iter().position(&small).filter(|at| *at > 0)?;
    let (family, given) = parts.split_at(at);
    let plain = |part: &&str| part.len() >= 3 && part.bytes().all(|b| b.is_ascii_alphabetic());
    (given.iter().all(small) && parts.iter().all(plain)).then(|| (family.to_vec(), given.to_vec()))
}

/// `initials`: a second given name as its initial, the only given name as its initial.
pub(crate) fn initials(lists: &Arc<Lists>) -> Vec<Set> {
    let questions = written(lists, "initials", &[Kind::Person], |name, dice| {
        let Some((family, given)) = parted(name) else { return Vec::new() };
        let dot = if dice.percent(50) { "." } else { "" };
        let initial = |part: &str| format!("{}{dot}", &part[..1]);
        let family = family.join(" ");
        match given.as_slice() {
            [only] => vec![("only given name", format!("{} {family}", initial(only)))],
            [first, second] => vec![
                ("second given name", format!("{first} {} {family}", initial(second))),
                ("both given names", format!("{} {} {family}", initial(first), initial(second))),
            ],
            _ => Vec::new(),
        }
    });
    vec![Set { name: "initials", about: "an initial for a name", goal: Goal::found(None), questions }]
}

/// `omitted-middle`: all but a person's first given name left out, or the second of two family names.
pub(crate) fn omitted(lists: &Arc<Lists>) -> Vec<Set> {
    let questions = written(lists, "omitted", &[Kind::Person], |name, _| {
        let Some((family, given)) = parted(name) else { return Vec::new() };
        let mut all = Vec::new();
        match given.len() {
            0 | 1 => {}
            2 => all.push(("second given name", format!("{} {}", given[0], family.join(" ")))),
            _ => all.push(("two given names or more", format!("{} {}", given[0], family.join(" ")))),
        }
        if family.len() == 2 && family[0].len() > 3 {
            all.push(("second family name", format!("{} {}", given.join(" "), family[0])));
        }
        all
    });
    vec![Set { name: "omitted-middle", about: "a name left out", goal: Goal::found(None), questions }]
}

/// `words-added`: a whole listed name with something beside it that the list does not have. `-seen`: a weak hit is enough.
pub(crate) fn added(lists: &Arc<Lists>) -> Vec<Set> {
    const PLACES: [&str; 6] = ["Dubai", "Dalian", "Istanbul", "Lagos", "Panama", "Chongqing"];
    const INVENTED: [&str; 6] = ["Zorvane", "Quelmar", "Trindok", "Balveth", "Ostrimel", "Fanduro"];
    let several = |name: &str| words(name).len() >= 2;
    let mut questions = written(lists, "added person", &[Kind::Person], |name, dice| {
        let mut all = vec![
            ("a suffix", format!("{name} {}", ["Jr", "Jr.", "Sr."][dice.below(3)])),
            ("an invented word after", format!("{name} {}", dice.pick(&INVENTED))),
            ("an invented word before", format!("{} {name}", dice.pick(&INVENTED))),
            ("care of", format!("c/o {name}")),
            ("a place", format!("{name} ({})", dice.pick(&PLACES))),
            ("a year", format!("{name} {}", 1940 + dice.below(60))),
        ];
        all.retain(|_| several(name));
        all
    });
    questions.extend(written(lists, "added body", &[Kind::Entity], |name, dice| {
        let mut all = vec![
            ("a branch", format!("{name} {} Branch", dice.pick(&PLACES))),
            ("an invented word, a body", format!("{name} {}", dice.pick(&INVENTED))),
            ("an account", format!("{name} a/c {}", 10_000 + dice.below(90_000))),
        ];
        all.retain(|_| several(name));
        all
    }));
    let seen = Set {
        name: "words-added-seen",
        about: "the same, a weak hit or a stronger one",
        goal: Goal::found(None).at(Band::Weak),
        questions: questions.clone(),
    };
    let about = "a whole listed name with something beside it that no list has";
    vec![Set { name: "words-added", about, goal: Goal::found(None), questions }, seen]
}

/// `contradicted-patronymic`: another father's son may be looked at, but is not the same man.
pub(crate) fn patronymics(lists: &Arc<Lists>) -> Vec<Set> {
    const FATHERS: [&str; 16] = [
        "Ivan",
        "Vasily",
        "Nikolay",
        "Aleksandr",
        "Mikhail",
        "Petr",
        "Viktor",
        "Sergey",
        "Yury",
        "Boris",
        "Anatoly",
        "Grigory",
        "Leonid",
        "Pavel",
        "Stepan",
        "Gennady",
    ];
    let is =
        |part: &str| ["ovich", "evich", "ovych", "ovna", "evna"].iter().any(|end| part.to_lowercase().ends_with(end));
    let mut questions = Vec::new();
    for (list, entry, name) in principal(lists, &[Kind::Person]) {
        let parts: Vec<&str> = name.split(' ').collect();
        let Some(at) = parts.iter().position(|part| is(part)).filter(|_| parts.len() == 3) else { continue };
        let mut dice = Dice::of(&format!("patronymics {list} {}", entry.id));
        let female = parts[at].to_lowercase().ends_with("na");
        for _ in 0..2 {
            let father = *dice.pick(&FATHERS);
            let same = parts[at].to_lowercase().starts_with(&father.to_lowercase()[..2]);
            if !same {
                let mut parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
                parts[at] = of_father(father, female);
                questions.push(Question::of(lists, &list, &entry.id, name, parts.join(" ")));
            }
        }
    }
    vec![Set {
        name: "contradicted-patronymic",
        about: "the same name with another patronymic",
        goal: Goal::quiet(Some(0)).at(comity::screening::Band::Strong),
        questions,
    }]
}

fn of_father(father: &str, female: bool) -> String {
    let stem = match father {
        "Pavel" => "Pavl".to_owned(),
        _ => father.trim_end_matches('y').to_owned(),
    };
    let soft = father.ends_with('y');
    let end = match (soft, female) {
        (true, true) => "yevna",
        (true, false) => "yevich",
        (false, true) => "ovna",
        (false, false) => "ovich",
    };
    capital(&format!("{stem}{end}"))
}
