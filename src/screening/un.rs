//! The consolidated list of the UN Security Council. Names come in up to four parts in listed order; most elements can be
//! empty placeholders; an alias can hold several names and a birth of its own.

use super::{
    countries::{self, Said},
    dates,
    entry::{Between, Birth, DocumentKind, Entry, Kind, NameQuality},
    error::ListError,
    numbers::{self, Number, closing},
    report::Report,
    snapshot::Parsed,
    source::ListFile,
    xml::{self, Element},
};
use crate::domain::{Date, ListId};

/// Regimes as `UN_LIST_TYPE` has them, with the list that we call them: after the resolution that the committee is named
/// after. Others get `UN-` and the regime's own name.
const REGIMES: [(&str, &str); 13] = [
    ("DPRK", "UN-1718"),
    ("Al-Qaida", "UN-1267"),
    ("Taliban", "UN-1988"),
    ("Iran", "UN-2231"),
    ("Iraq", "UN-1518"),
    ("DRC", "UN-1533"),
    ("Libya", "UN-1970"),
    ("Somalia", "UN-751"),
    ("CAR", "UN-2745"),
    ("Haiti", "UN-2653"),
    ("Yemen", "UN-2140"),
    ("Sudan", "UN-1591"),
    ("SouthSudan", "UN-2206"),
];

/// What a list of the format is made of.
pub(super) fn parse(files: &[ListFile]) -> Result<Parsed, ListError> {
    let [file] = files else {
        let flaw = format!("{} files were given; the list is one", files.len());
        return Err(ListError::Damaged { file: "UN".into(), line: 0, flaw });
    };
    let mut report = Report::default();
    let mut entries: Vec<Entry> = Vec::new();
    let mut ids = std::collections::BTreeSet::new();
    let root = xml::read(file, "CONSOLIDATED_LIST", &["INDIVIDUAL", "ENTITY"], |element| {
        let entry = entry(file, &element, &mut report)?;
        if !ids.insert(entry.id.clone()) {
            return Err(flaw(file, &entry.id, "it is there twice; each entry has its own reference number"));
        }
        entries.push(entry);
        Ok(())
    })?;
    for element in root.children() {
        if !matches!(element.name.as_str(), "INDIVIDUALS" | "ENTITIES") {
            report.unknown("an element of the list", "the list", &element.name);
        }
    }
    let generated = root.attribute("dateGenerated");
    let published_on = generated.get(..10).and_then(Date::read);
    if published_on.is_none() {
        let flaw = format!("`dateGenerated` is `{generated}`; it has to begin with YYYY-MM-DD");
        return Err(ListError::Damaged { file: file.name.clone(), line: root.line, flaw });
    }
    Ok(Parsed { entries, published_on, report })
}

fn entry(file: &ListFile, element: &Element, report: &mut Report) -> Result<Entry, ListError> {
    let id = element.text_of("REFERENCE_NUMBER").to_owned();
    if id.is_empty() {
        let flaw = "an entry has no REFERENCE_NUMBER".to_owned();
        return Err(ListError::Damaged { file: file.name.clone(), line: element.line, flaw });
    }
    let kind = if element.name == "INDIVIDUAL" { Kind::Person } else { Kind::Entity };
    let list = list(element.text_of("UN_LIST_TYPE")).ok_or_else(|| flaw(file, &id, "it has no usable UN_LIST_TYPE"))?;
    let mut entry = Entry::new(list, id, kind);
    entry.note(&element.printed());
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"].map(|part| element.text_of(part));
    entry.add_name(&parts.join(" "), NameQuality::Primary);
    if entry.names.is_empty() {
        return Err(flaw(file, &entry.id, "it has no name"));
    }
    entry.programmes = vec![element.text_of("UN_LIST_TYPE").to_owned()];
    for child in element.children().iter().filter(|child| !child.is_blank()) {
        part(child, &mut entry, report);
    }
    if entry.listed.is_none() {
        report.unknown("an entry without a day of listing", &entry.id, element.text_of("LISTED_ON"));
    }
    Ok(entry)
}

fn list(regime: &str) -> Option<ListId> {
    let own = || {
        let plain: String = regime.chars().filter(char::is_ascii_alphanumeric).collect();
        (!plain.is_empty()).then(|| format!("UN-{plain}"))
    };
    let known = REGIMES.iter().find(|(name, _)| *name == regime).map(|(_, list)| (*list).to_owned());
    known.or_else(own)?.parse().ok()
}

