//! OpenSanctions: entities of Follow the Money, one JSON object a line (`entities.ftm.json`). Somebody is on a list only if a
//! `Sanction` says so, and on the list of that sanction's data set (`OS-us_ofac_sdn`): politicians and relatives are in the file
//! too. The lists are copies; each keeps an id of its own.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{
    countries::{self, Said},
    dates,
    entry::{Between, Birth, Certainty, DocumentKind, Entry, Kind, NameQuality},
    error::ListError,
    report::Report,
    snapshot::{ENTRIES_MAX, Parsed},
    source::ListFile,
};
use crate::domain::{Date, ListId};

/// Longest line; the longest entities have some 200 kB.
const LINE_BYTES_MAX: usize = 4 << 20;

/// Schemata that can be sanctioned. Some do not say what they are: taken as bodies, and counted.
const SCHEMATA: [(&str, Kind); 11] = [
    ("Person", Kind::Person),
    ("Organization", Kind::Entity),
    ("Company", Kind::Entity),
    ("PublicBody", Kind::Entity),
    ("LegalEntity", Kind::Entity),
    ("Asset", Kind::Entity),
    ("Security", Kind::Entity),
    ("CryptoWallet", Kind::Entity),
    ("Vehicle", Kind::Entity),
    ("Vessel", Kind::Vessel),
    ("Airplane", Kind::Aircraft),
];
/// Schemata that join or describe others and are not kept.
const LEFT_OUT: [&str; 12] = [
    "Address",
    "Ownership",
    "Directorship",
    "Membership",
    "Employment",
    "Associate",
    "Family",
    "UnknownLink",
    "Representation",
    "Succession",
    "Position",
    "Occupancy",
];
const NAMES: [(&str, NameQuality); 5] = [
    ("name", NameQuality::Strong),
    ("alias", NameQuality::Strong),
    ("previousName", NameQuality::Former),
    ("weakAlias", NameQuality::Weak),
    ("abbreviation", NameQuality::Weak),
];
const COUNTRIES: [&str; 6] = ["country", "nationality", "citizenship", "jurisdiction", "mainCountry", "flag"];
const DOCUMENTS: [(&str, DocumentKind); 14] = [
    ("passportNumber", DocumentKind::Passport),
    ("idNumber", DocumentKind::NationalId),
    ("socialSecurityNumber", DocumentKind::NationalId),
    ("registrationNumber", DocumentKind::Registration),
    ("ogrnCode", DocumentKind::Registration),
    ("uscCode", DocumentKind::Registration),
    ("leiCode", DocumentKind::Other),
    ("taxNumber", DocumentKind::Tax),
    ("innCode", DocumentKind::Tax),
    ("vatCode", DocumentKind::Tax),
    ("imoNumber", DocumentKind::Imo),
    ("swiftBic", DocumentKind::Bic),
    ("bikCode", DocumentKind::Other),
    ("mmsi", DocumentKind::Other),
];

