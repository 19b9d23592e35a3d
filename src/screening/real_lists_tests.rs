//! Against the real lists, where they are at hand: a folder `shared/data/lists` beside the checkout or further up.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use super::{
    Band, BirthRelation, DocumentKind, Entry, Kind, ListError, ListFormat, ListSource, Lists, NameQuality, Place,
    Screened, Subject, SubjectIdentifier, SubjectName, matching::Retrieval,
};
use crate::domain::{Date, ListId};

const TODAY: Date = Date::of(2026, 3, 1);

/// The folder, or a loud line that the test did nothing.
pub(crate) fn real(test: &str) -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().skip(1).map(|up| up.join("shared/data/lists"));
    let folder = above.into_iter().find(|folder| folder.is_dir());
    if folder.is_none() {
        println!("SKIPPED {test}: there is no shared/data/lists above this checkout");
    }
    folder
}

fn source(format: ListFormat, path: PathBuf) -> ListSource {
    let published_on = Some(Date::of(2021, 7, 1));
    ListSource { format, place: Place::Path(path), published_on, sample: false, max_age_days: None }
}

fn all(folder: &Path) -> Lists {
    let sources = [
        source(ListFormat::OfacSdnCsv, folder.join("ofac-sdn-2021-07")),
        source(ListFormat::OfacConsCsv, folder.join("ofac-cons")),
        source(ListFormat::UnXml, folder.join("un-sc/UN_consolidated_2026-02-27.xml")),
    ];
    Lists::load(&sources, 0, TODAY)
}

fn id(text: &str) -> ListId {
    text.parse().unwrap()
}

fn hits(lists: &Lists, list: &str, text: &str) -> Vec<super::Hit> {
    let names = [SubjectName { text, quality: NameQuality::Primary }];
    let subject =
        Subject { id: "p", kind: None, sex: None, names: &names, births: &[], identifiers: &[], country: None };
    match lists.screen(&id(list), &subject) {
        Screened::Hits(hits) => hits,
        Screened::NotScreened(cause) => panic!("{list} {text}: {cause}"),
    }
}

#[test]
fn real_lists_load_whole() {
    let Some(folder) = real("real_lists_load_whole") else { return };
    let lists = all(&folder);
    let (mut un, mut seen) = (0, std::collections::BTreeSet::new());
    for status in lists.status() {
        let report = status.outcome.as_ref().unwrap_or_else(|error| panic!("{}: {error}", status.id));
        un += if status.format == ListFormat::UnXml { status.entries } else { 0 };
        if seen.insert(status.format) {
            println!(
                "{:?} {} entries, names {:?}, births {}, documents {}",
                status.format, report.entries, report.names, report.births, report.documents
            );
            for (what, unknown) in &report.not_understood {
                println!("  not understood: {what}: {} e.g. {:?}", unknown.count, unknown.examples);
            }
            println!("  left out: {:?}", report.left_out);
        }
    }
    assert_eq!(lists.entries(&id("OFAC-SDN")).len(), 8_976);
    assert_eq!(lists.entries(&id("OFAC-CONS")).len(), 442);
    assert_eq!(lists.entries(&id("UN-1718")).len(), 155);
    assert_eq!(un, 1_003);
    let births = |entry: &&Entry| entry.kind == Kind::Person && !entry.births.is_empty();
    assert!(lists.entries(&id("OFAC-SDN")).iter().filter(births).count() >= 4_420);
}

