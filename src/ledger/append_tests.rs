//! What goes in comes out: over segments, threads, restarts, full and failing disks.

use std::{collections::BTreeSet, sync::Arc, thread};

use super::{
    Condition, Durability, Entry, EntryId, Folder, Haste, Ledger, LedgerError, NewEntry, Opened, Reader, Settings,
    TreeHash, disk_for_tests::Disk, tree::Tree,
};
use crate::domain::Digest;

pub(super) fn entry(number: u64, bytes: usize) -> NewEntry {
    let payload = number.to_le_bytes().iter().copied().cycle().take(bytes.max(8)).collect();
    NewEntry { time_ms: 1_000 + number, catalog: Digest::of(b"catalog"), payload }
}

/// Small segments and no reserve, so that a few entries make several.
pub(super) fn settings() -> Settings {
    Settings { segment_bytes: 2_000, reserve_bytes: 0, ..Settings::default() }
}

pub(super) fn open(disk: &Disk) -> (Ledger, Opened) {
    Ledger::open(&settings(), disk.storage()).unwrap()
}

pub(super) fn all(reader: &Reader) -> Vec<Entry> {
    reader.entries(0..u64::MAX).collect::<Result<_, _>>().unwrap()
}

fn append(ledger: &Ledger, number: u64, bytes: usize) -> Result<(EntryId, u64), LedgerError> {
    ledger.append(entry(number, bytes), Haste::Now)?.wait().map(|appended| (appended.id, appended.index.unwrap()))
}

#[test]
fn what_is_appended_is_read_back_also_after_a_restart() {
    let disk = Disk::default();
    let (ledger, opened) = open(&disk);
    assert_eq!((opened.entries, opened.segments, opened.cut_bytes), (0, 1, 0));
    let mut tree = Tree::default();
    let mut ids = Vec::new();
    for (number, bytes) in (0..).zip([8, 0, 500, 3_000, 1, 999, 1_000, 1_001, 20_000, 9]) {
        let (id, index) = append(&ledger, number, bytes).unwrap();
        assert_eq!(index, number, "order is the index");
        ids.push(id);
    }
    let check = |reader: &Reader| {
        let entries = all(reader);
        assert_eq!(entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids);
        for (number, found) in (0..).zip(&entries) {
            assert_eq!(found.payload, entry(number, found.payload.len()).payload);
            assert_eq!((found.index, found.leaf.time_ms), (number, 1_000 + number));
            assert_eq!(reader.find(found.id).unwrap().as_ref(), Some(found));
        }
        assert_eq!(reader.read(10).unwrap(), None);
        assert_eq!(reader.find(EntryId::of(TreeHash::of_leaf(b"x"))).unwrap(), None);
        entries
    };
    for found in check(ledger.reader()) {
        tree.append(TreeHash::of_leaf(&found.leaf_bytes));
    }
    assert_eq!(ledger.status().root, tree.root(), "the root is that of RFC 6962 over the leaves");
    check(&Reader::open(disk.storage()).unwrap());
    ledger.close().unwrap();
    let (ledger, opened) = open(&disk);
    assert_eq!((opened.entries, opened.root, opened.cut_bytes), (10, tree.root(), 0));
    assert!(opened.segments > 3, "{} segments", opened.segments);
    check(ledger.reader());
    assert_eq!(append(&ledger, 10, 8).unwrap().1, 10, "it goes on where it was");
}

#[test]
fn many_threads_share_a_sync_and_no_entry_is_lost() {
    let disk = Disk::default();
    let settings = Settings { linger_us: 2_000, reserve_bytes: 0, ..Settings::default() };
    let (ledger, _) = Ledger::open(&settings, disk.storage()).unwrap();
    let ledger = Arc::new(ledger);
    let threads: Vec<_> = (0..8)
        .map(|thread| {
            let ledger = Arc::clone(&ledger);
            thread::spawn(move || (0..50).map(|n| append(&ledger, thread * 50 + n, 40).unwrap()).collect::<Vec<_>>())
        })
        .collect();
    let mut given: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    given.sort_by_key(|(_, index)| *index);
    let kept: Vec<_> = all(ledger.reader()).iter().map(|entry| (entry.id, entry.index)).collect();
    assert_eq!(given, kept);
    assert_eq!(kept.iter().map(|(id, _)| *id).collect::<BTreeSet<_>>().len(), 400);
    let groups = ledger.status().groups.count();
    assert!(groups < 400, "{groups} groups for 400 entries");
}

