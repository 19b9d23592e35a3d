//! What was read, and where: the evidence of a finding follows from reading, not from discipline.

use std::cell::{Cell, RefCell};

use rust_decimal::Decimal;

use crate::{Date, Money, TimeOfDay};

/// Places in the record that views were made for, and the fields read since the last [`Trace::clear`].
///
/// INVARIANT (one place, one number): views of the same place share its node, however often they are made. So a field that
/// is read again is known by its number, and nothing grows with the number of reads.
pub struct Trace<'r> {
    places: RefCell<Places>,
    reads: RefCell<Vec<Read<'r>>>,
    /// Counts up with every [`Trace::clear`]; a node that carries it was read since.
    round: Cell<u32>,
    quiet: Cell<bool>,
}

/// Every place, with a table to find it by its parent, name and index.
struct Places {
    nodes: Vec<Node>,
    /// Open addressing; a slot holds the number of a node plus one, or zero. Never more than half full.
    slots: Vec<u32>,
}

struct Node {
    parent: u32,
    name: &'static str,
    index: Option<u32>,
    /// The round in which it was read last.
    read_in: u32,
}

/// Slots at first: a record of a few kilobytes has less than a hundred places.
const SLOTS: usize = 256;

impl Places {
    fn new() -> Self {
        Self { nodes: Vec::with_capacity(SLOTS / 2), slots: vec![0; SLOTS] }
    }

    /// The number of a place, which is made if it is new.
    fn number(&mut self, parent: u32, name: &'static str, index: Option<u32>) -> u32 {
        let same = |node: &Node| {
            node.parent == parent && node.index == index && (std::ptr::eq(node.name, name) || node.name == name)
        };
        let mut slot = self.first_slot(parent, name, index);
        loop {
            match self.slots.get(slot).copied().unwrap_or_default().checked_sub(1) {
                Some(number) if self.nodes.get(number as usize).is_some_and(same) => return number,
                Some(_) => slot = (slot + 1) & (self.slots.len() - 1),
                None => break,
            }
        }
        let number = u32::try_from(self.nodes.len()).unwrap_or(ROOT);
        self.nodes.push(Node { parent, name, index, read_in: 0 });
        if let Some(free) = self.slots.get_mut(slot) {
            *free = number.wrapping_add(1);
        }
        if self.nodes.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for number in 0..self.nodes.len() {
            let Some(Node { parent, name, index, .. }) = self.nodes.get(number) else { return };
            let mut slot = self.first_slot(*parent, name, *index);
            while self.slots.get(slot).is_some_and(|taken| *taken != 0) {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            if let (Some(free), Ok(number)) = (self.slots.get_mut(slot), u32::try_from(number)) {
                *free = number.wrapping_add(1);
            }
        }
    }

    /// Where the search for a place begins. Names of one message differ in their length or in one of these letters, mostly.
    fn first_slot(&self, parent: u32, name: &str, index: Option<u32>) -> usize {
        let letter = |at: usize| u32::from(name.as_bytes().get(at).copied().unwrap_or_default());
        let letters = letter(0) | letter(name.len() / 2) << 8 | letter(name.len().saturating_sub(1)) << 16;
        let mixed = parent.wrapping_mul(0x9e37_79b1)
            ^ index.map_or(0, |index| index.wrapping_add(1)).wrapping_mul(0x85eb_ca6b)
            ^ letters.wrapping_mul(0xc2b2_ae35)
            ^ u32::try_from(name.len()).unwrap_or(u32::MAX).wrapping_mul(0x27d4_eb2f);
        (mixed ^ mixed >> 15) as usize & (self.slots.len() - 1)
    }
}

/// The parent of the top-level places.
const ROOT: u32 = u32::MAX;

/// A field at a place of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldAt {
    node: u32,
    field: &'static str,
}

impl FieldAt {
    /// The record itself.
    pub const ROOT: Self = Self { node: ROOT, field: "" };

    /// A top-level field of the record.
    #[must_use]
    pub const fn top(field: &'static str) -> Self {
        Self { node: ROOT, field }
    }
}

