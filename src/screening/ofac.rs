//! OFAC's lists. `xml` and `advanced` read the two forms in XML. Here is the legacy CSV: four files without headers, `-0- ` for nothing, a single 0x1A as the last line, remarks in a language
//! of their own (`remarks`) that go on in a fourth file once they have 1,000 characters.

pub(super) mod advanced;
pub(super) mod remarks;
pub(super) mod xml;

use std::collections::BTreeMap;

use super::{
    countries::{self, Said},
    entry::{DocumentKind, Entry, Kind, NameQuality},
    error::ListError,
    format::{ListFormat, Origin},
    report::Report,
    snapshot::Parsed,
    source::ListFile,
    table,
};
use crate::domain::ListId;

/// What ends each file.
const END: &str = "\u{1A}";
/// Nothing.
const NULL: &str = "-0-";

/// Reads the four files of a list.
pub(super) fn parse(format: ListFormat, files: &[ListFile]) -> Result<Parsed, ListError> {
    let [main, addresses, aliases, comments] = files else {
        let names = format.files().unwrap_or_default().join(", ");
        let flaw = format!("{} files were given; it has to be four: {names}", files.len());
        return Err(ListError::Damaged { file: format.family().into(), line: 0, flaw });
    };
    let list: ListId = format.family().parse().map_err(|e| damaged(main, 0, format!("{e}")))?;
    let mut report = Report::default();
    let comments = comments_by_entry(comments, &mut report)?;
    let mut read = Entries::default();
    for row in rows(main, 12, &mut report)? {
        read.add(&list, main, &row, &comments, &mut report)?;
    }
    for row in rows(aliases, 5, &mut report)? {
        alias(&mut read, aliases, &row, &mut report)?;
    }
    for row in rows(addresses, 6, &mut report)? {
        address(&mut read, addresses, &row, &mut report)?;
    }
    if let Some(entry) = comments.keys().find(|id| !read.places.contains_key(*id)) {
        report.unknown("a comment on no entry", entry, "");
    }
    is_the_list(format, main, &read.entries)?;
    Ok(Parsed { entries: read.entries, published_on: None, report })
}

/// Programmes of the lists that block nobody. Some stand on the SDN list too, beside others and for few.
const NON_BLOCKING: [&str; 12] = [
    "UKRAINE-EO13662",
    "RUSSIA-EO14024",
    "NS-PLC",
    "CMIC-EO13959",
    "561-Related",
    "561-RELATED",
    "FSE-IR",
    "FSE-SY",
    "MBS",
    "NS-MBS",
    "CAPTA",
    "HK-EO13936",
];

/// Both lists have one form, and one of them freezes nothing: what most entries stand under tells them apart.
fn is_the_list(format: ListFormat, file: &ListFile, entries: &[Entry]) -> Result<(), ListError> {
    let non_blocking = |entry: &&Entry| {
        let mut programmes = entry.programmes.iter();
        !entry.programmes.is_empty() && programmes.all(|programme| NON_BLOCKING.contains(&programme.as_str()))
    };
    let others = entries.iter().filter(non_blocking).count();
    let most = others * 2 > entries.len();
    let (is, other) = match format.origin() {
        Origin::OfacSdn => (!most, Origin::OfacCons),
        _ => (most || entries.is_empty(), Origin::OfacSdn),
    };
    if is {
        return Ok(());
    }
    let (key, other) = (format.origin().key(), other.key());
    let flaw = format!("most of its entries stand under programmes of the list `{other}`, and it was given as `{key}`");
    Err(damaged(file, 1, flaw))
}

/// A row with the line it begins on.
struct Row {
    line: u64,
    cells: Vec<String>,
}

impl Row {
    /// A cell; empty for nothing.
    fn cell(&self, at: usize) -> &str {
        let text = self.cells.get(at).map_or("", |cell| cell.trim());
        if text == NULL { "" } else { text }
    }
}

#[derive(Default)]
struct Entries {
    entries: Vec<Entry>,
    places: BTreeMap<String, usize>,
}

