//! The United Kingdom's list as CSV: the UK Sanctions List, and the OFSI Consolidated List that ended in January 2026, in its forms of
//! 2016 and 2022. A row is one combination of a name, a birth and an address of an entry; cells hold numbered lists. Columns go by
//! name. A designation that freezes nothing (a ban on entry, a ship kept out of ports) stands on a list of its own.

use std::collections::BTreeMap;

use super::{
    countries::{self, Said},
    dates,
    entry::{Between, Birth, Certainty, DocumentKind, Entry, Kind, NameQuality},
    error::ListError,
    numbers,
    report::Report,
    snapshot::Parsed,
    source::ListFile,
    table::{Row, Table},
};
use crate::domain::{Date, ListId};

const ID: usize = 0;
const SURNAME: usize = 1;
const NAME_1: usize = 2;
const KIND: usize = 7;
const REGIME: usize = 8;
const NAME_TYPE: usize = 9;
const STRENGTH: usize = 10;
const SCRIPT: usize = 11;
const BIRTH: usize = 12;
const BIRTH_TOWN: usize = 13;
const BIRTH_COUNTRY: usize = 14;
const NATIONALITY: usize = 15;
const PASSPORT: usize = 16;
const NATIONAL_ID: usize = 17;
const REGISTRATION: usize = 18;
const IMO: usize = 19;
const COUNTRY: usize = 20;
const FLAG: usize = 21;
const LISTED: usize = 22;
const IMPOSED: usize = 23;
const GENDER: usize = 24;
/// Columns that are known and not kept.
const LEFT_OUT: [(usize, &str); 8] = [
    (25, "a title"),
    (26, "a title"),
    (27, "a comment"),
    (28, "a comment"),
    (29, "an address"),
    (30, "contact"),
    (31, "contact"),
    (32, "a vessel's detail"),
];
const COLUMNS: [&[&str]; 33] = [
    &["Unique ID", "Group ID"],
    &["Name 6"],
    &["Name 1"],
    &["Name 2"],
    &["Name 3"],
    &["Name 4"],
    &["Name 5"],
    &["Designation Type", "Individual, Entity, Ship", "Group Type"],
    &["Regime Name", "Regime"],
    &["Name type", "Alias Type"],
    &["Alias strength", "Alias Quality"],
    &["Name non-latin script", "Name Non-Latin Script"],
    &["D.O.B", "DOB"],
    &["Town of birth", "Town of Birth"],
    &["Country of birth", "Country of Birth"],
    &["Nationality(/ies)", "Nationality"],
    &["Passport number", "Passport Number", "Passport Details"],
    &["National Identifier number", "National Identification Number", "NI Number"],
    &["Business registration number (s)", "Business registration number(s)"],
    &["IMO number"],
    &["Address Country", "Country"],
    &["Current believed flag of ship"],
    &["Date Designated", "Listed On"],
    &["Sanctions Imposed"],
    &["Gender"],
    &["Title"],
    &["Position"],
    &["Other Information"],
    &["UK Statement of Reasons"],
    &["Address Line 1", "Address 1"],
    &["Email address"],
    &["Website"],
    &["Type of ship"],
];
/// The first columns have to be there, the name of a regime included.
const NEEDED: usize = 9;

/// Regimes with the list that we call them. Others get `UK-` and the regime's own name.
const REGIMES: [(&str, &str); 4] = [
    ("Democratic People's Republic of Korea", "UK-DPRK"),
    ("North Korea (Democratic People's Republic of Korea)", "UK-DPRK"),
    ("Global Human Rights", "UK-GHR"),
    ("ISIL (Da'esh) and Al-Qaida", "UK-TAQA"),
];
/// Longest name of a regime in the id of a list.
const REGIME_CHARS_MAX: usize = 40;

/// Reads the table.
pub(super) fn parse(files: &[ListFile]) -> Result<Parsed, ListError> {
    let [file] = files else {
        let flaw = format!("{} files were given; the list is one", files.len());
        return Err(ListError::Damaged { file: "UK".into(), line: 0, flaw });
    };
    let first = file.text.lines().next().unwrap_or_default();
    let mut table = Table::open(file, 1, b',')?;
    let Some(published_on) = published_on(first) else {
        return Err(table.damaged(1, "it has to be the day of publication, e.g. `Report Date: 28-Jan-2026`".into()));
    };
    let columns = table.places(&COLUMNS, NEEDED)?;
    let (mut report, mut all) = (Report::default(), Vec::<Designated>::new());
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(row) = table.next_whole(&columns) {
        let row = row?;
        let id = row.cell(ID);
        if id.is_empty() {
            return Err(table.damaged(row.line, "it has no id; every row has the one of its entry".into()));
        }
        let list = list(row.cell(REGIME))
            .ok_or_else(|| table.damaged(row.line, format!("`{}` is no usable name of a regime", row.cell(REGIME))))?;
        let at = *places.entry(id.to_owned()).or_insert(all.len());
        if at == all.len() {
            all.push(Designated { entry: entry(&row, &list, &mut report), under: BTreeMap::new() });
        }
        if let Some(one) = all.get_mut(at) {
            read(&row, &mut one.entry, &mut report);
            one.under.entry(list).or_default().add(&row, id, &mut report);
        }
    }
    let mut entries = Vec::with_capacity(all.len());
    for mut one in all {
        if one.entry.names.is_empty() {
            let flaw = "it has no name".to_owned();
            return Err(ListError::Entry { file: file.name.clone(), entry: one.entry.id, flaw });
        }
        principal_first(&mut one.entry);
        entries.extend(one.of_lists());
    }
    Ok(Parsed { entries, published_on: Some(published_on), report })
}

