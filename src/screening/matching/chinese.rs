//! Chinese names in pinyin: which words are nothing but its syllables, and which syllables are family names. A syllable more,
//! less or otherwise is then another person.

use std::{collections::HashSet, sync::LazyLock};

const INITIALS: [&str; 23] = [
    "zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c", "s", "y",
    "w",
];

const FINALS: [&str; 34] = [
    "iang", "iong", "uang", "ang", "eng", "ing", "ong", "ian", "iao", "uai", "uan", "ai", "an", "ao", "ei", "en", "ia",
    "ie", "in", "iu", "ou", "ua", "ui", "un", "uo", "ue", "ve", "er", "a", "e", "i", "o", "u", "v",
];

/// The commonest family names that are not Korean ones too in the same letters, and those that are.
const FAMILIES: &str = "
    wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong
    xiao cheng cao yuan deng fu shen zeng peng lu su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren
    fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian
    yin xi chang dou xing ou mo ge lan tao gong qi zuo zhuang
";

static FAMILY: LazyLock<HashSet<&'static str>> = LazyLock::new(|| FAMILIES.split_whitespace().collect());

/// How many syllables of pinyin a word is; none if it is anything else.
pub(super) fn syllables(word: &str) -> Option<usize> {
    if word.is_empty() || word.len() > 18 {
        return None;
    }
    let mut reachable = [None; 19];
    if let Some(first) = reachable.first_mut() {
        *first = Some(0_usize);
    }
    for at in 0..word.len() {
        let Some(count) = reachable.get(at).copied().flatten() else { continue };
        for length in syllable_lengths(word.get(at..).unwrap_or_default()) {
            let Some(there) = reachable.get_mut(at + length) else { continue };
            *there = Some(there.map_or(count + 1, |old: usize| old.min(count + 1)));
        }
    }
    reachable.get(word.len()).copied().flatten()
}

/// Lengths of the syllables that a word can begin with.
fn syllable_lengths(rest: &str) -> impl Iterator<Item = usize> {
    let initial = INITIALS.iter().find(|initial| rest.starts_with(**initial)).map_or(0, |initial| initial.len());
    let after = rest.get(initial..).unwrap_or_default();
    let fits = move |last: &&&str| {
        let vowel_first = initial == 0 && !last.starts_with(['a', 'e', 'o']);
        after.starts_with(**last) && !vowel_first
    };
    FINALS.iter().filter(fits).map(move |last| initial + last.len()).collect::<Vec<_>>().into_iter()
}

/// Whether a word is a family name.
pub(super) fn is_family(word: &str) -> bool {
    FAMILY.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_syllables() {
        for (word, count) in [
            ("zhang", Some(1)),
            ("xiaoping", Some(2)),
            ("jinping", Some(2)),
            ("yi", Some(1)),
            ("er", Some(1)),
            ("smith", None),
            ("bank", None),
            ("ng", None),
            ("", None),
            ("chuanfa", Some(2)),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
        assert!(is_family("zhang") && !is_family("ping"));
    }
}