impl Entries {
    fn add(
        &mut self,
        list: &ListId,
        file: &ListFile,
        row: &Row,
        comments: &BTreeMap<String, String>,
        report: &mut Report,
    ) -> Result<(), ListError> {
        let id = row.cell(0).to_owned();
        let kind = match row.cell(2) {
            "" | "entity" => Kind::Entity,
            "individual" => Kind::Person,
            "vessel" => Kind::Vessel,
            "aircraft" => Kind::Aircraft,
            other => {
                report.unknown("a type", &id, other);
                Kind::Entity
            }
        };
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
            return Err(damaged(file, row.line, format!("`{id}` is no entry number; it has to be digits")));
        }
        if row.cell(1).is_empty() {
            return Err(entry_error(file, &id, "it has no name"));
        }
        let mut entry = Entry::new(list.clone(), id.clone(), kind);
        entry.note(&row.cells);
        entry.note(&comments.get(&id));
        entry.add_name(&in_order(kind, row.cell(1)), NameQuality::Primary);
        programmes(row.cell(3)).for_each(|programme| entry.add_programme(programme));
        flag(&mut entry, row.cell(9), report);
        for (at, what) in [
            (4, "a title"),
            (5, "a call sign"),
            (6, "a vessel's type"),
            (7, "tonnage"),
            (8, "tonnage"),
            (10, "an owner"),
        ] {
            if !row.cell(at).is_empty() {
                report.leave_out(what);
            }
        }
        let text = format!("{}{}", row.cell(11), comments.get(&id).map_or("", String::as_str));
        remarks::read(&text, row.cell(4), &mut entry, report);
        if self.places.insert(id.clone(), self.entries.len()).is_some() {
            return Err(entry_error(file, &id, "it is there twice; each entry has its own number"));
        }
        self.entries.push(entry);
        Ok(())
    }

    fn of(&mut self, file: &ListFile, row: &Row) -> Result<&mut Entry, ListError> {
        let at = self.places.get(row.cell(0)).copied();
        let entry = at.and_then(|at| self.entries.get_mut(at));
        entry.ok_or_else(|| {
            let flaw = format!(
                "it is about entry `{}`, which the main file lacks: take all four files of one day",
                row.cell(0)
            );
            damaged(file, row.line, flaw)
        })
    }
}

fn alias(read: &mut Entries, file: &ListFile, row: &Row, report: &mut Report) -> Result<(), ListError> {
    let entry = read.of(file, row)?;
    entry.note(&row.cells);
    let quality = match row.cell(2) {
        // "Now known as" is a name in its own right.
        "aka" | "nka" => NameQuality::Strong,
        "fka" => NameQuality::Former,
        other => {
            report.unknown("a kind of alias", &entry.id, other);
            NameQuality::Strong
        }
    };
    if row.cell(3).is_empty() {
        report.unknown("an alias without a name", &entry.id, row.cell(1));
    }
    let name = in_order(entry.kind, row.cell(3));
    entry.add_name(&name, quality);
    Ok(())
}

fn address(read: &mut Entries, file: &ListFile, row: &Row, report: &mut Report) -> Result<(), ListError> {
    let entry = read.of(file, row)?;
    entry.note(&row.cells);
    match countries::read(row.cell(4)) {
        Said::Country(country) => entry.add_country(country),
        Said::Nothing => {}
        Said::Unclear => report.unknown("a country", &entry.id, row.cell(4)),
    }
    if !row.cell(2).is_empty() || !row.cell(3).is_empty() {
        report.leave_out("an address");
    }
    Ok(())
}

fn flag(entry: &mut Entry, text: &str, report: &mut Report) {
    match countries::read(text) {
        Said::Country(country) => entry.add_country(country),
        Said::Nothing => {}
        Said::Unclear => report.unknown("a flag", &entry.id, text),
    }
}

/// `DPRK3] [DPRK-NKSPEA` is two programmes; the outer brackets are not written.
fn programmes(text: &str) -> impl Iterator<Item = &str> {
    text.trim_matches(['[', ']', ' ']).split("] [")
}

/// Individuals are `SURNAME, Given`. A comma in the name of a body is part of it.
pub(super) fn in_order(kind: Kind, printed: &str) -> String {
    match printed.split_once(", ") {
        Some((surname, given)) if kind == Kind::Person => format!("{surname} {given}"),
        _ => printed.to_owned(),
    }
}

fn comments_by_entry(file: &ListFile, report: &mut Report) -> Result<BTreeMap<String, String>, ListError> {
    let mut comments: BTreeMap<String, String> = BTreeMap::new();
    for row in rows(file, 2, report)? {
        let text = row.cells.get(1).map_or("", String::as_str);
        comments.entry(row.cell(0).to_owned()).or_default().push_str(text);
    }
    Ok(comments)
}

/// All rows of a file. It ends with the mark, or, as some keepers store it, with a whole row: then the report says so, since a
/// file cut between rows looks the same (that the other files know no further entry is checked besides).
fn rows(file: &ListFile, columns: usize, report: &mut Report) -> Result<Vec<Row>, ListError> {
    let truncated = |line| ListError::Truncated { file: file.name.clone(), line };
    if file.text.trim_matches([' ', '\r', '\n']).is_empty() {
        return Err(ListError::Empty { file: file.name.clone() });
    }
    let lines = file.text.lines().count() as u64;
    if file.text.bytes().filter(|b| *b == b'"').count() % 2 == 1 {
        return Err(truncated(lines));
    }
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file.text.as_bytes());
    let (mut rows, mut ended, mut reached) = (Vec::new(), false, (0, 1));
    for record in reader.records() {
        let record = record.map_err(|e| damaged(file, reached.1, e.to_string()))?;
        let line = table::line_at(&file.text, record.position(), &mut reached);
        if ended {
            return Err(damaged(file, line, "there are rows after the mark of the end (0x1A)".into()));
        }
        if record.len() == 1 && record.get(0).is_some_and(|cell| cell.trim() == END) {
            ended = true;
        } else if record.len() == columns {
            rows.push(Row { line, cells: record.iter().map(str::to_owned).collect() });
        } else if line >= lines && record.len() < columns {
            return Err(truncated(line));
        } else {
            return Err(damaged(file, line, format!("it has {} columns; it has to be {columns}", record.len())));
        }
    }
    if !ended {
        report.unknown("a file without the mark of its end", &file.name, "");
    }
    Ok(rows)
}

