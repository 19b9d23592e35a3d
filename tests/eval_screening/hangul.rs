//! Korean names by their syllables: written in Latin letters after each system, and read back from them.
//!
//! Written from the rules of the systems, apart from the tables of the matcher: the two must not share an error.

use std::collections::BTreeMap;

use crate::dice::Dice;

/// A system of writing Korean in Latin letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum System {
    /// McCune-Reischauer with its breves and apostrophes: `Kim Yŏng-ch'ŏl`.
    Reischauer,
    /// The same with an apostrophe for a breve, as OFAC prints it: `Ch'o'l`.
    ReischauerApostrophes,
    /// The same without any mark: `Yong-chol`.
    ReischauerBare,
    /// The Revised system of the South: `Gim Yeongcheol`.
    Revised,
    /// As the DPRK writes: `Kim Yong Chol`, `Thae`, `Phyong`.
    North,
    /// As presses and passports of the South write: `Young-chul`, `Park`, `Lee`.
    Press,
}

impl System {
    pub(crate) const ALL: [Self; 6] =
        [Self::Reischauer, Self::ReischauerApostrophes, Self::ReischauerBare, Self::Revised, Self::North, Self::Press];

    /// Its name in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Reischauer => "McCune-Reischauer",
            Self::ReischauerApostrophes => "with apostrophes",
            Self::ReischauerBare => "without marks",
            Self::Revised => "Revised",
            Self::North => "DPRK",
            Self::Press => "press",
        }
    }
}

const G: usize = 0;
const R: usize = 5;
const N: usize = 2;
const SILENT: usize = 11;

const REVISED: [&str; 19] =
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const REISCHAUER: [&str; 19] =
    ["k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch'", "k'", "t'", "p'", "h"];
const REISCHAUER_VOICED: [&str; 19] =
    ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "tch", "ch'", "k'", "t'", "p'", "h"];
const NORTH: [&str; 19] =
    ["k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "kh", "th", "ph", "h"];
const REVISED_VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "eu",
    "ui", "i",
];
const REISCHAUER_VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "ŏ", "e", "yŏ", "ye", "o", "wa", "wae", "oe", "yo", "u", "wŏ", "we", "wi", "yu", "ŭ", "ŭi",
    "i",
];
const ENDS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
];
/// What presses write for a vowel, the likelier first; the second column where a consonant closes the syllable.
const PRESS_VOWELS: [(&[&str], &[&str]); 21] = [
    (&["a", "ah"], &["a"]),
    (&["ae"], &["ae"]),
    (&["ya"], &["ya"]),
    (&["yae"], &["yae"]),
    (&["eo", "uh"], &["u", "eo"]),
    (&["e"], &["e"]),
    (&["yeo", "yuh"], &["you", "yu", "yeo", "yo"]),
    (&["ye"], &["ye"]),
    (&["o", "oh"], &["o"]),
    (&["wa"], &["wa"]),
    (&["wae"], &["wae"]),
    (&["oe", "oi"], &["oe"]),
    (&["yo"], &["yo"]),
    (&["oo", "u", "woo"], &["oo", "u"]),
    (&["wo"], &["wo"]),
    (&["we"], &["we"]),
    (&["wi"], &["wi"]),
    (&["yoo", "yu"], &["yu", "yoo"]),
    (&["eu"], &["eu", "u"]),
    (&["eui", "ui", "ee"], &["eui"]),
    (&["i", "ee"], &["i"]),
];

