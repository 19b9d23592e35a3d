//! Whether a finding of one day is that of the day before.
//!
//! Everything counts, but what moves with the day itself: a date that is as far from the one day as it was from the other,
//! and a number of days from or to a date that the finding holds. "731 days are left" and "730 days are left" are one answer.

use comity_facts::{
    Date, Days,
    v1::{Consequence, Evidence, Finding, Message},
};

/// Whether the two findings say the same, each on its day.
pub(super) fn same(before: (&Finding, Date), after: (&Finding, Date)) -> bool {
    let (first, second) = (before.0, after.0);
    if first == second {
        return true;
    }
    let pace = Pace { days: (before.1, after.1), anchors: anchors(first, second) };
    let dates = [
        (first.fact_from.as_ref(), second.fact_from.as_ref()),
        (first.fact_to.as_ref(), second.fact_to.as_ref()),
        (due_on(first), due_on(second)),
    ];
    dates.into_iter().all(|(one, other)| pace.dates(one, other))
        && pace.messages(first.message.as_ref(), second.message.as_ref())
        && pace.evidence(&first.evidence, &second.evidence)
        && rest(first) == rest(second)
}

/// How values move from one day to the other.
struct Pace {
    days: (Date, Date),
    /// Dates that both findings hold: days may be counted from or to them.
    anchors: Vec<Date>,
}

impl Pace {
    fn dates(&self, before: Option<&String>, after: Option<&String>) -> bool {
        match (before, after) {
            (Some(before), Some(after)) => before == after || self.moves_along(before, after),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }

    fn values(&self, before: &str, after: &str) -> bool {
        before == after || self.moves_along(before, after) || self.counts(before, after)
    }

    fn moves_along(&self, before: &str, after: &str) -> bool {
        match (Date::read(before), Date::read(after)) {
            (Some(before), Some(after)) => after.days_since(before) == self.days.1.days_since(self.days.0),
            _ => false,
        }
    }

    /// Both are the distance of their day from one date.
    fn counts(&self, before: &str, after: &str) -> bool {
        let (Ok(before), Ok(after)) = (before.parse::<Days>(), after.parse::<Days>()) else { return false };
        let from = |anchor: &Date| (self.days.0.days_since(*anchor), self.days.1.days_since(*anchor));
        self.anchors
            .iter()
            .map(from)
            .any(|(first, second)| (before, after) == (first, second) || (before, after) == (-first, -second))
    }

    fn messages(&self, before: Option<&Message>, after: Option<&Message>) -> bool {
        let (Some(before), Some(after)) = (before, after) else { return before == after };
        let pairs = || before.parameters.iter().zip(&after.parameters);
        let moved: Vec<_> = pairs().map(|(one, other)| (one.value.as_str(), other.value.as_str())).collect();
        before.key == after.key
            && before.parameters.len() == after.parameters.len()
            && pairs().all(|(one, other)| one.name == other.name && self.values(&one.value, &other.value))
            && texts(&before.text, &after.text, &moved)
    }

    fn evidence(&self, before: &[Evidence], after: &[Evidence]) -> bool {
        before.len() == after.len()
            && before.iter().zip(after).all(|(one, other)| {
                one.path == other.path && one.source == other.source && self.values(&one.value, &other.value)
            })
    }
}

/// The same words, but for those that moved.
fn texts(before: &str, after: &str, moved: &[(&str, &str)]) -> bool {
    let words = |text: &'_ str| -> Vec<String> {
        text.split_inclusive(|letter: char| !letter.is_alphanumeric() && letter != '-').map(str::to_owned).collect()
    };
    let bare = |word: &str| word.trim_end_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    let (first, second) = (words(before), words(after));
    first.len() == second.len()
        && first
            .iter()
            .zip(&second)
            .all(|(one, other)| one == other || moved.contains(&(bare(one).as_str(), bare(other).as_str())))
}

fn due_on(finding: &Finding) -> Option<&String> {
    finding.consequence.as_ref().and_then(|consequence| consequence.due_on.as_ref())
}

fn anchors(before: &Finding, after: &Finding) -> Vec<Date> {
    let of = |finding: &Finding| {
        let basis = finding.basis.clone().unwrap_or_default();
        let texts = [
            finding.fact_from.clone(),
            finding.fact_to.clone(),
            due_on(finding).cloned(),
            basis.in_force_from,
            basis.in_force_to,
        ];
        texts.into_iter().flatten().filter_map(|text| Date::read(&text)).collect::<Vec<_>>()
    };
    let second = of(after);
    of(before).into_iter().filter(|date| second.contains(date)).collect()
}

/// What is compared as it is.
fn rest(finding: &Finding) -> Finding {
    let consequence = finding.consequence.clone();
    Finding {
        fact_from: None,
        fact_to: None,
        evidence: Vec::new(),
        message: None,
        consequence: consequence.map(|consequence| Consequence { due_on: None, ..consequence }),
        ..finding.clone()
    }
}