/// Properties of whoever is listed that are read apart from tables.
const READ: [&str; 3] = ["birthDate", "birthPlace", "gender"];
/// Properties of whoever is listed that are known and not kept.
const NOT_KEPT: [(&str, &str); 59] = [
    ("firstName", "a part of a name"),
    ("lastName", "a part of a name"),
    ("middleName", "a part of a name"),
    ("secondName", "a part of a name"),
    ("fatherName", "a part of a name"),
    ("motherName", "a part of a name"),
    ("nameSuffix", "a part of a name"),
    ("title", "a title"),
    ("position", "a title"),
    ("appearance", "a description"),
    ("description", "a description"),
    ("summary", "a description"),
    ("notes", "a comment"),
    ("topics", "a topic"),
    ("keywords", "a topic"),
    ("sector", "a topic"),
    ("classification", "a topic"),
    ("programId", "a note on a programme"),
    ("address", "an address"),
    ("addressEntity", "an address"),
    ("birthCountry", "a country of birth"),
    ("deathDate", "a date of death"),
    ("deathPlace", "a date of death"),
    ("incorporationDate", "a founding date"),
    ("dissolutionDate", "a founding date"),
    ("status", "a status"),
    ("legalForm", "a legal form"),
    ("ethnicity", "a description"),
    ("religion", "a description"),
    ("political", "a description"),
    ("profession", "a title"),
    ("education", "a description"),
    ("spokenLanguage", "a description"),
    ("height", "a description"),
    ("weight", "a description"),
    ("eyeColor", "a description"),
    ("hairColor", "a description"),
    ("email", "contact"),
    ("phone", "contact"),
    ("website", "contact"),
    ("sourceUrl", "a source"),
    ("publisher", "a source"),
    ("publisherUrl", "a source"),
    ("wikidataId", "a source"),
    ("wikipediaUrl", "a source"),
    ("retrievedAt", "a technical field"),
    ("modifiedAt", "a technical field"),
    ("createdAt", "a technical field"),
    ("buildDate", "a vessel's detail"),
    ("callSign", "a vessel's detail"),
    ("pastFlags", "a vessel's detail"),
    ("type", "a vessel's detail"),
    ("tonnage", "a vessel's detail"),
    ("grossRegisteredTonnage", "a vessel's detail"),
    ("deadweightTonnage", "a vessel's detail"),
    ("owner", "an owner"),
    ("parent", "an owner"),
    ("publicKey", "a digital currency address"),
    ("currency", "a digital currency address"),
];

/// A line.
#[derive(Deserialize)]
struct Line {
    id: String,
    schema: String,
    #[serde(default)]
    datasets: Vec<String>,
    #[serde(default)]
    properties: BTreeMap<String, Vec<String>>,
}

impl Line {
    fn all(&self, property: &str) -> impl Iterator<Item = &str> {
        self.properties.get(property).into_iter().flatten().map(String::as_str)
    }

    fn first(&self, property: &str) -> &str {
        self.all(property).next().unwrap_or_default()
    }
}

/// Reads the lines.
pub(super) fn parse(files: &[ListFile]) -> Result<Parsed, ListError> {
    let [file] = files else {
        let flaw = format!("{} files were given; the list is one", files.len());
        return Err(ListError::Damaged { file: "OS".into(), line: 0, flaw });
    };
    let mut reading = Reading::default();
    for (text, number) in file.text.lines().zip(1..).filter(|(text, _)| !text.trim().is_empty()) {
        let damaged = |flaw: String| ListError::Damaged { file: file.name.clone(), line: number, flaw };
        if text.len() > LINE_BYTES_MAX {
            return Err(damaged(format!("it has more than {LINE_BYTES_MAX} bytes; no entity has")));
        }
        let line: Line = serde_json::from_str(text).map_err(|e| match e.classify() {
            serde_json::error::Category::Eof => ListError::Truncated { file: file.name.clone(), line: number },
            _ => damaged(format!("it is no entity ({e}); give the file `entities.ftm.json`")),
        })?;
        if reading.entities.len() + reading.sanctions.len() + reading.papers.len() > ENTRIES_MAX * 2 {
            let most = ENTRIES_MAX * 2;
            return Err(ListError::TooMany { file: file.name.clone(), what: "entities", most });
        }
        reading.take(line).map_err(damaged)?;
    }
    Ok(reading.finish())
}

#[derive(Default)]
struct Reading {
    entities: BTreeMap<String, (usize, Entry)>,
    /// Sanctions by whom they are about.
    sanctions: BTreeMap<String, Vec<Sanction>>,
    /// Documents that are entities of their own.
    papers: Vec<Line>,
    report: Report,
}

struct Sanction {
    datasets: Vec<String>,
    programmes: Vec<String>,
    listed: Option<Between>,
    delisted: Option<Between>,
}

