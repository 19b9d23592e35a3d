#[path = "following_tests.rs"]
mod following;
#[path = "history_tests.rs"]
mod history;

use std::{
    collections::BTreeSet,
    io::{Read as _, Write as _},
    net::TcpListener,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use super::{Archive, Change, Depth, Feed, Feeds, Place, Roots, Settings};
use crate::{
    domain::{Date, Digest},
    screening::{Difference, ListError, Lists, NameQuality, Origin, Screened, Subject, SubjectName, real},
};

const TODAY: Date = Date::of(2026, 3, 1);

/// A UN list of some entries, by number, published on a day.
fn un(day: &str, entries: &[u32]) -> String {
    let entry = |n: &u32| {
        format!(
            "<ENTITY><REFERENCE_NUMBER>KPe.{n}</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
             <FIRST_NAME>KORYO TRADING {}</FIRST_NAME></ENTITY>",
            ["ALPHA", "BRAVO", "CHARLIE", "DELTA"].get(*n as usize).copied().unwrap_or("ZULU")
        )
    };
    let entries: String = entries.iter().map(entry).collect();
    format!("<CONSOLIDATED_LIST dateGenerated=\"{day}\"><ENTITIES>{entries}</ENTITIES></CONSOLIDATED_LIST>")
}

fn settings(place: Option<Place>, history: Option<&Path>) -> Settings {
    Settings {
        feeds: vec![Feed { origin: Origin::Un, place, max_age_days: None }],
        history: history.map(Path::to_owned),
        keeps: true,
        history_items: 10,
        accept_shrink: Vec::new(),
        fetch: Duration::from_secs(5),
        roots: Roots::Program,
        depth: Depth::Serving,
    }
}

fn path(path: &Path) -> Place {
    Place::Path(path.to_owned())
}

fn one(feeds: &mut Feeds) -> Change {
    feeds.update(TODAY, 1).remove(0).1
}

fn day(text: &str) -> Date {
    Date::read(text).unwrap()
}

/// The ids that a name finds, with their days.
fn found(lists: &Lists, text: &str) -> Vec<String> {
    let names = [SubjectName { text, quality: NameQuality::Primary }];
    let subject =
        Subject { id: "p", kind: None, sex: None, names: &names, births: &[], identifiers: &[], country: None };
    match lists.screen(&"UN-1718".parse().unwrap(), &subject) {
        Screened::Hits(hits) => {
            let days = |days: Option<crate::screening::Between>| {
                days.map_or("?".to_owned(), |days| format!("{}..{}", days.from, days.to))
            };
            hits.iter().map(|hit| format!("{} {} {}", hit.entry, days(hit.listed), days(hit.delisted))).collect()
        }
        Screened::NotScreened(cause) => vec![cause.to_string()],
    }
}

#[test]
fn what_is_damaged_older_or_shrunken_is_refused_and_the_last_good_list_serves() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    let mut feeds = Feeds::open(settings(Some(path(&file)), None)).unwrap();
    assert!(matches!(one(&mut feeds), Change::Refused(ListError::Unreadable { .. })));
    assert!(feeds.lists(0, TODAY).unwrap().status().next().unwrap().outcome.is_err(), "nothing serves yet");
    let many: Vec<u32> = (0..10).collect();
    let good = un("2026-02-01", &many);
    std::fs::write(&file, &good).unwrap();
    assert!(matches!(one(&mut feeds), Change::Taken(_)));
    assert_eq!(one(&mut feeds), Change::Nothing, "the same file again is nothing new");
    let refusals: [(String, fn(&ListError) -> bool); 5] = [
        (good[..good.len() - 30].to_owned(), |e| matches!(e, ListError::Truncated { .. })),
        (un("2026-01-31", &many), |e| matches!(e, ListError::Older { .. })),
        (un("2026-02-02", &many[..8]), |e| matches!(e, ListError::Shrunk { what: "entries", now: 8, before: 10, .. })),
        (un("2026-03-09", &many), |e| matches!(e, ListError::Future { .. })),
        ("<html>".into(), |e| matches!(e, ListError::Damaged { .. })),
    ];
    for (text, is) in refusals {
        std::fs::write(&file, &text).unwrap();
        let change = one(&mut feeds);
        assert!(matches!(&change, Change::Refused(error) if is(error)), "{change:?}");
        let lists = feeds.lists(0, TODAY).unwrap();
        let status = lists.status().next().unwrap();
        assert!(status.kept.as_ref().is_some_and(is), "the status says so");
        assert_eq!((status.entries, status.outcome.is_ok(), status.published_on), (10, true, Some(day("2026-02-01"))));
        assert_eq!(found(&lists, "KORYO TRADING ALPHA").len(), 1);
    }
    std::fs::write(&file, un("2026-02-03", &many[..9])).unwrap();
    assert!(matches!(one(&mut feeds), Change::Taken(_)), "a tenth may go");
    assert_eq!(feeds.lists(0, TODAY).unwrap().status().next().unwrap().kept, None);
}

