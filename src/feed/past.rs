//! The lists as they had been published by a past day, from the history alone: nothing is fetched, and of every list only the
//! snapshots up to that day are read.

use std::{path::Path, sync::Arc};

use super::archive::{Archive, ArchiveError, Kept};
use crate::{
    domain::Date,
    screening::{ListError, Lists, Origin, Snapshot, Supply},
};

/// Which lists of the past are wanted.
#[derive(Clone, Debug)]
pub struct PastSettings {
    /// Snapshots of each list that are read, the newest up to the day.
    pub history_items: usize,
    /// Days after publication until a list is stale, counted from the day.
    pub max_age_days: Option<u32>,
}

/// Reads the lists as they had been published by a day. A list whose snapshots are damaged is refused; one that had not been
/// published is missing.
///
/// # Errors
/// If the folder of snapshots cannot be used.
pub fn lists_known_at(history: &Path, settings: &PastSettings, day: Date, today: Date) -> Result<Lists, ArchiveError> {
    let archive = Archive::open(history)?;
    let mut supplies = Vec::new();
    for origin in Origin::ALL {
        let mut kept = archive.kept(origin)?;
        kept.retain(|kept| kept.published_on <= day);
        let older = kept.len().saturating_sub(settings.history_items.max(1));
        kept.drain(..older);
        supplies.extend(supply(origin, &kept, settings, day, today));
    }
    Ok(Lists::of(supplies, 0, day))
}

/// None of a list that had not been published.
fn supply(origin: Origin, kept: &[Kept], settings: &PastSettings, day: Date, today: Date) -> Option<Supply> {
    let format = kept.last()?.format;
    let (snapshots, refused) = match read(kept, day, today) {
        Ok(snapshots) => (snapshots, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    debug_assert_eq!(format.origin(), origin);
    Some(Supply { format, snapshots, refused, sample: false, max_age_days: settings.max_age_days })
}

fn read(kept: &[Kept], day: Date, today: Date) -> Result<Vec<Arc<Snapshot>>, ListError> {
    let mut snapshots: Vec<Arc<Snapshot>> = Vec::new();
    for kept in kept {
        let snapshot = kept.read(today)?;
        // The same list, published again: by that day only if that was not later.
        let again = snapshot.again(kept.confirmed_on).filter(|again| again.published_on() <= day);
        snapshots.push(Arc::new(snapshot));
        snapshots.extend(again.map(Arc::new));
    }
    snapshots.sort_by_key(|snapshot| snapshot.published_on());
    for at in 1..snapshots.len() {
        if let Some([old, new]) = snapshots.get_mut(at - 1..=at) {
            *old = Arc::new(old.beneath(new));
        }
    }
    Ok(snapshots)
}
