use std::{sync::Arc, time::Instant};

use proptest::prelude::*;

use super::{
    Band, Contents, Counts, Delta, DocumentKind, Fate, ListFormat, ListSource, Lists, NameQuality, Outcome, Parameters,
    Place, RawFile, Snapshot, Subject, SubjectIdentifier, SubjectName, Supply, fate, real,
};
use crate::domain::{Date, ListId};

const TODAY: Date = Date::of(2026, 11, 26);

/// An entry of a made-up list: its number, a name, a passport or none.
type Made = (u8, String, Option<u8>);

/// A UN list of such entries; none where there are none.
fn lists(entries: &[Made]) -> Lists {
    let entry = |(id, name, passport): &Made| {
        let document = passport.map(|n| {
            format!("<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>10000{n}</NUMBER></INDIVIDUAL_DOCUMENT>")
        });
        format!(
            "<INDIVIDUAL><REFERENCE_NUMBER>KPi.{id}</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
             <FIRST_NAME>{name}</FIRST_NAME>{}</INDIVIDUAL>",
            document.unwrap_or_default()
        )
    };
    let entries: String = entries.iter().map(entry).collect();
    let text = format!(
        "<CONSOLIDATED_LIST dateGenerated=\"2026-01-01\"><INDIVIDUALS>{entries}</INDIVIDUALS></CONSOLIDATED_LIST>"
    );
    let files = vec![RawFile { name: "un.xml".into(), bytes: text.into_bytes() }];
    let snapshot = Snapshot::read(ListFormat::UnXml, files, None, TODAY).unwrap();
    let snapshots = vec![Arc::new(snapshot)];
    let supply = Supply { format: ListFormat::UnXml, snapshots, refused: None, sample: false, max_age_days: None };
    Lists::of(vec![supply], 0, TODAY)
}

fn list() -> ListId {
    "UN-1718".parse().unwrap()
}

fn made(id: u8, name: &str) -> Made {
    (id, name.to_owned(), None)
}

fn outcome(lists: &Lists, subject: &Subject<'_>) -> Outcome {
    let answer = lists.look_up(&list(), subject);
    Outcome::of(answer.as_ref().map(|hits| hits.as_slice()).map_err(|cause| *cause), &Contents::of(lists))
}

fn delta(old: &Lists, new: &Lists) -> Delta {
    Delta::between((old, &Contents::of(old)), (new, &Contents::of(new)))
}

/// Few words, so that names share them and their weights move.
const WORDS: [&str; 12] =
    ["kim", "yong", "chol", "ri", "choe", "hwi", "koryo", "paektu", "trading", "company", "chongchon", "shipping"];

fn name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&WORDS[..]), 1..4).prop_map(|words| words.join(" "))
}

fn entries() -> impl Strategy<Value = Vec<Made>> {
    prop::collection::btree_map(0_u8..40, (name(), prop::option::weighted(0.2, 0_u8..6)), 1..30)
        .prop_map(|all| all.into_iter().map(|(id, (name, passport))| (id, name, passport)).collect())
}

/// The same list later: some entries gone, some others, some with another name.
fn later() -> impl Strategy<Value = (Vec<Made>, Vec<Made>)> {
    let step = (0_u8..100, name());
    (entries(), prop::collection::vec(step, 30), entries()).prop_map(|(old, steps, more)| {
        let change = |(entry, (die, name)): (&Made, &(u8, String))| match die {
            0..8 => None,
            8..16 => Some((entry.0, name.clone(), entry.2)),
            _ => Some(entry.clone()),
        };
        let mut new: Vec<Made> = old.iter().zip(&steps).filter_map(change).collect();
        let room = usize::from(steps[0].0 % 4);
        new.extend(more.into_iter().take(room).map(|(id, name, passport)| (id + 100, name, passport)));
        if new.is_empty() {
            new.push(made(200, "nobody whatsoever"));
        }
        (old, new)
    })
}

fn party() -> impl Strategy<Value = (Vec<String>, Option<u8>)> {
    (prop::collection::vec(name(), 1..3), prop::option::weighted(0.3, 0_u8..6))
}