#[test]
fn the_last_good_reading_has_its_time_and_each_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    let mut feeds = Feeds::open(settings(Some(path(&file)), None)).unwrap();
    for (text, now_ms, good_ms, counts) in [
        ("damaged".to_owned(), 10, 0, [0, 1, 0]),
        (un("2026-02-01", &[0, 1]), 20, 20, [1, 1, 0]),
        (un("2026-02-01", &[0, 1]), 30, 30, [1, 1, 1]),
        ("damaged".to_owned(), 40, 30, [1, 2, 1]),
    ] {
        std::fs::write(&file, text).unwrap();
        feeds.update(TODAY, now_ms);
        let meters = feeds.meters();
        let source = &meters.sources[0];
        assert_eq!([&source.taken, &source.refused, &source.unchanged].map(crate::measure::Counter::get), counts);
        assert_eq!((source.good_ms.get(), source.read_us.read().count()), (good_ms, counts.iter().sum()));
    }
    let mut nothing = Feeds::open(settings(None, Some(&folder.path().join("history")))).unwrap();
    nothing.update(TODAY, 1);
    assert!(!nothing.meters().sources[0].is_read(), "what nobody has imported is not read");
}

#[test]
fn shrinking_needs_consent_to_that_very_list() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    let shrunken = un("2026-02-02", &[0]);
    std::fs::write(&file, un("2026-02-01", &[0, 1, 2])).unwrap();
    let digest = Digest::of_pieces([shrunken.as_bytes()]);
    for (accept, taken) in [(Digest::of(b"another"), false), (digest, true)] {
        let mut feeds =
            Feeds::open(Settings { accept_shrink: vec![accept], ..settings(Some(path(&file)), None) }).unwrap();
        one(&mut feeds);
        std::fs::write(&file, &shrunken).unwrap();
        let change = one(&mut feeds);
        assert_eq!(change == Change::Taken(digest), taken, "{change:?}");
        let Change::Refused(error) = change else { continue };
        assert!(error.to_string().contains(&digest.to_string()), "it says which digest to consent to: {error}");
        std::fs::write(&file, un("2026-02-01", &[0, 1, 2])).unwrap();
    }
}

