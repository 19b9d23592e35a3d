//! Letters of other scripts in Latin ones. Hangul, Cyrillic, Greek, Arabic and Hebrew by tables of our own, as the lists write
//! such names; Chinese characters in pinyin, and all else, by `any_ascii`'s tables.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use super::{kontsevich, korean};

/// A piece of a name between gaps, in Latin letters where it can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    /// Its script leaves short vowels out.
    pub(super) bare: bool,
    /// Korean in a script that writes ng as n.
    pub(super) nasal_lost: bool,
}

impl Piece {
    /// Other letters of the same script.
    pub(super) fn with(&self, text: String) -> Self {
        Self { text, ..*self }
    }
}

/// A name in pieces. Dots stay in them.
pub(super) fn pieces(name: &str) -> Vec<Piece> {
    let mut pieces = Pieces::default();
    for letter in name.nfkc() {
        pieces.push(letter);
    }
    pieces.close();
    korean_in_cyrillic(name, &pieces.done).unwrap_or(pieces.done)
}

/// The pieces of a Korean's name in Cyrillic letters; none if it is any other.
fn korean_in_cyrillic(name: &str, pieces: &[Piece]) -> Option<Vec<Piece>> {
    let is_cyrillic = |letter: char| matches!(letter, '\u{400}'..='\u{4FF}');
    if !name.contains(is_cyrillic) {
        return None;
    }
    let plain: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = plain.split(|letter| !is_cyrillic(letter)).filter(|word| !word.is_empty()).collect();
    if words.len() != pieces.len() || plain.contains(|letter: char| letter.is_alphanumeric() && !is_cyrillic(letter)) {
        return None;
    }
    let read = kontsevich::romanised(&words)?;
    Some(read.into_iter().map(|text| Piece { text, bare: false, nasal_lost: true }).collect())
}

#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    text: String,
    bare: bool,
    greek: bool,
    /// The letter before, as it stood.
    before: Option<char>,
}

impl Pieces {
    fn push(&mut self, letter: char) {
        match letter {
            'a'..='z' | '0'..='9' | '.' => self.text.push(letter),
            'A'..='Z' => self.text.push(letter.to_ascii_lowercase()),
            // Apostrophes; marks that only tell how a letter is read, and joiners.
            '\'' | '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{02BB}' | '`' | '\u{B4}' | '\u{200C}'
            | '\u{200D}' | '\u{0640}' => {}
            '&' => self.word("and"),
            _ if is_combining_mark(letter) => {}
            _ if !letter.is_alphanumeric() => self.close(),
            _ => self.push_other(letter),
        }
        self.before = Some(letter);
    }

    fn push_other(&mut self, letter: char) {
        if let Some(syllable) = korean::romanised(letter) {
            // Each syllable is a word: given names are written apart, together or with a hyphen, and joined words agree.
            return self.word(&syllable);
        }
        if is_chinese(letter) {
            return self.word(&any_ascii::any_ascii_char(letter).to_ascii_lowercase());
        }
        for small in letter.to_lowercase() {
            self.push_small(small);
        }
    }

    fn push_small(&mut self, small: char) {
        if let Some(latin) = semitic(small) {
            // The article, written as one with its word.
            if small == 'ل' && self.before == Some('ا') && self.text == "a" {
                self.text.push('l');
                return self.close();
            }
            self.bare = true;
            // At the start, and before a long a, it is no vowel.
            if small == 'و' && self.text.is_empty() {
                return self.text.push('w');
            }
            if small == 'ا' && self.before == Some('و') && self.text.ends_with('u') {
                self.text.pop();
                self.text.push('w');
            }
            // Between a long a and an i neither.
            if matches!(small, 'ي' | 'ی' | 'ى') && self.before == Some('و') && self.text.ends_with("au") {
                self.text.pop();
                self.text.push('w');
            }
            if small == 'ع' && self.text.is_empty() {
                return self.text.push('a');
            }
            if would_be_one(&self.text, latin) {
                self.text.push('\'');
            }
            return self.text.push_str(latin);
        }
        if let Some(latin) = latin(small) {
            return self.text.push_str(latin);
        }
        for plain in small.nfkd().filter(|c| !is_combining_mark(*c)) {
            self.greek |= matches!(plain, '\u{370}'..='\u{3FF}');
            self.bare |= is_indic(plain);
            match plain {
                'a'..='z' | '0'..='9' => self.text.push(plain),
                _ => {
                    let latin = any_ascii::any_ascii_char(plain).to_ascii_lowercase();
                    self.text.extend(latin.chars().filter(|c| !matches!(c, '\'' | '`')));
                }
            }
        }
    }

