//! What a watch tells, as tables for eyes.

use comity_facts::{
    screening::{EntryChange, ListChange, ListsChange, NotScreened, PartyAnswer, PartyChange, WatchOpened},
    v1::{Party, ScreeningHit},
};

use super::super::table;

const COLUMNS: [&str; 8] = ["party", "name", "list", "entry", "what", "band", "score", "listed name"];

/// That all are screened, and against which lists nobody is.
pub(super) fn opened<'a>(opened: &WatchOpened, unscreened: impl Iterator<Item = (&'a str, &'a NotScreened)>) -> String {
    let basis = opened.basis.clone().unwrap_or_default();
    let said = format!("watching {} parties by {} lists", opened.parties, basis.lists.len());
    let lines: Vec<_> = unscreened.map(not_screened).chain([said]).collect();
    lines.join("\n")
}

fn not_screened((list, why): (&str, &NotScreened)) -> String {
    format!("NOT SCREENED {list}: {}", why.detail)
}

/// The parties that a change affects, with the entries that do.
pub(super) fn changes(changes: &[PartyChange], parties: &[Party]) -> String {
    let rows = changes.iter().filter_map(|change| Some((change.answer.as_ref()?, change)));
    let rows = rows.flat_map(|(answer, change)| rows_of(answer, change, parties));
    table::plain(&COLUMNS, rows.collect())
}

fn rows_of(answer: &PartyAnswer, change: &PartyChange, parties: &[Party]) -> Vec<[String; 8]> {
    let party = usize::try_from(answer.sequence).ok().and_then(|at| parties.get(at));
    let name = party.and_then(|party| party.name.clone()).unwrap_or_default();
    let id = if answer.party.is_empty() { answer.sequence.to_string() } else { answer.party.clone() };
    let by_entry = |entry: &EntryChange| {
        let fate = entry.fate().as_str_name().trim_start_matches("ENTRY_FATE_").to_owned();
        let (band, score, listed) = hit(answer, entry).map_or_else(no_more, alike);
        [id.clone(), name.clone(), entry.list.clone(), entry.entry.clone(), fate, band, score, listed]
    };
    let mut rows: Vec<_> = change.entries.iter().map(by_entry).collect();
    // Without an entry: whether he can be screened is another.
    for list in answer.lists.iter().filter(|list| list.not_screened.is_some()) {
        let nothing = String::new;
        let what = "NOT SCREENED".to_owned();
        rows.push([id.clone(), name.clone(), list.list.clone(), nothing(), what, nothing(), nothing(), nothing()]);
    }
    rows
}

fn hit<'a>(answer: &'a PartyAnswer, entry: &EntryChange) -> Option<&'a ScreeningHit> {
    let list = answer.lists.iter().find(|list| list.list == entry.list)?;
    list.hits.iter().filter_map(|one| one.hit.as_ref()).find(|hit| hit.entry == entry.entry)
}

fn alike(hit: &ScreeningHit) -> (String, String, String) {
    let band = hit.band().as_str_name().trim_start_matches("HIT_BAND_").to_owned();
    let listed = hit.name.as_ref().map(|name| name.listed.clone()).unwrap_or_default();
    (band, hit.score.to_string(), listed)
}

fn no_more() -> (String, String, String) {
    ("no hit".to_owned(), String::new(), String::new())
}

/// What closes a change.
pub(super) fn lists(change: &ListsChange) -> String {
    let changed = change.lists.iter().map(list).collect::<Vec<_>>().join(", ");
    let of = change.parties_screened;
    let mut lines =
        vec![format!("lists changed: {changed}; {} parties affected, {of} screened again", change.parties_changed)];
    let why = change.lists.iter().filter_map(|list| Some((list.list.as_str(), list.not_screened.as_ref()?)));
    lines.extend(why.map(not_screened));
    lines.join("\n")
}

fn list(change: &ListChange) -> String {
    let counts = [(change.added, "added"), (change.removed, "removed"), (change.changed, "changed")];
    let counts: Vec<_> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if counts.is_empty() { change.list.clone() } else { format!("{} ({})", change.list, counts.join(", ")) }
}
