//! The consolidated screening list of the United States: thirteen lists of three departments in one table, as one office copies
//! them. Each keeps an id of its own (`US-CSL-SDN`): a copy without the quality of aliases is not the list of the agency, and a
//! list that controls exports, or sectors, blocks nobody.

use std::collections::BTreeMap;

use super::{
    countries::{self, Said},
    dates,
    entry::{Between, Country, Entry, Kind, NameQuality},
    error::ListError,
    ofac::{in_order, remarks as language},
    report::Report,
    snapshot::Parsed,
    source::ListFile,
    table::{Row, Table},
};
use crate::domain::{Date, ListId};

/// Source lists by how their name begins.
const LISTS: [(&str, &str); 15] = [
    ("Specially Designated Nationals", "US-CSL-SDN"),
    ("Entity List", "US-CSL-EL"),
    ("Denied Persons List", "US-CSL-DPL"),
    ("Unverified List", "US-CSL-UVL"),
    ("Military End User", "US-CSL-MEU"),
    ("ITAR Debarred", "US-CSL-DTC"),
    ("AECA Debarred", "US-CSL-DTC"),
    ("Nonproliferation Sanctions", "US-CSL-ISN"),
    ("Sectoral Sanctions Identifications", "US-CSL-SSI"),
    ("Palestinian Legislative Council", "US-CSL-PLC"),
    ("Foreign Sanctions Evaders", "US-CSL-FSE"),
    ("Non-SDN Menu-Based Sanctions", "US-CSL-MBS"),
    ("Non-SDN Chinese Military-Industrial Complex", "US-CSL-CMIC"),
    ("Capta List", "US-CSL-CAP"),
    ("CAPTA List", "US-CSL-CAP"),
];

const ID: usize = 0;
const SOURCE: usize = 1;
const NAME: usize = 2;
const ENTITY: usize = 3;
const TYPE: usize = 4;
const PROGRAMMES: usize = 5;
const TITLE: usize = 6;
const ADDRESSES: usize = 7;
const START: usize = 8;
const END: usize = 9;
const FLAG: usize = 10;
const REMARKS: usize = 11;
const ALIASES: usize = 12;
const CITIZENSHIPS: usize = 13;
const BIRTHS: usize = 14;
const NATIONALITIES: usize = 15;
const BIRTH_PLACES: usize = 16;
const IDS: usize = 17;
/// Columns that are known and not kept.
const LEFT_OUT: [(usize, &str); 8] = [
    (18, "a reference to a gazette"),
    (19, "a licence"),
    (20, "a licence"),
    (21, "a licence"),
    (22, "a vessel's detail"),
    (23, "a vessel's detail"),
    (24, "a vessel's detail"),
    (25, "a vessel's detail"),
];
const COLUMNS: [&[&str]; 26] = [
    &["_id"],
    &["source"],
    &["name"],
    &["entity_number"],
    &["type"],
    &["programs"],
    &["title"],
    &["addresses"],
    &["start_date"],
    &["end_date"],
    &["vessel_flag"],
    &["remarks"],
    &["alt_names"],
    &["citizenships"],
    &["dates_of_birth"],
    &["nationalities"],
    &["places_of_birth"],
    &["ids"],
    &["federal_register_notice"],
    &["standard_order"],
    &["license_requirement"],
    &["license_policy"],
    &["call_sign"],
    &["vessel_type"],
    &["gross_tonnage"],
    &["vessel_owner"],
];
/// The first columns have to be there.
const NEEDED: usize = 18;

/// Reads the table.
pub(super) fn parse(files: &[ListFile]) -> Result<Parsed, ListError> {
    let [file] = files else {
        let flaw = format!("{} files were given; the list is one", files.len());
        return Err(ListError::Damaged { file: "US-CSL".into(), line: 0, flaw });
    };
    let mut table = Table::open(file, 0, b',')?;
    let columns = table.places(&COLUMNS, NEEDED)?;
    let (mut report, mut entries) = (Report::default(), Vec::<Entry>::new());
    let mut places: BTreeMap<(ListId, String), usize> = BTreeMap::new();
    while let Some(row) = table.next_whole(&columns) {
        let row = row?;
        let entry = entry(&table, &row, &mut report)?;
        let key = (entry.list.clone(), entry.id.clone());
        if let Some(first) = places.get(&key).and_then(|at| entries.get_mut(*at)) {
            merge(first, entry, &mut report);
        } else {
            places.insert(key, entries.len());
            entries.push(entry);
        }
    }
    Ok(Parsed { entries, published_on: None, report })
}