/// Calls back with a party of these names and this passport.
fn with<T>(names: &[String], passport: Option<u8>, then: impl FnOnce(&Subject<'_>) -> T) -> T {
    let names: Vec<_> = names.iter().map(|text| SubjectName { text, quality: NameQuality::Primary }).collect();
    let number = passport.map(|n| format!("10000{n}")).unwrap_or_default();
    let document = SubjectIdentifier { kind: DocumentKind::Passport, value: &number, country: None };
    let identifiers = if passport.is_some() { vec![document] } else { Vec::new() };
    then(&Subject {
        id: "p",
        kind: None,
        sex: None,
        names: &names,
        births: &[],
        identifiers: &identifiers,
        country: None,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// As if all parties were screened again: whoever is not named has the answer that he had.
    #[test]
    fn whoever_is_not_named_has_the_answer_that_he_had(
        (old, new) in later(),
        parties in prop::collection::vec(party(), 1..20),
    ) {
        let (old, new) = (lists(&old), lists(&new));
        let delta = delta(&old, &new);
        for (names, passport) in &parties {
            with(names, *passport, |subject| {
                let (before, now) = (outcome(&old, subject), outcome(&new, subject));
                let named = delta.reweighs(subject) || delta.touches(&list(), subject, &before, &Parameters::default());
                prop_assert!(named || before == now, "{names:?} {passport:?}: {before:?} is {now:?}");
                Ok(())
            })?;
        }
    }
}

#[test]
fn few_are_named_where_little_changes() {
    let many = |extra: &[Made]| {
        let mut all: Vec<Made> = (0..100).map(|n| made(n, &format!("name{n} kim{}", n / 2))).collect();
        all.extend(extra.iter().cloned());
        lists(&all)
    };
    let (old, new) = (many(&[]), many(&[made(200, "zyx wvu")]));
    let delta = delta(&old, &new);
    assert_eq!(delta.counts(&list()), Counts { added: 1, removed: 0, changed: 0 });
    let named = |name: &str| {
        with(&[name.to_owned()], None, |subject| {
            delta.reweighs(subject) || delta.touches(&list(), subject, &outcome(&old, subject), &Parameters::default())
        })
    };
    let all: Vec<bool> = (0..100).map(|n| named(&format!("name{n} kim{}", n / 2))).collect();
    assert!(named("zyx wvu"));
    assert!(!named("nobody whatsoever"));
    assert_eq!(all.iter().filter(|named| **named).count(), 0, "words that nobody else has weigh as before");
}

/// The party has no word of any entry that is new, and is strongly like one that is not.
#[test]
fn a_new_entry_moves_an_old_one_whose_words_it_shares() {
    let some = |more: u8| {
        let all = (2..20).map(|n| made(n, &format!("other{n} name{n}")));
        let new = (20..20 + more).map(|n| made(n, &format!("zyxw thing{n}")));
        lists(&[made(1, "alpha bravo zyxw")].into_iter().chain(all).chain(new).collect::<Vec<_>>())
    };
    let (old, new) = (some(0), some(12));
    let delta = delta(&old, &new);
    with(&["alpha bravo".to_owned()], None, |subject| {
        let (before, now) = (outcome(&old, subject), outcome(&new, subject));
        let bands = |outcome: &Outcome| outcome.hits(Band::Weak).map(|key| key.band).collect::<Vec<_>>();
        assert_eq!((bands(&before), bands(&now)), (vec![Band::Possible], vec![Band::Strong]));
        assert!(delta.touches(&list(), subject, &before, &Parameters::default()));
    });
}

#[test]
fn what_became_of_an_entry() {
    let old = lists(&[made(1, "a one"), made(2, "b two"), made(3, "c three")]);
    let new = lists(&[made(1, "a one"), made(2, "b zwei"), made(4, "d four")]);
    let (before, now) = (Contents::of(&old), Contents::of(&new));
    for (entry, expected) in
        [("KPi.1", Fate::Reweighed), ("KPi.2", Fate::Changed), ("KPi.3", Fate::Removed), ("KPi.4", Fate::Added)]
    {
        assert_eq!(fate(&before, &now, &list(), entry), expected, "{entry}");
    }
    assert_eq!(delta(&old, &new).counts(&list()), Counts { added: 1, removed: 1, changed: 1 });
}

/// A list of the Security Council as it followed on others of the same source: each entry with the day on which it ends, if it does.
fn published(days: &[(&str, &[(u8, Option<&str>)])]) -> Lists {
    let snapshot = |(day, entries): &(&str, &[(u8, Option<&str>)])| {
        let entry = |(id, end): &(u8, Option<&str>)| {
            let end = end.map(|end| format!("<DELISTED_ON>{end}</DELISTED_ON>")).unwrap_or_default();
            format!(
                "<ENTITY><REFERENCE_NUMBER>KPe.{id}</REFERENCE_NUMBER><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>\
                 <FIRST_NAME>KORYO {id}</FIRST_NAME>{end}</ENTITY>"
            )
        };
        let entries: String = entries.iter().map(entry).collect();
        let text =
            format!("<CONSOLIDATED_LIST dateGenerated=\"{day}\"><ENTITIES>{entries}</ENTITIES></CONSOLIDATED_LIST>");
        let files = vec![RawFile { name: "un.xml".into(), bytes: text.into_bytes() }];
        Arc::new(Snapshot::read(ListFormat::UnXml, files, None, TODAY).unwrap())
    };
    let snapshots = days.iter().map(snapshot).collect();
    let supply = Supply { format: ListFormat::UnXml, snapshots, refused: None, sample: false, max_age_days: None };
    Lists::of(vec![supply], 0, TODAY)
}

#[test]
fn an_end_that_is_to_come_is_none_yet() {
    let (to_come, over) = (Some("2029-12-13"), Some("2020-01-01"));
    let days = [
        ("2026-11-01", &[(1, None)][..]),
        ("2026-11-05", &[(1, None), (2, to_come), (3, over)]),
        ("2026-11-10", &[(1, to_come)]),
        ("2026-11-15", &[(1, None), (2, to_come)]),
    ];
    let steps = [
        (Counts { added: 1, removed: 0, changed: 1 }, [Fate::Reweighed, Fate::Added, Fate::Changed]),
        (Counts { added: 0, removed: 1, changed: 1 }, [Fate::Changed, Fate::Removed, Fate::Reweighed]),
        (Counts { added: 1, removed: 0, changed: 1 }, [Fate::Changed, Fate::Added, Fate::Reweighed]),
    ];
    for (at, (counts, fates)) in steps.into_iter().enumerate() {
        let (old, new) = (published(&days[..=at]), published(&days[..at + 2]));
        assert_eq!(delta(&old, &new).counts(&list()), counts, "step {at}");
        let (before, now) = (Contents::of(&old), Contents::of(&new));
        let told = ["KPe.1", "KPe.2", "KPe.3"].map(|entry| fate(&before, &now, &list(), entry));
        assert_eq!(told, fates, "step {at}");
    }
    // One that is gone is taken off between the snapshots, unless it had ended before.
    let lists = published(&days[..3]);
    let off = |id: &str| lists.entries(&list()).iter().find(|entry| entry.id == id).unwrap().delisted;
    let off = ["KPe.1", "KPe.2", "KPe.3"].map(|id| off(id).map(|days| (days.from.to_string(), days.to.to_string())));
    let days = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
    assert_eq!(
        off,
        [days("2029-12-13", "2029-12-13"), days("2026-11-05", "2026-11-10"), days("2020-01-01", "2020-01-01")]
    );
}

#[test]
fn a_day_on_which_a_listing_ends_is_a_change_by_itself() {
    let lists = published(&[("2026-11-01", &[(1, None), (2, Some("2026-12-10"))])]);
    let contents = Contents::of(&lists);
    for (day, same) in [("2026-11-26", true), ("2026-12-09", true), ("2026-12-10", false), ("2027-01-01", false)] {
        let day = Date::read(day).unwrap();
        let (later, then) = (lists.as_of(day).into_owned(), contents.as_of(day));
        assert_eq!(contents.say_the_same_as(&then), same, "{day}");
        assert_eq!(then.say_the_same_as(&contents), same, "{day}");
        let delta = Delta::between((&lists, &contents), (&later, &then));
        let removed = usize::from(!same);
        assert_eq!(delta.counts(&list()), Counts { added: 0, removed, changed: 0 }, "{day}");
        assert!(delta.is_between(&contents, &then) && (same || !delta.is_between(&contents, &contents)), "{day}");
        with(&["KORYO 2".to_owned()], None, |subject| {
            let outcome = |lists: &Lists, contents: &Contents| {
                Outcome::of(Ok(lists.look_up(&list(), subject).unwrap().as_slice()), contents)
            };
            let (before, now) = (outcome(&lists, &contents), outcome(&later, &then));
            assert_eq!(before == now, same, "{day}");
            assert_eq!(delta.touches(&list(), subject, &before, &Parameters::default()), !same, "{day}");
        });
    }
}

/// Two publications of the real list of the UN, beside OFAC's: people of either, and people of none.
#[test]
fn whoever_is_not_named_has_the_answer_that_he_had_on_real_lists() {
    let Some(folder) = real("whoever_is_not_named_has_the_answer_that_he_had_on_real_lists") else { return };
    let un = |name: &str| ListSource {
        format: ListFormat::UnXml,
        place: Place::Path(folder.join("un-sc").join(name)),
        published_on: None,
        sample: false,
        max_age_days: None,
    };
    let ofac = || ListSource {
        format: ListFormat::OfacSdnCsv,
        place: Place::Path(folder.join("ofac-sdn-2021-07")),
        published_on: Some(Date::of(2021, 7, 1)),
        sample: false,
        max_age_days: None,
    };
    let load = |name: &str| Lists::load(&[un(name), ofac()], 0, TODAY);
    let (old, new) = (load("UN_consolidated_2025-11-20.xml"), load("UN_consolidated_2026-02-27.xml"));
    let contents = (Contents::of(&old), Contents::of(&new));
    let began = Instant::now();
    let delta = Delta::between((&old, &contents.0), (&new, &contents.1));
    let took = began.elapsed();
    let lists: Vec<ListId> = new.status().map(|status| status.id.clone()).collect();
    let listed = [&old, &new].into_iter().flat_map(|all| lists.iter().flat_map(|list| all.entries(list)));
    let listed = listed.step_by(40);
    let mut names: Vec<String> = listed.map(|entry| entry.names[0].text.clone()).collect();
    let given = ["Kim", "Maria", "Ahmed", "John", "Ivan"];
    let family = ["Petrov", "Hassan", "Miller", "Garcia", "Yong Chol", "Zyxwvut"];
    names.extend(given.iter().flat_map(|one| family.iter().map(move |two| format!("{one} {two}"))));
    let (mut named, mut asked) = (0, 0);
    for name in &names {
        with(std::slice::from_ref(name), None, |subject| {
            for list in &lists {
                let of = |lists: &Lists, contents: &Contents| {
                    let answer = lists.look_up(list, subject);
                    Outcome::of(answer.as_ref().map(|hits| hits.as_slice()).map_err(|cause| *cause), contents)
                };
                let (before, now) = (of(&old, &contents.0), of(&new, &contents.1));
                let touched = delta.reweighs(subject) || delta.touches(list, subject, &before, &Parameters::default());
                assert!(touched || before == now, "{name} on {list}: {before:?} is {now:?}");
                named += usize::from(touched);
                asked += 1;
            }
        });
    }
    let counts = lists.iter().map(|list| delta.counts(list)).map(|one| one.added + one.removed + one.changed);
    assert_eq!(counts.sum::<usize>(), 7, "four are new, one is gone, two are others");
    println!("{named} of {asked} answers are looked at again; found out in {took:?}");
}
