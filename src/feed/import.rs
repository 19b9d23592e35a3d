//! Taking a list into the history by hand, whatever its day: a newer one as if its place had it, an older one between those of its
//! time, so that a bank's own archive can fill the history.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    archive::{Archive, Shelf},
    guard::{self, Before},
    update::Read,
};
use crate::{
    domain::{Date, Digest},
    screening::{self, ListError, Origin, Snapshot},
};

/// A list that was taken into the history.
#[derive(Clone, Debug)]
pub struct Imported {
    /// It.
    pub snapshot: Arc<Snapshot>,
    /// The day of the newest of the history, where that is a later one: then this one does not serve, and only says what stood when.
    pub newer: Option<Date>,
}

/// Takes files into the history.
pub(super) fn import(
    (archive, origin): (&Archive, Origin),
    read: Read,
    accepted: &BTreeSet<Digest>,
    today: Date,
    now_ms: u64,
) -> Result<Imported, ListError> {
    let Read { format, files, published_on } = read;
    let file = files.first().map(|file| file.name.clone()).unwrap_or_default();
    let digest = screening::digest(&files);
    let without_rows = guard::without_rows(format, &files)?;
    let mut shelf = archive.shelf(origin)?;
    let aside = archive.put_aside(origin, &files, now_ms)?;
    let snapshot = Snapshot::read(format, files, published_on, today)?;
    guard::complete(&without_rows, &snapshot)?;
    let day = snapshot.published_on();
    let newer = newest(&shelf).filter(|newest| *newest > day);
    let imported = Imported { snapshot: Arc::new(snapshot), newer };
    let kept = shelf.kept.iter().find(|kept| kept.digest == digest && kept.published_on == day);
    if kept.is_some_and(|kept| kept.format == format && kept.files().is_ok()) {
        return Ok(imported);
    }
    let last = guard::newest(&mut shelf, day, today);
    if !imported.snapshot.is_dated() && last.as_ref().is_some_and(|last| last.digest() == digest) {
        archive.confirm(digest, origin, day)?;
        return Ok(imported);
    }
    shelf.damaged.retain(|damaged| damaged.published_on.is_none_or(|damaged| damaged <= day));
    Before::of(last.as_ref(), &shelf.damaged).admits(&file, &imported.snapshot, accepted)?;
    aside.keep(&imported.snapshot, now_ms)?;
    Ok(imported)
}

fn newest(shelf: &Shelf) -> Option<Date> {
    let kept = shelf.kept.iter().map(|kept| kept.published_on.max(kept.confirmed_on));
    kept.chain(shelf.damaged.iter().filter_map(|damaged| damaged.published_on)).max()
}
