//! Names of the DPRK: the same person in other spellings and in Hangul, and other persons with names that resemble.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use comity::{
    domain::{Date, ListId},
    screening::{Country, Entry, Kind, Lists},
};

use crate::{
    dice::Dice,
    hangul::{self, Reader, System, capital},
    question::{Goal, Question, Set},
    real::{id, latin_names, words},
};

/// The lists with enough persons of the DPRK.
const LISTS: [&str; 3] = ["OFAC-SDN", "UN-1718", "US-CSL-SDN"];
/// Spellings of one person in each system.
const SPELLINGS: usize = 3;
/// Syllables that are common in given names, to be exchanged for one another.
const COMMON: [char; 24] = [
    '철', '남', '성', '일', '호', '영', '수', '혁', '학', '진', '국', '명', '광', '춘', '희', '길', '선', '룡', '식',
    '훈', '만', '덕', '화', '옥',
];

/// A listed person of the DPRK whose name is read as syllables.
struct Person<'a> {
    list: ListId,
    entry: &'a Entry,
    printed: &'a str,
    /// The family name's first.
    name: Vec<char>,
}

impl Person<'_> {
    /// The same person on two lists has one key.
    fn key(&self) -> String {
        self.name.iter().collect()
    }

    fn question(&self, lists: &Arc<Lists>, name: String) -> Question {
        let question = Question::of(lists, &self.list, &self.entry.id, self.printed, name);
        Question { key: self.key(), ..question }
    }
}

fn persons<'a>(lists: &'a Lists, reader: &Reader) -> Vec<Person<'a>> {
    let mut all = Vec::new();
    for list in LISTS.map(id) {
        for entry in lists.entries(&list).iter().filter(|entry| entry.kind == Kind::Person && is_northern(entry)) {
            let read = latin_names(entry).into_iter().find_map(|printed| Some((printed, reader.name(printed)?)));
            let Some((printed, name)) = read else { continue };
            all.push(Person { list: list.clone(), entry, printed, name });
        }
    }
    all
}

fn is_northern(entry: &Entry) -> bool {
    let of_programme = entry.programmes.iter().any(|programme| programme.contains("DPRK"));
    of_programme || entry.countries.iter().any(|country| Country::as_str(country) == "KP")
}

/// `korean-variants`: the same person in the spellings of all systems, given names apart, with a hyphen and joined.
pub(crate) fn variants(lists: &Arc<Lists>) -> Set {
    let reader = Reader::new();
    let mut questions = Vec::new();
    for person in persons(lists, &reader) {
        let mut dice = Dice::of(&format!("variants {}", person.key()));
        let printed: BTreeSet<Vec<String>> = person.entry.names.iter().map(|name| words(&name.text)).collect();
        let mut seen = printed;
        for system in System::ALL {
            for _ in 0..SPELLINGS {
                let name = written(system, &person.name, &mut dice);
                if seen.insert(words(&name)) {
                    questions.push(person.question(lists, name).in_group(system.name()));
                }
            }
            if let Some(name) = southern(system, &person.name, &mut dice).filter(|name| seen.insert(words(name))) {
                questions.push(person.question(lists, name).in_group("as the South says it"));
            }
        }
    }
    Set {
        name: "korean-variants",
        about: "persons of the DPRK in other romanisations",
        goal: Goal::found(Some(950_000)),
        questions,
    }
}

/// A name in a system, given names in one of the ways in which they are put.
fn written(system: System, name: &[char], dice: &mut Dice) -> String {
    let family = hangul::family(system, name[0], dice);
    put(&family, &syllables(system, &name[1..], dice), dice)
}

fn syllables(system: System, given: &[char], dice: &mut Dice) -> Vec<String> {
    let mut before = None;
    let written = |at: &char| {
        let latin = hangul::latin(system, *at, before, dice);
        before = Some(*at);
        latin
    };
    given.iter().map(written).collect()
}

