//! The folder of snapshots: what comes back, what is damaged, what is imported late.

use std::{cell::Cell, fs, path::PathBuf};

use tempfile::TempDir;

use super::{
    Archive, Change, Date, Depth, Feeds, ListError, Lists, Origin, Place, Settings, TODAY, day, found, one, path,
    settings, un,
};
use crate::{
    feed::{PastSettings, lists_known_at, update::DAMAGED},
    screening::ListStatus,
};

/// A folder with a place and a history.
struct Room {
    folder: TempDir,
    origin: Origin,
    /// Its clock: each import is later than the one before.
    now_ms: Cell<u64>,
}

impl Room {
    fn new(origin: Origin) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("place")).unwrap();
        Self { folder, origin, now_ms: Cell::new(1) }
    }

    fn history(&self) -> PathBuf {
        self.folder.path().join("history")
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("place/list")
    }

    fn write(&self, text: &str, published_on: &str) {
        fs::write(self.file(), text).unwrap();
        if !published_on.is_empty() {
            fs::write(self.folder.path().join("place/published_on"), published_on).unwrap();
        }
    }

    fn settings(&self, place: bool) -> Settings {
        let mut settings = settings(place.then(|| path(&self.file())), Some(&self.history()));
        settings.feeds[0].origin = self.origin;
        settings
    }

    fn start(&self, place: bool) -> Feeds {
        Feeds::open(self.settings(place)).unwrap()
    }

    /// Imports a list; the day of a newer one, if there is one.
    fn import(&self, text: &str, published_on: &str) -> Result<Option<Date>, ListError> {
        self.write(text, published_on);
        self.now_ms.set(self.now_ms.get() + 1);
        let mut feeds = self.start(false);
        feeds.import(self.origin, &Place::of(self.file()), &[], TODAY, self.now_ms.get()).map(|imported| imported.newer)
    }

    /// The file of a snapshot, by its day.
    fn kept(&self, published_on: &str, file: &str) -> PathBuf {
        let all = fs::read_dir(self.history().join(self.origin.key())).unwrap();
        let mut all = all.map(|entry| entry.unwrap().path());
        let of_day = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with(published_on);
        all.find(of_day).unwrap().join(file)
    }

    fn known_at(&self, known_at: &str) -> Lists {
        let settings = PastSettings { history_items: 10, max_age_days: None };
        lists_known_at(&self.history(), &settings, day(known_at), TODAY).unwrap()
    }
}

fn status(lists: &Lists) -> ListStatus {
    lists.status().next().unwrap().clone()
}

fn serves(feeds: &Feeds) -> Option<String> {
    feeds.lists(0, TODAY)?.status().next()?.published_on.map(|day| day.to_string())
}

/// The consolidated screening list does not say when it was published.
fn csl(names: &[&str]) -> String {
    let header = "_id,source,entity_number,type,programs,name,title,addresses,start_date,end_date,vessel_flag,remarks,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,ids";
    let row = |(n, name): (usize, &&str)| format!("{n},Entity List (EL),,Entity,,{name},,,,,,,,,,,,\n");
    format!("{header}\n{}", names.iter().enumerate().map(row).collect::<String>())
}

const ALL: [&str; 12] =
    ["LUNA", "MARS", "VENUS", "PLUTO", "CERES", "VESTA", "JUNO", "IRIS", "FLORA", "METIS", "HEBE", "EROS"];

#[test]
fn a_list_says_itself_how_old_it_is() {
    let room = Room::new(Origin::Un);
    room.write(&un("2025-11-20", &[0, 1]), "2025-11-20");
    let mut feeds = room.start(true);
    one(&mut feeds);
    for beside in ["2026-02-01", "2026-03-01"] {
        room.write(&un("2025-11-20", &[0, 1]), beside);
        assert_eq!(one(&mut feeds), Change::Nothing, "{beside}");
        assert_eq!(serves(&feeds).as_deref(), Some("2025-11-20"), "{beside}");
    }
    // Of a history in which it was noted.
    let about = room.kept("2025-11-20", "about.json");
    let text = fs::read_to_string(&about).unwrap();
    let noted = text.replace("\"confirmed_on\": \"2025-11-20\"", "\"confirmed_on\": \"2026-03-01\"");
    assert_ne!(text, noted);
    fs::write(&about, noted).unwrap();
    let mut feeds = room.start(false);
    one(&mut feeds);
    assert_eq!(serves(&feeds).as_deref(), Some("2025-11-20"));
    assert_eq!(status(&room.known_at("2026-03-01")).published_on, Some(day("2025-11-20")));
}

