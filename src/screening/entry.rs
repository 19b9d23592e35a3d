//! What a list holds: entries with their names, births, documents and intervals, whatever format they came in.

use std::{
    fmt,
    hash::{DefaultHasher, Hash, Hasher as _},
};

use super::snapshot::ENTRY_ITEMS_MAX;
use crate::domain::{Date, ListId};

/// What an entry, or the party that is screened, is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A natural person.
    Person,
    /// A body: company, ministry, bank, group.
    Entity,
    /// A vessel.
    Vessel,
    /// An aircraft.
    Aircraft,
}

/// How well a name identifies whom it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameQuality {
    /// The name under which the list, or the record, has it.
    Primary,
    /// Another full name in its own right.
    Strong,
    /// A former name.
    Former,
    /// Broad or generic: never raises a hit alone (OFAC FAQ 122-125; `Low` of the UN; `strong="false"` of the EU).
    Weak,
}

/// One name of an entry, as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As printed on the list; of persons without the comma behind the family name.
    pub text: String,
    /// How well it identifies.
    pub quality: NameQuality,
}

/// How sure a list is of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// One day.
    Day,
    /// A whole month or year.
    Period,
    /// A range that the list gives.
    Range,
    /// "Circa": the list's date and [`CIRCA_YEARS`] either side.
    Circa,
}

/// Years either side of a date that a list calls approximate.
pub const CIRCA_YEARS: i16 = 2;

/// A date of birth as the days it can be, both ends included. Several of one entry are alternatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Birth {
    /// First day that it can be.
    pub from: Date,
    /// Last day that it can be.
    pub to: Date,
    /// How the list came to the interval.
    pub certainty: Certainty,
}

/// Kinds of document and registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// Passport.
    Passport,
    /// National identity number.
    NationalId,
    /// Registration of a body.
    Registration,
    /// Tax number.
    Tax,
    /// IMO number of a vessel or of a shipping company.
    Imo,
    /// Bank identifier code (SWIFT).
    Bic,
    /// Any other number.
    Other,
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Passport => "passport",
            Self::NationalId => "national identity number",
            Self::Registration => "registration",
            Self::Tax => "tax number",
            Self::Imo => "IMO number",
            Self::Bic => "bank identifier code",
            Self::Other => "number",
        })
    }
}

/// A document or registration of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// As printed.
    pub printed: String,
    /// For comparing: capital letters and digits only; of an IMO number its seven digits.
    pub number: String,
    /// Who issued it, ISO 3166-1 alpha-2, where the list says so in a way that is understood.
    pub country: Option<Country>,
    /// The list says that the document is known to be false (EU `knownFalse`): it never matches.
    pub known_false: bool,
}

/// A country by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// The country of two letters; none if they are anything else.
    #[must_use]
    pub fn code(text: &str) -> Option<Self> {
        let bytes: [u8; 2] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// Its code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A day that is known only to lie between two days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Between {
    /// Not before this day.
    pub from: Date,
    /// Not after this day.
    pub to: Date,
}

/// An entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The list.
    pub list: ListId,
    /// The entry's own number on it: `KPe.046`, an OFAC `ent_num`, an EU reference number.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Whether the list says what it is; else it is taken as a body, and its kind must not speak against anybody.
    pub kind_known: bool,
    /// Its names, the primary one first.
    pub names: Vec<Name>,
    /// Dates of birth that the list gives; alternatives.
    pub births: Vec<Birth>,
    /// Countries of nationality, citizenship, flag or address, ascending.
    pub countries: Vec<Country>,
    /// Documents and registrations.
    pub documents: Vec<Document>,
    /// Programmes under which it is listed, as the list writes them.
    pub programmes: Vec<String>,
    /// Names of entries that the list links it to.
    pub linked_to: Vec<String>,
    /// Sex where the list says it, as the list writes it.
    pub gender: Option<String>,
    /// Places of birth, as printed.
    pub birth_places: Vec<String>,
    /// A hash of all that the list prints of it, with what is not kept: another one means that something changed.
    pub print: u64,
    /// When it was listed; none where the list does not say (the legacy CSV of OFAC never does).
    pub listed: Option<Between>,
    /// When it was taken off; none where it is listed still, as far as the list says.
    pub delisted: Option<Between>,
}

