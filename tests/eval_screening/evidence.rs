//! What else is known beside names: weak aliases, dates of birth.

use std::sync::Arc;

use comity::{
    domain::Date,
    screening::{Band, Kind, Lists, NameQuality},
};

use crate::{
    alike::resemble,
    dice::Dice,
    question::{Goal, Question, Set},
    real::{id, latin_names, words},
    slips,
};

const LISTS: [&str; 4] = ["OFAC-SDN", "UN-1267", "UN-1988", "UN-1718"];

/// `weak-alias`: a weak alias alone rings for nobody. Those that resemble a full name are left out.
pub(crate) fn weak(lists: &Arc<Lists>) -> Vec<Set> {
    let mut questions = Vec::new();
    for list in LISTS.map(id) {
        for entry in lists.entries(&list) {
            for name in entry.names.iter().filter(|name| name.quality == NameQuality::Weak) {
                if !latin_names(entry).into_iter().any(|full| resemble(full, &name.text)) {
                    questions.push(Question::of(
                        lists,
                        &list,
                        &entry.id,
                        latin_names(entry).first().unwrap_or(&""),
                        name.text.clone(),
                    ));
                }
            }
        }
    }
    vec![Set { name: "weak-alias", about: "a weak alias alone", goal: Goal::quiet(Some(0)), questions }]
}

/// `dob-contradicted`: the listed name with a date of birth that contradicts is not strong, and still there to look at.
/// `dob-equal`: a name with a slip and the day of birth is strong.
pub(crate) fn births(lists: &Arc<Lists>) -> Vec<Set> {
    let (mut contradicted, mut seen, mut equal) = (Vec::new(), Vec::new(), Vec::new());
    for list in LISTS.map(id) {
        for entry in lists.entries(&list).iter().filter(|entry| entry.kind == Kind::Person && !entry.births.is_empty())
        {
            let Some(name) = latin_names(entry).first().copied() else { continue };
            let mut dice = Dice::of(&format!("births {list} {}", entry.id));
            let question = Question::of(lists, &list, &entry.id, name, name.to_owned());
            let latest = entry.births.iter().map(|birth| birth.to).max().unwrap_or(Date::of(1960, 1, 1));
            let (group, other) = match dice.below(2) {
                0 => ("five years later", latest.plus_months(60)),
                _ => ("twenty years later", latest.plus_months(240)),
            };
            let against = Question { births: vec![(other, other)], ..question.clone().in_group(group) };
            contradicted.push(against.clone());
            seen.push(against);
            let day = entry.births.iter().find(|birth| birth.from == birth.to).map(|birth| birth.from);
            let (_, slipped) = slips::slip(name, &mut dice);
            if let Some(day) = day.filter(|_| words(&slipped) != words(name)) {
                equal.push(Question { name: slipped, births: vec![(day, day)], ..question });
            }
        }
    }
    vec![
        Set {
            name: "dob-contradicted",
            about: "the listed name with another date of birth: not strong",
            goal: Goal::quiet(Some(0)).at(Band::Strong),
            questions: contradicted,
        },
        Set {
            name: "dob-contradicted-seen",
            about: "the same: still there to look at",
            goal: Goal::found(None),
            questions: seen,
        },
        Set {
            name: "dob-equal",
            about: "the name with a slip, and the day of birth: strong",
            goal: Goal::found(None).at(Band::Strong),
            questions: equal,
        },
    ]
}