#[test]
fn one_of_many_lists_must_not_vanish_either() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    let many: Vec<u32> = (0..100).collect();
    let haiti = |n: u32| {
        format!(
            "<ENTITY><REFERENCE_NUMBER>HTe.{n}</REFERENCE_NUMBER><UN_LIST_TYPE>Haiti</UN_LIST_TYPE>\
             <FIRST_NAME>PORT {n}</FIRST_NAME></ENTITY></ENTITIES>"
        )
    };
    let with = |day: &str, left: u32| (0..left).fold(un(day, &many), |text, n| text.replace("</ENTITIES>", &haiti(n)));
    for (left, taken) in [(6, true), (2, true), (0, true)] {
        let mut feeds = Feeds::open(settings(Some(path(&file)), None)).unwrap();
        std::fs::write(&file, with("2026-02-01", 5)).unwrap();
        one(&mut feeds);
        std::fs::write(&file, with("2026-02-02", left)).unwrap();
        assert_eq!(matches!(one(&mut feeds), Change::Taken(_)), taken, "5 to {left}");
    }
    for (left, taken) in [(9, true), (8, true), (4, true), (3, false), (0, false)] {
        let mut feeds = Feeds::open(settings(Some(path(&file)), None)).unwrap();
        std::fs::write(&file, with("2026-02-01", 9)).unwrap();
        one(&mut feeds);
        std::fs::write(&file, with("2026-02-02", left)).unwrap();
        let change = one(&mut feeds);
        assert_eq!(matches!(change, Change::Taken(_)), taken, "9 to {left}: {change:?}");
        let said = matches!(&change, Change::Refused(error) if error.to_string().contains("UN-2653"));
        assert_eq!(said, !taken, "it names the list: {change:?}");
    }
}

#[test]
fn history_survives_a_start_and_says_who_was_listed_when() {
    let folder = tempfile::tempdir().unwrap();
    let (file, history) = (folder.path().join("un.xml"), folder.path().join("history"));
    let all: Vec<u32> = (0..20).collect();
    for (day, entries) in [("2026-01-10", &all[1..]), ("2026-01-20", &all[..]), ("2026-02-01", &all[..19])] {
        std::fs::write(&file, un(day, entries)).unwrap();
        let mut feeds = Feeds::open(settings(Some(path(&file)), Some(&history))).unwrap();
        assert!(matches!(one(&mut feeds), Change::Taken(_)), "{day}");
    }
    std::fs::write(&file, "damaged").unwrap();
    let mut feeds = Feeds::open(settings(Some(path(&file)), Some(&history))).unwrap();
    assert!(matches!(one(&mut feeds), Change::Refused(_)));
    let lists = feeds.lists(0, TODAY).unwrap();
    let status = lists.status().next().unwrap();
    assert_eq!((status.entries, status.covers_from, status.kept.is_some()), (19, Some(day("2026-01-10")), true));
    let alpha = |lists: &Lists| found(lists, "KORYO TRADING ALPHA");
    assert_eq!(alpha(&lists), ["KPe.0 2026-01-10..2026-01-20 ?"]);
    let zulu: Vec<_> = found(&lists, "KORYO TRADING ZULU");
    assert!(zulu.contains(&"KPe.19 1917-10-06..2026-01-10 2026-01-20..2026-02-01".to_owned()), "{zulu:?}");
    assert!(feeds.lists_known_at(TODAY, 0).is_none(), "old snapshots are held in part");
    let mut past = Feeds::open(Settings { depth: Depth::Past, ..settings(Some(path(&file)), Some(&history)) }).unwrap();
    past.update(TODAY, 2);
    assert_eq!(alpha(&past.lists(0, TODAY).unwrap()), alpha(&lists), "what serves is the same");
    for (known_at, want) in [
        ("2026-01-09", "the list's source was refused"),
        ("2026-01-10", ""),
        ("2026-01-19", ""),
        ("2026-01-20", "KPe.0 2026-01-10..2026-01-20 ?"),
        ("2026-02-28", "KPe.0 2026-01-10..2026-01-20 ?"),
    ] {
        let got = alpha(&past.lists_known_at(day(known_at), 0).unwrap())
            .into_iter()
            .find(|hit| hit.starts_with("KPe.0") || hit.contains("refused"));
        assert_eq!(got.unwrap_or_default(), want, "{known_at}");
    }
    let archive = Archive::open(&history).unwrap();
    let kept = archive.shelf(Origin::Un).unwrap().kept;
    assert_eq!(kept.iter().map(|kept| kept.entries).collect::<Vec<_>>(), [19, 20, 19]);
    let [first, second] =
        [0, 1].map(|at| archive.find(&kept[at].digest.to_string()[..12]).unwrap().read(TODAY).unwrap());
    let difference = Difference::between(&first, &second);
    let names: Vec<_> = difference.added.iter().map(|one| format!("{} {}", one.entry, one.name)).collect();
    assert_eq!(
        (names, difference.removed.len(), difference.changed.len()),
        (vec!["KPe.0 KORYO TRADING ALPHA".to_owned()], 0, 0)
    );
    assert_eq!(Difference::between(&second, &first).removed.len(), 1);
    assert!(archive.find("zz").is_err());
    std::fs::write(history.join(format!("un/{}-{}/0", kept[0].published_on, kept[0].digest)), "altered").unwrap();
    assert!(matches!(kept[0].read(TODAY), Err(ListError::OfHistory { .. })), "altered bytes are noticed");
}

