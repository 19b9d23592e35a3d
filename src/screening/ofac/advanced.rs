//! OFAC's lists as `sdn_advanced.xml` and `cons_advanced.xml`: tables of values, places, documents, parties, and entries that put
//! a party on a list, all joined by number. Each is dropped once it is joined; only places and documents wait for their parties.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{
        countries::{self, Said},
        dates,
        entry::{Between, Birth, Certainty, Country, Entry, Kind, NameQuality},
        error::ListError,
        format::ListFormat,
        report::Report,
        snapshot::Parsed,
        source::ListFile,
        xml::{self, Element},
    },
    DOCUMENTS, remarks,
};
use crate::domain::{Date, ListId};

/// The table of lists calls OFAC's list of those who are blocked so.
const SDN: &str = "SDN List";
/// Tables whose values are looked up, by the element of a row.
const TABLES: [&str; 9] = [
    "AliasType",
    "FeatureType",
    "IDRegDocType",
    "PartySubType",
    "PartyType",
    "DetailReference",
    "List",
    "SanctionsType",
    "Validity",
];
/// What is handed over as soon as it ends, beside rows of tables.
const PARTS: [&str; 6] =
    ["Country", "Location", "IDRegDocument", "DistinctParty", "ProfileRelationship", "SanctionsEntry"];

/// Reads the file of a list.
pub(in crate::screening) fn parse(format: ListFormat, files: &[ListFile]) -> Result<Parsed, ListError> {
    let [file] = files else {
        let flaw = format!("{} files were given; the list is one", files.len());
        return Err(ListError::Damaged { file: format.family().into(), line: 0, flaw });
    };
    let list = format.family().parse();
    let list: ListId = list.map_err(|e| damaged(file, 0, format!("{e}")))?;
    let mut reading = Reading::of(file, list, format == ListFormat::OfacSdnAdvancedXml);
    let parts: Vec<&str> = TABLES.into_iter().chain(PARTS).collect();
    let root = xml::read(file, "Sanctions", &parts, |element| reading.take(&element))?;
    let issued = root.all("DateOfIssue").next().and_then(|date| day(date, End::First));
    let Some(published_on) = issued else {
        return Err(damaged(file, root.line, "`DateOfIssue` has to have year, month and day".into()));
    };
    Ok(reading.finish(published_on))
}

struct Reading<'a> {
    file: &'a ListFile,
    list: ListId,
    /// Only entries of [`SDN`] count, or only the others.
    blocked: bool,
    report: Report,
    /// Rows of tables, by table and number.
    values: BTreeMap<(String, String), String>,
    /// The type of each subtype of party.
    types: BTreeMap<String, String>,
    countries: BTreeMap<String, Option<Country>>,
    /// The country of each place.
    places: BTreeMap<String, Option<Country>>,
    /// Documents by the identity that has them.
    documents: BTreeMap<String, Vec<Held>>,
    entries: Vec<Entry>,
    /// Places in `entries`, by profile.
    profiles: BTreeMap<String, usize>,
    ids: BTreeSet<String>,
    /// Entries that the list has: a party alone is on none.
    listed: BTreeSet<usize>,
    /// Who is linked to whom, by profile.
    links: Vec<(String, String)>,
}

/// A document that waits for its party.
struct Held {
    kind: String,
    number: String,
    issuer: Option<Country>,
    known_false: bool,
}

impl<'a> Reading<'a> {
    fn of(file: &'a ListFile, list: ListId, blocked: bool) -> Self {
        Self {
            file,
            list,
            blocked,
            report: Report::default(),
            values: BTreeMap::new(),
            types: BTreeMap::new(),
            countries: BTreeMap::new(),
            places: BTreeMap::new(),
            documents: BTreeMap::new(),
            entries: Vec::new(),
            profiles: BTreeMap::new(),
            ids: BTreeSet::new(),
            listed: BTreeSet::new(),
            links: Vec::new(),
        }
    }

