//! What screening notices of lists that are loaded anew beside it.

use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;
use comity::screening::Lists;

use crate::{
    Desk, ask, named,
    parties::{self, Group},
    times::{self, Times, beside, micros},
};

/// How long each of the three lasts, at least.
const LASTS: Duration = Duration::from_secs(6);
/// So often are the lists swapped, at least.
const SWAPS: usize = 5;

/// What another thread does meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Meanwhile {
    Nothing,
    Counts,
    Loads,
}

pub(crate) fn figures(desk: &Desk, groups: &[Group], read: impl Fn() -> Arc<Lists> + Sync) {
    let names = parties::ordinary(groups);
    println!("swap: ordinary names on one thread, lists taken anew for each, \u{b5}s");
    println!("    {:<42}{:>9}{}{:>8}", "another thread", "asked", times::HEAD, "swaps");
    let mut alone = Duration::ZERO;
    for (what, meanwhile) in [
        ("does nothing", Meanwhile::Nothing),
        ("only counts", Meanwhile::Counts),
        ("loads all lists and swaps them, on and on", Meanwhile::Loads),
    ] {
        let (times, swaps) = run(desk, &names, meanwhile, &read);
        println!("    {what:<42}{:>9}{times}{swaps:>8}", times.len());
        let p99 = times.percent(99.0);
        if meanwhile == Meanwhile::Nothing {
            alone = p99;
        } else {
            let ratio = micros(p99) / micros(alone);
            println!("        p99 {ratio:.2} times that beside nothing: {}", beside(ratio, 2.0, "times"));
        }
    }
}

/// Screens until the time is over and the lists were swapped often enough. No screening fails meanwhile.
fn run(desk: &Desk, names: &[&str], meanwhile: Meanwhile, read: &(impl Fn() -> Arc<Lists> + Sync)) -> (Times, usize) {
    // Lists of its own: nobody else holds those that are replaced.
    let current = ArcSwap::new(read());
    let (over, swaps) = (AtomicBool::new(false), AtomicUsize::new(0));
    let times = thread::scope(|scope| {
        scope.spawn(|| {
            let mut count = 0_u64;
            while !over.load(Ordering::Relaxed) {
                match meanwhile {
                    Meanwhile::Nothing => return,
                    Meanwhile::Counts => count = black_box(count.wrapping_add(1)),
                    Meanwhile::Loads => {
                        // As the server does: whoever put others in place frees the old ones.
                        let old = current.swap(read());
                        while Arc::strong_count(&old) > 1 {
                            thread::yield_now();
                        }
                        swaps.fetch_add(1, Ordering::Relaxed);
                    }
                }
            }
        });
        let (mut times, began) = (Vec::new(), Instant::now());
        let enough = || meanwhile != Meanwhile::Loads || swaps.load(Ordering::Relaxed) >= SWAPS;
        for name in names.iter().cycle() {
            if began.elapsed() > LASTS && enough() {
                break;
            }
            let asked = Instant::now();
            let found = ask(&current.load_full(), &desk.list, &named(name));
            times.push(asked.elapsed());
            assert!(found.is_ok(), "an ordinary name is screened, whatever is swapped");
        }
        over.store(true, Ordering::Relaxed);
        Times::among(times)
    });
    (times, swaps.into_inner())
}
