//! What a list may be that follows another: not older, and not much smaller, in entries or in what is said of them, unless somebody
//! consents to that very list.

use std::collections::BTreeSet;

use super::archive::{Damaged, Shelf};
use crate::{
    domain::{Date, Digest, ListId},
    screening::{Entry, Kind, ListError, ListFormat, NameQuality, RawFile, Snapshot},
};

/// How much of a list may go at once without consent. The largest change of a real list that was seen is 12 %, once.
pub const SHRINK_PERCENT_MAX: usize = 10;

/// Entries that one of several lists of a source may lose without consent, whatever part of it they are: short lists lose one
/// or two now and then. So it is with names, documents and the like of a whole source.
const LOST_MIN: usize = 5;

/// From so many entries on, a list in several files has addresses and other names.
const ENTRIES_MIN: usize = 100;

/// Of a folder with the legacy CSV: the files after the main one that hold addresses and other names.
const NEEDED: usize = 2;
/// The mark at the end of these.
const END: u8 = 0x1A;

const ENTRIES: &str = "entries";

/// What is counted of entries beside their number; the first few parts are in every format.
const PARTS: [(&str, fn(&Entry) -> usize); 15] = [
    ("persons", |entry| usize::from(entry.kind == Kind::Person)),
    ("names", |entry| entry.names.len()),
    ("dates of birth", |entry| entry.births.len()),
    ("documents", |entry| entry.documents.len()),
    ("vessels", |entry| usize::from(entry.kind == Kind::Vessel)),
    ("aircraft", |entry| usize::from(entry.kind == Kind::Aircraft)),
    ("strong names", |entry| names(entry, NameQuality::Strong)),
    ("former names", |entry| names(entry, NameQuality::Former)),
    ("weak names", |entry| names(entry, NameQuality::Weak)),
    ("countries", |entry| entry.countries.len()),
    ("programmes", |entry| entry.programmes.len()),
    ("links to others", |entry| entry.linked_to.len()),
    ("places of birth", |entry| entry.birth_places.len()),
    ("persons whose sex is said", |entry| usize::from(entry.gender.is_some())),
    ("days of listing", |entry| usize::from(entry.listed.is_some())),
];
const PARTS_OF_ALL_FORMATS: usize = 4;

fn names(entry: &Entry, quality: NameQuality) -> usize {
    entry.names.iter().filter(|name| name.quality == quality).count()
}

/// What went before a list.
pub(super) struct Before<'a> {
    /// The newest snapshot that can be read.
    pub(super) last: Option<&'a Snapshot>,
    /// Those that cannot, and are not older.
    pub(super) damaged: Vec<&'a Damaged>,
}

/// The newest snapshot up to a day that can be read; what cannot goes over to the damaged ones on the way.
pub(super) fn newest(shelf: &mut Shelf, until: Date, today: Date) -> Option<Snapshot> {
    for kept in shelf.kept.iter().filter(|kept| kept.published_on <= until).rev() {
        match kept.read_whole(today) {
            Ok(snapshot) => return Some(snapshot),
            Err(damaged) => shelf.damaged.push(damaged),
        }
    }
    None
}

impl Damaged {
    /// Whether it is of the same day as a snapshot or a later one; where that is not known, it is.
    pub(super) fn is_no_older(&self, than: Option<&Snapshot>) -> bool {
        self.published_on.is_none_or(|day| than.is_none_or(|than| than.published_on() <= day))
    }
}

impl<'a> Before<'a> {
    pub(super) fn of(last: Option<&'a Snapshot>, damaged: &'a [Damaged]) -> Self {
        Self { last, damaged: damaged.iter().filter(|one| one.is_no_older(last)).collect() }
    }