    fn take(&mut self, element: &Element) -> Result<(), ListError> {
        match element.name.as_str() {
            "Country" => self.country(element),
            "Location" => self.location(element),
            "IDRegDocument" => self.document(element),
            "DistinctParty" => return self.party(element),
            "SanctionsEntry" => self.entry(element),
            "ProfileRelationship" => {
                let [from, to] = ["From-ProfileID", "To-ProfileID"].map(|side| element.attribute(side).to_owned());
                self.links.push((from, to));
            }
            table => {
                let id = element.attribute("ID").to_owned();
                if table == "PartySubType" {
                    self.types.insert(id.clone(), element.attribute("PartyTypeID").to_owned());
                }
                self.values.insert((table.to_owned(), id), element.text().to_owned());
            }
        }
        Ok(())
    }

    /// The text of a row of a table; empty if there is no such row.
    fn value(&self, table: &str, id: &str) -> &str {
        self.values.get(&(table.to_owned(), id.to_owned())).map_or("", String::as_str)
    }

    fn country(&mut self, element: &Element) {
        let [id, code] = ["ID", "ISO2"].map(|name| element.attribute(name));
        let said = match countries::read(code) {
            Said::Country(country) => Some(country),
            _ => match countries::read(element.text()) {
                Said::Country(country) => Some(country),
                Said::Nothing => None,
                Said::Unclear => {
                    self.report.unknown("a country", "the list", element.text());
                    None
                }
            },
        };
        self.countries.insert(id.to_owned(), said);
    }

    fn country_of(&self, id: &str) -> Option<Country> {
        self.countries.get(id).copied().flatten()
    }

    fn location(&mut self, element: &Element) {
        let id = element.all("LocationCountry").next().map_or("", |country| country.attribute("CountryID"));
        self.places.insert(element.attribute("ID").to_owned(), self.country_of(id));
    }

    fn document(&mut self, element: &Element) {
        let validity = self.value("Validity", element.attribute("ValidityID")).to_lowercase();
        let held = Held {
            kind: self.value("IDRegDocType", element.attribute("IDRegDocTypeID")).to_owned(),
            number: element.text_of("IDRegistrationNo").to_owned(),
            issuer: self.country_of(element.attribute("IssuedBy-CountryID")),
            known_false: ["false", "fraud", "invalid"].iter().any(|word| validity.contains(word)),
        };
        self.documents.entry(element.attribute("IdentityID").to_owned()).or_default().push(held);
    }

