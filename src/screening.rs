//! Screening: reads sanctions lists in their official formats and says which entries a party resembles, with evidence.
//!
//! [`Lists::load`] reads [`ListSource`]s into one immutable snapshot; a source that is damaged is refused, whole and by name,
//! and the others serve. [`Lists::screen`] answers hits, or that it did not screen and why: "no hit" is said only after
//! looking. A format is a file (`ofac`, `un`, `eu`) that makes [`Entry`]s; `fold` and `korean` bring names into a form that can
//! be compared; `index` finds candidates, `score` compares names, `judge` makes a band of everything known.
//!
//! What is not here: no files are watched, nothing is fetched, no clock is read.

mod cache;
mod countries;
mod dates;
mod entry;
mod error;
mod eu;
mod fold;
mod hit;
mod index;
mod judge;
mod korean;
mod lists;
mod ofac;
mod report;
mod sample;
mod score;
mod source;
mod subject;
mod un;
mod words;
mod xml;

#[cfg(test)]
mod loader_tests;
#[cfg(test)]
mod matching_tests;
#[cfg(test)]
mod real_lists_tests;

pub use countries::alpha2;
pub use entry::{
    Between, Birth, CIRCA_YEARS, Certainty, Country, Document, DocumentKind, Entry, Kind, Name, NameQuality,
};
pub use error::ListError;
pub use fold::NAME_BYTES_MAX;
pub use hit::{
    Aligned, Band, BirthRelation, Cause, CountryRelation, DocumentEvidence, Evidence, Hit, Likeness, NameEvidence,
    Screened,
};
pub use lists::{CacheCounts, HITS_MAX, ListStatus, Lists, MATCHER, SUBJECT_ITEMS_MAX};
pub use report::{Report, Unknown};
pub use source::{FILE_BYTES_MAX, ListFormat, ListSource, Place};
pub use subject::{Subject, SubjectIdentifier, SubjectName};