/// Numbers that the lists print among words, as a party gives them.
#[test]
fn numbers_among_words_lead_to_their_entries() {
    let Some(folder) = real("numbers_among_words_lead_to_their_entries") else { return };
    let lists = all(&folder);
    for (list, entry, kind, value) in [
        ("UN-1970", "LYi.003", DocumentKind::Passport, "513519"),
        ("UN-1970", "LYi.019", DocumentKind::Other, "03825239"),
        ("UN-1267", "QDi.060", DocumentKind::Passport, "L 191609"),
        ("UN-1267", "QDi.305", DocumentKind::NationalId, "1127083101740003"),
        ("UN-1988", "TAi.071", DocumentKind::NationalId, "545167"),
        ("UN-1718", "KPe.035", DocumentKind::Bic, "KDBKKPPYXXX"),
        ("OFAC-SDN", "24899", DocumentKind::Imo, "IMO 5777731"),
        ("OFAC-SDN", "9340", DocumentKind::Passport, "750200421"),
    ] {
        let names = [SubjectName { text: "Zorglub Quintessence", quality: NameQuality::Primary }];
        let identifiers = [SubjectIdentifier { kind, value, country: None }];
        let subject = Subject {
            id: "p",
            kind: None,
            sex: None,
            names: &names,
            births: &[],
            identifiers: &identifiers,
            country: None,
        };
        let Screened::Hits(hits) = lists.screen(&id(list), &subject) else { panic!() };
        assert!(hits.iter().any(|hit| hit.entry == entry), "{list} {entry} {value}: {hits:?}");
    }
}

#[test]
fn real_lists_older_and_damaged() {
    let Some(folder) = real("real_lists_older_and_damaged") else { return };
    for (format, path, entries) in [
        (ListFormat::OfacSdnCsv, "ofac-sdn-2019", 7_379),
        (ListFormat::UnXml, "un-sc/UN_consolidated_2025-11-20.xml", 1_000),
        (ListFormat::UnXml, "un-sc/UN_consolidated_2016-02-11_subset.xml", 239),
    ] {
        let lists = Lists::load(&[source(format, folder.join(path))], 0, TODAY);
        let got: usize = lists.status().map(|status| status.entries).sum();
        let refused: Vec<_> = lists.status().filter_map(|status| status.outcome.as_ref().err()).collect();
        assert_eq!((got, refused.len()), (entries, 0), "{path}: {refused:?}");
    }
    let damaged = source(ListFormat::UnXml, folder.join("un-sc/UN_consolidated_2025-08-16.damaged.xml"));
    let lists = Lists::load(&[damaged], 0, TODAY);
    let status = lists.status().next().unwrap();
    assert!(matches!(status.outcome, Err(ListError::NotUtf8 { .. })), "{:?}", status.outcome);
    let partial = source(ListFormat::OfacSdnCsv, folder.join("ofac-sdn-2025-12-partial"));
    let lists = Lists::load(&[partial], 0, TODAY);
    assert!(matches!(lists.status().next().unwrap().outcome, Err(ListError::Unreadable { .. })));
}

#[test]
fn every_strong_name_of_the_un_list_finds_its_entry() {
    let Some(folder) = real("every_strong_name_of_the_un_list_finds_its_entry") else { return };
    let lists = all(&folder);
    let (mut tried, mut missed) = (0, Vec::new());
    for entry in lists.entries(&id("UN-1718")) {
        for name in entry.names.iter().filter(|name| name.quality != NameQuality::Weak && name.text.is_ascii()) {
            tried += 1;
            let found = hits(&lists, "UN-1718", &name.text);
            if !found.iter().any(|hit| hit.entry == entry.id && hit.band <= Band::Strong) {
                missed.push((entry.id.clone(), name.text.clone()));
            }
        }
    }
    println!("{tried} names of the 1718 list, missed {missed:?}");
    assert!(missed.is_empty());
}