impl Reading {
    fn take(&mut self, line: Line) -> Result<(), String> {
        if let Some((_, kind)) = SCHEMATA.iter().find(|(schema, _)| *schema == line.schema) {
            return self.entity(&line, *kind);
        }
        match line.schema.as_str() {
            "Sanction" => self.sanction(&line),
            "Passport" | "Identification" => {
                if line.first("holder").is_empty() {
                    self.report.unknown("a document of nobody", &line.id, line.first("number"));
                }
                self.papers.push(line);
            }
            schema if LEFT_OUT.contains(&schema) => self.report.leave_out("a link or description"),
            schema => self.report.unknown("a schema", &line.id, schema),
        }
        Ok(())
    }

    fn entity(&mut self, line: &Line, kind: Kind) -> Result<(), String> {
        let list = "OS".parse::<ListId>().map_err(|e| e.to_string())?;
        let mut entry = Entry::new(list, line.id.clone(), kind);
        entry.note(&line.properties);
        entry.kind_known = !matches!(line.schema.as_str(), "LegalEntity" | "Asset");
        for (property, quality) in NAMES {
            line.all(property).for_each(|name| entry.add_name(name, quality));
        }
        if let Some(name) = entry.names.first_mut().filter(|name| name.quality == NameQuality::Strong) {
            name.quality = NameQuality::Primary;
        }
        for text in COUNTRIES.into_iter().flat_map(|property| line.all(property)) {
            self.country(text, &mut entry);
        }
        for text in line.all("birthDate") {
            match partial(text) {
                Some(birth) => entry.add_birth(birth),
                None => self.report.unknown("a date of birth", &entry.id, text),
            }
        }
        line.all("birthPlace").for_each(|place| entry.add_birth_place(place));
        entry.gender = Some(line.first("gender").to_owned()).filter(|gender| !gender.is_empty());
        for (property, kind) in DOCUMENTS {
            line.all(property).for_each(|number| entry.add_document(kind, number, None, false));
        }
        self.rest(line);
        let order = self.entities.len();
        if self.entities.insert(line.id.clone(), (order, entry)).is_some() {
            return Err(format!("the entity `{}` is there twice", line.id));
        }
        Ok(())
    }

    /// Codes are ISO 3166-1 alpha-2 in small letters, with a part of the country behind it at times.
    fn country(&mut self, text: &str, entry: &mut Entry) {
        let code = text.split('-').next().unwrap_or_default().to_ascii_uppercase();
        match countries::read(&code) {
            Said::Country(country) => entry.add_country(country),
            Said::Nothing => {}
            Said::Unclear => self.report.unknown("a country", &entry.id, text),
        }
    }

    fn sanction(&mut self, line: &Line) {
        let days = |properties: [&str; 2]| {
            let text = properties.into_iter().map(|property| line.first(property)).find(|text| !text.is_empty())?;
            partial(text).map(|birth| Between { from: birth.from, to: birth.to })
        };
        let properties = ["programId", "program"].into_iter().find(|property| !line.first(property).is_empty());
        let programmes: Vec<_> = properties.into_iter().flat_map(|property| line.all(property)).collect();
        let (listed, delisted) = (days(["listingDate", "startDate"]), days(["endDate", "endDate"]));
        for entity in line.all("entity") {
            let programmes = programmes.iter().map(|programme| (*programme).to_owned()).collect();
            let sanction = Sanction { datasets: line.datasets.clone(), programmes, listed, delisted };
            self.sanctions.entry(entity.to_owned()).or_default().push(sanction);
        }
    }

    fn papers(&mut self, line: &Line) {
        line.all("holder").for_each(|holder| self.paper(holder, line));
        if line.first("number").is_empty() {
            self.report.unknown("a document without a number", &line.id, "");
        }
    }

