//! Who is screened: plain data borrowed from a checked record.

use super::entry::{DocumentKind, Kind, NameQuality, Sex};
use crate::domain::Date;

/// A party to screen.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its id in the record.
    pub id: &'a str,
    /// What it is; none if the record does not say.
    pub kind: Option<Kind>,
    /// Of a person; none if the record does not say.
    pub sex: Option<Sex>,
    /// Its names, the principal one first.
    pub names: &'a [SubjectName<'a>],
    /// Dates of birth as intervals, both ends included; alternatives.
    pub births: &'a [(Date, Date)],
    /// Documents and registrations.
    pub identifiers: &'a [SubjectIdentifier<'a>],
    /// Nationality or country of incorporation, ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
}

/// A name of a party.
#[derive(Clone, Copy, Debug)]
pub struct SubjectName<'a> {
    /// As printed in the source.
    pub text: &'a str,
    /// How well it identifies.
    pub quality: NameQuality,
}

/// A document or registration of a party.
#[derive(Clone, Copy, Debug)]
pub struct SubjectIdentifier<'a> {
    /// What it is.
    pub kind: DocumentKind,
    /// The number as printed.
    pub value: &'a str,
    /// Who issued it, ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
}