#[test]
fn only_the_newest_snapshots_are_held() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    let mut feeds = Feeds::open(Settings { history_items: 2, ..settings(Some(path(&file)), None) }).unwrap();
    for (day, covers_from) in [("2026-01-10", "2026-01-10"), ("2026-01-20", "2026-01-10"), ("2026-02-01", "2026-01-20")]
    {
        std::fs::write(&file, un(day, &[0, 1])).unwrap();
        one(&mut feeds);
        let covers = feeds.lists(0, TODAY).unwrap().status().next().unwrap().covers_from;
        assert_eq!(covers, Date::read(covers_from), "{day}");
    }
}

#[test]
fn what_is_imported_serves_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let (file, history) = (folder.path().join("un.xml"), folder.path().join("history"));
    let mut serving = Feeds::open(settings(None, Some(&history))).unwrap();
    assert_eq!(one(&mut serving), Change::Nothing);
    assert!(serving.lists(0, TODAY).is_none(), "there is nothing yet, and nothing is wrong");
    std::fs::write(&file, un("2026-02-01", &[0, 1, 2])).unwrap();
    let mut other = Feeds::open(settings(None, Some(&history))).unwrap();
    let imported = other.import(Origin::Un, &Place::of(file.clone()), &[], TODAY, 7).unwrap();
    assert_eq!(one(&mut serving), Change::Taken(imported.snapshot.digest()));
    std::fs::write(&file, un("2026-02-02", &[0])).unwrap();
    let refused = other.import(Origin::Un, &Place::of(file.clone()), &[], TODAY, 8).unwrap_err();
    let ListError::Shrunk { digest, .. } = refused else { panic!("{refused}") };
    assert_eq!(one(&mut serving), Change::Nothing, "what is refused leaves nothing behind");
    other.import(Origin::Un, &Place::of(file), &[digest], TODAY, 9).unwrap();
    assert_eq!(one(&mut serving), Change::Taken(digest));
    assert_eq!(Archive::open(&history).unwrap().shelf(Origin::Un).unwrap().kept.len(), 2);
}

