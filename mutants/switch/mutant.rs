//! Which change of the law this run of the tests is about. Put into the copy of `facts` by the tool `mutants`.
//!
//! `COMITY_MUTANT` says it: nothing at all; `none`; `site ID WAY`; `near ID NTH BY`; `rule ID WHAT NTH BY`; or `record FILE`, which
//! changes nothing and writes down which test comes to which place.

use std::{cell::RefCell, collections::BTreeMap, io::Write as _, sync::OnceLock};

/// What this run changes.
pub enum Mutant {
    /// Nothing.
    Off,
    /// An expression, in one of its ways.
    Site(u32, u8),
    /// A figure of a constant, by so much.
    Near(u32, usize, i8),
    /// A declaration of a rule.
    Rule(String, String, usize, i8),
    /// Nothing; writes down where the tests come.
    Record(String),
}

/// The mutant of this run.
pub fn active() -> &'static Mutant {
    static ACTIVE: OnceLock<Mutant> = OnceLock::new();
    ACTIVE.get_or_init(|| {
        let Ok(said) = std::env::var("COMITY_MUTANT") else { return Mutant::Off };
        let words: Vec<&str> = said.split(' ').collect();
        if let ["record", file] = words[..] {
            return Mutant::Record(file.to_owned());
        }
        // The first failure decides: no need to wait for the others.
        std::panic::set_hook(Box::new(|_| std::process::exit(101)));
        match words[..] {
            ["site", id, way] => Mutant::Site(id.parse().unwrap(), way.parse().unwrap()),
            ["near", id, nth, by] => Mutant::Near(id.parse().unwrap(), nth.parse().unwrap(), by.parse().unwrap()),
            ["rule", id, what, nth, by] => {
                Mutant::Rule(id.to_owned(), what.to_owned(), nth.parse().unwrap(), by.parse().unwrap())
            }
            _ => Mutant::Off,
        }
    })
}

/// The way in which a place is changed; 0 as it stands.
#[inline]
pub fn at(id: u32) -> u8 {
    match active() {
        Mutant::Site(site, way) if *site == id => *way,
        Mutant::Record(file) => {
            note(file, id, 0);
            0
        }
        _ => 0,
    }
}

/// A constant, or one that differs from it in one figure.
pub fn near<T: Near>(id: u32, constant: &'static T) -> &'static T {
    match active() {
        Mutant::Near(site, nth, by) if *site == id => keep(constant.near(*nth, *by)),
        Mutant::Record(file) => {
            note(file, id, constant.count());
            constant
        }
        _ => constant,
    }
}

/// Keeps a value for good.
pub fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

struct Reached {
    file: String,
    places: BTreeMap<u32, usize>,
}

impl Drop for Reached {
    fn drop(&mut self) {
        let places: Vec<_> = self.places.iter().map(|(id, count)| format!("{id}:{count}")).collect();
        let test = std::thread::current().name().unwrap_or("main").to_owned();
        write(&self.file, &format!("test\t{test}\t{}\n", places.join(" ")));
    }
}

/// Adds a line to the file of a record.
pub fn write(file: &str, line: &str) {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
    file.write_all(line.as_bytes()).unwrap();
}

fn note(file: &str, id: u32, count: usize) {
    thread_local! {
        static REACHED: RefCell<Option<Reached>> = const { RefCell::new(None) };
    }
    let _ = REACHED.try_with(|reached| {
        let mut reached = reached.borrow_mut();
        let reached = reached.get_or_insert_with(|| Reached { file: file.to_owned(), places: BTreeMap::new() });
        reached.places.insert(id, count);
    });
}

/// A value that has figures, each of which can be a little more or less.
pub trait Near: Clone {
    /// How many figures.
    fn count(&self) -> usize;
    /// The value with one of them changed by the smallest step.
    fn near(&self, nth: usize, by: i8) -> Self;
}

/// A part of a value: changed if the figure lies in it, which `nth` counts down to.
pub fn part<T: Near>(part: &T, nth: &mut isize, by: i8) -> T {
    let count = part.count() as isize;
    let changed =
        if (0..count).contains(nth) { part.near(usize::try_from(*nth).unwrap(), by) } else { part.clone() };
    *nth -= count;
    changed
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Near for $number {
            fn count(&self) -> usize { 1 }
            fn near(&self, _: usize, by: i8) -> Self {
                if by < 0 { self.wrapping_sub(1) } else { self.wrapping_add(1) }
            }
        }
    )*};
}
numbers!(u8 u16 u32 u64 usize i8 i16 i32 i64);

macro_rules! without_figures {
    ($($name:ty)*) => {$(
        impl Near for $name {
            fn count(&self) -> usize { 0 }
            fn near(&self, _: usize, _: i8) -> Self { self.clone() }
        }
    )*};
}
without_figures!(bool &'static str crate::Currency crate::v1::StateReportKind crate::v1::Addressee crate::v1::PartyRole);

impl Near for rust_decimal::Decimal {
    fn count(&self) -> usize {
        1
    }
    fn near(&self, _: usize, by: i8) -> Self {
        *self + Self::new(by.into(), self.scale())
    }
}

impl Near for crate::Date {
    fn count(&self) -> usize {
        1
    }
    fn near(&self, _: usize, by: i8) -> Self {
        self.plus_days(by.into())
    }
}

impl Near for crate::TimeOfDay {
    fn count(&self) -> usize {
        1
    }
    fn near(&self, _: usize, by: i8) -> Self {
        let minutes = self.minutes().wrapping_add_signed(by.into());
        Self::of(minutes / 60, minutes % 60)
    }
}

impl<T: Near> Near for Option<T> {
    fn count(&self) -> usize {
        self.as_ref().map_or(0, Near::count)
    }
    fn near(&self, nth: usize, by: i8) -> Self {
        self.as_ref().map(|value| value.near(nth, by))
    }
}

impl<T: Near, const N: usize> Near for [T; N] {
    fn count(&self) -> usize {
        self.iter().map(Near::count).sum()
    }
    fn near(&self, nth: usize, by: i8) -> Self {
        let mut nth = nth as isize;
        std::array::from_fn(|index| part(&self[index], &mut nth, by))
    }
}

impl<T: Near> Near for &'static [T] {
    fn count(&self) -> usize {
        self.iter().map(Near::count).sum()
    }
    fn near(&self, nth: usize, by: i8) -> Self {
        let mut nth = nth as isize;
        keep(self.iter().map(|value| part(value, &mut nth, by)).collect::<Vec<_>>()).as_slice()
    }
}

macro_rules! tuples {
    ($(($($name:ident $index:tt),*))*) => {$(
        impl<$($name: Near),*> Near for ($($name,)*) {
            fn count(&self) -> usize { 0 $(+ self.$index.count())* }
            fn near(&self, nth: usize, by: i8) -> Self {
                let mut nth = nth as isize;
                ($(part(&self.$index, &mut nth, by),)*)
            }
        }
    )*};
}
tuples!((A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3));