fn put(family: &str, given: &[String], dice: &mut Dice) -> String {
    let apart = given.iter().map(|syllable| capital(syllable)).collect::<Vec<_>>().join(" ");
    let hyphen = capital(&given.join("-"));
    let joined = capital(&given.concat());
    match dice.below(8) {
        0 => format!("{family} {apart}"),
        1 => format!("{family} {hyphen}"),
        2 => format!("{family} {joined}"),
        3 => format!("{}, {apart}", family.to_uppercase()),
        4 => format!("{} {}", family.to_uppercase(), hyphen.to_uppercase()),
        5 => format!("{hyphen} {family}"),
        6 => format!("{joined} {}", family.to_uppercase()),
        _ => format!("{}, {joined}", family.to_uppercase()),
    }
}

/// As the South says it: `Lee` for `Ri`, `Yong-ho` for `Ryong Ho`; none where it says the same.
fn southern(system: System, name: &[char], dice: &mut Dice) -> Option<String> {
    if !matches!(system, System::Revised | System::Press) {
        return None;
    }
    let changed: Vec<char> =
        name.iter().enumerate().map(|(at, c)| if at < 2 { hangul::southern(*c) } else { *c }).collect();
    // Families are written by custom, so only the given name tells whether anything changes.
    (changed[1..] != name[1..]).then(|| {
        let family = hangul::family(system, name[0], dice);
        put(&family, &syllables(system, &changed[1..], dice), dice)
    })
}

/// `hangul`: the same persons in Hangul, as the North and as the South write them, against Latin names.
pub(crate) fn in_hangul(lists: &Arc<Lists>) -> Set {
    let reader = Reader::new();
    let mut questions = Vec::new();
    for person in persons(lists, &reader) {
        let north: String = person.name.iter().collect();
        let apart = format!("{} {}", person.name[0], person.name[1..].iter().collect::<String>());
        let south: String =
            person.name.iter().enumerate().map(|(at, c)| if at < 2 { hangul::southern(*c) } else { *c }).collect();
        let printed = |name: &str| person.entry.names.iter().any(|listed| listed.text == name);
        for (name, group) in [(&north, "North"), (&apart, "North, apart"), (&south, "South")] {
            if !printed(name) && (group != "South" || south != north) {
                questions.push(person.question(lists, name.clone()).in_group(group));
            }
        }
    }
    Set {
        name: "hangul",
        about: "persons of the DPRK in Hangul against Latin names",
        goal: Goal::found(Some(900_000)),
        questions,
    }
}

/// `korean-cyrillic`: the same persons as Russian papers write them.
pub(crate) fn in_cyrillic(lists: &Arc<Lists>) -> Set {
    let reader = Reader::new();
    let mut questions = Vec::new();
    for person in persons(lists, &reader) {
        let family = capital(&hangul::cyrillic(person.name[0], None));
        let given = &person.name[1..];
        let apart: Vec<_> = given.iter().map(|at| capital(&hangul::cyrillic(*at, None))).collect();
        questions.push(person.question(lists, format!("{family} {}", apart.join(" "))).in_group("apart"));
        let mut before = None;
        let joined: String = given.iter().map(|at| hangul::cyrillic(*at, before.replace(*at))).collect();
        if given.len() > 1 {
            questions.push(person.question(lists, format!("{family} {}", capital(&joined))).in_group("joined"));
        }
    }
    Set {
        name: "korean-cyrillic",
        about: "persons of the DPRK in the Cyrillic letters of Russian papers against Latin names",
        goal: Goal::found(None),
        questions,
    }
}

/// Places, rivers, mountains and words that enterprises and vessels of the DPRK are named after.
const PLACES: &str = "남강 만수대 룡봉 련봉 천마 단군 대성 평양 릉라도 묘향 백두 모란봉 대동강 보통강 청천강 압록강 두만강 조선 고려 동방 해성 \
                      은하수 금강 금강산 삼지연 원산 남포 청진 함흥 신의주 개성 해주 사리원 강계 혜산 라진 라선 칠보산 구월산 대흥 대홍단 봉화 부강 \
                      부흥 창광 광명성 광성 명흥 철현 대동 룡강 락원 혁신 황금산 무두봉 포태 백마강 장자산 청년 남산 천성 세봉 능라 \
                      릉라 만경대 송원 련포 회령 단천 흥남 김책 룡성 승리 충성 선봉 자강 량강 미림 순안 강동 승호 상원 토성 동명 천리마 새별 \
                      조광 련하 금룡 금산 은파산 진달래 목란 해금강 통일 광복 대양 동해 서해 남천강 유성 령변 려명 련화 지성 진명 오룡 류경";

