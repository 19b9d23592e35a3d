//! What was read, and where: the evidence of a finding follows from reading, not from discipline.

use std::cell::{Cell, RefCell};

use rust_decimal::Decimal;

use crate::{Date, Money, TimeOfDay};

/// Places in the record that views were made for, and the fields read since the last [`Trace::clear`].
#[derive(Default)]
pub struct Trace<'r> {
    nodes: RefCell<Vec<Node>>,
    reads: RefCell<Vec<Read<'r>>>,
    quiet: Cell<bool>,
}

struct Node {
    parent: u32,
    name: &'static str,
    index: Option<u32>,
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

impl<'r> Trace<'r> {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The record's own place.
    #[must_use]
    pub fn root(&'r self) -> At<'r> {
        At { trace: self, node: ROOT, list: false }
    }

    /// Forgets what was read; places stay valid.
    pub fn clear(&self) {
        self.reads.borrow_mut().clear();
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

    /// Path of a field, e.g. `wages.items[0].payee`.
    #[must_use]
    pub fn path(&self, at: FieldAt) -> String {
        let mut path = String::new();
        self.write_node(at.node, &mut path);
        if !at.field.is_empty() {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(at.field);
        }
        path
    }

    fn write_node(&self, node: u32, path: &mut String) {
        let nodes = self.nodes.borrow();
        let mut chain = Vec::new();
        let mut next = node;
        while let Some(found) = nodes.get(next as usize) {
            chain.push(found);
            next = found.parent;
        }
        for found in chain.into_iter().rev() {
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(found.name);
            if let Some(index) = found.index {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
        }
    }

    fn note(&self, read: Read<'r>) {
        if self.quiet.get() {
            return;
        }
        let mut reads = self.reads.borrow_mut();
        if !reads.iter().any(|r| r.field == read.field) {
            reads.push(read);
        }
    }

    fn node(&self, parent: u32, name: &'static str, index: Option<u32>) -> u32 {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { parent, name, index });
        u32::try_from(nodes.len() - 1).unwrap_or(ROOT)
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
                let nodes = self.trace.nodes.borrow();
                nodes.get(self.node as usize).map_or((ROOT, ""), |n| (n.parent, n.name))
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

    /// Takes note that a field was read.
    pub fn note(self, field: &'static str, value: Value<'r>) {
        self.trace.note(Read { field: self.of(field), value });
    }
}
