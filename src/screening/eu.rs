//! The EU's consolidated list, FSF XML 1.1; `csv` and `whole` bring the CSV and the old XML into its form. One entity can stand
//! under several programmes: it is an entry of each of their lists. What it says by attribute is kept; remarks are free text,
//! except for how they spell the quality of a name.

pub(super) mod csv;
pub(super) mod whole;

use super::{
    countries::{self, Said},
    dates,
    entry::{Between, Birth, DocumentKind, Entry, Kind, NameQuality},
    error::ListError,
    numbers,
    report::Report,
    snapshot::Parsed,
    source::ListFile,
    xml::{self, Element},
};
use crate::domain::{Date, ListId};

/// Programmes with the list that we call them. Others get `EU-` and the programme.
const PROGRAMMES: [(&str, &str); 4] = [("PRK", "EU-DPRK"), ("HR", "EU-GHR"), ("TERR", "EU-TERR"), ("EUAQ", "EU-TAQA")];

/// Most programmes of one entity; each makes an entry of its own.
const PROGRAMMES_MAX: usize = 64;

/// Identification types. Others are kept as any number, and counted.
const DOCUMENTS: [(&str, DocumentKind); 10] = [
    ("passport", DocumentKind::Passport),
    ("diplomatic", DocumentKind::Passport),
    ("travel", DocumentKind::Passport),
    ("travelcardid", DocumentKind::Passport),
    ("id", DocumentKind::NationalId),
    ("ssn", DocumentKind::NationalId),
    ("fiscalcode", DocumentKind::Tax),
    ("regnumber", DocumentKind::Registration),
    ("imo", DocumentKind::Imo),
    ("swiftbic", DocumentKind::Bic),
];

/// Identification types that are a number of no particular kind.
const OTHER_DOCUMENTS: [&str; 8] =
    ["other", "resper", "drivinglic", "drivinglicence", "tradelic", "electreg", "birthcert", "idcard"];

/// What a list of the format is made of.
pub(super) fn parse(files: &[ListFile]) -> Result<Parsed, ListError> {
    let [file] = files else {
        let flaw = format!("{} files were given; the list is one", files.len());
        return Err(ListError::Damaged { file: "EU".into(), line: 0, flaw });
    };
    let mut report = Report::default();
    let mut entries: Vec<Entry> = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    let root = xml::read(file, "export", &["sanctionEntity"], |element| {
        let of_entity = entity(file, &element, &mut report)?;
        let id = of_entity.first().map(|entry| entry.id.clone()).unwrap_or_default();
        if !ids.insert(id.clone()) {
            return Err(flaw(file, &id, "it is there twice; each entity has its own reference number"));
        }
        entries.extend(of_entity);
        Ok(())
    })?;
    for element in root.children() {
        report.unknown("an element of the list", "the list", &element.name);
    }
    let generated = root.attribute("generationDate");
    let published_on = generated.get(..10).and_then(Date::read);
    if published_on.is_none() {
        let flaw = format!("`generationDate` is `{generated}`; it has to begin with YYYY-MM-DD");
        return Err(ListError::Damaged { file: file.name.clone(), line: root.line, flaw });
    }
    Ok(Parsed { entries, published_on, report })
}