fn part(child: &Element, entry: &mut Entry, report: &mut Report) {
    match child.name.as_str() {
        "FIRST_NAME" | "SECOND_NAME" | "THIRD_NAME" | "FOURTH_NAME" | "REFERENCE_NUMBER" | "UN_LIST_TYPE" => {}
        "NAME_ORIGINAL_SCRIPT" => entry.add_name(child.text(), NameQuality::Strong),
        "LISTED_ON" => listed_on(child, entry, report),
        "GENDER" => entry.gender = Some(child.text().to_owned()),
        "NATIONALITY" => child.all("VALUE").for_each(|value| country(value.text(), entry, report)),
        "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => alias(child, entry, report),
        "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" => {
            country(child.text_of("COUNTRY"), entry, report);
            report.leave_out("an address");
        }
        "INDIVIDUAL_DATE_OF_BIRTH" => birth(child, entry, report),
        "INDIVIDUAL_PLACE_OF_BIRTH" => place(child, entry),
        "INDIVIDUAL_DOCUMENT" => document(child, entry, report),
        "COMMENTS1" => comments(child.text(), entry, report),
        "DESIGNATION" | "TITLE" => report.leave_out("a title"),
        "DELISTED_ON" => match day(child.text()) {
            Some(day) => entry.delisted = Some(Between { from: day, to: day }),
            None => report.unknown("a day of delisting", &entry.id, child.text()),
        },
        "DATAID" | "VERSIONNUM" | "LIST_TYPE" | "LAST_DAY_UPDATED" | "SORT_KEY" | "SORT_KEY_LAST_MOD"
        | "SUBMITTED_BY" | "SUBMITTED_ON" | "NATIONALITY2" => report.leave_out("a technical field"),
        other => report.unknown("an element of an entry", &entry.id, other),
    }
}

fn listed_on(child: &Element, entry: &mut Entry, report: &mut Report) {
    match day(child.text()) {
        Some(day) => entry.listed = Some(Between { from: day, to: day }),
        None => report.unknown("a day of listing", &entry.id, child.text()),
    }
}

/// `2017-06-02`, with a time or zone behind it in old files.
fn day(text: &str) -> Option<Date> {
    text.get(..10).and_then(Date::read)
}

fn country(text: &str, entry: &mut Entry, report: &mut Report) {
    match countries::read(text) {
        Said::Country(country) => entry.add_country(country),
        Said::Nothing => {}
        Said::Unclear => report.unknown("a country", &entry.id, text),
    }
}

/// A cell can hold several names between `; `, and numbering such as `a)` before them.
fn alias(child: &Element, entry: &mut Entry, report: &mut Report) {
    let quality = match child.text_of("QUALITY") {
        "Good" | "a.k.a." | "" => NameQuality::Strong,
        "Low" => NameQuality::Weak,
        "f.k.a." => NameQuality::Former,
        other => {
            report.unknown("a quality of an alias", &entry.id, other);
            NameQuality::Strong
        }
    };
    let (cell, prose) = without_prose(child.text_of("ALIAS_NAME"));
    for name in names(cell) {
        entry.add_name(unquoted(unnumbered(name)), quality);
    }
    documents_in(prose, entry);
    let birth = child.text_of("DATE_OF_BIRTH");
    if !birth.is_empty() {
        match dates::english(birth).or_else(|| day(birth).map(dates::day)) {
            Some(birth) => entry.add_birth(birth),
            None => report.unknown("a date of birth of an alias", &entry.id, birth),
        }
    }
    for child in child.children().iter().filter(|child| !child.is_blank()) {
        match child.name.as_str() {
            "QUALITY" | "ALIAS_NAME" | "DATE_OF_BIRTH" => {}
            "CITY_OF_BIRTH" | "COUNTRY_OF_BIRTH" => entry.add_birth_place(child.text()),
            "NOTE" => note(child.text(), quality, entry, report),
            other => report.unknown("an element of an alias", &entry.id, other),
        }
    }
}

/// The names of a cell: a semicolon divides them, and numbering such as ` b) ` where the semicolon was left out. In brackets behind
/// a name stand others, most of them the same in Latin letters.
fn names(cell: &str) -> Vec<&str> {
    let (before, inside, after) = bracketed(cell).unwrap_or((cell, "", ""));
    let pieces =
        [before, inside, after].into_iter().flat_map(|part| part.split("; ")).flat_map(|part| part.split(";\n"));
    let unjoined = pieces.flat_map(|piece| {
        let marks = [" b) ", " c) ", " d) ", " e) "];
        let at = marks.iter().filter_map(|mark| piece.find(mark)).min().filter(|at| *at > 0);
        let (before, rest) = at.map_or((piece, ""), |at| piece.split_at(at));
        [before, rest]
    });
    let bare = unjoined.map(|piece| piece.trim().trim_end_matches(SCRIPT).trim_matches([';', ' ']));
    bare.filter(|piece| !piece.is_empty()).collect()
}