#[test]
fn what_comes_back_serves_after_a_start_too() {
    let room = Room::new(Origin::UsCsl);
    let (with, without) = (csl(&ALL), csl(&ALL[..11]));
    let mut other = room.start(false);
    let mut feeds = room.start(true);
    for (text, published_on) in
        [(&with, "2026-02-01"), (&without, "2026-02-10"), (&with, "2026-02-20"), (&with, "2026-02-25")]
    {
        room.write(text, published_on);
        assert!(matches!(one(&mut feeds), Change::Taken(_)), "{published_on}");
        assert!(matches!(one(&mut other), Change::Taken(_)), "{published_on}: a server that reads the history alone");
        let mut again = room.start(false);
        one(&mut again);
        for feeds in [&feeds, &other, &again] {
            assert_eq!(serves(feeds).as_deref(), Some(published_on));
            assert_eq!(feeds.state(), again.state(), "{published_on}");
        }
        let digests = [&feeds, &other, &again].map(|feeds| feeds.lists(0, TODAY).unwrap().digest());
        assert!(digests.iter().all(|digest| *digest == digests[0]), "{published_on}");
    }
    let lists = other.lists(0, TODAY).unwrap();
    let gone = lists.entries(&"US-CSL-EL".parse().unwrap()).iter().filter(|entry| entry.delisted.is_some()).count();
    assert_eq!(gone, 0, "EROS is on the newest list");
    let archive = Archive::open(&room.history()).unwrap();
    let kept = archive.shelf(Origin::UsCsl).unwrap().kept;
    let days = |date: Date| date.to_string();
    let told: Vec<_> = kept.iter().map(|kept| (days(kept.published_on), days(kept.confirmed_on))).collect();
    let told: Vec<_> = told.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    assert_eq!(told, [("2026-02-01", "2026-02-01"), ("2026-02-10", "2026-02-10"), ("2026-02-20", "2026-02-25")]);
    let found = archive.find(&kept[0].digest.to_string()).unwrap();
    assert_eq!(found, kept[2], "one content on two days is one");
    assert!(archive.find("").is_err(), "two are two");
}

#[test]
fn a_damaged_snapshot_takes_nothing_from_the_others() {
    let all: Vec<u32> = (0..20).collect();
    let days = ["2026-01-10", "2026-01-20", "2026-02-01"];
    let tells = |error: Option<&ListError>| matches!(error, Some(ListError::OfHistory { .. }));
    let told = |status: &ListStatus| {
        let noted = status.outcome.as_ref().ok().and_then(|report| report.not_understood.get(DAMAGED));
        noted.map_or(0, |unknown| unknown.count)
    };
    // What is damaged in which snapshot; which serves then, whether that is as kept, and how much is noted.
    for (damaged, file, serving, kept, noted) in [
        (&days[..1], "0", Some(days[2]), false, 1),
        (&days[..1], "about.json", Some(days[2]), false, 1),
        (&days[1..2], "0", Some(days[2]), false, 1),
        (&days[2..], "0", Some(days[1]), true, 1),
        (&days[2..], "about.json", Some(days[1]), true, 1),
        (&days[1..], "0", Some(days[0]), true, 2),
        (&days[..], "0", None, true, 0),
    ] {
        let room = Room::new(Origin::Un);
        for (at, published_on) in days.iter().enumerate() {
            room.import(&un(published_on, &all[..18 + at]), published_on).unwrap();
        }
        for published_on in damaged {
            fs::write(room.kept(published_on, file), "{").unwrap();
        }
        let case = format!("{damaged:?} {file}");
        let mut feeds = room.start(false);
        one(&mut feeds);
        assert_eq!(serves(&feeds).as_deref(), serving, "{case}");
        let now = status(&feeds.lists(0, TODAY).unwrap());
        let error = now.kept.as_ref().or(now.outcome.as_ref().err());
        assert_eq!(tells(error), kept, "{case}: {error:?}");
        assert_eq!(told(&now), noted, "{case}");
        assert_eq!(
            one(&mut feeds),
            if kept { Change::Refused(error.unwrap().clone()) } else { Change::Nothing },
            "{case}"
        );
        // By the lists of a day: what was the newest then must be whole.
        for (at, known_at) in days.iter().enumerate() {
            let then = status(&room.known_at(known_at));
            assert_eq!(then.published_on.is_some(), !damaged.contains(known_at), "{case}: {known_at}");
            assert_eq!(tells(then.outcome.as_ref().err()), damaged.contains(known_at), "{case}");
            let past = Settings { depth: Depth::Past, ..room.settings(false) };
            let mut past = Feeds::open(past).unwrap();
            past.update(TODAY, 1);
            let also = status(&past.lists_known_at(day(days[at]), 0).unwrap());
            assert_eq!(also.published_on, then.published_on, "{case}: {known_at}");
        }
        // What is taken again makes it whole.
        for (at, published_on) in days.iter().enumerate().filter(|(_, day)| damaged.contains(day)) {
            room.import(&un(published_on, &all[..18 + at]), published_on).unwrap();
        }
        assert_eq!(one(&mut feeds) == Change::Nothing, !kept, "{case}");
        let now = status(&feeds.lists(0, TODAY).unwrap());
        assert_eq!((now.published_on, told(&now), now.kept), (Some(day(days[2])), 0, None), "{case}");
    }
}