fn entry(table: &Table<'_>, row: &Row, report: &mut Report) -> Result<Entry, ListError> {
    // The number on the agency's own list, where it has one; the office's own hash changes with every word.
    let id = [ENTITY, ID].map(|at| row.cell(at)).into_iter().find(|id| !id.is_empty()).unwrap_or_default().to_owned();
    if id.is_empty() {
        return Err(table.damaged(row.line, "the column `_id` is empty; every row has an id".into()));
    }
    let source = row.cell(SOURCE);
    let list = list(source, &id, report)
        .ok_or_else(|| table.damaged(row.line, format!("`{source}` in the column `source` is no name of a list")))?;
    let kind = match row.cell(TYPE) {
        "Individual" => Kind::Person,
        "Vessel" => Kind::Vessel,
        "Aircraft" => Kind::Aircraft,
        "Entity" => Kind::Entity,
        "" => {
            report.leave_out("a row that does not say what it is, taken as a body");
            Kind::Entity
        }
        other => {
            report.unknown("a type", &id, other);
            Kind::Entity
        }
    };
    let mut entry = Entry::new(list, id, kind);
    entry.note(&row.printed());
    entry.kind_known = !row.cell(TYPE).is_empty();
    entry.add_name(&in_order(kind, row.cell(NAME)), NameQuality::Primary);
    if entry.names.is_empty() {
        return Err(table.damaged(row.line, "the column `name` is empty; every row has a name".into()));
    }
    many(row.cell(ALIASES)).for_each(|name| entry.add_name(&in_order(kind, name), NameQuality::Strong));
    many(row.cell(PROGRAMMES)).for_each(|programme| entry.add_programme(programme));
    many(row.cell(BIRTH_PLACES)).for_each(|place| entry.add_birth_place(place));
    for text in [CITIZENSHIPS, NATIONALITIES, FLAG].into_iter().flat_map(|at| many(row.cell(at))) {
        country(text, &mut entry, report);
    }
    for address in many(row.cell(ADDRESSES)) {
        // The office puts the code of the country last, where it knows it; else a postal code is.
        if let Some(code) = address.rsplit(", ").next().filter(|code| code.len() == 2) {
            country(code, &mut entry, report);
        }
        report.leave_out("an address");
    }
    many(row.cell(BIRTHS)).for_each(|text| birth(text, &mut entry, report));
    remarks(row.cell(REMARKS), row.cell(TITLE), &mut entry, report);
    many(row.cell(IDS)).for_each(|text| document(text, &mut entry, report));
    dates_of_listing(row, &mut entry, report);
    if !row.cell(TITLE).is_empty() {
        report.leave_out("a title");
    }
    let filled = LEFT_OUT.iter().filter(|(at, _)| !row.cell(*at).is_empty());
    filled.for_each(|(_, what)| report.leave_out(what));
    Ok(entry)
}

/// A bank that stands under two programmes has two rows with one number. It was listed by the first, and is off it with the last.
fn merge(first: &mut Entry, again: Entry, report: &mut Report) {
    again.names.iter().for_each(|name| first.add_name(&name.text, name.quality.max(NameQuality::Strong)));
    again.births.into_iter().for_each(|birth| first.add_birth(birth));
    again.countries.into_iter().for_each(|country| first.add_country(country));
    again.documents.iter().for_each(|d| first.add_document(d.kind, &d.printed, d.country, d.known_false));
    again.programmes.iter().for_each(|programme| first.add_programme(programme));
    again.linked_to.iter().for_each(|name| first.add_link(name));
    again.birth_places.iter().for_each(|place| first.add_birth_place(place));
    first.listed = first.listed.zip(again.listed).map(|(a, b)| if a.from <= b.from { a } else { b });
    first.delisted = first.delisted.zip(again.delisted).map(|(a, b)| if a.to >= b.to { a } else { b });
    first.print = first.print.wrapping_add(again.print);
    report.leave_out("a further row of an entry, joined with the first");
}