/// Words that say no more of a name than that it is in another script.
const SCRIPT: &str = "(original script)";

/// What stands before, in and behind the brackets that hold several names, or one in another script.
fn bracketed(cell: &str) -> Option<(&str, &str, &str)> {
    cell.match_indices('(').find_map(|(at, _)| {
        let rest = cell.get(at + 1..)?;
        let end = closing(rest);
        let inside = rest.get(..end)?;
        let script = inside.strip_prefix("original script: ");
        let inside = script.or_else(|| Some(inside).filter(|inside| inside.contains("; ")))?;
        Some((cell.get(..at)?, inside, rest.get(end + 1..).unwrap_or_default()))
    })
}

/// What a note on an alias says of it: the same in another script, and documents in that name.
fn note(text: &str, quality: NameQuality, entry: &mut Entry, report: &mut Report) {
    let text = one_line(text);
    let marks = ["original script: ", "In Arabic: ", "in Arabic: "];
    let scripts = marks.iter().find_map(|mark| Some(text.split_once(mark)?.1));
    if let Some(name) = scripts {
        entry.add_name(name.split([';', '(']).next().unwrap_or_default(), quality);
    }
    documents_in(&text, entry);
    report.leave_out("a note");
}

/// Documents of which a text speaks that is about something else.
fn documents_in(text: &str, entry: &mut Entry) {
    let kind = if text.to_lowercase().contains("passport") { DocumentKind::Passport } else { DocumentKind::Other };
    for Number { text: number, country, known_false } in numbers::introduced(text) {
        entry.add_document(kind, &number, country, known_false);
    }
}

/// Words in brackets, from which on they are no name.
const PROSE_WORDS_MIN: usize = 8;

/// A name, and what a cell says behind it in a sentence: `Safia Al-Hadad, born 1 Jan. 1953 (Oman passport no. ...`.
fn without_prose(cell: &str) -> (&str, &str) {
    let prose = |at: &usize| {
        let rest = cell.get(at + 1..).unwrap_or_default();
        let inside = rest.get(..closing(rest)).unwrap_or_default();
        !inside.contains("; ") && inside.split_whitespace().count() >= PROSE_WORDS_MIN
    };
    let Some(at) = cell.match_indices('(').map(|(at, _)| at).find(prose) else { return (cell, "") };
    let (name, rest) = cell.split_at(at);
    (name.split(", born ").next().unwrap_or(name), rest.trim_matches(['(', ')']))
}

fn unnumbered(name: &str) -> &str {
    match name.split_once(") ") {
        Some((number, rest)) if number.len() <= 3 && !number.contains(char::is_whitespace) => rest,
        _ => name,
    }
}

fn unquoted(name: &str) -> &str {
    name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name)
}

fn birth(child: &Element, entry: &mut Entry, report: &mut Report) {
    let kind = child.text_of("TYPE_OF_DATE");
    let said = ["DATE", "YEAR", "FROM_YEAR", "TO_YEAR"].map(|part| child.text_of(part));
    let note = one_line(child.text_of("NOTE"));
    if said.iter().all(|text| text.is_empty()) && note.is_empty() {
        return;
    }
    match read_birth(kind, said, &note) {
        Some(birth) => entry.add_birth(birth),
        None => report.unknown("a date of birth", &entry.id, format!("{kind} {} {note}", said.join(" ").trim()).trim()),
    }
}

/// A note can hold the date itself, its month, or that it is approximate; others are about where it comes from.
fn read_birth(kind: &str, [date, year, from, to]: [&str; 4], note: &str) -> Option<Birth> {
    let of_year = |text: &str| dates::year(text.parse().ok()?);
    let of_month = || dates::english(&format!("{note} {year}")).filter(|_| !note.is_empty());
    let plain =
        || day(date).map(dates::day).or_else(of_month).or_else(|| of_year(year)).or_else(|| dates::english(note));
    match kind {
        "EXACT" | "" => plain(),
        "APPROXIMATELY" => plain().map(dates::circa),
        "BETWEEN" => {
            let range = dates::range(of_year(from)?, of_year(to)?)?;
            Some(if note.eq_ignore_ascii_case("approximately") { dates::circa(range) } else { range })
        }
        _ => None,
    }
}