/// `korean-places`: bodies and vessels of the DPRK with a word of their name in another romanisation.
pub(crate) fn places(lists: &Arc<Lists>) -> Set {
    let reader = places_by_spelling();
    let mut questions = Vec::new();
    for list in LISTS.map(id) {
        for entry in lists.entries(&list).iter().filter(|entry| entry.kind != Kind::Person && is_northern(entry)) {
            let Some(name) = latin_names(entry).first().copied() else { continue };
            let mut seen: BTreeSet<Vec<String>> = entry.names.iter().map(|name| words(&name.text)).collect();
            let mut dice = Dice::of(&format!("places {list} {}", entry.id));
            for system in System::ALL {
                let Some(text) = respelt(name, system, &reader, &mut dice) else { continue };
                if seen.insert(words(&text)) {
                    questions.push(Question::of(lists, &list, &entry.id, name, text).in_group(system.name()));
                }
            }
        }
    }
    Set {
        name: "korean-places",
        about: "bodies and vessels of the DPRK with their Korean words in other romanisations",
        goal: Goal::found(Some(950_000)),
        questions,
    }
}

fn places_by_spelling() -> BTreeMap<String, Vec<char>> {
    let mut dice = Dice::of("places");
    let mut all = BTreeMap::new();
    for place in PLACES.split_whitespace() {
        let place: Vec<char> = place.chars().collect();
        for system in [System::North, System::ReischauerBare, System::Revised] {
            let spelt = syllables(system, &place, &mut dice).concat();
            let plain = spelt.replace("kh", "k").replace("th", "t").replace("ph", "p");
            for spelling in [spelt, plain] {
                all.entry(spelling).or_insert_with(|| place.clone());
            }
        }
    }
    all
}

/// The name with its Korean words, which may be printed in up to four pieces, written after a system; none without such.
fn respelt(name: &str, system: System, reader: &BTreeMap<String, Vec<char>>, dice: &mut Dice) -> Option<String> {
    let parts: Vec<&str> = name.split([' ', '-']).collect();
    let (mut text, mut at, mut found) = (Vec::new(), 0, false);
    while at < parts.len() {
        let run = (1..=4.min(parts.len() - at)).rev().find_map(|length| {
            let joined: String = words(&parts[at..at + length].concat()).concat();
            Some((length, reader.get(&joined)?))
        });
        if let Some((length, place)) = run {
            let syllables = syllables(system, place, dice);
            let joined = dice.percent(70);
            text.push(if joined {
                capital(&syllables.concat())
            } else {
                syllables.iter().map(|at| capital(at)).collect::<Vec<_>>().join(" ")
            });
            at += length;
            found = true;
        } else {
            text.push(parts[at].to_owned());
            at += 1;
        }
    }
    found.then(|| text.join(" "))
}

/// `korean-different`: other persons, listed ones and ones with a syllable exchanged; by name alone, and with both dates of
/// birth known and different.
pub(crate) fn different(lists: &Arc<Lists>) -> [Set; 2] {
    let reader = Reader::new();
    let persons = persons(lists, &reader);
    let mut by_name = listed_pairs(lists, &persons, &reader);
    for person in &persons {
        by_name.extend(exchanged(lists, person, &reader));
    }
    let with_births = by_name.iter().filter(|question| !question.births.is_empty()).cloned().collect();
    for question in &mut by_name {
        question.births.clear();
    }
    [
        Set {
            name: "korean-different",
            about: "other persons of the DPRK, by name alone",
            goal: Goal::quiet(Some(100_000)),
            questions: by_name,
        },
        Set {
            name: "korean-different-dob",
            about: "the same with other dates of birth",
            goal: Goal::quiet(Some(10_000)),
            questions: with_births,
        },
    ]
}