#[test]
fn what_can_wait_waits_for_others_and_for_nobody_in_haste() {
    let disk = Disk::default();
    let settings = Settings { linger_us: 1_000_000, ..settings() };
    let (ledger, _) = Ledger::open(&settings, disk.storage()).unwrap();
    let waiting: Vec<_> = (0..9).map(|number| ledger.append(entry(number, 8), Haste::CanWait).unwrap()).collect();
    let hurried = ledger.append(entry(9, 8), Haste::Now).unwrap();
    assert_eq!(hurried.wait().unwrap().index, Some(9));
    for (index, receipt) in (0..).zip(waiting) {
        assert_eq!(receipt.wait().unwrap().index, Some(index));
    }
    assert!(ledger.status().groups.count() <= 3, "{:?}", ledger.status().groups);
}

#[test]
fn an_answer_means_what_the_settings_say() {
    let disk = Disk::default();
    let with = |durability| Ledger::open(&Settings { durability, ..settings() }, disk.storage()).unwrap().0;
    let off = with(Durability::Off);
    let appended = off.append(entry(0, 8), Haste::Now).unwrap().wait().unwrap();
    assert_eq!((appended.index, appended.durability), (None, Durability::Off));
    assert!(disk.files().is_empty(), "nothing is opened");
    assert_eq!(off.status().condition, Condition::Off);
    drop(off);

    let buffered = with(Durability::Buffered);
    let before = disk.syncs();
    let appended = buffered.append(entry(0, 8), Haste::Now).unwrap().wait().unwrap();
    assert_eq!((appended.index, appended.durability), (Some(0), Durability::Buffered));
    assert_eq!(disk.syncs(), before, "handed over, not synced");
    buffered.close().unwrap();
    assert!(disk.syncs() > before, "the end is safe");

    let durable = with(Durability::Durable);
    let before = disk.syncs();
    assert_eq!(durable.append(entry(1, 8), Haste::Now).unwrap().wait().unwrap().index, Some(1));
    assert!(disk.syncs() > before);
}

#[test]
fn one_writer_and_bounded_entries() {
    let disk = Disk::default();
    let (ledger, _) = open(&disk);
    assert!(matches!(Ledger::open(&settings(), disk.storage()), Err(LedgerError::Locked)));
    let most = settings().entry_bytes;
    let large = NewEntry { payload: vec![0; usize::try_from(most).unwrap() + 1], ..entry(0, 0) };
    let error = ledger.append(large, Haste::Now).unwrap_err();
    assert!(matches!(error, LedgerError::TooLarge { bytes, bytes_max } if bytes == most + 1 && bytes_max == most));
    drop(ledger);
    let (ledger, _) = open(&disk);
    ledger.close().unwrap();
}

#[test]
fn a_full_disk_refuses_and_then_goes_on_by_itself() {
    let disk = Disk::default();
    let (ledger, _) = open(&disk);
    append(&ledger, 0, 100).unwrap();
    for free in [0, 1, 40, 150] {
        disk.set_free(Some(free));
        let error = append(&ledger, 9, 100).unwrap_err();
        assert!(matches!(error, LedgerError::DiskFull { .. }), "{free}: {error}");
        assert_eq!(ledger.status().condition, Condition::DiskFull);
        assert_eq!(ledger.status().entries, 1, "nothing of it was kept");
    }
    disk.set_free(None);
    assert_eq!(append(&ledger, 1, 100).unwrap().1, 1);
    assert_eq!(ledger.status().condition, Condition::Working);
    // Also where a new segment is due.
    append(&ledger, 2, 3_000).unwrap();
    disk.set_free(Some(30));
    assert!(append(&ledger, 9, 8).is_err());
    disk.set_free(None);
    append(&ledger, 3, 8).unwrap();
    ledger.close().unwrap();
    let numbers: Vec<_> = all(open(&disk).0.reader()).iter().map(|entry| entry.leaf.time_ms).collect();
    assert_eq!(numbers, [1_000, 1_001, 1_002, 1_003]);
}

