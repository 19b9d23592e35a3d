//! When two printed names are plainly spellings of one: the rule by which pairs are taken, apart from the matcher.

use crate::real::words;

/// Words that name nobody.
const PARTICLES: &str = "al el ul ur ad ash as at bin ibn ben bint abu abd de da do dos la las los del van von of the and for \
                         in y e co company corp corporation ltd limited inc llc sa srl gmbh ooo zao oao jsc pjsc cv group \
                         trading general international bank import export industries industrial services ag plc pte pty sp bv \
                         spa sas sarl fze est closed joint";

/// The words that name.
pub(crate) fn naming(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|word| word.len() > 1 && !PARTICLES.split(' ').any(|one| one == word)).collect()
}

/// How near two printed names are by this rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nearness {
    /// Nothing in common.
    None,
    /// Something in common.
    Loose,
    /// All but one of the shorter name's words have a partner, two at least.
    Near,
    /// All of them have, and the other name has more words.
    Part,
    /// All of them have, on both sides.
    Whole,
}

/// How near two names are.
pub(crate) fn nearness(left: &str, right: &str) -> Nearness {
    let lengths = (naming(left).len(), naming(right).len());
    let (short, long) = (lengths.0.min(lengths.1), lengths.0.max(lengths.1));
    match shared(left, right) {
        0 => Nearness::None,
        all if all == long => Nearness::Whole,
        all if all == short => Nearness::Part,
        most if most + 1 == short && most > 1 => Nearness::Near,
        _ => Nearness::Loose,
    }
}

/// How many naming words of the shorter name have a partner in the other: the same word, or one with the same skeleton.
fn shared(left: &str, right: &str) -> usize {
    let (left, right) = (naming(left), naming(right));
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let mut free: Vec<Option<String>> = long.into_iter().map(Some).collect();
    let mut count = 0;
    for word in &short {
        let partner = free.iter_mut().find(|other| other.as_deref().is_some_and(|other| same(word, other)));
        if let Some(partner) = partner {
            *partner = None;
            count += 1;
        }
    }
    count
}

fn same(left: &str, right: &str) -> bool {
    let skeletons = (skeleton(left), skeleton(right));
    left == right || (skeletons.0.len() >= 2 && skeletons.0 == skeletons.1)
}

/// A word without vowels, each sound of Arabic, Russian and Korean in the letter that stands for all its spellings.
fn skeleton(word: &str) -> String {
    // `Usamah` is `Usama`, `Savings` is `Saving`.
    let mut text = word.trim_end_matches(['h', 's']).to_owned();
    for (from, to) in [
        ("tch", "s"),
        ("sch", "s"),
        ("kh", "h"),
        ("gh", "k"),
        ("sh", "s"),
        ("ch", "s"),
        ("zh", "z"),
        ("th", "t"),
        ("dh", "z"),
        ("ph", "f"),
        ("ts", "s"),
        ("ck", "k"),
        ("x", "ks"),
        ("q", "k"),
        ("c", "k"),
        ("g", "k"),
        ("j", "s"),
        ("b", "p"),
        ("d", "t"),
        ("v", "f"),
        ("z", "s"),
        ("l", "r"),
    ] {
        text = text.replace(from, to);
    }
    let mut skeleton = String::new();
    for c in text.chars().filter(|c| !"aeiouyw'".contains(*c)) {
        if !skeleton.ends_with(c) {
            skeleton.push(c);
        }
    }
    skeleton
}

/// Whether two names have anything in common: a naming word, or all the letters of one in a row in the other.
pub(crate) fn resemble(left: &str, right: &str) -> bool {
    let (all, other) = (words(left).concat(), words(right).concat());
    all.contains(&other) || other.contains(&all) || nearness(left, right) > Nearness::None
}

/// The words in the order of the alphabet: equal for names that differ only in order, marks and capitals.
pub(crate) fn in_any_order(text: &str) -> Vec<String> {
    let mut words = words(text);
    words.sort();
    words
}

/// What is near and what is not, of names whose relation is plain.
pub(crate) fn check() {
    for (left, right, want) in [
        ("AL-JADDAWI Saqr", "AL-JADAWI Saqar", Nearness::Whole),
        ("Al-Rimi Qasim", "QASIM MOHAMED AL-RIMI", Nearness::Part),
        ("GALAX TRADING CO., LTD.", "GALAX INC.", Nearness::Whole),
        ("Ramirez Cortes Delia Nhora", "RAMIREZ CORTES Delia Nora", Nearness::Near),
        ("ARMED ISLAMIC GROUP", "GROUPEMENT ISLAMIQUE ARME", Nearness::Loose),
        ("AL ZAWAHIRI Ayman", "BIN LADIN Usama", Nearness::None),
    ] {
        assert_eq!(nearness(left, right), want, "{left} {right}");
        assert_eq!(nearness(right, left), want, "{right} {left}");
    }
}
