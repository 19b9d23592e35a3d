//! OFAC's lists as `sdn.xml` and `consolidated.xml`. What the CSV puts into remarks stands in elements here; where its words are
//! the same, the remarks' reader takes them.

use std::collections::BTreeSet;

use super::{
    super::{
        countries::{self, Said},
        dates,
        entry::{Entry, Kind, NameQuality},
        error::ListError,
        format::ListFormat,
        report::Report,
        snapshot::Parsed,
        source::ListFile,
        xml::{self, Element},
    },
    is_the_list, remarks,
};
use crate::domain::{Date, ListId};

/// Reads the file of a list.
pub(in crate::screening) fn parse(format: ListFormat, files: &[ListFile]) -> Result<Parsed, ListError> {
    let [file] = files else {
        let flaw = format!("{} files were given; the list is one", files.len());
        return Err(ListError::Damaged { file: format.family().into(), line: 0, flaw });
    };
    let damaged = |line, flaw: String| ListError::Damaged { file: file.name.clone(), line, flaw };
    let list: ListId = format.family().parse().map_err(|e| damaged(0, format!("{e}")))?;
    let (mut report, mut entries, mut ids) = (Report::default(), Vec::new(), BTreeSet::new());
    let root = xml::read(file, "sdnList", &["sdnEntry"], |element| {
        let entry = entry(file, &list, &element, &mut report)?;
        if !ids.insert(entry.id.clone()) {
            let flaw = "it is there twice; each entry has its own number".to_owned();
            return Err(ListError::Entry { file: file.name.clone(), entry: entry.id, flaw });
        }
        entries.push(entry);
        Ok(())
    })?;
    // The misspelling is the format's.
    let Some(about) = root.all("publshInformation").next() else {
        return Err(damaged(
            root.line,
            "it has no `publshInformation`; the list says there when it was published".into(),
        ));
    };
    let day = american(about.text_of("Publish_Date")).ok_or_else(|| {
        damaged(about.line, format!("`Publish_Date` is `{}`; it has to be MM/DD/YYYY", about.text_of("Publish_Date")))
    })?;
    let count = about.text_of("Record_Count");
    if count.parse() != Ok(entries.len()) {
        let flaw = format!("`Record_Count` is `{count}` and {} entries are there: get the file again", entries.len());
        return Err(damaged(about.line, flaw));
    }
    for element in root.children().iter().filter(|child| child.name != "publshInformation") {
        report.unknown("an element of the list", "the list", &element.name);
    }
    is_the_list(format, file, &entries)?;
    Ok(Parsed { entries, published_on: Some(day), report })
}

/// `07/01/2021` is the first of July.
fn american(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::read(&format!("{year}-{month:0>2}-{day:0>2}"))
}

fn entry(file: &ListFile, list: &ListId, element: &Element, report: &mut Report) -> Result<Entry, ListError> {
    let id = element.text_of("uid").to_owned();
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
        let flaw = format!("`{id}` is no entry number; `uid` has to be digits");
        return Err(ListError::Damaged { file: file.name.clone(), line: element.line, flaw });
    }
    let kind = match element.text_of("sdnType") {
        "Individual" => Kind::Person,
        "Entity" => Kind::Entity,
        "Vessel" => Kind::Vessel,
        "Aircraft" => Kind::Aircraft,
        other => {
            report.unknown("a type", &id, other);
            Kind::Entity
        }
    };
    let mut entry = Entry::new(list.clone(), id, kind);
    entry.note(&element.printed());
    entry.add_name(&name(element), NameQuality::Primary);
    if entry.names.is_empty() {
        let flaw = "it has no name".to_owned();
        return Err(ListError::Entry { file: file.name.clone(), entry: entry.id, flaw });
    }
    let title = element.text_of("title");
    for child in element.children().iter().filter(|child| !child.is_blank()) {
        part(child, title, &mut entry, report);
    }
    Ok(entry)
}

/// Surname first, as the list prints it; bodies have only a last name.
fn name(element: &Element) -> String {
    format!("{} {}", element.text_of("lastName"), element.text_of("firstName"))
}

fn part(child: &Element, title: &str, entry: &mut Entry, report: &mut Report) {
    match child.name.as_str() {
        "uid" | "firstName" | "lastName" | "sdnType" => {}
        "title" => report.leave_out("a title"),
        "remarks" => remarks::read(child.text(), title, entry, report),
        "programList" => child.all("program").for_each(|program| entry.add_programme(program.text())),
        "akaList" => child.all("aka").for_each(|aka| alias(aka, entry, report)),
        "idList" => child.all("id").for_each(|id| document(id, title, entry, report)),
        "addressList" => {
            for address in child.all("address") {
                country(address.text_of("country"), entry, report);
                report.leave_out("an address");
            }
        }
        "nationalityList" | "citizenshipList" => {
            child.children().iter().for_each(|one| country(one.text_of("country"), entry, report));
        }
        "dateOfBirthList" => child.children().iter().for_each(|item| birth(item.text_of("dateOfBirth"), entry, report)),
        "placeOfBirthList" => {
            child.children().iter().for_each(|item| entry.add_birth_place(item.text_of("placeOfBirth")));
        }
        "vesselInfo" => {
            country(child.text_of("vesselFlag"), entry, report);
            report.leave_out("a vessel's detail");
        }
        other => report.unknown("an element of an entry", &entry.id, other),
    }
}

fn alias(aka: &Element, entry: &mut Entry, report: &mut Report) {
    let kind = match aka.text_of("type") {
        // "Now known as" is a name in its own right.
        "a.k.a." | "n.k.a." => NameQuality::Strong,
        "f.k.a." => NameQuality::Former,
        other => {
            report.unknown("a kind of alias", &entry.id, other);
            NameQuality::Strong
        }
    };
    let quality = match aka.text_of("category") {
        "weak" => NameQuality::Weak,
        "strong" => kind,
        other => {
            report.unknown("a strength of a name", &entry.id, other);
            kind
        }
    };
    if name(aka).trim().is_empty() {
        report.unknown("an alias without a name", &entry.id, aka.text_of("uid"));
    }
    entry.add_name(&name(aka), quality);
}

/// `Passport`, `563410108`, `Korea, North`: in the words of the CSV's remarks. Gender and notes stand among them.
fn document(id: &Element, title: &str, entry: &mut Entry, report: &mut Report) {
    let [kind, number, issuer] = ["idType", "idNumber", "idCountry"].map(|part| id.text_of(part));
    let issuer = if issuer.is_empty() { String::new() } else { format!(" ({issuer})") };
    remarks::item(format!("{kind} {number}{issuer}").trim(), title, entry, report);
}

fn birth(text: &str, entry: &mut Entry, report: &mut Report) {
    match dates::english(text) {
        Some(birth) => entry.add_birth(birth),
        None => report.unknown("a date of birth", &entry.id, text),
    }
}

fn country(text: &str, entry: &mut Entry, report: &mut Report) {
    match countries::read(text) {
        Said::Country(country) => entry.add_country(country),
        Said::Nothing => {}
        Said::Unclear => report.unknown("a country", &entry.id, text),
    }
}