/// Family names with what they are written as besides by rule: by the South's customs and by presses.
const FAMILIES: [(char, &[&str]); 64] = [
    ('김', &["Kim", "Gim"]),
    ('리', &["Lee", "Li", "Yi", "Rhee"]),
    ('박', &["Park", "Pak", "Bak"]),
    ('최', &["Choi", "Choe"]),
    ('정', &["Jung", "Chung", "Jeong"]),
    ('강', &["Kang", "Gang"]),
    ('조', &["Cho", "Jo"]),
    ('윤', &["Yoon", "Yun"]),
    ('장', &["Jang", "Chang"]),
    ('림', &["Lim", "Im", "Rim"]),
    ('한', &["Han"]),
    ('오', &["Oh", "O"]),
    ('신', &["Shin", "Sin"]),
    ('서', &["Seo", "Suh"]),
    ('권', &["Kwon", "Gwon"]),
    ('황', &["Hwang"]),
    ('안', &["Ahn", "An"]),
    ('송', &["Song"]),
    ('류', &["Yoo", "Ryu", "Yu", "Ryoo"]),
    ('유', &["Yoo", "Yu"]),
    ('홍', &["Hong"]),
    ('전', &["Jeon", "Jun", "Chun"]),
    ('고', &["Ko", "Go", "Koh"]),
    ('문', &["Moon", "Mun"]),
    ('손', &["Son", "Sohn"]),
    ('량', &["Yang", "Ryang"]),
    ('양', &["Yang"]),
    ('배', &["Bae", "Pae"]),
    ('백', &["Baek", "Paik", "Paek"]),
    ('허', &["Heo", "Huh"]),
    ('남', &["Nam"]),
    ('심', &["Shim", "Sim"]),
    ('로', &["Noh", "Roh", "Ro"]),
    ('하', &["Ha"]),
    ('주', &["Joo", "Chu", "Ju"]),
    ('우', &["Woo", "U"]),
    ('구', &["Koo", "Ku", "Gu"]),
    ('민', &["Min"]),
    ('원', &["Won"]),
    ('길', &["Gil", "Kil"]),
    ('천', &["Cheon", "Chun"]),
    ('방', &["Bang", "Pang"]),
    ('변', &["Byun", "Pyon"]),
    ('렴', &["Yum", "Ryom"]),
    ('현', &["Hyun", "Hyon"]),
    ('계', &["Kye", "Gye"]),
    ('태', &["Tae", "Thae"]),
    ('지', &["Ji", "Chi"]),
    ('차', &["Cha"]),
    ('라', &["Na", "Ra"]),
    ('맹', &["Maeng"]),
    ('마', &["Ma"]),
    ('성', &["Sung", "Seong"]),
    ('엄', &["Um", "Eom"]),
    ('탁', &["Tak"]),
    ('편', &["Pyeon", "Pyon"]),
    ('피', &["Pi"]),
    ('표', &["Pyo"]),
    ('함', &["Ham"]),
    ('옥', &["Ok"]),
    ('동', &["Dong", "Tong"]),
    ('진', &["Jin", "Chin"]),
    ('추', &["Choo", "Chu"]),
    ('곽', &["Kwak", "Gwak"]),
];

/// Syllables of given names, the likelier ones for one spelling first.
const GIVEN: &str = "영철정성일남호명광경춘국수진혁학선룡용원현길준희은운순옥숙미화주종창동태승강건근금기만문민병복봉상석세신심연련\
렬림인재전제장조지찬천충칠택필하한해행향형홍황환훈휘흥범덕도두란령례률무배백보부비산삼설송식실안애양어여오완왕요우욱웅위유윤\
응의이익임자작중증직차채초출치쾌판팔평포표풍함혜후걸겸계고곤관교구권규극나노단달담당대돈람량려로류마매맹면모묵방번변분빈사\
서손솔술시아억언업엽예온율을음존좌줄참척청초총추축칭탁토통파품피학합헌협확회효군꽃빛별솔";

/// Spellings of presses that lists print too, where the rules would read another syllable or none.
const CUSTOMS: [(&str, char); 12] = [
    ("chul", '철'),
    ("sung", '성'),
    ("young", '영'),
    ("hyun", '현'),
    ("hyuk", '혁'),
    ("kyung", '경'),
    ("myung", '명'),
    ("byung", '병'),
    ("jung", '정'),
    ("joon", '준'),
    ("hoon", '훈'),
    ("woo", '우'),
];

/// A syllable as its three parts.
fn parts(syllable: char) -> Option<(usize, usize, usize)> {
    let at = u32::from(syllable).checked_sub(0xAC00).filter(|at| *at < 19 * 21 * 28)? as usize;
    Some((at / 588, at % 588 / 28, at % 28))
}

fn syllable(onset: usize, vowel: usize, end: usize) -> Option<char> {
    char::from_u32(0xAC00 + u32::try_from(onset * 588 + vowel * 28 + end).ok()?)
}

/// As the South says it: no r at the beginning of a word, and no n before i and y.
pub(crate) fn southern(first: char) -> char {
    let Some((onset, vowel, end)) = parts(first) else { return first };
    let soft = matches!(vowel, 2 | 3 | 6 | 7 | 12 | 17 | 20);
    let onset = match onset {
        R | N if soft => SILENT,
        R => N,
        other => other,
    };
    syllable(onset, vowel, end).unwrap_or(first)
}

