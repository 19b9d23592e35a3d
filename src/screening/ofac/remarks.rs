//! The language of OFAC's remarks: items between `; `, a full stop at the end, `alt.` before further ones of a kind.

use super::{DOCUMENTS, in_order};
use crate::screening::{
    countries::{self, Said},
    dates,
    entry::{DocumentKind, Entry, NameQuality},
    numbers,
    report::Report,
};

/// Items that are known and not kept, by how they begin.
const LEFT_OUT: [(&str, &str); 67] = [
    ("Secondary sanctions risk", "a note on secondary sanctions"),
    ("Additional Sanctions Information", "a note on secondary sanctions"),
    ("Transactions Prohibited For Persons", "a note on secondary sanctions"),
    ("Executive Order", "a note on a programme"),
    ("CAATSA Section", "a note on a programme"),
    ("IFCA Determination", "a note on a programme"),
    ("For more information", "a note on a programme"),
    ("Effective Date", "a note on a programme"),
    ("Listing Date", "a note on a programme"),
    ("Purchase/Sales For Divestment Date", "a note on a programme"),
    ("Peesa Information", "a note on a programme"),
    ("PEESA Information", "a note on a programme"),
    ("MBS Information", "a note on a programme"),
    ("Subject to Secondary Sanctions", "a note on secondary sanctions"),
    ("Organization Type", "a type of body"),
    ("Target Type", "a type of body"),
    ("Organization Established Date", "a founding date"),
    ("Website", "contact"),
    ("Email Address", "contact"),
    ("Telephone", "contact"),
    ("Alt. Telephone", "contact"),
    ("Alt. Fax", "contact"),
    ("Chinese Commercial Code", "a name in telegraph code"),
    ("Phone Number", "contact"),
    ("Phone No.", "contact"),
    ("Fax", "contact"),
    ("PHONE", "contact"),
    ("FAX", "contact"),
    ("TELEX", "contact"),
    ("TGMS", "contact"),
    ("EMAIL", "contact"),
    ("Cable", "contact"),
    ("Email", "contact"),
    ("Digital Currency Address", "a digital currency address"),
    ("MMSI", "a vessel's detail"),
    ("Former Vessel Flag", "a vessel's detail"),
    ("Vessel Year of Build", "a vessel's detail"),
    ("Vessel Flag", "a vessel's detail"),
    ("Vessel Type", "a vessel's detail"),
    ("Nationality of Registration", "a vessel's detail"),
    ("Other Vessel Flag", "a vessel's detail"),
    ("Other Vessel Type", "a vessel's detail"),
    ("Other Vessel Call Sign", "a vessel's detail"),
    ("Vessel Owner", "a vessel's detail"),
    ("Call Sign", "a vessel's detail"),
    ("Former Vessel Type", "a vessel's detail"),
    ("Vessel Call Sign", "a vessel's detail"),
    ("Aircraft", "an aircraft's detail"),
    ("Previous Aircraft Tail Number", "an aircraft's detail"),
    ("D-U-N-S Number", "a market identifier"),
    ("Equity Ticker", "a market identifier"),
    ("ISIN", "a market identifier"),
    ("Issuer Name", "a market identifier"),
    ("LE Number", "a market identifier"),
    ("all offices worldwide", "a note on offices"),
    ("All Offices Worldwide", "a note on offices"),
    ("All offices worldwide", "a note on offices"),
    ("ICTY indictee", "a note on a court"),
    ("Member ETA", "a note on membership"),
    ("Height", "a description"),
    ("Weight", "a description"),
    ("Hair", "a description"),
    ("Eyes", "a description"),
    ("Complexion", "a description"),
    ("Driver's License", "a licence"),
    ("Electoral Registry No.", "a register of voters"),
    ("Cartilla de Servicio Militar", "a military record"),
];

/// Reads remarks into an entry. What begins like nothing known is counted as not understood, unless it is the entry's title.
pub(in crate::screening) fn read(text: &str, title: &str, entry: &mut Entry, report: &mut Report) {
    let text = text.trim();
    let text = text.strip_suffix('.').unwrap_or(text);
    for whole in text.split("; ").map(str::trim).filter(|item| !item.is_empty()) {
        item(whole, title, entry, report);
    }
}

/// Reads one item. The XML and the copies of other departments write some in brackets.
pub(in crate::screening) fn item(whole: &str, title: &str, entry: &mut Entry, report: &mut Report) {
    // One bracket around several links leaves half of it to the first and to the last.
    let bare = whole.strip_prefix('(').unwrap_or(whole);
    let open = bare.matches('(').count() < bare.matches(')').count();
    let bare = bare.strip_suffix(')').filter(|_| open).unwrap_or(bare);
    let item = bare.strip_prefix("alt. ").unwrap_or(bare);
    let item = item.strip_suffix('.').filter(|bare| !bare.ends_with("No")).unwrap_or(item);
    if !known(item, entry, report) && !left_out(item, title, report) && !any_number(item, entry) {
        report.unknown("a remark", &entry.id, whole);
    }
}