fn entity(file: &ListFile, element: &Element, report: &mut Report) -> Result<Vec<Entry>, ListError> {
    let numbers = [element.attribute("euReferenceNumber"), element.attribute("logicalId")];
    let Some(id) = numbers.into_iter().find(|number| !number.is_empty()) else {
        let flaw = "an entity has neither euReferenceNumber nor logicalId".to_owned();
        return Err(ListError::Damaged { file: file.name.clone(), line: element.line, flaw });
    };
    let mut programmes: Vec<&str> =
        element.all("regulation").map(|regulation| regulation.attribute("programme")).collect();
    programmes.retain(|programme| !programme.is_empty());
    programmes.sort_unstable();
    programmes.dedup();
    if programmes.len() > PROGRAMMES_MAX {
        let flaw = format!("it stands under more than {PROGRAMMES_MAX} programmes; no entity does");
        return Err(ListError::Entry { file: file.name.clone(), entry: id.to_owned(), flaw });
    }
    let kind =
        kind(element).ok_or_else(|| flaw(file, id, "its subjectType is neither person (P) nor enterprise (E)"))?;
    let Some(first) = programmes.first().and_then(|programme| list(programme)) else {
        return Err(flaw(file, id, "it has no regulation with a programme"));
    };
    let mut entry = Entry::new(first, id.to_owned(), kind);
    entry.note(&element.printed());
    for child in element.children() {
        part(child, &mut entry, report);
    }
    if entry.names.is_empty() {
        return Err(flaw(file, id, "it has no name"));
    }
    entry.names.sort_by_key(|name| name.quality == NameQuality::Weak);
    if let Some(name) = entry.names.first_mut().filter(|name| name.quality == NameQuality::Strong) {
        name.quality = NameQuality::Primary;
    }
    entry.listed = listed(element);
    let of_programme = |programme: &&str| {
        let entry = Entry { list: list(programme)?, programmes: vec![(*programme).to_owned()], ..entry.clone() };
        Some(Entry { listed: listed_under(element, programme).or(entry.listed), ..entry })
    };
    Ok(programmes.iter().filter_map(of_programme).collect())
}

fn kind(element: &Element) -> Option<Kind> {
    let subject = element.all("subjectType").next()?;
    match (subject.attribute("classificationCode"), subject.attribute("code")) {
        ("P", _) | ("", "person") => Some(Kind::Person),
        ("E", _) | ("", "enterprise") => Some(Kind::Entity),
        _ => None,
    }
}

fn list(programme: &str) -> Option<ListId> {
    let known = PROGRAMMES.iter().find(|(name, _)| *name == programme).map(|(_, list)| (*list).to_owned());
    let plain: String = programme.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    known.unwrap_or_else(|| format!("EU-{plain}")).parse().ok().filter(|_| !plain.is_empty())
}

/// Its own day of designation; without one, the oldest regulation that still stands is the latest that it can be.
fn listed(element: &Element) -> Option<Between> {
    let own = Date::read(element.attribute("designationDate"));
    own.map(|day| Between { from: day, to: day })
}

/// What the regulations of a programme say: each says when it was published. An entity is listed by the first, which may have
/// been replaced since: it was listed on that day or before.
fn listed_under(element: &Element, programme: &str) -> Option<Between> {
    let own = listed(element);
    let regulations = element.all("regulation").filter(|regulation| regulation.attribute("programme") == programme);
    let oldest = regulations.filter_map(published).filter(|day| *day >= FIRST_REGULATIONS).min();
    own.or_else(|| oldest.map(|to| Between { from: FIRST_REGULATIONS, to }))
}

fn published(regulation: &Element) -> Option<Date> {
    Date::read(regulation.attribute("publicationDate"))
}

/// No restrictive measure of the Union on persons is older: the common foreign policy began with the Treaty of Maastricht.
const FIRST_REGULATIONS: Date = Date::of(1993, 11, 1);

fn part(child: &Element, entry: &mut Entry, report: &mut Report) {
    match child.name.as_str() {
        "nameAlias" => name(child, entry, report),
        "citizenship" => country(child, entry, report),
        "address" => {
            country(child, entry, report);
            report.leave_out("an address");
        }
        "birthdate" => birth(child, entry, report),
        "identification" => document(child, entry, report),
        "regulation" if published(child).is_some_and(|day| day < FIRST_REGULATIONS) => {
            report.unknown("a regulation from before there was any", &entry.id, child.attribute("publicationDate"));
        }
        "regulation" | "subjectType" => {}
        "remark" => report.leave_out("a remark"),
        other => report.unknown("an element of an entity", &entry.id, other),
    }
}

fn name(child: &Element, entry: &mut Entry, report: &mut Report) {
    let whole = child.attribute("wholeName");
    let parts = ["firstName", "middleName", "lastName"].map(|part| child.attribute(part)).join(" ");
    let text = if whole.is_empty() { parts.trim() } else { whole };
    if text.is_empty() {
        report.leave_out("an alias without a name");
        return;
    }
    let weak_by_remark = child.all("remark").any(|remark| says_weak(remark.text()));
    let quality = match child.attribute("strong") {
        "false" => NameQuality::Weak,
        "true" | "" if weak_by_remark => NameQuality::Weak,
        "true" | "" => NameQuality::Strong,
        other => {
            report.unknown("a strength of a name", &entry.id, other);
            NameQuality::Strong
        }
    };
    if entry.gender.is_none() && !child.attribute("gender").is_empty() {
        entry.gender = Some(child.attribute("gender").to_owned());
    }
    if ["function", "title"].iter().any(|part| !child.attribute(part).is_empty()) {
        report.leave_out("a title");
    }
    entry.add_name(text, quality);
}

