//! A name as it is compared: case, marks, punctuation, script and legal forms out of the way; words apart.

use super::{
    chinese,
    korean::{self, KoreanKey},
    script::{self, Piece},
    sound::Sound,
    variants,
    words::{self, Class},
};

/// Most words of a name.
pub(super) const WORDS_MAX: usize = 24;
/// Longest name, in bytes.
pub const NAME_BYTES_MAX: usize = 512;

/// Letters of what stands before God's name at least.
const STEM_LETTERS_MIN: usize = 3;

/// What sort of name it is: in some every syllable decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Style {
    /// Any other.
    Plain,
    /// A person's name in Korean.
    Korean,
    /// A body's or a vessel's name whose words that name are all Korean.
    KoreanBody,
    /// A person's name in Chinese.
    Chinese,
    /// A person's name of two syllables that can be of either.
    KoreanOrChinese,
}

/// A name, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folded {
    /// Its words in the order of the name.
    pub(super) words: Vec<Word>,
    pub(super) style: Style,
}

/// A word of a folded name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Word {
    pub(super) text: String,
    /// Its letters before it was folded into another word: what joined words are made of.
    pub(super) written: String,
    pub(super) class: Class,
    /// Where its letters can be Korean.
    pub(super) korean: Option<KoreanKey>,
    /// Where it has at least two consonants.
    pub(super) sound: Option<Sound>,
    /// Given names of one group are forms of one.
    pub(super) variant: Option<u16>,
}

impl Word {
    fn new(written: String, class: Class, piece: Piece) -> Self {
        let Piece { text, bare, nasal_lost } = piece;
        let names = class == Class::Word;
        let vowel = class == Class::Initial && matches!(text.as_str(), "o" | "u" | "i");
        let korean = (names && !bare || vowel).then(|| korean::key(&text, nasal_lost)).flatten();
        let sound = names.then(|| Sound::of(&text, bare)).flatten();
        Self { text, written, class, korean, sound, variant: None }
    }

    fn with_variant(mut self) -> Self {
        self.variant = (self.class == Class::Word).then(|| variants::group(&self.text)).flatten();
        self
    }

    /// Whether its script leaves short vowels out: its letters are no spelling.
    pub(super) fn is_bare(&self) -> bool {
        self.sound.as_ref().is_some_and(Sound::is_bare)
    }

    /// A word that names somebody.
    pub(super) fn naming(text: String) -> Self {
        Self::naming_in(Piece { text, bare: false, nasal_lost: false }).with_variant()
    }

    fn naming_in(piece: Piece) -> Self {
        Self::new(piece.text.clone(), Class::Word, piece)
    }

    /// Words in a row as one: no form of a given name.
    pub(super) fn joined(words: &[&Self]) -> Self {
        let text = words.iter().map(|word| word.written.as_str()).collect();
        let nasal_lost = words.iter().any(|word| word.korean.as_ref().is_some_and(|key| key.nasal_lost));
        Self::naming_in(Piece { text, bare: false, nasal_lost })
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
        let (mut pieces, mut shortened) = (Vec::new(), false);
        for piece in script::pieces(name) {
            shortened |= undotted(piece, &mut pieces);
        }
        if pieces.len() > WORDS_MAX {
            return None;
        }
        // What is shortened to letters is no syllable.
        let style = if shortened { Style::Plain } else { style(&pieces) };
        if style != Style::Plain {
            return Some(Self { words: pieces.into_iter().map(syllabic).collect(), style });
        }
        let words = plain(pieces);
        let style = if is_korean_body(&words) { Style::KoreanBody } else { Style::Plain };
        Some(Self { words, style })
    }

    /// Whether it has a word that names somebody, in letters that all lists can be compared in.
    pub(super) fn is_usable(&self) -> bool {
        let names = |word: &Word| {
            let good = matches!(word.class, Class::Word | Class::Generic);
            good && word.text.chars().count() >= 2 && word.text.is_ascii()
        };
        // `11420 Corp.` is a name, `12` is not; `A-B-C` is one, one letter is not.
        let numbered = |word: &Word| word.class == Class::Number && word.text.len() >= 4;
        let letters = self.words.iter().filter(|word| word.class == Class::Initial && word.text.is_ascii()).count();
        letters >= 2 || self.words.iter().any(|word| names(word) || numbered(word))
    }
}

