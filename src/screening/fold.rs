//! A name as it is compared: case, diacritics, punctuation, script and legal forms out of the way; words apart.

use unicode_normalization::UnicodeNormalization;

use super::{
    korean::{self, KoreanKey},
    words::{self, Class},
};

/// Most words of a name.
pub(super) const WORDS_MAX: usize = 24;
/// Longest name, in bytes.
pub const NAME_BYTES_MAX: usize = 512;

/// A name, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folded {
    /// Its words in the order of the name.
    pub(super) words: Vec<Word>,
}

/// A word of a folded name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) class: Class,
    /// Where its letters can be Korean.
    pub(super) korean: Option<KoreanKey>,
}

impl Word {
    fn new(text: &str) -> Self {
        let (text, class) = words::classed(text);
        let korean = (class == Class::Word).then(|| korean::key(&text)).flatten();
        Self { text, class, korean }
    }

    /// What it is counted under: romanisations of one word together.
    pub(super) fn stem(&self) -> &str {
        self.korean.as_ref().map_or(&self.text, |key| &key.strict)
    }
}

impl Folded {
    /// The name folded; none if it is longer than a screening takes.
    pub(super) fn of(name: &str) -> Option<Self> {
        if name.len() > NAME_BYTES_MAX {
            return None;
        }
        let plain = plain(name);
        let mut words: Vec<Word> = Vec::new();
        for raw in plain.split(|c: char| !c.is_alphanumeric() && c != '.') {
            for piece in undotted(raw) {
                words.push(Word::new(&piece));
            }
        }
        drop_no_before_numbers(&mut words);
        (words.len() <= WORDS_MAX).then_some(Self { words })
    }

    /// Whether it has a word that names somebody, in letters that all lists can be compared in.
    pub(super) fn is_usable(&self) -> bool {
        let names = |word: &Word| {
            let good = matches!(word.class, Class::Word | Class::Generic);
            good && word.text.chars().count() >= 2 && word.text.is_ascii()
        };
        // `A-B-C` is a name, one letter is not.
        let letters = self.words.iter().filter(|word| word.class == Class::Initial && word.text.is_ascii()).count();
        letters >= 2 || self.words.iter().any(names)
    }

    /// Whether every word that names can be Korean, and there are at least two: a syllable more or less is then another person.
    pub(super) fn is_korean(&self) -> bool {
        let mut names = self.words.iter().filter(|word| word.class == Class::Word);
        let korean = names.clone().all(|word| word.korean.is_some() && word.text.len() <= 10);
        korean && names.nth(1).is_some() && !self.words.iter().any(|word| word.class == Class::Generic)
    }
}

/// Small letters in Latin where they can be, without marks.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.nfkc() {
        match letter {
            '\'' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{02BB}' | '`' | '\u{B4}' => {}
            '&' => plain.push_str(" and "),
            _ => push_plain(&mut plain, letter),
        }
    }
    plain
}

fn push_plain(plain: &mut String, letter: char) {
    if let Some(syllable) = korean::romanised(letter) {
        // Each syllable is a word: given names are written apart, together or with a hyphen, and joined words agree.
        plain.push(' ');
        plain.push_str(&syllable);
        plain.push(' ');
        return;
    }
    for small in letter.to_lowercase() {
        match latin(small) {
            Some(latin) => plain.push_str(latin),
            None => plain.extend(small.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c))),
        }
    }
}

/// Letters that do not fall apart into a Latin one and a mark. Cyrillic after the passports' system (ICAO Doc 9303), with
/// х as kh and soft and hard signs left out.
#[expect(clippy::match_same_arms, reason = "one line for each letter, alphabet by alphabet")]
fn latin(small: char) -> Option<&'static str> {
    Some(match small {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'þ' => "th",
        'ı' => "i",
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' | 'є' | 'ё' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' | 'й' => "i",
        'ї' => "yi",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ў' => "w",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ы' => "y",
        'ь' | 'ъ' => "",
        'ю' => "yu",
        'я' => "ya",
        'ј' => "j",
        'љ' => "lj",
        'њ' => "nj",
        'ћ' => "c",
        'ђ' => "dj",
        'џ' => "dz",
        'ѕ' => "z",
        _ => return None,
    })
}

/// `d.o.o.` is one word, `co.ltd` two.
fn undotted(raw: &str) -> Vec<String> {
    let pieces: Vec<&str> = raw.split('.').filter(|piece| !piece.is_empty()).collect();
    let letters = pieces.len() > 1 && pieces.iter().all(|piece| piece.chars().count() == 1);
    if letters { vec![pieces.concat()] } else { pieces.into_iter().map(str::to_owned).collect() }
}

/// `Office No. 39` and `Office 39` are one name.
fn drop_no_before_numbers(words: &mut Vec<Word>) {
    let number_at = |words: &[Word], at: usize| words.get(at).is_some_and(|word| word.class == Class::Number);
    let mut at = 0;
    while at < words.len() {
        let says_number = words.get(at).is_some_and(|word| word.text == "no" || word.text == "number");
        if says_number && number_at(words, at + 1) {
            words.remove(at);
        } else {
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, words: &str) {
        let folded = Folded::of(name).unwrap();
        let got: Vec<_> = folded.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(got.join(" "), words, "{name}");
    }

    #[test]
    fn names_fold() {
        for (name, words) in [
            ("SIS D.O.O.", "sis doo"),
            ("SIS d.o.o", "sis doo"),
            ("CO.,LTD", "co ltd"),
            ("Kim Tong-ch'o'l", "kim tong chol"),
            ("CH\u{2019}OE SO\u{2019}K MIN", "choe sok min"),
            ("Office No. 39", "office 39"),
            ("Office #39", "office 39"),
            ("김영철", "kim yong chol"),
            ("МОКРАН ООО", "mokran llc"),
            ("José Łukasz Øre", "jose lukasz ore"),
            ("A&B Company Limited", "a and b co ltd"),
            ("LUKOIL OIL COMP", "lukoil oil co"),
            ("Bureau 039", "bureau 39"),
            ("Ўзбек", "wzbek"),
            ("ＦＵＬＬ", "full"),
            ("SHPG. CORPORATION", "shipping corp"),
        ] {
            check(name, words);
        }
    }

    #[test]
    fn says_what_cannot_be_compared() {
        for (name, usable) in [
            ("Kim", true),
            ("", false),
            ("-", false),
            ("K", false),
            ("The Co. Ltd", false),
            ("金铁三", false),
            ("محمد", false),
            ("김", true),
            ("12", false),
            ("X 12", false),
            ("A-B-C Company", true),
        ] {
            assert_eq!(Folded::of(name).unwrap().is_usable(), usable, "{name}");
        }
        assert_eq!(Folded::of(&"x".repeat(NAME_BYTES_MAX + 1)), None);
        assert_eq!(Folded::of(&"x ".repeat(WORDS_MAX + 1)), None);
    }
}
