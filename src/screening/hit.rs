//! What screening answers: hits with their evidence, or that it did not screen and why. Bounded, in a fixed order, without
//! floats, so that the same lists and party give the same bytes.

use std::fmt;

use super::{
    entry::{Between, Country, DocumentKind, Kind, NameQuality},
    measures::Measure,
};
use crate::domain::{Digest, ListId};

/// How alike a party and an entry are. The strongest is first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// A document's number is the same, and nothing contradicts.
    Confirmed,
    /// A name that is as good as equal, or a lesser one with the day of birth.
    Strong,
    /// For a person to look at.
    Possible,
    /// Only for information.
    Weak,
}

impl Band {
    /// One band lower; none below the lowest.
    pub(super) fn lower(self) -> Option<Self> {
        match self {
            Self::Confirmed => Some(Self::Strong),
            Self::Strong => Some(Self::Possible),
            Self::Possible => Some(Self::Weak),
            Self::Weak => None,
        }
    }
}

/// What screening one party against one list came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screened {
    /// It was screened; the hits, strongest first, at most [`super::HITS_MAX`]. Empty: nothing on the list resembles it.
    Hits(Vec<Hit>),
    /// It was not screened: never to be taken for "no hit".
    NotScreened(Cause),
}

/// Why a party was not screened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum Cause {
    /// No source that was given holds the list.
    #[error("no such list is loaded")]
    ListMissing,
    /// The list's source was refused; its status says why.
    #[error("the list's source was refused")]
    ListRefused,
    /// The list is older than its limit.
    #[error("the list is older than its limit")]
    ListStale,
    /// No name has anything to compare: empty, one letter, only generic words, or in a script that is not read.
    #[error("no name, or none that can be compared")]
    NameUnusable,
    /// Too many or too long names, births or identifiers, or too many hits.
    #[error("more names, or longer ones, than one screening takes")]
    OverLimit,
}

/// A listed entry that resembles a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The list.
    pub list: ListId,
    /// The entry's own number on it.
    pub entry: String,
    /// What the entry is.
    pub kind: Kind,
    /// How alike they are.
    pub band: Band,
    /// How alike they are, in thousandths: orders hits of one band; 1000 is never reached by names alone.
    pub score: u16,
    /// Programmes under which it is listed.
    pub programmes: Vec<String>,
    /// What being listed there means.
    pub measure: Measure,
    /// When it was listed, if the list says.
    pub listed: Option<Between>,
    /// When it was taken off, if it was.
    pub delisted: Option<Between>,
    /// The snapshot of the list.
    pub list_digest: Digest,
    /// What the band rests on.
    pub evidence: Evidence,
}

/// What a hit rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The two names that are most alike; none when only a document's number led here.
    pub name: Option<NameEvidence>,
    /// A weak alias that agrees beside it.
    pub weak_alias: Option<String>,
    /// How the dates of birth relate.
    pub birth: BirthRelation,
    /// How the countries relate.
    pub country: CountryRelation,
    /// Whether the kinds (person, body, vessel) are known on both sides and differ.
    pub kind_differs: bool,
    /// Whether the sex of the person is known on both sides and differs.
    pub sex_differs: bool,
    /// Documents that agree or differ, at most eight.
    pub documents: Vec<DocumentEvidence>,
    /// One sentence for the person who looks at it.
    pub sentence: String,
}

/// Two names that were compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameEvidence {
    /// The party's, as printed.
    pub subject: String,
    /// The entry's, as printed on the list.
    pub listed: String,
    /// How well the listed name identifies.
    pub quality: NameQuality,
    /// How alike they are, in thousandths.
    pub similarity: u16,
    /// Which words were taken for which.
    pub alignment: Vec<Aligned>,
}

/// Words of one name and the words of the other that they were taken for. One side is empty when a word has no partner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aligned {
    /// Words of the party's name, folded.
    pub subject: String,
    /// Words of the entry's name, folded.
    pub listed: String,
    /// How alike, in thousandths.
    pub similarity: u16,
    /// Why.
    pub reason: Likeness,
}

/// Why two words were taken for one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// The same letters.
    Same,
    /// The same Korean syllables in another romanisation.
    Romanisation,
    /// Nearly so: a romanisation that some presses use for more than one vowel.
    LooseRomanisation,
    /// The same but for one or two letters.
    Spelling,
    /// The same sound in another spelling.
    Sound,
    /// Another form of the same given name.
    Variant,
    /// An initial.
    Initial,
    /// No partner.
    Unmatched,
}

/// How the dates of birth of both sides relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BirthRelation {
    /// The same day.
    Equal,
    /// One lies inside the other, or they overlap.
    Inside,
    /// One side knows only the year or month, and it agrees.
    YearOnly,
    /// Agrees only because the list says "circa".
    Circa,
    /// Day and month are exchanged.
    Swapped,
    /// Both sides have dates and none agrees.
    Contradicted,
    /// One side has none.
    Absent,
}

/// How the countries of both sides relate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountryRelation {
    /// The party's country is one of the entry's.
    Equal,
    /// Both are known and differ.
    Differs,
    /// One side has none.
    Absent,
}

/// A document of the party beside one of the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentEvidence {
    /// What it is.
    pub kind: DocumentKind,
    /// The party's, as printed.
    pub subject: String,
    /// The entry's, as printed.
    pub listed: String,
    /// Who issued the entry's.
    pub country: Option<Country>,
    /// The same number; else the same kind by the same country with another one.
    pub agrees: bool,
}

impl fmt::Display for BirthRelation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "the same day of birth",
            Self::Inside => "a date of birth that can be the listed one",
            Self::YearOnly => "the same year of birth",
            Self::Circa => "a date of birth near the listed one",
            Self::Swapped => "a date of birth with day and month exchanged",
            Self::Contradicted => "a date of birth that contradicts the listed one",
            Self::Absent => "no date of birth to compare",
        })
    }
}
