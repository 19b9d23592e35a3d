//! What was read, and where: the evidence of a finding follows from reading, not from discipline.

use std::cell::{Cell, RefCell};

use rust_decimal::Decimal;

use crate::{Date, Money, TimeOfDay, mark::mark};

/// Places in the record that views were made for, and the fields read since the last [`Trace::clear`].
///
/// INVARIANT (one place, one number): views of the same place share its node, however often they are made. So a field that
/// is read again is known by its number, and nothing grows with the number of reads.
pub struct Trace<'r> {
    places: RefCell<Places>,
    /// As they came. Most rules find nothing, and nobody asks what they read: so a field may stand here more than once,
    /// until somebody asks or they become too many.
    reads: RefCell<Vec<Read<'r>>>,
    /// So many reads are too many.
    most: Cell<usize>,
    /// Counts up whenever what was read is put aside or forgotten.
    round: Cell<u32>,
    quiet: Cell<bool>,
}

/// Reads before they are looked through for the first time.
const READS: usize = 64;

/// Every place, with a table to find it by its parent and name; entries of lists are found by their list.
struct Places {
    nodes: Vec<Node>,
    /// How often reads were looked through.
    looked: u32,
    /// Open addressing; a slot holds the number of a node plus one, or zero. Never more than half full.
    slots: Vec<u32>,
}

struct Node {
    parent: u32,
    name: &'static str,
    /// Mixed from the letters of the name.
    mark: u32,
    index: Option<u32>,
    /// Where among the reads it was seen last, when they were looked through.
    seen_in: u32,
    /// Of a list: the number of its first entry, once they have their places. They follow one another.
    first_entry: Option<u32>,
}

/// Slots at first: a record of a few kilobytes has less than a hundred places.
const SLOTS: usize = 256;

impl Places {
    fn new() -> Self {
        Self { nodes: Vec::with_capacity(SLOTS / 2), looked: 0, slots: vec![0; SLOTS] }
    }

