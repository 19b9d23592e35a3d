//! Korean names over their romanisations: McCune-Reischauer, Revised, the DPRK's own and those of the press fold into one
//! key; Hangul is written out in the DPRK's way first.
//!
//! The key knows no syllables, only classes of sounds in a row, so that `Yong Il`, `Yongil` and `Yong-il` agree once joined.

use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

use super::letters::{ByLetter, beginning, by_letter};

/// The keys of a word that can be Korean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct KoreanKey {
    /// Equal for the systems' spellings of the same word.
    pub(super) strict: String,
    /// As strict, and with o/u and yo/yu one: presses write the vowel of `chol` as u (`chul`), and that of `sung` too.
    pub(super) loose: String,
    /// Its script writes ng as n: what it was cannot be told.
    pub(super) nasal_lost: bool,
}

impl KoreanKey {
    /// As strict, and with ng and n one.
    pub(super) fn nasal(&self) -> Cow<'_, str> {
        one_nasal(&self.strict)
    }

    /// What words that are one in any way have in common.
    pub(super) fn loosest(&self) -> Cow<'_, str> {
        one_nasal(&self.loose)
    }
}

fn one_nasal(key: &str) -> Cow<'_, str> {
    if key.contains("NK") || key.contains("NN") {
        return key.replace("NK", "N").replace("NN", "N").into();
    }
    key.into()
}

/// Longest word that is taken for Korean: four syllables of a given name or place.
const LETTERS_MAX: usize = 18;

/// What letters in a row stand for; longest first.
const CONSONANTS: [(&str, &str); 32] = [
    ("h", "H"),
    ("tch", "C"),
    ("ng", "NK"),
    ("ch", "C"),
    ("kk", "K"),
    ("kh", "K"),
    ("gg", "K"),
    ("tt", "T"),
    ("th", "T"),
    ("dd", "T"),
    ("pp", "P"),
    ("ph", "P"),
    ("bb", "P"),
    ("ss", "S"),
    ("sh", "S"),
    ("jj", "C"),
    ("ll", "R"),
    ("rr", "R"),
    ("nn", "N"),
    ("mm", "M"),
    ("k", "K"),
    ("g", "K"),
    ("t", "T"),
    ("d", "T"),
    ("p", "P"),
    ("b", "P"),
    ("j", "C"),
    ("s", "S"),
    ("r", "R"),
    ("l", "R"),
    ("n", "N"),
    ("m", "M"),
];

const VOWELS: [(&str, &str); 37] = [
    ("yeo", "YO"),
    ("you", "YO"),
    ("yoo", "YU"),
    ("yae", "YE"),
    ("weo", "WO"),
    ("wae", "OE"),
    ("woo", "U"),
    ("eui", "UI"),
    ("ya", "YA"),
    ("ye", "YE"),
    ("yo", "YO"),
    ("yu", "YU"),
    ("yi", "I"),
    ("wa", "WA"),
    ("we", "OE"),
    ("wo", "WO"),
    ("wu", "U"),
    ("wi", "WI"),
    ("ae", "E"),
    ("ai", "E"),
    ("ay", "E"),
    ("eo", "O"),
    ("eu", "U"),
    ("ee", "I"),
    ("ei", "E"),
    ("oe", "OE"),
    ("oi", "OE"),
    ("oo", "U"),
    ("ou", "O"),
    ("ui", "UI"),
    ("uh", "O"),
    ("a", "A"),
    ("e", "E"),
    ("o", "O"),
    ("u", "U"),
    ("i", "I"),
    ("y", "I"),
];

static CONSONANTS_BY_LETTER: LazyLock<ByLetter<&str>> = LazyLock::new(|| by_letter(&CONSONANTS));
static VOWELS_BY_LETTER: LazyLock<ByLetter<&str>> = LazyLock::new(|| by_letter(&VOWELS));

/// The keys of a folded word, if its letters can be Korean ones. `nasal_lost`: its n may stand for ng.
pub(super) fn key(word: &str, nasal_lost: bool) -> Option<KoreanKey> {
    if word.len() > LETTERS_MAX || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let sounds = sounds(word)?;
    let strict = without_weak_r(&sounds);
    let loose = strict.replace('U', "O");
    Some(KoreanKey { strict, loose, nasal_lost })
}