/// A syllable after a system; `after` is the syllable before it, which voices what follows in McCune-Reischauer.
pub(crate) fn latin(system: System, at: char, after: Option<char>, dice: &mut Dice) -> String {
    let Some((onset, vowel, end)) = parts(at) else { return String::new() };
    let voiced = after.and_then(parts).is_some_and(|(_, _, end)| matches!(ENDS[end], "" | "n" | "m" | "ng" | "l"));
    let last = ENDS[end];
    match system {
        System::Reischauer | System::ReischauerApostrophes | System::ReischauerBare => {
            let onset = if voiced { REISCHAUER_VOICED[onset] } else { REISCHAUER[onset] };
            let marked = format!("{onset}{}{last}", REISCHAUER_VOWELS[vowel]);
            match system {
                System::Reischauer => marked,
                System::ReischauerApostrophes => marked.replace('ŏ', "o'").replace('ŭ', "u'"),
                _ => marked.replace('ŏ', "o").replace('ŭ', "u").replace('\'', ""),
            }
        }
        System::Revised => format!("{}{}{last}", REVISED[onset], REVISED_VOWELS[vowel]),
        System::North => {
            let vowel = REISCHAUER_VOWELS[vowel].replace('ŏ', "o").replace('ŭ', "u");
            format!("{}{vowel}{last}", NORTH[onset])
        }
        System::Press => {
            let letters = if onset == G && dice.percent(60) { "k" } else { REVISED[onset] };
            let letters = if letters == "s" && vowel == 20 && dice.percent(60) { "sh" } else { letters };
            let (open, closed) = PRESS_VOWELS[vowel];
            let all = if last.is_empty() { open } else { closed };
            let vowel = if dice.percent(60) { all[0] } else { *dice.pick(all) };
            // `woo` is written where nothing stands before it, and `you` only before ng: `young`.
            let vowel = match vowel {
                "woo" if onset != SILENT => "oo",
                "oo" | "u" if onset == SILENT && last.is_empty() => "woo",
                "you" if last != "ng" => "yu",
                "u" if onset == SILENT && last == "n" => "eu",
                other => other,
            };
            format!("{letters}{vowel}{last}")
        }
    }
}

const CYRILLIC: [&str; 19] =
    ["к", "кк", "н", "т", "тт", "р", "м", "п", "пп", "с", "сс", "", "ч", "чч", "чх", "кх", "тх", "пх", "х"];
const CYRILLIC_VOICED: [&str; 19] =
    ["г", "кк", "н", "д", "тт", "р", "м", "б", "пп", "с", "сс", "", "дж", "чч", "чх", "кх", "тх", "пх", "х"];
const CYRILLIC_VOWELS: [&str; 21] =
    ["а", "э", "я", "йя", "о", "е", "ё", "йе", "о", "ва", "вэ", "ве", "ё", "у", "во", "ве", "ви", "ю", "ы", "ый", "и"];
const CYRILLIC_ENDS: [(&str, &str); 7] =
    [("k", "к"), ("n", "н"), ("t", "т"), ("l", "ль"), ("m", "м"), ("p", "п"), ("ng", "н")];

/// A syllable in Cyrillic letters after Kontsevich, as Russian papers have it.
pub(crate) fn cyrillic(at: char, after: Option<char>) -> String {
    let Some((onset, vowel, end)) = parts(at) else { return String::new() };
    let voiced = after.and_then(parts).is_some_and(|(_, _, end)| matches!(ENDS[end], "" | "n" | "m" | "ng" | "l"));
    let onset = if voiced { CYRILLIC_VOICED[onset] } else { CYRILLIC[onset] };
    let end = CYRILLIC_ENDS.iter().find(|(latin, _)| *latin == ENDS[end]).map_or("", |(_, cyrillic)| cyrillic);
    format!("{onset}{}{end}", CYRILLIC_VOWELS[vowel])
}

/// A family name after a system.
pub(crate) fn family(system: System, at: char, dice: &mut Dice) -> String {
    let customs = FAMILIES.iter().find(|(family, _)| *family == at).map(|(_, customs)| *customs);
    match (system, customs) {
        (System::Press, Some(customs)) => (*dice.pick(customs)).to_owned(),
        // The Revised system leaves family names to custom; some follow its letters even so.
        (System::Revised, Some(customs)) if dice.percent(50) => customs[0].to_owned(),
        // By its letters 이 is `I`; nobody writes that.
        (System::Revised, _) if southern(at) == '이' => "Yi".into(),
        (System::Revised, _) => capital(&latin(system, southern(at), None, dice)),
        _ => capital(&latin(system, at, None, dice)),
    }
}

/// With a capital letter.
pub(crate) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What reads romanised names back: for each spelling its likeliest syllable.
pub(crate) struct Reader {
    families: BTreeMap<String, char>,
    given: BTreeMap<String, (usize, char)>,
}

impl Reader {
    pub(crate) fn new() -> Self {
        let (mut families, mut given) = (BTreeMap::new(), BTreeMap::new());
        let mut dice = Dice::of("reader");
        for (family, customs) in FAMILIES {
            let ruled = spellings(family, &mut dice);
            let customs = customs.iter().map(|custom| custom.to_lowercase());
            for spelling in ruled.into_iter().take(4).chain(customs) {
                families.entry(spelling).or_insert(family);
            }
        }
        for (spelling, syllable) in CUSTOMS {
            given.insert(spelling.to_owned(), (0, syllable));
        }
        for (rank, syllable) in GIVEN.chars().enumerate() {
            for spelling in spellings(syllable, &mut dice) {
                given.entry(spelling).or_insert((rank, syllable));
            }
        }
        Self { families, given }
    }