    /// Whether a snapshot may follow.
    pub(super) fn admits(&self, file: &str, new: &Snapshot, accepted: &BTreeSet<Digest>) -> Result<(), ListError> {
        let digest = new.digest();
        // What had been taken before it was damaged may be taken again.
        let known = self.damaged.iter().any(|damaged| damaged.digest == Some(digest));
        if known || accepted.contains(&digest) {
            return Ok(());
        }
        if let Some(last) = self.last {
            not_shrunk(file, last, new)?;
        }
        for damaged in &self.damaged {
            match damaged.entries {
                Some(before) if is_shrunk(new.size(), before) => {
                    let loss = Loss { file: file.to_owned(), what: ENTRIES, now: new.size(), before };
                    return Err(loss.refused(digest));
                }
                None if self.last.is_none() => return Err(ListError::clone(&damaged.error)),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether a snapshot is no older than the one that serves.
pub(super) fn not_older(file: &str, last: &Snapshot, new: &Snapshot) -> Result<(), ListError> {
    let (published_on, serves) = (new.published_on(), last.published_on());
    if published_on < serves {
        return Err(ListError::Older { file: file.to_owned(), published_on, serves });
    }
    Ok(())
}

/// The files of a source of several that have no rows and yet should, in a list of some size: addresses and other names. One without a
/// single byte is refused at once, for each ends with a mark.
///
/// # Errors
/// If a file is empty.
pub(super) fn without_rows(format: ListFormat, files: &[RawFile]) -> Result<Vec<String>, ListError> {
    if format.files().is_none() {
        return Ok(Vec::new());
    }
    if let Some(file) = files.iter().find(|file| file.bytes.is_empty()) {
        return Err(ListError::Empty { file: file.name.clone() });
    }
    let mark = |byte: &u8| byte.is_ascii_whitespace() || *byte == END;
    let blank = files.iter().skip(1).take(NEEDED).filter(|file| file.bytes.iter().all(mark));
    Ok(blank.map(|file| file.name.clone()).collect())
}

/// Whether a list may do without these files.
pub(super) fn complete(without_rows: &[String], new: &Snapshot) -> Result<(), ListError> {
    let lacking = without_rows.first().filter(|_| new.size() >= ENTRIES_MIN);
    lacking.map_or(Ok(()), |file| Err(ListError::Empty { file: file.clone() }))
}

/// What there is less of.
struct Loss {
    file: String,
    what: &'static str,
    now: usize,
    before: usize,
}

impl Loss {
    fn refused(self, digest: Digest) -> ListError {
        let Self { file, what, now, before } = self;
        ListError::Shrunk { file, what, now, before, percent: SHRINK_PERCENT_MAX, digest }
    }
}

fn is_shrunk(now: usize, before: usize) -> bool {
    now * 100 < before * (100 - SHRINK_PERCENT_MAX)
}

fn not_shrunk(file: &str, last: &Snapshot, new: &Snapshot) -> Result<(), ListError> {
    let whole = Loss { file: file.to_owned(), what: ENTRIES, now: new.size(), before: last.size() };
    let losses = std::iter::once(whole).chain(of_lists(file, last, new)).chain(of_contents(file, last, new));
    let shrunk = losses.into_iter().find(|loss| is_shrunk(loss.now, loss.before));
    shrunk.map_or(Ok(()), |loss| Err(loss.refused(new.digest())))
}

/// A source of several lists can lose one of them and hardly be smaller.
fn of_lists<'a>(file: &'a str, last: &'a Snapshot, new: &'a Snapshot) -> impl Iterator<Item = Loss> + 'a {
    last.lists().filter_map(move |(list, entries): (&ListId, &[Entry])| {
        let (now, before) = (new.entries(list).len(), entries.len());
        (before > now + LOST_MIN).then(|| Loss { file: format!("{file} ({list})"), what: ENTRIES, now, before })
    })
}

/// A list can have all its entries and say hardly anything of them: a file of aliases that is cut off, a field that has another name.
fn of_contents<'a>(file: &'a str, last: &'a Snapshot, new: &'a Snapshot) -> impl Iterator<Item = Loss> + 'a {
    // Not every format has all of it.
    let parts = if last.format() == new.format() { PARTS.len() } else { PARTS_OF_ALL_FORMATS };
    PARTS.iter().take(parts).filter_map(move |(what, of)| {
        let (now, before) = (total(new, *of), total(last, *of));
        (before > now + LOST_MIN).then(|| Loss { file: file.to_owned(), what, now, before })
    })
}

fn total(snapshot: &Snapshot, of: fn(&Entry) -> usize) -> usize {
    snapshot.lists().flat_map(|(_, entries)| entries).map(of).sum()
}
