//! Asks the questions of a set and takes down the answers.

use std::{sync::Mutex, thread};

use comity::{
    domain::ListId,
    screening::{Band, Cause, Hit, NameQuality, Screened, Subject, SubjectIdentifier, SubjectName},
};

use crate::{korean, question::Question};

/// What came of a question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    /// The band of the entry that was meant; of an alarm the strongest of any entry.
    pub(crate) band: Option<Band>,
    /// What rang, as printed on the list, with its entry.
    pub(crate) by: String,
    /// It was not screened.
    pub(crate) refused: Option<Cause>,
    /// The names have the same words, or the same Korean syllables: a true namesake.
    pub(crate) namesake: bool,
}

/// The answers in the order of the questions, on all cores.
pub(crate) fn all(questions: &[Question]) -> Vec<Answer> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let answers = Mutex::new(vec![Answer::default(); questions.len()]);
    thread::scope(|scope| {
        for core in 0..cores {
            let answers = &answers;
            scope.spawn(move || {
                for at in (core..questions.len()).step_by(cores) {
                    let answer = one(&questions[at]);
                    answers.lock().unwrap_or_else(|_| panic!("an answer is lost"))[at] = answer;
                }
            });
        }
    });
    answers.into_inner().unwrap_or_else(|_| panic!("an answer is lost"))
}

fn one(question: &Question) -> Answer {
    let mut answer = Answer::default();
    let lists: Vec<&ListId> = match &question.list {
        Some(list) => vec![list],
        None => question.lists.status().map(|status| &status.id).collect(),
    };
    for list in lists {
        match screen(question, list) {
            Screened::NotScreened(cause) => answer.refused = Some(cause),
            Screened::Hits(hits) => {
                let meant = |hit: &&Hit| question.list.is_none() || hit.entry == question.entry;
                if let Some(hit) = hits.iter().filter(meant).min_by_key(|hit| hit.band) {
                    answer.see(hit, question.hangul.as_deref());
                }
            }
        }
    }
    answer
}

fn screen(question: &Question, list: &ListId) -> Screened {
    let names = [SubjectName { text: &question.name, quality: NameQuality::Primary }];
    let identifiers: Vec<_> =
        question.numbers.iter().map(|(kind, value)| SubjectIdentifier { kind: *kind, value, country: None }).collect();
    let subject = Subject {
        id: "p",
        kind: question.kind,
        sex: None,
        names: &names,
        births: &question.births,
        identifiers: &identifiers,
        country: question.country.as_deref(),
    };
    question.lists.screen(list, &subject)
}

impl Answer {
    fn see(&mut self, hit: &Hit, hangul: Option<&[char]>) {
        if self.band.is_some_and(|band| band <= hit.band) {
            return;
        }
        let name = hit.evidence.name.as_ref();
        self.band = Some(hit.band);
        self.by = format!("{} {} {}", hit.list, hit.entry, name.map_or("", |name| &name.listed));
        self.namesake = name.is_some_and(|name| {
            let syllables = hangul.is_some_and(|hangul| korean::is_written(hangul, &name.listed));
            syllables || same_words(&name.subject, &name.listed)
        });
    }
}

fn same_words(left: &str, right: &str) -> bool {
    let sorted = |text: &str| {
        let mut words = crate::real::words(text);
        words.sort();
        words
    };
    sorted(left) == sorted(right)
}