fn damaged(file: &ListFile, line: u64, flaw: String) -> ListError {
    ListError::Damaged { file: file.name.clone(), line, flaw }
}

fn entry_error(file: &ListFile, entry: &str, flaw: &str) -> ListError {
    ListError::Entry { file: file.name.clone(), entry: entry.to_owned(), flaw: flaw.to_owned() }
}

/// Documents by the words that begin them in remarks, longest first.
const DOCUMENTS: [(&str, DocumentKind); 67] = [
    ("Vessel Registration Identification IMO", DocumentKind::Imo),
    ("Identification Number IMO", DocumentKind::Imo),
    ("Company Number IMO", DocumentKind::Imo),
    ("Vessel Registration Identification", DocumentKind::Imo),
    ("Passport", DocumentKind::Passport),
    ("Stateless Person Passport", DocumentKind::Passport),
    ("Diplomatic Passport", DocumentKind::Passport),
    ("National ID No.", DocumentKind::NationalId),
    ("National Foreign ID Number", DocumentKind::NationalId),
    ("Cedula No.", DocumentKind::NationalId),
    ("Cedula de Residencia", DocumentKind::NationalId),
    ("Cedula de Ciudadania", DocumentKind::NationalId),
    ("C.U.R.P.", DocumentKind::NationalId),
    ("D.N.I.", DocumentKind::NationalId),
    ("C.U.I.T.", DocumentKind::Tax),
    ("C.U.I.P.", DocumentKind::NationalId),
    ("CUI", DocumentKind::NationalId),
    ("Personal ID Card", DocumentKind::NationalId),
    ("Identification Number", DocumentKind::Other),
    ("Birth Certificate Number", DocumentKind::NationalId),
    ("Kenyan ID No.", DocumentKind::NationalId),
    ("SSN", DocumentKind::NationalId),
    ("Numero de Identidad", DocumentKind::NationalId),
    ("Tax ID No.", DocumentKind::Tax),
    ("NIT #", DocumentKind::Tax),
    ("RUC #", DocumentKind::Tax),
    ("RIF #", DocumentKind::Tax),
    ("R.F.C.", DocumentKind::Tax),
    ("RTN", DocumentKind::Tax),
    ("V.A.T. Number", DocumentKind::Tax),
    ("C.U.I.", DocumentKind::Tax),
    ("Italian Fiscal Code", DocumentKind::Tax),
    ("Fiscal Code", DocumentKind::Tax),
    ("Registration ID", DocumentKind::Registration),
    ("Registration Number", DocumentKind::Registration),
    ("Commercial Registry Number", DocumentKind::Registration),
    ("Company Number", DocumentKind::Registration),
    ("UK Company Number", DocumentKind::Registration),
    ("Business Registration Number", DocumentKind::Registration),
    ("Business Registration Document #", DocumentKind::Registration),
    ("Business Number", DocumentKind::Registration),
    ("Public Registration Number", DocumentKind::Registration),
    ("Legal Entity Number", DocumentKind::Registration),
    ("Chamber of Commerce Number", DocumentKind::Registration),
    ("Unified Social Credit Code (USCC)", DocumentKind::Registration),
    ("Trade License No.", DocumentKind::Registration),
    ("C.R. No.", DocumentKind::Registration),
    ("Matricula Mercantil No", DocumentKind::Registration),
    ("Folio Mercantil No.", DocumentKind::Registration),
    ("Government Gazette Number", DocumentKind::Registration),
    ("SWIFT/BIC", DocumentKind::Bic),
    ("International Maritime Organization No.", DocumentKind::Imo),
    ("Travel Document Number", DocumentKind::Passport),
    ("British National Overseas Passport", DocumentKind::Passport),
    ("Residency Number", DocumentKind::NationalId),
    ("Citizen's Card Number", DocumentKind::NationalId),
    ("Turkish Identification Number", DocumentKind::NationalId),
    ("Tazkira National ID Card", DocumentKind::NationalId),
    ("Credencial electoral", DocumentKind::NationalId),
    ("I.F.E.", DocumentKind::NationalId),
    ("RFC", DocumentKind::Tax),
    ("US FEIN", DocumentKind::Tax),
    ("Certificate of Incorporation Number", DocumentKind::Registration),
    ("Branch Unit Number", DocumentKind::Registration),
    ("Enterprise Number", DocumentKind::Registration),
    ("Registered Charity No.", DocumentKind::Registration),
    ("United Social Credit Code Certificate (USCCC)", DocumentKind::Registration),
];