/// Persons that stand on both lists, told by the passport's number: pairs that nobody made up.
#[test]
fn persons_on_both_lists_are_found_by_name_and_day_of_birth() {
    let Some(folder) = real("persons_on_both_lists_are_found_by_name_and_day_of_birth") else { return };
    let lists = all(&folder);
    let (un, sdn) = (id("UN-1718"), id("OFAC-SDN"));
    let passports = |entry: &Entry| -> Vec<String> {
        let all = entry.documents.iter().filter(|d| d.kind == DocumentKind::Passport && d.number.len() >= 8);
        all.map(|d| d.number.clone()).collect()
    };
    let (mut pairs, mut by_name, mut by_both) = (0, 0, 0);
    for entry in lists.entries(&un).iter().filter(|entry| entry.kind == Kind::Person) {
        let own = passports(entry);
        let twin = lists.entries(&sdn).iter().find(|other| passports(other).iter().any(|number| own.contains(number)));
        let Some(twin) = twin else { continue };
        pairs += 1;
        let names = [SubjectName { text: &entry.names[0].text, quality: NameQuality::Primary }];
        let births: Vec<_> = entry.births.iter().map(|birth| (birth.from, birth.to)).collect();
        let subject = Subject {
            id: "p",
            kind: Some(Kind::Person),
            sex: None,
            names: &names,
            births: &[],
            identifiers: &[],
            country: Some("KP"),
        };
        let band = |subject: &Subject<'_>| match lists.screen(&sdn, subject) {
            Screened::Hits(hits) => hits.into_iter().find(|hit| hit.entry == twin.id).map(|hit| hit.band),
            Screened::NotScreened(cause) => panic!("{cause}"),
        };
        let alone = band(&subject);
        if alone.is_none_or(|band| band > Band::Possible) {
            println!(
                "not by name: {} / {:?}",
                entry.names[0].text,
                twin.names.iter().map(|n| &n.text).collect::<Vec<_>>()
            );
        }
        by_name += usize::from(alone.is_some_and(|band| band <= Band::Possible));
        by_both +=
            usize::from(band(&Subject { births: &births, ..subject }).is_some_and(|band| band <= Band::Possible));
        let identifiers: Vec<_> = own
            .iter()
            .map(|value| SubjectIdentifier { kind: DocumentKind::Passport, value, country: Some("KP") })
            .collect();
        assert!(band(&Subject { identifiers: &identifiers, ..subject }).is_some(), "{}", entry.id);
    }
    println!("{pairs} persons on both lists: {by_name} by name, {by_both} by name and birth");
    assert!(pairs >= 25 && by_name * 100 >= pairs * 95 && by_both * 100 >= pairs * 90);
}

/// Every person of the DPRK's against the others: one syllable is another person, and a day of birth tells them apart.
#[test]
fn different_people_of_the_un_list_stay_apart() {
    let Some(folder) = real("different_people_of_the_un_list_stay_apart") else { return };
    let lists = all(&folder);
    let persons: Vec<_> = lists.entries(&id("UN-1718")).iter().filter(|entry| entry.kind == Kind::Person).collect();
    let (mut by_name, mut strong_with_births) = (Vec::new(), Vec::new());
    for entry in &persons {
        for hit in hits(&lists, "UN-1718", &entry.names[0].text) {
            if hit.entry != entry.id && hit.band <= Band::Possible {
                by_name.push((entry.names[0].text.clone(), hit.evidence.name.unwrap().listed));
            }
        }
        let names = [SubjectName { text: &entry.names[0].text, quality: NameQuality::Primary }];
        let births: Vec<_> = entry.births.iter().map(|birth| (birth.from, birth.to)).collect();
        let subject =
            Subject { id: "p", kind: None, sex: None, names: &names, births: &births, identifiers: &[], country: None };
        let Screened::Hits(hits) = lists.screen(&id("UN-1718"), &subject) else { panic!() };
        for hit in hits.into_iter().filter(|hit| hit.entry != entry.id && hit.band <= Band::Strong) {
            assert_ne!(hit.evidence.birth, BirthRelation::Contradicted);
            strong_with_births.push(hit.entry);
        }
    }
    println!(
        "{} persons; others called possible by name: {by_name:?}; strong with births: {strong_with_births:?}",
        persons.len()
    );
    assert!(by_name.len() * 10 <= persons.len() && strong_with_births.len() * 100 <= persons.len() * 3);
}

#[test]
fn the_index_equals_comparing_all_on_real_lists() {
    let Some(folder) = real("the_index_equals_comparing_all_on_real_lists") else { return };
    let lists = all(&folder);
    let (sdn, un) = (id("OFAC-SDN"), id("UN-1718"));
    let entries = lists.entries(&un).iter().step_by(40).chain(lists.entries(&sdn).iter().step_by(1_800));
    for entry in entries {
        let slip: String = entry.names[0].text.char_indices().filter(|(at, _)| *at != 4).map(|(_, c)| c).collect();
        for text in [&entry.names[0].text, &slip] {
            let names = [SubjectName { text, quality: NameQuality::Primary }];
            let subject =
                Subject { id: "p", kind: None, sex: None, names: &names, births: &[], identifiers: &[], country: None };
            let index = lists.screen_by(&sdn, &subject, Retrieval::Index);
            assert_eq!(index, lists.screen_by(&sdn, &subject, Retrieval::All), "{text}");
        }
    }
}

