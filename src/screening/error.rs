//! Why a list was refused. Each says where it is wrong and what would be right; the last good snapshot is the caller's to keep.

use crate::domain::{Date, Digest, ListId};

/// Why a source was refused, whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// A file cannot be read.
    #[error("`{file}` cannot be read ({reason}): give a folder or file that is there and readable")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// A file is larger than one of its kind can be.
    #[error("`{file}` has more than {bytes_max} bytes: it is not the official list, or the limit needs a new look")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        bytes_max: u64,
    },
    /// Not UTF-8.
    #[error("`{file}` is not UTF-8 at byte {offset}: get the file again, unaltered")]
    NotUtf8 {
        /// The file.
        file: String,
        /// The first bad byte.
        offset: usize,
    },
    /// Not the structure that the format has.
    #[error("`{file}`, line {line}: {flaw}")]
    Damaged {
        /// The file.
        file: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong, and what would be right.
        flaw: String,
    },
    /// An entry lacks what every entry has, or has what none can have.
    #[error("`{file}`, entry `{entry}`: {flaw}")]
    Entry {
        /// The file.
        file: String,
        /// The entry.
        entry: String,
        /// What is wrong, and what would be right.
        flaw: String,
    },
    /// It stops in the middle.
    #[error("`{file}` stops in the middle, at line {line}: get the file again, whole")]
    Truncated {
        /// The file.
        file: String,
        /// The last line.
        line: u64,
    },
    /// It has more of something than any list has.
    #[error("`{file}` has more than {most} {what}: it is not the official list, or the limit needs a new look")]
    TooMany {
        /// The file.
        file: String,
        /// What it has too many of.
        what: &'static str,
        /// The limit.
        most: usize,
    },
    /// It has no entries.
    #[error("`{file}` has no entries: an official list is never empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// Nothing says when it was published.
    #[error(
        "`{file}` does not say when it was published: put a file `published_on` beside it, with the day, e.g. `2026-11-26`"
    )]
    NoDate {
        /// The file.
        file: String,
    },
    /// It was published after today.
    #[error("`{file}` says it was published on {published_on}, after today ({today}): correct the date or the clock")]
    Future {
        /// The file.
        file: String,
        /// The date.
        published_on: Date,
        /// Today.
        today: Date,
    },
    /// Another source has the same list.
    #[error("the list {list} was already given by another source: give each list once")]
    Twice {
        /// The list.
        list: ListId,
    },
    /// It has far fewer entries, names or the like than the one before it.
    #[error(
        "`{file}` has {now} {what}, the list before it has {before}: more than {percent} % are gone; if that is right, \
         consent to it by its digest {digest} (`lists.accept_shrink`, `comity lists import --accept-shrink`)"
    )]
    Shrunk {
        /// The file.
        file: String,
        /// What it has fewer of.
        what: &'static str,
        /// How many.
        now: usize,
        /// Those of the list before it.
        before: usize,
        /// How much may go without consent.
        percent: usize,
        /// Its digest.
        digest: Digest,
    },
    /// It is older than the one that serves.
    #[error("`{file}` was published on {published_on}, the list that serves on {serves}: get the newest")]
    Older {
        /// The file.
        file: String,
        /// Its day.
        published_on: Date,
        /// The day of the one that serves.
        serves: Date,
    },
    /// Nothing of it had been published on a past day that was asked for.
    #[error(
        "no snapshot of {list} is kept that had been published on {day}: import one of that time (`comity lists import`)"
    )]
    NotKnown {
        /// The list.
        list: String,
        /// The day.
        day: Date,
    },
    /// A snapshot of it that is kept cannot be read any more.
    #[error("the snapshot `{folder}` of the lists' history is damaged: {reason}")]
    OfHistory {
        /// Where it is.
        folder: String,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// It could not be kept, so it must not serve: no decision could be looked into later.
    #[error("it could not be kept: {reason}")]
    NotKept {
        /// What went wrong.
        reason: String,
    },
    /// It could not be fetched.
    #[error("`{url}` could not be fetched ({reason}): the last good list goes on serving")]
    Fetch {
        /// The address, without query.
        url: String,
        /// What went wrong.
        reason: String,
    },
}