/// `d.o.o.` is one word, `co.ltd` two. Whether it is letters.
fn undotted(piece: Piece, out: &mut Vec<Piece>) -> bool {
    if !piece.text.contains('.') {
        out.push(piece);
        return false;
    }
    let parts: Vec<&str> = piece.text.split('.').filter(|part| !part.is_empty()).collect();
    let letters = parts.len() > 1 && parts.iter().all(|part| part.chars().count() == 1);
    let part = |text: String| piece.with(text);
    if letters {
        out.push(part(parts.concat()));
    } else {
        out.extend(parts.into_iter().map(|text| part(text.to_owned())));
    }
    letters
}

fn style(pieces: &[Piece]) -> Style {
    if !(2..=4).contains(&pieces.len()) || pieces.iter().any(|piece| piece.bare || piece.text.len() > 14) {
        return Style::Plain;
    }
    let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
    // Two generic words (`Korea Line`) are no person, whatever their letters can be.
    let bodily =
        |word: &&str| words::meaning(word).is_some_and(|m| m.class == Class::Generic && !m.doubtful && word.len() > 4);
    if texts.iter().any(bodily) {
        return Style::Plain;
    }
    let korean = korean::is_name(&texts, pieces.iter().any(|piece| piece.nasal_lost));
    let ends = [texts.first(), texts.last()];
    let family = ends.into_iter().flatten().any(|word| chinese::is_family(word));
    let syllables = || texts.iter().map(|word| chinese::syllables(word)).sum::<Option<usize>>();
    match (korean, syllables().filter(|_| family)) {
        (true, Some(2)) => Style::KoreanOrChinese,
        (true, _) => Style::Korean,
        (false, Some(2..=4)) => Style::Chinese,
        _ => Style::Plain,
    }
}

/// Whether all words that name are Korean, beside others that only bodies and vessels have.
fn is_korean_body(words: &[Word]) -> bool {
    let mut naming = words.iter().filter(|word| word.class == Class::Word).peekable();
    let some = naming.peek().is_some();
    some && naming.all(|word| word.korean.is_some())
        && words.iter().any(|word| matches!(word.class, Class::Generic | Class::Legal | Class::Number))
}

fn syllabic(piece: Piece) -> Word {
    let class = if piece.text.chars().nth(1).is_none() { Class::Initial } else { Class::Word };
    Word::new(piece.text.clone(), class, piece).with_variant()
}

/// The words of any other name: phrases and shortened words folded, numbers bare, what was written as one taken apart.
fn plain(pieces: Vec<Piece>) -> Vec<Word> {
    let pieces = with_phrases(pieces.into_iter().flat_map(parts).collect());
    let several = pieces.len() > 1;
    let means = |Part { piece, .. }: &Part| {
        let known = words::meaning(&piece.text);
        if several && !piece.bare { known.or_else(|| words::meaning_but_for_a_slip(&piece.text)) } else { known }
    };
    let meaning: Vec<_> = pieces.iter().map(means).collect();
    let telling = meaning.iter().flatten().filter(|m| m.doubtful || matches!(m.class, Class::Generic | Class::Legal));
    // A person may bear the letters of a shortened word as a name: it takes another word of its sort beside it.
    let body = telling.count() >= 2;
    let one = |(Part { piece, written }, meaning): (Part, Option<words::Meaning>)| {
        if let Some(number) = words::number(&piece.text) {
            return Word::new(written, Class::Number, piece.with(number.to_owned()));
        }
        let meaning = meaning.filter(|meaning| body || !meaning.doubtful);
        match meaning {
            Some(meaning) => Word::new(written, meaning.class, piece.with(meaning.text.to_owned())).with_variant(),
            None if piece.text.chars().nth(1).is_none() => Word::new(written, Class::Initial, piece),
            None => Word::new(written, Class::Word, piece).with_variant(),
        }
    };
    let mut words: Vec<Word> = pieces.into_iter().zip(meaning).map(one).collect();
    drop_no_before_numbers(&mut words);
    name_the_last(&mut words);
    words
}