    fn party(&mut self, element: &Element) -> Result<(), ListError> {
        let id = element.attribute("FixedRef").to_owned();
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
            let flaw = format!("`{id}` is no party's number; `FixedRef` has to be digits");
            return Err(damaged(self.file, element.line, flaw));
        }
        if !self.ids.insert(id.clone()) {
            return Err(self.flaw(&id, "it is there twice; each party has its own number"));
        }
        let kind = self.kind(element, &id);
        let mut entry = Entry::new(self.list.clone(), id, kind);
        entry.note(&element.printed());
        let at = self.entries.len();
        for profile in element.all("Profile") {
            self.profiles.insert(profile.attribute("ID").to_owned(), at);
            for identity in profile.all("Identity") {
                self.identity(identity, &mut entry);
            }
            profile.all("Feature").for_each(|feature| self.feature(feature, &mut entry));
        }
        if entry.names.is_empty() {
            return Err(self.flaw(&entry.id, "it has no name"));
        }
        entry.names.sort_by_key(|name| name.quality != NameQuality::Primary);
        self.entries.push(entry);
        Ok(())
    }

    fn kind(&mut self, party: &Element, id: &str) -> Kind {
        let subtype = party.all("Profile").next().map_or("", |profile| profile.attribute("PartySubTypeID"));
        let general = self.types.get(subtype).map_or("", |general| self.value("PartyType", general));
        match (self.value("PartySubType", subtype), general) {
            ("Vessel", _) => Kind::Vessel,
            ("Aircraft", _) => Kind::Aircraft,
            (_, "Individual") => Kind::Person,
            (_, "Entity") => Kind::Entity,
            (text, general) => {
                let text = format!("{text} {general}");
                self.report.unknown("a type", id, &text);
                Kind::Entity
            }
        }
    }

    fn identity(&mut self, identity: &Element, entry: &mut Entry) {
        for alias in identity.all("Alias") {
            self.alias(alias, identity.attribute("False") == "true", entry);
        }
        for held in self.documents.remove(identity.attribute("ID")).unwrap_or_default() {
            let Held { kind, number, issuer, known_false } = held;
            let known = DOCUMENTS.iter().find(|(name, _)| *name == kind).map(|(_, kind)| *kind);
            match known {
                _ if number.is_empty() => self.report.leave_out("a document without a number"),
                Some(kind) => entry.add_document(kind, &number, issuer, known_false),
                None => remarks::item(&format!("{kind} {number}"), "", entry, &mut self.report),
            }
        }
    }

    /// A name that the list marks as of an identity that is false never raises a hit alone.
    fn alias(&mut self, alias: &Element, of_false_identity: bool, entry: &mut Entry) {
        let kind = match self.value("AliasType", alias.attribute("AliasTypeID")) {
            "Name" => NameQuality::Primary,
            "A.K.A." | "N.K.A." => NameQuality::Strong,
            "F.K.A." => NameQuality::Former,
            other => {
                let other = other.to_owned();
                self.report.unknown("a kind of alias", &entry.id, &other);
                NameQuality::Strong
            }
        };
        let weak = of_false_identity || alias.attribute("LowQuality") == "true";
        for name in alias.all("DocumentedName") {
            let parts: Vec<_> = name.all("DocumentedNamePart").map(|part| part.text_of("NamePartValue")).collect();
            let again =
                kind == NameQuality::Primary && entry.names.iter().any(|name| name.quality == NameQuality::Primary);
            let quality = match kind {
                _ if weak => NameQuality::Weak,
                // The same name in another script.
                NameQuality::Primary if again => NameQuality::Strong,
                kind => kind,
            };
            if parts.iter().all(|part| part.is_empty()) {
                self.report.unknown("an alias without a name", &entry.id, name.attribute("ID"));
            }
            entry.add_name(&parts.join(" "), quality);
        }
    }

    fn feature(&mut self, feature: &Element, entry: &mut Entry) {
        let what = self.value("FeatureType", feature.attribute("FeatureTypeID")).to_owned();
        for version in feature.all("FeatureVersion") {
            let detail = version.all("VersionDetail").next();
            let text = detail.map_or("", Element::text);
            let reference = detail.map_or("", |detail| detail.attribute("DetailReferenceID"));
            let text = if text.is_empty() { self.value("DetailReference", reference) } else { text }.to_owned();
            let places: Vec<_> = version.all("VersionLocation").map(|place| place.attribute("LocationID")).collect();
            match what.as_str() {
                "Birthdate" => self.birth(version, entry),
                "Place of Birth" => entry.add_birth_place(&text),
                "Gender" => entry.gender = Some(text),
                "Title" => self.report.leave_out("a title"),
                _ if !places.is_empty() => {
                    let countries = places.iter().filter_map(|place| self.places.get(*place).copied().flatten());
                    countries.for_each(|country| entry.add_country(country));
                    self.report.leave_out("an address");
                }
                _ => remarks::item(format!("{what} {text}").trim(), "", entry, &mut self.report),
            }
        }
    }

    fn birth(&mut self, version: &Element, entry: &mut Entry) {
        for period in version.all("DatePeriod") {
            match birth(period) {
                Some(birth) => entry.add_birth(birth),
                None => self.report.unknown("a date of birth", &entry.id, &format!("line {}", period.line)),
            }
        }
    }

    fn entry(&mut self, element: &Element) {
        let id = element.attribute("ID").to_owned();
        let list = self.value("List", element.attribute("ListID")).to_owned();
        if (list == SDN) != self.blocked {
            return self.report.unknown("an entry of another list", &id, &list);
        }
        let at = self.profiles.get(element.attribute("ProfileID")).copied();
        let Some((at, mut entry)) = at.and_then(|at| Some((at, self.entries.get(at)?.clone()))) else {
            return self.report.unknown("an entry of no party", &id, element.attribute("ProfileID"));
        };
        entry.note(&element.printed());
        for event in element.all("EntryEvent") {
            let day = event.all("Date").next().and_then(|date| day(date, End::First));
            if let Some(day) = day.filter(|day| entry.listed.is_none_or(|listed| *day < listed.from)) {
                entry.listed = Some(Between { from: day, to: day });
            }
        }
        for measure in element.all("SanctionsMeasure") {
            match self.value("SanctionsType", measure.attribute("SanctionsTypeID")) {
                "Program" => entry.add_programme(measure.text_of("Comment")),
                _ => self.report.leave_out("a kind of measure"),
            }
        }
        self.listed.insert(at);
        if let Some(slot) = self.entries.get_mut(at) {
            *slot = entry;
        }
    }

    fn finish(mut self, published_on: Date) -> Parsed {
        for (from, to) in std::mem::take(&mut self.links) {
            let at = |profile: &String| self.profiles.get(profile).copied();
            let (Some(from), Some(to)) = (at(&from), at(&to)) else {
                self.report.unknown("a link to no party", &from, &to);
                continue;
            };
            let name = self.entries.get(to).and_then(|entry| entry.names.first()).map(|name| name.text.clone());
            if let Some((entry, name)) = self.entries.get_mut(from).zip(name) {
                entry.add_link(&name);
            }
        }
        for identity in self.documents.keys() {
            self.report.unknown("a document of no party", identity, "");
        }
        let mut entries = Vec::with_capacity(self.listed.len());
        for (at, entry) in self.entries.into_iter().enumerate() {
            if self.listed.contains(&at) {
                entries.push(entry);
            } else {
                self.report.unknown("a party that no entry puts on the list", &entry.id, "");
            }
        }
        Parsed { entries, published_on: Some(published_on), report: self.report }
    }

    fn flaw(&self, entry: &str, flaw: &str) -> ListError {
        ListError::Entry { file: self.file.name.clone(), entry: entry.to_owned(), flaw: flaw.to_owned() }
    }
}