    /// A word of its own.
    fn word(&mut self, word: &str) {
        self.close();
        self.text.push_str(word);
        self.close();
    }

    fn close(&mut self) {
        let mut text = std::mem::take(&mut self.text);
        if std::mem::take(&mut self.greek) {
            text = greek(&text);
        }
        let mut bare = std::mem::take(&mut self.bare);
        if bare && let Some(child) = child_of(&text).map(str::to_owned) {
            text = child;
            self.done.push(Piece { text: "abu".to_owned(), bare, nasal_lost: false });
        }
        if bare && let Some((_, known)) = BARE.iter().find(|(as_written, _)| *as_written == text.as_str()) {
            (*known).clone_into(&mut text);
            bare = false;
        } else if bare && self.before == Some('ى') && text.len() >= LONG_LETTERS_MIN {
            // In Arabic an a, in Egypt and Iran an i.
            text.pop();
        }
        // The article was taken off `allah` too.
        if bare && text == "lh" && self.done.last().is_some_and(|piece| piece.bare && piece.text == "al") {
            self.done.pop();
            "allah".clone_into(&mut text);
        }
        if !text.is_empty() {
            self.done.push(Piece { text, bare, nasal_lost: false });
        }
    }
}

/// Whether letters after others would be read as one: `s'h` is not `sh`.
fn would_be_one(before: &str, latin: &str) -> bool {
    let hushed = latin.starts_with('h') && before.ends_with(['s', 'k', 't', 'd', 'g', 'z', 'c', 'p']);
    let hissed = latin.starts_with(['s', 'z', 'j']) && before.ends_with(['t', 'd']);
    hushed || hissed
}

/// Whose father a word says that somebody is, where both are written as one; the article goes.
fn child_of(text: &str) -> Option<&str> {
    let child =
        text.strip_prefix("abu").or_else(|| text.strip_prefix("abw").filter(|child| child.starts_with("al")))?;
    let whole = |child: &&str| child.len() >= CHILD_LETTERS_MIN;
    child.strip_prefix("al").filter(whole).or(Some(child).filter(whole))
}