/// A small word goes before another: the last of several is a name (`Mai Thi Van`).
fn name_the_last(words: &mut [Word]) {
    if words.len() > 1
        && let Some(last) = words.last_mut().filter(|word| word.class == Class::Small && !words::is_suffix(&word.text))
    {
        *last = Word::naming(std::mem::take(&mut last.text));
    }
}

/// A piece of a name, and the letters that it was written with.
struct Part {
    piece: Piece,
    written: String,
}

/// `Abdulrahman`, `Abdurrahman` and `Abd al-Rahman` are one name: the servant (abd) of one of God's.
fn servant(text: &str) -> Option<(&str, &'static str)> {
    if matches!(text, "abdul" | "abdel" | "abdal" | "abdoul" | "abdol") {
        return Some(("", "abd"));
    }
    let starts =
        ["abdoul", "abdul", "abdel", "abdal", "abdol", "abdur", "abdus", "abdun", "abdud", "abder", "abdes", "abdou"];
    // The article takes the letter that follows: `abdur-rahman`.
    let (start, rest) = starts.iter().find_map(|start| text.strip_prefix(start).map(|rest| (start, rest)))?;
    let article = start.ends_with('l') || rest.starts_with(|c| start.ends_with(c));
    let told = rest.len() >= 4 && article && !rest.starts_with("lah") && !rest.starts_with("ah");
    told.then_some((rest, "abd"))
}

/// `Habibullah` and `Habib Allah`, `Nureddin`, `Noor-ud-Din` and `Nur al-Din` are one name: something of God's, or of the faith.
fn of_god(text: &str) -> Option<(&str, &'static str)> {
    let may_be = text.contains("ll") || text.contains("din") || text.contains("deen");
    if !may_be || text.starts_with("abd") {
        return None;
    }
    let ends = [
        ("oullah", "allah"),
        ("ullah", "allah"),
        ("ollah", "allah"),
        ("allah", "allah"),
        ("allh", "allah"),
        ("ouddine", "din"),
        ("oudine", "din"),
        ("edine", "din"),
        ("uddine", "din"),
        ("eddine", "din"),
        ("addine", "din"),
        ("ouddin", "din"),
        ("uddin", "din"),
        ("eddin", "din"),
        ("addin", "din"),
        ("oddin", "din"),
        ("uldin", "din"),
        ("eldin", "din"),
        ("aldin", "din"),
        ("uddeen", "din"),
        ("eddeen", "din"),
    ];
    let (stem, end) = ends.iter().find_map(|(end, meant)| text.strip_suffix(end).map(|stem| (stem, *meant)))?;
    (stem.is_empty() || stem.len() >= STEM_LETTERS_MIN).then_some((stem, end))
}

/// The parts of a name that is written as one word and as several.
fn parts(piece: Piece) -> Vec<Part> {
    let part = |text: &str, written: &str| Part { piece: piece.with(text.to_owned()), written: written.to_owned() };
    if let Some((rest, abd)) = servant(&piece.text) {
        let rest = (!rest.is_empty()).then(|| part(rest, rest));
        return std::iter::once(part(abd, abd)).chain(rest).collect();
    }
    if let Some((stem, end)) = of_god(&piece.text) {
        let mut last = part(end, piece.text.strip_prefix(stem).unwrap_or(end));
        last.piece.bare = false;
        return (!stem.is_empty()).then(|| part(stem, stem)).into_iter().chain([last]).collect();
    }
    vec![Part { written: piece.text.clone(), piece }]
}

/// With phrases folded into a word each.
fn with_phrases(parts: Vec<Part>) -> Vec<Part> {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    let mut rest = parts.as_slice();
    while let [part, others @ ..] = rest {
        if let Some((length, meant)) = longest_phrase(rest) {
            let written = rest.iter().take(length).map(|part| part.written.as_str()).collect();
            let piece = Piece { text: meant.to_owned(), bare: false, nasal_lost: false };
            out.push(Part { piece, written });
            rest = rest.get(length..).unwrap_or_default();
        } else {
            out.push(Part { piece: part.piece.clone(), written: part.written.clone() });
            rest = others;
        }
    }
    out
}

