//! The power goes at any operation: what was acknowledged is there exactly once, what was not is there whole or not at
//! all, and the ledger goes on.

use super::{
    Haste, Ledger, LedgerError,
    append_tests::{all, entry, open, settings},
    disk_for_tests::Disk,
};

/// Numbers that look random and are the same every time (splitmix64).
fn random(seed: u64) -> impl FnMut() -> usize {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(z ^ (z >> 31)).unwrap_or(usize::MAX)
    }
}

/// Appends until the disk dies; what was acknowledged, by number.
fn appended(ledger: &Ledger, first: u64, random: &mut impl FnMut() -> usize) -> Vec<u64> {
    let mut kept = Vec::new();
    for number in first..first + 60 {
        let size = random() % 900;
        match ledger.append(entry(number, size), Haste::Now).and_then(super::Receipt::wait) {
            Ok(_) => kept.push(number),
            Err(LedgerError::Poisoned { .. } | LedgerError::Closed | LedgerError::WriterGone) => break,
            Err(other) => panic!("{other}"),
        }
    }
    kept
}

#[test]
fn acknowledged_is_kept_whenever_the_power_goes() {
    let (mut cuts, mut deaths) = (0, 0);
    for seed in 0..400 {
        let mut random = random(seed);
        let mut disk = Disk::default();
        let mut kept: Vec<u64> = Vec::new();
        for round in 0..3 {
            disk.die_after(random() as u64 % 120);
            // It may die while it is opened, too.
            let acknowledged = match Ledger::open(&settings(), disk.storage()) {
                Ok((ledger, _)) => appended(&ledger, round * 1_000, &mut random),
                Err(LedgerError::Io { .. }) => Vec::new(),
                Err(other) => panic!("seed {seed}, round {round}: {other}"),
            };
            kept.extend(acknowledged);
            disk = disk.crash(&mut random);
            let (ledger, opened) = open(&disk);
            cuts += u64::from(opened.cut_bytes > 0);
            let found: Vec<u64> = all(ledger.reader()).iter().map(|entry| entry.leaf.time_ms - 1_000).collect();
            let mut at = found.iter();
            assert!(kept.iter().all(|number| at.any(|other| other == number)), "seed {seed}: {kept:?} in {found:?}");
            let mut once = found.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), found.len(), "seed {seed}: an entry twice");
            // What nobody was told of may be there, and stays.
            kept = found;
            deaths += 1;
            ledger.close().unwrap();
        }
    }
    assert_eq!(deaths, 1_200);
    assert!(cuts > 50, "only {cuts} crashes left something to cut");
}