/// Remarks say the quality too, with misspellings ("lo quality").
fn says_weak(remark: &str) -> bool {
    let small = remark.to_lowercase();
    ["low quality", "lo quality", "low-quality", "weak alias"].iter().any(|mark| small.contains(mark))
}

fn country(child: &Element, entry: &mut Entry, report: &mut Report) {
    let code = child.attribute("countryIso2Code");
    match countries::read(code) {
        Said::Country(country) => entry.add_country(country),
        Said::Nothing => {}
        Said::Unclear => report.unknown("a country", &entry.id, code),
    }
}

fn birth(child: &Element, entry: &mut Entry, report: &mut Report) {
    let place = ["place", "city", "countryDescription"].map(|part| child.attribute(part));
    let place = place.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ");
    if !place.is_empty() && place != "UNKNOWN" {
        entry.add_birth_place(&place);
    }
    let calendar = child.attribute("calendarType");
    if !matches!(calendar, "" | "GREGORIAN") {
        report.unknown("a calendar", &entry.id, calendar);
        return;
    }
    let said = ["birthdate", "year", "yearRangeFrom", "yearRangeTo"].map(|part| child.attribute(part));
    if said.iter().all(|text| text.is_empty()) {
        return;
    }
    match read_birth(child, said) {
        Some(birth) => entry.add_birth(birth),
        None => report.unknown("a date of birth", &entry.id, said.join(" ").trim()),
    }
}

fn read_birth(child: &Element, [date, year, from, to]: [&str; 4]) -> Option<Birth> {
    let of_year = |text: &str| dates::year(text.parse().ok()?);
    let of_month = || {
        let (month, year): (u8, u16) = (child.attribute("monthOfYear").parse().ok()?, year.parse().ok()?);
        let from = Date::read(&format!("{year:04}-{month:02}-01"))?;
        Some(Birth { to: from.plus_months(1).plus_days(-1), ..dates::day(from) })
            .map(|birth| Birth { certainty: super::entry::Certainty::Period, ..birth })
    };
    let of_range = || dates::range(of_year(from)?, of_year(to)?);
    let plain = Date::read(date).map(dates::day).or_else(of_month).or_else(|| of_year(year)).or_else(of_range)?;
    Some(if child.attribute("circa") == "true" { dates::circa(plain) } else { plain })
}

fn document(child: &Element, entry: &mut Entry, report: &mut Report) {
    let code = child.attribute("identificationTypeCode");
    let kind = DOCUMENTS.iter().find(|(name, _)| *name == code).map(|(_, kind)| *kind);
    if kind.is_none() && !OTHER_DOCUMENTS.contains(&code) {
        report.unknown("a type of document", &entry.id, code);
    }
    let numbers = [child.attribute("latinNumber"), child.attribute("number")];
    let Some(number) = numbers.into_iter().find(|number| !number.is_empty()) else {
        report.leave_out("a document without a number");
        return;
    };
    let country = match countries::read(child.attribute("countryIso2Code")) {
        Said::Country(country) => Some(country),
        Said::Nothing => None,
        Said::Unclear => {
            report.unknown("a country of a document", &entry.id, child.attribute("countryIso2Code"));
            None
        }
    };
    let kind = kind.unwrap_or(DocumentKind::Other);
    let known_false = child.attribute("knownFalse") == "true";
    let among_words = kind != DocumentKind::Bic && number.contains(' ');
    let found = if among_words { numbers::read(number) } else { Vec::new() };
    if found.is_empty() {
        entry.add_document(kind, number, country, known_false);
    }
    for one in found {
        entry.add_document(kind, &one.text, country.or(one.country), known_false || one.known_false);
    }
}

fn flaw(file: &ListFile, entry: &str, flaw: &str) -> ListError {
    ListError::Entry { file: file.name.clone(), entry: entry.to_owned(), flaw: flaw.to_owned() }
}