#[test]
fn the_same_list_published_again_is_younger() {
    let folder = tempfile::tempdir().unwrap();
    let (place, history) = (folder.path().join("csl"), folder.path().join("history"));
    std::fs::create_dir(&place).unwrap();
    let file = place.join("consolidated.csv");
    let header = "_id,source,entity_number,type,programs,name,title,addresses,start_date,end_date,vessel_flag,remarks,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,ids";
    std::fs::write(&file, format!("{header}\n1,Entity List (EL),,Entity,,LUNA,,,,,,,,,,,,\n")).unwrap();
    let mut settings = settings(Some(path(&file)), Some(&history));
    settings.feeds[0].origin = Origin::UsCsl;
    let mut feeds = Feeds::open(settings.clone()).unwrap();
    assert!(matches!(one(&mut feeds), Change::Refused(ListError::NoDate { .. })));
    for (beside, want) in [
        ("2026-02-01", "2026-02-01"),
        ("2026-02-10", "2026-02-10"),
        ("2026-02-20", "2026-02-20"),
        ("2026-02-15", "2026-02-20"),
    ] {
        std::fs::write(place.join("published_on"), beside).unwrap();
        one(&mut feeds);
        for feeds in [&feeds, &{
            let mut again = Feeds::open(settings.clone()).unwrap();
            again.update(TODAY, 2);
            again
        }] {
            let lists = feeds.lists(0, TODAY).unwrap();
            let status = lists.status().next().unwrap();
            assert_eq!(
                (status.published_on, status.covers_from),
                (Some(day(want)), Some(day("2026-02-01"))),
                "{beside}"
            );
        }
    }
}

/// What a server answers to each request in turn; the requests it saw.
fn server(answers: Vec<String>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/list.xml?token=secret", listener.local_addr().unwrap());
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let requests = Arc::clone(&seen);
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap_or(0) == 1 {
                request.push(byte[0]);
            }
            requests.lock().unwrap().push(String::from_utf8_lossy(&request).to_lowercase());
            stream.write_all(answer.as_bytes()).unwrap();
        }
    });
    (url, seen)
}

