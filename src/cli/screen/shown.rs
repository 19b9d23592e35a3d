//! Answers of screening as a table for eyes.

use comity_facts::{
    screening::{Disposition, DispositionDecision, DispositionState, ListAnswer, PartyAnswer, ScreenedHit},
    v1::{GapReason, ScreeningHit},
};

use super::super::table;

const COLUMNS: [&str; 9] = ["list", "entry", "band", "score", "listed name", "listed", "taken off", "content", "why"];

/// Each party with its hits, and what was not looked at.
pub(in crate::cli) fn answers(parties: &[PartyAnswer]) -> String {
    parties.iter().map(answer).collect::<Vec<_>>().join("\n")
}

fn answer(party: &PartyAnswer) -> String {
    let name = if party.party.is_empty() { String::new() } else { format!("{}: ", party.party) };
    let rows: Vec<_> = party.lists.iter().flat_map(|list| &list.hits).filter_map(row).collect();
    let mut lines = vec![match rows.as_slice() {
        [] => format!("{name}{}", nothing(party)),
        _ => format!("{name}{} hits\n{}", rows.len(), table::plain(&COLUMNS, rows)),
    }];
    let hits = party.lists.iter().flat_map(|list| &list.hits);
    lines.extend(hits.filter_map(|hit| hit.disposition.as_ref()).map(decided));
    lines.extend(party.lists.iter().flat_map(notes));
    lines.join("\n")
}

/// No hits are an answer only of lists that were screened.
fn nothing(party: &PartyAnswer) -> &'static str {
    let left = party.lists.iter().filter(|list| list.not_screened.is_some()).count();
    match () {
        () if left == 0 => "no hits",
        () if left < party.lists.len() => "no hits on the lists that were screened",
        () => "not screened",
    }
}

fn row(hit: &ScreenedHit) -> Option<[String; 9]> {
    let found = hit.hit.as_ref()?;
    let (listed, delisted) = days(found);
    Some([
        found.list.clone(),
        found.entry.clone(),
        found.band().as_str_name().trim_start_matches("HIT_BAND_").to_owned(),
        found.score.to_string(),
        found.name.as_ref().map(|name| name.listed.clone()).unwrap_or_default(),
        listed,
        delisted,
        hit.entry_digest.chars().take(12).collect(),
        found.sentence.clone(),
    ])
}

fn days(hit: &ScreeningHit) -> (String, String) {
    let between = |from: &Option<String>, to: &Option<String>| match (from, to) {
        (Some(from), Some(to)) if from == to => to.clone(),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        _ => String::new(),
    };
    (between(&hit.listed_from, &hit.listed_to), between(&hit.delisted_from, &hit.delisted_to))
}

/// A decision in a sentence, below the table: what a person wrote is not broken into lines.
fn decided(one: &Disposition) -> String {
    let what = match one.decision() {
        DispositionDecision::FalsePositive => "FALSE POSITIVE",
        DispositionDecision::TrueMatch => "TRUE MATCH",
        DispositionDecision::Unspecified => "?",
    };
    let holds = match one.state() {
        DispositionState::InForce => format!("until {}", one.until),
        other => other.as_str_name().trim_start_matches("DISPOSITION_STATE_").replace('_', " ").to_lowercase(),
    };
    format!("{what} {} {}, says {} ({}, {holds}): {}", one.list, one.entry, one.principal, one.id, one.why)
}

/// What of a list was not looked at, or not given.
fn notes(list: &ListAnswer) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(list.not_screened.as_ref().map(|why| format!("NOT SCREENED {}: {}", list.list, why.detail)));
    notes.extend(list.caveats().map(|caveat| match caveat {
        GapReason::ListSample => {
            format!("SAMPLE {}: not the list; whoever is not on it may well be on the list", list.list)
        }
        _ => format!("BEFORE {}: who was taken off before its oldest snapshot is not on it", list.list),
    }));
    if list.left_out > 0 {
        notes.push(format!("{} more hits on {} are left out (`--limit`)", list.left_out, list.list));
    }
    if list.not_listed_then > 0 {
        notes.push(format!("{} hits on {} were not listed then", list.not_listed_then, list.list));
    }
    notes
}
