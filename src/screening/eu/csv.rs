//! The EU's consolidated list, FSF CSV 1.1: 118 columns, a row for each part of an entity, brought into the form of the XML. Names of
//! columns repeat in some copies, so columns count by place; the form has no strength of names, remarks alone say which are weak.

use std::collections::BTreeMap;

use super::{
    super::{
        dates,
        error::ListError,
        report::Report,
        snapshot::Parsed,
        source::ListFile,
        table::{Bad, Row, Table},
        xml::Element,
    },
    entity,
};
use crate::domain::Date;

const COLUMNS: usize = 118;
/// Of a hundred rows that may be broken: counted one by one, but a file of broken rows is no list.
const BROKEN_PERCENT_MAX: usize = 1;
/// Some columns that show that the rest is in its place.
const PLACES: [(usize, &str); 8] = [
    (0, "fileGenerationDate"),
    (1, "Entity_LogicalId"),
    (14, "Entity_Regulation_Programme"),
    (16, "NameAlias_LastName"),
    (34, "Address_City"),
    (54, "BirthDate_BirthDate"),
    (78, "Identification_Number"),
    (106, "Citizenship_CountryIso2Code"),
];

/// A part of an entity: its element, the attributes with their columns, the column of its remark.
struct Part {
    element: &'static str,
    attributes: &'static [(&'static str, usize)],
    remark: Option<usize>,
}

const PARTS: [Part; 5] = [
    Part {
        element: "nameAlias",
        attributes: &[
            ("lastName", 16),
            ("firstName", 17),
            ("middleName", 18),
            ("wholeName", 19),
            ("nameLanguage", 20),
            ("gender", 21),
            ("title", 22),
            ("function", 23),
        ],
        remark: Some(26),
    },
    Part {
        element: "address",
        attributes: &[("city", 34), ("street", 35), ("place", 39), ("countryIso2Code", 42)],
        remark: None,
    },
    Part {
        element: "birthdate",
        attributes: &[
            ("birthdate", 54),
            ("dayOfMonth", 55),
            ("monthOfYear", 56),
            ("year", 57),
            ("yearRangeFrom", 58),
            ("yearRangeTo", 59),
            ("circa", 60),
            ("calendarType", 61),
            ("place", 64),
            ("city", 65),
            ("countryIso2Code", 66),
            ("countryDescription", 67),
        ],
        remark: None,
    },
    Part {
        element: "identification",
        attributes: &[
            ("number", 78),
            ("knownFalse", 81),
            ("latinNumber", 88),
            ("identificationTypeCode", 90),
            ("countryIso2Code", 93),
        ],
        remark: None,
    },
    Part { element: "citizenship", attributes: &[("countryIso2Code", 106)], remark: None },
];

/// Reads the table.
pub(in crate::screening) fn parse(files: &[ListFile]) -> Result<Parsed, ListError> {
    let [file] = files else {
        let flaw = format!("{} files were given; the list is one", files.len());
        return Err(ListError::Damaged { file: "EU".into(), line: 0, flaw });
    };
    let mut table = Table::open(file, 0, b';')?;
    if table.width() != COLUMNS {
        return Err(table.damaged(1, format!("it has {} columns; the list has {COLUMNS}", table.width())));
    }
    table.expect(&PLACES)?;
    let mut report = Report::default();
    let mut entities: BTreeMap<String, (usize, Element)> = BTreeMap::new();
    let (mut rows, mut broken, mut generated) = (0, Vec::new(), None);
    while let Some(row) = table.next(&[]) {
        rows += 1;
        match row {
            Ok(row) => {
                let day = Date::read(row.at(0)).or_else(|| dates::european(row.at(0)));
                generated = generated.max(day);
                let order = entities.len();
                let id = row.at(1).to_owned();
                add(&mut entities.entry(id).or_insert_with(|| (order, whole(&row))).1, &row);
            }
            Err(Bad::Width { line, .. }) if table.is_at_end() => {
                return Err(ListError::Truncated { file: file.name.clone(), line });
            }
            Err(Bad::Width { line, text, second }) => {
                broken.push((line, second));
                report.unknown("a broken row", &format!("line {line}"), &text);
            }
            Err(Bad::Refused(error)) => return Err(error),
        }
    }
    if broken.len() * 100 > rows * BROKEN_PERCENT_MAX {
        return Err(table.damaged(1, format!("{} of {rows} rows are broken: get the file again", broken.len())));
    }
    // It may have been all that the list says of somebody.
    if let Some((line, id)) = broken.iter().find(|(_, id)| !entities.contains_key(id)) {
        let flaw = format!("the row is broken, and no other one is about the entity `{id}`: get the file again");
        return Err(table.damaged(*line, flaw));
    }
    if !file.text.ends_with('\n') {
        report.unknown("a file whose last line does not end", &file.name, "");
    }
    let Some(published_on) = generated else {
        return Err(table.damaged(2, "`fileGenerationDate` has to be a day, DD/MM/YYYY".into()));
    };
    let mut entities: Vec<_> = entities.into_values().collect();
    entities.sort_by_key(|(order, _)| *order);
    let mut entries = Vec::new();
    for (_, element) in entities {
        entries.extend(entity(file, &element, &mut report)?);
    }
    Ok(Parsed { entries, published_on: Some(published_on), report })
}

/// The entity that a row is about, as yet without parts. Letter and word of its kind were exchanged in some copies.
fn whole(row: &Row) -> Element {
    let attributes = [
        ("logicalId", row.at(1)),
        ("euReferenceNumber", row.at(2)),
        ("unitedNationId", row.at(3)),
        ("designationDate", row.at(4)),
    ];
    let mut element = Element::made("sanctionEntity", &attributes, row.line);
    let (one, other) = (row.at(7), row.at(8));
    let (code, letter) = if one.len() == 1 { (other, one) } else { (one, other) };
    element.put(Element::made("subjectType", &[("code", code), ("classificationCode", letter)], row.line));
    element
}

/// Adds what a row says of the entity; rows repeat what others said.
fn add(entity: &mut Element, row: &Row) {
    let regulation = [("publicationDate", row.at(11)), ("numberTitle", row.at(13)), ("programme", row.at(14))];
    entity.put(Element::made("regulation", &regulation, row.line));
    if !row.at(6).is_empty() {
        entity.put(text("remark", row.at(6), row.line));
    }
    for Part { element, attributes, remark } in &PARTS {
        let attributes: Vec<_> = attributes.iter().map(|(name, at)| (*name, row.at(*at))).collect();
        if attributes.iter().all(|(_, value)| value.is_empty()) {
            continue;
        }
        let mut part = Element::made(element, &attributes, row.line);
        if let Some(remark) = remark.map(|at| row.at(at)).filter(|remark| !remark.is_empty()) {
            part.put(text("remark", remark, row.line));
        }
        entity.put(part);
    }
}

fn text(name: &str, text: &str, line: u64) -> Element {
    let mut element = Element::made(name, &[], line);
    text.clone_into(&mut element.text);
    element
}
