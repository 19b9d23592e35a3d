//! Korean names over their romanisations: McCune-Reischauer, Revised, the DPRK's own and those of the press fold into one
//! key; Hangul is written out in the DPRK's way first.
//!
//! The key knows no syllables, only classes of sounds in a row, so that `Yong Il`, `Yongil` and `Yong-il` agree once joined.

/// The keys of a word that can be Korean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct KoreanKey {
    /// Equal for the systems' spellings of the same word.
    pub(super) strict: String,
    /// As strict, and with o/u and yo/yu one: presses write the vowel of `chol` as u (`chul`), and that of `sung` too.
    pub(super) loose: String,
}

/// Longest word that is taken for Korean: four syllables of a given name or place.
const LETTERS_MAX: usize = 18;

/// What letters in a row stand for; longest first.
const CONSONANTS: [(&str, &str); 31] = [
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

/// The keys of a folded word, if its letters can be Korean ones.
pub(super) fn key(word: &str) -> Option<KoreanKey> {
    if word.len() > LETTERS_MAX || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let sounds = sounds(word)?;
    let strict = without_weak_r(&sounds);
    let loose = strict.replace('U', "O");
    Some(KoreanKey { strict, loose })
}

/// The sounds, if consonants stand as between Korean vowels: one at the start, one at the end, at most two between.
fn sounds(word: &str) -> Option<String> {
    let (mut rest, mut key, mut consonants, mut vowels) = (word, String::new(), 0, 0);
    while !rest.is_empty() {
        if let Some((letters, sound)) = VOWELS.iter().find(|(letters, _)| rest.starts_with(letters)) {
            rest = rest.get(letters.len()..)?;
            // `Pak`, `Park`: the r is no sound. `Oh`, `Ahn`, `Roh`: neither is the h.
            let silent = rest.starts_with("rk") || (rest.starts_with('h') && !followed_by_vowel(rest));
            rest = rest.get(usize::from(silent)..)?;
            push(&mut key, sound);
            (consonants, vowels) = (0, vowels + 1);
        } else if let Some((letters, sound)) = CONSONANTS.iter().find(|(letters, _)| rest.starts_with(letters)) {
            rest = rest.get(letters.len()..)?;
            push(&mut key, sound);
            consonants += 1;
        } else if rest.starts_with('h') {
            rest = rest.get(1..)?;
            push(&mut key, "H");
            consonants += 1;
        } else {
            return None;
        }
        if consonants > if vowels == 0 || rest.is_empty() { 1 } else { 2 } {
            return None;
        }
    }
    (vowels > 0).then_some(key)
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
            let keys: Vec<_> = words.iter().map(|word| key(word).unwrap_or_else(|| panic!("{word}")).strict).collect();
            assert!(keys.iter().all(|k| *k == keys[0]), "{words:?}: {keys:?}");
        }
    }

    #[test]
    fn words_that_only_look_alike_keep_their_own_keys() {
        for (left, right) in
            [("yong", "song"), ("chol", "chon"), ("kim", "kum"), ("il", "ul"), ("pak", "paek"), ("ho", "o")]
        {
            assert_ne!(key(left).unwrap().loose, key(right).unwrap().loose, "{left} {right}");
        }
        for word in ["trading", "bank", "corporation", "industry", "first", "victor", "8", ""] {
            assert_eq!(key(word), None, "{word}");
        }
    }

    #[test]
    fn presses_write_one_vowel_for_two() {
        for (left, right) in [("chol", "chul"), ("song", "sung"), ("hyon", "hyun"), ("kyong", "kyung")] {
            let (left, right) = (key(left).unwrap(), key(right).unwrap());
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
