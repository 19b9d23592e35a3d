//! Screening: reads sanctions lists in their official formats and says which entries a party resembles, with evidence.
//!
//! [`Snapshot::read`] reads one publication of a source; what is damaged is refused, whole and by name. [`Lists::of`] brings
//! what is supplied together into one immutable whole. [`Lists::screen`] answers hits, or that it did not screen and why: "no hit"
//! is said only after looking. A format is a file (`ofac`, `un`, `eu`, `uk`, `us_csl`, `open_sanctions`) that makes [`Entry`]s;
//! `history` says who was listed when; `matching` compares a party with all of them; `parameters` says what of an answer is
//! wanted; `content` has digests over parties and entries; `affected` says of whom an answer can be another one when lists
//! change.
//!
//! What is not here: no files are watched, nothing is fetched, no clock is read; `feed` does that.

mod affected;
mod cache;
mod content;
mod countries;
mod dates;
mod entry;
mod error;
mod eu;
mod format;
mod history;
mod hit;
mod lists;
mod matching;
mod measures;
mod numbers;
mod ofac;
mod open_sanctions;
mod parameters;
mod report;
mod sample;
mod snapshot;
mod source;
mod subject;
mod table;
mod uk;
mod un;
mod us_csl;
mod xml;

#[cfg(test)]
mod affected_tests;
#[cfg(test)]
mod format_tests;
#[cfg(test)]
mod loader_tests;
#[cfg(test)]
mod real_lists_tests;

#[cfg(test)]
pub(crate) use real_lists_tests::real;

pub use affected::{Counts, Delta, Fate, Key, Outcome, fate};
pub use content::{Contents, Standing};
pub use countries::alpha2;
pub use entry::{
    Between, Birth, CIRCA_YEARS, Certainty, Country, Document, DocumentKind, Entry, Kind, Name, NameQuality, Sex,
};
pub use error::ListError;
pub use format::{ListFormat, Origin};
pub use history::{Changed, Difference};
pub use hit::{
    Aligned, Band, BirthRelation, Cause, CountryRelation, DocumentEvidence, Evidence, Hit, Likeness, NameEvidence,
    Screened,
};
pub use lists::{CacheCounts, HITS_MAX, ListStatus, Lists, MATCHER, Supply};
pub use matching::{Comparison, Mode, NAME_BYTES_MAX, SUBJECT_ITEMS_MAX, WeakAliases};
pub use measures::Measure;
pub use parameters::{Found, Listing, Parameters};
pub use report::{Report, Unknown};
pub use snapshot::{ENTRIES_MAX, ENTRY_ITEMS_MAX, Snapshot};
pub use source::{FILE_BYTES_MAX, ListSource, Place, RawFile, at_path, digest, published_beside};
pub use subject::{Subject, SubjectIdentifier, SubjectName};