#[test]
fn a_place_is_held_to_the_snapshot_that_is_damaged() {
    let many: Vec<u32> = (0..40).collect();
    // The entries of the last snapshot of which only `about.json`, or not even that, is left; those at the place; whether they are taken.
    for (older, file, entries, taken) in [
        (None, "0", 20, false),
        (None, "0", 36, true),
        (None, "0", 40, true),
        (None, "about.json", 40, false),
        (Some(30), "0", 30, false),
        (Some(30), "0", 38, true),
        (Some(30), "about.json", 20, false),
        (Some(30), "about.json", 30, true),
    ] {
        let room = Room::new(Origin::Un);
        if let Some(older) = older {
            room.import(&un("2026-01-10", &many[..older]), "").unwrap();
        }
        room.import(&un("2026-02-01", &many), "").unwrap();
        fs::write(room.kept("2026-02-01", file), "{").unwrap();
        room.write(&un("2026-02-02", &many[..entries]), "");
        let mut feeds = room.start(true);
        let change = one(&mut feeds);
        assert_eq!(matches!(change, Change::Taken(_)), taken, "{older:?} {file} {entries}: {change:?}");
        if taken {
            continue;
        }
        let serving = older.map(|_| "2026-01-10");
        assert_eq!(serves(&feeds).as_deref(), serving, "{older:?} {file} {entries}");
        // The very list that was damaged is taken, whatever it lost.
        room.write(&un("2026-02-01", &many), "");
        assert!(matches!(one(&mut feeds), Change::Taken(_)), "{older:?} {file} {entries}");
        let mut again = room.start(false);
        one(&mut again);
        assert_eq!(serves(&again).as_deref(), Some("2026-02-01"), "{older:?} {file}: it is whole again");
    }
}

#[test]
fn an_older_list_is_imported_between_those_of_its_time() {
    let room = Room::new(Origin::Un);
    let all: Vec<u32> = (0..40).collect();
    let stamp = |known_at: &str| Archive::open(&room.history()).unwrap().stamp(day(known_at)).unwrap();
    room.import(&un("2026-02-20", &all[1..]), "").unwrap();
    let mut serving = room.start(false);
    one(&mut serving);
    let (before, digest) = (serving.state(), serving.lists(0, TODAY).unwrap().digest());
    let stamps = ["2026-01-14", "2026-01-15", "2026-03-01"].map(stamp);
    assert_eq!(room.import(&un("2026-01-15", &all[..36]), "").unwrap(), Some(day("2026-02-20")));
    assert_eq!(stamp("2026-01-14"), stamps[0], "nothing of then is another");
    assert!(stamp("2026-01-15") != stamps[1] && stamp("2026-03-01") != stamps[2]);
    assert_eq!(one(&mut serving), Change::Nothing, "the same serves");
    assert_ne!(serving.state(), before, "and it knows more");
    let lists = serving.lists(0, TODAY).unwrap();
    assert_ne!(lists.digest(), digest);
    let alpha = |lists: &Lists| found(lists, "KORYO TRADING ALPHA").into_iter().find(|hit| hit.starts_with("KPe.0"));
    assert_eq!(alpha(&lists).as_deref(), Some("KPe.0 1917-10-06..2026-01-15 2026-01-15..2026-02-20"));
    assert_eq!(status(&room.known_at("2026-01-20")).entries, 36);
    // The list, its day, and what becomes of it beside those before it.
    for (published_on, entries, newer, shrunk) in [
        ("2026-01-20", 20, None, true),
        ("2026-01-20", 36, Some("2026-02-20"), false),
        ("2026-01-20", 36, Some("2026-02-20"), false),
        ("2026-01-01", 10, Some("2026-02-20"), false),
        ("2026-02-25", 20, None, true),
        ("2026-02-25", 38, None, false),
        ("2026-02-20", 39, Some("2026-02-25"), false),
    ] {
        let imported = room.import(&un(published_on, &all[..entries]), "");
        match imported {
            Ok(later) => assert_eq!((later, shrunk), (newer.map(day), false), "{published_on} {entries}"),
            Err(error) => {
                assert!(shrunk && matches!(error, ListError::Shrunk { .. }), "{published_on} {entries}: {error}");
            }
        }
    }
    assert!(matches!(one(&mut serving), Change::Taken(_)));
    let mut again = room.start(false);
    one(&mut again);
    assert_eq!(again.state(), serving.state(), "a server that runs has what one that starts has");
    assert_eq!(serves(&serving).as_deref(), Some("2026-02-25"));
    room.write(&un("2026-02-24", &all), "");
    assert!(matches!(one(&mut room.start(true)), Change::Refused(ListError::Older { .. })), "a place must not go back");
}