    /// The number of a place, which is made if it is new. `mark` is that of the name, and no other name's at this parent.
    fn number(&mut self, parent: u32, name: &'static str, mark: u32) -> u32 {
        let same = |node: &Node| {
            let same = node.parent == parent && node.mark == mark && node.name.len() == name.len();
            debug_assert!(!same || node.name == name, "`{}` and `{name}` have the same mark", node.name);
            same
        };
        let mut slot = self.first_slot(parent, mark);
        while let Some(number) = self.slots.get(slot).and_then(|taken| taken.checked_sub(1)) {
            if self.nodes.get(number as usize).is_some_and(same) {
                return number;
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        let number = self.make(parent, name, mark, None);
        if let Some(free) = self.slots.get_mut(slot) {
            *free = number.wrapping_add(1);
        }
        if self.nodes.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    fn make(&mut self, parent: u32, name: &'static str, mark: u32, index: Option<u32>) -> u32 {
        let number = u32::try_from(self.nodes.len()).unwrap_or(ROOT);
        self.nodes.push(Node { parent, name, mark, index, seen_in: 0, first_entry: None });
        number
    }

    /// The number of the first entry of a list of so many. Entries are found by it, not in the table.
    fn entries(&mut self, list: u32, items: bool, len: usize) -> u32 {
        let Some(Node { parent, name, mark, first_entry, .. }) = self.nodes.get(list as usize) else { return ROOT };
        if let Some(first) = first_entry {
            return *first;
        }
        let (parent, name, mark) = if items { (list, ITEMS, 0) } else { (*parent, *name, *mark) };
        let first = u32::try_from(self.nodes.len()).unwrap_or(ROOT);
        for index in 0..u32::try_from(len).unwrap_or(ROOT) {
            self.make(parent, name, mark, Some(index));
        }
        if let Some(list) = self.nodes.get_mut(list as usize) {
            list.first_entry = Some(first);
        }
        first
    }

    /// Keeps the first read of each field.
    fn keep_first(&mut self, reads: &mut Vec<Read<'_>>) {
        self.looked += 1;
        reads.retain_mut(|read| {
            if read.number == UNNUMBERED {
                let FieldAt { node, mark, field } = read.field;
                read.number = self.number(node, field, mark);
            }
            let looked = self.looked;
            self.nodes
                .get_mut(read.number as usize)
                .is_none_or(|node| std::mem::replace(&mut node.seen_in, looked) != looked)
        });
    }

    #[cold]
    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for number in 0..self.nodes.len() {
            let Some(Node { parent, mark, index: None, .. }) = self.nodes.get(number) else { continue };
            let mut slot = self.first_slot(*parent, *mark);
            while self.slots.get(slot).is_some_and(|taken| *taken != 0) {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            if let (Some(free), Ok(number)) = (self.slots.get_mut(slot), u32::try_from(number)) {
                *free = number.wrapping_add(1);
            }
        }
    }

    /// Where the search for a place begins.
    fn first_slot(&self, parent: u32, mark: u32) -> usize {
        let mixed = parent.wrapping_mul(0x9e37_79b1) ^ mark;
        (mixed ^ mixed >> 15) as usize & (self.slots.len() - 1)
    }
}

/// The parent of the top-level places.
const ROOT: u32 = u32::MAX;

/// A field at a place of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldAt {
    node: u32,
    mark: u32,
    field: &'static str,
}

impl FieldAt {
    /// The record itself.
    pub const ROOT: Self = Self { node: ROOT, mark: 0, field: "" };

    /// A top-level field of the record.
    #[must_use]
    pub fn top(field: &'static str) -> Self {
        Self { node: ROOT, mark: mark(field), field }
    }
}

/// A field that was read, with its value.
#[derive(Clone, Copy, Debug)]
pub struct Read<'r> {
    /// The field.
    pub field: FieldAt,
    /// Its value.
    pub value: Value<'r>,
    /// That of the field among the places, once it was looked for.
    number: u32,
}

/// The number of a field that was not looked for.
const UNNUMBERED: u32 = u32::MAX;

impl<'r> Read<'r> {
    /// A field with its value.
    #[inline]
    pub fn new(field: FieldAt, value: Value<'r>) -> Self {
        Self { field, value, number: UNNUMBERED }
    }
}

/// A value as it was read.
#[derive(Clone, Copy, Debug)]
pub enum Value<'r> {
    /// Text.
    Text(&'r str),
    /// The name of an enum's value.
    Name(&'static str),
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Number(u64),
    /// A date.
    Date(Date),
    /// A time of day.
    Time(TimeOfDay),
    /// An exact number.
    Decimal(Decimal),
    /// Money.
    Money(Money),
    /// Texts.
    Texts(&'r [String]),
    /// A list, of which only the length counts as read; its entries are read on their own.
    Entries(usize),
}

impl Value<'_> {
    /// Writes the value as text. What evidence mostly consists of does not go through formatting.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => out.extend_from_slice(text.as_bytes()),
            Self::Name(name) => out.extend_from_slice(name.as_bytes()),
            Self::Bool(true) => out.extend_from_slice(b"true"),
            Self::Bool(false) => out.extend_from_slice(b"false"),
            Self::Date(date) => out.extend_from_slice(&date.letters()),
            other => out.extend_from_slice(other.to_string().as_bytes()),
        }
    }
}

impl std::fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Name(name) => f.write_str(name),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => write!(f, "{value}"),
            Self::Date(value) => write!(f, "{value}"),
            Self::Time(value) => write!(f, "{value}"),
            Self::Decimal(value) => write!(f, "{}", value.normalize()),
            Self::Money(value) => write!(f, "{value}"),
            Self::Texts(values) => f.write_str(&values.join(", ")),
            Self::Entries(0) => f.write_str("none"),
            Self::Entries(1) => f.write_str("1 entry"),
            Self::Entries(n) => write!(f, "{n} entries"),
        }
    }
}