/// Who is designated, and under which regimes: an entry of the list of each.
struct Designated {
    entry: Entry,
    under: BTreeMap<ListId, Designation>,
}

impl Designated {
    fn of_lists(self) -> impl Iterator<Item = Entry> {
        let Self { entry, under } = self;
        under.into_iter().map(move |(list, designation)| {
            let list = if designation.frozen { list } else { without_freeze(&list) };
            Entry { list, programmes: designation.programmes, listed: designation.listed, ..entry.clone() }
        })
    }
}

/// What the rows of one regime say of a designation.
#[derive(Default)]
struct Designation {
    /// Any of them imposes an asset freeze, or none says what is imposed.
    frozen: bool,
    programmes: Vec<String>,
    listed: Option<Between>,
}

impl Designation {
    fn add(&mut self, row: &Row, id: &str, report: &mut Report) {
        self.frozen |= row.cell(IMPOSED).is_empty() || row.cell(IMPOSED).to_lowercase().contains("asset freeze");
        if !self.programmes.iter().any(|programme| programme == row.cell(REGIME)) {
            self.programmes.push(row.cell(REGIME).to_owned());
        }
        let text = row.cell(LISTED);
        match dates::european(text).or_else(|| Date::read(text)) {
            // Rows of one designation agree; where they do not, it was listed by the first.
            Some(day) if self.listed.is_none_or(|listed| day < listed.from) => {
                self.listed = Some(Between { from: day, to: day });
            }
            Some(_) => {}
            None if text.is_empty() => {}
            None => report.unknown("a day of listing", id, text),
        }
    }
}

/// `Last Updated,12/02/2016`, `Report Date: 28-Jan-2026`.
fn published_on(line: &str) -> Option<Date> {
    let text = line.trim_start_matches("Last Updated").trim_start_matches("Report Date");
    let text = text.trim_matches([',', ':', ' ', '"', '\r']);
    dates::european(text).or_else(|| {
        let birth = dates::english(&text.replace('-', " "))?;
        (birth.from == birth.to).then_some(birth.from)
    })
}

fn entry(row: &Row, list: &ListId, report: &mut Report) -> Entry {
    let kind = match row.cell(KIND) {
        "Individual" => Kind::Person,
        "Entity" => Kind::Entity,
        "Ship" => Kind::Vessel,
        other => {
            report.unknown("a type", row.cell(ID), other);
            Kind::Entity
        }
    };
    Entry::new(list.clone(), row.cell(ID).to_owned(), kind)
}

/// `The Russia (Sanctions) (EU Exit) Regulations 2019` is the regime `Russia`.
fn list(regime: &str) -> Option<ListId> {
    let bare = regime.trim().trim_start_matches("The ").replace('\u{2019}', "'");
    let ends =
        [" (Sanctions)", " Sanctions", " (EU Exit)", " Regulations"].iter().filter_map(|mark| bare.find(mark)).min();
    let bare = bare.get(..ends.unwrap_or(bare.len())).unwrap_or(&bare);
    let known = REGIMES.iter().find(|(name, _)| *name == bare).map(|(_, list)| (*list).to_owned());
    let plain: String = bare.chars().filter(char::is_ascii_alphanumeric).take(REGIME_CHARS_MAX).collect();
    known.or_else(|| (!plain.is_empty()).then(|| format!("UK-{plain}")))?.parse().ok()
}

/// The list of those whom a regime designates without a freeze.
fn without_freeze(list: &ListId) -> ListId {
    format!("{list}:no-freeze").parse().unwrap_or_else(|_| list.clone())
}