fn list(source: &str, id: &str, report: &mut Report) -> Option<ListId> {
    if let Some((_, list)) = LISTS.iter().find(|(name, _)| source.starts_with(name)) {
        return list.parse().ok();
    }
    report.unknown("a source list", id, source);
    let plain: String = source.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    format!("US-CSL-{plain}").parse().ok().filter(|_| !plain.is_empty())
}

/// Values between `; `; the last of several can begin with "and".
fn many(cell: &str) -> impl Iterator<Item = &str> {
    let values = cell.split("; ").map(|value| value.trim().trim_end_matches(';').trim());
    values.map(|value| value.strip_prefix("and ").unwrap_or(value)).filter(|value| !value.is_empty())
}

fn country(text: &str, entry: &mut Entry, report: &mut Report) {
    match countries::read(text) {
        Said::Country(country) => entry.add_country(country),
        Said::Nothing => {}
        Said::Unclear => report.unknown("a country", &entry.id, text),
    }
}

/// `1973-03-25`, or what OFAC writes.
fn birth(text: &str, entry: &mut Entry, report: &mut Report) {
    match Date::read(text).map(dates::day).or_else(|| dates::english(text)) {
        Some(birth) => entry.add_birth(birth),
        None => report.unknown("a date of birth", &entry.id, text),
    }
}

/// Only OFAC's rows have remarks in OFAC's language; those of others are free text.
fn remarks(text: &str, title: &str, entry: &mut Entry, report: &mut Report) {
    let of_ofac = entry.id.bytes().all(|b| b.is_ascii_digit());
    for item in many(text) {
        if of_ofac && item.starts_with(['(', 'L', 'a', 'S']) {
            language::item(item, title, entry, report);
        } else {
            report.leave_out("a remark");
        }
    }
}

/// `KP, 563410108, Passport`, `PK, 2013-09-09, 2008-09-09, 4117921, Passport`, `Male, Gender`, `Secondary sanctions risk:`: the
/// last is the kind, the first the issuer if it is two letters; days of expiry and issue can stand between.
fn document(text: &str, entry: &mut Entry, report: &mut Report) {
    let Some((rest, kind)) = text.rsplit_once(", ") else {
        return language::item(text, "", entry, report);
    };
    let mut parts: Vec<&str> = rest.split(", ").filter(|part| Date::read(part).is_none()).collect();
    let issuer = parts.first().copied().filter(|first| parts.len() > 1 && Country::code(first).is_some());
    parts.drain(..usize::from(issuer.is_some()));
    let issuer = issuer.map(|code| format!(" ({code})")).unwrap_or_default();
    // A word such as `Diplomatic` stands behind some numbers, and a province.
    let digits = |part: &&&str| part.bytes().any(|b| b.is_ascii_digit());
    let number = parts.iter().find(digits).map_or_else(|| parts.join(", "), |part| (*part).to_owned());
    let number = if issuer.is_empty() { &number } else { number.split(" (").next().unwrap_or(&number) };
    language::item(&format!("{kind} {number}{issuer}"), "", entry, report);
}

/// Agencies other than OFAC say since when, and until when.
fn dates_of_listing(row: &Row, entry: &mut Entry, report: &mut Report) {
    let on = |at: usize| Date::read(row.cell(at)).map(|day| Between { from: day, to: day });
    entry.listed = on(START);
    entry.delisted = on(END);
    for (at, read) in [(START, entry.listed), (END, entry.delisted)] {
        if read.is_none() && !row.cell(at).is_empty() {
            report.unknown("a day of listing", &entry.id, row.cell(at));
        }
    }
}
