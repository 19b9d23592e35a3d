//! Korean names in Cyrillic letters, as papers of workers in Russia have them: after Kontsevich, and in the older custom that
//! writes `Чен` and `Сен` for `Чон` and `Сон`.
//!
//! A name is read so only if all its words can be Korean and one is a family name; Russian given names stay Russian.

use super::korean;

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

/// Given names of Russian papers whose letters can all be Korean.
const RUSSIAN: &str = "
    иван анна нина ирина инна марина карина мария юрий роман антон максим вадим никита дина яна юлия лия лилия римма милана полина
    галина оксана тамара лариса регина валерий виталий олег илья тимур артур лина арина алина диана ангелина эмма рита вика
    наталья наталия ольга елена алена алёна лена вера людмила анатолий аркадий родион давид даниил тоня миша саша дима паша коля женя катя даша маша наташа
";

/// The words of a name in small Cyrillic letters, written as the DPRK would; none if it is no Korean person's name. Where
/// they have n, that may stand for ng: the script writes both alike.
pub(super) fn romanised(words: &[&str]) -> Option<Vec<String>> {
    let read: Vec<String> = words.iter().map(|word| word_romanised(word)).collect::<Option<_>>()?;
    let texts: Vec<&str> = read.iter().map(String::as_str).collect();
    let russian = || words.iter().any(|word| RUSSIAN.split_whitespace().any(|given| given == *word));
    (korean::is_name(&texts, true) && !russian()).then_some(read)
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

/// `Чен` and `Сен`, `Хен` and `Ен`: е before the n that ends a syllable; `Ир`: р that ends one.
fn older(rest: &str, before: &str) -> Option<(&'static str, &'static str)> {
    let ends = |after: &str| after.chars().next().is_none_or(|next| !"аеёийоуыэюяъ".contains(next));
    if rest.strip_prefix('р').is_some_and(ends) {
        return Some(("р", "l"));
    }
    let ends = ends(rest.strip_prefix("ен")?);
    let soft = before.ends_with(['s', 'j']) || before.ends_with("ch");
    ends.then_some(("ен", if soft { "on" } else { "yon" }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_names_are_read_and_russian_ones_are_not() {
        for (name, read) in [
            ("ким ён чхоль", Some("kim yon chol")),
            ("ким чен ын", Some("kim chon un")),
            ("ким ир сен", Some("kim il son")),
            ("чхве рён хэ", Some("choe ryon hae")),
            ("цой рён хэ", Some("choe ryon hae")),
            ("пак кванхо", Some("pak kwanho")),
            ("ли ёнъиль", Some("li yongil")),
            ("хван су ман", Some("hwan su man")),
            ("ким иван", None),
            ("ли анна", None),
            ("гусев денис", None),
            ("пак наталья", None),
            ("ким", None),
        ] {
            let words: Vec<_> = name.split(' ').collect();
            assert_eq!(romanised(&words).map(|words| words.join(" ")).as_deref(), read, "{name}");
        }
    }
}
