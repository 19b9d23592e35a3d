//! What is done with arbitrary bytes, and what has to hold whatever they are. What must never happen is a panic, much time or
//! much memory: libFuzzer watches those.

use std::sync::{Arc, OnceLock};

use crate::{
    domain::{Date, ListId},
    screening::{
        Band, Cause, DocumentKind, HITS_MAX, Hit, Kind, ListFormat, Lists, NameQuality, RawFile, Screened, Snapshot,
        Subject, SubjectIdentifier, SubjectName, Supply,
    },
};

const TODAY: Date = Date::of(2026, 11, 26);
/// What parts the files of a list of several: the file separator of ASCII.
const FILES: u8 = 0x1C;

/// Reads bytes as a list. What is read keeps its promises, and can be screened against.
pub fn list(format: ListFormat, bytes: &[u8]) {
    let Some(snapshot) = read(format, bytes) else { return };
    for (list, entries) in snapshot.lists() {
        for entry in entries {
            assert_eq!(entry.list, *list);
            assert!(
                !entry.names.is_empty() && entry.names.iter().all(|name| !name.text.trim().is_empty()),
                "{entry:?}"
            );
            assert!(entry.births.iter().all(|birth| birth.from <= birth.to), "{entry:?}");
            assert!(entry.countries.is_sorted(), "{entry:?}");
            assert!(entry.documents.iter().all(|document| !document.number.is_empty()), "{entry:?}");
            for days in [entry.listed, entry.delisted].into_iter().flatten() {
                assert!(days.from <= days.to, "{entry:?}");
            }
        }
    }
    find_themselves(&lists_of(snapshot));
}

fn read(format: ListFormat, bytes: &[u8]) -> Option<Snapshot> {
    let files = match format.files() {
        Some(names) => {
            let mut parts = bytes.splitn(names.len(), |byte| *byte == FILES);
            let file = |name: &str| RawFile { name: name.into(), bytes: parts.next().unwrap_or(b"\x1A").to_vec() };
            names.into_iter().map(file).collect()
        }
        None => vec![RawFile { name: "list".into(), bytes: bytes.to_vec() }],
    };
    Snapshot::read(format, files, Some(Date::of(2021, 7, 1)), TODAY).ok()
}

fn lists_of(snapshot: Snapshot) -> Lists {
    let supply = Supply {
        format: snapshot.format(),
        snapshots: vec![Arc::new(snapshot)],
        refused: None,
        sample: false,
        max_age_days: None,
    };
    Lists::of(vec![supply], 0, TODAY)
}

/// The full names of the first entries find their own entries, and strongly.
fn find_themselves(lists: &Lists) {
    for status in lists.status() {
        for entry in lists.entries(&status.id).iter().take(8) {
            for name in entry.names.iter().filter(|name| name.quality != NameQuality::Weak).take(4) {
                let names = [SubjectName { text: &name.text, quality: NameQuality::Primary }];
                let subject =
                    Subject { id: "p", kind: None, sex: None, names: &names, births: &[], identifiers: &[], country: None };
                let Some(hits) = screened(lists, &status.id, &subject) else { continue };
                let own = hits.iter().find(|hit| hit.entry == entry.id).map(|hit| hit.band);
                assert_eq!(own, Some(Band::Strong), "{:?} of {entry:?}: {hits:?}", name.text);
            }
        }
    }
}

/// The hits, if it was screened. They are bounded, in order, and no name alone confirms anybody.
fn screened(lists: &Lists, list: &ListId, subject: &Subject<'_>) -> Option<Vec<Hit>> {
    let hits = match lists.screen(list, subject) {
        Screened::Hits(hits) => hits,
        Screened::NotScreened(Cause::NameUnusable | Cause::OverLimit) => return None,
        Screened::NotScreened(cause) => panic!("{cause}"),
    };
    assert!(hits.len() <= HITS_MAX);
    assert!(hits.is_sorted_by_key(|hit| (hit.band, u16::MAX - hit.score)));
    for hit in &hits {
        let by_document = hit.evidence.documents.iter().any(|document| document.agrees);
        assert!(by_document || (hit.band > Band::Confirmed && hit.score < 1000), "{hit:?}");
        assert!(by_document || hit.evidence.name.is_some(), "{hit:?}");
    }
    Some(hits)
}

/// Screens a party made of bytes against the samples, twice: the answer is the same.
///
/// The first lines are kind, country, dates of birth and a number; every further line is a name.
pub fn party(bytes: &[u8]) {
    static SAMPLES: OnceLock<Lists> = OnceLock::new();
    let lists = SAMPLES.get_or_init(|| Lists::sample(0, TODAY));
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut lines = text.lines();
    let kind = lines.next().and_then(|line| match line {
        "person" => Some(Kind::Person),
        "body" => Some(Kind::Entity),
        "vessel" => Some(Kind::Vessel),
        _ => None,
    });
    let country = lines.next().filter(|line| !line.is_empty());
    let births: Vec<_> = lines.next().unwrap_or_default().split(' ').filter_map(birth).collect();
    let number = lines.next().filter(|line| !line.is_empty()).and_then(identifier);
    let names: Vec<_> = lines.map(name).collect();
    let subject = Subject { id: "p", kind, sex: None, names: &names, births: &births, identifiers: number.as_slice(), country };
    for status in lists.status() {
        let first = screened(lists, &status.id, &subject);
        assert_eq!(first, screened(lists, &status.id, &subject));
    }
}

fn birth(text: &str) -> Option<(Date, Date)> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let (from, to) = (Date::read(from)?, Date::read(to)?);
    (from <= to).then_some((from, to))
}

fn identifier(line: &str) -> Option<SubjectIdentifier<'_>> {
    let (kind, value) = line.split_once(' ')?;
    let kind = match kind {
        "passport" => DocumentKind::Passport,
        "id" => DocumentKind::NationalId,
        "imo" => DocumentKind::Imo,
        "bic" => DocumentKind::Bic,
        _ => DocumentKind::Other,
    };
    Some(SubjectIdentifier { kind, value, country: None })
}

/// A name; a tilde before it says that it is weak.
fn name(line: &str) -> SubjectName<'_> {
    match line.strip_prefix('~') {
        Some(text) => SubjectName { text, quality: NameQuality::Weak },
        None => SubjectName { text: line, quality: NameQuality::Primary },
    }
}

/// Makes a list of the lines, and screens each of them against it.
pub fn names(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let kinds = ["\"individual\"", "-0- ", "\"vessel\""];
    let row = |(at, name): (usize, &str)| {
        let name = name.replace('"', "'").replace('\u{1A}', " ");
        format!("{},\"{name}\",{},\"TEST\",{}\r\n", at + 1, kinds[at % kinds.len()], ["-0- "; 8].join(","))
    };
    let main: String = text.lines().take(40).enumerate().map(row).collect();
    let file = |text: &str| RawFile { name: "list".into(), bytes: format!("{text}\u{1A}").into_bytes() };
    let files = vec![file(&main), file(""), file(""), file("")];
    if let Ok(snapshot) = Snapshot::read(ListFormat::OfacSdnCsv, files, Some(TODAY), TODAY) {
        find_themselves(&lists_of(snapshot));
    }
}