fn place(child: &Element, entry: &mut Entry) {
    let parts = ["CITY", "STATE_PROVINCE", "COUNTRY"].map(|part| child.text_of(part));
    let place = parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ");
    if !place.is_empty() {
        entry.add_birth_place(&place);
    }
}

/// Types come in three languages, with line ends inside. The number can stand among words; where its own cell is empty, in the
/// note or behind the second type.
fn document(child: &Element, entry: &mut Entry, report: &mut Report) {
    let kind = document_kind(child, entry, report);
    let cells = ["NUMBER", "NOTE", "TYPE_OF_DOCUMENT2"].map(|cell| one_line(child.text_of(cell)));
    let [number, note, second] = &cells;
    let numbers = match number.as_str() {
        "" => [note, second].into_iter().map(|cell| numbers::read(cell)).find(|found| !found.is_empty()),
        number => Some(numbers::read(number)).filter(|found| !found.is_empty()).or_else(|| Some(vec![whole(number)])),
    };
    let Some(numbers) = numbers else {
        return report.unknown("a document without a number", &entry.id, &format!("{second} {note}"));
    };
    let issuers = [child.text_of("ISSUING_COUNTRY"), child.text_of("COUNTRY_OF_ISSUE")];
    let issuer = issuers.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    let country = match countries::read(issuer) {
        Said::Country(country) => Some(country),
        Said::Nothing => None,
        Said::Unclear => {
            report.unknown("a country of a document", &entry.id, issuer);
            None
        }
    };
    for Number { text, country: said, known_false } in numbers {
        entry.add_document(kind, &text, country.or(said), known_false);
    }
}

fn document_kind(child: &Element, entry: &Entry, report: &mut Report) -> DocumentKind {
    match one_line(child.text_of("TYPE_OF_DOCUMENT")).as_str() {
        "Passport" | "Numéro de passeport" | "Número de pasaporte" => DocumentKind::Passport,
        "National Identification Number" => DocumentKind::NationalId,
        "" => DocumentKind::Other,
        other => {
            report.unknown("a type of document", &entry.id, other);
            DocumentKind::Other
        }
    }
}

/// A cell in which nothing looks like a number is kept as printed.
fn whole(number: &str) -> Number {
    Number { text: number.to_owned(), country: None, known_false: false }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Free text. What it says of gender, of IMO numbers and of bank codes in a fixed way is kept.
fn comments(text: &str, entry: &mut Entry, report: &mut Report) {
    if entry.gender.is_none() {
        entry.gender = sex_in(text).map(str::to_owned);
    }
    let upper = text.to_ascii_uppercase();
    for mark in ["IMO NUMBER", "(IMO) NUMBER", "NUMBER IMO", "IMO:"] {
        for rest in behind(&upper, mark) {
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            if number.len() == IMO_DIGITS {
                entry.add_document(DocumentKind::Imo, &number, None, false);
            }
        }
    }
    for mark in ["SWIFT/BIC", "SWIFT code", "SWIFT"] {
        for rest in behind(text, mark) {
            let codes = rest.split([',', ';', ' ', '.', '\n', ')']).filter(|word| !matches!(*word, "" | "and"));
            for code in codes.take_while(|code| is_bank_code(code)) {
                entry.add_document(DocumentKind::Bic, code, None, false);
            }
        }
    }
    report.leave_out("a comment");
}

/// Digits of an IMO number.
const IMO_DIGITS: usize = 7;

/// What stands behind a mark, each time, without what joins them.
fn behind<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    let rest = text.match_indices(mark).filter_map(move |(at, _)| text.get(at + mark.len()..));
    rest.map(|rest| rest.trim_start_matches([' ', ':', '.', '\n', '\r']))
}

/// Four letters of the bank, two of its country, two or five of the place.
fn is_bank_code(code: &str) -> bool {
    matches!(code.len(), 8 | 11)
        && code.bytes().take(6).all(|b| b.is_ascii_uppercase())
        && code.bytes().all(|b| b.is_ascii_alphanumeric())
        && code.get(4..6).is_some_and(|country| matches!(countries::read(country), Said::Country(_)))
}

/// `Gender: male`, `Gender [Male`.
fn sex_in(text: &str) -> Option<&'static str> {
    let small = text.to_lowercase();
    let said = behind(&small, "gender").next()?.trim_start_matches('[');
    if said.starts_with("female") {
        Some("Female")
    } else if said.starts_with("male") {
        Some("Male")
    } else {
        None
    }
}

fn flaw(file: &ListFile, entry: &str, flaw: &str) -> ListError {
    ListError::Entry { file: file.name.clone(), entry: entry.to_owned(), flaw: flaw.to_owned() }
}