impl Default for Trace<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'r> Trace<'r> {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            places: RefCell::new(Places::new()),
            reads: RefCell::new(Vec::with_capacity(READS)),
            most: Cell::new(READS),
            round: Cell::new(1),
            quiet: Cell::new(false),
        }
    }

    /// The record's own place.
    #[must_use]
    pub fn root(&'r self) -> At<'r> {
        At { trace: self, node: ROOT, list: false }
    }

    /// Forgets what was read; places stay valid.
    pub fn clear(&self) {
        self.reads.borrow_mut().clear();
        self.most.set(READS);
        self.round.set(self.round.get() + 1);
    }

    /// Calls `see` with what was read since the last [`Self::clear`], each field once, in order. The number tells the field:
    /// a small one, the same whenever the field is read. `see` reads nothing itself.
    pub fn each_read(&self, mut see: impl FnMut(usize, &Read<'r>)) {
        let mut reads = self.reads.borrow_mut();
        self.places.borrow_mut().keep_first(&mut reads);
        for read in reads.iter() {
            see(read.number as usize, read);
        }
    }

    /// The paths of what was read since the last [`Self::clear`], each once, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        self.each_read(|_, read| paths.push(self.path(read.field)));
        paths
    }

    /// Runs `f` without taking note of what it reads.
    pub fn quietly<T>(&self, f: impl FnOnce() -> T) -> T {
        let before = self.quiet.replace(true);
        let result = f();
        self.quiet.set(before);
        result
    }

    /// Runs `f` and keeps what it read beside its value, so that both can be used again. It counts as read now, too.
    pub fn capture<T>(&self, f: impl FnOnce() -> T) -> Captured<'r, T> {
        let before = self.reads.take();
        let was_quiet = self.quiet.replace(false);
        self.round.set(self.round.get() + 1);
        let value = f();
        let mut reads = self.reads.replace(before);
        self.places.borrow_mut().keep_first(&mut reads);
        self.quiet.set(was_quiet);
        self.round.set(self.round.get() + 1);
        let captured = Captured { value, reads: reads.into(), noted_in: Cell::new(0) };
        captured.again(self);
        captured
    }

    /// Path of a field, e.g. `wages.items[0].payee`.
    #[must_use]
    pub fn path(&self, at: FieldAt) -> String {
        let mut path = Vec::with_capacity(64);
        self.write_path(at, &mut path);
        String::from_utf8(path).unwrap_or_default()
    }

    /// Writes the path of a field.
    pub fn write_path(&self, at: FieldAt, out: &mut Vec<u8>) {
        let start = out.len();
        self.places.borrow().write(at.node, start, out);
        if !at.field.is_empty() {
            if out.len() > start {
                out.push(b'.');
            }
            out.extend_from_slice(at.field.as_bytes());
        }
    }

    #[inline]
    pub(crate) fn note(&self, read: Read<'r>) {
        if self.quiet.get() {
            return;
        }
        let mut reads = self.reads.borrow_mut();
        reads.push(read);
        if reads.len() >= self.most.get() {
            self.places.borrow_mut().keep_first(&mut reads);
            self.most.set(READS.max(reads.len() * 2));
        }
    }

    fn node(&self, parent: u32, name: &'static str, mark: u32) -> u32 {
        self.places.borrow_mut().number(parent, name, mark)
    }
}

/// A value, and what was read for it.
pub struct Captured<'r, T> {
    value: T,
    reads: Box<[Read<'r>]>,
    /// The round in which the reads were noted last.
    noted_in: Cell<u32>,
}

impl<'r, T> Captured<'r, T> {
    /// The value once more: what was read for it counts as read now.
    pub fn again(&self, trace: &Trace<'r>) -> &T {
        let round = trace.round.get();
        if !trace.quiet.get() && self.noted_in.replace(round) != round {
            for read in &self.reads {
                trace.note(*read);
            }
        }
        &self.value
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }
}

impl Places {
    /// Writes the path of a place; the whole path begins at `start`.
    fn write(&self, number: u32, start: usize, out: &mut Vec<u8>) {
        let Some(node) = self.nodes.get(number as usize) else { return };
        self.write(node.parent, start, out);
        if out.len() > start {
            out.push(b'.');
        }
        out.extend_from_slice(node.name.as_bytes());
        if let Some(index) = node.index {
            out.push(b'[');
            write_number(out, index);
            out.push(b']');
        }
    }
}

fn write_number(out: &mut Vec<u8>, number: u32) {
    if number >= 10 {
        write_number(out, number / 10);
    }
    out.push(b'0' + (number % 10).to_le_bytes()[0]);
}

/// What the list message calls its entries.
const ITEMS: &str = "items";

/// The places of a list's entries.
#[derive(Clone, Copy)]
pub struct Entries<'r> {
    trace: &'r Trace<'r>,
    first: u32,
}