fn answer(status: &str, headers: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn addresses_are_asked_only_for_what_changed() {
    let list = un("2026-02-01", &[0, 1, 2]);
    let next = un("2026-02-02", &[0, 1, 2, 3]);
    let cut = answer("200 OK", "", &next);
    let (url, seen) = server(vec![
        answer("200 OK", "ETag: \"one\"\r\nLast-Modified: Sun, 01 Feb 2026 07:28:00 GMT\r\n", &list),
        "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".into(),
        answer("500 Internal Server Error", "", "sorry"),
        cut[..cut.len() - 40].to_owned(),
        answer("200 OK", "", "<html>log in</html>"),
        answer("403 Forbidden", "", ""),
        answer("200 OK", "ETag: \"two\"\r\n", &next),
    ]);
    let mut feeds = Feeds::open(settings(Some(Place::of(PathBuf::from(&url))), None)).unwrap();
    assert!(matches!(one(&mut feeds), Change::Taken(_)));
    assert_eq!(one(&mut feeds), Change::Nothing);
    for says in ["500", "list.xml", "CONSOLIDATED_LIST", "403"] {
        let Change::Refused(error) = one(&mut feeds) else { panic!("{says}") };
        let error = error.to_string();
        assert!(error.contains(says) && !error.contains("secret"), "{says}: {error}");
        assert_eq!(feeds.lists(0, TODAY).unwrap().status().next().unwrap().entries, 3, "the last good list serves");
    }
    assert!(matches!(one(&mut feeds), Change::Taken(_)));
    let seen = seen.lock().unwrap();
    assert!(!seen[0].contains("if-none-match"));
    assert!(
        seen[1].contains("if-none-match: \"one\"")
            && seen[1].contains("if-modified-since: sun, 01 feb 2026 07:28:00 gmt")
    );
}

#[test]
fn a_restart_asks_only_for_what_changed() {
    let list = un("2026-02-01", &[0, 1, 2]);
    let first = || answer("200 OK", "ETag: \"one\"\r\nLast-Modified: Sun, 01 Feb 2026 07:28:00 GMT\r\n", &list);
    let same = || "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n".to_owned();
    let next = answer("200 OK", "ETag: \"two\"\r\n", &un("2026-02-02", &[0, 1, 2, 3]));
    let altered: fn(&str) -> String = |text| text.replace("one", "o\\n");
    let nothing: fn(&str) -> String = |_| "{".into();
    let other: fn(&str) -> String = |text| text.replace("addresses", "adresses");
    // What became of the file before the start, what the server answers, and whether it was told what is known.
    let table: [(Option<fn(&str) -> String>, String, bool, usize); 7] = [
        (None, same(), true, 3),
        (Some(nothing), first(), false, 3),
        (None, same(), true, 3),
        (Some(altered), first(), false, 3),
        (Some(other), first(), false, 3),
        (None, next, true, 4),
        (None, same(), true, 4),
    ];
    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("un/validators.json");
    let (url, seen) = server([first()].into_iter().chain(table.iter().map(|row| row.1.clone())).collect());
    let place = || Some(Place::of(PathBuf::from(&url)));
    let start = |place| Feeds::open(settings(place, Some(folder.path()))).unwrap();
    assert!(matches!(one(&mut start(place())), Change::Taken(_)));
    for (at, (damage, _, told, entries)) in table.iter().enumerate() {
        let text = std::fs::read_to_string(&kept).unwrap();
        assert!(!text.contains("secret"), "an address may hold a token: {text}");
        if let Some(damage) = damage {
            std::fs::write(&kept, damage(&text)).unwrap();
        }
        let mut feeds = start(place());
        assert!(matches!(one(&mut feeds), Change::Taken(_)), "row {at}: it is new to those who serve");
        assert_eq!(feeds.lists(0, TODAY).unwrap().status().next().unwrap().entries, *entries, "row {at}");
        let request = seen.lock().unwrap()[at + 1].clone();
        assert_eq!(request.contains("if-none-match: \""), *told, "row {at}: {request}");
    }
    // What one address said is not said to another.
    let (url, seen) = server(vec![first()]);
    one(&mut start(Some(Place::of(PathBuf::from(&url)))));
    assert!(!seen.lock().unwrap()[0].contains("if-none-match"));
}

#[test]
fn downloads_are_bounded_in_size_and_time() {
    use super::{FetchSettings, Fetcher};
    let (url, _) = server(vec![
        answer("200 OK", "", &"x".repeat(2_000)),
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}", "x".repeat(2_000)),
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nslow".into(),
        answer("302 Found", "Location: /elsewhere\r\n", ""),
        answer("200 OK", "", "elsewhere"),
    ]);
    let fetcher =
        Fetcher::new(FetchSettings { timeout: Duration::from_secs(2), bytes_max: 1_000, roots: Roots::Program });
    let get = || fetcher.get(std::slice::from_ref(&url), &[]).err();
    for _ in 0..2 {
        assert!(matches!(get(), Some(ListError::TooLarge { bytes_max: 1_000, .. })));
    }
    assert!(matches!(get(), Some(ListError::Fetch { .. })), "half a file is none");
    assert_eq!(get(), None, "a redirection is followed");
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let fetcher =
        Fetcher::new(FetchSettings { timeout: Duration::from_millis(100), bytes_max: 1_000, roots: Roots::Program });
    let Some(ListError::Fetch { reason, .. }) = fetcher.get(&[url], &[]).err() else { panic!() };
    assert!(reason.contains("100 ms"), "{reason}");
}

#[test]
fn https_is_not_left_for_anything_else() {
    let (url, _) = server(vec![answer("200 OK", "", "plain"), answer("200 OK", "", "plain")]);
    let fetcher = super::Fetcher::new(super::FetchSettings {
        timeout: Duration::from_secs(5),
        bytes_max: 1_000,
        roots: Roots::Program,
    });
    let error = fetcher.get(&[url.replace("http://", "https://")], &[]).err();
    assert!(matches!(error, Some(ListError::Fetch { .. })), "{error:?}");
}