/// Figures, by `cargo test --lib -- --ignored --nocapture figures_on_real_lists`.
#[test]
#[ignore = "prints figures"]
fn figures_on_real_lists() {
    let Some(folder) = real("figures_on_real_lists") else { return };
    let memory = || {
        let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
        pages.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096 / 1024 / 1024
    };
    let before = memory();
    let start = Instant::now();
    let lists = all(&folder);
    println!("load and index: {:?}, {} MiB more resident", start.elapsed(), memory() - before);
    let sdn = id("OFAC-SDN");
    let texts: Vec<String> = lists.entries(&id("UN-1718")).iter().map(|entry| entry.names[0].text.clone()).collect();
    for retrieval in [Retrieval::Index, Retrieval::All] {
        let texts = if retrieval == Retrieval::All {
            texts.iter().step_by(15).collect::<Vec<_>>()
        } else {
            texts.iter().collect()
        };
        let mut times: Vec<_> = texts
            .iter()
            .map(|text| {
                let names = [SubjectName { text, quality: NameQuality::Primary }];
                let subject = Subject {
                    id: "p",
                    kind: None,
                    sex: None,
                    names: &names,
                    births: &[],
                    identifiers: &[],
                    country: Some("KP"),
                };
                let start = Instant::now();
                let screened = lists.screen_by(&sdn, &subject, retrieval);
                assert!(matches!(screened, Screened::Hits(_)));
                start.elapsed()
            })
            .collect();
        times.sort();
        let (median, most) = (times[times.len() / 2], times[times.len() - 1]);
        println!("{retrieval:?}: {} names against OFAC-SDN, median {median:?}, longest {most:?}", times.len());
    }
    let junk = "qwertyuiopasdfghjklz ".repeat(24);
    let names: Vec<_> = (0..64).map(|_| SubjectName { text: junk.trim(), quality: NameQuality::Primary }).collect();
    let subject =
        Subject { id: "p", kind: None, sex: None, names: &names, births: &[], identifiers: &[], country: None };
    let start = Instant::now();
    let screened = lists.screen(&sdn, &subject);
    println!("64 names of junk: {:?}, {}", start.elapsed(), matches!(screened, Screened::Hits(_)));
}

/// What users of other screeners met (`a_generic_word_after_the_name`), where words weigh what they weigh.
#[test]
fn real_lists_know_bodies_by_more_than_their_name() {
    let Some(folder) = real("real_lists_know_bodies_by_more_than_their_name") else { return };
    let lists = all(&folder);
    for name in ["TALIBAN ORGANIZATION", "AL-QAIDA NETWORK", "Taliban Movement", "Al-Qaida Organisation"] {
        let found = hits(&lists, "OFAC-SDN", name);
        assert!(found.iter().any(|hit| hit.band <= Band::Possible), "{name}: {found:?}");
    }
}

/// Whoever adds a word to a listed name is seen, unless the name is two of the commonest words.
#[test]
fn real_lists_find_a_whole_name_with_a_word_beside_it() {
    let Some(folder) = real("real_lists_find_a_whole_name_with_a_word_beside_it") else { return };
    let lists = all(&folder);
    let (mut asked, mut seen) = (0, 0);
    for list in ["UN-1267", "UN-1718", "UN-1988", "UN-751"] {
        for entry in lists.entries(&id(list)) {
            let Some(name) = entry.names.first().filter(|name| name.text.split_whitespace().count() > 1) else {
                continue;
            };
            for text in [format!("{} Zorvane", name.text), format!("Zorvane {}", name.text)] {
                asked += 1;
                seen += usize::from(hits(&lists, list, &text).iter().any(|hit| hit.entry == entry.id));
            }
        }
    }
    println!("{seen} of {asked} seen");
    assert!(seen * 100 >= asked * 95, "{seen} of {asked}");
}