/// The sex of a person, as documents and lists print it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

impl Sex {
    /// What a list writes; none for any other word.
    fn read(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "female" | "f" | "woman" => Some(Self::Female),
            "male" | "m" | "man" => Some(Self::Male),
            _ => None,
        }
    }
}

impl Entry {
    /// The person's sex; none if the list does not say, or not in a word that is known.
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        Sex::read(self.gender.as_deref()?)
    }

    /// An entry with nothing in it yet.
    pub(super) fn new(list: ListId, id: String, kind: Kind) -> Self {
        Self {
            list,
            id,
            kind,
            kind_known: true,
            names: Vec::new(),
            births: Vec::new(),
            countries: Vec::new(),
            documents: Vec::new(),
            programmes: Vec::new(),
            linked_to: Vec::new(),
            gender: None,
            birth_places: Vec::new(),
            print: 0,
            listed: None,
            delisted: None,
        }
    }

    /// The items of the part that has most. None grows further than one past [`ENTRY_ITEMS_MAX`]: such an entry is refused,
    /// and looking for what is there already stays cheap.
    pub(super) fn items_most(&self) -> usize {
        let all = [self.names.len(), self.births.len(), self.documents.len(), self.linked_to.len()];
        let more = [self.birth_places.len(), self.programmes.len()];
        all.into_iter().chain(more).max().unwrap_or_default()
    }

    /// Takes note of a piece of what the list prints of it; the order of pieces does not count.
    pub(super) fn note(&mut self, piece: &impl Hash) {
        let mut hasher = DefaultHasher::new();
        piece.hash(&mut hasher);
        self.print = self.print.wrapping_add(hasher.finish());
    }

    /// Adds a name unless it is empty or there already.
    pub(super) fn add_name(&mut self, text: &str, quality: NameQuality) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let room = self.names.len() <= ENTRY_ITEMS_MAX;
        if room && !text.is_empty() && !self.names.iter().any(|name| name.text == text && name.quality <= quality) {
            self.names.push(Name { text, quality });
        }
    }

    /// Adds a birth unless it is there already.
    pub(super) fn add_birth(&mut self, birth: Birth) {
        if self.births.len() <= ENTRY_ITEMS_MAX && !self.births.contains(&birth) {
            self.births.push(birth);
        }
    }

    /// Adds a place of birth unless it is empty or there already.
    pub(super) fn add_birth_place(&mut self, place: &str) {
        let place = place.trim();
        let room = self.birth_places.len() <= ENTRY_ITEMS_MAX;
        if room && !place.is_empty() && !self.birth_places.iter().any(|one| one == place) {
            self.birth_places.push(place.to_owned());
        }
    }

    /// Adds a programme unless it is empty or there already.
    pub(super) fn add_programme(&mut self, programme: &str) {
        let programme = programme.trim();
        let room = self.programmes.len() <= ENTRY_ITEMS_MAX;
        if room && !programme.is_empty() && !self.programmes.iter().any(|one| one == programme) {
            self.programmes.push(programme.to_owned());
        }
    }

    /// Adds the name of an entry that it is linked to.
    pub(super) fn add_link(&mut self, name: &str) {
        if self.linked_to.len() <= ENTRY_ITEMS_MAX {
            self.linked_to.push(name.to_owned());
        }
    }

    /// Adds a country, keeping them ascending.
    pub(super) fn add_country(&mut self, country: Country) {
        if let Err(at) = self.countries.binary_search(&country) {
            self.countries.insert(at, country);
        }
    }

    /// Adds a document unless it has no number or is there already.
    pub(super) fn add_document(
        &mut self,
        kind: DocumentKind,
        printed: &str,
        country: Option<Country>,
        known_false: bool,
    ) {
        let printed = printed.trim();
        let number = normal_number(kind, printed);
        let there = |old: &&mut Document| old.kind == kind && old.number == number && old.country == country;
        if let Some(old) = self.documents.iter_mut().find(there) {
            // The list has it as a true one too, e.g. issued to somebody else.
            old.known_false &= known_false;
            return;
        }
        let room = self.documents.len() <= ENTRY_ITEMS_MAX;
        if room && !number.is_empty() {
            self.documents.push(Document { kind, printed: printed.to_owned(), number, country, known_false });
        }
    }
}

