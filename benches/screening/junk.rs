//! What nobody should ask, and somebody will: the most a screening can be made to cost.

use std::{collections::BTreeMap, time::Duration};

use comity::screening::{Cause, NAME_BYTES_MAX, NameQuality, SUBJECT_ITEMS_MAX, SubjectName};

use crate::{
    Desk,
    dice::Dice,
    parties::listed,
    real,
    times::{Times, beside, micros},
};

/// How often each party is asked.
const TIMES: usize = 30;
/// Most words of a name; of one more it is over the limit at once.
const WORDS_MAX: usize = 24;

/// A party's names.
type Names = Vec<String>;

pub(crate) fn figures(desk: &Desk) {
    println!("junk, \u{b5}s{:>66}{:>10}{:>10}", "parties", "median", "longest");
    for (what, parties) in cases(&Words::of(desk)) {
        let (mut median, mut longest) = (Duration::ZERO, Duration::ZERO);
        let mut answers: BTreeMap<String, usize> = BTreeMap::new();
        for party in &parties {
            let names: Vec<_> = party.iter().map(|text| SubjectName { text, quality: NameQuality::Primary }).collect();
            *answers.entry(answer(desk, &names)).or_default() += 1;
            let times = Times::of(&[(); TIMES], |()| drop(desk.ask(&names)));
            (median, longest) = (median.max(times.percent(50.0)), longest.max(times.longest()));
        }
        let answers: Vec<_> = answers.iter().map(|(answer, count)| format!("{count} {answer}")).collect();
        println!(
            "    {what:<57}{:>8}{:>10.1}{:>10.1}  {}; {}",
            parties.len(),
            micros(median),
            micros(longest),
            beside(micros(longest) / 1000.0, 5.0, "ms"),
            answers.join(", "),
        );
    }
    println!();
}

fn answer(desk: &Desk, names: &[SubjectName<'_>]) -> String {
    match desk.ask(names) {
        Ok(found) if found.all().is_empty() => "without hits".into(),
        Ok(_) => "with hits".into(),
        Err(Cause::OverLimit) => "over the limit".into(),
        Err(Cause::NameUnusable) => "no name to compare".into(),
        Err(cause) => cause.to_string(),
    }
}

/// What junk is made of.
struct Words {
    /// Words of the lists, those in most names first.
    words: Vec<String>,
    /// The longest names of the lists, as long as a screening takes.
    long: Vec<String>,
}

impl Words {
    fn of(desk: &Desk) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut long: Vec<String> = listed(&desk.lists).map(|name| name.text.clone()).collect();
        for word in long.iter().flat_map(|name| real::words(name)) {
            *counts.entry(word).or_default() += 1;
        }
        let mut words: Vec<_> = counts.into_iter().collect();
        words.sort_by(|(a, left), (b, right)| (right, a).cmp(&(left, b)));
        long.retain(|name| name.len() <= NAME_BYTES_MAX);
        long.sort_by_key(|name| std::cmp::Reverse(name.len()));
        Self { words: words.into_iter().map(|(word, _)| word).collect(), long }
    }
}

fn cases(of: &Words) -> Vec<(&'static str, Vec<Names>)> {
    let mut dice = Dice::of("junk");
    let common = &of.words[..of.words.len().min(60)];
    let most = SUBJECT_ITEMS_MAX;
    let mut party = |words: usize, word: &mut dyn FnMut(&mut Dice) -> String| -> Names {
        (0..most).map(|_| filled(NAME_BYTES_MAX, words, || word(&mut dice))).collect()
    };
    let too_many = party(usize::MAX, &mut |dice| dice.pick(&of.words).clone());
    let listed = party(WORDS_MAX, &mut |dice| dice.pick(&of.words).clone());
    let often = party(WORDS_MAX, &mut |dice| dice.pick(common).clone());
    let keys = party(WORDS_MAX, &mut |dice| letters(21, dice));
    let middling = party(WORDS_MAX, &mut |dice| letters(8, dice));
    let run_on = party(1, &mut |dice| letters(NAME_BYTES_MAX, dice));
    let twenty = |names: &[String]| names.iter().take(20).cloned().collect::<Names>();
    let long: Vec<Names> = of.long.chunks(20).take(20).map(<[_]>::to_vec).collect();
    let generic: Names =
        (0..20).map(|_| (0..10).map(|_| dice.pick(common).as_str()).collect::<Vec<_>>().join(" ")).collect();
    let name = of.long.first().cloned().unwrap_or_default();
    let controls = |c: char| name.chars().flat_map(|letter| [letter, c]).take(NAME_BYTES_MAX / 4).collect::<String>();
    vec![
        ("64 names of 512 bytes: more words than a name may have", vec![too_many]),
        ("64 names of 24 words: any of the lists", vec![listed.clone()]),
        ("64 names of 512 bytes: 24 words of 21 letters, cut", vec![keys]),
        ("64 names of 24 words: of the 60 most frequent", vec![often.clone()]),
        ("64 names of 24 words: of 8 letters", vec![middling]),
        ("64 names of 512 bytes: one word each", vec![run_on]),
        ("20 aliases of 24 words: any, and frequent words", vec![twenty(&listed), twenty(&often)]),
        ("20 long aliases: the longest names of the lists", long),
        ("20 long aliases: ten of the 60 most frequent words each", vec![generic]),
        (
            "a name of 10 kB",
            vec![vec!["x".repeat(10_000)], vec![filled(10_000, usize::MAX, || dice.pick(common).clone())]],
        ),
        (
            "control characters: in a name, and alone",
            vec![
                vec![controls('\u{0}')],
                vec![controls('\u{202E}')],
                vec!["\u{1}".repeat(NAME_BYTES_MAX)],
                vec!["\u{300}".repeat(NAME_BYTES_MAX / 2)],
            ],
        ),
        ("one letter", ('a'..='z').map(|letter| vec![letter.to_string()]).collect()),
        (
            "scripts of no list: Cherokee, runes, cuneiform",
            vec![
                vec!["\u{13A0}\u{13A1} \u{13A2}".repeat(12)],
                vec!["\u{16A0}\u{16A2}".repeat(80)],
                vec!["\u{12000}".repeat(NAME_BYTES_MAX / 4)],
            ],
        ),
    ]
}

/// At most so many words with a space between them, cut to at most so many bytes.
fn filled(bytes: usize, words: usize, mut word: impl FnMut() -> String) -> String {
    let mut text = word();
    let mut count = 1;
    while text.len() < bytes && count < words {
        text.push(' ');
        text.push_str(&word());
        count += 1;
    }
    while text.len() > bytes {
        text.pop();
    }
    text
}

fn letters(count: usize, dice: &mut Dice) -> String {
    let all: Vec<char> = ('a'..='z').collect();
    (0..count).map(|_| *dice.pick(&all)).collect()
}