impl<'r> Entries<'r> {
    /// The place of one entry; there must be so many.
    #[must_use]
    #[inline]
    pub fn at(self, index: usize) -> At<'r> {
        let node = u32::try_from(index).ok().and_then(|index| self.first.checked_add(index)).unwrap_or(ROOT);
        At { trace: self.trace, node, list: false }
    }
}

/// A place in the record.
#[derive(Clone, Copy)]
pub struct At<'r> {
    trace: &'r Trace<'r>,
    node: u32,
    /// The place is the `items` of a list message, which the path of an entry names in one with its index.
    list: bool,
}

impl<'r> At<'r> {
    /// The place of a field below this one.
    #[must_use]
    #[inline]
    pub fn field(self, name: &'static str) -> Self {
        Self { node: self.trace.node(self.node, name, mark(name)), list: false, ..self }
    }

    /// The `items` of the list message at this place.
    #[must_use]
    pub fn items(self) -> Self {
        Self { list: true, ..self }
    }

    /// The places of the entries of the list here, which has so many.
    #[must_use]
    pub fn entries(self, len: usize) -> Entries<'r> {
        let first = self.trace.places.borrow_mut().entries(self.node, self.list, len);
        Entries { trace: self.trace, first }
    }

    /// A field at this place.
    #[must_use]
    #[inline]
    pub fn of(self, field: &'static str) -> FieldAt {
        FieldAt { node: self.node, mark: mark(field), field }
    }

    /// What takes note of reads.
    #[must_use]
    pub fn trace(self) -> &'r Trace<'r> {
        self.trace
    }

    /// Takes note that a field was read.
    #[inline]
    pub fn note(self, field: &'static str, value: Value<'r>) {
        self.trace.note(Read::new(self.of(field), value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_one_number_and_a_field_is_read_once() {
        let trace = Trace::new();
        let entry = |index| trace.root().field("wages").items().entries(500).at(index);
        for _ in 0..3 {
            for index in 0..500 {
                entry(index).note("payee", Value::Number(7));
                trace.quietly(|| entry(index).note("amount", Value::Number(7)));
            }
        }
        let paths = trace.paths();
        let expected: Vec<String> = (0..500).map(|index| format!("wages.items[{index}].payee")).collect();
        assert_eq!(paths, expected);
        assert_eq!(trace.places.borrow().nodes.len(), 1 + 500 + 500, "the part, its entries, and the fields read");
        trace.clear();
        assert!(trace.paths().is_empty());
        entry(3).note("payee", Value::Number(7));
        assert_eq!(trace.paths().len(), 1, "read again, after it was forgotten");
    }

    #[test]
    fn what_was_captured_is_read_again_where_it_is_used_again() {
        let trace = Trace::new();
        let read = |name: &'static str| trace.root().field("part").note(name, Value::Number(1));
        let paths = || trace.paths().join(" ");
        read("a");
        read("b");
        let captured = trace.capture(|| {
            read("b");
            read("c");
            7
        });
        assert_eq!((*captured.value(), paths().as_str()), (7, "part.a part.b part.c"));
        read("a");
        assert_eq!(paths(), "part.a part.b part.c", "each once, in order");
        trace.clear();
        read("c");
        assert_eq!((*captured.again(&trace), paths().as_str()), (7, "part.c part.b"));
        trace.clear();
        trace.quietly(|| *captured.again(&trace));
        assert_eq!(paths(), "");
        // Captured where nothing is noted: it has its reads all the same.
        let quiet = trace.quietly(|| trace.capture(|| read("d")));
        assert_eq!(paths(), "");
        quiet.again(&trace);
        assert_eq!(paths(), "part.d");
    }

    #[test]
    fn places_differ_by_parent_name_and_index() {
        let trace = Trace::new();
        let root = trace.root();
        let places = [
            root.field("a").of("x"),
            root.field("b").of("x"),
            root.field("a").of("y"),
            root.field("a").entries(2).at(0).of("x"),
            root.field("a").entries(2).at(1).of("x"),
            root.field("b").items().entries(1).at(0).of("x"),
        ];
        let paths: Vec<String> = places.iter().map(|place| trace.path(*place)).collect();
        assert_eq!(paths, ["a.x", "b.x", "a.y", "a[0].x", "a[1].x", "b.items[0].x"]);
        assert_eq!(root.field("a").of("x"), places[0]);
    }
}