/// Whoever sends callers away while the disk is full has to find out by itself that it no longer is.
#[test]
fn a_look_tells_without_an_append() {
    let disk = Disk::default();
    disk.set_free(Some(1 << 20));
    let settings = Settings { reserve_bytes: 1 << 19, ..settings() };
    let (ledger, _) = Ledger::open(&settings, disk.storage()).unwrap();
    let check = |free: u64, expected: Condition| {
        disk.set_free(Some(free));
        assert_eq!(ledger.look(), expected, "{free}");
        assert_eq!((ledger.status().condition, ledger.status().free_bytes), (expected, Some(free)));
    };
    check(1 << 20, Condition::Working);
    check((1 << 19) - 1, Condition::DiskFull);
    check(1 << 19, Condition::Working);
    // What was refused has to fit, or the next caller is sent away again.
    check((1 << 19) + 999, Condition::Working);
    assert!(append(&ledger, 0, 1_000).is_err());
    check((1 << 19) + 999, Condition::DiskFull);
    check((1 << 19) + 3_000, Condition::Working);
    append(&ledger, 0, 1_000).unwrap();
    assert_eq!((ledger.status().refused_full, ledger.status().last_ms), (1, Some(1_000)));
}

#[test]
fn space_is_kept_free() {
    let disk = Disk::default();
    disk.set_free(Some(1 << 20));
    let settings = Settings { reserve_bytes: 2 << 20, ..settings() };
    let (ledger, _) = Ledger::open(&settings, disk.storage()).unwrap();
    assert!(matches!(append(&ledger, 0, 8), Err(LedgerError::DiskFull { reserve_bytes }) if reserve_bytes == 2 << 20));
    disk.set_free(Some(3 << 20));
    append(&ledger, 0, 8).unwrap();
}

#[test]
fn a_failed_sync_is_never_asked_again() {
    let disk = Disk::default();
    let (ledger, _) = open(&disk);
    append(&ledger, 0, 100).unwrap();
    disk.fail_sync();
    let syncs = disk.syncs();
    for _ in 0..3 {
        let error = append(&ledger, 9, 100).unwrap_err();
        assert!(matches!(error, LedgerError::Poisoned { .. }), "{error}");
    }
    assert_eq!(disk.syncs(), syncs + 1);
    assert_eq!((ledger.look(), ledger.status().condition), (Condition::Stopped, Condition::Stopped));
    assert_eq!(ledger.status().refused_stopped, 3);
    assert!(ledger.close().is_err());
    // What was acknowledged is there after a restart on a disk that works.
    let disk = disk.copy();
    let kept = all(open(&disk).0.reader());
    assert_eq!(kept[0].leaf.time_ms, 1_000);
}

#[test]
fn a_full_queue_says_so() {
    let disk = Disk::default();
    let settings = Settings { queue_entries: 1, linger_us: 300_000, group_entries: 2, ..settings() };
    let (ledger, _) = Ledger::open(&settings, disk.storage()).unwrap();
    let results: Vec<_> = (0..50).map(|number| ledger.try_append(entry(number, 8), Haste::CanWait)).collect();
    let refused = results.iter().filter(|result| matches!(result, Err(LedgerError::Busy))).count();
    assert!(refused > 0, "fifty at once do not fit in one place");
    let kept = results.into_iter().flatten().map(|receipt| receipt.wait().unwrap().index.unwrap()).collect::<Vec<_>>();
    assert_eq!(kept.len() + refused, 50);
    assert_eq!(all(ledger.reader()).len(), kept.len());
}

#[test]
fn a_real_folder_is_private_and_locked() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("a/ledger");
    let storage = || Arc::new(Folder::open(&path).unwrap());
    let (ledger, _) = Ledger::open(&settings(), storage()).unwrap();
    append(&ledger, 0, 5_000).unwrap();
    append(&ledger, 1, 8).unwrap();
    assert!(matches!(Ledger::open(&settings(), storage()), Err(LedgerError::Locked)));
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    for file in std::fs::read_dir(&path).unwrap() {
        assert_eq!(file.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(all(&Reader::open(storage()).unwrap()).len(), 2, "read while it is written");
    ledger.close().unwrap();
    assert_eq!(Ledger::open(&settings(), storage()).unwrap().1.entries, 2);
}