fn damaged(file: &ListFile, line: u64, flaw: String) -> ListError {
    ListError::Damaged { file: file.name.clone(), line, flaw }
}

/// Which day is meant where month or day are left out.
#[derive(Clone, Copy)]
enum End {
    First,
    Last,
}

fn day(date: &Element, end: End) -> Option<Date> {
    let number = |part: &str| date.text_of(part).parse::<u8>().ok();
    let year: i16 = date.text_of("Year").parse().ok().filter(|year| (1..=9999).contains(year))?;
    let (month, day) = (number("Month"), number("Day"));
    let first = Date::read(&format!("{year:04}-{:02}-{:02}", month.unwrap_or(1), day.unwrap_or(1)))?;
    Some(match (end, month, day) {
        (End::First, ..) | (End::Last, Some(_), Some(_)) => first,
        (End::Last, Some(_), None) => first.plus_months(1).plus_days(-1),
        (End::Last, None, _) => first.plus_months(12).plus_days(-1),
    })
}

/// From the first day of the start to the last of the end.
fn birth(period: &Element) -> Option<Birth> {
    let start = period.all("Start").next()?;
    let end = period.all("End").next();
    let from = day(start.all("From").next()?, End::First)?;
    let ends = end.into_iter().chain([start]).flat_map(|side| side.all("To").chain(side.all("From")));
    let to = ends.filter_map(|date| day(date, End::Last)).max()?;
    let around = [Some(start), end].into_iter().flatten().any(|side| side.attribute("Approximate") == "true");
    let whole = |months: i32| from.day() == 1 && to == from.plus_months(months).plus_days(-1);
    let certainty = match () {
        () if from == to => Certainty::Day,
        () if whole(1) || (from.month() == 1 && whole(12)) => Certainty::Period,
        () => Certainty::Range,
    };
    let birth = Birth { from, to, certainty };
    (from <= to).then(|| if around { dates::circa(birth) } else { birth })
}