/// The real lists of the Security Council as they followed one another, the damaged one last.
#[test]
fn the_real_lists_of_the_un_follow_one_another() {
    let Some(lists) = real("the_real_lists_of_the_un_follow_one_another") else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("un.xml");
    let mut feeds = Feeds::open(settings(Some(path(&file)), Some(&folder.path().join("history")))).unwrap();
    let mut take = |name: &str| {
        std::fs::copy(lists.join("un-sc").join(name), &file).unwrap();
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        one(&mut feeds)
    };
    for name in ["UN_consolidated_2025-11-15.xml", "UN_consolidated_2025-11-20.xml", "UN_consolidated_2026-02-27.xml"] {
        assert!(matches!(take(name), Change::Taken(_)), "{name}");
    }
    assert!(matches!(take("UN_consolidated_2025-11-20.xml"), Change::Refused(ListError::Older { .. })));
    assert!(matches!(take("UN_consolidated_2025-08-16.damaged.xml"), Change::Refused(ListError::NotUtf8 { .. })));
    let all = feeds.lists(0, TODAY).unwrap();
    let entries = |list: &str| all.entries(&list.parse().unwrap());
    assert_eq!((entries("UN-1718").len(), all.status().all(|status| status.kept.is_some())), (155, true));
    let gone: Vec<_> = entries("UN-1518").iter().filter(|entry| entry.delisted.is_some()).collect();
    let days = gone.iter().map(|entry| (entry.id.as_str(), entry.delisted.map(|days| (days.from, days.to))));
    assert_eq!(days.collect::<Vec<_>>(), [("IQi.074", Some((day("2025-11-20"), day("2026-02-27"))))]);
    let archive = Archive::open(&folder.path().join("history")).unwrap();
    let kept = archive.shelf(Origin::Un).unwrap().kept;
    let [first, second, third] = [0, 1, 2].map(|at| kept[at].read(TODAY).unwrap());
    assert!(Difference::between(&first, &second).is_empty(), "only the date differs");
    let difference = Difference::between(&second, &third);
    let ids =
        |entries: &[crate::screening::Changed]| entries.iter().map(|one| one.entry.clone()).collect::<BTreeSet<_>>();
    assert_eq!(ids(&difference.added), BTreeSet::from(["SDi.007", "SDi.008", "SDi.009", "SDi.010"].map(str::to_owned)));
    assert_eq!(ids(&difference.removed), BTreeSet::from(["IQi.074".to_owned()]));
    assert_eq!(ids(&difference.changed), BTreeSet::from(["HTi.006", "SOi.022"].map(str::to_owned)));
}

/// OFAC's legacy CSV never says when an entry was listed: two snapshots say between which days.
#[test]
fn the_real_lists_of_ofac_say_who_was_listed_between_them() {
    let Some(lists) = real("the_real_lists_of_ofac_say_who_was_listed_between_them") else { return };
    let history = tempfile::tempdir().unwrap();
    let mut settings = settings(None, Some(history.path()));
    settings.feeds[0].origin = Origin::OfacSdn;
    let mut feeds = Feeds::open(settings).unwrap();
    for (name, published_on) in [("ofac-sdn-2019", "2019-01-10"), ("ofac-sdn-2021-07", "2021-07-01")] {
        let folder = tempfile::tempdir().unwrap();
        for file in ["sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"] {
            std::fs::copy(lists.join(name).join(file), folder.path().join(file)).unwrap();
        }
        std::fs::write(folder.path().join("published_on"), published_on).unwrap();
        feeds.import(Origin::OfacSdn, &path(folder.path()), &[], TODAY, 1).unwrap();
    }
    assert!(matches!(one(&mut feeds), Change::Taken(_)));
    let all = feeds.lists(0, TODAY).unwrap();
    let entries = all.entries(&"OFAC-SDN".parse().unwrap());
    let gone = entries.iter().filter(|entry| entry.delisted.is_some()).count();
    let new = entries.iter().filter(|entry| entry.listed.is_some_and(|days| days.from == day("2019-01-10"))).count();
    assert_eq!((entries.len() - gone, new, gone), (8_976, 1_858, 261));
    assert_eq!(all.status().next().unwrap().covers_from, Some(day("2019-01-10")));
}
