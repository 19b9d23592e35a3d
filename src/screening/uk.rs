//! The United Kingdom's list as CSV: the UK Sanctions List, and the OFSI Consolidated List that ended in January 2026, in its forms of
//! 2016 and 2022. A row is one combination of a name, a birth and an address of an entry; cells hold numbered lists. Columns go by
//! name. A designation that freezes nothing (a ban on entry, a ship kept out of ports) stands on a list of its own.

use std::collections::BTreeMap;

use super::{
    countries::{self, Said},
    dates,
    entry::{Between, Birth, Certainty, Country, DocumentKind, Entry, Kind, NameQuality},
    error::ListError,
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

/// People by their country, as the form of 2016 writes nationalities.
const PEOPLE: &str = "AE emirati|AF afghan|AL albanian|AM armenian|AO angolan|AZ azerbaijani|BA bosnian|BD bangladeshi|BE belgian|\
BY belarusian|CA canadian|CD congolese|CF central african|CI ivorian|CM cameroonian|CN chinese|CU cuban|CY cypriot|DE german|\
DZ algerian|EG egyptian|ER eritrean|ES spanish|ET ethiopian|FR french|GB british|GE georgian|GN guinean|HR croatian|ID indonesian|\
IE irish|IL israeli|IN indian|IQ iraqi|IR iranian|IT italian|JO jordanian|JP japanese|KE kenyan|KP north korean|KR south korean|\
KW kuwaiti|LB lebanese|LY libyan|MA moroccan|ML malian|MM burmese|MR mauritanian|MY malaysian|NE nigerien|NG nigerian|\
NI nicaraguan|NL dutch|NO norwegian|PH filipino|PK pakistani|PL polish|PS palestinian|PT portuguese|QA qatari|RS serbian|\
RU russian|RW rwandan|SA saudi arabian|SA saudi|SD sudanese|SE swedish|SG singaporean|SN senegalese|SO somali|SS south sudanese|\
SY syrian|TD chadian|TH thai|TN tunisian|TR turkish|TZ tanzanian|UA ukrainian|UG ugandan|US american|US usa|UZ uzbek|\
VE venezuelan|VN vietnamese|YE yemeni|ZA south african|ZW zimbabwean";

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
    let (mut report, mut entries) = (Report::default(), Vec::<Entry>::new());
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(row) = table.next_whole(&columns) {
        let row = row?;
        let id = row.cell(ID);
        if id.is_empty() {
            return Err(table.damaged(row.line, "it has no id; every row has the one of its entry".into()));
        }
        let at = if let Some(at) = places.get(id) {
            *at
        } else {
            let entry = entry(&row, &mut report).ok_or_else(|| {
                table.damaged(row.line, format!("`{}` is no usable name of a regime", row.cell(REGIME)))
            })?;
            places.insert(id.to_owned(), entries.len());
            entries.push(entry);
            entries.len() - 1
        };
        if let Some(entry) = entries.get_mut(at) {
            read(&row, entry, &mut report);
        }
    }
    for entry in &mut entries {
        if entry.names.is_empty() {
            let flaw = "it has no name".to_owned();
            return Err(ListError::Entry { file: file.name.clone(), entry: entry.id.clone(), flaw });
        }
        principal_first(entry);
    }
    Ok(Parsed { entries, published_on: Some(published_on), report })
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

fn entry(row: &Row, report: &mut Report) -> Option<Entry> {
    let kind = match row.cell(KIND) {
        "Individual" => Kind::Person,
        "Entity" => Kind::Entity,
        "Ship" => Kind::Vessel,
        other => {
            report.unknown("a type", row.cell(ID), other);
            Kind::Entity
        }
    };
    let frozen = row.cell(IMPOSED).is_empty() || row.cell(IMPOSED).to_lowercase().contains("asset freeze");
    let mut entry = Entry::new(list(row.cell(REGIME), frozen)?, row.cell(ID).to_owned(), kind);
    entry.add_programme(row.cell(REGIME));
    Some(entry)
}

/// `The Russia (Sanctions) (EU Exit) Regulations 2019` is the regime `Russia`.
fn list(regime: &str, frozen: bool) -> Option<ListId> {
    let bare = regime.trim().trim_start_matches("The ").replace('\u{2019}', "'");
    let ends =
        [" (Sanctions)", " Sanctions", " (EU Exit)", " Regulations"].iter().filter_map(|mark| bare.find(mark)).min();
    let bare = bare.get(..ends.unwrap_or(bare.len())).unwrap_or(&bare);
    let known = REGIMES.iter().find(|(name, _)| *name == bare).map(|(_, list)| (*list).to_owned());
    let plain: String = bare.chars().filter(char::is_ascii_alphanumeric).take(REGIME_CHARS_MAX).collect();
    let list = known.or_else(|| (!plain.is_empty()).then(|| format!("UK-{plain}")))?;
    if frozen { list } else { format!("{list}:no-freeze") }.parse().ok()
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
        numbered(row.cell(at)).for_each(|text| document(kind, text, entry, report));
    }
    listed(row, entry, report);
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
    let people = |text: &str| -> Option<Country> {
        let small = text.to_lowercase();
        let found = PEOPLE.split('|').filter_map(|pair| pair.split_once(' ')).find(|(_, name)| *name == small);
        found.and_then(|(code, _)| Country::code(code))
    };
    people(text).map_or_else(|| countries::read(text), Said::Country)
}

/// `A-333602 (Indian) issued on 4 June 1985`, `Passport no. FA0157612`: the first word with four digits, with the letters before it.
/// What is in brackets may name the issuer, or say that the document is false.
fn document(kind: DocumentKind, text: &str, entry: &mut Entry, report: &mut Report) {
    let bracket = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(inside, _)| inside);
    let ends = [" issued", ". Issued", ", issued", " expire", " Expir"].iter().filter_map(|mark| text.find(mark)).min();
    let bare = text.get(..ends.unwrap_or(text.len())).unwrap_or(text).split('(').next().unwrap_or_default();
    let words: Vec<&str> = bare.split([' ', ':', ',', ';']).filter(|word| !word.is_empty()).collect();
    let digits = |word: &str| word.bytes().filter(u8::is_ascii_digit).count();
    let Some(at) = words.iter().position(|word| digits(word) >= 4) else {
        return report.unknown("a document without a number", &entry.id, text);
    };
    let word = words.get(at).copied().unwrap_or_default();
    let word = word.rsplit_once("o.").map_or(word, |(_, number)| number);
    let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
    let letters = before.len() <= 2 && !before.is_empty() && before.bytes().all(|b| b.is_ascii_uppercase());
    let number = if letters { format!("{before} {word}") } else { word.to_owned() };
    let known_false = bracket.to_lowercase().starts_with("false");
    let bracket = bracket.trim_start_matches("False ");
    let issuer = match country(bracket) {
        Said::Country(country) => Some(country),
        Said::Nothing | Said::Unclear => None,
    };
    entry.add_document(kind, &number, issuer, known_false);
}

fn listed(row: &Row, entry: &mut Entry, report: &mut Report) {
    let text = row.cell(LISTED);
    match dates::european(text).or_else(|| Date::read(text)) {
        // Rows of one entry agree; where they do not, it was listed by the first.
        Some(day) if entry.listed.is_none_or(|listed| day < listed.from) => {
            entry.listed = Some(Between { from: day, to: day });
        }
        Some(_) => {}
        None if text.is_empty() => {}
        None => report.unknown("a day of listing", &entry.id, text),
    }
}
