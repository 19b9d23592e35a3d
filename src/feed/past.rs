//! The lists as they had been published by a past day, from the history alone: nothing is fetched, and of every list only the
//! snapshots up to that day are read.

use std::{path::Path, sync::Arc};

use super::{
    archive::{Archive, ArchiveError, Damaged, Shelf},
    update::{damaged_by, note_damaged},
};
use crate::{
    domain::Date,
    screening::{Lists, Origin, Snapshot, Supply},
};

/// Which lists of the past are wanted.
#[derive(Clone, Debug)]
pub struct PastSettings {
    /// Snapshots of each list that are read, the newest up to the day.
    pub history_items: usize,
    /// Days after publication until a list is stale, counted from the day.
    pub max_age_days: Option<u32>,
}

/// Reads the lists as they had been published by a day. A list whose newest snapshot of then is damaged is refused; one that had not
/// been published is missing.
///
/// # Errors
/// If the folder of snapshots cannot be used.
pub fn lists_known_at(history: &Path, settings: &PastSettings, day: Date, today: Date) -> Result<Lists, ArchiveError> {
    let archive = Archive::open(history)?;
    let mut supplies = Vec::new();
    for origin in Origin::ALL {
        let mut shelf = archive.shelf(origin)?;
        shelf.kept.retain(|kept| kept.published_on <= day);
        supplies.extend(supply(origin, shelf, settings, day, today));
    }
    Ok(Lists::of(supplies, 0, day))
}

/// None of a list that had not been published.
fn supply(origin: Origin, shelf: Shelf, settings: &PastSettings, day: Date, today: Date) -> Option<Supply> {
    let expected = shelf.kept.last().map_or(origin.expected(), |kept| kept.format);
    let (mut snapshots, damaged) = read(shelf, settings.history_items.max(1), day, today);
    let refused = damaged_by(&damaged, day, snapshots.last().map(AsRef::as_ref));
    if refused.is_some() {
        snapshots.clear();
    }
    note_damaged(&mut snapshots, &damaged);
    let format = snapshots.last().map_or(expected, |last| last.format());
    let max_age_days = settings.max_age_days;
    let known = refused.is_some() || !snapshots.is_empty();
    known.then_some(Supply { format, snapshots, refused, sample: false, max_age_days })
}

/// The newest snapshots that can be read, and those that cannot.
fn read(mut shelf: Shelf, items: usize, day: Date, today: Date) -> (Vec<Arc<Snapshot>>, Vec<Damaged>) {
    let mut snapshots = shelf.newest(items, |kept| {
        let snapshot = kept.read_whole(today)?;
        // The same list, published again: by that day only if that was not later.
        let again = kept.confirmed_by(day).and_then(|confirmed| snapshot.again(confirmed));
        Ok(std::iter::once(snapshot).chain(again).collect())
    });
    snapshots.sort_by_key(|snapshot| snapshot.published_on());
    for at in 1..snapshots.len() {
        if let Some([old, new]) = snapshots.get_mut(at - 1..=at) {
            *old = Arc::new(old.beneath(new));
        }
    }
    (snapshots, shelf.damaged)
}
