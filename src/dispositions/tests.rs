use std::{
    fs::{self, File},
    io,
    path::Path,
    sync::Arc,
};

use proptest::prelude::*;

use super::{Decision, Disposition, DispositionError, Dispositions, Filter, New, Opened, State, tape::Tape};
use crate::domain::{Caller, Date, Digest};

const TODAY: Date = Date::of(2026, 11, 29);
const MOST: u64 = 1_000;

fn caller(tenant: &str) -> Caller {
    Caller { tenant: tenant.parse().unwrap(), principal: "reviewer".parse().unwrap() }
}

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn new(party: &str, entry: &str) -> New {
    New {
        decision: Decision::FalsePositive,
        why: "another person:\n\"born\" elsewhere".into(),
        until: Date::of(2027, 1, 1),
        party: "p1".into(),
        party_digest: digest(party),
        list: "UN-1718".parse().unwrap(),
        entry: entry.into(),
        entry_digest: digest("content"),
    }
}

fn open(folder: &Path) -> Dispositions {
    Dispositions::open(folder, MOST).unwrap().0
}

fn find(all: &Dispositions, tenant: &str, party: &str, entry: &str) -> Option<String> {
    let found = all.find(&tenant.parse().unwrap(), digest(party), &"UN-1718".parse().unwrap(), entry);
    found.map(|disposition| disposition.id())
}

fn listed(all: &Dispositions, tenant: &str, filter: &Filter) -> Vec<String> {
    let mut found = Vec::new();
    all.list(&tenant.parse().unwrap(), filter, |disposition| {
        found.push(disposition.id());
        true
    });
    found
}

#[test]
fn what_was_decided_is_found_again_by_content_and_tenant() {
    let folder = tempfile::tempdir().unwrap();
    let all = open(folder.path());
    let made = all.dispose(&caller("a"), new("kim", "KPi.1"), 7).unwrap();
    assert_eq!((made.id().as_str(), made.principal.as_str(), made.made_ms), ("d-0", "reviewer", 7));
    all.dispose(&caller("a"), new("kim", "KPi.2"), 8).unwrap();
    all.dispose(&caller("b"), new("lee", "KPi.1"), 9).unwrap();
    drop(all);
    let (all, opened) = Dispositions::open(folder.path(), MOST).unwrap();
    assert_eq!(opened, Opened { lines: 3, cut_bytes: 0 });
    for (tenant, party, entry, expected) in [
        ("a", "kim", "KPi.1", Some("d-0")),
        ("a", "kim", "KPi.2", Some("d-1")),
        ("b", "lee", "KPi.1", Some("d-2")),
        ("b", "kim", "KPi.1", None),
        ("a", "lee", "KPi.1", None),
        ("a", "kim", "KPi.3", None),
    ] {
        assert_eq!(find(&all, tenant, party, entry).as_deref(), expected, "{tenant} {party} {entry}");
    }
    let of = |change: fn(&mut Filter)| {
        let mut filter = Filter::default();
        change(&mut filter);
        listed(&all, "a", &filter)
    };
    assert_eq!(of(|_| {}), ["d-0", "d-1"]);
    assert_eq!(of(|filter| filter.after = Some(0)), ["d-1"]);
    assert_eq!(of(|filter| filter.entry = Some("KPi.1".into())), ["d-0"]);
    assert_eq!(of(|filter| filter.list = Some("UN-2231".parse().unwrap())), Vec::<String>::new());
    assert_eq!(of(|filter| filter.party = Some(digest("lee"))), Vec::<String>::new());
}

#[test]
fn it_holds_until_its_day_and_while_the_entry_is_what_was_seen() {
    let folder = tempfile::tempdir().unwrap();
    let made = open(folder.path()).dispose(&caller("a"), new("kim", "KPi.1"), 0).unwrap();
    let (same, other) = (Some(digest("content")), Some(digest("more")));
    for (content, today, state) in [
        (same, Date::of(2026, 12, 31), State::InForce),
        (same, Date::of(2027, 1, 1), State::Expired),
        (same, Date::of(2027, 1, 2), State::Expired),
        (other, TODAY, State::EntryChanged),
        (None, TODAY, State::EntryChanged),
    ] {
        assert_eq!(made.state(content, today), state, "{content:?} {today}");
    }
}