    /// The syllables of a romanised name, family name first; none if it does not read as one of two syllables or three:
    /// names of the Chinese on the same programmes read as more.
    pub(crate) fn name(&self, text: &str) -> Option<Vec<char>> {
        let words = crate::real::words(text);
        let (family, given) = words.split_first()?;
        let mut name = vec![*self.families.get(family)?];
        for word in given {
            name.extend(self.word(word)?);
        }
        (2..=3).contains(&name.len()).then_some(name)
    }

    /// The syllables of a word: as few as do, of those the likeliest.
    fn word(&self, word: &str) -> Option<Vec<char>> {
        let mut best: Vec<Option<(usize, usize, Vec<char>)>> = vec![None; word.len() + 1];
        best[0] = Some((0, 0, Vec::new()));
        for from in 0..word.len() {
            let Some((count, rank, read)) = best[from].clone() else { continue };
            for (to, best) in best.iter_mut().enumerate().skip(from + 1) {
                let Some((at, syllable)) = word.get(from..to).and_then(|part| self.given.get(part)) else { continue };
                let next = (count + 1, rank + at, [read.as_slice(), &[*syllable]].concat());
                if best.as_ref().is_none_or(|old| (next.0, next.1) < (old.0, old.1)) {
                    *best = Some(next);
                }
            }
        }
        best.pop().flatten().map(|(_, _, read)| read).filter(|read| !read.is_empty())
    }
}

/// All that a syllable is written as by rule, without marks: as the North writes, McCune-Reischauer voiced and not, Revised.
fn spellings(syllable: char, dice: &mut Dice) -> Vec<String> {
    let mut all = vec![
        latin(System::North, syllable, None, dice),
        latin(System::ReischauerBare, syllable, None, dice),
        latin(System::ReischauerBare, syllable, Some('가'), dice),
        latin(System::Revised, syllable, None, dice),
    ];
    let plain = all[0].replace("kh", "k").replace("th", "t").replace("ph", "p");
    all.push(plain);
    all
}

/// All that anybody writes for a syllable, the South's way of saying it included: if two syllables share a spelling, nobody
/// can tell them apart in Latin letters.
pub(crate) fn writings(at: char) -> Vec<String> {
    let mut dice = Dice::of("writings");
    let mut all = Vec::new();
    for syllable in [at, southern(at)] {
        all.extend(spellings(syllable, &mut dice));
        all.extend((0..40).map(|_| latin(System::Press, syllable, None, &mut dice)));
    }
    all.sort();
    all.dedup();
    all
}

/// The tables are what the pairs stand on: they write and read names whose spellings are known.
pub(crate) fn check() {
    let mut dice = Dice::of("check");
    for (name, system, want) in [
        ("영철", System::Reischauer, "yŏngch'ŏl"),
        ("동철", System::ReischauerApostrophes, "tongch'o'l"),
        ("호진", System::ReischauerBare, "hojin"),
        ("진혁", System::ReischauerBare, "chinhyok"),
        ("박진혁", System::Revised, "bakjinhyeok"),
        ("평양", System::Revised, "pyeongyang"),
        ("태평", System::North, "thaephyong"),
        ("김정은", System::North, "kimjongun"),
        ("리룡남", System::North, "riryongnam"),
    ] {
        let mut before = None;
        let got: String = name.chars().map(|at| latin(system, at, before.replace(at), &mut dice)).collect();
        assert_eq!(got, want, "{name} {system:?}");
    }
    for (name, want) in [("영철", "ёнчхоль"), ("동명", "тонмён"), ("정일", "чониль")] {
        let mut before = None;
        let got: String = name.chars().map(|at| cyrillic(at, before.replace(at))).collect();
        assert_eq!(got, want, "{name}");
    }
    let reader = Reader::new();
    for (printed, want) in [
        ("KIM, Tong-ch'o'l", Some("김동철")),
        ("KIM, Yongchol", Some("김영철")),
        ("Pak Jin-hyok", Some("박진혁")),
        ("RI, Pyong Chul", Some("리병철")),
        ("O, Kuk-Ryol", Some("오국렬")),
        ("CH'OE, Hwi", Some("최휘")),
        ("SUN, Wei", None),
        ("Smith John", None),
    ] {
        let got = reader.name(printed).map(|name| name.into_iter().collect::<String>());
        assert_eq!(got.as_deref(), want, "{printed}");
    }
    for (north, south) in [('리', '이'), ('룡', '용'), ('로', '노'), ('녀', '여'), ('남', '남')] {
        assert_eq!(southern(north), south);
    }
}