/// How many parts at the beginning are a phrase, and the word that it is folded into.
fn longest_phrase(parts: &[Part]) -> Option<(usize, &'static str)> {
    (1..=words::PHRASE_WORDS_MAX.min(parts.len())).rev().find_map(|length| {
        let words: Vec<&str> = parts.get(..length)?.iter().map(|part| part.piece.text.as_str()).collect();
        Some((length, words::phrase(&words.join(" "))?))
    })
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
            ("CO.,LTD", "ltd"),
            ("Kim Tong-ch'o'l", "kim tong chol"),
            ("CH\u{2019}OE SO\u{2019}K MIN", "choe sok min"),
            ("Office No. 39", "office 39"),
            ("Office #39", "office 39"),
            ("김영철", "kim yong chol"),
            ("МОКРАН ООО", "mokran llc"),
            ("José Łukasz Øre", "jose lukasz ore"),
            ("A&B Company Limited", "a and b ltd"),
            ("LUKOIL OIL COMP", "lukoil oil co"),
            ("Bureau 039", "bureau 39"),
            ("Ўзбек", "wzbek"),
            ("SHPG. CORPORATION", "shipping corp"),
            ("Abdulrahman Abdurrahman Abd al-Rahman", "abd rahman abd rahman abd al rahman"),
            ("Abdullah Abdul Aziz", "abdullah abd aziz"),
            ("Najibullah Habib Allah", "najib allah habib allah"),
            ("Noureddine Saduddin Nur al-Din", "nour din sad din nur al din"),
            ("Nour Eddine Ullah", "nour din allah"),
            ("Geraldine Rudin", "geraldine rudin"),
            ("عبد الله", "abdullah"),
            ("عبدالله", "abdullah"),
            ("عبیدالله", "abid allah"),
            ("نجيب الله", "njib allah"),
            ("نور الدين", "nur al din"),
            ("Aung Min", "aung min"),
            ("Min. of Trd. Dev.", "ministry of trd development"),
            ("TECH & SRVCES CORP", "technology and service corp"),
            ("Public Joint-Stock Company Gazprom", "pjsc gazprom"),
            ("OOO Общество с ограниченной ответственностью", "llc llc"),
            ("Kim In Ho", "kim in ho"),
            ("First Machinery Bureau", "1 machinery bureau"),
            ("Second Machinery Bureau", "2 machinery bureau"),
        ] {
            check(name, words);
        }
    }

    #[test]
    fn names_have_a_style() {
        for (name, style) in [
            ("KIM, Yong Chol", Style::Korean),
            ("Yong-chol Kim", Style::Korean),
            ("김영철", Style::Korean),
            ("O Kuk-ryol", Style::Korean),
            ("Xi Jinping", Style::Chinese),
            ("習近平", Style::Chinese),
            ("John Smith", Style::Plain),
            ("Li Hai", Style::KoreanOrChinese),
            ("Ri Yong", Style::Korean),
            ("Bolsak E.U.", Style::Plain),
            ("Korea Line", Style::Plain),
            ("Kim Jong Il Trading Corp", Style::KoreanBody),
            ("Ji Song 8", Style::KoreanBody),
            ("محمد", Style::Plain),
        ] {
            assert_eq!(Folded::of(name).unwrap().style, style, "{name}");
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
            ("金铁三", true),
            ("محمد", true),
            ("김", true),
            ("12", false),
            ("X 12", false),
            ("11420 Corp.", true),
            ("A-B-C Company", true),
            ("\u{E000}\u{E001}", false),
        ] {
            assert_eq!(Folded::of(name).unwrap().is_usable(), usable, "{name}");
        }
        assert_eq!(Folded::of(&"x".repeat(NAME_BYTES_MAX + 1)), None);
        assert_eq!(Folded::of(&"x ".repeat(WORDS_MAX + 1)), None);
    }
}