/// The sounds, if consonants stand as between Korean vowels: one at the start, one at the end, at most two between, and such
/// as can close a syllable where they do.
fn sounds(word: &str) -> Option<String> {
    let (mut rest, mut key, mut vowels) = (word, String::new(), 0);
    // The consonants since the last vowel, as written.
    let mut since: [&str; 2] = ["", ""];
    while !rest.is_empty() {
        if let Some((letters, sound)) = beginning(&VOWELS_BY_LETTER, rest) {
            rest = rest.get(letters.len()..)?;
            // `Pak`, `Park`: the r is no sound. `Oh`, `Ahn`, `Roh`: neither is the h.
            let silent = rest.starts_with("rk") || (rest.starts_with('h') && !followed_by_vowel(rest));
            rest = rest.get(usize::from(silent)..)?;
            push(&mut key, sound);
            (since, vowels) = (["", ""], vowels + 1);
            continue;
        }
        let (letters, sound) = beginning(&CONSONANTS_BY_LETTER, rest)?;
        rest = rest.get(letters.len()..)?;
        push(&mut key, sound);
        since = match since {
            ["", ""] => [letters, ""],
            [first, ""] if vowels > 0 && closes(first) => [first, letters],
            _ => return None,
        };
    }
    let ends = match since {
        ["", ""] => true,
        [last, ""] => closes(last),
        _ => false,
    };
    (vowels > 0 && ends).then_some(key)
}

/// Whether a consonant can be the last of a syllable.
fn closes(letters: &str) -> bool {
    matches!(letters, "k" | "g" | "n" | "t" | "d" | "l" | "m" | "p" | "b" | "ng" | "kk" | "nn" | "ll")
}

/// How many syllables a key has.
fn syllables(key: &str) -> usize {
    let vowel = |c: char| "AEIOU".contains(c);
    let starts =
        key.chars().zip(std::iter::once(' ').chain(key.chars())).filter(|(at, before)| vowel(*at) && !vowel(*before));
    starts.count()
}

/// Family names, as the DPRK writes them.
const FAMILIES: &str = "
    kim ri pak choe jong kang cho yun jang im rim han o so sin kwon hwang an song ryu hong jon ko mun yang son pae paek ho nam
    sim ro ha kwak cha chu u ku min na ra chin ji om chae won chon pang kong hyon ham pyon yom ryom yo to sok sol ma kil yon
    wi pyo myong ki pan ok wang kum maeng in mo tak kuk kye chang paek pong sa ryang tong ok
";

static FAMILY: LazyLock<HashSet<String>> = LazyLock::new(|| families().map(|key| key.loose).collect());
static FAMILY_WITH_ONE_NASAL: LazyLock<HashSet<String>> =
    LazyLock::new(|| families().map(|key| key.loosest().into_owned()).collect());

fn families() -> impl Iterator<Item = KoreanKey> {
    FAMILIES.split_whitespace().filter_map(|family| key(family, false))
}

/// Whether words are a person's name in Korean: a family name before or after one or two syllables that are given. `nasal_lost`: n may stand for ng.
pub(super) fn is_name(words: &[&str], nasal_lost: bool) -> bool {
    let keys: Option<Vec<KoreanKey>> = words.iter().map(|word| key(word, nasal_lost)).collect();
    let Some(keys) = keys else { return false };
    let count: usize = keys.iter().map(|key| syllables(&key.strict)).sum();
    let family = |key: Option<&KoreanKey>| match key {
        Some(key) if nasal_lost => FAMILY_WITH_ONE_NASAL.contains(key.loosest().as_ref()),
        Some(key) => FAMILY.contains(&key.loose),
        None => false,
    };
    (2..=4).contains(&words.len()) && (2..=4).contains(&count) && (family(keys.first()) || family(keys.last()))
}

fn followed_by_vowel(rest: &str) -> bool {
    rest.get(1..).is_some_and(|rest| rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'w']))
}

/// Adds a sound; the same consonant twice is one (`chong` + `gang`, `Hyokk`).
fn push(key: &mut String, sound: &str) {
    let twice = key.chars().last().is_some_and(|last| sound.starts_with(last) && !"AEIOUYW".contains(last));
    key.push_str(if twice { sound.get(1..).unwrap_or_default() } else { sound });
}