#[test]
fn a_list_without_a_day_of_its_own_is_imported_on_several() {
    let room = Room::new(Origin::UsCsl);
    let (with, without) = (csl(&ALL), csl(&ALL[..11]));
    for (text, published_on, kept) in [
        (&with, "2026-02-10", "2026-02-10..2026-02-10"),
        (&with, "2026-02-15", "2026-02-10..2026-02-15"),
        (&with, "2026-02-12", "2026-02-10..2026-02-15"),
        (&without, "2026-02-20", "2026-02-10..2026-02-15 2026-02-20..2026-02-20"),
        (&with, "2026-02-05", "2026-02-05..2026-02-05 2026-02-10..2026-02-15 2026-02-20..2026-02-20"),
        (&with, "2026-02-18", "2026-02-05..2026-02-05 2026-02-10..2026-02-18 2026-02-20..2026-02-20"),
    ] {
        room.import(text, published_on).unwrap();
        let all = Archive::open(&room.history()).unwrap().shelf(Origin::UsCsl).unwrap().kept;
        let days: Vec<_> = all.iter().map(|kept| format!("{}..{}", kept.published_on, kept.confirmed_on)).collect();
        assert_eq!(days.join(" "), kept, "{published_on}");
    }
}

#[test]
fn what_a_day_knew_stays_when_the_list_is_confirmed_later() {
    let room = Room::new(Origin::UsCsl);
    let list = csl(&ALL);
    let known = |known_at: &str| {
        let past = Settings { depth: Depth::Past, ..room.settings(false) };
        let mut past = Feeds::open(past).unwrap();
        past.update(TODAY, 1);
        let days = [room.known_at(known_at), past.lists_known_at(day(known_at), 0).unwrap()];
        days.map(|lists| status(&lists).published_on.map(|day| day.to_string()))
    };
    for published_on in ["2025-09-01", "2025-09-08", "2025-09-29", "2026-02-28"] {
        room.import(&list, published_on).unwrap();
    }
    for (known_at, of) in [
        ("2025-09-07", "2025-09-01"),
        ("2025-09-08", "2025-09-08"),
        ("2025-09-30", "2025-09-29"),
        ("2026-02-27", "2025-09-29"),
        ("2026-03-01", "2026-02-28"),
    ] {
        assert_eq!(known(known_at), [of, of].map(|day| Some(day.to_owned())), "{known_at}");
    }
    let mut serving = room.start(false);
    one(&mut serving);
    assert_eq!(serves(&serving).as_deref(), Some("2026-02-28"));
}

#[test]
fn who_only_looks_leaves_the_history_as_it_is() {
    let room = Room::new(Origin::Un);
    room.import(&un("2026-02-01", &[0, 1]), "").unwrap();
    room.write(&un("2026-02-02", &[0, 1, 2]), "");
    let looking = Settings { keeps: false, ..room.settings(true) };
    let mut feeds = Feeds::open(looking).unwrap();
    assert!(matches!(one(&mut feeds), Change::Taken(_)));
    assert_eq!(serves(&feeds).as_deref(), Some("2026-02-02"), "it sees what the server would serve");
    assert_eq!(Archive::open(&room.history()).unwrap().shelf(Origin::Un).unwrap().kept.len(), 1);
}