/// Two listed persons with one syllable between them: the name of one is asked, the entry of the other is wrong.
fn listed_pairs(lists: &Arc<Lists>, persons: &[Person<'_>], reader: &Reader) -> Vec<Question> {
    let mut questions = Vec::new();
    for one in persons {
        for other in persons.iter().filter(|other| other.list == one.list && other.entry.id != one.entry.id) {
            if !nearly(&one.name, &other.name) || is_name_of(other, &one.name, reader) {
                continue;
            }
            let question = other.question(lists, one.printed.to_owned()).in_group("both listed");
            questions.push(Question { births: apart(births_of(one.entry), other.entry), ..question });
        }
    }
    questions
}

/// Whether an entry goes by a name that Latin letters cannot tell from this one.
fn is_name_of(person: &Person<'_>, name: &[char], reader: &Reader) -> bool {
    let mut names = latin_names(person.entry).into_iter().filter_map(|text| reader.name(text));
    names.any(|read| !tells_apart(&read, name))
}

/// Dates of birth that contradict an entry's; none if they do not.
fn apart(births: Vec<(Date, Date)>, entry: &Entry) -> Vec<(Date, Date)> {
    let agrees = |(from, to): &(Date, Date)| entry.births.iter().any(|birth| *from <= birth.to && birth.from <= *to);
    if entry.births.is_empty() || births.iter().any(agrees) { Vec::new() } else { births }
}

fn births_of(entry: &Entry) -> Vec<(Date, Date)> {
    entry.births.iter().map(|birth| (birth.from, birth.to)).collect()
}

/// The same number of syllables, one of them another, or one more at the end.
fn nearly(left: &[char], right: &[char]) -> bool {
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    match long.len() - short.len() {
        0 => left.iter().zip(right).filter(|(a, b)| a != b).count() == 1,
        1 => long.starts_with(short),
        _ => false,
    }
}

/// Whether a printed name can be one of these syllables.
pub(crate) fn is_written(name: &[char], printed: &str) -> bool {
    static READER: OnceLock<Reader> = OnceLock::new();
    let read = READER.get_or_init(Reader::new).name(printed);
    read.is_some_and(|read| !tells_apart(&read, name))
}

/// Whether Latin letters can tell the names apart at all.
fn tells_apart(left: &[char], right: &[char]) -> bool {
    left.len() != right.len() || left.iter().zip(right).any(|(a, b)| a != b && !alike(*a, *b))
}

fn alike(left: char, right: char) -> bool {
    let writings = hangul::writings(left);
    hangul::writings(right).iter().any(|writing| writings.contains(writing))
}

/// Persons made of a listed one: the first, the second syllable of the given name, or the family name another; none whose
/// name is also one of the entry's. Born seven years later where a date is known.
fn exchanged(lists: &Arc<Lists>, person: &Person<'_>, reader: &Reader) -> Vec<Question> {
    let mut dice = Dice::of(&format!("exchanged {}", person.key()));
    let mut questions = Vec::new();
    let families = ['김', '리', '박', '최', '정', '강', '조', '윤', '장', '한', '오', '황', '송', '전', '백'];
    for at in 0..person.name.len() {
        for _ in 0..2 {
            let from: &[char] = if at == 0 { &families } else { &COMMON };
            let new = *dice.pick(from);
            if alike(new, person.name[at]) {
                continue;
            }
            let mut name = person.name.clone();
            name[at] = new;
            if is_name_of(person, &name, reader) {
                continue;
            }
            let system = *dice.pick(&[System::North, System::ReischauerBare, System::Press, System::North]);
            let group = if at == 0 { "another family name" } else { "another syllable" };
            let question = person.question(lists, written(system, &name, &mut dice)).in_group(group);
            let later = |(from, to): (Date, Date)| (from.plus_months(84), to.plus_months(84));
            let births = births_of(person.entry).into_iter().map(later).collect();
            questions.push(Question { births: apart(births, person.entry), ..question });
        }
    }
    questions
}