/// Reads an item that is kept; whether it was one.
fn known(item: &str, entry: &mut Entry, report: &mut Report) -> bool {
    if let Some((quality, name)) = alias(item) {
        let name = in_order(entry.kind, name);
        entry.add_name(&name, quality);
        return true;
    }
    let (head, rest) = item.split_once(' ').unwrap_or((item, ""));
    match head {
        "DOB" => match dates::english(rest) {
            Some(birth) => entry.add_birth(birth),
            None => report.unknown("a date of birth", &entry.id, rest),
        },
        "POB" => entry.add_birth_place(rest),
        "Gender" => entry.gender = Some(rest.to_owned()),
        "nationality" | "citizen" => country(rest, entry, report),
        _ if item.starts_with("Linked To: ") => entry.add_link(item.trim_start_matches("Linked To: ")),
        _ => return document(item, entry, report),
    }
    true
}

/// `a.k.a. 'X'`: in remarks OFAC keeps its weak aliases. The name may hold apostrophes.
fn alias(item: &str) -> Option<(NameQuality, &str)> {
    let (quality, rest) =
        [("a.k.a. '", NameQuality::Weak), ("n.k.a. '", NameQuality::Weak), ("f.k.a. '", NameQuality::Weak)]
            .iter()
            .find_map(|(mark, quality)| Some((*quality, item.strip_prefix(mark)?)))?;
    Some((quality, rest.strip_suffix('\'')?))
}

fn country(text: &str, entry: &mut Entry, report: &mut Report) {
    match countries::read(text) {
        Said::Country(country) => entry.add_country(country),
        Said::Nothing => {}
        Said::Unclear => report.unknown("a country", &entry.id, text),
    }
}

fn document(item: &str, entry: &mut Entry, report: &mut Report) -> bool {
    let of = |(mark, kind): &(&str, DocumentKind)| Some((*kind, item.strip_prefix(mark)?.strip_prefix([' ', ':'])?));
    let Some((kind, rest)) = DOCUMENTS.iter().find_map(of) else { return false };
    // One stands in brackets.
    let rest = rest.trim().strip_prefix('(').map_or(rest.trim(), |rest| rest.trim_end_matches(')'));
    let bare = number(rest);
    let among_words = kind != DocumentKind::Bic && bare.split(' ').any(numbers::is_prose);
    let found = if among_words { numbers::read(rest) } else { Vec::new() };
    let bare = found.first().map_or(bare, |number| number.text.as_str());
    if bare.is_empty() {
        report.unknown("a document without a number", &entry.id, item);
        return true;
    }
    let country = match issuer(rest).map(countries::read) {
        Some(Said::Country(country)) => Some(country),
        Some(Said::Unclear) if found.is_empty() => {
            report.unknown("a country of a document", &entry.id, item);
            None
        }
        Some(Said::Nothing | Said::Unclear) | None => found.first().and_then(|number| number.country),
    };
    entry.add_document(kind, bare, country, false);
    for more in found.get(1..).unwrap_or_default() {
        entry.add_document(kind, &more.text, more.country, more.known_false);
    }
    true
}

/// Words before a number that nobody listed here yet: most are few.
const NUMBER_WORDS: [&str; 10] =
    ["number", "no.", "no.:", "id", "passport", "license", "permit", "registration", "identification", "document"];
/// Words of the longest item that is a number and no sentence.
const ITEM_WORDS_MAX: usize = 12;

/// Any other number: a word for one before it, or a country in brackets behind it. Whether there was one.
fn any_number(item: &str, entry: &mut Entry) -> bool {
    let small = item.to_lowercase();
    let named = small.split(' ').any(|word| NUMBER_WORDS.contains(&word));
    let issued = issuer(item).is_some_and(|issuer| matches!(countries::read(issuer), Said::Country(_)));
    if item.split(' ').count() > ITEM_WORDS_MAX || !(named || issued) {
        return false;
    }
    let kind = if small.contains("passport") { DocumentKind::Passport } else { DocumentKind::Other };
    let found = numbers::read(item);
    for number in &found {
        entry.add_document(kind, &number.text, number.country, number.known_false);
    }
    !found.is_empty()
}

/// What stands before the issuer and the dates.
fn number(rest: &str) -> &str {
    let ends = [" (", " issued ", " expires ", " expired "].iter().filter_map(|mark| rest.find(mark)).min();
    rest.get(..ends.unwrap_or(rest.len())).unwrap_or(rest).trim()
}

fn issuer(rest: &str) -> Option<&str> {
    let (_, after) = rest.split_once(" (")?;
    Some(after.split_once(')')?.0)
}

fn left_out(item: &str, title: &str, report: &mut Report) -> bool {
    if let Some((_, what)) = LEFT_OUT.iter().find(|(mark, _)| item.starts_with(mark)) {
        report.leave_out(what);
        return true;
    }
    let is_title = title.split("; ").any(|one| one.trim_end_matches('.') == item);
    if is_title {
        report.leave_out("a title");
    }
    is_title
}
