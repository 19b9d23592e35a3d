//! Whatever is changed in what was acknowledged is found, named, and left as it is.

use super::{
    Flaw, Haste, Ledger, LedgerError,
    append_tests::{entry, open, settings},
    disk_for_tests::Disk,
};

/// Five entries in several segments, closed.
fn written() -> Disk {
    let disk = Disk::default();
    let (ledger, _) = open(&disk);
    for (number, bytes) in (0..).zip([30, 1_900, 40, 2_100, 50]) {
        ledger.append(entry(number, bytes), Haste::Now).unwrap().wait().unwrap();
    }
    ledger.close().unwrap();
    disk.copy()
}

fn segments(disk: &Disk) -> Vec<String> {
    disk.files().into_iter().filter(|name| name.ends_with(".segment")).collect()
}

/// The damage that opening finds; nothing on the disk is changed by it.
#[track_caller]
fn refused(disk: &Disk) -> (String, u64, Flaw) {
    let before = disk.everything();
    let error = Ledger::open(&settings(), disk.storage()).map(|_| ()).expect_err("damage");
    assert_eq!(disk.everything(), before, "nothing is repaired in silence");
    match error {
        LedgerError::DataLoss { file, index, flaw, .. } => (file, index, flaw),
        other => panic!("{other}"),
    }
}

#[test]
fn every_flipped_bit_is_found() {
    let disk = written();
    assert!(segments(&disk).len() >= 3);
    let mut flips = 0;
    for name in segments(&disk) {
        let content = disk.content(&name);
        for at in (0..content.len()).filter(|at| content.len() < 400 || at % 7 == 0 || *at < 200) {
            let damaged = disk.copy();
            let mut bytes = content.clone();
            bytes[at] ^= 1 << (at % 8);
            damaged.put(&name, bytes);
            let (file, ..) = refused(&damaged);
            let next = segments(&disk).into_iter().find(|other| *other > name);
            assert!(file == name || Some(file.clone()) == next, "byte {at} of {name}: named {file}");
            flips += 1;
        }
    }
    assert!(flips > 500, "{flips}");
}

#[test]
fn every_cut_is_found() {
    let disk = written();
    for name in segments(&disk) {
        let content = disk.content(&name);
        for length in (0..content.len()).filter(|length| length % 5 == 0 || content.len() - length < 80) {
            let damaged = disk.copy();
            damaged.put(&name, content[..length].to_vec());
            refused(&damaged);
        }
    }
}

#[test]
fn an_entry_is_named_by_its_index() {
    let disk = written();
    let first = segments(&disk)[0].clone();
    let mut bytes = disk.content(&first);
    let payload = bytes.len() - 200;
    bytes[payload] ^= 1;
    disk.put(&first, bytes);
    let (file, index, flaw) = refused(&disk);
    assert_eq!((file, index, flaw), (first, 1, Flaw::BodySum));
    let error = Ledger::open(&settings(), disk.storage()).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("entry 1") && error.contains("restore"), "{error}");
}

#[test]
fn segments_that_are_missing_or_of_another_ledger_are_found() {
    for name in segments(&written()) {
        let disk = written();
        disk.delete(&name);
        let (_, _, flaw) = refused(&disk);
        assert!(matches!(flaw, Flaw::Missing), "{name}: {flaw}");

        let disk = written();
        disk.put(&name, written().content(&name));
        let (file, _, flaw) = refused(&disk);
        assert_eq!(file, name);
        assert!(matches!(flaw, Flaw::Origin { .. }), "{flaw}");
    }
    let disk = written();
    let last = segments(&disk).pop().unwrap();
    let mut longer = disk.content(&last);
    longer.extend([0; 100]);
    disk.put(&last, longer);
    let (ledger, opened) = open(&disk);
    assert_eq!((opened.cut_bytes, opened.entries), (100, 5), "a tail that was never acknowledged is cut, and told");
    ledger.close().unwrap();
}

#[test]
fn the_head_is_needed_and_may_lag() {
    let disk = written();
    let head = disk.content("head");
    disk.delete("head");
    assert!(matches!(refused(&disk).2, Flaw::Head));
    disk.put("head", vec![0; head.len()]);
    assert!(matches!(refused(&disk).2, Flaw::Head));
    // One slot is damaged: the other, of one group earlier, serves.
    for slot in [0, 64] {
        let mut damaged = head.clone();
        damaged[slot + 30] ^= 1;
        disk.put("head", damaged);
        assert_eq!(open(&disk.copy()).1.entries, 5);
    }
}

#[test]
fn an_entry_that_changes_while_the_ledger_is_open_is_not_handed_out() {
    let disk = written();
    let (ledger, _) = open(&disk);
    let first = segments(&disk)[0].clone();
    let mut bytes = disk.content(&first);
    bytes[150] ^= 1;
    disk.put(&first, bytes);
    let error = ledger.reader().read(0).unwrap_err();
    assert!(matches!(error, LedgerError::DataLoss { index: 0, .. }), "{error}");
    assert!(ledger.reader().read(4).unwrap().is_some());
}