#[test]
fn it_ends_when_it_is_withdrawn_or_replaced_and_stays_to_be_seen() {
    let folder = tempfile::tempdir().unwrap();
    let all = open(folder.path());
    let first = all.dispose(&caller("a"), new("kim", "KPi.1"), 0).unwrap();
    let second = all.dispose(&caller("a"), New { decision: Decision::TrueMatch, ..new("kim", "KPi.1") }, 0).unwrap();
    let errors = |tenant: &str, id: &str| all.withdraw(&caller(tenant), id, "w".into(), 0).unwrap_err().to_string();
    for (tenant, id, error) in [
        ("a", "d-0", "ended already"),
        ("b", "d-1", "no disposition"),
        ("a", "d-7", "no disposition"),
        ("a", "d-01", "no disposition"),
        ("a", "x", "no disposition"),
    ] {
        assert!(errors(tenant, id).contains(error), "{tenant} {id}: {}", errors(tenant, id));
    }
    let withdrawn = all.withdraw(&caller("a"), &second.id(), "wrong".into(), 5).unwrap();
    assert_eq!(withdrawn.state(Some(digest("content")), TODAY), State::Withdrawn);
    assert!(errors("a", "d-1").contains("ended already"));
    drop(all);
    let all = open(folder.path());
    assert_eq!(find(&all, "a", "kim", "KPi.1"), None);
    let mut states = Vec::new();
    all.list(&first.tenant, &Filter::default(), |disposition: &Disposition| {
        states.push(disposition.state(Some(digest("content")), TODAY));
        true
    });
    assert_eq!(states, [State::Replaced, State::Withdrawn]);
    assert_eq!(all.dispose(&caller("a"), new("kim", "KPi.1"), 0).unwrap().id(), "d-3");
}

#[test]
fn a_folder_has_one_server_and_a_bound() {
    let folder = tempfile::tempdir().unwrap();
    let all = Dispositions::open(folder.path(), 2).unwrap().0;
    let taken = Dispositions::open(folder.path(), 2).unwrap_err();
    assert!(matches!(taken, DispositionError::Taken { .. }), "{taken}");
    all.dispose(&caller("a"), new("kim", "1"), 0).unwrap();
    all.dispose(&caller("a"), new("kim", "2"), 0).unwrap();
    let full = all.dispose(&caller("a"), new("kim", "3"), 0).unwrap_err();
    assert!(matches!(full, DispositionError::Full { most: 2 }), "{full}");
    assert_eq!(listed(&all, "a", &Filter::default()).len(), 2);
}

/// The file of five dispositions.
fn five() -> (tempfile::TempDir, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let all = open(folder.path());
    for entry in ["1", "2", "3", "4", "5"] {
        all.dispose(&caller("a"), new("kim", entry), 0).unwrap();
    }
    let bytes = fs::read(folder.path().join("dispositions.jsonl")).unwrap();
    (folder, bytes)
}

#[test]
fn what_a_crash_left_of_a_line_is_cut_at_every_byte() {
    let (folder, bytes) = five();
    let file = folder.path().join("dispositions.jsonl");
    let last = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for size in last..bytes.len() {
        fs::write(&file, &bytes[..size]).unwrap();
        let (all, opened) = Dispositions::open(folder.path(), MOST).unwrap();
        assert_eq!(opened, Opened { lines: 4, cut_bytes: (size - last) as u64 }, "cut at {size}");
        assert_eq!(all.dispose(&caller("a"), new("kim", "5"), 0).unwrap().id(), "d-4");
        drop(all);
        assert_eq!(fs::read(&file).unwrap(), bytes, "as if nothing had been");
    }
    // Blocks that the system made room for and never wrote.
    fs::write(&file, [&bytes[..], &[0; 100]].concat()).unwrap();
    assert_eq!(Dispositions::open(folder.path(), MOST).unwrap().1, Opened { lines: 5, cut_bytes: 100 });
}

