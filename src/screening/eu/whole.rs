//! The EU's consolidated list as it was published until 2017: `WHOLE`, brought into the form of FSF XML 1.1. Every part of an entity
//! names its own regulation, so that a name stands there once for each; countries have three letters.

use std::collections::BTreeSet;

use super::{
    super::{
        countries::alpha2,
        dates,
        error::ListError,
        report::Report,
        snapshot::Parsed,
        source::ListFile,
        xml::{self, Element},
    },
    entity,
};

/// Words behind a year that is not exact.
const AROUND: &str = "(approximative)";

/// Reads the file.
pub(in crate::screening) fn parse(files: &[ListFile]) -> Result<Parsed, ListError> {
    let [file] = files else {
        let flaw = format!("{} files were given; the list is one", files.len());
        return Err(ListError::Damaged { file: "EU".into(), line: 0, flaw });
    };
    let (mut report, mut entries, mut ids) = (Report::default(), Vec::new(), BTreeSet::new());
    let root = xml::read(file, "WHOLE", &["ENTITY"], |element| {
        let id = element.attribute("Id").to_owned();
        if !ids.insert(id.clone()) {
            let flaw = "it is there twice; each entity has its own number".to_owned();
            return Err(ListError::Entry { file: file.name.clone(), entry: id, flaw });
        }
        let converted = converted(&element, &mut report);
        entries.extend(entity(file, &converted, &mut report)?);
        Ok(())
    })?;
    for element in root.children() {
        report.unknown("an element of the list", "the list", &element.name);
    }
    let day = root.attribute("Date");
    let published_on = dates::european(day).ok_or_else(|| {
        let flaw = format!("`Date` is `{day}`; it has to be DD/MM/YYYY");
        ListError::Damaged { file: file.name.clone(), line: root.line, flaw }
    })?;
    Ok(Parsed { entries, published_on: Some(published_on), report })
}

fn converted(old: &Element, report: &mut Report) -> Element {
    let id = old.attribute("Id");
    let mut new = Element::made("sanctionEntity", &[("logicalId", id)], old.line);
    new.put(Element::made("subjectType", &[("classificationCode", old.attribute("Type"))], old.line));
    for part in std::iter::once(old).chain(old.children()) {
        let [programme, day, title] = ["programme", "reg_date", "legal_basis"].map(|name| part.attribute(name));
        let regulation = [("programme", programme), ("publicationDate", day), ("numberTitle", title)];
        if !programme.is_empty() {
            new.put(Element::made("regulation", &regulation, part.line));
        }
    }
    if !old.attribute("remark").is_empty() {
        new.put(Element::made("remark", &[], old.line));
    }
    for child in old.children() {
        match child.name.as_str() {
            "NAME" => new.put(name(child)),
            "BIRTH" => new.put(birth(child, id, report)),
            "ADDRESS" => new.put(of_country("address", child, id, report)),
            "CITIZEN" => new.put(of_country("citizenship", child, id, report)),
            "PASSPORT" => new.put(document(child, id, report)),
            other => report.unknown("an element of an entity", id, other),
        }
    }
    new
}

fn name(old: &Element) -> Element {
    let parts = [
        ("lastName", "LASTNAME"),
        ("firstName", "FIRSTNAME"),
        ("middleName", "MIDDLENAME"),
        ("wholeName", "WHOLENAME"),
        ("gender", "GENDER"),
        ("title", "TITLE"),
        ("function", "FUNCTION"),
        ("nameLanguage", "LANGUAGE"),
    ];
    let attributes: Vec<_> = parts.into_iter().map(|(new, name)| (new, old.text_of(name))).collect();
    Element::made("nameAlias", &attributes, old.line)
}

/// `1924-02-21`, `1961`, `1963 (approximative)`, `1958 - 1963 (approximative)`.
fn birth(old: &Element, id: &str, report: &mut Report) -> Element {
    let text = old.text_of("DATE");
    let (bare, circa) = match text.strip_suffix(AROUND) {
        Some(bare) => (bare.trim(), "true"),
        None => (text, ""),
    };
    let (from, to) = bare.split_once(" - ").unwrap_or_default();
    let [day, year] = match bare.len() {
        4 => ["", bare],
        _ if from.is_empty() => [bare, ""],
        _ => ["", ""],
    };
    let attributes = [
        ("birthdate", day),
        ("year", year),
        ("yearRangeFrom", from),
        ("yearRangeTo", to),
        ("circa", circa),
        ("place", old.text_of("PLACE")),
        ("countryIso2Code", country(old.text_of("COUNTRY"), id, report)),
    ];
    Element::made("birthdate", &attributes, old.line)
}

fn of_country(name: &str, old: &Element, id: &str, report: &mut Report) -> Element {
    Element::made(name, &[("countryIso2Code", country(old.text_of("COUNTRY"), id, report))], old.line)
}

fn country(three: &str, id: &str, report: &mut Report) -> &'static str {
    let two = alpha2(three);
    if two.is_none() && !three.is_empty() {
        report.unknown("a country", id, three);
    }
    two.unwrap_or_default()
}

/// `AD001095 (passport-National passport) ((passport))`: the number, the code of its type, words.
fn document(old: &Element, id: &str, report: &mut Report) -> Element {
    let text = old.text_of("NUMBER");
    let (number, rest) = text.split_once(" (").unwrap_or((text, ""));
    let code = rest.split(['-', ')']).next().unwrap_or_default();
    let known_false = if rest.contains("known to be false") { "true" } else { "" };
    let attributes = [
        ("number", number),
        ("identificationTypeCode", code),
        ("knownFalse", known_false),
        ("countryIso2Code", country(old.text_of("COUNTRY"), id, report)),
    ];
    Element::made("identification", &attributes, old.line)
}