/// Rows repeat what others said: only what is new is added.
fn read(row: &Row, entry: &mut Entry, report: &mut Report) {
    entry.note(&row.printed());
    name(row, entry, report);
    entry.add_name(row.cell(SCRIPT), NameQuality::Strong);
    for text in numbered(row.cell(BIRTH)) {
        match birth(text) {
            Some(birth) => entry.add_birth(birth),
            None => report.unknown("a date of birth", &entry.id, text),
        }
    }
    let place = [BIRTH_TOWN, BIRTH_COUNTRY].map(|at| row.cell(at));
    entry.add_birth_place(&place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "));
    for text in [NATIONALITY, COUNTRY, FLAG].into_iter().flat_map(|at| numbered(row.cell(at))) {
        match country(text) {
            Said::Country(country) => entry.add_country(country),
            Said::Nothing => {}
            Said::Unclear => report.unknown("a country", &entry.id, text),
        }
    }
    for (at, kind) in [
        (PASSPORT, DocumentKind::Passport),
        (NATIONAL_ID, DocumentKind::NationalId),
        (REGISTRATION, DocumentKind::Registration),
        (IMO, DocumentKind::Imo),
    ] {
        documents(kind, row.cell(at), entry, report);
    }
    if !row.cell(GENDER).is_empty() {
        entry.gender = Some(row.cell(GENDER).to_owned());
    }
    let filled = LEFT_OUT.iter().filter(|(at, _)| !row.cell(*at).is_empty());
    filled.for_each(|(_, what)| report.leave_out(what));
}

fn name(row: &Row, entry: &mut Entry, report: &mut Report) {
    let given = (NAME_1..NAME_1 + 5).map(|at| row.cell(at));
    let whole = std::iter::once(row.cell(SURNAME)).chain(given).collect::<Vec<_>>().join(" ");
    let kind = match row.cell(NAME_TYPE).to_lowercase().as_str() {
        "primary name" | "prime alias" => NameQuality::Primary,
        "primary name variation" | "alias" | "aka" | "" => NameQuality::Strong,
        "fka" => NameQuality::Former,
        other => {
            report.unknown("a kind of alias", &entry.id, other);
            NameQuality::Strong
        }
    };
    let quality = match row.cell(STRENGTH).to_lowercase() {
        low if low.starts_with("low") && kind != NameQuality::Primary => NameQuality::Weak,
        _ => kind,
    };
    entry.add_name(&whole, quality);
}

/// The name under which the list has it is first, and the only one of its kind; without one, the first strong name is.
fn principal_first(entry: &mut Entry) {
    entry.names.sort_by_key(|name| name.quality);
    let mut first = true;
    for name in entry.names.iter_mut().filter(|name| name.quality <= NameQuality::Strong) {
        name.quality = if first { NameQuality::Primary } else { NameQuality::Strong };
        first = false;
    }
}

/// `(1) Tunis (2) Tiaret` is two; `(1)-(3) Tunis` is one; a cell without numbers is one.
fn numbered(cell: &str) -> impl Iterator<Item = &str> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, _) in cell.match_indices('(') {
        let mark = cell.get(at + 1..).and_then(|rest| rest.split_once(')')).map_or("", |(mark, _)| mark);
        let number = !mark.is_empty() && mark.len() <= 2 && mark.bytes().all(|b| b.is_ascii_digit());
        let letter = mark.len() == 1 && mark.bytes().all(|b| b.is_ascii_lowercase());
        if number || letter {
            pieces.push(cell.get(from..at).unwrap_or_default());
            from = at + mark.len() + 2;
        }
    }
    pieces.push(cell.get(from..).unwrap_or_default());
    let bare = pieces.into_iter().map(|piece| piece.trim_matches([' ', '-', ',', ';', '.']));
    bare.filter(|piece| !piece.is_empty())
}

/// `13/01/1954`, `00/05/1943`, `dd/mm/1943`: what is not a number is not known.
fn birth(text: &str) -> Option<Birth> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let known = |part: &str| part.parse::<u8>().ok().filter(|number| *number > 0);
    match (known(day), known(month)) {
        (Some(_), Some(_)) => dates::european(text).map(dates::day),
        (_, Some(month)) => {
            let from = Date::read(&format!("{year}-{month:02}-01"))?;
            Some(Birth { from, to: from.plus_months(1).plus_days(-1), certainty: Certainty::Period })
        }
        _ => dates::year(year.parse().ok()?),
    }
}

fn country(text: &str) -> Said {
    countries::people(text).map_or_else(|| countries::read(text), Said::Country)
}

/// `A-333602 (Indian) issued on 4 June 1985`, `Passport no. FA0157612`: what is in brackets may name the issuer, or say that the
/// document is false. Words without a number can stand before numbered ones.
fn documents(kind: DocumentKind, cell: &str, entry: &mut Entry, report: &mut Report) {
    let mut heading = true;
    for text in numbered(cell) {
        let found = numbers::read(text);
        let is_heading = heading && !text.bytes().any(|b| b.is_ascii_digit()) && text != cell.trim();
        if found.is_empty() && !is_heading {
            report.unknown("a document without a number", &entry.id, text);
        }
        heading &= found.is_empty();
        for number in found {
            entry.add_document(kind, &number.text, number.country, number.known_false);
        }
    }
}
