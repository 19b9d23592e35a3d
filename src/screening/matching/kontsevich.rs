//! Korean names in Cyrillic letters, as papers of workers in Russia have them: after Kontsevich, and in the older custom that
//! writes `Чен` and `Сен` for `Чон` and `Сон`.
//!
//! A name is read so only if all its words can be Korean and one is a family name; Russian given names stay Russian.

use super::{korean, variants};

/// What letters in a row stand for, in the Latin letters of the DPRK; longest first.
const LETTERS: [(&str, &str); 52] = [
    ("йя", "yae"),
    ("йе", "ye"),
    ("йю", "yu"),
    ("йо", "yo"),
    ("ый", "ui"),
    ("ий", "i"),
    ("ай", "ae"),
    ("эй", "ae"),
    ("ей", "e"),
    ("ой", "oe"),
    ("ва", "wa"),
    ("вэ", "wae"),
    ("ве", "oe"),
    ("во", "wo"),
    ("ви", "wi"),
    ("дж", "j"),
    ("чж", "j"),
    ("чч", "jj"),
    ("чх", "ch"),
    ("кх", "k"),
    ("тх", "t"),
    ("пх", "p"),
    ("нъ", "ng"),
    ("нь", "n"),
    ("ль", "l"),
    ("а", "a"),
    ("я", "ya"),
    ("о", "o"),
    ("ё", "yo"),
    ("у", "u"),
    ("ю", "yu"),
    ("ы", "u"),
    ("и", "i"),
    ("э", "ae"),
    ("е", "e"),
    ("к", "k"),
    ("г", "k"),
    ("т", "t"),
    ("д", "t"),
    ("п", "p"),
    ("б", "p"),
    ("с", "s"),
    ("ш", "s"),
    ("ч", "ch"),
    ("ж", "j"),
    ("ц", "ch"),
    ("х", "h"),
    ("р", "r"),
    ("л", "l"),
    ("м", "m"),
    ("н", "n"),
    ("й", "i"),
];

/// Shorter given names are Korean syllables more often than not (`Ken`, `Sam`).
const GIVEN_LETTERS_MIN: usize = 4;

/// The words of a name in small Cyrillic letters, written as the DPRK would; none if it is no Korean person's name. Where
/// they have n, that may stand for ng: the script writes both alike. `others` are the words as Russian.
pub(super) fn romanised(words: &[&str], others: &[&str]) -> Option<Vec<String>> {
    let given = |word: &&str| word.len() >= GIVEN_LETTERS_MIN && variants::group(word).is_some();
    if others.iter().any(given) {
        return None;
    }
    let read: Vec<String> = words.iter().map(|word| word_romanised(word)).collect::<Option<_>>()?;
    let texts: Vec<&str> = read.iter().map(String::as_str).collect();
    korean::is_name(&texts, true).then_some(read)
}

fn word_romanised(word: &str) -> Option<String> {
    let (mut rest, mut latin) = (word, String::new());
    while !rest.is_empty() {
        let (letters, sound) =
            older(rest, &latin).or_else(|| LETTERS.iter().copied().find(|(l, _)| rest.starts_with(l)))?;
        latin.push_str(sound);
        rest = rest.get(letters.len()..)?;
    }
    Some(latin)
}

/// `Чен` and `Сен`, `Хен` and `Ен`: е before the n that ends a syllable.
fn older(rest: &str, before: &str) -> Option<(&'static str, &'static str)> {
    let after = rest.strip_prefix("ен")?;
    let ends = after.chars().next().is_none_or(|next| !"аеёийоуыэюяъ".contains(next));
    let soft = before.ends_with(['s', 'j']) || before.ends_with("ch");
    ends.then_some(("ен", if soft { "on" } else { "yon" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_names_are_read_and_russian_ones_are_not() {
        for (name, russian, read) in [
            ("ким ён чхоль", "kim en chkhol", Some("kim yon chol")),
            ("ким чен ын", "kim chen yn", Some("kim chon un")),
            ("ким ир сен", "kim ir sen", Some("kim ir son")),
            ("чхве рён хэ", "chkhve ren khe", Some("choe ryon hae")),
            ("цой рён хэ", "tsoi ren khe", Some("choe ryon hae")),
            ("пак кванхо", "pak kvankho", Some("pak kwanho")),
            ("ли ёнъиль", "li enil", Some("li yongil")),
            ("хван су ман", "khvan su man", Some("hwan su man")),
            ("ким иван", "kim ivan", None),
            ("ли анна", "li anna", None),
            ("гусев денис", "gusev denis", None),
            ("пак наталья", "pak natalya", None),
            ("ким", "kim", None),
        ] {
            let (words, others): (Vec<_>, Vec<_>) = (name.split(' ').collect(), russian.split(' ').collect());
            assert_eq!(romanised(&words, &others).map(|words| words.join(" ")).as_deref(), read, "{name}");
        }
    }
}