/// A field that was read, with its value.
#[derive(Clone, Copy, Debug)]
pub struct Read<'r> {
    /// The field.
    pub field: FieldAt,
    /// Its value.
    pub value: Value<'r>,
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
            reads: RefCell::new(Vec::with_capacity(32)),
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
        self.round.set(self.round.get() + 1);
    }

    /// What was read since the last [`Self::clear`], each field once, in order.
    #[must_use]
    pub fn reads(&self) -> Vec<Read<'r>> {
        self.reads.borrow().clone()
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
        let captured = Captured { value, reads: self.reads.take().into() };
        self.quiet.set(was_quiet);
        // A round of its own again, in which what was read before stands first.
        self.round.set(self.round.get() + 1);
        let quiet = self.quiet.replace(false);
        for read in before {
            self.note(read);
        }
        self.quiet.set(quiet);
        for read in &captured.reads {
            self.note(*read);
        }
        captured
    }

    /// Path of a field, e.g. `wages.items[0].payee`.
    #[must_use]
    pub fn path(&self, at: FieldAt) -> String {
        let mut path = String::with_capacity(64);
        self.places.borrow().write(at.node, &mut path);
        if !at.field.is_empty() {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(at.field);
        }
        path
    }

    fn note(&self, read: Read<'r>) {
        if self.quiet.get() {
            return;
        }
        let mut places = self.places.borrow_mut();
        let number = places.number(read.field.node, read.field.field, None);
        let round = self.round.get();
        if let Some(node) = places.nodes.get_mut(number as usize)
            && std::mem::replace(&mut node.read_in, round) != round
        {
            self.reads.borrow_mut().push(read);
        }
    }

    fn node(&self, parent: u32, name: &'static str, index: Option<u32>) -> u32 {
        self.places.borrow_mut().number(parent, name, index)
    }
}

/// A value, and what was read for it.
pub struct Captured<'r, T> {
    value: T,
    reads: Box<[Read<'r>]>,
}

impl<'r, T> Captured<'r, T> {
    /// The value once more: what was read for it counts as read now.
    pub fn again(&self, trace: &Trace<'r>) -> &T {
        for read in &self.reads {
            trace.note(*read);
        }
        &self.value
    }

    /// The value.
    pub fn value(&self) -> &T {
        &self.value
    }
}

impl Places {
    fn write(&self, number: u32, path: &mut String) {
        let Some(node) = self.nodes.get(number as usize) else { return };
        self.write(node.parent, path);
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(node.name);
        if let Some(index) = node.index {
            path.push('[');
            path.push_str(&index.to_string());
            path.push(']');
        }
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
    pub fn field(self, name: &'static str) -> Self {
        Self { node: self.trace.node(self.node, name, None), list: false, ..self }
    }

    /// The `items` of the list message at this place.
    #[must_use]
    pub fn items(self) -> Self {
        Self { list: true, ..self }
    }

    /// The place of one entry.
    #[must_use]
    pub fn entry(self, index: usize) -> Self {
        let index = u32::try_from(index).ok();
        let node = if self.list {
            self.trace.node(self.node, "items", index)
        } else {
            let (parent, name) = {
                let places = self.trace.places.borrow();
                places.nodes.get(self.node as usize).map_or((ROOT, ""), |n| (n.parent, n.name))
            };
            self.trace.node(parent, name, index)
        };
        Self { node, list: false, ..self }
    }

    /// A field at this place.
    #[must_use]
    pub fn of(self, field: &'static str) -> FieldAt {
        FieldAt { node: self.node, field }
    }

    /// What takes note of reads.
    #[must_use]
    pub fn trace(self) -> &'r Trace<'r> {
        self.trace
    }

    /// Takes note that a field was read.
    pub fn note(self, field: &'static str, value: Value<'r>) {
        self.trace.note(Read { field: self.of(field), value });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_one_number_and_a_field_is_read_once() {
        let trace = Trace::new();
        let entry = |index| trace.root().field("wages").items().entry(index);
        for _ in 0..3 {
            for index in 0..500 {
                entry(index).note("payee", Value::Number(7));
                trace.quietly(|| entry(index).note("amount", Value::Number(7)));
            }
        }
        let paths: Vec<String> = trace.reads().iter().map(|read| trace.path(read.field)).collect();
        let expected: Vec<String> = (0..500).map(|index| format!("wages.items[{index}].payee")).collect();
        assert_eq!(paths, expected);
        assert_eq!(trace.places.borrow().nodes.len(), 1 + 500 + 500, "the part, its entries, and the fields read");
        trace.clear();
        assert!(trace.reads().is_empty());
        entry(3).note("payee", Value::Number(7));
        assert_eq!(trace.reads().len(), 1, "read again, after it was forgotten");
    }

    #[test]
    fn what_was_captured_is_read_again_where_it_is_used_again() {
        let trace = Trace::new();
        let read = |name: &'static str| trace.root().field("part").note(name, Value::Number(1));
        let paths = || trace.reads().iter().map(|read| trace.path(read.field)).collect::<Vec<_>>().join(" ");
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
            root.field("a").entry(0).of("x"),
            root.field("a").entry(1).of("x"),
            root.field("a").items().entry(0).of("x"),
        ];
        let paths: Vec<String> = places.iter().map(|place| trace.path(*place)).collect();
        assert_eq!(paths, ["a.x", "b.x", "a.y", "a[0].x", "a[1].x", "a.items[0].x"]);
        assert_eq!(root.field("a").of("x"), places[0]);
    }
}