/// Two letters of Greek that stand for one sound.
fn greek(text: &str) -> String {
    let text = text.replace("oy", "ou").replace("ay", "av").replace("ey", "ev").replace("gk", "g");
    match text.get(..2) {
        Some("mp") => format!("b{}", text.get(2..).unwrap_or_default()),
        Some("nt") => format!("d{}", text.get(2..).unwrap_or_default()),
        _ => text,
    }
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Scripts from India to Cambodia: the vowel of a letter without a mark is not written.
fn is_indic(letter: char) -> bool {
    matches!(letter, '\u{900}'..='\u{0DFF}' | '\u{E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// Words of so many letters are told without their last one.
const LONG_LETTERS_MIN: usize = 4;

/// Letters at least of the name that stands after `abu` in one word with it.
const CHILD_LETTERS_MIN: usize = 3;

/// Short words of Arabic script, as Latin writes them.
const BARE: [(&str, &str); 36] = [
    ("bn", "bin"),
    ("abn", "ibn"),
    ("bnt", "bint"),
    ("allh", "allah"),
    ("abdallh", "abdullah"),
    ("ala", "ali"),
    ("aldin", "din"),
    ("wld", "ould"),
    ("abi", "abu"),
    ("aiub", "ayyub"),
    ("aiwb", "ayyub"),
    ("ihia", "yahya"),
    ("ihii", "yahya"),
    ("aisa", "isa"),
    ("aisi", "isa"),
    ("t'h", "taha"),
    ("iar", "yar"),
    ("iaur", "yawar"),
    ("jmh", "juma"),
    ("jma", "juma"),
    ("sd", "saad"),
    ("gl", "gul"),
    ("kl", "gul"),
    ("ql", "qul"),
    ("sid", "sayyid"),
    ("shikh", "sheikh"),
    ("mla", "mulla"),
    ("mulwi", "mawlawi"),
    ("muluwi", "mawlawi"),
    ("haja", "haji"),
    ("kadhm", "kazim"),
    ("haji", "haji"),
    ("wla", "wali"),
    ("chuhdri", "chaudhry"),
    ("chudhri", "chaudhry"),
    ("chud'hri", "chaudhry"),
];

/// Arabic and Hebrew letters; of vowels the long ones are written, and w and y are both.
#[expect(clippy::match_same_arms, reason = "one line for each letter, alphabet by alphabet")]
fn semitic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'ا' | 'آ' | 'أ' | 'إ' | 'ٱ' | 'ى' | 'ة' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' => "t",
        'ث' => "th",
        'ج' => "j",
        'چ' => "ch",
        'ح' | 'ه' | 'ہ' | 'ھ' => "h",
        'خ' => "kh",
        'د' => "d",
        'ذ' | 'ض' | 'ظ' => "dh",
        'ر' => "r",
        'ز' => "z",
        'ژ' => "zh",
        'س' | 'ص' => "s",
        'ش' => "sh",
        'ع' | 'ء' | 'ئ' => "",
        'ؤ' => "u",
        'غ' => "gh",
        'ف' => "f",
        'ق' => "q",
        'ک' | 'ك' => "k",
        'گ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' | 'ں' => "n",
        'و' => "u",
        'ي' | 'ی' => "i",
        'א' | 'ע' => "",
        'ב' => "b",
        'ג' => "g",
        'ד' => "d",
        'ה' => "h",
        'ו' => "u",
        'ז' => "z",
        'ח' => "h",
        'ט' | 'ת' => "t",
        'י' => "i",
        'כ' | 'ך' => "k",
        'ל' => "l",
        'מ' | 'ם' => "m",
        'נ' | 'ן' => "n",
        'ס' => "s",
        'פ' | 'ף' => "p",
        'צ' | 'ץ' => "ts",
        'ק' => "k",
        'ר' => "r",
        'ש' => "sh",
        _ => return None,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_become_latin() {
        for (name, latin) in [
            ("김영철", "kim yong chol"),
            ("習近平", "xi jin ping"),
            ("Ўзбек Иванов", "wzbek ivanov"),
            ("Ким Ён-Чхоль", "kim yon chol"),
            ("Ким Иван", "kim ivan"),
            ("Γιώργος Παπανδρέου", "giorgos papandreou"),
            ("Μπάμπης", "bampis"),
            ("צבי נתניהו", "tsbi ntnihu"),
            ("صدام حسين", "sdam hsin"),
            ("عبد الرحمن", "abd al rhmn"),
            ("صحراوي", "s'hrawi"),
            ("العزاوي", "al azawi"),
            ("أبوبكر", "abu bkr"),
            ("أبواليزيد", "abu izid"),
            ("أبوه", "abuh"),
            ("كاظم ثامر", "kazim thamr"),
            ("حاجى ولى", "haji wali"),
            ("شهاب", "shhab"),
            ("طه", "taha"),
            ("يحيى", "yahya"),
            ("حقانى", "hqan"),
            ("الله", "allah"),
            ("ولد", "ould"),
            ("وليد", "wlid"),
            ("José Łukasz Øre", "jose lukasz ore"),
            ("გიორგი", "giorgi"),
            ("ＦＵＬＬ", "full"),
            ("A&B", "a and b"),
            ("Abu-'Umar", "abu umar"),
        ] {
            let got: Vec<_> = pieces(name).into_iter().map(|piece| piece.text).collect();
            assert_eq!(got.join(" "), latin, "{name}");
        }
        assert!(pieces("محمد").iter().all(|piece| piece.bare));
        assert!(pieces("Ким Ён").iter().all(|piece| piece.nasal_lost));
        assert!(pieces("Ким Kim").iter().all(|piece| !piece.nasal_lost));
        assert!(pieces("Muhammad").iter().all(|piece| !piece.bare));
    }
}