    fn paper(&mut self, holder: &str, line: &Line) {
        let Some((_, entry)) = self.entities.get_mut(holder) else {
            return self.report.unknown("a document of nobody", &line.id, holder);
        };
        let kind = if line.schema == "Passport" { DocumentKind::Passport } else { DocumentKind::Other };
        let (text, known) = (line.first("country"), countries::read(&line.first("country").to_ascii_uppercase()));
        let country = match known {
            Said::Country(country) => Some(country),
            Said::Nothing => None,
            Said::Unclear => {
                self.report.unknown("a country of a document", &line.id, text);
                None
            }
        };
        line.all("number").for_each(|number| entry.add_document(kind, number, country, false));
    }

    /// What is said of whoever is listed and kept nowhere.
    fn rest(&mut self, line: &Line) {
        let tables = NAMES.map(|(name, _)| name).into_iter().chain(COUNTRIES).chain(DOCUMENTS.map(|(name, _)| name));
        let read: Vec<_> = tables.chain(READ).collect();
        for (property, values) in line.properties.iter().filter(|(name, _)| !read.contains(&name.as_str())) {
            match NOT_KEPT.iter().find(|(name, _)| name == property) {
                Some((_, what)) => values.iter().for_each(|_| self.report.leave_out(what)),
                None => self.report.unknown("a property", &line.id, &format!("{property}: {}", values.join("; "))),
            }
        }
    }

    fn finish(mut self) -> Parsed {
        for line in std::mem::take(&mut self.papers) {
            self.papers(&line);
        }
        let mut entities: Vec<_> = self.entities.into_values().collect();
        entities.sort_by_key(|(order, _)| *order);
        let mut entries = Vec::new();
        for (_, entity) in entities {
            let Some(sanctions) = self.sanctions.remove(&entity.id) else {
                self.report.leave_out("an entity that no sanction is about");
                continue;
            };
            if entity.names.is_empty() {
                self.report.unknown("an entity without a name", &entity.id, "");
                continue;
            }
            if !entity.kind_known {
                self.report.leave_out("an entity that does not say what it is, taken as a body");
            }
            entries.extend(of_lists(&entity, &sanctions, &mut self.report));
        }
        for entity in self.sanctions.keys() {
            self.report.unknown("a sanction of nobody", entity, "");
        }
        Parsed { entries, published_on: None, report: self.report }
    }
}

/// An entry for each data set that has a sanction about it.
fn of_lists(entity: &Entry, sanctions: &[Sanction], report: &mut Report) -> Vec<Entry> {
    let mut lists: BTreeMap<ListId, Entry> = BTreeMap::new();
    for sanction in sanctions {
        for dataset in &sanction.datasets {
            let Ok(list) = format!("OS-{dataset}").parse::<ListId>() else {
                report.unknown("a data set", &entity.id, dataset);
                continue;
            };
            let new = || Entry { list: list.clone(), ..entity.clone() };
            let first = !lists.contains_key(&list);
            let entry = lists.entry(list.clone()).or_insert_with(new);
            sanction.programmes.iter().for_each(|programme| entry.add_programme(programme));
            // Listed since the first, and taken off with the last: one that does not end keeps it there.
            entry.listed = match (entry.listed, sanction.listed) {
                (Some(a), Some(b)) => Some(Between { from: a.from.min(b.from), to: a.to.min(b.to) }),
                (a, b) if first => a.or(b),
                _ => None,
            };
            entry.delisted = match (entry.delisted, sanction.delisted) {
                (Some(a), Some(b)) => Some(Between { from: a.from.max(b.from), to: a.to.max(b.to) }),
                (_, b) if first => b,
                _ => None,
            };
        }
    }
    lists.into_values().collect()
}

/// `1960`, `1960-02`, `1960-02-03`, with a time behind it at times.
fn partial(text: &str) -> Option<Birth> {
    match text.len() {
        4 => dates::year(text.parse().ok()?),
        7 => {
            let from = Date::read(&format!("{text}-01"))?;
            Some(Birth { from, to: from.plus_months(1).plus_days(-1), certainty: Certainty::Period })
        }
        _ => Date::read(text.get(..10)?).map(dates::day),
    }
}