/// Fewest letters and digits of a number that is compared.
const NUMBER_CHARS_MIN: usize = 5;
/// Fewest digits among them: Libya issues passports with two. Words that stand for a number (`UNKNOWN`, `PENDING`) have none.
const NUMBER_DIGITS_MIN: usize = 2;
/// What people type who have no number.
const COUNTED: [&str; 2] = ["0123456789", "9876543210"];

/// Whether a number for comparing can be anybody's: no word that stands for one, no row of the same digits, no `12345`.
pub(super) fn is_number(kind: DocumentKind, number: &str) -> bool {
    match kind {
        DocumentKind::Imo => number.len() == 7 && !is_filler(number),
        DocumentKind::Bic => matches!(number.len(), 8 | 11),
        _ => {
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            number.len() >= NUMBER_CHARS_MIN && digits >= NUMBER_DIGITS_MIN && !is_filler(number)
        }
    }
}

fn is_filler(number: &str) -> bool {
    let first = number.chars().next().unwrap_or_default();
    number.chars().all(|c| c == first) || COUNTED.iter().any(|row| row.contains(number))
}

/// A number for comparing: what stands before a remark in brackets, capital letters and digits only. IMO numbers are seven
/// digits; a BIC of eight letters and the one of its head office (`XXX`) are the same.
pub(super) fn normal_number(kind: DocumentKind, printed: &str) -> String {
    let bare = printed.split('(').next().unwrap_or_default();
    let plain: String = bare.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    match kind {
        DocumentKind::Imo => plain.chars().filter(char::is_ascii_digit).collect(),
        DocumentKind::Bic => plain.strip_suffix("XXX").filter(|head| head.len() == 8).unwrap_or(&plain).to_owned(),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_number_is_none() {
        for (kind, number, is) in [
            (DocumentKind::Passport, "472310168", true),
            (DocumentKind::Passport, "G52FYPRL", true),
            (DocumentKind::NationalId, "DAOMMD74T11Z352Z", true),
            (DocumentKind::Other, "UNKNOWN", false),
            (DocumentKind::Passport, "NOTKNOWN", false),
            (DocumentKind::Passport, "PENDING1", false),
            (DocumentKind::Passport, "000000000", false),
            (DocumentKind::NationalId, "99999", false),
            (DocumentKind::NationalId, "123456", false),
            (DocumentKind::NationalId, "4414", false),
            (DocumentKind::Imo, "8712362", true),
            (DocumentKind::Imo, "0000000", false),
            (DocumentKind::Imo, "871236", false),
            (DocumentKind::Bic, "KDBKKPPY", true),
            (DocumentKind::Bic, "BANK", false),
            (DocumentKind::Other, "", false),
        ] {
            assert_eq!(is_number(kind, number), is, "{kind} {number}");
        }
    }

    #[test]
    fn a_document_that_is_true_once_is_true() {
        let mut entry = Entry::new("EU-DPRK".parse().unwrap(), "1".into(), Kind::Person);
        for known_false in [true, false, true] {
            entry.add_document(DocumentKind::Passport, "AB 1234567", None, known_false);
        }
        let got: Vec<_> = entry.documents.iter().map(|document| (&*document.number, document.known_false)).collect();
        assert_eq!(got, [("AB1234567", false)]);
    }
}
