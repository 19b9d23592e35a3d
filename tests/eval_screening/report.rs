//! Figures of a set, as a table and as JSON.

use std::{collections::BTreeMap, time::Duration};

use comity::screening::{Band, Lists, MATCHER};
use serde_json::{Value, json};

use crate::{
    ask::{self, Answer},
    dice::Half,
    question::{Question, Set},
};

/// What the answers to some questions come to.
#[derive(Clone, Copy, Default)]
struct Counts {
    asked: usize,
    /// Of the band that counts or a stronger one.
    counted: usize,
    strong: usize,
    not_screened: usize,
    /// Counted ones whose names have the same words.
    namesakes: usize,
}

impl Counts {
    fn see(&mut self, answer: &Answer, band: Band) {
        let at_least = |least: Band| answer.band.is_some_and(|band| band <= least);
        self.asked += 1;
        self.counted += usize::from(at_least(band));
        self.strong += usize::from(at_least(Band::Strong));
        self.not_screened += usize::from(answer.refused.is_some() && answer.band.is_none());
        self.namesakes += usize::from(at_least(band) && answer.namesake);
    }

    fn share(self, part: usize) -> f64 {
        #[allow(clippy::cast_precision_loss, reason = "some thousands")]
        let share = part as f64 / self.asked.max(1) as f64;
        share
    }

    /// The counted share in millionths.
    fn millionths(self) -> usize {
        self.counted * 1_000_000 / self.asked.max(1)
    }
}

/// A set with its answers.
pub(crate) struct Figures {
    set: Set,
    answers: Vec<Answer>,
    all: Counts,
    groups: BTreeMap<String, Counts>,
}

impl Figures {
    /// Asks the questions of a half.
    pub(crate) fn of(mut set: Set, half: Option<Half>) -> Self {
        set.questions.retain(|question| half.is_none_or(|half| Half::of(&question.key) == half));
        let answers = ask::all(&set.questions);
        let (mut all, mut groups) = (Counts::default(), BTreeMap::<String, Counts>::new());
        for (question, answer) in set.questions.iter().zip(&answers) {
            all.see(answer, set.goal.band);
            if !question.group.is_empty() {
                groups.entry(question.group.clone()).or_default().see(answer, set.goal.band);
            }
        }
        Self { set, answers, all, groups }
    }

    /// Whether it has a target and misses it.
    pub(crate) fn missed(&self) -> bool {
        let counted = self.all.millionths();
        self.set.goal.target.is_some_and(|target| {
            let target = usize::try_from(target).unwrap_or(usize::MAX);
            if self.set.goal.wanted { counted < target } else { counted > target }
        })
    }

    /// Questions whose answer is not as it should be.
    fn wrong(&self) -> impl Iterator<Item = (&Question, &Answer)> {
        let goal = self.set.goal;
        let is_wrong = move |answer: &Answer| answer.band.is_some_and(|band| band <= goal.band) != goal.wanted;
        self.set.questions.iter().zip(&self.answers).filter(move |(_, answer)| is_wrong(answer))
    }
}

fn line(name: &str, counts: Counts, rest: &str) {
    println!(
        "{name:<34}{:>8}{:>8}{:>10.2}%{:>9.2}%{:>9}{:>9}  {rest}",
        counts.asked,
        counts.counted,
        counts.share(counts.counted) * 100.0,
        counts.share(counts.strong) * 100.0,
        counts.namesakes,
        counts.not_screened,
    );
}

/// A set's part of the table, and some of what went wrong.
pub(crate) fn print(figures: &Figures, show: usize, sample: usize) {
    let Set { name, about, goal, .. } = &figures.set;
    let counted = match goal.band {
        Band::Confirmed => "confirmed",
        Band::Strong => "strong",
        Band::Possible => "a match",
        Band::Weak => "any hit",
    };
    println!("\n{about}; {} if {counted}", if goal.wanted { "right" } else { "wrong" });
    let heads = ["asked", "so", "share", "strong", "namesake", "no answer"];
    println!("{:<34}{:>8}{:>8}{:>11}{:>10}{:>9}{:>10}", "", heads[0], heads[1], heads[2], heads[3], heads[4], heads[5]);
    line(name, figures.all, &verdict(figures));
    for (group, counts) in &figures.groups {
        line(&format!("  {group}"), *counts, "");
    }
    figures.wrong().take(show).for_each(|(question, answer)| answered(question, answer));
    let step = (figures.answers.len() / sample.max(1)).max(1);
    let all = figures.set.questions.iter().zip(&figures.answers);
    all.step_by(step).take(sample).for_each(|(question, answer)| answered(question, answer));
}

/// A question with its answer, names as printed.
fn answered(question: &Question, answer: &Answer) {
    let births: Vec<_> = question.births.iter().map(|(from, to)| format!("{from} to {to}")).collect();
    let answered = match (answer.band, answer.refused) {
        (Some(band), _) => format!("{band:?} by {}", answer.by),
        (None, Some(cause)) => format!("not screened: {cause}"),
        (None, None) => "nothing".into(),
    };
    println!(
        "    [{}] {} {} | {} {} | {answered}",
        question.group,
        question.name,
        births.join(", "),
        question.entry,
        question.listed
    );
}

fn verdict(figures: &Figures) -> String {
    let Some(target) = figures.set.goal.target else { return "no target".into() };
    let sign = if figures.set.goal.wanted { ">=" } else { "<=" };
    let word = if figures.missed() { "MISSED" } else { "met" };
    format!("{sign} {:.2}% {word}", f64::from(target) / 10_000.0)
}

/// The last lines of the table.
pub(crate) fn close(all: &[Figures], took: Duration) {
    let missed: Vec<_> = all.iter().filter(|figures| figures.missed()).map(|figures| figures.set.name).collect();
    let with_target = all.iter().filter(|figures| figures.set.goal.target.is_some()).count();
    println!("\n{with_target} targets, {} missed {missed:?}; {:.1} s", missed.len(), took.as_secs_f64());
}

/// What is measured: the matcher, the half, the lists.
pub(crate) fn open(lists: &Lists, half: Option<Half>) {
    println!("{MATCHER}, {}", half_name(half));
    let sizes: Vec<_> = lists.status().map(|status| format!("{} {}", status.id, status.entries)).collect();
    println!("{} lists: {}", sizes.len(), sizes.join(", "));
}

fn half_name(half: Option<Half>) -> &'static str {
    match half {
        Some(Half::Tuning) => "the tuning half",
        Some(Half::Test) => "the test half",
        None => "both halves",
    }
}

/// All figures for a program to read.
pub(crate) fn json(lists: &Lists, half: Option<Half>, all: &[Figures]) -> String {
    let counts = |counts: &Counts| {
        json!({
            "asked": counts.asked, "counted": counts.counted, "share": counts.share(counts.counted),
            "strong": counts.strong, "namesakes": counts.namesakes, "not_screened": counts.not_screened,
        })
    };
    let sets = all.iter().map(|figures| {
        let groups = figures.groups.iter().map(|(group, of)| (group.clone(), counts(of)));
        json!({
            "set": figures.set.name,
            "wanted": figures.set.goal.wanted,
            "target": figures.set.goal.target.map(|target| f64::from(target) / 1e6),
            "missed": figures.missed(),
            "all": counts(&figures.all),
            "groups": groups.collect::<serde_json::Map<String, Value>>(),
        })
    });
    let whole = json!({
        "matcher": MATCHER,
        "half": half_name(half),
        "lists": lists.digest().to_string(),
        "sets": sets.collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}