#[test]
fn a_line_that_is_missing_or_there_twice_refuses() {
    let (folder, bytes) = five();
    let file = folder.path().join("dispositions.jsonl");
    let lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    for (order, line) in [(vec![0, 2, 3, 4], 2), (vec![0, 1, 1, 2, 3, 4], 3), (vec![1, 0, 2, 3, 4], 1), (vec![1], 1)] {
        let text: Vec<u8> = order.iter().flat_map(|at: &usize| lines[*at].to_vec()).collect();
        fs::write(&file, text).unwrap();
        match Dispositions::open(folder.path(), MOST) {
            Err(DispositionError::Damaged { line: at, .. }) => assert_eq!(at, line, "{order:?}"),
            other => panic!("{order:?}: {other:?}"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// A byte that is another one is found, wherever it is. One that ends the file's last line makes that the tail.
    #[test]
    fn any_flipped_byte_is_noticed(at in any::<proptest::sample::Index>(), flip in 1_u8..=255) {
        let (folder, mut bytes) = five();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        fs::write(folder.path().join("dispositions.jsonl"), &bytes).unwrap();
        match Dispositions::open(folder.path(), MOST) {
            Err(DispositionError::Damaged { .. }) => {}
            Ok((_, opened)) => prop_assert!(at == bytes.len() - 1 && opened.lines == 4, "byte {at}: {opened:?}"),
            Err(error) => prop_assert!(false, "{error}"),
        }
    }
}

#[test]
fn many_at_once_are_each_there_once() {
    let folder = tempfile::tempdir().unwrap();
    let all = Arc::new(open(folder.path()));
    let hands: Vec<_> = (0..4)
        .map(|hand| {
            let all = Arc::clone(&all);
            std::thread::spawn(move || {
                (0..10).for_each(|n| drop(all.dispose(&caller("a"), new("kim", &format!("{hand}-{n}")), 0).unwrap()));
            })
        })
        .collect();
    for hand in hands {
        hand.join().unwrap();
    }
    drop(all);
    let (all, opened) = Dispositions::open(folder.path(), MOST).unwrap();
    assert_eq!((opened.lines, listed(&all, "a", &Filter::default()).len()), (40, 40));
}

/// A file that fails, at each step that it is told to.
#[derive(Debug)]
struct Failing {
    file: File,
    /// Bytes that still fit.
    room: usize,
    syncs: bool,
    cuts: bool,
}

impl Tape for Failing {
    fn write_at(&mut self, bytes: &[u8], place: u64) -> io::Result<()> {
        let fits = bytes.len().min(self.room);
        self.room -= fits;
        Tape::write_at(&mut self.file, &bytes[..fits], place)?;
        if fits < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn sync(&mut self) -> io::Result<()> {
        if self.syncs { Tape::sync(&mut self.file) } else { Err(io::Error::other("the disk")) }
    }

    fn cut(&mut self, size: u64) -> io::Result<()> {
        if self.cuts { Tape::cut(&mut self.file, size) } else { Err(io::Error::other("the disk")) }
    }
}

#[test]
fn what_cannot_be_written_is_refused_and_leaves_nothing() {
    let (whole, sure) = (usize::MAX, true);
    // Room for the line, whether it can be synced and cut; whether nothing is left for certain, and whether the next is refused as well.
    for (room, syncs, cuts, certain, stops) in [
        (0, true, true, sure, false),
        (100, true, true, sure, false),
        (whole, false, true, sure, true),
        (100, false, true, sure, false),
        (100, true, false, !sure, true),
        (whole, false, false, !sure, true),
    ] {
        let case = format!("{room} {syncs} {cuts}");
        let (folder, bytes) = five();
        let path = folder.path().join("dispositions.jsonl");
        let all = open(folder.path());
        let file = || File::options().read(true).write(true).open(&path).unwrap();
        all.journal.lock().unwrap().write_to(Box::new(Failing { file: file(), room, syncs, cuts }));
        let failed = |error: &DispositionError| match error {
            DispositionError::Unwritten(_) => certain,
            DispositionError::Unsure { .. } => !certain,
            _ => false,
        };
        let error = all.dispose(&caller("a"), new("kim", "6"), 0).unwrap_err();
        assert!(failed(&error), "{case}: {error:?}");
        // What was kept goes on being read, and what was refused is not there.
        assert_eq!(find(&all, "a", "kim", "6"), None, "{case}");
        assert_eq!(find(&all, "a", "kim", "5").as_deref(), Some("d-4"), "{case}");
        assert_eq!(listed(&all, "a", &Filter::default()).len(), 5, "{case}");
        // The disk works again.
        all.journal.lock().unwrap().write_to(Box::new(file()));
        let next = all.withdraw(&caller("a"), "d-0", "wrong".into(), 0);
        if stops {
            assert!(matches!(next, Err(DispositionError::Stopped)), "{case}: {next:?}");
        } else {
            assert!(next.is_ok(), "{case}: {next:?}");
        }
        drop(all);
        if certain {
            let read = fs::read(&path).unwrap();
            assert_eq!((read.starts_with(&bytes), read.len() > bytes.len()), (true, !stops), "{case}");
            let (all, opened) = Dispositions::open(folder.path(), MOST).unwrap();
            assert_eq!((opened.lines, opened.cut_bytes), (5 + u64::from(!stops), 0), "{case}");
            assert_eq!(find(&all, "a", "kim", "6"), None, "{case}: nothing is half-recorded");
        }
    }
}