/// `Ri`, `Li`, `Yi`, `Lee` and `I` are one name, and so are `Ryu` and `Yu`: an r before i or y is not spoken in the South.
fn without_weak_r(sounds: &str) -> String {
    let next = sounds.chars().skip(1).chain(std::iter::once(' '));
    sounds.chars().zip(next).filter(|(at, next)| *at != 'R' || !matches!(next, 'I' | 'Y')).map(|(at, _)| at).collect()
}

const ONSETS: [&str; 19] =
    ["k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const NUCLEI: [&str; 21] = [
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we", "wi", "yu", "u", "ui",
    "i",
];
const CODAS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p", "t", "t", "ng", "t",
    "t", "k", "t", "p", "t",
];

/// A Hangul syllable in Latin letters, as the DPRK writes it without marks; none for any other letter.
pub(super) fn romanised(syllable: char) -> Option<String> {
    let at = u32::from(syllable).checked_sub(0xAC00).filter(|at| *at < 19 * 21 * 28)? as usize;
    let (onset, nucleus, coda) = (ONSETS.get(at / 588)?, NUCLEI.get(at % 588 / 28)?, CODAS.get(at % 28)?);
    Some(format!("{onset}{nucleus}{coda}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_of_one_word_have_one_key() {
        for words in [
            &["pak", "bak", "park"][..],
            &["choe", "choi"],
            &["ri", "li", "yi", "lee", "i"],
            &["yong", "young", "yeong"],
            &["chol", "cheol"],
            &["kim", "gim"],
            &["jong", "chong", "jeong"],
            &["hyon", "hyeon"],
            &["tong", "dong"],
            &["an", "ahn"],
            &["u", "woo", "wu"],
            &["ryu", "yu", "yoo"],
            &["taesong", "daeseong", "daesong"],
            &["paek", "baek", "paik"],
            &["kwon", "gwon"],
            &["sin", "shin"],
            &["ro", "roh"],
            &["un", "eun"],
        ] {
            let keys: Vec<_> =
                words.iter().map(|word| key(word, false).unwrap_or_else(|| panic!("{word}")).strict).collect();
            assert!(keys.iter().all(|k| *k == keys[0]), "{words:?}: {keys:?}");
        }
    }

    #[test]
    fn names_of_persons_are_told_from_other_words() {
        for (name, is) in [
            ("kim yong chol", true),
            ("yongchol kim", true),
            ("ri won ho", true),
            ("o kuk ryol", true),
            ("lee harris", false),
            ("lee morgan", false),
            ("maria hanna", false),
            ("kim", false),
            ("korea namgang", false),
            ("namgang taesong songun", false),
        ] {
            assert_eq!(is_name(&name.split(' ').collect::<Vec<_>>(), false), is, "{name}");
        }
    }

    #[test]
    fn words_that_only_look_alike_keep_their_own_keys() {
        for (left, right) in
            [("yong", "song"), ("chol", "chon"), ("kim", "kum"), ("il", "ul"), ("pak", "paek"), ("ho", "o")]
        {
            assert_ne!(key(left, false).unwrap().loose, key(right, false).unwrap().loose, "{left} {right}");
        }
        for word in ["trading", "bank", "corporation", "industry", "first", "victor", "8", ""] {
            assert_eq!(key(word, false), None, "{word}");
        }
    }

    #[test]
    fn presses_write_one_vowel_for_two() {
        for (left, right) in [("chol", "chul"), ("song", "sung"), ("hyon", "hyun"), ("kyong", "kyung")] {
            let (left, right) = (key(left, false).unwrap(), key(right, false).unwrap());
            assert_ne!(left.strict, right.strict);
            assert_eq!(left.loose, right.loose);
        }
    }

    #[test]
    fn hangul_is_written_out() {
        for (hangul, latin) in
            [('김', "kim"), ('박', "pak"), ('최', "choe"), ('리', "ri"), ('영', "yong"), ('철', "chol")]
        {
            assert_eq!(romanised(hangul).as_deref(), Some(latin));
        }
        assert_eq!(romanised('a'), None);
    }
}
